package exchange

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"keyue/backend/fault"
)

// scientific is how a spreadsheet shows a long number in a narrow format: a tax id or bank account typed as a number.
var scientific = regexp.MustCompile(`^-?\d(\.\d+)?E\+\d+$`)

// opened guards excelize, which panics on some damaged files.
func opened(f io.Reader) (x *excelize.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("excelize: %v", r)
		}
	}()
	return excelize.OpenReader(f, excelize.Options{
		UnzipSizeLimit: unzippedMax, UnzipXMLSizeLimit: 16 << 20,
		ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd", LongTimePattern: "hh:mm:ss",
	})
}

func openWorkbook(f File, name string) (*excelize.File, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	x, err := opened(f)
	if err != nil {
		if strings.Contains(err.Error(), "password") || strings.Contains(err.Error(), "encrypt") {
			return nil, fault.Wrap(err, Encrypted, fault.P{"name": name})
		}
		return nil, fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	return x, nil
}

// sheetsWithRows are the visible sheets with a row; people keep the list in any of them.
func sheetsWithRows(x *excelize.File, name string) ([]string, error) {
	var out []string
	var first error
	for _, sheet := range x.GetSheetList() {
		if visible, err := x.GetSheetVisible(sheet); err != nil || !visible {
			continue
		}
		found := false
		err := readSheet(context.Background(), x, sheet, name, func(_ int, cells []string) error {
			if !blank(cells) {
				found = true
				return io.EOF
			}
			return nil
		})
		if err != nil && first == nil {
			first = err // a chart sheet has no rows to read; the others may
		}
		if found {
			out = append(out, sheet)
		}
	}
	if len(out) == 0 {
		if first == nil {
			first = fault.New(NoRows, fault.P{"name": name})
		}
		return nil, first
	}
	return out, nil
}

// readSheet streams the rows of a sheet as they are shown, long numbers in full.
func readSheet(ctx context.Context, x *excelize.File, sheet, name string, yield func(int, []string) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fault.Wrap(fmt.Errorf("excelize: %v", r), Damaged, fault.P{"name": name})
		}
	}()
	rows, err := x.Rows(sheet)
	if err != nil {
		return fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	defer rows.Close()
	raw := rawRows{x: x, sheet: sheet}
	defer raw.close()
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return fault.Wrap(err, Damaged, fault.P{"name": name})
		}
		for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) > columnsMax {
			return fault.New(TooManyCols, fault.P{"row": n, "limit": columnsMax})
		}
		for i, cell := range cells {
			if scientific.MatchString(cell) {
				cells[i] = raw.cell(n, i, cell)
			}
		}
		if err := step(ctx, n, cells, yield); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	return nil
}

// rawRows is a second walk over a sheet, begun only where a number is shown shortened.
type rawRows struct {
	x     *excelize.File
	sheet string
	rows  *excelize.Rows
	at    int
	cells []string
}

func (r *rawRows) cell(row, column int, shown string) string {
	if r.rows == nil {
		rows, err := r.x.Rows(r.sheet)
		if err != nil {
			return shown
		}
		r.rows = rows
	}
	for r.at < row && r.rows.Next() {
		cells, err := r.rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return shown
		}
		r.cells = cells
		r.at++
	}
	if r.at != row || column >= len(r.cells) {
		return shown
	}
	return inFull(r.cells[column], shown)
}

func (r *rawRows) close() {
	if r.rows != nil {
		_ = r.rows.Close()
	}
}

// inFull writes 9.1330108MA27E+17 without an exponent where all digits are known.
func inFull(raw, shown string) string {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(raw), "E")
	if !ok {
		return raw
	}
	var n int
	if _, err := fmt.Sscanf(exponent, "%d", &n); err != nil || n < 0 || n > 30 {
		return shown
	}
	whole, part, _ := strings.Cut(mantissa, ".")
	if len(part) > n {
		return whole + part[:n] + "." + part[n:]
	}
	return whole + part + strings.Repeat("0", n-len(part))
}

// blank tells a row without content.
func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
