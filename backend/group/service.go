package group

import (
	"slices"
	"strconv"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// Service is what the page may call.
type Service struct {
	st        *store.Store
	customers *customer.Service
}

// NewService makes the service. Lists of members are lists of customers, whose
// service must know CustomerValues.
func NewService(st *store.Store, customers *customer.Service) *Service {
	return &Service{st: st, customers: customers}
}

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// CustomerValues are what groups say of customers, for filters: "group" (in
// which ones) and "groups" (in how many).
func CustomerValues() map[string]customer.Computed {
	return map[string]customer.Computed{
		"group": {Type: customer.FilterChoice, Group: customer.GroupCustomer, Records: choices, Rows: func(_, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "select m.customer_id, cast(m.group_id as text) as value from membership m join community g on g.id = m.group_id and g.deleted_at is null where " + held}
		}},
		"groups": {Type: customer.FilterNumber, Group: customer.GroupCustomer, Rows: func(_, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "select m.customer_id, count(*) as value from membership m join community g on g.id = m.group_id and g.deleted_at is null where " + held + " group by m.customer_id"}
		}},
	}
}

// choices gives the groups for filters.
func choices(db *gorm.DB) (ids []string, names map[string]string, err error) {
	list, err := all(db)
	names = map[string]string{}
	for _, g := range list {
		id := strconv.FormatInt(int64(g.ID), 10)
		ids, names[id] = append(ids, id), g.Name
	}
	return ids, names, err
}

// inOrder is the order of groups: by kind, then by name.
const inOrder = "case kind when 'intent' then 1 when 'client' then 2 else 3 end, name, id"

func all(db *gorm.DB) (list []Group, err error) {
	return list, store.Live(db).Order(inOrder).Find(&list).Error
}

// View is a group as the list shows it.
type View struct {
	Group
	// Members are in it; Shared of them are in another group, too.
	Members int64 `json:"members"`
	Shared  int64 `json:"shared"`
	// Handed is when the last customer was handed over to or from it; 0 for never.
	Handed date.Instant `json:"handed"`
	// Segment is the name of the segment it was filled from; "" when there is none.
	Segment string `json:"segment"`
}

// List gives the groups by kind and name.
func (s *Service) List() (list []View, err error) {
	defer fault.Recover(&err)
	return views(s.db(), 0)
}

// views gives all groups or one.
func views(db *gorm.DB, only ID) ([]View, error) {
	list := []View{}
	q := db.Table("community g").Where("g.deleted_at is null")
	if only != 0 {
		q = q.Where("g.id = ?", only)
	}
	err := q.Joins("left join segment s on s.id = g.segment_id and s.deleted_at is null").
		Joins("left join (select m.group_id, count(*) as members from " + within + " where " + held + " group by m.group_id) n on n.group_id = g.id").
		Joins("left join (select m.group_id, count(distinct m.customer_id) as shared from " + within + " join membership o on o.customer_id = m.customer_id and o.group_id <> m.group_id and o.left_at = 0 and o.deleted_at is null join community og on og.id = o.group_id and og.deleted_at is null where " + held + " group by m.group_id) x on x.group_id = g.id").
		Select("g.*, coalesce(n.members, 0) as members, coalesce(x.shared, 0) as shared, coalesce(s.name, '') as segment, coalesce((select max(h.at) from handover h where (h.from_id = g.id or h.to_id = g.id) and h.deleted_at is null), 0) as handed").
		Order(inOrder).Scan(&list).Error
	return list, err
}

// Overlap is how many customers two groups share.
type Overlap struct {
	AID   ID    `json:"aId"`
	BID   ID    `json:"bId"`
	Count int64 `json:"count"`
}

// Detail is a group with what its page shows.
type Detail struct {
	View
	// New is how many of its segment never were in it.
	New int `json:"new"`
	// Overlaps are the other groups that share members, the most first; AID is
	// always this group.
	Overlaps []Overlap `json:"overlaps"`
	// Names of those groups.
	Names map[ID]string `json:"names"`
	// Handovers counts those out of and into it.
	Handovers int64 `json:"handovers"`
}

