package manuscript_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
	"golang.org/x/text/unicode/norm"

	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/manuscript"
)

// corpus finds a folder of ../shared/corpora from the package upwards, or skips.
func corpus(t testing.TB, name string) []string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		files, _ := filepath.Glob(filepath.Join(dir, "shared", "corpora", name, "*"))
		if len(files) > 0 {
			return files
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("no corpora on this machine")
	return nil
}

// readFile reads one of them, bounded in time.
func readFile(t testing.TB, path string) (*manuscript.Manuscript, error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	return manuscript.ReadContext(ctx, filepath.Base(path), f, info.Size())
}

// refusals are the files that are refused, with the fault.
var refusals = map[string]string{
	"apache.poi__truncated62886.docx":                                manuscript.Damaged,
	"apache.tika__testWORD_truncated.docx":                           manuscript.Damaged,
	"Unstructured-IO.unstructured__password.pdf":                     manuscript.Encrypted,
	"Unstructured-IO.unstructured__table-multi-row-column-cells.pdf": manuscript.Scanned,
	"docling-project.docling__ocr_test.pdf":                          manuscript.Scanned,
	"mozilla.pdf.js__arial_unicode_ab_cidfont.pdf":                   manuscript.Unreadable,
	"mozilla.pdf.js__noembed-identity.pdf":                           manuscript.Unreadable,
	"mozilla.pdf.js__vertical.pdf":                                   manuscript.Unreadable,
}

func TestEveryFileIsReadOrRefusedWithASentence(t *testing.T) {
	var longest time.Duration
	var slowest string
	var most uint64
	for _, folder := range []string{"4-docx-contracts", "4-docx-test", "4-pdf", "5-contracts-zh-text", "5-contracts-en-text"} {
		read, refused := 0, 0
		for _, path := range corpus(t, folder) {
			name := filepath.Base(path)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			m, err := readFile(t, path)
			if d := time.Since(start); d > longest {
				longest, slowest = d, name
			}
			runtime.ReadMemStats(&after)
			most = max(most, after.TotalAlloc-before.TotalAlloc)
			if err != nil {
				refused++
				e := fault.From(err)
				if e.Code != refusals[name] {
					t.Errorf("%s: refused with %v", name, err)
				}
				for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
					if s := locale.Text(tag, e.Code, e.Params); !strings.Contains(s, name) || strings.Contains(s, "{") {
						t.Errorf("%s: %s", name, s)
					}
				}
				continue
			}
			read++
			if want := refusals[name]; want != "" {
				t.Errorf("%s was read; expected %s", name, want)
			}
			checkShape(t, name, m)
		}
		t.Logf("%-20s read %3d, refused %d", folder, read, refused)
	}
	t.Logf("slowest %s %v; most memory allocated for one file %d MB", slowest, longest, most>>20)
}

// checkShape checks what every manuscript promises.
func checkShape(t *testing.T, name string, m *manuscript.Manuscript) {
	t.Helper()
	run := func(r manuscript.Run) {
		set := 0
		for _, is := range []bool{r.Text != "", r.Break, r.Image != "", r.PageOf != ""} {
			if is {
				set++
			}
		}
		if set != 1 || !utf8.ValidString(r.Text) {
			t.Errorf("%s: a run carries %d things: %+v", name, set, r)
		}
		if _, ok := m.Images[r.Image]; r.Image != "" && !ok {
			t.Errorf("%s: no picture %q", name, r.Image)
		}
	}
	m.Walk(func(p *manuscript.Paragraph) {
		for _, r := range p.Runs {
			run(r)
		}
	})
	for _, r := range append(slices.Clone(m.Header), m.Footer...) {
		run(r)
	}
	for _, b := range m.Blocks {
		if b.Table == nil {
			continue
		}
		for i, row := range b.Table.Rows {
			sum := 0
			for _, c := range row.Cells {
				sum += c.Span
				if c.Span < 1 || c.Rows < 1 || c.Rows > len(b.Table.Rows)-i || c.Continued && len(c.Paragraphs) > 0 {
					t.Errorf("%s: a cell %+v", name, c)
				}
			}
			if sum != len(b.Table.Columns) {
				t.Errorf("%s: a row covers %d of %d columns", name, sum, len(b.Table.Columns))
			}
		}
	}
	for _, d := range m.Dropped {
		if !locale.Has(d.Code) || d.Count < 1 {
			t.Errorf("%s: dropped %+v", name, d)
		}
	}
}

