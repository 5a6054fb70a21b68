package abstract

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"keyue/backend/money"
)

// Reading figures out of running text, as people write them.

// sum is an amount found in a line.
type sum struct {
	amount money.Amount
	// currency is that of the sum; empty where nothing names one.
	currency money.Currency
	// known says that the currency is named, and not only a 元 that all may be.
	known    bool
	words    bool
	from, to int // bytes of the line
	text     string
}

var (
	figureSum = regexp.MustCompile(`(?i)(?:(` + currencyCodes + `|人民币|新台币|台币|新加坡元|新元|澳元|加元|新西兰元|港币|港元|美元|美金|欧元|英镑|日元)?\s*([a-z]{0,3}[$]|[¥￥€£])?)\s*([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+(?:\.[0-9]{1,6})?)\s*(百万|千万|万|亿|(?:million|billion|thousand)\b)?\s*(元整|元|圆|美元|美金|港元|港币|欧元|英镑|日元|新加坡元|新元|澳元|加元|新西兰元|新台币|台币|(?:` + currencyCodes + `|(?:US |United States |Singapore |Australian |Canadian |New Zealand |New Taiwan |Hong Kong )?dollars|euros?|yuan)\b)?`)
	wordSum   = regexp.MustCompile(`[零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿]+(?:[元圆镑]|美元|美金|港元|港币|欧元|英镑|日元)(?:[整正]|(?:零?[壹贰叁肆伍陆柒捌玖]角)?(?:零?[壹贰叁肆伍陆柒捌玖]分)?[整正]?)`)
	// commonWords is a sum in everyday numerals: 三万五千元整.
	commonWords = regexp.MustCompile(`[一二两三四五六七八九十百千万亿零]{2,}[元圆]整`)
)

// currencyCodes stand before or after a sum.
const currencyCodes = `RMB|CNY|USD|HKD|SGD|AUD|TWD|NTD|CAD|NZD|EUR|GBP|JPY`

// bareCode is one that stands anywhere, as in the head of a column: Amount (USD).
var bareCode = regexp.MustCompile(`\b(?:` + currencyCodes + `)\b`)

var currencies = map[string]money.Currency{
	"人民币": "CNY", "rmb": "CNY", "cny": "CNY", "¥": "CNY", "￥": "CNY", "yuan": "CNY",
	"us$": "USD", "usd": "USD", "$": "USD", "美元": "USD", "美金": "USD", "us dollars": "USD", "united states dollars": "USD", "dollars": "USD",
	"hk$": "HKD", "hkd": "HKD", "港元": "HKD", "港币": "HKD", "hong kong dollars": "HKD",
	"s$": "SGD", "sg$": "SGD", "sgd": "SGD", "新加坡元": "SGD", "新元": "SGD", "singapore dollars": "SGD",
	"a$": "AUD", "au$": "AUD", "aud": "AUD", "澳元": "AUD", "australian dollars": "AUD",
	"nt$": "TWD", "ntd": "TWD", "twd": "TWD", "新台币": "TWD", "台币": "TWD", "new taiwan dollars": "TWD",
	"c$": "CAD", "ca$": "CAD", "cad": "CAD", "加元": "CAD", "canadian dollars": "CAD",
	"nz$": "NZD", "nzd": "NZD", "新西兰元": "NZD", "new zealand dollars": "NZD",
	"eur": "EUR", "€": "EUR", "欧元": "EUR", "euro": "EUR", "euros": "EUR",
	"gbp": "GBP", "£": "GBP", "英镑": "GBP", "jpy": "JPY", "日元": "JPY",
}

// chineseCurrencies are names that stand before a sum in words or in it.
var chineseCurrencies = []string{"人民币", "美元", "美金", "港元", "港币", "新加坡元", "新元", "澳元", "加元", "新西兰元", "新台币", "台币", "欧元", "英镑", "日元"}

// wordsCurrency is the currency that a sum in Chinese words is said in; the last
// name before it counts, if it stands near: 美元（大写）壹万元整.
func wordsCurrency(before, text string) (money.Currency, bool) {
	for _, name := range chineseCurrencies[1:] {
		if strings.Contains(text, name) {
			return currencies[name], true
		}
	}
	before = before[max(0, len(before)-24):]
	best, found := -1, money.CNY
	for _, name := range chineseCurrencies {
		if i := strings.LastIndex(before, name); i > best && !strings.ContainsAny(before[i:], "，。；0123456789") {
			best, found = i, currencies[name]
		}
	}
	return found, best >= 0
}

