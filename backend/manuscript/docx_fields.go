package manuscript

import "strings"

// field is a complex field that is open (ECMA-376 part 1, 17.16.18): its
// instruction comes first, then what it last printed.
type field struct {
	instr  strings.Builder
	result bool // the instruction is over
	mute   bool // the result is replaced by something live
	data   *node
	from   int // where in the line the result begins
}

// field is the innermost open field.
func (s *story) field() *field {
	if n := len(s.fields); n > 0 {
		return s.fields[n-1]
	}
	return nil
}

// muted tells whether text is part of an instruction or of a replaced result.
func (s *story) muted() bool {
	for _, f := range s.fields {
		if !f.result || f.mute {
			return true
		}
	}
	return false
}

// fieldChar opens, divides or closes a complex field.
func (l *line) fieldChar(k *node) {
	switch k.attr("w:fldCharType") {
	case "begin":
		l.fields = append(l.fields, &field{data: k.kid("w:ffData")})
	case "separate":
		f := l.field()
		if f == nil || f.result {
			return
		}
		f.from = len(l.runs)
		if f.result = true; l.live(f.instr.String()) || f.data.kid("w:checkBox") != nil {
			f.result = false // a live field's run must not be muted by itself
			l.replace(f)
			f.result, f.mute = true, true
		}
	case "end":
		f := l.field()
		if f == nil {
			return
		}
		if !f.result {
			l.replace(f)
		} else if verb(f.instr.String()) == "FORMTEXT" {
			l.underlineBlank(f.from)
		}
		l.fields = l.fields[:len(l.fields)-1]
	}
}

// underlineBlank makes the spaces of a form's empty field a blank.
func (l *line) underlineBlank(from int) {
	if from > len(l.runs) || strings.TrimSpace(Plain(l.runs[from:])) != "" {
		return
	}
	for i := from; i < len(l.runs); i++ {
		if l.runs[i].Text != "" {
			l.runs[i].Underline = true
		}
	}
}

// live tells whether a field prints a page number of the header it is in.
func (s *story) live(instr string) bool { return s.head && pageField(instr) != "" }

// pageField says which page number a field prints (17.16.5.46, .44, .57).
func pageField(instr string) string {
	switch verb(instr) {
	case "PAGE":
		return "page"
	case "NUMPAGES", "SECTIONPAGES":
		return "pages"
	}
	return ""
}

func verb(instr string) string {
	if f := strings.Fields(instr); len(f) > 0 {
		return strings.ToUpper(f[0])
	}
	return ""
}

// silent are the fields that print nothing by themselves.
var silent = map[string]bool{"": true, "TC": true, "XE": true, "RD": true, "TA": true, "SET": true, "ASK": true, "BOOKMARK": true, "PRIVATE": true,
	"NEXT": true, "NEXTIF": true, "SKIPIF": true, "ADVANCE": true, "PAGE": true, "NUMPAGES": true, "SECTIONPAGES": true, "SECTION": true, "DATA": true,
	"FORMTEXT": true, "TOC": true, "INDEX": true, "HYPERLINK": true}

// replace writes what a field without a stored result shows: the state of a
// form's check box (17.16.17), a chosen entry, a symbol.
func (l *line) replace(f *field) {
	instr := f.instr.String()
	outer := l.fields
	l.fields = l.fields[:len(l.fields)-1]
	defer func() { l.fields = outer }()
	if box := f.data.kid("w:checkBox"); box != nil {
		state := box.kid("w:checked")
		if state == nil {
			state = box.kid("w:default")
		}
		l.add(Run{Text: tick(on(state))})
		return
	}
	if drop := f.data.kid("w:ddList"); drop != nil {
		l.add(Run{Text: chosen(drop)})
		return
	}
	if p := pageField(instr); p != "" && l.head {
		l.add(Run{PageOf: p})
		return
	}
	words := strings.Fields(instr)
	switch v := verb(instr); {
	case v == "SYMBOL" && len(words) > 1:
		font := ""
		if _, after, ok := strings.Cut(instr, `\f`); ok {
			font = strings.Trim(strings.TrimSpace(after), `"`)
			font, _, _ = strings.Cut(font, `"`)
		}
		code := atoi(words[1], 0)
		if hex, ok := strings.CutPrefix(strings.ToLower(words[1]), "0x"); ok {
			code = hexOf(hex)
		}
		if code > 0 {
			l.write(symbols(string(rune(code)), font), look{})
		}
	case v == "MACROBUTTON" && len(words) > 2: // a prompt to click at (17.16.5.34)
		l.write(strings.Join(words[2:], " "), look{})
	case v == "FORMCHECKBOX":
		l.add(Run{Text: tick(false)})
	case !silent[v]:
		l.drops.add(DroppedField, instr)
	}
}

// chosen is the entry that a form's list shows (17.16.9).
func chosen(list *node) string {
	at := atoi(list.val("w:result"), -1)
	if at < 0 {
		at = atoi(list.val("w:default"), 0)
	}
	for _, k := range list.kids {
		if k.name == "w:listEntry" {
			if at == 0 {
				return k.attr("w:val")
			}
			at--
		}
	}
	return ""
}

// simpleField reads a w:fldSimple (17.16.19).
func (l *line) simpleField(k *node) {
	f := &field{data: k.kid("w:ffData")}
	f.instr.WriteString(k.attr("w:instr"))
	if l.live(k.attr("w:instr")) || wordsOf(k) == "" {
		l.fields = append(l.fields, f)
		l.replace(f)
		l.fields = l.fields[:len(l.fields)-1]
		return
	}
	l.inline(k)
}

func hexOf(s string) int {
	n := 0
	for _, c := range []byte(strings.ToLower(s)) {
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | int(c-'0')
		case c >= 'a' && c <= 'f':
			n = n<<4 | int(c-'a'+10)
		default:
			return 0
		}
		if n > 0x10FFFF {
			return 0
		}
	}
	return n
}
