package typeset

// Breaking chooses the lines of a paragraph together, not one by one: among all
// ways to break it, the one with the least sum of badness and penalties (after
// Knuth and Plass, in whole numbers so that every machine agrees).
//
// For each place b where a line may end, cost[b] is the least cost of the text
// before it. It is found by looking back over the places a where that line may
// have begun, as long as the line a…b still fits when squeezed. Prefix sums give
// a line's width and flexibility at once. Squeezing costs less than stretching:
// marks are pushed in before they are pushed out.

// A sum holds what the atoms before a place add up to.
type sum struct {
	wide  Length // widths with gaps
	less  Length // what may be squeezed
	more  Length // what word spaces and gaps may stretch
	open  int32  // places for the last, even stretch
	solid int32  // characters that are not marks
}

// sum fills the prefix sums.
func (t *text) sum() {
	if n := len(t.atoms) + 1; cap(t.sums) < n {
		t.sums = make([]sum, n)
	} else {
		t.sums = t.sums[:n]
	}
	var s sum
	for i := range t.atoms {
		t.sums[i] = s
		a := &t.atoms[i]
		s.wide += a.adv + a.gap
		s.less += a.left + a.right + a.less
		s.more += a.more
		if a.open {
			s.open++
		}
		if !a.class.mark() {
			s.solid++
		}
	}
	t.sums[len(t.atoms)] = s
}

// A span of atoms on one line: from, to, and next where the following line
// begins, spaces at the end left out.
type lineRange struct {
	from, to, next int
	forced         bool // ends the paragraph or at a forced break
}

// A fit is the room a line has.
type fit struct {
	natural Length // width without squeeze or stretch, ends trimmed
	less    Length
	more    Length
	open    Length
}

// fit measures atoms [i, e) as one line.
func (t *text) fit(i, e int) fit {
	if e <= i {
		return fit{}
	}
	s, u := &t.sums[i], &t.sums[e]
	f := fit{natural: u.wide - s.wide, less: u.less - s.less, more: u.more - s.more, open: Length(u.open - s.open)}
	first, last := &t.atoms[i], &t.atoms[e-1]
	f.natural -= first.left + last.gap + last.right
	f.less -= first.left + last.right + last.less
	f.more -= last.more
	if last.open {
		f.open--
	}
	if i == e-1 {
		// One atom: a mark trimmed on one side has no other blank to give.
		f.less = 0
	}
	return f
}

// A setting is how a paragraph's lines are to be filled.
type setting struct {
	first, rest Length // room on the first and on the other lines
	mode        mode
}

type mode uint8

const (
	ragged    mode = iota // lines end where they end
	justified             // lines fill the measure, the last one excepted
	balanced              // lines of about one length (titles)
)

const (
	infinite int64 = 1 << 62
	lookback       = 4000
)

// lines breaks the text. It always succeeds: when no way keeps every rule, words
// are cut, and at the very last rules are broken rather than text lost.
func (t *text) lines(st setting) []lineRange {
	if len(t.atoms) == 0 {
		return nil
	}
	if r, ok := t.single(st); ok {
		return r
	}
	for attempt := 0; ; attempt++ {
		if r, ok := t.search(st, attempt == 2); ok {
			return r
		}
		t.desperate(attempt == 1)
	}
}

// single is the quick way for a text that fits one line.
func (t *text) single(st setting) ([]lineRange, bool) {
	n := len(t.atoms)
	for i := range t.atoms[:n-1] {
		if t.atoms[i].brk == forced {
			return nil, false
		}
	}
	e := t.trimmed(0, n)
	if t.fit(0, e).natural > st.first {
		return nil, false
	}
	return []lineRange{{0, e, n, true}}, true
}

// trimmed is the end of line [i, b) without its closing spaces and its forced break.
func (t *text) trimmed(i, b int) int {
	if b > i && t.atoms[b-1].class == clBreak {
		b--
	}
	for b > i && (t.atoms[b-1].class == clSpace || t.atoms[b-1].class == clZero) {
		b--
	}
	return b
}

// search finds the cheapest way; overfull lines of one atom are let through
// only when nothing else is left.
func (t *text) search(st setting, overfull bool) ([]lineRange, bool) {
	n := len(t.atoms)
	cost := make([]int64, n+1)
	from := make([]int32, n+1)
	for b := 1; b <= n; b++ {
		cost[b] = infinite
		if t.atoms[b-1].brk == never {
			continue
		}
		end := t.trimmed(0, b)
		for i := b - 1; i >= 0 && b-i < lookback; i-- {
			if i > 0 && t.atoms[i-1].brk == never {
				continue
			}
			room := st.rest
			if i == 0 {
				room = st.first
			}
			e := max(i, end)
			f := t.fit(i, e)
			if f.natural-f.less > room {
				if !overfull || e > i+1 {
					if t.sums[e].wide-t.sums[i].wide-(t.sums[e].less-t.sums[i].less) > max(room, st.rest, st.first) {
						break
					}
					if i > 0 && t.atoms[i-1].brk == forced {
						break
					}
					continue
				}
			}
			if cost[i] < infinite {
				if c := cost[i] + t.badness(i, e, b, f, room, st.mode); c < cost[b] {
					cost[b], from[b] = c, int32(i)
				}
			}
			if i > 0 && t.atoms[i-1].brk == forced {
				break
			}
		}
	}
	if cost[n] >= infinite {
		return nil, false
	}
	var out []lineRange
	for b := n; b > 0; b = int(from[b]) {
		i := int(from[b])
		out = append(out, lineRange{i, t.trimmed(i, b), b, t.atoms[b-1].brk == forced})
	}
	for l, r := 0, len(out)-1; l < r; l, r = l+1, r-1 {
		out[l], out[r] = out[r], out[l]
	}
	return out, true
}

// badness prices the line [i, e) that ends at b.
func (t *text) badness(i, e, b int, f fit, room Length, m mode) int64 {
	c := int64(1000) // each line has its price
	p := t.atoms[b-1].brk
	end := p == forced
	if !end {
		c += int64(p)
	}
	slack := room - f.natural
	switch {
	case slack < 0:
		r := min(int64(-slack)*1000/int64(max(f.less, 1)), 20_000)
		if t.chinese {
			c += r * r * r / 50_000
		} else {
			c += r * r * r / 10_000
		}
	case m == balanced:
		r := int64(slack) * 1000 / int64(max(room, 1))
		c += r * r / 10
	case end:
	case m == ragged:
		r := int64(slack) * 1000 / int64(max(room, 1))
		c += r * r / 10
	default:
		c += t.stretchBadness(slack, f, t.atoms[i].em)
	}
	if end && i > 0 {
		c += t.lastLine(i, e)
	}
	return c
}

// stretchBadness prices a line that has to be stretched by slack. A ratio of
// 1,000 uses up what word spaces and gaps have and adds a tenth of an em to
// every other place.
func (t *text) stretchBadness(slack Length, f fit, em Length) int64 {
	give := f.more + f.open*em/10
	r := min(int64(slack)*1000/int64(max(give, em/20, 1)), 40_000)
	c := r * r * r / 10_000
	if t.chinese && slack > em/4 {
		c += 1000
	}
	return c
}

// lastLine prices a last line of fewer than two characters.
func (t *text) lastLine(i, e int) int64 {
	n := t.sums[e].solid - t.sums[i].solid
	if n < 2 {
		return 5_000_000
	}
	return 0
}
