package manuscript

import (
	"strconv"
	"strings"
	"unicode"
)

// line is a paragraph under construction.
type line struct {
	*story
	style paraStyle
	runs  []Run
	done  []Block // what a page break cut off before
	after []Block // text boxes and floating pictures, set behind the paragraph
}

// carryMax bounds what is carried from one paragraph to the next, in runs.
const carryMax = 10_000

// paragraph reads a w:p (ECMA-376 part 1, 17.3.1): one block, or more where a
// page break, a text box or a floating picture is inside.
func (s *story) paragraph(p *node) []Block {
	pPr := p.kid("w:pPr")
	id := pPr.val("w:pStyle")
	style := s.styles.paragraph(id)
	style.apply(pPr)
	mark := pPr.kid("w:rPr")
	l := &line{story: s, style: style, runs: s.carry}
	s.carry = nil
	hidden := s.hiddenOnly(p, &style, mark)
	l.inline(p)
	if mark.kid("w:del") != nil || mark.kid("w:moveFrom") != nil {
		s.drops.add(DroppedTracked, "")
		if len(l.runs) <= carryMax {
			s.carry = l.runs
			return append(l.done, l.after...)
		}
	}
	l.runs = joined(l.runs)
	if mark.kid("w:ins") != nil || mark.kid("w:moveTo") != nil {
		s.drops.add(DroppedTracked, "")
	}
	if drop := pPr.kid("w:framePr").attr("w:dropCap"); (drop == "drop" || drop == "margin") && len(l.runs) > 0 {
		s.carry = l.runs
		return append(l.done, l.after...)
	}
	out := Paragraph{Align: style.align, Heading: style.outline + 1, Title: style.title}
	if pPr.kid("w:sectPr") != nil && empty(l.runs) && len(l.done) == 0 {
		hidden = true // the end of a section alone in a paragraph prints no number
	}
	if !hidden {
		out.Number = s.number(pPr, &style)
	}
	return l.finish(out, pPr)
}

// finish puts the pieces of a paragraph in order. The number stands before the
// first piece that has text.
func (l *line) finish(p Paragraph, pPr *node) []Block {
	var list []Block
	if l.style.breaks && l.cells == 0 && !l.head {
		list = append(list, Block{PageBreak: true})
	}
	pieces := append(l.done, Block{Paragraph: &Paragraph{Runs: l.runs}})
	numbered := false
	for i, b := range pieces {
		if b.Paragraph == nil {
			list = append(list, b)
			continue
		}
		if len(pieces) > 1 && empty(b.Paragraph.Runs) && (i < len(pieces)-1 || p.Number == nil || numbered) {
			continue // nothing but the page break
		}
		q := p
		q.Runs = b.Paragraph.Runs
		if numbered {
			q.Number = nil
		}
		numbered = true
		if key := lonelyPicture(&q); key != "" && l.cells == 0 && !l.head {
			list = append(list, Block{Image: key})
			continue
		}
		list = append(list, Block{Paragraph: &q})
	}
	list = append(list, l.after...)
	if sect := pPr.kid("w:sectPr"); sect != nil && l.cells == 0 {
		if t := sect.val("w:type"); t != "continuous" && t != "nextColumn" {
			list = append(list, Block{PageBreak: true})
		}
	}
	return list
}

// lonelyPicture is the key of the one picture a paragraph consists of.
func lonelyPicture(p *Paragraph) string {
	key := ""
	for _, r := range p.Runs {
		switch {
		case r.Image != "" && key == "":
			key = r.Image
		case r.Image != "" || strings.TrimSpace(r.Text) != "" || r.PageOf != "":
			return ""
		}
	}
	if p.Number != nil {
		return ""
	}
	return key
}

// hiddenOnly tells whether neither the text nor the mark of a paragraph shows:
// such a paragraph does not count in its list.
func (s *story) hiddenOnly(p *node, style *paraStyle, mark *node) bool {
	if mark == nil || !s.styles.run(style, mark).hidden {
		return false
	}
	shown := false
	p.find(func(k *node) bool {
		if k.name == "w:r" && !s.styles.run(style, k.kid("w:rPr")).hidden && k.texts("") != "" {
			shown = true
		}
		return k.name != "w:r"
	})
	return !shown
}

