package pdf

import (
	"math"
	"strconv"

	"keyue/backend/fault"
	"keyue/backend/typeset"
	"keyue/backend/typeset/font"
)

// A drawer writes the content stream of one page. It remembers the graphics
// state so that only changes are written.
type drawer struct {
	book   *Book
	out    []byte
	fonts  *font.Set
	images map[string]*Image
	height typeset.Length

	font   int // index into book.fonts; -1 for none set
	size   typeset.Length
	rise   typeset.Length
	fill   uint8
	stroke uint8
	width  typeset.Length
}

func (d *drawer) item(it *typeset.Item) error {
	switch {
	case it.Line != nil:
		return d.line(it.Line)
	case it.Rule != nil:
		d.rule(it.Rule)
	case it.Fill != nil:
		d.fillGray(it.Fill.Gray)
		d.rect(it.Fill.Rect)
		d.op("f")
	case it.Check != nil:
		d.check(it.Check)
	case it.Image != nil:
		return d.picture(it.Image)
	}
	return nil
}

// line writes one line of text as one text object. The pen follows the
// frame's advances exactly: the error of rounding each move to a thousandth of
// an em is carried to the next, so it never adds up.
func (d *drawer) line(l *typeset.Line) error {
	if len(l.Spans) == 0 {
		return nil
	}
	d.out = append(d.out, "BT\n"...)
	started := false
	var pen, target int64 // millionths of a point and thousandths
	for i := range l.Spans {
		s := &l.Spans[i]
		face := d.fonts.Face(s.Face)
		if face == nil || s.Size <= 0 {
			return fault.New("fault.internal", fault.P{"face": int(s.Face)})
		}
		if started {
			d.out = d.adjust(d.out, &pen, target, d.size)
			d.out = append(d.out, "]TJ\n"...)
		}
		sub := d.setFont(face, s.Size)
		d.setRise(s.Rise)
		d.fillGray(s.Gray)
		if !started {
			d.place(l)
			started = true
		}
		d.out = append(d.out, '[')
		if err := d.show(s, sub, &pen, &target); err != nil {
			return err
		}
	}
	d.out = append(d.out, "]TJ\nET\n"...)
	return nil
}

// show writes the glyphs of a span with their moves; the move after the last
// glyph is left to the next span.
func (d *drawer) show(s *typeset.Span, sub *font.Subset, pen, target *int64) error {
	out, open, i := d.out, false, 0
	for _, r := range s.Text {
		if i > 0 || *pen != *target*1000 {
			before := len(out)
			if open {
				out = append(out, '>')
			}
			moved := len(out)
			out = d.adjust(out, pen, *target, s.Size)
			if len(out) == moved {
				out = out[:before]
			} else {
				open = false
			}
		}
		code, ok := sub.Code(r)
		if !ok {
			return fault.New("pdf.too_many_characters", nil)
		}
		if !open {
			out, open = append(out, '<'), true
		}
		out = appendHex(out, code)
		*pen += int64(sub.Width(code)) * int64(s.Size)
		if i < len(s.Advances) {
			*target += int64(s.Advances[i])
		} else {
			*target = *pen / 1000
		}
		i++
	}
	if open {
		out = append(out, '>')
	}
	d.out = out
	return nil
}

// adjust moves the pen to the target by a whole number of thousandths of an em,
// writing nothing when it is near enough.
func (d *drawer) adjust(out []byte, pen *int64, target int64, size typeset.Length) []byte {
	off := *pen - target*1000
	n := off / int64(size)
	if rest := off % int64(size); 2*rest >= int64(size) {
		n++
	} else if 2*rest <= -int64(size) {
		n--
	}
	if n == 0 {
		return out
	}
	*pen -= n * int64(size)
	return strconv.AppendInt(out, n, 10)
}

// setFont selects the face and size and gives the face's subset.
func (d *drawer) setFont(face *font.Face, size typeset.Length) *font.Subset {
	b := d.book
	i, known := b.byFace[face]
	if !known {
		i = len(b.fonts)
		b.fonts = append(b.fonts, font.NewSubset(face))
		b.byFace[face] = i
	}
	if d.font != i || d.size != size {
		d.out = append(d.out, "/F"...)
		d.out = strconv.AppendInt(d.out, int64(i), 10)
		d.out = append(d.out, ' ')
		d.num(size)
		d.op("Tf")
		d.font, d.size = i, size
	}
	return b.fonts[i]
}

