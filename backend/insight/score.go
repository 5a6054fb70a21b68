package insight

import (
	"context"
	"math"
	"strconv"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"keyue/backend/date"
	"keyue/backend/money"
)

// The score of a customer, 0 to 100: value, recency and frequency of what was
// bought (RFM) in fifths among all who bought, how lately we spoke, less what
// long terms of payment cost.
const (
	valuePoints     = 8 // a fifth; at most 40
	recencyPoints   = 5 // at most 25
	frequencyPoints = 4 // at most 20
	activityPoints  = 3 // a step of activitySteps; at most 15
	termsPoints     = 3 // a step of termsSteps
)

// activitySteps are the days since the last contact within which it is worth
// 5, 4, 3, 2 and 1; termsSteps the days of credit beyond which they cost 1 and 2.
var (
	activitySteps = [5]int{7, 30, 90, 180, 365}
	termsSteps    = [2]int{30, 60}
)

// fewest is how many customers must have bought before tiers are suggested:
// with less there are no fifths.
const fewest = 5

// bounds are the least values of the second to the fifth fifth.
type bounds struct {
	buyers int
	last   [4]date.Date
	days   [4]int
	total  [4]money.Amount
}

// boundsCache keeps the bounds while nothing is changed.
type boundsCache struct {
	mu   sync.Mutex
	ctx  context.Context // of the workspace they are of
	step int64
	b    bounds
}

func (s *Service) boundsNow(db *gorm.DB) (bounds, error) {
	at, err := step(db)
	if err != nil {
		return bounds{}, err
	}
	c, ctx := &s.bounds, s.st.Context()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx == ctx && c.step == at && c.step != 0 {
		return c.b, nil
	}
	b, err := findBounds(db)
	if err == nil {
		c.ctx, c.step, c.b = ctx, at, b
	}
	return b, err
}

func findBounds(db *gorm.DB) (b bounds, err error) {
	var n int64
	if err := db.Table("customer_worth").Count(&n).Error; err != nil || n == 0 {
		return b, err
	}
	b.buyers = int(n)
	for i := range 4 {
		share := float64(i+1) / 5
		if b.last[i], err = least(db, "last_day", n, share, date.Date("9999-12-31")); err != nil {
			return b, err
		}
		if b.days[i], err = least(db, "days", n, share, math.MaxInt); err != nil {
			return b, err
		}
		if b.total[i], err = least(db, "total", n, share, money.Amount(math.MaxInt64)); err != nil {
			return b, err
		}
	}
	return b, nil
}

// least gives the least value of an indexed column that stands in the upper
// part of the customers who bought. A value stands where the middle of all who
// share it stands, so equals are equal, one alone is in the middle, and the same
// rule serves for three customers and thirty thousand. none is given when no
// value stands there.
func least[T any](db *gorm.DB, column string, n int64, share float64, none T) (T, error) {
	at := int64(math.Floor(share * float64(n)))
	var found []T
	table := func() *gorm.DB { return db.Table("customer_worth") }
	if err := table().Order(column).Offset(int(at)).Limit(1).Pluck(column, &found).Error; err != nil || len(found) == 0 {
		return none, err
	}
	v := found[0]
	var below, same int64
	if err := table().Where(column+" < ?", v).Count(&below).Error; err != nil {
		return none, err
	}
	if err := table().Where(column+" = ?", v).Count(&same).Error; err != nil {
		return none, err
	}
	if float64(below)+float64(same)/2 >= share*float64(n)-1e-9 {
		return v, nil
	}
	found = nil
	if err := table().Where(column+" > ?", v).Order(column).Limit(1).Pluck(column, &found).Error; err != nil || len(found) == 0 {
		return none, err
	}
	return found[0], nil
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
	// Key is value, recency, frequency, activity or terms.
	Key string `json:"key"`
	// Step is 1 to 5, the fifth or step it stands in; 0 for nothing.
	Step   int `json:"step"`
	Points int `json:"points"`
	Max    int `json:"max"`
}

// parts works a score out; w is nil for who never bought, days is -1 for who
// was never spoken with.
func (b bounds) parts(w *Worth, days, terms int) (total int, parts []Part) {
	add := func(key string, step, points, most int) {
		parts = append(parts, Part{key, step, step * points, most * points})
		total += step * points
	}
	if w != nil {
		add("value", fifth(w.Total, b.total), valuePoints, 5)
		add("recency", fifth(w.LastDay, b.last), recencyPoints, 5)
		add("frequency", fifth(w.Days, b.days), frequencyPoints, 5)
	}
	step := 0
	for i, within := range activitySteps {
		if days >= 0 && days <= within {
			step = 5 - i
			break
		}
	}
	add("activity", step, activityPoints, 5)
	cost := 0
	for _, beyond := range termsSteps {
		if terms > beyond {
			cost++
		}
	}
	if cost > 0 {
		parts = append(parts, Part{"terms", cost, -cost * termsPoints, 0})
		total -= cost * termsPoints
	}
	return max(total, 0), parts
}

// scoreSQL is what parts works out, for the row w of customer_worth, t of
// customer_touch and c of customer; w and t may be missing. It may be less than
// nothing by what terms cost.
func (b bounds) scoreSQL(today date.Date, start func(date.Date) int64) clause.Expr {
	e := clause.Expr{SQL: "0"}
	add := func(points int, condition string, vars ...any) {
		e.SQL += " + case when " + condition + " then " + strconv.Itoa(points) + " else 0 end"
		e.Vars = append(e.Vars, vars...)
	}
	add(valuePoints+recencyPoints+frequencyPoints, "w.customer_id is not null")
	for i := range 4 {
		add(valuePoints, "w.total >= ?", int64(b.total[i]))
		add(recencyPoints, "w.last_day >= ?", string(b.last[i]))
		add(frequencyPoints, "w.days >= ?", b.days[i])
	}
	for _, within := range activitySteps {
		add(activityPoints, "t.last_at >= ?", start(today.AddDays(-within)))
	}
	for _, beyond := range termsSteps {
		add(-termsPoints, "c.terms_days > ?", beyond)
	}
	return e
}
