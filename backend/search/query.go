package search

import (
	"bytes"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
)

// Hit is one record found.
type Hit struct {
	Kind     string `json:"kind"`
	ID       int64  `json:"id"`
	Title    string `json:"title"`
	Subtitle string `json:"subtitle"`
	// Ranges are the matching parts of Title, [from, to) in UTF-16 units as JavaScript counts them.
	Ranges [][2]int `json:"ranges"`
	// Match is what matched when it was not the title: another name, a phone, an e-mail address or a number.
	Match       string   `json:"match"`
	MatchRanges [][2]int `json:"matchRanges"`
}

// parse splits a query into words; a phone number typed with spaces stays one word.
func parse(text string) []word {
	whole := newWord(text)
	if len(whole.digits) > 0 {
		return []word{whole}
	}
	var words []word
	for _, part := range strings.FieldsFunc(Fold(text), unicode.IsSpace) {
		if w := newWord(part); len(w.runes) > 0 || len(w.address) > 1 && bytes.IndexByte(w.address, '@') >= 0 {
			words = append(words, w)
		}
	}
	return words
}

// stages are the names, phones, addresses and numbers, looked through one after the other.
const stages = 4

// gatherer takes records in rank order and keeps the first of each score, no more than can be among the answers.
type gatherer struct {
	limit int
	// bucket is by what was looked through, names first, and by score.
	bucket [stages][scores][]uint32
	stage  int
	fresh  [scores]int // how many of a bucket are in no other
	// bound is the first score that is of no use any more: earlier records and better scores fill the answer.
	bound int
	seen  []uint64
	// from and to are the part of the base that it looks through; newest: and what was put since.
	from, to int
	newest   bool
}

func newGatherer(limit, rows, from, to int) *gatherer {
	return &gatherer{limit: limit, bound: scores, seen: make([]uint64, (rows+63)/64), from: from, to: to, newest: from == 0}
}

func (g *gatherer) take(i, score int) {
	if score >= g.bound {
		return
	}
	g.bucket[g.stage][score] = append(g.bucket[g.stage][score], uint32(i))
	if g.seen[i/64]&(1<<(i%64)) != 0 {
		return
	}
	g.seen[i/64] |= 1 << (i % 64)
	g.fresh[score]++
	total := 0
	for s := range g.bound {
		if total += g.fresh[s]; total >= g.limit {
			g.bound = s
			return
		}
	}
}

// ordinals lists the answers, best first, each record once.
func (g *gatherer) ordinals() []uint32 {
	clear(g.seen)
	var out []uint32
	for s := range scores {
		for stage := range stages {
			for _, i := range g.bucket[stage][s] {
				if g.seen[i/64]&(1<<(i%64)) == 0 {
					g.seen[i/64] |= 1 << (i % 64)
					if out = append(out, i); len(out) == g.limit {
						return out
					}
				}
			}
		}
	}
	return out
}

// search finds the ordinals that match every word, best first. The lock is held.
func (x *Index) search(words []word, kinds []string, limit int) []uint32 {
	if len(words) == 0 || limit <= 0 || len(x.kind) == 0 {
		return nil
	}
	var allowed [256]bool
	for n, kind := range x.kinds {
		allowed[n] = n > 0 && (len(kinds) == 0 || contains(kinds, kind))
	}
	// The longest word selects, the others are tried on what it found.
	sort.SliceStable(words, func(a, b int) bool { return len(words[a].address) > len(words[b].address) })
	for k := range words {
		words[k].prepare(&x.sets)
	}
	if x.base < x.split {
		g := newGatherer(limit, len(x.kind), 0, x.base)
		x.scan(words, &allowed, g)
		return g.ordinals()
	}
	// Two halves beside each other; the first has the newer records.
	g, older := newGatherer(limit, len(x.kind), 0, x.base/2), newGatherer(limit, len(x.kind), x.base/2, x.base)
	var broken any
	var wait sync.WaitGroup
	wait.Go(func() {
		defer func() { broken = recover() }() // a panic here would end the program
		x.scan(words, &allowed, older)
	})
	x.scan(words, &allowed, g)
	if wait.Wait(); broken != nil {
		panic(broken)
	}
	for stage := range stages {
		for s := range scores {
			g.bucket[stage][s] = append(g.bucket[stage][s], older.bucket[stage][s]...)
		}
	}
	return g.ordinals()
}

