// Package date holds calendar dates (a day without a clock) and instants (a
// point in time without a zone), kept apart by type: a contract is signed on a
// Date, a record is changed at an Instant.
package date

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"
)

// Date is a day of the Gregorian calendar as "2026-11-22"; "" is no date.
// The text form sorts as the days do.
type Date string

// Of gives the date of year, month and day, normalised as time.Date does.
func Of(year, month, day int) Date {
	return FromTime(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
}

// FromTime gives the day that t falls on in its own location.
func FromTime(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Parse reads a date as people and spreadsheets write it: 2026-11-22,
// 2026/1/2, 2026.1.2, 20261122, 2026年11月22日, 22.11.2026. It reports false for
// anything that is not a day of the calendar, such as 2026-02-30.
func Parse(s string) (Date, bool) {
	y, m, d, ok := split(s)
	if !ok {
		y, m, d, ok = dayFirst(s)
	}
	if !ok {
		return "", false
	}
	out := Of(y, m, d)
	if yy, mm, dd := out.parts(); yy != y || mm != m || dd != d {
		return "", false
	}
	return out, true
}

// short is a date without a century or without a year.
var short = regexp.MustCompile(`^(?:(\d{2})(?:[-/.](\d{1,2})[-/.]|年(\d{1,2})月)(\d{1,2})[日号]?|(\d{1,2})月(\d{1,2})[日号])$`)

// Read reads a date as people type it: what Parse reads, and with a year of two
// digits (24.5.6, 24/5/6; up to twenty years after year) or none (5月6日), which
// is that of year: this one.
func Read(s string, year int) (Date, bool) {
	if d, ok := Parse(s); ok {
		return d, ok
	}
	m := short.FindStringSubmatch(strings.ReplaceAll(width.Narrow.String(s), " ", ""))
	if m == nil {
		return "", false
	}
	if m[1] == "" {
		return Parse(fmt.Sprintf("%d-%s-%s", year, m[5], m[6]))
	}
	n, _ := strconv.Atoi(m[1])
	n += year / 100 * 100
	if n > year+20 {
		n -= 100
	}
	return Parse(fmt.Sprintf("%d-%s-%s", n, m[2]+m[3], m[4]))
}

// pointed is a date whose day stands first. Only points say so: with slashes as
// many people begin with the month.
var pointed = regexp.MustCompile(`^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$`)

// dayFirst finds the three numbers of a date that ends with its year.
func dayFirst(s string) (y, m, d int, ok bool) {
	n := pointed.FindStringSubmatch(strings.TrimSpace(width.Narrow.String(s)))
	if n == nil {
		return 0, 0, 0, false
	}
	y, _ = strconv.Atoi(n[3])
	m, _ = strconv.Atoi(n[2])
	d, _ = strconv.Atoi(n[1])
	return y, m, d, true
}

// split finds the three numbers of a date.
func split(s string) (y, m, d int, ok bool) {
	var n [3]int
	var digits [3]int
	part, other := 0, false
	for _, r := range s {
		switch {
		case r >= '０' && r <= '９':
			r = r - '０' + '0'
			fallthrough
		case r >= '0' && r <= '9':
			if other {
				if digits[part] > 0 {
					part++
				}
				other = false
			}
			if part > 2 || digits[part] >= 8 {
				return 0, 0, 0, false
			}
			n[part] = n[part]*10 + int(r-'0')
			digits[part]++
		case r == '-' || r == '/' || r == '.' || r == '年' || r == '月' || r == '日' || r == '号' || r == ' ':
			other = true
		default:
			return 0, 0, 0, false
		}
	}
	if digits[0] == 8 && digits[1] == 0 {
		return n[0] / 10000, n[0] / 100 % 100, n[0] % 100, true
	}
	return n[0], n[1], n[2], digits[0] == 4 && digits[1] > 0 && digits[1] <= 2 && digits[2] > 0 && digits[2] <= 2
}

func (d Date) time() (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return t, err == nil
}

func (d Date) parts() (year, month, day int) {
	t, ok := d.time()
	if !ok {
		return 0, 0, 0
	}
	return t.Year(), int(t.Month()), t.Day()
}

// Valid reports whether d is a day of the calendar; no date is not.
func (d Date) Valid() bool { _, ok := d.time(); return ok }

// Year gives the year, 0 for no date.
func (d Date) Year() int { y, _, _ := d.parts(); return y }

// Month gives the month from 1, 0 for no date.
func (d Date) Month() int { _, m, _ := d.parts(); return m }

// Day gives the day of the month from 1, 0 for no date.
func (d Date) Day() int { _, _, n := d.parts(); return n }

// AddDays gives the date n days later; no date stays none.
func (d Date) AddDays(n int) Date {
	t, ok := d.time()
	if !ok {
		return ""
	}
	return FromTime(t.AddDate(0, 0, n))
}

// AddMonths gives the date n months later; a day that the month does not have
// becomes its last day, as contracts count terms: 31 January + 1 month = 28 February.
func (d Date) AddMonths(n int) Date {
	t, ok := d.time()
	if !ok {
		return ""
	}
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Of(first.Year(), int(first.Month()), min(t.Day(), last))
}

// Days gives the number of days from one date to another, negative when to is
// earlier; 0 when either is none.
func Days(from, to Date) int {
	a, ok1 := from.time()
	b, ok2 := to.time()
	if !ok1 || !ok2 {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

const digitsZh = "〇一二三四五六七八九"

// Zh writes 2026年11月22日.
func (d Date) Zh() string {
	y, m, n := d.parts()
	if y == 0 {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", y, m, n)
}

// ZhCapitals writes 二〇二六年十一月二十二日 with 〇 (U+3007), the form of GB/T 15835
// for dates in official documents.
func (d Date) ZhCapitals() string {
	y, m, n := d.parts()
	if y == 0 {
		return ""
	}
	zh := []rune(digitsZh)
	year := ""
	for _, r := range fmt.Sprintf("%04d", y) {
		year += string(zh[r-'0'])
	}
	return year + "年" + tensZh(m) + "月" + tensZh(n) + "日"
}

// tensZh writes 1 to 99 in Chinese: 十, 十一, 二十.
func tensZh(n int) string {
	zh := []rune(digitsZh)
	out := ""
	if n >= 20 {
		out += string(zh[n/10])
	}
	if n >= 10 {
		out += "十"
	}
	if n%10 != 0 {
		out += string(zh[n%10])
	}
	return out
}

// En writes 22 November 2026.
func (d Date) En() string {
	t, ok := d.time()
	if !ok {
		return ""
	}
	return t.Format("2 January 2006")
}

// Instant is Unix time in milliseconds, UTC; 0 is none. Milliseconds fit a
// JavaScript number and one integer column.
type Instant int64

// At gives the instant of t.
func At(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time gives the instant in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }

// Date gives the day the instant falls on in loc.
func (i Instant) Date(loc *time.Location) Date { return FromTime(i.Time().In(loc)) }
