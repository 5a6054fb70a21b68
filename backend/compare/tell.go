package compare

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/manuscript"
	"keyue/backend/money"
	"keyue/backend/template"
	"keyue/backend/typeset"
)

// Telling what an alignment found: places in the order of our document, each
// with what a reader should mind about it.

// teller puts an alignment into words.
type teller struct {
	*alignment
	pdf, form  bool
	renumbered int
}

// edit is one change inside a unit: what went and what came in its place.
type edit struct {
	old, new []token
	at       []int // of new, among the tokens of b
}

// stretch is a piece of the spelled-out text: the same, or an edit.
type stretch struct {
	same []token
	edit
}

func (t *teller) tell() ([]Difference, Summary) {
	t.attach()
	out := []Difference{}
	next := 0 // the first token of b not told yet
	for i := range t.a.units {
		if k, ok := t.moved[i]; ok {
			out = t.tellMoved(out, i, k)
			continue
		}
		from, to := t.a.start[i], t.a.start[i+1]
		if found(t.to[from:to]) == 0 {
			out = t.tellRemoved(out, i)
			continue
		}
		first := t.firstPartner(i)
		out = t.tellAdded(out, &next, t.wholeUntil(first), i-1)
		out = t.tellChanged(out, i, &next)
	}
	out = t.tellAdded(out, &next, len(t.b.tokens), len(t.a.units)-1)
	var s Summary
	for i, d := range out {
		if d.Cells == nil {
			out[i].Cells = []Cell{}
		}
		switch d.Kind {
		case Changed:
			s.Changed++
		case Removed:
			s.Removed++
		case Added:
			s.Added++
		case Moved:
			s.Moved++
		}
		if d.Grave {
			s.Grave++
		}
	}
	s.Renumbered = t.renumbered
	return out, s
}

// attach tells the units of b which attachment they stand in: that of what they
// meet or follow, since a heading is not always known as one in what came back.
func (t *teller) attach() {
	annex := ""
	for k := range t.b.units {
		u := &t.b.units[k]
		partner := -1
		for y := t.b.start[k]; y < t.b.start[k+1] && partner < 0; y++ {
			partner = t.from[y]
		}
		_, moved := t.came[k]
		switch {
		case partner >= 0 && !moved:
			annex = t.a.units[t.a.of[partner]].annex
		case u.heading && manuscript.AnnexNumber(u.text()) != "":
			annex = u.annex
		}
		u.annex = annex
	}
}

// firstPartner is the first token of b that unit i has a partner in.
func (t *teller) firstPartner(i int) int {
	for x := t.a.start[i]; x < t.a.start[i+1]; x++ {
		if t.to[x] >= 0 {
			return t.to[x]
		}
	}
	return len(t.b.tokens)
}

// wholeUntil is the end of the last unit of b that lies wholly before token y:
// what begins in the unit of y belongs to the place it is in.
func (t *teller) wholeUntil(y int) int {
	if y >= len(t.b.tokens) {
		return y
	}
	return t.b.start[t.b.of[y]]
}

// tellAdded lists the units of b up to a token that have no partner at all;
// after is the unit of a they follow.
func (t *teller) tellAdded(out []Difference, next *int, until, after int) []Difference {
	for *next < until {
		k := t.b.of[*next]
		from, to := max(t.b.start[k], *next), min(t.b.start[k+1], until)
		_, elsewhere := t.came[k]
		if elsewhere || found(t.from[from:to]) > 0 {
			*next = to
			continue
		}
		tokens := t.b.tokens[from:to]
		*next = to
		if t.noise(k, tokens) {
			continue
		}
		d := Difference{Kind: Added, Where: t.b.units[k].where(), Reasons: []string{}, Pieces: []template.Piece{{Kind: "new", Text: spell(tokens)}}}
		if after >= 0 {
			d.Block, d.Clause = t.a.units[after].block, t.a.units[after].under()
		}
		weigh(&d, edit{new: tokens}, !t.b.units[k].tabular)
		// What is new is read anyhow, and nothing in it has changed.
		d.Grave, d.Reasons = false, slices.DeleteFunc(d.Reasons, func(reason string) bool { return reason != "sentence_added" })
		if row := t.cameRow(k); to-from == len(row.tokens) {
			d.inCells(&row, "new")
		}
		if n := len(out); n > 0 && d.Cells == nil && out[n-1].Cells == nil && out[n-1].Kind == Added && !t.b.units[k].heading && k > 0 && from == t.b.start[k] && out[n-1].Block == d.Block && len(out[n-1].Pieces) == 1 {
			out[n-1].Pieces[0].Text += "\n" + d.Pieces[0].Text
			out[n-1].Reasons = union(out[n-1].Reasons, d.Reasons)
			continue
		}
		out = append(out, d)
	}
	return out
}

