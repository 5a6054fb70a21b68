package intake

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"keyue/backend/locale"
	"keyue/backend/manuscript"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/press"
)

// said counts the visible characters of a manuscript's body.
func said(m *manuscript.Manuscript) map[rune]int {
	n := map[rune]int{}
	add := func(s string) {
		for _, r := range s {
			if seen(r) && r != '\ufffd' && r != '〓' {
				n[r]++
			}
		}
	}
	paragraph := func(p *manuscript.Paragraph) {
		if p.Number != nil {
			add(p.Number.Text)
		}
		for _, r := range p.Runs {
			add(r.Text)
		}
	}
	for i := range m.Blocks {
		b := &m.Blocks[i]
		if b.Paragraph != nil {
			paragraph(b.Paragraph)
		}
		if b.Table != nil {
			for _, r := range b.Table.Rows {
				for _, c := range r.Cells {
					for k := range c.Paragraphs {
						paragraph(&c.Paragraphs[k])
					}
				}
			}
		}
	}
	return n
}

// printed counts the visible characters of the contract that a proposal makes,
// set without any data, and of the blanks it found.
func printed(p *Proposal) (map[rune]int, typeset.Document) {
	def := p.Definition
	def.Fields = slices.Clone(def.Fields)
	for i := range def.Fields {
		def.Fields[i].Required, def.Fields[i].Default = false, ""
	}
	doc := template.Merge(&def, template.Data{}, template.Options{}).Document
	n := map[rune]int{}
	add := func(s string) {
		for _, r := range s {
			if seen(r) {
				n[r]++
			}
		}
	}
	runs := func(list []typeset.Run) {
		for _, r := range list {
			if r.Field == "" || r.Check == "" && r.Text != "" && !r.Missing {
				add(r.Text)
			}
		}
	}
	pairs := func(list []typeset.Pair) {
		for _, q := range list {
			add(q.Label)
			runs(q.Value)
		}
	}
	for _, b := range doc.Blocks {
		switch {
		case b.Paragraph != nil:
			add(b.Paragraph.Label)
			runs(b.Paragraph.Runs)
		case b.Pairs != nil:
			pairs(b.Pairs.Rows)
		case b.Table != nil:
			for _, rows := range [][]typeset.Row{b.Table.Head, b.Table.Rows, b.Table.Foot} {
				for _, r := range rows {
					for _, c := range r.Cells {
						runs(c.Runs)
					}
				}
			}
		case b.Signature != nil:
			add(b.Signature.Note)
			for _, q := range b.Signature.Parties {
				add(q.Title)
				pairs(q.Lines)
			}
		}
	}
	for _, b := range p.Blanks {
		if b.Block >= 0 && b.As != AsText {
			add(b.Text)
		}
	}
	return n, doc
}

// lost lists what the manuscript says and neither contract nor dropped has, and
// what the contract says on top.
func lost(m *manuscript.Manuscript, p *Proposal) (missing, extra string) {
	want := said(m)
	have, _ := printed(p)
	for _, d := range p.Dropped {
		if strings.HasPrefix(d.Code, "intake.") {
			for _, r := range d.Text {
				have[r]++
			}
		}
	}
	for _, q := range p.Notes {
		if q.Code == "intake.note.annex_number" { // 附件1 comes out as 附件一
			for _, r := range q.Text {
				have[r]++
			}
		}
	}
	var miss, more []string
	for r, n := range want {
		if have[r] < n {
			miss = append(miss, fmt.Sprintf("%c×%d", r, n-have[r]))
		}
	}
	for r, n := range have {
		if seen(r) && n > want[r] {
			more = append(more, fmt.Sprintf("%c×%d", r, n-want[r]))
		}
	}
	sort.Strings(miss)
	sort.Strings(more)
	return strings.Join(miss, " "), strings.Join(more, " ")
}

var presses = press.New()

