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
	fakeCommand(t, bin, "lpstat", `if [ "$1" = -e ]; then echo Office; echo 'Front_Desk'; else echo "system default destination: Front_Desk"; fi`)
	fakeCommand(t, bin, "lp", `printf '%s\n' "$@" > `+log+`; case "$*" in *Broken*) echo "lp: no such queue"; exit 1;; esac`)
	s, r := newService(t, &desk{door: Window})

	list, err := s.Printers()
	if err != nil || len(list) != 2 || list[0] != (Printer{"Front_Desk", true}) || list[1] != (Printer{"Office", false}) {
		t.Fatalf("%+v %v", list, err)
	}
	url, _ := r.Offer("买卖 合同.pdf", "application/pdf", []byte("x"))
	if err := s.Print(url, "Office", 3); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(log)
	want := "-n\n3\n-o\nmedia=A4\n-o\nprint-scaling=none\n-d\nOffice\n--\n"
	if !strings.HasPrefix(string(got), want) || !strings.HasSuffix(string(got), "买卖 合同.pdf\n") {
		t.Errorf("lp was called with\n%s", got)
	}
	for _, c := range []struct {
		printer string
		copies  int
		code    string
	}{{"Office", 0, "shell.bad_copies"}, {"Office", 100, "shell.bad_copies"}, {"-Pevil", 1, "shell.no_printer"}, {"Broken", 1, "shell.not_printed"}} {
		if err := s.Print(url, c.printer, c.copies); !fault.Is(err, c.code) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if err := s.Print("/doc/none/a.pdf", "", 1); !fault.Is(err, "files.expired") {
		t.Errorf("nothing to print: %v", err)
	}
}
