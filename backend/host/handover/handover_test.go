package handover

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestASecondStartFindsTheFirst(t *testing.T) {
	dir, workspace := filepath.Join(t.TempDir(), "open"), t.TempDir()
	if _, ok := Ask(t.Context(), dir, workspace); ok {
		t.Fatal("somebody answered before anybody listened")
	}
	asked := 0
	d, err := Listen(dir, workspace, func() Answer { asked++; return Answer{Door: "browser", Address: "http://127.0.0.1:1/?token=x", PID: 7} })
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(workspace, link); err != nil {
		link = workspace // Windows without the right to make links
	}
	for _, path := range []string{workspace, link, workspace + string(filepath.Separator) + "."} {
		if a, ok := Ask(t.Context(), dir, path); !ok || a != (Answer{"browser", "http://127.0.0.1:1/?token=x", 7}) {
			t.Errorf("%s: %+v %v", path, a, ok)
		}
	}
	if _, ok := Ask(t.Context(), dir, t.TempDir()); ok || asked != 3 {
		t.Errorf("another workspace was answered for; asked %d times", asked)
	}
	d.Close()
	if _, ok := Ask(t.Context(), dir, workspace); ok {
		t.Error("a closed door answered")
	}
}

func TestWhatAKilledProcessLeftIsInNobodysWay(t *testing.T) {
	dir, workspace := t.TempDir(), t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", name(dir, workspace))
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	_ = l.Close()
	if _, ok := Ask(t.Context(), dir, workspace); ok {
		t.Fatal("a dead socket answered")
	}
	d, err := Listen(dir, workspace, func() Answer { return Answer{Door: "window"} })
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if a, ok := Ask(t.Context(), dir, workspace); !ok || a.Door != "window" {
		t.Errorf("%+v %v", a, ok)
	}
}

func TestNothingIsSaidToOthersOrToOtherQuestions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are of Unix")
	}
	dir, workspace := filepath.Join(t.TempDir(), "open"), t.TempDir()
	d, err := Listen(dir, workspace, func() Answer { return Answer{Door: "window"} })
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, name(dir, workspace): 0o600} {
		if st, err := os.Stat(path); err != nil || st.Mode().Perm() != want {
			t.Errorf("%s: %v %v", path, st.Mode(), err)
		}
	}
	c, err := net.Dial("unix", name(dir, workspace))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = c.Write([]byte("GET / HTTP/1.1\r\n\r\n"))
	if n, _ := c.Read(make([]byte, 64)); n != 0 {
		t.Error("a foreign question was answered")
	}
	_ = c.Close()
	d.Close()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(dir, workspace, nil); err == nil {
		t.Error("a folder others can look into was used")
	}
	if _, ok := Ask(t.Context(), dir, workspace); ok {
		t.Error("a folder others can look into was asked")
	}
}
