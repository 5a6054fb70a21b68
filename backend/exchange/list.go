package exchange

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"keyue/backend/customer"
	"keyue/backend/date"
)

// separators of lists in one cell, as people write them.
const separators = ";；,，、\n|"

// splitList cuts a cell into its entries; an entry in double quotes may hold separators, a doubled quote in it is
// a quote. It reads what joinList writes.
func splitList(cell, separators string) []string {
	var out []string
	var b strings.Builder
	add := func() {
		if s := strings.TrimSpace(b.String()); s != "" {
			out = append(out, s)
		}
		b.Reset()
	}
	runes := []rune(cell)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if r == '"' && strings.TrimSpace(b.String()) == "" {
			if end := closing(runes, i+1); end > 0 {
				b.Reset()
				b.WriteString(strings.ReplaceAll(string(runes[i+1:end]), `""`, `"`))
				i = end
				continue
			}
		}
		if strings.ContainsRune(separators, r) {
			add()
			continue
		}
		b.WriteRune(r)
	}
	add()
	return out
}

// closing finds the end of a quoted entry; 0 when there is none.
func closing(runes []rune, from int) int {
	for i := from; i < len(runes); i++ {
		if runes[i] != '"' {
			continue
		}
		if i+1 < len(runes) && runes[i+1] == '"' {
			i++
			continue
		}
		return i
	}
	return 0
}

func joinList(entries []string) string {
	out := make([]string, len(entries))
	for i, e := range entries {
		if strings.ContainsAny(e, separators) || strings.HasPrefix(e, `"`) {
			e = `"` + strings.ReplaceAll(e, `"`, `""`) + `"`
		}
		out[i] = e
	}
	return strings.Join(out, "; ")
}

// labelled is "work: 0571-…": a label that is no part of a number.
var labelled = regexp.MustCompile(`^\s*([^\d:：+()（）]{1,40})[:：]\s*(.+)$`)

func parsePhones(cell, label string) []customer.Phone {
	var out []customer.Phone
	for _, entry := range splitList(cell, ";；\n|") {
		p := customer.Phone{Raw: entry, Label: label}
		if end := quotedLabel(entry); end > 0 {
			p.Label, p.Raw = strings.ReplaceAll(entry[1:end], `""`, `"`), strings.TrimSpace(entry[end+2:])
		} else if m := labelled.FindStringSubmatch(entry); m != nil {
			p.Label, p.Raw = strings.TrimSpace(m[1]), m[2]
		}
		out = append(out, p)
	}
	return out
}

// quotedLabel finds the quote that ends the label of `"my: label": 0571-…`; 0 when there is none.
func quotedLabel(entry string) int {
	if !strings.HasPrefix(entry, `"`) {
		return 0
	}
	for i := 1; i < len(entry); i++ {
		if entry[i] != '"' {
			continue
		}
		if i+1 < len(entry) && entry[i+1] == '"' {
			i++
			continue
		}
		if i+1 < len(entry) && entry[i+1] == ':' {
			return i
		}
		return 0
	}
	return 0
}

// showLabel puts a label into quotes that would not be read as one.
func showLabel(label string) string {
	if m := labelled.FindStringSubmatch(label + ": 1"); m == nil || m[1] != label || strings.HasPrefix(label, `"`) {
		return `"` + strings.ReplaceAll(label, `"`, `""`) + `"`
	}
	return label
}

func showPhones(phones []customer.Phone) string {
	var out []string
	for _, p := range phones {
		s := p.Raw
		if p.Label != "" {
			s = showLabel(p.Label) + ": " + s
		}
		out = append(out, s)
	}
	return joinList(out)
}

// socialWords are other names of networks.
var socialWords = map[string]string{"微信": "wechat", "微博": "weibo", "抖音": "douyin", "小红书": "xiaohongshu", "领英": "linkedin", "twitter": "x", "其他": "other"}

