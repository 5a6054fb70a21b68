package contract

import (
	"maps"
	"slices"
	"strings"

	"keyue/backend/search"
	"keyue/backend/store"
	"keyue/backend/typeset"

	"gorm.io/gorm"
)

// TextSource tells the full text what contracts say: what was issued last, before that what was filled in.
func TextSource() search.TextSource {
	return search.TextSource{Kind: KindContract, Table: "contract", Texts: texts, Stamps: stamps, Heads: heads}
}

// written is what the full text of a contract is made of.
type written struct {
	ID           int64
	Name, Remark string
	Values       map[string]any `gorm:"column:field_values;serializer:json"`
	Issue        IssueID
}

func writtenOf(db *gorm.DB, ids []int64) ([]written, error) {
	var rows []written
	err := store.Live(store.IDs(db.Table("contract"), "id", ids)).Select("id, name, remark, field_values, " +
		"coalesce((select i.id from contract_issue i where i.contract_id = contract.id order by i.n desc limit 1), 0) as issue").Find(&rows).Error
	return rows, err
}

// stamps change with name, remark and each issue; what is filled in counts only until the first, so that work on an
// issued contract does not index its pages at each save.
func stamps(db *gorm.DB, ids []int64) (map[int64]int64, error) {
	rows, err := writtenOf(db, ids)
	out := make(map[int64]int64, len(rows))
	for _, r := range rows {
		parts := []any{r.Name, r.Remark, r.Issue}
		if r.Issue == 0 {
			parts = append(parts, r.filled())
		}
		out[r.ID] = search.Stamp(parts...)
	}
	return out, err
}

func texts(db *gorm.DB, ids []int64) (map[int64]string, error) {
	rows, err := writtenOf(db, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[int64]string, len(rows))
	for _, r := range rows {
		said := r.filled()
		if r.Issue != 0 {
			var file issueFile
			if err := db.Select("issue_id", "document").Where("issue_id = ?", r.Issue).Limit(1).Find(&file).Error; err != nil {
				return nil, err
			}
			said = plainText(file.Document)
		}
		out[r.ID] = strings.Join(slices.DeleteFunc([]string{r.Name, r.Remark, said}, func(s string) bool { return s == "" }), "\n")
	}
	return out, nil
}

// filled are the texts a person filled in, in the order of their keys.
func (w *written) filled() string {
	var out []string
	var add func(v any)
	add = func(v any) {
		switch v := v.(type) {
		case string:
			if v != "" {
				out = append(out, v)
			}
		case []any:
			for _, e := range v {
				add(e)
			}
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				add(v[k])
			}
		}
	}
	add(w.Values)
	return strings.Join(out, "\n")
}

// plainText is what a document says, one line a paragraph, row or pair.
func plainText(doc typeset.Document) string {
	var lines []string
	add := func(parts ...string) {
		if s := strings.TrimSpace(strings.Join(parts, " ")); s != "" {
			lines = append(lines, s)
		}
	}
	pairs := func(rows []typeset.Pair) {
		for _, p := range rows {
			add(p.Label, runsText(p.Value))
		}
	}
	for _, b := range doc.Blocks {
		switch {
		case b.Paragraph != nil:
			add(b.Paragraph.Label, runsText(b.Paragraph.Runs))
		case b.Pairs != nil:
			pairs(b.Pairs.Rows)
		case b.Table != nil:
			for _, row := range b.Table.Rows {
				cells := make([]string, len(row.Cells))
				for i, c := range row.Cells {
					cells[i] = runsText(c.Runs)
				}
				add(cells...)
			}
		case b.Signature != nil:
			add(b.Signature.Note)
			for _, p := range b.Signature.Parties {
				add(p.Title, p.Name)
				pairs(p.Lines)
			}
		}
	}
	return strings.Join(lines, "\n")
}

func runsText(runs []typeset.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
		if r.Break {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func heads(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
	docs, err := documents(db, ids)
	out := make(map[int64]search.Head, len(docs))
	for _, d := range docs {
		out[d.ID] = search.Head{Title: d.Title, Subtitle: d.Subtitle}
	}
	return out, err
}

// derive follows a change of contracts, which making an issue or taking it back is: the text that is searched, and the
// files of those that are gone.
func derive(tx *store.Tx, ids []int64) error {
	if err := TextSource().Follow(tx, ids); err != nil {
		return err
	}
	return forget(tx, ids)
}
