package typeset

// Pairs and signatures: texts in columns without rules.

// pairs adds a list of labels and values. Labels share a column as wide as the
// widest of them, at most half of the place.
func (f *flow) pairs(p *Pairs) error {
	if len(p.Rows) == 0 {
		return nil
	}
	columns := min(max(p.Columns, 1), 2)
	l := f.look.body
	gutter := Length(0)
	if columns == 2 {
		gutter = f.size
	}
	in := f.under(p.Level)
	w := (f.measure - in - gutter) / Length(columns)
	labels := make([]*text, len(p.Rows))
	var widest [2]Length
	for i, r := range p.Rows {
		labels[i] = f.shape([]Run{{Text: r.Label}}, l.size, l.weight, l.gray)
		widest[i%columns] = max(widest[i%columns], labels[i].natural())
	}
	if columns == 1 {
		widest[0] = max(widest[0], f.column)
	}
	b := band{size: l.size, pitch: l.pitch}
	var rows []row
	for i := 0; i < len(p.Rows); i += columns {
		var cells []cell
		for k := 0; k < columns && i+k < len(p.Rows); k++ {
			x := f.left + in + Length(k)*(w+gutter)
			cells = append(cells, f.pair(labels[i+k], p.Rows[i+k].Value, x, w, min(widest[k], w/2), f.pairGap(columns), l)...)
		}
		rows = append(rows, f.beside(cells, b, f.depth)...)
	}
	var height Length
	for i := range rows {
		height += rows[i].height
	}
	for i := range len(rows) - 1 { // a short list stays on one page
		rows[i].keep = height < f.depth/3
	}
	return f.push(rows, f.look.blockGap/2, f.look.blockGap)
}

// alignLists gives the lists that follow each other, both parties at the head of
// a contract, one column of labels: it is as wide as the widest of them, and
// stands in f.column while block i is set.
func (f *flow) alignLists(blocks []Block, i int) {
	single := func(k int) bool {
		return k >= 0 && k < len(blocks) && blocks[k].Pairs != nil && blocks[k].Pairs.Columns <= 1
	}
	if !single(i) {
		f.column = 0
		return
	}
	if single(i-1) && blocks[i-1].Pairs.Level == blocks[i].Pairs.Level {
		return // as wide as for the list before
	}
	f.column = 0
	l := f.look.body
	probe := shaper{slabs: f.slabs, m: f.m, chinese: f.chinese}
	for k := i; single(k) && blocks[k].Pairs.Level == blocks[i].Pairs.Level; k++ {
		for _, r := range blocks[k].Pairs.Rows {
			f.column = max(f.column, probe.shape([]Run{{Text: r.Label}}, l.size, l.weight, l.gray).natural())
		}
	}
}

// under is how far in the text of a clause at depth stands; 0 outside numbered
// paragraphs, and where too little room would be left.
func (f *flow) under(depth int) Length {
	if depth <= 1 {
		return 0
	}
	lv := min(depth, maxLevel)
	in := f.bases[lv] + f.labels[lv]
	if f.measure-in < 16*f.size {
		return 0
	}
	return in
}

// pairGap is the room between a label and its value. Two to a page it is such
// that 统一社会信用代码： and its eighteen characters just fit.
func (f *flow) pairGap(columns int) Length {
	switch {
	case !f.chinese:
		return f.size
	case columns == 2:
		return f.size * 2 / 5
	}
	return f.size * 3 / 4
}

// pair is the cells of a label and its value in a place w wide.
func (f *flow) pair(label *text, value []Run, x, w, column, gap Length, l look) []cell {
	if column == 0 {
		gap = 0
	}
	return []cell{
		{t: label, x: x, w: max(column, 1), align: AlignLeft},
		{t: f.shape(value, l.size, l.weight, l.gray), x: x + column + gap, w: max(w-column-gap, 1), align: AlignLeft},
	}
}

// signature adds the block of the parties: a note, then for each party its
// title, its name, room for a seal, and lines to sign. Its rows keep together
// and keep what stands before them; see pullClause.
func (f *flow) signature(s *Signature) error {
	l := f.look.body
	before := 2 * f.size
	from := len(f.rows)
	if s.Note != "" {
		t := f.shape([]Run{{Text: s.Note}}, l.size, l.weight, l.gray)
		c := []cell{{t: t, x: f.left + f.look.indent, w: f.measure - f.look.indent, align: AlignLeft}}
		if err := f.push(f.beside(c, band{size: l.size, pitch: l.pitch}, f.depth), f.size/2, before); err != nil {
			return err
		}
	}
	n := len(s.Parties)
	columns := n
	switch {
	case n == 1, n == 2, n == 4:
		columns = 2
	case n >= 3:
		columns = 3
	}
	for i := 0; i < n; i += columns {
		if err := f.push(f.partyRows(s.Parties[i:min(i+columns, n)], columns), before, before); err != nil {
			return err
		}
	}
	for i := from; i < len(f.rows)-1; i++ {
		f.rows[i].keep = true
	}
	if from < len(f.rows) {
		f.pullClause(from)
	}
	return nil
}

