package typeset

// Paragraphs: indents, hanging labels, lines, widows and orphans.

// columns settles, before anything is set, how wide the labels of each clause
// level are, so that the texts of one level stand in one column: 1. as 10., and
// where each level begins.
func (f *flow) columns(blocks []Block) {
	hung := [maxLevel + 1]bool{}
	for i := range blocks {
		p := blocks[i].Paragraph
		if p == nil || p.Label == "" || p.Style == StyleHeading || p.Style == StyleTitle {
			continue
		}
		lv := level(p)
		w := f.labelWidth(p)
		if w > f.hangLimit() {
			f.runIn[lv] = true
			continue
		}
		hung[lv] = true
		f.labels[lv] = max(f.labels[lv], w)
	}
	half, least := f.size/2, 2*f.size
	if !f.chinese {
		least = f.size * 5 / 2
	}
	base := Length(0)
	for lv := 1; lv <= maxLevel; lv++ {
		f.bases[lv] = base
		switch {
		case f.runIn[lv]: // all of a level alike: 第一条 as 第十一条
			f.labels[lv] = 0
			if f.chinese {
				base += 2 * f.size
			}
		case hung[lv]:
			f.labels[lv] = max((f.labels[lv]+f.size*6/10+half-1)/half*half, least)
			base += f.labels[lv]
		}
		base = min(base, f.measure*2/5)
	}
	f.labels[0], f.bases[0] = f.labels[1], 0
}

func level(p *Paragraph) int { return min(max(p.Level, 1), maxLevel) }

// hangLimit is the width above which a label runs into its text: 第十一条 does.
func (f *flow) hangLimit() Length { return f.size * 7 / 2 }

func (f *flow) labelWidth(p *Paragraph) Length {
	l := f.look.role(p)
	probe := shaper{slabs: f.slabs, m: f.m, chinese: f.chinese}
	t := probe.shape([]Run{{Text: p.Label}}, l.size, l.weight, l.gray)
	return t.natural()
}

// natural is the width of the text on one line.
func (t *text) natural() Length {
	return t.fit(0, t.trimmed(0, len(t.atoms))).natural
}

// A place is where a paragraph's lines stand.
type place struct {
	x, w  Length
	first Length // indent of the first line
	label *text  // hanging label, set at labelX
	at    Length
}

// paragraph adds one paragraph.
func (f *flow) paragraph(p *Paragraph) error {
	l := f.look.role(p)
	runs, pl := f.placed(p, l)
	t := f.shape(runs, l.size, l.weight, l.gray)
	align := p.Align
	if align == AlignDefault {
		align = l.align
	}
	st := setting{first: pl.w - pl.first, rest: pl.w, mode: ragged}
	switch align {
	case AlignJustify:
		st.mode = justified
	case AlignCenter:
		st.mode = balanced
	}
	lines := t.lines(st)
	if len(lines) == 0 && pl.label != nil {
		lines = []lineRange{{forced: true}}
	}
	rows := make([]row, len(lines))
	para := f.nextPara()
	for k, r := range lines {
		em := emitter{m: f.m, slabs: f.slabs}
		y := baseline(l.size, l.pitch)
		rows[k] = row{height: l.pitch, text: true}
		if over := f.excess(t, r, l); over > 0 {
			rows[k].height += over
			y += over * 3 / 4
		}
		if k == 0 && pl.label != nil {
			em.line(pl.label, lineRange{0, len(pl.label.atoms), len(pl.label.atoms), true}, setting{first: f.measure, rest: f.measure}, AlignLeft, pl.at, y, para, 0)
		}
		em.line(t, r, st, align, pl.x, y, para, k)
		rows[k].items, rows[k].hits = em.items, em.hits
	}
	keepLines(rows)
	if n := len(rows); n > 0 {
		heading := p.Style == StyleHeading || p.Style == StyleTitle || p.Style == StyleSubtitle
		f.announced = !f.announced && announces(t) // in a form every line may end so
		rows[n-1].keep = p.KeepNext || f.announced
		rows[n-1].heading = heading
		rows[0].clause = p.Label != "" || p.Style == StyleHeading
		for k := range rows {
			rows[k].keep = rows[k].keep || heading
		}
	}
	return f.push(rows, l.before, l.after)
}

