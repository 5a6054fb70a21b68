package manuscript_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/manuscript"
)

// compound is the beginning of an OLE file with the name of a stream in it.
func compound(stream string) []byte {
	b := make([]byte, 2048)
	copy(b, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	for i, c := range []byte(stream) {
		b[1024+2*i] = c
	}
	return b
}

// pdf makes a file of numbered objects; no table of references is needed.
func pdf(objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	b.WriteString("trailer <</Root 1 0 R>>\n%%EOF\n")
	return []byte(b.String())
}

// page is a PDF of one page with a content stream.
func page(content string, more ...string) []byte {
	return pdf(append([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
		stream("", content), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	}, more...)...)
}

func stream(dict, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(content), content)
}

func packed(content string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = io.WriteString(z, content)
	_ = z.Close()
	return b.String()
}

const shown = "BT /F 12 Tf 72 700 Td (Contract text) Tj ET "

func TestHazardsAreRefusedWithASentence(t *testing.T) {
	good := word(t, p("合同"), nil)
	var locked bytes.Buffer
	z := zip.NewWriter(&locked)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "word/document.xml", Flags: 1})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write([]byte("x"))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	document := func(text string) []byte { return archive(t, map[string]string{"word/document.xml": text}) }
	many := map[string]string{}
	for i := range 5000 {
		many[fmt.Sprintf("word/%d.xml", i)] = ""
	}
	laughs := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:document ` + wordSpace + `><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"空.docx":       {nil, manuscript.Empty},
		"空白.txt":       {[]byte(" \r\n\t\n"), manuscript.Empty},
		"截断.docx":      {good[:len(good)-40], manuscript.Damaged},
		"改坏.docx":      {bytes.Replace(good, []byte("PK\x01\x02"), []byte("PK\x01\x03"), 1), manuscript.Damaged},
		"不是.docx":      {[]byte("hello"), manuscript.Damaged},
		"炸弹.docx":      {document(strings.Repeat(" ", 20<<20)), manuscript.Bomb},
		"零件.docx":      {archive(t, many), manuscript.Bomb},
		"实体.docx":      {document(laughs), manuscript.Bomb},
		"套娃.docx":      {document(`<w:document ` + wordSpace + `>` + strings.Repeat("<w:sdt>", 5000)), manuscript.TooBig},
		"元素.docx":      {document(`<w:document ` + wordSpace + `><w:body>` + strings.Repeat("<w:p/>", 1_600_000)), manuscript.Bomb},
		"半个.docx":      {document(`<w:document ` + wordSpace + `><w:body><w:p>`), manuscript.Damaged},
		"表格.docx":      {archive(t, map[string]string{"xl/workbook.xml": "<x/>"}), manuscript.WrongType},
		"幻灯片.docx":     {archive(t, map[string]string{"ppt/presentation.xml": "<x/>"}), manuscript.WrongType},
		"压缩包.zip":      {archive(t, map[string]string{"a.txt": "a"}), manuscript.WrongType},
		"开放.odt":       {archive(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), manuscript.Other},
		"另一种.docx":     {document(`<html/>`), manuscript.Damaged},
		"加密.docx":      {compound("EncryptedPackage"), manuscript.Encrypted},
		"加密包.docx":     {locked.Bytes(), manuscript.Encrypted},
		"老.doc":        {compound("WordDocument"), manuscript.OldWord},
		"老.xls":        {compound("Workbook"), manuscript.WrongType},
		"富文本.doc":      {[]byte(`{\rtf1 hello}`), manuscript.OldWord},
		"网页.doc":       {[]byte("\xEF\xBB\xBF<html><body>合同</body></html>"), manuscript.OldWord},
		"2003.doc":     {[]byte(`<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>`), manuscript.OldWord},
		"图.docx":       {[]byte("\x89PNG\r\n\x1a\n"), manuscript.WrongType},
		"乱.txt":        {bytes.Repeat([]byte{0, 1, 2, 3, 250, 7, 9, 200}, 500), manuscript.Binary},
		"大.txt":        {bytes.Repeat([]byte("合"), 4<<20), manuscript.TooLarge},
		"没有页.pdf":      {[]byte("%PDF-1.4\nhello"), manuscript.Damaged},
		"扫描.pdf":       {page("/X Do", stream("/Subtype/Image/Width 1/Height 1", "x")), manuscript.Scanned},
		"密码.pdf":       {[]byte(strings.Replace(string(page(shown)), "trailer <<", "trailer <</Encrypt<</Filter/Standard/V 1/R 2/O(01234567890123456789012345678901)/U(01234567890123456789012345678901)/P -4>>", 1)), manuscript.Encrypted},
		"压缩炸弹.pdf":     {bombPDF(), manuscript.TooBig},
		"数太多.pdf":      {page(shown + strings.Repeat("1 ", 4_100_000)), manuscript.TooBig},
		"没有名字的字.pdf":   {page("BT /F 12 Tf (\x81\x8D\x8F\x90) Tj ET"), manuscript.Unreadable},
		"自己引用自己的页.pdf": {pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]>>"), manuscript.Damaged},
	} {
		m, err := manuscript.Read(name, bytes.NewReader(c.data), int64(len(c.data)))
		if !fault.Is(err, c.code) {
			t.Errorf("%s: %v, not %s (%v)", name, err, c.code, m != nil)
			continue
		}
		for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
			e := fault.From(err)
			if s := locale.Text(tag, e.Code, e.Params); !strings.Contains(s, name) || strings.Contains(s, "{") {
				t.Errorf("%s: %s", name, s)
			}
		}
	}
	if _, err := manuscript.Read("大.docx", bytes.NewReader(good), 1<<40); !fault.Is(err, manuscript.TooLarge) {
		t.Error(err)
	}
	if _, err := manuscript.Read("坏盘.docx", broken{}, 1<<20); !fault.Is(err, manuscript.Damaged) {
		t.Error(err)
	}
}

