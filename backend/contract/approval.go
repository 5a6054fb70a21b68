package contract

import (
	"gorm.io/gorm"

	"keyue/backend/approval"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// kindOpportunity is a record of a package above this one whose approvals hold
// for its quotes and contracts.
const kindOpportunity = "opportunity"

// standing tells how the contract's prices stand with approvals: its own, those
// of its opportunity, of the quote it came of and of that quote's first edition.
func (c *Contract) standing(db *gorm.DB) (approval.Standing, error) {
	subjects := []approval.Subject{{Kind: KindContract, ID: int64(c.ID)}}
	add := func(kind string, id int64) {
		if id != 0 {
			subjects = append(subjects, approval.Subject{Kind: kind, ID: id})
		}
	}
	add(kindOpportunity, c.OpportunityID)
	add(KindContract, int64(c.QuoteID))
	add(KindContract, int64(c.FirstID))
	return approval.Stand(db, c.Lines, c.WholeDiscount, c.Currency, subjects...)
}

// AskFloor asks an owner to agree to the prices under the floor that nobody has
// agreed to yet; more is said besides the reasons at the lines. Faults
// fault.not_found, contract.floor_reason, approval.alone.
func (s *Service) AskFloor(id ID, more string) (v *View, err error) {
	defer fault.Recover(&err)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "approval.asked", Params: fault.P{"name": s.title(id)}}, func(tx *store.Tx) error {
		c, err := find(tx.DB, id)
		if err != nil {
			return err
		}
		if err := LinesReady(tx.DB, c.Lines, c.WholeDiscount, c.Currency, c.Language); err != nil {
			return err
		}
		standing, err := c.standing(tx.DB)
		if err != nil {
			return err
		}
		if len(standing.Floor) == 0 {
			return fault.New("approval.alone", nil)
		}
		a := standing.ForFloor(approval.Subject{Kind: KindContract, ID: int64(c.ID)}, more)
		a.CustomerID = c.CustomerID
		tx.Touch(KindContract, int64(c.ID))
		return approval.Ask(tx, &a)
	})
	if err != nil {
		return nil, err
	}
	return s.view(s.st.Read(s.st.Context()), id)
}
