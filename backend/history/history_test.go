package history_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"keyue/backend/fault"
	"keyue/backend/history"
	"keyue/backend/store"
	"keyue/backend/testkit"

	"gorm.io/gorm"
)

type person struct {
	ID int64 `json:"id"`
	store.Meta
	Name   string         `json:"name"`
	TaxID  string         `json:"taxId"`
	Tags   []string       `gorm:"serializer:json" json:"tags"`
	Amount int64          `json:"amount"`
	Boss   *int64         `json:"boss"`
	Custom map[string]any `gorm:"serializer:json" json:"custom"`
}

func (person) TableName() string { return "person" }
func (p person) RowID() int64    { return p.ID }

func open(t *testing.T) (*store.Store, *history.Service) {
	t.Helper()
	s := testkit.Open(t, store.Kind{Name: "person", Table: "person", Title: func(db *gorm.DB, id int64) (name string) {
		db.Raw("select name from person where id = ?", id).Scan(&name)
		return name
	}})
	must(t, s.InTx(context.Background(), store.Step{}, func(tx *store.Tx) error {
		return tx.Exec(`create table person (id integer primary key autoincrement, uid text not null, created_at integer not null, updated_at integer not null,
			version integer not null, deleted_at integer, name text not null, tax_id text not null, tags text not null default '[]', amount integer not null, boss integer references person (id), custom text not null default '{}')`).Error
	}))
	return s, history.NewService(s, map[string]history.Restorable{"person": func(_ *store.Tx, _ int64, column string) (map[string]any, error) {
		if column == "boss" {
			return nil, fault.New(history.NotRestorable, nil)
		}
		return nil, nil
	}})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func do(t *testing.T, s *store.Store, label string, f func(tx *store.Tx) error) {
	t.Helper()
	must(t, s.InTx(context.Background(), store.Step{Label: label, Params: fault.P{"name": "王"}}, f))
}

func TestTheHistoryOfARecordShowsOldAndNewPerField(t *testing.T) {
	s, h := open(t)
	p := &person{Name: "王", Amount: 1}
	do(t, s, "person.created", func(tx *store.Tx) error { return tx.Insert(p) })
	p.Name, p.TaxID, p.Tags, p.Amount = "王芳", "91", []string{"重点"}, 9007199254740993
	do(t, s, "person.updated", func(tx *store.Tx) error { return tx.Update(p) })
	list, err := h.Of("person", p.ID, history.Filter{})
	must(t, err)
	got, err := json.Marshal(list[0].Fields)
	must(t, err)
	want := `[{"field":"amount","old":1,"new":9007199254740993},{"field":"name","old":"王","new":"王芳"},{"field":"tags","old":[],"new":["重点"]},{"field":"taxId","old":"","new":"91"}]`
	if string(got) != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	if len(list) != 2 || list[1].Op != "created" || list[0].Step.Label != "person.updated" || list[0].Step.Params["name"] != "王" || !list[0].Step.Undoable {
		t.Fatalf("got %+v", list)
	}
	older, err := h.Of("person", p.ID, history.Filter{Limit: 1, Before: list[0].ID})
	must(t, err)
	if len(older) != 1 || older[0].ID != list[1].ID {
		t.Fatalf("got %+v", older)
	}
}

func TestUndoAndRedoWalkBackAndForth(t *testing.T) {
	s, h := open(t)
	p := &person{Name: "a"}
	do(t, s, "person.created", func(tx *store.Tx) error { return tx.Insert(p) })
	for _, name := range []string{"b", "c"} {
		p.Name = name
		do(t, s, "person.updated", func(tx *store.Tx) error { return tx.Update(p) })
	}
	name := func() (n string) {
		must(t, s.Read(context.Background()).Raw("select name || case when deleted_at is null then '' else '-' end from person").Scan(&n).Error)
		return n
	}
	walk := func(f func() (history.Done, error), want string) {
		t.Helper()
		_, err := f()
		must(t, err)
		if name() != want {
			t.Fatalf("got %s, want %s", name(), want)
		}
	}
	for range 3 {
		walk(h.UndoLast, "b")
		walk(h.UndoLast, "a")
		walk(h.UndoLast, "a-")
		if _, err := h.UndoLast(); !fault.Is(err, history.NothingToUndo) {
			t.Fatalf("got %v", err)
		}
		walk(h.RedoLast, "a")
		walk(h.RedoLast, "b")
		walk(h.RedoLast, "c")
		if _, err := h.RedoLast(); !fault.Is(err, history.NothingToRedo) {
			t.Fatalf("got %v", err)
		}
	}
	walk(h.UndoLast, "b")
	do(t, s, "person.created", func(tx *store.Tx) error { return tx.Insert(&person{Name: "new"}) })
	if _, err := h.RedoLast(); !fault.Is(err, history.NothingToRedo) {
		t.Fatalf("redo after something new: got %v", err)
	}
}

func TestTheTrashListsRestoresWithCompanionsAndEmpties(t *testing.T) {
	s, h := open(t)
	boss, used := &person{Name: "老板"}, &person{Name: "被引用"}
	do(t, s, "person.created", func(tx *store.Tx) error {
		if err := tx.Insert(used); err != nil {
			return err
		}
		return tx.Insert(boss)
	})
	a, b, c := &person{Name: "a", Boss: &boss.ID}, &person{Name: "b", Boss: &boss.ID}, &person{Name: "c", Boss: &used.ID}
	do(t, s, "person.created", func(tx *store.Tx) error { return tx.InsertAll([]*person{a, b, c}) })
	do(t, s, "person.trashed", func(tx *store.Tx) error { return tx.Trash("person", boss.ID, a.ID) })
	page, err := h.Trash("", "", 0, 0)
	must(t, err)
	if page.Total != 2 || len(page.Items) != 2 || page.Items[1].Title != "老板" || page.Items[0].ExpiresAt <= page.Items[0].DeletedAt {
		t.Fatalf("got %+v", page)
	}
	must(t, h.Restore("person", []int64{boss.ID}))
	if page, _ = h.Trash("person", "", 0, 0); page.Total != 0 {
		t.Fatalf("companion stayed: %+v", page)
	}
	do(t, s, "person.trashed", func(tx *store.Tx) error { return tx.Trash("person", boss.ID, a.ID, b.ID, used.ID) })
	e, err := h.EmptyTrash()
	must(t, err)
	if e.Kept != 1 || e.Purged != 3 {
		t.Fatalf("got %+v", e)
	}
	if err := h.Purge("person", []int64{used.ID}); !fault.Is(err, store.InUse) {
		t.Fatalf("got %v", err)
	}
}

func TestOneFieldIsSetBackAsANewStep(t *testing.T) {
	s, h := open(t)
	p := &person{Name: "王", Custom: map[string]any{"c1": "红", "c2": 1.0}}
	do(t, s, "person.created", func(tx *store.Tx) error { return tx.Insert(p) })
	p.Name, p.TaxID, p.Tags, p.Custom = "王芳", "91", []string{"重点"}, map[string]any{"c1": "蓝", "c2": 2.0}
	do(t, s, "person.updated", func(tx *store.Tx) error { return tx.Update(p) })
	p.Custom["c3"] = "新"
	do(t, s, "person.updated", func(tx *store.Tx) error { return tx.Update(p) })
	list, err := h.Of("person", p.ID, history.Filter{Field: "custom.c1"})
	must(t, err)
	if len(list) != 2 || len(list[1].Fields) != 5 {
		t.Fatalf("got %+v", list)
	}
	change := list[1].ID
	now := func() string {
		var row struct{ Name, TaxID, Tags, Custom string }
		must(t, s.Read(context.Background()).Raw("select name, tax_id, tags, custom from person").Scan(&row).Error)
		return row.Name + " " + row.TaxID + " " + row.Tags + " " + row.Custom
	}
	for _, c := range []struct{ field, want string }{
		{"name", `王 91 ["重点"] {"c1":"蓝","c2":2,"c3":"新"}`},
		{"custom.c1", `王 91 ["重点"] {"c1":"红","c2":2,"c3":"新"}`},
		{"tags", `王 91 [] {"c1":"红","c2":2,"c3":"新"}`},
	} {
		must(t, h.RestoreField(change, c.field))
		if got := now(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.field, got, c.want)
		}
	}
	_, err = h.UndoLast()
	must(t, err)
	if got := now(); got != `王 91 ["重点"] {"c1":"红","c2":2,"c3":"新"}` {
		t.Errorf("undone: %s", got)
	}
	for field, want := range map[string]string{"boss": fault.NotFound, "amount": fault.NotFound} {
		if err := h.RestoreField(change, field); !fault.Is(err, want) {
			t.Errorf("%s: %v", field, err)
		}
	}
	boss := &person{Name: "老板"}
	do(t, s, "person.created", func(tx *store.Tx) error { return tx.Insert(boss) })
	other := &person{Name: "工"}
	do(t, s, "person.created", func(tx *store.Tx) error { return tx.Insert(other) })
	other.Boss = &boss.ID
	do(t, s, "person.updated", func(tx *store.Tx) error { return tx.Update(other) })
	list, err = h.Of("person", other.ID, history.Filter{})
	must(t, err)
	if err := h.RestoreField(list[0].ID, "boss"); !fault.Is(err, history.NotRestorable) {
		t.Errorf("boss: %v", err)
	}
	do(t, s, "person.trashed", func(tx *store.Tx) error { return tx.Trash("person", p.ID) })
	if err := h.RestoreField(change, "taxId"); !fault.Is(err, fault.NotFound) {
		t.Errorf("in the trash: %v", err)
	}
}

