package store_test

import (
	"context"
	"errors"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/store"
	"keyue/backend/testkit"

	"gorm.io/gorm"
)

// note is a record type of the tests; its table is made by openNotes.
type note struct {
	ID int64 `json:"id"`
	store.Meta
	Name   string   `json:"name"`
	Amount int64    `json:"amount"`
	Rate   float64  `json:"rate"`
	Done   bool     `json:"done"`
	Blob   []byte   `json:"blob"`
	Tags   []string `gorm:"serializer:json" json:"tags"`
	Parent *int64   `json:"parent"`
}

func (note) TableName() string { return "note" }
func (n note) RowID() int64    { return n.ID }

const noteSQL = `create table if not exists note (
  id integer primary key, uid text not null, created_at integer not null, updated_at integer not null,
  version integer not null, deleted_at integer, name text not null, amount integer not null, rate real not null, done integer not null,
  blob blob, tags text not null default '[]', parent integer references note (id));
create unique index if not exists note_name on note (name) where deleted_at is null and name <> '';
create table if not exists note_word (note_id integer primary key, word text not null)`

// noteKind derives note_word from live notes.
func noteKind() store.Kind {
	return store.Kind{Name: "note", Table: "note",
		Title: func(db *gorm.DB, id int64) string {
			var name string
			db.Raw("select name from note where id = ?", id).Scan(&name)
			return name
		},
		Derive: func(tx *store.Tx, ids []int64) error {
			if err := store.IDs(tx.DB.Table("note_word"), "note_id", ids).Delete(nil).Error; err != nil {
				return err
			}
			return store.IDs(tx.DB, "id", ids).Exec("insert into note_word select id, upper(name) from note where deleted_at is null and id in (select value from json_each(?))", jsonList(ids)).Error
		}}
}

var step = store.Step{Label: "note.updated"}

func openNotes(t testing.TB) *store.Store { return openNotesWith(t, store.Options{}) }

func openNotesWith(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	o.Kinds = []store.Kind{noteKind()}
	s := testkit.OpenWith(t, o)
	must(t, s.InTx(context.Background(), store.Step{}, func(tx *store.Tx) error { return tx.Exec(noteSQL).Error }))
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func add(t testing.TB, s *store.Store, name string) *note {
	t.Helper()
	n := &note{Name: name, Amount: 5}
	must(t, s.InTx(context.Background(), store.Step{Label: "note.created"}, func(tx *store.Tx) error { return tx.Insert(n) }))
	return n
}

func get(t testing.TB, s *store.Store, id int64) note {
	t.Helper()
	var n note
	must(t, s.Read(context.Background()).Take(&n, id).Error)
	return n
}

func TestInsertStampsTheRecordAndReadsBackEqual(t *testing.T) {
	s := openNotes(t)
	n := add(t, s, "甲")
	if n.ID == 0 || n.UID == "" || n.Version != 1 || n.CreatedAt == 0 || n.Tags == nil {
		t.Fatalf("not stamped: %+v", n)
	}
	got := get(t, s, n.ID)
	if got.Name != "甲" || got.Tags == nil || got.UID != n.UID || got.CreatedAt != n.CreatedAt {
		t.Fatalf("got %+v, want %+v", got, n)
	}
}

func TestUpdateOfAStaleRecordIsAConflict(t *testing.T) {
	s := openNotes(t)
	n := add(t, s, "甲")
	a, b := get(t, s, n.ID), get(t, s, n.ID)
	a.Amount, b.Amount = 6, 7
	must(t, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Update(&a) }))
	err := s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Update(&b) })
	if !fault.Is(err, store.Conflict) {
		t.Fatalf("got %v", err)
	}
	if a.Version != 2 || get(t, s, n.ID).Amount != 6 {
		t.Fatalf("got %+v", get(t, s, n.ID))
	}
}

