package exchange

import (
	"errors"
	"strings"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/store"
)

// link is what became of a customer of this import that rows of other tables may belong to.
type link struct {
	id      customer.ID
	skipped bool // it was known before and is left alone
	failed  bool // its own row was not imported
}

func nameLink(name string) string { return "n" + customer.NormalName(name) }
func codeLink(code string) string { return "c" + strings.ToLower(strings.TrimSpace(code)) }

// link notes what became of a group, where other tables ask for it.
func (in *customerIntake) link(g *group, taken customer.Taken) {
	if in.links == nil {
		return
	}
	l := link{taken.ID, taken.Outcome == customer.Skipped, taken.Err != nil}
	if g.c.Name != "" {
		in.links[nameLink(g.c.Name)] = l
	}
	if g.code != "" {
		in.links[codeLink(g.code)] = l
	}
}

// find gives the customer that a row of a linked table belongs to: one of this import, by code, then by name, else
// the only one of its name in the workspace. false when there is none.
func (in *customerIntake) find(d *draft) (link, bool, error) {
	if d.code != "" {
		if l, ok := in.links[codeLink(d.code)]; ok {
			return l, true, nil
		}
	}
	if d.c.Name == "" {
		return link{}, false, nil
	}
	if l, ok := in.links[nameLink(d.c.Name)]; ok {
		return l, true, nil
	}
	if in.o.OnDuplicate == customer.OnDuplicateCreate {
		return link{}, false, nil
	}
	var ids []customer.ID
	if err := store.Live(in.tx.Table("customer")).Where("name = ?", strings.TrimSpace(d.c.Name)).Limit(2).Pluck("id", &ids).Error; err != nil || len(ids) != 1 {
		return link{}, false, err
	}
	return link{id: ids[0], skipped: in.o.OnDuplicate == customer.OnDuplicateSkip}, true, nil
}

// attach takes in a row of a linked table: a contact of a customer, something said to one. A customer that is named
// and nowhere to be found becomes one; a code that leads nowhere is a problem.
func (in *customerIntake) attach(row int, cells []string) error {
	d, heard, bad := in.read(row, cells)
	if len(bad) > 0 {
		in.fail(row, bad...)
		return nil
	}
	l, found, err := in.find(&d)
	if err != nil {
		return err
	}
	switch {
	case !found && d.c.Name != "":
		return in.gather(row, cells)
	case !found:
		in.fail(row, in.problem(row, in.columnOf("", codeKey), cells, "exchange.row.no_customer", fault.P{"value": short(d.code)}))
		return nil
	case l.failed:
		in.fail(row, in.problem(row, -1, cells, "exchange.row.customer_failed", nil))
		return nil
	case l.skipped:
		in.result.Skipped++
		return nil
	}
	if !emptyContact(&d.p) {
		id, err := in.into.Attach(l.id, d.p)
		var invalid *fault.Error
		if errors.As(err, &invalid) && fault.Is(err, fault.InvalidInput) {
			in.refuse(&group{rows: []int{row}, cells: [][]string{cells}}, contactFault(invalid))
			return nil
		}
		if err != nil {
			return err
		}
		in.result.Attached++
		for i := range heard {
			if heard[i].Said != nil {
				heard[i].Said.ContactID = id
			}
		}
	}
	return in.hear(map[customer.ID][]interaction.Heard{l.id: heard})
}

// contactFault names the fields of a contact as those of the only contact of a row.
func contactFault(e *fault.Error) *fault.Error {
	out := *e
	out.Fields = nil
	for _, f := range e.Fields {
		f.Field = "contacts.0." + f.Field
		out.Fields = append(out.Fields, f)
	}
	return &out
}
