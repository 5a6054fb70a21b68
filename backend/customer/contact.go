package customer

import (
	"maps"
	"slices"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// ContactID names a contact.
type ContactID int64

// dealRoles are what a contact does when something is bought.
var dealRoles = []string{"", "decision_maker", "evaluator", "influencer", "signer"}

// Contact is a person at a company customer. A personal customer is its own
// contact and needs none.
type Contact struct {
	ID ContactID `json:"id"`
	store.Meta
	CustomerID ID     `json:"customerId"`
	Name       string `json:"name"`
	Title      string `json:"title"`
	Department string `json:"department"`
	// DealRole is "", decision_maker, evaluator, influencer or signer.
	DealRole  string    `json:"dealRole"`
	Phones    []Phone   `gorm:"serializer:json" json:"phones"`
	Emails    []string  `gorm:"serializer:json" json:"emails"`
	Social    []Social  `gorm:"serializer:json" json:"social"`
	Birthday  Day       `gorm:"serializer:json" json:"birthday"`
	ReportsTo ContactID `json:"reportsTo"`
	// LeftCompany: no longer there; kept, but never offered as signer.
	LeftCompany bool           `json:"leftCompany"`
	Tags        []string       `gorm:"serializer:json" json:"tags"`
	Remark      string         `json:"remark"`
	Custom      map[string]any `gorm:"serializer:json" json:"custom"`
}

// TableName is the table.
func (Contact) TableName() string { return "contact" }

// RowID is the primary key.
func (c Contact) RowID() int64 { return int64(c.ID) }

// Normalize brings every field to its normal form; it never refuses.
func (c *Contact) Normalize() {
	for _, s := range []*string{&c.Name, &c.Title, &c.Department} {
		*s = oneLine(*s)
	}
	c.DealRole = strings.TrimSpace(c.DealRole)
	c.Remark = clean(c.Remark)
	c.Phones = normalPhones(c.Phones)
	c.Emails = normalEmails(c.Emails)
	c.Social = normalSocial(c.Social)
	c.Tags = normalTags(c.Tags)
	c.Birthday.normalize()
	c.Custom = normalCustom(c.Custom)
}

// Validate gives every fault of the fields; Normalize first.
func (c *Contact) Validate() []fault.Field {
	var v checks
	if c.Name == "" {
		v.add("name", "customer.contact_name.required", nil)
	}
	v.length("name", c.Name, nameMax)
	v.lines(map[string]string{"title": c.Title, "department": c.Department})
	v.length("remark", c.Remark, remarkMax)
	v.enum("dealRole", c.DealRole, dealRoles)
	v.reach(c.Phones, c.Emails, c.Social)
	v.tags(c.Tags)
	v.day("birthday", c.Birthday)
	if c.ID != 0 && c.ReportsTo == c.ID {
		v.add("reportsTo", "customer.reports_to.self", nil)
	}
	return v.fields
}

// empty reports whether nothing was entered at all: a blank row of a form.
func (c *Contact) empty() bool {
	return c.Name == "" && c.Title == "" && c.Department == "" && len(c.Phones) == 0 && len(c.Emails) == 0 && len(c.Social) == 0 && c.Remark == ""
}

func normalSocial(in []Social) []Social {
	out := []Social{}
	for _, s := range in {
		s.Kind, s.Handle = strings.TrimSpace(s.Kind), oneLine(s.Handle)
		orElse(&s.Kind, "other")
		if s.Handle != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func normalTags(in []string) []string {
	out := []string{}
	for _, t := range in {
		if t = strings.TrimLeft(oneLine(t), "#＃"); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

func normalCustom(in map[string]any) map[string]any {
	out := map[string]any{}
	for k, v := range in {
		if s, ok := v.(string); ok {
			v = clean(s)
		}
		if v != nil && v != "" {
			out[k] = v
		}
	}
	return out
}

func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
