package interaction_test

import (
	"strings"
	"testing"
	"time"

	"keyue/backend/attachment"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

const day = 24 * 3600 * 1000

// bench is a workspace with one customer in it.
type bench struct {
	t     *testing.T
	st    *store.Store
	s     *interaction.Service
	cs    *customer.Service
	now   date.Instant
	one   *customer.Detail
	clock time.Time
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t, clock: testkit.Start}
	kinds := append(append(append(customer.Kinds(), interaction.Kinds()...), attachment.Kinds()...), settings.Kinds()...)
	b.st = testkit.OpenWith(t, store.Options{Kinds: kinds, Now: func() time.Time { return b.clock }})
	b.s = interaction.NewService(b.st, interaction.Options{})
	b.cs = customer.NewService(b.st, customer.Options{Followers: []customer.Follower{interaction.Follow}})
	b.now = date.At(testkit.Start)
	b.one = b.customer("杭州云栖科技有限公司")
	return b
}

func (b *bench) customer(name string) *customer.Detail {
	b.t.Helper()
	return must[*customer.Detail](b.t)(b.cs.Create(customer.Customer{Name: name, Phones: []customer.Phone{{Raw: "13800138000"}}}, nil))
}

func (b *bench) undo() {
	b.t.Helper()
	var step int64
	ok(b.t, b.st.Read(b.st.Context()).Raw("select max(id) from step where undoable = 1 and undone_by = 0 and undoes = 0").Scan(&step).Error)
	if _, err := b.st.Undo(b.st.Context(), step); err != nil {
		b.t.Fatal(err)
	}
}

