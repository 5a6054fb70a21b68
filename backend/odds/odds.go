// Package odds says how likely a deal is won, from the deals that this business
// has closed. It is arithmetic only: no database, no clock, no randomness.
//
// An estimate starts from the stage's own probability, the owner's guess, and is
// moved by what happened to the deals before it:
//
//  1. The stage. Of n deals that went through it w were won. The guess counts as
//     much as k more deals that came out as guessed (a beta-binomial mean):
//     p = (w + k·guess) / (n + k).
//  2. The facets (channel, size, age in the stage). The deals of the same channel
//     were expected to be won as often as their stages say; by how much they did
//     otherwise is a shift of the odds, and k deals that came out as expected hold
//     it back. Shifts are pooled over the stages, and each deal counts once in
//     each group, through however many stages it went. Facets are fitted to what
//     the others leave, so that two that say the same are not counted twice.
//
// How strongly history is held back, k, is chosen by the history itself: five
// times a fifth of the deals is left out and foretold by the rest, and a k that
// lets more through is taken only when it foretells better by more than chance
// (one standard error of the deals). A facet that tells nothing is thereby not used at all,
// and with few deals the guess stays.
package odds

import (
	"math"
	"slices"
)

// Facet is one property of a deal that may tell how likely it is won.
type Facet int

// The facets. Which values they take is the caller's matter; 0 is unknown and
// moves nothing.
const (
	Channel Facet = iota
	Size
	Age
	Facets // how many there are
)

// Look is what was known of a deal at one moment.
type Look struct {
	Stage  int64
	Facets [Facets]int64
}

// Case is a closed deal as it stood at one moment: when it entered a stage, or
// when it had stayed there until the next age.
type Case struct {
	Look
	Deal int64
	// At is the moment of the look and Closed that of the outcome, in any unit
	// that grows with time; Backtest uses them.
	At, Closed int64
	// Entry marks the look at the moment the deal entered the stage.
	Entry bool
	Won   bool
}

// cell holds the cases that look the same.
type cell struct {
	Look
	entry, entryWon float64
	// n and won count for each facet: a deal with several cases of one value of
	// the facet counts as one, spread over them.
	n, won [Facets]float64
}

// Held is how strongly each part of the history is held back, as a number of
// deals that came out as expected; +Inf leaves the part out.
type Held struct {
	Stage  float64
	Facets [Facets]float64
}

// group is what is known of the deals with one value of a facet.
type group struct {
	n, won, expected float64
	shift            float64 // of the log odds
}

// Model is a fitted history.
type Model struct {
	guess  map[int64]float64
	held   Held
	stages map[int64]group
	facets [Facets]map[int64]group
	deals  int
}

// The choices of how strongly history is held back, the weakest last: ten deals
// never count for more than half of the estimate.
var (
	heldStage = []float64{math.Inf(1), 300, 100, 40, 15}
	heldFacet = []float64{math.Inf(1), 100, 40, 15}
)

const (
	folds  = 5
	rounds = 3
	// fewest deals that can change an owner's guess.
	fewest = 20
	// furthest a facet may shift the log odds: e^2.5 ≈ 12 times the odds.
	furthest = 2.5
	edge     = 0.005 // probabilities stay this far from 0 and 1
)

// Fit makes a model of the closed deals. guess gives the owner's probability of
// each stage; one that is missing counts as a half.
func Fit(cases []Case, guess map[int64]float64) *Model {
	cases = weighed(cases)
	if distinct(cases) < fewest {
		return assemble(cells(cases, nil), guess, none(), distinct(cases))
	}
	held := choose(cases, guess)
	return assemble(cells(cases, nil), guess, held, distinct(cases))
}

// none holds everything back.
func none() Held {
	h := Held{Stage: math.Inf(1)}
	for f := range h.Facets {
		h.Facets[f] = math.Inf(1)
	}
	return h
}

// weighed sorts the cases by deal, so that a result does not depend on their order.
func weighed(cases []Case) []Case {
	out := slices.Clone(cases)
	slices.SortStableFunc(out, func(a, b Case) int {
		switch {
		case a.Deal != b.Deal:
			return cmp64(a.Deal, b.Deal)
		case a.At != b.At:
			return cmp64(a.At, b.At)
		}
		return cmp64(a.Stage, b.Stage)
	})
	return out
}

func cmp64(a, b int64) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

func distinct(sorted []Case) int {
	n := 0
	for i := range sorted {
		if i == 0 || sorted[i].Deal != sorted[i-1].Deal {
			n++
		}
	}
	return n
}

