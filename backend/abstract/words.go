package abstract

import (
	"regexp"
	"strconv"
	"strings"

	"keyue/backend/money"
)

// Reading sums in English words, as contracts and letters of credit write them:
// SAY US DOLLARS ONE THOUSAND TWO HUNDRED AND CENTS FIFTY ONLY.

var (
	englishWord = regexp.MustCompile(`[A-Za-z]+\.?|[0-9]{1,2}/100`)
	// between two words of one sum.
	wordGap = regexp.MustCompile(`^[\s,\-–—:]*$`)
)

// englishCurrencies name a currency at the end of the words before a sum, or at
// the start of those after it.
var englishCurrencies = []struct {
	name     string
	currency money.Currency
}{
	{"united states dollars", "USD"}, {"us dollars", "USD"}, {"us dollar", "USD"}, {"u s dollars", "USD"}, {"usd", "USD"},
	{"hong kong dollars", "HKD"}, {"hk dollars", "HKD"}, {"hkd", "HKD"}, {"singapore dollars", "SGD"}, {"sgd", "SGD"},
	{"australian dollars", "AUD"}, {"aud", "AUD"}, {"new taiwan dollars", "TWD"}, {"nt dollars", "TWD"}, {"ntd", "TWD"}, {"twd", "TWD"},
	{"canadian dollars", "CAD"}, {"cad", "CAD"}, {"new zealand dollars", "NZD"}, {"nzd", "NZD"}, {"dollars", "USD"}, {"dollar", "USD"},
	{"renminbi yuan", "CNY"}, {"chinese yuan", "CNY"}, {"yuan renminbi", "CNY"}, {"renminbi", "CNY"}, {"yuan", "CNY"}, {"rmb", "CNY"}, {"cny", "CNY"},
	{"euros", "EUR"}, {"euro", "EUR"}, {"eur", "EUR"}, {"pounds sterling", "GBP"}, {"british pounds", "GBP"}, {"pounds", "GBP"}, {"gbp", "GBP"},
	{"japanese yen", "JPY"}, {"yen", "JPY"}, {"jpy", "JPY"},
}

// phrase is the words of a line with their places.
type phrase struct {
	line  string
	words []string // lower case, without full stops
	at    [][]int
}

func phraseOf(line string) phrase {
	p := phrase{line: line, at: englishWord.FindAllStringIndex(line, -1)}
	for _, at := range p.at {
		p.words = append(p.words, strings.ToLower(strings.TrimSuffix(line[at[0]:at[1]], ".")))
	}
	return p
}

func (p *phrase) word(i int) string {
	if i < 0 || i >= len(p.words) {
		return ""
	}
	return p.words[i]
}

// joins tells whether nothing but spaces and hyphens parts word i from the one before.
func (p *phrase) joins(i int) bool {
	return i > 0 && i < len(p.words) && wordGap.MatchString(p.line[p.at[i-1][1]:p.at[i][0]])
}

// run reads number words from i on, with the and between them; next is the first
// word that is none.
func (p *phrase) run(i int) (value int64, next int) {
	var total, part int64
	for next = i; next < len(p.words) && (next == i || p.joins(next)); next++ {
		w := p.words[next]
		n, ok := money.NumberWord(w)
		if !ok && w == "and" && next > i && p.joins(next+1) {
			if _, more := money.NumberWord(p.word(next + 1)); more && !p.cents(next+1) {
				continue
			}
		}
		switch {
		case !ok:
			return total + part, next
		case n == 100:
			part = max(part, 1) * 100
		case n >= 1000:
			total, part = total+max(part, 1)*n, 0
		default:
			part += n
		}
	}
	return total + part, next
}

// cents tells whether the number words from i on count cents.
func (p *phrase) cents(i int) bool {
	for ; i < len(p.words); i++ {
		if _, ok := money.NumberWord(p.words[i]); !ok {
			return cent(p.words[i]) && p.joins(i)
		}
	}
	return false
}

func cent(w string) bool { return w == "cents" || w == "cent" || w == "pence" || w == "fen" }

// before gives the currency that the words before i name.
func (p *phrase) before(i int) (money.Currency, int) {
	for _, c := range englishCurrencies {
		n := len(strings.Fields(c.name))
		if i >= n && strings.Join(p.words[i-n:i], " ") == c.name && p.joins(i) {
			return c.currency, i - n
		}
	}
	return "", i
}

// after gives the currency that the words from i on name.
func (p *phrase) after(i int) (money.Currency, int) {
	for _, c := range englishCurrencies {
		n := len(strings.Fields(c.name))
		if i+n <= len(p.words) && strings.Join(p.words[i:i+n], " ") == c.name && p.joins(i) {
			return c.currency, i + n
		}
	}
	return "", i
}

// minor reads the cents from i on: and fifty cents, and cents fifty, and 50/100.
func (p *phrase) minor(i int) (int64, int) {
	at := i
	if p.word(at) == "and" && p.joins(at) {
		at++
	}
	if !p.joins(at) {
		return 0, i
	}
	if s, ok := strings.CutSuffix(p.word(at), "/100"); ok {
		n, err := strconv.Atoi(s)
		if err != nil {
			return 0, i
		}
		return int64(n), at + 1
	}
	if cent(p.word(at)) && p.joins(at+1) {
		if n, next := p.run(at + 1); next > at+1 && n < 100 {
			return n, next
		}
		return 0, i
	}
	if _, ok := money.NumberWord(p.word(at)); ok && p.cents(at) {
		n, next := p.run(at)
		return n, next + 1
	}
	return 0, i
}

// englishSums finds sums in English words. A number counts as one when a currency,
// SAY, ONLY or hundredths stand with it, or when it explains the figures before it.
func englishSums(line string, figures []sum) []sum {
	p := phraseOf(line)
	var out []sum
	for i := 0; i < len(p.words); {
		if n, ok := money.NumberWord(p.words[i]); !ok || n >= 100 { // $__ million
			i++
			continue
		}
		value, next := p.run(i)
		currency, first := p.before(i)
		if c, end := p.after(next); c != "" {
			next = end
			if currency == "" {
				currency = c
			}
		}
		fen, end := p.minor(next)
		marked := currency != "" || end > next || p.word(first-1) == "say"
		next = end
		if p.word(next) == "only" && p.joins(next) {
			marked, next = true, next+1
		}
		from, to := p.at[first][0], p.at[next-1][1]
		for _, f := range figures {
			marked = marked || f.to <= from && strings.Trim(line[f.to:from], " (（") == "" && p.explains(i, next)
		}
		i = max(next, i+1)
		if a, ok := minorUnits(value, fen); ok && marked {
			out = append(out, sum{amount: a, currency: currency, known: currency != "", words: true, from: from, to: to, text: line[from:to]})
		}
	}
	return out
}

// explains tells a number of some size: hundred or more.
func (p *phrase) explains(from, to int) bool {
	for _, w := range p.words[from:to] {
		if n, _ := money.NumberWord(w); n >= 100 {
			return true
		}
	}
	return false
}

// minorUnits is an amount of whole units and hundredths.
func minorUnits(whole, hundredths int64) (money.Amount, bool) {
	if whole > int64(money.Max)/100 || whole+hundredths == 0 {
		return 0, false
	}
	return money.Amount(whole*100 + hundredths), true
}
