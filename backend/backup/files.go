package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// filesFact is the workspace fact of a snapshot that lists its attachments.
const filesFact = "backup.files"

// file is one attachment: its path below the attachments folder, with slashes.
type file struct {
	Path string `json:"path"`
	Size int64  `json:"size"`
}

// plainPath is a path that stays below its folder on every system.
var plainPath = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$`)

// hashName is a name that is the SHA-256 of the content, with or without a type.
var hashName = regexp.MustCompile(`^([0-9a-f]{64})(\.[A-Za-z0-9]+)?$`)

// walk lists the attachments below root. A missing folder holds none.
func walk(ctx context.Context, root string) ([]file, error) {
	out := []file{}
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // removed while walking, or no folder at all
		}
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		rel, err := filepath.Rel(root, p)
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		rel = filepath.ToSlash(rel)
		if !plainPath.MatchString(rel) {
			return nil // a temporary file or something that is not ours
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			out = append(out, file{Path: rel, Size: info.Size()})
		}
		return err
	})
	return out, err
}

// keepFiles brings what is below from into the folder to, which keeps each file
// once: as a hard link where the disk allows, else as a copy.
func keepFiles(ctx context.Context, from, to string) ([]file, error) {
	list, err := walk(ctx, from)
	if err != nil {
		return nil, fault.Wrap(err, store.IOError, nil)
	}
	for _, f := range list {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		src, dst := filepath.Join(from, filepath.FromSlash(f.Path)), filepath.Join(to, filepath.FromSlash(f.Path))
		if info, err := os.Stat(dst); err == nil && info.Size() == f.Size {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(dst), 0o700); err != nil {
			return nil, fault.Wrap(err, Unwritable, fault.P{"dir": to})
		}
		if os.Link(src, dst) == nil {
			continue
		}
		if err := copyFile(ctx, src, dst); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// copyFile copies by way of a temporary name, so that a file of the final name
// is whole.
func copyFile(ctx context.Context, src, dst string) error {
	in, err := os.Open(src)
	if err != nil {
		return fault.Wrap(err, store.IOError, nil)
	}
	defer in.Close()
	return writeFile(ctx, dst, in)
}

// writeFile writes a new file of mode 0600, synced, by way of a temporary name.
func writeFile(ctx context.Context, dst string, in io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(dst), 0o700); err != nil {
		return fault.Wrap(err, Unwritable, fault.P{"dir": filepath.Dir(dst)})
	}
	out, err := os.CreateTemp(filepath.Dir(dst), ".part-*")
	if err != nil {
		return fault.Wrap(err, Unwritable, fault.P{"dir": filepath.Dir(dst)})
	}
	defer os.Remove(out.Name())
	_, err = io.Copy(out, &cancellable{ctx, in})
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return store.DiskFault(err)
	}
	if err := os.Rename(out.Name(), dst); err != nil {
		return fault.Wrap(err, store.IOError, nil)
	}
	return nil
}

// cancellable ends reading when its context does.
type cancellable struct {
	ctx context.Context
	r   io.Reader
}

// Read reads unless the context has ended.
func (c *cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// verify reads r to its end and compares size and, when the name is a hash, the
// content.
func verify(f file, r io.Reader) error {
	h := sha256.New()
	n, err := io.Copy(h, r)
	if err != nil {
		return err
	}
	if n != f.Size {
		return fault.New(MissingFiles, fault.P{"count": 1, "file": f.Path})
	}
	if m := hashName.FindStringSubmatch(path.Base(f.Path)); m != nil && m[1] != hex.EncodeToString(h.Sum(nil)) {
		return fault.New(MissingFiles, fault.P{"count": 1, "file": f.Path})
	}
	return nil
}
