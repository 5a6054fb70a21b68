package product_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"keyue/backend/attachment"
	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/money"
	"keyue/backend/product"
	"keyue/backend/search"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// bench is a workspace with the catalogue's service and a search index.
type bench struct {
	t     *testing.T
	st    *store.Store
	s     *product.Service
	files *files.Registry
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t}
	b.files = files.New(files.Options{Dir: t.TempDir(), Now: func() time.Time { return testkit.Start }})
	t.Cleanup(func() { _ = b.files.Close() })
	index := search.NewIndex()
	var find *search.Service
	b.st = testkit.OpenWith(t, store.Options{Kinds: slices.Concat(attachment.Kinds(), product.Kinds()), OnChange: func(c store.Change) {
		if find != nil {
			search.Changed(find, c)
		}
	}})
	find = search.NewService(b.st, index, product.SearchSource())
	if err := search.Opened(find); err != nil {
		t.Fatal(err)
	}
	b.s = product.NewService(b.st, func(text string, limit int) ([]int64, error) {
		search.Ready(find)
		return index.IDs(product.KindProduct, text, limit), nil
	}, b.files)
	return b
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (b *bench) add(p product.Product) *product.Detail {
	b.t.Helper()
	return must[*product.Detail](b.t)(b.s.Create(p))
}

func (b *bench) undo() {
	b.t.Helper()
	var step int64
	if err := b.st.Read(b.st.Context()).Raw("select max(id) from step where undoable = 1 and undone_by = 0 and undoes = 0").Scan(&step).Error; err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.st.Undo(b.st.Context(), step); err != nil {
		b.t.Fatal(err)
	}
}

// codes lists the codes of the bad fields, "field: code".
func codes(err error) []string {
	if err == nil {
		return nil
	}
	f := fault.From(err)
	list := []string{}
	for _, field := range f.Fields {
		list = append(list, field.Field+": "+field.Code)
	}
	if len(list) == 0 {
		list = append(list, f.Code)
	}
	return list
}

func TestWhatAProductMustBe(t *testing.T) {
	b := newBench(t)
	b.add(product.Product{Name: "滤布", Code: "L-1"})
	for _, c := range []struct {
		p    product.Product
		want string
	}{
		{product.Product{}, "name: product.name_required"},
		{product.Product{Name: "a", Code: " L-1 "}, "code: product.code_taken"},
		{product.Product{Name: "a", ListPrice: -1}, "listPrice: product.price"},
		{product.Product{Name: "a", Cost: money.Max + 1}, "cost: product.price"},
		{product.Product{Name: "a", ListPrice: 100, FloorPrice: 101}, "floorPrice: product.floor"},
		{product.Product{Name: "a", TierPrices: map[string]money.Amount{"D": 1}}, "tierPrices: product.tier"},
		{product.Product{Name: "a", TierPrices: map[string]money.Amount{"A": -1}}, "tierPrices.A: product.price"},
		{product.Product{Name: "a", Tax: 10001}, "tax: product.tax"},
		{product.Product{Name: "a", Status: "sold"}, "status: product.choice"},
		{product.Product{Name: "a", WarrantyMonths: -1}, "warrantyMonths: product.warranty"},
		{product.Product{Name: "a", CategoryID: 9}, "categoryId: product.category.gone"},
		{product.Product{Name: "a", Parts: []product.Part{{ProductID: 1, Qty: 0}}}, "parts: product.part_qty"},
		{product.Product{Name: "a", Parts: []product.Part{{ProductID: 99, Qty: 1000}}}, "parts: product.part_gone"},
	} {
		_, err := b.s.Create(c.p)
		if got := codes(err); !slices.Contains(got, c.want) {
			t.Errorf("%+v: %v, want %s", c.p, got, c.want)
		}
	}
}

func TestTheCodeIsFreeAgainAfterTheTrash(t *testing.T) {
	b := newBench(t)
	first := b.add(product.Product{Name: "滤布", Code: "L-1"})
	if err := b.s.Trash([]product.ID{first.ID}); err != nil {
		t.Fatal(err)
	}
	b.add(product.Product{Name: "新滤布", Code: "L-1"})
	if c := must[*product.Detail](t)(b.s.Copy(b.add(product.Product{Name: "泵", Code: "P-1", ListPrice: 5, TierPrices: map[string]money.Amount{"A": 4}}).ID)); c.Code != "" || c.PriceFor("A") != 4 || c.PriceFor("B") != 5 {
		t.Errorf("copy: %+v", c)
	}
}

