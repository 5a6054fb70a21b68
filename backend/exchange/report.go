package exchange

import (
	"context"
	"encoding/csv"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"
	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/locale"
)

// WriteReport writes the rows that an import refused as they stand in the file, with the reason in a first column,
// as csv or xlsx: to be corrected and imported again. It returns how many rows there were.
func WriteReport(ctx context.Context, db *gorm.DB, w io.Writer, f File, name string, o Options, r *Result, format string) (int, error) {
	if format != CSV && format != XLSX {
		return 0, fault.New(UnknownFormat, nil)
	}
	l, err := lay(db, f, name, o)
	if err != nil {
		return 0, err
	}
	defer l.close()
	put, finish, err := reportWriter(w, format, o.Lang)
	if err != nil {
		return 0, err
	}
	head := append([]string{locale.Text(o.Lang, "exchange.report.reason", nil)}, l.heads...)
	for i, h := range head {
		if h == "" {
			head[i] = columnName(i - 1)
		}
	}
	if err := put(head); err != nil {
		return 0, err
	}
	rows := 0
	err = l.each(ctx, func(n int, cells []string) error {
		reason, failed := r.failedRows[n]
		if !failed {
			return nil
		}
		rows++
		return put(append([]string{reason}, cells...))
	})
	if err != nil {
		return rows, err
	}
	return rows, finish()
}

func reportWriter(w io.Writer, format string, tag locale.Tag) (put func([]string) error, finish func() error, err error) {
	if format == CSV {
		if _, err := io.WriteString(w, "\xEF\xBB\xBF"); err != nil {
			return nil, nil, err
		}
		out := csv.NewWriter(w)
		put = func(row []string) error {
			row = slices.Clone(row)
			for i := range row {
				row[i] = neutral(row[i])
			}
			return out.Write(row)
		}
		return put, func() error { out.Flush(); return out.Error() }, nil
	}
	x := excelize.NewFile()
	sheet := locale.Text(tag, "exchange.report.file", nil)
	if err := x.SetSheetName("Sheet1", sheet); err != nil {
		return nil, nil, err
	}
	s, err := x.NewStreamWriter(sheet)
	if err != nil {
		return nil, nil, err
	}
	if err := s.SetColWidth(1, 1, 60); err != nil {
		return nil, nil, err
	}
	n := 0
	put = func(row []string) error {
		n++
		cells := make([]any, len(row))
		for i, c := range row {
			cells[i] = neutral(c)
		}
		at, err := excelize.CoordinatesToCellName(1, n)
		if err != nil {
			return err
		}
		return s.SetRow(at, cells)
	}
	return put, func() error {
		defer x.Close()
		if err := s.Flush(); err != nil {
			return err
		}
		return x.Write(w)
	}, nil
}
