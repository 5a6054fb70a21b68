package contract_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"keyue/backend/attachment"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/job"
	"keyue/backend/locale"
	"keyue/backend/manuscript"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/testkit"
	"keyue/backend/typeset/press"
)

// shop is a workspace with one own company, one customer and the starters.
type shop struct {
	*contract.Service
	t     testing.TB
	st    *store.Store
	files *files.Registry
	jobs  *job.Runner
	cust  customer.ID
}

func open(t testing.TB) *shop {
	t.Helper()
	st := testkit.Open(t, slices.Concat(settings.Kinds(), attachment.Kinds(), customer.Kinds(), template.Kinds(), contract.Kinds())...)
	reg := files.New(files.Options{Dir: testkit.NewDir(t), Now: st.Now})
	t.Cleanup(func() { _ = reg.Close() })
	jobs := job.NewRunner(t.Context(), job.Options{Now: st.Now})
	sh := &shop{Service: contract.NewService(st, nil, press.New(), reg, jobs, nil), t: t, st: st, files: reg, jobs: jobs}
	sh.must(st.InTx(st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
		cust := customer.Customer{Name: "苏州天合纺织有限公司", Kind: customer.Company, Address: "苏州工业园区星湖街 328 号", ShippingAddress: "苏州工业园区星湖街 328 号 2 号仓",
			LegalRepresentative: "郑建国", Phones: []customer.Phone{{Raw: "0512-62880088"}}, Billing: customer.Billing{TaxID: "91320594MA1XXXXX0X", Bank: "中国银行苏州分行", Account: "4567 8900 1234"}}
		err := errors.Join(
			template.InstallStarters(tx), contract.InstallRule(tx, locale.ZhCN),
			settings.AddCompany(tx, &settings.Company{Name: "恒信建材有限公司", Address: "杭州市拱墅区石祥路 208 号", LegalRepresentative: "沈建国", ContactName: "沈建国",
				Phone: "0571-88000166", TaxID: "91330105MA0000001X", Bank: "中国工商银行杭州石祥支行", Account: "1202022109900000001"}),
			customer.Create(tx, &cust, []customer.Contact{{Name: "郑超", Title: "采购", Phones: []customer.Phone{{Raw: "13800138000"}}}}))
		sh.cust = cust.ID
		return err
	}))
	return sh
}

func (sh *shop) must(err error) {
	sh.t.Helper()
	if err != nil {
		sh.t.Fatal(err)
	}
}

// template gives the id of a starter.
func (sh *shop) template(code string) template.ID {
	sh.t.Helper()
	tpl, err := template.Named(sh.st.Read(sh.st.Context()), code)
	sh.must(err)
	return tpl.ID
}

// sale makes a draft sale with three lines, ready to be issued.
func (sh *shop) sale() *contract.View {
	sh.t.Helper()
	v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: sh.template("zh-sale")})
	sh.must(err)
	v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"lines": []contract.Line{
		{Name: "3号样布", Spec: "150cm", Unit: "米", Qty: 100_000, Price: 4800, Tax: 1300},
		{Name: "5号里布", Unit: "米", Qty: 50_000, Price: 3200, Tax: 1300},
		{Name: "运费", Unit: "车", Qty: 1000, Price: 20000},
	}})
	sh.must(err)
	return v
}

// text is what stands on the pages of an offered PDF, without spaces.
func (sh *shop) text(url string) string {
	sh.t.Helper()
	data := sh.fetch(url)
	m, err := manuscript.Read("x.pdf", bytes.NewReader(data), int64(len(data)))
	sh.must(err)
	return strings.Join(strings.Fields(m.Text()), "")
}

func (sh *shop) fetch(url string) []byte {
	sh.t.Helper()
	var b bytes.Buffer
	sh.must(sh.files.Copy(url, &b))
	return b.Bytes()
}

