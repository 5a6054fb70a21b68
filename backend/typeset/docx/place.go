package docx

import (
	"math"

	"keyue/backend/typeset"
)

// Where paragraphs stand: the indents of clause levels and how labels hang, by
// the same rules as the pages (typeset/paragraph.go). Widths are estimated from
// the kind of character, because what font will be there is not known.

// spot is where a paragraph stands and how its label is written.
type spot struct {
	at ordinal
	// left is where the text stands; hanging is how far the label stands before
	// it; first is the indent of the first line when nothing hangs.
	left, hanging, first float64
	// runIn labels run into the text.
	runIn bool
}

// frames are the columns of the clause levels: where the labels of each stand
// and how wide they are.
type frames struct {
	bases, labels [maxLevels + 1]float64
	runIn         [maxLevels + 1]bool
}

func depth(p *typeset.Paragraph) int { return min(max(p.Level, 1), maxLevels) }

// place settles lists and spots for all paragraphs.
func (w *writer) place() {
	f := w.frames()
	w.plan = make([]spot, len(w.doc.Blocks))
	var labels []labelled
	var blocks []int
	for i := range w.doc.Blocks {
		p := w.doc.Blocks[i].Paragraph
		if p == nil {
			continue
		}
		w.plan[i] = w.spot(p, f)
		if p.Label != "" && !centred(p) {
			labels = append(labels, labelled{p.Label, depth(p) - 1})
			blocks = append(blocks, i)
		}
	}
	ordinals, lists := derive(labels)
	w.lists = lists
	for k, i := range blocks {
		w.plan[i].at = ordinals[k]
	}
	for i := range w.doc.Blocks {
		if w.doc.Blocks[i].Signature != nil {
			w.pull(i)
		}
	}
}

// pull keeps the clause before a signature with it: paragraphs back to the last
// one with a number, at most four.
func (w *writer) pull(i int) {
	for k, n := i-1, 0; k >= 0 && n < 4; k, n = k-1, n+1 {
		p := w.doc.Blocks[k].Paragraph
		if p == nil {
			return
		}
		w.keeps[k] = true
		if p.Label != "" {
			return
		}
	}
}

func centred(p *typeset.Paragraph) bool {
	return p.Style == typeset.StyleTitle || p.Style == typeset.StyleSubtitle || p.Align == typeset.AlignCenter || p.Align == typeset.AlignRight
}

// frames is typeset's columns.
func (w *writer) frames() *frames {
	f := &frames{}
	size, chinese := w.roles.Body.Size, w.roles.Chinese
	var hung [maxLevels + 1]bool
	for i := range w.doc.Blocks {
		p := w.doc.Blocks[i].Paragraph
		if p == nil || p.Label == "" || p.Style == typeset.StyleHeading || p.Style == typeset.StyleTitle {
			continue
		}
		lv := depth(p)
		wide := width(p.Label) * size
		if wide > 3.5*size {
			f.runIn[lv] = true
			continue
		}
		hung[lv] = true
		f.labels[lv] = max(f.labels[lv], wide)
	}
	least := 2 * size
	if !chinese {
		least = 2.5 * size
	}
	base := 0.0
	for lv := 1; lv <= maxLevels; lv++ {
		f.bases[lv] = base
		switch {
		case f.runIn[lv]:
			f.labels[lv] = 0
			if chinese {
				base += 2 * size
			}
		case hung[lv]:
			f.labels[lv] = max(math.Ceil((f.labels[lv]+0.6*size)/(size/2))*(size/2), least)
			base += f.labels[lv]
		}
		base = min(base, w.measure*0.4)
	}
	f.labels[0] = f.labels[1]
	return f
}

