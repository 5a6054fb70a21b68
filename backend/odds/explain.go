package odds

import "math"

// Reason is one step from the owner's guess to the estimate.
type Reason struct {
	// Stage is true for the step from the guess to the stage's own history; else
	// Facet says which property it is and Value which value of it.
	Stage bool
	Facet Facet
	Value int64
	// Deals are the closed deals behind the step and Won those of them that were
	// won; Expected is how many the steps before would have expected.
	Deals, Won int
	Expected   float64
	// Used is false when the history was not enough to move anything.
	Used bool
	// Before and After are the probabilities around the step.
	Before, After float64
}

// Explain gives the steps from the guess to Chance, in their order. A facet
// without a value, or without any deal behind it, is left out.
func (m *Model) Explain(l Look) []Reason {
	guess, at := m.Guess(l.Stage), m.stage(l.Stage)
	g := m.stages[l.Stage]
	out := []Reason{{Stage: true, Deals: int(math.Round(g.n)), Won: int(math.Round(g.won)), Expected: g.n * guess,
		Used: !math.IsInf(m.held.Stage, 1), Before: guess, After: at}}
	o := logit(at)
	for f := range m.facets {
		g, ok := m.facets[f][l.Facets[f]]
		if !ok || l.Facets[f] == 0 {
			continue
		}
		r := Reason{Facet: Facet(f), Value: l.Facets[f], Deals: int(math.Round(g.n)), Won: int(math.Round(g.won)), Expected: g.expected,
			Used: !math.IsInf(m.held.Facets[f], 1), Before: inside(chance(o))}
		o += g.shift
		r.After = inside(chance(o))
		out = append(out, r)
	}
	return out
}
