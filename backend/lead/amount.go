package lead

import (
	"math/big"
	"regexp"
	"strings"

	"keyue/backend/money"
)

const (
	digitsHan = "零一二三四五六七八九"
	amountNum = `(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[一二两三四五六七八九十百零]+)`
	amountTil = `(?:\s*(?:-|~|–|—|到|至|to)\s*(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+))?`
)

var (
	// An amount says what it is by its sign or its unit: ¥3000, 20万, 5k USD.
	amountSigned = regexp.MustCompile(`(?i)(?:预算|金额|价位|报价|budget(?:\s+of|\s+is)?|around|about|约|大概|大约|差不多|左右|在|控制在|total)?\s*[:：]?\s*(?:about|around|约|大概|大约)?\s*(?:[¥￥]|rmb|cny)\s*` + amountNum + `\s*(万|千|百万|亿|w\b|k\b|m\b)?` + amountTil + `\s*(?:万|千|k\b|元|块|左右|以内|上下)*`)
	amountUnit   = regexp.MustCompile(`(?i)(?:预算|金额|价位|报价|budget(?:\s+of|\s+is)?|约|大概|大约|差不多|在|控制在)?\s*[:：]?\s*(?:about|around|约|大概|大约)?\s*` + amountNum + amountTil + `\s*(?:多)?\s*(百万|千万|万元|万块|亿元|万|亿|千元|元|块钱|w\b|k\s*(?:rmb|cny|yuan)|rmb|cny|yuan)(?:人民币|rmb|cny)?(?:左右|以内|上下|预算)*`)
	amountBudget = regexp.MustCompile(`(?i)(?:预算|budget(?:\s+of|\s+is)?)\s*(?:大概|大约|约|about|around|在|有|是)?\s*[:：]?\s*` + amountNum + `\s*(k\b|w\b|m\b)?` + `(?:\s*左右)?`)
	amountBare   = regexp.MustCompile(`(?i)^` + amountNum + amountTil + `\s*(万|千|百万|亿|w|k|m)?\s*(?:元|块|rmb|cny)?$`)
	// Other money is not turned into ours: it stays in words.
	amountForeign = regexp.MustCompile(`(?i)(?:budget(?:\s+of|\s+is)?|预算|about|around|约)?\s*(?:(?:us\$|[$€£]|usd|eur|gbp|hkd|jpy)\s*` + amountNum + `\s*(?:万|k\b|m\b)?|` + amountNum + `\s*(?:万|k\s*)?(?:usd|eur|gbp|dollars|euros?|美元|美金|欧元|港币))`)
)

// ownMarks name our currency before or after an amount, where it is not the yuan.
var ownMarks = map[money.Currency]string{"USD": `us\$|\$|usd|dollars?|美元|美金`, "EUR": `€|eur\b|euros?|欧元`, "GBP": `£|gbp|pounds?|英镑`, "HKD": `hk\$|hkd|港币|港元`}

// ownAmount finds amounts that name our currency: €5.000, 5k EUR; nil for the yuan,
// which amountSigned and amountUnit know.
func ownAmount(home money.Currency) *regexp.Regexp {
	if home == money.CNY || home == "" {
		return nil
	}
	mark := ownMarks[home]
	if mark == "" {
		mark = regexp.QuoteMeta(strings.ToLower(string(home)))
	}
	const number = `(\d[\d.,]*\d|\d)\s*(k\b|m\b|万)?`
	return regexp.MustCompile(`(?i)(?:预算|budget(?:\s+of|\s+is)?|about|around|约)?\s*[:：]?\s*(?:about|around|约)?\s*(?:(?:` + mark + `)\s*` + number + `|` + number + `\s*(?:` + mark + `))`)
}

var grouped = regexp.MustCompile(`^\d{1,3}(?:\.\d{3})+$`)

// ownAmountOf is the amount of a match of ownAmount.
func ownAmountOf(m []string) (money.Amount, bool) {
	number, unit := m[1]+m[3], m[2]+m[4]
	if grouped.MatchString(number) { // nobody says what he may spend in thousandths
		number = strings.ReplaceAll(number, ".", "")
	}
	a, err := money.Parse(number)
	if err != nil {
		return 0, false
	}
	return amountOf(a.String(), unit)
}

