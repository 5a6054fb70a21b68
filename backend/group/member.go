package group

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// within keeps the memberships that hold: neither left, nor of a group or a
// customer in the trash. m, g and c name the three tables.
const within = "membership m join community g on g.id = m.group_id and g.deleted_at is null join customer c on c.id = m.customer_id and c.deleted_at is null"

const held = "m.left_at = 0 and m.deleted_at is null"

// members gives the ids of the live customers in a group.
func members(db *gorm.DB, id ID) (ids []int64, err error) {
	err = db.Table(within).Where(held+" and m.group_id = ?", id).Order("m.customer_id").Pluck("m.customer_id", &ids).Error
	return ids, err
}

// Join puts customers into a group inside a step and gives how many were not in
// it. Customers in the trash are left out. Fault fault.not_found.
func Join(tx *store.Tx, id ID, customers []int64) (int, error) {
	if _, err := Find(tx.DB, id); err != nil {
		return 0, err
	}
	var live []int64
	if err := store.IDs(tx.Table("customer"), "id", customers).Where("deleted_at is null").Order("id").Pluck("id", &live).Error; err != nil {
		return 0, err
	}
	known, err := rowsOf(tx.DB, id, live)
	if err != nil {
		return 0, err
	}
	count, fresh := 0, []Membership{}
	for _, c := range live {
		m, ok := known[customer.ID(c)]
		switch {
		case !ok:
			fresh = append(fresh, Membership{GroupID: id, CustomerID: customer.ID(c), JoinedAt: tx.Now})
		case m.LeftAt == 0:
			continue
		default:
			m.JoinedAt, m.LeftAt = tx.Now, 0
			if err := tx.Update(&m); err != nil {
				return 0, err
			}
		}
		count++
	}
	if len(fresh) > 0 {
		err = tx.InsertAll(fresh)
	}
	return count, err
}

// leave takes customers out of a group and gives how many were in it.
func leave(tx *store.Tx, id ID, customers []int64) (int, error) {
	known, err := rowsOf(tx.DB, id, customers)
	if err != nil {
		return 0, err
	}
	count := 0
	for _, c := range customers {
		m, ok := known[customer.ID(c)]
		if !ok || m.LeftAt != 0 {
			continue
		}
		m.LeftAt = tx.Now
		if err := tx.Update(&m); err != nil {
			return 0, err
		}
		known[m.CustomerID] = m
		count++
	}
	return count, nil
}

// rowsOf gives the memberships of customers in a group, held or left.
func rowsOf(db *gorm.DB, id ID, customers []int64) (map[customer.ID]Membership, error) {
	var rows []Membership
	err := store.Live(store.IDs(db.Where("group_id = ?", id), "customer_id", customers)).Find(&rows).Error
	out := make(map[customer.ID]Membership, len(rows))
	for _, m := range rows {
		out[m.CustomerID] = m
	}
	return out, err
}

// Add puts customers into a group, as one step, and gives how many were not in
// it before. Fault fault.not_found.
func (s *Service) Add(id ID, customers []int64) (count int, err error) {
	defer fault.Recover(&err)
	g, err := Find(s.db(), id)
	if err != nil {
		return 0, err
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: "group.joined", Params: fault.P{"name": g.Name, "count": len(customers)}}, func(tx *store.Tx) error {
		count, err = Join(tx, id, customers)
		return err
	})
	return count, err
}

// Remove takes customers out of a group, as one step, and gives how many.
func (s *Service) Remove(id ID, customers []int64) (count int, err error) {
	defer fault.Recover(&err)
	g, err := Find(s.db(), id)
	if err != nil {
		return 0, err
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: "group.left", Params: fault.P{"name": g.Name, "count": len(customers)}}, func(tx *store.Tx) error {
		count, err = leave(tx, id, customers)
		return err
	})
	return count, err
}

