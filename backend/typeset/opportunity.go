package typeset

// Break opportunities: after which atoms a line may end, and at what price.

// A penalty is the price of a break. Prices compare with the badness of lines
// in breaking.go: 100,000 is a line stretched to its limit.
type penalty int32

const (
	never  penalty = 1<<31 - 1
	forced penalty = -1

	breakFree   penalty = 0
	breakUnit   penalty = 6_000     // between a figure and the Chinese word that counts it
	breakHyphen penalty = 40_000    // after a hyphen or slash inside a word
	breakURL    penalty = 2_700_000 // inside an address: cheaper only than gaps above 0.3 em
	// breakGlue breaks at a no-break space that would make a line too long.
	breakGlue penalty = 50_000_000
	// breakWord cuts through a word or number too long for a line.
	breakWord penalty = 100_000_000
	// breakRule breaks a rule, when nothing else can fit.
	breakRule penalty = 400_000_000
)

// breaks prices the place after every atom.
func (t *text) breaks() {
	for i := range t.atoms {
		if i+1 == len(t.atoms) {
			t.atoms[i].brk = forced
			continue
		}
		t.atoms[i].brk = t.between(i)
	}
	t.addresses()
}

// between prices a break between atom i and the next.
func (t *text) between(i int) penalty {
	a, b := &t.atoms[i], &t.atoms[i+1]
	switch {
	case a.class == clBreak:
		return forced
	case b.class == clBreak, b.class == clSpace, b.class == clGlue, a.class == clGlue, a.class == clCheck, b.class == clZero:
		return never
	case a.class == clZero:
		return breakFree
	case a.class == clSpace:
		return t.afterSpace(i)
	case b.neverStarts():
		return never
	case a.neverEnds():
		return never
	case a.wide || b.wide:
		return t.chineseBreak(i)
	}
	return t.wordBreak(i)
}

// afterSpace prices a break after spaces: the marks before and after them hold
// together across the space, and so do a figure and a unit: 10 kg.
func (t *text) afterSpace(i int) penalty {
	j := i
	for j > 0 && t.atoms[j].class == clSpace {
		j--
	}
	a, b := &t.atoms[j], &t.atoms[i+1]
	wideSpace := t.atoms[i].wide
	switch {
	case a.class == clBreak || a.class == clSpace:
		return breakFree
	case a.neverEnds(), b.neverStarts() && b.class != clHyphen && b.class != clSlash:
		return never
	case wideSpace:
		return breakFree
	case a.class == clDigit && i-j == 1 && t.unitAt(i+1):
		return never
	}
	return breakFree
}

// unitAt tells whether a Latin unit of measure stands at atom i.
func (t *text) unitAt(i int) bool {
	from := int(t.atoms[i].from)
	j := i
	for j < len(t.atoms) && j-i < 5 && !t.atoms[j].wide && (t.atoms[j].class == clLetter || t.atoms[j].class == clInner) {
		j++
	}
	if j == i || j < len(t.atoms) && !t.atoms[j].wide && (t.atoms[j].class == clLetter || t.atoms[j].class == clDigit) {
		return false
	}
	switch string(t.runes[from:int(t.atoms[j-1].to)]) {
	case "mm", "cm", "m", "km", "kg", "g", "mg", "t", "L", "l", "ml", "mL", "kW", "kWh", "MW", "W", "V", "kV", "A", "Hz", "kHz", "MHz", "GHz",
		"KB", "MB", "GB", "TB", "Mbps", "Gbps", "s", "ms", "min", "h", "m²", "m³", "m2", "m3", "Pa", "kPa", "MPa", "N", "kN", "°C", "pt", "dpi", "dB":
		return true
	}
	return false
}

// chineseBreak prices a break where Chinese rules hold on at least one side.
func (t *text) chineseBreak(i int) penalty {
	a, b := &t.atoms[i], &t.atoms[i+1]
	switch {
	case a.class == clDigit && b.class == clDigit:
		return never
	case a.class == clStop && b.class == clDigit && i > 0 && t.atoms[i-1].class == clDigit && (t.runes[a.from] == '．' || t.runes[a.from] == '.'):
		return never // a number from its decimal part
	case a.class == clInner && b.class == clDigit, a.class == clHyphen && b.class == clDigit:
		return never // a figure from its sign
	case a.class == clTail && t.runes[a.from] == '－' && b.class == clDigit:
		return never
	case a.class == clDigit && b.to > b.from && unit(t.runes[b.from]):
		return breakUnit
	case b.class == clDigit && a.to > a.from && (t.runes[a.from] == '第' || t.runes[a.from] == '币'):
		return breakUnit
	}
	return breakFree
}

