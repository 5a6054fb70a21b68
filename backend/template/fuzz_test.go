package template

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/locale"
)

// FuzzTextRoundTrip feeds any text: nothing panics, and what is read without
// problems prints back to the same tree.
func FuzzTextRoundTrip(f *testing.F) {
	for _, text := range starterFiles(f) {
		f.Add(text)
	}
	for _, s := range []string{"---\n填写项:\n- 计划 (plan): 列表 a=期 次 文本 | 金额 金额; 必填\n- p: 百分比\n- x: 金额; 取自 合同.金额; 比例 p; 写法 大写\n---\n# a {#b 标准 库=zh-x@3}\n@逐项 计划\n{计划.金额} {计划.序号}\n@/\n{计划.金额.合计} {计划.行数}\n", "? a\n?/\n", "---\n---\n# a\n- b\n  - c\n    d\n  e\nf\n#/\ng", "---\n---\n@表格\n|a||\n|--|:--3:|\n|===|\n|x|y|\n", "---\n---\n@签署\n甲: {客户}\n  ? 合同.金额 大于 1\n  a: ____\n  ?/\n",
		"---\n---\n**a++b**c++ ^^d^^ \\*\\* ___30___{}___\\12 [[x]] [?a=b] {a:大写}\\n", "---\n---\n@附件 a {#b}\n# c\n@/\n\\#x\n~>> y\n~ z\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, problems := Parse(text)
		Check(d)
		CheckText(text)
		m := Merge(d, Sample(d), Options{})
		if _, err := json.Marshal(m); err != nil {
			t.Fatal(err)
		}
		if len(problems) > 0 || CheckTree(d) != nil {
			return
		}
		for _, p := range Check(d) {
			if strings.HasPrefix(p.Code, "template.field.") || strings.HasPrefix(p.Code, "template.page") || strings.HasPrefix(p.Code, "template.prices") || strings.HasPrefix(p.Code, "template.name") || strings.HasPrefix(p.Code, "template.condition") {
				return // names that the front matter cannot carry are refused, not printed
			}
		}
		sameAfterPrint(t, d)
	})
}

// A grower makes random trees that keep the schema.
type grower struct {
	*rand.Rand
	keys  []string
	lists []string
	nodes int
}

func (g *grower) text() string {
	alphabet := []rune("甲乙 条，：:;|*+^_-#=?？@<>~{}[]()\\/\"'1a　.﹏𠮷é—…")
	r := make([]rune, 1+g.IntN(8))
	for i := range r {
		r[i] = alphabet[g.IntN(len(alphabet))]
	}
	return string(r)
}

func (g *grower) pick(list ...string) string { return list[g.IntN(len(list))] }

func (g *grower) marks() []Mark {
	var out []Mark
	for _, m := range markOrder {
		if g.IntN(4) == 0 {
			out = append(out, Mark{Type: m})
		}
	}
	return out
}

func (g *grower) line() []Node {
	var out []Node
	for range g.IntN(5) {
		switch g.IntN(9) {
		case 0, 1, 2, 3:
			out = append(out, Node{Type: nodeText, Text: g.text(), Marks: g.marks()})
		case 4:
			out = append(out, Node{Type: nodeField, Attrs: &Attrs{Key: g.pick(g.keys...), Format: Format(g.pick("", "", "text", "date-in-words"))}, Marks: g.marks()})
		case 5:
			out = append(out, Node{Type: nodeBlank, Attrs: &Attrs{Em: minBlank + g.IntN(maxBlank-minBlank+1)}})
		case 6:
			out = append(out, Node{Type: nodeRef, Attrs: &Attrs{Clause: g.pick("c1", "质量", "a-b.c")}})
		case 7:
			out = append(out, Node{Type: nodeCheck, Attrs: &Attrs{Key: "pay", Value: g.pick("a", "b")}})
		default:
			out = append(out, Node{Type: nodeBreak})
		}
	}
	return out
}

