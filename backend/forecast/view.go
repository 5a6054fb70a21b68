package forecast

import (
	"slices"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/settings"
	"keyue/backend/staff"

	"gorm.io/gorm"
)

// Months of a forecast: those before this one, and those after.
const (
	monthsBefore = 2
	monthsAfter  = 5
)

// certainEnough is the probability from which a deal counts as promised.
const certainEnough = money.BasisPoints(8000)

// Query says which opportunities are looked at.
type Query struct {
	// PipelineID keeps one pipeline; 0 all.
	PipelineID opportunity.PipelineID `json:"pipelineId"`
	// OwnerID keeps those of one person; 0 everybody's.
	OwnerID staff.ID `json:"ownerId"`
	// Currency is ours when empty; amounts of other currencies are not in the sums.
	Currency money.Currency `json:"currency"`
}

// ours fills in the currency that was not said.
func (q *Query) ours(db *gorm.DB) (err error) {
	if q.Currency == "" {
		q.Currency, err = settings.OurCurrency(db)
	}
	return err
}

// Deal is an opportunity in a forecast.
type Deal struct {
	ID           opportunity.ID      `json:"id"`
	Name         string              `json:"name"`
	CustomerName string              `json:"customerName"`
	StageName    string              `json:"stageName"`
	Outcome      opportunity.Outcome `json:"outcome"`
	Amount       money.Amount        `json:"amount"`
	Probability  money.BasisPoints   `json:"probability"`
	// Own: the probability is what the person thinks.
	Own bool `json:"own"`
	// Guess is what the stage alone says.
	Guess    money.BasisPoints `json:"guess"`
	Weighted money.Amount      `json:"weighted"`
	// Commit: it counts as promised, because a quote was accepted or because it is
	// likely enough.
	Commit        bool      `json:"commit"`
	Agreed        bool      `json:"agreed"`
	ExpectedClose date.Date `json:"expectedClose"`
}

// Row is what one month comes to. Commit is what was won and what is promised;
// Weighted what was won and every open deal by its probability; Best everything
// that is open.
type Row struct {
	// Key is the month, YYYY-MM, or overdue (expected to close before today), later
	// (after the last month) or undated.
	Key      string       `json:"key"`
	Won      money.Amount `json:"won"`
	Commit   money.Amount `json:"commit"`
	Weighted money.Amount `json:"weighted"`
	Best     money.Amount `json:"best"`
	Target   money.Amount `json:"target"`
	// Deals are the most weighty first.
	Deals []Deal `json:"deals"`
}

func (r *Row) add(d Deal) {
	r.Deals = append(r.Deals, d)
	if d.Outcome == opportunity.Won {
		r.Won += d.Amount
	}
	if d.Outcome == opportunity.Won || d.Commit {
		r.Commit += d.Amount
	}
	r.Weighted += d.Weighted
	r.Best += d.Amount
}

// Keys of rows that are no month.
const (
	Overdue = "overdue"
	Later   = "later"
	Undated = "undated"
)

// View is a forecast.
type View struct {
	// This is the month of today.
	This string `json:"this"`
	// Months are those shown, in order; Open are overdue, later and undated, those
	// of them that have a deal.
	Months []Row `json:"months"`
	Open   []Row `json:"open"`
	// Currency is that of all amounts; Currencies are those that open deals have.
	Currency   money.Currency   `json:"currency"`
	Currencies []money.Currency `json:"currencies"`
	// Closed is how many closed deals the probabilities rest on.
	Closed int `json:"closed"`
}

// View gives the forecast by month.
func (s *Service) View(q Query) (v *View, err error) {
	defer fault.Recover(&err)
	db := s.db()
	e, err := newEstimator(db)
	if err != nil {
		return nil, err
	}
	now := s.st.Now()
	return view(db, e, q, date.At(now), date.FromTime(now), func(i date.Instant) date.Date { return i.Date(now.Location()) })
}