func TestANewContractIsFilledFromTheRecordsAndAsksOnlyWhatIsMissing(t *testing.T) {
	sh := open(t)
	v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust})
	sh.must(err)
	if v.TemplateName != "买卖合同" {
		t.Errorf("the template chosen is %q", v.TemplateName)
	}
	var missing []string
	for _, f := range v.Fields {
		if f.Missing {
			missing = append(missing, f.Label)
		}
	}
	if !slices.Equal(missing, []string{"货物明细"}) {
		t.Errorf("asked for %v, want only the lines", missing)
	}
	if v.Number != "HT-2026-0001" || v.Contract.Number != "" {
		t.Errorf("number %q shown, %q taken", v.Number, v.Contract.Number)
	}
}

func TestAnIssueTakesTheNumberAndKeepsTheExactBytes(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	if v.AmountInWords != "陆仟陆佰元整" {
		t.Errorf("amount in words %s", v.AmountInWords)
	}
	first, err := sh.Issue(v.Contract.ID, v.Contract.Version, contract.IssueOptions{})
	sh.must(err)
	data := sh.fetch(first.URL)
	sum := sha256.Sum256(data)
	if first.Number != "HT-2026-0001" || first.Issue.SHA256 != hex.EncodeToString(sum[:]) || first.Issue.N != 1 {
		t.Fatalf("got %+v", first)
	}
	if dir := os.Getenv("KEYUE_SHOW"); dir != "" {
		sh.must(os.WriteFile(dir+"/sale.pdf", data, 0o600))
	}
	again, err := sh.IssuePDF(first.Issue.ID)
	sh.must(err)
	if !bytes.Equal(sh.fetch(again), data) {
		t.Error("the reprint has other bytes")
	}
	repeat, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	if !repeat.Repeated || repeat.Issue.ID != first.Issue.ID {
		t.Errorf("an unchanged contract was issued anew: %+v", repeat)
	}
	p, err := sh.Preview(v.Contract.ID, contract.PreviewOptions{})
	sh.must(err)
	if p.Draft || !bytes.Equal(sh.fetch(p.URL), data) {
		t.Error("the preview of an unchanged issue is not its bytes")
	}
}

func TestALaterEditShowsWhatDiffersAndIssuesAsTheNextVersion(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	first, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	v, err = sh.Get(v.Contract.ID)
	sh.must(err)
	if v.Differs || v.Contract.Stage != contract.Printed {
		t.Fatalf("differs %v, stage %s", v.Differs, v.Contract.Stage)
	}
	lines := v.Contract.Lines
	lines[0].Qty = 120_000
	v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"lines": lines})
	sh.must(err)
	changes, err := sh.Differences(v.Contract.ID, 0)
	sh.must(err)
	var text strings.Builder
	for _, c := range changes {
		for _, p := range c.Pieces {
			if p.Kind != "same" {
				fmt.Fprintf(&text, "%s:%s ", p.Kind, p.Text)
			}
		}
	}
	if !v.Differs || !strings.Contains(text.String(), "new:120") || !strings.Contains(text.String(), "柒") {
		t.Errorf("differs %v: %s", v.Differs, text.String())
	}
	second, err := sh.Issue(v.Contract.ID, v.Contract.Version, contract.IssueOptions{})
	sh.must(err)
	if second.Issue.N != 2 || second.Number != first.Number || second.Issue.SHA256 == first.Issue.SHA256 {
		t.Errorf("got %+v", second)
	}
	url, err := sh.IssuePDF(first.Issue.ID)
	sh.must(err)
	if sum := sha256.Sum256(sh.fetch(url)); hex.EncodeToString(sum[:]) != first.Issue.SHA256 {
		t.Error("the first issue changed")
	}
}

