package relation

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// Bounds of what one call gives, so that a name as common as 张伟 or a customer
// that referred half of the others stays a picture.
const (
	nearMax   = 200
	beyondMax = 200
	legalMax  = 30
)

// Service is what the page may call.
type Service struct{ st *store.Store }

// NewService makes the service.
func NewService(st *store.Store) *Service { return &Service{st: st} }

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// Draft is a relation as a person says it: of a customer, the other one is its …
type Draft struct {
	CustomerID customer.ID `json:"customerId"`
	OtherID    customer.ID `json:"otherId"`
	// Role is what the other is to the customer; not "legal".
	Role Role `json:"role"`
	// Word is, of role other, what the other is to the customer, Back the reverse.
	Word string `json:"word"`
	Back string `json:"back"`
	Note string `json:"note"`
}

// relation gives the row of a draft; nil for a role that is not kept.
func (d Draft) relation() *Relation {
	for _, x := range roles {
		if x.role != d.Role || x.kind == "" {
			continue
		}
		r := &Relation{FromID: d.CustomerID, ToID: d.OtherID, Kind: x.kind, Word: d.Word, Back: d.Back, Note: d.Note}
		if x.from {
			r.FromID, r.ToID = r.ToID, r.FromID
		}
		return r
	}
	return nil
}

// Tie is a relation as it is seen from one of its two customers.
type Tie struct {
	// ID is 0 for what was found, not kept.
	ID ID `json:"id"`
	// OfID is the customer it is seen from, OtherID the other one.
	OfID    customer.ID `json:"ofId"`
	OtherID customer.ID `json:"otherId"`
	// Name, CustomerKind and Tier are the other's.
	Name         string `json:"name"`
	CustomerKind string `json:"customerKind"`
	Tier         string `json:"tier"`
	// Role is what the other is; of role other Word says it.
	Role Role   `json:"role"`
	Word string `json:"word"`
	// Note is what was noted; of role legal the name that both have.
	Note string `json:"note"`
}

// Circle is a customer with those around it.
type Circle struct {
	// Name is the customer's.
	Name string `json:"name"`
	// Near are its own relations, in the order of their roles.
	Near []Tie `json:"near"`
	// Beyond are those of the near ones to customers that are not in Near.
	Beyond []Tie `json:"beyond"`
}

// Of gives the relations of a customer, and theirs: one and two steps. Fault
// fault.not_found.
func (s *Service) Of(id customer.ID) (c *Circle, err error) {
	defer fault.Recover(&err)
	db := s.db()
	mine, err := customer.Find(db, id)
	if err != nil {
		return nil, err
	}
	c = &Circle{Name: mine.Name, Beyond: []Tie{}}
	if c.Near, err = ties(db, []customer.ID{id}, nearMax); err != nil {
		return nil, err
	}
	known := map[customer.ID]bool{id: true}
	var ids []customer.ID
	for _, t := range c.Near {
		if !known[t.OtherID] {
			known[t.OtherID] = true
			ids = append(ids, t.OtherID)
		}
	}
	far, err := ties(db, ids, beyondMax)
	if err != nil {
		return nil, err
	}
	for _, t := range far {
		if !known[t.OtherID] {
			c.Beyond = append(c.Beyond, t)
		}
	}
	return c, nil
}

// Add keeps a relation. Faults fault.invalid: relation.self, relation.exists,
// relation.loop, relation.parent_taken, relation.customer_gone of "otherId",
// relation.word_required of "word", relation.role.
func (s *Service) Add(d Draft) (id ID, err error) {
	defer fault.Recover(&err)
	step := store.Step{Label: "relation.added", Params: fault.P{"name": s.nameOf(d.CustomerID), "other": s.nameOf(d.OtherID)}}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) (err error) {
		id, err = Add(tx, d)
		return err
	})
	return id, err
}

// Add checks and keeps a relation inside a step. Faults as [Service.Add].
func Add(tx *store.Tx, d Draft) (ID, error) {
	r := d.relation()
	if r == nil {
		return 0, fault.Invalid([]fault.Field{{Field: "role", Code: "relation.role"}})
	}
	r.Normalize()
	bad := r.Validate()
	if len(bad) == 0 {
		var err error
		if bad, err = r.fits(tx.DB); err != nil {
			return 0, err
		}
	}
	if err := fault.Invalid(bad); err != nil {
		return 0, err
	}
	err := tx.Insert(r)
	return r.ID, err
}

// Remove takes a kept relation away. Fault fault.not_found.
func (s *Service) Remove(id ID) (err error) {
	defer fault.Recover(&err)
	r, err := store.Get[Relation](s.db(), KindRelation, int64(id))
	if err != nil {
		return err
	}
	step := store.Step{Label: "relation.removed", Params: fault.P{"name": s.nameOf(r.FromID), "other": s.nameOf(r.ToID)}}
	return s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error { return tx.Trash(KindRelation, int64(id)) })
}

