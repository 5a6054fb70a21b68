package outreach_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os/exec"
	"strings"
	"testing"
	"time"

	"keyue/backend/attachment"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/interaction"
	"keyue/backend/job"
	"keyue/backend/locale"
	"keyue/backend/outreach"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
	"keyue/backend/typeset/press"

	"gorm.io/gorm"
)

type bench struct {
	t  testing.TB
	st *store.Store
	cs *customer.Service
	is *interaction.Service
	s  *outreach.Service
	fs *files.Registry
}

func newBench(t testing.TB, tag locale.Tag) *bench {
	t.Helper()
	kinds := append(append(append(customer.Kinds(), interaction.Kinds()...), attachment.Kinds()...), settings.Kinds()...)
	st := testkit.OpenWith(t, store.Options{Kinds: kinds})
	b := &bench{t: t, st: st, cs: customer.NewService(st, customer.Options{}), is: interaction.NewService(st, interaction.Options{})}
	b.fs = files.New(files.Options{Dir: t.TempDir(), Now: st.Now})
	t.Cleanup(func() { _ = b.fs.Close() })
	b.s = outreach.NewService(st, outreach.Lent{Press: press.New(), Files: b.fs, Jobs: job.NewRunner(context.Background(), job.Options{Now: st.Now}),
		Lang: func() locale.Tag { return tag }, Running: func(db *gorm.DB) *gorm.DB { return db.Table("customer").Select("id").Where("1 = 0") }})
	return b
}

func (b *bench) add(c customer.Customer, people ...customer.Contact) customer.ID {
	b.t.Helper()
	d, err := b.cs.Create(c, people)
	if err != nil {
		b.t.Fatal(err)
	}
	return d.Customer.ID
}

func (b *bench) db() *gorm.DB { return b.st.Read(b.st.Context()) }

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestCustomersAreCountedByTheDivisionTheirWordsName(t *testing.T) {
	b := newBench(t, locale.ZhCN)
	for i, p := range [][3]string{{"浙江省", "杭州市", "西湖区"}, {"浙江", "杭州", "西湖"}, {"浙江", "杭州", ""}, {"", "义乌", ""}, {"浙江", "", ""}, {"北京", "", "朝阳区"}, {"北京市", "北京市", ""},
		{"重庆", "", "云阳县"}, {"河南", "济源市", ""}, {"Bayern", "München", ""}, {"", "", ""}} {
		tier := ""
		if i == 0 {
			tier = "A"
		}
		b.add(customer.Customer{Name: fmt.Sprintf("客户%d", i), Province: p[0], City: p[1], District: p[2], Tier: tier})
	}
	gone := b.add(customer.Customer{Name: "已删", City: "杭州"})
	if err := b.cs.Trash([]int64{int64(gone)}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ code, want string }{
		{"", "33 浙江省 5, 11 北京市 2, 41 河南省 1, 50 重庆市 1; here 0, unplaced 2, total 9"},
		{"33", "3301 杭州市 3, 3307 金华市 1; here 1, unplaced 0, total 5"},
		{"3301", "330106 西湖区 2; here 1, unplaced 0, total 3"},
		{"11", "110105 朝阳区 1; here 1, unplaced 0, total 2"},
		{"50", "500235 云阳县 1; here 0, unplaced 0, total 1"},
		{"41", "419001 济源市 1; here 0, unplaced 0, total 1"},
		{"64", "; here 0, unplaced 0, total 0"},
	} {
		r := must[*outreach.Regions](t)(b.s.Regions(c.code))
		var rows []string
		for _, x := range r.Rows {
			rows = append(rows, fmt.Sprintf("%s %s %d", x.Code, x.Name, x.Count))
		}
		if got := fmt.Sprintf("%s; here %d, unplaced %d, total %d", strings.Join(rows, ", "), r.Here, r.Unplaced, r.Total); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.code, got, c.want)
		}
	}
	if r := must[*outreach.Regions](t)(b.s.Regions("33")); r.Rows[0].A != 1 || r.Place.Province != "浙江省" {
		t.Errorf("%+v", r)
	}
	page := must[*customer.Page](t)(b.cs.List(customer.Query{Filters: []customer.Filter{{Field: "regionCode", Op: "starts", Value: "3301"}}}))
	if page.Total != 3 {
		t.Errorf("the list of 杭州 has %d rows", page.Total)
	}
}

