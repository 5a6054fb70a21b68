package typeset_test

import (
	"fmt"
	"sort"
	"strings"
	"unicode"

	"keyue/backend/typeset"
)

// The scanner reads rendered lines out of frames and reports broken rules. It
// knows nothing of the engine's tables: its lists are copied from the rules.

const (
	neverStart = "、，。．；：？！）］｝〕》〉」』】〗”’—…～·％‰℃％々ー,.;:!?)]}%"
	neverEnd   = "（［｛〔《〈「『【〖“‘￥＄№$"
	fullMarks  = "、，。．；：？！）］｝〕》〉」』】〗”’（［｛〔《〈「『【〖“‘"
	fullOpen   = "（［｛〔《〈「『【〖“‘"
)

// A rendered line.
type rendered struct {
	page, para, row int
	runes           []rune
	xs              []typeset.Length // origins
	ems             []typeset.Length
	wide            []bool // advance of the rune alone is a full em in its face
	fresh           []bool // begins a run of its own: after a label or a blank
	end             typeset.Length
	y               typeset.Length
	spaced          bool             // a space of the source stood before the line
	ruled           bool             // a blank follows on the line
	ends            []typeset.Length // end of each rune's advance
}

func (r *rendered) text() string { return string(r.runes) }

// renderedLines gathers the lines of the text, without furniture.
func renderedLines(res typeset.Result, m typeset.Measurer) []rendered {
	type key struct{ para, row int }
	at := map[key]int{}
	var out []rendered
	for p, page := range res.Pages {
		for _, it := range page.Items {
			l := it.Line
			if l == nil || l.Para == 0 {
				continue
			}
			k := key{l.Para, l.Row}
			i, ok := at[k]
			if !ok {
				i = len(out)
				at[k] = i
				out = append(out, rendered{page: p, para: l.Para, row: l.Row, y: l.Y})
			}
			r := &out[i]
			x := l.X
			from := len(r.runes)
			for _, s := range l.Spans {
				n := 0
				for _, c := range s.Text {
					adv := s.Advances[n]
					n++
					r.runes = append(r.runes, c)
					r.fresh = append(r.fresh, len(r.runes) == from+1)
					r.xs = append(r.xs, x)
					r.ems = append(r.ems, s.Size)
					full := false
					for _, script := range []typeset.Script{typeset.Han, typeset.Latin} {
						for _, w := range []typeset.Weight{typeset.Regular, typeset.Bold} {
							g := m.Glyph(c, w, script)
							full = full || c >= 0x2000 && g.Face == s.Face && g.Advance >= 900
						}
					}
					r.wide = append(r.wide, full)
					x += adv
					r.ends = append(r.ends, x)
				}
				if n != len(s.Advances) {
					panic(fmt.Sprintf("span %q has %d advances", s.Text, len(s.Advances)))
				}
			}
			r.end = x
		}
	}
	for p, page := range res.Pages {
		for _, it := range page.Items {
			for i := range out {
				if r, l := it.Rule, &out[i]; r != nil && l.page == p && r.Y1 == r.Y2 && r.Y1 > l.y && r.Y1 < l.y+3*typeset.Point && r.X1 >= l.end-2 {
					l.ruled = true
				}
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].para != out[j].para {
			return out[i].para < out[j].para
		}
		return out[i].row < out[j].row
	})
	return out
}

// rendition is all text of the frames, spaces aside, in reading order.
func rendition(lines []rendered) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(squashed(l.text()))
	}
	return b.String()
}

// markSpaces notes which lines follow a space of the source: spaces at line ends
// are not in the frames.
func markSpaces(lines []rendered, source string) {
	src := []rune(source)
	p := 0
	for i := range lines {
		first := true
		for _, r := range lines[i].runes {
			if squashed(string(r)) == "" {
				continue
			}
			for p < len(src) && src[p] != r {
				if first && (unicode.IsSpace(src[p]) || src[p] == 0x200B) {
					lines[i].spaced = true
				}
				p++
			}
			p++
			first = false
		}
	}
}

// squashed is s without spaces and what prints nothing.
func squashed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) ||
			r == 0x034F || r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0 || r >= 0xE0000 && r < 0xE1000 || r >= 0x2060 && r < 0x2070 ||
			r >= 0xFFF0 && r <= 0xFFFB || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF || r == 0x200B || r >= 0x180B && r <= 0x180E {
			return -1
		}
		return r
	}, s)
}

