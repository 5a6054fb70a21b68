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

// Category is a shelf of the catalogue. They stand in one row, in the owner's
// order: a small business has ten of them, not a tree.
type Category struct {
	ID CategoryID `json:"id"`
	store.Meta
	Name     string `json:"name"`
	Position int    `json:"position"`
}

// TableName is the table.
func (Category) TableName() string { return "product_category" }

// RowID is the primary key.
func (c Category) RowID() int64 { return int64(c.ID) }

// CategoryView is a category with how many products stand in it.
type CategoryView struct {
	Category
	Count int64 `json:"count"`
}

// Categories lists the categories in the owner's order.
func (s *Service) Categories() (list []CategoryView, err error) {
	defer fault.Recover(&err)
	list = []CategoryView{}
	err = s.db().Table("product_category").Where("product_category.deleted_at is null").
		Select("product_category.*, (select count(*) from product where category_id = product_category.id and deleted_at is null) as count").
		Order("position, id").Scan(&list).Error
	return list, err
}

// SaveCategory makes (id 0) or renames a category. Faults fault.invalid (name),
// fault.not_found, store.conflict.
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
		if err := store.Live(db.Model(&Category{})).Where("name = ? and id <> ?", c.Name, c.ID).Count(&same).Error; err != nil {
			return err
		}
		if same > 0 {
			bad = append(bad, fault.Field{Field: "name", Code: "product.category.taken"})
		}
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
// then. One undo brings both back.
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
		return tx.Trash(KindCategory, int64(id))
	})
}
