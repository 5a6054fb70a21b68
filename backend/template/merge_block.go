package template

import (
	"slices"
	"strings"

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

func (m *merger) add(b typeset.Block) { m.out = append(m.out, b) }

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
	switch n.Type {
	case nodeTitle:
		m.paragraph(typeset.Paragraph{Style: typeset.StyleTitle, Runs: m.runs(n.Content, it.line)})
	case nodeSubtitle:
		m.paragraph(typeset.Paragraph{Style: typeset.StyleSubtitle, Runs: m.runs(n.Content, it.line)})
	case nodeHeading:
		m.paragraph(typeset.Paragraph{Style: typeset.StyleHeading, Label: label, Level: level, KeepNext: true, Runs: m.runs(n.Content, it.line)})
	case nodeParagraph:
		p := typeset.Paragraph{Style: typeset.StyleBody, Label: label, Level: level, Align: typeset.Align(a.Align), NoIndent: a.Align != "", Runs: m.runs(n.Content, it.line)}
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
			m.add(typeset.Block{Pairs: &typeset.Pairs{Columns: max(1, a.Across), Rows: rows}})
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
		m.add(typeset.Block{Image: &typeset.Image{Asset: a.Asset, Width: a.Width, Height: a.Height, Align: typeset.Align(a.Align)}})
	}
}

func (m *merger) clauseBlocks(it *item, level int) {
	outer := m.clause
	m.clause = strings.TrimSpace(it.label + " " + it.node.headline())
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
	m.clause = it.label
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
	m.clause = outer
}

