package customer

import (
	"strings"

	"gorm.io/gorm"

	"keyue/backend/attachment"
	"keyue/backend/fault"
	"keyue/backend/job"
	"keyue/backend/patch"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// Options are what other domains lend to this one. Every field may be zero.
type Options struct {
	// Find searches customers by text; lists with Text need it.
	Find Finder
	// Jobs runs what takes longer than a person waits without a word.
	Jobs *job.Runner
	// Followers move what belongs to customers when they are merged.
	Followers []Follower
	// Counters add what else belongs to a customer to Detail.Counts.
	Counters []func(db *gorm.DB, id ID) (map[string]int64, error)
	// Computed are values of other domains that lists can be filtered by.
	Computed map[string]Computed
	// Extras add columns of other domains to list rows: last contract, overdue.
	Extras []func(db *gorm.DB, ids []int64) (map[int64]map[string]any, error)
}

// Service is what the page may call.
type Service struct {
	st      *store.Store
	o       Options
	counts  counts
	doubles doubles
}

// NewService makes the service.
func NewService(st *store.Store, o Options) *Service { return &Service{st: st, o: o} }

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// List gives a window of the customers. Faults customer.query.field, customer.query.op.
func (s *Service) List(q Query) (page *Page, err error) {
	defer fault.Recover(&err)
	p, err := s.prepare(q)
	if err != nil {
		return nil, err
	}
	limit := q.Limit
	if limit <= 0 || limit > PageMax {
		limit = PageMax
	}
	db := s.db()
	ids, total, err := s.window(db, p, q.Offset, limit)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(db, ids)
	return &Page{Rows: rows, Total: total}, err
}

// IDs gives all ids of a list, for 全选: "select all" means every row of the
// view. Limit and Offset do not count.
func (s *Service) IDs(q Query) (ids []int64, err error) {
	defer fault.Recover(&err)
	p, err := s.prepare(q)
	if err != nil {
		return nil, err
	}
	ids, _, err = s.window(s.db(), p, 0, 1<<31-1)
	return ids, err
}

// Position is how many rows of the list stand before a customer; -1 when it is
// not in the list.
func (s *Service) Position(id ID, q Query) (at int64, err error) {
	defer fault.Recover(&err)
	p, err := s.prepare(q)
	if err != nil {
		return -1, err
	}
	return s.position(s.db(), p, id)
}

func (s *Service) extras(db *gorm.DB, ids []int64, rows []Row) error {
	for _, f := range s.o.Extras {
		more, err := f(db, ids)
		if err != nil {
			return err
		}
		for i := range rows {
			for k, v := range more[int64(rows[i].ID)] {
				rows[i].Extra[k] = v
			}
		}
	}
	return nil
}

// Detail is a customer with what its page shows.
type Detail struct {
	Customer Customer  `json:"customer"`
	Contacts []Contact `json:"contacts"`
	// Counts by kind: attachment, and what other domains count.
	Counts map[string]int64 `json:"counts"`
	// Warnings are doubts about fields; they are kept all the same.
	Warnings []fault.Field `json:"warnings"`
}

// Get gives a customer with its contacts. Fault fault.not_found.
func (s *Service) Get(id ID) (d *Detail, err error) {
	defer fault.Recover(&err)
	db := s.db()
	c, err := Find(db, id)
	if err != nil {
		return nil, err
	}
	d = &Detail{Customer: *c, Counts: map[string]int64{}, Warnings: c.Warnings()}
	if d.Contacts, err = Contacts(db, id); err != nil {
		return nil, err
	}
	if d.Counts["attachment"], err = attachment.Count(db, KindCustomer, int64(id)); err != nil {
		return nil, err
	}
	for _, f := range s.o.Counters {
		more, err := f(db, id)
		if err != nil {
			return nil, err
		}
		for k, n := range more {
			d.Counts[k] = n
		}
	}
	return d, nil
}

// Create adds a customer with contacts; blank contacts are left out. One of nobody
// belongs to who is working. While none
// is marked, the first contact is the one to address. Fault fault.invalid with every bad field;
// those of contact 2 are named "contacts.2.…".
func (s *Service) Create(c Customer, contacts []Contact) (d *Detail, err error) {
	defer fault.Recover(&err)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "customer.created", Params: fault.P{"name": oneLine(c.Name)}}, func(tx *store.Tx) error {
		c, people := c, append([]Contact{}, contacts...) // the body may run again
		if err := Create(tx, &c, people); err != nil {
			return err
		}
		tx.AfterCommit(func() { d = &Detail{Customer: c} })
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.Get(d.Customer.ID)
}

// Create adds a customer with contacts inside a step.
func Create(tx *store.Tx, c *Customer, contacts []Contact) error {
	c.ID, c.Meta = 0, store.Meta{UID: c.UID}
	if err := c.creditIn(tx.DB, nil); err != nil {
		return err
	}
	c.Normalize()
	for i := range contacts {
		contacts[i].Normalize()
	}
	people, bad, err := check(tx, c, contacts)
	if err != nil {
		return err
	}
	owner, err := staff.Check(tx.DB, "ownerId", c.OwnerID, 0)
	if err != nil {
		return err
	}
	if err := belong(tx, c); err != nil {
		return err
	}
	if err := fault.Invalid(append(bad, owner...)); err != nil {
		return err
	}
	c.PrimaryContactID = 0
	c.hold()
	if err := tx.Insert(c); err != nil {
		return err
	}
	for _, p := range people {
		p.CustomerID, p.ReportsTo = c.ID, 0
		if err := tx.Insert(p); err != nil {
			return err
		}
	}
	return nil
}

// belong gives a new customer of nobody to who is working.
func belong(tx *store.Tx, c *Customer) error {
	if c.OwnerID != 0 {
		return nil
	}
	working, err := staff.Working(tx.DB)
	c.OwnerID = working.ID
	return err
}

// check gives the faults of a normalized new customer and of its contacts, and
// the contacts that are not blank.
func check(tx *store.Tx, c *Customer, contacts []Contact) (people []*Contact, bad []fault.Field, err error) {
	bad = c.Validate()
	custom, err := settings.CheckCustom(tx.DB, KindCustomer, c.Custom)
	if err != nil {
		return nil, nil, err
	}
	bad = append(bad, custom...)
	for i := range contacts {
		p := &contacts[i]
		p.ID, p.Meta = 0, store.Meta{UID: p.UID}
		if p.empty() {
			continue
		}
		people = append(people, p)
		for _, f := range p.Validate() {
			f.Field = at("contacts", i, f.Field)
			bad = append(bad, f)
		}
	}
	return people, bad, nil
}

// creditIn fills in the currency of a credit limit that was given now without one:
// ours. before is the customer until now, nil for a new one.
func (c *Customer) creditIn(db *gorm.DB, before *Customer) error {
	given := before != nil && before.CreditLimit == 0 && c.CreditLimit != 0 && c.CreditCurrency == before.CreditCurrency
	if c.CreditCurrency != "" && !given {
		return nil
	}
	ours, err := settings.OurCurrency(db)
	c.CreditCurrency = string(ours)
	return err
}

// Update sets the fields that changes names, as an edit in place sends them:
// {"tier": "A"}, {"billing": {"bank": "…"}}, {"custom": {"c1": null}}. version is
// that of the record shown; 0 takes whatever is there. Faults fault.invalid,
// fault.not_found, store.conflict.
func (s *Service) Update(id ID, version int64, changes map[string]any) (d *Detail, err error) {
	defer fault.Recover(&err)
	step := store.Step{Label: "customer.updated", Params: fault.P{"name": s.nameOf(id)}}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		return change(tx, id, version, changes)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(id)
}

// Change is Update inside a step of another domain.
func Change(tx *store.Tx, id ID, changes map[string]any) error { return change(tx, id, 0, changes) }

func change(tx *store.Tx, id ID, version int64, changes map[string]any) error {
	c, err := Find(tx.DB, id)
	if err != nil {
		return err
	}
	if c.DeletedAt != nil {
		return fault.Missing(KindCustomer)
	}
	if version != 0 {
		c.Version = version
	}
	before := *c
	bad := patch.Apply(c, withTags(c.Tags, changes))
	if err := c.creditIn(tx.DB, &before); err != nil {
		return err
	}
	c.Normalize()
	if _, said := changes["lifecycleFixed"]; !said && c.Lifecycle != before.Lifecycle {
		c.LifecycleFixed = true
	}
	if bad, err = c.check(tx, &before, bad); err != nil {
		return err
	}
	if err := fault.Invalid(bad); err != nil {
		return err
	}
	return tx.Update(c)
}

// check gathers the faults of a changed customer, those that need other rows
// included.
func (c *Customer) check(tx *store.Tx, before *Customer, bad []fault.Field) ([]fault.Field, error) {
	bad = append(bad, c.Validate()...)
	custom, err := settings.CheckCustom(tx.DB, KindCustomer, c.Custom)
	if err != nil {
		return nil, err
	}
	bad = append(bad, custom...)
	owner, err := staff.Check(tx.DB, "ownerId", c.OwnerID, before.OwnerID)
	if err != nil {
		return nil, err
	}
	bad = append(bad, owner...)
	if c.PrimaryContactID != 0 && c.PrimaryContactID != before.PrimaryContactID {
		p, err := FindContact(tx.DB, c.PrimaryContactID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if err != nil || p.CustomerID != c.ID || p.DeletedAt != nil {
			bad = append(bad, fault.Field{Field: "primaryContactId", Code: "customer.contact.elsewhere"})
		}
	}
	return bad, nil
}

// withTags turns addTags and removeTags, which change many customers without
// making their tags the same, into the tags of one.
func withTags(tags []string, changes map[string]any) map[string]any {
	plus, removes := names(changes["addTags"]), names(changes["removeTags"])
	if len(plus)+len(removes) == 0 {
		return changes
	}
	out := make(map[string]any, len(changes))
	for k, v := range changes {
		if k != "addTags" && k != "removeTags" {
			out[k] = v
		}
	}
	kept := []string{}
	for _, t := range normalTags(append(append([]string{}, tags...), plus...)) {
		drop := false
		for _, r := range removes {
			drop = drop || t == oneLine(r)
		}
		if !drop {
			kept = append(kept, t)
		}
	}
	out["tags"] = kept
	return out
}

func names(x any) []string {
	var out []string
	switch x := x.(type) {
	case []string:
		out = x
	case []any:
		for _, v := range x {
			if s, ok := v.(string); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// Trash moves customers to the trash; their contacts and files are out of sight
// with them and come back with them.
func (s *Service) Trash(ids []int64) (err error) {
	defer fault.Recover(&err)
	step := store.Step{Label: "customer.trashed_many", Params: fault.P{"count": len(ids)}}
	if len(ids) == 1 {
		step = store.Step{Label: "customer.trashed", Params: fault.P{"name": s.nameOf(ID(ids[0]))}}
	}
	return s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error { return tx.Trash(KindCustomer, ids...) })
}

// Count is the number of live customers.
func (s *Service) Count() (n int64, err error) {
	defer fault.Recover(&err)
	return Count(s.db())
}

// Tag is a tag with how many customers carry it.
type Tag struct {
	Name  string `json:"name"`
	Count int64  `json:"count"`
}

// Tags gives all tags in use, the most used first.
func (s *Service) Tags() (tags []Tag, err error) {
	defer fault.Recover(&err)
	tags = []Tag{}
	err = s.db().Table("customer_tag").Select("tag as name, count(*) as count").Group("tag").Order("2 desc, 1").Limit(1000).Scan(&tags).Error
	return tags, err
}

// Values gives the values in use of a field of FilterFields that has some to
// choose from, the most used first, for filters and while typing.
func (s *Service) Values(field string) (values []Tag, err error) {
	defer fault.Recover(&err)
	db := s.db()
	fields, _, err := s.fieldsOf(db)
	if err != nil {
		return nil, err
	}
	f, ok := fields[field]
	if !ok || !f.Used {
		return nil, fault.New("customer.query.field", fault.P{"field": field})
	}
	values = []Tag{}
	q := db.Table("customer").Where("customer.deleted_at is null")
	if f.rows != nil {
		if q = db.Table(f.rows.from); f.rows.guard != "" {
			q = q.Where(f.rows.guard, f.rows.vars...)
		}
	}
	err = q.Select(f.column + " as name, count(*) as count").Where(f.column + " <> ''").Group(f.column).Order("2 desc, 1").Limit(500).Scan(&values).Error
	return values, err
}

func (s *Service) nameOf(id ID) string {
	var name string
	s.db().Table("customer").Where("id = ?", id).Limit(1).Pluck("name", &name)
	return strings.TrimSpace(name)
}
