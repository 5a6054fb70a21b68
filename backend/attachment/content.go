package attachment

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	_ "image/gif"  // dimensions of GIF
	_ "image/jpeg" // dimensions of JPEG
	_ "image/png"  // dimensions of PNG
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	_ "golang.org/x/image/bmp"  // dimensions of BMP
	_ "golang.org/x/image/tiff" // dimensions of TIFF
	_ "golang.org/x/image/webp" // dimensions of WebP
	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/store"
)

// Files brings in what the page uploaded and hands out what it may show; the
// application's registry.
type Files interface {
	Open(token string) (*os.File, files.Info, error)
	OfferFile(name, mime, path string) (string, error)
}

// Limits of a file that comes in.
type Limits struct {
	Bytes int64
	// Pixels is width × height of an image; 0 means any. It is read from the
	// header, before anything is decoded: a small file can claim a gigapixel.
	Pixels int64
	// Image: only PNG and JPEG are taken, which documents can print.
	Image bool
}

// DefaultLimits hold for what is attached to a record: 200 MiB.
var DefaultLimits = Limits{Bytes: 200 << 20}

// LogoLimits hold for a logo: PNG or JPEG, 10 MiB, 40 million pixels.
var LogoLimits = Limits{Bytes: 10 << 20, Pixels: 40_000_000, Image: true}

// incomingDir is where files lie while they are copied; swept at open.
const incomingDir = "incoming"

// Incoming is a file that lies in the workspace's store already, and belongs to
// nothing yet. Close it after the transaction, attached or not.
type Incoming struct {
	a  Attachment
	st *store.Store
}

// Receive copies an uploaded file into the workspace: hashed on the way, synced
// before anything may refer to it. Faults attachment.empty, attachment.too_large
// {max MiB}, attachment.image.type, attachment.image.pixels {max}, and those of
// the disk.
func Receive(st *store.Store, in Files, token string, l Limits) (*Incoming, error) {
	src, info, err := in.Open(token)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	a, err := keep(st, src, info.Name, l)
	if err != nil {
		return nil, err
	}
	return &Incoming{a: *a, st: st}, nil
}

// Name is what the file is called.
func (in *Incoming) Name() string { return in.a.Name }

// SHA256 is the hash of the content.
func (in *Incoming) SHA256() string { return in.a.SHA256 }

// Open reads the content; close the reader. Faults those of the disk.
func (in *Incoming) Open() (io.ReadCloser, error) {
	f, err := os.Open(contentPath(in.st.Dir(), in.a.SHA256))
	if err != nil {
		return nil, diskFault(err)
	}
	return f, nil
}

// Attach makes the file an attachment of a record inside a step.
func (in *Incoming) Attach(tx *store.Tx, kind string, id int64) (*Attachment, error) {
	a := in.a
	a.Kind, a.RecordID = kind, id
	if err := fault.Invalid(a.Validate()); err != nil {
		return nil, err
	}
	// A twin that failed may have taken the content away with it.
	if _, err := a.path(in.st.Dir()); err != nil {
		return nil, err
	}
	if err := tx.Insert(&a); err != nil {
		return nil, err
	}
	return &a, nil
}

// Close removes the content again when no row refers to it.
func (in *Incoming) Close() {
	ctx := in.st.Context()
	_ = in.st.InTx(ctx, store.Step{Label: "attachment.swept", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
		var n int64
		if err := tx.Model(&Attachment{}).Where("sha256 = ?", in.a.SHA256).Count(&n).Error; err != nil || n > 0 {
			return err
		}
		return os.Remove(contentPath(in.st.Dir(), in.a.SHA256))
	})
}

// contentPath is where content of a hash lies. The hash is ours and checked, so
// nothing a person types becomes part of a path.
func contentPath(dir, sum string) string {
	return filepath.Join(dir, store.AttachmentsDir, sum[:2], sum[2:])
}

