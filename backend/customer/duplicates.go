package customer

import (
	"encoding/json"
	"slices"
	"sort"

	"gorm.io/gorm"

	"keyue/backend/fault"
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
		from json_each(?) j cross join identity i on i.kind = json_extract(j.value, '$[0]') and i.value = json_extract(j.value, '$[1]')
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
	group := map[ID]facts{}
	if err := readFacts(db, ids, group); err != nil {
		return nil, err
	}
	for _, v := range values {
		r, err := s.shared(db, v, group)
		if err != nil {
			return nil, err
		}
		if r != nil {
			out.Reasons = append(out.Reasons, *r)
		}
	}
	said := out.Reasons
	out.Reasons = slices.DeleteFunc(slices.Clone(said), func(r SharedReason) bool {
		return implied(r.Kind, func(kind string) bool {
			return slices.ContainsFunc(said, func(o SharedReason) bool { return o.Kind == kind && slices.Equal(o.IDs, r.IDs) })
		})
	})
	sort.SliceStable(out.Reasons, func(i, j int) bool { return out.Reasons[i].Confidence > out.Reasons[j].Confidence })
	return out, nil
}

// shared gives the reason that a value is for the customers of a group; nil
// when fewer than two of them have it or it says nothing.
func (s *Service) shared(db *gorm.DB, v owned, group map[ID]facts) (*SharedReason, error) {
	r := &SharedReason{IDs: []ID{}}
	var contact ContactID
	for i, id := range v.customers {
		if _, ok := group[id]; !ok {
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
	list := reasons(group[r.IDs[0]], group[r.IDs[1]], []hit{h})
	if len(list) == 0 {
		return nil, nil
	}
	r.Reason = list[0]
	return r, nil
}
