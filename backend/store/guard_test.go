package store_test

import (
	"context"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

var ctx = context.Background()

// closedNotes gives a folder with a workspace of some notes, closed.
func closedNotes(t *testing.T) string {
	t.Helper()
	s := openNotes(t)
	for _, name := range []string{"a", "b", "c"} {
		add(t, s, name)
	}
	dir := s.Dir()
	must(t, s.Close())
	return dir
}

func openDir(t *testing.T, dir string) (*store.Store, error) {
	t.Helper()
	s := store.New(store.Options{Kinds: []store.Kind{noteKind()}})
	err := s.Open(ctx, dir, store.OpenOptions{})
	t.Cleanup(func() { _ = s.Close() })
	return s, err
}

// raw runs SQL on the file behind the store's back.
func raw(t *testing.T, dir, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
	must(t, err)
	defer db.Close()
	_, err = db.Exec(query)
	must(t, err)
}

func TestAMissingWorkspaceIsNotMadeSilently(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x")
	if _, err := openDir(t, dir); !fault.Is(err, store.None) {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Fatal("made a folder")
	}
	file := filepath.Join(t.TempDir(), "list.csv")
	must(t, os.WriteFile(file, []byte("x"), 0o600))
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		if _, err := openDir(t, dir); !fault.Is(err, store.NoFolder) && !fault.Is(err, store.None) {
			t.Errorf("a file named as the folder: got %v", err)
		}
	}
}

func TestANewWorkspaceIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps other rights")
	}
	dir := filepath.Join(t.TempDir(), "x")
	s := store.New(store.Options{})
	must(t, s.Open(ctx, dir, store.OpenOptions{Create: true}))
	defer s.Close()
	must(t, s.InTx(ctx, step, func(tx *store.Tx) error { _, err := tx.NextNumber("x"); return err }))
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		info, err := e.Info()
		must(t, err)
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", e.Name(), info.Mode())
		}
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder has mode %v", info.Mode())
	}
}

func TestASecondOpeningIsLocked(t *testing.T) {
	s := openNotes(t)
	if _, err := openDir(t, s.Dir()); !fault.Is(err, store.Locked) {
		t.Fatalf("got %v", err)
	}
	dir := s.Dir()
	must(t, s.Close())
	_, err := openDir(t, dir)
	must(t, err)
}

func TestANewerWorkspaceIsRefusedUntouched(t *testing.T) {
	dir := closedNotes(t)
	raw(t, dir, "pragma user_version = 99999")
	before, err := os.ReadFile(filepath.Join(dir, store.FileName))
	must(t, err)
	_, err = openDir(t, dir)
	if !fault.Is(err, store.Newer) || fault.From(err).Params["version"] != int64(99999) {
		t.Fatalf("got %v", err)
	}
	after, err := os.ReadFile(filepath.Join(dir, store.FileName))
	must(t, err)
	if string(before) != string(after) {
		t.Fatal("the file was changed")
	}
}

func TestDamageIsNamedAndNothingIsMadeOverIt(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		spoil        func(path string, data []byte) []byte
	}{
		{"empty file", "empty", func(string, []byte) []byte { return nil }},
		{"text file", "header", func(string, []byte) []byte { return []byte("name,phone\n王,138\n and some more") }},
		{"overwritten header", "header", func(_ string, d []byte) []byte { copy(d, "XXXXXXXXXXXXXXXX"); return d }},
		{"cut in half", "content", func(_ string, d []byte) []byte { return d[:len(d)/2/4096*4096] }},
		{"zeroed page", "content", func(_ string, d []byte) []byte { clear(d[4096*2 : 4096*3]); return d }},
		{"random schema", "content", func(_ string, d []byte) []byte {
			for i := 100; i < 4096; i++ {
				d[i] = byte(i * 7)
			}
			return d
		}},
	} {
		dir := closedNotes(t)
		path := filepath.Join(dir, store.FileName)
		data, err := os.ReadFile(path)
		must(t, err)
		data = c.spoil(path, data)
		must(t, os.WriteFile(path, data, 0o600))
		_, err = openDir(t, dir)
		if !fault.Is(err, store.Damaged) || fault.From(err).Params["reason"] != c.reason {
			t.Errorf("%s: got %v", c.name, err)
		}
		after, err := os.ReadFile(path)
		must(t, err)
		if string(after) != string(data) {
			t.Errorf("%s: the file was changed", c.name)
		}
		s := store.New(store.Options{})
		if err := s.Open(ctx, dir, store.OpenOptions{Create: true}); !fault.Is(err, store.Exists) {
			t.Errorf("%s: create over it: %v", c.name, err)
		}
	}
}

