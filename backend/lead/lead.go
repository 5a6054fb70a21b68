// Package lead holds the names that might become customers (线索) and where they
// come from (渠道): entering them in a line, telling good ones from rubbish,
// grading them by rules that explain themselves, and making customers of them.
package lead

import (
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/product"
	"keyue/backend/region"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// ID names a lead.
type ID int64

// State is what became of a lead.
type State string

// The states. An open lead is new until somebody has spoken with it, and being
// worked on from then; see [Row.Status].
const (
	Open      State = "open"
	Converted State = "converted"
	Recycled  State = "recycled"
	Invalid   State = "invalid"
)

// Grade says how likely a lead is to buy.
type Grade string

// The grades.
const (
	Hot  Grade = "hot"
	Warm Grade = "warm"
	Cold Grade = "cold"
)

// Reasons for putting a lead away, by the state it goes to. Their words stand
// in the catalogue under "lead.reason.<code>".
var reasons = map[State][]string{
	Recycled: {"no_answer", "not_now", "no_budget", "competitor", "other"},
	Invalid:  {"wrong_number", "rubbish", "duplicate", "trade", "out_of_region", "other"},
}

// Limits of a lead: characters, entries of a list.
const (
	nameMax   = 200
	lineMax   = 500
	remarkMax = 10000
	listMax   = 30
)

// Lead is a name that might become a customer: row, value and JSON.
type Lead struct {
	ID ID `json:"id"`
	store.Meta
	// Name is whom to ask for; the company when no person is known.
	Name    string `json:"name"`
	Company string `json:"company"`
	// Phone is kept as it was typed.
	Phone     string    `json:"phone"`
	WeChat    string    `gorm:"column:wechat" json:"wechat"`
	Email     string    `json:"email"`
	ChannelID ChannelID `json:"channelId"`
	Province  string    `json:"province"`
	City      string    `json:"city"`
	// Need is what they want, in their words; Products are those of the
	// catalogue that it names.
	Need     string       `json:"need"`
	Products []product.ID `gorm:"serializer:json" json:"products"`
	// Amount is what they may spend, in our currency; 0 is not known.
	Amount money.Amount `json:"amount"`
	// DecisionMaker: whoever decides has been spoken with.
	DecisionMaker bool `json:"decisionMaker"`
	// OwnGrade is what a person made of it; "" leaves it to the rules.
	OwnGrade   Grade        `json:"ownGrade"`
	ReceivedAt date.Instant `json:"receivedAt"`
	// OwnerID is whose it is; 0: nobody's, it lies in the pool.
	OwnerID staff.ID `json:"ownerId"`
	Tags    []string `gorm:"serializer:json" json:"tags"`
	Remark  string   `json:"remark"`
	State   State    `json:"state"`
	// Reason and ReasonNote say why it was recycled or is invalid.
	Reason     string `json:"reason"`
	ReasonNote string `json:"reasonNote"`
	// ClosedAt is when it was converted, recycled or found invalid; 0 while open.
	ClosedAt date.Instant `json:"closedAt"`
	// CustomerID, ContactID and OpportunityID are what it became; 0 for none.
	CustomerID    customer.ID        `json:"customerId"`
	ContactID     customer.ContactID `json:"contactId"`
	OpportunityID int64              `json:"opportunityId"`
}

// TableName is the table.
func (Lead) TableName() string { return "lead" }

// RowID is the primary key.
func (l Lead) RowID() int64 { return int64(l.ID) }

// Normalize brings every field to its normal form; it never refuses. Without a
// name the company, else the number stands for it.
func (l *Lead) Normalize() {
	for _, s := range []*string{&l.Name, &l.Company, &l.Phone, &l.WeChat, &l.Province, &l.City, &l.Need, &l.ReasonNote} {
		*s = oneLine(*s)
	}
	l.Email = customer.NormalEmail(l.Email)
	l.Remark = strings.TrimSpace(strings.ToValidUTF8(l.Remark, "\uFFFD"))
	if place := region.Resolve(l.Province, l.City, ""); place.Code != "" {
		l.Province, l.City = place.Province, place.City
	}
	if l.Name == "" {
		l.Name = l.Company
	}
	if l.State == "" {
		l.State = Open
	}
	if l.Products == nil {
		l.Products = []product.ID{}
	}
	tags := []string{}
	for _, t := range l.Tags {
		if t = strings.TrimLeft(oneLine(t), "#＃"); t != "" && !slices.Contains(tags, t) {
			tags = append(tags, t)
		}
	}
	l.Tags = tags
}

// Validate gives every bad field; Normalize first.
func (l *Lead) Validate() []fault.Field {
	var bad []fault.Field
	add := func(field, code string, p fault.P) {
		bad = append(bad, fault.Field{Field: field, Code: code, Params: p})
	}
	if l.Name == "" {
		add("name", "lead.name_required", nil)
	}
	for _, text := range []struct {
		field, value string
		max          int
	}{{"name", l.Name, nameMax}, {"company", l.Company, nameMax}, {"phone", l.Phone, nameMax}, {"wechat", l.WeChat, nameMax}, {"email", l.Email, nameMax},
		{"province", l.Province, nameMax}, {"city", l.City, nameMax}, {"need", l.Need, lineMax}, {"remark", l.Remark, remarkMax}, {"reasonNote", l.ReasonNote, lineMax}} {
		if utf8.RuneCountInString(text.value) > text.max {
			add(text.field, "lead.long", fault.P{"max": text.max})
		}
	}
	if l.Email != "" && !customer.ValidEmail(l.Email) {
		add("email", "lead.email", nil)
	}
	if l.Amount < 0 || l.Amount > money.Max {
		add("amount", "lead.amount", nil)
	}
	if !slices.Contains([]Grade{"", Hot, Warm, Cold}, l.OwnGrade) {
		add("ownGrade", "lead.choice", nil)
	}
	if len(l.Tags) > listMax {
		add("tags", "lead.many", fault.P{"max": listMax})
	}
	if len(l.Products) > listMax {
		add("products", "lead.many", fault.P{"max": listMax})
	}
	if l.ReceivedAt <= 0 {
		add("receivedAt", "lead.received", nil)
	}
	return bad
}

// phoneKey is the number by which two leads are the same; "" for none.
func (l *Lead) phoneKey() string {
	if p := l.number(); p.Valid() {
		return p.Number
	}
	return ""
}

// number is the first number of what was typed.
func (l *Lead) number() customer.Phone {
	if list := customer.ParsePhones(l.Phone); len(list) > 0 {
		return list[0]
	}
	return customer.Phone{Type: customer.PhoneUnknown}
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}
