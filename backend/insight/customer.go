package insight

import (
	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/payment"
	"keyue/backend/store"
)

// Judgement is what is known of one customer, with the rows behind it.
type Judgement struct {
	// Tier is the one it has; Suggested the one its score suggests, "" for none;
	// PutOff: that one is not wanted for now.
	Tier      string `json:"tier"`
	Suggested string `json:"suggested"`
	PutOff    bool   `json:"putOff"`
	Score     int    `json:"score"`
	Parts     []Part `json:"parts"`
	Worth     Worth  `json:"worth"`
	// Buyers is how many customers it is compared with.
	Buyers int `json:"buyers"`
	Fewest int `json:"fewest"`
	TierA  int `json:"tierA"`
	TierB  int `json:"tierB"`
	// Sales are the latest ones, salesShown at most.
	Sales []Sale `json:"sales"`
	// LastAt is when it was last in touch, Talks how often in the last 90 days.
	LastAt date.Instant `json:"lastAt"`
	Talks  int64        `json:"talks"`
	// Promised is what the open opportunities are worth, amount × probability, of
	// those in our currency; Promises are those worth most, salesShown at most.
	Promised money.Amount       `json:"promised"`
	Promises []opportunity.Card `json:"promises"`
	// LateDays is how many days late it pays on average, what is overdue now counted
	// until today; Lates are the rows behind it, salesShown at most.
	LateDays int               `json:"lateDays"`
	Lates    []payment.LateRow `json:"lates"`
	// CreditLimit is what was agreed; 0 where nothing was. Owed is in our currency.
	CreditLimit    money.Amount `json:"creditLimit"`
	CreditCurrency string       `json:"creditCurrency"`
	Owed           money.Amount `json:"owed"`
	Lifecycle      Lifecycle    `json:"lifecycle"`
}

// salesShown is how many sales are listed under a score.
const salesShown = 20

// talksDays is the time over which exchanges are counted.
const talksDays = 90

// Of judges one customer. Fault fault.not_found.
func (s *Service) Of(id customer.ID) (j *Judgement, err error) {
	defer fault.Recover(&err)
	db := s.db()
	c, err := customer.Find(db, id)
	if err != nil {
		return nil, err
	}
	rules, err := LoadRules(db)
	if err != nil {
		return nil, err
	}
	var b bounds
	if err := s.buyers(db, func(_ map[customer.ID]buyer, now bounds) { b = now }); err != nil {
		return nil, err
	}
	j = &Judgement{Tier: c.Tier, Buyers: b.buyers, Fewest: fewest, TierA: rules.TierA, TierB: rules.TierB, Sales: []Sale{},
		CreditLimit: c.CreditLimit, CreditCurrency: c.CreditCurrency}
	w, err := worthOf(db, id)
	if err != nil {
		return nil, err
	}
	if err := s.talks(db, id, j); err != nil {
		return nil, err
	}
	if err := s.promised(db, id, j); err != nil {
		return nil, err
	}
	late, err := s.late(db, id, j)
	if err != nil {
		return nil, err
	}
	made := b.of(w, j.LastAt, j.Promised, late, cutsOf(s.st.Now()))
	j.Score, j.Parts = made.score(), made.parts()
	if w != nil {
		j.Worth = *w
		if err := s.sales(db, id, j); err != nil {
			return nil, err
		}
		if b.buyers >= fewest {
			j.Suggested = rules.tier(j.Score)
		}
	}
	var n int64
	if err := store.Live(db.Model(&Refusal{})).Where("customer_id = ? and tier = ?", id, j.Suggested).Count(&n).Error; err != nil {
		return nil, err
	}
	j.PutOff = n > 0
	j.Lifecycle, err = s.lifecycle(db, c, rules)
	return j, err
}

// tier is the one that a score suggests.
func (r Rules) tier(score int) string {
	switch {
	case score >= r.TierA:
		return "A"
	case score >= r.TierB:
		return "B"
	}
	return "C"
}

