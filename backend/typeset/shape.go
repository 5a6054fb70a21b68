package typeset

import (
	"unicode"
	"unicode/utf8"
)

// Shaping turns runs into atoms: the smallest pieces a line is made of, each
// measured in its face. Spacing then settles what stands between two atoms,
// and breaking where a line may end.

// An atom is a character with its combining marks, or a drawn thing of fixed width.
type atom struct {
	from, to int32 // runes of the text
	dress    int32 // index into text.dresses
	class    class
	wide     bool // set with Chinese rules
	face     FaceID
	em       Length // size of the face
	adv      Length // width, blank halves included
	// left and right are the blank parts of a full-width mark that may go.
	left, right Length
	// shift is blank already gone from the left: the glyph's origin lies that
	// far before the pen.
	shift Length
	// gap is space before the next atom, only when that one is on the same line.
	gap Length
	// less and more bound how far the flexible space of this atom (a word space,
	// or the gap after it) may shrink and stretch.
	less, more Length
	flex       flex
	// open tells that the last even stretch may widen the place after this atom.
	open bool
	// brk is the penalty of ending a line after this atom, or never, or forced.
	brk penalty
}

// A flex is the kind of flexible space an atom carries.
type flex uint8

const (
	flexNone flex = iota
	flexWord      // Western word space
	flexGap       // gap between Chinese and Latin
)

// A dress is what the atoms of one run have in common.
type dress struct {
	weight    Weight
	size      Length
	rise      Length
	gray      uint8
	underline bool
	missing   bool
	on        bool // a ticked box
	field     string
}

// A text is a paragraph ready to be broken: its runes, atoms and sums.
type text struct {
	runes   []rune
	atoms   []atom
	dresses []dress
	chinese bool // Chinese rules prevail
	sums    []sum
}

// A shaper turns runs into texts and gathers what no face covers.
type shaper struct {
	*slabs
	m        Measurer
	chinese  bool // language of the document
	missing  []Missing
	index    map[rune]int
	warnings []Warning
	warned   map[string]bool
	set      int  // runes set so far, against the limit
	mute     bool // count nothing: the same text is shaped again
}

func (s *shaper) warn(code, where, field string) {
	if s.mute {
		return
	}
	if s.warned == nil {
		s.warned = map[string]bool{}
	}
	where = around(where)
	key := code + "\x00" + field
	if field == "" {
		key = code + "\x00\x00" + where
	}
	if s.warned[key] || len(s.warnings) >= maxWarnings {
		return
	}
	s.warned[key] = true
	s.warnings = append(s.warnings, Warning{Code: code, Where: where, Field: field})
}

// shape makes the text of runs at a size and weight. A run's own bold adds to weight.
func (s *shaper) shape(runs []Run, size Length, weight Weight, gray uint8) *text {
	t := &text{}
	n := 0
	for i := range runs {
		n += utf8.RuneCountInString(runs[i].Text) + 1
	}
	t.runes, t.atoms, t.dresses = s.slabs.runes.take(n), s.slabs.atoms.take(n), s.slabs.dresses.take(len(runs))
	for _, r := range runs {
		s.add(t, r, size, weight, gray)
	}
	s.set += len(t.runes)
	t.unglue()
	t.chinese = s.prevails(t)
	s.scripts(t)
	s.gauge(t)
	t.space()
	t.breaks()
	t.sums = s.slabs.sums.take(len(t.atoms) + 1)
	t.sum()
	return t
}

// add appends the atoms of one run, not yet measured.
func (s *shaper) add(t *text, r Run, size Length, weight Weight, gray uint8) {
	d := dress{weight: weight, size: size, gray: gray, underline: r.Underline, missing: r.Missing, field: r.Field}
	if r.Bold {
		d.weight = Bold
	}
	if r.Super {
		d.rise = size * 35 / 100
		d.size = size * 65 / 100
	}
	if r.Missing {
		d.gray = grayMissingText
		d.underline = false
	}
	di := int32(len(t.dresses))
	switch {
	case r.Break:
		t.drawn(di, clBreak, size, 0)
	case r.Check != "":
		d.on = r.Check == "on"
		t.drawn(di, clCheck, size, size)
	case r.Blank > 0:
		d.underline = true
		t.drawn(di, clBlank, size, blankWidth(r.Blank, size))
	case r.Text == "" && r.Missing:
		t.drawn(di, clBlank, size, 4*size)
	case r.Underline && onlySpaces(r.Text):
		n := 0
		for _, c := range r.Text {
			n++
			if c == 0x3000 {
				n++
			}
		}
		t.drawn(di, clBlank, size, blankWidth(float64(n)/2, size))
	default:
		s.runesOf(t, di, r)
	}
	t.dresses = append(t.dresses, d)
}

