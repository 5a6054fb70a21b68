package payment

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/store"
)

// RowKinds are what a part of the money is called.
var RowKinds = []string{"deposit", "progress", "delivery", "acceptance", "retention", "final"}

// whole is a share of everything.
const whole money.BasisPoints = 10000

// remindDays is how many days before its day a row is soon, where nobody said otherwise.
const remindDays = 7

// Bounds of a plan.
const (
	maxRows   = 100
	maxRemind = 365
)

// PlanRow is one part of what should arrive for a contract.
type PlanRow struct {
	ID RowID `json:"id"`
	store.Meta
	ContractID contract.ID `json:"contractId"`
	// N is its place in the plan, from 1.
	N    int    `json:"n"`
	Kind string `json:"kind"`
	// Share is the part of the contract's amount; 0: Amount is fixed. Amount is then
	// what the share comes to.
	Share  money.BasisPoints `json:"share"`
	Amount money.Amount      `json:"amount"`
	DueOn  date.Date         `json:"dueOn"`
	// RemindDays is how many days before DueOn it stands on 今日 as due soon.
	RemindDays int    `json:"remindDays"`
	Note       string `json:"note"`
}

// TableName names the table for GORM.
func (PlanRow) TableName() string { return KindRow }

// RowID is the primary key.
func (r PlanRow) RowID() int64 { return int64(r.ID) }

// remindOn is from which day on it is soon; "" where no day was agreed on.
func (r *PlanRow) remindOn() date.Date {
	if r.DueOn == "" {
		return ""
	}
	return r.DueOn.AddDays(-r.RemindDays)
}

// States of a row. A row that is partly paid and overdue is overdue.
const (
	StateOpen    = "open"
	StateSoon    = "soon"
	StateOverdue = "overdue"
	StatePart    = "part"
	StatePaid    = "paid"
)

// Row is a row with what arrived for it.
type Row struct {
	PlanRow
	Paid money.Amount `json:"paid"`
	// State is one of the states, by today.
	State string `gorm:"-" json:"state"`
}

// open is what is still to arrive.
func (r *Row) open() money.Amount { return max(r.Amount-r.Paid, 0) }

// stateOf decides the state of a row; only a contract that owes has rows that are
// soon or overdue.
func (r *Row) stateOf(owes bool, today date.Date) string {
	switch {
	case r.Amount > 0 && r.Paid >= r.Amount:
		return StatePaid
	case owes && r.Amount > 0 && r.DueOn != "" && r.DueOn < today:
		return StateOverdue
	case owes && r.Amount > 0 && r.DueOn != "" && r.remindOn() <= today:
		return StateSoon
	case r.Paid > 0:
		return StatePart
	}
	return StateOpen
}

// owes tells whether a contract binds somebody to pay. One that was put away after
// it was signed still does.
func owes(c *contract.Contract) bool {
	return c.DeletedAt == nil && slices.Contains(contract.Binding, c.Stage) && !slices.Contains(contract.NoSale, c.Kind)
}

// rowsOf reads the live rows of a contract in their order.
func rowsOf(db *gorm.DB, id contract.ID) ([]Row, error) {
	rows := []Row{}
	err := store.Live(db.Table(KindRow)).Where("contract_id = ?", id).Order("n, id").Scan(&rows).Error
	return rows, err
}

// sumOf is what the rows come to.
func sumOf(rows []Row) (sum money.Amount) {
	for i := range rows {
		sum += rows[i].Amount
	}
	return sum
}

// settle works out what the shares come to. A row on which something was paid
// keeps what it had, unless held says that its share was just changed. Where the
// plan is one of shares that make a whole, what is left after those goes to the
// others by largest remainder, so that the rows add up to the last fen; beside
// fixed amounts each share is rounded by itself.
func settle(total money.Amount, rows []Row, held func(*Row) bool) {
	var shares money.BasisPoints
	fixed, left := false, total
	var weights []money.BasisPoints
	var follow []int
	for i := range rows {
		r := &rows[i]
		switch {
		case r.Share == 0:
			fixed = true
		case held(r):
			left -= r.Amount
		default:
			follow, weights = append(follow, i), append(weights, r.Share)
		}
		shares += r.Share
	}
	if fixed || shares != whole {
		for _, i := range follow {
			rows[i].Amount = total.Share(rows[i].Share)
		}
		return
	}
	for k, part := range max(left, 0).Allocate(weights) {
		rows[follow[k]].Amount = part
	}
}

// paidOn tells that something was paid on a row.
func paidOn(r *Row) bool { return r.Paid != 0 }

// validate gives the bad fields of a row as the page names them.
func (r *PlanRow) validate(i int) []fault.Field {
	var bad []fault.Field
	add := func(field, code string, p fault.P) {
		bad = append(bad, fault.Field{Field: fmt.Sprintf("rows.%d.%s", i, field), Code: code, Params: p})
	}
	if !slices.Contains(RowKinds, r.Kind) {
		add("kind", "payment.choice", nil)
	}
	if r.Share < 0 || r.Share > whole {
		add("share", "payment.share", nil)
	}
	if r.Share == 0 && (r.Amount <= 0 || r.Amount.Check() != nil) {
		add("amount", "payment.row_amount", nil)
	}
	if r.DueOn != "" && !r.DueOn.Valid() {
		add("dueOn", "payment.day", nil)
	}
	if r.RemindDays < 0 || r.RemindDays > maxRemind {
		add("remindDays", "payment.remind", fault.P{"max": maxRemind})
	}
	if utf8.RuneCountInString(r.Note) > maxText {
		add("note", "payment.long", fault.P{"max": maxText})
	}
	return bad
}

