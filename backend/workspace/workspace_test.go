package workspace_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/store"
	"keyue/backend/workspace"
)

func service(t *testing.T) (*workspace.Service, *store.Store, string) {
	t.Helper()
	base := t.TempDir()
	t.Setenv(workspace.EnvData, filepath.Join(base, "default"))
	st := store.New(store.Options{})
	t.Cleanup(func() { _ = st.Close() })
	return workspace.NewService(st, workspace.Options{Config: filepath.Join(base, "config")}), st, base
}

func state(t *testing.T, s *workspace.Service) workspace.Status {
	t.Helper()
	st, err := s.Status()
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestAFreshMachineHasNoneUntilOneIsMade(t *testing.T) {
	s, _, base := service(t)
	if err := workspace.Begin(context.Background(), s, "", false); !fault.Is(err, store.None) {
		t.Fatalf("got %v", err)
	}
	if got := state(t, s); got.State != workspace.None || got.Dir != filepath.Join(base, "default") || exists(got.Dir) {
		t.Fatalf("got %+v", got)
	}
	st, err := s.Create("")
	if err != nil || st.State != workspace.Open || st.UID == "" || st.Problem != nil {
		t.Fatalf("got %+v, %v", st, err)
	}
	if _, err := s.Create(""); !fault.Is(err, store.Exists) || state(t, s).State != workspace.Open {
		t.Fatalf("got %v, %+v", err, state(t, s))
	}
}

func TestTheLastUsedWorkspaceIsOpenedNextTime(t *testing.T) {
	s, st, base := service(t)
	for _, name := range []string{"a", "b", "a"} {
		dir := filepath.Join(base, name)
		if _, err := s.Create(dir); fault.Is(err, store.Exists) {
			if _, err := s.Open(dir); err != nil {
				t.Fatal(err)
			}
		} else if err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.Recent()
	if err != nil || len(list) != 2 || list[0].Dir != filepath.Join(base, "a") || !list[1].Exists {
		t.Fatalf("got %+v, %v", list, err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	again := workspace.NewService(st, workspace.Options{Config: filepath.Join(base, "config")})
	if err := workspace.Begin(context.Background(), again, "", false); err != nil || st.Dir() != filepath.Join(base, "a") {
		t.Fatalf("got %q, %v", st.Dir(), err)
	}
}

func TestAWorkspaceThatDoesNotOpenLeavesTheOneBefore(t *testing.T) {
	s, st, base := service(t)
	if _, err := s.Create(filepath.Join(base, "good")); err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(base, "bad")
	if err := os.MkdirAll(bad, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bad, store.FileName), []byte("this is not a database at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(bad); !fault.Is(err, store.Damaged) {
		t.Fatalf("got %v", err)
	}
	if got := state(t, s); got.State != workspace.Open || st.Dir() != filepath.Join(base, "good") {
		t.Fatalf("got %+v", got)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if err := workspace.Begin(context.Background(), s, bad, true); !fault.Is(err, store.Damaged) {
		t.Fatalf("got %v", err)
	}
	if got := state(t, s); got.State != workspace.Damaged || got.Problem == nil || got.BackupDir == "" {
		t.Fatalf("got %+v", got)
	}
}

func TestSyncedFoldersAreKnown(t *testing.T) {
	for dir, want := range map[string]string{
		"/home/w/OneDrive - 某公司/客约": "OneDrive", "/Users/w/Library/Mobile Documents/com~apple~CloudDocs/k": "iCloud",
		"/d/我的坚果云/客约": "坚果云", "/d/Nutstore Files/k": "坚果云", "/home/w/Dropbox/k": "Dropbox", "/home/w/Dropbox (Personal)/k": "Dropbox",
		"/home/w/.local/share/Keyue/workspace": "", "/home/w/dropboxer/k": "", "/home/onedriver/k": "",
	} {
		if got := workspace.SyncedBy(filepath.FromSlash(dir)); got != want {
			t.Errorf("%s: got %q, want %q", dir, got, want)
		}
	}
}

func TestAWorkspaceInASyncedFolderWarns(t *testing.T) {
	s, _, base := service(t)
	st, err := s.Create(filepath.Join(base, "Dropbox", "k"))
	if err != nil || len(st.Notices) != 1 || st.Notices[0].Code != "store.synced" {
		t.Fatalf("got %+v, %v", st, err)
	}
}

func exists(path string) bool { _, err := os.Stat(path); return err == nil }
