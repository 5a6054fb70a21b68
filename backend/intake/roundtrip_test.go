package intake

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"keyue/backend/manuscript"
	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/docx"
)

// numbered are the numbers of the clauses of a document, each as far in as it is
// below the outermost: a quotation counts 1., which is elsewhere an inner level.
func numbered(doc typeset.Document) []string {
	var list []string
	top := 9
	for _, b := range doc.Blocks {
		if b.Paragraph != nil && b.Paragraph.Label != "" {
			top = min(top, b.Paragraph.Level)
		}
	}
	for _, b := range doc.Blocks {
		if b.Paragraph != nil && b.Paragraph.Label != "" {
			list = append(list, strings.Repeat(" ", b.Paragraph.Level-top)+b.Paragraph.Label)
		}
	}
	return list
}

// TestAContractOfOursComesBackWithItsClauses takes every starter through Word:
// filled, written as a file, imported as a template, filled again.
func TestAContractOfOursComesBackWithItsClauses(t *testing.T) {
	starters, err := filepath.Glob("../template/starter/*/*.txt")
	if err != nil || len(starters) < 20 {
		t.Fatal(starters, err)
	}
	for _, name := range starters {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		def, problems := template.Parse(string(text))
		if len(problems) > 0 {
			t.Fatal(name, problems)
		}
		doc := template.Merge(def, template.Sample(def), template.Options{}).Document
		var file bytes.Buffer
		if err := docx.Write(&file, doc, nil); err != nil {
			t.Fatal(err)
		}
		m, err := manuscript.Read("back.docx", bytes.NewReader(file.Bytes()), int64(file.Len()))
		if err != nil {
			t.Fatal(name, err)
		}
		p := Propose(m)
		again := template.Merge(&p.Definition, template.Sample(&p.Definition), template.Options{}).Document
		if was, is := numbered(doc), numbered(again); !slices.Equal(was, is) {
			i := 0
			for i < len(was) && i < len(is) && was[i] == is[i] {
				i++
			}
			t.Errorf("%s: %d clauses became %d; from %d: %q, %q", filepath.Base(name), len(was), len(is), i, was[i:min(i+4, len(was))], is[i:min(i+4, len(is))])
		}
	}
}
