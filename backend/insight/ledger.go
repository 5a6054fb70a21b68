package insight

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/store"
)

// entry is a live customer as far as the health of the data goes.
type entry struct {
	id    int64
	lacks customer.Lack
	// channel is an index into ledger.channels.
	channel int32
	// making: a contract waits for the tax id.
	making bool
	// updated is when the data was last changed, last when the customer was in touch.
	updated, last date.Instant
}

// stale reports whether nothing was heard nor changed since a moment.
func (e *entry) stale(before date.Instant) bool { return e.updated < before && e.last < before }

// on reports whether a customer is on a list of what to put right.
func (e *entry) on(list string, before date.Instant) bool {
	switch list {
	case FixTax:
		return e.making && e.lacks&customer.NoTaxID != 0
	case FixStale:
		return e.stale(before)
	}
	return e.lacks&fixBits[list] != 0
}

// ledger keeps all customers in memory, 48 bytes each, once the health was asked
// for, and reads again only those whom the history says were changed: going
// through a hundred thousand takes a millisecond, counting them in the database
// a quarter of a second for each list.
type ledger struct {
	mu       sync.Mutex
	ctx      context.Context // of the workspace they are of
	seen     int64           // the last change that they know of
	pending  bool            // customers of an older program were still to be worked out
	all      []entry         // in the order of ids
	channels []string
	index    map[string]int32
}

// customers gives all live customers, in the order of ids, and the channels that
// they name. Neither is to be changed, nor kept.
func (s *Service) customers(db *gorm.DB, use func(all []entry, channels []string)) error {
	l, ctx := &s.ledger, s.st.Context()
	l.mu.Lock()
	defer l.mu.Unlock()
	// Read before the customers: what is changed meanwhile is read once more.
	var last int64
	if err := db.Table("change").Select("coalesce(max(id), 0)").Scan(&last).Error; err != nil {
		return err
	}
	var pending []int64
	if err := db.Table("customer_stale").Limit(1).Pluck("customer_id", &pending).Error; err != nil {
		return err
	}
	if l.all == nil || l.ctx != ctx || last < l.seen || l.pending {
		l.ctx, l.all, l.seen, l.index = ctx, nil, 0, nil
	}
	if l.all == nil || last > l.seen {
		if err := l.follow(db); err != nil {
			l.all = nil
			return err
		}
	}
	l.seen, l.pending = last, len(pending) > 0
	use(l.all, l.channels)
	return nil
}

// follow reads who was changed again, or all.
func (l *ledger) follow(db *gorm.DB) error {
	if l.all != nil {
		who, few, err := changedSince(db, l.seen)
		if err != nil {
			return err
		}
		if few {
			if len(who) == 0 {
				return nil
			}
			now, err := l.read(db, who)
			if err != nil {
				return err
			}
			l.replace(who, now)
			return nil
		}
	}
	all, err := l.read(db, nil)
	l.all = all
	return err
}

// read gives the live customers with the ids; all of them for nil.
func (l *ledger) read(db *gorm.DB, ids []int64) ([]entry, error) {
	who := func(q *gorm.DB, column string) *gorm.DB {
		if ids == nil {
			return q
		}
		return store.IDs(q, column, ids)
	}
	waiting := map[int64]bool{}
	var making []int64
	if err := who(store.Live(db.Table("contract")), "customer_id").Where("stage in ?", inMaking).Distinct().Pluck("customer_id", &making).Error; err != nil {
		return nil, err
	}
	for _, id := range making {
		waiting[id] = true
	}
	rows, err := who(db.Table("customer c").Joins("left join customer_touch t on t.customer_id = c.id").Where("c.deleted_at is null"), "c.id").
		Order("c.id").Select("c.id, c.lacks, c.channel, c.updated_at, coalesce(t.last_at, 0)").Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []entry{}
	for rows.Next() {
		var e entry
		var channel string
		if err := rows.Scan(&e.id, &e.lacks, &channel, &e.updated, &e.last); err != nil {
			return nil, err
		}
		e.channel, e.making = l.channel(channel), waiting[e.id]
		out = append(out, e)
	}
	return out, rows.Err()
}

// channel is the index of a channel.
func (l *ledger) channel(name string) int32 {
	if l.index == nil {
		l.index, l.channels = map[string]int32{}, nil
	}
	at, ok := l.index[name]
	if !ok {
		at = int32(len(l.channels))
		l.index[name], l.channels = at, append(l.channels, name)
	}
	return at
}

// replace puts what some customers are now in the place of what they were; who
// is not among those is gone.
func (l *ledger) replace(who []int64, now []entry) {
	byID := func(e entry, id int64) int { return cmp.Compare(e.id, id) }
	for _, id := range who {
		at, there := slices.BinarySearchFunc(l.all, id, byID)
		n, lives := slices.BinarySearchFunc(now, id, byID)
		switch {
		case there && lives:
			l.all[at] = now[n]
		case there:
			l.all = slices.Delete(l.all, at, at+1)
		case lives:
			l.all = slices.Insert(l.all, at, now[n])
		}
	}
}
