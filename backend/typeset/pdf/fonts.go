package pdf

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"unicode/utf16"

	"keyue/backend/typeset/font"
)

// addFont writes the five objects of a subset and gives the number of the font.
// Codes are glyph numbers (Identity-H), so no map between them is needed.
func (f *file) addFont(s *font.Subset) int {
	face, data := s.Face(), s.Bytes()
	name := subsetTag(data) + "+" + face.Name()
	n := f.next()
	f.add(object{dict: fmt.Appendf(nil,
		"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, n+1, n+3)})
	f.add(object{dict: fmt.Appendf(nil,
		"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/CIDToGIDMap/Identity%s>>",
		name, n+2, widths(s))})
	ascent, descent := face.Extent()
	box := face.Box()
	f.add(object{dict: fmt.Appendf(nil,
		"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
		name, box[0], box[1], box[2], box[3], face.ItalicAngle(), ascent, -descent, face.CapHeight(),
		stem(face.Weight()), n+4)})
	f.add(object{dict: []byte("<<>>"), stream: toUnicode(s)})
	f.add(object{dict: fmt.Appendf(nil, "<</Length1 %d>>", len(data)), stream: data})
	return n
}

// stem estimates the thickness of upright strokes from the weight class.
func stem(weight int) int { return 50 + weight*weight/(65*65) }

// subsetTag is the six letters that mark a subset, a digest of its bytes: two
// different subsets of a face never share a name.
func subsetTag(data []byte) string {
	sum := sha256.Sum256(data)
	v := binary.BigEndian.Uint64(sum[:])
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + byte(v%26)
		v /= 26
	}
	return string(tag)
}

// widths writes the widths of all codes: the commonest as the default, the
// others as runs of neighbours.
func widths(s *font.Subset) []byte {
	count := map[int]int{}
	for c := range s.Len() {
		count[s.Width(uint16(c))]++
	}
	common := s.Width(0)
	for w, n := range count {
		if n > count[common] || n == count[common] && w > common {
			common = w
		}
	}
	out := fmt.Appendf(nil, "/DW %d", common)
	if len(count) == 1 {
		return out
	}
	out = append(out, "/W["...)
	open := false
	for c := range s.Len() {
		w := s.Width(uint16(c))
		switch {
		case w == common && open:
			out, open = append(out, ']'), false
		case w == common:
		case open:
			out = append(out, ' ')
			out = strconv.AppendInt(out, int64(w), 10)
		default:
			out = strconv.AppendInt(out, int64(c), 10)
			out = append(out, '[')
			out = strconv.AppendInt(out, int64(w), 10)
			open = true
		}
	}
	if open {
		out = append(out, ']')
	}
	return append(out, ']')
}

// toUnicode maps codes back to text, one entry each: pairs of surrogates above
// U+FFFF, at most a hundred to a block as the CMap rules ask.
func toUnicode(s *font.Subset) []byte {
	out := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n")
	const block = 100
	for c := 1; c < s.Len(); c += block {
		end := min(c+block, s.Len())
		out = fmt.Appendf(out, "%d beginbfchar\n", end-c)
		for code := c; code < end; code++ {
			out = append(out, '<')
			out = appendHex(out, uint16(code))
			out = append(out, "> <"...)
			if r1, r2 := utf16.EncodeRune(s.Rune(uint16(code))); r1 != 0xFFFD {
				out = appendHex(appendHex(out, uint16(r1)), uint16(r2))
			} else {
				out = appendHex(out, uint16(s.Rune(uint16(code))))
			}
			out = append(out, ">\n"...)
		}
		out = append(out, "endbfchar\n"...)
	}
	return append(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}

// appendHex writes four hexadecimal digits.
func appendHex(out []byte, v uint16) []byte {
	const hex = "0123456789abcdef"
	return append(out, hex[v>>12], hex[v>>8&15], hex[v>>4&15], hex[v&15])
}

func utf16be(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.BigEndian.AppendUint16(out, u)
	}
	return out
}
