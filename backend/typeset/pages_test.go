package typeset_test

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/typeset"
)

// Page rules, each swept over every place on a page where it can matter.

// filler is n paragraphs of one line.
func filler(n int) []typeset.Block {
	out := make([]typeset.Block, n)
	for i := range out {
		out[i] = body("填")
	}
	return out
}

// perPage is the lines of each page.
func perPage(res typeset.Result) [][]rendered {
	out := make([][]rendered, len(res.Pages))
	for _, l := range linesOf(res) {
		out[l.page] = append(out[l.page], l)
	}
	return out
}

func TestAHeadingKeepsWithTheNextTwoLines(t *testing.T) {
	for n := range 70 {
		for _, next := range [][]typeset.Block{{body(chars(100))}, {body("一"), body("二"), body("三")}} {
			blocks := append(filler(n), para(typeset.Paragraph{Style: typeset.StyleHeading, Level: 1, Label: "第一条"}, "标的"))
			for _, lines := range perPage(set(t, "zh-CN", 20, append(blocks, next...)...)) {
				for k, l := range lines {
					if strings.HasPrefix(l.text(), "第一条") && k > len(lines)-3 {
						t.Errorf("after %d lines the heading is followed by %d lines on its page", n, len(lines)-1-k)
					}
				}
			}
		}
	}
}

func TestAParagraphLeavesAndSendsAtLeastTwoLines(t *testing.T) {
	for n := range 60 {
		for length := 2; length < 6; length++ {
			res := set(t, "zh-CN", 20, append(filler(n), body(chars(20*length)))...)
			count := map[int]int{}
			for _, l := range linesOf(res) {
				if l.para == n+1 {
					count[l.page]++
				}
			}
			for page, c := range count {
				if c < 2 {
					t.Errorf("%d lines before, %d lines: page %d has one of them", n, length, page)
				}
			}
		}
	}
}

func row(texts ...string) typeset.Row {
	r := typeset.Row{}
	for _, s := range texts {
		r.Cells = append(r.Cells, typeset.Cell{Runs: []typeset.Run{{Text: s}}})
	}
	return r
}

// items counts the appearances of a text on each page, furniture included.
func appearances(res typeset.Result, s string) []int {
	out := make([]int, len(res.Pages))
	for p, page := range res.Pages {
		for _, it := range page.Items {
			if it.Line == nil {
				continue
			}
			text := ""
			for _, sp := range it.Line.Spans {
				text += sp.Text
			}
			if strings.Contains(text, s) {
				out[p]++
			}
		}
	}
	return out
}

func TestATableRepeatsItsHeadOnEveryPage(t *testing.T) {
	table := &typeset.Table{Columns: []typeset.Column{{Weight: 1}, {}}, Head: []typeset.Row{row("名称", "数量")}}
	for range 120 {
		table.Rows = append(table.Rows, row("货物", "1"))
	}
	res := set(t, "zh-CN", 30, typeset.Block{Table: table})
	if len(res.Pages) < 3 {
		t.Fatal(len(res.Pages))
	}
	for p, n := range appearances(res, "名称") {
		if n != 1 {
			t.Errorf("page %d has the head %d times", p+1, n)
		}
	}
	if got := strings.Count(rendition(linesOf(res)), "名称"); got != 1 {
		t.Errorf("the head is read %d times", got)
	}
}

func TestATableFootNeverStandsWithoutARow(t *testing.T) {
	for n := range 60 {
		table := &typeset.Table{Head: []typeset.Row{row("名称")}, Rows: []typeset.Row{row("货物"), row("货物")}, Foot: []typeset.Row{row("合计"), row("大写")}}
		res := set(t, "zh-CN", 30, append(filler(n), typeset.Block{Table: table})...)
		foot, goods, capital := appearances(res, "合计"), appearances(res, "货物"), appearances(res, "大写")
		for p := range foot {
			if foot[p] > 0 && (goods[p] == 0 || capital[p] == 0) {
				t.Errorf("after %d lines the foot stands alone", n)
			}
		}
	}
}

func TestATableRowIsNotSplit(t *testing.T) {
	for n := range 60 {
		table := &typeset.Table{Columns: []typeset.Column{{}, {Weight: 1}}, Rows: []typeset.Row{row("左", chars(60))}}
		res := set(t, "zh-CN", 20, append(filler(n), typeset.Block{Table: table})...)
		pages := map[int]bool{}
		for _, l := range linesOf(res) {
			if l.para > n {
				pages[l.page] = true
			}
		}
		if len(pages) != 1 {
			t.Errorf("after %d lines the row is on %d pages", n, len(pages))
		}
	}
}

