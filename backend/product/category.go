package product

import (
	"unicode/utf8"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// CategoryID names a category.
type CategoryID int64

const categoryMax = 40

// Category is a shelf of the catalogue, in the owner's order. They have two levels:
// with more of them one looks for the shelf instead of the product.
type Category struct {
	ID CategoryID `json:"id"`
	store.Meta
	Name string `json:"name"`
	// ParentID is the category it stands in; 0 for one of the first level.
	ParentID CategoryID `json:"parentId"`
	Position int        `json:"position"`
}

// CategoryPath is the name of a row of product_category after that of its parent,
// in SQL: "净水 / 家用" on the screen (OnScreen), "净水/家用" in a table (InTable),
// where a name that has a stroke itself comes out the same.
func CategoryPath(between string) string {
	return "coalesce((select up.name from product_category up where up.id = product_category.parent_id and up.deleted_at is null) || '" + between + "', '') || product_category.name"
}

// What stands between the levels of a path.
const (
	OnScreen = " / "
	InTable  = "/"
)

// categoryOrder puts rows of product_category, whose parents are joined as up,
// below their parents, in SQL.
const categoryOrder = "coalesce(up.position, product_category.position), coalesce(up.id, product_category.id), product_category.parent_id <> 0, product_category.position, product_category.id"

// within are the products of a category and of those in it, in SQL.
const within = "select id from product_category where id = @id or parent_id = @id and deleted_at is null"

// TableName is the table.
func (Category) TableName() string { return "product_category" }

// RowID is the primary key.
func (c Category) RowID() int64 { return int64(c.ID) }

// CategoryView is a category with how many products stand in it and in those
// below it.
type CategoryView struct {
	Category
	// Path is its name with that of its parent.
	Path  string `json:"path"`
	Count int64  `json:"count"`
}

// Categories lists the categories in the owner's order, each parent before what
// stands in it.
func (s *Service) Categories() (list []CategoryView, err error) {
	defer fault.Recover(&err)
	list = []CategoryView{}
	err = s.db().Table("product_category").Where("product_category.deleted_at is null").
		Joins("left join product_category up on up.id = product_category.parent_id and up.deleted_at is null").
		Select("product_category.*, " + CategoryPath(OnScreen) + ` as path, (select count(*) from product where deleted_at is null and category_id in
			(select c.id from product_category c where c.id = product_category.id or c.parent_id = product_category.id and c.deleted_at is null)) as count`).
		Order(categoryOrder).Scan(&list).Error
	return list, err
}

// SaveCategory makes (id 0), renames or moves a category. Faults fault.invalid
// (name, parentId), fault.not_found, store.conflict.
func (s *Service) SaveCategory(c Category) (saved *Category, err error) {
	defer fault.Recover(&err)
	c.Name = oneLine(c.Name)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "product.category.saved", Params: fault.P{"name": c.Name}}, func(tx *store.Tx) error {
		c := c
		saved = &c
		if c.ID == 0 {
			return AddCategory(tx, &c)
		}
		if err := c.check(tx.DB); err != nil {
			return err
		}
		was, err := store.Get[Category](tx.DB, KindCategory, int64(c.ID))
		if err != nil {
			return err
		}
		version := c.Version
		c.Meta, c.Position = was.Meta, was.Position
		if version != 0 {
			c.Version = version
		}
		return tx.Update(&c)
	})
	return saved, err
}

// AddCategory checks a category and puts it behind the others, inside a step.
// Fault fault.invalid.
func AddCategory(tx *store.Tx, c *Category) error {
	if err := c.check(tx.DB); err != nil {
		return err
	}
	c.Meta = store.Meta{UID: c.UID}
	if err := store.Live(tx.Model(&Category{})).Select("coalesce(max(position), 0) + 1").Scan(&c.Position).Error; err != nil {
		return err
	}
	return tx.Insert(c)
}

func (c *Category) check(db *gorm.DB) error {
	var bad []fault.Field
	switch n := utf8.RuneCountInString(c.Name); {
	case n == 0:
		bad = append(bad, fault.Field{Field: "name", Code: "product.name_required"})
	case n > categoryMax:
		bad = append(bad, fault.Field{Field: "name", Code: "product.long", Params: fault.P{"max": categoryMax}})
	default:
		var same int64
		if err := store.Live(db.Model(&Category{})).Where("name = ? and parent_id = ? and id <> ?", c.Name, c.ParentID, c.ID).Count(&same).Error; err != nil {
			return err
		}
		if same > 0 {
			bad = append(bad, fault.Field{Field: "name", Code: "product.category.taken"})
		}
	}
	if c.ParentID == 0 {
		return fault.Invalid(bad)
	}
	var up Category
	if err := store.Live(db).Where("id = ?", c.ParentID).Limit(1).Find(&up).Error; err != nil {
		return err
	}
	var below int64
	if err := store.Live(db.Model(&Category{})).Where("parent_id = ? and parent_id <> 0", c.ID).Count(&below).Error; err != nil {
		return err
	}
	switch {
	case up.ID == 0:
		bad = append(bad, fault.Field{Field: "parentId", Code: "product.category.gone"})
	case up.ID == c.ID || up.ParentID != 0 || below > 0:
		bad = append(bad, fault.Field{Field: "parentId", Code: "product.category.levels"})
	}
	return fault.Invalid(bad)
}

// OrderCategories puts the categories into the order of ids; those not named
// keep theirs behind them.
func (s *Service) OrderCategories(ids []CategoryID) (err error) {
	defer fault.Recover(&err)
	return s.st.InTx(s.st.Context(), store.Step{Label: "product.category.ordered"}, func(tx *store.Tx) error {
		for i, id := range ids {
			c, err := store.Get[Category](tx.DB, KindCategory, int64(id))
			if err != nil {
				return err
			}
			c.Position = i + 1
			if err := tx.Update(&c); err != nil {
				return err
			}
		}
		return nil
	})
}

// TrashCategory puts a category into the trash; its products stand in none
// then, and what stood in it stands by itself. One undo brings all back.
func (s *Service) TrashCategory(id CategoryID) (err error) {
	defer fault.Recover(&err)
	c, err := store.Get[Category](s.db(), KindCategory, int64(id))
	if err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "product.category.trashed", Params: fault.P{"name": c.Name}}, func(tx *store.Tx) error {
		var in []Product
		if err := tx.Where("category_id = ?", id).Find(&in).Error; err != nil {
			return err
		}
		for i := range in {
			in[i].CategoryID = 0
			if err := tx.Update(&in[i]); err != nil {
				return err
			}
		}
		var below []Category
		if err := store.Live(tx.DB).Where("parent_id = ?", id).Find(&below).Error; err != nil {
			return err
		}
		for i := range below {
			below[i].ParentID = 0
			if err := tx.Update(&below[i]); err != nil {
				return err
			}
		}
		return tx.Trash(KindCategory, int64(id))
	})
}
