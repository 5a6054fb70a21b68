package customer

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"keyue/backend/attachment"
	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// filled is a workspace in which every field of a customer and of a contact has
// a value, custom ones of every type too, beside a customer that has nothing.
func filled(t *testing.T) (*Service, map[string]string) {
	t.Helper()
	st := testkit.Open(t, append(append(Kinds(), attachment.Kinds()...), settings.Kinds()...)...)
	s, own := NewService(st, Options{}), settings.NewService(st, nil)
	keys := map[string]string{}
	for _, entity := range []string{KindCustomer, KindContact} {
		for _, kind := range []settings.FieldType{settings.FieldText, settings.FieldNumber, settings.FieldDate, settings.FieldChoice} {
			f, err := own.CreateCustomField(settings.CustomField{Entity: entity, Label: entity + string(kind), Type: kind, Choices: []string{"红", "蓝"}})
			if err != nil {
				t.Fatal(err)
			}
			keys[entity+string(kind)] = f.Key
		}
	}
	custom := func(entity string) map[string]any {
		return map[string]any{keys[entity+"text"]: "说明 100%", keys[entity+"number"]: 7.5, keys[entity+"date"]: "2026-11-25", keys[entity+"choice"]: "红"}
	}
	full := Customer{Name: "杭州恒信建材有限公司", Kind: Company, Alias: "恒信", Role: "agent", Tier: "A", Lifecycle: "won", Channel: "展会", Industry: "建材", Size: "small",
		Phones: []Phone{{Raw: "0571-88158198"}}, Emails: []string{"info@hengxin.cn"}, Social: []Social{{Kind: "wechat", Handle: "hengxin_88"}}, Website: "hengxin.cn",
		Province: "浙江省", City: "杭州市", District: "西湖区", Address: "文三路 1 号", Postcode: "310000", ShippingAddress: "物流园 2 号",
		Billing:             Billing{Title: "恒信抬头", TaxID: "91330100799655058B", Bank: "工行", Account: "6222", Address: "开票路", Phone: "0571-1"},
		LegalRepresentative: "王恒", CreditLimit: 500_000, CreditCurrency: "CNY", TermsDays: 30, Anniversaries: []Anniversary{{Label: "founded", Day: Day{Month: 11, Day: 30, Calendar: "solar"}}},
		Consent: Consent{Marketing: "granted", DoNotContact: true, Source: "合同", Date: "2026-01-02"}, Tags: []string{"老客户", "设计师"}, Remark: "爱喝龙井", Custom: custom(KindCustomer)}
	people := []Contact{{Name: "李经理", Title: "采购", Department: "供应链", DealRole: "signer", Phones: []Phone{{Raw: "13800138000"}}, Emails: []string{"li@hengxin.cn"},
		Social: []Social{{Kind: "qq", Handle: "10001"}}, Birthday: Day{Month: 10, Day: 17, Calendar: "lunar"}, LeftCompany: true, Tags: []string{"关键人"}, Remark: "下午在", Custom: custom(KindContact)}}
	d, err := s.Create(full, people)
	if err != nil {
		t.Fatal(err)
	}
	boss, err := s.Create(Customer{Name: "空", CreditCurrency: "USD"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	testkit.Exec(t, st, "update contact set reports_to = id")
	testkit.Exec(t, st, "insert into customer_touch (customer_id, last_at, next_due) values (?, ?, '2026-11-24')", d.Customer.ID, testkit.Start.UnixMilli())
	testkit.Exec(t, st, "insert into customer_opened (customer_id, at) values (?, ?)", d.Customer.ID, testkit.Start.UnixMilli())
	testkit.Exec(t, st, "insert into attachment (uid, created_at, updated_at, version, kind, record_id, name, mime, size, sha256) values ('u', 1, 1, 1, 'customer', ?, 'a', 'b', 1, 'c')", d.Customer.ID)
	_ = boss
	return s, keys
}

func (s *Service) named(t *testing.T, f ...Filter) string {
	t.Helper()
	page, err := s.List(Query{Filters: f})
	if err != nil {
		t.Fatalf("%+v: %v", f, err)
	}
	var out []string
	for _, r := range page.Rows {
		out = append(out, r.Name[:3])
	}
	return strings.Join(out, " ")
}

func TestEveryFieldCanBeAskedFor(t *testing.T) {
	s, keys := filled(t)
	for _, c := range []struct {
		field, op string
		value     any
	}{
		{"name", "contains", "恒信"}, {"tier", "in", []any{"A", "B"}}, {"lifecycle", "eq", "won"}, {"tags", "eq", "设计师"}, {"role", "ne", "end"},
		{"industry", "eq", "建材"}, {"channel", "starts", "展"}, {"size", "filled", nil}, {"province", "eq", "浙江省"}, {"city", "nin", []any{"宁波市", ""}}, {"district", "contains", "西湖"},
		{"address", "contains", "文三"}, {"postcode", "eq", "310000"}, {"shippingAddress", "filled", nil}, {"phone", "eq", "（0571）8815 8198"}, {"phone", "contains", "8000"},
		{"email", "contains", "hengxin"}, {"social", "contains", "_88"}, {"socialKind", "in", []any{"wechat"}}, {"website", "filled", nil}, {"alias", "eq", "恒信"}, {"legalRepresentative", "contains", "王"},
		{"billing.title", "contains", "抬头"}, {"billing.taxId", "starts", "9133"}, {"billing.bank", "eq", "工行"}, {"billing.account", "eq", "6222"}, {"billing.address", "filled", nil}, {"billing.phone", "filled", nil},
		{"creditLimit", "gte", 500_000.0}, {"creditCurrency", "eq", "CNY"}, {"termsDays", "gt", 29.0}, {"anniversaries", "within", 10.0}, {"anniversaries", "eq", 11.0},
		{"consent.marketing", "eq", "granted"}, {"consent.doNotContact", "eq", 1.0}, {"consent.source", "eq", "合同"}, {"consent.date", "newer", 365.0}, {"consent.date", "lt", "2026-02-01"},
		{"remark", "contains", "龙井"}, {"files", "gte", 1.0}, {"contacts", "eq", 1.0}, {"lastContact", "newer", 7.0}, {"nextDue", "within", 7.0}, {"openedAt", "filled", nil},
		{"contact.name", "contains", "李"}, {"contact.title", "eq", "采购"}, {"contact.department", "in", []any{"供应链"}}, {"contact.dealRole", "eq", "signer"}, {"contact.phones", "eq", "+86 138-0013-8000"},
		{"contact.emails", "eq", "LI@hengxin.cn"}, {"contact.social", "eq", "10001"}, {"contact.birthday", "within", 7.0}, {"contact.birthday", "filled", nil}, {"contact.reportsTo", "filled", nil},
		{"contact.leftCompany", "eq", 1.0}, {"contact.tags", "eq", "关键人"}, {"contact.remark", "contains", "下午"},
		{"custom." + keys["customertext"], "contains", "100%"}, {"custom." + keys["customernumber"], "gte", 7.5}, {"custom." + keys["customerdate"], "within", 7.0}, {"custom." + keys["customerchoice"], "in", []any{"红"}},
		{"contact.custom." + keys["contacttext"], "contains", "说明"}, {"contact.custom." + keys["contactnumber"], "lt", 8.0}, {"contact.custom." + keys["contactdate"], "eq", "2026-11-25"}, {"contact.custom." + keys["contactchoice"], "eq", "红"},
	} {
		f := Filter{Field: c.field, Op: c.op, Value: c.value}
		if got := s.named(t, f); got != "杭" {
			t.Errorf("%s %s %v: %q", c.field, c.op, c.value, got)
		}
		if f.Not = true; s.named(t, f) != "空" {
			t.Errorf("not %s %s %v: %q", c.field, c.op, c.value, s.named(t, f))
		}
	}
	for field, want := range map[string]string{"createdAt": "杭 空", "updatedAt": "杭 空", "kind": "杭 空", "lifecycleFixed": "杭", "checkedOn": ""} {
		f := Filter{Field: field, Op: "newer", Value: 1.0}
		if field == "kind" {
			f = Filter{Field: field, Op: "eq", Value: "company"}
		} else if field == "lifecycleFixed" {
			f = Filter{Field: field, Op: "eq", Value: 1.0}
		}
		if got := s.named(t, f); got != want {
			t.Errorf("%s: %q", field, got)
		}
	}
	if got := s.named(t, Filter{Field: "contact.leftCompany", Op: "eq", Value: 0.0}); got != "空" {
		t.Errorf("nobody who left: %q", got)
	}
}

// Nothing that is kept of a customer or a contact is left out.
func TestEveryFieldIsOffered(t *testing.T) {
	s, _ := filled(t)
	list, err := s.FilterFields()
	if err != nil {
		t.Fatal(err)
	}
	offered := map[string]bool{}
	for _, f := range list {
		if offered[f.Field] {
			t.Errorf("%s twice", f.Field)
		}
		offered[f.Field] = true
	}
	other := map[string]string{"phones": "phone", "emails": "email", "primaryContactId": "contact.name", "contact.customerId": "name"}
	// Of the record itself, of staff, and of a map.
	without := []string{"id", "uid", "version", "deletedAt", "custom", "ownerId", "latitude", "longitude", "contact.id", "contact.uid", "contact.version", "contact.deletedAt", "contact.createdAt", "contact.updatedAt", "contact.custom"}
	var walk func(prefix string, v reflect.Type)
	walk = func(prefix string, v reflect.Type) {
		for i := range v.NumField() {
			f := v.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Anonymous:
				walk(prefix, f.Type)
				continue
			case f.Type == reflect.TypeFor[Billing](), f.Type == reflect.TypeFor[Consent]():
				walk(prefix+name+".", f.Type)
				continue
			}
			name = prefix + name
			if o, ok := other[name]; ok {
				name = o
			}
			if !offered[name] && !slices.Contains(without, name) {
				t.Errorf("%s cannot be asked for", name)
			}
		}
	}
	walk("", reflect.TypeFor[Customer]())
	walk("contact.", reflect.TypeFor[Contact]())
}

// Every field takes every operator or refuses it, and who does not pass passes
// the opposite.
func TestAConditionAndItsOppositeAreEverybody(t *testing.T) {
	s, _ := filled(t)
	fields, names, err := s.fieldsOf(s.db())
	if err != nil {
		t.Fatal(err)
	}
	values := []any{nil, "A", "", 0.0, 7.5, "2026-11-24", []any{"A", "采购", "wechat"}, []any{1.0, 30.0}}
	asked := 0
	for _, name := range names {
		for _, op := range []string{"eq", "ne", "in", "nin", "contains", "starts", "gt", "gte", "lt", "lte", "empty", "filled", "older", "newer", "within", "past", "nonsense"} {
			for _, v := range values {
				f := Filter{Field: name, Op: op, Value: v}
				ids, err := s.IDs(Query{Filters: []Filter{f}})
				if err != nil {
					if !fault.Is(err, "customer.query.op") {
						t.Fatalf("%s %s %v: %v", name, op, v, err)
					}
					continue
				}
				asked++
				f.Not = true
				others, err := s.IDs(Query{Filters: []Filter{f}})
				if err != nil || len(ids)+len(others) != 2 || len(ids) > 0 && slices.Contains(others, ids[0]) {
					t.Errorf("%s %s %v: %v and %v, %v", name, op, v, ids, others, err)
				}
			}
		}
	}
	if asked < 10*len(fields) {
		t.Errorf("only %d questions", asked)
	}
}

func TestAFieldThatIsGoneIsSaid(t *testing.T) {
	s, keys := filled(t)
	key := "custom." + keys["customertext"]
	if _, err := s.SaveSegment(Segment{Name: "有说明", Filters: []Filter{{Field: key, Op: "filled"}}}); err != nil {
		t.Fatal(err)
	}
	testkit.Exec(t, s.st, "update custom_field set deleted_at = 1")
	if _, err := s.List(Query{Filters: []Filter{{Field: key, Op: "filled"}}}); !fault.Is(err, "customer.query.field") {
		t.Error(err)
	}
	if counts, err := s.SegmentCounts(); err != nil || len(counts) != 0 {
		t.Error(counts, err)
	}
}

func TestManyRowsAreGivenInTheirOrder(t *testing.T) {
	s, _ := filled(t)
	err := s.st.InTx(context.Background(), store.Step{Label: "customer.imported"}, func(tx *store.Tx) error {
		list := make([]Customer, 0, fewMax+100)
		for i := range fewMax + 100 {
			list = append(list, Customer{Name: fmt.Sprintf("N%05d", i), Kind: Company, Role: "end", Lifecycle: "potential", CreditCurrency: "CNY", City: []string{"", "甲市", "乙市"}[i%3], Tier: "B"})
			list[i].Normalize()
		}
		return tx.InsertAll(list)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range [][]Filter{{{Field: "tier", Op: "eq", Value: "B"}}, {{Field: "city", Op: "eq", Value: "甲市"}}, {{Field: "tags", Op: "empty"}}} {
		for _, o := range [][]Sort{nil, {{Field: "city", Desc: true}}, {{Field: "lastContact"}}, {{Field: "createdAt", Desc: true}}} {
			q := Query{Filters: f, Sort: o}
			all, err := s.IDs(q)
			if err != nil {
				t.Fatal(err)
			}
			var paged []int64
			for len(paged) < len(all) {
				page, err := s.List(Query{Filters: f, Sort: o, Offset: len(paged), Limit: 300})
				if err != nil || page.Total != int64(len(all)) || len(page.Rows) == 0 {
					t.Fatal(len(page.Rows), page.Total, len(all), err)
				}
				for _, r := range page.Rows {
					paged = append(paged, int64(r.ID))
				}
			}
			if !slices.Equal(all, paged) {
				b, _ := json.Marshal(q)
				t.Errorf("%s: pages differ from the whole", b)
			}
			at, err := s.Position(ID(all[len(all)/2]), q)
			if err != nil || at != int64(len(all)/2) {
				t.Errorf("%v: position %d, %v", q, at, err)
			}
		}
	}
}

func TestFiltersOnCustomersReadAnIndexNotTheWideRows(t *testing.T) {
	s, _ := filled(t)
	for _, f := range fields() {
		if f.lent != nil || f.rows != nil && f.rows.key != "c.id" {
			continue
		}
		value := any("x")
		if f.Field == ownerField {
			value = 1.0 // a choice among people, by id
		}
		filters := []Filter{{Field: f.Field, Op: "eq", Value: value}, {Field: f.Field, Op: "nin", Value: []any{value}}}
		switch f.Type {
		case FilterText:
			filters = append(filters, Filter{Field: f.Field, Op: "contains", Value: "x"}, Filter{Field: f.Field, Op: "filled"}, Filter{Field: f.Field, Op: "empty"})
		case FilterNumber, FilterMoney, FilterYes, FilterDay, FilterTime:
			filters = []Filter{{Field: f.Field, Op: "gte", Value: 1.0}, {Field: f.Field, Op: "eq", Value: 0.0}}
		}
		for _, ask := range filters {
			a := &asked{db: s.db(), fields: map[string]FilterField{f.Field: f}, now: s.st.Now()}
			q, _, err := a.question(ask)
			if err != nil {
				t.Fatal(ask, err)
			}
			var steps []struct{ Detail string }
			if err := s.db().Raw("explain query plan "+q.SQL, q.Vars...).Scan(&steps).Error; err != nil {
				t.Fatal(err)
			}
			sought := "(" + strings.TrimPrefix(f.column, "customer.") + "=?)" // few rows of those who have exactly that
			if len(steps) == 0 || !strings.Contains(steps[0].Detail, "COVERING INDEX") && !strings.HasSuffix(steps[0].Detail, sought) {
				t.Errorf("%v: %v", ask, steps)
			}
		}
	}
}
