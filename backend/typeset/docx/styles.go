package docx

import (
	"strconv"

	"keyue/backend/typeset"
)

// Fonts by what they are for. Word takes the Latin face for Latin letters and
// the Chinese one for Chinese; both are on every Windows with Chinese Office.
const (
	serifHan, serifLatin = "宋体", "Times New Roman"
	sansHan, sansLatin   = "黑体", "Arial"
	symbols              = "Segoe UI Symbol"
)

// Names of styles. Those of Word's own keep its names, so that its outline and
// table of contents know them.
const (
	styleBody     = "ContractBody"
	styleClause   = "ContractClause"
	styleTitle    = "Title"
	styleSubtitle = "Subtitle"
	styleHeading  = "Heading"
	styleNote     = "ContractNote"
	styleCell     = "ContractCell"
	styleGap      = "ContractGap"
	styleHeader   = "Header"
	styleFooter   = "Footer"
)

// headings is how many heading styles there are.
const headings = 5

// faces writes the fonts of a role.
func faces(m *markup, sans bool) {
	han, latin := serifHan, serifLatin
	if sans {
		han, latin = sansHan, sansLatin
	}
	m.leaf("rFonts", "ascii", latin, "hAnsi", latin, "eastAsia", han, "cs", latin)
}

// dress writes the character properties of a role.
func dress(m *markup, r typeset.Role, chinese bool) {
	m.open("rPr")
	faces(m, r.Bold && chinese) // English emphasis keeps its face
	if r.Bold {
		m.leaf("b")
		m.leaf("bCs")
	} else {
		m.val("b", "0")
		m.val("bCs", "0")
	}
	shade := gray(r.Gray)
	if r.Gray == 0 {
		shade = "auto"
	}
	m.val("color", shade)
	m.val("sz", halves(r.Size))
	m.val("szCs", halves(r.Size))
	m.close("rPr")
}

// style is one paragraph style.
type style struct {
	id, name, next string
	role           typeset.Role
	outline        int // 1-based; 0 for none
	firstLine      bool
	keepNext       bool
	plain          bool // lines as tall as their type
	quick          bool
}

func (w *writer) allStyles() []style {
	r := w.roles
	list := []style{
		{id: styleBody, name: "Contract Body", role: r.Body, firstLine: r.Chinese, quick: true},
		{id: styleClause, name: "Contract Clause", role: r.Body, quick: true},
		{id: styleTitle, name: "Title", next: styleBody, role: r.Title, keepNext: true, quick: true},
		{id: styleSubtitle, name: "Subtitle", next: styleBody, role: r.Subtitle, keepNext: true, quick: true},
	}
	for i := 1; i <= headings; i++ {
		role := r.Heading
		if i > 1 {
			role = r.Subheading
		}
		n := strconv.Itoa(i)
		list = append(list, style{id: styleHeading + n, name: "heading " + n, next: styleBody, role: role, outline: i, keepNext: true, quick: true})
	}
	return append(list,
		style{id: styleNote, name: "Contract Note", role: r.Note, quick: true},
		style{id: styleCell, name: "Contract Cell", role: r.Cell, quick: true},
		style{id: styleGap, name: "Contract Gap", role: typeset.Role{Size: 1}, plain: true},
		style{id: styleHeader, name: "header", role: r.Small, plain: true},
		style{id: styleFooter, name: "footer", role: r.Small, plain: true},
	)
}

// styles is styles.xml.
func (w *writer) styles() string {
	var m markup
	m.WriteString(xmlHead)
	m.open("styles", "xmlns:w", nsMain)
	m.open("docDefaults")
	m.open("rPrDefault")
	m.open("rPr")
	faces(&m, false)
	m.val("sz", halves(w.roles.Body.Size))
	m.val("szCs", halves(w.roles.Body.Size))
	m.leaf("lang", "val", "en-US", "eastAsia", "zh-CN", "bidi", "ar-SA")
	m.close("rPr", "rPrDefault")
	m.open("pPrDefault")
	m.close("pPrDefault", "docDefaults")
	m.open("style", "type", "paragraph", "default", "1", "styleId", "Normal")
	m.val("name", "Normal")
	m.leaf("qFormat")
	m.open("pPr")
	m.val("widowControl", "1")
	m.val("overflowPunct", "0") // no mark hangs beyond the margin
	m.close("pPr", "style")
	m.open("style", "type", "character", "default", "1", "styleId", "DefaultParagraphFont")
	m.val("name", "Default Paragraph Font")
	m.val("uiPriority", "1")
	m.leaf("semiHidden")
	m.leaf("unhideWhenUsed")
	m.close("style")
	m.open("style", "type", "table", "default", "1", "styleId", "TableNormal")
	m.val("name", "Normal Table")
	m.val("uiPriority", "99")
	m.leaf("semiHidden")
	m.leaf("unhideWhenUsed")
	m.open("tblPr")
	m.leaf("tblInd", "w", "0", "type", "dxa")
	m.open("tblCellMar")
	for _, side := range []string{"top", "left", "bottom", "right"} {
		m.leaf(side, "w", "0", "type", "dxa")
	}
	m.close("tblCellMar", "tblPr", "style")
	m.open("style", "type", "numbering", "default", "1", "styleId", "NoList")
	m.val("name", "No List")
	m.val("uiPriority", "99")
	m.leaf("semiHidden")
	m.leaf("unhideWhenUsed")
	m.close("style")
	for _, s := range w.allStyles() {
		w.style(&m, s)
	}
	m.close("styles")
	return m.String()
}

