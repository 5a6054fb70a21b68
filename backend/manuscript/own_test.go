package manuscript_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keyue/backend/manuscript"
	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/docx"
	"keyue/backend/typeset/press"
)

// starters are the templates of the library, filled with sample data.
func starters(t testing.TB) map[string]typeset.Document {
	t.Helper()
	files, err := filepath.Glob("../template/starter/*/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	out := map[string]typeset.Document{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		def, problems := template.Parse(string(text))
		if len(problems) > 0 {
			t.Fatal(name, problems)
		}
		out[filepath.Base(filepath.Dir(name))+"/"+def.Code] = template.Merge(def, template.Sample(def), template.Options{}).Document
	}
	return out
}

// paragraphs are the running paragraphs of a document of ours, with their labels.
func paragraphs(doc typeset.Document) []string {
	var list []string
	for _, b := range doc.Blocks {
		if b.Paragraph == nil {
			continue
		}
		text := b.Paragraph.Label
		for _, r := range b.Paragraph.Runs {
			text += r.Text
		}
		if text = squeezed(text); text != "" {
			list = append(list, text)
		}
	}
	return list
}

func TestWhatWeIssueReadsBackParagraphByParagraph(t *testing.T) {
	var total, whole [2]int
	for name, doc := range starters(t) {
		sheet, err := press.New().Run(doc, nil, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		var word bytes.Buffer
		if err := docx.Write(&word, doc, nil); err != nil {
			t.Fatal(err)
		}
		for i, m := range []*manuscript.Manuscript{read(t, name+".pdf", sheet.PDF), read(t, name+".docx", word.Bytes())} {
			got := map[string]bool{}
			m.Walk(func(p *manuscript.Paragraph) { got[squeezed(p.Text())] = true })
			all := squeezed(m.Text())
			for _, p := range paragraphs(doc) {
				total[i]++
				if got[p] {
					whole[i]++
				} else {
					t.Logf("%s %s: %s", name, m.Format, p)
				}
				if !strings.Contains(all, p) {
					t.Errorf("%s: %s loses %q", name, m.Format, p)
				}
			}
			for _, d := range m.Dropped {
				if d.Code != manuscript.DroppedRepeated {
					t.Errorf("%s: %s drops %v", name, m.Format, d)
				}
			}
		}
	}
	t.Logf("paragraphs whole again: PDF %d of %d, Word %d of %d", whole[0], total[0], whole[1], total[1])
}