func check(t *testing.T, name string, m *manuscript.Manuscript, lay bool) Proposal {
	t.Helper()
	p := Propose(m)
	missing, extra := lost(m, &p)
	if missing != "" {
		t.Errorf("%s: lost %s (on top: %s)", name, missing, extra)
	}
	drop := 0
	for _, d := range p.Dropped {
		if strings.HasPrefix(d.Code, "intake.") {
			drop += visible(d.Text)
		}
	}
	if p.CharsIn != p.CharsOut+drop {
		t.Errorf("%s: %d characters in, %d out, %d dropped", name, p.CharsIn, p.CharsOut, drop)
	}
	d := p.Definition
	if err := template.CheckTree(&d); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	for _, q := range p.Problems {
		if !q.Warning && q.Code != "template.empty" {
			t.Errorf("%s: %+v", name, q)
		}
	}
	if back, problems := template.Parse(template.Print(&d)); len(problems) > 0 || template.Print(back) != template.Print(&d) {
		t.Errorf("%s: the notation does not read back: %v", name, problems)
	}
	for _, o := range p.Origins {
		n := &d.Body
		for _, i := range o.Path {
			if i >= len(n.Content) {
				t.Errorf("%s: no block at %v", name, o.Path)
				break
			}
			n = &n.Content[i]
		}
		for _, i := range o.From {
			if i < 0 || i >= len(m.Blocks) {
				t.Errorf("%s: no original %d", name, i)
			}
		}
	}
	if lay && len(d.Body.Content) > 0 {
		merged := template.Preview(&d, template.Options{})
		sheet, err := presses.Proof(merged.Document, nil, store.New(store.Options{}).Now(), nil)
		if err != nil || sheet.Pages == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	return p
}

func TestEveryContractBecomesATemplateWithoutLoss(t *testing.T) {
	for _, folder := range []string{"5-contracts-zh-text", "5-contracts-en-text", "4-docx-contracts", "4-docx-test"} {
		t.Run(folder, func(t *testing.T) {
			for _, f := range corpus(t, folder, "*") {
				name := filepath.Base(f)
				t.Run(name, func(t *testing.T) {
					m := readFile(t, f)
					begin := time.Now()
					p := check(t, name, m, true)
					if testing.Verbose() {
						t.Logf("%v: %d fields, %d clauses, %d notes, in %d out %d", time.Since(begin).Round(time.Millisecond), len(p.Fields), p.Clauses, len(p.Notes), p.CharsIn, p.CharsOut)
					}
				})
			}
		})
	}
}

// words of contracts that random documents are made of.
var scraps = []string{"甲方", "乙方", "（买方）", "：", "____", "    ", "第一条 ", "第二条", "一、", "（一）", "1.", "1.1 ", "（1）", "①", "年", "月", "日", "￥", "元", "（大写）", "人民币", "%", "百分之", "【 】", "[ ]", "[名称]", "□", "☑", "是", "盖章", "（盖章）", "签字", "附件一：", "附件", "地址", "电话", "开户行及账号", "，", "。", "；", "\n", "XX", "X", "×××", "…………", "Section 4.2", "Article 1", "(a) ", "(i)", "Party A", "Buyer: ", "Date", "By:", "{{name}}", "<x>", "第三条", "\t", "　", "合同", "以下无正文", "请填充", "至", "自", "止", "期限", "\u0301", "😀", "\ufffd", "\u200b", "\\", "{", "}", "[[x]]", "**", "|", "#", "- ", "@", "?"}

func random(r *rand.Rand) *manuscript.Manuscript {
	m := &manuscript.Manuscript{Name: "x", Format: "text"}
	line := func(n int) []manuscript.Run {
		var out []manuscript.Run
		for range n {
			out = append(out, manuscript.Run{Text: scraps[r.IntN(len(scraps))], Bold: r.IntN(9) == 0, Underline: r.IntN(6) == 0})
			if r.IntN(20) == 0 {
				out = append(out, manuscript.Run{Break: true})
			}
		}
		return out
	}
	paragraph := func() manuscript.Paragraph {
		p := manuscript.Paragraph{Runs: line(r.IntN(12)), Heading: max(0, r.IntN(12)-9), Title: r.IntN(40) == 0, Align: []string{"", "", "", "center", "right", "left"}[r.IntN(6)]}
		if r.IntN(8) == 0 {
			p.Number = &manuscript.Number{Text: []string{"1.", "第一条", "•", "(a)", "1.1", "iv)", "甲、"}[r.IntN(7)], Bullet: r.IntN(3) == 0}
		}
		return p
	}
	for range r.IntN(30) {
		switch r.IntN(14) {
		case 0:
			cols := 1 + r.IntN(5)
			t := &manuscript.Table{Columns: make([]float64, cols)}
			for range 1 + r.IntN(4) {
				row := manuscript.Row{Head: r.IntN(6) == 0}
				for k := 0; k < cols; k++ {
					c := manuscript.Cell{Span: 1, Rows: 1}
					if k+1 < cols && r.IntN(6) == 0 {
						c.Span = 2
						k++
					}
					for range r.IntN(3) {
						c.Paragraphs = append(c.Paragraphs, paragraph())
					}
					row.Cells = append(row.Cells, c)
				}
				t.Rows = append(t.Rows, row)
			}
			m.Blocks = append(m.Blocks, manuscript.Block{Table: t})
		case 1:
			m.Blocks = append(m.Blocks, manuscript.Block{PageBreak: true})
		default:
			p := paragraph()
			m.Blocks = append(m.Blocks, manuscript.Block{Paragraph: &p})
		}
	}
	return m
}

func TestNothingIsLostOfRandomDocuments(t *testing.T) {
	for seed := range uint64(400) {
		m := random(rand.New(rand.NewPCG(seed, 7)))
		check(t, fmt.Sprint("seed ", seed), m, seed%20 == 0)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func FuzzPropose(f *testing.F) {
	for _, s := range scraps {
		f.Add(s + "：" + s)
	}
	f.Add("甲方：____\n乙方：    \n第一条 价款为￥  元（大写：    ）\n第二条 见第一条\n甲方（盖章）：  乙方（盖章）：")
	f.Fuzz(func(t *testing.T, s string) {
		m := &manuscript.Manuscript{Name: "fuzz", Format: "text"}
		for _, l := range strings.Split(strings.ToValidUTF8(s, ""), "\n") {
			m.Blocks = append(m.Blocks, manuscript.Block{Paragraph: &manuscript.Paragraph{Runs: []manuscript.Run{{Text: l}}}})
		}
		p := Propose(m)
		if missing, _ := lost(m, &p); missing != "" {
			t.Errorf("lost %s of %q", missing, s)
		}
		d := p.Definition
		if err := template.CheckTree(&d); err != nil {
			t.Errorf("%v: %q", err, s)
		}
	})
}

var _ = locale.ZhCN
