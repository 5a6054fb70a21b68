package manuscript

import (
	"math"
	"strings"
)

// matrix is a PDF transformation [a b c d e f] (ISO 32000-1, 8.3.4).
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// times applies m first, then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) point(x, y float64) (float64, float64) {
	return x*m[0] + y*m[2] + m[4], x*m[1] + y*m[3] + m[5]
}

// pdfPiece is a character on a page. Its coordinates are turned so that its
// line runs to the right, whatever way it runs on the page.
type pdfPiece struct {
	text       string
	x, y, w    float64
	size       float64
	angle      int // degrees, rounded to 15
	bold, line bool
}

// pdfRule is a horizontal line drawn on a page.
type pdfRule struct{ x0, x1, y float64 }

// graphics is the part of the graphics state that text needs (8.4, 9.3).
type graphics struct {
	ctm                                    matrix
	font                                   *pdfFont
	size, char, word, scale, leading, rise float64
}

// marked is an open marked-content sequence (14.6).
type marked struct {
	actual  *string // ActualText: what the glyphs inside stand for
	written bool
}

// pdfCanvas reads the content of one page.
type pdfCanvas struct {
	*pdfFile
	fonts    map[int]*pdfFont
	pieces   []pdfPiece
	rules    []pdfRule
	box      []float64
	shown    int
	unmapped int
	outside  []string // characters beside the paper
	pictures int
	marks    []marked
	seen     map[pieceSpot]bool
}

// pieceSpot finds characters that are drawn twice, slightly apart, to look bold.
type pieceSpot struct {
	text string
	x, y int
}

const formDepth = 12

// pdfProgram is a content stream while it is interpreted.
type pdfProgram struct {
	*pdfCanvas
	lexer     *pdfLexer
	resources pdfDict
	depth     int
	g         graphics
	stack     []graphics
	tm, tlm   matrix // text and text line matrix
	args      []any
	path      pdfPath
}

// run interprets a content stream.
func (c *pdfCanvas) run(data []byte, resources pdfDict, ctm matrix, depth int) {
	p := &pdfProgram{pdfCanvas: c, lexer: &pdfLexer{data: data, left: &c.left, plain: true}, resources: resources, depth: depth, g: graphics{ctm: ctm, scale: 1}}
	for ops := 0; ; ops++ {
		v := p.lexer.next()
		if _, end := v.(pdfEnd); end {
			return
		}
		op, ok := v.(pdfWord)
		if !ok {
			if len(p.args) < 64 {
				p.args = append(p.args, v)
			}
			continue
		}
		if ops%4096 == 0 && c.ctx.Err() != nil {
			return
		}
		if !p.textOp(op) && !p.stateOp(op) {
			p.path.op(string(op), p.num, p.g.ctm, &c.rules)
		}
		p.args = p.args[:0]
	}
}

// num is an operand as a number.
func (p *pdfProgram) num(i int) float64 {
	if i < len(p.args) {
		v, _ := p.args[i].(float64)
		return v
	}
	return 0
}

// str is an operand as a string.
func (p *pdfProgram) str(i int) pdfString {
	if i < len(p.args) {
		s, _ := p.args[i].(pdfString)
		return s
	}
	return ""
}

// arg is an operand as a name.
func (p *pdfProgram) arg(i int) string {
	if i < len(p.args) {
		n, _ := p.args[i].(pdfName)
		return string(n)
	}
	return ""
}

func (p *pdfProgram) matrix() matrix {
	return matrix{p.num(0), p.num(1), p.num(2), p.num(3), p.num(4), p.num(5)}
}

// move goes to a new line of text (9.4.2).
func (p *pdfProgram) move(x, y float64) {
	p.tlm = matrix{1, 0, 0, 1, x, y}.times(p.tlm)
	p.tm = p.tlm
}

