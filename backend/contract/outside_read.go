package contract

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/manuscript"
	"keyue/backend/money"
)

// Reading the facts of a contract that somebody else wrote: who with whom, about
// what, for how much, from when to when. Each fact comes with the text it was
// read from, so that a person can tell at a glance whether it is right.

// Fact is one thing read from a document; empty Value means it was not found.
type Fact struct {
	Value string `json:"value"`
	// Confidence in percent.
	Confidence int `json:"confidence"`
	// From is the line it was read from.
	From string `json:"from"`
}

// DateFact is a date read from a document.
type DateFact struct {
	Value      date.Date `json:"value"`
	Confidence int       `json:"confidence"`
	From       string    `json:"from"`
}

// AmountFact is the contract's amount. Digits and words, Chinese or English, are
// what was read of each; where both stand in one line and differ, Problem says so
// and Value is that of the words, which count in doubt.
type AmountFact struct {
	Value      money.Amount `json:"value"`
	Found      bool         `json:"found"`
	Digits     money.Amount `json:"digits"`
	Words      money.Amount `json:"words"`
	WordsText  string       `json:"wordsText"`
	Confidence int          `json:"confidence"`
	From       string       `json:"from"`
	// Problem is fault contract.outside.amount_differs or currency_differs {digits,
	// words}; nil for none.
	Problem *fault.Error `json:"problem"`
}

// facts is what is read without the workspace.
type facts struct {
	title, number, subject Fact
	parties                []OutsideParty
	amount                 AmountFact
	currency               money.Currency
	sign, start, end       DateFact
}

// readFacts reads a manuscript.
func readFacts(m *manuscript.Manuscript) facts {
	all := plainLines(m)
	f := facts{title: titleOf(m, all), currency: money.CNY}
	f.number = labelledFact(all, numberLabel, 90)
	f.subject = labelledFact(all, subjectLabel, 70)
	f.parties = partiesOf(all)
	f.amount, f.currency = amountOf(all)
	f.sign, f.start, f.end = datesOf(all)
	return f
}

var (
	titleWord    = regexp.MustCompile(`(?i)(合同|协议|协议书|订单|确认书|委托书|承诺书|备忘录|意向书|章程)(?:书)?(?:（[^）]*）)?$|\b(agreement|contract|order form|nda|terms of service|lease|letter of intent|statement of work)\b`)
	numberLabel  = regexp.MustCompile(`(?i)(?:合同编号|协议编号|合同号|订单号|订单编号|文件编号|编号|单号|单据号|(?:contract|agreement|order|lease|quotation|quote|receipt|statement|invoice|reference|contract number) ?(?:no\.?|number)?)\s*[:：]\s*([A-Za-z0-9\p{Han}][A-Za-z0-9\p{Han}\-_/.〔〕\[\]（）()第号]{1,39})`)
	subjectLabel = regexp.MustCompile(`(?i)(?:项目名称|标的名称|合同标的|服务内容|货物名称|产品名称|工程名称|subject|project name)\s*[:：]\s*([^，。；;_\s][^。；;_]{1,60})`)
	placeholder  = regexp.MustCompile(`[_＿]{2,}|[\[【〔{<]|XX|××|\*\*\*|请填充|\.{4,}|…{2,}`)
)

// note is a line that tells how to fill in a form.
func note(line string) bool {
	return strings.HasPrefix(line, "[") || strings.HasPrefix(line, "【") || strings.Contains(line, "[Drafting note")
}

func titleOf(m *manuscript.Manuscript, all []string) Fact {
	for _, b := range m.Blocks {
		if b.Paragraph != nil && b.Paragraph.Title {
			if s := clip(strings.TrimSpace(plainWidth(manuscript.Plain(b.Paragraph.Runs))), 80); s != "" && !placeholder.MatchString(s) {
				return Fact{s, 90, s}
			}
		}
	}
	for i, line := range all {
		if i > 12 {
			break
		}
		s := strings.TrimSpace(strings.ReplaceAll(line, "　", " "))
		if han := strings.Join(strings.Fields(s), ""); isHan(han) { // 买 卖 合 同
			s = han
		}
		if utf8.RuneCountInString(s) <= 60 && titleWord.MatchString(s) && !strings.ContainsAny(s, "，。；：:") && !placeholder.MatchString(s) {
			return Fact{s, 80, line}
		}
	}
	return Fact{Value: m.Name, Confidence: 30}
}

