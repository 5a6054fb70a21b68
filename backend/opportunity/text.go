package opportunity

import (
	"strings"

	"gorm.io/gorm"

	"keyue/backend/search"
	"keyue/backend/store"
)

// found is what searches show of an opportunity.
type found struct {
	ID                               int64
	Name, Customer, Need, Competitor string
	Remark, ClosingNote              string
	Lines                            []Line   `gorm:"serializer:json"`
	Tags                             []string `gorm:"serializer:json"`
}

// text is what is noted of it, one line a note; of what is offered the words that a person reads.
func (f *found) text() string {
	lines := append([]string{f.Need, f.Competitor, f.Remark, f.ClosingNote}, f.Tags...)
	for _, l := range f.Lines {
		lines = append(lines, strings.TrimSpace(strings.Join([]string{l.Code, l.Name, l.Spec, l.Note, l.FloorReason}, " ")))
	}
	return strings.Join(lines, "\n")
}

func rowsFound(db *gorm.DB, ids []int64, more string) (rows []found, err error) {
	err = store.IDs(db.Table("opportunity o"), "o.id", ids).Joins("join customer c on c.id = o.customer_id and +c.deleted_at is null").
		Where("o.deleted_at is null").Select("o.id, o.name, c.name as customer, o.need, o.competitor, o.remark, o.closing_note" + more).Find(&rows).Error
	return rows, err
}

// SearchSource tells the type-ahead how opportunities are found: by their names
// and those of their customers.
func SearchSource() search.Source {
	return search.Source{Kind: KindOpportunity, Table: "opportunity", Docs: func(db *gorm.DB, ids []int64) ([]search.Doc, error) {
		rows, err := rowsFound(db, ids, "")
		docs := make([]search.Doc, len(rows))
		for i, r := range rows {
			docs[i] = search.Doc{Kind: KindOpportunity, ID: r.ID, Title: r.Name, Subtitle: r.Customer, Names: []string{r.Name, r.Customer}}
		}
		return docs, err
	}}
}

// TextSource tells the full text what is noted of opportunities.
func TextSource() search.TextSource {
	return search.TextSource{Kind: KindOpportunity, Table: "opportunity",
		Texts: func(db *gorm.DB, ids []int64) (map[int64]string, error) {
			rows, err := rowsFound(db, ids, ", o.lines, o.tags")
			out := make(map[int64]string, len(rows))
			for _, r := range rows {
				out[r.ID] = r.text()
			}
			return out, err
		},
		Heads: func(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
			rows, err := rowsFound(db, ids, "")
			out := make(map[int64]search.Head, len(rows))
			for _, r := range rows {
				out[r.ID] = search.Head{Title: r.Name, Subtitle: r.Customer}
			}
			return out, err
		}}
}
