package pdf_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"keyue/backend/typeset"
	"keyue/backend/typeset/pdf"
)

// corpus reads a file of the shared corpora, or skips.
func corpus(t testing.TB, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(corpusDir(t, dir), name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// threePages are dense pages of a real contract: 3 × 40 lines, justified.
func threePages(t testing.TB) ([]typeset.Frame, pdf.Options) {
	s := set(t, "zh-CN")
	text := []rune(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '#' || r == '*' || r == '|' {
			return -1
		}
		return r
	}, corpus(t, "5-contracts-zh-text", "CSlawyer1985.legal-skillhub__买卖合同_货物买卖合同.md")))
	var pages []typeset.Frame
	for range 3 {
		items := []typeset.Item{line(200, 60, spans(s, string(text[:12]), 16, typeset.Bold, typeset.Han)...)}
		for i := range 40 {
			n := min(38, len(text))
			l := line(79, 90+18*float64(i), spans(s, string(text[:n]), 10.5, typeset.Regular, typeset.Han)...)
			for _, sp := range l.Line.Spans {
				for k := range sp.Advances {
					sp.Advances[k] += 137
				}
			}
			items, text = append(items, l), text[n:]
		}
		pages = append(pages, a4(items...))
	}
	return pages, pdf.Options{Fonts: s, Language: "zh-CN", Title: "货物买卖合同", Created: created}
}

func TestAContractIsSmall(t *testing.T) {
	pages, o := threePages(t)
	data := write(t, pages, o)
	checkStructure(t, data)
	if len(data) > 200_000 {
		t.Errorf("%d bytes", len(data))
	}
	if extracted(t, data) != drawn(pages) {
		t.Error("the text differs")
	}
	t.Logf("%d KB", len(data)/1000)
}

func BenchmarkWriteThreePages(b *testing.B) {
	pages, o := threePages(b)
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		info, err := pdf.Write(&out, pages, o)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Bytes)/1000, "KB")
	}
}

func BenchmarkBookOfThousand(b *testing.B) {
	pages, o := threePages(b)
	b.ReportAllocs()
	for b.Loop() {
		book := pdf.NewBook(o)
		for range 1000 {
			if err := book.Add(pdf.Part{Title: "货物买卖合同", Pages: pages}); err != nil {
				b.Fatal(err)
			}
		}
		var out bytes.Buffer
		info, err := book.Write(&out)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Bytes)/1e6, "MB")
	}
}