func validSum(sum string) bool {
	if len(sum) != 2*sha256.Size {
		return false
	}
	_, err := hex.DecodeString(sum)
	return err == nil && strings.ToLower(sum) == sum
}

func keep(st *store.Store, src io.Reader, name string, l Limits) (*Attachment, error) {
	ctx, dir := st.Context(), st.Dir()
	if dir == "" {
		return nil, fault.New(store.NotOpen, nil)
	}
	tmpDir := filepath.Join(dir, store.AttachmentsDir, incomingDir)
	if err := os.MkdirAll(tmpDir, 0o700); err != nil {
		return nil, diskFault(err)
	}
	tmp, err := os.CreateTemp(tmpDir, "*")
	if err != nil {
		return nil, diskFault(err)
	}
	defer func() {
		_ = tmp.Close()
		_ = os.Remove(tmp.Name()) // fails after the rename, as it should
	}()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(tmp, sum), &stoppable{ctx, io.LimitReader(src, l.Bytes+1)})
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, fault.Wrap(err, fault.Cancelled, nil)
	case err != nil:
		return nil, diskFault(err)
	case n > l.Bytes:
		return nil, fault.New("attachment.too_large", fault.P{"max": l.Bytes >> 20})
	case n == 0:
		return nil, fault.New("attachment.empty", fault.P{"name": cleanName(name)})
	}
	a := &Attachment{Name: cleanName(name), Size: n, SHA256: hex.EncodeToString(sum.Sum(nil))}
	if a.Name == "" {
		a.Name = "file"
	}
	if err := a.look(tmp, l); err != nil {
		return nil, err
	}
	if err := tmp.Sync(); err != nil {
		return nil, diskFault(err)
	}
	if err := tmp.Close(); err != nil {
		return nil, diskFault(err)
	}
	return a, place(tmp.Name(), contentPath(dir, a.SHA256), st.Now())
}

// look finds the type from the content and the size of an image from its header.
func (a *Attachment) look(f *os.File, l Limits) error {
	head := make([]byte, 3072)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return diskFault(err)
	}
	a.Mime = sniff(head[:n], a.Name)
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return diskFault(err)
	}
	if c, _, err := image.DecodeConfig(f); err == nil {
		a.Width, a.Height = c.Width, c.Height
	}
	if l.Image && (a.Mime != "image/png" && a.Mime != "image/jpeg" || a.Width == 0 || a.Height == 0) {
		return fault.New("attachment.image.type", fault.P{"name": a.Name})
	}
	if l.Pixels > 0 && int64(a.Width)*int64(a.Height) > l.Pixels {
		return fault.New("attachment.image.pixels", fault.P{"width": a.Width, "height": a.Height, "max": l.Pixels / 1_000_000})
	}
	return nil
}

// byEnding are types whose content is a container (zip, text) that only the
// ending tells apart. None of them runs in a browser.
var byEnding = map[string]string{
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".csv":  "text/csv; charset=utf-8", ".vcf": "text/vcard; charset=utf-8", ".ics": "text/calendar; charset=utf-8",
	".ofd": "application/ofd", ".doc": "application/msword", ".xls": "application/vnd.ms-excel",
}

// sniff names the type of a content. What a browser would run (HTML, SVG, XML)
// is named plain text, so that a page attached by a stranger stays text.
func sniff(head []byte, name string) string {
	mime := http.DetectContentType(head)
	if bytes.HasPrefix(head, []byte("%PDF-")) {
		return "application/pdf"
	}
	switch {
	case strings.HasPrefix(mime, "text/html"), strings.HasPrefix(mime, "text/xml"), strings.HasPrefix(mime, "image/svg"):
		return "text/plain; charset=utf-8"
	case mime == "application/zip", mime == "application/octet-stream", strings.HasPrefix(mime, "text/plain"):
		if m, ok := byEnding[strings.ToLower(filepath.Ext(name))]; ok {
			return m
		}
	}
	return mime
}

