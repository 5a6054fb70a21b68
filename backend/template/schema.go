package template

import (
	"maps"
	"slices"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/search"
)

// Word is a code with the word that people read.
type Word struct {
	Code  string `json:"code"`
	Label string `json:"label"`
}

// NodeType describes one type of node.
type NodeType struct {
	Type string `json:"type"`
	// Content lists the types of children; Inline says that they are a line of
	// text, fields and other inline nodes. Min is the fewest.
	Content []string `json:"content"`
	Inline  bool     `json:"inline"`
	Min     int      `json:"min"`
	// Attrs are the attributes the type has.
	Attrs []string `json:"attrs"`
}

// NumberStyle is a way of counting clauses.
type NumberStyle struct {
	// Code is what Definition.Numbering holds.
	Code string `json:"code"`
	// Examples are the first three numbers at the outermost level.
	Examples []string `json:"examples"`
}

// FieldTypeInfo describes one type of field.
type FieldTypeInfo struct {
	Type  FieldType `json:"type"`
	Label string    `json:"label"`
	// Formats are those a chip or field of the type can have, "" for the usual one.
	Formats []Word `json:"formats"`
	// Operators are those of conditions; empty and not empty go with every type.
	Operators []Word `json:"operators"`
	// Column says that a list can have a column of the type, Sum that it can be added up.
	Column bool `json:"column"`
	Sum    bool `json:"sum"`
}

// SchemaInfo is what an editor needs to know of the document model: the closed
// schema, and the words for all of it.
type SchemaInfo struct {
	Nodes   []NodeType      `json:"nodes"`
	Inlines []NodeType      `json:"inlines"`
	Marks   []string        `json:"marks"`
	Numbers []NumberStyle   `json:"numbers"`
	Types   []FieldTypeInfo `json:"types"`
	Formats []Word          `json:"formats"`
	Locks   []Word          `json:"locks"`
	Kinds   []Word          `json:"kinds"`
	Papers  []string        `json:"papers"`
	// Columns and Totals are those of the lines table.
	Columns []Word       `json:"columns"`
	Totals  []Word       `json:"totals"`
	Sources []SourceInfo `json:"sources"`
	// Levels is how deep clauses nest; Depth, how deep nodes do.
	Levels   int `json:"levels"`
	Depth    int `json:"depth"`
	MaxNodes int `json:"maxNodes"`
	MinBlank int `json:"minBlank"`
	MaxBlank int `json:"maxBlank"`
}

// SourceInfo is a source with what it is found by.
type SourceInfo struct {
	Source
	Label string `json:"label"`
	// Search is the label, its pinyin and its initials, lower case.
	Search []string `json:"search"`
}

// Schema describes the document model in a language: node types with their
// attributes and allowed content, number styles with examples, field types with
// formats and operators, sources with search keys. It depends on the program
// alone; a page loads it once.
func (s *Service) Schema(tag locale.Tag) (info *SchemaInfo, err error) {
	defer fault.Recover(&err)
	if !tag.Valid() {
		return nil, fault.Invalid([]fault.Field{{Field: "language", Code: "template.language_required"}})
	}
	return schema(tag), nil
}

func schema(tag locale.Tag) *SchemaInfo {
	info := &SchemaInfo{Marks: slices.Clone(markOrder), Formats: namedWords(formatWords, tag), Locks: catalogued("template.lock.", lockWords, tag),
		Kinds: catalogued("template.kind.", kindWords, tag), Columns: namedWords(columnWords, tag), Totals: namedWords(totalWords, tag),
		Papers: []string{"A4", "A5", "B5", "Letter"}, Levels: maxClauses, Depth: maxDepth, MaxNodes: maxNodes, MinBlank: minBlank, MaxBlank: maxBlank}
	for _, typ := range slices.Sorted(maps.Keys(rules)) {
		r := rules[typ]
		n := NodeType{Type: typ, Content: append([]string{}, r.content...), Inline: r.inline, Min: r.min, Attrs: attributesOf(typ)}
		if r.inline {
			n.Content = slices.Clone(inlineNodes)
		}
		info.Nodes = append(info.Nodes, n)
	}
	for _, typ := range inlineNodes {
		info.Inlines = append(info.Inlines, NodeType{Type: typ, Content: []string{}, Attrs: attributesOf(typ)})
	}
	for _, style := range numberStyles {
		n := NumberStyle{Code: style, Examples: []string{}}
		for i := 1; i <= 3 && style != "none"; i++ {
			n.Examples = append(n.Examples, label(style, []int{i}))
		}
		info.Numbers = append(info.Numbers, n)
	}
	for _, w := range typeWords {
		info.Types = append(info.Types, typeInfo(FieldType(w.code), tag))
	}
	for _, src := range Sources() {
		label := inTag(tag, src.Zh, src.En)
		info.Sources = append(info.Sources, SourceInfo{Source: src, Label: label, Search: searchKeys(label)})
	}
	return info
}

