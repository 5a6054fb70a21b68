// Package window is the desktop door: the page in a native window, through
// Wails. It is compiled in with the build tag desktop; the tag bindings makes
// the same call only write TypeScript. Without either there is no window and
// nothing here needs GTK or a C compiler.
package window

import (
	"context"
	"io/fs"
	"log/slog"

	"keyue/backend/files"
	"keyue/backend/host"
	"keyue/backend/locale"
	"keyue/backend/shell"
)

// Options of the window.
type Options struct {
	Page  fs.FS
	Bound []any
	Hub   *host.Hub
	Files *files.Registry
	Lang  func() locale.Tag
	Log   *slog.Logger
	Icon  []byte // PNG
	// Open runs beside the loading of the page, which waits for its end. False
	// ends the application: another window has come to the front instead.
	Open func(ctx context.Context) bool
	// Close runs once, after the window is gone.
	Close func()
	// Smoke, when set, hears what the page shows once it has spoken to Go; then
	// the application ends. The build's test of the window uses it.
	Smoke func(text string)
}

// Door is the window seen from the composition root: what the shell service
// asks, and the running of it.
type Door interface {
	shell.Platform
	Run(o Options) error
	// Front brings the window before all others.
	Front()
}