func TestAPackageHoldsProducts(t *testing.T) {
	b := newBench(t)
	pump := b.add(product.Product{Name: "泵", Unit: "台", ListPrice: 120000, Cost: 80000})
	bolt := b.add(product.Product{Name: "螺栓", Unit: "套", ListPrice: 350, Cost: 100})
	set := b.add(product.Product{Name: "泵站", ListPrice: 130000, Parts: []product.Part{
		{ProductID: pump.ID, Qty: 1000}, {ProductID: bolt.ID, Qty: 4000}, {ProductID: bolt.ID, Qty: 4000}}})
	if len(set.Items) != 2 || set.Items[1].Qty != 8000 {
		t.Errorf("a part that is named twice is counted together: %+v", set.Items)
	}
	if set.Separately != 120000+8*350 || set.Costs != 80000+8*100 {
		t.Errorf("separately %v, costs %v", set.Separately, set.Costs)
	}
	if in := must[*product.Detail](t)(b.s.Get(bolt.ID)).In; len(in) != 1 || in[0].ID != set.ID {
		t.Errorf("in: %+v", in)
	}
	part := func(id product.ID) map[string]any {
		return map[string]any{"parts": []product.Part{{ProductID: id, Qty: 1000}}}
	}
	for name, try := range map[string]func() error{
		"parts: product.part_package": func() error {
			_, err := b.s.Create(product.Product{Name: "大套餐", Parts: []product.Part{{ProductID: set.ID, Qty: 1000}}})
			return err
		},
		"parts: product.part_inside": func() error { _, err := b.s.Update(pump.ID, 0, part(bolt.ID)); return err },
		"product.in_package":         func() error { return b.s.Trash([]product.ID{pump.ID}) },
	} {
		if got := codes(try()); !slices.Contains(got, name) {
			t.Errorf("%v, want %s", got, name)
		}
	}
	if _, err := b.s.Update(set.ID, 0, part(set.ID)); !slices.Contains(codes(err), "parts: product.part_package") {
		t.Errorf("a package in itself: %v", err)
	}
	// A package and its parts may go together.
	if err := b.s.Trash([]product.ID{pump.ID, set.ID}); err != nil {
		t.Error(err)
	}
}

func TestListsAndSuggestions(t *testing.T) {
	b := newBench(t)
	shelf := must[*product.Category](t)(b.s.SaveCategory(product.Category{Name: "耗材"}))
	for i, name := range []string{"重型滤布", "泵", "安装服务"} {
		p := product.Product{Name: name, Code: fmt.Sprintf("K-%d", i), Unit: "米", ListPrice: money.Amount(1000 * (i + 1)), TierPrices: map[string]money.Amount{"A": 900}}
		if i == 0 {
			p.CategoryID = shelf.ID
		}
		b.add(p)
	}
	names := func(q product.Query) (list []string) {
		for _, r := range must[*product.Page](t)(b.s.List(q)).Rows {
			list = append(list, r.Name)
		}
		return list
	}
	for want, q := range map[string]product.Query{
		"[安装服务 泵 重型滤布]": {},
		"[重型滤布]":        {Text: "zhongxing"},
		"[泵]":           {Text: "K-1"},
		"[安装服务 泵]":      {Sort: "listPrice", Desc: true, Limit: 2},
		"[重型滤布 泵]":      {Sort: "code", Limit: 2},
		"[]":            {Text: "没有的"},
	} {
		if got := fmt.Sprint(names(q)); got != want {
			t.Errorf("%+v: %s, want %s", q, got, want)
		}
	}
	if got := fmt.Sprint(names(product.Query{CategoryID: shelf.ID})); got != "[重型滤布]" {
		t.Errorf("category: %s", got)
	}
	if ids := must[[]product.ID](t)(b.s.IDs(product.Query{Sort: "name", Limit: 1})); len(ids) != 3 {
		t.Errorf("ids: %v", ids)
	}
	if _, err := b.s.List(product.Query{Sort: "name; drop table product"}); !fault.Is(err, "product.sort") {
		t.Errorf("an order there is not: %v", err)
	}
	bomb := must[[]product.Offer](t)(b.s.Suggest("泵", "A", 0))
	if len(bomb) != 1 || bomb[0].Price != 900 || bomb[0].ListPrice != 2000 {
		t.Errorf("offer: %+v", bomb)
	}
	if err := b.s.SetStatus([]product.ID{bomb[0].ID}, product.Off); err != nil {
		t.Fatal(err)
	}
	if list := must[[]product.Offer](t)(b.s.Suggest("泵", "", 0)); len(list) != 0 {
		t.Errorf("offered although it is off: %+v", list)
	}
}

