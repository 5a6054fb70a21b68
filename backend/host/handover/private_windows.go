package handover

import (
	"os"

	"golang.org/x/sys/windows"
)

// private finds the folder there: below the user's own local data nobody else
// may write.
func private(dir string) error {
	_, err := os.Stat(dir)
	return err
}

// anyProcess is ASFW_ANY of AllowSetForegroundWindow.
const anyProcess = ^uintptr(0)

// yield lets the first instance come to the front: Windows grants that only to
// the program the person just started, which is this one.
func yield() {
	_, _, _ = windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow").Call(anyProcess)
}
