package opportunity

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// This file is the way of an opportunity from its opening to its end; other
// domains (leads that are converted, contracts that are signed) call it inside
// their own step.

// StageMove is one step of the way: an opening (FromID 0), a move from stage to
// stage, a closing (Outcome no longer open) or a reopening.
type StageMove struct {
	ID int64 `json:"id"`
	store.Meta
	OpportunityID ID           `json:"opportunityId"`
	At            date.Instant `json:"at"`
	FromID        StageID      `json:"fromId"`
	ToID          StageID      `json:"toId"`
	// Outcome is what the opportunity was afterwards.
	Outcome Outcome `json:"outcome"`
	// Reason is why it went on with Unmet, the names of criteria.
	Reason string   `json:"reason"`
	Unmet  []string `gorm:"serializer:json" json:"unmet"`
}

// TableName is the table.
func (StageMove) TableName() string { return "stage_move" }

// RowID is the primary key.
func (m StageMove) RowID() int64 { return m.ID }

// Moves gives the way of an opportunity, from its opening on.
func Moves(db *gorm.DB, id ID) ([]StageMove, error) {
	list := []StageMove{}
	return list, store.Live(db).Where("opportunity_id = ?", id).Order("at, id").Find(&list).Error
}

// Create checks and inserts an opportunity inside a step, and opens its way. What
// is not said is the usual: the first pipeline and its first stage, opened now,
// with the contacts of the customer that have a role. Faults fault.invalid,
// opportunity.no_pipeline.
func Create(tx *store.Tx, o *Opportunity) error {
	o.Normalize()
	if err := o.begin(tx); err != nil {
		return err
	}
	if err := o.check(tx.DB, 0); err != nil {
		return err
	}
	if err := tx.Insert(o); err != nil {
		return err
	}
	return tx.Insert(&StageMove{OpportunityID: o.ID, At: o.OpenedAt, ToID: o.StageID, Outcome: o.Outcome, Unmet: []string{}})
}

// begin fills in what was not said.
func (o *Opportunity) begin(tx *store.Tx) error {
	if o.OpenedAt == 0 {
		o.OpenedAt = tx.Now
	}
	if o.StageSince == 0 {
		o.StageSince = o.OpenedAt
	}
	if o.Currency == "" {
		ours, err := settings.OurCurrency(tx.DB)
		if err != nil {
			return err
		}
		o.Currency = ours
	}
	if o.OwnerID == 0 {
		who, err := staff.Working(tx.DB)
		if err != nil {
			return err
		}
		o.OwnerID = who.ID
	}
	if o.StageID == 0 {
		stages, err := Stages(tx.DB, o.PipelineID)
		if err != nil {
			return err
		}
		if o.PipelineID == 0 {
			all, err := Pipelines(tx.DB)
			if err != nil {
				return err
			}
			if len(all) > 0 {
				stages = slices.DeleteFunc(stages, func(s Stage) bool { return s.PipelineID != all[0].ID })
			}
		}
		if len(stages) == 0 {
			return fault.New("opportunity.no_pipeline", nil)
		}
		o.StageID, o.PipelineID = stages[0].ID, stages[0].PipelineID
	}
	if o.PipelineID == 0 {
		s, err := FindStage(tx.DB, o.StageID)
		if err != nil {
			return err
		}
		o.PipelineID = s.PipelineID
	}
	if len(o.Contacts) > 0 || o.CustomerID == 0 {
		return nil
	}
	people, err := customer.Contacts(tx.DB, o.CustomerID)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.DealRole != "" && !p.LeftCompany && len(o.Contacts) < listMax {
			o.Contacts = append(o.Contacts, Person{ContactID: p.ID, Role: p.DealRole})
		}
	}
	return nil
}

