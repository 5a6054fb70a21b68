package store

// What other packages say in words that only this engine knows stands here, so
// that another one has a single place to speak for itself.

// Unindexed is a column that no index is looked for: rows are then read along
// the order that is asked for, or one after the other.
func Unindexed(column string) string { return "+" + column }

// Elements are the elements of a JSON list in a column as rows; their value is
// alias.value.
func Elements(column, alias string) string { return "json_each(" + column + ") " + alias }

// Part is a member of a JSON object, null when it has none.
func Part(expr, key string) string { return "json_extract(" + expr + `, '$."` + key + `"')` }
