//go:build !windows && !darwin

package ocr

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"keyue/backend/fault"
)

// machine is a PATH with nothing but a tesseract that does what the test says, and
// a folder for temporary files.
func machine(t *testing.T, tesseract string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	t.Setenv("TMPDIR", filepath.Join(dir, "tmp"))
	if err := os.Mkdir(filepath.Join(dir, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Join(dir, "bin")+":/usr/bin:/bin")
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	if tesseract != "" {
		if err := os.WriteFile(filepath.Join(dir, "bin", "tesseract"), []byte("#!/bin/sh\n"+strings.ReplaceAll(tesseract, "DIR", dir)), 0o700); err != nil {
			t.Fatal(err)
		}
	} else {
		t.Setenv("PATH", filepath.Join(dir, "bin"))
	}
	return dir
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 60, 80))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// leftovers are temporary files that are still there.
func leftovers(t *testing.T) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

const speaks = `if [ "$1" = --list-langs ]; then printf 'List of available languages in "/usr/share/tessdata/" (3):\nLANGS'; exit; fi
printf '%s\n' "$@" > DIR/args; stat -c %a "$1" "$(dirname "$1")" > DIR/modes; cmp -s "$1" DIR/given || exit 9
`

func TestATesseractOnThePathReadsThePicture(t *testing.T) {
	for langs, want := range map[string]string{
		`chi_sim\neng\nosd\n`: "chi_sim+eng", `eng\nosd\n`: "eng", `deu\nequ\nfra\nita\n`: "deu+fra",
	} {
		dir := machine(t, strings.Replace(speaks, "LANGS", langs, 1)+`printf '采 购 合 同\n\n甲方：苏州天合纺织有限公司      乙方：恒信建材有限公司\n\f'`)
		if err := os.WriteFile(filepath.Join(dir, "given"), picture(t), 0o600); err != nil {
			t.Fatal(err)
		}
		lines, err := Text(t.Context(), picture(t))
		if err != nil || !slices.Equal(lines, []string{"采购合同", "甲方：苏州天合纺织有限公司\t乙方：恒信建材有限公司"}) {
			t.Fatalf("%q %v", lines, err)
		}
		args, _ := os.ReadFile(filepath.Join(dir, "args"))
		if got := strings.Fields(string(args)); !slices.Equal(got[1:], []string{"stdout", "-l", want, "-c", "preserve_interword_spaces=1"}) {
			t.Errorf("called with %q, want %s", got, want)
		}
		if modes, _ := os.ReadFile(filepath.Join(dir, "modes")); string(modes) != "600\n700\n" {
			t.Errorf("others may read the picture: %s", modes)
		}
		if left := leftovers(t); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	for name, c := range map[string]struct{ tesseract, code string }{
		"none installed": {"", Absent},
		"no language":    {`echo 'List of available languages (1):'; echo osd`, Absent},
		"it fails":       {`if [ "$1" = --list-langs ]; then echo eng; exit; fi; echo "image too bad" >&2; exit 1`, Failed},
	} {
		machine(t, c.tesseract)
		if _, err := Text(t.Context(), picture(t)); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
		if left := leftovers(t); len(left) > 0 {
			t.Errorf("%s: left behind: %v", name, left)
		}
	}
}

func TestAPictureWithoutTextHasNoLines(t *testing.T) {
	machine(t, `if [ "$1" = --list-langs ]; then echo eng; exit; fi; printf ' \n\n\f'`)
	if lines, err := Text(t.Context(), picture(t)); err != nil || len(lines) != 0 {
		t.Errorf("%q %v", lines, err)
	}
}

// claiming is a PNG whose header says a size.
func claiming(width, height uint32) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	head = append(binary.BigEndian.AppendUint32(head, height), 8, 0, 0, 0, 0)
	out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	return binary.BigEndian.AppendUint32(append(out, head...), crc32.ChecksumIEEE(head))
}

func TestPicturesBeyondMeasureNeverReachTheRecogniser(t *testing.T) {
	dir := machine(t, `touch DIR/called; echo eng`)
	for name, c := range map[string]struct {
		picture []byte
		code    string
	}{
		"a gigapixel":     {claiming(40_000, 40_000), TooLarge},
		"too many bytes":  {make([]byte, BytesMax+1), TooLarge},
		"no picture":      {[]byte("%PDF-1.7"), NotPicture},
		"nothing":         {nil, NotPicture},
		"a broken header": {[]byte("\x89PNG\r\n\x1a\n\x00"), NotPicture},
	} {
		if _, err := Text(t.Context(), c.picture); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "called")); err == nil {
		t.Error("the recogniser was started")
	}
}

func TestCancellingEndsTheRecogniserAndWhatItStarted(t *testing.T) {
	dir := machine(t, `if [ "$1" = --list-langs ]; then echo eng; exit; fi
sleep 1000 & echo $! > DIR/half; mv DIR/half DIR/child; wait`)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { _, err := Text(ctx, picture(t)); ended <- err }()
	var child []byte
	for child == nil {
		select {
		case err := <-ended:
			t.Fatalf("it ended by itself: %v", err)
		default:
			child, _ = os.ReadFile(filepath.Join(dir, "child"))
			time.Sleep(time.Millisecond)
		}
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(child)))
	if err != nil {
		t.Fatal(err)
	}
	for syscall.Kill(pid, 0) == nil && !zombie(pid) {
		time.Sleep(time.Millisecond) // killed already; the system takes it away
	}
	if left := leftovers(t); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// zombie tells a process that has ended and that nobody has asked for yet.
func zombie(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err != nil || strings.Contains(string(stat), ") Z ")
}
