package manuscript

import "strings"

// symbol is a character of a symbol font (ECMA-376 part 1, 17.3.3.30) in
// Unicode; char is hexadecimal, often in the private area at F000.
func symbol(char, font string) string {
	c := hexOf(char)
	if c == 0 {
		return ""
	}
	return symbols(string(rune(c)), font)
}

// symbols translates text set in a symbol font. Characters of the private area
// at F000 are those of a symbol font even where none is named.
func symbols(s, font string) string {
	f := strings.ToLower(font)
	named := f == "symbol" || strings.HasPrefix(f, "wingdings") || f == "webdings"
	if !named && strings.IndexFunc(s, private) < 0 {
		return s
	}
	table := wingdings
	switch f {
	case "symbol", "":
		table = symbolFont
	case "wingdings 2":
		table = wingdings2
	case "wingdings 3", "webdings":
		table = nil
	}
	return strings.Map(func(c rune) rune {
		code := c
		if private(c) {
			code -= 0xF000
		} else if !named || c > 0xFF || c <= ' ' {
			return c
		}
		if u, ok := table[code]; ok {
			return u
		}
		if u, ok := wingdings[code]; ok && f == "" {
			return u
		}
		if table == nil || code > ' ' && code < 0x7F && f == "symbol" {
			if code < 0x7F && f == "symbol" {
				return code
			}
			return '▪'
		}
		if private(c) {
			return '▪'
		}
		return c
	}, s)
}

func private(c rune) bool { return c >= 0xF020 && c <= 0xF0FF }

// wingdings by code; the everyday characters that fonts have stand for the
// rarer ones of Unicode's symbol blocks.
var wingdings = map[rune]rune{
	0x22: '✂', 0x28: '☎', 0x2A: '✉', 0x3F: '✍', 0x41: '✌', 0x45: '☜', 0x46: '☞', 0x47: '☝', 0x48: '☟', 0x4A: '☺', 0x4C: '☹', 0x51: '✈', 0x52: '☼',
	0x6C: '●', 0x6D: '○', 0x6E: '■', 0x6F: '□', 0x70: '□', 0x71: '❑', 0x72: '❒', 0x73: '◆', 0x74: '◆', 0x75: '◆', 0x76: '❖', 0x77: '◆', 0x78: '☒', 0x9E: '·', 0x9F: '•',
	0xA0: '▪', 0xA1: '○', 0xA2: '○', 0xA3: '○', 0xA4: '◉', 0xA5: '◎', 0xA7: '▪', 0xA8: '□', 0xAA: '✦', 0xAB: '★', 0xAC: '✶', 0xAD: '✴', 0xAE: '✹', 0xAF: '✵',
	0xB5: '✪', 0xB6: '✰', 0xD8: '➢', 0xDF: '←', 0xE0: '→', 0xE1: '↑', 0xE2: '↓', 0xE3: '↖', 0xE4: '↗', 0xE5: '↙', 0xE6: '↘', 0xE8: '➔', 0xEF: '⇦', 0xF0: '⇨', 0xF1: '⇧', 0xF2: '⇩',
	0xFB: '✗', 0xFC: '✓', 0xFD: '☒', 0xFE: '☑',
	0x80: '⓪', 0x81: '①', 0x82: '②', 0x83: '③', 0x84: '④', 0x85: '⑤', 0x86: '⑥', 0x87: '⑦', 0x88: '⑧', 0x89: '⑨', 0x8A: '⑩',
	0x8B: '⓿', 0x8C: '❶', 0x8D: '❷', 0x8E: '❸', 0x8F: '❹', 0x90: '❺', 0x91: '❻', 0x92: '❼', 0x93: '❽', 0x94: '❾', 0x95: '❿',
}

// wingdings2 by code: the check boxes that forms use.
var wingdings2 = map[rune]rune{0x4F: '✗', 0x50: '✓', 0x51: '☒', 0x52: '☑', 0x53: '☒', 0x54: '☒', 0x97: '●', 0x98: '●', 0x99: '○', 0x9A: '○', 0xA1: '■', 0xA3: '□', 0xAE: '◆', 0x2A: '☐', 0x30: '☑'}

// symbolFont is Adobe's Symbol encoding as far as it differs from ASCII.
var symbolFont = symbolTable()

func symbolTable() map[rune]rune {
	t := map[rune]rune{}
	fill := func(from rune, chars string) {
		for _, c := range chars {
			t[from] = c
			from++
		}
	}
	fill(0x22, "∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼")
	fill(0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑")
	fill(0xF1, "〉∫")
	return t
}
