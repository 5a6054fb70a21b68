package template

import "slices"

// The types of [Node]. Names are those of the editor's schema.
const (
	nodeDoc        = "doc"
	nodeTitle      = "title"
	nodeSubtitle   = "subtitle"
	nodeClause     = "clause"
	nodeHeading    = "heading"
	nodeParagraph  = "paragraph"
	nodeWhen       = "when"
	nodeEach       = "each"
	nodeTable      = "table"
	nodeRow        = "row"
	nodeCell       = "cell"
	nodePairs      = "pairs"
	nodePair       = "pair"
	nodeLines      = "lines"
	nodeSignature  = "signature"
	nodeSignatory  = "signatory"
	nodeAttachment = "attachment"
	nodePageBreak  = "pageBreak"
	nodeImage      = "image"
	nodeText       = "text"
	nodeField      = "field"
	nodeBlank      = "blank"
	nodeRef        = "ref"
	nodeCheck      = "check"
	nodeBreak      = "break"
)

// The marks of text and chips, in the order in which they are kept.
const (
	markBold      = "bold"
	markUnderline = "underline"
	markSuper     = "superscript"
)

var markOrder = []string{markBold, markUnderline, markSuper}

// Locks of a clause; the empty string is that of the clause around it, and
// negotiable where none is around it.
const (
	LockStandard   = "standard"   // our text; a change needs a reason
	LockNegotiable = "negotiable" // may be changed for one deal
	LockFree       = "free"       // meant to be written for each deal
)

// Node is one node of the document tree, in the JSON form of TipTap and
// ProseMirror. Which attributes and children a type may have is in the package
// documentation and checked by [CheckTree].
type Node struct {
	Type    string `json:"type"`
	Attrs   *Attrs `json:"attrs,omitempty"`
	Content []Node `json:"content,omitempty"`
	Marks   []Mark `json:"marks,omitempty"`
	Text    string `json:"text,omitempty"`
}

// Mark is bold, underline or superscript on an inline node.
type Mark struct {
	Type string `json:"type"`
}

// Attrs holds the attributes of every type of node; those that a type does not
// have are zero.
type Attrs struct {
	// ID names a clause or attachment for references; empty when nothing refers to it.
	ID string `json:"id,omitempty"`
	// Lock of a clause: standard, free, or empty for that of the clause around it
	// (negotiable at the outermost level).
	Lock string `json:"lock,omitempty"`
	// Library and LibraryVersion say which clause of the library a clause was
	// copied from, by [Clause.Key], and which version of it; empty and 0 for none.
	Library        string `json:"library,omitempty"`
	LibraryVersion int    `json:"libraryVersion,omitempty"`
	// Align of a paragraph or image; a paragraph with any has no first-line indent.
	Align string `json:"align,omitempty"`
	// Note sets a paragraph small.
	Note bool `json:"note,omitempty"`
	// Condition of when.
	Condition *Condition `json:"condition,omitempty"`
	// List that each repeats over: "lines", or the key of a list field.
	List string `json:"list,omitempty"`
	// Across is the number of pairs side by side, 1 (0) or 2.
	Across int `json:"across,omitempty"`
	// Grid is the columns of a table; Plain drops its rules.
	Grid  []GridColumn `json:"grid,omitempty"`
	Plain bool         `json:"plain,omitempty"`
	// Part of a row: head, foot, or empty for the body.
	Part string `json:"part,omitempty"`
	// Span of a cell, 0 meaning 1.
	Span int `json:"span,omitempty"`
	// Label of a pair, and the title of a signatory: 甲方（盖章）.
	Label string `json:"label,omitempty"`
	// Columns and Totals of the lines table.
	Columns []LinesColumn `json:"columns,omitempty"`
	Totals  []string      `json:"totals,omitempty"`
	// Closing is the note before the signatures: （以下无正文）.
	Closing string `json:"closing,omitempty"`
	// Title of an attachment.
	Title string `json:"title,omitempty"`
	// Asset, Width and Height (points) of an image; "logo" is the own company's.
	Asset  string  `json:"asset,omitempty"`
	Width  float64 `json:"width,omitempty"`
	Height float64 `json:"height,omitempty"`
	// Alt says what an image shows, for those who cannot see it.
	Alt string `json:"alt,omitempty"`
	// Key of a field, check or signatory: a field's key, a fact of a party field
	// (buyer.name), a fact of a list field (plan.amount inside each, plan.no,
	// plan.count, plan.amount.sum) or a source path (contract.number).
	Key string `json:"key,omitempty"`
	// Format of a field; empty is the usual one of its type.
	Format Format `json:"format,omitempty"`
	// Value that ticks a check on a choice.
	Value string `json:"value,omitempty"`
	// Em is the length of a blank.
	Em int `json:"em,omitempty"`
	// Clause is the id that a ref points at.
	Clause string `json:"clause,omitempty"`
}

