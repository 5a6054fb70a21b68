package insight

import (
	"time"

	"keyue/backend/contract"
	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// This file is the one place that says what a sale is, when it was and what it
// was worth. Today that is a contract that binds, on the day it was signed. The
// rest of the package reads the tables "sale" and "customer_worth" only.

// Sale is one sale of a customer.
type Sale struct {
	ContractID contract.ID    `json:"contractId"`
	Number     string         `json:"number"`
	Name       string         `json:"name"`
	Day        date.Date      `json:"day"`
	Amount     money.Amount   `json:"amount"`
	Currency   money.Currency `json:"currency"`
}

// Worth is what the sales of a customer come to.
type Worth struct {
	Sales int `json:"sales"`
	// Days with a sale: two contracts signed on one day are one purchase.
	Days int `json:"days"`
	// Total is in our currency; Other counts the sales in other money, which add nothing to it.
	Total    money.Amount `json:"total"`
	Other    int          `json:"other"`
	FirstDay date.Date    `json:"firstDay"`
	LastDay  date.Date    `json:"lastDay"`
}

// followSales works out the sales of contracts again, and what they come to for
// the customers they are of now and were of before.
func followSales(tx *store.Tx, contracts []int64) error {
	var before []int64
	if err := store.IDs(tx.Table("sale"), "contract_id", contracts).Distinct().Pluck("customer_id", &before).Error; err != nil {
		return err
	}
	if err := store.IDs(tx.DB, "contract_id", contracts).Delete(&saleRow{}).Error; err != nil {
		return err
	}
	var rows []struct {
		ID                  int64
		CustomerID          int64
		SignDate, StartDate date.Date
		CreatedAt           date.Instant
		Amount              money.Amount
		Currency            money.Currency
	}
	err := store.Live(store.IDs(tx.Table("contract"), "id", contracts)).Where("stage in ? and kind not in ?", contract.Binding, contract.NoSale).
		Select("id, customer_id, sign_date, start_date, created_at, amount, currency").Scan(&rows).Error
	if err != nil {
		return err
	}
	var sales [][]any
	for _, r := range rows {
		day := r.SignDate
		if day == "" {
			day = r.StartDate
		}
		if day == "" {
			day = r.CreatedAt.Date(time.Local) // where the shop is
		}
		sales = append(sales, []any{r.ID, r.CustomerID, string(day), int64(r.Amount), string(r.Currency)})
		before = append(before, r.CustomerID)
	}
	if err := tx.InsertRows("insert into sale (contract_id, customer_id, day, amount, currency) values ", "", sales); err != nil {
		return err
	}
	return followWorth(tx, before)
}

type saleRow struct{}

func (saleRow) TableName() string { return "sale" }

type worthRow struct{}

func (worthRow) TableName() string { return "customer_worth" }

// followWorth adds up the sales of customers again; those in the trash have none.
func followWorth(tx *store.Tx, customers []int64) error {
	if len(customers) == 0 {
		return nil
	}
	if err := store.IDs(tx.DB, "customer_id", customers).Delete(&worthRow{}).Error; err != nil {
		return err
	}
	var sums []struct {
		CustomerID int64
		Worth      `gorm:"embedded"`
	}
	// The days as subqueries, not min and max: those come as times from the driver.
	err := store.IDs(tx.Table("sale s").Joins("join customer c on c.id = s.customer_id and +c.deleted_at is null"), "s.customer_id", customers).
		Select("s.customer_id, count(*) as sales, count(distinct s.day) as days, sum(case when s.currency = " + settings.OurCurrencySQL + " then s.amount else 0 end) as total, " +
			"sum(case when s.currency = " + settings.OurCurrencySQL + " then 0 else 1 end) as other, " +
			"(select x.day from sale x where x.customer_id = s.customer_id order by x.day limit 1) as first_day, " +
			"(select x.day from sale x where x.customer_id = s.customer_id order by x.day desc limit 1) as last_day").
		Group("s.customer_id").Scan(&sums).Error
	if err != nil {
		return err
	}
	rows := make([][]any, len(sums))
	for i, w := range sums {
		rows[i] = []any{w.CustomerID, w.Sales, w.Days, int64(w.Total), w.Other, string(w.FirstDay), string(w.LastDay)}
	}
	return tx.InsertRows("insert into customer_worth (customer_id, sales, days, total, other, first_day, last_day) values ", "", rows)
}
