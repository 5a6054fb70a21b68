package search

import (
	"context"
	"sync"
	"time"

	"keyue/backend/fault"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// Source reads the records of one kind for the type-ahead, newest first; yield returning false ends it.
type Source struct {
	Kind string
	Each func(ctx context.Context, db *gorm.DB, yield func(Doc) bool) error
}

// Service is what the page may ask of the search.
type Service struct {
	st      *store.Store
	x       *Index
	sources []Source

	mu     sync.Mutex
	loaded context.Context // of the workspace that the index holds or is loading
}

// NewService joins the index with the sources it is loaded from.
func NewService(st *store.Store, x *Index, sources ...Source) *Service {
	return &Service{st: st, x: x, sources: sources}
}

// Opened is for store.Options.OnOpen: it starts loading the index in the background.
func (s *Service) Opened(context.Context) error {
	s.ensure()
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
	started := make(chan struct{})
	go func() {
		err := s.x.load(ctx, started, func(yield func(Doc) bool) error {
			for _, source := range s.sources {
				if err := source.Each(ctx, s.st.Read(ctx), yield); err != nil {
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

// patience is how long a query waits for an index that is being loaded; then it answers with what there is.
const patience = 3 * time.Second

// Ready waits until the index is loaded, but not for ever. Domains that filter lists by Index.IDs call it first.
func (s *Service) Ready() {
	s.ensure()
	ctx, cancel := context.WithTimeout(s.st.Context(), patience)
	defer cancel()
	_ = s.x.Wait(ctx)
}

// most is how many records one call gives at most.
const most = 200

// Query gives the records that match what was typed, best first, of the given kinds (none means all).
func (s *Service) Query(text string, kinds []string, limit int) (hits []Hit, err error) {
	defer fault.Recover(&err)
	s.Ready()
	if limit <= 0 || limit > most {
		limit = most
	}
	return s.x.Query(text, kinds, limit), nil
}
