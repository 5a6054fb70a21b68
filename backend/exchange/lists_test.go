package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/lead"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/product"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/testkit"
)

// shop is a workspace with every kind of record that is given out.
func shop(t testing.TB) *store.Store {
	t.Helper()
	st := testkit.Open(t, slices.Concat(customer.Kinds(), settings.Kinds(), interaction.Kinds(), product.Kinds(), template.Kinds(), contract.Kinds(), opportunity.Kinds(), lead.Kinds())...)
	do(t, st, func(tx *store.Tx) error {
		for _, f := range []settings.CustomField{{Entity: "customer", Label: "合作起始", Type: settings.FieldDate}, {Entity: "customer", Label: "年用量", Type: settings.FieldNumber}, {Entity: "contact", Label: "球衣号", Type: settings.FieldText}} {
			if err := settings.AddCustomField(tx, &f); err != nil {
				return err
			}
		}
		return nil
	})
	return st
}

func do(t testing.TB, st *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := st.InTx(context.Background(), store.Step{Label: "test"}, fn); err != nil {
		t.Fatal(err)
	}
}

// stocked fills a shop.
func stocked(t testing.TB) *store.Store {
	t.Helper()
	st := shop(t)
	ctx := context.Background()
	own, err := settings.CustomFields(st.Read(ctx), "customer")
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := settings.CustomFields(st.Read(ctx), "contact")
	if err != nil {
		t.Fatal(err)
	}
	do(t, st, func(tx *store.Tx) error {
		c := customer.Customer{Name: "宁波海曙机电有限公司", Kind: "company", Province: "浙江省", City: "宁波市", District: "海曙区", Address: "中山西路 1 号", Latitude: 29.8604123456, Longitude: 121.5440001,
			Phones: []customer.Phone{{Raw: "0574-87001234"}}, CreditLimit: 987654321, TermsDays: 45, Tags: []string{"老客户", "=展会"}, Consent: customer.Consent{Marketing: "granted", Date: "2026-01-02"},
			Anniversaries: []customer.Anniversary{{Label: "开业", Day: customer.Day{Year: 1999, Month: 8, Day: 15, Calendar: "lunar"}}}, Custom: map[string]any{own[0].Key: "2020-02-29", own[1].Key: 12.5}}
		people := []customer.Contact{{Name: "单雄信", Birthday: customer.Day{Year: 1980, Month: 5, Day: 6, Calendar: "solar"}, Phones: []customer.Phone{{Raw: "13800138000"}}, Custom: map[string]any{theirs[0].Key: "007"}},
			{Name: "仇小姐", Birthday: customer.Day{Month: 8, Day: 15, Calendar: "lunar"}}}
		if err := customer.Create(tx, &c, people); err != nil {
			return err
		}
		if err := customer.Create(tx, &customer.Customer{Name: "解珍", Kind: "person", Latitude: -33.5, Longitude: -70.25, Phones: []customer.Phone{{Raw: "13900139000"}}}, nil); err != nil {
			return err
		}
		for i, text := range []string{"=第一次拜访", "谈了价格\n下周再说"} {
			said := interaction.Interaction{CustomerID: c.ID, Medium: interaction.Visit, At: tx.Now - date.Instant(int64(i+1)*int64(36*time.Hour/time.Millisecond)), Summary: text}
			if err := interaction.Add(tx, &said, &interaction.Next{Title: "回访", Due: "2026-12-0" + date.Date(fmt.Sprint(i+1))}); err != nil {
				return err
			}
		}
		shelf := product.Category{Name: "五金/螺丝"}
		if err := product.AddCategory(tx, &shelf); err != nil {
			return err
		}
		screw := product.Product{Name: "内六角螺丝", Code: "0012", CategoryID: shelf.ID, Spec: "M8×30", Unit: "盒", ListPrice: 123456, FloorPrice: 100000, Cost: 80000, TierPrices: map[string]money.Amount{"A": 110050}, Tax: 1300, WarrantyMonths: 12, Remark: "-耐腐蚀"}
		nut := product.Product{Name: "螺母", Unit: "盒", ListPrice: 990, Status: product.Off}
		for _, p := range []*product.Product{&screw, &nut} {
			if err := product.Add(tx, p); err != nil {
				return err
			}
		}
		set := product.Product{Name: "紧固套装", Code: "TZ-1", ListPrice: 200000, Parts: []product.Part{{ProductID: screw.ID, Qty: 2000}, {ProductID: nut.ID, Qty: 1500}}}
		if err := product.Add(tx, &set); err != nil {
			return err
		}
		if err := tx.Insert(&lead.Lead{Name: "扈小姐", Phone: "13700137000", State: lead.Recycled, Reason: "not_now", Amount: 500000, ReceivedAt: tx.Now, Products: []product.ID{screw.ID}, Tags: []string{}}); err != nil {
			return err
		}
		half := money.BasisPoints(5050)
		if err := tx.Insert(&opportunity.Opportunity{Name: "年度紧固件", CustomerID: c.ID, Outcome: opportunity.Open, OpenedAt: tx.Now, StageSince: tx.Now, Amount: 8800000, Currency: "CNY", OwnProbability: &half, ExpectedClose: "2026-12-31", Lines: []opportunity.Line{}, Contacts: []opportunity.Person{}, Ticks: map[string]date.Instant{}, Tags: []string{}}); err != nil {
			return err
		}
		return tx.Insert(&contract.Contract{Number: "HT-2026-0001", Name: "紧固件买卖合同", CustomerID: c.ID, Kind: "sale", Stage: contract.Signed, Amount: 1234550, Currency: "CNY", SignDate: "2026-03-01", EndDate: "2027-02-28", Tags: []string{}})
	})
	return st
}

