package exchange

import (
	"bufio"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"
	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/store"
)

// Export writes customers and their contacts: those with the ids in their order, or with nil all live ones in the
// order of a register. format is csv (UTF-8 with a mark, for Excel), xlsx, vcf (3.0) or vcf4. A customer with several contacts
// takes a row for each. progress is told the customers done and may be nil; written is how many there were.
func Export(ctx context.Context, db *gorm.DB, w io.Writer, format string, ids []int64, tag locale.Tag, progress func(done, total int64)) (written int, err error) {
	if ids == nil {
		if err := store.Live(db.Table("customer")).Order("sort_key, name, id").Pluck("id", &ids).Error; err != nil {
			return 0, err
		}
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	walk := func(fn func(rows []draft) error) error { return eachCustomer(ctx, db, ids, fn) }
	counting := func(fn func(d *draft) error) func(rows []draft) error {
		return func(rows []draft) error {
			if written++; written%batch == 0 {
				progress(int64(written), int64(len(ids)))
			}
			for i := range rows {
				if err := fn(&rows[i]); err != nil {
					return err
				}
			}
			return nil
		}
	}
	switch format {
	case VCard, VCard4:
		fields, err := fieldsOf(db)
		if err != nil {
			return 0, err
		}
		b := bufio.NewWriter(w)
		err = walk(counting(func(d *draft) error { return writeCards(b, format, fields, d) }))
		if err == nil {
			err = b.Flush()
		}
		return written, err
	case CSV, XLSX:
	default:
		return 0, fault.New(UnknownFormat, nil)
	}
	columns, err := columnsUsed(db, walk)
	if err != nil {
		return 0, err
	}
	rows := csvRows
	if format == XLSX {
		rows = xlsxRows
	}
	err = rows(w, columns, tag, func(put func(d *draft) error) error { return walk(counting(put)) })
	return written, err
}

// eachCustomer reads customers in portions, in the order of ids, each with a draft for every contact, or one without;
// those in the trash are left out.
func eachCustomer(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []draft) error) error {
	for part := range slices.Chunk(ids, batch) {
		if ctx.Err() != nil {
			return fault.Wrap(ctx.Err(), fault.Cancelled, nil)
		}
		var rows []customer.Customer
		if err := store.Live(store.IDs(db, "id", part)).Find(&rows).Error; err != nil {
			return err
		}
		var contacts []customer.Contact
		if err := store.Live(store.IDs(db, "customer_id", part)).Order("id").Find(&contacts).Error; err != nil {
			return err
		}
		heard, err := interaction.LastOf(db, part)
		if err != nil {
			return err
		}
		at := make(map[customer.ID]*customer.Customer, len(rows))
		for i := range rows {
			at[rows[i].ID] = &rows[i]
		}
		people := map[customer.ID][]customer.Contact{}
		for _, p := range contacts {
			people[p.CustomerID] = append(people[p.CustomerID], p)
		}
		for _, id := range part {
			if c := at[customer.ID(id)]; c != nil {
				if err := fn(drafts(c, people[c.ID], heard[c.ID])); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func drafts(c *customer.Customer, people []customer.Contact, h interaction.Heard) []draft {
	one := draft{c: *c}
	if h.Said != nil {
		one.said = *h.Said
	}
	if h.Next != nil {
		one.next = *h.Next
	}
	if len(people) == 0 {
		return []draft{one}
	}
	out := make([]draft, len(people))
	for i := range people {
		out[i] = one
		out[i].p = people[i]
	}
	return out
}

// columnsUsed are the core columns and those in which some customer has a value.
func columnsUsed(db *gorm.DB, walk func(func(rows []draft) error) error) ([]field, error) {
	fields, err := fieldsOf(db)
	if err != nil {
		return nil, err
	}
	var open []*field
	usedKeys := map[string]bool{}
	for i := range fields {
		if fields[i].core {
			usedKeys[fields[i].key] = true
		} else if key := fields[i].key; key != "contact.lastName" && key != "contact.firstName" {
			open = append(open, &fields[i])
		}
	}
	look := func(d *draft) {
		open = slices.DeleteFunc(open, func(f *field) bool {
			if f.get(d) == "" || f.key == "creditCurrency" && d.c.CreditLimit == 0 {
				return false
			}
			usedKeys[f.key] = true
			return true
		})
	}
	err = walk(func(rows []draft) error {
		for i := range rows {
			look(&rows[i])
		}
		return nil
	})
	var out []field
	for i := range fields {
		if usedKeys[fields[i].key] {
			out = append(out, fields[i])
		}
	}
	return out, err
}

func csvRows(w io.Writer, columns []field, tag locale.Tag, each func(put func(d *draft) error) error) error {
	if _, err := io.WriteString(w, "\xEF\xBB\xBF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = false // encoding/csv would also change the line ends inside cells
	row := make([]string, len(columns))
	for i := range columns {
		row[i] = neutral(columns[i].name(tag))
	}
	if err := out.Write(row); err != nil {
		return err
	}
	err := each(func(d *draft) error {
		for i := range columns {
			row[i] = neutral(columns[i].show(d, tag))
		}
		return out.Write(row)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// xlsxRows writes a sheet with a filter, a frozen head and typed cells. Text cells are text whatever they begin
// with; the apostrophe is put on as well, so that saving the sheet as CSV stays harmless.
func xlsxRows(w io.Writer, columns []field, tag locale.Tag, each func(put func(d *draft) error) error) error {
	x := excelize.NewFile()
	defer x.Close()
	const sheet = "Sheet1"
	name := locale.Text(tag, "exchange.export.file", nil)
	if err := x.SetSheetName(sheet, name); err != nil {
		return err
	}
	head, err := x.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}}})
	if err != nil {
		return err
	}
	wrap, err := x.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: false}})
	if err != nil {
		return err
	}
	s, err := x.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := s.SetColWidth(1, len(columns), 18); err != nil {
		return err
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	cells := make([]any, len(columns))
	for i := range columns {
		cells[i] = excelize.Cell{StyleID: head, Value: columns[i].name(tag)}
	}
	if err := s.SetRow("A1", cells); err != nil {
		return err
	}
	n := 1
	err = each(func(d *draft) error {
		n++
		for i := range columns {
			cells[i] = typed(&columns[i], columns[i].show(d, tag), wrap)
		}
		at, err := excelize.CoordinatesToCellName(1, n)
		if err != nil {
			return err
		}
		return s.SetRow(at, cells)
	})
	if err != nil {
		return err
	}
	if err := s.Flush(); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(columns), n)
	if err != nil {
		return err
	}
	if err := x.AutoFilter(name, "A1:"+last, nil); err != nil {
		return err
	}
	return x.Write(w)
}

func typed(f *field, value string, text int) any {
	if value == "" {
		return nil
	}
	if f.number {
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			return n
		}
	}
	return excelize.Cell{StyleID: text, Value: neutral(value)}
}