// spot is typeset's placed and unlabelled.
func (w *writer) spot(p *typeset.Paragraph, f *frames) spot {
	size, lv := w.roles.Body.Size, depth(p)
	switch {
	case centred(p):
		return spot{runIn: true}
	case p.Label == "":
		return w.unlabelled(p, f)
	case p.Style == typeset.StyleHeading:
		role := w.role(p)
		column := width(p.Label)*role.Size + 0.75*size
		if !w.roles.Chinese {
			column = max(column, f.labels[lv], f.labels[min(lv+1, maxLevels)])
		}
		if width(p.Label) > 8 {
			return spot{left: f.bases[lv], runIn: true}
		}
		return spot{left: f.bases[lv] + column, hanging: column}
	case f.runIn[lv] || width(p.Label) > 3.5:
		return spot{left: f.bases[lv], first: w.roles.Indent, runIn: true}
	}
	return spot{left: f.bases[lv] + f.labels[lv], hanging: f.labels[lv]}
}

func (w *writer) unlabelled(p *typeset.Paragraph, f *frames) spot {
	lv := depth(p)
	var s spot
	if p.Level > 1 {
		s.left = f.bases[lv]
		if f.labels[lv] > 0 {
			s.left += f.labels[lv]
			return s
		}
	}
	body := p.Style == typeset.StyleBody || p.Style == ""
	if body && !p.NoIndent && p.Align != typeset.AlignLeft {
		s.first = w.roles.Indent
	}
	return s
}

// under is where a list in a clause stands.
func (w *writer) under(level int) float64 {
	if level <= 1 {
		return 0
	}
	f := w.frames()
	lv := min(level, maxLevels)
	in := f.bases[lv] + f.labels[lv]
	if w.measure-in < 16*w.roles.Body.Size {
		return 0
	}
	return in
}

// role is the dress of a paragraph.
func (w *writer) role(p *typeset.Paragraph) typeset.Role {
	switch p.Style {
	case typeset.StyleTitle:
		return w.roles.Title
	case typeset.StyleSubtitle:
		return w.roles.Subtitle
	case typeset.StyleHeading:
		if p.Level > 1 {
			return w.roles.Subheading
		}
		return w.roles.Heading
	case typeset.StyleNote:
		return w.roles.Note
	}
	return w.roles.Body
}

// width estimates a text's width in em.
func width(s string) float64 {
	em := 0.0
	for _, r := range s {
		em += advance(r)
	}
	return em
}

// advance estimates a character's width in em.
func advance(r rune) float64 {
	switch {
	case r >= 0x1100 && (r <= 0x115F || r >= 0x2E80 && r <= 0x9FFF || r >= 0xAC00 && r <= 0xD7A3 || r >= 0xF900 && r <= 0xFAFF || r >= 0xFE30 && r <= 0xFE6F || r >= 0xFF00 && r <= 0xFF60 || r >= 0xFFE0 && r <= 0xFFE6 || r >= 0x20000),
		r >= 0x2460 && r <= 0x24FF, r >= 0x2010 && r <= 0x2026, r >= 0x2600 && r <= 0x27BF:
		return 1
	case r == ' ' || r == '.' || r == ',' || r == ':' || r == ';' || r == '\'' || r == 'i' || r == 'l' || r == 'j' || r == '|':
		return 0.28
	case r == '(' || r == ')' || r == '[' || r == ']' || r == 'f' || r == 't' || r == 'r' || r == '-' || r == '/':
		return 0.36
	case r >= 'A' && r <= 'Z':
		return 0.72
	case r == 'm' || r == 'w' || r == '%' || r == '@':
		return 0.8
	}
	return 0.52
}

// extremes estimates the width of the longest piece of runs that cannot be
// broken, and of the whole on one line, in em.
func extremes(runs []typeset.Run) (least, natural float64) {
	piece, line := 0.0, 0.0
	end := func() { least, natural = max(least, piece), max(natural, line) }
	for _, r := range runs {
		switch {
		case r.Break:
			end()
			piece, line = 0, 0
		case r.Blank > 0:
			piece = r.Blank
			line += r.Blank
			end()
		case r.Check != "":
			piece, line = piece+1, line+1
		default:
			for _, c := range r.Text {
				a := advance(c)
				line += a
				if c == ' ' || a == 1 { // a line may end here
					least, piece = max(least, piece, a), 0
					continue
				}
				piece += a
			}
		}
		end()
	}
	return least, natural
}
