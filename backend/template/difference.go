package template

import (
	"strings"
	"unicode"
	"unicode/utf8"

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

// Differences lists the places where two texts differ, in reading order; empty
// when a reader would see the same words.
func Differences(a, b []Passage) []Change {
	dmp := diffmatchpatch.New()
	// No deadline: the same two documents give the same list on every machine.
	dmp.DiffTimeout = 0
	changes := []Change{}
	where := ""
	ra, rb := encode(a, b)
	diffs := dmp.DiffMainRunes(ra, rb, false)
	for i := 0; i < len(diffs); i++ {
		if diffs[i].Type == diffmatchpatch.DiffEqual {
			n := utf8.RuneCountInString(diffs[i].Text)
			for _, p := range b[:n] {
				where = placeOf(p, where)
			}
			a, b = a[n:], b[n:]
			continue
		}
		var gone, come []Passage
		for ; i < len(diffs) && diffs[i].Type != diffmatchpatch.DiffEqual; i++ {
			n := utf8.RuneCountInString(diffs[i].Text)
			if diffs[i].Type == diffmatchpatch.DiffDelete {
				gone, a = append(gone, a[:n]...), a[n:]
			} else {
				come, b = append(come, b[:n]...), b[n:]
			}
		}
		i--
		for _, pair := range align(gone, come) {
			o, n := pair[0], pair[1]
			if n.Text != "" {
				where = placeOf(n, where)
			} else {
				where = placeOf(o, where)
			}
			spelled := pieces(dmp, o.Text, n.Text)
			if o.Text == n.Text { // one picture in place of another
				spelled = []Piece{{Kind: "old", Text: o.Text}, {Kind: "new", Text: n.Text}}
			}
			changes = append(changes, Change{Where: where, Pieces: spelled})
		}
	}
	return changes
}

// maxAligned bounds what align compares each with each.
const maxAligned = 80

// align pairs what went with what came in its place, in order and by how much
// they have in common, so that a changed line stands against its own old text
// and not against its neighbour's. One without a partner is paired with nothing.
func align(gone, come []Passage) [][2]Passage {
	if len(gone) > maxAligned || len(come) > maxAligned {
		out := make([][2]Passage, max(len(gone), len(come)))
		for k := range out {
			if k < len(gone) {
				out[k][0] = gone[k]
			}
			if k < len(come) {
				out[k][1] = come[k]
			}
		}
		return out
	}
	// best[i][k] is the likeness of gone[i:] and come[k:].
	best := make([][]float64, len(gone)+1)
	for i := range best {
		best[i] = make([]float64, len(come)+1)
	}
	alike := func(i, k int) float64 {
		if l := likeness(gone[i].Text, come[k].Text); l > 0.25 {
			return best[i+1][k+1] + l
		}
		return -1
	}
	for i := len(gone) - 1; i >= 0; i-- {
		for k := len(come) - 1; k >= 0; k-- {
			best[i][k] = max(best[i+1][k], best[i][k+1], alike(i, k))
		}
	}
	var out [][2]Passage
	i, k := 0, 0
	for i < len(gone) || k < len(come) {
		switch {
		case i < len(gone) && k < len(come) && best[i][k] == alike(i, k):
			out = append(out, [2]Passage{gone[i], come[k]})
			i, k = i+1, k+1
		case k == len(come) || i < len(gone) && best[i][k] == best[i+1][k]:
			out = append(out, [2]Passage{gone[i], {}})
			i++
		default:
			out = append(out, [2]Passage{{}, come[k]})
			k++
		}
	}
	return out
}

// likeness is the share of neighbouring pairs of characters two texts have in
// common, 0 to 1.
func likeness(a, b string) float64 {
	pairs := func(s string) map[[2]rune]int {
		out, last := map[[2]rune]int{}, rune(0)
		for _, r := range s {
			out[[2]rune{last, r}]++
			last = r
		}
		return out
	}
	pa, pb := pairs(a), pairs(b)
	common, all := 0, 0
	for p, n := range pa {
		common += min(n, pb[p])
		all += n
	}
	for _, n := range pb {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(common) / float64(all)
}

// Pieces spells out the difference of two texts, character by character, each
// line against the line it comes from.
func Pieces(older, newer string) []Piece {
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0
	if !strings.Contains(older, "\n") || !strings.Contains(newer, "\n") {
		return pieces(dmp, older, newer)
	}
	out := []Piece{}
	add := func(p Piece) {
		if n := len(out); n > 0 && out[n-1].Kind == p.Kind {
			out[n-1].Text += p.Text
		} else {
			out = append(out, p)
		}
	}
	pairs := align(passagesOf(older), passagesOf(newer))
	for i, pair := range pairs {
		kind := "same"
		for _, p := range pieces(dmp, pair[0].Text, pair[1].Text) {
			add(p)
			if kind = p.Kind; pair[0].Text != "" && pair[1].Text != "" {
				kind = "same"
			}
		}
		if i < len(pairs)-1 {
			add(Piece{Kind: kind, Text: "\n"})
		}
	}
	return out
}

func passagesOf(text string) []Passage {
	var out []Passage
	for _, s := range strings.Split(text, "\n") {
		out = append(out, Passage{Text: s})
	}
	return out
}

// pieces is Pieces. Figures and Latin words change as wholes: nobody reads 7,675
// against 8,835 digit by digit.
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

// Passage is a block's text as a reader compares it.
type Passage struct {
	Text string
	// Place is where a reader finds it; empty for where the passage before it is.
	Place string
	// Key tells apart what reads the same: which picture it is.
	Key string
}

func placeOf(p Passage, where string) string {
	if p.Place != "" {
		return p.Place
	}
	return where
}

// encode gives passages that say the same a rune of their own, so that the
// difference of lists is a difference of short texts. Runes start in a plane
// without surrogates.
func encode(a, b []Passage) (ra, rb []rune) {
	type said struct{ text, key string }
	codes := map[said]rune{}
	code := func(ps []Passage) []rune {
		out := make([]rune, 0, len(ps))
		for _, p := range ps {
			r, ok := codes[said{p.Text, p.Key}]
			if !ok {
				r = rune(0x10000 + len(codes))
				codes[said{p.Text, p.Key}] = r
			}
			out = append(out, r)
		}
		return out
	}
	return code(a), code(b)
}

// Passages flattens a document to its text, block by block.
func Passages(doc typeset.Document) []Passage {
	var out []Passage
	add := func(text, place string) {
		if strings.TrimSpace(text) != "" {
			out = append(out, Passage{Text: text, Place: place})
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
