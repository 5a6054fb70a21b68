package typeset

// Tables: column widths from content and weights, cells wrapped by the line
// rules, rows as pieces that the paginator takes whole.

// A grid is a table on the pages: what is repeated at its top, and its place.
type grid struct {
	head       []row
	headHeight Length
	x, w       Length
	stroke     Length
	plain      bool
}

// A tableCell is a cell shaped and placed over columns.
type tableCell struct {
	t        *text
	col, end int // columns [col, end)
	align    Align
}

// table adds a table.
func (f *flow) table(t *Table) error {
	n := columnCount(t)
	if n == 0 {
		return nil
	}
	l := f.look.cell
	pad := f.look.padX
	if t.Plain {
		pad = f.look.padX / 2
	}
	var parts [3][][]tableCell
	var widths []Length
	for _, percent := range []Length{100, 90, 80, 72} { // smaller where words would be cut
		f.mute = percent < 100 // what is missing was counted at full size
		l.size, l.pitch = f.look.cell.size*percent/100, f.look.cell.pitch*percent/100
		parts = [3][][]tableCell{f.cells(t, t.Head, n, l, true), f.cells(t, t.Rows, n, l, false), f.cells(t, t.Foot, n, l, false)}
		var fits bool
		if widths, fits = f.widths(t, parts[:], n, l.size, pad); fits || percent == 72 {
			break
		}
		pad = pad * 9 / 10
	}
	f.mute = false
	xs := make([]Length, n+1)
	xs[0] = f.left
	for i, w := range widths {
		xs[i+1] = xs[i] + w
	}
	g := &grid{x: f.left, w: xs[n] - f.left, stroke: f.size / 20, plain: t.Plain}
	b := band{size: l.size, pitch: l.pitch, top: f.look.padY, bottom: f.look.padY, middle: true}
	head := f.tableRows(g, parts[0], xs, pad, b, f.depth)
	for i := range head {
		fill := Item{Fill: &Fill{Rect: Rect{X: g.x, Y: 0, W: g.w, H: head[i].height}, Gray: grayTableHead}}
		if !t.Plain {
			head[i].items = append([]Item{fill}, head[i].items...)
		}
		g.headHeight += head[i].height
	}
	limit := f.depth - g.headHeight
	if g.headHeight > f.depth/2 { // too tall to be repeated: it flows as rows
		limit = f.depth
		g.headHeight = 0
	} else {
		g.head, head = head, nil
	}
	rows := append(head, f.tableRows(g, parts[1], xs, pad, b, limit)...)
	foot := f.tableRows(g, parts[2], xs, pad, b, limit)
	if len(rows) > 0 && len(foot) > 0 {
		rows[len(rows)-1].keep = true
	}
	for i := range len(foot) - 1 {
		foot[i].keep = true
	}
	rows = append(rows, foot...)
	if len(rows) == 0 { // a head alone is a row
		rows, g.head, g.headHeight = g.head, nil, 0
	}
	return f.push(rows, f.look.blockGap, f.look.blockGap)
}

// columnCount is the number of columns, from the widest row when none are given.
func columnCount(t *Table) int {
	n := len(t.Columns)
	if n > 0 {
		return n
	}
	for _, part := range [][]Row{t.Head, t.Rows, t.Foot} {
		for _, r := range part {
			w := 0
			for _, c := range r.Cells {
				w += min(max(c.Span, 1), maxColumns)
			}
			n = max(n, min(w, maxColumns))
		}
	}
	return n
}

// cells shapes the cells of rows. Cells beyond the last column join the last
// one, so that no text is lost.
func (f *flow) cells(t *Table, rows []Row, n int, l look, head bool) [][]tableCell {
	out := make([][]tableCell, len(rows))
	for i, r := range rows {
		col := 0
		weight := Regular
		if r.Bold || head {
			weight = Bold
		}
		for _, c := range r.Cells {
			runs := c.Runs
			if col >= n {
				if len(runs) == 0 {
					continue
				}
				last := &out[i][len(out[i])-1]
				extra := f.shape(append([]Run{{Break: true}}, runs...), l.size, weight, l.gray)
				last.t = f.joined(last.t, extra)
				continue
			}
			end := min(col+max(c.Span, 1), n)
			tc := tableCell{t: f.shape(runs, l.size, weight, l.gray), col: col, end: end, align: c.Align}
			if tc.align == AlignDefault {
				if head {
					tc.align = AlignCenter
				} else if col < len(t.Columns) {
					tc.align = t.Columns[col].Align
				}
			}
			if tc.align == AlignDefault {
				tc.align = AlignLeft
			}
			out[i] = append(out[i], tc)
			col = end
		}
	}
	return out
}

