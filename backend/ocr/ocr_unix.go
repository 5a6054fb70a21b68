//go:build !windows

package ocr

import (
	"os/exec"
	"syscall"
)

// alone puts the recogniser into a group of processes of its own, which is ended
// with all it started.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
