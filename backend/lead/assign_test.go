package lead_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/lead"
	"keyue/backend/product"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// team adds people to the bench; the first is working.
type team struct {
	*bench
	people *staff.Service
	id     map[string]staff.ID
}

func newTeam(t testing.TB, names ...string) *team {
	m := &team{bench: newBench(t), id: map[string]staff.ID{}}
	m.people = staff.NewService(m.st, []staff.Held{{Kind: lead.KindLead, Table: "lead", Column: "owner_id", Open: "state = 'open'", Follow: lead.Handed}})
	for _, name := range names {
		m.id[name] = must[*staff.Staff](t)(m.people.Save(staff.Staff{Name: name})).ID
	}
	return m
}

func (m *team) works(name string) {
	m.t.Helper()
	m.ok(m.people.Work(m.id[name]))
}

func (b *bench) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// owner names whose a lead is; "" is the pool's.
func (m *team) owner(id lead.ID) string {
	m.t.Helper()
	of := must[*lead.Detail](m.t)(m.s.Get(id)).OwnerID
	for name, id := range m.id {
		if id == of {
			return name
		}
	}
	return ""
}

// story is how a lead went from one to another, the first first.
func (m *team) story(id lead.ID) string {
	m.t.Helper()
	var out []string
	for _, h := range must[[]lead.Handing](m.t)(m.s.Handings(id)) {
		out = append(out, strings.Trim(string(h.How)+" "+h.Rule, " "))
	}
	slices.Reverse(out)
	return strings.Join(out, ", ")
}

func (m *team) rules(a lead.Assignment) {
	m.t.Helper()
	must[lead.Assignment](m.t)(m.s.SetAssignment(a))
}

func (m *team) step() (label string) {
	m.t.Helper()
	m.ok(m.st.Read(m.st.Context()).Raw("select label from step order by id desc limit 1").Scan(&label).Error)
	return label
}

