package customer

import (
	"context"

	"keyue/backend/region"
	"keyue/backend/store"
)

// Located reports whether the customer's coordinates are known. The point 0, 0
// lies in the sea and stands for "not known".
func (c *Customer) Located() bool { return c.Latitude != 0 || c.Longitude != 0 }

// regionOf is the derived code of the division a customer is in.
func regionOf(c *Customer) string {
	return region.Resolve(c.Province, c.City, c.District).Code
}

// OnOpen works out what is derived from customers that an older program left, and
// the divisions of those that were there before divisions were kept, for
// store.Options.OnOpen.
func OnOpen(st *store.Store) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		if err := freshen(ctx, st); err != nil {
			return err
		}
		var some []int64
		if err := st.Read(ctx).Table("customer").Where("region is null").Limit(1).Pluck("id", &some).Error; err != nil || len(some) == 0 {
			return err
		}
		return st.InTx(ctx, store.Step{Label: "customer.regions_worked_out", Quiet: true, NoUndo: true}, placeAll)
	}
}

func placeAll(tx *store.Tx) error {
	var rows []struct {
		ID                       int64
		Province, City, District string
	}
	if err := tx.Table("customer").Where("region is null").Select("id", "province", "city", "district").Scan(&rows).Error; err != nil {
		return err
	}
	known := map[[3]string]string{}
	for _, r := range rows {
		key := [3]string{r.Province, r.City, r.District}
		code, ok := known[key]
		if !ok {
			code = region.Resolve(r.Province, r.City, r.District).Code
			known[key] = code
		}
		if err := tx.Run("update customer set region = ? where id = ?", code, r.ID); err != nil {
			return err
		}
	}
	return nil
}
