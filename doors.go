package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"

	"keyue/backend/fault"
	"keyue/backend/host"
	"keyue/backend/host/browser"
	"keyue/backend/host/cli"
	"keyue/backend/host/handover"
	"keyue/backend/host/window"
	"keyue/backend/locale"
	"keyue/backend/shell"
)

// runWindow shows the window, or brings the one to the front that shows the
// same workspace already.
func (a *app) runWindow(ctx context.Context, door window.Door, page fs.FS, stderr io.Writer) int {
	a.answer = func() handover.Answer {
		door.Front()
		return handover.Answer{Door: door.Door(), PID: os.Getpid()}
	}
	if other, ok := a.first(ctx); ok && other.Door == door.Door() {
		return cli.OK
	}
	o := window.Options{
		Page: page, Bound: a.services.Bound(), Hub: a.hub, Files: a.files, Lang: a.language, Log: a.log, Icon: icon,
		Open: a.openForWindow, Close: a.close,
	}
	if a.o.Smoke {
		o.Smoke = func(text string) { fmt.Fprintln(stderr, text) }
	}
	if err := door.Run(o); err != nil {
		return cli.Fail(stderr, a.o, err)
	}
	return cli.OK
}

func browserPlatform(stop context.CancelFunc) shell.Platform { return browser.Platform{Stop: stop} }

// runBrowser serves the page on 127.0.0.1 and prints where. A workspace that is
// served already is not served twice: the address is one of the first server.
func (a *app) runBrowser(ctx context.Context, page fs.FS, stdout, stderr io.Writer) int {
	defer a.close()
	if other, ok := a.first(ctx); ok {
		if other.Address == "" {
			return cli.Fail(stderr, a.o, fault.New("host.in_window", nil))
		}
		a.sayAddress(stdout, "host.address_of_first", other.Address, other.PID)
		return cli.OK
	}
	dispatch, err := host.NewDispatcher(a.services.Bound()...)
	if err != nil {
		return cli.Fail(stderr, a.o, err)
	}
	s, err := browser.Open(browser.Options{Port: a.o.Port, Page: page, Dispatch: dispatch, Hub: a.hub, Files: a.files, Log: a.log})
	if err != nil {
		return cli.Fail(stderr, a.o, err)
	}
	a.answer = func() handover.Answer {
		return handover.Answer{Door: shell.Browser, Address: s.Address(), PID: os.Getpid()}
	}
	a.openForPage(ctx)
	a.sayAddress(stdout, "host.address", s.Address(), os.Getpid())
	if err := s.Serve(ctx); err != nil {
		return cli.Fail(stderr, a.o, err)
	}
	return cli.OK
}

func (a *app) sayAddress(stdout io.Writer, code, address string, pid int) {
	if a.o.JSON {
		_ = json.NewEncoder(stdout).Encode(map[string]any{"address": address, "pid": pid})
	} else {
		fmt.Fprintln(stdout, locale.Text(a.language(), code, fault.P{"address": address, "pid": pid}))
	}
}

// runCommand runs one command and ends.
func (a *app) runCommand(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) int {
	defer a.close()
	dispatch, err := host.NewDispatcher(a.services.Bound()...)
	if err != nil {
		return cli.Fail(stderr, a.o, err)
	}
	return cli.Run(ctx, cli.Env{
		Options: a.o, Store: a.store, Services: a.services, Dispatch: dispatch, Parameters: parameters, Files: a.files, Press: a.press, Lang: a.language,
		Open: func(ctx context.Context) error { return a.open(ctx) }, Stdin: stdin, Stdout: stdout, Stderr: stderr,
	})
}
