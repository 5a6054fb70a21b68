package odds

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// guesses says what the owner thinks of the stages of a simulated business.
type guesses int

const (
	right  guesses = iota // exactly what the whole of the business does
	wrong                 // the round figures of every textbook: 10, 30, 60, 80 %
	hoping                // far too high
)

// business simulates one: deals of five channels and three sizes go through
// four stages; those that will be lost linger. Every channel and size has its own
// chance of passing a stage, by the number of the business. Cases come in the
// order in which deals began.
func business(number uint64, deals int, g guesses) ([]Case, map[int64]float64) {
	b := newBusiness(number)
	return b.live(2, deals), b.guess(g)
}

// firm is what the chances of a simulated business are.
type firm struct {
	number  uint64
	pass    [4]float64
	channel [5]float64
}

func newBusiness(number uint64) *firm {
	kind := rand.New(rand.NewPCG(number, 1))
	b := &firm{number: number, pass: [4]float64{0.45, 0.6, 0.65, 0.8}}
	for i := range b.channel {
		b.channel[i] = kind.NormFloat64() * 0.5
	}
	return b
}

// guess is what its owner thinks of the stages.
func (b *firm) guess(g guesses) map[int64]float64 {
	switch g {
	case right:
		return stageRates(b.live(3, 5000))
	case wrong:
		return map[int64]float64{1: 0.1, 2: 0.3, 3: 0.6, 4: 0.8}
	}
	return map[int64]float64{1: 0.4, 2: 0.6, 3: 0.8, 4: 0.95}
}

// live lets deals happen; another year is another course of the same business.
func (b *firm) live(year uint64, deals int) []Case {
	r := rand.New(rand.NewPCG(b.number, year))
	size := [3]float64{0.3, 0, -0.4}
	var cases []Case
	for d := range deals {
		c, s := r.IntN(5), r.IntN(3)
		ok, at := true, int64(d)*10
		from := len(cases)
		for stage := range b.pass {
			stays := r.ExpFloat64() * 10
			if ok = r.Float64() < chance(logit(b.pass[stage])+b.channel[c]+size[s]); !ok {
				stays *= 2
			}
			for age := range int64(3) { // on entry, after 10 and after 30 days
				if days := [3]float64{0, 10, 30}[age]; stays >= days {
					cases = append(cases, Case{Look: Look{Stage: int64(stage + 1), Facets: [Facets]int64{Channel: int64(c + 1), Size: int64(s + 1), Age: age + 1}},
						Deal: int64(d), At: at + int64(days), Entry: age == 0})
				}
			}
			at += int64(stays)
			if !ok {
				break
			}
		}
		for i := range cases[from:] {
			cases[from+i].Closed, cases[from+i].Won = at, ok
		}
	}
	return cases
}

// stageRates are how often deals were won from each stage.
func stageRates(cases []Case) map[int64]float64 {
	n, won := map[int64]float64{}, map[int64]float64{}
	for _, c := range cases {
		if c.Entry {
			n[c.Stage]++
			if c.Won {
				won[c.Stage]++
			}
		}
	}
	out := map[int64]float64{}
	for stage := range n {
		out[stage] = (won[stage] + 1) / (n[stage] + 2)
	}
	return out
}

// foretell asks a model about cases it has not seen.
func foretell(m *Model, cases []Case) Reliability {
	list := make([]Foretold, len(cases))
	for i, c := range cases {
		list[i] = Foretold{P: m.Chance(c.Look), Guess: m.Guess(c.Stage), Won: c.Won}
	}
	return Reliable(list)
}

// halves parts the cases at the middle of the deals.
func halves(cases []Case) (learn, ask []Case) {
	var last int64
	for _, c := range cases {
		last = max(last, c.Deal)
	}
	for _, c := range cases {
		if c.Deal <= last/2 {
			learn = append(learn, c)
		} else {
			ask = append(ask, c)
		}
	}
	return learn, ask
}

// TestSimulatedBusinesses compares estimates with the constant probabilities of
// the stages, from a first handful of deals to a thousand, whether the owner
// guessed well or badly. On another year of the same business, which is long
// enough not to be chance: never worse than 1.02 times. On the later half of what
// there is: not worse over all, and better where there is something to learn from.
func TestSimulatedBusinesses(t *testing.T) {
	for g, name := range []string{"right", "textbook", "hoping"} {
		for deals, runs := range map[int]int{16: 10, 60: 10, 200: 6, 1000: 2} {
			t.Run(fmt.Sprintf("%s guess, %d deals", name, deals), func(t *testing.T) {
				var worst, mean, brier, constant float64
				for n := range runs {
					b := newBusiness(uint64(n + 1))
					guess, cases := b.guess(guesses(g)), b.live(2, deals)
					next := foretell(Fit(cases, guess), b.live(4, 1500))
					ratio := next.Brier / next.Constant
					worst, mean = math.Max(worst, ratio), mean+ratio/float64(runs)
					learn, ask := halves(cases)
					half := foretell(Fit(learn, guess), ask)
					brier, constant = brier+half.Brier/float64(runs), constant+half.Constant/float64(runs)
				}
				t.Logf("next year: %.3f times the constant's Brier score on average, %.3f at worst of %d; later halves: %.4f against %.4f, %.3f times",
					mean, worst, runs, brier, constant, brier/constant)
				if worst > 1.02 {
					t.Errorf("once %.3f times the constant's Brier score in the next year", worst)
				}
				if brier > 1.02*constant {
					t.Errorf("later halves: %.3f times the constant's Brier score", brier/constant)
				}
				if deals >= 200 && (mean >= 1 || brier >= constant) {
					t.Errorf("%d deals teach nothing: %.3f, %.3f", deals, mean, brier/constant)
				}
			})
		}
	}
}

func BenchmarkFit4000Deals(b *testing.B) {
	cases, guess := business(1, 4000, wrong)
	for b.Loop() {
		Fit(cases, guess)
	}
}
