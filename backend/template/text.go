package template

import (
	"keyue/backend/search"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// TextSource tells the full text what published templates say.
func TextSource() search.TextSource {
	return search.TextSource{Kind: KindTemplate, Table: "template", Texts: texts, Stamps: stamps, Heads: heads}
}

// stamps change with the name and with what is published, not with drafts.
func stamps(db *gorm.DB, ids []int64) (map[int64]int64, error) {
	var rows []Template
	err := store.Live(store.IDs(db, "id", ids)).Select("id", "name", "current_id").Find(&rows).Error
	out := make(map[int64]int64, len(rows))
	for _, t := range rows {
		out[int64(t.ID)] = search.Stamp(t.Name, t.CurrentID)
	}
	return out, err
}

func texts(db *gorm.DB, ids []int64) (map[int64]string, error) {
	var rows []Template
	if err := store.Live(store.IDs(db, "id", ids)).Select("id", "name", "current_id").Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make(map[int64]string, len(rows))
	for _, t := range rows {
		out[int64(t.ID)] = t.Name
		if t.CurrentID == 0 {
			continue
		}
		version, err := Version(db, t.CurrentID)
		if err != nil {
			return nil, err
		}
		out[int64(t.ID)] += "\n" + ClauseText(&version.Definition, &version.Definition.Body)
	}
	return out, nil
}

func heads(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
	var rows []Template
	err := store.Live(store.IDs(db, "id", ids)).Select("id", "name").Find(&rows).Error
	out := make(map[int64]search.Head, len(rows))
	for _, t := range rows {
		out[int64(t.ID)] = search.Head{Title: t.Name}
	}
	return out, err
}

func follow(tx *store.Tx, ids []int64) error { return TextSource().Follow(tx, ids) }

// ClauseTextSource tells the full text what the clauses of the library say.
func ClauseTextSource() search.TextSource {
	return search.TextSource{Kind: KindClause, Table: "clause", Texts: clauseTexts, Heads: clauseHeads}
}

func clauseTexts(db *gorm.DB, ids []int64) (map[int64]string, error) {
	var rows []Clause
	err := store.Live(store.IDs(db, "id", ids)).Find(&rows).Error
	out := make(map[int64]string, len(rows))
	for i := range rows {
		out[int64(rows[i].ID)] = rows[i].Name + "\n" + rows[i].text()
	}
	return out, err
}

func clauseHeads(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
	var rows []Clause
	err := store.Live(store.IDs(db, "id", ids)).Select("id", "name").Find(&rows).Error
	out := make(map[int64]search.Head, len(rows))
	for _, c := range rows {
		out[int64(c.ID)] = search.Head{Title: c.Name}
	}
	return out, err
}

func followClauses(tx *store.Tx, ids []int64) error { return ClauseTextSource().Follow(tx, ids) }
