package intake

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"keyue/backend/manuscript"
	"keyue/backend/template"
)

// A contract that was filled in for somebody is what most people have at hand: it
// has no blanks, but where a form would have them it has the other side's name,
// address and account, which must not be printed on the next one.

// markFilled is what was written where a form has a blank.
const markFilled = "filled"

// organisation is the name of one, at the start of a text, up to its legal form.
var (
	organisation = regexp.MustCompile(`^(?:[\p{Han}A-Za-z0-9·&]|[（(]\p{Han}{2,12}[）)]){2,40}`)
	legalForm    = regexp.MustCompile(`(?:公司|集团|厂|店|商行|经营部|工作室|合作社|事务所|研究院|研究所|学校|大学|医院|中心|银行)(?:\p{Han}{2,8}分公司)?$`)
	latinCompany = regexp.MustCompile(`^\p{Lu}[\pL0-9&.,'’ -]{1,60}?[ ,](?:` + latinForms + `)\b\.?(?:,? (?:` + latinForms + `)\b\.?)*`)
	personName   = regexp.MustCompile(`^\p{Han}{2,4}$`)
	latinPerson  = regexp.MustCompile(`^\p{Lu}[\pL'’.-]*(?: \p{Lu}[\pL'’.-]*){1,3}$`)
	wholeDate    = regexp.MustCompile(`^(?:20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2} (?:` + monthNames + `) 20\d\d|(?:` + monthNames + `) \d{1,2}, 20\d\d)$`)
	numberLike   = regexp.MustCompile(`^[A-Za-z0-9\p{Han}〔〕\[\]()（）/_.-]{4,40}$`)
	digitsLike   = regexp.MustCompile(`^[0-9Xx +()（）-]+$`)
	placeLike    = regexp.MustCompile(`[省市区县镇乡村路街道巷弄号楼室园]`)
	bankLike     = regexp.MustCompile(`(?i)银行|信用社|支行|分行|bank`)
	countryLike  = regexp.MustCompile(`^(?:[A-Za-z0-9]{15,20}|[A-Z]{0,3} ?[0-9][0-9 ./-]{5,18}[A-Z0-9]?)$`)
	ibanLike     = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9 ]{10,34}$`)
	latinPlace   = regexp.MustCompile(`^[\pL0-9][\pL0-9 ,.'’/&#()-]*$`)
	amountTwice  = regexp.MustCompile(`([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s*元?整?\s*[（(]\s*(?:人民币)?大写(?:金额)?[：:]?\s*((?:人民币)?[零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{3,})\s*[）)]`)
	nameEnds     = regexp.MustCompile(`^(?:$|[\s。，；,;]|[（(]以下)`)
	noAnswer     = regexp.MustCompile(`^(?:自然人|个人|公司|单位|企业|名称|姓名|无|同上|详见.*|见.*)$`)
)

// latinForms are legal forms at the end of a company's name.
const latinForms = `Inc|Ltd|LLC|LLP|LP|PLC|plc|GmbH|AG|KG|Corp|Corporation|Incorporated|Limited|Company|Co|Pty|Pte|BV|NV|SA|SAS|SARL|Srl|SpA|AB|AS|ApS|Oy`

const monthNames = `January|February|March|April|May|June|July|August|September|October|November|December`

// inWords is the amount of the contract in capitals.
const inWords = "contract.amount in words"

// nameIn is the name of a company that a text begins with, "" for none.
func nameIn(s string) string {
	if name := organisation.FindString(s); name != "" {
		for name != "" && !legalForm.MatchString(name) {
			_, size := utf8.DecodeLastRuneInString(name)
			name = name[:len(name)-size]
		}
		if utf8.RuneCountInString(name) >= 4 && !partyHead.MatchString(name) && !strings.ContainsAny(name, "的应由将") {
			return name
		}
	}
	return strings.TrimSpace(latinCompany.FindString(s))
}

