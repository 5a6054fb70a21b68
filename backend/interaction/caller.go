package interaction

import (
	"slices"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// Caller is who may be on the phone: what to know before the first word.
type Caller struct {
	CustomerID customer.ID `json:"customerId"`
	Name       string      `json:"name"`
	// Contact is whose number it is, "" for the customer's own.
	Contact string `json:"contact"`
	Number  string `json:"number"`
	// Exact: the whole number is theirs, not only a part of it.
	Exact bool `json:"exact"`
	// Last are the last exchanges, the latest first.
	Last []Entry `json:"last"`
	// Next is the open task that is due first; null for none.
	Next *Task `json:"next"`
}

// lastShown is how many exchanges a caller is shown with.
const lastShown = 3

// Callers tells who a number in a text belongs to, those whose number it is
// first, then the customers with the ids, which were found by a part of it. A text
// without a number gives none.
func (s *Service) Callers(text string, found []int64) (list []Caller, err error) {
	defer fault.Recover(&err)
	list = []Caller{}
	db := s.db()
	called, isNumber, err := customer.ByNumber(db, text)
	if err != nil || !isNumber {
		return list, err
	}
	var people []int64
	for _, c := range called {
		list = append(list, Caller{CustomerID: c.CustomerID, Number: c.Number, Exact: true})
		people = append(people, int64(c.ContactID))
	}
	parts, err := customer.ByPart(db, found, text)
	if err != nil {
		return nil, err
	}
	for _, id := range found {
		if !slices.ContainsFunc(list, func(c Caller) bool { return int64(c.CustomerID) == id }) {
			c, whose := Caller{CustomerID: customer.ID(id)}, int64(0)
			for _, p := range parts {
				if p.CustomerID == c.CustomerID {
					c.Number, whose = p.Number, int64(p.ContactID)
				}
			}
			list, people = append(list, c), append(people, whose)
		}
	}
	ids := make([]int64, len(list))
	for i := range list {
		ids[i] = int64(list[i].CustomerID)
	}
	live, err := titles(db, "customer", "name", ids)
	if err != nil {
		return nil, err
	}
	contacts, err := titles(db, "contact", "name", people)
	if err != nil {
		return nil, err
	}
	for i := range list {
		c := &list[i]
		c.Name, c.Contact, c.Last = live[ids[i]], contacts[people[i]], []Entry{}
		if c.Last, err = s.List(Query{CustomerID: c.CustomerID, Limit: lastShown}); err != nil {
			return nil, err
		}
		var open []Task
		if err := store.Live(db).Where("customer_id = ? and state = ?", c.CustomerID, Open).Order("due, due_time = '', due_time, id").Limit(1).Find(&open).Error; err != nil {
			return nil, err
		}
		if len(open) > 0 {
			c.Next = &open[0]
		}
	}
	return list, nil
}
