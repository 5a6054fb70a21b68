package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"keyue/backend/fault"

	"github.com/pressly/goose/v3"
)

// schemaOf lists everything the schema says.
func schemaOf(t *testing.T, path string) string {
	t.Helper()
	db, err := openPlain(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("select coalesce(sql, name) from sqlite_schema where name not like 'sqlite_%' union all select 'version ' || user_version from pragma_user_version union all select 'application ' || application_id from pragma_application_id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	sort.Strings(out)
	return strings.Join(out, "\n")
}

// at makes a database as an older version of the program would have left it.
func at(t *testing.T, path string, version int64) {
	t.Helper()
	db, err := openPlain(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	dir, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	older := olderFS{dir, version}
	if err := applyMigrations(context.Background(), db, older); err != nil {
		t.Fatalf("migrate to %d: %v", version, err)
	}
}

// olderFS hides migrations newer than a version.
type olderFS struct {
	fs.FS
	version int64
}

// Glob lists what an older program had embedded.
func (f olderFS) Glob(pattern string) ([]string, error) {
	names, err := fs.Glob(f.FS, pattern)
	var out []string
	for _, n := range names {
		if v, err := goose.NumericComponent(n); err == nil && v <= f.version {
			out = append(out, n)
		}
	}
	return out, err
}

func versions(t *testing.T) []int64 {
	t.Helper()
	dir, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(dir, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var out []int64
	for _, n := range names {
		v, err := goose.NumericComponent(n)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

func TestEveryOlderSchemaUpgradesToTheFreshOneAfterACopy(t *testing.T) {
	ctx := context.Background()
	fresh := t.TempDir()
	s := New(Options{})
	if err := s.Open(ctx, fresh, OpenOptions{Create: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want := schemaOf(t, filepath.Join(fresh, FileName))
	known, err := SchemaVersion()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range versions(t) {
		dir := filepath.Join(t.TempDir(), "ws")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, FileName)
		at(t, path, v)
		plain(t, path, "insert into step (id, at, label) values (7, 1, 'kept')")
		if err := s.Open(ctx, dir, OpenOptions{}); err != nil {
			t.Fatalf("upgrade from %d: %v", v, err)
		}
		var label string
		if err := s.Read(ctx).Raw("select label from step where id = 7").Scan(&label).Error; err != nil || label != "kept" {
			t.Errorf("from %d: got %q, %v", v, label, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if got := schemaOf(t, path); got != want {
			t.Errorf("from %d the schema differs:\n%s\nwant\n%s", v, got, want)
		}
		copies, err := filepath.Glob(filepath.Join(BackupDir(dir), "before-*.db"))
		if err != nil {
			t.Fatal(err)
		}
		if (len(copies) == 1) != (v < known) {
			t.Errorf("from %d: copies %v", v, copies)
		}
		for _, c := range copies {
			if r, err := Check(ctx, c); err != nil || r.Schema != v || r.Steps != 1 {
				t.Errorf("from %d: the copy: %+v, %v", v, r, err)
			}
		}
	}
}

func plain(t *testing.T, path, query string) {
	t.Helper()
	db, err := openPlain(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}

// What is asked of the tables is asked in today's form: an older workspace that
// cannot be brought up to date is refused at the door, not on every screen.
func TestAnOlderWorkspaceIsNotOpenedToViewOnly(t *testing.T) {
	dir := t.TempDir()
	all := versions(t)
	at(t, filepath.Join(dir, FileName), all[len(all)-2])
	s := New(Options{})
	defer s.Close()
	err := s.Open(context.Background(), dir, OpenOptions{ReadOnly: true})
	if !fault.Is(err, OlderReadOnly) || fault.From(err).Params["dir"] != dir {
		t.Fatalf("got %v", err)
	}
}

func TestAWorkspaceWithAGapInItsMigrationsIsRefusedWithASentence(t *testing.T) {
	all := versions(t)
	for name, last := range map[string]int64{"brought up to date": all[len(all)-2], "of today's version": all[len(all)-1]} {
		dir := t.TempDir()
		path := filepath.Join(dir, FileName)
		at(t, path, last)
		gap := all[len(all)-3]
		plain(t, path, fmt.Sprintf("delete from goose_db_version where version_id = %d", gap))
		s := New(Options{})
		err := s.Open(context.Background(), dir, OpenOptions{})
		if !fault.Is(err, Skipped) || fault.From(err).Params["versions"] != fmt.Sprintf("%05d", gap) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Check(context.Background(), path); !fault.Is(err, Skipped) {
			t.Errorf("%s, checked: %v", name, err)
		}
		if copies, _ := filepath.Glob(filepath.Join(BackupDir(dir), "*")); len(copies) > 0 {
			t.Errorf("%s: copied for nothing: %v", name, copies)
		}
		_ = s.Close()
	}
}

func TestTheSchemaUsesOnlyTypesThatComeBackAsStored(t *testing.T) {
	dir := t.TempDir()
	at(t, filepath.Join(dir, FileName), 1<<40)
	db, err := openPlain(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("select t.name, c.name, lower(c.type) from pragma_table_list t, pragma_table_info(t.name) c where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%' and t.name <> 'goose_db_version'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	known := map[string]bool{"integer": true, "text": true, "real": true, "blob": true}
	for rows.Next() {
		var table, column, kind string
		if err := rows.Scan(&table, &column, &kind); err != nil {
			t.Fatal(err)
		}
		if !known[kind] { // DATE and BOOLEAN would be converted by the driver
			t.Errorf("%s.%s is %q", table, column, kind)
		}
	}
}

func TestTheConnectionsAreAsPromised(t *testing.T) {
	ctx := context.Background()
	s := New(Options{})
	if err := s.Open(ctx, t.TempDir(), OpenOptions{Create: true}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ask := func(db *sql.DB, pragma string) (v string) {
		if err := db.QueryRow("pragma " + pragma).Scan(&v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000", "query_only": "0"} {
		if got := ask(s.ws.writerSQL, pragma); got != want {
			t.Errorf("writer: %s is %s, want %s", pragma, got, want)
		}
	}
	for pragma, want := range map[string]string{"journal_mode": "wal", "query_only": "1", "foreign_keys": "1"} {
		if got := ask(s.ws.readersSQL, pragma); got != want {
			t.Errorf("readers: %s is %s, want %s", pragma, got, want)
		}
	}
	// immediate: a second writer is refused at BEGIN, not at its first write.
	tx, err := s.ws.writerSQL.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	other, err := openSQL(fileURI(s.ws.path)+"?_txlock=immediate&_pragma=busy_timeout(1)", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Begin(); !retryable(err) {
		t.Errorf("a second writer began: %v", err)
	}
}

func TestLibcIsTheVersionThatTheEngineWasMadeWith(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}} {{.GoMod}}", "modernc.org/sqlite", "modernc.org/libc").Output()
	if err != nil {
		t.Skipf("no go command: %v", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	engine, libc := strings.Fields(lines[0]), strings.Fields(lines[1])
	mod, err := os.ReadFile(engine[1])
	if err != nil {
		t.Skip(err)
	}
	if !strings.Contains(string(mod), "modernc.org/libc "+libc[0]+"\n") {
		t.Errorf("modernc.org/sqlite %s was made with another libc than %s:\n%s", engine[0], libc[0], mod)
	}
}