func (g *grower) condition(depth int) *Condition {
	switch k := g.IntN(8); {
	case k < 2 && depth < 3:
		op := g.pick(opAnd, opOr)
		c := &Condition{Op: op}
		for range 2 + g.IntN(2) {
			c.Args = append(c.Args, *g.condition(depth + 1))
		}
		return c
	case k == 2 && depth < 3:
		return &Condition{Op: opNot, Args: []Condition{*g.condition(depth + 1)}}
	case k == 3:
		return &Condition{Op: opEmpty, Field: g.pick(g.keys...)}
	case k == 4:
		return &Condition{Op: g.pick(opEq, opNe), Field: "pay", Value: g.pick("a", "b")}
	case k == 5:
		return &Condition{Op: opEq, Field: "yes", Value: g.IntN(2) == 0}
	case k == 6:
		return &Condition{Op: g.pick(opGt, opGe, opLt, opLe), Field: "sum", Other: "contract.amount"}
	}
	return &Condition{Op: g.pick(opEq, opGt), Field: "sum", Value: int64(g.IntN(100000))}
}

func (g *grower) rows(kind string, n, width int, frames bool) []Node {
	var out []Node
	for range n {
		switch {
		case frames && g.IntN(5) == 0:
			out = append(out, Node{Type: nodeWhen, Attrs: &Attrs{Condition: g.condition(0)}, Content: g.rows(kind, 1+g.IntN(2), width, true)})
		case kind == nodePair:
			out = append(out, Node{Type: nodePair, Attrs: &Attrs{Label: g.text()}, Content: g.line()})
		case kind == nodeRow:
			r := Node{Type: nodeRow}
			for left := width; left > 0; {
				span := 1 + g.IntN(left)
				r.Content = append(r.Content, Node{Type: nodeCell, Attrs: &Attrs{Span: span}, Content: g.line()})
				left -= span
			}
			out = append(out, r)
		default:
			s := Node{Type: nodeSignatory, Attrs: &Attrs{Label: g.text(), Key: g.pick("", "buyer.name", "text")}}
			s.Content = g.rows(nodePair, g.IntN(3), 0, true)
			out = append(out, s)
		}
	}
	return out
}

func (g *grower) block(depth, clauses int, inEach bool) Node {
	g.nodes++
	switch k := g.IntN(14); {
	case k < 4 && clauses < maxClauses && depth < 8:
		n := Node{Type: nodeClause, Attrs: &Attrs{ID: g.pick("", "", "c1", "质量"), Lock: g.pick("", "", LockStandard, LockFree)}}
		if n.Attrs.ID == "" {
			n.Attrs.Lock = g.pick("", LockFree)
		}
		if g.IntN(5) == 0 {
			n.Attrs.Library, n.Attrs.LibraryVersion = g.pick("zh-secrecy", "0198f2c4-1111-7000-8000-000000000001", "条款.1_2"), 1+g.IntN(40)
		}
		first := Node{Type: nodeHeading, Content: g.line()}
		if g.IntN(2) == 0 {
			first = g.paragraph()
		}
		n.Content = append([]Node{first}, g.blocks(depth+1, clauses+1, inEach, false)...)
		return n
	case k == 4 && depth < 8:
		return Node{Type: nodeWhen, Attrs: &Attrs{Condition: g.condition(0)}, Content: append([]Node{g.block(depth+1, clauses, inEach)}, g.blocks(depth+1, clauses, inEach, clauses == 0 && depth < 2 && !inEach)...)}
	case k == 5 && depth < 8 && !inEach:
		return Node{Type: nodeEach, Attrs: &Attrs{List: g.pick(g.lists...)}, Content: append([]Node{g.block(depth+1, clauses, true)}, g.blocks(depth+1, clauses, true, false)...)}
	case k == 6:
		width := 1 + g.IntN(3)
		n := Node{Type: nodeTable, Attrs: &Attrs{Plain: g.IntN(2) == 0}}
		for range width {
			n.Attrs.Grid = append(n.Attrs.Grid, GridColumn{Align: g.pick("", "left", "center", "right"), Weight: g.IntN(4)})
		}
		for _, part := range []string{"head", "", "foot"} {
			rows := g.rows(nodeRow, g.IntN(3), width, true)
			for i := range rows {
				walk(&rows[i], func(r *Node) {
					if r.Type == nodeRow {
						r.Attrs = &Attrs{Part: part}
					}
				})
			}
			n.Content = append(n.Content, rows...)
		}
		if len(n.Content) == 0 {
			n.Content = g.rows(nodeRow, 1, width, false)
		}
		return n
	case k == 7:
		return Node{Type: nodePairs, Attrs: &Attrs{Across: 1 + g.IntN(2)}, Content: g.rows(nodePair, 1+g.IntN(3), 0, true)}
	case k == 8:
		return Node{Type: nodeLines, Attrs: &Attrs{Columns: []LinesColumn{{Name: "no"}, {Name: "name", Label: g.pick("", "品 名", "a=b;c")}}, Totals: []string{"total", "words"}[:g.IntN(3)]}}
	case k == 9:
		return Node{Type: g.pick(nodePageBreak)}
	case k == 10:
		return Node{Type: nodeImage, Attrs: &Attrs{Asset: "logo", Width: float64(g.IntN(3) * 50), Align: g.pick("", "center"), Alt: g.pick("", "公司 {章}", "a picture: b|c")}}
	}
	return g.paragraph()
}