// labelledFact finds what stands behind a label.
func labelledFact(all []string, label *regexp.Regexp, confidence int) Fact {
	for _, line := range all {
		if g := label.FindStringSubmatch(line); g != nil {
			value := strings.Trim(g[1], " 　。，;；")
			if utf8.RuneCountInString(value) > 1 && !placeholder.MatchString(value) {
				return Fact{value, confidence, clip(line, 200)}
			}
		}
	}
	return Fact{}
}

// OutsideParty is one side found in a document.
type OutsideParty struct {
	// Role is what the document calls it: 甲方, 买方, Buyer.
	Role string `json:"role"`
	Name string `json:"name"`
	// TaxID is its 统一社会信用代码, when given.
	TaxID      string `json:"taxId"`
	Confidence int    `json:"confidence"`
	From       string `json:"from"`
	// CompanyID is our own company that this is; 0 when it is not us.
	CompanyID int64 `json:"companyId"`
	// Candidates are customers that it may be, best first.
	Candidates []PartyCandidate `json:"candidates"`
}

const (
	rolesZh = `甲方|乙方|丙方|丁方|买方|卖方|买受人|出卖人|供方|需方|采购方|供货方|供应商|委托方|受托方|委托人|受托人|发包方|发包人|承包方|承包人|出租方|出租人|承租方|承租人|定作方|定作人|承揽方|承揽人|转让方|受让方|贷款人|借款人|出借人|出借方|借款方|用人单位|劳动者|服务方|许可方|被许可方|披露方|接收方|托运人|承运人|保证人|付款单位|收款单位`
	// weakZh and weakEn name a side in other papers than contracts; only a company
	// is believed.
	weakZh  = `致|客户|客户名称|交款人|交款单位|付款人|收款人|收款方|付款方|报价方|报价单位|送货单位|收货单位|发货单位|购货单位|供货单位|对账单位|核对单位`
	weakEn  = `To|From|Bill to|Received from|Quote for|Prepared for|Prepared by|Issued by|Quotation to|Payee|Payer`
	rolesEn = `First Party|Second Party|Party A|Party B|Buyer|Seller|Client|Provider|Service Provider|Supplier|Customer|Contractor|Lessor|Lessee|Landlord|Tenant|Licensor|Licensee|Employer|Employee|Borrower|Lender|Discloser|Recipient|Disclosing Party|Receiving Party|Purchaser|Vendor|Consultant|Exporter|Importer`
)

// nameEn is a name in a preamble, known by what follows it: a bracket, or what
// kind of company it is.
const nameEn = `["“]?([A-Z][^,("“”]{1,60}?(?:,\s*(?:Inc|LLC|Ltd|Corp|Co)\.?(?:,\s*Ltd\.?)?)?)["”]?\s*(?:,\s+(?:a|an|having|with|whose|located|organi[sz]ed|incorporated)\b|\()`

var (
	partyZh = regexp.MustCompile(`(` + rolesZh + `|` + weakZh + `)\s*((?:[（(][^）)]{0,16}[）)]\s*)*)[:：]\s*(.*)`)
	// partyHead is a side alone on its line; its name follows: 甲方（买方） / 名称：X.
	partyHead = regexp.MustCompile(`^(` + rolesZh + `)\s*(?:[（(][^）)]{0,16}[）)])?\s*[:：]?$`)
	nameLine  = regexp.MustCompile(`^(?:单位名称|公司名称|名称|姓名|企业名称|户名|Name)(?:[（(][^）)]{0,10}[）)])?\s*[:：]\s*(.*)$`)
	partyEn   = regexp.MustCompile(`(?:^|\x{3000})(` + rolesEn + `|` + weakEn + `)\s*(?:\([^)]{0,30}\))?\s*[:：]\s*(.*)`)
	signedEn  = regexp.MustCompile(`^(?:Signed for|For and on behalf of|On behalf of)(?: the)? (` + rolesEn + `)\s*[:：]?\s*(.*)`)
	// between finds both sides of an English preamble.
	between  = regexp.MustCompile(`\b(?:[Bb]etween|BETWEEN):?\s+(?:\(1\)\s*)?` + nameEn + `.{0,400}?\b(?:and|AND)\s+(?:\(2\)\s*)?` + nameEn)
	roleOnly = regexp.MustCompile(`^(?:` + rolesZh + `|` + weakZh + `)(?:$|[（(])`)
	weakRole = regexp.MustCompile(`^(?:` + weakZh + `|` + weakEn + `)$`)
	// creditCode is GB 32100.
	creditCode = regexp.MustCompile(`[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}`)
	// otherLabel ends a name that other things follow on its line.
	otherLabel = regexp.MustCompile(`\s*(?:[（(](?:以下|下称|简称|统称|盖章|签字|公章|hereinafter|the\s+["“])|统一社会信用代码|纳税人识别号|身份证|法定代表人|住所|地址|电话|联系|传真|账号|开户|签订|日期|税号|Registration|Address).*$`)
	suffixZh   = regexp.MustCompile(`(?:公司|厂|店|部|行|院|所|中心|合作社|学校|大学|医院|集团|商行|经营部|工作室|事务所|协会|委员会|局|馆|社|银行|支行|合伙企业（有限合伙）|（有限合伙）|（普通合伙）)$`)
	suffixEn   = regexp.MustCompile(`(?i)\b(?:ltd|limited|inc|llc|llp|corp|corporation|gmbh|company|co|plc|s\.?a|b\.?v|pte|ag)\.?$`)
)

