package forecast

import (
	"slices"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// What happened to a deal: the weightiest thing first.
const (
	WasNew      = "new"
	WasWon      = "won"
	WasLost     = "lost"
	WasRemoved  = "removed"
	WasReopened = "reopened"
	WasAmount   = "amount"
	WasDate     = "date"
	WasStage    = "stage"
	WasOwn      = "own"
	// WasTime: nothing was done, and that alone makes it less likely.
	WasTime = "time"
)

// Change is what became of one deal between then and now.
type Change struct {
	ID           opportunity.ID `json:"id"`
	Name         string         `json:"name"`
	CustomerName string         `json:"customerName"`
	// Kind is one of the things that happened; also the others.
	Kind string   `json:"kind"`
	Also []string `json:"also"`
	// Was and Now are what it counted for: its weighted amount while open, its
	// amount when won, else nothing. Delta is the difference.
	Was   money.Amount `json:"was"`
	Now   money.Amount `json:"now"`
	Delta money.Amount `json:"delta"`
	// What it was before and is now.
	AmountWas money.Amount `json:"amountWas"`
	AmountNow money.Amount `json:"amountNow"`
	StageWas  string       `json:"stageWas"`
	StageNow  string       `json:"stageNow"`
	CloseWas  date.Date    `json:"closeWas"`
	CloseNow  date.Date    `json:"closeNow"`
}

// KindSum is what one kind of change comes to.
type KindSum struct {
	Kind  string       `json:"kind"`
	Count int          `json:"count"`
	Delta money.Amount `json:"delta"`
}

// Changes is what moved the forecast: Was + the sum of Kinds = Now.
type Changes struct {
	Since date.Instant `json:"since"`
	Was   money.Amount `json:"was"`
	Now   money.Amount `json:"now"`
	Kinds []KindSum    `json:"kinds"`
	// Rows are the furthest first.
	Rows []Change `json:"rows"`
}

// most days back that changes are asked for.
const mostDays = 366

// Changes tells what has changed in so many days (1 to 366), worked out from the
// way of each opportunity and from its history.
func (s *Service) Changes(q Query, days int) (c *Changes, err error) {
	defer fault.Recover(&err)
	db := s.db()
	e, err := newEstimator(db)
	if err != nil {
		return nil, err
	}
	now := s.st.Now()
	since := date.At(now.AddDate(0, 0, -max(1, min(days, mostDays))))
	return changes(db, e, q, since, date.At(now))
}

func changes(db *gorm.DB, e *estimator, q Query, since, now date.Instant) (*Changes, error) {
	if err := q.ours(db); err != nil {
		return nil, err
	}
	scope := db.Where("o.currency = ? and (o.deleted_at is null or o.deleted_at > ?) and (o.outcome = ? or o.closed_at > ? or o.opened_at > ?)", q.Currency, since, opportunity.Open, since, since)
	list, err := deals(q.kept(scope))
	if err != nil {
		return nil, err
	}
	former, err := formerly(db, list, since)
	if err != nil {
		return nil, err
	}
	out := &Changes{Since: since, Kinds: []KindSum{}, Rows: []Change{}}
	for i := range list {
		is := &list[i]
		was := former[i]
		c := Change{ID: is.ID, Name: is.Name, CustomerName: is.CustomerName, AmountNow: is.Amount, StageNow: e.stages[is.StageID].Name, CloseNow: is.ExpectedClose, Also: []string{}}
		if is.DeletedAt == nil {
			c.Now = is.Amount.Share(e.chance(is, now))
		}
		if was != nil {
			c.Was = was.Amount.Share(e.chance(was, since))
			c.AmountWas, c.StageWas, c.CloseWas = was.Amount, e.stages[was.StageID].Name, was.ExpectedClose
		}
		c.Delta = c.Now - c.Was
		out.Was += c.Was
		out.Now += c.Now
		what := happened(was, is, c.Delta)
		if len(what) == 0 {
			continue
		}
		c.Kind, c.Also = what[0], what[1:]
		out.add(c)
	}
	slices.SortStableFunc(out.Rows, func(a, b Change) int { return int(max(-1, min(1, abs(b.Delta)-abs(a.Delta)))) })
	return out, nil
}

func abs(a money.Amount) money.Amount { return max(a, -a) }

func (c *Changes) add(row Change) {
	i := slices.IndexFunc(c.Kinds, func(k KindSum) bool { return k.Kind == row.Kind })
	if i < 0 {
		i, c.Kinds = len(c.Kinds), append(c.Kinds, KindSum{Kind: row.Kind})
	}
	c.Kinds[i].Count++
	c.Kinds[i].Delta += row.Delta
	c.Rows = append(c.Rows, row)
}

// happened says what became of a deal, the weightiest first; was is nil for one
// that was not there.
func happened(was, is *deal, delta money.Amount) []string {
	gone := is.DeletedAt != nil || is.Outcome == opportunity.Void
	switch {
	case was == nil && gone:
		return nil // it came and went
	case was == nil && is.Outcome == opportunity.Won:
		return []string{WasWon, WasNew}
	case was == nil && is.Outcome == opportunity.Lost:
		return nil
	case was == nil:
		return []string{WasNew}
	case was.Outcome != opportunity.Open && is.Outcome == opportunity.Open && !gone:
		return []string{WasReopened}
	case was.Outcome != opportunity.Open:
		return nil
	case gone:
		return []string{WasRemoved}
	case is.Outcome == opportunity.Won:
		return []string{WasWon}
	case is.Outcome == opportunity.Lost:
		return []string{WasLost}
	}
	var what []string
	add := func(changed bool, kind string) {
		if changed {
			what = append(what, kind)
		}
	}
	add(was.Amount != is.Amount, WasAmount)
	add(was.ExpectedClose != is.ExpectedClose, WasDate)
	add(was.StageID != is.StageID, WasStage)
	add(!sameOwn(was.OwnProbability, is.OwnProbability), WasOwn)
	add(len(what) == 0 && delta != 0, WasTime)
	return what
}

func sameOwn(a, b *money.BasisPoints) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// formerly gives each deal as it was at an instant; nil for one that was not
// there. Stage and outcome come from its way, the rest from its history.
func formerly(db *gorm.DB, list []deal, at date.Instant) ([]*deal, error) {
	ids := make([]int64, len(list))
	for i := range list {
		ids[i] = int64(list[i].ID)
	}
	var moves []opportunity.StageMove
	if err := store.IDs(store.Live(db.Table("stage_move")), "opportunity_id", ids).Where("at <= ?", at).
		Select("opportunity_id, at, from_id, to_id, outcome").Order("opportunity_id, at, id").Scan(&moves).Error; err != nil {
		return nil, err
	}
	held, err := store.Before(db, opportunity.KindOpportunity, at)
	if err != nil {
		return nil, err
	}
	way := map[opportunity.ID][]opportunity.StageMove{}
	for _, m := range moves {
		way[m.OpportunityID] = append(way[m.OpportunityID], m)
	}
	out := make([]*deal, len(list))
	for i := range list {
		was := list[i]
		steps := way[was.ID]
		if len(steps) == 0 {
			continue
		}
		was.DeletedAt, was.Agreed = nil, false
		for _, m := range steps {
			if m.FromID != m.ToID {
				was.StageID, was.StageSince = m.ToID, m.At
			}
			was.Outcome = m.Outcome
		}
		was.recall(held[int64(was.ID)])
		out[i] = &was
	}
	return out, nil
}

// recall sets what columns held before.
func (d *deal) recall(held map[string]any) {
	if n, ok := held["amount"].(int64); ok {
		d.Amount = money.Amount(n)
	}
	if s, ok := held["expected_close"].(string); ok {
		d.ExpectedClose = date.Date(s)
	}
	if p, ok := held["own_probability"]; ok {
		d.OwnProbability = nil
		if n, ok := p.(int64); ok {
			own := money.BasisPoints(n)
			d.OwnProbability = &own
		}
	}
}
