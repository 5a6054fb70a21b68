package customer

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"sync"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// SharedReason is a reason with the customers of the group that it joins.
type SharedReason struct {
	Reason
	IDs []ID `json:"ids"`
}

// DuplicateGroup is customers that are likely one.
type DuplicateGroup struct {
	Customers []Row          `json:"customers"`
	Reasons   []SharedReason `json:"reasons"`
	// Confidence in percent: that of the weakest pair that holds the group.
	Confidence int `json:"confidence"`
}

// DuplicatePage is a window of the groups.
type DuplicatePage struct {
	Groups []DuplicateGroup `json:"groups"`
	// Total is the number of groups, Customers of those in any of them.
	Total     int `json:"total"`
	Customers int `json:"customers"`
}

const (
	// groupsMax is how many groups are given at once.
	groupsMax = 50
	// throng is how many customers may share a value before it is no sign by
	// itself. Its owners are compared with the next one only.
	throng = 50
)

// DuplicateGroups gives the customers that are likely the same as others,
// weighed as Duplicates weighs them, the strongest groups first. Pairs that a
// person said are different never stand in one group; a group has at most as
// many customers as can be merged at once.
func (s *Service) DuplicateGroups(limit, offset int) (page *DuplicatePage, err error) {
	defer fault.Recover(&err)
	if limit <= 0 || limit > groupsMax {
		limit = groupsMax
	}
	db := s.db()
	all, err := s.doubles.get(s.st.Context(), db)
	if err != nil {
		return nil, err
	}
	page = &DuplicatePage{Groups: []DuplicateGroup{}, Total: len(all)}
	for _, g := range all {
		page.Customers += len(g.ids)
	}
	for _, g := range all[min(max(offset, 0), len(all)):min(max(offset, 0)+limit, len(all))] {
		shown, err := s.showGroup(db, g)
		if err != nil {
			return nil, err
		}
		page.Groups = append(page.Groups, *shown)
	}
	return page, nil
}

// Details gives several customers as Get does, in the order of ids: what the
// merge of them is decided on. Those in the trash are left out. Fault
// customer.merge.none for too many.
func (s *Service) Details(ids []ID) (list []Detail, err error) {
	defer fault.Recover(&err)
	if len(ids) > mergeMax {
		return nil, fault.New("customer.merge.none", fault.P{"max": mergeMax})
	}
	live, err := liveIDs(s.db(), ids)
	if err != nil {
		return nil, err
	}
	list = []Detail{}
	for _, id := range ids {
		if !slices.Contains(live, id) {
			continue
		}
		d, err := s.Get(id)
		if err != nil {
			return nil, err
		}
		list = append(list, *d)
	}
	return list, nil
}

// group is customers held together by pairs.
type group struct {
	ids        []ID
	confidence int
}

// doubles keeps the groups while nothing is changed.
type doubles struct {
	mu     sync.Mutex
	ctx    context.Context // of the workspace they are of
	step   int64           // the last step that they know of
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
	groups, err := findGroups(db)
	if err != nil {
		return nil, err
	}
	d.ctx, d.step, d.groups = ctx, step, groups
	return groups, nil
}

// owned is a value with the customers that are known by it, each with one of
// its contacts when the value is a contact's only.
type owned struct {
	kind, value string
	customers   []ID
	contacts    []ContactID
}

// sharedValues reads the values of the identity table that several customers
// have; of some customers when ids is not nil.
func sharedValues(db *gorm.DB, ids []ID) ([]owned, error) {
	where, vars := "", []any{}
	if ids != nil {
		where, vars = "where customer_id in ?", []any{ids}
	}
	// The key's order makes both passes one walk along it.
	rows, err := db.Raw(`select i.kind, i.value, i.customer_id, min(i.contact_id)
		from (select kind, value from identity `+where+` group by kind, value having min(customer_id) <> max(customer_id)) s
		cross join identity i on i.kind = s.kind and i.value = s.value
		group by i.kind, i.value, i.customer_id order by i.kind, i.value, i.customer_id`, vars...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []owned
	for rows.Next() {
		var kind, value string
		var id ID
		var contact ContactID
		if err := rows.Scan(&kind, &value, &id, &contact); err != nil {
			return nil, err
		}
		if n := len(out); n == 0 || out[n-1].kind != kind || out[n-1].value != value {
			out = append(out, owned{kind: kind, value: value})
		}
		o := &out[len(out)-1]
		o.customers, o.contacts = append(o.customers, id), append(o.contacts, contact)
	}
	return out, rows.Err()
}

// place is what names are weighed with.
type place struct {
	ID       ID
	Kind     string
	Province string
	City     string
}

// places reads the kind and the region of the customers that share a value.
func places(db *gorm.DB, values []owned) (map[ID]place, error) {
	ids := []int64{}
	seen := map[ID]bool{}
	for _, v := range values {
		for _, id := range v.customers {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, int64(id))
			}
		}
	}
	rows, err := store.IDs(db.Table("customer").Select("id, kind, province, city"), "id", ids).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[ID]place, len(ids))
	for rows.Next() {
		var p place
		if err := rows.Scan(&p.ID, &p.Kind, &p.Province, &p.City); err != nil {
			return nil, err
		}
		out[p.ID] = p
	}
	return out, rows.Err()
}