func TestAFailedStepLeavesNothingAndRunsNoAfterCommit(t *testing.T) {
	var told []store.Change
	s := openNotesWith(t, store.Options{OnChange: func(c store.Change) { told = append(told, c) }})
	ran := false
	boom := errors.New("boom")
	err := s.InTx(context.Background(), step, func(tx *store.Tx) error {
		tx.AfterCommit(func() { ran = true })
		if err := tx.Insert(&note{Name: "x"}); err != nil {
			return err
		}
		return boom
	})
	var n int64
	s.Read(context.Background()).Raw("select (select count(*) from note) + (select count(*) from step)").Scan(&n)
	if !errors.Is(err, boom) || ran || n != 0 || len(told) != 0 {
		t.Fatalf("err %v, ran %v, rows %d, told %v", err, ran, n, told)
	}
}

func TestANestedStepJoinsTheOuterAndTakesBackOnlyItself(t *testing.T) {
	var told []store.Change
	s := openNotesWith(t, store.Options{OnChange: func(c store.Change) { told = append(told, c) }})
	err := s.InTx(context.Background(), step, func(tx *store.Tx) error {
		if err := tx.Insert(&note{Name: "a"}); err != nil {
			return err
		}
		inner := s.InTx(tx.Context(), store.Step{Label: "other"}, func(tx *store.Tx) error {
			if err := tx.Insert(&note{Name: "b"}); err != nil {
				return err
			}
			return errors.New("inner")
		})
		if inner == nil {
			t.Error("inner error lost")
		}
		return s.InTx(tx.Context(), store.Step{}, func(tx *store.Tx) error { return tx.Insert(&note{Name: "c"}) })
	})
	must(t, err)
	var names []string
	s.Read(context.Background()).Raw("select name from note order by id").Scan(&names)
	if len(names) != 2 || names[1] != "c" || len(told) != 1 || len(told[0].Touched["note"]) != 2 || told[0].Label != "note.updated" {
		t.Fatalf("names %v, told %+v", names, told)
	}
}

func TestInsertAllAndTrashAndDerive(t *testing.T) {
	s := openNotes(t)
	rows := make([]note, 1200)
	must(t, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.InsertAll(rows) }))
	if rows[0].ID == 0 || rows[1199].ID != rows[0].ID+1199 {
		t.Fatalf("ids %d %d", rows[0].ID, rows[1199].ID)
	}
	words := func() (n int64) {
		must(t, s.Read(context.Background()).Raw("select count(*) from note_word").Scan(&n).Error)
		return n
	}
	if words() != 1200 {
		t.Fatalf("derived %d", words())
	}
	must(t, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Trash("note", rows[0].ID, rows[1].ID, rows[1].ID) }))
	if words() != 1198 {
		t.Fatalf("derived %d after trash", words())
	}
	must(t, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Purge("note", rows[0].ID, rows[5].ID) }))
	var n int64
	must(t, s.Read(context.Background()).Raw("select count(*) from note").Scan(&n).Error)
	if n != 1199 {
		t.Fatalf("rows %d after purge", n)
	}
}

func TestReadingAClosedStoreIsNotOpen(t *testing.T) {
	s := store.New(store.Options{})
	var n int64
	if err := s.Read(s.Context()).Raw("select 1").Scan(&n).Error; !fault.Is(err, store.NotOpen) {
		t.Fatalf("got %v", err)
	}
	if err := s.InTx(s.Context(), step, func(*store.Tx) error { return nil }); !fault.Is(err, store.NotOpen) {
		t.Fatalf("got %v", err)
	}
}

func TestNumbersHaveNoGaps(t *testing.T) {
	s := openNotes(t)
	var got []int64
	for i := range 6 {
		_ = s.InTx(context.Background(), step, func(tx *store.Tx) error {
			n, err := tx.NextNumber("HT-2026")
			if err == nil && i%2 == 1 {
				return errors.New("no")
			}
			got = append(got, n)
			return err
		})
	}
	if len(got) != 3 || got[0] != 1 || got[1] != 2 || got[2] != 3 {
		t.Fatalf("got %v", got)
	}
}
