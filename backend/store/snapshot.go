package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"keyue/backend/fault"

	"gorm.io/gorm"
)

// BackupDir is where backups of the workspace in dir are kept: a folder beside
// it, so that losing or damaging the workspace folder leaves them alone.
func BackupDir(dir string) string { return filepath.Clean(dir) + backupSuffix }

// WorkspaceOf is the workspace whose backups are in dir; "" when that is no such
// folder.
func WorkspaceOf(dir string) string {
	workspace, ok := strings.CutSuffix(filepath.Clean(dir), backupSuffix)
	if !ok {
		return ""
	}
	return workspace
}

const backupSuffix = ".backups"

// snapshot copies the database with VACUUM INTO to a temporary name, verifies
// the copy by opening it, syncs and renames: a file of the final name is whole.
func snapshot(ctx context.Context, db *sql.DB, to string, facts func(context.Context) (map[string]any, error)) error {
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
	if facts != nil {
		if err := putFacts(ctx, tmp, facts); err != nil {
			return err
		}
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
// without stopping writers, to the file to. facts, if not nil, is called after
// the copy was made and gives facts to keep in it. The copy is verified before
// it gets its name.
func (s *Store) Snapshot(ctx context.Context, to string, facts func(context.Context) (map[string]any, error)) error {
	ws := s.current()
	if ws == nil {
		return fault.New(NotOpen, nil)
	}
	name := fileURI(ws.path) + "?_pragma=busy_timeout(5000)"
	if ws.readOnly {
		name = fileURI(ws.path) + "?mode=ro&immutable=1"
	}
	db, err := openSQL(name, 1)
	if err != nil {
		return err
	}
	defer db.Close()
	return snapshot(ctx, db, to, facts)
}

// putFacts writes facts about the workspace into a copy of it.
func putFacts(ctx context.Context, path string, facts func(context.Context) (map[string]any, error)) (err error) {
	values, err := facts(ctx)
	if err != nil {
		return err
	}
	db, err := openSQL(fileURI(path), 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, key := range sortedKeys(values) {
		text, err := json.Marshal(values[key])
		if err != nil {
			return err
		}
		_, err = db.ExecContext(ctx, "insert into workspace_fact (key, value) values (?, ?) on conflict (key) do update set value = excluded.value", key, string(text))
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

// Fact reads a fact out of a database file that is not open; false when it is
// not there.
func Fact(ctx context.Context, path, key string, into any) (bool, error) {
	db, err := openSQL(fileURI(path)+"?mode=ro&immutable=1", 1)
	if err != nil {
		return false, err
	}
	defer db.Close()
	var text string
	err = db.QueryRowContext(ctx, "select value from workspace_fact where key = ?", key).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, translate(err)
	}
	return true, json.Unmarshal([]byte(text), into)
}

// FactIn reads a fact about the open workspace; false when it is not there.
func FactIn(db *gorm.DB, key string, into any) (bool, error) {
	var text []string
	if err := db.Table("workspace_fact").Where("key = ?", key).Pluck("value", &text).Error; err != nil || len(text) == 0 {
		return false, translate(err)
	}
	return true, json.Unmarshal([]byte(text[0]), into)
}

// PutFact sets a fact about the workspace itself, such as "sample". Facts are
// not in the history; null takes one away.
func (tx *Tx) PutFact(key string, value any) error {
	if value == nil {
		return translate(tx.Exec("delete from workspace_fact where key = ?", key).Error)
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return translate(tx.Exec("insert into workspace_fact (key, value) values (?, ?) on conflict (key) do update set value = excluded.value", key, string(text)).Error)
}

// DiskFault gives an error of the file system its fault: store.disk_full or
// store.io. Faults and ends of contexts pass unchanged.
func DiskFault(err error) error {
	var f *fault.Error
	switch {
	case err == nil || errors.As(err, &f) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case diskFull(err):
		return fault.Wrap(err, DiskFull, nil)
	}
	return fault.Wrap(err, IOError, nil)
}

// diskFull knows the system's words for a full disk; on Windows they are
// ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
func diskFull(err error) bool {
	if runtime.GOOS == "windows" {
		return errors.Is(err, syscall.Errno(39)) || errors.Is(err, syscall.Errno(112))
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// syncFile makes the content of a file durable.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return DiskFault(err)
	}
	if err := f.Sync(); err != nil {
		_ = f.Close()
		return DiskFault(err)
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
