package customer_test

import (
	"slices"
	"testing"
	"time"

	"gorm.io/gorm/clause"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/testkit"
)

const aDay = 24 * int64(time.Hour/time.Millisecond)

// crowd is a workspace with customers whose last contact and next step are known.
func crowd(t *testing.T) *customer.Service {
	st, s := open(t, customer.Options{Computed: map[string]customer.Computed{
		// The length of the name but for one character, plus 100 when a bound was asked for.
		"length": {Type: customer.FilterNumber, Periods: true, Rows: func(from, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "select id as customer_id, length(name) + case when ? = '' then -1 else 100 end as value from customer where length(name) > 1", Vars: []any{from}}
		}},
	}})
	now := testkit.Start.UnixMilli()
	for _, c := range []struct {
		name, tier, province string
		lastDays             int64 // 0 = never
		next                 string
	}{
		{"甲", "A", "浙江", 100, ""}, {"乙", "A", "浙江", 10, "2026-11-21"}, {"丙", "B", "浙江", 0, "2026-11-25"}, {"丁戊", "A", "江苏", 0, "2026-12-30"},
	} {
		d := must[*customer.Detail](t)(s.Create(customer.Customer{Name: c.name, Tier: c.tier, Province: c.province}, nil))
		last := int64(0)
		if c.lastDays > 0 {
			last = now - c.lastDays*aDay
		}
		testkit.Exec(t, st, "insert into customer_touch (customer_id, last_at, next_due) values (?, ?, ?)", d.Customer.ID, last, c.next)
	}
	return s
}

func names(t *testing.T, s *customer.Service, filters ...customer.Filter) []string {
	t.Helper()
	page := must[*customer.Page](t)(s.List(customer.Query{Filters: filters}))
	out := []string{}
	for _, r := range page.Rows {
		out = append(out, r.Name)
	}
	slices.Sort(out)
	return out
}

func TestAFilterReadsLikeASentence(t *testing.T) {
	s := crowd(t)
	f := func(field, op string, value any) customer.Filter {
		return customer.Filter{Field: field, Op: op, Value: value}
	}
	for _, c := range []struct {
		says    string
		filters []customer.Filter
		want    []string
	}{
		{"等级是 A 且 90 天没联系 且 省份是浙江", []customer.Filter{f("tier", "eq", "A"), f("lastContact", "older", 90.0), f("province", "eq", "浙江")}, []string{"甲"}},
		{"never in touch counts as long ago", []customer.Filter{f("lastContact", "older", 90.0)}, []string{"丁戊", "丙", "甲"}},
		{"in touch in the last 30 days", []customer.Filter{f("lastContact", "newer", 30.0)}, []string{"乙"}},
		{"next step overdue", []customer.Filter{f("nextDue", "past", nil)}, []string{"乙"}},
		{"next step in 7 days", []customer.Filter{f("nextDue", "within", 7.0)}, []string{"丙"}},
		{"no next step", []customer.Filter{f("nextDue", "empty", nil)}, []string{"甲"}},
		{"entered today", []customer.Filter{f("createdAt", "newer", 0.0)}, []string{"丁戊", "丙", "乙", "甲"}},
		{"computed", []customer.Filter{f("length", "gte", 1.0)}, []string{"丁戊"}},
		{"computed, and none is zero", []customer.Filter{f("length", "lt", 1.0)}, []string{"丙", "乙", "甲"}},
		{"computed, turned round", []customer.Filter{{Field: "length", Op: "eq", Value: 0.0, Not: true}}, []string{"丁戊"}},
		{"computed over a time", []customer.Filter{{Field: "length", Op: "gte", Value: 102.0, Days: 365}}, []string{"丁戊"}},
		{"never in touch", []customer.Filter{f("lastContact", "empty", nil)}, []string{"丁戊", "丙"}},
		{"in touch before a day, which never is not", []customer.Filter{f("lastContact", "lt", float64(testkit.Start.UnixMilli()))}, []string{"乙", "甲"}},
		{"neither A nor in 江苏", []customer.Filter{{Not: true, Any: [][]customer.Filter{{f("tier", "eq", "A")}, {f("province", "eq", "江苏")}}}}, []string{"丙"}},
		{"not, of nothing", []customer.Filter{{Not: true, Any: [][]customer.Filter{}}, f("tier", "eq", "B")}, []string{"丙"}},
		{"one of two ways", []customer.Filter{{Any: [][]customer.Filter{
			{f("tier", "eq", "B")}, {f("province", "eq", "江苏"), f("tier", "eq", "A")}}}}, []string{"丁戊", "丙"}},
		{"groups inside groups", []customer.Filter{f("province", "eq", "浙江"), {Any: [][]customer.Filter{
			{f("tier", "eq", "B")}, {{Any: [][]customer.Filter{{f("name", "eq", "甲")}, {f("name", "eq", "丁戊")}}}}}}}, []string{"丙", "甲"}},
		{"an empty group asks nothing", []customer.Filter{{Any: [][]customer.Filter{}}, f("tier", "eq", "B")}, []string{"丙"}},
	} {
		want := slices.Sorted(slices.Values(c.want))
		if got := names(t, s, c.filters...); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", c.says, got, want)
		}
	}
}

