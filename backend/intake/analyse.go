package intake

import (
	"slices"
	"strings"
	"unicode"

	"keyue/backend/locale"
	"keyue/backend/manuscript"
	"keyue/backend/template"
)

// An occ is one blank that was found, with what it seems to ask for.
type occ struct {
	span
	unit    *unit
	block   int
	ordinal int
	text    string
	before  string // text of the line up to it, from the blank before
	after   string
	label   string
	typ     template.FieldType
	format  template.Format
	party   int // index in parties, -1
	facts   []string
	source  string
	conf    float64
	sign    bool
	strong  bool // the label was said outright
	// group of a check box, its option and whether it is ticked.
	group  *boxGroup
	option int
}

// A boxGroup is check boxes that answer one question.
type boxGroup struct {
	label   string
	options []string
	ticked  []bool
	last    *unit
	cell    int
	long    int // options that are lines of their own
}

// party as found.
type party struct {
	word    string // 甲方
	aliases []string
	name    string // when the document fills it in
}

// analysis is all that is found before anybody decides anything.
type analysis struct {
	m       *manuscript.Manuscript
	lang    locale.Tag
	kind    template.Kind
	name    string
	units   []*unit
	parties []party
	occs    []*occ
	we      int
	boxes   []*boxGroup
	// where we are while reading
	context        int    // party that labels belong to, -1
	topic          string // invoice, bank, contact, person
	body           bool   // the first clause has begun
	amount         bool
	styles         []string   // of clause numbers, by level
	places         []assigned // of the units among the clauses
	cell           int        // counts the cells of tables
	left           string     // what stands in the cell before
	ours           []string   // names of our own companies
	told           []answer   // what was filled in and stands in other places too
	header, footer []piece
	logo           bool
}

func analyse(m *manuscript.Manuscript, ours []string) *analysis {
	a := &analysis{m: m, ours: ours, units: unitsOf(m), context: -1, we: -1}
	a.language()
	a.findParties()
	a.guessKind()
	for i, u := range a.units {
		a.read(i, u)
	}
	a.guessWe()
	a.header, a.footer = a.furniture(m.Header), a.furniture(m.Footer)
	a.findLogo()
	a.setRoles()
	a.styles, a.places = a.ladder()
	return a
}

// language of a document: Chinese when a sixth of its letters are.
func (a *analysis) language() {
	zh, all := 0, 0
	count := func(s string) {
		for _, r := range s {
			if han(r) {
				zh++
			}
			if unicode.IsLetter(r) {
				all++
			}
		}
	}
	for _, u := range a.units {
		count(u.spoken)
		if u.table != nil {
			for _, s := range tableTexts(u.table) {
				count(s)
			}
		}
	}
	a.lang = locale.ZhCN
	if all > 0 && zh*6 < all {
		a.lang = locale.En
	}
}

func (a *analysis) zh() bool { return a.lang != locale.En }

func tableTexts(t *manuscript.Table) []string {
	var out []string
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			out = append(out, cellText(&c))
		}
	}
	return out
}

