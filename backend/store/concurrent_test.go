package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"keyue/backend/fault"
	"keyue/backend/store"
)

func TestManyWritersAndReadersAtOnce(t *testing.T) {
	var mu sync.Mutex
	var told []int64
	s := openNotesWith(t, store.Options{OnChange: func(c store.Change) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, c.Step)
	}})
	total := add(t, s, "total")
	var all sync.WaitGroup
	const writers, each = 8, 40
	errs := make(chan error, 2*writers)
	for w := range writers {
		all.Go(func() {
			for i := range each {
				err := s.InTx(ctx, step, func(tx *store.Tx) error {
					n, err := store.Get[note](tx.DB, "note", total.ID)
					if err != nil {
						return err
					}
					n.Amount++
					if err := tx.Insert(&note{Name: itoa(w*1000 + i)}); err != nil {
						return err
					}
					return tx.Update(&n)
				})
				if err != nil {
					errs <- err
					return
				}
			}
		})
		all.Go(func() {
			for range each {
				var got struct{ Notes, Total int64 }
				err := s.Read(ctx).Raw("select (select count(*) from note) as notes, (select amount from note where id = ?) as total", total.ID).Scan(&got).Error
				if err == nil && got.Notes+4 != got.Total {
					err = errors.New("a reader saw half a step")
				}
				if err != nil {
					errs <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(errs)
	for err := range errs {
		t.Fatal(err)
	}
	if got := get(t, s, total.ID); got.Amount != 5+writers*each || got.Version != 1+writers*each {
		t.Fatalf("got %+v", got)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(told) != 1+writers*each || !slices.IsSorted(told) {
		t.Fatalf("told of %d steps, in order: %v", len(told), slices.IsSorted(told))
	}
}

func TestACancelledStepLeavesNothing(t *testing.T) {
	s := openNotes(t)
	c, cancel := context.WithCancel(ctx)
	err := s.InTx(c, step, func(tx *store.Tx) error {
		if err := tx.Insert(&note{Name: "x"}); err != nil {
			return err
		}
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if n := len(all(t, s)); n != 0 {
		t.Fatalf("%d rows", n)
	}
	add(t, s, "after")
}

func TestAPanicInAStepLeavesNothingAndFreesTheWriter(t *testing.T) {
	s := openNotes(t)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = s.InTx(ctx, step, func(tx *store.Tx) error {
			if err := tx.Insert(&note{Name: "x"}); err != nil {
				return err
			}
			return s.InTx(tx.Context(), step, func(*store.Tx) error { panic("boom") })
		})
	}()
	if n := len(all(t, s)); n != 0 {
		t.Fatalf("%d rows", n)
	}
	add(t, s, "after")
}

func TestAStepWaitsForAnotherProgramThatHoldsTheFile(t *testing.T) {
	s := openNotes(t)
	other, err := sql.Open("sqlite", "file:"+filepath.Join(s.Dir(), store.FileName)+"?_txlock=immediate")
	must(t, err)
	defer other.Close()
	tx, err := other.Begin()
	must(t, err)
	_, err = tx.Exec("insert into counter values ('other', 1)")
	must(t, err)
	go func() {
		time.Sleep(100 * time.Millisecond)
		_ = tx.Commit()
	}()
	add(t, s, "patient")
}

func TestAfterCommitMayWriteAgain(t *testing.T) {
	s := openNotes(t)
	must(t, s.InTx(ctx, step, func(tx *store.Tx) error {
		tx.AfterCommit(func() { add(t, s, "b") })
		return tx.Insert(&note{Name: "a"})
	}))
	if n := len(all(t, s)); n != 2 {
		t.Fatalf("%d rows", n)
	}
}

func TestReadInsideAStepSeesItsOwnWrites(t *testing.T) {
	s := openNotes(t)
	must(t, s.InTx(ctx, step, func(tx *store.Tx) error {
		if err := tx.Insert(&note{Name: "a"}); err != nil {
			return err
		}
		var n int64
		if err := s.Read(tx.Context()).Table("note").Count(&n).Error; err != nil || n != 1 {
			t.Errorf("got %d, %v", n, err)
		}
		return nil
	}))
}

func TestClosingEndsTheContextAndOpeningAgainWorks(t *testing.T) {
	s := openNotes(t)
	add(t, s, "a")
	old, dir := s.Context(), s.Dir()
	must(t, s.Close())
	if old.Err() == nil || s.Context().Err() == nil {
		t.Fatal("the context lives on")
	}
	if err := s.InTx(ctx, step, func(*store.Tx) error { return nil }); !fault.Is(err, store.NotOpen) {
		t.Fatalf("got %v", err)
	}
	must(t, s.Open(ctx, dir, store.OpenOptions{}))
	if len(all(t, s)) != 1 {
		t.Fatal("the note is gone")
	}
}

func TestAFailingOnOpenLeavesTheStoreClosed(t *testing.T) {
	dir := closedNotes(t)
	boom := errors.New("boom")
	s := store.New(store.Options{Kinds: []store.Kind{noteKind()}, OnOpen: []func(context.Context) error{func(context.Context) error { return boom }}})
	if err := s.Open(ctx, dir, store.OpenOptions{}); !errors.Is(err, boom) || s.Dir() != "" {
		t.Fatalf("got %v, dir %q", err, s.Dir())
	}
	_, err := openDir(t, dir)
	must(t, err)
}

func TestTheTrashExpiresAfterThirtyDaysQuietlyAndOnlyWhenAsked(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var told []store.Change
	o := store.Options{Now: func() time.Time { return now }, OnChange: func(c store.Change) { told = append(told, c) }}
	s := openNotesWith(t, o)
	old, used := add(t, s, "old"), add(t, s, "used")
	child := &note{Name: "child", Parent: &used.ID}
	must(t, s.InTx(ctx, step, func(tx *store.Tx) error {
		if err := tx.Insert(child); err != nil {
			return err
		}
		return tx.Trash("note", old.ID, used.ID)
	}))
	now = now.AddDate(0, 0, 29)
	young := add(t, s, "young")
	must(t, s.InTx(ctx, step, func(tx *store.Tx) error { return tx.Trash("note", young.ID) }))
	dir := s.Dir()
	left := func() (ids []int64) {
		must(t, s.Close())
		must(t, s.Open(ctx, dir, store.OpenOptions{}))
		must(t, s.Read(ctx).Raw("select id from note order by id").Scan(&ids).Error)
		return ids
	}
	if got := left(); len(got) != 4 {
		t.Fatalf("on the 29th day: %v", got)
	}
	if n, err := s.ExpireTrash(ctx); err != nil || n != 0 {
		t.Fatalf("on the 29th day: %d %v", n, err)
	}
	now = now.AddDate(0, 0, 2)
	if got := left(); len(got) != 4 {
		t.Fatalf("gone without being asked: %v", got)
	}
	told = nil
	if n, err := s.ExpireTrash(ctx); err != nil || n != 1 {
		t.Fatalf("on the 31st day: %d %v", n, err)
	}
	if got := left(); !slices.Equal(got, []int64{used.ID, child.ID, young.ID}) {
		t.Fatalf("on the 31st day: %v", got)
	}
	if len(told) != 1 || !told[0].Quiet || told[0].Undoable {
		t.Fatalf("told %+v", told)
	}
}
