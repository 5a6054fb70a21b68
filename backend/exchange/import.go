package exchange

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
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
	// Choices are the words that the cell may be instead, where there is a list of them.
	Choices []string `json:"choices,omitempty"`
}

// Result is what an import did, or a dry run would do.
type Result struct {
	Format   string `json:"format"`
	Encoding string `json:"encoding"`
	Rows     int    `json:"rows"` // with content, without the headers
	Created  int    `json:"created"`
	Merged   int    `json:"merged"`
	Skipped  int    `json:"skipped"`
	// News are the rows of leads that told something of a customer who is known.
	News int `json:"news"`
	// Attached are the contacts that rows of linked tables added to customers, Interactions what was said.
	Attached     int `json:"attached"`
	Interactions int `json:"interactions"`
	// Failed are the problems of the rows that were not imported, at most 10,000; FailedRows is how many rows those are.
	Failed     []Problem `json:"failed"`
	FailedRows int       `json:"failedRows"`
	// Notes are what a person should see before it is done, at most 10,000: sums left out, numbers that cannot be dialled
	// (taken as they are), rows that are of the customer of a row before. The counts are of all of them.
	Notes    []Problem `json:"notes"`
	Sums     int       `json:"sums"`
	Doubtful int       `json:"doubtful"`
	Repeated int       `json:"repeated"`
	// Colleagues are rows that bring one more contact of the customer of a row before.
	Colleagues int `json:"colleagues"`
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
		if o.As == Leads {
			o.OnDuplicate = customer.OnDuplicateMerge
		}
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
			return nil, fault.New(all.subject.nameless(), fault.P{"part": l.part.name})
		}
	}
	if progress == nil {
		progress = func(int64) {}
	}
	var run *intake
	step := store.Step{Label: "exchange.imported", Params: fault.P{"name": inputs[0].Name}}
	err = st.InTx(ctx, step, func(tx *store.Tx) error {
		// The body may run again: everything it counts is its own.
		run = &intake{o: o, tx: tx, progress: progress,
			result: &Result{Format: taken[0].format, Encoding: taken[0].encoding, Failed: []Problem{}, Notes: []Problem{}, failedRows: map[string]map[int]string{}}}
		if err := run.all(ctx, all.subject, taken); err != nil {
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
	run.gatherNotes()
	if run.result.Rows == 0 && len(o.Fixes) == 0 {
		return nil, fault.New(NoRows, fault.P{"name": inputs[0].Name})
	}
	return run.result, nil
}

// intake is one run over the rows: what takes them in reads its cells, tells its problems and counts here.
type intake struct {
	l        *layout // the table that is read
	o        Options
	tx       *store.Tx
	result   *Result
	progress func(int64)
	notes    notes
}

// taker takes in the rows of one import, table by table.
type taker interface {
	take(row int, cells []string) error
	// end is told that a table is read to its end, flush that a batch is full.
	end() error
	flush() error
}

// finish notes how the columns were mapped, and the step to take back.
func (in *intake) finish(taken []*layout) error {
	for _, l := range taken {
		if err := l.keep(in.tx); err != nil {
			return err
		}
	}
	if r := in.result; r.Created+r.Merged+r.News+r.Attached+r.Interactions == 0 {
		return nil
	}
	id, err := in.tx.StepID()
	in.result.Undo = id
	return err
}

func (in *intake) all(ctx context.Context, sub subject, taken []*layout) error {
	t, err := sub.begin(in, taken)
	if err != nil {
		return err
	}
	for _, l := range taken {
		in.l = l
		if err := in.table(ctx, t); err != nil {
			return err
		}
	}
	in.progress(int64(in.result.Rows))
	return nil
}

func (in *intake) table(ctx context.Context, t taker) error {
	err := in.l.rows(ctx, func(row int, cells []string) error {
		in.result.Rows++
		if isSum(cells) && !in.l.kept[row] {
			in.leaveOutSum(row, cells)
		} else if err := t.take(row, cells); err != nil {
			return err
		}
		if in.result.Rows%batch == 0 {
			in.progress(int64(in.result.Rows))
			if err := ctx.Err(); err != nil {
				return err
			}
			return t.flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return t.end()
}

// fill reads the cells of a row into r, and tells those that cannot be read.
func fill[R any](in *intake, fields map[string]*field[R], r *R, row int, cells []string) (bad []Problem) {
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
			f := fields[key]
			if f.cell == Day && key != "contact.birthday" && key != "anniversaries" || f.cell == Moment {
				if d, ok := date.Read(cell, in.tx.Today.Year()); ok { // a year that is left out is this one
					cell = string(d)
				}
			}
			wrong = f.set(r, cell)
		}
		if wrong != nil {
			p := wrong.Params
			choices := fields[key].choices(in.o.Lang)
			if wrong.Code == badChoice {
				p = fault.P{"value": p["value"], "choices": strings.Join(choices, locale.Text(in.o.Lang, "exchange.comma", nil))}
			}
			x := in.problem(row, i, cells, wrong.Code, p)
			if wrong.Code == badChoice {
				x.Choices = choices
			}
			bad = append(bad, x)
		}
	}
	return bad
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
