package opportunity

import (
	"keyue/backend/contract"
	"keyue/backend/fault"
	"keyue/backend/store"
	"keyue/backend/template"
)

// NewQuote makes the draft of a quote from an opportunity, with its lines and its
// name as the subject; template 0 is the likeliest one. Faults fault.not_found,
// contract.floor_reason, contract.no_quote_template, contract.not_a_quote.
func (s *Service) NewQuote(id ID, tpl template.ID) (made contract.ID, err error) {
	defer fault.Recover(&err)
	return s.paper(id, tpl, true)
}

// paper makes the draft of a quote or a contract from an opportunity.
func (s *Service) paper(id ID, tpl template.ID, quote bool) (made contract.ID, err error) {
	o, err := live(s.db(), id)
	if err != nil {
		return 0, err
	}
	// The reason is known to who gave the price: it goes along with the line and is
	// not asked again.
	if err := contract.LinesReady(s.db(), o.Lines, o.WholeDiscount, o.Currency, s.lent.Lang()); err != nil {
		return 0, err
	}
	label := "contract.created"
	if quote {
		label = "contract.quote_created"
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: label, Params: fault.P{"name": o.Name}, Quiet: true}, func(tx *store.Tx) error {
		c, err := contract.Begin(s.st, tx, contract.Start{CreateInput: contract.CreateInput{CustomerID: o.CustomerID, TemplateID: tpl}, Quote: quote, OpportunityID: int64(id),
			Lines: o.Lines, WholeDiscount: o.WholeDiscount, NetPrices: o.NetPrices, Currency: o.Currency, Origin: o.Origin})
		made = c.ID
		return err
	})
	return made, err
}
