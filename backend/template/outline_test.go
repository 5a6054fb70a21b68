package template

import (
	"strings"
	"testing"

	"keyue/backend/date"
	"keyue/backend/locale"
)

func TestOtherPeoplesNumbersCanBeStyles(t *testing.T) {
	for style, want := range map[string]string{"第1条": "第3条", "1）": "3）", "a.": "c.", "I.": "III.", "Section 1": "Section 3", "1.1.": "2.3.", "§1": "§3", "(1)": "(3)", "第一节": "第三节", "A)": "C)"} {
		if !numberStyle(style) {
			t.Errorf("%s is no style", style)
		}
		if got := label(style, []int{2, 3}); got != want {
			t.Errorf("%s: %s, want %s", style, got, want)
		}
	}
	for _, bad := range []string{"", "x", "1.2", "第一", "Foo 1", "1.."} {
		if bad != "第一" && numberStyle(bad) {
			t.Errorf("%q is a style", bad)
		}
	}
	if got := strings.Join(numberingStyles("Article 1 Section 1.1 (a)"), "|"); got != "Article 1|Section 1.1|(a)" {
		t.Error(got)
	}
	if got := reference([]string{"第1条", "1.1"}, []int{3, 2}, locale.ZhCN); got != "第3.2条" {
		t.Error(got)
	}
	if got := reference([]string{"第1条"}, []int{3}, locale.ZhCN); got != "第3条" {
		t.Error(got)
	}
}

func TestTheOutlineHasTheNumbersOfTheMerge(t *testing.T) {
	list, err := starters()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		for _, o := range Outline(s.def) {
			n := &s.def.Body
			for _, i := range o.Path {
				n = &n.Content[i]
			}
			if n.Type != nodeClause && n.Type != nodeAttachment || o.Headline != n.headline() || o.Number == "" && s.def.Numbering == nil {
				t.Errorf("%s: %+v is not at its path", s.def.Code, o)
			}
		}
	}
}

func TestTheCurrencyBeforeCapitalsIsSaidOnce(t *testing.T) {
	d, _ := Parse("---\n名称: x\n类别: 其他\n语言: zh-CN\n填写项:\n- 总价 (sum): 金额; 默认 100\n---\n总价：人民币（大写）{sum:大写}。\n大写：{sum:大写}。\n")
	m := Merge(d, Data{Today: date.Date("2026-01-01")}, Options{})
	var got []string
	for _, b := range m.Document.Blocks {
		got = append(got, runText(b.Paragraph.Runs))
	}
	if s := strings.Join(got, "|"); s != "总价：人民币（大写）壹佰元整。|大写：人民币壹佰元整。" {
		t.Error(s)
	}
}
