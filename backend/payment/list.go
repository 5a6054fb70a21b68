package payment

import (
	"strings"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/settings"
)

// Query chooses payments.
type Query struct {
	// Text is found in the number, the remark, the account, the payer and the customer's name.
	Text string `json:"text"`
	// State is "" for those that count, Refund for refunds that count, Void, or "free"
	// for those of which something is for nothing.
	State      string      `json:"state"`
	CustomerID customer.ID `json:"customerId"`
	// Month is 2026-11, or "".
	Month string `json:"month"`
	// Sort is paidOn, amount, number or customer.
	Sort   string `json:"sort"`
	Asc    bool   `json:"asc"`
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// Page is a window of payments with the size of the whole.
type Page struct {
	Rows  []Entry `json:"rows"`
	Total int64   `json:"total"`
	// Sums are what the whole comes to by currency, refunds taken off.
	Sums []MonthSum `json:"sums"`
}

// MonthSum is money of one currency.
type MonthSum struct {
	Currency money.Currency `json:"currency"`
	Amount   money.Amount   `json:"amount"`
}

var sortColumns = map[string]string{"": "payment.paid_on", "paidOn": "payment.paid_on", "amount": "payment.amount", "number": "payment.number", "customer": "c.name"}

// foundMax is how many customers a text may name.
const foundMax = 500

// chosen are the payments of a query.
func (s *Service) chosen(q Query) (*gorm.DB, error) {
	base := live(s.db())
	switch q.State {
	case Void:
		base = base.Where("payment.state = ?", Void)
	case Refund:
		base = base.Where("payment.state = ? and payment.direction = ?", Valid, Refund)
	case "free":
		base = base.Where("payment.state = ? and payment.direction = ? and payment.amount > coalesce((select sum(a.amount) from arrival a where a.payment_id = payment.id), 0)", Valid, In)
	default:
		base = base.Where("payment.state = ?", Valid)
	}
	if q.CustomerID != 0 {
		base = base.Where("payment.customer_id = ?", q.CustomerID)
	}
	if q.Month != "" {
		base = base.Where("payment.paid_on between ? and ?", q.Month+"-01", q.Month+"-31")
	}
	text := strings.TrimSpace(q.Text)
	if text == "" {
		return base, nil
	}
	var who []int64
	if s.find != nil {
		var err error
		if who, err = s.find(text, foundMax); err != nil {
			return nil, err
		}
	}
	like := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text) + "%"
	return base.Where(`payment.number like ? escape '\' or payment.remark like ? escape '\' or payment.account like ? escape '\' or payment.payer like ? escape '\' or payment.customer_id in ?`,
		like, like, like, like, append(who, 0)), nil
}

// List gives the payments of a query, the latest first unless sorted otherwise.
func (s *Service) List(q Query) (page *Page, err error) {
	defer fault.Recover(&err)
	page = &Page{Rows: []Entry{}, Sums: []MonthSum{}}
	if q.Limit <= 0 || q.Limit > maxPage {
		q.Limit = maxPage
	}
	base, err := s.chosen(q)
	if err != nil {
		return nil, err
	}
	base = base.Session(&gorm.Session{})
	if err := base.Count(&page.Total).Error; err != nil {
		return nil, err
	}
	err = base.Select("payment.currency, sum(case payment.direction when ? then -payment.amount else payment.amount end) as amount", Refund).
		Group("payment.currency").Order("payment.currency <> " + settings.OurCurrencySQL + ", payment.currency").Scan(&page.Sums).Error
	if err != nil {
		return nil, err
	}
	column, ok := sortColumns[q.Sort]
	if !ok {
		column = sortColumns[""]
	}
	way := " desc"
	if q.Asc {
		way = ""
	}
	page.Rows, err = entries(base, column+way+", payment.id"+way, q.Offset, q.Limit)
	return page, err
}

// IDs gives all ids of a list. Limit, Offset and Sort do not count.
func (s *Service) IDs(q Query) (ids []ID, err error) {
	defer fault.Recover(&err)
	base, err := s.chosen(q)
	if err != nil {
		return nil, err
	}
	ids = []ID{}
	err = base.Order("payment.paid_on desc, payment.id desc").Pluck("payment.id", &ids).Error
	return ids, err
}
