package opportunity

import (
	"encoding/json"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/approval"
	"keyue/backend/contract"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/store"
)

// standing tells how the prices of an opportunity stand with approvals.
func (o *Opportunity) standing(db *gorm.DB) (approval.Standing, error) {
	return approval.Stand(db, o.Lines, o.WholeDiscount, o.Currency, o.subject())
}

func (o *Opportunity) subject() approval.Subject {
	return approval.Subject{Kind: KindOpportunity, ID: int64(o.ID)}
}

// AskFloor asks an owner to agree to the prices under the floor that nobody has
// agreed to yet: the answer holds for its quotes and contracts too. more is said
// besides the reasons at the lines. Faults fault.not_found,
// contract.floor_reason, approval.alone.
func (s *Service) AskFloor(id ID, more string) (d *Detail, err error) {
	defer fault.Recover(&err)
	return s.change(id, "approval.asked", nil, func(tx *store.Tx, o *Opportunity) error {
		if err := contract.LinesReady(tx.DB, o.Lines, o.WholeDiscount, o.Currency, s.lent.Lang()); err != nil {
			return err
		}
		standing, err := o.standing(tx.DB)
		if err != nil {
			return err
		}
		if len(standing.Floor) == 0 {
			return fault.New("approval.alone", nil)
		}
		a := standing.ForFloor(o.subject(), more)
		return o.ask(tx, &a)
	})
}

// AskLost asks an owner to agree that an opportunity, shown in a stage, is lost;
// it is closed when they do. Faults as Close, approval.alone.
func (s *Service) AskLost(id ID, from StageID, c Closing) (d *Detail, err error) {
	defer fault.Recover(&err)
	c.Outcome = Lost
	return s.change(id, "approval.asked", nil, func(tx *store.Tx, o *Opportunity) error {
		if err := o.stands(tx.DB, from); err != nil {
			return err
		}
		// What would be refused when they agree is refused now.
		try := *o
		try.end(c, tx.Now)
		try.Normalize()
		if err := fault.Invalid(try.Validate()); err != nil {
			return err
		}
		how, err := json.Marshal(c)
		if err != nil {
			return err
		}
		said := []string{locale.Text(s.lent.Lang(), "opportunity.reason."+c.Reason, nil)}
		for _, more := range []string{c.Competitor, c.Note} {
			if more = strings.TrimSpace(more); more != "" {
				said = append(said, more)
			}
		}
		return o.ask(tx, &approval.Approval{AboutKind: KindOpportunity, AboutID: int64(o.ID), What: approval.Lost, Closing: how, Reason: strings.Join(said, "\n")})
	})
}

func (o *Opportunity) ask(tx *store.Tx, a *approval.Approval) error {
	a.CustomerID = o.CustomerID
	tx.Touch(KindOpportunity, int64(o.ID))
	return approval.Ask(tx, a)
}

// CloseApproved closes an opportunity as lost when an owner agreed to it, in the
// step of the answer. Faults as Close.
func CloseApproved(tx *store.Tx, a *approval.Approval) error {
	var c Closing
	if err := json.Unmarshal(a.Closing, &c); err != nil {
		return err
	}
	o, err := live(tx.DB, ID(a.AboutID))
	if err != nil {
		return err
	}
	return Close(tx, o, c)
}
