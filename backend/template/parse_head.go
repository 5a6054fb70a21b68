package template

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"keyue/backend/locale"
)

// parseHead reads the front matter into d and gives the index of the first
// line behind it.
func parseHead(d *Definition, lines []string) (int, []Problem) {
	var problems []Problem
	add := func(line int, code string, p map[string]any) {
		if len(problems) < 200 {
			problems = append(problems, Problem{Line: line + 1, Code: code, Params: p})
		}
	}
	first := 0
	for first < len(lines) && strings.TrimSpace(lines[first]) == "" {
		first++
	}
	if first == len(lines) || strings.TrimSpace(lines[first]) != "---" {
		add(first, "template.text.no_head", nil)
		return first, problems
	}
	end := first + 1
	for end < len(lines) && strings.TrimSpace(lines[end]) != "---" {
		end++
	}
	if end == len(lines) {
		add(first, "template.text.head_unclosed", nil)
		return first + 1, problems
	}
	late := map[string]int{} // header and footer need the fields
	for i := first + 1; i < end; i++ {
		text := trimLine(lines[i])
		switch {
		case text == "":
		case strings.HasPrefix(text, "- "):
			f, code, params := parseField(trimLine(text[2:]))
			if code != "" {
				add(i, code, params)
			}
			if f.Key != "" {
				d.Fields = append(d.Fields, f)
			}
		default:
			word, value, ok := cutAny(text, ":：")
			key, known := headWords.code(word)
			value = trimLine(value)
			switch {
			case !ok || !known:
				add(i, "template.text.head_line", map[string]any{"text": short(text)})
			case key == "header" || key == "footer":
				late[key] = i
			case !d.setHead(key, value):
				add(i, "template.text.head_value", map[string]any{"text": short(text)})
			}
		}
	}
	for key, i := range late {
		_, value, _ := cutAny(trimLine(lines[i]), ":：")
		line := parseInline(trimLine(value), newNames(d))
		if key == "header" {
			d.Header = line
		} else {
			d.Footer = line
		}
	}
	return end + 1, problems
}

// setHead sets one value of the front matter; false when it makes no sense.
func (d *Definition) setHead(key, value string) bool {
	switch key {
	case "name":
		d.Name = plainText(value)
	case "code":
		d.Code = value
		return value == "" || plainID(value)
	case "kind":
		code, ok := kindWords.code(value)
		d.Kind = Kind(code)
		return ok
	case "language":
		d.Language = locale.Tag(value)
		return d.Language.Valid()
	case "numbering":
		d.Numbering = numberingStyles(value)
		for _, s := range d.Numbering {
			if !numberStyle(s) {
				return false
			}
		}
		return len(d.Numbering) <= maxClauses
	case "page":
		return d.Page.setPaper(value)
	case "margins":
		for _, w := range strings.Fields(value) {
			mm, err := strconv.ParseFloat(w, 64)
			if err != nil {
				return false
			}
			d.Page.Margins = append(d.Page.Margins, mm)
		}
		return len(d.Page.Margins) == 4
	case "size":
		size, err := strconv.ParseFloat(value, 64)
		d.Page.Size = size
		return err == nil
	case "prices":
		if code, ok := priceWords.code(value); ok {
			d.Prices = code
		} else {
			d.Prices = strings.TrimSuffix(strings.TrimPrefix(value, "{"), "}")
		}
	case "logo":
		code, ok := yesWords.code(value)
		d.Logo = code == "yes"
		return ok
	case "fields":
		return value == ""
	}
	return true
}

func (p *Page) setPaper(value string) bool {
	for i, w := range strings.Fields(value) {
		switch {
		case i == 0:
			p.Paper = w
		default:
			if _, ok := landscapeWords.code(w); !ok {
				return false
			}
			p.Landscape = true
		}
	}
	_, known := papers[p.Paper]
	return known
}

// papers gives width and height in points.
var papers = map[string][2]float64{"": {595.28, 841.89}, "A4": {595.28, 841.89}, "A5": {419.53, 595.28}, "B5": {498.9, 708.66}, "Letter": {612, 792}}

// numberingStyles splits the styles of levels; "Article 1" is one style.
func numberingStyles(value string) []string {
	var out []string
	for _, w := range strings.Fields(value) {
		// A style of two words: Article 1, Section 1.1.
		if k := len(out) - 1; k >= 0 && slices.Contains(stylePrefix, out[k]+" ") {
			out[k] += " " + w
			continue
		}
		if w == "无" {
			w = "none"
		}
		out = append(out, w)
	}
	return out
}

var fieldHead = regexp.MustCompile(`^(.+?)(?:\s*[(（]([\pL_][\pL\pN_]*)[)）])?\s*[:：]\s*(.*)$`)

