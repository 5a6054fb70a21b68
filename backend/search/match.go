package search

import (
	"bytes"
	"math/bits"
	"slices"
	"strings"
)

// word is one word of a query, prepared.
type word struct {
	runes   []rune   // folded, as names are matched: no spaces, no punctuation
	letters bool     // may be pinyin: has a to z
	han     bool     // has what is no letter
	mask    uint64   // what a name must contain
	pairs   uint64   // what neighbours that are no letters a name must contain
	ways    []uint64 // what neighbouring sounds: all of one of these; made for one index
	head    uint64   // the bit of the first character
	// begins has for each reading set, and for each k, which lengths of runes[k:] it may stand for; made for one index.
	begins  []uint64
	digits  []byte // as phones are matched; empty when it is no number
	address []byte // as e-mail addresses are matched
	number  []byte // as numbers are matched; empty when the same as address
}

// alwaysFirst are the letters that in pinyin only ever begin a syllable; one of them typed must begin a syllable
// of the name, or be a letter of it.
const alwaysFirst = "bcdfjklmpqstwxyz"

func newWord(text string) word {
	var w word
	number := true
	for _, r := range text {
		c := foldRune(r)
		if c < '0' || c > '9' {
			number = number && strings.ContainsRune("+-()（）.－ ", c)
		}
		for _, c := range plainRunes(c) {
			if !kept(c) {
				continue
			}
			if isLetter(c) {
				w.letters = true
				if len(w.runes) == 0 || strings.ContainsRune(alwaysFirst, c) {
					w.mask |= runeMask(c)
				}
			} else {
				w.han = true
				w.mask |= runeMask(c)
			}
			w.runes = append(w.runes, c)
		}
	}
	if typed := string(w.runes); strings.Contains(typed, "lyu") || strings.Contains(typed, "nyu") {
		w.mask &^= runeMask('y') // here y may be a part of ü
	}
	if number && len(w.runes) > 0 {
		w.digits = []byte(queryDigits(text))
	}
	w.address = []byte(foldAddress(text))
	if bytes.IndexByte(w.address, '@') >= 0 {
		w.runes, w.letters, w.mask = nil, false, 0 // an e-mail address is no name
		return w
	}
	for i, c := range w.runes {
		switch {
		case i == 0:
			w.head = runeMask(c)
		case !isLetter(c) && !isLetter(w.runes[i-1]):
			w.pairs |= pairMask(w.runes[i-1], c)
		}
	}
	if n := []byte(foldNumber(text)); !bytes.Equal(n, w.address) {
		w.number = n
	}
	return w
}

// passes tells whether a record with these masks may have the word in its names.
func (w *word) passes(x *rows, i int) bool {
	if x.mask[i]&w.mask != w.mask || x.pairs[i]&w.pairs != w.pairs {
		return false
	}
	for _, way := range w.ways {
		if x.sound[i]&way == way {
			return true
		}
	}
	return false
}

// prepare fills begins and ways for the reading sets of an index.
func (w *word) prepare(sets *readingSets) {
	n := len(w.runes)
	if n > 63 {
		w.ways = []uint64{0}
		return
	}
	lengths := make([]uint64, n) // of what runes[k:] may begin with
	if w.letters {
		w.begins = make([]uint64, n*len(sets.syllables))
	}
	for k, c := range w.runes {
		lengths[k] = 1 << 1
		if !isLetter(c) {
			continue
		}
		for set, letters := range sets.letters {
			if letters&(1<<(c-'a')) == 0 {
				continue
			}
			for _, syllable := range sets.syllables[set] {
				w.begins[set*n+k] |= begun(syllable, w.runes[k:])
			}
			lengths[k] |= w.begins[set*n+k]
		}
	}
	w.findWays(lengths)
}

// waysMax bounds the ways that are told apart.
const waysMax = 16

