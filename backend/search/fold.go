package search

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

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
// and simplified. Accented letters keep their accents. One rune always gives one rune, so that positions in
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

// kept tells which folded characters take part in matching names; spaces and punctuation are skipped on both
// sides, so 「张·三」, 「张 三」 and 「张三」 are one name.
func kept(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.Is(unicode.So, r)
}