func given(t testing.TB, st *store.Store, of, format string, tag locale.Tag) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := Export(context.Background(), st.Read(context.Background()), &out, of, format, nil, tag, nil); err != nil {
		t.Fatalf("%s %s: %v", of, format, err)
	}
	return out.Bytes()
}

// cellOf gives a cell of a sheet by the title of its column: its raw value, how it is shown and its type.
func cellOf(t testing.TB, x *excelize.File, sheet, title string, row int) (raw, shown string, kind excelize.CellType) {
	t.Helper()
	rows, err := x.GetRows(sheet)
	if err != nil || len(rows) == 0 {
		t.Fatalf("%s: %v", sheet, err)
	}
	at := slices.Index(rows[0], title)
	if at < 0 {
		t.Fatalf("%s has no column %s: %q", sheet, title, rows[0])
	}
	name, _ := excelize.CoordinatesToCellName(at+1, row)
	raw, _ = x.GetCellValue(sheet, name, excelize.Options{RawCellValue: true})
	shown, _ = x.GetCellValue(sheet, name)
	kind, _ = x.GetCellType(sheet, name)
	return raw, shown, kind
}

func TestAWorkbookOfEverythingHasASheetOfEachKindWithRealDatesAndNumbers(t *testing.T) {
	data := given(t, stocked(t), Everything, XLSX, locale.ZhCN)
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if got := strings.Join(x.GetSheetList(), " "); got != "客户 联系人 线索 商机 产品 合同 回款计划 回款 跟进 待办" {
		t.Errorf("the sheets are %s", got)
	}
	const number, text = excelize.CellTypeUnset, excelize.CellTypeInlineString
	for _, c := range []struct {
		sheet, title string
		row          int
		raw, shown   string
		kind         excelize.CellType
	}{
		{"客户", "许可日期", 2, "46024", "2026-01-02", number},
		{"客户", "信用额度", 2, "9876543.21", "9,876,543.21", number},
		{"客户", "账期（天）", 2, "45", "45", number},
		{"客户", "纬度", 2, "29.8604123456", "29.8604123456", number},
		{"客户", "合作起始", 2, "43890", "2020-02-29", number},
		{"客户", "年用量", 2, "12.5", "12.5", number},
		{"客户", "电话", 2, "0574-87001234", "0574-87001234", text},
		{"客户", "联系人生日", 2, "29347", "1980-05-06", number},
		{"客户", "联系人生日", 3, "农历08-15", "农历08-15", text},
		{"客户", "纪念日", 2, "开业:农历1999-08-15", "开业:农历1999-08-15", text},
		{"联系人", "联系人电话", 2, "13800138000", "13800138000", text},
		{"产品", "产品编码", 4, "0012", "0012", text},
		{"产品", "标价", 4, "1234.56", "1,234.56", number},
		{"产品", "税率", 4, "0.13", "13.00%", number},
		{"产品", "备注", 4, "'-耐腐蚀", "'-耐腐蚀", text},
		{"线索", "原因", 2, "暂时不需要", "暂时不需要", text},
		{"线索", "预算", 2, "5000", "5,000.00", number},
		{"商机", "概率", 2, "0.505", "50.50%", number},
		{"商机", "预计成交", 2, "46387", "2026-12-31", number},
		{"合同", "金额", 2, "12345.5", "12,345.50", number},
		{"合同", "签订日期", 2, "46082", "2026-03-01", number},
		{"合同", "状态", 2, "已签署", "已签署", text},
		{"待办", "到期", 2, "46357", "2026-12-01", number},
	} {
		raw, shown, kind := cellOf(t, x, c.sheet, c.title, c.row)
		if raw != c.raw || shown != c.shown || kind != c.kind {
			t.Errorf("%s %s in row %d is %q, shown %q, type %d", c.sheet, c.title, c.row, raw, shown, kind)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range x.GetSheetList() {
		f, err := z.Open(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		if err != nil {
			t.Fatal(err)
		}
		xml, err := io.ReadAll(f)
		if err != nil || !bytes.Contains(xml, []byte(`<autoFilter ref="$A$1:`)) && !bytes.Contains(xml, []byte(`<autoFilter ref="A1:`)) || !bytes.Contains(xml, []byte(`ySplit="1"`)) {
			t.Errorf("sheet %d has no filter or no frozen head", i+1)
		}
	}
}

func TestAWorkbookOfEverythingComesBackWithCustomersContactsAndWhatWasSaid(t *testing.T) {
	for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
		from := stocked(t)
		data := given(t, from, Everything, XLSX, tag)
		to := shop(t)
		r, err := Import(context.Background(), to, one("all.xlsx", data), Options{Lang: tag}, nil)
		if err != nil || r.FailedRows > 0 || r.Created != 2 {
			t.Fatalf("%s: %+v %v", tag, r, err)
		}
		if want, got := facts(t, from), facts(t, to); got != want {
			t.Errorf("%s:\n got %s\nwant %s", tag, got, want)
		}
		if n := len(said(t, to)); n != 2 {
			t.Errorf("%s: %d interactions", tag, n)
		}
		p, err := Import(context.Background(), to, one("all.xlsx", data), Options{As: Products, Lang: tag, Parts: only(t, to, data, tag)}, nil)
		if err != nil || p.Created != 3 || p.FailedRows > 0 {
			t.Fatalf("%s: %+v %v", tag, p, err)
		}
		if want, got := given(t, from, Products, CSV, tag), given(t, to, Products, CSV, tag); !bytes.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", tag, got, want)
		}
	}
}

// only chooses the sheet of products.
func only(t testing.TB, st *store.Store, data []byte, tag locale.Tag) map[string]Reading {
	t.Helper()
	p, err := MakePlan(context.Background(), st.Read(context.Background()), one("all.xlsx", data), Options{As: Products, Lang: tag})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]Reading{}
	for _, part := range p.Parts {
		skip := part.Part != locale.Text(tag, "exchange.list.products", nil)
		out[part.Part] = Reading{Skip: &skip}
	}
	return out
}

