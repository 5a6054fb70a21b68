package template

import (
	"slices"
	"strings"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/locale"
)

func clauseByKey(t testing.TB, s *Service, key string) ClauseItem {
	t.Helper()
	list, err := s.Clauses(ClauseFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if c.Key == key {
			return c
		}
	}
	t.Fatalf("no clause %s", key)
	return ClauseItem{}
}

// withClause gives a sound template with a copy of a library clause, published.
func withClause(t testing.TB, s *Service, name, key string) *Template {
	t.Helper()
	d, problems := Parse("---\n名称: " + name + "\n类别: 服务\n语言: zh-CN\n填写项:\n- 甲方 (a): 主体; 必填; 取自 客户\n---\n= 合同\n# 首条\n见[[x]]。\n# 末条 {#x}\n完。\n")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	in, err := s.InsertClause(clauseByKey(t, s, key).ID, *d)
	if err != nil {
		t.Fatal(err)
	}
	d.Fields = append(d.Fields, in.Fields...)
	d.Body.Content = slices.Insert(d.Body.Content, 2, in.Node)
	tpl, err := s.Import(Print(d))
	if err != nil {
		t.Fatal(err)
	}
	if tpl.CurrentID == 0 {
		t.Fatal("not sound", Check(d))
	}
	return tpl
}

func TestEveryStarterClauseIsSoundInATemplateOfItsOwn(t *testing.T) {
	list, err := starterClauses()
	if err != nil {
		t.Fatal(err)
	}
	count := map[locale.Tag]int{}
	for _, c := range list {
		count[c.Language]++
		d := &Definition{Name: c.Name, Kind: KindOther, Language: c.Language, Fields: []Field{}, Body: Node{Type: nodeDoc}}
		in := c.insertion(d, nil)
		d.Fields, d.Body.Content = in.Fields, []Node{in.Node}
		if p := Check(d); len(p) > 0 {
			t.Errorf("%s: %+v", c.Code, p)
		}
		sameAfterPrint(t, d)
		if m := Merge(d, Sample(d), Options{}); len(m.Problems) > 0 {
			t.Errorf("%s: %+v", c.Code, m.Problems)
		}
		if c.Lock == "" || in.Node.attrs().Library != c.Code || in.Node.attrs().LibraryVersion != 1 {
			t.Errorf("%s: lock %q, link %+v", c.Code, c.Lock, in.Node.Attrs)
		}
	}
	if count[locale.ZhCN] < 12 || count[locale.En] < 6 {
		t.Errorf("%v", count)
	}
}

func TestClausesAreFoundByNamePinyinInitialsAndWording(t *testing.T) {
	_, s := openWorkspace(t)
	for text, want := range map[string]string{"保密": "zh-secrecy", "bkkl": "zh-force-majeure", "fanshangye": "zh-anti-bribery", "地震": "zh-force-majeure", "notic": "en-notices", "仲裁": "zh-arbitration"} {
		list, err := s.Clauses(ClauseFilter{Text: text})
		if err != nil || len(list) == 0 || list[0].Key != want && !slices.ContainsFunc(list[:min(3, len(list))], func(c ClauseItem) bool { return c.Key == want }) {
			t.Errorf("%s: %v %v", text, err, len(list))
		}
	}
	if list, err := s.Clauses(ClauseFilter{Language: "en"}); err != nil || len(list) < 6 || slices.ContainsFunc(list, func(c ClauseItem) bool { return c.Language != "en" }) {
		t.Errorf("%d %v", len(list), err)
	}
}

