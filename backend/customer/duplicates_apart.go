package customer

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// Apart is a pair of customers that a person said are not the same; LowID is
// less than HighID.
type Apart struct {
	ID int64 `json:"id"`
	store.Meta
	LowID  ID `json:"lowId"`
	HighID ID `json:"highId"`
}

// TableName is the table.
func (Apart) TableName() string { return "not_duplicate" }

// RowID is the primary key.
func (a Apart) RowID() int64 { return a.ID }

// pair is two customers, the lower id first.
type pair [2]ID

func pairOf(a, b ID) pair { return pair{min(a, b), max(a, b)} }

// NotDuplicates keeps that the customers are all different from each other:
// DuplicateGroups proposes none of their pairs again. One undoable step. Faults
// customer.merge.none for less than two or too many.
func (s *Service) NotDuplicates(ids []ID) (err error) {
	defer fault.Recover(&err)
	step := store.Step{Label: "customer.not_duplicates", Params: fault.P{"count": len(ids)}}
	return s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		live, err := liveIDs(tx.DB, ids)
		if err != nil {
			return err
		}
		if len(live) < 2 || len(live) > mergeMax {
			return fault.New("customer.merge.none", fault.P{"max": mergeMax})
		}
		var pairs []pair
		for i, a := range live {
			for _, b := range live[i+1:] {
				pairs = append(pairs, pairOf(a, b))
			}
		}
		return setApart(tx, live, pairs)
	})
}

// setApart keeps the pairs that are not kept yet; ids are customers of which
// every pair has one at least.
func setApart(tx *store.Tx, ids []ID, pairs []pair) error {
	known, err := apart(tx.DB, ids)
	if err != nil {
		return err
	}
	rows := []Apart{}
	for _, p := range pairs {
		if !known[p] {
			rows = append(rows, Apart{LowID: p[0], HighID: p[1]})
			known[p] = true
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.InsertAll(rows)
}

// apart gives the kept pairs that have one of ids; of all customers when ids is nil.
func apart(db *gorm.DB, ids []ID) (map[pair]bool, error) {
	out := map[pair]bool{}
	read := func(q *gorm.DB) error {
		var rows []Apart
		if err := store.Live(q).Find(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			out[pair{r.LowID, r.HighID}] = true
		}
		return nil
	}
	if ids == nil {
		return out, read(db)
	}
	list := make([]int64, len(ids))
	for i, id := range ids {
		list[i] = int64(id)
	}
	if err := read(store.IDs(db, "low_id", list)); err != nil {
		return nil, err
	}
	return out, read(store.IDs(db, "high_id", list))
}

// inheritApart keeps for the merged customer what was said of its parts: it is
// not who one of them was not.
func inheritApart(tx *store.Tx, keep ID, others []ID) error {
	known, err := apart(tx.DB, others)
	if err != nil {
		return err
	}
	var pairs []pair
	for p := range known {
		for i, id := range p {
			other := p[1-i]
			if slices.Contains(others, id) && other != keep && !slices.Contains(others, other) {
				pairs = append(pairs, pairOf(keep, other))
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return slices.Compare(a[:], b[:]) })
	return setApart(tx, []ID{keep}, pairs)
}
