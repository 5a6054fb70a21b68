package typeset_test

import (
	"strings"
	"testing"

	"keyue/backend/typeset"
)

// Each test here is one line rule, proved on the smallest text that shows it.

func TestALineNeverStartsWithAMarkThatMayNot(t *testing.T) {
	for _, mark := range "、，。．；：？！）］｝〕》〉」』】〗”’—…～·％‰℃" {
		for _, before := range []int{9, 10, 11} {
			res := set(t, "zh-CN", 10, body(chars(before)+string(mark)+chars(12)))
			for _, l := range linesOf(res)[1:] {
				if strings.HasPrefix(l.text(), string(mark)) {
					t.Errorf("%q starts the line %q", mark, l.text())
				}
			}
		}
	}
}

func TestALineNeverEndsWithAMarkThatMayNot(t *testing.T) {
	for _, mark := range "（［｛〔《〈「『【〖“‘￥＄№$" {
		for _, before := range []int{8, 9, 10} {
			res := set(t, "zh-CN", 10, body(chars(before)+string(mark)+chars(12)))
			lines := linesOf(res)
			for _, l := range lines[:len(lines)-1] {
				if strings.HasSuffix(l.text(), string(mark)) {
					t.Errorf("%q ends the line %q", mark, l.text())
				}
			}
		}
	}
}

func TestTheseAreNeverSplit(t *testing.T) {
	for _, whole := range []string{"——", "……", "3.14159", "１２．５", "50%", "-12", "￥100", "100,000.00", "10 kg", "±5", "25℃", "$300", "5‰", "2026-11-22", "GB/T"} {
		for before := 1; before < 12; before++ {
			res := set(t, "zh-CN", 12, body(chars(before)+whole+chars(20)))
			if !strings.Contains(strings.ReplaceAll(broken(res), " ", ""), strings.ReplaceAll(whole, " ", "")) {
				t.Errorf("%q is split: %s", whole, broken(res))
			}
		}
	}
}

// at gives the origin of the first appearance of a rune on a line, from its start.
func at(l rendered, r rune) typeset.Length {
	for k := range l.runes {
		if l.runes[k] == r {
			return l.xs[k]
		}
	}
	return -1
}

func TestTwoAdjacentFullWidthMarksTakeOneAndAHalfEm(t *testing.T) {
	for text, room := range map[string]typeset.Length{
		"甲。”乙": em * 3 / 2, "甲》，乙": em * 3 / 2, "甲）、乙": em * 3 / 2, "甲（“乙": em * 3 / 2, "甲》（乙": em * 3 / 2, "甲：“乙": em * 3 / 2, "甲（）乙": 2 * em,
	} {
		l := linesOf(set(t, "zh-CN", 20, body(text)))[0]
		if got := at(l, '乙') - at(l, '甲') - em; got != room {
			t.Errorf("%s: the marks take %d, want %d", text, got, room)
		}
	}
}

func TestAFullWidthMarkAtALinesEndIsHalfWidth(t *testing.T) {
	l := linesOf(set(t, "zh-CN", 10, body(chars(9)+"，"+chars(10))))[0]
	if k := len(l.runes) - 1; l.runes[k] != '，' || l.ends[k]-l.xs[k] != em/2 {
		t.Errorf("line %q ends with %d", l.text(), l.ends[k]-l.xs[k])
	}
}

func TestAnOpeningBracketAtALinesStartLosesItsBlankHalf(t *testing.T) {
	lines := linesOf(set(t, "zh-CN", 10, body(chars(10)+"（"+chars(12)+"）")))
	l := lines[1]
	if l.runes[0] != '（' || l.xs[0] != lines[0].xs[0]-em/2 || l.xs[1]-l.xs[0] != em {
		t.Errorf("%q begins at %d, its text at %d; the margin is at %d", l.text(), l.xs[0], l.xs[1], lines[0].xs[0])
	}
}

func TestAMarkIsPushedInBeforeItIsPushedOut(t *testing.T) {
	// Ten characters, one of them a comma, and a full stop that does not fit
	// unless the comma gives up its blank half.
	got := broken(set(t, "zh-CN", 10, body("甲乙丙，丁戊己庚辛壬。"+chars(10))))
	if !strings.HasPrefix(got, "甲乙丙，丁戊己庚辛壬。|") {
		t.Error(got)
	}
}

func TestWithoutAnythingToSqueezeAMarkIsPushedOutWithItsCharacter(t *testing.T) {
	got := broken(set(t, "zh-CN", 10, body("甲乙丙丁戊己庚辛壬癸。"+chars(9))))
	if !strings.HasPrefix(got, "甲乙丙丁戊己庚辛壬|癸。") {
		t.Error(got)
	}
}

