package manuscript

import (
	"context"
	"io"
	"slices"
	"strings"

	"keyue/backend/fault"
)

const (
	// piecesMax is how many characters a page may have; a page of nothing but
	// small print has 15,000.
	piecesMax = 200_000
	// linesMax is how many lines a page may have.
	linesMax = 4000
)

// unmappedMax is the share of glyphs without a character above which the text
// of a PDF is not worth having.
const unmappedMax = 0.05

// readPDF reads the text of a PDF, which is the last resort: a PDF says where
// characters stand and little else, so lines and paragraphs are guessed.
//
// The file is read by this package itself. Of the libraries that could be had
// none bounds what a hostile file makes it allocate, and a table of references
// that points at itself kept one running for ever.
func readPDF(ctx context.Context, m *Manuscript, ds *drops, r io.ReaderAt, size int64) error {
	data := make([]byte, size)
	if _, err := r.ReadAt(data, 0); err != nil && err != io.EOF {
		return fault.Wrap(err, Damaged, nil)
	}
	f, err := openPDF(ctx, data)
	if err != nil {
		return err
	}
	pages := f.pages()
	if len(pages) == 0 {
		return fault.New(Damaged, nil)
	}
	m.Rough = true
	var sheets []pdfSheet
	fonts := map[int]*pdfFont{}
	unmapped, pictures, shown := 0, 0, 0
	for i, p := range pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		c := &pdfCanvas{pdfFile: f, fonts: fonts, seen: map[pieceSpot]bool{}, box: p.box}
		c.run(f.pageContent(p), p.resources, identity, 0)
		c.annotations(p, ds)
		unmapped += c.unmapped
		pictures += c.pictures
		shown += c.shown
		if len(c.outside) > 0 {
			ds.add(DroppedHidden, strings.Join(c.outside, ""))
		}
		lines := linesOf(c.pieces, c.rules, i)
		if f.left <= 0 || f.bytes <= 0 || len(c.pieces) > piecesMax || len(lines) > linesMax {
			return fault.New(TooBig, nil)
		}
		sheets = append(sheets, pdfSheet{box: p.box, lines: lines, pitch: leading(lines)})
	}
	unrepeat(sheets, ds)
	m.Blocks = append(m.Blocks, paragraphsOf(sheets)...)
	for range min(unmapped, 100_000) {
		ds.add(DroppedUnmapped, "")
	}
	for range min(pictures, 100_000) {
		ds.add(DroppedPicture, "")
	}
	switch {
	case float64(unmapped) > unmappedMax*float64(shown):
		return fault.New(Unreadable, nil)
	case m.count() == 0:
		return fault.New(Scanned, nil)
	}
	return nil
}

// pageContent joins the content streams of a page (ISO 32000-1, 7.8.2).
func (f *pdfFile) pageContent(p pdfPage) []byte {
	if s := f.stream(p.dict["Contents"]); s != nil {
		return f.content(s)
	}
	var all []byte
	for i, v := range f.array(p.dict["Contents"]) {
		if s := f.stream(v); s != nil && i < 4096 {
			all = append(append(all, f.content(s)...), '\n')
		}
		if len(all) > pdfStreamMax {
			break
		}
	}
	return all
}

// annotations reads what lies over a page (12.5): form fields show their
// appearance as text of the page; notes are reported.
func (c *pdfCanvas) annotations(p pdfPage, ds *drops) {
	for i, v := range c.array(p.dict["Annots"]) {
		a := c.dict(v)
		if i > 10_000 || a == nil || c.left <= 0 {
			return
		}
		c.left -= 8
		if flags := int(c.num(a["F"])); flags&2 != 0 { // hidden
			continue
		}
		switch c.name(a["Subtype"]) {
		case "Widget", "FreeText", "Stamp":
			c.appearance(a)
		case "Link", "Popup":
		default:
			if s, ok := c.get(a["Contents"]).(pdfString); ok && len(s) > 0 {
				c.left -= len(s)
				ds.add(DroppedAnnotated, textString(s))
			}
		}
	}
}

// appearance draws the normal appearance of an annotation at its place (12.5.5).
func (c *pdfCanvas) appearance(a pdfDict) {
	normal := c.get(c.dict(a["AP"])["N"])
	if states, ok := normal.(pdfDict); ok {
		normal = c.get(states[c.name(a["AS"])])
	}
	s, ok := normal.(*pdfStream)
	rect := c.floats(a["Rect"], 4)
	box := []float64{}
	if ok {
		box = c.floats(s.pdfDict["BBox"], 4)
	}
	if !ok || rect == nil || box == nil {
		return
	}
	m := identity
	m[4], m[5] = min(rect[0], rect[2])-min(box[0], box[2]), min(rect[1], rect[3])-min(box[1], box[3])
	resources := c.dict(s.pdfDict["Resources"])
	if resources == nil {
		resources = c.dict(c.dict(c.dict(c.trailer["Root"])["AcroForm"])["DR"])
	}
	c.run(c.content(s), resources, m, 1)
}

// unrepeat takes lines off the sheets that stand at the same place at the edge
// of half of them or more, page numbers aside, and reports them.
func unrepeat(sheets []pdfSheet, ds *drops) {
	count := map[string]int{}
	for _, s := range sheets {
		for _, key := range s.edges() {
			if key != "" {
				count[key]++
			}
		}
	}
	for i := range sheets {
		s := &sheets[i]
		keys := s.edges()
		kept := s.lines[:0:0]
		for k, l := range s.lines {
			if key := keys[k]; key != "" && (count[key] >= max(2, (len(sheets)+1)/2) || numbersPage(l.text())) {
				ds.add(DroppedRepeated, l.text())
				continue
			}
			kept = append(kept, l)
		}
		s.lines = kept
	}
}

// numbersPage tells whether a line at the edge has the page's number in it,
// alone or beside the contract's.
func numbersPage(text string) bool {
	for _, part := range strings.Split(text, "\t") {
		if pageNumber.MatchString(strings.TrimSpace(part)) {
			return true
		}
	}
	return false
}

// edges gives a key to each line near the upper or lower edge of a sheet: its
// place and its text without numbers; "" to the others.
func (s *pdfSheet) edges() []string {
	keys := make([]string, len(s.lines))
	height := s.box[3] - s.box[1]
	var heights []float64
	for _, l := range s.lines {
		heights = append(heights, l.y)
	}
	slices.Sort(heights)
	for i, l := range s.lines {
		if l.angle != 0 || height <= 0 {
			continue
		}
		rank, _ := slices.BinarySearch(heights, l.y)
		at := (l.y - s.box[1]) / height
		if at > 0.88 && len(heights)-rank <= 6 || at < 0.12 && rank < 6 {
			keys[i] = l.edgeKey()
		}
	}
	return keys
}
