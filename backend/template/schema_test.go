package template

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update-schema", false, "write schema.json")

// described is the closed schema in the words of the editor; the page's tests
// compare its own schema with it.
type described struct {
	Nodes      map[string]describedNode `json:"nodes"`
	Inlines    []string                 `json:"inlines"`
	Marks      []string                 `json:"marks"`
	Formats    []string                 `json:"formats"`
	Columns    []string                 `json:"columns"`
	Totals     []string                 `json:"totals"`
	Numbers    []string                 `json:"numbers"`
	Operators  []string                 `json:"operators"`
	Levels     int                      `json:"levels"`
	Depth      int                      `json:"depth"`
	MaxNodes   int                      `json:"maxNodes"`
	BlankRange []int                    `json:"blankRange"`
	Label      int                      `json:"label"`
}

type describedNode struct {
	Content []string `json:"content"`
	Min     int      `json:"min"`
	Inline  bool     `json:"inline"`
	Attrs   []string `json:"attrs"`
}

// needed are attributes without which a type is not accepted.
var needed = map[string]Attrs{
	nodeWhen: {Condition: &Condition{Op: opEmpty, Field: "x"}}, nodeEach: {List: pathLines}, nodeTable: {Grid: []GridColumn{{}}},
	nodeLines: {Columns: []LinesColumn{{Name: "no"}}}, nodeImage: {Asset: "logo", Width: 1}, nodeField: {Key: "x"},
	nodeBlank: {Em: 8}, nodeRef: {Clause: "x"}, nodeCheck: {Key: "x"},
}

// accepted are values that are accepted wherever a type has the attribute.
var accepted = Attrs{
	ID: "x", Align: "left", Note: true, Condition: &Condition{Op: opEmpty, Field: "x"}, List: pathLines, Across: 2,
	Lock: LockFree, Grid: []GridColumn{{}}, Plain: true, Part: "head", Span: 2, Label: "x", Columns: []LinesColumn{{Name: "no"}},
	Totals: []string{"total"}, Closing: "x", Title: "x", Asset: "x", Width: 1, Height: 1, Alt: "x", Key: "x", Format: FormatText, Value: "x", Em: 8, Clause: "x",
	Library: "x", LibraryVersion: 1,
}

// together are attributes that only go with another one.
var together = map[string]Attrs{"Library": {LibraryVersion: 1}, "LibraryVersion": {Library: "x"}}

func attrsOf(typ string) []string {
	out := []string{}
	for i := range reflect.TypeFor[Attrs]().NumField() {
		f := reflect.TypeFor[Attrs]().Field(i)
		a := needed[typ]
		v := reflect.ValueOf(&a).Elem()
		v.Field(i).Set(reflect.ValueOf(accepted).Field(i))
		if with, ok := together[f.Name]; ok {
			for k := range v.NumField() {
				if w := reflect.ValueOf(with).Field(k); !w.IsZero() {
					v.Field(k).Set(w)
				}
			}
		}
		if err := checkAttrs(&Node{Type: typ, Attrs: &a}); err == nil {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			out = append(out, name)
		}
	}
	return out
}

func TestTheSchemaIsDescribedForTheEditor(t *testing.T) {
	d := described{Nodes: map[string]describedNode{}, Inlines: inlineNodes, Marks: markOrder, Numbers: numberStyles, Operators: []string{},
		Levels: maxClauses, Depth: maxDepth, MaxNodes: maxNodes, BlankRange: []int{minBlank, maxBlank}, Label: maxLabel}
	for typ, r := range rules {
		content := slices.Clone(r.content)
		slices.Sort(content)
		if content == nil {
			content = []string{}
		}
		d.Nodes[typ] = describedNode{Content: content, Min: r.min, Inline: r.inline, Attrs: attrsOf(typ)}
	}
	for _, typ := range inlineNodes {
		d.Nodes[typ] = describedNode{Content: []string{}, Attrs: attrsOf(typ)}
	}
	for list, words := range map[*[]string]vocabulary{&d.Formats: formatWords, &d.Columns: columnWords, &d.Totals: totalWords, &d.Operators: compareWords} {
		for _, w := range words {
			*list = append(*list, w.code)
		}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("schema.json", out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.ReplaceAll(kept, []byte("\r\n"), []byte("\n")), out.Bytes()) {
		t.Error("schema.json is not the schema: run go test ./backend/template -run Described -args -update-schema, then make frontend/src/features/templates/editor/schema.ts agree")
	}
}

func TestTreesAreCheckedEachForItself(t *testing.T) {
	sound := Definition{Name: "a", Kind: KindSale, Language: "zh-CN", Body: Node{Type: nodeDoc, Content: []Node{{Type: nodeParagraph, Content: []Node{{Type: nodeText, Text: "x"}}}}}}
	broken := Definition{Name: "b", Kind: KindSale, Language: "zh-CN", Body: Node{Type: nodeDoc, Content: []Node{{Type: nodeRow}}}}
	out, err := (&Service{}).CheckTrees([]Definition{sound, broken})
	if err != nil || len(out) != 2 || !out[0].Sound || out[1].Readable || out[1].Problems[0].Code != "template.tree.misplaced" {
		t.Errorf("%+v %v", out, err)
	}
}
