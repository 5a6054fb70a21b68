package contract_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/manuscript"
	"keyue/backend/store"
	"keyue/backend/template"
)

// clauseNamed finds a clause by the start of its text.
func clauseNamed(t testing.TB, list *contract.Clauses, start string) contract.Clause {
	t.Helper()
	for _, c := range list.Clauses {
		if strings.HasPrefix(c.Text, start) {
			return c
		}
	}
	t.Fatalf("no clause begins with %q", start)
	return contract.Clause{}
}

// clause makes a clause of one numbered paragraph.
func clause(text string) template.Node {
	return template.Node{Type: "clause", Content: []template.Node{{Type: "paragraph", Content: []template.Node{{Type: "text", Text: text}}}}}
}

func (sh *shop) clauses(id contract.ID) *contract.Clauses {
	sh.t.Helper()
	list, err := sh.Clauses(id)
	sh.must(err)
	return list
}

func (sh *shop) deviate(v *contract.View, in contract.DeviationInput) *contract.View {
	sh.t.Helper()
	v, err := sh.Deviate(v.Contract.ID, v.Contract.Version, in)
	sh.must(err)
	return v
}

func spelled(pieces []contract.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(map[string]string{"same": p.Text, "old": "[-" + p.Text + "-]", "new": "{+" + p.Text + "+}"}[p.Kind])
	}
	return b.String()
}

func TestANegotiableClauseIsChangedForOneDealAndShowsHow(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	before := clauseNamed(t, sh.clauses(v.Contract.ID), "保密")
	if before.Lock != template.LockNegotiable || before.NeedsReason || before.Number != "第十条" || !before.Shown {
		t.Fatalf("%+v", before)
	}
	node := *before.Node
	node.Content = slices.Clone(node.Content)
	node.Content[1] = template.Node{Type: "paragraph", Content: []template.Node{{Type: "text", Text: "双方对在订立和履行本合同过程中知悉的对方商业秘密，五年内不得泄露。"}}}
	v = sh.deviate(v, contract.DeviationInput{Clause: before.Address, Kind: template.Changed, Body: []template.Node{node}})
	if v.DeviationCount != 1 {
		t.Errorf("%d deviations", v.DeviationCount)
	}
	after := clauseNamed(t, sh.clauses(v.Contract.ID), "保密")
	if s := spelled(after.Pieces); after.State != template.Changed || !strings.Contains(s, "保密\n双方对在订立和履行本合同过程中知悉的对方商业秘密[-") {
		t.Errorf("%s %s", after.State, s)
	}
	if after.Number != "第十条" || !strings.Contains(after.Printed, "五年内不得泄露") || after.Deviation.At == 0 || after.Deviation.Was == "" {
		t.Errorf("%+v", after)
	}
	issued, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	again, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	if !again.Repeated {
		t.Error("a contract with a deviation looks changed right after its issue")
	}
	// The issue keeps its own deviations when the contract goes on.
	v, err = sh.Get(v.Contract.ID)
	sh.must(err)
	v, err = sh.RemoveDeviation(v.Contract.ID, v.Contract.Version, v.Contract.Deviations[0].ID)
	sh.must(err)
	changes, err := sh.Differences(v.Contract.ID, issued.Issue.N)
	sh.must(err)
	if len(changes) != 1 || !strings.Contains(spelled(changes[0].Pieces), "五年内不得泄露") || !v.Differs {
		t.Errorf("%+v", changes)
	}
	_, err = sh.st.Undo(sh.st.Context(), sh.lastStep())
	sh.must(err)
	if v, err = sh.Get(v.Contract.ID); err != nil || v.DeviationCount != 1 || v.Differs {
		t.Errorf("after undo: %d deviations, differs %v, %v", v.DeviationCount, v.Differs, err)
	}
}

// lastStep is the newest step that can be undone.
func (sh *shop) lastStep() int64 {
	sh.t.Helper()
	var id int64
	sh.must(sh.st.Read(sh.st.Context()).Raw("select max(id) from step").Scan(&id).Error)
	return id
}

