package customer

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/search"
	"keyue/backend/store"
)

// TextSource tells the full text what is written about customers: every text that is no name, number or address of mail.
func TextSource() search.TextSource {
	return search.TextSource{Kind: KindCustomer, Table: "customer", Texts: customerTexts, Heads: customerHeads}
}

// ContactTextSource tells the full text what is written about contacts; they are shown on their customer's page.
func ContactTextSource() search.TextSource {
	return search.TextSource{Kind: KindContact, Table: "contact", Texts: contactTexts, Heads: contactHeads}
}

func customerTexts(db *gorm.DB, ids []int64) (map[int64]string, error) {
	var rows []Customer
	if err := store.Live(store.IDs(db, "id", ids)).Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make(map[int64]string, len(rows))
	for i := range rows {
		out[int64(rows[i].ID)] = rows[i].text()
	}
	return out, nil
}

// text is what the full text knows of a customer, one line a field; names, numbers
// and addresses of mail are the type-ahead's.
func (c *Customer) text() string {
	lines := []string{c.Remark, c.Address, c.ShippingAddress, c.Industry, c.Channel, c.Website, c.LegalRepresentative,
		c.Billing.Bank, c.Billing.Account, c.Billing.Address, c.Consent.Source}
	for _, s := range c.Social {
		lines = append(lines, s.Handle)
	}
	for _, a := range c.Anniversaries {
		lines = append(lines, a.Label)
	}
	return words(slices.Concat(lines, c.Tags, spoken(c.Custom))...)
}

// spoken are the custom values that are text, in a fixed order.
func spoken(custom map[string]any) []string {
	var out []string
	for _, v := range custom {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

// words joins what is not empty.
func words(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}

func customerHeads(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
	var rows []struct {
		ID                   int64
		Name, City, Province string
	}
	err := store.Live(store.IDs(db.Table("customer"), "id", ids)).Select("id", "name", "city", "province").Scan(&rows).Error
	out := make(map[int64]search.Head, len(rows))
	for _, r := range rows {
		place := r.City
		if place == "" {
			place = r.Province
		}
		out[r.ID] = search.Head{Title: r.Name, Subtitle: place}
	}
	return out, err
}

func contactTexts(db *gorm.DB, ids []int64) (map[int64]string, error) {
	var rows []Contact
	if err := store.Live(store.IDs(db, "id", ids)).Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make(map[int64]string, len(rows))
	for i := range rows {
		c := &rows[i]
		lines := []string{c.Remark, c.Title, c.Department}
		for _, s := range c.Social {
			lines = append(lines, s.Handle)
		}
		out[int64(c.ID)] = words(slices.Concat(lines, c.Tags, spoken(c.Custom))...)
	}
	return out, nil
}

func contactHeads(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
	var rows []struct {
		ID, CustomerID int64
		Name           string
	}
	err := store.Live(store.IDs(db.Table("contact"), "id", ids)).Select("id", "customer_id", "name").Scan(&rows).Error
	out := make(map[int64]search.Head, len(rows))
	for _, r := range rows {
		out[r.ID] = search.Head{Title: r.Name, OpenKind: KindCustomer, OpenID: r.CustomerID}
	}
	return out, err
}
