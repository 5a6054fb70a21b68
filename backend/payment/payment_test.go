package payment_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/history"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/payment"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// today is the day on which the tests begin.
var today = date.FromTime(testkit.Start)

// shop is a workspace with the services a test calls.
type shop struct {
	*payment.Service
	t         testing.TB
	st        *store.Store
	customers *customer.Service
	history   *history.Service
	now       time.Time
	n         int
}

func open(t testing.TB) *shop {
	sh := &shop{t: t, now: testkit.Start}
	sh.st = testkit.OpenWith(t, store.Options{Now: func() time.Time { return sh.now },
		Kinds: payment.Following(slices.Concat(settings.Kinds(), staff.Kinds(), customer.Kinds(), contract.Kinds(), payment.Kinds()))})
	sh.Service = payment.NewService(sh.st, nil)
	sh.customers = customer.NewService(sh.st, customer.Options{Computed: payment.CustomerValues(), Followers: []customer.Follower{contract.Follow, payment.Follow}})
	sh.history = history.NewService(sh.st, nil)
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "test", NoUndo: true}, func(tx *store.Tx) error { return contract.InstallRule(tx, locale.ZhCN) }))
	return sh
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(fault.From(err))
		}
		return v
	}
}

func (sh *shop) ok(err error) {
	sh.t.Helper()
	if err != nil {
		sh.t.Fatal(fault.From(err))
	}
}

func (sh *shop) ok2(_ any, err error) {
	sh.t.Helper()
	sh.ok(err)
}

func (sh *shop) fails(err error, code string) {
	sh.t.Helper()
	if !fault.Is(err, code) {
		f := fault.From(err)
		for _, field := range f.Fields {
			if field.Code == code {
				return
			}
		}
		sh.t.Errorf("got %v, want %s", f, code)
	}
}

func (sh *shop) customer() customer.ID {
	sh.t.Helper()
	sh.n++
	return must[*customer.Detail](sh.t)(sh.customers.Create(customer.Customer{Name: fmt.Sprintf("客户%d", sh.n)}, nil)).Customer.ID
}

// signed makes a contract of so many yuan that was signed ten days ago.
func (sh *shop) signed(who customer.ID, yuan float64) contract.ID {
	sh.t.Helper()
	sh.n++
	c := contract.Contract{CustomerID: who, Name: "买卖合同", Number: fmt.Sprintf("HT-%04d", sh.n), Kind: "sale", Language: "zh-CN", Currency: money.CNY,
		Stage: contract.Signed, SignDate: today.AddDays(-10), Amount: money.Amount(yuan * 100)}
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.created"}, func(tx *store.Tx) error { return tx.Insert(&c) }))
	return c.ID
}

// change writes a contract as another step would.
func (sh *shop) change(id contract.ID, do func(c *contract.Contract)) error {
	return sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.saved"}, func(tx *store.Tx) error {
		c, err := store.Get[contract.Contract](tx.DB, contract.KindContract, int64(id))
		if err != nil {
			return err
		}
		do(&c)
		return tx.Update(&c)
	})
}

func share(kind string, percent money.BasisPoints, due date.Date) payment.PlanRow {
	return payment.PlanRow{Kind: kind, Share: percent * 100, DueOn: due, RemindDays: 7}
}

func fixed(kind string, yuan float64, due date.Date) payment.PlanRow {
	return payment.PlanRow{Kind: kind, Amount: money.Amount(yuan * 100), DueOn: due, RemindDays: 7}
}

func (sh *shop) plan(id contract.ID, rows ...payment.PlanRow) *payment.Plan {
	sh.t.Helper()
	return must[*payment.Plan](sh.t)(sh.SavePlan(id, rows))
}

func (sh *shop) see(id contract.ID) *payment.Plan {
	sh.t.Helper()
	return must[*payment.Plan](sh.t)(sh.Plan(id))
}

// pay records so many yuan on a day, for one contract or (0) for any.
func (sh *shop) pay(who customer.ID, id contract.ID, yuan float64, on date.Date) *payment.Payment {
	sh.t.Helper()
	return must[*payment.Payment](sh.t)(sh.Record(payment.Payment{CustomerID: who, Direction: payment.In, PaidOn: on, Amount: money.Amount(yuan * 100)}, id))
}

