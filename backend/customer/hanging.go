package customer

import "keyue/backend/store"

// Follower moves the rows that belong to customers over to another one, inside
// the step of their merge.
type Follower func(tx *store.Tx, keep ID, others []ID) error

// Carry does what most followers do: it updates every row whose customer_id is one
// of others, after give gave it the customer that is kept.
func Carry[T any, R interface {
	*T
	store.Record
}](tx *store.Tx, others []ID, give func(row R)) error {
	var rows []T
	if err := tx.Where("customer_id in ?", others).Find(&rows).Error; err != nil {
		return err
	}
	for i := range rows {
		give(&rows[i])
		if err := tx.Update(R(&rows[i])); err != nil {
			return err
		}
	}
	return nil
}

// Hanging says what a package keeps of customers, and what becomes of it when
// customers become one. host.Hanging lists them all; a test finds every column
// of the workspace that names a customer and is in none of them.
type Hanging struct {
	Package string
	// Moves are the columns, "contract.customer_id", that Follow gives to the
	// customer that is kept.
	Moves []string
	// Derived are columns of rows that are worked out again from others.
	Derived []string
	// Stays are columns that go on naming the record in the trash, each with the
	// reason why.
	Stays map[string]string
	// Follow moves the rows; nil where nothing moves or the merge itself does.
	Follow Follower
}

// Hangs is what this package and the files keep of customers; the merge itself
// moves it.
func Hangs() Hanging {
	return Hanging{
		Package: "customer",
		Moves:   []string{"contact.customer_id", "attachment.record_id", "not_duplicate.low_id", "not_duplicate.high_id"},
		Derived: []string{"identity.customer_id", "customer_tag.customer_id", "customer_custom.customer_id", "customer_day.customer_id", "customer_stale.customer_id"},
		Stays:   map[string]string{"customer_opened.customer_id": "when a record was looked at says nothing of another one"},
	}
}