// Note sets what is noted of a customer in a group. Faults group.not_member,
// fault.invalid.
func (s *Service) Note(id ID, of customer.ID, note string) (err error) {
	defer fault.Recover(&err)
	note = text(note)
	var v checks
	v.long("note", note, noteMax)
	if err := fault.Invalid(v); err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "group.noted"}, func(tx *store.Tx) error {
		rows, err := rowsOf(tx.DB, id, []int64{int64(of)})
		if err != nil {
			return err
		}
		m, ok := rows[of]
		if !ok || m.LeftAt != 0 {
			return fault.New("group.not_member", nil)
		}
		m.Note = note
		return tx.Update(&m)
	})
}

// fresh gives the customers of a group's segment that never were in the group:
// who was taken out by hand is not put back.
func (s *Service) fresh(g *Group) ([]int64, error) {
	q, ok, err := s.segment(g.SegmentID)
	if err != nil || !ok {
		return nil, err
	}
	ids, err := s.customers.IDs(q)
	if err != nil {
		return nil, err
	}
	known, err := rowsOf(s.db(), g.ID, ids)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(ids, func(id int64) bool { _, ok := known[customer.ID(id)]; return ok }), nil
}

// segment gives the question of a live segment.
func (s *Service) segment(id customer.SegmentID) (q customer.Query, ok bool, err error) {
	if id == 0 {
		return q, false, nil
	}
	g, err := store.Get[customer.Segment](s.db(), customer.KindSegment, int64(id))
	if fault.Is(err, fault.NotFound) || err == nil && g.DeletedAt != nil {
		return q, false, nil
	}
	return customer.Query{Filters: g.Filters}, err == nil, err
}

// AddNew puts those of the group's segment into the group who never were in it,
// as one step, and gives how many.
func (s *Service) AddNew(id ID) (count int, err error) {
	defer fault.Recover(&err)
	g, err := Find(s.db(), id)
	if err != nil {
		return 0, err
	}
	ids, err := s.fresh(g)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: "group.joined", Params: fault.P{"name": g.Name, "count": len(ids)}}, func(tx *store.Tx) error {
		count, err = Join(tx, id, ids)
		return err
	})
	return count, err
}

// Follow moves memberships and hand-overs of merged customers to the one that is
// kept; see customer.Options. A membership of a group that the kept one has a
// row for stays with the one that goes to the trash, what it said is joined.
func Follow(tx *store.Tx, keep customer.ID, others []customer.ID) error {
	var mine, theirs []Membership
	if err := store.Live(tx.DB).Where("customer_id = ?", keep).Find(&mine).Error; err != nil {
		return err
	}
	if err := store.Live(tx.DB).Where("customer_id in ?", others).Order("id").Find(&theirs).Error; err != nil {
		return err
	}
	for _, m := range theirs {
		at := slices.IndexFunc(mine, func(x Membership) bool { return x.GroupID == m.GroupID })
		if at < 0 {
			m.CustomerID = keep
			if err := tx.Update(&m); err != nil {
				return err
			}
			mine = append(mine, m)
			continue
		}
		if mine[at].join(m) {
			if err := tx.Update(&mine[at]); err != nil {
				return err
			}
		}
	}
	var handed []Handover
	if err := store.Live(tx.DB).Where("customer_id in ?", others).Order("id").Find(&handed).Error; err != nil {
		return err
	}
	for _, h := range handed {
		h.CustomerID = keep
		if err := tx.Update(&h); err != nil {
			return err
		}
	}
	return nil
}

// join takes over what another membership of the same group says, and tells
// whether that is anything.
func (m *Membership) join(o Membership) bool {
	was := *m
	if o.LeftAt == 0 {
		if m.LeftAt != 0 || o.JoinedAt < m.JoinedAt {
			m.JoinedAt = o.JoinedAt
		}
		m.LeftAt = 0
	}
	switch {
	case m.Note == "":
		m.Note = o.Note
	case o.Note != "" && o.Note != m.Note:
		m.Note += "\n" + o.Note
	}
	return *m != was
}
