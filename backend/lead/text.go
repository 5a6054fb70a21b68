package lead

import (
	"strings"

	"gorm.io/gorm"

	"keyue/backend/search"
	"keyue/backend/store"
)

// SearchSource tells the type-ahead how leads are found: by name, pinyin,
// company, number, e-mail.
func SearchSource() search.Source {
	return search.Source{Kind: KindLead, Table: "lead", Docs: documents}
}

// documents leaves out those that became customers: the customer is found then.
func documents(db *gorm.DB, ids []int64) ([]search.Doc, error) {
	var rows []Lead
	err := store.Live(store.IDs(db, "id", ids)).Where("state <> ?", Converted).Find(&rows).Error
	docs := make([]search.Doc, len(rows))
	for i, l := range rows {
		d := search.Doc{Kind: KindLead, ID: int64(l.ID), Title: l.Name, Subtitle: strings.TrimPrefix(l.Company+" "+l.Phone, " "), Names: []string{l.Company, l.WeChat}}
		if l.Phone != "" {
			d.Phones = []string{l.Phone}
		}
		if l.Email != "" {
			d.Emails = []string{l.Email}
		}
		docs[i] = d
	}
	return docs, err
}

// TextSource tells the full text what is written about leads.
func TextSource() search.TextSource {
	return search.TextSource{Kind: KindLead, Table: "lead", Texts: texts, Heads: heads}
}

func texts(db *gorm.DB, ids []int64) (map[int64]string, error) {
	var rows []Lead
	err := store.Live(store.IDs(db, "id", ids)).Find(&rows).Error
	out := make(map[int64]string, len(rows))
	for _, l := range rows {
		out[int64(l.ID)] = strings.Join(append([]string{l.Need, l.Remark, l.ReasonNote}, l.Tags...), "\n")
	}
	return out, err
}

func heads(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
	var rows []Lead
	err := store.Live(store.IDs(db, "id", ids)).Select("id", "name", "company").Find(&rows).Error
	out := make(map[int64]search.Head, len(rows))
	for _, l := range rows {
		out[int64(l.ID)] = search.Head{Title: l.Name, Subtitle: l.Company}
	}
	return out, err
}
