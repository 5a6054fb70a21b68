package template

import (
	"slices"
	"strconv"
	"strings"

	"keyue/backend/locale"
)

// numberStyles are the styles of clause numbers, each written as its first number.
var numberStyles = []string{"第一条", "第一章", "一、", "（一）", "1.", "1、", "（1）", "①", "1.1", "(a)", "(i)", "(A)", "Article 1", "none"}

func numberStyle(s string) bool { return slices.Contains(numberStyles, s) }

// ladder gives the styles of all levels of a definition.
func (d *Definition) ladder() []string {
	usual := []string{"第一条", "一、", "（一）", "1.", "（1）"}
	if d.Language == locale.En {
		usual = []string{"1.", "1.1", "(a)", "(i)", "(A)"}
	}
	out := slices.Clone(d.Numbering)
	if len(out) == 0 {
		return usual
	}
	for len(out) < maxClauses {
		// Levels beyond the declared ones take the usual styles that are still free.
		next := "none"
		for _, s := range append([]string{"（1）", "①"}, usual...) {
			if d.Language == locale.En && s[0] != '(' && s[0] != '1' || slices.Contains(out, s) {
				continue
			}
			next = s
			break
		}
		out = append(out, next)
	}
	return out
}

// label writes the number of a clause from the ordinals of all levels around
// it, outermost first.
func label(style string, ordinals []int) string {
	n := ordinals[len(ordinals)-1]
	switch style {
	case "第一条":
		return "第" + numeralZh(n) + "条"
	case "第一章":
		return "第" + numeralZh(n) + "章"
	case "一、":
		return numeralZh(n) + "、"
	case "（一）":
		return "（" + numeralZh(n) + "）"
	case "1.":
		return strconv.Itoa(n) + "."
	case "1、":
		return strconv.Itoa(n) + "、"
	case "（1）":
		return "（" + strconv.Itoa(n) + "）"
	case "①":
		if n >= 1 && n <= 20 {
			return string(rune('①' + n - 1))
		}
		return "（" + strconv.Itoa(n) + "）"
	case "1.1":
		return joined(ordinals)
	case "(a)":
		return "(" + letters(n) + ")"
	case "(A)":
		return "(" + strings.ToUpper(letters(n)) + ")"
	case "(i)":
		return "(" + roman(n) + ")"
	case "Article 1":
		return "Article " + strconv.Itoa(n)
	}
	return ""
}

func joined(ordinals []int) string {
	parts := make([]string, len(ordinals))
	for i, n := range ordinals {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ".")
}

// reference writes how other clauses point at one: 第三条第2款, 3.1(a).
func reference(styles []string, ordinals []int, tag locale.Tag) string {
	if tag == locale.En {
		s := ""
		for i := range ordinals {
			l := strings.TrimSuffix(label(styles[i], ordinals[:i+1]), ".")
			if styles[i] == "1.1" {
				s = l
			} else {
				s += l
			}
		}
		return s
	}
	// 条、款、项、目 are the units of the Legislation Law, article 61.
	units := []string{"条", "款", "项", "目", "目"}
	s := ""
	for i, n := range ordinals {
		unit := units[i]
		switch styles[i] {
		case "第一章":
			s += "第" + numeralZh(n) + "章"
		case "1.1":
			s = "第" + joined(ordinals[:i+1]) + "条"
		case "1.", "1、", "（1）", "①":
			s += "第" + strconv.Itoa(n) + unit
		default:
			s += "第" + numeralZh(n) + unit
		}
	}
	return s
}

// numeralZh writes 1 to 9999 in Chinese as clauses are numbered: 十, 十一,
// 二十一, 一百零五, 一百一十.
func numeralZh(n int) string {
	if n <= 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	digits := []rune("零一二三四五六七八九")
	units := []string{"", "十", "百", "千"}
	text := strconv.Itoa(n)
	var b strings.Builder
	zero := false
	for i, c := range text {
		d := int(c - '0')
		unit := units[len(text)-1-i]
		if d == 0 {
			zero = true
			continue
		}
		if zero {
			b.WriteString("零")
			zero = false
		}
		b.WriteRune(digits[d])
		b.WriteString(unit)
	}
	s := b.String()
	if n < 20 {
		s = strings.TrimPrefix(s, "一")
		if s == "" {
			s = "一"
		}
	}
	return s
}

// letters counts a, b, … z, aa, ab.
func letters(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('a'+(n-1)%26)) + s
	}
	return s
}

func roman(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		value int
		text  string
	}{{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}} {
		for n >= r.value {
			b.WriteString(r.text)
			n -= r.value
		}
	}
	return b.String()
}
