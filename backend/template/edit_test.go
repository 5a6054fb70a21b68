package template

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"keyue/backend/locale"
	"keyue/backend/testkit"
	"keyue/backend/typeset"
	"keyue/backend/typeset/press"
)

// An editor makes random changes to a tree as a person does with the editor:
// insert, move, indent and outdent, delete, split, join, wrap in a condition or
// repetition and take out of it. A change that would break the schema is not
// made, as the editor does not offer it.
type editor struct {
	*rand.Rand
	d *Definition
	g *grower
	n int // words written, each unlike any other
}

// at is a node with its parent and place.
type at struct {
	parent *Node
	i      int
}

func (a at) node() *Node { return &a.parent.Content[a.i] }

// blocks lists all block nodes with their places.
func (e *editor) blocks() []at {
	var out []at
	var visit func(n *Node)
	visit = func(n *Node) {
		if rules[n.Type].inline {
			return
		}
		for i := range n.Content {
			out = append(out, at{n, i})
			visit(&n.Content[i])
		}
	}
	visit(&e.d.Body)
	return out
}

func (e *editor) word() Node {
	e.n++
	return Node{Type: nodeText, Text: "词" + strings.Repeat("甲乙丙丁"[3*(e.n%4):3*(e.n%4)+3], 1+e.n%3) + string(rune('A'+e.n%26)) + "。"}
}

// try applies a change to a copy and keeps it when the schema allows it.
func (e *editor) try(change func()) bool {
	before := e.d.Body.clone()
	change()
	if CheckTree(e.d) != nil {
		e.d.Body = before
		return false
	}
	e.d.Normalize()
	return true
}

func (e *editor) step() (name string, done bool) {
	all := e.blocks()
	if len(all) == 0 {
		return "insert", e.try(func() {
			e.d.Body.Content = append(e.d.Body.Content, Node{Type: nodeParagraph, Content: []Node{e.word()}})
		})
	}
	p := all[e.IntN(len(all))]
	q := all[e.IntN(len(all))]
	insert := func(parent *Node, i int, n Node) { parent.Content = slices.Insert(parent.Content, i, n) }
	names := []string{"insert", "type", "move", "delete", "indent", "outdent", "split", "join", "wrap in when", "wrap in each", "unwrap", "row", "lock"}
	name = names[e.IntN(len(names))]
	return name, e.try(func() {
		switch name {
		case "insert":
			e.g.nodes = 55
			n := e.g.block(3, 2, false)
			walk(&n, func(k *Node) {
				if k.Attrs != nil {
					k.Attrs.ID = ""
				}
			})
			insert(p.parent, p.i, n)
		case "type":
			if rules[p.node().Type].inline {
				p.node().Content = append(p.node().Content, e.word())
			}
		case "move":
			n := p.node().clone()
			if strings.Contains(asText(&n), asText(q.node())) && asText(q.node()) != "" {
				return // into itself
			}
			insert(q.parent, q.i, n)
			for i := range p.parent.Content {
				if i != q.i && asText(&p.parent.Content[i]) == asText(&n) {
					p.parent.Content = slices.Delete(p.parent.Content, i, i+1)
					break
				}
			}
		case "delete":
			p.parent.Content = slices.Delete(p.parent.Content, p.i, p.i+1)
		case "indent":
			if p.node().Type == nodeClause && p.i > 0 && p.parent.Content[p.i-1].Type == nodeClause {
				n := p.node().clone()
				p.parent.Content = slices.Delete(p.parent.Content, p.i, p.i+1)
				before := &p.parent.Content[p.i-1]
				before.Content = append(before.Content, n)
			}
		case "outdent":
			if p.node().Type == nodeClause && len(p.node().Content) > 1 && p.node().Content[len(p.node().Content)-1].Type == nodeClause {
				k := len(p.node().Content) - 1
				n := p.node().Content[k].clone()
				p.node().Content = p.node().Content[:k]
				insert(p.parent, p.i+1, n)
			}
		case "split":
			if n := p.node(); n.Type == nodeClause && len(n.Content) > 1 {
				k := 1 + e.IntN(len(n.Content)-1)
				second := Node{Type: nodeClause, Content: slices.Clone(n.Content[k:])}
				n.Content = slices.Clone(n.Content[:k])
				insert(p.parent, p.i+1, second)
			}
		case "join":
			if p.i > 0 && p.node().Type == p.parent.Content[p.i-1].Type {
				before := &p.parent.Content[p.i-1]
				before.Content = append(slices.Clone(before.Content), p.node().Content...)
				p.parent.Content = slices.Delete(p.parent.Content, p.i, p.i+1)
			}
		case "wrap in when", "wrap in each":
			n := Node{Type: nodeWhen, Attrs: &Attrs{Condition: e.g.condition(0)}, Content: []Node{p.node().clone()}}
			if name == "wrap in each" {
				n = Node{Type: nodeEach, Attrs: &Attrs{List: e.g.pick(e.g.lists...)}, Content: n.Content}
			}
			p.parent.Content[p.i] = n
		case "unwrap":
			if n := p.node(); n.Type == nodeWhen || n.Type == nodeEach {
				p.parent.Content = slices.Replace(slices.Clone(p.parent.Content), p.i, p.i+1, n.Content...)
			}
		case "row":
			if p.node().Type == nodeRow || p.node().Type == nodePair {
				insert(p.parent, p.i, p.node().clone())
			}
		case "lock":
			if p.node().Type == nodeClause {
				id := p.node().attrs().ID
				p.node().Attrs = &Attrs{ID: id, Lock: e.g.pick("", LockStandard, LockNegotiable, LockFree)}
			}
		}
	})
}

