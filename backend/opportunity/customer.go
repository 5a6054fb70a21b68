package opportunity

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// This file is what opportunities lend to customers: see customer.Options.

// CustomerCounts counts the open opportunities of a customer.
func CustomerCounts(db *gorm.DB, id customer.ID) (map[string]int64, error) {
	var n int64
	err := store.Live(db.Model(&Opportunity{})).Where("customer_id = ? and outcome = ?", id, Open).Count(&n).Error
	return map[string]int64{KindOpportunity: n}, err
}

// CustomerValues are what opportunities say of customers, for filters:
// "opportunities" (how many open ones) and "potential", what those in our currency are
// worth: amount × probability, each rounded once. learned gives what the deals
// that were closed teach.
func CustomerValues(learned Learner) map[string]customer.Computed {
	return map[string]customer.Computed{
		"opportunities": {Type: customer.FilterNumber, Group: customer.GroupContract, Rows: func(_, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "select customer_id, count(*) as value from opportunity where deleted_at is null and outcome = ? group by customer_id", Vars: []any{Open}}
		}},
		"potential": {Type: customer.FilterMoney, Group: customer.GroupContract, Rows: func(_, _ date.Date) clause.Expr {
			return Potential(learned)
		}},
	}
}

// Potential selects customer_id and value, what the open opportunities of each
// customer are worth: amount × probability, each rounded once, of those in our currency.
// learned gives what the deals that were closed teach.
func Potential(learned Learner) clause.Expr {
	known, err := learned.ask()
	if err != nil { // what cannot be read here cannot be read by the query either, which says so
		known = nil
	}
	table, list := store.Pairs(known.pairs())
	return clause.Expr{SQL: "select o.customer_id, sum(" + weighted + ") as value from opportunity o left join stage s on s.id = o.stage_id left join " + table + " l on l.id = o.id " +
		"where o.deleted_at is null and o.outcome = ? and o.currency = " + settings.OurCurrencySQL + " group by o.customer_id", Vars: []any{list, Open}}
}

// Promises gives the open opportunities of a customer, those worth most first.
func Promises(db *gorm.DB, learned Learner, id customer.ID, limit int, now date.Instant) ([]Card, error) {
	known, err := learned.ask()
	if err != nil {
		return nil, err
	}
	return cards(shown(db, known).Where("o.customer_id = ? and o.outcome = ?", id, Open).Order("weighted desc, o.id").Limit(limit), now)
}
