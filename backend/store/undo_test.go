package store_test

import (
	"context"
	"testing"
	"time"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// lastStep is the newest step.
func lastStep(t testing.TB, s *store.Store) (id int64) {
	t.Helper()
	must(t, s.Read(context.Background()).Raw("select max(id) from step").Scan(&id).Error)
	return id
}

func undo(t testing.TB, s *store.Store, step int64) int64 {
	t.Helper()
	n, err := s.Undo(context.Background(), step)
	must(t, err)
	return n
}

// change applies f to a note as one step and gives the step.
func change(t testing.TB, s *store.Store, id int64, f func(n *note)) int64 {
	t.Helper()
	n := get(t, s, id)
	f(&n)
	must(t, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Update(&n) }))
	return lastStep(t, s)
}

func word(t testing.TB, s *store.Store, id int64) (w string) {
	t.Helper()
	must(t, s.Read(context.Background()).Raw("select coalesce((select word from note_word where note_id = ?), '')", id).Scan(&w).Error)
	return w
}

func TestUndoAndRedoOfAnUpdateBringEveryTypeOfColumnBack(t *testing.T) {
	s := openNotes(t)
	n := add(t, s, "a")
	before := get(t, s, n.ID)
	did := change(t, s, n.ID, func(n *note) {
		n.Name, n.Amount, n.Rate, n.Done, n.Blob, n.Tags, n.Parent = "b", 1<<60, 2, true, []byte{0, 255}, []string{"x", "引号\""}, &n.ID
	})
	after := get(t, s, n.ID)
	u := undo(t, s, did)
	if got := get(t, s, n.ID); !equal(got, before) || word(t, s, n.ID) != "A" {
		t.Fatalf("undone: got %+v, want %+v, derived %q", got, before, word(t, s, n.ID))
	}
	redo := undo(t, s, u)
	if got := get(t, s, n.ID); !equal(got, after) || word(t, s, n.ID) != "B" {
		t.Fatalf("redone: got %+v, want %+v", got, after)
	}
	undo(t, s, redo)
	if got := get(t, s, n.ID); !equal(got, before) {
		t.Fatalf("undone again: got %+v", got)
	}
	if _, err := s.Undo(context.Background(), did); !fault.Is(err, store.UndoDone) {
		t.Fatalf("twice: got %v", err)
	}
}

func TestWhatIsTypedInOneGoIsOneStep(t *testing.T) {
	clock := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	s := openNotesWith(t, store.Options{Now: func() time.Time { return clock }})
	n := add(t, s, "a")
	other := add(t, s, "other")
	typing := func(n *note, name string) int64 {
		t.Helper()
		now := get(t, s, n.ID)
		now.Name = name
		must(t, s.InTx(context.Background(), store.Step{Label: "note.typed", Params: fault.P{"id": n.ID}, Quiet: true, Typing: true}, func(tx *store.Tx) error { return tx.Update(&now) }))
		return lastStep(t, s)
	}
	count := func(id int64) (c int64) {
		t.Helper()
		must(t, s.Read(context.Background()).Raw("select count(*) from change where step_id = ?", id).Scan(&c).Error)
		return c
	}
	seen := func() (change int64) {
		t.Helper()
		must(t, s.Read(context.Background()).Raw("select max(id) from change").Scan(&change).Error)
		return change
	}
	first := typing(n, "ab")
	clock = clock.Add(9 * time.Minute)
	before := seen()
	if again := typing(n, "abc"); again != first || count(first) != 1 {
		t.Fatalf("the second word is step %d with %d changes, the first step %d", again, count(first), first)
	}
	if seen() == before {
		t.Fatal("who follows the history by its last change does not see the second word")
	}
	if next := typing(other, "others"); next == first {
		t.Fatal("another record joined the step")
	}
	second := typing(n, "abcd")
	if second == first {
		t.Fatal("a step was joined across another")
	}
	clock = clock.Add(11 * time.Minute)
	third := typing(n, "abcde")
	if third == second {
		t.Fatal("a step was joined after ten minutes")
	}
	for _, want := range []string{"abcd", "abc", "a"} {
		undo(t, s, map[string]int64{"abcd": third, "abc": second, "a": first}[want])
		if got := get(t, s, n.ID).Name; got != want {
			t.Fatalf("undone to %q, want %q", got, want)
		}
	}
	if after := typing(n, "ax"); count(after) != 1 || after == first {
		t.Fatal("joined a step that was undone")
	}
}

// equal compares what a person owns of two notes.
func equal(a, b note) bool {
	a.Version, a.UpdatedAt, b.Version, b.UpdatedAt = 0, 0, 0, 0
	return jsonOf(a) == jsonOf(b)
}

func TestUndoOfAnInsertMovesItToTheTrashAndRedoBringsItBack(t *testing.T) {
	s := openNotes(t)
	n := add(t, s, "a")
	u := undo(t, s, lastStep(t, s))
	if get(t, s, n.ID).DeletedAt == nil || word(t, s, n.ID) != "" {
		t.Fatal("still live")
	}
	undo(t, s, u)
	if get(t, s, n.ID).DeletedAt != nil || word(t, s, n.ID) != "A" {
		t.Fatal("not back")
	}
}

