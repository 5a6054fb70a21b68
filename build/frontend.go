package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	frontendDir = "frontend"
	modulesDir  = "frontend/node_modules"
	// The stamps lie where a removal of what they describe removes them too.
	modulesStamp = modulesDir + "/.keyue-installed"
	pageStamp    = modulesDir + "/.keyue-built"
)

// pageSources is everything the built page is made of.
var pageSources = []string{
	"frontend/src", "frontend/public", "frontend/wailsjs", "frontend/index.html", "frontend/package-lock.json",
	"frontend/vite.config.ts", "frontend/tsconfig.json", "backend/locale/catalog",
}

// node installs the page's packages when the lock file changed.
func node(ctx context.Context, out io.Writer) error {
	if !found("npm") {
		return errors.New("npm is not installed: Node.js 20.19 or later builds the page")
	}
	sum, err := digest([]string{"frontend/package-lock.json"})
	if err != nil {
		return err
	}
	if stamped(modulesStamp, sum) {
		return nil
	}
	// A lock file made where the registry lacks other systems' binaries does not
	// list them, and npm ci refuses it whole; npm install keeps to every version
	// the file does list.
	var said strings.Builder
	if err := (command{dir: frontendDir, out: &said}).run(ctx, "npm", "ci", "--no-audit", "--no-fund"); err != nil {
		if !strings.Contains(said.String(), "from lock file") {
			return fmt.Errorf("%w\n%s", err, said.String())
		}
		if err := (command{dir: frontendDir, out: out}).run(ctx, "npm", "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"); err != nil {
			return err
		}
	}
	return os.WriteFile(modulesStamp, []byte(sum), 0o644)
}

// page builds frontend/dist when a source changed.
func page(ctx context.Context, out io.Writer) error {
	if err := node(ctx, out); err != nil {
		return err
	}
	sum, err := digest(pageSources)
	if err != nil {
		return err
	}
	if _, err := os.Stat("frontend/dist/index.html"); err == nil && stamped(pageStamp, sum) {
		return nil
	}
	if err := (command{dir: frontendDir, out: out}).run(ctx, "npm", "exec", "--", "vite", "build"); err != nil {
		return err
	}
	return os.WriteFile(pageStamp, []byte(sum), 0o644)
}

func stamped(file, sum string) bool {
	b, err := os.ReadFile(file)
	return err == nil && string(b) == sum
}

// digest is a hash over names and contents of files and folders; what is not
// there is left out.
func digest(paths []string) (string, error) {
	h := sha256.New()
	for _, root := range paths {
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || d.IsDir() {
				return err
			}
			f, err := os.Open(p)
			if err != nil {
				return err
			}
			defer f.Close()
			fmt.Fprintf(h, "%s\x00", filepath.ToSlash(p))
			_, err = io.Copy(h, f)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
