package template

import (
	"strconv"
	"strings"

	"keyue/backend/locale"
)

// Print writes a definition in the notation; Parse reads the same definition back.
func Print(d *Definition) string {
	var b strings.Builder
	printHead(&b, d)
	b.WriteString(PrintBody(d))
	return b.String()
}

// PrintBody writes the text after the front matter.
func PrintBody(d *Definition) string {
	p := &printer{names: newNames(d)}
	p.blocks(d.Body.Content, 0, 0)
	return strings.TrimLeft(p.b.String(), "\n")
}

func printHead(b *strings.Builder, d *Definition) {
	tag := d.Language
	colon := ": "
	line := func(key, value string) {
		if value != "" {
			b.WriteString(headWords.word(key, tag) + colon + value + "\n")
		}
	}
	b.WriteString("---\n")
	line("name", guardEnds(escapePlain(d.Name, "")))
	line("code", d.Code)
	line("kind", kindWords.word(string(d.Kind), tag))
	line("language", string(d.Language))
	line("numbering", strings.Join(d.Numbering, " "))
	paper := d.Page.Paper
	if d.Page.Landscape {
		if paper == "" {
			paper = "A4"
		}
		paper += " " + landscapeWords.word("landscape", tag)
	}
	line("page", paper)
	if len(d.Page.Margins) > 0 {
		mm := make([]string, len(d.Page.Margins))
		for i, m := range d.Page.Margins {
			mm[i] = decimal(m)
		}
		line("margins", strings.Join(mm, " "))
	}
	if d.Page.Size != 0 {
		line("size", decimal(d.Page.Size))
	}
	if priceWords.has(d.Prices) {
		line("prices", priceWords.word(d.Prices, tag))
	} else if d.Prices != "" {
		line("prices", "{"+d.Prices+"}")
	}
	names := newNames(d)
	if len(d.Header) > 0 {
		line("header", guardEnds(printInline(d.Header, names, false)))
	}
	if len(d.Footer) > 0 {
		line("footer", guardEnds(printInline(d.Footer, names, false)))
	}
	if d.Logo {
		line("logo", yesWords.word("yes", tag))
	}
	if len(d.Fields) > 0 {
		b.WriteString(headWords.word("fields", tag) + ":\n")
	}
	for i := range d.Fields {
		b.WriteString("- " + printField(&d.Fields[i], names) + "\n")
	}
	b.WriteString("---\n\n")
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func printField(f *Field, names *names) string {
	tag := names.tag
	s := f.Label
	if f.Key != f.Label {
		s += " (" + f.Key + ")"
	}
	s += ": " + typeWords.word(string(f.Type), tag)
	for i, c := range f.Choices {
		if i > 0 {
			s += " |"
		}
		s += " " + c.Value
		if c.Label != c.Value {
			s += "=" + c.Label
		}
	}
	if f.Type == TypeList {
		s += " " + columnsText(f.Columns, tag)
	}
	attr := func(key, value string) { s += "; " + fieldWords.word(key, tag) + " " + quote(value) }
	if f.Required {
		s += "; " + fieldWords.word("required", tag)
	}
	if f.Source != "" {
		name := f.Source
		if src, ok := sourceOf(f.Source); ok && tag != locale.En {
			name = src.notation
		}
		attr("source", name)
	}
	if f.AsLast {
		s += "; " + fieldWords.word("asLast", tag)
	}
	if f.Default != "" {
		attr("default", f.shownDefault(tag))
	}
	if f.Format != "" {
		attr("format", formatWords.word(string(f.Format), tag))
	}
	if f.Share != "" {
		attr("share", names.name(f.Share))
	}
	if f.Rest != "" {
		attr("rest", names.name(f.Rest))
	}
	if f.Plus != "" {
		attr("plus", names.name(f.Plus))
	}
	if f.Minus != "" {
		attr("minus", names.name(f.Minus))
	}
	if f.Help != "" {
		attr("help", f.Help)
	}
	return s
}

// escapePlain escapes text without chips; special lists further characters.
func escapePlain(s, special string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '\\' || strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

type printer struct {
	b     strings.Builder
	names *names
	// open holds the levels of clauses still open at the margin, innermost last;
	// conditions hide what is outside them.
	open []int
	// stuck is set after rows that only a blank line ends.
	stuck bool
}

func (p *printer) tag() locale.Tag { return p.names.tag }

func (p *printer) put(col int, text string) {
	p.b.WriteString(strings.Repeat("  ", col) + text + "\n")
	p.stuck = false
}

func (p *printer) gap() {
	if p.b.Len() > 0 && !strings.HasSuffix(p.b.String(), "\n\n") {
		p.b.WriteByte('\n')
	}
	p.stuck = false
}

// blocks prints siblings; level is the number of clauses around them and col
// the column of their text.
func (p *printer) blocks(list []Node, level, col int) {
	for i := range list {
		p.block(&list[i], level, col)
	}
}

// leave closes clauses at the margin that the next block is not part of.
func (p *printer) leave(level int) {
	for len(p.open) > 0 && p.open[len(p.open)-1] > level {
		p.put(0, "#/")
		p.open = p.open[:len(p.open)-1]
	}
}

// forget drops what the parser closes by itself.
func (p *printer) forget(level int) {
	for len(p.open) > 0 && p.open[len(p.open)-1] >= level {
		p.open = p.open[:len(p.open)-1]
	}
}

func (p *printer) block(n *Node, level, col int) {
	if p.stuck {
		p.gap()
	}
	a := n.attrs()
	switch n.Type {
	case nodeClause:
		p.clause(n, level, col)
		return
	case nodeTitle, nodeSubtitle, nodeSignature, nodeAttachment:
		p.forget(0)
	case nodeWhen, nodeEach:
		p.frame(n, level, col)
		return
	default:
		p.leave(level)
	}
	switch n.Type {
	case nodeTitle:
		p.gap()
		p.put(0, "= "+guardEnds(printInline(n.Content, p.names, false)))
		p.gap()
	case nodeSubtitle:
		p.put(0, "== "+guardEnds(printInline(n.Content, p.names, false)))
	case nodeParagraph:
		p.put(col, printParagraph(n, p.names))
	case nodePageBreak:
		p.put(col, "@"+blockWords.word(nodePageBreak, p.tag()))
	case nodeImage:
		p.image(a, col)
	case nodeLines:
		p.linesTable(a, col)
	case nodePairs:
		p.pairs(n, col)
	case nodeTable:
		p.table(n, col)
	case nodeSignature:
		p.signature(n)
	case nodeAttachment:
		p.gap()
		p.put(0, "@"+blockWords.word(nodeAttachment, p.tag())+" "+guardEnds(escapePlain(a.Title, "{"))+clauseName(a, p.tag()))
		p.blocks(n.Content, 0, 0)
		p.forget(0)
		p.gap()
		p.put(0, "@/")
	}
}

func clauseName(a Attrs, tag locale.Tag) string {
	s := ""
	if a.Lock != "" {
		s += " " + lockWords.word(a.Lock, tag)
	}
	if a.Library != "" {
		s += " " + linkWords.word("library", tag) + "=" + a.Library + "@" + strconv.Itoa(a.LibraryVersion)
	}
	if s == "" && a.ID == "" {
		return ""
	}
	return " {#" + a.ID + s + "}"
}

// indented reports a clause that can be printed as a dash: all numbered
// paragraphs, no headings, down to the deepest.
func indented(n *Node) bool {
	if len(n.Content) == 0 || n.Content[0].Type != nodeParagraph {
		return false
	}
	ok := true
	walk(n, func(c *Node) {
		if c.Type == nodeClause && (len(c.Content) == 0 || c.Content[0].Type != nodeParagraph) {
			ok = false
		}
	})
	return ok
}

func (p *printer) clause(n *Node, level, col int) {
	a := n.attrs()
	if len(n.Content) == 0 {
		return
	}
	first, rest := &n.Content[0], n.Content[1:]
	if level > 0 && indented(n) {
		p.leave(level)
		p.put(col, "- "+printParagraph(first, p.names)+clauseName(a, p.tag()))
		p.blocks(rest, level+1, col+1)
		return
	}
	p.forget(level + 1)
	mark := strings.Repeat("#", level+1)
	text := ""
	if first.Type == nodeHeading {
		text = mark + " " + guardEnds(printInline(first.Content, p.names, false))
	} else {
		text = mark + ". " + printParagraph(first, p.names)
	}
	if !strings.HasSuffix(p.b.String(), "?/\n") || level == 0 {
		p.gapUnlessFrame()
	}
	p.put(0, text+clauseName(a, p.tag()))
	p.open = append(p.open, level+1)
	p.blocks(rest, level+1, 0)
}

// gapUnlessFrame leaves a line free before a heading, but not between a
// condition and its first line.
func (p *printer) gapUnlessFrame() {
	s := strings.TrimRight(p.b.String(), "\n")
	last := s[strings.LastIndexByte(s, '\n')+1:]
	if strings.HasPrefix(last, "? ") {
		return
	}
	p.gap()
}

func (p *printer) frame(n *Node, level, col int) {
	inner := n.Content
	switch first := firstBlock(n); {
	case first == nil:
	case first.Type == nodeClause && (level == 0 || !indented(first)):
		p.forget(level + 1)
		if p.b.Len() > 0 {
			p.gapUnlessFrame()
		}
	case first.Type == nodeTitle || first.Type == nodeSubtitle || first.Type == nodeSignature || first.Type == nodeAttachment:
		p.forget(0)
		p.gapUnlessFrame()
	default:
		p.leave(level)
	}
	outer := p.open
	p.open = nil
	a := n.attrs()
	if n.Type == nodeWhen {
		p.put(col, "? "+a.Condition.print(p.names))
	} else {
		p.put(col, "@"+blockWords.word(nodeEach, p.tag())+" "+p.names.listName(a.List))
	}
	p.blocks(inner, level, col)
	if p.stuck {
		p.gap()
	}
	p.put(col, closer(map[string]openKind{nodeWhen: openWhen, nodeEach: openEach}[n.Type]))
	p.open = outer
}

// firstBlock is the first thing shown inside conditions and repetitions.
func firstBlock(n *Node) *Node {
	for n.Type == nodeWhen || n.Type == nodeEach {
		if len(n.Content) == 0 {
			return nil
		}
		n = &n.Content[0]
	}
	return n
}

func printParagraph(n *Node, names *names) string {
	a := n.attrs()
	prefix := ""
	for _, m := range paragraphMarks {
		if a.Align == m.align {
			prefix = m.mark + " "
		}
	}
	if a.Note {
		prefix = "~" + prefix
		if a.Align == "" {
			prefix += " "
		}
	}
	text := guardEnds(printInline(n.Content, names, false))
	if prefix != "" {
		return prefix + guardStart(text, "<>")
	}
	return guardStart(text, "#-=?？@<>~|")
}

// guardStart escapes the first character where it would start a block.
func guardStart(s, special string) string {
	if r := []rune(s); len(r) > 0 && strings.ContainsRune(special, r[0]) {
		return `\` + s
	}
	return s
}
