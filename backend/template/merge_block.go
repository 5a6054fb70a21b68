package template

import (
	"strings"
	"unicode/utf8"

	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/typeset"
)

// Lengths of the rules that stand for empty optional fields, in em.
const (
	blankShort = 4
	blankUsual = 8
)

// priceGone stands for an amount on a copy without prices.
const priceGone = "***"

func (m *merger) zh() bool { return m.def.Language != locale.En }

func (m *merger) add(b typeset.Block) {
	m.out = append(m.out, b)
	m.origins = append(m.origins, m.from)
}

func (m *merger) paragraph(p typeset.Paragraph) {
	if p.Runs == nil {
		p.Runs = []typeset.Run{}
	}
	m.add(typeset.Block{Paragraph: &p})
}

// blocks sets items inside level clauses.
func (m *merger) blocks(items []item, level int) {
	for i := range items {
		m.block(&items[i], level, "")
	}
}

// block sets one item; label is the number of the clause it begins.
func (m *merger) block(it *item, level int, label string) {
	n, a := it.node, it.node.attrs()
	m.from = m.address[n]
	switch n.Type {
	case nodeTitle:
		m.paragraph(typeset.Paragraph{Style: typeset.StyleTitle, Runs: m.runs(n.Content, it.at)})
	case nodeSubtitle:
		m.paragraph(typeset.Paragraph{Style: typeset.StyleSubtitle, Runs: m.runs(n.Content, it.at)})
	case nodeHeading:
		m.paragraph(typeset.Paragraph{Style: typeset.StyleHeading, Label: label, Level: level, KeepNext: true, Runs: m.runs(n.Content, it.at)})
	case nodeParagraph:
		p := typeset.Paragraph{Style: typeset.StyleBody, Label: label, Level: level, Align: typeset.Align(a.Align), NoIndent: a.Align != "", Runs: m.runs(n.Content, it.at)}
		if a.Note {
			p.Style = typeset.StyleNote
		}
		m.paragraph(p)
	case nodeClause:
		m.clauseBlocks(it, level)
	case nodeTable:
		m.table(it)
	case nodePairs:
		if rows := m.pairs(it.kids); len(rows) > 0 {
			m.add(typeset.Block{Pairs: &typeset.Pairs{Columns: max(1, a.Across), Level: level, Rows: rows}})
		}
	case nodeLines:
		m.linesTable(&a)
	case nodeSignature:
		m.signature(it)
	case nodeAttachment:
		m.attachment(it)
	case nodePageBreak:
		m.add(typeset.Block{PageBreak: true})
	case nodeImage:
		m.add(typeset.Block{Image: &typeset.Image{Asset: a.Asset, Width: a.Width, Height: a.Height, Align: typeset.Align(a.Align), Alt: a.Alt}})
	}
}

func (m *merger) clauseBlocks(it *item, level int) {
	outer := m.clause
	m.clause = InAnnex(m.annex, strings.TrimSpace(it.label+" "+it.node.headline()))
	for i := range it.kids {
		label := ""
		if i == 0 {
			label = it.label
		}
		m.block(&it.kids[i], level+1, label)
	}
	m.clause = outer
}

func (m *merger) attachment(it *item) {
	outer := m.clause
	m.clause, m.annex = it.label, it.label
	m.add(typeset.Block{PageBreak: true})
	sep := "："
	if !m.zh() {
		sep = ": "
	}
	title := it.label
	if t := it.node.attrs().Title; t != "" {
		title += sep + t
	}
	m.paragraph(typeset.Paragraph{Style: typeset.StyleTitle, Runs: []typeset.Run{{Text: title}}})
	m.blocks(it.kids, 0)
	m.clause, m.annex = outer, ""
}

func (m *merger) pairs(items []item) []typeset.Pair {
	out := []typeset.Pair{}
	for i := range items {
		n := items[i].node
		out = append(out, typeset.Pair{Label: m.colon(n.attrs().Label), Value: m.runs(n.Content, items[i].at)})
	}
	return out
}

// colon ends a label as its language does, unless it ends in a mark already.
func (m *merger) colon(label string) string {
	if label == "" || strings.ContainsRune(":：?？", []rune(label)[len([]rune(label))-1]) {
		return label
	}
	if m.zh() {
		return label + "："
	}
	return label + ":"
}

