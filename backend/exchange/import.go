package exchange

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/store"
)

// Problem is why a row was not imported, at the cell that is at fault.
type Problem struct {
	Row int `json:"row"` // in the file, from 1
	// Column is the name of the column, Value what stands there; both empty when the row as a whole is at fault.
	Column  string  `json:"column"`
	Value   string  `json:"value"`
	Code    string  `json:"code"`
	Params  fault.P `json:"params"`
	Message string  `json:"message"`
}

// Result is what an import did, or a dry run would do.
type Result struct {
	Format   string `json:"format"`
	Encoding string `json:"encoding"`
	Rows     int    `json:"rows"` // with content, without the header
	Created  int    `json:"created"`
	Merged   int    `json:"merged"`
	Skipped  int    `json:"skipped"`
	// Failed are the problems of the rows that were not imported, at most 10,000; FailedRows is how many rows those are.
	Failed     []Problem `json:"failed"`
	FailedRows int       `json:"failedRows"`
	// Undo is the step that takes the whole import back; 0 when nothing was changed.
	Undo int64 `json:"undo"`
	// failedRows are the numbers of all rows that failed, for the report.
	failedRows map[int]string
}

const (
	problemsMax = 10_000
	// batch is how many rows are taken in before what is derived of them is computed and progress is told.
	batch = 2000
	// cellMax is the longest cell taken, in characters: what a cell of Excel can hold.
	cellMax = 32_767
)

// errDry ends the transaction of a dry run.
var errDry = errors.New("exchange: dry run")

// Import takes the rows of a file in as one undoable step. A cancelled or failed import leaves nothing. progress is
// told the number of rows done; it may be nil.
func Import(ctx context.Context, st *store.Store, f File, name string, o Options, progress func(rows int64)) (*Result, error) {
	return importing(ctx, st, f, name, o, progress, false)
}

// DryRun says what Import would do: it does it and takes it back.
func DryRun(ctx context.Context, st *store.Store, f File, name string, o Options, progress func(rows int64)) (*Result, error) {
	return importing(ctx, st, f, name, o, progress, true)
}

