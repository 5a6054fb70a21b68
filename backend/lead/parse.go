package lead

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"keyue/backend/customer"
	"keyue/backend/product"
	"keyue/backend/region"
	"keyue/backend/search"
)

// lexicon is what a line is read with: the names that this workspace knows.
type lexicon struct {
	channels []channelWord // the longest first
	products []productWord // the longest first
	// own finds amounts in our currency, see ownAmount.
	own *regexp.Regexp
}

type channelWord struct {
	word string // folded
	id   ChannelID
}

type productWord struct {
	word string // folded
	id   product.ID
}

// lineMost is how much of one line is read, in characters; more is a letter, not a line.
const lineMost = 2000

// reading is a line on its way to a lead. What is understood is cut out of
// rest and leaves a break.
type reading struct {
	lex  *lexicon
	rest string
	lead Lead
	// channel is the name of a channel that is not there.
	channel string
	wants   []string
	remarks []string
}

// brk stands where something was cut out: words on both sides do not belong together.
const brk = "\x1f"

// parseLine reads what a person typed in one line: name, number, what is wanted,
// where it came from, in any order, with labels or without. What is not
// understood is the remark: nothing that was typed is lost. channel is the
// name of a channel that the line names and the workspace does not have.
func parseLine(text string, lex *lexicon) (l Lead, channel string) {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\u3000' || r == '\u00a0':
			return ' '
		case r == '\t' || r == '|' || r == '｜' || r == '\n' || r == '\r' || r == '\x1f':
			return '\x1f'
		case unicode.IsControl(r) || r == '\u200b' || r == '\ufeff' || r == '\u202d' || r == '\u202c':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	if utf8.RuneCountInString(text) > lineMost {
		text = string([]rune(text)[:lineMost])
	}
	r := &reading{lex: lex, rest: narrow(text)}
	sender := r.stamp()
	r.labelled()
	r.addresses()
	r.numbers()
	r.money()
	r.source()
	r.words()
	if r.lead.Name == "" {
		r.lead.Name = sender
	}
	r.settle()
	return r.lead, r.channel
}

// stamped is how a line copied out of a chat begins: [22.11.26, 09:14] Peter: …, or
// 22/11/2026, 09:14 - Peter: …
var stamped = regexp.MustCompile(`^\s*(?:\[\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?\]|\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?\s+-)\s*~?\s*([^:：]{1,40})[:：]`)

// stamp cuts the beginning of a chat's line off, and gives who sent it; "" when that is a number.
func (r *reading) stamp() string {
	sender, ok := r.take(stamped, 1)
	if !ok || !strings.ContainsFunc(sender, unicode.IsLetter) {
		return ""
	}
	return sender
}

// narrow brings full-width digits, letters and the signs of addresses to their
// narrow form; Chinese punctuation stays what it is.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ' || r == '＠' || r == '＋' || r == '．' || r == '－' || r == '＃':
			n, _ := utf8.DecodeRuneInString(width.Narrow.String(string(r)))
			return n
		}
		return r
	}, s)
}

// take cuts the match of an expression out, and gives the wanted group of it.
func (r *reading) take(re *regexp.Regexp, group int) (string, bool) {
	m := re.FindStringSubmatchIndex(r.rest)
	if m == nil || m[2*group] < 0 {
		return "", false
	}
	found := r.rest[m[2*group]:m[2*group+1]]
	r.rest = r.rest[:m[0]] + brk + r.rest[m[1]:]
	return strings.TrimSpace(found), true
}

var (
	labelAt = regexp.MustCompile(`(?i)(?:^|[\s,，;；、。\x1f(（【\[])([\p{Han}]{1,6}|e-?mail|[a-z]+(?: [a-z]+)?)\s*[:：]\s*`)
	// A value ends where the next thing begins.
	labelEnd  = regexp.MustCompile(`[,，;；。\x1f]|\s{2,}`)
	amountEnd = regexp.MustCompile(`[，;；。\x1f]|,(?:\D|$)|\s{2,}`)
	spaceEnd  = regexp.MustCompile(`[,，;；。\s\x1f]`)
)