func TestHistoryIsFilteredByFieldPersonTimeAndKind(t *testing.T) {
	actor := ""
	clock := int64(1_700_000_000_000)
	s := testkit.OpenWith(t, store.Options{Kinds: []store.Kind{{Name: "setting", Table: "setting"}}, Actor: func() string { return actor },
		Now: func() time.Time { clock += 60_000; return time.UnixMilli(clock) }})
	h := history.NewService(s, nil)
	row := &setting{Key: "a", Value: "1"}
	do(t, s, "made", func(tx *store.Tx) error { return tx.Insert(row) })
	actor = "李梅"
	row.Value = "2"
	do(t, s, "changed", func(tx *store.Tx) error { return tx.Update(row) })
	row.Key = "b"
	do(t, s, "renamed", func(tx *store.Tx) error { return tx.Update(row) })
	all, err := h.Steps(history.Filter{})
	must(t, err)
	for _, c := range []struct {
		name string
		f    history.Filter
		want string
	}{
		{"all", history.Filter{}, "renamed changed made "},
		{"by person", history.Filter{Actor: "李梅"}, "renamed changed "},
		{"without person", history.Filter{Actor: history.Mine}, "made "},
		{"by field", history.Filter{Field: "value"}, "changed "},
		{"by operation", history.Filter{Op: "created"}, "made "},
		{"since", history.Filter{From: all[1].At}, "renamed changed "},
		{"until", history.Filter{To: all[1].At}, "made "},
		{"by kind", history.Filter{Kind: "setting"}, "renamed changed made "},
		{"another kind", history.Filter{Kind: "customer"}, ""},
		{"before", history.Filter{Before: all[0].ID, Limit: 1}, "changed "},
	} {
		list, err := h.Steps(c.f)
		must(t, err)
		got := ""
		for _, st := range list {
			got += st.Label + " "
		}
		if got != c.want {
			t.Errorf("steps %s: %q, want %q", c.name, got, c.want)
		}
		if c.f.Before > 0 || c.f.Kind == "customer" {
			continue
		}
		entries, err := h.Of("setting", row.ID, c.f)
		must(t, err)
		got = ""
		for _, e := range entries {
			got += e.Step.Label + " "
		}
		if got != c.want {
			t.Errorf("record %s: %q, want %q", c.name, got, c.want)
		}
	}
	names, err := h.Actors()
	must(t, err)
	if len(names) != 2 || names[1] != "李梅" {
		t.Errorf("actors %q", names)
	}
}

