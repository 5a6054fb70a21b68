package template

import (
	"strings"
	"testing"

	"keyue/backend/typeset"
)

// plain writes a document as lines of text, for tests.
func plain(doc typeset.Document) string {
	var b strings.Builder
	runs := func(list []typeset.Run) string {
		s := ""
		for _, r := range list {
			switch {
			case r.Missing:
				s += "〔缺：" + r.Text + "〕"
			case r.Blank > 0:
				s += "____"
			case r.Check != "":
				s += map[string]string{"on": "☑", "off": "☐"}[r.Check]
			case r.Break:
				s += "⏎"
			case r.PageOf != "":
				s += "<" + r.PageOf + ">"
			default:
				s += r.Text
			}
		}
		return s
	}
	for _, k := range doc.Blocks {
		switch {
		case k.Paragraph != nil:
			b.WriteString(strings.TrimSpace(k.Paragraph.Label+" "+runs(k.Paragraph.Runs)) + "\n")
		case k.Pairs != nil:
			for _, r := range k.Pairs.Rows {
				b.WriteString(r.Label + runs(r.Value) + "\n")
			}
		case k.Table != nil:
			for _, rows := range [][]typeset.Row{k.Table.Head, k.Table.Rows, k.Table.Foot} {
				for _, r := range rows {
					for _, c := range r.Cells {
						b.WriteString("|" + runs(c.Runs))
					}
					b.WriteString("|\n")
				}
			}
		case k.Signature != nil:
			b.WriteString(k.Signature.Note + "\n")
			for _, p := range k.Signature.Parties {
				b.WriteString(p.Title + "：" + p.Name + "\n")
			}
		case k.PageBreak:
			b.WriteString("--- page\n")
		}
	}
	return b.String()
}

func TestEveryStarterIsSoundAndFillsWithSampleData(t *testing.T) {
	for name, text := range starterFiles(t) {
		t.Run(name, func(t *testing.T) {
			d, _ := Parse(text)
			for _, p := range Check(d) {
				t.Errorf("%s %s %v (%s)", p.Code, p.Field, p.Params, p.Clause)
			}
			m := Merge(d, Sample(d), Options{})
			for _, p := range m.Problems {
				t.Errorf("merged: %s %s %v (%s)", p.Code, p.Field, p.Params, p.Clause)
			}
			if out := plain(m.Document); strings.Contains(out, "〔缺") {
				t.Errorf("gaps left:\n%s", out)
			}
			if testing.Verbose() {
				t.Log(plain(m.Document))
			}
		})
	}
}

func TestEveryStarterReadsRightForAPersonAndInEveryBranch(t *testing.T) {
	for name, text := range starterFiles(t) {
		d, _ := Parse(text)
		person := Sample(d)
		person.Customer = Party{Kind: "person", Name: "欧阳建国", TaxID: "330106198803121234", Address: "西湖区", Phone: "13900000000", Bank: "某行", Account: "1"}
		out := plain(Merge(d, person, Options{}).Document)
		for _, s := range []string{"统一社会信用代码", "法定代表人：", "联系人及电话", "（盖章）"} {
			if strings.Count(out, s) > 1 && d.Kind != KindReceipt && name != "starter/zh/statement.txt" && name != "starter/zh/delivery.txt" {
				t.Errorf("%s: a person is asked for %s", name, s)
			}
		}
		for i := range d.Fields {
			f := &d.Fields[i]
			answers := []any{}
			for _, c := range f.Choices {
				answers = append(answers, c.Value)
			}
			if f.Type == TypeYesNo {
				answers = append(answers, true, false)
			}
			if !f.Required && f.Source == "" && f.Default == "" {
				answers = append(answers, "") // the branch without it
			}
			for _, a := range answers {
				data := Sample(d)
				data.Values[f.Key] = a
				m := Merge(d, data, Options{})
				if len(m.Problems) > 0 {
					t.Errorf("%s with %s %v: %+v", name, f.Label, a, m.Problems)
				}
				if out := plain(m.Document); strings.Contains(out, "。。") || a == "" && f.Type == TypeText && strings.Contains(out, "：____。") {
					t.Errorf("%s with %s %q reads badly:\n%s", name, f.Label, a, out)
				}
			}
		}
	}
}