// number counts the paragraph in its list and gives what it prints (17.9.19):
// the paragraph's own list wins over its style's; numId 0 takes numbering away.
func (s *story) number(pPr *node, style *paraStyle) *Number {
	numID, level := style.numID, style.level
	if numID != "" && level < 0 {
		level = s.numbering.levelOf(numID, style.linked)
	}
	if own := pPr.kid("w:numPr"); own != nil {
		if id := own.kid("w:numId"); id != nil {
			if numID = id.attr("w:val"); own.kid("w:ilvl") == nil {
				level = max(level, 0)
			}
		}
		if own.kid("w:ilvl") != nil {
			level = atoi(own.val("w:ilvl"), 0)
		}
	}
	if numID == "" || numID == "0" {
		return nil
	}
	return s.numbering.next(numID, max(level, 0))
}

// inline reads what stands in a paragraph, a hyperlink, an insertion.
func (l *line) inline(n *node) {
	if n == nil {
		return
	}
	for _, k := range n.kids {
		switch k.name {
		case "w:r":
			l.run(k)
		case "w:hyperlink", "w:customXml", "w:smartTag", "w:bdo", "w:dir", "w:subDoc":
			l.inline(k)
		case "w:ins", "w:moveTo":
			l.drops.add(DroppedTracked, "")
			l.inline(k)
		case "w:del", "w:moveFrom":
			l.drops.add(DroppedTracked, wordsOf(k))
		case "w:sdt":
			l.control(k)
		case "w:fldSimple":
			l.simpleField(k)
		case "mc:AlternateContent":
			l.inline(choice(k))
		case "m:oMath", "m:oMathPara":
			l.formula(k, look{})
		case "w:tbl": // a table inside a paragraph is not allowed, yet written
			l.after = append(l.after, l.table(k)...)
		case "w:p":
			l.after = append(l.after, l.paragraph(k)...)
		}
	}
}

// control reads a content control (17.5.2). A check box whose content shows
// nothing still has a state.
func (l *line) control(k *node) {
	before, pieces := len(l.runs), len(l.done)
	l.inline(k.kid("w:sdtContent"))
	if len(l.done) > pieces {
		before = 0 // a page break inside
	}
	box := k.kid("w:sdtPr", "w14:checkbox")
	if box != nil && visible(Plain(l.runs[before:])) == 0 {
		l.add(Run{Text: tick(truth(box.kid("w14:checked").attr("w14:val")))})
	}
	called(l.runs[before:], controlName(k))
}

// called puts the name of a content control on the text in it; an inner one has
// its own.
func called(runs []Run, name string) {
	for i := range runs {
		if r := &runs[i]; r.Text != "" && r.Control == "" {
			r.Control = name
		}
	}
}

// controlName is what a content control is called (17.5.2.1, 17.5.2.42). The
// tags of Google Docs are numbers.
func controlName(k *node) string {
	pr := k.kid("w:sdtPr")
	name := strings.TrimSpace(pr.val("w:alias"))
	if name == "" {
		name = strings.TrimSpace(pr.val("w:tag"))
	}
	if strings.HasPrefix(name, "goog_") || len(name) > 200 {
		return ""
	}
	return name
}

func tick(checked bool) string {
	if checked {
		return "☑"
	}
	return "☐"
}

// run reads a w:r (17.3.2).
func (l *line) run(r *node) {
	rPr := r.kid("w:rPr")
	lk := l.styles.run(&l.style, rPr)
	if rPr.kid("w:del") != nil && r.kid("w:delText") != nil {
		l.drops.add(DroppedTracked, wordsOf(r))
		return
	}
	l.content(r, lk)
}

func (l *line) content(r *node, lk look) {
	for _, k := range r.kids {
		switch k.name {
		case "w:t":
			l.write(textOf(k), lk)
		case "w:tab", "w:ptab":
			l.write("\t", lk)
		case "w:noBreakHyphen":
			l.write("\u2011", lk)
		case "w:sym":
			l.write(symbol(k.attr("w:char"), k.attr("w:font")), look{bold: lk.bold, underline: lk.underline, super: lk.super, hidden: lk.hidden})
		case "w:cr":
			l.lineBreak(lk)
		case "w:br":
			l.breakOf(k, lk)
		case "w:fldChar":
			l.fieldChar(k)
		case "w:instrText":
			if f := l.field(); f != nil && !f.result {
				f.instr.WriteString(k.text)
			}
		case "w:pgNum":
			l.add(Run{PageOf: "page"})
		case "w:footnoteReference", "w:endnoteReference":
			l.reference(k, lk)
		case "w:footnoteRef", "w:endnoteRef":
			if l.note != "" {
				l.add(Run{Text: l.note, Super: true})
			}
		case "w:drawing", "w:pict", "w:object":
			l.drawing(k)
		case "mc:AlternateContent":
			l.branch(choice(k), lk)
		case "w:ruby":
			for _, base := range k.kid("w:rubyBase").all() {
				if base.name == "w:r" {
					l.run(base)
				}
			}
			l.drops.add(DroppedRuby, wordsOf(k.kid("w:rt")))
		case "m:oMath":
			l.formula(k, lk)
		case "w:tbl":
			l.after = append(l.after, l.table(k)...)
		}
	}
}

