package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Check lists what is wrong with a definition whose tree is sound: what would
// make a contract come out wrong. A version with problems that are not
// warnings can be saved as a draft but not published.
func Check(d *Definition) []Problem {
	c := &checker{d: d, names: newNames(d), problems: []Problem{}}
	c.head()
	for i := range d.Fields {
		c.fieldAt(i)
	}
	c.ids = map[string]int{}
	walk(&d.Body, func(n *Node) {
		if a := n.attrs(); a.ID != "" {
			c.ids[a.ID]++
		}
	})
	c.node(&d.Body, "")
	c.part = "header"
	c.line(d.Header, "")
	c.part = "footer"
	c.line(d.Footer, "")
	c.part = ""
	if len(d.Body.Content) == 0 {
		c.add(Problem{Code: "template.empty"})
	}
	return c.problems
}

// Sound reports whether no problem stops publishing.
func Sound(problems []Problem) bool {
	return !slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning })
}

type checker struct {
	d        *Definition
	names    *names
	ids      map[string]int // how many clauses and attachments have the id
	seen     map[string]bool
	clause   string
	path     []int
	part     string
	problems []Problem
}

func (c *checker) add(p Problem) {
	if p.Clause == "" {
		p.Clause = c.clause
	}
	if p.Part = c.part; len(c.path) > 0 {
		p.Path = slices.Clone(c.path)
	}
	if len(c.problems) < 500 {
		c.problems = append(c.problems, p)
	}
}

func (c *checker) head() {
	d := c.d
	if strings.TrimSpace(d.Name) == "" || utf8.RuneCountInString(d.Name) > 2*maxLabel || !cleanText(d.Name) {
		c.add(Problem{Code: "template.name_required"})
	}
	if !kindWords.has(string(d.Kind)) {
		c.add(Problem{Code: "template.kind_unknown", Params: map[string]any{"text": short(string(d.Kind))}})
	}
	if !d.Language.Valid() {
		c.add(Problem{Code: "template.language_unknown", Params: map[string]any{"text": short(string(d.Language))}})
	}
	bad := len(d.Numbering) > maxClauses
	for _, s := range d.Numbering {
		bad = bad || !numberStyle(s)
	}
	if bad {
		c.add(Problem{Code: "template.numbering_unknown"})
	}
	_, paper := papers[d.Page.Paper]
	bad = !paper || len(d.Page.Margins) != 0 && len(d.Page.Margins) != 4 || d.Page.Size != 0 && (d.Page.Size < 6 || d.Page.Size > 24)
	for _, mm := range d.Page.Margins {
		bad = bad || mm < 5 || mm > 80
	}
	if bad {
		c.add(Problem{Code: "template.page_bad"})
	}
	if d.Prices != "" && !priceWords.has(d.Prices) {
		if f := d.field(d.Prices); f == nil || f.Type != TypeYesNo {
			c.add(Problem{Code: "template.prices_bad", Params: map[string]any{"field": d.Prices}})
		}
	}
	if len(d.Fields) > maxFields {
		c.add(Problem{Code: "template.fields_many", Params: map[string]any{"max": maxFields}})
	}
}

// plainKey reports whether s can be a field's key: letters of any script,
// digits and _, not beginning with a digit.
func plainKey(s string) bool {
	if s == "" || len(s) > maxKey/2 {
		return false
	}
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsNumber(r)) {
			return false
		}
	}
	return true
}

// plainLabel reports whether s can be a label in the front matter.
func plainLabel(s string) bool {
	return s != "" && s == strings.TrimSpace(s) && plainLine(s, maxLabel) && !strings.ContainsAny(s, ":：;；(){}[]|\"\\") && !strings.HasPrefix(s, "-")
}