// textOp carries out an operator of text (9.3, 9.4); false when it is none.
func (p *pdfProgram) textOp(op pdfWord) bool {
	g := &p.g
	switch op {
	case "BT":
		p.tm, p.tlm = identity, identity
	case "Tf":
		g.font, g.size = p.fontNamed(p.resources, p.arg(0)), p.num(1)
	case "Tc":
		g.char = p.num(0)
	case "Tw":
		g.word = p.num(0)
	case "Tz":
		g.scale = p.num(0) / 100
	case "TL":
		g.leading = p.num(0)
	case "Ts":
		g.rise = p.num(0)
	case "Td":
		p.move(p.num(0), p.num(1))
	case "TD":
		g.leading = -p.num(1)
		p.move(p.num(0), p.num(1))
	case "Tm":
		p.tm = p.matrix()
		p.tlm = p.tm
	case "T*":
		p.move(0, -g.leading)
	case "Tj":
		p.show(p.str(0), g, &p.tm)
	case "'":
		p.move(0, -g.leading)
		p.show(p.str(0), g, &p.tm)
	case "\"":
		g.word, g.char = p.num(0), p.num(1)
		p.move(0, -g.leading)
		p.show(p.str(2), g, &p.tm)
	case "TJ":
		p.showSpaced()
	default:
		return false
	}
	return true
}

// showSpaced is TJ: strings with corrections between them.
func (p *pdfProgram) showSpaced() {
	if len(p.args) == 0 {
		return
	}
	list, _ := p.args[0].(pdfArray)
	for _, e := range list {
		switch x := e.(type) {
		case pdfString:
			p.show(x, &p.g, &p.tm)
		case float64:
			d := -x / 1000 * p.g.size
			step := matrix{1, 0, 0, 1, d * p.g.scale, 0}
			if p.g.font != nil && p.g.font.vertical {
				step = matrix{1, 0, 0, 1, 0, d}
			}
			p.tm = step.times(p.tm)
		}
	}
}

// stateOp carries out an operator of the graphics state, of XObjects and of
// marked content; false when it is none.
func (p *pdfProgram) stateOp(op pdfWord) bool {
	switch op {
	case "q":
		if len(p.stack) < 512 {
			p.stack = append(p.stack, p.g)
		}
	case "Q":
		if n := len(p.stack); n > 0 {
			p.g, p.stack = p.stack[n-1], p.stack[:n-1]
		}
	case "cm":
		p.g.ctm = p.matrix().times(p.g.ctm)
	case "Do":
		p.form(p.dict(p.resources["XObject"])[p.arg(0)], p.resources, p.g.ctm, p.depth)
	case "BI":
		p.pictures++
	case "ID":
		p.lexer.inlineImage()
	case "BDC", "BMC":
		p.mark(p.args, p.resources)
	case "EMC":
		if n := len(p.marks); n > 0 {
			p.marks = p.marks[:n-1]
		}
	default:
		return false
	}
	return true
}

// fontNamed is a font of the resources, read once.
func (c *pdfCanvas) fontNamed(resources pdfDict, name string) *pdfFont {
	v := c.dict(resources["Font"])[name]
	r, ok := v.(pdfRef)
	if !ok {
		return c.font(v)
	}
	if c.fonts[r.num] == nil {
		c.fonts[r.num] = c.font(v)
	}
	return c.fonts[r.num]
}

// form draws a form XObject (8.10).
func (c *pdfCanvas) form(v any, up pdfDict, ctm matrix, depth int) {
	s := c.stream(v)
	if s == nil || depth >= formDepth {
		return
	}
	switch c.name(s.pdfDict["Subtype"]) {
	case "Image":
		c.pictures++
	case "Form":
		if m := c.floats(s.pdfDict["Matrix"], 6); m != nil {
			ctm = matrix(m).times(ctm)
		}
		resources := c.dict(s.pdfDict["Resources"])
		if resources == nil {
			resources = up
		}
		marks := c.marks
		c.run(c.content(s), resources, ctm, depth+1)
		c.marks = marks
	}
}

// mark opens a marked-content sequence.
func (c *pdfCanvas) mark(args []any, resources pdfDict) {
	m := marked{}
	if len(args) >= 2 {
		d, _ := args[1].(pdfDict)
		if name, ok := args[1].(pdfName); ok {
			d = c.dict(c.dict(resources["Properties"])[string(name)])
		}
		if s, ok := c.get(d["ActualText"]).(pdfString); ok {
			text := textString(s)
			m.actual = &text
		}
	}
	if len(c.marks) < 256 {
		c.marks = append(c.marks, m)
	}
}

