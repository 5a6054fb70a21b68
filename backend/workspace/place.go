package workspace

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// appName is our folder in the places of the operating system.
const appName = "Keyue"

// Environment variables that override the places, for tests and scripts.
const (
	// EnvData is the folder of the default workspace.
	EnvData = "KEYUE_DATA"
	// EnvConfig is the folder in which the last-used workspaces are remembered.
	EnvConfig = "KEYUE_CONFIG"
)

// localData is the folder for data that stays on this machine: never a roaming
// profile and never Documents or Desktop, which Windows and macOS like to sync.
func localData() (string, error) {
	switch runtime.GOOS {
	case "windows":
		return os.UserCacheDir() // %LocalAppData%
	case "darwin":
		return os.UserConfigDir() // ~/Library/Application Support
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}

// DefaultDir is where the first workspace is made: local application data, or a
// folder in the home directory if that is synced by some service.
func DefaultDir() (string, error) {
	if dir := os.Getenv(EnvData); dir != "" {
		return filepath.Abs(dir)
	}
	base, err := localData()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(base, appName, "workspace")
	if SyncedBy(dir) == "" {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, "."+strings.ToLower(appName), "workspace"), err
}

// configDir is where the list of workspaces is remembered.
func configDir() (string, error) {
	if dir := os.Getenv(EnvConfig); dir != "" {
		return filepath.Abs(dir)
	}
	if runtime.GOOS == "windows" {
		// Paths of this machine do not belong into a roaming profile.
		base, err := os.UserCacheDir()
		return filepath.Join(base, appName), err
	}
	base, err := os.UserConfigDir()
	return filepath.Join(base, appName), err
}

// services are folder names that sync clients use, in lower case.
var services = []struct{ name, prefix string }{
	{"OneDrive", "onedrive"},
	{"iCloud", "icloud"},
	{"iCloud", "mobile documents"},
	{"iCloud", "com~apple~clouddocs"},
	{"坚果云", "坚果云"},
	{"坚果云", "我的坚果云"},
	{"坚果云", "nutstore"},
	{"Dropbox", "dropbox"},
	{"Google Drive", "google drive"},
	{"Google Drive", "googledrive"},
	{"百度网盘", "百度网盘"},
	{"百度网盘", "baidusyncdisk"},
	{"百度网盘", "baidunetdisk"},
	{"WPS 云文档", "wps云盘"},
	{"WPS 云文档", "wpsdrive"},
}

// SyncedBy names the service that syncs dir, judged by the names of its folders
// and by what Windows says about OneDrive; "" when none does. Copying a live
// database as such clients do broke most copies in our measurements.
func SyncedBy(dir string) string {
	for _, name := range []string{"OneDrive", "OneDriveConsumer", "OneDriveCommercial"} {
		if root := os.Getenv(name); root != "" && inside(root, dir) {
			return "OneDrive"
		}
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	for _, part := range strings.FieldsFunc(filepath.ToSlash(dir), func(r rune) bool { return r == '/' }) {
		part = strings.ToLower(part)
		for _, s := range services {
			rest, ok := strings.CutPrefix(part, s.prefix)
			if ok && (rest == "" || strings.ContainsRune(" -_(.（", []rune(rest)[0]) || rest == "files" || rest == "drive") {
				return s.name
			}
		}
	}
	return ""
}

// inside reports whether dir is root or below it.
func inside(root, dir string) bool {
	rel, err := filepath.Rel(root, dir)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
