package intake

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"keyue/backend/manuscript"
	"keyue/backend/template"
)

// compose makes the proposal that decisions lead to.
func (a *analysis) compose(d Decisions) Proposal {
	if d.Kind == "" {
		d.Kind = a.kind
	}
	c := &composer{a: a, d: d, fields: map[string]*Field{}, defs: map[string]*template.Field{}, used: map[int]bool{}}
	we := a.we
	if d.We != "" {
		for i := range a.parties {
			if partyKey(i) == d.We {
				we = i
			}
		}
	}
	c.assign(we)
	c.styles, c.places = a.styles, a.places
	c.build()
	def := template.Definition{Name: c.name(), Kind: d.Kind, Language: a.lang, Fields: []template.Field{}}
	def.Numbering = numberingOf(c.styles, a.lang)
	if len(d.Numbering) > 0 {
		def.Numbering = d.Numbering
	}
	var origins []Origin
	def.Body = c.node(c.root, nil, &origins)
	def.Header, def.Footer = c.furniture(a.header), c.furniture(a.footer)
	def.Logo = a.logo
	def.Fields = c.definitions(we)
	p := Proposal{Name: def.Name, Format: a.m.Format, Rough: a.m.Rough, Kind: d.Kind, Language: a.lang, Parties: c.parties(we), Original: originals(a.m), Lines: c.lines,
		CharsIn: a.charsIn(), CharsOut: c.out, Notes: c.notes}
	if we >= 0 && we < len(a.parties) {
		p.We = partyKey(we)
	}
	p.Fields, p.Blanks = c.report()
	p.Dropped = c.dropped()
	c.refer(&def)
	if d.Lock != "" {
		template.LockAll(&def, d.Lock)
	}
	def.Normalize()
	if err := template.CheckTree(&def); err != nil {
		// A document beyond what a template can hold comes as its bare text.
		def = c.bare(&p, def)
		origins = nil
	}
	p.Definition, p.Origins, p.images = def, origins, c.images
	p.count()
	p.Problems = template.Check(&p.Definition)
	p.fill()
	return p
}

// fill leaves no list nil.
func (p *Proposal) fill() {
	if p.Parties == nil {
		p.Parties = []Party{}
	}
	if p.Origins == nil {
		p.Origins = []Origin{}
	}
	if p.Lines == nil {
		p.Lines = []LinesOffer{}
	}
	if p.Notes == nil {
		p.Notes = []Note{}
	}
	if p.Dropped == nil {
		p.Dropped = []manuscript.Drop{}
	}
}

// count counts clauses and blocks of the definition.
func (p *Proposal) count() {
	var walk func(n *template.Node)
	walk = func(n *template.Node) {
		switch n.Type {
		case "clause":
			p.Clauses++
		case "doc", "attachment":
		case "row", "cell", "pair", "signatory":
			return
		default:
			p.Blocks++
		}
		if n.Type == "doc" || n.Type == "clause" || n.Type == "attachment" {
			for i := range n.Content {
				walk(&n.Content[i])
			}
		}
	}
	walk(&p.Definition.Body)
}

// name proposed for the template: the title, else the file's name.
func (c *composer) name() string {
	if c.d.Name != "" {
		return c.d.Name
	}
	for _, u := range c.a.units {
		if u.role == roleTitle {
			s := strings.Join(strings.Fields(strings.Map(noObject, u.written())), " ")
			if hanCount(s)*2 > len([]rune(compact(s))) {
				s = compact(s)
			}
			if r := []rune(s); len(r) > 80 {
				s = string(r[:80])
			}
			if s != "" {
				return s
			}
		}
	}
	s := strings.Join(strings.Fields(strings.Map(noObject, c.a.m.Name)), " ")
	if r := []rune(s); len(r) > 80 {
		s = string(r[:80])
	}
	if s == "" && c.a.zh() {
		return "导入的合同"
	} else if s == "" {
		return "Imported contract"
	}
	return s
}