func (m *merger) table(it *item) {
	a := it.node.attrs()
	t := typeset.Table{Plain: a.Plain, Columns: []typeset.Column{}, Rows: []typeset.Row{}}
	for _, g := range a.Grid {
		t.Columns = append(t.Columns, typeset.Column{Align: typeset.Align(g.Align), Weight: float64(g.Weight)})
	}
	for i := range it.kids {
		r := &it.kids[i]
		row := typeset.Row{Cells: []typeset.Cell{}}
		for j := range r.node.Content {
			c := &r.node.Content[j]
			row.Cells = append(row.Cells, typeset.Cell{Span: c.attrs().Span, Runs: m.runs(c.Content, r.at)})
		}
		switch r.node.attrs().Part {
		case "head":
			row.Bold = true
			t.Head = append(t.Head, row)
		case "foot":
			t.Foot = append(t.Foot, row)
		default:
			t.Rows = append(t.Rows, row)
		}
	}
	if len(t.Rows)+len(t.Foot) > 0 {
		m.add(typeset.Block{Table: &t})
	}
}

func (m *merger) signature(it *item) {
	s := typeset.Signature{Parties: []typeset.SignatureParty{}, Note: it.node.attrs().Closing}
	for i := range it.kids {
		k := &it.kids[i]
		a := k.node.attrs()
		p := typeset.SignatureParty{Title: a.Label, Lines: m.pairs(k.kids)}
		if a.Key != "" {
			if runs := m.field(&Attrs{Key: a.Key}, k.at, typeset.Run{}); len(runs) == 1 && !runs[0].Missing {
				p.Name = runs[0].Text
			}
		}
		s.Parties = append(s.Parties, p)
	}
	if len(s.Parties) > 0 {
		m.add(typeset.Block{Signature: &s})
	}
}

// runs sets a line of inline nodes.
func (m *merger) runs(line []Node, at place) []typeset.Run {
	out := []typeset.Run{}
	for i := range line {
		n := &line[i]
		dress := typeset.Run{Bold: n.hasMark(markBold), Underline: n.hasMark(markUnderline), Super: n.hasMark(markSuper)}
		switch a := n.attrs(); n.Type {
		case nodeText:
			if dress.Text = m.oneStop(out, n.Text); dress.Text != "" {
				out = append(out, dress)
			}
		case nodeField:
			out = append(out, m.inContext(&a, out, m.field(&a, at, dress))...)
		case nodeBlank:
			out = append(out, typeset.Run{Blank: float64(a.Em)})
		case nodeBreak:
			out = append(out, typeset.Run{Break: true})
		case nodeRef:
			out = append(out, m.ref(a.Clause, dress))
		case nodeCheck:
			out = append(out, m.check(&a, at))
		}
	}
	return out
}

// renminbi stands directly before a sum in capitals, as 正确填写票据和结算凭证的
// 基本规定 of the People's Bank asks.
const renminbi = "人民币"

// inContext adds to the runs of a field what its place asks for: the currency
// before a sum in Chinese capitals, unless the template says it already.
func (m *merger) inContext(a *Attrs, before, runs []typeset.Run) []typeset.Run {
	f, _ := m.names.lookup(a.Key)
	if f.written(a.Format) != FormatMoneyWords || f.Type != TypeMoney || !m.zh() || m.currency() != money.CNY || m.options.PriceFree {
		return runs
	}
	if len(runs) != 1 || runs[0].Text == "" || runs[0].Missing {
		return runs
	}
	// 人民币（大写）：壹佰元整 names the currency before the note in brackets.
	said := ""
	if n := len(before); n > 0 {
		said = strings.TrimRight(before[n-1].Text, "（）()：:大写金额 ")
	}
	if !strings.HasSuffix(said, renminbi) {
		runs[0].Text = renminbi + runs[0].Text
	}
	return runs
}

// written is the format of a chip: its own, else the field's.
func (f *Field) written(own Format) Format {
	if own == FormatDefault {
		return f.Format
	}
	return own
}

