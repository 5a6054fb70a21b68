package history

import (
	"fmt"
	"slices"
	"strings"

	"keyue/backend/date"
	"keyue/backend/search"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// Trashed is one record in the trash.
type Trashed struct {
	Kind      string       `json:"kind"`
	ID        int64        `json:"id"`
	Title     string       `json:"title"`
	DeletedAt date.Instant `json:"deletedAt"`
	// ExpiresAt is when it is deleted for good where the owner chose that.
	ExpiresAt date.Instant `json:"expiresAt"`
}

// TrashPage is a part of the trash and how much there is in all.
type TrashPage struct {
	Items []Trashed `json:"items"`
	Total int64     `json:"total"`
}

// foundMax is how many records of the trash a text is looked for in.
const foundMax = 20_000

// Trash reads the trash of all kinds or of one, newest first.
func Trash(db *gorm.DB, kinds []store.Kind, kind, text string, limit, offset int) (TrashPage, error) {
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
	list := func(limit, offset int) error {
		page.Items = []Trashed{}
		err := db.Raw("select kind, id, deleted_at from ("+union+") t order by deleted_at desc, kind, id desc limit ? offset ?", limit, offset).Scan(&page.Items).Error
		for i := range page.Items {
			t := &page.Items[i]
			t.ExpiresAt = store.Expiry(t.DeletedAt)
			if f := titles[t.Kind]; f != nil {
				t.Title = f(db, t.ID)
			}
		}
		return err
	}
	if text = search.Plain(strings.TrimSpace(text)); text != "" {
		if err := list(foundMax, 0); err != nil {
			return page, err
		}
		page.Items = slices.DeleteFunc(page.Items, func(t Trashed) bool { return !named(t.Title, text) })
		page.Total = int64(len(page.Items))
		from := min(offset, len(page.Items))
		page.Items = page.Items[from:min(from+limit, len(page.Items))]
		return page, nil
	}
	if err := db.Raw("select count(*) from (" + union + ") t").Scan(&page.Total).Error; err != nil {
		return page, err
	}
	return page, list(limit, offset)
}

// named reports whether a title holds a plain text, as it is written or as it sounds.
func named(title, text string) bool {
	if strings.Contains(search.Plain(title), text) {
		return true
	}
	full, initials := search.Pinyin(title)
	return strings.Contains(full, text) || strings.Contains(initials, text)
}
