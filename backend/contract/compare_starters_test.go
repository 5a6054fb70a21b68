package contract

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"keyue/backend/compare"
	"keyue/backend/manuscript"
	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/docx"
	"keyue/backend/typeset/press"
)

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

// TestWhatLibreOfficePrintedIsTheSame reads PDFs that LibreOffice made of our
// Word files, from the folder KEYUE_SHOW of the docx package's test.
func TestWhatLibreOfficePrintedIsTheSame(t *testing.T) {
	dir := os.Getenv("KEYUE_SHOW")
	if dir == "" {
		t.Skip("KEYUE_SHOW names no folder")
	}
	for code, doc := range starters(t) {
		data, err := os.ReadFile(filepath.Join(dir, code+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		report(t, code, doc, back(t, code+".pdf", data), compare.Options{})
	}
}

func TestWhatWeWroteComesBackWithoutADifference(t *testing.T) {
	for code, doc := range starters(t) {
		var b bytes.Buffer
		if err := docx.Write(&b, doc, nil); err != nil {
			t.Fatal(err)
		}
		sheet, err := press.New().Run(doc, nil, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range map[string][]byte{code + ".docx": b.Bytes(), code + ".pdf": sheet.PDF} {
			m := back(t, name, data)
			report(t, name, doc, m, compare.Options{})
			report(t, name, doc, m, compare.Options{ShowForm: true})
		}
	}
}

func report(t *testing.T, name string, doc typeset.Document, m *manuscript.Manuscript, o compare.Options) {
	t.Helper()
	c, err := compare.Document(doc, m, o)
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

// replaced gives a document with a text of one run changed.
func replaced(t *testing.T, doc typeset.Document, old, new string) typeset.Document {
	t.Helper()
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	after := bytes.Replace(data, []byte(old), []byte(new), 1)
	if bytes.Equal(after, data) {
		t.Fatalf("no %q", old)
	}
	var out typeset.Document
	if err := json.Unmarshal(after, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// block finds the block whose paragraph begins so.
func block(t *testing.T, doc typeset.Document, text string) int {
	t.Helper()
	for i, b := range doc.Blocks {
		if b.Paragraph != nil && len(b.Paragraph.Runs) > 0 && strings.HasPrefix(b.Paragraph.Runs[0].Text, text) {
			return i
		}
	}
	t.Fatalf("no %q", text)
	return 0
}

func TestAPDFThatCameBackShowsWhatWasAltered(t *testing.T) {
	doc := starters(t)["zh-sale"]
	packing := block(t, doc, "包装")
	for _, c := range []struct {
		name  string
		doc   typeset.Document
		want  compare.Summary
		where string
	}{
		{"a figure", replaced(t, doc, "70,144.00", "79,144.00"), compare.Summary{Changed: 1, Grave: 1}, ""},
		{"a removed 不", replaced(t, doc, "但不得超过", "但得超过"), compare.Summary{Changed: 1, Grave: 1}, "违约责任"},
		{"a sentence", replaced(t, doc, "包装物不回收，不另行计价。", ""), compare.Summary{Changed: 1, Grave: 1}, "包装"},
		{"days in words", replaced(t, doc, "逾期超过三十日", "逾期超过六十日"), compare.Summary{Changed: 1, Grave: 1}, "违约责任"},
		{"a clause", func() typeset.Document {
			d := doc
			d.Blocks = slices.Delete(slices.Clone(d.Blocks), packing, packing+2)
			return d
		}(), compare.Summary{Removed: 1, Grave: 1}, "包装"},
	} {
		sheet, err := press.New().Run(c.doc, nil, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		got, err := compare.Document(doc, back(t, "x.pdf", sheet.PDF), compare.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got.Summary != c.want || !strings.Contains(got.Differences[0].Where, c.where) {
			t.Errorf("%s: %+v %+v", c.name, got.Summary, got.Differences)
		}
	}
}

// TestFilesThatHaveNothingInCommonAreComparedInTime compares a sale with every Chinese
// contract of the corpora, and each with itself.
func TestFilesThatHaveNothingInCommonAreComparedInTime(t *testing.T) {
	root, doc := corpora(t), starters(t)["zh-sale"]
	for _, folder := range []string{"5-contracts-zh-text"} {
		files, err := filepath.Glob(filepath.Join(root, folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			m, err := manuscript.Read(filepath.Base(name), bytes.NewReader(data), int64(len(data)))
			if err != nil {
				continue
			}
			other, err := compare.Document(doc, m, compare.Options{})
			if err != nil || other.Identical {
				t.Errorf("%s: %v, the same as a sale: %v", m.Name, err, other.Identical)
			}
			same, err := compare.Files(m, m, compare.Options{ShowForm: true})
			if err != nil || !same.Identical || same.Summary.Renumbered > 0 {
				t.Errorf("%s differs from itself: %+v %v", m.Name, same.Summary, err)
			}
		}
	}
}

// corpora is the folder of test data, found upwards from here.
func corpora(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		for _, c := range []string{filepath.Join(dir, "corpora"), filepath.Join(dir, "shared", "corpora")} {
			if _, err := os.Stat(c); err == nil {
				return c
			}
		}
		if filepath.Dir(dir) == dir {
			t.Skip("no corpora here")
		}
		dir = filepath.Dir(dir)
	}
}