// faults reports every broken line rule. forced tells paragraphs with forced
// breaks, whose line ends are the author's.
func faults(res typeset.Result, lines []rendered, forced map[int]bool) []string {
	var out []string
	say := func(l *rendered, format string, a ...any) {
		out = append(out, fmt.Sprintf("page %d %q: ", l.page+1, l.text())+fmt.Sprintf(format, a...))
	}
	for i := range lines {
		l := &lines[i]
		if len(l.runes) == 0 {
			continue
		}
		width := res.Pages[l.page].Width
		if l.xs[0] < 56_600-l.ems[0]/2 || l.end > width-56_600 {
			say(l, "reaches into the outer 20 mm")
		}
		for k := range l.runes {
			scanPlace(l, k, say)
		}
		if i == 0 || lines[i-1].para != l.para || len(lines[i-1].runes) == 0 || forced[l.para] {
			continue
		}
		scanBreak(&lines[i-1], l, i+1 == len(lines) || lines[i+1].para != l.para, say)
	}
	return out
}

// scanPlace checks the room of one character.
func scanPlace(l *rendered, k int, say func(*rendered, string, ...any)) {
	em := l.ems[k]
	r := l.runes[k]
	last := k == len(l.runes)-1
	isMark := func(i int) bool { return l.wide[i] && strings.ContainsRune(fullMarks, l.runes[i]) }
	isOpen := func(i int) bool { return strings.ContainsRune(fullOpen, l.runes[i]) }
	if last {
		if !l.ruled && isMark(k) && !isOpen(k) && l.ends[k]-l.xs[k] > em/2+2 {
			say(l, "closing mark %q is not half width at the line's end", r)
		}
		return
	}
	step := l.xs[k+1] - l.xs[k]
	next := l.runes[k+1]
	if em != l.ems[k+1] || l.fresh[k+1] {
		return
	}
	switch {
	case isMark(k) && isMark(k+1) && !(isOpen(k) && !isOpen(k+1)):
		// 1.5 em together, of which stretching may add a little.
		if step > em/2+em*7/10 || !isOpen(k) && isOpen(k+1) && step > em*12/10 {
			say(l, "%q%q stand too far apart", r, next)
		}
	case l.wide[k] && !isMark(k) && l.wide[k+1] && !isOpen(k+1) && r != '·' && next != '·' && step < em-2:
		say(l, "%q overlaps %q", r, next)
	case l.wide[k] && isMark(k) && step < em/2-2 && !(isOpen(k+1) && step >= -2):
		say(l, "%q is squeezed below half an em", r)
	}
	ideograph := func(r rune) bool { return unicode.Is(unicode.Han, r) && r != '〇' }
	latin := func(i int) bool {
		return !l.wide[i] && l.runes[i] < 0x250 && (unicode.IsLetter(l.runes[i]) || unicode.IsDigit(l.runes[i]))
	}
	if ideograph(r) && latin(k+1) && step < em+em/8-2 {
		say(l, "no gap between %q and %q", r, next)
	}
}

// scanBreak checks the break between two lines of a paragraph.
func scanBreak(a, b *rendered, lastLine bool, say func(*rendered, string, ...any)) {
	end, start := a.runes[len(a.runes)-1], b.runes[0]
	if strings.ContainsRune(neverStart, start) {
		say(b, "starts with %q", start)
	}
	if strings.ContainsRune(neverEnd, end) {
		say(a, "ends with %q", end)
	}
	if b.wide[0] && strings.ContainsRune(fullOpen, start) && len(b.runes) > 1 && !strings.ContainsRune(fullMarks, b.runes[1]) && b.xs[1]-b.xs[0] < b.ems[0]-2 {
		say(b, "the opening bracket overlaps its text")
	}
	digit := func(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }
	switch {
	case end == '—' && start == '—', end == '…' && start == '…':
		say(b, "a mark of two is split")
	case b.spaced:
	case digit(end) && digit(start):
		say(b, "a figure is split")
	case (end == '-' || end == '+' || end == '−') && digit(start) && (len(a.runes) < 2 || unicode.IsSpace(a.runes[len(a.runes)-2])):
		say(b, "a figure is parted from its sign")
	case unicode.IsLetter(end) && unicode.IsLetter(start) && end < 0x2000 && start < 0x2000:
		say(b, "the word %q|%q is split", tail(a), head(b))
	}
	if lastLine && a.wide[len(a.wide)-1] {
		n := 0
		for _, r := range b.runes {
			if !strings.ContainsRune(fullMarks+"…—· ", r) {
				n++
			}
		}
		if n < 2 {
			say(b, "the last line holds fewer than two characters after %q", a.text())
		}
	}
}

func tail(l *rendered) string { return string(l.runes[max(0, len(l.runes)-20):]) }
func head(l *rendered) string { return string(l.runes[:min(20, len(l.runes))]) }