// rows is a plan as a line: kind amount/paid state.
func rows(p *payment.Plan) (out string) {
	for _, r := range p.Rows {
		out += fmt.Sprintf("%s %s/%s %s; ", r.Kind, r.Amount, r.Paid, r.State)
	}
	return out
}

func (sh *shop) is(id contract.ID, want string) {
	sh.t.Helper()
	if got := rows(sh.see(id)); got != want {
		sh.t.Errorf("got  %s\nwant %s", got, want)
	}
}

// last is the newest step.
func (sh *shop) last() (id int64) {
	sh.t.Helper()
	sh.ok(sh.st.Read(sh.st.Context()).Table("step").Select("max(id)").Scan(&id).Error)
	return id
}

func (sh *shop) undo(step int64) int64 {
	sh.t.Helper()
	return must[int64](sh.t)(sh.st.Undo(sh.st.Context(), step))
}

func TestAPlanIsPaidRowByRowTheOldestFirst(t *testing.T) {
	sh := open(t)
	who := sh.customer()
	k := sh.signed(who, 10000)
	sh.plan(k, share("deposit", 30, today.AddDays(-10)), share("delivery", 60, today.AddDays(3)), share("retention", 10, today.AddDays(365)))
	sh.is(k, "deposit 3000.00/0.00 overdue; delivery 6000.00/0.00 soon; retention 1000.00/0.00 open; ")
	p := sh.pay(who, 0, 4000, today.AddDays(-1))
	if p.Number != "HK-2026-0001" {
		t.Errorf("number %s", p.Number)
	}
	sh.is(k, "deposit 3000.00/3000.00 paid; delivery 6000.00/1000.00 soon; retention 1000.00/0.00 open; ")
	if v := sh.see(k); v.Owed != 600000 || v.Overdue != 0 || v.Paid != 400000 || v.Differs != 0 || len(v.Payments) != 1 || len(v.Suggestions) != 0 {
		t.Errorf("%+v", v)
	}
	sh.now = sh.now.AddDate(0, 0, 4) // nothing was written, and yet it is overdue
	sh.is(k, "deposit 3000.00/3000.00 paid; delivery 6000.00/1000.00 overdue; retention 1000.00/0.00 open; ")
	over := sh.pay(who, k, 7000, today)
	sh.is(k, "deposit 3000.00/3000.00 paid; delivery 6000.00/6000.00 paid; retention 1000.00/1000.00 paid; ")
	if page := must[*payment.Page](t)(sh.List(payment.Query{State: "free", Month: "2026-11"})); page.Total != 1 || page.Rows[0].ID != over.ID || page.Rows[0].Free != 100000 ||
		page.Rows[0].Contracts != "HT-0002" || len(page.Rows[0].For) != 1 || page.Sums[0].Amount != 700000 {
		t.Errorf("%+v", page)
	}
	if page := must[*payment.Page](t)(sh.List(payment.Query{Text: "0001", Sort: "amount"})); page.Total != 1 || page.Rows[0].ID != p.ID {
		t.Errorf("%+v", page)
	}
	if v := sh.see(k); v.Free != 100000 || over.Allocated() != 600000 {
		t.Errorf("what is over is the customer's: free %s, allocated %s", v.Free, over.Allocated())
	}
}

func TestOnlyContractsThatBindOwe(t *testing.T) {
	sh := open(t)
	who := sh.customer()
	k := sh.signed(who, 100)
	sh.plan(k, share("final", 100, today.AddDays(-3)))
	for stage, want := range map[contract.Stage]money.Amount{contract.Draft: 0, contract.Printed: 0, contract.Sent: 0, contract.Signed: 10000, contract.Active: 10000,
		contract.Done: 10000, contract.Archived: 10000, contract.Void: 0} {
		sh.ok(sh.change(k, func(c *contract.Contract) { c.Stage = stage }))
		if v := sh.see(k); v.Owed != want || v.Overdue != want || v.Owes != (want > 0) {
			t.Errorf("%s: owed %s, overdue %s", stage, v.Owed, v.Overdue)
		}
		a := must[*payment.Account](t)(sh.Account(who))
		if (len(a.Dues) == 1) != (want > 0) {
			t.Errorf("%s: account %+v", stage, a)
		}
	}
}

