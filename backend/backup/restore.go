package backup

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// Report is what a backup holds.
type Report struct {
	store.Report
	// Form is snapshot or archive.
	Form  string `json:"form"`
	Files int    `json:"files"`
	// Missing counts attachments that are not there or are altered; the rest can
	// be restored.
	Missing int `json:"missing"`
}

// Check verifies a backup completely: the database by opening it, every
// attachment by its size and, where its name is one, its hash. Faults:
// backup.not_found, backup.bad_archive and those of store.Check.
func Check(ctx context.Context, path string) (Report, error) {
	form, err := formOf(path)
	if err != nil {
		return Report{}, err
	}
	if form == "archive" {
		return checkArchive(ctx, path)
	}
	r := Report{Form: form}
	if r.Report, err = store.Check(ctx, path); err != nil {
		return r, err
	}
	files, err := filesOf(ctx, path)
	if err != nil {
		return r, err
	}
	for _, f := range files {
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		r.Files++
		if f.check() != nil {
			r.Missing++
		}
	}
	return r, nil
}

// formOf tells a snapshot from an archive by how the file begins.
func formOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fault.Wrap(err, NotFound, fault.P{"name": filepath.Base(path)})
	}
	defer f.Close()
	head := make([]byte, 16)
	n, err := io.ReadFull(f, head)
	switch {
	case n >= 4 && string(head[:4]) == "PK\x03\x04":
		return "archive", nil
	case n == 16 && strings.HasPrefix(string(head), "SQLite format 3"):
		return "snapshot", nil
	}
	return "", badArchive(path, "foreign", err)
}

// keptFile is an attachment of a snapshot with the folder it is kept in.
type keptFile struct {
	file
	root string
}

func (f keptFile) path() string { return filepath.Join(f.root, filepath.FromSlash(f.Path)) }

func (f keptFile) check() error {
	in, err := os.Open(f.path())
	if err != nil {
		return err
	}
	defer in.Close()
	return verify(f.file, in)
}

// filesOf gives the attachments of a snapshot. One that was made before an update
// of the data format has no list of its own: all that are kept beside it or in
// the workspace it was made of come back with it. Names that are not plain paths
// are not followed.
func filesOf(ctx context.Context, db string) ([]keptFile, error) {
	dir := filepath.Dir(db)
	kept := filepath.Join(dir, store.AttachmentsDir)
	var out []keptFile
	if !beforeName.MatchString(filepath.Base(db)) {
		var list []file
		if _, err := store.Fact(ctx, db, filesFact, &list); err != nil {
			return nil, err
		}
		for _, f := range list {
			if plainPath.MatchString(f.Path) {
				out = append(out, keptFile{f, kept})
			}
		}
		return out, nil
	}
	roots := []string{kept}
	if live := store.WorkspaceOf(dir); live != "" {
		roots = append(roots, filepath.Join(live, store.AttachmentsDir))
	}
	seen := map[string]bool{}
	for _, root := range roots {
		list, err := walk(ctx, root)
		if err != nil {
			return nil, fault.Wrap(err, store.IOError, nil)
		}
		for _, f := range list {
			if k := (keptFile{f, root}); !seen[f.Path] && k.check() == nil {
				seen[f.Path] = true
				out = append(out, k)
			}
		}
	}
	return out, nil
}

// checkArchive reads every entry, which also checks its CRC, and opens the
// database from a temporary copy.
func checkArchive(ctx context.Context, path string) (Report, error) {
	r := Report{Form: "archive"}
	z, err := openArchive(path)
	if err != nil {
		return r, err
	}
	defer z.Close()
	tmp, err := os.MkdirTemp("", "keyue-check-*")
	if err != nil {
		return r, store.DiskFault(err)
	}
	defer os.RemoveAll(tmp)
	for _, e := range z.File {
		rel, attached := strings.CutPrefix(e.Name, attachmentsPrefix)
		switch {
		case e.Name == store.FileName:
			db := filepath.Join(tmp, store.FileName)
			if err := extract(ctx, e, db); err != nil {
				return r, err
			}
			if r.Report, err = store.Check(ctx, db); err != nil {
				return r, err
			}
		case attached && plainPath.MatchString(rel):
			in, err := e.Open()
			if err != nil {
				return r, badArchive(path, "damaged", err)
			}
			r.Files++
			err = verify(file{Path: rel, Size: int64(e.UncompressedSize64)}, &cancellable{ctx, in})
			if err := errors.Join(err, in.Close()); err != nil {
				if ctx.Err() != nil {
					return r, ctx.Err()
				}
				return r, badArchive(path, "damaged", err)
			}
		}
	}
	return r, nil
}

// Restored says where a backup was brought back and what of it.
type Restored struct {
	Dir    string `json:"dir"`
	Report Report `json:"report"`
}

// Restore checks a backup and brings it back as a workspace in dir, which must
// not exist or be empty. On failure nothing stays there. Faults:
// backup.occupied, backup.unwritable and those of Check.
func Restore(ctx context.Context, path, dir string) (r Restored, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return r, fault.Wrap(err, Unwritable, fault.P{"dir": dir})
	}
	report, err := Check(ctx, path)
	if err != nil {
		return r, err
	}
	made, err := prepareDir(dir)
	if err != nil {
		return r, err
	}
	defer func() {
		if err != nil {
			clearDir(dir, made)
		}
	}()
	if report.Form == "archive" {
		err = extractAll(ctx, path, dir)
	} else {
		err = copySnapshot(ctx, path, dir)
	}
	if err != nil {
		return r, err
	}
	if _, err = store.Check(ctx, filepath.Join(dir, store.FileName)); err != nil {
		return r, err
	}
	return Restored{Dir: dir, Report: report}, nil
}

// prepareDir makes dir or finds it empty; it tells whether it made it.
func prepareDir(dir string) (made bool, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case err == nil && len(entries) > 0:
		return false, fault.New(Occupied, fault.P{"dir": dir})
	case err == nil:
		return false, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return false, fault.Wrap(err, Unwritable, fault.P{"dir": dir})
	}
	return true, nil
}

// clearDir takes away what a failed restore wrote into a folder that was empty.
func clearDir(dir string, made bool) {
	_ = os.RemoveAll(filepath.Join(dir, store.AttachmentsDir))
	_ = os.Remove(filepath.Join(dir, store.FileName))
	if made {
		_ = os.Remove(dir)
	}
}

// copySnapshot copies attachments first and the database last, so that a folder
// with a database is complete.
func copySnapshot(ctx context.Context, path, dir string) error {
	files, err := filesOf(ctx, path)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.check() != nil {
			continue // counted by Check; everything else comes back
		}
		if err := copyFile(ctx, f.path(), filepath.Join(dir, store.AttachmentsDir, filepath.FromSlash(f.Path))); err != nil {
			return err
		}
	}
	return copyFile(ctx, path, filepath.Join(dir, store.FileName))
}

// extractAll does the same from an archive.
func extractAll(ctx context.Context, path, dir string) error {
	z, err := openArchive(path)
	if err != nil {
		return err
	}
	defer z.Close()
	for _, e := range z.File {
		if strings.HasPrefix(e.Name, attachmentsPrefix) && !strings.HasSuffix(e.Name, "/") {
			if err := extract(ctx, e, filepath.Join(dir, filepath.FromSlash(e.Name))); err != nil {
				return err
			}
		}
	}
	for _, e := range z.File {
		if e.Name == store.FileName {
			return extract(ctx, e, filepath.Join(dir, store.FileName))
		}
	}
	return badArchive(path, "foreign", nil)
}
