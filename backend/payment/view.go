package payment

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// Plan is what should arrive for a contract and what did.
type Plan struct {
	ContractID contract.ID    `json:"contractId"`
	CustomerID customer.ID    `json:"customerId"`
	Amount     money.Amount   `json:"amount"`
	Currency   money.Currency `json:"currency"`
	// Owes: the contract binds the customer to pay, so that rows can be overdue.
	Owes bool `json:"owes"`
	// Editable: the plan can be changed.
	Editable bool         `json:"editable"`
	Rows     []Row        `json:"rows"`
	Sum      money.Amount `json:"sum"`
	// Differs is the contract's amount less the sum; 0: the plan adds up.
	Differs money.Amount `json:"differs"`
	Paid    money.Amount `json:"paid"`
	// Owed is what is still to arrive, Overdue what of it should have.
	Owed    money.Amount `json:"owed"`
	Overdue money.Amount `json:"overdue"`
	// Free is what the customer paid in this currency that is for nothing.
	Free money.Amount `json:"free"`
	// Payments are those for this contract, the latest first, void ones too.
	Payments []Entry `json:"payments"`
	// Suggestions are usual plans, where there is none.
	Suggestions []Suggestion `json:"suggestions"`
}

// planOf gives the plan of a contract. Fault fault.not_found.
func planOf(db *gorm.DB, id contract.ID, today date.Date) (*Plan, error) {
	c, err := store.Get[contract.Contract](db, contract.KindContract, int64(id))
	if err != nil {
		return nil, err
	}
	p := &Plan{ContractID: id, CustomerID: c.CustomerID, Amount: c.Amount, Currency: c.Currency, Owes: owes(&c), Suggestions: []Suggestion{}}
	_, none := plannable(db, id)
	p.Editable = none == nil
	if p.Rows, err = rowsOf(db, id); err != nil {
		return nil, err
	}
	for i := range p.Rows {
		r := &p.Rows[i]
		r.State = r.stateOf(p.Owes, today)
		p.Paid += r.Paid
		if p.Owes {
			p.Owed += r.open()
		}
		if r.State == StateOverdue {
			p.Overdue += r.open()
		}
	}
	p.Sum = sumOf(p.Rows)
	if len(p.Rows) > 0 {
		p.Differs = c.Amount - p.Sum
	} else if p.Editable && c.Amount > 0 {
		terms, err := termsOf(db, c.CustomerID)
		if err != nil {
			return nil, err
		}
		p.Suggestions = suggestions(&c, terms, today)
	}
	list, err := freeMoney(db, []int64{int64(c.CustomerID)})
	if err != nil {
		return nil, err
	}
	for _, f := range list {
		if f.Currency == c.Currency {
			p.Free = f.Amount
		}
	}
	p.Payments, err = entries(ofContract(db, id), "payment.paid_on desc, payment.id desc", 0, maxPage)
	return p, err
}

// Entry is a payment in a list.
type Entry struct {
	Payment
	CustomerName string `json:"customerName"`
	// For are the contracts it is for; Contracts their numbers or names, in words.
	For       []contract.ID `gorm:"-" json:"for"`
	Contracts string        `gorm:"-" json:"contracts"`
	// Free is what of it is for nothing.
	Free money.Amount `gorm:"-" json:"free"`
	// Files is how many vouchers there are.
	Files int64 `json:"files"`
}

// maxPage is the most rows one list gives.
const maxPage = 500

// live are the payments that lists are made of.
func live(db *gorm.DB) *gorm.DB {
	return db.Table(KindPayment).Joins("left join customer c on c.id = payment.customer_id").Where("payment.deleted_at is null")
}

// ofContract are the payments for a contract, void ones too: their allocations say so.
func ofContract(db *gorm.DB, id contract.ID) *gorm.DB {
	return live(db).Where("payment.customer_id = (select k.customer_id from contract k where k.id = ?)", id).
		Where("exists (select 1 from "+store.Elements("payment.allocations", "e")+" join plan_row r on r.id = "+store.Part("e.value", "rowId")+" where r.contract_id = ?)", id)
}

func entries(q *gorm.DB, order string, offset, limit int) ([]Entry, error) {
	list := []Entry{}
	err := q.Select("payment.*, c.name as customer_name, (select count(*) from attachment a where a.kind = ? and a.record_id = payment.id and a.deleted_at is null) as files", KindPayment).
		Order(order).Offset(max(offset, 0)).Limit(limit).Scan(&list).Error
	if err != nil {
		return list, err
	}
	return list, about(q.Session(&gorm.Session{NewDB: true}), list)
}

