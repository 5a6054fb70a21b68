package backup

import (
	"archive/zip"
	"compress/flate"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// Limits on an archive that someone hands us.
const (
	maxEntries = 1_000_000
	maxTotal   = 256 << 30
	// A database shrinks perhaps twentyfold; a bomb a thousandfold.
	maxRatio      = 200
	ratioFromSize = 16 << 20
)

const attachmentsPrefix = store.AttachmentsDir + "/"

// Archive writes the open workspace, database and attachments, to one .zip of
// the given name, which is checked before it gets that name. progress may be nil;
// it hears bytes done and in all.
func Archive(ctx context.Context, st *store.Store, to string, progress func(done, total int64)) error {
	live := st.Dir()
	if live == "" {
		return fault.New(store.NotOpen, nil)
	}
	tmp, err := os.MkdirTemp(filepath.Dir(to), ".keyue-archive-*")
	if err != nil {
		return fault.Wrap(err, Unwritable, fault.P{"dir": filepath.Dir(to)})
	}
	defer os.RemoveAll(tmp)
	root := filepath.Join(live, store.AttachmentsDir)
	var files []file
	db := filepath.Join(tmp, store.FileName)
	err = st.Snapshot(ctx, db, func(ctx context.Context) (map[string]any, error) {
		var err error
		files, err = walk(ctx, root)
		return map[string]any{filesFact: files}, err
	})
	if err != nil {
		return err
	}
	part := filepath.Join(tmp, "archive.zip")
	if err := writeArchive(ctx, part, db, root, files, progress); err != nil {
		return store.DiskFault(err)
	}
	if _, err := Check(ctx, part); err != nil {
		return err
	}
	if err := os.Rename(part, to); err != nil {
		return fault.Wrap(err, Unwritable, fault.P{"dir": filepath.Dir(to)})
	}
	return nil
}

func writeArchive(ctx context.Context, to, db, root string, files []file, progress func(done, total int64)) (err error) {
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	z := zip.NewWriter(out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	info, err := os.Stat(db)
	if err != nil {
		return err
	}
	done, total := int64(0), info.Size()
	for _, f := range files {
		total += f.Size
	}
	put := func(name, path string, method uint16) error {
		in, err := os.Open(path)
		if err != nil {
			return err
		}
		defer in.Close()
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err != nil {
			return err
		}
		n, err := io.Copy(w, &cancellable{ctx, in})
		done += n
		if progress != nil {
			progress(done, total)
		}
		return err
	}
	if err := put(store.FileName, db, zip.Deflate); err != nil {
		return err
	}
	for _, f := range files { // scans and photographs do not shrink
		if err := put(attachmentsPrefix+f.Path, filepath.Join(root, filepath.FromSlash(f.Path)), zip.Store); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return out.Sync()
}

func badArchive(path, reason string, cause error) error {
	return fault.Wrap(cause, BadArchive, fault.P{"file": filepath.Base(path), "reason": reason})
}

// openArchive opens a .zip and refuses what we would not have written: names
// that leave the folder, links, too many entries, and sizes that only a bomb has.
func openArchive(path string) (*zip.ReadCloser, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, badArchive(path, "damaged", err)
	}
	if reason := unsafe(z.File); reason != "" {
		return nil, errors.Join(badArchive(path, reason, nil), z.Close())
	}
	return z, nil
}

// unsafe gives the reason to refuse the entries of an archive; "" for none.
func unsafe(entries []*zip.File) string {
	if len(entries) > maxEntries {
		return "too_large"
	}
	var total uint64
	names := map[string]bool{}
	for _, e := range entries {
		rel, attached := strings.CutPrefix(e.Name, attachmentsPrefix)
		folded := strings.ToLower(e.Name) // some systems do not tell case
		switch {
		case strings.HasSuffix(e.Name, "/") && e.UncompressedSize64 == 0:
			continue
		case names[folded], !e.Mode().IsRegular():
			return "foreign"
		case e.Name != store.FileName && !(attached && plainPath.MatchString(rel)):
			return "foreign"
		case e.UncompressedSize64 > ratioFromSize && e.UncompressedSize64/max(e.CompressedSize64, 1) > maxRatio:
			return "too_large"
		}
		names[folded] = true
		total += e.UncompressedSize64
		if total > maxTotal {
			return "too_large"
		}
	}
	if !names[store.FileName] {
		return "foreign"
	}
	return ""
}

// extract writes one entry and gives up when it is larger than it says.
func extract(ctx context.Context, e *zip.File, to string) error {
	in, err := e.Open()
	if err != nil {
		return badArchive(e.Name, "damaged", err)
	}
	defer in.Close()
	err = writeFile(ctx, to, &entryReader{in: in, left: int64(e.UncompressedSize64)})
	if errors.Is(err, errEntry) {
		return badArchive(e.Name, "damaged", err)
	}
	return err
}

var errEntry = errors.New("the archive's entry is damaged")

// entryReader marks errors of the archive, to tell them from those of the disk
// written to.
type entryReader struct {
	in   io.Reader
	left int64
}

// Read reads at most as much as the entry declared.
func (r *entryReader) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	r.left -= int64(n)
	if r.left < 0 || (err != nil && err != io.EOF) {
		return 0, errors.Join(errEntry, err)
	}
	return n, err
}
