package customer_test

import (
	"fmt"
	"slices"
	"testing"

	"keyue/backend/customer"
	"keyue/backend/store"
)

func TestWindowsOfAListDownwardsJoinAndItsSizeFollowsChanges(t *testing.T) {
	st, s := open(t, customer.Options{})
	fill(t, st, 50, customer.OnDuplicateCreate)
	q := customer.Query{Sort: []customer.Sort{{Field: "tier", Desc: true}}}
	whole := must[*customer.Page](t)(s.List(q))
	seen, blank := []customer.ID{}, false
	for offset := 0; offset < 60; offset += 7 {
		q.Offset, q.Limit = offset, 7
		for i, r := range must[*customer.Page](t)(s.List(q)).Rows {
			if r.ID != whole.Rows[offset+i].ID || blank && r.Tier != "" {
				t.Fatalf("row %d is %d %q", offset+i, r.ID, r.Tier)
			}
			blank = r.Tier == ""
			seen = append(seen, r.ID)
		}
	}
	if len(seen) != 50 || len(whole.Rows) != 50 || !blank || len(slices.Compact(slices.Sorted(slices.Values(seen)))) != 50 {
		t.Fatalf("%d rows in windows of %d, blanks last: %v", len(seen), len(whole.Rows), blank)
	}
	a := customer.Query{Limit: 1, Filters: []customer.Filter{{Field: "tier", Op: "eq", Value: "A"}}}
	before := must[*customer.Page](t)(s.List(a))
	ok(t, s.Trash([]int64{int64(before.Rows[0].ID)}))
	if after := must[*customer.Page](t)(s.List(a)); after.Total != before.Total-1 {
		t.Errorf("%d customers after trashing one of %d", after.Total, before.Total)
	}
	undo(t, st)
	if after := must[*customer.Page](t)(s.List(a)); after.Total != before.Total {
		t.Errorf("%d customers after undo, want %d", after.Total, before.Total)
	}
}

func TestAFilteredListIsReadToItsEndInItsOrder(t *testing.T) {
	st, s := open(t, customer.Options{})
	const n = 2600
	ok(t, st.InTx(st.Context(), store.Step{Label: "customer.imported"}, func(tx *store.Tx) error {
		im := customer.NewImporter(tx, customer.OnDuplicateCreate)
		rows := make([]customer.Incoming, n)
		for i := range rows {
			rows[i].Customer = customer.Customer{Name: fmt.Sprintf("C%04d", n-i), City: "杭州"}
		}
		_, err := im.Rows(rows)
		return err
	}))
	q := customer.Query{Filters: []customer.Filter{{Field: "city", Op: "starts", Value: "杭"}}, Sort: []customer.Sort{{Field: "name"}}, Offset: 2300, Limit: 500}
	page := must[*customer.Page](t)(s.List(q))
	if len(page.Rows) != 300 || page.Total != n || page.Rows[0].Name != "C2301" || page.Rows[299].Name != "C2600" {
		t.Fatalf("%d of %d rows, from %v", len(page.Rows), page.Total, page.Rows[0].Name)
	}
	if at := must[int64](t)(s.Position(page.Rows[250].ID, q)); at != 2550 {
		t.Errorf("position %d", at)
	}
}
