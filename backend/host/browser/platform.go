package browser

import (
	"context"

	"keyue/backend/fault"
	"keyue/backend/shell"
)

// Platform answers the shell service where the page is in a browser: it has no
// dialogs, the page uses the browser's own. Stop ends the server.
type Platform struct{ Stop context.CancelFunc }

// Door names this door.
func (Platform) Door() string { return shell.Browser }

// PickFiles answers "shell.window_only".
func (Platform) PickFiles(string, []shell.Filter, bool) ([]string, error) { return nil, windowOnly() }

// PickFolder answers "shell.window_only".
func (Platform) PickFolder(string) (string, error) { return "", windowOnly() }

// SaveFile answers "shell.window_only".
func (Platform) SaveFile(string, string) (string, error) { return "", windowOnly() }

// Hold does nothing: closing a browser does not end the application.
func (Platform) Hold() {}

// Quit ends the server.
func (p Platform) Quit() { p.Stop() }

func windowOnly() error { return fault.New("shell.window_only", nil) }
