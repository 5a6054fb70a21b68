package customer

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/attachment"
	"keyue/backend/search"
	"keyue/backend/store"
)

// Names of the kinds in history, events and on the page.
const (
	KindCustomer = "customer"
	KindContact  = "contact"
	KindSegment  = "segment"
	KindApart    = "not_duplicate"
)

// Kinds of an identity.
const (
	byPhone = "phone"
	byEmail = "email"
	byTax   = "tax"
	byName  = "name"
	byCore  = "core"
	byNear  = "near" // how a company's core name sounds in its town
)

// Whose days customer_day has.
const (
	ofCustomer = "customer"
	ofContact  = "contact"
)

// contactCustom stands before the keys of contacts' own fields in customer_custom.
const contactCustom = "contact."

// Kinds are the record types of this package, for app.go. Contacts stand first:
// their hook passes the work on to their customers, whose hook then runs once.
func Kinds() []store.Kind {
	title := func(table string) func(db *gorm.DB, id int64) string {
		return func(db *gorm.DB, id int64) string {
			var name string
			db.Table(table).Where("id = ?", id).Limit(1).Pluck("name", &name)
			return name
		}
	}
	return []store.Kind{
		{Name: KindSegment, Table: "segment", Title: title("segment")},
		{Name: KindApart, Table: "not_duplicate"},
		{Name: KindContact, Table: "contact", Title: title("contact"), Derive: deriveContacts},
		{Name: KindCustomer, Table: "customer", Title: title("customer"), Derive: deriveCustomers},
	}
}

// identity is a row of the table: a value by which a customer is known.
type identity struct {
	Kind       string
	Value      string
	CustomerID ID
	ContactID  ContactID
	// person is whose it is, as a place from 1 among the contacts it was worked out of; 0 for the customer's own.
	person int
}

func (identity) TableName() string { return "identity" }

// deriveContacts follows the text of contacts and hands over to the customers: those the contacts belong to and
// those they belonged to.
func deriveContacts(tx *store.Tx, ids []int64) error {
	if err := ContactTextSource().Follow(tx, ids); err != nil {
		return err
	}
	var now, before []int64
	if err := store.IDs(tx.Table("contact"), "id", ids).Distinct().Pluck("customer_id", &now).Error; err != nil {
		return err
	}
	if err := store.IDs(tx.Table("identity").Where("contact_id <> 0"), "contact_id", ids).Distinct().Pluck("customer_id", &before).Error; err != nil {
		return err
	}
	all := append(now, before...)
	slices.Sort(all)
	if all = slices.Compact(all); len(all) > 0 {
		tx.Touch(KindCustomer, all...)
	}
	return nil
}

// deriveCustomers rebuilds what is computed from customers and their contacts:
// sort key, main phone, identities, tags, custom values, days of each year.
func deriveCustomers(tx *store.Tx, ids []int64) error {
	for _, table := range []string{"identity", "customer_tag", "customer_custom", "customer_day"} {
		if err := store.IDs(tx.Table(table), "customer_id", ids).Delete(&identity{}).Error; err != nil {
			return err
		}
	}
	var rows []Customer
	if err := store.IDs(tx.DB, "id", ids).Find(&rows).Error; err != nil {
		return err
	}
	people, err := contactsOf(tx.DB, ids)
	if err != nil {
		return err
	}
	d := derived{}
	there := make(map[int64]bool, len(rows))
	for i := range rows {
		c := &rows[i]
		there[int64(c.ID)] = true
		d.add(c, people[c.ID])
	}
	if err := d.write(tx); err != nil {
		return err
	}
	if err := TextSource().Follow(tx, ids); err != nil {
		return err
	}
	gone := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return there[id] })
	return attachment.Forget(tx, KindCustomer, gone...)
}

// contactsOf gives the live contacts of customers, the primary order kept by id.
func contactsOf(db *gorm.DB, ids []int64) (map[ID][]Contact, error) {
	var rows []Contact
	if err := store.Live(store.IDs(db, "customer_id", ids)).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	out := map[ID][]Contact{}
	for _, c := range rows {
		out[c.CustomerID] = append(out[c.CustomerID], c)
	}
	return out, nil
}

// derived gathers rows to write in few statements.
type derived struct {
	keys       [][]any
	identities [][]any
	tags       [][]any
	custom     [][]any
	days       [][]any
}

// keyColumns are the derived columns of customer that lists are sorted by.
var keyColumns = []string{"sort_key", "main_phone", "contact_key", "lacks", "region"}

// keysOf are the values of keyColumns; region is regionOf the customer.
func keysOf(c *Customer, people []Contact, region string) []any {
	key := ""
	if p := primary(c, people); p != nil {
		key = search.SortKey(p.Name)
	}
	return []any{search.SortKey(c.Name), mainPhone(c, people), key, int(lacksOf(c, people)), region}
}

func (d *derived) add(c *Customer, people []Contact) {
	main := int64(0)
	if p := primary(c, people); p != nil {
		main = int64(p.ID)
	}
	d.keys = append(d.keys, append(keysOf(c, people, regionOf(c)), main, int64(c.ID)))
	if c.DeletedAt == nil {
		d.addRows(c, people, identitiesOf(c, people))
	}
}

