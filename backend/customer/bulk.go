package customer

import (
	"context"
	"encoding/json"
	"slices"
	"sort"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/job"
	"keyue/backend/patch"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
)

const (
	// bulkMax is how many customers are changed at once.
	bulkMax = 200_000
	// bulkChunk is how many are read together.
	bulkChunk = 500
	// wasMax is how many different values a preview tells of one field.
	wasMax = 6
	// refusedMax is how many customers that cannot be changed are named.
	refusedMax = 20
)

// Was is a value that a field has now and how many have it; the rarest are one
// entry without a value.
type Was struct {
	Value any  `json:"value"`
	Rest  bool `json:"rest"`
	Count int  `json:"count"`
}

// BulkField is what a change does to one field.
type BulkField struct {
	// Field is its JSON name; those of parts and contacts with a dot:
	// "consent.marketing", "custom.c1", "contacts.dealRole".
	Field string `json:"field"`
	// Was is what those who are changed have now, the most common first.
	Was     []Was `json:"was"`
	Changed int   `json:"changed"`
	Same    int   `json:"same"`
}

// Refused is a customer that a change is not possible for.
type Refused struct {
	ID     ID            `json:"id"`
	Name   string        `json:"name"`
	Fields []fault.Field `json:"fields"`
}

// BulkPreview says what a change of many customers would do.
type BulkPreview struct {
	Total   int         `json:"total"`
	Changed int         `json:"changed"`
	Same    int         `json:"same"`
	Fields  []BulkField `json:"fields"`
	// Contacts is how many contacts would be changed.
	Contacts int `json:"contacts"`
	// Refused are left as they are: the first of them, and how many.
	Refused      []Refused `json:"refused"`
	RefusedCount int       `json:"refusedCount"`
}

// BulkDone says what a change of many customers did.
type BulkDone struct {
	Changed  int `json:"changed"`
	Contacts int `json:"contacts"`
	Same     int `json:"same"`
	Refused  int `json:"refused"`
}

// Changes of many: besides fields by JSON name, as Update takes them,
//
//	addTags, removeTags  lists of tags, the others stay
//	appendRemark         text put below the remark
//	contacts             the same of every live contact of the customers
//
// PreviewMany says what they would do: how many change from what, how many stay
// and who cannot be changed. Faults customer.bulk.many, customer.bulk.none.
func (s *Service) PreviewMany(ids []int64, changes map[string]any) (p *BulkPreview, err error) {
	defer fault.Recover(&err)
	return s.previewMany(s.st.Context(), ids, changes, nil)
}

func (s *Service) previewMany(ctx context.Context, ids []int64, changes map[string]any, progress func(done, total int64)) (*BulkPreview, error) {
	b, err := newBulk(s.st.Read(ctx), ids, changes)
	if err != nil {
		return nil, err
	}
	if err := b.run(ctx, nil, progress); err != nil {
		return nil, err
	}
	return b.preview(), nil
}

// UpdateMany makes the changes that PreviewMany shows, as one step. Who cannot be
// changed is left as it is; when that is all of them, the fault of the first comes.
func (s *Service) UpdateMany(ids []int64, changes map[string]any) (done BulkDone, err error) {
	defer fault.Recover(&err)
	return s.updateMany(s.st.Context(), ids, changes, nil)
}

// StartPreviewMany is PreviewMany as a job, for more customers than a person
// waits for without a word; its result is a BulkPreview.
func (s *Service) StartPreviewMany(ids []int64, changes map[string]any) (id job.ID, err error) {
	defer fault.Recover(&err)
	return s.start("customer.comparing_many", len(ids), func(ctx context.Context, p *job.Progress) (any, error) {
		return s.previewMany(ctx, ids, changes, p.Set)
	}), nil
}

// StartUpdateMany is UpdateMany as a job; its result is a BulkDone. Cancelled, it
// leaves everything as it was.
func (s *Service) StartUpdateMany(ids []int64, changes map[string]any) (id job.ID, err error) {
	defer fault.Recover(&err)
	return s.start("customer.changing_many", len(ids), func(ctx context.Context, p *job.Progress) (any, error) {
		return s.updateMany(ctx, ids, changes, p.Set)
	}), nil
}

// start starts a job about many customers that ends with the workspace.
func (s *Service) start(kind string, count int, work func(ctx context.Context, p *job.Progress) (any, error)) job.ID {
	space := s.st.Context()
	return s.o.Jobs.Start(kind, fault.P{"count": count}, func(ctx context.Context, p *job.Progress) (any, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(space, cancel)()
		return work(ctx, p)
	})
}

