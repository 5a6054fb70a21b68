package manuscript

import (
	"context"
	"io"
	"strings"
)

// Kinds of what a Word document has and a manuscript cannot carry.
const (
	DroppedTracked   = "manuscript.dropped.tracked"   // tracked changes, all accepted; text: what was deleted
	DroppedComment   = "manuscript.dropped.comment"   // comments
	DroppedHidden    = "manuscript.dropped.hidden"    // text formatted as hidden
	DroppedStruck    = "manuscript.dropped.struck"    // lines through text, which is kept; text: what was struck
	DroppedNote      = "manuscript.dropped.note"      // foot- and endnotes, moved to the end of the text
	DroppedHeader    = "manuscript.dropped.header"    // headers and footers beside the first
	DroppedPicture   = "manuscript.dropped.picture"   // pictures that are no PNG or JPEG, too large or outside the file
	DroppedObject    = "manuscript.dropped.object"    // embedded objects (a worksheet, a sound)
	DroppedChart     = "manuscript.dropped.chart"     // charts and diagrams; text: their words
	DroppedFormula   = "manuscript.dropped.formula"   // formulas, whose text is set in one line
	DroppedField     = "manuscript.dropped.field"     // fields that hold no result; text: their instruction
	DroppedInserted  = "manuscript.dropped.inserted"  // other files inserted by reference; text: what they say
	DroppedNested    = "manuscript.dropped.nested"    // tables inside tables, flattened to lines
	DroppedRuby      = "manuscript.dropped.ruby"      // reading aids above characters
	DroppedWordArt   = "manuscript.dropped.word_art"  // WordArt and watermarks
	DroppedRepeated  = "manuscript.dropped.repeated"  // lines at the edge of each page of a PDF
	DroppedMarkup    = "manuscript.dropped.markup"    // HTML inside Markdown
	DroppedLink      = "manuscript.dropped.link"      // addresses behind words of Markdown
	DroppedControl   = "manuscript.dropped.control"   // control characters and bytes that are no text
	DroppedUnmapped  = "manuscript.dropped.unmapped"  // glyphs of a PDF that name no character
	DroppedAnnotated = "manuscript.dropped.annotated" // notes and form fields laid over a PDF's pages
)

// docx is a Word document being read (ECMA-376 part 1, 17).
type docx struct {
	*opc
	m         *Manuscript
	drops     *drops
	styles    *styles
	numbering *numbering
	noteText  []Block
	notes     map[string]int              // kind and id → number printed
	noteTrees map[string]map[string]*node // part → id → note
	pictures  map[string][]byte           // by part; nil for what is not kept
	pixels    int                         // bytes of pictures kept
	mainRels  map[string]relation
}

// story is one flow of text: the body, a header, a note. Fields and pieces of
// paragraphs carry over from one paragraph to the next.
type story struct {
	*docx
	part   string
	rels   map[string]relation
	head   bool // a header or footer: page numbers are live
	fields []*field
	carry  []Run // runs of a paragraph whose end was deleted, or of a drop cap
	note   string
	cells  int // how deep in cells
}

func readDocx(ctx context.Context, m *Manuscript, ds *drops, r io.ReaderAt, size int64) error {
	p, err := openPackage(ctx, r, size)
	if err != nil {
		return err
	}
	name, err := p.main()
	if err != nil {
		return err
	}
	root, err := p.tree(name)
	if err != nil {
		return err
	}
	body := root.kid("w:body")
	if root.name != "w:document" {
		return p.foreign()
	}
	rels, err := p.relations(name)
	if err != nil {
		return err
	}
	d := &docx{opc: p, m: m, drops: ds, notes: map[string]int{}, noteTrees: map[string]map[string]*node{}, pictures: map[string][]byte{}, mainRels: rels}
	one := func(kind string) (*node, error) {
		for _, r := range rels {
			if r.kind == kind && !r.extern {
				return p.extra(r.target)
			}
		}
		return nil, nil
	}
	styleTree, err := one("styles")
	if err != nil {
		return err
	}
	d.styles = newStyles(styleTree)
	numberTree, err := one("numbering")
	if err != nil {
		return err
	}
	d.numbering = newNumbering(numberTree, d.styles)
	s := &story{docx: d, part: name, rels: rels}
	m.Blocks = append(m.Blocks, s.blocks(body)...)
	if len(s.carry) > 0 {
		m.Blocks = append(m.Blocks, Block{Paragraph: &Paragraph{Runs: s.carry}})
	}
	m.Blocks = append(m.Blocks, d.noteText...)
	if err := d.comments(one); err != nil {
		return err
	}
	settings, err := one("settings")
	if err != nil {
		return err
	}
	if err := d.headers(body, name, rels, on(settings.kid("w:evenAndOddHeaders"))); err != nil {
		return err
	}
	m.Blocks = trimBreaks(m.Blocks)
	return ctx.Err()
}

