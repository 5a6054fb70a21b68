package exchange

import (
	"encoding/csv"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"keyue/backend/fault"
)

// WriteTable writes rows, the first of which is the head, as csv (UTF-8 with a
// mark, for Excel) or xlsx. Cells that a spreadsheet would take for a formula are
// neutralised in csv; in xlsx text is text. Fault UnknownFormat.
func WriteTable(w io.Writer, format string, rows [][]string) error {
	switch format {
	case CSV:
		if _, err := io.WriteString(w, "\xEF\xBB\xBF"); err != nil {
			return err
		}
		out := csv.NewWriter(w)
		for _, cells := range rows {
			cells = slices.Clone(cells)
			for i := range cells {
				cells[i] = neutral(cells[i])
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	case XLSX:
	default:
		return fault.New(UnknownFormat, nil)
	}
	x := excelize.NewFile()
	defer x.Close()
	const sheet = "Sheet1"
	for n, cells := range rows {
		row := make([]any, len(cells))
		for i, c := range cells {
			row[i] = c
		}
		at, err := excelize.CoordinatesToCellName(1, n+1)
		if err != nil {
			return err
		}
		if err := x.SetSheetRow(sheet, at, &row); err != nil {
			return err
		}
	}
	if len(rows) > 1 {
		last, err := excelize.CoordinatesToCellName(len(rows[0]), len(rows))
		if err != nil {
			return err
		}
		if err := x.AutoFilter(sheet, "A1:"+last, nil); err != nil {
			return err
		}
	}
	return x.Write(w)
}