// partiesOf finds the sides of a contract, in the order they come.
func partiesOf(all []string) []OutsideParty {
	found := []OutsideParty{}
	at := -1 // the side that lines without a label belong to
	put := func(role, name, line string, confidence int) {
		role, name = strings.TrimSpace(role), cleanParty(name)
		k := slices.IndexFunc(found, func(p OutsideParty) bool { return p.Role == role })
		if k < 0 {
			found = append(found, OutsideParty{Role: role, Candidates: []PartyCandidate{}})
			k = len(found) - 1
		}
		at = k
		if name == "" {
			return
		}
		switch {
		case suffixZh.MatchString(name), suffixEn.MatchString(name):
			confidence += 10
		case isHan(name) && utf8.RuneCountInString(name) > 4:
			confidence -= 25
		}
		if weakRole.MatchString(role) && !suffixZh.MatchString(name) && !suffixEn.MatchString(name) {
			return
		}
		if p := &found[k]; confidence > p.Confidence {
			p.Name, p.Confidence, p.From = name, min(confidence, 99), clip(line, 200)
		}
	}
	for _, line := range all {
		if note(line) {
			continue
		}
		if g := partyHead.FindStringSubmatch(line); g != nil {
			put(g[1], "", line, 0)
			continue
		}
		if g := nameLine.FindStringSubmatch(line); g != nil && at >= 0 {
			if found[at].Name == "" {
				put(found[at].Role, g[1], line, 85)
			}
			continue
		}
		for rest := line; ; { // both sides may stand on one line
			loc := partyZh.FindStringSubmatchIndex(rest)
			if loc == nil || loc[0] > 0 && !strings.ContainsAny(rest[max(loc[0]-3, 0):loc[0]], " \u3000，,：:（(、") {
				break
			}
			value := rest[loc[6]:loc[7]]
			next := partyZh.FindStringIndex(value)
			if next != nil && next[0] > 0 && strings.ContainsAny(value[max(next[0]-3, 0):next[0]], " \u3000，,") {
				put(rest[loc[2]:loc[3]], value[:next[0]], line, 85)
				rest = value[next[0]:]
				continue
			}
			put(rest[loc[2]:loc[3]], value, line, 85)
			break
		}
		for _, re := range []*regexp.Regexp{partyEn, signedEn} {
			if g := re.FindStringSubmatch(line); g != nil {
				put(g[1], g[2], line, 75)
			}
		}
		if g := between.FindStringSubmatch(line); g != nil && len(found) == 0 {
			put("1", g[1], line, 65)
			put("2", g[2], line, 65)
		}
		if code := creditCode.FindString(line); code != "" && at >= 0 && found[at].TaxID == "" && strings.ContainsAny(line, "码号") {
			found[at].TaxID = code
		}
	}
	return named(found)
}

// named drops sides without a name and those that only repeat another.
func named(found []OutsideParty) []OutsideParty {
	out := []OutsideParty{}
	for _, p := range found {
		if p.Name == "" || p.Confidence < 40 {
			continue
		}
		k := slices.IndexFunc(out, func(o OutsideParty) bool { return o.Name == p.Name })
		if k < 0 {
			out = append(out, p)
		} else if out[k].TaxID == "" {
			out[k].TaxID = p.TaxID
		}
	}
	return out[:min(len(out), 6)]
}