// joined appends text b to a.
func (f *flow) joined(a, b *text) *text {
	runes, dresses := int32(len(a.runes)), int32(len(a.dresses))
	if n := len(a.atoms); n > 0 {
		a.atoms[n-1].brk = never // the forced break of b follows
	}
	for _, at := range b.atoms {
		at.from, at.to, at.dress = at.from+runes, at.to+runes, at.dress+dresses
		a.atoms = append(a.atoms, at)
	}
	a.runes = append(a.runes, b.runes...)
	a.dresses = append(a.dresses, b.dresses...)
	a.sum()
	return a
}

// widths shares the measure among the columns. A column without weight is as
// wide as its content; weighted columns share the rest. Where that leaves too
// little, every column gets what cannot be broken and shares what remains by
// what it would like. fits is false when not even that is possible.
func (f *flow) widths(t *Table, parts [][][]tableCell, n int, em, pad Length) (widths []Length, fits bool) {
	least, want := make([]Length, n), make([]Length, n)
	for i := range n {
		least[i], want[i] = 2*em+2*pad, 2*em+2*pad
	}
	for _, part := range parts {
		for _, r := range part {
			for _, c := range r {
				lo, hi := c.t.extremes()
				lo, hi = min(lo, 14*em)+2*pad, hi+2*pad
				if c.end == c.col+1 {
					least[c.col] = max(least[c.col], lo)
					want[c.col] = max(want[c.col], hi)
				}
			}
		}
	}
	var sumLeast, sumWant, sumWeight, fixed Length
	weights := make([]Length, n)
	for i := range n {
		if i < len(t.Columns) {
			if w := t.Columns[i].Weight; w > 0 { // not NaN either
				weights[i] = Pt(min(w, 1000))
			}
		}
		sumLeast += least[i]
		sumWant += want[i]
		sumWeight += weights[i]
		if weights[i] == 0 {
			fixed += want[i]
		}
	}
	out := make([]Length, n)
	switch {
	case sumLeast >= f.measure: // nothing fits: share by what cannot be broken
		share(out, f.measure, least)
		return out, false
	case sumWant <= f.measure:
		copy(out, want)
		if sumWeight == 0 {
			add(out, f.measure-sumWant, want)
		} else {
			add(out, f.measure-sumWant, weights)
		}
		return out, true
	case sumWeight > 0 && fixed < f.measure:
		copy(out, want)
		for i := range n {
			if weights[i] > 0 {
				out[i] = 0
			}
		}
		if f.weighted(out, weights, least, want, f.measure-fixed) {
			f.even(out, weights, least, want, parts[1], em, pad)
			return out, true
		}
	}
	copy(out, least)
	spare := make([]Length, n)
	for i := range n {
		spare[i] = want[i] - least[i]
	}
	add(out, f.measure-sumLeast, spare)
	return out, true
}

// weighted shares room among the weighted columns, none above what it wants and
// none below its least; false when there is not enough room for that.
func (f *flow) weighted(out, weights, least, want []Length, room Length) bool {
	open := make([]Length, len(weights))
	copy(open, weights)
	settle := func(bound func(i int, part Length) (Length, bool)) {
		for again := true; again; {
			again = false
			var total Length
			for _, w := range open {
				total += w
			}
			for i, w := range open {
				if w == 0 {
					continue
				}
				if fixed, ok := bound(i, room*w/total); ok {
					out[i], open[i], again = fixed, 0, true
					room -= fixed
					break
				}
			}
		}
	}
	settle(func(i int, part Length) (Length, bool) { return least[i], part < least[i] })
	if room < 0 {
		return false
	}
	settle(func(i int, part Length) (Length, bool) { return want[i], part > want[i] })
	add(out, room, open)
	return true
}

// evenRows and evenColumns bound what is looked at to even out columns.
const (
	evenRows    = 40
	evenColumns = 5
)

