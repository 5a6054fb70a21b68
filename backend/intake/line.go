package intake

import (
	"strings"
	"unicode"

	"keyue/backend/manuscript"
)

// A glyph is one character of a line with its dress.
type glyph struct {
	r                       rune
	bold, underline, raised bool
	object                  string // "page", "pages", or "image:KEY"
}

// objectRune stands for a glyph that is no character.
const objectRune = '\ufffc'

func space(r rune) bool {
	return r != '\n' && (unicode.IsSpace(r) || r == '\u200b' || r == '\u2060')
}

// width of a space in half characters.
func spaceWidth(r rune) int {
	switch r {
	case '\u3000', '\u2003':
		return 2
	case '\t':
		return 4
	}
	return 1
}

// visible counts the characters that a reader sees.
func visible(s string) int {
	n := 0
	for _, r := range s {
		if seen(r) {
			n++
		}
	}
	return n
}

func seen(r rune) bool { return manuscript.Visible(r) && r != objectRune }

// compact drops white space.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || space(r) {
			return -1
		}
		return r
	}, s)
}

func plain(g []glyph) string {
	var b strings.Builder
	for _, c := range g {
		b.WriteRune(c.r)
	}
	return b.String()
}

func glyphs(runs []manuscript.Run) []glyph {
	var out []glyph
	for _, r := range runs {
		g := glyph{bold: r.Bold, underline: r.Underline, raised: r.Super}
		switch {
		case r.Break:
			g.r = '\n'
			out = append(out, g)
		case r.PageOf != "":
			g.r, g.object = objectRune, r.PageOf
			out = append(out, g)
		case r.Image != "":
			g.r, g.object = objectRune, "image:"+r.Image
			out = append(out, g)
		}
		for _, c := range r.Text {
			if c == '\r' || c == '\n' || c == '\v' || c == '\u2028' || c == '\u2029' {
				c = '\n'
			}
			if c == objectRune || c != '\n' && c != '\t' && (unicode.IsControl(c) || c == '\ufeff') {
				continue
			}
			if c == unicode.ReplacementChar {
				c = '〓' // a character that could not be read is shown as a gap in print
			}
			if c == '\u00a0' || c == '\u202f' {
				c = ' '
			}
			g.r = c
			out = append(out, g)
		}
	}
	return out
}

// trim drops white space at both ends; underlined spaces are blanks and stay.
func trim(g []glyph) []glyph {
	for len(g) > 0 && (space(g[0].r) && !g[0].underline || g[0].r == '\n') {
		g = g[1:]
	}
	return trimEnd(g)
}

func trimEnd(g []glyph) []glyph {
	for n := len(g); n > 0 && (space(g[n-1].r) && !g[n-1].underline || g[n-1].r == '\n'); n = len(g) {
		g = g[:n-1]
	}
	return g
}

// A unit is one paragraph or line of the document, or one of its other blocks.
type unit struct {
	block int // index in the manuscript
	text  []glyph
	// spoken is the text without white space.
	spoken  string
	align   string
	heading int
	title   bool
	auto    *manuscript.Number // number of an automatic list
	numbers []numeral          // what its number can mean, best first
	bullet  string
	table   *manuscript.Table
	image   string
	pageEnd bool
	// trailing says that white space stood at the end: "label:    ".
	trailing bool
	pieces   []piece
	cells    [][]cellPieces
	role     role
}

// A piece is text (occ < 0) or the place of a blank.
type piece struct {
	g   []glyph
	occ int
}

type cellPieces struct {
	pieces []piece
	span   int
}

func (u *unit) paragraph() bool { return u.table == nil && u.image == "" && !u.pageEnd }

// unitsOf flattens a manuscript.
func unitsOf(m *manuscript.Manuscript) []*unit {
	var out []*unit
	for i := range m.Blocks {
		b := &m.Blocks[i]
		switch {
		case b.Paragraph != nil:
			out = append(out, paragraphUnits(i, b.Paragraph)...)
		case b.Table != nil:
			out = append(out, &unit{block: i, table: b.Table})
		case b.Image != "":
			out = append(out, &unit{block: i, image: b.Image})
		case b.PageBreak:
			out = append(out, &unit{block: i, pageEnd: true})
		}
	}
	return out
}

// paragraphUnits parts a paragraph at line breaks where lines are entries of
// their own: labels, numbers, check boxes.
func paragraphUnits(block int, p *manuscript.Paragraph) []*unit {
	g := glyphs(p.Runs)
	lines := [][]glyph{g}
	if parts := splitLines(g); len(parts) > 1 {
		own := false
		for _, l := range parts[1:] {
			s := strings.TrimSpace(plain(l))
			own = own || len(numeralsOf(s)) > 0 || labelEnd(s) > 0 || boxRune([]rune(s + " ")[0])
		}
		if own {
			lines = parts
		}
	}
	var out []*unit
	for i, l := range lines {
		l, pictures := takeImages(l)
		for _, key := range pictures {
			out = append(out, &unit{block: block, align: p.Align, image: key})
		}
		u := &unit{block: block, align: p.Align, heading: p.Heading, title: p.Title}
		if i == 0 {
			u.auto = p.Number
		}
		full := plain(l)
		u.trailing = full != "" && strings.TrimRightFunc(full, unicode.IsSpace) != full
		u.text = trim(l)
		u.spoken = compact(plain(u.text))
		if u.spoken == "" && u.auto == nil && len(u.text) == 0 {
			continue
		}
		u.readNumber()
		out = append(out, u)
	}
	return out
}

// takeImages takes the pictures out of a line; they stand above it.
func takeImages(g []glyph) ([]glyph, []string) {
	var keys []string
	out := g[:0:0]
	for _, c := range g {
		if key, ok := strings.CutPrefix(c.object, "image:"); ok {
			keys = append(keys, key)
			continue
		}
		out = append(out, c)
	}
	return out, keys
}

func splitLines(g []glyph) [][]glyph {
	var out [][]glyph
	from := 0
	for i, c := range g {
		if c.r == '\n' {
			out = append(out, g[from:i])
			from = i + 1
		}
	}
	return append(out, g[from:])
}

// readNumber finds the number of a paragraph, automatic or typed, and takes a
// typed one off the text.
func (u *unit) readNumber() {
	if u.auto != nil {
		if u.auto.Bullet {
			u.bullet = u.auto.Text
			return
		}
		for _, n := range numeralsOf(u.auto.Text) {
			if n.length == len([]rune(u.auto.Text)) {
				u.numbers = append(u.numbers, n)
			}
		}
		if len(u.numbers) == 0 {
			u.bullet = u.auto.Text // a label that cannot be counted stays as text
		}
		return
	}
	list := numeralsOf(plain(u.text))
	if m := bareNumber.FindString(plain(u.text)); len(list) == 0 && u.heading > 0 && m != "" {
		m = strings.TrimSpace(m)
		list = []numeral{{style: "1", values: []int{atoi(m)}, text: m, length: len(m)}}
	}
	u.numbers = append(u.numbers, list...)
}

// body is the text behind the number.
func (u *unit) body() []glyph {
	if len(u.numbers) == 0 || u.auto != nil {
		return u.text
	}
	return trim(u.text[u.numbers[0].length:])
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

func hanCount(s string) int {
	n := 0
	for _, r := range s {
		if han(r) {
			n++
		}
	}
	return n
}
