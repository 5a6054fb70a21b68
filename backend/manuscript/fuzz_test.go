package manuscript_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"keyue/backend/fault"
	"keyue/backend/manuscript"
)

// survive reads what a fuzzer made: it is read within its time and keeps its
// promises, or is refused with a fault of ours that is no panic.
func survive(t *testing.T, name string, data []byte) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	m, err := manuscript.ReadContext(ctx, name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		e := fault.From(err)
		if e.Code == manuscript.TooSlow || e.Code == fault.Internal || bytes.Contains([]byte(e.Error()), []byte("panic: ")) {
			t.Fatal(err)
		}
		return
	}
	checkShape(t, name, m)
}

// seeds gives small files of the corpora to start from.
func seeds(f *testing.F, folder string, most int64, add func(data []byte)) {
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "corpora", folder, "*"))
	for _, name := range files {
		if info, err := os.Stat(name); err == nil && info.Size() < most {
			if data, err := os.ReadFile(name); err == nil {
				add(data)
			}
		}
	}
}

func FuzzWord(f *testing.F) {
	part := func(data []byte, name string) string {
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return ""
		}
		r, err := z.Open(name)
		if err != nil {
			return ""
		}
		var b bytes.Buffer
		_, _ = b.ReadFrom(r)
		return b.String()
	}
	seeds(f, "4-docx-test", 16<<10, func(data []byte) {
		if doc := part(data, "word/document.xml"); len(doc) < 20<<10 {
			f.Add(doc, part(data, "word/numbering.xml"), part(data, "word/styles.xml"))
		}
	})
	f.Add(`<w:document `+wordSpace+`><w:body>`+items("1.0 1.1 2.0")+`<w:tbl><w:tr>`+cell(`<w:vMerge/>`, "x")+`</w:tr></w:tbl></w:body></w:document>`, `<w:numbering `+wordSpace+`>`+numberings[0].lists+`</w:numbering>`, "")
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/numbering" Target="numbering.xml"/><Relationship Id="b" Type="x/styles" Target="styles.xml"/><Relationship Id="c" Type="x/footnotes" Target="document.xml"/></Relationships>`
	f.Fuzz(func(t *testing.T, document, numbering, styles string) {
		survive(t, "fuzz.docx", archive(t, map[string]string{"word/document.xml": document, "word/numbering.xml": numbering, "word/styles.xml": styles, "word/_rels/document.xml.rels": rels}))
	})
}

func FuzzPDF(f *testing.F) {
	seeds(f, "4-pdf", 24<<10, func(data []byte) { f.Add(data) })
	f.Add(page(shown+"/X Do", stream("/Subtype/Form/BBox[0 0 9 9]/Filter/FlateDecode", packed("BT /F 9 Tf [(a)-200(b)] TJ ET"))))
	f.Add(pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Kids[3 0 R]>>", "<</Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>", stream("", "BT /F 9 Tf <00410042> Tj ET"),
		"<</Subtype/Type0/ToUnicode 6 0 R/DescendantFonts[<</W[1[500] 2 9 600]>>]>>", stream("", "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0041> <0050> <4E00> endbfrange")))
	f.Fuzz(func(t *testing.T, data []byte) { survive(t, "fuzz.pdf", append([]byte("%PDF-1.4\n"), data...)) })
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"# 合同\n\n1. 甲方：____\n2. 乙方\n\n| a | b |\n|---|:-:|\n| 1 | 2 | 3 |\n", "- [x] 是\n    - 否\n\n> 引 **粗**（<u>下划</u>）\n\n```\ncode\n```\n<b>x</b>", "a\n===\n\n        far\n\n***\n![p](x)&nbsp;\\*"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { survive(t, "fuzz.md", data) })
}
