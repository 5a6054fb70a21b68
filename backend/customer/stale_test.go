package customer_test

import (
	"context"
	"errors"
	"testing"

	"keyue/backend/customer"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

func TestCustomersOfAnOlderProgramAreWorkedOutAgainAndWhatIsCutShortGoesOn(t *testing.T) {
	st, s := open(t, customer.Options{})
	const n = 600
	ok(t, st.InTx(st.Context(), store.Step{Label: "customer.imported"}, func(tx *store.Tx) error {
		im := customer.NewImporter(tx, customer.OnDuplicateCreate)
		rows := make([]customer.Incoming, n)
		for i := range rows {
			rows[i].Customer = customer.Customer{Name: "杭州同名建材有限公司", City: "杭州"}
		}
		_, err := im.Rows(rows)
		return err
	}))
	testkit.Exec(t, st, "update customer set region = null, lacks = 0")
	testkit.Exec(t, st, "delete from identity")
	testkit.Exec(t, st, "insert into customer_stale (customer_id) select id from customer")
	here := customer.Query{Filters: []customer.Filter{{Field: "regionCode", Op: "starts", Value: "3301"}}, Limit: 1}
	count := func() int64 { t.Helper(); return must[*customer.Page](t)(s.List(here)).Total }
	if got := count(); got != 0 {
		t.Fatalf("%d found before", got)
	}
	ctx, cancel := context.WithCancel(st.Context())
	if err := customer.Freshen(ctx, s, func(done, total int64) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Fatalf("cut short: %v", err)
	}
	var seen []int64
	ok(t, customer.Freshen(st.Context(), s, func(done, total int64) { seen = append(seen, done, total) }))
	if len(seen) != 4 || seen[3] == n || seen[2] != seen[3] {
		t.Errorf("progress %v: what was done before is done again", seen)
	}
	if got := count(); got != n {
		t.Errorf("%d of %d found after", got, n)
	}
	var known, left int64
	if ok(t, st.Read(st.Context()).Table("identity").Where("kind = 'core'").Count(&known).Error); known != n {
		t.Errorf("%d known by their name", known)
	}
	if ok(t, st.Read(st.Context()).Table("customer_stale").Count(&left).Error); left != 0 {
		t.Errorf("%d left", left)
	}
}