// cleanParty gives the name at the start of what stands behind a label; empty
// for a blank or a sentence.
func cleanParty(s string) string {
	s = strings.TrimLeft(s, " 　\t\"“”'")
	if i := strings.Index(s, cellGap); i > 0 {
		s = s[:i]
	}
	s = otherLabel.ReplaceAllString(s, "")
	if isHan(s) {
		if i := strings.IndexAny(s, "，。；;,"); i >= 0 {
			s = s[:i]
		}
		if i := strings.Index(s, "  "); i > 0 {
			s = s[:i]
		}
		if fields := strings.FieldsFunc(s, func(r rune) bool { return r == '　' || r == ' ' }); len(fields) > 1 && suffixZh.MatchString(fields[0]) {
			s = fields[0]
		}
	}
	s = strings.Trim(s, " 　\t\"“”'。；;,，*")
	n := utf8.RuneCountInString(s)
	switch {
	case roleOnly.MatchString(s):
		return ""
	case n < 2 || n > 70, placeholder.MatchString(s), strings.ContainsAny(s, "：:？?！!%"):
		return ""
	case isHan(s) && n > 40, !isHan(s) && len(strings.Fields(s)) > 9:
		return ""
	case regexp.MustCompile(`^[\d\s./\-（）()]+$`).MatchString(s):
		return ""
	case regexp.MustCompile(`^(?:是|应|应当|不|有权|可以|须|需|负责|同意|承诺|保证|指|的|为|与|和|或|在|shall|will|means|may|is|agrees)`).MatchString(s):
		return ""
	}
	return s
}

var (
	totalWords = regexp.MustCompile(`(?i)合同(?:总)?(?:价款|金额|总额|价格|总价|价|款)|总价款?|总金额|价税合计|价款总额|货款总额|总货款|费用总额|总费用|服务费(?:用)?(?:总额|总计|共计)?|借款(?:金额|本金)|合计|总计|共计|contract price|total (?:price|fees?|amount|contract value)|fees? total|purchase price|in the amount of|the sum of|principal`)
	// penalWords are never the price.
	penalWords = regexp.MustCompile(`(?i)违约金|赔偿|罚|注册资本|滞纳金|保险金额|保额|liquidated|penalt|capital`)
	otherWords = regexp.MustCompile(`(?i)定金|订金|预付|首付|首笔|尾款|第[一二三四]笔|保证金|押金|质保金|单价|每[日天月年台件套个次吨米小时]|/[小时天月年件台]|不超过|不低于|以上|以下|deposit|per (?:day|month|hour|unit)|instal|not exceed|at least`)
)

// amountOf finds the amount of the whole contract among all sums.
func amountOf(all []string) (AmountFact, money.Currency) {
	type candidate struct {
		AmountFact
		currency money.Currency
		figures  string
		apart    bool // figures and words are in two currencies
		score    int
	}
	var best *candidate
	for i, line := range all {
		list := sums(line)
		if len(list) == 0 || note(line) {
			continue
		}
		context := line
		if i > 0 && utf8.RuneCountInString(all[i-1]) < 16 {
			context = all[i-1] + " " + line // a heading says what is below it
		}
		for k, s := range list {
			if s.amount <= 0 || s.words && k > 0 && list[k-1].words {
				continue
			}
			c := &candidate{AmountFact: AmountFact{Value: s.amount, Found: true, From: clip(line, 200)}, currency: s.currency, score: 40}
			near := around(line, s.from, s.to)
			switch {
			case totalWords.MatchString(near):
				c.score += 35
			case totalWords.MatchString(context):
				c.score += 20
			}
			switch {
			case penalWords.MatchString(near):
				c.score -= 80
			case otherWords.MatchString(near):
				c.score -= 45
			}
			if s.words {
				c.Words, c.WordsText, c.score = s.amount, s.text, c.score+15
				if d, ok := figuresOf(list, s); ok {
					c.Digits, c.score = d.amount, c.score+20
					c.apart = d.known && s.known && d.currency != s.currency
					if d.known || !s.known {
						c.currency = d.currency
					}
					c.figures = d.amount.Format(d.currency)
				}
			} else {
				c.Digits = s.amount
			}
			if best == nil || c.score > best.score || c.score == best.score && c.Value > best.Value {
				best = c
			}
		}
	}
	if best == nil || best.score < 30 {
		return AmountFact{}, money.CNY
	}
	best.Confidence = min(best.score, 98)
	said := fault.P{"digits": best.figures, "words": best.WordsText}
	if best.apart {
		best.Problem, best.Confidence = fault.New("contract.outside.currency_differs", said), 30
	} else if best.Words > 0 && best.Digits > 0 && best.Words != best.Digits {
		best.Problem = fault.New("contract.outside.amount_differs", said)
		best.Value, best.Confidence = best.Words, 30
	} else if best.Words > 0 && best.Digits == 0 {
		best.Confidence = min(best.Confidence, 90)
	}
	return best.AmountFact, best.currency
}

