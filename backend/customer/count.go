package customer

import (
	"context"
	"fmt"
	"sync"

	"gorm.io/gorm"
)

// countsMax is how many lists' sizes are kept: those of the views a person
// changes between.
const countsMax = 32

// counts keeps the sizes of lists while nothing is changed: a list that is
// scrolled asks for its size with every window, and counting through a filter is
// most of the work.
type counts struct {
	mu   sync.Mutex
	ctx  context.Context // of the workspace they are of
	step int64           // the last step that they know of
	n    map[string]int64
}

// total is the number of rows of a list.
func (s *Service) total(db *gorm.DB, p *plan) (n int64, err error) {
	if p.text != "" || p.opened || p.live {
		return n, p.base(db).Count(&n).Error // depends on more than steps
	}
	// Read before counting: a count that is newer than its step is counted again,
	// never the other way round.
	var step int64
	if err := db.Table("step").Select("coalesce(max(id), 0)").Scan(&step).Error; err != nil {
		return 0, err
	}
	key := ""
	for _, e := range p.where {
		key += fmt.Sprintf("%s %#v\n", e.SQL, e.Vars)
	}
	c, ctx := &s.counts, s.st.Context()
	c.mu.Lock()
	if c.ctx != ctx || c.step != step || len(c.n) >= countsMax {
		c.ctx, c.step, c.n = ctx, step, map[string]int64{}
	}
	n, ok := c.n[key]
	c.mu.Unlock()
	if ok {
		return n, nil
	}
	if err := p.base(db).Count(&n).Error; err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx == ctx && c.step == step {
		c.n[key] = n
	}
	return n, nil
}
