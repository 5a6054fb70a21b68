// Package typeset lays a resolved document out on pages.
//
// The way is a chain of pure steps: shape (shape.go) → squeeze (space.go) →
// break (opportunity.go, breaking.go) → justify (justify.go, emit.go) → boxes
// (flow.go, paragraph.go, table.go, parties.go) → paginate (paginate.go) →
// frames (frame.go). Nothing is drawn; typeset/pdf draws the frames. What the
// package knows of fonts is a Measurer.
//
// The line rules are those of CLREQ "strict" and GB/T 15834-2011.
package typeset

import (
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Layout sets a document. The same document, measurer and assets give the same
// frames, on any machine and from any goroutine.
//
// Text is never lost and no input panics: what cannot be set well is set as well
// as it can be and told in Warnings; characters without a glyph are told in
// Missing.
//
// Codes: typeset.page_size, typeset.body_size, typeset.too_long,
// typeset.too_wide, typeset.too_many_pages, typeset.furniture.
func Layout(d Document, m Measurer, assets map[string]ImageSize) (Result, error) {
	if err := check(&d); err != nil {
		return Result{}, err
	}
	sh, err := sheetOf(d.Page)
	if err != nil {
		return Result{}, err
	}
	f, spans, err := run(&d, sh, m, assets, 100)
	if err != nil {
		return Result{}, err
	}
	for _, percent := range tighter {
		if !f.mayFit(&d, spans, percent) {
			continue
		}
		g, shorter, err := run(&d, sh, m, assets, percent)
		if err == nil && len(shorter) < len(spans) {
			f, spans = g, shorter
			break
		}
	}
	pages := make([]Frame, 0, len(spans)+1)
	for _, s := range spans {
		pages = append(pages, f.compose(s[0], s[1]))
	}
	if len(pages) == 0 { // an empty document is one empty page
		pages = append(pages, Frame{Width: f.width, Height: f.height, Items: []Item{}})
	}
	f.furnish(&d, pages)
	f.locate(pages)
	res := Result{Pages: pages, Missing: f.missing, Warnings: f.warnings}
	if res.Missing == nil {
		res.Missing = []Missing{}
	}
	if res.Warnings == nil {
		res.Warnings = []Warning{}
	}
	return res, nil
}

// run sets the blocks as rows and fills pages with them, the space between lines
// at percent of the usual.
func run(d *Document, sh sheet, m Measurer, assets map[string]ImageSize, percent Length) (*flow, [][2]int, error) {
	f := &flow{sheet: sh, assets: assets}
	f.slabs = &slabs{}
	f.m, f.chinese = m, !strings.HasPrefix(d.Language, "en")
	f.look = looksOf(f.chinese, sh.size)
	f.look.tighten(percent)
	f.columns(d.Blocks)
	for i := range d.Blocks {
		f.alignLists(d.Blocks, i)
		if err := f.block(&d.Blocks[i]); err != nil {
			return nil, nil, err
		}
	}
	keepHeadings(f.rows)
	spans, err := paginate(f.rows, f.depth)
	return f, spans, err
}

// tighter are the spacings tried, in percent, to save a last page that holds
// little more than the signatures.
var tighter = [...]Length{97, 94}

// mayFit tells whether a document to be signed, on a few pages of which the last
// is mostly empty, could do with one page less at percent of the spacing: what
// is on the last page must not be more than what the pages before leave free
// and would save.
func (f *flow) mayFit(d *Document, spans [][2]int, percent Length) bool {
	n := len(spans)
	if n < 2 || n > 12 || len(d.Blocks) == 0 || d.Blocks[len(d.Blocks)-1].Signature == nil || f.rows[spans[n-1][0]].fresh {
		return false
	}
	var last, room Length
	for k, s := range spans {
		var used Length
		for i := s[0]; i < s[1]; i++ {
			if i > s[0] {
				used += f.rows[i].before
			}
			used += f.rows[i].height
		}
		if k == n-1 {
			last = used
			break
		}
		room += f.depth - used + used*(100-percent)/100
	}
	return last < f.depth/2 && last*percent/100 <= room
}

// locate finds the page on which each missing character first appears.
func (f *flow) locate(pages []Frame) {
	left := len(f.missing)
	for i := range pages {
		if left == 0 {
			return
		}
		for _, it := range pages[i].Items {
			if it.Line == nil {
				continue
			}
			for _, s := range it.Line.Spans {
				for _, r := range s.Text {
					if k, ok := f.index[r]; ok && f.missing[k].Page == 0 {
						f.missing[k].Page = i + 1
						left--
					}
				}
			}
		}
	}
}
