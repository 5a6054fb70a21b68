package search

import (
	"unicode"

	"golang.org/x/text/width"
)

// foldRune makes the variants of a character equal: full-width and half-width, upper and lower case, accented
// Latin letters stay as they are. One rune always gives one rune, so positions in the folded text are
// positions in the original.
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
	case r >= 0xFF01 && r <= 0xFF5E:
		r -= 0xFEE0
	case r >= 0xFF61 && r <= 0xFFEE:
		if p := width.LookupRune(r).Wide(); p != 0 {
			r = p
		}
	}
	return unicode.ToLower(r)
}
