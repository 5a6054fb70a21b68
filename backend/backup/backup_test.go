package backup_test

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keyue/backend/backup"
	"keyue/backend/fault"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

var ctx = context.Background()

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// attach puts a file into the workspace under its hash.
func attach(t *testing.T, s *store.Store, content string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(content))
	name := hex.EncodeToString(sum[:])
	p := filepath.Join(s.Dir(), store.AttachmentsDir, name[:2], name)
	must(t, os.MkdirAll(filepath.Dir(p), 0o700))
	must(t, os.WriteFile(p, []byte(content), 0o600))
	return filepath.Join(store.AttachmentsDir, name[:2], name)
}

// count bumps a counter: something that a backup must hold.
func count(t *testing.T, s *store.Store) {
	t.Helper()
	must(t, s.InTx(ctx, store.Step{}, func(tx *store.Tx) error { _, err := tx.NextNumber("x"); return err }))
}

// counted reads it from a restored folder.
func counted(t *testing.T, dir string) (n int64) {
	t.Helper()
	s := store.New(store.Options{})
	must(t, s.Open(ctx, dir, store.OpenOptions{}))
	defer s.Close()
	must(t, s.Read(ctx).Raw("select value from counter where key = 'x'").Scan(&n).Error)
	return n
}

func TestADailySnapshotIsMadeOnceADay(t *testing.T) {
	now := testkit.Start
	s := testkit.OpenWith(t, store.Options{Now: func() time.Time { return now }})
	for _, c := range []struct {
		after time.Duration
		made  bool
	}{{0, true}, {time.Hour, false}, {22 * time.Hour, false}, {2 * time.Hour, true}, {-100 * 24 * time.Hour, true}} {
		now = now.Add(c.after)
		made, err := backup.IfDue(ctx, s)
		must(t, err)
		if made != c.made {
			t.Fatalf("after %v: made %v", c.after, made)
		}
	}
	list, err := backup.List(s.Dir())
	must(t, err)
	if len(list) != 3 || list[0].At < list[1].At || strings.HasPrefix(list[0].Path, s.Dir()+string(filepath.Separator)) {
		t.Fatalf("got %+v", list)
	}
}

func TestASnapshotComesBackWithItsAttachments(t *testing.T) {
	s := testkit.Open(t)
	count(t, s)
	a, gone := attach(t, s, "合同扫描件"), attach(t, s, "later deleted")
	b, err := backup.Make(ctx, s, "manual")
	must(t, err)
	must(t, os.Remove(filepath.Join(s.Dir(), gone)))
	count(t, s)
	r, err := backup.Check(ctx, b.Path)
	must(t, err)
	if r.Files != 2 || r.Missing != 0 || r.Form != "snapshot" {
		t.Fatalf("got %+v", r)
	}
	dir := filepath.Join(t.TempDir(), "restored")
	_, err = backup.Restore(ctx, b.Path, dir)
	must(t, err)
	for _, f := range []string{a, gone} {
		if _, err := os.Stat(filepath.Join(dir, f)); err != nil {
			t.Fatal(err)
		}
	}
	if counted(t, dir) != 1 {
		t.Fatal("not the state of the snapshot")
	}
	if _, err := backup.Restore(ctx, b.Path, dir); !fault.Is(err, backup.Occupied) {
		t.Fatalf("over another: got %v", err)
	}
}

func TestACopyFromBeforeAnUpdateComesBackWithItsAttachments(t *testing.T) {
	s := testkit.Open(t)
	old := attach(t, s, "in an earlier backup")
	_, err := backup.Make(ctx, s, "manual")
	must(t, err)
	count(t, s)
	late := attach(t, s, "only in the workspace")
	must(t, s.Snapshot(ctx, filepath.Join(store.BackupDir(s.Dir()), "before-121-20261122-020000.db"), nil))
	dir := filepath.Join(t.TempDir(), "r")
	r, err := backup.Restore(ctx, filepath.Join(store.BackupDir(s.Dir()), "before-121-20261122-020000.db"), dir)
	must(t, err)
	if r.Report.Files != 2 || r.Report.Missing != 0 || counted(t, dir) != 1 {
		t.Errorf("got %+v", r)
	}
	for _, f := range []string{old, late} {
		if _, err := os.Stat(filepath.Join(dir, f)); err != nil {
			t.Error(err)
		}
	}
}