func TestNewLeadsGoToWhoTheRulesSay(t *testing.T) {
	m := newTeam(t, "王", "李", "赵", "钱")
	var machine product.Product
	m.ok(m.st.InTx(m.st.Context(), store.Step{Label: "product.created"}, func(tx *store.Tx) error {
		machine = product.Product{Name: "净水器", Unit: "台", Status: product.On}
		return product.Add(tx, &machine)
	}))
	m.works("王")
	mine := m.lead("张一 13800000001")
	if m.owner(mine.ID) != "王" || m.story(mine.ID) != "own" {
		t.Errorf("without rules: %q, %s", m.owner(mine.ID), m.story(mine.ID))
	}
	m.rules(lead.Assignment{Rest: lead.RestRound, People: []staff.ID{m.id["王"], m.id["李"]}, Rules: []lead.AssignRule{
		{By: lead.ByRegion, Regions: []string{"浙江"}, People: []staff.ID{m.id["赵"]}},
		{By: lead.ByProduct, Products: []product.ID{machine.ID}, People: []staff.ID{m.id["钱"], m.id["李"]}},
	}})
	for _, c := range []struct{ line, owner, why string }{
		{"张二 13800000002 杭州", "赵", "rule region"},
		{"张三 13800000003 杭州 想要净水器", "赵", "rule region"}, // the first rule that fits
		{"张四 13800000004 想要净水器", "钱", "rule product"},   // nobody had one: the order of the rule
		{"张五 13800000005 深圳", "王", "rule round"},
		{"张六 13800000006", "李", "rule round"}, // region unknown
		{"张七 13800000007", "王", "rule round"},
		{"张八 13800000008 想要净水器", "钱", "rule product"}, // who waits longest, by whatever rule
	} {
		l := m.lead(c.line)
		if m.owner(l.ID) != c.owner || m.story(l.ID) != c.why {
			t.Errorf("%s: %s by %q, not %s by %q", c.line, m.owner(l.ID), m.story(l.ID), c.owner, c.why)
		}
	}
	// Several at once take turns, too, and an undone turn is given back.
	before := state(t, m.st)
	first := m.enter("陈一 13800000011\n陈二 13800000012\n陈三 13800000013\n陈四 13800000014")
	var got []string
	for _, id := range first.Leads {
		got = append(got, m.owner(id))
	}
	if a, b := strings.Join(got[:2], ""), strings.Join(got[2:], ""); a != b || got[0] == got[1] {
		t.Errorf("turns %v", got)
	}
	m.undo()
	if after := state(t, m.st); after != before {
		t.Error(difference(before, after))
	}
	if again := m.enter("陈一 13800000011"); m.owner(again.Leads[0]) != got[0] {
		t.Errorf("after undo it is %s's turn, not %s's", m.owner(again.Leads[0]), got[0])
	}
	// Who has left is passed over; a rule of those who left, too.
	m.ok(m.people.Leave(m.id["赵"], 0))
	m.ok(m.people.Leave(m.id["李"], m.id["王"]))
	if l := m.lead("周一 13800000021 杭州"); m.owner(l.ID) != "王" || m.story(l.ID) != "rule round" {
		t.Errorf("the rule of one who left gave it to %q by %s", m.owner(l.ID), m.story(l.ID))
	}
	// Solo again: nobody's.
	m.ok(m.people.Leave(m.id["钱"], 0))
	if l := m.lead("吴一 13800000031 杭州"); l.OwnerID != 0 || m.story(l.ID) != "" {
		t.Errorf("in solo mode: owner %d by %s", l.OwnerID, m.story(l.ID))
	}
	for field, bad := range map[string]lead.Assignment{
		"rules.0.regions":  {Rest: lead.RestPool, Rules: []lead.AssignRule{{By: lead.ByRegion, Regions: []string{"火星"}, People: []staff.ID{m.id["王"]}}}},
		"rules.0.products": {Rest: lead.RestPool, Rules: []lead.AssignRule{{By: lead.ByProduct, People: []staff.ID{m.id["王"]}}}},
		"rules.0.people":   {Rest: lead.RestPool, Rules: []lead.AssignRule{{By: lead.ByRegion, Regions: []string{"浙江"}, People: []staff.ID{m.id["李"]}}}},
		"people":           {Rest: lead.RestRound},
		"rest":             {Rest: "x"},
		"quota":            {Rest: lead.RestPool, Quota: -1},
		"returnDays":       {Rest: lead.RestPool, ReturnDays: 1000, NoticeDays: 1},
		"noticeDays":       {Rest: lead.RestPool, ReturnDays: 3, NoticeDays: 3},
	} {
		if _, err := m.s.SetAssignment(bad); !fault.Is(err, fault.InvalidInput) || fault.From(err).Fields[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestThePoolGivesEachPersonTheirQuotaADay(t *testing.T) {
	m := newTeam(t, "王", "李")
	m.rules(lead.Assignment{Rest: lead.RestPool, Quota: 2})
	ids := m.enter("张一 13800000001\n张二 13800000002\n张三 13800000003\n张四 13800000004").Leads
	m.now = time.Date(2026, 11, 22, 23, 59, 0, 0, m.now.Location())
	m.works("王")
	m.ok(m.s.Grab(ids[:1]))
	if m.owner(ids[0]) != "王" || m.story(ids[0]) != "grab" {
		t.Fatalf("%s by %s", m.owner(ids[0]), m.story(ids[0]))
	}
	m.works("李")
	if err := m.s.Grab(ids[:1]); !fault.Is(err, "lead.taken") || fault.From(err).Params["who"] != "王" {
		t.Errorf("the second to grab: %v", err)
	}
	m.works("王")
	if err := m.s.Grab(ids[1:3]); !fault.Is(err, "lead.quota") || fault.From(err).Params["left"] != 1 {
		t.Errorf("two more: %v", err)
	}
	m.ok(m.s.Grab(ids[1:2]))
	m.ok(m.s.Release(ids[1:2]))
	if err := m.s.Grab(ids[2:3]); !fault.Is(err, "lead.quota") {
		t.Errorf("put back and taken another: %v", err)
	}
	m.ok(m.s.Grab(ids[:0]))
	p := must[*lead.Pool](t)(m.s.Pool())
	if p.Free != 3 || p.Left != 0 || !p.Limited {
		t.Errorf("%+v", p)
	}
	m.works("李")
	m.ok(m.s.Grab(ids[2:3])) // a quota of their own
	m.undo()
	if p := must[*lead.Pool](t)(m.s.Pool()); p.Left != 2 {
		t.Errorf("after undo %d are left", p.Left)
	}
	m.works("王")
	m.now = m.now.Add(2 * time.Minute) // midnight
	m.ok(m.s.Grab(ids[1:3]))
	if err := m.s.Put(ids[3:], lead.Invalid, "rubbish", "", ""); err != nil {
		t.Fatal(err)
	}
	m.rules(lead.Assignment{Rest: lead.RestPool})
	if err := m.s.Grab(ids[3:]); !fault.Is(err, "lead.closed") {
		t.Errorf("an invalid one: %v", err)
	}
	if err := m.s.Assign(ids[:1], 99); !fault.Is(err, fault.InvalidInput) {
		t.Errorf("to nobody there: %v", err)
	}
	m.ok(m.s.Assign(ids[:2], m.id["李"]))
	if m.owner(ids[0])+m.owner(ids[1]) != "李李" || m.story(ids[0]) != "grab, hand" {
		t.Errorf("%s %s by %s", m.owner(ids[0]), m.owner(ids[1]), m.story(ids[0]))
	}
	for whose, want := range map[string]int64{"": 4, lead.WhoseMine: 1, lead.WhosePool: 1, fmt.Sprint(m.id["李"]): 2} {
		if page := must[*lead.Page](t)(m.s.List(lead.Query{View: lead.ViewAll, Whose: whose})); page.Total != want {
			t.Errorf("%q: %d, not %d", whose, page.Total, want)
		}
	}
	// Who leaves hands over what is open; it is in the timeline of each.
	m.ok(m.people.Leave(m.id["李"], 0))
	if m.owner(ids[0]) != "" || m.story(ids[0]) != "grab, hand, moved" {
		t.Errorf("%q by %s", m.owner(ids[0]), m.story(ids[0]))
	}
}

func TestLeadsReturnToThePoolAfterANotice(t *testing.T) {
	m := newTeam(t, "王", "李")
	m.works("王")
	m.rules(lead.Assignment{Rest: lead.RestOwn, ReturnDays: 10, NoticeDays: 3})
	day := func(n int) {
		m.now = time.Date(2026, 12, n, 9, 0, 0, 0, m.now.Location())
	}
	daily := func() {
		t.Helper()
		m.ok(lead.Daily(m.st.Context(), m.s))
	}
	day(1)
	quiet, called, tried, closed := m.lead("张一 13800000001"), m.lead("张二 13800000002"), m.lead("张三 13800000003"), m.lead("张四 13800000004")
	m.ok(m.s.Put([]lead.ID{closed.ID}, lead.Recycled, "not_now", "", ""))
	daily()
	day(5)
	m.said(called.ID, interaction.Reached)
	m.said(tried.ID, interaction.NoAnswer)
	for _, on := range [][2]int{{7, 0}, {8, 2}, {10, 2}} { // returns on the 11th, 3 days before that
		day(on[0])
		if p := must[*lead.Pool](t)(m.s.Pool()); p.Returning != int64(on[1]) {
			t.Errorf("on the %dth %d are announced, not %d", on[0], p.Returning, on[1])
		}
	}
	if c := must[*lead.Counts](t)(m.s.Counts(lead.WhoseMine)); c.Returning != 2 {
		t.Errorf("the view has %d", c.Returning)
	}
	if on := must[*lead.Detail](t)(m.s.Get(quiet.ID)).ReturnsOn; on != "2026-12-11" {
		t.Errorf("returns on %s", on)
	}
	// A long holiday: first the notice, then the return.
	day(20)
	daily()
	if m.owner(quiet.ID) != "王" {
		t.Error("returned without a notice")
	}
	if on := must[*lead.Detail](t)(m.s.Get(quiet.ID)).ReturnsOn; on != "2026-12-21" {
		t.Errorf("after the holiday it returns on %s", on)
	}
	day(21)
	daily()
	if m.owner(quiet.ID) != "" || m.owner(tried.ID) != "" || m.owner(called.ID) != "" || m.owner(closed.ID) != "王" {
		t.Errorf("%q %q %q %q", m.owner(quiet.ID), m.owner(tried.ID), m.owner(called.ID), m.owner(closed.ID))
	}
	if m.story(quiet.ID) != "own, returned" || m.step() != "lead.day" {
		t.Errorf("%s, last step %s", m.story(quiet.ID), m.step())
	}
	daily() // once a day
	var steps int64
	m.ok(m.st.Read(m.st.Context()).Raw("select count(*) from step where label = 'lead.returned'").Scan(&steps).Error)
	if steps != 1 {
		t.Errorf("%d steps", steps)
	}
	// Taken back, the leads have the whole time again.
	var step int64
	m.ok(m.st.Read(m.st.Context()).Raw("select max(id) from step where label = 'lead.returned'").Scan(&step).Error)
	if _, err := m.st.Undo(m.st.Context(), step); err != nil {
		t.Fatal(err)
	}
	if m.owner(quiet.ID)+m.owner(tried.ID)+m.owner(called.ID) != "王王王" || m.story(quiet.ID) != "own" {
		t.Errorf("after undo %q, %s", m.owner(quiet.ID), m.story(quiet.ID))
	}
	for _, d := range []int{22, 28, 30} {
		day(d)
		daily()
		if m.owner(quiet.ID) != "王" {
			t.Fatalf("taken back, it returned again on the %dth", d)
		}
	}
	day(31)
	daily()
	if m.owner(quiet.ID) != "" {
		t.Error("ten days after it was taken back it is still there")
	}
	m.ok(m.s.Grab([]lead.ID{quiet.ID}))
	if on := must[*lead.Detail](t)(m.s.Get(quiet.ID)).ReturnsOn; on != "2027-01-10" {
		t.Errorf("taken again it returns on %s", on)
	}
}

func TestTenThousandLeadsReturnAsOneStep(t *testing.T) {
	m := newTeam(t, "王", "李")
	m.works("王")
	m.rules(lead.Assignment{Rest: lead.RestOwn, ReturnDays: 5, NoticeDays: 2})
	const n = 10_000
	m.ok(m.st.InTx(m.st.Context(), store.Step{Label: "lead.entered_many", Quiet: true}, func(tx *store.Tx) error {
		rows := make([]lead.Lead, n)
		for i := range rows {
			rows[i] = lead.Lead{Name: fmt.Sprint("人", i), ReceivedAt: tx.Now, State: lead.Open, OwnerID: m.id[[]string{"王", "李"}[i%2]], Products: []product.ID{}, Tags: []string{}}
		}
		return tx.InsertAll(rows)
	}))
	for range 7 {
		m.ok(lead.Daily(m.st.Context(), m.s))
		m.now = m.now.AddDate(0, 0, 1)
	}
	if p := must[*lead.Pool](t)(m.s.Pool()); p.Free != n {
		t.Fatalf("%d are in the pool", p.Free)
	}
	var steps []int64
	m.ok(m.st.Read(m.st.Context()).Raw("select id from step where label = 'lead.returned'").Scan(&steps).Error)
	if len(steps) != 1 {
		t.Fatalf("%d steps", len(steps))
	}
	if _, err := m.st.Undo(m.st.Context(), steps[0]); err != nil {
		t.Fatal(err)
	}
	if c := must[*lead.Counts](t)(m.s.Counts(fmt.Sprint(m.id["李"]))); c.Open != n/2 {
		t.Errorf("after undo %d of one, not %d", c.Open, n/2)
	}
}

func TestConvertingALeadOfSomebodyAndUndoingItReturnsTheFormerState(t *testing.T) {
	m := newTeam(t, "王", "李")
	m.works("王")
	l := m.lead("张三 13800138000 想要30台")
	m.ok(m.s.Assign([]lead.ID{l.ID}, m.id["李"]))
	m.said(l.ID, interaction.Reached)
	before := state(t, m.st)
	made := must[*lead.Made](t)(m.s.Convert(l.ID, 0, lead.Conversion{Kind: customer.Person, CustomerName: "张三", Opportunity: true, OpportunityName: "机会"}))
	var of int64
	m.ok(m.st.Read(m.st.Context()).Raw("select owner_id from customer where id = ?", made.CustomerID).Scan(&of).Error)
	if staff.ID(of) != m.id["李"] {
		t.Errorf("the customer is %d's", of)
	}
	m.ok(m.st.Read(m.st.Context()).Raw("select owner_id from opportunity where id = ?", made.OpportunityID).Scan(&of).Error)
	if staff.ID(of) != m.id["李"] {
		t.Errorf("the opportunity is %d's", of)
	}
	m.undo()
	if after := state(t, m.st); after != before {
		t.Error(difference(before, after))
	}
	must[*lead.Made](t)(m.s.Convert(l.ID, 0, lead.Conversion{Kind: customer.Person, CustomerName: "张三"}))
	r := must[*lead.Report](t)(m.s.Report("2026-11", "2026-12"))
	if len(r.Staff) != 1 || r.Staff[0].OwnerID != m.id["李"] || r.Staff[0].Converted != 1 || r.Staff[0].Contacted != 1 || r.Staff[0].FirstContact == nil {
		t.Errorf("%+v", r.Staff)
	}
}
