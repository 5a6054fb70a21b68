// Package opportunity holds the pipelines (商机): intentions to buy, the stages
// they go through and what has to be so before they go on.
//
// The system judges, the person advances: criteria are worked out from what is
// there, and a card can be moved on without them, with a reason.
package opportunity

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/staff"
	"keyue/backend/store"
	"keyue/backend/template"
)

// ID names an opportunity.
type ID int64

// Outcome is what became of an opportunity.
type Outcome string

// The outcomes. A void one was a mistake and counts nowhere.
const (
	Open Outcome = "open"
	Won  Outcome = "won"
	Lost Outcome = "lost"
	Void Outcome = "void"
)

// Reasons are why opportunities are won and lost; a void one needs none.
var Reasons = map[Outcome][]string{
	Won:  {"price", "quality", "service", "speed", "relation", "brand", "other"},
	Lost: contract.LostReasons,
}

// Limits of an opportunity: characters, lines, entries of a list.
const (
	nameMax  = 200
	lineMax  = 200
	textMax  = 10000
	linesMax = 2000
	listMax  = 30
)

// Line is one row of what is offered: the same as a contract's, so that nothing
// is typed twice.
type Line = template.Line

// Person is a contact with a role in the opportunity.
type Person struct {
	ContactID customer.ContactID `json:"contactId"`
	// Role is one of Roles, or "".
	Role string `json:"role"`
}

// Opportunity is a qualified intention to buy: row, value and JSON.
type Opportunity struct {
	ID ID `json:"id"`
	store.Meta
	Name       string      `json:"name"`
	CustomerID customer.ID `json:"customerId"`
	PipelineID PipelineID  `json:"pipelineId"`
	StageID    StageID     `json:"stageId"`
	// StageSince is when it came to its stage; OpenedAt when it began, which is not
	// when it was typed; ClosedAt when it was won, lost or void, 0 before.
	StageSince date.Instant `json:"stageSince"`
	OpenedAt   date.Instant `json:"openedAt"`
	Outcome    Outcome      `json:"outcome"`
	ClosedAt   date.Instant `json:"closedAt"`
	// ClosingReason is one of Reasons of the outcome; a lost one has one.
	ClosingReason string `json:"closingReason"`
	Competitor    string `json:"competitor"`
	ClosingNote   string `json:"closingNote"`
	// ContractID is the contract that won it; 0 for none.
	ContractID contract.ID `json:"contractId"`
	// Amount is the total of the lines, or what the person said where there are none.
	Amount   money.Amount   `json:"amount"`
	Currency money.Currency `json:"currency"`
	Lines    []Line         `gorm:"serializer:json" json:"lines"`
	// WholeDiscount is taken off the sum of the lines.
	WholeDiscount money.BasisPoints `json:"wholeDiscount"`
	// NetPrices: the prices of the lines do not include tax.
	NetPrices bool `json:"netPrices"`
	// OwnProbability is what the person thinks; nil to go by the stage.
	OwnProbability *money.BasisPoints `json:"ownProbability"`
	ExpectedClose  date.Date          `json:"expectedClose"`
	// OwnerID answers for it; 0 is nobody.
	OwnerID staff.ID `json:"ownerId"`
	// Need is what the customer wants, confirmed.
	Need     string   `json:"need"`
	Contacts []Person `gorm:"serializer:json" json:"contacts"`
	// Ticks are the criteria that a person ticked, by key, with when.
	Ticks map[string]date.Instant `gorm:"serializer:json" json:"ticks"`
	// Origin is "sample" for those of the sample business.
	Origin string   `json:"origin"`
	Tags   []string `gorm:"serializer:json" json:"tags"`
	Remark string   `json:"remark"`
}

// TableName is the table.
func (Opportunity) TableName() string { return "opportunity" }

// RowID is the primary key.
func (o Opportunity) RowID() int64 { return int64(o.ID) }

// Totals adds the lines up, by the one rule for lines.
func (o *Opportunity) Totals() template.Totals {
	return template.Compute(o.Lines, o.WholeDiscount, !o.NetPrices)
}

