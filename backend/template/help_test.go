package template

import (
	"testing"

	"keyue/backend/files"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// openWorkspace gives a workspace with the starters, and a service with files.
func openWorkspace(t testing.TB) (*store.Store, *Service) {
	t.Helper()
	st := testkit.Open(t, Kinds()...)
	if err := OnOpen(st)(t.Context()); err != nil {
		t.Fatal(err)
	}
	reg := files.New(files.Options{Dir: testkit.NewDir(t), Now: st.Now})
	t.Cleanup(func() { _ = reg.Close() })
	return st, NewService(st, Lent{Files: reg})
}

// named gives a template with its current text.
func named(t testing.TB, s *Service, name string) *Detail {
	t.Helper()
	tpl, err := Named(s.db(), name)
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.Get(tpl.ID)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
