package exchange

import (
	"context"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/payment"
)

// paymentRow is a payment in a list.
type paymentRow struct {
	payment.Payment
	customer, contracts string
}

var paymentList = list[paymentRow]{key: Payments, title: "exchange.list.payments", table: payment.KindPayment, order: "paid_on desc, id desc",
	fields: func(*gorm.DB) ([]field[paymentRow], error) {
		const p = "payment.field."
		type r = paymentRow
		return always([]field[r]{
			shown("number", p+"number", Text, func(r *r) string { return r.Number }),
			shown("paidOn", p+"paidOn", Day, func(r *r) string { return string(r.PaidOn) }),
			shown("customer", p+"customerId", Text, func(r *r) string { return r.customer }),
			worded("direction", p+"direction", "payment.direction.", func(r *r) string { return r.Direction }),
			shown("amount", p+"amount", Amount, func(r *r) string { return showAmount(r.Amount) }),
			shown("currency", p+"currency", Text, func(r *r) string { return string(r.Currency) }),
			worded("method", p+"method", "payment.method.", func(r *r) string { return r.Method }),
			shown("account", p+"account", Text, func(r *r) string { return r.Account }),
			shown("payer", p+"payer", Text, func(r *r) string { return r.Payer }),
			shown("contracts", p+"contracts", Text, func(r *r) string { return r.contracts }),
			shown("free", p+"free", Amount, func(r *r) string { return showAmount(r.Amount - r.Allocated()) }),
			worded("state", p+"state", "payment.state.", func(r *r) string { return r.State }),
			shown("reason", p+"reason", Text, func(r *r) string { return r.Reason }),
			shown("remark", p+"remark", Text, func(r *r) string { return r.Remark }),
		}, "number", "paidOn", "customer", "direction", "amount", "currency", "method", "contracts", "state"), nil
	},
	each: func(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []paymentRow) error) error {
		return inOrder(ctx, db, ids, func(rows []payment.Payment) error {
			customers, err := named(db, "customer", "name", pluck(rows, func(p *payment.Payment) customer.ID { return p.CustomerID }))
			if err != nil {
				return err
			}
			numbers, err := payment.Contracts(db, rows)
			if err != nil {
				return err
			}
			for i, p := range rows {
				if err := fn([]paymentRow{{Payment: p, customer: customers[p.CustomerID], contracts: joinList(numbers[i])}}); err != nil {
					return err
				}
			}
			return nil
		})
	}}

// planRow is a row of a payment plan in a list.
type planRow struct {
	payment.Row
	contract, customer, currency string
}

var planList = list[planRow]{key: Plans, title: "exchange.list.plans", table: payment.KindRow, order: "contract_id, n, id",
	fields: func(*gorm.DB) ([]field[planRow], error) {
		const p = "payment.row_field."
		type r = planRow
		return always([]field[r]{
			shown("contract", p+"contractId", Text, func(r *r) string { return r.contract }),
			shown("customer", "payment.field.customerId", Text, func(r *r) string { return r.customer }),
			shown("n", p+"n", Number, func(r *r) string { return showCount(r.N) }),
			worded("kind", p+"kind", "payment.kind.", func(r *r) string { return r.Kind }),
			shown("share", p+"share", Text, func(r *r) string {
				if r.Share == 0 {
					return ""
				}
				return r.Share.String()
			}),
			shown("amount", p+"amount", Amount, func(r *r) string { return showAmount(r.Amount) }),
			shown("currency", "payment.field.currency", Text, func(r *r) string { return r.currency }),
			shown("dueOn", p+"dueOn", Day, func(r *r) string { return string(r.DueOn) }),
			shown("paid", p+"paid", Amount, func(r *r) string { return showAmount(r.Paid) }),
			shown("note", p+"note", Text, func(r *r) string { return r.Note }),
		}, "contract", "customer", "n", "kind", "amount", "currency", "dueOn", "paid"), nil
	},
	each: func(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []planRow) error) error {
		return inOrder(ctx, db, ids, func(rows []payment.Row) error {
			of := pluck(rows, func(r *payment.Row) contract.ID { return r.ContractID })
			texts := map[string]map[contract.ID]string{}
			for name, column := range map[string]string{"number": "case when number = '' then name else number end", "currency": "currency",
				"customer": "(select c.name from customer c where c.id = contract.customer_id)"} {
				found, err := named(db, "contract", column, of)
				if err != nil {
					return err
				}
				texts[name] = found
			}
			for _, r := range rows {
				id := r.ContractID
				if err := fn([]planRow{{Row: r, contract: texts["number"][id], customer: texts["customer"][id], currency: texts["currency"][id]}}); err != nil {
					return err
				}
			}
			return nil
		})
	}}