func TestStandardTextNeedsAReasonWhicheverWayItIsTouched(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	locked := clauseNamed(t, sh.clauses(v.Contract.ID), "违约责任")
	inside := clauseNamed(t, sh.clauses(v.Contract.ID), "乙方逾期交货的")
	if !locked.NeedsReason || !inside.NeedsReason || inside.Parent != locked.Address || inside.Level != 2 {
		t.Fatalf("%+v %+v", locked, inside)
	}
	disguised := clause("违约责任由双方另行约定。")
	disguised.Attrs = &template.Attrs{Lock: template.LockFree}
	for name, in := range map[string]contract.DeviationInput{
		"change":             {Clause: locked.Address, Kind: template.Changed, Body: []template.Node{disguised}},
		"removal":            {Clause: locked.Address, Kind: template.Removed},
		"a change inside":    {Clause: inside.Address, Kind: template.Changed, Body: []template.Node{clause("乙方不承担责任。")}},
		"a removal inside":   {Clause: inside.Address, Kind: template.Removed},
		"an addition inside": {Clause: inside.Address, Kind: template.Added, Body: []template.Node{clause("乙方不承担责任。")}},
		"blank reason":       {Clause: locked.Address, Kind: template.Removed, Reason: " \n"},
	} {
		_, err := sh.Deviate(v.Contract.ID, v.Contract.Version, in)
		if f := fault.From(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Code != "template.deviation.reason" {
			t.Errorf("%s without a reason: %v", name, err)
		}
		// The same by way of Save: the page's autosave is no way round it.
		_, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"deviations": []template.Deviation{{Clause: in.Clause, Kind: in.Kind, Body: in.Body, Reason: in.Reason}}})
		if f := fault.From(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Code != "template.deviation.reason" {
			t.Errorf("%s saved without a reason: %v", name, err)
		}
	}
	v = sh.deviate(v, contract.DeviationInput{Clause: inside.Address, Kind: template.Changed, Body: []template.Node{clause("乙方逾期交货的，违约金以价款的百分之五为限。")}, Reason: "客户坚持封顶，总经理已同意"})
	got := clauseNamed(t, sh.clauses(v.Contract.ID), "乙方逾期交货的")
	if got.Deviation == nil || got.Deviation.Reason == "" || got.Lock != template.LockStandard || got.Number != "1." {
		t.Errorf("%+v", got)
	}
	if _, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{}); err != nil {
		t.Error(err)
	}
	// Somebody takes the reason out behind the program's back.
	sh.must(sh.st.InTx(sh.st.Context(), storeStep("test"), func(tx *storeTx) error {
		return tx.Exec("update contract set deviations = replace(deviations, '客户坚持封顶，总经理已同意', ''), remark = 'x' where id = ?", v.Contract.ID).Error
	}))
	if _, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{}); !fault.Is(err, "contract.locked_text") {
		t.Errorf("issued without the reason: %v", err)
	}
}

