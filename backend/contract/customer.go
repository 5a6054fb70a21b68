package contract

import (
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// This file is what contracts lend to customers: see customer.Options.

// Follow moves the contracts of merged customers to the one that is kept. What
// was printed stays as it was; drafts follow the record that is kept.
func Follow(tx *store.Tx, keep customer.ID, others []customer.ID) error {
	return customer.Carry(tx, others, func(row *Contract) { row.CustomerID = keep })
}

// Owner is the customer that a contract is with. Fault fault.not_found.
func Owner(db *gorm.DB, id int64) (customer.ID, error) {
	c, err := store.Get[Contract](db, KindContract, id)
	return c.CustomerID, err
}

// CustomerCounts counts the live contracts of a customer, without quotes.
func CustomerCounts(db *gorm.DB, id customer.ID) (map[string]int64, error) {
	var n int64
	err := contractsOnly(db.Model(&Contract{})).Scopes(store.Live).Where("customer_id = ?", id).Count(&n).Error
	return map[string]int64{KindContract: n}, err
}

// CustomerColumns adds to rows of the customer list: how many contracts, and
// what those worth as signed or later amount to in our currency.
func CustomerColumns(db *gorm.DB, ids []int64) (map[int64]map[string]any, error) {
	var rows []struct {
		CustomerID int64
		N          int64
		Signed     money.Amount
	}
	err := store.IDs(db.Model(&Contract{}), "customer_id", ids).Scopes(store.Live, contractsOnly).
		Select("customer_id, count(*) as n, coalesce(sum(case when stage in ? and currency = "+settings.OurCurrencySQL+" then amount else 0 end), 0) as signed",
			[]Stage{Signed, Active, Done, Archived}).Group("customer_id").Scan(&rows).Error
	out := make(map[int64]map[string]any, len(rows))
	for _, r := range rows {
		out[r.CustomerID] = map[string]any{"contracts": r.N, "signed": r.Signed}
	}
	return out, err
}

// CustomerValues are what contracts say of customers, for filters: "contracts"
// (how many live ones, void ones apart), "revenue" (in our currency, signed or later, by the
// day signed), "contractEnds" (the next end of a running contract).
func CustomerValues() map[string]customer.Computed {
	since := func(sql string, from date.Date, vars ...any) clause.Expr {
		if from != "" {
			sql, vars = sql+" and sign_date >= ?", append(vars, from)
		}
		return clause.Expr{SQL: sql + " group by customer_id", Vars: vars}
	}
	return map[string]customer.Computed{
		"contracts": {Type: customer.FilterNumber, Group: customer.GroupContract, Periods: true, Rows: func(from, _ date.Date) clause.Expr {
			return since("select customer_id, count(*) as value from contract where deleted_at is null and stage <> ? and kind <> ?", from, Void, template.KindQuote)
		}},
		"revenue": {Type: customer.FilterMoney, Group: customer.GroupContract, Periods: true, Rows: func(from, _ date.Date) clause.Expr {
			return since("select customer_id, sum(amount) as value from contract where deleted_at is null and currency = "+settings.OurCurrencySQL+" and stage in (?, ?, ?, ?)", from,
				Signed, Active, Done, Archived)
		}},
		"contractEnds": {Type: customer.FilterDay, Group: customer.GroupContract, Rows: func(_, today date.Date) clause.Expr {
			return clause.Expr{SQL: "select customer_id, min(end_date) as value from contract where deleted_at is null and stage in (?, ?) and end_date >= ? group by customer_id",
				Vars: []any{Signed, Active, today}}
		}},
	}
}
