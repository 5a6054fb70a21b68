package search

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"keyue/backend/fault"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// Source is a kind of record that the type-ahead knows.
type Source struct {
	Kind, Table string
	// Docs describes the given live records; those that are gone or in the trash are left out.
	Docs func(db *gorm.DB, ids []int64) ([]Doc, error)
}

// portion is how many records are read at a time.
const portion = 1000

// each reads all live records, the one changed last first.
func (s Source) each(db *gorm.DB, yield func(Doc) bool) error {
	var ids []int64
	if err := store.Live(db.Table(s.Table)).Order("updated_at desc, id desc").Pluck("id", &ids).Error; err != nil {
		return err
	}
	for part := range slices.Chunk(ids, portion) {
		docs, err := s.Docs(db, part)
		if err != nil {
			return err
		}
		at := make(map[int64]int, len(part))
		for i, id := range part {
			at[id] = i
		}
		slices.SortStableFunc(docs, func(a, b Doc) int { return at[a.ID] - at[b.ID] })
		for _, d := range docs {
			if !yield(d) {
				return nil
			}
		}
	}
	return nil
}

// Service is what the page may ask of the search.
type Service struct {
	st      *store.Store
	x       *Index
	sources []Source
	texts   []TextSource

	mu     sync.Mutex
	loaded context.Context // of the workspace that the index holds or is loading
	// indexing is open while texts are indexed in the background.
	indexing chan struct{}
	patient  atomic.Bool
}

// NewService joins the index with the sources it is loaded from.
func NewService(st *store.Store, x *Index, sources ...Source) *Service {
	return &Service{st: st, x: x, sources: sources}
}

// rest is how long after opening a workspace the index is loaded, unless it is asked for: the first screens are to
// have the processor to themselves.
const rest = 2 * time.Second

// Opened is for store.Options.OnOpen: it loads the index in the background, after a rest, then the texts that wait.
func Opened(s *Service) error {
	ctx := s.st.Context()
	go func() {
		select {
		case <-time.After(rest):
			s.ensure()
			_ = s.x.Wait(ctx)
			s.catchUp(ctx)
		case <-ctx.Done():
		}
	}()
	return nil
}

// ensure starts loading the index for the workspace that is open now, once. A workspace opened to view runs no
// hooks; there the first query starts it.
func (s *Service) ensure() {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx := s.st.Context()
	if s.loaded == ctx || ctx.Err() != nil {
		return
	}
	s.loaded = ctx
	s.x.Clear()
	s.reload(ctx)
}

// reload reads everything again in the background.
func (s *Service) reload(ctx context.Context) {
	started := make(chan struct{})
	go func() {
		err := s.x.load(ctx, started, func(yield func(Doc) bool) error {
			for _, source := range s.sources {
				if err := source.each(s.st.Read(ctx), yield); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			s.mu.Lock()
			if s.loaded == ctx {
				s.loaded = nil // the next query tries again
			}
			s.mu.Unlock()
		}
	}()
	<-started // what is put from now on is newer than the load
}

// Changed is for store.Options.OnChange: what a commit touched, undo included, is described anew. It returns when
// the index has it, or has begun to read everything where very much was touched.
func Changed(s *Service, c store.Change) {
	ctx := s.st.Context()
	s.catchUp(ctx)
	s.mu.Lock()
	known := s.loaded == ctx && ctx.Err() == nil
	s.mu.Unlock()
	if !known {
		return // the load to come reads it
	}
	for _, source := range s.sources {
		ids, touched := c.Touched[source.Kind]
		if !touched {
			continue
		}
		if len(ids) == 0 {
			s.reload(ctx)
			return
		}
		docs, err := source.Docs(s.st.Read(ctx), ids)
		if err != nil {
			s.reload(ctx)
			return
		}
		there := make(map[int64]bool, len(docs))
		for _, d := range docs {
			there[d.ID] = true
		}
		s.x.Remove(source.Kind, slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return there[id] })...)
		s.x.Put(docs...)
	}
}

// patience is how long a query waits for an index that is being loaded; then it answers with what there is.
const patience = 3 * time.Second

// Ready waits until the index is loaded, but not for ever. Domains that filter lists by Index.IDs call it first.
func Ready(s *Service) {
	s.ensure()
	if s.patient.Load() {
		_ = s.x.Wait(s.st.Context())
		return
	}
	ctx, cancel := context.WithTimeout(s.st.Context(), patience)
	defer cancel()
	_ = s.x.Wait(ctx)
}

// Patient makes queries wait for the index however long it takes: a command has
// nothing to show meanwhile, and what it does not find must not be there.
func Patient(s *Service) { s.patient.Store(true) }

// most is how many records one call gives at most.
const most = 200

// Query gives the records that match what was typed, best first, of the given kinds (none means all).
func (s *Service) Query(text string, kinds []string, limit int) (hits []Hit, err error) {
	defer fault.Recover(&err)
	Ready(s)
	if limit <= 0 || limit > most {
		limit = most
	}
	return s.x.Query(text, kinds, limit), nil
}
