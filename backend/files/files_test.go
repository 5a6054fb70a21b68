package files

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"keyue/backend/fault"
)

type world struct {
	r   *Registry
	now time.Time
	dir string
	h   http.Handler
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{now: time.Unix(1_800_000_000, 0), dir: filepath.Join(t.TempDir(), "transfer")}
	w.r = New(Options{Dir: w.dir, Now: func() time.Time { return w.now }, MaxUpload: 1 << 20})
	w.h = w.r.Handler()
	t.Cleanup(func() { _ = w.r.Close() })
	return w
}

func (w *world) do(method, target, kind string, body io.Reader, header ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, target, body)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	w.h.ServeHTTP(rec, req)
	return rec
}

func TestAnUploadIsOpenedByItsTokenAndGoneAfterItsTime(t *testing.T) {
	w := newWorld(t)
	info, err := w.r.Put(`C:\Users\王\客户.xlsx`, strings.NewReader("abc"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Name != "客户.xlsx" || info.Size != 3 {
		t.Errorf("got %+v", info)
	}
	f, got, err := w.r.Open(info.Token)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(f)
	path := f.Name()
	_ = f.Close()
	if string(body) != "abc" || got != info {
		t.Errorf("got %q %+v", body, got)
	}
	w.now = w.now.Add(DefaultTTL + time.Minute)
	if _, err := w.r.Put("later.txt", strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.r.Open(info.Token); !fault.Is(err, "files.expired") {
		t.Errorf("an old token gave %v", err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error("the expired upload is still on disk")
	}
}

func TestAnUploadIsNeverServedAndAnOfferIsNeverOpened(t *testing.T) {
	w := newWorld(t)
	in, _ := w.r.Put("a.pdf", strings.NewReader("x"))
	if rec := w.do("GET", docPath+in.Token+"/a.pdf", "", nil); rec.Code != http.StatusNotFound {
		t.Errorf("an upload was served: %d", rec.Code)
	}
	url, _ := w.r.Offer("a.pdf", "application/pdf", []byte("x"))
	token := strings.Split(url, "/")[2]
	if _, _, err := w.r.Open(token); !fault.Is(err, "files.expired") {
		t.Errorf("an offer was opened as an upload: %v", err)
	}
}

func TestUploadsOverHTTP(t *testing.T) {
	w := newWorld(t)
	const raw = "application/octet-stream"
	cases := []struct {
		name, method, kind string
		body               io.Reader
		status             int
		want               string
	}{
		{"a file gets a token", "POST", raw, strings.NewReader("hello"), 200, `"size":5`},
		{"an empty file is a file", "POST", raw, strings.NewReader(""), 200, `"size":0`},
		{"a form is refused", "POST", "multipart/form-data; boundary=x", strings.NewReader("x"), 415, "files.bad_request"},
		{"no type is refused", "POST", "", strings.NewReader("x"), 415, "files.bad_request"},
		{"reading is refused", "GET", raw, nil, 405, "files.bad_request"},
		{"a declared huge file is refused unread", "POST", raw, bytes.NewReader(make([]byte, 1<<20+1)), 413, "files.too_large"},
		{"an undeclared huge file is cut off", "POST", raw, io.MultiReader(bytes.NewReader(make([]byte, 1<<20+1))), 413, "files.too_large"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rec := w.do(c.method, "/upload?name=%E5%AE%A2.csv", c.kind, c.body)
			if rec.Code != c.status || !strings.Contains(rec.Body.String(), c.want) {
				t.Errorf("%d %s", rec.Code, rec.Body)
			}
		})
	}
	left, _ := filepath.Glob(filepath.Join(w.dir, prefix+"*", "in-*"))
	if len(left) != 2 {
		t.Errorf("%d files on disk, want the two accepted ones", len(left))
	}
}

func TestOffersOverHTTP(t *testing.T) {
	w := newWorld(t)
	pdf, err := w.r.Offer("买卖合同 2026/001.pdf", "application/pdf", []byte("0123456789"))
	if err != nil {
		t.Fatal(err)
	}
	page, _ := w.r.Offer("x.html", "text/html", []byte("<script>alert(1)</script>"))
	big, err := w.r.Offer("big.bin", "application/octet-stream", bytes.Repeat([]byte("z"), inMemory+1))
	if err != nil {
		t.Fatal(err)
	}

	rec := w.do("GET", pdf, "", nil)
	h := rec.Header()
	if rec.Code != 200 || rec.Body.String() != "0123456789" || h.Get("Content-Type") != "application/pdf" || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d %q %v", rec.Code, rec.Body, h)
	}
	if got, want := h.Get("Content-Disposition"), `inline; filename="001.pdf"; filename*=UTF-8''001.pdf`; got != want {
		t.Errorf("disposition %q, want %q", got, want)
	}
	rec = w.do("GET", pdf+"?download=1", "", nil, "Range", "bytes=2-4")
	if rec.Code != http.StatusPartialContent || rec.Body.String() != "234" || !strings.HasPrefix(rec.Header().Get("Content-Disposition"), "attachment;") {
		t.Errorf("range: %d %q %v", rec.Code, rec.Body, rec.Header())
	}
	rec = w.do("GET", page, "", nil)
	if !strings.HasPrefix(rec.Header().Get("Content-Disposition"), "attachment;") || !strings.Contains(rec.Header().Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("a page was offered for showing: %v", rec.Header())
	}
	if rec = w.do("GET", big, "", nil, "Range", "bytes=-3"); rec.Body.String() != "zzz" {
		t.Errorf("large offer: %d %q", rec.Code, rec.Body)
	}
	for _, bad := range []string{"/doc/", "/doc/none/a.pdf", "/doc/../../etc/passwd", "/doc/%2e%2e/x"} {
		if rec := w.do("GET", bad, "", nil); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", bad, rec.Code)
		}
	}
	if rec := w.do("POST", pdf, "", nil); rec.Code != http.StatusMethodNotAllowed {
		t.Errorf("post to a document: %d", rec.Code)
	}
}

func TestDispositionCarriesChineseNames(t *testing.T) {
	got := disposition("attachment", `买卖 "合同".pdf`)
	want := `attachment; filename="__ ____.pdf"; filename*=UTF-8''%E4%B9%B0%E5%8D%96%20%22%E5%90%88%E5%90%8C%22.pdf`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestBaseNameMakesAnyNameSafe(t *testing.T) {
	cases := map[string]string{
		"../../etc/passwd": "passwd", `..\..\a.txt`: "a.txt", "": "file", "..": "file", "/": "file",
		"a\x00b\r\n.csv": "ab.csv", "报价:单?.pdf": "报价_单_.pdf", "CON": "file", "nul.txt": "file.txt",
		"gpj\u202Eexe.pdf": "gpjexe.pdf", " 名字. ": "名字", "a\xffb": "a_b", ".bashrc": ".bashrc",
	}
	for in, want := range cases {
		if got := BaseName(in); got != want {
			t.Errorf("BaseName(%q) = %q, want %q", in, got, want)
		}
	}
	long := BaseName(strings.Repeat("合同", 200) + ".pdf")
	if len(long) > maxName || !utf8.ValidString(long) || !strings.HasSuffix(long, ".pdf") {
		t.Errorf("long name became %q (%d bytes)", long, len(long))
	}
}

func FuzzBaseName(f *testing.F) {
	for _, s := range []string{"", "a/b", "con.x", "\u202e", strings.Repeat("汉", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := BaseName(s)
		if got == "" || got == "." || got == ".." || len(got) > maxName || !utf8.ValidString(got) || strings.ContainsAny(got, "/\\\x00\n") || filepath.Base(got) != got {
			t.Errorf("BaseName(%q) = %q", s, got)
		}
	})
}

func TestFoldersOfKilledPredecessorsAreSwept(t *testing.T) {
	w := newWorld(t)
	dead := filepath.Join(w.dir, prefix+"dead")
	if err := os.MkdirAll(dead, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, n := range []string{lockName, "in-1"} {
		if err := os.WriteFile(filepath.Join(dead, n), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	alive := New(Options{Dir: w.dir, Now: w.r.o.Now})
	if _, err := alive.Put("a", strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	w.r.Sweep()
	if _, err := os.Stat(dead); !os.IsNotExist(err) {
		t.Error("the dead folder is still there")
	}
	if _, err := os.Stat(alive.dir); err != nil {
		t.Error("a living instance lost its folder")
	}
	if err := alive.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(alive.dir); !os.IsNotExist(err) {
		t.Error("Close left the folder")
	}
	if _, err := alive.Put("a", strings.NewReader("x")); !fault.Is(err, "files.expired") {
		t.Errorf("a closed registry answered %v", err)
	}
}

func TestAnOfferCanBeExportedUnderItsOwnName(t *testing.T) {
	w := newWorld(t)
	url, _ := w.r.Offer("合同.pdf", "application/pdf", []byte("pdf"))
	path, err := w.r.Export(url)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := os.ReadFile(path)
	if filepath.Base(path) != "合同.pdf" || string(body) != "pdf" {
		t.Errorf("%s holds %q", path, body)
	}
	if _, err := w.r.Export("/doc/none/a.pdf"); !fault.Is(err, "files.expired") {
		t.Errorf("export of nothing: %v", err)
	}
}

func TestNothingIsLeftOfAWrittenOfferThatFailedOrIsOld(t *testing.T) {
	w := newWorld(t)
	var path string
	if _, err := w.r.OfferWritten("a.zip", "application/zip", func(f *os.File) error {
		path = f.Name()
		return errors.Join(f.Truncate(10), io.ErrUnexpectedEOF)
	}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("gave %v", err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error("what failed is still on disk")
	}
	// Another file may be put in its place once it is closed.
	url, err := w.r.OfferWritten("b.zip", "application/zip", func(f *os.File) error {
		path = f.Name()
		return errors.Join(f.Close(), os.WriteFile(path+".part", []byte("whole"), 0o600), os.Rename(path+".part", path))
	})
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := w.r.Copy(url, &got); err != nil || got.String() != "whole" {
		t.Errorf("got %q, %v", got.String(), err)
	}
	w.now = w.now.Add(DefaultTTL + time.Minute)
	if _, err := w.r.Offer("c", "text/plain", []byte("x")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error("what is old is still on disk")
	}
}

func TestTheMemoryHeldByOffersIsBounded(t *testing.T) {
	w := newWorld(t)
	chunk := make([]byte, inMemory)
	for range memoryBudget/inMemory + 5 {
		if _, err := w.r.Offer("a.pdf", "application/pdf", chunk); err != nil {
			t.Fatal(err)
		}
	}
	if w.r.memory > memoryBudget {
		t.Errorf("%d bytes held", w.r.memory)
	}
}

func TestOfAFolderOnlyWhatMatchesIsTakenAndNoLinkIsFollowed(t *testing.T) {
	w := newWorld(t)
	dir, away := t.TempDir(), t.TempDir()
	for _, path := range []string{filepath.Join(dir, "b.csv"), filepath.Join(dir, "in", "a.csv"), filepath.Join(dir, "note.md"), filepath.Join(away, "far.csv")} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(away, "far.csv"), filepath.Join(dir, "link.csv")); err != nil {
		t.Skip("no links on this system: ", err)
	}
	list, err := w.r.ChooseFolder(dir, func(name string) bool { return filepath.Ext(name) == ".csv" })
	if err != nil || len(list) != 2 || list[0].Name != "b.csv" || list[1].Name != "a.csv" {
		t.Errorf("%+v %v", list, err)
	}
	if _, err := w.r.ChooseFolder(filepath.Join(dir, "gone"), func(string) bool { return true }); !fault.Is(err, "files.unreadable") {
		t.Errorf("%v", err)
	}
}
