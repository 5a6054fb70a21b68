// Package ocr reads the text of a picture with the recogniser that the machine
// has: Windows.Media.Ocr, the Vision framework of macOS, a tesseract that the owner
// installed on Linux. None is bundled, and nothing leaves the machine.
//
// The Windows and macOS recognisers were written from their makers' documents and
// have not been run where this package is tested; each is one short script that
// gives places and texts, and what is made of those is tested here.
package ocr

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/gif"  // measured before a recogniser sees it
	_ "image/jpeg" // the same
	_ "image/png"  // the same
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	_ "golang.org/x/image/bmp"  // the same
	_ "golang.org/x/image/tiff" // the same
	_ "golang.org/x/image/webp" // the same

	"keyue/backend/fault"
)

// Faults. What is missing is said for each system in its own words.
const (
	NotPicture = "ocr.not_picture" // no PNG, JPEG, TIFF, BMP, GIF or WebP
	TooLarge   = "ocr.too_large"   // more bytes or pixels than a page has; {max} MiB, {pixels} million
	TooSlow    = "ocr.too_slow"    // the recogniser did not end
	Failed     = "ocr.failed"      // it ended badly
)

const (
	// BytesMax is how large a picture may be: a page scanned in colour at 600 dpi
	// has a quarter of it.
	BytesMax = 40 << 20
	// pixelsMax keeps a small file from claiming a gigapixel: an A3 page at 600 dpi
	// has 70 million.
	pixelsMax = 80_000_000
	// textMax is how much a recogniser may say of one picture.
	textMax = 1 << 20
	// patience is how long one picture may take: a full page takes seconds, on an old
	// machine half a minute.
	patience = 90 * time.Second
)

// Text reads a picture (PNG, JPEG, TIFF, BMP, GIF or WebP) and gives its lines from top
// to bottom; a tab parts what stands in columns. A picture without text has none. It ends with ctx and then gives
// ctx's error. Faults: those of this package, and [Absent] of the system.
func Text(ctx context.Context, picture []byte) (lines []string, err error) {
	if err := check(picture); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "keyue-ocr-") // of the person alone: 0700
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "picture")
	if err := os.WriteFile(path, picture, 0o600); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	lines, err = recognise(limited, dir, path)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, fault.Wrap(limited.Err(), TooSlow, nil)
	}
	return lines, err
}

// check refuses what is no picture, or more of one than is ever needed.
func check(picture []byte) error {
	tooLarge := fault.New(TooLarge, fault.P{"max": BytesMax >> 20, "pixels": pixelsMax / 1_000_000})
	if len(picture) > BytesMax {
		return tooLarge
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return fault.Wrap(err, NotPicture, nil)
	}
	if int64(c.Width)*int64(c.Height) > pixelsMax {
		return tooLarge
	}
	return nil
}

// run runs a recogniser to its end and gives what it said. What it gets of a
// person's data are paths, as arguments or in the environment: no shell reads them.
// exit is its answer; -1 when it could not be started or was ended.
func run(ctx context.Context, env []string, name string, args ...string) (said string, exit int, err error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.WaitDelay = 2 * time.Second // what it left behind may hold its output open
	alone(cmd)
	var out, complaint bounded
	cmd.Stdout, cmd.Stderr = &out, &complaint
	err = cmd.Run()
	if err == nil {
		return out.String(), 0, nil
	}
	exit = -1
	if e := (*exec.ExitError)(nil); errors.As(err, &e) {
		exit = e.ExitCode()
	}
	return "", exit, fault.Wrap(errors.Join(err, errors.New(strings.TrimSpace(complaint.String()))), Failed, nil)
}

// bounded keeps the beginning of what is written.
type bounded struct{ bytes.Buffer }

func (l *bounded) Write(p []byte) (int, error) {
	if room := textMax - l.Len(); room > 0 {
		l.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
