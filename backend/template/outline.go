package template

// A Numbered is a clause or attachment as its number is printed when nothing
// is left out by a condition.
type Numbered struct {
	// Path is where the node is: the index in the content of each node from the
	// body down.
	Path []int  `json:"path"`
	ID   string `json:"id,omitempty"`
	// Level is 1 for the outermost clauses, 0 for an attachment.
	Level int `json:"level"`
	// Number is printed before the clause; Reference is how text points at it.
	Number    string `json:"number"`
	Reference string `json:"reference"`
	// Annex is the number of the attachment that a clause stands in.
	Annex string `json:"annex,omitempty"`
	// Headline is its heading or the start of its text.
	Headline string `json:"headline"`
	// Ordinals count a clause among its neighbours, and those around it, outermost
	// first.
	Ordinals []int `json:"-"`
}

// Outline lists the clauses and attachments of a definition in order, with the
// numbers they have while every condition holds.
func Outline(d *Definition) []Numbered {
	o := &outliner{d: d, styles: d.ladder()}
	o.list(&d.Body, nil, nil, &counts{}, "")
	return o.out
}

type counts struct{ clauses, annexes int }

type outliner struct {
	d      *Definition
	styles []string
	out    []Numbered
}

func (o *outliner) list(n *Node, path, outer []int, c *counts, annex string) {
	for i := range n.Content {
		k := &n.Content[i]
		at := append(append([]int{}, path...), i)
		switch k.Type {
		case nodeClause:
			c.clauses++
			ordinals := append(append([]int{}, outer...), c.clauses)
			if len(ordinals) > len(o.styles) {
				continue
			}
			o.out = append(o.out, Numbered{Path: at, ID: k.attrs().ID, Level: len(ordinals), Number: label(o.styles[len(ordinals)-1], ordinals),
				Annex: annex, Reference: annexPrefix(annex, o.d.Language) + reference(o.styles, ordinals, o.d.Language), Headline: k.headline(), Ordinals: ordinals})
			o.list(k, at, ordinals, &counts{}, annex)
		case nodeAttachment:
			c.annexes++
			l := annexLabel(c.annexes, o.d.Language)
			o.out = append(o.out, Numbered{Path: at, ID: k.attrs().ID, Number: l, Reference: l, Headline: k.headline()})
			o.list(k, at, nil, &counts{}, l)
		case nodeWhen, nodeEach:
			o.list(k, at, outer, c, annex)
		}
	}
}

// NumberText writes the number of a clause in a style, from the ordinals of all
// levels around it, outermost first; "" for a style that there is not.
func NumberText(style string, ordinals []int) string {
	if len(ordinals) == 0 || !numberStyle(style) {
		return ""
	}
	return label(style, ordinals)
}
