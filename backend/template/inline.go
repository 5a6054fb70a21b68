package template

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Blanks are at least minBlank em long, so that a word with underscores is text.
const (
	minBlank   = 3
	maxBlank   = 60
	shortBlank = 12 // longer ones are written with their number
)

var longBlank = regexp.MustCompile(`^___(\d{1,2})___`)

// parseInline reads a line of text with chips and marks. Nothing in it is an
// error: what is not notation is text.
func parseInline(s string, names *names) []Node {
	p := inlineParser{names: names}
	for s != "" {
		s = p.step(s)
	}
	p.flush()
	return p.out
}

type inlineParser struct {
	names *names
	out   []Node
	text  strings.Builder
	on    [3]bool // marks, by markOrder
}

var markTokens = [3]string{"**", "++", "^^"}

func (p *inlineParser) marks() []Mark {
	var out []Mark
	for i, on := range p.on {
		if on {
			out = append(out, Mark{Type: markOrder[i]})
		}
	}
	return out
}

func (p *inlineParser) flush() {
	if p.text.Len() > 0 {
		p.out = append(p.out, Node{Type: nodeText, Text: p.text.String(), Marks: p.marks()})
		p.text.Reset()
	}
}

func (p *inlineParser) add(n Node) {
	p.flush()
	p.out = append(p.out, n)
}

// step consumes one thing from the front of s.
func (p *inlineParser) step(s string) string {
	for i, t := range markTokens {
		if strings.HasPrefix(s, t) {
			p.flush()
			p.on[i] = !p.on[i]
			return s[2:]
		}
	}
	switch {
	case s[0] == '\\' && len(s) > 1:
		r := []rune(s[1:])[0]
		if r == 'n' {
			p.add(Node{Type: nodeBreak})
		} else {
			p.rune(r)
		}
		return s[1+len(string(r)):]
	case s[0] == '{':
		if rest, ok := p.chip(s); ok {
			return rest
		}
	case strings.HasPrefix(s, "[["):
		if end := strings.Index(s, "]]"); end > 2 && plainID(s[2:end]) {
			p.add(Node{Type: nodeRef, Attrs: &Attrs{Clause: s[2:end]}, Marks: p.marks()})
			return s[end+2:]
		}
	case strings.HasPrefix(s, "[?"):
		if rest, ok := p.check(s); ok {
			return rest
		}
	case strings.HasPrefix(s, "___"):
		if m := longBlank.FindStringSubmatch(s); m != nil {
			if em, _ := strconv.Atoi(m[1]); em >= minBlank && em <= maxBlank && !strings.HasPrefix(s[len(m[0]):], "_") {
				p.add(Node{Type: nodeBlank, Attrs: &Attrs{Em: em}})
				return s[len(m[0]):]
			}
		}
		n := len(s) - len(strings.TrimLeft(s, "_"))
		p.add(Node{Type: nodeBlank, Attrs: &Attrs{Em: min(n, maxBlank)}})
		return s[n:]
	}
	r := []rune(s[:min(len(s), 4)])[0]
	p.rune(r)
	if r == unicode.ReplacementChar && !strings.HasPrefix(s, string(r)) {
		return s[1:]
	}
	return s[len(string(r)):]
}

// rune adds a character of text; control characters become spaces.
func (p *inlineParser) rune(r rune) {
	if !textRune(r) {
		r = ' '
	}
	p.text.WriteRune(r)
}

// textRune reports whether a character may stand in text.
func textRune(r rune) bool {
	return !unicode.IsControl(r) && r != '\u2028' && r != '\u2029' && r != '\ufeff' && r != unicode.ReplacementChar
}

func (p *inlineParser) chip(s string) (string, bool) {
	end := strings.IndexByte(s, '}')
	if end < 0 {
		return s, false
	}
	body := s[1:end]
	if body == "" {
		p.flush()
		return s[2:], true
	}
	name, format := body, FormatDefault
	if i := strings.LastIndexAny(body, ":："); i > 0 {
		if code, ok := formatWords.code(strings.TrimPrefix(strings.TrimPrefix(body[i:], ":"), "：")); ok {
			name, format = body[:i], Format(code)
		}
	}
	name = strings.TrimSpace(name)
	if !plainName(name) || len(name) > maxKey {
		return s, false
	}
	key, _ := p.names.resolve(name)
	p.add(Node{Type: nodeField, Attrs: &Attrs{Key: key, Format: format}, Marks: p.marks()})
	return s[end+1:], true
}