// textString is a string of the file's dictionaries as text (7.9.2.2).
func textString(s pdfString) string {
	switch {
	case strings.HasPrefix(string(s), "\xFE\xFF"):
		return utf16Text(s[2:])
	case strings.HasPrefix(string(s), "\xEF\xBB\xBF"):
		return string(s[3:])
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteString(baseEncoding("WinAnsiEncoding", s[i]))
	}
	return b.String()
}

// show sets the characters of a string (9.4.4).
func (c *pdfCanvas) show(s pdfString, g *graphics, tm *matrix) {
	if g.font == nil || len(s) == 0 {
		return
	}
	if len(c.pieces) > piecesMax || c.left <= 0 {
		return
	}
	c.left -= len(s)
	for _, glyph := range g.font.show(s) {
		m := matrix{g.size * g.scale, 0, 0, g.size, 0, g.rise}.times(*tm).times(g.ctm)
		advance := glyph.width*g.size + g.char
		if glyph.space {
			advance += g.word
		}
		var step matrix
		if g.font.vertical {
			m = matrix{0, -1, 1, 0, 0, 0}.times(m)
			step = matrix{1, 0, 0, 1, 0, -g.size - g.char}
			glyph.width = 1
		} else {
			step = matrix{1, 0, 0, 1, advance * g.scale, 0}
		}
		*tm = step.times(*tm)
		c.place(glyph, m, g.font.bold)
	}
}

// place puts a character where its matrix says.
func (c *pdfCanvas) place(glyph pdfGlyph, m matrix, bold bool) {
	text := glyph.text
	for i := range c.marks {
		if a := &c.marks[i]; a.actual != nil {
			text = ""
			if !a.written {
				text, a.written = *a.actual, true
			}
		}
	}
	length := math.Hypot(m[0], m[1])
	size := math.Hypot(m[2], m[3])
	if length == 0 || math.IsNaN(length+size+m[4]+m[5]) || math.Abs(m[4])+math.Abs(m[5])+size > 1e7 {
		return
	}
	angle := int(math.Round(math.Atan2(m[1], m[0])*180/math.Pi/15)) * 15
	sin, cos := math.Sincos(-float64(angle) * math.Pi / 180)
	x, y := m[4]*cos-m[5]*sin, m[4]*sin+m[5]*cos
	if text == "" || strings.ContainsAny(text, "\uFFFD\uFFFE\uFFFF") {
		if text != "" || glyph.text == "" {
			c.unmapped++
		}
		text = ""
	}
	c.shown++
	if px, py := m[4], m[5]; px > c.box[2] || py > c.box[3] || px+length < c.box[0] || py+size < c.box[1] {
		if strings.TrimSpace(text) != "" {
			c.outside = append(c.outside, text)
		}
		return // beside the paper
	}
	p := pdfPiece{text: text, x: x, y: y, w: glyph.width * length, size: size, angle: angle, bold: bold}
	if strings.TrimSpace(text) != "" && size > 0 {
		spot := pieceSpot{text, int(math.Round(x / size * 10)), int(math.Round(y / size * 10))}
		if c.seen[spot] {
			return
		}
		c.seen[spot] = true
	}
	c.pieces = append(c.pieces, p)
}

// pdfPath follows paths as far as horizontal rules are drawn with them.
type pdfPath struct {
	x, y  float64
	rules []pdfRule
}

func (p *pdfPath) op(op string, num func(int) float64, ctm matrix, out *[]pdfRule) {
	const thin, most = 2.0, 4000
	switch op {
	case "m":
		p.x, p.y = ctm.point(num(0), num(1))
	case "l":
		x, y := ctm.point(num(0), num(1))
		if math.Abs(y-p.y) < 0.5 && math.Abs(x-p.x) > 4 {
			p.rules = append(p.rules, pdfRule{min(x, p.x), max(x, p.x), y})
		}
		p.x, p.y = x, y
	case "re":
		x0, y0 := ctm.point(num(0), num(1))
		x1, y1 := ctm.point(num(0)+num(2), num(1)+num(3))
		if math.Abs(y1-y0) < thin && math.Abs(x1-x0) > 4 {
			p.rules = append(p.rules, pdfRule{min(x0, x1), max(x0, x1), (y0 + y1) / 2})
		}
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
		if len(*out) < most {
			*out = append(*out, p.rules...)
		}
		p.rules = nil
	case "n":
		p.rules = nil
	}
	if len(p.rules) > most {
		p.rules = nil
	}
}
