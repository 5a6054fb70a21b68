package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
)

const outDir = "build/out"

// pack builds everything this machine can build for people into build/out:
// the Linux binary on Linux, the macOS application on macOS, the Windows
// programs everywhere, their installer where NSIS is, and the check sums.
func pack(ctx context.Context, _ []string) error {
	need(ctx, forWindow, forPackage)
	if err := page(ctx, nil); err != nil {
		return err
	}
	if err := os.RemoveAll(outDir); err != nil {
		return err
	}
	if err := os.MkdirAll(outDir, 0o755); err != nil {
		return err
	}
	steps := []func(context.Context, project) error{packWindows, packInstaller, packSums}
	switch runtime.GOOS {
	case "linux":
		steps = append([]func(context.Context, project) error{packLinux}, steps...)
	case "darwin":
		steps = append([]func(context.Context, project) error{packDarwin}, steps...)
	}
	p, err := readProject()
	if err != nil {
		return err
	}
	for _, s := range steps {
		if err := s(ctx, p); err != nil {
			return err
		}
	}
	return list()
}

// packLinux makes a folder with the program, its icon, its menu entry and the
// licence, and packs it.
func packLinux(ctx context.Context, p project) error {
	if !canBuildWindow(ctx) {
		fmt.Println("build: no WebKitGTK here: the Linux binary has the browser door only")
	}
	file := filepath.Join(outDir, "keyue-linux-"+runtime.GOARCH)
	if err := compile(ctx, target{window: canBuildWindow(ctx), release: true, file: file}, nil); err != nil {
		return err
	}
	root := "keyue-" + p.Info.Version
	return archive(filepath.Join(outDir, root+"-linux-"+runtime.GOARCH+".tar.gz"), []packed{
		{root + "/keyue", file, 0o755},
		{root + "/keyue.desktop", "build/linux/keyue.desktop", 0o644},
		{root + "/keyue.png", "build/appicon.png", 0o644},
		{root + "/LICENSE", "LICENSE", 0o644},
	})
}

// packed is a file on its way into an archive.
type packed struct {
	name, from string
	mode       int64
}

func archive(file string, list []packed) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	z := gzip.NewWriter(f)
	t := tar.NewWriter(z)
	for _, p := range list {
		b, err := os.ReadFile(p.from)
		if err != nil {
			return err
		}
		if err := t.WriteHeader(&tar.Header{Name: p.name, Mode: p.mode, Size: int64(len(b)), Typeflag: tar.TypeReg}); err != nil {
			return err
		}
		if _, err := t.Write(b); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

// packWindows builds for both processors, with icon, version information and
// manifest linked in.
func packWindows(ctx context.Context, p project) error {
	version := p.Info.Version + ".0"
	if err := (command{}).run(ctx, "go", "tool", "-modfile=build/tools.mod", "go-winres", "make",
		"--in", "build/windows/winres.json", "--out", "rsrc", "--arch", "amd64,arm64",
		"--file-version", version, "--product-version", version); err != nil {
		return err
	}
	// The linker takes .syso files from the package folder only.
	defer func() {
		for _, arch := range []string{"amd64", "arm64"} {
			_ = os.Remove("rsrc_windows_" + arch + ".syso")
		}
	}()
	for _, arch := range []string{"amd64", "arm64"} {
		t := target{os: "windows", arch: arch, window: true, release: true, file: filepath.Join(outDir, "keyue-windows-"+arch+".exe")}
		if err := compile(ctx, t, nil); err != nil {
			return err
		}
	}
	return nil
}

// packInstaller makes one installer for both processors.
func packInstaller(ctx context.Context, p project) error {
	if !found("makensis") {
		fmt.Println("build: no makensis here: the Windows installer is not made")
		return nil
	}
	abs, err := filepath.Abs(outDir)
	if err != nil {
		return err
	}
	return command{}.run(ctx, "makensis", "-V2", "-INPUTCHARSET", "UTF8",
		"-DVERSION="+p.Info.Version, "-DOUT="+filepath.ToSlash(abs), "build/windows/installer.nsi")
}

// packDarwin makes Keyue.app for this machine's processor.
func packDarwin(ctx context.Context, p project) error {
	app := filepath.Join(outDir, "Keyue.app", "Contents")
	for _, dir := range []string{"MacOS", "Resources"} {
		if err := os.MkdirAll(filepath.Join(app, dir), 0o755); err != nil {
			return err
		}
	}
	if err := compile(ctx, target{window: true, release: true, file: filepath.Join(app, "MacOS", "keyue")}, nil); err != nil {
		return err
	}
	plist, err := os.ReadFile("build/darwin/Info.plist")
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(string(plist), "{VERSION}", p.Info.Version)
	if err := os.WriteFile(filepath.Join(app, "Info.plist"), []byte(text), 0o644); err != nil {
		return err
	}
	icns, err := os.ReadFile("build/darwin/icon.icns")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(app, "Resources", "icon.icns"), icns, 0o644); err != nil {
		return err
	}
	return command{dir: outDir}.run(ctx, "ditto", "-c", "-k", "--keepParent", "Keyue.app", "keyue-"+p.Info.Version+"-macos-"+runtime.GOARCH+".zip")
}

// packSums writes SHA256SUMS over what was made.
func packSums(context.Context, project) error {
	sums, err := sums()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(outDir, "SHA256SUMS"), []byte(sums), 0o644)
}

func sums() (string, error) {
	var lines []string
	err := filepath.WalkDir(outDir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if strings.HasSuffix(p, ".app") {
				return filepath.SkipDir
			}
			return nil
		}
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		h := sha256.New()
		if _, err := io.Copy(h, f); err != nil {
			return err
		}
		lines = append(lines, fmt.Sprintf("%x  %s", h.Sum(nil), d.Name()))
		return nil
	})
	sort.Strings(lines)
	return strings.Join(lines, "\n") + "\n", err
}

func list() error {
	entries, err := os.ReadDir(outDir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		st, err := e.Info()
		if err != nil {
			return err
		}
		fmt.Printf("%8.1f MB  %s\n", float64(st.Size())/1e6, filepath.ToSlash(filepath.Join(outDir, e.Name())))
	}
	return nil
}
