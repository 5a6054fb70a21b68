package intake

import (
	"regexp"
	"strings"

	"keyue/backend/template"
)

var (
	moneyAfter   = regexp.MustCompile(`^\s*(元|圆|万元|美元|USD|RMB|人民币元)`)
	moneyBefore  = regexp.MustCompile(`(￥|¥|\$|€|£|人民币|RMB|USD|大写）?[:：]?|小写）?[:：]?|人民币（大写）|佰|仟)\s*[:：]?$`)
	capitals     = regexp.MustCompile(`大写\s*[）)]?\s*(金额)?\s*[:：]?\s*(人民币)?\s*$`)
	percentAfter = regexp.MustCompile(`^\s*(%|％|‰|‱)`)
	percentWords = regexp.MustCompile(`百分之\s*$`)
	counting     = regexp.MustCompile(`^\s*(个?工作日|个自然日|日历天|个月|月内|天|年|日|份|次|人|名|期|周|working days?|business days?|days?|months?|years?|originals)`)
	measuring    = regexp.MustCompile(`^\s*(张|台|套|件|吨|公斤|千克|平方米|立方米|小时|条|个(?:[^月工自]|$)|只|箱|瓶|米|公里|头|辆|㎡|hours?|units?|pieces?)`)
	ordinalAsk   = regexp.MustCompile(`第\s*$`)
	dateLabel    = regexp.MustCompile(`(?i)(日期|签订时间|签署时间|签约时间|起始时间|起始日|截止日|到期日|交货日|签订日|开工日|竣工日)$|date$|^date(?:by|of|on|when)`)
	habitLabel   = regexp.MustCompile(`(?i)^(?:governing|applicable|chosen)? ?(?:laws?|jurisdiction|courts?|venue)(?: of)?$|^seat(?: of arbitration)?$|^(?:签订|签约|签署)地点?$|^合同(?:签订|签约|签署)地点?$|^管辖(?:地|法院)$|^仲裁(?:委员会|机构)$`)
	moneyLabel   = regexp.MustCompile(`(?i)(金额|单价|总价|价款|货款|租金|押金|保证金|定金|订金|工资|报酬|违约金|费用|服务费|手续费|运费|人民币|price|amount|fee|rent|salary|deposit)$`)
	dateLatin    = regexp.MustCompile(`(?i)\b(as of|dated|dated as of)\s*$`)
	rateLabel    = regexp.MustCompile(`(税率|利率|比例|百分比|费率)$`)
	countLabel   = regexp.MustCompile(`(数量|件数|人数|总量)$`)
	periodFrom   = regexp.MustCompile(`(自|从|于|由)\s*$`)
	periodTo     = regexp.MustCompile(`(至|到|止|于)\s*$`)
	termWords    = regexp.MustCompile(`(合同期限|本合同期限|期限为|有效期|租赁期|租期|合同期|服务期|借款期|固定期限|劳动合同期限|履行期限|自.{0,4}生效|期限：)`)
	notTerm      = regexp.MustCompile(`(试用|交货|授权|陈列|签订了|装修|免租|保修|质保)`)
	totalWords   = regexp.MustCompile(`(总价|合同价款|合同总额|总金额|合同金额|总货款|货款总额|价款总额|总价款|费用总额|总额|上限|借款金额|租金总额|合计|totalprice|totalamount|purchaseprice)`)
	partialWords = regexp.MustCompile(`(首笔|尾款|定金|订金|预付|第.笔|首付|余款|押金|保证金|违约|单价|每|罚)`)
	nounAfter    = regexp.MustCompile(`^\s*[（(]\s*([^（()）]{2,12}?(?:名称|姓名|全称|编号|日期|地址|金额|代码|盖章|签字|签名))\s*[）)]`)
	trailing     = regexp.MustCompile(`(?:人民币|[（(]?大写[）)]?|[（(]?小写[）)]?|￥|¥|百分之|共计|合计|为|是|约|计|按照?|位于|不超过|不少于|不低于|不得少于|支付|至少|提前|内|以|在|于|由|向|与|及|和|自|至|从|到|应|须|的|[:：（(，,、“"'\s])+$`)
)