func TestACategoryGoesAndComesBackWithItsProducts(t *testing.T) {
	b := newBench(t)
	shelf := must[*product.Category](t)(b.s.SaveCategory(product.Category{Name: " 耗 材 "}))
	if _, err := b.s.SaveCategory(product.Category{Name: "耗 材"}); !slices.Contains(codes(err), "name: product.category.taken") {
		t.Errorf("the same name twice: %v", err)
	}
	p := b.add(product.Product{Name: "滤布", CategoryID: shelf.ID})
	if err := b.s.TrashCategory(shelf.ID); err != nil {
		t.Fatal(err)
	}
	if d := must[*product.Detail](t)(b.s.Get(p.ID)); d.CategoryID != 0 || d.CategoryName != "" {
		t.Errorf("still in it: %+v", d)
	}
	b.undo()
	if d := must[*product.Detail](t)(b.s.Get(p.ID)); d.CategoryName != "耗 材" {
		t.Errorf("not back: %+v", d)
	}
	if list := must[[]product.CategoryView](t)(b.s.Categories()); len(list) != 1 || list[0].Count != 1 {
		t.Errorf("categories: %+v", list)
	}
}

func TestCategoriesHaveTwoLevels(t *testing.T) {
	b := newBench(t)
	save := func(name string, in product.CategoryID) *product.Category {
		t.Helper()
		return must[*product.Category](t)(b.s.SaveCategory(product.Category{Name: name, ParentID: in}))
	}
	water, office := save("净水", 0), save("办公", 0)
	home, shop, desks := save("家用", water.ID), save("商用", water.ID), save("家用", office.ID) // of one name in two places
	b.add(product.Product{Name: "桶", CategoryID: water.ID})
	b.add(product.Product{Name: "净水器", CategoryID: home.ID})
	b.add(product.Product{Name: "直饮机", CategoryID: shop.ID})
	b.add(product.Product{Name: "书桌", CategoryID: desks.ID})
	shown := func() (out []string) {
		t.Helper()
		for _, c := range must[[]product.CategoryView](t)(b.s.Categories()) {
			out = append(out, fmt.Sprint(c.Path, " ", c.Count))
		}
		return out
	}
	if got := fmt.Sprint(shown()); got != "[净水 3 净水 / 家用 1 净水 / 商用 1 办公 1 办公 / 家用 1]" {
		t.Errorf("%s", got)
	}
	names := func(q product.Query) (out []string) {
		t.Helper()
		for _, r := range must[*product.Page](t)(b.s.List(q)).Rows {
			out = append(out, r.Name+" "+r.CategoryName)
		}
		return out
	}
	if got := fmt.Sprint(names(product.Query{CategoryID: water.ID, Sort: "category"})); got != "[桶 净水 净水器 净水 / 家用 直饮机 净水 / 商用]" {
		t.Errorf("of the first level: %s", got)
	}
	if got := fmt.Sprint(names(product.Query{CategoryID: desks.ID})); got != "[书桌 办公 / 家用]" {
		t.Errorf("of the second: %s", got)
	}
	for name, c := range map[string]product.Category{
		"a third level":            {Name: "厨下", ParentID: home.ID},
		"below itself":             {ID: office.ID, Name: "办公", ParentID: office.ID},
		"below, with its own":      {ID: office.ID, Name: "办公", ParentID: water.ID},
		"below one that is gone":   {Name: "x", ParentID: 99},
		"of one name on a level":   {Name: "商用", ParentID: water.ID},
		"of one name on the first": {Name: "净水"},
	} {
		if _, err := b.s.SaveCategory(c); len(codes(err)) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What stood in a category that goes stands by itself, and comes back with it.
	if err := b.s.TrashCategory(water.ID); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(shown()); got != "[办公 1 办公 / 家用 1 家用 1 商用 1]" && got != "[家用 1 办公 1 办公 / 家用 1 商用 1]" {
		t.Errorf("without 净水: %s", got)
	}
	b.undo()
	if got := fmt.Sprint(shown()); got != "[净水 3 净水 / 家用 1 净水 / 商用 1 办公 1 办公 / 家用 1]" {
		t.Errorf("after the undo: %s", got)
	}
}