func TestDistancesOnTheSphere(t *testing.T) {
	for _, c := range []struct {
		name                   string
		lat1, lon1, lat2, lon2 float64
		want                   float64 // metres
	}{
		{"nowhere", 30, 120, 30, 120, 0},
		{"a degree of latitude", 0, 0, 1, 0, 111_195},
		{"北京 to 上海", 39.9042, 116.4074, 31.2304, 121.4737, 1_067_000},
		{"across the date line", 0, 179.5, 0, -179.5, 111_195},
		{"antipodes", 0, 0, 0, 180, math.Pi * 6_371_008.8},
	} {
		if got := outreach.Meters(c.lat1, c.lon1, c.lat2, c.lon2); math.Abs(got-c.want) > c.want*0.005 {
			t.Errorf("%s: got %.0f, want %.0f", c.name, got, c.want)
		}
	}
}

func TestWhoIsNear(t *testing.T) {
	b := newBench(t, locale.ZhCN)
	me := b.add(customer.Customer{Name: "我", Province: "浙江", City: "杭州", District: "西湖区", Latitude: 30.27, Longitude: 120.13})
	b.add(customer.Customer{Name: "二公里", City: "杭州", District: "拱墅区", Latitude: 30.285, Longitude: 120.13})
	b.add(customer.Customer{Name: "半公里", City: "杭州", District: "西湖区", Latitude: 30.2745, Longitude: 120.13})
	b.add(customer.Customer{Name: "同区有坐标但远", City: "杭州", District: "西湖区", Latitude: 30.9, Longitude: 120.13})
	b.add(customer.Customer{Name: "同区", City: "杭州", District: "西湖区"})
	b.add(customer.Customer{Name: "同市甲级", City: "杭州市", Tier: "A"})
	b.add(customer.Customer{Name: "同市", City: "杭州市", District: "余杭区"})
	b.add(customer.Customer{Name: "宁波", City: "宁波"})
	names := func(id customer.ID) string {
		var out []string
		for _, n := range must[[]outreach.Neighbour](t)(b.s.Near(id)) {
			out = append(out, fmt.Sprintf("%s/%s/%d", n.Name, n.By, n.Meters/100))
		}
		return strings.Join(out, " ")
	}
	if got, want := names(me), "半公里/distance/5 二公里/distance/16 同区/district/0 同市甲级/city/0 同市/city/0"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	alone := b.add(customer.Customer{Name: "不知在哪"})
	if got := names(alone); got != "" {
		t.Errorf("got %s", got)
	}
	if _, err := b.s.Near(9999); !fault.Is(err, fault.NotFound) {
		t.Errorf("%v", err)
	}
}

