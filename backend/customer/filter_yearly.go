package customer

import (
	"strings"

	"gorm.io/gorm/clause"

	"keyue/backend/date"
	"keyue/backend/fault"
)

// yearly is a filter on days of each year, as birthdays are: within the next so
// many days, in a month, known or not. day is the column of month * 100 + day,
// beside which the calendar stands.
func (a *asked) yearly(day string, f Filter) (clause.Expr, error) {
	const calendar = "customer_day.calendar"
	switch n, ok := f.Value.(float64); {
	case f.Op == "filled":
		return clause.Expr{SQL: day + " > 0"}, nil
	case f.Op == "eq" && ok && n >= 1 && n <= 12:
		return clause.Expr{SQL: "(" + calendar + " = 'solar' and " + day + " between ? and ?)", Vars: []any{int(n) * 100, int(n)*100 + 99}}, nil
	case f.Op == "within" && ok && n >= 0 && n <= 366:
		var e clause.Expr
		parts := []string{}
		for _, c := range []struct {
			name string
			days []any
		}{{"solar", solarDays(date.FromTime(a.now), int(n))}, {"lunar", lunarDays(date.FromTime(a.now), int(n))}} {
			parts = append(parts, calendar+" = '"+c.name+"' and "+day+" in ("+
				strings.TrimSuffix(strings.Repeat("?,", len(c.days)), ",")+")")
			e.Vars = append(e.Vars, c.days...)
		}
		e.SQL = "(" + strings.Join(parts, " or ") + ")"
		return e, nil
	}
	return clause.Expr{}, fault.New("customer.query.op", fault.P{"field": f.Field})
}

// solarDays are the days from today on, n of them ahead, as month * 100 + day. Who
// was born on 29 February is thought of on 28 February in other years.
func solarDays(today date.Date, n int) []any {
	out := []any{}
	for i := range n + 1 {
		d := today.AddDays(i)
		out = append(out, d.Month()*100+d.Day())
		if d.Month() == 2 && d.Day() == 28 && d.AddDays(1).Month() == 3 {
			out = append(out, 229)
		}
	}
	return out
}

// lunarDays is solarDays in the Chinese calendar. In a year whose month has 29 days
// the 30th is kept on the last of them; leap months have no birthdays, for they
// are kept in the month before.
func lunarDays(today date.Date, n int) []any {
	out := []any{0} // no day, for years without a table
	for i := range n + 1 {
		m, day, ok := today.AddDays(i).Lunar()
		if !ok || m.Leap {
			continue
		}
		out = append(out, m.Month*100+day)
		if day == m.Days && day == 29 {
			out = append(out, m.Month*100+30)
		}
	}
	return out
}
