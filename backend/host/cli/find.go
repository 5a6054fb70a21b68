package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/search"
)

// hit is a record that was found; of a customer whose number was asked for, also
// what to know before the first word.
type hit struct {
	search.Hit
	Caller *interaction.Caller `json:"caller,omitempty"`
}

type hits []hit

// Text writes one record a line, below it what was said last and what is next.
func (l hits) Text(w io.Writer, tag locale.Tag) {
	for _, h := range l {
		fmt.Fprintf(w, "%s %d\t%s\t%s\n", h.Kind, h.ID, h.Title, h.Subtitle)
		if h.Caller == nil {
			continue
		}
		for _, said := range h.Caller.Last {
			fmt.Fprintf(w, "    %s\t%s\t%s\n", said.At.Date(time.Local), locale.Text(tag, "interaction.medium."+string(said.Medium), nil), said.Summary)
		}
		if next := h.Caller.Next; next != nil {
			fmt.Fprintf(w, "    → %s\t%s\n", next.Due, next.Title)
		}
	}
}

// called puts those whose number it is before the others that were found.
func called(callers []interaction.Caller, found []search.Hit) hits {
	list, at := hits{}, map[customer.ID]*interaction.Caller{}
	for i, c := range callers {
		at[c.CustomerID] = &callers[i]
		if !c.Exact {
			continue
		}
		h := search.Hit{Kind: customer.KindCustomer, ID: int64(c.CustomerID), Title: c.Name, Subtitle: c.Contact, Match: c.Number, Ranges: [][2]int{}, MatchRanges: [][2]int{}}
		for _, f := range found {
			if f.Kind == h.Kind && f.ID == h.ID {
				h = f
			}
		}
		list = append(list, hit{h, &callers[i]})
	}
	for _, f := range found {
		var c *interaction.Caller
		if f.Kind == customer.KindCustomer {
			c = at[customer.ID(f.ID)]
		}
		if c == nil || !c.Exact {
			list = append(list, hit{f, c})
		}
	}
	return list
}

// texts shows one record a line with the part of its text that was found.
type texts []search.TextFound

// Text writes the list.
func (l texts) Text(w io.Writer, _ locale.Tag) {
	for _, f := range l {
		fmt.Fprintf(w, "%s %d\t%s\t%s\t%s\n", f.Kind, f.ID, f.Title, f.Subtitle, f.Excerpt)
	}
}

// found is what a search in names and texts finds.
type found struct {
	Hits  hits  `json:"hits"`
	Texts texts `json:"texts"`
}

// Text writes what was found by name first.
func (r found) Text(w io.Writer, tag locale.Tag) {
	r.Hits.Text(w, tag)
	r.Texts.Text(w, tag)
}

// runSearch is search QUERY; a number tells who is calling.
func runSearch(ctx context.Context, e *Env, args []string) (any, error) {
	f := quietFlags("search")
	limit := f.Int("limit", 20, "")
	text := f.Bool("text", false, "")
	rest, err := parse(f, args, 1, 1)
	if err != nil {
		return nil, err
	}
	if *limit < 1 {
		return nil, wrong("host.cli.flag_value", fault.P{"flag": "--limit", "value": *limit})
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	list, err := e.Services.Search.Query(rest[0], nil, *limit)
	if err != nil {
		return nil, err
	}
	var customers []int64
	for _, h := range list {
		if h.Kind == customer.KindCustomer {
			customers = append(customers, h.ID)
		}
	}
	callers, err := e.Services.Interaction.Callers(rest[0], customers)
	if err != nil {
		return nil, err
	}
	hits := called(callers, list)
	hits = hits[:min(len(hits), *limit)]
	if !*text {
		return hits, nil
	}
	written, err := e.Services.Search.Texts(rest[0], nil, *limit)
	return found{hits, written}, err
}
