package font

import (
	"encoding/binary"
	"unicode/utf16"

	"keyue/backend/fault"
)

// A GlyphID is the index of an outline in a face; 0 is the missing glyph.
type GlyphID uint16

// A Face is one parsed font file. It is immutable.
type Face struct {
	name       string // PostScript name, for the PDF's BaseFont
	data       []byte
	unitsPerEm int
	glyphs     int
	hmetrics   int
	longLoca   bool
	head       []byte
	hhea       []byte
	maxp       []byte
	hmtx       []byte
	loca       []byte
	glyf       []byte
	pages      [256]*[256]GlyphID // character map of the Basic Multilingual Plane
	groups     []byte             // format 12 groups above it, 12 bytes each, sorted
	ascent     int
	descent    int
	capHeight  int
	weight     int
	italic     int // degrees, whole
	bbox       [4]int
}

// Name is the PostScript name of the face.
func (f *Face) Name() string { return f.name }

// UnitsPerEm is the size of the em square the outlines are drawn in.
func (f *Face) UnitsPerEm() int { return f.unitsPerEm }

// Extent is how far the face reaches above and below the baseline, both
// positive, in thousandths of an em.
func (f *Face) Extent() (ascent, descent int) { return f.ascent, f.descent }

// CapHeight is the height of a flat capital letter in thousandths of an em.
func (f *Face) CapHeight() int { return f.capHeight }

// Weight is the class of OS/2: 400 regular, 700 bold.
func (f *Face) Weight() int { return f.weight }

// ItalicAngle is in whole degrees counter-clockwise from the vertical; 0 for upright.
func (f *Face) ItalicAngle() int { return f.italic }

// Box is the smallest box around all outlines (left, bottom, right, top) in
// thousandths of an em.
func (f *Face) Box() [4]int { return f.bbox }

// Glyph finds the outline of r; 0 when the face does not cover it.
func (f *Face) Glyph(r rune) GlyphID {
	if r < 0 {
		return 0
	}
	if r <= 0xFFFF {
		if p := f.pages[r>>8]; p != nil {
			return p[r&0xFF]
		}
		return 0
	}
	lo, hi := 0, len(f.groups)/12
	for lo < hi {
		mid := (lo + hi) / 2
		g := f.groups[mid*12:]
		first, last := rune(binary.BigEndian.Uint32(g)), rune(binary.BigEndian.Uint32(g[4:]))
		switch {
		case r < first:
			hi = mid
		case r > last:
			lo = mid + 1
		default:
			id := int(binary.BigEndian.Uint32(g[8:])) + int(r-first)
			if id >= f.glyphs {
				return 0
			}
			return GlyphID(id)
		}
	}
	return 0
}

// show gives r the outline of another character. Only before the face is shared.
func (f *Face) show(r, as rune) {
	if g := f.Glyph(as); g != 0 {
		f.put(int(r), int(g))
	}
}

// Covers tells whether the face has an outline for r.
func (f *Face) Covers(r rune) bool { return f.Glyph(r) != 0 }

// Advance is the width of the glyph in thousandths of an em.
func (f *Face) Advance(g GlyphID) int {
	i := int(g)
	if i >= f.hmetrics {
		i = f.hmetrics - 1
	}
	return f.scale(int(binary.BigEndian.Uint16(f.hmtx[i*4:])))
}