// answers tells whether a value may be a fact, so that a sentence behind a label
// is left alone.
func answers(fact, value string) bool {
	n := utf8.RuneCountInString(value)
	if n < 2 || n > 120 || hanCount(value) > 0 && n > 60 || strings.ContainsAny(value, "。；;！？!?：:\n") || noAnswer.MatchString(value) {
		return false
	}
	digits := 0
	for _, r := range value {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	switch fact {
	case "name", "invoiceTitle":
		return nameIn(value) == value
	case "taxId":
		return countryLike.MatchString(value) && digits >= 6
	case "legalRepresentative", "contact":
		return (personName.MatchString(value) || latinPerson.MatchString(value)) && !known(value)
	case "address", "shippingAddress":
		// In English a place has a number of its house or its parts between commas.
		return n >= 5 && placeLike.MatchString(value) && !strings.ContainsAny(value, "，,") ||
			n >= 8 && latinPlace.MatchString(value) && strings.Contains(value, " ") && (digits > 0 || strings.Contains(value, ","))
	case "phone":
		return digitsLike.MatchString(value) && digits >= 7
	case "email":
		return strings.Contains(value, "@") && !strings.Contains(value, " ")
	case "bank":
		return bankLike.MatchString(value)
	case "account":
		return digitsLike.MatchString(value) && digits >= 8 || ibanLike.MatchString(value)
	case "contract.number":
		return numberLike.MatchString(value) && digits >= 3
	case "contract.signDate":
		return wholeDate.MatchString(value)
	}
	both := strings.Split(fact, "+")
	if len(both) != 2 {
		return false
	}
	// A number may have spaces, and so may a name: anywhere between the two.
	for i, r := range value {
		if strings.ContainsRune(parts, r) && answers(both[0], strings.TrimRight(value[:i], parts)) && answers(both[1], strings.TrimLeft(value[i:], parts)) {
			return true
		}
	}
	return false
}

// parts stand between two facts behind one label.
const parts = " \u3000，,、/"

// An answer is a value that was filled in for a fact.
type answer struct {
	fact, value string
	who         int
}

// tell keeps what names its bearer wherever it stands.
func (a *analysis) tell(fact, value string, who int) {
	t := answer{fact, value, who}
	if slices.Contains([]string{"taxId", "account", "contract.number"}, fact) && !slices.Contains(a.told, t) {
		a.told = append(a.told, t)
	}
}

// answered is the fact that a value is for the label before it, and the party whose
// it is; "" where it may not be one.
func (a *analysis) answered(label, value string) (fact string, who int) {
	fact, who = a.asked(label)
	const both = "contact+phone" // Contact: Alice Morgan +44 117 496 0000
	switch {
	case fact == "":
	case fact == "name" && who >= 0 && value == a.parties[who].name, answers(fact, value):
		return fact, who
	case fact == "contact" && answers(both, value):
		return both, who
	}
	return "", -1
}

// filledIn reports whether both sides are named: one name alone is that of the
// company whose form it is.
func (a *analysis) filledIn() bool {
	n := 0
	for _, p := range a.parties {
		if p.name != "" {
			n++
		}
	}
	return n >= 2
}

// partiesOf finds the sides in the cells of a table of labels and values.
func (a *analysis) partiesOf(t *manuscript.Table) {
	if n := len(t.Columns); n != 2 && n != 4 {
		return
	}
	for _, row := range t.Rows {
		for k := 0; k+1 < len(row.Cells); k += 2 {
			label, value := strings.TrimSpace(cellText(&row.Cells[k])), strings.TrimSpace(cellText(&row.Cells[k+1]))
			if m := partyLine.FindStringSubmatch(label); m != nil && m[4] != "" && (nameIn(value) == value || personName.MatchString(value)) && value != "" {
				a.partyIn(label + value)
			}
		}
	}
}

// asked is the fact that a label asks for and the party whose it is, -1 for none.
func (a *analysis) asked(label string) (fact string, who int) {
	squeezed := compact(label)
	bare := stripNotes(squeezed)
	if k := a.partyNamed(bare); k >= 0 {
		return "name", k
	}
	if a.signLabel(bare) {
		return "contract.signDate", -1
	}
	m := meaning(squeezed)
	if m == "" {
		m = meaning(bare)
	}
	k := a.partyWithin(bare)
	if m == "" && k >= 0 {
		m = meaning(strings.TrimLeft(a.withoutParty(bare), "的/、"))
	}
	switch {
	case strings.HasPrefix(m, "contract."):
		return m, -1
	case m == "":
		return "", -1
	case k < 0:
		k = a.context
	}
	if k < 0 {
		return "", -1
	}
	if a.topic == "invoice" && m == "name" {
		m = "invoiceTitle"
	}
	return m, k
}

// signLabel tells the day beside a signature.
func (a *analysis) signLabel(label string) bool {
	return slices.Contains([]string{"日期", "签字日期", "盖章日期"}, label)
}

// filled finds what was filled in on a line: behind its labels, and the names of
// the sides and the number of the contract wherever they stand, and its amount
// where it is said in figures and in words. Blanks that stand
// there come first.
func (a *analysis) filled(g []glyph, spans []span) []span {
	if !a.filledIn() {
		return spans
	}
	free := func(from, to int) bool {
		return !slices.ContainsFunc(spans, func(s span) bool { return s.from < to && from < s.to || s.from == from && s.kind == markEnd })
	}
	add := func(from, to int, fact string, who int) {
		if free(from, to) {
			spans = append(spans, span{from: from, to: to, kind: markFilled, width: to - from, fact: fact, who: who})
		}
	}
	for from := 0; from < len(g); {
		to := segmentEnd(g, from)
		text := plain(g[from:to])
		if n := labelEnd(text); n > 0 {
			at := from + n + 1
			for at < to && space(g[at].r) {
				at++
			}
			end := to
			for end > at && space(g[end-1].r) {
				end--
			}
			value := plain(g[at:end])
			if fact, who := a.answered(string([]rune(text)[:n]), value); fact != "" {
				spans = slices.DeleteFunc(spans, func(s span) bool { return s.kind == markGap && s.to == at }) // what parts label and value
				add(at, end, fact, who)
				a.tell(fact, value, who)
			}
		}
		from = to + 1
	}
	line := []rune(plain(g))
	every := func(name, fact string, who int) {
		want := []rune(name)
		edge := func(i int) bool {
			return i < 0 || i == len(line) || space(line[i]) || strings.ContainsRune("\n：:", line[i])
		}
		for i := 0; len(want) > 0 && i+len(want) <= len(line); i++ {
			// Two letters are a name only where they stand alone.
			if slices.Equal(line[i:i+len(want)], want) && (len(want) >= 4 || edge(i-1) && edge(i+len(want))) {
				add(i, i+len(want), fact, who)
			}
		}
	}
	for k, p := range a.parties {
		every(p.name, "name", k)
	}
	for _, t := range a.told {
		every(t.value, t.fact, t.who)
	}
	if m := amountTwice.FindStringSubmatchIndex(string(line)); m != nil && !a.amount {
		before := lastPhrase(string(line)[:m[0]])
		if i := strings.LastIndexAny(before, "，,"); i >= 0 {
			before = before[i:]
		}
		if totalWords.MatchString(before) && !partialWords.MatchString(before) {
			at := func(n int) int { return utf8.RuneCountInString(string(line)[:m[n]]) }
			add(at(2), at(3), "contract.amount", -1)
			add(at(4), at(5), inWords, -1)
			a.amount = true
		}
	}
	// What parts two columns with names in them asks for nothing.
	spans = slices.DeleteFunc(spans, func(s span) bool {
		return s.kind == markGap && slices.ContainsFunc(spans, func(f span) bool { return f.kind == markFilled && (f.from == s.to || f.to == s.from) })
	})
	sort.Slice(spans, func(i, j int) bool { return spans[i].from < spans[j].from })
	return spans
}

// segmentEnd is where a label and what stands behind it end: at the end of the
// line, or before the next label in a column of its own.
func segmentEnd(g []glyph, from int) int {
	for i := from; i < len(g); i++ {
		if g[i].r == '\n' || g[i].r == '\t' && i > from && g[i-1].r != '：' && g[i-1].r != ':' {
			return i
		}
		j := i
		for j < len(g) && space(g[j].r) && g[j].r != '\n' {
			j++
		}
		if i > from && j-i >= 2 && labelEnd(plain(g[j:min(len(g), j+16)])) > 0 {
			return i
		}
		i = max(i, j-1)
	}
	return len(g)
}

// fill says what was filled in at a place.
func (a *analysis) fill(o *occ) {
	o.typ, o.party, o.conf, o.strong = template.TypeText, -1, 0.85, true
	switch o.fact {
	case "contract.number":
		o.source, o.label = o.fact, a.word("合同编号", "Contract number")
	case "contract.signDate":
		o.source, o.label, o.typ = o.fact, a.word("签订日期", "Signing date"), template.TypeDate
	case "contract.amount", inWords:
		o.source, o.label, o.typ, o.format = "contract.amount", a.word("合同金额", "Contract amount"), template.TypeMoney, template.FormatNumber
		if o.fact == inWords {
			o.format = template.FormatMoneyWords
		}
	default:
		o.party, o.facts = o.who, strings.Split(o.fact, "+")
	}
}

func (a *analysis) word(zh, en string) string {
	if a.zh() {
		return zh
	}
	return en
}
