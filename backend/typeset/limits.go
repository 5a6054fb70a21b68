package typeset

import (
	"math"

	"keyue/backend/fault"
)

// Limits of a document. They are far above any contract and keep a wrong or
// hostile input from taking the machine.
const (
	maxRunes    = 4_000_000
	maxRows     = 200_000 // lines of all kinds
	maxPages    = 5_000
	maxColumns  = 40
	maxParties  = 60
	maxBlank    = 200.0 // em
	maxMissing  = 1_000
	maxWarnings = 200
	maxLevel    = 9
	// maxFurniture is how many bytes of text a header or footer may have: it is
	// set anew on every page.
	maxFurniture = 2_000
)

// millimetre is a millimetre to the nearest thousandth of a point.
const millimetre Length = 2_835

// clearEdge is what both outer edges keep free for the cross-page seal 骑缝章: 20 mm.
const clearEdge Length = 56_693

// A sheet is the page in lengths: the paper and the text area on it.
type sheet struct {
	width, height    Length
	left, top        Length // corner of the text area
	measure, depth   Length // its width and height
	size             Length // body size
	bottom, topSpace Length // the margins, for furniture
}

// sheetOf fills in what the document leaves open and refuses paper that cannot
// carry text.
//
// Codes: typeset.page_size, typeset.body_size.
func sheetOf(p Page) (sheet, error) {
	a4 := func(v, mmDefault float64) float64 {
		if v == 0 {
			return mmDefault * 72 / 25.4
		}
		return v
	}
	width, height := a4(p.Width, 210), a4(p.Height, 297)
	top, bottom := a4(p.Top, 25), a4(p.Bottom, 25)
	left, right := a4(p.Left, 28), a4(p.Right, 28)
	size := p.Size
	if size == 0 {
		size = 10.5
	}
	for _, v := range []float64{width, height, top, bottom, left, right} {
		if math.IsNaN(v) || v < 0 || v > 14_400 {
			return sheet{}, fault.New("typeset.page_size", nil)
		}
	}
	if !(size >= 5 && size <= 36) {
		return sheet{}, fault.New("typeset.body_size", nil)
	}
	s := sheet{width: Pt(width), height: Pt(height), top: Pt(top), size: Pt(size), bottom: Pt(bottom), topSpace: Pt(top)}
	s.left = max(Pt(left), clearEdge)
	s.measure = s.width - s.left - max(Pt(right), clearEdge)
	s.depth = s.height - s.top - s.bottom
	if s.measure < 8*s.size || s.depth < 6*s.size {
		return sheet{}, fault.New("typeset.page_size", nil)
	}
	return s, nil
}

// check refuses documents beyond the limits before any work is done.
//
// Codes: typeset.too_long, typeset.too_wide, typeset.furniture.
func check(d *Document) error {
	runes, rows := 0, 0
	count := func(rs []Run) {
		for i := range rs {
			runes += len(rs[i].Text) + 1
		}
	}
	count(d.Header)
	count(d.Footer)
	runes += len(d.Number) + len(d.Watermark)
	if runes > maxFurniture {
		return fault.New("typeset.furniture", nil)
	}
	for i := range d.Blocks {
		b := &d.Blocks[i]
		rows++
		switch {
		case b.Paragraph != nil:
			count(b.Paragraph.Runs)
			runes += len(b.Paragraph.Label)
		case b.Pairs != nil:
			rows += len(b.Pairs.Rows)
			for j := range b.Pairs.Rows {
				runes += len(b.Pairs.Rows[j].Label)
				count(b.Pairs.Rows[j].Value)
			}
		case b.Table != nil:
			if len(b.Table.Columns) > maxColumns {
				return fault.New("typeset.too_wide", fault.P{"max": maxColumns})
			}
			for _, part := range [][]Row{b.Table.Head, b.Table.Rows, b.Table.Foot} {
				rows += len(part)
				for j := range part {
					if len(part[j].Cells) > maxColumns {
						return fault.New("typeset.too_wide", fault.P{"max": maxColumns})
					}
					for k := range part[j].Cells {
						count(part[j].Cells[k].Runs)
					}
				}
			}
		case b.Signature != nil:
			if len(b.Signature.Parties) > maxParties {
				return fault.New("typeset.too_long", nil)
			}
			for _, p := range b.Signature.Parties {
				runes += len(p.Title) + len(p.Name)
				rows += len(p.Lines)
				for _, l := range p.Lines {
					runes += len(l.Label)
					count(l.Value)
				}
			}
		}
	}
	if runes > 3*maxRunes || rows > maxRows {
		return fault.New("typeset.too_long", nil)
	}
	return nil
}