func (c *checker) fieldAt(i int) {
	f := &c.d.Fields[i]
	add := func(code string, p map[string]any) {
		if p == nil {
			p = map[string]any{}
		}
		p["label"] = f.Label
		c.add(Problem{Field: f.Key, Label: f.Label, Code: code, Params: p})
	}
	if !plainKey(f.Key) {
		add("template.field.key", map[string]any{"field": short(f.Key)})
	}
	if !plainLabel(f.Label) {
		add("template.field.label", nil)
	}
	for _, o := range c.d.Fields[:i] {
		if o.Key == f.Key || o.Label == f.Label {
			add("template.field.twice", nil)
			break
		}
		if f.Type == TypeLines && o.Type == TypeLines {
			add("template.field.two_lines", nil)
		}
	}
	if !typeWords.has(string(f.Type)) {
		add("template.field.type", nil)
		return
	}
	c.choices(f, add)
	if !checkColumns(f) {
		add("template.field.columns", map[string]any{"max": maxColumns})
	}
	if _, taken := listWords.code(f.Key); taken && f.Type == TypeList {
		add("template.field.key", map[string]any{"field": f.Key})
	}
	if !formatFits(f.Type, f.Format) {
		add("template.field.format", nil)
	}
	c.derived(f, add)
	if !cleanText(strings.ReplaceAll(f.Help+f.Default, "\n", " ")) || len(f.Help) > 2000 || len(f.Default) > maxValue {
		add("template.field.text", nil)
	}
	if f.Source != "" {
		s, ok := sourceOf(f.Source)
		switch {
		case !ok || s.Path != f.Source || s.List || s.Path == pathPage || s.Path == pathPages:
			add("template.field.source", map[string]any{"source": short(f.Source)})
		case !typeFits(f.Type, s.Type):
			add("template.field.source_type", map[string]any{"source": s.Path})
		}
	}
	if f.AsLast && !f.canBeAsLast() {
		add("template.field.as_last", nil)
	}
	if f.Default != "" {
		_, today := todayPlus(f.Default)
		if _, err := f.Parse(f.Default); err != nil && !(today && f.Type == TypeDate) || f.Type == TypeParty || f.Type == TypeLines || f.Type == TypeList {
			add("template.field.default", map[string]any{"value": short(f.Default)})
		}
	}
}

// canBeAsLast reports a field whose answer can go from one contract to the next:
// a day and a party belong to one contract, and what has a source takes that.
func (f *Field) canBeAsLast() bool {
	switch f.Type {
	case TypeDate, TypeParty, TypeLines, TypeList:
		return false
	}
	return f.Source == ""
}

// derived checks a field that is worked out: a money field with a source, by a
// percent field or by money fields that are no such fields themselves.
func (c *checker) derived(f *Field, add func(string, map[string]any)) {
	if !f.IsDerived() {
		return
	}
	if f.Plus != "" || f.Minus != "" {
		bad := f.Share != "" || f.Rest != "" || f.Type != TypeMoney || f.Source == ""
		for _, key := range []string{f.Plus, f.Minus} {
			by := c.d.field(key)
			bad = bad || key != "" && (by == nil || by.Type != TypeMoney || by.IsDerived())
		}
		if bad {
			add("template.field.sum", nil)
		}
		return
	}
	by := c.d.field(f.Share + f.Rest)
	if f.Share != "" && f.Rest != "" || f.Type != TypeMoney || f.Source == "" || by == nil || by.Type != TypePercent {
		add("template.field.share", nil)
	}
}

func (c *checker) choices(f *Field, add func(string, map[string]any)) {
	if f.Type != TypeChoice {
		if len(f.Choices) > 0 {
			add("template.field.choices", nil)
		}
		return
	}
	bad := len(f.Choices) < 2 || len(f.Choices) > 100
	seen := map[string]int{}
	for i, o := range f.Choices {
		for _, s := range []string{o.Value, o.Label} {
			bad = bad || s == "" || s != strings.TrimSpace(s) || !plainLine(s, 4*maxLabel) || strings.ContainsAny(s, "|=;；\"")
			if at, ok := seen[s]; ok && at != i {
				bad = true
			}
			seen[s] = i
		}
	}
	if bad {
		add("template.field.choices", nil)
	}
}

