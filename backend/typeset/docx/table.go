package docx

import (
	"strconv"

	"keyue/backend/typeset"
)

// box is one cell on its way: its text and place.
type box struct {
	runs       []typeset.Run
	span       int
	align      typeset.Align
	bold, keep bool
	style      string
	middle     bool
	right      float64 // position of a right-hand tab stop for a rule; 0 for none
}

// grid writes a table: its properties, its columns and its rows.
type grid struct {
	widths     []float64
	left       float64
	ruled      bool
	padX, padY float64
}

func (w *writer) begin(g grid) {
	m := &w.body
	total := 0.0
	for _, v := range g.widths {
		total += v
	}
	m.open("tbl")
	m.open("tblPr")
	m.leaf("tblW", "w", twips(total), "type", "dxa")
	m.leaf("tblInd", "w", twips(g.left), "type", "dxa")
	if g.ruled {
		m.open("tblBorders")
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			m.leaf(side, "val", "single", "sz", "4", "space", "0", "color", "auto")
		}
		m.close("tblBorders")
	}
	m.leaf("tblLayout", "type", "fixed")
	m.open("tblCellMar")
	for _, side := range []struct {
		name string
		at   float64
	}{{"top", g.padY}, {"left", g.padX}, {"bottom", g.padY}, {"right", g.padX}} {
		m.leaf(side.name, "w", twips(side.at), "type", "dxa")
	}
	m.close("tblCellMar", "tblPr")
	m.open("tblGrid")
	for _, v := range g.widths {
		m.leaf("gridCol", "w", twips(v))
	}
	m.close("tblGrid")
}

// line writes one row. height is the least height in points, 0 for none.
func (w *writer) line(g grid, boxes []box, head bool, height float64) {
	m := &w.body
	m.open("tr")
	m.open("trPr")
	m.leaf("cantSplit")
	if height > 0 {
		m.leaf("trHeight", "val", twips(height), "hRule", "atLeast")
	}
	if head {
		m.leaf("tblHeader")
	}
	m.close("trPr")
	col := 0
	for _, b := range boxes {
		end := min(col+max(b.span, 1), len(g.widths))
		total := 0.0
		for _, v := range g.widths[col:end] {
			total += v
		}
		m.open("tc")
		m.open("tcPr")
		m.leaf("tcW", "w", twips(total), "type", "dxa")
		if end-col > 1 {
			m.val("gridSpan", strconv.Itoa(end-col))
		}
		if head && g.ruled {
			m.leaf("shd", "val", "clear", "color", "auto", "fill", gray(243))
		}
		if b.middle {
			m.val("vAlign", "center")
		}
		m.close("tcPr")
		m.open("p")
		l := layout{style: b.style, keepNext: b.keep, align: b.align}
		if b.style == styleClause {
			l.spacing = []string{"before", "0", "after", "0"}
		}
		if b.right > 0 {
			l.tabs = []tab{{"left", b.right}}
		}
		w.properties(m, l)
		runs := b.runs
		if b.bold {
			runs = embolden(runs)
		}
		w.runs(m, runs, false)
		if b.right > 0 {
			m.open("r")
			m.open("rPr")
			m.val("u", "single")
			m.close("rPr")
			m.leaf("tab")
			m.close("r")
		}
		m.close("p", "tc")
		col = end
	}
	m.close("tr")
}

func (w *writer) end() {
	w.body.close("tbl")
	w.last, w.parted = kindTable, false
}

func embolden(runs []typeset.Run) []typeset.Run {
	out := make([]typeset.Run, len(runs))
	for i, r := range runs {
		r.Bold = true
		out[i] = r
	}
	return out
}

// columnCount is the number of columns, from the widest row when none are given.
func columnCount(t *typeset.Table) int {
	n := len(t.Columns)
	if n > 0 {
		return n
	}
	for _, part := range [][]typeset.Row{t.Head, t.Rows, t.Foot} {
		for _, r := range part {
			wide := 0
			for _, c := range r.Cells {
				wide += min(max(c.Span, 1), 40)
			}
			n = max(n, min(wide, 40))
		}
	}
	return n
}

// table writes a table with its head repeated on every page.
func (w *writer) table(t *typeset.Table) {
	n := columnCount(t)
	if n == 0 {
		return
	}
	w.gap(w.roles.Gap, true)
	g := grid{ruled: !t.Plain, padX: w.roles.PadX, padY: w.roles.PadY}
	if t.Plain {
		g.padX /= 2
	}
	heads, rows, foots := w.boxes(t, t.Head, n, true), w.boxes(t, t.Rows, n, false), w.boxes(t, t.Foot, n, false)
	g.widths = w.widths(t, [][][]box{heads, rows, foots}, n, g.padX)
	w.begin(g)
	for _, r := range heads {
		w.line(g, keepRow(r), len(rows)+len(foots) > 0, 0)
	}
	for i, r := range rows {
		if i == len(rows)-1 && len(foots) > 0 {
			r = keepRow(r)
		}
		w.line(g, r, false, 0)
	}
	for i, r := range foots {
		if i < len(foots)-1 {
			r = keepRow(r)
		}
		w.line(g, r, false, 0)
	}
	w.end()
	w.gap(w.roles.Gap, false)
}

