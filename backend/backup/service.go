package backup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/job"
	"keyue/backend/store"
)

// Service is what the page may call.
type Service struct {
	st    *store.Store
	dir   func() string
	files *files.Registry
	jobs  *job.Runner
}

// NewService makes the service. dir gives the workspace folder also when it does
// not open (workspace.Dir): that is when backups are needed.
func NewService(st *store.Store, dir func() string, f *files.Registry, jobs *job.Runner) *Service {
	return &Service{st: st, dir: dir, files: f, jobs: jobs}
}

// List gives the snapshots of the workspace, newest first, also when it does
// not open.
func (s *Service) List() (list []Backup, err error) {
	defer fault.Recover(&err)
	dir := s.dir()
	if dir == "" {
		return []Backup{}, nil
	}
	return List(dir)
}

// Now takes a snapshot of the open workspace. Faults store.not_open,
// store.disk_full, store.io, backup.unwritable.
func (s *Service) Now() (b Backup, err error) {
	defer fault.Recover(&err)
	return Make(s.st.Context(), s.st, manual)
}

// Check verifies a snapshot of the list. Faults as of the function Check.
func (s *Service) Check(name string) (r Report, err error) {
	defer fault.Recover(&err)
	path, err := s.path(name)
	if err != nil {
		return r, err
	}
	return Check(context.Background(), path)
}

// Restore brings a snapshot of the list back into a new folder; "" chooses one
// beside the workspace. The open workspace is not touched; open the restored one
// with workspace.Open. Faults as of the function Restore.
func (s *Service) Restore(name, dir string) (r Restored, err error) {
	defer fault.Recover(&err)
	path, err := s.path(name)
	if err != nil {
		return r, err
	}
	return s.restore(path, dir)
}

// RestoreFile does the same with an archive or a snapshot that was uploaded or
// picked; file is its token.
func (s *Service) RestoreFile(file, dir string) (r Restored, err error) {
	defer fault.Recover(&err)
	f, _, err := s.files.Open(file)
	if err != nil {
		return r, err
	}
	defer f.Close()
	return s.restore(f.Name(), dir)
}

// Archive makes one .zip of database and attachments, to be carried away, as a
// job of kind "backup.archive" whose result is the address to save it from.
func (s *Service) Archive() (id job.ID, err error) {
	defer fault.Recover(&err)
	if s.st.Dir() == "" {
		return "", fault.New(store.NotOpen, nil)
	}
	name := "keyue-" + s.st.Now().Format(stamp) + ".zip"
	return s.jobs.Start("backup.archive", nil, func(ctx context.Context, p *job.Progress) (any, error) {
		return s.files.OfferWritten(name, "application/zip", func(f *os.File) error {
			if err := f.Close(); err != nil {
				return store.DiskFault(err)
			}
			return Archive(ctx, s.st, f.Name(), p.Set)
		})
	}), nil
}

func (s *Service) restore(path, dir string) (Restored, error) {
	if dir == "" {
		dir = s.freeDir()
	}
	return Restore(context.Background(), path, dir)
}

// freeDir is a folder beside the workspace that does not exist.
func (s *Service) freeDir() string {
	base := s.dir() + "-restored-" + s.st.Now().Format(stamp)
	for dir := base; ; dir += "-2" {
		if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
			return dir
		}
	}
}

// path finds a snapshot by its name in the list, never by a path.
func (s *Service) path(name string) (string, error) {
	dir := s.dir()
	if dir != "" {
		list, err := List(dir)
		if err != nil {
			return "", err
		}
		for _, b := range list {
			if b.Name == name {
				return b.Path, nil
			}
		}
	}
	return "", fault.New(NotFound, fault.P{"name": filepath.Base(name)})
}
