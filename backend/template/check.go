package template

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/fault"
)

// CodeMalformed is the fault of a tree that is not a document; parameter reason
// is a catalogue code.
const CodeMalformed = "template.tree.malformed"

// rule is what a type of node may hold.
type rule struct {
	content []string // types of children; inline for a line of text
	min     int      // fewest children
	inline  bool
}

var blockNodes = []string{nodeTitle, nodeSubtitle, nodeClause, nodeParagraph, nodeWhen, nodeEach, nodeTable, nodePairs, nodeLines, nodeSignature, nodeAttachment, nodePageBreak, nodeImage}

var rules = map[string]rule{
	nodeDoc:        {content: blockNodes},
	nodeTitle:      {inline: true},
	nodeSubtitle:   {inline: true},
	nodeClause:     {content: []string{nodeHeading, nodeParagraph, nodeClause, nodeWhen, nodeEach, nodeTable, nodePairs, nodeLines, nodePageBreak, nodeImage}, min: 1},
	nodeHeading:    {inline: true},
	nodeParagraph:  {inline: true},
	nodeWhen:       {content: append([]string{nodeRow, nodePair, nodeSignatory}, blockNodes...), min: 1},
	nodeEach:       {content: append([]string{nodeRow, nodePair}, blockNodes...), min: 1},
	nodeTable:      {content: []string{nodeRow, nodeWhen, nodeEach}, min: 1},
	nodeRow:        {content: []string{nodeCell}, min: 1},
	nodeCell:       {inline: true},
	nodePairs:      {content: []string{nodePair, nodeWhen, nodeEach}, min: 1},
	nodePair:       {inline: true},
	nodeLines:      {},
	nodeSignature:  {content: []string{nodeSignatory, nodeWhen}, min: 1},
	nodeSignatory:  {content: []string{nodePair, nodeWhen}},
	nodeAttachment: {content: slices.DeleteFunc(slices.Clone(blockNodes), func(s string) bool { return s == nodeAttachment })},
	nodePageBreak:  {},
	nodeImage:      {},
}

var inlineNodes = []string{nodeText, nodeField, nodeBlank, nodeRef, nodeCheck, nodeBreak}

// Decode reads a definition from JSON, as the editor sends it, and checks its
// shape: size, depth, known nodes and attributes. Faults template.tree.*.
func Decode(data []byte) (*Definition, error) {
	if len(data) > 2*maxNotation {
		return nil, fault.New("template.tree.large", nil)
	}
	if nesting(data) > 8*maxDepth {
		return nil, fault.New("template.tree.deep", nil)
	}
	var d Definition
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		return nil, fault.Wrap(err, CodeMalformed, nil)
	}
	if dec.More() {
		return nil, fault.New(CodeMalformed, nil)
	}
	if err := CheckTree(&d); err != nil {
		return nil, err
	}
	d.Normalize()
	return &d, nil
}

