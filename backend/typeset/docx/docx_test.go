package docx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/docx"
	"keyue/backend/typeset/press"

	"golang.org/x/text/unicode/norm"
)

// starters gives every template of the library, filled with sample data.
func starters(t testing.TB) map[string]typeset.Document {
	t.Helper()
	files, err := filepath.Glob("../../template/starter/*/*.txt")
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
		doc := template.Merge(def, template.Sample(def), template.Options{}).Document
		out[def.Code] = doc
	}
	return out
}

func write(t testing.TB, doc typeset.Document, assets map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := docx.Write(&b, doc, assets); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// visible is what a reader sees of a text: no white space, one form of each
// character, and no check boxes, which the pages draw.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '☐' || r == '☑' || r == 0xAD || r == 0x200B {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

// hanging are the marks that LibreOffice 7.4 fails to draw, now and then, at the
// end of a justified line; they are in its text.
const hanging = ",;:.、。"

// missing gives the characters of a that b lacks, in whatever order: the columns
// of a page may be read in one order or another.
func missing(a, b string) string {
	count := map[rune]int{}
	for _, r := range b {
		count[r]++
	}
	var out strings.Builder
	for _, r := range a {
		if count[r]--; count[r] < 0 {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// TestEveryStarterSaysInLibreOfficeWhatOurPagesSay converts all starters in one
// run of LibreOffice and compares what can be read on the pages, numbers
// included. KEYUE_SHOW names a folder that keeps the files.
func TestEveryStarterSaysInLibreOfficeWhatOurPagesSay(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not here")
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not here")
	}
	dir := t.TempDir()
	if keep := os.Getenv("KEYUE_SHOW"); keep != "" {
		dir = keep
	}
	docs := starters(t)
	var names []string
	for code, doc := range docs {
		name := filepath.Join(dir, code+".docx")
		if err := os.WriteFile(name, write(t, doc, nil), 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
		sheet, err := press.New().Run(doc, nil, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, code+".ours.pdf"), sheet.PDF, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(dir, "everything.docx") // to look at, and that it opens
	if err := os.WriteFile(name, write(t, everything(), map[string][]byte{"logo": picture(t)}), 0o600); err != nil {
		t.Fatal(err)
	}
	names = append(names, name)
	slices.Sort(names)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	args := append([]string{"--headless", "-env:UserInstallation=file://" + filepath.ToSlash(t.TempDir()), "--convert-to", "pdf", "--outdir", dir}, names...)
	if out, err := exec.CommandContext(ctx, soffice, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for code, doc := range docs {
		ours, theirs := pages(t, filepath.Join(dir, code+".ours.pdf")), pages(t, filepath.Join(dir, code+".pdf"))
		a, b := visible(body(ours, doc.Number)), visible(body(theirs, doc.Number))
		if lost := missing(a, b); strings.Trim(lost, hanging) != "" || utf8.RuneCountInString(lost) > 2 {
			t.Errorf("%s: on their pages is missing %q\n%s", code, lost, around(a, b))
		}
		if more := missing(b, a); more != "" {
			t.Errorf("%s: on their pages is too much: %q\n%s", code, more, around(a, b))
		}
	}
}

func pages(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", "-raw", "-enc", "UTF-8", name, "-").Output()
	if err != nil {
		t.Fatal(name, err)
	}
	return string(out)
}

// body drops the footers: the two have other page breaks.
func body(text, number string) string {
	var out []string
	for _, line := range strings.Split(strings.ReplaceAll(text, "\f", "\n"), "\n") {
		plain := visible(line)
		if strings.HasPrefix(plain, visible(number)) && (strings.Contains(plain, "页共") || strings.Contains(plain, "Page")) || strings.HasPrefix(plain, "第") && strings.Contains(plain, "页共") ||
			strings.HasPrefix(plain, "Page") && strings.Contains(plain, "of") || plain == visible(number) {
			continue
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// around shows the first place where two texts part.
func around(a, b string) string {
	ra, rb := []rune(a), []rune(b)
	i := 0
	for i < len(ra) && i < len(rb) && ra[i] == rb[i] {
		i++
	}
	cut := func(r []rune) string { return string(r[max(i-20, 0):min(i+60, len(r))]) }
	return fmt.Sprintf("ours   (%d) …%s\ntheirs (%d) …%s", len(ra), cut(ra), len(rb), cut(rb))
}

// parts unpacks a file.
func parts(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

// picture is a small PNG.
func picture(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 300, 100))
	for x := range 300 {
		for y := range 100 {
			img.Set(x, y, color.RGBA{30, 90, 160, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// everything is a document with all that a document can hold.
func everything() typeset.Document {
	return typeset.Document{
		Language: "zh-CN", Title: "样例 <1> & “2”", Number: "HT-1", Author: "甲", Logo: "logo", Watermark: "草稿",
		Header: []typeset.Run{{Text: "左"}, {Break: true}, {Text: "中"}, {Break: true}, {PageOf: "page"}, {Text: "/"}, {PageOf: "pages"}},
		Blocks: []typeset.Block{
			{Paragraph: &typeset.Paragraph{Style: typeset.StyleTitle, Runs: []typeset.Run{{Text: "总合同"}}}},
			{Pairs: &typeset.Pairs{Columns: 2, Rows: []typeset.Pair{{Label: "编号：", Value: []typeset.Run{{Text: "HT-1"}}}, {Label: "日期：", Value: []typeset.Run{{Blank: 8}}}, {Label: "地点：", Value: []typeset.Run{{Text: "这里"}}}}}},
			{Pairs: &typeset.Pairs{Columns: 1, Rows: []typeset.Pair{{Label: "甲方：", Value: []typeset.Run{{Text: "某公司", Bold: true}}}}}},
			{Paragraph: &typeset.Paragraph{Style: typeset.StyleHeading, Label: "第一条", Level: 1, Runs: []typeset.Run{{Text: "标的"}}}},
			{Paragraph: &typeset.Paragraph{Style: typeset.StyleBody, Label: "1.", Level: 2, Runs: []typeset.Run{{Text: "面积100m"}, {Text: "2", Super: true}, {Text: "，余款"}, {Text: "￥1", Underline: true}, {Missing: true, Text: "金额"}, {Blank: 6}, {Check: "on"}, {Text: "是"}, {Check: "off"}, {Text: "否"}, {Break: true}, {Text: "a < b & c\nd"}}}},
			{Paragraph: &typeset.Paragraph{Style: typeset.StyleBody, Label: "附一", Level: 2, Runs: []typeset.Run{{Text: "写出的编号"}}}},
			{Table: &typeset.Table{Columns: []typeset.Column{{}, {Weight: 1}, {Align: typeset.AlignRight}},
				Head: []typeset.Row{{Cells: []typeset.Cell{{Runs: []typeset.Run{{Text: "序"}}}, {Span: 2, Runs: []typeset.Run{{Text: "名称"}}}}}},
				Rows: []typeset.Row{{Cells: []typeset.Cell{{Runs: []typeset.Run{{Text: "1"}}}, {Runs: []typeset.Run{{Text: "货物"}}}, {Runs: []typeset.Run{{Text: "10.00"}}}, {Runs: []typeset.Run{{Text: "多"}}}}}, {Cells: []typeset.Cell{{Runs: []typeset.Run{{Text: "短"}}}}}},
				Foot: []typeset.Row{{Bold: true, Cells: []typeset.Cell{{Span: 3, Runs: []typeset.Run{{Text: "合计"}}}}}}}},
			{Image: &typeset.Image{Asset: "logo", Width: 100, Align: typeset.AlignCenter}},
			{Image: &typeset.Image{Asset: "nothing"}},
			{Paragraph: &typeset.Paragraph{Style: typeset.StyleBody, Runs: []typeset.Run{{Text: "如下："}}}},
			{PageBreak: true},
			{Table: &typeset.Table{Plain: true, Rows: []typeset.Row{{Cells: []typeset.Cell{{Runs: []typeset.Run{{Text: "无线"}}}}}}}},
			{Paragraph: &typeset.Paragraph{Style: typeset.StyleNote, Runs: []typeset.Run{{Text: "注"}}}},
			{Signature: &typeset.Signature{Note: "（以下无正文）", Parties: []typeset.SignatureParty{{Title: "甲方（盖章）：", Name: "某公司", Lines: []typeset.Pair{{Label: "代表："}, {Label: "日期：", Value: []typeset.Run{{Blank: 6}}}}}, {Title: "乙方：", Lines: []typeset.Pair{{Label: "代表：", Value: []typeset.Run{{Text: "张三"}}}}}}}},
		},
	}
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	assets := map[string][]byte{"logo": picture(t)}
	if !bytes.Equal(write(t, everything(), assets), write(t, everything(), assets)) {
		t.Error("two files of one document differ")
	}
}

// sequence is the order in which ECMA-376 lists the children of an element; only
// those we write.
var sequence = map[string][]string{
	"pPr":         {"pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs", "overflowPunct", "spacing", "ind", "jc", "outlineLvl", "rPr", "sectPr"},
	"rPr":         {"rStyle", "rFonts", "b", "bCs", "i", "iCs", "noProof", "color", "sz", "szCs", "u", "shd", "vertAlign", "lang"},
	"tblPr":       {"tblStyle", "tblW", "jc", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"},
	"tblBorders":  {"top", "left", "bottom", "right", "insideH", "insideV"},
	"tblCellMar":  {"top", "left", "bottom", "right"},
	"tcPr":        {"tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign"},
	"tbl":         {"tblPr", "tblGrid", "tr"},
	"tr":          {"trPr", "tc"},
	"sectPr":      {"headerReference", "footerReference", "pgSz", "pgMar", "cols", "titlePg", "docGrid"},
	"abstractNum": {"nsid", "multiLevelType", "lvl"},
	"numbering":   {"abstractNum", "num"},
	"lvl":         {"start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff", "lvlText", "lvlJc", "pPr", "rPr"},
	"style":       {"name", "basedOn", "next", "link", "uiPriority", "semiHidden", "unhideWhenUsed", "qFormat", "pPr", "rPr", "tblPr"},
	"settings":    {"zoom", "defaultTabStop", "characterSpacingControl", "compat", "themeFontLang", "decimalSymbol", "listSeparator"},
	"font":        {"altName", "panose1", "charset", "family", "pitch"},
	"r":           {"rPr", "t", "br", "tab", "drawing", "pict", "t"},
}

// TestElementsStandInTheOrderWordAsksFor reads every part of every file: well
// formed, in order, each table cell with a paragraph, each relation with a part.
func TestElementsStandInTheOrderWordAsksFor(t *testing.T) {
	docs := starters(t)
	docs["everything"] = everything()
	for code, doc := range docs {
		files := parts(t, write(t, doc, map[string][]byte{"logo": picture(t)}))
		for name, content := range files {
			if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
				checkPart(t, code+"/"+name, content)
			}
			if strings.HasSuffix(name, ".rels") {
				checkRelations(t, files, name, content)
			}
		}
	}
}

func checkPart(t *testing.T, name, content string) {
	t.Helper()
	type frame struct {
		name string
		at   int
		last string
	}
	d := xml.NewDecoder(strings.NewReader(content))
	stack := []frame{{}}
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			top := &stack[len(stack)-1]
			if order, ok := sequence[top.name]; ok && top.name != "r" {
				at := slices.Index(order, e.Name.Local)
				if at < 0 {
					t.Errorf("%s: %s in %s is not expected", name, e.Name.Local, top.name)
				} else if at < top.at {
					t.Errorf("%s: %s in %s comes too late", name, e.Name.Local, top.name)
				}
				top.at = max(at, top.at)
			}
			top.last = e.Name.Local
			stack = append(stack, frame{name: e.Name.Local})
		case xml.EndElement:
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if (top.name == "tc" || top.name == "hdr" || top.name == "ftr") && top.last != "p" {
				t.Errorf("%s: %s ends with %q, not with a paragraph", name, top.name, top.last)
			}
			if top.name == "body" && top.last != "sectPr" {
				t.Errorf("%s: the body ends with %s", name, top.last)
			}
		}
	}
	if strings.Contains(content, "</w:tbl><w:tbl>") || strings.Contains(content, "</w:tbl><w:sectPr>") {
		t.Errorf("%s: a table touches another or the end", name)
	}
}

func checkRelations(t *testing.T, files map[string]string, name, content string) {
	t.Helper()
	var list struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	if err := xml.Unmarshal([]byte(content), &list); err != nil {
		t.Fatal(err)
	}
	base := strings.TrimSuffix(filepath.ToSlash(filepath.Dir(filepath.Dir(name))), ".")
	for _, r := range list.Relationship {
		if _, ok := files[strings.TrimPrefix(base+"/"+r.Target, "/")]; !ok {
			t.Errorf("%s: %s leads to %s, which is not there", name, r.ID, r.Target)
		}
	}
}

func TestWhatADocumentHoldsIsInTheFile(t *testing.T) {
	files := parts(t, write(t, everything(), map[string][]byte{"logo": picture(t)}))
	for part, wants := range map[string][]string{
		"word/document.xml": {"<w:numPr>", "<w:tblHeader/>", `<w:gridSpan w:val="2"/>`, `<w:vertAlign w:val="superscript"/>`, "☑", "☐", "附一", "a &lt; b &amp; c</w:t><w:br/>",
			"<w:pageBreakBefore/>", "<w:cantSplit/>", `<w:titlePg/>`, "多", "（以下无正文）"},
		"word/styles.xml":    {`w:firstLineChars="200"`, `<w:outlineLvl w:val="0"/>`},
		"word/numbering.xml": {`<w:lvlText w:val="第%1条"/>`, `<w:lvlText w:val="%2."/>`, `<w:numFmt w:val="chineseCountingThousand"/>`},
		"word/header1.xml":   {"草稿", "PAGE", "NUMPAGES"},
		"word/header2.xml":   {"草稿", "rIdImage1", `<w:ind w:left="`},
		"word/footer1.xml":   {"HT-1", "PAGE", "NUMPAGES", "共"},
		"docProps/core.xml":  {"样例 &lt;1&gt; &amp; “2”", "HT-1", "甲"},
		"word/fontTable.xml": {"宋体", "黑体", "SimSun"},
	} {
		for _, want := range wants {
			if !strings.Contains(files[part], want) {
				t.Errorf("%s lacks %s", part, want)
			}
		}
	}
	if strings.Contains(files["word/document.xml"], "第一条") {
		t.Error("the number that Word counts is written as text too")
	}
}

func TestAnyTextGivesAWellFormedFile(t *testing.T) {
	for _, text := range []string{"", " ", "\x00\x01\x1F", "]]><&\"'", "a\tb\r\nc\vd\u2028e", "\U00020BB7\U0001F600", "\uFFFE\uFFFF\uFFFD", "\xff\xfe", strings.Repeat("长", 5000), "\u202Eabc"} {
		doc := everything()
		run := []typeset.Run{{Text: text, Bold: true}, {Text: text, Underline: true}, {Text: text, Missing: true}}
		doc.Title, doc.Number, doc.Watermark = text, text, text
		if len(text) > 500 {
			doc.Number, doc.Watermark = "", ""
		}
		doc.Blocks = append(doc.Blocks,
			typeset.Block{Paragraph: &typeset.Paragraph{Label: text, Level: 99, Runs: run}},
			typeset.Block{Pairs: &typeset.Pairs{Columns: 9, Level: 40, Rows: []typeset.Pair{{Label: text, Value: run}}}},
			typeset.Block{Table: &typeset.Table{Rows: []typeset.Row{{Cells: []typeset.Cell{{Runs: run, Span: 1000}}}, {}}}},
			typeset.Block{Table: &typeset.Table{}},
			typeset.Block{Signature: &typeset.Signature{Parties: []typeset.SignatureParty{{Title: text, Lines: []typeset.Pair{{Label: text, Value: run}}}, {}, {}, {}, {}}}},
			typeset.Block{PageBreak: true})
		for name, content := range parts(t, write(t, doc, map[string][]byte{"logo": []byte("no picture")})) {
			if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
				checkPart(t, fmt.Sprintf("%.10q/%s", text, name), content)
			}
		}
	}
	if err := docx.Write(io.Discard, typeset.Document{Page: typeset.Page{Width: 10}}, nil); err == nil {
		t.Error("paper as wide as a stamp was taken")
	}
}
