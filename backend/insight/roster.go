package insight

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/interaction"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/payment"
	"keyue/backend/store"
)

// buyer is a customer who bought, as far as the score goes.
type buyer struct {
	CustomerID customer.ID
	Worth      `gorm:"embedded"`
	Tier       string
	LastAt     date.Instant
	// Promised is what its open opportunities are worth (opportunity.Potential).
	Promised money.Amount
	// Late is how late it pays, by the day the roster is of.
	Late payment.Late `gorm:"-"`
}

// steps are those of its score.
func (x *buyer) steps(b *bounds, cuts [5]date.Instant) steps {
	return b.of(&x.Worth, x.LastAt, x.Promised, x.Late, cuts)
}

// roster keeps all who bought in memory, some 100 bytes each, and reads again
// only those whom the history says were changed: working the score of thirty
// thousand out anew takes milliseconds, reading them all a third of a second.
type roster struct {
	mu     sync.Mutex
	ctx    context.Context // of the workspace they are of
	seen   int64           // the last change that they know of
	all    map[customer.ID]buyer
	bounds bounds
	// day is the one on which it was seen how late customers pay: what is overdue
	// grows by itself.
	day date.Date
	// promised is what open opportunities are worth, of buyers and others.
	promised map[customer.ID]money.Amount
}

// rereadMax is up to how many changes are followed one by one.
const rereadMax = 2000

// followed are the kinds whose changes may move a figure of a customer, with the
// column that names the customer; rows of plans name a contract.
var followed = map[string]string{contract.KindContract: "customer_id", interaction.KindInteraction: "customer_id", interaction.KindTask: "customer_id",
	customer.KindCustomer: "id", customer.KindContact: "customer_id", payment.KindPayment: "customer_id", payment.KindRow: ""}

// promising are the kinds whose changes may move what any opportunity is worth:
// the chance of one follows from its stage and from those that were closed.
var promising = []string{opportunity.KindOpportunity, opportunity.KindStage}

// buyers gives all who bought with the bounds of their fifths. The map is not
// to be changed, nor kept.
func (s *Service) buyers(db *gorm.DB, use func(all map[customer.ID]buyer, b bounds)) error {
	r, ctx := &s.roster, s.st.Context()
	r.mu.Lock()
	defer r.mu.Unlock()
	// Read before the customers: what is changed meanwhile is read once more.
	var last int64
	if err := db.Table("change").Select("coalesce(max(id), 0)").Scan(&last).Error; err != nil {
		return err
	}
	today := date.FromTime(s.st.Now())
	if r.all == nil || r.ctx != ctx || last < r.seen || r.day != today {
		r.ctx, r.all, r.seen, r.day = ctx, nil, 0, today
	}
	if r.all == nil || last > r.seen {
		if err := r.follow(db, s.learned); err != nil {
			r.all = nil
			return err
		}
		r.seen = last
	}
	use(r.all, r.bounds)
	return nil
}

// follow reads who was changed again, or all.
func (r *roster) follow(db *gorm.DB, learned opportunity.Learner) error {
	var moved int64
	if r.all != nil {
		if err := db.Table("change").Where("id > ? and kind in ?", r.seen, promising).Count(&moved).Error; err != nil {
			return err
		}
	}
	if r.all == nil || moved > 0 {
		if err := r.promise(db, opportunity.Potential(learned)); err != nil {
			return err
		}
	}
	if r.all != nil {
		who, few, err := changedSince(db, r.seen)
		if err != nil {
			return err
		}
		if few {
			if len(who) == 0 {
				return nil
			}
			for _, id := range who {
				delete(r.all, customer.ID(id))
			}
			return r.read(db, store.IDs(db, "w.customer_id", who))
		}
	}
	r.all = map[customer.ID]buyer{}
	return r.read(db, db)
}

