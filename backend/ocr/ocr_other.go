//go:build !windows && !darwin

package ocr

import (
	"context"
	"os/exec"
	"slices"
	"strings"

	"keyue/backend/fault"
)

// Absent says that no tesseract with a language is installed.
const Absent = "ocr.absent.linux"

// recognise runs the tesseract that the owner installed; tesseract(1).
func recognise(ctx context.Context, _, picture string) ([]string, error) {
	program, err := exec.LookPath("tesseract")
	if err != nil {
		return nil, fault.Wrap(err, Absent, nil)
	}
	listed, _, err := run(ctx, nil, program, "--list-langs")
	if err != nil {
		return nil, err
	}
	languages := languagesOf(listed)
	if languages == "" {
		return nil, fault.New(Absent, nil)
	}
	// Spaces kept as they are: none between Chinese characters, many between columns.
	said, _, err := run(ctx, nil, program, picture, "stdout", "-l", languages, "-c", "preserve_interword_spaces=1")
	if err != nil {
		return nil, err
	}
	return tidied(strings.FieldsFunc(said, func(r rune) bool { return r == '\n' || r == '\f' })), nil
}

// languagesOf chooses from what --list-langs shows, a heading and a name on each
// line: Chinese and English, or those there are.
func languagesOf(listed string) string {
	var all []string
	for line := range strings.Lines(listed) {
		// osd finds the direction and equ formulas: they are no languages.
		if line = strings.TrimSpace(line); line != "" && !strings.ContainsAny(line, " :") && line != "osd" && line != "equ" {
			all = append(all, line)
		}
	}
	var chosen []string
	for _, want := range []string{"chi_sim", "eng"} {
		if slices.Contains(all, want) {
			chosen = append(chosen, want)
		}
	}
	if len(chosen) == 0 {
		chosen = all[:min(len(all), 2)]
	}
	return strings.Join(chosen, "+")
}