// cells adds up the cases of the deals that keep lets in (nil: all); the cases
// are sorted by deal.
func cells(sorted []Case, keep func(nth int) bool) []cell {
	at := map[Look]int{}
	var out []cell
	for from, nth := 0, 0; from < len(sorted); nth++ {
		to := from
		for to < len(sorted) && sorted[to].Deal == sorted[from].Deal {
			to++
		}
		deal := sorted[from:to]
		from = to
		if keep != nil && !keep(nth) {
			continue
		}
		var same [Facets]map[int64]float64
		for f := range same {
			same[f] = map[int64]float64{}
			for _, c := range deal {
				same[f][c.Facets[f]]++
			}
		}
		for _, c := range deal {
			i, ok := at[c.Look]
			if !ok {
				i = len(out)
				at[c.Look] = i
				out = append(out, cell{Look: c.Look})
			}
			o := &out[i]
			won := 0.0
			if c.Won {
				won = 1
			}
			if c.Entry {
				o.entry++
				o.entryWon += won
			}
			for f := range same {
				w := 1 / same[f][c.Facets[f]]
				o.n[f] += w
				o.won[f] += w * won
			}
		}
	}
	return out
}

// assemble fits stages and facets with what is held back given.
func assemble(list []cell, guess map[int64]float64, held Held, deals int) *Model {
	m := &Model{guess: guess, held: held, stages: map[int64]group{}, deals: deals}
	for i := range list {
		g := m.stages[list[i].Stage]
		g.n += list[i].entry
		g.won += list[i].entryWon
		m.stages[list[i].Stage] = g
	}
	for f := range m.facets {
		m.facets[f] = map[int64]group{}
	}
	for range rounds {
		for f := range m.facets {
			m.fitFacet(list, Facet(f))
		}
	}
	return m
}

// stage is the chance at a stage before any facet.
func (m *Model) stage(id int64) float64 {
	p, ok := m.guess[id]
	if !ok {
		p = 0.5
	}
	p = inside(p)
	if g, ok := m.stages[id]; ok && !math.IsInf(m.held.Stage, 1) {
		p = inside((g.won + m.held.Stage*p) / (g.n + m.held.Stage))
	}
	return p
}

// fitFacet finds the shift of each value of a facet from what the rest of the
// model expects of its deals.
func (m *Model) fitFacet(list []cell, f Facet) {
	byValue := map[int64][]int{}
	for i := range list {
		if v := list[i].Facets[f]; v != 0 {
			byValue[v] = append(byValue[v], i)
		}
	}
	for v, members := range byValue {
		var g group
		odds := make([]float64, len(members))
		for k, i := range members {
			odds[k] = m.logOdds(list[i].Look, f)
			g.n += list[i].n[f]
			g.won += list[i].won[f]
			g.expected += list[i].n[f] * chance(odds[k])
		}
		if held := m.held.Facets[f]; !math.IsInf(held, 1) && g.n > 0 {
			mean := logit(inside(g.expected / g.n))
			want := g.won + held*chance(mean)
			g.shift = solve(func(shift float64) float64 {
				sum := held * chance(mean+shift)
				for k, i := range members {
					sum += list[i].n[f] * chance(odds[k]+shift)
				}
				return sum - want
			})
		}
		m.facets[f][v] = g
	}
}

// solve finds where a growing function is 0, within ±furthest.
func solve(rest func(float64) float64) float64 {
	low, high := -furthest, furthest
	for range 24 {
		mid := (low + high) / 2
		if rest(mid) < 0 {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}

// logOdds of a look, leaving one facet out (Facets: none).
func (m *Model) logOdds(l Look, without Facet) float64 {
	o := logit(m.stage(l.Stage))
	for f := range m.facets {
		if Facet(f) != without {
			o += m.facets[f][l.Facets[f]].shift
		}
	}
	return o
}

// Chance is the estimated probability, 0 to 1, that a deal that looks so is won.
func (m *Model) Chance(l Look) float64 { return inside(chance(m.logOdds(l, Facets))) }

// Guess is the owner's probability of a stage, as the model takes it.
func (m *Model) Guess(stage int64) float64 {
	if p, ok := m.guess[stage]; ok {
		return inside(p)
	}
	return 0.5
}

// Deals is how many closed deals the model knows.
func (m *Model) Deals() int { return m.deals }

// Learned reports whether history was enough to move any probability away from
// the owner's guesses.
func (m *Model) Learned() bool { return m.held != none() }

// Held tells how strongly each part is held back.
func (m *Model) Held() Held { return m.held }

func chance(logOdds float64) float64 { return 1 / (1 + math.Exp(-logOdds)) }
func logit(p float64) float64        { return math.Log(p / (1 - p)) }
func inside(p float64) float64       { return math.Min(1-edge, math.Max(edge, p)) }
