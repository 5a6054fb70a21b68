package customer

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"

	"gorm.io/gorm"

	"keyue/backend/store"
)

// sign is a value by which customers are known.
type sign struct{ kind, value string }

// rebuildOver is how many changed customers are more work to follow than all of
// them are to read.
const rebuildOver = 1000

// doubles keeps what leads to the groups of likely duplicates and follows the
// history: after a change only the pairs of the changed customers are weighed.
type doubles struct {
	mu     sync.Mutex
	ctx    context.Context // of the workspace they are of
	step   int64           // the last step that they know of
	values map[sign]owned  // those of two to throng customers
	of     map[ID][]sign   // the values of a customer that are in values
	facts  map[ID]facts    // of the customers that have values
	links  map[pair]int    // confidence of the pairs worth a person's attention
	groups []group
}

func (d *doubles) get(ctx context.Context, db *gorm.DB) ([]group, error) {
	// Read before the groups: newer groups are found again, older never kept.
	var step int64
	if err := db.Table("step").Select("coalesce(max(id), 0)").Scan(&step).Error; err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx == ctx && d.step == step {
		return d.groups, nil
	}
	if err := d.follow(ctx, db); err != nil {
		d.ctx = nil // half of it may be followed: read anew next time
		return nil, err
	}
	d.ctx, d.step = ctx, step
	return d.groups, nil
}

// forget drops everything: what it is made of was changed without a step.
func (d *doubles) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ctx = nil
}

// follow brings everything up to the present.
func (d *doubles) follow(ctx context.Context, db *gorm.DB) error {
	if d.ctx != ctx {
		if err := d.build(db); err != nil {
			return err
		}
		return d.group(db)
	}
	c, err := changedSince(db, d.step)
	if err != nil {
		return err
	}
	switch {
	case c.many || len(c.ids) > rebuildOver:
		err = d.build(db)
	case len(c.ids) > 0:
		err = d.update(db, c.ids)
	case !c.apart:
		return nil
	}
	if err != nil {
		return err
	}
	return d.group(db)
}

// build reads everything.
func (d *doubles) build(db *gorm.DB) error {
	d.values, d.of, d.facts, d.links = map[sign]owned{}, map[ID][]sign{}, map[ID]facts{}, map[pair]int{}
	all, err := sharedValues(db, nil)
	if err != nil {
		return err
	}
	for _, v := range all {
		d.put(v)
	}
	ids := make([]int64, 0, len(d.of))
	for id := range d.of {
		ids = append(ids, int64(id))
	}
	slices.Sort(ids)
	if err := readFacts(db, ids, d.facts); err != nil {
		return err
	}
	// The signs of a pair are found value by value: looking them up pair by pair would compare them again and again.
	signs := map[pair][]sign{}
	for v, o := range d.values {
		for p := range o.pairs() {
			signs[p] = append(signs[p], v)
		}
	}
	for p, list := range signs {
		d.weigh(p, list)
	}
	return nil
}

// put takes a value in when it is shared and says something.
func (d *doubles) put(v owned) {
	if len(v.customers) < 2 || len(v.customers) > throng {
		return
	}
	d.values[v.sign] = v
	for _, id := range v.customers {
		d.of[id] = append(d.of[id], v.sign)
	}
}

// pairs are the pairs of those who have a value, the lower id first.
func (o owned) pairs() func(yield func(pair) bool) {
	return func(yield func(pair) bool) {
		for i, a := range o.customers {
			for _, b := range o.customers[i+1:] {
				if !yield(pair{a, b}) {
					return
				}
			}
		}
	}
}

// weigh sets the confidence of a pair that shares signs.
func (d *doubles) weigh(p pair, signs []sign) {
	a, b := d.facts[p[0]], d.facts[p[1]]
	confidences := make([]int, 0, 4)
	for _, v := range signs {
		if implied(v.kind, func(kind string) bool { return slices.ContainsFunc(signs, func(o sign) bool { return o.kind == kind }) }) {
			continue
		}
		confidences = append(confidences, weigh(v.kind, v.value, len(d.values[v].customers), a, b))
	}
	if c := together(confidences, a, b); c >= matchMin {
		d.links[p] = c
		return
	}
	delete(d.links, p)
}

// update follows changed customers: the values they had and have, the customers
// who share them, and the pairs of those.
func (d *doubles) update(db *gorm.DB, changed []int64) error {
	dirty := map[sign]bool{}
	for _, id := range changed {
		for _, v := range d.of[ID(id)] {
			dirty[v] = true
		}
	}
	var now []identity
	if err := store.IDs(db, "customer_id", changed).Distinct("kind", "value").Find(&now).Error; err != nil {
		return err
	}
	for _, i := range now {
		dirty[sign{i.Kind, i.Value}] = true
	}
	pairs := map[pair]bool{}
	stale := map[ID]bool{}
	for v := range dirty {
		o := d.values[v]
		for p := range o.pairs() {
			pairs[p] = true
		}
		for _, id := range o.customers {
			d.of[id] = slices.DeleteFunc(d.of[id], func(s sign) bool { return s == v })
			stale[id] = true
		}
		delete(d.values, v)
	}
	fresh, err := ownedOf(db, slices.SortedFunc(maps.Keys(dirty), func(a, b sign) int {
		return cmp.Or(strings.Compare(a.kind, b.kind), strings.Compare(a.value, b.value))
	}))
	if err != nil {
		return err
	}
	for _, v := range fresh {
		if d.put(v); len(v.customers) > throng {
			continue
		}
		for p := range v.pairs() {
			pairs[p] = true
		}
		for _, id := range v.customers {
			stale[id] = true
		}
	}
	var ids []int64
	for id := range stale {
		delete(d.facts, id)
		if len(d.of[id]) > 0 {
			ids = append(ids, int64(id))
		} else {
			delete(d.of, id)
		}
	}
	if err := readFacts(db, ids, d.facts); err != nil {
		return err
	}
	for p := range pairs {
		d.weigh(p, d.signsOf(p))
	}
	return nil
}