// Follow moves the relations of merged customers to the one that is kept; see
// customer.Options. What would say something of the customer to itself, a second
// time, or against another relation stays with the one that goes to the trash.
func Follow(tx *store.Tx, keep customer.ID, others []customer.ID) error {
	var rows []Relation
	err := store.Live(tx.DB).Where("from_id in ? or to_id in ?", others, others).Order("id").Find(&rows).Error
	if err != nil {
		return err
	}
	into := func(id customer.ID) customer.ID {
		if slices.Contains(others, id) {
			return keep
		}
		return id
	}
	for i := range rows {
		r := &rows[i]
		if r.FromID, r.ToID = into(r.FromID), into(r.ToID); r.FromID == r.ToID {
			continue
		}
		bad, err := r.fits(tx.DB)
		if err != nil {
			return err
		}
		if len(bad) > 0 {
			continue
		}
		if err := tx.Update(r); err != nil {
			return err
		}
	}
	return nil
}

// ties gives the relations of live customers as they see them, kept and found,
// in the order of roles and names.
func ties(db *gorm.DB, ids []customer.ID, limit int) ([]Tie, error) {
	out := []Tie{}
	if len(ids) == 0 {
		return out, nil
	}
	list := make([]int64, len(ids))
	for i, id := range ids {
		list[i] = int64(id)
	}
	for _, column := range []string{"from_id", "to_id"} {
		var rows []Relation
		err := store.IDs(db, "relation."+column, list).Where("relation.deleted_at is null").
			Joins("join customer a on a.id = relation.from_id and a.deleted_at is null").
			Joins("join customer b on b.id = relation.to_id and b.deleted_at is null").
			Order("relation.id").Limit(limit).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		for i := range rows {
			r := &rows[i]
			of := r.FromID
			if column == "to_id" {
				of = r.ToID
			}
			t := Tie{ID: r.ID, OfID: of, Note: r.Note}
			t.OtherID, t.Role, t.Word = r.seen(of)
			out = append(out, t)
		}
	}
	found, err := sameLegal(db, list)
	if err != nil {
		return nil, err
	}
	out = append(out, found...)
	return sorted(db, out, limit)
}

// sameLegal finds the live customers with the same legal representative.
func sameLegal(db *gorm.DB, ids []int64) ([]Tie, error) {
	var rows []struct {
		OfID, OtherID customer.ID
		Note          string
	}
	err := store.IDs(db.Table("customer a"), "a.id", ids).
		Joins("join customer b on b.legal_representative = a.legal_representative and b.legal_representative <> '' and b.id <> a.id and b.deleted_at is null").
		Where("a.deleted_at is null and a.legal_representative <> ''").
		Select("a.id as of_id, b.id as other_id, b.legal_representative as note").Order("a.id, b.id").Limit(legalMax * min(len(ids), 10)).Scan(&rows).Error
	out := make([]Tie, len(rows))
	for i, r := range rows {
		out[i] = Tie{OfID: r.OfID, OtherID: r.OtherID, Role: RoleLegal, Note: r.Note}
	}
	return out, err
}

// sorted adds what the others are called and puts the ties into order.
func sorted(db *gorm.DB, all []Tie, limit int) ([]Tie, error) {
	ids := make([]int64, len(all))
	for i, t := range all {
		ids[i] = int64(t.OtherID)
	}
	var rows []struct {
		ID                        customer.ID
		Name, Kind, Tier, SortKey string
	}
	if err := store.IDs(db.Table("customer"), "id", ids).Select("id", "name", "kind", "tier", "sort_key").Scan(&rows).Error; err != nil {
		return nil, err
	}
	at := map[customer.ID]int{}
	for i, r := range rows {
		at[r.ID] = i
	}
	for i := range all {
		r := rows[at[all[i].OtherID]]
		all[i].Name, all[i].CustomerKind, all[i].Tier = r.Name, r.Kind, r.Tier
	}
	place := func(t Tie) int {
		for i, x := range roles {
			if x.role == t.Role {
				return i
			}
		}
		return len(roles)
	}
	slices.SortStableFunc(all, func(a, b Tie) int {
		if d := place(a) - place(b); d != 0 {
			return d
		}
		switch x, y := rows[at[a.OtherID]].SortKey, rows[at[b.OtherID]].SortKey; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return all[:min(len(all), limit)], nil
}

func (s *Service) nameOf(id customer.ID) string {
	c, err := customer.Find(s.db(), id)
	if err != nil {
		return ""
	}
	return c.Name
}
