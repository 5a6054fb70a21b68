package customer

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// What an import does with a row that is known already.
const (
	OnDuplicateSkip   = "skip"
	OnDuplicateMerge  = "merge"
	OnDuplicateCreate = "create"
)

// What became of a row. Joined are the contacts of a row of people that went to a customer of the same import.
const (
	Created = "created"
	Merged  = "merged"
	Skipped = "skipped"
	Joined  = "joined"
)

// Importer takes in rows inside one step. It recognises customers of the
// workspace and of its own earlier rows: by phone, then e-mail, then tax id,
// then name and region.
//
// Rows come in batches: what a batch needs to know is asked at once, and what it
// adds is written at once with what is derived from it, so that the next batch
// finds it in the workspace and the memory needed does not grow.
type Importer struct {
	tx     *store.Tx
	policy string
	// seen are the identities of this batch's own rows and of customers merged
	// in it, which are not in the table yet.
	seen map[[2]string][]*Customer
	// live are customers of the workspace that a row of the batch may be.
	live map[ID]*Customer
	// waiting are the batch's new customers, people their contacts.
	waiting []*Customer
	people  map[*Customer][]*Contact
	// known are the identities of the batch's rows, worked out once; nil where nobody asked who a row is.
	known map[*Customer][]identity
	// regions are the divisions of the places met: a list has few of them.
	regions map[[3]string]string
	// created counts new customers; at looks is when it is asked next whether they outweigh those before.
	created, looks int
	// first is the first customer that is new: the step is the only writer, so that all from it on are of this import.
	first ID
	// working answers for new customers of nobody; asked for once.
	working   *staff.ID
	before    int64
	unindexed bool
}

// Incoming is a row on its way in. Rows normalizes it and sets the IDs.
type Incoming struct {
	Customer Customer
	Contacts []Contact
	// People says that the row stands for its contacts, as in an address book: they join a customer that an earlier row
	// of the import brought even where what is known is skipped.
	People bool
}

// Taken is what became of a row.
type Taken struct {
	Outcome string
	// ID is the customer that the row is now.
	ID ID
	// Again says that an earlier row of the same import brought the customer.
	Again bool
	// Err is fault.invalid with every bad field; the row is then not taken.
	Err error

	now *Customer
}

// NewImporter begins an import with one of the OnDuplicate policies.
func NewImporter(tx *store.Tx, policy string) *Importer {
	return &Importer{tx: tx, policy: policy, looks: manyCreated, regions: map[[3]string]string{}}
}

const (
	// manyCreated is from how many new customers on it may pay to build the indexes anew.
	manyCreated = 4000
	// beforeShare is how many times as many customers there may have been for that.
	beforeShare = 3
)

// unindex takes the indexes of lists away when the import outgrows the workspace: building them once at the end takes
// a third of the work of keeping each in order row by row.
func (im *Importer) unindex() error {
	if im.unindexed || im.created < im.looks {
		return nil
	}
	im.looks *= 2
	if im.before == 0 {
		if err := im.tx.Table("customer").Count(&im.before).Error; err != nil {
			return err
		}
		im.before = max(im.before-int64(im.created), 1)
	}
	if im.before > beforeShare*int64(im.created) {
		return nil
	}
	im.unindexed = true
	return im.tx.Unindexed("customer")
}

// Row takes in one customer with its contacts; use Rows for many. Fault
// fault.invalid with every bad field; the row is then not taken.
func (im *Importer) Row(c Customer, contacts []Contact) (outcome string, id ID, err error) {
	done, err := im.Rows([]Incoming{{Customer: c, Contacts: contacts}})
	if err != nil {
		return "", 0, err
	}
	return done[0].Outcome, done[0].ID, done[0].Err
}

// ImportRow takes in a single row; use an Importer for many.
func ImportRow(tx *store.Tx, policy string, c Customer, contacts []Contact) (outcome string, id ID, err error) {
	return NewImporter(tx, policy).Row(c, contacts)
}

// Rows takes in a batch, some hundred rows at best, and says what became of
// each. An error ends the import.
func (im *Importer) Rows(rows []Incoming) ([]Taken, error) {
	im.seen, im.live = map[[2]string][]*Customer{}, map[ID]*Customer{}
	im.people, im.known = map[*Customer][]*Contact{}, map[*Customer][]identity{}
	known := make([][]identity, len(rows))
	for i := range rows {
		r := &rows[i]
		r.Customer.ID, r.Customer.Meta = 0, store.Meta{UID: r.Customer.UID}
		if r.Customer.CreditLimit != 0 {
			if err := r.Customer.creditIn(im.tx.DB, nil); err != nil {
				return nil, err
			}
		}
		r.Customer.Normalize()
		for k := range r.Contacts {
			r.Contacts[k].Normalize()
		}
		if im.policy != OnDuplicateCreate {
			known[i] = identitiesOf(&r.Customer, r.Contacts)
		}
	}
	owners, err := im.owners(known)
	if err != nil {
		return nil, err
	}
	out := make([]Taken, len(rows))
	for i := range rows {
		if out[i], err = im.row(&rows[i], known[i], owners); err != nil {
			return nil, err
		}
	}
	if err := im.write(); err != nil {
		return nil, err
	}
	for i := range out {
		if out[i].now != nil {
			out[i].ID = out[i].now.ID
		}
	}
	return out, im.tx.Flush() // the customers merged
}