// written is the text of a unit without its blanks, or with them where nothing
// else stands there.
func (u *unit) written() string {
	var b strings.Builder
	for _, p := range u.pieces {
		if p.occ < 0 {
			b.WriteString(plain(p.g))
		}
	}
	if strings.ContainsFunc(b.String(), unicode.IsLetter) {
		return b.String()
	}
	return plain(u.text)
}

func noObject(r rune) rune {
	if r == objectRune || r == '\n' || r < ' ' || r == '\ufeff' || r == '\ufffd' {
		return ' '
	}
	return r
}

// charsIn counts what a reader of the document sees.
func (a *analysis) charsIn() int {
	if a.m.Chars > 0 {
		return a.m.Chars
	}
	n := 0
	for i := range a.m.Blocks {
		b := &a.m.Blocks[i]
		switch {
		case b.Paragraph != nil:
			n += visible(plain(glyphs(b.Paragraph.Runs)))
			if b.Paragraph.Number != nil {
				n += visible(b.Paragraph.Number.Text)
			}
		case b.Table != nil:
			for _, s := range tableTexts(b.Table) {
				n += visible(s)
			}
		}
	}
	return n
}

// node turns a branch and what is below it into nodes.
func (c *composer) node(b *branch, path []int, origins *[]Origin) template.Node {
	n := template.Node{Type: b.typ}
	attrs := b.attrs
	switch b.typ {
	case "heading", "paragraph", "title", "subtitle", "cell":
		n.Content = c.inline(b)
	case "pair":
		attrs.Label = c.label(b)
		n.Content = c.inline(b)
		if b.rule {
			n.Content = append(n.Content, template.Node{Type: "blank", Attrs: &template.Attrs{Em: 8}})
		}
	case "signatory":
		attrs.Label = b.label + b.colon
		c.out += visible(attrs.Label)
		if b.key > 0 && c.role(b.key-1) != "" {
			attrs.Key = partyKey(b.key-1) + ".name"
			c.used[b.key-1] = true
		}
	case "signature":
		c.out += visible(attrs.Closing)
	case "attachment":
		c.out += visible(b.text)
	}
	if b.number != nil {
		c.out += visible(b.number.text)
	}
	for _, o := range b.swallow {
		c.out += visible(c.a.occs[o].text)
		if b.typ != "lines" {
			c.occAs[o], c.occKey[o] = AsBlank, ""
		}
	}
	if !reflect.DeepEqual(attrs, template.Attrs{}) {
		n.Attrs = &attrs
	}
	for i, k := range b.kids {
		at := append(slices.Clone(path), i)
		if len(k.from) > 0 {
			*origins = append(*origins, Origin{Path: at, From: k.from})
		}
		n.Content = append(n.Content, c.node(k, at, origins))
	}
	return n
}

// label of a pair; its colon is set again when it is the language's own.
func (c *composer) label(b *branch) string {
	if b.label == "" {
		return ""
	}
	usual := "："
	if !c.a.zh() {
		usual = ":"
	}
	c.out += visible(b.label + b.colon)
	if b.colon == usual || b.colon == "" || strings.ContainsRune("?？", []rune(b.label)[len([]rune(b.label))-1]) && b.colon == "" {
		return spaced(clean(b.label))
	}
	return spaced(clean(b.label)) + b.colon
}

// clean makes white space of a label plain.
func clean(s string) string { return strings.Join(strings.Fields(strings.Map(noObject, s)), " ") }

// inline turns the pieces of a block into nodes.
func (c *composer) inline(b *branch) []template.Node {
	var out []template.Node
	if b.prefix != "" {
		out = append(out, template.Node{Type: "text", Text: clean(b.prefix) + strings.Repeat(" ", len(b.prefix)-len(strings.TrimRight(b.prefix, " ")))})
		c.out += visible(b.prefix)
	}
	for _, p := range b.inline {
		if p.occ >= 0 {
			out = append(out, c.chip(p.occ)...)
			continue
		}
		out = append(out, c.text(p.g, b)...)
	}
	return out
}

