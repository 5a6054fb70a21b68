package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"keyue/backend/fault"

	"github.com/gofrs/flock"
	"github.com/google/uuid"
)

// OpenOptions say how a folder is to be opened.
type OpenOptions struct {
	// Create makes a new workspace; fault store.exists when there is one. Without
	// it a folder with no workspace is fault store.none: a database is never made
	// silently in the place of one that is missing.
	Create bool
	// ReadOnly opens to view even where writing would be possible.
	ReadOnly bool
	// BackupDir takes the copy made before a migration; BackupDir(dir) when empty.
	BackupDir string
}

// readerCount is the size of the reader pool.
const readerCount = 4

// Open opens the workspace in dir in place of the one that is open. The order
// is lock, guards, verified copy and migrations, pools, expired trash, OnOpen.
// On failure no workspace is open.
//
// Faults: store.none, store.exists, store.no_folder, store.locked, store.newer, store.skipped,
// store.damaged, store.disk_full, store.io.
func (s *Store) Open(ctx context.Context, dir string, o OpenOptions) error {
	s.opening.Lock()
	defer s.opening.Unlock()
	if err := s.close(); err != nil {
		return err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fault.Wrap(err, NoFolder, fault.P{"dir": dir})
	}
	ws, err := s.openDir(ctx, dir, o)
	if err != nil {
		return translate(err)
	}
	s.mu.Lock()
	s.ws = ws
	s.mu.Unlock()
	if ws.readOnly {
		return nil
	}
	for _, f := range s.o.OnOpen {
		if err := f(ws.ctx); err != nil {
			return errors.Join(err, s.close())
		}
	}
	return nil
}

// openDir does the work of Open; what it took is given back on failure.
func (s *Store) openDir(ctx context.Context, dir string, o OpenOptions) (_ *workspace, err error) {
	ws := &workspace{dir: dir, path: filepath.Join(dir, FileName), turn: make(chan struct{}, 1)}
	ws.ctx, ws.cancel = context.WithCancel(context.WithoutCancel(ctx))
	defer func() {
		if err != nil {
			_ = ws.release()
		}
	}()
	if err := ws.findFile(o); err != nil {
		return nil, err
	}
	if !ws.readOnly {
		if err := ws.takeLock(); err != nil {
			return nil, err
		}
	}
	if o.BackupDir == "" {
		o.BackupDir = BackupDir(dir)
	}
	if err := ws.guard(ctx, s.o.Large); err != nil {
		return nil, err
	}
	if err := ws.migrate(ctx, o, s); err != nil {
		return nil, err
	}
	if err := ws.openPools(ctx); err != nil {
		return nil, err
	}
	if ws.info, err = os.Stat(ws.path); err != nil {
		return nil, err
	}
	return ws, nil
}

// findFile decides between a new and an existing database and whether it can be
// written.
func (ws *workspace) findFile(o OpenOptions) error {
	_, err := os.Lstat(ws.path)
	switch {
	case err == nil && o.Create:
		return fault.New(Exists, fault.P{"dir": ws.dir})
	case err == nil:
		ws.readOnly = o.ReadOnly || !writableDir(ws.dir) || !writableFile(ws.path)
		return nil
	case os.IsNotExist(err): // before ENOTDIR: on Windows the two are one where the folder is missing
		if !o.Create {
			return fault.New(None, fault.P{"dir": ws.dir})
		}
	case errors.Is(err, syscall.ENOTDIR): // the folder, or one above it, is a file
		return fault.Wrap(err, NoFolder, fault.P{"dir": ws.dir})
	default:
		return fault.Wrap(err, IOError, nil)
	}
	if err := os.MkdirAll(ws.dir, 0o700); err != nil {
		return fault.Wrap(err, NoFolder, fault.P{"dir": ws.dir})
	}
	if !writableDir(ws.dir) {
		return fault.New(NoFolder, fault.P{"dir": ws.dir})
	}
	return nil
}

// writableDir tries to make a file; permission bits do not tell on all systems.
func writableDir(dir string) bool {
	f, err := os.CreateTemp(dir, ".keyue-*")
	if err != nil {
		return false
	}
	_ = f.Close()
	return os.Remove(f.Name()) == nil
}

