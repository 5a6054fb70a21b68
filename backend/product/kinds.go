package product

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/attachment"
	"keyue/backend/search"
	"keyue/backend/store"
)

// Kinds of records of this package, for store.Options.
const (
	KindProduct  = "product"
	KindCategory = "product_category"
)

// Kinds gives the record types of this package.
func Kinds() []store.Kind {
	title := func(table string) func(db *gorm.DB, id int64) string {
		return func(db *gorm.DB, id int64) string {
			var name string
			db.Table(table).Where("id = ?", id).Limit(1).Pluck("name", &name)
			return name
		}
	}
	return []store.Kind{
		{Name: KindCategory, Table: "product_category", Title: title("product_category")},
		{Name: KindProduct, Table: "product", Title: title("product"), Derive: derive},
	}
}

// derive keeps the key that names are sorted by, for pinyin is not SQL's to know;
// pictures of what is gone for good go with it.
func derive(tx *store.Tx, ids []int64) error {
	var rows []Product // in the trash included: their pictures stay
	if err := store.IDs(tx.DB, "id", ids).Select("id", "name").Find(&rows).Error; err != nil {
		return err
	}
	gone := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool {
		return slices.ContainsFunc(rows, func(p Product) bool { return int64(p.ID) == id })
	})
	if err := attachment.Forget(tx, KindProduct, gone...); err != nil {
		return err
	}
	if err := TextSource().Follow(tx, ids); err != nil {
		return err
	}
	for _, p := range rows {
		if err := tx.Run("update product set sort_key = ? where id = ?", search.SortKey(p.Name), p.ID); err != nil {
			return err
		}
	}
	return nil
}

// SearchSource tells the type-ahead of products: found by name, pinyin and code.
func SearchSource() search.Source {
	return search.Source{Kind: KindProduct, Table: "product", Docs: documents}
}

func documents(db *gorm.DB, ids []int64) ([]search.Doc, error) {
	var rows []Product
	err := store.IDs(db, "id", ids).Where("+deleted_at is null").Select("id", "name", "code", "spec", "unit", "list_price").Find(&rows).Error
	docs := make([]search.Doc, len(rows))
	for i, p := range rows {
		numbers := []string{}
		if p.Code != "" {
			numbers = append(numbers, p.Code)
		}
		docs[i] = search.Doc{Kind: KindProduct, ID: int64(p.ID), Title: p.Name, Subtitle: join(p.Code, p.Spec), Names: []string{p.Name, p.Spec}, Numbers: numbers}
	}
	return docs, err
}

// join puts what is there of two texts beside each other.
func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " · " + b
}

// TextSource tells the full text what is written about products; their names are
// the type-ahead's.
func TextSource() search.TextSource {
	return search.TextSource{Kind: KindProduct, Table: "product", Texts: texts, Heads: heads}
}

func texts(db *gorm.DB, ids []int64) (map[int64]string, error) {
	var rows []Product
	err := store.Live(store.IDs(db, "id", ids)).Select("id", "spec", "remark").Find(&rows).Error
	out := make(map[int64]string, len(rows))
	for _, p := range rows {
		out[int64(p.ID)] = p.Spec + "\n" + p.Remark
	}
	return out, err
}

func heads(db *gorm.DB, ids []int64) (map[int64]search.Head, error) {
	docs, err := documents(db, ids)
	out := make(map[int64]search.Head, len(docs))
	for _, d := range docs {
		out[d.ID] = search.Head{Title: d.Title, Subtitle: d.Subtitle}
	}
	return out, err
}
