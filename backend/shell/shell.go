// Package shell is what the page may ask of the machine around it: pick a file,
// save one, open it in the viewer, print it. A window and a browser stand
// behind it; no other service knows which.
package shell

import (
	"context"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/locale"
)

// The two doors with a page.
const (
	Window  = "window"
	Browser = "browser"
)

// Filter is one line of the type list in a native dialog.
type Filter struct {
	Name     string   // shown
	Patterns []string // "*.csv"
}

// Platform is what differs between the doors. Dialogs return an empty answer
// when the person cancels.
type Platform interface {
	Door() string
	PickFiles(title string, filters []Filter, many bool) ([]string, error)
	PickFolder(title string) (string, error)
	SaveFile(title, name string) (string, error)
	// Hold keeps the window open: the page has taken over the closing.
	Hold()
	// Quit ends the application.
	Quit()
}

// About says what is running, for the About screen and for reports.
type About struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	Go      string `json:"go"`
	Door    string `json:"door"`
}

// Options of a Service. Context ends with the application.
type Options struct {
	Context  context.Context
	Platform Platform
	Files    *files.Registry
	Lang     func() locale.Tag
	Version  string
	Commit   string
}

// Service is the page's way to the machine.
type Service struct{ o Options }

// NewService returns the service for one door.
func NewService(o Options) *Service { return &Service{o: o} }

// Door says "window" or "browser". In a browser the page uses upload fields and
// download links; the dialog methods answer "shell.window_only" there.
func (s *Service) Door() (door string, err error) {
	defer fault.Recover(&err)
	return s.o.Platform.Door(), nil
}

// About says which version runs, and on what.
func (s *Service) About() (a About, err error) {
	defer fault.Recover(&err)
	return About{Version: s.o.Version, Commit: s.o.Commit, OS: runtime.GOOS, Arch: runtime.GOARCH,
		Go: runtime.Version(), Door: s.o.Platform.Door()}, nil
}

// kinds are the sorts of file the page may ask for.
var kinds = map[string][]string{
	"table":    {"*.xlsx", "*.csv", "*.vcf", "*.zip", "*.txt", "*.tsv", "*.xlsm", "*.vcard", "*.xls", "*.et"},
	"contact":  {"*.vcf"},
	"image":    {"*.png", "*.jpg", "*.jpeg", "*.webp", "*.gif"},
	"document": {"*.docx", "*.txt", "*.md"},
	"contract": {"*.docx", "*.pdf", "*.txt", "*.md"},
	"template": {"*.docx", "*.md", "*.txt", "*.pdf", "*.keyue-template"},
	"backup":   {"*.keyue", "*.zip", "*.bak", "*.db"},
	"any":      {"*"},
}

// PickFile asks for one file; kind is table, contact, image, document,
// contract, template, backup or any. The token is empty when the person cancels. Faults:
// "shell.window_only", "shell.unknown_kind", "files.unreadable".
func (s *Service) PickFile(kind string) (file files.Info, err error) {
	defer fault.Recover(&err)
	list, err := s.pick(kind, false)
	if err != nil || len(list) == 0 {
		return files.Info{}, err
	}
	return list[0], nil
}

// PickFiles asks for one or many files; see PickFile. The list is empty when
// the person cancels.
func (s *Service) PickFiles(kind string, many bool) (list []files.Info, err error) {
	defer fault.Recover(&err)
	return s.pick(kind, many)
}

func (s *Service) pick(kind string, many bool) ([]files.Info, error) {
	patterns, ok := kinds[kind]
	if !ok {
		return nil, fault.New("shell.unknown_kind", fault.P{"kind": kind})
	}
	filters := []Filter{{Name: s.text("shell.kind." + kind), Patterns: patterns}}
	paths, err := s.o.Platform.PickFiles(s.text("shell.pick_file"), filters, many)
	if err != nil {
		return nil, err
	}
	list := make([]files.Info, 0, len(paths))
	for _, p := range paths {
		info, err := s.o.Files.Choose(p)
		if err != nil {
			return nil, err
		}
		list = append(list, info)
	}
	return list, nil
}

// PickFolderFiles asks for a folder and gives the files of a kind in it and below it; empty when the person cancels.
// Faults: "shell.window_only", "shell.unknown_kind", "files.unreadable", "files.too_many".
func (s *Service) PickFolderFiles(kind string) (list []files.Info, err error) {
	defer fault.Recover(&err)
	if kinds[kind] == nil {
		return nil, fault.New("shell.unknown_kind", fault.P{"kind": kind})
	}
	dir, err := s.o.Platform.PickFolder(s.text("shell.pick_folder"))
	if err != nil || dir == "" {
		return []files.Info{}, err
	}
	return s.o.Files.ChooseFolder(dir, OfKind(kind))
}