// Normalize brings every field to its normal form; it never refuses. With lines
// the amount is their total.
func (o *Opportunity) Normalize() {
	o.Name, o.Competitor = oneLine(o.Name), oneLine(o.Competitor)
	o.Need, o.Remark, o.ClosingNote = text(o.Need), text(o.Remark), text(o.ClosingNote)
	if o.Outcome == "" {
		o.Outcome = Open
	}
	people := []Person{}
	for _, p := range o.Contacts {
		if i := slices.IndexFunc(people, func(q Person) bool { return q.ContactID == p.ContactID }); i >= 0 {
			people[i].Role = p.Role
		} else {
			people = append(people, p)
		}
	}
	o.Contacts, o.Lines, o.Tags = people, append([]Line{}, o.Lines...), words(o.Tags)
	if o.Ticks == nil {
		o.Ticks = map[string]date.Instant{}
	}
	if len(o.Lines) > 0 {
		o.Amount = o.Totals().Total
	} else {
		o.WholeDiscount = 0
	}
}

// Validate gives every bad field; Normalize first. Whether customer, contacts and
// stage go together only the workspace knows: see check.
func (o *Opportunity) Validate() []fault.Field {
	var v checks
	if o.Name == "" {
		v.add("name", "opportunity.name_required", nil)
	}
	v.long("name", o.Name, nameMax)
	v.long("competitor", o.Competitor, lineMax)
	v.long("need", o.Need, textMax)
	v.long("remark", o.Remark, textMax)
	v.long("closingNote", o.ClosingNote, textMax)
	if o.CustomerID == 0 {
		v.add("customerId", "opportunity.customer_required", nil)
	}
	if !slices.Contains([]Outcome{Open, Won, Lost, Void}, o.Outcome) {
		v.add("outcome", "opportunity.choice", nil)
	}
	switch {
	case o.Outcome == Lost && o.ClosingReason == "":
		v.add("closingReason", "opportunity.lost_reason", nil)
	case o.ClosingReason != "" && !slices.Contains(Reasons[o.Outcome], o.ClosingReason):
		v.add("closingReason", "opportunity.choice", nil)
	}
	if o.Amount < 0 || o.Amount.Check() != nil {
		v.add("amount", "opportunity.amount", nil)
	}
	if p := o.OwnProbability; p != nil && (*p < 0 || *p > certain) {
		v.add("ownProbability", "opportunity.probability", nil)
	}
	if o.WholeDiscount < 0 || o.WholeDiscount > certain {
		v.add("wholeDiscount", "opportunity.discount", nil)
	}
	if o.ExpectedClose != "" && !o.ExpectedClose.Valid() {
		v.add("expectedClose", "opportunity.date", nil)
	}
	if len(o.Lines) > linesMax {
		v.add("lines", "opportunity.many", fault.P{"max": linesMax})
	}
	for _, p := range o.Contacts {
		if p.Role != "" && !slices.Contains(Roles, p.Role) {
			v.add("contacts", "opportunity.choice", nil)
		}
	}
	if len(o.Contacts) > listMax || len(o.Tags) > listMax {
		v.add("contacts", "opportunity.many", fault.P{"max": listMax})
	}
	return append(v, template.CheckLines(o.Lines)...)
}

// Find gives one opportunity, in the trash or not. Fault fault.not_found.
func Find(db *gorm.DB, id ID) (*Opportunity, error) {
	o, err := store.Get[Opportunity](db, KindOpportunity, int64(id))
	return &o, err
}

// live gives one that is not in the trash. Fault fault.not_found.
func live(db *gorm.DB, id ID) (*Opportunity, error) {
	o, err := Find(db, id)
	if err == nil && o.DeletedAt != nil {
		err = fault.Missing(KindOpportunity)
	}
	return o, err
}

// checks gathers faults of fields.
type checks []fault.Field

func (v *checks) add(field, code string, p fault.P) {
	*v = append(*v, fault.Field{Field: field, Code: code, Params: p})
}

func (v *checks) long(field, s string, limit int) {
	if utf8.RuneCountInString(s) > limit {
		v.add(field, "opportunity.long", fault.P{"max": limit})
	}
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}

func text(s string) string { return strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD")) }

// words is a list without blanks and repetitions.
func words(in []string) []string {
	out := []string{}
	for _, w := range in {
		if w = oneLine(w); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
