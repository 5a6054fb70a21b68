package customer

import (
	"context"
	"fmt"
	"sync"

	"gorm.io/gorm"
)

// countsMax is how many lists' sizes are kept: those of the segments and of the
// views a person changes between.
const countsMax = 200

// fewMax is how many rows of a filtered list are kept instead of being looked for
// again with every window, along an order they are thin in.
const fewMax = 2000

// counts keeps the sizes of lists while nothing is changed: a list that is
// scrolled asks for its size with every window, and counting through a filter is
// most of the work.
type counts struct {
	mu   sync.Mutex
	ctx  context.Context // of the workspace they are of
	step int64           // the last step that they know of
	n    map[string]sized
}

// sized is how many rows a list has, and which when they are few.
type sized struct {
	n   int64
	few []int64
}

// size is the number of rows of a list; few are their ids, in no order, when it is
// filtered and they are few.
func (s *Service) size(db *gorm.DB, p *plan) (few []int64, n int64, err error) {
	if p.text != "" || p.passing { // depends on more than steps
		k, err := p.measure(db)
		return k.few, k.n, err
	}
	// Read before counting: a count that is newer than its step is counted again,
	// never the other way round.
	var step int64
	if err := db.Table("step").Select("coalesce(max(id), 0)").Scan(&step).Error; err != nil {
		return nil, 0, err
	}
	key := ""
	for _, e := range p.where {
		key += fmt.Sprintf("%s %#v\n", e.SQL, e.Vars)
	}
	c, ctx := &s.counts, s.st.Context()
	c.mu.Lock()
	if c.ctx != ctx || c.step != step || len(c.n) >= countsMax {
		c.ctx, c.step, c.n = ctx, step, map[string]sized{}
	}
	k, ok := c.n[key]
	c.mu.Unlock()
	if ok {
		return k.few, k.n, nil
	}
	if k, err = p.measure(db); err != nil {
		return nil, 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx == ctx && c.step == step {
		c.n[key] = k
	}
	return k.few, k.n, nil
}

// measure looks through the list.
func (p *plan) measure(db *gorm.DB) (k sized, err error) {
	if len(p.where) > 0 {
		few := []int64{}
		if err := p.whole(db).Limit(fewMax+1).Pluck("customer.id", &few).Error; err != nil {
			return k, err
		}
		if len(few) <= fewMax {
			return sized{int64(len(few)), few}, nil
		}
	}
	return k, p.whole(db).Count(&k.n).Error
}
