package template

import (
	"strings"
	"testing"

	"keyue/backend/fault"
)

const planned = `---
名称: 分期合同
类别: 服务
语言: zh-CN
填写项:
- 甲方 (buyer): 主体; 必填; 取自 客户
- 担保方 (third): 主体; 必填
- 金额 (sum): 金额; 取自 合同.金额
- 首付比例 (deposit): 百分比; 默认 30%
- 首付 (ahead): 金额; 取自 合同.金额; 比例 首付比例
- 余款 (later): 金额; 取自 合同.金额; 写法 大写; 余额 首付比例
- 付款计划 (plan): 列表 stage=期次 文本 | due=付款日期 日期 | amount=金额 金额; 必填
---

= 分期合同

# 付款
首付{首付}，余款人民币{余款}。共{付款计划.行数}期，合计{付款计划.金额.合计}。

@表格
| 序号 | 期次 | 日期 | 金额 |
|:--:|:--1|--|--:|
@逐项 付款计划
| {付款计划.序号} | {付款计划.期次} | {付款计划.付款日期} | {付款计划.金额:数字} |
? 付款计划.金额 大于 5000
| 该期应先开具发票 ||||
?/
@/
|===|
| 合计 ||| {付款计划.金额.合计:大写} |

@签署
甲方: {甲方.名称}
  日期: ____
乙方: {我方.名称}
  日期: ____
丙方（担保方）: {担保方.名称}
  日期: ____
`

func TestRowsRepeatOverAnyListWithConditionsSumsAndShares(t *testing.T) {
	d, problems := Parse(planned)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if p := Check(d); len(p) > 0 {
		t.Fatalf("%+v", p)
	}
	sameAfterPrint(t, d)
	data := SampleData(KindService, d.Language)
	data.Contract.Amount = 1_000_001
	data.Values["third"] = map[string]any{"name": "担保公司"}
	data.Values["plan"] = []any{
		map[string]any{"stage": "首期", "due": "2026-01-02", "amount": 400_000.0},
		map[string]any{"stage": "尾期", "amount": "6000.01"},
		map[string]any{},
	}
	m := Merge(d, data, Options{})
	if len(m.Problems) > 0 {
		t.Fatalf("%+v", m.Problems)
	}
	got := plain(m.Document)
	for _, want := range []string{
		"首付¥3,000.00，余款人民币柒仟元零壹分。共2期，合计¥10,000.01。", // 30 % of 10,000.01 and what is left
		"|1|首期|2026年1月2日|4,000.00|\n|2|尾期|____|6,000.01|\n|该期应先开具发票|\n",
		"人民币壹万元零壹分|", "丙方（担保方）：担保公司",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if a := m.Answers["plan"]; a.Origin != "own" || len(a.Value.([]map[string]any)) != 2 {
		t.Errorf("%+v", a)
	}
}

func TestARequiredListWithoutRowsShowsOneRowOfGaps(t *testing.T) {
	d, _ := Parse(planned)
	m := Merge(d, SampleData(KindService, d.Language), Options{})
	codes := map[string]int{}
	for _, p := range m.Problems {
		codes[p.Code+" "+p.Field]++
	}
	if codes["template.missing plan"] != 1 || codes["template.missing third"] != 1 || len(m.Problems) != 2 {
		t.Errorf("%+v", m.Problems)
	}
	rows := 0
	for _, b := range m.Document.Blocks {
		if b.Table != nil {
			rows = len(b.Table.Rows)
		}
	}
	if rows != 1 {
		t.Errorf("%d rows", rows)
	}
}

func TestWrongListsAreRefusedWithASentence(t *testing.T) {
	d, _ := Parse(planned)
	f := d.field("plan")
	for name, c := range map[string]struct {
		value any
		code  string
	}{
		"a column that is not there": {[]any{map[string]any{"x": 1}}, CodeBadValue},
		"a wrong amount":             {[]any{map[string]any{"amount": "a lot"}}, CodeBadMoney},
		"not a list":                 {map[string]any{"amount": 1}, CodeBadValue},
		"too many rows":              {make([]map[string]any, maxRows+1), CodeManyRows},
		"text that is no list":       {"three rows", CodeBadValue},
	} {
		if _, err := f.Decode(c.value); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	head := "---\n名称: x\n填写项:\n- 甲 (a): 百分比\n- 表 (l): 列表 x=列 金额\n- 款 (m): 金额\n"
	for text, code := range map[string]string{
		head + "- 二 (b): 列表\n---\nx":                 "template.field.columns",
		head + "- 二 (b): 列表 c=一 文本 | c=二 文本\n---\nx": "template.field.columns",
		head + "- 二 (b): 列表 c=一 主体\n---\nx":          "template.field.columns",
		head + "- 二 (b): 金额; 比例 甲\n---\nx":           "template.field.share",
		head + "- 二 (b): 金额; 取自 合同.金额; 比例 款\n---\nx": "template.field.share",
		head + "- 二 (b): 日期; 同上次\n---\nx":            "template.field.as_last",
		head + "- 二 (b): 金额; 取自 合同.金额; 同上次\n---\nx":  "template.field.as_last",
		head + "- 二 (b): 文本; 写法 大写\n---\nx":          "template.field.format",
		head + "---\n{表.列}":                          "template.list.outside_each",
		head + "---\n@逐项 明细\n{表.列}\n@/":              "template.list.outside_each",
		head + "---\n@逐项 款\n{表.列}\n@/":               "template.list.unknown",
		head + "---\n{表.列.合计} {表.行数} {表.序号}":         "template.list.outside_each",
	} {
		d, problems := Parse(text)
		found := false
		for _, p := range Check(d) {
			found = found || p.Code == code
		}
		if !found || len(problems) > 0 {
			t.Errorf("%s\nno %s in %+v %+v", text, code, Check(d), problems)
		}
	}
}

func TestProblemsPointAtTheirNode(t *testing.T) {
	d, _ := Parse("---\n名称: x\n---\n# 甲\n- 乙 {nobody}\n- 丙 [[nowhere]]\n")
	d.Footer = []Node{{Type: nodeText, Text: "a"}, {Type: nodeField, Attrs: &Attrs{Key: "gone"}}}
	at := map[string]string{}
	for _, p := range Check(d) {
		at[p.Code+p.Part] = asJSON(t, p.Path)
	}
	for code, want := range map[string][]int{"template.field.unknown": {0, 1, 0, 1}, "template.ref.unknown": {0, 2, 0, 1}, "template.field.unknownfooter": {1}} {
		if at[code] != asJSON(t, want) {
			t.Errorf("%s at %s", code, at[code])
		}
	}
	// A tree that breaks the schema says where.
	d.Body.Content[0].Content[1].Content = append(d.Body.Content[0].Content[1].Content, Node{Type: nodeRow})
	c := CheckDefinition(d)
	if c.Readable || len(c.Problems) != 1 || asJSON(t, c.Problems[0].Path) != asJSON(t, []int{0, 1, 1}) {
		t.Errorf("%+v", c.Problems)
	}
}
