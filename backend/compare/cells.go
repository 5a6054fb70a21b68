package compare

import (
	"slices"
	"strings"
	"unicode"

	"keyue/backend/template"
)

// Telling a changed row of a table cell by cell, so that a changed figure is seen
// at once with the name of its column.

// cellOf is the cell that token x of a unit stands in, x counted from its first.
func (u *unit) cellOf(x int) int {
	cell := 0
	for k, start := range u.cells {
		if start <= x {
			cell = k
		}
	}
	return cell
}

// rowName is what a row of a table is about: its first cell that is no figure.
func (u *unit) rowName() string {
	if u.pairs {
		return ""
	}
	for k, start := range u.cells {
		end := len(u.tokens)
		if k+1 < len(u.cells) {
			end = u.cells[k+1]
		}
		if text := spell(u.tokens[start:end]); strings.ContainsFunc(text, unicode.IsLetter) {
			return text
		}
	}
	return ""
}

// cells parts the stretches of a row among its cells; none when what came in
// cannot be told to belong to one of them.
func (t *teller) cells(i int, stretches []stretch) []Cell {
	u := &t.a.units[i]
	if len(u.cells) < 2 || len(u.columns) != len(u.cells) {
		return nil
	}
	parted := make([][]stretch, len(u.cells))
	x := 0 // the next token of the row
	for _, s := range stretches {
		for range s.same {
			cell := u.cellOf(x)
			parted[cell] = append(parted[cell], stretch{same: []token{u.tokens[x]}})
			x++
		}
		touched := map[int]bool{}
		for range s.old {
			cell := u.cellOf(x)
			touched[cell] = true
			parted[cell] = append(parted[cell], stretch{edit: edit{old: []token{u.tokens[x]}}})
			x++
		}
		for n, come := range s.new {
			cell, ok := t.sameCell(u, s.at[n])
			switch {
			case ok:
			case len(touched) == 1:
				cell = u.cellOf(x - 1)
			case len(touched) == 0:
				cell = u.cellOf(max(x-1, 0))
			default:
				return nil
			}
			parted[cell] = append(parted[cell], stretch{edit: edit{new: []token{come}}})
		}
	}
	var out []Cell
	for k, list := range parted {
		if !slices.ContainsFunc(list, func(s stretch) bool { return len(s.old)+len(s.new) > 0 }) {
			continue
		}
		out = append(out, Cell{Column: u.columns[k], Pieces: spellOut(gathered(list))})
	}
	return out
}

// byCell parts the edits of a row that go over several cells: a cell that says
// the same between two changed ones was swept up with them and is no change.
func (t *teller) byCell(u *unit, stretches []stretch) []stretch {
	if len(u.cells) < 2 {
		return stretches
	}
	var out []stretch
	x := 0 // the next token of the row
	for _, s := range stretches {
		parted, ok := t.partedEdit(u, x, s.edit)
		x += len(s.same) + len(s.old)
		if !ok {
			out = append(out, s)
			continue
		}
		for _, e := range parted {
			out = append(out, stretch{edit: e})
		}
	}
	return out
}

// partedEdit gives an edit whose old tokens begin at token x of a row cell by
// cell; false when it has only one side or what came belongs to no cell.
func (t *teller) partedEdit(u *unit, x int, e edit) ([]edit, bool) {
	if len(e.old) == 0 || len(e.new) == 0 {
		return nil, false
	}
	cells := make([]edit, len(u.cells))
	for n, token := range e.old {
		one := &cells[u.cellOf(x+n)]
		one.old = append(one.old, token)
	}
	for n, token := range e.new {
		k, ok := t.sameCell(u, e.at[n])
		if !ok {
			return nil, false
		}
		cells[k].new, cells[k].at = append(cells[k].new, token), append(cells[k].at, e.at[n])
	}
	return slices.DeleteFunc(cells, func(e edit) bool { return len(e.old)+len(e.new) == 0 }), true
}

// sameCell is the cell of our row that token y of b stands in, when b has it in a
// row with as many cells.
func (t *teller) sameCell(u *unit, y int) (int, bool) {
	k := t.b.of[y]
	row := &t.b.units[k]
	if len(row.cells) != len(u.cells) {
		return 0, false
	}
	return row.cellOf(y - t.b.start[k]), true
}

// wholeRow gives the cells of a row that came or went whole; none where nothing
// names its columns.
func (u *unit) wholeRow(kind string) []Cell {
	if len(u.cells) < 2 || !u.hasColumns() {
		return nil
	}
	var out []Cell
	for k, start := range u.cells {
		end := len(u.tokens)
		if k+1 < len(u.cells) {
			end = u.cells[k+1]
		}
		if end > start && (u.columns[k] != "" || !u.pairs) { // a label names the value after it
			out = append(out, Cell{Column: u.columns[k], Pieces: []template.Piece{{Kind: kind, Text: spell(u.tokens[start:end])}}})
		}
	}
	return out
}

// hasColumns tells whether each cell has a column and one of these a name.
func (u *unit) hasColumns() bool {
	return len(u.columns) == len(u.cells) && slices.ContainsFunc(u.columns, func(name string) bool { return name != "" })
}

// labels names each value of a row of labels and values by the label before it.
func (u *unit) labels() []string {
	names := make([]string, len(u.cells))
	for k := 1; k < len(names); k += 2 {
		names[k] = strings.TrimRight(spell(u.tokens[u.cells[k-1]:u.cells[k]]), "：: ")
	}
	return names
}

// cameRow is unit k of b with its columns named as in our table, when other rows
// of its table are found there.
func (t *teller) cameRow(k int) unit {
	u := t.b.units[k]
	for _, step := range []int{-1, 1} {
		for i := k + step; i >= 0 && i < len(t.b.units) && t.b.units[i].block == u.block; i += step {
			for y := t.b.start[i]; y < t.b.start[i+1]; y++ {
				if t.from[y] < 0 {
					continue
				}
				if ours := &t.a.units[t.a.of[t.from[y]]]; len(ours.cells) == len(u.cells) && ours.hasColumns() {
					u.pairs, u.columns = ours.pairs, ours.columns
					if u.pairs {
						u.row, u.columns = 0, u.labels()
					}
					return u
				}
				break
			}
		}
	}
	return u
}

// gathered joins neighbours: what is the same, and what went with what came.
func gathered(list []stretch) []stretch {
	var out []stretch
	for _, s := range list {
		if n := len(out); n > 0 && len(out[n-1].same) > 0 == (len(s.same) > 0) {
			last := &out[n-1]
			last.same, last.old, last.new = append(last.same, s.same...), append(last.old, s.old...), append(last.new, s.new...)
			continue
		}
		out = append(out, s)
	}
	return out
}
