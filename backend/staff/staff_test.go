package staff_test

import (
	"slices"
	"testing"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

type bench struct {
	st *store.Store
	s  *staff.Service
	c  *customer.Service
	i  *interaction.Service
}

func open(t *testing.T) *bench {
	b := &bench{}
	b.st = testkit.OpenWith(t, store.Options{Kinds: slices.Concat(settings.Kinds(), staff.Kinds(), customer.Kinds(), interaction.Kinds()),
		Actor: func() string { return staff.Actor(b.st) }})
	b.s = staff.NewService(b.st, []staff.Held{
		{Kind: customer.KindCustomer, Table: "customer", Column: "owner_id"},
		{Kind: interaction.KindTask, Table: "task", Column: "assignee_id", Open: "state = 'open'"},
	})
	b.c = customer.NewService(b.st, customer.Options{})
	b.i = interaction.NewService(b.st, interaction.Options{})
	return b
}

func ok[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (b *bench) add(t *testing.T, name string, role staff.Role) staff.ID {
	t.Helper()
	return ok[*staff.Staff](t)(b.s.Save(staff.Staff{Name: name, Role: role})).ID
}

func (b *bench) owner(t *testing.T, id customer.ID) staff.ID {
	t.Helper()
	return ok[*customer.Detail](t)(b.c.Get(id)).Customer.OwnerID
}

func (b *bench) customer(t *testing.T, name string) customer.ID {
	t.Helper()
	return ok[*customer.Detail](t)(b.c.Create(customer.Customer{Name: name}, nil)).Customer.ID
}

func (b *bench) undo(t *testing.T) {
	t.Helper()
	var step int64
	b.st.Read(b.st.Context()).Raw("select max(id) from step where undoable and undone_by = 0 and undoes = 0").Scan(&step)
	ok[int64](t)(b.st.Undo(b.st.Context(), step))
}

func (b *bench) actor(t *testing.T) (name string) {
	t.Helper()
	b.st.Read(b.st.Context()).Raw("select actor from step order by id desc limit 1").Scan(&name)
	return name
}

func code(err error, field string) string {
	if err == nil {
		return ""
	}
	for _, f := range fault.From(err).Fields {
		if f.Field == field {
			return f.Code
		}
	}
	return ""
}

func TestNothingShowsUntilTheSecondPerson(t *testing.T) {
	b := open(t)
	team := ok[*staff.Team](t)(b.s.Team())
	if !team.Solo || team.Working != 0 || !team.CanApprove {
		t.Errorf("an empty workspace: %+v", team)
	}
	first := b.add(t, "李梅", staff.Owner)
	alone := b.customer(t, "恒信建材")
	if b.owner(t, alone) != 0 || b.actor(t) != "" {
		t.Errorf("with one person a customer belongs to %d, done by %q", b.owner(t, alone), b.actor(t))
	}
	b.add(t, "王芳", staff.Sales)
	if team = ok[*staff.Team](t)(b.s.Team()); team.Solo || team.Working != first || len(team.People) != 2 {
		t.Errorf("with two: %+v", team)
	}
	together := b.customer(t, "天合纺织")
	if b.owner(t, together) != first || b.actor(t) != "李梅" {
		t.Errorf("with two people a customer belongs to %d, done by %q", b.owner(t, together), b.actor(t))
	}
	if b.owner(t, alone) != 0 {
		t.Error("what was there before got an owner by itself")
	}
}

func TestUndoOfTheSecondPersonIsSoloAgain(t *testing.T) {
	b := open(t)
	b.add(t, "李梅", staff.Owner)
	second := b.add(t, "王芳", staff.Sales)
	if err := b.s.Work(second); err != nil {
		t.Fatal(err)
	}
	b.undo(t)
	team := ok[*staff.Team](t)(b.s.Team())
	if !team.Solo || team.Working != 0 || team.Names[second] != "王芳" {
		t.Errorf("after undo: %+v", team)
	}
	if b.owner(t, b.customer(t, "恒信建材")) != 0 {
		t.Error("who is no longer there still gets new customers")
	}
}

func TestWhoIsWorkingOwnsWhatIsNew(t *testing.T) {
	b := open(t)
	first, second := b.add(t, "李梅", staff.Owner), b.add(t, "王芳", staff.Sales)
	if err := b.s.Work(second); err != nil {
		t.Fatal(err)
	}
	id := b.customer(t, "恒信建材")
	task := ok[*interaction.TaskView](t)(b.i.AddTask(interaction.Task{Title: "回访", Due: "2026-11-23", AboutKind: customer.KindCustomer, AboutID: int64(id)}))
	if b.owner(t, id) != second || task.AssigneeID != second {
		t.Errorf("the customer is of %d, the task of %d", b.owner(t, id), task.AssigneeID)
	}
	mine := ok[[]interaction.TaskView](t)(b.i.Tasks(interaction.TaskQuery{Of: first}))
	if len(mine) != 0 {
		t.Errorf("another's task is %v's", mine)
	}
	if _, err := b.i.AddTask(interaction.Task{Title: "x", Due: "2026-11-23", AssigneeID: 99}); code(err, "assigneeId") != "staff.not_here" {
		t.Errorf("a task for nobody we know: %v", err)
	}
	if _, err := b.c.Update(id, 0, map[string]any{"ownerId": 99}); code(err, "ownerId") != "staff.not_here" {
		t.Errorf("an owner nobody knows: %v", err)
	}
	if _, err := b.c.UpdateMany([]int64{int64(id)}, map[string]any{"ownerId": 99.0}); code(err, "ownerId") != "staff.not_here" {
		t.Errorf("an owner nobody knows, for many: %v", err)
	}
	if d := ok[*customer.Detail](t)(b.c.Update(id, 0, map[string]any{"ownerId": 0})); d.Customer.OwnerID != 0 {
		t.Error("a customer cannot be nobody's")
	}
}

func TestNamesAreToldApart(t *testing.T) {
	b := open(t)
	id := b.add(t, "王芳", staff.Owner)
	b.add(t, "李梅", staff.Sales)
	for _, c := range []struct{ name, want string }{
		{"王芳", "staff.name_taken"}, {" 王芳 ", "staff.name_taken"}, {"", "staff.name_required"}, {"王芳（仓库）", ""},
	} {
		if _, err := b.s.Save(staff.Staff{Name: c.name}); code(err, "name") != c.want {
			t.Errorf("%q: %v, want %q", c.name, err, c.want)
		}
	}
	if err := b.s.Leave(id, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := b.s.Save(staff.Staff{Name: "王芳"}); code(err, "name") != "staff.name_left" {
		t.Errorf("the name of one who left: %v", err)
	}
	if _, err := b.s.Save(staff.Staff{Name: "赵强", Role: "boss"}); code(err, "role") != "staff.choice" {
		t.Errorf("a role that is none: %v", err)
	}
}

func TestRenamingIsSeenWhereverAPersonIsNamed(t *testing.T) {
	b := open(t)
	id := b.add(t, "王芳", staff.Owner)
	b.add(t, "李梅", staff.Sales)
	p := ok[*staff.Staff](t)(b.s.Save(staff.Staff{ID: id, Name: "王小芳", Role: staff.Sales}))
	if p.Version != 2 {
		t.Errorf("version %d", p.Version)
	}
	if names := ok[map[staff.ID]string](t)(staff.Names(b.st.Read(b.st.Context()))); names[id] != "王小芳" {
		t.Errorf("names: %v", names)
	}
	b.customer(t, "恒信建材")
	if b.actor(t) != "王小芳" {
		t.Errorf("done by %q", b.actor(t))
	}
}

func TestWhoLeavesHandsEverythingOverAndOneUndoBringsItBack(t *testing.T) {
	b := open(t)
	a, c := b.add(t, "李梅", staff.Owner), b.add(t, "王芳", staff.Sales)
	third := b.add(t, "赵强", staff.Sales)
	live, other := b.customer(t, "恒信建材"), b.customer(t, "天合纺织")
	gone := b.customer(t, "永盛五金")
	if err := b.c.Trash([]int64{int64(gone)}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.c.Update(other, 0, map[string]any{"ownerId": third}); err != nil {
		t.Fatal(err)
	}
	todo := ok[*interaction.TaskView](t)(b.i.AddTask(interaction.Task{Title: "回访", Due: "2026-11-23"})).ID
	done := ok[*interaction.TaskView](t)(b.i.AddTask(interaction.Task{Title: "送样", Due: "2026-11-20"})).ID
	ok[*interaction.TaskView](t)(b.i.FinishTask(done, interaction.Done))
	of := func(id interaction.TaskID) staff.ID {
		return ok[*interaction.Task](t)(interaction.FindTask(b.st.Read(b.st.Context()), id)).AssigneeID
	}
	if h := ok[[]staff.Holding](t)(b.s.Holdings(a)); !slices.Equal(h, []staff.Holding{{Kind: "customer", Count: 1}, {Kind: "task", Count: 1}}) {
		t.Errorf("holdings: %v", h)
	}
	before := ok[*customer.Detail](t)(b.c.Get(live)).Customer
	if err := b.s.Leave(a, c); err != nil {
		t.Fatal(err)
	}
	if b.owner(t, live) != c || b.owner(t, other) != third || of(todo) != c || of(done) != a {
		t.Errorf("after leaving: %d %d %d %d", b.owner(t, live), b.owner(t, other), of(todo), of(done))
	}
	if err := b.st.InTx(b.st.Context(), store.Step{Label: "customer.updated"}, func(tx *store.Tx) error { return tx.Restore(customer.KindCustomer, int64(gone)) }); err != nil {
		t.Fatal(err)
	}
	if b.owner(t, gone) != c {
		t.Errorf("what comes back from the trash is of %d", b.owner(t, gone))
	}
	team := ok[*staff.Team](t)(b.s.Team())
	if len(team.People) != 2 || len(team.Former) != 1 || team.Former[0].LeftOn != "2026-11-22" || team.Working != c {
		t.Errorf("the team after: %+v", team)
	}
	b.undo(t) // the restoring
	b.undo(t) // the leaving
	if b.owner(t, live) != a || of(todo) != a || b.owner(t, other) != third {
		t.Errorf("after undo: %d %d %d", b.owner(t, live), of(todo), b.owner(t, other))
	}
	if after := ok[*customer.Detail](t)(b.c.Get(live)).Customer; after.Version <= before.Version {
		t.Error("a record on screen would not notice that it changed owner")
	}
	if team = ok[*staff.Team](t)(b.s.Team()); len(team.People) != 3 {
		t.Errorf("the team after undo: %+v", team)
	}
}

func TestHandingOverGoesToSomebodyWhoIsHere(t *testing.T) {
	b := open(t)
	a, c := b.add(t, "李梅", staff.Owner), b.add(t, "王芳", staff.Sales)
	gone := b.add(t, "赵强", staff.Sales)
	if err := b.s.Leave(gone, 0); err != nil {
		t.Fatal(err)
	}
	for _, to := range []staff.ID{a, gone, 99} {
		if err := b.s.HandOver(a, to); code(err, "to") == "" {
			t.Errorf("handing over to %d: %v", to, err)
		}
	}
	if err := b.s.Leave(gone, c); !fault.Is(err, "staff.not_here") {
		t.Errorf("leaving twice: %v", err)
	}
	if err := b.s.Work(gone); !fault.Is(err, "staff.not_here") {
		t.Errorf("who left works: %v", err)
	}
	if err := b.s.Return(gone); err != nil {
		t.Fatal(err)
	}
	if team := ok[*staff.Team](t)(b.s.Team()); len(team.People) != 3 {
		t.Errorf("the team after: %+v", team)
	}
}

func TestWithoutThePersonWorkingAnotherIs(t *testing.T) {
	b := open(t)
	a, c := b.add(t, "李梅", staff.Owner), b.add(t, "王芳", staff.Sales)
	b.add(t, "赵强", staff.Sales)
	id := b.customer(t, "恒信建材")
	if err := b.s.Trash(a, c); err != nil {
		t.Fatal(err)
	}
	if team := ok[*staff.Team](t)(b.s.Team()); team.Working != c || team.Names[a] != "李梅" || b.owner(t, id) != c {
		t.Errorf("the team after: %+v, owner %d", team, b.owner(t, id))
	}
	b.undo(t)
	if team := ok[*staff.Team](t)(b.s.Team()); len(team.People) != 3 || b.owner(t, id) != a {
		t.Errorf("the team after undo: %+v, owner %d", team, b.owner(t, id))
	}
}

func TestOwnersApprove(t *testing.T) {
	for name, c := range map[string]struct {
		roles   []staff.Role
		working int // of roles; -1 nobody was chosen
		want    bool
	}{
		"alone":                   {[]staff.Role{staff.Sales}, 0, true},
		"an owner":                {[]staff.Role{staff.Owner, staff.Sales}, 0, true},
		"no owner":                {[]staff.Role{staff.Owner, staff.Sales}, 1, false},
		"where nobody is one":     {[]staff.Role{staff.Assistant, staff.Sales}, 1, true},
		"one of two owners":       {[]staff.Role{staff.Owner, staff.Owner, staff.Assistant}, 1, true},
		"an assistant beside two": {[]staff.Role{staff.Owner, staff.Owner, staff.Assistant}, 2, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			var ids []staff.ID
			for i, r := range c.roles {
				ids = append(ids, b.add(t, string(r)+string(rune('a'+i)), r))
			}
			if err := b.s.Work(ids[c.working]); err != nil {
				t.Fatal(err)
			}
			may := ok[bool](t)(staff.CanApprove(b.st.Read(b.st.Context())))
			if may != c.want || ok[*staff.Team](t)(b.s.Team()).CanApprove != c.want {
				t.Errorf("may approve: %v, want %v", may, c.want)
			}
		})
	}
}

func TestListsAreFilteredByWhoAnswers(t *testing.T) {
	b := open(t)
	a, c := b.add(t, "李梅", staff.Owner), b.add(t, "王芳", staff.Sales)
	mine, theirs := b.customer(t, "恒信建材"), b.customer(t, "天合纺织")
	if _, err := b.c.Update(theirs, 0, map[string]any{"ownerId": c}); err != nil {
		t.Fatal(err)
	}
	none := b.customer(t, "永盛五金")
	if _, err := b.c.Update(none, 0, map[string]any{"ownerId": 0}); err != nil {
		t.Fatal(err)
	}
	text := func(id staff.ID) string { return string(rune('0' + int(id))) }
	for name, q := range map[string]struct {
		filter customer.Filter
		want   []int64
	}{
		"mine":       {customer.Filter{Field: "ownerId", Op: "eq", Value: text(a)}, []int64{int64(mine)}},
		"not mine":   {customer.Filter{Field: "ownerId", Op: "ne", Value: text(a)}, []int64{int64(theirs), int64(none)}},
		"of two":     {customer.Filter{Field: "ownerId", Op: "in", Value: []any{text(a), text(c)}}, []int64{int64(mine), int64(theirs)}},
		"nobody's":   {customer.Filter{Field: "ownerId", Op: "empty"}, []int64{int64(none)}},
		"somebody's": {customer.Filter{Field: "ownerId", Op: "filled"}, []int64{int64(mine), int64(theirs)}},
	} {
		ids := ok[[]int64](t)(b.c.IDs(customer.Query{Filters: []customer.Filter{q.filter}}))
		slices.Sort(ids)
		if !slices.Equal(ids, q.want) {
			t.Errorf("%s: %v, want %v", name, ids, q.want)
		}
	}
	offered := func() bool {
		list := ok[[]customer.FilterField](t)(b.c.FilterFields())
		return slices.ContainsFunc(list, func(f customer.FilterField) bool { return f.Field == "ownerId" })
	}
	if !offered() {
		t.Error("no filter by owner where there is staff")
	}
	if err := b.s.Leave(c, a); err != nil {
		t.Fatal(err)
	}
	if offered() {
		t.Error("a filter by owner in solo mode")
	}
	// A segment that was saved before still answers.
	if ids := ok[[]int64](t)(b.c.IDs(customer.Query{Filters: []customer.Filter{{Field: "ownerId", Op: "eq", Value: text(a)}}})); len(ids) != 2 {
		t.Errorf("a saved filter in solo mode: %v", ids)
	}
}

func TestMergedCustomersKeepAnOwner(t *testing.T) {
	b := open(t)
	_, c := b.add(t, "李梅", staff.Owner), b.add(t, "王芳", staff.Sales)
	keep, other := b.customer(t, "恒信建材"), b.customer(t, "恒信门店")
	first := b.owner(t, keep)
	if _, err := b.c.Update(other, 0, map[string]any{"ownerId": c}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.c.Merge(keep, []customer.ID{other}, nil); err != nil || b.owner(t, keep) != first {
		t.Errorf("merged without a choice: of %d, %v", b.owner(t, keep), err)
	}
	b.undo(t)
	if b.owner(t, other) != c {
		t.Errorf("after undo the other is of %d", b.owner(t, other))
	}
	if _, err := b.c.Merge(keep, []customer.ID{other}, map[string]customer.ID{"ownerId": other}); err != nil || b.owner(t, keep) != c {
		t.Errorf("merged with a choice: of %d, %v", b.owner(t, keep), err)
	}
}

func TestAPersonPurgedTakesNothingAlong(t *testing.T) {
	b := open(t)
	_, c := b.add(t, "李梅", staff.Owner), b.add(t, "王芳", staff.Sales)
	b.add(t, "赵强", staff.Sales)
	id := b.customer(t, "恒信建材")
	if _, err := b.c.Update(id, 0, map[string]any{"ownerId": c}); err != nil {
		t.Fatal(err)
	}
	if err := b.s.Trash(c, 0); err != nil {
		t.Fatal(err)
	}
	if err := b.c.Trash([]int64{int64(id)}); err != nil {
		t.Fatal(err)
	}
	err := b.st.InTx(b.st.Context(), store.Step{Label: "customer.updated"}, func(tx *store.Tx) error { return tx.PurgeWith(staff.Kind, int64(c)) })
	if err != nil {
		t.Fatal(err)
	}
	if err := b.st.Read(b.st.Context()).Take(&customer.Customer{}, id).Error; err != nil {
		if err == gorm.ErrRecordNotFound {
			t.Fatal("the customer was purged with the person")
		}
		t.Fatal(err)
	}
}
