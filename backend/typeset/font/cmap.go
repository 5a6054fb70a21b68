package font

import (
	"encoding/binary"

	"keyue/backend/fault"
)

// readMap turns the best Unicode character map into an array: format 12 when
// there is one (it reaches above U+FFFF), else format 4.
func (f *Face) readMap(t map[string][]byte) error {
	cmap := t["cmap"]
	if len(cmap) < 4 {
		return broken("cmap")
	}
	var four, twelve []byte
	n := int(binary.BigEndian.Uint16(cmap[2:]))
	for i := 0; i < n && 4+8*i+8 <= len(cmap); i++ {
		e := cmap[4+8*i:]
		platform, encoding := binary.BigEndian.Uint16(e), binary.BigEndian.Uint16(e[2:])
		off := int64(binary.BigEndian.Uint32(e[4:]))
		unicode := platform == 0 && encoding != 5 || platform == 3 && (encoding == 1 || encoding == 10)
		if !unicode || off+8 > int64(len(cmap)) {
			continue
		}
		sub := cmap[off:]
		switch binary.BigEndian.Uint16(sub) {
		case 4:
			four = sub
		case 12:
			twelve = sub
		}
	}
	switch {
	case twelve != nil:
		return f.readGroups(twelve)
	case four != nil:
		return f.readSegments(four)
	}
	return fault.New("font.no_unicode", nil)
}

func (f *Face) put(r, glyph int) {
	if glyph <= 0 || glyph >= f.glyphs {
		return
	}
	p := f.pages[r>>8]
	if p == nil {
		p = new([256]GlyphID)
		f.pages[r>>8] = p
	}
	p[r&0xFF] = GlyphID(glyph)
}

// readGroups reads a format 12 subtable. Groups within the basic plane are
// spread out; those above it stay in place and are searched.
func (f *Face) readGroups(sub []byte) error {
	if len(sub) < 16 {
		return broken("cmap")
	}
	n := int64(binary.BigEndian.Uint32(sub[12:]))
	if 16+12*n > int64(len(sub)) {
		return broken("cmap")
	}
	groups := sub[16 : 16+12*n]
	last := int64(-1)
	for i := 0; i < len(groups); i += 12 {
		from, to := int64(binary.BigEndian.Uint32(groups[i:])), int64(binary.BigEndian.Uint32(groups[i+4:]))
		glyph := int64(binary.BigEndian.Uint32(groups[i+8:]))
		if from <= last || to < from || to > 0x10FFFF {
			return broken("cmap")
		}
		last = to
		for r := from; r <= to && r <= 0xFFFF; r++ {
			f.put(int(r), int(glyph+r-from))
		}
		if to > 0xFFFF && f.groups == nil {
			f.groups = groups[i:]
		}
	}
	return nil
}

// readSegments reads a format 4 subtable.
func (f *Face) readSegments(sub []byte) error {
	if len(sub) < 16 {
		return broken("cmap")
	}
	n := int(binary.BigEndian.Uint16(sub[6:])) / 2
	if 16+8*n > len(sub) {
		return broken("cmap")
	}
	ends, starts := sub[14:], sub[16+2*n:]
	deltas, offsets := sub[16+4*n:], sub[16+6*n:]
	for i := range n {
		from, to := int(binary.BigEndian.Uint16(starts[2*i:])), int(binary.BigEndian.Uint16(ends[2*i:]))
		delta, off := int(binary.BigEndian.Uint16(deltas[2*i:])), int(binary.BigEndian.Uint16(offsets[2*i:]))
		for r := from; r <= to && r < 0xFFFF; r++ {
			if off == 0 {
				f.put(r, (r+delta)&0xFFFF)
				continue
			}
			at := 2*i + off + 2*(r-from)
			if at+2 > len(offsets) {
				break
			}
			if g := int(binary.BigEndian.Uint16(offsets[at:])); g != 0 {
				f.put(r, (g+delta)&0xFFFF)
			}
		}
	}
	return nil
}

// Runes calls yield for every character the face covers, in order, until yield
// returns false.
func (f *Face) Runes(yield func(rune, GlyphID) bool) {
	for hi, p := range f.pages {
		if p == nil {
			continue
		}
		for lo, g := range p {
			if g != 0 && !yield(rune(hi<<8|lo), g) {
				return
			}
		}
	}
	for i := 0; i < len(f.groups); i += 12 {
		from, to := rune(binary.BigEndian.Uint32(f.groups[i:])), rune(binary.BigEndian.Uint32(f.groups[i+4:]))
		for r := max(from, 0x10000); r <= to; r++ {
			if g := f.Glyph(r); g != 0 && !yield(r, g) {
				return
			}
		}
	}
}
