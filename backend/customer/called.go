package customer

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/store"
)

// Called is a customer that a number belongs to.
type Called struct {
	CustomerID ID
	// ContactID is whose number it is; 0 for the customer's own.
	ContactID ContactID
	// Number is grouped for reading.
	Number string
}

// callersMax is how many customers one number can lead to.
const callersMax = 20

// ByPart tells whose of the customers' numbers the digits of a text stand in, the
// customer's own before those of its contacts; customers without such a number are
// left out.
func ByPart(db *gorm.DB, ids []int64, text string) ([]Called, error) {
	found := []Called{}
	digits := digitsOf(text)
	if len(digits) < 4 || len(text) > phoneTextMax {
		return found, nil
	}
	var rows []identity
	err := store.IDs(db.Table("identity"), "customer_id", ids).Where("kind = ? and value like ?", byPhone, "%"+digits+"%").
		Order("customer_id, contact_id, value").Find(&rows).Error
	for _, r := range rows {
		if slices.ContainsFunc(found, func(c Called) bool { return c.CustomerID == r.CustomerID }) {
			continue
		}
		number, ext, _ := strings.Cut(r.Value, "#")
		for _, p := range ParsePhones(number) {
			number = p.Display
		}
		if ext != "" {
			number += " #" + ext
		}
		found = append(found, Called{r.CustomerID, r.ContactID, number})
	}
	return found, err
}

// ByNumber finds the live customers that a number in a text belongs to, however
// it is written: "+86 138-0013-8000", "（0571）8815 8198 转 801", "tel:…". isNumber tells
// whether the text has a number at all, four digits of its end at least.
func ByNumber(db *gorm.DB, text string) (found []Called, isNumber bool, err error) {
	found = []Called{}
	if len(text) > phoneTextMax {
		return found, false, nil
	}
	for _, p := range ParsePhones(text) {
		if digits := digitsOf(p.Number); len(digits) < 4 {
			continue
		}
		isNumber = true
		var rows []identity
		// A number with an extension is at the same door as without.
		err := db.Table("identity").Joins("join customer on customer.id = identity.customer_id and customer.deleted_at is null").
			Where("identity.kind = ? and (identity.value = ? or identity.value >= ? and identity.value < ?)", byPhone, p.Number, p.Number+"#", p.Number+"$").
			Order(store.Unindexed("customer.id")).Limit(callersMax).Select("identity.*").Find(&rows).Error
		if err != nil {
			return nil, true, err
		}
		// The extension that was said comes first.
		slices.SortStableFunc(rows, func(a, b identity) int {
			return map[bool]int{true: 0, false: 1}[a.Value == p.identity()] - map[bool]int{true: 0, false: 1}[b.Value == p.identity()]
		})
		for _, r := range rows {
			shown := p.Display
			if _, ext, ok := strings.Cut(r.Value, "#"); ok {
				shown += " #" + ext
			}
			if !slices.ContainsFunc(found, func(c Called) bool { return c.CustomerID == r.CustomerID }) {
				found = append(found, Called{r.CustomerID, r.ContactID, shown})
			}
		}
	}
	return found, isNumber, nil
}
