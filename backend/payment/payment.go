// Package payment keeps what should arrive for a contract and when (回款计划), what
// did arrive (回款) and so what is owed and overdue (欠款, 逾期).
//
// A plan is the rows of a contract. A payment is one arrival or one refund of a
// customer with its allocations to rows; what is not allocated stays the
// customer's. What a row is still short of, and whether it is overdue, is worked
// out and never stored as an answer: the day decides.
//
// A plan that does not add up to its contract is kept and says by how much it
// differs: the contract may be changed by somebody who does not think of the plan,
// and a plan is changed row by row, so refusing would lose the days already agreed
// on. Money of different currencies is never added.
package payment

import (
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/store"
)

// Kinds of records of this package.
const (
	KindRow     = "plan_row"
	KindPayment = "payment"
)

// ID identifies a payment, RowID a row of a plan.
type (
	ID    int64
	RowID int64
)

// Directions of money.
const (
	In     = "in"
	Refund = "refund"
)

// States of a payment.
const (
	Valid = "valid"
	Void  = "void"
)

// Methods are how money comes; the first is the usual one.
var Methods = []string{"transfer", "cash", "wechat_pay", "alipay", "cheque", "card", "other"}

// Allocation says how much of a payment is for a row.
type Allocation struct {
	RowID  RowID        `json:"rowId"`
	Amount money.Amount `json:"amount"`
}

// Payment is money of a customer that arrived, or was given back.
type Payment struct {
	ID ID `json:"id"`
	store.Meta
	Number     string      `json:"number"`
	CustomerID customer.ID `json:"customerId"`
	// Direction is In or Refund; Amount is above 0 either way.
	Direction string         `json:"direction"`
	PaidOn    date.Date      `json:"paidOn"`
	Amount    money.Amount   `json:"amount"`
	Currency  money.Currency `json:"currency"`
	Method    string         `json:"method"`
	// Account is into which account it came.
	Account string `json:"account"`
	// Payer is who sent it, as the bank slip says; "" where nobody noted it.
	Payer       string       `json:"payer"`
	Allocations []Allocation `gorm:"serializer:json" json:"allocations"`
	State       string       `json:"state"`
	// Reason is why it is void.
	Reason string `json:"reason"`
	Remark string `json:"remark"`
	// Origin is "sample" for payments of the sample business.
	Origin string `json:"origin"`
}

// TableName names the table for GORM.
func (Payment) TableName() string { return KindPayment }

// RowID is the primary key.
func (p Payment) RowID() int64 { return int64(p.ID) }

// maxText bounds what is written beside a payment or a row.
const maxText = 500

// Allocated is how much of it is for rows.
func (p *Payment) Allocated() (sum money.Amount) {
	for _, a := range p.Allocations {
		sum += a.Amount
	}
	return sum
}

// sign is 1 for what arrived and -1 for what was given back.
func (p *Payment) sign() money.Amount {
	if p.Direction == Refund {
		return -1
	}
	return 1
}

// normalize trims what a person typed and drops allocations of nothing.
func (p *Payment) normalize() {
	p.Account, p.Payer, p.Remark = strings.TrimSpace(p.Account), strings.TrimSpace(p.Payer), strings.TrimSpace(p.Remark)
	p.Allocations = slices.DeleteFunc(p.Allocations, func(a Allocation) bool { return a.Amount == 0 })
	if p.Method == "" {
		p.Method = Methods[0]
	}
	if p.Direction == "" {
		p.Direction = In
	}
}

// validate gives every bad field that can be told without the rows.
func (p *Payment) validate(today date.Date) []fault.Field {
	var bad []fault.Field
	add := func(field, code string, params fault.P) {
		bad = append(bad, fault.Field{Field: field, Code: code, Params: params})
	}
	switch {
	case p.PaidOn == "":
		add("paidOn", "payment.day_required", nil)
	case !p.PaidOn.Valid():
		add("paidOn", "payment.day", nil)
	case p.PaidOn > today:
		add("paidOn", "payment.day_ahead", nil)
	}
	switch {
	case p.Amount <= 0:
		add("amount", "payment.amount_required", nil)
	case p.Amount.Check() != nil:
		add("amount", "payment.amount_large", nil)
	}
	if p.Direction != In && p.Direction != Refund {
		add("direction", "payment.choice", nil)
	}
	if !slices.Contains(Methods, p.Method) {
		add("method", "payment.choice", nil)
	}
	if len(p.Currency) != 3 {
		add("currency", "payment.choice", nil)
	}
	for _, text := range [...]struct{ field, value string }{{"account", p.Account}, {"payer", p.Payer}, {"remark", p.Remark}} {
		if utf8.RuneCountInString(text.value) > maxText {
			add(text.field, "payment.long", fault.P{"max": maxText})
		}
	}
	seen := map[RowID]bool{}
	for _, a := range p.Allocations {
		if a.Amount < 0 || seen[a.RowID] {
			add("allocations", "payment.allocation", nil)
		}
		seen[a.RowID] = true
	}
	if sum := p.Allocated(); p.Amount > 0 && sum > p.Amount {
		add("allocations", "payment.allocated_over", fault.P{"over": (sum - p.Amount).Format(p.Currency)})
	}
	return bad
}
