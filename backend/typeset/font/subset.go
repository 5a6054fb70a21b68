package font

import (
	"bytes"
	"encoding/binary"
)

// A Subset collects the characters of one face that a document shows and gives
// each a two-byte code. A code stands for one character, not for one outline:
// two characters that share an outline (radicals and ideographs, everything
// missing) keep codes of their own, so text taken out of the PDF is the text
// put in. Codes are the glyph numbers of the font Bytes writes, in the order of
// first use. A Subset belongs to one document and one goroutine.
type Subset struct {
	face  *Face
	codes [256]*[256]uint16 // of the Basic Multilingual Plane
	above map[rune]uint16   // and above it
	slots []slot
}

type slot struct {
	r     rune
	glyph GlyphID
	blank bool
	drawn bool // the outline is one of drawn.go
}

// maxCodes is one less than two bytes can number, and leaves half of the glyph
// numbers for the components that composite outlines bring along.
const maxCodes = 32000

// NewSubset starts an empty subset; code 0 is the missing glyph.
func NewSubset(f *Face) *Subset {
	return &Subset{face: f, slots: make([]slot, 1, 512)}
}

// Face is the face the subset is taken from.
func (s *Subset) Face() *Face { return s.face }

// Len is the number of codes given so far, code 0 included.
func (s *Subset) Len() int { return len(s.slots) }

// Code gives the code of r, a new one at its first use. A character the face
// lacks shows 〓, and one that has no shape of its own (see Ignorable) nothing.
// ok is false when there are no codes left; that takes 32,000 different
// characters in one document.
func (s *Subset) Code(r rune) (code uint16, ok bool) {
	code = s.code(r)
	if code == 0 {
		if len(s.slots) > maxCodes {
			return 0, false
		}
		sl := slot{r: r, glyph: s.face.Glyph(r)}
		if sl.glyph == 0 {
			switch {
			case Ignorable(r):
				sl.blank = true
			case drawn(r) != nil:
				sl.drawn = true
			default:
				sl.glyph = s.face.Glyph(Geta)
			}
		}
		code = uint16(len(s.slots))
		s.slots = append(s.slots, sl)
		s.keep(r, code)
	}
	return code, true
}

// code finds the code of r; 0 for none yet.
func (s *Subset) code(r rune) uint16 {
	if r < 0 || r > 0xFFFF {
		return s.above[r]
	}
	if p := s.codes[r>>8]; p != nil {
		return p[r&0xFF]
	}
	return 0
}

func (s *Subset) keep(r rune, code uint16) {
	if r < 0 || r > 0xFFFF {
		if s.above == nil {
			s.above = map[rune]uint16{}
		}
		s.above[r] = code
		return
	}
	p := s.codes[r>>8]
	if p == nil {
		p = new([256]uint16)
		s.codes[r>>8] = p
	}
	p[r&0xFF] = code
}

// Rune is the character of a code.
func (s *Subset) Rune(code uint16) rune { return s.slots[code].r }

// Width is the advance of a code in thousandths of an em.
func (s *Subset) Width(code uint16) int {
	sl := s.slots[code]
	switch {
	case sl.blank:
		return 0
	case sl.drawn:
		return drawnAdvance
	}
	return s.face.Advance(sl.glyph)
}

// Bytes writes the font file of the subset: the outlines used, their
// components, and the tables that a TrueType font inside a PDF needs (ISO
// 32000-1, 9.9) in the order of their tags, with correct checksums. The same
// codes give the same bytes.
func (s *Subset) Bytes() []byte {
	b := &builder{face: s.face, number: make(map[GlyphID]uint16, len(s.slots))}
	b.list = append(b.list, entry{})
	b.number[0] = 0
	for i, sl := range s.slots[1:] {
		code := uint16(i + 1)
		e := entry{glyph: sl.glyph, blank: sl.blank}
		switch {
		case sl.blank:
		case sl.drawn:
			e.own = outlineOf(drawn(sl.r), s.face.unitsPerEm)
		default:
			if first, used := b.number[sl.glyph]; used {
				e.copyOf = first
			} else {
				b.number[sl.glyph] = code
			}
		}
		b.list = append(b.list, e)
	}
	b.write()
	return b.file()
}

