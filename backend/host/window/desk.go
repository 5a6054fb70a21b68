//go:build desktop || bindings

package window

import (
	"context"
	"os"
	"runtime"
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

// PickFiles shows the native dialog for opening.
func (d *desk) PickFiles(title string, filters []shell.Filter, many bool) ([]string, error) {
	ctx, err := d.started()
	if err != nil {
		return nil, err
	}
	o := wails.OpenDialogOptions{Title: title}
	for _, f := range filters {
		o.Filters = append(o.Filters, wails.FileFilter{DisplayName: f.Name, Pattern: join(f.Patterns)})
	}
	if many {
		return wails.OpenMultipleFilesDialog(ctx, o)
	}
	path, err := wails.OpenFileDialog(ctx, o)
	if err != nil || path == "" {
		return nil, err
	}
	return []string{path}, nil
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
	ctx, err := d.started()
	if err != nil {
		return "", err
	}
	return wails.OpenDirectoryDialog(ctx, wails.OpenDialogOptions{Title: title, CanCreateDirectories: true})
}

// SaveFile shows the native dialog for saving.
func (d *desk) SaveFile(title, name string) (string, error) {
	ctx, err := d.started()
	if err != nil {
		return "", err
	}
	return wails.SaveFileDialog(ctx, wails.SaveDialogOptions{Title: title, DefaultFilename: name, CanCreateDirectories: true})
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
