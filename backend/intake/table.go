package intake

import (
	"regexp"
	"slices"
	"strings"

	"keyue/backend/manuscript"
	"keyue/backend/template"
)

// mostColumns is what a table of a template can have.
const mostColumns = 20

// readTable finds the blanks of a table's cells.
func (a *analysis) readTable(u *unit) {
	t := u.table
	pairsOf := labelled(t)
	head := headRow(t)
	a.context, a.topic = -1, ""
	for r := range t.Rows {
		var cells []cellPieces
		col := 0
		for k := range t.Rows[r].Cells {
			c := &t.Rows[r].Cells[k]
			span := max(1, c.Span)
			var g []glyph
			if !c.Continued {
				g = cellGlyphs(c)
			}
			left, top, right := "", "", ""
			if k+1 < len(t.Rows[r].Cells) {
				right = strings.TrimSpace(cellText(&t.Rows[r].Cells[k+1]))
			}
			if k > 0 {
				left = strings.TrimSpace(cellText(&t.Rows[r].Cells[k-1]))
			}
			if r > 0 && head >= 0 {
				top = at(t, head, col)
			}
			cells = append(cells, cellPieces{pieces: a.cellPieces(u, g, left, top, right, c.Continued, pairsOf, k), span: span})
			col += span
		}
		u.cells = append(u.cells, cells)
	}
	a.context, a.topic = -1, ""
}

// at is the text of the cell over a column.
func at(t *manuscript.Table, row, col int) string {
	n := 0
	for i := range t.Rows[row].Cells {
		n += max(1, t.Rows[row].Cells[i].Span)
		if n > col {
			return strings.TrimSpace(cellText(&t.Rows[row].Cells[i]))
		}
	}
	return ""
}

func cellGlyphs(c *manuscript.Cell) []glyph {
	var g []glyph
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		if i > 0 {
			g = append(g, glyph{r: '\n'})
		}
		if p.Number != nil && p.Number.Text != "" {
			for _, r := range p.Number.Text + " " {
				g = append(g, glyph{r: r})
			}
		}
		g = append(g, trimEnd(glyphs(p.Runs))...)
	}
	return trim(g)
}

// cellPieces cuts the text of a cell; a cell that is empty beside its label is
// a blank itself.
func (a *analysis) cellPieces(u *unit, g []glyph, left, top, right string, continued bool, labels bool, k int) []piece {
	a.cell++
	a.left, _, _ = strings.Cut(left, "\n")
	line := strings.TrimSpace(plain(g))
	if m := partyLine.FindStringSubmatch(line); m != nil {
		a.context = a.partyAt(line)
	}
	if line == "" && len(spansOf(g)) == 0 {
		if continued || !labels || k%2 == 0 || left == "" || !cellLabel(left) {
			return nil
		}
		o := &occ{span: span{kind: markCell, width: 8}, unit: u, block: u.block, party: -1, before: left + "："}
		a.add(o)
		at := len(a.occs) - 1
		a.guess(o, u, left+"：", "")
		return []piece{{occ: at}}
	}
	spans := spansOf(g)
	if boxed := boxSpans(g); len(boxed) > 0 {
		return a.cut(u, g, mergeSpans(boxed, spans), true)
	}
	if n := len(g); n > 0 && (g[n-1].r == '：' || g[n-1].r == ':') && (len(spans) == 0 || spans[len(spans)-1].to < n) && !signTable(u) {
		bare := compact(strings.TrimRight(lastPhrase(line), "：: "))
		if right != "" && labelEnd(right) == 0 && !partyHead.MatchString(right) {
			return a.cut(u, g, spans, false) // the cell beside it has what it asks for
		}
		if known(bare) || a.partyNamed(stripNotes(bare)) >= 0 {
			spans = append(spans, span{from: n, to: n, kind: markEnd, width: 8})
		}
	}
	if label := strings.TrimRight(left, "：: "); len(spans) == 0 && label != left && a.filledIn() {
		if fact, who := a.answered(label, line); fact != "" {
			a.tell(fact, line, who)
			spans = []span{{to: len(g), kind: markFilled, width: len(g), fact: fact, who: who}}
		}
	}
	return a.cut(u, g, a.filled(g, spans), false)
}