func (g *grower) paragraph() Node {
	return Node{Type: nodeParagraph, Attrs: &Attrs{Align: g.pick("", "", "left", "center", "right", "justify"), Note: g.IntN(4) == 0}, Content: g.line()}
}

func (g *grower) blocks(depth, clauses int, inEach, top bool) []Node {
	var out []Node
	for range g.IntN(4) {
		if g.nodes > 60 {
			break
		}
		if top && g.IntN(6) == 0 {
			switch g.IntN(3) {
			case 0:
				out = append(out, Node{Type: g.pick(nodeTitle, nodeSubtitle), Content: g.line()})
			case 1:
				out = append(out, Node{Type: nodeSignature, Attrs: &Attrs{Closing: g.pick("", "（以下无正文）", g.text())}, Content: g.rows(nodeSignatory, 1+g.IntN(2), 0, true)})
			case 2:
				out = append(out, Node{Type: nodeAttachment, Attrs: &Attrs{Title: g.text(), ID: g.pick("", "spec")}, Content: g.inside(depth + 2)})
			}
			continue
		}
		out = append(out, g.block(depth, clauses, inEach))
	}
	return out
}

// inside is the content of an attachment: blocks, but no attachment.
func (g *grower) inside(depth int) []Node {
	var out []Node
	for range g.IntN(3) {
		out = append(out, g.block(depth, 0, false))
	}
	return out
}

func TestRandomTreesPrintAndParseBackUnchanged(t *testing.T) {
	rounds := 600
	if testing.Short() {
		rounds = 400
	}
	for seed := range uint64(rounds) {
		tag := []locale.Tag{locale.ZhCN, locale.En}[seed%2]
		d := &Definition{Name: "试 验", Kind: KindSale, Language: tag, Fields: []Field{
			{Key: "buyer", Label: "买方", Type: TypeParty}, {Key: "pay", Label: "付款 方式", Type: TypeChoice, Choices: []Choice{{"a", "甲 种"}, {"b", "b"}}},
			{Key: "yes", Label: "或", Type: TypeYesNo}, {Key: "sum", Label: "总额", Type: TypeMoney, Default: "5.00"}, {Key: "text", Label: "pay2", Type: TypeText, Help: "a; \"b\"\nc"},
			{Key: "when", Label: "日期", Type: TypeDate, Default: "today+3"}, {Key: "goods", Label: "货物", Type: TypeLines},
			{Key: "part", Label: "比 例", Type: TypePercent}, {Key: "ahead", Label: "预付", Type: TypeMoney, Source: "contract.amount", Share: "part", Format: FormatMoneyWords},
			{Key: "later", Label: "尾款", Type: TypeMoney, Source: "contract.amount", Rest: "part"},
			{Key: "owed", Label: "还 欠", Type: TypeMoney, Source: "contract.amount", Plus: "sum", Minus: "sum"},
			{Key: "plan", Label: []string{"付款 计划", "明细", "lines"}[seed%3], Type: TypeList, Columns: []ListColumn{{"stage", "期 次", TypeText}, {"金额", "金额", TypeMoney}, {"due", "日期", TypeDate}}}}}
		g := &grower{Rand: rand.New(rand.NewPCG(seed, 1)), keys: []string{"buyer.name", "pay", "yes", "sum", "text", "when", "contract.number", "unknown", "plan.stage", "plan.金额", "plan.no", "plan.count", "plan.金额.sum"},
			lists: []string{pathLines, pathLines, "plan"}}
		d.Header = g.line()
		d.Body = Node{Type: nodeDoc, Content: append(g.blocks(0, 0, false, true), g.blocks(0, 0, false, true)...)}
		if err := CheckTree(d); err != nil {
			t.Fatalf("seed %d: the grower broke the schema: %v", seed, err)
		}
		sameAfterPrint(t, d)
		Merge(d, Sample(d), Options{})
		data, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(data)
		if err != nil || asJSON(t, back) != asJSON(t, d) {
			t.Fatalf("seed %d: JSON changed the tree: %v", seed, err)
		}
	}
}

