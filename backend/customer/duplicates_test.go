package customer_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/locale"
)

// add creates a customer and gives its id.
func add(t testing.TB, s *customer.Service, c customer.Customer, contacts ...customer.Contact) customer.ID {
	t.Helper()
	return must[*customer.Detail](t)(s.Create(c, contacts)).Customer.ID
}

// groupIDs gives the ids of each group, in order.
func groupIDs(t testing.TB, s *customer.Service) [][]customer.ID {
	t.Helper()
	page := must[*customer.DuplicatePage](t)(s.DuplicateGroups(0, 0))
	out := [][]customer.ID{}
	for _, g := range page.Groups {
		var ids []customer.ID
		for _, c := range g.Customers {
			ids = append(ids, c.ID)
		}
		out = append(out, ids)
	}
	return out
}

func sameGroups(t testing.TB, s *customer.Service, when string, want ...[]customer.ID) {
	t.Helper()
	if got := groupIDs(t, s); !slices.EqualFunc(got, want, slices.Equal[[]customer.ID]) {
		t.Errorf("%s: groups %v, want %v", when, got, want)
	}
}

func phones(raw string) []customer.Phone { return []customer.Phone{{Raw: raw}} }

func TestCustomersThatAreLikelyOneStandInOneGroup(t *testing.T) {
	_, s := open(t, customer.Options{})
	sameGroups(t, s, "nobody there")
	a := add(t, s, hengxin())
	b := add(t, s, customer.Customer{Name: "恒信门店"}, customer.Contact{Name: "李梅", Phones: phones("13812345678")})
	c := add(t, s, customer.Customer{Name: "恒信装饰城", Phones: phones("+86 138 1234 5678")})
	d := add(t, s, customer.Customer{Name: "杭州恒信建材", City: "杭州"})
	add(t, s, customer.Customer{Name: "张伟", Kind: "person", City: "北京市"})
	add(t, s, customer.Customer{Name: "张伟", Kind: "person", City: "上海市"})
	add(t, s, customer.Customer{Name: "宁波天合纺织有限公司", City: "宁波市"})
	sameGroups(t, s, "at first", []customer.ID{b, c}, []customer.ID{a, d})

	page := must[*customer.DuplicatePage](t)(s.DuplicateGroups(1, 0))
	if page.Total != 2 || page.Customers != 4 || len(page.Groups) != 1 {
		t.Fatalf("a window of one: %+v", page)
	}
	g := page.Groups[0]
	if g.Confidence != 95 || len(g.Reasons) != 1 || g.Reasons[0].Code != "customer.duplicate.phone_contact" || g.Reasons[0].Params["contact"] != "李梅" ||
		!slices.Equal(g.Reasons[0].IDs, []customer.ID{b, c}) {
		t.Errorf("by phone: %+v", g)
	}
	if !locale.Has(g.Reasons[0].Code) {
		t.Errorf("%s has no sentence", g.Reasons[0].Code)
	}
	named := must[*customer.DuplicatePage](t)(s.DuplicateGroups(1, 1)).Groups[0]
	if named.Confidence != 92 || len(named.Reasons) != 1 || named.Reasons[0].Kind != "name" {
		t.Errorf("by name, without the core that it holds: %+v", named)
	}
	// The pair is weighed as it is while typing.
	typed := must[[]customer.Match](t)(s.Duplicates(customer.Customer{ID: d, Name: "杭州恒信建材", City: "杭州"}, nil))
	if len(typed) != 1 || typed[0].Confidence != named.Confidence {
		t.Errorf("typing gives %+v, the list %d", typed, named.Confidence)
	}
	if past := must[*customer.DuplicatePage](t)(s.DuplicateGroups(10, 7)); len(past.Groups) != 0 || past.Total != 2 {
		t.Errorf("past the end: %+v", past)
	}
	ok(t, s.Trash([]int64{int64(c)}))
	sameGroups(t, s, "one of them in the trash", []customer.ID{a, d})
}

func TestWhoIsNotTheSameIsNotProposedAgain(t *testing.T) {
	st, s := open(t, customer.Options{})
	a := add(t, s, customer.Customer{Name: "甲", Phones: phones("13812345678")})
	b := add(t, s, customer.Customer{Name: "乙", Phones: phones("13812345678")})
	c := add(t, s, customer.Customer{Name: "丙", Phones: phones("13812345678")})
	sameGroups(t, s, "at first", []customer.ID{a, b, c})
	ok(t, s.NotDuplicates([]customer.ID{b, a}))
	sameGroups(t, s, "two of three are different", []customer.ID{a, c})
	ok(t, s.NotDuplicates([]customer.ID{a, b, c}))
	ok(t, s.NotDuplicates([]customer.ID{a, b, c})) // saying it twice changes nothing
	sameGroups(t, s, "all are different")
	undo(t, st)
	sameGroups(t, s, "the second saying taken back", []customer.ID{a, c})
	undo(t, st)
	sameGroups(t, s, "all taken back", []customer.ID{a, b, c})
	for _, ids := range [][]customer.ID{nil, {a}, {a, 999}} {
		if err := s.NotDuplicates(ids); !fault.Is(err, "customer.merge.none") {
			t.Errorf("%v: %v", ids, err)
		}
	}
}

func TestTheMergedIsNotWhoItsPartWasNot(t *testing.T) {
	st, s := open(t, customer.Options{})
	a := add(t, s, customer.Customer{Name: "甲"})
	b := add(t, s, customer.Customer{Name: "乙", Phones: phones("13812345678")})
	c := add(t, s, customer.Customer{Name: "丙", Phones: phones("13812345678")})
	ok(t, s.NotDuplicates([]customer.ID{b, c}))
	must[*customer.Detail](t)(s.Merge(a, []customer.ID{b}, nil))
	sameGroups(t, s, "a took b's phone, c is still another")
	undo(t, st)
	sameGroups(t, s, "undone")
}

