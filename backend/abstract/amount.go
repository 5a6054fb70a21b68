package abstract

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"keyue/backend/fault"
	"keyue/backend/money"
)

var (
	totalWords = regexp.MustCompile(`(?i)合同(?:总)?(?:价款|金额|总额|价格|总价|价|款)|总价款?|总金额|价税合计|价款总额|货款总额|总货款|费用总额|总费用|服务费(?:用)?(?:总额|总计|共计)?|借款(?:金额|本金)|合计|总计|共计|contract price|total (?:price|fees?|amount|contract value)|fees? total|purchase price|in the amount of|the sum of|principal`)
	// penalWords are never the price.
	penalWords = regexp.MustCompile(`(?i)违约金|赔偿|罚|注册资本|滞纳金|保险金额|保额|liquidated|penalt|capital`)
	otherWords = regexp.MustCompile(`(?i)定金|订金|预付|首付|首笔|尾款|第[一二三四]笔|保证金|押金|质保金|单价|每[日天月年台件套个次吨米小时]|/[小时天月年件台]|不超过|不低于|以上|以下|deposit|per (?:day|month|hour|unit)|instal|not exceed|at least`)
)

// amountOf finds the amount of the whole contract among all sums. Where no currency
// stands with it, it is in the only one that the document names, if there is one.
func amountOf(all []string) (Amount, money.Currency) {
	type candidate struct {
		Amount
		currency money.Currency
		apart    bool // figures and words are in two currencies
		score    int
	}
	var best *candidate
	named := map[money.Currency]bool{}
	for i, line := range all {
		list := sums(line)
		for _, code := range bareCode.FindAllString(line, -1) {
			named[currencies[strings.ToLower(code)]] = true
		}
		for _, s := range list {
			if s.known {
				named[s.currency] = true
			}
		}
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
			c := &candidate{Amount: Amount{Value: s.amount, Found: true, From: clip(line, 200)}, currency: s.currency, score: 40}
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
					if d.known || c.currency == "" {
						c.currency = d.currency
					}
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
		return Amount{}, ""
	}
	if best.currency == "" && len(named) == 1 {
		for best.currency = range named {
		}
	}
	best.Confidence = min(best.score, 98)
	said := fault.P{"digits": best.Digits.Format(best.currency), "words": best.WordsText}
	if best.apart {
		best.Problem, best.Confidence = fault.New("abstract.currency_differs", said), 30
	} else if best.Words > 0 && best.Digits > 0 && best.Words != best.Digits {
		best.Problem = fault.New("abstract.amount_differs", said)
		best.Value, best.Confidence = best.Words, 30
	} else if best.Words > 0 && best.Digits == 0 {
		best.Confidence = min(best.Confidence, 90)
	}
	return best.Amount, best.currency
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
