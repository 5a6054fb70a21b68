package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"keyue/backend/date"
	"keyue/backend/fault"
)

// header is how every SQLite 3 file begins.
const header = "SQLite format 3\x00"

// damaged makes the fault that names what is wrong with a file.
func damaged(path, reason, detail string) error {
	return fault.New(Damaged, fault.P{"file": path, "reason": reason, "detail": detail})
}

// checkHeader refuses a file that is no SQLite database before the engine sees it.
func checkHeader(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fault.Wrap(err, IOError, nil)
	}
	defer f.Close()
	buf := make([]byte, len(header))
	n, err := io.ReadFull(f, buf)
	switch {
	case n == 0:
		return damaged(path, "empty", "")
	case err != nil || string(buf) != header:
		return damaged(path, "header", "")
	}
	return nil
}

// Report is what Check found in a database that is good.
type Report struct {
	Schema int64 `json:"schema"`
	Bytes  int64 `json:"bytes"`
	Tables int   `json:"tables"`
	Steps  int64 `json:"steps"`
	// LastStep is when the newest recorded step was; 0 when there is none.
	LastStep date.Instant `json:"lastStep"`
}

// Check opens a database file by itself, read only, and verifies header,
// identity, version, references and every table. Faults: store.damaged,
// store.newer, store.none, store.io.
func Check(ctx context.Context, path string) (Report, error) {
	var r Report
	info, err := os.Stat(path)
	if os.IsNotExist(err) {
		return r, fault.New(None, fault.P{"dir": filepath.Dir(path)})
	}
	if err != nil {
		return r, fault.Wrap(err, IOError, nil)
	}
	r.Bytes = info.Size()
	if err := checkHeader(path); err != nil {
		return r, err
	}
	db, err := openSQL(fileURI(path)+"?mode=ro&immutable=1&_pragma=query_only(1)", 1)
	if err != nil {
		return r, err
	}
	defer db.Close()
	if r.Schema, err = checkContent(ctx, db, path); err != nil {
		return r, err
	}
	tables, err := plainTables(ctx, db)
	if err != nil {
		return r, translate(err)
	}
	r.Tables = len(tables)
	if r.Steps, err = integer(ctx, db, "select count(*) from step"); err != nil {
		return r, damaged(path, "content", err.Error())
	}
	last, err := integer(ctx, db, "select coalesce(max(at), 0) from step")
	r.LastStep = date.Instant(last)
	return r, translate(err)
}

// checkContent verifies identity, version, references and tables; it gives the
// schema version.
func checkContent(ctx context.Context, db *sql.DB, path string) (int64, error) {
	version, err := checkIdentity(ctx, db, path)
	if err != nil {
		return 0, err
	}
	return version, checkTables(ctx, db, path)
}

// checkTables looks through all tables and their references.
func checkTables(ctx context.Context, db *sql.DB, path string) error {
	if err := quickCheck(ctx, db, path); err != nil {
		return err
	}
	return foreignKeyCheckAt(ctx, db, path)
}

// checkIdentity verifies that a file is one of ours, not newer than the program and
// without gaps in its migrations; it gives the schema version.
func checkIdentity(ctx context.Context, db *sql.DB, path string) (int64, error) {
	known, err := SchemaVersion()
	if err != nil {
		return 0, err
	}
	app, err := integer(ctx, db, "pragma application_id")
	if err != nil {
		return 0, damaged(path, "content", err.Error())
	}
	version, err := integer(ctx, db, "pragma user_version")
	if err != nil {
		return 0, damaged(path, "content", err.Error())
	}
	if app != applicationID {
		return 0, damaged(path, "identity", fmt.Sprintf("application_id %#x", app))
	}
	if version > known {
		return 0, fault.New(Newer, fault.P{"version": version, "known": known})
	}
	skipped, err := skippedMigrations(ctx, db, version)
	if err != nil {
		return 0, damaged(path, "content", err.Error())
	}
	if len(skipped) > 0 {
		return 0, fault.New(Skipped, fault.P{"versions": strings.Join(skipped, ", ")})
	}
	return version, nil
}