// GridColumn is a column of a free table.
type GridColumn struct {
	// Align is left, center, right or empty.
	Align string `json:"align,omitempty"`
	// Weight is the share of the free width, 0 to 99.
	Weight int `json:"weight,omitempty"`
}

// LinesColumn is a chosen column of the lines table; Label replaces its usual heading.
type LinesColumn struct {
	Name  string `json:"name"`
	Label string `json:"label,omitempty"`
}

// Format is how a field's value is written.
type Format string

// The formats.
const (
	FormatDefault    Format = ""
	FormatText       Format = "text"
	FormatMoney      Format = "money"
	FormatMoneyWords Format = "money-in-words"
	FormatDate       Format = "date"
	FormatDateWords  Format = "date-in-words"
	FormatPercent    Format = "percent"
	FormatNumber     Format = "number"
)

// clone copies a tree with everything in it.
func (n Node) clone() Node {
	if n.Attrs != nil {
		a := *n.Attrs
		a.Grid, a.Columns, a.Totals = slices.Clone(a.Grid), slices.Clone(a.Columns), slices.Clone(a.Totals)
		if a.Condition != nil {
			c := a.Condition.clone()
			a.Condition = &c
		}
		n.Attrs = &a
	}
	n.Marks = slices.Clone(n.Marks)
	if n.Content != nil {
		content := make([]Node, len(n.Content))
		for i := range n.Content {
			content[i] = n.Content[i].clone()
		}
		n.Content = content
	}
	return n
}

// attrs gives the node's attributes, never nil.
func (n *Node) attrs() Attrs {
	if n.Attrs == nil {
		return Attrs{}
	}
	return *n.Attrs
}

func (n *Node) hasMark(name string) bool {
	return slices.ContainsFunc(n.Marks, func(m Mark) bool { return m.Type == name })
}

func (a *Attrs) empty() bool {
	return a.ID == "" && a.Lock == "" && a.Library == "" && a.LibraryVersion == 0 && a.Align == "" && !a.Note && a.Condition == nil && a.List == "" && a.Across == 0 &&
		len(a.Grid) == 0 && !a.Plain && a.Part == "" && a.Span == 0 && a.Label == "" && len(a.Columns) == 0 && len(a.Totals) == 0 &&
		a.Closing == "" && a.Title == "" && a.Asset == "" && a.Width == 0 && a.Height == 0 && a.Alt == "" && a.Key == "" && a.Format == "" &&
		a.Value == "" && a.Em == 0 && a.Clause == ""
}

// normalize brings a tree into the one form that equal trees share: no empty
// attribute records, usual values left out, neighbouring text of one dress
// joined, marks in order.
func (n *Node) normalize() {
	if n.Attrs != nil {
		a := n.Attrs
		if a.Span == 1 {
			a.Span = 0
		}
		if a.Across == 1 {
			a.Across = 0
		}
		if a.Condition != nil {
			a.Condition.normalize()
		}
		if len(a.Grid) == 0 {
			a.Grid = nil
		}
		if len(a.Columns) == 0 {
			a.Columns = nil
		}
		if len(a.Totals) == 0 {
			a.Totals = nil
		}
		if a.empty() {
			n.Attrs = nil
		}
	}
	if len(n.Marks) > 0 {
		var marks []Mark
		for _, name := range markOrder {
			if n.hasMark(name) {
				marks = append(marks, Mark{Type: name})
			}
		}
		for _, m := range n.Marks {
			if !slices.Contains(markOrder, m.Type) {
				marks = append(marks, m)
			}
		}
		n.Marks = marks
	} else {
		n.Marks = nil
	}
	if len(n.Content) == 0 {
		n.Content = nil
		return
	}
	out := n.Content[:0]
	for i := range n.Content {
		c := n.Content[i]
		c.normalize()
		if c.Type == nodeText {
			if c.Text == "" {
				continue
			}
			if k := len(out) - 1; k >= 0 && out[k].Type == nodeText && slices.Equal(out[k].Marks, c.Marks) {
				out[k].Text += c.Text
				continue
			}
		}
		out = append(out, c)
	}
	n.Content = out
	if len(out) == 0 {
		n.Content = nil
	}
}
