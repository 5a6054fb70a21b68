package exchange

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/product"
	"keyue/backend/store"
)

// item is a row of a price list.
type item struct {
	product.Product
	category string
	// parts say what is in a package as it is written: "A-01 × 2; 支架 × 1".
	parts string
}

// productFields are the columns of price lists, in the order of exports.
func productFields() []field[item] {
	const x = "exchange.field.product."
	type r = item
	plain := func(key string, at func(r *r) *string) field[r] {
		return field[r]{column{key: key, title: x + key}, func(r *r, cell string) *fault.Error { *at(r) = cell; return nil }, func(r *r) string { return *at(r) }}
	}
	list := []field[r]{
		plain("name", func(r *r) *string { return &r.Name }),
		plain("code", func(r *r) *string { return &r.Code }),
		plain("categoryId", func(r *r) *string { return &r.category }),
		plain("spec", func(r *r) *string { return &r.Spec }),
		plain("unit", func(r *r) *string { return &r.Unit }),
		amount("listPrice", x+"listPrice", func(r *r) *money.Amount { return &r.ListPrice }),
	}
	for _, tier := range product.Tiers {
		list = append(list, field[r]{column{key: "tierPrices." + tier, title: x + "tierPrices." + tier, cell: Amount}, func(r *r, cell string) *fault.Error {
			a, err := money.Parse(cell)
			if err != nil {
				return fault.From(err)
			}
			prices := map[string]money.Amount{tier: a}
			for t, a := range r.TierPrices { // the map may be that of the record before
				if t != tier {
					prices[t] = a
				}
			}
			r.TierPrices = prices
			return nil
		}, func(r *r) string {
			if a, own := r.TierPrices[tier]; own {
				return a.String()
			}
			return ""
		}})
	}
	status := enum("status", x+"status", "exchange.product.status.", []string{string(product.On), string(product.Off)}, func(r *r) *string { return (*string)(&r.Status) })
	list = append(list,
		amount("floorPrice", x+"floorPrice", func(r *r) *money.Amount { return &r.FloorPrice }),
		amount("cost", x+"cost", func(r *r) *money.Amount { return &r.Cost }),
		field[r]{column{key: "tax", title: x + "tax", cell: Percent}, setTax, func(r *r) string {
			if r.Tax == 0 {
				return ""
			}
			return r.Tax.String()
		}},
		status,
		field[r]{column{key: "warrantyMonths", title: x + "warrantyMonths", cell: Number}, setWarranty, func(r *r) string { return showCount(r.WarrantyMonths) }},
		plain("parts", func(r *r) *string { return &r.parts }),
		plain("remark", func(r *r) *string { return &r.Remark }),
	)
	return always(list, "name", "code", "spec", "unit", "listPrice")
}

// setTax reads 13%, 13 and 0.13.
func setTax(r *item, cell string) *fault.Error {
	if n, err := strconv.ParseFloat(strings.TrimSpace(cell), 64); err == nil && n > 0 && n < 1 {
		cell = strconv.FormatFloat(n*100, 'f', -1, 64)
	}
	p, err := money.ParsePercent(cell)
	if err != nil {
		return fault.New("exchange.value.percent", fault.P{"value": short(cell)})
	}
	r.Tax = p
	return nil
}

func setWarranty(r *item, cell string) *fault.Error {
	text := strings.TrimSpace(strings.ToLower(cell))
	for _, month := range []string{"个月", "月", "months", "month"} {
		text = strings.TrimSpace(strings.TrimSuffix(text, month))
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return fault.New("exchange.value.months", fault.P{"value": short(cell)})
	}
	r.WarrantyMonths = n
	return nil
}

