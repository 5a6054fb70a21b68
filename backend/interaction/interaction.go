// Package interaction holds what was said to and by customers, and what is to
// be done next: interactions (跟进) and tasks (待办). The one usually makes the
// other: who logs a call says with the same stroke when to call again.
package interaction

import (
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/store"
)

// ID names an interaction.
type ID int64

// Medium is how two sides met.
type Medium string

// The media.
const (
	Call       Medium = "call"
	SMS        Medium = "sms"
	Visit      Medium = "visit"
	WeChat     Medium = "wechat"
	Email      Medium = "email"
	Meeting    Medium = "meeting"
	Letter     Medium = "letter"
	Social     Medium = "social"
	OtherMedia Medium = "other"
)

var media = []Medium{Call, SMS, Visit, WeChat, Email, Meeting, Letter, Social, OtherMedia}

// Direction says who began.
type Direction string

// The directions: the customer came to us, or we to them.
const (
	In  Direction = "in"
	Out Direction = "out"
)

// Outcome is what came of it; "" when nothing needs to be said.
type Outcome string

// The outcomes.
const (
	NoOutcome   Outcome = ""
	Reached     Outcome = "reached"
	NoAnswer    Outcome = "no_answer"
	Agreed      Outcome = "agreed"
	Considering Outcome = "considering"
	Refused     Outcome = "refused"
	Complaint   Outcome = "complaint"
)

var outcomes = []Outcome{NoOutcome, Reached, NoAnswer, Agreed, Considering, Refused, Complaint}

// Limits of an interaction: characters, minutes of a day, entries of a list.
const (
	summaryMax = 10000
	lineMax    = 200
	minutesMax = 24 * 60
	listMax    = 30
)

// Interaction is one exchange with a customer, inbound or outbound, by any
// medium: row, value and JSON.
type Interaction struct {
	ID ID `json:"id"`
	store.Meta
	CustomerID customer.ID        `json:"customerId"`
	ContactID  customer.ContactID `json:"contactId"`
	// ContractID is the contract it was about; 0 for none.
	ContractID int64 `json:"contractId"`
	// OpportunityID is the opportunity it was about; 0 for none.
	OpportunityID int64 `json:"opportunityId"`
	// LeadID is the lead it was with, 0 for none. What was said with a lead belongs
	// to no customer until the lead has become one.
	LeadID    int64     `json:"leadId"`
	Medium    Medium    `json:"medium"`
	Direction Direction `json:"direction"`
	// At is when it happened, not when it was written down.
	At date.Instant `json:"at"`
	// Minutes it took; 0 when nobody counted.
	Minutes int    `json:"minutes"`
	Summary string `json:"summary"`
	// Purposes and Needs are words of the person's own.
	Purposes []string `gorm:"serializer:json" json:"purposes"`
	Needs    []string `gorm:"serializer:json" json:"needs"`
	Outcome  Outcome  `json:"outcome"`
	// PriceLow and PriceHigh are the range that was named, in our currency; 0 for open.
	PriceLow  money.Amount `json:"priceLow"`
	PriceHigh money.Amount `json:"priceHigh"`
	// Competitor is who else was mentioned.
	Competitor string `json:"competitor"`
	// Satisfaction is 1 (bad) to 5 (delighted); 0 when not asked.
	Satisfaction int `json:"satisfaction"`
}

// TableName is the table.
func (Interaction) TableName() string { return "interaction" }

// RowID is the primary key.
func (i Interaction) RowID() int64 { return int64(i.ID) }

// Normalize brings every field to its normal form; it never refuses.
func (i *Interaction) Normalize() {
	i.Summary = strings.TrimSpace(strings.ToValidUTF8(i.Summary, "\uFFFD"))
	i.Competitor = oneLine(i.Competitor)
	i.Purposes, i.Needs = words(i.Purposes), words(i.Needs)
	if i.Medium == "" {
		i.Medium = Call
	}
	if i.Direction == "" {
		i.Direction = Out
	}
	if i.PriceHigh != 0 && i.PriceLow > i.PriceHigh {
		i.PriceLow, i.PriceHigh = i.PriceHigh, i.PriceLow
	}
}

// Validate gives every bad field; Normalize first. now bounds the time: what
// has not happened yet is a task.
func (i *Interaction) Validate(now date.Instant) []fault.Field {
	var bad []fault.Field
	add := func(field, code string, p fault.P) {
		bad = append(bad, fault.Field{Field: field, Code: code, Params: p})
	}
	if i.CustomerID == 0 && i.LeadID == 0 {
		add("customerId", "interaction.customer_required", nil)
	}
	switch n := utf8.RuneCountInString(i.Summary); {
	case n == 0:
		add("summary", "interaction.summary_required", nil)
	case n > summaryMax:
		add("summary", "interaction.long", fault.P{"max": summaryMax})
	}
	if utf8.RuneCountInString(i.Competitor) > lineMax {
		add("competitor", "interaction.long", fault.P{"max": lineMax})
	}
	if !slices.Contains(media, i.Medium) {
		add("medium", "interaction.choice", nil)
	}
	if i.Direction != In && i.Direction != Out {
		add("direction", "interaction.choice", nil)
	}
	if !slices.Contains(outcomes, i.Outcome) {
		add("outcome", "interaction.choice", nil)
	}
	// Clocks of two machines differ; a quarter of an hour ahead is still now.
	if i.At <= 0 || i.At > now+15*60*1000 {
		add("at", "interaction.future", nil)
	}
	if i.Minutes < 0 || i.Minutes > minutesMax {
		add("minutes", "interaction.minutes", nil)
	}
	if i.Satisfaction < 0 || i.Satisfaction > 5 {
		add("satisfaction", "interaction.choice", nil)
	}
	if i.PriceLow < 0 {
		add("priceLow", "interaction.price", nil)
	}
	if i.PriceHigh < 0 {
		add("priceHigh", "interaction.price", nil)
	}
	if len(i.Purposes) > listMax {
		add("purposes", "interaction.many", fault.P{"max": listMax})
	}
	if len(i.Needs) > listMax {
		add("needs", "interaction.many", fault.P{"max": listMax})
	}
	return bad
}

// title is what a person calls it: the beginning of what was said.
func title(summary string) string {
	line, _, _ := strings.Cut(summary, "\n")
	if r := []rune(line); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return line
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}

// words is a list of short words without blanks and repetitions.
func words(in []string) []string {
	out := []string{}
	for _, w := range in {
		if w = strings.TrimLeft(oneLine(w), "#＃"); w != "" && utf8.RuneCountInString(w) <= lineMax && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
