package exchange

import "strings"

// A cell that begins with one of these is run as a formula by spreadsheets that open a CSV file.
const formulaStarts = "=+-@\t\r"

// armed tells whether a cell would be run, or is one that was made harmless.
func armed(cell string) bool {
	rest := strings.TrimLeft(cell, "'")
	return rest != "" && strings.ContainsRune(formulaStarts, rune(rest[0]))
}

// neutral puts an apostrophe before a cell that looks like a formula; restored takes it off again. For every text
// s, restored(neutral(s)) is s.
func neutral(cell string) string {
	if armed(cell) {
		return "'" + cell
	}
	return cell
}

func restored(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && armed(cell[1:]) {
		return cell[1:]
	}
	return cell
}
