package payment

import (
	"cmp"
	"math"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// This file is what payments lend to customers and to their score: see
// customer.Options. All of it is in our currency, for there are no rates.

// CustomerValues are what payments say of customers, for filters: "owed" and
// "overdue" (now, by today), "overdueDays" (of what is overdue longest), "lateDays"
// (on average, see Late), "paid" (in a period, refunds taken off) and "dueNext",
// the next day on which money should arrive.
func CustomerValues() map[string]customer.Computed {
	value := func(kind customer.FilterType, rows func(from, today date.Date) clause.Expr) customer.Computed {
		return customer.Computed{Type: kind, Group: customer.GroupContract, Rows: rows}
	}
	paid := value(customer.FilterMoney, func(from, _ date.Date) clause.Expr {
		return clause.Expr{SQL: "select customer_id, sum(case direction when 'refund' then -amount else amount end) as value from payment " +
			"where deleted_at is null and state = 'valid' and currency = " + settings.OurCurrencySQL + " and paid_on >= ? group by customer_id", Vars: []any{from}}
	})
	paid.Periods = true
	return map[string]customer.Computed{
		"owed": value(customer.FilterMoney, func(_, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "select customer_id, sum(amount) as value from owed where currency = " + settings.OurCurrencySQL + " group by customer_id"}
		}),
		"overdue": value(customer.FilterMoney, func(_, today date.Date) clause.Expr {
			return clause.Expr{SQL: "select customer_id, sum(amount) as value from owed where currency = " + settings.OurCurrencySQL + " and due_on <> '' and due_on < ? group by customer_id", Vars: []any{today}}
		}),
		"overdueDays": value(customer.FilterNumber, func(_, today date.Date) clause.Expr {
			return clause.Expr{SQL: "select customer_id, cast(" + store.Days("min(due_on)", "?") + " as integer) as value from owed " +
				"where currency = " + settings.OurCurrencySQL + " and due_on <> '' and due_on < ? group by customer_id", Vars: []any{today, today}}
		}),
		"lateDays": value(customer.FilterNumber, func(_, today date.Date) clause.Expr {
			e := LateSQL(today)
			e.SQL = "select customer_id, round(late / due) as value from (" + e.SQL + ") l where due > 0"
			return e
		}),
		"paid": paid,
		"dueNext": value(customer.FilterDay, func(_, today date.Date) clause.Expr {
			return clause.Expr{SQL: "select customer_id, min(due_on) as value from owed where currency = " + settings.OurCurrencySQL + " and due_on >= ? group by customer_id", Vars: []any{today}}
		}),
	}
}

// CustomerColumns adds "owed", "overdue" and "overdueDays" in our currency to rows of the
// customer list.
func CustomerColumns(today func() date.Date) func(db *gorm.DB, ids []int64) (map[int64]map[string]any, error) {
	return func(db *gorm.DB, ids []int64) (map[int64]map[string]any, error) {
		var rows []struct {
			CustomerID    int64
			Owed, Overdue money.Amount
			Days          int
		}
		now := today()
		err := store.IDs(db.Table("owed"), "customer_id", ids).Where("currency = "+settings.OurCurrencySQL).
			Select("customer_id, sum(amount) as owed, sum(case when due_on <> '' and due_on < ? then amount else 0 end) as overdue, "+
				"coalesce(cast(max(case when due_on <> '' then "+store.Days("due_on", "?")+" end) as integer), 0) as days", now, now).
			Group("customer_id").Scan(&rows).Error
		out := make(map[int64]map[string]any, len(rows))
		for _, r := range rows {
			out[r.CustomerID] = map[string]any{"owed": r.Owed, "overdue": r.Overdue, "overdueDays": max(r.Days, 0)}
		}
		return out, err
	}
}

// Late is how late a customer pays: of what it paid on a day agreed on (due), the
// days it was late by, and of what is overdue now the days until today, weighted by
// the amounts, in yuan. Money that came early counts as on time.
type Late struct {
	Due  float64 `json:"due"`
	Late float64 `json:"late"`
}

