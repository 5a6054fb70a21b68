package customer

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"keyue/backend/date"
	"keyue/backend/fault"
)

// Bounds of a filter, so that a saved one cannot grow without end.
const (
	filtersMax = 50
	groupDepth = 3
)

// asked answers filters with the customers that pass. Each condition is asked
// for by itself and streams the ids it finds, which are joined here: SQLite would
// build a sorted copy of each list for the same. All are asked at once, so that
// several take little longer than the slowest.
type asked struct {
	db     *gorm.DB // nil where filters are only checked
	fields map[string]FilterField
	now    time.Time
	n      int
	// live are all customers, read when they are needed.
	live func() (*members, error)
	// keep does the work of a condition unless its answer is known.
	keep func(f Filter, work answer) (*members, error)
}

// answer gives who passes, or waits until it is known.
type answer func() (*members, error)

// atOnce is how many conditions of a list are read at the same time: one reader
// of the store's is left to others.
const atOnce = 3

// answer begins to ask for filters; nil where nothing is asked.
func (a *asked) answer(list []Filter) (answer, error) {
	return a.all(list, 0, make(chan struct{}, atOnce))
}

// all asks for the customers for whom all filters hold; nil where nothing is asked.
func (a *asked) all(list []Filter, depth int, turn chan struct{}) (answer, error) {
	var parts []answer
	for _, f := range list {
		part, err := a.node(f, depth, turn)
		if err != nil {
			return nil, err
		}
		if part != nil {
			parts = append(parts, part)
		}
	}
	if parts == nil {
		return nil, nil
	}
	return joined(parts, (*members).and), nil
}

// joined are several answers as one.
func joined(parts []answer, join func(m, o *members) *members) answer {
	return func() (m *members, err error) {
		for _, part := range parts {
			more, err := part()
			if err != nil {
				return nil, err
			}
			m = join(m, more)
		}
		return m, nil
	}
}

// node asks for a filter or a group.
func (a *asked) node(f Filter, depth int, turn chan struct{}) (answer, error) {
	if a.n++; a.n > filtersMax || depth > groupDepth {
		return nil, fault.New("customer.query.many", fault.P{"max": filtersMax})
	}
	if f.Any == nil {
		return a.one(f, turn)
	}
	var ways []answer
	for _, list := range f.Any {
		if len(list) == 0 {
			continue
		}
		way, err := a.all(list, depth+1, turn)
		if err != nil {
			return nil, err
		}
		if way == nil { // nothing is asked there
			return nil, nil
		}
		ways = append(ways, way)
	}
	if ways == nil {
		return nil, nil
	}
	some := joined(ways, (*members).or)
	if !f.Not {
		return some, nil
	}
	return func() (*members, error) {
		m, err := some()
		if err != nil {
			return nil, err
		}
		live, err := a.live()
		return live.without(m), err
	}, nil
}

// one asks for a filter on one field.
func (a *asked) one(f Filter, turn chan struct{}) (answer, error) {
	q, not, err := a.question(f)
	if err != nil {
		return nil, err
	}
	if a.db == nil {
		return func() (*members, error) { return &members{}, nil }, nil
	}
	// What is found may know customers in the trash.
	d := a.fields[f.Field]
	alive := d.lent == nil && (d.rows == nil || d.rows.live)
	work := func() (m *members, err error) {
		defer fault.Recover(&err) // a panic here would end the program
		return a.keep(f, func() (*members, error) {
			turn <- struct{}{}
			defer func() { <-turn }()
			m, err := gather(a.db.Raw(q.SQL, q.Vars...))
			if err != nil || alive && not == f.Not {
				return m, err
			}
			live, err := a.live()
			if not != f.Not {
				return live.without(m), err
			}
			return m.and(live), err
		})
	}
	if !alive || not != f.Not {
		go a.live() // its error comes back below
	}
	read := sync.OnceValues(work)
	go read()
	return read, nil
}

// question is what selects the customers that pass a filter, or, where not, those
// that do not.
func (a *asked) question(f Filter) (e clause.Expr, not bool, err error) {
	d, ok := a.fields[f.Field]
	if !ok {
		return e, false, fault.New("customer.query.field", fault.P{"field": f.Field})
	}
	if d.normal != nil && f.Op != "empty" && f.Op != "filled" {
		f = d.normal(f)
	}
	switch {
	case d.lent != nil:
		return a.worked(d, f)
	case d.rows != nil:
		return a.among(d, f)
	case d.few:
		return a.seldom(d, f)
	}
	kind := d.Type
	if d.ids {
		kind = FilterNumber
	}
	if e, err = a.test(d.column, kind, f); err != nil {
		return e, false, err
	}
	if v, ok := f.Value.(string); ok && d.seek && f.Op == "eq" && v != "" && d.Optional && d.Type != FilterMoney {
		e.SQL = "(" + d.column + " = '') = false and " + e.SQL // the indexes keep the rows without a value apart
	}
	e.SQL = "select id from customer where deleted_at is null and " + e.SQL
	return e, false, nil
}

