package template

import (
	"strconv"
	"strings"

	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/typeset"
)

// Options of a merge.
type Options struct {
	// PriceFree leaves out prices, taxes and sums: a copy for the warehouse.
	PriceFree bool `json:"priceFree"`
	// Watermark is set across every page; empty for none.
	Watermark string `json:"watermark"`
	// Origins asks for [Merged.Origins].
	Origins bool `json:"-"`
}

// Merged is a filled template.
type Merged struct {
	Document typeset.Document `json:"document"`
	// Problems are empty when the document may be issued; warnings aside.
	Problems []Problem `json:"problems"`
	Totals   Totals    `json:"totals"`
	// Amount is the total of the lines, or the amount of a template without lines.
	Amount money.Amount `json:"amount"`
	// Dates are what the fields say, for the contract's record: "" where no
	// field takes its value from them.
	SignDate  date.Date `json:"signDate"`
	StartDate date.Date `json:"startDate"`
	EndDate   date.Date `json:"endDate"`
	// Answers are the values in use by field key, as JSON shows them to the form.
	Answers map[string]Answer `json:"answers"`
	// Origins are the addresses of the nodes that the document's blocks come from,
	// block by block, where Options ask for them.
	Origins []string `json:"-"`
}

// Answer is a field's value in use and where it came from.
type Answer struct {
	// Value in JSON form; absent without a value.
	Value any `json:"value,omitempty"`
	// Text is the value as paper shows it.
	Text string `json:"text"`
	// Origin is own, source, default, or empty for none.
	Origin string `json:"origin"`
	// Used says that the document asks for it with this filling; a required
	// field that only a dropped clause needs is not asked.
	Used bool `json:"used"`
}

// Merge fills a definition with data. It is pure: equal input, equal output.
func Merge(d *Definition, data Data, o Options) Merged {
	m, items := newMerger(d, &data, o)
	d, r := m.def, m.resolver
	m.problems = append(m.problems, r.errors...)
	doc := typeset.Document{Language: string(d.Language), Title: d.Name, Number: data.Contract.Number, Author: data.Company.Name,
		Page: d.Page.points(), Watermark: o.Watermark, Header: m.runs(d.Header, nowhere), Footer: m.runs(d.Footer, nowhere)}
	if d.Logo {
		doc.Logo = "logo"
	}
	m.out = []typeset.Block{}
	m.blocks(items, 0)
	doc.Blocks = m.out
	for _, b := range doc.Blocks {
		if b.Paragraph != nil && b.Paragraph.Style == typeset.StyleTitle {
			doc.Title = runText(b.Paragraph.Runs)
			break
		}
	}
	m.unprinted()
	out := Merged{Document: doc, Origins: m.origins, Problems: m.problems, Totals: r.totals, Amount: r.amount, Answers: m.answers()}
	if out.Problems == nil {
		out.Problems = []Problem{}
	}
	out.SignDate, out.StartDate, out.EndDate = m.dateOf("contract.signDate", data.Contract.SignDate), m.dateOf("contract.startDate", data.Contract.StartDate), m.dateOf("contract.endDate", data.Contract.EndDate)
	return out
}

// newMerger applies deviations, decides conditions and counts clauses: all but
// the setting of blocks.
func newMerger(d *Definition, data *Data, o Options) (*merger, []item) {
	base := d
	var lost []Deviation
	if len(data.Deviations) > 0 {
		d, _, lost = Deviate(d, data.Deviations)
	}
	r := newResolver(d, data)
	m := &merger{resolver: r, base: base, options: o, styles: d.ladder(), refs: map[string]string{}, ids: map[string]string{}, used: map[string]bool{}, seen: map[string]bool{}}
	walk(&d.Body, func(n *Node) {
		if a := n.attrs(); a.ID != "" {
			m.ids[a.ID] = n.headline()
		}
	})
	m.lost(lost)
	if o.Origins {
		m.address = map[*Node]string{}
		m.locate(&d.Body, "")
	}
	items := m.expand(d.Body.Content, nowhere)
	m.number(items, nil, "")
	return m, items
}

// locate notes the address of every block below a node.
func (m *merger) locate(n *Node, at string) {
	if rules[n.Type].inline {
		return
	}
	for i := range n.Content {
		address := strconv.Itoa(i)
		if at != "" {
			address = at + "." + address
		}
		m.address[&n.Content[i]] = address
		m.locate(&n.Content[i], address)
	}
}

// PrintedClause is a clause as a filled document shows it.
type PrintedClause struct {
	// Number is printed before it; Text is all it says without the clauses in it,
	// one line a paragraph.
	Number string
	Text   string
	// Annex is the number of the attachment it stands in.
	Annex string
	// Ordinals count it among its neighbours, and those around it, outermost first.
	Ordinals []int
}

