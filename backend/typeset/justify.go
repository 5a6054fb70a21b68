package typeset

// Justification settles a line: blanks at its ends go, what is too wide is
// squeezed, what is too narrow stretched, in the order of CLREQ.

// A setLine is a line with the place of every atom.
type setLine struct {
	pens  []Length // where each atom begins, from the line's start; one more for its end
	shift []Length // how far each glyph's origin lies before its pen
}

// justify places atoms [r.from, r.to) in room. The line is good until the next.
func (t *text) justify(sb *slabs, r lineRange, room Length, m mode) setLine {
	n := r.to - r.from
	sl := setLine{pens: sb.lengths(n+1, 0), shift: sb.lengths(n+1, 1)}
	if n == 0 {
		return sl
	}
	after := sb.lengths(n+1, 2)
	f := t.fit(r.from, r.to)
	slack := room - f.natural
	switch {
	case slack < 0:
		t.squeeze(r, -slack, after, sl.shift)
	case slack > 0 && m == justified && !r.forced:
		t.stretch(r, slack, after)
	}
	sl.shift[0] += t.atoms[r.from].left
	last := &t.atoms[r.to-1]
	after[n-1] -= last.right + last.gap
	pen := Length(0)
	for k := range n {
		a := &t.atoms[r.from+k]
		sl.pens[k] = pen
		pen += a.adv - sl.shift[k] + after[k] + a.gap
		sl.shift[k] += a.shift
	}
	sl.pens[n] = pen
	return sl
}

// The order of squeezing; the mark at the end of the line went first.
const (
	tierWord = iota
	tierMid
	tierBracket
	tierComma
	tierGap
	tierStop
	tiers
)

// give tells what an atom may give up, left and right of its ink, and in which turn.
func (a *atom) give() (tier int, left, right Length) {
	switch a.class {
	case clMid:
		return tierMid, a.left, a.right
	case clOpen:
		return tierBracket, a.left, 0
	case clClose:
		return tierBracket, 0, a.right
	case clComma:
		return tierComma, 0, a.right
	case clStop:
		return tierStop, 0, a.right
	}
	return tiers, 0, 0
}

// squeeze takes need out of the line, tier by tier, evenly within a tier.
func (t *text) squeeze(r lineRange, need Length, after, shift []Length) {
	n := r.to - r.from
	type source struct {
		k    int
		cap  Length
		left bool
	}
	var found [tiers][]source
	for k := range n {
		a := &t.atoms[r.from+k]
		tier, left, right := a.give()
		if tier < tiers && left > 0 && k > 0 {
			found[tier] = append(found[tier], source{k, left, true})
		}
		if tier < tiers && right > 0 && k < n-1 {
			found[tier] = append(found[tier], source{k, right, false})
		}
		if k < n-1 && a.less > 0 {
			switch a.flex {
			case flexWord:
				found[tierWord] = append(found[tierWord], source{k, a.less, false})
			case flexGap:
				found[tierGap] = append(found[tierGap], source{k, a.less, false})
			}
		}
	}
	for _, sources := range found {
		var total Length
		for _, s := range sources {
			total += s.cap
		}
		take := min(need, total)
		if take <= 0 {
			continue
		}
		var seen, given Length
		for _, s := range sources {
			seen += s.cap
			cut := take*seen/total - given
			given += cut
			if s.left {
				shift[s.k] += cut
			} else {
				after[s.k] -= cut
			}
		}
		need -= take
	}
}

// stretch widens the line by slack: word spaces to half an em, gaps to three
// eighths, then every place evenly. A line that would still gape is left ragged.
func (t *text) stretch(r lineRange, slack Length, after []Length) {
	n := r.to - r.from
	for _, kind := range []flex{flexWord, flexGap} {
		var total Length
		for k := range n - 1 {
			if a := &t.atoms[r.from+k]; a.flex == kind {
				total += a.more
			}
		}
		take := min(slack, total)
		if take <= 0 {
			continue
		}
		var seen, given Length
		for k := range n - 1 {
			a := &t.atoms[r.from+k]
			if a.flex != kind || a.more == 0 {
				continue
			}
			seen += a.more
			add := take*seen/total - given
			given += add
			after[k] += add
		}
		slack -= take
	}
	places := Length(0)
	for k := range n - 1 {
		if t.atoms[r.from+k].open {
			places++
		}
	}
	if slack <= 0 || places == 0 || slack/places > t.atoms[r.from].em*6/10 {
		return
	}
	var seen, given Length
	for k := range n - 1 {
		if t.atoms[r.from+k].open {
			seen++
			add := slack*seen/places - given
			given += add
			after[k] += add
		}
	}
}