func parseSocial(cell, kind string) []customer.Social {
	var out []customer.Social
	for _, entry := range splitList(cell, separators) {
		s := customer.Social{Kind: kind, Handle: entry}
		if at := strings.IndexAny(entry, ":："); kind == "" && at >= 0 {
			_, n := utf8.DecodeRuneInString(entry[at:])
			s.Kind, s.Handle = strings.ToLower(strings.TrimSpace(entry[:at])), strings.TrimSpace(entry[at+n:])
			if word := socialWords[s.Kind]; word != "" {
				s.Kind = word
			}
		}
		out = append(out, s)
	}
	return out
}

// showSocial lists the handles of one network, or with kind "" of all but WeChat and QQ, which have their own columns.
func showSocial(list []customer.Social, kind string) string {
	var out []string
	for _, s := range list {
		switch {
		case s.Kind == kind:
			out = append(out, s.Handle)
		case kind == "" && s.Kind != "wechat" && s.Kind != "qq":
			out = append(out, s.Kind+":"+s.Handle)
		}
	}
	return joinList(out)
}

var dayText = regexp.MustCompile(`^(农历|阴历|旧历|lunar)?\s*(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$`)

// parseDay reads a birthday: 1980-05-06, 05-06, 5月6日, 农历8月15日, 腊月廿三.
func parseDay(cell string) (d customer.Day, ok bool) {
	cell = strings.ToLower(strings.TrimSpace(cell))
	if m := dayText.FindStringSubmatch(cell); m != nil {
		d = customer.Day{Calendar: "solar"}
		if m[1] != "" {
			d.Calendar = "lunar"
		}
		d.Year, _ = strconv.Atoi(m[2])
		d.Month, _ = strconv.Atoi(m[3])
		d.Day, _ = strconv.Atoi(m[4])
		return d, true
	}
	if x, ok := parseDate(cell); ok {
		return customer.Day{Year: x.Year(), Month: int(x.Month()), Day: x.Day(), Calendar: "solar"}, true
	}
	if d, ok := parseWrittenDay(cell); ok {
		return d, true
	}
	if strings.HasPrefix(cell, "--") { // vCard: --0506
		return parseDay(strings.TrimPrefix(cell[:min(len(cell), 4)], "--") + "-" + cell[min(len(cell), 4):])
	}
	return customer.Day{}, false
}

func showDay(d customer.Day) string {
	if d == (customer.Day{}) {
		return ""
	}
	s := pad(d.Month, 2) + "-" + pad(d.Day, 2)
	if d.Year != 0 {
		s = pad(d.Year, 4) + "-" + s
	}
	if d.Calendar == "lunar" {
		s = "农历" + s
	}
	return s
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, width-len(s))) + s
}

// parseDate reads a date, also with a time behind it and as the number a spreadsheet keeps.
func parseDate(cell string) (date.Date, bool) {
	cell = strings.TrimSpace(cell)
	if d, ok := date.Parse(cell); ok {
		return d, d != ""
	}
	if at := strings.IndexAny(cell, " T"); at > 0 {
		if d, ok := date.Parse(cell[:at]); ok {
			return d, d != ""
		}
	}
	if n, err := strconv.Atoi(cell); err == nil && n > 20000 && n < 80000 {
		return date.Of(1899, 12, 30).AddDays(n), true
	}
	return "", false
}

func parseAnniversaries(cell string) (out []customer.Anniversary, ok bool) {
	for _, entry := range splitList(cell, ";；\n|") {
		entry = strings.ReplaceAll(entry, "：", ":")
		label, text := "birthday", entry
		if at := strings.LastIndex(entry, ":"); at >= 0 {
			label, text = entry[:at], entry[at+1:]
		}
		d, ok := parseDay(text)
		if !ok {
			return nil, false
		}
		out = append(out, customer.Anniversary{Label: strings.TrimSpace(label), Day: d})
	}
	return out, true
}

func showAnniversaries(list []customer.Anniversary) string {
	var out []string
	for _, a := range list {
		out = append(out, a.Label+":"+showDay(a.Day))
	}
	return joinList(out)
}