// announces tells a text that ends with a colon: what it announces follows on
// the same page.
func announces(t *text) bool {
	n := t.trimmed(0, len(t.atoms))
	if n == 0 || t.atoms[n-1].to == t.atoms[n-1].from {
		return false
	}
	r := t.runes[t.atoms[n-1].from]
	return r == '：' || r == ':'
}

// keepLines forbids leaving or sending fewer than two lines of a paragraph.
func keepLines(rows []row) {
	n := len(rows)
	if n > 1 {
		rows[0].keep = true
		rows[n-2].keep = true
	}
}

// excess is how far the faces of a line reach beyond what the pitch allows for
// the embedded ones: a face a person adds may be very tall.
func (f *flow) excess(t *text, r lineRange, l look) Length {
	var over Length
	seen := -1
	for i := r.from; i < r.to; i++ {
		a := &t.atoms[i]
		if a.to == a.from || int(a.face) == seen {
			continue
		}
		seen = int(a.face)
		up, down := f.m.Extent(a.face)
		over = max(over, scale(up+down, l.size)-l.pitch-l.size/10)
	}
	return over
}

// placed settles the indents of a paragraph and how its label stands: hanging
// in a column of its own, or running into the text when it is too long for that.
func (f *flow) placed(p *Paragraph, l look) ([]Run, place) {
	pl := place{x: f.left, w: f.measure}
	centred := p.Style == StyleTitle || p.Style == StyleSubtitle || p.Align == AlignCenter || p.Align == AlignRight
	lv := level(p)
	if p.Label == "" {
		if !centred {
			f.unlabelled(p, lv, &pl)
		}
		return p.Runs, pl
	}
	if !centred {
		column, limit := f.labels[lv], f.hangLimit()
		if f.runIn[lv] {
			limit = 0
		}
		w := f.labelWidth(p)
		if p.Style == StyleHeading {
			limit = 8 * f.size
			column = w + l.size*3/4
			if !f.chinese {
				column = max(column, f.labels[lv], f.labels[min(lv+1, maxLevel)])
			}
		}
		if in := f.bases[lv] + column; w <= limit && f.measure-in >= 6*f.size {
			pl.at = f.left + f.bases[lv]
			pl.x, pl.w = f.left+in, f.measure-in
			pl.label = f.shape([]Run{{Text: p.Label}}, l.size, l.weight, l.gray)
			return p.Runs, pl
		}
		if p.Style != StyleHeading {
			pl.first = f.look.indent
			pl.x, pl.w = pl.x+f.bases[lv], pl.w-f.bases[lv]
		}
	}
	return append([]Run{{Text: p.Label, Bold: f.chinese}, {Text: wordGap(f.chinese)}}, p.Runs...), pl
}

// unlabelled places a paragraph without a number: deep in a clause it stands
// under the clause's text, elsewhere Chinese indents its first line.
func (f *flow) unlabelled(p *Paragraph, lv int, pl *place) {
	body := p.Style == StyleBody || p.Style == "" || p.Style == StyleNote
	if p.Level > 1 && f.labels[lv] > 0 {
		in := f.bases[lv] + f.labels[lv]
		pl.x, pl.w = f.left+in, f.measure-in
		return
	}
	if p.Level > 1 {
		in := f.bases[lv]
		pl.x, pl.w = f.left+in, f.measure-in
	}
	if body && p.Style != StyleNote && !p.NoIndent && p.Align != AlignLeft {
		pl.first = f.look.indent
	}
}

// wordGap parts a label from the text it runs into.
func wordGap(chinese bool) string {
	if chinese {
		return "\u3000"
	}
	return " "
}
