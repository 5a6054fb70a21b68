package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
	"unicode"
)

// step is one check; it writes what it has to say to out.
type step struct {
	name string
	fn   func(ctx context.Context, out io.Writer) error
}

// tool runs a program of build/tools.mod.
func tool(name string, args ...string) step {
	return step{name, func(ctx context.Context, out io.Writer) error {
		return command{out: out}.run(ctx, "go", append([]string{"tool", "-modfile=build/tools.mod", name}, args...)...)
	}}
}

// plain runs a program.
func plain(title string, env []string, name string, args ...string) step {
	return step{title, func(ctx context.Context, out io.Writer) error {
		return command{env: env, out: out}.run(ctx, name, args...)
	}}
}

// npm runs a program of the page's own packages.
func npm(title string, args ...string) step {
	return step{title, func(ctx context.Context, out io.Writer) error {
		return command{dir: frontendDir, out: out}.run(ctx, "npm", append([]string{"exec", "--"}, args...)...)
	}}
}

func vet(goos string) step {
	return plain("go vet for "+goos, []string{"CGO_ENABLED=0", "GOOS=" + goos}, "go", "vet", "./...")
}

// formatted fails when gofmt would change a file.
func formatted(ctx context.Context, out io.Writer) error {
	var list bytes.Buffer
	if err := (command{out: &list}).run(ctx, "gofmt", "-l", "main.go", "app.go", "backend", "build"); err != nil {
		_, _ = out.Write(list.Bytes())
		return err
	}
	if list.Len() > 0 {
		return fmt.Errorf("not formatted, run gofmt -w on:\n%s", list.String())
	}
	return nil
}

// check is what is quick: seconds when little changed.
func check(ctx context.Context, _ []string) error {
	if err := node(ctx, nil); err != nil {
		return err
	}
	return report(lanes(ctx,
		[]step{{"gofmt", formatted}, vet(runtime.GOOS), {"bindings", compareBindings}},
		[]step{npm("biome", "biome", "check", "."), npm("types", "tsc", "--noEmit")},
	))
}

// test is everything CI checks. It runs what it can in two lanes, goes on after
// a failure so that one run shows all of them, and ends with go test's lines.
func test(ctx context.Context, _ []string) error {
	need(ctx, forTests, forWindow)
	if err := page(ctx, nil); err != nil { // before anything compiles: the binary embeds it
		return err
	}
	failed := lanes(ctx,
		[]step{
			{"gofmt", formatted}, vet("linux"), vet("darwin"), vet("windows"), windowTags(), {"bindings", compareBindings},
			{"licences", compareLicences},
			tool("staticcheck", "./..."), tool("actionlint"),
		},
		[]step{
			npm("biome", "biome", "check", "."), npm("types", "tsc", "--noEmit"), npm("vitest", "vitest", "run"),
		},
	)
	if len(failed) == 0 {
		failed = lanes(ctx, []step{{"window", windowOpens}, {"windows", windowsStarts}, {"end to end", endToEnd}})
	}
	if len(failed) > 0 {
		_ = report(failed)
		fmt.Println("go on with the Go tests:")
	}
	// Tests of whole workspaces and of typesetting share two processors with
	// each other: the limit is for a hanging one.
	err := command{}.run(ctx, "go", "test", "-timeout", "15m", "./...")
	if len(failed) > 0 {
		return errors.Join(report(failed), err)
	}
	return err
}

// windowTags checks the desktop code where its libraries are missing: the
// Windows build needs none.
func windowTags() step {
	return plain("go vet of the window", []string{"CGO_ENABLED=0", "GOOS=windows"}, "go", "vet", "-tags", "desktop,production", ".", "./backend/host/...")
}

// failure is a step that did not pass.
type failure struct {
	name string
	err  error
}

// lanes runs lists of steps beside each other, each list in order, and prints
// a step's output when it ends.
func lanes(ctx context.Context, lists ...[]step) []failure {
	var (
		mu     sync.Mutex
		failed []failure
		wait   sync.WaitGroup
	)
	for _, list := range lists {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for _, s := range list {
				var out bytes.Buffer
				begin := time.Now()
				err := s.fn(ctx, &out)
				mu.Lock()
				result := "ok  "
				if err != nil {
					result = "FAIL"
					failed = append(failed, failure{s.name, err})
				}
				fmt.Printf("%s  %-24s %6.1fs\n", result, s.name, time.Since(begin).Seconds())
				if err != nil {
					fmt.Println(strings.TrimRight(out.String(), "\n"))
					fmt.Println(err)
				}
				mu.Unlock()
			}
		}()
	}
	wait.Wait()
	return failed
}