// guess fills in what a blank asks for from what stands around it.
func (a *analysis) guess(o *occ, u *unit, left, right string) {
	o.typ, o.conf = template.TypeText, 0.35
	said := lastPhrase(left)
	switch {
	case o.named != "":
		o.label, o.conf, o.strong = askedName(o.named), 0.75, true
		if m := outrightLabel(o.before); m != "" && !a.zh() {
			o.label = m
		}
	default:
		o.label = a.labelOf(o, u, said, right)
	}
	a.typeOf(o, u, said, right)
	a.sourceOf(o, u, said, right)
	if o.label == "" {
		o.label, o.conf = a.fallback(o), 0.2
	}
}

// askedName reads the name out of a placeholder.
func askedName(s string) string {
	s = strings.NewReplacer("请填写", "", "请输入", "", "填写", "", "此处", "", "_", " ").Replace(s)
	low := strings.ToLower(s)
	for _, p := range []string{"insert ", "enter ", "fill in ", "the ", "your "} {
		if strings.HasPrefix(low, p) {
			s, low = s[len(p):], low[len(p):]
		}
	}
	return cleanLabel(strings.Trim(s, "：: "))
}

// outrightLabel is the label directly before a blank, when a colon parts them.
func outrightLabel(before string) string {
	t := strings.TrimRight(lastPhrase(before), " \t\u3000¥￥$")
	if !strings.HasSuffix(t, "：") && !strings.HasSuffix(t, ":") {
		return ""
	}
	t = strings.TrimRight(t, "：: ")
	if strings.TrimSpace(before) == "" {
		return ""
	}
	for _, cuts := range []string{"，,。；：:\t", "、"} {
		if known(stripNotes(compact(t))) {
			break
		}
		if i := strings.LastIndexAny(t, cuts); i >= 0 && len([]rune(t[i:])) > 2 {
			t = string([]rune(t[i:])[1:])
		}
	}
	if !known(compact(t)) {
		t = trailing.ReplaceAllString(t, "")
	}
	if i := strings.LastIndex(t, "    "); i >= 0 && strings.TrimSpace(t[i:]) != "" && !known(t) {
		t = t[i:]
	}
	return cleanLabel(subject(t))
}

// subject is what a label that is half a sentence is about: 交货地点 of
// 交货地点为买方指定地点.
func subject(label string) string {
	before, after, ok := strings.Cut(label, "为")
	if n := hanCount(before); !ok || after == "" || n < 4 || n > 8 || n != len([]rune(before)) || known(compact(label)) {
		return label
	}
	return before
}

// labelOf takes a blank's label from the text around it.
func (a *analysis) labelOf(o *occ, u *unit, said, right string) string {
	if m := nounAfter.FindStringSubmatch(right); m != nil && (o.kind != markEnd) {
		o.strong, o.conf = true, 0.8
		return cleanLabel(m[1])
	}
	if l := outrightLabel(o.before); l != "" {
		o.strong, o.conf = true, 0.8
		return l
	}
	if o.kind == markEnd && strings.TrimSpace(o.before) != "" {
		l := said
		o.strong, o.conf = len([]rune(compact(l))) <= 16, 0.6
		return shorten(cleanLabel(trailing.ReplaceAllString(l, "")))
	}
	// A known label right before a gap: 性别____ 邮政编码____.
	before := strings.TrimSpace(o.before)
	if i := strings.LastIndexAny(before, "，。；、：: "); i >= 0 {
		before = string([]rune(before[i:])[1:])
	}
	if known(before) || known(stripNotes(compact(before))) {
		o.strong, o.conf = true, 0.75
		return cleanLabel(before)
	}
	if a.latin(u) {
		return a.labelLatin(o, said, right)
	}
	if ordinalAsk.MatchString(o.before) {
		follow := firstWord(right, 3)
		if strings.HasPrefix(follow, "种工时") {
			follow = "种工时制度"
		}
		if next := a.after(u); follow == "" && next != nil {
			follow = firstWord(next.spoken, 5)
		}
		return cleanLabel("第几" + follow)
	}
	lead := phraseBefore(o.before)
	follow := firstWord(right, 5)
	if o.kind == markDate && strings.HasSuffix(strings.TrimSpace(o.before), "至") {
		// 试用期从用工之日起至____止
		for _, w := range []string{"从", "自"} {
			if before, _, ok := strings.Cut(lead, w); ok && len([]rune(before)) >= 2 {
				o.conf = 0.6
				return cleanLabel(before + "截止日")
			}
		}
	}
	if strings.HasSuffix(lead, "每月") && strings.HasPrefix(follow, "日") {
		return "每月几日"
	}
	if strings.HasSuffix(strings.TrimSpace(o.before), "在") && (strings.HasPrefix(follow, "签订") || strings.HasPrefix(follow, "签署")) {
		o.conf = 0.7
		return "签订地点"
	}
	if strings.HasPrefix(follow, "所在地") || strings.HasPrefix(follow, "住所地") {
		if strings.Contains(right, "法院") || strings.Contains(right, "仲裁") {
			return "管辖地"
		}
	}
	if m := placeNoun.FindString(strings.TrimSpace(right)); m != "" && o.kind != markDate && (len([]rune(lead)) < 3 || !strings.HasSuffix(strings.TrimSpace(o.before), "：")) {
		o.conf = 0.5
		return cleanLabel(a.topicOf(u, said) + m)
	}
	if k := len(a.occs) - 2; k >= 0 && a.occs[k].unit == u && len([]rune(lead)) < 2 && upTo.MatchString(strings.TrimSpace(o.before)) {
		p := a.occs[k]
		if o.kind == markDate || p.typ == template.TypeDate && (follow == "" || strings.HasPrefix(follow, "止")) {
			o.conf = 0.7
			return cleanLabel(p.label + "止")
		}
	}
	if o.kind == markDate && lead == "" {
		lead = phraseBefore(said)
	}
	switch {
	case lead == "" && u != nil && o.ordinal == 1 && follow == "":
		return a.groupLabel(u)
	case len([]rune(lead)) < 2 && follow != "":
		return cleanLabel(lead + strings.TrimPrefix(firstWord(right, 9), "个"))
	case lead == "":
		return cleanLabel(shorten(phraseBefore(said)))
	}
	return cleanLabel(lead)
}

