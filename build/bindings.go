package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const bindingsDir = "frontend/wailsjs"

// generate has Wails write TypeScript for the bound services into a fresh
// folder and returns it. Nothing of the application is started: built with the
// tag bindings, wails.Run only writes files.
func generate(ctx context.Context, out io.Writer) (dir string, err error) {
	dir, err = os.MkdirTemp("", "keyue-bindings-*")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, exe("bindings"))
	if err := (command{env: []string{"CGO_ENABLED=0"}, out: out}).run(ctx, "go", "build", "-tags", "bindings", "-o", file, "."); err != nil {
		return dir, err
	}
	if err := os.WriteFile(filepath.Join(dir, "wails.json"), []byte(`{"name":"keyue","wailsjsdir":"."}`), 0o644); err != nil {
		return dir, err
	}
	// Wails tells of every field it converts; only a failure is worth reading.
	var said bytes.Buffer
	c := command{dir: dir, env: []string{"tsoutputtype=interfaces", "tsprefix=", "tssuffix="}, out: &said}
	if err := c.run(ctx, file); err != nil {
		return dir, fmt.Errorf("%w\n%s", err, said.String())
	}
	return dir, nameTypes(dir, "backend")
}

// writeBindings puts fresh bindings in the place of the committed ones.
func writeBindings(ctx context.Context, _ []string) error {
	dir, err := generate(ctx, nil)
	defer os.RemoveAll(dir)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(bindingsDir); err != nil {
		return err
	}
	return os.CopyFS(bindingsDir, os.DirFS(filepath.Join(dir, "wailsjs")))
}

// compareBindings fails when the committed bindings are not what the services
// give now.
func compareBindings(ctx context.Context, out io.Writer) error {
	dir, err := generate(ctx, out)
	defer os.RemoveAll(dir)
	if err != nil {
		return err
	}
	fresh, err := read(filepath.Join(dir, "wailsjs"))
	if err != nil {
		return err
	}
	have, err := read(bindingsDir)
	if err != nil {
		return err
	}
	var stale []string
	for name, text := range fresh {
		if have[name] != text {
			stale = append(stale, name)
		}
	}
	for name := range have {
		if _, ok := fresh[name]; !ok {
			stale = append(stale, name)
		}
	}
	if len(stale) > 0 {
		return fmt.Errorf("frontend/wailsjs is not up to date (%s): go run ./build bindings", strings.Join(stale, ", "))
	}
	return nil
}

// read returns every file under dir; line ends are left out of the comparison
// because Git may change them.
func read(dir string) (map[string]string, error) {
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		all[filepath.ToSlash(rel)] = strings.ReplaceAll(string(b), "\r\n", "\n")
		return err
	})
	return all, err
}