// tellRemoved lists a unit that is gone; with its clause when that went too.
func (t *teller) tellRemoved(out []Difference, i int) []Difference {
	u := &t.a.units[i]
	if t.pdf && t.a.length(i) == 0 {
		return out
	}
	d := Difference{Kind: Removed, Where: u.where(), Clause: u.under(), Block: u.block, Reasons: []string{}, Pieces: []template.Piece{{Kind: "old", Text: u.text()}}}
	weigh(&d, edit{old: u.tokens}, !u.tabular)
	d.inCells(u, "old")
	if n := len(out); n > 0 && d.Cells == nil && out[n-1].Cells == nil && out[n-1].Kind == Removed && out[n-1].Clause == d.Clause && !u.heading && i > 0 && t.gone(i-1) {
		out[n-1].Pieces[0].Text += "\n" + u.text()
		out[n-1].Reasons = union(out[n-1].Reasons, d.Reasons)
		out[n-1].Grave = out[n-1].Grave || d.Grave
		return out
	}
	return append(out, d)
}

// inCells spells a row that came or went whole out cell by cell.
func (d *Difference) inCells(u *unit, kind string) {
	if d.Cells = u.wholeRow(kind); d.Cells != nil {
		d.Row, d.RowName = u.row, u.rowName()
	}
}

func (t *teller) gone(i int) bool {
	_, moved := t.moved[i]
	return !moved && found(t.to[t.a.start[i]:t.a.start[i+1]]) == 0
}

// tellMoved lists a unit that stands elsewhere, together with those around it
// that went the same way.
func (t *teller) tellMoved(out []Difference, i, k int) []Difference {
	u := &t.a.units[i]
	stretches := t.stretches(i, nil)
	d := Difference{Kind: Moved, Where: u.where(), Clause: u.under(), Block: u.block, To: t.b.units[k].where(), Reasons: []string{}, Pieces: spellOut(stretches)}
	for _, s := range stretches {
		weigh(&d, s.edit, false)
	}
	if n := len(out); n > 0 && out[n-1].Kind == Moved && i > 0 && k > 0 {
		if at, ok := t.moved[i-1]; ok && at == k-1 {
			last := &out[n-1]
			last.Pieces = append(last.Pieces, template.Piece{Kind: "same", Text: "\n"})
			last.Pieces = joined(append(last.Pieces, d.Pieces...))
			last.Reasons, last.Grave = union(last.Reasons, d.Reasons), last.Grave || d.Grave
			return out
		}
	}
	return append(out, d)
}

// tellChanged lists a unit whose text is not quite the same.
func (t *teller) tellChanged(out []Difference, i int, next *int) []Difference {
	u := &t.a.units[i]
	stretches := t.byCell(u, trimmed(t.stretches(i, next)))
	d := Difference{Kind: Changed, Where: u.where(), Clause: u.under(), Block: u.block, Reasons: []string{}}
	if u.tabular && t.pdf && reordered(stretches) {
		return out
	}
	differs := false
	for k := range stretches {
		s := &stretches[k]
		if len(s.old)+len(s.new) == 0 {
			continue
		}
		switch {
		case sameText(s.edit), t.pdf && t.furniture(s.new) && len(s.old) == 0:
			s.same, s.edit = s.old, edit{}
		case t.onlyNumbers(s.edit):
			t.renumbered++
			s.same, s.edit = s.old, edit{}
		default:
			differs = true
			whole := sentence(stretches, k)
			weigh(&d, s.edit, whole)
		}
	}
	if !differs {
		return out
	}
	d.Pieces = spellOut(stretches)
	if d.Cells = t.cells(i, stretches); len(d.Cells) > 0 {
		d.Row, d.RowName = u.row, u.rowName()
	}
	return append(out, d)
}

