package font

import "encoding/binary"

// Check boxes stand in almost every form, and none of the bundled faces has
// them. Their outlines are drawn here, in thousandths of an em; outer contours
// run clockwise and holes the other way round, as TrueType fills them.
var (
	boxOuter  = contour{{80, -20}, {80, 820}, {920, 820}, {920, -20}}
	boxInner  = contour{{140, 40}, {860, 40}, {860, 760}, {140, 760}}
	tick      = contour{{200, 430}, {260, 490}, {430, 300}, {740, 700}, {810, 645}, {435, 160}}
	crossRise = contour{{232, 188}, {712, 668}, {768, 612}, {288, 132}}
	crossFall = contour{{232, 612}, {288, 668}, {768, 188}, {712, 132}}
)

type contour [][2]int

// drawnAdvance is the width of every drawn character in thousandths of an em.
const drawnAdvance = 1000

// drawn gives the contours of a character drawn here; nil for all others.
func drawn(r rune) []contour {
	switch r {
	case '☐':
		return []contour{boxOuter, boxInner}
	case '☑':
		return []contour{boxOuter, boxInner, tick}
	case '☒':
		return []contour{boxOuter, boxInner, crossRise, crossFall}
	case '✓', '✔':
		return []contour{tick}
	case '✗', '✘':
		return []contour{crossRise, crossFall}
	}
	return nil
}

// outlineOf writes contours as a simple glyph in the units of an em square.
func outlineOf(contours []contour, unitsPerEm int) []byte {
	units := func(v int) int { return floorDiv(v*unitsPerEm+500, 1000) }
	box := [4]int{1 << 14, 1 << 14, -1 << 14, -1 << 14}
	var ends, xs, ys []byte
	points, x, y := 0, 0, 0
	for _, c := range contours {
		for _, p := range c {
			px, py := units(p[0]), units(p[1])
			box = [4]int{min(box[0], px), min(box[1], py), max(box[2], px), max(box[3], py)}
			xs = binary.BigEndian.AppendUint16(xs, uint16(int16(px-x)))
			ys = binary.BigEndian.AppendUint16(ys, uint16(int16(py-y)))
			x, y = px, py
		}
		points += len(c)
		ends = binary.BigEndian.AppendUint16(ends, uint16(points-1))
	}
	out := binary.BigEndian.AppendUint16(nil, uint16(len(contours)))
	for _, v := range box {
		out = binary.BigEndian.AppendUint16(out, uint16(int16(v)))
	}
	out = append(out, ends...)
	out = append(out, 0, 0) // no program
	for range points {
		out = append(out, 1) // on the curve, both moves in two bytes
	}
	out = append(out, xs...)
	return append(out, ys...)
}
