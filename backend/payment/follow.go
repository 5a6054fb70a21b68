package payment

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// This file keeps what follows from plans and payments: the tables "arrival",
// "owed" and "customer_paid" and what is paid on a row. It runs in every step that
// touches them, an undo too, and refuses one after which more would be paid on a
// row than it is about, or more be given back than arrived.

// followPayments works out the arrivals of payments again, and what follows.
func followPayments(tx *store.Tx, ids []int64) error {
	rows, customers, err := arrivalsOf(tx.DB, ids)
	if err != nil {
		return err
	}
	if err := store.IDs(tx.DB, "payment_id", ids).Delete(&arrival{}).Error; err != nil {
		return err
	}
	var list []Payment
	if err := store.IDs(tx.DB, "id", ids).Find(&list).Error; err != nil {
		return err
	}
	var made [][]any
	for i := range list {
		p := &list[i]
		customers = append(customers, int64(p.CustomerID))
		if p.DeletedAt != nil || p.State != Valid {
			continue
		}
		for _, a := range p.Allocations {
			made = append(made, []any{int64(p.ID), int64(a.RowID), int64(p.CustomerID), string(p.Currency), int64(p.sign() * a.Amount)})
			rows = append(rows, int64(a.RowID))
		}
	}
	if err := tx.InsertRows("insert into arrival (payment_id, plan_row_id, customer_id, currency, amount) values ", "", made); err != nil {
		return err
	}
	if err := followPaid(tx, rows); err != nil {
		return err
	}
	if err := kept(tx.DB, customers); err != nil {
		return err
	}
	return followCustomers(tx, customers)
}

type arrival struct{}

func (arrival) TableName() string { return "arrival" }

type owedRow struct{}

func (owedRow) TableName() string { return "owed" }

type paidRow struct{}

func (paidRow) TableName() string { return "customer_paid" }

// arrivalsOf gives the rows and customers of the arrivals of payments.
func arrivalsOf(db *gorm.DB, payments []int64) (rows, customers []int64, err error) {
	if err := store.IDs(db.Table("arrival"), "payment_id", payments).Pluck("plan_row_id", &rows).Error; err != nil {
		return nil, nil, err
	}
	err = store.IDs(db.Table("arrival"), "payment_id", payments).Distinct().Pluck("customer_id", &customers).Error
	return rows, customers, err
}

// followPaid adds up what arrived for rows, refuses what cannot be, and works out
// what is owed on them.
func followPaid(tx *store.Tx, rows []int64) error {
	slices.Sort(rows)
	rows = slices.Compact(rows)
	if len(rows) == 0 {
		return nil
	}
	var there int64
	if err := store.IDs(tx.Table(KindRow), "id", rows).Count(&there).Error; err != nil {
		return err
	}
	var arrived []int64
	if err := store.IDs(tx.Table("arrival"), "plan_row_id", rows).Distinct().Pluck("plan_row_id", &arrived).Error; err != nil {
		return err
	}
	if there < int64(len(rows)) && len(arrived) > 0 {
		if err := store.IDs(tx.Table(KindRow), "id", arrived).Count(&there).Error; err != nil {
			return err
		}
		if there < int64(len(arrived)) { // a payment comes back whose plan was deleted for good
			return fault.New("payment.row_gone", nil)
		}
	}
	// Written beside the record: what is paid follows from payments, whose history has it.
	if err := store.IDs(tx.Table(KindRow), "id", rows).Where("paid <> coalesce((select sum(a.amount) from arrival a where a.plan_row_id = plan_row.id), 0)").
		UpdateColumn("paid", gorm.Expr("coalesce((select sum(a.amount) from arrival a where a.plan_row_id = plan_row.id), 0)")).Error; err != nil {
		return err
	}
	tx.Touch(KindRow, rows...)
	return nil
}

// followRows checks rows against what arrived for them, and works out what is owed.
func followRows(tx *store.Tx, ids []int64) error {
	var wrong []struct {
		Amount, Paid money.Amount
		Number       string
		Gone, Whole  bool
	}
	err := store.IDs(tx.Table(KindRow+" r").Joins("left join contract c on c.id = r.contract_id"), "r.id", ids).
		Where("r.paid < 0 or r.paid > r.amount or r.deleted_at is not null and r.paid <> 0").
		Select("r.amount, r.paid, c.number, r.deleted_at is not null as gone, c.deleted_at is not null as whole").Limit(1).Scan(&wrong).Error
	switch {
	case err != nil:
		return err
	case len(wrong) == 0:
	case wrong[0].Gone && wrong[0].Whole:
		return fault.New("payment.contract_paid", fault.P{"number": wrong[0].Number})
	case wrong[0].Gone:
		return fault.New("payment.row_paid", nil)
	case wrong[0].Paid < 0:
		return fault.New("payment.refund_over", nil)
	default:
		return fault.New("payment.row_full", nil)
	}
	var customers []int64
	if err := store.IDs(tx.Table("owed"), "plan_row_id", ids).Distinct().Pluck("customer_id", &customers).Error; err != nil {
		return err
	}
	if err := store.IDs(tx.DB, "plan_row_id", ids).Delete(&owedRow{}).Error; err != nil {
		return err
	}
	var rows []struct {
		ID, ContractID, CustomerID int64
		Currency                   string
		DueOn                      date.Date
		RemindDays                 int
		Open                       money.Amount
		Owes                       bool
	}
	err = store.IDs(tx.Table(KindRow+" r").Joins("join contract c on c.id = r.contract_id"), "r.id", ids).
		Select("r.id, r.contract_id, c.customer_id, c.currency, r.due_on, r.remind_days, r.amount - r.paid as open, "+
			"r.deleted_at is null and c.deleted_at is null and c.stage in ? and c.kind not in ? as owes", contract.Binding, contract.NoSale).Scan(&rows).Error
	if err != nil {
		return err
	}
	var made [][]any
	for _, r := range rows {
		customers = append(customers, r.CustomerID)
		if r.Owes && r.Open > 0 {
			row := PlanRow{DueOn: r.DueOn, RemindDays: r.RemindDays}
			made = append(made, []any{r.ID, r.ContractID, r.CustomerID, r.Currency, string(r.DueOn), string(row.remindOn()), int64(r.Open)})
		}
	}
	if err := tx.InsertRows("insert into owed (plan_row_id, contract_id, customer_id, currency, due_on, remind_on, amount) values ", "", made); err != nil {
		return err
	}
	return followCustomers(tx, customers)
}

