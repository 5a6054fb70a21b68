package insight

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/job"
	"keyue/backend/money"
	"keyue/backend/store"
)

// Refusal is a suggested tier that a person does not want for now; another tier
// is suggested all the same.
type Refusal struct {
	ID int64 `json:"id"`
	store.Meta
	CustomerID customer.ID `json:"customerId"`
	Tier       string      `json:"tier"`
}

// TableName is the table.
func (Refusal) TableName() string { return "tier_refusal" }

// RowID is the primary key.
func (r Refusal) RowID() int64 { return r.ID }

// Suggestion is a tier that the score suggests, with what made it.
type Suggestion struct {
	CustomerID customer.ID `json:"customerId"`
	Name       string      `json:"name"`
	// Tier is the one it has, "" for none; Suggested A, B or C.
	Tier      string `json:"tier"`
	Suggested string `json:"suggested"`
	Score     int    `json:"score"`
	Worth     Worth  `json:"worth"`
	// LastAt is when the customer was last in touch; 0 for never.
	LastAt date.Instant `json:"lastAt"`
	// Promised is what its open opportunities are worth, amount × probability, in our currency.
	Promised money.Amount `json:"promised"`
}

// SuggestionPage is a window of the suggestions, the best first.
type SuggestionPage struct {
	Rows  []Suggestion `json:"rows"`
	Total int64        `json:"total"`
	// PutOff is how many suggestions are not wanted for now.
	PutOff int64 `json:"putOff"`
	// Buyers is how many customers are compared; with less than Fewest nothing is
	// suggested.
	Buyers int `json:"buyers"`
	Fewest int `json:"fewest"`
	TierA  int `json:"tierA"`
	TierB  int `json:"tierB"`
}

// pageMax is the most rows a call gives.
const pageMax = 200

// startOf is the first moment of a day.
func startOf(zone *time.Location) func(date.Date) int64 {
	return func(d date.Date) int64 {
		return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, zone).UnixMilli()
	}
}

// refused are the tiers that were put off, by customer.
func refused(db *gorm.DB) (map[customer.ID][]string, error) {
	var rows []Refusal
	if err := store.Live(db).Find(&rows).Error; err != nil {
		return nil, err
	}
	out := map[customer.ID][]string{}
	for _, r := range rows {
		out[r.CustomerID] = append(out[r.CustomerID], r.Tier)
	}
	return out, nil
}

// suggestions works out who should have another tier, and whose suggestion was
// put off.
func (s *Service) suggestions(db *gorm.DB) (open, putOff []Suggestion, page SuggestionPage, err error) {
	rules, err := LoadRules(db)
	if err != nil {
		return nil, nil, page, err
	}
	no, err := refused(db)
	if err != nil {
		return nil, nil, page, err
	}
	cuts := cutsOf(s.st.Now())
	err = s.buyers(db, func(all map[customer.ID]buyer, b bounds) {
		page = SuggestionPage{Rows: []Suggestion{}, Buyers: b.buyers, Fewest: fewest, TierA: rules.TierA, TierB: rules.TierB}
		if b.buyers < fewest {
			return
		}
		for id, x := range all {
			score := x.steps(&b, cuts).score()
			to := rules.tier(score)
			if to == x.Tier {
				continue
			}
			row := Suggestion{CustomerID: id, Tier: x.Tier, Suggested: to, Score: score, Worth: x.Worth, LastAt: x.LastAt, Promised: x.Promised}
			if slices.Contains(no[id], to) {
				putOff = append(putOff, row)
			} else {
				open = append(open, row)
			}
		}
	})
	page.PutOff = int64(len(putOff))
	return open, putOff, page, err
}

// Suggestions gives the customers whose score suggests another tier than they
// have, the highest score first, or those whose suggestion was put off.
func (s *Service) Suggestions(offset, limit int, putOff bool) (page *SuggestionPage, err error) {
	defer fault.Recover(&err)
	if limit <= 0 || limit > pageMax {
		limit = pageMax
	}
	db := s.db()
	list, later, found, err := s.suggestions(db)
	if err != nil {
		return nil, err
	}
	if page = &found; putOff {
		list = later
	}
	page.Total = int64(len(list))
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.CustomerID, b.CustomerID))
	})
	offset = min(max(offset, 0), len(list))
	page.Rows = append(page.Rows, list[offset:min(offset+limit, len(list))]...)
	return page, named(db, page.Rows)
}

