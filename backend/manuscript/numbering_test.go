package manuscript_test

import (
	"fmt"
	"strings"
	"testing"
)

// level is a w:lvl.
func level(i int, format, text, more string) string {
	return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/></w:lvl>`, i, format, more, text)
}

func abstract(id int, levels ...string) string {
	return fmt.Sprintf(`<w:abstractNum w:abstractNumId="%d">%s</w:abstractNum>`, id, strings.Join(levels, ""))
}

func num(id, abstract int, overrides string) string {
	return fmt.Sprintf(`<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>%s</w:num>`, id, abstract, overrides)
}

// item is a paragraph of a list.
func item(numID, level int, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, level, numID, text)
}

// items writes "1.0 1.1": list and level of each paragraph.
func items(spec string) string {
	var b strings.Builder
	for i, s := range strings.Fields(spec) {
		var id, lvl int
		if _, err := fmt.Sscanf(s, "%d.%d", &id, &lvl); err != nil {
			panic(err)
		}
		b.WriteString(item(id, lvl, fmt.Sprintf("x%d", i)))
	}
	return b.String()
}

// chineseList is the list of a Chinese contract in four levels.
var chineseList = []string{
	level(0, "chineseCountingThousand", "第%1条", ""), level(1, "chineseCountingThousand", "（%2）", ""),
	level(2, "decimal", "%3.", ""), level(3, "lowerLetter", "%4)", ""),
}

// numberings are lists with the numbers they print. office is what LibreOffice
// prints where it differs: it knows neither isLgl nor lvlRestart nor full-width
// digits.
var numberings = []struct {
	name, lists, items, want, office string
}{
	{"levels begin anew below a higher one", abstract(0, chineseList...) + num(1, 0, ""),
		"1.0 1.1 1.1 1.2 1.2 1.0 1.1 1.2", "第一条 （一） （二） 1. 2. 第二条 （一） 1.", ""},
	{"legal numbers", abstract(0, level(0, "decimal", "%1.", ""), level(1, "decimal", "%1.%2", ""), level(2, "lowerLetter", "(%3)", ""), level(3, "lowerRoman", "(%4)", "")) + num(1, 0, ""),
		"1.0 1.1 1.2 1.3 1.3 1.2 1.1 1.0 1.1", "1. 1.1 (a) (i) (ii) (b) 1.2 2. 2.1", ""},
	{"isLgl", abstract(0, level(0, "chineseCountingThousand", "第%1条", ""), level(1, "decimal", "%1.%2", "<w:isLgl/>")) + num(1, 0, ""),
		"1.0 1.1 1.0 1.1 1.1", "第一条 1.1 第二条 2.1 2.2", "第一条 一.1 第二条 二.1 二.2"},
	{"a use of the same list goes on, one with an override begins anew", abstract(0, level(0, "decimal", "%1.", "")) + num(1, 0, "") + num(2, 0, "") + num(3, 0, `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>`),
		"1.0 1.0 2.0 3.0 3.0", "1. 2. 3. 5. 6.", ""},
	{"lvlRestart 0 never begins anew", abstract(0, level(0, "decimal", "%1.", ""), level(1, "decimal", "(%2)", `<w:lvlRestart w:val="0"/>`)) + num(1, 0, ""),
		"1.0 1.1 1.1 1.0 1.1", "1. (1) (2) 2. (3)", "1. (1) (2) 2. (1)"},
	{"lvlRestart 1 begins anew only after the first level", abstract(0, level(0, "decimal", "%1.", ""), level(1, "decimal", "(%2)", ""), level(2, "lowerLetter", "%3)", `<w:lvlRestart w:val="1"/>`)) + num(1, 0, ""),
		"1.0 1.1 1.2 1.1 1.2 1.0 1.1 1.2", "1. (1) a) (2) b) 2. (1) a)", "1. (1) a) (2) a) 2. (1) a)"},
	{"a level that was left out", abstract(0, level(0, "decimal", "%1.", ""), level(1, "decimal", "%1.%2", ""), level(2, "decimal", "%1.%2.%3", "")) + num(1, 0, ""),
		"1.1 1.1 1.0 1.1 1.2 1.0 1.2", "1.1 1.2 2. 2.1 2.1.1 3. 3.1.1", ""},
	{"an override of a level's look", abstract(0, level(0, "decimal", "%1.", "")) + num(1, 0, `<w:lvlOverride w:ilvl="0">`+level(0, "upperRoman", "Art. %1", "")+`</w:lvlOverride>`),
		"1.0 1.0", "Art. I Art. II", ""},
	{"a level without number", abstract(0, level(0, "decimal", "%1.", ""), level(1, "none", "", ""), level(2, "none", "附", "")) + num(1, 0, ""),
		"1.0 1.1 1.2 1.0", "1. - 附 2.", ""},
	{"a start in the middle", abstract(0, `<w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>`) + num(1, 0, ""),
		"1.0 1.0 1.0 1.0", "九、 十、 十一、 十二、", ""},
	{"full width, circles, zeros", abstract(0, level(0, "decimalFullWidth", "%1", ""), level(1, "decimalEnclosedCircle", "%2", ""), level(2, "decimalZero", "%3", "")) + num(1, 0, ""),
		"1.0 1.1 1.1 1.2 1.0", "１ ① ② 01 ２", "1 ① ② 01 2"},
	{"heavenly stems, capitals, digits", abstract(0, level(0, "ideographTraditional", "%1", ""), level(1, "chineseLegalSimplified", "%2", ""), level(2, "ideographDigital", "%3", "")) + num(1, 0, ""),
		"1.0 1.1 1.1 1.2 1.0", "甲 壹 贰 一 乙", ""},
	{"bullets", abstract(0, `<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr></w:lvl>`, level(1, "bullet", "o", "")) + num(1, 0, ""),
		"1.0 1.1", "• ◦", ""},
}

// numbersOfWord are the numbers a list of paragraphs prints, "-" for none.
func numbersOfWord(t *testing.T, lists, spec string) string {
	t.Helper()
	m := readWord(t, items(spec), map[string]string{"numbering.xml": "numbering|" + lists})
	var got []string
	for _, b := range m.Blocks {
		if n := b.Paragraph.Number; n != nil {
			got = append(got, n.Text)
		} else {
			got = append(got, "-")
		}
	}
	return strings.Join(got, " ")
}

func TestListsPrintTheNumbersOfWord(t *testing.T) {
	for _, c := range numberings {
		if got := numbersOfWord(t, c.lists, c.items); got != c.want {
			t.Errorf("%s:\n%s, not\n%s", c.name, got, c.want)
		}
	}
}

// checkOffice compares the lists with LibreOffice's text of them.
func checkOffice(t *testing.T, name, text string) {
	t.Helper()
	for i, c := range numberings {
		if numberingFile(i) != name {
			continue
		}
		want := c.want
		if c.office != "" {
			want = c.office
		}
		var got []string
		for _, line := range strings.Split(strings.TrimSpace(strings.TrimPrefix(text, "\uFEFF")), "\n") {
			if n := strings.TrimSpace(line[:max(0, strings.LastIndexByte(line, 'x'))]); n != "" {
				got = append(got, n)
			} else {
				got = append(got, "-")
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: LibreOffice prints\n%s, not\n%s", c.name, s, want)
		}
	}
}

func numberingFile(i int) string { return fmt.Sprintf("numbering-%02d", i) }

func TestEveryFormatOfNumbers(t *testing.T) {
	for _, c := range []struct{ format, values, want string }{
		{"chineseCountingThousand", "1 10 11 20 21 99 100 101 110 111 1000 1001 1010 10000 10001 21050", "一 十 十一 二十 二十一 九十九 一百 一百零一 一百一十 一百一十一 一千 一千零一 一千零一十 一万 一万零一 二万一千零五十"},
		{"chineseCounting", "1 10 12 30 99 105", "一 十 十二 三十 九十九 一○五"},
		{"japaneseCounting", "10 11 100 110 1000", "十 十一 百 百十 千"},
		{"chineseLegalSimplified", "1 10 12 101", "壹 壹拾 壹拾贰 壹佰零壹"},
		{"ideographLegalTraditional", "2 10", "貳 壹拾"},
		{"ideographDigital", "1 10 21", "一 一〇 二一"},
		{"ideographTraditional", "1 10 11", "甲 癸 11"},
		{"ideographZodiacTraditional", "1 60", "甲子 癸亥"},
		{"decimalEnclosedCircle", "0 1 20 21 36 50 51", "⓪ ① ⑳ ㉑ ㊱ ㊿ 51"},
		{"decimalEnclosedCircleChinese", "10", "⑩"},
		{"decimalEnclosedFullstop", "1 20 21", "⒈ ⒛ 21"},
		{"decimalEnclosedParen", "2", "⑵"},
		{"ideographEnclosedCircle", "3", "㊂"},
		{"decimalFullWidth", "12", "１２"},
		{"decimalZero", "1 12", "01 12"},
		{"upperLetter", "1 26 27 28 53", "A Z AA BB AAA"},
		{"lowerLetter", "3 29", "c cc"},
		{"upperRoman", "4 9 14 49 1999", "IV IX XIV XLIX MCMXCIX"},
		{"lowerRoman", "8", "viii"},
		{"ordinal", "1 2 3 4 11 12 13 21 112", "1st 2nd 3rd 4th 11th 12th 13th 21st 112th"},
		{"cardinalText", "1 21 100", "One Twenty-one One·hundred"},
		{"ordinalText", "1 12 20 21", "First Twelfth Twentieth Twenty-first"},
		{"chicago", "1 4 5", "* § **"},
		{"numberInDash", "3", "-·3·-"},
		{"hex", "26", "1A"},
		{"ganada", "2", "나"},
		{"russianLower", "3", "в"},
		{"aiueo", "5", "オ"},
		{"nobody knows", "7", "7"},
	} {
		var want, got []string
		for i, v := range strings.Fields(c.values) {
			lists := abstract(0, `<w:lvl w:ilvl="0"><w:start w:val="`+v+`"/><w:numFmt w:val="`+c.format+`"/><w:lvlText w:val="%1"/></w:lvl>`) + num(1, 0, "")
			got = append(got, numbersOfWord(t, lists, "1.0"))
			want = append(want, strings.ReplaceAll(strings.Fields(c.want)[i], "·", " "))
		}
		if a, b := strings.Join(got, "|"), strings.Join(want, "|"); a != b {
			t.Errorf("%s: %s, not %s", c.format, a, b)
		}
	}
}

func TestNumbersComeFromStylesAndCanBeTakenAway(t *testing.T) {
	m := readWord(t, `<w:p><w:pPr><w:pStyle w:val="H2"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="H2"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>`+
		`<w:p><w:pPr><w:pStyle w:val="H2"/><w:rPr><w:vanish/></w:rPr></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="H2"/><w:sectPr><w:type w:val="continuous"/></w:sectPr></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="H2"/></w:pPr><w:r><w:t>丙</w:t></w:r></w:p>`, map[string]string{
		"styles.xml": `styles|<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="h2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
			`<w:style w:type="numbering" w:styleId="L"><w:name w:val="l"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>`,
		"numbering.xml": "numbering|" + abstract(0, "<w:numStyleLink w:val=\"L\"/>") + abstract(1, level(0, "decimal", "%1", ""), level(1, "decimal", "%1-%2", `<w:pStyle w:val="H2"/>`)) + num(1, 0, "") + num(2, 1, ""),
	})
	if got := lines(m); got != "1-1 甲\n乙\n\n\n1-2 丙" {
		t.Errorf("%q", got)
	}
}