func TestAnotherProgramsDatabaseIsRefused(t *testing.T) {
	dir := t.TempDir()
	raw(t, dir, "create table x (a)")
	if _, err := openDir(t, dir); !fault.Is(err, store.Damaged) || fault.From(err).Params["reason"] != "identity" {
		t.Fatalf("got %v", err)
	}
}

func TestBrokenReferencesAreNamed(t *testing.T) {
	dir := closedNotes(t)
	raw(t, dir, "pragma foreign_keys = 0; update note set parent = 4711 where id = 2")
	if _, err := openDir(t, dir); !fault.Is(err, store.Damaged) || fault.From(err).Params["reason"] != "references" {
		t.Fatalf("got %v", err)
	}
}

func TestAReplacedFileTakesNoMoreWrites(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not let an open file be replaced")
	}
	s := openNotes(t)
	path := filepath.Join(s.Dir(), store.FileName)
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, os.Rename(path, path+".moved"))
	write := func() error {
		return s.InTx(ctx, step, func(tx *store.Tx) error { return tx.Insert(&note{Name: "x"}) })
	}
	if err := write(); !fault.Is(err, store.Replaced) {
		t.Fatalf("moved away: got %v", err)
	}
	must(t, os.WriteFile(path, data, 0o600))
	if err := write(); !fault.Is(err, store.Replaced) {
		t.Fatalf("another in its place: got %v", err)
	}
	must(t, os.Rename(path+".moved", path))
	must(t, write())
}

func TestAnUncleanEndAndAMissingLogAreTold(t *testing.T) {
	for _, c := range []struct {
		remove bool
		code   string
	}{{false, "store.unclean"}, {true, "store.log_missing"}} {
		s := openNotes(t)
		add(t, s, "a")
		copied := filepath.Join(t.TempDir(), "copy")
		must(t, os.CopyFS(copied, os.DirFS(s.Dir())))
		if c.remove {
			must(t, os.Remove(filepath.Join(copied, store.FileName+"-wal")))
			_ = os.Remove(filepath.Join(copied, store.FileName+"-shm"))
		}
		again, err := openDir(t, copied)
		must(t, err)
		info, _ := again.Info()
		if len(info.Warnings) != 1 || info.Warnings[0].Code != c.code {
			t.Errorf("got %+v, want %s", info.Warnings, c.code)
		}
		must(t, again.Close())
		must(t, again.Open(ctx, copied, store.OpenOptions{}))
		if info, _ := again.Info(); len(info.Warnings) != 0 {
			t.Errorf("told again: %+v", info.Warnings)
		}
	}
}

func TestAReadOnlyWorkspaceCanBeViewed(t *testing.T) {
	dir := closedNotes(t)
	s := store.New(store.Options{Kinds: []store.Kind{noteKind()}})
	must(t, s.Open(ctx, dir, store.OpenOptions{ReadOnly: true}))
	defer s.Close()
	viewOnly(t, s)
}

func viewOnly(t *testing.T, s *store.Store) {
	t.Helper()
	if info, ok := s.Info(); !ok || !info.ReadOnly || info.UID == "" {
		t.Fatalf("got %+v", info)
	}
	var n int64
	must(t, s.Read(ctx).Raw("select count(*) from note").Scan(&n).Error)
	if n != 3 {
		t.Fatalf("reads %d notes", n)
	}
	if err := s.InTx(ctx, step, func(tx *store.Tx) error { return tx.Insert(&note{}) }); !fault.Is(err, store.ReadOnly) {
		t.Fatalf("got %v", err)
	}
}

// mountTmpfs gives a small file system of our own; skipped where that takes
// rights we do not have.
func mountTmpfs(t *testing.T, size string) (dir string, remount func(option string)) {
	t.Helper()
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("needs root on Linux")
	}
	dir = t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no mount: %s", out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	return dir, func(option string) {
		t.Helper()
		if out, err := exec.Command("mount", "-o", "remount,"+option, dir).CombinedOutput(); err != nil {
			t.Fatalf("remount: %s", out)
		}
	}
}

func TestAReadOnlyMediumCanBeViewed(t *testing.T) {
	dir, remount := mountTmpfs(t, "16m")
	ws := filepath.Join(dir, "ws")
	must(t, os.CopyFS(ws, os.DirFS(closedNotes(t))))
	remount("ro")
	s := store.New(store.Options{Kinds: []store.Kind{noteKind()}})
	must(t, s.Open(ctx, ws, store.OpenOptions{}))
	defer s.Close()
	viewOnly(t, s)
}

