package files

import (
	"crypto/rand"
	"os"
	"path/filepath"
)

// Sink is a file on its way to its place. It is written beside the place and
// moved there when it is whole, so that a full disk never leaves half a contract
// under the right name. Its mode is that of any new file: what is saved in a
// shared folder is for the others there too.
type Sink struct {
	*os.File
	path string // "" for what is no file and cannot be replaced: a device, a pipe
}

// Create begins a file; what stands at path stays until Keep. Faults
// "files.not_written", "files.no_space".
func Create(path string) (*Sink, error) {
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() && !st.IsDir() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, writeFault(err)
		}
		return &Sink{f, ""}, nil
	}
	f, err := os.OpenFile(filepath.Join(filepath.Dir(path), ".keyue-"+rand.Text()), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return nil, writeFault(err)
	}
	return &Sink{f, path}, nil
}

// Keep moves the file to its place; on failure nothing of it is left. Faults as
// of Create.
func (s *Sink) Keep() error {
	if s.path == "" {
		return s.Close()
	}
	err := s.Sync()
	if cerr := s.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(s.Name(), s.path)
	}
	if err != nil {
		_ = os.Remove(s.Name())
		return writeFault(err)
	}
	return nil
}

// Drop removes what was written so far. After Keep there is nothing to remove.
func (s *Sink) Drop() {
	_ = s.Close()
	if s.path != "" {
		_ = os.Remove(s.Name())
	}
}