func keepRow(r []box) []box {
	for i := range r {
		r[i].keep = true
	}
	return r
}

// boxes gives the cells of rows. Cells beyond the last column join the last
// one, and a short row is filled, so that nothing is lost and Word sees every
// row as wide as the table.
func (w *writer) boxes(t *typeset.Table, rows []typeset.Row, n int, head bool) [][]box {
	out := make([][]box, len(rows))
	for i, r := range rows {
		col := 0
		for _, c := range r.Cells {
			if col >= n {
				if len(c.Runs) > 0 {
					last := &out[i][len(out[i])-1]
					last.runs = append(append(append([]typeset.Run{}, last.runs...), typeset.Run{Break: true}), c.Runs...)
				}
				continue
			}
			end := min(col+max(c.Span, 1), n)
			b := box{runs: c.Runs, span: end - col, align: c.Align, bold: r.Bold || head, style: styleCell, middle: true}
			if b.align == typeset.AlignDefault {
				if head {
					b.align = typeset.AlignCenter
				} else if col < len(t.Columns) {
					b.align = t.Columns[col].Align
				}
			}
			out[i] = append(out[i], b)
			col = end
		}
		if col < n {
			out[i] = append(out[i], box{span: n - col, style: styleCell})
		}
	}
	return out
}

// widths shares the measure among the columns as the pages do: a column without
// weight is as wide as its content, weighted ones share the rest, and where that
// leaves too little every column gets what cannot be broken first.
func (w *writer) widths(t *typeset.Table, parts [][][]box, n int, pad float64) []float64 {
	em := w.roles.Cell.Size
	least, want, weights := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		least[i], want[i] = 2*em+2*pad, 2*em+2*pad
	}
	for _, part := range parts {
		for _, r := range part {
			col := 0
			for _, b := range r {
				if max(b.span, 1) == 1 {
					lo, hi := extremes(b.runs)
					least[col] = max(least[col], min(lo, 14)*em*1.05+2*pad)
					want[col] = max(want[col], hi*em*1.05+2*pad)
				}
				col += max(b.span, 1)
			}
		}
	}
	var sumLeast, sumWant, sumWeight, fixed float64
	for i := range n {
		if i < len(t.Columns) && t.Columns[i].Weight > 0 {
			weights[i] = min(t.Columns[i].Weight, 1000)
		}
		sumLeast, sumWant, sumWeight = sumLeast+least[i], sumWant+want[i], sumWeight+weights[i]
		if weights[i] == 0 {
			fixed += want[i]
		}
	}
	out := make([]float64, n)
	switch {
	case sumLeast >= w.measure:
		for i := range n {
			out[i] = w.measure * least[i] / sumLeast
		}
	case sumWant <= w.measure:
		for i := range n {
			share := want[i] / sumWant
			if sumWeight > 0 {
				share = weights[i] / sumWeight
			}
			out[i] = want[i] + (w.measure-sumWant)*share
		}
	default:
		// Weighted columns get no less than they need; what is left goes by weight,
		// or by what each would still like.
		spare := w.measure - sumLeast
		var wishes float64
		for i := range n {
			wishes += want[i] - least[i]
		}
		if sumWeight > 0 && fixed < w.measure*0.8 {
			room, need := w.measure-fixed, 0.0
			for i := range n {
				if weights[i] > 0 {
					need += least[i]
				}
			}
			if need <= room {
				for i := range n {
					out[i] = want[i]
					if weights[i] > 0 {
						out[i] = least[i] + (room-need)*weights[i]/sumWeight
					}
				}
				return out
			}
		}
		for i := range n {
			out[i] = least[i] + spare*(want[i]-least[i])/wishes
		}
	}
	return out
}

// alignLists gives lists that follow each other one column of labels.
func (w *writer) alignLists(i int) {
	blocks := w.doc.Blocks
	single := func(k int) bool {
		return k >= 0 && k < len(blocks) && blocks[k].Pairs != nil && blocks[k].Pairs.Columns <= 1
	}
	if !single(i) {
		w.column = 0
		return
	}
	level := blocks[i].Pairs.Level
	if single(i-1) && blocks[i-1].Pairs.Level == level {
		return
	}
	w.column = 0
	for k := i; single(k) && blocks[k].Pairs.Level == level; k++ {
		for _, r := range blocks[k].Pairs.Rows {
			w.column = max(w.column, w.labelWidth(r.Label))
		}
	}
}

// labelWidth is a label's width in points, a little generous to Latin ones:
// the font is not known.
func (w *writer) labelWidth(s string) float64 { return width(s) * w.roles.Body.Size * 1.04 }