// named adds the names.
func named(db *gorm.DB, rows []Suggestion) error {
	who := make([]int64, len(rows))
	for i, r := range rows {
		who[i] = int64(r.CustomerID)
	}
	var names []struct {
		ID   customer.ID
		Name string
	}
	err := store.IDs(db.Table("customer"), "id", who).Select("id, name").Scan(&names).Error
	by := map[customer.ID]string{}
	for _, n := range names {
		by[n.ID] = n.Name
	}
	for i := range rows {
		rows[i].Name = by[rows[i].CustomerID]
	}
	return err
}

// Accept gives customers the tier that is suggested to them, as one undoable
// step, and says how many it changed.
func (s *Service) Accept(customers []customer.ID) (changed int, err error) {
	defer fault.Recover(&err)
	to, err := s.tiers(customers)
	if err != nil {
		return 0, err
	}
	err = s.st.InTx(s.st.Context(), s.about("insight.tier.accepted", customers), func(tx *store.Tx) error {
		changed, err = accept(tx, customers, to, nil)
		return err
	})
	return changed, err
}

// AcceptAll accepts every suggestion that waits for an answer, as one undoable
// step in a job.
func (s *Service) AcceptAll() (id job.ID, err error) {
	defer fault.Recover(&err)
	return s.keeper.jobs.Start("insight.accepting", nil, func(ctx context.Context, p *job.Progress) (any, error) {
		list, _, _, err := s.suggestions(s.db())
		if err != nil {
			return 0, err
		}
		to := map[customer.ID]string{}
		for _, r := range list {
			to[r.CustomerID] = r.Suggested
		}
		all := slices.Sorted(maps.Keys(to))
		changed := 0
		step := store.Step{Label: "insight.tier.accepted_many", Params: fault.P{"count": len(all)}}
		err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
			changed, err = accept(tx, all, to, func(done int) error { p.Set(int64(done), int64(len(all))); return ctx.Err() })
			return err
		})
		return changed, err
	}), nil
}

func accept(tx *store.Tx, customers []customer.ID, to map[customer.ID]string, progress func(done int) error) (changed int, err error) {
	for i, id := range customers {
		if tier := to[id]; tier != "" {
			if err := customer.Change(tx, id, map[string]any{"tier": tier}); err != nil {
				return 0, err
			}
			changed++
		}
		if progress != nil {
			if err := progress(i + 1); err != nil {
				return 0, err
			}
		}
	}
	return changed, nil
}

// tiers gives the tiers suggested to customers that have another.
func (s *Service) tiers(customers []customer.ID) (map[customer.ID]string, error) {
	open, putOff, _, err := s.suggestions(s.db())
	out := map[customer.ID]string{}
	for _, r := range append(open, putOff...) {
		if slices.Contains(customers, r.CustomerID) {
			out[r.CustomerID] = r.Suggested
		}
	}
	return out, err
}

// NotNow puts suggestions off: the same tier is not suggested to these customers
// again until they are asked for.
func (s *Service) NotNow(customers []customer.ID) (err error) {
	defer fault.Recover(&err)
	to, err := s.tiers(customers)
	if err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), s.about("insight.tier.put_off", customers), func(tx *store.Tx) error {
		for _, id := range customers {
			if to[id] == "" {
				continue
			}
			if err := tx.Insert(&Refusal{CustomerID: id, Tier: to[id]}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Reconsider takes back NotNow.
func (s *Service) Reconsider(customers []customer.ID) (err error) {
	defer fault.Recover(&err)
	return s.st.InTx(s.st.Context(), s.about("insight.tier.reconsidered", customers), func(tx *store.Tx) error {
		var rows []int64
		if err := store.IDs(tx.Table("tier_refusal"), "customer_id", ids(customers)).Where("deleted_at is null").Pluck("id", &rows).Error; err != nil {
			return err
		}
		return tx.Trash(KindRefusal, rows...)
	})
}

// about is a step about one customer or many.
func (s *Service) about(label string, customers []customer.ID) store.Step {
	if len(customers) == 1 {
		return store.Step{Label: label, Params: fault.P{"name": s.name(customers[0])}}
	}
	return store.Step{Label: label + "_many", Params: fault.P{"count": len(customers)}}
}

func (s *Service) name(id customer.ID) string {
	var name string
	s.db().Table("customer").Where("id = ?", id).Limit(1).Pluck("name", &name)
	return name
}