// link is a pair with what is left of the doubt that they are one.
type link struct {
	pair       pair
	doubt      float64
	named      bool // by the whole name: the core says nothing more
	confidence int
}

// weighPairs gives the pairs worth a person's attention, the strongest first.
func weighPairs(values []owned, at map[ID]place) []link {
	links := map[pair]*link{}
	// Names stand after cores in the table's order but outweigh them.
	slices.SortStableFunc(values, func(a, b owned) int {
		return cmp.Compare(rank(a.kind), rank(b.kind))
	})
	for _, v := range values {
		reach := len(v.customers)
		if reach > throng {
			reach = 1
		}
		for i, a := range v.customers {
			for _, b := range v.customers[i+1 : min(i+1+reach, len(v.customers))] {
				p := pair{a, b}
				l := links[p]
				if v.kind == byCore && l != nil && l.named {
					continue
				}
				c := weigh(v.kind, v.value, len(v.customers), at[a], at[b])
				if l == nil {
					l = &link{pair: p, doubt: 1}
					links[p] = l
				}
				l.doubt *= 1 - float64(c)/100
				l.named = l.named || v.kind == byName
			}
		}
	}
	out := make([]link, 0, len(links))
	for _, l := range links {
		if l.confidence = sure(l.doubt); l.confidence >= matchMin {
			out = append(out, *l)
		}
	}
	slices.SortFunc(out, func(a, b link) int {
		return cmp.Or(cmp.Compare(b.confidence, a.confidence), slices.Compare(a.pair[:], b.pair[:]))
	})
	return out
}

func rank(kind string) int {
	switch kind {
	case byName:
		return 0
	case byCore:
		return 2
	}
	return 1
}

// findGroups joins the pairs, the strongest first. Customers that were said to
// be different stay in different groups.
func findGroups(db *gorm.DB) ([]group, error) {
	values, err := sharedValues(db, nil)
	if err != nil {
		return nil, err
	}
	at, err := places(db, values)
	if err != nil {
		return nil, err
	}
	different, err := apart(db, nil)
	if err != nil {
		return nil, err
	}
	foes := map[ID][]ID{}
	for p := range different {
		foes[p[0]] = append(foes[p[0]], p[1])
		foes[p[1]] = append(foes[p[1]], p[0])
	}
	of := map[ID]*group{}
	var all []*group
	for _, l := range weighPairs(values, at) {
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
	groups := []group{}
	for _, g := range all {
		if len(g.ids) > 1 {
			slices.Sort(g.ids)
			groups = append(groups, *g)
		}
	}
	sort.SliceStable(groups, func(i, j int) bool { return groups[i].confidence > groups[j].confidence })
	return groups, nil
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

// showGroup reads what a page shows of a group.
func (s *Service) showGroup(db *gorm.DB, g group) (*DuplicateGroup, error) {
	ids := make([]int64, len(g.ids))
	for i, id := range g.ids {
		ids[i] = int64(id)
	}
	out := &DuplicateGroup{Confidence: g.confidence, Reasons: []SharedReason{}}
	var err error
	if out.Customers, err = s.rows(db, ids); err != nil {
		return nil, err
	}
	values, err := sharedValues(db, g.ids)
	if err != nil {
		return nil, err
	}
	byID := map[ID]*Row{}
	for i := range out.Customers {
		byID[out.Customers[i].ID] = &out.Customers[i]
	}
	var named [][]ID
	for _, v := range values {
		r, err := s.shared(db, v, byID)
		if err != nil {
			return nil, err
		}
		if r == nil {
			continue
		}
		if v.kind == byName {
			named = append(named, r.IDs)
		}
		out.Reasons = append(out.Reasons, *r)
	}
	out.Reasons = slices.DeleteFunc(out.Reasons, func(r SharedReason) bool {
		return r.Kind == byCore && slices.ContainsFunc(named, func(ids []ID) bool { return slices.Equal(ids, r.IDs) }) // the whole name says it already
	})
	sort.SliceStable(out.Reasons, func(i, j int) bool { return out.Reasons[i].Confidence > out.Reasons[j].Confidence })
	return out, nil
}

// shared gives the reason that a value is for the customers of a group; nil
// when fewer than two of them have it.
func (s *Service) shared(db *gorm.DB, v owned, group map[ID]*Row) (*SharedReason, error) {
	r := &SharedReason{IDs: []ID{}}
	var contact ContactID
	for i, id := range v.customers {
		if group[id] == nil {
			continue
		}
		r.IDs = append(r.IDs, id)
		contact = max(contact, v.contacts[i])
	}
	if len(r.IDs) < 2 {
		return nil, nil
	}
	h := hit{Kind: v.kind, Value: v.value, Shared: len(v.customers)}
	if contact != 0 {
		if err := db.Table("contact").Where("id = ?", contact).Limit(1).Pluck("name", &h.ContactName).Error; err != nil {
			return nil, err
		}
	}
	a, b := group[r.IDs[0]], group[r.IDs[1]]
	r.Reason = reasons(&Customer{Kind: a.Kind, Province: a.Province, City: a.City}, b, []hit{h})[0]
	return r, nil
}