func (p *inlineParser) check(s string) (string, bool) {
	end := strings.IndexByte(s, ']')
	if end < 3 {
		return s, false
	}
	name, value, _ := strings.Cut(s[2:end], "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !plainName(name) || len(name) > maxKey || strings.ContainsAny(value, "{}[]\\") || len(value) > maxKey {
		return s, false
	}
	key, _ := p.names.resolve(name)
	p.add(Node{Type: nodeCheck, Attrs: &Attrs{Key: key, Value: choiceValue(p.names, key, value)}})
	return s[end+1:], true
}

// choiceValue turns the label of a choice into its code.
func choiceValue(names *names, key, value string) string {
	if f, ok := names.lookup(key); ok && value != "" {
		if v, err := f.Parse(value); err == nil && f.Type == TypeChoice {
			return v.Text
		}
	}
	return value
}

// printInline is the inverse of parseInline for a normal line. lead escapes
// what a block would read into the first characters; bar escapes | in cells.
func printInline(line []Node, names *names, bar bool) string {
	var b strings.Builder
	var on [3]bool
	blank := false
	for i := range line {
		n := &line[i]
		for m, name := range markOrder {
			if want := n.hasMark(name); want != on[m] && (n.Type == nodeText || n.Type == nodeField || n.Type == nodeRef) {
				b.WriteString(markTokens[m])
				on[m] = want
			}
		}
		a := n.attrs()
		switch n.Type {
		case nodeText:
			b.WriteString(escapeText(n.Text, blank, bar))
		case nodeField:
			b.WriteString("{" + names.name(a.Key))
			if a.Format != "" {
				b.WriteString(":" + formatWords.word(string(a.Format), names.tag))
			}
			b.WriteString("}")
		case nodeBlank:
			if blank {
				b.WriteString("{}")
			}
			if a.Em <= shortBlank {
				b.WriteString(strings.Repeat("_", a.Em))
			} else {
				b.WriteString("___" + strconv.Itoa(a.Em) + "___")
			}
		case nodeRef:
			b.WriteString("[[" + a.Clause + "]]")
		case nodeCheck:
			b.WriteString("[?" + names.name(a.Key))
			if a.Value != "" {
				b.WriteString("=" + choiceName(names, a.Key, a.Value))
			}
			b.WriteString("]")
		case nodeBreak:
			b.WriteString(`\n`)
		}
		blank = n.Type == nodeBlank
	}
	for m := range on {
		if on[m] {
			b.WriteString(markTokens[m])
		}
	}
	s := b.String()
	if s == "" {
		return "{}"
	}
	return s
}

// choiceName writes the value of a check by label where that reads back.
func choiceName(names *names, key, value string) string {
	f, ok := names.lookup(key)
	if !ok || f.Type != TypeChoice {
		return value
	}
	s := f.plain(Value{Type: TypeChoice, Set: true, Text: value}, names.tag)
	if strings.ContainsAny(s, "{}[]\\=") || s != strings.TrimSpace(s) {
		return value
	}
	return s
}

// escapeText writes text so that it reads back as text.
func escapeText(s string, afterBlank, bar bool) string {
	var b strings.Builder
	r := []rune(s)
	for i, c := range r {
		edge := i == 0 || i == len(r)-1
		twin := edge || r[i-1] == c || r[i+1] == c
		esc := false
		switch c {
		case '\\', '{':
			esc = true
		case '*', '+', '^', '_':
			esc = twin
		case '[':
			esc = i == len(r)-1 || r[i+1] == '[' || r[i+1] == '?'
		case '|':
			esc = bar
		}
		if i == 0 && afterBlank && unicode.IsDigit(c) {
			esc = true
		}
		if esc {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// guardEnds escapes white space at the ends of a printed line and the last
// brace where it would be read as a clause's name.
func guardEnds(s string) string {
	r := []rune(s)
	if len(r) > 0 && unicode.IsSpace(r[len(r)-1]) {
		s = string(r[:len(r)-1]) + `\` + string(r[len(r)-1])
		r = []rune(s)
	}
	if len(r) > 0 && unicode.IsSpace(r[0]) {
		s = `\` + s
	}
	return s
}

// trimLine trims white space but keeps an escaped space at the end.
func trimLine(s string) string {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	t := strings.TrimRightFunc(s, unicode.IsSpace)
	slashes := len(t) - len(strings.TrimRight(t, `\`))
	if slashes%2 == 1 && len(t) < len(s) {
		r := []rune(s[len(t):])[0]
		return t + string(r)
	}
	return t
}

// plainID reports whether s can be the id of a clause.
func plainID(s string) bool {
	if s == "" || len(s) > maxKey {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' && r != '.' {
			return false
		}
	}
	return true
}
