package customer

import (
	"keyue/backend/fault"
	"keyue/backend/store"
)

// Restorable lets every field of a customer be set back to a former value, for
// history.NewService. A stage that a person sets back is one a person chose.
func Restorable(_ *store.Tx, _ int64, column string) (also map[string]any, err error) {
	switch column {
	case "lifecycle":
		return map[string]any{"lifecycle_fixed": int64(1)}, nil
	case "primary_contact_id":
		return nil, fault.New("history.not_restorable", nil) // the contact may be gone: it is chosen among those there
	}
	return nil, nil
}

// RestorableContact lets every field of a contact be set back but whose contact
// it is and to whom it reports.
func RestorableContact(_ *store.Tx, _ int64, column string) (also map[string]any, err error) {
	if column == "customer_id" || column == "reports_to" {
		return nil, fault.New("history.not_restorable", nil)
	}
	return nil, nil
}
