package abstract

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

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
func partiesOf(all []string) []Party {
	found := []Party{}
	at := -1 // the side that lines without a label belong to
	put := func(role, name, line string, confidence int) {
		role, name = strings.TrimSpace(role), cleanParty(name)
		k := slices.IndexFunc(found, func(p Party) bool { return p.Role == role })
		if k < 0 {
			found = append(found, Party{Role: role})
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
func named(found []Party) []Party {
	out := []Party{}
	for _, p := range found {
		if p.Name == "" || p.Confidence < 40 {
			continue
		}
		k := slices.IndexFunc(out, func(o Party) bool { return o.Name == p.Name })
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