// trimBreaks takes page breaks away where they would make an empty page at
// either end, or two in a row.
func trimBreaks(blocks []Block) []Block {
	out := blocks[:0]
	for _, b := range blocks {
		if b.PageBreak && (len(out) == 0 || out[len(out)-1].PageBreak) {
			continue
		}
		out = append(out, b)
	}
	for len(out) > 0 && out[len(out)-1].PageBreak {
		out = out[:len(out)-1]
	}
	return out
}

// blocks reads what stands in a body, a cell, a text box or a content control.
func (s *story) blocks(n *node) []Block {
	var list []Block
	if n == nil {
		return list
	}
	for _, k := range n.kids {
		if s.ctx.Err() != nil {
			return list
		}
		switch k.name {
		case "w:p":
			list = append(list, s.paragraph(k)...)
		case "w:tbl":
			list = append(list, s.table(k)...)
		case "w:sdt":
			inside := s.blocks(k.kid("w:sdtContent"))
			for _, b := range inside {
				if b.Paragraph != nil {
					called(b.Paragraph.Runs, controlName(k))
				}
			}
			list = append(list, inside...)
		case "w:ins", "w:moveTo":
			s.drops.add(DroppedTracked, "")
			list = append(list, s.blocks(k)...)
		case "w:customXml", "w:smartTag":
			list = append(list, s.blocks(k)...)
		case "mc:AlternateContent":
			list = append(list, s.blocks(choice(k))...)
		case "w:del", "w:moveFrom":
			s.drops.add(DroppedTracked, k.texts(""))
		case "w:altChunk":
			s.inserted(k)
		case "m:oMathPara", "m:oMath":
			l := &line{story: s}
			l.formula(k, look{})
			list = append(list, Block{Paragraph: &Paragraph{Runs: l.runs}})
		case "w:r", "w:hyperlink", "w:fldSimple": // not allowed here, yet written by some
			list = append(list, s.paragraph(&node{name: "w:p", kids: []*node{k}})...)
		}
	}
	return list
}

// insertedMax is how many inserted files are looked into.
const insertedMax = 20

// inserted reports a file that Word would merge in when it opens the document
// (ECMA-376 part 1, 17.17.2.1); its words, as far as it is plain or HTML.
func (s *story) inserted(k *node) {
	text := ""
	if r, ok := s.rels[k.attr("r:id")]; ok && !r.extern && s.drops.count[DroppedInserted] < insertedMax {
		if data, err := s.bytes(r.target, 1<<20); err == nil {
			text = wordsOfHTML(data)
		}
	}
	s.drops.add(DroppedInserted, text)
}

// comments reports all comments with their authors and words (17.13.4).
func (d *docx) comments(one func(kind string) (*node, error)) error {
	root, err := one("comments")
	if err != nil || root == nil {
		return err
	}
	for _, c := range root.kids {
		if c.name != "w:comment" {
			continue
		}
		text := wordsOf(c)
		if who := strings.TrimSpace(c.attr("w:author")); who != "" && text != "" {
			text = who + ": " + text
		}
		d.drops.add(DroppedComment, text)
	}
	return nil
}

// wordsOf is the text below an element, its paragraphs apart.
func wordsOf(n *node) string {
	var b strings.Builder
	n.find(func(k *node) bool {
		switch k.name {
		case "w:p":
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
		case "w:t", "w:delText", "m:t", "a:t":
			b.WriteString(k.text)
		case "w:tab":
			b.WriteByte('\t')
		case "mc:AlternateContent":
			if c := choice(k); c != nil {
				b.WriteString(wordsOf(c))
			}
			return false
		}
		return true
	})
	return strings.TrimSpace(b.String())
}