// figuresOf finds the figures of a sum in words: those that stand nearest. Figures
// in another currency are a conversion, unless they are the very same number.
func figuresOf(list []sum, words sum) (sum, bool) {
	nearest := func(fits func(s sum) bool) (sum, bool) {
		near, at := 61, -1
		for i, s := range list {
			if gap := max(s.from-words.to, words.from-s.to); !s.words && gap < near && fits(s) {
				near, at = gap, i
			}
		}
		if at < 0 {
			return sum{}, false
		}
		return list[at], true
	}
	other := func(s sum) bool { return s.known && words.known && s.currency != words.currency }
	if s, ok := nearest(func(s sum) bool { return !other(s) }); ok {
		return s, true
	}
	return nearest(func(s sum) bool { return s.amount == words.amount })
}

// around is the text near a place of a line, back to the last full stop.
func around(line string, from, to int) string {
	start := 0
	if i := strings.LastIndexAny(line[:from], "。；;"); i >= 0 {
		_, size := utf8.DecodeRuneInString(line[i:])
		start = i + size
	}
	for from-start > 90 { // thirty characters
		_, size := utf8.DecodeRuneInString(line[start:])
		start += size
	}
	return line[start:min(to+12, len(line))]
}

var (
	signLabel  = regexp.MustCompile(`(?i)签订日期|签约日期|签署日期|签订时间|订立日期|合同日期|签订于|签署于|日期\s*[:：]|(?:^|\x{3000})date\s*[:：]|dated|agreement date|made (?:and entered into )?(?:on|as of)|entered into (?:on|as of)|execution date|order date`)
	startLabel = regexp.MustCompile(`(?i)生效日期|起始日期|开始日期|开工日期|起租日|effective date|commenc|start date|starts on|begins on`)
	endLabel   = regexp.MustCompile(`(?i)终止日期|届满日期|到期日|截止日期|结束日期|有效期至|有效期截至|end date|expir|terminates on|until`)
	fromTo     = regexp.MustCompile(`(?i)(?:自|从|由|from|starts on|commencing on).{0,12}$`)
	toWord     = regexp.MustCompile(`(?i)^.{0,6}(?:起)?\s*(?:至|到|止|—|-|–|~|to|until|through|and continues until)`)
)

// datesOf finds when a contract was signed, and from when to when it runs.
func datesOf(all []string) (sign, start, end DateFact) {
	better := func(f *DateFact, d date.Date, confidence int, line string) {
		if confidence > f.Confidence {
			*f = DateFact{d, confidence, clip(line, 200)}
		}
	}
	for i, line := range all {
		list := days(line)
		for k, d := range list {
			before := line[max(0, lastStop(line[:d.from])):d.from]
			if i > 0 && k == 0 && strings.TrimSpace(before) == "" && utf8.RuneCountInString(all[i-1]) < 16 {
				before = all[i-1] // a label on the line before
			}
			if k+1 < len(list) && fromTo.MatchString(before) && toWord.MatchString(line[d.to:]) {
				better(&start, d.date, 85, line)
				better(&end, list[k+1].date, 85, line)
				continue
			}
			if k > 0 && len(list[k-1:]) > 1 && toWord.MatchString(line[list[k-1].to:]) {
				continue
			}
			switch {
			case endLabel.MatchString(before):
				better(&end, d.date, 80, line)
			case startLabel.MatchString(before):
				better(&start, d.date, 80, line)
			case signLabel.MatchString(before):
				confidence := 75
				if strings.Contains(before, "签") || strings.Contains(before, "订") {
					confidence = 90
				}
				if d.date > sign.Value && confidence == sign.Confidence && confidence == 75 {
					confidence++ // of the dates beside signatures the last one counts
				}
				better(&sign, d.date, confidence, line)
			case i >= len(all)-6 && utf8.RuneCountInString(line) < 30:
				better(&sign, d.date, 50, line)
			}
		}
	}
	if start.Value != "" && end.Value != "" && end.Value < start.Value {
		end = DateFact{}
	}
	return sign, start, end
}

// lastStop is where the sentence begins that a text ends with.
func lastStop(s string) int {
	i := strings.LastIndexAny(s, "。；;")
	if i < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return i + size
}

// clip shortens a text for a person.
func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}
