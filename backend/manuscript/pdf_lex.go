package manuscript

import (
	"bytes"
	"strconv"
)

// Values of a PDF (ISO 32000-1, 7.3): nil, bool, float64 and the types below.
// Numbers are float64 throughout; the largest file offset fits.
type (
	pdfName   string
	pdfString string // raw bytes
	pdfArray  []any
	pdfDict   map[string]any
	pdfRef    struct{ num, gen int }
	pdfWord   string // an operator or keyword
	pdfStream struct {
		pdfDict
		raw      []byte
		num, gen int  // the object it is, for its key
		place    int  // where in the file it stands
		plain    bool // not encrypted
	}
)

const (
	// pdfDepth is how deep arrays and dictionaries may nest.
	pdfDepth = 64
	// pdfValues is how many values and shown bytes a file may have in all: it
	// bounds memory and time.
	pdfValues = 4_000_000
)

// pdfLexer reads values from bytes. It never fails: what is no value is
// skipped, as viewers do.
type pdfLexer struct {
	data  []byte
	at    int
	left  *int // budget of values
	deep  int
	plain bool // content of a page: no references
}

// end marks the end of the bytes.
type pdfEnd struct{}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *pdfLexer) skip() {
	for l.at < len(l.data) {
		c := l.data[l.at]
		if c == '%' {
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
			continue
		}
		if !isSpace(c) {
			return
		}
		l.at++
	}
}

// next reads a value or a word; pdfEnd at the end or when the budget is spent.
func (l *pdfLexer) next() any {
	l.skip()
	if l.at >= len(l.data) || *l.left <= 0 {
		return pdfEnd{}
	}
	*l.left--
	switch c := l.data[l.at]; {
	case c == '/':
		l.at++
		return l.name()
	case c == '(':
		return l.literal()
	case c == '<' && l.at+1 < len(l.data) && l.data[l.at+1] == '<':
		l.at += 2
		return l.dict()
	case c == '<':
		return l.hex()
	case c == '[':
		l.at++
		return l.array()
	case c == '>' && l.at+1 < len(l.data) && l.data[l.at+1] == '>':
		l.at += 2
		return pdfWord(">>")
	case isDelimiter(c):
		l.at++
		return pdfWord(c)
	}
	start := l.at
	for l.at < len(l.data) && !isSpace(l.data[l.at]) && !isDelimiter(l.data[l.at]) {
		l.at++
	}
	word := l.data[start:l.at]
	if n, ok := number(word); ok {
		return l.reference(n)
	}
	switch string(word) {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	return pdfWord(word)
}

// reference looks whether a number begins "12 0 R".
func (l *pdfLexer) reference(n float64) any {
	if l.plain || n < 0 || n != float64(int(n)) {
		return n
	}
	at := l.at
	digits := func() (int, bool) {
		for at < len(l.data) && isSpace(l.data[at]) {
			at++
		}
		start := at
		for at < len(l.data) && at-start < 7 && l.data[at] >= '0' && l.data[at] <= '9' {
			at++
		}
		v, err := strconv.Atoi(string(l.data[start:at]))
		return v, err == nil
	}
	gen, ok := digits()
	if !ok {
		return n
	}
	space := at
	for at < len(l.data) && isSpace(l.data[at]) {
		at++
	}
	if at == space || at >= len(l.data) || l.data[at] != 'R' || at+1 < len(l.data) && !isSpace(l.data[at+1]) && !isDelimiter(l.data[at+1]) {
		return n
	}
	l.at = at + 1
	return pdfRef{int(n), gen}
}

// number reads digits with sign and point; "--5" and "1.2.3" are seen in files
// and read like viewers read them.
func number(b []byte) (float64, bool) {
	if len(b) == 0 || len(b) > 40 {
		return 0, false
	}
	neg, digits := false, false
	i := 0
	for i < len(b) && (b[i] == '+' || b[i] == '-') {
		neg = b[i] == '-'
		i++
	}
	v, scale := 0.0, 0.0
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c >= '0' && c <= '9':
			digits = true
			if scale > 0 {
				v += float64(c-'0') * scale
				scale /= 10
			} else {
				v = v*10 + float64(c-'0')
			}
		case c == '.' && scale == 0:
			scale = 0.1
		case c == '-' && digits:
			i = len(b)
		default:
			return 0, false
		}
	}
	if !digits {
		return 0, scale > 0 && len(b) == 1
	}
	if neg {
		v = -v
	}
	return v, true
}

