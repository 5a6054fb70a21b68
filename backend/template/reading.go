package template

import (
	"maps"
	"regexp"
	"strings"

	"keyue/backend/locale"
)

// This file writes the tree as plain text for people to compare: fields by
// their labels, conditions as sentences, nothing of the notation's marks.

// ClauseText is the text of a clause, or of any block, with fields by their
// labels in 〔 〕 ([ ] in English), one line a paragraph.
func ClauseText(d *Definition, n *Node) string {
	r := &reader{names: newNames(d)}
	r.block(n)
	return strings.Join(r.texts(), "\n")
}

// bodyPassages is the whole body as passages, each with the place a person finds
// it at; references are the headings of what they name in either version.
func bodyPassages(d *Definition, headings map[string]string) []Passage {
	r := &reader{names: newNames(d), numbers: numbersOf(d), headings: headings}
	r.list(d.Body.Content, nil)
	return r.out
}

// numbersOf gives the number of every clause and attachment, and where it stands
// in an attachment the number of that before it, by address.
func numbersOf(d *Definition) map[string]string {
	out := map[string]string{}
	for _, n := range Outline(d) {
		out[Address(n.Path)] = InAnnex(n.Annex, n.Number)
	}
	return out
}

type reader struct {
	names   *names
	numbers map[string]string // of clauses, by address; nil for text without places
	// headings are what references name, by id; nil leaves the ids.
	headings map[string]string
	// place is where the reader is: the number and heading of the clause.
	place string
	out   []Passage
}

func (r *reader) texts() []string {
	out := make([]string, len(r.out))
	for i, p := range r.out {
		out[i] = p.Text
	}
	return out
}

func (r *reader) add(s string) { r.addKeyed(s, "") }

func (r *reader) addKeyed(s, key string) {
	if strings.TrimSpace(s) != "" {
		r.out = append(r.out, Passage{Text: s, Place: r.place, Key: key})
	}
}

func (r *reader) list(nodes []Node, path []int) {
	for i := range nodes {
		r.at(&nodes[i], append(append([]int{}, path...), i))
	}
}

func (r *reader) block(n *Node) { r.at(n, nil) }

func (r *reader) at(n *Node, path []int) {
	a := n.attrs()
	switch n.Type {
	case nodeClause, nodeAttachment:
		outer := r.place
		r.place = r.placeOf(n, path)
		here := r.place
		if n.Type == nodeAttachment {
			r.add(a.Title)
		}
		r.list(n.Content, path)
		r.place = outer
		if len(path) == 1 && here != "" {
			// What stands between two clauses belongs to neither.
			r.place = r.sentence("template.reading.behind", here)
		}
	case nodeTitle:
		r.place = r.line(n.Content)
		r.add(r.place)
	case nodeHeading, nodeSubtitle, nodeParagraph, nodeCell:
		r.add(r.line(n.Content))
	case nodeWhen:
		r.add(r.sentence("template.reading.when", r.condition(a.Condition)))
		r.list(n.Content, path)
	case nodeEach:
		r.add(r.sentence("template.reading.each", r.listed(a.List)))
		r.list(n.Content, path)
	case nodeRow:
		cells := make([]string, len(n.Content))
		for i := range n.Content {
			cells[i] = r.line(n.Content[i].Content)
		}
		r.add(strings.Join(cells, "  "))
	case nodePair:
		r.add(a.Label + r.colon() + r.line(n.Content))
	case nodeSignatory:
		s := a.Label
		if a.Key != "" {
			s += r.colon() + r.bracket(r.names.nice(a.Key))
		}
		r.add(s)
		r.list(n.Content, path)
	case nodeSignature:
		if r.numbers != nil {
			r.place = r.sentence("template.reading.signature", "")
		}
		r.add(a.Closing)
		r.list(n.Content, path)
	case nodeLines:
		r.add(r.linesTable(&a))
	case nodePageBreak:
		r.add(r.sentence("template.reading.page_break", ""))
	case nodeImage:
		r.addKeyed(r.bracket(r.picture(&a)), a.Asset)
	default:
		r.list(n.Content, path)
	}
}

// listed is what people call a list that is repeated over: the goods by their field.
func (r *reader) listed(list string) string {
	if f := r.names.def.linesField(); list == pathLines && f != nil {
		return f.Label
	}
	return r.names.nice(list)
}