func TestUndoOfATrashRestoresUnlessTheNameIsTaken(t *testing.T) {
	s := openNotes(t)
	n := add(t, s, "a")
	must(t, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Trash("note", n.ID) }))
	did := lastStep(t, s)
	add(t, s, "a")
	if _, err := s.Undo(context.Background(), did); !fault.Is(err, store.Duplicate) {
		t.Fatalf("got %v", err)
	}
	if get(t, s, n.ID).DeletedAt == nil {
		t.Fatal("half undone")
	}
}

func TestUndoSeesALaterChangeOfTheSameFieldOnly(t *testing.T) {
	s := openNotes(t)
	n := add(t, s, "a")
	named := change(t, s, n.ID, func(n *note) { n.Name = "b" })
	change(t, s, n.ID, func(n *note) { n.Amount = 9 })
	renamed := change(t, s, n.ID, func(n *note) { n.Name = "c" })
	_, err := s.Undo(context.Background(), named)
	if !fault.Is(err, store.UndoConflict) || fault.From(err).Params["title"] != "c" {
		t.Fatalf("got %v", err)
	}
	undo(t, s, renamed)
	undo(t, s, named)
	if got := get(t, s, n.ID); got.Name != "a" || got.Amount != 9 {
		t.Fatalf("got %+v", got)
	}
}

func TestUndoOfAnInsertRefusesWhenItWasChangedOrIsPointedAt(t *testing.T) {
	s := openNotes(t)
	n := add(t, s, "a")
	made := lastStep(t, s)
	edit := change(t, s, n.ID, func(n *note) { n.Amount = 9 })
	if _, err := s.Undo(context.Background(), made); !fault.Is(err, store.UndoConflict) {
		t.Fatalf("got %v", err)
	}
	undo(t, s, edit)
	child := &note{Name: "child", Parent: &n.ID}
	must(t, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Insert(child) }))
	childMade := lastStep(t, s)
	if _, err := s.Undo(context.Background(), made); !fault.Is(err, store.UndoReferenced) {
		t.Fatalf("got %v", err)
	}
	undo(t, s, childMade)
	undo(t, s, made)
	if get(t, s, n.ID).DeletedAt == nil {
		t.Fatal("still live")
	}
}

func TestOneStepWithEverythingIsUndoneAndRedoneAsOne(t *testing.T) {
	s := openNotes(t)
	a, b := add(t, s, "a"), add(t, s, "b")
	before := jsonOf(all(t, s))
	c := &note{Name: "c", Parent: &a.ID}
	must(t, s.InTx(context.Background(), step, func(tx *store.Tx) error {
		if err := tx.Insert(c); err != nil {
			return err
		}
		a.Name = "a2"
		if err := tx.Update(a); err != nil {
			return err
		}
		c.Name = "c2"
		if err := tx.Update(c); err != nil {
			return err
		}
		a.Name = "a3"
		if err := tx.Update(a); err != nil {
			return err
		}
		return tx.Trash("note", b.ID)
	}))
	after := jsonOf(all(t, s))
	u := undo(t, s, lastStep(t, s))
	if got := jsonOf(all(t, s)); got != before {
		t.Fatalf("undone\n%s\nwant\n%s", got, before)
	}
	undo(t, s, u)
	if got := jsonOf(all(t, s)); got != after {
		t.Fatalf("redone\n%s\nwant\n%s", got, after)
	}
}

// all gives the live notes without what every write changes.
func all(t testing.TB, s *store.Store) []note {
	var out []note
	must(t, store.Live(s.Read(context.Background())).Order("id").Find(&out).Error)
	for i := range out {
		out[i].Version, out[i].UpdatedAt = 0, 0
	}
	return out
}

func TestAPurgedRecordCannotBeBroughtBackAndItsHistoryIsSilent(t *testing.T) {
	s := openNotes(t)
	n := add(t, s, "a")
	did := change(t, s, n.ID, func(n *note) { n.Name = "secret" })
	must(t, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Trash("note", n.ID) }))
	must(t, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Purge("note", n.ID) }))
	for _, id := range []int64{did, lastStep(t, s)} {
		if _, err := s.Undo(context.Background(), id); !fault.Is(err, store.UndoGone) {
			t.Fatalf("step %d: got %v", id, err)
		}
	}
	var left int64
	must(t, s.Read(context.Background()).Raw("select count(*) from change where diff like '%secret%'").Scan(&left).Error)
	if left != 0 {
		t.Fatal("the history still tells")
	}
}

func TestPurgeOfARecordInUseIsRefusedWhole(t *testing.T) {
	s := openNotes(t)
	a, b := add(t, s, "a"), add(t, s, "b")
	change(t, s, b.ID, func(n *note) { n.Parent = &a.ID })
	must(t, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Trash("note", a.ID) }))
	err := s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Purge("note", a.ID) })
	if !fault.Is(err, store.InUse) {
		t.Fatalf("got %v", err)
	}
}

func TestAnIDIsNeverGivenTwice(t *testing.T) {
	s := openNotes(t)
	a, b := add(t, s, "a"), add(t, s, "b")
	must(t, s.InTx(ctx, step, func(tx *store.Tx) error {
		if err := tx.Trash("note", a.ID, b.ID); err != nil {
			return err
		}
		return tx.Purge("note", a.ID, b.ID)
	}))
	rows := fill(t, s, 3)
	if rows[0].ID != b.ID+1 || rows[2].ID != b.ID+3 {
		t.Fatalf("got %d to %d after %d", rows[0].ID, rows[2].ID, b.ID)
	}
	undo(t, s, lastStep(t, s))
	if n := len(all(t, s)); n != 0 {
		t.Fatalf("%d rows live", n)
	}
}