// addRows gathers what is not in the customer's own row. known are its identities, worked out of people or of the same
// contacts before they had an id.
func (d *derived) addRows(c *Customer, people []Contact, known []identity) {
	for _, i := range known {
		contact := ContactID(0)
		if i.person > 0 {
			contact = people[i.person-1].ID
		}
		d.identities = append(d.identities, []any{i.Kind, i.Value, int64(c.ID), int64(contact)})
	}
	for _, t := range c.Tags {
		d.tags = append(d.tags, []any{t, int64(c.ID)})
	}
	d.addCustom("", c.Custom, c.ID)
	for _, a := range c.Anniversaries {
		d.addDay(ofCustomer, a.Day, c.ID)
	}
	for _, p := range people {
		d.addCustom(contactCustom, p.Custom, c.ID)
		d.addDay(ofContact, p.Birthday, c.ID)
	}
}

func (d *derived) addCustom(prefix string, values map[string]any, id ID) {
	for k, v := range values {
		text, number := customValue(v)
		d.custom = append(d.custom, []any{prefix + k, text, number, int64(id)})
	}
}

func (d *derived) addDay(of string, day Day, id ID) {
	if day.Month == 0 || day.Day == 0 {
		return
	}
	calendar := day.Calendar
	if calendar == "" {
		calendar = "solar"
	}
	d.days = append(d.days, []any{of, calendar, day.Month*100 + day.Day, int64(id)})
}

func customValue(v any) (text string, number any) {
	switch v := v.(type) {
	case string:
		return v, nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), v
	case int:
		return strconv.Itoa(v), float64(v)
	case int64:
		return strconv.FormatInt(v, 10), float64(v)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "", nil
	}
	return string(b), nil
}

func (d *derived) write(tx *store.Tx) error {
	// In the order of the key: neighbours are on one page.
	slices.SortFunc(d.identities, func(a, b []any) int {
		return cmp.Or(strings.Compare(a[0].(string), b[0].(string)), strings.Compare(a[1].(string), b[1].(string)))
	})
	for _, part := range []struct {
		head, tail string
		rows       [][]any
	}{
		{"insert into identity (kind, value, customer_id, contact_id) values ", " on conflict do nothing", d.identities},
		{"insert into customer_tag (tag, customer_id) values ", " on conflict do nothing", d.tags},
		{"insert into customer_custom (key, value, number, customer_id) values ", " on conflict do nothing", d.custom},
		{"insert into customer_day (of, calendar, day, customer_id) values ", " on conflict do nothing", d.days},
	} {
		if err := tx.InsertRows(part.head, part.tail, part.rows); err != nil {
			return err
		}
	}
	for _, k := range d.keys {
		if err := tx.Run("update customer set sort_key = ?, main_phone = ?, contact_key = ?, lacks = ?, region = ?, main_contact_id = ? where id = ?", k...); err != nil {
			return err
		}
	}
	return nil
}

// primary gives the primary contact, else the first who is still there.
func primary(c *Customer, people []Contact) *Contact {
	var first *Contact
	for i := range people {
		p := &people[i]
		if p.ID != 0 && p.ID == c.PrimaryContactID {
			return p
		}
		if first == nil && !p.LeftCompany {
			first = p
		}
	}
	return first
}

func mainPhone(c *Customer, people []Contact) string {
	if len(c.Phones) > 0 {
		return c.Phones[0].Number
	}
	if p := primary(c, people); p != nil && len(p.Phones) > 0 {
		return p.Phones[0].Number
	}
	return ""
}

// identitiesOf gives everything a customer is known by. A number with an
// extension is another line than without.
func identitiesOf(c *Customer, people []Contact) []identity {
	var out []identity
	add := func(kind, value string, person int) {
		if value != "" {
			i := identity{kind, value, c.ID, 0, person}
			if person > 0 {
				i.ContactID = people[person-1].ID
			}
			out = append(out, i)
		}
	}
	reach := func(phones []Phone, emails []string, person int) {
		for _, p := range phones {
			add(byPhone, p.identity(), person)
		}
		for _, e := range emails {
			add(byEmail, e, person)
		}
	}
	reach(c.Phones, c.Emails, 0)
	add(byTax, c.Billing.TaxID, 0)
	for _, name := range []string{c.Name, c.Alias, c.Billing.Title} {
		n := NormalName(name)
		add(byName, n, 0)
		if c.Kind == Company {
			core := coreName(n, c.Province, c.City, c.District)
			add(byCore, core, 0)
			if name == c.Name {
				_, town := placeOf(c)
				add(byNear, soundOf(core, town), 0)
			}
		}
	}
	for i := range people {
		reach(people[i].Phones, people[i].Emails, i+1)
	}
	return out
}

func (p Phone) identity() string {
	if p.Number != "" && p.Ext != "" {
		return p.Number + "#" + p.Ext
	}
	return p.Number
}
