package opportunity

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// Card is an opportunity as boards and lists show it.
type Card struct {
	ID           ID                `json:"id"`
	Version      int64             `json:"version"`
	Name         string            `json:"name"`
	CustomerID   customer.ID       `json:"customerId"`
	CustomerName string            `json:"customerName"`
	PipelineID   PipelineID        `json:"pipelineId"`
	StageID      StageID           `json:"stageId"`
	StageName    string            `json:"stageName"`
	StageSince   date.Instant      `json:"stageSince"`
	OpenedAt     date.Instant      `json:"openedAt"`
	UpdatedAt    date.Instant      `json:"updatedAt"`
	Outcome      Outcome           `json:"outcome"`
	ClosedAt     date.Instant      `json:"closedAt"`
	Amount       money.Amount      `json:"amount"`
	Currency     money.Currency    `json:"currency"`
	Probability  money.BasisPoints `json:"probability"`
	OwnerID      staff.ID          `json:"ownerId"`
	// Own: the probability is what the person thinks. Learned: it is what the deals
	// that were closed teach. Guess is what the stage says.
	Own     bool              `json:"own"`
	Learned bool              `json:"learned"`
	Guess   money.BasisPoints `json:"guess"`
	// Weighted is amount × probability, rounded once.
	Weighted      money.Amount `json:"weighted"`
	ExpectedClose date.Date    `json:"expectedClose"`
	// Days is how long it has been in its stage, TargetDays how long it should be
	// at most; 0 for any time.
	Days       int `json:"days"`
	TargetDays int `json:"targetDays"`
	// NextTitle and NextDue are the next open task about it; "" when there is none.
	NextTitle string    `json:"nextTitle"`
	NextDue   date.Date `json:"nextDue"`
}

// Late: it has been in its stage for longer than it should.
func (c *Card) Late() bool {
	return c.Outcome == Open && c.TargetDays > 0 && c.Days > c.TargetDays
}

// next is the next open task about an opportunity.
const next = "(select t.id from task t where t.about_kind = 'opportunity' and t.about_id = o.id and t.deleted_at is null and t.state = 'open' order by t.due, t.due_time = '', t.due_time, t.id limit 1)"

// shown are the live opportunities of live customers: o, c, s the stage, t the
// next task and l what was learned.
func shown(db *gorm.DB, learned Chances) *gorm.DB {
	return learned.join(db.Table("opportunity o").Joins("join customer c on c.id = o.customer_id and c.deleted_at is null").
		Joins("left join stage s on s.id = o.stage_id").Joins("left join task t on t.id = " + next)).Where("o.deleted_at is null")
}

const cardColumns = "o.id, o.version, o.name, o.customer_id, c.name as customer_name, o.pipeline_id, o.stage_id, coalesce(s.name, '') as stage_name, " +
	"o.stage_since, o.opened_at, o.updated_at, o.outcome, o.closed_at, o.amount, o.currency, o.owner_id, " + chance + " as probability, " +
	"o.own_probability is not null as own, o.own_probability is null and o.outcome = 'open' and l.value is not null as learned, coalesce(s.probability, 0) as guess, " + weighted + " as weighted, o.expected_close, coalesce(s.target_days, 0) as target_days, " +
	"t.title as next_title, t.due as next_due" // not coalesced: a day in an expression comes as a time from the driver

// cards reads the rows of a query over [shown].
func cards(q *gorm.DB, now date.Instant) ([]Card, error) {
	list := []Card{}
	if err := q.Select(cardColumns).Scan(&list).Error; err != nil {
		return nil, err
	}
	for i := range list {
		end := now
		if list[i].Outcome != Open {
			end = list[i].ClosedAt
		}
		list[i].Days = days(list[i].StageSince, end)
	}
	return list, nil
}

const day = 24 * 3600 * 1000

// days are the whole days between two instants; none when they are the wrong way round.
func days(from, to date.Instant) int { return int(max(0, to-from) / day) }

// Sum is what opportunities of one currency come to: a sum shown is the sum of
// the cards it stands above.
type Sum struct {
	Currency money.Currency `json:"currency"`
	Total    money.Amount   `json:"total"`
	Weighted money.Amount   `json:"weighted"`
}

