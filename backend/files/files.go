// Package files moves files between the page and the services without either
// seeing a path: an upload becomes a token a service opens, and content a
// service offers becomes an address the page can fetch.
//
//	POST /upload?name=…   body = the file   → {"token","name","size"}
//	GET  /doc/TOKEN/NAME  the content, with ranges; ?download=1 saves it
//
// What is uploaded lies in a private folder that is removed at the end, and at
// the next start if the application was killed.
package files

import (
	"container/list"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"keyue/backend/fault"
)

// Limits that hold unless Options say otherwise.
const (
	DefaultMaxUpload = 256 << 20     // bytes of one uploaded file
	DefaultTTL       = 2 * time.Hour // since the last use of a token
	inMemory         = 4 << 20       // larger offers go to the folder
	memoryBudget     = 96 << 20      // all offers held in memory
	maxEntries       = 2000          // tokens alive at once
	prefix           = "files-"      // of the private folders
	lockName         = "owner.lock"  // held while the owner runs
)

// Options of a Registry. Dir is the parent of the private folder and needs not
// exist; Now is the application's clock.
type Options struct {
	Dir       string
	Now       func() time.Time
	MaxUpload int64
	TTL       time.Duration
}

// Info describes a file that came in. Token is what service methods take.
type Info struct {
	Token string `json:"token"`
	Name  string `json:"name"` // the base name the user knows, never a path
	Size  int64  `json:"size"` // bytes
}

// Registry holds everything that is on its way in or out.
type Registry struct {
	o Options

	mu     sync.Mutex
	dir    string // "" until the first file is written
	lock   *flock.Flock
	items  map[string]*list.Element
	recent *list.List // front = used last
	memory int64
	closed bool
}

type entry struct {
	token   string
	name    string
	mime    string // of an offer; "" for an upload, which is never served
	bytes   []byte // content, or
	path    string // where it lies
	owned   bool   // path is in the private folder
	size    int64
	used    time.Time
	changed time.Time
}

// New returns an empty registry. It touches no disk until something is put in.
func New(o Options) *Registry {
	if o.MaxUpload <= 0 {
		o.MaxUpload = DefaultMaxUpload
	}
	if o.TTL <= 0 {
		o.TTL = DefaultTTL
	}
	return &Registry{o: o, items: map[string]*list.Element{}, recent: list.New()}
}

// Put takes in a file of the given name and returns its token. Faults:
// "files.too_large" {limit in MiB}, "files.no_space", "files.not_written".
func (r *Registry) Put(name string, src io.Reader) (Info, error) {
	dir, err := r.folder()
	if err != nil {
		return Info{}, err
	}
	f, err := os.CreateTemp(dir, "in-*")
	if err != nil {
		return Info{}, writeFault(err)
	}
	n, err := io.Copy(f, io.LimitReader(src, r.o.MaxUpload+1))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	switch {
	case err != nil:
		err = writeFault(err)
	case n > r.o.MaxUpload:
		err = fault.New("files.too_large", fault.P{"limit": r.o.MaxUpload >> 20})
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return Info{}, err
	}
	e := &entry{name: BaseName(name), path: f.Name(), owned: true, size: n}
	return r.add(e)
}

// Choose gives a token to a file where it lies: the one the user picked in a
// native dialog. Faults: "files.unreadable".
func (r *Registry) Choose(path string) (Info, error) {
	st, err := os.Stat(path)
	if err != nil || !st.Mode().IsRegular() {
		return Info{}, fault.Wrap(err, "files.unreadable", fault.P{"name": BaseName(path)})
	}
	return r.add(&entry{name: BaseName(path), path: path, size: st.Size()})
}

// ChooseFolder gives tokens to the files of a folder and below that match by name, in the order of their paths; what
// links lead to is left alone. Faults: "files.unreadable", "files.too_many" (parameters name, limit).
func (r *Registry) ChooseFolder(dir string, match func(name string) bool) ([]Info, error) {
	list := []Info{}
	err := Walk(dir, match, func(path, _ string) error {
		if len(list) == folderMax {
			return fault.New("files.too_many", fault.P{"name": BaseName(dir), "limit": folderMax})
		}
		info, err := r.Choose(path)
		list = append(list, info)
		return err
	})
	return list, err
}

// folderMax is how many files of a folder are taken at once.
const folderMax = 500

