package odds

import "math"

// surer is by how many standard errors an improvement must be more than chance.
const surer = 1.5

// choose finds how strongly to hold back each part by foretelling deals that
// were left out: the stage first, then one facet after the other.
func choose(sorted []Case, guess map[int64]float64) Held {
	var learn, test [folds][]cell
	for k := range folds {
		learn[k] = cells(sorted, func(nth int) bool { return nth%folds != k })
		test[k] = cells(sorted, func(nth int) bool { return nth%folds == k })
	}
	models := func(h Held) (out [folds]*Model) {
		for k := range folds {
			out[k] = assemble(learn[k], guess, h, 0)
		}
		return out
	}
	held := none()
	now := models(held)
	try := func(values []float64, set func(h *Held, v float64)) {
		for _, v := range values[1:] {
			next := held
			set(&next, v)
			candidate := models(next)
			if better(now, candidate, test) {
				held, now = next, candidate
			}
		}
	}
	try(heldStage, func(h *Held, v float64) { h.Stage = v })
	for f := range Facets {
		try(heldFacet, func(h *Held, v float64) { h.Facets[f] = v })
	}
	return held
}

// better reports whether the candidates foretell the deals left out with a
// smaller square error than the present models, surely enough.
func better(now, candidate [folds]*Model, test [folds][]cell) bool {
	var n, sum, squares float64
	for k := range folds {
		for i := range test[k] {
			c := &test[k][i]
			p, q := now[k].Chance(c.Look), candidate[k].Chance(c.Look)
			lost := p*p - q*q
			won := (1-p)*(1-p) - (1-q)*(1-q)
			n += c.deals
			sum += c.dealsWon*won + (c.deals-c.dealsWon)*lost
			squares += c.dealsWon*won*won + (c.deals-c.dealsWon)*lost*lost
		}
	}
	if n < 2 {
		return false
	}
	mean := sum / n
	spread := math.Sqrt(math.Max(0, squares/n-mean*mean) / n)
	return mean > surer*spread && mean > 0
}
