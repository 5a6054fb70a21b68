package history

import (
	"fmt"
	"strings"

	"keyue/backend/date"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// Trashed is one record in the trash.
type Trashed struct {
	Kind      string       `json:"kind"`
	ID        int64        `json:"id"`
	Title     string       `json:"title"`
	DeletedAt date.Instant `json:"deletedAt"`
	// ExpiresAt is when it is deleted for good.
	ExpiresAt date.Instant `json:"expiresAt"`
}

// TrashPage is a part of the trash and how much there is in all.
type TrashPage struct {
	Items []Trashed `json:"items"`
	Total int64     `json:"total"`
}

// Trash reads the trash of all kinds or of one, newest first.
func Trash(db *gorm.DB, kinds []store.Kind, kind string, limit, offset int) (TrashPage, error) {
	page := TrashPage{Items: []Trashed{}}
	titles := map[string]func(*gorm.DB, int64) string{}
	var parts []string
	for _, k := range kinds {
		if kind == "" || kind == k.Name {
			parts = append(parts, fmt.Sprintf("select '%s' as kind, id, deleted_at from %s where deleted_at is not null", k.Name, k.Table))
			titles[k.Name] = k.Title
		}
	}
	if len(parts) == 0 {
		return page, nil
	}
	union := strings.Join(parts, " union all ")
	if err := db.Raw("select count(*) from (" + union + ") t").Scan(&page.Total).Error; err != nil {
		return page, err
	}
	err := db.Raw("select kind, id, deleted_at from ("+union+") t order by deleted_at desc, kind, id desc limit ? offset ?", limit, offset).Scan(&page.Items).Error
	if err != nil {
		return page, err
	}
	for i := range page.Items {
		t := &page.Items[i]
		t.ExpiresAt = store.Expiry(t.DeletedAt)
		if f := titles[t.Kind]; f != nil {
			t.Title = f(db, t.ID)
		}
	}
	return page, nil
}