// ownMoney takes the amount that names our currency. What names the yuan is then
// other money.
func (r *reading) ownMoney() {
	own := r.lex.own
	if own == nil {
		return
	}
	if at := own.FindStringSubmatchIndex(r.rest); at != nil && r.lead.Amount == 0 {
		if a, ok := ownAmountOf(own.FindStringSubmatch(r.rest)); ok {
			r.lead.Amount = a
			r.rest = r.rest[:at[0]] + brk + r.rest[at[1]:]
		}
	}
	if s, ok := r.take(amountSigned, 0); ok {
		r.remarks = append(r.remarks, s)
	}
}

// money takes the amount that may be spent. Of a range it is the lower end: what
// is promised least.
func (r *reading) money() {
	r.ownMoney()
	if s, ok := r.take(amountForeign, 0); ok {
		r.remarks = append(r.remarks, s)
	}
	if r.lead.Amount != 0 {
		return
	}
	for _, re := range []*regexp.Regexp{amountSigned, amountUnit, amountBudget} {
		for from := 0; ; {
			m := re.FindStringSubmatchIndex(r.rest[from:])
			if m == nil {
				break
			}
			for i := range m {
				if m[i] >= 0 {
					m[i] += from
				}
			}
			if before := r.rest[:m[2]]; m[2] == m[0] && before != "" && digitOrLetter(before[len(before)-1]) {
				from = m[1]
				continue
			}
			unit := ""
			if m[4] >= 0 {
				unit = r.rest[m[4]:m[5]]
			}
			a, ok := amountOf(r.rest[m[2]:m[3]], unit)
			if !ok {
				from = m[1]
				continue
			}
			r.lead.Amount = a
			r.rest = r.rest[:m[0]] + brk + r.rest[m[1]:]
			return
		}
	}
}

// amountIn reads a value that is known to be an amount.
func (lex *lexicon) amountIn(s string) (money.Amount, bool) {
	s = strings.TrimSpace(s)
	forms := []*regexp.Regexp{amountSigned, amountUnit}
	if lex.own != nil {
		if m := lex.own.FindStringSubmatch(s); m != nil {
			return ownAmountOf(m)
		}
		if amountSigned.MatchString(s) {
			return 0, false
		}
		forms = forms[1:]
	}
	if amountForeign.MatchString(s) {
		return 0, false
	}
	for _, re := range forms {
		if m := re.FindStringSubmatch(s); m != nil {
			return amountOf(m[1], m[2])
		}
	}
	if m := amountBare.FindStringSubmatch(s); m != nil {
		return amountOf(m[1], m[2])
	}
	return 0, false
}

// budgetIn finds an amount inside what is wanted.
func budgetIn(s string) (money.Amount, bool) {
	if m := amountBudget.FindStringSubmatch(s); m != nil {
		return amountOf(m[1], m[2])
	}
	return 0, false
}

// amountOf is a number times its unit, in fen.
func amountOf(number, unit string) (money.Amount, bool) {
	n, ok := numberOf(number)
	if !ok {
		return 0, false
	}
	unit = strings.ToLower(strings.TrimSpace(unit))
	times := int64(1)
	switch {
	case strings.HasPrefix(unit, "千万"):
		times = 10_000_000
	case strings.HasPrefix(unit, "百万"), unit == "m":
		times = 1_000_000
	case strings.HasPrefix(unit, "万"), unit == "w":
		times = 10_000
	case strings.HasPrefix(unit, "亿"):
		times = 100_000_000
	case strings.HasPrefix(unit, "千"), strings.HasPrefix(unit, "k"):
		times = 1000
	}
	n.Mul(n, new(big.Rat).SetInt64(times*100))
	if !n.IsInt() || !n.Num().IsInt64() {
		return 0, false
	}
	a := money.Amount(n.Num().Int64())
	return a, a > 0 && a <= money.Max
}

// numberOf reads 12,000.50 and 二十五.
func numberOf(s string) (*big.Rat, bool) {
	if !hasHan(s) {
		return new(big.Rat).SetString(strings.ReplaceAll(s, ",", ""))
	}
	total, digit := int64(0), int64(-1)
	for _, c := range strings.ReplaceAll(s, "两", "二") {
		switch c {
		case '十', '百':
			if digit < 0 {
				digit = 1
			}
			total += digit * map[rune]int64{'十': 10, '百': 100}[c]
			digit = -1
		default:
			at := strings.IndexRune(digitsHan, c)
			if at < 0 {
				return nil, false
			}
			digit = int64(at / len("零"))
		}
	}
	if digit > 0 {
		total += digit
	}
	return new(big.Rat).SetInt64(total), total > 0
}
