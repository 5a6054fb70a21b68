package exchange

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"mime/quotedprintable"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/charset"
	"keyue/backend/fault"
)

// property is a line of a card: "item1.TEL;TYPE=work;PREF:0571-…" of any version. What its bytes mean is decided by
// its own charset, so it is cut before it is decoded.
type property struct {
	name   string
	params []param
	raw    []byte
}

// param is a parameter; those of vCard 2.1 have no name: TEL;WORK;FAX.
type param struct{ name, value string }

func (p *property) param(name string) string {
	for _, x := range p.params {
		if x.name == name {
			return x.value
		}
	}
	return ""
}

// is tells whether a parameter has a value: TYPE=WORK,FAX or plain WORK.
func (p *property) is(word string) bool {
	return slices.ContainsFunc(p.params, func(x param) bool {
		return (x.name == "TYPE" || x.name == "") && slices.ContainsFunc(strings.Split(x.value, ","), func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), word) })
	})
}

func (p *property) quotedPrintable() bool {
	return strings.EqualFold(p.param("ENCODING"), "QUOTED-PRINTABLE") || slices.ContainsFunc(p.params, func(x param) bool {
		return x.name == "" && strings.EqualFold(x.value, "QUOTED-PRINTABLE")
	})
}

// binary tells of pictures, sounds and keys, whose text nobody reads.
func (p *property) binary() bool {
	switch p.name {
	case "PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE":
		return true
	}
	e := p.param("ENCODING")
	return strings.EqualFold(e, "BASE64") || strings.EqualFold(e, "B") || slices.ContainsFunc(p.params, func(x param) bool { return x.name == "" && strings.EqualFold(x.value, "BASE64") })
}

// cut splits an unfolded line at the colon that ends the parameters; false for a line that is none.
func cut(line []byte) (p property, ok bool) {
	quoted, from := false, 0
	var parts []string
	at := -1
scan:
	for i, b := range line {
		switch {
		case b == '"':
			quoted = !quoted
		case b == ';' && !quoted:
			parts = append(parts, string(line[from:i]))
			from = i + 1
		case b == ':' && !quoted:
			parts = append(parts, string(line[from:i]))
			at = i
			break scan
		}
	}
	if at < 0 {
		return property{}, false
	}
	name := strings.TrimSpace(parts[0])
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		name = name[dot+1:]
	}
	p = property{name: strings.ToUpper(name), raw: line[at+1:]}
	for _, s := range parts[1:] {
		x := param{value: strings.Trim(strings.TrimSpace(s), `"`)}
		if head, value, ok := strings.Cut(s, "="); ok {
			x = param{strings.ToUpper(strings.TrimSpace(head)), strings.Trim(strings.TrimSpace(value), `"`)}
		}
		p.params = append(p.params, x)
	}
	return p, true
}

// cardText decodes values of one file.
type cardText struct{ encoding string }

// text is the value as people read it; still with the escapes of the format.
func (t cardText) text(p *property) string {
	raw := p.raw
	if p.quotedPrintable() {
		if b, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(raw))); err == nil || len(b) > 0 {
			raw = b
		}
	}
	if utf8.Valid(raw) { // whatever is declared: text of another set is hardly ever valid UTF-8
		return string(raw)
	}
	for _, name := range []string{p.param("CHARSET"), t.encoding} {
		if s, ok := charset.Decode(raw, name); ok {
			return s
		}
	}
	s, _ := charset.Decode(raw, "windows-1252")
	return s
}