func (s *Service) lifecycle(db *gorm.DB, c *customer.Customer, rules Rules) (Lifecycle, error) {
	now := s.st.Now()
	out := Lifecycle{Stage: c.Lifecycle, Fixed: c.LifecycleFixed, ByRule: c.Lifecycle, On: rules.Lifecycle}
	found, err := factsOf(db, date.FromTime(now), []int64{int64(c.ID)}, 0, 0)
	if err == nil && len(found) > 0 { // in the trash nobody is judged
		out.ByRule, out.Why = stage(found[0], rules, date.FromTime(now), now.Location())
	}
	return out, err
}

// worthOf gives what the sales of a customer come to; nil when there are none.
func worthOf(db *gorm.DB, id customer.ID) (*Worth, error) {
	var rows []Worth
	err := db.Table("customer_worth").Where("customer_id = ?", id).Limit(1).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

func (s *Service) sales(db *gorm.DB, id customer.ID, j *Judgement) error {
	return db.Table("sale").Joins("join contract k on k.id = sale.contract_id").Where("sale.customer_id = ?", id).
		Select("sale.contract_id, k.number, k.name, sale.day, sale.amount, sale.currency").Order("sale.day desc, sale.contract_id desc").Limit(salesShown).Scan(&j.Sales).Error
}

// promised adds the open opportunities.
func (s *Service) promised(db *gorm.DB, id customer.ID, j *Judgement) (err error) {
	all := opportunity.Potential(s.learned)
	err = db.Raw("select value from ("+all.SQL+") p where customer_id = ?", append(all.Vars, id)...).Scan(&j.Promised).Error
	if err == nil {
		j.Promises, err = opportunity.Promises(db, s.learned, id, salesShown, date.At(s.st.Now()))
	}
	return err
}

// late adds how late it pays, the rows behind that and what it owes.
func (s *Service) late(db *gorm.DB, id customer.ID, j *Judgement) (payment.Late, error) {
	today := date.FromTime(s.st.Now())
	all, err := payment.LateOf(db, []int64{int64(id)}, today)
	if err != nil {
		return payment.Late{}, err
	}
	if j.Lates, err = payment.LateRows(db, id, today, salesShown); err != nil {
		return payment.Late{}, err
	}
	j.LateDays = all[id].Days()
	j.Owed, err = payment.OwedBy(db, id)
	return all[id], err
}

func (s *Service) talks(db *gorm.DB, id customer.ID, j *Judgement) error {
	var last []date.Instant
	if err := db.Table("customer_touch").Where("customer_id = ?", id).Pluck("last_at", &last).Error; err != nil {
		return err
	}
	if len(last) > 0 {
		j.LastAt = last[0]
	}
	now := s.st.Now()
	since := startOf(now.Location())(date.FromTime(now).AddDays(-talksDays))
	return store.Live(db.Table("interaction")).Where("customer_id = ? and at >= ? and outcome <> 'no_answer'", id, since).Count(&j.Talks).Error
}

// Release hands the stage of a customer back to the rules, as one undoable step;
// they have judged it when this returns.
func (s *Service) Release(id customer.ID) (err error) {
	defer fault.Recover(&err)
	return s.st.InTx(s.st.Context(), store.Step{Label: "insight.lifecycle.released", Params: fault.P{"name": s.name(id)}}, func(tx *store.Tx) error {
		return customer.Change(tx, id, map[string]any{"lifecycleFixed": false})
	})
}

// Fix chooses the stage of a customer by hand, so that the rules leave it alone;
// "" keeps the one it has. One undoable step. Fault fault.invalid.
func (s *Service) Fix(id customer.ID, stage string) (err error) {
	defer fault.Recover(&err)
	changes := map[string]any{"lifecycleFixed": true}
	if stage != "" {
		changes["lifecycle"] = stage
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "insight.lifecycle.fixed", Params: fault.P{"name": s.name(id)}}, func(tx *store.Tx) error {
		return customer.Change(tx, id, changes)
	})
}
