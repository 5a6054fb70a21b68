package manuscript

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// pdfLine is a row of characters on one baseline.
type pdfLine struct {
	page   int
	angle  int
	x0, x1 float64
	y      float64
	size   float64
	pieces []pdfPiece
	said   string
}

// pdfSheet is a page by its lines, in reading order.
type pdfSheet struct {
	box   []float64
	lines []pdfLine
	pitch float64 // the distance that most lines keep from the next
}

var (
	// pageNumber is what stands alone at the edge of a page to number it.
	pageNumber = regexp.MustCompile(`^(第\s*[0-9一二三四五六七八九十]+\s*页.{0,12}|(?i:page)\s*\d+.{0,10}|[-–—~]\s*\d+\s*[-–—~]|\d{1,3}\s*/\s*\d{1,3})$`)
	// label is the number that begins a clause or an item.
	label    = regexp.MustCompile(`^\s*(第[一二三四五六七八九十百零〇0-9]+[条章节款]|[一二三四五六七八九十]+[、．.]|[（(][一二三四五六七八九十0-9a-zA-Z]{1,4}[)）]|[1-9]\d{0,2}([.．][1-9]\d{0,2})*[.．、)）](\s|\D)|[1-9]\d{0,2}([.．][1-9]\d{0,2})+(\s|[^\d%％元万])|[a-zA-Z][.)]\s|[①-⑳•●■□☐☑▪◆-])`)
	digitRun = regexp.MustCompile(`\d+|[一二三四五六七八九十]+`)
)

// linesOf puts characters into lines. Their order in the file is taken for the
// reading order, as writers of PDFs keep it, columns and tables included; only
// where it jumps about are lines sorted by their place.
func linesOf(pieces []pdfPiece, rules []pdfRule, page int) []pdfLine {
	var lines []pdfLine
	for _, p := range pieces {
		if n := len(lines); n > 0 {
			l := &lines[n-1]
			size := max(l.size, p.size)
			if l.angle == p.angle && math.Abs(l.y-p.y) <= 0.45*size && p.x >= l.x1-0.7*size && p.x-l.x1 < 40*size {
				l.add(p)
				continue
			}
		}
		if strings.TrimSpace(p.text) == "" {
			continue
		}
		lines = append(lines, pdfLine{page: page, angle: p.angle, x0: p.x, x1: p.x + p.w, y: p.y, size: p.size, pieces: []pdfPiece{p}})
	}
	lines = ordered(merged(lines))
	for i := range lines {
		lines[i].rule(rules)
		lines[i].said = lines[i].string()
	}
	return lines
}

func (l *pdfLine) add(p pdfPiece) {
	if p.size > l.size && strings.TrimSpace(p.text) != "" {
		l.size, l.y = p.size, p.y // what is smaller is raised or lowered beside it
	}
	if strings.TrimSpace(p.text) != "" {
		l.x1 = max(l.x1, p.x+p.w)
	}
	l.pieces = append(l.pieces, p)
}

// merged joins a line with the one before it where both stand on one baseline
// and were only written in another order.
func merged(lines []pdfLine) []pdfLine {
	var out []pdfLine
	for _, l := range lines {
		if n := len(out); n > 0 {
			p := &out[n-1]
			same := p.angle == l.angle && math.Abs(p.y-l.y) <= 0.2*max(p.size, l.size)
			if same && l.x1 <= p.x0+0.3*p.size {
				l.pieces = append(l.pieces, p.pieces...)
				l.x1, l.size = p.x1, max(l.size, p.size)
				out[n-1] = l
				continue
			}
		}
		out = append(out, l)
	}
	return out
}

// ordered sorts lines from top to bottom where the file's order is not one to
// read in: more than a quarter of the steps go up over text already set.
func ordered(lines []pdfLine) []pdfLine {
	up := 0
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if a.angle == b.angle && b.y > a.y+a.size && b.x0 < a.x1 && a.x0 < b.x1 {
			up++
		}
	}
	if up*4 > len(lines) && len(lines) > 3 {
		slices.SortStableFunc(lines, func(a, b pdfLine) int {
			switch {
			case a.angle != b.angle:
				return a.angle*a.angle - b.angle*b.angle
			case math.Abs(a.y-b.y) > 0.3*max(a.size, b.size):
				return cmpFloat(b.y, a.y)
			}
			return cmpFloat(a.x0, b.x0)
		})
	}
	return lines
}