// Printing is how a filled document shows the clauses of a definition.
type Printing struct {
	// Clauses are those it shows, by their addresses in the deviated body; the
	// first of each inside a repetition.
	Clauses map[string]PrintedClause
	// References are how it points at clauses and attachments, by their ids: 第三条.
	References map[string]string
}

// Printed gives the clauses that a filled document shows.
func Printed(d *Definition, data Data) Printing {
	m, items := newMerger(d, &data, Options{Origins: true})
	at := m.address
	out := map[string]PrintedClause{}
	var visit func(items []item, level int, annex string)
	visit = func(items []item, level int, annex string) {
		for i := range items {
			it := &items[i]
			inner, around := level, annex
			switch it.node.Type {
			case nodeClause:
				inner++
				key := at[it.node]
				if _, ok := out[key]; !ok {
					out[key] = PrintedClause{Number: it.label, Text: m.ownText(it, inner), Annex: annex, Ordinals: it.ordinals}
				}
			case nodeAttachment:
				around = it.label
			}
			visit(it.kids, inner, around)
		}
	}
	visit(items, 0, "")
	return Printing{Clauses: out, References: m.refs}
}

// ownText is what a clause says without the clauses in it.
func (m *merger) ownText(it *item, level int) string {
	m.out = nil
	for i := range it.kids {
		if it.kids[i].node.Type != nodeClause {
			m.block(&it.kids[i], level, "")
		}
	}
	var texts []string
	for _, p := range Passages(typeset.Document{Blocks: m.out}) {
		texts = append(texts, p.Text)
	}
	return strings.Join(texts, "\n")
}

type merger struct {
	*resolver
	base     *Definition // as the template has it, without deviations
	options  Options
	styles   []string          // of clause numbers, by level
	refs     map[string]string // id → number as referred to
	ids      map[string]string // id → heading, of all clauses, also dropped ones
	used     map[string]bool   // fields the filled document needs
	seen     map[string]bool   // problems already reported
	annex    string            // the number of the attachment we are in
	clause   string            // where we are, for problems
	problems []Problem
	out      []typeset.Block
	origins  []string         // of out, block by block
	from     string           // address of the node that is being set
	address  map[*Node]string // of every node of the body
}

// lost reports deviations that are not in the text.
func (m *merger) lost(list []Deviation) {
	for _, v := range list {
		code := "template.deviation.lost"
		if v.Conflict {
			code = "template.deviation.conflict"
		}
		m.problems = append(m.problems, Problem{Code: code, Label: v.Heading, Clause: v.Heading, Params: map[string]any{"clause": v.Heading, "deviation": v.ID}})
	}
}

// removed gives the heading of a clause that a deviation has taken out.
func (m *merger) removed(id string) (heading string, ok bool) {
	walk(&m.base.Body, func(n *Node) {
		if a := n.attrs(); id != "" && a.ID == id {
			heading, ok = n.headline(), true
		}
	})
	return heading, ok
}

// item is a node that conditions have kept, at a row of a repetition.
type item struct {
	node  *Node
	at    place
	label string
	// ordinals of a clause are those of [PrintedClause].
	ordinals []int
	kids     []item
}

// expand decides conditions and repeats lists.
func (m *merger) expand(list []Node, at place) []item {
	var out []item
	for i := range list {
		n := &list[i]
		switch n.Type {
		case nodeWhen:
			if n.Attrs != nil && n.Attrs.Condition != nil && m.holds(n.Attrs.Condition, at) {
				out = append(out, m.expand(n.Content, at)...)
			}
		case nodeEach:
			for _, row := range m.listRows(n.attrs().List) {
				out = append(out, m.expand(n.Content, row)...)
			}
		default:
			it := item{node: n, at: at}
			if !rules[n.Type].inline {
				it.kids = m.expand(n.Content, at)
			}
			out = append(out, it)
		}
	}
	return out
}

func (m *merger) holds(c *Condition, at place) bool {
	return c.holds(m.names, func(key string) Value {
		m.use(key)
		return m.value(key, at)
	})
}

// use notes that the document depends on a key's field.
func (m *merger) use(key string) {
	if root, _, ok := cutLast(key); ok && m.def.field(key) == nil {
		if l, ok := m.names.listFact(key); ok {
			root = l.field.Key
		}
		if root == pathLines && m.def.field(root) == nil {
			if f := m.def.linesField(); f != nil {
				root = f.Key
			}
		}
		key = root
	}
	m.used[key] = true
}