func (m *merger) pairs(items []item) []typeset.Pair {
	out := []typeset.Pair{}
	for i := range items {
		n := items[i].node
		out = append(out, typeset.Pair{Label: m.colon(n.attrs().Label), Value: m.runs(n.Content, items[i].line)})
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
			row.Cells = append(row.Cells, typeset.Cell{Span: c.attrs().Span, Runs: m.runs(c.Content, r.line)})
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
			if runs := m.field(&Attrs{Key: a.Key}, k.line, typeset.Run{}); len(runs) == 1 && !runs[0].Missing {
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
func (m *merger) runs(line []Node, row int) []typeset.Run {
	out := []typeset.Run{}
	for i := range line {
		n := &line[i]
		dress := typeset.Run{Bold: n.hasMark(markBold), Underline: n.hasMark(markUnderline), Super: n.hasMark(markSuper)}
		switch a := n.attrs(); n.Type {
		case nodeText:
			dress.Text = n.Text
			out = append(out, dress)
		case nodeField:
			out = append(out, m.field(&a, row, dress)...)
		case nodeBlank:
			out = append(out, typeset.Run{Blank: float64(a.Em)})
		case nodeBreak:
			out = append(out, typeset.Run{Break: true})
		case nodeRef:
			out = append(out, m.ref(a.Clause, dress))
		case nodeCheck:
			out = append(out, m.check(&a, row))
		}
	}
	return out
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
	}
	m.report(Problem{Code: code, Label: heading, Params: map[string]any{"clause": heading}, Warning: warning})
	dress.Text, dress.Missing = heading, true
	if dress.Text == "" {
		dress.Text = id
	}
	return dress
}

func (m *merger) check(a *Attrs, row int) typeset.Run {
	m.use(a.Key)
	v := m.value(a.Key, row)
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
func (m *merger) field(a *Attrs, row int, dress typeset.Run) []typeset.Run {
	dress.Field = a.Key
	if a.Key == pathPage || a.Key == pathPages {
		return []typeset.Run{{PageOf: a.Key, Bold: dress.Bold}}
	}
	f, ok := m.names.lookup(a.Key)
	if !ok {
		m.report(Problem{Field: a.Key, Label: a.Key, Code: "template.field.unknown", Params: map[string]any{"field": a.Key}})
		dress.Text, dress.Missing = a.Key, true
		return []typeset.Run{dress}
	}
	m.use(a.Key)
	if f.Type == TypeLines {
		dress.Text = m.lineNames()
		return []typeset.Run{dress}
	}
	v := m.value(a.Key, row)
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

// linesLook is how a column of the lines table is set.
var linesLook = map[string]struct {
	zh, en string
	align  typeset.Align
	weight float64
}{
	"no": {"序号", "No.", typeset.AlignCenter, 0}, "code": {"编号", "Code", typeset.AlignLeft, 1}, "name": {"名称", "Item", typeset.AlignLeft, 3}, "spec": {"规格型号", "Specification", typeset.AlignLeft, 2},
	"unit": {"单位", "Unit", typeset.AlignCenter, 0}, "qty": {"数量", "Qty", typeset.AlignRight, 0}, "price": {"单价", "Unit price", typeset.AlignRight, 0},
	"discount": {"折扣", "Discount", typeset.AlignRight, 0}, "tax": {"税率", "Tax", typeset.AlignRight, 0}, "subtotal": {"小计", "Amount", typeset.AlignRight, 0}, "note": {"备注", "Note", typeset.AlignLeft, 1},
}

// priced are the columns that a copy without prices leaves out.
var priced = map[string]bool{"price": true, "discount": true, "tax": true, "subtotal": true}

func (m *merger) linesTable(a *Attrs) {
	f := m.def.linesField()
	if f == nil {
		m.report(Problem{Code: "template.lines.no_field"})
		return
	}
	m.use(f.Key)
	if len(m.data.Lines) == 0 && f.Required {
		m.missing(f)
	}
	t := typeset.Table{Columns: []typeset.Column{}, Rows: []typeset.Row{}}
	head := typeset.Row{Bold: true}
	var columns []string
	for _, c := range a.Columns {
		if m.options.PriceFree && priced[c.Name] {
			continue
		}
		look := linesLook[c.Name]
		title := c.Label
		if title == "" {
			title = look.en
			if m.zh() {
				title = look.zh
			}
		}
		columns = append(columns, c.Name)
		t.Columns = append(t.Columns, typeset.Column{Align: look.align, Weight: look.weight})
		head.Cells = append(head.Cells, typeset.Cell{Align: typeset.AlignCenter, Runs: []typeset.Run{{Text: title}}})
	}
	if len(columns) == 0 {
		return
	}
	t.Head = []typeset.Row{head}
	for i := range m.data.Lines {
		t.Rows = append(t.Rows, m.lineRow(columns, i, f.Key))
	}
	if len(m.data.Lines) == 0 {
		// A table to be filled by hand, or to show what is missing.
		cells := make([]typeset.Cell, len(columns))
		for i := range cells {
			cells[i] = typeset.Cell{Runs: []typeset.Run{}}
		}
		if f.Required {
			cells[min(1, len(cells)-1)].Runs = []typeset.Run{{Text: f.Label, Missing: true, Field: f.Key}}
		}
		t.Rows = append(t.Rows, typeset.Row{Cells: cells})
	}
	if !m.options.PriceFree {
		for _, name := range a.Totals {
			if row, ok := m.totalRow(name, columns); ok {
				t.Foot = append(t.Foot, row)
			}
		}
	}
	m.add(typeset.Block{Table: &t})
}

func (m *merger) lineRow(columns []string, i int, key string) typeset.Row {
	row := typeset.Row{}
	for _, name := range columns {
		v := m.lineFact(name, i)
		f := Field{Type: v.Type}
		s := ""
		switch {
		case !v.Set, name == "discount" && v.Int == 0:
		case v.Type == TypeMoney:
			s = m.format(&f, v, FormatNumber)
		default:
			s = printable(m.format(&f, v, FormatDefault))
		}
		runs := []typeset.Run{}
		if s != "" {
			runs = append(runs, typeset.Run{Text: s, Field: key})
		}
		row.Cells = append(row.Cells, typeset.Cell{Runs: runs})
	}
	return row
}

// totalRow sets one sum under the column of the subtotals; rows that would say
// nothing are left out.
func (m *merger) totalRow(name string, names []string) (typeset.Row, bool) {
	columns := len(names)
	t, cur := &m.totals, m.currency()
	var a money.Amount
	zh, en := "", ""
	switch name {
	case "subtotal":
		a, zh, en = t.Subtotal, "小计", "Subtotal"
		if t.Subtotal == t.Total {
			return typeset.Row{}, false
		}
	case "discount":
		a, zh, en = -t.Discount, "优惠", "Discount"
	case "tax":
		a, zh, en = t.Tax, "税额", "Tax"
		if t.Subtotal-t.Discount == t.Total {
			zh, en = "其中税额", "Tax included"
		}
	case "total":
		a, zh, en = t.Total, "合计", "Total"
	case "words":
		zh, en = "合计（大写）", "Total in words"
	}
	if (name == "discount" || name == "tax") && a == 0 {
		return typeset.Row{}, false
	}
	title, value := zh, a.Grouped(cur)
	if !m.zh() {
		title = en
	}
	if name == "words" {
		value = money.InWords(t.Total, cur, m.def.Language)
		if m.zh() && cur == money.CNY {
			value = "人民币" + value
		}
		if columns < 3 {
			return typeset.Row{Cells: []typeset.Cell{{Span: columns, Runs: []typeset.Run{{Text: title + " " + value}}}}}, true
		}
		return typeset.Row{Cells: []typeset.Cell{{Span: 2, Align: typeset.AlignCenter, Runs: []typeset.Run{{Text: title}}}, {Span: columns - 2, Align: typeset.AlignLeft, Runs: []typeset.Run{{Text: value}}}}}, true
	}
	return sumRow(title, value, name == "total", names), true
}

// sumRow puts a sum where the subtotals stand, its title before it and nothing
// after it; without that column, at the end.
func sumRow(title, value string, bold bool, names []string) typeset.Row {
	at := slices.Index(names, "subtotal")
	if at < 0 {
		at = len(names) - 1
	}
	row := typeset.Row{Bold: bold}
	if at == 0 {
		title, value = "", title+" "+value
	} else {
		row.Cells = append(row.Cells, typeset.Cell{Span: at, Align: typeset.AlignRight, Runs: []typeset.Run{{Text: title}}})
	}
	row.Cells = append(row.Cells, typeset.Cell{Align: typeset.AlignRight, Runs: []typeset.Run{{Text: value}}})
	if rest := len(names) - at - 1; rest > 0 {
		row.Cells = append(row.Cells, typeset.Cell{Span: rest, Runs: []typeset.Run{}})
	}
	return row
}