func (im *Importer) row(r *Incoming, known []identity, owners map[[2]string][]*Customer) (Taken, error) {
	if same := im.find(&r.Customer, known, owners); same != nil {
		again := same.ID == 0 || im.first != 0 && same.ID >= im.first
		if im.policy == OnDuplicateSkip {
			if !again || !r.People {
				return Taken{Outcome: Skipped, now: same, Again: again}, nil
			}
			return im.join(same, r.Contacts)
		}
		if same.ID == 0 {
			if err := im.write(); err != nil {
				return Taken{}, err
			}
		}
		err := im.merge(same, &r.Customer, r.Contacts)
		if fault.Is(err, fault.InvalidInput) {
			return Taken{Err: err, Again: again}, nil
		}
		return Taken{Outcome: Merged, now: same, Again: again}, err
	}
	r.Customer.locate()
	people, bad, err := check(im.tx, &r.Customer, r.Contacts)
	if err != nil {
		return Taken{}, err
	}
	if err := fault.Invalid(bad); err != nil {
		return Taken{Err: err}, nil
	}
	c := &r.Customer
	c.PrimaryContactID = 0
	c.hold()
	if err := im.belong(c); err != nil {
		return Taken{}, err
	}
	im.waiting, im.people[c] = append(im.waiting, c), people
	if len(people) == len(r.Contacts) { // no blank one among them: each stands at its place
		im.known[c] = known
	}
	im.remember(c, known)
	return Taken{Outcome: Created, now: c}, nil
}

// belong is belong, with who is working asked for once.
func (im *Importer) belong(c *Customer) error {
	if im.working == nil {
		working, err := staff.Working(im.tx.DB)
		if err != nil {
			return err
		}
		im.working = &working.ID
	}
	if c.OwnerID == 0 {
		c.OwnerID = *im.working
	}
	return nil
}

// mainContactSQL does for new customers, none of whom has named a primary contact, what primary does.
const mainContactSQL = "update customer set main_contact_id = (select min(id) from contact where customer_id = customer.id" +
	" and deleted_at is null and not left_company) where id between ? and ?" +
	" and exists (select 1 from contact where customer_id = customer.id and deleted_at is null and not left_company)"

// write inserts what waits, with what is derived from it: that needs no reading
// back.
func (im *Importer) write() error {
	if len(im.waiting) == 0 {
		return nil
	}
	mine := make([][]Contact, len(im.waiting))
	for i, c := range im.waiting {
		for _, p := range im.people[c] {
			mine[i] = append(mine[i], *p)
		}
	}
	if err := im.tx.InsertAllWith(im.waiting, keyColumns, func(i int) []any { return keysOf(im.waiting[i], mine[i], im.regionOf(im.waiting[i])) }); err != nil {
		return err
	}
	if im.first == 0 {
		im.first = im.waiting[0].ID
	}
	var people []*Contact
	for _, c := range im.waiting {
		for _, p := range im.people[c] {
			p.CustomerID, p.ReportsTo = c.ID, 0
			people = append(people, p)
		}
	}
	if err := im.tx.InsertAll(people); err != nil {
		return err
	}
	d := derived{}
	for i, c := range im.waiting {
		for k, p := range im.people[c] {
			mine[i][k] = *p // now with its id
		}
		known := im.known[c]
		if known == nil {
			known = identitiesOf(c, mine[i])
		}
		d.addRows(c, mine[i], known)
	}
	if len(people) > 0 {
		if err := im.tx.Run(mainContactSQL, int64(im.waiting[0].ID), int64(im.waiting[len(im.waiting)-1].ID)); err != nil {
			return err
		}
	}
	if err := im.textLater(people); err != nil {
		return err
	}
	im.tx.Derived(KindContact, len(people))
	im.tx.Derived(KindCustomer, len(im.waiting))
	im.created += len(im.waiting)
	im.waiting = im.waiting[:0]
	if err := d.write(im.tx); err != nil {
		return err
	}
	return im.unindex()
}

// placesMax is how many places an import remembers.
const placesMax = 20_000

// regionOf is regionOf, asked once for each place.
func (im *Importer) regionOf(c *Customer) string {
	place := [3]string{c.Province, c.City, c.District}
	code, known := im.regions[place]
	if !known {
		if len(im.regions) >= placesMax {
			clear(im.regions)
		}
		code = regionOf(c)
		im.regions[place] = code
	}
	return code
}