// An entry is one glyph of the font written.
type entry struct {
	glyph  GlyphID
	copyOf uint16 // when set, the glyph is a reference to that one
	blank  bool
	own    []byte // an outline that is not the face's
}

type builder struct {
	face   *Face
	number map[GlyphID]uint16 // glyph of the face → glyph of the subset
	list   []entry            // grows while components are found
	glyf   []byte
	loca   []int
	hmtx   []byte
}

func (b *builder) write() {
	size := 0
	for _, e := range b.list {
		size += len(b.face.outline(e.glyph)) + 4
	}
	b.glyf = make([]byte, 0, size)
	for i := 0; i < len(b.list); i++ {
		e := b.list[i]
		b.loca = append(b.loca, len(b.glyf))
		var advance, bearing uint16
		switch {
		case e.own != nil:
			advance, bearing = uint16(b.face.unitsPerEm), binary.BigEndian.Uint16(e.own[2:])
		case !e.blank:
			advance, bearing = b.face.metric(e.glyph)
		}
		b.hmtx = binary.BigEndian.AppendUint16(b.hmtx, advance)
		b.hmtx = binary.BigEndian.AppendUint16(b.hmtx, bearing)
		if e.blank {
			continue
		}
		out := b.face.outline(e.glyph)
		if e.own != nil {
			out = e.own
		}
		switch {
		case out == nil:
		case e.copyOf != 0:
			b.reference(out, e.copyOf)
		case int16(binary.BigEndian.Uint16(out)) < 0:
			b.composite(out)
		default:
			b.simple(out)
		}
		for len(b.glyf)%4 != 0 {
			b.glyf = append(b.glyf, 0)
		}
	}
	b.loca = append(b.loca, len(b.glyf))
}

// simple copies an outline without its hinting program, whose functions and
// control values are not carried over. A broken outline is left blank.
func (b *builder) simple(out []byte) {
	at := 10 + 2*int(binary.BigEndian.Uint16(out))
	if at+2 > len(out) {
		return
	}
	program := int(binary.BigEndian.Uint16(out[at:]))
	if at+2+program > len(out) {
		return
	}
	b.glyf = append(b.glyf, out[:at]...)
	b.glyf = append(b.glyf, 0, 0)
	b.glyf = append(b.glyf, out[at+2+program:]...)
}

// Flags of a composite outline (OpenType, glyf).
const (
	argsAreWords  = 0x0001
	argsAreXY     = 0x0002
	haveScale     = 0x0008
	moreFollow    = 0x0020
	haveXYScale   = 0x0040
	haveTwoByTwo  = 0x0080
	haveProgram   = 0x0100
	useMyMetrics  = 0x0200
	compositeHead = 10
)

// reference writes a glyph that shows another one, with the box of out.
func (b *builder) reference(out []byte, target uint16) {
	b.glyf = append(b.glyf, 0xFF, 0xFF)
	b.glyf = append(b.glyf, out[2:compositeHead]...)
	b.glyf = binary.BigEndian.AppendUint16(b.glyf, argsAreXY|useMyMetrics)
	b.glyf = binary.BigEndian.AppendUint16(b.glyf, target)
	b.glyf = append(b.glyf, 0, 0)
}

// composite copies a composite outline with its components renumbered, adding
// components not used so far at the end of the list. A truncated outline is cut
// before the broken component.
func (b *builder) composite(out []byte) {
	start := len(b.glyf)
	b.glyf = append(b.glyf, out...)
	mine := b.glyf[start:]
	at, lastFlags := compositeHead, -1
	for {
		if at+4 > len(mine) {
			b.cut(start, at, lastFlags)
			return
		}
		flags := binary.BigEndian.Uint16(mine[at:])
		size := componentSize(flags)
		part := GlyphID(binary.BigEndian.Uint16(mine[at+2:]))
		if at+size > len(mine) || int(part) >= b.face.glyphs || len(b.list) >= 0xFFFE {
			b.cut(start, at, lastFlags)
			return
		}
		number, known := b.number[part]
		if !known {
			number = uint16(len(b.list))
			b.number[part] = number
			b.list = append(b.list, entry{glyph: part})
		}
		binary.BigEndian.PutUint16(mine[at+2:], number)
		// Hinting programs are not carried over: fpgm and cvt are not written.
		binary.BigEndian.PutUint16(mine[at:], flags&^haveProgram)
		lastFlags = at
		at += size
		if flags&moreFollow == 0 {
			b.glyf = b.glyf[:start+at]
			return
		}
	}
}

