package typeset_test

import (
	"strings"
	"testing"

	"keyue/backend/typeset"
)

// fixed is a measurer with plain metrics: Chinese one em, Latin half an em,
// spaces a quarter; so that a test can count.
type fixed struct{}

func (fixed) Glyph(r rune, w typeset.Weight, s typeset.Script) typeset.Glyph {
	g := typeset.Glyph{Face: typeset.FaceID(w), Advance: 1000, Covered: r < 0x1F000}
	switch {
	case r == ' ' || r == 0xA0:
		g.Advance = 250
	case r >= 0x300 && r < 0x370:
		g.Advance = 0
	case r < 0x2E80 && (s == typeset.Latin || r < 0x2000 && r != '·'):
		g.Advance = 500
	}
	return g
}

func (fixed) Extent(typeset.FaceID) (int, int) { return 1100, 300 }

// em is the body size of the test documents.
const em = 10 * typeset.Point

// page makes a page whose text area is columns em wide and 40 lines of 17 pt high.
func page(columns float64) typeset.Page {
	const clear = 56.693
	return typeset.Page{Width: 10*columns + 2*clear, Height: 680 + 100, Top: 50, Bottom: 50, Left: clear, Right: clear, Size: 10}
}

// set lays blocks out in Chinese on a measure of columns em.
func set(t testing.TB, language string, columns float64, blocks ...typeset.Block) typeset.Result {
	t.Helper()
	res, err := typeset.Layout(typeset.Document{Language: language, Page: page(columns), Blocks: blocks}, fixed{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// body is an unindented paragraph.
func body(text string) typeset.Block {
	return typeset.Block{Paragraph: &typeset.Paragraph{Style: typeset.StyleBody, NoIndent: true, Runs: []typeset.Run{{Text: text}}}}
}

func para(p typeset.Paragraph, text string) typeset.Block {
	p.Runs = []typeset.Run{{Text: text}}
	if p.Style == "" {
		p.Style = typeset.StyleBody
	}
	return typeset.Block{Paragraph: &p}
}

// linesOf is the lines of a result.
func linesOf(res typeset.Result) []rendered { return renderedLines(res, fixed{}) }

// broken is the text of a paragraph with | where its lines end.
func broken(res typeset.Result) string {
	var out []string
	for _, l := range linesOf(res) {
		out = append(out, l.text())
	}
	return strings.Join(out, "|")
}

const han = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔"

// chars is n Chinese characters.
func chars(n int) string {
	rs := []rune(strings.Repeat(han, n/80+1))
	return string(rs[:n])
}
