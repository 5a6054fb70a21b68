package typeset

// This file is the output of the engine: what stands where on each page. A
// drawer (typeset/pdf) reads it and decides nothing; tests read it to prove the
// rules. All lengths are whole thousandths of a point, so that the same
// document gives the same frames on every machine.

// A Length is a distance in thousandths of a point (1/72,000 inch).
type Length int64

// Point is one PostScript point.
const Point Length = 1000

// Pt turns points into a Length, rounded half away from zero.
func Pt(points float64) Length {
	if points < 0 {
		return -Pt(-points)
	}
	return Length(float64(points*float64(Point)) + 0.5) // the conversion keeps every machine from fusing the two steps
}

// Points is the length in points.
func (l Length) Points() float64 { return float64(l) / float64(Point) }

// A Result is a document laid out.
type Result struct {
	Pages []Frame `json:"pages"`
	// Missing lists the characters no face covers, in order of first
	// appearance. They are drawn as 〓; a contract with any must not be issued.
	Missing []Missing `json:"missing"`
	// Warnings tell what was set but will look wrong.
	Warnings []Warning `json:"warnings"`
}

// Missing is a character that no face of the chain covers.
type Missing struct {
	Rune  rune   `json:"rune"`
	Text  string `json:"text"` // the rune as text
	Count int    `json:"count"`
	// Where is the text around the first appearance, and Field its field key.
	Where string `json:"where"`
	Field string `json:"field,omitempty"`
	Page  int    `json:"page"` // 1-based page of the first appearance
}

// A Warning is something a person should look at before printing.
type Warning struct {
	// Code is a catalog key: typeset.warning.*
	Code  string `json:"code"`
	Where string `json:"where,omitempty"` // text nearby
	Field string `json:"field,omitempty"`
}

// A Frame is one page. The origin is the top left corner, y grows downwards.
// Items are drawn in order; later ones lie over earlier ones.
type Frame struct {
	Width  Length `json:"width"`
	Height Length `json:"height"`
	Items  []Item `json:"items"`
	// Hits are the places where a field's value stands.
	Hits []Hit `json:"hits,omitempty"`
}

// An Item is one thing on a page. Exactly one member is set.
type Item struct {
	Line  *Line    `json:"line,omitempty"`
	Rule  *Rule    `json:"rule,omitempty"`
	Fill  *Fill    `json:"fill,omitempty"`
	Check *Check   `json:"check,omitempty"`
	Image *Picture `json:"image,omitempty"`
}

// A Line is one line of text, or the piece of it between two blanks: spans of
// glyphs that follow each other on one baseline. It is one BT … ET in a PDF.
type Line struct {
	// X and Y are the origin of the first glyph on the baseline. X may lie left
	// of the margin: an opening bracket at a line's start loses its blank half.
	X Length `json:"x"`
	Y Length `json:"y"`
	// Angle turns the line counter-clockwise about its origin, in degrees (watermark).
	Angle float64 `json:"angle,omitempty"`
	Spans []Span  `json:"spans"`
	// Para numbers the paragraphs, labels and cells of the document from 1 in
	// reading order; lines of one paragraph share it. 0 is page furniture:
	// header, footer, watermark, repeated table heads.
	Para int `json:"para,omitempty"`
	// Row numbers the lines of a paragraph from 0 (several Line items share a
	// row when a blank or a check box stands between them).
	Row int `json:"row,omitempty"`
}

// A Span is glyphs of one face, size and grey level. A span begins where the
// one before it ended: at the sum of all advances so far.
type Span struct {
	Face FaceID `json:"face"`
	Size Length `json:"size"`
	// Rise lifts the baseline (superscript).
	Rise Length `json:"rise,omitempty"`
	// Gray is 0 for black to 255 for white.
	Gray uint8  `json:"gray,omitempty"`
	Text string `json:"text"`
	// Advances is the distance from each rune's origin to the next one's, one
	// per rune of Text, all gaps and squeezes included. A drawer moves by
	// exactly this much, whatever the font's own width is.
	Advances []Length `json:"advances"`
	Field    string   `json:"field,omitempty"`
}

// Width is the sum of the advances.
func (s Span) Width() Length {
	var w Length
	for _, a := range s.Advances {
		w += a
	}
	return w
}

// A Rule is a straight stroke with butt ends: underlines, blanks, table rules.
type Rule struct {
	X1    Length `json:"x1"`
	Y1    Length `json:"y1"`
	X2    Length `json:"x2"`
	Y2    Length `json:"y2"`
	Width Length `json:"width"`
	Gray  uint8  `json:"gray,omitempty"`
}

// A Fill is a rectangle filled with grey.
type Fill struct {
	Rect
	Gray uint8 `json:"gray"`
}

// A Check is a check box drawn as a square of strokes, with a tick when On.
// Its square is Rect; the stroke is a sixteenth of its side.
type Check struct {
	Rect
	On bool `json:"on"`
}

// A Picture is an image asset stretched over Rect.
type Picture struct {
	Rect
	Asset string `json:"asset"`
}

// A Rect is X, Y of its top left corner, width and height.
type Rect struct {
	X Length `json:"x"`
	Y Length `json:"y"`
	W Length `json:"w"`
	H Length `json:"h"`
}

// A Hit is where the value of a field stands, so that a click on the preview
// finds the input. A value over several lines has several hits.
type Hit struct {
	Rect
	Field string `json:"field"`
	// Missing tells a gap of a draft from a value.
	Missing bool `json:"missing,omitempty"`
}

// ImageSize is the pixel size of an image asset.
type ImageSize struct {
	Width  int `json:"width"`
	Height int `json:"height"`
}
