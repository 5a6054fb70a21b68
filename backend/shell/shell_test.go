package shell

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/locale"
)

// desk is a window whose dialogs answer what the test says.
type desk struct {
	door   string
	picked []string
	save   string
	asked  string
	held   bool
	quit   bool
}

func (d *desk) Door() string { return d.door }
func (d *desk) PickFiles(_ string, f []Filter, _ bool) ([]string, error) {
	d.asked = f[0].Name
	return d.picked, nil
}
func (d *desk) PickFolder(string) (string, error) { return d.save, nil }
func (d *desk) SaveFile(_, name string) (string, error) {
	d.asked = name
	return d.save, nil
}
func (d *desk) Hold() { d.held = true }
func (d *desk) Quit() { d.quit = true }

func newService(t *testing.T, d *desk) (*Service, *files.Registry) {
	t.Helper()
	r := files.New(files.Options{Dir: t.TempDir(), Now: func() time.Time { return time.Unix(1_800_000_000, 0) }})
	t.Cleanup(func() { _ = r.Close() })
	return NewService(Options{Context: t.Context(), Platform: d, Files: r, Lang: func() locale.Tag { return locale.ZhCN }, Version: "1.2.3"}), r
}

func TestAPickedFileBecomesAToken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "客户.csv")
	if err := os.WriteFile(path, []byte("a,b"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := &desk{door: Window, picked: []string{path}}
	s, r := newService(t, d)
	info, err := s.PickFile("table")
	if err != nil || info.Name != "客户.csv" || info.Size != 3 {
		t.Fatalf("%+v %v", info, err)
	}
	f, _, err := r.Open(info.Token)
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	if !strings.Contains(d.asked, "Excel") {
		t.Errorf("the dialog said %q", d.asked)
	}
	d.picked = nil
	if info, err := s.PickFile("table"); err != nil || info.Token != "" {
		t.Errorf("cancelled: %+v %v", info, err)
	}
	if _, err := s.PickFile("exe"); !fault.Is(err, "shell.unknown_kind") {
		t.Errorf("unknown kind: %v", err)
	}
}

func TestSaveAsWritesTheOfferWhereThePersonSaid(t *testing.T) {
	d := &desk{door: Window, save: filepath.Join(t.TempDir(), "另存.pdf")}
	s, r := newService(t, d)
	url, _ := r.Offer("合同.pdf", "application/pdf", []byte("content"))
	path, err := s.SaveAs(url, "")
	if err != nil || path != d.save || d.asked != "合同.pdf" {
		t.Fatalf("%q %v, suggested %q", path, err, d.asked)
	}
	if got, _ := os.ReadFile(path); string(got) != "content" {
		t.Errorf("saved %q", got)
	}
	d.save = filepath.Join(t.TempDir(), "missing", "x.pdf")
	if _, err := s.SaveAs(url, ""); !fault.Is(err, "shell.not_saved") {
		t.Errorf("an impossible place: %v", err)
	}
	d.save = ""
	if path, err := s.SaveAs(url, ""); path != "" || err != nil {
		t.Errorf("cancelled: %q %v", path, err)
	}
}

func TestABrowserIsToldToUseItsOwnMeans(t *testing.T) {
	s, r := newService(t, &desk{door: Browser})
	url, _ := r.Offer("a.pdf", "application/pdf", []byte("x"))
	if err := s.OpenInViewer(url); !fault.Is(err, "shell.window_only") {
		t.Errorf("viewer: %v", err)
	}
	if err := s.Reveal("/tmp"); !fault.Is(err, "shell.window_only") {
		t.Errorf("reveal: %v", err)
	}
}

// fakeCommand puts a shell script of that name first on the path.
func fakeCommand(t *testing.T, dir, name, script string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
}

func TestPrintingGoesThroughCUPS(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("CUPS is for macOS and Linux")
	}
	bin := t.TempDir()
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	log := filepath.Join(bin, "log")
	fakeCommand(t, bin, "lpstat", `case "$1" in
-e) printf 'Office\nBroken\nSleepy\nFront_Desk\n';;
-d) echo "system default destination: Front_Desk";;
-p) [ "$2" = Sleepy ] && state=disabled || state="is idle. "; echo "printer $2 $state since today";;
esac`)
	fakeCommand(t, bin, "lp", `printf '%s\n' "$@" > `+log+`; case "$*" in *Broken*) echo "lp: no such queue"; exit 1;; esac`)
	s, r := newService(t, &desk{door: Window})

	list, err := s.Printers()
	if err != nil || len(list) != 4 || list[0] != (Printer{"Front_Desk", true}) || list[1] != (Printer{"Office", false}) {
		t.Fatalf("%+v %v", list, err)
	}
	url, _ := r.Offer("买卖 合同.pdf", "application/pdf", []byte("x"))
	if err := s.Print(url, "Office", 3); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(log)
	want := "-n\n3\n-o\nmedia=A4\n-o\nprint-scaling=none\n-o\ncollate=true\n-d\nOffice\n--\n"
	if !strings.HasPrefix(string(got), want) || !strings.HasSuffix(string(got), "买卖 合同.pdf\n") {
		t.Errorf("lp was called with\n%s", got)
	}
	for _, c := range []struct {
		printer string
		copies  int
		code    string
	}{{"Office", 0, "shell.bad_copies"}, {"Office", 100, "shell.bad_copies"}, {"-Pevil", 1, "shell.unknown_printer"},
		{"Nowhere", 1, "shell.unknown_printer"}, {"Sleepy", 1, "shell.printer_paused"}, {"Broken", 1, "shell.not_printed"}} {
		if err := s.Print(url, c.printer, c.copies); !fault.Is(err, c.code) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if err := s.Print(url, "", 1); err != nil {
		t.Error(err)
	} else if got, _ := os.ReadFile(log); !strings.Contains(string(got), "-d\nFront_Desk\n") {
		t.Errorf("the default printer was not named:\n%s", got)
	}
	if err := s.Print("/doc/none/a.pdf", "", 1); !fault.Is(err, "files.expired") {
		t.Errorf("nothing to print: %v", err)
	}
}

func TestPrintingWithoutAPrinterSaysSo(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("CUPS is for macOS and Linux")
	}
	bin := t.TempDir()
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	fakeCommand(t, bin, "lpstat", `echo "lpstat: Connection refused" >&2; exit 1`)
	fakeCommand(t, bin, "lp", `exit 0`)
	s, r := newService(t, &desk{door: Window})
	url, _ := r.Offer("a.pdf", "application/pdf", []byte("x"))
	for _, printer := range []string{"", "Office"} {
		if err := s.Print(url, printer, 1); !fault.Is(err, "shell.no_printer") {
			t.Errorf("%q: %v", printer, err)
		}
	}
}