// nesting gives the depth of brackets in JSON, before anything recurses over it.
func nesting(data []byte) int {
	depth, deepest, text := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

// CheckTree checks that the body, header and footer keep the closed schema. Its
// faults are template.tree.*: such a definition is never stored.
func CheckTree(d *Definition) error {
	_, err := checkTree(d)
	return err
}

// checkTree is CheckTree that also says where the fault is.
func checkTree(d *Definition) (path []int, err error) {
	t := &treeCheck{}
	err = t.definition(d)
	return t.path, err
}

func (t *treeCheck) definition(d *Definition) error {
	if d.Body.Type != nodeDoc {
		return fault.New("template.tree.node", fault.P{"node": short(d.Body.Type)})
	}
	if err := t.node(&d.Body, nil, 0, 0); err != nil {
		return err
	}
	for _, line := range [][]Node{d.Header, d.Footer} {
		if err := t.line(line); err != nil {
			return err
		}
	}
	return nil
}

type treeCheck struct {
	nodes int
	// path is where the walk stands; after a fault, where it is.
	path []int
}

func (t *treeCheck) node(n *Node, parents []string, depth, clauses int) error {
	t.nodes++
	if t.nodes > maxNodes {
		return fault.New("template.tree.large", nil)
	}
	if depth > maxDepth {
		return fault.New("template.tree.deep", nil)
	}
	r, ok := rules[n.Type]
	if !ok {
		return fault.New("template.tree.node", fault.P{"node": short(n.Type)})
	}
	if n.Type == nodeClause {
		clauses++
		if clauses > maxClauses {
			return fault.New("template.tree.levels", nil)
		}
		if len(n.Content) > 0 && n.Content[0].Type != nodeHeading && n.Content[0].Type != nodeParagraph {
			return fault.New("template.tree.clause_start", nil)
		}
	}
	if n.Type == nodeAttachment {
		clauses = 0
	}
	if err := checkAttrs(n); err != nil {
		return err
	}
	if n.Text != "" || len(n.Marks) > 0 || len(n.Content) < r.min {
		return misplaced(n.Type)
	}
	if r.inline {
		return t.line(n.Content)
	}
	parents = append(parents, n.Type)
	for i := range n.Content {
		c := &n.Content[i]
		t.path = append(t.path, i)
		if !slices.Contains(r.content, c.Type) || !fits(c.Type, parents) || c.Type == nodeHeading && i > 0 {
			if _, known := rules[c.Type]; !known && !slices.Contains(inlineNodes, c.Type) {
				return fault.New("template.tree.node", fault.P{"node": short(c.Type)})
			}
			return misplaced(c.Type)
		}
		if err := t.node(c, parents, depth+1, clauses); err != nil {
			return err
		}
		t.path = t.path[:len(t.path)-1]
	}
	if n.Type == nodeTable {
		return checkTable(n)
	}
	return nil
}

func misplaced(node string) error {
	return fault.New("template.tree.misplaced", fault.P{"node": short(node)})
}

// fits applies to the children of conditions and repetitions what holds for
// the children of what they stand in.
func fits(child string, parents []string) bool {
	inEach := false
	for i := len(parents) - 1; i >= 0; i-- {
		switch parents[i] {
		case nodeEach:
			if inEach || child == nodeEach || child == nodeAttachment || child == nodeSignature || child == nodeTitle || child == nodeSubtitle {
				return false
			}
			inEach = true
			continue
		case nodeWhen:
			continue
		}
		return slices.Contains(rules[parents[i]].content, child)
	}
	return false
}

// line checks inline nodes.
func (t *treeCheck) line(line []Node) error {
	for i := range line {
		n := &line[i]
		t.path = append(t.path, i)
		t.nodes++
		if t.nodes > maxNodes {
			return fault.New("template.tree.large", nil)
		}
		if !slices.Contains(inlineNodes, n.Type) {
			if _, block := rules[n.Type]; block {
				return misplaced(n.Type)
			}
			return fault.New("template.tree.node", fault.P{"node": short(n.Type)})
		}
		if len(n.Content) > 0 || n.Type != nodeText && n.Text != "" {
			return misplaced(n.Type)
		}
		for _, m := range n.Marks {
			if !slices.Contains(markOrder, m.Type) {
				return fault.New("template.tree.mark", fault.P{"mark": short(m.Type)})
			}
		}
		if len(n.Marks) > 0 && n.Type != nodeText && n.Type != nodeField && n.Type != nodeRef {
			n.Marks = nil // marks mean nothing there; editors set them on whole selections
		}
		if !cleanText(n.Text) {
			return fault.New("template.tree.text", fault.P{"text": short(strings.ToValidUTF8(n.Text, ""))})
		}
		if err := checkAttrs(n); err != nil {
			return err
		}
		t.path = t.path[:len(t.path)-1]
	}
	return nil
}

func cleanText(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if !textRune(r) {
			return false
		}
	}
	return true
}

// checkTable checks rows against the columns and that head, body, foot follow.
func checkTable(n *Node) error {
	width := len(n.attrs().Grid)
	last, ok := 0, true
	walk(n, func(r *Node) {
		if r.Type != nodeRow {
			return
		}
		cells := 0
		for i := range r.Content {
			cells += max(1, r.Content[i].attrs().Span)
		}
		part := slices.Index([]string{"head", "", "foot"}, r.attrs().Part)
		ok = ok && cells == width && part >= last
		last = part
	})
	if !ok {
		return fault.New("template.tree.table", nil)
	}
	return nil
}

