package docx

import (
	"slices"
	"strconv"
	"strings"
)

// This file turns the labels of a resolved document back into lists that Word
// counts by itself. Word is only trusted with a label when counting as Word does
// gives exactly the label that our own pages print; any other label is written
// as plain text before the paragraph. Those are:
//
//   - labels of no known form ("附件一", a free text);
//   - Chinese numerals from one hundred on (Word versions differ there: 一百○一,
//     一百零一), letters from the 28th on (Word repeats them: bb, cc), circled
//     figures above ⑳;
//   - a figure with its upper levels (3.2) whose upper levels are not those of
//     the same list, as below a clause that has no number.

// maxLevels is how many levels a list of Word has.
const maxLevels = 9

// form is how the numbers of one list level are written.
type form struct {
	// format is the ST_NumberFormat of one number.
	format string
	// before and after stand around it; with chain the numbers of all levels
	// above come first, with points between.
	before, after string
	chain         bool
}

// reading is one way to read a label: a form and the number in it, for chains
// the numbers of all levels.
type reading struct {
	form form
	n    []int
}

// wrappers are the forms with something around the number, longest first.
var wrappers = []form{
	{format: "chineseCountingThousand", before: "第", after: "条"},
	{format: "chineseCountingThousand", before: "第", after: "章"},
	{format: "chineseCountingThousand", before: "第", after: "节"},
	{format: "chineseCountingThousand", before: "第", after: "款"},
	{format: "chineseCountingThousand", before: "（", after: "）"},
	{format: "chineseCountingThousand", before: "(", after: ")"},
	{format: "chineseCountingThousand", after: "、"},
	{format: "decimal", before: "第", after: "条"},
	{format: "decimal", before: "（", after: "）"},
	{format: "decimal", before: "(", after: ")"},
	{format: "decimal", before: "Article "},
	{format: "decimal", before: "Section "},
	{format: "decimal", after: "、"},
	{format: "decimal", after: "."},
	{format: "decimal", after: "）"},
	{format: "decimal", after: ")"},
	{format: "lowerRoman", before: "(", after: ")"},
	{format: "lowerLetter", before: "(", after: ")"},
	{format: "upperLetter", before: "(", after: ")"},
	{format: "lowerLetter", after: "."},
	{format: "lowerLetter", after: ")"},
	{format: "decimalEnclosedCircle"},
}

// read gives every way to read a label, the likelier first.
func read(label string) []reading {
	var out []reading
	for _, f := range wrappers {
		inner, ok := strings.CutPrefix(label, f.before)
		if !ok {
			continue
		}
		inner, ok = strings.CutSuffix(inner, f.after)
		if !ok {
			continue
		}
		if n := number(f.format, inner); n > 0 {
			out = append(out, reading{form: f, n: []int{n}})
		}
	}
	if parts := strings.Split(label, "."); len(parts) > 1 && len(parts) <= maxLevels {
		n := make([]int, len(parts))
		for i, p := range parts {
			n[i] = number("decimal", p)
		}
		if !slices.Contains(n, 0) {
			out = append(out, reading{form: form{format: "decimal", chain: true}, n: n})
		}
	}
	return out
}

// number reads a number of a format as Word would write it; 0 when it is not
// one, or one that not every version of Word writes alike.
func number(format, s string) int {
	switch format {
	case "decimal":
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 32767 || strconv.Itoa(n) != s {
			return 0
		}
		return n
	case "chineseCountingThousand":
		for n := 1; n < 100; n++ {
			if s == numeral(n) {
				return n
			}
		}
	case "decimalEnclosedCircle":
		if r := []rune(s); len(r) == 1 && r[0] >= '①' && r[0] <= '⑳' {
			return int(r[0]-'①') + 1
		}
	case "lowerLetter", "upperLetter":
		if format == "upperLetter" {
			if s != strings.ToUpper(s) {
				return 0
			}
			s = strings.ToLower(s)
		}
		switch {
		case len(s) == 1 && s[0] >= 'a' && s[0] <= 'z':
			return int(s[0]-'a') + 1
		case s == "aa":
			return 27
		}
	case "lowerRoman":
		for n := 1; n < 400; n++ {
			if s == roman(n) {
				return n
			}
		}
	}
	return 0
}

// numeral writes 1 to 99 in Chinese.
func numeral(n int) string {
	digits := []rune("零一二三四五六七八九")
	s := ""
	if n >= 20 {
		s = string(digits[n/10])
	}
	if n >= 10 {
		s += "十"
	}
	if n%10 > 0 {
		s += string(digits[n%10])
	}
	return s
}

