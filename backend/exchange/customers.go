package exchange

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
)

// errBad is of a row that could not be read.
var errBad = errors.New("exchange: bad row")

// customerIntake takes rows in as customers.
type customerIntake struct {
	*intake
	fields map[string]*field[draft]
	into   *customer.Importer
	group  *group
	// waiting are the groups and refused rows of a batch, as they stand in the file.
	waiting []waiting
	// links are the customers of this import by name and code, where rows of other tables belong to them.
	links map[string]link
	// people says that the rows of the table that is read stand for people, not for customers.
	people bool
	origins
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

func (s customerSubject) begin(in *intake, taken []*layout) (taker, error) {
	t := &customerIntake{intake: in, fields: byKeyOf(s.fields), into: customer.NewImporter(in.tx, in.o.OnDuplicate)}
	if slices.ContainsFunc(taken, func(l *layout) bool { return l.linked }) {
		t.links = map[string]link{}
	}
	return t, nil
}

func (in *customerIntake) end() error {
	in.settle()
	return in.flush()
}

func (in *customerIntake) take(row int, cells []string) error {
	if in.l.linked {
		return in.attach(row, cells)
	}
	return in.gather(row, cells)
}

// gather reads a row; it joins the customer before it when only the contact differs.
func (in *customerIntake) gather(row int, cells []string) error {
	d, heard, bad := in.read(row, cells)
	if len(bad) > 0 {
		in.settle()
		in.waiting = append(in.waiting, waiting{row: row, bad: in.alsoWrong(&d, row, cells, bad)})
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

// alsoWrong adds what the rules say against the other cells of a row that is refused anyway: a person puts all of it
// right at once.
func (in *customerIntake) alsoWrong(d *draft, row int, cells []string, bad []Problem) []Problem {
	c, p := d.c, d.p
	c.Normalize()
	p.Normalize()
	for prefix, list := range map[string][]fault.Field{"": c.Validate(), "contact.": p.Validate()} {
		for _, f := range list {
			at := in.columnOf(prefix, f.Field)
			known := slices.ContainsFunc(bad, func(b Problem) bool { return b.At == at })
			if at < 0 || at >= len(cells) || known || strings.TrimSpace(cells[at]) == "" {
				continue
			}
			bad = append(bad, in.problem(row, at, cells, f.Code, f.Params))
		}
	}
	slices.SortStableFunc(bad, func(a, b Problem) int { return a.At - b.At })
	return bad
}

// settle ends the gathered customer: the next row is of another.
func (in *customerIntake) settle() {
	if in.group != nil {
		in.waiting = append(in.waiting, waiting{group: in.group})
		in.group = nil
	}
}

func emptyContact(p *customer.Contact) bool {
	return p.Name == "" && p.Title == "" && p.Department == "" && len(p.Phones) == 0 && len(p.Emails) == 0 && len(p.Social) == 0
}

// customerCells are the cells of a row that are the customer's, to compare.
func (in *customerIntake) customerCells(cells []string) string {
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
func (in *customerIntake) read(row int, cells []string) (d draft, heard []interaction.Heard, bad []Problem) {
	bad = fill(in.intake, in.fields, &d, row, cells)
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

// flush takes in what waits.
func (in *customerIntake) flush() error {
	in.people = in.l.ofPeople()
	rows := make([]customer.Incoming, 0, len(in.waiting))
	for _, w := range in.waiting {
		if w.group != nil {
			rows = append(rows, customer.Incoming{Customer: w.c, Contacts: w.contacts, People: in.people})
		}
	}
	done, err := in.into.Rows(rows)
	if err != nil {
		return err
	}
	heard := map[customer.ID][]interaction.Heard{}
	at := 0
	for _, w := range in.waiting {
		if w.group == nil {
			in.fail(w.row, w.bad...)
			continue
		}
		taken, now := done[at], &rows[at]
		at++
		var invalid *fault.Error
		switch {
		case errors.As(taken.Err, &invalid):
			in.refuse(w.group, invalid)
		case taken.Outcome == customer.Created:
			in.result.Created++
			in.origins.add(taken.ID, w.rows[0], in.l.part)
		case taken.Outcome == customer.Joined:
			in.result.Attached += len(w.contacts)
		case taken.Outcome == customer.Merged:
			in.result.Merged++
		default:
			in.result.Skipped++
		}
		if taken.Err == nil {
			in.look(w.group, now, taken)
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

// look notes what a person should know of a group that was taken.
func (in *customerIntake) look(g *group, now *customer.Incoming, taken customer.Taken) {
	if taken.Again {
		in.again(g, taken)
	}
	if taken.Outcome == customer.Skipped {
		return
	}
	if !taken.Again || taken.Outcome == customer.Joined {
		for i := 1; i < len(g.rows); i++ {
			in.colleague(g.rows[i], g.cells[i], in.place(in.l.part, g.rows[0]))
		}
	}
	in.doubt(g.rows[0], g.cells[0], now.Customer.Phones)
	for i := range now.Contacts {
		if i < len(g.rows) {
			in.doubt(g.rows[i], g.cells[i], now.Contacts[i].Phones)
		}
	}
}

// hear writes down what was said to customers.
func (in *customerIntake) hear(of map[customer.ID][]interaction.Heard) error {
	if len(of) == 0 {
		return nil
	}
	n, err := interaction.Take(in.tx, of)
	in.result.Interactions += n
	return err
}

// refuse reports what the customer's rules said against a group, at the cells the values came from.
func (in *customerIntake) refuse(g *group, invalid *fault.Error) {
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
