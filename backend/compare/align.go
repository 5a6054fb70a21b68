package compare

import (
	"slices"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Aligning two documents. Units that are the same on both sides, in order, are
// anchors; what is left between two anchors is compared token by token as one
// stream, because a file that comes back may part and join paragraphs anew.
// A unit of which hardly anything is found again was removed or added whole;
// when it is found elsewhere, it was moved.

// most of a unit must be found again for it to count as changed, not replaced.
const foundAgain = 0.35

// stream is all tokens of a document in order, each with its unit.
type stream struct {
	units  []unit
	tokens []token
	of     []int // unit of each token
	start  []int // first token of each unit, and the end
}

func newStream(units []unit) *stream {
	s := &stream{units: units, start: []int{}}
	for i := range units {
		s.start = append(s.start, len(s.tokens))
		for _, t := range units[i].tokens {
			s.tokens, s.of = append(s.tokens, t), append(s.of, i)
		}
	}
	s.start = append(s.start, len(s.tokens))
	return s
}

// key is what a unit says, without its number.
func (s *stream) key(i int) string {
	var b strings.Builder
	for _, t := range s.units[i].tokens {
		if !t.label {
			b.WriteString(strings.TrimPrefix(t.key, " "))
			b.WriteByte(0)
		}
	}
	return b.String()
}

// alignment is which token of the older stream is which of the newer.
type alignment struct {
	a, b *stream
	// to gives for each token of a its partner in b, from the other way; -1 for none.
	to, from []int
	// moved pairs units that stand elsewhere.
	moved map[int]int // unit of a → unit of b
	came  map[int]int // the other way
}

// align compares two documents.
func align(a, b *stream) *alignment {
	l := &alignment{a: a, b: b, to: filled(len(a.tokens)), from: filled(len(b.tokens)), moved: map[int]int{}, came: map[int]int{}}
	codes := map[string]rune{}
	ka, kb := unitCodes(a, codes), unitCodes(b, codes)
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0
	var gaps [][4]int
	i, k := 0, 0
	gone, come := 0, 0
	flush := func() {
		if gone+come > 0 {
			gaps = append(gaps, [4]int{i - gone, i, k - come, k})
		}
		gone, come = 0, 0
	}
	for _, d := range dmp.DiffMainRunes(ka, kb, false) {
		n := len([]rune(d.Text))
		switch d.Type {
		case diffmatchpatch.DiffDelete:
			i, gone = i+n, gone+n
		case diffmatchpatch.DiffInsert:
			k, come = k+n, come+n
		default:
			flush()
			for range n {
				l.same(i, k)
				i, k = i+1, k+1
			}
		}
	}
	flush()
	l.move(gaps)
	for _, g := range gaps {
		l.gap(g)
	}
	return l
}

func filled(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

// unitCodes gives every distinct text a rune of its own, from a plane without
// surrogates.
func unitCodes(s *stream, codes map[string]rune) []rune {
	out := make([]rune, len(s.units))
	for i := range s.units {
		key := s.key(i)
		if _, ok := codes[key]; !ok {
			codes[key] = rune(0x10000 + len(codes))
		}
		out[i] = codes[key]
	}
	return out
}

// same pairs the tokens of two units that say the same; their numbers may be
// there or not.
func (l *alignment) same(i, k int) {
	x, y := l.a.start[i], l.b.start[k]
	for x < l.a.start[i+1] || y < l.b.start[k+1] {
		ax := x < l.a.start[i+1] && l.a.tokens[x].label
		by := y < l.b.start[k+1] && l.b.tokens[y].label
		switch {
		case ax && !by:
			x++
		case by && !ax:
			y++
		default:
			l.to[x], l.from[y] = y, x
			x, y = x+1, y+1
		}
	}
}

// movable is how many tokens a unit must have for a move to be told from
// chance.
const movable = 6

// move finds units that went from one gap and came in another.
func (l *alignment) move(gaps [][4]int) {
	inA, inB := map[int]int{}, map[int]int{}
	byKey := map[string][]int{}
	for n, g := range gaps {
		for i := g[0]; i < g[1]; i++ {
			inA[i] = n
		}
		for k := g[2]; k < g[3]; k++ {
			inB[k] = n
			if l.b.length(k) >= movable {
				byKey[l.b.key(k)] = append(byKey[l.b.key(k)], k)
			}
		}
	}
	for _, g := range gaps {
		for i := g[0]; i < g[1]; i++ {
			ks := byKey[l.a.key(i)]
			if l.a.length(i) < movable || len(ks) == 0 {
				continue
			}
			l.took(i, ks[0])
			byKey[l.a.key(i)] = ks[1:]
		}
	}
	// The short heading of a clause that moved goes with it.
	for _, g := range gaps {
		for i := g[1] - 1; i >= g[0]; i-- {
			k, ok := l.moved[i+1]
			if _, done := l.moved[i]; done || !ok || k == 0 {
				continue
			}
			if _, taken := l.came[k-1]; !taken && inB[k-1] == inB[k] && l.free(k-1) && l.a.key(i) == l.b.key(k-1) {
				l.took(i, k-1)
			}
		}
	}
	l.alike(gaps)
}

// alike finds moved units that were changed on the way. Clauses that say much the
// same, as those of two attachments do, stay where they are: one is taken for
// moved when nothing in the place of either side is as much like it.
func (l *alignment) alike(gaps [][4]int) {
	const most = 60 // a comparison of all with all stays small
	may := func(s *stream, i int, done map[int]int) bool {
		_, is := done[i]
		return !is && s.length(i) >= 3*movable
	}
	here := func(from, to int, like func(int) float64) float64 {
		best := 0.0
		for i := from; i < min(to, from+most); i++ {
			best = max(best, like(i))
		}
		return best
	}
	like := func(i, k int) float64 {
		if !may(l.a, i, l.moved) || !may(l.b, k, l.came) {
			return 0
		}
		return likeness(l.a.units[i].tokens, l.b.units[k].tokens)
	}
	stays := map[int]float64{} // of units of b, what their own place has
	for n, g := range gaps {
		for i := g[0]; i < g[1]; i++ {
			if !may(l.a, i, l.moved) {
				continue
			}
			at, tried := -1, 0
			best := max(0.8, here(g[2], g[3], func(k int) float64 { return like(i, k) }))
			for other, h := range gaps {
				for k := h[2]; k < h[3] && other != n && tried < most; k++ {
					if !may(l.b, k, l.came) {
						continue
					}
					tried++
					v := like(i, k)
					if v <= best {
						continue
					}
					if _, known := stays[k]; !known {
						stays[k] = here(h[0], h[1], func(i int) float64 { return like(i, k) })
					}
					if v > stays[k] {
						best, at = v, k
					}
				}
			}
			if at >= 0 {
				l.moved[i], l.came[at] = at, i
				l.tokens([2]int{l.a.start[i], l.a.start[i+1]}, [2]int{l.b.start[at], l.b.start[at+1]}, nil)
			}
		}
	}
}

func (l *alignment) free(k int) bool {
	for y := l.b.start[k]; y < l.b.start[k+1]; y++ {
		if l.from[y] >= 0 {
			return false
		}
	}
	return true
}

func (l *alignment) took(i, k int) {
	l.moved[i], l.came[k] = k, i
	l.same(i, k)
}

// length is how many tokens a unit has without its number.
func (s *stream) length(i int) int {
	n := s.start[i+1] - s.start[i]
	if n > 0 && s.tokens[s.start[i]].label {
		n--
	}
	return n
}

// likeness is the share of tokens that two units have in common, in any order.
func likeness(a, b []token) float64 {
	count := map[string]int{}
	for _, t := range a {
		count[t.key]++
	}
	both := 0
	for _, t := range b {
		if count[t.key] > 0 {
			count[t.key]--
			both++
		}
	}
	return 2 * float64(both) / float64(max(len(a)+len(b), 1))
}

// gap compares what lies between two anchors, without what was moved.
func (l *alignment) gap(g [4]int) {
	skip := map[int]bool{}
	for i := g[0]; i < g[1]; i++ {
		if _, ok := l.moved[i]; ok {
			skip[i] = true
		}
	}
	if l.costly(g) {
		l.pair(g)
	} else {
		l.tokens([2]int{l.a.start[g[0]], l.a.start[g[1]]}, [2]int{l.b.start[g[2]], l.b.start[g[3]]}, skip)
	}
	// What is hardly found again is another unit.
	for i := g[0]; i < g[1]; i++ {
		if !skip[i] && found(l.to[l.a.start[i]:l.a.start[i+1]]) < foundAgain {
			l.part(l.a.start[i], l.a.start[i+1], l.to, l.from)
		}
	}
	for k := g[2]; k < g[3]; k++ {
		if _, ok := l.came[k]; !ok && found(l.from[l.b.start[k]:l.b.start[k+1]]) < foundAgain {
			l.part(l.b.start[k], l.b.start[k+1], l.from, l.to)
		}
	}
}

// tooCostly is how many steps comparing two streams may take, some tenths of a second.
const tooCostly = 20_000_000

// costly tells whether the two sides of a gap are so long and so different that
// comparing them token by token would take too long: its cost grows with the
// length times the difference, which pairs of neighbours tell beforehand.
func (l *alignment) costly(g [4]int) bool {
	a, b := l.a.tokens[l.a.start[g[0]]:l.a.start[g[1]]], l.b.tokens[l.b.start[g[2]]:l.b.start[g[3]]]
	if len(a)*len(b) < tooCostly/20 {
		return false
	}
	count := map[[2]string]int{}
	for i := 1; i < len(a); i++ {
		count[[2]string{a[i-1].key, a[i].key}]++
	}
	both := 0
	for i := 1; i < len(b); i++ {
		pair := [2]string{b[i-1].key, b[i].key}
		if count[pair] > 0 {
			count[pair]--
			both++
		}
	}
	n := len(a) + len(b)
	return n*(n-2*both) > tooCostly
}

// maxPaired is the most pairs of units that pair weighs.
const maxPaired = 250_000

// pair compares the units of a gap one with one, in order and by how much they
// have in common; what has no partner was removed or added.
func (l *alignment) pair(g [4]int) {
	ids := map[string]int{}
	bag := func(s *stream, i int) []int {
		out := make([]int, 0, s.start[i+1]-s.start[i])
		for _, t := range s.units[i].tokens {
			id, ok := ids[t.key]
			if !ok {
				id = len(ids)
				ids[t.key] = id
			}
			out = append(out, id)
		}
		slices.Sort(out)
		return out
	}
	var as, bs []int
	var bagsA, bagsB [][]int
	for i := g[0]; i < g[1]; i++ {
		if _, moved := l.moved[i]; !moved {
			as, bagsA = append(as, i), append(bagsA, bag(l.a, i))
		}
	}
	for k := g[2]; k < g[3]; k++ {
		if _, moved := l.came[k]; !moved {
			bs, bagsB = append(bs, k), append(bagsB, bag(l.b, k))
		}
	}
	if len(as)*len(bs) > maxPaired {
		return
	}
	best := make([][]float64, len(as)+1)
	alike := make([][]float64, len(as))
	for i := range best {
		best[i] = make([]float64, len(bs)+1)
	}
	for i := len(as) - 1; i >= 0; i-- {
		alike[i] = make([]float64, len(bs))
		for k := len(bs) - 1; k >= 0; k-- {
			best[i][k] = max(best[i+1][k], best[i][k+1])
			if v := common(bagsA[i], bagsB[k]); v > 0.5 {
				alike[i][k] = v
				best[i][k] = max(best[i][k], best[i+1][k+1]+v)
			}
		}
	}
	for i, k := 0, 0; i < len(as) && k < len(bs); {
		switch {
		case alike[i][k] > 0 && best[i][k] == best[i+1][k+1]+alike[i][k]:
			l.tokens([2]int{l.a.start[as[i]], l.a.start[as[i]+1]}, [2]int{l.b.start[bs[k]], l.b.start[bs[k]+1]}, nil)
			i, k = i+1, k+1
		case best[i][k] == best[i+1][k]:
			i++
		default:
			k++
		}
	}
}

// common is the share of two sorted bags that both have.
func common(a, b []int) float64 {
	i, k, both := 0, 0, 0
	for i < len(a) && k < len(b) {
		switch {
		case a[i] == b[k]:
			i, k, both = i+1, k+1, both+1
		case a[i] < b[k]:
			i++
		default:
			k++
		}
	}
	return 2 * float64(both) / float64(max(len(a)+len(b), 1))
}

func found(to []int) float64 {
	n := 0
	for _, v := range to {
		if v >= 0 {
			n++
		}
	}
	return float64(n) / float64(max(len(to), 1))
}

// part takes pairs apart again.
func (l *alignment) part(from, to int, mine, theirs []int) {
	for x := from; x < to; x++ {
		if mine[x] >= 0 {
			theirs[mine[x]], mine[x] = -1, -1
		}
	}
}

// tokens pairs the tokens of two stretches; units of a in skip, and what came
// from elsewhere in b, stay out.
func (l *alignment) tokens(a, b [2]int, skip map[int]bool) {
	codes := map[string]rune{}
	encode := func(s *stream, r [2]int, out func(x int) bool) (runes []rune, at []int) {
		for x := r[0]; x < r[1]; x++ {
			if out(x) {
				continue
			}
			key := s.tokens[x].key
			c, ok := codes[key]
			if !ok {
				c = rune(0xF0000 + len(codes)) // no letters, so that the clean-up treats all alike
				codes[key] = c
			}
			runes, at = append(runes, c), append(at, x)
		}
		return runes, at
	}
	ra, ia := encode(l.a, a, func(x int) bool { return skip[l.a.of[x]] })
	rb, ib := encode(l.b, b, func(y int) bool {
		_, ok := l.came[l.b.of[y]]
		return ok && skip != nil
	})
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0
	i, k := 0, 0
	for _, d := range dmp.DiffCleanupSemantic(dmp.DiffMainRunes(ra, rb, false)) {
		n := len([]rune(d.Text))
		switch d.Type {
		case diffmatchpatch.DiffDelete:
			i += n
		case diffmatchpatch.DiffInsert:
			k += n
		default:
			for range n {
				l.to[ia[i]], l.from[ib[k]] = ib[k], ia[i]
				i, k = i+1, k+1
			}
		}
	}
}
