package exchange

import (
	"regexp"
	"strconv"
	"strings"

	"keyue/backend/customer"
)

// writtenDay is a day in Chinese numerals, as birthdays of the lunar calendar are written: 农历五月初五, 腊月廿三.
var writtenDay = regexp.MustCompile(`^(农历|阴历|旧历)?\s*(?:(\d{4})年)?(正|冬|腊|[一二三四五六七八九]|十[一二]?)月(初[一二三四五六七八九十]|廿[一二三四五六七八九]?|二?十[一二三四五六七八九]?|三十|[一二三四五六七八九])[日号]?$`)

// parseWrittenDay reads such a day. It is lunar when that is said, or when nobody writes a solar day so.
func parseWrittenDay(cell string) (d customer.Day, ok bool) {
	m := writtenDay.FindStringSubmatch(cell)
	if m == nil {
		return d, false
	}
	d = customer.Day{Calendar: "solar", Month: numeral(m[3]), Day: numeral(m[4])}
	if m[1] != "" || strings.ContainsAny(m[3], "正冬腊") || strings.ContainsAny(m[4], "初廿") {
		d.Calendar = "lunar"
	}
	d.Year, _ = strconv.Atoi(m[2])
	return d, true
}

// numeral is the number that 二十三, 廿三, 初五 or the name of a month stands for.
func numeral(s string) int {
	n := 0
	for _, r := range s {
		switch r {
		case '初':
		case '正':
			n = 1
		case '冬':
			n = 11
		case '腊':
			n = 12
		case '廿':
			n = 20
		case '十':
			n = max(n, 1) * 10
		default:
			n += len([]rune(strings.SplitAfter("一二三四五六七八九", string(r))[0]))
		}
	}
	return n
}
