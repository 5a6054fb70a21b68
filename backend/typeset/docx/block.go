package docx

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"keyue/backend/typeset"
)

// document writes all blocks.
func (w *writer) document() {
	for i := range w.doc.Blocks {
		w.alignLists(i)
		b := &w.doc.Blocks[i]
		switch {
		case b.Paragraph != nil:
			w.paragraph(i, b.Paragraph)
		case b.Pairs != nil:
			w.pairs(b.Pairs)
		case b.Table != nil:
			w.table(b.Table)
		case b.Signature != nil:
			w.signature(b.Signature)
		case b.Image != nil:
			w.image(b.Image)
		case b.PageBreak:
			w.fresh = w.last != kindNone
		}
	}
	if w.last != kindText { // a body must end with a paragraph
		w.gap(0, false)
	}
}

// layout is a paragraph's properties in the order that the schema asks.
type layout struct {
	style             string
	keepNext, keepAll bool
	fresh             bool // begins a page
	at                ordinal
	tabs              []tab
	spacing           []string // attributes
	indent            []string
	align             typeset.Align
	bordered          bool
}

// tab is a tab stop: kind is left, center or right.
type tab struct {
	kind string
	at   float64
}

func (w *writer) properties(m *markup, l layout) {
	m.open("pPr")
	m.val("pStyle", l.style)
	if l.keepNext {
		m.leaf("keepNext")
	}
	if l.keepAll {
		m.leaf("keepLines")
	}
	if l.fresh {
		m.leaf("pageBreakBefore")
	}
	if l.at.list > 0 {
		m.open("numPr")
		m.val("ilvl", strconv.Itoa(l.at.level))
		m.val("numId", strconv.Itoa(l.at.list))
		m.close("numPr")
	}
	if l.bordered {
		m.open("pBdr")
		m.leaf("bottom", "val", "single", "sz", "4", "space", "3", "color", gray(96))
		m.close("pBdr")
	}
	if len(l.tabs) > 0 {
		m.open("tabs")
		for _, t := range l.tabs {
			m.leaf("tab", "val", t.kind, "pos", twips(t.at))
		}
		m.close("tabs")
	}
	if len(l.spacing) > 0 {
		m.leaf("spacing", l.spacing...)
	}
	if len(l.indent) > 0 {
		m.leaf("ind", l.indent...)
	}
	if l.align != "" {
		m.val("jc", jc(l.align))
	}
	m.close("pPr")
}

// styleOf names the style of a paragraph.
func (w *writer) styleOf(p *typeset.Paragraph, s spot) string {
	switch p.Style {
	case typeset.StyleTitle:
		return styleTitle
	case typeset.StyleSubtitle:
		return styleSubtitle
	case typeset.StyleHeading:
		return styleHeading + strconv.Itoa(min(max(p.Level, 1), headings))
	case typeset.StyleNote:
		return styleNote
	}
	if p.Label == "" && s.first > 0 && s.left == 0 {
		return styleBody
	}
	return styleClause
}

// paragraph writes one paragraph with its number.
func (w *writer) paragraph(i int, p *typeset.Paragraph) {
	s := w.plan[i]
	l := layout{style: w.styleOf(p, s), keepNext: p.KeepNext || w.keeps[i] || announces(p), fresh: w.fresh, at: s.at, align: p.Align}
	if l.style != styleBody {
		l.indent = indent(s)
	}
	if s.at.list > 0 && w.levelSpot(s.at) == s {
		l.indent = nil // the list says it
	}
	var m markup
	m.open("p")
	w.properties(&m, l)
	role := w.role(p)
	if p.Label != "" && s.at.list == 0 {
		label := typeset.Run{Text: p.Label, Bold: s.runIn && w.roles.Chinese}
		if !s.runIn {
			w.runs(&m, []typeset.Run{label}, role.Bold)
			m.open("r")
			m.leaf("tab")
			m.close("r")
		} else {
			label.Text += wordGap(w.roles.Chinese)
			w.runs(&m, []typeset.Run{label}, role.Bold)
		}
	}
	w.runs(&m, p.Runs, role.Bold)
	m.close("p")
	w.body.WriteString(m.String())
	w.fresh, w.last, w.parted = false, kindText, false
}