// text turns characters into nodes of one dress each.
func (c *composer) text(g []glyph, b *branch) []template.Node {
	var out []template.Node
	for i := 0; i < len(g); {
		switch {
		case g[i].r == '\n':
			out = append(out, template.Node{Type: "break"})
			i++
			continue
		case strings.HasPrefix(g[i].object, "image:"):
			c.lost = append(c.lost, lostText{code: "intake.dropped.image"})
			i++
			continue
		case g[i].object != "":
			out = append(out, template.Node{Type: "field", Attrs: &template.Attrs{Key: g[i].object}})
			i++
			continue
		}
		j := i
		var t strings.Builder
		for j < len(g) && g[j].r != '\n' && g[j].object == "" && dress(g[j]) == dress(g[i]) {
			r := g[j].r
			if r == '\t' || r == '\u2060' {
				r = ' '
			}
			t.WriteRune(r)
			j++
		}
		n := template.Node{Type: "text", Text: t.String()}
		c.out += visible(n.Text)
		if (g[i].bold || b.text == "bold") && b.text != "plain" {
			n.Marks = append(n.Marks, template.Mark{Type: "bold"})
		}
		if g[i].underline {
			n.Marks = append(n.Marks, template.Mark{Type: "underline"})
		}
		if g[i].raised {
			n.Marks = append(n.Marks, template.Mark{Type: "superscript"})
		}
		out = append(out, n)
		i = j
	}
	return out
}

func dress(g glyph) [3]bool { return [3]bool{g.bold, g.underline, g.raised} }

// chip turns a blank into what was decided for it.
func (c *composer) chip(i int) []template.Node {
	o := c.a.occs[i]
	c.out += visible(o.text)
	if c.occKey[i] == "" && c.occAs[i] == AsField {
		c.occAs[i] = AsBlank
	}
	switch c.occAs[i] {
	case AsText:
		return []template.Node{{Type: "text", Text: clean(o.text)}}
	case AsBlank:
		return c.rules(o)
	}
	if o.group != nil {
		return c.tick(i, o)
	}
	var out []template.Node
	for k, key := range strings.Split(c.occKey[i], "+") {
		if k > 0 {
			out = append(out, template.Node{Type: "text", Text: " "})
		}
		attrs := &template.Attrs{Key: key}
		if f := c.defs[key]; f != nil {
			attrs.Format = formatFor(o, f.Type)
		}
		n := template.Node{Type: "field", Attrs: attrs}
		if o.kind == markRule || o.kind == markLine {
			n.Marks = []template.Mark{{Type: "underline"}}
		}
		out = append(out, n)
	}
	if o.kind == markGap {
		// The gap was also the space between two words.
		gap := template.Node{Type: "text", Text: " "}
		if r, _ := utf8.DecodeLastRuneInString(o.before); r < 0x250 && r != '(' && r != '$' && r != utf8.RuneError {
			out = append([]template.Node{gap}, out...)
		}
		if r, _ := utf8.DecodeRuneInString(o.after); isLetter(r) {
			out = append(out, gap)
		}
	}
	return out
}

// formatFor is how a value is written at a place: without a sign or unit that
// stands beside it anyway.
func formatFor(o *occ, t template.FieldType) template.Format {
	switch {
	case t == template.TypeMoney && (o.format == template.FormatMoneyWords || o.format == template.FormatNumber):
		return o.format
	case t == template.TypePercent && o.format == template.FormatNumber:
		return o.format
	}
	return ""
}

// rules draws a blank to be filled by hand; a date keeps its words.
func (c *composer) rules(o *occ) []template.Node {
	blank := func(em int) template.Node {
		return template.Node{Type: "blank", Attrs: &template.Attrs{Em: min(60, max(3, em))}}
	}
	if o.kind == markDate && o.day && strings.Contains(o.text, "年") {
		text := func(s string) template.Node { return template.Node{Type: "text", Text: s} }
		return []template.Node{blank(4), text("年"), blank(3), text("月"), blank(3), text("日")}
	}
	out := []template.Node{blank(int(math.Round(float64(o.width) / 2)))}
	if unit := strings.TrimLeft(o.text, " \t\u3000_＿"); o.format == template.FormatMoneyWords && strings.Trim(unit, "元圆整正") == "" && unit != "" {
		out = append(out, template.Node{Type: "text", Text: unit})
	}
	return out
}