func TestASwitchboardOfManyJoinsNobodyByItself(t *testing.T) {
	_, s := open(t, customer.Options{})
	for i := range 60 {
		add(t, s, customer.Customer{Name: fmt.Sprintf("市场%c号摊", rune(0x4e00+i*37)), Phones: phones("0571-88158198")})
	}
	sameGroups(t, s, "one number for sixty")
}

func TestTheNameGivenUpInAMergeStaysAsTheAlias(t *testing.T) {
	_, s := open(t, customer.Options{})
	a := add(t, s, customer.Customer{Name: "恒信门店", Custom: map[string]any{}})
	b := add(t, s, hengxin())
	list := must[[]customer.Detail](t)(s.Details([]customer.ID{b, 999, a}))
	if len(list) != 2 || list[0].Customer.ID != b || list[1].Customer.ID != a {
		t.Fatalf("details %+v", list)
	}
	d := must[*customer.Detail](t)(s.Merge(a, []customer.ID{b}, map[string]customer.ID{"name": b}))
	if d.Customer.Name != "杭州恒信建材有限公司" || d.Customer.Alias != "恒信门店" {
		t.Errorf("name %q, alias %q", d.Customer.Name, d.Customer.Alias)
	}
}

// TestGroupsThatFollowChangesAreThoseFoundAnew makes hundreds of random changes and
// compares, after each, what was followed with what a new service reads.
func TestGroupsThatFollowChangesAreThoseFoundAnew(t *testing.T) {
	st, s := open(t, customer.Options{})
	r := rand.New(rand.NewPCG(7, 7))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	draft := func() customer.Customer {
		return customer.Customer{Name: pick("恒信", "衡信", "天合", "云帆", "明德") + pick("建材", "纺织") + pick("有限公司", ""), Kind: pick("company", "company", "person"),
			City: pick("杭州市", "宁波市", ""), Phones: phones(fmt.Sprintf("1380000%04d", r.IntN(12))), Emails: []string{pick("a", "b", "c", "d", "info") + "@x.cn"},
			Billing: customer.Billing{TaxID: pick("", "", "91330100799655058B", "91440300708461136T")}}
	}
	groups := func(s *customer.Service) string {
		page := must[*customer.DuplicatePage](t)(s.DuplicateGroups(50, 0))
		text := fmt.Sprint(page.Total, page.Customers)
		for _, g := range page.Groups {
			text += fmt.Sprint(" | ", g.Confidence)
			for _, c := range g.Customers {
				text += fmt.Sprint(" ", c.ID)
			}
		}
		return text
	}
	var ids []customer.ID
	for i := range 250 {
		switch n := r.IntN(10); {
		case n < 3 || len(ids) < 8:
			ids = append(ids, add(t, s, draft(), customer.Contact{Name: pick("李梅", "王强"), Phones: phones(fmt.Sprintf("1390000%04d", r.IntN(20)))}))
		case n < 5:
			c := draft()
			_, _ = s.Update(ids[r.IntN(len(ids))], 0, map[string]any{"name": c.Name, "city": c.City, "emails": c.Emails})
		case n == 5:
			_ = s.Trash([]int64{int64(ids[r.IntN(len(ids))])})
		case n == 6:
			_, _ = s.Merge(ids[r.IntN(len(ids))], []customer.ID{ids[r.IntN(len(ids))]}, nil)
		case n == 7:
			_ = s.NotDuplicates([]customer.ID{ids[r.IntN(len(ids))], ids[r.IntN(len(ids))]})
		default:
			var step int64
			ok(t, st.Read(st.Context()).Raw("select coalesce(max(id), 0) from step where undoable = 1 and undone_by = 0").Scan(&step).Error)
			_, _ = st.Undo(st.Context(), step)
		}
		if got, want := groups(s), groups(customer.NewService(st, customer.Options{})); got != want {
			t.Fatalf("after change %d:\nfollowed %s\nanew     %s", i, got, want)
		}
	}
}

// BenchmarkDuplicateGroups measures the groups among 100,000 customers, found
// anew and from what is kept until the next change.
func BenchmarkDuplicateGroups(b *testing.B) {
	st, s := open(b, customer.Options{})
	n := 100_000
	if testing.Short() {
		n = 2_000
	}
	fill(b, st, n, customer.OnDuplicateCreate)
	b.Run("anew", func(b *testing.B) {
		defer reportCPU(b, cpuTime())
		for b.Loop() {
			page, err := customer.NewService(st, customer.Options{}).DuplicateGroups(20, 0)
			ok(b, err)
			b.ReportMetric(float64(page.Total), "groups")
		}
	})
	b.Run("after a change", func(b *testing.B) {
		defer reportCPU(b, cpuTime())
		must[*customer.DuplicatePage](b)(s.DuplicateGroups(20, 0))
		for i := 0; b.Loop(); i++ {
			b.StopTimer()
			id := customer.ID(i%n + 1)
			must[*customer.Detail](b)(s.Update(id, 0, map[string]any{"phones": []any{map[string]any{"raw": fmt.Sprintf("139%08d", i*7)}}}))
			b.StartTimer()
			must[*customer.DuplicatePage](b)(s.DuplicateGroups(20, 0))
		}
	})
	b.Run("again", func(b *testing.B) {
		defer reportCPU(b, cpuTime())
		must[*customer.DuplicatePage](b)(s.DuplicateGroups(20, 0))
		for b.Loop() {
			must[*customer.DuplicatePage](b)(s.DuplicateGroups(20, 100))
		}
	})
}