func importing(ctx context.Context, st *store.Store, f File, name string, o Options, progress func(int64), dry bool) (*Result, error) {
	if o.OnDuplicate == "" {
		o.OnDuplicate = customer.OnDuplicateSkip
	}
	if !slices.Contains([]string{customer.OnDuplicateSkip, customer.OnDuplicateMerge, customer.OnDuplicateCreate}, o.OnDuplicate) {
		return nil, fault.New(UnknownPolicy, nil)
	}
	l, err := lay(st.Read(ctx), f, name, o)
	if err != nil {
		return nil, err
	}
	defer l.close()
	if !l.named() {
		return nil, fault.New(NoName, nil)
	}
	if progress == nil {
		progress = func(int64) {}
	}
	var run *intake
	step := store.Step{Label: "exchange.imported", Params: fault.P{"name": name}}
	err = st.InTx(ctx, step, func(tx *store.Tx) error {
		// The body may run again: everything it counts is its own.
		run = &intake{l: l, o: o, tx: tx, into: customer.NewImporter(tx, o.OnDuplicate), progress: progress,
			result: &Result{Format: l.format, Encoding: l.encoding, Failed: []Problem{}, failedRows: map[int]string{}}}
		if err := run.all(ctx); err != nil {
			return err
		}
		if dry {
			return errDry
		}
		if run.result.Created+run.result.Merged > 0 {
			id, err := tx.StepID()
			run.result.Undo = id
			return err
		}
		return nil
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	if ctx.Err() != nil {
		return nil, fault.Wrap(ctx.Err(), fault.Cancelled, nil)
	}
	if err != nil {
		return nil, err
	}
	if run.result.Rows == 0 {
		return nil, fault.New(NoRows, fault.P{"name": name})
	}
	return run.result, nil
}

// intake is one run over the rows.
type intake struct {
	l        *layout
	o        Options
	tx       *store.Tx
	into     *customer.Importer
	result   *Result
	progress func(int64)
	group    *group
	// waiting are the groups and refused rows of a batch, as they stand in the file.
	waiting []waiting
}

// waiting is a group, or a row that could not be read.
type waiting struct {
	*group
	row int
	bad []Problem
}

// group is a customer with the contacts of one or more rows: a list may repeat the customer for each contact.
type group struct {
	same     string // the cells of the customer
	c        customer.Customer
	contacts []customer.Contact
	rows     []int // of each contact; of the customer when it has none
	cells    [][]string
}

func (in *intake) all(ctx context.Context) error {
	err := in.l.each(ctx, func(row int, cells []string) error {
		if row <= in.l.header || blank(cells) {
			return nil
		}
		in.result.Rows++
		in.take(row, cells)
		if in.result.Rows%batch == 0 {
			in.progress(int64(in.result.Rows))
			if err := ctx.Err(); err != nil {
				return err
			}
			return in.flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	in.settle()
	if err := in.flush(); err != nil {
		return err
	}
	in.progress(int64(in.result.Rows))
	return nil
}

// take reads a row; it joins the customer before it when only the contact differs.
func (in *intake) take(row int, cells []string) {
	d, bad := in.read(row, cells)
	if len(bad) > 0 {
		in.settle()
		in.waiting = append(in.waiting, waiting{row: row, bad: bad})
		return
	}
	same := in.customerCells(cells)
	if g := in.group; g != nil && d.p.Name != "" && d.c.Kind != customer.Person && g.same == same && len(g.contacts) > 0 {
		g.contacts, g.rows, g.cells = append(g.contacts, d.p), append(g.rows, row), append(g.cells, slices.Clone(cells))
		return
	}
	in.settle()
	in.group = &group{same: same, c: d.c, rows: []int{row}, cells: [][]string{slices.Clone(cells)}}
	if !emptyContact(&d.p) {
		in.group.contacts = []customer.Contact{d.p}
	}
}

// settle ends the gathered customer: the next row is of another.
func (in *intake) settle() {
	if in.group != nil {
		in.waiting = append(in.waiting, waiting{group: in.group})
		in.group = nil
	}
}

func emptyContact(p *customer.Contact) bool {
	return p.Name == "" && p.Title == "" && p.Department == "" && len(p.Phones) == 0 && len(p.Emails) == 0 && len(p.Social) == 0
}

// customerCells are the cells of a row that are the customer's, to compare.
func (in *intake) customerCells(cells []string) string {
	var b strings.Builder
	for i, key := range in.l.mapping {
		if key != "" && i < len(cells) && !in.l.dict.byKey[key].contact {
			b.WriteString(strings.TrimSpace(cells[i]))
		}
		b.WriteByte(0x1f)
	}
	return b.String()
}

// read fills a draft from the cells of a row.
func (in *intake) read(row int, cells []string) (draft, []Problem) {
	var d draft
	var bad []Problem
	for i, key := range in.l.mapping {
		if key == "" || i >= len(cells) {
			continue
		}
		cell := strings.TrimSpace(cells[i])
		if cell == "" {
			continue
		}
		var wrong *fault.Error
		if utf8.RuneCountInString(cell) > cellMax {
			wrong = fault.New("exchange.value.too_long", fault.P{"max": cellMax})
		} else {
			wrong = in.l.dict.byKey[key].set(&d, cell)
		}
		if wrong != nil {
			bad = append(bad, in.problem(row, i, cell, wrong.Code, wrong.Params))
		}
	}
	d.settle()
	if d.c.Name == "" && len(bad) == 0 {
		bad = append(bad, in.problem(row, -1, "", "exchange.row.no_name", nil))
	}
	return d, bad
}

func (in *intake) problem(row, column int, value, code string, p fault.P) Problem {
	x := Problem{Row: row, Value: short(value), Code: code, Params: p, Message: locale.Text(in.o.Lang, code, p)}
	if x.Params == nil {
		x.Params = fault.P{}
	}
	if column >= 0 && column < len(in.l.heads) {
		x.Column = strings.TrimSpace(in.l.heads[column])
		if x.Column == "" {
			x.Column = columnName(column)
		}
	}
	return x
}

// columnName is A, B, … AA as spreadsheets name columns.
func columnName(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

func (in *intake) fail(row int, bad ...Problem) {
	messages := make([]string, len(bad))
	for i, p := range bad {
		messages[i] = p.Message
		if p.Column != "" {
			messages[i] = p.Column + ": " + p.Message
		}
		if len(in.result.Failed) < problemsMax {
			in.result.Failed = append(in.result.Failed, p)
		}
	}
	if _, twice := in.result.failedRows[row]; !twice {
		in.result.FailedRows++
	}
	in.result.failedRows[row] = strings.Join(messages, "; ")
}

// flush takes in what waits.
func (in *intake) flush() error {
	rows := make([]customer.Incoming, 0, len(in.waiting))
	for _, w := range in.waiting {
		if w.group != nil {
			rows = append(rows, customer.Incoming{Customer: w.c, Contacts: w.contacts})
		}
	}
	done, err := in.into.Rows(rows)
	if err != nil {
		return err
	}
	for _, w := range in.waiting {
		if w.group == nil {
			in.fail(w.row, w.bad...)
			continue
		}
		var taken customer.Taken
		taken, done = done[0], done[1:]
		var invalid *fault.Error
		switch {
		case errors.As(taken.Err, &invalid):
			in.refuse(w.group, invalid)
		case taken.Outcome == customer.Created:
			in.result.Created++
		case taken.Outcome == customer.Merged:
			in.result.Merged++
		default:
			in.result.Skipped++
		}
	}
	clear(in.waiting)
	in.waiting = in.waiting[:0]
	return nil
}

// refuse reports what the customer's rules said against a group, at the cells the values came from.
func (in *intake) refuse(g *group, invalid *fault.Error) {
	byRow := map[int][]Problem{}
	for _, f := range invalid.Fields {
		at, prefix, name := 0, "", f.Field
		if rest, ok := strings.CutPrefix(name, "contacts."); ok {
			number, member, _ := strings.Cut(rest, ".")
			if n, err := strconv.Atoi(number); err == nil && n < len(g.rows) {
				at = n
			}
			prefix, name = "contact.", member
		}
		column := in.columnOf(prefix, name)
		value := ""
		if column >= 0 && column < len(g.cells[at]) {
			value = g.cells[at][column]
		}
		byRow[g.rows[at]] = append(byRow[g.rows[at]], in.problem(g.rows[at], column, value, f.Code, f.Params))
	}
	for _, row := range g.rows { // one bad contact keeps its customer and the others out: the rows belong together
		if len(byRow[row]) == 0 {
			byRow[row] = []Problem{in.problem(row, -1, "", invalid.Code, invalid.Params)}
		}
		in.fail(row, byRow[row]...)
	}
}

// columnOf finds the column of a member of the record: phones.0.raw came from the phone column.
func (in *intake) columnOf(prefix, name string) int {
	for _, try := range []string{name, strings.SplitN(name, ".", 2)[0], strings.TrimSuffix(strings.SplitN(name, ".", 2)[0], "s")} {
		if i := slices.Index(in.l.mapping, prefix+try); i >= 0 {
			return i
		}
	}
	return -1
}
