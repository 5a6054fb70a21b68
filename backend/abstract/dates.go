package abstract

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"keyue/backend/date"
)

var (
	signLabel  = regexp.MustCompile(`(?i)签订日期|签约日期|签署日期|签订时间|订立日期|合同日期|签订于|签署于|日期\s*[:：]|(?:^|\x{3000})date\s*[:：]|dated|agreement date|made (?:and entered into )?(?:on|as of)|entered into (?:on|as of)|execution date|order date`)
	startLabel = regexp.MustCompile(`(?i)生效日期|起始日期|开始日期|开工日期|起租日|effective date|commenc|start date|starts on|begins on`)
	endLabel   = regexp.MustCompile(`(?i)终止日期|届满日期|到期日|截止日期|结束日期|有效期至|有效期截至|end date|expir|terminates on|until`)
	fromTo     = regexp.MustCompile(`(?i)(?:自|从|由|from|starts on|commencing on).{0,12}$`)
	toWord     = regexp.MustCompile(`(?i)^.{0,6}(?:起)?\s*(?:至|到|止|—|-|–|~|to|until|through|and continues until)`)
)

// datesOf finds when a contract was signed, and from when to when it runs.
func datesOf(all []string) (sign, start, end Date) {
	better := func(f *Date, d date.Date, confidence int, line string) {
		if confidence > f.Confidence {
			*f = Date{d, confidence, clip(line, 200)}
		}
	}
	for i, line := range all {
		list := days(line)
		for k, d := range list {
			before := line[max(0, lastStop(line[:d.from])):d.from]
			if i > 0 && k == 0 && strings.TrimSpace(before) == "" && utf8.RuneCountInString(all[i-1]) < 16 {
				before = all[i-1] // a label on the line before
			}
			if k+1 < len(list) && fromTo.MatchString(before) && toWord.MatchString(line[d.to:]) {
				better(&start, d.date, 85, line)
				better(&end, list[k+1].date, 85, line)
				continue
			}
			if k > 0 && len(list[k-1:]) > 1 && toWord.MatchString(line[list[k-1].to:]) {
				continue
			}
			switch {
			case endLabel.MatchString(before):
				better(&end, d.date, 80, line)
			case startLabel.MatchString(before):
				better(&start, d.date, 80, line)
			case signLabel.MatchString(before):
				confidence := 75
				if strings.Contains(before, "签") || strings.Contains(before, "订") {
					confidence = 90
				}
				if d.date > sign.Value && confidence == sign.Confidence && confidence == 75 {
					confidence++ // of the dates beside signatures the last one counts
				}
				better(&sign, d.date, confidence, line)
			case i >= len(all)-6 && utf8.RuneCountInString(line) < 30:
				better(&sign, d.date, 50, line)
			}
		}
	}
	if start.Value != "" && end.Value != "" && end.Value < start.Value {
		end = Date{}
	}
	return sign, start, end
}

// lastStop is where the sentence begins that a text ends with.
func lastStop(s string) int {
	i := strings.LastIndexAny(s, "。；;")
	if i < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return i + size
}

// day is a date found in a line.
type day struct {
	date     date.Date
	from, to int
}

var (
	figureDay = regexp.MustCompile(`((?:19|20)[0-9]{2})\s*[年\-/.]\s*([0-9]{1,2})\s*[月\-/.]\s*([0-9]{1,2})\s*日?`)
	wordDay   = regexp.MustCompile(`([二一][〇○零九一二三四五六七八]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日`)
	dayMonth  = regexp.MustCompile(`(?i)\b([0-9]{1,2})(?:st|nd|rd|th)?(?: day of)?\s+(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?,?\s+((?:19|20)[0-9]{2})\b`)
	monthDay  = regexp.MustCompile(`(?i)\b(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)[0-9]{2})\b`)
	slashDay  = regexp.MustCompile(`\b([0-9]{1,2})/([0-9]{1,2})/((?:19|20)[0-9]{2})\b`)
)

// days finds the dates of a line, in order.
func days(line string) []day {
	var out []day
	add := func(at []int, y, m, d int) {
		when := date.Of(y, m, d)
		if m < 1 || m > 12 || when.Day() != d || !when.Valid() { // no 31 February
			return
		}
		for _, o := range out {
			if at[0] < o.to && o.from < at[1] {
				return
			}
		}
		out = append(out, day{when, at[0], at[1]})
	}
	each := func(re *regexp.Regexp, read func(g []string) (y, m, d int)) {
		for _, at := range re.FindAllStringSubmatchIndex(line, -1) {
			g := make([]string, len(at)/2)
			for i := range g {
				g[i] = line[at[2*i]:at[2*i+1]]
			}
			y, m, d := read(g)
			add(at, y, m, d)
		}
	}
	each(figureDay, func(g []string) (int, int, int) { return whole(g[1]), whole(g[2]), whole(g[3]) })
	each(wordDay, func(g []string) (int, int, int) { return digitsOf(g[1]), tens(g[2]), tens(g[3]) })
	each(dayMonth, func(g []string) (int, int, int) { return whole(g[3]), month(g[2]), whole(g[1]) })
	each(monthDay, func(g []string) (int, int, int) { return whole(g[3]), month(g[1]), whole(g[2]) })
	each(slashDay, func(g []string) (int, int, int) {
		m, d := whole(g[1]), whole(g[2])
		if m > 12 { // 20/1/2021
			m, d = d, m
		}
		return whole(g[3]), m, d
	})
	for i := 1; i < len(out); i++ {
		for k := i; k > 0 && out[k].from < out[k-1].from; k-- {
			out[k], out[k-1] = out[k-1], out[k]
		}
	}
	return out
}

func whole(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func month(s string) int {
	t, err := time.Parse("Jan", strings.ToUpper(s[:1])+strings.ToLower(s[1:3]))
	if err != nil {
		return 0
	}
	return int(t.Month())
}

// digitsOf reads 二〇二五.
func digitsOf(s string) int {
	n := 0
	for _, r := range strings.ReplaceAll(s, "○", "〇") {
		n = n*10 + int(numeralValues[r])
	}
	return n
}

// tens reads 三十一.
func tens(s string) int {
	n, digit := 0, 0
	for _, r := range s {
		if r == '十' {
			n, digit = n+max(digit, 1)*10, 0
			continue
		}
		digit = int(numeralValues[r])
	}
	return n + digit
}
