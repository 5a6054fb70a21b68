package customer

import (
	"context"
	"encoding/json"
	"sync"

	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/fault"
)

// countsMax is how many answers are kept: those of the segments and of the views
// a person changes between.
const countsMax = 200

// counts keeps who passes which filters while nothing is changed: a list that is
// scrolled asks with every window, and looking through everything is most of the
// work.
type counts struct {
	mu   sync.Mutex
	ctx  context.Context // of the workspace they are of
	last int64           // the last change that they know of
	kept map[string]*members
	n    map[string]int64
}

// forget drops everything: what was counted was changed outside the history.
func (c *counts) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ctx = nil
}

// at gives what is kept under a key and what keeps it; nothing is kept after
// a change.
func (c *counts) at(ctx context.Context, db *gorm.DB) (last int64, err error) {
	// Read before counting: a count that is newer than its change is counted again,
	// never the other way round.
	if err := db.Table("change").Select("coalesce(max(id), 0)").Scan(&last).Error; err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx != ctx || c.last != last || len(c.kept)+len(c.n) >= countsMax {
		c.ctx, c.last, c.kept, c.n = ctx, last, map[string]*members{}, map[string]int64{}
	}
	return last, nil
}

// keep does a piece of work once until the next change.
func keep[V any](c *counts, ctx context.Context, last int64, kept func() map[string]V, key string, work func() (V, error)) (V, error) {
	c.mu.Lock()
	v, ok := kept()[key]
	c.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := work()
	if err != nil {
		return v, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx == ctx && c.last == last {
		kept()[key] = v
	}
	return v, nil
}

// found are the customers that pass the filters of a list; nil where none is asked.
func (s *Service) found(db *gorm.DB, p *plan) (*members, error) {
	if len(p.filters) == 0 {
		return nil, nil
	}
	c, ctx := &s.counts, s.st.Context()
	last, err := c.at(ctx, db)
	if err != nil {
		return nil, err
	}
	now := s.st.Now()
	ask := &asked{db: db, fields: p.fields, now: now, live: sync.OnceValues(func() (*members, error) { return s.live(db) })}
	ask.keep = func(f Filter, work answer) (*members, error) {
		if f.Field == opened { // which the history does not know
			return work()
		}
		key, err := json.Marshal(f)
		if err != nil {
			return nil, err
		}
		return keep(c, ctx, last, func() map[string]*members { return c.kept }, string(date.FromTime(now))+string(key), work)
	}
	all, err := ask.answer(p.filters)
	if err != nil || all == nil {
		return nil, err
	}
	return all()
}

// live are all customers that are not in the trash.
func (s *Service) live(db *gorm.DB) (m *members, err error) {
	defer fault.Recover(&err) // it is read beside what it is for
	c, ctx := &s.counts, s.st.Context()
	last, err := c.at(ctx, db)
	if err != nil {
		return nil, err
	}
	return keep(c, ctx, last, func() map[string]*members { return c.kept }, "", func() (*members, error) {
		return gather(db.Raw("select id from customer where deleted_at is null"))
	})
}

// count is the number of rows of a list without filters.
func (s *Service) count(db *gorm.DB, p *plan) (int64, error) {
	c, ctx := &s.counts, s.st.Context()
	last, err := c.at(ctx, db)
	if err != nil {
		return 0, err
	}
	key := ""
	for _, e := range p.where {
		key += e.SQL
	}
	return keep(c, ctx, last, func() map[string]int64 { return c.n }, key, func() (n int64, err error) {
		return n, p.base(db).Count(&n).Error
	})
}