// scan gathers the records of a part that match every word.
func (x *Index) scan(words []word, allowed *[256]bool, g *gatherer) {
	w, rest := &words[0], words[1:]
	accept := func(i, score int) {
		if score >= g.bound || !allowed[x.kind[i]] {
			return
		}
		for k := range rest {
			score = max(score, x.score(&rest[k], i))
		}
		if score < noScore {
			g.take(i, score)
		}
	}
	if len(w.runes) > 0 {
		x.scanNames(w, allowed, g, accept)
	}
	g.stage = 1
	x.scanList(&x.phone, x.phoneGrams, w.digits, true, g, accept)
	g.stage = 2
	x.scanList(&x.text, x.textGrams, w.address, false, g, accept)
	g.stage = 3
	x.scanList(&x.text, x.textGrams, w.number, false, g, accept)
}

func contains(list []string, s string) bool {
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}

func (x *Index) scanNames(w *word, allowed *[256]bool, g *gatherer, accept func(i, score int)) {
	try := func(i int) {
		if w.passes(&x.rows, i) && allowed[x.kind[i]] {
			if score := w.nameScore(x.names.of(i), g.bound); score < noScore {
				accept(i, score)
			}
		}
	}
	for i := len(x.kind) - 1; g.newest && i >= x.base; i-- {
		try(i)
	}
	i := g.from
	for mask, pairs := x.mask[:g.to], x.pairs[:g.to]; i < g.to && g.bound > tierInside*2; i++ {
		if mask[i]&w.mask == w.mask && pairs[i]&w.pairs == w.pairs { // most end here
			try(i)
		}
	}
	// From here on only names that begin with it are of use.
	for heads, mask := x.heads[:g.to], x.mask[:g.to]; i < g.to; i++ {
		if heads[i]&w.head != 0 && mask[i]&w.mask == w.mask {
			try(i)
		}
	}
}

// fewest is how much must be typed to be looked for inside phones, addresses and numbers; less is only compared
// with their beginnings.
const fewest = 3

// scanList finds what was typed in phones or in addresses and numbers. The grams rule out most lists unread; once
// there are enough better answers, only lists with an entry that begins with it are read.
func (x *Index) scanList(c *column[byte], grams []uint64, typed []byte, phone bool, g *gatherer, accept func(i, score int)) {
	if len(typed) == 0 {
		return
	}
	start := append([]byte{'\n'}, typed...)
	sought, inside := typed, tierOther*2
	if phone {
		inside = tierTail * 2
	}
	if len(typed) < fewest {
		sought = start
	}
	if g.bound <= inside {
		sought = start
	}
	need := gramsOf(sought)
	best := tierNumber*2 + 1
	if len(typed) >= fewestWhole {
		best = tierWhole*2 + 1
	}
	try := func(i int) {
		if list := c.of(i); bytes.Contains(list, sought) {
			accept(i, listScore(list, typed, phone))
			if g.bound <= inside {
				sought, need = start, gramsOf(start)
			}
		}
	}
	for i := len(x.kind) - 1; g.newest && i >= x.base; i-- {
		try(i)
	}
	for i, have := range grams[g.from:g.to] {
		if have&need != need { // most end here
			continue
		}
		if try(g.from + i); g.bound <= best {
			return
		}
	}
}

