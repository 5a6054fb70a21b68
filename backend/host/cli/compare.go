package cli

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"keyue/backend/compare"
	"keyue/backend/contract"
	"keyue/backend/fault"
	"keyue/backend/locale"
)

// compared shows a comparison as a person reads it: a line for each place, what
// went in [- -] and what came in {+ +}.
type compared struct{ *contract.Comparison }

// Text writes the list.
func (c compared) Text(w io.Writer, tag locale.Tag) {
	if c.Found.Identical {
		fmt.Fprintln(w, locale.Text(tag, "host.cli.identical", nil))
		return
	}
	s := c.Found.Summary
	fmt.Fprintln(w, locale.Text(tag, "host.cli.compared", fault.P{"changed": s.Changed, "removed": s.Removed, "added": s.Added, "moved": s.Moved, "grave": s.Grave}))
	for _, d := range c.Found.Differences {
		mark := " "
		if d.Grave {
			mark = "!"
		}
		fmt.Fprintf(w, "%s %s %s\n", mark, locale.Text(tag, "compare."+string(d.Kind), nil), d.Where)
		writePieces(w, d.Pieces)
	}
}

// runCompare is compare CONTRACT FILE: CONTRACT is a number or an id.
func runCompare(ctx context.Context, e *Env, args []string) (any, error) {
	f := quietFlags("compare")
	issue, form := f.Int("issue", 0, ""), f.Bool("form", false, "")
	rest, err := parse(f, args, 2, 2)
	if err != nil {
		return nil, err
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	id, err := e.contractID(ctx, rest[0])
	if err != nil {
		return nil, err
	}
	file, err := e.Files.Choose(rest[1])
	if err != nil {
		return nil, err
	}
	c, err := e.Services.Contract.Compare(id, *issue, file.Token, compare.Options{ShowForm: *form})
	if err != nil {
		return nil, err
	}
	return compared{c}, nil
}

// contractID finds a contract by its number, else by its id.
func (e *Env) contractID(ctx context.Context, name string) (contract.ID, error) {
	var ids []contract.ID
	if err := e.Store.Read(ctx).Table("contract").Where("number = ? and deleted_at is null", name).Limit(1).Pluck("id", &ids).Error; err != nil {
		return 0, err
	}
	if len(ids) == 1 {
		return ids[0], nil
	}
	if n, err := strconv.ParseInt(name, 10, 64); err == nil {
		return contract.ID(n), nil
	}
	return 0, fault.New("host.cli.no_contract", fault.P{"name": name})
}
