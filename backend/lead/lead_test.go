package lead_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/history"
	"keyue/backend/interaction"
	"keyue/backend/lead"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/product"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// bench is a workspace with leads, what they become, and their first channels.
type bench struct {
	t    testing.TB
	st   *store.Store
	now  time.Time
	s    *lead.Service
	talk *interaction.Service
	at   map[string]lead.ChannelID
}

func newBench(t testing.TB) *bench {
	b := &bench{t: t, now: testkit.Start, at: map[string]lead.ChannelID{}}
	kinds := lead.Following(slices.Concat(settings.Kinds(), staff.Kinds(), customer.Kinds(), interaction.Kinds(), product.Kinds(), opportunity.Kinds(), lead.Kinds()))
	b.st = testkit.OpenWith(t, store.Options{Kinds: kinds, Now: func() time.Time { return b.now }})
	zh := func() locale.Tag { return locale.ZhCN }
	for _, prepare := range []func() error{
		func() error { return opportunity.OnOpen(b.st, zh)(b.st.Context()) },
		func() error { return lead.OnOpen(b.st, zh)(b.st.Context()) },
	} {
		if err := prepare(); err != nil {
			t.Fatal(err)
		}
	}
	b.s = lead.NewService(b.st, lead.Lent{Lang: zh})
	b.talk = interaction.NewService(b.st, interaction.Options{Owners: map[string]func(*gorm.DB, int64) (customer.ID, error){lead.KindLead: lead.Owner}})
	for _, c := range must[[]lead.ChannelView](t)(b.s.Channels()) {
		b.at[c.Name] = c.ID
	}
	return b
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// enter saves lines as what they are taken for.
func (b *bench) enter(text string) *lead.Taken {
	b.t.Helper()
	var entries []lead.Entry
	for _, look := range must[[]lead.Look](b.t)(b.s.Read(text)) {
		e := lead.Entry{Lead: look.Lead, Text: look.Text, NewChannel: look.NewChannel, NewKind: lead.Free, Verdict: look.Verdict}
		if len(look.Known) > 0 {
			e.LeadID, e.CustomerID = look.Known[0].LeadID, look.Known[0].CustomerID
		}
		entries = append(entries, e)
	}
	return must[*lead.Taken](b.t)(b.s.Enter(entries))
}

func (b *bench) lead(text string) *lead.Detail {
	b.t.Helper()
	return must[*lead.Detail](b.t)(b.s.Get(b.enter(text).Leads[0]))
}

func (b *bench) said(id lead.ID, outcome interaction.Outcome) {
	b.t.Helper()
	must[*interaction.Entry](b.t)(b.talk.Log(interaction.Interaction{LeadID: int64(id), Summary: "聊了聊", Outcome: outcome}, nil, 0))
}

func TestALeadIsReadSavedAndGradedLineByLine(t *testing.T) {
	b := newBench(t)
	l := b.lead("张三 13800138000 想要30台 预算20万 抖音")
	if l.ChannelName != "抖音" || l.Amount != 20_000_000 || l.Status != "new" {
		t.Fatalf("%+v", l.Row)
	}
	// 抖音 5, budget from 100,000 20, need 20, number 10.
	if l.Graded.Score != 55 || l.Grade != lead.Warm {
		t.Errorf("%d points, %s: %+v", l.Graded.Score, l.Grade, l.Graded.Reasons)
	}
	sum := 0
	for _, r := range l.Graded.Reasons {
		sum += r.Points
		if !locale.Has(r.Code) {
			t.Errorf("%s has no sentence", r.Code)
		}
	}
	if sum != l.Graded.Score || l.Score != sum {
		t.Errorf("the lines add up to %d, the score is %d, the row's %d", sum, l.Graded.Score, l.Score)
	}
	b.now = b.now.Add(23 * time.Hour)
	b.said(l.ID, interaction.NoAnswer) // reaches nobody
	if l = must[*lead.Detail](t)(b.s.Get(l.ID)); l.Status != "new" || l.Score != 55 {
		t.Errorf("after a call that nobody answered: %s, %d", l.Status, l.Score)
	}
	b.said(l.ID, interaction.Reached)
	if l = must[*lead.Detail](t)(b.s.Get(l.ID)); l.Status != "working" || l.Score != 65 || l.Grade != lead.Hot {
		t.Errorf("after a call within a day: %s, %d, %s", l.Status, l.Score, l.Grade)
	}
	// Other rules grade every lead again, and undoing them too.
	g := must[lead.Grading](t)(b.s.Grading())
	g.Hot = 90
	must[lead.Grading](t)(b.s.SetGrading(g))
	if l = must[*lead.Detail](t)(b.s.Get(l.ID)); l.Grade != lead.Warm {
		t.Errorf("with a higher bar: %s", l.Grade)
	}
	b.undo()
	if l = must[*lead.Detail](t)(b.s.Get(l.ID)); l.Grade != lead.Hot {
		t.Errorf("after undo: %s", l.Grade)
	}
	g.Warm = 95
	if _, err := b.s.SetGrading(g); !fault.Is(err, "fault.invalid") {
		t.Errorf("warm above hot: %v", err)
	}
}

func (b *bench) undo() {
	b.t.Helper()
	var step int64
	if err := b.st.Read(b.st.Context()).Raw("select max(id) from step").Scan(&step).Error; err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.st.Undo(b.st.Context(), step); err != nil {
		b.t.Fatal(err)
	}
}

func TestCleaningSaysWhatIsWrong(t *testing.T) {
	b := newBench(t)
	c := must[*lead.Channel](t)(b.s.SaveChannel(lead.Channel{Name: "加盟网", Kind: lead.Paid, Cleaning: lead.Cleaning{
		Required: []string{"company", "need"}, ValidNumber: true, Inside: []string{"浙江", "上海"}, Outside: []string{"温州"}, Rubbish: []string{"招聘", "test"}}}))
	for _, x := range []struct {
		lead lead.Lead
		want []string
	}{
		{lead.Lead{Name: "张三", Company: "恒信", Phone: "13800138000", Need: "30台", Province: "浙江省", City: "杭州市"}, nil},
		{lead.Lead{Name: "张三", Phone: "12345678901"}, []string{"lead.clean.company", "lead.clean.need", "lead.clean.number"}},
		{lead.Lead{Name: "张三", Company: "恒信", Need: "x", Province: "江苏省", City: "苏州市"}, []string{"lead.clean.inside"}},
		{lead.Lead{Name: "张三", Company: "恒信", Need: "x", Province: "浙江省", City: "温州市"}, []string{"lead.clean.outside"}},
		{lead.Lead{Name: "张三", Company: "恒信", Need: "招聘销售"}, []string{"lead.clean.rubbish"}},
		{lead.Lead{Name: "张三", Company: "恒信", Need: "the latest model"}, nil},
		{lead.Lead{Name: "张三", Company: "恒信", Need: "this is a TEST"}, []string{"lead.clean.rubbish"}},
	} {
		x.lead.ChannelID = c.ID
		look := must[*lead.Look](t)(b.s.Check(x.lead, ""))
		var got []string
		for _, f := range look.Findings {
			if !locale.Has(f.Code) {
				t.Errorf("%s has no sentence", f.Code)
			}
			if !f.OK {
				got = append(got, f.Code)
			}
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%+v: %v, want %v", x.lead, got, x.want)
		}
	}
	if _, err := b.s.SaveChannel(lead.Channel{Name: "x", Cleaning: lead.Cleaning{Inside: []string{"无此地"}}}); !fault.Is(err, "fault.invalid") {
		t.Errorf("a region there is not: %v", err)
	}
}

func TestWhoIsKnownGetsNewsInsteadOfASecondRecord(t *testing.T) {
	b := newBench(t)
	first := b.lead("张三 13800138000 抖音")
	if got := b.enter("张三 138-0013-8000 预算3万 想要净水器"); len(got.Leads) != 0 || got.Known != 1 {
		t.Fatalf("the same number: %+v", got)
	}
	l := must[*lead.Detail](t)(b.s.Get(first.ID))
	if l.Amount != 3_000_000 || l.Need == "" || l.LastAt == 0 {
		t.Errorf("what the news said is not there: %+v", l.Row)
	}
	// Put away, it comes back to work.
	if err := b.s.Put([]lead.ID{l.ID}, lead.Recycled, "no_answer", "", ""); err != nil {
		t.Fatal(err)
	}
	b.enter("13800138000 又来问了")
	if l = must[*lead.Detail](t)(b.s.Get(first.ID)); l.State != lead.Open || l.Reason != "" {
		t.Errorf("after news: %s %s", l.State, l.Reason)
	}
	made := must[*lead.Made](t)(b.s.Convert(l.ID, l.Version, lead.Conversion{Kind: customer.Person, CustomerName: "张三"}))
	if got := b.enter("张三 13800138000 还要10台"); got.News != 1 || len(got.Leads) != 0 {
		t.Fatalf("a customer: %+v", got)
	}
	talk := must[[]interaction.Entry](t)(b.talk.List(interaction.Query{CustomerID: made.CustomerID}))
	if len(talk) != 3 || !strings.Contains(talk[0].Summary+talk[1].Summary+talk[2].Summary, "还要10台") {
		t.Errorf("the customer's timeline: %+v", talk)
	}
}

// TestARowOfTwoLeadsIsNewsOfTheOneWithItsNumber: a number is surer than an address, every time.
func TestARowOfTwoLeadsIsNewsOfTheOneWithItsNumber(t *testing.T) {
	b := newBench(t)
	for range 20 {
		step := store.Step{Label: "exchange.imported"}
		_ = b.st.InTx(b.st.Context(), step, func(tx *store.Tx) error {
			in := must[*lead.Importer](t)(lead.NewImporter(tx))
			for _, l := range []lead.Lead{{Name: "张三", Phone: "13800138000"}, {Name: "李四", Email: "li@example.com"},
				{Name: "张三", Phone: "13800138000", Email: "li@example.com", Need: "安装"}} {
				l.State = lead.Open
				if _, _, err := in.Row(lead.Incoming{Lead: l}, customer.OnDuplicateMerge); err != nil {
					t.Fatal(err)
				}
			}
			var needs []string
			if err := tx.Table("lead").Where("name = '张三'").Pluck("need", &needs).Error; err != nil || len(needs) != 1 || !strings.Contains(needs[0], "安装") {
				t.Fatalf("%v %v", needs, err)
			}
			return fault.New(fault.Cancelled, nil) // the next time begins as this one
		})
	}
}

// TestNoLineOfALongPasteIsLost: what is too long to be looked at is refused as a
// whole, not cut off.
func TestNoLineOfALongPasteIsLost(t *testing.T) {
	b := newBench(t)
	lines := strings.Repeat("张三 13800138000\n\n", lead.LinesMax)
	if list, err := b.s.Read(lines); err != nil || len(list) != lead.LinesMax {
		t.Errorf("%d lines: %d, %v", lead.LinesMax, len(list), err)
	}
	if list, err := b.s.Read(lines + "李四 13900139000"); !fault.Is(err, "lead.lines_many") {
		t.Errorf("one more: %d, %v", len(list), err)
	}
}

func TestLeadsArePutAwayWithAReason(t *testing.T) {
	b := newBench(t)
	l := b.lead("张三 13800138000")
	for _, x := range []struct {
		state  lead.State
		reason string
	}{{lead.Recycled, ""}, {lead.Recycled, "rubbish"}, {lead.Converted, "other"}} {
		if err := b.s.Put([]lead.ID{l.ID}, x.state, x.reason, "", ""); !fault.Is(err, "fault.invalid") {
			t.Errorf("%s for %q: %v", x.state, x.reason, err)
		}
	}
	if err := b.s.Put([]lead.ID{l.ID}, lead.Recycled, "not_now", "年后再说", "2027-02-01"); err != nil {
		t.Fatal(err)
	}
	l = must[*lead.Detail](t)(b.s.Get(l.ID))
	if l.Status != "recycled" || l.NextDue != "2027-02-01" {
		t.Errorf("%s, next %s", l.Status, l.NextDue)
	}
	if err := b.s.Put([]lead.ID{l.ID}, lead.Invalid, "rubbish", "", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := b.s.Convert(l.ID, 0, lead.Conversion{Kind: customer.Person, CustomerName: "x"}); !fault.Is(err, "lead.not_open") {
		t.Errorf("an invalid lead: %v", err)
	}
	n := must[*lead.Counts](t)(b.s.Counts(""))
	if n.Invalid != 1 || n.Open != 0 {
		t.Errorf("%+v", n)
	}
}

func TestALeadComesBackFromTheTrashWithWhatWasSaidAndIsToBeDone(t *testing.T) {
	b := newBench(t)
	l := b.lead("张三 13800138000")
	other := must[*interaction.TaskView](t)(b.talk.AddTask(interaction.Task{Title: "别的事", Due: "2026-12-01"}))
	b.said(l.ID, interaction.Reached)
	if err := b.s.Put([]lead.ID{l.ID}, lead.Recycled, "not_now", "", "2027-02-01"); err != nil {
		t.Fatal(err)
	}
	before := state(t, b.st)
	if err := b.s.Trash([]lead.ID{l.ID}); err != nil {
		t.Fatal(err)
	}
	if err := b.talk.TrashTasks([]interaction.TaskID{other.ID}); err != nil {
		t.Fatal(err)
	}
	if err := history.NewService(b.st, nil).Restore(lead.KindLead, []int64{int64(l.ID)}); err != nil {
		t.Fatal(err)
	}
	l = must[*lead.Detail](t)(b.s.Get(l.ID))
	if l.NextDue != "2027-02-01" || l.FirstAt == 0 {
		t.Errorf("next %q, spoken with %d", l.NextDue, l.FirstAt)
	}
	if err := history.NewService(b.st, nil).Restore(interaction.KindTask, []int64{int64(other.ID)}); err != nil {
		t.Fatal(err)
	}
	if after := state(t, b.st); after != before {
		t.Error(difference(before, after))
	}
	if err := b.s.Trash([]lead.ID{l.ID}); err != nil {
		t.Fatal(err)
	}
	if err := history.NewService(b.st, nil).Purge(lead.KindLead, []int64{int64(l.ID)}); err != nil {
		t.Fatal(err)
	}
	var left int64
	if err := b.st.Read(b.st.Context()).Table("task").Where("about_kind = 'lead'").Count(&left).Error; err != nil || left != 0 {
		t.Errorf("%d tasks of a lead that is gone: %v", left, err)
	}
}

func TestARenamedChannelIsRenamedAtItsCustomers(t *testing.T) {
	b := newBench(t)
	l := b.lead("张三 13800138000 抖音")
	made := must[*lead.Made](t)(b.s.Convert(l.ID, 0, lead.Conversion{Kind: customer.Person, CustomerName: "张三"}))
	c := must[*lead.Channel](t)(lead.FindChannel(b.st.Read(b.st.Context()), b.at["抖音"]))
	c.Name = "抖音本地推"
	must[*lead.Channel](t)(b.s.SaveChannel(*c))
	who := must[*customer.Customer](t)(customer.Find(b.st.Read(b.st.Context()), made.CustomerID))
	if who.Channel != "抖音本地推" {
		t.Errorf("the customer's source is %q", who.Channel)
	}
	if err := b.s.TrashChannel(c.ID); err != nil {
		t.Fatal(err)
	}
	if l := must[*lead.Detail](t)(b.s.Get(l.ID)); l.ChannelID != 0 {
		t.Errorf("the lead still has channel %d", l.ChannelID)
	}
}

func TestTheReportIsExactToTheFen(t *testing.T) {
	b := newBench(t)
	a, c := b.lead("张三 13800138000 抖音"), b.lead("李四 13900139000 抖音")
	b.lead("王五 13700137000 官网")
	b.now = b.now.Add(30 * time.Minute)
	b.said(a.ID, interaction.Reached)
	b.now = b.now.Add(30 * time.Minute)
	b.said(c.ID, interaction.Reached)
	made := must[*lead.Made](t)(b.s.Convert(a.ID, 0, lead.Conversion{Kind: customer.Person, CustomerName: "张三", Opportunity: true, OpportunityName: "张三 净水器", Amount: 100}))
	for _, cost := range []money.Amount{10_001, 5_000} {
		must[*lead.Cost](t)(b.s.SaveCost(lead.Cost{ChannelID: b.at["抖音"], Month: "2026-11", Amount: cost}))
	}
	// What the customer bought before the lead is not the lead's; a contract of the opportunity is, whatever its day.
	for i, x := range []struct {
		day         string
		amount      int64
		currency    string
		opportunity int64
	}{{"2026-10-01", 777, "CNY", 0}, {"2026-11-22", 40_007, "CNY", 0}, {"2026-11-20", 3, "CNY", made.OpportunityID}, {"2026-12-01", 999, "USD", 0}} {
		testkit.Exec(t, b.st, `insert into contract (id, uid, created_at, updated_at, version, customer_id, name, template_id, template_version_id, language, kind, stage, amount, sign_date, opportunity_id)
			values (?, 'c' || ?, 0, 0, 1, ?, '合同', 0, 0, 'zh-CN', 'sale', 'signed', ?, ?, ?)`, i+1, i+1, made.CustomerID, x.amount, x.day, x.opportunity)
		testkit.Exec(t, b.st, `insert into sale (contract_id, customer_id, day, amount, currency) values (?, ?, ?, ?, ?)`, i+1, made.CustomerID, x.day, x.amount, x.currency)
	}
	r := must[*lead.Report](t)(b.s.Report("2026-11", "2026-11"))
	if len(r.Channels) != 2 || len(r.Cells) != 2 || len(r.Months) != 1 {
		t.Fatalf("%+v", r)
	}
	i := slices.IndexFunc(r.Channels, func(x lead.ReportRow) bool { return x.ChannelName == "抖音" })
	x := r.Channels[i]
	if x.Leads != 2 || x.Contacted != 2 || x.Converted != 1 || x.Won != 1 || x.Revenue != 40_010 || x.Other != 1 || x.Cost != 15_001 {
		t.Errorf("%+v", x)
	}
	// 15001 / 2 = 7500.5, half up; (40010 − 15001) / 15001 = 166.7155…%; the median of 30 and 60 minutes.
	if *x.CostPerLead != 7_501 || *x.CostPerCustomer != 15_001 || *x.Return != 16_672 || *x.FirstContact != 45 {
		t.Errorf("per lead %s, per customer %s, return %s, first %d", *x.CostPerLead, *x.CostPerCustomer, *x.Return, *x.FirstContact)
	}
	if r.Total.Leads != 3 || r.Total.Revenue != x.Revenue || r.Total.Cost != x.Cost || r.Months[0].Leads != 3 {
		t.Errorf("total %+v", r.Total)
	}
	if _, err := b.s.Report("2026-12", "2026-11"); !fault.Is(err, "lead.report.months") {
		t.Errorf("backwards: %v", err)
	}
}

// TestConvertingAndUndoingReturnsTheFormerState converts leads of every make in
// every way, and compares every live row before and after undo.
func TestConvertingAndUndoingReturnsTheFormerState(t *testing.T) {
	b := newBench(t)
	r := rand.New(rand.NewSource(20261122))
	must[*product.Detail](t)(product.NewService(b.st, nil, nil).Create(product.Product{Name: "净水器", ListPrice: 12_345}))
	pick := func(of ...string) string { return of[r.Intn(len(of))] }
	var known []customer.ID
	for i := range 40 {
		line := fmt.Sprintf("%s%d %s %s %s %s %s", "姓名：客", i, pick("", "公司：恒信建材有限公司", fmt.Sprintf("公司：天合%d有限公司", i)), pick("", fmt.Sprintf("电话：138%08d", i)),
			pick("", fmt.Sprintf("邮箱：a%d@example.com", i)), pick("", "需求：净水器30台", "需求：咨询"), pick("", "来源：抖音", "来源：官网", "预算：3万"))
		taken := b.enter(line)
		if len(taken.Leads) == 0 {
			continue // news of somebody known
		}
		id := taken.Leads[0]
		for range r.Intn(3) {
			b.now = b.now.Add(time.Hour)
			must[*interaction.Entry](t)(b.talk.Log(interaction.Interaction{LeadID: int64(id), Summary: "聊过"}, &interaction.Next{Title: "再聊", Due: date.Date("2026-12-01")}, 0))
		}
		p := must[*lead.Proposal](t)(b.s.Propose(id))
		c := p.Conversion
		c.Opportunity, c.Lines = r.Intn(2) == 0, c.Lines && r.Intn(2) == 0
		if len(known) > 0 && r.Intn(3) == 0 {
			c.CustomerID = known[r.Intn(len(known))]
		}
		if c.OpportunityName == "" {
			c.OpportunityName = "机会"
		}
		before := state(t, b.st)
		made := must[*lead.Made](t)(b.s.Convert(id, 0, c))
		if d := must[*lead.Detail](t)(b.s.Get(id)); d.State != lead.Converted || d.CustomerID != made.CustomerID || c.Opportunity != (d.OpportunityID != 0) {
			t.Fatalf("%q became %+v", line, d.Lead)
		}
		var left int64
		if err := b.st.Read(b.st.Context()).Raw("select count(*) from interaction where lead_id = ? and customer_id <> ?", id, made.CustomerID).Scan(&left).Error; err != nil || left != 0 {
			t.Fatalf("%d exchanges stayed behind (%v)", left, err)
		}
		b.undo()
		if after := state(t, b.st); after != before {
			t.Fatalf("%q, %+v: after undo\n%s", line, c, difference(before, after))
		}
		if r.Intn(2) == 0 {
			known = append(known, must[*lead.Made](t)(b.s.Convert(id, 0, c)).CustomerID)
		}
	}
	if len(known) < 5 {
		t.Errorf("only %d conversions were kept: the property was hardly tried", len(known))
	}
}

// state is every live row of every kind, and what is derived for them, without
// what every write counts up.
func state(t *testing.T, st *store.Store) string {
	t.Helper()
	var out strings.Builder
	db := st.Read(st.Context())
	for _, k := range st.Kinds() {
		var rows []map[string]any
		if err := db.Table(k.Table).Where("deleted_at is null").Order("id").Find(&rows).Error; err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			delete(row, "version")
			delete(row, "updated_at")
			fmt.Fprintln(&out, k.Table, row)
		}
	}
	for _, derived := range []string{"identity order by kind, value, customer_id, contact_id", "customer_touch where last_id <> 0 or next_id <> 0 order by customer_id"} {
		var rows []map[string]any
		if err := db.Raw("select * from " + derived).Scan(&rows).Error; err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			fmt.Fprintln(&out, derived[:8], row)
		}
	}
	return out.String()
}

func difference(a, b string) string {
	was, is := strings.Split(a, "\n"), strings.Split(b, "\n")
	var out []string
	for _, line := range was {
		if !slices.Contains(is, line) {
			out = append(out, "- "+line)
		}
	}
	for _, line := range is {
		if !slices.Contains(was, line) {
			out = append(out, "+ "+line)
		}
	}
	return strings.Join(out, "\n")
}
