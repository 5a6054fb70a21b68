package customer

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/store"
)

// Candidate is a customer that a name or tax id on paper may mean.
type Candidate struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
	// Reason is tax (the same tax id), name (the same name but for its form) or
	// core (the same name without place and legal form).
	Reason string `json:"reason"`
	// Confidence in percent.
	Confidence int `json:"confidence"`
}

// Recognise finds the live customers that a name and a tax id read from a
// document may mean, best first, at most five.
func Recognise(db *gorm.DB, name, taxID string) ([]Candidate, error) {
	draft := Customer{Kind: Company, Name: name, Billing: Billing{TaxID: taxID}}
	draft.Normalize()
	hits, err := known(db, &draft, nil)
	if err != nil {
		return nil, err
	}
	sure := map[string]int{byTax: 99, byName: 92, byCore: 60}
	out := []Candidate{}
	for id, list := range hits {
		c := Candidate{ID: id}
		for _, h := range list {
			if n := sure[h.Kind]; n > c.Confidence {
				c.Reason, c.Confidence = h.Kind, n
			}
		}
		var row Customer
		if err := store.Live(db).Select("id", "name").Where("id = ?", id).Limit(1).Find(&row).Error; err != nil {
			return nil, err
		}
		if c.Name = row.Name; row.ID != 0 && c.Confidence > 0 {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		if a.Confidence != b.Confidence {
			return b.Confidence - a.Confidence
		}
		return int(a.ID - b.ID)
	})
	return out[:min(len(out), 5)], nil
}