func writableFile(path string) bool {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	return f.Close() == nil
}

// takeLock keeps a second process out, before anything reads the file.
func (ws *workspace) takeLock() error {
	l := flock.New(filepath.Join(ws.dir, lockName), flock.SetPermissions(0o600))
	ok, err := l.TryLock()
	if err != nil {
		return fault.Wrap(err, IOError, nil)
	}
	if !ok {
		_ = l.Close()
		return fault.New(Locked, fault.P{"dir": ws.dir})
	}
	ws.lock = l
	return nil
}

// openPools opens one writer and the readers on the guarded, migrated file.
func (ws *workspace) openPools(ctx context.Context) error {
	readerDSN := dsn(ws.path, "_pragma=query_only(1)")
	if ws.readOnly {
		readerDSN = fileURI(ws.path) + "?mode=ro&immutable=1&_time_format=sqlite&_texttotime=1&_pragma=query_only(1)"
	} else {
		w, err := openSQL(dsn(ws.path, "_pragma=cache_size(-32768)"), 1)
		if err != nil {
			return err
		}
		ws.writerSQL = w
		if ws.writer, err = openGORM(w); err != nil {
			return err
		}
		if err := ws.giveUID(ctx); err != nil {
			return err
		}
	}
	r, err := openSQL(readerDSN, readerCount)
	if err != nil {
		return err
	}
	ws.readersSQL = r
	if ws.readers, err = openGORM(r); err != nil {
		return err
	}
	if err := r.PingContext(ctx); err != nil {
		return err
	}
	if err := ws.readUID(ctx); err != nil || ws.readOnly {
		return err
	}
	return ws.mark()
}

// giveUID gives a new workspace its uid.
func (ws *workspace) giveUID(ctx context.Context) error {
	fresh, err := json.Marshal(uuid.NewString())
	if err != nil {
		return err
	}
	_, err = ws.writerSQL.ExecContext(ctx, "insert into workspace_fact (key, value) values ('uid', ?) on conflict do nothing", string(fresh))
	return err
}

func (ws *workspace) readUID(ctx context.Context) error {
	var text string
	if err := ws.readersSQL.QueryRowContext(ctx, "select value from workspace_fact where key = 'uid'").Scan(&text); err != nil {
		if errors.Is(err, sql.ErrNoRows) { // made and never opened for writing
			return nil
		}
		return err
	}
	return json.Unmarshal([]byte(text), &ws.uid)
}

// Close ends the open workspace; running reads end with its context. Closing
// when none is open is no error.
func (s *Store) Close() error {
	s.opening.Lock()
	defer s.opening.Unlock()
	return s.close()
}

func (s *Store) close() error {
	s.mu.Lock()
	ws := s.ws
	s.ws = nil
	s.mu.Unlock()
	if ws == nil {
		return nil
	}
	return ws.release()
}

// release gives back everything in the reverse order of opening. A write that is
// under way is waited for.
func (ws *workspace) release() error {
	ws.cancel()
	var errs []error
	if ws.readersSQL != nil {
		errs = append(errs, ws.readersSQL.Close())
	}
	if ws.writerSQL != nil {
		ws.turn <- struct{}{}
		errs = append(errs, ws.shrinkLog(), ws.writerSQL.Close())
	}
	if ws.marked {
		errs = append(errs, os.Remove(filepath.Join(ws.dir, markerName)))
	}
	if ws.lock != nil {
		errs = append(errs, ws.lock.Close())
	}
	return errors.Join(errs...)
}

// shrinkLog moves the log into the database, so that a copy of the one file is
// whole.
func (ws *workspace) shrinkLog() error {
	_, err := ws.writerSQL.Exec("pragma wal_checkpoint(truncate)")
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	return nil
}

// integer reads a pragma or a count.
func integer(ctx context.Context, db *sql.DB, query string) (n int64, err error) {
	err = db.QueryRowContext(ctx, query).Scan(&n)
	return n, err
}