// labelled takes what stands behind a label: 电话：138…, source: Google.
func (r *reading) labelled() {
	for from := 0; ; {
		m := labelAt.FindStringSubmatchIndex(r.rest[from:])
		if m == nil {
			return
		}
		for i := range m {
			m[i] += from
		}
		field := fieldLabelled(r.rest[m[2]:m[3]])
		if field == "" {
			from = m[3]
			continue
		}
		end := len(r.rest)
		if next := nextLabel(r.rest[m[1]:]); next >= 0 {
			end = m[1] + next
		}
		stop := labelEnd
		if field == "wechat" || field == "email" || field == "channel" && hasHan(r.rest[m[1]:end]) || field == "name" && hasHan(r.rest[m[1]:end]) {
			stop = spaceEnd // a handle, a word: nothing with a space in it
		}
		switch field {
		case "remark":
			stop = nil
		case "amount":
			stop = amountEnd // 5,000 is one number
		}
		if stop != nil {
			if at := stop.FindStringIndex(r.rest[m[1]:end]); at != nil {
				end = m[1] + at[0]
			}
		}
		value := strings.TrimSpace(strings.ReplaceAll(r.rest[m[1]:end], brk, " "))
		r.rest = r.rest[:m[2]] + brk + r.rest[end:]
		from = m[2]
		if value != "" {
			r.set(field, value)
		}
	}
}

func nextLabel(s string) int {
	for from := 0; ; {
		m := labelAt.FindStringSubmatchIndex(s[from:])
		if m == nil {
			return -1
		}
		if fieldLabelled(s[from+m[2]:from+m[3]]) != "" {
			return from + m[0]
		}
		from += m[3]
	}
}

// set puts a value that is known to be of a field.
func (r *reading) set(field, value string) {
	l := &r.lead
	switch field {
	case "name":
		l.Name = value
	case "company":
		l.Company = value
	case "phone":
		if l.Phone == "" {
			l.Phone = value
		} else {
			l.Phone += " / " + value
		}
	case "wechat":
		l.WeChat = strings.TrimPrefix(value, "@")
	case "email":
		l.Email = value
	case "channel":
		r.come(value)
	case "amount":
		if a, ok := r.lex.amountIn(value); ok {
			l.Amount = a
		} else {
			r.remarks = append(r.remarks, value)
		}
	case "need":
		r.wants = append(r.wants, value)
	case "region":
		if m := region.Parse(value); m.Code != "" {
			l.Province, l.City = m.Province, m.City
			if m.Rest != "" || m.District != "" {
				r.remarks = append(r.remarks, value)
			}
		} else {
			r.remarks = append(r.remarks, value)
		}
	default:
		r.remarks = append(r.remarks, value)
	}
}

// come sets where it came from.
func (r *reading) come(name string) {
	name = strings.TrimSpace(name)
	if id := r.lex.channel(name, true); id != 0 {
		r.lead.ChannelID, r.channel = id, ""
	} else if r.lead.ChannelID == 0 && name != "" {
		r.channel = name
	}
}

// channel gives the channel that a text is the name of, or, when not whole, that it names.
func (x *lexicon) channel(text string, whole bool) ChannelID {
	text = search.Fold(strings.TrimSpace(text))
	for _, c := range x.channels {
		if c.word == text || !whole && has(text, c.word) {
			return c.id
		}
	}
	return 0
}

