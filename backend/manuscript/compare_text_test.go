package manuscript_test

import (
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"keyue/backend/manuscript"
)

// everything is the text of a manuscript with what it says was dropped.
func everything(m *manuscript.Manuscript) string {
	text := m.Text()
	for _, d := range m.Dropped {
		text += d.Text
	}
	return text
}

var (
	knownTags = regexp.MustCompile(`</?(span|u|br|label|a|b|i|input|p|div|ol|ul|li|em|strong)\b[^>]*>`)
	fences    = regexp.MustCompile("(?m)^```|^[ \t]*- \\[x\\]") // a ticked box is printed as one
)

// renumbered are Markdown files whose lists repeat one number, which Markdown
// counts up.
var renumbered = map[string]bool{
	"AgileByte.contracts__技术支持合同.md":                                true,
	"accordproject.cicero-template-library__volumediscountolist.md": true,
	"accordproject.cicero-template-library__volumediscountulist.md": true,
	"github.site-policy__github-registered-developer-agreement.md":  true,
}

func TestMarkdownContractsKeepEveryCharacterThatIsNoMarkup(t *testing.T) {
	chars := 0
	for _, path := range append(corpus(t, "5-contracts-zh-text"), corpus(t, "5-contracts-en-text")...) {
		name := filepath.Base(path)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m, err := readFile(t, path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		source := html.UnescapeString(knownTags.ReplaceAllString(fences.ReplaceAllString(string(data), ""), ""))
		lost := without(squeezed(source), squeezed(everything(m)))
		lost = strings.Map(func(c rune) rune {
			if strings.ContainsRune("*_#|>\\`-=[]()<~+:\"'!", c) || renumbered[name] && c >= '0' && c <= '9' {
				return -1
			}
			return c
		}, lost)
		if lost != "" {
			t.Errorf("%s: lost %q", name, lost)
		}
		chars += m.Chars
	}
	t.Logf("%d characters kept", chars)
}

func TestPlainTextKeepsEveryCharacter(t *testing.T) {
	for _, path := range append(corpus(t, "5-contracts-zh-text"), corpus(t, "5-contracts-en-text")...) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m := read(t, strings.TrimSuffix(filepath.Base(path), ".md")+".txt", data)
		if want, got := squeezed(string(data)), squeezed(m.Text()); want != got {
			t.Errorf("%s: %q", filepath.Base(path), without(want, got))
		}
	}
}

// fromPoppler are differences from pdftotext that are right.
var fromPoppler = map[string]string{
	"mozilla.pdf.js__SimFang-variant.pdf": "pdftotext writes È«ÊÀ½ç for 全世界: the font's bytes are GBK",
	"mozilla.pdf.js__XiaoBiaoSong.pdf":    "the same",
}

func TestPDFsLoseNothingThatPdftotextFinds(t *testing.T) {
	pdftotext, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not here")
	}
	n, chars, same := 0, 0, 0
	for _, path := range corpus(t, "4-pdf") {
		name := filepath.Base(path)
		m, err := readFile(t, path)
		if err != nil {
			continue // TestEveryFileIsReadOrRefusedWithASentence
		}
		out, err := exec.CommandContext(t.Context(), pdftotext, "-q", "-raw", path, "-").Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		n++
		want, got := norm.NFKC.String(squeezed(string(out))), norm.NFKC.String(squeezed(everything(m)))
		chars += m.Chars
		if want == got {
			same++
		}
		if lost := without(want, got); lost != "" && fromPoppler[name] == "" {
			t.Errorf("%s: %q is not in our text", name, lost)
		}
	}
	t.Logf("%d files, %d characters, %d in the very same order", n, chars, same)
}
