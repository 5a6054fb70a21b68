package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"keyue/backend/fault"
	"keyue/backend/typeset"
	"keyue/backend/typeset/font"
	"keyue/backend/typeset/pdf"
)

var created = time.Date(2026, 3, 31, 9, 30, 0, 0, time.FixedZone("CST", 8*3600))

func set(t testing.TB, language string, extra ...*font.Face) *font.Set {
	t.Helper()
	s, err := font.For(language, extra...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// span measures text in the faces the set gives, splitting where the face changes.
func spans(s *font.Set, text string, size float64, w typeset.Weight, sc typeset.Script) []typeset.Span {
	var out []typeset.Span
	for _, r := range text {
		g := s.Glyph(r, w, sc)
		if n := len(out); n == 0 || out[n-1].Face != g.Face {
			out = append(out, typeset.Span{Face: g.Face, Size: typeset.Pt(size)})
		}
		last := &out[len(out)-1]
		last.Text += string(r)
		last.Advances = append(last.Advances, typeset.Length(g.Advance)*last.Size/1000)
	}
	return out
}

func line(x, y float64, sp ...typeset.Span) typeset.Item {
	return typeset.Item{Line: &typeset.Line{X: typeset.Pt(x), Y: typeset.Pt(y), Spans: sp}}
}

func a4(items ...typeset.Item) typeset.Frame {
	return typeset.Frame{Width: typeset.Pt(595.28), Height: typeset.Pt(841.89), Items: items}
}

func write(t testing.TB, pages []typeset.Frame, o pdf.Options) []byte {
	t.Helper()
	var out bytes.Buffer
	info, err := pdf.Write(&out, pages, o)
	if err != nil {
		t.Fatal(err)
	}
	if info.Bytes != int64(out.Len()) || info.Pages != len(pages) || len(info.SHA256) != 64 {
		t.Errorf("info %+v for %d bytes", info, out.Len())
	}
	return out.Bytes()
}

// tool gives a program of the machine, or skips.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip(name + " is not installed")
	}
	return path
}

func save(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// extracted is the text of the file in drawing order, without spaces.
func extracted(t testing.TB, data []byte) string {
	t.Helper()
	out, err := exec.Command(tool(t, "pdftotext"), "-raw", "-enc", "UTF-8", save(t, data), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return squeeze(string(out))
}

// drawn is the text of the frames, without spaces and what has no shape.
func drawn(pages []typeset.Frame) string {
	var b strings.Builder
	for _, p := range pages {
		for _, it := range p.Items {
			if it.Line != nil {
				for _, s := range it.Line.Spans {
					b.WriteString(s.Text)
				}
			}
		}
	}
	return squeeze(b.String())
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || font.Ignorable(r) {
			return -1
		}
		return r
	}, s)
}

func checkStructure(t testing.TB, data []byte) {
	t.Helper()
	path, err := exec.LookPath("qpdf")
	if err != nil {
		return
	}
	if out, err := exec.Command(path, "--check", save(t, data)).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

// sample has both scripts, both weights, all drawing items, a superscript, a
// watermark, a character above U+FFFF and one that is missing.
func sample(s *font.Set) typeset.Frame {
	super := spans(s, "②3", 6, typeset.Regular, typeset.Han)
	for i := range super {
		super[i].Rise = typeset.Pt(4)
	}
	grey := spans(s, "草稿 DRAFT", 60, typeset.Bold, typeset.Han)
	for i := range grey {
		grey[i].Gray = 225
	}
	mark := line(150, 560, grey...)
	mark.Line.Angle = 45
	body := spans(s, "第一条　甲方：深圳市𬬭𬬱科技有限公司“甲方”，", 10.5, typeset.Regular, typeset.Han)
	body = append(body, spans(s, "Acme “Tools” Ltd. №12", 10.5, typeset.Regular, typeset.Latin)...)
	body = append(body, super...)
	wide := spans(s, "两端对齐的一行", 10.5, typeset.Regular, typeset.Han)
	for i := range wide[0].Advances {
		wide[0].Advances[i] += 3333
	}
	rect := typeset.Rect{X: typeset.Pt(80), Y: typeset.Pt(300), W: typeset.Pt(10.5), H: typeset.Pt(10.5)}
	second := rect
	second.X += typeset.Pt(20)
	return a4(
		mark,
		line(200, 90, spans(s, "买卖合同 No. 7", 18, typeset.Bold, typeset.Han)...),
		line(80, 140, body...),
		line(80, 160, wide...),
		line(80, 180, spans(s, "☐☑☒✓缺字𠮷\U0001F600，⼀一同形异码", 10.5, typeset.Regular, typeset.Han)...),
		typeset.Item{Rule: &typeset.Rule{X1: typeset.Pt(80), Y1: typeset.Pt(200), X2: typeset.Pt(300), Y2: typeset.Pt(200), Width: 500}},
		typeset.Item{Fill: &typeset.Fill{Rect: typeset.Rect{X: typeset.Pt(80), Y: typeset.Pt(220), W: typeset.Pt(100), H: typeset.Pt(20)}, Gray: 200}},
		typeset.Item{Check: &typeset.Check{Rect: rect}},
		typeset.Item{Check: &typeset.Check{Rect: second, On: true}},
	)
}

func TestTextTakenOutIsTextPutIn(t *testing.T) {
	s := set(t, "zh-CN")
	pages := []typeset.Frame{sample(s), sample(s)}
	data := write(t, pages, pdf.Options{Fonts: s})
	checkStructure(t, data)
	// A turned line is torn apart by the extractor's idea of reading order.
	for i := range pages {
		pages[i].Items = pages[i].Items[1:]
	}
	got := strings.NewReplacer("草", "", "稿", "", "D", "", "R", "", "F", "", "T", "", "A", "").Replace(extracted(t, data))
	want := strings.NewReplacer("T", "", "A", "").Replace(drawn(pages))
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAllStandardCharactersInOneDocument(t *testing.T) {
	table, err := os.ReadFile("../font/testdata/8105.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(table), "\n")
	s := set(t, "zh-CN")
	var pages []typeset.Frame
	var items []typeset.Item
	for l := range strings.Lines(text) {
		weight := typeset.Weight(len(pages) % 2)
		items = append(items, line(30, 40+15*float64(len(items)), spans(s, strings.TrimSpace(l), 10, weight, typeset.Han)...))
		if len(items) == 50 {
			pages, items = append(pages, a4(items...)), nil
		}
	}
	pages = append(pages, a4(items...))
	data := write(t, pages, pdf.Options{Fonts: s})
	checkStructure(t, data)
	got, want := extracted(t, data), drawn(pages)
	above := 0
	for _, r := range got {
		if r > 0xFFFF {
			above++
		}
	}
	if got != want || above != 196 || len([]rune(got)) != 8105 {
		t.Errorf("%d characters out, %d above U+FFFF", len([]rune(got)), above)
	}
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	s := set(t, "zh-CN")
	o := pdf.Options{Fonts: s, Title: "买卖合同", Author: "Acme (Shenzhen)", Language: "zh-CN", Created: created,
		Images: map[string]*pdf.Image{"logo": picture(t, pngOf(colours(200, 100, true))), "seal": picture(t, pngOf(colours(200, 100, false)))}}
	f := sample(s)
	f.Items = append(f.Items,
		typeset.Item{Image: &typeset.Picture{Rect: typeset.Rect{X: 80000, Y: 500000, W: 96000, H: 48000}, Asset: "logo"}},
		typeset.Item{Image: &typeset.Picture{Rect: typeset.Rect{X: 280000, Y: 500000, W: 96000, H: 48000}, Asset: "seal"}})
	first := write(t, []typeset.Frame{f, f}, o)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			var out bytes.Buffer
			if _, err := pdf.Write(&out, []typeset.Frame{f, f}, o); err != nil || !bytes.Equal(out.Bytes(), first) {
				t.Error("another run gave other bytes", err)
			}
		})
	}
	wg.Wait()
	for _, want := range []string{"/CreationDate(D:20260331093000+08'00')", "/Lang(zh-CN)", "/Author(Acme \\(Shenzhen\\))", "/Title<feff4e70"} {
		if !bytes.Contains(first, []byte(want)) {
			t.Errorf("the file has no %s", want)
		}
	}
}