// roman writes 1 to 399.
func roman(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		value int
		text  string
	}{{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.text)
		}
	}
	return b.String()
}

// list is one list of numbering.xml: the form and first number of each level,
// and the count as Word would have it.
type list struct {
	forms  [maxLevels]form
	start  [maxLevels]int
	used   [maxLevels]bool
	counts [maxLevels]int
	// fresh levels begin again, because a level above was counted since.
	fresh [maxLevels]bool
	// barred levels were skipped before they were used: Word then counts them
	// in silence.
	barred [maxLevels]bool
}

// ordinal is where a labelled paragraph stands in the lists.
type ordinal struct {
	list  int // 1-based; 0 means the label is written as text
	level int // 0-based
}

// labelled is what deriving needs of a paragraph.
type labelled struct {
	label string
	level int // 0-based
}

// derive gives each label its place in a list such that Word, counting, prints
// it. It is a pure function of the labels and levels.
func derive(labels []labelled) ([]ordinal, []*list) {
	out := make([]ordinal, len(labels))
	var lists []*list
	last := -1
	for i, l := range labels {
		if l.level < 0 || l.level >= maxLevels {
			continue
		}
		k, r, ok := choose(&lists, last, l)
		if !ok {
			continue
		}
		lists[k].count(l.level, r)
		out[i], last = ordinal{k + 1, l.level}, k
	}
	return out, lists
}

// choose finds the list that goes on with a label, or begins one.
func choose(lists *[]*list, last int, l labelled) (int, reading, bool) {
	readings := read(l.label)
	for k := len(*lists) - 1; k >= 0; k-- {
		for _, r := range readings {
			if l.level > 0 && k != last && !r.form.chain {
				continue // deep levels belong to the list of the clause around them
			}
			if (*lists)[k].used[l.level] && (*lists)[k].goesOn(l.level, r) {
				return k, r, true
			}
		}
	}
	// What begins counts from as low as it can: (i) is roman one rather than the
	// ninth letter.
	slices.SortStableFunc(readings, func(a, b reading) int { return a.n[len(a.n)-1] - b.n[len(b.n)-1] })
	for k := len(*lists) - 1; k >= 0; k-- {
		for _, r := range readings {
			if (k == last || r.form.chain) && (*lists)[k].goesOn(l.level, r) {
				return k, r, true
			}
		}
	}
	for _, r := range readings {
		if fresh := new(list); fresh.goesOn(l.level, r) {
			*lists = append(*lists, fresh)
			return len(*lists) - 1, r, true
		}
	}
	return 0, reading{}, false
}

// goesOn tells whether Word would number a paragraph of the level so.
func (l *list) goesOn(level int, r reading) bool {
	n := r.n[len(r.n)-1]
	if r.form.chain && len(r.n) != level+1 {
		return false
	}
	above := false
	for k := range level {
		above = above || l.used[k]
		if above && !l.used[k] { // Word counts a level in silence that is skipped
			return false
		}
		if l.used[k] && l.fresh[k] || r.form.chain && (!l.used[k] || l.counts[k] != r.n[k]) {
			return false
		}
	}
	switch {
	case l.barred[level]:
		return false
	case !l.used[level]: // the level takes the form, and the number as its first
		return true
	case l.forms[level] != r.form:
		return false
	case l.fresh[level]:
		return n == l.start[level]
	}
	return n == l.counts[level]+1
}

// count takes the paragraph into the list.
func (l *list) count(level int, r reading) {
	n := r.n[len(r.n)-1]
	if !l.used[level] {
		l.used[level], l.forms[level], l.start[level] = true, r.form, n
	}
	l.counts[level], l.fresh[level] = n, false
	for k := range maxLevels {
		switch {
		case k < level && !l.used[k]:
			l.barred[k] = true
		case k > level:
			l.fresh[k] = true
		}
	}
}

// text is the lvlText of a level: what is printed, %n for the number of level n.
func (l *list) text(level int) string {
	f := l.forms[level]
	if !f.chain {
		return f.before + "%" + strconv.Itoa(level+1) + f.after
	}
	parts := make([]string, level+1)
	for k := range parts {
		parts[k] = "%" + strconv.Itoa(k+1)
	}
	return strings.Join(parts, ".")
}

// legal tells a chain below a level that does not count in plain figures: 1.1
// below 第一条.
func (l *list) legal(level int) bool {
	if !l.forms[level].chain {
		return false
	}
	for k := range level {
		if l.forms[k].format != "decimal" {
			return true
		}
	}
	return false
}