// Get gives a group. Fault fault.not_found.
func (s *Service) Get(id ID) (d *Detail, err error) {
	defer fault.Recover(&err)
	db := s.db()
	list, err := views(db, id)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.Missing(KindGroup)
	}
	d = &Detail{View: list[0], Overlaps: []Overlap{}, Names: map[ID]string{}}
	fresh, err := s.fresh(&d.Group)
	if err != nil && !fault.Is(err, "customer.query.field") { // a field the segment asked for is gone
		return nil, err
	}
	d.New = len(fresh)
	all, err := overlaps(db)
	if err != nil {
		return nil, err
	}
	for _, o := range all {
		if o.BID == id {
			o.AID, o.BID = o.BID, o.AID
		}
		if o.AID == id {
			d.Overlaps = append(d.Overlaps, o)
		}
	}
	slices.SortStableFunc(d.Overlaps, func(a, b Overlap) int { return int(b.Count - a.Count) })
	for _, o := range d.Overlaps {
		g, err := Find(db, o.BID)
		if err != nil {
			return nil, err
		}
		d.Names[o.BID] = g.Name
	}
	err = db.Table("handover h").Joins("join customer c on c.id = h.customer_id and c.deleted_at is null").
		Where("h.deleted_at is null and (h.from_id = ? or h.to_id = ?)", id, id).Count(&d.Handovers).Error
	return d, err
}

// overlaps gives the pairs of live groups that share live members, AID < BID.
func overlaps(db *gorm.DB) ([]Overlap, error) {
	list := []Overlap{}
	err := db.Table(within).Joins("join membership o on o.customer_id = m.customer_id and o.group_id > m.group_id and o.left_at = 0 and o.deleted_at is null").
		Joins("join community og on og.id = o.group_id and og.deleted_at is null").Where(held).
		Select("m.group_id as a_id, o.group_id as b_id, count(*) as count").Group("m.group_id, o.group_id").Order("1, 2").Scan(&list).Error
	return list, err
}

// Several is a customer in two groups or more.
type Several struct {
	ID     customer.ID `json:"id"`
	Name   string      `json:"name"`
	Groups []ID        `json:"groups"`
}

// Overlaps says which groups share customers, and which customers those are.
type Overlaps struct {
	Pairs []Overlap `json:"pairs"`
	// Customers are in two groups or more: in the most first, severalMax at most.
	Customers []Several `json:"customers"`
	// Total is how many there are.
	Total int64 `json:"total"`
}

const severalMax = 200

// Overlaps compares all groups with each other.
func (s *Service) Overlaps() (out *Overlaps, err error) {
	defer fault.Recover(&err)
	out = &Overlaps{Customers: []Several{}}
	db := s.db()
	if out.Pairs, err = overlaps(db); err != nil {
		return nil, err
	}
	several := db.Table(within).Where(held).Select("m.customer_id as id, c.name, count(*) as n, c.sort_key").Group("m.customer_id").Having("count(*) > 1")
	if err = db.Table("(?) t", several).Count(&out.Total).Error; err != nil {
		return nil, err
	}
	var rows []struct {
		ID   customer.ID
		Name string
	}
	if err = several.Order("n desc, c.sort_key, m.customer_id").Limit(severalMax).Scan(&rows).Error; err != nil {
		return nil, err
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = int64(r.ID)
	}
	of, err := placesOf(db, ids)
	for _, r := range rows {
		x := Several{ID: r.ID, Name: r.Name, Groups: []ID{}}
		for _, p := range of[r.ID] {
			x.Groups = append(x.Groups, p.GroupID)
		}
		out.Customers = append(out.Customers, x)
	}
	return out, err
}

// Save makes (id 0) or changes a group. A new one with a segment is filled with
// the customers that are in the segment now. Faults fault.invalid,
// fault.not_found, store.conflict.
func (s *Service) Save(g Group) (saved *Group, err error) {
	defer fault.Recover(&err)
	g.Normalize()
	q, ok, err := s.segment(g.SegmentID)
	if err != nil {
		return nil, err
	}
	var fill []int64
	if ok && g.ID == 0 {
		if fill, err = s.customers.IDs(q); err != nil {
			return nil, err
		}
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: "group.saved", Params: fault.P{"name": g.Name}}, func(tx *store.Tx) error {
		g := g // the body may run again
		if err := Save(tx, &g); err != nil {
			return err
		}
		saved = &g
		if len(fill) == 0 {
			return nil
		}
		_, err := Join(tx, g.ID, fill)
		return err
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// Save checks and writes a group inside a step. Faults as [Service.Save].
func Save(tx *store.Tx, g *Group) error {
	g.Normalize()
	bad := g.Validate()
	var same int64
	if err := store.Live(tx.Model(&Group{})).Where("name = ? and id <> ?", g.Name, g.ID).Count(&same).Error; err != nil {
		return err
	}
	if same > 0 {
		bad = append(bad, fault.Field{Field: "name", Code: "group.name_taken"})
	}
	was := &Group{}
	if g.ID != 0 {
		var err error
		if was, err = Find(tx.DB, g.ID); err != nil {
			return err
		}
	}
	owner, err := staff.Check(tx.DB, "ownerId", g.OwnerID, was.OwnerID)
	if err != nil {
		return err
	}
	if err := fault.Invalid(append(bad, owner...)); err != nil {
		return err
	}
	if g.ID == 0 {
		g.Meta = store.Meta{UID: g.UID}
		return tx.Insert(g)
	}
	version := g.Version
	if g.Meta = was.Meta; version != 0 {
		g.Version = version
	}
	return tx.Update(g)
}

// Trash deletes a group; its customers stay, and come back into it with it.
func (s *Service) Trash(id ID) (err error) {
	defer fault.Recover(&err)
	g, err := Find(s.db(), id)
	if err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "group.trashed", Params: fault.P{"name": g.Name}}, func(tx *store.Tx) error {
		return tx.Trash(KindGroup, int64(id))
	})
}

