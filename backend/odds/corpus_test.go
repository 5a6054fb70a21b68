package odds

import (
	"bufio"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// corpus opens a file of the collection of real data beside the repository,
// walking up; the test is skipped where there is none.
func corpus(t *testing.T, name string) *os.File {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		for _, at := range []string{"corpora", "shared/corpora"} {
			if f, err := os.Open(filepath.Join(dir, at, "7-crm-data", name)); err == nil {
				t.Cleanup(func() { f.Close() })
				return f
			}
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("no corpora here")
	return nil
}

// bank reads the offers of the Bank Marketing table: 4,119 calls that sold a
// deposit or did not. The stage is what came of the last campaign, the channel
// the kind of telephone, the size how often the customer was called in this
// campaign. The rows of this extract are in no order.
func bank(t *testing.T) []Case {
	r := csv.NewReader(corpus(t, "GuruDoreswamy.ML101_Training__bank-additional.csv"))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	stages := map[string]int64{"nonexistent": 1, "failure": 2, "success": 3}
	telephones := map[string]int64{"cellular": 1, "telephone": 2}
	var cases []Case
	for i, row := range rows[1:] {
		calls, err := strconv.Atoi(row[at["campaign"]])
		if err != nil {
			t.Fatal(err)
		}
		l := Look{Stage: stages[row[at["poutcome"]]], Facets: [Facets]int64{Channel: telephones[row[at["contact"]]], Size: int64(min(calls, 4))}}
		if l.Stage == 0 || l.Facets[Channel] == 0 {
			t.Fatalf("row %d: %v", i, row)
		}
		cases = append(cases, Case{Look: l, Deal: int64(i), At: int64(i), Closed: int64(i), Entry: true, Won: row[at["y"]] == "yes"})
	}
	return cases
}

// TestOnTheOffersOfABank: textbook constants, and the best constants there are.
func TestOnTheOffersOfABank(t *testing.T) {
	cases := bank(t)
	for name, guess := range map[string]map[int64]float64{"textbook": {1: 0.1, 2: 0.2, 3: 0.5}, "own rates": stageRates(first(cases))} {
		learn, ask := halves(cases)
		r := foretell(Fit(learn, guess), ask)
		t.Logf("%s: %d foretold, Brier %.4f, constant %.4f, ratio %.4f", name, r.N, r.Brier, r.Constant, r.Brier/r.Constant)
		if r.Brier >= r.Constant {
			t.Errorf("%s: Brier %.4f is not better than the constant's %.4f", name, r.Brier, r.Constant)
		}
	}
}

// discs reads the purchases of CDNOW as a pipeline: who has bought once (twice,
// three times, more) is in stage 1 (2, 3, 4) and is won by buying again within
// 180 days. The size is what the last purchase cost, the age how long ago it
// was: 0, 30 and 90 days. Deals are in the order of the purchases.
func discs(t *testing.T) []Case {
	type purchase struct {
		day   int64
		value float64
	}
	buyers := map[string][]purchase{}
	var order []string
	lines := bufio.NewScanner(corpus(t, "CamDavidsonPilon.lifetimes__CDNOW_master.txt"))
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if len(f) != 4 {
			continue
		}
		day, err := time.Parse("20060102", f[1])
		value, bad := strconv.ParseFloat(f[3], 64)
		if err != nil || bad != nil {
			continue
		}
		if len(buyers[f[0]]) == 0 {
			order = append(order, f[0])
		}
		buyers[f[0]] = append(buyers[f[0]], purchase{day.Unix() / 86400, value})
	}
	end, err := time.Parse("20060102", "19980630")
	if err != nil {
		t.Fatal(err)
	}
	const horizon = 180
	var cases []Case
	for _, who := range order {
		list := buyers[who]
		for i, p := range list {
			if p.day+horizon > end.Unix()/86400 {
				continue // what came of it is not known
			}
			next := int64(1 << 40)
			if i+1 < len(list) {
				next = list[i+1].day
			}
			won := next <= p.day+horizon
			size := int64(1)
			if p.value >= 15 {
				size++
			}
			if p.value >= 40 {
				size++
			}
			for age, days := range []int64{0, 30, 90} {
				if days > 0 && next <= p.day+days {
					break
				}
				cases = append(cases, Case{Look: Look{Stage: int64(min(i+1, 4)), Facets: [Facets]int64{Size: size, Age: int64(age + 1)}},
					At: p.day + days, Closed: min(next, p.day+horizon), Entry: age == 0, Won: won})
			}
		}
	}
	return numbered(cases)
}

// numbered numbers the deals of cases from 0 in the order of their beginning;
// the cases of one deal stand together.
func numbered(cases []Case) []Case {
	type deal struct{ from, to int }
	var deals []deal
	for i := range cases {
		if cases[i].Entry {
			deals = append(deals, deal{from: i})
		}
		deals[len(deals)-1].to = i + 1
	}
	byDay := map[int64][]deal{}
	first, last := int64(1<<40), int64(0)
	for _, d := range deals {
		day := cases[d.from].At
		byDay[day] = append(byDay[day], d)
		first, last = min(first, day), max(last, day)
	}
	var out []Case
	n := int64(0)
	for day := first; day <= last; day++ {
		for _, d := range byDay[day] {
			for _, c := range cases[d.from:d.to] {
				c.Deal = n
				out = append(out, c)
			}
			n++
		}
	}
	return out
}

// TestOnTheCustomersOfARecordShop: textbook constants, and the best constants
// there are. Every other customer teaches and the rest is asked. Asked in time,
// the later half of the purchases is another matter (all customers came in one
// quarter, and their appetite shrinks): no history tells that, so there it only
// must not be worse than the owner's own guess by more than 1.02 times.
func TestOnTheCustomersOfARecordShop(t *testing.T) {
	cases := discs(t)
	learn, ask := halves(shuffledDeals(cases))
	later, latest := halves(cases)
	for name, guess := range map[string]map[int64]float64{"textbook": {1: 0.1, 2: 0.3, 3: 0.6, 4: 0.8}, "own rates": stageRates(learn)} {
		r := foretell(Fit(learn, guess), ask)
		t.Logf("%s: %d foretold, Brier %.4f, constant %.4f, ratio %.4f", name, r.N, r.Brier, r.Constant, r.Brier/r.Constant)
		if r.Brier >= r.Constant {
			t.Errorf("%s: Brier %.4f is not better than the constant's %.4f", name, r.Brier, r.Constant)
		}
		for _, b := range r.Bands {
			t.Logf("  %3.0f–%3.0f %%: %6d deals, foretold %.3f, came %.3f", b.Low*100, b.High*100, b.N, b.Mean, float64(b.Won)/float64(b.N))
			if b.N >= 500 && math.Abs(b.Mean-float64(b.Won)/float64(b.N)) > 0.05 {
				t.Errorf("%s: of those given %.2f, %.2f came", name, b.Mean, float64(b.Won)/float64(b.N))
			}
		}
		in := foretell(Fit(later, guess), latest)
		t.Logf("%s, in time: Brier %.4f, constant %.4f, ratio %.4f", name, in.Brier, in.Constant, in.Brier/in.Constant)
		if in.Brier > 1.02*in.Constant {
			t.Errorf("%s: in time %.3f times the constant's Brier score", name, in.Brier/in.Constant)
		}
	}
}

// shuffledDeals numbers the deals anew so that every other one comes first.
func shuffledDeals(cases []Case) []Case {
	var last int64
	for _, c := range cases {
		last = max(last, c.Deal)
	}
	out := slices.Clone(cases)
	for i := range out {
		if d := out[i].Deal; d%2 == 0 {
			out[i].Deal = d / 2
		} else {
			out[i].Deal = last/2 + 1 + d/2
		}
	}
	return out
}

// first is the half of the cases to learn from.
func first(cases []Case) []Case {
	learn, _ := halves(cases)
	return learn
}