func TestANewTextIsCheckedAgainstSchemaFieldsAndReferences(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	list := sh.clauses(v.Contract.ID)
	quality, secrecy := clauseNamed(t, list, "质量标准"), clauseNamed(t, list, "保密")
	with := func(n template.Node) template.Node {
		c := clause("")
		c.Content[0].Content = []template.Node{n}
		return c
	}
	deep := clause("一")
	for range 5 {
		deep.Content = append(deep.Content[:1:1], deep)
	}
	for name, c := range map[string]struct {
		in   contract.DeviationInput
		code string
	}{
		"an unknown field":        {contract.DeviationInput{Clause: secrecy.Address, Kind: template.Changed, Body: []template.Node{with(template.Node{Type: "field", Attrs: &template.Attrs{Key: "nobody"}})}}, "template.field.unknown"},
		"an unknown reference":    {contract.DeviationInput{Clause: secrecy.Address, Kind: template.Changed, Body: []template.Node{with(template.Node{Type: "ref", Attrs: &template.Attrs{Clause: "nowhere"}})}}, "template.ref.unknown"},
		"an id that is taken":     {contract.DeviationInput{Clause: secrecy.Address, Kind: template.Added, Body: []template.Node{{Type: "clause", Attrs: &template.Attrs{ID: "quality"}, Content: clause("又一条").Content}}}, "template.clause.twice"},
		"a paragraph":             {contract.DeviationInput{Clause: secrecy.Address, Kind: template.Changed, Body: clause("x").Content}, "template.deviation.body"},
		"a paragraph after it":    {contract.DeviationInput{Clause: secrecy.Address, Kind: template.Changed, Body: []template.Node{clause("a"), clause("b").Content[0]}}, "template.deviation.body"},
		"nothing added":           {contract.DeviationInput{Clause: secrecy.Address, Kind: template.Added}, "template.deviation.body"},
		"an unknown kind":         {contract.DeviationInput{Clause: secrecy.Address, Kind: "moved"}, "template.deviation.body"},
		"an address not there":    {contract.DeviationInput{Clause: "99.1", Kind: template.Removed}, "template.deviation.clause"},
		"too many levels":         {contract.DeviationInput{Clause: secrecy.Address, Kind: template.Changed, Body: []template.Node{deep}}, "template.tree.levels"},
		"a script":                {contract.DeviationInput{Clause: secrecy.Address, Kind: template.Changed, Body: []template.Node{with(template.Node{Type: "script"})}}, "template.tree.node"},
		"a control character":     {contract.DeviationInput{Clause: secrecy.Address, Kind: template.Changed, Body: []template.Node{clause("a\x00b")}}, "template.tree.text"},
		"a reason without an end": {contract.DeviationInput{Clause: secrecy.Address, Kind: template.Removed, Reason: strings.Repeat("因", 501)}, "template.deviation.reason_long"},
	} {
		_, err := sh.Deviate(v.Contract.ID, v.Contract.Version, c.in)
		f := fault.From(err)
		if f == nil || len(f.Fields) == 0 || f.Fields[0].Code != c.code || !locale.Has(c.code) {
			t.Errorf("%s: %v %+v", name, err, f)
		}
	}
	// Others refer to the quality clause: it may go, but they must be put right
	// before the contract is issued.
	v = sh.deviate(v, contract.DeviationInput{Clause: quality.Address, Kind: template.Removed})
	var said []template.Problem
	for _, p := range v.Problems {
		if p.Code == "template.ref.deviated" {
			said = append(said, p)
		}
	}
	if len(said) != 1 || said[0].Params["clause"] != "质量标准" || !strings.HasPrefix(said[0].Clause, "第八条 违约责任") && !strings.Contains(said[0].Clause, "乙方交付的货物") {
		t.Errorf("%+v", said)
	}
	if _, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{}); !fault.Is(err, "contract.values_bad") {
		t.Errorf("issued with a reference into nothing: %v", err)
	}
	gone := clauseStates(sh.clauses(v.Contract.ID))[template.Removed]
	if len(gone) != 1 || gone[0].Node != nil || gone[0].Heading != "质量标准" || gone[0].Shown || !strings.HasPrefix(spelled(gone[0].Pieces), "[-质量标准\n") {
		t.Errorf("%+v", gone)
	}
}

func clauseStates(list *contract.Clauses) map[template.DeviationKind][]contract.Clause {
	out := map[template.DeviationKind][]contract.Clause{}
	for _, c := range list.Clauses {
		out[c.State] = append(out[c.State], c)
	}
	return out
}

func TestClausesAreAddedAndNumbersFollow(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	secrecy := clauseNamed(t, sh.clauses(v.Contract.ID), "保密")
	v = sh.deviate(v, contract.DeviationInput{Clause: secrecy.Address, Kind: template.Added, Body: []template.Node{clause("甲方有权每季度审计一次。"), clause("审计费用由甲方承担。")}})
	added := clauseStates(sh.clauses(v.Contract.ID))[template.Added]
	if len(added) != 2 || added[0].Number != "第十一条" || added[1].Number != "第十二条" || added[0].Lock != template.LockFree || spelled(added[0].Pieces) != "{+甲方有权每季度审计一次。+}" {
		t.Errorf("%+v", added)
	}
	if c := clauseNamed(t, sh.clauses(v.Contract.ID), "通知与送达"); c.Number != "第十三条" {
		t.Errorf("the next clause is %s", c.Number)
	}
	// A change of the whole takes the place of changes inside it; setting the text
	// of the template again drops it.
	dispute := clauseNamed(t, sh.clauses(v.Contract.ID), "合同的生效与其他")
	first := clauseNamed(t, sh.clauses(v.Contract.ID), "本合同自双方法定代表人")
	v = sh.deviate(v, contract.DeviationInput{Clause: first.Address, Kind: template.Removed})
	whole := *dispute.Base
	whole.Content = append(slices.Clone(whole.Content), clause("本合同一式四份。"))
	v = sh.deviate(v, contract.DeviationInput{Clause: dispute.Address, Kind: template.Changed, Body: []template.Node{whole}})
	if v.DeviationCount != 2 {
		t.Errorf("%d deviations, want the addition and the whole", v.DeviationCount)
	}
	_, err := sh.Deviate(v.Contract.ID, v.Contract.Version, contract.DeviationInput{Clause: first.Address, Kind: template.Removed})
	if f := fault.From(err); f == nil || f.Fields[0].Code != "template.deviation.inside" {
		t.Errorf("a change inside a changed clause: %v", err)
	}
	v = sh.deviate(v, contract.DeviationInput{Clause: dispute.Address, Kind: template.Changed, Body: []template.Node{*dispute.Base}})
	if v.DeviationCount != 1 {
		t.Errorf("%d deviations after the template's own text was set", v.DeviationCount)
	}
}

