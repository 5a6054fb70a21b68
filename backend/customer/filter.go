package customer

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"keyue/backend/date"
	"keyue/backend/fault"
)

// Computed is a value of a customer that another domain works out, for filters:
// revenue, the next end of a contract.
type Computed struct {
	// SQL gives the value for the row "customer"; from bounds it to what happened
	// on that day or later, "" for all time.
	SQL func(from, today date.Date) clause.Expr
	// Number: compared as a number, else as text. Day: a calendar day.
	Number, Day bool
}

// Bounds of a filter, so that a saved one cannot grow without end.
const (
	filtersMax = 50
	groupDepth = 3
)

// filters adds conditions that must all hold.
func (p *plan) filters(list []Filter) error {
	n := 0
	for _, f := range list {
		e, err := p.node(f, 0, &n)
		if err != nil {
			return err
		}
		p.where = append(p.where, e)
	}
	return nil
}

// node turns a filter or a group into SQL; n counts filters.
func (p *plan) node(f Filter, depth int, n *int) (clause.Expr, error) {
	if *n++; *n > filtersMax || depth > groupDepth {
		return clause.Expr{}, fault.New("customer.query.many", fault.P{"max": filtersMax})
	}
	if f.Any == nil {
		return p.filter(f)
	}
	var ways []string
	var out clause.Expr
	for _, list := range f.Any {
		var all []string
		for _, g := range list {
			e, err := p.node(g, depth+1, n)
			if err != nil {
				return e, err
			}
			all = append(all, e.SQL)
			out.Vars = append(out.Vars, e.Vars...)
		}
		if len(all) > 0 {
			ways = append(ways, strings.Join(all, " and "))
		}
	}
	if len(ways) == 0 { // nothing is asked yet
		return clause.Expr{SQL: "1 = 1"}, nil
	}
	out.SQL = "(" + strings.Join(ways, " or ") + ")"
	return out, nil
}

// relative turns older, newer, within and past into bounds of a column.
func (p *plan) relative(column string, vars []any, f Filter, instant bool) (clause.Expr, error) {
	days, ok := f.Value.(float64)
	if f.Op == "past" {
		days, ok = 0, true
	}
	if !ok || days < 0 || days > 36500 {
		return clause.Expr{}, fault.New("customer.query.op", fault.P{"field": f.Field})
	}
	today := date.FromTime(p.now)
	p.live = true // tomorrow the same list has another size
	bound := func(d date.Date) any {
		if instant {
			return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, p.now.Location()).UnixMilli()
		}
		return string(d)
	}
	none := any("")
	if instant {
		none = 0
	}
	e := clause.Expr{Vars: vars}
	switch f.Op {
	case "older":
		e.SQL, e.Vars = column+" < ?", append(e.Vars, bound(today.AddDays(-int(days))))
	case "newer":
		e.SQL, e.Vars = column+" >= ?", append(e.Vars, bound(today.AddDays(-int(days))))
	case "within":
		e.SQL = column + " between ? and ?"
		e.Vars = append(e.Vars, bound(today), bound(today.AddDays(int(days)+map[bool]int{true: 1}[instant])))
	default: // past
		e.SQL, e.Vars = column+" <> ? and "+column+" < ?", append(append(append(e.Vars, none), vars...), bound(today))
	}
	return e, nil
}

// computed is a filter on what another domain works out.
func (p *plan) computed(c Computed, f Filter) (clause.Expr, error) {
	today, from := date.FromTime(p.now), date.Date("")
	if f.Days > 0 {
		from = today.AddDays(-f.Days)
	}
	v := c.SQL(from, today)
	p.live = true
	if c.Day && isRelative(f.Op) {
		return p.relative(v.SQL, v.Vars, f, false)
	}
	e, err := compare(v.SQL, f, c.Number)
	e.Vars = append(slices.Clone(v.Vars), e.Vars...)
	return e, err
}

func isRelative(op string) bool {
	return op == "older" || op == "newer" || op == "within" || op == "past"
}

// filter turns one filter into SQL.
func (p *plan) filter(f Filter) (clause.Expr, error) {
	if c, ok := p.lent[f.Field]; ok {
		return p.computed(c, f)
	}
	switch {
	case f.Field == "tag" || f.Field == "tags":
		return broad(sub(f, "select customer_id from customer_tag where tag", ""))
	case f.Field == "phone" && f.Op == "starts":
		f.Op = "contains" // the normal form begins with the country
		return p.filter(f)
	case f.Field == "phone" && f.Op != "empty" && f.Op != "filled":
		return sub(normalFilter(f, func(s string) string {
			if n := ParsePhone(s); n.known() && (f.Op == "eq" || f.Op == "in" || f.Op == "ne" || f.Op == "nin") {
				return n.Number
			}
			return digitsOf(fold(s))
		}), "select customer_id from identity where kind = 'phone' and value", "")
	case f.Field == "email" && f.Op != "empty" && f.Op != "filled":
		return sub(normalFilter(f, NormalEmail), "select customer_id from identity where kind = 'email' and value", "")
	case f.Field == "email":
		e, err := compare("customer.emails", Filter{Op: map[string]string{"empty": "eq", "filled": "ne"}[f.Op], Value: "[]"}, false)
		return e, err
	case strings.HasPrefix(f.Field, "custom."):
		return customFilter(f)
	}
	known, ok := listFields[f.Field]
	if !ok {
		return clause.Expr{}, fault.New("customer.query.field", fault.P{"field": f.Field})
	}
	p.use(known)
	if isRelative(f.Op) && (known.time || known.day) {
		return p.relative(known.column, nil, f, known.time)
	}
	return compare(known.column, f, known.number)
}

func normalFilter(f Filter, normal func(string) string) Filter {
	switch v := f.Value.(type) {
	case string:
		f.Value = normal(v)
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			if s, ok := x.(string); ok {
				x = normal(s)
			}
			out[i] = x
		}
		f.Value = out
	}
	return f
}

// sub filters by rows of a derived table: "customer.id in (select …)".
func sub(f Filter, head, number string) (clause.Expr, error) {
	not := ""
	switch f.Op {
	case "empty", "filled":
		if f.Op == "empty" {
			not = "not "
		}
		return clause.Expr{SQL: "customer.id " + not + "in (" + head + " is not null)"}, nil
	case "ne":
		not, f.Op = "not ", "eq"
	case "nin":
		not, f.Op = "not ", "in"
	}
	column := number
	e, err := compare(column, f, number != "")
	if err != nil {
		return e, err
	}
	e.SQL = "customer.id " + not + "in (" + head + e.SQL + ")"
	return e, nil
}

func customFilter(f Filter) (clause.Expr, error) {
	key := strings.TrimPrefix(f.Field, "custom.")
	_, number := f.Value.(float64)
	head, column := "select customer_id from customer_custom where key = ? and value", ""
	if number {
		head, column = "select customer_id from customer_custom where key = ? and ", "number"
	}
	e, err := sub(f, head, column)
	if err != nil {
		return e, err
	}
	e.Vars = append([]any{key}, e.Vars...)
	return broad(e, nil)
}

// broad keeps the plan from looking up every hit of a subquery that many rows
// pass: the hits are gathered once and probed along the sorted index instead
// (100,000 rows, a third of them hits: 560 → 60 ms on a busy machine).
func broad(e clause.Expr, err error) (clause.Expr, error) {
	e.SQL = strings.Replace(e.SQL, "customer.id", "+customer.id", 1)
	return e, err
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
