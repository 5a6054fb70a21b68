package contract_test

import (
	"slices"
	"testing"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/template"
)

func TestAPriceUnderTheFloorNeedsAReasonBeforeTheNumberIsTaken(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	lines := v.Contract.Lines
	lines[0].Floor, lines[1].Floor = 4800, 3500
	v, err := sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"lines": lines})
	sh.must(err)
	_, err = sh.Issue(v.Contract.ID, v.Contract.Version, contract.IssueOptions{AllowGaps: true})
	f := fault.From(err)
	if !fault.Is(err, "contract.floor_reason") || f.Params["count"] != 1 || f.Params["names"] != "5号里布" || len(f.Fields) != 1 || f.Fields[0].Field != "lines.1.floorReason" {
		t.Fatalf("%v %+v", err, f)
	}
	if v, err = sh.Get(v.Contract.ID); err != nil || v.Contract.Number != "" || v.Number != "HT-2026-0001" {
		t.Fatalf("a number was taken: %v %v", v, err)
	}

	// A discount on the whole takes the other line under its floor too.
	v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"wholeDiscount": 100})
	sh.must(err)
	if _, err = sh.Issue(v.Contract.ID, v.Contract.Version, contract.IssueOptions{}); fault.From(err).Params["count"] != 2 {
		t.Fatalf("with a discount on the whole: %v", err)
	}
	lines[1].FloorReason = "清库存，王总同意"
	v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"lines": lines, "wholeDiscount": 0})
	sh.must(err)
	issued, err := sh.Issue(v.Contract.ID, v.Contract.Version, contract.IssueOptions{})
	sh.must(err)
	if issued.Number != "HT-2026-0001" {
		t.Errorf("number %s", issued.Number)
	}
	v, err = sh.Get(v.Contract.ID)
	sh.must(err)
	if v.Contract.Lines[1].FloorReason != "清库存，王总同意" || v.Differs {
		t.Errorf("the reason is not kept: %+v", v.Contract.Lines[1])
	}
	// It is nobody's business but ours: another reason is not another paper.
	lines[1].FloorReason = "旧款"
	v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"lines": lines})
	sh.must(err)
	if v.Differs {
		t.Error("a reason is printed")
	}
}

func TestALineOfNothingMayStandButIsNotIssued(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	lines := v.Contract.Lines
	qty := lines[0].Qty
	lines[0].Qty = 0
	v, err := sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"lines": lines})
	sh.must(err)
	_, err = sh.Issue(v.Contract.ID, v.Contract.Version, contract.IssueOptions{AllowGaps: true})
	f := fault.From(err)
	if !fault.Is(err, "contract.line_zero") || f.Params["names"] != lines[0].Name || len(f.Fields) != 1 || f.Fields[0].Field != "lines.0.qty" {
		t.Fatalf("%v %+v", err, f)
	}
	lines[0].Qty = qty
	v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"lines": lines})
	sh.must(err)
	issued, err := sh.Issue(v.Contract.ID, v.Contract.Version, contract.IssueOptions{})
	sh.must(err)
	if issued.Number != "HT-2026-0001" {
		t.Errorf("a number was taken: %s", issued.Number)
	}
}

func TestABatchUnderTheFloorMakesNothing(t *testing.T) {
	sh := open(t)
	in := contract.BatchInput{CustomerIDs: []customer.ID{sh.cust}, TemplateID: sh.template("zh-sale"),
		Lines: []contract.Line{{Name: "5号里布", Qty: 1000, Price: 3200, Floor: 3500}}}
	if _, err := contract.RunBatch(t.Context(), sh.Service, in, func(int64, int64) {}); !fault.Is(err, "contract.floor_reason") {
		t.Errorf("%v", err)
	}
	in.Lines[0].FloorReason = "清库存"
	if out, err := contract.RunBatch(t.Context(), sh.Service, in, func(int64, int64) {}); err != nil || out.Made != 1 {
		t.Errorf("%+v %v", out, err)
	}
}

// published makes a template of ours from its fields and text.
func (sh *shop) published(name, fields, text string) template.ID {
	sh.t.Helper()
	templates := template.NewService(sh.st, template.Lent{})
	tpl, err := templates.Create(name, "other", locale.ZhCN)
	sh.must(err)
	_, err = templates.SaveDraft(tpl.ID, template.Edit{Notation: "---\n名称: " + name + "\n类别: 其他\n语言: zh-CN\n填写项:\n" + fields + "\n---\n\n" + text})
	sh.must(err)
	_, err = templates.Publish(tpl.ID)
	sh.must(err)
	return tpl.ID
}

func TestWhatPaperLeavesToBeWrittenByHandIsKnownBefore(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	blank := func(v *contract.View) []string {
		out := []string{}
		for _, f := range v.Fields {
			if f.Blank {
				out = append(out, f.Key)
			}
			if f.Blank && (f.Missing || f.Required || f.Origin != "") {
				t.Errorf("%s is no blank: %+v", f.Key, f)
			}
		}
		return out
	}
	if got := blank(v); len(got) != 0 {
		t.Errorf("a sale that is complete has blanks: %v", got)
	}
	tpl := sh.published("购销单", "- 买方 (buyer): 主体; 必填; 取自 客户\n- 交货地点 (place): 文本\n- 运费 (freight): 金额\n- 备注 (note): 文本\n- 用不到 (never): 文本\n- 担保方 (guarantor): 主体",
		"买方：{buyer.name} {buyer.website}\n\n交货地点：{place}\n\n? note is filled\n备注：{note}\n?/\n\n@表格\n| 运费 |\n|--:1|\n| {freight} |\n\n担保方：{guarantor.name}\n")
	v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: tpl})
	sh.must(err)
	if got := blank(v); !slices.Equal(got, []string{"place", "freight", "guarantor"}) {
		t.Errorf("blanks %v", got)
	}
	v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"values": map[string]any{"place": "苏州", "freight": "120"}})
	sh.must(err)
	if got := blank(v); !slices.Equal(got, []string{"guarantor"}) {
		t.Errorf("blanks that are filled: %v", got)
	}
}
