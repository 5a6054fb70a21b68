package intake

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"keyue/backend/manuscript"
)

// corpus gives the files of a folder of the shared corpora, none where they are
// not present.
func corpus(t testing.TB, folder, pattern string) []string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		found, _ := filepath.Glob(filepath.Join(dir, "shared", "corpora", folder, pattern))
		if len(found) > 0 {
			return found
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Skip("no corpora here")
		}
		dir = up
	}
}

func readFile(t testing.TB, file string) *manuscript.Manuscript {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	m, err := manuscript.Read(filepath.Base(file), bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Skipf("%s: %v", filepath.Base(file), err)
	}
	return m
}