func TestSharesFollowTheContractWhileNothingWasPaidOnThem(t *testing.T) {
	sh := open(t)
	who := sh.customer()
	k := sh.signed(who, 100)
	sh.plan(k, share("deposit", 33, ""), share("progress", 33, ""), share("final", 34, ""))
	sh.ok(sh.change(k, func(c *contract.Contract) { c.Amount = 10001 }))
	sh.is(k, "deposit 33.00/0.00 open; progress 33.00/0.00 open; final 34.01/0.00 open; ")
	grown := sh.last()
	sh.undo(grown)
	sh.is(k, "deposit 33.00/0.00 open; progress 33.00/0.00 open; final 34.00/0.00 open; ")
	sh.pay(who, k, 10, today)
	sh.ok(sh.change(k, func(c *contract.Contract) { c.Amount = 20000 }))
	sh.is(k, "deposit 33.00/10.00 part; progress 82.25/0.00 open; final 84.75/0.00 open; ") // 167.00 as 33 to 34
	if v := sh.see(k); v.Differs != 0 {
		t.Errorf("differs by %s", v.Differs)
	}
}

func TestAPlanThatDoesNotAddUpSaysByHowMuch(t *testing.T) {
	sh := open(t)
	k := sh.signed(sh.customer(), 100)
	if v := sh.plan(k, fixed("deposit", 30, ""), share("final", 60, "")); v.Differs != 1000 || v.Sum != 9000 {
		t.Errorf("differs by %s", v.Differs)
	}
	v := sh.see(k)
	v.Rows[1].Share, v.Rows[1].Amount = 0, 7000
	if v = sh.plan(k, v.Rows[0].PlanRow, v.Rows[1].PlanRow); v.Differs != 0 {
		t.Errorf("differs by %s", v.Differs)
	}
	sh.ok(sh.change(k, func(c *contract.Contract) { c.Amount = 12000 }))
	if v = sh.see(k); v.Differs != 2000 {
		t.Errorf("fixed amounts do not follow: differs by %s", v.Differs)
	}
}

func TestSuggestedPlansAddUpAndFollowTheTerms(t *testing.T) {
	sh := open(t)
	who := sh.customer()
	k := sh.signed(who, 99.99)
	testkit.Exec(t, sh.st, "update customer set terms_days = 45 where id = ?", who)
	v := sh.see(k)
	if len(v.Suggestions) != 3 {
		t.Fatalf("%d suggestions", len(v.Suggestions))
	}
	for _, s := range v.Suggestions {
		var sum money.Amount
		for _, r := range s.Rows {
			sum += r.Amount
		}
		if sum != v.Amount || s.Days != 45 {
			t.Errorf("%s: %s of %s after %d days", s.Key, sum, v.Amount, s.Days)
		}
		p := sh.plan(k, s.Rows...)
		if p.Differs != 0 || p.Rows[len(s.Rows)-1].DueOn == "" {
			t.Errorf("%s saved: differs by %s", s.Key, p.Differs)
		}
		sh.plan(k)
	}
	if due := v.Suggestions[0].Rows[0].DueOn; due != today.AddDays(35) {
		t.Errorf("the whole is due on %s", due)
	}
}

