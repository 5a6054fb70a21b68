package intake

import (
	"regexp"
	"sort"
	"strings"
	"unicode"
)

// The kinds of marks that say: fill in here.
const (
	markRule    = "rule"    // ____
	markLine    = "line"    // underlined spaces
	markBracket = "bracket" // 【　】, [ ], [Company name]
	markCross   = "cross"   // XX, ×××, ***
	markFiller  = "filler"  // 请填充
	markGap     = "gap"     // spaces in a sentence
	markEnd     = "end"     // label：and nothing behind it
	markDate    = "date"    // 年 月 日 around any of them
	markCell    = "cell"    // an empty cell beside its label
	markBox     = "box"     // □ option
)

// A span is a mark in a line: glyphs from to before to.
type span struct {
	from, to int
	kind     string
	named    string // what stood in the brackets
	width    int
	// fact and who are what was filled in, and about which party.
	fact string
	who  int
	// day is set on dates: all of year, month and day are asked.
	day bool
}

const boxes = "□☐▢◻❑❏○◯☑☒■✓✔√●"

func boxRune(r rune) bool { return r != '●' && strings.ContainsRune(boxes, r) }

func tickedBox(r rune) bool { return strings.ContainsRune("☑☒■✓✔√", r) }

var (
	fillers = regexp.MustCompile(`^(请填充|请填写|请在此填写|待填写|待填|此处填写|请输入|请选择)`)
	// insideName is what a placeholder in brackets may say.
	identifier = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_ -]{1,40}$`)
	askingEn   = regexp.MustCompile(`(?i)^(insert|enter|fill|name|date|address|title|company|amount|number|e\.g\.|your|customer|provider|state|city|county|today|party|specify|describe|list)`)
)

func ruleRune(r rune) bool { return r == '_' || r == '＿' || r == '﹍' || r == '﹏' }

func crossRune(r rune) bool { return strings.ContainsRune("XxＸ×✕✖*＊", r) }

// strongSpans finds the marks that are blanks wherever they stand.
func strongSpans(g []glyph) []span {
	var out []span
	for i := 0; i < len(g); {
		j := i
		switch r := g[i].r; {
		case ruleRune(r):
			for j < len(g) && ruleRune(g[j].r) {
				j++
			}
			if j-i >= 2 {
				out = append(out, span{from: i, to: j, kind: markRule, width: j - i})
			}
		case space(r) && g[i].underline:
			w := 0
			for j < len(g) && space(g[j].r) && g[j].underline {
				w += spaceWidth(g[j].r)
				j++
			}
			before, after := i > 0 && g[i-1].underline && !space(g[i-1].r), j < len(g) && g[j].underline
			if w >= 2 || !before && !after { // a single space inside underlined words is a space
				out = append(out, span{from: i, to: j, kind: markLine, width: w})
			}
		case crossRune(r):
			for j < len(g) && crossRune(g[j].r) {
				j++
			}
			if crosses(g, i, j) {
				out = append(out, span{from: i, to: j, kind: markCross, width: 2 * (j - i)})
			}
		case strings.ContainsRune("【［[〔{｛<＜", r):
			if s, ok := bracketSpan(g, i); ok {
				out = append(out, s)
				j = s.to
			}
		case r == '…' || r == '.':
			for j < len(g) && g[j].r == r {
				j++
			}
			if j-i >= 6 || r == '…' && j-i >= 4 {
				out = append(out, span{from: i, to: j, kind: markRule, width: j - i})
			}
		case r == '请' || r == '待' || r == '此':
			if m := fillers.FindString(plain(g[i:min(len(g), i+8)])); m != "" {
				j = i + len([]rune(m))
				out = append(out, span{from: i, to: j, kind: markFiller, width: 8})
			}
		}
		i = max(j, i+1)
	}
	return out
}

// crosses tells XX and ×× from words, multiplication and emphasis.
func crosses(g []glyph, i, j int) bool {
	n := j - i
	r := g[i].r
	word := func(k int) bool {
		return k >= 0 && k < len(g) && g[k].r < 0x250 && (unicode.IsLetter(g[k].r) || unicode.IsDigit(g[k].r))
	}
	if word(i-1) || word(j) {
		return false
	}
	switch r {
	case '×', '✕', '✖':
		return n >= 2
	case '*', '＊':
		return n >= 2
	case 'x':
		return n >= 2
	}
	if n >= 2 {
		return true
	}
	// A single X counts as a number would: 一式X份.
	return n == 1 && (r == 'X' || r == 'Ｘ') && j < len(g) && han(g[j].r) && i > 0 && han(g[i-1].r)
}

var closing = map[rune]rune{'【': '】', '［': '］', '[': ']', '〔': '〕', '{': '}', '(': ')', '｛': '｝', '<': '>', '＜': '＞'}

// bracketSpan reads brackets that hold nothing, signs for nothing, or the name
// of what belongs there.
func bracketSpan(g []glyph, i int) (span, bool) {
	open := g[i].r
	end, depth := i+1, 1
	for ; end < len(g) && end-i < 90; end++ {
		if g[end].r == open {
			depth++
		}
		if g[end].r == closing[open] {
			if depth--; depth == 0 {
				break
			}
		}
	}
	if end >= len(g) || g[end].r != closing[open] {
		return span{}, false
	}
	inner := plain(g[i+1 : end])
	s := span{from: i, to: end + 1, kind: markBracket, width: max(4, end-i)}
	text := strings.TrimSpace(inner)
	bare := strings.Trim(text, " _＿●■○〇◯…-–—.XxＸ×*＊\u3000\t")
	switch {
	case open == '<' || open == '＜':
		// A name between angle brackets; tags were taken out by the reader.
		if text == "" || strings.ContainsAny(text, "/=\"") || !nameInside(text) {
			return s, false
		}
		s.named = text
		return s, true
	case open == '{' || open == '｛':
		// {{name}}, as form letters write it.
		name := strings.Trim(inner, "{}｛｝ #%")
		if word := identifier.MatchString(text); word {
			s.named = text
			return s, true
		}
		if identifier.MatchString(strings.TrimSpace(name)) && g[min(i+1, len(g)-1)].r == open {
			s.named = strings.TrimSpace(name)
			return s, true
		}
		if name == "" || !nameInside(name) || i+1 < len(g) && g[i+1].r != open && open == '{' && !nameInside(text) {
			return s, false
		}
		s.named = name
		return s, true
	case bare == "":
		if open == '[' && text == "" && len(inner) < 1 || open == '〔' && text == "" && len([]rune(inner)) < 2 {
			return s, false
		}
		return s, true
	case open == '〔':
		return s, false
	}
	if !nameInside(text) {
		return s, false
	}
	whole := trim(g)
	if open == '【' && len(whole) == end+1-i && i <= 1 {
		return s, false // a heading in brackets
	}
	s.named = text
	return s, true
}

// nameInside reports whether words in brackets can name what to fill in.
func nameInside(s string) bool {
	if strings.ContainsAny(s, "。；;！？!?\n") || strings.IndexFunc(s, unicode.IsLetter) < 0 {
		return false
	}
	if n := hanCount(s); n > 0 {
		return len([]rune(s)) <= 32 && !strings.HasPrefix(s, "注")
	}
	if len(s) < 3 || len(s) > 80 || strings.Count(s, " ") > 9 {
		return false
	}
	first := []rune(s)[0]
	return unicode.IsUpper(first) || askingEn.MatchString(s) || strings.Contains(s, "_") || strings.ContainsRune("$€£", first)
}

// place stands for the span with its index in a line that is matched by pattern.
const place = '\ue000'

// tokens writes a line with every span as one rune of the private area.
func tokens(g []glyph, spans []span) (string, []int) {
	var b []rune
	var at []int // glyph index of each rune
	k := 0
	for i := 0; i < len(g); {
		if k < len(spans) && spans[k].from == i {
			b, at = append(b, place+rune(min(k, 6000))), append(at, i)
			i = spans[k].to
			k++
			continue
		}
		b, at = append(b, g[i].r), append(at, i)
		i++
	}
	return string(b), append(at, len(g))
}

const anyPlace = `[\x{e000}-\x{f770}]`

var (
	dateZh   = regexp.MustCompile(`(?:(?:20|２０|二〇|二○|贰零)?\s?` + anyPlace + `?|20\d\d)\s*年\s*(?:` + anyPlace + `|\d{1,2})?\s*月\s*(?:` + anyPlace + `|\d{1,2})?\s*日`)
	dateOpen = regexp.MustCompile(`(?:20)?` + anyPlace + `\s?年\s?` + anyPlace + `\s?月$`)
	dateEn   = regexp.MustCompile(`(?i)` + anyPlace + `(?:st|nd|rd|th)?,?\s?day of,?\s?` + anyPlace + `(?:,?\s?(?:20` + anyPlace + `|20\d\d|` + anyPlace + `))?`)
	dateIso  = regexp.MustCompile(anyPlace + `\s?/\s?` + anyPlace + `\s?/\s?` + anyPlace)
)

// spansOf finds every blank of a line.
func spansOf(g []glyph) []span {
	strong := strongSpans(g)
	all := append([]span{}, strong...)
	covered := func(i int) bool {
		for _, s := range strong {
			if i >= s.from && i < s.to {
				return true
			}
		}
		return false
	}
	for i := 0; i < len(g); {
		if !space(g[i].r) || covered(i) {
			i++
			continue
		}
		j, w := i, 0
		for j < len(g) && space(g[j].r) && !covered(j) {
			w += spaceWidth(g[j].r)
			j++
		}
		all = append(all, span{from: i, to: j, kind: markGap, width: w})
		i = j
	}
	sort.Slice(all, func(a, b int) bool { return all[a].from < all[b].from })
	all = joinDates(g, all)
	out := all[:0]
	for k, s := range all {
		if s.kind != markGap || askingGap(g, all, k) {
			out = append(out, s)
		}
	}
	return joinNear(g, out)
}

// joinDates makes one blank of the gaps of a date.
func joinDates(g []glyph, spans []span) []span {
	text, at := tokens(g, spans)
	runeAt := make([]int, len(text)+1) // byte → rune index
	n := 0
	for i := range text {
		runeAt[i] = n
		n++
	}
	runeAt[len(text)] = n
	drop := map[int]bool{}
	var dates []span
	for _, re := range []*regexp.Regexp{dateZh, dateOpen, dateEn, dateIso} {
		for _, m := range re.FindAllStringIndex(text, -1) {
			from, to := at[runeAt[m[0]]], at[runeAt[m[1]]]
			gaps, wide := 0, 0
			for k, s := range spans {
				if s.from >= from && s.to <= to {
					gaps++
					if s.kind != markGap || s.width >= 2 || re == dateZh {
						wide++
					}
					if drop[k] {
						gaps = -9
					}
				}
			}
			if gaps < 1 || wide < 1 || gaps < 2 && re != dateZh {
				continue
			}
			if re == dateIso && !iso(g[from:to]) {
				continue
			}
			// A gap before the first 年 belongs to the date only if it is a real
			// one: at the start of a line or after a word a single space is nothing.
			d := span{from: from, to: to, kind: markDate, width: 12, day: re != dateOpen}
			for k, s := range spans {
				if s.from >= from && s.to <= to {
					drop[k] = true
				}
			}
			dates = append(dates, d)
		}
	}
	out := dates
	for k, s := range spans {
		if !drop[k] {
			out = append(out, s)
		}
	}
	sort.Slice(out, func(a, b int) bool { return out[a].from < out[b].from })
	return out
}

// iso tells ____/____/____ from a choice of words.
func iso(g []glyph) bool {
	for _, c := range g {
		if !ruleRune(c.r) && !crossRune(c.r) && c.r != '/' && !space(c.r) {
			return false
		}
	}
	return true
}

// joinNear joins two marks with nothing between them: [____], ____ ____.
func joinNear(g []glyph, spans []span) []span {
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && s.kind != markDate && out[n-1].kind != markDate && s.named == "" && out[n-1].named == "" {
			between := plain(g[out[n-1].to:s.from])
			if strings.TrimSpace(between) == "" && !strings.Contains(between, "\n") && (s.kind == markGap || out[n-1].kind == markGap || len(between) == 0 && s.kind == out[n-1].kind) {
				out[n-1].to = s.to
				out[n-1].width += s.width
				if out[n-1].kind == markGap {
					out[n-1].kind = s.kind
				}
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// Signs and words around a gap that make it a blank.
const (
	askBefore = "：:￥¥$€£（(第为至自于是约编号每共满按致以"
	unitsNext = "元圆％%‰‱个年月日天份张条台套吨件户万号种项人次周倍吋米升瓶箱公平小省市区县乡镇村街路栋室楼层期）)"
	notLetter = "年月日元个份省市区县号条第至自于为是以致按每约共路街期种项"
)

// askingGap decides whether white space in a line is a blank.
func askingGap(g []glyph, spans []span, k int) bool {
	s := spans[k]
	if s.from == 0 {
		return s.width >= 4 && s.to < len(g) && strings.ContainsRune("元％%个", g[s.to].r)
	}
	l := g[s.from-1].r
	if l == '\n' || s.to >= len(g) || g[s.to].r == '\n' {
		return s.to < len(g) && s.width >= 2 && (l == '：' || l == ':') // the end of a line is decided by what follows
	}
	r := g[s.to].r
	chinese := han(l) || han(r) || l > 0x2e7f || r > 0x2e7f
	if !chinese {
		return latinGap(g, s, l, r)
	}
	if s.width == 1 {
		return strings.ContainsRune("￥¥）)", l) && strings.ContainsRune("元圆", r)
	}
	lw, rw := wordBefore(g, s.from), wordAfter(g, s.to)
	if columnGap(g, s) {
		return l == '：' || l == ':'
	}
	if han(l) && han(r) && (spread(g, s.from, s.to) || len(lw) == 1 && !strings.ContainsRune(notLetter, lw[0]) && len(rw) == 1 && !strings.ContainsRune(notLetter, rw[0])) {
		return false
	}
	if s.width < 4 {
		return strings.ContainsRune(askBefore, l) || strings.ContainsRune(unitsNext, r) && !(han(l) && r == '（') || (l == '）' || l == ')') && strings.ContainsRune("元圆", r)
	}
	return true
}

// latinGap is askingGap between Latin letters, where two spaces mean little.
func latinGap(g []glyph, s span, l, r rune) bool {
	if l == ':' || l == '$' || l == '€' || l == '£' || l == '#' {
		return s.width >= 2 && r != '$'
	}
	tab := false
	for _, c := range g[s.from:s.to] {
		tab = tab || c.r == '\t'
	}
	return s.width >= 3 && !tab && !strings.ContainsRune(".?!", l)
}

// columnGap reports whether a gap parts two columns of one line: 甲方： 乙方：.
func columnGap(g []glyph, s span) bool {
	after := strings.TrimSpace(plain(g[s.to:min(len(g), s.to+14)]))
	if m := partyHead.FindString(after); m != "" {
		rest := strings.TrimSpace(strings.TrimPrefix(after, m))
		return rest == "" || strings.ContainsAny(string([]rune(rest)[0]), "（(：:")
	}
	return labelEnd(after) > 0 && s.width >= 4 && strings.ContainsRune("：:", g[s.from-1].r)
}

// spread reports whether a gap lies inside a label whose letters were set apart:
// 签   订  日  期：.
func spread(g []glyph, from, to int) bool {
	full := plain(g)
	end := strings.IndexAny(full, "：:\n")
	head := full
	if end >= 0 {
		if len([]rune(full[:end])) < to {
			return false
		}
		head = full[:end]
	}
	word := compact(head)
	if len([]rune(word)) > 12 {
		return false
	}
	return known(word) || known(stripNotes(word)) || hasText(strings.Fields(spreadWords), stripNotes(word)) || strings.Contains(" "+spreadWords+" ", " "+word+" ")
}

func wordBefore(g []glyph, i int) []rune {
	j := i
	for j > 0 && (han(g[j-1].r) || unicode.IsLetter(g[j-1].r)) {
		j--
	}
	return []rune(plain(g[j:i]))
}

func wordAfter(g []glyph, i int) []rune {
	j := i
	for j < len(g) && (han(g[j].r) || unicode.IsLetter(g[j].r)) {
		j++
	}
	return []rune(plain(g[i:j]))
}

// labelEnd gives the length in runes of a short label that a line begins with,
// without its colon; 0 when there is none.
func labelEnd(s string) int {
	n, letters, depth := 0, 0, 0
	for _, r := range s {
		switch {
		case r == '：' || r == ':':
			if letters == 0 || depth > 0 {
				return 0
			}
			return n
		case strings.ContainsRune("（(", r):
			depth++
		case strings.ContainsRune("）)", r):
			depth--
		case strings.ContainsRune("，。；！？,;!?“”\"《", r):
			return 0
		case space(r):
		default:
			letters++
		}
		n++
		if letters > 24 && han(r) || letters > 40 {
			return 0
		}
	}
	return 0
}
