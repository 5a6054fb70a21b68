package customer

import (
	"context"

	"keyue/backend/store"
)

// staleAtOnce is how many customers one step of freshen takes.
const staleAtOnce = 2000

// freshen works out again what is derived from the customers of customer_stale.
func freshen(ctx context.Context, st *store.Store) error {
	for {
		var ids []int64
		if err := st.Read(ctx).Table("customer_stale").Order("customer_id").Limit(staleAtOnce).Pluck("customer_id", &ids).Error; err != nil || len(ids) == 0 {
			return err
		}
		err := st.InTx(ctx, store.Step{Label: "customer.freshened", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
			tx.Touch(KindCustomer, ids...)
			return tx.Exec("delete from customer_stale where customer_id <= ?", ids[len(ids)-1]).Error
		})
		if err != nil {
			return err
		}
	}
}
