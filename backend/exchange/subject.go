package exchange

import (
	"strings"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/staff"
)

// subject is what the rows of tables become: it says what a column may hold and takes the rows in.
type subject interface {
	columns() []column
	// words are the names that columns have in lists of others, by column.
	words() map[string][]string
	// nameless is the code of the fault that no column says what a row is of.
	nameless() string
	begin(in *intake, taken []*layout) (taker, error)
}

// subjectOf gives what rows become. Fault UnknownKind.
func subjectOf(db *gorm.DB, as string) (subject, error) {
	switch as {
	case "", Customers:
		fields, err := fieldsOf(db)
		return customerSubject{fields}, err
	case Products:
		return productSubject{}, nil
	case Leads:
		return leadSubject{}, nil
	}
	return nil, fault.New(UnknownKind, fault.P{"kind": as})
}

// customerSubject takes rows in as customers with their contacts and what was said to them.
type customerSubject struct{ fields []field[draft] }

func (s customerSubject) columns() []column          { return columnsOf(s.fields) }
func (s customerSubject) words() map[string][]string { return synonyms }
func (s customerSubject) nameless() string           { return NoName }

// fieldsOf gives all fields of customers of a workspace.
func fieldsOf(db *gorm.DB) ([]field[draft], error) {
	list := fixedFields()
	owner, err := ownerField(db)
	if err != nil {
		return nil, err
	}
	list = append(list, owner...)
	for _, of := range []struct {
		entity string
		person bool
	}{{"customer", false}, {"contact", true}} {
		custom, err := settings.CustomFields(db, of.entity)
		if err != nil {
			return nil, err
		}
		list = append(list, customFields(custom, of.person)...)
	}
	return list, nil
}

// ownerKey is the field of who answers for a customer.
const ownerKey = "ownerId"

// ownerField is who answers for a customer, by name; none in solo mode.
func ownerField(db *gorm.DB) ([]field[draft], error) {
	people, err := staff.People(db)
	if err != nil || len(people) < 2 {
		return nil, err
	}
	names, err := staff.Names(db)
	if err != nil {
		return nil, err
	}
	ids := map[string]staff.ID{}
	for _, p := range people {
		ids[search.Fold(p.Name)] = p.ID
	}
	return []field[draft]{{column{key: ownerKey, title: "exchange.field.owner"}, func(d *draft, cell string) *fault.Error {
		id, ok := ids[search.Fold(strings.TrimSpace(cell))]
		if !ok {
			return fault.New("exchange.value.staff", fault.P{"value": short(cell)})
		}
		d.c.OwnerID = id
		return nil
	}, func(d *draft) string { return names[d.c.OwnerID] }}}, nil
}