func TestAnIssuedContractDoesNotFollowItsCustomer(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	_, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	sh.must(sh.st.InTx(sh.st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
		c, err := customer.Find(tx.DB, sh.cust)
		if err != nil {
			return err
		}
		c.Name, c.ShippingAddress = "苏州新天合纺织有限公司", "别处"
		return tx.Update(c)
	}))
	v, err = sh.Get(v.Contract.ID)
	sh.must(err)
	if v.Differs || v.CustomerName != "苏州天合纺织有限公司" {
		t.Fatalf("differs %v, customer %s", v.Differs, v.CustomerName)
	}
	v, err = sh.RefreshParties(v.Contract.ID, v.Contract.Version)
	sh.must(err)
	if !v.Differs || v.CustomerName != "苏州新天合纺织有限公司" {
		t.Fatalf("after refresh: differs %v, customer %s", v.Differs, v.CustomerName)
	}
}

func TestGapsStopAnIssueUnlessTheyAreWanted(t *testing.T) {
	sh := open(t)
	v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: sh.template("zh-sale")})
	sh.must(err)
	_, err = sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	if !fault.Is(err, "contract.gaps") || fault.From(err).Params["labels"] != "货物明细" {
		t.Fatalf("got %v", err)
	}
	out, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{AllowGaps: true})
	sh.must(err)
	if out.Number != "HT-2026-0001" {
		t.Errorf("the refused issue used up a number: %s", out.Number)
	}
}

func TestACharacterNoFontHasStopsAnIssueAndIsNamed(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	v, err := sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"values": map[string]any{"signPlace": "苏州\U00020BB7野家"}})
	sh.must(err)
	_, err = sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	if !fault.Is(err, "contract.glyphs") || !strings.Contains(fault.From(err).Params["chars"].(string), "\U00020BB7") {
		t.Fatalf("got %v", err)
	}
}

func TestNumbersAreGaplessAndUniqueUnderConcurrentUse(t *testing.T) {
	sh := open(t)
	const n = 12
	ids := make([]contract.ID, n)
	for i := range ids {
		ids[i] = sh.sale().Contract.ID
	}
	numbers := make([]string, n)
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() {
			out, err := sh.Issue(id, 0, contract.IssueOptions{})
			if err != nil {
				t.Error(err)
				return
			}
			numbers[i] = out.Number
		})
	}
	wg.Wait()
	slices.Sort(numbers)
	for i, got := range numbers {
		if want := fmt.Sprintf("HT-2026-%04d", i+1); got != want {
			t.Fatalf("number %d is %s, want %s", i, got, want)
		}
	}
}

func TestAVoidContractKeepsItsNumberAndTakesNoMoreChanges(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	_, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	v, err = sh.Get(v.Contract.ID)
	sh.must(err)
	if err := sh.Trash([]contract.ID{v.Contract.ID}); !fault.Is(err, "contract.has_issues") {
		t.Errorf("trash: %v", err)
	}
	if _, err := sh.Move(v.Contract.ID, v.Contract.Version, contract.Void, " "); !fault.Is(err, fault.InvalidInput) {
		t.Errorf("void without a reason: %v", err)
	}
	v, err = sh.Move(v.Contract.ID, v.Contract.Version, contract.Void, "客户取消订单")
	sh.must(err)
	if v.Contract.Number != "HT-2026-0001" || len(v.Next) != 0 {
		t.Errorf("got %+v", v.Contract)
	}
	if _, err := sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"name": "x"}); !fault.Is(err, "contract.closed") {
		t.Errorf("save: %v", err)
	}
	other := sh.sale()
	out, err := sh.Issue(other.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	if out.Number != "HT-2026-0002" {
		t.Errorf("the void number was used again: %s", out.Number)
	}
}

func TestAPriceFreeCopyShowsNoPrices(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	out, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{PriceFree: true})
	sh.must(err)
	if !out.Issue.PriceFree || out.Issue.N != 1 {
		t.Fatalf("got %+v", out.Issue)
	}
	text := sh.text(out.URL)
	for _, price := range []string{"6,600", "4,800", "48.00", "32.00", "陆仟", "元整", "单价（元）", "金额（元）"} {
		if strings.Contains(text, price) {
			t.Errorf("%q is on the copy without prices", price)
		}
	}
	for _, kept := range []string{"3号样布", "100", "本合同价款为***"} {
		if !strings.Contains(text, kept) {
			t.Errorf("%q is not on the copy without prices", kept)
		}
	}
	full, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	if full.Repeated || full.Issue.N != 2 || full.Number != out.Number {
		t.Errorf("got %+v", full)
	}
}