// Query gives the best records for what was typed, at most limit of them, of the given kinds (none means all).
func (x *Index) Query(text string, kinds []string, limit int) []Hit {
	x.mu.RLock()
	defer x.mu.RUnlock()
	words := parse(text)
	hits := []Hit{}
	for _, i := range x.search(words, kinds, limit) {
		hits = append(hits, x.hit(int(i), words))
	}
	return hits
}

// IDs gives the records of one kind that match, best first, at most most of them: for filtering a list.
func (x *Index) IDs(kind, text string, most int) []int64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	ids := []int64{}
	for _, i := range x.search(parse(text), []string{kind}, most) {
		ids = append(ids, x.id[i])
	}
	return ids
}

// hit makes the answer for a record and marks what matched.
func (x *Index) hit(i int, words []word) Hit {
	parts := strings.Split(string(x.show.of(i)), "\x00")
	h := Hit{Kind: x.kinds[x.kind[i]], ID: x.id[i], Title: parts[0], Subtitle: parts[1], Ranges: [][2]int{}, MatchRanges: [][2]int{}}
	elsewhere := false
	for k := range words {
		if r, ok := mark(h.Title, &words[k]); ok {
			h.Ranges = append(h.Ranges, r)
		} else {
			elsewhere = true
		}
	}
	if elsewhere {
		x.mentions(i, words, parts[2:], &h)
	}
	h.Ranges = joined(h.Ranges)
	return h
}

// mentions fills Match with the first thing besides the title that a word is found in.
func (x *Index) mentions(i int, words []word, names []string, h *Hit) {
	for k := range words {
		w := &words[k]
		if _, ok := mark(h.Title, w); ok {
			continue
		}
		for _, name := range names {
			if r, ok := mark(name, w); ok {
				h.Match, h.MatchRanges = name, [][2]int{r}
				return
			}
		}
		for _, try := range []struct {
			list, typed []byte
		}{{x.phone.of(i), w.digits}, {x.text.of(i), w.address}, {x.text.of(i), w.number}} {
			if len(try.typed) == 0 {
				continue
			}
			for entry := range bytes.SplitSeq(try.list, []byte{'\n'}) {
				if at := bytes.Index(entry, try.typed); at >= 0 {
					h.Match = string(entry)
					from := utf16Len(string(entry[:at]))
					h.MatchRanges = [][2]int{{from, from + utf16Len(string(try.typed))}}
					return
				}
			}
		}
	}
}

func utf16Len(s string) int { return len(utf16.Encode([]rune(s))) }

// mark finds the part of a name that the word matches, the beginning first, letters before sounds.
func mark(name string, w *word) (r [2]int, ok bool) {
	if len(w.runes) == 0 {
		return r, false
	}
	if r, ok = markIn(characters(name, false), w); !ok && spellsOut(name) {
		return markIn(characters(name, true), w)
	}
	return r, ok
}

func markIn(name []character, w *word) (r [2]int, ok bool) {
	sets := newReadingSets()
	units := make([]uint32, len(name))
	for i, c := range name {
		units[i] = uint32(c.rune) | uint32(sets.of(c.rune, c.syllables))<<runeBits
	}
	own := *w
	own.prepare(&sets)
	w = &own
	if n := w.sounded(units); n > 0 || w.spelled(units) {
		if w.spelled(units) {
			n = len(w.runes)
		}
		return [2]int{name[0].from, name[n-1].to}, true
	}
	for i := range units {
		if w.spelled(units[i:]) {
			return [2]int{name[i].from, name[i+len(w.runes)-1].to}, true
		}
	}
	if w.letters {
		for i := range units {
			if n := w.sounded(units[i:]); n > 0 {
				return [2]int{name[i].from, name[i+n-1].to}, true
			}
		}
	}
	return r, false
}

// joined sorts ranges and joins those that touch.
func joined(ranges [][2]int) [][2]int {
	sort.Slice(ranges, func(a, b int) bool { return ranges[a][0] < ranges[b][0] })
	out := ranges[:0]
	for _, r := range ranges {
		if n := len(out); n > 0 && r[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}