func TestWhatIsPaidOnCannotBeLostByThePlan(t *testing.T) {
	sh := open(t)
	who := sh.customer()
	k := sh.signed(who, 100)
	v := sh.plan(k, share("deposit", 30, ""), share("final", 70, ""))
	planned := sh.last()
	p := sh.pay(who, k, 20, today)
	_, err := sh.SavePlan(k, []payment.PlanRow{v.Rows[1].PlanRow})
	sh.fails(err, "payment.row_paid")
	v.Rows[0].Share = 1000
	_, err = sh.SavePlan(k, []payment.PlanRow{v.Rows[0].PlanRow, v.Rows[1].PlanRow})
	sh.fails(err, "payment.row_below_paid")
	_, err = sh.st.Undo(sh.st.Context(), planned)
	sh.fails(err, "payment.row_paid")
	sh.fails(sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.trashed"}, func(tx *store.Tx) error { return tx.Trash(contract.KindContract, int64(k)) }), "payment.contract_paid")
	sh.fails(sh.change(k, func(c *contract.Contract) { c.Currency = "USD" }), "payment.contract_currency")
	_, err = sh.Update(p.ID, p.Version, map[string]any{"amount": 1000})
	sh.fails(err, "payment.allocated_over")
	sh.is(k, "deposit 30.00/20.00 part; final 70.00/0.00 open; ")
}

func TestAPlanGoesToTheTrashWithItsContractAndComesBack(t *testing.T) {
	sh := open(t)
	k := sh.signed(sh.customer(), 100)
	sh.plan(k, share("deposit", 30, today.AddDays(-1)), share("final", 70, ""))
	before := sh.see(k)
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.trashed"}, func(tx *store.Tx) error { return tx.Trash(contract.KindContract, int64(k)) }))
	if o := must[*payment.Overview](t)(sh.Overview()); o.OverdueCount != 0 {
		t.Errorf("a contract in the trash owes: %+v", o)
	}
	sh.ok(sh.history.Restore(contract.KindContract, []int64{int64(k)}))
	sh.is(k, rows(before))
	if o := must[*payment.Overview](t)(sh.Overview()); o.OverdueCount != 1 || o.Sums[0].Overdue != 3000 {
		t.Errorf("%+v", o)
	}
}

func TestPaymentsAreNumberedByTheirRule(t *testing.T) {
	sh := open(t)
	contracts := contract.NewService(sh.st, nil, nil, nil, nil, nil)
	rule := func() contract.NumberRule {
		for _, r := range must[[]contract.NumberRuleView](t)(contracts.NumberRules()) {
			if r.Purpose == contract.ForPayments {
				return r.NumberRule
			}
		}
		t.Fatal("there is no rule for payments")
		return contract.NumberRule{}
	}
	pay := func(want string) {
		t.Helper()
		if got := sh.pay(sh.customer(), 0, 100, today).Number; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	pay("HK-2026-0001")
	r := rule()
	r.Pattern, r.Reset = "收{yy}{mm}-{seq:3}", contract.ResetMonthly
	sh.ok2(contracts.SaveNumberRule(r))
	pay("收2611-001")
	sh.now = sh.now.AddDate(0, 1, 0)
	pay("收2612-001")
	r = rule()
	r.Pattern, r.Reset = "HK-{yyyy}-{seq:4}", contract.ResetYearly
	sh.ok2(contracts.SaveNumberRule(r))
	pay("HK-2026-0002") // the sequence of the year goes on
	if n := must[[]string](t)(contracts.PreviewNumber(rule())); n[0] != "HK-2026-0003" {
		t.Error("the next one is said to be", n)
	}
	sh.fails(contracts.TrashNumberRule(rule().ID), "contract.number_rule.last")
	r.Purpose = "lead"
	_, err := contracts.SaveNumberRule(r)
	sh.fails(err, "contract.number_rule.purpose")
}

func TestAPaymentIsFoundByItsNumberItsPayerAndItsRemark(t *testing.T) {
	sh := open(t)
	x := search.NewIndex()
	find := search.NewService(sh.st, x, payment.SearchSource())
	p := must[*payment.Payment](t)(sh.Record(payment.Payment{CustomerID: sh.customer(), PaidOn: today, Amount: 123400, Payer: "黄建华", Remark: "尾款，财务代付"}, 0))
	sh.pay(sh.customer(), 0, 50, today)
	for _, c := range []struct{ typed, match string }{
		{"HK-2026-0001", ""}, {"26-0001", ""}, {"黄建", "黄建华"}, {"hjh", "黄建华"}, {"代付", "尾款，财务代付"},
	} {
		hits := must[[]search.Hit](t)(find.Query(c.typed, nil, 9))
		if len(hits) != 1 || hits[0].ID != int64(p.ID) || hits[0].Match != c.match && c.match != "" {
			t.Errorf("%s finds %+v", c.typed, hits)
		} else if hits[0].Subtitle != "客户1 · ¥1,234.00 · "+string(today) {
			t.Error("said to be", hits[0].Subtitle)
		}
	}
	if list := must[*payment.Page](t)(sh.List(payment.Query{Text: "黄建华"})); list.Total != 1 {
		t.Error("the list finds", list.Total)
	}
}

func TestARowStandsOnTodayFromItsReminderOn(t *testing.T) {
	for _, c := range []struct {
		name          string
		due           date.Date
		remind        int
		overdue, soon int64
	}{
		{"a month ahead, as was asked for", today.AddDays(30), 30, 0, 1},
		{"a day before that it does not", today.AddDays(31), 30, 0, 0},
		{"in five days, but nobody wants to hear of it before the day", today.AddDays(5), 0, 0, 0},
		{"on the day itself", today, 0, 0, 1},
		{"after it", today.AddDays(-1), 0, 1, 0},
		{"without a day", "", 30, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			sh := open(t)
			k := sh.signed(sh.customer(), 10000)
			row := share("final", 100, c.due)
			row.RemindDays = c.remind
			p := sh.plan(k, row)
			o := must[*payment.Overview](t)(sh.Overview())
			if o.OverdueCount != c.overdue || o.SoonCount != c.soon || len(o.Soon) != int(c.soon) {
				t.Errorf("overdue %d, soon %d", o.OverdueCount, o.SoonCount)
			}
			if is := p.Rows[0].State == payment.StateSoon; is != (c.soon == 1) {
				t.Errorf("the row is %s", p.Rows[0].State)
			}
			if c.soon == 1 && o.Sums[0].Soon != 1000000 {
				t.Errorf("the sum is %v", o.Sums)
			}
			p.Rows[0].RemindDays, p.Rows[0].DueOn = 10, today.AddDays(10)
			sh.plan(k, p.Rows[0].PlanRow)
			if o := must[*payment.Overview](t)(sh.Overview()); o.SoonCount != 1 {
				t.Error("changed days are not followed")
			}
		})
	}
}

func TestARefundOpensItsRowAgainAndIsNeverMoreThanArrived(t *testing.T) {
	sh := open(t)
	who := sh.customer()
	k := sh.signed(who, 100)
	sh.plan(k, share("final", 100, today.AddDays(-5)))
	in := sh.pay(who, 0, 120, today)
	refund := func(yuan float64) (*payment.Payment, error) {
		return sh.Record(payment.Payment{CustomerID: who, Direction: payment.Refund, PaidOn: today, Amount: money.Amount(yuan * 100)}, 0)
	}
	_, err := refund(121)
	sh.fails(err, "payment.refund_free")
	back := must[*payment.Payment](t)(refund(50)) // 20 of it was for nothing
	sh.is(k, "final 100.00/70.00 overdue; ")
	_, err = sh.Cancel(in.ID, in.Version, "记错了")
	sh.fails(err, "payment.refund_over")
	sh.ok(func() error { _, err := sh.Cancel(back.ID, back.Version, "没退成"); return err }())
	sh.is(k, "final 100.00/100.00 paid; ")
	sh.ok(func() error { _, err := sh.Cancel(in.ID, in.Version, "记错了"); return err }())
	sh.is(k, "final 100.00/0.00 overdue; ")
	sh.fails(sh.Trash([]payment.ID{sh.pay(who, 0, 1, today).ID}), "payment.void_first")
	sh.ok(sh.Trash([]payment.ID{in.ID, back.ID}))
}

func TestMergedCustomersBringTheirPaymentsAlong(t *testing.T) {
	sh := open(t)
	a, b := sh.customer(), sh.customer()
	k := sh.signed(b, 100)
	sh.plan(k, share("final", 100, today.AddDays(-4)))
	sh.pay(b, k, 60, today.AddDays(-2))
	before := must[*payment.Account](t)(sh.Account(b))
	_, err := sh.customers.Merge(a, []customer.ID{b}, nil)
	sh.ok(err)
	merged := sh.last()
	got := must[*payment.Account](t)(sh.Account(a))
	if len(got.Dues) != 1 || got.Sums[0].Owed != 4000 || got.Sums[0].Paid != 6000 || got.Count != 1 {
		t.Errorf("%+v", got)
	}
	sh.undo(merged)
	if after := must[*payment.Account](t)(sh.Account(b)); fmt.Sprint(after.Sums) != fmt.Sprint(before.Sums) || len(must[*payment.Account](t)(sh.Account(a)).Dues) != 0 {
		t.Errorf("%+v, before %+v", after.Sums, before.Sums)
	}
}

func TestCustomersAreFilteredByWhatTheyOweAndHowLateTheyPay(t *testing.T) {
	sh := open(t)
	late, good := sh.customer(), sh.customer()
	k := sh.signed(late, 400)
	sh.plan(k, fixed("deposit", 100, today.AddDays(-40)), fixed("final", 300, today.AddDays(-10)))
	sh.pay(late, k, 100, today.AddDays(-10)) // 30 days late
	other := sh.signed(good, 100)
	sh.plan(other, fixed("final", 100, today.AddDays(-5)))
	sh.pay(good, other, 100, today.AddDays(-8))
	// 100 × 30 days and 300 × 10 days so far: 15 on average.
	for _, c := range []struct {
		f    customer.Filter
		want string
	}{
		{customer.Filter{Field: "owed", Op: "eq", Value: 30000.0}, "[1]"},
		{customer.Filter{Field: "overdue", Op: "gt", Value: 0.0}, "[1]"},
		{customer.Filter{Field: "overdueDays", Op: "eq", Value: 10.0}, "[1]"},
		{customer.Filter{Field: "lateDays", Op: "eq", Value: 15.0}, "[1]"},
		{customer.Filter{Field: "lateDays", Op: "lt", Value: 15.0}, "[2]"},
		{customer.Filter{Field: "paid", Op: "gte", Value: 10000.0, Days: 9}, "[2]"},
		{customer.Filter{Field: "paid", Op: "gte", Value: 10000.0, Days: 30}, "[1 2]"},
		{customer.Filter{Field: "dueNext", Op: "filled"}, "[]"},
	} {
		ids := must[[]int64](t)(sh.customers.IDs(customer.Query{Filters: []customer.Filter{c.f}}))
		if slices.Sort(ids); fmt.Sprint(ids) != c.want {
			t.Errorf("%v: %v, want %s", c.f, ids, c.want)
		}
	}
	sh.now = sh.now.AddDate(0, 0, 4)
	ids := must[[]int64](t)(sh.customers.IDs(customer.Query{Filters: []customer.Filter{{Field: "lateDays", Op: "eq", Value: 18.0}}}))
	if fmt.Sprint(ids) != "[1]" {
		t.Errorf("four days on: %v", ids)
	}
}

// testSeeds and testSteps keep the test to seconds; it was run with 40 and 90.
const (
	testSeeds = 2
	testSteps = 25
)

// TestWhateverIsDoneTheSumsHoldAndUndoBringsTheFormerStateBack does hundreds of
// things at random, and takes each back and does it again.
func TestWhateverIsDoneTheSumsHoldAndUndoBringsTheFormerStateBack(t *testing.T) {
	for seed := range uint64(testSeeds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			w := &random{shop: open(t), Rand: r}
			for range 2 {
				who := w.shop.customer()
				for range 2 {
					w.contracts = append(w.contracts, w.signed(who, float64(r.IntN(100000)+1)/100))
				}
				w.who = append(w.who, who)
			}
			for range testSteps {
				before, from := w.state(), w.last()
				w.act()
				w.hold()
				if step := w.last(); step > from {
					after := w.state()
					undone := w.undo(step)
					w.same("undone", before)
					w.hold()
					w.undo(undone)
					w.same("done again", after)
				}
			}
		})
	}
}

