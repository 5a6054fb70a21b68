package store

import (
	"context"
	"database/sql"
	"log/slog"
	"os"
	"sync"
	"time"

	"keyue/backend/fault"

	"github.com/gofrs/flock"
	"gorm.io/gorm"
)

// Names inside a workspace folder.
const (
	// FileName is the database.
	FileName = "keyue.db"
	// AttachmentsDir holds attached files by content hash.
	AttachmentsDir = "attachments"

	lockName   = "keyue.lock"
	markerName = "keyue.open"
)

// Store is a handle to at most one open workspace. Services keep the handle, so
// that a workspace can be closed, switched or fail to open while they live. It
// is safe for concurrent use.
type Store struct {
	o       Options
	byName  map[string]*Kind
	byTable map[string]*Kind
	tables  tables
	closed  *gorm.DB
	notices notices

	opening sync.Mutex // one Open or Close at a time
	mu      sync.RWMutex
	ws      *workspace // nil while none is open
}

// workspace is an open one.
type workspace struct {
	dir, path  string
	readOnly   bool
	warnings   []fault.Error
	info       os.FileInfo // of the file that was opened
	lock       *flock.Flock
	writerSQL  *sql.DB
	readersSQL *sql.DB
	writer     *gorm.DB
	readers    *gorm.DB
	turn       chan struct{} // held by the one write transaction
	ctx        context.Context
	cancel     context.CancelFunc
	uid        string
	schema     int64
	marked     bool
	unread     bool // its tables are still to be looked through: see Verify
}

// New makes a handle with no workspace open.
func New(o Options) *Store {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Store{o: o, byName: map[string]*Kind{}, byTable: map[string]*Kind{}, closed: closedDB()}
	for i := range s.o.Kinds {
		k := &s.o.Kinds[i]
		s.byName[k.Name], s.byTable[k.Table] = k, k
	}
	return s
}

// Now is the clock of the program; nothing else reads it.
func (s *Store) Now() time.Time { return s.o.Now() }

// Kinds gives the registered kinds.
func (s *Store) Kinds() []Kind { return s.o.Kinds }

func (s *Store) current() *workspace {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.ws
}

// writable gives the open workspace if it takes writes.
func (s *Store) writable() (*workspace, error) {
	ws := s.current()
	switch {
	case ws == nil:
		return nil, fault.New(NotOpen, nil)
	case ws.readOnly:
		return nil, fault.New(ReadOnly, nil)
	}
	return ws, nil
}

// Dir is the folder of the open workspace; "" when none is open.
func (s *Store) Dir() string {
	if ws := s.current(); ws != nil {
		return ws.dir
	}
	return ""
}

// Info describes the open workspace.
type Info struct {
	Dir      string `json:"dir"`
	UID      string `json:"uid"`
	Schema   int64  `json:"schema"`
	ReadOnly bool   `json:"readOnly"`
	// Warnings say what Open found that did not keep it from opening:
	// store.unclean, store.log_missing, store.synced.
	Warnings []fault.Error `json:"warnings"`
}

// Info gives what is known of the open workspace; false when none is open.
func (s *Store) Info() (Info, bool) {
	ws := s.current()
	if ws == nil {
		return Info{}, false
	}
	return Info{Dir: ws.dir, UID: ws.uid, Schema: ws.schema, ReadOnly: ws.readOnly, Warnings: append([]fault.Error{}, ws.warnings...)}, true
}

// Context lives as long as the open workspace; cancelled when none is open.
func (s *Store) Context() context.Context {
	if ws := s.current(); ws != nil {
		return ws.ctx
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// Read gives the reader pool, or the transaction that ctx belongs to. While no
// workspace is open every statement fails with fault store.not_open.
func (s *Store) Read(ctx context.Context) *gorm.DB {
	if tx := txFrom(ctx); tx != nil && tx.store == s {
		return tx.DB.Session(&gorm.Session{NewDB: true, Context: tx.ctx})
	}
	ws := s.current()
	if ws == nil {
		// A live context, so that the fault is "not open" and not "cancelled".
		return s.closed.WithContext(context.WithoutCancel(ctx))
	}
	return ws.readers.WithContext(ctx)
}

// take waits for the right to write.
func (ws *workspace) take(ctx context.Context) error {
	timer := time.NewTimer(turnWait)
	defer timer.Stop()
	select {
	case ws.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-ws.ctx.Done():
		return fault.New(NotOpen, nil)
	case <-timer.C:
		return fault.New(Busy, fault.P{"detail": "waited for the writer; a body must call InTx with tx.Context()"})
	}
}

// sameFile refuses to write when the path no longer names the file that was
// opened: SQLite would go on reporting success into a file that is gone.
func (ws *workspace) sameFile() error {
	info, err := os.Stat(ws.path)
	if err != nil {
		return fault.Wrap(err, Replaced, fault.P{"file": ws.path})
	}
	if !os.SameFile(info, ws.info) {
		return fault.New(Replaced, fault.P{"file": ws.path})
	}
	return nil
}

// notices delivers changes in commit order without holding the writer.
type notices struct {
	mu    sync.Mutex
	queue []Change
	busy  bool
}

func (n *notices) add(c Change) {
	n.mu.Lock()
	n.queue = append(n.queue, c)
	n.mu.Unlock()
}

// deliver hands out what is queued unless another goroutine is doing so.
func (n *notices) deliver(to func(Change)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.busy || to == nil {
		return
	}
	n.busy = true
	defer func() { n.busy = false }()
	for len(n.queue) > 0 {
		c := n.queue[0]
		n.queue = n.queue[1:]
		n.mu.Unlock()
		to(c)
		n.mu.Lock()
	}
}