// scale turns font units into thousandths of an em, rounded half up.
func (f *Face) scale(units int) int {
	if f.unitsPerEm == 1000 {
		return units
	}
	return floorDiv(units*2000+f.unitsPerEm, 2*f.unitsPerEm)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// outline is the glyph's bytes in place; nil for a blank glyph or a broken entry.
func (f *Face) outline(g GlyphID) []byte {
	if int(g) >= f.glyphs {
		return nil
	}
	var from, to int
	if f.longLoca {
		from = int(binary.BigEndian.Uint32(f.loca[int(g)*4:]))
		to = int(binary.BigEndian.Uint32(f.loca[int(g)*4+4:]))
	} else {
		from = 2 * int(binary.BigEndian.Uint16(f.loca[int(g)*2:]))
		to = 2 * int(binary.BigEndian.Uint16(f.loca[int(g)*2+2:]))
	}
	if from >= to || to > len(f.glyf) || to-from < 10 {
		return nil
	}
	return f.glyf[from:to:to]
}

// metric is the glyph's advance and left side bearing in font units.
func (f *Face) metric(g GlyphID) (advance, bearing uint16) {
	i := int(g)
	if i < f.hmetrics {
		return binary.BigEndian.Uint16(f.hmtx[i*4:]), binary.BigEndian.Uint16(f.hmtx[i*4+2:])
	}
	advance = binary.BigEndian.Uint16(f.hmtx[(f.hmetrics-1)*4:])
	at := f.hmetrics*4 + (i-f.hmetrics)*2
	if at+2 <= len(f.hmtx) {
		bearing = binary.BigEndian.Uint16(f.hmtx[at:])
	}
	return advance, bearing
}

// Parse reads a TrueType file or the first face of a collection. The face keeps
// data and reads it later; the caller must not change it. Faults: font.not_font,
// font.cff, font.broken (detail), font.no_unicode, font.restricted.
func Parse(data []byte) (*Face, error) {
	tables, err := directory(data)
	if err != nil {
		return nil, err
	}
	f := &Face{data: data}
	for _, read := range []func(map[string][]byte) error{f.readHead, f.readMetrics, f.readOutlines, f.readStyle, f.readName, f.readMap} {
		if err := read(tables); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func broken(table string) error {
	return fault.New("font.broken", fault.P{"table": table})
}

// directory maps table names to their bytes.
func directory(data []byte) (map[string][]byte, error) {
	if len(data) < 12 {
		return nil, fault.New("font.not_font", nil)
	}
	at := 0
	if string(data[:4]) == "ttcf" {
		if len(data) < 16 || binary.BigEndian.Uint32(data[8:]) == 0 {
			return nil, broken("ttcf")
		}
		first := int64(binary.BigEndian.Uint32(data[12:]))
		if first+12 > int64(len(data)) {
			return nil, broken("ttcf")
		}
		at = int(first)
	}
	switch string(data[at : at+4]) {
	case "\x00\x01\x00\x00", "true":
	case "OTTO":
		return nil, fault.New("font.cff", nil)
	default:
		return nil, fault.New("font.not_font", nil)
	}
	n := int(binary.BigEndian.Uint16(data[at+4:]))
	if at+12+16*n > len(data) {
		return nil, broken("directory")
	}
	tables := make(map[string][]byte, n)
	for i := range n {
		e := data[at+12+16*i:]
		off, size := int64(binary.BigEndian.Uint32(e[8:])), int64(binary.BigEndian.Uint32(e[12:]))
		if off+size > int64(len(data)) {
			return nil, broken(printable(e[:4]))
		}
		tables[string(e[:4])] = data[off : off+size : off+size]
	}
	if tables["glyf"] == nil && (tables["CFF "] != nil || tables["CFF2"] != nil) {
		return nil, fault.New("font.cff", nil)
	}
	return tables, nil
}

func printable(tag []byte) string {
	out := make([]byte, 0, len(tag))
	for _, c := range tag {
		if c < 0x21 || c > 0x7E {
			c = '?'
		}
		out = append(out, c)
	}
	return string(out)
}

func (f *Face) readHead(t map[string][]byte) error {
	head := t["head"]
	if len(head) < 54 {
		return broken("head")
	}
	f.head = head[:54]
	f.unitsPerEm = int(binary.BigEndian.Uint16(head[18:]))
	if f.unitsPerEm < 16 || f.unitsPerEm > 16384 {
		return broken("head")
	}
	for i := range f.bbox {
		f.bbox[i] = f.scale(int(int16(binary.BigEndian.Uint16(head[36+2*i:]))))
	}
	f.longLoca = binary.BigEndian.Uint16(head[50:]) == 1
	return nil
}

func (f *Face) readMetrics(t map[string][]byte) error {
	maxp, hhea, hmtx := t["maxp"], t["hhea"], t["hmtx"]
	if len(maxp) < 32 {
		return broken("maxp")
	}
	if len(hhea) < 36 {
		return broken("hhea")
	}
	f.maxp, f.hhea, f.hmtx = maxp[:32], hhea[:36], hmtx
	f.glyphs = int(binary.BigEndian.Uint16(maxp[4:]))
	f.hmetrics = int(binary.BigEndian.Uint16(hhea[34:]))
	if f.glyphs == 0 || f.hmetrics == 0 || f.hmetrics > f.glyphs || len(hmtx) < 4*f.hmetrics {
		return broken("hmtx")
	}
	f.ascent = f.scale(int(int16(binary.BigEndian.Uint16(hhea[4:]))))
	f.descent = -f.scale(int(int16(binary.BigEndian.Uint16(hhea[6:]))))
	return nil
}

func (f *Face) readOutlines(t map[string][]byte) error {
	f.loca, f.glyf = t["loca"], t["glyf"]
	size := 2
	if f.longLoca {
		size = 4
	}
	if len(f.loca) < (f.glyphs+1)*size {
		return broken("loca")
	}
	if len(f.glyf) == 0 {
		return broken("glyf")
	}
	return nil
}

// readStyle reads weight, cap height and the embedding permission.
func (f *Face) readStyle(t map[string][]byte) error {
	f.weight, f.capHeight = 400, f.ascent
	if os2 := t["OS/2"]; len(os2) >= 68 {
		f.weight = int(binary.BigEndian.Uint16(os2[4:]))
		// fsType: 2 forbids embedding, 0x100 subsetting, 0x200 anything but bitmaps.
		fsType := binary.BigEndian.Uint16(os2[8:])
		if fsType&0x000F == 2 || fsType&0x0300 != 0 {
			return fault.New("font.restricted", nil)
		}
		if binary.BigEndian.Uint16(os2) >= 2 && len(os2) >= 90 {
			if h := f.scale(int(int16(binary.BigEndian.Uint16(os2[88:])))); h > 0 {
				f.capHeight = h
			}
		}
	}
	if post := t["post"]; len(post) >= 8 {
		f.italic = int(int16(binary.BigEndian.Uint16(post[4:])))
	}
	return nil
}

// readName takes the PostScript name, reduced to characters that are safe in a PDF name.
func (f *Face) readName(t map[string][]byte) error {
	f.name = "Font"
	name := t["name"]
	if len(name) < 6 {
		return nil
	}
	count, store := int(binary.BigEndian.Uint16(name[2:])), int(binary.BigEndian.Uint16(name[4:]))
	for i := 0; i < count && 6+12*i+12 <= len(name); i++ {
		e := name[6+12*i:]
		if binary.BigEndian.Uint16(e[6:]) != 6 {
			continue
		}
		platform, size, off := binary.BigEndian.Uint16(e), int(binary.BigEndian.Uint16(e[8:])), int(binary.BigEndian.Uint16(e[10:]))
		if store+off+size > len(name) {
			continue
		}
		if s := plainName(name[store+off:store+off+size], platform != 1); s != "" {
			f.name = s
			return nil
		}
	}
	return nil
}

func plainName(b []byte, utf16be bool) string {
	text := string(b)
	if utf16be {
		u := make([]uint16, len(b)/2)
		for i := range u {
			u[i] = binary.BigEndian.Uint16(b[2*i:])
		}
		text = string(utf16.Decode(u))
	}
	out := make([]byte, 0, 63)
	for _, r := range text {
		if (r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '-') && len(out) < 63 {
			out = append(out, byte(r))
		}
	}
	return string(out)
}
