package pdf_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"keyue/backend/typeset"
	"keyue/backend/typeset/pdf"
)

// corpusDir finds a folder of the shared corpora above the package, or skips.
func corpusDir(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		path := filepath.Join(dir, "shared", "corpora", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("no shared corpora here: " + name)
	return ""
}

// documentOf sets a text line by line: a paragraph each, headings as headings.
func documentOf(language, text string) typeset.Document {
	d := typeset.Document{Language: language}
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(l)
		p := typeset.Paragraph{Style: typeset.StyleBody, Runs: []typeset.Run{{Text: strings.TrimLeft(l, "# ")}}}
		if strings.HasPrefix(l, "#") {
			p.Style = typeset.StyleHeading
		}
		if l != "" {
			d.Blocks = append(d.Blocks, para(p))
		}
	}
	return d
}

// bare drops what an extractor reads its own way: spaces, hyphens at line ends,
// marks that combine with the letter before them.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '\u2010' || unicode.IsMark(r) {
			return -1
		}
		return r
	}, squeeze(s))
}

func TestEveryContractOfTheCorporaExtractsAsItWasWritten(t *testing.T) {
	tool(t, "pdftotext")
	for _, c := range []struct{ dir, language string }{{"5-contracts-zh-text", "zh-CN"}, {"5-contracts-en-text", "en"}} {
		s := set(t, c.language)
		files, err := filepath.Glob(filepath.Join(corpusDir(t, c.dir), "*.md"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, path := range files {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			r, err := typeset.Layout(documentOf(c.language, string(text)), s, nil)
			if err != nil {
				t.Errorf("%s: %v", filepath.Base(path), err)
				continue
			}
			data := write(t, r.Pages, pdf.Options{Fonts: s})
			got, want := []rune(bare(extracted(t, data))), []rune(bare(drawn(r.Pages)))
			for i := range want {
				if i >= len(got) || got[i] != want[i] {
					t.Errorf("%s: at %d of %d\n got  %q\n want %q", filepath.Base(path), i, len(want),
						string(got[min(i, len(got)):min(i+20, len(got))]), string(want[i:min(i+20, len(want))]))
					break
				}
			}
		}
	}
}

func FuzzWrite(f *testing.F) {
	for _, s := range []string{"合同", "a\u0301\u200d\U0001F468\u200d\U0001F469", "\x00\x01\x7f\ufffd\ufffe", "𠮷𬬭\U0010FFFF", "\u202eabc\u2066", "\xff\xfe"} {
		f.Add(s, int64(10500), int64(3))
	}
	f.Fuzz(func(t *testing.T, text string, size, advance int64) {
		if size <= 0 || size > 1e6 || advance < -1e6 || advance > 1e6 {
			return
		}
		s := set(t, "zh-CN")
		sp := spans(s, text, 10.5, typeset.Regular, typeset.Han)
		for i := range sp {
			sp[i].Size = typeset.Length(size)
			for k := range sp[i].Advances {
				sp[i].Advances[k] += typeset.Length(advance)
			}
		}
		write(t, []typeset.Frame{a4(line(10, 10, sp...))}, pdf.Options{Fonts: s, Title: text})
	})
}
