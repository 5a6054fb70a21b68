package template

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"keyue/backend/locale"
)

// numberStyles are the styles of clause numbers, each written as its first number.
var numberStyles = []string{"第一条", "第一章", "一、", "（一）", "1.", "1、", "（1）", "①", "1.1", "(a)", "(i)", "(A)", "Article 1", "none"}

// numberStyle reports whether s is a style: one of the usual ones, or a mark of
// counting between signs that other people's contracts use (第1条, 1）, a., §1).
func numberStyle(s string) bool {
	if slices.Contains(numberStyles, s) {
		return true
	}
	_, _, _, ok := styleParts(s)
	return ok
}

// The signs that may stand around the counting mark of a style.
var (
	styleMarks  = []string{"1.1", "1", "一", "①", "a", "A", "i", "I"}
	stylePrefix = []string{"", "(", "（", "[", "第", "§", "Article ", "Section ", "ARTICLE ", "SECTION ", "Clause "}
	styleSuffix = []string{"", ".", "．", "、", ")", "）", "]", ":", "：", ",", "，", "条", "章", "节", "款", "项", ".)"}
)

// styleParts takes a style apart: what stands before the counting mark, the
// mark, and what stands after it.
func styleParts(s string) (before, mark, after string, ok bool) {
	for _, p := range stylePrefix {
		rest, has := strings.CutPrefix(s, p)
		if !has {
			continue
		}
		for _, m := range styleMarks {
			if a, has := strings.CutPrefix(rest, m); has && slices.Contains(styleSuffix, a) {
				return p, m, a, true
			}
		}
	}
	return "", "", "", false
}

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
	}
	before, mark, after, ok := styleParts(style)
	if !ok {
		return ""
	}
	return before + counted(mark, ordinals) + after
}

// counted writes an ordinal as a counting mark asks.
func counted(mark string, ordinals []int) string {
	n := ordinals[len(ordinals)-1]
	switch mark {
	case "1.1":
		return joined(ordinals)
	case "1":
		return strconv.Itoa(n)
	case "一":
		return numeralZh(n)
	case "①":
		return label("①", ordinals)
	case "a":
		return letters(n)
	case "A":
		return strings.ToUpper(letters(n))
	case "i":
		return roman(n)
	}
	return strings.ToUpper(roman(n))
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
			if _, mark, _, _ := styleParts(styles[i]); mark == "1.1" {
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
			before, mark, after, _ := styleParts(styles[i])
			switch {
			case before == "第" && after != "":
				s += label(styles[i], ordinals[:i+1])
			case mark == "1.1":
				s = "第" + joined(ordinals[:i+1]) + "条"
			case mark == "1":
				s += "第" + strconv.Itoa(n) + unit
			default:
				s += "第" + numeralZh(n) + unit
			}
		}
	}
	return s
}

// annexLabel is the number of an attachment: 附件一, Annex 1.
func annexLabel(n int, tag locale.Tag) string {
	if tag == locale.En {
		return "Annex " + strconv.Itoa(n)
	}
	return "附件" + numeralZh(n)
}

// annexPrefix stands before the numbers of clauses inside an attachment.
func annexPrefix(label string, tag locale.Tag) string {
	if label != "" && tag == locale.En {
		return label + ", "
	}
	return label
}

// InAnnex names a place in an attachment: 附件一 1. 数据, "Annex 1, 1. Data". annex
// is the number of the attachment; empty leaves the place as it is.
func InAnnex(annex, place string) string {
	switch {
	case annex == "" || place == "":
		return annex + place
	case annex[0] < utf8.RuneSelf:
		return annex + ", " + place
	}
	return annex + " " + place
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
