// Package exchange brings customers in from other people's files and gives them out again: read, map, preview,
// commit.
//
// A file is opened as a Table whatever its format: rows of text cells. Plan looks at a table and proposes what each
// column is; DryRun says what an import would do; Import does it as one undoable step. Export writes CSV, XLSX and
// vCard such that importing what was exported gives the same data.
//
// Nothing here trusts a file: sizes, rows, columns and cells have limits, and every refusal is a fault with a
// sentence that says what to do.
package exchange
