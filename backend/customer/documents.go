package customer

import (
	"strings"

	"gorm.io/gorm"

	"keyue/backend/search"
	"keyue/backend/store"
)

// SearchSource tells the type-ahead how customers are found.
func SearchSource() search.Source {
	return search.Source{Kind: KindCustomer, Table: "customer", Docs: Documents}
}

// Documents gives what the type-ahead needs of the live customers with the ids: a customer is found by its own
// names, numbers and addresses and by those of its contacts.
func Documents(db *gorm.DB, ids []int64) ([]search.Doc, error) {
	var rows []Customer
	if err := store.Live(store.IDs(db, "id", ids)).
		Select("id", "name", "alias", "phones", "emails", "billing_title", "billing_tax_id", "city", "province").Find(&rows).Error; err != nil {
		return nil, err
	}
	people, err := contactsOf(db.Select("id", "customer_id", "name", "phones", "emails"), ids)
	if err != nil {
		return nil, err
	}
	docs := make([]search.Doc, len(rows))
	for i := range rows {
		c := &rows[i]
		d := search.Doc{Kind: KindCustomer, ID: int64(c.ID), Title: c.Name, Names: []string{c.Alias}, Emails: c.Emails, Numbers: []string{c.Billing.TaxID}}
		if c.Billing.Title != c.Name {
			d.Names = append(d.Names, c.Billing.Title)
		}
		add := func(phones []Phone) {
			for _, p := range phones {
				number := p.Number
				if number == "" {
					number = p.Raw
				}
				d.Phones = append(d.Phones, number)
			}
		}
		add(c.Phones)
		shown := []string{}
		for _, p := range people[c.ID] {
			d.Names = append(d.Names, p.Name)
			d.Emails = append(d.Emails[:len(d.Emails):len(d.Emails)], p.Emails...)
			add(p.Phones)
			if len(shown) == 0 {
				shown = append(shown, p.Name)
			}
		}
		if place := c.City; place != "" {
			shown = append(shown, place)
		} else if c.Province != "" {
			shown = append(shown, c.Province)
		}
		d.Subtitle = strings.Join(shown, " · ")
		docs[i] = d
	}
	return docs, nil
}