func TestSqueezingFollowsTheOrderOfTheMarks(t *testing.T) {
	// The line is half an em too long. The bracket gives before the comma, the
	// comma before the full stop.
	for text, first := range map[string]rune{
		"甲（乙，丙。丁戊己庚辛。": '甲', // gap before the bracket's ink
		"甲乙，丙。丁戊己庚辛壬。": '，',
		"甲乙丙丁。戊己庚辛壬癸":  '。',
	} {
		l := linesOf(set(t, "zh-CN", 10, body(text+chars(20))))[0]
		if l.text() != text {
			continue // broken elsewhere: nothing was squeezed
		}
		for k := range l.runes[:len(l.runes)-1] {
			step := l.xs[k+1] - l.xs[k]
			if squeezed := step < em-1; squeezed != (l.runes[k] == first) {
				t.Errorf("%s: %q is followed after %d", text, l.runes[k], step)
			}
		}
	}
}

func TestChineseAndLatinStandAQuarterEmApart(t *testing.T) {
	for _, text := range []string{"甲A乙", "甲 A 乙", "甲7乙"} {
		l := linesOf(set(t, "zh-CN", 20, body(text)))[0]
		if got := at(l, '乙') - at(l, '甲'); got != em+em/2+em/2 {
			t.Errorf("%s: %d between, want two gaps of a quarter em", text, got-em-em/2)
		}
	}
}

func TestThereIsNoGapBetweenChineseAndLatinAtALinesEnd(t *testing.T) {
	lines := linesOf(set(t, "zh-CN", 10, body(chars(10)+"ABCD"+chars(20))))
	for _, l := range lines[:len(lines)-1] {
		if right := 56_693 + 10*em; l.end > right {
			t.Errorf("%q ends at %d, the measure at %d", l.text(), l.end, right)
		}
	}
	if lines[1].xs[0] != lines[0].xs[0] {
		t.Error("the second line does not start at the margin")
	}
}

func TestChineseBodyIndentsItsFirstLineByTwoEm(t *testing.T) {
	lines := linesOf(set(t, "zh-CN", 20, para(typeset.Paragraph{}, chars(30))))
	if lines[0].xs[0]-lines[1].xs[0] != 2*em || len(lines[0].runes) != 18 {
		t.Errorf("%d, %q", lines[0].xs[0]-lines[1].xs[0], lines[0].text())
	}
}

func TestTheLastLineHoldsAtLeastTwoCharacters(t *testing.T) {
	for n := 11; n < 45; n++ {
		for _, end := range []string{"", "。", "”。"} {
			lines := linesOf(set(t, "zh-CN", 10, body(chars(n)+end)))
			if last := lines[len(lines)-1]; len([]rune(strings.Trim(last.text(), "。”"))) < 2 {
				t.Errorf("%d characters%s end with %q", n, end, last.text())
			}
		}
	}
}

func TestJustifiedLinesFillTheMeasure(t *testing.T) {
	text := "甲乙丙，丁戊（己庚）辛壬癸ABC子丑 English words 寅卯辰。" + chars(50) + "、" + chars(40)
	lines := linesOf(set(t, "zh-CN", 17, body(text)))
	for _, l := range lines[:len(lines)-1] {
		if got := l.end - 56_693; got < 17*em-20 || got > 17*em+20 {
			t.Errorf("%q is %d wide", l.text(), got)
		}
	}
}

func TestEnglishWordsAreNotBroken(t *testing.T) {
	text := "The Provider shall perform the Services with reasonable skill and care in accordance with well-known industry practice and the law."
	res := set(t, "en", 14, body(text))
	for _, l := range strings.Split(broken(res), "|") {
		for _, w := range strings.Fields(l) {
			if !strings.Contains(" "+strings.ReplaceAll(text, "-", "- ")+" ", " "+w+" ") && !strings.Contains(" "+text+" ", " "+w+" ") {
				t.Errorf("%q is not a word of the text", w)
			}
		}
	}
}

func TestAWordLongerThanTheLineIsCutAsALastResort(t *testing.T) {
	text := "See " + strings.Repeat("abcdefgh", 12) + " for more."
	res := set(t, "en", 20, body(text))
	if got := squashed(strings.ReplaceAll(broken(res), "|", "")); got != squashed(text) {
		t.Errorf("lost: %s", got)
	}
	for _, l := range linesOf(res) {
		if l.end > 56_693+20*em {
			t.Errorf("%q is too wide", l.text())
		}
	}
}

func TestAnAddressBreaksAfterItsPunctuation(t *testing.T) {
	text := "说明见 https://www.example.com/support/zk5150a/firmware?lang=zh 或致信。"
	got := broken(set(t, "zh-CN", 18, body(text)))
	for _, l := range strings.Split(got, "|")[1:] {
		if r := l[0]; r == '/' || r == '.' || r == '?' {
			t.Error(got)
		}
	}
	if strings.Count(got, "|") > 2 {
		t.Error(got)
	}
}

func TestAnAddressStaysWholeWhenTheLineHardlyStretches(t *testing.T) {
	got := broken(set(t, "zh-CN", 40, body(chars(30)+"，见www.example.com/a页。"+chars(30))))
	if !strings.Contains(got, "www.example.com/a") {
		t.Error(got)
	}
}