// branch reads what an AlternateContent chose; nil is nothing.
func (l *line) branch(n *node, lk look) {
	if n != nil {
		l.content(n, lk)
	}
}

// all gives the children; none of nil.
func (n *node) all() []*node {
	if n == nil {
		return nil
	}
	return n.kids
}

// textOf is the text of a w:t. Without xml:space="preserve" white space at its
// ends is layout of the file (17.3.3.31).
func textOf(t *node) string {
	s := t.text
	if t.attr("xml:space") != "preserve" {
		s = strings.Trim(s, " \t\r\n")
	}
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\u00AD', c == '\uFEFF', c == '\u200B': // soft hyphen and marks without width
			return -1
		case c == '\t':
			return '\t'
		case c == '\n', c == '\r':
			return ' '
		case unicode.IsControl(c):
			return -1
		}
		return c
	}, s)
}

// write adds text in a look, unless a field's instruction is being read.
func (l *line) write(s string, lk look) {
	if s == "" || l.muted() {
		return
	}
	s = symbols(s, lk.font)
	if lk.hidden {
		l.drops.add(DroppedHidden, s)
		return
	}
	if lk.struck && strings.TrimSpace(s) != "" {
		l.drops.add(DroppedStruck, s)
	}
	l.add(Run{Text: s, Bold: lk.bold, Underline: lk.underline, Super: lk.super})
}

// add appends a run that carries something.
func (l *line) add(r Run) {
	if !l.muted() && (r.Text != "" || r.Break || r.Image != "" || r.PageOf != "") {
		l.runs = append(l.runs, r)
	}
}

func (l *line) lineBreak(lk look) {
	if !lk.hidden {
		l.add(Run{Break: true})
	}
}

// breakOf reads a w:br (17.3.3.1): a page break ends the piece of a paragraph
// that stands before it, in tables and headers it is a line break.
func (l *line) breakOf(k *node, lk look) {
	if k.attr("w:type") != "page" || l.cells > 0 || l.head {
		l.lineBreak(lk)
		return
	}
	if l.muted() {
		return
	}
	l.done = append(l.done, Block{Paragraph: &Paragraph{Runs: joined(l.runs)}}, Block{PageBreak: true})
	l.runs = nil
}

// reference sets a note's number and moves its text to the end (17.11).
func (l *line) reference(k *node, lk look) {
	if l.muted() || lk.hidden {
		return
	}
	kind := strings.TrimSuffix(strings.TrimPrefix(k.name, "w:"), "Reference")
	mark := l.noteMark(kind, k.attr("w:id"), truth(k.attr("w:customMarkFollows")))
	if mark != "" {
		l.add(Run{Text: mark, Super: true})
	}
}

// noteMark numbers a note, reads it, and gives what is printed at its place.
func (d *docx) noteMark(kind, id string, custom bool) string {
	if n, ok := d.notes[kind+id]; ok {
		if custom {
			return ""
		}
		return strconv.Itoa(n)
	}
	d.notes[kind]++
	n := d.notes[kind]
	if custom {
		d.notes[kind]--
	}
	d.notes[kind+id] = n
	mark := strconv.Itoa(n)
	if kind == "endnote" {
		mark = strings.ToLower(roman(n))
	}
	if custom {
		mark = ""
	}
	d.readNote(kind, id, mark)
	return mark
}

// readNote appends a note's paragraphs to those at the end.
func (d *docx) readNote(kind, id, mark string) {
	target := ""
	for _, r := range d.mainRels {
		if r.kind == kind+"s" && !r.extern {
			target = r.target
		}
	}
	if target == "" {
		return
	}
	index, ok := d.noteTrees[target]
	if !ok {
		index = map[string]*node{}
		root, _ := d.extra(target)
		for _, k := range root.all() {
			index[k.attr("w:id")] = k
		}
		d.noteTrees[target] = index
	}
	if k := index[id]; k != nil {
		rels, _ := d.relations(target)
		s := &story{docx: d, part: target, rels: rels, note: mark, cells: 1}
		d.drops.add(DroppedNote, "")
		d.noteText = append(d.noteText, s.blocks(k)...)
	}
}
