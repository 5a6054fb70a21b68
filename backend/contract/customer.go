package contract

import (
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// This file is what contracts lend to customers: see customer.Options.

// Follow moves the contracts of merged customers to the one that is kept. What
// was printed stays as it was; drafts follow the record that is kept.
func Follow(tx *store.Tx, keep customer.ID, others []customer.ID) error {
	var moved []Contract
	if err := tx.Where("customer_id in ?", others).Find(&moved).Error; err != nil {
		return err
	}
	for i := range moved {
		moved[i].CustomerID = keep
		if err := tx.Update(&moved[i]); err != nil {
			return err
		}
	}
	return nil
}

// Owner is the customer that a contract is with. Fault fault.not_found.
func Owner(db *gorm.DB, id int64) (customer.ID, error) {
	c, err := store.Get[Contract](db, KindContract, id)
	return c.CustomerID, err
}

// CustomerCounts counts the live contracts of a customer.
func CustomerCounts(db *gorm.DB, id customer.ID) (map[string]int64, error) {
	var n int64
	err := db.Model(&Contract{}).Scopes(store.Live).Where("customer_id = ?", id).Count(&n).Error
	return map[string]int64{KindContract: n}, err
}

// CustomerColumns adds to rows of the customer list: how many contracts, and
// what those worth as signed or later amount to in CNY.
func CustomerColumns(db *gorm.DB, ids []int64) (map[int64]map[string]any, error) {
	var rows []struct {
		CustomerID int64
		N          int64
		Signed     money.Amount
	}
	err := store.IDs(db.Model(&Contract{}), "customer_id", ids).Scopes(store.Live).
		Select("customer_id, count(*) as n, coalesce(sum(case when stage in ? and currency = ? then amount else 0 end), 0) as signed",
			[]Stage{Signed, Active, Done, Archived}, money.CNY).Group("customer_id").Scan(&rows).Error
	out := make(map[int64]map[string]any, len(rows))
	for _, r := range rows {
		out[r.CustomerID] = map[string]any{"contracts": r.N, "signed": r.Signed}
	}
	return out, err
}

// CustomerValues are what contracts say of customers, for filters: "contracts"
// (how many live ones, void ones apart), "revenue" (CNY signed or later, by the
// day signed), "contractEnds" (the next end of a running contract).
func CustomerValues() map[string]customer.Computed {
	binding := []Stage{Signed, Active, Done, Archived}
	return map[string]customer.Computed{
		"contracts": {Number: true, SQL: func(from, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "(select count(*) from contract k where k.customer_id = customer.id and k.deleted_at is null and k.stage <> ? and (? = '' or k.sign_date >= ?))",
				Vars: []any{Void, from, from}}
		}},
		"revenue": {Number: true, SQL: func(from, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "(select coalesce(sum(k.amount), 0) from contract k where k.customer_id = customer.id and k.deleted_at is null and k.currency = ? and k.stage in (?, ?, ?, ?) and (? = '' or k.sign_date >= ?))",
				Vars: []any{money.CNY, binding[0], binding[1], binding[2], binding[3], from, from}}
		}},
		"contractEnds": {Day: true, SQL: func(_, today date.Date) clause.Expr {
			return clause.Expr{SQL: "coalesce((select min(k.end_date) from contract k where k.customer_id = customer.id and k.deleted_at is null and k.stage in (?, ?) and k.end_date >= ?), '')",
				Vars: []any{Signed, Active, today}}
		}},
	}
}