// announces tells a text that ends with a colon: what it announces follows on
// the same page.
func announces(p *typeset.Paragraph) bool {
	for k := len(p.Runs) - 1; k >= 0; k-- {
		if t := strings.TrimSpace(p.Runs[k].Text); t != "" {
			return strings.HasSuffix(t, "：") || strings.HasSuffix(t, ":")
		}
	}
	return false
}

func wordGap(chinese bool) string {
	if chinese {
		return "\u3000"
	}
	return " "
}

// indent gives the attributes of a paragraph's indents.
func indent(s spot) []string {
	out := []string{"left", twips(s.left)}
	switch {
	case s.hanging > 0:
		return append(out, "hanging", twips(s.hanging))
	case s.first > 0:
		return append(out, "firstLineChars", "200", "firstLine", twips(s.first))
	}
	return append(out, "firstLine", "0")
}

// levelSpot is the spot that a list level has: that of its first paragraph.
func (w *writer) levelSpot(at ordinal) spot {
	for i := range w.plan {
		if w.plan[i].at == at {
			return w.plan[i]
		}
	}
	return spot{}
}

// numbering is numbering.xml: one abstract list for every list.
func (w *writer) numbering() string {
	var m markup
	m.WriteString(xmlHead)
	m.open("numbering", "xmlns:w", nsMain)
	for k, l := range w.lists {
		m.open("abstractNum", "abstractNumId", strconv.Itoa(k))
		m.val("multiLevelType", "multilevel")
		for level := range maxLevels {
			w.level(&m, l, ordinal{k + 1, level})
		}
		m.close("abstractNum")
	}
	for k := range w.lists {
		m.open("num", "numId", strconv.Itoa(k+1))
		m.val("abstractNumId", strconv.Itoa(k))
		m.close("num")
	}
	m.close("numbering")
	return m.String()
}

func (w *writer) level(m *markup, l *list, at ordinal) {
	m.open("lvl", "ilvl", strconv.Itoa(at.level))
	if !l.used[at.level] { // what a person adds below in Word
		m.val("start", "1")
		m.val("numFmt", "decimal")
		m.val("lvlText", "%"+strconv.Itoa(at.level+1)+".")
		m.val("lvlJc", "left")
		m.open("pPr")
		m.leaf("ind", "left", twips(float64(at.level+1)*2*w.roles.Body.Size), "hanging", twips(2*w.roles.Body.Size))
		m.close("pPr", "lvl")
		return
	}
	m.val("start", strconv.Itoa(l.start[at.level]))
	m.val("numFmt", l.forms[at.level].format)
	if l.legal(at.level) {
		m.leaf("isLgl")
	}
	s := w.levelSpot(at)
	if w.runsIn(at) {
		m.val("suff", "space")
	} else {
		m.val("suff", "tab")
	}
	m.val("lvlText", l.text(at.level))
	m.val("lvlJc", "left")
	m.open("pPr")
	m.leaf("ind", indent(s)...)
	m.close("pPr")
	m.open("rPr")
	m.leaf("rFonts", "hint", w.hint())
	if s.runIn && w.roles.Chinese {
		m.leaf("b")
	}
	m.close("rPr")
	m.close("lvl")
}

// runsIn tells whether any paragraph of a list level has its number run in: one
// level has one way.
func (w *writer) runsIn(at ordinal) bool {
	for i := range w.plan {
		if w.plan[i].at == at && w.plan[i].runIn {
			return true
		}
	}
	return false
}

// hint says whose face characters take that both have: quotation marks, dashes.
func (w *writer) hint() string {
	if w.roles.Chinese {
		return "eastAsia"
	}
	return "default"
}

// runs writes runs in a role that is bold by itself or not.
func (w *writer) runs(m *markup, runs []typeset.Run, bold bool) {
	for i := range runs {
		w.run(m, runs[i], bold)
	}
}

