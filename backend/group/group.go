// Package group holds communities of customers (社群): who is in them, who
// answers for them, what is handed from one to another, and who is in several.
package group

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// Kinds of records of this package.
const (
	KindGroup      = "group"
	KindMembership = "membership"
	KindHandover   = "handover"
)

// ID names a group.
type ID int64

// Kind is what a group is for.
type Kind string

// The kinds: before the sale, customers, and those that are served.
const (
	Intent    Kind = "intent"
	Client    Kind = "client"
	Aftercare Kind = "service"
)

var kinds = []Kind{Intent, Client, Aftercare}

// Limits in characters, and of a list.
const (
	nameMax  = 40
	lineMax  = 100
	topicMax = 200
	noteMax  = 2000
	listMax  = 100
)

// Group is a community of customers: row, value and JSON.
type Group struct {
	ID ID `json:"id"`
	store.Meta
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// InCharge is who answers for the group, in free words: an owner who works
	// alone has no staff to choose from.
	InCharge string `json:"inCharge"`
	// OwnerID is who of the staff answers for it, where there is staff; InCharge
	// then keeps what was written before.
	OwnerID staff.ID `json:"ownerId"`
	Note    string   `json:"note"`
	// SegmentID is the segment it was filled from and is brought up to date with;
	// 0 when it is kept by hand.
	SegmentID customer.SegmentID `json:"segmentId"`
}

// TableName is the table; "group" is a word of SQL.
func (Group) TableName() string { return "community" }

// RowID is the primary key.
func (g Group) RowID() int64 { return int64(g.ID) }

// Normalize brings every field to its normal form; it never refuses.
func (g *Group) Normalize() {
	g.Name, g.InCharge, g.Note = oneLine(g.Name), oneLine(g.InCharge), text(g.Note)
	if g.Kind == "" {
		g.Kind = Client
	}
}

// Validate gives every bad field; Normalize first.
func (g *Group) Validate() []fault.Field {
	var v checks
	if g.Name == "" {
		v.add("name", "group.name_required", nil)
	}
	v.long("name", g.Name, nameMax)
	v.long("inCharge", g.InCharge, lineMax)
	v.long("note", g.Note, noteMax)
	if !slices.Contains(kinds, g.Kind) {
		v.add("kind", "group.choice", nil)
	}
	return v
}

// Membership says that a customer is, or was, in a group: one row for both,
// whatever comes and goes.
type Membership struct {
	ID int64 `json:"id"`
	store.Meta
	GroupID    ID           `json:"groupId"`
	CustomerID customer.ID  `json:"customerId"`
	JoinedAt   date.Instant `json:"joinedAt"`
	// LeftAt is 0 while the customer is in the group.
	LeftAt date.Instant `json:"leftAt"`
	Note   string       `json:"note"`
}

// TableName is the table.
func (Membership) TableName() string { return "membership" }

// RowID is the primary key.
func (m Membership) RowID() int64 { return m.ID }

// Handover is a customer handed from one group to another: what it is about,
// what to know, and what was said so far.
type Handover struct {
	ID int64 `json:"id"`
	store.Meta
	CustomerID customer.ID  `json:"customerId"`
	FromID     ID           `json:"fromId"`
	ToID       ID           `json:"toId"`
	At         date.Instant `json:"at"`
	Topic      string       `json:"topic"`
	Note       string       `json:"note"`
	// Needs are what the customer asked for, in the words of the interactions.
	Needs []string `gorm:"serializer:json" json:"needs"`
	// Interactions are the exchanges that go with it.
	Interactions []interaction.ID `gorm:"serializer:json" json:"interactions"`
	// Stayed: the customer is still in the group it came from.
	Stayed bool `json:"stayed"`
}

// TableName is the table.
func (Handover) TableName() string { return "handover" }

// RowID is the primary key.
func (h Handover) RowID() int64 { return h.ID }

// Normalize brings every field to its normal form; it never refuses.
func (h *Handover) Normalize() {
	h.Topic, h.Note = oneLine(h.Topic), text(h.Note)
	needs := []string{}
	for _, n := range h.Needs {
		if n = oneLine(n); n != "" && !slices.Contains(needs, n) {
			needs = append(needs, n)
		}
	}
	h.Needs = needs
}

// Validate gives every bad field; Normalize first.
func (h *Handover) Validate() []fault.Field {
	var v checks
	if h.Topic == "" {
		v.add("topic", "group.topic_required", nil)
	}
	v.long("topic", h.Topic, topicMax)
	v.long("note", h.Note, noteMax)
	switch {
	case h.FromID == 0:
		v.add("fromId", "group.required", nil)
	case h.ToID == 0:
		v.add("toId", "group.required", nil)
	case h.FromID == h.ToID:
		v.add("toId", "group.same", nil)
	}
	if len(h.Needs) > listMax || len(h.Interactions) > listMax {
		v.add("interactions", "group.many", fault.P{"max": listMax})
	}
	return v
}

// Kinds gives the record types of this package.
func Kinds() []store.Kind {
	title := func(query string) func(db *gorm.DB, id int64) string {
		return func(db *gorm.DB, id int64) string {
			var name string
			db.Raw(query, id).Scan(&name)
			return name
		}
	}
	return []store.Kind{
		{Name: KindMembership, Table: "membership",
			Title: title("select g.name || ' – ' || c.name from membership m join community g on g.id = m.group_id join customer c on c.id = m.customer_id where m.id = ?")},
		{Name: KindHandover, Table: "handover", Title: title("select topic from handover where id = ?"), Derive: HandoverTextSource().Follow},
		{Name: KindGroup, Table: "community", Title: title("select name from community where id = ?"), Derive: TextSource().Follow},
	}
}

// Find gives a live group. Fault fault.not_found.
func Find(db *gorm.DB, id ID) (*Group, error) {
	g, err := store.Get[Group](db, KindGroup, int64(id))
	if err == nil && g.DeletedAt != nil {
		err = fault.Missing(KindGroup)
	}
	return &g, err
}

// checks gathers faults of fields.
type checks []fault.Field

func (v *checks) add(field, code string, p fault.P) {
	*v = append(*v, fault.Field{Field: field, Code: code, Params: p})
}

func (v *checks) long(field, s string, limit int) {
	if utf8.RuneCountInString(s) > limit {
		v.add(field, "group.long", fault.P{"max": limit})
	}
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}

func text(s string) string { return strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD")) }