func TestEveryListIsGivenOutAsCSVAndXLSX(t *testing.T) {
	st := stocked(t)
	for of, rows := range map[string]int{Customers: 2, Contacts: 2, Products: 3, Leads: 1, Opportunities: 1, Contracts: 1, Interactions: 2, Tasks: 2} {
		for _, format := range []string{CSV, XLSX} {
			var out bytes.Buffer
			n, err := Export(context.Background(), st.Read(context.Background()), &out, of, format, nil, locale.ZhCN, nil)
			if err != nil || n != rows || out.Len() == 0 {
				t.Errorf("%s as %s: %d records, %d bytes, %v", of, format, n, out.Len(), err)
			}
		}
	}
	for _, c := range []struct{ of, format, code string }{{"planets", CSV, UnknownKind}, {Contracts, VCard, OnlyCustomers}, {Everything, CSV, OneWorkbook}, {Customers, "doc", UnknownFormat}} {
		if err := Exportable(c.of, c.format); !fault.Is(err, c.code) {
			t.Errorf("%s as %s: %v", c.of, c.format, err)
		}
	}
}

func TestCoordinatesBirthdaysAndOwnFieldsComeBackInEveryFormat(t *testing.T) {
	from := stocked(t)
	for _, format := range []string{CSV, XLSX, VCard, VCard4} {
		for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
			to := shop(t)
			r, err := Import(context.Background(), to, one("x."+strings.TrimSuffix(format, "4"), given(t, from, Customers, format, tag)), Options{OnDuplicate: "merge", Lang: tag}, nil)
			if err != nil || r.FailedRows > 0 {
				t.Fatalf("%s %s: %+v %v", format, tag, r, err)
			}
			if want, got := facts(t, from), facts(t, to); got != want {
				t.Errorf("%s %s:\n got %s\nwant %s", format, tag, got, want)
			}
		}
	}
}

