package ocr

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// piece is a stretch of text that a recogniser found in a picture, with the box
// around it: from the left and from the top, in any unit.
type piece struct {
	left, top, right, bottom float64
	text                     string
}

// piecesOf reads what the scripts say: left, top, right, bottom and text of a
// piece on each line, parted by tabs. What is no piece is left out.
func piecesOf(said string) []piece {
	var list []piece
	for line := range strings.Lines(said) {
		parts := strings.SplitN(strings.TrimRight(line, "\r\n"), "\t", 5)
		if len(parts) < 5 {
			continue
		}
		var at [4]float64
		good := true
		for i := range at {
			v, err := strconv.ParseFloat(strings.TrimSpace(parts[i]), 64)
			at[i], good = v, good && err == nil
		}
		if good && at[2] > at[0] && at[3] > at[1] && strings.TrimSpace(parts[4]) != "" {
			list = append(list, piece{at[0], at[1], at[2], at[3], parts[4]})
		}
	}
	return list
}

// rows puts pieces into lines from top to bottom, those beside each other on one:
// a party often stands beside the other.
func rows(list []piece) []string {
	slices.SortStableFunc(list, func(a, b piece) int { return cmp.Compare(a.top+a.bottom, b.top+b.bottom) })
	var out []string
	for i := 0; i < len(list); {
		first := list[i]
		end := i + 1
		for end < len(list) && (list[end].top+list[end].bottom)/2 < first.bottom-(first.bottom-first.top)/4 {
			end++
		}
		row := list[i:end]
		slices.SortStableFunc(row, func(a, b piece) int { return cmp.Compare(a.left, b.left) })
		var b strings.Builder
		for k, p := range row {
			if k > 0 {
				b.WriteString("\t")
			}
			b.WriteString(p.text)
		}
		out = append(out, b.String())
		i = end
	}
	return tidied(out)
}

// tidied takes out the spaces that recognisers put between Chinese characters,
// makes wide gaps tabs, and leaves empty lines out.
func tidied(list []string) []string {
	out := make([]string, 0, len(list))
	for _, line := range list {
		if line = tidy(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// wide is how many spaces part columns.
const wide = 3

func tidy(line string) string {
	var b strings.Builder
	var last rune
	gap, tab := 0, false
	for _, r := range strings.TrimSpace(line) {
		if unicode.IsSpace(r) {
			gap++
			tab = tab || r == '\t'
			continue
		}
		switch {
		case gap == 0:
		case tab || gap >= wide:
			b.WriteByte('\t')
		case !dense(last) && !dense(r):
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last, gap, tab = r, 0, false
	}
	return b.String()
}

// dense tells whether a character is of Chinese writing, which has no spaces.
func dense(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF60 || r == '¥' || r == '￥'
}