// Member is a customer of a group as its list shows it.
type Member struct {
	customer.Row
	JoinedAt date.Instant `json:"joinedAt"`
	Note     string       `json:"note"`
	// Others names the other groups the customer is in.
	Others []string `json:"others"`
}

// Members is a window of the customers of a group.
type Members struct {
	Rows  []Member `json:"rows"`
	Total int64    `json:"total"`
}

// Members gives a window of the customers of a group that q lets through.
// Faults customer.query.field, customer.query.op.
func (s *Service) Members(id ID, q customer.Query) (out *Members, err error) {
	defer fault.Recover(&err)
	page, err := s.customers.List(inGroup(id, q))
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(page.Rows))
	for i, r := range page.Rows {
		ids[i] = int64(r.ID)
	}
	db := s.db()
	rows, err := rowsOf(db, id, ids)
	if err != nil {
		return nil, err
	}
	of, err := placesOf(db, ids)
	if err != nil {
		return nil, err
	}
	out = &Members{Rows: make([]Member, len(ids)), Total: page.Total}
	for i, r := range page.Rows {
		m := Member{Row: r, JoinedAt: rows[r.ID].JoinedAt, Note: rows[r.ID].Note, Others: []string{}}
		for _, p := range of[r.ID] {
			if p.GroupID != id {
				m.Others = append(m.Others, p.Name)
			}
		}
		out.Rows[i] = m
	}
	return out, nil
}

// MemberIDs gives all ids of such a list, for 全选.
func (s *Service) MemberIDs(id ID, q customer.Query) (ids []int64, err error) {
	defer fault.Recover(&err)
	return s.customers.IDs(inGroup(id, q))
}

// In is the filter that keeps the customers of a group.
func In(id ID) customer.Filter {
	return customer.Filter{Field: "group", Op: "eq", Value: strconv.FormatInt(int64(id), 10)}
}

func inGroup(id ID, q customer.Query) customer.Query {
	q.Filters = append(slices.Clone(q.Filters), In(id))
	return q
}

// Place is a group that a customer is in.
type Place struct {
	GroupID    ID           `json:"groupId"`
	CustomerID customer.ID  `json:"customerId"`
	Name       string       `json:"name"`
	Kind       Kind         `json:"kind"`
	InCharge   string       `json:"inCharge"`
	OwnerID    staff.ID     `json:"ownerId"`
	JoinedAt   date.Instant `json:"joinedAt"`
	Note       string       `json:"note"`
}

// Of gives the groups that a customer is in, the latest joined first.
func (s *Service) Of(id customer.ID) (list []Place, err error) {
	defer fault.Recover(&err)
	of, err := placesOf(s.db(), []int64{int64(id)})
	if list = of[id]; list == nil {
		list = []Place{}
	}
	return list, err
}

func placesOf(db *gorm.DB, customers []int64) (map[customer.ID][]Place, error) {
	var rows []Place
	err := store.IDs(db.Table(within), "m.customer_id", customers).Where(held).
		Select("m.group_id, m.customer_id, g.name, g.kind, g.in_charge, g.owner_id, m.joined_at, m.note").Order("m.joined_at desc, m.id desc").Scan(&rows).Error
	out := map[customer.ID][]Place{}
	for _, p := range rows {
		out[p.CustomerID] = append(out[p.CustomerID], p)
	}
	return out, err
}

// Needs gives what a customer asked for in its latest exchanges, for what is
// handed over, the latest first.
func (s *Service) Needs(id customer.ID) (needs []string, err error) {
	defer fault.Recover(&err)
	var rows []interaction.Interaction
	err = store.Live(s.db()).Where("customer_id = ? and needs <> '[]'", id).Order("at desc, id desc").Limit(10).Find(&rows).Error
	needs = []string{}
	for _, r := range rows {
		for _, n := range r.Needs {
			if !slices.Contains(needs, n) {
				needs = append(needs, n)
			}
		}
	}
	return needs, err
}
