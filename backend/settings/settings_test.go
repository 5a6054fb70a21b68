package settings_test

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"reflect"
	"testing"
	"time"

	"keyue/backend/attachment"
	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

func open(t *testing.T) (*store.Store, *settings.Service, *files.Registry) {
	st := testkit.Open(t, append(settings.Kinds(), attachment.Kinds()...)...)
	reg := files.New(files.Options{Dir: t.TempDir(), Now: func() time.Time { return testkit.Start }})
	t.Cleanup(func() { _ = reg.Close() })
	return st, settings.NewService(st, reg), reg
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func undo(t *testing.T, st *store.Store) {
	t.Helper()
	var step int64
	if err := st.Read(st.Context()).Raw("select max(id) from step where undoable = 1 and undone_by = 0 and undoes = 0").Scan(&step).Error; err != nil {
		t.Fatal(err)
	}
	if _, err := st.Undo(st.Context(), step); err != nil {
		t.Fatal(err)
	}
}

func fields(err error) []string {
	out := []string{}
	for _, f := range fault.From(err).Fields {
		if !locale.Has(f.Code) {
			out = append(out, "no sentence for "+f.Code)
		}
		out = append(out, f.Field)
	}
	return out
}

func TestOurCurrencyIsTheYuanUntilAnotherIsChosen(t *testing.T) {
	st, s, _ := open(t)
	is := func(want string) {
		t.Helper()
		var inSQL string
		if err := st.Read(st.Context()).Raw("select " + settings.OurCurrencySQL).Scan(&inSQL).Error; err != nil {
			t.Fatal(err)
		}
		if got := must[money.Currency](t)(settings.OurCurrency(st.Read(st.Context()))); string(got) != want || inSQL != want {
			t.Errorf("got %s and %s, want %s", got, inSQL, want)
		}
	}
	is("CNY")
	must[settings.Settings](t)(s.Save(map[string]any{"currency": "EUR"}))
	is("EUR")
	undo(t, st)
	is("CNY")
	if _, err := s.Save(map[string]any{"currency": "euro"}); len(fields(err)) != 1 {
		t.Errorf("a word was taken for a currency: %v", err)
	}
}

func TestSettingsAreDefaultsUntilChosenAndKeptOneByOne(t *testing.T) {
	st, s, _ := open(t)
	if v := must[settings.Settings](t)(s.Get()); !reflect.DeepEqual(v, settings.Defaults()) {
		t.Errorf("new workspace: %+v", v)
	}
	v := must[settings.Settings](t)(s.Save(map[string]any{"theme": "dark", "navHidden": []any{"reports"}, "firstRunDone": true}))
	v = must[settings.Settings](t)(s.Save(map[string]any{"language": "en"}))
	if v.Theme != "dark" || v.Language != locale.En || !v.FirstRunDone || len(v.NavHidden) != 1 {
		t.Errorf("%+v", v)
	}
	_, err := s.Save(map[string]any{"theme": "pink", "textSize": 7, "nope": 1, "shopName": "x"})
	if got := fields(err); !reflect.DeepEqual(got, []string{"nope", "textSize", "theme"}) {
		t.Errorf("faults %v", got)
	}
	if v := must[settings.Settings](t)(s.Get()); v.ShopName != "" || v.Theme != "dark" {
		t.Errorf("half a change was kept: %+v", v)
	}
	undo(t, st)
	if v := must[settings.Settings](t)(s.Get()); v.Language != locale.ZhCN || v.Theme != "dark" {
		t.Errorf("undo gives %+v", v)
	}
	if v := must[settings.Settings](t)(s.Save(map[string]any{"language": "en"})); v.Language != locale.En {
		t.Errorf("chosen again after undo: %+v", v)
	}
}

func TestThereIsAlwaysExactlyOneDefaultCompany(t *testing.T) {
	st, s, _ := open(t)
	defaults := func() string {
		t.Helper()
		out, rows := "", must[[]settings.Company](t)(s.Companies())
		for i, c := range rows {
			if c.Default {
				out += c.Name
			}
			if c.Default != (i == 0) {
				t.Errorf("the default does not stand first: %+v", rows)
			}
		}
		return out
	}
	if got := must[[]settings.Company](t)(s.Companies()); got == nil || len(got) != 0 {
		t.Errorf("%v", got)
	}
	a := must[*settings.Company](t)(s.CreateCompany(settings.Company{Name: " 甲 公司 ", TaxID: "9133 0100 7996 55058b"}))
	if a.Name != "甲 公司" || a.TaxID != "91330100799655058B" || !a.Default {
		t.Errorf("%+v", a)
	}
	b := must[*settings.Company](t)(s.CreateCompany(settings.Company{Name: "乙", Default: true}))
	c := must[*settings.Company](t)(s.CreateCompany(settings.Company{Name: "丙"}))
	if defaults() != "乙" || c.Default {
		t.Errorf("default is %s", defaults())
	}
	must[[]settings.Company](t)(s.SetDefaultCompany(c.ID))
	if defaults() != "丙" {
		t.Errorf("default is %s", defaults())
	}
	must[[]settings.Company](t)(s.TrashCompany(c.ID))
	if defaults() != "甲 公司" {
		t.Errorf("after trash: %s", defaults())
	}
	undo(t, st)
	if defaults() != "丙" {
		t.Errorf("after undo: %s", defaults())
	}
	undo(t, st)
	if defaults() != "乙" {
		t.Errorf("after undo of the choice: %s", defaults())
	}
	b = must[*settings.Company](t)(s.UpdateCompany(b.ID, b.Version, map[string]any{"bank": "工商银行"}))
	if _, err := s.UpdateCompany(b.ID, b.Version-1, map[string]any{"bank": "x"}); !fault.Is(err, store.Conflict) {
		t.Errorf("%v", err)
	}
	_, err := s.UpdateCompany(b.ID, 0, map[string]any{"name": "", "default": true, "email": "x"})
	if got := fields(err); !reflect.DeepEqual(got, []string{"default", "name", "email"}) {
		t.Errorf("faults %v", got)
	}
}

func pngOf(t *testing.T, w, h int) *bytes.Buffer {
	var buf bytes.Buffer
	if err := png.Encode(&buf, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return &buf
}

func TestALogoIsCheckedBeforeItIsDecoded(t *testing.T) {
	st, s, reg := open(t)
	c := must[*settings.Company](t)(s.CreateCompany(settings.Company{Name: "甲"}))
	good := must[files.Info](t)(reg.Put("logo.png", pngOf(t, 40, 20)))
	c = must[*settings.Company](t)(s.SetLogo(c.ID, good.Token))
	r, a, err := settings.Logo(st, c)
	if err != nil || a.Width != 40 || a.Mime != "image/png" {
		t.Fatalf("%+v %v", a, err)
	}
	data := must[[]byte](t)(io.ReadAll(r))
	_ = r.Close()
	if !bytes.Equal(data, pngOf(t, 40, 20).Bytes()) {
		t.Error("the logo is not the file")
	}
	if url := must[string](t)(s.LogoURL(c.ID)); url == "" {
		t.Error("no address")
	}
	// A header that claims 30,000 × 40,000 pixels: 1.2 gigapixels in 33 bytes.
	bomb := pngOf(t, 1, 1).Bytes()
	copy(bomb[16:24], []byte{0, 0, 0x75, 0x30, 0, 0, 0x9c, 0x40})
	copy(bomb[29:33], crc(bomb[12:29]))
	for _, bad := range []struct{ name, data, code string }{
		{"bomb.png", string(bomb), "attachment.image.pixels"},
		{"page.png", "<html><script>alert(1)</script>", "attachment.image.type"},
		{"x.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`, "attachment.image.type"},
		{"empty.png", "", "attachment.empty"},
		{"big.png", string(make([]byte, 10<<20+1)), "attachment.too_large"},
	} {
		in := must[files.Info](t)(reg.Put(bad.name, bytes.NewBufferString(bad.data)))
		_, err := s.SetLogo(c.ID, in.Token)
		if !fault.Is(err, bad.code) || !locale.Has(bad.code) {
			t.Errorf("%s: %v, want %s", bad.name, err, bad.code)
		}
	}
	if now := must[*settings.Company](t)(s.Company(c.ID)); now.LogoID != c.LogoID {
		t.Error("a refused logo took the old one away")
	}
	if now := must[*settings.Company](t)(s.SetLogo(c.ID, "")); now.LogoID != 0 {
		t.Error("the logo stays")
	}
	undo(t, st)
	if now := must[*settings.Company](t)(s.Company(c.ID)); now.LogoID != c.LogoID {
		t.Error("undo does not bring the logo back")
	}
}

func TestCustomFieldsKeepTheirKeyAndType(t *testing.T) {
	st, s, _ := open(t)
	a := must[*settings.CustomField](t)(s.CreateCustomField(settings.CustomField{Entity: "customer", Label: "面积", Type: "number"}))
	b := must[*settings.CustomField](t)(s.CreateCustomField(settings.CustomField{Entity: "customer", Label: "风格", Type: "choice", Choices: []string{"中式", "中式", " "}}))
	if a.Key == b.Key || len(b.Choices) != 1 || a.Choices == nil {
		t.Errorf("%+v %+v", a, b)
	}
	for _, c := range []struct {
		f    settings.CustomField
		want []string
	}{
		{settings.CustomField{Entity: "customer", Label: "面积", Type: "text"}, []string{"label"}},
		{settings.CustomField{Entity: "spaceship", Type: "blob"}, []string{"label", "entity", "type"}},
		{settings.CustomField{Entity: "customer", Label: "x", Type: "choice"}, []string{"choices"}},
	} {
		_, err := s.CreateCustomField(c.f)
		if got := fields(err); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%+v: %v", c.f, got)
		}
	}
	_, err := s.UpdateCustomField(a.ID, 0, map[string]any{"type": "text", "key": "z"})
	if got := fields(err); !reflect.DeepEqual(got, []string{"key", "type"}) {
		t.Errorf("faults %v", got)
	}
	a = must[*settings.CustomField](t)(s.UpdateCustomField(a.ID, a.Version, map[string]any{"label": "建筑面积"}))
	rows := must[[]settings.CustomField](t)(s.OrderCustomFields("customer", []settings.CustomFieldID{b.ID, a.ID}))
	if rows[0].ID != b.ID {
		t.Errorf("order %+v", rows)
	}
	if err := s.TrashCustomField(b.ID); err != nil {
		t.Fatal(err)
	}
	db := st.Read(st.Context())
	bad, err := settings.CheckCustom(db, "customer", map[string]any{a.Key: "x", b.Key: 7, "never": 1})
	if err != nil || len(bad) != 2 || bad[0].Field != "custom."+a.Key || bad[1].Field != "custom.never" {
		t.Errorf("%v %v", bad, err)
	}
	undo(t, st)
	if rows := must[[]settings.CustomField](t)(s.CustomFields("customer")); len(rows) != 2 {
		t.Errorf("undo gives %+v", rows)
	}
}

func TestATextIsReadAsTheValueOfItsField(t *testing.T) {
	for _, c := range []struct {
		kind settings.FieldType
		in   string
		want any
	}{
		{"number", " 1,234.5 ", 1234.5}, {"number", "", nil}, {"number", "NaN", "settings.custom.number"}, {"number", "十", "settings.custom.number"},
		{"date", "2026-11-22", "2026-11-22"}, {"date", "2026-02-30", "settings.custom.date"},
		{"text", " a ", "a"}, {"choice", "甲", "甲"},
	} {
		f := settings.CustomField{Label: "x", Type: c.kind}
		got, err := f.ParseCustom(c.in)
		if err != nil {
			got = fault.From(err).Code
		}
		if got != c.want {
			t.Errorf("%s %q: %v, want %v", c.kind, c.in, got, c.want)
		}
	}
}

func TestTheSampleBusinessLeavesInOneStep(t *testing.T) {
	st, s, _ := open(t)
	own := must[*settings.Company](t)(s.CreateCompany(settings.Company{Name: "自己的"}))
	err := st.InTx(st.Context(), store.Step{Label: "settings.company_created"}, func(tx *store.Tx) error {
		for _, n := range []string{"示例一", "示例二"} {
			c := settings.Company{Name: n}
			if err := settings.AddCompany(tx, &c); err != nil {
				return err
			}
			if err := settings.MarkSample(tx, settings.KindCompany, int64(c.ID)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if v := must[settings.Sample](t)(s.Sample()); v.Total != 2 || v.Rows["company"] != 2 {
		t.Errorf("%+v", v)
	}
	if n := must[int](t)(s.RemoveSample()); n != 2 {
		t.Errorf("%d removed", n)
	}
	if rows := must[[]settings.Company](t)(s.Companies()); len(rows) != 1 || rows[0].ID != own.ID {
		t.Errorf("%+v", rows)
	}
	undo(t, st)
	if v := must[settings.Sample](t)(s.Sample()); v.Total != 2 {
		t.Errorf("undo gives %+v", v)
	}
}

func TestOtherPackagesKeepValuesOfTheirOwn(t *testing.T) {
	st, _, _ := open(t)
	var v map[string]int
	if err := settings.Value(st.Read(st.Context()), "template.last", &v); err != nil || v != nil {
		t.Errorf("%v %v", v, err)
	}
	for i := range 2 {
		if err := st.InTx(st.Context(), store.Step{Label: "settings.saved", Quiet: true}, func(tx *store.Tx) error {
			return settings.SetValue(tx, "template.last", map[string]int{"zh": i})
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := settings.Value(st.Read(st.Context()), "template.last", &v); err != nil || v["zh"] != 1 {
		t.Errorf("%v %v", v, err)
	}
}
