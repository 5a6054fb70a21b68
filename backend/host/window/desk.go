//go:build desktop || bindings

package window

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	wails "github.com/wailsapp/wails/v2/pkg/runtime"

	"keyue/backend/fault"
	"keyue/backend/shell"
)

// desk is the window as the shell service sees it.
type desk struct {
	mu  sync.Mutex
	ctx context.Context // of Wails; nil until it started

	shown    atomic.Bool // the page has loaded once
	quitting atomic.Bool
	holding  *time.Timer // ends the application when the page does not answer

	asking sync.Mutex // held while a dialog is open: Wails mixes up the answers of two
	folder string     // where the last dialog ended
}

// New gives the window, and false where none can be shown: on Linux without a
// display.
func New() (Door, bool) {
	if runtime.GOOS == "linux" && !generating && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return nil, false
	}
	return &desk{}, true
}

func (d *desk) started() (context.Context, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx == nil {
		return nil, fault.New("host.no_window", nil)
	}
	return d.ctx, nil
}

// Door names this door.
func (d *desk) Door() string { return shell.Window }

// ask shows one native dialog at a time. A second wish while one is open (a
// button clicked twice) is as if cancelled at once. The dialog begins in the
// folder of the one before, at first in the person's documents: never where the
// program happens to have been started.
func (d *desk) ask(show func(ctx context.Context, folder string) ([]string, error)) ([]string, error) {
	ctx, err := d.started()
	if err != nil || !d.asking.TryLock() {
		return nil, err
	}
	defer d.asking.Unlock()
	if st, err := os.Stat(d.folder); err != nil || !st.IsDir() {
		d.folder = documents()
	}
	paths, err := show(ctx, d.folder)
	paths = slices.DeleteFunc(paths, func(p string) bool { return p == "" })
	if err == nil && len(paths) > 0 {
		d.folder = filepath.Dir(paths[0])
	}
	return paths, err
}

func first(paths []string, err error) (string, error) {
	if err != nil || len(paths) == 0 {
		return "", err
	}
	return paths[0], nil
}

// documents is where people keep files; "" lets the system choose.
func documents() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	for _, dir := range []string{userDir(home, "DOCUMENTS"), filepath.Join(home, "Documents"), home} {
		if st, err := os.Stat(dir); err == nil && st.IsDir() {
			return dir
		}
	}
	return ""
}

// userDir reads a folder's name in the person's language, as Linux desktops
// keep it; "" where there is none.
func userDir(home, name string) string {
	config, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	text, err := os.ReadFile(filepath.Join(config, "user-dirs.dirs"))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), "XDG_"+name+"_DIR="); ok {
			return strings.ReplaceAll(strings.Trim(value, `"`), "$HOME", home)
		}
	}
	return ""
}

// PickFiles shows the native dialog for opening.
func (d *desk) PickFiles(title string, filters []shell.Filter, many bool) ([]string, error) {
	return d.ask(func(ctx context.Context, folder string) ([]string, error) {
		o := wails.OpenDialogOptions{Title: title, DefaultDirectory: folder}
		for _, f := range filters {
			o.Filters = append(o.Filters, wails.FileFilter{DisplayName: f.Name, Pattern: join(f.Patterns)})
		}
		if many {
			return wails.OpenMultipleFilesDialog(ctx, o)
		}
		path, err := wails.OpenFileDialog(ctx, o)
		return []string{path}, err
	})
}

func join(patterns []string) string {
	s := ""
	for i, p := range patterns {
		if i > 0 {
			s += ";"
		}
		s += p
	}
	return s
}

// PickFolder shows the native dialog for a folder.
func (d *desk) PickFolder(title string) (string, error) {
	return first(d.ask(func(ctx context.Context, folder string) ([]string, error) {
		path, err := wails.OpenDirectoryDialog(ctx, wails.OpenDialogOptions{Title: title, DefaultDirectory: folder, CanCreateDirectories: true})
		return []string{path}, err
	}))
}

// SaveFile shows the native dialog for saving.
func (d *desk) SaveFile(title, name string) (string, error) {
	return first(d.ask(func(ctx context.Context, folder string) ([]string, error) {
		path, err := wails.SaveFileDialog(ctx, wails.SaveDialogOptions{Title: title, DefaultDirectory: folder, DefaultFilename: name, CanCreateDirectories: true})
		return []string{path}, err
	}))
}

// Front brings the window before all others; nothing while there is none yet.
func (d *desk) Front() {
	ctx, err := d.started()
	if err != nil {
		return
	}
	// On Windows this would make a large window small; showing restores there.
	if runtime.GOOS != "windows" {
		wails.WindowUnminimise(ctx)
	}
	wails.WindowShow(ctx)
}

// patience is how long the page has to answer "closing" before the application
// ends without it.
const patience = 2 * time.Second

// Hold stops the clock: the page saves its drafts and will call Quit.
func (d *desk) Hold() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.holding != nil {
		d.holding.Stop()
		d.holding = nil
	}
}

// Quit ends the application without asking again.
func (d *desk) Quit() {
	d.quitting.Store(true)
	if ctx, err := d.started(); err == nil {
		wails.Quit(ctx)
	}
}

// beforeClose lets the window go at once when there is no page or it has
// already agreed; else it asks the page and lets the window stay so long. It
// may run on the thread that draws, so it never waits.
func (d *desk) beforeClose(ask func()) (prevent bool) {
	if d.quitting.Load() || !d.shown.Load() {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.holding == nil {
		d.holding = time.AfterFunc(patience, d.Quit)
	}
	ask()
	return true
}
