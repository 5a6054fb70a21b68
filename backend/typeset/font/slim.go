package font

import (
	"bytes"
	"encoding/binary"
	"sort"
)

// Slim rewrites a font file with only the tables that layout and PDF need and
// only the outlines that a character reaches. See the slim command.
func Slim(data []byte) ([]byte, error) {
	f, err := Parse(data)
	if err != nil {
		return nil, err
	}
	tables, err := directory(data)
	if err != nil {
		return nil, err
	}
	keep := f.reachable()
	var glyf, loca []byte
	for g := range f.glyphs {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if keep[g] {
			glyf = append(glyf, f.outline(GlyphID(g))...)
			for len(glyf)%2 != 0 {
				glyf = append(glyf, 0)
			}
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head := bytes.Clone(f.head)
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(head[50:], 1)
	post := make([]byte, 32) // version 3: no glyph names
	copy(post, tables["post"])
	copy(post, []byte{0, 3, 0, 0})
	list := []table{
		{"OS/2", tables["OS/2"]}, {"cmap", tables["cmap"]}, {"glyf", glyf}, {"head", head}, {"hhea", f.hhea},
		{"hmtx", f.hmtx}, {"loca", loca}, {"maxp", f.maxp}, {"name", tables["name"]}, {"post", post},
	}
	sort.Slice(list, func(i, j int) bool { return list[i].tag < list[j].tag })
	return assemble(list), nil
}

// reachable marks the missing glyph, the glyphs of all characters and their components.
func (f *Face) reachable() []bool {
	keep := make([]bool, f.glyphs)
	work := []GlyphID{0}
	f.Runes(func(_ rune, g GlyphID) bool {
		work = append(work, g)
		return true
	})
	for len(work) > 0 {
		g := work[len(work)-1]
		work = work[:len(work)-1]
		if int(g) >= f.glyphs || keep[g] {
			continue
		}
		keep[g] = true
		work = append(work, components(f.outline(g))...)
	}
	return keep
}

// components lists the glyphs a composite outline refers to; none for a simple one.
func components(out []byte) []GlyphID {
	if out == nil || int16(binary.BigEndian.Uint16(out)) >= 0 {
		return nil
	}
	var list []GlyphID
	for at := compositeHead; at+4 <= len(out); {
		flags := binary.BigEndian.Uint16(out[at:])
		list = append(list, GlyphID(binary.BigEndian.Uint16(out[at+2:])))
		at += componentSize(flags)
		if flags&moreFollow == 0 {
			break
		}
	}
	return list
}
