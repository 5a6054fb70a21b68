package interaction

import (
	"time"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/search"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// TextSource tells the full text what was said; it is shown on the customer's page.
func TextSource() search.TextSource {
	return search.TextSource{Kind: KindInteraction, Table: "interaction", Texts: texts, Heads: heads}
}

func texts(db *gorm.DB, ids []int64) (map[int64]string, error) {
	var rows []struct {
		ID                  int64
		Summary, Competitor string
	}
	err := store.Live(store.IDs(db.Table("interaction"), "id", ids)).Select("id", "summary", "competitor").Scan(&rows).Error
	out := make(map[int64]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Summary + "\n" + r.Competitor
	}
	return out, err
}

func heads(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
	var rows []struct {
		ID, CustomerID int64
		At             date.Instant
		Name           string
	}
	err := store.IDs(db.Table("interaction i"), "i.id", ids).Joins("join customer c on c.id = i.customer_id").
		Where("i.deleted_at is null").Select("i.id, i.customer_id, i.at, c.name").Scan(&rows).Error
	out := make(map[int64]search.Head, len(rows))
	for _, r := range rows {
		out[r.ID] = search.Head{Title: r.Name, Subtitle: string(r.At.Date(time.Local)), OpenKind: customer.KindCustomer, OpenID: r.CustomerID}
	}
	return out, err
}