func TestThePreviewShowsADeviationThatIsNotSaved(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	secrecy := clauseNamed(t, sh.clauses(v.Contract.ID), "保密")
	plain, err := sh.Preview(v.Contract.ID, contract.PreviewOptions{})
	sh.must(err)
	with, err := sh.Preview(v.Contract.ID, contract.PreviewOptions{Changes: map[string]any{"deviations": []any{
		map[string]any{"clause": secrecy.Address, "kind": "changed", "body": []any{map[string]any{"type": "clause", "content": []any{map[string]any{"type": "paragraph", "content": []any{map[string]any{"type": "text", "text": strings.Repeat("无限期保密。", 400)}}}}}}},
		map[string]any{"clause": "77", "kind": "removed"},
		map[string]any{"clause": "0", "kind": "changed", "body": []any{map[string]any{"type": "script"}}},
	}}})
	sh.must(err)
	if with.Pages <= plain.Pages {
		t.Errorf("%d pages with two thousand characters more, %d without", with.Pages, plain.Pages)
	}
	if v, err = sh.Get(v.Contract.ID); err != nil || v.DeviationCount != 0 {
		t.Errorf("the preview saved: %d %v", v.DeviationCount, err)
	}
}

func TestDeviationsGoAlongToANewVersionOrWaitToBeDecided(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	list := sh.clauses(v.Contract.ID)
	secrecy, dispute, notice := clauseNamed(t, list, "保密"), clauseNamed(t, list, "争议解决"), clauseNamed(t, list, "通知与送达")
	v = sh.deviate(v, contract.DeviationInput{Clause: secrecy.Address, Kind: template.Removed})
	v = sh.deviate(v, contract.DeviationInput{Clause: dispute.Address, Kind: template.Changed, Body: []template.Node{clause("向被告所在地法院起诉。")}})
	v = sh.deviate(v, contract.DeviationInput{Clause: notice.Address, Kind: template.Added, Body: []template.Node{clause("电子邮件视为书面。")}})
	// The new version has a clause more in front, and another way of going to court.
	templates := template.NewService(sh.st, template.Lent{})
	d, err := templates.Get(v.Contract.TemplateID)
	sh.must(err)
	text := strings.Replace(d.Notation, "\n# 质量标准", "\n# 样品\n样品由双方封存。\n\n# 质量标准", 1)
	text = strings.Replace(text, "双方应当协商解决；协商不成的，{争议解决}", "双方应当友好协商；协商不成的，{争议解决}", 1)
	_, err = templates.SaveDraft(v.Contract.TemplateID, template.Edit{Notation: text})
	sh.must(err)
	_, err = templates.Publish(v.Contract.TemplateID)
	sh.must(err)
	move, err := sh.NewestVersion(v.Contract.ID)
	sh.must(err)
	if len(move.Carried) != 2 || len(move.Conflicts) != 1 || len(move.Differences) == 0 {
		t.Errorf("%d carried, %d conflicts, %+v", len(move.Carried), len(move.Conflicts), move.Differences)
	}
	made := v.Contract.Deviations[0].At
	v, err = sh.UseNewestVersion(v.Contract.ID, v.Contract.Version)
	sh.must(err)
	list = sh.clauses(v.Contract.ID)
	states := clauseStates(list)
	if len(states[template.Removed]) != 1 || states[template.Removed][0].Heading != "保密" || len(states[template.Added]) != 1 || len(list.Conflicts) != 1 {
		t.Fatalf("%+v %+v", states, list.Conflicts)
	}
	if v.Contract.Deviations[0].At != made {
		t.Error("going along counts as a new deviation")
	}
	conflict := list.Conflicts[0]
	if conflict.Deviation.Heading != "争议解决" || !strings.Contains(conflict.Now, "友好协商") || !strings.Contains(spelled(conflict.Pieces), "{+向被告所在地法院起诉+}") {
		t.Errorf("%+v", conflict)
	}
	_, err = sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	if f := fault.From(err); f == nil || f.Code != "contract.values_bad" || f.Fields[0].Code != "template.deviation.conflict" {
		t.Errorf("issued with a conflict: %v", err)
	}
	// Saving other things leaves the conflict; making it anew settles it.
	v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"remark": "x", "deviations": v.Contract.Deviations})
	sh.must(err)
	v = sh.deviate(v, contract.DeviationInput{ID: conflict.Deviation.ID, Clause: conflict.Deviation.Clause, Kind: template.Changed, Body: conflict.Deviation.Body})
	if list = sh.clauses(v.Contract.ID); len(list.Conflicts) != 0 || len(clauseStates(list)[template.Changed]) != 1 || v.DeviationCount != 3 {
		t.Errorf("%+v", list.Conflicts)
	}
	if _, err = sh.Issue(v.Contract.ID, 0, contract.IssueOptions{}); err != nil {
		t.Error(err)
	}
}

