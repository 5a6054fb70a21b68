package customer

import (
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"keyue/backend/search"
)

// companySuffixes are what a company's name ends in by law, not by choice; two
// names that differ only in them are the same company to the one who types.
// In normal form already, longest first.
var companySuffixes = func() []string {
	list := []string{
		"股份有限责任公司", "集团股份有限公司", "集团有限责任公司", "股份有限公司", "有限责任公司", "集团有限公司",
		"控股有限公司", "实业有限公司", "总公司", "有限公司", "股份公司", "责任公司", "集团公司", "集团",
		"公司", "个人独资企业", "合伙企业有限合伙", "合伙企业普通合伙", "合伙企业", "有限合伙", "普通合伙",
		"companylimited", "coltd", "coltda", "company", "corporation", "incorporated", "limited", "corp", "inc", "ltd",
		"llc", "llp", "plc", "gmbh", "pteltd", "ptyltd", "sdnbhd", "kg", "ag", "sarl", "bv", "nv", "spa", "srl",
	}
	sort.Slice(list, func(i, j int) bool { return len(list[i]) > len(list[j]) })
	return list
}()

// latinSuffix reports whether a suffix may only be cut at a word's start, so
// that "Swag" does not lose its "ag".
func latinSuffix(s string) bool { return s[0] < 0x80 }

// innerForms are the legal forms that stand inside the name of a branch:
// 杭州恒信建材有限公司上海分公司. Longest first.
var innerForms = []string{"股份有限责任公司", "集团股份有限公司", "集团有限责任公司", "集团有限公司", "股份有限公司", "有限责任公司", "有限公司"}

// branchWords end the name of a part of a company that is a customer of its own.
var branchWords = []string{"分公司", "分店", "分行", "支行", "分厂", "分院", "分校", "分部", "分社", "办事处", "营业部", "branchoffice", "branch"}

// branchEnd gives the word by which a normal name is that of a branch; "" for none.
// A shop with a number (二店) or in brackets at a place (西湖店) is one as well.
func branchEnd(normal string) string {
	for _, w := range branchWords {
		if strings.HasSuffix(normal, w) && len(normal) > len(w) {
			return w
		}
	}
	if rest, isShop := strings.CutSuffix(normal, "店"); isShop {
		r := []rune(strings.TrimSuffix(rest, "号"))
		if len(r) > 1 && (unicode.IsDigit(r[len(r)-1]) || strings.ContainsRune("一二三四五六七八九十", r[len(r)-1])) {
			return "店"
		}
	}
	return ""
}

// NormalName is the form in which two names are the same: full width, case,
// traditional characters, spaces, punctuation and the legal form of a company do
// not count. What is nothing but a legal form keeps it; so does a branch the
// word that says so, for it is another customer than its head office.
func NormalName(name string) string {
	s := foldName(name)
	if branchEnd(s) != "" {
		for _, form := range innerForms {
			if at := strings.Index(s, form); at > 0 {
				return s[:at] + s[at+len(form):]
			}
		}
		return s
	}
	var words map[string]bool
	for {
		cut := ""
		for _, suffix := range companySuffixes {
			if len(suffix) >= len(s) || !strings.HasSuffix(s, suffix) {
				continue
			}
			if latinSuffix(suffix) && words == nil {
				words = latinWords(name)
			}
			if !latinSuffix(suffix) || words[suffix] {
				cut = suffix
				break
			}
		}
		if cut == "" {
			return s
		}
		s = strings.TrimSuffix(s, cut)
	}
}

// foldName keeps letters and digits in their narrow, lower, simplified form.
func foldName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, search.Fold(norm.NFKC.String(name)))
}

