package template

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// block reads a line that starts with @ and what belongs to it; it leaves p.at
// behind it.
func (p *parser) block(s shape, col int) {
	switch s.word {
	case nodeEach:
		list := p.names.listKey(s.rest)
		p.place(col)
		p.pushFrame(Node{Type: nodeEach, Attrs: &Attrs{List: list}}, openEach)
	case nodeAttachment:
		p.closeSections(0)
		if p.top().kind == openAttachment {
			p.pop()
		}
		title, name, ok := cutName(s.rest)
		if !ok || name.Lock != "" || name.Library != "" {
			p.problem("template.text.clause_name", map[string]any{"text": short(s.rest)})
		}
		p.push(Node{Type: nodeAttachment, Attrs: &Attrs{Title: plainText(title), ID: name.ID}}, openAttachment, 0)
	case nodePageBreak:
		p.closeItems(col)
		p.add(Node{Type: nodePageBreak})
	case nodeImage:
		p.closeItems(col)
		p.add(p.image(s.rest))
	case nodeLines:
		p.closeItems(col)
		p.add(p.linesTable(s.rest))
	case nodePairs, nodeTable:
		p.closeItems(col)
		p.rows(s)
		return
	case nodeSignature:
		p.closeSections(0)
		p.signature(s)
		return
	}
	p.at++
}