func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// rule finds what is underlined, and rules drawn where nothing is written:
// blanks, which become underlined spaces.
func (l *pdfLine) rule(rules []pdfRule) {
	if l.angle != 0 {
		return
	}
	var gaps []pdfPiece
	for _, r := range rules {
		if d := l.y - r.y; d < -0.02*l.size || d > 0.34*l.size || r.x1 < l.x0-12*l.size || r.x0 > l.x1+30*l.size {
			continue
		}
		covered := 0.0
		for i := range l.pieces {
			p := &l.pieces[i]
			if mid := p.x + p.w/2; mid > r.x0 && mid < r.x1 && strings.TrimSpace(p.text) != "" {
				covered += p.w
				p.line = true
			}
		}
		if n := int((r.x1 - r.x0) / (0.5 * l.size)); covered == 0 && n >= 2 && len(gaps) < 100 {
			gaps = append(gaps, pdfPiece{text: strings.Repeat(" ", min(n, 80)), x: r.x0, y: l.y, w: r.x1 - r.x0, size: l.size, line: true})
		}
	}
	if len(gaps) == 0 {
		return
	}
	l.pieces = append(l.pieces, gaps...)
	slices.SortStableFunc(l.pieces, func(a, b pdfPiece) int { return cmpFloat(a.x, b.x) })
	l.x0, l.x1 = min(l.x0, l.pieces[0].x), max(l.x1, gaps[len(gaps)-1].x+gaps[len(gaps)-1].w)
}

// runs are the line's characters with spaces where gaps are seen.
func (l *pdfLine) runs() []Run {
	var runs []Run
	end, last := l.x0, rune(0)
	for _, p := range l.pieces {
		if p.text == "" {
			end = max(end, p.x+p.w)
			continue
		}
		first, _ := utf8.DecodeRuneInString(p.text)
		gap := (p.x - end) / max(l.size, 0.1)
		if last != 0 && last != ' ' && last != '\t' && first != ' ' {
			space := 0.18
			if eastAsian(last) || eastAsian(first) {
				space = 0.8
			}
			switch {
			case gap > 2.2:
				runs = append(runs, Run{Text: "\t"})
			case gap > space:
				runs = append(runs, Run{Text: " "})
			}
		}
		super := p.size < 0.8*l.size && p.y > l.y+0.2*l.size
		runs = append(runs, Run{Text: p.text, Bold: p.bold, Underline: p.line, Super: super})
		end = max(end, p.x+p.w)
		last, _ = utf8.DecodeLastRuneInString(p.text)
	}
	runs = joined(runs)
	for i := range runs {
		runs[i].Text = normal(runs[i].Text)
	}
	return runs
}

func (l *pdfLine) string() string { return Plain(l.runs()) }

func (l *pdfLine) text() string { return l.said }

// edgeKey is the line's place and its text without numbers; the number of a clause
// or an attachment counts, since the next page may begin with the next one.
func (l *pdfLine) edgeKey() string {
	text := l.said
	if !label.MatchString(text) && AnnexNumber(strings.TrimSpace(text)) == "" {
		text = digitRun.ReplaceAllString(text, "#")
	}
	text = strings.Join(strings.Fields(text), "")
	if text == "" {
		return ""
	}
	return fmt.Sprintf("%d %s", int(math.Round(l.y/6)), text)
}

// normal brings characters that only a font's tables have — Kangxi radicals,
// compatibility ideographs, ligatures — to the ones people type (NFKC). What
// NFKC would flatten though people do type it stays: full-width punctuation,
// circled numbers, the ellipsis, raised digits.
func normal(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case c >= 0x2E80 && c <= 0x2FDF, c >= 0xF900 && c <= 0xFAFF, c >= 0xFB00 && c <= 0xFB4F, c >= 0x2F800 && c <= 0x2FA1F, c >= 0xFF61 && c <= 0xFF9F, c == 0xA0, c >= 0x1D400 && c <= 0x1D7FF:
			b.WriteString(norm.NFKC.String(string(c)))
		case c == 0xAD, c == 0xFEFF, c == 0x200B, unicode.IsControl(c) && c != '\t':
		case private(c):
			b.WriteString(symbols(string(c), ""))
		default:
			b.WriteRune(c)
		}
	}
	return norm.NFC.String(b.String())
}

// paragraphsOf joins lines into paragraphs.
func paragraphsOf(sheets []pdfSheet) []Block {
	var blocks []Block
	var group []pdfLine
	typical := typicalSize(sheets)
	flush := func(s *pdfSheet) {
		if len(group) == 0 {
			return
		}
		p := Paragraph{Runs: []Run{}}
		for i := range group {
			runs := group[i].runs()
			if i > 0 {
				p.Runs = append(p.Runs, seam(p.Runs, runs)...)
			}
			p.Runs = append(p.Runs, runs...)
		}
		p.Runs = joined(p.Runs)
		p.Align = s.align(group)
		if p.Align == "center" && len(blocks) == 0 && group[0].size > 1.2*typical {
			p.Title = true
		}
		blocks = append(blocks, Block{Paragraph: &p})
		group = nil
	}
	for i := range sheets {
		s := &sheets[i]
		for k := range s.lines {
			l := s.lines[k]
			if n := len(group); n > 0 && !s.continues(group, &l, sheets) {
				flush(&sheets[group[n-1].page])
			}
			group = append(group, l)
		}
	}
	if len(group) > 0 {
		flush(&sheets[group[len(group)-1].page])
	}
	return blocks
}