// groupLabel is what the lines above say of blanks that stand alone: 1. ____.
func (a *analysis) groupLabel(u *unit) string {
	at := len(a.units)
	for i, x := range a.units {
		if x == u {
			at = i
			break
		}
	}
	for i := at - 1; i >= 0 && i > at-8; i-- {
		x := a.units[i]
		if !x.paragraph() {
			return ""
		}
		s := strings.Trim(compact(plain(x.body())), "。；;.：:")
		if visible(s) < 2 {
			continue
		}
		s = asAnnounced.ReplaceAllString(s, "")
		if j := strings.LastIndexAny(s, "，。；、"); j >= 0 {
			s = string([]rune(s[j:])[1:])
		}
		return shorten(cleanLabel(s))
	}
	return ""
}

var asAnnounced = regexp.MustCompile(`(约定|作)?(如下|为以下|以下)(内容|约定|变更|条款)?$`)

// latin reports whether a line has no Chinese.
func (a *analysis) latin(u *unit) bool {
	return !a.zh() || u.table == nil && hanCount(u.spoken) == 0
}

// labelLatin takes the few words before a blank in an English sentence.
func (a *analysis) labelLatin(o *occ, said, right string) string {
	words := strings.Fields(strings.Trim(said, " :,($\"“"))
	if len(words) == 0 {
		words = strings.Fields(firstWord(right, 40))
		return cleanLabel(strings.Join(words[:min(3, len(words))], " "))
	}
	stop := map[string]bool{"the": true, "a": true, "an": true, "of": true, "as": true, "is": true, "at": true, "in": true, "to": true, "by": true, "and": true, "or": true, "for": true, "its": true, "with": true, "on": true, "be": true, "this": true, "between": true}
	words = words[max(0, len(words)-4):]
	for len(words) > 0 && stop[strings.ToLower(words[0])] {
		words = words[1:]
	}
	for len(words) > 1 && stop[strings.ToLower(words[len(words)-1])] {
		words = words[:len(words)-1]
	}
	return cleanLabel(strings.Join(words, " "))
}

var (
	placeNoun = regexp.MustCompile(`^(省|市|区/市|区县|区|县|路/街道|街道|路|街|镇|乡|号楼|号|弄|室|栋|单元)`)
	upTo      = regexp.MustCompile(`(^|[）)止起，])\s*(至|到|止)$`)
)