func TestAFilterThatMakesNoSenseIsRefused(t *testing.T) {
	s := crowd(t)
	deep := customer.Filter{Field: "tier", Op: "eq", Value: "A"}
	for range 6 {
		deep = customer.Filter{Any: [][]customer.Filter{{deep}}}
	}
	many := make([]customer.Filter, 51)
	for i := range many {
		many[i] = customer.Filter{Field: "tier", Op: "eq", Value: "A"}
	}
	for code, filters := range map[string][]customer.Filter{
		"customer.query.many":  {deep},
		"customer.query.op":    {{Field: "lastContact", Op: "older", Value: "90"}},
		"customer.query.field": {{Any: [][]customer.Filter{{{Field: "no;such", Op: "eq", Value: ""}}}}},
	} {
		if _, err := s.List(customer.Query{Filters: filters}); !fault.Is(err, code) {
			t.Errorf("%s: %v", code, err)
		}
	}
	for _, filters := range [][]customer.Filter{many, {{Field: "tier", Op: "older", Value: 3.0}}, {{Field: "lastContact", Op: "older", Value: -1.0}}} {
		if _, err := s.List(customer.Query{Filters: filters}); err == nil {
			t.Errorf("%v was taken", filters)
		}
	}
}

func TestASegmentIsSavedCountedOrderedAndTakenBack(t *testing.T) {
	st, s := open(t, customer.Options{})
	for _, tier := range []string{"A", "A", "B"} {
		must[*customer.Detail](t)(s.Create(customer.Customer{Name: "客户", Tier: tier}, nil))
	}
	top := must[*customer.Segment](t)(s.SaveSegment(customer.Segment{Name: " 重点 客户 ", Filters: []customer.Filter{{Field: "tier", Op: "eq", Value: "A"}}, Columns: []string{"name", "phone"}}))
	rest := must[*customer.Segment](t)(s.SaveSegment(customer.Segment{Name: "其余", Filters: []customer.Filter{{Any: [][]customer.Filter{{{Field: "tier", Op: "eq", Value: "B"}}}}}}))
	list := must[[]customer.Segment](t)(s.Segments())
	counts := must[map[customer.SegmentID]int64](t)(s.SegmentCounts())
	if len(list) != 2 || list[0].Name != "重点 客户" || counts[top.ID] != 2 || counts[rest.ID] != 1 || list[1].Filters[0].Any[0][0].Value != "B" {
		t.Fatalf("%+v", list)
	}
	must[*customer.Detail](t)(s.Create(customer.Customer{Name: "新的", Tier: "A"}, nil))
	if counts = must[map[customer.SegmentID]int64](t)(s.SegmentCounts()); counts[top.ID] != 3 {
		t.Errorf("count is not live: %v", counts)
	}
	_, err := s.SaveSegment(customer.Segment{Name: "其余"})
	if fields := fault.From(err).Fields; len(fields) != 1 || fields[0].Code != "customer.segment.name_taken" {
		t.Errorf("%v", err)
	}
	ok(t, s.OrderSegments([]customer.SegmentID{rest.ID, top.ID}))
	if list = must[[]customer.Segment](t)(s.Segments()); list[0].ID != rest.ID {
		t.Errorf("order %+v", list)
	}
	ok(t, s.TrashSegment(top.ID))
	undo(t, st)
	changed := *top
	changed.Version, changed.Name = 0, "要客"
	must[*customer.Segment](t)(s.SaveSegment(changed))
	if list = must[[]customer.Segment](t)(s.Segments()); len(list) != 2 || list[1].Name != "要客" || len(list[1].Columns) != 2 {
		t.Errorf("%+v", list)
	}
	if g := must[*customer.Segment](t)(customer.SegmentNamed(st.Read(st.Context()), " 其余")); g.ID != rest.ID || len(must[[]int64](t)(s.IDs(g.Question()))) != 1 {
		t.Errorf("%+v", g)
	}
	if _, err := customer.SegmentNamed(st.Read(st.Context()), "没有"); !fault.Is(err, "customer.segment.unknown") {
		t.Error(err)
	}
}