func (l *pdfLexer) name() pdfName {
	var b []byte
	for l.at < len(l.data) && !isSpace(l.data[l.at]) && !isDelimiter(l.data[l.at]) && len(b) < 1024 {
		c := l.data[l.at]
		if c == '#' && l.at+2 < len(l.data) && hexDigit(l.data[l.at+1]) >= 0 && hexDigit(l.data[l.at+2]) >= 0 {
			c = byte(hexDigit(l.data[l.at+1])<<4 | hexDigit(l.data[l.at+2]))
			l.at += 2
		}
		b = append(b, c)
		l.at++
	}
	return pdfName(b)
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// literal reads (text) with its escapes (7.3.4.2).
func (l *pdfLexer) literal() pdfString {
	var b []byte
	l.at++
	for deep := 1; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		switch c {
		case '(':
			deep++
		case ')':
			if deep--; deep == 0 {
				l.at++
				return pdfString(b)
			}
		case '\\':
			l.at++
			if l.at >= len(l.data) {
				return pdfString(b)
			}
			c = l.data[l.at]
			switch c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case '\r':
				if l.at+1 < len(l.data) && l.data[l.at+1] == '\n' {
					l.at++
				}
				continue
			case '\n':
				continue
			default:
				if c >= '0' && c <= '7' {
					v := int(c - '0')
					for k := 0; k < 2 && l.at+1 < len(l.data) && l.data[l.at+1] >= '0' && l.data[l.at+1] <= '7'; k++ {
						l.at++
						v = v<<3 | int(l.data[l.at]-'0')
					}
					c = byte(v)
				}
			}
		}
		b = append(b, c)
	}
	return pdfString(b)
}

func (l *pdfLexer) hex() pdfString {
	var b []byte
	l.at++
	half := -1
	for ; l.at < len(l.data) && l.data[l.at] != '>'; l.at++ {
		v := hexDigit(l.data[l.at])
		if v < 0 {
			continue
		}
		if half < 0 {
			half = v
		} else {
			b, half = append(b, byte(half<<4|v)), -1
		}
	}
	l.at = min(l.at+1, len(l.data))
	if half >= 0 {
		b = append(b, byte(half<<4))
	}
	return pdfString(b)
}

func (l *pdfLexer) array() any {
	list := pdfArray{}
	if l.deep++; l.deep > pdfDepth {
		l.at = len(l.data)
	}
	defer func() { l.deep-- }()
	for {
		switch v := l.next().(type) {
		case pdfEnd:
			return list
		case pdfWord:
			if v == "]" {
				return list
			}
			if v == ">>" || v == "endobj" || v == "obj" {
				return list
			}
		default:
			list = append(list, v)
		}
	}
}

func (l *pdfLexer) dict() any {
	d := pdfDict{}
	if l.deep++; l.deep > pdfDepth {
		l.at = len(l.data)
	}
	defer func() { l.deep-- }()
	for {
		before := l.at
		switch k := l.next().(type) {
		case pdfEnd:
			return d
		case pdfWord:
			if k == ">>" {
				return d
			}
			if k == "endobj" || k == "stream" || k == "obj" {
				l.at = before
				return d
			}
		case pdfName:
			before = l.at
			v := l.next()
			if w, ok := v.(pdfWord); ok {
				if w == ">>" || w == "endobj" || w == "stream" {
					l.at = before
				}
				continue
			}
			if _, ok := v.(pdfEnd); ok {
				return d
			}
			d[string(k)] = v
		}
	}
}

// inlineImage skips the data between ID and EI (8.9.7).
func (l *pdfLexer) inlineImage() {
	for {
		i := bytes.Index(l.data[min(l.at, len(l.data)):], []byte("EI"))
		if i < 0 {
			l.at = len(l.data)
			return
		}
		at := l.at + i
		l.at = at + 2
		if at > 0 && isSpace(l.data[at-1]) && (l.at >= len(l.data) || isSpace(l.data[l.at])) {
			return
		}
	}
}
