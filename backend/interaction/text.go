package interaction

import (
	"slices"
	"strings"
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
	var rows []Interaction
	err := store.Live(store.IDs(db, "id", ids)).Select("id", "summary", "purposes", "needs", "competitor").Find(&rows).Error
	out := make(map[int64]string, len(rows))
	for _, r := range rows {
		out[int64(r.ID)] = strings.Join(slices.Concat([]string{r.Summary}, r.Purposes, r.Needs, []string{r.Competitor}), "\n")
	}
	return out, err
}

func heads(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
	var rows []struct {
		ID, CustomerID, LeadID int64
		At                     date.Instant
		Name                   string
	}
	err := store.IDs(db.Table("interaction i"), "i.id", ids).
		Joins("left join customer c on c.id = i.customer_id").Joins("left join lead l on l.id = i.lead_id").
		Where("i.deleted_at is null").Select("i.id, i.customer_id, i.lead_id, i.at, coalesce(c.name, l.name, '') as name").Scan(&rows).Error
	out := make(map[int64]search.Head, len(rows))
	for _, r := range rows {
		h := search.Head{Title: r.Name, Subtitle: string(r.At.Date(time.Local)), OpenKind: customer.KindCustomer, OpenID: r.CustomerID}
		if r.CustomerID == 0 {
			h.OpenKind, h.OpenID = kindLead, r.LeadID
		}
		out[r.ID] = h
	}
	return out, err
}

// TaskTextSource tells the full text what is to be done and was; it is shown on the page of the task's customer.
func TaskTextSource() search.TextSource {
	return search.TextSource{Kind: KindTask, Table: "task", Texts: taskTexts, Heads: taskHeads}
}

func taskTexts(db *gorm.DB, ids []int64) (map[int64]string, error) {
	var rows []Task
	err := store.Live(store.IDs(db, "id", ids)).Select("id", "title", "remark").Find(&rows).Error
	out := make(map[int64]string, len(rows))
	for _, r := range rows {
		out[int64(r.ID)] = r.Title + "\n" + r.Remark
	}
	return out, err
}

func taskHeads(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
	var rows []Task
	err := store.Live(store.IDs(db, "id", ids)).Select("id", "title", "due", "customer_id", "about_kind", "about_id").Find(&rows).Error
	out := make(map[int64]search.Head, len(rows))
	for _, r := range rows {
		h := search.Head{Title: r.Title, Subtitle: string(r.Due)}
		switch {
		case r.CustomerID != 0:
			h.OpenKind, h.OpenID = customer.KindCustomer, int64(r.CustomerID)
		case r.AboutKind == kindLead:
			h.OpenKind, h.OpenID = kindLead, r.AboutID
		}
		out[int64(r.ID)] = h
	}
	return out, err
}
