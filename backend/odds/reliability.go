package odds

import (
	"slices"
)

// Foretold is a probability that was given, with what came of it.
type Foretold struct {
	P float64
	// Guess is what the stage alone would have said.
	Guess float64
	Won   bool
}

// Band is one row of a reliability table: of N deals that were given from Low to
// High, Won were won; where the probabilities are right, Won / N is near Mean.
type Band struct {
	Low, High, Mean float64
	N, Won          int
}

// Reliability is how well probabilities did. Brier is the mean of (p − outcome)²:
// 0 is perfect, 0.25 is what a coin would get; Constant is that of the stages'
// own probabilities for the same deals.
type Reliability struct {
	N               int
	Brier, Constant float64
	Bands           []Band
}

// Reliable adds up what was foretold, in bands of a tenth; bands without a deal
// are left out.
func Reliable(list []Foretold) Reliability {
	r := Reliability{N: len(list), Bands: []Band{}}
	if len(list) == 0 {
		return r
	}
	var bands [10]Band
	for _, f := range list {
		y := 0.0
		if f.Won {
			y = 1
		}
		r.Brier += (f.P - y) * (f.P - y)
		r.Constant += (f.Guess - y) * (f.Guess - y)
		b := &bands[min(9, int(f.P*10))]
		b.N++
		b.Mean += f.P
		if f.Won {
			b.Won++
		}
	}
	r.Brier /= float64(len(list))
	r.Constant /= float64(len(list))
	for i, b := range bands {
		if b.N == 0 {
			continue
		}
		b.Low, b.High, b.Mean = float64(i)/10, float64(i+1)/10, b.Mean/float64(b.N)
		r.Bands = append(r.Bands, b)
	}
	return r
}

// Backtest foretells the past as it would have been foretold then: each case
// that falls into one of the spans [from, next) of the marks (ascending) by a
// model of the deals that were closed before the span began. Cases before the
// first mark only teach.
func Backtest(cases []Case, guess map[int64]float64, marks []int64) []Foretold {
	var out []Foretold
	for i, from := range marks {
		var known, asked []Case
		for _, c := range cases {
			switch {
			case c.Closed < from:
				known = append(known, c)
			case c.At >= from && (i+1 == len(marks) || c.At < marks[i+1]):
				asked = append(asked, c)
			}
		}
		if len(asked) == 0 {
			continue
		}
		m := Fit(known, guess)
		for _, c := range asked {
			out = append(out, Foretold{P: m.Chance(c.Look), Guess: m.Guess(c.Stage), Won: c.Won})
		}
	}
	return slices.Clip(out)
}
