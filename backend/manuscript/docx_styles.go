package manuscript

import "strings"

// look is what runs look like, as far as a contract's meaning needs it. Fonts
// matter because in symbol fonts a letter is a picture.
type look struct {
	bold, underline, super, struck, hidden bool
	font                                   string
}

// toggles are the properties that a style flips rather than sets (ECMA-376
// part 1, 17.7.3): bold in a bold paragraph style is plain.
type toggles struct{ bold, hidden bool }

// paraStyle is a paragraph's formatting with its style chain resolved.
type paraStyle struct {
	align   string
	outline int // 0–8, -1 for running text
	title   bool
	numID   string
	level   int // -1 when no style says
	linked  string
	breaks  bool // page break before
	toggle  toggles
	look    look
}

type style struct {
	id, name, base, kind string
	def                  *node
}

// styles are the definitions of styles.xml (ECMA-376 part 1, 17.7).
type styles struct {
	byID     map[string]*style
	standard map[string]string // kind → id of the default style
	defaults *node             // rPr of docDefaults
	paraBase *node             // pPr of docDefaults
	para     map[string]paraStyle
}

func newStyles(root *node) *styles {
	s := &styles{byID: map[string]*style{}, standard: map[string]string{}, para: map[string]paraStyle{}}
	if root == nil {
		return s
	}
	s.defaults = root.kid("w:docDefaults", "w:rPrDefault", "w:rPr")
	s.paraBase = root.kid("w:docDefaults", "w:pPrDefault", "w:pPr")
	for _, k := range root.kids {
		if k.name != "w:style" {
			continue
		}
		one := &style{id: k.attr("w:styleId"), name: strings.ToLower(k.val("w:name")), base: k.val("w:basedOn"), kind: k.attr("w:type"), def: k}
		s.byID[one.id] = one
		if d := strings.ToLower(k.attr("w:default")); d == "1" || d == "true" || d == "on" {
			s.standard[one.kind] = one.id
		}
	}
	return s
}

// chainMax is how many styles may be based on each other; Word stops at eleven.
const chainMax = 32

// chain lists a style and those it is based on, the outermost base first.
// Files with a circle of styles exist; it is cut.
func (s *styles) chain(id string) []*style {
	var list []*style
	seen := map[string]bool{}
	for st := s.byID[id]; st != nil && !seen[st.id] && len(list) < chainMax; st = s.byID[st.base] {
		seen[st.id] = true
		list = append(list, st)
	}
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// paragraph resolves a paragraph style; "" is the default one.
func (s *styles) paragraph(id string) paraStyle {
	if s.byID[id] == nil {
		id = s.standard["paragraph"]
	}
	if p, ok := s.para[id]; ok {
		return p
	}
	p := paraStyle{outline: -1, level: -1}
	p.apply(s.paraBase)
	p.look.apply(s.defaults, &p.toggle)
	p.look.bold, p.toggle.bold = p.toggle.bold, false // defaults are set, not flipped
	base := p.look
	for _, st := range s.chain(id) {
		pPr := st.def.kid("w:pPr")
		p.apply(pPr)
		if num := pPr.kid("w:numPr"); num != nil {
			if num.kid("w:numId") != nil {
				p.numID, p.linked = num.val("w:numId"), st.id
			}
			if num.kid("w:ilvl") != nil {
				p.level = atoi(num.val("w:ilvl"), 0)
			} else if p.linked == st.id {
				p.level = -1
			}
		}
		if st.name == "title" {
			p.title = true
		}
		if level, ok := strings.CutPrefix(st.name, "heading "); ok && pPr.kid("w:outlineLvl") == nil && p.outline < 0 {
			p.outline = atoi(level, 10) - 1
			if p.outline > 8 {
				p.outline = -1
			}
		}
		p.look.apply(st.def.kid("w:rPr"), &p.toggle)
	}
	p.look.bold = base.bold
	s.para[id] = p
	return p
}

// apply takes over what a pPr says.
func (p *paraStyle) apply(pPr *node) {
	if pPr == nil {
		return
	}
	switch pPr.val("w:jc") {
	case "left", "start":
		p.align = "left"
	case "center":
		p.align = "center"
	case "right", "end":
		p.align = "right"
	case "both", "distribute", "thaiDistribute", "lowKashida", "mediumKashida", "highKashida":
		p.align = "justify"
	}
	if o := pPr.kid("w:outlineLvl"); o != nil {
		if p.outline = atoi(o.attr("w:val"), 9); p.outline > 8 || p.outline < 0 {
			p.outline = -1
		}
	}
	if b := pPr.kid("w:pageBreakBefore"); b != nil {
		p.breaks = on(b)
	}
}

// apply takes over what an rPr of a style says; toggles are kept apart.
func (l *look) apply(rPr *node, t *toggles) {
	if rPr == nil {
		return
	}
	for _, k := range rPr.kids {
		switch k.name {
		case "w:b":
			t.bold = on(k)
		case "w:vanish":
			t.hidden = on(k)
		case "w:u":
			l.underline = drawn(k)
		case "w:strike", "w:dstrike":
			l.struck = on(k)
		case "w:vertAlign":
			l.super = k.attr("w:val") == "superscript"
		case "w:rFonts":
			if f := fontOf(k); f != "" {
				l.font = f
			}
		}
	}
}

func fontOf(rFonts *node) string {
	for _, name := range []string{"w:ascii", "w:hAnsi"} {
		if f := rFonts.attr(name); f != "" {
			return f
		}
	}
	return ""
}

func drawn(u *node) bool {
	v := u.attr("w:val")
	return v != "none" && v != ""
}

// run resolves a run's look: the paragraph's style, the run's style, and what
// stands on the run itself.
func (s *styles) run(p *paraStyle, rPr *node) look {
	l, t := p.look, p.toggle
	if rPr != nil {
		var own toggles
		if id := rPr.val("w:rStyle"); id != "" {
			for _, st := range s.chain(id) {
				l.apply(st.def.kid("w:rPr"), &own)
			}
		}
		t.bold, t.hidden = t.bold != own.bold, t.hidden != own.hidden
	}
	l.bold, l.hidden = l.bold || t.bold, t.hidden
	if rPr != nil {
		direct := toggles{l.bold, l.hidden}
		l.apply(rPr, &direct)
		l.bold, l.hidden = direct.bold, direct.hidden
	}
	return l
}

func atoi(s string, or int) int {
	n, neg := 0, false
	if s, neg = strings.CutPrefix(strings.TrimSpace(s), "-"); s == "" || len(s) > 9 {
		return or
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return or
		}
		n = n*10 + int(c-'0')
	}
	if neg {
		return -n
	}
	return n
}
