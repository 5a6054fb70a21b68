package region

import (
	"slices"
	"strings"
	"unicode"

	"keyue/backend/search"
)

// letters keeps the letters of a name, folded, so that Xi'an, Xi an and XIAN are one.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return r
		}
		if r == 'ü' {
			return 'v'
		}
		return -1
	}, search.Fold(s))
}

// kindsOfDivision are the words for a kind, with the lengths of code they stand for.
var kindsOfDivision = map[string][]int{
	"province": {2}, "prov": {2}, "sheng": {2}, "municipality": {2, 4}, "city": {2, 4, 6}, "shi": {2, 4, 6},
	"prefecture": {4}, "district": {6}, "dist": {6}, "qu": {6}, "county": {6}, "xian": {6},
}

// silent are words that say nothing about where in China it is.
var silent = map[string]bool{"china": true, "prc": true, "pr": true, "p": true, "r": true, "c": true, "cn": true, "sar": true, "the": true, "new": true, "area": true, "of": true, "autonomous": true, "region": true, "zhuang": true, "hui": true, "uygur": true, "uyghur": true, "special": true, "administrative": true}

// larger decides between cities of one spelling when nothing else does.
var larger = map[string]string{"suzhou": "3205", "fuzhou": "3501"}

// parseLatin finds divisions in an address in Latin letters. Names count where an
// address has them: at the end of one of its parts ("8 Wensan Rd Xihu District,
// Hangzhou, Zhejiang").
func parseLatin(address string) Match {
	a := table()
	var found [][]string // what each name may mean
	for _, part := range strings.FieldsFunc(address, func(r rune) bool { return strings.ContainsRune(",;\n\t/，；", r) }) {
		found = append(found, a.tail(words(part))...)
	}
	if len(found) == 0 {
		return Match{}
	}
	votes := map[string]int{}
	for _, codes := range found {
		for _, c := range codes {
			votes[c] = 0
		}
	}
	for c := range votes {
		for _, codes := range found {
			if slices.ContainsFunc(codes, func(o string) bool { return strings.HasPrefix(c, o) }) {
				votes[c]++
			}
		}
	}
	top := 0
	for _, n := range votes {
		top = max(top, n)
	}
	var best []string
	for c, n := range votes {
		if n == top {
			best = append(best, c)
		}
	}
	return a.elect(best, found, top)
}

// elect gives the place that the best codes mean.
func (a *atlas) elect(best []string, found [][]string, top int) Match {
	slices.Sort(best)
	// Of a province and a city of one name the province is meant, 上海 and its
	// only city are the same; a district without its city is too little to go by.
	chain := slices.DeleteFunc(slices.Clone(best), func(c string) bool {
		return slices.ContainsFunc(best, func(o string) bool { return len(o) < len(c) && strings.HasPrefix(c, o) })
	})
	if top == 1 {
		chain = slices.DeleteFunc(chain, func(c string) bool { return len(c) == 6 && !strings.HasSuffix(a.byCode[c].Name, "市") })
	}
	if cities := slices.DeleteFunc(slices.Clone(chain), func(c string) bool { return len(c) == 6 }); top == 1 && len(cities) > 0 {
		chain = cities
	}
	if len(chain) == 0 {
		return Match{}
	}
	code, sure := chain[0], true
	if len(chain) > 1 {
		for _, c := range chain[1:] {
			code = common(code, c)
		}
		if code == "" && len(found) == 1 {
			for name, city := range larger {
				if slices.Equal(a.latin[name], found[0]) || slices.Contains(chain, city) && len(chain) == 2 {
					code, sure = city, false
				}
			}
		}
	}
	if code == "" {
		return Match{}
	}
	return Match{Place: At(code), Sure: sure}
}

// words are the words of a part, folded; marks inside a word are left out.
func words(part string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(search.Fold(part), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’'
	}) {
		if w = strings.Map(func(r rune) rune {
			if r == '\'' || r == '’' {
				return -1
			}
			return r
		}, w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// tail reads names from the end of a part as long as there are any.
func (a *atlas) tail(list []string) [][]string {
	var found [][]string
	for len(list) > 0 {
		last := list[len(list)-1]
		if silent[last] || isNumber(last) {
			list = list[:len(list)-1]
			continue
		}
		kinds, isKind := kindsOfDivision[last]
		body := list
		if isKind {
			body = list[:len(list)-1]
		}
		codes, n := a.longestName(body, kinds)
		if n == 0 && isKind { // Huxian: the word may be part of the name
			body = list
			codes, n = a.longestName(body, nil)
		}
		if n == 0 {
			break
		}
		found = append(found, codes)
		list = body[:len(body)-n]
	}
	return found
}

// longestName is the longest name at the end of a list of words.
func (a *atlas) longestName(list []string, kinds []int) ([]string, int) {
	for n := min(4, len(list)); n > 0; n-- {
		name := letters(strings.Join(list[len(list)-n:], ""))
		var codes []string
		for _, c := range a.latin[name] {
			// Jilin City is the city, Chongqing City is either.
			if kinds == nil || slices.Contains(kinds, len(c)) && (len(c) > 2 || len(kinds) == 1 || municipality(c)) {
				codes = append(codes, c)
			}
		}
		if len(codes) > 0 {
			return codes, n
		}
	}
	return nil, 0
}

func isNumber(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
}