func TestARouteGoesOnToTheNearest(t *testing.T) {
	b := newBench(t, locale.ZhCN)
	var ids []int64
	for _, c := range []customer.Customer{{Name: "起点", Latitude: 30, Longitude: 120}, {Name: "远", Latitude: 31, Longitude: 120}, {Name: "近", Latitude: 30.1, Longitude: 120},
		{Name: "杭州", City: "杭州"}, {Name: "宁波", City: "宁波"}, {Name: "西湖", City: "杭州", District: "西湖区"}} {
		ids = append(ids, int64(b.add(c)))
	}
	var got []string
	for _, s := range must[[]outreach.Stop](t)(b.s.Ordered(ids)) {
		got = append(got, s.Name)
	}
	if want := "起点 近 远 杭州 西湖 宁波"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestRegionsAreFilledWithoutTouchingWhatWasTyped(t *testing.T) {
	b := newBench(t, locale.ZhCN)
	type row struct {
		name string
		c    customer.Customer
		want string // after filling what is sure
		all  string // after filling guesses and tidying, too; "" for the same
	}
	rows := []row{
		{"nothing typed", customer.Customer{Address: "浙江省杭州市西湖区文三路1号"}, "浙江省 杭州市 西湖区", ""},
		{"the city typed short", customer.Customer{City: "杭州", Address: "西湖区文三路1号"}, "浙江省 杭州 西湖区", "浙江省 杭州市 西湖区"},
		{"another city typed", customer.Customer{City: "宁波市", Address: "浙江省杭州市西湖区文三路1号"}, " 宁波市 ", "浙江省 宁波市 "},
		{"abroad", customer.Customer{City: "Berlin", Address: "杭州市西湖区"}, " Berlin ", ""},
		{"complete", customer.Customer{Province: "浙江省", City: "杭州市", District: "西湖区", Address: "x"}, "浙江省 杭州市 西湖区", ""},
		{"東莞 has no districts", customer.Customer{Address: "广东省东莞市长安镇"}, "广东省 东莞市 ", ""},
		{"an old name", customer.Customer{Address: "上海市闸北区天目西路"}, "上海市 上海市 静安区", ""},
		{"several could be meant", customer.Customer{Address: "朝阳区建国路"}, "  ", ""},
		{"from the invoice address", customer.Customer{Billing: customer.Billing{Address: "江苏省苏州市姑苏区"}}, "  ", "江苏省 苏州市 姑苏区"},
		{"from the name of a firm", customer.Customer{Kind: "company"}, "  ", "浙江省 杭州市 "},
		{"nothing known", customer.Customer{Kind: "person"}, "  ", ""},
	}
	ids := map[string]customer.ID{}
	for i := range rows {
		c := rows[i].c
		c.Name = "客户" + fmt.Sprint(i)
		if c.Kind == "company" {
			c.Name = "杭州云栖科技有限公司"
		}
		ids[rows[i].name] = b.add(c)
	}
	regions := func(pick func(row) string, when string) {
		t.Helper()
		for _, r := range rows {
			d := must[*customer.Detail](t)(b.cs.Get(ids[r.name]))
			if got := d.Customer.Province + " " + d.Customer.City + " " + d.Customer.District; got != pick(r) {
				t.Errorf("%s, %s: got %q, want %q", when, r.name, got, pick(r))
			}
		}
	}
	told := int64(0)
	plan := must[*outreach.FillPlan](t)(outreach.Plan(b.st.Context(), b.db(), func(done, _ int64) { told = done }))
	if plan.Scanned != len(rows) || told != int64(len(rows)) || plan.Sure != 4 || plan.Guess != 2 || plan.Bare != 1 || plan.Sure != len(plan.SureRows) {
		t.Errorf("%+v", plan)
	}
	regions(func(r row) string {
		return strings.Join([]string{r.c.Province, r.c.City, r.c.District}, " ")
	}, "after planning")
	n := must[int](t)(outreach.Fill(b.st.Context(), b.st, outreach.FillOptions{Sure: true}, func(int64, int64) {}))
	if n != plan.Sure {
		t.Errorf("%d filled, %d planned", n, plan.Sure)
	}
	regions(func(r row) string { return r.want }, "sure")
	must[int](t)(outreach.Fill(b.st.Context(), b.st, outreach.FillOptions{Sure: true, Guess: true, Tidy: true}, func(int64, int64) {}))
	regions(func(r row) string {
		if r.all != "" {
			return r.all
		}
		return r.want
	}, "all")
	for _, when := range []func(row) string{func(r row) string { return r.want }, func(r row) string { return strings.Join([]string{r.c.Province, r.c.City, r.c.District}, " ") }} {
		var step int64
		if err := b.db().Raw("select max(id) from step where undoable = 1 and undone_by = 0 and undoes = 0 and label = 'outreach.filled'").Scan(&step).Error; err != nil {
			t.Fatal(err)
		}
		must[int64](t)(b.st.Undo(b.st.Context(), step))
		regions(when, "after undo")
	}
	cancelled, stop := context.WithCancel(context.Background())
	stop()
	if _, err := outreach.Fill(cancelled, b.st, outreach.FillOptions{Sure: true}, func(int64, int64) {}); err == nil {
		t.Error("went on after it was cancelled")
	}
}

func (b *bench) printed(url string) []byte {
	b.t.Helper()
	var file bytes.Buffer
	if err := b.fs.Copy(url, &file); err != nil {
		b.t.Fatal(err)
	}
	return file.Bytes()
}

func TestTheVisitSheetSaysWhatIsNeededOnTheWay(t *testing.T) {
	for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
		b := newBench(t, tag)
		one := b.add(customer.Customer{Name: "杭州云栖科技有限公司", Tier: "A", Province: "浙江省", City: "杭州市", District: "西湖区", Address: "转塘街道 1 号", Phones: []customer.Phone{{Raw: "0571-88886666"}}},
			customer.Contact{Name: "单雄信"})
		two := b.add(customer.Customer{Name: "Smith & Sons", Address: "8 Wensan Road, Hangzhou"})
		if _, err := b.is.Log(interaction.Interaction{CustomerID: one, Summary: "要 30 台，月底前定", Medium: interaction.Visit}, &interaction.Next{Title: "带样品", Due: "2026-12-01"}, 0); err != nil {
			t.Fatal(err)
		}
		sheet := must[*outreach.Sheet](t)(b.s.Sheet([]int64{int64(two), int64(one)}, outreach.SheetOptions{Day: "2026-11-23", Lines: 3}))
		if sheet.Pages != 1 {
			t.Errorf("%d pages", sheet.Pages)
		}
		data := b.printed(sheet.URL)
		if !bytes.HasPrefix(data, []byte("%PDF-")) {
			t.Fatalf("%.20q", data)
		}
		text := pdfText(t, data)
		for _, want := range []string{"1 Smith & Sons", "2 杭州云栖科技有限公司", "单雄信", "0571", "转塘街道", "30 台", "带样品", "2026-12-01", locale.Text(tag, "outreach.sheet.title", nil), locale.Text(tag, "outreach.sheet.notes", nil)} {
			if !strings.Contains(strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(want, " ", "")) {
				t.Errorf("%s: %q is not on it:\n%s", tag, want, text)
			}
		}
	}
	b := newBench(t, locale.ZhCN)
	if _, err := b.s.Sheet(nil, outreach.SheetOptions{}); !fault.Is(err, "outreach.sheet.empty") {
		t.Errorf("%v", err)
	}
	if _, err := b.s.Sheet([]int64{1}, outreach.SheetOptions{Lines: 11, Day: "x", Language: "fr"}); len(fault.From(err).Fields) != 3 {
		t.Errorf("%v", err)
	}
}