// touch is the derived row of a customer: last contact and next step.
func (b *bench) touch(id customer.ID) map[string]any {
	b.t.Helper()
	return must[map[int64]map[string]any](b.t)(interaction.CustomerColumns(b.st.Read(b.st.Context()), []int64{int64(id)}))[int64(id)]
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestOneStrokeWritesTheCallAndTheNextStep(t *testing.T) {
	b := newBench(t)
	id := b.one.Customer.ID
	e := must[*interaction.Entry](t)(b.s.Log(interaction.Interaction{CustomerID: id, Summary: " 要 30 台，月底前定 \n价格再谈 ", Medium: interaction.WeChat, Direction: interaction.In,
		Needs: []string{"#30 台", "", "30 台"}, PriceLow: 900000, PriceHigh: 800000}, &interaction.Next{Title: "发报价", Due: "2026-11-25"}, 0))
	if e.Summary != "要 30 台，月底前定 \n价格再谈" || e.At != b.now || e.CustomerName != "杭州云栖科技有限公司" || len(e.Needs) != 1 || e.PriceLow != 800000 {
		t.Errorf("%+v", e)
	}
	if e.Task == nil || e.Task.Title != "发报价" || e.Task.CustomerID != id || e.Task.InteractionID != e.ID {
		t.Fatalf("task %+v", e.Task)
	}
	if got := b.touch(id); got["lastContact"] != int64(b.now) || got["nextDue"] != "2026-11-25" || got["nextStep"] != "发报价" {
		t.Errorf("%v", got)
	}
	b.undo()
	if list := must[[]interaction.Entry](t)(b.s.List(interaction.Query{CustomerID: id})); len(list) != 0 {
		t.Errorf("after undo: %+v", list)
	}
	if got := b.touch(id); got["lastContact"] != int64(0) || got["nextDue"] != "" {
		t.Errorf("after undo %v", got)
	}
}

func TestACallThatReachedNobodyIsNoContact(t *testing.T) {
	b := newBench(t)
	id := b.one.Customer.ID
	must[*interaction.Entry](t)(b.s.Log(interaction.Interaction{CustomerID: id, Summary: "聊了", At: b.now - 5*day}, nil, 0))
	must[*interaction.Entry](t)(b.s.Log(interaction.Interaction{CustomerID: id, Summary: "没接", Outcome: interaction.NoAnswer}, nil, 0))
	if got := b.touch(id); got["lastContact"] != int64(b.now-5*day) {
		t.Errorf("%v", got)
	}
}

func TestEveryBadFieldIsNamed(t *testing.T) {
	b := newBench(t)
	_, err := b.s.Log(interaction.Interaction{CustomerID: b.one.Customer.ID + 99, At: b.now + day, Medium: "pigeon", Direction: "up", Outcome: "x",
		Minutes: -1, Satisfaction: 6, PriceLow: -1, Competitor: strings.Repeat("长", 201), ContactID: 7}, &interaction.Next{Title: "", Due: "2026-02-30", DueTime: "25:00"}, 0)
	var got []string
	for _, f := range fault.From(err).Fields {
		got = append(got, f.Field)
	}
	for _, want := range []string{"summary", "medium", "direction", "outcome", "at", "minutes", "satisfaction", "priceLow", "competitor", "customerId", "contactId", "next.title", "next.due", "next.dueTime"} {
		if !strings.Contains(" "+strings.Join(got, " ")+" ", " "+want+" ") {
			t.Errorf("%s is not among %v", want, got)
		}
	}
}

func TestWhatWasSaidIsFoundByAnyPartOfIt(t *testing.T) {
	b := newBench(t)
	two := b.customer("李四")
	for id, text := range map[customer.ID]string{b.one.Customer.ID: "客户嫌运费太高，要求包邮", two.Customer.ID: "约了周五看样板间"} {
		must[*interaction.Entry](t)(b.s.Log(interaction.Interaction{CustomerID: id, Summary: text}, nil, 0))
	}
	list := must[[]interaction.Entry](t)(b.s.List(interaction.Query{Text: "运费"}))
	if len(list) != 1 || list[0].CustomerID != b.one.Customer.ID {
		t.Fatalf("%+v", list)
	}
	ok(t, b.s.Trash([]interaction.ID{list[0].ID}))
	if list := must[[]interaction.Entry](t)(b.s.List(interaction.Query{Text: "运费"})); len(list) != 0 {
		t.Errorf("found in the trash: %+v", list)
	}
	b.undo()
	if list := must[[]interaction.Entry](t)(b.s.List(interaction.Query{Text: "运费"})); len(list) != 1 {
		t.Errorf("not found after undo: %+v", list)
	}
}

func TestATimelineGoesOnWhereItStopped(t *testing.T) {
	b := newBench(t)
	id := b.one.Customer.ID
	for n := range 7 {
		// Three of them happened at the same moment.
		must[*interaction.Entry](t)(b.s.Log(interaction.Interaction{CustomerID: id, Summary: "x", At: b.now - date.Instant(n/3)*day}, nil, 0))
	}
	seen := map[interaction.ID]bool{}
	q := interaction.Query{CustomerID: id, Limit: 2}
	for range 4 {
		page := must[[]interaction.Entry](t)(b.s.List(q))
		for _, e := range page {
			if seen[e.ID] {
				t.Fatalf("%d twice", e.ID)
			}
			seen[e.ID] = true
			q.Before, q.BeforeID = e.At, e.ID
		}
	}
	if len(seen) != 7 {
		t.Errorf("saw %d of 7", len(seen))
	}
}

func TestATaskIsDonePutOffAndOpenedAgain(t *testing.T) {
	b := newBench(t)
	id := b.one.Customer.ID
	v := must[*interaction.TaskView](t)(b.s.AddTask(interaction.Task{Title: "回访", Due: "2026-11-20", AboutKind: "customer", AboutID: int64(id)}))
	if v.CustomerID != id || v.Phone != "138 0013 8000" || v.State != interaction.Open {
		t.Fatalf("%+v", v)
	}
	a := must[*interaction.Agenda](t)(b.s.Agenda(0))
	if len(a.Overdue) != 1 || len(a.Today) != 0 {
		t.Errorf("%+v", a)
	}
	v = must[*interaction.TaskView](t)(b.s.Snooze(v.ID, "2026-11-22"))
	if v.Snoozed != 1 || b.touch(id)["nextDue"] != "2026-11-22" {
		t.Errorf("%+v %v", v, b.touch(id))
	}
	if a = must[*interaction.Agenda](t)(b.s.Agenda(0)); len(a.Overdue) != 0 || len(a.Today) != 1 {
		t.Errorf("%+v", a)
	}
	v = must[*interaction.TaskView](t)(b.s.FinishTask(v.ID, interaction.Done))
	if v.DoneAt != b.now || b.touch(id)["nextDue"] != "" {
		t.Errorf("%+v", v)
	}
	v = must[*interaction.TaskView](t)(b.s.FinishTask(v.ID, interaction.Open))
	if v.DoneAt != 0 || v.State != interaction.Open {
		t.Errorf("%+v", v)
	}
	if _, err := b.s.UpdateTask(v.ID, v.Version, map[string]any{"state": "done"}); fault.From(err).Code != fault.InvalidInput {
		t.Errorf("state set past FinishTask: %v", err)
	}
	if _, err := b.s.UpdateTask(v.ID, 1, map[string]any{"title": "x"}); !fault.Is(err, "store.conflict") {
		t.Errorf("an old version was taken: %v", err)
	}
	ok(t, b.s.TrashTasks([]interaction.TaskID{v.ID}))
	b.undo()
	if list := must[[]interaction.TaskView](t)(b.s.Tasks(interaction.TaskQuery{CustomerID: id})); len(list) != 1 {
		t.Errorf("%+v", list)
	}
}

func TestLoggingTheCallEndsTheTaskItWasFor(t *testing.T) {
	b := newBench(t)
	id := b.one.Customer.ID
	v := must[*interaction.TaskView](t)(b.s.AddTask(interaction.Task{Title: "打电话", Due: "2026-11-22", AboutKind: "customer", AboutID: int64(id)}))
	must[*interaction.Entry](t)(b.s.Log(interaction.Interaction{CustomerID: id, Summary: "打了"}, &interaction.Next{Title: "再打", Due: "2026-12-01"}, v.ID))
	list := must[[]interaction.TaskView](t)(b.s.Tasks(interaction.TaskQuery{CustomerID: id}))
	if len(list) != 2 || list[0].Title != "再打" || list[1].State != interaction.Done {
		t.Errorf("%+v", list)
	}
	b.undo()
	list = must[[]interaction.TaskView](t)(b.s.Tasks(interaction.TaskQuery{CustomerID: id}))
	if len(list) != 1 || list[0].State != interaction.Open {
		t.Errorf("after undo %+v", list)
	}
}

func TestSilenceIsNoticedAndEndsWithACallOrAPlan(t *testing.T) {
	b := newBench(t)
	quiet, planned, lost := b.customer("久未联系"), b.customer("已排"), b.customer("已流失")
	must[*customer.Detail](t)(b.cs.Update(lost.Customer.ID, 0, map[string]any{"lifecycle": "lost"}))
	b.clock = testkit.Start.Add(91 * 24 * time.Hour)
	must[*interaction.Entry](t)(b.s.Log(interaction.Interaction{CustomerID: b.one.Customer.ID, Summary: "刚聊过"}, nil, 0))
	must[*interaction.TaskView](t)(b.s.AddTask(interaction.Task{Title: "拜访", Due: "2027-03-01", AboutKind: "customer", AboutID: int64(planned.Customer.ID)}))
	a := must[*interaction.Silence](t)(b.s.Silent())
	if a.Total != 1 || len(a.Customers) != 1 || a.Customers[0].ID != quiet.Customer.ID || !a.Customers[0].Never || a.Customers[0].Days != 91 {
		t.Errorf("%+v", a)
	}
}

func TestMergedCustomersBringWhatWasSaid(t *testing.T) {
	b := newBench(t)
	two := b.customer("杭州云栖")
	must[*interaction.Entry](t)(b.s.Log(interaction.Interaction{CustomerID: two.Customer.ID, Summary: "旧的"}, &interaction.Next{Title: "跟进", Due: "2026-12-01"}, 0))
	must[*customer.Detail](t)(b.cs.Merge(b.one.Customer.ID, []customer.ID{two.Customer.ID}, nil))
	if list := must[[]interaction.Entry](t)(b.s.List(interaction.Query{CustomerID: b.one.Customer.ID})); len(list) != 1 {
		t.Errorf("%+v", list)
	}
	if got := b.touch(b.one.Customer.ID); got["nextStep"] != "跟进" {
		t.Errorf("%v", got)
	}
	if got := b.touch(two.Customer.ID); got["nextStep"] != "" {
		t.Errorf("left behind: %v", got)
	}
}