// topicOf is what a line is about: its label, else the heading above.
func (a *analysis) topicOf(u *unit, said string) string {
	if n := labelEnd(strings.TrimSpace(plain(u.body()))); n > 0 {
		return shorten(cleanLabel(subject(string([]rune(strings.TrimSpace(plain(u.body())))[:n]))))
	}
	if before, _, ok := strings.Cut(said, "为"); ok && len([]rune(before)) <= 12 {
		return shorten(cleanLabel(before))
	}
	lead := phraseBefore(said)
	if i := strings.LastIndexAny(said, " \t\u3000_"); i >= 0 && len([]rune(lead)) < 3 {
		lead = phraseBefore(said[:i])
	}
	return lead
}

var leadingWords = regexp.MustCompile(`^(?:的|并|且|但|则|即|应|须|将|由|在|于|自|从|向|与|按照?|本合同|本协议|其中|以及|双方|各方|甲乙双方|甲方|乙方|丙方)+`)

// phraseBefore is the last phrase of a text, without the words that lead on.
func phraseBefore(s string) string {
	s = strings.TrimSpace(s)
	s = trailing.ReplaceAllString(s, "")
	if i := strings.LastIndexAny(s, "，,。；;、：:！？（(）)《》“”\n"); i >= 0 {
		s = string([]rune(s[i:])[1:])
	}
	return shorten(compact(s))
}

// shorten keeps the end of a long label, where the noun stands.
func shorten(s string) string {
	short := strings.TrimPrefix(s, "的")
	if strings.HasPrefix(short, "其") && !strings.HasPrefix(short, "其他") && !strings.HasPrefix(short, "其它") && !strings.HasPrefix(short, "其余") {
		short = strings.TrimPrefix(strings.TrimPrefix(short, "其"), "中")
	}
	for hanCount(short) > 0 && len([]rune(short)) > 4 {
		t := leadingWords.ReplaceAllString(short, "")
		if t == short || len([]rune(t)) < 2 {
			break
		}
		short = t
	}
	if len([]rune(short)) > 12 && hanCount(short) > 0 {
		if i := strings.LastIndex(short, "的"); i >= 0 && len([]rune(short[i:])) > 3 {
			short = short[i+len("的"):]
		}
	}
	if r := []rune(short); len(r) > 12 && hanCount(short) > 0 {
		short = string(r[len(r)-12:])
	}
	return short
}

// firstWord is the beginning of a text up to punctuation.
func firstWord(s string, most int) string {
	s = strings.TrimSpace(s)
	if i := strings.IndexAny(s, "，,。；;、：:！？（(）)《》“”\n "); i >= 0 {
		s = s[:i]
	}
	if r := []rune(s); len(r) > most {
		s = string(r[:most])
	}
	return s
}

// typeOf guesses the type from units and labels.
func (a *analysis) typeOf(o *occ, u *unit, said, right string) {
	set := func(t template.FieldType, f template.Format, conf float64) {
		o.typ, o.format, o.conf = t, f, max(o.conf, conf)
	}
	label := compact(o.label)
	switch {
	case o.kind == markDate:
		set(template.TypeDate, "", 0.9)
	case percentAfter.MatchString(right) || percentWords.MatchString(o.before):
		if m := percentAfter.FindString(right); strings.ContainsAny(m, "‰‱") {
			set(template.TypeNumber, "", 0.7)
		} else {
			set(template.TypePercent, template.FormatNumber, 0.9)
		}
	case capitals.MatchString(strings.TrimRight(o.before, " 　")):
		set(template.TypeMoney, template.FormatMoneyWords, 0.9)
	case moneyAfter.MatchString(right) || moneyBefore.MatchString(strings.TrimRight(o.before, " 　")) && o.kind != markEnd:
		set(template.TypeMoney, template.FormatNumber, 0.85)
	case ordinalAsk.MatchString(o.before):
		set(template.TypeText, "", 0.5)
	case counting.MatchString(right) && !(dateLabel.MatchString(label) && (strings.HasPrefix(strings.TrimSpace(right), "日") || strings.HasPrefix(strings.TrimSpace(right), "年"))):
		set(template.TypeInteger, "", 0.8)
	case measuring.MatchString(right):
		set(template.TypeNumber, "", 0.75)
	case rateLabel.MatchString(label):
		set(template.TypePercent, "", 0.7)
	case dateLabel.MatchString(label) && !strings.HasSuffix(label, "生日"):
		set(template.TypeDate, "", 0.7)
	case dateLatin.MatchString(o.before) && o.named == "":
		set(template.TypeDate, "", 0.6)
	case moneyLabel.MatchString(label) && o.named == "" || strings.HasSuffix(label, "金额"):
		set(template.TypeMoney, "", 0.6)
	case countLabel.MatchString(label):
		set(template.TypeNumber, "", 0.6)
	case a.between(o, said, right):
		set(template.TypeDate, "", 0.5)
	}
}