// seldom is a filter on a text that many do not have: those who have one are
// looked through, and where nothing passes, those who do not pass are left out.
func (a *asked) seldom(d FilterField, f Filter) (e clause.Expr, not bool, err error) {
	if e, err = a.test(d.column, d.Type, f); err != nil {
		return e, false, err
	}
	if not = nothingPasses(f); not {
		e.SQL = "not (" + e.SQL + ")"
	}
	e.SQL = "select id from customer where deleted_at is null and " + d.column + " <> '' and " + e.SQL
	return e, not, nil
}

// nothingPasses tells whether a customer without a text passes.
func nothingPasses(f Filter) bool {
	list, _ := f.Value.([]any)
	switch f.Op {
	case "empty":
		return true
	case "in":
		return slices.Contains(list, any(""))
	case "nin":
		return !slices.Contains(list, any(""))
	case "ne", "lt":
		return f.Value != ""
	case "eq", "contains", "starts", "gte":
		return f.Value == ""
	}
	return f.Op == "lte"
}

// opposites are the tests of rows that none may pass.
var opposites = map[string]string{"ne": "eq", "nin": "in", "empty": "filled"}

// among is a filter on values of which a customer has none, one or several: one
// of them must pass, and for what is denied none.
func (a *asked) among(d FilterField, f Filter) (e clause.Expr, not bool, err error) {
	if op, ok := opposites[f.Op]; ok {
		not, f.Op = true, op
	}
	if d.Type == FilterYes && f.Op == "eq" && f.Value == 0.0 { // nobody who is
		not, f.Value = true, 1.0
	}
	if e, err = a.test(d.column, d.Type, f); err != nil {
		return e, not, err
	}
	if d.rows.guard != "" {
		e.SQL = d.rows.guard + " and " + e.SQL
	}
	e.SQL = "select " + d.rows.key + " from " + d.rows.from + " where " + e.SQL
	e.Vars = append(slices.Clone(d.rows.vars), e.Vars...)
	return e, not, nil
}

// worked is a filter on what is worked out: where the customers without a row
// pass, those whose row does not are left out.
func (a *asked) worked(d FilterField, f Filter) (e clause.Expr, not bool, err error) {
	today, from := date.FromTime(a.now), date.Date("")
	if f.Days > 0 {
		from = today.AddDays(-f.Days)
	}
	v := d.lent.Rows(from, today)
	if e, err = a.test("value", d.Type, f); err != nil {
		return e, false, err
	}
	if not = passesEmpty(d.Type, f); not {
		e.SQL = "not (" + e.SQL + ")"
	}
	e.SQL = "select customer_id from (" + v.SQL + ") w where " + e.SQL
	e.Vars = append(slices.Clone(v.Vars), e.Vars...)
	return e, not, nil
}

// passesEmpty tells whether a customer without a value passes.
func passesEmpty(kind FilterType, f Filter) bool {
	number := kind == FilterNumber || kind == FilterMoney || kind == FilterYes
	v, _ := f.Value.(float64)
	switch f.Op {
	case "empty", "older", "nin":
		return true
	case "eq":
		return f.Value == 0.0 || f.Value == ""
	case "ne":
		return f.Value != 0.0 && f.Value != ""
	case "gte":
		return number && v <= 0
	case "gt":
		return number && v < 0
	case "lte":
		return number && v >= 0
	case "lt":
		return number && v > 0
	}
	return false
}

func isRelative(op string) bool {
	return op == "older" || op == "newer" || op == "within" || op == "past"
}