// Walk calls fn for the regular files of a folder and below that match by name, with the path and the name below the
// folder, with slashes. Fault "files.unreadable".
func Walk(dir string, match func(name string) bool, fn func(path, name string) error) error {
	var own error
	err := filepath.WalkDir(dir, func(at string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !match(d.Name()) {
			return err
		}
		name, err := filepath.Rel(dir, at)
		if err != nil {
			return err
		}
		own = fn(at, filepath.ToSlash(name))
		return own
	})
	if own == nil && err != nil {
		return fault.Wrap(err, "files.unreadable", fault.P{"name": BaseName(dir)})
	}
	return err
}

// Open opens what came in under a token; the caller closes it. The file's
// Name() is where it lies on disk, Info.Name what the user calls it. Faults:
// "files.expired" when the token is unknown or too old, "files.unreadable".
func (r *Registry) Open(token string) (*os.File, Info, error) {
	e, ok := r.use(token)
	if !ok || e.mime != "" {
		return nil, Info{}, fault.New("files.expired", nil)
	}
	f, err := os.Open(e.path)
	if err != nil {
		return nil, Info{}, fault.Wrap(err, "files.unreadable", fault.P{"name": e.name})
	}
	return f, Info{Token: e.token, Name: e.name, Size: e.size}, nil
}

// Discard drops a token before its time: an import that is done or given up.
func (r *Registry) Discard(token string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if el, ok := r.items[token]; ok {
		r.drop(el)
	}
}

// Offer makes content available to the page and returns its address. name is
// what the user will see when saving. The content must not be changed after.
func (r *Registry) Offer(name, mime string, content []byte) (string, error) {
	if len(content) <= inMemory {
		e := &entry{name: BaseName(name), mime: mime, size: int64(len(content)), bytes: content}
		if e.bytes == nil {
			e.bytes = []byte{}
		}
		return r.address(r.add(e))
	}
	return r.OfferWritten(name, mime, func(f *os.File) error {
		if _, err := f.Write(content); err != nil {
			return writeFault(err)
		}
		return nil
	})
}

// OfferWritten offers what write puts into a new file of the private folder: for
// content too large to be built in memory. write may also close f and put another
// file in its place. Nothing is left of it when write fails, nor at the end.
func (r *Registry) OfferWritten(name, mime string, write func(f *os.File) error) (string, error) {
	dir, err := r.folder()
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, "out-*")
	if err != nil {
		return "", writeFault(err)
	}
	err = write(f)
	if cerr := f.Close(); err == nil && cerr != nil && !errors.Is(cerr, os.ErrClosed) {
		err = writeFault(cerr)
	}
	var st os.FileInfo
	if err == nil {
		st, err = os.Stat(f.Name())
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return r.address(r.add(&entry{name: BaseName(name), mime: mime, path: f.Name(), owned: true, size: st.Size()}))
}

// OfferFile makes a file available where it lies (an attachment, an issued
// contract). Fault "files.unreadable".
func (r *Registry) OfferFile(name, mime, path string) (string, error) {
	st, err := os.Stat(path)
	if err != nil || !st.Mode().IsRegular() {
		return "", fault.Wrap(err, "files.unreadable", fault.P{"name": BaseName(name)})
	}
	return r.address(r.add(&entry{name: BaseName(name), mime: mime, path: path, size: st.Size()}))
}

