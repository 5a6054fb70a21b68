package typeset

import (
	"keyue/backend/fault"
)

// Flow turns blocks into rows: vertical pieces that a page takes whole. A line
// of a paragraph, a line of table cells side by side, a picture is a row.

// A row is a piece of a page, its items relative to its top.
type row struct {
	height Length
	// before is space above, dropped at the top of a page.
	before Length
	items  []Item
	hits   []Hit
	// keep forbids a page break after the row.
	keep bool
	// fresh starts a new page.
	fresh bool
	// text tells rows with text, for the count of lines kept together.
	text bool
	// heading marks the last row of a heading.
	heading bool
	// clause marks the first row of a labelled paragraph or heading, and start
	// the first row of any paragraph.
	clause, start bool
	// table is set for rows of a ruled table; edges are its vertical rules in
	// this row; joined drops the rule between this row and the one above.
	table  *grid
	edges  []Length
	joined bool
}

// A flow gathers the rows of a document.
type flow struct {
	shaper
	sheet
	look    looks
	assets  map[string]ImageSize
	rows    []row
	para    int
	pending Length // space asked for below the last row
	fresh   bool   // a page break is due
	labels  [maxLevel + 1]Length
	bases   [maxLevel + 1]Length
	// column is the width that the labels of lists in a row share.
	column Length
	// announced tells that the last paragraph keeps with what it announces.
	announced bool
	runIn     [maxLevel + 1]bool // labels of the level run into their texts
}

// push appends rows of one block with space above and below it; of the space
// below one block and above the next the larger counts.
func (f *flow) push(rows []row, before, after Length) error {
	if len(rows) == 0 {
		return nil
	}
	if len(f.rows)+len(rows) > maxRows || f.set > maxRunes {
		return fault.New("typeset.too_long", nil)
	}
	rows[0].before = max(before, f.pending)
	rows[0].start = true
	rows[0].fresh = f.fresh && len(f.rows) > 0
	f.pending, f.fresh = after, false
	f.rows = append(f.rows, rows...)
	return nil
}

func (f *flow) nextPara() int {
	f.para++
	return f.para
}

// block adds one block.
func (f *flow) block(b *Block) error {
	switch {
	case b.Paragraph != nil:
		return f.paragraph(b.Paragraph)
	case b.Pairs != nil:
		return f.pairs(b.Pairs)
	case b.Table != nil:
		return f.table(b.Table)
	case b.Signature != nil:
		return f.signature(b.Signature)
	case b.Image != nil:
		return f.image(b.Image)
	case b.PageBreak:
		f.fresh = true
	}
	return nil
}

// A cell is a text in a column of a row of texts side by side.
type cell struct {
	t     *text
	x, w  Length
	align Align
	first Length // indent of the first line
	para  int
	lines []lineRange
}

func (c *cell) setting() setting {
	m := ragged
	if c.align == AlignJustify {
		m = justified
	}
	return setting{first: c.w - c.first, rest: c.w, mode: m}
}

// band is how lines stand in a row of cells.
type band struct {
	size, pitch Length
	top, bottom Length // padding
	middle      bool   // short cells are centred vertically
}

// baseline is where the first line stands below the top of a line box.
func (b band) baseline() Length { return baseline(b.size, b.pitch) }

// baseline centres the em box (0.88 em above, 0.12 em below) in the pitch.
func baseline(size, pitch Length) Length { return (pitch-size)/2 + size*88/100 }

// beside sets cells side by side as one row, or, when that is taller than
// limit, as a row per line, so that a page break can go between them.
func (f *flow) beside(cells []cell, b band, limit Length) []row {
	most := 0
	for i := range cells {
		c := &cells[i]
		if c.t != nil {
			c.para = f.nextPara()
			c.lines = c.t.lines(c.setting())
		}
		most = max(most, len(c.lines))
	}
	whole := b.top + b.bottom + Length(max(most, 1))*b.pitch
	if whole > limit && most > 1 {
		return f.sliced(cells, b, most)
	}
	em := emitter{m: f.m, slabs: f.slabs}
	for i := range cells {
		c := &cells[i]
		y := b.top + b.baseline()
		if b.middle {
			y += Length(most-len(c.lines)) * b.pitch / 2
		}
		for k, r := range c.lines {
			em.line(c.t, r, c.setting(), c.align, c.x, y+Length(k)*b.pitch, c.para, k)
		}
	}
	return []row{{height: whole, items: em.items, hits: em.hits, text: most > 0}}
}

// sliced sets cells taller than a page, a row per line. Nothing is centred.
func (f *flow) sliced(cells []cell, b band, most int) []row {
	rows := make([]row, most)
	for k := range rows {
		r := &rows[k]
		r.height, r.text, r.joined = b.pitch, true, k > 0
		y := b.baseline()
		if k == 0 {
			r.height += b.top
			y += b.top
		}
		if k == most-1 {
			r.height += b.bottom
		}
		em := emitter{m: f.m, slabs: f.slabs}
		for i := range cells {
			if c := &cells[i]; k < len(c.lines) {
				em.line(c.t, c.lines[k], c.setting(), c.align, c.x, y, c.para, k)
			}
		}
		r.items, r.hits = em.items, em.hits
	}
	return rows
}

// image adds a picture, never larger than the text area.
func (f *flow) image(im *Image) error {
	w, h, ok := f.pictureSize(im.Asset, im.Width, im.Height, f.measure, f.depth)
	if !ok {
		f.warn("typeset.warning.image", im.Asset, "")
		return nil
	}
	x := f.left
	switch im.Align {
	case AlignCenter:
		x += (f.measure - w) / 2
	case AlignRight:
		x += f.measure - w
	}
	it := Item{Image: &Picture{Rect: Rect{X: x, Y: 0, W: w, H: h}, Asset: im.Asset}}
	return f.push([]row{{height: h, items: []Item{it}}}, f.look.blockGap, f.look.blockGap)
}

// pictureSize is the size of a picture within a box; false for an unknown or
// empty asset or absurd figures.
func (f *flow) pictureSize(asset string, width, height float64, maxW, maxH Length) (w, h Length, ok bool) {
	px, found := f.assets[asset]
	if !found || px.Width <= 0 || px.Height <= 0 || px.Width > 1<<20 || px.Height > 1<<20 {
		return 0, 0, false
	}
	bound := func(v float64) Length {
		if !(v > 0) {
			return 0
		}
		return Pt(min(v, 14_400))
	}
	w, h = bound(width), bound(height)
	pw, ph := Length(px.Width), Length(px.Height)
	switch {
	case w == 0 && h == 0:
		w, h = pw*72*Point/150, ph*72*Point/150
	case w == 0:
		w = h * pw / ph
	case h == 0:
		h = w * ph / pw
	}
	if w > maxW {
		w, h = maxW, h*maxW/w
	}
	if h > maxH {
		w, h = w*maxH/h, maxH
	}
	return max(w, 1), max(h, 1), true
}

// pageNumber is the text of the standard footer.
func pageNumber(chinese bool, page, pages int) string {
	if chinese {
		return "第 " + itoa(page) + " 页 共 " + itoa(pages) + " 页"
	}
	return "Page " + itoa(page) + " of " + itoa(pages)
}