// check is Validate and what only the workspace knows: the customer is there, the
// contacts are its own, the stage is one of the pipeline, the owner is here or
// was it before (owner).
func (o *Opportunity) check(db *gorm.DB, owner staff.ID) error {
	v := checks(o.Validate())
	bad, err := staff.Check(db, "ownerId", o.OwnerID, owner)
	if err != nil {
		return err
	}
	v = append(v, bad...)
	if o.CustomerID != 0 {
		c, err := customer.Find(db, o.CustomerID)
		switch {
		case fault.Is(err, fault.NotFound) || err == nil && c.DeletedAt != nil:
			v.add("customerId", "opportunity.customer_gone", nil)
		case err != nil:
			return err
		}
	}
	s, err := FindStage(db, o.StageID)
	switch {
	case fault.Is(err, fault.NotFound) || err == nil && s.PipelineID != o.PipelineID:
		v.add("stageId", "opportunity.stage_gone", nil)
	case err != nil:
		return err
	}
	for _, p := range o.Contacts {
		c, err := customer.FindContact(db, p.ContactID)
		switch {
		case fault.Is(err, fault.NotFound) || err == nil && c.CustomerID != o.CustomerID:
			v.add("contacts", "customer.contact.elsewhere", nil)
		case err != nil:
			return err
		}
	}
	return fault.Invalid(v)
}

// Move puts an open opportunity into another stage of its pipeline, or of another
// one. Where criteria of the stage it leaves are unmet it needs a reason: fault
// opportunity.unmet (parameter count). o is brought up to date. Faults
// fault.invalid, opportunity.closed, store.conflict.
func Move(tx *store.Tx, o *Opportunity, to StageID, reason string) error {
	if o.Outcome != Open {
		return fault.New("opportunity.closed", fault.P{"name": o.Name})
	}
	target, err := FindStage(tx.DB, to)
	if err != nil {
		return err
	}
	if to == o.StageID {
		return nil
	}
	unmet, err := o.unmet(tx.DB, target)
	if err != nil {
		return err
	}
	reason = oneLine(reason)
	if len(unmet) > 0 && reason == "" {
		return fault.New("opportunity.unmet", fault.P{"count": len(unmet)})
	}
	if len(unmet) == 0 { // nothing had to be explained
		reason = ""
	}
	m := StageMove{OpportunityID: o.ID, At: tx.Now, FromID: o.StageID, ToID: to, Outcome: Open, Reason: reason, Unmet: unmet}
	o.StageID, o.PipelineID, o.StageSince = to, target.PipelineID, tx.Now
	return o.step(tx, m)
}

// Closing is how an opportunity ended.
type Closing struct {
	// Outcome is Won, Lost or Void.
	Outcome Outcome `json:"outcome"`
	// Reason is one of Reasons of the outcome; it may be "" unless it is lost.
	Reason     string `json:"reason"`
	Competitor string `json:"competitor"`
	Note       string `json:"note"`
}

// Close ends an open opportunity. o is brought up to date. Faults fault.invalid,
// opportunity.closed, store.conflict.
func Close(tx *store.Tx, o *Opportunity, c Closing) error {
	if o.Outcome != Open {
		return fault.New("opportunity.closed", fault.P{"name": o.Name})
	}
	if c.Outcome == Open || c.Outcome == "" {
		return fault.Invalid([]fault.Field{{Field: "outcome", Code: "opportunity.choice"}})
	}
	o.end(c, tx.Now)
	return o.step(tx, StageMove{OpportunityID: o.ID, At: tx.Now, FromID: o.StageID, ToID: o.StageID, Outcome: o.Outcome, Unmet: []string{}})
}

// end sets how it ended.
func (o *Opportunity) end(c Closing, at date.Instant) {
	o.Outcome, o.ClosedAt, o.ClosingReason, o.ClosingNote = c.Outcome, at, c.Reason, c.Note
	if strings.TrimSpace(c.Competitor) != "" {
		o.Competitor = c.Competitor
	}
}

// Reopen takes a closed opportunity up again in the stage it was in. Fault
// opportunity.open.
func Reopen(tx *store.Tx, o *Opportunity) error {
	if o.Outcome == Open {
		return fault.New("opportunity.open", fault.P{"name": o.Name})
	}
	if _, err := FindStage(tx.DB, o.StageID); err != nil {
		return err
	}
	o.Outcome, o.ClosedAt, o.ClosingReason, o.ClosingNote, o.StageSince = Open, 0, "", "", tx.Now
	return o.step(tx, StageMove{OpportunityID: o.ID, At: tx.Now, FromID: o.StageID, ToID: o.StageID, Outcome: Open, Unmet: []string{}})
}

// step writes the opportunity and one step of its way.
func (o *Opportunity) step(tx *store.Tx, m StageMove) error {
	o.Normalize()
	if err := fault.Invalid(o.Validate()); err != nil {
		return err
	}
	if err := tx.Update(o); err != nil {
		return err
	}
	return tx.Insert(&m)
}