func (s *Service) updateMany(ctx context.Context, ids []int64, changes map[string]any, progress func(done, total int64)) (done BulkDone, err error) {
	step := store.Step{Label: "customer.updated_many", Params: fault.P{"count": len(ids)}}
	err = s.st.InTx(ctx, step, func(tx *store.Tx) error {
		b, err := newBulk(tx.DB, ids, changes)
		if err != nil {
			return err
		}
		if err := b.run(ctx, tx, progress); err != nil {
			return err
		}
		if len(b.refused) > 0 && b.changed == 0 && b.same == 0 {
			return fault.Invalid(b.refused[0].Fields)
		}
		done = BulkDone{Changed: b.changed, Contacts: b.contacts, Same: b.same, Refused: b.refusedCount}
		return nil
	})
	return done, err
}

// bulk is a change of many customers under way.
type bulk struct {
	db      *gorm.DB
	ids     []int64
	own     map[string]any // of the customers
	theirs  map[string]any // of their contacts
	fields  map[string]*tally
	refused []Refused

	changed, same, contacts, refusedCount int
}

// tally counts what becomes of one field.
type tally struct {
	was           map[string]*Was
	changed, same int
}

func newBulk(db *gorm.DB, ids []int64, changes map[string]any) (*bulk, error) {
	if len(ids) > bulkMax {
		return nil, fault.New("customer.bulk.many", fault.P{"max": bulkMax})
	}
	b := &bulk{db: db, ids: slices.Compact(slices.Sorted(slices.Values(ids))), own: map[string]any{}, fields: map[string]*tally{}}
	for k, v := range changes {
		if k == "contacts" {
			b.theirs, _ = v.(map[string]any)
			continue
		}
		b.own[k] = v
	}
	if len(b.own)+len(b.theirs) == 0 {
		return nil, fault.New("customer.bulk.none", nil)
	}
	for _, field := range []string{"primaryContactId", "lifecycleFixed"} { // of one customer only
		if _, said := b.own[field]; said {
			return nil, fault.Invalid([]fault.Field{{Field: field, Code: patch.Unknown}})
		}
	}
	for _, field := range []string{"customerId", "reportsTo"} {
		if _, said := b.theirs[field]; said {
			return nil, fault.Invalid([]fault.Field{{Field: "contacts." + field, Code: patch.Unknown}})
		}
	}
	if id, said := b.own["ownerId"]; said {
		n, ok := id.(float64)
		bad, err := staff.Check(db, "ownerId", staff.ID(n), 0)
		if err != nil {
			return nil, err
		}
		if !ok {
			bad = []fault.Field{{Field: "ownerId", Code: patch.Type}}
		}
		if len(bad) > 0 {
			return nil, fault.Invalid(bad)
		}
	}
	for _, name := range named(b.own) {
		b.fields[name] = &tally{was: map[string]*Was{}}
	}
	for _, name := range named(b.theirs) {
		b.fields["contacts."+name] = &tally{was: map[string]*Was{}}
	}
	return b, nil
}