// unescaped takes the escapes out of a value or one component of it.
func unescaped(s string) string {
	if !strings.ContainsRune(s, '\\') {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			switch s[i+1] {
			case 'n', 'N':
				b.WriteByte('\n')
				i++
				continue
			case '\\', ';', ',', ':':
				b.WriteByte(s[i+1])
				i++
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// components cuts a structured value at a separator that is not escaped, and takes the escapes out.
func components(s string, separator byte) []string {
	var out []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case separator:
			out = append(out, strings.TrimSpace(unescaped(s[from:i])))
			from = i + 1
		}
	}
	return append(out, strings.TrimSpace(unescaped(s[from:])))
}

// cardLineMax is the longest line of a card that is read, in bytes, folded lines joined: a photo.
const cardLineMax = 16 << 20

// cardLines joins folded lines and the soft line ends of quoted-printable.
type cardLines struct {
	r    *bufio.Reader
	next []byte
	more bool
	row  int
}

func newCardLines(r io.Reader) (*cardLines, error) {
	l := &cardLines{r: bufio.NewReaderSize(r, 64<<10)}
	return l, l.advance()
}

// advance reads a physical line; its ends are \n, \r\n and \r.
func (l *cardLines) advance() error {
	l.next, l.more = nil, false
	l.row++
	for {
		b, err := l.r.ReadByte()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		l.more = true
		switch b {
		case '\r':
			if c, err := l.r.Peek(1); err == nil && c[0] == '\n' {
				_, _ = l.r.Discard(1)
			}
			return nil
		case '\n':
			return nil
		}
		if l.next = append(l.next, b); len(l.next) > cardLineMax {
			return fault.New(LineTooLong, fault.P{"row": l.row, "limit": cardLineMax >> 10})
		}
	}
}

// read gives a whole line; false at the end.
func (l *cardLines) read() ([]byte, bool, error) {
	if !l.more {
		return nil, false, nil
	}
	line := l.next
	if err := l.advance(); err != nil {
		return nil, false, err
	}
	head, _, _ := bytes.Cut(line, []byte(":"))
	soft := bytes.Contains(bytes.ToUpper(head), []byte("QUOTED-PRINTABLE"))
	for l.more {
		switch {
		case soft && bytes.HasSuffix(line, []byte("=")):
			line = append(line[:len(line)-1], l.next...)
		case len(l.next) > 0 && (l.next[0] == ' ' || l.next[0] == '\t'):
			line = append(line, l.next[1:]...)
		default:
			return line, true, nil
		}
		if len(line) > cardLineMax {
			return nil, false, fault.New(LineTooLong, fault.P{"row": l.row, "limit": cardLineMax >> 10})
		}
		if err := l.advance(); err != nil {
			return nil, false, err
		}
	}
	return line, true, nil
}

// marker tells BEGIN:VCARD and END:VCARD, however they are written; an AGENT may hold a card.
func marker(line []byte) string {
	if len(line) > 80 {
		return ""
	}
	s := strings.ToUpper(strings.Join(strings.Fields(string(line)), ""))
	if strings.HasPrefix(s, "AGENT") {
		_, s, _ = strings.Cut(s, ":")
	}
	if s == "BEGIN:VCARD" || s == "END:VCARD" {
		return s
	}
	return ""
}

// eachCard reads the cards of a file, those inside others too, in the order in which they begin. A damaged line costs
// only itself; a card without an end ends with the file.
func eachCard(ctx context.Context, text io.Reader, fn func(card []property) error) error {
	lines, err := newCardLines(text)
	if err != nil {
		return err
	}
	var waiting [][]property // of the outermost card and those inside it
	var open []int
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return fault.Wrap(ctx.Err(), fault.Cancelled, nil)
		}
		line, more, err := lines.read()
		if err != nil {
			return err
		}
		m := marker(line)
		switch {
		case !more:
			open = nil
		case m == "BEGIN:VCARD":
			open = append(open, len(waiting))
			waiting = append(waiting, nil)
			continue
		case m == "END:VCARD" && len(open) > 0:
			open = open[:len(open)-1]
		case len(open) > 0:
			if p, ok := cut(line); ok && !p.binary() {
				at := open[len(open)-1]
				waiting[at] = append(waiting[at], p)
			}
			continue
		default:
			continue
		}
		if len(open) == 0 {
			for _, card := range waiting {
				if err := fn(card); err != nil {
					return err
				}
			}
			waiting = nil
		}
		if !more {
			return nil
		}
	}
}

var charsetParameter = regexp.MustCompile(`(?i)charset="?([A-Za-z0-9_.-]+)`)

// declared finds the first charset other than UTF-8 that some value of the beginning of a file names: what stands
// there undeclared is likely of the same set.
func declared(head []byte) string {
	for _, m := range charsetParameter.FindAllSubmatch(head, 100) {
		if name := charset.Named(string(m[1])); name != "" && name != "UTF-8" {
			return name
		}
	}
	return ""
}
