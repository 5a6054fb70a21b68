package exchange

import (
	"context"
	"strings"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/product"
	"keyue/backend/store"
)

func priceList(t testing.TB, st *store.Store, text string, o Options) *Result {
	t.Helper()
	o.As = Products
	r, err := Import(context.Background(), st, one("价目表.csv", []byte(text)), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func products(t testing.TB, st *store.Store) map[string]product.Product {
	t.Helper()
	var rows []product.Product
	if err := store.Live(st.Read(context.Background())).Find(&rows).Error; err != nil {
		t.Fatal(err)
	}
	out := map[string]product.Product{}
	for _, p := range rows {
		out[p.Name] = p
	}
	return out
}

func TestAPriceListBecomesProductsWithCategoriesAndPackages(t *testing.T) {
	st := shop(t)
	r := priceList(t, st, "商品名称,货号,商品类别,规格型号,单位,零售价,A级价,进价,税率,保修期,套餐内容\n"+
		"门锁套装,TZ,套装,,套,999,,,13%,,S-1 × 2; 门把手\n"+
		"智能门锁,S-1,五金/门锁,银色,把,\"¥1,280.00\",1100,800,0.13,24个月,\n"+
		"门把手,,五金/门锁,,个,35.5,,,13,,\n"+
		"错价,,,,,abc,,,,,\n", Options{})
	if r.Created != 3 || r.FailedRows != 1 || r.Failed[0].Column != "零售价" || r.Failed[0].Row != 5 {
		t.Fatalf("%+v", r)
	}
	got := products(t, st)
	lock, set := got["智能门锁"], got["门锁套装"]
	if lock.ListPrice != 128000 || lock.TierPrices["A"] != 110000 || lock.Cost != 80000 || lock.Tax != 1300 || lock.WarrantyMonths != 24 || lock.CategoryID == 0 || lock.CategoryID != got["门把手"].CategoryID {
		t.Errorf("%+v", lock)
	}
	shelves := map[string]product.Category{}
	var all []product.Category
	if err := store.Live(st.Read(context.Background())).Find(&all).Error; err != nil || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	for _, c := range all {
		shelves[c.Name] = c
	}
	if c := shelves["门锁"]; c.ID != lock.CategoryID || c.ParentID != shelves["五金"].ID || shelves["五金"].ParentID != 0 || set.CategoryID != shelves["套装"].ID {
		t.Errorf("%+v", shelves)
	}
	if len(set.Parts) != 2 || set.Parts[0].ProductID != lock.ID || set.Parts[0].Qty != 2000 || set.Parts[1].ProductID != got["门把手"].ID || set.Parts[1].Qty != 1000 {
		t.Errorf("%+v", set.Parts)
	}
	if _, err := st.Undo(context.Background(), r.Undo); err != nil || len(products(t, st)) != 0 {
		t.Errorf("after the undo %d products are left, %v", len(products(t, st)), err)
	}
}

func TestAKnownProductIsSkippedOrBroughtUpToDate(t *testing.T) {
	st := shop(t)
	priceList(t, st, "产品名称,编码,规格,单价,底价\n滤布,F-1,300g,68.50,60\n滤袋,,大号,9.9,\n滤袋,,小号,8,\n", Options{})
	next := "产品名称,编码,规格,单价\n,F-1,,70\n滤袋,,大号,10.5\n滤芯,,,3\n"
	if r := priceList(t, st, next, Options{}); r.Skipped != 2 || r.Created != 1 {
		t.Errorf("%+v", r)
	}
	if r := priceList(t, st, next, Options{OnDuplicate: "merge"}); r.Merged != 3 || r.Created != 0 || r.FailedRows != 0 {
		t.Errorf("%+v", r)
	}
	cloth := products(t, st)["滤布"]
	if cloth.ListPrice != 7000 || cloth.FloorPrice != 6000 || cloth.Spec != "300g" {
		t.Errorf("%+v", cloth)
	}
	r := priceList(t, st, "产品名称,编码,单价\n另一款,F-1,1\n", Options{OnDuplicate: "create"})
	if r.FailedRows != 1 || r.Failed[0].Column != "编码" || r.Failed[0].Code != "product.code_taken" {
		t.Errorf("%+v", r)
	}
}

func TestAPriceListIsRefusedWithASentence(t *testing.T) {
	st := shop(t)
	for _, c := range []struct{ text, code string }{
		{"产品名称,单价,套餐内容\n套装,1,没有的东西 × 2\n", "exchange.row.part"},
		{"产品名称,单价,底价\n甲,1,2\n", "product.floor"},
		{"产品名称,税率\n甲,很多\n", "exchange.value.percent"},
		{"产品名称,质保期\n甲,永久\n", "exchange.value.months"},
		{"产品名称,分类\n甲," + strings.Repeat("长", 50) + "\n", "product.long"},
		{"编码,单价\nX-9,1\n", "product.name_required"},
	} {
		r := priceList(t, st, c.text, Options{OnDuplicate: "merge"})
		if r.FailedRows != 1 || r.Failed[0].Code != c.code || r.Failed[0].Message == "" || r.Failed[0].Column == "" && c.code != "product.name_required" {
			t.Errorf("%q: %+v", c.text, r)
		}
	}
	if n := len(products(t, st)); n != 0 {
		t.Errorf("%d products", n)
	}
	_, err := Import(context.Background(), st, one("x.csv", []byte("电话,地址\n1,2\n")), Options{As: Products}, nil)
	if !fault.Is(err, NoProductName) {
		t.Errorf("%v", err)
	}
	_, err = Import(context.Background(), st, one("x.csv", []byte("名称\n1\n")), Options{As: "planets"}, nil)
	if !fault.Is(err, UnknownKind) {
		t.Errorf("%v", err)
	}
}
