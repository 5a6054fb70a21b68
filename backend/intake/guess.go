package intake

import (
	"regexp"
	"strings"

	"keyue/backend/template"
)

// read finds the blanks of one unit and what they ask for.
func (a *analysis) read(i int, u *unit) {
	if u.table != nil {
		a.readTable(u)
		return
	}
	if !u.paragraph() {
		return
	}
	body := u.body()
	a.place(i, u, body)
	boxed := boxSpans(body)
	spans := spansOf(body)
	if len(boxed) > 0 {
		spans = mergeSpans(boxed, spans)
	}
	switch {
	case len(spans) == 0 && (len(u.numbers) > 0 && !u.numbers[0].alone() || u.bullet != "") && strings.Trim(compact(plain(body)), "；。;.，,") == "":
		// 1.        ；
		spans = []span{{kind: markEnd, width: 20}}
	case len(body) > 0:
		if s, ok := a.openEnd(i, u, body, spans); ok {
			spans = append(spans, s)
		}
	}
	u.pieces = a.cut(u, body, a.filled(body, spans), len(boxed) > 0)
}

// mergeSpans puts check boxes and other marks in order; a mark inside a box's
// own sign gives way.
func mergeSpans(boxed, spans []span) []span {
	var out []span
	i, j := 0, 0
	for i < len(boxed) || j < len(spans) {
		switch {
		case j == len(spans) || i < len(boxed) && boxed[i].from <= spans[j].from:
			out = append(out, boxed[i])
			i++
		default:
			if n := len(out); n == 0 || spans[j].from >= out[n-1].to {
				out = append(out, spans[j])
			}
			j++
		}
	}
	kept := out[:0]
	end := -1
	for _, s := range out {
		if s.from >= end {
			kept = append(kept, s)
			end = s.to
		}
	}
	return kept
}

// boxSpans finds check boxes: □ option, [ ] option, [x] option.
func boxSpans(g []glyph) []span {
	var out []span
	round := 0
	for _, c := range g {
		if c.r == '○' || c.r == '◯' {
			round++
		}
	}
	for i := 0; i < len(g); i++ {
		r := g[i].r
		after := i + 1
		for after < len(g) && space(g[after].r) {
			after++
		}
		text := after < len(g) && (han(g[after].r) || g[after].r > 0x2e7f && !strings.ContainsRune("，。；、）】", g[after].r) || isLetter(g[after].r) || g[after].r == '_' || g[after].r == '(')
		switch {
		case (r == '○' || r == '◯') && (round < 2 && i > 0 || !text || i+1 < len(g) && g[i+1].r == r || i > 0 && g[i-1].r == r):
		case r == '√' && i > 0 && (g[i-1].r == '（' || g[i-1].r == '“'):
		case r == '■' && i > 0:
		case boxRune(r) && text:
			out = append(out, span{from: i, to: i + 1, kind: markBox})
		case (r == '[' || r == '(') && (i == 0 || g[i-1].r == '\n'):
			if n := emptyBrackets(g[i:]); n > 0 {
				out = append(out, span{from: i, to: i + n, kind: markBox})
				i += n - 1
			}
		}
	}
	return out
}