func asText(n *Node) string { data, _ := json.Marshal(n); return string(data) }

// shownText is the text of a merged document, without spaces.
func shownText(doc typeset.Document) string {
	var b strings.Builder
	for _, p := range Passages(doc) {
		b.WriteString(p.Text)
	}
	return strings.Join(strings.Fields(strings.NewReplacer("____", "", "☑", "", "☐", "").Replace(b.String())), "")
}

// framedText is the text that was laid out, without spaces.
func framedText(frames []typeset.Frame) map[rune]int {
	out := map[rune]int{}
	for _, f := range frames {
		for _, it := range f.Items {
			if it.Line == nil {
				continue
			}
			for _, span := range it.Line.Spans {
				for _, r := range span.Text {
					out[r]++
				}
			}
		}
	}
	return out
}

func TestAnySequenceOfEditsIsAcceptedPrintedBackAndLaidOutWithoutLoss(t *testing.T) {
	rounds, steps := 60, 120
	if testing.Short() {
		rounds = 12
	}
	made := map[string]int{}
	p := press.New()
	for seed := range uint64(rounds) {
		d, problems := Parse(starterFiles(t)[[]string{"starter/zh/sale.txt", "starter/zh/nda.txt", "starter/en/sale.txt"}[seed%3]])
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		d.Fields = append(d.Fields, Field{Key: "buyer2", Label: "第二方", Type: TypeParty}, Field{Key: "pay", Label: "付法", Type: TypeChoice, Choices: []Choice{{"a", "甲"}, {"b", "乙"}}},
			Field{Key: "yes", Label: "要否", Type: TypeYesNo}, Field{Key: "sum", Label: "总数", Type: TypeMoney}, Field{Key: "plan", Label: "付款计划", Type: TypeList, Columns: []ListColumn{{"stage", "期次", TypeText}, {"amount", "金额", TypeMoney}}})
		if d.linesField() == nil {
			d.Fields = append(d.Fields, Field{Key: "goods9", Label: "货物", Type: TypeLines})
		}
		r := rand.New(rand.NewPCG(seed, 77))
		e := &editor{Rand: r, d: d, g: &grower{Rand: r, keys: []string{"buyer2.name", "pay", "yes", "sum", "plan.stage", "plan.amount.sum", "contract.number"}, lists: []string{pathLines, "plan"}}}
		for range steps {
			if name, ok := e.step(); ok {
				made[name]++
			}
		}
		sameAfterPrint(t, d)
		if c := CheckDefinition(d); !c.Readable {
			t.Fatalf("seed %d: %+v", seed, c.Problems)
		}
		m := Merge(d, Sample(d), Options{})
		sheet, err := p.Run(m.Document, nil, testkit.Start)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want, have := shownText(m.Document), framedText(sheet.Frames)
		for _, c := range want {
			if c == '“' || c == '”' || c == '"' {
				continue // quotes are set as the language asks
			}
			if have[c]--; have[c] < 0 {
				t.Fatalf("seed %d: %q of the document is not on the pages\n%s", seed, string(c), want)
			}
		}
	}
	for _, name := range []string{"insert", "type", "move", "delete", "indent", "outdent", "split", "join", "wrap in when", "wrap in each", "unwrap", "row", "lock"} {
		if made[name] < 3 {
			t.Errorf("%q was made %d times", name, made[name])
		}
	}
}

