package insight_test

import (
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