// random is a shop where things happen by chance.
type random struct {
	*shop
	*rand.Rand
	contracts []contract.ID
	who       []customer.ID
}

// state is all that is shown, and what it is derived from.
func (w *random) state() string {
	out := ""
	for _, k := range w.contracts {
		p := w.see(k)
		out += fmt.Sprintf("%s%s %s %s|", rows(p), p.Differs, p.Owed, p.Free)
	}
	for _, id := range w.who {
		a := must[*payment.Account](w.t)(w.Account(id))
		out += fmt.Sprint(a.Sums)
		for _, p := range a.Payments {
			out += fmt.Sprint(p.Number, p.State, p.Amount, p.Allocations)
		}
	}
	var derived []string
	w.ok(w.st.Read(w.st.Context()).Raw("select payment_id || ' ' || plan_row_id || ' ' || amount from arrival union all select plan_row_id || ' ' || due_on || ' ' || amount from owed " +
		"union all select customer_id || ' ' || due || ' ' || late from customer_paid order by 1").Scan(&derived).Error)
	return out + fmt.Sprint(derived)
}

func (w *random) same(when, want string) {
	w.t.Helper()
	if got := w.state(); got != want {
		w.t.Fatalf("%s:\ngot  %s\nwant %s", when, got, want)
	}
}