func (w *writer) style(m *markup, s style) {
	custom := []string{"type", "paragraph"}
	if len(s.id) > 8 && s.id[:8] == "Contract" {
		custom = append(custom, "customStyle", "1")
	}
	m.open("style", append(custom, "styleId", s.id)...)
	m.val("name", s.name)
	m.val("basedOn", "Normal")
	if s.next != "" {
		m.val("next", s.next)
	}
	if s.quick {
		m.leaf("qFormat")
	}
	m.open("pPr")
	if s.keepNext {
		m.leaf("keepNext")
	}
	if s.outline > 0 {
		m.leaf("keepLines")
	}
	switch {
	case s.id == styleGap:
		m.leaf("spacing", "before", "0", "after", "0", "line", "20", "lineRule", "exact")
	case s.plain:
		m.leaf("spacing", "before", "0", "after", "0", "line", "240", "lineRule", "auto")
	case s.id == styleCell:
		m.leaf("spacing", "before", "0", "after", "0", "line", twips(s.role.Pitch), "lineRule", "atLeast")
	default:
		m.leaf("spacing", "before", twips(s.role.Before), "after", twips(s.role.After), "line", twips(s.role.Pitch), "lineRule", "atLeast")
	}
	if s.firstLine {
		// Two characters, whatever the size becomes; firstLine is for those who do not know characters.
		m.leaf("ind", "firstLineChars", "200", "firstLine", twips(w.roles.Indent))
	}
	m.val("jc", jc(s.role.Align))
	if s.outline > 0 {
		m.val("outlineLvl", strconv.Itoa(s.outline-1))
	}
	m.close("pPr")
	dress(m, s.role, w.roles.Chinese)
	m.close("style")
}

// jc is the name of an alignment.
func jc(a typeset.Align) string {
	switch a {
	case typeset.AlignCenter:
		return "center"
	case typeset.AlignRight:
		return "right"
	case typeset.AlignJustify:
		return "both"
	}
	return "left"
}

// settings is settings.xml: line breaking as Chinese wants it, and the mode of
// Word 2013 and later, so that no "compatibility mode" stands in the title.
func (w *writer) settings() string {
	var m markup
	m.WriteString(xmlHead)
	m.open("settings", "xmlns:w", nsMain)
	m.leaf("zoom", "percent", "100")
	m.val("defaultTabStop", twips(2*w.roles.Body.Size))
	m.val("characterSpacingControl", "compressPunctuation")
	m.open("compat")
	if w.roles.Chinese {
		m.leaf("spaceForUL")
		m.leaf("balanceSingleByteDoubleByteWidth")
	}
	m.leaf("doNotLeaveBackslashAlone")
	m.leaf("ulTrailSpace")
	m.leaf("doNotExpandShiftReturn")
	if w.roles.Chinese {
		m.leaf("adjustLineHeightInTable")
		m.leaf("useFELayout")
	}
	for _, c := range [][2]string{{"compatibilityMode", "15"}, {"overrideTableStyleFontSizeAndJustification", "1"}, {"enableOpenTypeFeatures", "1"}, {"doNotFlipMirrorIndents", "1"}} {
		m.leaf("compatSetting", "name", c[0], "uri", "http://schemas.microsoft.com/office/word", "val", c[1])
	}
	m.close("compat")
	m.leaf("themeFontLang", "val", "en-US", "eastAsia", "zh-CN")
	m.val("decimalSymbol", ".")
	m.val("listSeparator", ",")
	m.close("settings")
	return m.String()
}

// fontTable names the fonts with what may stand for them where they are absent.
func fontTable() string {
	var m markup
	m.WriteString(xmlHead)
	m.open("fonts", "xmlns:w", nsMain)
	for _, f := range []struct{ name, alt, panose, charset, family, pitch string }{
		{serifLatin, "", "02020603050405020304", "00", "roman", "variable"},
		{sansLatin, "", "020B0604020202020204", "00", "swiss", "variable"},
		{serifHan, "SimSun", "02010600030101010101", "86", "auto", "variable"},
		{sansHan, "SimHei", "02010609060101010101", "86", "modern", "fixed"},
		{symbols, "", "020B0502040204020203", "00", "swiss", "variable"},
	} {
		m.open("font", "name", f.name)
		if f.alt != "" {
			m.val("altName", f.alt)
		}
		m.val("panose1", f.panose)
		m.val("charset", f.charset)
		m.val("family", f.family)
		m.val("pitch", f.pitch)
		m.close("font")
	}
	m.close("fonts")
	return m.String()
}
