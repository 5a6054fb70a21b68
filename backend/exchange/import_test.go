package exchange

import (
	"bytes"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

func workspace(t testing.TB) *store.Store {
	return testkit.Open(t, slices.Concat(customer.Kinds(), settings.Kinds(), interaction.Kinds())...)
}

// one is a single file to import.
func one(name string, data []byte) []Input { return []Input{{name, bytesFile(data)}} }

// reading are the options of the only table.
func reading(r Reading) Options { return Options{Parts: map[string]Reading{"": r}} }

// planOf gives the plan of the only table.
func planOf(t testing.TB, st *store.Store, in []Input, o Options) (*PartPlan, error) {
	t.Helper()
	p, err := MakePlan(context.Background(), st.Read(context.Background()), in, o)
	if err != nil {
		return nil, err
	}
	if len(p.Parts) != 1 {
		t.Fatalf("%d tables", len(p.Parts))
	}
	return &p.Parts[0], nil
}

func importText(t testing.TB, st *store.Store, text string, o Options) *Result {
	t.Helper()
	r, err := Import(context.Background(), st, one("客户.csv", []byte(text)), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func all(t testing.TB, st *store.Store) []customer.Customer {
	t.Helper()
	var rows []customer.Customer
	if err := store.Live(st.Read(context.Background())).Order("id").Find(&rows).Error; err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestAListOfCustomersIsTakenIn(t *testing.T) {
	st := workspace(t)
	r := importText(t, st, `客户资料 2026,,,,,,
客户名称,联系人,手机,电话,邮箱,地址,等级
杭州云栖科技有限公司,张三,138 0013 8000,0571-88881234,zhang@yunqi.example,浙江省杭州市西湖区文三路1号,A
杭州云栖科技有限公司,李四,13900139000,0571-88881234,zhang@yunqi.example,浙江省杭州市西湖区文三路1号,A
单雄信,,13700137000,,,,B
坏行,王五,13600136000,,,,Z
,,13500135000,,,,
,赵六,13400134000,,,,
`, Options{})
	if r.Rows != 6 || r.Created != 3 || r.FailedRows != 2 || r.Undo == 0 || r.Encoding != "UTF-8" {
		t.Fatalf("%+v", r)
	}
	for i, want := range []string{"6 等级 Z exchange.value.choice", "7 客户名称  exchange.row.no_name"} {
		p := r.Failed[i]
		if got := fmt.Sprintf("%d %s %s %s", p.Row, p.Column, p.Value, p.Code); got != want {
			t.Errorf("failed: %q, want %q", got, want)
		}
		if p.Message == "" || p.Message == p.Code {
			t.Errorf("no sentence for %s", p.Code)
		}
	}
	rows := all(t, st)
	if len(rows) != 3 || rows[0].Kind != customer.Company || rows[0].Tier != "A" || len(rows[0].Phones) != 1 || rows[0].Phones[0].Number != "+8657188881234" {
		t.Errorf("%+v", rows)
	}
	people, err := customer.Contacts(st.Read(context.Background()), rows[0].ID)
	if err != nil || len(people) != 2 || people[0].Phones[0].Number != "+8613800138000" || people[0].Emails[0] != "zhang@yunqi.example" {
		t.Errorf("contacts %+v %v", people, err)
	}
	if rows[2].Name != "赵六" || rows[2].Kind != customer.Person || len(rows[2].Phones) != 1 {
		t.Errorf("%+v", rows[2])
	}
	if _, err := st.Undo(context.Background(), r.Undo); err != nil {
		t.Fatal(err)
	}
	if left := all(t, st); len(left) != 0 {
		t.Errorf("%d customers are left after undo", len(left))
	}
}

func TestKnownCustomersAreSkippedMergedOrCreated(t *testing.T) {
	list := "客户名称,手机,税号,标签\n甲公司,13800138000,,\n乙公司,13900139000,,老客户\n"
	again := "客户名称,手机,税号,标签\n甲公司,+86 138-0013-8000,91330108MA27XYPC43,新\n丙公司,13700137000,,\n"
	for _, c := range []struct {
		policy                   string
		created, merged, skipped int
		customers                int
	}{{"skip", 1, 0, 1, 3}, {"merge", 1, 1, 0, 3}, {"create", 2, 0, 0, 4}} {
		st := workspace(t)
		importText(t, st, list, Options{})
		dry, err := DryRun(context.Background(), st, one("x.csv", []byte(again)), Options{OnDuplicate: c.policy}, nil)
		if err != nil || dry.Created != c.created || len(all(t, st)) != 2 {
			t.Errorf("%s dry: %+v %v", c.policy, dry, err)
		}
		r := importText(t, st, again, Options{OnDuplicate: c.policy})
		rows := all(t, st)
		if r.Created != c.created || r.Merged != c.merged || r.Skipped != c.skipped || len(rows) != c.customers {
			t.Errorf("%s: %+v, %d customers", c.policy, r, len(rows))
		}
		if c.policy == "merge" && (rows[0].Billing.TaxID != "91330108MA27XYPC43" || fmt.Sprint(rows[0].Tags) != "[新]" || len(rows[0].Phones) != 1) {
			t.Errorf("merged: %+v", rows[0])
		}
	}
}

func TestEverybodyOfACompanyInAnAddressBookComesIn(t *testing.T) {
	for _, policy := range []string{customer.OnDuplicateSkip, customer.OnDuplicateMerge} {
		st := workspace(t)
		r := importText(t, st, "公司,姓名,手机,备注\n甲公司,张三,13800138000,爱喝茶\n乙公司,王五,,\n甲公司,李四,13900139000,老乡\n甲公司,张三,13800138000,爱喝茶\n甲公司,坏行,没有,\n", Options{OnDuplicate: policy})
		people, err := customer.Contacts(st.Read(st.Context()), all(t, st)[0].ID)
		if err != nil || r.Created != 2 || r.FailedRows != 1 || len(people) != 2 || people[1].Name != "李四" || people[1].Phones[0].Number != "+8613900139000" {
			t.Errorf("%s: %+v %+v %v", policy, r, people, err)
		}
		// Next time they are known, and kept as they are where that is chosen.
		r = importText(t, st, "公司,姓名\n甲公司,赵六\n", Options{OnDuplicate: customer.OnDuplicateSkip})
		if people, _ = customer.Contacts(st.Read(st.Context()), all(t, st)[0].ID); r.Skipped != 1 || len(people) != 2 {
			t.Errorf("%s: a known customer was changed: %+v", policy, people)
		}
	}
}

func TestACancelledImportLeavesNothing(t *testing.T) {
	st := workspace(t)
	ctx, cancel := context.WithCancel(context.Background())
	_, err := Import(ctx, st, one("x.csv", manyRows(5000, false)), Options{}, func(rows int64) {
		if rows >= 2000 {
			cancel()
		}
	})
	if !fault.Is(err, fault.Cancelled) || len(all(t, st)) != 0 {
		t.Errorf("%v, %d left", err, len(all(t, st)))
	}
}

func TestAnImportNeedsANameAndKnownFields(t *testing.T) {
	st := workspace(t)
	for _, c := range []struct {
		text string
		o    Options
		code string
	}{
		{"电话,地址\n13800138000,x\n", Options{}, NoName},
		{"客户名称\n", Options{}, NoRows},
		{"客户名称\n甲\n", reading(Reading{Mapping: []string{"nothing"}}), UnknownField},
		{"客户名称\n甲\n", Options{OnDuplicate: "guess"}, UnknownPolicy},
		{"客户名称\n甲\n", reading(Reading{Encoding: "EBCDIC"}), BadEncoding},
	} {
		if _, err := Import(context.Background(), st, one("x.csv", []byte(c.text)), c.o, nil); !fault.Is(err, c.code) {
			t.Errorf("%q: %v, want %s", c.text, err, c.code)
		}
	}
	r := importText(t, st, "a;b\n甲;1380013800\n", reading(Reading{Mapping: []string{"name", "phone"}, HeaderRow: new(int)}))
	if r.Created != 1 || r.FailedRows != 1 {
		t.Errorf("without a header: %+v", r)
	}
}

func TestHeadersOfOtherProgramsAreRecognised(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(corpus(t, "2-csv"), "various.__contact_export_headers.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	dict := newDictionary(columnsOf(fixedFields()), synonyms)
	want := map[string][]string{ // what must be found in each, by the start of product and language
		"Google Contacts": {"contact.firstName|contact.name", "name", "contact.title", "contact.email", "contact.phone", "city", "remark"},
		"Outlook zh-CN":   {"contact.lastName", "contact.firstName", "name", "contact.department", "contact.title", "phone", "contact.phone", "contact.email", "remark", "address", "city", "province", "postcode"},
		"Outlook de":      {"contact.lastName", "contact.firstName", "name", "contact.department", "contact.title", "contact.phone", "contact.email", "remark"},
		"139 Mail":        {"contact.lastName", "contact.firstName", "name", "contact.title", "contact.phone", "contact.email", "contact.qq", "remark"},
		"QQ Sync":         {"contact.lastName", "contact.firstName", "name", "contact.phone", "contact.email", "contact.qq", "remark"},
		"HubSpot":         {"contact.firstName", "contact.lastName", "contact.email", "phone", "name"},
		"Zoho":            {"contact.firstName|contact.name", "contact.email", "channel", "remark"},
		"LinkedIn":        {"contact.firstName", "contact.lastName", "contact.email", "name", "contact.title"},
		"Huawei":          {"contact.name", "contact.phone", "phone"},
		"Samsung":         {"contact.name", "contact.phone"},
		"21cn":            {"contact.name", "contact.email", "contact.phone", "name", "address", "postcode"},
		"TOM":             {"contact.name", "contact.email", "contact.phone", "name", "address"},
	}
	seen := 0
	for _, line := range strings.Split(string(data), "\n")[1:] {
		parts := strings.Split(line, "\t")
		if len(parts) < 4 {
			continue
		}
		heads, err := csv.NewReader(strings.NewReader(parts[3])).Read()
		if err != nil {
			t.Errorf("%s: %v", parts[0], err)
			continue
		}
		got := dict.guess(heads)
		has := map[string]bool{}
		for _, key := range got {
			has[key] = true
		}
		for start, keys := range want {
			if !strings.HasPrefix(parts[0]+" "+parts[1], start) && !strings.HasPrefix(parts[0], start) {
				continue
			}
			seen++
			for _, key := range keys {
				ok := false
				for _, k := range strings.Split(key, "|") {
					ok = ok || has[k]
				}
				if !ok {
					t.Errorf("%s %s: no column for %s", parts[0], parts[1], key)
				}
			}
		}
		if testing.Verbose() {
			var pairs []string
			for i, h := range heads {
				pairs = append(pairs, h+"="+got[i])
			}
			t.Logf("%s %s: %s", parts[0], parts[1], strings.Join(pairs, " · "))
		}
	}
	if seen < 12 {
		t.Errorf("only %d programs tried", seen)
	}
}

// manyRows makes a list of customers with a header, as CSV.
func manyRows(n int, gbk bool) []byte {
	rnd := rand.New(rand.NewSource(2))
	var b bytes.Buffer
	b.WriteString("客户名称,联系人,手机,电话,邮箱,省份,城市,地址,标签,备注\n")
	cities := []string{"杭州", "宁波", "温州", "苏州", "重庆", "厦门"}
	words := []rune("云天华信达科恒泰鑫瑞海博远东方正大中和安康明德")
	for i := range n {
		name := string([]rune{words[rnd.Intn(len(words))], words[rnd.Intn(len(words))], words[rnd.Intn(len(words))]})
		city := cities[rnd.Intn(len(cities))]
		fmt.Fprintf(&b, "%s%s%d贸易有限公司,张%s,13%09d,0571-8%07d,u%d@mail.example,浙江,%s,文三路%d号,老客户;展会,第%d行\n", city, name, i, string(words[rnd.Intn(len(words))]), i*7919%1_000_000_000, i*31%10_000_000, i, city, i, i)
	}
	if gbk {
		s, err := simplifiedchinese.GBK.NewEncoder().Bytes(b.Bytes())
		if err != nil {
			panic(err)
		}
		return s
	}
	return b.Bytes()
}

func asXLSX(t testing.TB, text []byte) []byte {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	x := excelize.NewFile()
	w, err := x.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		cells := make([]any, len(r))
		for k, c := range r {
			cells[k] = c
			if k == 2 && i > 0 { // WPS keeps a typed phone as a number
				var n int64
				fmt.Sscan(c, &n)
				cells[k] = n
			}
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFiveThousandRowsFromGBKAndXLSX(t *testing.T) {
	rows := 5000
	if testing.Short() {
		rows = 500
	}
	text := manyRows(rows, false)
	for _, c := range []struct {
		name string
		data []byte
	}{{"gbk.csv", manyRows(rows, true)}, {"wps.xlsx", asXLSX(t, text)}} {
		st := workspace(t)
		plan, err := planOf(t, st, one(c.name, c.data), Options{})
		if err != nil || plan.Rows != rows || plan.HeaderRow != 1 || len(plan.First) != 20 || plan.Columns[0].Field != "name" || plan.Columns[2].Field != "contact.phone" {
			t.Fatalf("%s: %+v %v", c.name, plan, err)
		}
		r, err := Import(context.Background(), st, one(c.name, c.data), Options{}, nil)
		if err != nil || r.Created != rows || r.FailedRows != 0 {
			t.Errorf("%s: %+v %v", c.name, r, err)
		}
	}
}

var rowsFlag = flag.Int("exchange.rows", 2000, "rows of the import benchmark")

func BenchmarkImport(b *testing.B) {
	n := *rowsFlag
	data := manyRows(n, true)
	for b.Loop() {
		st := workspace(b)
		var most uint64
		r, err := Import(context.Background(), st, one("x.csv", data), Options{}, func(rows int64) {
			if rows%10_000 == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		})
		if err != nil || r.Created != n {
			b.Fatalf("%+v %v", r, err)
		}
		b.ReportMetric(float64(most)/1e6, "peak-heap-MB")
	}
}
