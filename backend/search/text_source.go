package search

import (
	"fmt"
	"hash/fnv"
	"slices"

	"keyue/backend/store"

	"gorm.io/gorm"
)

// TextSource is a kind of record whose text is searched. The same Texts feeds the index and gives the excerpts.
type TextSource struct {
	Kind, Table string
	// Texts gives what the live records among ids say; those that say nothing may be left out.
	Texts func(db *gorm.DB, ids []int64) (map[int64]string, error)
	// Stamps gives, for live records, a number that changes with their text; nil: the text itself tells. It spares
	// reading long texts at each save.
	Stamps func(db *gorm.DB, ids []int64) (map[int64]int64, error)
	// Heads gives what the live records are called and where they open.
	Heads func(db *gorm.DB, ids []int64) (map[int64]Head, error)
}

// Head is how a record found by its text is shown.
type Head struct {
	Title, Subtitle string
	// OpenKind and OpenID are the record whose page shows it, when it has none of its own.
	OpenKind string
	OpenID   int64
}

// Stamp makes a stamp of what a text is made of.
func Stamp(parts ...any) int64 {
	h := fnv.New64a()
	for _, p := range parts {
		fmt.Fprintf(h, "%v\x00", p)
	}
	if n := int64(h.Sum64()); n != 0 {
		return n
	}
	return 1
}

// atOnce is how many texts one commit indexes itself; more wait for the background, so that an import or a change of
// a whole list takes no longer for it.
const atOnce = 50

// Follow is for Derive hooks: the full text of the records with the ids is brought up to date. Undo and trash are
// followed with them.
func (s TextSource) Follow(tx *store.Tx, ids []int64) error {
	if len(ids) <= atOnce {
		return s.index(tx, ids)
	}
	var live []int64
	if err := store.Live(store.IDs(tx.Table(s.Table), "id", ids)).Order("id").Pluck("id", &live).Error; err != nil {
		return err
	}
	gone := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool {
		_, there := slices.BinarySearch(live, id)
		return there
	})
	if err := s.index(tx, gone); err != nil {
		return err
	}
	for len(live) > 0 {
		n := 1
		for n < len(live) && live[n] == live[n-1]+1 {
			n++
		}
		if err := s.Later(tx, live[0], live[n-1]); err != nil {
			return err
		}
		live = live[n:]
	}
	return nil
}

// Later leaves the text of the records from first to last to the background, after the commit or, should the program
// end before, when the workspace is opened again.
func (s TextSource) Later(tx *store.Tx, first, last int64) error {
	return tx.InsertRows("insert into search_todo (kind, first_id, last_id) values ", "", [][]any{{s.Kind, first, last}})
}

// entry is a row of search_doc.
type entry struct{ ID, RecordID, Stamp int64 }

// index writes what has changed.
func (s TextSource) index(tx *store.Tx, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	var rows []entry
	if err := store.IDs(tx.Table("search_doc").Where("kind = ?", s.Kind), "record_id", ids).Select("id", "record_id", "stamp").Scan(&rows).Error; err != nil {
		return err
	}
	known := make(map[int64]entry, len(rows))
	for _, r := range rows {
		known[r.RecordID] = r
	}
	stamps, todo := map[int64]int64{}, ids
	if s.Stamps != nil {
		var err error
		if stamps, err = s.Stamps(tx.DB, ids); err != nil {
			return err
		}
		todo = slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return stamps[id] == known[id].Stamp && stamps[id] != 0 })
	}
	texts, err := s.Texts(tx.DB, todo)
	if err != nil {
		return err
	}
	for _, id := range todo {
		body := pieces(texts[id])
		stamp := stamps[id]
		if s.Stamps == nil {
			stamp = Stamp(body)
		}
		if err := s.put(tx, id, known[id], stamp, body); err != nil {
			return err
		}
	}
	return nil
}

// put replaces the row of a record; an empty body takes it out.
func (s TextSource) put(tx *store.Tx, id int64, was entry, stamp int64, body string) error {
	switch {
	case was.ID == 0 && body == "", was.ID != 0 && body != "" && was.Stamp == stamp:
		return nil
	case was.ID != 0:
		if err := tx.Run(`delete from search_text where rowid = ?`, was.ID); err != nil {
			return err
		}
		if body == "" {
			return tx.Run(`delete from search_doc where id = ?`, was.ID)
		}
		if err := tx.Run(`update search_doc set stamp = ? where id = ?`, stamp, was.ID); err != nil {
			return err
		}
	default:
		if err := tx.Run(`insert into search_doc (kind, record_id, stamp) values (?, ?, ?)`, s.Kind, id, stamp); err != nil {
			return err
		}
		// The row just written is the last: nothing else writes in this transaction.
		return tx.Run(`insert into search_text (rowid, body) values (last_insert_rowid(), ?)`, body)
	}
	return tx.Run(`insert into search_text (rowid, body) values (?, ?)`, was.ID, body)
}

// indexNext does a portion of what waits and tells whether there may be more.
func indexNext(tx *store.Tx, sources []TextSource) (more bool, err error) {
	var todo struct {
		ID              int64
		Kind            string
		FirstID, LastID int64
	}
	if err := tx.Table("search_todo").Order("id").Limit(1).Scan(&todo).Error; err != nil || todo.ID == 0 {
		return false, err
	}
	done := func() error { return tx.Run(`delete from search_todo where id = ?`, todo.ID) }
	at := slices.IndexFunc(sources, func(s TextSource) bool { return s.Kind == todo.Kind })
	if at < 0 {
		return true, done()
	}
	s := sources[at]
	var ids []int64
	if err := tx.Table(s.Table).Where("id between ? and ?", todo.FirstID, todo.LastID).Order("id").Limit(textPortion).Pluck("id", &ids).Error; err != nil {
		return false, err
	}
	if err := s.index(tx, ids); err != nil {
		return false, err
	}
	if len(ids) < textPortion {
		return true, done()
	}
	return true, tx.Run(`update search_todo set first_id = ? where id = ?`, ids[len(ids)-1]+1, todo.ID)
}

// textPortion is how many records are indexed in one transaction: others write between two.
const textPortion = 300
