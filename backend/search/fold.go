package search

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

//go:embed traditional.txt
var traditionalText string

// The blocks that have traditional characters with a simplified form.
const (
	firstHan = 0x2E80
	lastHan  = 0x9FFF
)

var simplified = sync.OnceValue(func() *[lastHan - firstHan + 1]uint16 {
	var table [lastHan - firstHan + 1]uint16
	for line := range strings.Lines(traditionalText) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		pair := []rune(line)
		for i := 0; i+1 < len(pair); i += 2 {
			if pair[i] >= firstHan && pair[i] <= lastHan {
				table[pair[i]-firstHan] = uint16(pair[i+1])
			}
		}
	}
	return &table
})

// simplify gives the simplified form of a traditional character, any other rune as it is.
func simplify(r rune) rune {
	if r >= firstHan && r <= lastHan {
		if s := simplified()[r-firstHan]; s != 0 {
			return rune(s)
		}
	}
	return r
}

// foldRune makes the variants of a character equal: full-width and half-width, upper and lower case, traditional
// and simplified. Accented letters keep their accents ([plainRunes] takes them off). One rune always gives one rune, so that positions in
// the folded text are positions in the original.
func foldRune(r rune) rune {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	switch {
	case r == 0x3000:
		return ' '
	case r >= firstHan && r <= lastHan:
		return simplify(r)
	case r >= 0xFF01 && r <= 0xFF5E:
		r -= 0xFEE0
	case r >= 0xFF61 && r <= 0xFFEE:
		if p := width.LookupRune(r).Wide(); p != 0 {
			r = p
		}
	}
	return unicode.ToLower(r)
}

// Fold is foldRune over a text: the form in which two spellings of one name are equal.
func Fold(s string) string { return strings.Map(foldRune, s) }

// plainLatin are the Latin letters that Unicode does not take for another with a mark on it.
var plainLatin = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ħ': "h", 'ı': "i", 'ŧ': "t", 'ŋ': "n",
}

// spelledOut is how the letters are written where they cannot be typed: Mueller, Soerensen, Aarhus.
var spelledOut = map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue", 'ø': "oe", 'å': "aa"}

// plainRunes is a folded character as it is searched: a Latin letter without its accent, ß as ss; nothing for an accent
// that stands as a character of its own behind its letter.
func plainRunes(r rune) string {
	switch {
	case r < 'ß':
		return string(r)
	case isAccent(r):
		return ""
	case r >= 0x250 && r < 0x1E00 || r >= 0x1F00:
		return string(r)
	}
	if letters, ok := plainLatin[r]; ok {
		return letters
	}
	if d := norm.NFD.String(string(r)); isLetter(rune(d[0])) {
		return d[:1]
	}
	return string(r)
}

// isAccent tells the marks that are set on the Latin letter before them.
func isAccent(r rune) bool { return 0x300 <= r && r <= 0x36F }

// Plain is the form of a text in which it is searched: [Fold], and Latin letters without accents.
func Plain(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(plainRunes(foldRune(r)))
	}
	return b.String()
}

// character is one of a name as it is matched, with the place in the name that it stands for, in UTF-16 units.
type character struct {
	rune
	syllables []string
	from, to  int
}

// characters are those of a name that are matched; spelled tells that ä, ö and ü are to be two letters.
func characters(name string, spelled bool) []character {
	readings := Readings(name)
	out := make([]character, 0, len(readings))
	at := 0
	for _, r := range readings {
		from := at
		at += max(1, utf16.RuneLen(r.Rune))
		c := foldRune(r.Rune)
		if c < 0x80 || c >= firstHan {
			if kept(c) {
				out = append(out, character{c, r.Syllables, from, at})
			}
			continue
		}
		letters := plainRunes(c)
		if two, ok := spelledOut[c]; ok && spelled {
			letters = two
		}
		if letters == "" && len(out) > 0 {
			out[len(out)-1].to = at // the letter is marked with its accent
		}
		for _, c := range letters {
			if kept(c) {
				out = append(out, character{c, nil, from, at})
			}
		}
	}
	return out
}

// spellsOut tells names that are written in two ways: Müller and Mueller.
func spellsOut(name string) bool {
	for _, r := range name {
		if r >= 0x80 {
			if _, ok := spelledOut[foldRune(r)]; ok {
				return true
			}
		}
	}
	return false
}

// kept tells which folded characters take part in matching names; spaces and punctuation are skipped on both
// sides, so 「张·三」, 「张 三」 and 「张三」 are one name.
func kept(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.Is(unicode.So, r)
}