// findWays goes through the ways in which the word can be cut into characters and syllables, and notes for each which
// neighbours a name must have: 长安 typed changan is ch'an'gan and c'h'a'n'g'a'n too.
func (w *word) findWays(lengths []uint64) {
	n := len(w.runes)
	if n == 0 {
		return
	}
	at := make([][]uint64, n+1) // by where a cut may be
	at[0] = []uint64{0}
	for k, from := range w.runes {
		for rest := lengths[k] &^ 1; rest != 0 && len(at[k]) > 0; rest &= rest - 1 {
			to := k + bits.TrailingZeros64(rest)
			pair := uint64(0)
			if to < n && isLetter(from) && isLetter(w.runes[to]) {
				pair = pairMask(from, w.runes[to])
			}
			for _, way := range at[k] {
				at[to] = withWay(at[to], way|pair)
			}
		}
	}
	w.ways = at[n]
}

// withWay adds a way to the others. One that needs more than another is left out; when there are too many, the new one
// and the one most like it become one that needs what they have in common.
func withWay(ways []uint64, way uint64) []uint64 {
	kept := ways[:0]
	like, most := 0, -1
	for _, w := range ways {
		if way&w == w {
			return ways
		}
		if w&way == way {
			continue
		}
		if n := bits.OnesCount64(w & way); n > most {
			like, most = len(kept), n
		}
		kept = append(kept, w)
	}
	if len(kept) < waysMax {
		return append(kept, way)
	}
	way &= kept[like]
	return withWay(slices.Delete(kept, like, like+1), way)
}

func isLetter(c rune) bool { return 'a' <= c && c <= 'z' }

// queryDigits is what was typed of a number: +86 and 0086 are left out as they are in the index.
func queryDigits(s string) string {
	f := strings.TrimSpace(Fold(s))
	plus := strings.HasPrefix(f, "+")
	d := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, f)
	if !plus && strings.HasPrefix(d, "0086") {
		d, plus = d[2:], true
	}
	if strings.HasPrefix(d, "86") && (plus || len(d) == 13 && d[2] == '1') && len(d) > 4 {
		d = d[2:]
	}
	return d
}

// The tiers of an answer, best first. Each is doubled in a score: the odd number is the same thing found in a
// further name instead of the title.
const (
	tierWhole      = iota // the whole name, or a whole phone number
	tierStart             // the name begins with it
	tierWholeSound        // the whole name by pinyin or initials
	tierStartSound        // the name begins with it by pinyin or initials
	tierInside            // inside the name
	tierInsideSound
	tierNumber // a phone, e-mail address or number begins with it
	tierTail   // a phone ends with it
	tierOther  // inside a phone, e-mail address or number
	tiers
)

const (
	scores  = tiers * 2
	noScore = scores
)

// spelled compares the word with the characters at the start of units.
func (w *word) spelled(units []uint32) bool {
	if len(units) < len(w.runes) {
		return false
	}
	for i, r := range w.runes {
		if units[i]&runeOnly != uint32(r) {
			return false
		}
	}
	return true
}

// sounded matches the word with characters and sounds from the start of units; to is the number of units taken,
// 0 when it does not match. A syllable may be typed in full, as its initial (z or zh), or begun when it is the last.
func (w *word) sounded(units []uint32) (to int) {
	n := len(w.runes)
	if len(w.begins) == 0 {
		return 0
	}
	// Bit k of reach: the first k runes of the word are accounted for by the units so far.
	reach, all := uint64(1), uint64(1)<<n
	for i, u := range units {
		next := uint64(0)
		row := w.begins[int(u>>runeBits)*n:][:n]
		for rest := reach; rest != 0; rest &= rest - 1 {
			k := bits.TrailingZeros64(rest)
			next |= row[k] << k
			if w.han && w.runes[k] == rune(u&runeOnly) {
				next |= 1 << (k + 1)
			}
		}
		if next&all != 0 {
			return i + 1
		}
		if next == 0 {
			return 0
		}
		reach = next
	}
	return 0
}