func TestARowTallerThanAPageIsSplitAndLosesNothing(t *testing.T) {
	long := chars(3000)
	table := &typeset.Table{Head: []typeset.Row{row("甲", "乙")}, Rows: []typeset.Row{row("短", "短"), row("左", long), row("末", "末")}, Columns: []typeset.Column{{}, {Weight: 1}}}
	res := set(t, "zh-CN", 20, typeset.Block{Table: table})
	if got, want := rendition(linesOf(res)), "甲乙短短左"+long+"末末"; sorted(got) != sorted(want) {
		t.Errorf("%d of %d characters", len(got), len(want))
	}
	if len(res.Pages) < 3 {
		t.Error(len(res.Pages))
	}
	inside(t, res)
}

func sorted(s string) string {
	count := map[rune]int{}
	for _, r := range s {
		count[r]++
	}
	b, _ := json.Marshal(count)
	return string(b)
}

// inside checks that all text stands on the page, above the footer.
func inside(t *testing.T, res typeset.Result) {
	t.Helper()
	for _, l := range linesOf(res) {
		if l.y < 0 || l.y > res.Pages[l.page].Height {
			t.Errorf("page %d: %q stands at %d", l.page+1, l.text(), l.y)
		}
	}
}

func sign() typeset.Block {
	p := func(s string) typeset.SignatureParty {
		return typeset.SignatureParty{Title: s + "（盖章）：", Name: "公司", Lines: []typeset.Pair{{Label: "代表："}, {Label: "日期："}}}
	}
	return typeset.Block{Signature: &typeset.Signature{Note: "（以下无正文）", Parties: []typeset.SignatureParty{p("甲方"), p("乙方")}}}
}

func TestASignatureNeverStandsAloneAndIsNotSplit(t *testing.T) {
	for n := range 90 {
		blocks := append(filler(n), para(typeset.Paragraph{Label: "1.1", Level: 2}, chars(50)), sign())
		pages := perPage(set(t, "zh-CN", 20, blocks...))
		for _, lines := range pages {
			all := ""
			clause := 0
			for _, l := range lines {
				all += l.text()
				if l.para == n+1 {
					clause++
				}
			}
			if strings.Contains(all, "甲方") {
				for _, s := range []string{"（以下无正文）", "乙方", "代表", "日期"} {
					if !strings.Contains(all, s) {
						t.Errorf("after %d lines the block is split: %s is on another page", n, s)
					}
				}
				if clause != 3 {
					t.Errorf("after %d lines %d of 3 lines of the last clause stand with the signatures", n, clause)
				}
			}
		}
	}
}

func TestAFewLinesTooManyAreTakenInWhenADocumentIsSigned(t *testing.T) {
	parties := &typeset.Signature{Parties: []typeset.SignatureParty{{Title: "甲方", Lines: []typeset.Pair{{Label: "签字"}}}}}
	tight := 0
	for n := 60; n < 120; n++ {
		open := set(t, "zh-CN", 30, append(filler(n), typeset.Block{Signature: parties}, body(""))...) // not signed at its end
		signed := set(t, "zh-CN", 30, append(filler(n), typeset.Block{Signature: parties})...)
		if len(signed.Pages) > len(open.Pages) {
			t.Errorf("%d lines take %d pages, with more after them %d", n, len(signed.Pages), len(open.Pages))
		}
		if len(signed.Pages) < len(open.Pages) {
			tight++
		}
		if got := strings.Count(rendition(linesOf(signed)), "填"); got != n {
			t.Errorf("%d lines of %d", got, n)
		}
	}
	if tight < 3 || tight > 30 {
		t.Errorf("%d of 60 lengths were taken in", tight)
	}
}

func TestASignatureAfterAVeryLongClausePullsTwoLines(t *testing.T) {
	pages := perPage(set(t, "zh-CN", 20, para(typeset.Paragraph{Label: "1.1", Level: 2}, chars(680)), sign()))
	last := pages[len(pages)-1]
	clause := 0
	for _, l := range last {
		if l.para == 1 {
			clause++
		}
	}
	if clause < 2 {
		t.Errorf("%d lines of the clause on the last page", clause)
	}
}

