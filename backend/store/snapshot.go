package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"

	"keyue/backend/fault"
)

// BackupDir is where backups of the workspace in dir are kept: a folder beside
// it, so that losing or damaging the workspace folder leaves them alone.
func BackupDir(dir string) string { return filepath.Clean(dir) + ".backups" }

// snapshot copies the database with VACUUM INTO to a temporary name, verifies
// the copy by opening it, syncs and renames: a file of the final name is whole.
func snapshot(ctx context.Context, db *sql.DB, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fault.Wrap(err, NoFolder, fault.P{"dir": filepath.Dir(to)})
	}
	tmp := to + ".part"
	if err := os.Remove(tmp); err != nil && !os.IsNotExist(err) {
		return fault.Wrap(err, IOError, nil)
	}
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return fault.Wrap(err, IOError, nil)
	}
	defer os.Remove(tmp)
	if err := f.Close(); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "vacuum into ?", tmp); err != nil {
		return translate(err)
	}
	if _, err := Check(ctx, tmp); err != nil {
		return err
	}
	if err := syncFile(tmp); err != nil {
		return err
	}
	if err := os.Rename(tmp, to); err != nil {
		return fault.Wrap(err, IOError, nil)
	}
	return syncDir(filepath.Dir(to))
}

// Snapshot copies the open workspace's database, consistent at one moment and
// without stopping writers, to the file to. The copy is verified before it gets
// its name.
func (s *Store) Snapshot(ctx context.Context, to string) error {
	ws := s.current()
	if ws == nil {
		return fault.New(NotOpen, nil)
	}
	db, err := openSQL(fileURI(ws.path)+"?_pragma=busy_timeout(5000)", 1)
	if ws.readOnly {
		db, err = openSQL(fileURI(ws.path)+"?mode=ro&immutable=1", 1)
	}
	if err != nil {
		return err
	}
	defer db.Close()
	return snapshot(ctx, db, to)
}

// syncFile makes the content of a file durable.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fault.Wrap(err, IOError, nil)
	}
	if err := f.Sync(); err != nil {
		_ = f.Close()
		return fault.Wrap(err, IOError, nil)
	}
	return f.Close()
}

// syncDir makes a rename durable; systems that cannot sync a folder do not need it.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fault.Wrap(err, IOError, nil)
	}
	_ = f.Sync()
	return f.Close()
}
