package contract

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"keyue/backend/manuscript"
	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/docx"
	"keyue/backend/typeset/press"
)

// manuscriptReadsPDF is false while the reader of PDF is being written.
const manuscriptReadsPDF = false

// starters gives every template of the library, filled with sample data.
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
		out[def.Code] = ruled(template.Merge(def, template.Sample(def), template.Options{}).Document)
	}
	return out
}

// back reads bytes as a file that came back.
func back(t testing.TB, name string, data []byte) *manuscript.Manuscript {
	t.Helper()
	m, err := manuscript.Read(name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(name, err)
	}
	return m
}

func TestWhatWeWroteComesBackWithoutADifference(t *testing.T) {
	for code, doc := range starters(t) {
		for _, o := range []CompareOptions{{}, {ShowForm: true}} {
			var b bytes.Buffer
			if err := docx.Write(&b, doc, nil); err != nil {
				t.Fatal(err)
			}
			report(t, code+".docx", doc, back(t, code+".docx", b.Bytes()), o)
			if !manuscriptReadsPDF {
				continue
			}
			sheet, err := press.New().Run(doc, nil, time.Unix(0, 0))
			if err != nil {
				t.Fatal(err)
			}
			report(t, code+".pdf", doc, back(t, code+".pdf", sheet.PDF), o)
		}
	}
}

func report(t *testing.T, name string, doc typeset.Document, m *manuscript.Manuscript, o CompareOptions) {
	t.Helper()
	c, err := contrast(doc, m, o)
	if err != nil {
		t.Fatal(err)
	}
	if c.Summary.Renumbered != 0 || !c.Identical {
		t.Errorf("%s %+v: %+v", name, o, c.Summary)
	}
	for i, d := range c.Differences {
		if i < 4 {
			t.Logf("%s %s %q %v", d.Kind, d.Where, d.Pieces, d.Reasons)
		}
	}
}