// cellLabel reports whether a cell's text names what belongs beside it.
func cellLabel(s string) bool {
	return len([]rune(s)) <= 24 && !strings.ContainsAny(s, "。；\n____")
}

// labelled reports whether a table is label and value side by side.
func labelled(t *manuscript.Table) bool {
	n := len(t.Columns)
	if n != 2 && n != 4 {
		return false
	}
	empty, named := 0, 0
	for r := range t.Rows {
		cells := t.Rows[r].Cells
		for k := range cells {
			s := strings.TrimSpace(cellText(&cells[k]))
			if k%2 == 1 && s == "" {
				empty++
				if l := strings.TrimSpace(cellText(&cells[k-1])); l != "" && cellLabel(l) {
					named++
				}
			}
		}
	}
	return empty > 0 && named == empty
}

// headRow is the row that names the columns, -1 when there is none.
func headRow(t *manuscript.Table) int {
	if len(t.Rows) < 2 {
		return -1
	}
	if t.Rows[0].Head {
		return 0
	}
	for i := range t.Rows[0].Cells {
		s := strings.TrimSpace(cellText(&t.Rows[0].Cells[i]))
		if s == "" || len([]rune(s)) > 24 || strings.ContainsAny(s, "。：:____") {
			return -1
		}
	}
	return 0
}

// linesOffer reads a table of goods as the lines of a contract. Of a contract that
// was filled in for somebody the goods may be in it; in a form they belong to the
// text.
func linesOffer(u *unit, filled bool) (LinesOffer, bool) {
	t := u.table
	offer := LinesOffer{Block: u.block, Columns: []template.LinesColumn{}, Totals: []string{}}
	head := headRow(t)
	if head < 0 || len(t.Rows[head].Cells) < 3 {
		return offer, false
	}
	found := map[string]bool{}
	for i := range t.Rows[head].Cells {
		label := strings.TrimSpace(cellText(&t.Rows[head].Cells[i]))
		name := lineColumn(compact(label))
		if name == "" || found[name] {
			return offer, false
		}
		found[name] = true
		c := template.LinesColumn{Name: name, Label: compact(label)}
		if strings.ContainsAny(c.Label, "\"“”\\\n") || len([]rune(c.Label)) > 30 {
			return offer, false
		}
		offer.Columns = append(offer.Columns, c)
	}
	if !found["name"] || !found["qty"] && !found["price"] && !found["subtotal"] {
		return offer, false
	}
	total := false
	for r := head + 1; r < len(t.Rows); r++ {
		if filled && !total {
			if offer.goods(&t.Rows[r]) {
				continue
			}
			if sum := sumRow(&t.Rows[r]); sum != "" {
				offer.Totals = append(offer.Totals, sum)
				continue
			}
		}
		for k := range t.Rows[r].Cells {
			s := compact(cellText(&t.Rows[r].Cells[k]))
			switch {
			case s == "":
			case strings.HasPrefix(s, "合计") || strings.HasPrefix(s, "总计") || strings.HasPrefix(s, "合") && len([]rune(s)) <= 3 || strings.HasPrefix(s, "Total"):
				total = true
				if !slices.Contains(offer.Totals, "total") {
					offer.Totals = append(offer.Totals, "total")
				}
				if strings.Contains(s, "大写") {
					offer.Totals = append(offer.Totals, "words")
				}
			case strings.Contains(s, "大写") && !slices.Contains(offer.Totals, "words"):
				offer.Totals = append(offer.Totals, "words")
				total = true
			case total:
			case len([]rune(s)) <= 3 && k == 0: // running numbers
			case visible(strings.Trim(s, "_XＸx×*…./-—")) == 0:
			default:
				return offer, false // filled in: this list belongs to the text
			}
		}
	}
	offer.Accepted = true
	return offer, true
}

