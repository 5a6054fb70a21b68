package customer

import (
	"slices"

	"keyue/backend/fault"
)

// Attach adds a contact to a customer of the workspace, or fills what a contact of the same name or mobile lacks. Fault
// fault.invalid with every bad field.
func (im *Importer) Attach(id ID, p Contact) (ContactID, error) {
	p.ID, p.Meta.Version = 0, 0
	p.Normalize()
	ids, err := im.addPeople(id, []Contact{p})
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}

// join adds the contacts of a row of people to the customer that an earlier row of the import brought: an address book
// has a row for each person of a company, and nobody of them is to get lost.
func (im *Importer) join(same *Customer, contacts []Contact) (Taken, error) {
	if same.ID == 0 {
		if err := im.write(); err != nil {
			return Taken{}, err
		}
	}
	people, err := Contacts(im.tx.DB, same.ID)
	if err != nil {
		return Taken{}, err
	}
	fresh := slices.DeleteFunc(slices.Clone(contacts), func(n Contact) bool {
		return n.empty() || slices.ContainsFunc(people, func(p Contact) bool { return samePerson(&p, &n) })
	})
	if len(fresh) == 0 {
		return Taken{Outcome: Skipped, now: same, Again: true}, nil
	}
	if _, err := im.addPeople(same.ID, fresh); fault.Is(err, fault.InvalidInput) {
		return Taken{Err: err, Again: true}, nil
	} else if err != nil {
		return Taken{}, err
	}
	im.remember(same, identitiesOf(same, fresh))
	return Taken{Outcome: Joined, now: same, Again: true}, nil
}

// addPeople adds the contacts that a customer does not have, and fills what those it has lack.
func (im *Importer) addPeople(id ID, contacts []Contact) (ids []ContactID, err error) {
	people, err := Contacts(im.tx.DB, id)
	if err != nil {
		return nil, err
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
				return nil, err
			}
			ids = append(ids, n.ID)
			continue
		}
		p := people[at]
		p.Phones, p.Emails, p.Social = append(p.Phones, n.Phones...), append(p.Emails, n.Emails...), append(p.Social, n.Social...)
		orElse(&p.Title, n.Title)
		orElse(&p.Department, n.Department)
		p.Normalize()
		if err := fault.Invalid(p.Validate()); err != nil {
			return nil, err
		}
		if err := im.tx.Update(&p); err != nil {
			return nil, err
		}
		ids = append(ids, p.ID)
	}
	return ids, nil
}
