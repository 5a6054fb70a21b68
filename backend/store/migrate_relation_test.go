package store

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"keyue/backend/fault"
)

func TestRelationsKeptInFieldsOfTheCustomerBecomeRecords(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "ws")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	at(t, path, 64)
	plain(t, path, `insert into customer (id, uid, created_at, updated_at, version, name, parent_id, related) values
		(1, 'u1', 5, 5, 1, 'a', 0, '[{"customerId":2,"kind":"family","note":"n"},{"customerId":3,"kind":"related","note":""},{"customerId":2,"kind":"same_legal","note":""},{"customerId":9,"kind":"family","note":""}]'),
		(2, 'u2', 5, 5, 1, 'b', 1, '[]'), (3, 'u3', 5, 5, 1, 'c', 9, '[]')`)
	plain(t, path, `insert into step (id, at, label) values (1, 5, 'customer.updated'), (2, 5, 'customer.updated')`)
	plain(t, path, `insert into change (step_id, kind, row_id, op, diff) values (1, 'customer', 2, 2, '{"parent_id":[0,1]}'), (2, 'customer', 2, 2, '{"name":["x","b"],"parent_id":[0,1]}')`)
	s := New(Options{Kinds: []Kind{{Name: "customer", Table: "customer"}}})
	if err := s.Open(ctx, dir, OpenOptions{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var got []string
	if err := s.Read(ctx).Raw("select from_id || ' ' || kind || ' ' || to_id || ' ' || word || ' ' || note from relation order by id").Scan(&got).Error; err != nil {
		t.Fatal(err)
	}
	if want := []string{"1 parent 2  ", "1 family 2  n", "1 other 3 相关 "}; !slices.Equal(got, want) {
		t.Errorf("relations %q, want %q", got, want)
	}
	if _, err := s.Undo(ctx, 2); err != nil { // the name comes back, the field is gone
		t.Error(err)
	}
	if _, err := s.Undo(ctx, 1); !fault.Is(err, UndoGone) {
		t.Errorf("undoing what only set the field: %v", err)
	}
}