type setting struct {
	ID int64 `json:"id"`
	store.Meta
	Key   string `json:"key"`
	Value string `json:"value"`
}

func (setting) TableName() string { return "setting" }
func (r setting) RowID() int64    { return r.ID }

func TestTheTrashIsSearchedAndSaysWhatIsOld(t *testing.T) {
	s, h := open(t)
	a, b := &person{Name: "杭州恒信建材"}, &person{Name: "宁波天合"}
	do(t, s, "person.created", func(tx *store.Tx) error { return tx.InsertAll([]*person{a, b}) })
	do(t, s, "person.trashed", func(tx *store.Tx) error { return tx.Trash("person", a.ID, b.ID) })
	for text, want := range map[string]int64{"": 2, "恒信": 1, "恆信": 1, "hxjc": 1, "tianhe": 1, "没有": 0} {
		page, err := h.Trash("", text, 1, 0)
		must(t, err)
		if page.Total != want || int64(len(page.Items)) != min(want, 1) {
			t.Errorf("%q: %+v", text, page)
		}
	}
	old, err := h.Expired()
	must(t, err)
	if len(old) != 0 {
		t.Errorf("of today: %v", old)
	}
	must(t, s.InTx(context.Background(), store.Step{}, func(tx *store.Tx) error {
		return tx.Exec("update person set deleted_at = deleted_at - 31 * 86400000 where id = ?", a.ID).Error
	}))
	old, err = h.Expired()
	must(t, err)
	if old["person"] != 1 {
		t.Errorf("of last month: %v", old)
	}
	if n, err := s.ExpireTrash(context.Background()); err != nil || n != 1 {
		t.Errorf("expired %d: %v", n, err)
	}
	if page, _ := h.Trash("", "", 0, 0); page.Total != 1 || page.Items[0].Title != "宁波天合" {
		t.Errorf("left %+v", page)
	}
}