// latinWords gives every run of words at the end of a name, joined: for "Acme
// Co., Ltd." that is "ltd", "coltd" and "acmecoltd".
func latinWords(name string) map[string]bool {
	fields := strings.FieldsFunc(strings.ToLower(norm.NFKC.String(name)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	out := map[string]bool{}
	for i := range fields {
		for j := i + 1; j <= len(fields); j++ {
			if out[strings.Join(fields[i:j], "")] = true; j-i > 3 {
				break
			}
		}
	}
	return out
}

// coreName strips from a normal name the place that companies put in front:
// 杭州恒信建材 and 恒信建材 are often one. Empty when nothing distinctive is left.
func coreName(normal string, places ...string) string {
	s := normal
	for range 3 {
		before := s
		for _, place := range places {
			place = foldName(place)
			if place == "" {
				continue
			}
			short := placeShort(place)
			for _, p := range []string{place, short} {
				if len([]rune(p)) >= 2 && strings.HasPrefix(s, p) {
					s = strings.TrimPrefix(s, p)
					break
				}
			}
		}
		// A town that is not the customer's own shows by its ending.
		if r := []rune(s); len(r) > 5 {
			for i := 2; i <= 3; i++ {
				if r[i] == '省' || r[i] == '市' {
					s = string(r[i+1:])
					break
				}
			}
		}
		if s == before {
			break
		}
	}
	if len([]rune(s)) < 2 {
		return ""
	}
	return s
}

// nearMin is the least number of Chinese characters whose sound tells a company.
const nearMin = 3

// placeOf is where a customer is, as names of places are compared: 浙江, 杭州. A
// town typed where the province belongs is where it is all the same.
func placeOf(c *Customer) (province, city string) {
	p, t := foldName(c.Province), foldName(c.City)
	if municipalities[placeShort(p)] && t == "" || strings.HasSuffix(t, "省") || strings.HasSuffix(t, "自治区") ||
		t == "" && strings.HasSuffix(p, "市") {
		p, t = t, p
	}
	return placeShort(p), placeShort(t)
}

// soundOf is how a company's core name sounds in its town, where syllables that
// many people do not tell apart are one: zh and z, ch and c, sh and s, l and n,
// -ng and -n. Empty for a name without a town or with too few characters: what
// sounds alike elsewhere is no sign.
func soundOf(core, town string) string {
	if town == "" || core == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString(town)
	han := 0
	for _, r := range search.Readings(core) {
		b.WriteByte(' ')
		if len(r.Syllables) == 0 {
			b.WriteRune(r.Rune)
			continue
		}
		han++
		b.WriteString(blurSyllable(r.Syllables[0]))
	}
	if han < nearMin {
		return ""
	}
	return b.String()
}

// blurSyllable drops the tone of a syllable and what dialects do not tell apart.
func blurSyllable(s string) string {
	s = strings.TrimRight(s, "12345")
	if len(s) > 1 && s[1] == 'h' { // zh, ch, sh
		s = s[:1] + s[2:]
	}
	if s != "" && s[0] == 'n' {
		s = "l" + s[1:]
	}
	if t, ok := strings.CutSuffix(s, "ng"); ok {
		s = t + "n"
	}
	return s
}

// municipalities are provinces and towns at once: one of the two is often left out.
var municipalities = map[string]bool{"北京": true, "上海": true, "天津": true, "重庆": true}

var placeEndings = []string{"特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "地区", "新区", "省", "市", "区", "县", "州", "盟"}

// placeShort is a place as it stands in names: 浙江省 → 浙江.
func placeShort(place string) string {
	for _, end := range placeEndings {
		if s := strings.TrimSuffix(place, end); s != place && len([]rune(s)) >= 2 {
			return s
		}
	}
	return place
}

// oneLine drops what cannot be seen or breaks a line in a value of one line.
// HTML, formulas and emoji stay: they are text.
func oneLine(s string) string {
	return strings.Join(strings.Fields(clean(s)), " ")
}

// clean makes text valid UTF-8 in normal form C without control characters,
// keeping line ends and tabs.
func clean(s string) string {
	if !plainASCII(s) {
		s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return '\n'
		case r == '\ufeff' || r == '\u200b' || r == '\u2060' || unicode.IsControl(r):
			return -1
		case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, s))
}

func plainASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