func TestAViewerThatCannotOpenTheFileIsAFault(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("xdg-open is for Linux")
	}
	bin := t.TempDir()
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	s, r := newService(t, &desk{door: Window})
	url, _ := r.Offer("合同.pdf", "application/pdf", []byte("content"))
	fakeCommand(t, bin, "xdg-open", `exit 3`)
	if err := s.OpenInViewer(url); !fault.Is(err, "shell.no_viewer") {
		t.Errorf("nothing opens it: %v", err)
	}
	seen := filepath.Join(bin, "seen")
	fakeCommand(t, bin, "xdg-open", `cp "$1" `+seen+`; basename "$1" >> `+seen)
	if err := s.OpenInViewer(url); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(seen); string(got) != "content合同.pdf\n" {
		t.Errorf("the viewer was given %q", got)
	}
}

func TestRevealShowsTheFolder(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("xdg-open is for Linux")
	}
	bin := t.TempDir()
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	seen := filepath.Join(bin, "seen")
	fakeCommand(t, bin, "xdg-open", `printf %s "$1" > `+seen)
	s, _ := newService(t, &desk{door: Window})
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, filepath.Dir(file)} {
		if err := s.Reveal(path); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(seen); string(got) != filepath.Dir(file) {
			t.Errorf("%s: showed %s", path, got)
		}
	}
}

func TestASavedFileCanBeReadByOthersOfTheFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are of Unix")
	}
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	want, _ := os.Stat(plain)
	s, r := newService(t, &desk{door: Window, save: filepath.Join(dir, "a.pdf")})
	url, _ := r.Offer("a.pdf", "application/pdf", []byte("x"))
	path, err := s.SaveAs(url, "")
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := os.Stat(path); got.Mode() != want.Mode() {
		t.Errorf("mode %v, a new file has %v", got.Mode(), want.Mode())
	}
}

func TestANameTypedWithoutAnEndingGetsIt(t *testing.T) {
	dir := t.TempDir()
	d := &desk{door: Window}
	s, r := newService(t, d)
	url, _ := r.Offer("HT-2026-001.pdf", "application/pdf", []byte("x"))
	for _, c := range []struct{ typed, want string }{
		{"合同", "合同.pdf"}, {"合同", "合同 (2).pdf"}, {"2026.11", "2026.11.pdf"}, {"v1.2 终稿", "v1.2 终稿.pdf"},
		{"a.PDF", "a.PDF"}, {"b.txt", "b.txt"},
	} {
		d.save = filepath.Join(dir, c.typed)
		if path, err := s.SaveAs(url, ""); err != nil || filepath.Base(path) != c.want {
			t.Errorf("%q: saved as %q, want %q; %v", c.typed, filepath.Base(path), c.want, err)
		}
	}
}
