package money

import (
	"fmt"
	"strings"
)

var (
	ones = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
)

// wordsEn writes an amount as cheques and contracts do: "Twelve thousand three
// hundred forty-five and 67/100". The currency's name is the template's to set.
func wordsEn(a Amount, c Currency) string {
	u, sign := uint64(a), ""
	if a < 0 {
		u, sign = -u, "minus "
	}
	s := sign + wholeEn(u/100)
	if !c.whole() || u%100 != 0 {
		s += fmt.Sprintf(" and %02d/100", u%100)
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func wholeEn(n uint64) string {
	for _, scale := range []struct {
		value uint64
		name  string
	}{{1e18, "quintillion"}, {1e15, "quadrillion"}, {1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}, {1e3, "thousand"}} {
		if n >= scale.value {
			return spaced(wholeEn(n/scale.value)+" "+scale.name, n%scale.value)
		}
	}
	switch {
	case n >= 100:
		return spaced(ones[n/100]+" hundred", n%100)
	case n >= 20 && n%10 != 0:
		return tens[n/10] + "-" + ones[n%10]
	case n >= 20:
		return tens[n/10]
	}
	return ones[n]
}

func spaced(high string, rest uint64) string {
	if rest == 0 {
		return high
	}
	return high + " " + wholeEn(rest)
}

// NumberWord reads one English number word in small letters, thirty or million,
// and 40 however it is often misspelt.
func NumberWord(w string) (n int64, ok bool) {
	n, ok = numberWords[w]
	return n, ok
}

var numberWords = func() map[string]int64 {
	out := map[string]int64{"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "fourty": 40}
	for i, w := range ones {
		out[w] = int64(i)
	}
	for i, w := range tens[2:] {
		out[w] = int64(i+2) * 10
	}
	return out
}()
