// Command keyue (客约) keeps the customers and contracts of a small business on its own
// computer and prints the contracts. This file chooses the door: a window, a
// browser on this machine, or the command line.
package main

import (
	"context"
	"embed"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // Windows has no time zones of its own that Go could read

	"keyue/backend/host/cli"
	"keyue/backend/host/window"
)

//go:embed all:frontend/dist
var dist embed.FS

// The names of the parameters of the callable methods.
//
//go:embed frontend/wailsjs/parameters.json
var parameters []byte

//go:embed build/appicon.png
var icon []byte

func main() {
	cli.AttachConsole()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main without the process; its result is the exit status: 0, 1 failed,
// 2 used wrongly.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o, status := cli.Parse(args, version, stdout, stderr)
	if o == nil {
		return status
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	door, shown := window.New()
	if shown && o.Command == nil && !o.Browser {
		return newApp(ctx, *o, door).runWindow(ctx, door, page(), stderr)
	}
	ctx, stop = signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	if o.Command == nil {
		return newApp(ctx, *o, browserPlatform(stop)).runBrowser(ctx, page(), stdout, stderr)
	}
	return newApp(ctx, *o, browserPlatform(stop)).runCommand(ctx, stdin, stdout, stderr)
}

// page is the built frontend; empty in a build without it.
func page() fs.FS {
	sub, err := fs.Sub(dist, "frontend/dist")
	if err != nil {
		panic(err) // the path is a constant
	}
	return sub
}