// componentSize is the length of one component record.
func componentSize(flags uint16) int {
	size := 4 + 2
	if flags&argsAreWords != 0 {
		size += 2
	}
	switch {
	case flags&haveScale != 0:
		size += 2
	case flags&haveXYScale != 0:
		size += 4
	case flags&haveTwoByTwo != 0:
		size += 8
	}
	return size
}

// cut ends a broken composite outline after its last good component, or makes it blank.
func (b *builder) cut(start, at, lastFlags int) {
	if lastFlags < 0 {
		b.glyf = b.glyf[:start]
		return
	}
	mine := b.glyf[start:]
	flags := binary.BigEndian.Uint16(mine[lastFlags:])
	binary.BigEndian.PutUint16(mine[lastFlags:], flags&^moreFollow)
	b.glyf = b.glyf[:start+at]
}

// file assembles the tables.
func (b *builder) file() []byte {
	n := len(b.list)
	head := bytes.Clone(b.face.head)
	binary.BigEndian.PutUint32(head[8:], 0)
	hhea := bytes.Clone(b.face.hhea)
	binary.BigEndian.PutUint16(hhea[34:], uint16(n))
	maxp := bytes.Clone(b.face.maxp)
	binary.BigEndian.PutUint16(maxp[4:], uint16(n))
	b.limits(maxp)
	var loca []byte
	if len(b.glyf) <= 2*0xFFFF {
		binary.BigEndian.PutUint16(head[50:], 0)
		for _, at := range b.loca {
			loca = binary.BigEndian.AppendUint16(loca, uint16(at/2))
		}
	} else {
		binary.BigEndian.PutUint16(head[50:], 1)
		for _, at := range b.loca {
			loca = binary.BigEndian.AppendUint32(loca, uint32(at))
		}
	}
	return assemble([]table{
		{"glyf", b.glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", b.hmtx}, {"loca", loca}, {"maxp", maxp},
	})
}

// limits raises the maxima that references to whole glyphs may exceed, and
// clears those of the hinting that is not carried over.
func (b *builder) limits(maxp []byte) {
	raise := func(at int, least uint16) {
		if binary.BigEndian.Uint16(maxp[at:]) < least {
			binary.BigEndian.PutUint16(maxp[at:], least)
		}
	}
	raise(6, 16)                                 // points of the drawn outlines
	raise(8, 4)                                  // and their contours
	raise(10, binary.BigEndian.Uint16(maxp[6:])) // composite points ≥ points
	raise(12, binary.BigEndian.Uint16(maxp[8:])) // composite contours ≥ contours
	raise(28, 1)                                 // components of one glyph
	depth := binary.BigEndian.Uint16(maxp[30:])
	if depth < 0xFFFF {
		binary.BigEndian.PutUint16(maxp[30:], depth+1)
	}
	for at := 16; at < 28; at += 2 {
		binary.BigEndian.PutUint16(maxp[at:], 0)
	}
	binary.BigEndian.PutUint16(maxp[14:], 1)
}

type table struct {
	tag  string
	data []byte
}

// assemble writes an sfnt file; tables must be sorted by tag.
func assemble(tables []table) []byte {
	n := len(tables)
	power, log := 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	size := 12 + 16*n
	for _, t := range tables {
		size += (len(t.data) + 3) &^ 3
	}
	out := make([]byte, 0, size)
	out = append(out, 0, 1, 0, 0)
	for _, v := range []int{n, power * 16, log, n*16 - power*16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at, headAt := 12+16*n, -1
	for _, t := range tables {
		if t.tag == "head" {
			headAt = at
		}
		out = append(out, t.tag...)
		out = binary.BigEndian.AppendUint32(out, sum(t.data))
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	if headAt >= 0 {
		binary.BigEndian.PutUint32(out[headAt+8:], 0xB1B0AFBA-sum(out))
	}
	return out
}

// sum is the checksum of a table: its big-endian words added up, padded with zeros.
func sum(b []byte) uint32 {
	var s uint32
	for len(b) >= 4 {
		s += binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	if len(b) > 0 {
		var last [4]byte
		copy(last[:], b)
		s += binary.BigEndian.Uint32(last[:])
	}
	return s
}
