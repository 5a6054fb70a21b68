package manuscript_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"unicode/utf16"

	"keyue/backend/manuscript"
)

const (
	wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
		`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ` +
		`xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" ` +
		`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

func read(t testing.TB, name string, data []byte) *manuscript.Manuscript {
	t.Helper()
	m, err := manuscript.Read(name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return m
}

// squeezed is a text by its visible characters.
func squeezed(s string) string {
	return strings.Map(func(c rune) rune {
		if !manuscript.Visible(c) {
			return -1
		}
		return c
	}, s)
}

// word makes a .docx: the body, and other parts by name. Parts beside the
// document are related to it by their names: "header1.xml" is a header.
func word(t testing.TB, body string, parts map[string]string) []byte {
	t.Helper()
	all := map[string]string{
		"_rels/.rels":       `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + relationSpace + `officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml": `<?xml version="1.0" encoding="UTF-8"?><w:document ` + wordSpace + `><w:body>` + body + `</w:body></w:document>`,
	}
	var rels strings.Builder
	for name, content := range parts {
		kind := strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(name, ".xml"), ".png"), "0123456789")
		if root, inner, ok := strings.Cut(content, "|"); ok && !strings.HasPrefix(content, "<") && kind != "image" {
			content = fmt.Sprintf("<w:%s %s>%s</w:%s>", root, wordSpace, inner, root)
		}
		all["word/"+name] = content
		fmt.Fprintf(&rels, `<Relationship Id="%s" Type="%s%s" Target="%s"/>`, strings.SplitN(name, ".", 2)[0], relationSpace, kind, name)
	}
	types := `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>`
	for name := range parts {
		if kind, ok := strings.CutSuffix(name, ".xml"); ok {
			types += `<Override PartName="/word/` + name + `" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.` + strings.TrimRight(kind, "0123456789") + `+xml"/>`
		}
	}
	all["[Content_Types].xml"] = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` + types + `</Types>`
	all["word/_rels/document.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() + `</Relationships>`
	return archive(t, all)
}

func archive(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readWord(t testing.TB, body string, parts map[string]string) *manuscript.Manuscript {
	t.Helper()
	return read(t, "合同.docx", word(t, body, parts))
}

// lines is the body as text, a line for each paragraph.
func lines(m *manuscript.Manuscript) string { return strings.TrimSuffix(m.Text(), "\n") }

// dropped is the entry of a kind.
func dropped(m *manuscript.Manuscript, code string) manuscript.Drop {
	for _, d := range m.Dropped {
		if d.Code == code {
			return d
		}
	}
	return manuscript.Drop{}
}

func p(text string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

func TestWhatARunHoldsBecomesText(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"tabs, hyphens, breaks":         {`<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>丙</w:t><w:br/><w:t>丁</w:t><w:cr/></w:r></w:p>`, "甲\t乙\u2011丙\n丁\n"},
		"white space that is not kept":  {`<w:p><w:r><w:t>  a </w:t></w:r><w:r><w:t xml:space="preserve"> b</w:t></w:r></w:p>`, "a b"},
		"a symbol":                      {`<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>是</w:t></w:r></w:p>`, "☑□是"},
		"a hyperlink":                   {`<w:p><w:hyperlink r:id="x"><w:r><w:t>网址</w:t></w:r></w:hyperlink></w:p>`, "网址"},
		"a simple field":                {`<w:p><w:fldSimple w:instr=" DATE "><w:r><w:t>2026年</w:t></w:r></w:fldSimple></w:p>`, "2026年"},
		"a complex field over two runs": {`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>第三条</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "第三条"},
		"a field in a field":            {`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText><w:fldChar w:fldCharType="begin"/><w:instrText> X </w:instrText><w:fldChar w:fldCharType="separate"/><w:t>藏</w:t><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/><w:t>显</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "显"},
		"a form's check box":            {`<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar><w:instrText> FORMCHECKBOX </w:instrText><w:fldChar w:fldCharType="end"/><w:t>增值税</w:t></w:r></w:p>`, "☑增值税"},
		"a form's list":                 {`<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="现金"/><w:listEntry w:val="转账"/></w:ddList></w:ffData></w:fldChar><w:instrText> FORMDROPDOWN </w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "转账"},
		"a prompt":                      {`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> MACROBUTTON NoMacro [Click and type]</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "[Click and type]"},
		"a content control":             {`<w:sdt><w:sdtContent>` + p("块") + `</w:sdtContent></w:sdt><w:p><w:sdt><w:sdtContent><w:r><w:t>行</w:t></w:r></w:sdtContent></w:sdt></w:p>`, "块\n行"},
		"a check box control":           {`<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent/></w:sdt><w:r><w:t>同意</w:t></w:r></w:p>`, "☑同意"},
		"a check box that shows itself": {`<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt></w:p>`, "☐"},
		"a text box, once":              {`<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:txbx><w:txbxContent>` + p("框") + `</w:txbxContent></wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + p("框") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>`, "前后\n框"},
		"an old text box":               {`<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>` + p("旧框") + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`, "\n旧框"},
		"a choice nobody knows":         {`<w:p><w:r><mc:AlternateContent><mc:Choice Requires="zz"><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>`, "旧"},
		"ruby":                          {`<w:p><w:r><w:ruby><w:rt><w:r><w:t>yì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>懿</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>`, "懿"},
		"a formula":                     {`<w:p><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f><m:d><m:e><m:r><m:t>c</m:t></m:r></m:e></m:d></m:oMath></w:p>`, "a/b(c)"},
		"a drop cap":                    {`<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr><w:r><w:t>本</w:t></w:r></w:p>` + p("合同"), "本合同"},
		"smart tags":                    {`<w:p><w:smartTag><w:r><w:t>北京</w:t></w:r></w:smartTag><w:bdo><w:r><w:t>市</w:t></w:r></w:bdo></w:p>`, "北京市"},
	} {
		if got := lines(readWord(t, c.body, nil)); got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestFormsSayWhatBelongsWhere(t *testing.T) {
	m := readWord(t, `<w:p><w:r><w:t>甲方：</w:t></w:r><w:sdt><w:sdtPr><w:alias w:val="甲方名称"/></w:sdtPr><w:sdtContent><w:r><w:t>点击输入</w:t></w:r></w:sdtContent></w:sdt><w:sdt><w:sdtPr><w:tag w:val="goog_rdk_1"/></w:sdtPr><w:sdtContent><w:r><w:t>。</w:t></w:r></w:sdtContent></w:sdt>`+
		`<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> FORMTEXT </w:instrText><w:fldChar w:fldCharType="separate"/><w:t>   </w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>`, nil)
	block := readWord(t, `<w:sdt><w:sdtPr><w:tag w:val="地址"/></w:sdtPr><w:sdtContent>`+p("某路")+`</w:sdtContent></w:sdt>`, nil)
	if c := block.Blocks[0].Paragraph.Runs[0].Control; c != "地址" {
		t.Error(c)
	}
	got, err := json.Marshal(m.Blocks[0].Paragraph.Runs)
	if want := `[{"text":"甲方："},{"text":"点击输入","control":"甲方名称"},{"text":"。"},{"text":"   ","underline":true}]`; err != nil || string(got) != want {
		t.Errorf("%s", got)
	}
}

func TestTrackedChangesAreAccepted(t *testing.T) {
	m := readWord(t, `<w:p><w:r><w:t>价款</w:t></w:r><w:ins><w:r><w:t>十</w:t></w:r></w:ins><w:del><w:r><w:delText>九</w:delText></w:r></w:del><w:r><w:t>万元</w:t></w:r></w:p>`+
		`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>`+p("后半")+
		`<w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom></w:p><w:p><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>`+
		`<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>`+p("删行")+`</w:tc></w:tr><w:tr><w:tc>`+p("留行")+`</w:tc></w:tr></w:tbl>`, nil)
	if got := lines(m); got != "价款十万元\n前半后半\n\n新处\n留行" {
		t.Errorf("%q", got)
	}
	if d := dropped(m, manuscript.DroppedTracked); d.Count != 6 || d.Text != "九\n旧处\n删行" {
		t.Errorf("%+v", d)
	}
}

func TestTextThatIsStruckThroughIsKeptAndNamed(t *testing.T) {
	m := readWord(t, `<w:p><w:r><w:t>价款</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>含税</w:t></w:r><w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>十万元</w:t></w:r></w:p><w:p><w:r><w:rPr><w:dstrike/></w:rPr><w:t>不退</w:t></w:r></w:p>`, nil)
	if got := lines(m); got != "价款含税十万元\n不退" {
		t.Errorf("%q", got)
	}
	if d := dropped(m, manuscript.DroppedStruck); d.Count != 2 || d.Text != "含税\n不退" {
		t.Errorf("%+v", d)
	}
}

func TestNotesCommentsAndHiddenTextDoNotVanish(t *testing.T) {
	m := readWord(t, `<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>正文</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="3"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r></w:p>`, map[string]string{
		"footnotes.xml": `footnotes|<w:footnote w:id="-1" w:type="separator">` + p("x") + `</w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> 脚注</w:t></w:r></w:p></w:footnote>`,
		"endnotes.xml":  `endnotes|<w:endnote w:id="3">` + p("尾注") + `</w:endnote>`,
		"comments.xml":  `comments|<w:comment w:id="1" w:author="王律师">` + p("请核对") + `</w:comment>`,
	})
	if got := lines(m); got != "正文1i\n1 脚注\n尾注" {
		t.Errorf("%q", got)
	}
	if d := dropped(m, manuscript.DroppedComment); d.Text != "王律师: 请核对" || d.Count != 1 {
		t.Errorf("%+v", d)
	}
	if d := dropped(m, manuscript.DroppedHidden); d.Text != "密" {
		t.Errorf("%+v", d)
	}
	if d := dropped(m, manuscript.DroppedNote); d.Count != 2 {
		t.Errorf("%+v", d)
	}
	if m.Chars != len([]rune("正文1i1脚注尾注")) {
		t.Error(m.Chars)
	}
}

func TestLooksComeFromTheChainOfStyles(t *testing.T) {
	m := readWord(t, `<w:p><w:pPr><w:pStyle w:val="C"/></w:pPr><w:r><w:t>粗</w:t></w:r><w:r><w:rPr><w:rStyle w:val="S"/></w:rPr><w:t>细</w:t></w:r><w:r><w:rPr><w:b w:val="0"/><w:u w:val="single"/><w:vertAlign w:val="superscript"/></w:rPr><w:t xml:space="preserve">   </w:t></w:r></w:p>`+
		`<w:p><w:pPr><w:pStyle w:val="T"/><w:jc w:val="end"/></w:pPr><w:r><w:t>题</w:t></w:r></w:p>`+
		`<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>章</w:t></w:r></w:p><w:p><w:pPr><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>文</w:t></w:r></w:p>`, map[string]string{
		"styles.xml": `styles|<w:docDefaults><w:pPrDefault><w:pPr><w:jc w:val="both"/></w:pPr></w:pPrDefault></w:docDefaults>` +
			`<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>` +
			`<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="C"/><w:name w:val="b"/><w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
			`<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="B"/><w:name w:val="c"/></w:style>` +
			`<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 3"/></w:style>` +
			`<w:style w:type="character" w:styleId="S"><w:name w:val="s"/><w:rPr><w:b/></w:rPr></w:style>`,
	})
	got, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"paragraph":{"runs":[{"text":"粗","bold":true},{"text":"细"},{"text":"   ","underline":true,"super":true}],"align":"center","heading":2}},` +
		`{"paragraph":{"runs":[{"text":"题"}],"align":"right","title":true}},` +
		`{"paragraph":{"runs":[{"text":"章"}],"align":"justify","heading":3}},{"paragraph":{"runs":[{"text":"文"}],"align":"justify"}}]`
	if string(got) != want {
		t.Errorf("%s", got)
	}
}

func cell(props, text string) string {
	return `<w:tc><w:tcPr>` + props + `</w:tcPr>` + p(text) + `</w:tc>`
}

func TestTablesKeepTheirSpans(t *testing.T) {
	m := readWord(t, `<w:tbl><w:tblPr><w:tblBorders><w:top w:val="nil"/></w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="2000"/><w:gridCol w:w="3000"/></w:tblGrid>`+
		`<w:tr><w:trPr><w:tblHeader/></w:trPr>`+cell(`<w:gridSpan w:val="2"/>`, "头")+cell("", "尾")+`</w:tr>`+
		`<w:tr>`+cell(`<w:vMerge w:val="restart"/>`, "高")+cell("", "甲")+cell("", "乙")+`</w:tr>`+
		`<w:tr>`+cell(`<w:vMerge/>`, "")+`<w:tc>`+p("丙")+`<w:tbl><w:tr>`+cell("", "套1")+cell("", "套2")+`</w:tr></w:tbl>`+p("丁")+`</w:tc></w:tr></w:tbl>`, nil)
	tbl := m.Blocks[0].Table
	if tbl == nil || !tbl.Plain || len(tbl.Columns) != 3 || tbl.Columns[2] != 3000 || !tbl.Rows[0].Head || tbl.Rows[1].Head {
		t.Fatalf("%+v", tbl)
	}
	var got []string
	for _, r := range tbl.Rows {
		for _, c := range r.Cells {
			text := []string{}
			for _, q := range c.Paragraphs {
				text = append(text, q.Text())
			}
			got = append(got, fmt.Sprintf("%d×%d%v%s", c.Span, c.Rows, c.Continued, strings.Join(text, "/")))
		}
	}
	if s := strings.Join(got, " "); s != "2×1false头 1×1false尾 1×2false高 1×1false甲 1×1false乙 1×1true 1×1false丙/套1\t套2/丁 1×1false" {
		t.Error(s)
	}
	if dropped(m, manuscript.DroppedNested).Count != 1 {
		t.Errorf("%+v", m.Dropped)
	}
}

func TestHeadersAndPageNumbers(t *testing.T) {
	field := func(instr string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>` + instr + `</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	m := readWord(t, p("正文")+`<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/><w:footerReference w:type="default" r:id="footer1"/><w:titlePg/></w:sectPr>`, map[string]string{
		"header1.xml": `hdr|` + p("合同编号") + p("第二行"),
		"header2.xml": `hdr|` + p("首页"),
		"footer1.xml": `ftr|<w:p><w:r><w:t>第</w:t></w:r>` + field(" PAGE ") + `<w:r><w:t>页共</w:t></w:r><w:fldSimple w:instr=" NUMPAGES \* MERGEFORMAT "><w:r><w:t>9</w:t></w:r></w:fldSimple><w:r><w:t>页</w:t></w:r></w:p>`,
	})
	got, _ := json.Marshal([]any{m.Header, m.Footer, m.Dropped})
	if string(got) != `[[{"text":"合同编号"},{"break":true},{"text":"第二行"}],[{"text":"第"},{"pageOf":"page"},{"text":"页共"},{"pageOf":"pages"},{"text":"页"}],[{"code":"manuscript.dropped.header","count":1,"text":"首页"}]]` {
		t.Errorf("%s", got)
	}
}

func TestPageBreaksEndAPieceOfAParagraph(t *testing.T) {
	m := readWord(t, `<w:p><w:r><w:t>一</w:t><w:br w:type="page"/><w:t>二</w:t></w:r></w:p><w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>三</w:t></w:r></w:p><w:p><w:pPr><w:sectPr/></w:pPr></w:p>`+p("四"), nil)
	var got []string
	for _, b := range m.Blocks {
		if b.PageBreak {
			got = append(got, "—")
		} else {
			got = append(got, b.Paragraph.Text())
		}
	}
	if s := strings.Join(got, " "); s != "一 — 二 — 三  — 四" {
		t.Errorf("%q", s)
	}
}

func TestPicturesAreKeptWhenTheyArePNGOrJPEG(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 2, 3))); err != nil {
		t.Fatal(err)
	}
	drawing := func(id string) string {
		return `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="127000" cy="254000"/><a:blip r:embed="` + id + `"/></wp:inline></w:drawing></w:r></w:p>`
	}
	m := readWord(t, drawing("image1")+drawing("image1")+drawing("image2")+drawing("nothing"), map[string]string{"image1.png": b.String(), "image2.png": "\x01\x00\x00\x00 EMF"})
	if len(m.Images) != 1 || len(m.Blocks) < 2 || m.Blocks[0].Image == "" || m.Blocks[0].Image != m.Blocks[1].Image {
		t.Fatalf("%+v", m.Blocks)
	}
	if img := m.Images[m.Blocks[0].Image]; img.Width != 10 || img.Height != 20 || !bytes.Equal(img.Bytes, b.Bytes()) {
		t.Errorf("%v×%v", img.Width, img.Height)
	}
	if d := dropped(m, manuscript.DroppedPicture); d.Count != 2 {
		t.Errorf("%+v", d)
	}
}

func TestEditionsAndEncodingsOfTheFormat(t *testing.T) {
	body := p("严格") + `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>版</w:t></w:r></w:p>`
	strict := strings.NewReplacer("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
	document := `<?xml version="1.0" encoding="%s"?><w:document ` + wordSpace + `><w:body>` + body + `</w:body></w:document>`
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + relationSpace + `officeDocument" Target="/other/text.xml"/></Relationships>`
	wide := func(s string) string {
		b := []byte("\xFE\xFF")
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u>>8), byte(u))
		}
		return string(b)
	}
	prefix := strings.NewReplacer("w:", "ns0:", "xmlns:w=", "xmlns:ns0=")
	for name, file := range map[string][]byte{
		"strict":       archive(t, map[string]string{"_rels/.rels": strict.Replace(rels), "other/text.xml": strict.Replace(fmt.Sprintf(document, "UTF-8"))}),
		"UTF-16":       archive(t, map[string]string{"_rels/.rels": rels, "other/text.xml": wide(fmt.Sprintf(document, "UTF-16"))}),
		"other prefix": archive(t, map[string]string{"_rels/.rels": rels, "other/text.xml": prefix.Replace(fmt.Sprintf(document, "UTF-8"))}),
		"no relations": archive(t, map[string]string{`word\document.xml`: fmt.Sprintf(document, "UTF-8")}),
	} {
		for _, ext := range []string{".docx", ".docm", ".dotx"} {
			m := read(t, name+ext, file)
			if lines(m) != "严格\n版" || !m.Blocks[1].Paragraph.Runs[0].Bold || m.Name != name {
				t.Errorf("%s: %q", name, lines(m))
			}
		}
	}
}
