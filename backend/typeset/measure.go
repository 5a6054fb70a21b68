package typeset

// This file is all that layout knows about fonts. typeset/font implements it
// with the embedded faces; tests of the line rules use fixed metrics.

// A FaceID names a face of the measurer. Spans carry it to the drawer, which
// uses the same measurer.
type FaceID uint8

// A Weight chooses between the body face and the emphasised one.
type Weight uint8

// The weights. In Chinese, Regular is 宋体-like (serif) and Bold 黑体-like (sans
// bold); in English, Bold is the bold of the serif.
const (
	Regular Weight = iota
	Bold
)

// A Script chooses between faces for characters that Chinese and Latin text
// share but set differently: the quotes ‘ ’ “ ” and — … · are full width in
// Chinese text and narrow in Latin text.
type Script uint8

// The scripts. Layout decides by context; characters of only one script get
// the face that has them, whichever script is asked for.
const (
	Han Script = iota
	Latin
)

// A Glyph is how a rune is set.
type Glyph struct {
	Face FaceID
	// Advance is the width in thousandths of an em; 0 for combining marks.
	Advance int
	// Covered is false when no face of the chain has the rune. Face and Advance
	// are then those of 〓 (U+3013), and the drawer shows that glyph for the
	// rune while extracted text keeps the rune itself.
	Covered bool
}

// A Measurer answers for a set of faces. It is read by many goroutines at once.
type Measurer interface {
	// Glyph chooses the face for r by the fallback chain and measures it there.
	Glyph(r rune, w Weight, s Script) Glyph
	// Extent is how far the face reaches above and below the baseline, both
	// positive, in thousandths of an em.
	Extent(f FaceID) (ascent, descent int)
}