// attributes says which attributes the types have, by their JSON names; checkAttrs
// is what enforces it, and a test holds both together.
var attributes = map[string][]string{
	nodeClause: {"id", "lock", "library", "libraryVersion"}, nodeParagraph: {"align", "note"}, nodeWhen: {"condition"}, nodeEach: {"list"}, nodeTable: {"grid", "plain"},
	nodeRow: {"part"}, nodeCell: {"span"}, nodePairs: {"across"}, nodePair: {"label"}, nodeSignatory: {"label", "key"}, nodeLines: {"columns", "totals"}, nodeSignature: {"closing"},
	nodeAttachment: {"id", "title"}, nodeImage: {"align", "asset", "width", "height", "alt"}, nodeField: {"key", "format"}, nodeBlank: {"em"}, nodeRef: {"clause"}, nodeCheck: {"key", "value"},
}

func attributesOf(typ string) []string { return append([]string{}, attributes[typ]...) }

func namedWords(v vocabulary, tag locale.Tag) []Word {
	out := make([]Word, len(v))
	for i, w := range v {
		out[i] = Word{w.code, v.word(w.code, tag)}
	}
	return out
}

func catalogued(prefix string, v vocabulary, tag locale.Tag) []Word {
	out := make([]Word, len(v))
	for i, w := range v {
		out[i] = Word{w.code, locale.Text(tag, prefix+w.code, nil)}
	}
	return out
}

func typeInfo(t FieldType, tag locale.Tag) FieldTypeInfo {
	info := FieldTypeInfo{Type: t, Label: locale.Text(tag, "template.type."+string(t), nil), Formats: []Word{{Code: "", Label: ""}}, Operators: []Word{}, Column: slices.Contains(columnTypes, t), Sum: summable(t)}
	for _, w := range formatWords {
		if formatFits(t, Format(w.code)) {
			info.Formats = append(info.Formats, Word{w.code, formatWords.word(w.code, tag)})
		}
	}
	for _, w := range compareWords {
		if t == TypeParty || t == TypeLines || t == TypeList || w.code != opEq && w.code != opNe && !ordered(t) {
			continue
		}
		info.Operators = append(info.Operators, Word{w.code, compareWords.word(w.code, tag)})
	}
	return info
}

// searchKeys is what a label is found by.
func searchKeys(label string) []string {
	full, initials := search.Pinyin(label)
	out := []string{}
	for _, s := range []string{strings.ToLower(label), full, initials} {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Chip is something a person can put into a line: a field, a fact of one, or a
// source.
type Chip struct {
	// Key is what the node holds; Label what people read.
	Key   string    `json:"key"`
	Label string    `json:"label"`
	Type  FieldType `json:"type"`
	// Group is the field it belongs to by key, or the first word of a source.
	Group string `json:"group"`
	// List is set for facts of a row: lines, or the key of a list field. They can
	// stand only inside a repetition over it.
	List   string   `json:"list,omitempty"`
	Search []string `json:"search"`
}

// Chips lists everything that can be put into a line of a definition, fields
// first, each with its label in the template's language, its pinyin and initials.
func (s *Service) Chips(d Definition) (list []Chip, err error) {
	defer fault.Recover(&err)
	return chips(&d), nil
}

func chips(d *Definition) []Chip {
	out := []Chip{}
	n := newNames(d)
	add := func(key, group, list string, typ FieldType) {
		label := n.nice(key)
		out = append(out, Chip{Key: key, Label: label, Type: typ, Group: group, List: list, Search: searchKeys(label)})
	}
	for i := range d.Fields {
		f := &d.Fields[i]
		add(f.Key, f.Key, "", f.Type)
		switch f.Type {
		case TypeParty:
			for _, p := range partyFacts {
				add(f.Key+"."+p.name, f.Key, "", p.typ)
			}
		case TypeList:
			add(f.Key+"."+factNo, f.Key, f.Key, TypeInteger)
			for k := range f.Columns {
				c := &f.Columns[k]
				add(f.Key+"."+c.Key, f.Key, f.Key, c.Type)
				if summable(c.Type) {
					add(f.Key+"."+c.Key+"."+factSum, f.Key, "", c.Type)
				}
			}
			add(f.Key+"."+factCount, f.Key, "", TypeInteger)
		}
	}
	for _, src := range Sources() {
		group, _, _ := strings.Cut(src.Path, ".")
		list := ""
		if src.List {
			list = pathLines
		}
		if src.Type != TypeParty && src.Type != TypeLines || d.field(src.Path) == nil {
			add(src.Path, group, list, src.Type)
		}
	}
	return out
}
