package workspace

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// States of Status.
const (
	Open     = "open"
	ReadOnly = "readOnly"
	None     = "none"
	Damaged  = "damaged"
	Locked   = "locked"
	Newer    = "newer"
	Failed   = "failed" // any other problem
)

// Status says which workspace there is and how it stands.
type Status struct {
	// State is open, readOnly (open to view), none, damaged, locked, newer or failed.
	State string `json:"state"`
	// Open: there is one to work with, perhaps to view only.
	Open     bool `json:"open"`
	ReadOnly bool `json:"readOnly"`
	// Dir is the folder that is open or was tried last; "" before the first try.
	Dir string `json:"dir"`
	// Name is what a person calls it: the name of the folder.
	Name string `json:"name"`
	// BackupDir is where its backups are, also when it does not open.
	BackupDir string `json:"backupDir"`
	UID       string `json:"uid"`
	Schema    int64  `json:"schema"`
	// Notices are what a person should know although the workspace is open.
	Notices []fault.Error `json:"notices"`
	// Problem is why it is not open; null when it is.
	Problem *fault.Error `json:"problem"`
}

// Options of the service. Config overrides where the list of workspaces is kept.
type Options struct {
	Config string
	Log    *slog.Logger
}

// Service is what the page may call.
type Service struct {
	st *store.Store
	o  Options

	mu      sync.Mutex // one opening at a time
	dir     string     // tried last
	problem *fault.Error
}

// NewService makes the service on a store handle.
func NewService(st *store.Store, o Options) *Service {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{st: st, o: o}
}

// Begin opens a workspace at the start of the program: dir if given, else the
// one used last, else the default one. With create a missing one is made.
// Problems are faults as of store.Open and also stand in Status.
func Begin(ctx context.Context, s *Service, dir string, create bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	dir, err := Place(s, dir)
	if err != nil {
		return s.failed("", fault.Wrap(err, store.NoFolder, fault.P{"dir": ""}))
	}
	err = s.open(ctx, dir, store.OpenOptions{})
	if create && fault.Is(err, store.None) {
		err = s.open(ctx, dir, store.OpenOptions{Create: true})
	}
	return err
}

// Kind is what a store.Change touches where how the workspace stands has changed.
const Kind = "workspace"

// Verify looks through a large workspace that was opened without: see
// store.Store.Verify. A damaged one is closed and Status says why.
func Verify(ctx context.Context, s *Service) error {
	err := s.st.Verify(ctx)
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.problem = fault.From(err)
	}
	return err
}

// Place is the folder Begin opens: dir if given, else the workspace used last,
// else the default place.
func Place(s *Service, dir string) (string, error) {
	if dir == "" {
		if list, err := s.recent(); err == nil && len(list) > 0 {
			dir = list[0].Dir
		}
	}
	if dir == "" {
		return DefaultDir()
	}
	return filepath.Abs(dir)
}

// Dir is the folder that is open or was tried last, for backups of a workspace
// that does not open.
func Dir(s *Service) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dir
}

// Status says which workspace there is and how it stands.
func (s *Service) Status() (st Status, err error) {
	defer fault.Recover(&err)
	s.mu.Lock()
	defer s.mu.Unlock()
	st = Status{State: None, Dir: s.dir, Notices: []fault.Error{}, Problem: s.problem}
	if info, ok := s.st.Info(); ok {
		st.State, st.Dir, st.UID, st.Schema, st.Problem = Open, info.Dir, info.UID, info.Schema, nil
		st.Open, st.ReadOnly = true, info.ReadOnly
		if info.ReadOnly {
			st.State = ReadOnly
		}
		st.Notices = info.Warnings
		if by := SyncedBy(info.Dir); by != "" {
			st.Notices = append(st.Notices, *fault.New("store.synced", fault.P{"service": by}))
		}
	} else if s.problem != nil {
		st.State = stateOf(s.problem.Code)
	}
	if st.Dir != "" {
		st.Name = filepath.Base(st.Dir)
		st.BackupDir = store.BackupDir(st.Dir)
	}
	return st, nil
}

func stateOf(code string) string {
	switch code {
	case store.None:
		return None
	case store.Damaged:
		return Damaged
	case store.Locked:
		return Locked
	case store.Newer:
		return Newer
	}
	return Failed
}

// Open opens the workspace in a folder in place of the open one. If it does not
// open, the one before is opened again and the fault given. Faults as of
// store.Open.
func (s *Service) Open(dir string) (st Status, err error) {
	defer fault.Recover(&err)
	if err := s.change(dir, store.OpenOptions{}); err != nil {
		return st, err
	}
	return s.Status()
}

// Create makes a workspace in a folder, which must not hold one, and opens it
// in place of the open one. An empty dir means the default place. Faults
// store.exists, store.no_folder and those of Open.
func (s *Service) Create(dir string) (st Status, err error) {
	defer fault.Recover(&err)
	if dir == "" {
		if dir, err = DefaultDir(); err != nil {
			return st, fault.Wrap(err, store.NoFolder, fault.P{"dir": dir})
		}
	}
	if err := s.change(dir, store.OpenOptions{Create: true}); err != nil {
		return st, err
	}
	return s.Status()
}

// Recent lists the workspaces that were open on this machine, last used first.
func (s *Service) Recent() (list []Recent, err error) {
	defer fault.Recover(&err)
	return s.recent()
}

// DefaultDir is where a new workspace belongs on this system.
func (s *Service) DefaultDir() (dir string, err error) {
	defer fault.Recover(&err)
	return DefaultDir()
}

func (s *Service) recent() ([]Recent, error) {
	config, err := s.config()
	if err != nil {
		return []Recent{}, err
	}
	list := readMemory(config)
	for i := range list {
		list[i].Exists = exists(filepath.Join(list[i].Dir, store.FileName))
	}
	return list, nil
}

func (s *Service) config() (string, error) {
	if s.o.Config != "" {
		return s.o.Config, nil
	}
	return configDir()
}

// change opens another workspace and goes back to the one before on failure.
func (s *Service) change(dir string, o store.OpenOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if dir == "" {
		return fault.New(store.None, fault.P{"dir": dir})
	}
	before := s.st.Dir()
	err := s.open(context.Background(), dir, o)
	if err == nil || before == "" {
		return err
	}
	if back := s.open(context.Background(), before, store.OpenOptions{}); back != nil {
		s.o.Log.Error("the workspace before does not open again", "dir", before, "err", back)
	}
	return err
}

// open opens dir and notes what came of it.
func (s *Service) open(ctx context.Context, dir string, o store.OpenOptions) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return s.failed(dir, fault.Wrap(err, store.NoFolder, fault.P{"dir": dir}))
	}
	if err := s.st.Open(ctx, dir, o); err != nil {
		return s.failed(dir, err)
	}
	s.dir, s.problem = dir, nil
	config, err := s.config()
	if err == nil {
		err = remember(config, dir, date.At(s.st.Now()))
	}
	if err != nil { // a convenience that must not keep anyone from working
		s.o.Log.Warn("the workspace is not remembered", "err", err)
	}
	return nil
}

func (s *Service) failed(dir string, err error) error {
	s.dir, s.problem = dir, fault.From(err)
	return s.problem
}
