package customer

import (
	"slices"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// What an import does with a row that is known already.
const (
	OnDuplicateSkip   = "skip"
	OnDuplicateMerge  = "merge"
	OnDuplicateCreate = "create"
)

// What became of a row.
const (
	Created = "created"
	Merged  = "merged"
	Skipped = "skipped"
)

// Importer takes in rows inside one step. It recognises customers of the
// workspace and of its own earlier rows: by phone, then e-mail, then tax id,
// then name and region.
type Importer struct {
	tx     *store.Tx
	policy string
	// seen are the identities of rows of this run, which are derived only at the
	// end; find reads them first.
	seen map[[2]string][]ID
	// names of customers in seen, to tell two at one line apart.
	names map[ID]*Customer
}

// NewImporter begins an import with one of the OnDuplicate policies.
func NewImporter(tx *store.Tx, policy string) *Importer {
	return &Importer{tx: tx, policy: policy, seen: map[[2]string][]ID{}, names: map[ID]*Customer{}}
}

// Row takes in one customer with its contacts. It gives what became of it and
// which customer it is now. Fault fault.invalid with every bad field; the row
// is then not taken.
func (im *Importer) Row(c Customer, contacts []Contact) (outcome string, id ID, err error) {
	c.Normalize()
	for i := range contacts {
		contacts[i].Normalize()
	}
	if im.policy != OnDuplicateCreate {
		same, err := im.find(&c, contacts)
		if err != nil {
			return "", 0, err
		}
		if same != 0 && im.policy == OnDuplicateSkip {
			return Skipped, same, nil
		}
		if same != 0 {
			return Merged, same, im.merge(same, &c, contacts)
		}
	}
	if err := Create(im.tx, &c, contacts); err != nil {
		return "", 0, err
	}
	im.remember(&c, contacts)
	return Created, c.ID, nil
}

// ImportRow takes in a single row; use an Importer for many.
func ImportRow(tx *store.Tx, policy string, c Customer, contacts []Contact) (outcome string, id ID, err error) {
	return NewImporter(tx, policy).Row(c, contacts)
}

func (im *Importer) remember(c *Customer, contacts []Contact) {
	if im.policy == OnDuplicateCreate {
		return
	}
	im.names[c.ID] = &Customer{ID: c.ID, Name: c.Name, Kind: c.Kind, Province: c.Province, City: c.City}
	for _, i := range identitiesOf(c, contacts) {
		key := [2]string{i.Kind, i.Value}
		if i.Kind != byCore && !slices.Contains(im.seen[key], c.ID) {
			im.seen[key] = append(im.seen[key], c.ID)
		}
	}
}

// find gives the customer that a row is of; 0 for none.
func (im *Importer) find(c *Customer, contacts []Contact) (ID, error) {
	own := slices.DeleteFunc(identitiesOf(c, contacts), func(i identity) bool { return i.Kind == byCore })
	owners, err := im.owners(own)
	if err != nil {
		return 0, err
	}
	for _, kind := range []string{byPhone, byEmail, byTax, byName} {
		for _, i := range own {
			if i.Kind != kind {
				continue
			}
			key := [2]string{i.Kind, i.Value}
			for _, o := range owners[key] {
				if sameCustomer(kind, i.Value, c, o) {
					return o.ID, nil
				}
			}
			for _, id := range im.seen[key] {
				if sameCustomer(kind, i.Value, c, im.names[id]) {
					return id, nil
				}
			}
		}
	}
	return 0, nil
}

// owners gives the live customers of the workspace known by any of the values.
// An import asks this for each of its rows, most of which nobody knows: one
// query along the key of identity, and a second only when there are any.
func (im *Importer) owners(own []identity) (map[[2]string][]*Customer, error) {
	out := map[[2]string][]*Customer{}
	if len(own) == 0 {
		return out, nil
	}
	args := make([]any, 0, 2*len(own))
	for _, i := range own {
		args = append(args, i.Kind, i.Value)
	}
	var hits []identity
	where := strings.TrimSuffix(strings.Repeat("kind = ? and value = ? or ", len(own)), " or ")
	if err := im.tx.Raw("select kind, value, customer_id from identity where "+where+" order by customer_id limit 200", args...).Scan(&hits).Error; err != nil || len(hits) == 0 {
		return out, err
	}
	ids := make([]int64, len(hits))
	for i, h := range hits {
		ids[i] = int64(h.CustomerID)
	}
	var rows []Customer
	if err := store.Live(store.IDs(im.tx.Select("id", "name", "kind", "province", "city"), "id", ids)).Find(&rows).Error; err != nil {
		return nil, err
	}
	live := make(map[ID]*Customer, len(rows))
	for i := range rows {
		live[rows[i].ID] = &rows[i]
	}
	for _, h := range hits {
		if c := live[h.CustomerID]; c != nil {
			key := [2]string{h.Kind, h.Value}
			out[key] = append(out[key], c)
		}
	}
	return out, nil
}

// sameCustomer decides whether a shared value makes two customers one. A mobile
// rings one person; a landline, a hotline and a name alone do not.
func sameCustomer(kind, value string, a, b *Customer) bool {
	switch kind {
	case byEmail, byTax:
		return true
	case byPhone:
		switch ParsePhone(value).Type {
		case PhoneMobile:
			return true
		case PhoneFixed:
			x, y := NormalName(a.Name), NormalName(b.Name)
			return x == "" || y == "" || strings.Contains(x, y) || strings.Contains(y, x)
		}
		return false
	}
	if a.Kind != b.Kind {
		return false
	}
	same := func(x, y string) bool { return x == "" || y == "" || placeShort(x) == placeShort(y) }
	if a.Kind == Person && (a.City == "" || b.City == "") {
		return false // 张伟 alone is no identity
	}
	return same(a.Province, b.Province) && same(a.City, b.City)
}

// merge fills what an existing customer lacks, and adds contacts it does not
// have.
func (im *Importer) merge(id ID, c *Customer, contacts []Contact) error {
	have, err := Find(im.tx.DB, id)
	if err != nil {
		return err
	}
	if err := have.absorb(c); err != nil {
		return err
	}
	have.Normalize()
	if err := fault.Invalid(have.Validate()); err != nil {
		return err
	}
	if err := im.tx.Update(have); err != nil {
		return err
	}
	people, err := Contacts(im.tx.DB, id)
	if err != nil {
		return err
	}
	for i := range contacts {
		n := contacts[i]
		if n.empty() {
			continue
		}
		at := slices.IndexFunc(people, func(p Contact) bool { return samePerson(&p, &n) })
		if at < 0 {
			n.CustomerID = id
			if err := AddContact(im.tx, &n); err != nil {
				return err
			}
			continue
		}
		p := people[at]
		p.Phones, p.Emails, p.Social = append(p.Phones, n.Phones...), append(p.Emails, n.Emails...), append(p.Social, n.Social...)
		orElse(&p.Title, n.Title)
		orElse(&p.Department, n.Department)
		p.Normalize()
		if err := fault.Invalid(p.Validate()); err != nil {
			return err
		}
		if err := im.tx.Update(&p); err != nil {
			return err
		}
	}
	im.remember(have, contacts)
	return nil
}

func samePerson(a, b *Contact) bool {
	if a.Name == b.Name {
		return true
	}
	for _, p := range a.Phones {
		for _, q := range b.Phones {
			if p.Type == PhoneMobile && p.Number == q.Number {
				return true
			}
		}
	}
	return false
}