// OfKind tells by its name whether a file is of a kind; hidden files and what an office program keeps beside an open
// file are of none.
func OfKind(kind string) func(name string) bool {
	return func(name string) bool {
		if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") {
			return false
		}
		return slices.ContainsFunc(kinds[kind], func(pattern string) bool {
			ok, err := path.Match(pattern, strings.ToLower(name))
			return ok && err == nil
		})
	}
}

// PickFolder asks for a folder and returns its path, "" when cancelled. Fault
// "shell.window_only".
func (s *Service) PickFolder() (path string, err error) {
	defer fault.Recover(&err)
	return s.o.Platform.PickFolder(s.text("shell.pick_folder"))
}

// SaveAs asks where to save what an address made by files.Offer stands for and
// writes it there; name is the suggestion, "" for the offer's own. It returns
// the path, "" when cancelled. Faults: "shell.window_only", "shell.not_saved",
// "files.expired".
func (s *Service) SaveAs(url, name string) (path string, err error) {
	defer fault.Recover(&err)
	if name == "" {
		if name, err = s.o.Files.Name(url); err != nil {
			return "", err
		}
	}
	path, err = s.o.Platform.SaveFile(s.text("shell.save_as"), files.BaseName(name))
	if err != nil || path == "" {
		return "", err
	}
	path = ending(path, name)
	if err := replace(path, func(w io.Writer) error { return s.o.Files.Copy(url, w) }); err != nil {
		return "", fault.Wrap(err, "shell.not_saved", fault.P{"name": filepath.Base(path)})
	}
	return path, nil
}

// ending gives a name the ending of the suggestion when the person typed over
// it: without one Windows does not know what to open the file with. What they
// wrote after a point stays if it is an ending of letters. A file that is there
// already under the completed name is not overwritten: nobody was asked.
func ending(path, suggestion string) string {
	want := filepath.Ext(suggestion)
	if want == "" || ended(filepath.Ext(path)) {
		return path
	}
	full := path + want
	for n := 2; n < 1000; n++ {
		if _, err := os.Lstat(full); err != nil {
			return full
		}
		full = path + " (" + strconv.Itoa(n) + ")" + want
	}
	return path
}

// ended reports an ending of one to five letters and digits that begins with a
// letter: ".pdf" and ".mp4", not the ".11" of "2026.11".
func ended(ext string) bool {
	if len(ext) < 2 || len(ext) > 6 {
		return false
	}
	for i, c := range ext[1:] {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// replace writes a file that takes the place of another when it is whole.
func replace(path string, write func(io.Writer) error) error {
	f, err := files.Create(path)
	if err != nil {
		return err
	}
	defer f.Drop()
	if err := write(f); err != nil {
		return err
	}
	return f.Keep()
}

// OpenInViewer shows an offer in the system's own program for its kind. Faults:
// "shell.window_only", "shell.no_viewer", "files.expired".
func (s *Service) OpenInViewer(url string) (err error) {
	defer fault.Recover(&err)
	if s.o.Platform.Door() != Window {
		return fault.New("shell.window_only", nil)
	}
	path, err := s.o.Files.Export(url)
	if err != nil {
		return err
	}
	// The viewer keeps reading after we are gone: a reader may not write to the
	// copy, or its changes would vanish with the folder.
	_ = os.Chmod(path, 0o400)
	return s.launch(opener(path), path)
}

// Reveal shows a saved file in the system's file manager. Faults:
// "shell.window_only", "shell.no_viewer".
func (s *Service) Reveal(path string) (err error) {
	defer fault.Recover(&err)
	if s.o.Platform.Door() != Window {
		return fault.New("shell.window_only", nil)
	}
	if _, err := os.Stat(path); err != nil || !filepath.IsAbs(path) {
		return fault.Wrap(err, "files.unreadable", fault.P{"name": files.BaseName(path)})
	}
	return s.launch(revealer(path), path)
}

// HoldClose tells the window, on the event "closing", that the page saves its
// drafts (and asks, if work is running) and will call Quit itself.
func (s *Service) HoldClose() (err error) {
	defer fault.Recover(&err)
	s.o.Platform.Hold()
	return nil
}

// Quit ends the application.
func (s *Service) Quit() (err error) {
	defer fault.Recover(&err)
	s.o.Platform.Quit()
	return nil
}

func (s *Service) text(code string) string { return locale.Text(s.o.Lang(), code, nil) }

// quoteless reports a name no command line can be given safely; lp and the
// viewers take paths and queue names as single arguments, but a leading dash
// would still be an option.
func quoteless(arg string) bool {
	return arg != "" && !strings.HasPrefix(arg, "-") && !strings.ContainsAny(arg, "\x00\n\r")
}
