package payment

import (
	"strings"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// Service is what the page may ask about plans and payments.
type Service struct {
	st   *store.Store
	find func(text string, limit int) ([]int64, error)
}

// NewService makes the service. find gives the customers that a text names; nil:
// lists are searched by what stands in payments only.
func NewService(st *store.Store, find func(text string, limit int) ([]int64, error)) *Service {
	return &Service{st: st, find: find}
}

func (s *Service) db() *gorm.DB     { return s.st.Read(s.st.Context()) }
func (s *Service) today() date.Date { return date.FromTime(s.st.Now()) }

// Plan gives what should arrive for a contract and what did. Fault fault.not_found.
func (s *Service) Plan(id contract.ID) (p *Plan, err error) {
	defer fault.Recover(&err)
	return planOf(s.db(), id, s.today())
}

// SavePlan makes the plan of a contract what rows say; see the function. An edit
// of rows that stay is quiet, as typing in a contract is. Faults as there.
func (s *Service) SavePlan(id contract.ID, rows []PlanRow) (p *Plan, err error) {
	defer fault.Recover(&err)
	before, err := rowsOf(s.db(), id)
	if err != nil {
		return nil, err
	}
	quiet := len(rows) == len(before)
	for _, r := range rows {
		quiet = quiet && r.ID != 0
	}
	step := store.Step{Label: "payment.plan_saved", Params: fault.P{"name": s.contract(id)}, Quiet: quiet}
	if err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error { return SavePlan(tx, id, rows) }); err != nil {
		return nil, err
	}
	return planOf(s.db(), id, s.today())
}

// contract is how a person calls a contract.
func (s *Service) contract(id contract.ID) string {
	var name []string
	s.db().Table("contract").Where("id = ?", id).Limit(1).Pluck("case when number = '' then name else number end", &name)
	return strings.Join(name, "")
}

// Propose says how money would be allocated, before it is recorded. Fault
// fault.not_found.
func (s *Service) Propose(a Ask) (p *Proposal, err error) {
	defer fault.Recover(&err)
	return propose(s.db(), a)
}

// Record writes a payment or a refund down; see the function. contractID matters
// where the allocations are null: they are then made by the rows due first.
// Faults as there.
func (s *Service) Record(p Payment, contractID contract.ID) (made *Payment, err error) {
	defer fault.Recover(&err)
	label := "payment.recorded"
	if p.Direction == Refund {
		label = "payment.refunded"
	}
	p = Payment{CustomerID: p.CustomerID, Direction: p.Direction, PaidOn: p.PaidOn, Amount: p.Amount, Currency: p.Currency, Method: p.Method,
		Account: p.Account, Payer: p.Payer, Allocations: p.Allocations, Remark: p.Remark}
	if p.Currency == "" {
		if p.Currency, err = settings.OurCurrency(s.db()); err != nil {
			return nil, err
		}
	}
	step := store.Step{Label: label, Params: fault.P{"name": s.customer(p.CustomerID), "amount": p.Amount.Format(p.Currency)}}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		row := p
		made = &row
		return Record(tx, made, contractID)
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

func (s *Service) customer(id customer.ID) string {
	var name []string
	s.db().Table("customer").Where("id = ?", id).Limit(1).Pluck("name", &name)
	return strings.Join(name, "")
}

// Update changes a payment by the JSON names of its fields. Faults
// fault.not_found, store.conflict, payment.is_void, fault.invalid.
func (s *Service) Update(id ID, version int64, changes map[string]any) (p *Payment, err error) {
	defer fault.Recover(&err)
	return s.change(id, "payment.updated", func(tx *store.Tx) error { return Change(tx, id, version, changes) })
}

// Cancel makes a payment void, with the reason. Faults fault.not_found,
// store.conflict, payment.is_void, payment.refund_over, fault.invalid.
func (s *Service) Cancel(id ID, version int64, reason string) (p *Payment, err error) {
	defer fault.Recover(&err)
	return s.change(id, "payment.voided", func(tx *store.Tx) error { return Cancel(tx, id, version, reason) })
}

func (s *Service) change(id ID, label string, do func(tx *store.Tx) error) (*Payment, error) {
	p, err := store.Get[Payment](s.db(), KindPayment, int64(id))
	if err != nil {
		return nil, err
	}
	if err := s.st.InTx(s.st.Context(), store.Step{Label: label, Params: fault.P{"number": p.Number}}, do); err != nil {
		return nil, err
	}
	p, err = store.Get[Payment](s.db(), KindPayment, int64(id))
	return &p, err
}

// Get gives a payment with what it is for. Fault fault.not_found.
func (s *Service) Get(id ID) (e *Entry, err error) {
	defer fault.Recover(&err)
	list, err := entries(s.db().Table(KindPayment).Joins("left join customer c on c.id = payment.customer_id").Where("payment.id = ?", id), "payment.id", 0, 1)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.Missing(KindPayment)
	}
	return &list[0], nil
}

// Account gives what a customer owes and paid.
func (s *Service) Account(id customer.ID) (a *Account, err error) {
	defer fault.Recover(&err)
	return accountOf(s.db(), id, s.today())
}

// Overview gives what is overdue and what its reminder days say is due soon, for 今日.
func (s *Service) Overview() (o *Overview, err error) {
	defer fault.Recover(&err)
	return overview(s.db(), s.today())
}

// Trash deletes void payments, in one step. Fault payment.void_first: what counts
// is made void before, with a reason; nothing is deleted then.
func (s *Service) Trash(ids []ID) (err error) {
	defer fault.Recover(&err)
	plain := make([]int64, len(ids))
	for i, id := range ids {
		plain[i] = int64(id)
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "payment.trashed", Params: fault.P{"count": len(ids)}}, func(tx *store.Tx) error {
		var n int64
		if err := store.IDs(tx.Table(KindPayment), "id", plain).Where("state <> ?", Void).Count(&n).Error; err != nil {
			return err
		}
		if n > 0 {
			return fault.New("payment.void_first", nil)
		}
		return tx.Trash(KindPayment, plain...)
	})
}