// partyRows sets parties side by side.
func (f *flow) partyRows(parties []SignatureParty, columns int) []row {
	l := f.look.body
	gutter := 2 * f.size
	w := (f.measure - gutter*Length(columns-1)) / Length(columns)
	title, name := make([]cell, len(parties)), make([]cell, len(parties))
	most := 0
	for i, p := range parties {
		x := f.left + Length(i)*(w+gutter)
		title[i] = cell{t: f.shape([]Run{{Text: p.Title}}, l.size, Bold, l.gray), x: x, w: w, align: AlignLeft}
		name[i] = cell{t: f.shape([]Run{{Text: p.Name}}, l.size, l.weight, l.gray), x: x, w: w, align: AlignLeft}
		most = max(most, len(p.Lines))
	}
	band1 := band{size: l.size, pitch: l.pitch}
	rows := f.beside(title, band1, f.depth)
	named := false
	for _, p := range parties {
		named = named || p.Name != ""
	}
	if named {
		rows = append(rows, f.beside(name, band1, f.depth)...)
	}
	rows = append(rows, row{height: 3 * f.size}) // room for a seal
	signed := band{size: l.size, pitch: l.size * 21 / 10}
	for k := range most {
		var cells []cell
		for i, p := range parties {
			if k >= len(p.Lines) {
				continue
			}
			x := f.left + Length(i)*(w+gutter)
			cells = append(cells, cell{t: f.signLine(&p.Lines[k], w, l), x: x, w: w, align: AlignLeft})
		}
		rows = append(rows, f.beside(cells, signed, f.depth)...)
	}
	for i := range len(rows) - 1 {
		rows[i].keep = true
	}
	return rows
}

// signLine is a label with its value after it. Without a value, or with a blank
// for one, it is a rule to sign on that reaches nearly to the end of the column.
func (f *flow) signLine(p *Pair, w Length, l look) *text {
	runs := []Run{{Text: p.Label}}
	if !f.chinese && p.Label != "" {
		runs[0].Text += " "
	}
	blank := len(p.Value) == 0 || len(p.Value) == 1 && p.Value[0].Blank > 0
	if !blank {
		return f.shape(append(runs, p.Value...), l.size, l.weight, l.gray)
	}
	probe := shaper{slabs: f.slabs, m: f.m, chinese: f.chinese}
	room := w*94/100 - probe.shape(runs, l.size, l.weight, l.gray).natural() - l.size
	if room < 4*l.size { // on a line of its own
		room = w * 60 / 100
		runs = append(runs, Run{Break: true})
	}
	rule := Run{Blank: room.Points() / l.size.Points()}
	if len(p.Value) == 1 {
		rule.Field = p.Value[0].Field
	}
	return f.shape(append(runs, rule), l.size, l.weight, l.gray)
}

// pullClause keeps the signature, whose rows begin at from, with the clause
// before it: the last numbered paragraphs, back to where they make three lines,
// or if that would be taller than three fifths of a page the last paragraph, or
// two lines.
func (f *flow) pullClause(from int) {
	if from == 0 || f.rows[from].fresh {
		return
	}
	var height Length
	for i := from; i < len(f.rows); i++ {
		height += f.rows[i].before + f.rows[i].height
	}
	clause, start, lines := -1, -1, 0
	for i := from - 1; i >= 0 && height <= f.depth*3/5; i-- {
		height += f.rows[i].before + f.rows[i].height
		if height > f.depth*3/5 {
			break
		}
		lines += btoi(f.rows[i].text)
		if f.rows[i].start && start < 0 {
			start = i
		}
		if f.rows[i].clause {
			clause = i
		}
		if clause >= 0 && lines >= 3 {
			break
		}
		if f.rows[i].fresh {
			break
		}
	}
	at := max(from-2, 0)
	switch {
	case clause >= 0:
		at = clause
	case start >= 0:
		at = min(start, at)
	}
	for i := at; i < from; i++ {
		f.rows[i].keep = true
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
