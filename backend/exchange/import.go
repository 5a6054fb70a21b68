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
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/store"
)

// Problem is why a row was not imported, at the cell that is at fault.
type Problem struct {
	Part string `json:"part"` // "" when there is only one
	Row  int    `json:"row"`  // in the file, from 1
	// At is the place of the cell from 0, where it can be corrected; -1 when the row as a whole is at fault.
	At int `json:"at"`
	// Column is the name of the column, Value what stands there; both empty when the row as a whole is at fault.
	Column string `json:"column"`
	Value  string `json:"value"`
	// Title is the customer or contact of the row, to recognise it by.
	Title   string  `json:"title"`
	Code    string  `json:"code"`
	Params  fault.P `json:"params"`
	Message string  `json:"message"`
}

// Result is what an import did, or a dry run would do.
type Result struct {
	Format   string `json:"format"`
	Encoding string `json:"encoding"`
	Rows     int    `json:"rows"` // with content, without the headers
	Created  int    `json:"created"`
	Merged   int    `json:"merged"`
	Skipped  int    `json:"skipped"`
	// Attached are the contacts that rows of linked tables added to customers, Interactions what was said.
	Attached     int `json:"attached"`
	Interactions int `json:"interactions"`
	// Failed are the problems of the rows that were not imported, at most 10,000; FailedRows is how many rows those are.
	Failed     []Problem `json:"failed"`
	FailedRows int       `json:"failedRows"`
	// Undo is the step that takes the whole import back; 0 when nothing was changed.
	Undo int64 `json:"undo"`
	// failedRows are the reasons of all rows that failed by part and number, for the report.
	failedRows map[string]map[int]string
}

const (
	problemsMax = 10_000
	// batch is how many rows are taken in before what is derived of them is computed and progress is told.
	batch = 2000
	// cellMax is the longest cell taken, in characters: what a cell of Excel can hold.
	cellMax = 32_767
)

// errBad is of a row that could not be read.
var errBad = errors.New("exchange: bad row")

// errDry ends the transaction of a dry run.
var errDry = errors.New("exchange: dry run")

// Import takes the rows of files in as one undoable step. A cancelled or failed import leaves nothing. progress is
// told the number of rows done; it may be nil.
func Import(ctx context.Context, st *store.Store, inputs []Input, o Options, progress func(rows int64)) (*Result, error) {
	return importing(ctx, st, inputs, o, progress, false)
}

// DryRun says what Import would do: it does it and takes it back.
func DryRun(ctx context.Context, st *store.Store, inputs []Input, o Options, progress func(rows int64)) (*Result, error) {
	return importing(ctx, st, inputs, o, progress, true)
}