// hold checks what must always be so.
func (w *random) hold() {
	w.t.Helper()
	for _, k := range w.contracts {
		p := w.see(k)
		var sum, held money.Amount
		shares := money.BasisPoints(0)
		for _, row := range p.Rows {
			sum += row.Amount
			shares += row.Share
			if row.Share == 0 {
				shares = -100000
			}
			if row.Paid < 0 || row.Paid > row.Amount {
				w.t.Fatalf("row paid %s of %s", row.Paid, row.Amount)
			}
			if row.Paid > 0 {
				held += row.Amount
			}
		}
		if p.Differs != 0 && len(p.Rows) > 0 && shares == 10000 && held < p.Amount && held < sum {
			w.t.Fatalf("shares make a whole and differ by %s: %s of %s", p.Differs, rows(p), p.Amount)
		}
		if len(p.Rows) > 0 && p.Sum != sum || len(p.Rows) > 0 && p.Differs != p.Amount-sum {
			w.t.Fatalf("sum %s, differs %s", p.Sum, p.Differs)
		}
	}
	for _, id := range w.who {
		a := must[*payment.Account](w.t)(w.Account(id))
		for _, p := range a.Payments {
			if p.Allocated() > p.Amount {
				w.t.Fatalf("%s allocates %s of %s", p.Number, p.Allocated(), p.Amount)
			}
		}
		for _, s := range a.Sums {
			if s.Free < 0 || s.Paid < 0 {
				w.t.Fatalf("%+v", s)
			}
		}
	}
}

