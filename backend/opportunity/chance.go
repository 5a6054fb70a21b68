package opportunity

import (
	"gorm.io/gorm"

	"keyue/backend/money"
	"keyue/backend/store"
)

// Chances are what was learned, from the deals that were closed, of opportunities
// that are open: by id, none for those of which nothing was learned.
type Chances map[ID]money.BasisPoints

// Learner gives what was learned; a nil one has learned nothing.
type Learner func() (Chances, error)

func (l Learner) ask() (Chances, error) {
	if l == nil {
		return nil, nil
	}
	return l()
}

// Chance says how likely an opportunity is won, and is the one rule for whose
// word counts: what came of it, else what the person thinks (own), else what was
// learned, else what its stage says. nil is no word. [chance] is the same in SQL.
func Chance(outcome Outcome, own, learned *money.BasisPoints, stage money.BasisPoints) money.BasisPoints {
	switch {
	case outcome == Won:
		return certain
	case outcome != Open:
		return 0
	case own != nil:
		return *own
	case learned != nil:
		return *learned
	}
	return stage
}

// chance is Chance over the rows of [shown].
const chance = "(case o.outcome when 'won' then 10000 when 'open' then coalesce(o.own_probability, l.value, s.probability, 0) else 0 end)"

// weighted is amount × chance as money.Amount.Share rounds it, in parts so that
// no product leaves 64 bits; amounts are never negative.
const weighted = "(o.amount / 10000 * " + chance + " + (o.amount % 10000 * " + chance + " + 5000) / 10000)"

// pairs gives the chances as the rows of a table, for joins.
func (c Chances) pairs() map[int64]int64 {
	out := make(map[int64]int64, len(c))
	for id, p := range c {
		out[int64(id)] = int64(p)
	}
	return out
}

// join puts what was learned beside the rows of o, as l.
func (c Chances) join(db *gorm.DB) *gorm.DB {
	table, list := store.Pairs(c.pairs())
	return db.Joins("left join "+table+" l on l.id = o.id", list)
}
