package files_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/files"
)

func TestAFileStandsInItsPlaceWhenItIsWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "合同.pdf")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	holds := func(want string) {
		t.Helper()
		got, err := os.ReadFile(path)
		left, _ := os.ReadDir(dir)
		if err != nil || string(got) != want || len(left) != 1 {
			t.Fatalf("%q, %v, %d files", got, err, len(left))
		}
	}
	for _, keep := range []bool{false, true} {
		s, err := files.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.WriteString("new"); err != nil {
			t.Fatal(err)
		}
		if keep {
			if err := s.Keep(); err != nil {
				t.Fatal(err)
			}
		}
		s.Drop()
		holds(map[bool]string{false: "old", true: "new"}[keep])
	}
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	a, err1 := os.Stat(path)
	b, err2 := os.Stat(plain)
	if err1 != nil || err2 != nil || runtime.GOOS != "windows" && a.Mode() != b.Mode() {
		t.Errorf("mode %v, of any new file %v; %v %v", a.Mode(), b.Mode(), err1, err2)
	}
	null, err := files.Create(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	if err := null.Keep(); err != nil {
		t.Error(err)
	}
	null.Drop()
	if st, err := os.Stat(os.DevNull); err != nil || st.Mode().IsRegular() {
		t.Errorf("the null device was replaced: %v %v", st, err)
	}
	if _, err := files.Create(filepath.Join(dir, "none", "x")); !fault.Is(err, "files.not_written") {
		t.Errorf("in no folder: %v", err)
	}
}