// emptyBrackets gives the length of [ ], [x] or ( x ) with an option behind it,
// 0 when a line begins otherwise.
func emptyBrackets(g []glyph) int {
	end := 1
	inner := 0
	for end < len(g) && end <= 4 && (space(g[end].r) || strings.ContainsRune("xX√✓", g[end].r)) {
		if !space(g[end].r) {
			inner++
		}
		end++
	}
	if end >= len(g) || g[end].r != closing[g[0].r] || inner > 1 || end == 1 && g[0].r == '(' {
		return 0
	}
	rest := trim(g[end+1:])
	if len(rest) == 0 || rest[0].r == '\n' || strings.ContainsRune("，。；、,.;:：）)_", rest[0].r) {
		return 0
	}
	return end + 1
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

var (
	partyGap     = regexp.MustCompile(`^(?:` + partyWords + `)(?:[\s_]{2,}|$)`)
	invoiceTopic = regexp.MustCompile(`(开票|发票)(信息|资料)`)
	bankTopic    = regexp.MustCompile(`(收款|付款|银行)?(账号|账户|帐号|帐户)(信息)?(如下|为|是)?[:：]?$`)
	contactTopic = regexp.MustCompile(`(联系方式|联系信息|项目负责人|联系人信息)`)
)

// place keeps track of whom labels are about while reading on.
func (a *analysis) place(i int, u *unit, body []glyph) {
	line := strings.TrimSpace(plain(body))
	squeezed := compact(line)
	if len(u.numbers) > 0 && !strings.HasPrefix(u.numbers[0].style, "（") && !strings.HasPrefix(u.numbers[0].style, "(") || u.heading > 1 {
		a.body = a.body || i > 2
	}
	short := len([]rune(squeezed)) <= 24
	switch k := a.partyAt(line); {
	case k >= 0 && (partyLine.MatchString(line) || partyGap.MatchString(line) || short && (labelEnd(line) > 0 || contactTopic.MatchString(squeezed))):
		a.context, a.topic = k, ""
		if contactTopic.MatchString(squeezed) {
			a.topic = "contact"
		}
	case invoiceTopic.MatchString(squeezed) && strings.ContainsAny(squeezed, "：:"):
		a.topic = "invoice"
		if k := a.lastParty(squeezed, invoiceTopic); k >= 0 {
			a.context = k
		} else if strings.Contains(squeezed, "乙方应") || strings.Contains(squeezed, "卖方应") {
			a.context = a.otherThan(a.partyWithin("乙方"))
		}
	case bankTopic.MatchString(squeezed) && !known(strings.TrimRight(squeezed, "：:")) && labelEnd(line)+1 >= len([]rune(line)):
		a.topic = "bank"
		a.context = a.lastParty(squeezed, bankTopic)
	case contactTopic.MatchString(squeezed) && short && a.partyWithin(squeezed) >= 0:
		a.topic = "contact"
		a.context = a.partyWithin(squeezed)
	case labelEnd(line) > 0 || known(squeezed) || known(stripNotes(squeezed)):
		if m := meaning(stripNotes(strings.TrimRight(squeezed, "：:"))); m == "contact" {
			a.topic = "contact"
		}
	case a.zh() && hanCount(squeezed) == 0 && squeezed != "":
		// The English line below the Chinese one goes on with it.
	case len(u.numbers) > 0 || len([]rune(squeezed)) > 30 || strings.HasSuffix(squeezed, "。") || u.heading > 0:
		a.context, a.topic = -1, ""
	}
}

// lastParty is the party named last before what the pattern finds.
func (a *analysis) lastParty(s string, re *regexp.Regexp) int {
	m := re.FindStringIndex(s)
	if m == nil {
		return -1
	}
	all := partyAny.FindAllString(s[:m[1]], -1)
	for i := len(all) - 1; i >= 0; i-- {
		if k := a.partyNamed(compact(all[i])); k >= 0 {
			return k
		}
	}
	return -1
}

func (a *analysis) otherThan(k int) int {
	if len(a.parties) < 2 || k < 0 {
		return -1
	}
	return 1 - min(k, 1)
}

var (
	leadsOn   = regexp.MustCompile(`(如下|下列|以下|下述|包括|包含|约定|规定|承诺|确认|责任|义务|情形|情况|内容|事项|条件|原则|方式|明细|账号|账户|信息|保证|陈述|鉴于|见表|构成|要求|是指|定义|后果|follows|following|including|that|means|if|to|will|shall)$`)
	cutShort  = regexp.MustCompile(`(为|是|担任|达到|按|第|在|于|有|如下|休假制度有|包括)$`)
	asksWords = regexp.MustCompile(`(编号|日期|时间|地点|名称|姓名|数量|金额|单价|规格|型号|期限|说明|备注|其他|其它|事项|方式|内容|人|号|址|格式|要求|率|频率|产品|项目|位置|媒体|单位|电话|比例)$`)
)

// openEnd decides whether a line asks for something behind its end.
func (a *analysis) openEnd(i int, u *unit, g []glyph, spans []span) (span, bool) {
	s := span{from: len(g), to: len(g), kind: markEnd, width: 8}
	if len(spans) > 0 && spans[len(spans)-1].to == len(g) {
		return s, false
	}
	line := plain(g)
	last := g[len(g)-1].r
	label := line
	if n := len(spans); n > 0 {
		label = plain(g[spans[n-1].to:])
	}
	next, follows := a.next(i)
	if last == '：' || last == ':' {
		if len(spans) > 0 && !known(strings.TrimRight(compact(label), "：:")) {
			return s, false
		}
		return s, a.colonAsks(u, label, next, follows)
	}
	if !a.zh() {
		return s, false
	}
	if strings.ContainsRune("。；！？.;!?”」』）)】", last) && !(last == '）' && known(compact(label))) || u.heading > 0 || u.title {
		return s, false
	}
	// 法定代表人（主要负责人）或委托代理人 with nothing behind it, among the parties.
	squeezed := compact(label)
	if m, ok := look(squeezed); ok && m != "" && !strings.HasPrefix(m, "contract.") && a.context >= 0 && !a.signing(i) {
		return s, true
	}
	if a.context >= 0 && !a.signing(i) && len([]rune(squeezed)) <= 16 && otherAsked(squeezed) {
		return s, true
	}
	if follows && len(spans) > 0 && strings.HasSuffix(squeezed, "按") && !next.paragraphStart() || strings.HasSuffix(squeezed, "元或按") {
		return s, true
	}
	if len([]rune(compact(line))) >= 6 && !strings.ContainsRune("，、,", last) && a.zh() {
		if k := a.partyNamed(compact(line)); k >= 0 {
			return s, false
		}
		if len(u.numbers) > 0 && a.partyAt(compact(line)) >= 0 && len([]rune(compact(line))) <= 4 {
			return s, true
		}
		if follows && cutShort.MatchString(squeezed) && !next.paragraphStart() && len([]rune(squeezed)) > 1 && sentence(line) {
			return s, true
		}
		if sentence(line) && cutShort.MatchString(squeezed) && len(u.numbers) > 0 {
			return s, true
		}
	}
	if len(u.numbers) > 0 && u.numbers[0].alone() && a.partyNamed(squeezed) >= 0 {
		return s, true // 第一条 甲方
	}
	return s, false
}

func otherAsked(label string) bool {
	bare := stripNotes(label)
	return known(bare) && !partyHead.MatchString(bare) && !titleLike(bare)
}

// sentence tells running text from headings.
func sentence(s string) bool {
	return len([]rune(compact(s))) > 12 || strings.ContainsAny(s, "，应")
}

// paragraphStart reports whether a line begins something of its own.
func (u *unit) paragraphStart() bool {
	return !u.paragraph() || u.auto != nil || len(u.numbers) > 0
}

func (a *analysis) next(i int) (*unit, bool) {
	if i+1 < len(a.units) {
		return a.units[i+1], true
	}
	return &unit{}, false
}

// colonAsks decides whether a label with nothing behind its colon is a blank or
// announces what comes next.
func (a *analysis) colonAsks(u *unit, label string, next *unit, follows bool) bool {
	bare := strings.TrimRight(strings.TrimSpace(label), "：: ")
	if i := strings.LastIndexAny(bare, "。；;"); i >= 0 {
		bare = bare[i+len(string([]rune(bare[i:])[0])):]
	}
	squeezed := compact(bare)
	stripped := stripNotes(squeezed)
	m, vocabulary := look(squeezed)
	if !vocabulary {
		m, vocabulary = look(stripped)
	}
	topical := bankTopic.MatchString(squeezed) || contactTopic.MatchString(squeezed) || strings.HasSuffix(squeezed, "信息")
	if topicHead := topical && follows && next.paragraph() && labelEnd(strings.TrimSpace(plain(next.body()))) > 0 && !known(squeezed); topicHead {
		return false
	}
	if k := a.partyNamed(stripped); k >= 0 {
		return true
	}
	if vocabulary && m != "" {
		return true
	}
	if u.trailing && len([]rune(squeezed)) <= 24 && !leadsOn.MatchString(squeezed) {
		return true
	}
	if strings.ContainsAny(bare, "，,。") || len([]rune(squeezed)) > 24 {
		return false
	}
	if !a.zh() {
		words := len(strings.Fields(bare))
		return words <= 5 && !leadsOn.MatchString(strings.ToLower(bare)) && vocabulary
	}
	if follows && next.table != nil {
		return false
	}
	if strings.Contains(squeezed, "如下") || strings.Contains(squeezed, "下列") || strings.Contains(squeezed, "以下") {
		nothing := !follows || visible(strings.Trim(next.spoken, "。；，")) == 0
		return nothing || u.trailing || strings.HasSuffix(squeezed, "以下内容") && len(next.numbers) == 0 || strings.HasSuffix(squeezed, "提供下列资料")
	}
	if follows && next.paragraph() && visible(strings.Trim(next.spoken, "。；，")) == 0 {
		return true
	}
	answered := follows && next.paragraph() && (strings.HasSuffix(next.spoken, "。") || len([]rune(next.spoken)) > 30) && labelEnd(strings.TrimSpace(plain(next.body()))) == 0
	if vocabulary {
		return !answered
	}
	if leadsOn.MatchString(squeezed) && !asksWords.MatchString(squeezed) {
		return false
	}
	if follows && next.paragraph() && len(next.numbers) > 0 && len(u.numbers) > 0 && next.numbers[0].values[0] == 1 {
		return false
	}
	if follows && (len(next.numbers) > 0 && next.numbers[0].values[len(next.numbers[0].values)-1] == 1 && len(u.numbers) == 0 && next.numbers[0].style[0] != 'a' && leadsOn.MatchString(squeezed) || next.bullet != "") {
		return false
	}
	return !answered && (asksWords.MatchString(squeezed) || len(u.numbers) > 0 && len([]rune(squeezed)) <= 12) && !strings.HasSuffix(squeezed, "如下")
}

// signing reports whether the lines around are those of signatures.
func (a *analysis) signing(i int) bool {
	for k := i; k >= 0 && k > i-4; k-- {
		if a.units[k].paragraph() && signLine(a.units[k].spoken) {
			return true
		}
	}
	return false
}

// cut makes the pieces of a line and guesses each blank.
func (a *analysis) cut(u *unit, g []glyph, spans []span, boxed bool) []piece {
	var out []piece
	at := 0
	for k, s := range spans {
		if s.from > at {
			out = append(out, piece{g: g[at:s.from], occ: -1})
		}
		o := &occ{span: s, unit: u, block: u.block, text: plain(g[s.from:s.to]), party: -1}
		from, to := 0, len(g)
		if k > 0 {
			from = spans[k-1].to
		}
		if k+1 < len(spans) {
			to = spans[k+1].from
		}
		o.before, o.after = plain(g[from:s.from]), plain(g[s.to:to])
		a.add(o)
		out = append(out, piece{occ: len(a.occs) - 1})
		switch {
		case s.kind == markFilled:
			a.fill(o)
		case s.kind == markBox:
			a.box(o, u, plain(g[:s.from]), plain(g[s.to:]))
		default:
			a.guess(o, u, plain(g[:s.from]), plain(g[s.to:]))
		}
		if o.format == template.FormatMoneyWords {
			// 壹佰元整 brings its own 元.
			for s.to < to && strings.ContainsRune("元圆整正", g[s.to].r) {
				s.to++
			}
			spans[k].to, o.span.to = s.to, s.to
			o.text, o.after = plain(g[s.from:s.to]), plain(g[s.to:to])
		}
		at = s.to
	}
	if at < len(g) || len(out) == 0 {
		out = append(out, piece{g: g[at:], occ: -1})
	}
	return out
}

func (a *analysis) add(o *occ) {
	o.ordinal = 1
	for i := len(a.occs) - 1; i >= 0 && a.occs[i].block == o.block; i-- {
		o.ordinal++
	}
	a.occs = append(a.occs, o)
}

// box puts a check box into the question it answers.
func (a *analysis) box(o *occ, u *unit, left, right string) {
	ticked := false
	for _, r := range o.text {
		ticked = ticked || tickedBox(r) || r == 'x' || r == 'X'
	}
	option := o.after
	if i := strings.IndexAny(option, "，。；;\n"); i > 0 {
		option = option[:i]
	}
	if cleanLabel(option) == "" {
		option, _, _ = strings.Cut(right, "\n") // it begins with a blank
		option = head(option, 30)
	}
	option = cleanOption(option)
	var grp *boxGroup
	if n := len(a.boxes); n > 0 {
		last := a.boxes[n-1]
		opens := strings.TrimSpace(left) == ""
		if last.last == u && last.cell == a.cell || opens && u.table == nil && a.follows(last.last, u) {
			grp = last
		}
	}
	if grp == nil {
		label := cleanLabel(lastPhrase(left))
		if label == "" && u.table != nil {
			label = cleanLabel(a.left)
		}
		if label == "" {
			label = cleanLabel(strings.TrimRight(a.lineBefore(u), "：: "))
			if r := []rune(label); hanCount(label) == 0 {
				label = briefWords(label) // never a piece of a word
			} else if len(r) > 16 {
				label = string(r[len(r)-16:])
			}
		}
		grp = &boxGroup{label: label, cell: a.cell}
		a.boxes = append(a.boxes, grp)
	}
	grp.last = u
	if nl := strings.LastIndex(left, "\n"); strings.TrimSpace(left[nl+1:]) == "" && len([]rune(option)) > 24 {
		grp.long++
	}
	base := option
	for n := 2; hasText(grp.options, option); n++ {
		option = base + " " + string(rune('0'+n%10))
	}
	grp.options, grp.ticked = append(grp.options, option), append(grp.ticked, ticked)
	o.group, o.option, o.typ, o.label, o.conf, o.strong = grp, len(grp.options)-1, template.TypeChoice, grp.label, 0.7, true
}

func hasText(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func cleanOption(s string) string {
	s = cleanLabel(s)
	s = strings.NewReplacer("|", " ", "=", " ").Replace(s)
	if s == "" {
		return "□"
	}
	return s
}

// follows reports whether u is the next paragraph after v.
func (a *analysis) follows(v, u *unit) bool {
	for i, x := range a.units {
		if x == v {
			return i+1 < len(a.units) && a.units[i+1] == u
		}
	}
	return false
}

func (a *analysis) lineBefore(u *unit) string {
	for i, x := range a.units {
		if x == u && i > 0 && a.units[i-1].paragraph() {
			return plain(a.units[i-1].body())
		}
	}
	return ""
}

// lastPhrase is what a label can be made of: from the last end of a sentence.
func lastPhrase(s string) string {
	if i := strings.LastIndexAny(s, "。；;！？\n"); i >= 0 {
		s = s[i:]
		s = string([]rune(s)[1:])
	}
	return strings.TrimSpace(s)
}