func TestEveryStarterIsIssued(t *testing.T) {
	sh := open(t)
	list, err := template.NewService(sh.st, template.Lent{}).List(template.Filter{})
	sh.must(err)
	if len(list) < 22 {
		t.Fatalf("%d starters", len(list))
	}
	for _, tpl := range list {
		t.Run(tpl.Code, func(t *testing.T) {
			v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: tpl.ID})
			sh.must(err)
			v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"lines": []contract.Line{{Name: "样品", Qty: 3000, Price: 9999, Unit: "件", Tax: 1300}}})
			sh.must(err)
			out, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{AllowGaps: true})
			sh.must(err)
			if out.Issue.Pages < 1 || out.Issue.Pages > 6 {
				t.Errorf("%d pages", out.Issue.Pages)
			}
			if out.Issue.Bytes > 200<<10 {
				t.Errorf("%d bytes", out.Issue.Bytes)
			}
			if dir := os.Getenv("KEYUE_SHOW"); dir != "" {
				sh.must(os.WriteFile(dir+"/"+tpl.Code+".pdf", sh.fetch(out.URL), 0o600))
			}
		})
	}
}

func TestSaveRefusesWhatOnlyTheProgramDecides(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	_, err := sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"number": "X-1", "stage": "signed", "nonsense": 1, "lines": []map[string]any{{"name": "", "qty": 1, "price": 1, "discount": 20000}}})
	var fields []string
	for _, f := range fault.From(err).Fields {
		fields = append(fields, f.Field)
	}
	slices.Sort(fields)
	if !slices.Equal(fields, []string{"lines.0.discount", "lines.0.name", "nonsense", "number", "stage"}) {
		t.Fatalf("got %v from %v", fields, err)
	}
	if _, err := sh.Save(v.Contract.ID, v.Contract.Version-1, map[string]any{"name": "x"}); !fault.Is(err, "store.conflict") {
		t.Errorf("a stale version: %v", err)
	}
}

func TestABatchMakesOneContractForEachCustomerOrNothing(t *testing.T) {
	sh := open(t)
	var ids []customer.ID
	sh.must(sh.st.InTx(sh.st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
		for i := range 20 {
			c := customer.Customer{Name: fmt.Sprintf("客户%02d有限公司", i), ShippingAddress: "某路 1 号"}
			if i == 7 {
				c.ShippingAddress = ""
			}
			if err := customer.Create(tx, &c, nil); err != nil {
				return err
			}
			ids = append(ids, c.ID)
		}
		return nil
	}))
	in := contract.BatchInput{CustomerIDs: ids, TemplateID: sh.template("zh-sale"), Lines: []contract.Line{{Name: "样布", Qty: 1000, Price: 100}}}
	check, err := sh.CheckBatch(in)
	sh.must(err)
	if len(check.Gaps) != 1 || check.Gaps[0].Name != "客户07有限公司" || check.Ready != 19 || !slices.Equal(check.Blanks, []string{"收货人", "收货人电话"}) || len(check.Trashed)+len(check.Lost) != 0 {
		t.Fatalf("check %+v", check)
	}
	// Contracts must not lie about where nobody takes them away.
	shared := t.TempDir()
	t.Setenv("TMPDIR", shared)
	t.Setenv("TMP", shared)
	for _, merged := range []bool{false, true} {
		in.Merged = merged
		out, err := contract.RunBatch(t.Context(), sh.Service, in, func(int64, int64) {})
		sh.must(err)
		if out.Made != 19 || len(out.Skipped) != 1 {
			t.Fatalf("made %d, skipped %v", out.Made, out.Skipped)
		}
		head := map[bool]string{false: "PK", true: "%PDF"}[merged]
		if data := sh.fetch(out.URL); !bytes.HasPrefix(data, []byte(head)) {
			t.Errorf("merged %v: file begins with %q", merged, data[:4])
		}
	}
	if left, err := os.ReadDir(shared); err != nil || len(left) > 0 {
		t.Errorf("left in the machine's temporary folder: %v %v", left, err)
	}
	counts, err := sh.Counts(false)
	sh.must(err)
	ctx, cancel := contextAfter(t, 5)
	if _, err := contract.RunBatch(ctx, sh.Service, in, cancel); err == nil {
		t.Fatal("a cancelled batch reported success")
	}
	after, err := sh.Counts(false)
	sh.must(err)
	if counts.All != 38 || after.All != counts.All {
		t.Errorf("%d contracts before, %d after a cancelled batch", counts.All, after.All)
	}
}