// stretches gives a unit of a as stretches. With next, what stands in b before
// and between the partners belongs to it, and next moves on; b's tokens after
// the last partner belong to it as long as their own unit does.
func (t *teller) stretches(i int, next *int) []stretch {
	var out []stretch
	last := func() *stretch {
		if n := len(out); n > 0 && len(out[n-1].same) == 0 {
			return &out[n-1]
		}
		out = append(out, stretch{})
		return &out[len(out)-1]
	}
	y := -1
	if next != nil {
		y = *next
	}
	come := func(until int) {
		for ; y >= 0 && y < until; y++ {
			from, elsewhere := t.came[t.b.of[y]]
			if elsewhere = elsewhere && (next != nil || from != i); t.from[y] < 0 && !elsewhere && t.belongs(y) {
				s := last()
				s.new, s.at = append(s.new, t.b.tokens[y]), append(s.at, y)
			}
		}
	}
	for x := t.a.start[i]; x < t.a.start[i+1]; x++ {
		p := t.to[x]
		if p < 0 {
			s := last()
			s.old = append(s.old, t.a.tokens[x])
			continue
		}
		if next == nil && y < 0 {
			y = t.b.start[t.b.of[p]]
		}
		come(p)
		y = max(y, p+1)
		if t.a.tokens[x].label && t.a.tokens[x].raw != t.b.tokens[p].raw {
			t.renumbered++
		}
		if n := len(out); n > 0 && len(out[n-1].same) > 0 {
			out[n-1].same = append(out[n-1].same, t.a.tokens[x])
		} else {
			out = append(out, stretch{same: []token{t.a.tokens[x]}})
		}
	}
	if y > 0 && y < len(t.b.tokens) {
		// The rest of the unit of b, unless something of the next unit of a is in it.
		k := t.b.of[y-1]
		end := y
		for end < t.b.start[k+1] && t.from[end] < 0 {
			end++
		}
		lost := len(out) > 0 && len(out[len(out)-1].old) > 0 && len(out[len(out)-1].new) == 0 // something stood here
		if end == t.b.start[k+1] || lost || t.stops(y, end) {
			come(end)
		}
	}
	if next != nil {
		*next = max(*next, y)
	}
	return out
}

// trimmed takes out of edits what both of their sides begin or end with: few
// words that stayed between two that changed are aligned as changed with them.
func trimmed(stretches []stretch) []stretch {
	out := make([]stretch, 0, len(stretches))
	same := func(a, b token) bool { return a.key == b.key && !a.label && !b.label }
	for _, s := range stretches {
		head, most := 0, min(len(s.old), len(s.new))
		for head < most && same(s.old[head], s.new[head]) {
			head++
		}
		tail := 0
		for tail < most-head && same(s.old[len(s.old)-1-tail], s.new[len(s.new)-1-tail]) {
			tail++
		}
		if head+tail == 0 {
			out = append(out, s)
			continue
		}
		end, last := len(s.old)-tail, len(s.new)-tail
		out = append(out, stretch{same: append(slices.Clip(s.same), s.old[:head]...)})
		if edited := (edit{old: s.old[head:end], new: s.new[head:last], at: s.at[head:last]}); len(edited.old)+len(edited.new) > 0 {
			out = append(out, stretch{edit: edited})
		}
		if tail > 0 {
			out = append(out, stretch{same: s.old[end:]})
		}
	}
	return gathered(slices.DeleteFunc(out, func(s stretch) bool { return len(s.same)+len(s.old)+len(s.new) == 0 }))
}

// belongs tells whether a lone token of b is told with the unit of a around it:
// not when its whole unit is new, which is told by itself.
func (t *teller) belongs(y int) bool {
	k := t.b.of[y]
	return found(t.from[t.b.start[k]:t.b.start[k+1]]) > 0
}

// stops tells whether a stretch of b ends a sentence, so that it belongs to what
// is before it rather than after.
func (t *teller) stops(from, to int) bool {
	return to > from && strings.Contains(stops, t.b.tokens[to-1].raw)
}

