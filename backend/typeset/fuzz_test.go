package typeset_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"keyue/backend/typeset"
)

// FuzzNoTextPanicsOrIsLost sets any text in narrow and wide measures, in both
// languages, as a paragraph and in table cells.
func FuzzNoTextPanicsOrIsLost(f *testing.F) {
	for _, s := range []string{
		"甲方（买方）：“设备”——共 3 台，单价 ￥1,234.50……", "👨‍👩‍👧 🇨🇳 👍🏽 😀", "e\u0301\u0302\u0303 \u0301", "مرحبا بالعالم שלום", "\x00\x01\x1b[31m\r\n\t\u2028\u2029",
		"\u200b\u200b\u200b", strings.Repeat("—", 90), strings.Repeat("）", 90), strings.Repeat("（", 90), strings.Repeat("a", 300), strings.Repeat(" ", 100),
		"https://a.b/?c=d&e=f#g a@b.cc", "ก็ภาษาไทย हिन्दी 한국어 각", "\xff\xfe", "“‘’”\"'\"'", "𠮷𪚥", "《》《》、、、。。。", "１２．５％ 12.5% ±5℃ №5 第3条", strings.Repeat("，a", 60), "\u00a0\u00a0a\u00a0\u00a0b\u00a0c",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 2000 {
			return
		}
		table := &typeset.Table{Columns: []typeset.Column{{}, {Weight: 1}, {}}, Head: []typeset.Row{row(s)}, Rows: []typeset.Row{row("a", s, "b", s)}}
		blocks := []typeset.Block{
			body(s), para(typeset.Paragraph{Style: typeset.StyleTitle}, s), para(typeset.Paragraph{Style: typeset.StyleHeading, Label: s, Level: 99}, s),
			{Table: table}, {Pairs: &typeset.Pairs{Columns: 2, Rows: []typeset.Pair{{Label: s, Value: []typeset.Run{{Text: s, Field: "f"}}}}}},
			{Paragraph: &typeset.Paragraph{Label: s, Level: -4, Runs: []typeset.Run{{Text: s, Bold: true}, {Blank: 7}, {Text: s, Underline: true}, {Check: "on"}, {Break: true}, {Text: s, Super: true}, {Missing: true, Text: s}}}},
		}
		want := strings.Repeat(squashed(string([]rune(s))), 14)
		for _, language := range []string{"zh-CN", "en"} {
			for _, columns := range []float64{9, 42} {
				d := typeset.Document{Language: language, Page: page(columns), Blocks: blocks}
				if len(s) < 500 {
					d.Watermark, d.Number, d.Header = s, s, []typeset.Run{{Text: s}}
				}
				res, err := typeset.Layout(d, fixed{}, nil)
				if err != nil {
					t.Fatal(err)
				}
				got := rendition(linesOf(res))
				if want, got := sorted(want+"ab"), sorted(got); want != got {
					t.Fatalf("%s, %v em: set %q, want %q", language, columns, got, want)
				}
			}
		}
	})
}

// TestEnglishBreaksAreThoseOfUAX14 lets uniseg judge every line end of the
// English contracts: where we break, UAX #14 would too.
func TestEnglishBreaksAreThoseOfUAX14(t *testing.T) {
	dir := corpus(t, "5-contracts-en-text")
	set := fonts(t, "en")
	names, _ := filepath.Glob(filepath.Join(dir, "*.md"))
	checked, wrong := 0, 0
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range document("en", string(src)).Blocks {
			p := b.Paragraph
			if p == nil || p.Style != typeset.StyleBody || strings.ContainsAny(paragraphText(p), "@\u00a0\u200b\ufffd") || strings.Contains(paragraphText(p), "://") {
				continue // addresses have their own rule
			}
			p.Label = ""
			text := paragraphText(p)
			d := typeset.Document{Language: "en", Page: typeset.Page{Left: 150, Right: 150}, Blocks: []typeset.Block{b}}
			res, err := typeset.Layout(d, set, nil)
			if err != nil {
				t.Fatal(err)
			}
			allowed := opportunities(text)
			at := 0
			for i, l := range renderedLines(res, set) {
				if i > 0 {
					checked++
					n := at
					for n < len(text) && (text[n] == ' ' || text[n] == '\t') {
						n++
					}
					// UAX #14 cannot tell a closing straight quote from an opening one.
					if quoted := strings.HasSuffix(strings.TrimRight(text[:n], " "), "\""); !allowed[n] && !quoted {
						wrong++
						t.Errorf("%s: UAX #14 would not break before %q", filepath.Base(name), text[n:min(len(text), n+30)])
					}
					at = n
				}
				at = after(text, at, l.text())
			}
		}
	}
	t.Logf("%d line ends, %d wrong", checked, wrong)
}

func paragraphText(p *typeset.Paragraph) string {
	s := ""
	for _, r := range p.Runs {
		s += r.Text
	}
	return s
}

// after is where the line ends in the text, from at on.
func after(text string, at int, line string) int {
	for _, r := range squashed(line) {
		for at < len(text) && !strings.HasPrefix(text[at:], string(r)) {
			at++
		}
		at += utf8.RuneLen(r)
	}
	return at
}

// opportunities are the byte offsets before which UAX #14 allows a break.
func opportunities(text string) map[int]bool {
	out := map[int]bool{}
	state, at := -1, 0
	for rest := text; rest != ""; {
		var segment string
		segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		at += len(segment)
		out[at] = true
	}
	return out
}
