package forecast

import (
	"slices"
	"time"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/odds"
	"keyue/backend/opportunity"
)

// casesShown is how many of the deals behind a probability are listed.
const casesShown = 50

// backMonths is how far back probabilities are checked against what came.
const backMonths = 24

// Reason is one step from the stage's own probability to the estimate.
type Reason struct {
	// Kind is stage, channel, size or age; Value says which: the name of a stage or
	// channel, small, middling or large, or 1 (within the time it should take), 2
	// (within twice that), 3.
	Kind  string `json:"kind"`
	Value string `json:"value"`
	// Deals are the closed deals behind it, Won those won.
	Deals int `json:"deals"`
	Won   int `json:"won"`
	// Used is false where they are too few, or tell nothing.
	Used   bool              `json:"used"`
	Before money.BasisPoints `json:"before"`
	After  money.BasisPoints `json:"after"`
}

// Case is a closed deal behind a probability.
type Case struct {
	ID           opportunity.ID      `json:"id"`
	Name         string              `json:"name"`
	CustomerName string              `json:"customerName"`
	Channel      string              `json:"channel"`
	Outcome      opportunity.Outcome `json:"outcome"`
	Amount       money.Amount        `json:"amount"`
	Currency     money.Currency      `json:"currency"`
	ClosedAt     date.Instant        `json:"closedAt"`
}

// Why explains a probability.
type Why struct {
	// Probability is what counts: Own when the person said so, else Calibrated.
	Probability money.BasisPoints  `json:"probability"`
	Own         *money.BasisPoints `json:"own"`
	Calibrated  money.BasisPoints  `json:"calibrated"`
	Guess       money.BasisPoints  `json:"guess"`
	Reasons     []Reason           `json:"reasons"`
	// Closed is how many closed deals there are; Cases are those that went through
	// the same stage, the latest first, at most 50.
	Closed int    `json:"closed"`
	Cases  []Case `json:"cases"`
}

// Why tells where the probability of an open opportunity comes from. Faults
// fault.not_found, forecast.not_open.
func (s *Service) Why(id opportunity.ID) (w *Why, err error) {
	defer fault.Recover(&err)
	db := s.db()
	list, err := deals(db.Where("o.id = ? and o.deleted_at is null", id))
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.Missing(opportunity.KindOpportunity)
	}
	d := &list[0]
	if d.Outcome != opportunity.Open {
		return nil, fault.New("forecast.not_open", fault.P{"name": d.Name})
	}
	e, err := newEstimator(db)
	if err != nil {
		return nil, err
	}
	now := date.At(s.st.Now())
	look := e.look(d, d.StageID, e.age(d.StageID, d.StageSince, now))
	w = &Why{Probability: e.chance(d, now), Own: d.OwnProbability, Calibrated: points(e.model.Chance(look)), Guess: e.stages[d.StageID].Probability,
		Reasons: []Reason{}, Closed: e.model.Deals(), Cases: e.through(d.StageID)}
	for _, r := range e.model.Explain(look) {
		w.Reasons = append(w.Reasons, e.reason(r, d))
	}
	return w, nil
}

func (e *estimator) reason(r odds.Reason, d *deal) Reason {
	out := Reason{Deals: r.Deals, Won: r.Won, Used: r.Used, Before: points(r.Before), After: points(r.After)}
	switch {
	case r.Stage:
		out.Kind, out.Value = "stage", e.stages[d.StageID].Name
	case r.Facet == odds.Channel:
		out.Kind, out.Value = "channel", d.Channel
	case r.Facet == odds.Size:
		out.Kind, out.Value = "size", map[int64]string{small: "small", middling: "middling", large: "large"}[r.Value]
	default:
		out.Kind, out.Value = "age", map[int64]string{1: "1", 2: "2", 3: "3"}[r.Value]
	}
	return out
}

// through lists the closed deals that went through a stage.
func (e *estimator) through(stage opportunity.StageID) []Case {
	out := []Case{}
	for _, c := range e.cases {
		if !c.Entry || c.Stage != int64(stage) {
			continue
		}
		d := e.closed[opportunity.ID(c.Deal)]
		out = append(out, Case{d.ID, d.Name, d.CustomerName, d.Channel, d.Outcome, d.Amount, d.Currency, d.ClosedAt})
	}
	slices.SortStableFunc(out, func(a, b Case) int { return int(max(-1, min(1, b.ClosedAt-a.ClosedAt))) })
	return out[:min(len(out), casesShown)]
}

// Band is one row of the reliability table: of N forecasts between Low and High,
// Won were won; Mean is what was foretold on average.
type Band struct {
	Low  money.BasisPoints `json:"low"`
	High money.BasisPoints `json:"high"`
	Mean money.BasisPoints `json:"mean"`
	N    int               `json:"n"`
	Won  int               `json:"won"`
}

// Reliability is how well probabilities did: each deal closed in the last two
// years as it would have been foretold when it came into each stage, by what was
// known at the beginning of that month. Brier is 0 for perfect and 0.25 for a
// coin; Constant is that of the stages' own probabilities.
type Reliability struct {
	N        int     `json:"n"`
	Brier    float64 `json:"brier"`
	Constant float64 `json:"constant"`
	Bands    []Band  `json:"bands"`
	// Closed is how many closed deals there are at all.
	Closed int `json:"closed"`
}

// Reliability checks the probabilities of the past against what came of them.
func (s *Service) Reliability() (r *Reliability, err error) {
	defer fault.Recover(&err)
	e, err := newEstimator(s.db())
	if err != nil {
		return nil, err
	}
	now := s.st.Now()
	var marks []int64
	for i := -backMonths; i <= 0; i++ {
		marks = append(marks, int64(date.At(time.Date(now.Year(), now.Month()+time.Month(i), 1, 0, 0, 0, 0, now.Location()))))
	}
	told := odds.Reliable(odds.Backtest(e.cases, e.guess, marks))
	r = &Reliability{N: told.N, Brier: told.Brier, Constant: told.Constant, Bands: []Band{}, Closed: e.model.Deals()}
	for _, b := range told.Bands {
		r.Bands = append(r.Bands, Band{points(b.Low), points(b.High), points(b.Mean), b.N, b.Won})
	}
	return r, nil
}