// noise tells what a PDF prints besides the text.
func (t *teller) noise(k int, tokens []token) bool {
	if len(tokens) == 0 || onlyLabel.MatchString(spell(tokens)) && t.pdf {
		return true
	}
	if !t.pdf {
		return false
	}
	if t.furniture(tokens) {
		return true
	}
	key := t.b.key(k)
	for i := range t.a.units {
		if t.a.units[i].head && t.a.key(i) == key { // the head of a table on its next page
			return true
		}
	}
	return false
}

var pageLine = regexp.MustCompile(`^(?:第[0-9]+页共[0-9]+页|Page[0-9]+of[0-9]+)$`)

// furniture tells the page line of a footer.
func (t *teller) furniture(tokens []token) bool {
	return pageLine.MatchString(strings.ReplaceAll(spell(tokens), " ", ""))
}

// withoutFurniture drops the lines of headers and footers that a PDF carries
// among its text: the number and the page, and what our document prints there.
func withoutFurniture(units []unit, doc typeset.Document, pdf bool) []unit {
	if !pdf {
		return units
	}
	plain := func(s string) string { return strings.Join(strings.Fields(s), "") }
	marks := map[string]bool{plain(doc.Number): true, plain(doc.Watermark): doc.Watermark != ""}
	text := func(runs []typeset.Run) string {
		var b strings.Builder
		for _, r := range runs {
			b.WriteString(r.Text)
		}
		return plain(b.String())
	}
	for _, runs := range [][]typeset.Run{doc.Header, doc.Footer} {
		if s := text(runs); s != "" {
			marks[s] = true
		}
	}
	number := plain(doc.Number)
	return slices.DeleteFunc(units, func(u unit) bool {
		s := plain(u.text())
		return s != "" && (marks[s] || pageLine.MatchString(strings.TrimPrefix(s, number)))
	})
}

// reordered tells whether a row has the same characters in another order: the
// columns of a PDF are read line by line.
func reordered(stretches []stretch) bool {
	var old, come []rune
	for _, s := range stretches {
		for _, t := range s.old {
			old = append(old, []rune(t.key)...)
		}
		for _, t := range s.new {
			come = append(come, []rune(t.key)...)
		}
	}
	slices.Sort(old)
	slices.Sort(come)
	return slices.Equal(old, come)
}

// onlyNumbers tells an edit of clause numbers alone.
func (t *teller) onlyNumbers(e edit) bool {
	isLabel := func(tokens []token) bool {
		if len(tokens) == 0 {
			return true
		}
		for _, t := range tokens {
			if !t.label {
				return onlyLabel.MatchString(strings.ReplaceAll(spell(tokens), " ", ""))
			}
		}
		return true
	}
	labels := slices.ContainsFunc(e.old, func(t token) bool { return t.label }) || slices.ContainsFunc(e.new, func(t token) bool { return t.label })
	return labels && isLabel(e.old) && isLabel(e.new)
}

// sameText tells an edit whose two sides say the same: a number that is typed
// on one side and counted on the other.
func sameText(e edit) bool {
	key := func(tokens []token) string {
		var b strings.Builder
		for _, t := range tokens {
			if t.label {
				for _, r := range t.raw {
					b.WriteString(foldRune(r))
				}
				continue
			}
			b.WriteString(t.key)
		}
		return strings.ReplaceAll(b.String(), " ", "")
	}
	return len(e.old) > 0 && len(e.new) > 0 && key(e.old) == key(e.new)
}

// stops end a sentence.
const stops = "。；！？.;!?"

// sentence tells whether an edit is one or more whole sentences that came or went.
func sentence(stretches []stretch, k int) bool {
	e := stretches[k].edit
	if len(e.old) > 0 && len(e.new) > 0 {
		return false
	}
	tokens := append(append([]token{}, e.old...), e.new...)
	ends := func(t token) bool { return strings.Contains(stops, t.raw) }
	if k > 0 {
		before := stretches[k-1].same
		if len(before) == 0 {
			return false
		}
		last := before[len(before)-1]
		if ends(last) || last.label {
			return ends(tokens[len(tokens)-1])
		}
		// 。甲。 + 乙。 may be aligned as 甲 + 。乙 + 。
		return ends(tokens[0]) && len(tokens) > 3
	}
	return ends(tokens[len(tokens)-1])
}

// negations turn a sentence round.
var negations = []string{"不", "非", "未", "无", "勿", "没", "莫", "禁"}

