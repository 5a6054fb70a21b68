// Package contract is the centre of the product: contracts from draft to
// archive, their numbers, and the exact bytes of everything that was printed.
//
// A contract in draft follows its customer, its own company and its template
// version; an issue freezes all of it. An issue is never changed: reprinting
// gives the same bytes, and a later edit shows how it differs until the next
// issue is made.
package contract

import (
	"strings"

	"keyue/backend/attachment"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
)

// ID identifies a contract.
type ID int64

// Stage is where a contract is between draft and archive.
type Stage string

// The stages in their usual order. Approval comes with staff and is not used
// in solo mode.
const (
	Draft    Stage = "draft"
	Printed  Stage = "printed"
	Sent     Stage = "sent"
	Signed   Stage = "signed"
	Active   Stage = "active"
	Done     Stage = "done"
	Archived Stage = "archived"
	Void     Stage = "void"
)

// next lists the stages a person may move a contract to. Printed is reached by
// issuing only; a void contract keeps its number and stays void.
var next = map[Stage][]Stage{
	Draft:    {},
	Printed:  {Sent, Signed, Void},
	Sent:     {Printed, Signed, Void},
	Signed:   {Sent, Active, Done, Archived, Void},
	Active:   {Signed, Done, Void},
	Done:     {Active, Archived},
	Archived: {Done},
	Void:     {},
}

// Line is one row of the lines table as the person filled it; what is computed
// from it comes from template.Compute.
type Line = template.Line

// Contract is one agreement with one customer.
type Contract struct {
	ID ID `json:"id"`
	store.Meta
	// Number is empty until the first issue takes one.
	Number            string             `json:"number"`
	Name              string             `json:"name"`
	CustomerID        customer.ID        `json:"customerId"`
	CompanyID         settings.CompanyID `json:"companyId"`
	TemplateID        template.ID        `json:"templateId"`
	TemplateVersionID template.VersionID `json:"templateVersionId"`
	NumberRuleID      NumberRuleID       `json:"numberRuleId"`
	Language          locale.Tag         `json:"language"`
	Kind              template.Kind      `json:"kind"`
	// Values are the fields the person filled, by key, as the page sends them;
	// fields that are not here come from their source or default.
	Values map[string]any `gorm:"column:field_values;serializer:json" json:"values"`
	Lines  []Line         `gorm:"serializer:json" json:"lines"`
	// WholeDiscount is taken off the sum of the lines.
	WholeDiscount money.BasisPoints `json:"wholeDiscount"`
	// Deviations are what this deal says otherwise than its template, applied to
	// the template's text before it is filled. Save takes the whole list; what the
	// program knows of each (at, by, base, was) it writes itself.
	Deviations []template.Deviation `gorm:"serializer:json" json:"deviations"`
	// Parties is what both sides were when the contract was first issued; nil
	// before, while it follows the records.
	Parties *Parties `gorm:"serializer:json" json:"parties"`
	// Amount is the total of the lines, or what the amount field says where the
	// template has no lines.
	Amount      money.Amount   `json:"amount"`
	Currency    money.Currency `json:"currency"`
	SignDate    date.Date      `json:"signDate"`
	StartDate   date.Date      `json:"startDate"`
	EndDate     date.Date      `json:"endDate"`
	OurSigner   string         `json:"ourSigner"`
	TheirSigner string         `json:"theirSigner"`
	Stage       Stage          `json:"stage"`
	// StageReason is why it was made void.
	StageReason string `json:"stageReason"`
	// IssueCount is the number of the newest issue; 0 for none.
	IssueCount int `json:"issueCount"`
	// IssuedAt is when the newest issue was made.
	IssuedAt date.Instant `json:"issuedAt"`
	// Source is "outside" for a contract made outside the program, which has no
	// template; FileID is then the attachment it was kept as.
	Source string        `json:"source"`
	FileID attachment.ID `json:"fileId"`
	// OpportunityID is the opportunity it came from; 0 for none. The package of
	// opportunities stands above this one.
	OpportunityID int64 `json:"opportunityId"`
	// QuoteID is the quote that a contract came of; 0 for none.
	QuoteID ID `json:"quoteId"`
	// FirstID is the first edition of a later edition of a quote; Edition counts
	// them from 1 and is 0 for contracts.
	FirstID ID  `json:"firstId"`
	Edition int `json:"edition"`
	// RepliedOn is the day the customer accepted or declined a quote.
	RepliedOn date.Date `json:"repliedOn"`
	// DeclineReason, one of LostReasons, and DeclineNote say why the customer did not
	// take a quote; "" unless it is declined.
	DeclineReason string `json:"declineReason"`
	DeclineNote   string `json:"declineNote"`
	// Origin is "sample" for contracts of the sample business.
	Origin string   `json:"origin"`
	Tags   []string `gorm:"serializer:json" json:"tags"`
	Remark string   `json:"remark"`
}

// TableName names the table for GORM.
func (Contract) TableName() string { return "contract" }

// RowID is the primary key.
func (c Contract) RowID() int64 { return int64(c.ID) }

// Limits of a contract.
const (
	maxLines = 2000
	maxName  = 200
)

// normalize trims what a person typed.
func (c *Contract) normalize() {
	c.Name = strings.TrimSpace(c.Name)
	c.OurSigner = strings.TrimSpace(c.OurSigner)
	c.TheirSigner = strings.TrimSpace(c.TheirSigner)
}

// Validate returns every bad field.
func (c *Contract) Validate() error {
	var bad []fault.Field
	add := func(field, code string) { bad = append(bad, fault.Field{Field: field, Code: code}) }
	if c.Name == "" {
		add("name", "contract.name_required")
	}
	if len([]rune(c.Name)) > maxName {
		add("name", "contract.name_long")
	}
	if len(c.Lines) > maxLines {
		bad = append(bad, fault.Field{Field: "lines", Code: "contract.lines_many", Params: fault.P{"max": maxLines}})
	}
	for _, day := range [...]struct {
		field string
		value date.Date
	}{{"signDate", c.SignDate}, {"startDate", c.StartDate}, {"endDate", c.EndDate}} {
		if day.value != "" && !day.value.Valid() {
			add(day.field, "contract.date")
		}
	}
	if c.StartDate != "" && c.EndDate != "" && c.EndDate < c.StartDate {
		add("endDate", "contract.ends_before_start")
	}
	if c.WholeDiscount < 0 || c.WholeDiscount > 10000 {
		add("wholeDiscount", "contract.discount")
	}
	if c.Amount.Check() != nil {
		add("amount", "contract.amount_large")
	}
	return fault.Invalid(bad)
}

// editable refuses changes to a contract that is over, and to a quote that the
// customer has accepted: a contract stands on it.
func (c *Contract) editable() error {
	if c.Stage == Accepted {
		return fault.New("contract.quote_accepted_kept", fault.P{"number": c.Number})
	}
	if c.Stage == Void || c.Stage == Archived {
		return fault.New("contract.closed", fault.P{"number": c.Number})
	}
	return nil
}

// move changes the stage by the person's choice; Void needs a reason.
func (c *Contract) move(to Stage, reason string) error {
	allowed := false
	for _, s := range c.nextStages() {
		allowed = allowed || s == to
	}
	if !allowed {
		return fault.New("contract.stage", fault.P{"number": c.Number})
	}
	reason = strings.TrimSpace(reason)
	if to == Void && reason == "" {
		return fault.Invalid([]fault.Field{{Field: "reason", Code: "contract.void_reason"}})
	}
	if to == Declined {
		if err := c.declined(); err != nil {
			return err
		}
	}
	c.Stage, c.StageReason = to, reason
	return nil
}
