package product

import (
	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/patch"
	"keyue/backend/store"
)

// Finder answers a text search with product ids, best first.
type Finder func(text string, limit int) ([]int64, error)

// Service is what the page may call.
type Service struct {
	st     *store.Store
	find   Finder
	files  Files
	thumbs thumbs
}

// NewService makes the service; find answers the text of a list, pictures come
// and go by files.
func NewService(st *store.Store, find Finder, files Files) *Service {
	return &Service{st: st, find: find, files: files}
}

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// Item is a part of a package as it is shown.
type Item struct {
	Part
	Name string `json:"name"`
	Code string `json:"code"`
	Spec string `json:"spec"`
	Unit string `json:"unit"`
	// Amount is quantity × list price, Cost quantity × cost.
	Amount money.Amount `json:"amount"`
	Cost   money.Amount `json:"cost"`
	// Gone: the product is in the trash.
	Gone bool `json:"gone"`
}

// Detail is a product with what its page shows.
type Detail struct {
	Product
	CategoryName string `json:"categoryName"`
	Items        []Item `json:"items"`
	// Separately is what the parts of a package cost one by one; 0 for a product.
	Separately money.Amount `json:"separately"`
	// Costs is Cost, or the sum of the parts' where a package names none.
	Costs money.Amount `json:"costs"`
	// In are the packages that contain it.
	In []Product `json:"in"`
}

// Find gives one product, in the trash or not. Fault fault.not_found.
func Find(db *gorm.DB, id ID) (*Product, error) {
	p, err := store.Get[Product](db, KindProduct, int64(id))
	return &p, err
}

// Get gives one product. Fault fault.not_found.
func (s *Service) Get(id ID) (d *Detail, err error) {
	defer fault.Recover(&err)
	db := s.db()
	p, err := Find(db, id)
	if err != nil {
		return nil, err
	}
	d = &Detail{Product: *p, Items: []Item{}, In: []Product{}}
	if err := db.Table("product_category").Where("id = ? and deleted_at is null", p.CategoryID).Limit(1).Pluck(CategoryPath(OnScreen), &d.CategoryName).Error; err != nil {
		return nil, err
	}
	for _, part := range p.Parts {
		of, err := Find(db, part.ProductID)
		if err != nil {
			return nil, err
		}
		item := Item{Part: part, Name: of.Name, Code: of.Code, Spec: of.Spec, Unit: of.Unit,
			Amount: of.ListPrice.Times(part.Qty), Cost: of.Cost.Times(part.Qty), Gone: of.DeletedAt != nil}
		d.Items = append(d.Items, item)
		d.Separately += item.Amount
	}
	if d.Costs, err = CostOf(db, p); err != nil {
		return nil, err
	}
	d.In, err = containing(db, id)
	return d, err
}

// CostOf is what one unit costs us: what was entered, or the sum of the parts'
// where a package names nothing; 0 is not known.
func CostOf(db *gorm.DB, p *Product) (money.Amount, error) {
	if p.Cost != 0 {
		return p.Cost, nil
	}
	var sum money.Amount
	for _, part := range p.Parts {
		of, err := Find(db, part.ProductID)
		if err != nil {
			return 0, err
		}
		sum += of.Cost.Times(part.Qty)
	}
	return sum, nil
}

// containing gives the live packages that a product is part of.
func containing(db *gorm.DB, id ID) ([]Product, error) {
	list := []Product{}
	err := store.Live(db).Where("exists (select 1 from "+store.Elements("product.parts", "part")+" where "+store.Part("part.value", "productId")+" = ?)", id).
		Order("sort_key, name").Find(&list).Error
	return list, err
}