// headers reads the headers and footers of all sections (17.10): the first of
// each is kept, others that say something else are reported.
func (d *docx) headers(body *node, part string, rels map[string]relation, evenToo bool) error {
	var sections []*node
	body.find(func(k *node) bool {
		if k.name == "w:sectPr" {
			sections = append(sections, k)
		}
		return k.name != "w:sectPr" && k.name != "w:sectPrChange" && k.name != "w:tbl"
	})
	seen := map[string]bool{}
	for _, kind := range []string{"default", "first", "even"} {
		for _, sect := range sections {
			if kind == "first" && !on(sect.kid("w:titlePg")) || kind == "even" && !evenToo {
				continue
			}
			for _, ref := range sect.kids {
				r, ok := rels[ref.attr("r:id")]
				if !ok || r.extern || seen[r.target] || (ref.name != "w:headerReference" && ref.name != "w:footerReference") {
					continue
				}
				if t := ref.attr("w:type"); t != kind && (t != "" || kind != "default") {
					continue
				}
				seen[r.target] = true
				runs, err := d.header(r.target)
				if err != nil {
					return err
				}
				keep := &d.m.Header
				if ref.name == "w:footerReference" {
					keep = &d.m.Footer
				}
				switch text := strings.TrimSpace(Plain(runs)); {
				case empty(runs):
				case *keep == nil:
					*keep = runs
				case text != "" && text != strings.TrimSpace(Plain(*keep)):
					d.drops.add(DroppedHeader, text)
				}
			}
		}
	}
	return nil
}

// header reads one header or footer into runs; its paragraphs are lines.
func (d *docx) header(target string) ([]Run, error) {
	root, err := d.extra(target)
	if err != nil || root == nil {
		return nil, err
	}
	rels, err := d.relations(target)
	if err != nil {
		return nil, err
	}
	s := &story{docx: d, part: target, rels: rels, head: true}
	var runs []Run
	for _, p := range flatten(s.blocks(root)) {
		if len(p.Runs) == 0 && p.Number == nil {
			continue
		}
		if len(runs) > 0 {
			runs = append(runs, Run{Break: true})
		}
		if p.Number != nil {
			runs = append(runs, Run{Text: p.Number.Text + " "})
		}
		runs = append(runs, p.Runs...)
	}
	return runs, nil
}

func empty(runs []Run) bool {
	for _, r := range runs {
		if strings.TrimSpace(r.Text) != "" || r.PageOf != "" || r.Image != "" {
			return false
		}
	}
	return true
}

// flatten turns blocks into paragraphs for places that hold nothing else: the
// cells of a table's row become one line with tabs between.
func flatten(blocks []Block) []Paragraph {
	var list []Paragraph
	for _, b := range blocks {
		switch {
		case b.Paragraph != nil:
			list = append(list, *b.Paragraph)
		case b.Image != "":
			list = append(list, Paragraph{Runs: []Run{{Image: b.Image}}})
		case b.Table != nil:
			for _, row := range b.Table.Rows {
				list = append(list, rowLine(row))
			}
		}
	}
	return list
}

func rowLine(row Row) Paragraph {
	p := Paragraph{Runs: []Run{}}
	for i, c := range row.Cells {
		if i > 0 {
			p.Runs = append(p.Runs, Run{Text: "\t"})
		}
		for k, q := range c.Paragraphs {
			if k > 0 {
				p.Runs = append(p.Runs, Run{Break: true})
			}
			if q.Number != nil {
				p.Runs = append(p.Runs, Run{Text: q.Number.Text + " "})
			}
			p.Runs = append(p.Runs, q.Runs...)
		}
	}
	p.Runs = joined(p.Runs)
	return p
}

// joined puts neighbouring runs of one dress together.
func joined(runs []Run) []Run {
	out := []Run{}
	for i := 0; i < len(runs); {
		first := runs[i]
		end := i + 1
		for first.Text != "" && end < len(runs) && runs[end].Text != "" && runs[end].dress() == first.dress() {
			end++
		}
		if end > i+1 {
			var b strings.Builder
			for _, r := range runs[i:end] {
				b.WriteString(r.Text)
			}
			first.Text = b.String()
		}
		out = append(out, first)
		i = end
	}
	return out
}

// dress is a run without its text.
func (r Run) dress() Run {
	r.Text = ""
	return r
}