// Beyond tells whether it is later than so many days on average.
func (l Late) Beyond(days int) bool { return l.Late > float64(days)*l.Due }

// Days is the average in whole days; 0 where nothing was due yet.
func (l Late) Days() int {
	if l.Due <= 0 {
		return 0
	}
	return int(math.Round(l.Late / l.Due))
}

// LateSQL selects customer_id, due and late of everybody for whom something was
// due: what Late holds.
func LateSQL(today date.Date) clause.Expr {
	return clause.Expr{SQL: "select customer_id, sum(due) as due, sum(late) as late from (select customer_id, due, late from customer_paid union all " +
		"select customer_id, amount / 100.0, amount * " + store.Days("due_on", "?") + " / 100 from owed where currency = " + settings.OurCurrencySQL + " and due_on <> '' and due_on < ?) l group by customer_id",
		Vars: []any{today, today}}
}

// LateOf gives how late customers pay; of all for nil.
func LateOf(db *gorm.DB, ids []int64, today date.Date) (map[customer.ID]Late, error) {
	e := LateSQL(today)
	q := db.Table("(?) l", gorm.Expr(e.SQL, e.Vars...))
	if ids != nil {
		q = store.IDs(q, "customer_id", ids)
	}
	var rows []struct {
		CustomerID customer.ID
		Late       `gorm:"embedded"`
	}
	err := q.Scan(&rows).Error
	out := make(map[customer.ID]Late, len(rows))
	for _, r := range rows {
		out[r.CustomerID] = r.Late
	}
	return out, err
}

// OwedBy is what a customer owes in our currency.
func OwedBy(db *gorm.DB, id customer.ID) (owed money.Amount, err error) {
	err = db.Table("owed").Where("currency = "+settings.OurCurrencySQL+" and customer_id = ?", id).Select("coalesce(sum(amount), 0)").Scan(&owed).Error
	return owed, err
}

// LateRow is a row behind Late: paid late, or overdue now.
type LateRow struct {
	ContractID int64     `json:"contractId"`
	Number     string    `json:"number"`
	Name       string    `json:"name"`
	DueOn      date.Date `json:"dueOn"`
	// PaidOn is when it came; "" when it is still to come.
	PaidOn date.Date    `json:"paidOn"`
	Amount money.Amount `json:"amount"`
	Days   int          `json:"days"`
}

// LateRows gives the rows behind how late a customer pays: what is overdue, the
// oldest first, and what came late, the latest first.
func LateRows(db *gorm.DB, id customer.ID, today date.Date, limit int) ([]LateRow, error) {
	came, open := []LateRow{}, []LateRow{}
	err := db.Table("arrival a").Joins("join plan_row r on r.id = a.plan_row_id").Joins("join payment p on p.id = a.payment_id").Joins("join contract k on k.id = r.contract_id").
		Where("a.customer_id = ? and a.currency = "+settings.OurCurrencySQL+" and a.amount > 0 and r.due_on <> '' and p.paid_on > r.due_on", id).
		Select("r.contract_id, k.number, k.name, r.due_on, p.paid_on, a.amount").Order("p.paid_on desc, r.id").Limit(limit).Scan(&came).Error
	if err != nil {
		return nil, err
	}
	err = db.Table("owed o").Joins("join contract k on k.id = o.contract_id").Where("o.customer_id = ? and o.currency = "+settings.OurCurrencySQL+" and o.due_on <> '' and o.due_on < ?", id, today).
		Select("o.contract_id, k.number, k.name, o.due_on, o.amount").Order("o.due_on, o.plan_row_id").Limit(limit).Scan(&open).Error
	rows := append(open, came...)
	rows = rows[:min(len(rows), limit)]
	for i := range rows {
		rows[i].Days = date.Days(rows[i].DueOn, cmp.Or(rows[i].PaidOn, today))
	}
	return rows, err
}
