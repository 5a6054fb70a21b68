package typeset

// The look of a document: sober sizes, one family for text and one for
// emphasis, calm space. It stands in one place so that it can be tuned whole.

// A look is how one role of paragraph is set.
type look struct {
	size, pitch   Length
	before, after Length
	weight        Weight
	gray          uint8
	align         Align
}

// looks is all roles at a body size.
type looks struct {
	title, subtitle, heading, subheading, body, note, cell, small look
	blockGap                                                      Length // around tables, pairs and pictures
	indent                                                        Length // first line of Chinese body text
	padX, padY                                                    Length // inside table cells
}

// looksOf derives the looks from the body size.
func looksOf(chinese bool, size Length) looks {
	of := func(percent, pitch Length) look {
		s := (size*percent/100 + 250) / 500 * 500 // to half a point
		return look{size: s, pitch: s * pitch / 100}
	}
	l := looks{
		title:      of(190, 140),
		subtitle:   of(100, 160),
		heading:    of(114, 160),
		subheading: of(100, 165),
		body:       look{size: size, pitch: size * 170 / 100, align: AlignJustify},
		note:       of(88, 155),
		cell:       of(91, 145),
		small:      of(83, 140),
		blockGap:   size * 60 / 100,
		padX:       size * 45 / 100,
		padY:       size * 30 / 100,
	}
	l.title.weight, l.title.align = Bold, AlignCenter
	l.title.before, l.title.after = 0, size*110/100
	l.subtitle.align, l.subtitle.gray = AlignCenter, grayNote
	l.subtitle.after = size * 110 / 100
	l.heading.weight, l.heading.align = Bold, AlignLeft
	l.heading.before, l.heading.after = size*90/100, size*20/100
	l.subheading.weight, l.subheading.align = Bold, AlignLeft
	l.subheading.before, l.subheading.after = size*50/100, size*15/100
	l.body.after = size * 20 / 100
	l.note.gray, l.note.align = grayNote, AlignLeft
	l.note.after = size * 20 / 100
	l.cell.align = AlignLeft
	l.small.gray = grayFurniture
	if chinese {
		l.indent = 2 * size
		return l
	}
	l.body.pitch = size * 150 / 100
	l.body.after = size * 55 / 100
	l.title.size = (size*175/100 + 250) / 500 * 500
	l.title.pitch = l.title.size * 130 / 100
	l.heading.size, l.heading.pitch = size*105/100, size*105*150/10000
	return l
}

// role is the look of a paragraph.
func (l *looks) role(p *Paragraph) look {
	switch p.Style {
	case StyleTitle:
		return l.title
	case StyleSubtitle:
		return l.subtitle
	case StyleHeading:
		if p.Level > 1 {
			return l.subheading
		}
		return l.heading
	case StyleNote:
		return l.note
	}
	return l.body
}

// tighten sets lines and spaces of running text closer, to percent of the usual.
func (l *looks) tighten(percent Length) {
	for _, k := range []*look{&l.heading, &l.subheading, &l.body, &l.note} {
		k.pitch, k.before, k.after = k.pitch*percent/100, k.before*percent/100, k.after*percent/100
	}
	l.blockGap = l.blockGap * percent / 100
}