var (
	emailIn = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._%+\-]*@[A-Za-z0-9][A-Za-z0-9\-]*(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}`)
	// The handle, or the word that says it is the number.
	wechatIn   = regexp.MustCompile(`(?i)(?:微信|薇信|v信|wechat|weixin|\bvx|\bwx)(?:号码|号|id)?\s*[:：是]?\s*@?([a-zA-Z][-_a-zA-Z0-9]{4,19}|1[3-9]\d{9})`)
	wechatSame = regexp.MustCompile(`(?i)(?:手机|电话)?(?:微信|薇信|vx|wx|wechat)\s*(?:号)?\s*(?:同号|同步|同手机号?|同电话|same(?: number)?)|[(（]\s*(?:微信)?同号\s*[)）]|同微信`)
)

// addresses takes e-mail and WeChat.
func (r *reading) addresses() {
	if s, ok := r.take(emailIn, 0); ok {
		r.set("email", s)
	}
	same := false
	if _, ok := r.take(wechatSame, 0); ok {
		same = true
	}
	if !same && r.lead.WeChat == "" {
		if s, ok := r.take(wechatIn, 1); ok {
			r.lead.WeChat = s
		}
	}
	if same {
		r.lead.WeChat = "=" // the number, once it is known: see settle
	}
}

// numberSure are numbers whatever the numbering plan of here says: those behind a
// country code, and those whose area code stands before a slash.
var numberSure = regexp.MustCompile(`\+\d{1,3}[\s\-.(]{0,2}\d[\d\s\-.()/]{5,16}\d|\(?0\d{1,4}\)?\s?/\s?\d[\d \-]{3,12}\d`)

var numberForms = []*regexp.Regexp{
	numberSure,
	regexp.MustCompile(`(?:86[\s\-]?)?1[3-9]\d[\s\-]?\d{4}[\s\-]?\d{4}`),
	regexp.MustCompile(`[(（]?0\d{2,3}[)）]?[\s\-]?\d{3,4}[\s\-]?\d{4}(?:\s*(?:转|分机|ext\.?|x|#|-)\s*\d{1,6})?`),
	regexp.MustCompile(`[48]00[\s\-]?\d{3,4}[\s\-]?\d{3,4}`),
	regexp.MustCompile(`\(?[2-9]\d{2}\)?[\s\-.]\d{3}[\s\-.]\d{4}`),
	regexp.MustCompile(`0\d{2,4}\s\d{5,8}|\d{9,13}`),
	regexp.MustCompile(`\d{3,4}[\-]\d{4}|\d{7,8}`),
}

var unitAfter = regexp.MustCompile(`(?i)^\s*(?:元|块|万|千|亿|台|个|套|件|吨|箱|€|rmb|cny|usd|eur|pcs|units?|sets?|k\b|年|月|日|号楼)`)

// numbers takes the numbers to call, those the numbering plan knows first.
func (r *reading) numbers() {
	for n, form := range numberForms {
		last := n >= len(numberForms)-2 // bare digits: a number only where none is yet
		for from := 0; ; {
			if last && r.lead.Phone != "" {
				return
			}
			m := form.FindStringIndex(r.rest[from:])
			if m == nil {
				break
			}
			a, b := from+m[0], from+m[1]
			text := strings.TrimSpace(r.rest[a:b])
			before, after := r.rest[:a], r.rest[b:]
			p := customer.ParsePhone(text)
			inside := before != "" && digitOrLetter(before[len(before)-1]) || after != "" && after[0] >= '0' && after[0] <= '9'
			priced := strings.HasSuffix(strings.TrimSpace(before), "¥") || strings.HasSuffix(strings.TrimSpace(before), "￥") || strings.HasSuffix(strings.TrimSpace(before), "$") || strings.HasSuffix(strings.TrimSpace(before), "€") || strings.HasSuffix(strings.TrimSpace(before), "£") || last && unitAfter.MatchString(after)
			if inside || priced || !last && form != numberSure && !p.Valid() || p.Number == "" {
				from = b
				continue
			}
			r.rest = before + brk + after
			from = len(before) + 1
			r.set("phone", text)
		}
	}
}

func digitOrLetter(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// source takes where it came from: the name of a channel standing by itself, or
// with the word that says so (抖音来的, from Google).
func (r *reading) source() {
	if r.lead.ChannelID != 0 {
		return
	}
	for _, c := range r.lex.channels {
		// A short word inside others means nothing: 百度 in 百度云盘项目.
		re, err := regexp.Compile(`(?i)(^|[\s,，;；、。\x1f(（])(?:来自|从|在|通过|由|from|via|through|by)?\s*(?:the\s)?` + flexible(c.word) + `(?:上|里)?(?:来的|过来的|过来|来|看到的|看到|找来的|加的|咨询|留言|私信|客户|线索|渠道|平台)?([\s,，;；、。\x1f)）]|$)`)
		if err != nil {
			continue
		}
		folded := search.Fold(r.rest)
		text := r.rest
		if len(folded) == len(text) && !re.MatchString(text) {
			text = folded // the offsets are the same
		}
		m := re.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		r.rest = r.rest[:m[3]] + brk + r.rest[m[4]:]
		r.lead.ChannelID, r.channel = c.id, ""
		return
	}
	for _, form := range []*regexp.Regexp{fromUnknown, fromLatin} {
		if s, ok := r.take(form, 1); ok && r.channel == "" {
			r.channel = s
		}
	}
}

var fromUnknown = regexp.MustCompile(`(?:来自|渠道是|来源是)\s*([\p{Han}A-Za-z0-9]{2,12})`)

// fromLatin is a piece that says nothing but where it came from; behind a name,
// "from" names the house instead (Sarah Lee from Bright Hotel).
var fromLatin = regexp.MustCompile(`(?i)(?:^|[,，;；\x1f])\s*(?:from|via|through)\s+(\p{L}[\p{L}\d .&-]{1,29}?)\s*(?:[,，;；\x1f]|$)`)

// flexible is a folded word as an expression; its spaces may be any.
func flexible(word string) string {
	return strings.ReplaceAll(regexp.QuoteMeta(word), " ", `\s*`)
}

var hardBreak = regexp.MustCompile(`[,，;；、。!！?？\x1f]+|\s[-–—/]\s|\s{2,}`)

// words reads what is left, piece by piece: who, which house, where, what for.
func (r *reading) words() {
	for _, piece := range hardBreak.Split(r.rest, -1) {
		piece = strings.Trim(strings.TrimSpace(piece), "()（）[]【】\"“”'")
		if piece == "" {
			continue
		}
		if !hasHan(piece) {
			r.latin(piece)
			continue
		}
		wanting := false
		for _, word := range joinLatin(strings.Fields(piece)) {
			switch {
			case r.who(word), r.house(word), r.where(word):
				wanting = false
			case (wantsHan.MatchString(word) || quantity.MatchString(word)) && !department.MatchString(word):
				if wanting {
					r.wants[len(r.wants)-1] += " " + word
				} else {
					r.wants = append(r.wants, word)
				}
				wanting = true
			case wanting:
				r.wants[len(r.wants)-1] += " " + word
			case r.named(word):
			default:
				r.remarks = append(r.remarks, word)
			}
		}
	}
}

// joinLatin puts words in Latin letters that stand beside each other back together.
func joinLatin(words []string) []string {
	out := []string{}
	for i, w := range words {
		if i > 0 && !hasHan(w) && !hasHan(words[i-1]) {
			out[len(out)-1] += " " + w
		} else {
			out = append(out, w)
		}
	}
	return out
}

// named tells whether a word names a product of the catalogue; it is what is wanted then.
func (r *reading) named(word string) bool {
	if len(r.lex.productsIn(word)) == 0 {
		return false
	}
	r.wants = append(r.wants, word)
	return true
}

func (x *lexicon) productsIn(text string) []product.ID {
	text = search.Fold(text)
	out := []product.ID{}
	for _, p := range x.products {
		if has(text, p.word) {
			out = append(out, p.id)
			text = strings.ReplaceAll(text, p.word, brk) // 水泵 is in 水泵房, once
		}
	}
	return out
}

// who takes a person's name in Chinese, with or without a title.
func (r *reading) who(word string) bool {
	if r.lead.Name != "" || !allHan(word) && !strings.Contains(word, "·") || notNames[word] {
		return false
	}
	n := utf8.RuneCountInString(word)
	plain := word
	for _, title := range titles {
		if s, ok := strings.CutSuffix(word, title); ok && s != "" {
			plain = s
			break
		}
	}
	if strings.HasPrefix(plain, "小") || strings.HasPrefix(plain, "老") { // 小王, 老李
		if s := plain[len("小"):]; utf8.RuneCountInString(s) == 1 && strings.Contains(surnames, s) && n <= 3 {
			r.lead.Name = word
			return true
		}
	}
	m := utf8.RuneCountInString(plain)
	two := slices.ContainsFunc(surnamesOfTwo, func(s string) bool { return strings.HasPrefix(plain, s) })
	first, _ := utf8.DecodeRuneInString(plain)
	switch {
	case strings.Contains(word, "·") && n <= 20 && !strings.ContainsAny(word, "0123456789"):
		r.lead.Name = word
		return true
	case two && m >= 2 && m <= 4:
	case strings.ContainsRune(surnames, first) && (m >= 2 && m <= 3 || m == 1 && plain != word):
	default:
		return false
	}
	if isHouse(word) || region.Parse(word).Sure || wantsHan.MatchString(word) && m > 1 && plain == word && wantsHan.FindStringIndex(word)[0] == 0 {
		return false
	}
	r.lead.Name = word
	return true
}

func isHouse(word string) bool {
	return utf8.RuneCountInString(word) >= 4 && slices.ContainsFunc(companyEnds, func(end string) bool {
		return strings.HasSuffix(word, end) || strings.Contains(word, "有限公司") || strings.Contains(word, "公司(") || strings.Contains(word, "公司（")
	})
}

// house takes the name of a company.
func (r *reading) house(word string) bool {
	if r.lead.Company != "" || !isHouse(word) || wantsHan.MatchString(word) && wantsHan.FindStringIndex(word)[0] == 0 {
		return false
	}
	r.lead.Company = word
	return true
}

// where takes a place that stands by itself.
func (r *reading) where(word string) bool {
	if r.lead.City != "" || utf8.RuneCountInString(word) > 15 {
		return false
	}
	word = strings.TrimSuffix(strings.TrimSuffix(word, "的"), "人")
	m := region.Parse(word)
	if m.Code == "" || m.Rest != "" || !m.Sure && utf8.RuneCountInString(word) < 2 || notNames[word] && !m.Sure {
		return false
	}
	r.lead.Province, r.lead.City = m.Province, m.City
	if m.District != "" {
		r.remarks = append(r.remarks, word)
	}
	return true
}

var (
	latinName = regexp.MustCompile(`^(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+)?[A-Z][\p{L}'’\-]+(?:\s+(?:[A-Z]\.|(?:van|von|de|der|da|bin|al)\s+)?\s*[A-Z][\p{L}'’\-]+){0,3}`)
	latinFrom = regexp.MustCompile(`(?i)^(?:from|at|of|with)\s+`)
)

var department = regexp.MustCompile(`^\p{Han}{1,4}(?:部|部门|处|科|组)$`)

// latin reads a piece in Latin letters. Between commas it is one thing; a whole
// line without commas begins with the name.
func (r *reading) latin(piece string) {
	name, rest := latinName.FindString(piece), ""
	if name != "" {
		rest = strings.TrimSpace(piece[len(name):])
	}
	switch {
	case r.lead.Name == "" && name != "" && (latinFrom.MatchString(rest) || wantsLatin.MatchString(rest)):
		r.lead.Name = name
		r.latin(rest)
		return
	case wantsLatin.MatchString(piece):
		r.wants = append(r.wants, piece)
		return
	case r.lead.Company == "" && latinCompany.MatchString(piece) && len(strings.Fields(piece)) <= 7:
		r.lead.Company = latinFrom.ReplaceAllString(piece, "")
		return
	}
	if words := strings.Fields(name); r.lead.Name == "" && (rest == "" && len(words) > 0 && len(words) <= 4 || len(words) >= 2) {
		r.lead.Name = name
		if rest != "" {
			r.latin(rest)
		}
		return
	}
	switch {
	case r.lead.Company == "" && latinFrom.MatchString(piece) && len(strings.Fields(piece)) <= 6:
		r.lead.Company = latinFrom.ReplaceAllString(piece, "")
	case quantity.MatchString(piece) || len(r.lex.productsIn(piece)) > 0:
		r.wants = append(r.wants, piece)
	case r.lead.Name == "" && len(strings.Fields(piece)) == 1 && onlyLetters(piece):
		r.lead.Name = piece
	case r.lead.City == "" && region.Parse(piece).Sure:
		m := region.Parse(piece)
		r.lead.Province, r.lead.City = m.Province, m.City
	default:
		r.remarks = append(r.remarks, piece)
	}
}

// settle puts the pieces together.
func (r *reading) settle() {
	l := &r.lead
	l.Need = strings.Join(r.wants, "，")
	if !hasHan(l.Need) {
		l.Need = strings.Join(r.wants, ", ")
	}
	if l.Amount == 0 {
		if a, ok := budgetIn(l.Need); ok {
			l.Amount = a
		}
	}
	if l.WeChat == "=" {
		l.WeChat = l.number().Display
		if l.WeChat == "" {
			l.WeChat = l.Phone
		}
		l.WeChat = strings.ReplaceAll(l.WeChat, " ", "")
	}
	l.Products = r.lex.productsIn(strings.Join(append([]string{l.Need}, r.remarks...), "\n"))
	if l.City == "" && l.Province == "" && l.Company != "" {
		l.Province, l.City = seat(l.Company)
	}
	if l.Phone == "" { // a number in a remark is a number, too; the remark stays whole
		in := &reading{lex: &lexicon{}, rest: strings.Join(r.remarks, " ")}
		in.numbers()
		l.Phone = in.lead.Phone
	}
	l.Remark = strings.Join(r.remarks, " ")
}

// seats are names of cities that as often begin the name of a house elsewhere.
var seats = map[string]bool{"朝阳": true, "中山": true, "东方": true, "大同": true, "长安": true, "太和": true, "新华": true, "和平": true, "万里": true, "永安": true, "安康": true, "大理": true}

// seat is where the name of a company says it is: 杭州西溪装饰有限公司.
func seat(company string) (province, city string) {
	m := region.Parse(company)
	if runes := []rune(company); !m.Sure && strings.Contains(company, "公司") || strings.HasSuffix(company, "厂") {
		for _, n := range []int{2, 3} {
			if len(runes) > n && !m.Sure && !seats[string(runes[:n])] {
				m = region.Parse(string(runes[:n]) + "市")
			}
		}
	}
	if !m.Sure || m.City == "" && m.Province == "" {
		return "", ""
	}
	return m.Province, m.City
}

func hasHan(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return unicode.Is(unicode.Han, c) }) >= 0
}

func allHan(s string) bool {
	return s != "" && strings.IndexFunc(s, func(c rune) bool { return !unicode.Is(unicode.Han, c) }) < 0
}

func onlyLetters(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && c != '\'' && c != '-' }) < 0
}