// plainText unescapes text that has no chips: titles and labels.
func plainText(s string) string {
	var b strings.Builder
	esc := false
	for _, r := range s {
		if r == '\\' && !esc {
			esc = true
			continue
		}
		esc = false
		if !textRune(r) {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}

var imageSize = regexp.MustCompile(`^(\d+(?:\.\d+)?)(?:[xX×](\d+(?:\.\d+)?))?$`)

func (p *parser) image(rest string) Node {
	a := Attrs{}
	rest, alt, _ := strings.Cut(rest, `"`)
	alt, _, _ = strings.Cut(alt, `"`)
	a.Alt = strings.TrimSpace(plainText(alt))
	words := strings.Fields(rest)
	for i, w := range words {
		if m := imageSize.FindStringSubmatch(w); i > 0 && m != nil {
			a.Width, _ = strconv.ParseFloat(m[1], 64)
			a.Height, _ = strconv.ParseFloat(m[2], 64)
		} else if align, ok := alignWords.code(w); i > 0 && ok {
			a.Align = align
		} else if i == 0 {
			a.Asset = w
		} else {
			p.problem("template.text.option", map[string]any{"text": short(w)})
		}
	}
	return Node{Type: nodeImage, Attrs: &a}
}

// linesTable reads `COLUMN COLUMN=Heading COLUMN="Two words" …; TOTAL TOTAL`.
func (p *parser) linesTable(rest string) Node {
	a := Attrs{}
	columns, totals := splitColumns(rest)
	for _, w := range columns {
		name, label, _ := strings.Cut(w, "=")
		code, ok := columnWords.code(name)
		if !ok {
			p.problem("template.text.column", map[string]any{"text": short(name)})
			continue
		}
		if slices.ContainsFunc(a.Columns, func(c LinesColumn) bool { return c.Name == code }) {
			p.problem("template.text.column_twice", map[string]any{"text": short(w)})
			continue
		}
		a.Columns = append(a.Columns, LinesColumn{Name: code, Label: plainText(label)})
	}
	for _, w := range totals {
		code, ok := totalWords.code(w)
		if !ok {
			p.problem("template.text.total", map[string]any{"text": short(w)})
			continue
		}
		a.Totals = append(a.Totals, code)
	}
	return Node{Type: nodeLines, Attrs: &a}
}

// splitColumns splits at spaces outside quotes; what follows a semicolon is totals.
func splitColumns(s string) (columns, totals []string) {
	var b strings.Builder
	quoted, behind := false, false
	end := func() {
		if b.Len() > 0 && behind {
			totals = append(totals, b.String())
		} else if b.Len() > 0 {
			columns = append(columns, b.String())
		}
		b.Reset()
	}
	for _, r := range s {
		switch {
		case r == '"' || r == '“' || r == '”':
			quoted = !quoted
		case quoted:
			b.WriteRune(r)
		case r == ' ' || r == '\u3000':
			end()
		case r == ';' || r == '；':
			end()
			behind = true
		default:
			b.WriteRune(r)
		}
	}
	end()
	return columns, totals
}

// cutAny cuts at the first of any of the characters.
func cutAny(s, chars string) (before, after string, ok bool) {
	i := strings.IndexAny(s, chars)
	if i < 0 {
		return s, "", false
	}
	r := []rune(s[i:])[0]
	return s[:i], s[i+len(string(r)):], true
}

// rows reads the rows of @pairs or @table up to a blank line.
func (p *parser) rows(s shape) {
	n := Node{Type: s.word, Attrs: &Attrs{}}
	switch word := strings.TrimSpace(s.rest); {
	case word == "":
	case s.word == nodePairs && (word == "1" || word == "2"):
		n.Attrs.Across, _ = strconv.Atoi(word)
	case s.word == nodeTable:
		if _, ok := plainWords.code(word); ok {
			n.Attrs.Plain = true
			break
		}
		fallthrough
	default:
		p.problem("template.text.option", map[string]any{"text": short(word)})
	}
	t := &tableState{part: "head"}
	base := len(p.stack)
	p.push(n, openSection, 0)
	rowsStart := p.at
	for p.at++; p.at < len(p.lines); p.at++ {
		_, text := column(p.lines[p.at])
		if p.rowsEnd(text, base) {
			break
		}
		if p.rowFrame(text, base) {
			continue
		}
		if s.word == nodePairs {
			p.add(p.pair(text))
		} else {
			p.tableRow(text, t)
		}
	}
	p.closeRows(base)
	node := p.top().node
	if s.word == nodeTable {
		node.Attrs.Grid = t.grid
		t.finish(node)
	}
	p.stack = p.stack[:base]
	if len(node.Content) == 0 {
		p.problemAt(rowsStart+1, "template.text.empty_block", nil)
		return
	}
	p.add(*node)
}

// rowsEnd reports what ends rows: a blank line, the start of another block, and
// the end of a condition that began before them.
func (p *parser) rowsEnd(text string, base int) bool {
	switch s := shapeOf(text); s.kind {
	case "section", "item", "endSection", nodeTitle, nodeSubtitle:
		return true
	case "block":
		return s.word != nodeEach
	case "endWhen", "end":
		for _, o := range p.stack[base+1:] {
			if o.kind == openWhen || o.kind == openEach {
				return false
			}
		}
		return true
	}
	return text == ""
}

// rowFrame handles ? and @each among rows.
func (p *parser) rowFrame(text string, base int) bool {
	s := shapeOf(text)
	switch {
	case s.kind == "when":
		c, ok := parseCondition(s.rest, p.names)
		if !ok {
			p.problem("template.text.condition", map[string]any{"text": short(s.rest)})
			c = &Condition{Op: opEmpty, Field: short(s.rest)}
		}
		p.pushFrame(Node{Type: nodeWhen, Attrs: &Attrs{Condition: c}}, openWhen)
	case s.kind == "block" && s.word == nodeEach:
		p.pushFrame(Node{Type: nodeEach, Attrs: &Attrs{List: p.names.listKey(s.rest)}}, openEach)
	case s.kind == "endWhen", s.kind == "end":
		want := openWhen
		if s.kind == "end" {
			want = openEach
		}
		if len(p.stack) <= base+1 || p.top().kind != want {
			p.problem("template.text.nothing_open", map[string]any{"mark": closer(want)})
			return true
		}
		p.pop()
	default:
		return false
	}
	return true
}

// closeRows ends conditions that the rows left open.
func (p *parser) closeRows(base int) {
	for len(p.stack) > base+1 {
		p.problemAt(p.top().line, "template.text.unclosed", map[string]any{"mark": closer(p.top().kind)})
		p.pop()
	}
}

// pair reads "label: value"; the label is plain text.
func (p *parser) pair(text string) Node {
	label, value, ok := cutLabel(text)
	if !ok {
		p.problem("template.text.pair", map[string]any{"text": short(text)})
		label, value = "", text
	}
	n := Node{Type: nodePair, Content: parseInline(value, p.names)}
	if label != "" {
		n.Attrs = &Attrs{Label: label}
	}
	return n
}

// cutLabel splits at the first colon that is not escaped and not in a chip.
func cutLabel(text string) (label, value string, ok bool) {
	esc, chip := false, false
	for i, r := range text {
		switch {
		case esc:
			esc = false
		case r == '\\':
			esc = true
		case r == '{':
			chip = true
		case r == '}':
			chip = false
		case (r == ':' || r == '：') && !chip:
			return plainText(trimLine(text[:i])), trimLine(text[i+len(string(r)):]), true
		}
	}
	return "", text, false
}

// tableState follows the rulers of a table.
type tableState struct {
	part string
	grid []GridColumn
}

var ruler = regexp.MustCompile(`^\|(?:\s*:?-+\d*:?\d*\s*\|)+$`)
var rulerCell = regexp.MustCompile(`^(:?)-+(\d{0,2})(:?)(\d{0,2})$`)

func (p *parser) tableRow(text string, t *tableState) {
	switch {
	case t.part == "head" && ruler.MatchString(text):
		for _, c := range strings.Split(strings.Trim(text, "|"), "|") {
			m := rulerCell.FindStringSubmatch(strings.TrimSpace(c))
			if m == nil {
				p.problem("template.text.ruler", nil)
				continue
			}
			g := GridColumn{Align: map[string]string{"": "", ":": "left", "::": "center"}[m[1]+m[3]]}
			if m[1] == "" && m[3] != "" {
				g.Align = "right"
			}
			g.Weight, _ = strconv.Atoi(m[2] + m[4])
			t.grid = append(t.grid, g)
		}
		t.part = ""
	case t.part == "" && strings.Trim(text, "|= ") == "" && strings.Contains(text, "="):
		t.part = "foot"
	case strings.HasPrefix(text, "|"):
		p.add(p.row(text, t.part))
	default:
		p.problem("template.text.row", map[string]any{"text": short(text)})
		p.add(p.row("| "+text+" |", t.part))
	}
}

// finish gives a table without a ruler plain columns and no head.
func (t *tableState) finish(n *Node) {
	if len(t.grid) > 0 {
		return
	}
	width := 1
	walk(n, func(r *Node) {
		if r.Type == nodeRow {
			r.Attrs = nil
			w := 0
			for i := range r.Content {
				w += max(1, r.Content[i].attrs().Span)
			}
			width = max(width, w)
		}
	})
	n.Attrs.Grid = make([]GridColumn, width)
}

// walk visits a tree from the top.
func walk(n *Node, visit func(*Node)) {
	visit(n)
	for i := range n.Content {
		walk(&n.Content[i], visit)
	}
}

// row splits | a | b || into cells; || ends a cell that spans two columns.
func (p *parser) row(text, part string) Node {
	n := Node{Type: nodeRow}
	if part != "" {
		n.Attrs = &Attrs{Part: part}
	}
	r := []rune(strings.TrimPrefix(text, "|"))
	start := 0
	cell := func(end, span int) {
		c := Node{Type: nodeCell, Content: parseInline(trimLine(string(r[start:end])), p.names)}
		if span > 1 {
			c.Attrs = &Attrs{Span: span}
		}
		n.Content = append(n.Content, c)
	}
	chip := false
	for i := 0; i < len(r); i++ {
		switch r[i] {
		case '\\':
			i++
		case '{':
			chip = true
		case '}':
			chip = false
		case '|':
			if chip {
				continue
			}
			span := 1
			for i+span < len(r) && r[i+span] == '|' {
				span++
			}
			cell(i, span)
			i += span - 1
			start = i + 1
		}
	}
	if trimLine(string(r[min(start, len(r)):])) != "" {
		cell(len(r), 1)
	}
	return n
}

// signature reads the parties under @signature up to a blank line.
func (p *parser) signature(s shape) {
	n := Node{Type: nodeSignature, Attrs: &Attrs{Closing: plainText(s.rest)}}
	base, start := len(p.stack), p.at
	p.push(n, openSection, 0)
	for p.at++; p.at < len(p.lines); p.at++ {
		col, text := column(p.lines[p.at])
		if p.rowsEnd(text, base) {
			break
		}
		deep := col > 0
		if shapeOf(text).kind == "when" {
			deep = deep || p.nextIsDeep()
		}
		// ?/ at the margin ends a condition of rows when one is open, else one of parties.
		if !deep && (shapeOf(text).kind != "endWhen" || p.top().kind != openWhen) {
			p.leaveSignatory(base)
		}
		if p.rowFrame(text, base) {
			continue
		}
		if deep {
			if !p.inSignatory(base) {
				p.problem("template.text.signatory", map[string]any{"text": short(text)})
				continue
			}
			p.add(p.pair(text))
			continue
		}
		p.push(p.signatory(text), openItem, 0)
	}
	p.leaveSignatory(base)
	p.closeRows(base)
	node := p.top().node
	p.stack = p.stack[:base]
	if len(node.Content) == 0 {
		p.problemAt(start+1, "template.text.empty_block", nil)
		return
	}
	p.add(*node)
}

// nextIsDeep reports whether the first row after a ? is indented.
func (p *parser) nextIsDeep() bool {
	for i := p.at + 1; i < min(len(p.lines), p.at+maxDepth); i++ {
		col, text := column(p.lines[i])
		if shapeOf(text).kind != "when" {
			return text != "" && col > 0
		}
	}
	return false
}

func (p *parser) inSignatory(base int) bool {
	for _, o := range p.stack[base:] {
		if o.kind == openItem {
			return true
		}
	}
	return false
}

// leaveSignatory closes a signatory and what its rows left open.
func (p *parser) leaveSignatory(base int) {
	for p.inSignatory(base) {
		if p.top().kind == openWhen || p.top().kind == openEach {
			p.problemAt(p.top().line, "template.text.unclosed", map[string]any{"mark": "?/"})
		}
		p.pop()
	}
}

// signatory reads "title: {name}".
func (p *parser) signatory(text string) Node {
	label, value, ok := cutLabel(text)
	if !ok {
		label, value = plainText(text), ""
	}
	n := Node{Type: nodeSignatory, Attrs: &Attrs{Label: label}}
	chips := parseInline(value, p.names)
	switch {
	case len(chips) == 0:
	case len(chips) == 1 && chips[0].Type == nodeField && chips[0].attrs().Format == "" && len(chips[0].Marks) == 0:
		n.Attrs.Key = chips[0].Attrs.Key
	default:
		p.problem("template.text.signatory", map[string]any{"text": short(text)})
	}
	return n
}
