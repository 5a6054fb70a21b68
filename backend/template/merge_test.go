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
