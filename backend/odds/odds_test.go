package odds

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// straight gives n deals that only entered stage 1, w of them won.
func straight(n, w int) []Case {
	cases := make([]Case, n)
	for i := range cases {
		cases[i] = Case{Look: Look{Stage: 1}, Deal: int64(i + 1), At: int64(i), Closed: int64(i + 1), Entry: true, Won: i < w}
	}
	return cases
}

func TestWithoutHistoryTheGuessStays(t *testing.T) {
	for _, cases := range [][]Case{nil, straight(1, 1), straight(10, 10)} {
		m := Fit(cases, map[int64]float64{1: 0.3})
		if p := m.Chance(Look{Stage: 1}); math.Abs(p-0.3) > 1e-9 {
			t.Errorf("after %d deals the chance is %v, not the guess", len(cases), p)
		}
	}
}

func TestFewDealsDoNotShout(t *testing.T) {
	for n, most := range map[int]float64{10: 0.3, 19: 0.3, 25: 0.75} {
		m := Fit(straight(n, n), map[int64]float64{1: 0.3})
		if p := m.Chance(Look{Stage: 1}); p > most+1e-9 {
			t.Errorf("%d wins of %d raise 30 %% to %.0f %%", n, n, p*100)
		}
	}
	m := Fit(straight(25, 0), map[int64]float64{1: 0.3})
	if p := m.Chance(Look{Stage: 1}); p < 0.1 {
		t.Errorf("25 losses of 25 lower 30 %% to %.0f %%", p*100)
	}
}

func TestManyDealsAreHeard(t *testing.T) {
	cases := straight(400, 40)
	m := Fit(shuffled(cases, 1), map[int64]float64{1: 0.5})
	if p := m.Chance(Look{Stage: 1}); math.Abs(p-0.1) > 0.03 {
		t.Errorf("after 40 wins of 400 the chance is %.3f", p)
	}
}

// TestEarlyLossesDoNotDrownTheWins: deals that are lost leave few looks behind and
// those that are won many; a stage that half of the deals get through to the end
// is heard as such.
func TestEarlyLossesDoNotDrownTheWins(t *testing.T) {
	var cases []Case
	for d := range int64(90) {
		last := int64(5) // those that are won, nearly every second one, go through all
		won := d%15 < 7
		if !won {
			last = []int64{1, 1, 2, 1, 3, 1, 4, 1}[d%15-7]
		}
		for stage := int64(1); stage <= last; stage++ {
			cases = append(cases, Case{Look: Look{Stage: stage}, Deal: d, At: d*10 + stage, Closed: d*10 + last + 1, Entry: true, Won: won})
		}
	}
	m := Fit(cases, map[int64]float64{1: 0.1, 2: 0.25, 3: 0.5, 4: 0.7, 5: 0.9})
	if p := m.Chance(Look{Stage: 1}); p < 0.35 || p > 0.47 {
		t.Errorf("42 of 90 deals were won from the first stage, it says %.2f", p)
	}
}

func TestTheStageIsABetaBinomialMean(t *testing.T) {
	held := none()
	held.Stage = 15
	m := assemble(cells(weighed(straight(25, 20)), nil), map[int64]float64{1: 0.4}, held, 25)
	if p, want := m.Chance(Look{Stage: 1}), (20+15*0.4)/(25+15); math.Abs(p-want) > 1e-12 {
		t.Errorf("chance %v, want %v", p, want)
	}
}

// TestADealOnceInEachGroup: a deal that went through four stages says of its
// channel no more than one that went through one.
func TestADealOnceInEachGroup(t *testing.T) {
	var cases []Case
	for d := range 20 {
		for stage := range int64(4) {
			cases = append(cases, Case{Look: Look{Stage: stage + 1, Facets: [Facets]int64{Channel: 7, Age: 1}}, Deal: int64(d), Entry: true, Won: d%2 == 0})
		}
	}
	m := Fit(cases, nil)
	for _, r := range m.Explain(Look{Stage: 2, Facets: [Facets]int64{Channel: 7}}) {
		if r.Deals != 20 || r.Won != 10 {
			t.Errorf("%+v, want 10 of 20 won", r)
		}
	}
}

func TestTheStepsLeadFromTheGuessToTheChance(t *testing.T) {
	cases, guess := business(3, 600, wrong)
	m := Fit(cases, guess)
	for _, c := range cases[:200] {
		steps := m.Explain(c.Look)
		if !steps[0].Stage || steps[0].Before != m.Guess(c.Stage) {
			t.Fatalf("first step %+v", steps[0])
		}
		for i := 1; i < len(steps); i++ {
			if math.Abs(steps[i].Before-steps[i-1].After) > 1e-9 {
				t.Fatalf("step %d starts at %v after %v", i, steps[i].Before, steps[i-1].After)
			}
		}
		if last := steps[len(steps)-1].After; math.Abs(last-m.Chance(c.Look)) > 1e-9 {
			t.Fatalf("steps end at %v, chance is %v", last, m.Chance(c.Look))
		}
	}
}

func TestTheOrderOfTheCasesDoesNotMatter(t *testing.T) {
	cases, guess := business(5, 300, wrong)
	a, b := Fit(cases, guess), Fit(shuffled(cases, 9), guess)
	for _, c := range cases {
		if math.Abs(a.Chance(c.Look)-b.Chance(c.Look)) > 1e-9 {
			t.Fatalf("%+v: %v or %v", c.Look, a.Chance(c.Look), b.Chance(c.Look))
		}
	}
}

func TestAnUnknownValueMovesNothing(t *testing.T) {
	cases, guess := business(5, 300, wrong)
	m := Fit(cases, guess)
	if got, want := m.Chance(Look{Stage: 2, Facets: [Facets]int64{Channel: 99}}), m.Chance(Look{Stage: 2}); got != want {
		t.Errorf("a channel never seen: %v, without one %v", got, want)
	}
	if p := m.Chance(Look{Stage: 99}); p != 0.5 {
		t.Errorf("a stage never seen: %v", p)
	}
}

func TestReliabilityAddsUp(t *testing.T) {
	r := Reliable([]Foretold{{P: 0.1, Guess: 0.5, Won: false}, {P: 0.12, Guess: 0.5, Won: true}, {P: 1, Guess: 0.5, Won: true}})
	if r.N != 3 || math.Abs(r.Brier-(0.01+0.88*0.88)/3) > 1e-12 || r.Constant != 0.25 {
		t.Errorf("%+v", r)
	}
	if len(r.Bands) != 2 || r.Bands[0].N != 2 || r.Bands[0].Won != 1 || math.Abs(r.Bands[0].Mean-0.11) > 1e-12 || r.Bands[1].N != 1 {
		t.Errorf("bands %+v", r.Bands)
	}
}

// TestTheBacktestDoesNotSeeTheFuture: deals that end after a span began teach
// nothing for it.
func TestTheBacktestDoesNotSeeTheFuture(t *testing.T) {
	var cases []Case
	for i := range 200 { // all won, all closed after the only mark
		cases = append(cases, Case{Look: Look{Stage: 1}, Deal: int64(i), At: 100, Closed: 200, Entry: true, Won: true})
	}
	for _, f := range Backtest(cases, map[int64]float64{1: 0.2}, []int64{50}) {
		if math.Abs(f.P-0.2) > 1e-9 {
			t.Fatalf("foretold %v with nothing known", f.P)
		}
	}
}

func shuffled(cases []Case, seed uint64) []Case {
	out := slices.Clone(cases)
	r := rand.New(rand.NewPCG(seed, 2))
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}
