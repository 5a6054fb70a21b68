package customer

import (
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// companySuffixes are what a company's name ends in by law, not by choice; two
// names that differ only in them are the same company to the one who types.
// In normal form already, longest first.
var companySuffixes = func() []string {
	list := []string{
		"股份有限责任公司", "集团股份有限公司", "集团有限责任公司", "股份有限公司", "有限责任公司", "集团有限公司",
		"控股有限公司", "实业有限公司", "总公司", "分公司", "有限公司", "股份公司", "责任公司", "集团公司", "集团",
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

// NormalName is the form in which two names are the same: full width, case,
// spaces, punctuation and the legal form of a company do not count. What is
// nothing but a legal form keeps it.
func NormalName(name string) string {
	s := foldName(name)
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

// foldName keeps letters and digits in their narrow, lower form.
func foldName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(name))
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