func TestDeviationsAreJSONThatComesBackUnchanged(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	secrecy := clauseNamed(t, sh.clauses(v.Contract.ID), "保密")
	v = sh.deviate(v, contract.DeviationInput{Clause: secrecy.Address, Kind: template.Changed, Body: []template.Node{clause("保密三年。")}})
	want, _ := json.Marshal(v.Contract.Deviations)
	v, err := sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"deviations": v.Contract.Deviations})
	sh.must(err)
	if got, _ := json.Marshal(v.Contract.Deviations); string(got) != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

type storeTx = store.Tx

func storeStep(label string) store.Step { return store.Step{Label: label} }

func TestTheSheetListsWhatDeviatesAndIsNoPartOfTheContract(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	if _, err := sh.DeviationSheet(v.Contract.ID); !fault.Is(err, "contract.no_deviations") {
		t.Errorf("a sheet of nothing: %v", err)
	}
	list := sh.clauses(v.Contract.ID)
	secrecy, late := clauseNamed(t, list, "保密"), clauseNamed(t, list, "甲方逾期付款的")
	node := *secrecy.Node
	node.Content = []template.Node{node.Content[0], clause("双方对在订立和履行本合同过程中知悉的对方商业秘密，五年内不得泄露或者不正当使用。").Content[0]}
	v = sh.deviate(v, contract.DeviationInput{Clause: secrecy.Address, Kind: template.Changed, Body: []template.Node{node}})
	v = sh.deviate(v, contract.DeviationInput{Clause: late.Address, Kind: template.Removed, Reason: "老客户，总经理 11 月 20 日口头同意"})
	v = sh.deviate(v, contract.DeviationInput{Clause: secrecy.Address, Kind: template.Added, Body: []template.Node{clause("甲方有权每季度审计一次。")}})
	sheet, err := sh.DeviationSheet(v.Contract.ID)
	sh.must(err)
	pdf := sh.fetch(sheet.URL)
	if sheet.Count != 3 || sheet.Pages != 1 || len(pdf) < 2000 {
		t.Errorf("%+v", sheet)
	}
	if dir := os.Getenv("KEYUE_LOOK"); dir != "" {
		sh.must(os.WriteFile(dir+"/sheet.pdf", pdf, 0o600))
	}
}

func TestClausesBegunInAChangeAreAddedAfterIt(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	secrecy := clauseNamed(t, sh.clauses(v.Contract.ID), "保密")
	v = sh.deviate(v, contract.DeviationInput{Clause: secrecy.Address, Kind: template.Added, Body: []template.Node{clause("三。")}})
	v = sh.deviate(v, contract.DeviationInput{Clause: secrecy.Address, Kind: template.Changed, Body: []template.Node{*secrecy.Node, clause("一。"), clause("二。")}})
	states := clauseStates(sh.clauses(v.Contract.ID))
	if len(states[template.Changed]) != 0 || len(states[template.Added]) != 3 || v.DeviationCount != 1 {
		t.Fatalf("%+v", states)
	}
	for i, want := range []string{"一。", "二。", "三。"} {
		if got := states[template.Added][i]; got.Text != want || got.Address != secrecy.Address {
			t.Errorf("%d: %+v", i, got)
		}
	}
}

