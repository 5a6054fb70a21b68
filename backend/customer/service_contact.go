package customer

import (
	"keyue/backend/fault"
	"keyue/backend/patch"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// AddContact adds a person to a customer.
func (s *Service) AddContact(id ID, c Contact) (d *Detail, err error) {
	defer fault.Recover(&err)
	step := store.Step{Label: "customer.contact_added", Params: fault.P{"name": oneLine(c.Name), "customer": s.nameOf(id)}}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		c := c
		c.CustomerID = id
		return AddContact(tx, &c)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(id)
}

// AddContact adds a contact to its customer inside a step.
func AddContact(tx *store.Tx, c *Contact) error {
	if _, err := Find(tx.DB, c.CustomerID); err != nil {
		return err
	}
	c.ID, c.Meta = 0, store.Meta{UID: c.UID}
	if err := c.checked(tx, nil); err != nil {
		return err
	}
	return tx.Insert(c)
}

func (c *Contact) checked(tx *store.Tx, bad []fault.Field) error {
	c.Normalize()
	bad = append(bad, c.Validate()...)
	custom, err := settings.CheckCustom(tx.DB, KindContact, c.Custom)
	if err != nil {
		return err
	}
	bad = append(bad, custom...)
	if c.ReportsTo != 0 && c.ReportsTo != c.ID {
		boss, err := FindContact(tx.DB, c.ReportsTo)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err != nil || boss.CustomerID != c.CustomerID {
			bad = append(bad, fault.Field{Field: "reportsTo", Code: "customer.contact.elsewhere"})
		}
	}
	return fault.Invalid(bad)
}

// UpdateContact sets the fields that changes names; version as in Update.
func (s *Service) UpdateContact(id ContactID, version int64, changes map[string]any) (d *Detail, err error) {
	defer fault.Recover(&err)
	c, err := FindContact(s.db(), id)
	if err != nil {
		return nil, err
	}
	step := store.Step{Label: "customer.contact_updated", Params: fault.P{"name": c.Name, "customer": s.nameOf(c.CustomerID)}}
	owner := c.CustomerID
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		c, err := FindContact(tx.DB, id)
		if err != nil {
			return err
		}
		if c.DeletedAt != nil {
			return fault.Missing(KindContact)
		}
		if version != 0 {
			c.Version = version
		}
		bad := patch.Apply(c, withTags(c.Tags, changes))
		if c.CustomerID != owner {
			bad = append(bad, fault.Field{Field: "customerId", Code: patch.Unknown})
		}
		if err := c.checked(tx, bad); err != nil {
			return err
		}
		return tx.Update(c)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(owner)
}

// TrashContact moves a contact to the trash. While the primary one lies there,
// the first of the others is addressed.
func (s *Service) TrashContact(id ContactID) (d *Detail, err error) {
	defer fault.Recover(&err)
	c, err := FindContact(s.db(), id)
	if err != nil {
		return nil, err
	}
	step := store.Step{Label: "customer.contact_trashed", Params: fault.P{"name": c.Name, "customer": s.nameOf(c.CustomerID)}}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error { return tx.Trash(KindContact, int64(id)) })
	if err != nil {
		return nil, err
	}
	return s.Get(c.CustomerID)
}

// SetPrimary makes a contact the one to address.
func (s *Service) SetPrimary(id ContactID) (d *Detail, err error) {
	defer fault.Recover(&err)
	c, err := FindContact(s.db(), id)
	if err != nil {
		return nil, err
	}
	return s.Update(c.CustomerID, 0, map[string]any{"primaryContactId": id})
}
