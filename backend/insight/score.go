package insight

import (
	"time"

	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/payment"
)

// The score of a customer, 0 to 100: value, recency and frequency of what was
// bought (RFM) in fifths among all who bought, how lately we spoke, less the risk
// of its credit: how many days late it pays on average (payment.Late), what is
// overdue now counted until today. Terms that were agreed on cost nothing: who
// pays within them is on time. What its open opportunities promise is added, up to
// the full hundred: nobody loses for having none.
const (
	valuePoints     = 8 // a fifth; at most 40
	recencyPoints   = 5 // at most 25
	frequencyPoints = 4 // at most 20
	activityPoints  = 3 // a step of activitySteps; at most 15
	potentialPoints = 2 // a fifth of what customers bought for; at most 10
	latePoints      = 4 // a step of lateSteps; at most 16
	fullScore       = 100
)

// activitySteps are the days since the last contact within which it is worth
// 5, 4, 3, 2 and 1; lateSteps the days of paying late on average beyond which it
// costs 1, 2, 3 and 4.
var (
	activitySteps = [5]int{7, 30, 90, 180, 365}
	lateSteps     = [4]int{3, 15, 30, 60}
)

// fewest is how many customers must have bought before tiers are suggested:
// with less there are no fifths.
const fewest = 5

// bounds are the least values of the second to the fifth fifth.
type bounds struct {
	buyers int
	last   [4]date.Date
	days   [4]int
	total  [4]int64
}

// fifth says in which fifth a value stands, 1 to 5.
func fifth[T interface{ ~int | ~int64 | ~string }](v T, least [4]T) int {
	n := 1
	for _, l := range least {
		if v >= l {
			n++
		}
	}
	return n
}

// Part is one part of a score.
type Part struct {
	// Key is value, recency, frequency, activity, potential or late.
	Key string `json:"key"`
	// Step is 1 to 5, the fifth or step it stands in; 0 for nothing.
	Step   int `json:"step"`
	Points int `json:"points"`
	// Max is the most it can be; 0 for what is added or taken off.
	Max int `json:"max"`
}

// steps are the fifths and steps that a score is made of.
type steps struct{ value, recency, frequency, activity, potential, late int }

// of finds the steps of a customer; w is nil for who never bought. What is
// promised, amount × probability, is measured by what customers bought for.
func (b *bounds) of(w *Worth, last date.Instant, promised money.Amount, late payment.Late, cuts [5]date.Instant) (s steps) {
	if w != nil {
		s.value, s.recency, s.frequency = fifth(int64(w.Total), b.total), fifth(w.LastDay, b.last), fifth(w.Days, b.days)
	}
	if promised > 0 {
		s.potential = fifth(int64(promised), b.total)
	}
	for i, cut := range cuts {
		if last >= cut && last != 0 {
			s.activity = 5 - i
			break
		}
	}
	for _, beyond := range lateSteps {
		if late.Beyond(beyond) {
			s.late++
		}
	}
	return s
}

// score adds the steps up.
func (s steps) score() int {
	return max(s.settled()+s.promise(), 0)
}

// settled are the points of what was and is.
func (s steps) settled() int {
	return s.value*valuePoints + s.recency*recencyPoints + s.frequency*frequencyPoints + s.activity*activityPoints - s.late*latePoints
}

// promise are the points of what may be, up to the full score.
func (s steps) promise() int { return min(s.potential*potentialPoints, fullScore-s.settled()) }

// parts are the steps as they are shown.
func (s steps) parts() []Part {
	list := []Part{}
	add := func(key string, step, points int) { list = append(list, Part{key, step, step * points, 5 * points}) }
	if s.value > 0 { // all who bought have one
		add("value", s.value, valuePoints)
		add("recency", s.recency, recencyPoints)
		add("frequency", s.frequency, frequencyPoints)
	}
	add("activity", s.activity, activityPoints)
	if s.potential > 0 {
		list = append(list, Part{"potential", s.potential, s.promise(), 0})
	}
	if s.late > 0 {
		list = append(list, Part{"late", s.late, -s.late * latePoints, 0})
	}
	return list
}

// cutsOf are the moments from which on a contact is worth 5, 4, 3, 2 and 1.
func cutsOf(now time.Time) (cuts [5]date.Instant) {
	start := startOf(now.Location())
	for i, within := range activitySteps {
		cuts[i] = date.Instant(start(date.FromTime(now).AddDays(-within)))
	}
	return cuts
}
