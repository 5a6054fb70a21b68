package contract

import (
	"strings"
	"unicode"

	"keyue/backend/typeset"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Change is one place where two documents differ: a paragraph, a table row or
// a signature line. Pieces spell it out character by character.
type Change struct {
	// Where is the clause or table the place belongs to, as the page shows it.
	Where  string  `json:"where"`
	Pieces []Piece `json:"pieces"`
}

// Piece is a run of text that both documents have ("same"), only the older one
// ("old") or only the newer one ("new").
type Piece struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// compare lists the places where the text of two resolved documents differs,
// in reading order; empty when a reader would see the same words.
func compare(older, newer typeset.Document) []Change {
	a, b := passages(older), passages(newer)
	dmp := diffmatchpatch.New()
	// No deadline: the same two documents give the same list on every machine.
	dmp.DiffTimeout = 0
	ta, tb, table := encode(a, b)
	changes := []Change{}
	where := ""
	diffs := dmp.DiffMainRunes(ta, tb, false)
	for i := 0; i < len(diffs); i++ {
		d := diffs[i]
		if d.Type == diffmatchpatch.DiffEqual {
			for _, r := range d.Text {
				where = placeOf(table[r], where)
			}
			continue
		}
		var gone, come []passage
		for ; i < len(diffs) && diffs[i].Type != diffmatchpatch.DiffEqual; i++ {
			for _, r := range diffs[i].Text {
				if diffs[i].Type == diffmatchpatch.DiffDelete {
					gone = append(gone, table[r])
				} else {
					come = append(come, table[r])
				}
			}
		}
		i--
		for k := range max(len(gone), len(come)) {
			var o, n passage
			if k < len(gone) {
				o = gone[k]
			}
			if k < len(come) {
				n = come[k]
			}
			if n.text != "" {
				where = placeOf(n, where)
			} else {
				where = placeOf(o, where)
			}
			changes = append(changes, Change{Where: where, Pieces: pieces(dmp, o.text, n.text)})
		}
	}
	return changes
}

// pieces spells out the difference of two passages. Figures and Latin words
// change as wholes: nobody reads 7,675 against 8,835 digit by digit.
func pieces(dmp *diffmatchpatch.DiffMatchPatch, older, newer string) []Piece {
	codes, words := map[string]rune{}, []string{}
	encode := func(text string) []rune {
		var out []rune
		for _, w := range split(text) {
			r, ok := codes[w]
			if !ok {
				// A private plane: no letter, so that the clean-up treats all alike.
				r = rune(0xF0000 + len(words))
				codes[w], words = r, append(words, w)
			}
			out = append(out, r)
		}
		return out
	}
	ra, rb := encode(older), encode(newer)
	out := []Piece{}
	for _, d := range dmp.DiffCleanupSemantic(dmp.DiffMainRunes(ra, rb, false)) {
		kind := "same"
		switch d.Type {
		case diffmatchpatch.DiffDelete:
			kind = "old"
		case diffmatchpatch.DiffInsert:
			kind = "new"
		}
		var b strings.Builder
		for _, r := range d.Text {
			b.WriteString(words[r-0xF0000])
		}
		out = append(out, Piece{Kind: kind, Text: b.String()})
	}
	return out
}

// split cuts a text into what is compared: a figure, a Latin word, or any other
// single character.
func split(text string) []string {
	var out []string
	kind := func(r rune) int {
		switch {
		case r >= '0' && r <= '9', r == '.', r == ',':
			return 1
		case r < 0x250 && unicode.IsLetter(r):
			return 2
		}
		return 0
	}
	last := 0
	for _, r := range text {
		k := kind(r)
		if k != 0 && k == last {
			out[len(out)-1] += string(r)
		} else {
			out = append(out, string(r))
		}
		last = k
	}
	return out
}

// passage is a block's text as a reader compares it.
type passage struct {
	text  string
	place string // set by headings and titles
}

func placeOf(p passage, where string) string {
	if p.place != "" {
		return p.place
	}
	return where
}

// encode gives every distinct passage a rune of its own, so that the difference
// of lists is a difference of short texts. Runes start in a plane without
// surrogates.
func encode(a, b []passage) (ra, rb []rune, table map[rune]passage) {
	table = map[rune]passage{}
	codes := map[string]rune{}
	code := func(ps []passage) []rune {
		out := make([]rune, 0, len(ps))
		for _, p := range ps {
			r, ok := codes[p.text]
			if !ok {
				r = rune(0x10000 + len(codes))
				codes[p.text], table[r] = r, p
			}
			out = append(out, r)
		}
		return out
	}
	return code(a), code(b), table
}

// passages flattens a document to its text, block by block.
func passages(doc typeset.Document) []passage {
	var out []passage
	add := func(text, place string) {
		if strings.TrimSpace(text) != "" {
			out = append(out, passage{text, place})
		}
	}
	for _, b := range doc.Blocks {
		switch {
		case b.Paragraph != nil:
			p := b.Paragraph
			text := runsText(p.Runs)
			if p.Label != "" {
				text = p.Label + " " + text
			}
			place := ""
			if p.Style == typeset.StyleHeading || p.Style == typeset.StyleTitle {
				place = text
			}
			add(text, place)
		case b.Pairs != nil:
			for _, r := range b.Pairs.Rows {
				add(r.Label+runsText(r.Value), "")
			}
		case b.Table != nil:
			for _, rows := range [][]typeset.Row{b.Table.Head, b.Table.Rows, b.Table.Foot} {
				for _, r := range rows {
					cells := make([]string, len(r.Cells))
					for i, c := range r.Cells {
						cells[i] = runsText(c.Runs)
					}
					add(strings.Join(cells, "  "), "")
				}
			}
		case b.Signature != nil:
			for _, p := range b.Signature.Parties {
				add(p.Title+" "+p.Name, "")
				for _, l := range p.Lines {
					add(l.Label+runsText(l.Value), "")
				}
			}
		}
	}
	return out
}

// runsText is what a reader sees of runs: a gap or blank reads as a rule.
func runsText(runs []typeset.Run) string {
	var b strings.Builder
	for _, r := range runs {
		switch {
		case r.Missing || r.Blank > 0:
			b.WriteString("____")
		case r.Break:
			b.WriteString(" ")
		case r.Check == "on":
			b.WriteString("☑")
		case r.Check != "":
			b.WriteString("☐")
		default:
			b.WriteString(r.Text)
		}
	}
	return b.String()
}