func TestABlankIsARuleAndNoText(t *testing.T) {
	res := set(t, "zh-CN", 20, typeset.Block{Paragraph: &typeset.Paragraph{NoIndent: true, Runs: []typeset.Run{{Text: "日期"}, {Blank: 3}, {Text: "年"}}}})
	var rules []*typeset.Rule
	for _, it := range res.Pages[0].Items {
		if it.Rule != nil {
			rules = append(rules, it.Rule)
		}
	}
	if len(rules) != 1 || rules[0].X2-rules[0].X1 != 3*em || rules[0].Y1 != rules[0].Y2 {
		t.Fatalf("%+v", rules)
	}
	if strings.Contains(broken(res), "_") {
		t.Error("an underscore was set")
	}
}

func TestUnderlinedTextHasARuleThatFollowsItOverLines(t *testing.T) {
	res := set(t, "zh-CN", 10, typeset.Block{Paragraph: &typeset.Paragraph{NoIndent: true, Runs: []typeset.Run{{Text: chars(6)}, {Text: chars(8), Underline: true}, {Text: chars(3)}}}})
	var widths typeset.Length
	n := 0
	for _, it := range res.Pages[0].Items {
		if it.Rule != nil {
			n++
			widths += it.Rule.X2 - it.Rule.X1
		}
	}
	if n != 2 || widths != 8*em {
		t.Errorf("%d rules, %d long", n, widths)
	}
}

func TestACheckBoxIsDrawnAndHeldToItsText(t *testing.T) {
	res := set(t, "zh-CN", 10, typeset.Block{Paragraph: &typeset.Paragraph{NoIndent: true, Runs: []typeset.Run{{Text: chars(9)}, {Check: "on"}, {Text: chars(8)}}}})
	lines := linesOf(res)
	for _, it := range res.Pages[0].Items {
		if it.Check != nil {
			if !it.Check.On || it.Check.Y < lines[0].y {
				t.Errorf("the box stands at the end of the first line: %+v", it.Check)
			}
			return
		}
	}
	t.Error("no check box")
}

func TestAGapOfADraftIsAGreyBarWithItsLabel(t *testing.T) {
	res := set(t, "zh-CN", 20, typeset.Block{Paragraph: &typeset.Paragraph{NoIndent: true, Runs: []typeset.Run{{Text: "买方："}, {Text: "客户名称", Missing: true, Field: "customer.name"}}}})
	p := res.Pages[0]
	var fill *typeset.Fill
	for _, it := range p.Items {
		if it.Fill != nil {
			fill = it.Fill
		}
	}
	if fill == nil || fill.W != 4*em || len(p.Hits) != 1 || !p.Hits[0].Missing || p.Hits[0].Field != "customer.name" {
		t.Errorf("%+v %+v", fill, p.Hits)
	}
}

func TestAFieldOverTwoLinesHasTwoHits(t *testing.T) {
	res := set(t, "zh-CN", 10, typeset.Block{Paragraph: &typeset.Paragraph{NoIndent: true, Runs: []typeset.Run{{Text: chars(6)}, {Text: chars(8), Field: "a.b"}}}})
	if h := res.Pages[0].Hits; len(h) != 2 || h[0].Y >= h[1].Y {
		t.Errorf("%+v", h)
	}
}

func TestACharacterWithoutAGlyphIsReportedOnceWithItsCount(t *testing.T) {
	res := set(t, "zh-CN", 20, body("甲😀乙😀丙"))
	if m := res.Missing; len(m) != 1 || m[0].Rune != '😀' || m[0].Count != 2 || m[0].Page != 1 || !strings.Contains(m[0].Where, "甲") {
		t.Errorf("%+v", m)
	}
	if !strings.Contains(broken(res), "甲😀乙😀丙") {
		t.Error("the text lost the character")
	}
}

func TestQuotesAreFullWidthInChineseAndNarrowInLatinText(t *testing.T) {
	l := linesOf(set(t, "zh-CN", 60, body("称为“甲方”，the “Party A” and don’t say more 乙")))[0]
	width := func(r rune, n int) typeset.Length {
		for k := range l.runes {
			if l.runes[k] == r {
				if n--; n < 0 {
					return l.xs[k+1] - l.xs[k]
				}
			}
		}
		return -1
	}
	if width('“', 0) != em || width('“', 1) != em/2 || width('’', 0) != em/2 {
		t.Errorf("%d %d %d", width('“', 0), width('“', 1), width('’', 0))
	}
}

func TestASuperscriptIsSmallAndRaised(t *testing.T) {
	res := set(t, "zh-CN", 20, typeset.Block{Paragraph: &typeset.Paragraph{Runs: []typeset.Run{{Text: "面积1200m"}, {Text: "2", Super: true}}}})
	for _, it := range res.Pages[0].Items {
		if it.Line != nil && it.Line.Para > 0 {
			s := it.Line.Spans[len(it.Line.Spans)-1]
			if s.Text != "2" || s.Size >= em || s.Rise <= 0 {
				t.Errorf("%+v", s)
			}
			return
		}
	}
}
