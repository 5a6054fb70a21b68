package odds

import "math"

// surer is by how many standard errors an improvement must be more than chance.
const surer = 1

// choose finds how strongly to hold back each part by foretelling deals that
// were left out: the stage first, then one facet after the other, and once more,
// for a facet may tell something only beside one that comes after it.
func choose(sorted []Case, guess map[int64]float64) Held {
	var learn [folds][]cell
	for k := range folds {
		learn[k] = cells(sorted, func(nth int) bool { return nth%folds != k })
	}
	e := examine(sorted)
	chances := func(h Held) (out [folds][]float64) {
		for k := range folds {
			m := assemble(learn[k], guess, h, 0)
			for _, l := range e.looks {
				out[k] = append(out[k], m.Chance(l))
			}
		}
		return out
	}
	held := none()
	now := chances(held)
	try := func(values []float64, set func(h *Held, v float64)) {
		for _, v := range values[1:] {
			next := held
			set(&next, v)
			candidate := chances(next)
			if e.better(now, candidate) {
				held, now = next, candidate
			}
		}
	}
	for range 2 {
		try(heldStage, func(h *Held, v float64) { h.Stage = v })
		for f := range Facets {
			try(heldFacet, func(h *Held, v float64) { h.Facets[f] = v })
		}
	}
	return held
}

// exam are the cases to be foretold, with the looks there are among them.
type exam struct {
	cases []Case
	looks []Look
	at    []int // which look a case has
}

func examine(sorted []Case) exam {
	e := exam{cases: sorted, at: make([]int, len(sorted))}
	of := map[Look]int{}
	for i := range sorted {
		l := sorted[i].Look
		n, ok := of[l]
		if !ok {
			n = len(e.looks)
			of[l] = n
			e.looks = append(e.looks, l)
		}
		e.at[i] = n
	}
	return e
}

// better reports whether the candidates foretell the deals left out with a
// smaller square error than the present chances, surely enough. Every case counts
// the same: those of a deal that is lost early are few, and to count deals the same
// would make every stage look worse than it is. But the cases of a deal have one
// outcome, so how sure it is follows from the deals.
func (e exam) better(now, candidate [folds][]float64) bool {
	var n, sum, squares float64
	for from, nth := 0, 0; from < len(e.cases); nth++ {
		gain, to, k := 0.0, from, nth%folds
		for ; to < len(e.cases) && e.cases[to].Deal == e.cases[from].Deal; to++ {
			p, q := now[k][e.at[to]], candidate[k][e.at[to]]
			if e.cases[to].Won {
				p, q = 1-p, 1-q
			}
			gain += p*p - q*q
		}
		from = to
		n++
		sum += gain
		squares += gain * gain
	}
	if n < 2 {
		return false
	}
	mean := sum / n
	spread := math.Sqrt(math.Max(0, squares/n-mean*mean) / n)
	return mean > surer*spread && mean > 0
}
