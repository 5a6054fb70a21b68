package typeset

import "keyue/backend/fault"

// Pagination fills pages with rows from the top. Where the next row does not
// fit, the page ends at the last place where no rule keeps two rows together.

// keepHeadings makes a heading keep with the two lines of text that follow it
// before the next heading.
func keepHeadings(rows []row) {
	for i := range rows {
		if !rows[i].heading {
			continue
		}
		lines := 0
		for k := i; k < len(rows)-1 && lines < 2; k++ {
			if rows[k+1].fresh {
				break
			}
			if rows[k+1].heading && k > i {
				break // a section of one line need not hold on to the next
			}
			rows[k].keep = true
			if rows[k+1].heading {
				break // which keeps its own two lines
			}
			if rows[k+1].text {
				lines++
			}
		}
	}
}

// paginate gives for each page the rows [from, to).
//
// Codes: typeset.too_many_pages.
func paginate(rows []row, depth Length) ([][2]int, error) {
	var pages [][2]int
	for from := 0; from < len(rows); {
		if len(pages) == maxPages {
			return nil, fault.New("typeset.too_many_pages", fault.P{"max": maxPages})
		}
		to := fill(rows, from, depth)
		pages = append(pages, [2]int{from, to})
		from = to
	}
	return pages, nil
}

// fill is where the page that begins with rows[from] ends.
func fill(rows []row, from int, depth Length) int {
	y := Length(0)
	to := from
	for to < len(rows) {
		r := &rows[to]
		if to > from && r.fresh {
			return to
		}
		need := r.height
		if to > from {
			need += r.before
		}
		if r.table != nil && (to == from || rows[to-1].table != r.table) {
			need += r.table.headHeight
		}
		if y+need > depth && to > from {
			break
		}
		y += need
		to++
	}
	if to == len(rows) {
		return to
	}
	for b := to; b > from; b-- {
		if !rows[b-1].keep {
			return b
		}
	}
	return to // held together over more than a page: nothing else is left
}

// compose sets the rows of one page.
func (f *flow) compose(from, to int) Frame {
	frame := Frame{Width: f.width, Height: f.height, Items: []Item{}}
	y := f.top
	var tableRows []*row
	var tops []Length
	closeTable := func() {
		if len(tableRows) > 0 {
			frame.Items = append(frame.Items, tableRows[0].table.rules(tableRows, append(tops, y))...)
			tableRows, tops = nil, nil
		}
	}
	for i := from; i < to; i++ {
		r := &f.rows[i]
		if len(tableRows) > 0 && tableRows[0].table != r.table {
			closeTable()
		}
		if i > from {
			y += r.before
		}
		if g := r.table; g != nil && len(tableRows) == 0 {
			again := i > 0 && f.rows[i-1].table == g
			for k := range g.head {
				h := &g.head[k]
				items := copied(h.items, again)
				moved(items, nil, y)
				frame.Items = append(frame.Items, items...)
				tableRows, tops = append(tableRows, h), append(tops, y)
				y += h.height
			}
		}
		if r.table != nil {
			tableRows, tops = append(tableRows, r), append(tops, y)
		}
		moved(r.items, r.hits, y)
		frame.Items = append(frame.Items, r.items...)
		frame.Hits = append(frame.Hits, r.hits...)
		y += r.height
	}
	closeTable()
	return frame
}
