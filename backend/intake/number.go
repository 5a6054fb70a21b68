package intake

import (
	"regexp"
	"strconv"
	"strings"
)

// A numeral is one reading of a printed clause number.
type numeral struct {
	// style as templates write it: 第一条, 1., 1.1, (a).
	style string
	// values are the ordinals; several for 1.1.
	values []int
	// text as printed, length in runes of the line.
	text   string
	length int
}

// level of a decimal number is how many parts it has; 0 means any.
func (n *numeral) parts() int {
	if strings.Contains(n.style, "1.1") {
		return len(n.values)
	}
	return 0
}

// alone says that a number can be a whole line: 第一条.
func (n *numeral) alone() bool { return strings.HasPrefix(n.style, "第") }

// pseudo is the style with the level that decimals are bound to.
func (n *numeral) pseudo() string {
	if p := n.parts(); p > 0 {
		return n.style + "#" + strconv.Itoa(p)
	}
	return n.style
}

var (
	zhDigits   = `[零〇一二三四五六七八九十百]+`
	numberZh   = regexp.MustCompile(`^第(` + zhDigits + `)([条章节款])`)
	numberZhD  = regexp.MustCompile(`^第\s?(\d{1,3})\s?([条章节款])`)
	numberHan  = regexp.MustCompile(`^(` + zhDigits + `)([、．.，])`)
	numberHanB = regexp.MustCompile(`^([（(])(` + zhDigits + `)([）)])`)
	numberDeep = regexp.MustCompile(`^(§|Article |Section |ARTICLE |SECTION |Clause )?(\d{1,3}(?:\.\d{1,3})+)([.、]?)`)
	numberDot  = regexp.MustCompile(`^(§|Article |Section |ARTICLE |SECTION |Clause )?(\d{1,3})([.．、)）:：]?)`)
	numberDotB = regexp.MustCompile(`^([（(\[])(\d{1,3})([）)\]])`)
	numberAbc  = regexp.MustCompile(`^([（(]?)([a-z]{1,5}|[A-Z]{1,5})([.)）、])`)
	numberRom  = regexp.MustCompile(`^(Article |Section |ARTICLE |SECTION )([IVXLC]{1,6})([.:]?)`)
	bareNumber = regexp.MustCompile(`^\d{1,2}\s`)
	romanShape = regexp.MustCompile(`^(?:x{0,3})(?:ix|iv|v?i{0,3})$`)
)

// numeralsOf reads the number that a line begins with, in every way it can be
// meant; none when it begins with something else.
func numeralsOf(s string) []numeral {
	var out []numeral
	add := func(matched, style string, values ...int) {
		if len(values) == 0 || values[0] < 0 {
			return
		}
		n := numeral{style: style, values: values, text: matched, length: len([]rune(matched))}
		if out == nil || out[0].length == n.length {
			out = append(out, n)
		}
	}
	rest := func(m string) string { return s[len(m):] }
	if m := numberZh.FindStringSubmatch(s); m != nil {
		add(m[0], "第一"+m[2], valueZh(m[1]))
	}
	if m := numberZhD.FindStringSubmatch(s); m != nil {
		add(m[0], "第1"+m[2], atoi(m[1]))
	}
	if m := numberHanB.FindStringSubmatch(s); m != nil {
		add(m[0], m[1]+"一"+m[3], valueZh(m[2]))
	}
	if m := numberHan.FindStringSubmatch(s); m != nil {
		add(m[0], "一"+m[2], valueZh(m[1]))
	}
	if r := []rune(s); len(r) > 0 && r[0] >= '①' && r[0] <= '⑳' {
		add(string(r[0]), "①", int(r[0]-'①')+1)
	}
	if m := numberDeep.FindStringSubmatch(s); m != nil && !digitFollows(rest(m[0])) && !unitFollows(rest(m[0])) {
		var v []int
		for _, p := range strings.Split(m[2], ".") {
			v = append(v, atoi(p))
		}
		add(m[0], m[1]+"1.1"+m[3], v...)
	} else if m := numberDot.FindStringSubmatch(s); m != nil && (m[1] != "" || m[3] != "") && !digitFollows(rest(m[0])) && (m[3] != ":" && m[3] != "：" || m[1] != "") {
		add(m[0], m[1]+"1"+m[3], atoi(m[2]))
	}
	if m := numberDotB.FindStringSubmatch(s); m != nil && (m[1] != "[" || m[3] == "]") {
		add(m[0], m[1]+"1"+m[3], atoi(m[2]))
	}
	if m := numberRom.FindStringSubmatch(s); m != nil && !letterFollows(rest(m[0])) {
		add(m[0], m[1]+"I"+m[3], valueRoman(strings.ToLower(m[2])))
	}
	if m := numberAbc.FindStringSubmatch(s); m != nil && (m[1] != "" || m[3] != "." || strings.HasPrefix(rest(m[0]), " ") || strings.HasPrefix(rest(m[0]), "\t") || rest(m[0]) == "" || han([]rune(rest(m[0]))[0])) {
		low := strings.ToLower(m[2])
		mark, romanMark := "a", "i"
		if low != m[2] {
			mark, romanMark = "A", "I"
		}
		if v := valueLetters(low); v > 0 {
			add(m[0], m[1]+mark+m[3], v)
		}
		if romanShape.MatchString(low) {
			add(m[0], m[1]+romanMark+m[3], valueRoman(low))
		}
	}
	return out
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

func digitFollows(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func letterFollows(s string) bool {
	return s != "" && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z')
}

// unitFollows tells 1.5元 and 3.2% from numbers of clauses.
func unitFollows(s string) bool {
	r := []rune(strings.TrimLeft(s, " "))
	return len(r) > 0 && strings.ContainsRune("%％‰元万倍米吨公千平MmKk×", r[0]) && !strings.HasPrefix(s, " ")
}

// valueLetters reads a, b, … z, aa, bb (as Word counts) or aa, ab.
func valueLetters(s string) int {
	if len(s) == 1 {
		return int(s[0]-'a') + 1
	}
	if len(s) == 2 {
		return (int(s[0]-'a')+1)*26 + int(s[1]-'a') + 1
	}
	return -1
}

func valueRoman(s string) int {
	values := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50, 'c': 100}
	n := 0
	for i := range len(s) {
		v := values[s[i]]
		if v == 0 {
			return -1
		}
		if i+1 < len(s) && values[s[i+1]] > v {
			n -= v
		} else {
			n += v
		}
	}
	return n
}

// valueZh reads 一 to 九百九十九.
func valueZh(s string) int {
	n, digit := 0, 0
	for _, r := range s {
		if i := strings.IndexRune("零一二三四五六七八九", r); i >= 0 {
			digit = i / 3
			continue
		}
		switch r {
		case '〇':
			digit = 0
		case '十':
			n += max(digit, 1) * 10
			digit = 0
		case '百':
			n += max(digit, 1) * 100
			digit = 0
		}
	}
	return n + digit
}
