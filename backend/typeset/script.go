package typeset

// Which script the characters that Chinese and Latin share are set in.

// prevails tells whether Chinese rules hold for the text: in a Chinese document
// unless it is Latin throughout, in an English one when most of it is Chinese.
func (s *shaper) prevails(t *text) bool {
	han, latin := 0, 0
	for i := range t.atoms {
		a := &t.atoms[i]
		switch {
		case a.class == clLetter:
			latin++
		case a.wide && a.to > a.from:
			han++
		}
	}
	if s.chinese {
		return han > 0 || latin == 0
	}
	return han > latin
}

// scripts settles the characters that both scripts share, and the straight
// quotes, which open or close by turns.
func (s *shaper) scripts(t *text) {
	quoteOpen := [2]bool{}
	var pairs []int
	for i := range t.atoms {
		a := &t.atoms[i]
		if a.to == a.from {
			continue
		}
		r := t.runes[a.from]
		switch {
		case r == '"' || r == '\'':
			t.straight(i, r, &quoteOpen)
		case a.open: // marked as either by runesOf
			before, after := t.neighbour(i, -1), t.neighbour(i, 1)
			if t.chinese {
				a.wide = before || after || t.atoms[i].class == clHan
			} else {
				a.wide = before && after
			}
			if r == '’' && t.letterAt(i-1) && t.letterAt(i+1) {
				a.wide, a.class = false, clInner // an apostrophe
				continue
			}
			switch a.class {
			case clOpen:
				pairs = append(pairs, i)
			case clClose:
				if n := len(pairs); n > 0 {
					o := &t.atoms[pairs[n-1]]
					pairs = pairs[:n-1]
					w := o.wide || a.wide
					if !t.chinese {
						w = o.wide && a.wide
					}
					o.wide, a.wide = w, w
				}
			}
		}
	}
	for i := range t.atoms {
		t.atoms[i].open = false
	}
}

// neighbour tells whether the nearest character of one script, in the given
// direction, is Chinese; the end of the text takes the prevailing one.
func (t *text) neighbour(i, step int) bool {
	for j, n := i+step, 0; j >= 0 && j < len(t.atoms) && n < 8; j, n = j+step, n+1 {
		a := &t.atoms[j]
		if a.class == clSpace || a.class == clGlue || a.open {
			continue
		}
		return a.wide && a.class != clBlank && a.class != clCheck && a.class != clBreak
	}
	return false
}

func (t *text) letterAt(i int) bool {
	return i >= 0 && i < len(t.atoms) && (t.atoms[i].class == clLetter || t.atoms[i].class == clDigit)
}

// straight classes " and ' by what stands beside them.
func (t *text) straight(i int, r rune, open *[2]bool) {
	k := 0
	if r == '\'' {
		k = 1
		if t.letterAt(i-1) && t.letterAt(i+1) {
			t.atoms[i].class = clInner
			return
		}
	}
	gapBefore := i == 0 || t.atoms[i-1].class == clSpace || t.atoms[i-1].class == clBreak
	gapAfter := i+1 == len(t.atoms) || t.atoms[i+1].class == clSpace || t.atoms[i+1].class == clBreak
	opens := !open[k]
	switch {
	case gapBefore && gapAfter:
	case gapBefore:
		opens = true
	case gapAfter:
		opens = false
	}
	open[k] = opens
	if opens {
		t.atoms[i].class = clOpen
	} else {
		t.atoms[i].class = clClose
	}
}