// SavePlan makes the plan of a contract what rows say, in their order: new rows
// have no id, those that are left out go to the trash. Amounts of shares are
// worked out. Faults fault.not_found, fault.invalid with fields "rows.1.amount",
// store.conflict, payment.no_plan, payment.row_paid.
func SavePlan(tx *store.Tx, id contract.ID, rows []PlanRow) error {
	if err := tx.Flush(); err != nil { // what the step did before counts as paid
		return err
	}
	c, err := plannable(tx.DB, id)
	if err != nil {
		return err
	}
	before, err := rowsOf(tx.DB, id)
	if err != nil {
		return err
	}
	old := make(map[RowID]Row, len(before))
	for _, r := range before {
		old[r.ID] = r
	}
	var bad []fault.Field
	if len(rows) > maxRows {
		bad = append(bad, fault.Field{Field: "rows", Code: "payment.rows_many", Params: fault.P{"max": maxRows}})
	}
	next := make([]Row, len(rows))
	for i := range rows {
		r := rows[i]
		if _, there := old[r.ID]; r.ID != 0 && !there {
			return fault.New(store.Conflict, fault.P{"kind": KindRow, "id": int64(r.ID)})
		}
		r.ContractID, r.N, r.Note = id, i+1, strings.TrimSpace(r.Note)
		bad = append(bad, r.validate(i)...)
		next[i] = Row{PlanRow: r, Paid: old[r.ID].Paid}
		if now := old[r.ID]; r.Share != 0 && r.Share == now.Share {
			next[i].Amount = now.Amount // what it came to; settle says what it comes to
		}
	}
	if err := fault.Invalid(bad); err != nil {
		return err
	}
	settle(c.Amount, next, func(r *Row) bool { return paidOn(r) && r.Share == old[r.ID].Share })
	for i := range next {
		if next[i].Amount < next[i].Paid {
			bad = append(bad, fault.Field{Field: fmt.Sprintf("rows.%d.amount", i), Code: "payment.row_below_paid", Params: fault.P{"paid": next[i].Paid.Format(c.Currency)}})
		}
	}
	if err := fault.Invalid(bad); err != nil {
		return err
	}
	return writePlan(tx, next, old)
}

func writePlan(tx *store.Tx, next []Row, old map[RowID]Row) error {
	for i := range next {
		r := next[i].PlanRow
		var err error
		if r.ID == 0 {
			err = tx.Insert(&r)
		} else {
			delete(old, r.ID)
			err = tx.Update(&r)
		}
		if err != nil {
			return err
		}
	}
	var gone []int64
	for id, r := range old {
		if r.Paid != 0 {
			return fault.New("payment.row_paid", nil)
		}
		gone = append(gone, int64(id))
	}
	slices.Sort(gone)
	return tx.Trash(KindRow, gone...)
}

// plannable gives a contract that may have a plan. Faults fault.not_found,
// payment.no_plan.
func plannable(db *gorm.DB, id contract.ID) (*contract.Contract, error) {
	c, err := store.Get[contract.Contract](db, contract.KindContract, int64(id))
	if err != nil {
		return nil, err
	}
	if c.DeletedAt != nil || c.Stage == contract.Void || slices.Contains(contract.NoSale, c.Kind) {
		return nil, fault.New("payment.no_plan", nil)
	}
	return &c, nil
}

// Suggestion is a plan that is usual.
type Suggestion struct {
	// Key is terms (all of it), parts (30/70) or retention (30/60/10).
	Key  string    `json:"key"`
	Rows []PlanRow `json:"rows"`
	// Days is after how many days the main part is due: the customer's terms, or 30.
	Days int `json:"days"`
}

// usualTerms is when money is due of customers with whom nothing was agreed.
const usualTerms = 30

// suggestions are the usual plans for a contract, counted from the day it was
// signed, or from today.
func suggestions(c *contract.Contract, terms int, today date.Date) []Suggestion {
	from := c.SignDate
	if from == "" {
		from = today
	}
	if terms <= 0 {
		terms = usualTerms
	}
	main := from.AddDays(terms)
	plan := func(key string, rows ...PlanRow) Suggestion {
		list := make([]Row, len(rows))
		for i := range rows {
			rows[i].N, rows[i].RemindDays = i+1, remindDays
			list[i].PlanRow = rows[i]
		}
		settle(c.Amount, list, paidOn)
		for i := range list {
			rows[i].Amount = list[i].Amount
		}
		return Suggestion{key, rows, terms}
	}
	return []Suggestion{
		plan("terms", PlanRow{Kind: "final", Share: whole, DueOn: main}),
		plan("parts", PlanRow{Kind: "deposit", Share: 3000, DueOn: from}, PlanRow{Kind: "final", Share: 7000, DueOn: main}),
		plan("retention", PlanRow{Kind: "deposit", Share: 3000, DueOn: from}, PlanRow{Kind: "acceptance", Share: 6000, DueOn: main},
			PlanRow{Kind: "retention", Share: 1000, DueOn: main.AddMonths(12)}),
	}
}

// Suggested gives a usual plan by its key, for those who make contracts inside a
// transaction; nil for an unknown key.
func Suggested(db *gorm.DB, id contract.ID, key string, today date.Date) ([]PlanRow, error) {
	c, err := plannable(db, id)
	if err != nil {
		return nil, err
	}
	terms, err := termsOf(db, c.CustomerID)
	if err != nil {
		return nil, err
	}
	for _, s := range suggestions(c, terms, today) {
		if s.Key == key {
			return s.Rows, nil
		}
	}
	return nil, nil
}

func termsOf(db *gorm.DB, id customer.ID) (days int, err error) {
	err = db.Table("customer").Where("id = ?", id).Limit(1).Pluck("terms_days", &days).Error
	return days, err
}
