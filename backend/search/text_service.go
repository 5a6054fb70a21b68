package search

import (
	"context"
	"slices"
	"time"

	"keyue/backend/fault"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// TextFound is a record found by what is written in it.
type TextFound struct {
	Kind     string `json:"kind"`
	ID       int64  `json:"id"`
	Title    string `json:"title"`
	Subtitle string `json:"subtitle"`
	// Excerpt is the part of the text that was found; Ranges are the matching parts of it, [from, to) in UTF-16 units.
	Excerpt string   `json:"excerpt"`
	Ranges  [][2]int `json:"ranges"`
	// OpenKind and OpenID are the record whose page shows it: itself, or whose interaction, contact or file it is.
	OpenKind string `json:"openKind"`
	OpenID   int64  `json:"openId"`
}

// WithTexts adds the kinds whose text is searched.
func WithTexts(s *Service, sources ...TextSource) *Service {
	s.texts = append(s.texts, sources...)
	return s
}

// excerptWidth is about what a line of the page shows.
const excerptWidth = 60

// Texts gives the records in whose text every word of the query stands, best first, of the given kinds (none means
// all). A text committed before the call is found, unless very many wait to be indexed.
func (s *Service) Texts(query string, kinds []string, limit int) (found []TextFound, err error) {
	defer fault.Recover(&err)
	if limit <= 0 || limit > most {
		limit = most
	}
	ctx := s.st.Context()
	s.settle(ctx)
	db := s.st.Read(ctx)
	hits, err := SearchText(db, query, kinds, limit+spare)
	if err != nil {
		return nil, err
	}
	shown, err := s.show(db, query, hits)
	if err != nil {
		return nil, err
	}
	found = []TextFound{}
	for _, h := range hits {
		if f, ok := shown[docRef{h.Kind, h.RecordID}]; ok && len(found) < limit {
			found = append(found, f)
		}
	}
	return found, nil
}

// spare is for what is found and cannot be shown: files of records in the trash.
const spare = 20

type docRef struct {
	kind string
	id   int64
}

// show adds names and excerpts to the hits that have a page to open.
func (s *Service) show(db *gorm.DB, query string, hits []TextHit) (map[docRef]TextFound, error) {
	out := map[docRef]TextFound{}
	for _, source := range s.texts {
		var ids []int64
		for _, h := range hits {
			if h.Kind == source.Kind {
				ids = append(ids, h.RecordID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		heads, err := source.Heads(db, ids)
		if err != nil {
			return nil, err
		}
		texts, err := source.Texts(db, ids)
		if err != nil {
			return nil, err
		}
		for id, head := range heads {
			f := TextFound{Kind: source.Kind, ID: id, Title: head.Title, Subtitle: head.Subtitle, OpenKind: source.Kind, OpenID: id}
			if head.OpenKind != "" {
				ok, err := s.opens(db, &f, head)
				if err != nil {
					return nil, err
				}
				if !ok {
					continue
				}
			}
			f.Excerpt, f.Ranges = Excerpt(texts[id], query, excerptWidth)
			out[docRef{source.Kind, id}] = f
		}
	}
	return out, nil
}

// opens finds the record whose page shows another; a file of an interaction is shown by the interaction's customer.
// False when that is gone or in the trash.
func (s *Service) opens(db *gorm.DB, f *TextFound, head Head) (bool, error) {
	for range 3 {
		at := slices.IndexFunc(s.texts, func(t TextSource) bool { return t.Kind == head.OpenKind })
		if at < 0 {
			return false, nil
		}
		f.OpenKind, f.OpenID = head.OpenKind, head.OpenID
		heads, err := s.texts[at].Heads(db, []int64{head.OpenID})
		if err != nil {
			return false, err
		}
		next, ok := heads[f.OpenID]
		if !ok {
			return false, nil
		}
		if f.Subtitle == "" {
			f.Subtitle = next.Title
		}
		if next.OpenKind == "" {
			return true, nil
		}
		head = next
	}
	return false, nil
}

// settle waits until nothing waits to be indexed, but not for ever.
func (s *Service) settle(ctx context.Context) {
	done := s.catchUp(ctx)
	if done == nil {
		return
	}
	t := time.NewTimer(patience)
	defer t.Stop()
	select {
	case <-done:
	case <-t.C:
	case <-ctx.Done():
	}
}

// catchUp starts indexing what waits, in the background; nil when nothing waits. done is closed at the end.
func (s *Service) catchUp(ctx context.Context) (done <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.indexing != nil {
		return s.indexing
	}
	if ctx.Err() != nil || len(s.texts) == 0 {
		return nil
	}
	var waiting int64
	if err := s.st.Read(ctx).Raw(`select exists (select 1 from search_todo)`).Scan(&waiting).Error; err != nil || waiting == 0 {
		return nil
	}
	end := make(chan struct{})
	s.indexing = end
	go func() {
		defer func() {
			s.mu.Lock()
			s.indexing = nil
			s.mu.Unlock()
			close(end)
		}()
		for more := true; more && ctx.Err() == nil; {
			// A workspace opened to view cannot be written: there the rest stays unindexed.
			if err := s.st.InTx(ctx, store.Step{Label: "search.indexed", Quiet: true, NoUndo: true}, func(tx *store.Tx) (err error) {
				more, err = indexNext(tx, s.texts)
				return err
			}); err != nil {
				return
			}
		}
	}()
	return end
}