// productWords are the names that the columns have in price lists.
var productWords = map[string][]string{
	"name":           {"产品", "产品名", "产品名称", "商品", "商品名", "商品名称", "货品", "货品名称", "存货名称", "物料名称", "品名", "名称", "服务名称", "项目名称", "product", "productname", "item", "itemname", "name", "description", "title"},
	"code":           {"编号", "编码", "代码", "产品编号", "产品编码", "产品代码", "商品编号", "商品编码", "货号", "款号", "型号", "料号", "物料编码", "存货编码", "条码", "条形码", "sku", "code", "productcode", "itemcode", "itemno", "partno", "partnumber", "barcode", "model"},
	"categoryId":     {"分类", "类别", "产品分类", "产品类别", "商品分类", "商品类别", "类目", "品类", "存货分类", "category", "productcategory", "producttype", "group"},
	"spec":           {"规格", "规格型号", "产品规格", "商品规格", "参数", "spec", "specs", "specification", "size"},
	"unit":           {"单位", "计量单位", "计价单位", "销售单位", "unit", "uom", "unitofmeasure"},
	"listPrice":      {"价格", "单价", "售价", "标价", "目录价", "零售价", "销售价", "销售单价", "市场价", "报价", "含税单价", "price", "unitprice", "listprice", "salesprice", "retailprice", "rrp", "msrp"},
	"tierPrices.A":   {"a级价", "a类价", "a价", "一级价", "pricea", "tiera"},
	"tierPrices.B":   {"b级价", "b类价", "b价", "二级价", "priceb"},
	"tierPrices.C":   {"c级价", "c类价", "c价", "三级价", "pricec"},
	"floorPrice":     {"底价", "最低价", "最低售价", "限价", "floorprice", "minprice", "minimumprice", "lowestprice"},
	"cost":           {"成本", "成本价", "进价", "进货价", "采购价", "采购单价", "cost", "costprice", "unitcost", "purchaseprice"},
	"tax":            {"税率", "增值税率", "销项税率", "税率%", "tax", "taxrate", "vat", "vatrate"},
	"status":         {"状态", "上架状态", "是否上架", "产品状态", "status", "active"},
	"warrantyMonths": {"质保", "质保期", "保修", "保修期", "质保月", "质保期月", "保修月数", "warranty", "warrantymonths"},
	"parts":          {"套餐内容", "套餐组成", "组成", "包含", "子件", "配件清单", "components", "parts", "contains", "includes"},
	"remark":         {"备注", "说明", "描述", "产品描述", "商品描述", "remark", "remarks", "note", "notes", "comment"},
}

// productSubject takes rows in as products and packages.
type productSubject struct{}

func (productSubject) columns() []column          { return columnsOf(productFields()) }
func (productSubject) words() map[string][]string { return productWords }
func (productSubject) nameless() string           { return NoProductName }

func (productSubject) begin(in *intake, _ []*layout) (taker, error) {
	t := &productIntake{intake: in, fields: byKeyOf(productFields()), byCode: map[string]product.ID{}, byName: map[string][]product.ID{}, categories: map[shelf]product.CategoryID{}}
	var there []product.Product
	if err := store.Live(in.tx.DB).Select("id", "name", "code", "spec").Order("id").Find(&there).Error; err != nil {
		return nil, err
	}
	for i := range there {
		t.known(&there[i])
	}
	var shelves []product.Category
	if err := store.Live(in.tx.DB).Find(&shelves).Error; err != nil {
		return nil, err
	}
	for _, c := range shelves {
		t.categories[shelf{c.ParentID, strings.ToLower(c.Name)}] = c.ID
	}
	return t, nil
}

// productIntake takes rows in as products. A product is known by its code, else by its name and spec.
type productIntake struct {
	*intake
	fields     map[string]*field[item]
	byCode     map[string]product.ID
	byName     map[string][]product.ID
	categories map[shelf]product.CategoryID
	// packages wait until all products are there that they may be made of.
	packages []packageRow
}

// shelf is a category by the one it stands in, 0 for none, and its name in small letters.
type shelf struct {
	in   product.CategoryID
	name string
}

type packageRow struct {
	l     *layout
	row   int
	cells []string
}

func nameAndSpec(p *product.Product) string {
	return strings.ToLower(strings.Join(strings.Fields(p.Name), " ") + "\x1f" + strings.Join(strings.Fields(p.Spec), " "))
}