// place moves a synced file to where it stays and syncs the folders.
func place(from, to string, now time.Time) error {
	if st, err := os.Stat(to); err == nil && st.Mode().IsRegular() {
		// The same content is there already; young again, so that no sweep takes
		// it before the row is written.
		return os.Chtimes(to, now, now)
	}
	dir := filepath.Dir(to)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return diskFault(err)
	}
	if err := os.Rename(from, to); err != nil {
		return diskFault(err)
	}
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := syncDir(d); err != nil {
			return diskFault(err)
		}
	}
	return nil
}

func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // folders cannot be synced there; NTFS journals the rename
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

func diskFault(err error) error {
	const windowsDiskFull = syscall.Errno(112) // ERROR_DISK_FULL
	if errors.Is(err, syscall.ENOSPC) || runtime.GOOS == "windows" && errors.Is(err, windowsDiskFull) {
		return fault.Wrap(err, store.DiskFull, nil)
	}
	return fault.Wrap(err, store.IOError, nil)
}

// stoppable reads until its context ends.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// Find gives an attachment, in the trash or not. Fault fault.not_found.
func Find(db *gorm.DB, id ID) (*Attachment, error) {
	var a Attachment
	if err := db.Where("id = ?", id).Limit(1).Find(&a).Error; err != nil {
		return nil, err
	}
	if a.ID == 0 {
		return nil, fault.Missing(KindAttachment)
	}
	return &a, nil
}

// path is where the content of an attachment lies. Fault attachment.lost when it
// is gone or is not the size it was.
func (a *Attachment) path(dir string) (string, error) {
	if dir == "" || !validSum(a.SHA256) {
		return "", fault.New("attachment.lost", fault.P{"name": a.Name})
	}
	p := contentPath(dir, a.SHA256)
	if st, err := os.Stat(p); err != nil || st.Size() != a.Size {
		return "", fault.Wrap(err, "attachment.lost", fault.P{"name": a.Name})
	}
	return p, nil
}

// Open opens the content of an attachment. Faults fault.not_found, attachment.lost.
func Open(st *store.Store, id ID) (io.ReadCloser, *Attachment, error) {
	a, err := Find(st.Read(st.Context()), id)
	if err != nil {
		return nil, nil, err
	}
	p, err := a.path(st.Dir())
	if err != nil {
		return nil, nil, err
	}
	f, err := os.Open(p)
	if err != nil {
		return nil, nil, fault.Wrap(err, "attachment.lost", fault.P{"name": a.Name})
	}
	return f, a, nil
}

// Offer gives the address where the page finds the content.
func Offer(st *store.Store, out Files, id ID) (string, error) {
	a, err := Find(st.Read(st.Context()), id)
	if err != nil {
		return "", err
	}
	p, err := a.path(st.Dir())
	if err != nil {
		return "", err
	}
	return out.OfferFile(a.Name, a.Mime, p)
}

// sweepAge protects files that a running step has put in place and not yet
// committed.
const sweepAge = time.Hour

// Sweep removes content that no row refers to, and what killed predecessors
// left half copied. It gives the number of files and bytes removed.
func Sweep(ctx context.Context, st *store.Store) (count int, size int64, err error) {
	var sums []string
	if err := st.Read(ctx).Model(&Attachment{}).Distinct().Pluck("sha256", &sums).Error; err != nil {
		return 0, 0, err
	}
	used := make(map[string]bool, len(sums))
	for _, s := range sums {
		used[s] = true
	}
	root := filepath.Join(st.Dir(), store.AttachmentsDir)
	before := st.Now().Add(-sweepAge)
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() || !d.Type().IsRegular() {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		folder := filepath.Base(filepath.Dir(p))
		sum := folder + d.Name()
		if folder != incomingDir && (!validSum(sum) || used[sum]) {
			return nil // not ours, or wanted
		}
		info, err := d.Info()
		if err != nil || info.ModTime().After(before) {
			return nil
		}
		if os.Remove(p) == nil {
			count++
			size += info.Size()
		}
		return nil
	})
	return count, size, err
}