func TestHostileTreesAreRefusedWithASentence(t *testing.T) {
	deep := strings.Repeat(`{"type":"when","attrs":{"condition":{"op":"empty","field":"a"}},"content":[`, 5000) + strings.Repeat("]}", 5000)
	for name, c := range map[string]struct{ body, code string }{
		"an unknown node":          {`{"type":"doc","content":[{"type":"script"}]}`, "template.tree.node"},
		"an unknown attribute":     {`{"type":"doc","attrs":{"onload":"x"}}`, CodeMalformed},
		"an unknown mark":          {`{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"link"}]}]}]}`, "template.tree.mark"},
		"text outside a block":     {`{"type":"doc","content":[{"type":"text","text":"a"}]}`, "template.tree.misplaced"},
		"a clause without text":    {`{"type":"doc","content":[{"type":"clause"}]}`, "template.tree.misplaced"},
		"a signature in a clause":  {`{"type":"doc","content":[{"type":"clause","content":[{"type":"paragraph"},{"type":"signature","content":[{"type":"signatory"}]}]}]}`, "template.tree.misplaced"},
		"a row outside a table":    {`{"type":"doc","content":[{"type":"when","attrs":{"condition":{"op":"empty","field":"a"}},"content":[{"type":"row","content":[{"type":"cell"}]}]}]}`, "template.tree.misplaced"},
		"a repetition in another":  {`{"type":"doc","content":[{"type":"each","attrs":{"list":"lines"},"content":[{"type":"each","attrs":{"list":"lines"},"content":[{"type":"paragraph"}]}]}]}`, "template.tree.misplaced"},
		"ragged rows":              {`{"type":"doc","content":[{"type":"table","attrs":{"grid":[{},{}]},"content":[{"type":"row","content":[{"type":"cell"}]}]}]}`, "template.tree.table"},
		"a foreign attribute":      {`{"type":"doc","content":[{"type":"paragraph","attrs":{"em":5}}]}`, "template.tree.attribute"},
		"control characters":       {`{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"a\u0000"}]}]}`, "template.tree.text"},
		"a blank a mile long":      {`{"type":"doc","content":[{"type":"paragraph","content":[{"type":"blank","attrs":{"em":100000}}]}]}`, "template.tree.attribute"},
		"five thousand conditions": {`{"type":"doc","content":[` + deep + `]}`, "template.tree.deep"},
		"too many blocks":          {`{"type":"doc","content":[{"type":"paragraph"}` + strings.Repeat(`,{"type":"paragraph"}`, maxNodes) + `]}`, "template.tree.large"},
		"not JSON":                 {`<xml>`, CodeMalformed},
		"a body of another kind":   {`{"type":"paragraph"}`, "template.tree.node"},
	} {
		_, err := Decode([]byte(`{"name":"x","kind":"sale","language":"zh-CN","page":{},"fields":[],"body":` + c.body + `}`))
		if !fault.Is(err, c.code) || !locale.Has(c.code) {
			t.Errorf("%s: got %v, want %s", name, err, c.code)
		}
	}
	if _, err := Decode(make([]byte, 5<<20)); !fault.Is(err, "template.tree.large") {
		t.Errorf("five megabytes: %v", err)
	}
	if _, p := Parse(strings.Repeat("? a\n", 100_000)); len(p) == 0 {
		t.Error("a hundred thousand open conditions were read")
	}
	if _, p := Parse(strings.Repeat("x", maxNotation+1)); len(p) != 1 || p[0].Code != "template.text.large" {
		t.Errorf("got %v", p)
	}
}
