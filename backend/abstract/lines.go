package abstract

import (
	"strings"

	"keyue/backend/manuscript"

	"golang.org/x/text/unicode/norm"
)

// plainLines gives the text of a manuscript line by line; the cells of a row stand on
// one line. Kangxi radicals and full-width figures of PDFs are made plain, and
// Chinese marks are kept.
func plainLines(m *manuscript.Manuscript) []string {
	var out []string
	add := func(s string) {
		for _, line := range strings.Split(s, "\n") {
			line = beside(strings.Split(line, "\t")) // columns of a PDF
			if line = strings.Trim(plainWidth(line), " \t\u3000\u00A0*#>"); line != "" {
				out = append(out, line)
			}
		}
	}
	for _, b := range m.Blocks {
		switch {
		case b.Paragraph != nil:
			add(manuscript.Plain(b.Paragraph.Runs))
		case b.Table != nil:
			for _, row := range b.Table.Rows {
				var cells []string
				for _, c := range row.Cells {
					var text []string
					for _, p := range c.Paragraphs {
						text = append(text, strings.ReplaceAll(manuscript.Plain(p.Runs), "\n", " "))
					}
					cells = append(cells, strings.Join(text, " "))
				}
				add(beside(cells))
			}
		}
	}
	return out
}

// cellGap parts the cells of a row in its line.
const cellGap = "\u3000\u3000"

// beside puts cells on one line; a label and its value belong together.
func beside(cells []string) string {
	var b strings.Builder
	for _, c := range cells {
		c = strings.TrimSpace(c)
		if c == "" {
			continue
		}
		if s := b.String(); s != "" && !strings.HasSuffix(s, "：") && !strings.HasSuffix(s, ":") {
			b.WriteString(cellGap)
		}
		b.WriteString(c)
	}
	return b.String()
}

// plainWidth makes letters, figures and radicals plain and keeps Chinese marks.
func plainWidth(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '，' || r == '。' || r == '：' || r == '；' || r == '（' || r == '）' || r == '、' || r == '？' || r == '！' || r == 0x3000:
			b.WriteRune(r)
		case r < 0x80:
			b.WriteRune(r)
		default:
			b.WriteString(norm.NFKC.String(string(r)))
		}
	}
	return b.String()
}
