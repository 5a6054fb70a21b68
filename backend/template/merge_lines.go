package template

import (
	"slices"
	"strconv"
	"strings"

	"keyue/backend/money"
	"keyue/backend/typeset"
)

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
	reduced := slices.ContainsFunc(m.data.Lines, func(l Line) bool { return l.Discount != 0 })
	noted := slices.ContainsFunc(m.data.Lines, func(l Line) bool { return l.Note != "" })
	for _, c := range a.Columns {
		if m.options.PriceFree && priced[c.Name] {
			continue
		}
		if len(m.data.Lines) > 0 && (c.Name == "discount" && !reduced || c.Name == "note" && !noted && !m.writtenOn()) {
			continue // a column that says nothing, as rows of totals that do
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
		head.Cells = append(head.Cells, typeset.Cell{Align: typeset.AlignCenter, Runs: []typeset.Run{{Text: m.inCurrency(c.Name, title)}}})
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
	if m.options.PriceFree {
		if row, ok := m.countRow(columns); ok && len(a.Totals) > 0 {
			t.Foot = append(t.Foot, row)
		}
	} else {
		for _, name := range a.Totals {
			if row, ok := m.totalRow(name, columns); ok {
				t.Foot = append(t.Foot, row)
			}
		}
	}
	m.add(typeset.Block{Table: &t})
}

// writtenOn tells papers on which remarks are written by hand, line by line: what
// goes along with the goods, and what accounts are checked with.
func (m *merger) writtenOn() bool {
	switch m.def.Kind {
	case KindStatement, KindReceipt, KindOther:
		return true
	}
	return m.options.PriceFree
}

// inCurrency names the currency of a column of figures: Amount (USD). A Chinese
// title says 元 by itself, which is right for one currency.
func (m *merger) inCurrency(column, title string) string {
	cur := m.currency()
	switch {
	case column != "price" && column != "subtotal":
	case m.zh():
		if cur != money.CNY {
			return strings.ReplaceAll(title, "（元）", "（"+string(cur)+"）")
		}
	case !strings.ContainsAny(title, "(（"):
		return title + " (" + string(cur) + ")"
	}
	return title
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

// countRow closes the table of a copy without prices: how many lines it has and,
// where all are counted in one unit, how much that is together.
func (m *merger) countRow(names []string) (typeset.Row, bool) {
	n := len(m.data.Lines)
	at := slices.Index(names, "qty")
	if n == 0 || at < 1 {
		return typeset.Row{}, false
	}
	var all money.Quantity
	alike := true
	for i := range m.data.Lines {
		all += m.data.Lines[i].Qty
		alike = alike && m.data.Lines[i].Unit == m.data.Lines[0].Unit
	}
	title, sum := "共 "+strconv.Itoa(n)+" 项", ""
	if !m.zh() {
		title = strconv.Itoa(n) + " items"
		if n == 1 {
			title = "1 item"
		}
	}
	if alike {
		sum = all.String()
	}
	row := typeset.Row{Bold: true, Cells: []typeset.Cell{{Span: at, Align: typeset.AlignRight, Runs: []typeset.Run{{Text: title}}}, {Align: typeset.AlignRight, Runs: []typeset.Run{}}}}
	if sum != "" {
		row.Cells[1].Runs = append(row.Cells[1].Runs, typeset.Run{Text: sum})
	}
	if rest := len(names) - at - 1; rest > 0 {
		row.Cells = append(row.Cells, typeset.Cell{Span: rest, Runs: []typeset.Run{}})
	}
	return row, true
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
		switch {
		case !m.zh():
			value += " " + string(cur)
		case cur == money.CNY:
			value = renminbi + value
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