func report(failed []failure) error {
	if len(failed) == 0 {
		return nil
	}
	names := make([]string, len(failed))
	for i, f := range failed {
		names[i] = f.name
	}
	return fmt.Errorf("failed: %s", strings.Join(names, ", "))
}

// endToEnd drives the real binary's browser door in Chromium, where the page
// has such tests.
func endToEnd(ctx context.Context, out io.Writer) error {
	b, err := os.ReadFile("frontend/package.json")
	if err != nil {
		return err
	}
	if !bytes.Contains(b, []byte(`"e2e"`)) {
		fmt.Fprintln(out, "the page has no end-to-end tests yet")
		return nil
	}
	return inChromium(ctx, out, "npm", "run", "e2e")
}

// inChromium builds the browser door and runs a program of the page that drives it.
func inChromium(ctx context.Context, out io.Writer, name string, args ...string) error {
	file, err := filepath.Abs(filepath.Join("bin", exe("keyue-e2e")))
	if err != nil {
		return err
	}
	if err := compile(ctx, target{file: file}, out); err != nil {
		return err
	}
	return command{dir: frontendDir, env: []string{"KEYUE_BIN=" + file}, out: out}.run(ctx, name, args...)
}

// measure times what a person waits for, on a workspace of 100,000 customers.
func measure(ctx context.Context, _ []string) error {
	need(ctx, forTests)
	if err := page(ctx, nil); err != nil {
		return err
	}
	if err := os.Setenv("KEYUE_MEASURE", "1"); err != nil {
		return err
	}
	return inChromium(ctx, nil, "npm", "exec", "--", "vitest", "run", "--config", "e2e/vitest.config.ts")
}

// secondStart opens a window, starts the program again with the same workspace
// (it must come to an end by itself, having brought the first to the front) and
// then the browser door (which must refuse), and closes the window.
const secondStart = `"$0" --data "$1" & first=$!
for _ in $(seq 300); do set -- "$1" "$XDG_CACHE_HOME"/Keyue/open/*.sock; [ -S "$2" ] && break; sleep 0.1; done
timeout 30 "$0" --data "$1"; echo "second start: $?"
timeout 30 "$0" --data "$1" --browser --json; echo "browser door: $?"
kill $first; wait $first; [ -S "$2" ] && echo "the socket is left"; true`

// windowOpens builds the desktop binary, opens it on a virtual display and
// waits until its page has spoken to Go; then it asks it to quit. A second run
// looks at what another start does.
func windowOpens(ctx context.Context, out io.Writer) error {
	if runtime.GOOS != "linux" || !canBuildWindow(ctx) || !found("xvfb-run") {
		fmt.Fprintln(out, "no virtual display or WebKitGTK here: the window is not tried")
		return nil
	}
	file, err := filepath.Abs("bin/keyue-window")
	if err != nil {
		return err
	}
	if err := compile(ctx, target{window: true, file: file}, out); err != nil {
		return err
	}
	data, err := os.MkdirTemp("", "keyue-window-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	var shown bytes.Buffer
	env := []string{"KEYUE_CONFIG=" + data, "XDG_CACHE_HOME=" + data, "LIBGL_ALWAYS_SOFTWARE=1"}
	run := func(program ...string) error {
		shown.Reset()
		// One that hangs says where, and is then ended.
		args := append([]string{"-a", "-s", "-screen 0 1280x800x24", "timeout", "-s", "QUIT", "-k", "10", "300"}, program...)
		err := command{env: env, out: &shown}.run(ctx, "xvfb-run", args...)
		_, _ = out.Write(shown.Bytes())
		return err
	}
	if err = run(file, "--data", filepath.Join(data, "w"), "--lang", "zh-CN", "--smoke"); err != nil {
		return err
	}
	han := func(c rune) bool { return unicode.Is(unicode.Han, c) }
	if text := shown.String(); !strings.Contains(text, "window\n") || strings.IndexFunc(text, han) < 0 {
		return errors.New("the window opened but its page did not reach Go or shows no Chinese")
	}
	if err = run("sh", "-c", secondStart, file, filepath.Join(data, "w")); err != nil {
		return err
	}
	for _, want := range []string{"second start: 0\n", `"code":"host.in_window"`, "browser door: 1\n"} {
		if !strings.Contains(shown.String(), want) {
			return fmt.Errorf("a second start of the window: %q is missing", want)
		}
	}
	if strings.Contains(shown.String(), "socket is left") {
		return errors.New("the closed window left its socket")
	}
	return nil
}
