package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"keyue/backend/customer"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/search"
)

// callers shows who a number belongs to, with the last exchanges.
type callers []interaction.Caller

// Text writes a block for each customer.
func (l callers) Text(w io.Writer, tag locale.Tag) {
	for _, c := range l {
		fmt.Fprintf(w, "customer %d\t%s\t%s\t%s\n", c.CustomerID, c.Name, c.Contact, c.Number)
		for _, said := range c.Last {
			fmt.Fprintf(w, "    %s\t%s\t%s\n", said.At.Date(time.Local), locale.Text(tag, "interaction.medium."+string(said.Medium), nil), said.Summary)
		}
		if c.Next != nil {
			fmt.Fprintf(w, "    → %s\t%s\n", c.Next.Due, c.Next.Title)
		}
	}
}

// callers tells who a number belongs to; none for what is no number.
func (e *Env) callers(text string, found []search.Hit) (callers, error) {
	var ids []int64
	for _, h := range found {
		if h.Kind == customer.KindCustomer {
			ids = append(ids, h.ID)
		}
	}
	return e.Services.Interaction.Callers(text, ids)
}

// segment is a segment with how many customers are in it; null when it asks for a
// field that is gone.
type segment struct {
	ID    customer.SegmentID `json:"id"`
	Name  string             `json:"name"`
	Count *int64             `json:"count"`
}

type segments []segment

// Text writes one segment a line.
func (l segments) Text(w io.Writer, _ locale.Tag) {
	for _, g := range l {
		size := "?"
		if g.Count != nil {
			size = fmt.Sprint(*g.Count)
		}
		fmt.Fprintf(w, "%d\t%s\t%s\n", g.ID, g.Name, size)
	}
}

// runSegments lists the saved segments.
func runSegments(ctx context.Context, e *Env, args []string) (any, error) {
	if _, err := parse(quietFlags("segments"), args, 0, 0); err != nil {
		return nil, err
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	list, err := e.Services.Customer.Segments()
	if err != nil {
		return nil, err
	}
	counts, err := e.Services.Customer.SegmentCounts()
	out := segments{}
	for _, g := range list {
		s := segment{ID: g.ID, Name: g.Name}
		if n, ok := counts[g.ID]; ok {
			s.Count = &n
		}
		out = append(out, s)
	}
	return out, err
}
