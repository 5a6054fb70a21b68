package typeset_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"keyue/backend/typeset"
	"keyue/backend/typeset/font"
)

// corpus finds a folder of ../shared/corpora; the test is skipped without it.
func corpus(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		for _, up := range []string{"corpora", "shared/corpora"} {
			if at := filepath.Join(dir, up, name); isDir(at) {
				return at
			}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Skip("no corpora here")
		}
		dir = parent
	}
}

func isDir(p string) bool {
	s, err := os.Stat(p)
	return err == nil && s.IsDir()
}

// fonts is the bundled set of a language.
func fonts(t testing.TB, language string) *font.Set {
	t.Helper()
	s, err := font.For(language)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var (
	heading  = regexp.MustCompile(`^(#{1,6})\s+(.*)$`)
	numbered = regexp.MustCompile(`^\s*((?:\d{1,2}\.)+\d{0,2}|[(（][0-9一二三四五六七八九十a-z]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]+条|[-*•])\s*(.+)$`)
	divider  = regexp.MustCompile(`^\|?[\s:|-]+\|?$`)
)

// document turns a contract in Markdown simply into a document.
func document(language, source string) typeset.Document {
	d := typeset.Document{Language: language, Title: "Corpus", Number: "HT-2026-0117"}
	var table *typeset.Table
	titled := false
	for _, line := range strings.Split(source, "\n") {
		line = strings.TrimRight(line, "\r \t")
		if strings.HasPrefix(strings.TrimSpace(line), "|") {
			if divider.MatchString(strings.TrimSpace(line)) {
				continue
			}
			cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
			row := typeset.Row{}
			for _, c := range cells {
				row.Cells = append(row.Cells, typeset.Cell{Runs: inline(strings.TrimSpace(c))})
			}
			if table == nil {
				table = &typeset.Table{Head: []typeset.Row{row}}
				d.Blocks = append(d.Blocks, typeset.Block{Table: table})
			} else {
				table.Rows = append(table.Rows, row)
			}
			continue
		}
		table = nil
		if strings.TrimSpace(line) == "" {
			continue
		}
		p := &typeset.Paragraph{Style: typeset.StyleBody}
		if h := heading.FindStringSubmatch(line); h != nil {
			p.Style, p.Level, line = typeset.StyleHeading, len(h[1]), h[2]
			if !titled {
				p.Style, p.Level, titled = typeset.StyleTitle, 0, true
			}
		}
		if n := numbered.FindStringSubmatch(line); n != nil && p.Style != typeset.StyleTitle {
			p.Label, line = n[1], n[2]
			p.Level = max(p.Level, 2)
			if strings.HasPrefix(p.Label, "第") {
				p.Level = 1
			}
		}
		p.Runs = inline(strings.TrimSpace(line))
		d.Blocks = append(d.Blocks, typeset.Block{Paragraph: p})
	}
	return d
}

// inline keeps bold runs and drops the stars.
func inline(s string) []typeset.Run {
	var out []typeset.Run
	for i, part := range strings.Split(s, "**") {
		if part != "" {
			out = append(out, typeset.Run{Text: part, Bold: i%2 == 1})
		}
	}
	return out
}

// words is all text of a document in reading order.
func words(d typeset.Document) string {
	var b strings.Builder
	runs := func(rs []typeset.Run) {
		for _, r := range rs {
			b.WriteString(r.Text)
		}
	}
	for _, bl := range d.Blocks {
		if p := bl.Paragraph; p != nil {
			b.WriteString(p.Label)
			runs(p.Runs)
		}
		if t := bl.Table; t != nil {
			for _, part := range [][]typeset.Row{t.Head, t.Rows, t.Foot} {
				for _, r := range part {
					for _, c := range r.Cells {
						runs(c.Runs)
					}
				}
			}
		}
		if p := bl.Pairs; p != nil {
			for _, r := range p.Rows {
				b.WriteString(r.Label)
				runs(r.Value)
			}
		}
	}
	return b.String()
}

// TestEveryContractOfTheCorpusIsSetWithoutAFault reads the rendered lines of
// real contracts: no character lost, no line rule broken.
func TestEveryContractOfTheCorpusIsSetWithoutAFault(t *testing.T) {
	total, files, pages, lineCount := 0, 0, 0, 0
	for language, folder := range map[string]string{"zh-CN": "5-contracts-zh-text", "en": "5-contracts-en-text"} {
		dir := corpus(t, folder)
		set := fonts(t, language)
		names, err := filepath.Glob(filepath.Join(dir, "*.md"))
		if err != nil || len(names) == 0 {
			t.Fatal("no contracts", err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			d := document(language, string(src))
			res, err := typeset.Layout(d, set, nil)
			if err != nil {
				t.Errorf("%s: %v", filepath.Base(name), err)
				continue
			}
			lines := renderedLines(res, set)
			markSpaces(lines, words(d))
			if got, want := rendition(lines), squashed(words(d)); got != want {
				t.Errorf("%s: text differs at %s", filepath.Base(name), difference(got, want))
			}
			for _, f := range faults(res, lines, nil) {
				total++
				if total < 60 {
					t.Errorf("%s: %s", filepath.Base(name), f)
				}
			}
			files++
			pages += len(res.Pages)
			lineCount += len(lines)
		}
	}
	t.Logf("%d contracts, %d pages, %d lines, %d faults", files, pages, lineCount, total)
}

func difference(got, want string) string {
	g, w := []rune(got), []rune(want)
	for i := range w {
		if i >= len(g) || g[i] != w[i] {
			return "got …" + string(g[max(0, min(i, len(g))-10):min(len(g), i+20)]) + "… want …" + string(w[max(0, i-10):min(len(w), i+20)]) + "…"
		}
	}
	return "got more: " + string(g[len(w):min(len(g), len(w)+30)])
}