// about names the contracts that payments are for.
func about(db *gorm.DB, list []Entry) error {
	plain := make([]Payment, len(list))
	for i := range list {
		plain[i] = list[i].Payment
	}
	of, err := contractsOf(db, plain)
	for i := range of {
		e := &list[i]
		e.For, e.Free = []contract.ID{}, e.Amount-e.Allocated()
		var numbers []string
		for _, c := range of[i] {
			e.For, numbers = append(e.For, c.ContractID), append(numbers, c.Number)
		}
		e.Contracts = strings.Join(numbers, "; ")
	}
	return err
}

// Contracts gives the numbers of the contracts that each payment is for, or their
// names where they have none.
func Contracts(db *gorm.DB, list []Payment) ([][]string, error) {
	of, err := contractsOf(db, list)
	out := make([][]string, len(list))
	for i := range of {
		for _, c := range of[i] {
			out[i] = append(out[i], c.Number)
		}
	}
	return out, err
}

// called is a contract with its number, or its name where it has none.
type called struct {
	ContractID contract.ID
	Number     string
}

// contractsOf gives the contracts that each payment is for.
func contractsOf(db *gorm.DB, list []Payment) ([][]called, error) {
	var ids []int64
	for i := range list {
		for _, a := range list[i].Allocations {
			ids = append(ids, int64(a.RowID))
		}
	}
	var rows []struct {
		ID         RowID
		ContractID contract.ID
		Number     string
	}
	err := store.IDs(db.Table(KindRow+" r").Joins("join contract c on c.id = r.contract_id"), "r.id", ids).
		Select("r.id, r.contract_id, case when c.number = '' then c.name else c.number end as number").Scan(&rows).Error
	at := make(map[RowID]called, len(rows))
	for _, r := range rows {
		at[r.ID] = called{r.ContractID, r.Number}
	}
	out := make([][]called, len(list))
	for i := range list {
		for _, a := range list[i].Allocations {
			if c, there := at[a.RowID]; there && !slices.Contains(out[i], c) {
				out[i] = append(out[i], c)
			}
		}
	}
	return out, err
}

// Due is a row that is owed.
type Due struct {
	RowID        RowID          `json:"rowId"`
	ContractID   contract.ID    `json:"contractId"`
	CustomerID   customer.ID    `json:"customerId"`
	CustomerName string         `json:"customerName"`
	Number       string         `json:"number"`
	Name         string         `json:"name"`
	N            int            `json:"n"`
	Kind         string         `json:"kind"`
	DueOn        date.Date      `json:"dueOn"`
	Note         string         `json:"note"`
	Amount       money.Amount   `json:"amount"`
	Currency     money.Currency `json:"currency"`
	State        string         `gorm:"-" json:"state"`
	RemindDays   int            `json:"-"`
}

// dues reads rows that are owed, those due first before the others.
func dues(q *gorm.DB, today date.Date, limit int) ([]Due, error) {
	list := []Due{}
	err := q.Joins("join plan_row r on r.id = o.plan_row_id").Joins("join contract k on k.id = o.contract_id").
		Joins("join customer c on c.id = o.customer_id and +c.deleted_at is null").
		Select("o.plan_row_id as row_id, o.contract_id, o.customer_id, c.name as customer_name, k.number, k.name, r.n, r.kind, r.note, o.due_on, o.amount, o.currency, r.remind_days").
		Order("o.due_on = '', o.due_on, o.plan_row_id").Limit(limit).Scan(&list).Error
	for i := range list {
		d := &list[i]
		row := Row{PlanRow: PlanRow{Amount: d.Amount, DueOn: d.DueOn, RemindDays: d.RemindDays}}
		d.State = row.stateOf(true, today)
	}
	return list, err
}

// Sum is money of one currency; sums of several are never added.
type Sum struct {
	Currency money.Currency `json:"currency"`
	Owed     money.Amount   `json:"owed"`
	Overdue  money.Amount   `json:"overdue"`
	// Soon is not overdue and within the reminder days of its row.
	Soon money.Amount `json:"soon"`
	// Paid is what arrived less what was given back, Free what of it is for nothing.
	Paid money.Amount `json:"paid"`
	Free money.Amount `json:"free"`
}

