// Command build is everything that is done to this repository, the same on
// Linux, macOS and Windows:
//
//	go run ./build run [-- ARGS]   build what changed and start the application
//	go run ./build check           the quick checks, for while working
//	go run ./build test            everything CI checks
//	go run ./build measure         how long the page takes on 100,000 customers
//	go run ./build wine [TESTS]    the Windows program under Wine, driven by end-to-end tests
//	go run ./build package         binaries and installers into build/out
//	go run ./build bindings        write frontend/wailsjs from the Go services
//	go run ./build licences        list the licences of what goes into the program
//	go run ./build icon            draw the icon again
//
// It needs Go and Node. On Debian and Ubuntu, as root, it installs the system
// packages a task needs.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// task is one thing to do; args are what follows its name.
type task struct {
	name string
	fn   func(ctx context.Context, args []string) error
}

var tasks = []task{
	{"run", run}, {"check", check}, {"test", test}, {"measure", measure}, {"wine", wine}, {"package", pack}, {"bindings", writeBindings}, {"licences", writeLicences}, {"icon", icon},
}

func main() {
	if err := start(os.Args[1:]); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() > 0 {
			fmt.Fprintln(os.Stderr, "build:", err)
			os.Exit(exit.ExitCode())
		}
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func start(args []string) error {
	if err := toRoot(); err != nil {
		return err
	}
	if len(args) == 0 {
		return errors.New("name a task: run, check, test, measure, wine, package, bindings, licences or icon")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for _, t := range tasks {
		if t.name == args[0] {
			return t.fn(ctx, args[1:])
		}
	}
	return fmt.Errorf("no task %q: run, check, test, measure, wine, package, bindings, licences or icon", args[0])
}

// toRoot makes the repository the working folder, wherever the program was
// started.
func toRoot() error {
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "wails.json")); err == nil {
			return os.Chdir(dir)
		}
		up := filepath.Dir(dir)
		if up == dir {
			return errors.New("this is not inside the repository: wails.json not found")
		}
		dir = up
	}
}

// command is a program with what differs from the plain environment.
type command struct {
	dir string
	env []string
	out io.Writer // nil = our own output
}

func (c command) run(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), c.env...)
	cmd.WaitDelay = 2 * time.Minute // what it started may hold its output open after it was ended
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if c.out != nil {
		cmd.Stdout, cmd.Stderr = c.out, c.out
	}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return nil
}

// output runs a program quietly and returns what it wrote.
func output(ctx context.Context, name string, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, name, args...).Output()
	return strings.TrimSpace(string(out)), err
}

func found(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

func exe(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