func cellText(c *manuscript.Cell) string {
	var parts []string
	for i := range c.Paragraphs {
		s := plain(glyphs(c.Paragraphs[i].Runs))
		if n := c.Paragraphs[i].Number; n != nil {
			s = n.Text + " " + s
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "\n")
}

// guessKind decides by the title, then by what the text says most.
func (a *analysis) guessKind() {
	a.kind = template.KindOther
	a.name = strings.TrimSpace(a.m.Name)
	title := strings.ToLower(a.m.Name)
	for i, u := range a.units {
		if i > 12 {
			break
		}
		if u.paragraph() && len([]rune(u.spoken)) <= 40 && titleLike(u.spoken) {
			title = strings.ToLower(plain(u.text)) + " " + title
			break
		}
	}
	squeezed := compact(title)
	for _, k := range kindWords {
		for _, w := range k.words {
			if wordsOf(title, w) > 0 || han([]rune(w)[0]) && strings.Contains(squeezed, w) {
				a.kind = k.kind
				return
			}
		}
	}
	best := 3
	text := strings.Builder{}
	for _, u := range a.units {
		text.WriteString(strings.ToLower(plain(u.text)) + "\n")
	}
	all := text.String()
	for _, k := range kindWords {
		n := 0
		for _, w := range k.words {
			n += wordsOf(all, w)
		}
		if n > best {
			a.kind, best = k.kind, n
		}
	}
}

// wordsOf counts a word; a Latin one must begin where a word begins, and a
// short one must end there too.
func wordsOf(text, w string) int {
	if han([]rune(w)[0]) {
		return strings.Count(text, w)
	}
	n := 0
	for at := 0; ; {
		i := strings.Index(text[at:], w)
		if i < 0 {
			return n
		}
		i += at
		at = i + len(w)
		if i > 0 && isLetter(rune(text[i-1])) || len(w) < 5 && at < len(text) && isLetter(rune(text[at])) {
			continue
		}
		n++
	}
}

func titleLike(s string) bool {
	if strings.ContainsAny(s, "。；;，") {
		return false
	}
	low := strings.ToLower(s)
	for _, w := range []string{"合同", "协议", "订单", "订购单", "书", "函", "条款", "确认单", "报价单", "agreement", "contract", "terms", "policy", "addendum", "license", "order", "notice", "letter", "sheet", "certificate", "consent", "amendment", "lease"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// findParties looks for the sides where a contract names them: lines that begin
// with the word and a colon or nothing.
func (a *analysis) findParties() {
	for i, u := range a.units {
		if u.table != nil && i <= 120 {
			a.partiesOf(u.table)
		}
		if !u.paragraph() || i > 120 {
			continue
		}
		line := strings.TrimSpace(plain(u.body()))
		for _, l := range append([]string{line}, strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune("\n；;", r) })...) {
			a.partyIn(l)
		}
		if len(a.parties) >= 6 {
			return
		}
	}
	// 甲方 and 乙方 name the sides; other words are theirs or nobody's.
	if a.partyNamed("甲方") >= 0 && a.partyNamed("乙方") >= 0 {
		kept := a.parties[:0]
		for _, p := range a.parties {
			if strings.HasSuffix(p.word, "方") && strings.ContainsRune("甲乙丙丁戊", []rune(p.word)[0]) {
				kept = append(kept, p)
			}
		}
		a.parties = kept
	}
}

func (a *analysis) partyIn(line string) {
	m := partyLine.FindStringSubmatch(line)
	if m == nil {
		return
	}
	rest := strings.TrimSpace(strings.TrimPrefix(line, m[0]))
	if m[4] == "" && rest != "" {
		return
	}
	word := compact(m[1])
	if !a.zh() {
		word = strings.TrimSpace(m[1])
	}
	word, _, _ = strings.Cut(word, "/")
	k := a.partyNamed(word)
	if k < 0 && a.zh() && strings.HasPrefix(strings.ToLower(word), "party") && len(word) == 6 {
		// The English line below the Chinese one.
		if k = a.partyNamed(map[byte]string{'A': "甲方", 'B': "乙方", 'C': "丙方"}[word[5]]); k >= 0 {
			a.parties[k].aliases = append(a.parties[k].aliases, word)
		}
	}
	if k < 0 {
		if len(a.parties) >= 6 {
			return
		}
		a.parties = append(a.parties, party{word: word})
		k = len(a.parties) - 1
	}
	p := &a.parties[k]
	for _, n := range notes.FindAllString(m[2], -1) {
		inner := strings.Trim(n, "（）()")
		for _, w := range strings.FieldsFunc(inner, func(r rune) bool { return strings.ContainsRune("、，,/；; ", r) }) {
			w = strings.Trim(w, "“”\"下称简以为")
			w = compact(w)
			if w != "" && len([]rune(w)) <= 8 && partyHead.MatchString(w) && a.partyNamed(w) < 0 {
				p.aliases = append(p.aliases, w)
			}
		}
	}
	if name := nameIn(rest); p.name == "" && name != "" && nameEnds.MatchString(rest[len(name):]) {
		p.name = name
	}
	if p.name == "" && m[4] != "" && personName.MatchString(rest) && !noAnswer.MatchString(rest) && !partyHead.MatchString(rest) && !known(rest) {
		p.name = rest
	}
	if p.name == "" && rest != "" && len([]rune(rest)) <= 40 && !strings.ContainsAny(rest, "。；，,____　 【[：") && (strings.Contains(rest, "公司") || strings.Contains(rest, "Inc") || strings.Contains(rest, "Ltd") || strings.Contains(rest, "LLC")) && !strings.ContainsAny(rest, "XＸ×*") {
		p.name = rest
	}
}

// partyNamed finds a party by its word or an alias, -1 when there is none.
func (a *analysis) partyNamed(word string) int {
	for i := range a.parties {
		if a.parties[i].word == word {
			return i
		}
	}
	for i := range a.parties {
		for _, w := range a.parties[i].aliases {
			if w == word {
				return i
			}
		}
	}
	return -1
}

// partyAt finds the party whose word a text begins with.
func (a *analysis) partyAt(s string) int {
	if m := partyHead.FindString(s); m != "" {
		word := compact(m)
		if !a.zh() {
			word = m
		}
		return a.partyNamed(word)
	}
	return -1
}

// partyIn a label: 甲方名称, 买受人地址.
func (a *analysis) partyWithin(s string) int {
	found := -1
	for _, m := range partyAny.FindAllString(s, -1) {
		if k := a.partyNamed(compact(m)); k >= 0 {
			if found >= 0 && found != k {
				return -1
			}
			found = k
		}
	}
	return found
}

// guessWe chooses the party that is the user's own company.
func (a *analysis) guessWe() {
	if len(a.parties) == 0 {
		return
	}
	for i, p := range a.parties {
		if p.name != "" && slices.Contains(a.ours, p.name) {
			a.we = i
			return
		}
	}
	for i := range a.parties {
		if a.parties[i].name != "" && !a.filledIn() { // a company's own form has its own name in it
			a.we = i
			return
		}
	}
	for _, w := range ownSide[a.kind] {
		if k := a.partyNamed(w); k >= 0 {
			a.we = k
			return
		}
	}
	a.we = min(1, len(a.parties)-1)
	if a.kind == template.KindLabour {
		a.we = 0
	}
}

// label cleans words into a field's label.
func cleanLabel(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || space(r):
			return ' '
		case strings.ContainsRune(":：;；(){}[]|\"\\（）【】［］《》“”‘’<>*_￥¥#", r), r >= '\ue000' && r <= '\uf8ff', r == objectRune:
			return -1
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, s)
	s = strings.Trim(strings.Join(strings.Fields(s), " "), "-–—、，,。./／·…?？!！〓 ")
	if strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return ""
	}
	if hanCount(s) > 0 {
		s = compact(s)
	}
	if r := []rune(s); len(r) > 56 {
		s = string(r[:56])
		if i := strings.LastIndex(s, " "); i > 20 {
			s = s[:i]
		}
	}
	return s
}

// furniture reads a header or footer; a contract number may be asked in it.
func (a *analysis) furniture(runs []manuscript.Run) []piece {
	g := trim(glyphs(runs))
	if len(g) == 0 {
		return nil
	}
	a.context, a.topic, a.body = -1, "", false
	u := &unit{block: -1, text: g, spoken: compact(plain(g))}
	u.pieces = a.cut(u, g, a.filled(g, strongSpans(g)), false)
	return u.pieces
}

// findLogo reports a picture in the header: the own company's logo takes its
// place, since headers are lines of text.
func (a *analysis) findLogo() {
	for _, r := range a.m.Header {
		a.logo = a.logo || r.Image != ""
	}
}
