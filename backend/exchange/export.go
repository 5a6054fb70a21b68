package exchange

import (
	"bufio"
	"context"
	"io"
	"slices"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/locale"
)

// Export writes a list (Customers, Contacts, …): the records with the ids in their order, or with nil all live ones in
// the order of a register. format is csv (UTF-8 with a mark, for Excel) or xlsx, for customers also vcf (3.0) or vcf4.
// A customer with several contacts takes a row for each. progress is told the records done and may be nil; written is
// how many there were. Everything writes a sheet of each list, in xlsx. Faults UnknownKind, UnknownFormat.
func Export(ctx context.Context, db *gorm.DB, w io.Writer, of, format string, ids []int64, tag locale.Tag, progress func(done, total int64)) (written int, err error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	if err := Exportable(of, format); err != nil {
		return 0, err
	}
	if format == VCard || format == VCard4 {
		return exportCards(ctx, db, w, format, ids, progress)
	}
	out, err := newWriter(w, format)
	if err != nil {
		return 0, err
	}
	for _, l := range lists {
		if l.name() != of && of != Everything {
			continue
		}
		n, err := l.write(ctx, db, out, ids, tag, progress)
		if written += n; err != nil {
			return written, err
		}
	}
	return written, out.finish()
}

// Exportable tells whether a list can be written in a format. Faults UnknownKind, UnknownFormat.
func Exportable(of, format string) error {
	if of != Everything && !slices.ContainsFunc(lists, func(l lister) bool { return l.name() == of }) {
		return fault.New(UnknownKind, fault.P{"kind": of})
	}
	switch {
	case format == XLSX, format == CSV && of != Everything, (format == VCard || format == VCard4) && of == Customers:
		return nil
	case of == Everything:
		return fault.New(OneWorkbook, nil)
	case format == VCard, format == VCard4:
		return fault.New(OnlyCustomers, nil)
	}
	return fault.New(UnknownFormat, nil)
}

func exportCards(ctx context.Context, db *gorm.DB, w io.Writer, format string, ids []int64, progress func(done, total int64)) (written int, err error) {
	fields, err := fieldsOf(db)
	if err != nil {
		return 0, err
	}
	if ids, err = customerList.which(db, ids); err != nil {
		return 0, err
	}
	b := bufio.NewWriter(w)
	err = customerList.each(ctx, db, ids, func(rows []draft) error {
		if written++; written%batch == 0 {
			progress(int64(written), int64(len(ids)))
		}
		for i := range rows {
			if err := writeCards(b, format, fields, &rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = b.Flush()
	}
	return written, err
}
