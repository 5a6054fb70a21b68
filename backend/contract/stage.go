package contract

import (
	"keyue/backend/fault"
	"keyue/backend/store"
)

// Move takes a contract to another stage; see View.Next, and Decline for a quote
// that was not taken. Faults: contract.stage,
// fault.invalid (reason for void).
func (s *Service) Move(id ID, version int64, to Stage, reason string) (v *View, err error) {
	defer fault.Recover(&err)
	ctx := s.st.Context()
	c, err := find(s.st.Read(ctx), id)
	if err != nil {
		return nil, err
	}
	step := store.Step{Label: "contract.moved", Params: fault.P{"number": c.title(), "stage": "contract.stage." + string(to)}}
	if to == Void {
		step = store.Step{Label: "contract.voided", Params: fault.P{"number": c.title()}}
	}
	err = s.st.InTx(ctx, step, func(tx *store.Tx) error {
		c, err := find(tx.DB, id)
		if err != nil {
			return err
		}
		c.Version = version
		return Advance(tx, &c, to, reason)
	})
	if err != nil {
		return nil, err
	}
	return s.view(s.st.Read(ctx), id)
}

// Trash deletes drafts that were never issued, however many, in one step. Fault
// contract.has_issues when one of them keeps a number: it can only be made void,
// and nothing is deleted. Fault fault.not_found.
func (s *Service) Trash(ids []ID) (err error) {
	defer fault.Recover(&err)
	plain := make([]int64, len(ids))
	for i, id := range ids {
		plain[i] = int64(id)
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "contract.trashed", Params: fault.P{"count": len(ids)}}, func(tx *store.Tx) error {
		var there int64
		if err := store.IDs(tx.Model(&Contract{}), "id", plain).Count(&there).Error; err != nil {
			return err
		}
		if there < int64(len(ids)) {
			return fault.Missing(KindContract)
		}
		var kept []Contract
		if err := store.IDs(tx.DB, "id", plain).Where("issue_count > 0").Order("id").Limit(1).Find(&kept).Error; err != nil {
			return err
		}
		if len(kept) > 0 {
			return fault.New("contract.has_issues", fault.P{"number": kept[0].Number})
		}
		return tx.Trash(KindContract, plain...)
	})
}

// Duplicate makes a draft with the same content, for the same customer, on the
// published version of the template.
func (s *Service) Duplicate(id ID) (v *View, err error) {
	defer fault.Recover(&err)
	var made ID
	err = s.st.InTx(s.st.Context(), store.Step{Label: "contract.created", Params: fault.P{"name": s.title(id)}}, func(tx *store.Tx) error {
		old, err := find(tx.DB, id)
		if err != nil {
			return err
		}
		if err := old.noTemplate(); err != nil {
			return err
		}
		c := Contract{Name: old.Name, CustomerID: old.CustomerID, CompanyID: old.CompanyID, TemplateID: old.TemplateID, NumberRuleID: old.NumberRuleID,
			Values: old.Values, Lines: old.Lines, Deviations: old.Deviations, WholeDiscount: old.WholeDiscount, Currency: old.Currency, OurSigner: old.OurSigner, TheirSigner: old.TheirSigner, Stage: Draft}
		if err := c.useTemplate(tx.DB, old.TemplateID, 0); err != nil {
			return err
		}
		c.Name = old.Name
		if err := tx.Insert(&c); err != nil {
			return err
		}
		made = c.ID
		return apply(s.st, tx, &c, nil)
	})
	if err != nil {
		return nil, err
	}
	return s.view(s.st.Read(s.st.Context()), made)
}