// Create adds a product. Fault fault.invalid.
func (s *Service) Create(p Product) (d *Detail, err error) {
	defer fault.Recover(&err)
	var id ID
	p.Normalize()
	err = s.st.InTx(s.st.Context(), store.Step{Label: "product.created", Params: fault.P{"name": p.Name}}, func(tx *store.Tx) error {
		p := p // the body may run again
		p.ID, p.Meta = 0, store.Meta{UID: p.UID}
		if err := Add(tx, &p); err != nil {
			return err
		}
		id = p.ID
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.Get(id)
}

// Add checks and inserts a product inside a step. Fault fault.invalid.
func Add(tx *store.Tx, p *Product) error {
	p.Normalize()
	if err := p.check(tx.DB); err != nil {
		return err
	}
	return tx.Insert(p)
}

// Save checks and writes a product that was changed inside a step. Faults
// fault.invalid, store.conflict.
func Save(tx *store.Tx, p *Product) error {
	p.Normalize()
	if err := p.check(tx.DB); err != nil {
		return err
	}
	return tx.Update(p)
}

// Update sets the fields that changes names. version is that of the record
// shown. Faults fault.invalid, fault.not_found, store.conflict.
func (s *Service) Update(id ID, version int64, changes map[string]any) (d *Detail, err error) {
	defer fault.Recover(&err)
	p, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: "product.updated", Params: fault.P{"name": p.Name}}, func(tx *store.Tx) error {
		p, err := Find(tx.DB, id)
		if err != nil {
			return err
		}
		if p.DeletedAt != nil {
			return fault.Missing(KindProduct)
		}
		if version != 0 {
			p.Version = version
		}
		bad := patch.Apply(p, changes)
		p.Normalize()
		if err := fault.Invalid(bad); err != nil {
			return err
		}
		return Save(tx, p)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(id)
}

// Copy makes a product with the same fields and pictures but for the code, which is one's own. Fault
// fault.not_found.
func (s *Service) Copy(id ID) (d *Detail, err error) {
	defer fault.Recover(&err)
	p, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	var made ID
	err = s.st.InTx(s.st.Context(), store.Step{Label: "product.created", Params: fault.P{"name": p.Name}}, func(tx *store.Tx) error {
		p, err := Find(tx.DB, id)
		if err != nil {
			return err
		}
		images, err := p.images(tx.DB)
		if err != nil {
			return err
		}
		p.ID, p.Meta, p.Code, p.Pictures = 0, store.Meta{}, "", nil
		if err := Add(tx, p); err != nil {
			return err
		}
		for _, image := range images {
			if err := image.Share(tx, KindProduct, int64(p.ID)); err != nil {
				return err
			}
		}
		made = p.ID
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.Get(made)
}

// SetStatus puts products on or off as one step. Faults fault.invalid,
// fault.not_found.
func (s *Service) SetStatus(ids []ID, status Status) (err error) {
	defer fault.Recover(&err)
	if status != On && status != Off {
		return fault.Invalid([]fault.Field{{Field: "status", Code: "product.choice"}})
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "product.status." + string(status), Params: fault.P{"count": len(ids)}}, func(tx *store.Tx) error {
		for _, id := range ids {
			p, err := Find(tx.DB, id)
			if err != nil {
				return err
			}
			p.Status = status
			if err := tx.Update(p); err != nil {
				return err
			}
		}
		return nil
	})
}

// Trash puts products into the trash. What is part of a package stays, fault
// product.in_package (parameters name, package).
func (s *Service) Trash(ids []ID) (err error) {
	defer fault.Recover(&err)
	return s.st.InTx(s.st.Context(), store.Step{Label: "product.trashed", Params: fault.P{"count": len(ids)}}, func(tx *store.Tx) error {
		plain := make([]int64, len(ids))
		for i, id := range ids {
			plain[i] = int64(id)
		}
		if err := tx.Trash(KindProduct, plain...); err != nil {
			return err
		}
		for _, id := range ids { // after all of them: a package and its parts may go together
			in, err := containing(tx.DB, id)
			if err != nil {
				return err
			}
			if len(in) > 0 {
				p, err := Find(tx.DB, id)
				if err != nil {
					return err
				}
				return fault.New("product.in_package", fault.P{"name": p.Name, "package": in[0].Name})
			}
		}
		return nil
	})
}

// check is Validate and what only the workspace knows: the code is free, the
// category is there, parts are products themselves.
func (p *Product) check(db *gorm.DB) error {
	bad := p.Validate()
	if p.Code != "" {
		var other Product
		err := store.Live(db).Where("code = ? and id <> ?", p.Code, p.ID).Limit(1).Find(&other).Error
		if err != nil {
			return err
		}
		if other.ID != 0 {
			bad = append(bad, fault.Field{Field: "code", Code: "product.code_taken", Params: fault.P{"name": other.Name}})
		}
	}
	if p.CategoryID != 0 {
		var n int64
		if err := store.Live(db.Model(&Category{})).Where("id = ?", p.CategoryID).Count(&n).Error; err != nil {
			return err
		}
		if n == 0 {
			bad = append(bad, fault.Field{Field: "categoryId", Code: "product.category.gone"})
		}
	}
	more, err := p.checkParts(db)
	if err != nil {
		return err
	}
	return fault.Invalid(append(bad, more...))
}

// checkParts: a package holds products, not packages, so that what is in it can
// be read off at once; what a package holds cannot become one.
func (p *Product) checkParts(db *gorm.DB) (bad []fault.Field, err error) {
	for _, part := range p.Parts {
		of, err := Find(db, part.ProductID)
		switch {
		case fault.Is(err, fault.NotFound) || err == nil && of.DeletedAt != nil:
			bad = append(bad, fault.Field{Field: "parts", Code: "product.part_gone"})
		case err != nil:
			return nil, err
		case of.ID == p.ID || of.IsPackage():
			bad = append(bad, fault.Field{Field: "parts", Code: "product.part_package", Params: fault.P{"name": of.Name}})
		}
	}
	if p.ID != 0 && p.IsPackage() {
		in, err := containing(db, p.ID)
		if err != nil {
			return nil, err
		}
		if len(in) > 0 && in[0].ID != p.ID {
			bad = append(bad, fault.Field{Field: "parts", Code: "product.part_inside", Params: fault.P{"package": in[0].Name}})
		}
	}
	return bad, nil
}
