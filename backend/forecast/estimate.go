package forecast

import (
	"math"
	"slices"

	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/odds"
	"keyue/backend/opportunity"
	"keyue/backend/settings"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// usualDays is how long a stage without target days is taken to last.
const usualDays = 14

const day = 24 * 3600 * 1000

// estimator knows the closed deals of a workspace.
type estimator struct {
	model *odds.Model
	guess map[int64]float64
	// home is our currency: only sizes in it compare.
	home     money.Currency
	stages   map[opportunity.StageID]opportunity.Stage
	channels map[string]int64
	// cuts part small from middling and middling from large: a third of the closed
	// deals each.
	cuts  [2]money.Amount
	cases []odds.Case
	// closed are the deals behind the cases.
	closed map[opportunity.ID]*deal
}

// stay is the time a deal was in a stage.
type stay struct {
	deal     opportunity.ID
	stage    opportunity.StageID
	from, to date.Instant
}

// newEstimator learns from every deal that was won or lost. A deal that came
// back to a stage is looked at when it was there first.
func newEstimator(db *gorm.DB) (*estimator, error) {
	e := &estimator{guess: map[int64]float64{}, stages: map[opportunity.StageID]opportunity.Stage{}, channels: map[string]int64{}, closed: map[opportunity.ID]*deal{}}
	var err error
	if e.home, err = settings.OurCurrency(db); err != nil {
		return nil, err
	}
	var stages []opportunity.Stage // those in the trash too: deals went through them
	if err := db.Find(&stages).Error; err != nil {
		return nil, err
	}
	for _, s := range stages {
		e.stages[s.ID] = s
		e.guess[int64(s.ID)] = float64(s.Probability) / 10000
	}
	over, err := deals(db.Where("o.deleted_at is null and o.outcome in ?", []opportunity.Outcome{opportunity.Won, opportunity.Lost}))
	if err != nil {
		return nil, err
	}
	for i := range over {
		e.closed[over[i].ID] = &over[i]
	}
	e.learnValues(over)
	var moves []opportunity.StageMove
	err = store.Live(db.Table("stage_move")).Where("opportunity_id in (select id from opportunity where deleted_at is null and outcome in ?)",
		[]opportunity.Outcome{opportunity.Won, opportunity.Lost}).Select("opportunity_id, at, from_id, to_id, outcome").Order("opportunity_id, at, id").Scan(&moves).Error
	if err != nil {
		return nil, err
	}
	for _, s := range stays(moves) {
		if d := e.closed[s.deal]; d != nil {
			e.addCases(d, s)
		}
	}
	e.model = odds.Fit(e.cases, e.guess)
	return e, nil
}

// learnValues numbers the channels and finds what is small and large here.
func (e *estimator) learnValues(over []deal) {
	var amounts []money.Amount
	for i := range over {
		if c := over[i].Channel; c != "" && e.channels[c] == 0 {
			e.channels[c] = int64(len(e.channels) + 1)
		}
		if over[i].Currency == e.home && over[i].Amount > 0 {
			amounts = append(amounts, over[i].Amount)
		}
	}
	slices.Sort(amounts)
	if n := len(amounts); n > 2 {
		e.cuts = [2]money.Amount{amounts[n/3], amounts[2*n/3]}
	}
}

// stays are the first stays of deals in their stages; moves are in order.
func stays(moves []opportunity.StageMove) []stay {
	var out []stay
	type visit struct {
		deal  opportunity.ID
		stage opportunity.StageID
	}
	seen := map[visit]bool{}
	for i, m := range moves {
		v := visit{m.OpportunityID, m.ToID}
		last := i+1 == len(moves) || moves[i+1].OpportunityID != m.OpportunityID
		if m.Outcome != opportunity.Open || last || seen[v] {
			continue // it stands no longer in a stage
		}
		seen[v] = true
		out = append(out, stay{m.OpportunityID, m.ToID, m.At, moves[i+1].At})
	}
	return out
}

// addCases looks at a deal when it came into a stage, and when it had been there
// for the time it should take, and for twice that.
func (e *estimator) addCases(d *deal, s stay) {
	target := int64(e.target(s.stage)) * day
	for age := range int64(3) {
		at := int64(s.from) + age*target
		if age > 0 && at >= int64(s.to) {
			break
		}
		e.cases = append(e.cases, odds.Case{Look: e.look(d, s.stage, age+1), Deal: int64(d.ID), At: at, Closed: int64(d.ClosedAt), Entry: age == 0,
			Won: d.Outcome == opportunity.Won})
	}
}

// target is how many days a stage should take.
func (e *estimator) target(id opportunity.StageID) int {
	if t := e.stages[id].TargetDays; t > 0 {
		return t
	}
	return usualDays
}

func (e *estimator) look(d *deal, stage opportunity.StageID, age int64) odds.Look {
	return odds.Look{Stage: int64(stage), Facets: [odds.Facets]int64{odds.Channel: e.channels[d.Channel], odds.Size: e.size(d), odds.Age: age}}
}

// The sizes of a deal; 0 is unknown.
const (
	small int64 = iota + 1
	middling
	large
)

func (e *estimator) size(d *deal) int64 {
	switch {
	case d.Amount <= 0 || d.Currency != e.home || e.cuts[1] == 0:
		return 0
	case d.Amount < e.cuts[0]:
		return small
	case d.Amount < e.cuts[1]:
		return middling
	}
	return large
}

// age is 1 within the time a stage should take, 2 within twice that, else 3.
func (e *estimator) age(stage opportunity.StageID, since, now date.Instant) int64 {
	target := int64(e.target(stage)) * day
	switch passed := int64(now - since); {
	case passed < target:
		return 1
	case passed < 2*target:
		return 2
	}
	return 3
}

// learned is what history says of a deal in a stage; nil where it has taught
// nothing yet.
func (e *estimator) learned(d *deal, now date.Instant) *money.BasisPoints {
	if !e.model.Learned() {
		return nil
	}
	p := points(e.model.Chance(e.look(d, d.StageID, e.age(d.StageID, d.StageSince, now))))
	return &p
}

// chance is how likely a deal in a stage is won.
func (e *estimator) chance(d *deal, now date.Instant) money.BasisPoints {
	return opportunity.Chance(d.Outcome, d.OwnProbability, e.learned(d, now), e.stages[d.StageID].Probability)
}

func points(p float64) money.BasisPoints { return money.BasisPoints(math.Round(p * 10000)) }
