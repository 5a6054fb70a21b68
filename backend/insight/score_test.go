package insight

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/payment"
)

// byRank is the same fifth worked out from the definition: the middle of the
// ranks of all who share a value.
func byRank(totals []int64, v int64) int {
	below, same := 0, 0
	for _, x := range totals {
		if x < v {
			below++
		} else if x == v {
			same++
		}
	}
	p := (float64(below) + float64(same)/2) / float64(len(totals))
	return min(1+int(5*p+1e-9), 5)
}

func TestFifthsAreFairForFewForManyForEqualsAndForNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	random := func(n, values int) []int64 {
		out := make([]int64, n)
		for i := range out {
			out[i] = int64(r.IntN(values))
		}
		return out
	}
	for _, c := range []struct {
		name   string
		totals []int64
		want   string // the fifths in the order of the totals; "" for by rank only
	}{
		{"one", []int64{100}, "3"},
		{"two", []int64{100, 200}, "24"},
		{"three", []int64{100, 200, 300}, "135"},
		{"five", []int64{1, 2, 3, 4, 5}, "12345"},
		{"all the same", []int64{7, 7, 7, 7, 7, 7}, "333333"},
		{"all nothing", []int64{0, 0, 0}, "333"},
		{"nothing for most", []int64{0, 0, 0, 0, 0, 0, 0, 0, 5, 9}, "3333333355"},
		{"one above the rest", []int64{1, 1, 1, 1, 1, 1, 1, 1, 1, 9}, "3333333335"},
		{"two lots", []int64{1, 1, 1, 2, 2, 2}, "222444"},
		{"ten", []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, "1122334455"},
		{"thirty", random(30, 1_000_000), ""},
		{"thirty with ties", random(30, 6), ""},
		{"thirty thousand", random(30_000, 1_000_000_000), ""},
		{"thirty thousand with ties", random(30_000, 40), ""},
	} {
		all := map[customer.ID]buyer{}
		for i, v := range c.totals {
			all[customer.ID(i+1)] = buyer{Worth: Worth{Total: money.Amount(v)}}
		}
		b := boundsOf(all)
		got := strings.Builder{}
		counts := map[int]int{}
		seen := map[int64]int{}
		for _, v := range c.totals {
			f := fifth(v, b.total)
			got.WriteByte(byte('0' + f))
			counts[f]++
			if _, known := seen[v]; !known && len(seen) < 200 {
				seen[v] = f
				if want := byRank(c.totals, v); f != want {
					t.Errorf("%s: %d is in fifth %d, by rank in %d", c.name, v, f, want)
				}
			}
		}
		if c.want != "" && got.String() != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got.String(), c.want)
		}
		if c.name == "thirty thousand" {
			for f := 1; f <= 5; f++ {
				if counts[f] < 5990 || counts[f] > 6010 {
					t.Errorf("%d customers in fifth %d", counts[f], f)
				}
			}
		}
	}
}

func TestAScoreIsTheSumOfItsParts(t *testing.T) {
	b := bounds{buyers: 5, last: [4]date.Date{"2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"}, days: [4]int{2, 3, 4, 5},
		total: [4]int64{200, 300, 400, 500}}
	for _, c := range []struct {
		name       string
		w          *Worth
		days, late int
		want       int
		parts      int
		promised   money.Amount
	}{
		{"nothing known", nil, -1, 0, 0, 1, 0},
		{"only spoken with", nil, 5, 0, 15, 1, 0},
		{"only spoken with half a year ago", nil, 180, 0, 6, 1, 0},
		{"best of all", &Worth{Days: 9, Total: 900, LastDay: "2026-06-01"}, 0, 0, 100, 4, 0},
		{"least of all", &Worth{Days: 1, Total: 0, LastDay: "2020-01-01"}, -1, 0, 17, 4, 0},
		{"in the middle, thirty days late", &Worth{Days: 3, Total: 300, LastDay: "2026-03-01"}, 60, 30, 52, 5, 0},
		{"in the middle, three days late", &Worth{Days: 3, Total: 300, LastDay: "2026-03-01"}, 60, 3, 60, 4, 0},
		{"in the middle, four days late", &Worth{Days: 3, Total: 300, LastDay: "2026-03-01"}, 60, 4, 56, 5, 0},
		{"the least that is paid very late", &Worth{Days: 1, Total: 0, LastDay: "2020-01-01"}, -1, 400, 1, 5, 0},
		{"less than nothing is nothing", nil, -1, 90, 0, 2, 0},
		{"a promise in the middle", nil, 5, 0, 21, 2, 300},
		{"a small promise", nil, -1, 0, 2, 2, 1},
		{"a great promise of the best of all adds nothing", &Worth{Days: 9, Total: 900, LastDay: "2026-06-01"}, 0, 0, 100, 5, 900},
		{"a great promise makes good what paying late costs", &Worth{Days: 9, Total: 900, LastDay: "2026-06-01"}, 0, 90, 94, 6, 900},
		{"a great promise of one in the middle", &Worth{Days: 3, Total: 300, LastDay: "2026-03-01"}, 60, 0, 70, 5, 900},
	} {
		now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
		last := date.Instant(0)
		if c.days >= 0 {
			last = date.At(now.AddDate(0, 0, -c.days))
		}
		made := b.of(c.w, last, c.promised, payment.Late{Due: 100, Late: 100 * float64(c.late)}, cutsOf(now))
		total, parts := made.score(), made.parts()
		sum := 0
		for _, p := range parts {
			sum += p.Points
		}
		if total != c.want || max(sum, 0) != total || len(parts) != c.parts {
			t.Errorf("%s: got %d of %+v, want %d", c.name, total, parts, c.want)
		}
	}
}