// number gives every clause and attachment its number.
func (m *merger) number(items []item, outer []int, prefix string) {
	styles := m.styles
	n, annexes := 0, 0
	for i := range items {
		it := &items[i]
		a := it.node.attrs()
		switch it.node.Type {
		case nodeClause:
			n++
			ordinals := append(append([]int{}, outer...), n)
			if len(ordinals) > len(styles) {
				continue
			}
			it.label, it.ordinals = label(styles[len(ordinals)-1], ordinals), ordinals
			if a.ID != "" {
				m.refs[a.ID] = prefix + reference(styles, ordinals, m.def.Language)
			}
			m.number(it.kids, ordinals, prefix)
		case nodeAttachment:
			annexes++
			it.label = annexLabel(annexes, m.def.Language)
			if a.ID != "" {
				m.refs[a.ID] = it.label
			}
			m.number(it.kids, nil, annexPrefix(it.label, m.def.Language))
		}
	}
}

// report adds a problem once.
func (m *merger) report(p Problem) {
	p.Clause = m.clause
	key := p.Code + "\x00" + p.Field
	if p.Field == "" {
		key += p.Clause
	}
	if !m.seen[key] {
		m.seen[key] = true
		m.problems = append(m.problems, p)
	}
}

// unprinted reports required fields that no block, kept or dropped, shows: they
// are part of the data all the same.
func (m *merger) unprinted() {
	m.clause = ""
	shown := map[string]bool{}
	kept := m.used
	m.used = shown
	note := func(key string) {
		if key != "" {
			m.use(key)
		}
	}
	// The template's own text, not the deal's: what a removed clause asked for is
	// asked no more.
	walk(&m.base.Body, func(n *Node) {
		a := n.attrs()
		note(a.Key)
		if n.Type == nodeLines || n.Type == nodeEach && a.List == pathLines {
			note(pathLines + ".name")
		} else if n.Type == nodeEach {
			note(a.List)
		}
		if a.Condition != nil {
			a.Condition.fields(note)
		}
	})
	m.used = kept
	for i := range m.def.Fields {
		f := &m.def.Fields[i]
		if f.Required && !m.values[f.Key].Set && (kept[f.Key] || !shown[f.Key]) {
			m.missing(f)
			m.used[f.Key] = true
		}
	}
}

func (c *Condition) fields(visit func(string)) {
	visit(c.Field)
	visit(c.Other)
	for i := range c.Args {
		c.Args[i].fields(visit)
	}
}

func (m *merger) missing(f *Field) {
	m.report(Problem{Field: f.Key, Label: f.Label, Code: "template.missing", Params: map[string]any{"label": f.Label}})
}

// dateOf gives the value of the first field that is filled from a path.
func (m *merger) dateOf(path string, own date.Date) date.Date {
	for i := range m.def.Fields {
		if f := &m.def.Fields[i]; f.Source == path && f.Type == TypeDate {
			return date.Date(m.values[f.Key].Text)
		}
	}
	return own
}

// answers describes the values in use for the form.
func (m *merger) answers() map[string]Answer {
	out := make(map[string]Answer, len(m.def.Fields))
	for i := range m.def.Fields {
		f := &m.def.Fields[i]
		v := m.values[f.Key]
		a := Answer{Used: m.used[f.Key]}
		if v.Set {
			a.Text = m.format(f, v, FormatDefault)
			switch f.Type {
			case TypeParty:
				a.Value = v.Party
			case TypeLines:
			default:
				a.Value = v.constant()
			}
			a.Origin = "default"
			if raw, own := m.data.Values[f.Key]; own && raw != nil {
				a.Origin = "own"
			} else if f.Source != "" && (f.Type == TypeLines || m.source(f.Source).Set) {
				a.Origin = "source"
			}
		}
		out[f.Key] = a
	}
	return out
}

// headline is the heading of a clause, or the start of its text.
func (n *Node) headline() string {
	if n.Type == nodeAttachment {
		return n.attrs().Title
	}
	if len(n.Content) == 0 {
		return ""
	}
	var b strings.Builder
	for _, c := range n.Content[0].Content {
		b.WriteString(c.Text)
	}
	return short(b.String())
}

func runText(runs []typeset.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// points turns the page setup into the engine's.
func (p Page) points() typeset.Page {
	size := papers[p.Paper]
	if p.Paper == "" && !p.Landscape {
		size = [2]float64{} // the engine's own A4
	}
	out := typeset.Page{Width: size[0], Height: size[1], Size: p.Size}
	if p.Landscape {
		out.Width, out.Height = out.Height, out.Width
	}
	if len(p.Margins) == 4 {
		const mm = 72 / 25.4
		out.Top, out.Right, out.Bottom, out.Left = p.Margins[0]*mm, p.Margins[1]*mm, p.Margins[2]*mm, p.Margins[3]*mm
	}
	return out
}
