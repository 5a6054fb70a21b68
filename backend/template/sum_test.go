package template

import (
	"strings"
	"testing"
)

// What is owed at the end is worked out, not typed: the statement adds up, and
// whoever writes another figure over it has the last word.
func TestAStatementAddsUp(t *testing.T) {
	for file, want := range map[string][]string{
		"starter/zh/statement.txt": {"贵方尚欠我方货款¥2,200.00"},
		"starter/en/statement.txt": {"is $2,200.00"},
	} {
		d, problems := Parse(starterFiles(t)[file])
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		data := SampleData(d.Kind, d.Language)
		data.Lines = []Line{{Name: "a", Qty: 2000, Price: 100_000}}
		data.Values["opening"], data.Values["paid"] = "500.00", "300.00"
		got := plain(Merge(d, data, Options{}).Document)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %q in\n%s", file, w, got)
			}
		}
		data.Values["closing"] = "1.00"
		if got := plain(Merge(d, data, Options{}).Document); !strings.Contains(got, "1.00") || strings.Contains(got, "2,200.00") {
			t.Errorf("%s: not the person's own figure in\n%s", file, got)
		}
	}
}

func TestASumOfWhatIsNoMoneyIsRefused(t *testing.T) {
	for line, ok := range map[string]bool{
		"余 (left): 金额; 取自 合同.金额; 加 上 ; 减 上": true,
		"余 (left): 金额; 取自 合同.金额; 减 比":       false, // a percent
		"余 (left): 金额; 加 上":                 false, // nothing to add to
		"余 (left): 金额; 取自 合同.金额; 加 无":       false, // not there
		"余 (left): 金额; 取自 合同.金额; 加 余":       false, // itself
		"余 (left): 金额; 取自 合同.金额; 加 上; 比例 比": false, // two ways
		"余 (left): 文本; 取自 合同.编号; 加 上":       false, // no money
	} {
		d, problems := Parse("---\n名称: 试\n类别: 其他\n语言: zh-CN\n填写项:\n- 上 (up): 金额\n- 比 (part): 百分比\n- " + line + "\n---\n\n= 试\n\n{余}\n")
		if d != nil {
			problems = append(problems, Check(d)...)
		}
		said := false
		for _, p := range problems {
			said = said || p.Code == "template.field.sum"
		}
		if said == ok {
			t.Errorf("%s: %+v", line, problems)
		}
	}
}