func TestABatchPassesOverWhoIsInTheTrashOrLost(t *testing.T) {
	sh := open(t)
	ids := []customer.ID{sh.cust}
	sh.must(sh.st.InTx(sh.st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
		for _, c := range []customer.Customer{{Name: "在回收站的"}, {Name: "流失的", Lifecycle: customer.Lost}} {
			c.ShippingAddress = "某路 1 号"
			if err := customer.Create(tx, &c, nil); err != nil {
				return err
			}
			ids = append(ids, c.ID)
		}
		return tx.Trash(customer.KindCustomer, int64(ids[1]))
	}))
	if locale.Text(locale.ZhCN, "contract.batch", nil) == "contract.batch" {
		t.Error("the work has no name")
	}
	in := contract.BatchInput{CustomerIDs: append(ids, 9_999), TemplateID: sh.template("zh-sale"), Lines: []contract.Line{{Name: "样布", Qty: 1000, Price: 100}}}
	for _, include := range []bool{false, true} {
		in.IncludeLost = include
		made := map[bool]int{false: 1, true: 2}[include]
		check, err := sh.CheckBatch(in)
		sh.must(err)
		if check.Ready != made || len(check.Trashed) != 2 || check.Trashed[0].Name != "在回收站的" || len(check.Lost) != 1 || check.Lost[0].Name != "流失的" {
			t.Errorf("include %v: %+v", include, check)
		}
		out, err := contract.RunBatch(t.Context(), sh.Service, in, func(int64, int64) {})
		sh.must(err)
		if out.Made != made || out.LeftOut != 4-made || len(out.Skipped) != 0 {
			t.Errorf("include %v: %+v", include, out)
		}
		var told string
		sh.must(sh.st.Read(t.Context()).Table("step").Order("id desc").Limit(1).Pluck("params", &told).Error)
		if told != fmt.Sprintf(`{"count":%d}`, made) {
			t.Errorf("include %v: what was done is told as %s", include, told)
		}
		data := sh.fetch(out.URL)
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		sh.must(err)
		if len(z.File) != made || z.File[0].Modified.Year() != sh.st.Now().UTC().Year() {
			t.Errorf("include %v: %d files of %v", include, len(z.File), z.File[0].Modified)
		}
	}
}

