package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"keyue/backend/fault"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var embedded embed.FS

// applicationID marks the file as ours: "KEYU".
const applicationID = 0x4B455955

// migrations is the embedded folder of numbered SQL files.
func migrations() (fs.FS, error) { return fs.Sub(embedded, "migrations") }

// SchemaVersion is the newest migration this program knows.
func SchemaVersion() (int64, error) {
	known, err := knownMigrations()
	if err != nil || len(known) == 0 {
		return 0, err
	}
	return slices.Max(known), nil
}

// knownMigrations are the numbers of the embedded files.
func knownMigrations() ([]int64, error) {
	dir, err := migrations()
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(dir, "*.sql")
	if err != nil {
		return nil, err
	}
	known := make([]int64, len(names))
	for i, name := range names {
		if known[i], err = goose.NumericComponent(name); err != nil {
			return nil, err
		}
	}
	return known, nil
}

// skippedMigrations are those up to a version that were not applied to a database of
// that version, as happens to one that a program under development wrote. Applying
// them now would be another history than any that was tested.
func skippedMigrations(ctx context.Context, db *sql.DB, version int64) ([]string, error) {
	known, err := knownMigrations()
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, "select version_id from goose_db_version where is_applied")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	applied := map[int64]bool{}
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		applied[n] = true
	}
	var skipped []string
	for _, n := range known {
		if n <= version && !applied[n] {
			skipped = append(skipped, fmt.Sprintf("%05d", n))
		}
	}
	return skipped, rows.Err()
}

// openPlain opens one connection for migrations and checks: foreign keys are
// off, because a migration that rebuilds a parent table would delete its
// children; they are checked afterwards.
func openPlain(path string) (*sql.DB, error) {
	return openSQL(fileURI(path)+"?_txlock=immediate&_time_format=sqlite&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(0)", 1)
}

// migrate brings the schema up to date; an existing database is copied to the
// backup folder first and the copy verified. What cannot be written must be up to
// date already.
func (ws *workspace) migrate(ctx context.Context, o OpenOptions, s *Store) error {
	dir, err := migrations()
	if err != nil {
		return err
	}
	known, err := SchemaVersion()
	if err != nil {
		return err
	}
	if !o.Create && ws.schema == known {
		return nil
	}
	if ws.readOnly {
		return fault.New(OlderReadOnly, fault.P{"dir": ws.dir})
	}
	if o.Create {
		ws.schema = known
		return create(ctx, ws.path, dir)
	}
	db, err := openPlain(ws.path)
	if err != nil {
		return err
	}
	defer db.Close()
	name := fmt.Sprintf("before-%d-%s.db", known, s.Now().UTC().Format("20060102-150405"))
	if err := snapshot(ctx, db, filepath.Join(o.BackupDir, name), nil); err != nil {
		return err
	}
	if err := applyMigrations(ctx, db, dir); err != nil {
		return err
	}
	ws.schema = known
	return nil
}

// create makes a database under another name and renames it when it is whole,
// so that a start that is cut short leaves nothing that looks damaged.
func create(ctx context.Context, path string, dir fs.FS) (err error) {
	tmp := path + ".new"
	removeDatabase(tmp)
	defer func() {
		if err != nil {
			removeDatabase(tmp)
		}
	}()
	// Made with its mode before the engine opens it.
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return fault.Wrap(err, NoFolder, fault.P{"dir": filepath.Dir(path)})
	}
	if err := f.Close(); err != nil {
		return DiskFault(err)
	}
	db, err := openPlain(tmp)
	if err != nil {
		return err
	}
	err = applyMigrations(ctx, db, dir)
	if err == nil {
		_, err = db.ExecContext(ctx, "pragma wal_checkpoint(truncate)")
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	if err := syncFile(tmp); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return fault.Wrap(err, IOError, nil)
	}
	return syncDir(filepath.Dir(path))
}

// applyMigrations runs what is pending, each file in one transaction, and then
// checks references and stamps the file.
func applyMigrations(ctx context.Context, db *sql.DB, dir fs.FS) error {
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return err
	}
	if err := foreignKeyCheck(ctx, db); err != nil {
		return err
	}
	v, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, fmt.Sprintf("pragma application_id = %d; pragma user_version = %d", applicationID, v))
	return err
}

// removeDatabase takes away a database that was just being made.
func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(path + suffix)
	}
}