// changedSince gives the customers that changes after one were about; few is
// false when there are too many to follow.
func changedSince(db *gorm.DB, seen int64) (who []int64, few bool, err error) {
	var changes []struct {
		Kind  string
		RowID int64
	}
	err = db.Table("change").Where("id > ?", seen).Select("kind, row_id").Limit(rereadMax + 1).Scan(&changes).Error
	if err != nil || len(changes) > rereadMax {
		return nil, false, err
	}
	rows := map[string][]int64{}
	for _, c := range changes {
		if _, follows := followed[c.Kind]; follows {
			rows[c.Kind] = append(rows[c.Kind], c.RowID)
		}
	}
	for kind, list := range rows {
		if kind == customer.KindCustomer {
			who = append(who, list...)
			continue
		}
		var of []int64
		q, column := store.IDs(db.Table(kind+" r"), "r.id", list), "r."+followed[kind]
		if kind == payment.KindRow {
			q, column = q.Joins("join contract k on k.id = r.contract_id"), "k.customer_id"
		}
		if err := q.Distinct().Pluck(column, &of).Error; err != nil {
			return nil, false, err
		}
		who = append(who, of...)
	}
	before, err := movedSince(db, seen)
	who = append(who, before...)
	slices.Sort(who)
	return slices.Compact(who), true, err
}

// movedSince gives the customers from whom a record went to another.
func movedSince(db *gorm.DB, seen int64) (who []int64, err error) {
	var diffs []string
	err = db.Table("change").Where(`id > ? and kind <> ? and diff like '%"customer_id"%'`, seen, customer.KindCustomer).Pluck("diff", &diffs).Error
	for _, d := range diffs {
		var move struct {
			Of []int64 `json:"customer_id"`
		}
		if json.Unmarshal([]byte(d), &move) == nil {
			who = append(who, move.Of...)
		}
	}
	return who, err
}

// promise reads what open opportunities are worth.
func (r *roster) promise(db *gorm.DB, all clause.Expr) error {
	var rows []struct {
		CustomerID customer.ID
		Value      money.Amount
	}
	if err := db.Raw(all.SQL, all.Vars...).Scan(&rows).Error; err != nil {
		return err
	}
	r.promised = make(map[customer.ID]money.Amount, len(rows))
	for _, p := range rows {
		r.promised[p.CustomerID] = p.Value
	}
	for id, b := range r.all {
		if b.Promised != r.promised[id] {
			b.Promised = r.promised[id]
			r.all[id] = b
		}
	}
	return nil
}

// read reads buyers, those of q.
func (r *roster) read(db, q *gorm.DB) error {
	var rows []buyer
	err := q.Table("customer_worth w").Joins("join customer c on c.id = w.customer_id").Joins("left join customer_touch t on t.customer_id = w.customer_id").
		Select("w.customer_id, w.sales, w.days, w.total, w.other, w.first_day, w.last_day, c.tier, coalesce(t.last_at, 0) as last_at").Scan(&rows).Error
	if err != nil {
		return err
	}
	var of []int64
	if len(rows) < rereadMax {
		of = make([]int64, len(rows))
		for i, b := range rows {
			of[i] = int64(b.CustomerID)
		}
	}
	late, err := payment.LateOf(db, of, r.day)
	for _, b := range rows {
		b.Promised, b.Late = r.promised[b.CustomerID], late[b.CustomerID]
		r.all[b.CustomerID] = b
	}
	r.bounds = boundsOf(r.all)
	return err
}

// boundsOf finds the bounds of the fifths.
func boundsOf(all map[customer.ID]buyer) bounds {
	b := bounds{buyers: len(all)}
	b.last = leastOf(all, func(x *buyer) date.Date { return x.LastDay }, "9999-12-31")
	b.days = leastOf(all, func(x *buyer) int { return x.Days }, 1<<62)
	b.total = leastOf(all, func(x *buyer) int64 { return int64(x.Total) }, 1<<62)
	return b
}

// leastOf gives the least values that stand in the second to the fifth fifth. A
// value stands where the middle of all who share it stands: equals are equal,
// one alone is in the middle, and the same rule serves for three customers and
// for thirty thousand. none stands where no value does.
func leastOf[T cmp.Ordered](all map[customer.ID]buyer, of func(*buyer) T, none T) [4]T {
	values := make([]T, 0, len(all))
	for _, b := range all {
		values = append(values, of(&b))
	}
	slices.Sort(values)
	out := [4]T{none, none, none, none}
	for at, fifth := 0, 0; at < len(values) && fifth < 4; {
		to := at
		for to < len(values) && values[to] == values[at] {
			to++
		}
		// (below + same/2) / n >= (fifth+1) / 5, without fractions.
		for fifth < 4 && 5*(at+to) >= 2*(fifth+1)*len(values) {
			out[fifth] = values[at]
			fifth++
		}
		at = to
	}
	return out
}
