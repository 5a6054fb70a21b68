//go:build !windows

package shell

import (
	"os/exec"
	"syscall"
)

// detach puts a program into a session of its own, so that Ctrl-C in the
// terminal that started us does not close the person's PDF reader.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
