package store

import (
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

// What other packages say in words that only this engine knows stands here, so
// that another one has a single place to speak for itself.

// Unindexed is a column that no index is looked for: rows are then read along
// the order that is asked for, or one after the other.
func Unindexed(column string) string { return "+" + column }

// Elements are the elements of a JSON list in a column as rows; their value is
// alias.value, their place in the list alias.key.
func Elements(column, alias string) string { return "json_each(" + column + ") " + alias }

// Part is a member of a JSON object, null when it has none.
func Part(expr, key string) string { return "json_extract(" + expr + `, '$."` + key + `"')` }

// Item is an element of a JSON list by its place from 0, null when it has none.
func Item(expr string, at int) string {
	return "json_extract(" + expr + ", '$[" + strconv.Itoa(at) + "]')"
}

// Days are the days from one calendar date to another, in expressions that hold
// them; a fractional number.
func Days(from, to string) string { return "(julianday(" + to + ") - julianday(" + from + "))" }

// Pairs are numbers by id as the rows (id, value) of a table to join, with the one
// parameter that carries them, however many there are.
func Pairs(numbers map[int64]int64) (table, list string) {
	list = "{}"
	if len(numbers) > 0 {
		out, _ := json.Marshal(numbers) // a map of integers cannot fail
		list = string(out)
	}
	return "(select cast(key as integer) as id, value from json_each(?))", list
}

// EachID reads the ids that a query selects, in its order, until yield has
// enough. They come as one value: a hundred thousand rows one by one cost three
// times the processor.
func EachID(q *gorm.DB, yield func(id int64) bool) error {
	var list sql.NullString
	if err := q.Session(&gorm.Session{NewDB: true}).Raw("with s(id) as (?) select group_concat(id) from s", q).Scan(&list).Error; err != nil {
		return err
	}
	for rest := list.String; rest != ""; {
		var one string
		one, rest, _ = strings.Cut(rest, ",")
		id, err := strconv.ParseInt(one, 10, 64)
		if err != nil {
			return err
		}
		if !yield(id) {
			return nil
		}
	}
	return nil
}
