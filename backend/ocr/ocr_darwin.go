package ocr

import (
	"context"
	_ "embed"
	"os"
	"path/filepath"

	"keyue/backend/fault"
)

// Absent says that this macOS is older than its text recognition.
const Absent = "ocr.absent.macos"

// script asks VNRecognizeTextRequest of the Vision framework (since macOS 10.15). It
// writes noVision where there is none.
//
//go:embed recognise.js
var script []byte

const noVision = "no Vision"

// recognise runs the script in the JavaScript for Automation that is part of macOS.
func recognise(ctx context.Context, dir, picture string) ([]string, error) {
	file := filepath.Join(dir, "recognise.js")
	if err := os.WriteFile(file, script, 0o600); err != nil {
		return nil, err
	}
	said, _, err := run(ctx, nil, "/usr/bin/osascript", "-l", "JavaScript", file, picture)
	if err != nil {
		return nil, err
	}
	if said == noVision+"\n" {
		return nil, fault.New(Absent, nil)
	}
	return rows(piecesOf(said)), nil
}
