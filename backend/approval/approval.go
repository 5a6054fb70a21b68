// Package approval keeps what somebody of the staff asks an owner to agree to
// (审批): a price under the floor, an opportunity that is given up. Who may decide
// alone is never asked, and nobody is in solo mode; see staff.CanApprove.
//
// What is agreed to is a certain content: prices that fall further, or goods that
// were not among them, have to be asked for anew.
package approval

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// Kind of the records of this package.
const Kind = "approval"

// ID names an approval.
type ID int64

// What is asked for.
type What string

// The things that are asked for: prices under the floor, and an opportunity to be
// closed as lost.
const (
	Floor What = "floor"
	Lost  What = "lost"
)

// State is how far it has come.
type State string

// The states. What was withdrawn was taken back, or asked for anew, before it was
// answered.
const (
	Asked     State = "asked"
	Approved  State = "approved"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

const textMax = 2000

// Approval is one request with its answer: row, value and JSON.
type Approval struct {
	ID ID `json:"id"`
	store.Meta
	// AboutKind and AboutID name the record it is about: an opportunity, a quote or
	// a contract.
	AboutKind  string      `json:"aboutKind"`
	AboutID    int64       `json:"aboutId"`
	CustomerID customer.ID `json:"customerId"`
	What       What        `json:"what"`
	State      State       `json:"state"`
	// Items are the prices asked for, of Floor.
	Items []Item `gorm:"serializer:json" json:"items"`
	// Closing is how the opportunity is to end, of Lost: as the package of
	// opportunities, which stands above this one, writes it.
	Closing json.RawMessage `gorm:"serializer:json" json:"-"`
	// Reason is why it is asked for.
	Reason     string       `json:"reason"`
	AskedBy    staff.ID     `json:"askedBy"`
	AskedAt    date.Instant `json:"askedAt"`
	AnsweredBy staff.ID     `json:"answeredBy"`
	AnsweredAt date.Instant `json:"answeredAt"`
	// Note is what was said with the answer.
	Note string `json:"note"`
}

// TableName is the table.
func (Approval) TableName() string { return "approval" }

// RowID is the primary key.
func (a Approval) RowID() int64 { return int64(a.ID) }

// Kinds are the record types of this package.
func Kinds() []store.Kind {
	return []store.Kind{{Name: Kind, Table: "approval", About: "about", Points: map[string]string{"customer_id": customer.KindCustomer}}}
}

// Follow moves the approvals of merged customers to the one that is kept.
func Follow(tx *store.Tx, keep customer.ID, others []customer.ID) error {
	return customer.Carry(tx, others, func(row *Approval) { row.CustomerID = keep })
}

// Subject is a record that approvals are about.
type Subject struct {
	Kind string
	ID   int64
}

// Of gives the approvals about any of the subjects, the latest first.
func Of(db *gorm.DB, subjects ...Subject) ([]Approval, error) {
	list := []Approval{}
	q := db.Session(&gorm.Session{NewDB: true}).Where("1 = 0")
	for _, s := range subjects {
		q = q.Or("about_kind = ? and about_id = ?", s.Kind, s.ID)
	}
	return list, store.Live(db).Where(q).Order("asked_at desc, id desc").Find(&list).Error
}

// Ask asks an owner. What waits for an answer about the same is taken back.
// Faults approval.alone where nobody has to be asked, fault.invalid (reason).
func Ask(tx *store.Tx, a *Approval) error {
	alone, err := staff.CanApprove(tx.DB)
	if err != nil {
		return err
	}
	if alone {
		return fault.New("approval.alone", nil)
	}
	a.Reason = strings.TrimSpace(strings.ToValidUTF8(a.Reason, "\uFFFD"))
	switch {
	case a.Reason == "":
		return fault.Invalid([]fault.Field{{Field: "reason", Code: "approval.reason"}})
	case utf8.RuneCountInString(a.Reason) > textMax:
		return fault.Invalid([]fault.Field{{Field: "reason", Code: "approval.long", Params: fault.P{"max": textMax}}})
	}
	before, err := Of(tx.DB, Subject{a.AboutKind, a.AboutID})
	if err != nil {
		return err
	}
	for i := range before {
		if b := &before[i]; b.What == a.What && b.State == Asked {
			b.State = Withdrawn
			if err := tx.Update(b); err != nil {
				return err
			}
		}
	}
	who, err := staff.Working(tx.DB)
	if err != nil {
		return err
	}
	a.State, a.AskedBy, a.AskedAt = Asked, who.ID, tx.Now
	if a.Items == nil {
		a.Items = []Item{}
	}
	if a.Closing == nil {
		a.Closing = json.RawMessage("{}")
	}
	return tx.Insert(a)
}