func TestFontsAreTaggedSubsets(t *testing.T) {
	s := set(t, "zh-CN")
	data := write(t, []typeset.Frame{sample(s)}, pdf.Options{Fonts: s})
	names := map[string]bool{}
	for _, m := range regexp.MustCompile(`/BaseFont/([A-Z]{6}\+[A-Za-z0-9-]+)`).FindAllSubmatch(data, -1) {
		names[string(m[1])] = true
	}
	if len(names) != 3 {
		t.Errorf("fonts %v", names)
	}
	if bytes.Count(data, []byte("/Filter")) != bytes.Count(data, []byte("\nstream\n")) {
		t.Error("some stream is not deflated, or twice")
	}
}

func TestManyDocumentsShareOneFile(t *testing.T) {
	s := set(t, "zh-CN")
	logo := picture(t, pngOf(colours(40, 40, false)))
	f := sample(s)
	f.Items = append(f.Items, typeset.Item{Image: &typeset.Picture{Rect: typeset.Rect{X: 0, Y: 0, W: 50000, H: 50000}, Asset: "logo"}})
	one := write(t, []typeset.Frame{f}, pdf.Options{Fonts: s, Images: map[string]*pdf.Image{"logo": logo}})
	b := pdf.NewBook(pdf.Options{Language: "zh-CN"})
	for i := range 50 {
		err := b.Add(pdf.Part{Title: fmt.Sprintf("合同 %d", i+1), Pages: []typeset.Frame{f, f}, Images: map[string]*pdf.Image{"logo": logo}})
		if err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	info, err := b.Write(&out)
	if err != nil || info.Pages != 100 {
		t.Fatal(info, err)
	}
	checkStructure(t, out.Bytes())
	if out.Len() > len(one)+100*3000 {
		t.Errorf("100 pages take %d bytes, one %d: fonts are not shared", out.Len(), len(one))
	}
	if n := bytes.Count(out.Bytes(), []byte("/Subtype/Image")); n != 1 {
		t.Errorf("%d images", n)
	}
	if !bytes.Contains(out.Bytes(), []byte("/Count 50/First")) {
		t.Error("no bookmarks")
	}
}

func TestBadInputIsAnsweredWithACode(t *testing.T) {
	s := set(t, "zh-CN")
	if _, err := pdf.Write(&bytes.Buffer{}, nil, pdf.Options{Fonts: s}); !fault.Is(err, "pdf.no_pages") {
		t.Errorf("no pages: %v", err)
	}
	f := a4(typeset.Item{Image: &typeset.Picture{Rect: typeset.Rect{W: 1000, H: 1000}, Asset: "gone"}})
	if _, err := pdf.Write(&bytes.Buffer{}, []typeset.Frame{f}, pdf.Options{Fonts: s}); !fault.Is(err, "pdf.no_image") {
		t.Errorf("no image: %v", err)
	}
	full := errors.New("disk full")
	if _, err := pdf.Write(failing{full}, []typeset.Frame{a4()}, pdf.Options{Fonts: s}); !errors.Is(err, full) {
		t.Errorf("failing writer: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
