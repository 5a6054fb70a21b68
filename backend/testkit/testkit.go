// Package testkit gives tests a real workspace in a temporary folder with a
// fixed clock. Only tests import it.
package testkit

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"keyue/backend/store"
)

// Start is when the clock of a test workspace stands: Sunday 22 November 2026,
// 10:00 in Shanghai.
var Start = time.Date(2026, 11, 22, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))

// migrated makes the empty migrated database once per test process.
var migrated = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "keyue-testkit-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	s := store.New(store.Options{Now: func() time.Time { return Start }})
	if err := s.Open(context.Background(), dir, store.OpenOptions{Create: true}); err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, store.FileName))
})

// Open gives an open workspace of the given kinds, closed when the test ends.
func Open(t testing.TB, kinds ...store.Kind) *store.Store {
	t.Helper()
	return OpenWith(t, store.Options{Kinds: kinds})
}

// OpenWith is Open with more options; Now defaults to the fixed clock.
func OpenWith(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	if o.Now == nil {
		o.Now = func() time.Time { return Start }
	}
	dir := NewDir(t)
	s := store.New(o)
	if err := s.Open(context.Background(), dir, store.OpenOptions{}); err != nil {
		t.Fatalf("open workspace: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close workspace: %v", err)
		}
	})
	return s
}

// NewDir gives a folder with an empty, migrated, closed workspace.
func NewDir(t testing.TB) string {
	t.Helper()
	data, err := migrated()
	if err != nil {
		t.Fatalf("make workspace: %v", err)
	}
	dir := filepath.Join(t.TempDir(), "workspace")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, store.FileName), data, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Exec writes rows that another domain would have written.
func Exec(t testing.TB, s *store.Store, query string, args ...any) {
	t.Helper()
	err := s.InTx(s.Context(), store.Step{Label: "customer.opened", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
		return tx.Exec(query, args...).Error
	})
	if err != nil {
		t.Fatal(err)
	}
}