var figure = regexp.MustCompile(`^[¥￥$€£]?[0-9][0-9,]*(?:\.[0-9]+)?`)

// goods reports whether a row has goods in it: a name, and figures where the head
// says so.
func (o *LinesOffer) goods(row *manuscript.Row) bool {
	if len(row.Cells) != len(o.Columns) {
		return false
	}
	named, figures := false, false
	for k, c := range o.Columns {
		s := compact(cellText(&row.Cells[k]))
		switch c.Name {
		case "name":
			named = visible(s) > 0 && !strings.HasPrefix(s, "合计")
		case "qty", "price", "subtotal":
			if s != "" && !figure.MatchString(s) {
				return false
			}
			figures = figures || s != ""
		}
	}
	return named && figures
}

// sumRow is the sum that a row above the total has: 其中税额, 小计, 优惠.
func sumRow(row *manuscript.Row) string {
	for k := range row.Cells {
		switch s := compact(cellText(&row.Cells[k])); {
		case s == "":
		case strings.HasSuffix(s, "税额"):
			return "tax"
		case s == "小计":
			return "subtotal"
		case s == "优惠":
			return "discount"
		default:
			return ""
		}
	}
	return ""
}

func lineColumn(label string) string {
	try := func(s string) string {
		for _, w := range lineWords {
			for _, x := range strings.Fields(w.words) {
				if strings.EqualFold(x, s) {
					return w.column
				}
			}
		}
		return ""
	}
	if c := try(label); c != "" {
		return c
	}
	return try(stripNotes(label))
}

// tableBranch makes a table of a unit.
func (c *composer) tableBranch(u *unit) []*branch {
	t := u.table
	width := 0
	for _, r := range u.cells {
		n := 0
		for _, k := range r {
			n += k.span
		}
		width = max(width, n)
	}
	if width == 0 {
		return nil
	}
	if width > mostColumns {
		return c.wideTable(u)
	}
	b := &branch{typ: "table", from: []int{u.block}}
	b.attrs.Plain = t.Plain
	b.attrs.Grid = grid(t, width)
	head := 0
	for head < len(t.Rows) && t.Rows[head].Head && head+1 < len(t.Rows) {
		head++
	}
	if head == 0 && headRow(t) == 0 && !t.Plain && !labelled(t) {
		head = 1
	}
	for i, r := range u.cells {
		row := &branch{typ: "row"}
		if i < head {
			row.attrs.Part = "head"
		}
		n := 0
		for _, k := range r {
			cell := &branch{typ: "cell", inline: k.pieces}
			if k.span > 1 {
				cell.attrs.Span = k.span
			}
			n += k.span
			row.kids = append(row.kids, cell)
		}
		for ; n < width; n++ {
			row.kids = append(row.kids, &branch{typ: "cell"})
		}
		b.kids = append(b.kids, row)
	}
	return []*branch{b}
}

func grid(t *manuscript.Table, width int) []template.GridColumn {
	out := make([]template.GridColumn, width)
	sum := 0.0
	for _, w := range t.Columns {
		sum += w
	}
	for i := range out {
		if len(t.Columns) == width && sum > 0 {
			out[i].Weight = min(99, max(1, int(t.Columns[i]/sum*60+0.5)))
		} else {
			out[i].Weight = 1
		}
	}
	return out
}

// wideTable sets rows of a table with too many columns as lines of text.
func (c *composer) wideTable(u *unit) []*branch {
	c.note("intake.note.table_wide", u.block, "")
	var out []*branch
	for _, r := range u.cells {
		p := &branch{typ: "paragraph", from: []int{u.block}}
		p.attrs.Align = "left"
		for i, k := range r {
			if i > 0 && len(k.pieces) > 0 {
				p.inline = append(p.inline, piece{g: []glyph{{r: ' '}, {r: ' '}}, occ: -1})
			}
			p.inline = append(p.inline, k.pieces...)
		}
		if len(p.inline) > 0 {
			out = append(out, p)
		}
	}
	return out
}