func TestAClauseGoesFromATemplateToTheLibraryAndIntoAnother(t *testing.T) {
	_, s := openWorkspace(t)
	d := named(t, s, "zh-sale")
	var path []int
	for i, n := range d.Version.Definition.Body.Content {
		if n.headline() == "交货与运输" {
			path = []int{i}
		}
	}
	in, err := s.ClauseFrom(d.Version.Definition, path)
	if err != nil {
		t.Fatal(err)
	}
	if in.Name != "交货与运输" || in.Lock != LockNegotiable || len(in.Fields) != 8 {
		t.Errorf("%s %s %d fields", in.Name, in.Lock, len(in.Fields))
	}
	// The payment clause refers to others: in the library it cannot.
	for i, n := range d.Version.Definition.Body.Content {
		if n.headline() == "付款" {
			pay, err := s.ClauseFrom(d.Version.Definition, []int{i})
			if err != nil {
				t.Fatal(err)
			}
			saved, err := s.SaveClause(*pay)
			if err != nil || !strings.Contains(saved.Text, "按“检验与异议”一条检验合格") {
				t.Errorf("%v %v", err, saved)
			}
		}
	}
	saved, err := s.SaveClause(*in)
	if err != nil {
		t.Fatal(err)
	}
	// A definition that has other fields by these names keeps them.
	other := &Definition{Name: "x", Kind: KindSale, Language: locale.ZhCN, Fields: []Field{{Key: "delivery", Label: "提货", Type: TypeText}, {Key: "place", Label: "交货地点", Type: TypeText}},
		Body: Node{Type: nodeDoc, Content: []Node{{Type: nodeClause, Attrs: &Attrs{ID: "delivery"}, Content: []Node{{Type: nodeHeading}}}}}}
	got, err := s.InsertClause(saved.ID, *other)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, f := range got.Fields {
		keys[f.Key] = true
	}
	if keys["delivery"] || !keys["delivery2"] || keys["deliveryPlace"] || got.Node.attrs().ID != "delivery-2" || got.Node.attrs().Library != saved.UID {
		t.Errorf("%v %+v", keys, got.Node.Attrs)
	}
	other.Fields = append(other.Fields, got.Fields...)
	other.Body.Content = append(other.Body.Content, got.Node)
	if p := Check(other); len(p) > 0 {
		t.Errorf("%+v", p)
	}
}

