package contract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// LostReasons are why customers do not buy: the reasons of quotes that were
// declined and of opportunities that were lost, in one set of words.
var LostReasons = []string{"competitor", "project_stopped", "decision_chain", "budget", "need_changed", "price", "other"}

const declineNoteMax = 2000

// Refusal is why a customer did not take a quote.
type Refusal struct {
	// Reason is one of LostReasons.
	Reason string `json:"reason"`
	Note   string `json:"note"`
}

// Decline notes that the customer did not take a quote, and why. Faults:
// contract.not_a_quote, contract.stage, store.conflict, fault.invalid with reason,
// note.
func (s *Service) Decline(id ID, version int64, why Refusal) (v *View, err error) {
	defer fault.Recover(&err)
	ctx := s.st.Context()
	c, err := quote(s.st.Read(ctx), id)
	if err != nil {
		return nil, err
	}
	step := store.Step{Label: "contract.moved", Params: fault.P{"number": c.title(), "stage": "contract.stage." + string(Declined)}}
	err = s.st.InTx(ctx, step, func(tx *store.Tx) error {
		c, err := quote(tx.DB, id)
		if err != nil {
			return err
		}
		c.Version = version
		return Decline(tx, &c, why)
	})
	if err != nil {
		return nil, err
	}
	return s.view(s.st.Read(ctx), id)
}

// Decline is Service.Decline inside tx; c is brought up to date.
func Decline(tx *store.Tx, c *Contract, why Refusal) error {
	c.DeclineReason, c.DeclineNote = why.Reason, strings.TrimSpace(strings.ToValidUTF8(why.Note, "\uFFFD"))
	return Advance(tx, c, Declined, "")
}

// declined checks what a quote that is declined has to say.
func (c *Contract) declined() error {
	var bad []fault.Field
	if !slices.Contains(LostReasons, c.DeclineReason) {
		bad = append(bad, fault.Field{Field: "reason", Code: "contract.decline_reason"})
	}
	if utf8.RuneCountInString(c.DeclineNote) > declineNoteMax {
		bad = append(bad, fault.Field{Field: "note", Code: "contract.decline_note", Params: fault.P{"max": declineNoteMax}})
	}
	return fault.Invalid(bad)
}