// runesOf appends the characters of a run, each with its combining marks.
func (s *shaper) runesOf(t *text, di int32, r Run) {
	cr := false
	for _, c := range r.Text {
		if c == '\n' || c == '\r' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029 {
			if !(c == '\n' && cr) {
				t.drawn(di, clBreak, 0, 0)
			}
			cr = c == '\r'
			continue
		}
		cr = false
		if c == '\t' {
			c = ' '
		}
		if invisible(c) {
			s.warn("typeset.warning.invisible", r.Text, r.Field)
			continue
		}
		at := int32(len(t.runes))
		t.runes = append(t.runes, c)
		if n := len(t.atoms); combining(c) && n > 0 && t.atoms[n-1].joins(at, di) {
			t.atoms[n-1].to = at + 1
			continue
		}
		cl, sd := classify(c)
		if complexScript(c) {
			s.warn("typeset.warning.script", r.Text, r.Field)
		}
		t.atoms = append(t.atoms, atom{from: at, to: at + 1, dress: di, class: cl, wide: sd == sideHan, open: sd == sideEither})
	}
}

// joins tells whether a combining mark at rune at joins the atom before it.
func (a *atom) joins(at, dress int32) bool {
	return a.to > a.from && a.to == at && a.dress == dress && a.class != clSpace && a.class != clGlue && a.class != clZero
}

// unglue makes no-break spaces plain where they stand for all spaces of a text:
// what is pasted from Word or a browser often holds no other.
func (t *text) unglue() {
	glue, plain := 0, 0
	for i := range t.atoms {
		switch t.atoms[i].class {
		case clGlue:
			glue++
		case clSpace:
			plain++
		}
	}
	if glue < 4 || glue <= plain {
		return
	}
	for i := range t.atoms {
		if t.atoms[i].class == clGlue {
			t.atoms[i].class = clSpace
		}
	}
}

// drawn appends an atom without characters.
func (t *text) drawn(di int32, c class, em, width Length) {
	at := int32(len(t.runes))
	t.atoms = append(t.atoms, atom{from: at, to: at, dress: di, class: c, wide: true, em: em, adv: width})
}

func blankWidth(em float64, size Length) Length {
	if !(em < maxBlank) { // also NaN
		em = maxBlank
	}
	return Pt(em * size.Points())
}

func onlySpaces(s string) bool {
	for _, c := range s {
		if c != ' ' && c != 0x3000 && c != 0xA0 && c != '\t' {
			return false
		}
	}
	return s != ""
}

// combining tells what joins the character before it.
func combining(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r < 0x370:
		return true
	case r >= 0x2E80 && r < 0xA000:
		return r == 0x302A || r == 0x302B || r == 0x302C || r == 0x302D || r == 0x3099 || r == 0x309A
	case r >= 0x1160 && r <= 0x11FF, r >= 0x1F3FB && r <= 0x1F3FF:
		return true
	}
	return unicode.Is(unicode.M, r)
}

// complexScript tells scripts that need joining, reordering or right-to-left
// setting, which the engine does not do.
func complexScript(r rune) bool {
	return r >= 0x590 && r < 0x1100 && !(r >= 0x10A0) || r >= 0x1780 && r < 0x1800 || r >= 0xFB1D && r < 0xFE00 || r >= 0xFE70 && r < 0xFEFF
}

// gauge gives every atom its face and width.
func (s *shaper) gauge(t *text) {
	for i := range t.atoms {
		a := &t.atoms[i]
		d := &t.dresses[a.dress]
		if a.em == 0 {
			a.em = d.size
		}
		script := a.script()
		for k := a.from; k < a.to; k++ {
			r := t.runes[k]
			if a.class == clZero {
				break
			}
			g := s.m.Glyph(r, d.weight, script)
			if !g.Covered {
				s.lack(t, int(k), d.field)
			}
			if k == a.from {
				a.face = g.Face
			}
			a.adv += scale(g.Advance, d.size)
		}
	}
}

func (a *atom) script() Script {
	if a.wide {
		return Han
	}
	return Latin
}

// scale is thousandths of an em at a size.
func scale(thousandths int, size Length) Length {
	return (Length(thousandths)*size + 500) / 1000
}

// lack notes a character without a glyph.
func (s *shaper) lack(t *text, at int, field string) {
	if s.mute {
		return
	}
	r := t.runes[at]
	if s.index == nil {
		s.index = map[rune]int{}
	}
	if i, ok := s.index[r]; ok {
		s.missing[i].Count++
		return
	}
	if len(s.missing) >= maxMissing {
		return
	}
	s.index[r] = len(s.missing)
	from, to := max(at-8, 0), min(at+9, len(t.runes))
	s.missing = append(s.missing, Missing{Rune: r, Text: string(r), Count: 1, Where: string(t.runes[from:to]), Field: field})
}

// around shortens a text for a message.
func around(s string) string {
	n := 0
	for i := range s {
		if n++; n > 24 {
			return s[:i]
		}
	}
	return s
}
