package cli

import (
	"context"
	"fmt"
	"io"

	"keyue/backend/customer"
	"keyue/backend/locale"
)

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
