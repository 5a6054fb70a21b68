// Package exchange brings customers, products and leads in from other people's files, read, map, preview, commit, and gives
// every list out again. A kind of record is described once, column by column: for what is given out, what is taken in
// and how headers are recognised.
//
// What is brought is a source of tables whatever its format, rows of text cells: a file, several, a ZIP, the sheets of
// a workbook, some of which belong to the customers of others. Plan looks at them and proposes what each column is, or
// remembers it; DryRun says what an import would do, with the cells that need a hand; Import does it, corrected, as one
// undoable step. Export writes CSV, XLSX and vCard such that importing what was exported gives the same data.
//
// Nothing here trusts a file: sizes, rows, columns and cells have limits, and every refusal is a fault with a
// sentence that says what to do.
package exchange
