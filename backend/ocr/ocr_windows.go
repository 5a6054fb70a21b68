package ocr

import (
	"context"
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"keyue/backend/fault"
)

// Absent says that no language of this Windows has its optical recognition.
const Absent = "ocr.absent.windows"

// script asks Windows.Media.Ocr (since Windows 10). It answers noLanguage when there
// is no engine.
//
//go:embed recognise.ps1
var script []byte

const noLanguage = 3

// recognise runs the script in the Windows PowerShell that is part of Windows; the
// newer PowerShell 7 cannot load WinRT types.
func recognise(ctx context.Context, dir, picture string) ([]string, error) {
	shell := filepath.Join(os.Getenv("SystemRoot"), "System32", "WindowsPowerShell", "v1.0", "powershell.exe")
	if _, err := os.Stat(shell); err != nil {
		return nil, fault.Wrap(err, Absent, nil)
	}
	// StorageFile wants a full name, and the folder for temporary files may come as C:\Users\ADMINI~1.
	if long, err := filepath.EvalSymlinks(picture); err == nil {
		picture = long
	}
	file := filepath.Join(dir, "recognise.ps1")
	if err := os.WriteFile(file, script, 0o600); err != nil {
		return nil, err
	}
	said, exit, err := run(ctx, []string{"KEYUE_PICTURE=" + picture}, shell,
		"-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", file)
	switch {
	case exit == noLanguage:
		return nil, fault.Wrap(err, Absent, nil)
	case err != nil:
		return nil, err
	}
	return rows(piecesOf(said)), nil
}

// createNoWindow is CREATE_NO_WINDOW of CreateProcess: no console flashes up.
const createNoWindow = 0x08000000

func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: createNoWindow}
}