var (
	englishNot = regexp.MustCompile(`(?i)^(?:not|no|never|neither|nor|without|unless|except|cannot)$`)
	hanFigure  = regexp.MustCompile(`^[一二三四五六七八九十百千万亿零〇○两]+$`)
)

// weigh notes what is grave about an edit.
func weigh(d *Difference, e edit, whole bool) {
	note := func(reason string, grave bool) {
		if !slices.Contains(d.Reasons, reason) {
			d.Reasons = append(d.Reasons, reason)
		}
		d.Grave = d.Grave || grave
	}
	both := append(append([]token{}, e.old...), e.new...)
	han := 0
	for _, t := range both {
		first, _ := utf8.DecodeRuneInString(t.raw)
		switch {
		case t.label:
		case strings.ContainsRune(capitals, first) && utf8.RuneCountInString(t.raw) > 1:
			note("amount", true)
		case len(t.key) > 0 && figured(t.key):
			note("number", true)
		case englishFigure(t.raw):
			note("number", true)
		case hanFigure.MatchString(t.raw):
			han++
		case slices.Contains(negations, t.raw) && !whole:
			note("negation", true)
		case englishNot.MatchString(t.raw) && !whole:
			note("negation", true)
		}
	}
	// 三十 for 六十 is a figure; 一 in 一切 or 一方 is a word.
	if han > 0 && (hanFigure.MatchString(spell(e.old)) || len(e.old) == 0) && (hanFigure.MatchString(spell(e.new)) || len(e.new) == 0) {
		note("number", true)
	}
	if whole && len(e.new) == 0 && len(e.old) > 0 {
		note("sentence_removed", true)
	}
	if whole && len(e.old) == 0 && len(e.new) > 0 {
		note("sentence_added", false)
	}
	if len(e.old) > 0 && len(e.new) > 0 && formOf(e.old) == formOf(e.new) {
		d.Reasons, d.Grave = union(d.Reasons, []string{"form"}), false
	}
}

// englishFigure tells a number word; one is mostly a word.
func englishFigure(raw string) bool {
	w := strings.ToLower(raw)
	_, ok := money.NumberWord(w)
	return ok && w != "one"
}

// figured tells a token with a digit, in any width.
func figured(key string) bool {
	for _, r := range key {
		if f := foldRune(r); len(f) == 1 && f[0] >= '0' && f[0] <= '9' {
			return true
		}
	}
	return false
}

// formOf is a text without its form.
func formOf(tokens []token) string {
	var b strings.Builder
	for _, t := range tokens {
		key := ""
		for _, r := range t.raw {
			key += foldRune(r)
		}
		b.WriteString(plainFigure(key))
	}
	return b.String()
}

// forms counts the places that are the same but for their form.
func (t *teller) forms() int {
	n, running := 0, false
	for x, y := range t.to {
		differs := y >= 0 && !t.a.tokens[x].label && t.a.tokens[x].raw != t.b.tokens[y].raw
		if differs && !running {
			n++
		}
		running = differs
	}
	return n
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// spellOut turns stretches into pieces.
func spellOut(stretches []stretch) []template.Piece {
	out := []template.Piece{}
	var before token
	add := func(kind string, tokens []token) {
		if len(tokens) == 0 {
			return
		}
		text := spell(tokens)
		if n := len(out); n > 0 && (tokens[0].gap || before.label) {
			switch { // the space stands outside what changed
			case kind == "same":
				text = " " + text
			case out[n-1].Kind == "same":
				out[n-1].Text += " "
			}
		}
		out = append(out, template.Piece{Kind: kind, Text: text})
	}
	for _, s := range stretches {
		for _, part := range []struct {
			kind   string
			tokens []token
		}{{"same", s.same}, {"old", s.old}, {"new", s.new}} {
			add(part.kind, part.tokens)
		}
		if n := len(s.same); n > 0 {
			before = s.same[n-1]
		} else {
			before = token{}
		}
	}
	return joined(out)
}

// joined puts neighbours of one kind together.
func joined(pieces []template.Piece) []template.Piece {
	out := []template.Piece{}
	for _, p := range pieces {
		if n := len(out); n > 0 && out[n-1].Kind == p.Kind {
			out[n-1].Text += p.Text
			continue
		}
		out = append(out, p)
	}
	return out
}
