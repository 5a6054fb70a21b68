package docx

import (
	"strings"
	"testing"
)

// print counts as Word does and gives the label of every paragraph.
func print(labels []labelled, ordinals []ordinal, lists []*list) []string {
	counts := make([][maxLevels]int, len(lists))
	seen := make([][maxLevels]bool, len(lists))
	out := make([]string, len(labels))
	for i, o := range ordinals {
		if o.list == 0 {
			out[i] = "=" + labels[i].label
			continue
		}
		k, l := o.list-1, lists[o.list-1]
		for above := range o.level { // a skipped level counts in silence
			if !seen[k][above] {
				seen[k][above], counts[k][above] = true, max(l.start[above], 1)
			}
		}
		if !seen[k][o.level] {
			counts[k][o.level], seen[k][o.level] = l.start[o.level], true
		} else {
			counts[k][o.level]++
		}
		for below := o.level + 1; below < maxLevels; below++ {
			seen[k][below] = false
		}
		text := l.text(o.level)
		for level := range maxLevels {
			format := l.forms[level].format
			if l.legal(o.level) {
				format = "decimal"
			}
			text = strings.ReplaceAll(text, "%"+string(rune('1'+level)), written(format, counts[k][level]))
		}
		out[i] = text
	}
	return out
}

// written is a number in a format of Word.
func written(format string, n int) string {
	switch format {
	case "chineseCountingThousand":
		return numeral(n)
	case "lowerRoman":
		return roman(n)
	case "lowerLetter", "upperLetter":
		a := 'a'
		if format == "upperLetter" {
			a = 'A'
		}
		return strings.Repeat(string(a+rune((n-1)%26)), (n-1)/26+1)
	case "decimalEnclosedCircle":
		return string(rune('①' + n - 1))
	}
	s := ""
	for ; n > 0; n /= 10 {
		s = string(rune('0'+n%10)) + s
	}
	return s
}

func TestWordCountsTheLabelsThatWePrint(t *testing.T) {
	for name, c := range map[string]struct {
		labels string // level:label, spaces between
		typed  int    // how many stay text
		lists  int
	}{
		"articles with items":                {"0:第一条 1:1. 1:2. 0:第二条 1:1. 2:（1） 2:（2） 1:2. 2:（1） 0:第三条", 0, 1},
		"headings one, two":                  {"0:一、 1:（一） 1:（二） 2:1. 2:2. 0:二、 1:（一）", 0, 1},
		"figures with their parents":         {"0:1. 1:1.1 1:1.2 2:(a) 2:(b) 3:(i) 3:(ii) 0:2. 1:2.1 2:(a)", 0, 1},
		"figures below articles":             {"0:第一条 1:1.1 1:1.2 0:第二条 1:2.1", 0, 1},
		"an attachment begins anew":          {"0:第一条 0:第二条 1:1. 0:第一条 1:1. 0:第二条", 0, 2},
		"the contract goes on after a table": {"0:第一条 1:1. 1:2. 1:1. 1:2. 0:第二条 1:1.", 0, 2},
		"a part of a contract":               {"0:第五条 1:3. 1:4. 0:第六条 1:3.", 0, 1},
		"items without articles":             {"1:1. 1:2. 1:1. 1:2. 1:3.", 0, 2},
		"the article after loose items":      {"1:1. 1:2. 0:第一条 1:1.", 0, 2},
		"many articles":                      {articles(99), 0, 1},
		"more than Word can be trusted with": {"0:第九十八条 0:第九十九条 0:第一百条 0:第一百零一条", 2, 1},
		"roman or letter":                    {"0:(a) 0:(b) 0:(c) 0:(d) 0:(e) 0:(f) 0:(g) 0:(h) 0:(i) 0:(j)", 0, 1},
		"roman":                              {"0:(i) 0:(ii) 0:(iii) 0:(iv) 0:(v)", 0, 1},
		"letters past z":                     {"0:(y) 0:(z) 0:(aa) 0:(ab)", 1, 1},
		"circles":                            {"0:⑲ 0:⑳ 0:（21）", 0, 2},
		"free text":                          {"0:附件一 0:甲 0:*", 3, 0},
		"a chain without its parent":         {"1:3.1 1:3.2", 2, 0},
		"a skipped level":                    {"0:1. 2:(a) 2:(b) 1:1.1 1:1.2 0:2. 1:2.1", 0, 2},
		"chapters and articles":              {"0:第一章 1:第一条 1:第二条 0:第二章 1:第三条 1:第四条", 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			var labels []labelled
			for _, s := range strings.Fields(c.labels) {
				labels = append(labels, labelled{s[2:], int(s[0] - '0')})
			}
			ordinals, lists := derive(labels)
			typed := 0
			for i, got := range print(labels, ordinals, lists) {
				if strings.HasPrefix(got, "=") {
					typed++
					got = got[1:]
				}
				if got != labels[i].label {
					t.Errorf("paragraph %d prints %q, want %q", i, got, labels[i].label)
				}
			}
			if typed != c.typed || len(lists) != c.lists {
				t.Errorf("%d typed in %d lists, want %d in %d", typed, len(lists), c.typed, c.lists)
			}
		})
	}
}

func articles(n int) string {
	var s []string
	for i := 1; i <= n; i++ {
		s = append(s, "0:第"+numeral(i)+"条")
	}
	return strings.Join(s, " ")
}