func TestPageNumbersAreExact(t *testing.T) {
	for language, want := range map[string][]string{"zh-CN": {"第 1 页 共 2 页", "第 2 页 共 2 页"}, "en": {"Page 1 of 2", "Page 2 of 2"}} {
		res, err := typeset.Layout(typeset.Document{Language: language, Number: "HT-1", Page: page(20), Blocks: filler(50)}, fixed{}, nil)
		if err != nil || len(res.Pages) != 2 {
			t.Fatal(err, len(res.Pages))
		}
		for p, s := range want {
			if got := appearances(res, s); got[p] != 1 {
				t.Errorf("%s: %q on page %d: %v", language, s, p+1, got)
			}
		}
		if got := appearances(res, "HT-1"); got[0] != 1 || got[1] != 1 {
			t.Errorf("number: %v", got)
		}
	}
}

func TestAnOwnFooterHasPageNumbersToo(t *testing.T) {
	res, err := typeset.Layout(typeset.Document{Page: page(20), Blocks: filler(3), Footer: []typeset.Run{{Text: "共"}, {PageOf: "pages"}, {Text: "页之"}, {PageOf: "page"}}}, fixed{}, nil)
	if err != nil || appearances(res, "共1页之1")[0] != 1 {
		t.Error(err, appearances(res, "共1页之1"))
	}
}

func TestAPageBreakStartsANewPageOnceAndOnlyBetweenText(t *testing.T) {
	br := typeset.Block{PageBreak: true}
	if n := len(set(t, "zh-CN", 20, br, body("甲"), br, br, body("乙"), br).Pages); n != 2 {
		t.Errorf("%d pages", n)
	}
}

