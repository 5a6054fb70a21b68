package customer

import (
	"encoding/json"
	"slices"
	"sort"

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
	// throng is how many customers may share a value before it is no sign at all.
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
	page.Groups, err = s.showGroups(db, all[min(max(offset, 0), len(all)):min(max(offset, 0)+limit, len(all))])
	return page, err
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

// owned is a value with the customers that are known by it, each with one of
// its contacts when the value is a contact's only.
type owned struct {
	sign
	customers []ID
	contacts  []ContactID
}

// sharedValues reads the values of the identity table that several customers
// have; of some customers when ids is not nil.
func sharedValues(db *gorm.DB, ids []ID) ([]owned, error) {
	where, vars := "", []any{}
	if ids != nil {
		where, vars = "where customer_id in ?", []any{ids}
	}
	// The key's order makes both passes one walk along it.
	return readOwned(db, `select i.kind, i.value, i.customer_id, min(i.contact_id)
		from (select kind, value from identity `+where+` group by kind, value having min(customer_id) <> max(customer_id)) s
		cross join identity i on i.kind = s.kind and i.value = s.value
		group by i.kind, i.value, i.customer_id order by i.kind, i.value, i.customer_id`, vars...)
}

// ownedOf reads who has the values, also those that one customer has.
func ownedOf(db *gorm.DB, values []sign) ([]owned, error) {
	list := make([][2]string, len(values))
	for i, v := range values {
		list[i] = [2]string{v.kind, v.value}
	}
	text, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	return readOwned(db, `select i.kind, i.value, i.customer_id, min(i.contact_id)
		from `+store.Elements("?", "j")+` cross join identity i on i.kind = `+store.Item("j.value", 0)+` and i.value = `+store.Item("j.value", 1)+`
		group by i.kind, i.value, i.customer_id order by i.kind, i.value, i.customer_id`, string(text))
}

func readOwned(db *gorm.DB, query string, vars ...any) ([]owned, error) {
	rows, err := db.Raw(query, vars...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []owned
	for rows.Next() {
		var v sign
		var id ID
		var contact ContactID
		if err := rows.Scan(&v.kind, &v.value, &id, &contact); err != nil {
			return nil, err
		}
		if n := len(out); n == 0 || out[n-1].sign != v {
			out = append(out, owned{sign: v})
		}
		o := &out[len(out)-1]
		o.customers, o.contacts = append(o.customers, id), append(o.contacts, contact)
	}
	return out, rows.Err()
}

// showGroups reads what a page shows of groups, of all of them together.
func (s *Service) showGroups(db *gorm.DB, groups []group) ([]DuplicateGroup, error) {
	out := make([]DuplicateGroup, len(groups))
	at := map[ID]int{} // the group of a customer
	var plain []int64
	var ids []ID
	for i, g := range groups {
		out[i] = DuplicateGroup{Confidence: g.confidence, Customers: []Row{}, Reasons: []SharedReason{}}
		for _, id := range g.ids {
			at[id], ids, plain = i, append(ids, id), append(plain, int64(id))
		}
	}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := s.rows(db, plain)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		out[at[r.ID]].Customers = append(out[at[r.ID]].Customers, r)
	}
	known := map[ID]facts{}
	if err := readFacts(db, plain, known); err != nil {
		return nil, err
	}
	values, err := sharedValues(db, ids)
	if err != nil {
		return nil, err
	}
	all, names, err := sharedIn(db, values, at)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		h := hit{Kind: v.kind, Value: v.value, Shared: v.shared, ContactName: names[v.contact]}
		if list := reasons(known[v.ids[0]], known[v.ids[1]], []hit{h}); len(list) > 0 {
			out[v.group].Reasons = append(out[v.group].Reasons, SharedReason{list[0], v.ids})
		}
	}
	for i := range out {
		g := &out[i]
		said := g.Reasons
		g.Reasons = slices.DeleteFunc(slices.Clone(said), func(r SharedReason) bool {
			return implied(r.Kind, func(kind string) bool {
				return slices.ContainsFunc(said, func(o SharedReason) bool { return o.Kind == kind && slices.Equal(o.IDs, r.IDs) })
			})
		})
		sort.SliceStable(g.Reasons, func(i, j int) bool { return g.Reasons[i].Confidence > g.Reasons[j].Confidence })
	}
	return out, nil
}

// common is a value that several customers of one group have; contact is one of
// theirs who has it, and shared how many customers have it in all.
type common struct {
	sign
	group, shared int
	ids           []ID
	contact       ContactID
}

// sharedIn finds the values that join customers of one group, and the names of
// the contacts that have them; at says in which group a customer stands.
func sharedIn(db *gorm.DB, values []owned, at map[ID]int) (all []common, names map[ContactID]string, err error) {
	var people []int64
	for _, v := range values {
		parts := map[int]*common{}
		var order []int
		for i, id := range v.customers {
			g, ok := at[id]
			if !ok {
				continue
			}
			if parts[g] == nil {
				parts[g] = &common{sign: v.sign, group: g, shared: len(v.customers)}
				order = append(order, g)
			}
			parts[g].ids, parts[g].contact = append(parts[g].ids, id), max(parts[g].contact, v.contacts[i])
		}
		for _, g := range order {
			if c := parts[g]; len(c.ids) > 1 {
				all, people = append(all, *c), append(people, int64(c.contact))
			}
		}
	}
	var found []Contact
	if err := store.IDs(db, "id", people).Select("id", "name").Find(&found).Error; err != nil {
		return nil, nil, err
	}
	names = make(map[ContactID]string, len(found))
	for _, c := range found {
		names[c.ID] = c.Name
	}
	return all, names, nil
}
