package group_test

import (
	"slices"
	"strings"
	"testing"

	"keyue/backend/attachment"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/group"
	"keyue/backend/interaction"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// world is a workspace with customers and groups called by name.
type world struct {
	t         *testing.T
	st        *store.Store
	customers *customer.Service
	groups    *group.Service
	talk      *interaction.Service
	id        map[string]int64
	in        map[string]group.ID
}

func open(t *testing.T, names ...string) *world {
	t.Helper()
	st := testkit.Open(t, slices.Concat(settings.Kinds(), attachment.Kinds(), customer.Kinds(), interaction.Kinds(), group.Kinds())...)
	w := &world{t: t, st: st, id: map[string]int64{}, in: map[string]group.ID{}, talk: interaction.NewService(st, interaction.Options{})}
	w.customers = customer.NewService(st, customer.Options{Computed: group.CustomerValues(), Followers: []customer.Follower{interaction.Follow, group.Follow}})
	w.groups = group.NewService(st, w.customers)
	for _, n := range names {
		w.customer(n, "")
	}
	return w
}

func (w *world) customer(name, tier string) {
	w.t.Helper()
	d, err := w.customers.Create(customer.Customer{Name: name, Tier: tier}, nil)
	w.ok(err)
	w.id[name] = int64(d.Customer.ID)
}

// group makes a group with members.
func (w *world) group(name string, members ...string) group.ID {
	w.t.Helper()
	g, err := w.groups.Save(group.Group{Name: name})
	w.ok(err)
	w.in[name] = g.ID
	if len(members) > 0 {
		w.add(name, members...)
	}
	return g.ID
}

func (w *world) ids(names ...string) []int64 {
	ids := make([]int64, len(names))
	for i, n := range names {
		ids[i] = w.id[n]
	}
	return ids
}

func (w *world) add(name string, members ...string) int {
	w.t.Helper()
	n, err := w.groups.Add(w.in[name], w.ids(members...))
	w.ok(err)
	return n
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// want says who is in a group.
func (w *world) want(name string, members ...string) {
	w.t.Helper()
	page, err := w.groups.Members(w.in[name], customer.Query{})
	w.ok(err)
	got := []string{}
	for _, r := range page.Rows {
		got = append(got, r.Name)
	}
	if page.Total != int64(len(members)) || !slices.Equal(got, append([]string{}, members...)) {
		w.t.Errorf("%s has %q (%d), want %q", name, got, page.Total, members)
	}
}

func (w *world) undo() {
	w.t.Helper()
	var last int64
	w.ok(w.st.Read(w.t.Context()).Raw("select max(id) from step").Scan(&last).Error)
	_, err := w.st.Undo(w.t.Context(), last)
	w.ok(err)
}

func codes(err error) string {
	if err == nil {
		return ""
	}
	f := fault.From(err)
	if len(f.Fields) == 0 {
		return f.Code
	}
	var out []string
	for _, x := range f.Fields {
		out = append(out, x.Field+" "+x.Code)
	}
	return strings.Join(out, ", ")
}

func TestEveryBadFieldOfAGroupIsNamed(t *testing.T) {
	w := open(t)
	w.group("taken")
	for _, c := range []struct {
		name string
		g    group.Group
		want string
	}{
		{"a name is needed", group.Group{Name: " "}, "name group.name_required"},
		{"a name is there once", group.Group{Name: " taken "}, "name group.name_taken"},
		{"a name is short", group.Group{Name: strings.Repeat("群", 41)}, "name group.long"},
		{"the kind is known", group.Group{Name: "x", Kind: "club"}, "kind group.choice"},
		{"who is in charge is short", group.Group{Name: "x", InCharge: strings.Repeat("x", 101)}, "inCharge group.long"},
		{"a group that is gone is not changed", group.Group{ID: 99, Name: "x"}, "fault.not_found"},
		{"all is well", group.Group{Name: "x", Kind: group.Intent, InCharge: " 小  王 "}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, err := w.groups.Save(c.g)
			if codes(err) != c.want {
				t.Errorf("%v, want %q", err, c.want)
			}
			if err == nil && (g.InCharge != "小 王" || g.Version != 1) {
				t.Errorf("saved %+v", g)
			}
		})
	}
}

func TestCustomersComeAndGo(t *testing.T) {
	w := open(t, "a", "b", "c")
	w.group("one", "a", "b")
	if n := w.add("one", "b", "c"); n != 1 {
		t.Errorf("%d are new, want 1", n)
	}
	w.group("two", "b")
	w.want("one", "a", "b", "c")
	w.ok(w.groups.Note(w.in["one"], customer.ID(w.id["b"]), " likes tea "))
	n, err := w.groups.Remove(w.in["one"], w.ids("b", "b", "c"))
	if err != nil || n != 2 {
		t.Errorf("removed %d, %v", n, err)
	}
	w.want("one", "a")
	if err := w.groups.Note(w.in["one"], customer.ID(w.id["b"]), "x"); codes(err) != "group.not_member" {
		t.Errorf("a note on who is gone: %v", err)
	}
	w.undo()
	w.want("one", "a", "b", "c")
	places, err := w.groups.Of(customer.ID(w.id["b"]))
	if err != nil || len(places) != 2 || places[0].Name+places[1].Name != "twoone" || places[1].Note != "likes tea" {
		t.Errorf("b is in %+v, %v", places, err)
	}
	w.ok(w.customers.Trash(w.ids("a")))
	w.want("one", "b", "c")
	w.undo()
	w.want("one", "a", "b", "c")
	w.ok(w.groups.Trash(w.in["two"]))
	if places, err := w.groups.Of(customer.ID(w.id["b"])); err != nil || len(places) != 1 {
		t.Errorf("b is in %+v, %v", places, err)
	}
	if _, err := w.groups.Add(w.in["two"], w.ids("a")); !fault.Is(err, fault.NotFound) {
		t.Errorf("joining a group in the trash: %v", err)
	}
	w.undo()
	w.want("two", "b")
}

func TestAGroupIsFilledFromASegmentOnceAndThenWithWhoIsNew(t *testing.T) {
	w := open(t, "other")
	w.customer("a", "A")
	w.customer("b", "A")
	seg, err := w.customers.SaveSegment(customer.Segment{Name: "best", Filters: []customer.Filter{{Field: "tier", Op: "eq", Value: "A"}}})
	w.ok(err)
	g, err := w.groups.Save(group.Group{Name: "vip", SegmentID: seg.ID})
	w.ok(err)
	w.in["vip"] = g.ID
	w.want("vip", "a", "b")
	_, err = w.groups.Remove(g.ID, w.ids("a"))
	w.ok(err)
	w.customer("c", "A")
	d, err := w.groups.Get(g.ID)
	if err != nil || d.New != 1 || d.Segment != "best" || d.Members != 1 {
		t.Errorf("%+v, %v", d, err)
	}
	if n, err := w.groups.AddNew(g.ID); err != nil || n != 1 {
		t.Errorf("added %d, %v", n, err)
	}
	w.want("vip", "b", "c") // who was taken out by hand stays out
	w.ok(w.customers.TrashSegment(seg.ID))
	if n, err := w.groups.AddNew(g.ID); err != nil || n != 0 {
		t.Errorf("without its segment it added %d, %v", n, err)
	}
}

func TestWhoIsInSeveralGroupsIsSeen(t *testing.T) {
	w := open(t, "a", "b", "c", "gone")
	one, two, three := w.group("one", "a", "b", "gone"), w.group("two", "b", "c", "gone"), w.group("three", "b")
	w.ok(w.customers.Trash(w.ids("gone")))
	o, err := w.groups.Overlaps()
	if want := []group.Overlap{{AID: one, BID: two, Count: 1}, {AID: one, BID: three, Count: 1}, {AID: two, BID: three, Count: 1}}; err != nil || !slices.Equal(o.Pairs, want) || o.Total != 1 ||
		len(o.Customers) != 1 || o.Customers[0].Name != "b" || len(o.Customers[0].Groups) != 3 {
		t.Errorf("%+v, %v", o, err)
	}
	d, err := w.groups.Get(two)
	if err != nil || len(d.Overlaps) != 2 || d.Overlaps[0].AID != two || d.Names[d.Overlaps[0].BID] == "" || d.Members != 2 || d.Shared != 1 {
		t.Errorf("%+v, %v", d, err)
	}
	page, err := w.groups.Members(one, customer.Query{Filters: []customer.Filter{group.In(two)}})
	if err != nil || len(page.Rows) != 1 || page.Rows[0].Name != "b" || !slices.Contains(page.Rows[0].Others, "two") || page.Rows[0].JoinedAt == 0 {
		t.Errorf("in both %+v, %v", page, err)
	}
}

func TestListsAreFilteredByGroup(t *testing.T) {
	w := open(t, "a", "b", "c")
	one, two := w.group("one", "a", "b"), w.group("two", "b")
	left := w.group("left", "c")
	_, err := w.groups.Remove(left, w.ids("c"))
	w.ok(err)
	value := func(id group.ID) any { return group.In(id).Value }
	for _, c := range []struct {
		name string
		f    customer.Filter
		want []string
	}{
		{"in one", group.In(one), []string{"a", "b"}},
		{"not in two", customer.Filter{Field: "group", Op: "ne", Value: value(two)}, []string{"a", "c"}},
		{"in one of them", customer.Filter{Field: "group", Op: "in", Value: []any{value(one), value(two)}}, []string{"a", "b"}},
		{"in none of them", customer.Filter{Field: "group", Op: "nin", Value: []any{value(one), value(two)}}, []string{"c"}},
		{"in any", customer.Filter{Field: "group", Op: "filled"}, []string{"a", "b"}},
		{"in none at all", customer.Filter{Field: "group", Op: "empty"}, []string{"c"}},
		{"in two or more", customer.Filter{Field: "groups", Op: "gte", Value: 2.0}, []string{"b"}},
		{"in the group that was left", group.In(left), []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := w.customers.List(customer.Query{Filters: []customer.Filter{c.f}})
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, r := range page.Rows {
				got = append(got, r.Name)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	fields, err := w.customers.FilterFields()
	at := slices.IndexFunc(fields, func(f customer.FilterField) bool { return f.Field == "group" })
	if err != nil || at < 0 || len(fields[at].Choices) != 3 || fields[at].Names[value(two).(string)] != "two" {
		t.Errorf("the filter is offered as %+v, %v", fields[max(at, 0)], err)
	}
}

func TestACustomerIsHandedOverWithTopicNoteAndHistory(t *testing.T) {
	w := open(t, "a", "b")
	one, two := w.group("one", "a", "b"), w.group("two")
	said := []interaction.ID{}
	for _, s := range []string{"first", "second", "third"} {
		e, err := w.talk.Log(interaction.Interaction{CustomerID: customer.ID(w.id["a"]), Summary: s, Needs: []string{"tiles"}}, nil, 0)
		w.ok(err)
		said = append(said, e.ID)
	}
	other, err := w.talk.Log(interaction.Interaction{CustomerID: customer.ID(w.id["b"]), Summary: "not a's"}, nil, 0)
	w.ok(err)
	for _, c := range []struct {
		name string
		task group.Task
		want string
	}{
		{"a topic is needed", group.Task{Customers: w.ids("a"), FromID: one, ToID: two}, "topic group.topic_required"},
		{"to another group", group.Task{Customers: w.ids("a"), FromID: one, ToID: one, Topic: "x"}, "toId group.same"},
		{"from a group", group.Task{Customers: w.ids("a"), ToID: one, Topic: "x"}, "fromId group.required"},
		{"only who is in it", group.Task{Customers: w.ids("a"), FromID: two, ToID: one, Topic: "x"}, "group.not_member"},
		{"to a group that is there", group.Task{Customers: w.ids("a"), FromID: one, ToID: 99, Topic: "x"}, "fault.not_found"},
	} {
		if _, err := w.groups.HandOver(c.task); codes(err) != c.want {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if needs, err := w.groups.Needs(customer.ID(w.id["a"])); err != nil || !slices.Equal(needs, []string{"tiles"}) {
		t.Errorf("needs %q, %v", needs, err)
	}
	n, err := w.groups.HandOver(group.Task{Customers: w.ids("a"), FromID: one, ToID: two, Topic: "install", Note: "call first", Needs: []string{"tiles", "tiles"},
		Interactions: []interaction.ID{said[0], other.ID}, Recent: 1})
	if err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	w.want("one", "b")
	w.want("two", "a")
	check := func(list []group.Handed, err error) {
		t.Helper()
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		h := list[0]
		if h.Topic != "install" || h.FromName != "one" || h.ToName != "two" || h.CustomerName != "a" || len(h.Needs) != 1 ||
			len(h.Said) != 2 || h.Said[0].Summary != "third" || h.Said[1].Summary != "first" {
			t.Errorf("handed over %+v", h)
		}
	}
	check(w.groups.Handovers(one))
	check(w.groups.Handovers(two))
	check(w.groups.HandoversOf(customer.ID(w.id["a"])))
	w.undo()
	w.want("one", "a", "b")
	w.want("two")
	if list, err := w.groups.Handovers(one); err != nil || len(list) != 0 {
		t.Errorf("undone it left %+v, %v", list, err)
	}
	if _, err := w.groups.HandOver(group.Task{Customers: w.ids("a", "b"), FromID: one, ToID: two, Topic: "both", Stay: true, Recent: 5}); err != nil {
		t.Fatal(err)
	}
	w.want("one", "a", "b")
	w.want("two", "a", "b")
	w.ok(w.customers.Trash(w.ids("b")))
	if list, err := w.groups.Handovers(two); err != nil || len(list) != 1 {
		t.Errorf("of live customers %+v, %v", list, err)
	}
}

func TestMergingCarriesMembershipsAndHandovers(t *testing.T) {
	w := open(t, "a", "b")
	w.group("both", "a", "b")
	w.group("theirs", "b")
	w.group("left", "a", "b")
	w.group("old", "b")
	_, err := w.groups.Remove(w.in["left"], w.ids("a"))
	w.ok(err)
	w.ok(w.groups.Note(w.in["both"], customer.ID(w.id["b"]), "from b"))
	_, err = w.groups.HandOver(group.Task{Customers: w.ids("b"), FromID: w.in["old"], ToID: w.in["theirs"], Topic: "x"})
	w.ok(err)
	if _, err := w.customers.Merge(customer.ID(w.id["a"]), []customer.ID{customer.ID(w.id["b"])}, nil); err != nil {
		t.Fatal(err)
	}
	for _, g := range []string{"both", "theirs", "left"} {
		w.want(g, "a")
	}
	w.want("old")
	places, err := w.groups.Of(customer.ID(w.id["a"]))
	w.ok(err)
	for _, p := range places {
		if p.Name == "both" && p.Note != "from b" {
			t.Errorf("the note is lost: %+v", p)
		}
	}
	if list, err := w.groups.HandoversOf(customer.ID(w.id["a"])); err != nil || len(list) != 1 {
		t.Errorf("hand-overs %+v, %v", list, err)
	}
	w.undo()
	w.want("both", "a", "b")
	w.want("theirs", "b")
	w.want("left", "b")
	if list, err := w.groups.HandoversOf(customer.ID(w.id["b"])); err != nil || len(list) != 1 {
		t.Errorf("hand-overs %+v, %v", list, err)
	}
}

func TestPurgingTakesMembershipsAndHandoversAlong(t *testing.T) {
	w := open(t, "a", "b")
	one, two := w.group("one", "a", "b"), w.group("two")
	_, err := w.groups.HandOver(group.Task{Customers: w.ids("a"), FromID: one, ToID: two, Topic: "x"})
	w.ok(err)
	purge := func(kind string, id int64) {
		t.Helper()
		w.ok(w.st.InTx(w.st.Context(), store.Step{Label: "history.purged"}, func(tx *store.Tx) error {
			if err := tx.Trash(kind, id); err != nil {
				return err
			}
			return tx.PurgeWith(kind, id)
		}))
	}
	purge(customer.KindCustomer, w.id["a"])
	w.want("one", "b")
	w.want("two")
	purge(group.KindGroup, int64(one))
	list, err := w.groups.List()
	if err != nil || len(list) != 1 {
		t.Errorf("groups %+v, %v", list, err)
	}
	var left int64
	w.ok(w.st.Read(t.Context()).Raw("select (select count(*) from membership) + (select count(*) from handover)").Scan(&left).Error)
	if left != 0 {
		t.Errorf("%d rows are left", left)
	}
}

func TestTheListTellsMembersAndWhoIsShared(t *testing.T) {
	w := open(t, "a", "b")
	w.group("one", "a", "b")
	w.group("two", "b")
	_, err := w.groups.Save(group.Group{Name: "first", Kind: group.Intent})
	w.ok(err)
	_, err = w.groups.HandOver(group.Task{Customers: w.ids("a"), FromID: w.in["one"], ToID: w.in["two"], Topic: "x", Stay: true})
	w.ok(err)
	list, err := w.groups.List()
	w.ok(err)
	var got []string
	for _, v := range list {
		got = append(got, v.Name)
		if v.Name == "one" && (v.Members != 2 || v.Shared != 2 || v.Handed == 0) || v.Name == "first" && (v.Members != 0 || v.Handed != 0) {
			t.Errorf("%+v", v)
		}
	}
	if !slices.Equal(got, []string{"first", "one", "two"}) {
		t.Errorf("groups %q", got)
	}
}