// node checks blocks; each is the list of the repetition they are in, or empty.
func (c *checker) node(n *Node, each string) {
	a := n.attrs()
	outer := c.clause
	switch n.Type {
	case nodeClause, nodeAttachment:
		c.clause = n.headline()
		if c.ids[a.ID] > 1 && c.second(a.ID) {
			c.add(Problem{Code: "template.clause.twice", Params: map[string]any{"id": a.ID}})
		}
	case nodeEach:
		each = a.List
		c.list(a.List)
	case nodeLines:
		c.list(pathLines)
	case nodeWhen:
		if a.Condition != nil {
			a.Condition.check(c.names, 0, func(code string, p map[string]any) {
				field, _ := p["field"].(string)
				c.add(Problem{Code: code, Params: p, Field: field})
			})
			a.Condition.fields(func(key string) { c.inEach(key, each) })
		}
	case nodeSignatory:
		if a.Key != "" {
			c.key(a.Key, each)
		}
	}
	if rules[n.Type].inline {
		c.line(n.Content, each)
	} else {
		for i := range n.Content {
			c.path = append(c.path, i)
			c.node(&n.Content[i], each)
			c.path = c.path[:len(c.path)-1]
		}
	}
	c.clause = outer
}

// second reports every clause with an id but the first.
func (c *checker) second(id string) bool {
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	before := c.seen[id]
	c.seen[id] = true
	return before
}

// list checks that there is a list to repeat over.
func (c *checker) list(list string) {
	if list == pathLines {
		if c.d.linesField() == nil {
			c.add(Problem{Code: "template.lines.no_field"})
		}
		return
	}
	if f := c.d.field(list); f == nil || f.Type != TypeList {
		c.add(Problem{Code: "template.list.unknown", Field: list, Params: map[string]any{"list": list}})
	}
}

func (c *checker) line(line []Node, each string) {
	for i := range line {
		c.path = append(c.path, i)
		c.chip(&line[i], each)
		c.path = c.path[:len(c.path)-1]
	}
}

// chip checks one inline node.
func (c *checker) chip(n *Node, each string) {
	a := n.attrs()
	switch n.Type {
	case nodeField:
		if f, ok := c.key(a.Key, each); ok && !formatFits(f.Type, a.Format) {
			c.add(Problem{Code: "template.field.format", Field: a.Key, Label: f.Label, Params: map[string]any{"label": f.Label}})
		}
	case nodeCheck:
		f, ok := c.key(a.Key, each)
		if ok && !(f.Type == TypeYesNo && a.Value == "" || f.Type == TypeChoice && f.choice(a.Value) != nil) {
			c.add(Problem{Code: "template.check.value", Field: a.Key, Label: f.Label, Params: map[string]any{"label": f.Label}})
		}
	case nodeRef:
		if c.ids[a.Clause] == 0 {
			c.add(Problem{Code: "template.ref.unknown", Params: map[string]any{"clause": a.Clause}})
		}
	}
}

// key checks that a chip's key exists where it stands.
func (c *checker) key(key string, each string) (Field, bool) {
	f, ok := c.names.lookup(key)
	if !ok {
		c.add(Problem{Code: "template.field.unknown", Field: key, Params: map[string]any{"field": c.names.nice(key)}})
		return f, false
	}
	c.inEach(key, each)
	return f, true
}

// inEach refuses facts of a line or row outside the repetition of its list.
func (c *checker) inEach(key string, each string) {
	if c.d.field(key) != nil {
		return
	}
	root, sub, _ := cutLast(key)
	if l, ok := c.names.listFact(key); ok {
		if l.inRow() && each != l.field.Key {
			c.add(Problem{Code: "template.list.outside_each", Field: key, Label: c.names.nice(key), Params: map[string]any{"label": c.names.nice(key), "list": l.field.Label}})
		}
		return
	}
	if root == pathLines && sub != "" && each != pathLines {
		c.add(Problem{Code: "template.field.outside_each", Field: key, Label: c.names.nice(key), Params: map[string]any{"label": c.names.nice(key)}})
	}
}

// formatFits reports whether a value of the type can be written so.
func formatFits(t FieldType, f Format) bool {
	switch f {
	case FormatDefault, FormatText:
		return true
	case FormatMoney, FormatMoneyWords:
		return t == TypeMoney
	case FormatDate, FormatDateWords:
		return t == TypeDate
	case FormatPercent:
		return t == TypePercent
	case FormatNumber:
		return t == TypeMoney || t == TypeNumber || t == TypeInteger || t == TypePercent
	}
	return false
}