// act does one thing; what is refused changes nothing.
func (w *random) act() {
	i := w.IntN(len(w.contracts))
	k, who := w.contracts[i], w.who[i/2]
	a := must[*payment.Account](w.t)(w.Account(who))
	before := w.state()
	var err error
	switch w.IntN(7) {
	case 0, 1:
		rows := []payment.PlanRow{}
		for _, r := range w.see(k).Rows {
			if r.Paid > 0 || w.IntN(2) == 0 {
				rows = append(rows, r.PlanRow)
			}
		}
		kinds := []money.BasisPoints{3333, 3333, 3334}
		for n := range w.IntN(4) {
			row := share("progress", 1, today.AddDays(w.IntN(60)-30))
			if row.Share = kinds[n%3]; w.IntN(4) == 0 {
				row.Share, row.Amount = 0, money.Amount(w.IntN(50000)+1)
			}
			rows = append(rows, row)
		}
		_, err = w.SavePlan(k, rows)
	case 2:
		err = w.shop.change(k, func(c *contract.Contract) { c.Amount = money.Amount(w.IntN(100000) + 1) })
	case 3, 4:
		p := payment.Payment{CustomerID: who, Direction: payment.In, PaidOn: today.AddDays(-w.IntN(40)), Amount: money.Amount(w.IntN(60000) + 1)}
		if w.IntN(4) == 0 {
			p.Direction = payment.Refund
		}
		_, err = w.Record(p, []contract.ID{0, k}[w.IntN(2)])
	case 5:
		if len(a.Payments) > 0 {
			p := a.Payments[w.IntN(len(a.Payments))]
			_, err = w.Cancel(p.ID, p.Version, "记错了")
		}
	case 6:
		if len(a.Payments) > 0 {
			p := a.Payments[w.IntN(len(a.Payments))]
			changes := map[string]any{"amount": int64(w.IntN(60000) + 1)}
			if w.IntN(2) == 0 {
				changes["allocations"] = []payment.Allocation{}
			}
			_, err = w.Update(p.ID, p.Version, changes)
		}
	}
	if err != nil {
		if f := fault.From(err); f.Code == fault.Internal {
			w.t.Fatal(err)
		}
		w.same("refused", before)
	}
}