// Account is what a customer owes and paid.
type Account struct {
	// Sums are by currency, the home currency first.
	Sums     []Sum   `json:"sums"`
	Dues     []Due   `json:"dues"`
	Payments []Entry `json:"payments"`
	// Count is how many payments there are in all.
	Count int64 `json:"count"`
}

// accountShown is how many rows of each kind an account lists.
const accountShown = 50

func accountOf(db *gorm.DB, id customer.ID, today date.Date) (*Account, error) {
	a := &Account{}
	var err error
	of := func() *gorm.DB { return db.Table("owed o").Where("o.customer_id = ?", id) }
	if a.Dues, err = dues(of(), today, accountShown); err != nil {
		return nil, err
	}
	if a.Sums, err = sums(of(), today); err != nil {
		return nil, err
	}
	mine := func() *gorm.DB { return live(db).Where("payment.customer_id = ?", id) }
	if err := mine().Count(&a.Count).Error; err != nil {
		return nil, err
	}
	if a.Payments, err = entries(mine(), "payment.paid_on desc, payment.id desc", 0, accountShown); err != nil {
		return nil, err
	}
	var paid []struct {
		Currency money.Currency
		Paid     money.Amount
	}
	err = store.Live(db.Table(KindPayment)).Where("customer_id = ? and state = ?", id, Valid).
		Select("currency, sum(case direction when ? then -amount else amount end) as paid", Refund).Group("currency").Order("currency").Scan(&paid).Error
	if err != nil {
		return nil, err
	}
	free, err := freeMoney(db, []int64{int64(id)})
	if err != nil {
		return nil, err
	}
	for _, p := range paid {
		a.of(p.Currency).Paid = p.Paid
	}
	for _, f := range free {
		a.of(f.Currency).Free = f.Amount
	}
	return a, nil
}

// of is the sum of a currency, made where there is none.
func (a *Account) of(c money.Currency) *Sum {
	for i := range a.Sums {
		if a.Sums[i].Currency == c {
			return &a.Sums[i]
		}
	}
	a.Sums = append(a.Sums, Sum{Currency: c})
	return &a.Sums[len(a.Sums)-1]
}

// sums adds up what is owed by currency, the home currency first.
func sums(q *gorm.DB, today date.Date) ([]Sum, error) {
	list := []Sum{}
	err := q.Select("o.currency, sum(o.amount) as owed, "+
		"sum(case when o.due_on <> '' and o.due_on < ? then o.amount else 0 end) as overdue, "+
		"sum(case when "+soonRow+" then o.amount else 0 end) as soon", today, today, today).
		Group("o.currency").Order(homeFirst).Scan(&list).Error
	return list, err
}

// soonRow tells that a row of owed is due soon; its parameters are today, twice.
const soonRow = "o.due_on >= ? and o.remind_on <= ?"

// homeFirst puts our currency before others.
const homeFirst = "o.currency <> " + settings.OurCurrencySQL + ", o.currency"

// Overview is what 今日 shows of money.
type Overview struct {
	Sums []Sum `json:"sums"`
	// Overdue and Soon (within their reminder days) are the rows due first,
	// overviewShown at most of each.
	Overdue      []Due `json:"overdue"`
	Soon         []Due `json:"soon"`
	OverdueCount int64 `json:"overdueCount"`
	SoonCount    int64 `json:"soonCount"`
}

const overviewShown = 8

func overview(db *gorm.DB, today date.Date) (*Overview, error) {
	o := &Overview{}
	late := func() *gorm.DB { return db.Table("owed o").Where("o.due_on <> '' and o.due_on < ?", today) }
	soon := func() *gorm.DB {
		return db.Table("owed o").Where(soonRow, today, today)
	}
	var err error
	alive := func(q *gorm.DB) *gorm.DB {
		return q.Joins("join customer c on c.id = o.customer_id and +c.deleted_at is null")
	}
	if o.Sums, err = sums(alive(db.Table("owed o").Where("o.due_on <> '' and o.remind_on <= ?", today)), today); err != nil {
		return nil, err
	}
	if err = alive(late()).Count(&o.OverdueCount).Error; err != nil {
		return nil, err
	}
	if err = alive(soon()).Count(&o.SoonCount).Error; err != nil {
		return nil, err
	}
	if o.Overdue, err = dues(late(), today, overviewShown); err != nil {
		return nil, err
	}
	o.Soon, err = dues(soon(), today, overviewShown)
	return o, err
}
