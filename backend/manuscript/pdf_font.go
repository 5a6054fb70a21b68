package manuscript

import (
	"strings"
	"unicode/utf16"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// pdfFont turns the codes of shown strings into text and widths (ISO 32000-1,
// 9.6 to 9.10).
type pdfFont struct {
	composite bool
	vertical  bool
	bold      bool
	toUnicode map[uint32]string
	lengths   [5]bool // lengths of codes that ToUnicode or the CMap declares
	charset   encoding.Encoding
	wide      bool // codes are UTF-16
	simple    [256]string
	gbk       bool // a simple font whose bytes are Chinese in pairs
	widths    map[int]float64
	missing   float64
	glyphs    map[int]string // by glyph number, from the embedded font
	scale     float64        // width units per text unit
}

// font reads a font dictionary.
func (f *pdfFile) font(v any) *pdfFont {
	d := f.dict(v)
	f.left -= 256 + len(f.array(d["W"])) + len(f.array(d["Widths"]))
	t := &pdfFont{widths: map[int]float64{}, scale: 0.001, missing: 500}
	if d == nil {
		for i := range t.simple {
			t.simple[i] = baseEncoding("WinAnsiEncoding", byte(i))
		}
		return t
	}
	base := strings.ToLower(f.name(d["BaseFont"]))
	t.bold = strings.Contains(base, "bold") || strings.Contains(base, "heavy") || strings.Contains(base, "black") || strings.Contains(base, "simhei")
	if s := f.stream(d["ToUnicode"]); s != nil {
		t.readToUnicode(f.content(s), &f.left)
	}
	if f.name(d["Subtype"]) == "Type0" {
		f.composite(t, d)
		return t
	}
	if f.name(d["Subtype"]) == "Type3" {
		if m := f.floats(d["FontMatrix"], 6); m != nil && m[0] > 0 {
			t.scale = m[0]
		}
	}
	descriptor := f.dict(d["FontDescriptor"])
	// Some Chinese programs of the nineties name a font in GBK and write
	// Chinese with it as pairs of bytes, though simple fonts have none.
	t.gbk = len(t.toUnicode) == 0 && descriptor["FontFile2"] == nil && descriptor["FontFile3"] == nil && strings.IndexFunc(f.name(d["BaseFont"]), func(c rune) bool { return c >= 0x80 }) >= 0
	if w, ok := f.get(descriptor["MissingWidth"]).(float64); ok {
		t.missing = w
	}
	first := int(f.num(d["FirstChar"]))
	for i, w := range f.array(d["Widths"]) {
		if i < 256 {
			t.widths[first+i] = f.num(w)
		}
	}
	f.simpleEncoding(t, d, int(f.num(descriptor["Flags"]))&4 != 0, base)
	return t
}

// simpleEncoding fills the text of the 256 codes of a simple font (9.6.6).
func (f *pdfFile) simpleEncoding(t *pdfFont, d pdfDict, symbolic bool, base string) {
	name := ""
	enc := f.get(d["Encoding"])
	switch e := enc.(type) {
	case pdfName:
		name = string(e)
	case pdfDict:
		name = f.name(e["BaseEncoding"])
	}
	if name == "" && f.name(d["Subtype"]) == "TrueType" {
		name = "WinAnsiEncoding"
	}
	for i := range t.simple {
		t.simple[i] = baseEncoding(name, byte(i))
	}
	switch {
	case strings.Contains(base, "symbol") && !strings.Contains(base, "segoe"):
		for i := 0x21; i < 256; i++ {
			t.simple[i] = symbols(string(rune(0xF000+i)), "Symbol")
		}
	case strings.Contains(base, "dingbat") || strings.Contains(base, "wingdings"):
		for i := 0x21; i < 256; i++ {
			t.simple[i] = symbols(string(rune(0xF000+i)), "Wingdings")
		}
	}
	if e, ok := enc.(pdfDict); ok {
		code := 0
		for _, v := range f.array(e["Differences"]) {
			switch x := f.get(v).(type) {
			case float64:
				code = int(x)
			case pdfName:
				if code >= 0 && code < 256 {
					s := glyphRunes(string(x))
					if s == "" && atoi(strings.TrimLeft(string(x), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), -1) == code {
						s = baseEncoding("WinAnsiEncoding", byte(code)) // "G065": the name is the code
					}
					if s != "" || !symbolic {
						t.simple[code] = s
					}
				}
				code++
			}
		}
	}
}

// composite reads a Type0 font (9.7).
func (f *pdfFile) composite(t *pdfFont, d pdfDict) {
	t.composite = true
	t.missing = 1000
	cmap := f.name(d["Encoding"])
	t.vertical = strings.HasSuffix(cmap, "-V")
	t.charset, t.wide = cjkEncoding(cmap)
	var cid pdfDict
	if a := f.array(d["DescendantFonts"]); len(a) > 0 {
		cid = f.dict(a[0])
	}
	if w, ok := f.get(cid["DW"]).(float64); ok {
		t.missing = w
	}
	w := f.array(cid["W"])
	for i := 0; i+1 < len(w); {
		first := int(f.num(w[i]))
		if list := f.array(w[i+1]); list != nil {
			for k, v := range list {
				t.widths[first+k] = f.num(v)
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			break
		}
		last, v := int(f.num(w[i+1])), f.num(w[i+2])
		for c := first; c <= last && c-first < 65536 && f.left > 0; c++ {
			t.widths[c] = v
			f.left--
		}
		i += 3
	}
	if len(t.toUnicode) == 0 && t.charset == nil && !t.wide {
		descriptor := f.dict(cid["FontDescriptor"])
		for _, key := range []string{"FontFile2", "FontFile3"} {
			if s := f.stream(descriptor[key]); s != nil {
				t.glyphs = reverseFont(f.content(s))
				f.left -= reverseCost
			}
		}
	}
}

// reverseCost is what looking through a font takes off the budget of values.
const reverseCost = 20_000

// reverseFont tells which character each glyph of an embedded font draws, for
// files that do not say it themselves.
func reverseFont(data []byte) map[int]string {
	font, err := sfnt.Parse(data)
	if err != nil {
		return nil
	}
	list := map[int]string{}
	var b sfnt.Buffer
	for c := rune(0x20); c < 0x10000; c++ {
		if c >= 0xD800 && c <= 0xF8FF {
			continue
		}
		if g, err := font.GlyphIndex(&b, c); err == nil && g != 0 && list[int(g)] == "" {
			list[int(g)] = string(c)
		}
	}
	return list
}

// readToUnicode reads a ToUnicode CMap (9.10.3).
func (t *pdfFont) readToUnicode(data []byte, left *int) {
	t.toUnicode = map[uint32]string{}
	l := &pdfLexer{data: data, left: left, plain: true}
	var args []any
	for {
		switch v := l.next().(type) {
		case pdfEnd:
			return
		case pdfWord:
			switch v {
			case "endcodespacerange":
				for _, a := range args {
					if s, ok := a.(pdfString); ok && len(s) <= 4 {
						t.lengths[len(s)] = true
					}
				}
			case "endbfchar":
				for i := 0; i+1 < len(args); i += 2 {
					from, ok1 := args[i].(pdfString)
					to, ok2 := args[i+1].(pdfString)
					if ok1 && ok2 && len(t.toUnicode) < 1<<17 {
						t.toUnicode[codeOf(from)] = utf16Text(to)
					}
				}
			case "endbfrange":
				for i := 0; i+2 < len(args); i += 3 {
					t.bfRange(args[i], args[i+1], args[i+2], left)
				}
			}
			args = args[:0]
		default:
			args = append(args, v)
		}
	}
}

func (t *pdfFont) bfRange(a, b, to any, left *int) {
	low, ok1 := a.(pdfString)
	high, ok2 := b.(pdfString)
	if !ok1 || !ok2 {
		return
	}
	from, last := codeOf(low), codeOf(high)
	switch v := to.(type) {
	case pdfString:
		text := []byte(v)
		for c := from; c <= last && c-from < 65536 && *left > 0; c++ {
			*left--
			t.toUnicode[c] = utf16Text(pdfString(text))
			if n := len(text); n >= 2 {
				u := uint16(text[n-2])<<8 | uint16(text[n-1])
				u++
				text[n-2], text[n-1] = byte(u>>8), byte(u)
			} else if n == 1 {
				text[0]++
			}
		}
	case pdfArray:
		for i, e := range v {
			if s, ok := e.(pdfString); ok && from+uint32(i) <= last {
				t.toUnicode[from+uint32(i)] = utf16Text(s)
			}
		}
	}
}

func codeOf(s pdfString) uint32 {
	var c uint32
	for i := 0; i < len(s) && i < 4; i++ {
		c = c<<8 | uint32(s[i])
	}
	return c
}

// utf16Text is the text of a UTF-16BE string; a single byte is Latin.
func utf16Text(s pdfString) string {
	if len(s) == 1 {
		return string(rune(s[0]))
	}
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	return strings.TrimRight(string(utf16.Decode(units)), "\x00")
}

// pdfGlyph is one shown character.
type pdfGlyph struct {
	text  string
	width float64 // in text units
	space bool    // the one byte 32, which word spacing widens
}

// show splits a string into glyphs. Text "" means that the file does not say
// which character it is.
func (t *pdfFont) show(s pdfString) []pdfGlyph {
	var list []pdfGlyph
	if !t.composite {
		for i := 0; i < len(s); i++ {
			c := s[i]
			if t.gbk && c >= 0x81 && i+1 < len(s) && s[i+1] >= 0x40 {
				if b, err := simplifiedchinese.GBK.NewDecoder().Bytes([]byte(s[i : i+2])); err == nil {
					list = append(list, pdfGlyph{string(b), (t.width(int(c)) + t.width(int(s[i+1]))) * t.scale, false})
					i++
					continue
				}
			}
			text, ok := t.toUnicode[uint32(c)]
			if !ok || text == "" {
				text = t.simple[c]
			}
			list = append(list, pdfGlyph{text, t.width(int(c)) * t.scale, c == ' '})
		}
		return list
	}
	for len(s) > 0 {
		n := min(t.codeLength(s), len(s))
		code := codeOf(s[:n])
		g := pdfGlyph{text: t.toUnicode[code], space: n == 1 && s[0] == ' '}
		if g.text == "" {
			switch {
			case t.wide:
				g.text = utf16Text(s[:n])
			case t.charset != nil:
				if b, err := t.charset.NewDecoder().Bytes([]byte(s[:n])); err == nil {
					g.text = string(b)
				}
			default:
				g.text = t.glyphs[int(code)]
			}
		}
		w, ok := t.widths[int(code)]
		if !ok {
			w = t.missing
			if n == 1 && t.charset != nil {
				w = 500
			}
		}
		g.width = w * t.scale
		list = append(list, g)
		s = s[n:]
	}
	return list
}

func (t *pdfFont) width(code int) float64 {
	if w, ok := t.widths[code]; ok {
		return w
	}
	return t.missing
}

// codeLength is how many bytes the next code takes.
func (t *pdfFont) codeLength(s pdfString) int {
	switch {
	case t.charset != nil:
		if s[0] < 0x81 || s[0] >= 0xA1 && s[0] <= 0xDF && isShiftJIS(t.charset) {
			return 1
		}
		return 2
	case t.lengths[1] && !t.lengths[2]:
		return 1
	}
	return 2
}

func isShiftJIS(e encoding.Encoding) bool { e2, _ := cjkEncoding("RKSJ"); return e == e2 }