// between finds 期限：____至____。
func (a *analysis) between(o *occ, said, right string) bool {
	t := strings.TrimSpace(right)
	if strings.HasPrefix(t, "至") && strings.TrimSpace(strings.TrimPrefix(firstWord(t, 4), "至")) == "" && strings.Contains(said, "期") && !strings.Contains(said, "试用") {
		return true
	}
	if strings.TrimSpace(o.before) == "至" && len(a.occs) > 1 && (t == "" || strings.ContainsRune("止（，。；期", []rune(t)[0])) {
		p := a.occs[len(a.occs)-2]
		return p.unit == o.unit && p.typ == template.TypeDate
	}
	return false
}

// sourceOf decides whose fact it is.
func (a *analysis) sourceOf(o *occ, u *unit, said, right string) {
	label := compact(o.label)
	bare := stripNotes(label)
	if raw := rawLabel(said); o.strong && raw != "" && o.named == "" {
		if known(raw) {
			bare = raw
		} else if _, ok := look(stripNotes(raw)); ok || a.partyNamed(stripNotes(raw)) >= 0 {
			bare = stripNotes(raw)
		}
	}
	if o.kind == markDate || o.typ == template.TypeDate {
		a.dateSource(o, u, label, said)
		return
	}
	if o.typ == template.TypeMoney {
		a.moneySource(o, label, said, u)
		return
	}
	if o.typ == template.TypePercent || o.typ == template.TypeInteger || o.typ == template.TypeNumber {
		return
	}
	k := a.partyOf(o, label)
	m := meaning(label)
	if m == "" {
		m = meaning(bare)
	}
	who := bare
	if k >= 0 {
		who = strings.TrimLeft(a.withoutParty(bare), "的/、")
		if m == "" {
			m = meaning(who)
		}
	}
	switch {
	case strings.HasPrefix(m, "contract."):
		if m == "contract.number" && (a.body && label == "编号" || strings.Contains(said, "一份编号") || strings.Contains(label, "订单")) {
			return
		}
		o.source, o.conf = m, 0.9
	case m != "":
		if k < 0 {
			k = a.context
		}
		o.facts = strings.Split(m, "+")
		if a.topic == "invoice" && o.facts[0] == "name" {
			o.facts[0] = "invoiceTitle"
		}
		if a.topic == "contact" && strings.Contains(label, "身份证") && a.context >= 0 {
			o.facts = nil // the person's, not the party's
			o.label = a.partyLabel(k) + "联系人" + o.label
			return
		}
		o.party = k
		if k < 0 {
			o.facts = nil
			return
		}
		o.conf = 0.92
	case k >= 0 && (who == "" || a.partyNamed(bare) >= 0 || a.partyNamed(who) >= 0):
		o.party, o.facts, o.conf = k, []string{"name"}, 0.92
	case k >= 0 && a.context >= 0 && o.strong && known(bare) && a.partyWithin(label) < 0:
		o.label = a.partyLabel(k) + o.label
	}
}

// rawLabel is the label before a colon with what it says in brackets.
func rawLabel(said string) string {
	t := strings.TrimRight(said, " \t\u3000")
	if !strings.HasSuffix(t, "：") && !strings.HasSuffix(t, ":") {
		return ""
	}
	t = strings.TrimRight(t, "：: ")
	if i := strings.LastIndexAny(t, "，,。；：:"); i >= 0 {
		t = string([]rune(t[i:])[1:])
	}
	return compact(t)
}

func (a *analysis) partyLabel(k int) string {
	if k < 0 || k >= len(a.parties) {
		return ""
	}
	return a.parties[k].word
}

// withoutParty takes a party's word off a label.
func (a *analysis) withoutParty(s string) string {
	return partyHead.ReplaceAllString(s, "")
}

// partyOf finds the party a blank speaks of: in its label, in the words before
// it, or the one whose lines these are.
func (a *analysis) partyOf(o *occ, label string) int {
	if k := a.partyNamed(label); k >= 0 {
		return k
	}
	if k := a.partyWithin(label); k >= 0 {
		return k
	}
	if k := a.partyAt(strings.TrimSpace(o.before)); k >= 0 {
		return k
	}
	if !a.zh() {
		if k := a.partyAt(strings.TrimSpace(label)); k >= 0 {
			return k
		}
	}
	return a.context
}