// seam is the space between two lines of a paragraph.
func seam(before, after []Run) []Run {
	if len(before) == 0 || len(after) == 0 {
		return nil
	}
	a, _ := utf8.DecodeLastRuneInString(before[len(before)-1].Text)
	b, _ := utf8.DecodeRuneInString(after[0].Text)
	if eastAsian(a) || eastAsian(b) || unicode.IsSpace(a) || unicode.IsSpace(b) || a == '-' {
		return nil
	}
	r := before[len(before)-1]
	r.Text = " "
	return []Run{r}
}

// continues tells whether a line goes on with the paragraph above it: the line
// before is full, so that the next word did not fit, and nothing begins anew.
func (s *pdfSheet) continues(group []pdfLine, l *pdfLine, sheets []pdfSheet) bool {
	p := &group[len(group)-1]
	size := max(p.size, l.size)
	if p.angle != l.angle || math.Abs(p.size-l.size) > 0.15*size || label.MatchString(l.said) || strings.Contains(p.said, "\t") {
		return false
	}
	if p.page == l.page {
		gap := p.y - l.y
		if gap < 0.5*size || gap > 2.4*size || gap > 1.25*s.pitch && strings.ContainsAny(lastRune(p.said), ".。；;：:") {
			return false
		}
	} else if l.page != p.page+1 {
		return false
	}
	right := sheets[p.page].right(p)
	if p.x1+l.firstWord() < right-0.2*size {
		return false
	}
	indent := (l.x0 - p.x0) / size
	hanging := len(group) == 1 && label.MatchString(p.said)
	return indent < 1.2 || hanging && indent < 6
}

// right is the edge that the lines beside a line keep.
func (s *pdfSheet) right(p *pdfLine) float64 {
	edge := p.x1
	for i := range s.lines {
		if l := &s.lines[i]; l.angle == p.angle && math.Abs(l.x0-p.x0) < 4.5*p.size {
			edge = max(edge, l.x1)
		}
	}
	return edge
}

// leading is the distance that most lines keep from the next.
func leading(lines []pdfLine) float64 {
	count := map[float64]int{}
	best := math.Inf(1)
	for i := 1; i < len(lines); i++ {
		a, b := &lines[i-1], &lines[i]
		if gap := math.Round((a.y-b.y)*2) / 2; a.angle == b.angle && gap > 0.8*a.size && gap < 2.5*a.size && math.Abs(a.x0-b.x0) < 3*a.size {
			count[gap]++
			if count[gap] > count[best] || count[gap] == count[best] && gap < best {
				best = gap
			}
		}
	}
	return best
}

// lastRune is the last visible character.
func lastRune(s string) string {
	c, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, " \t"))
	return string(c)
}

func (s *pdfSheet) left() float64 {
	edge := math.Inf(1)
	for i := range s.lines {
		if s.lines[i].angle == 0 {
			edge = min(edge, s.lines[i].x0)
		}
	}
	return edge
}

// firstWord is how wide the first piece is that could have stood on the line above.
func (l *pdfLine) firstWord() float64 {
	end := l.x0
	for i, p := range l.pieces {
		c, _ := utf8.DecodeRuneInString(p.text)
		if unicode.IsSpace(c) || i > 0 && p.x-end > 0.18*l.size {
			break
		}
		end = p.x + p.w
		if eastAsian(c) {
			return end - l.x0 + l.size // a mark behind it may not begin a line
		}
	}
	return end - l.x0 + 0.25*l.size
}

// align tells a centred paragraph, such as a title, from running text.
func (s *pdfSheet) align(group []pdfLine) string {
	for i := range group {
		l := &group[i]
		middle := (s.box[0] + s.box[2]) / 2
		if l.angle != 0 || math.Abs((l.x0+l.x1)/2-middle) > 0.02*(s.box[2]-s.box[0]) || l.x0 < s.left()+3*l.size {
			return ""
		}
	}
	return "center"
}

// typicalSize is the size most characters have.
func typicalSize(sheets []pdfSheet) float64 {
	count := map[float64]int{}
	best := 0.0
	for _, s := range sheets {
		for _, l := range s.lines {
			size := math.Round(l.size*2) / 2
			count[size] += len(l.pieces)
			if count[size] > count[best] {
				best = size
			}
		}
	}
	return best
}
