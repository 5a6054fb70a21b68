package typeset

// Emission turns a settled line into items: glyph runs, rules under blanks and
// underlined text, bars behind gaps, check boxes, and hit regions.

// Grey levels; 0 is black.
const (
	grayMissingBar  = 222
	grayMissingText = 90
	grayFurniture   = 96
	grayNote        = 64
	grayWatermark   = 236
	grayTableHead   = 243
)

// An emitter collects the items of a row.
type emitter struct {
	*slabs
	m     Measurer
	items []Item
	hits  []Hit
}

// line sets one line of t at x on the baseline y. room and align place it.
func (em *emitter) line(t *text, r lineRange, st setting, align Align, x, y Length, para, row int) {
	if r.to <= r.from {
		return
	}
	room := st.rest
	if r.from == 0 {
		room = st.first
		x += st.rest - st.first
	}
	sl := t.justify(em.slabs, r, room, st.mode)
	width := sl.pens[len(sl.pens)-1]
	switch align {
	case AlignRight:
		x += room - width
	case AlignCenter:
		x += (room - width) / 2
	}
	em.backs(t, r, sl, x, y)
	em.glyphs(t, r, sl, x, y, para, row)
	em.underlines(t, r, sl, x, y)
}

// backs emits the bars behind gaps and the hit regions.
func (em *emitter) backs(t *text, r lineRange, sl setLine, x, y Length) {
	n := r.to - r.from
	for k := 0; k < n; {
		a := &t.atoms[r.from+k]
		d := &t.dresses[a.dress]
		if !d.missing && d.field == "" {
			k++
			continue
		}
		j := k + 1
		for j < n {
			e := &t.dresses[t.atoms[r.from+j].dress]
			if e.missing != d.missing || e.field != d.field {
				break
			}
			j++
		}
		size := a.em
		box := Rect{X: x + sl.pens[k], Y: y - size*94/100, W: sl.pens[j] - sl.pens[k], H: size * 120 / 100}
		if last := &t.atoms[r.from+j-1]; j < n {
			box.W -= last.gap
		}
		if d.missing {
			em.items = append(em.items, Item{Fill: &Fill{Rect: box, Gray: grayMissingBar}})
		}
		if d.field != "" {
			em.hits = append(em.hits, Hit{Rect: box, Field: d.field, Missing: d.missing})
		}
		k = j
	}
}

// A writer builds the lines of glyphs of one row.
type writer struct {
	t          *text
	items      *[]Item
	line       *Line
	buffer     []Length // advances of the whole row, shared by its spans
	start      int      // of the open span in buffer
	from, to   int32    // runes of the open span
	origin     Length   // of the rune placed last
	face       FaceID
	dress      int32
	para, row  int
	baseline   Length
	spanIsOpen bool
}

// put places a rune of the text at x.
func (w *writer) put(i int32, x Length, face FaceID, dress int32) {
	if w.line != nil {
		w.buffer[len(w.buffer)-1] = x - w.origin
	} else {
		w.line = &Line{X: x, Y: w.baseline, Para: w.para, Row: w.row}
		*w.items = append(*w.items, Item{Line: w.line})
	}
	if w.spanIsOpen && (w.face != face || w.dress != dress || w.to != i) {
		w.endSpan()
	}
	if !w.spanIsOpen {
		w.spanIsOpen, w.start, w.from, w.face, w.dress = true, len(w.buffer), i, face, dress
	}
	w.buffer = append(w.buffer, 0)
	w.to, w.origin = i+1, x
}

func (w *writer) endSpan() {
	d := &w.t.dresses[w.dress]
	end := len(w.buffer)
	w.line.Spans = append(w.line.Spans, Span{
		Face: w.face, Size: d.size, Rise: d.rise, Gray: d.gray, Field: d.field,
		Text: string(w.t.runes[w.from:w.to]), Advances: w.buffer[w.start:end:end],
	})
	w.spanIsOpen = false
}

// end closes the line at x.
func (w *writer) end(x Length) {
	if w.line == nil {
		return
	}
	w.buffer[len(w.buffer)-1] = x - w.origin
	w.endSpan()
	w.line = nil
}

// glyphs emits the text between drawn things as lines of spans, and the check boxes.
func (em *emitter) glyphs(t *text, r lineRange, sl setLine, x, y Length, para, row int) {
	n := r.to - r.from
	runes := int(t.atoms[r.to-1].to - t.atoms[r.from].from)
	w := writer{t: t, items: &em.items, buffer: em.advances.take(runes), para: para, row: row, baseline: y}
	for k := range n {
		a := &t.atoms[r.from+k]
		if a.to == a.from || a.class == clZero {
			w.end(x + sl.pens[k])
			if a.class == clCheck {
				side := a.em * 80 / 100
				box := Rect{X: x + sl.pens[k] + (a.adv-side)/2, Y: y - a.em*74/100, W: side, H: side}
				em.items = append(em.items, Item{Check: &Check{Rect: box, On: t.dresses[a.dress].on}})
			}
			continue
		}
		at := x + sl.pens[k] - sl.shift[k]
		if a.to-a.from == 1 {
			w.put(a.from, at, a.face, a.dress)
			continue
		}
		d := &t.dresses[a.dress]
		for i := a.from; i < a.to; i++ { // a cluster: every rune has its own face and width
			g := em.m.Glyph(t.runes[i], d.weight, a.script())
			w.put(i, at, g.Face, a.dress)
			at += scale(g.Advance, d.size)
		}
	}
	w.end(x + sl.pens[n])
}

// underlines emits the rules of blanks and underlined text, one rule for what
// stands together.
func (em *emitter) underlines(t *text, r lineRange, sl setLine, x, y Length) {
	n := r.to - r.from
	for k := 0; k < n; {
		if !t.dresses[t.atoms[r.from+k].dress].underline {
			k++
			continue
		}
		j := k + 1
		for j < n && t.dresses[t.atoms[r.from+j].dress].underline {
			j++
		}
		a := &t.atoms[r.from+k]
		end := sl.pens[j]
		if j < n {
			end -= t.atoms[r.from+j-1].gap
		}
		under := y + a.em*17/100
		em.items = append(em.items, Item{Rule: &Rule{X1: x + sl.pens[k], Y1: under, X2: x + end, Y2: under, Width: a.em / 20}})
		k = j
	}
}

// moved shifts items down. They are changed in place: a row is set once.
func moved(items []Item, hits []Hit, dy Length) {
	for _, it := range items {
		switch {
		case it.Line != nil:
			it.Line.Y += dy
		case it.Rule != nil:
			it.Rule.Y1 += dy
			it.Rule.Y2 += dy
		case it.Fill != nil:
			it.Fill.Y += dy
		case it.Check != nil:
			it.Check.Y += dy
		case it.Image != nil:
			it.Image.Y += dy
		}
	}
	for i := range hits {
		hits[i].Y += dy
	}
}

// copied is items that can be set on several pages; again makes them page
// furniture, so that repeated text counts once.
func copied(items []Item, again bool) []Item {
	out := make([]Item, len(items))
	for i, it := range items {
		switch {
		case it.Line != nil:
			c := *it.Line
			if again {
				c.Para, c.Row = 0, 0
			}
			out[i].Line = &c
		case it.Rule != nil:
			c := *it.Rule
			out[i].Rule = &c
		case it.Fill != nil:
			c := *it.Fill
			out[i].Fill = &c
		case it.Check != nil:
			c := *it.Check
			out[i].Check = &c
		case it.Image != nil:
			c := *it.Image
			out[i].Image = &c
		}
	}
	return out
}