// pdfText reads the words of a PDF as other programs do.
func pdfText(t testing.TB, data []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not here")
	}
	c := exec.Command("pdftotext", "-layout", "-", "-")
	c.Stdin = bytes.NewReader(data)
	return string(must[[]byte](t)(c.Output()))
}

func TestTheReportIsExported(t *testing.T) {
	b := newBench(t, locale.ZhCN)
	id := b.add(customer.Customer{Name: "=被打扰", Tier: "C"})
	for range 3 {
		if _, err := b.is.Log(interaction.Interaction{CustomerID: id, Summary: "x"}, nil, 0); err != nil {
			t.Fatal(err)
		}
	}
	text := string(b.printed(must[string](t)(b.s.ExportReport("bothered", "csv"))))
	if !strings.HasPrefix(text, "\xEF\xBB\xBF客户,等级") || !strings.Contains(text, "\n'=被打扰,C,") || !strings.Contains(text, "7 天 3 次，上限 2") {
		t.Errorf("%s", text)
	}
	if data := b.printed(must[string](t)(b.s.ExportReport("neglected", "xlsx"))); !bytes.HasPrefix(data, []byte("PK")) {
		t.Errorf("%.10q", data)
	}
	if _, err := b.s.ExportReport("x", "csv"); !fault.Is(err, "outreach.choice") {
		t.Errorf("%v", err)
	}
}

// BenchmarkRegions measures 100,000 customers: counting, planning, filling.
func BenchmarkRegions(b *testing.B) {
	x := newBench(b, locale.ZhCN)
	n := 100_000
	if testing.Short() {
		n = 2_000
	}
	places := []string{"浙江省杭州市西湖区文三路", "上海浦东张江路", "江苏昆山花桥镇", "广州市天河区天河路", "北京市朝阳区建国路", "环城东路", "成都武侯区锦绣路", "8 Wensan Road, Hangzhou"}
	if err := x.st.InTx(x.st.Context(), store.Step{Label: "customer.imported", Params: fault.P{"count": n}}, func(tx *store.Tx) error {
		im := customer.NewImporter(tx, customer.OnDuplicateCreate)
		var rows []customer.Incoming
		for i := range n {
			rows = append(rows, customer.Incoming{Customer: customer.Customer{Name: fmt.Sprintf("客户%d", i), Address: places[i%len(places)] + fmt.Sprint(i) + "号", Tier: []string{"A", "B", "C", ""}[i%4]}})
			if len(rows) == 500 || i == n-1 {
				if _, err := im.Rows(rows); err != nil {
					return err
				}
				rows = rows[:0]
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	plan := must[*outreach.FillPlan](b)(outreach.Plan(x.st.Context(), x.db(), func(int64, int64) {}))
	b.Logf("planned %d customers in %v: %d sure, %d guesses", plan.Scanned, time.Since(began), plan.Sure, plan.Guess)
	began = time.Now()
	count := must[int](b)(outreach.Fill(x.st.Context(), x.st, outreach.FillOptions{Sure: true}, func(int64, int64) {}))
	b.Logf("filled %d in %v", count, time.Since(began))
	for _, code := range []string{"", "33", "3301"} {
		b.Run("count in "+code, func(b *testing.B) {
			for b.Loop() {
				must[*outreach.Regions](b)(x.s.Regions(code))
			}
		})
	}
	b.Run("near", func(b *testing.B) {
		for b.Loop() {
			must[[]outreach.Neighbour](b)(x.s.Near(1))
		}
	})
}