// placeOf is where the text of a clause is found: its number and heading, or how
// it begins when it has no heading. A numbered paragraph inside a clause is found
// by that clause.
func (r *reader) placeOf(n *Node, path []int) string {
	number := r.numbers[Address(path)]
	headed := n.Type == nodeAttachment || len(n.Content) > 0 && n.Content[0].Type == nodeHeading
	if number == "" || !headed && len(path) > 1 && r.place != "" {
		return r.place
	}
	heading := n.headline()
	if headed && n.Type == nodeClause {
		heading = r.line(n.Content[0].Content)
	}
	return strings.TrimSpace(number + " " + heading)
}

// picture says what an image shows.
func (r *reader) picture(a *Attrs) string {
	if a.Asset == assetLogo {
		return r.sentence("template.reading.logo", "")
	}
	if a.Alt == "" {
		return r.sentence("template.reading.image", "")
	}
	return r.sentence("template.reading.image", "") + r.colon() + a.Alt
}

func (r *reader) colon() string {
	if r.names.tag == locale.En {
		return ": "
	}
	return "："
}

func (r *reader) sentence(code, what string) string {
	return locale.Text(r.names.tag, code, map[string]any{"what": what})
}

// bracket marks what a value will stand for.
func (r *reader) bracket(s string) string {
	if r.names.tag == locale.En {
		return "[" + s + "]"
	}
	return "〔" + s + "〕"
}

func (r *reader) line(line []Node) string {
	var b strings.Builder
	for i := range line {
		n := &line[i]
		switch a := n.attrs(); n.Type {
		case nodeText:
			b.WriteString(n.Text)
		case nodeField:
			b.WriteString(r.bracket(r.formatted(&a)))
		case nodeBlank:
			b.WriteString("____")
		case nodeRef:
			if h := r.headings[a.Clause]; h != "" {
				b.WriteString(r.bracket(h))
			} else {
				b.WriteString("[[" + a.Clause + "]]")
			}
		case nodeCheck:
			b.WriteString("☐" + r.checked(&a))
		case nodeBreak:
			b.WriteString(" ")
		}
	}
	return b.String()
}

// formatted names a field with its format, so that a change of it shows.
func (r *reader) formatted(a *Attrs) string {
	s := r.names.nice(a.Key)
	if a.Format != "" {
		s += r.colon() + formatWords.word(string(a.Format), r.names.tag)
	}
	return s
}

func (r *reader) checked(a *Attrs) string {
	s := r.names.nice(a.Key)
	if a.Value != "" {
		s += r.colon() + r.names.choiceLabel(a.Key, a.Value)
	}
	return r.bracket(s)
}

// linesTable names the columns and totals of the goods table.
func (r *reader) linesTable(a *Attrs) string {
	var parts []string
	for _, c := range a.Columns {
		s := c.Label
		if s == "" {
			s = columnWords.word(c.Name, r.names.tag)
		}
		parts = append(parts, s)
	}
	for _, t := range a.Totals {
		parts = append(parts, totalWords.word(t, r.names.tag))
	}
	return r.sentence("template.reading.lines", strings.Join(parts, " · "))
}

// BodyDifferences lists how the text of two versions differs, in reading order.
// Places are named with the numbers that clauses have while every condition
// holds; a number alone is no difference.
func BodyDifferences(from, to *Definition) []Change {
	headings := headlines(from)
	maps.Copy(headings, headlines(to))
	return Differences(bodyPassages(from, headings), bodyPassages(to, headings))
}

// headlines are the headings of what can be referred to, by id.
func headlines(d *Definition) map[string]string {
	out := map[string]string{}
	walk(&d.Body, func(n *Node) {
		if id := n.attrs().ID; id != "" {
			out[id] = n.headline()
		}
	})
	return out
}

var refMark = regexp.MustCompile(`\[\[[\p{L}\p{Nd}._-]+\]\]`)

// NameReferences writes the references in a text of [ClauseText] by what is
// printed for them, refs by id ([Printing] has them). What is not printed is
// named by its heading in one of the definitions, in brackets.
func NameReferences(text string, refs map[string]string, defs ...*Definition) string {
	return refMark.ReplaceAllStringFunc(text, func(mark string) string {
		id := mark[2 : len(mark)-2]
		if printed, ok := refs[id]; ok {
			return printed
		}
		for _, d := range defs {
			if h := headlines(d)[id]; h != "" {
				return (&reader{names: newNames(d)}).bracket(h)
			}
		}
		return mark
	})
}
