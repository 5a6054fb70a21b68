package press_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"keyue/backend/typeset"
	"keyue/backend/typeset/press"
)

var at = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// document has some pages of clauses, one of which says text.
func document(text string, clauses int) typeset.Document {
	d := typeset.Document{Language: "zh-CN", Title: "买卖合同", Number: "HT-1", Watermark: "草稿"}
	for i := range clauses {
		body := fmt.Sprintf("第 %d 款：货物的质量标准按照国家标准执行，没有国家标准的按照行业标准执行。", i+1)
		if i == 3 {
			body += text
		}
		d.Blocks = append(d.Blocks, typeset.Block{Paragraph: &typeset.Paragraph{Style: typeset.StyleBody, Runs: []typeset.Run{{Text: body, Field: "f"}}}})
	}
	return d
}

func proof(t *testing.T, p *press.Press, d typeset.Document, seen ...press.Seen) press.Proof {
	t.Helper()
	out, err := p.Proof(d, nil, at, seen)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func all(p press.Proof) (seen []press.Seen) {
	for i, mark := range p.Marks {
		seen = append(seen, press.Seen{Page: i, Mark: mark})
	}
	return seen
}

func TestWhatIsOnScreenAlreadyIsNotDrawnAgain(t *testing.T) {
	p := press.New()
	first := proof(t, p, document("", 60))
	if len(first.Marks) < 2 || first.Patch != nil || len(first.PDF) == 0 {
		t.Fatalf("%d marks, patch %v, %d bytes", len(first.Marks), first.Patch, len(first.PDF))
	}
	again := proof(t, p, document("", 60), all(first)...)
	if again.PDF != nil || again.Patch == nil || again.Patch.PDF != "" || len(again.Patch.Bands) != again.Pages {
		t.Errorf("the same again: %+v", again.Patch)
	}
	changed := proof(t, p, document("甲", 60), all(first)...)
	bands := changed.Patch.Bands
	if len(bands[0]) != 1 || bands[0][0].H > typeset.Pt(80) || changed.Marks[0] == first.Marks[0] {
		t.Errorf("a character changes %+v", bands[0])
	}
	for i := 1; i < len(bands); i++ {
		if len(bands[i]) != 0 || changed.Marks[i] != first.Marks[i] {
			t.Errorf("page %d did not change but has %+v", i+1, bands[i])
		}
	}
}

func TestOnlyPagesInSightAreDrawnAndUnknownOnesAllOver(t *testing.T) {
	p := press.New()
	first := proof(t, p, document("", 60))
	long := "这一款写得很长，后面的内容因此都往下移动。这一款写得很长，后面的内容因此都往下移动。"
	out := proof(t, p, document(long, 60), press.Seen{Page: 1, Mark: first.Marks[1]}, press.Seen{Page: 99, Mark: "x"}, press.Seen{Page: -1})
	if len(out.Patch.Bands[0]) != 0 || len(out.Patch.Bands[1]) == 0 {
		t.Errorf("bands %+v", out.Patch.Bands)
	}
	forgotten := proof(t, press.New(), document("", 60), press.Seen{Page: 0, Mark: first.Marks[0]})
	if b := forgotten.Patch.Bands[0]; len(b) != 1 || b[0].Y != 0 || b[0].H != forgotten.Frames[0].Height {
		t.Errorf("a page not remembered has %+v", b)
	}
	if forgotten.Marks[0] != first.Marks[0] {
		t.Error("marks are not those of the content")
	}
}

func TestPagesLongAgoAreForgotten(t *testing.T) {
	p := press.New()
	first := proof(t, p, document("", 4))
	for i := range 260 {
		proof(t, p, document(strconv.Itoa(i), 4))
	}
	out := proof(t, p, document("甲", 4), all(first)...)
	if b := out.Patch.Bands[0]; len(b) != 1 || b[0].Y != 0 {
		t.Errorf("bands %+v", b)
	}
}

// A patch laid over the old page must give the new one to the pixel: what is
// seen while typing is what the printer prints.
func TestAPatchedPageIsTheNewPageToThePixel(t *testing.T) {
	for name, text := range map[string]string{"a character": "甲", "new lines": "合同当事人应当全面履行义务，合同当事人应当全面履行义务，合同当事人应当全面履行义务。"} {
		p := press.New()
		before := proof(t, p, document("", 40))
		patch := proof(t, p, document(text, 40), all(before)...)
		after := proof(t, p, document(text, 40))
		file, err := base64.StdEncoding.DecodeString(patch.Patch.PDF)
		if err != nil {
			t.Fatal(err)
		}
		for i := range min(before.Pages, after.Pages) {
			is, was, over := render(t, after.PDF, i+1), render(t, before.PDF, i+1), render(t, file, i+1)
			unit := float64(is.Rect.Dy()) / after.Frames[i].Height.Points()
			bands := patch.Patch.Bands[i]
			for y := range is.Rect.Dy() {
				from := was
				for _, b := range bands {
					if y >= int(b.Y.Points()*unit) && float64(y) < (b.Y+b.H).Points()*unit {
						from = over
					}
				}
				if row := y * is.Stride; !bytes.Equal(from.Pix[row:row+is.Stride], is.Pix[row:row+is.Stride]) {
					t.Fatalf("%s: page %d differs in row %d (bands %+v)", name, i+1, y, bands)
				}
			}
		}
	}
}

func render(t *testing.T, data []byte, page int) *image.RGBA {
	t.Helper()
	tool, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Skip("pdftoppm is not installed")
	}
	dir := t.TempDir()
	file, name := filepath.Join(dir, "a.pdf"), filepath.Join(dir, "page")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if msg, err := exec.Command(tool, "-png", "-singlefile", "-f", strconv.Itoa(page), "-r", "96", file, name).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, msg)
	}
	f, err := os.Open(name + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	im, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(im.Bounds())
	draw.Draw(out, out.Rect, im, im.Bounds().Min, draw.Src)
	return out
}

func BenchmarkProof(b *testing.B) {
	p := press.New()
	first, err := p.Proof(document("", 60), nil, at, nil)
	if err != nil {
		b.Fatal(err)
	}
	for name, seen := range map[string][]press.Seen{"whole": nil, "patch": all(first)[:1]} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := p.Proof(document("甲", 60), nil, at, seen); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