// followContracts lets plans follow their contracts.
func followContracts(tx *store.Tx, ids []int64) error {
	var planned []contract.ID
	if err := store.IDs(tx.Table(KindRow), "contract_id", ids).Distinct().Order("contract_id").Pluck("contract_id", &planned).Error; err != nil {
		return err
	}
	for _, id := range planned {
		c, err := store.Get[contract.Contract](tx.DB, contract.KindContract, int64(id))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if err := followContract(tx, &c); err != nil {
			return err
		}
	}
	return nil
}

func followContract(tx *store.Tx, c *contract.Contract) error {
	rows, err := rowsOf(tx.DB, c.ID)
	if err != nil {
		return err
	}
	ids := make([]int64, len(rows))
	for i := range rows {
		ids[i] = int64(rows[i].ID)
	}
	var other int64
	if err := store.IDs(tx.Table("arrival"), "plan_row_id", ids).Where("currency <> ?", c.Currency).Count(&other).Error; err != nil {
		return err
	}
	if other > 0 {
		return fault.New("payment.contract_currency", fault.P{"number": c.Number})
	}
	tx.Touch(KindRow, ids...)
	if c.DeletedAt != nil {
		return tx.Trash(KindRow, ids...) // comes back with it: store.RestoreWith
	}
	if tx.Undoing() != "" || sumOf(rows) == c.Amount {
		return nil // what a step did to the plan comes and goes with it
	}
	before := slices.Clone(rows)
	settle(c.Amount, rows, paidOn)
	for i := range rows {
		if rows[i].Amount == before[i].Amount {
			continue
		}
		if err := tx.Update(&rows[i].PlanRow); err != nil {
			return err
		}
	}
	return nil
}

// kept refuses more to be given back to customers than is theirs.
func kept(db *gorm.DB, customers []int64) error {
	free, err := freeMoney(db, customers)
	if err != nil {
		return err
	}
	for _, f := range free {
		if f.Amount < 0 {
			return fault.New("payment.refund_over", nil)
		}
	}
	return nil
}

// free is money of a customer that is allocated to nothing.
type free struct {
	CustomerID int64
	Currency   money.Currency
	Amount     money.Amount
}

// freeMoney gives what is allocated to nothing, by customer and currency.
func freeMoney(db *gorm.DB, customers []int64) ([]free, error) {
	var list []free
	paid := store.IDs(store.Live(db.Table(KindPayment)), "customer_id", customers).Where("state = ?", Valid).
		Select("customer_id, currency, case direction when 'refund' then -amount else amount end as amount")
	used := store.IDs(db.Table("arrival"), "customer_id", customers).Select("customer_id, currency, -amount as amount")
	err := db.Raw("select customer_id, currency, sum(amount) as amount from (? union all ?) group by customer_id, currency having sum(amount) <> 0 order by customer_id, currency", paid, used).
		Scan(&list).Error
	return list, err
}

// followCustomers adds up how late customers paid.
func followCustomers(tx *store.Tx, customers []int64) error {
	slices.Sort(customers)
	customers = slices.Compact(customers)
	if len(customers) == 0 {
		return nil
	}
	if err := store.IDs(tx.DB, "customer_id", customers).Delete(&paidRow{}).Error; err != nil {
		return err
	}
	var sums []struct {
		CustomerID int64
		Due, Late  float64
	}
	err := store.IDs(tx.Table("arrival a").Joins("join plan_row r on r.id = a.plan_row_id").Joins("join payment p on p.id = a.payment_id"), "a.customer_id", customers).
		Where("a.currency = " + settings.OurCurrencySQL + " and a.amount > 0 and r.due_on <> ''").
		Select("a.customer_id, sum(a.amount) / 100.0 as due, sum(case when p.paid_on > r.due_on then a.amount * " + store.Days("r.due_on", "p.paid_on") + " else 0 end) / 100.0 as late").
		Group("a.customer_id").Scan(&sums).Error
	if err != nil {
		return err
	}
	rows := make([][]any, len(sums))
	for i, s := range sums {
		rows[i] = []any{s.CustomerID, s.Due, s.Late}
	}
	return tx.InsertRows("insert into customer_paid (customer_id, due, late) values ", "", rows)
}
