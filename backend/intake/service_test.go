package intake_test

import (
	"strings"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/history"
	"keyue/backend/intake"
	"keyue/backend/locale"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/testkit"
)

const small = `设备买卖合同

合同编号：____________

甲方（买方）：____________
地址：____________
电话：____________

乙方（卖方）：____________
地址：____________

第一条 标的
乙方向甲方出售设备，总价款为人民币（大写）________元（￥______元）。

第二条 付款
2.1 甲方应于____年__月__日前支付第一条约定价款的____%。
2.2 付款方式：□ 银行转账 □ 现金

第三条 违约责任
任何一方违反第二条约定的，应当承担违约责任。

甲方（盖章）：            乙方（盖章）：
日期：                    日期：
`

func setup(t *testing.T) (*store.Store, *files.Registry, *template.Service, *intake.Service) {
	t.Helper()
	st := testkit.Open(t, template.Kinds()...)
	reg := files.New(files.Options{Dir: t.TempDir(), Now: st.Now})
	templates := template.NewService(st, template.Lent{})
	return st, reg, templates, intake.NewService(st, reg, templates)
}

func upload(t *testing.T, reg *files.Registry, name, text string) string {
	t.Helper()
	info, err := reg.Put(name, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return info.Token
}

func field(t *testing.T, p *intake.Proposal, key string) intake.Field {
	t.Helper()
	for _, f := range p.Fields {
		if f.Key == key || f.Label == key {
			return f
		}
	}
	t.Fatalf("no field %s in %+v", key, p.Fields)
	return intake.Field{}
}

func TestAContractIsReadIntoATemplate(t *testing.T) {
	_, reg, _, s := setup(t)
	p, err := s.Read(upload(t, reg, "设备.txt", small))
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "设备买卖合同" || p.Kind != template.KindSale || p.Language != locale.ZhCN || p.We != "partyB" || p.CharsIn != p.CharsOut || len(p.Dropped) != 0 {
		t.Errorf("%s %s %s we %s, %d in %d out, dropped %v", p.Name, p.Kind, p.Language, p.We, p.CharsIn, p.CharsOut, p.Dropped)
	}
	for _, want := range []struct {
		key, source string
		typ         template.FieldType
		blanks      int
	}{
		{"partyA.name", "customer.name", template.TypeText, 1}, {"partyA.address", "customer.address", template.TypeText, 1},
		{"partyB.address", "company.address", template.TypeText, 1}, {"合同编号", "contract.number", template.TypeText, 1}, {"付款方式", "", template.TypeChoice, 2},
	} {
		if f := field(t, p, want.key); f.Source != want.source || f.Type != want.typ || len(f.Blanks) != want.blanks || f.Confidence <= 0.5 {
			t.Errorf("%+v, want %+v", f, want)
		}
	}
	money := 0
	for _, f := range p.Fields {
		if f.Type == template.TypeMoney && f.Source == "contract.amount" && len(f.Blanks) == 2 {
			money++
		}
	}
	if money != 1 {
		t.Errorf("the amount in words and figures is not one field: %+v", p.Fields)
	}
	text := template.Print(&p.Definition)
	for _, want := range []string{"条款编号: 第一条 1.1", "# 标的 {#c1}", "支付[[c1]]约定价款的", "违反[[c2]]约定的", "[?付款方式=银行转账] 银行转账", "@签署", "甲方（盖章）", ":大写}"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if len(p.Problems) > 0 {
		t.Errorf("%+v", p.Problems)
	}
}

func TestOneSwitchSwapsTheSources(t *testing.T) {
	_, reg, _, s := setup(t)
	token := upload(t, reg, "a.txt", small)
	p, err := s.Review(token, intake.Decisions{We: "partyA"})
	if err != nil {
		t.Fatal(err)
	}
	if p.We != "partyA" || field(t, p, "partyA.name").Source != "company.name" || field(t, p, "partyB.address").Source != "customer.address" {
		t.Errorf("%s %+v", p.We, p.Fields)
	}
	for _, f := range p.Definition.Fields {
		if f.Type == template.TypeParty && (f.Key == "partyA") != (f.Source == "company") {
			t.Errorf("%+v", f)
		}
	}
}

func TestDecisionsChangeFieldsAndPlaces(t *testing.T) {
	_, reg, _, s := setup(t)
	token := upload(t, reg, "a.txt", small)
	first, err := s.Read(token)
	if err != nil {
		t.Fatal(err)
	}
	number := field(t, first, "合同编号")
	address := field(t, first, "partyA.address")
	percent := ""
	for _, f := range first.Fields {
		if f.Type == template.TypePercent {
			percent = f.Key
		}
	}
	p, err := s.Review(token, intake.Decisions{Name: "设备合同", Kind: template.KindOther, Numbering: []string{"一、", "1."},
		Fields: []intake.FieldDecision{{Key: number.Key, Label: "编号", Source: "-", Required: true}, {Key: percent, Type: template.TypeNumber, Label: "比例"}},
		Blanks: []intake.BlankDecision{{ID: address.Blanks[0], As: intake.AsBlank}, {ID: field(t, first, "付款方式").Blanks[0], As: intake.AsText}}})
	if err != nil {
		t.Fatal(err)
	}
	d := p.Definition
	if p.Name != "设备合同" || d.Name != "设备合同" || d.Kind != template.KindOther || d.Numbering[0] != "一、" || len(p.Problems) > 0 {
		t.Errorf("%s %s %v %+v", d.Name, d.Kind, d.Numbering, p.Problems)
	}
	text := template.Print(&d)
	for want, is := range map[string]bool{"编号 (合同编号): 文本; 必填\n": true, "取自 合同.编号": false, "比例": true, ": 百分比": false, "地址: ____": true, "□ 银行转账": true} {
		if strings.Contains(text, want) != is {
			t.Errorf("%q in the text: %v, want %v\n%s", want, !is, is, text)
		}
	}
	if p.CharsIn != p.CharsOut {
		t.Errorf("%d in, %d out", p.CharsIn, p.CharsOut)
	}
}

func TestAcceptingIsOneStepThatCanBeUndone(t *testing.T) {
	st, reg, templates, s := setup(t)
	token := upload(t, reg, "a.txt", small)
	done, err := s.Accept(token, intake.Decisions{Name: "我的合同"})
	if err != nil {
		t.Fatal(err)
	}
	if done.Template.Name != "我的合同" || done.Template.CurrentID == 0 || done.Template.Origin != template.OriginOwn {
		t.Errorf("%+v", done.Template)
	}
	list, err := templates.List(template.Filter{Text: "我的合同"})
	if err != nil || len(list) != 1 {
		t.Fatalf("%v %v", list, err)
	}
	if _, err := history.NewService(st, nil).UndoLast(); err != nil {
		t.Fatal(err)
	}
	if list, _ = templates.List(template.Filter{Text: "我的合同"}); len(list) != 0 {
		t.Error("the template is still there after undoing")
	}
}

func TestWhatCannotBeReadIsRefusedWithASentence(t *testing.T) {
	_, reg, _, s := setup(t)
	if _, err := s.Read("nothing"); err == nil || !locale.Has(fault.From(err).Code) {
		t.Errorf("%v", err)
	}
	if _, err := s.Read(upload(t, reg, "a.xlsx", "PK\x03\x04 nonsense")); err == nil || !locale.Has(fault.From(err).Code) {
		t.Errorf("%v", err)
	}
	if _, err := intake.Load(t.Context(), "big.docx", strings.NewReader(""), 33<<20); !fault.Is(err, "intake.too_large") {
		t.Errorf("%v", err)
	}
}