func TestListFindsAndSorts(t *testing.T) {
	sh := open(t)
	a, b := sh.sale(), sh.sale()
	_, err := sh.Issue(a.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	page, err := sh.List(contract.Query{Stages: []contract.Stage{contract.Draft}})
	sh.must(err)
	if page.Total != 1 || page.Rows[0].ID != b.Contract.ID || page.Rows[0].CustomerName != "苏州天合纺织有限公司" || page.Rows[0].Amount != 660000 {
		t.Fatalf("got %+v", page)
	}
	page, err = sh.List(contract.Query{TemplateID: a.Contract.TemplateID, Limit: 1})
	sh.must(err)
	none, err := sh.List(contract.Query{TemplateID: a.Contract.TemplateID + 1000})
	sh.must(err)
	if page.Total != 2 || len(page.Rows) != 1 || none.Total != 0 {
		t.Errorf("contracts of a template: got %d in %d rows, of no template %d", page.Total, len(page.Rows), none.Total)
	}
	o, err := sh.Overview()
	sh.must(err)
	if o.DraftCount != 1 || len(o.Issued) != 1 || o.Issued[0].LastIssueID == 0 {
		t.Errorf("got %+v", o)
	}
}

func BenchmarkPreview(b *testing.B) {
	sh := open(b)
	id := sh.sale().Contract.ID
	whole, err := sh.Preview(id, contract.PreviewOptions{})
	sh.must(err)
	for name, o := range map[string]contract.PreviewOptions{
		"whole": {},
		"key":   {Seen: []press.Seen{{Page: 0, Mark: whole.Marks[0]}}, Changes: map[string]any{"values": map[string]any{"signPlace": "杭州市"}}},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := sh.Preview(id, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestWhileTypingOnlyWhatChangedIsGiven(t *testing.T) {
	sh := open(t)
	id := sh.sale().Contract.ID
	whole, err := sh.Preview(id, contract.PreviewOptions{})
	sh.must(err)
	if whole.Patch != nil || len(whole.Marks) != whole.Pages {
		t.Fatalf("patch %v, %d marks of %d pages", whole.Patch, len(whole.Marks), whole.Pages)
	}
	seen := []press.Seen{{Page: 0, Mark: whole.Marks[0]}}
	typed, err := sh.Preview(id, contract.PreviewOptions{Seen: seen, Changes: map[string]any{"lines": []contract.Line{{Name: "样布"}}}})
	sh.must(err)
	if typed.URL != "" || typed.Patch == nil || len(typed.Patch.Bands[0]) == 0 || typed.Marks[0] == whole.Marks[0] {
		t.Errorf("url %q, patch %+v", typed.URL, typed.Patch)
	}
	// When the pages are those that were issued, their very bytes are shown.
	view, err := sh.Get(id)
	sh.must(err)
	_, err = sh.Issue(id, view.Contract.Version, contract.IssueOptions{AllowGaps: true})
	sh.must(err)
	same, err := sh.Preview(id, contract.PreviewOptions{Seen: seen})
	sh.must(err)
	if same.URL == "" || same.Patch != nil || same.Draft {
		t.Errorf("issued: url %q, patch %v", same.URL, same.Patch)
	}
}

func BenchmarkBatchOfAThousand(b *testing.B) {
	sh := open(b)
	var ids []customer.ID
	sh.must(sh.st.InTx(sh.st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
		for i := range 1000 {
			c := customer.Customer{Name: fmt.Sprintf("客户%04d有限公司", i), ShippingAddress: "某路 1 号"}
			if err := customer.Create(tx, &c, nil); err != nil {
				return err
			}
			ids = append(ids, c.ID)
		}
		return nil
	}))
	in := contract.BatchInput{CustomerIDs: ids, TemplateID: sh.template("zh-sale"), AllowGaps: true, Lines: []contract.Line{{Name: "样布", Qty: 1000, Price: 100}}}
	for b.Loop() {
		if _, err := contract.RunBatch(b.Context(), sh.Service, in, func(int64, int64) {}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestADraftBegunBeforeThereWasAnOwnCompanyTakesTheDefaultOne(t *testing.T) {
	sh := open(t)
	company := settings.NewService(sh.st, nil)
	rows, err := company.Companies()
	sh.must(err)
	_, err = company.TrashCompany(rows[0].ID)
	sh.must(err)
	v := sh.sale()
	if v.CompanyName != "" || v.Contract.CompanyID != 0 {
		t.Fatalf("got %q", v.CompanyName)
	}
	made, err := company.CreateCompany(settings.Company{Name: "后来的公司"})
	sh.must(err)
	v, err = sh.Get(v.Contract.ID)
	sh.must(err)
	if v.CompanyName != "后来的公司" || v.Contract.CompanyID != made.ID {
		t.Fatalf("got %q, %d", v.CompanyName, v.Contract.CompanyID)
	}
	out, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{AllowGaps: true})
	sh.must(err)
	v, err = sh.Get(out.Issue.ContractID)
	sh.must(err)
	if v.Contract.CompanyID != made.ID || v.Differs {
		t.Errorf("after the issue: company %d, differs %v", v.Contract.CompanyID, v.Differs)
	}
}

func TestThePreviewOfAVoidContractSaysSoAndItsIssueStays(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	out, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	v, err = sh.Get(v.Contract.ID)
	sh.must(err)
	_, err = sh.Move(v.Contract.ID, v.Contract.Version, contract.Void, "客户取消")
	sh.must(err)
	p, err := sh.Preview(v.Contract.ID, contract.PreviewOptions{})
	sh.must(err)
	data := sh.fetch(p.URL)
	if sum := sha256.Sum256(data); !p.Draft || hex.EncodeToString(sum[:]) == out.Issue.SHA256 {
		t.Error("the preview does not show that the contract is void")
	}
	url, err := sh.IssuePDF(out.Issue.ID)
	sh.must(err)
	if sum := sha256.Sum256(sh.fetch(url)); hex.EncodeToString(sum[:]) != out.Issue.SHA256 {
		t.Error("the issue changed")
	}
}

func TestThePreviewShowsWhatIsTypedBeforeItIsSaved(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	saved, err := sh.Preview(v.Contract.ID, contract.PreviewOptions{})
	sh.must(err)
	typed, err := sh.Preview(v.Contract.ID, contract.PreviewOptions{Changes: map[string]any{"values": map[string]any{"signPlace": "杭州市拱墅区"}, "number": "X-1", "lines": "nonsense"}})
	sh.must(err)
	if bytes.Equal(sh.fetch(saved.URL), sh.fetch(typed.URL)) {
		t.Error("what was typed is not on the page")
	}
	after, err := sh.Get(v.Contract.ID)
	sh.must(err)
	if after.Contract.Version != v.Contract.Version || len(after.Contract.Lines) != 3 || after.Contract.Number != "" {
		t.Errorf("the preview changed the contract: %+v", after.Contract)
	}
}

func TestAllContractsOfAViewAreDeletedAtOnce(t *testing.T) {
	sh := open(t)
	const many = 620 // more than a window of the list
	sh.must(sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.created"}, func(tx *store.Tx) error {
		list := make([]contract.Contract, many)
		for i := range list {
			list[i] = contract.Contract{Name: "旧合同", CustomerID: sh.cust, Source: contract.Outside, Stage: contract.Signed, Language: locale.ZhCN, Kind: "other",
				Values: map[string]any{}, Lines: []contract.Line{}, Tags: []string{}, Deviations: []template.Deviation{}}
		}
		return tx.InsertAll(list)
	}))
	issued := sh.sale()
	_, err := sh.Issue(issued.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	q := contract.Query{Stages: []contract.Stage{contract.Signed}}
	ids, err := sh.IDs(q)
	sh.must(err)
	if len(ids) != many {
		t.Fatalf("%d ids", len(ids))
	}
	if err := sh.Trash(append(ids, issued.Contract.ID)); !fault.Is(err, "contract.has_issues") {
		t.Errorf("an issued contract among them: %v", err)
	}
	if err := sh.Trash(append(ids, 99_999)); !fault.Is(err, fault.NotFound) {
		t.Errorf("one that is not there: %v", err)
	}
	sh.must(sh.Trash(ids))
	if page, err := sh.List(contract.Query{}); err != nil || page.Total != 1 {
		t.Errorf("%d left, %v", page.Total, err)
	}
	_, err = sh.st.Undo(sh.st.Context(), sh.lastStep())
	sh.must(err)
	if page, err := sh.List(q); err != nil || page.Total != many {
		t.Errorf("%d after the undo, %v", page.Total, err)
	}
}