// sums finds the amounts of a line: figures with a currency, and sums in words.
func sums(line string) []sum {
	var out []sum
	for _, re := range []*regexp.Regexp{wordSum, commonWords} {
		for _, at := range re.FindAllStringIndex(line, -1) {
			text := line[at[0]:at[1]]
			a, ok := wordsAmount(text)
			if !ok || overlaps(out, at) {
				continue
			}
			s := sum{amount: a, words: true, from: at[0], to: at[1], text: text}
			s.currency, s.known = wordsCurrency(line[:at[0]], text)
			out = append(out, s)
		}
	}
	figures := figureSums(line)
	return append(append(out, englishSums(line, figures)...), figures...)
}

// figureSums finds the amounts in figures.
func figureSums(line string) []sum {
	var out []sum
	for _, at := range figureSum.FindAllStringSubmatchIndex(line, -1) {
		group := func(i int) string {
			if at[2*i] < 0 {
				return ""
			}
			return strings.ToLower(line[at[2*i]:at[2*i+1]])
		}
		code, sign, number, scale, after := group(1), group(2), group(3), group(4), group(5)
		if strings.HasSuffix(sign, "$") && currencies[sign] == "" {
			letters := line[at[4] : at[5]-1]
			switch _, known := currencies[strings.ToLower(letters)]; {
			case known: // USD$
				sign = strings.ToLower(letters)
			case letters != strings.ToUpper(letters), at[4] > 0 && isLetter(line[at[4]-1]):
				sign = "$" // the end of a word
			default:
				continue // the dollars of another country, about which nothing is known
			}
		}
		if code != "" && (sign == "$" || sign == "¥" || sign == "￥") {
			sign = "" // the code says whose
		}
		plain := code == "" && sign == "" && after == ""
		if plain && !(strings.Contains(number, ".") && totalWords.MatchString(line[:at[0]])) || at[0] > 0 && line[at[0]-1] == '/' {
			continue // without a currency only a total counts; 00/100 is none
		}
		if after == "日元" && strings.HasPrefix(line[at[1]:], "旦") {
			continue // 1月1日元旦
		}
		s := sum{from: at[0], to: at[1], text: strings.TrimSpace(line[at[0]:at[1]])}
		if after != "" {
			s.currency = money.CNY // 元, unless more is said
		}
		for _, mark := range []string{after, sign, code} {
			if c, ok := currencies[mark]; ok {
				s.currency, s.known = c, true
				break
			}
		}
		var ok bool
		if s.amount, ok = figureAmount(number, scale); !ok {
			continue
		}
		out = append(out, s)
	}
	return out
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func overlaps(list []sum, at []int) bool {
	for _, s := range list {
		if at[0] < s.to && s.from < at[1] {
			return true
		}
	}
	return false
}

// scales are what figures are counted in.
var scales = map[string]float64{"": 1, "thousand": 1e3, "万": 1e4, "百万": 1e6, "million": 1e6, "千万": 1e7, "亿": 1e8, "billion": 1e9}

// figureAmount reads figures in hundredths, with the scale after them.
func figureAmount(number, scale string) (money.Amount, bool) {
	number = strings.ReplaceAll(number, ",", "")
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || v*scales[scale] > 9e12 {
		return 0, false
	}
	if scale == "" {
		a, err := money.Parse(number)
		return a, err == nil
	}
	return money.Amount(math.Round(v * scales[scale] * 100)), true
}

var numeralValues = map[rune]int64{'零': 0, '〇': 0, '壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
	'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

var numeralUnits = map[rune]int64{'拾': 10, '佰': 100, '仟': 1000, '十': 10, '百': 100, '千': 1000}

// wordsAmount reads a sum in Chinese words: 壹佰万零壹拾元伍角整.
func wordsAmount(s string) (money.Amount, bool) {
	var total, section, digit, fen int64
	yuan, any := false, false
	for _, r := range s {
		value, isDigit := numeralValues[r]
		unit, isUnit := numeralUnits[r]
		switch {
		case isDigit:
			digit, any = value, true
		case isUnit:
			if digit == 0 {
				digit = 1 // 拾元
			}
			section, digit, any = section+digit*unit, 0, true
		case r == '万':
			section, digit = (section+digit)*10_000, 0
			total, section = total+section, 0
		case r == '亿':
			total, section, digit = (total+section+digit)*100_000_000, 0, 0
		case r == '元' || r == '圆' || r == '镑' || r == '金' || r == '币': // 美金, 港币
			total, section, digit, yuan = total+section+digit, 0, 0, true
		case r == '角':
			fen, digit = fen+digit*10, 0
		case r == '分':
			fen, digit = fen+digit, 0
		}
	}
	if !yuan || !any || total > 90_000_000_000_000 {
		return 0, false
	}
	return money.Amount(total*100 + fen), true
}