func (in *productIntake) known(p *product.Product) {
	if p.Code != "" {
		in.byCode[strings.ToLower(p.Code)] = p.ID
	}
	if key := nameAndSpec(p); !slices.Contains(in.byName[key], p.ID) {
		in.byName[key] = append(in.byName[key], p.ID)
	}
}

func (in *productIntake) flush() error { return nil }

func (in *productIntake) take(row int, cells []string) error {
	var r item
	if bad := fill(in.intake, in.fields, &r, row, cells); len(bad) > 0 {
		in.fail(row, bad...)
		return nil
	}
	if r.parts != "" {
		in.packages = append(in.packages, packageRow{in.l, row, slices.Clone(cells)})
		return nil
	}
	return in.keep(&r, row, cells)
}

// end takes in the packages of a table: their parts may stand below them.
func (in *productIntake) end() error {
	waiting := in.packages
	in.packages = nil
	for _, w := range waiting {
		var r item
		fill(in.intake, in.fields, &r, w.row, w.cells)
		if err := in.keep(&r, w.row, w.cells); err != nil {
			return err
		}
	}
	return nil
}

// keep adds a product, or brings a known one up to what the row says.
func (in *productIntake) keep(r *item, row int, cells []string) error {
	id, err := in.find(&r.Product)
	if err == nil && id != 0 && in.o.OnDuplicate == customer.OnDuplicateSkip {
		in.result.Skipped++
		return nil
	}
	if err == nil && id == 0 {
		err = in.add(r)
	} else if err == nil {
		err = in.update(id, row, cells)
	}
	var wrong *fault.Error
	if !errors.As(err, &wrong) || wrong.Code == fault.Internal {
		return err
	}
	in.refuse(wrong, row, cells)
	return nil
}

// find gives the product that a row is of; 0 for none. Fault exchange.row.which_product for a name that several have.
func (in *productIntake) find(p *product.Product) (product.ID, error) {
	if in.o.OnDuplicate == customer.OnDuplicateCreate {
		return 0, nil
	}
	if id := in.byCode[strings.ToLower(strings.TrimSpace(p.Code))]; id != 0 {
		return id, nil
	}
	if p.Name == "" {
		return 0, nil
	}
	switch same := in.byName[nameAndSpec(p)]; {
	case len(same) == 1:
		of, err := product.Find(in.tx.DB, same[0])
		if err != nil || p.Code != "" && of.Code != "" { // two codes are two products
			return 0, err
		}
		return of.ID, nil
	case len(same) > 1 && p.Code == "":
		return 0, fault.New("exchange.row.which_product", fault.P{"name": short(p.Name)})
	}
	return 0, nil
}

func (in *productIntake) add(r *item) error {
	if err := in.complete(r); err != nil {
		return err
	}
	if err := product.Add(in.tx, &r.Product); err != nil {
		return err
	}
	in.known(&r.Product)
	in.result.Created++
	return nil
}

// update writes what the row says over a product; empty cells change nothing.
func (in *productIntake) update(id product.ID, row int, cells []string) error {
	was, err := product.Find(in.tx.DB, id)
	if err != nil {
		return err
	}
	r := item{Product: *was}
	fill(in.intake, in.fields, &r, row, cells)
	if err := in.complete(&r); err != nil {
		return err
	}
	if err := product.Save(in.tx, &r.Product); err != nil {
		return err
	}
	in.known(&r.Product)
	in.result.Merged++
	return nil
}

// complete finds the parts of a package and the category, which is made where there is none.
func (in *productIntake) complete(r *item) error {
	if r.parts != "" {
		parts, err := in.partsOf(r.parts)
		if err != nil {
			return err
		}
		r.Parts = parts
	}
	r.Normalize()
	if bad := r.Validate(); len(bad) > 0 { // before a category is made for it
		return fault.Invalid(bad)
	}
	id, err := in.category(strings.Join(strings.Fields(r.category), " "))
	if id != 0 {
		r.CategoryID = id
	}
	return err
}