// textLater leaves the full text of what was added to the background; who has
// none is not put down.
func (im *Importer) textLater(people []*Contact) error {
	if slices.ContainsFunc(im.waiting, func(c *Customer) bool { return c.text() != "" }) {
		if err := TextSource().Later(im.tx, int64(im.waiting[0].ID), int64(im.waiting[len(im.waiting)-1].ID)); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(people, func(p *Contact) bool { return p.Remark != "" }) {
		return nil
	}
	return ContactTextSource().Later(im.tx, int64(people[0].ID), int64(people[len(people)-1].ID))
}

func (im *Importer) remember(c *Customer, known []identity) {
	for _, i := range known {
		key := [2]string{i.Kind, i.Value}
		if tellsOne(i.Kind) && !slices.Contains(im.seen[key], c) {
			im.seen[key] = append(im.seen[key], c)
		}
	}
}

// tellsOne reports whether an import takes customers with the same value for one:
// names that are only alike are a person's to judge.
func tellsOne(kind string) bool { return kind != byCore && kind != byNear }

// find gives the customer that a row is of; nil for none.
func (im *Importer) find(c *Customer, own []identity, owners map[[2]string][]*Customer) *Customer {
	for _, kind := range []string{byPhone, byEmail, byTax, byName} {
		for _, i := range own {
			if i.Kind != kind {
				continue
			}
			key := [2]string{i.Kind, i.Value}
			for _, list := range [][]*Customer{owners[key], im.seen[key]} {
				for _, o := range list {
					if sameCustomer(kind, i.Value, c, o) {
						return o
					}
				}
			}
		}
	}
	return nil
}

const (
	// ownersMax is how many customers that share one value are looked at.
	ownersMax = 200
	// keysMax is how many values are looked up by one statement.
	keysMax = 250
)

// owners gives the live customers of the workspace known by any of the values.
func (im *Importer) owners(known [][]identity) (map[[2]string][]*Customer, error) {
	var keys [][2]string
	out := map[[2]string][]*Customer{}
	for _, list := range known {
		for _, i := range list {
			key := [2]string{i.Kind, i.Value}
			if _, twice := out[key]; !twice && tellsOne(i.Kind) {
				out[key] = nil
				keys = append(keys, key)
			}
		}
	}
	for part := range slices.Chunk(keys, keysMax) {
		if err := im.ask(part, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ownersSQL has its limit in its text: the engine compiles a statement anew whenever a limit is bound to it.
var ownersSQL = "with v (key, value) as (values " + strings.TrimSuffix(strings.Repeat("(?,?),", keysMax), ",") +
	") select v.key, v.value, c.id, c.name, c.kind, c.province, c.city from v join identity i on i.kind = v.key and i.value = v.value" +
	" join customer c on c.id = i.customer_id and c.deleted_at is null order by i.customer_id limit "

var (
	ownersOfMany = ownersSQL + strconv.Itoa(2*ownersMax+keysMax)
	ownersOfOne  = ownersSQL + strconv.Itoa(ownersMax)
)

// owner is a customer known by a value.
type owner struct {
	key [2]string
	c   Customer
}

// ask looks values up. Where there are more customers than expected, for there
// are lists with one telephone number in all rows, it halves the question until
// each value is asked alone.
func (im *Importer) ask(keys [][2]string, out map[[2]string][]*Customer) error {
	query, limit := ownersOfOne, ownersMax
	if len(keys) > 1 {
		query, limit = ownersOfMany, 2*ownersMax+keysMax
	}
	// Always the same statement: what is missing of the values is NULL, which
	// nothing equals.
	args := make([]any, 2*keysMax)
	for i, k := range keys {
		args[2*i], args[2*i+1] = k[0], k[1]
	}
	rows, err := im.tx.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var hits []owner
	for rows.Next() {
		var h owner
		if err := rows.Scan(&h.key[0], &h.key[1], &h.c.ID, &h.c.Name, &h.c.Kind, &h.c.Province, &h.c.City); err != nil {
			return err
		}
		hits = append(hits, h)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	if len(hits) == limit && len(keys) > 1 {
		half := len(keys) / 2
		return errors.Join(im.ask(keys[:half], out), im.ask(keys[half:], out))
	}
	for i := range hits {
		h := &hits[i]
		c := im.live[h.c.ID]
		if c == nil {
			c = &h.c
			im.live[c.ID] = c
		}
		out[h.key] = append(out[h.key], c)
	}
	return nil
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
func (im *Importer) merge(same, c *Customer, contacts []Contact) error {
	id := same.ID
	have, err := Find(im.tx.DB, id)
	if err != nil {
		return err
	}
	if err := have.absorb(c); err != nil {
		return err
	}
	have.locate()
	have.Normalize()
	if err := fault.Invalid(have.Validate()); err != nil {
		return err
	}
	if err := im.tx.Update(have); err != nil {
		return err
	}
	if _, err := im.addPeople(id, contacts); err != nil {
		return err
	}
	same.Name, same.Kind, same.Province, same.City = have.Name, have.Kind, have.Province, have.City
	im.remember(same, identitiesOf(have, contacts))
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