// wordBreak prices a break between two narrow characters without a space:
// only after hyphens, slashes and dashes, as UAX #14 has it, and never before a
// figure.
func (t *text) wordBreak(i int) penalty {
	a, b := &t.atoms[i], &t.atoms[i+1]
	switch a.class {
	case clHyphen, clSlash: // two letters on each side: well-known, and/or, not GB/T
		if t.letterAt(i-2) && t.letterAt(i-1) && b.class == clLetter && t.letterAt(i+2) {
			return breakHyphen
		}
	case clDash:
		if b.class == clLetter || b.class == clDigit || b.class == clOpen {
			return breakFree
		}
	}
	return never
}

// addresses allows costly breaks inside URLs and e-mail addresses: after their
// punctuation, as no mark may start a line.
func (t *text) addresses() {
	for i := 0; i < len(t.atoms); {
		j := i
		mark := false
		for j < len(t.atoms) && t.atoms[j].addressable() {
			r := t.runes[t.atoms[j].from]
			mark = mark || r == '@' || r == '/' || r == '.' && j == i+3 && t.www(i)
			j++
		}
		if j == i {
			i++
			continue
		}
		if mark && j-i > 5 && t.address(i, j) {
			t.priceAddress(i, j)
		}
		i = j
	}
}

// addressable tells the characters of an address.
func (a *atom) addressable() bool {
	if a.wide || a.to == a.from {
		return false
	}
	switch a.class {
	case clSpace, clGlue, clZero, clOpen:
		return false
	}
	return true
}

// www tells whether the three atoms at i are those letters.
func (t *text) www(i int) bool {
	for k := i; k < i+3; k++ {
		if r := t.runes[t.atoms[k].from]; r != 'w' && r != 'W' {
			return false
		}
	}
	return true
}

// address tells whether the atoms from i to j look like a URL or an e-mail address.
func (t *text) address(i, j int) bool {
	at, dot := -1, -1
	for k := i; k < j; k++ {
		switch t.runes[t.atoms[k].from] {
		case '@':
			at = k
		case '.':
			dot = k
		case ':':
			if k+2 < j && t.runes[t.atoms[k+1].from] == '/' && t.runes[t.atoms[k+2].from] == '/' {
				return true
			}
		}
	}
	if at > i && dot > at && dot < j-1 {
		return true
	}
	return j-i > 4 && t.www(i) && t.runes[t.atoms[i+3].from] == '.'
}

// priceAddress prices the inside of an address.
func (t *text) priceAddress(i, j int) {
	for k := i; k+1 < j; k++ {
		a, b := &t.atoms[k], &t.atoms[k+1]
		if a.brk != never {
			a.brk = max(a.brk, breakURL)
		}
		switch t.runes[a.from] {
		case '/', '?', '&', '=', '#', '_', '-', '.', '@':
			if !b.neverStarts() && (b.class == clLetter || b.class == clDigit) && k > i {
				a.brk = breakURL
			}
		}
	}
}

// desperate allows breaks inside words and figures; anywhere, even against the
// rules.
func (t *text) desperate(anywhere bool) {
	for i := 0; i+1 < len(t.atoms); i++ {
		a, b := &t.atoms[i], &t.atoms[i+1]
		if a.brk != never || b.class == clBreak {
			continue
		}
		spaced := a.class == clSpace || b.class == clSpace || b.class == clZero
		switch {
		case a.class == clGlue && b.class != clGlue && !b.neverStarts():
			a.brk = breakGlue
		case anywhere:
			a.brk = breakRule
		case !spaced && !a.neverEnds() && !b.neverStarts() && a.class != clCheck && !(a.class == clDash && b.class == clDash):
			a.brk = breakWord
		}
	}
}