func TestReferencesReadAsTheNumbersThatArePrinted(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	list := sh.clauses(v.Contract.ID)
	quality := clauseNamed(t, list, "质量标准")
	i := slices.IndexFunc(list.Clauses, func(c contract.Clause) bool { return strings.Contains(c.Printed, quality.Number+"约定，经修理") })
	if i < 0 || quality.Number == "" {
		t.Fatal("no clause of the sale points at its quality")
	}
	pointing := list.Clauses[i]
	if !strings.Contains(pointing.Text, "不符合"+quality.Number+"约定") || len(pointing.Ordinals) != pointing.Level {
		t.Errorf("%+v", pointing)
	}
	target := func(list *contract.Clauses, id string) (out contract.Target) {
		for _, k := range list.Targets {
			if k.ID == id {
				out = k
			}
		}
		return out
	}
	if k := target(list, "quality"); k.Number != quality.Number || k.Reference != quality.Number || k.Headline != "质量标准" {
		t.Errorf("%+v", k)
	}
	node := *pointing.Node
	node.Content = slices.Clone(node.Content)
	node.Content[0].Content = append(slices.Clone(node.Content[0].Content), template.Node{Type: "text", Text: "另赔实际损失。"})
	v = sh.deviate(v, contract.DeviationInput{Clause: pointing.Address, Kind: template.Changed, Body: []template.Node{node}, Reason: "谈定"})
	sheet, err := sh.DeviationSheet(v.Contract.ID)
	sh.must(err)
	paper, err := manuscript.Read("sheet.pdf", bytes.NewReader(sh.fetch(sheet.URL)), int64(len(sh.fetch(sheet.URL))))
	sh.must(err)
	if text := strings.Join(strings.Fields(paper.Text()), ""); strings.Contains(text, "[[") || !strings.Contains(text, "不符合"+quality.Number+"约定") || !strings.Contains(text, "第八条"+pointing.Number) {
		t.Errorf("the sheet says %s", text)
	}
	// Of a clause that this deal does not have, the heading.
	v = sh.deviate(v, contract.DeviationInput{Clause: quality.Address, Kind: template.Removed, Reason: "样品封存"})
	list = sh.clauses(v.Contract.ID)
	i = slices.IndexFunc(list.Clauses, func(c contract.Clause) bool { return c.Address == pointing.Address })
	if s := spelled(list.Clauses[i].Pieces); !strings.Contains(s, "不符合〔质量标准〕约定") {
		t.Error(s)
	}
}

func TestAThirdPartyIsChosenFromTheCustomersAndFrozenAtTheIssue(t *testing.T) {
	sh := open(t)
	var third customer.ID
	sh.must(sh.st.InTx(sh.st.Context(), storeStep("test"), func(tx *storeTx) error {
		c := customer.Customer{Name: "宁波远航担保有限公司", Kind: customer.Company, Address: "宁波市鄞州区宁东路 66 号"}
		err := customer.Create(tx, &c, nil)
		third = c.ID
		return err
	}))
	tpl, err := template.NewService(sh.st, template.Lent{}).Import("---\n名称: 三方协议\n类别: 合作\n语言: zh-CN\n填写项:\n- 甲方 (a): 主体; 必填; 取自 客户\n- 乙方 (b): 主体; 必填; 取自 我方\n- 丙方 (c): 主体; 必填\n---\n= 三方协议\n# 担保\n丙方{丙方.名称}，住所{丙方.地址}。\n\n@签署\n甲方: {甲方.名称}\n  日期: ____\n乙方: {乙方.名称}\n  日期: ____\n丙方: {丙方.名称}\n  日期: ____\n")
	sh.must(err)
	v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: tpl.ID})
	sh.must(err)
	if len(v.Problems) != 1 || v.Problems[0].Field != "c" {
		t.Fatalf("%+v", v.Problems)
	}
	v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"values": map[string]any{"c": map[string]any{"customerId": third}}})
	sh.must(err)
	printed := func() string { return clauseNamed(t, sh.clauses(v.Contract.ID), "担保").Printed }
	if len(v.Problems) != 0 || !strings.Contains(printed(), "丙方宁波远航担保有限公司，住所宁波市鄞州区") {
		t.Fatalf("%+v %s", v.Problems, printed())
	}
	_, err = sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	sh.must(sh.st.InTx(sh.st.Context(), storeStep("test"), func(tx *storeTx) error {
		c, err := customer.Find(tx.DB, third)
		if err != nil {
			return err
		}
		c.Address = "宁波市海曙区新址 1 号"
		return tx.Update(c)
	}))
	if v, err = sh.Get(v.Contract.ID); err != nil || v.Differs || !strings.Contains(printed(), "鄞州区") {
		t.Errorf("an issued contract follows its third party: %v %v %s", err, v.Differs, printed())
	}
	v, err = sh.RefreshParties(v.Contract.ID, v.Contract.Version)
	sh.must(err)
	if !v.Differs || !strings.Contains(printed(), "新址") {
		t.Errorf("refreshing leaves the third party as it was: %s", printed())
	}
}