func (w *writer) run(m *markup, r typeset.Run, bold bool) {
	switch {
	case r.PageOf == "page":
		w.pageField(m, "PAGE")
		return
	case r.PageOf == "pages":
		w.pageField(m, "NUMPAGES")
		return
	case r.Break:
		m.open("r")
		m.leaf("br")
		m.close("r")
		return
	case r.Check != "":
		m.open("r")
		m.open("rPr")
		m.leaf("rFonts", "ascii", symbols, "hAnsi", symbols, "eastAsia", symbols, "cs", symbols)
		m.close("rPr")
		mark := "☐"
		if r.Check == "on" {
			mark = "☑"
		}
		w.text(m, mark)
		m.close("r")
		return
	case r.Blank > 0:
		r = typeset.Run{Text: w.spaces(r.Blank), Underline: true}
	case r.Text == "" && r.Missing:
		r.Text = w.spaces(4)
	case r.Text == "":
		return
	}
	m.open("r")
	w.runDress(m, r, bold)
	w.text(m, r.Text)
	m.close("r")
}

// runDress writes the properties of a run, in the order of the schema.
func (w *writer) runDress(m *markup, r typeset.Run, bold bool) {
	eastern := w.roles.Chinese && strings.ContainsFunc(r.Text, func(c rune) bool { return c > 0xFF })
	if !eastern && !(r.Bold && !bold) && !r.Underline && !r.Super && !r.Missing {
		return
	}
	m.open("rPr")
	if eastern {
		m.leaf("rFonts", "hint", "eastAsia")
	}
	if r.Bold && !bold {
		m.leaf("b")
		m.leaf("bCs")
	}
	if r.Missing {
		m.val("color", gray(90))
	}
	if r.Underline && !r.Missing {
		m.val("u", "single")
	}
	if r.Missing {
		m.leaf("shd", "val", "clear", "color", "auto", "fill", gray(222))
	}
	if r.Super {
		m.val("vertAlign", "superscript")
	}
	m.close("rPr")
}

// text writes a text, its line ends as breaks and its tabs as spaces, as the
// pages do.
func (w *writer) text(m *markup, s string) {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	for {
		at := strings.IndexFunc(s, lineEnd)
		if at < 0 {
			break
		}
		_, size := utf8.DecodeRuneInString(s[at:])
		w.piece(m, s[:at])
		m.leaf("br")
		s = s[at+size:]
	}
	w.piece(m, s)
}

func (w *writer) piece(m *markup, s string) {
	if s != "" {
		m.WriteString(`<w:t xml:space="preserve">` + escape(s) + `</w:t>`)
	}
}

func lineEnd(r rune) bool {
	return r >= '\n' && r <= '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// spaces is a blank as spaces to underline, this many em long. Chinese ones are
// an em wide in every font; English ones, which do not break, are a quarter.
func (w *writer) spaces(em float64) string {
	em = min(max(em, 0.25), 200)
	if w.roles.Chinese {
		return strings.Repeat("\u3000", max(whole(em), 1))
	}
	return strings.Repeat("\u00A0", max(whole(em*4), 1))
}

// pageField is a field that Word computes.
func (w *writer) pageField(m *markup, code string) {
	m.open("fldSimple", "instr", " "+code+" ")
	m.open("r")
	m.WriteString("<w:t>1</w:t>")
	m.close("r", "fldSimple")
}

// gap writes an empty paragraph of a height in points: space around tables,
// which also keeps two of them from becoming one.
func (w *writer) gap(height float64, keep bool) {
	if w.parted && !w.fresh {
		return
	}
	var m markup
	m.open("p")
	l := layout{style: styleGap, keepNext: keep, fresh: w.fresh}
	if height > 0 {
		l.spacing = []string{"before", "0", "after", "0", "line", twips(max(height, 1)), "lineRule", "exact"}
	}
	w.properties(&m, l)
	m.close("p")
	w.body.WriteString(m.String())
	w.fresh, w.last, w.parted = false, kindText, true
}
