package product

import (
	"database/sql"
	"slices"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/attachment"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/store"
)

// PageMax is the most rows one call gives.
const PageMax = 500

// textMax is how many hits of a text search a list goes through.
const textMax = 10000

// Query describes a list of products; zero values narrow nothing.
type Query struct {
	// Text is searched as in the search box: name, pinyin, code, spec.
	Text string `json:"text"`
	// CategoryID keeps those of a category and of what stands in it.
	CategoryID CategoryID `json:"categoryId"`
	Status     Status     `json:"status"`
	// Packages keeps packages only.
	Packages bool `json:"packages"`
	// Sort is name, code, listPrice, category or updatedAt; "" is by name, with
	// Text by rank.
	Sort   string `json:"sort"`
	Desc   bool   `json:"desc"`
	Offset int    `json:"offset"`
	// Limit is at most PageMax; 0 means PageMax.
	Limit int `json:"limit"`
}

// Row is a product in a list.
type Row struct {
	Product
	// CategoryName is the category with the one it stands in.
	CategoryName string `json:"categoryName"`
	// Image is the picture that stands for it; 0 for none.
	Image attachment.ID `json:"image"`
}

// Page is a window of a list.
type Page struct {
	Rows []Row `json:"rows"`
	// Total is the number of rows of the whole list.
	Total int64 `json:"total"`
}

var orders = map[string][]string{
	"name":      {"product.sort_key", "product.name"},
	"code":      {"product.code = ''", "product.code"},
	"listPrice": {"product.list_price"},
	"category":  {"product_category.id is null", "coalesce(up.position, product_category.position)", "coalesce(up.id, product_category.id)", "product_category.parent_id <> 0", "product_category.position", "product_category.id", "product.sort_key"},
	"updatedAt": {"product.updated_at"},
}

// narrowed are the products that q keeps, with the ids a text found, best first;
// nil without a text.
func (s *Service) narrowed(q Query) (db *gorm.DB, ranked []int64, err error) {
	db = s.db().Table("product").Where("product.deleted_at is null")
	if q.CategoryID != 0 {
		db = db.Where("product.category_id in ("+within+")", sql.Named("id", q.CategoryID))
	}
	if q.Status != "" {
		db = db.Where("product.status = ?", q.Status)
	}
	if q.Packages {
		db = db.Where("product.parts <> '[]'")
	}
	if text := strings.TrimSpace(q.Text); text != "" {
		if ranked, err = s.find(text, textMax); err != nil {
			return nil, nil, err
		}
		db = store.IDs(db, "product.id", ranked)
	}
	return db, ranked, nil
}

// List gives a window of the products. Fault product.sort for an order there is
// not.
func (s *Service) List(q Query) (page *Page, err error) {
	defer fault.Recover(&err)
	order := q.Sort
	if order == "" {
		order = "name"
	}
	terms, ok := orders[order]
	if !ok {
		return nil, fault.New("product.sort", fault.P{"field": q.Sort})
	}
	db, ranked, err := s.narrowed(q)
	if err != nil {
		return nil, err
	}
	page = &Page{Rows: []Row{}}
	if err := db.Session(&gorm.Session{}).Count(&page.Total).Error; err != nil {
		return nil, err
	}
	limit := q.Limit
	if limit <= 0 || limit > PageMax {
		limit = PageMax
	}
	db = db.Joins("left join product_category on product_category.id = product.category_id and product_category.deleted_at is null").
		Joins("left join product_category up on up.id = product_category.parent_id and up.deleted_at is null").
		Select("product.*, coalesce(up.name || ' / ', '') || coalesce(product_category.name, '') as category_name, " + firstImage + " as image")
	if ranked != nil && q.Sort == "" {
		return page, s.byRank(db, ranked, q.Offset, limit, page)
	}
	for _, t := range terms {
		if q.Desc {
			t += " desc"
		}
		db = db.Order(t)
	}
	return page, db.Order("product.id").Offset(q.Offset).Limit(limit).Scan(&page.Rows).Error
}

// IDs gives every product of a list, for what is done with all of them.
func (s *Service) IDs(q Query) (ids []ID, err error) {
	defer fault.Recover(&err)
	db, _, err := s.narrowed(q)
	if err != nil {
		return nil, err
	}
	ids = []ID{}
	return ids, db.Order("product.id").Pluck("product.id", &ids).Error
}

// byRank reads the rows that stand at the place in the order of ids.
func (s *Service) byRank(db *gorm.DB, ids []int64, offset, limit int, page *Page) error {
	var rows []Row
	if err := db.Scan(&rows).Error; err != nil {
		return err
	}
	place := make(map[int64]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	slices.SortFunc(rows, func(a, b Row) int { return place[int64(a.ID)] - place[int64(b.ID)] })
	from := min(max(0, offset), len(rows))
	page.Rows = append(page.Rows, rows[from:min(len(rows), from+limit)]...)
	return nil
}

// Offer is a product as a line takes it over.
type Offer struct {
	ID        ID                `json:"id"`
	Name      string            `json:"name"`
	Code      string            `json:"code"`
	Spec      string            `json:"spec"`
	Unit      string            `json:"unit"`
	ListPrice money.Amount      `json:"listPrice"`
	Price     money.Amount      `json:"price"`
	Floor     money.Amount      `json:"floor"`
	Tax       money.BasisPoints `json:"tax"`
	// Package says what is in it, for the note of the line; "" for a product.
	Package string `json:"package"`
}

// Suggest gives the products on offer that a text names, best first, with the
// price for a customer of the tier; without a text by name. At most limit, or 20.
func (s *Service) Suggest(text, tier string, limit int) (list []Offer, err error) {
	defer fault.Recover(&err)
	if limit <= 0 || limit > PageMax {
		limit = 20
	}
	page, err := s.List(Query{Text: text, Status: On, Limit: limit})
	if err != nil {
		return nil, err
	}
	list = []Offer{}
	for _, r := range page.Rows {
		o, err := OfferOf(s.db(), &r.Product, tier)
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return list, nil
}

// OfferOf is a product as a line takes it over, with the price for a customer of
// the tier.
func OfferOf(db *gorm.DB, p *Product, tier string) (o Offer, err error) {
	o = Offer{ID: p.ID, Name: p.Name, Code: p.Code, Spec: p.Spec, Unit: p.Unit,
		ListPrice: p.ListPrice, Price: p.PriceFor(tier), Floor: p.FloorPrice, Tax: p.Tax}
	if p.IsPackage() {
		o.Package, err = contents(db, p.Parts)
	}
	return o, err
}

// contents writes what is in a package: "主机 × 1，支架 × 2".
func contents(db *gorm.DB, parts []Part) (string, error) {
	texts := make([]string, 0, len(parts))
	for _, part := range parts {
		p, err := Find(db, part.ProductID)
		if err != nil {
			return "", err
		}
		texts = append(texts, p.Name+" × "+part.Qty.String())
	}
	return strings.Join(texts, ", "), nil
}

// Units are the units in use, the most used first.
func (s *Service) Units() (list []string, err error) {
	defer fault.Recover(&err)
	list = []string{}
	err = s.db().Table("product").Where("deleted_at is null and unit <> ''").Group("unit").
		Order("count(*) desc, unit").Limit(50).Pluck("unit", &list).Error
	return list, err
}
