package relation

import (
	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/search"
	"keyue/backend/store"
)

// TextSource tells the full text what is noted of relations; it is shown on the
// page of the customer that the relation goes out from.
func TextSource() search.TextSource {
	return search.TextSource{Kind: KindRelation, Table: "relation",
		Texts: func(db *gorm.DB, ids []int64) (map[int64]string, error) {
			var rows []Relation
			err := store.Live(store.IDs(db, "id", ids)).Select("id", "word", "back", "note").Find(&rows).Error
			out := make(map[int64]string, len(rows))
			for _, r := range rows {
				out[int64(r.ID)] = r.Word + "\n" + r.Back + "\n" + r.Note
			}
			return out, err
		},
		Heads: func(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
			var rows []struct {
				ID, FromID  int64
				Name, Other string
			}
			err := store.IDs(db.Table("relation r"), "r.id", ids).Joins("join customer c on c.id = r.from_id and +c.deleted_at is null").
				Joins("join customer o on o.id = r.to_id and +o.deleted_at is null").
				Where("r.deleted_at is null").Select("r.id, r.from_id, c.name, o.name as other").Scan(&rows).Error
			out := make(map[int64]search.Head, len(rows))
			for _, r := range rows {
				out[r.ID] = search.Head{Title: r.Name, Subtitle: r.Other, OpenKind: customer.KindCustomer, OpenID: r.FromID}
			}
			return out, err
		}}
}