func (d *drawer) setRise(rise typeset.Length) {
	if d.rise != rise {
		d.rise = rise
		d.num(rise)
		d.op("Ts")
	}
}

// place sets the origin of a line and its angle.
func (d *drawer) place(l *typeset.Line) {
	if l.Angle == 0 {
		d.num(l.X)
		d.num(d.height - l.Y)
		d.op("Td")
		return
	}
	sin, cos := math.Sincos(l.Angle * math.Pi / 180)
	for _, v := range []float64{cos, sin, -sin, cos} {
		d.out = strconv.AppendFloat(d.out, math.Round(v*1e6)/1e6+0, 'f', -1, 64)
		d.out = append(d.out, ' ')
	}
	d.num(l.X)
	d.num(d.height - l.Y)
	d.op("Tm")
}

func (d *drawer) rule(r *typeset.Rule) {
	d.strokeGray(r.Gray)
	d.lineWidth(r.Width)
	d.num(r.X1)
	d.num(d.height - r.Y1)
	d.op("m")
	d.num(r.X2)
	d.num(d.height - r.Y2)
	d.op("l S")
}

// check draws a box whose outer edge is the rectangle, and the tick inside it.
func (d *drawer) check(c *typeset.Check) {
	w := max(c.W/16, 1)
	d.strokeGray(0)
	d.lineWidth(w)
	d.rect(typeset.Rect{X: c.X + w/2, Y: c.Y + w/2, W: c.W - w, H: c.H - w})
	d.op("S")
	if !c.On {
		return
	}
	d.lineWidth(w * 2)
	// The tick: down to the foot at 42 % of the width, up to the right.
	for i, p := range [][2]typeset.Length{{20, 52}, {42, 76}, {80, 24}} {
		d.num(c.X + c.W*p[0]/100)
		d.num(d.height - c.Y - c.H*p[1]/100)
		d.op([]string{"m", "l", "l S"}[i])
	}
}

func (d *drawer) picture(p *typeset.Picture) error {
	im := d.images[p.Asset]
	if im == nil {
		return fault.New("pdf.no_image", fault.P{"asset": p.Asset})
	}
	if p.W <= 0 || p.H <= 0 {
		return nil
	}
	px, err := im.at(p.W, p.H)
	if err != nil {
		return err
	}
	b := d.book
	key := imageKey{im.sum, px.width, px.height}
	i, known := b.byKey[key]
	if !known {
		i = len(b.images)
		b.images = append(b.images, px)
		b.byKey[key] = i
	}
	d.out = append(d.out, "q "...)
	d.num(p.W)
	d.out = append(d.out, "0 0 "...)
	d.num(p.H)
	d.num(p.X)
	d.num(d.height - p.Y - p.H)
	d.out = append(d.out, "cm /I"...)
	d.out = strconv.AppendInt(d.out, int64(i), 10)
	d.op(" Do Q")
	return nil
}

// rect writes the path of a rectangle.
func (d *drawer) rect(r typeset.Rect) {
	d.num(r.X)
	d.num(d.height - r.Y - r.H)
	d.num(r.W)
	d.num(r.H)
	d.op("re")
}

func (d *drawer) lineWidth(w typeset.Length) {
	if d.width != w {
		d.width = w
		d.num(w)
		d.op("w")
	}
}

func (d *drawer) fillGray(g uint8) {
	if d.fill != g {
		d.fill = g
		d.gray(g)
		d.op("g")
	}
}

func (d *drawer) strokeGray(g uint8) {
	if d.stroke != g {
		d.stroke = g
		d.gray(g)
		d.op("G")
	}
}

func (d *drawer) gray(g uint8) {
	d.num(typeset.Length((int(g)*2000 + 255) / 510))
}

// num writes a length in points with at most three decimals and a space.
func (d *drawer) num(l typeset.Length) {
	if l < 0 {
		d.out = append(d.out, '-')
		l = -l
	}
	d.out = strconv.AppendInt(d.out, int64(l/1000), 10)
	if frac := int(l % 1000); frac != 0 {
		d.out = append(d.out, '.', byte('0'+frac/100))
		if frac%100 != 0 {
			d.out = append(d.out, byte('0'+frac/10%10))
			if frac%10 != 0 {
				d.out = append(d.out, byte('0'+frac%10))
			}
		}
	}
	d.out = append(d.out, ' ')
}

// op writes an operator and ends the line.
func (d *drawer) op(name string) {
	d.out = append(d.out, name...)
	d.out = append(d.out, '\n')
}
