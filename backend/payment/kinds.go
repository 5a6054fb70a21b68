package payment

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// Kinds gives the record types of this package. Payments stand before the rows
// they are for, which are checked once all that was paid on them is known.
func Kinds() []store.Kind {
	return []store.Kind{
		{Name: KindPayment, Table: KindPayment, Points: map[string]string{"customer_id": customer.KindCustomer}, Derive: followPayments, Title: func(db *gorm.DB, id int64) string {
			var number string
			db.Table(KindPayment).Where("id = ?", id).Limit(1).Pluck("number", &number)
			return number
		}},
		{Name: KindRow, Table: KindRow, Points: map[string]string{"contract_id": contract.KindContract}, Derive: followRows, Title: func(db *gorm.DB, id int64) string {
			var number string
			db.Table(KindRow).Joins("join contract c on c.id = plan_row.contract_id").Where("plan_row.id = ?", id).Limit(1).
				Pluck("case when c.number = '' then c.name else c.number end || ' · ' || plan_row.n", &number)
			return number
		}},
	}
}

// Following gives the kinds of all domains with what a contract does to its plan:
// the shares follow its amount, and the plan goes to the trash with it; and with
// what a change of our currency does to how late customers pay.
func Following(all []store.Kind) []store.Kind {
	out := slices.Clone(all)
	for i := range out {
		follow := followContracts
		switch out[i].Name {
		case contract.KindContract:
		case settings.KindSetting:
			follow = func(tx *store.Tx, ids []int64) error {
				return settings.FollowCurrency(tx, ids, "arrival", followCustomers)
			}
		default:
			continue
		}
		inner := out[i].Derive
		out[i].Derive = func(tx *store.Tx, ids []int64) error {
			if inner != nil {
				if err := inner(tx, ids); err != nil {
					return err
				}
			}
			return follow(tx, ids)
		}
	}
	return out
}

// Follow moves the payments of merged customers to the one that is kept; its
// contracts bring their plans along by themselves.
func Follow(tx *store.Tx, keep customer.ID, others []customer.ID) error {
	return customer.Carry(tx, others, func(row *Payment) { row.CustomerID = keep })
}
