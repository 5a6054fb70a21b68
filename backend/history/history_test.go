package history_test

import (
	"context"
	"encoding/json"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/history"
	"keyue/backend/store"
	"keyue/backend/testkit"

	"gorm.io/gorm"
)

type person struct {
	ID int64 `json:"id"`
	store.Meta
	Name   string   `json:"name"`
	TaxID  string   `json:"taxId"`
	Tags   []string `gorm:"serializer:json" json:"tags"`
	Amount int64    `json:"amount"`
	Boss   *int64   `json:"boss"`
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
			version integer not null, deleted_at integer, name text not null, tax_id text not null, tags text not null default '[]', amount integer not null, boss integer references person (id))`).Error
	}))
	return s, history.NewService(s)
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
	list, err := h.Of("person", p.ID, 0, 0)
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
	older, err := h.Of("person", p.ID, 1, list[0].ID)
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
	page, err := h.Trash("", 0, 0)
	must(t, err)
	if page.Total != 2 || len(page.Items) != 2 || page.Items[1].Title != "老板" || page.Items[0].ExpiresAt <= page.Items[0].DeletedAt {
		t.Fatalf("got %+v", page)
	}
	must(t, h.Restore("person", []int64{boss.ID}))
	if page, _ = h.Trash("person", 0, 0); page.Total != 0 {
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
