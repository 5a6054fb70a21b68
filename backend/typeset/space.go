package typeset

// Spacing: the width of punctuation beside punctuation, and the gap between
// Chinese and Latin. It comes before breaking (CLREQ: punctuation width first,
// then prohibition). What may still shrink or stretch is noted on the atoms;
// justify.go uses it in the order of the rules.

// space settles blanks, trims and gaps.
func (t *text) space() {
	for i := range t.atoms {
		t.atoms[i].blanks()
	}
	for i := range t.atoms {
		a := &t.atoms[i]
		if a.class == clSpace && a.to > a.from {
			t.wordSpace(i)
			continue
		}
		if i+1 == len(t.atoms) {
			continue
		}
		b := &t.atoms[i+1]
		trim(a, b)
		if t.parted(a, b) || t.parted(b, a) {
			em := min(a.em, b.em)
			a.gap, a.less, a.more, a.flex = em/4, em/8, em/8, flexGap
		}
		if a.class == clCheck {
			a.gap = a.em / 6
		}
		a.open = stretches(a, b)
	}
}

// blanks notes the empty halves of a full-width mark. Marks that the face sets
// narrow have none.
func (a *atom) blanks() {
	if !a.wide || a.to == a.from || a.adv < a.em*9/10 {
		return
	}
	switch a.class {
	case clOpen:
		a.left = a.em / 2
	case clClose, clComma, clStop:
		a.right = a.em / 2
	case clMid:
		a.left, a.right = a.em/4, a.em/4
	}
}

// trim takes the blank half between two adjacent marks, so that they take 1.5 em.
func trim(a, b *atom) {
	if !a.wide || !b.wide {
		return
	}
	switch {
	case a.class == clOpen && b.class == clOpen:
		b.adv -= b.left
		b.shift, b.left = b.left, 0
	case a.class == clClose || a.class == clComma || a.class == clStop:
		switch b.class {
		case clOpen, clClose, clComma, clStop:
			a.adv -= a.right
			a.right = 0
		}
	}
}

// parted tells whether a is Chinese and b Latin, so that a gap belongs between them.
func (t *text) parted(a, b *atom) bool {
	return a.to > a.from && a.wide && a.class == clHan && ideographic(t.runes[a.from]) && b.wordly()
}

// wordly tells Latin letters, figures and their signs.
func (a *atom) wordly() bool {
	return !a.wide && (a.class == clLetter || a.class == clDigit || a.class == clPrefix || a.class == clPostfix)
}

// wordSpace sets the width and the limits of a space.
func (t *text) wordSpace(i int) {
	a := &t.atoms[i]
	if r := t.runes[a.from]; r != ' ' && r != 0xA0 {
		a.open = true
		return // fixed spaces, and the ideographic space, keep their width
	}
	a.open = true
	if i > 0 && i+1 < len(t.atoms) {
		before, after := &t.atoms[i-1], &t.atoms[i+1]
		if t.parted(before, after) || t.parted(after, before) {
			a.adv = a.em / 4
			a.less, a.more, a.flex = a.em/8, a.em/8, flexGap
			return
		}
	}
	a.flex = flexWord
	if t.chinese {
		a.adv = max(a.adv, a.em*28/100)
		a.less = a.adv - a.em/4
	} else {
		a.less = a.adv / 5
	}
	a.more = max(a.em/2-a.adv, 0)
}

// stretches tells whether the last, even stretch may widen the place between a
// and b: never inside a word or figure, nor between a mark and what it holds to.
func stretches(a, b *atom) bool {
	switch {
	case b.class == clSpace || b.class == clGlue || a.class == clGlue || a.class == clZero || a.class == clBreak || a.class == clCheck:
		return false
	case !a.wide && !b.wide:
		return false
	case a.neverEnds() || b.neverStarts() || a.class == clMid:
		return false
	case a.class == clDigit && b.class == clDigit:
		return false
	}
	return true
}

func (a *atom) neverEnds() bool   { return a.class.neverEnds() }
func (a *atom) neverStarts() bool { return a.class.neverStarts() }