func TestTheOuterTwentyMillimetresStayClear(t *testing.T) {
	d := typeset.Document{Page: typeset.Page{Left: 5, Right: 5}, Blocks: []typeset.Block{body(chars(300)), {Table: &typeset.Table{Rows: []typeset.Row{row("甲", "乙")}}}}}
	res, err := typeset.Layout(d, fixed{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	const clear = 56_690
	for _, it := range res.Pages[0].Items {
		if r := it.Rule; r != nil && (r.X1 < clear-500 || r.X2 > res.Pages[0].Width-clear+500) {
			t.Errorf("%+v", r)
		}
		if l := it.Line; l != nil && l.X < clear-1000 {
			t.Errorf("%d", l.X)
		}
	}
}

func TestTheLogoIsOnTheFirstPageAndTheWatermarkOnAll(t *testing.T) {
	d := typeset.Document{Logo: "logo", Watermark: "草稿", Blocks: filler(100)}
	res, err := typeset.Layout(d, fixed{}, map[string]typeset.ImageSize{"logo": {Width: 600, Height: 200}})
	if err != nil {
		t.Fatal(err)
	}
	for p, page := range res.Pages {
		images := 0
		for _, it := range page.Items {
			if it.Image != nil {
				images++
				if it.Image.X < 56_000 || it.Image.Y < 0 || it.Image.H*3 != it.Image.W/1 && it.Image.W/3 != it.Image.H {
					t.Errorf("%+v", it.Image)
				}
			}
		}
		if want := map[bool]int{true: 1}[p == 0]; images != want {
			t.Errorf("page %d: %d images", p+1, images)
		}
		if l := page.Items[0].Line; l == nil || l.Angle == 0 {
			t.Errorf("page %d: the watermark does not lie under the text", p+1)
		}
	}
}

func TestTheHeaderBeginsBesideTheLogo(t *testing.T) {
	header := []typeset.Run{{Text: "甲公司"}, {Break: true}, {Text: "HT-1"}, {Break: true}, {Text: "内部"}}
	d := typeset.Document{Logo: "logo", Header: header, Blocks: filler(100)}
	res, err := typeset.Layout(d, fixed{}, map[string]typeset.ImageSize{"logo": {Width: 600, Height: 200}})
	if err != nil {
		t.Fatal(err)
	}
	var logo typeset.Rect
	for _, it := range res.Pages[0].Items {
		if it.Image != nil {
			logo = it.Image.Rect
		}
	}
	left := func(page int) (out []typeset.Length) {
		for _, it := range res.Pages[page].Items {
			switch {
			case it.Line != nil && it.Line.Y < logo.Y+logo.H:
				out = append(out, it.Line.X)
			case it.Rule != nil && it.Rule.Y1 < logo.Y+logo.H:
				out = append(out, it.Rule.X1)
			}
		}
		return out
	}
	if got := left(0); len(got) != 4 || slices.Min(got) <= logo.X+logo.W {
		t.Errorf("%v beside a logo that ends at %d", got, logo.X+logo.W)
	}
	if got := left(1); len(got) != 4 || slices.Min(got) != logo.X {
		t.Errorf("the second page: %v", got)
	}
}

func TestAnUnknownOrHugeImageDoesNoHarm(t *testing.T) {
	blocks := []typeset.Block{{Image: &typeset.Image{Asset: "none"}}, {Image: &typeset.Image{Asset: "huge", Width: math.Inf(1), Height: 3}}, {Image: &typeset.Image{Asset: "tall", Height: 1e9}}}
	res, err := typeset.Layout(typeset.Document{Blocks: blocks}, fixed{}, map[string]typeset.ImageSize{"huge": {Width: 1 << 20, Height: 1}, "tall": {Width: 1, Height: 1 << 20}})
	if err != nil || len(res.Warnings) != 1 || res.Warnings[0].Code != "typeset.warning.image" {
		t.Error(err, res.Warnings)
	}
}

func TestLabelsOfOneLevelShareAColumn(t *testing.T) {
	var blocks []typeset.Block
	for _, label := range []string{"1.1", "1.10"} {
		blocks = append(blocks, para(typeset.Paragraph{Label: label, Level: 2}, "文字"))
	}
	var xs []typeset.Length
	for _, it := range set(t, "zh-CN", 20, blocks...).Pages[0].Items {
		if it.Line != nil && it.Line.Spans[0].Text == "文字" {
			xs = append(xs, it.Line.X)
		}
	}
	if len(xs) != 2 || xs[0] != xs[1] {
		t.Error(xs)
	}
}

func TestLabelsOfALevelRunInTogetherWhenOneIsTooLong(t *testing.T) {
	var blocks []typeset.Block
	for _, label := range []string{"第一条", "第十一条"} {
		blocks = append(blocks, para(typeset.Paragraph{Label: label, Level: 1}, chars(40)))
	}
	for _, l := range linesOf(set(t, "zh-CN", 20, blocks...)) {
		if first := l.row == 0; first != (l.xs[0] == 56_693+2*em) || !first && l.xs[0] != 56_693 {
			t.Errorf("%q begins at %d", l.text(), l.xs[0])
		}
	}
}

func TestAWeightedColumnTakesNoMoreThanItNeedsWhileAnotherWraps(t *testing.T) {
	table := &typeset.Table{Columns: []typeset.Column{{Weight: 5}, {Weight: 1}}, Rows: []typeset.Row{row("短", chars(40))}}
	if lines := linesOf(set(t, "zh-CN", 32, typeset.Block{Table: table})); len(lines) != 3 || len(lines[1].runes) < 28 {
		t.Error(broken(set(t, "zh-CN", 32, typeset.Block{Table: table})))
	}
}

func TestWeightedColumnsShareTheRoomWhereItSavesLines(t *testing.T) {
	// By weight the first column gets three quarters and the second is broken.
	table := &typeset.Table{Columns: []typeset.Column{{Weight: 3}, {Weight: 1}}, Rows: []typeset.Row{row(chars(16), chars(13)), row(chars(25), "甲")}}
	lines := 0
	for _, l := range linesOf(set(t, "zh-CN", 32, typeset.Block{Table: table})) {
		if len(l.runes) > 1 {
			lines++
		}
	}
	if lines != 4 {
		t.Errorf("%d lines, want the second column on one line and the long name on two", lines)
	}
}

func TestListsInARowShareAColumnOfLabels(t *testing.T) {
	list := func(label string) typeset.Block {
		return typeset.Block{Pairs: &typeset.Pairs{Columns: 1, Rows: []typeset.Pair{{Label: label, Value: []typeset.Run{{Text: "值"}}}}}}
	}
	var xs []typeset.Length
	for _, l := range linesOf(set(t, "zh-CN", 30, list("甲方："), list("统一社会信用代码："), body("文"), list("乙方："))) {
		if string(l.runes) == "值" {
			xs = append(xs, l.xs[0])
		}
	}
	if len(xs) != 3 || xs[0] != xs[1] || xs[2] >= xs[1] {
		t.Errorf("the values stand at %v", xs)
	}
}

func TestAListDeepInAClauseStandsUnderItsText(t *testing.T) {
	list := func(level int) typeset.Block {
		return typeset.Block{Pairs: &typeset.Pairs{Columns: 1, Level: level, Rows: []typeset.Pair{{Label: "户名：", Value: []typeset.Run{{Text: "值"}}}}}}
	}
	item := typeset.Block{Paragraph: &typeset.Paragraph{Style: typeset.StyleBody, Label: "1.", Level: 2, Runs: []typeset.Run{{Text: "文"}}}}
	at := map[string][]typeset.Length{}
	for _, l := range linesOf(set(t, "zh-CN", 30, item, list(2), body("隔"), list(1))) {
		for k, r := range l.runes {
			at[string(r)] = append(at[string(r)], l.xs[k])
		}
	}
	if got := at["户"]; len(got) != 2 || got[0] != at["文"][0] || got[1] >= got[0] {
		t.Errorf("%v", at)
	}
}

func TestWhatAColonAnnouncesFollowsOnTheSamePage(t *testing.T) {
	pairs := typeset.Block{Pairs: &typeset.Pairs{Columns: 1, Rows: []typeset.Pair{{Label: "户名"}, {Label: "账号"}}}}
	for n := range 50 {
		for _, lines := range perPage(set(t, "zh-CN", 20, append(filler(n), body("收款账户如下："), pairs)...)) {
			all := ""
			for _, l := range lines {
				all += l.text()
			}
			if strings.Contains(all, "如下") != strings.Contains(all, "账号") {
				t.Errorf("after %d lines: %s", n, all)
			}
		}
	}
}

func TestPairsAlignTheirValues(t *testing.T) {
	p := &typeset.Pairs{Columns: 1, Rows: []typeset.Pair{{Label: "甲方：", Value: []typeset.Run{{Text: "值一"}}}, {Label: "统一代码：", Value: []typeset.Run{{Text: "值二"}}}}}
	var xs []typeset.Length
	for _, l := range linesOf(set(t, "zh-CN", 30, typeset.Block{Pairs: p})) {
		if strings.HasPrefix(l.text(), "值") {
			xs = append(xs, l.xs[0])
		}
	}
	if len(xs) != 2 || xs[0] != xs[1] {
		t.Error(xs)
	}
}

func TestAbsurdInputIsRefusedWithACode(t *testing.T) {
	many := make([]typeset.Cell, 100)
	for code, d := range map[string]typeset.Document{
		"typeset.page_size":      {Page: typeset.Page{Width: 50, Height: 50}},
		"typeset.body_size":      {Page: typeset.Page{Size: 900}},
		"typeset.furniture":      {Header: []typeset.Run{{Text: strings.Repeat("页", 1000)}}},
		"typeset.too_wide":       {Blocks: []typeset.Block{{Table: &typeset.Table{Rows: []typeset.Row{{Cells: many}}}}}},
		"typeset.too_long":       {Blocks: []typeset.Block{{Table: &typeset.Table{Rows: make([]typeset.Row, 300_000)}}}},
		"typeset.too_many_pages": {Page: page(20), Blocks: breaks(6000)},
	} {
		if _, err := typeset.Layout(d, fixed{}, nil); !fault.Is(err, code) {
			t.Errorf("%s: %v", code, err)
		}
	}
	for _, p := range []typeset.Page{{Width: math.NaN()}, {Height: math.Inf(1)}, {Left: -1}, {Top: 1e300}} {
		if _, err := typeset.Layout(typeset.Document{Page: p}, fixed{}, nil); !fault.Is(err, "typeset.page_size") {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

func breaks(n int) []typeset.Block {
	var out []typeset.Block
	for range n {
		out = append(out, body("甲"), typeset.Block{PageBreak: true})
	}
	return out
}

func TestEmptyThingsAreSetWithoutHarm(t *testing.T) {
	for _, b := range []typeset.Block{{}, {Paragraph: &typeset.Paragraph{}}, {Table: &typeset.Table{}}, {Table: &typeset.Table{Columns: make([]typeset.Column, 3), Rows: make([]typeset.Row, 2)}},
		{Table: &typeset.Table{Head: []typeset.Row{row("头")}}}, {Pairs: &typeset.Pairs{}}, {Pairs: &typeset.Pairs{Columns: 9, Rows: make([]typeset.Pair, 3)}}, {Signature: &typeset.Signature{}},
		{Table: &typeset.Table{Columns: []typeset.Column{{Weight: math.NaN()}, {Weight: math.Inf(1)}, {Weight: -1}}, Rows: []typeset.Row{row("a", "b", "c")}}},
		{Signature: &typeset.Signature{Parties: make([]typeset.SignatureParty, 7)}}, {Image: &typeset.Image{}}, {PageBreak: true}} {
		if res := set(t, "zh-CN", 20, b); len(res.Pages) != 1 {
			t.Errorf("%+v: %d pages", b, len(res.Pages))
		}
	}
}

func TestTheSameDocumentGivesTheSameFramesFromAnyGoroutine(t *testing.T) {
	d := load(t, "purchase-zh")
	set := fonts(t, d.Language)
	want, err := typeset.Layout(d, set, nil)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 3 {
				got, err := typeset.Layout(d, set, nil)
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Error("frames differ", err)
				}
			}
		}()
	}
	wg.Wait()
}
