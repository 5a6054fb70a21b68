package typeset

import "strings"

// Roles is how the parts of a document are set: what other writers of the same
// tree (typeset/docx) need to make it look alike without laying it out.
type Roles struct {
	Chinese bool
	// Page is the paper and margins with every gap filled in.
	Page                                                          Page
	Title, Subtitle, Heading, Subheading, Body, Note, Cell, Small Role
	// Gap is the space around tables, lists and pictures, Indent the first line
	// of Chinese text, PadX and PadY the room inside table cells. Points.
	Gap, Indent, PadX, PadY float64
}

// A Role is the dress of one kind of paragraph; lengths in points.
type Role struct {
	// Size is the type's, Pitch the distance of two lines.
	Size, Pitch   float64
	Before, After float64
	Bold          bool
	// Gray is 0 for black to 255.
	Gray  uint8
	Align Align
}

// RolesOf settles the roles for a document. Codes: typeset.page_size,
// typeset.body_size and those of the limits.
func RolesOf(d *Document) (Roles, error) {
	if err := check(d); err != nil {
		return Roles{}, err
	}
	sh, err := sheetOf(d.Page)
	if err != nil {
		return Roles{}, err
	}
	chinese := !strings.HasPrefix(d.Language, "en")
	l := looksOf(chinese, sh.size)
	of := func(l look) Role {
		return Role{Size: l.size.Points(), Pitch: l.pitch.Points(), Before: l.before.Points(), After: l.after.Points(), Bold: l.weight == Bold, Gray: l.gray, Align: l.align}
	}
	return Roles{
		Chinese: chinese,
		Page: Page{Width: sh.width.Points(), Height: sh.height.Points(), Top: sh.top.Points(), Bottom: sh.bottom.Points(),
			Left: sh.left.Points(), Right: (sh.width - sh.left - sh.measure).Points(), Size: sh.size.Points()},
		Title: of(l.title), Subtitle: of(l.subtitle), Heading: of(l.heading), Subheading: of(l.subheading), Body: of(l.body), Note: of(l.note),
		Cell: of(l.cell), Small: of(l.small),
		Gap: l.blockGap.Points(), Indent: l.indent.Points(), PadX: l.padX.Points(), PadY: l.padY.Points(),
	}, nil
}
