//go:build !windows

package handover

import (
	"errors"
	"os"
	"syscall"
)

// private reports a folder that others could put a socket of theirs into.
func private(dir string) error {
	st, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	own, ok := st.Sys().(*syscall.Stat_t)
	if !ok || !st.IsDir() || st.Mode().Perm()&0o077 != 0 || int(own.Uid) != os.Geteuid() {
		return errors.New("handover: the folder is not only ours: " + dir)
	}
	return nil
}

// yield is for Windows.
func yield() {}