// tick makes a check box.
func (c *composer) tick(i int, o *occ) []template.Node {
	key := c.occKey[i]
	attrs := &template.Attrs{Key: key}
	if f := c.defs[key]; f != nil && f.Type == template.TypeChoice {
		attrs.Value = "o" + strconv.Itoa(o.option+1)
	}
	return []template.Node{{Type: "check", Attrs: attrs}}
}

// furniture turns a header or footer into a line.
func (c *composer) furniture(list []piece) []template.Node {
	out, size := c.out, 0
	defer func() { c.out = out }() // headers are not part of the body's count
	line := c.inline(&branch{inline: trimPieces(list)})
	for i := range line {
		size += len(line[i].Text)
	}
	if size > 1500 {
		c.lost = append(c.lost, lostText{"intake.dropped.furniture", c.plain(list)})
		return nil
	}
	return line
}

// bare is the text of a document as paragraphs and nothing else.
func (c *composer) bare(p *Proposal, def template.Definition) template.Definition {
	def.Body = template.Node{Type: "doc"}
	def.Fields, def.Header, def.Footer, def.Numbering = []template.Field{}, nil, nil, nil
	p.Fields, p.Blanks, p.CharsOut = []Field{}, []Blank{}, 0
	nodes := 0
	for _, o := range p.Original {
		text := strings.TrimSpace(o.Number + " " + o.Text)
		for _, r := range o.Rows {
			text += "\n" + strings.Join(r, "  ")
		}
		for _, l := range strings.Split(text, "\n") {
			if l = clean(l); l == "" {
				continue
			}
			if nodes > 9000 {
				p.Dropped = append(p.Dropped, manuscript.Drop{Code: "intake.dropped.too_much", Count: 1, Text: l})
				continue
			}
			nodes++
			p.CharsOut += visible(l)
			def.Body.Content = append(def.Body.Content, template.Node{Type: "paragraph", Content: []template.Node{{Type: "text", Text: l}}})
		}
	}
	p.Notes = append(p.Notes, Note{Code: "intake.note.bare", Block: -1})
	def.Normalize()
	return def
}

// dropped lists what the reader and this package could not carry.
func (c *composer) dropped() []manuscript.Drop {
	out := slices.Clone(c.a.m.Dropped)
	for _, l := range c.lost {
		k := slices.IndexFunc(out, func(d manuscript.Drop) bool { return d.Code == l.code })
		if k < 0 {
			out = append(out, manuscript.Drop{Code: l.code})
			k = len(out) - 1
		}
		out[k].Count++
		if l.text != "" {
			out[k].Text = strings.TrimSpace(out[k].Text + " " + l.text)
		}
	}
	return out
}

// originals lists the blocks of the document for the review.
func originals(m *manuscript.Manuscript) []Original {
	out := make([]Original, len(m.Blocks))
	for i := range m.Blocks {
		b := &m.Blocks[i]
		o := Original{Index: i}
		switch {
		case b.Paragraph != nil:
			o.Kind, o.Align, o.Heading = "paragraph", b.Paragraph.Align, b.Paragraph.Heading
			o.Text = strings.ReplaceAll(plain(glyphs(b.Paragraph.Runs)), string(objectRune), "")
			if b.Paragraph.Number != nil {
				o.Number = b.Paragraph.Number.Text
			}
		case b.Table != nil:
			o.Kind = "table"
			for r := range b.Table.Rows {
				row := []string{}
				for k := range b.Table.Rows[r].Cells {
					row = append(row, strings.ReplaceAll(cellText(&b.Table.Rows[r].Cells[k]), string(objectRune), ""))
				}
				o.Rows = append(o.Rows, row)
			}
		case b.Image != "":
			o.Kind = "image"
		default:
			o.Kind = "pageBreak"
		}
		out[i] = o
	}
	return out
}
