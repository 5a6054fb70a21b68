package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// firstStart is the end-to-end test of what a person does first: a fresh
// machine, three questions, the sample business, the import.
const firstStart = "e2e/firstrun.test.ts"

// wine drives the Windows program in Chromium as the end-to-end tests named,
// or as the first start. Paths on the screen are those of Windows there, so that
// tests that compare them fail, and Wine has no sockets of files, by which a second
// start finds the first.
func wine(ctx context.Context, args []string) error {
	if err := page(ctx, nil); err != nil {
		return err
	}
	return underWine(ctx, os.Stdout, args...)
}

// windowsStarts tries the first start of the Windows program.
func windowsStarts(ctx context.Context, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	return underWine(ctx, out, firstStart)
}

func underWine(ctx context.Context, out io.Writer, tests ...string) error {
	if runtime.GOOS == "linux" && runtime.GOARCH == "amd64" {
		need(ctx, forTests, forWine)
	}
	const compiler = "x86_64-w64-mingw32-gcc"
	if !found("wine") || !found(compiler) {
		fmt.Fprintln(out, "no Wine or MinGW here: the Windows program is not tried")
		return nil
	}
	if len(tests) == 0 {
		tests = []string{firstStart}
	}
	prefix, err := os.MkdirTemp("", "keyue-wine-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(prefix)
	env := []string{"WINEPREFIX=" + prefix, "WINEDEBUG=-all"}
	machine := command{env: env, out: out}
	if err := machine.run(ctx, "wine", "wineboot", "--init"); err != nil {
		return err
	}
	defer func() { _ = machine.run(context.WithoutCancel(ctx), "wineserver", "-k") }()
	random := filepath.Join(prefix, "drive_c", "windows", "system32", "bcryptprimitives.dll")
	if err := (command{out: out}).run(ctx, compiler, "-shared", "-O1", "-o", random, "build/windows/bcryptprimitives.c", "-ladvapi32"); err != nil {
		return err
	}
	program, err := filepath.Abs(filepath.Join("bin", "keyue-wine.exe"))
	if err != nil {
		return err
	}
	if err := compile(ctx, target{os: "windows", arch: "amd64", file: program}, out); err != nil {
		return err
	}
	// What the tests start: they know of no Wine.
	start := strings.TrimSuffix(program, ".exe")
	if err := os.WriteFile(start, []byte("#!/bin/sh\nexec wine '"+program+"' \"$@\"\n"), 0o755); err != nil {
		return err
	}
	return command{dir: frontendDir, env: append(env, "KEYUE_BIN="+start), out: out}.run(ctx, "npm", append([]string{"exec", "--", "vitest", "run", "--config", "e2e/vitest.config.ts"}, tests...)...)
}
