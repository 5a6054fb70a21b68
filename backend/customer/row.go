package customer

import (
	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// Row is a customer as a list shows it.
type Row struct {
	ID           ID             `json:"id"`
	Version      int64          `json:"version"`
	Name         string         `json:"name"`
	Alias        string         `json:"alias"`
	Kind         string         `json:"kind"`
	Role         string         `json:"role"`
	Tier         string         `json:"tier"`
	Lifecycle    string         `json:"lifecycle"`
	Channel      string         `json:"channel"`
	Industry     string         `json:"industry"`
	Size         string         `json:"size"`
	Province     string         `json:"province"`
	City         string         `json:"city"`
	District     string         `json:"district"`
	Address      string         `json:"address"`
	Tags         []string       `json:"tags"`
	Phone        string         `json:"phone"` // grouped for reading; the contact's when there is no own
	Email        string         `json:"email"`
	ContactID    ContactID      `json:"contactId"`
	ContactName  string         `json:"contactName"`
	OwnerID      staff.ID       `json:"ownerId"`
	CreditLimit  money.Amount   `json:"creditLimit"`
	DoNotContact bool           `json:"doNotContact"`
	Custom       map[string]any `json:"custom"`
	CreatedAt    date.Instant   `json:"createdAt"`
	UpdatedAt    date.Instant   `json:"updatedAt"`
	// OpenedAt is when the customer was last looked at; 0 for never.
	OpenedAt date.Instant `json:"openedAt"`
	// Extra holds what other domains add: last contract, overdue amount.
	Extra map[string]any `json:"extra"`
}

// rows gives list rows in the order of ids.
func (s *Service) rows(db *gorm.DB, ids []int64) ([]Row, error) {
	out := []Row{}
	if len(ids) == 0 {
		return out, nil
	}
	var found []Customer
	if err := store.IDs(db, "id", ids).Find(&found).Error; err != nil {
		return nil, err
	}
	people, err := contactsOf(db, ids)
	if err != nil {
		return nil, err
	}
	opened, err := openedAt(db, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]*Customer, len(found))
	for i := range found {
		byID[int64(found[i].ID)] = &found[i]
	}
	for _, id := range ids {
		if c := byID[id]; c != nil {
			r := rowOf(c, people[c.ID])
			r.OpenedAt = opened[c.ID]
			out = append(out, r)
		}
	}
	return out, s.extras(db, ids, out)
}

func rowOf(c *Customer, people []Contact) Row {
	r := Row{ID: c.ID, Version: c.Version, Name: c.Name, Alias: c.Alias, Kind: c.Kind, Role: c.Role, Tier: c.Tier,
		Lifecycle: c.Lifecycle, Channel: c.Channel, Industry: c.Industry, Size: c.Size, Province: c.Province, City: c.City,
		District: c.District, Address: c.Address, Tags: c.Tags, OwnerID: c.OwnerID, CreditLimit: c.CreditLimit,
		DoNotContact: c.Consent.DoNotContact, Custom: c.Custom, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, Extra: map[string]any{}}
	p := primary(c, people)
	if p != nil {
		r.ContactID, r.ContactName = p.ID, p.Name
	}
	switch {
	case len(c.Phones) > 0:
		r.Phone = c.Phones[0].show()
	case p != nil && len(p.Phones) > 0:
		r.Phone = p.Phones[0].show()
	}
	switch {
	case len(c.Emails) > 0:
		r.Email = c.Emails[0]
	case p != nil && len(p.Emails) > 0:
		r.Email = p.Emails[0]
	}
	return r
}

// show is the number grouped for reading, with its extension.
func (p Phone) show() string {
	s := p.Display
	if s == "" {
		s = p.Raw
	}
	if p.Ext != "" {
		s += " #" + p.Ext
	}
	return s
}