// test is "column op value" for a field of a type.
func (a *asked) test(column string, kind FilterType, f Filter) (clause.Expr, error) {
	bad := fault.New("customer.query.op", fault.P{"field": f.Field})
	switch kind {
	case FilterYearly:
		return a.yearly(column, f)
	case FilterDay, FilterTime:
		if isRelative(f.Op) {
			return a.relative(column, f, kind == FilterTime)
		}
		if f.Op == "lt" || f.Op == "lte" { // what never was is not before
			e, err := compare(column, f, kind == FilterTime)
			none := map[FilterType]string{FilterDay: "''", FilterTime: "0"}[kind]
			e.SQL = column + " <> " + none + " and " + e.SQL
			return e, err
		}
		if f.Op == "contains" || f.Op == "starts" {
			return clause.Expr{}, bad
		}
		return compare(column, f, kind == FilterTime)
	case FilterLink:
		if f.Op != "empty" && f.Op != "filled" {
			return clause.Expr{}, bad
		}
		return compare(column, f, true)
	case FilterNumber, FilterMoney, FilterYes:
		if f.Op == "contains" || f.Op == "starts" {
			return clause.Expr{}, bad
		}
		return compare(column, f, true)
	}
	if isRelative(f.Op) {
		return clause.Expr{}, bad
	}
	return compare(column, f, false)
}

// relative turns older, newer, within and past into bounds of a column.
func (a *asked) relative(column string, f Filter, instant bool) (clause.Expr, error) {
	days, ok := f.Value.(float64)
	if f.Op == "past" {
		days, ok = 0, true
	}
	if !ok || days < 0 || days > 36500 {
		return clause.Expr{}, fault.New("customer.query.op", fault.P{"field": f.Field})
	}
	today := date.FromTime(a.now)
	bound := func(d date.Date) any {
		if instant {
			return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, a.now.Location()).UnixMilli()
		}
		return string(d)
	}
	none := any("")
	if instant {
		none = 0
	}
	switch f.Op {
	case "older":
		return clause.Expr{SQL: column + " < ?", Vars: []any{bound(today.AddDays(-int(days)))}}, nil
	case "newer":
		return clause.Expr{SQL: column + " >= ?", Vars: []any{bound(today.AddDays(-int(days)))}}, nil
	case "within":
		return clause.Expr{SQL: column + " between ? and ?",
			Vars: []any{bound(today), bound(today.AddDays(int(days) + map[bool]int{true: 1}[instant]))}}, nil
	}
	return clause.Expr{SQL: column + " <> ? and " + column + " < ?", Vars: []any{none, bound(today)}}, nil
}

// compare is "column op value" with the value as a parameter.
func compare(column string, f Filter, number bool) (clause.Expr, error) {
	bad := fault.New("customer.query.op", fault.P{"field": f.Field})
	ops := map[string]string{"eq": " = ?", "ne": " <> ?", "gt": " > ?", "gte": " >= ?", "lt": " < ?", "lte": " <= ?"}
	if op, ok := ops[f.Op]; ok {
		v, ok := scalar(f.Value, number)
		if !ok {
			return clause.Expr{}, bad
		}
		return clause.Expr{SQL: column + op, Vars: []any{v}}, nil
	}
	switch f.Op {
	case "in", "nin":
		list, ok := f.Value.([]any)
		if !ok || len(list) > 1000 {
			return clause.Expr{}, bad
		}
		vars := make([]any, 0, len(list))
		for _, x := range list {
			v, ok := scalar(x, number)
			if !ok {
				return clause.Expr{}, bad
			}
			vars = append(vars, v)
		}
		if len(vars) == 0 {
			return clause.Expr{SQL: map[string]string{"in": "1 = 0", "nin": "1 = 1"}[f.Op]}, nil
		}
		word := map[string]string{"in": " in (", "nin": " not in ("}[f.Op]
		return clause.Expr{SQL: column + word + strings.TrimSuffix(strings.Repeat("?,", len(vars)), ",") + ")", Vars: vars}, nil
	case "contains", "starts":
		text, ok := f.Value.(string)
		if !ok {
			return clause.Expr{}, bad
		}
		pattern := strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text) + "%"
		if f.Op == "contains" {
			pattern = "%" + pattern
		}
		return clause.Expr{SQL: column + ` like ? escape '\'`, Vars: []any{pattern}}, nil
	case "empty", "filled":
		none := any("")
		if number {
			none = 0
		}
		return clause.Expr{SQL: column + map[string]string{"empty": " = ?", "filled": " <> ?"}[f.Op], Vars: []any{none}}, nil
	}
	return clause.Expr{}, bad
}

// scalar takes a JSON value as the column wants it.
func scalar(x any, number bool) (any, bool) {
	switch v := x.(type) {
	case string:
		return v, !number
	case bool:
		if v {
			return 1, number
		}
		return 0, number
	case float64:
		if v == float64(int64(v)) {
			if !number {
				return fmt.Sprint(int64(v)), true
			}
			return int64(v), true
		}
		return v, number
	case int, int64, ID:
		return v, number
	}
	return nil, false
}