// pairs writes labels and values as a table without rules.
func (w *writer) pairs(p *typeset.Pairs) {
	if len(p.Rows) == 0 {
		return
	}
	size := w.roles.Body.Size
	columns := min(max(p.Columns, 1), 2)
	in := w.under(p.Level)
	each := (w.measure - in) / float64(columns)
	space := size * 3 / 4
	switch {
	case !w.roles.Chinese:
		space = size
	case columns == 2:
		space = size * 2 / 5
	}
	var widest [2]float64
	for i, r := range p.Rows {
		widest[i%columns] = max(widest[i%columns], w.labelWidth(r.Label))
	}
	if columns == 1 {
		widest[0] = max(widest[0], w.column)
	}
	g := grid{left: in}
	for k := range columns {
		label := min(widest[k]+space, each/2)
		g.widths = append(g.widths, label, each-label)
	}
	w.gap(w.roles.Gap/2, true)
	w.begin(g)
	lines := (len(p.Rows) + columns - 1) / columns
	short := float64(lines)*w.roles.Body.Pitch < w.depth/3
	for i := 0; i < len(p.Rows); i += columns {
		var boxes []box
		for k := range columns {
			label, value := box{style: styleClause}, box{style: styleClause, align: typeset.AlignLeft}
			if i+k < len(p.Rows) {
				label.runs, value.runs = []typeset.Run{{Text: p.Rows[i+k].Label}}, p.Rows[i+k].Value
			}
			label.align = typeset.AlignLeft
			boxes = append(boxes, label, value)
		}
		if short && i+columns < len(p.Rows) {
			boxes = keepRow(boxes)
		}
		w.line(g, boxes, false, 0)
	}
	w.end()
	w.gap(w.roles.Gap, false)
}

// signature writes the block of the parties: rows that stay together, in a
// table without rules.
func (w *writer) signature(s *typeset.Signature) {
	size := w.roles.Body.Size
	if s.Note != "" {
		var m markup
		m.open("p")
		w.properties(&m, layout{style: styleBody, keepNext: true, fresh: w.fresh})
		w.runs(&m, []typeset.Run{{Text: s.Note}}, false)
		m.close("p")
		w.body.WriteString(m.String())
		w.fresh, w.last, w.parted = false, kindText, false
	}
	n := len(s.Parties)
	columns := 2
	if n == 3 || n >= 5 {
		columns = 3
	}
	for i := 0; i < n; i += columns {
		w.gap(2*size, true)
		w.parties(s.Parties[i:min(i+columns, n)], columns, i+columns >= n)
	}
}

// parties writes a row of parties side by side. Between them stands an empty
// column.
func (w *writer) parties(parties []typeset.SignatureParty, columns int, last bool) {
	size := w.roles.Body.Size
	gutter := 2 * size
	wide := (w.measure - gutter*float64(columns-1)) / float64(columns)
	var g grid
	for k := range columns {
		if k > 0 {
			g.widths = append(g.widths, gutter)
		}
		g.widths = append(g.widths, wide)
	}
	across := func(of func(p *typeset.SignatureParty) box) []box {
		var out []box
		for k := range columns {
			if k > 0 {
				out = append(out, box{style: styleClause, keep: true})
			}
			b := box{}
			if k < len(parties) {
				b = of(&parties[k])
			}
			b.style, b.align, b.keep = styleClause, typeset.AlignLeft, true
			out = append(out, b)
		}
		return out
	}
	most, named := 0, false
	for _, p := range parties {
		most, named = max(most, len(p.Lines)), named || p.Name != ""
	}
	w.begin(g)
	w.line(g, across(func(p *typeset.SignatureParty) box { return box{runs: []typeset.Run{{Text: p.Title}}, bold: true} }), false, 0)
	if named {
		w.line(g, across(func(p *typeset.SignatureParty) box { return box{runs: []typeset.Run{{Text: p.Name}}} }), false, 0)
	}
	w.line(g, across(func(*typeset.SignatureParty) box { return box{} }), false, 3*size) // room for a seal
	for k := range most {
		row := across(func(p *typeset.SignatureParty) box {
			if k >= len(p.Lines) {
				return box{}
			}
			return w.signLine(&p.Lines[k], wide)
		})
		if k == most-1 && last {
			for i := range row {
				row[i].keep = false
			}
		}
		w.line(g, row, false, 2.1*size)
	}
	w.end()
	w.gap(0, !last)
}

// signLine is a label with its value, or with a rule to sign on: a tab, drawn
// under, that reaches nearly to the end of the column.
func (w *writer) signLine(p *typeset.Pair, wide float64) box {
	runs := []typeset.Run{{Text: p.Label}}
	if !w.roles.Chinese && p.Label != "" {
		runs[0].Text += " "
	}
	if len(p.Value) == 0 || len(p.Value) == 1 && p.Value[0].Blank > 0 {
		room := wide*0.94 - w.roles.Body.Size
		if room-w.labelWidth(p.Label) < 4*w.roles.Body.Size {
			runs, room = append(runs, typeset.Run{Break: true}), wide*0.6
		}
		return box{runs: runs, right: room}
	}
	return box{runs: append(runs, p.Value...)}
}