func importing(ctx context.Context, st *store.Store, inputs []Input, o Options, progress func(int64), dry bool) (*Result, error) {
	if o.OnDuplicate == "" {
		o.OnDuplicate = customer.OnDuplicateSkip
	}
	if !slices.Contains([]string{customer.OnDuplicateSkip, customer.OnDuplicateMerge, customer.OnDuplicateCreate}, o.OnDuplicate) {
		return nil, fault.New(UnknownPolicy, nil)
	}
	all, err := layAll(st.Read(ctx), inputs, o)
	if err != nil {
		return nil, err
	}
	defer all.close()
	taken := all.taken()
	if len(taken) == 0 {
		return nil, fault.New(NoPart, nil)
	}
	for _, l := range taken {
		if !l.named() {
			return nil, fault.New(NoName, fault.P{"part": l.part.name})
		}
	}
	if progress == nil {
		progress = func(int64) {}
	}
	var run *intake
	step := store.Step{Label: "exchange.imported", Params: fault.P{"name": inputs[0].Name}}
	err = st.InTx(ctx, step, func(tx *store.Tx) error {
		// The body may run again: everything it counts is its own.
		run = newIntake(tx, o, taken, progress)
		if err := run.all(ctx, taken); err != nil {
			return err
		}
		if dry {
			return errDry
		}
		return run.finish(taken)
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
	if run.result.Rows == 0 && len(o.Fixes) == 0 {
		return nil, fault.New(NoRows, fault.P{"name": inputs[0].Name})
	}
	return run.result, nil
}

// intake is one run over the rows.
type intake struct {
	l        *layout // the table that is read
	o        Options
	tx       *store.Tx
	into     *customer.Importer
	result   *Result
	progress func(int64)
	group    *group
	// waiting are the groups and refused rows of a batch, as they stand in the file.
	waiting []waiting
	// links are the customers of this import by name and code, where rows of other tables belong to them.
	links map[string]link
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
	code     string
	c        customer.Customer
	contacts []customer.Contact
	heard    []interaction.Heard
	rows     []int // of each contact; of the customer when it has none
	cells    [][]string
}

func newIntake(tx *store.Tx, o Options, taken []*layout, progress func(int64)) *intake {
	in := &intake{o: o, tx: tx, into: customer.NewImporter(tx, o.OnDuplicate), progress: progress,
		result: &Result{Format: taken[0].format, Encoding: taken[0].encoding, Failed: []Problem{}, failedRows: map[string]map[int]string{}}}
	if slices.ContainsFunc(taken, func(l *layout) bool { return l.linked }) {
		in.links = map[string]link{}
	}
	return in
}

// finish notes how the columns were mapped, and the step to take back.
func (in *intake) finish(taken []*layout) error {
	for _, l := range taken {
		if err := l.keep(in.tx); err != nil {
			return err
		}
	}
	if r := in.result; r.Created+r.Merged+r.Attached+r.Interactions == 0 {
		return nil
	}
	id, err := in.tx.StepID()
	in.result.Undo = id
	return err
}

func (in *intake) all(ctx context.Context, taken []*layout) error {
	for _, l := range taken {
		in.l = l
		take := in.take
		if l.linked {
			take = in.attach
		}
		if err := in.table(ctx, take); err != nil {
			return err
		}
	}
	in.progress(int64(in.result.Rows))
	return nil
}

func (in *intake) table(ctx context.Context, take func(row int, cells []string) error) error {
	err := in.l.rows(ctx, func(row int, cells []string) error {
		in.result.Rows++
		if err := take(row, cells); err != nil {
			return err
		}
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
	return in.flush()
}

// take reads a row; it joins the customer before it when only the contact differs.
func (in *intake) take(row int, cells []string) error {
	d, heard, bad := in.read(row, cells)
	if len(bad) > 0 {
		in.settle()
		in.waiting = append(in.waiting, waiting{row: row, bad: bad})
		in.link(&group{code: d.code, c: d.c}, customer.Taken{Err: errBad})
		return nil
	}
	same := in.customerCells(cells)
	if g := in.group; g != nil && d.p.Name != "" && d.c.Kind != customer.Person && g.same == same && len(g.contacts) > 0 {
		g.contacts, g.rows, g.cells = append(g.contacts, d.p), append(g.rows, row), append(g.cells, slices.Clone(cells))
		return nil
	}
	in.settle()
	in.group = &group{same: same, code: d.code, c: d.c, heard: heard, rows: []int{row}, cells: [][]string{slices.Clone(cells)}}
	if !emptyContact(&d.p) {
		in.group.contacts = []customer.Contact{d.p}
	}
	return nil
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
func (in *intake) read(row int, cells []string) (d draft, heard []interaction.Heard, bad []Problem) {
	for i, key := range in.l.mapping {
		if key == "" || i >= len(cells) {
			continue
		}
		cell := strings.TrimSpace(cells[i])
		if cell == "" {
			continue
		}
		var wrong *fault.Error
		if len(cell) > cellMax && utf8.RuneCountInString(cell) > cellMax {
			wrong = fault.New("exchange.value.too_long", fault.P{"max": cellMax})
		} else {
			wrong = in.l.dict.byKey[key].set(&d, cell)
		}
		if wrong != nil {
			bad = append(bad, in.problem(row, i, cells, wrong.Code, wrong.Params))
		}
	}
	if in.l.linked && d.c.Name == "" && d.code != "" {
		d.joinNames() // the code says whose contact it is
	} else {
		d.settle()
	}
	heard = d.heard(in.o.Lang)
	for i := range heard {
		for _, f := range heard[i].Check(in.tx.Now) {
			field := "last." + f.Field
			if strings.HasPrefix(f.Field, "next.") {
				field = f.Field
			}
			bad = append(bad, in.problem(row, slices.Index(in.l.mapping, field), cells, f.Code, f.Params))
		}
	}
	if d.c.Name == "" && len(bad) == 0 && (!in.l.linked || d.code == "") {
		bad = append(bad, in.problem(row, -1, cells, "exchange.row.no_name", nil))
	}
	return d, heard, bad
}

// problem describes what is wrong at a column; with none, the cell of the name is where it can be put right.
func (in *intake) problem(row, column int, cells []string, code string, p fault.P) Problem {
	if p == nil {
		p = fault.P{}
	}
	x := Problem{Part: in.l.part.name, Row: row, At: column, Code: code, Params: p, Message: locale.Text(in.o.Lang, code, p)}
	cell := func(i int) string {
		if i >= 0 && i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	for _, key := range []string{"name", "contact.name", codeKey} {
		at := slices.Index(in.l.mapping, key)
		if at < 0 {
			continue
		}
		if x.Title == "" {
			x.Title = short(cell(at))
		}
		if x.At < 0 && code == "exchange.row.no_name" {
			x.At = at
		}
	}
	if x.At >= 0 && x.At < len(in.l.heads) {
		x.Value = shortened(cell(x.At), 500)
		if x.Column = strings.TrimSpace(in.l.heads[x.At]); x.Column == "" {
			x.Column = columnName(x.At)
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
	rows := in.result.failedRows[in.l.part.name]
	if rows == nil {
		rows = map[int]string{}
		in.result.failedRows[in.l.part.name] = rows
	}
	if _, twice := rows[row]; !twice {
		in.result.FailedRows++
	}
	rows[row] = strings.Join(messages, "; ")
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
	heard := map[customer.ID][]interaction.Heard{}
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
		in.link(w.group, taken)
		if len(w.heard) > 0 && taken.Err == nil && taken.Outcome != customer.Skipped {
			heard[taken.ID] = append(heard[taken.ID], w.heard...)
		}
	}
	clear(in.waiting)
	in.waiting = in.waiting[:0]
	return in.hear(heard)
}

// hear writes down what was said to customers.
func (in *intake) hear(of map[customer.ID][]interaction.Heard) error {
	if len(of) == 0 {
		return nil
	}
	n, err := interaction.Take(in.tx, of)
	in.result.Interactions += n
	return err
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
		byRow[g.rows[at]] = append(byRow[g.rows[at]], in.problem(g.rows[at], in.columnOf(prefix, name), g.cells[at], f.Code, f.Params))
	}
	for i, row := range g.rows { // one bad contact keeps its customer and the others out: the rows belong together
		if len(byRow[row]) == 0 {
			byRow[row] = []Problem{in.problem(row, -1, g.cells[i], invalid.Code, invalid.Params)}
		}
		in.fail(row, byRow[row]...)
	}
}

// columnOf finds the column of a member of the record: phones.0.raw came from the phone column. A person's own were
// the contact's in the table.
func (in *intake) columnOf(prefix, name string) int {
	for _, p := range []string{prefix, "contact."} {
		for _, try := range []string{name, strings.SplitN(name, ".", 2)[0], strings.TrimSuffix(strings.SplitN(name, ".", 2)[0], "s")} {
			if i := slices.Index(in.l.mapping, p+try); i >= 0 {
				return i
			}
		}
	}
	return -1
}