// bombPDF draws a stream that unpacks to much, again and again.
func bombPDF() []byte {
	return page(strings.Repeat("/X Do ", 20), stream("/Subtype/Form/BBox[0 0 9 9]/Filter/FlateDecode", packed(strings.Repeat(" ", 30<<20))))
}

type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, errors.New("input/output error") }

func TestHostileButReadableFilesEnd(t *testing.T) {
	var nested strings.Builder
	for range 40 {
		nested.WriteString("<w:tbl><w:tr><w:tc>")
	}
	nested.WriteString(p("深"))
	for range 40 {
		nested.WriteString("</w:tc></w:tr></w:tbl>")
	}
	for name, data := range map[string][]byte{
		"nested.docx":   word(t, nested.String(), nil),
		"runs.docx":     word(t, "<w:p>"+strings.Repeat("<w:r><w:t>字</w:t></w:r>", 200_000)+"</w:p>", nil),
		"deleted.docx":  word(t, strings.Repeat("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>字</w:t></w:r></w:p>", 100_000), nil),
		"spans.docx":    word(t, "<w:tbl>"+strings.Repeat("<w:tr>"+cell(`<w:gridSpan w:val="999999999"/>`, "宽")+cell("", "外")+"</w:tr>", 100)+"</w:tbl>", nil),
		"form.pdf":      page(shown+"/X Do", stream("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>", "/X Do /X Do")),
		"refs.pdf":      page(shown, "6 0 R", "7 0 R", "<</Type/ObjStm/N 99999999/First 99999999/Length 0>>stream\nendstream"),
		"cut.pdf":       append(page(shown), "9 0 obj <</A <41"...),
		"widths.pdf":    page(shown+"BT /G 1 Tf (x) Tj ET", "<</Subtype/Type0/DescendantFonts[<</W[0 4000000000 1 0 4000000000 1]>>]>>"),
		"fences.md":     []byte(strings.Repeat("```\n", 50_000) + "字"),
		"brackets.md":   []byte(strings.Repeat("[", 100_000) + "字"),
		"images.md":     []byte(strings.Repeat("![a](", 50_000) + "字"),
		"stars.md":      []byte(strings.Repeat("*a **b _c ", 30_000) + "字"),
		"quotes.md":     []byte(strings.Repeat(">", 50_000) + "字"),
		"lists.md":      []byte(strings.Repeat("- ", 20_000) + "字"),
		"tables.md":     []byte(strings.Repeat("|a|\n|-|\n", 50_000) + "字"),
		"ticks.md":      []byte(strings.Repeat("`` ` ", 50_000) + "字"),
		"html.md":       []byte(strings.Repeat("<a ", 100_000) + "字"),
		"indents.md":    []byte(strings.Repeat(" ", 100_000) + "字\n" + strings.Repeat("     - x\n", 20_000)),
		"entities.md":   []byte(strings.Repeat("&#x0;&amp;", 50_000) + "字"),
		"underlines.md": []byte(strings.Repeat("_", 200_000) + "字"),
	} {
		start := time.Now()
		m := read(t, name, data)
		t.Logf("%s: %v", name, time.Since(start))
		if m.Chars == 0 {
			t.Errorf("%s: nothing read", name)
		}
	}
}

func hasSentence(t *testing.T, code string) {
	t.Helper()
	for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
		if s := locale.Text(tag, code, map[string]any{"count": 3}); s == "" || s == code || !strings.Contains(s, "3") {
			t.Errorf("%s: %q", code, s)
		}
	}
}