// checkAttrs checks the values of attributes and that the type has them.
func checkAttrs(n *Node) error {
	if n.Attrs == nil {
		n.Attrs = &Attrs{}
	}
	a := *n.Attrs // emptied of what the type may have; nothing may be left
	ok := true
	oneOf := func(s string, list ...string) { ok = ok && slices.Contains(list, s) }
	switch n.Type {
	case nodeClause:
		oneOf(a.Lock, "", LockStandard, LockNegotiable, LockFree)
		ok = ok && (a.ID == "" || plainID(a.ID))
		ok = ok && (a.Library == "" && a.LibraryVersion == 0 || plainID(a.Library) && a.LibraryVersion > 0 && a.LibraryVersion < 1_000_000)
		a.ID, a.Lock, a.Library, a.LibraryVersion = "", "", "", 0
	case nodeParagraph:
		oneOf(a.Align, "", "left", "center", "right", "justify")
		a.Align, a.Note = "", false
	case nodeWhen:
		ok = a.Condition != nil
		a.Condition = nil
	case nodeEach:
		ok = a.List == pathLines || plainKey(a.List)
		a.List = ""
	case nodeTable:
		ok = len(a.Grid) > 0 && len(a.Grid) <= 20
		for _, g := range a.Grid {
			oneOf(g.Align, "", "left", "center", "right")
			ok = ok && g.Weight >= 0 && g.Weight < 100
		}
		a.Grid, a.Plain = nil, false
	case nodeRow:
		oneOf(a.Part, "", "head", "foot")
		a.Part = ""
	case nodeCell:
		ok = a.Span >= 0 && a.Span <= 20
		a.Span = 0
	case nodePairs:
		ok = a.Across >= 0 && a.Across <= 2
		a.Across = 0
	case nodePair, nodeSignatory:
		ok = plainLine(a.Label, maxLabel) && (n.Type == nodeSignatory || a.Key == "") && (a.Key == "" || plainName(a.Key) && len(a.Key) <= maxKey)
		a.Label, a.Key = "", ""
	case nodeLines:
		ok = len(a.Columns) > 0 && len(a.Columns) <= 12 && len(a.Totals) <= 5
		for i, c := range a.Columns {
			ok = ok && !slices.ContainsFunc(a.Columns[:i], func(o LinesColumn) bool { return o.Name == c.Name }) && columnWords.has(c.Name) && plainLine(c.Label, maxLabel) && !strings.ContainsAny(c.Label, "\"“”\\\u3000") && c.Label == strings.TrimSpace(c.Label)
		}
		for _, t := range a.Totals {
			ok = ok && totalWords.has(t)
		}
		a.Columns, a.Totals = nil, nil
	case nodeSignature:
		ok = plainLine(a.Closing, maxLabel)
		a.Closing = ""
	case nodeAttachment:
		ok = plainLine(a.Title, 2*maxLabel) && (a.ID == "" || plainID(a.ID))
		a.Title, a.ID = "", ""
	case nodeImage:
		oneOf(a.Align, "", "left", "center", "right")
		ok = ok && plainID(a.Asset) && a.Width >= 0 && a.Width <= 2000 && a.Height >= 0 && a.Height <= 2000 && (a.Height == 0 || a.Width > 0) && plainAlt(a.Alt)
		a.Asset, a.Width, a.Height, a.Align, a.Alt = "", 0, 0, "", ""
	case nodeField:
		ok = plainName(a.Key) && len(a.Key) <= maxKey && (a.Format == "" || formatWords.has(string(a.Format)))
		a.Key, a.Format = "", ""
	case nodeBlank:
		ok = a.Em >= minBlank && a.Em <= maxBlank
		a.Em = 0
	case nodeRef:
		ok = plainID(a.Clause)
		a.Clause = ""
	case nodeCheck:
		ok = plainName(a.Key) && len(a.Key) <= maxKey && plainLine(a.Value, maxKey) && !strings.ContainsAny(a.Value, "{}[]\\") && a.Value == strings.TrimSpace(a.Value)
		a.Key, a.Value = "", ""
	}
	if !ok || !a.empty() {
		return fault.New("template.tree.attribute", fault.P{"node": n.Type})
	}
	return nil
}

// plainAlt reports whether s can say what an image shows: the notation puts it
// in straight quotes.
func plainAlt(s string) bool {
	return plainLine(s, 2*maxLabel) && s == strings.TrimSpace(s) && !strings.ContainsAny(s, "\"\\")
}

func plainLine(s string, runes int) bool {
	return cleanText(s) && utf8.RuneCountInString(s) <= runes
}