// named gives the fields that changes touch.
func named(changes map[string]any) []string {
	var out []string
	for k, v := range changes {
		switch k {
		case "addTags", "removeTags":
			k = "tags"
		case "appendRemark":
			k = "remark"
		}
		part, nested := v.(map[string]any)
		if !nested {
			out = append(out, k)
			continue
		}
		for member := range part {
			out = append(out, k+"."+member)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// run walks through the customers; with a transaction it writes. progress may be nil.
func (b *bulk) run(ctx context.Context, tx *store.Tx, progress func(done, total int64)) error {
	check, err := settings.CustomChecker(b.db, KindCustomer)
	if err != nil {
		return err
	}
	checkContact, err := settings.CustomChecker(b.db, KindContact)
	if err != nil {
		return err
	}
	done := 0
	for part := range slices.Chunk(b.ids, bulkChunk) {
		if err := ctx.Err(); err != nil {
			return err
		}
		var rows []Customer
		if err := store.Live(store.IDs(b.db, "id", part)).Order("id").Find(&rows).Error; err != nil {
			return err
		}
		people := map[ID][]Contact{}
		if len(b.theirs) > 0 {
			if people, err = contactsOf(b.db, part); err != nil {
				return err
			}
		}
		for i := range rows {
			if err := b.one(tx, &rows[i], people[rows[i].ID], check, checkContact); err != nil {
				return err
			}
		}
		if tx != nil { // here, where it counts as progress
			if err := tx.Flush(); err != nil {
				return err
			}
		}
		if done += len(part); progress != nil {
			progress(int64(done), int64(len(b.ids)))
		}
	}
	return nil
}

// one changes a customer and its contacts, or none of them.
func (b *bulk) one(tx *store.Tx, c *Customer, people []Contact, check, checkContact settings.Checker) error {
	before, err := flat(c)
	if err != nil {
		return err
	}
	was := *c
	bad := patch.Apply(c, withRemark(c.Remark, withTags(c.Tags, b.own)))
	if c.CreditLimit != 0 && was.CreditLimit == 0 {
		if err := c.creditIn(b.db, &was); err != nil {
			return err
		}
	}
	c.Normalize()
	if c.Lifecycle != was.Lifecycle {
		c.LifecycleFixed = true
	}
	bad = append(bad, c.Validate()...)
	bad = append(bad, check(c.Custom)...)
	befores := make([]map[string]any, len(people))
	for i := range people {
		p := &people[i]
		if befores[i], err = flatten(p); err != nil {
			return err
		}
		faults := patch.Apply(p, withRemark(p.Remark, withTags(p.Tags, b.theirs)))
		p.Normalize()
		faults = append(append(faults, p.Validate()...), checkContact(p.Custom)...)
		for _, f := range faults {
			f.Field = at("contacts", i, f.Field)
			bad = append(bad, f)
		}
	}
	if len(bad) > 0 {
		if b.refusedCount++; len(b.refused) < refusedMax {
			b.refused = append(b.refused, Refused{ID: c.ID, Name: was.Name, Fields: bad})
		}
		return nil
	}
	after, err := flat(c)
	if err != nil {
		return err
	}
	moved := b.count("", before, after)
	if tx != nil && moved {
		if err := tx.Update(c); err != nil {
			return err
		}
	}
	for i := range people {
		now, err := flatten(&people[i])
		if err != nil {
			return err
		}
		if !b.count("contacts.", befores[i], now) {
			continue
		}
		moved = true
		b.contacts++
		if tx != nil {
			if err := tx.Update(&people[i]); err != nil {
				return err
			}
		}
	}
	if moved {
		b.changed++
	} else {
		b.same++
	}
	return nil
}

// withRemark turns appendRemark into the remark of one.
func withRemark(remark string, changes map[string]any) map[string]any {
	more, ok := changes["appendRemark"].(string)
	if !ok {
		return changes
	}
	out := make(map[string]any, len(changes))
	for k, v := range changes {
		if k != "appendRemark" {
			out[k] = v
		}
	}
	if more = clean(more); more != "" {
		out["remark"] = strings.TrimSpace(remark + "\n" + more)
	}
	return out
}

// count tells for every field of a record whether it changes, and from what.
func (b *bulk) count(prefix string, before, after map[string]any) (moved bool) {
	for name, t := range b.fields {
		field, ok := strings.CutPrefix(name, prefix)
		if !ok || prefix == "" && strings.HasPrefix(name, "contacts.") {
			continue
		}
		old, now := valueAt(before, field), valueAt(after, field)
		x, y := text(old), text(now)
		if x == y {
			t.same++
			continue
		}
		moved = true
		t.changed++
		if t.was[x] == nil {
			t.was[x] = &Was{Value: old}
		}
		t.was[x].Count++
	}
	return moved
}

// valueAt reads a field of a flat record: "tier", "billing.bank", "custom.c1".
func valueAt(record map[string]any, field string) any {
	if key, ok := strings.CutPrefix(field, "custom."); ok {
		custom, _ := record["custom"].(map[string]any)
		return custom[key]
	}
	return record[field]
}

// text is a value as it is compared; nothing and the empty value are one.
func text(v any) string {
	if blank(v) {
		return ""
	}
	out, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(out)
}

func (b *bulk) preview() *BulkPreview {
	p := &BulkPreview{Total: b.changed + b.same + b.refusedCount, Changed: b.changed, Same: b.same, Contacts: b.contacts,
		Fields: []BulkField{}, Refused: b.refused, RefusedCount: b.refusedCount}
	if p.Refused == nil {
		p.Refused = []Refused{}
	}
	for _, name := range sortedNames(b.fields) {
		t := b.fields[name]
		f := BulkField{Field: name, Was: []Was{}, Changed: t.changed, Same: t.same}
		for _, key := range sortedNames(t.was) {
			f.Was = append(f.Was, *t.was[key])
		}
		sort.SliceStable(f.Was, func(i, j int) bool { return f.Was[i].Count > f.Was[j].Count })
		if len(f.Was) > wasMax {
			rest := Was{Rest: true}
			for _, w := range f.Was[wasMax-1:] {
				rest.Count += w.Count
			}
			f.Was = append(f.Was[:wasMax-1], rest)
		}
		p.Fields = append(p.Fields, f)
	}
	return p
}