func TestAThirdPartyThatIsNoCustomerIsTyped(t *testing.T) {
	sh := open(t)
	tpl, err := template.NewService(sh.st, template.Lent{}).Import("---\n名称: 担保协议\n类别: 合作\n语言: zh-CN\n填写项:\n- 甲方 (a): 主体; 必填; 取自 客户\n- 丙方 (c): 主体; 必填\n---\n= 担保协议\n# 担保\n丙方{丙方.名称}（{丙方.税号}），住所{丙方.地址}。\n@签署\n甲方: {甲方.名称}\n  日期: ____\n丙方: {丙方.名称}\n  法定代表人: {丙方.法定代表人}\n")
	sh.must(err)
	v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: tpl.ID})
	sh.must(err)
	typed := map[string]any{"kind": "company", "address": "宁波市鄞州区宁东路 66 号", "taxId": "91330200MA2AAAAA1X", "legalRepresentative": "钱某"}
	save := func() {
		v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"values": map[string]any{"c": typed}})
		sh.must(err)
	}
	save() // while it is typed there is no name yet
	if len(v.Problems) != 1 || v.Problems[0].Field != "c" {
		t.Errorf("%+v", v.Problems)
	}
	typed["name"] = "宁波远航担保有限公司"
	save()
	issued, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	if text := sh.text(issued.URL); !strings.Contains(text, "丙方宁波远航担保有限公司（91330200MA2AAAAA1X），住所宁波市鄞州区宁东路66号") || !strings.Contains(text, "法定代表人：钱某") {
		t.Errorf("%s", text)
	}
}

func TestADeviationInAnAttachmentNamesTheAttachment(t *testing.T) {
	sh := open(t)
	tpl, err := template.NewService(sh.st, template.Lent{}).Import("---\n名称: 数据处理合同\n类别: 服务\n语言: zh-CN\n条款编号: 1. 1.1\n填写项:\n- 甲方 (a): 主体; 必填; 取自 客户\n- 短约 (s): 是否\n---\n= 合同\n# 数据\n甲方{甲方.名称}。\n? 短约\n@附件 短约\n# 短\n短。\n@/\n?/\n@附件 清单\n# 数据\n- 三类。\n- 五年。\n")
	sh.must(err)
	v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: tpl.ID})
	sh.must(err)
	place := func(start string) string {
		c := clauseNamed(t, sh.clauses(v.Contract.ID), start)
		return c.Annex + "|" + c.Number
	}
	if a, b := place("数据\n甲方"), place("五年"); a != "|1." || b != "附件一|1.2" {
		t.Errorf("%s %s", a, b)
	}
	years := clauseNamed(t, sh.clauses(v.Contract.ID), "五年")
	v = sh.deviate(v, contract.DeviationInput{Clause: years.Address, Kind: template.Changed, Body: []template.Node{clause("三年。")}})
	v = sh.deviate(v, contract.DeviationInput{Clause: years.Address, Kind: template.Added, Body: []template.Node{clause("另附光盘。")}})
	sheet, err := sh.DeviationSheet(v.Contract.ID)
	sh.must(err)
	if text := sh.text(sheet.URL); !strings.Contains(text, "附件一1.1.2三年。") || !strings.Contains(text, "附件一1.1.3另附光盘。") {
		t.Errorf("the sheet says %s", text)
	}
	// Left out of this deal, it is named as the template has it.
	if got := place("短\n短"); got != "附件一|" {
		t.Error(got)
	}
}
