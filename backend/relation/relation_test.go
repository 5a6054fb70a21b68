package relation_test

import (
	"slices"
	"testing"

	"keyue/backend/attachment"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/relation"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// world is a workspace with customers called by letters.
type world struct {
	t         *testing.T
	st        *store.Store
	customers *customer.Service
	relations *relation.Service
	ids       map[string]customer.ID
}

func open(t *testing.T, names ...string) *world {
	t.Helper()
	st := testkit.Open(t, slices.Concat(settings.Kinds(), attachment.Kinds(), customer.Kinds(), relation.Kinds())...)
	w := &world{t: t, st: st, relations: relation.NewService(st), ids: map[string]customer.ID{},
		customers: customer.NewService(st, customer.Options{Followers: []customer.Follower{relation.Follow}})}
	for _, n := range names {
		w.add(customer.Customer{Name: n})
	}
	return w
}

func (w *world) add(c customer.Customer) {
	w.t.Helper()
	d, err := w.customers.Create(c, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	w.ids[c.Name] = d.Customer.ID
}

// relate says that other is the role of name.
func (w *world) relate(name string, role relation.Role, other string) (relation.ID, error) {
	return w.relations.Add(relation.Draft{CustomerID: w.ids[name], OtherID: w.ids[other], Role: role})
}

func (w *world) related(name string, role relation.Role, other string) relation.ID {
	w.t.Helper()
	id, err := w.relate(name, role, other)
	if err != nil {
		w.t.Fatalf("%s, %s of %s: %v", other, role, name, err)
	}
	return id
}

// near tells the relations of a customer as "role name".
func (w *world) near(name string) []string {
	w.t.Helper()
	c, err := w.relations.Of(w.ids[name])
	if err != nil {
		w.t.Fatal(err)
	}
	return told(c.Near)
}

func told(ties []relation.Tie) []string {
	out := []string{}
	for _, t := range ties {
		s := string(t.Role) + " " + t.Name
		if t.Word != "" {
			s = t.Word + " " + t.Name
		}
		out = append(out, s)
	}
	return out
}

func (w *world) want(name string, want ...string) {
	w.t.Helper()
	if want == nil {
		want = []string{}
	}
	if got := w.near(name); !slices.Equal(got, want) {
		w.t.Errorf("%s has %q, want %q", name, got, want)
	}
}

func (w *world) undo() {
	w.t.Helper()
	var last int64
	if err := w.st.Read(w.t.Context()).Raw("select max(id) from step").Scan(&last).Error; err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.st.Undo(w.t.Context(), last); err != nil {
		w.t.Fatal(err)
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	f := fault.From(err)
	if len(f.Fields) > 0 {
		return f.Fields[0].Code
	}
	return f.Code
}

func TestBothSidesOfARelationAreWordedRight(t *testing.T) {
	for _, c := range []struct {
		role relation.Role
		back relation.Role
	}{
		{relation.RoleParent, relation.RoleChild}, {relation.RoleChild, relation.RoleParent},
		{relation.RoleReferrer, relation.RoleReferred}, {relation.RoleReferred, relation.RoleReferrer},
		{relation.RoleFamily, relation.RoleFamily},
	} {
		t.Run(string(c.role), func(t *testing.T) {
			w := open(t, "a", "b")
			w.related("a", c.role, "b")
			w.want("a", string(c.role)+" b")
			w.want("b", string(c.back)+" a")
		})
	}
	t.Run("in own words", func(t *testing.T) {
		w := open(t, "a", "b", "c")
		for _, d := range []relation.Draft{{OtherID: w.ids["b"], Word: " 房东 ", Back: "租客"}, {OtherID: w.ids["c"], Word: "同学"}} {
			d.CustomerID, d.Role = w.ids["a"], relation.RoleOther
			if _, err := w.relations.Add(d); err != nil {
				t.Fatal(err)
			}
		}
		w.want("a", "房东 b", "同学 c")
		w.want("b", "租客 a")
		w.want("c", "同学 a")
	})
}

func TestWhatCannotBeIsRefusedWithASentence(t *testing.T) {
	w := open(t, "a", "b", "c", "d", "gone")
	w.related("a", relation.RoleParent, "b") // b over a
	w.related("b", relation.RoleParent, "c") // c over b
	w.related("a", relation.RoleReferrer, "d")
	w.related("c", relation.RoleFamily, "d")
	if err := w.customers.Trash([]int64{int64(w.ids["gone"])}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		of    string
		role  relation.Role
		other string
		want  string
	}{
		{"a", relation.RoleFamily, "a", "relation.self"},
		{"a", relation.RoleFamily, "nobody", "relation.customer_required"},
		{"a", relation.RoleFamily, "gone", "relation.customer_gone"},
		{"a", relation.RoleLegal, "b", "relation.role"},
		{"a", "boss", "b", "relation.role"},
		{"a", relation.RoleOther, "b", "relation.word_required"},
		{"a", relation.RoleParent, "b", "relation.exists"},
		{"b", relation.RoleChild, "a", "relation.exists"},
		{"b", relation.RoleParent, "a", "relation.exists"}, // the same two the other way round
		{"d", relation.RoleReferred, "a", "relation.exists"},
		{"d", relation.RoleFamily, "c", "relation.exists"},
		{"a", relation.RoleParent, "c", "relation.parent_taken"},
		{"c", relation.RoleParent, "a", "relation.loop"},
		{"a", relation.RoleFamily, "d", ""},
		{"c", relation.RoleChild, "d", ""},
	} {
		if _, err := w.relate(c.of, c.role, c.other); codeOf(err) != c.want {
			t.Errorf("%s as %s of %s: %v, want %q", c.other, c.role, c.of, err, c.want)
		}
	}
}

func TestTheSameLegalRepresentativeIsFound(t *testing.T) {
	w := open(t, "z")
	for _, n := range []string{"a", "b"} {
		w.add(customer.Customer{Name: n, LegalRepresentative: " 沈 建国 "})
	}
	w.want("z")
	w.want("a", "legal b")
	c, err := w.relations.Of(w.ids["b"])
	if err != nil || len(c.Near) != 1 || c.Near[0].ID != 0 || c.Near[0].Note != "沈 建国" {
		t.Errorf("found %+v, %v", c, err)
	}
	if err := w.customers.Trash([]int64{int64(w.ids["a"])}); err != nil {
		t.Fatal(err)
	}
	w.want("b")
	w.undo()
	w.want("b", "legal a")
}

func TestRelationsAreSeenTwoStepsFar(t *testing.T) {
	w := open(t, "a", "b", "c", "d", "e")
	w.related("a", relation.RoleChild, "b")
	w.related("a", relation.RoleReferred, "c")
	w.related("b", relation.RoleChild, "d")
	w.related("d", relation.RoleChild, "e")    // three steps
	w.related("b", relation.RoleReferred, "c") // between two near ones
	c, err := w.relations.Of(w.ids["a"])
	if err != nil {
		t.Fatal(err)
	}
	if got := told(c.Near); !slices.Equal(got, []string{"child b", "referred c"}) {
		t.Errorf("near %q", got)
	}
	if got := told(c.Beyond); !slices.Equal(got, []string{"child d"}) || c.Beyond[0].OfID != w.ids["b"] {
		t.Errorf("beyond %+v", c.Beyond)
	}
	if _, err := w.relations.Of(99); !fault.Is(err, fault.NotFound) {
		t.Errorf("of nobody: %v", err)
	}
}

func TestRemovingTrashingAndUndoing(t *testing.T) {
	w := open(t, "a", "b")
	id := w.related("a", relation.RoleParent, "b")
	if err := w.relations.Remove(id); err != nil {
		t.Fatal(err)
	}
	w.want("a")
	w.related("b", relation.RoleParent, "a") // free again, either way round
	w.undo()
	w.want("a")
	w.undo() // the undoing of that adding
	w.want("a", "child b")
	if err := w.customers.Trash([]int64{int64(w.ids["b"])}); err != nil {
		t.Fatal(err)
	}
	w.want("a")
	w.undo()
	w.want("a", "child b")
}

func TestPurgingACustomerTakesItsRelationsAlong(t *testing.T) {
	w := open(t, "a", "b")
	w.related("a", relation.RoleFamily, "b")
	b := int64(w.ids["b"])
	if err := w.customers.Trash([]int64{b}); err != nil {
		t.Fatal(err)
	}
	err := w.st.InTx(w.st.Context(), store.Step{Label: "history.purged"}, func(tx *store.Tx) error {
		return tx.PurgeWith(customer.KindCustomer, b)
	})
	if err != nil {
		t.Fatal(err)
	}
	w.want("a")
	var left int64
	if err := w.st.Read(t.Context()).Table("relation").Count(&left).Error; err != nil || left != 0 {
		t.Errorf("%d relations left, %v", left, err)
	}
}

func TestMergingMovesRelations(t *testing.T) {
	for _, c := range []struct {
		name  string
		setup func(w *world)
		want  map[string][]string
	}{
		{"the absorbed one's relations are the kept one's", func(w *world) {
			w.related("b", relation.RoleChild, "x")
			w.related("b", relation.RoleReferrer, "y")
		}, map[string][]string{"a": {"child x", "referrer y"}, "x": {"parent a"}, "y": {"referred a"}}},
		{"what both had is said once", func(w *world) {
			w.related("a", relation.RoleFamily, "x")
			w.related("x", relation.RoleFamily, "b")
		}, map[string][]string{"a": {"family x"}, "x": {"family a"}}},
		{"the two are not related to each other", func(w *world) {
			w.related("a", relation.RoleChild, "b")
			w.related("b", relation.RoleChild, "x")
		}, map[string][]string{"a": {"child x"}, "x": {"parent a"}}},
		{"the kept one's parent stays", func(w *world) {
			w.related("a", relation.RoleParent, "x")
			w.related("b", relation.RoleParent, "y")
		}, map[string][]string{"a": {"parent x"}, "y": {}}},
		{"no circle of parents comes of it", func(w *world) {
			w.related("b", relation.RoleChild, "x")
			w.related("x", relation.RoleChild, "a")
		}, map[string][]string{"a": {"parent x"}, "x": {"child a"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := open(t, "a", "b", "x", "y")
			c.setup(w)
			before := map[string][]string{}
			for n := range w.ids {
				before[n] = w.near(n)
			}
			if _, err := w.customers.Merge(w.ids["a"], []customer.ID{w.ids["b"]}, nil); err != nil {
				t.Fatal(err)
			}
			for n, want := range c.want {
				w.want(n, want...)
			}
			w.undo()
			for n, want := range before {
				w.want(n, want...)
			}
		})
	}
}