func TestTemplatesTakeANewWordingInOneStepThatIsShownFirst(t *testing.T) {
	st, s := openWorkspace(t)
	one, two := withClause(t, s, "甲合同", "zh-secrecy"), withClause(t, s, "乙合同", "zh-secrecy")
	c := clauseByKey(t, s, "zh-secrecy")
	if c.Uses != 2 {
		t.Errorf("%d uses", c.Uses)
	}
	// The second has been edited since, and has a draft.
	d, err := s.Get(two.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveDraft(two.ID, Edit{Notation: strings.Replace(d.Notation, "互联网", "网络", 1) + "\n补充一段。\n"}); err != nil {
		t.Fatal(err)
	}
	if plan, err := s.PlanClauseUpdate(c.ID, nil); err != nil || len(plan) != 0 {
		t.Errorf("an update without a new wording: %+v %v", plan, err)
	}
	body := c.Body.clone()
	body.Content = append(body.Content, Node{Type: nodeClause, Content: []Node{{Type: nodeParagraph, Content: []Node{{Type: nodeText, Text: "泄密方应当支付违约金"}, {Type: nodeField, Attrs: &Attrs{Key: "leakPenalty"}}, {Type: nodeText, Text: "。"}}}}})
	in := ClauseInput{ID: c.ID, Version: c.Version, Name: c.Name, Kind: c.Kind, Language: c.Language, Lock: c.Lock, Body: body, Fields: append(slices.Clone(c.Fields), Field{Key: "leakPenalty", Label: "泄密违约金", Type: TypeMoney, Required: true})}
	saved, err := s.SaveClause(in)
	if err != nil || saved.N != 2 || saved.Origin != OriginOwn {
		t.Fatalf("%v %+v", err, saved)
	}
	if _, err := s.SaveClause(in); !fault.Is(err, "store.conflict") {
		t.Errorf("a lost update: %v", err)
	}
	plan, err := s.PlanClauseUpdate(c.ID, nil)
	if err != nil || len(plan) != 2 {
		t.Fatalf("%v %+v", err, plan)
	}
	for _, p := range plan {
		if len(p.Differences) != 1 || p.Differences[0].Where != "第二条 保密" || spelled(p.Differences[0].Pieces) != "{+泄密方应当支付违约金〔泄密违约金〕。+}" || len(p.Fields) != 1 || p.Changed || p.From[0] != 1 {
			t.Errorf("%+v", p)
		}
	}
	if plan[0].Draft || !plan[1].Draft {
		t.Errorf("%+v", plan)
	}
	before := one.CurrentID
	done, err := s.UpdateTemplates(c.ID, []ID{one.ID, two.ID})
	if err != nil || len(done) != 2 {
		t.Fatalf("%v %+v", err, done)
	}
	for _, id := range []ID{one.ID, two.ID} {
		e, err := Find(s.db(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, vid := range []VersionID{e.CurrentID, e.DraftID} {
			if vid == 0 {
				continue
			}
			v, err := Version(s.db(), vid)
			if err != nil || v.Definition.field("leakPenalty") == nil || !strings.Contains(Print(&v.Definition), "库=zh-secrecy@2") {
				t.Errorf("%d: %v\n%s", vid, err, Print(&v.Definition))
			}
		}
	}
	if uses, err := s.ClauseUses(c.ID); err != nil || len(uses) != 3 || uses[0].N != 2 || uses[0].Changed || uses[0].Number != "第二条" {
		t.Errorf("%v %+v", err, uses)
	}
	var step int64
	s.db().Raw("select max(id) from step").Scan(&step)
	if _, err := st.Undo(st.Context(), step); err != nil {
		t.Fatal(err)
	}
	if e, err := Find(s.db(), one.ID); err != nil || e.CurrentID != before {
		t.Errorf("undo left %+v %v", e, err)
	}
}

func TestACopyThatWasEditedIsSaidToBe(t *testing.T) {
	_, s := openWorkspace(t)
	tpl := withClause(t, s, "甲合同", "zh-notice")
	d, err := s.Get(tpl.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveDraft(tpl.ID, Edit{Notation: strings.Replace(d.Notation, "应当采用书面形式", "可以采用任何形式", 1)}); err != nil {
		t.Fatal(err)
	}
	uses, err := s.ClauseUses(clauseByKey(t, s, "zh-notice").ID)
	if err != nil || len(uses) != 2 || uses[0].Changed || !uses[1].Changed || uses[1].State != StateDraft {
		t.Errorf("%v %+v", err, uses)
	}
}

func TestAWrongClauseIsRefusedFieldByField(t *testing.T) {
	_, s := openWorkspace(t)
	for name, c := range map[string]struct {
		in    ClauseInput
		field string
	}{
		"no name":     {ClauseInput{Language: "en", Body: Node{Type: nodeClause, Content: []Node{{Type: nodeParagraph}}}}, "name"},
		"no language": {ClauseInput{Name: "x", Body: Node{Type: nodeClause, Content: []Node{{Type: nodeParagraph}}}}, "language"},
		"a paragraph": {ClauseInput{Name: "x", Language: "en", Body: Node{Type: nodeParagraph}}, "body"},
		"no content":  {ClauseInput{Name: "x", Language: "en", Body: Node{Type: nodeClause}}, "body"},
		"wrong lock":  {ClauseInput{Name: "x", Language: "en", Lock: "iron", Body: Node{Type: nodeClause, Content: []Node{{Type: nodeParagraph}}}}, "lock"},
		"lost field":  {ClauseInput{Name: "x", Language: "en", Body: Node{Type: nodeClause, Content: []Node{{Type: nodeParagraph, Content: []Node{{Type: nodeField, Attrs: &Attrs{Key: "gone"}}}}}}}, "body"},
	} {
		_, err := s.SaveClause(c.in)
		if f := fault.From(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Field != c.field || !locale.Has(f.Fields[0].Code) {
			t.Errorf("%s: %v %+v", name, err, f)
		}
	}
}
