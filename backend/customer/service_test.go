package customer_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"gorm.io/gorm"

	"keyue/backend/attachment"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// open gives a workspace with the kinds that customers touch.
func open(t testing.TB, o customer.Options) (*store.Store, *customer.Service) {
	kinds := append(append(customer.Kinds(), attachment.Kinds()...), settings.Kinds()...)
	st := testkit.Open(t, kinds...)
	return st, customer.NewService(st, o)
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// undo takes back the last step.
func undo(t testing.TB, st *store.Store) {
	t.Helper()
	var step int64
	ok(t, st.Read(st.Context()).Raw("select max(id) from step where undoable = 1 and undone_by = 0 and undoes = 0").Scan(&step).Error)
	if _, err := st.Undo(st.Context(), step); err != nil {
		t.Fatalf("undo: %v", err)
	}
}

// tables gives the derived rows, to compare before and after.
func tables(t testing.TB, st *store.Store) string {
	t.Helper()
	var out []string
	for _, q := range []string{
		"select kind || ':' || value || ':' || customer_id || ':' || contact_id from identity order by 1",
		"select tag || ':' || customer_id from customer_tag order by 1",
		"select key || ':' || value || ':' || customer_id from customer_custom order by 1",
		"select id || ':' || sort_key || ':' || main_phone || ':' || main_contact_id || ':' || contact_key from customer where deleted_at is null order by 1",
		"select id || ':' || customer_id from contact where deleted_at is null order by 1",
		"select id || ':' || record_id from attachment where deleted_at is null order by 1",
	} {
		var rows []string
		ok(t, st.Read(st.Context()).Raw(q).Scan(&rows).Error)
		out = append(out, strings.Join(rows, "\n"))
	}
	return strings.Join(out, "\n--\n")
}

func hengxin() customer.Customer {
	return customer.Customer{Name: "杭州恒信建材有限公司", Phones: []customer.Phone{{Raw: "0571-88158198 转 801"}}, Emails: []string{"Info@HengXin.cn"},
		Province: "浙江省", City: "杭州市", Tier: "A", Tags: []string{"老客户", "设计师"},
		Billing: customer.Billing{Title: "杭州恒信建材有限公司", TaxID: "91330100799655058b"}}
}

func TestACustomerComesBackAsItWasEntered(t *testing.T) {
	_, s := open(t, customer.Options{})
	c := hengxin()
	c.Social = []customer.Social{{Kind: "wechat", Handle: "hx_88"}}
	c.Anniversaries = []customer.Anniversary{{Label: "founded", Day: customer.Day{Month: 3, Day: 8, Calendar: "lunar"}}}
	c.CreditLimit, c.TermsDays, c.Remark = 3000000, 30, "第一行\r\n第二行"
	c.Consent = customer.Consent{Marketing: "granted", Source: "展会", Date: "2026-05-01"}
	d := must[*customer.Detail](t)(s.Create(c, []customer.Contact{{Name: "郑超", Title: "采购", Phones: []customer.Phone{{Raw: "13812345678"}}}, {}}))
	got := d.Customer
	if got.Phones[0].Number != "+8657188158198" || got.Phones[0].Ext != "801" || got.Phones[0].Raw != "0571-88158198 转 801" {
		t.Errorf("phone %+v", got.Phones)
	}
	if got.Emails[0] != "info@hengxin.cn" || got.Billing.TaxID != "91330100799655058B" || got.Remark != "第一行\n第二行" {
		t.Errorf("normal forms: %q %q %q", got.Emails, got.Billing.TaxID, got.Remark)
	}
	if got.Kind != "company" || got.Lifecycle != "potential" || got.Role != "end" || got.Consent.Date != "2026-05-01" || got.CreditLimit != 3000000 {
		t.Errorf("fields %+v", got)
	}
	if len(d.Contacts) != 1 || d.Contacts[0].Name != "郑超" {
		t.Errorf("a blank contact row was kept: %+v", d.Contacts)
	}
	text := string(must[[]byte](t)(json.Marshal(d)))
	if strings.Contains(text, "null") {
		t.Errorf("null reaches the page: %s", text)
	}
}

func TestEveryBadFieldIsNamedAndNothingIsKept(t *testing.T) {
	_, s := open(t, customer.Options{})
	_, err := s.Create(customer.Customer{Tier: "D", Emails: []string{"nobody"}, Phones: []customer.Phone{{Raw: "没有"}}, TermsDays: -1,
		Consent: customer.Consent{Date: "2026-02-30"}, CreditLimit: -5, Custom: map[string]any{"zz": 1.0},
		Anniversaries: []customer.Anniversary{{Label: "x", Day: customer.Day{Year: 2025, Month: 2, Day: 29}}}},
		[]customer.Contact{{Name: "甲"}, {Title: "经理", Emails: []string{"x"}}})
	var fields []string
	for _, f := range fault.From(err).Fields {
		fields = append(fields, f.Field)
		if !locale.Has(f.Code) {
			t.Errorf("%s has no sentence", f.Code)
		}
	}
	want := []string{"name", "tier", "phones.0.raw", "emails.0", "creditLimit", "termsDays", "consent.date", "anniversaries.0.day", "custom.zz", "contacts.1.name", "contacts.1.emails.0"}
	if !reflect.DeepEqual(fields, want) {
		t.Errorf("got %q\nwant %q", fields, want)
	}
	if n := must[int64](t)(s.Count()); n != 0 {
		t.Errorf("%d customers kept", n)
	}
}

func TestHostileNamesAreKeptAndFoundVerbatim(t *testing.T) {
	st, s := open(t, customer.Options{})
	for _, name := range []string{`<img src=x onerror=alert(1)>`, `=HYPERLINK("http://x","y")`, `+1+1`, `'; drop table customer; --`, `100%_\`, "𠮷野家🍜", "a{name}b"} {
		d := must[*customer.Detail](t)(s.Create(customer.Customer{Name: name}, nil))
		if d.Customer.Name != name {
			t.Errorf("%q became %q", name, d.Customer.Name)
		}
		rows := must[[]customer.Customer](t)(customer.FindByName(st.Read(st.Context()), name))
		if len(rows) != 1 {
			t.Errorf("%q found %d times", name, len(rows))
		}
		page := must[*customer.Page](t)(s.List(customer.Query{Filters: []customer.Filter{{Field: "name", Op: "contains", Value: name}}}))
		if page.Total != 1 {
			t.Errorf("%q: filter finds %d", name, page.Total)
		}
	}
}

func TestAnEditInPlaceChangesOnlyWhatItNames(t *testing.T) {
	st, s := open(t, customer.Options{})
	d := must[*customer.Detail](t)(s.Create(hengxin(), nil))
	was := d.Customer
	before := tables(t, st)
	d = must[*customer.Detail](t)(s.Update(was.ID, was.Version, map[string]any{"tier": "B", "billing": map[string]any{"bank": "工商银行"}, "tags": []any{"新"}}))
	if d.Customer.Tier != "B" || d.Customer.Billing.Bank != "工商银行" || d.Customer.Billing.TaxID != was.Billing.TaxID || d.Customer.Name != was.Name {
		t.Errorf("%+v", d.Customer)
	}
	if _, err := s.Update(was.ID, was.Version, map[string]any{"tier": "C"}); !fault.Is(err, store.Conflict) {
		t.Errorf("an older version overwrites: %v", err)
	}
	if _, err := s.Update(was.ID, 0, map[string]any{"tier": "Z", "name": " ", "nope": 1, "phones": "x"}); len(fault.From(err).Fields) != 4 {
		t.Errorf("faults %v", err)
	}
	undo(t, st)
	if after := tables(t, st); after != before {
		t.Errorf("undo leaves\n%s\nwant\n%s", after, before)
	}
}

func TestAPrimaryContactMustFit(t *testing.T) {
	_, s := open(t, customer.Options{})
	a := must[*customer.Detail](t)(s.Create(customer.Customer{Name: "甲公司"}, []customer.Contact{{Name: "张三"}, {Name: "李四", Phones: []customer.Phone{{Raw: "13912345678"}}}}))
	b := must[*customer.Detail](t)(s.Create(customer.Customer{Name: "乙公司"}, []customer.Contact{{Name: "王五"}}))
	if _, err := s.Update(a.Customer.ID, 0, map[string]any{"primaryContactId": b.Contacts[0].ID}); err == nil {
		t.Error("a contact of another customer became primary")
	}
	d := must[*customer.Detail](t)(s.SetPrimary(a.Contacts[1].ID))
	if d.Contacts[0].Name != "李四" {
		t.Errorf("the primary contact is not first: %+v", d.Contacts)
	}
	row := must[*customer.Page](t)(s.List(customer.Query{Filters: []customer.Filter{{Field: "phone", Op: "contains", Value: "5678"}}}))
	if row.Total != 1 || row.Rows[0].ContactName != "李四" || row.Rows[0].Phone != "139 1234 5678" {
		t.Errorf("row %+v", row)
	}
	d = must[*customer.Detail](t)(s.TrashContact(d.Contacts[0].ID))
	if len(d.Contacts) != 1 || d.Contacts[0].Name != "张三" {
		t.Errorf("%+v", d.Contacts)
	}
}

func TestEveryStepOfThePageCanBeUndone(t *testing.T) {
	st, s := open(t, customer.Options{})
	a := must[*customer.Detail](t)(s.Create(hengxin(), []customer.Contact{{Name: "郑超", Phones: []customer.Phone{{Raw: "13812345678"}}}}))
	b := must[*customer.Detail](t)(s.Create(customer.Customer{Name: "恒信", Tags: []string{"设计师"}}, []customer.Contact{{Name: "李梅"}}))
	file := attachment.Attachment{Kind: "customer", RecordID: int64(b.Customer.ID), Name: "a.pdf", Mime: "application/pdf", SHA256: "x"}
	ok(t, st.InTx(st.Context(), store.Step{Label: "attachment.added"}, func(tx *store.Tx) error { return tx.Insert(&file) }))
	ids := []int64{int64(a.Customer.ID), int64(b.Customer.ID)}
	for name, do := range map[string]func() error{
		"create": func() error {
			_, err := s.Create(customer.Customer{Name: "丙"}, []customer.Contact{{Name: "丁"}})
			return err
		},
		"update": func() error { _, err := s.Update(a.Customer.ID, 0, map[string]any{"name": "新名字"}); return err },
		"many": func() error {
			_, err := s.UpdateMany(ids, map[string]any{"lifecycle": "won", "addTags": []any{"x"}, "removeTags": []any{"设计师"}})
			return err
		},
		"trash": func() error { return s.Trash(ids) },
		"contact": func() error {
			_, err := s.AddContact(a.Customer.ID, customer.Contact{Name: "新人", Emails: []string{"n@x.cn"}})
			return err
		},
		"edit contact": func() error {
			_, err := s.UpdateContact(a.Contacts[0].ID, a.Contacts[0].Version, map[string]any{"phones": []any{map[string]any{"raw": "13900000000"}}})
			return err
		},
		"trash contact": func() error { _, err := s.TrashContact(a.Contacts[0].ID); return err },
		"primary":       func() error { _, err := s.SetPrimary(a.Contacts[0].ID); return err },
		"merge":         func() error { _, err := s.Merge(a.Customer.ID, []customer.ID{b.Customer.ID}, nil); return err },
		"import": func() error {
			return st.InTx(st.Context(), store.Step{Label: "customer.imported"}, func(tx *store.Tx) error {
				_, _, err := customer.ImportRow(tx, customer.OnDuplicateMerge, customer.Customer{Name: "恒信建材", Phones: []customer.Phone{{Raw: "13812345678"}}, Website: "x.cn"}, nil)
				return err
			})
		},
	} {
		before := tables(t, st)
		if err := do(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if tables(t, st) == before && name != "primary" && name != "import" {
			t.Errorf("%s changes nothing", name)
		}
		undo(t, st)
		if after := tables(t, st); after != before {
			t.Errorf("%s: undo leaves\n%s\nwant\n%s", name, after, before)
		}
		// Versions moved on; take them anew.
		a, b = must[*customer.Detail](t)(s.Get(a.Customer.ID)), must[*customer.Detail](t)(s.Get(b.Customer.ID))
	}
}

func TestMergedCustomersAreOneWithAllThatBelongsToThem(t *testing.T) {
	var followed []customer.ID
	st, s := open(t, customer.Options{Followers: []customer.Follower{func(tx *store.Tx, keep customer.ID, others []customer.ID) error {
		followed = append([]customer.ID{keep}, others...)
		return nil
	}}})
	a := must[*customer.Detail](t)(s.Create(hengxin(), []customer.Contact{{Name: "郑超"}}))
	bc := customer.Customer{Name: "恒信门店", Tier: "B", Website: "hx.cn", Phones: []customer.Phone{{Raw: "13812345678"}}, Remark: "老店", Tags: []string{"门店"}, Billing: customer.Billing{Bank: "建设银行"}}
	bc.Consent.DoNotContact = true
	b := must[*customer.Detail](t)(s.Create(bc, []customer.Contact{{Name: "李梅"}}))
	d := must[*customer.Detail](t)(s.Merge(a.Customer.ID, []customer.ID{b.Customer.ID, b.Customer.ID, a.Customer.ID}, map[string]customer.ID{"tier": b.Customer.ID, "billing.bank": b.Customer.ID}))
	c := d.Customer
	if c.Name != "杭州恒信建材有限公司" || c.Alias != "恒信门店" || c.Tier != "B" || c.Website != "hx.cn" || c.Billing.Bank != "建设银行" ||
		len(c.Phones) != 2 || !c.Consent.DoNotContact || c.Remark != "老店" || len(c.Tags) != 3 || len(d.Contacts) != 2 {
		t.Errorf("merged %+v, contacts %d", c, len(d.Contacts))
	}
	if len(followed) != 2 || followed[1] != b.Customer.ID {
		t.Errorf("followers were told %v", followed)
	}
	if _, err := s.Merge(a.Customer.ID, []customer.ID{b.Customer.ID}, nil); !fault.Is(err, "customer.merge.none") {
		t.Errorf("a trashed customer is merged again: %v", err)
	}
	undo(t, st)
	if d := must[*customer.Detail](t)(s.Get(a.Customer.ID)); len(d.Contacts) != 1 || d.Customer.Website != "" {
		t.Errorf("undo leaves %+v", d)
	}
}

func TestADuplicateIsSeenWhileTyping(t *testing.T) {
	_, s := open(t, customer.Options{})
	a := must[*customer.Detail](t)(s.Create(hengxin(), []customer.Contact{{Name: "郑超", Phones: []customer.Phone{{Raw: "13812345678"}}}}))
	must[*customer.Detail](t)(s.Create(customer.Customer{Name: "张伟", Kind: "person", City: "北京市"}, nil))
	for _, c := range []struct {
		name     string
		draft    customer.Customer
		contacts []customer.Contact
		reason   string
		min, max int
	}{
		{"phone of a contact, other form", customer.Customer{Phones: []customer.Phone{{Raw: "+86 138-1234-5678"}}}, nil, "customer.duplicate.phone_contact", 90, 99},
		{"phone typed at a contact", customer.Customer{Name: "x"}, []customer.Contact{{Phones: []customer.Phone{{Raw: "１３８１２３４５６７８"}}}}, "customer.duplicate.phone_contact", 90, 99},
		{"e-mail", customer.Customer{Emails: []string{"INFO@hengxin.cn"}}, nil, "customer.duplicate.email", 90, 90},
		{"tax id", customer.Customer{Billing: customer.Billing{TaxID: "91330100 799655058B"}}, nil, "customer.duplicate.tax", 99, 99},
		{"name without suffix, same city", customer.Customer{Name: "杭州恒信建材", City: "杭州"}, nil, "customer.duplicate.name", 90, 99},
		{"name without place", customer.Customer{Name: "恒信建材有限责任公司", City: "杭州市"}, nil, "customer.duplicate.core", 60, 80},
		{"name only", customer.Customer{Name: "杭州恒信建材 有限公司"}, nil, "customer.duplicate.name", 70, 90},
		{"itself", a.Customer, nil, "", 0, 0},
		{"a common personal name elsewhere", customer.Customer{Name: "张伟", Kind: "person", City: "上海市"}, nil, "", 0, 0},
		{"nothing typed", customer.Customer{}, nil, "", 0, 0},
	} {
		m := must[[]customer.Match](t)(s.Duplicates(c.draft, c.contacts))
		switch {
		case c.reason == "":
			if len(m) != 0 {
				t.Errorf("%s: %+v", c.name, m)
			}
		case len(m) != 1 || m[0].Reasons[0].Code != c.reason || m[0].Confidence < c.min || m[0].Confidence > c.max:
			t.Errorf("%s: %+v", c.name, m)
		case !locale.Has(m[0].Reasons[0].Code):
			t.Errorf("%s has no sentence", m[0].Reasons[0].Code)
		}
	}
	ok(t, s.Trash([]int64{int64(a.Customer.ID)}))
	if m := must[[]customer.Match](t)(s.Duplicates(hengxin(), nil)); len(m) != 0 {
		t.Errorf("a customer in the trash is warned about: %+v", m)
	}
}

func TestCheckSaysWhatIsWrongAndWhatIsDoubtful(t *testing.T) {
	_, s := open(t, customer.Options{})
	out := must[*customer.Checked](t)(s.Check(customer.Customer{Phones: []customer.Phone{{Raw: "12345678901234"}, {Raw: "88158198"}}, Billing: customer.Billing{TaxID: "91330100799655058C"}}, nil))
	if len(out.Errors) != 1 || len(out.Warnings) != 3 || len(out.Phones) != 2 {
		t.Errorf("%+v", out)
	}
	for _, f := range append(out.Errors, out.Warnings...) {
		if !locale.Has(f.Code) {
			t.Errorf("%s has no sentence", f.Code)
		}
	}
}

func TestImportedRowsFindTheirCustomer(t *testing.T) {
	st, s := open(t, customer.Options{})
	a := must[*customer.Detail](t)(s.Create(hengxin(), []customer.Contact{{Name: "郑超", Phones: []customer.Phone{{Raw: "13812345678"}}}}))
	phone := func(raw string) []customer.Phone { return []customer.Phone{{Raw: raw}} }
	rows := []struct {
		c    customer.Customer
		p    []customer.Contact
		want string
	}{
		{customer.Customer{Name: "恒信", Phones: phone("138 1234 5678"), Website: "hx.cn"}, nil, customer.Merged},
		{customer.Customer{Name: "别的公司", Emails: []string{"info@hengxin.cn"}}, nil, customer.Merged},
		{customer.Customer{Name: "杭州恒信建材", Province: "浙江"}, []customer.Contact{{Name: "郑超", Title: "采购"}, {Name: "新人"}}, customer.Merged},
		{customer.Customer{Name: "杭州恒信建材", Province: "广东省"}, nil, customer.Created},
		{customer.Customer{Name: "绿城木业", Phones: phone("0571-88158198 转 801")}, nil, customer.Created}, // a shared landline
		{customer.Customer{Name: "新公司", Phones: phone("13900001111")}, nil, customer.Created},
		{customer.Customer{Name: "新公司二", Phones: phone("13900001111")}, nil, customer.Merged}, // of an earlier row
		{customer.Customer{Name: "张伟", Kind: "person"}, nil, customer.Created},
		{customer.Customer{Name: "张伟", Kind: "person"}, nil, customer.Created}, // a name alone is no identity
	}
	ok(t, st.InTx(st.Context(), store.Step{Label: "customer.imported", Params: fault.P{"count": len(rows)}}, func(tx *store.Tx) error {
		im := customer.NewImporter(tx, customer.OnDuplicateMerge)
		for i, r := range rows {
			got, _, err := im.Row(r.c, r.p)
			if err != nil || got != r.want {
				t.Errorf("row %d %s: %s %v, want %s", i, r.c.Name, got, err, r.want)
			}
		}
		if _, _, err := im.Row(customer.Customer{}, nil); !fault.Is(err, fault.InvalidInput) {
			t.Errorf("a nameless row: %v", err)
		}
		return nil
	}))
	d := must[*customer.Detail](t)(s.Get(a.Customer.ID))
	if d.Customer.Website != "hx.cn" || d.Customer.Name != hengxin().Name || len(d.Contacts) != 2 || d.Contacts[0].Title != "采购" {
		t.Errorf("merged into %+v", d)
	}
	for policy, want := range map[string]string{customer.OnDuplicateSkip: customer.Skipped, customer.OnDuplicateCreate: customer.Created} {
		ok(t, st.InTx(st.Context(), store.Step{Label: "customer.imported"}, func(tx *store.Tx) error {
			got, _, err := customer.ImportRow(tx, policy, hengxin(), nil)
			if got != want {
				t.Errorf("%s: %s", policy, got)
			}
			return err
		}))
	}
}

func TestWhatAnImportDerivesIsWhatTheHookWould(t *testing.T) {
	st, _ := open(t, customer.Options{})
	ok(t, st.InTx(st.Context(), store.Step{Label: "customer.imported"}, func(tx *store.Tx) error {
		_, err := customer.NewImporter(tx, customer.OnDuplicateSkip).Rows([]customer.Incoming{
			{Customer: hengxin(), Contacts: []customer.Contact{{Name: "王芳", LeftCompany: true}, {Name: "单雄信", Phones: []customer.Phone{{Raw: "13700137000"}}}, {Name: "李四"}}},
			{Customer: customer.Customer{Name: "重庆长安汽车", Tags: []string{"展会"}}, Contacts: []customer.Contact{{Name: "赵六", LeftCompany: true}}},
			{Customer: customer.Customer{Name: "张三", Kind: customer.Person, Phones: []customer.Phone{{Raw: "0571-88881234"}}}},
		})
		return err
	}))
	imported := tables(t, st)
	ok(t, st.InTx(st.Context(), store.Step{Label: "customer.updated"}, func(tx *store.Tx) error {
		tx.Touch(customer.KindCustomer, 1, 2, 3)
		return nil
	}))
	if derived := tables(t, st); derived != imported {
		t.Errorf("imported:\n%s\nderived:\n%s", imported, derived)
	}
}

func TestCustomFieldsAreCheckedAndFiltered(t *testing.T) {
	st, s := open(t, customer.Options{})
	set := settings.NewService(st, nil)
	size := must[*settings.CustomField](t)(set.CreateCustomField(settings.CustomField{Entity: "customer", Label: "面积", Type: "number"}))
	style := must[*settings.CustomField](t)(set.CreateCustomField(settings.CustomField{Entity: "customer", Label: "风格", Type: "choice", Choices: []string{"中式", "北欧"}}))
	must[*customer.Detail](t)(s.Create(customer.Customer{Name: "甲", Custom: map[string]any{size.Key: 88.5, style.Key: "中式"}}, nil))
	must[*customer.Detail](t)(s.Create(customer.Customer{Name: "乙", Custom: map[string]any{size.Key: 120.0}}, nil))
	if _, err := s.Create(customer.Customer{Name: "丙", Custom: map[string]any{size.Key: "大"}}, nil); !fault.Is(err, fault.InvalidInput) {
		t.Errorf("text passes as number: %v", err)
	}
	for _, c := range []struct {
		f    customer.Filter
		want int64
	}{
		{customer.Filter{Field: "custom." + size.Key, Op: "gt", Value: 100.0}, 1},
		{customer.Filter{Field: "custom." + size.Key, Op: "gte", Value: 9.0}, 2},
		{customer.Filter{Field: "custom." + style.Key, Op: "eq", Value: "中式"}, 1},
		{customer.Filter{Field: "custom." + style.Key, Op: "empty"}, 1},
	} {
		if p := must[*customer.Page](t)(s.List(customer.Query{Filters: []customer.Filter{c.f}})); p.Total != c.want {
			t.Errorf("%+v: %d, want %d", c.f, p.Total, c.want)
		}
	}
}

func TestListsAreFilteredSortedAndKnowWhereARowStands(t *testing.T) {
	st, s := open(t, customer.Options{Find: func(q string, limit int) ([]int64, error) { return []int64{3, 1, 99, 2}, nil }})
	for i, n := range []string{"重庆火锅", "安徽茶业", "单氏家具", "北京印刷"} {
		must[*customer.Detail](t)(s.Create(customer.Customer{Name: n, Tier: []string{"A", "", "C", "B"}[i], City: []string{"重庆市", "", "", "北京市"}[i],
			Tags: []string{"t" + fmt.Sprint(i%2)}, Emails: []string{fmt.Sprintf("a%d@x.cn", i)}}, []customer.Contact{{Name: []string{"丙", "乙", "", "甲"}[i]}}))
	}
	list := func(q customer.Query) string {
		t.Helper()
		p := must[*customer.Page](t)(s.List(q))
		var names []string
		for i, r := range p.Rows {
			names = append(names, string([]rune(r.Name)[:1]))
			if at := must[int64](t)(s.Position(r.ID, q)); at != int64(q.Offset+i) {
				t.Errorf("%+v: %s stands at %d, position says %d", q, r.Name, q.Offset+i, at)
			}
		}
		return fmt.Sprint(strings.Join(names, ""), " ", p.Total)
	}
	f := func(field, op string, v any) customer.Query {
		return customer.Query{Filters: []customer.Filter{{Field: field, Op: op, Value: v}}}
	}
	sorted := func(field string, desc bool) customer.Query {
		return customer.Query{Sort: []customer.Sort{{Field: field, Desc: desc}}}
	}
	for _, c := range []struct {
		q    customer.Query
		want string
	}{
		{customer.Query{}, "安北重单 4"}, // an, bei, chong, shan
		{customer.Query{Offset: 1, Limit: 2}, "北重 4"},
		{customer.Query{Offset: 9}, " 4"},
		{sorted("tier", false), "重北单安 4"},
		{sorted("tier", true), "单北重安 4"}, // without a value last either way
		{sorted("city", false), "北重安单 4"},
		{sorted("name", true), "单重北安 4"},
		{customer.Query{Sort: []customer.Sort{{Field: "lifecycle"}, {Field: "name", Desc: true}}}, "单重北安 4"},
		{customer.Query{Text: "x"}, "单重安 3"}, // in the finder's order
		{customer.Query{Text: "x", Sort: []customer.Sort{{Field: "name"}}}, "安重单 3"},
		{customer.Query{Text: "x", Filters: []customer.Filter{{Field: "tags", Op: "eq", Value: "t0"}}}, "单重 2"},
		{f("tier", "in", []any{"A", "B"}), "北重 2"},
		{f("tier", "nin", []any{"A", "B"}), "安单 2"},
		{f("tier", "in", []any{}), " 0"},
		{f("tier", "empty", nil), "安 1"},
		{f("tags", "eq", "t1"), "安北 2"},
		{f("tags", "ne", "t1"), "重单 2"},
		{f("tags", "empty", nil), " 0"},
		{f("city", "starts", "重"), "重 1"},
		{f("email", "eq", "A1@X.cn"), "安 1"},
		{f("createdAt", "gt", 0.0), "安北重单 4"},
		{f("openedAt", "eq", 0.0), "安北重单 4"},
	} {
		if got := list(c.q); got != c.want {
			t.Errorf("%+v: %s, want %s", c.q, got, c.want)
		}
	}
	for _, q := range []customer.Query{f("nope", "eq", "x"), f("tier", "zap", "x"), f("tier", "in", "x"), f("creditLimit", "gt", "x"), sorted("nope", false), f("name = '' or 1=1 --", "eq", "x")} {
		if _, err := s.List(q); err == nil {
			t.Errorf("%+v passes", q)
		}
	}
	for field := range map[string]bool{"region": true, "phone": true, "contactName": true, "openedAt": true, "updatedAt": true, "creditLimit": true, "channel": true} {
		list(sorted(field, false))
		list(sorted(field, true))
	}
	if ids := must[[]int64](t)(s.IDs(customer.Query{Text: "x"})); len(ids) != 3 {
		t.Errorf("all ids: %v", ids)
	}
	_ = st
}

func TestTagsAndRecentCustomers(t *testing.T) {
	st, s := open(t, customer.Options{})
	a := must[*customer.Detail](t)(s.Create(customer.Customer{Name: "甲", Tags: []string{"#老客户", "老客户", " "}, Industry: "建材"}, nil))
	b := must[*customer.Detail](t)(s.Create(customer.Customer{Name: "乙", Tags: []string{"老客户", "设计师"}}, nil))
	tags := must[[]customer.Tag](t)(s.Tags())
	if len(tags) != 2 || tags[0] != (customer.Tag{Name: "老客户", Count: 2}) {
		t.Errorf("tags %+v", tags)
	}
	if v := must[[]customer.Tag](t)(s.Values("industry")); len(v) != 1 || v[0].Name != "建材" {
		t.Errorf("values %+v", v)
	}
	var steps int64
	ok(t, st.Read(st.Context()).Raw("select count(*) from step").Scan(&steps).Error)
	ok(t, s.Opened(a.Customer.ID))
	ok(t, s.Opened(b.Customer.ID))
	ok(t, s.Trash([]int64{int64(b.Customer.ID)}))
	if r := must[[]customer.Row](t)(s.Recent(5)); len(r) != 1 || r[0].ID != a.Customer.ID || r[0].OpenedAt == 0 {
		t.Errorf("recent %+v", r)
	}
	var now int64
	ok(t, st.Read(st.Context()).Raw("select count(*) from step").Scan(&now).Error)
	if now != steps+1 {
		t.Errorf("looking made %d steps", now-steps-1)
	}
}

func TestPurgingACustomerTakesEverythingWithIt(t *testing.T) {
	st, s := open(t, customer.Options{})
	a := must[*customer.Detail](t)(s.Create(hengxin(), []customer.Contact{{Name: "郑超"}}))
	ok(t, s.Opened(a.Customer.ID))
	file := attachment.Attachment{Kind: "customer", RecordID: int64(a.Customer.ID), Name: "a.pdf", Mime: "application/pdf", SHA256: "x"}
	ok(t, st.InTx(st.Context(), store.Step{Label: "attachment.added"}, func(tx *store.Tx) error { return tx.Insert(&file) }))
	ok(t, s.Trash([]int64{int64(a.Customer.ID)}))
	ok(t, st.InTx(st.Context(), store.Step{Label: "store.trash_expired"}, func(tx *store.Tx) error { return tx.Purge("customer", int64(a.Customer.ID)) }))
	for _, table := range []string{"customer", "contact", "identity", "customer_tag", "customer_custom", "customer_opened", "attachment"} {
		var n int64
		ok(t, st.Read(st.Context()).Table(table).Count(&n).Error)
		if n != 0 {
			t.Errorf("%d rows left in %s", n, table)
		}
	}
	if _, err := s.Get(a.Customer.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("got %v", err)
	}
}

func TestOtherDomainsAddCountsAndColumns(t *testing.T) {
	_, s := open(t, customer.Options{
		Counters: []func(*gorm.DB, customer.ID) (map[string]int64, error){func(*gorm.DB, customer.ID) (map[string]int64, error) { return map[string]int64{"contract": 3}, nil }},
		Extras: []func(*gorm.DB, []int64) (map[int64]map[string]any, error){func(_ *gorm.DB, ids []int64) (map[int64]map[string]any, error) {
			return map[int64]map[string]any{ids[0]: {"lastContract": "HT-1"}}, nil
		}},
	})
	d := must[*customer.Detail](t)(s.Create(hengxin(), nil))
	p := must[*customer.Page](t)(s.List(customer.Query{}))
	if d.Counts["contract"] != 3 || p.Rows[0].Extra["lastContract"] != "HT-1" {
		t.Errorf("%v %v", d.Counts, p.Rows[0].Extra)
	}
}