// Differences from LibreOffice's text that are right. lost are characters it
// writes and we do not; moved is how many stand at another place.
var fromOffice = map[string]struct {
	lost  string
	moved int
	why   string
}{
	"VolodymyrBaydalka.docxjs__revision.docx":                                       {"deleted", 0, "LibreOffice writes what tracked changes deleted; pandoc agrees with us"},
	"apache.poi__delins.docx":                                                       {"*", 0, "the same"},
	"dotnet.Open-XML-SDK__isLgl-Display_All_Levels_Using_Arabic_Numerals.docx":      {"AAAAAAAAABBBBBBabbbbbaaaaiiiiiiiiiiii", 0, "LibreOffice does not know isLgl: Word prints 1.1 for A.a"},
	"plutext.docx4j__article-section-isLgl.docx":                                    {"III", 0, "the same: Word prints Section 1.01 for Section I.01"},
	"dotnet.Open-XML-SDK__numFmt-Numbering_Format-val-decimalEnclosedFullstop.docx": {"1", 0, "LibreOffice does not know the format ⒈"},
	"apache.tika__testWORD_numbered_list.docx":                                      {"..", 20, "LibreOffice leaves out the list's override “Some-0%1-CrazyFormat”; text box and note stand elsewhere"},
	"docling-project.docling__textbox.docx":                                         {"", 0, "the numbers are in text boxes, which LibreOffice's text leaves out"},
}

// bulleted brings the signs of bullets to one: fonts differ, not the text.
func bulleted(s string) string {
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune("•◦●○▪■◆➢➔✓✗★❖□·–", c) {
			return '•'
		}
		return c
	}, s)
}

func normalised(s string) string { return bulleted(norm.NFC.String(squeezed(s))) }