// begun tells by bits how many runes of w the syllable may stand for.
func begun(syllable string, w []rune) (lengths uint64) {
	n := 0
	for n < len(syllable) && n < len(w) && rune(syllable[n]) == w[n] {
		n++
	}
	if n == 0 {
		return 0
	}
	lengths = 1 << 1
	if n >= 2 && syllable[1] == 'h' {
		lengths |= 1 << 2
	}
	if n == len(syllable) || n == len(w) {
		lengths |= 1 << n
	}
	// ü is typed v, yu or u: lv, lyu, lu; nv, nyu, nu.
	if len(syllable) >= 2 && syllable[1] == 'v' && n == 1 && len(w) >= 2 {
		rest := syllable[2:]
		for _, vowel := range []string{"u", "yu"} {
			lengths |= typed(syllable[:1]+vowel+rest, w)
		}
	}
	return lengths
}

// typed is begun for one spelling in full, or cut off by the end of w.
func typed(spelling string, w []rune) uint64 {
	n := 0
	for n < len(spelling) && n < len(w) && rune(spelling[n]) == w[n] {
		n++
	}
	if n == len(spelling) || n == len(w) {
		return 1 << n
	}
	return 0
}

// nameScore is the best tier of the word in the names of a record, no worse than the bound (exclusive).
func (w *word) nameScore(names []uint32, bound int) int {
	best := bound
	for which := 0; len(names) > 0; which = 1 {
		n := 0
		for names[n] != 0 {
			n++
		}
		if score := w.oneNameScore(names[:n], best, which); score < best {
			best = score
		}
		names = names[n+1:]
	}
	if best == bound {
		return noScore
	}
	return best
}

func (w *word) oneNameScore(units []uint32, bound, which int) int {
	if len(units) == 0 {
		return noScore
	}
	if w.spelled(units) {
		if len(units) == len(w.runes) {
			return tierWhole*2 + which
		}
		return tierStart*2 + which
	}
	if bound <= tierWholeSound*2+which {
		return noScore
	}
	if to := w.sounded(units); to > 0 {
		if to == len(units) {
			return tierWholeSound*2 + which
		}
		return tierStartSound*2 + which
	}
	if bound <= tierInside*2+which {
		return noScore
	}
	sound, first, n := noScore, uint32(w.runes[0]), len(w.runes)
	if len(w.begins) == 0 {
		for i := 1; i <= len(units)-n; i++ {
			if units[i]&runeOnly == first && w.spelled(units[i:]) {
				return tierInside*2 + which
			}
		}
		return noScore
	}
	for i := 1; i < len(units); i++ {
		u := units[i]
		if w.begins[int(u>>runeBits)*n] == 0 && u&runeOnly != first {
			continue
		}
		if u&runeOnly == first && w.spelled(units[i:]) {
			return tierInside*2 + which
		}
		if sound == noScore && w.sounded(units[i:]) > 0 {
			sound = tierInsideSound*2 + which
		}
	}
	return sound
}

// fewestWhole is the length from which a phone or number typed in full counts as its exact match.
const fewestWhole = 5

// entryScore is the tier of what was typed in a '\n'-separated list of phones, addresses or numbers, when it
// stands at position at.
func entryScore(list []byte, at, n int, phone bool) int {
	starts := list[at-1] == '\n'
	ends := at+n == len(list) || list[at+n] == '\n'
	switch {
	case starts && ends && n >= fewestWhole:
		return tierWhole*2 + 1
	case starts:
		return tierNumber*2 + 1
	case ends && phone:
		return tierTail * 2
	}
	return tierOther * 2
}

// listScore is the best tier of what was typed in one record's list.
func listScore(list, typed []byte, phone bool) int {
	best := noScore
	for from := 0; len(typed) > 0; {
		at := bytes.Index(list[from:], typed)
		if at < 0 {
			break
		}
		best = min(best, entryScore(list, from+at, len(typed), phone))
		from += at + 1
	}
	return best
}

// score is the best tier of the word in the whole record.
func (x *Index) score(w *word, i int) int {
	best := noScore
	if len(w.runes) > 0 && w.passes(&x.rows, i) {
		best = w.nameScore(x.names.of(i), noScore)
	}
	best = min(best, listScore(x.phone.of(i), w.digits, true))
	best = min(best, listScore(x.text.of(i), w.address, false))
	return min(best, listScore(x.text.of(i), w.number, false))
}
