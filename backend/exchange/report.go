package exchange

import (
	"context"
	"io"

	"gorm.io/gorm"

	"keyue/backend/locale"
)

// WriteReport writes the rows that an import refused as they stand in the files, with the reason in a first column, as
// csv or xlsx: to be corrected and imported again. Tables with other columns have a sheet of their own, in CSV a head
// of their own. It returns how many rows there were.
func WriteReport(ctx context.Context, db *gorm.DB, w io.Writer, inputs []Input, o Options, r *Result, format string) (int, error) {
	out, err := newWriter(w, format)
	if err != nil {
		return 0, err
	}
	all, err := layAll(db, inputs, o)
	if err != nil {
		return 0, err
	}
	defer all.close()
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
		heads := []Head{{Title: locale.Text(o.Lang, "exchange.report.reason", nil), Wide: true}}
		for i, h := range l.heads {
			if h == "" {
				h = columnName(i)
			}
			heads = append(heads, Head{Title: h})
		}
		if err := out.table(name, heads); err != nil {
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