// TestWordFilesLoseNothing compares with LibreOffice, character by character
// and number by number, in one run of it for all files.
func TestWordFilesLoseNothing(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("LibreOffice is not here")
	}
	files := append(corpus(t, "4-docx-contracts"), corpus(t, "4-docx-test")...)
	out := t.TempDir()
	made := t.TempDir()
	for i, c := range numberings {
		name := filepath.Join(made, numberingFile(i)+".docx")
		if err := os.WriteFile(name, word(t, items(c.items), map[string]string{"numbering.xml": "numbering|" + c.lists}), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	args := append([]string{"--headless", "-env:UserInstallation=file://" + filepath.ToSlash(t.TempDir()), "--convert-to", "txt:Text (encoded):UTF8", "--outdir", out}, files...)
	if b, err := exec.CommandContext(ctx, soffice, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	var chars, theirs, lost, moved, numbers, wrong int
	for _, path := range files {
		name := filepath.Base(path)
		data, err := os.ReadFile(filepath.Join(out, strings.TrimSuffix(name, ".docx")+".txt"))
		m, refused := readFile(t, path)
		if err != nil || refused != nil {
			if err == nil || refused == nil {
				t.Errorf("%s: LibreOffice: %v, we: %v", name, err, refused)
			}
			continue
		}
		if filepath.Dir(path) == made {
			checkOffice(t, strings.TrimSuffix(name, ".docx"), string(data))
			continue
		}
		text := strings.TrimPrefix(string(data), "\uFEFF")
		want, got := normalised(text), normalised(m.Text())
		chars += utf8.RuneCountInString(got)
		theirs += utf8.RuneCountInString(want)
		gone, elsewhere := difference(want, got)
		allowed := fromOffice[name]
		if over := without(gone, allowed.lost); over != "" && allowed.lost != "*" {
			t.Errorf("%s: %q is not in our text", name, over)
			lost += utf8.RuneCountInString(over)
		}
		if moved += elsewhere; elsewhere > allowed.moved {
			t.Errorf("%s: %d characters stand at another place", name, elsewhere)
		}
		n, bad := numbersOf(m, text)
		numbers += n
		if len(bad) > 0 && allowed.why == "" {
			t.Errorf("%s: LibreOffice does not print %q", name, bad)
			wrong += len(bad)
		}
	}
	t.Logf("%d files; LibreOffice writes %d characters, we %d (text boxes, notes and formulas are not in its text); lost %d; numbers %d, wrong %d", len(files), theirs, chars, lost, numbers, wrong)
}

// difference tells what the first text has and the second has not, and how many
// characters both have at different places.
func difference(want, got string) (gone string, elsewhere int) {
	if want == got {
		return "", 0
	}
	d := diffmatchpatch.New()
	d.DiffTimeout = 10 * time.Second
	var deleted, inserted []rune
	for _, part := range d.DiffMainRunes([]rune(want), []rune(got), false) {
		switch part.Type {
		case diffmatchpatch.DiffDelete:
			deleted = append(deleted, []rune(part.Text)...)
		case diffmatchpatch.DiffInsert:
			inserted = append(inserted, []rune(part.Text)...)
		}
	}
	gone = without(string(deleted), string(inserted))
	return gone, len(deleted) - utf8.RuneCountInString(gone)
}

// without takes the characters of b from a, each as often as it is there.
func without(a, b string) string {
	count := map[rune]int{}
	for _, c := range b {
		count[c]++
	}
	return strings.Map(func(c rune) rune {
		if count[c] > 0 {
			count[c]--
			return -1
		}
		return c
	}, a)
}

// numbersOf counts the numbers of lists and names those that the lines of the
// other text do not begin with, before the same words.
func numbersOf(m *manuscript.Manuscript, text string) (int, []string) {
	lines := map[string]int{}
	for _, l := range strings.Split(text, "\n") {
		lines[normalised(l)]++
	}
	n := 0
	var bad []string
	for _, b := range m.Blocks {
		p := b.Paragraph
		if p == nil || p.Number == nil || p.Number.Bullet {
			continue
		}
		first, _, _ := strings.Cut(p.Text(), "\n")
		n++
		if key := normalised(first); lines[key] > 0 {
			lines[key]--
		} else {
			bad = append(bad, first)
		}
	}
	return n, bad
}

// TestTrackedChangesAndNotesAreAsPandocReadsThem covers what LibreOffice's text
// does not show: changes accepted, notes kept.
func TestTrackedChangesAndNotesAreAsPandocReadsThem(t *testing.T) {
	pandoc, err := exec.LookPath("pandoc")
	if err != nil || testing.Short() {
		t.Skip("pandoc is not here")
	}
	compared := 0
	for _, path := range corpus(t, "4-docx-test") {
		name := filepath.Base(path)
		m, err := readFile(t, path)
		if err != nil || !slices.ContainsFunc(m.Dropped, func(d manuscript.Drop) bool {
			return d.Code == manuscript.DroppedTracked || d.Code == manuscript.DroppedNote
		}) {
			continue
		}
		out, err := exec.CommandContext(t.Context(), pandoc, "--track-changes=accept", "-t", "json", path).Output()
		if err != nil {
			continue // it refuses some that we read
		}
		var tree any
		if err := json.Unmarshal(out, &tree); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		words(tree, &b)
		compared++
		if lost := without(normalised(b.String()), normalised(m.Text())); lost != "" {
			t.Errorf("%s: %q is not in our text", name, lost)
		}
	}
	t.Logf("%d files compared", compared)
}

// words collects the text of pandoc's tree.
func words(v any, b *strings.Builder) {
	switch x := v.(type) {
	case []any:
		for _, e := range x {
			words(e, b)
		}
	case map[string]any:
		switch x["t"] {
		case "Str":
			fmt.Fprint(b, x["c"])
		case "Code", "Math", "Image", "Link":
			if list, ok := x["c"].([]any); ok && x["t"] == "Link" && len(list) > 1 {
				words(list[1], b)
			}
		default:
			for key, e := range x {
				if key != "t" && key != "meta" {
					words(e, b)
				}
			}
		}
	}
}
