package insight_test

import (
	"gorm.io/gorm"
	"testing"

	"keyue/backend/customer"
	"keyue/backend/insight"
)

func TestListsFilterByTheScoreThatIsShown(t *testing.T) {
	sh := open(t)
	sh.customer(customer.Customer{}) // never bought
	sh.buyers()
	list := customer.NewService(sh.st, customer.Options{Computed: insight.CustomerValues(sh.Service)})
	ids := func(f customer.Filter) map[int64]bool {
		out := map[int64]bool{}
		for _, id := range must[[]int64](t)(list.IDs(customer.Query{Filters: []customer.Filter{f}})) {
			out[id] = true
		}
		return out
	}
	seen := 0
	for _, r := range must[*insight.SuggestionPage](t)(sh.Suggestions(0, 0, false)).Rows {
		id := int64(r.CustomerID)
		if !ids(customer.Filter{Field: "score", Op: "eq", Value: float64(r.Score)})[id] {
			t.Errorf("%d is not found by its score %d", id, r.Score)
		}
		if !ids(customer.Filter{Field: "suggestedTier", Op: "eq", Value: r.Suggested})[id] {
			t.Errorf("%d is not found by its suggested tier %s", id, r.Suggested)
		}
		seen++
	}
	if n := len(ids(customer.Filter{Field: "suggestedTier", Op: "in", Value: []any{"A", "B", "C"}})); n != seen || seen != 10 {
		t.Errorf("%d with a suggested tier, %d suggestions", n, seen)
	}
	if n := len(ids(customer.Filter{Field: "lastSale", Op: "older", Value: 100.0})); n == 0 || n == 10 {
		t.Errorf("%d sold to more than 100 days ago", n)
	}
}

func TestListsSortByScoreWithThoseWhoNeverBoughtLast(t *testing.T) {
	sh := open(t)
	never := sh.customer(customer.Customer{})
	sh.buyers()
	list := customer.NewService(sh.st, customer.Options{Computed: insight.CustomerValues(sh.Service),
		Extras: []func(*gorm.DB, []int64) (map[int64]map[string]any, error){insight.CustomerColumns(sh.Service)}})
	for _, desc := range []bool{true, false} {
		q := customer.Query{Sort: []customer.Sort{{Field: "score", Desc: desc}}, Limit: 7}
		var rows []customer.Row
		for {
			q.Offset = len(rows)
			page := must[*customer.Page](t)(list.List(q))
			if rows = append(rows, page.Rows...); len(page.Rows) == 0 || page.Total != 11 {
				break
			}
		}
		if len(rows) != 11 || rows[10].ID != never {
			t.Fatalf("%d rows, want 11 with %d last: %v", len(rows), never, rows)
		}
		for i, r := range rows {
			if at := must[int64](t)(list.Position(r.ID, q)); at != int64(i) {
				t.Errorf("desc %v: %d is at %d, its position is %d", desc, r.ID, i, at)
			}
			if i == 10 {
				if len(r.Extra) != 0 {
					t.Errorf("who never bought has %v", r.Extra)
				}
				continue
			}
			if i > 0 && (r.Extra["score"].(int) > rows[i-1].Extra["score"].(int)) == desc && r.Extra["score"] != rows[i-1].Extra["score"] {
				t.Errorf("desc %v: score %v after %v", desc, r.Extra["score"], rows[i-1].Extra["score"])
			}
		}
		all := must[[]int64](t)(list.IDs(q))
		if len(all) != 11 || all[10] != int64(never) {
			t.Errorf("all ids %v", all)
		}
	}
	some := customer.Query{Sort: []customer.Sort{{Field: "suggestedTier", Desc: true}}, Filters: []customer.Filter{{Field: "suggestedTier", Op: "eq", Value: "A"}}}
	if page := must[*customer.Page](t)(list.List(some)); page.Total == 0 || page.Total == 11 || int64(len(page.Rows)) != page.Total {
		t.Errorf("%d of those with a suggested A, %d rows", page.Total, len(page.Rows))
	}
}
