package insight

import (
	"context"
	"time"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/job"
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
	Worth     Worth  `gorm:"embedded" json:"worth"`
	// LastAt is when the customer was last in touch; 0 for never.
	LastAt date.Instant `json:"lastAt"`
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

// suggested is a statement of customers with the tier suggested to them:
// columns customer_id, tier, suggested, score. Who never bought has none.
func (s *Service) suggested(db *gorm.DB, b bounds, r Rules) *gorm.DB {
	now := s.st.Now()
	e := b.scoreSQL(date.FromTime(now), startOf(now.Location()))
	scored := db.Table("customer_worth w").Joins("join customer c on c.id = w.customer_id").
		Joins("left join customer_touch t on t.customer_id = w.customer_id").
		Select("w.customer_id, c.tier, ("+e.SQL+") as score", e.Vars...)
	return db.Table("(?) as s", scored).
		Select("s.customer_id, s.tier, case when s.score < 0 then 0 else s.score end as score, case when s.score >= ? then 'A' when s.score >= ? then 'B' else 'C' end as suggested", r.TierA, r.TierB)
}

const isRefused = "exists (select 1 from tier_refusal f where f.customer_id = g.customer_id and f.deleted_at is null and f.tier = g.suggested)"

// open are the suggestions that wait for an answer, or those put off.
func (s *Service) open(db *gorm.DB, b bounds, r Rules, putOff bool) *gorm.DB {
	q := db.Table("(?) as g", s.suggested(db, b, r)).Where("g.tier <> g.suggested")
	if putOff {
		return q.Where(isRefused)
	}
	return q.Where("not " + isRefused)
}

// Suggestions gives the customers whose score suggests another tier than they
// have, or those whose suggestion was put off.
func (s *Service) Suggestions(offset, limit int, putOff bool) (page *SuggestionPage, err error) {
	defer fault.Recover(&err)
	if limit <= 0 || limit > pageMax {
		limit = pageMax
	}
	db := s.db()
	rules, err := LoadRules(db)
	if err != nil {
		return nil, err
	}
	b, err := s.boundsNow(db)
	if err != nil {
		return nil, err
	}
	page = &SuggestionPage{Rows: []Suggestion{}, Buyers: b.buyers, Fewest: fewest, TierA: rules.TierA, TierB: rules.TierB}
	if b.buyers < fewest {
		return page, nil
	}
	if err := s.open(db, b, rules, putOff).Count(&page.Total).Error; err != nil {
		return nil, err
	}
	if putOff {
		page.PutOff = page.Total
	} else if page.PutOff, err = s.putOff(db, b, rules); err != nil {
		return nil, err
	}
	top := s.open(db, b, rules, putOff).Select("g.*").Order("g.score desc, g.customer_id").Offset(max(offset, 0)).Limit(limit)
	err = db.Table("(?) as g", top).Joins("join customer c on c.id = g.customer_id").Joins("join customer_worth w on w.customer_id = g.customer_id").
		Joins("left join customer_touch t on t.customer_id = g.customer_id").
		Select("g.customer_id, c.name, g.tier, g.suggested, g.score, w.sales, w.days, w.total, w.other, w.first_day, w.last_day, coalesce(t.last_at, 0) as last_at").
		Order("g.score desc, g.customer_id").Scan(&page.Rows).Error
	return page, err
}

// putOff counts the suggestions that were put off; seldom is there one at all.
func (s *Service) putOff(db *gorm.DB, b bounds, r Rules) (n int64, err error) {
	if err := store.Live(db.Model(&Refusal{})).Count(&n).Error; err != nil || n == 0 {
		return 0, err
	}
	err = s.open(db, b, r, true).Count(&n).Error
	return n, err
}

// Accept gives customers the tier that is suggested to them, as one undoable
// step, and says how many it changed.
func (s *Service) Accept(customers []customer.ID) (changed int, err error) {
	defer fault.Recover(&err)
	err = s.st.InTx(s.st.Context(), s.named("insight.tier.accepted", customers), func(tx *store.Tx) error {
		changed, err = s.accept(tx, customers, nil)
		return err
	})
	return changed, err
}

// AcceptAll accepts every suggestion that waits for an answer, as one undoable
// step in a job.
func (s *Service) AcceptAll() (id job.ID, err error) {
	defer fault.Recover(&err)
	return s.keeper.jobs.Start("insight.accepting", nil, func(ctx context.Context, p *job.Progress) (any, error) {
		db := s.db()
		rules, err := LoadRules(db)
		if err != nil {
			return 0, err
		}
		b, err := s.boundsNow(db)
		if err != nil || b.buyers < fewest {
			return 0, err
		}
		var all []customer.ID
		if err := s.open(db, b, rules, false).Pluck("g.customer_id", &all).Error; err != nil {
			return 0, err
		}
		changed := 0
		step := store.Step{Label: "insight.tier.accepted_many", Params: fault.P{"count": len(all)}}
		err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
			changed, err = s.accept(tx, all, func(done int) error { p.Set(int64(done), int64(len(all))); return ctx.Err() })
			return err
		})
		return changed, err
	}), nil
}

func (s *Service) accept(tx *store.Tx, customers []customer.ID, progress func(done int) error) (changed int, err error) {
	to, err := s.tiers(tx.DB, customers)
	if err != nil {
		return 0, err
	}
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
func (s *Service) tiers(db *gorm.DB, customers []customer.ID) (map[customer.ID]string, error) {
	rules, err := LoadRules(db)
	if err != nil {
		return nil, err
	}
	b, err := findBounds(db) // of this transaction
	if err != nil || b.buyers < fewest {
		return nil, err
	}
	var rows []Suggestion
	err = store.IDs(db.Table("(?) as g", s.suggested(db, b, rules)), "g.customer_id", ids(customers)).Where("g.tier <> g.suggested").
		Select("g.customer_id, g.suggested").Scan(&rows).Error
	out := make(map[customer.ID]string, len(rows))
	for _, r := range rows {
		out[r.CustomerID] = r.Suggested
	}
	return out, err
}

// NotNow puts suggestions off: the same tier is not suggested to these customers
// again until they are asked for.
func (s *Service) NotNow(customers []customer.ID) (err error) {
	defer fault.Recover(&err)
	return s.st.InTx(s.st.Context(), s.named("insight.tier.put_off", customers), func(tx *store.Tx) error {
		to, err := s.tiers(tx.DB, customers)
		if err != nil {
			return err
		}
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
	return s.st.InTx(s.st.Context(), s.named("insight.tier.reconsidered", customers), func(tx *store.Tx) error {
		var rows []int64
		if err := store.IDs(tx.Table("tier_refusal"), "customer_id", ids(customers)).Where("deleted_at is null").Pluck("id", &rows).Error; err != nil {
			return err
		}
		return tx.Trash(KindRefusal, rows...)
	})
}

// named is a step about one customer or many.
func (s *Service) named(label string, customers []customer.ID) store.Step {
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
