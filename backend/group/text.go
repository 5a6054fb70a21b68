package group

import (
	"keyue/backend/customer"
	"keyue/backend/search"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// SearchSource tells the type-ahead how groups are found: by their names and who
// answers for them.
func SearchSource() search.Source {
	return search.Source{Kind: KindGroup, Table: "community", Docs: documents}
}

func documents(db *gorm.DB, ids []int64) ([]search.Doc, error) {
	var rows []Group
	if err := store.Live(store.IDs(db, "id", ids)).Find(&rows).Error; err != nil {
		return nil, err
	}
	docs := make([]search.Doc, len(rows))
	for i, g := range rows {
		docs[i] = search.Doc{Kind: KindGroup, ID: int64(g.ID), Title: g.Name, Names: []string{g.InCharge}, Subtitle: g.InCharge}
	}
	return docs, nil
}

// TextSource tells the full text what is noted of groups.
func TextSource() search.TextSource {
	return search.TextSource{Kind: KindGroup, Table: "community",
		Texts: func(db *gorm.DB, ids []int64) (map[int64]string, error) {
			return texts(db, "community", "note", ids)
		},
		Heads: func(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
			names, err := texts(db, "community", "name", ids)
			out := make(map[int64]search.Head, len(names))
			for id, name := range names {
				out[id] = search.Head{Title: name}
			}
			return out, err
		}}
}

// HandoverTextSource tells the full text what customers were handed over for; it
// is shown on the customer's page.
func HandoverTextSource() search.TextSource {
	return search.TextSource{Kind: KindHandover, Table: "handover",
		Texts: func(db *gorm.DB, ids []int64) (map[int64]string, error) {
			return texts(db, "handover", "topic || char(10) || note", ids)
		},
		Heads: func(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
			var rows []struct {
				ID, CustomerID int64
				Topic, Name    string
			}
			err := store.IDs(db.Table("handover h"), "h.id", ids).Joins("join customer c on c.id = h.customer_id").
				Where("h.deleted_at is null").Select("h.id, h.customer_id, h.topic, c.name").Scan(&rows).Error
			out := make(map[int64]search.Head, len(rows))
			for _, r := range rows {
				out[r.ID] = search.Head{Title: r.Name, Subtitle: r.Topic, OpenKind: customer.KindCustomer, OpenID: r.CustomerID}
			}
			return out, err
		}}
}

func texts(db *gorm.DB, table, expr string, ids []int64) (map[int64]string, error) {
	var rows []struct {
		ID   int64
		Text string
	}
	err := store.Live(store.IDs(db.Table(table), "id", ids)).Select("id, " + expr + " as text").Scan(&rows).Error
	out := make(map[int64]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Text
	}
	return out, err
}
