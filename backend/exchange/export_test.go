package exchange

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"keyue/backend/customer"
	"keyue/backend/files"
	"keyue/backend/job"
	"keyue/backend/locale"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// hostile are texts that break naive exports.
var hostile = []string{"=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "'=x", "''@y", "'quoted'", `a"b`, "a;b, c、d", `"whole"`, "<b>粗</b>", "𠮷田 👨‍👩‍👧", "第一行\n第二行", "0012", "1E5", "　全角　", "#1"}

func filled(t testing.TB) *store.Store {
	t.Helper()
	st := workspace(t)
	ctx := context.Background()
	add := func(c customer.Customer, people ...customer.Contact) {
		t.Helper()
		if err := st.InTx(ctx, store.Step{Label: "test"}, func(tx *store.Tx) error { return customer.Create(tx, &c, people) }); err != nil {
			t.Fatalf("%+v: %v", c.Name, err)
		}
	}
	if err := st.InTx(ctx, store.Step{Label: "test"}, func(tx *store.Tx) error {
		return settings.AddCustomField(tx, &settings.CustomField{Entity: "customer", Label: "年用量", Type: settings.FieldNumber})
	}); err != nil {
		t.Fatal(err)
	}
	fields, err := settings.CustomFields(st.Read(ctx), "customer")
	if err != nil {
		t.Fatal(err)
	}
	add(customer.Customer{Name: "杭州云栖科技有限公司", Kind: "company", Alias: "云栖", Role: "agent", Tier: "A", Lifecycle: "won", Channel: "展会", Industry: "软件", Size: "small",
		Phones: []customer.Phone{{Raw: "0571-8888 1234", Label: "work"}, {Raw: "+1 650 253 0000"}}, Emails: []string{"a@yunqi.example", "b@yunqi.example"},
		Social: []customer.Social{{Kind: "wechat", Handle: "yunqi_wx"}, {Kind: "weibo", Handle: "云栖"}}, Website: "https://yunqi.example", Province: "浙江省", City: "杭州市", District: "西湖区",
		Address: "文三路 1 号", Postcode: "310000", ShippingAddress: "余杭仓库", Billing: customer.Billing{Title: "云栖科技", TaxID: "91330108MA27XYPC43", Bank: "工商银行", Account: "6222020200112233445", Address: "文三路", Phone: "0571-88881234"},
		LegalRepresentative: "单雄信", CreditLimit: 12345650, TermsDays: 30, Anniversaries: []customer.Anniversary{{Label: "founded", Day: customer.Day{Year: 2001, Month: 5, Day: 6, Calendar: "solar"}}, {Label: "开业", Day: customer.Day{Month: 8, Day: 15, Calendar: "lunar"}}},
		Consent: customer.Consent{Marketing: "granted", DoNotContact: true, Source: "电话", Date: "2026-01-02"}, Tags: []string{"老客户", "VIP;重点", `5"`}, Remark: "第一行\n=第二行", Custom: map[string]any{fields[0].Key: 1234.5}},
		customer.Contact{Name: "张三", Title: "经理", Department: "采购部", DealRole: "decision_maker", Phones: []customer.Phone{{Raw: "138 0013 8000", Label: "mobile"}}, Emails: []string{"z3@yunqi.example"}, Social: []customer.Social{{Kind: "qq", Handle: "10001"}}, Birthday: customer.Day{Year: 1980, Month: 5, Day: 6, Calendar: "solar"}, Tags: []string{"球友"}, Remark: "爱喝茶"},
		customer.Contact{Name: "李四", Phones: []customer.Phone{{Raw: "13900139000"}}, LeftCompany: true})
	add(customer.Customer{Name: "赵六", Kind: "person", Phones: []customer.Phone{{Raw: "13700137000"}}, Anniversaries: []customer.Anniversary{{Label: "birthday", Day: customer.Day{Year: 1990, Month: 1, Day: 2, Calendar: "solar"}}}})
	for i, h := range hostile {
		add(customer.Customer{Name: fmt.Sprintf("%s 客户%d", h, i), Kind: "company", Alias: h, Address: h, Remark: h, Tags: []string{h}, Channel: h},
			customer.Contact{Name: h + "某", Title: h, Remark: h})
	}
	return st
}

// facts is everything of the workspace that an export carries, as text.
func facts(t testing.TB, st *store.Store) string {
	t.Helper()
	var b strings.Builder
	for _, c := range all(t, st) {
		people, err := customer.Contacts(st.Read(context.Background()), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		c.ID, c.Meta, c.PrimaryContactID = 0, store.Meta{}, 0
		fmt.Fprintf(&b, "%+v\n", c)
		for _, p := range people {
			p.ID, p.Meta, p.CustomerID = 0, store.Meta{}, 0
			fmt.Fprintf(&b, "  %+v\n", p)
		}
	}
	return b.String()
}

func TestWhatIsExportedComesBackTheSame(t *testing.T) {
	ctx := context.Background()
	from := filled(t)
	var ids []int64
	for _, c := range all(t, from) {
		ids = append(ids, int64(c.ID))
	}
	for _, format := range []string{CSV, XLSX} {
		for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
			var out bytes.Buffer
			n, err := Export(ctx, from.Read(ctx), &out, Customers, format, ids, tag, nil)
			if err != nil || n != len(ids) {
				t.Fatalf("%s: %d %v", format, n, err)
			}
			to := workspace(t)
			if err := to.InTx(ctx, store.Step{Label: "test"}, func(tx *store.Tx) error {
				return settings.AddCustomField(tx, &settings.CustomField{Entity: "customer", Label: "年用量", Type: settings.FieldNumber})
			}); err != nil {
				t.Fatal(err)
			}
			r, err := Import(ctx, to, one("x."+format, out.Bytes()), Options{OnDuplicate: "create", Lang: tag}, nil)
			if err != nil || r.FailedRows > 0 {
				t.Fatalf("%s %s: %+v %v", format, tag, r, err)
			}
			want, got := strings.Split(facts(t, from), "\n"), strings.Split(facts(t, to), "\n")
			for i := range want {
				if i >= len(got) || got[i] != want[i] {
					t.Errorf("%s %s line %d:\n got %s\nwant %s", format, tag, i, append(got, "")[min(i, len(got))], want[i])
					break
				}
			}
			var again bytes.Buffer
			if _, err := Export(ctx, to.Read(ctx), &again, Customers, format, nil, tag, nil); err != nil {
				t.Fatal(err)
			}
			var sorted bytes.Buffer
			if _, err := Export(ctx, from.Read(ctx), &sorted, Customers, format, nil, tag, nil); err != nil {
				t.Fatal(err)
			}
			if format == CSV && !bytes.Equal(again.Bytes(), sorted.Bytes()) {
				t.Errorf("the second export differs from the first")
			}
		}
	}
}

func TestNoCellOfAnExportRunsAsAFormula(t *testing.T) {
	for _, h := range append(hostile, "\tx", "\r=1", "'", "") {
		n := neutral(h)
		if n != "" && strings.ContainsRune(formulaStarts, rune(n[0])) {
			t.Errorf("%q stays armed", n)
		}
		if restored(n) != h {
			t.Errorf("%q comes back as %q", h, restored(n))
		}
	}
}

func FuzzNeutral(f *testing.F) {
	for _, h := range hostile {
		f.Add(h)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := restored(neutral(s)); got != s {
			t.Errorf("%q comes back as %q", s, got)
		}
		if list := splitList(joinList([]string{s, "b"}), separators); strings.TrimSpace(s) == s && s != "" && !strings.ContainsAny(s, "\r") && (len(list) != 2 || list[0] != s) {
			t.Errorf("list of %q comes back as %q", s, list)
		}
	})
}