// parseField reads "label (key): type; attribute; …".
func parseField(text string) (Field, string, map[string]any) {
	m := fieldHead.FindStringSubmatch(text)
	if m == nil {
		return Field{}, "template.text.field", map[string]any{"text": short(text)}
	}
	f := Field{Label: strings.TrimSpace(m[1]), Key: m[2]}
	if f.Key == "" {
		f.Key = f.Label
	}
	parts := splitParts(m[3])
	word, rest, _ := strings.Cut(parts[0], " ")
	code, ok := typeWords.code(word)
	if !ok {
		return f, "template.text.field_type", map[string]any{"label": f.Label, "text": short(word)}
	}
	f.Type = FieldType(code)
	if rest = strings.TrimSpace(rest); rest != "" && f.Type == TypeList {
		f.Columns = parseColumns(rest)
	} else if rest != "" {
		for _, c := range strings.Split(rest, "|") {
			value, label, two := strings.Cut(c, "=")
			value, label = strings.TrimSpace(value), strings.TrimSpace(label)
			if !two {
				label = value
			}
			f.Choices = append(f.Choices, Choice{Value: value, Label: label})
		}
	}
	for _, whole := range parts[1:] {
		part := whole
		code, ok := fieldWords.code(part) // one that says all by itself: as last
		rest := ""
		if !ok {
			part, rest, _ = strings.Cut(part, " ")
			code, ok = fieldWords.code(part)
		}
		rest = unquote(strings.TrimSpace(rest))
		switch {
		case !ok:
			return f, "template.text.field_attribute", map[string]any{"label": f.Label, "text": short(whole)}
		case code == "required":
			f.Required = true
		case code == "default":
			f.Default = f.storedDefault(rest)
		case code == "asLast":
			f.AsLast = true
		case code == "source":
			f.Source = rest
			if s, ok := sourceOf(rest); ok {
				f.Source = s.Path
			}
		case code == "help":
			f.Help = rest
		case code == "format":
			name, _ := formatWords.code(rest)
			f.Format = Format(name)
			if f.Format == FormatMoneyWords && f.Type == TypeDate {
				f.Format = FormatDateWords
			}
		case code == "share":
			f.Share = rest
		case code == "rest":
			f.Rest = rest
		case code == "plus":
			f.Plus = rest
		case code == "minus":
			f.Minus = rest
		}
	}
	return f, "", nil
}

// splitParts splits at ; outside quotes and trims.
func splitParts(s string) []string {
	var out []string
	var b strings.Builder
	quoted, esc := false, false
	for _, r := range s {
		switch {
		case esc:
			esc = false
		case quoted && r == '\\':
			esc = true
		case r == '"':
			quoted = !quoted
		case (r == ';' || r == '；') && !quoted:
			out = append(out, strings.TrimSpace(b.String()))
			b.Reset()
			continue
		}
		b.WriteRune(r)
	}
	return append(out, strings.TrimSpace(b.String()))
}

func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n").Replace(s[1 : len(s)-1])
}

// quote puts text in quotes when the front matter needs it.
func quote(s string) string {
	if s != "" && s == strings.TrimSpace(s) && !strings.ContainsAny(s, "\";；\\\n") && utf8.ValidString(s) {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

// storedDefault brings a default into its one form: the code of a choice,
// yes/no, today+n, a plain number. Text that is no value stays for Check to name.
func (f *Field) storedDefault(s string) string {
	if f.Type == TypeDate {
		if days, ok := todayPlus(s); ok {
			return todayText("today", days)
		}
	}
	v, err := f.Parse(s)
	if err != nil || !v.Set {
		return s
	}
	switch f.Type {
	case TypeChoice, TypeDate:
		return v.Text
	case TypeText, TypeLongText:
		return s
	}
	return f.plain(v, locale.En)
}

// shownDefault is the inverse of storedDefault in the language.
func (f *Field) shownDefault(tag locale.Tag) string {
	if f.Type == TypeDate {
		if days, ok := todayPlus(f.Default); ok {
			s := singles[0].Path
			if tag != locale.En {
				s = singles[0].notation
			}
			return todayText(s, days)
		}
	}
	if v, err := f.Parse(f.Default); err == nil && v.Set && f.Type != TypeText && f.Type != TypeLongText {
		if s := f.plain(v, tag); f.storedDefault(s) == f.Default {
			return s
		}
	}
	return f.Default
}

// todayPlus reads today, 今天, today+7, 今天-3.
func todayPlus(s string) (days int, ok bool) {
	rest, ok := strings.CutPrefix(s, "today")
	if !ok {
		rest, ok = strings.CutPrefix(s, "今天")
	}
	if !ok || rest == "" {
		return 0, ok
	}
	if rest[0] != '+' && rest[0] != '-' {
		return 0, false
	}
	n, err := strconv.Atoi(rest)
	return n, err == nil && n > -40000 && n < 40000
}

func todayText(word string, days int) string {
	if days == 0 {
		return word
	}
	s := strconv.Itoa(days)
	if days > 0 {
		s = "+" + s
	}
	return word + s
}