// even moves room between the weighted columns, an em at a time, as long as that
// saves lines: a long specification beside a short name is not broken while the
// name has room to spare.
func (f *flow) even(out, weights, least, want []Length, rows [][]tableCell, em, pad Length) {
	rows = rows[:min(len(rows), evenRows)]
	type at struct {
		col int
		w   Length
	}
	counted := map[at][]int{}
	natural := map[*text]Length{}
	for _, r := range rows {
		for _, c := range r {
			_, natural[c.t] = c.t.extremes()
		}
	}
	count := func(col int, w Length) []int {
		if n, ok := counted[at{col, w}]; ok {
			return n
		}
		n := make([]int, len(rows))
		for r := range rows {
			n[r] = 1
			for _, c := range rows[r] {
				if room := max(w-2*pad, 1); c.col == col && c.end == col+1 && natural[c.t] > room {
					n[r] = max(1, len(c.t.lines(setting{first: room, rest: room, mode: ragged})))
				}
			}
		}
		counted[at{col, w}] = n
		return n
	}
	var open []int
	for i, w := range weights {
		if w > 0 {
			open = append(open, i)
		}
	}
	if len(open) < 2 || len(open) > evenColumns {
		return
	}
	lines := func() int {
		total := 0
		for r := range rows {
			most := 1
			for _, i := range open {
				most = max(most, count(i, out[i])[r])
			}
			total += most
		}
		return total
	}
	best := lines()
	for range 16 {
		if best == len(rows) {
			return
		}
		from, to, by := -1, -1, Length(0)
		for _, i := range open {
			for _, k := range open {
				for step := em; step <= 3*em; step += em {
					if i == k || out[i]-step < least[i] || out[k]+step > want[k]+em {
						continue
					}
					out[i], out[k] = out[i]-step, out[k]+step
					if n := lines(); n < best {
						best, from, to, by = n, i, k, step
					}
					out[i], out[k] = out[i]+step, out[k]-step
				}
			}
		}
		if from < 0 {
			return
		}
		out[from], out[to] = out[from]-by, out[to]+by
	}
}

// share divides total by the weights exactly; add does so on top of out.
func share(out []Length, total Length, weights []Length) {
	for i := range out {
		out[i] = 0
	}
	add(out, total, weights)
}

func add(out []Length, total Length, weights []Length) {
	var sum, seen, given Length
	for _, w := range weights {
		sum += w
	}
	if sum == 0 {
		return
	}
	for i, w := range weights {
		seen += w
		part := total*seen/sum - given
		given += part
		out[i] += part
	}
}

// extremes is the widest piece that cannot be broken, and the width of the
// longest line without any break.
func (t *text) extremes() (least, want Length) {
	word, line := 0, 0
	for i := range t.atoms {
		p := t.atoms[i].brk
		if p != never && p < breakURL {
			least = max(least, t.fit(word, t.trimmed(word, i+1)).natural)
			word = i + 1
		}
		if p == forced {
			want = max(want, t.fit(line, t.trimmed(line, i+1)).natural)
			line = i + 1
		}
	}
	return least, want
}

// tableRows sets rows of cells.
func (f *flow) tableRows(g *grid, rows [][]tableCell, xs []Length, pad Length, b band, limit Length) []row {
	out := make([]row, 0, len(rows))
	cells := make([]cell, 0, len(xs))
	for _, r := range rows {
		cells = cells[:0]
		edges := make([]Length, 0, len(r)+1)
		edges = append(edges, xs[0])
		for _, c := range r {
			cells = append(cells, cell{t: c.t, x: xs[c.col] + pad, w: max(xs[c.end]-xs[c.col]-2*pad, 1), align: c.align})
			edges = append(edges, xs[c.end])
		}
		if last := xs[len(xs)-1]; edges[len(edges)-1] != last {
			edges = append(edges, last)
		}
		set := f.beside(cells, b, limit)
		for i := range set {
			set[i].table, set[i].edges = g, edges
		}
		out = append(out, set...)
	}
	return out
}

// rules draws the rules of a table's rows on one page: tops are the y of each
// row's top and, last, of the bottom. Vertical rules that continue are one stroke.
func (g *grid) rules(rows []*row, tops []Length) []Item {
	if g.plain || len(rows) == 0 {
		return nil
	}
	var items []Item
	stroke := func(x1, y1, x2, y2 Length) {
		items = append(items, Item{Rule: &Rule{X1: x1, Y1: y1, X2: x2, Y2: y2, Width: g.stroke}})
	}
	half := g.stroke / 2
	for i, y := range tops {
		if i > 0 && i < len(rows) && rows[i].joined {
			continue
		}
		stroke(g.x-half, y, g.x+g.w+half, y)
	}
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && same(rows[from].edges, rows[to].edges) {
			to++
		}
		for _, x := range rows[from].edges {
			stroke(x, tops[from], x, tops[to])
		}
		from = to
	}
	return items
}

func same(a, b []Length) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
