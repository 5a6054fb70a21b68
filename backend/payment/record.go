package payment

import (
	"cmp"
	"slices"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/patch"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// Share is a row that money can be for, with how much of it is.
type Share struct {
	RowID      RowID       `json:"rowId"`
	ContractID contract.ID `json:"contractId"`
	// Number and Name are those of the contract.
	Number string    `json:"number"`
	Name   string    `json:"name"`
	N      int       `json:"n"`
	Kind   string    `json:"kind"`
	DueOn  date.Date `json:"dueOn"`
	// Room is the most that can be allocated to it: what is still to arrive, or, of a
	// refund, what arrived.
	Room   money.Amount `json:"room"`
	Amount money.Amount `json:"amount"`
}

// Ask is what is known of money before it is written down.
type Ask struct {
	CustomerID customer.ID `json:"customerId"`
	// ContractID: it is for this contract and no other; 0: for any.
	ContractID contract.ID `json:"contractId"`
	// RowID: it is for this row first; 0 for none.
	RowID     RowID          `json:"rowId"`
	Direction string         `json:"direction"`
	Currency  money.Currency `json:"currency"`
	// Amount 0 means what is due next.
	Amount money.Amount `json:"amount"`
	// PaymentID is the payment that is edited; what it is allocated to counts as free.
	PaymentID ID `json:"paymentId"`
}

// Proposal is how money would be allocated: the rows due first come first.
type Proposal struct {
	Amount   money.Amount   `json:"amount"`
	Currency money.Currency `json:"currency"`
	// Shares are the rows it can be for, also those it is not for.
	Shares []Share `json:"shares"`
	// Free is what the customer has in this currency that is for nothing.
	Free money.Amount `json:"free"`
}

// never stands where no day was agreed on: after all others.
const never date.Date = "9999"

// propose allocates money: what arrives to the rows due first, what is given back
// from those due last.
func propose(db *gorm.DB, a Ask) (*Proposal, error) {
	p := &Proposal{Amount: a.Amount, Currency: a.Currency, Shares: []Share{}}
	if a.ContractID != 0 {
		c, err := store.Get[contract.Contract](db, contract.KindContract, int64(a.ContractID))
		if err != nil {
			return nil, err
		}
		p.Currency, a.CustomerID = c.Currency, c.CustomerID
	}
	if p.Currency == "" {
		owed, err := sums(db.Table("owed o").Where("o.customer_id = ?", a.CustomerID), "")
		if err != nil {
			return nil, err
		}
		if len(owed) > 0 {
			p.Currency = owed[0].Currency
		} else if p.Currency, err = settings.OurCurrency(db); err != nil {
			return nil, err
		}
	}
	own, err := ownOf(db, a.PaymentID)
	if err != nil {
		return nil, err
	}
	if p.Shares, err = roomFor(db, a, p.Currency, own); err != nil {
		return nil, err
	}
	list, err := freeMoney(db, []int64{int64(a.CustomerID)})
	if err != nil {
		return nil, err
	}
	for _, f := range list {
		if f.Currency == p.Currency {
			p.Free = f.Amount
		}
	}
	p.allocate(a)
	return p, nil
}

// ownOf gives what a payment is allocated to now.
func ownOf(db *gorm.DB, id ID) (map[RowID]money.Amount, error) {
	own := map[RowID]money.Amount{}
	if id == 0 {
		return own, nil
	}
	p, err := store.Get[Payment](db, KindPayment, int64(id))
	if p.DeletedAt == nil && p.State == Valid {
		for _, a := range p.Allocations {
			own[a.RowID] = a.Amount
		}
	}
	return own, err
}

// roomFor gives the rows that money can be for, in the order it is for them.
func roomFor(db *gorm.DB, a Ask, currency money.Currency, own map[RowID]money.Amount) ([]Share, error) {
	var rows []struct {
		Share
		Paid, Whole money.Amount
		Stage       contract.Stage
		CKind       string
	}
	q := db.Table(KindRow+" r").Joins("join contract c on c.id = r.contract_id").
		Where("r.deleted_at is null and c.deleted_at is null and c.customer_id = ? and c.currency = ? and c.kind not in ?", a.CustomerID, currency, contract.NoSale).
		Select("r.id as row_id, r.contract_id, c.number, c.name, r.n, r.kind, r.due_on, r.paid, r.amount as whole, c.stage")
	if err := q.Scan(&rows).Error; err != nil {
		return nil, err
	}
	out := []Share{}
	for _, r := range rows {
		s := r.Share
		if a.Direction == Refund {
			s.Room = r.Paid + own[s.RowID]
		} else {
			s.Room = r.Whole - r.Paid + own[s.RowID]
			binds := slices.Contains(contract.Binding, r.Stage)
			if own[s.RowID] == 0 && (r.Stage == contract.Void || !binds && s.ContractID != a.ContractID) {
				continue // money for a contract that is not signed yet is for it by choice only
			}
		}
		if s.Room > 0 {
			out = append(out, s)
		}
	}
	before := func(yes bool) int { return map[bool]int{true: 0, false: 1}[yes] }
	slices.SortFunc(out, func(x, y Share) int {
		way := 1
		if a.Direction == Refund {
			way = -1
		}
		return cmp.Or(before(x.RowID == a.RowID)-before(y.RowID == a.RowID), before(x.ContractID == a.ContractID)-before(y.ContractID == a.ContractID),
			way*cmp.Compare(cmp.Or(x.DueOn, never), cmp.Or(y.DueOn, never)), way*cmp.Compare(x.ContractID, y.ContractID), way*(x.N-y.N))
	})
	return out, nil
}

// allocate shares the money out; what is for a contract is for no other.
func (p *Proposal) allocate(a Ask) {
	if p.Amount == 0 && len(p.Shares) > 0 && (a.ContractID == 0 || p.Shares[0].ContractID == a.ContractID) {
		p.Amount = p.Shares[0].Room
	}
	left := p.Amount
	if a.Direction == Refund && a.ContractID == 0 && a.RowID == 0 {
		left -= min(left, max(p.Free, 0)) // what is for nothing goes back first
	}
	for i := range p.Shares {
		s := &p.Shares[i]
		if a.ContractID != 0 && s.ContractID != a.ContractID {
			continue
		}
		s.Amount = min(left, s.Room)
		left -= s.Amount
	}
}

// Record writes a payment down and gives it a number. Without allocations (nil)
// it is for the rows due first; contractID then keeps it to one contract. Faults
// fault.invalid, fault.not_found.
func Record(tx *store.Tx, p *Payment, contractID contract.ID) error {
	if err := tx.Flush(); err != nil { // what the step did before counts as paid
		return err
	}
	if c, err := customer.Find(tx.DB, p.CustomerID); err != nil || c.DeletedAt != nil {
		if err == nil || fault.Is(err, fault.NotFound) {
			return fault.Invalid([]fault.Field{{Field: "customerId", Code: "payment.customer"}})
		}
		return err
	}
	if p.Allocations == nil {
		made, err := propose(tx.DB, Ask{CustomerID: p.CustomerID, ContractID: contractID, Direction: p.Direction, Currency: p.Currency, Amount: p.Amount})
		if err != nil {
			return err
		}
		for _, s := range made.Shares {
			p.Allocations = append(p.Allocations, Allocation{s.RowID, s.Amount})
		}
	}
	p.normalize()
	p.State, p.Reason = Valid, ""
	if err := check(tx, p, nil); err != nil {
		return err
	}
	var err error
	if p.Number, err = contract.TakeNumber(tx, contract.ForPayments); err != nil {
		return err
	}
	return tx.Insert(p)
}

// check gives what is wrong with a payment beside the rows it is for; own is what
// it was allocated to before.
func check(tx *store.Tx, p *Payment, own map[RowID]money.Amount) error {
	bad := p.validate(tx.Today)
	var rows []struct {
		ID           RowID
		Amount, Paid money.Amount
		CustomerID   customer.ID
		Currency     money.Currency
		Stage        contract.Stage
		Gone         bool
	}
	ids := make([]int64, len(p.Allocations))
	for i, a := range p.Allocations {
		ids[i] = int64(a.RowID)
	}
	err := store.IDs(tx.Table(KindRow+" r").Joins("join contract c on c.id = r.contract_id"), "r.id", ids).
		Select("r.id, r.amount, r.paid, c.customer_id, c.currency, c.stage, r.deleted_at is not null as gone").Scan(&rows).Error
	if err != nil {
		return err
	}
	at := map[RowID]int{}
	for i, r := range rows {
		at[r.ID] = i
	}
	say := func(code string, params fault.P) {
		bad = append(bad, fault.Field{Field: "allocations", Code: code, Params: params})
	}
	for _, a := range p.Allocations {
		i, there := at[a.RowID]
		switch {
		case !there || rows[i].Gone || rows[i].CustomerID != p.CustomerID || rows[i].Currency != p.Currency:
			say("payment.row_other", nil)
		case p.Direction == Refund && a.Amount > rows[i].Paid+own[a.RowID]:
			say("payment.row_refund", fault.P{"room": (rows[i].Paid + own[a.RowID]).Format(p.Currency)})
		case p.Direction == In && a.Amount > rows[i].Amount-rows[i].Paid+own[a.RowID]:
			say("payment.row_over", fault.P{"room": max(rows[i].Amount-rows[i].Paid+own[a.RowID], 0).Format(p.Currency)})
		case p.Direction == In && rows[i].Stage == contract.Void && own[a.RowID] == 0:
			say("payment.row_void", nil)
		}
	}
	if p.Direction == Refund && len(bad) == 0 {
		list, err := freeMoney(tx.DB, []int64{int64(p.CustomerID)})
		if err != nil {
			return err
		}
		left := money.Amount(0)
		for _, f := range list {
			if f.Currency == p.Currency {
				left = f.Amount
			}
		}
		before, err := freeOf(tx.DB, p.ID)
		if err != nil {
			return err
		}
		if left += before; p.Amount-p.Allocated() > left {
			bad = append(bad, fault.Field{Field: "amount", Code: "payment.refund_free", Params: fault.P{"free": (left + p.Allocated()).Format(p.Currency)}})
		}
	}
	return fault.Invalid(bad)
}

// freeOf is what a refund that is there already took of what is for nothing.
func freeOf(db *gorm.DB, id ID) (money.Amount, error) {
	if id == 0 {
		return 0, nil
	}
	p, err := store.Get[Payment](db, KindPayment, int64(id))
	return p.Amount - p.Allocated(), err
}

// fixedFields are names that Update does not take.
var fixedFields = []string{"number", "customerId", "direction", "currency", "state", "reason", "origin"}

// Change changes a payment by the JSON names of its fields. Faults store.conflict,
// payment.is_void, fault.invalid.
func Change(tx *store.Tx, id ID, version int64, changes map[string]any) error {
	if err := tx.Flush(); err != nil {
		return err
	}
	p, err := store.Get[Payment](tx.DB, KindPayment, int64(id))
	if err != nil {
		return err
	}
	if p.State == Void || p.DeletedAt != nil {
		return fault.New("payment.is_void", fault.P{"number": p.Number})
	}
	own := map[RowID]money.Amount{}
	for _, a := range p.Allocations {
		own[a.RowID] = a.Amount
	}
	var bad []fault.Field
	for _, name := range fixedFields {
		if _, ok := changes[name]; ok {
			bad = append(bad, fault.Field{Field: name, Code: patch.Unknown})
		}
	}
	if bad = append(bad, patch.Apply(&p, changes)...); len(bad) > 0 {
		return fault.Invalid(bad)
	}
	p.normalize()
	p.Version = version
	if err := check(tx, &p, own); err != nil {
		return err
	}
	return tx.Update(&p)
}

// Cancel makes a payment void, with the reason; it keeps its number and counts no
// more. Faults store.conflict, payment.is_void, fault.invalid (reason),
// payment.refund_over when a refund has given back what it brought.
func Cancel(tx *store.Tx, id ID, version int64, reason string) error {
	p, err := store.Get[Payment](tx.DB, KindPayment, int64(id))
	if err != nil {
		return err
	}
	if p.State == Void || p.DeletedAt != nil {
		return fault.New("payment.is_void", fault.P{"number": p.Number})
	}
	if p.Reason = strings.TrimSpace(reason); p.Reason == "" {
		return fault.Invalid([]fault.Field{{Field: "reason", Code: "payment.reason_required"}})
	}
	p.State, p.Version = Void, version
	return tx.Update(&p)
}
