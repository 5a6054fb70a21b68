package settings

import (
	"gorm.io/gorm"

	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/store"
)

// This file is the one place that says in which currency the business counts:
// what is new begins in it, amounts that name no currency (prices of products,
// budgets, costs) are in it, and only what is in it is added up where customers
// are compared. Nothing is converted, for there are no rates.

const currencyKey = prefix + "currency"

// OurCurrencySQL is our currency inside a statement, for those that are made
// where no database is at hand.
const OurCurrencySQL = `coalesce((select replace(own.value, '"', '') from setting own where own.key = '` + currencyKey + `' and own.deleted_at is null), 'CNY')`

// OurCurrency is the currency of the business; CNY where none was chosen.
func OurCurrency(db *gorm.DB) (money.Currency, error) {
	c := Defaults().Currency
	return c, Value(db.Session(&gorm.Session{NewDB: true}), currencyKey, &c)
}

// FollowCurrency lets what is kept of customers in our currency be added up again,
// of all who stand in a table, when it is among settings that were changed.
func FollowCurrency(tx *store.Tx, changed []int64, table string, addUp func(tx *store.Tx, customers []int64) error) error {
	ours, err := among(tx.DB, changed, currencyKey)
	if err != nil || !ours {
		return err
	}
	var all []int64
	if err := tx.Table(table).Distinct().Pluck("customer_id", &all).Error; err != nil {
		return err
	}
	return addUp(tx, all)
}

// LanguageAmong tells the language of the screen where it is among settings that
// were changed; "" where it is not.
func LanguageAmong(db *gorm.DB, ids []int64) (locale.Tag, error) {
	changed, err := among(db, ids, prefix+"language")
	if err != nil || !changed {
		return "", err
	}
	s, err := Load(db)
	return s.Language, err
}

func among(db *gorm.DB, ids []int64, key string) (bool, error) {
	var n int64
	err := store.IDs(db.Table("setting"), "id", ids).Where("key = ?", key).Count(&n).Error
	return n > 0, err
}