// attributeSamples are values, as JSON members, that a type with the attribute takes.
var attributeSamples = map[string]string{"id": `"id":"x"`, "lock": `"lock":"free"`, "library": `"library":"x","libraryVersion":1`, "align": `"align":"left"`, "note": `"note":true`,
	"condition": `"condition":{"op":"empty","field":"x"}`, "list": `"list":"lines"`, "across": `"across":2`, "grid": `"grid":[{}]`, "plain": `"plain":true`, "part": `"part":"head"`, "span": `"span":2`,
	"label": `"label":"x"`, "columns": `"columns":[{"name":"no"}]`, "totals": `"totals":["total"]`, "closing": `"closing":"x"`, "title": `"title":"x"`, "asset": `"asset":"logo"`, "width": `"width":9`, "alt": `"alt":"x"`,
	"key": `"key":"x"`, "format": `"format":"text"`, "value": `"value":"x"`, "em": `"em":8`, "clause": `"clause":"x"`}

// attributeNeeds are attributes without which a type is refused.
var attributeNeeds = map[string]string{nodeWhen: "condition", nodeEach: "list", nodeTable: "grid", nodeLines: "columns", nodeImage: "asset", nodeField: "key", nodeBlank: "em", nodeRef: "clause", nodeCheck: "key"}

// takes reports whether checkAttrs accepts an attribute on a type.
func takes(t *testing.T, typ, name string) bool {
	text := attributeSamples[name]
	if need := attributeNeeds[typ]; need != "" && need != name {
		text += "," + attributeSamples[need]
	}
	var a Attrs
	if err := json.Unmarshal([]byte("{"+text+"}"), &a); err != nil {
		t.Fatal(err)
	}
	return checkAttrs(&Node{Type: typ, Attrs: &a}) == nil
}

func TestTheSchemaSaysWhatTheCheckEnforces(t *testing.T) {
	_, s := openWorkspace(t)
	for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
		info, err := s.Schema(tag)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range slices.Concat(info.Nodes, info.Inlines) {
			for name := range attributeSamples {
				if said := slices.Contains(n.Attrs, name); said != takes(t, n.Type, name) {
					t.Errorf("the schema says %v of %s.%s", said, n.Type, name)
				}
			}
		}
		for _, list := range [][]Word{info.Formats, info.Locks, info.Kinds, info.Columns, info.Totals} {
			for _, w := range list {
				if w.Label == "" || strings.HasPrefix(w.Label, "template.") {
					t.Errorf("%s: %+v has no word", tag, w)
				}
			}
		}
	}
	info, _ := s.Schema(locale.ZhCN)
	at := slices.IndexFunc(info.Sources, func(s SourceInfo) bool { return s.Path == "customer.legalRepresentative" })
	if !slices.Contains(info.Sources[at].Search, "kh.fddbr") && !slices.ContainsFunc(info.Sources[at].Search, func(s string) bool { return strings.HasSuffix(s, "fddbr") }) {
		t.Errorf("%v", info.Sources[at].Search)
	}
	d, _ := Parse(planned)
	list, err := s.Chips(*d)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"buyer.taxId": "", "plan.amount": "plan", "plan.amount.sum": "", "plan.no": "plan", "lines.name": "lines", "contract.number": ""}
	for _, c := range list {
		if l, ok := want[c.Key]; ok {
			if c.List != l || len(c.Search) == 0 {
				t.Errorf("%+v", c)
			}
			delete(want, c.Key)
		}
	}
	if len(want) > 0 {
		t.Errorf("not offered: %v", want)
	}
}
