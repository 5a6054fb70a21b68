package contract

import (
	"slices"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// Columns of a contract that can be set back by themselves: notes at any time,
// dates and names while it is a draft. Amounts, lines and the stage follow rules
// and each other.
var (
	notes   = []string{"remark", "tags"}
	drafted = []string{"name", "sign_date", "start_date", "end_date", "our_signer", "their_signer"}
)

// Restorable says which fields of a contract can be set back to a former value,
// for history.NewService. Fault history.not_restorable.
func Restorable(tx *store.Tx, id int64, column string) (also map[string]any, err error) {
	if slices.Contains(notes, column) {
		return nil, nil
	}
	c, err := store.Get[Contract](tx.DB, KindContract, id)
	if err != nil {
		return nil, err
	}
	if c.Stage == Draft && slices.Contains(drafted, column) {
		return nil, nil
	}
	return nil, fault.New("history.not_restorable", nil)
}