// signsOf are the values that both of a pair have.
func (d *doubles) signsOf(p pair) []sign {
	var out []sign
	for _, v := range d.of[p[0]] {
		if slices.Contains(d.values[v].customers, p[1]) {
			out = append(out, v)
		}
	}
	return out
}

// group joins the pairs, the strongest first. Customers that were said to be
// different stay in different groups.
func (d *doubles) group(db *gorm.DB) error {
	different, err := apart(db, nil)
	if err != nil {
		return err
	}
	foes := map[ID][]ID{}
	for p := range different {
		foes[p[0]] = append(foes[p[0]], p[1])
		foes[p[1]] = append(foes[p[1]], p[0])
	}
	type link struct {
		pair
		confidence int
	}
	links := make([]link, 0, len(d.links))
	for p, c := range d.links {
		links = append(links, link{p, c})
	}
	slices.SortFunc(links, func(a, b link) int {
		return cmp.Or(cmp.Compare(b.confidence, a.confidence), cmp.Compare(a.pair[0], b.pair[0]), cmp.Compare(a.pair[1], b.pair[1]))
	})
	of := map[ID]*group{}
	var all []*group
	for _, l := range links {
		a, b := of[l.pair[0]], of[l.pair[1]]
		for i, g := range []**group{&a, &b} {
			if *g == nil {
				*g = &group{ids: []ID{l.pair[i]}, confidence: 100}
			}
		}
		if a == b || len(a.ids)+len(b.ids) > mergeMax || enemies(a, b, foes) {
			continue
		}
		if len(a.ids) < len(b.ids) {
			a, b = b, a
		}
		if len(a.ids) == 1 {
			all = append(all, a)
		}
		a.ids, a.confidence = append(a.ids, b.ids...), l.confidence
		b.ids = nil
		for _, id := range a.ids {
			of[id] = a
		}
	}
	d.groups = []group{}
	for _, g := range all {
		if len(g.ids) > 1 {
			slices.Sort(g.ids)
			d.groups = append(d.groups, *g)
		}
	}
	sort.SliceStable(d.groups, func(i, j int) bool { return d.groups[i].confidence > d.groups[j].confidence })
	return nil
}

// enemies reports whether someone of a was said to be another than someone of b.
func enemies(a, b *group, foes map[ID][]ID) bool {
	for _, id := range a.ids {
		for _, foe := range foes[id] {
			if slices.Contains(b.ids, foe) {
				return true
			}
		}
	}
	return false
}

// identifying are the columns of customer and contact that a change of can make
// a customer another's duplicate, or no longer.
var identifying = []string{"name", "alias", "kind", "phones", "emails", "billing_title", "billing_tax_id", "province", "city", "district", "customer_id"}

// changes are what happened since a step.
type changes struct {
	ids []int64
	// many: more than are worth listing.
	many bool
	// apart: it was said of some, or no longer, that they are different.
	apart bool
}

// changedSince gives the customers whose identities may have changed in the
// steps after one.
func changedSince(db *gorm.DB, step int64) (c changes, err error) {
	rows, err := db.Raw(`select kind, row_id, op, coalesce(diff, '') from change
		where step_id > ? and `+store.Unindexed("kind")+` in (?, ?, ?)`, step, KindCustomer, KindContact, KindApart).Rows()
	if err != nil {
		return c, err
	}
	defer rows.Close()
	var people []int64
	for rows.Next() {
		var kind, diff string
		var id int64
		var op int
		if err := rows.Scan(&kind, &id, &op, &diff); err != nil {
			return c, err
		}
		if kind == KindApart {
			c.apart = true
			continue
		}
		from, matters := identityChange(op, diff)
		switch {
		case !matters:
		case kind == KindCustomer:
			c.ids = append(c.ids, id)
		default:
			people = append(people, id)
			c.ids = append(c.ids, from...)
		}
		if len(c.ids)+len(people) > 4*rebuildOver {
			return changes{many: true}, rows.Close()
		}
	}
	if err := rows.Err(); err != nil {
		return c, err
	}
	var owners []int64
	if err := store.IDs(db.Table("contact"), "id", people).Distinct().Pluck("customer_id", &owners).Error; err != nil {
		return c, err
	}
	c.ids = append(c.ids, owners...)
	slices.Sort(c.ids)
	c.ids = slices.Compact(c.ids)
	return c, nil
}

// identityChange reports whether a change touches what a customer is known by,
// and for a contact that moved the customer it left.
func identityChange(op int, diff string) (from []int64, matters bool) {
	if op != store.OpUpdate || diff == "" {
		return nil, true
	}
	var columns map[string][2]json.RawMessage
	if json.Unmarshal([]byte(diff), &columns) != nil {
		return nil, true
	}
	for _, name := range identifying {
		if _, ok := columns[name]; ok {
			matters = true
		}
	}
	var left int64
	if moved, ok := columns["customer_id"]; ok && json.Unmarshal(moved[0], &left) == nil {
		from = append(from, left)
	}
	return from, matters
}
