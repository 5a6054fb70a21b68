package attachment

import (
	"gorm.io/gorm"

	"keyue/backend/search"
	"keyue/backend/store"
)

// TextSource tells the full text the names of files; they are shown with the record they belong to.
func TextSource() search.TextSource {
	return search.TextSource{Kind: KindAttachment, Table: "attachment", Texts: names, Heads: heads}
}

func names(db *gorm.DB, ids []int64) (map[int64]string, error) {
	found, err := heads(db, ids)
	out := make(map[int64]string, len(found))
	for id, h := range found {
		out[id] = h.Title
	}
	return out, err
}

func heads(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
	var rows []Attachment
	err := store.Live(store.IDs(db, "id", ids)).Select("id", "kind", "record_id", "name").Find(&rows).Error
	out := make(map[int64]search.Head, len(rows))
	for _, a := range rows {
		out[int64(a.ID)] = search.Head{Title: a.Name, OpenKind: a.Kind, OpenID: a.RecordID}
	}
	return out, err
}

func follow(tx *store.Tx, ids []int64) error { return TextSource().Follow(tx, ids) }
