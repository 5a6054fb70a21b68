package customer_test

import (
	"slices"
	"testing"

	"keyue/backend/customer"
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