// Copy writes the content behind an address made by Offer or OfferFile to w:
// "save as" in the window door. Fault "files.expired", "files.unreadable".
func (r *Registry) Copy(url string, w io.Writer) error {
	e, ok := r.offered(url)
	if !ok {
		return fault.New("files.expired", nil)
	}
	if e.bytes != nil {
		_, err := w.Write(e.bytes)
		return err
	}
	f, err := os.Open(e.path)
	if err != nil {
		return fault.Wrap(err, "files.unreadable", fault.P{"name": e.name})
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

// Name returns the name an offer would be saved under. Fault "files.expired".
func (r *Registry) Name(url string) (string, error) {
	e, ok := r.offered(url)
	if !ok {
		return "", fault.New("files.expired", nil)
	}
	return e.name, nil
}

// Export writes an offer to a file of its own name in a fresh private folder
// and returns the path: what is handed to a viewer or a printer.
func (r *Registry) Export(url string) (string, error) {
	name, err := r.Name(url)
	if err != nil {
		return "", err
	}
	parent, err := r.folder()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(parent, "view-*")
	if err != nil {
		return "", writeFault(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", writeFault(err)
	}
	err = r.Copy(url, f)
	if cerr := f.Close(); err == nil && cerr != nil {
		err = writeFault(cerr)
	}
	if err != nil {
		return "", err
	}
	return f.Name(), nil
}

func (r *Registry) address(i Info, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return docPath + i.Token + "/" + escapePath(i.Name), nil
}

func (r *Registry) offered(url string) (*entry, bool) {
	rest, ok := strings.CutPrefix(url, docPath)
	if !ok {
		return nil, false
	}
	token, _, _ := strings.Cut(rest, "/")
	e, ok := r.use(token)
	if !ok || e.mime == "" {
		return nil, false
	}
	return e, true
}

func (r *Registry) add(e *entry) (Info, error) {
	var raw [18]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand ends the process instead
	e.token = base64.RawURLEncoding.EncodeToString(raw[:])
	now := r.o.Now()
	e.used, e.changed = now, now
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return Info{}, fault.New("files.expired", nil)
	}
	r.items[e.token] = r.recent.PushFront(e)
	r.memory += int64(len(e.bytes))
	r.trim(now)
	return Info{Token: e.token, Name: e.name, Size: e.size}, nil
}

func (r *Registry) use(token string) (*entry, bool) {
	now := r.o.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trim(now)
	el, ok := r.items[token]
	if !ok {
		return nil, false
	}
	e := el.Value.(*entry)
	e.used = now
	r.recent.MoveToFront(el)
	return e, true
}

// trim drops what is too old or too much, least recently used first; called
// with the lock held. The newest entry always stays.
func (r *Registry) trim(now time.Time) {
	for r.recent.Len() > 1 {
		el := r.recent.Back()
		old := now.Sub(el.Value.(*entry).used) > r.o.TTL
		if !old && r.memory <= memoryBudget && r.recent.Len() <= maxEntries {
			return
		}
		r.drop(el)
	}
}

func (r *Registry) drop(el *list.Element) {
	e := el.Value.(*entry)
	r.recent.Remove(el)
	delete(r.items, e.token)
	r.memory -= int64(len(e.bytes))
	if e.owned {
		_ = os.Remove(e.path)
	}
}

// folder returns the private folder, making it (and sweeping those of killed
// predecessors) at first use.
func (r *Registry) folder() (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return "", fault.New("files.expired", nil)
	}
	if r.dir != "" {
		return r.dir, nil
	}
	if err := os.MkdirAll(r.o.Dir, 0o700); err != nil {
		return "", writeFault(err)
	}
	sweep(r.o.Dir)
	dir, err := os.MkdirTemp(r.o.Dir, prefix) // 0700
	if err != nil {
		return "", writeFault(err)
	}
	lock := flock.New(filepath.Join(dir, lockName))
	if _, err := lock.TryLock(); err != nil {
		return "", writeFault(err)
	}
	r.dir, r.lock = dir, lock
	return dir, nil
}

// Sweep removes what killed predecessors left behind; called at start.
func (r *Registry) Sweep() { sweep(r.o.Dir) }

// sweep removes the folders in dir whose owner no longer holds its lock.
func sweep(dir string) {
	found, _ := filepath.Glob(filepath.Join(dir, prefix+"*"))
	for _, old := range found {
		st, err := os.Lstat(old)
		if err != nil || !st.IsDir() {
			continue
		}
		if _, err := os.Lstat(filepath.Join(old, lockName)); err != nil {
			continue // its owner is between making it and locking it
		}
		lock := flock.New(filepath.Join(old, lockName))
		if ok, err := lock.TryLock(); err != nil || !ok {
			continue // in use by another running instance
		}
		_ = lock.Unlock()
		_ = os.RemoveAll(old)
	}
}

// Close forgets everything and removes the private folder.
func (r *Registry) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.items, r.recent, r.memory = map[string]*list.Element{}, list.New(), 0
	if r.dir == "" {
		return nil
	}
	_ = r.lock.Unlock()
	return os.RemoveAll(r.dir)
}

// writeFault names the reasons a user can do something about.
func writeFault(err error) error {
	const windowsDiskFull = syscall.Errno(112)
	if errors.Is(err, syscall.ENOSPC) || runtime.GOOS == "windows" && errors.Is(err, windowsDiskFull) {
		return fault.Wrap(err, "files.no_space", nil)
	}
	return fault.Wrap(err, "files.not_written", nil)
}