// oneStop drops the full stop that a text begins with when the value before it
// ends with one: people end what they type into a field either way.
func (m *merger) oneStop(before []typeset.Run, s string) string {
	n := len(before)
	if n == 0 || before[n-1].Field == "" || before[n-1].Missing {
		return s
	}
	stop, ends := "。", "。！？；"
	if !m.zh() {
		stop, ends = ".", ".!?"
	}
	last, _ := utf8.DecodeLastRuneInString(before[n-1].Text)
	if before[n-1].Text == "" || !strings.HasPrefix(s, stop) || !strings.ContainsRune(ends, last) {
		return s
	}
	return strings.TrimPrefix(s, stop)
}

func (m *merger) ref(id string, dress typeset.Run) typeset.Run {
	if s, ok := m.refs[id]; ok {
		dress.Text = s
		return dress
	}
	heading, known := m.ids[id]
	code, warning := "template.ref.removed", true
	if !known {
		code, heading, warning = "template.ref.unknown", id, false
		if was, ok := m.removed(id); ok {
			code, heading = "template.ref.deviated", was
		}
	}
	m.report(Problem{Code: code, Label: heading, Params: map[string]any{"clause": heading}, Warning: warning})
	dress.Text, dress.Missing = heading, true
	if dress.Text == "" {
		dress.Text = id
	}
	return dress
}

func (m *merger) check(a *Attrs, at place) typeset.Run {
	m.use(a.Key)
	v := m.value(a.Key, at)
	on := v.Bool
	if a.Value != "" {
		on = v.Set && v.Text == a.Value
	}
	state := "off"
	if on {
		state = "on"
	}
	return typeset.Run{Check: state, Field: a.Key}
}

// field sets the value of a key.
func (m *merger) field(a *Attrs, at place, dress typeset.Run) []typeset.Run {
	dress.Field = a.Key
	if a.Key == pathPage || a.Key == pathPages {
		return []typeset.Run{{PageOf: a.Key, Bold: dress.Bold}}
	}
	f, ok := m.names.lookup(a.Key)
	if !ok {
		m.report(Problem{Field: a.Key, Label: m.names.nice(a.Key), Code: "template.field.unknown", Params: map[string]any{"field": m.names.nice(a.Key)}})
		dress.Text, dress.Missing = a.Key, true
		return []typeset.Run{dress}
	}
	m.use(a.Key)
	if f.Type == TypeLines {
		dress.Text = m.lineNames()
		return []typeset.Run{dress}
	}
	v := m.value(a.Key, at)
	if !v.Set {
		return []typeset.Run{m.empty(&f, dress)}
	}
	if m.options.PriceFree && f.Type == TypeMoney {
		dress.Text = priceGone
		return []typeset.Run{dress}
	}
	var out []typeset.Run
	for i, part := range strings.Split(m.format(&f, v, a.Format), "\n") {
		if i > 0 {
			out = append(out, typeset.Run{Break: true})
		}
		dress.Text = printable(part)
		if dress.Text != "" {
			out = append(out, dress)
		}
	}
	return out
}

// empty stands for a field without a value: a marked gap when it is required, a
// rule to write on when not.
func (m *merger) empty(f *Field, dress typeset.Run) typeset.Run {
	root := f
	if r, _, ok := cutLast(f.Key); ok {
		if l, ok := m.names.listFact(f.Key); ok {
			r = l.field.Key
		}
		if p := m.def.field(r); p != nil && !m.values[r].Set {
			root = p
		}
	}
	switch {
	case root.Required:
		m.missing(root)
	case f.Key == "contract.number" || f.Key == "contract.amount":
		// Comes with the issue or with the lines.
	default:
		em := blankUsual
		switch f.Type {
		case TypeInteger, TypeNumber, TypePercent:
			em = blankShort
		}
		return typeset.Run{Blank: float64(em), Field: f.Key}
	}
	dress.Text, dress.Missing = root.Label, true
	return dress
}

// printable replaces control characters, which a value may bring from outside.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if textRune(r) {
			return r
		}
		return ' '
	}, s)
}

func (m *merger) lineNames() string {
	sep := "、"
	if !m.zh() {
		sep = ", "
	}
	list := make([]string, len(m.data.Lines))
	for i := range m.data.Lines {
		list[i] = printable(m.data.Lines[i].Name)
	}
	return strings.Join(list, sep)
}
