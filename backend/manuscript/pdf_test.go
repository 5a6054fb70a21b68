package manuscript_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"keyue/backend/manuscript"
)

// TestEveryWayToSaveAPDF saves one text in the ways there are — encrypted with
// permissions only, packed into object streams, laid out for the web.
func TestEveryWayToSaveAPDF(t *testing.T) {
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		t.Skip("qpdf is not here")
	}
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain.pdf")
	if err := os.WriteFile(plain, page("BT /F 12 Tf 72 700 Td (Price: 100 \\(net\\)) Tj ET"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"--qdf", "--linearize", "--object-streams=generate", "--object-streams=generate --compress-streams=y",
		"--allow-weak-crypto --encrypt - owner 40 --", "--allow-weak-crypto --encrypt - owner 128 --use-aes=n --", "--allow-weak-crypto --encrypt - owner 128 --use-aes=y --",
		"--encrypt - owner 256 --", "--allow-weak-crypto --encrypt - owner 256 --force-R5 --", "--object-streams=generate --encrypt - owner 256 --"} {
		out := filepath.Join(dir, "out.pdf")
		fields := strings.Fields(args)
		for i := range fields {
			if fields[i] == "-" {
				fields[i] = ""
			}
		}
		if b, err := exec.CommandContext(t.Context(), qpdf, append(fields, plain, out)...).CombinedOutput(); err != nil && !strings.Contains(string(b), "warning") {
			t.Fatalf("%s: %v %s", args, err, b)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if m := read(t, "out.pdf", data); lines(m) != "Price: 100 (net)" {
			t.Errorf("%s: %q", args, lines(m))
		}
	}
}

func TestWhatAPageShowsBecomesText(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"gaps are spaces, wide ones tabs":        {"BT /F 10 Tf 72 700 Td [(Name)-500(of)-5000(Price)] TJ ET", "Name of\tPrice"},
		"a line that goes on":                    {"BT /F 10 Tf 50 700 Td (" + strings.Repeat("word ", 19) + "end) Tj 0 -14 Td (goes on.) Tj ET", strings.Repeat("word ", 19) + "end goes on."},
		"a number begins a paragraph":            {"BT /F 10 Tf 50 700 Td (" + strings.Repeat("word ", 19) + "end) Tj 0 -14 Td (2. begins) Tj ET", strings.Repeat("word ", 19) + "end\n2. begins"},
		"words drawn twice to look bold":         {"BT /F 10 Tf 72 700 Td (Bold) Tj 0.2 0 Td (Bold) Tj ET", "Bold"},
		"a rule where nothing stands is a blank": {"BT /F 10 Tf 72 700 Td (Date:) Tj ET 110 698 m 200 698 l S", "Date:                  "},
		"beside the paper":                       {"BT /F 10 Tf 72 700 Td (in) Tj 900 0 Td (out) Tj ET", "in"},
		"what marks stand for":                   {"BT /F 10 Tf 72 700 Td /Span <</ActualText (\\376\\377\\116\\000)>> BDC (x) Tj EMC ET", "一"},
	} {
		if got := lines(read(t, "a.pdf", page(c.content))); got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestRadicalsOfFontsBecomeCharacters(t *testing.T) {
	cmap := "1 begincodespacerange <00> <FF> endcodespacerange 5 beginbfchar <41> <2F00> <42> <2F49> <43> <FF0C> <44> <F900> <45> <FB01> endbfchar"
	m := read(t, "a.pdf", pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Kids[3 0 R]>>", "<</MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		stream("", "BT /F 10 Tf 72 700 Td (ABCDE) Tj ET"), "<</Subtype/Type1/ToUnicode 6 0 R>>", stream("", cmap)))
	if got := lines(m); got != "一月，豈fi" { // the comma stays wide
		t.Errorf("%q", got)
	}
}

func TestEveryDropHasItsSentence(t *testing.T) {
	for _, code := range []string{manuscript.DroppedTracked, manuscript.DroppedComment, manuscript.DroppedHidden, manuscript.DroppedNote, manuscript.DroppedHeader,
		manuscript.DroppedPicture, manuscript.DroppedObject, manuscript.DroppedChart, manuscript.DroppedFormula, manuscript.DroppedField, manuscript.DroppedInserted,
		manuscript.DroppedNested, manuscript.DroppedRuby, manuscript.DroppedWordArt, manuscript.DroppedRepeated, manuscript.DroppedMarkup, manuscript.DroppedLink,
		manuscript.DroppedControl, manuscript.DroppedUnmapped, manuscript.DroppedAnnotated} {
		hasSentence(t, code)
	}
}
