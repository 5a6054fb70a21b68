package store_test

import (
	"context"
	"strings"
	"testing"

	"keyue/backend/store"
	"keyue/backend/testkit"

	"gorm.io/gorm"
)

func TestRowsAskedForByIDAreReadByID(t *testing.T) {
	s := openNotes(t)
	testkit.Exec(t, s, "create index note_live on note (deleted_at, name)")
	db := s.Read(context.Background())
	plan := func(build func(db *gorm.DB) *gorm.DB) string {
		t.Helper()
		sql := db.ToSQL(func(tx *gorm.DB) *gorm.DB {
			var rows []note
			return build(tx.Model(&note{})).Find(&rows)
		})
		var steps []struct{ Detail string }
		if err := db.Raw("explain query plan " + sql).Scan(&steps).Error; err != nil {
			t.Fatal(sql, err)
		}
		var out []string
		for _, s := range steps {
			out = append(out, s.Detail)
		}
		return strings.Join(out, "; ")
	}
	ids := []int64{1, 2, 3}
	for name, build := range map[string]func(db *gorm.DB) *gorm.DB{
		"live of ids":      func(db *gorm.DB) *gorm.DB { return store.Live(store.IDs(db, "id", ids)) },
		"ids of live":      func(db *gorm.DB) *gorm.DB { return store.IDs(store.Live(db), "id", ids) },
		"live as a scope":  func(db *gorm.DB) *gorm.DB { return store.IDs(db, "id", ids).Scopes(store.Live) },
		"with an order":    func(db *gorm.DB) *gorm.DB { return store.Live(store.IDs(db, "id", ids)).Order("id") },
		"and another test": func(db *gorm.DB) *gorm.DB { return store.Live(store.IDs(db, "id", ids)).Where("name <> ''") },
	} {
		if got := plan(build); !strings.Contains(got, "INTEGER PRIMARY KEY") || strings.Contains(got, "note_live") {
			t.Errorf("%s: %s", name, got)
		}
	}
	// A list of live rows goes on using the index.
	if got := plan(func(db *gorm.DB) *gorm.DB { return store.Live(db).Order("name").Limit(10) }); !strings.Contains(got, "note_live") {
		t.Errorf("a list: %s", got)
	}
	// What is asked for by id leaves no trace in the next question.
	if got := plan(func(db *gorm.DB) *gorm.DB { return store.Live(db).Order("name").Limit(10) }); strings.Contains(got, "PRIMARY KEY") {
		t.Errorf("a list after it: %s", got)
	}
}
