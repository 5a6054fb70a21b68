package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"keyue/backend/store"
)

// indexes are the statements of a table's indexes, sorted.
func indexes(t *testing.T, s *store.Store, table string) string {
	t.Helper()
	var sql []string
	must(t, s.Read(context.Background()).Raw("select sql from sqlite_schema where type = 'index' and tbl_name = ? and sql is not null order by name", table).Scan(&sql).Error)
	return strings.Join(sql, "\n")
}

func TestIndexesTakenAwayForALargeStepAreThereAfterIt(t *testing.T) {
	s := openNotes(t)
	ctx := context.Background()
	must(t, s.InTx(ctx, step, func(tx *store.Tx) error { return tx.Exec("create index note_by_amount on note (amount)").Error }))
	before := indexes(t, s, "note")
	if before == "" {
		t.Fatal("no index to take away")
	}
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		body func(tx *store.Tx) error
		want error
	}{
		"kept":   {func(tx *store.Tx) error { return tx.Unindexed("note") }, nil},
		"failed": {func(tx *store.Tx) error { return errors.Join(tx.Unindexed("note"), broken) }, broken},
		"partial": {func(tx *store.Tx) error {
			err := s.InTx(tx.Context(), step, func(tx *store.Tx) error { return errors.Join(tx.Unindexed("note"), broken) })
			if !errors.Is(err, broken) {
				t.Errorf("the inner body: %v", err)
			}
			return nil
		}, nil},
	} {
		err := s.InTx(ctx, step, func(tx *store.Tx) error {
			if err := tx.Insert(&note{Name: name}); err != nil {
				return err
			}
			if err := c.body(tx); err != nil {
				return err
			}
			return tx.Insert(&note{Name: name + " 2"})
		})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if after := indexes(t, s, "note"); after != before {
			t.Errorf("%s: %q, was %q", name, after, before)
		}
	}
	var found int64
	must(t, s.Read(ctx).Raw("select count(*) from note indexed by note_by_amount where amount >= 0 and name like 'kept%'").Scan(&found).Error)
	if found != 2 {
		t.Errorf("%d of 2 rows are in the index", found)
	}
}
