package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// target is one binary to build.
type target struct {
	os, arch string // "" = this machine's
	window   bool
	release  bool
	file     string
}

// project is what wails.json says about the application.
type project struct {
	Name string `json:"name"`
	Info struct {
		Version   string `json:"productVersion"`
		Product   string `json:"productName"`
		Company   string `json:"companyName"`
		Copyright string `json:"copyright"`
		Comments  string `json:"comments"`
	} `json:"info"`
}

func readProject() (p project, err error) {
	b, err := os.ReadFile("wails.json")
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(b, &p)
}

// compile builds one binary.
func compile(ctx context.Context, t target, out io.Writer) error {
	p, err := readProject()
	if err != nil {
		return err
	}
	goos := t.os
	if goos == "" {
		goos = runtime.GOOS
	}
	flags := []string{"-X main.version=" + p.Info.Version}
	env := []string{"CGO_ENABLED=0"}
	args := []string{"build"}
	if t.window {
		tags := "desktop,production"
		if goos == "linux" {
			tags += ",webkit2_41"
		}
		if goos != "windows" {
			env[0] = "CGO_ENABLED=1"
		}
		args = append(args, "-tags", tags)
	}
	if t.release {
		args = append(args, "-trimpath")
		flags = append(flags, "-s", "-w")
		if goos == "windows" {
			flags = append(flags, "-H windowsgui")
		}
	}
	if t.os != "" {
		env = append(env, "GOOS="+t.os)
	}
	if t.arch != "" {
		env = append(env, "GOARCH="+t.arch)
	}
	args = append(args, "-ldflags", strings.Join(flags, " "), "-o", t.file, ".")
	return command{env: env, out: out}.run(ctx, "go", args...)
}

// run builds what changed and starts the application with the arguments after
// "--": in a window where there is a display, else as the browser door.
func run(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	window := hasDisplay()
	if window {
		need(ctx, forWindow)
		if window = canBuildWindow(ctx); !window {
			fmt.Println("build: the window needs GTK 3 and WebKitGTK 4.1 with their development files; starting the browser door instead")
		}
	}
	if err := page(ctx, nil); err != nil {
		return err
	}
	file := filepath.Join("bin", exe("keyue"))
	if err := compile(ctx, target{window: window, file: file}, nil); err != nil {
		return err
	}
	return foreground(ctx, file, args)
}

// foreground runs the application and leaves its ending to it: Ctrl-C reaches
// it directly, a polite kill of this program is passed on.
func foreground(ctx context.Context, file string, args []string) error {
	cmd := exec.Command(file, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			return err
		case s := <-signals:
			if s == syscall.SIGTERM {
				_ = cmd.Process.Signal(s)
			}
		}
	}
}
