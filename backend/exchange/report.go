package exchange

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/locale"
)

// WriteReport writes the rows that an import refused as they stand in the files, with the reason in a first column, as
// csv or xlsx: to be corrected and imported again. Tables with other columns have a sheet of their own, in CSV a head
// of their own. It returns how many rows there were.
func WriteReport(ctx context.Context, db *gorm.DB, w io.Writer, inputs []Input, o Options, r *Result, format string) (int, error) {
	if format != CSV && format != XLSX {
		return 0, fault.New(UnknownFormat, nil)
	}
	all, err := layAll(db, inputs, o)
	if err != nil {
		return 0, err
	}
	defer all.close()
	var out reporter = &csvReport{w: w, out: csv.NewWriter(w)}
	if format == XLSX {
		out = &sheetReport{w: w, x: excelize.NewFile()}
	}
	rows := 0
	for _, l := range all.taken() {
		failed := r.failedRows[l.part.name]
		if len(failed) == 0 {
			continue
		}
		name := l.part.name
		if name == "" {
			name = locale.Text(o.Lang, "exchange.report.file", nil)
		}
		head := append([]string{locale.Text(o.Lang, "exchange.report.reason", nil)}, l.heads...)
		for i, h := range head {
			if h == "" {
				head[i] = columnName(i - 1)
			}
		}
		if err := out.table(name, head); err != nil {
			return rows, err
		}
		err := l.rows(ctx, func(n int, cells []string) error {
			reason, bad := failed[n]
			if !bad {
				return nil
			}
			rows++
			return out.row(append([]string{reason}, cells...))
		})
		if err != nil {
			return rows, err
		}
	}
	return rows, out.finish()
}

// reporter writes tables one after the other.
type reporter interface {
	table(name string, head []string) error
	row(cells []string) error
	finish() error
}

type csvReport struct {
	w     io.Writer
	out   *csv.Writer
	begun bool
}

func (r *csvReport) table(_ string, head []string) error {
	if !r.begun {
		r.begun = true
		if _, err := io.WriteString(r.w, "\xEF\xBB\xBF"); err != nil {
			return err
		}
	}
	return r.row(head)
}

func (r *csvReport) row(cells []string) error {
	cells = slices.Clone(cells)
	for i := range cells {
		cells[i] = neutral(cells[i])
	}
	return r.out.Write(cells)
}

func (r *csvReport) finish() error { r.out.Flush(); return r.out.Error() }

type sheetReport struct {
	w     io.Writer
	x     *excelize.File
	s     *excelize.StreamWriter
	names []string
	n     int
}

func (r *sheetReport) table(name string, head []string) error {
	if err := r.end(); err != nil {
		return err
	}
	name = sheetName(name, r.names)
	r.names = append(r.names, name)
	var err error
	if len(r.names) == 1 {
		err = r.x.SetSheetName("Sheet1", name)
	} else {
		_, err = r.x.NewSheet(name)
	}
	if err != nil {
		return err
	}
	if r.s, err = r.x.NewStreamWriter(name); err != nil {
		return err
	}
	if err := r.s.SetColWidth(1, 1, 60); err != nil {
		return err
	}
	r.n = 0
	return r.row(head)
}

func (r *sheetReport) row(cells []string) error {
	r.n++
	out := make([]any, len(cells))
	for i, c := range cells {
		out[i] = neutral(c)
	}
	at, err := excelize.CoordinatesToCellName(1, r.n)
	if err != nil {
		return err
	}
	return r.s.SetRow(at, out)
}

func (r *sheetReport) end() error {
	if r.s == nil {
		return nil
	}
	return r.s.Flush()
}

func (r *sheetReport) finish() error {
	defer r.x.Close()
	if err := r.end(); err != nil {
		return err
	}
	return r.x.Write(r.w)
}

// sheetName is a name that a sheet may have: at most 31 characters without those that are not allowed, unlike others.
func sheetName(name string, taken []string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, name), "' ")
	cut := func(s string, most int) string {
		for utf8.RuneCountInString(s) > most {
			_, n := utf8.DecodeLastRuneInString(s)
			s = s[:len(s)-n]
		}
		return s
	}
	out := cut(name, 31)
	for n := 2; out == "" || slices.ContainsFunc(taken, func(t string) bool { return strings.EqualFold(t, out) }); n++ {
		out = cut(name, 26) + " " + columnName(n-1)
	}
	return out
}