func (a *analysis) dateSource(o *occ, u *unit, label, said string) {
	defer func() {
		if o.source == "contract.signDate" && meaning(o.label) == "" {
			o.label, o.strong = "签订日期", true
			if !a.zh() {
				o.label = "Signing date"
			}
		}
	}()
	text := compact(said)
	if next := a.after(u); (label == "时间" || label == "日期") && next != nil && signLine(next.spoken) {
		o.source, o.conf = "contract.signDate", 0.8
		return
	}
	if m := meaning(label); m == "contract.signDate" {
		o.source, o.conf = m, 0.95
		return
	}
	if a.topLine(u) && strings.HasPrefix(strings.TrimSpace(o.after), "在") || strings.Contains(compact(o.after), "签订：") || strings.Contains(compact(o.after), "签订：") {
		o.source, o.conf = "contract.signDate", 0.8
		return
	}
	whole := u.spoken + " " + compact(a.headingBefore(u))
	from, to := periodFrom.MatchString(strings.TrimRight(o.before, " ")), periodTo.MatchString(strings.TrimRight(o.before, " "))
	after := compact(o.after)
	if notTerm.MatchString(compact(o.before)) || notTerm.MatchString(text) && !termWords.MatchString(text) {
		return
	}
	switch {
	case !termWords.MatchString(whole) && !strings.Contains(whole, "期限"):
	case from && (strings.HasPrefix(after, "起") || strings.HasPrefix(after, "至") || strings.HasPrefix(after, "生效") || strings.HasPrefix(after, "开始")):
		o.source, o.conf = "contract.startDate", 0.8
	case (to || from) && (strings.HasPrefix(after, "止") || strings.HasPrefix(after, "终止") || strings.HasPrefix(after, "届满")):
		o.source, o.conf = "contract.endDate", 0.8
	}
	if o.source == "contract.startDate" && o.label == "" {
		o.label = "开始日期"
	}
	switch o.source {
	case "contract.startDate", "contract.endDate":
		o.label = map[string]string{"contract.startDate": "开始日期", "contract.endDate": "结束日期"}[o.source]
		o.strong = true
	}
}

// after is the unit behind one, nil at the end.
func (a *analysis) after(u *unit) *unit {
	for i, x := range a.units {
		if x == u && i+1 < len(a.units) {
			return a.units[i+1]
		}
	}
	return nil
}

// topLine reports whether a unit is among the first of the document.
func (a *analysis) topLine(u *unit) bool {
	for i, x := range a.units {
		if x == u {
			return i < 6
		}
	}
	return false
}

// headingBefore is the last short line above a unit.
func (a *analysis) headingBefore(u *unit) string {
	at := 0
	for i, x := range a.units {
		if x == u {
			at = i
			break
		}
	}
	for i := at - 1; i >= 0 && i > at-6; i-- {
		if x := a.units[i]; x.paragraph() && len([]rune(x.spoken)) <= 24 && !strings.ContainsAny(x.spoken, "。；") {
			return x.spoken
		}
	}
	return ""
}

func (a *analysis) moneySource(o *occ, label, said string, u *unit) {
	words := compact(said)
	// The figure beside the words, and the other way round, are one amount.
	if n := len(a.occs); n > 1 {
		p := a.occs[n-2]
		if p.unit == u && p.typ == template.TypeMoney && p.format != o.format && (p.format == template.FormatMoneyWords || o.format == template.FormatMoneyWords) && len([]rune(compact(o.before))) <= 12 && !strings.ContainsAny(o.before, "，。；") {
			o.label, o.source, o.conf, o.strong = p.label, p.source, p.conf, p.strong
			return
		}
	}
	phrase := label
	if i := strings.LastIndexAny(words, "，。；"); i >= 0 {
		phrase += words[i:]
	} else {
		phrase += words
	}
	if totalWords.MatchString(strings.ToLower(phrase)) && !partialWords.MatchString(phrase) && !a.amount {
		o.source, o.conf, a.amount = "contract.amount", 0.85, true
	}
}

// fallback names what has no name.
func (a *analysis) fallback(o *occ) string {
	if a.zh() {
		return "填写内容"
	}
	return "Blank"
}
