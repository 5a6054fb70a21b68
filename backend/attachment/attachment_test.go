package attachment_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keyue/backend/attachment"
	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/locale"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

func open(t *testing.T) (*store.Store, *attachment.Service, *files.Registry) {
	kinds := append(attachment.Kinds(), store.Kind{Name: "company", Table: "company"})
	st := testkit.Open(t, kinds...)
	reg := files.New(files.Options{Dir: t.TempDir(), Now: func() time.Time { return testkit.Start }})
	t.Cleanup(func() { _ = reg.Close() })
	step(t, st, func(tx *store.Tx) error {
		for _, id := range []int64{1, 2} {
			if err := tx.Exec("insert into company (id, uid, created_at, updated_at, version, name) values (?, ?, 1, 1, 1, 'x')", id, id).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return st, attachment.NewService(st, reg), reg
}

func step(t *testing.T, st *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := st.InTx(st.Context(), store.Step{Label: "attachment.swept"}, fn); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, reg *files.Registry, name, data string) string {
	t.Helper()
	in, err := reg.Put(name, strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return in.Token
}

// kept lists the content files of a workspace.
func kept(t *testing.T, st *store.Store) []string {
	t.Helper()
	out := []string{}
	root := filepath.Join(st.Dir(), store.AttachmentsDir)
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(root, p)
			out = append(out, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheSameContentIsKeptOnceUnderItsHash(t *testing.T) {
	st, s, reg := open(t)
	a, err := s.Add("company", 1, put(t, reg, "合同 扫描.pdf", "%PDF-1.7 x"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Add("company", 2, put(t, reg, "again.pdf", "%PDF-1.7 x"))
	if err != nil {
		t.Fatal(err)
	}
	if a.SHA256 != b.SHA256 || a.Mime != "application/pdf" || a.Size != 10 || a.Name != "合同 扫描.pdf" {
		t.Errorf("%+v %+v", a, b)
	}
	if got := kept(t, st); len(got) != 1 || got[0] != a.SHA256[:2]+"/"+a.SHA256[2:] {
		t.Errorf("kept %v", got)
	}
	rows, err := s.List("company", 1)
	if err != nil || len(rows) != 1 || rows[0].ID != a.ID {
		t.Errorf("%v %v", rows, err)
	}
	url, err := s.URL(a.ID)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := reg.Copy(url, &buf); err != nil || buf.String() != "%PDF-1.7 x" {
		t.Errorf("%q %v", buf.String(), err)
	}
}

func TestNoNameBecomesAPath(t *testing.T) {
	st, s, reg := open(t)
	for in, want := range map[string]string{
		"../../etc/passwd": "passwd", `..\..\x.exe`: "x.exe", "a\x00b.txt": "ab.txt", "...": "file", "con<|>:?.pdf": "con.pdf",
		strings.Repeat("长", 200) + ".pdf": strings.Repeat("长", 65) + ".pdf", "\u202egpj.exe": "gpj.exe",
	} {
		token := put(t, reg, "x", "data "+in)
		a, err := s.Add("company", 1, token)
		if err != nil {
			t.Fatal(err)
		}
		a, err = s.Rename(a.ID, in)
		if want == "file" {
			if !fault.Is(err, fault.InvalidInput) {
				t.Errorf("%q: %v", in, err)
			}
			continue
		}
		if err != nil || a.Name != want {
			t.Errorf("%q became %q %v, want %q", in, a.Name, err, want)
		}
	}
	for _, p := range kept(t, st) {
		if len(p) != 65 {
			t.Errorf("strange path %q", p)
		}
	}
}

func TestWhatABrowserWouldRunIsServedAsText(t *testing.T) {
	_, s, reg := open(t)
	for _, c := range []struct{ name, data, want string }{
		{"a.html", "<html><script>alert(1)</script>", "text/plain; charset=utf-8"},
		{"a.png", "<!DOCTYPE html><p>", "text/plain; charset=utf-8"},
		{"a.svg", `<?xml version="1.0"?><svg onload="x()"/>`, "text/plain; charset=utf-8"},
		{"a.docx", "PK\x03\x04rest", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"a.csv", "a,b\n1,2", "text/csv; charset=utf-8"},
		{"a.bin", "\x00\x01\x02", "application/octet-stream"},
	} {
		a, err := s.Add("company", 1, put(t, reg, c.name, c.data))
		if err != nil || a.Mime != c.want {
			t.Errorf("%s: %+v %v", c.name, a, err)
		}
	}
}

func TestBadFilesAreRefusedWithASentence(t *testing.T) {
	st, s, reg := open(t)
	for _, c := range []struct {
		kind, code, data string
		id               int64
	}{
		{"company", "attachment.empty", "", 1},
		{"company", fault.NotFound, "x", 99},
		{"attachment", fault.NotFound, "x", 1},
		{"nonsense", fault.NotFound, "x", 1},
	} {
		_, err := s.Add(c.kind, c.id, put(t, reg, "a.txt", c.data))
		if !fault.Is(err, c.code) || !locale.Has(c.code) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if _, err := s.Add("company", 1, "no such token"); err == nil {
		t.Error("an unknown token passes")
	}
	if got := kept(t, st); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
}

func TestAFileThatIsGoneOrCutIsSaidToBeLost(t *testing.T) {
	st, s, reg := open(t)
	a, err := s.Add("company", 1, put(t, reg, "a.txt", "hello"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(st.Dir(), store.AttachmentsDir, a.SHA256[:2], a.SHA256[2:])
	if err := os.Truncate(path, 2); err != nil {
		t.Fatal(err)
	}
	if _, err := s.URL(a.ID); !fault.Is(err, "attachment.lost") {
		t.Errorf("cut: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := s.URL(a.ID); !fault.Is(err, "attachment.lost") {
		t.Errorf("gone: %v", err)
	}
}

func TestContentGoesOnlyWhenNothingRefersToItAnyMore(t *testing.T) {
	st, s, reg := open(t)
	a, err := s.Add("company", 1, put(t, reg, "a.txt", "one"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Add("company", 1, put(t, reg, "b.txt", "two"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Trash(a.ID); err != nil {
		t.Fatal(err)
	}
	old := testkit.Start.Add(-2 * time.Hour)
	root := filepath.Join(st.Dir(), store.AttachmentsDir)
	for _, p := range append(kept(t, st), "incoming/left") {
		full := filepath.Join(root, filepath.FromSlash(p))
		if filepath.Base(p) == "left" {
			if err := os.WriteFile(full, []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chtimes(full, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "readme.txt"), []byte("a person's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, _, err := attachment.Sweep(context.Background(), st); err != nil || n != 1 {
		t.Errorf("sweep with all in use took %d, %v", n, err)
	}
	step(t, st, func(tx *store.Tx) error { return tx.Purge(attachment.KindAttachment, int64(a.ID)) })
	if n, size, err := attachment.Sweep(context.Background(), st); err != nil || n != 1 || size != 3 {
		t.Errorf("sweep took %d files, %d bytes, %v", n, size, err)
	}
	if _, err := s.URL(b.ID); err != nil {
		t.Errorf("what is in use was swept: %v", err)
	}
	if got := kept(t, st); len(got) != 2 {
		t.Errorf("left %v", got)
	}
}

func TestEveryStepOfAFileCanBeUndone(t *testing.T) {
	st, s, reg := open(t)
	undo := func() {
		t.Helper()
		var id int64
		if err := st.Read(st.Context()).Raw("select max(id) from step where undoable = 1 and undone_by = 0 and undoes = 0").Scan(&id).Error; err != nil {
			t.Fatal(err)
		}
		if _, err := st.Undo(st.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	names := func() string {
		rows, err := s.List("company", 1)
		if err != nil {
			t.Fatal(err)
		}
		out := ""
		for _, r := range rows {
			out += r.Name + " "
		}
		return out
	}
	a, err := s.Add("company", 1, put(t, reg, "a.txt", "one"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Rename(a.ID, "b"); err != nil {
		t.Fatal(err)
	}
	if names() != "b.txt " {
		t.Errorf("renamed: %s", names())
	}
	if err := s.Trash(a.ID); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"b.txt ", "a.txt ", ""} {
		undo()
		if names() != want {
			t.Errorf("got %q, want %q", names(), want)
		}
	}
}
