package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// Debian and Ubuntu packages by what they are for.
var (
	forWindow  = []string{"gcc", "libc6-dev", "pkg-config", "libgtk-3-dev", "libwebkit2gtk-4.1-dev", "fonts-noto-cjk"}
	forTests   = []string{"chromium", "poppler-utils", "qpdf", "xvfb", "xauth", "fonts-noto-cjk"}
	forPackage = []string{"nsis"}
	forWine    = []string{"wine", "wine64", "gcc-mingw-w64-x86-64"}
)

// need installs packages that are missing, where that is ours to do: on Debian
// or Ubuntu as root. It never fails: a step that then lacks its program says so
// better.
func need(ctx context.Context, lists ...[]string) {
	if runtime.GOOS != "linux" || !found("apt-get") || !found("dpkg-query") {
		return
	}
	var missing []string
	for _, list := range lists {
		for _, p := range list {
			if status, err := output(ctx, "dpkg-query", "-W", "-f", "${db:Status-Status}", p); err != nil || status != "installed" {
				missing = append(missing, p)
			}
		}
	}
	if len(missing) == 0 {
		return
	}
	if os.Geteuid() != 0 {
		fmt.Println("build: these packages are missing and only root may install them:", strings.Join(missing, " "))
		return
	}
	fmt.Println("build: installing", strings.Join(missing, " "))
	quiet := command{env: []string{"DEBIAN_FRONTEND=noninteractive"}, out: new(strings.Builder)}
	install := append([]string{"install", "-y", "--no-install-recommends"}, missing...)
	if quiet.run(ctx, "apt-get", install...) == nil {
		return
	}
	_ = quiet.run(ctx, "apt-get", "update")
	if err := quiet.run(ctx, "apt-get", install...); err != nil {
		fmt.Println("build: could not install them:", err)
	}
}

// hasDisplay says whether a window can be shown here.
func hasDisplay() bool {
	if runtime.GOOS != "linux" {
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// canBuildWindow says whether the desktop build compiles here.
func canBuildWindow(ctx context.Context) bool {
	switch runtime.GOOS {
	case "windows":
		return true // WebView2 needs no C compiler
	case "darwin":
		return found("clang")
	}
	if !found("gcc") || !found("pkg-config") {
		return false
	}
	_, err := output(ctx, "pkg-config", "--exists", "gtk+-3.0", "webkit2gtk-4.1")
	return err == nil
}