// Verify looks through the tables of a large file that was opened without. It
// may take seconds; the workspace is used meanwhile. A damaged one is closed,
// before more is written to it, and that is the fault: store.damaged. nil where
// nothing was left to look through or the workspace was closed.
func (s *Store) Verify(ctx context.Context) error {
	s.mu.Lock()
	ws := s.ws
	if ws == nil || !ws.unread {
		s.mu.Unlock()
		return nil
	}
	ws.unread = false
	s.mu.Unlock()
	err := checkTables(ctx, ws.readersSQL, ws.path)
	if err != nil && ctx.Err() == nil && ws.ctx.Err() == nil {
		err = checkTables(ctx, ws.readersSQL, ws.path) // nobody's work is closed over one bad read
	}
	if err == nil || ctx.Err() != nil || ws.ctx.Err() != nil {
		return nil
	}
	s.opening.Lock()
	defer s.opening.Unlock()
	s.mu.RLock()
	same := s.ws == ws
	s.mu.RUnlock()
	if !same {
		return nil
	}
	return errors.Join(translate(err), s.close())
}

// quickCheck checks table by table and leaves full-text tables out, whose check
// takes seconds and whose content can be rebuilt.
func quickCheck(ctx context.Context, db *sql.DB, path string) error {
	tables, err := plainTables(ctx, db)
	if err != nil {
		return damaged(path, "content", err.Error())
	}
	for _, t := range append(tables, "sqlite_schema") {
		rows, err := db.QueryContext(ctx, "pragma quick_check("+quote(t)+")")
		if err != nil {
			return damaged(path, "content", t+": "+err.Error())
		}
		var found []string
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err == nil && line != "ok" {
				found = append(found, line)
			}
		}
		err = rows.Err()
		_ = rows.Close()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return damaged(path, "content", t+": "+err.Error())
		}
		if len(found) > 0 {
			return damaged(path, "content", t+": "+strings.Join(found[:min(3, len(found))], "; "))
		}
	}
	return nil
}

// plainTables lists the tables that are neither virtual nor the shadow of one.
func plainTables(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "select name from pragma_table_list where schema = 'main' and type = 'table' and name <> 'sqlite_schema' order by name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var n string
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		names = append(names, n)
	}
	return names, rows.Err()
}

func foreignKeyCheck(ctx context.Context, db *sql.DB) error {
	return foreignKeyCheckAt(ctx, db, FileName)
}

func foreignKeyCheckAt(ctx context.Context, db *sql.DB, path string) error {
	rows, err := db.QueryContext(ctx, "pragma foreign_key_check")
	if err != nil {
		return damaged(path, "content", err.Error())
	}
	defer rows.Close()
	if rows.Next() {
		var table, parent string
		var row, n sql.NullInt64
		if err := rows.Scan(&table, &row, &parent, &n); err != nil {
			return err
		}
		return damaged(path, "references", fmt.Sprintf("%s %d → %s", table, row.Int64, parent))
	}
	return rows.Err()
}

// marker is left in the folder while a workspace is open for writing.
type marker struct {
	PID int `json:"pid"`
}

// guard looks at an existing database before anything may write to it. The
// tables of a file from so many bytes on that was closed properly are left to
// Verify.
func (ws *workspace) guard(ctx context.Context, from int64) error {
	info, err := os.Lstat(ws.path)
	if os.IsNotExist(err) {
		return nil // about to be made
	}
	unclean := ws.checkMarker()
	if info, err := os.Stat(ws.path + "-wal"); ws.readOnly && err == nil && info.Size() > 0 {
		ws.warnings = append(ws.warnings, *fault.New("store.log_unread", nil))
	}
	if err := checkHeader(ws.path); err != nil {
		return err
	}
	name := fileURI(ws.path) + "?_pragma=busy_timeout(5000)&_pragma=foreign_keys(0)"
	if ws.readOnly {
		name = fileURI(ws.path) + "?mode=ro&immutable=1"
	}
	db, err := openSQL(name, 1)
	if err != nil {
		return err
	}
	defer db.Close()
	if from == 0 {
		from = large
	}
	if info != nil && info.Size() >= from && !unclean && !ws.readOnly {
		ws.unread = true
		ws.schema, err = checkIdentity(ctx, db, ws.path)
		return err
	}
	ws.schema, err = checkContent(ctx, db, ws.path)
	return err
}

// checkMarker tells an unclean end, and a log that is missing after one: then
// the newest changes are gone although the file is in order.
func (ws *workspace) checkMarker() (unclean bool) {
	if _, err := os.Stat(filepath.Join(ws.dir, markerName)); err != nil {
		return false
	}
	code := "store.unclean"
	if _, err := os.Stat(ws.path + "-wal"); os.IsNotExist(err) {
		code = "store.log_missing"
	}
	ws.warnings = append(ws.warnings, *fault.New(code, nil))
	return true
}

// mark writes the marker.
func (ws *workspace) mark() error {
	text, err := json.Marshal(marker{PID: os.Getpid()})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(ws.dir, markerName), text, 0o600); err != nil {
		return DiskFault(err)
	}
	ws.marked = true
	return nil
}