// sums adds cards up by currency, ours first.
func sums(list []Card, home money.Currency) []Sum {
	out := []Sum{}
	for i := range list {
		c := &list[i]
		at := slices.IndexFunc(out, func(s Sum) bool { return s.Currency == c.Currency })
		if at < 0 {
			at, out = len(out), append(out, Sum{Currency: c.Currency})
		}
		out[at].Total += c.Amount
		out[at].Weighted += c.Weighted
	}
	slices.SortStableFunc(out, func(a, b Sum) int {
		switch {
		case a.Currency == b.Currency:
			return 0
		case a.Currency == home || b.Currency != home && a.Currency < b.Currency:
			return -1
		}
		return 1
	})
	return out
}

// Column is a stage of the board with its cards.
type Column struct {
	Stage Stage  `json:"stage"`
	Sums  []Sum  `json:"sums"`
	Cards []Card `json:"cards"`
}

// BoardView is a pipeline with the open opportunities in their stages.
type BoardView struct {
	Pipeline Pipeline `json:"pipeline"`
	Columns  []Column `json:"columns"`
	// Sums are of all columns.
	Sums []Sum `json:"sums"`
}

// Board gives the open opportunities of a pipeline by stage; what should be done
// first stands first. owner keeps those of one person; 0 keeps all. Fault
// fault.not_found.
func Board(db *gorm.DB, learned Chances, id PipelineID, owner staff.ID, now date.Instant) (*BoardView, error) {
	p, err := FindPipeline(db, id)
	if err != nil {
		return nil, err
	}
	stages, err := Stages(db, id)
	if err != nil {
		return nil, err
	}
	rows := shown(db, learned).Where("o.pipeline_id = ? and o.outcome = ?", id, Open)
	if owner != 0 {
		rows = rows.Where("o.owner_id = ?", owner)
	}
	all, err := cards(rows.Order("coalesce(t.due, '') = '', t.due, o.expected_close = '', o.expected_close, o.id"), now)
	if err != nil {
		return nil, err
	}
	home, err := settings.OurCurrency(db)
	if err != nil {
		return nil, err
	}
	b := &BoardView{Pipeline: p, Columns: make([]Column, len(stages)), Sums: sums(all, home)}
	place := make(map[StageID]int, len(stages))
	for i, s := range stages {
		b.Columns[i], place[s.ID] = Column{Stage: s, Cards: []Card{}}, i
	}
	for _, c := range all {
		if i, ok := place[c.StageID]; ok {
			b.Columns[i].Cards = append(b.Columns[i].Cards, c)
		}
	}
	for i := range b.Columns {
		b.Columns[i].Sums = sums(b.Columns[i].Cards, home)
	}
	return b, nil
}

// PipelineView is a pipeline with its stages and how many opportunities stand in
// each.
type PipelineView struct {
	Pipeline
	Stages []StageView `json:"stages"`
	// Open counts the open opportunities, Closed those that are over.
	Open   int64 `json:"open"`
	Closed int64 `json:"closed"`
}

// StageView is a stage with how many open opportunities stand in it.
type StageView struct {
	Stage
	Open int64 `json:"open"`
}

// pipelineViews gives every live pipeline with its stages.
func pipelineViews(db *gorm.DB) ([]PipelineView, error) {
	all, err := Pipelines(db)
	if err != nil {
		return nil, err
	}
	stages, err := Stages(db, 0)
	if err != nil {
		return nil, err
	}
	var counts []struct {
		PipelineID PipelineID
		StageID    StageID
		Open       bool
		N          int64
	}
	err = store.Live(db.Table("opportunity")).Select("pipeline_id, stage_id, outcome = 'open' as open, count(*) as n").Group("1, 2, 3").Scan(&counts).Error
	if err != nil {
		return nil, err
	}
	list := make([]PipelineView, len(all))
	for i, p := range all {
		v := PipelineView{Pipeline: p, Stages: []StageView{}}
		for _, s := range stages {
			if s.PipelineID == p.ID {
				v.Stages = append(v.Stages, StageView{Stage: s})
			}
		}
		for _, c := range counts {
			if c.PipelineID != p.ID {
				continue
			}
			if !c.Open {
				v.Closed += c.N
				continue
			}
			v.Open += c.N
			for j := range v.Stages {
				if v.Stages[j].ID == c.StageID {
					v.Stages[j].Open = c.N
				}
			}
		}
		list[i] = v
	}
	return list, nil
}