func FuzzCSV(f *testing.F) {
	f.Add("a,\"b\"\"c\"\n1;2\t3|4\r\n", ",")
	f.Fuzz(func(t *testing.T, text, _ string) {
		if tab, err := readTable(t, bytesFile([]byte(text)), "x.csv", Reading{}); err == nil {
			_ = tab.each(context.Background(), func(int, []string) error { return nil })
		}
	})
}

func TestCardsAreReadBack(t *testing.T) {
	ctx := context.Background()
	from := filled(t)
	for _, format := range []string{VCard, VCard4} {
		var out bytes.Buffer
		if _, err := Export(ctx, from.Read(ctx), &out, Customers, format, nil, locale.ZhCN, nil); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(out.String(), "\r\n") {
			if len(line) > 76 {
				t.Errorf("%d octets: %q", len(line), line)
			}
		}
		to := workspace(t)
		r, err := Import(ctx, to, one("x.vcf", out.Bytes()), Options{OnDuplicate: "merge"}, nil)
		if err != nil || r.FailedRows > 0 || r.Format != VCard {
			t.Fatalf("%+v %v", r, err)
		}
		if n := len(all(t, to)); n != 2+len(hostile) {
			t.Errorf("%s: %d customers", format, n)
		}
	}
}

func TestTheServiceImportsReportsAndExports(t *testing.T) {
	ctx := context.Background()
	st := workspace(t)
	now := func() time.Time { return testkit.Start }
	reg := files.New(files.Options{Dir: t.TempDir(), Now: now})
	defer reg.Close()
	ended := make(chan job.Job, 20)
	jobs := job.NewRunner(ctx, job.Options{Now: now, OnChange: func(j job.Job) {
		if j.State != job.Running {
			ended <- j
		}
	}})
	defer jobs.Close(ctx)
	s := NewService(st, reg, jobs, func() locale.Tag { return locale.ZhCN })
	in, err := reg.Put("老客户.csv", strings.NewReader("客户名称,等级,备注\n甲公司,A,\n乙公司,Z,=1\n"))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := s.Plan([]string{in.Token}, Options{})
	if err != nil || plan.Parts[0].Rows != 2 || plan.Parts[0].Columns[1].Field != "tier" || strings.Join(plan.Parts[0].Columns[1].Samples, " ") != "A Z" {
		t.Fatalf("%+v %v", plan, err)
	}
	for _, start := range []func([]string, Options) (job.ID, error){s.DryRun, s.Import} {
		id, err := start([]string{in.Token}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		j := <-ended
		r, ok := j.Result.(*Result)
		if !ok || j.State != job.Done || r.Created != 1 || r.FailedRows != 1 {
			t.Fatalf("%+v", j)
		}
		for _, format := range []string{CSV, XLSX} {
			url, err := s.Report(id, format)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := reg.Copy(url, &out); err != nil {
				t.Fatal(err)
			}
			_, rows, err := readAll(t, bytesFile(out.Bytes()), "report", Reading{})
			if err != nil || len(rows) != 2 || rows[0][0] != "原因" || rows[1][1] != "乙公司" || rows[1][3] != "=1" || !strings.Contains(rows[1][0], "Z") {
				t.Errorf("%s report %q %v", format, rows, err)
			}
		}
	}
	if _, err := s.Export(Customers, nil, XLSX); err != nil {
		t.Fatal(err)
	}
	j := <-ended
	e, ok := j.Result.(*Exported)
	if !ok || e.Rows != 1 {
		t.Fatalf("%+v", j)
	}
	path := filepath.Join(t.TempDir(), "out.xlsx")
	var out bytes.Buffer
	if err := reg.Copy(e.URL, &out); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if got, _ := x.GetCellValue("客户", "A2"); got != "甲公司" {
		t.Errorf("A2 is %q", got)
	}
}