func TestAnAlteredAttachmentIsCountedAndTheRestComesBack(t *testing.T) {
	s := testkit.Open(t)
	a := attach(t, s, "one")
	attach(t, s, "two")
	b, err := backup.Make(ctx, s, "manual")
	must(t, err)
	kept := filepath.Join(filepath.Dir(b.Path), a)
	must(t, os.Remove(kept))
	must(t, os.WriteFile(kept, []byte("ONE"), 0o600))
	r, err := backup.Restore(ctx, b.Path, filepath.Join(t.TempDir(), "r"))
	must(t, err)
	if r.Report.Missing != 1 || r.Report.Files != 2 {
		t.Fatalf("got %+v", r)
	}
}

func TestAnArchiveIsOneFileThatComesBack(t *testing.T) {
	s := testkit.Open(t)
	count(t, s)
	a := attach(t, s, "合同扫描件")
	zipped := filepath.Join(t.TempDir(), "k.zip")
	var last, total int64
	must(t, backup.Archive(ctx, s, zipped, func(d, n int64) { last, total = d, n }))
	if last != total || total == 0 {
		t.Fatalf("progress ended at %d of %d", last, total)
	}
	dir := filepath.Join(t.TempDir(), "r")
	r, err := backup.Restore(ctx, zipped, dir)
	must(t, err)
	if r.Report.Form != "archive" || r.Report.Files != 1 || counted(t, dir) != 1 {
		t.Fatalf("got %+v", r)
	}
	if _, err := os.Stat(filepath.Join(dir, a)); err != nil {
		t.Fatal(err)
	}
}

func TestADamagedBackupIsRefusedAndLeavesNothing(t *testing.T) {
	s := testkit.Open(t)
	attach(t, s, strings.Repeat("x", 10000))
	b, err := backup.Make(ctx, s, "manual")
	must(t, err)
	zipped := filepath.Join(t.TempDir(), "k.zip")
	must(t, backup.Archive(ctx, s, zipped, nil))
	db, err := os.ReadFile(b.Path)
	must(t, err)
	arc, err := os.ReadFile(zipped)
	must(t, err)
	flip := func(data []byte, at int) []byte {
		out := append([]byte{}, data...)
		for i := range 64 {
			out[at+i] ^= 0xff
		}
		return out
	}
	for name, content := range map[string][]byte{
		"empty": nil, "text": []byte("hello, this is only text"), "cut snapshot": db[:len(db)/2], "flipped schema": flip(db, 104), "flipped page": flip(db, 4096*3),
		"cut archive": arc[:len(arc)/2], "flipped database": flip(arc, 500), "flipped attachment": flip(arc, len(arc)-6000),
	} {
		bad, dir := filepath.Join(t.TempDir(), "bad"), filepath.Join(t.TempDir(), "r")
		must(t, os.WriteFile(bad, content, 0o600))
		_, err := backup.Restore(ctx, bad, dir)
		if !fault.Is(err, backup.BadArchive) && !fault.Is(err, store.Damaged) {
			t.Errorf("%s: got %v", name, err)
		}
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s: left a folder", name)
		}
	}
}

func TestSlipsAndBombsAreRefused(t *testing.T) {
	s := testkit.Open(t)
	b, err := backup.Make(ctx, s, "manual")
	must(t, err)
	db, err := os.ReadFile(b.Path)
	must(t, err)
	for name, entries := range map[string]map[string]string{
		"slip":        {store.FileName: string(db), "attachments/../../evil": "x"},
		"absolute":    {store.FileName: string(db), "/etc/evil": "x"},
		"backslash":   {store.FileName: string(db), `attachments\..\evil`: "x"},
		"dotfile":     {store.FileName: string(db), "attachments/.hidden": "x"},
		"foreign":     {store.FileName: string(db), "readme.txt": "x"},
		"no database": {"attachments/a": "x"},
		"bomb":        {store.FileName: string(db), "attachments/a": strings.Repeat("\x00", 64<<20)},
	} {
		bad := filepath.Join(t.TempDir(), "bad.zip")
		f, err := os.Create(bad)
		must(t, err)
		z := zip.NewWriter(f)
		for n, c := range entries {
			w, err := z.Create(n)
			must(t, err)
			_, err = w.Write([]byte(c))
			must(t, err)
		}
		must(t, z.Close())
		must(t, f.Close())
		base := t.TempDir()
		if _, err := backup.Restore(ctx, bad, filepath.Join(base, "r")); !fault.Is(err, backup.BadArchive) {
			t.Errorf("%s: got %v", name, err)
		}
		if left, _ := os.ReadDir(base); len(left) != 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
}