func TestWhatASpreadsheetKeepsIsShownAsItWas(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	texts := map[Cell][]string{Number: {"0", "007", "1E5", "-0", "123456789012345", "1234567890123456", "0.1", "1.10"}, Amount: {"0.00", "-1.5", "1.50"}, Percent: {"13", "0.5%", "13%"},
		Day: {"1900-01-01", "2026-02-30", "农历08-15", "2026-2-3"}, Moment: {"2026-12-01", "2026-12-01 25:00"}, Text: {"=1+1", "0012", "'x"}}
	for range 300 {
		at := time.Date(1950+r.Intn(150), 1, 1+r.Intn(366), r.Intn(24), r.Intn(60), 0, 0, time.UTC)
		texts[Moment], texts[Day] = append(texts[Moment], at.Format(dayClock)), append(texts[Day], at.Format(time.DateOnly))
		texts[Amount] = append(texts[Amount], money.Amount(r.Int63n(int64(money.Max))>>r.Intn(50)).String())
		texts[Percent] = append(texts[Percent], money.BasisPoints(r.Intn(20000)).String())
	}
	var out bytes.Buffer
	var heads []Head
	rows := make([][]string, 400)
	for cell := Text; cell <= Moment; cell++ {
		heads = append(heads, Head{Title: fmt.Sprint("c", cell), Cell: cell})
		for i := range rows {
			s := "x"
			if i < len(texts[cell]) {
				s = texts[cell][i]
			}
			rows[i] = append(rows[i], s)
		}
	}
	if err := WriteTable(&out, XLSX, "t", heads, rows); err != nil {
		t.Fatal(err)
	}
	_, got, err := readAll(t, bytesFile(out.Bytes()), "t.xlsx", Reading{})
	if err != nil || len(got) != len(rows)+1 {
		t.Fatalf("%d rows %v", len(got), err)
	}
	for i, row := range rows {
		for k, want := range row {
			is := got[i+1][k]
			switch heads[k].Cell {
			case Amount:
				is = strings.ReplaceAll(is, ",", "")
			case Percent:
				if a, err := money.ParsePercent(is); err == nil && strings.HasSuffix(want, "%") {
					is = a.String()
				}
			}
			if is != want {
				t.Errorf("%q of column %d is shown as %q", want, k, is)
			}
		}
	}
}