func monthOf(d date.Date) string { return string(d)[:7] }

func view(db *gorm.DB, e *estimator, q Query, now date.Instant, today date.Date, dayOf func(date.Instant) date.Date) (*View, error) {
	if err := q.ours(db); err != nil {
		return nil, err
	}
	aims, err := targets(db, q.Currency)
	if err != nil {
		return nil, err
	}
	v := &View{This: monthOf(today), Months: []Row{}, Open: []Row{}, Currency: q.Currency, Currencies: []money.Currency{}, Closed: e.model.Deals()}
	first := date.Of(today.Year(), today.Month(), 1)
	at := map[string]*Row{}
	for i := -monthsBefore; i <= monthsAfter; i++ {
		key := monthOf(first.AddMonths(i))
		v.Months = append(v.Months, Row{Key: key, Target: aims[key], Deals: []Deal{}})
	}
	for i := range v.Months {
		at[v.Months[i].Key] = &v.Months[i]
	}
	rest := []*Row{{Key: Overdue}, {Key: Later}, {Key: Undated}}
	for _, r := range rest {
		at[r.Key] = r
	}
	list, err := q.deals(db)
	if err != nil {
		return nil, err
	}
	for i := range list {
		d := &list[i]
		if d.Outcome == opportunity.Open && !slices.Contains(v.Currencies, d.Currency) {
			v.Currencies = append(v.Currencies, d.Currency)
		}
		if d.Currency != q.Currency {
			continue
		}
		key := v.key(d, today, dayOf)
		if r := at[key]; r != nil {
			r.add(e.shown(d, now))
		}
	}
	slices.Sort(v.Currencies)
	for _, r := range rest {
		if len(r.Deals) > 0 {
			v.Open = append(v.Open, *r)
		}
	}
	for _, rows := range [][]Row{v.Months, v.Open} {
		for i := range rows {
			slices.SortStableFunc(rows[i].Deals, func(a, b Deal) int { return int(max(-1, min(1, b.Weighted-a.Weighted))) })
		}
	}
	return v, nil
}

// kept keeps the pipeline and the person asked for.
func (q Query) kept(db *gorm.DB) *gorm.DB {
	if q.PipelineID != 0 {
		db = db.Where("o.pipeline_id = ?", q.PipelineID)
	}
	if q.OwnerID != 0 {
		db = db.Where("o.owner_id = ?", q.OwnerID)
	}
	return db
}

// deals are the open deals and those won.
func (q Query) deals(db *gorm.DB) ([]deal, error) {
	scope := db.Where("o.deleted_at is null and o.outcome in ?", []opportunity.Outcome{opportunity.Open, opportunity.Won})
	return deals(q.kept(scope))
}

// key is the row that a deal stands in.
func (v *View) key(d *deal, today date.Date, dayOf func(date.Instant) date.Date) string {
	switch {
	case d.Outcome == opportunity.Won:
		return monthOf(dayOf(d.ClosedAt))
	case d.ExpectedClose == "":
		return Undated
	case d.ExpectedClose < today:
		return Overdue
	case monthOf(d.ExpectedClose) > v.Months[len(v.Months)-1].Key:
		return Later
	}
	return monthOf(d.ExpectedClose)
}

// shown is a deal with its probability.
func (e *estimator) shown(d *deal, now date.Instant) Deal {
	p := e.chance(d, now)
	return Deal{ID: d.ID, Name: d.Name, CustomerName: d.CustomerName, StageName: e.stages[d.StageID].Name, Outcome: d.Outcome, Amount: d.Amount,
		Probability: p, Own: d.Outcome == opportunity.Open && d.OwnProbability != nil, Guess: e.stages[d.StageID].Probability, Weighted: d.Amount.Share(p),
		Commit: d.Outcome == opportunity.Open && (d.Agreed || p >= certainEnough), Agreed: d.Agreed, ExpectedClose: d.ExpectedClose}
}
