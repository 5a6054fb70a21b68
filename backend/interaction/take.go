package interaction

import (
	"maps"
	"slices"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/staff"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// Heard is what a list from elsewhere says of a customer: what was said last, and what is to be done next. Either may
// be missing.
type Heard struct {
	Said *Interaction
	Next *Task
}

// Check normalizes what was heard and gives every bad field, those of the next step with "next." before them; the
// customer need not be known yet.
func (h *Heard) Check(now date.Instant) []fault.Field {
	var bad []fault.Field
	keep := func(prefix string, fields []fault.Field) {
		for _, f := range fields {
			if f.Field != "customerId" {
				f.Field = prefix + f.Field
				bad = append(bad, f)
			}
		}
	}
	if h.Said != nil {
		h.Said.Normalize()
		keep("", h.Said.Validate(now))
	}
	if h.Next != nil {
		h.Next.Normalize()
		keep("next.", h.Next.Validate())
	}
	return bad
}

// Take adds checked interactions and tasks to their customers in few statements. What a customer has already, the same
// words at the same time or the same open task, is left out. It returns how many interactions were added.
func Take(tx *store.Tx, of map[customer.ID][]Heard) (added int, err error) {
	var said []*Interaction
	var next []*Task
	for _, id := range slices.Sorted(maps.Keys(of)) { // the same rows in the same order, whatever the map says
		for _, h := range of[id] {
			if h.Said != nil {
				var twice int64
				if err := store.Live(tx.Model(&Interaction{})).Where("customer_id = ? and at = ? and summary = ?", id, h.Said.At, h.Said.Summary).Count(&twice).Error; err != nil {
					return 0, err
				}
				if twice == 0 {
					h.Said.CustomerID = id
					said = append(said, h.Said)
				}
			}
			if h.Next != nil {
				var twice int64
				if err := store.Live(tx.Model(&Task{})).Where("customer_id = ? and state = ? and due = ? and title = ?", id, Open, h.Next.Due, h.Next.Title).Count(&twice).Error; err != nil {
					return 0, err
				}
				if twice == 0 {
					h.Next.CustomerID, h.Next.AboutKind, h.Next.AboutID = id, customer.KindCustomer, int64(id)
					next = append(next, h.Next)
				}
			}
		}
	}
	if err := tx.InsertAll(said); err != nil {
		return 0, err
	}
	if len(next) > 0 {
		working, err := staff.Working(tx.DB)
		if err != nil {
			return 0, err
		}
		for _, t := range next {
			t.AssigneeID = working.ID
		}
	}
	return len(said), tx.InsertAll(next)
}

// LastOf gives what was said last to customers and what is to be done next, as lists show it.
func LastOf(db *gorm.DB, ids []int64) (map[customer.ID]Heard, error) {
	var rows []struct {
		CustomerID     customer.ID
		LastID, NextID int64
	}
	if err := store.IDs(db.Table("customer_touch"), "customer_id", ids).Find(&rows).Error; err != nil {
		return nil, err
	}
	var lasts, nexts []int64
	for _, r := range rows {
		lasts, nexts = append(lasts, r.LastID), append(nexts, r.NextID)
	}
	var said []Interaction
	if err := store.Live(store.IDs(db, "id", lasts)).Find(&said).Error; err != nil {
		return nil, err
	}
	var next []Task
	if err := store.Live(store.IDs(db, "id", nexts)).Find(&next).Error; err != nil {
		return nil, err
	}
	out := map[customer.ID]Heard{}
	for i := range said {
		h := out[said[i].CustomerID]
		h.Said = &said[i]
		out[said[i].CustomerID] = h
	}
	for i := range next {
		h := out[next[i].CustomerID]
		h.Next = &next[i]
		out[next[i].CustomerID] = h
	}
	return out, nil
}