func TestAFullDiskLosesNothingAndWorkGoesOnAfterwards(t *testing.T) {
	dir, remount := mountTmpfs(t, "8m")
	ws := filepath.Join(dir, "ws")
	must(t, os.CopyFS(ws, os.DirFS(testkit.NewDir(t))))
	s := store.New(store.Options{Kinds: []store.Kind{noteKind()}})
	must(t, s.Open(ctx, ws, store.OpenOptions{}))
	defer s.Close()
	must(t, s.InTx(ctx, step, func(tx *store.Tx) error { return tx.Exec(noteSQL).Error }))
	acknowledged, refused := map[string]bool{}, 0
	long := strings.Repeat("长", 3000)
	for i := 0; refused < 20; i++ {
		n := &note{Name: itoa(i), Tags: []string{long}}
		err := s.InTx(ctx, step, func(tx *store.Tx) error { return tx.Insert(n) })
		switch {
		case err == nil:
			acknowledged[n.Name] = true
		case fault.Is(err, store.DiskFull):
			refused++
		default:
			t.Fatalf("write %d: %v", i, err)
		}
	}
	holds := func() {
		t.Helper()
		var names []string
		must(t, s.Read(ctx).Raw("select name from note").Scan(&names).Error)
		if len(names) != len(acknowledged) {
			t.Fatalf("%d rows, %d acknowledged", len(names), len(acknowledged))
		}
		for _, n := range names {
			if !acknowledged[n] {
				t.Fatalf("%s was refused but is there", n)
			}
		}
	}
	holds()
	remount("size=64m")
	for i := range 50 {
		n := &note{Name: "after " + itoa(i), Tags: []string{long}}
		must(t, s.InTx(ctx, step, func(tx *store.Tx) error { return tx.Insert(n) }))
		acknowledged[n.Name] = true
	}
	holds()
	must(t, s.Close())
	must(t, s.Open(ctx, ws, store.OpenOptions{}))
	holds()
	if _, err := store.Check(ctx, filepath.Join(ws, store.FileName)); err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatMayNotGrowLosesNothing(t *testing.T) {
	s := openNotes(t)
	must(t, s.InTx(ctx, step, func(tx *store.Tx) error { return tx.Exec("pragma max_page_count = 1").Error }))
	var kept, refused int
	for i := 0; refused < 5; i++ {
		err := s.InTx(ctx, step, func(tx *store.Tx) error {
			return tx.Insert(&note{Name: itoa(i), Tags: []string{strings.Repeat("x", 5000)}})
		})
		if err == nil {
			kept++
		} else if fault.Is(err, store.DiskFull) {
			refused++
		} else {
			t.Fatal(err)
		}
	}
	must(t, s.InTx(ctx, step, func(tx *store.Tx) error { return tx.Exec("pragma max_page_count = 1000000").Error }))
	add(t, s, "after")
	var n int
	must(t, s.Read(ctx).Raw("select count(*) from note").Scan(&n).Error)
	if n != kept+1 {
		t.Fatalf("%d rows, want %d", n, kept+1)
	}
}

func TestALargeFileThatWasClosedProperlyIsLookedThroughAfterItIsOpen(t *testing.T) {
	dir := closedNotes(t)
	open := func() (*store.Store, error) {
		s := store.New(store.Options{Kinds: []store.Kind{noteKind()}, Large: 1})
		t.Cleanup(func() { _ = s.Close() })
		return s, s.Open(ctx, dir, store.OpenOptions{})
	}
	s, err := open()
	must(t, err)
	must(t, s.Verify(ctx))
	add(t, s, "d")
	must(t, s.Close())
	raw(t, dir, "pragma foreign_keys = 0; update note set parent = 4711 where id = 2")
	s, err = open()
	must(t, err)
	if err := s.Verify(ctx); !fault.Is(err, store.Damaged) || fault.From(err).Params["reason"] != "references" || s.Dir() != "" {
		t.Errorf("looked through: %v, open in %q", err, s.Dir())
	}
	must(t, s.Verify(ctx)) // nothing is open any more
	must(t, os.WriteFile(filepath.Join(dir, "keyue.open"), []byte("{}"), 0o600))
	if _, err := open(); !fault.Is(err, store.Damaged) {
		t.Errorf("after an unclean end it is looked through at once: %v", err)
	}
}