// category finds "净水/家用" or "净水", which is made where there is none; 0 for an empty cell.
func (in *productIntake) category(path string) (id product.CategoryID, err error) {
	names := []string{path}
	if _, whole := in.categories[shelf{0, strings.ToLower(path)}]; !whole {
		for _, between := range []string{">", "＞", " / ", "/"} {
			if first, second, two := strings.Cut(path, between); two {
				names = []string{strings.TrimSpace(first), strings.TrimSpace(second)}
				break
			}
		}
	}
	for _, name := range names {
		if name == "" {
			continue
		}
		at := shelf{id, strings.ToLower(name)}
		if in.categories[at] == 0 {
			c := product.Category{Name: name, ParentID: id}
			if err := product.AddCategory(in.tx, &c); err != nil {
				return 0, inCategory(err)
			}
			in.categories[at] = c.ID
		}
		id = in.categories[at]
	}
	return id, nil
}

// inCategory names the faults of a category as those of the column it came from.
func inCategory(err error) error {
	var wrong *fault.Error
	if !errors.As(err, &wrong) || !fault.Is(err, fault.InvalidInput) {
		return err
	}
	out := *wrong
	out.Fields = slices.Clone(wrong.Fields)
	for i := range out.Fields {
		out.Fields[i].Field = "categoryId"
	}
	return &out
}

// times stand between a part of a package and how many of it there are.
const times = "×xX*＊"

// partsOf reads what a package is made of, each by code or name.
func (in *productIntake) partsOf(text string) ([]product.Part, error) {
	var parts []product.Part
	for _, entry := range splitList(text, ";；\n|") {
		name, qty := strings.TrimSpace(entry), money.Quantity(1000)
		if at := strings.LastIndexAny(entry, times); at > 0 {
			if q, err := money.ParseQuantity(strings.TrimLeft(entry[at:], times+" ")); err == nil && q > 0 {
				name, qty = strings.TrimSpace(strings.TrimRight(entry[:at], times)), q
			}
		}
		id := in.byCode[strings.ToLower(name)]
		if id == 0 {
			var same []product.ID
			for key, ids := range in.byName {
				if of, _, _ := strings.Cut(key, "\x1f"); of == strings.ToLower(strings.Join(strings.Fields(name), " ")) {
					same = append(same, ids...)
				}
			}
			if len(same) != 1 {
				return nil, fault.Invalid([]fault.Field{{Field: "parts", Code: "exchange.row.part", Params: fault.P{"value": short(name)}}})
			}
			id = same[0]
		}
		parts = append(parts, product.Part{ProductID: id, Qty: qty})
	}
	return parts, nil
}

// refuse reports what the rules of products said, at the cells the values came from.
func (in *productIntake) refuse(wrong *fault.Error, row int, cells []string) {
	var bad []Problem
	for _, f := range wrong.Fields {
		bad = append(bad, in.problem(row, in.columnOf("", f.Field), cells, f.Code, f.Params))
	}
	if len(bad) == 0 {
		bad = []Problem{in.problem(row, -1, cells, wrong.Code, wrong.Params)}
	}
	in.fail(row, bad...)
}

var productList = list[item]{key: Products, title: "exchange.list.products", table: "product", order: "sort_key, name, id",
	fields: func(*gorm.DB) ([]field[item], error) { return productFields(), nil },
	each: func(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []item) error) error {
		return inOrder(ctx, db, ids, func(rows []product.Product) error {
			type p = product.Product
			shelves, err := named(db, "product_category", product.CategoryPath(product.InTable), pluck(rows, func(r *p) product.CategoryID { return r.CategoryID }))
			if err != nil {
				return err
			}
			var parts []product.ID
			for i := range rows {
				parts = append(parts, pluck(rows[i].Parts, func(of *product.Part) product.ID { return of.ProductID })...)
			}
			of, err := named(db, "product", "case code when '' then name else code end", parts)
			if err != nil {
				return err
			}
			for _, r := range rows {
				list := pluck(r.Parts, func(part *product.Part) string { return of[part.ProductID] + " × " + part.Qty.String() })
				if err := fn([]item{{r, shelves[r.CategoryID], joinList(list)}}); err != nil {
					return err
				}
			}
			return nil
		})
	}}
