package workspace

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"keyue/backend/date"
)

// memoryFile holds the list of workspaces, last used first.
const memoryFile = "workspaces.json"

// recentMax is how many workspaces are remembered.
const recentMax = 10

// Recent is a workspace that was open on this machine.
type Recent struct {
	Dir      string       `json:"dir"`
	OpenedAt date.Instant `json:"openedAt"`
	// Exists is false when the folder has gone (a drive that is not plugged in).
	Exists bool `json:"exists"`
}

// readMemory gives what is remembered. A missing or unreadable list is an empty
// one: it holds nothing that a person could not choose again.
func readMemory(dir string) []Recent {
	text, err := os.ReadFile(filepath.Join(dir, memoryFile))
	if err != nil {
		return []Recent{}
	}
	list := []Recent{}
	if json.Unmarshal(text, &list) != nil {
		return []Recent{}
	}
	return list
}

// remember puts dir first and writes the list by replacing the file.
func remember(config, dir string, at date.Instant) error {
	list := slices.DeleteFunc(readMemory(config), func(r Recent) bool { return r.Dir == dir })
	list = slices.Insert(list, 0, Recent{Dir: dir, OpenedAt: at})
	text, err := json.MarshalIndent(list[:min(len(list), recentMax)], "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(config, 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(config, memoryFile+".*")
	if err != nil {
		return err
	}
	_, werr := tmp.Write(text)
	if err := errors.Join(werr, tmp.Close()); err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return os.Rename(tmp.Name(), filepath.Join(config, memoryFile))
}

// exists reports whether path is there.
func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
