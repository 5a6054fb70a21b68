package manuscript

// columnsMax is how many columns a table has at most: Word allows 63, and a
// span of a million would fill the memory.
const columnsMax = 128

// box is a cell on its way to a Cell, at a column.
type box struct {
	Cell
	at        int
	continued bool
}

// table reads a w:tbl (ECMA-376 part 1, 17.4). Inside a cell it becomes lines.
func (s *story) table(t *node) []Block {
	tbl := &Table{Plain: s.plainTable(t)}
	var after []Block
	var grid []float64
	for _, g := range t.kid("w:tblGrid").all() {
		if g.name == "w:gridCol" && len(grid) < columnsMax {
			grid = append(grid, float64(max(atoi(g.attr("w:w"), 0), 0)))
		}
	}
	var rows [][]box
	s.cells++
	s.rows(t, func(r *node) {
		pr := r.kid("w:trPr")
		if pr.kid("w:del") != nil {
			s.drops.add(DroppedTracked, wordsOf(r))
			return
		}
		if pr.kid("w:ins") != nil {
			s.drops.add(DroppedTracked, "")
		}
		rows = append(rows, s.row(r, pr))
		tbl.Rows = append(tbl.Rows, Row{Head: on(pr.kid("w:tblHeader"))})
	})
	s.cells--
	if len(rows) == 0 {
		return after
	}
	columns := fill(rows)
	resolve(rows)
	for i, row := range rows {
		tbl.Rows[i].Cells = make([]Cell, len(row))
		for k := range row {
			tbl.Rows[i].Cells[k] = row[k].Cell
		}
	}
	for i := range tbl.Rows { // a head is at the top or it is none (17.4.49)
		if i > 0 && !tbl.Rows[i-1].Head {
			tbl.Rows[i].Head = false
		}
	}
	tbl.Columns = widths(grid, rows, columns)
	if s.cells > 0 {
		s.drops.add(DroppedNested, "")
	}
	return append(after, Block{Table: tbl})
}

// rows visits the rows of a table, those in controls and insertions too.
func (s *story) rows(n *node, visit func(r *node)) {
	for _, k := range n.all() {
		switch k.name {
		case "w:tr":
			visit(k)
		case "w:sdt":
			s.rows(k.kid("w:sdtContent"), visit)
		case "w:ins", "w:moveTo", "w:customXml":
			s.rows(k, visit)
		case "mc:AlternateContent":
			s.rows(choice(k), visit)
		case "w:del", "w:moveFrom":
			s.drops.add(DroppedTracked, wordsOf(k))
		}
	}
}

// row reads the cells of a row at their columns.
func (s *story) row(r, pr *node) []box {
	var row []box
	at := 0
	skip := func(n int) {
		for range max(0, min(n, columnsMax-at)) {
			row = append(row, box{Cell: Cell{Span: 1, Rows: 1, Paragraphs: []Paragraph{}}, at: at})
			at++
		}
	}
	skip(atoi(pr.val("w:gridBefore"), 0))
	var walk func(n *node)
	walk = func(n *node) {
		for _, k := range n.all() {
			switch k.name {
			case "w:tc":
				s.cell(k, &row, &at)
			case "w:sdt":
				walk(k.kid("w:sdtContent"))
			case "w:ins", "w:moveTo", "w:customXml":
				walk(k)
			case "mc:AlternateContent":
				walk(choice(k))
			case "w:del", "w:moveFrom":
				s.drops.add(DroppedTracked, wordsOf(k))
			}
		}
	}
	walk(r)
	skip(atoi(pr.val("w:gridAfter"), 0))
	return row
}

// cell reads a w:tc: its span over columns (17.4.17), and whether it goes on
// from the row above (17.4.84) or the cell before (17.4.22).
func (s *story) cell(k *node, row *[]box, at *int) {
	pr := k.kid("w:tcPr")
	if pr.kid("w:cellDel") != nil {
		s.drops.add(DroppedTracked, wordsOf(k))
		return
	}
	span := max(1, min(atoi(pr.val("w:gridSpan"), 1), columnsMax))
	carry := s.carry
	s.carry = nil
	paragraphs := flatten(s.blocks(k))
	if len(s.carry) > 0 {
		paragraphs = append(paragraphs, Paragraph{Runs: s.carry})
	}
	s.carry = carry
	if paragraphs == nil {
		paragraphs = []Paragraph{}
	}
	merge := pr.kid("w:vMerge")
	b := box{Cell: Cell{Span: span, Rows: 1, Paragraphs: paragraphs}, at: *at, continued: merge != nil && merge.attr("w:val") != "restart"}
	if h := pr.kid("w:hMerge"); h != nil && h.attr("w:val") != "restart" && len(*row) > 0 {
		last := &(*row)[len(*row)-1]
		last.Span += span
		last.Paragraphs = withText(last.Paragraphs, paragraphs)
	} else if *at < columnsMax {
		*row = append(*row, b)
	} else { // beyond all columns: the text must not vanish
		last := &(*row)[len(*row)-1]
		last.Paragraphs = withText(last.Paragraphs, paragraphs)
		return
	}
	*at += span
}

// withText appends paragraphs that say something.
func withText(list, more []Paragraph) []Paragraph {
	for _, p := range more {
		if !empty(p.Runs) || p.Number != nil {
			list = append(list, p)
		}
	}
	return list
}

// fill brings all rows to the same number of columns.
func fill(rows [][]box) int {
	columns := 1
	for _, row := range rows {
		if n := len(row); n > 0 {
			columns = max(columns, row[n-1].at+row[n-1].Span)
		}
	}
	columns = min(columns, columnsMax)
	for i, row := range rows {
		end := 0
		for k := range row {
			row[k].Span = max(1, min(row[k].Span, columns-row[k].at))
			end = row[k].at + row[k].Span
		}
		if end < columns {
			rows[i] = append(row, box{Cell: Cell{Span: columns - end, Rows: 1, Paragraphs: []Paragraph{}}, at: end})
		}
	}
	return columns
}

// resolve counts how many rows each cell reaches over. A cell that goes on from
// nothing stands for itself; text in one that does goes to where it begins.
func resolve(rows [][]box) {
	for i := range rows {
		for k := range rows[i] {
			b := &rows[i][k]
			if !b.continued || i == 0 {
				continue
			}
			head := begin(rows, i, b.at)
			if head == nil || head.Span != b.Span {
				continue
			}
			head.Rows++
			b.Continued = true
			head.Paragraphs = withText(head.Paragraphs, b.Paragraphs)
			b.Paragraphs = []Paragraph{}
		}
	}
}

// begin finds the cell that a continued one at a column belongs to.
func begin(rows [][]box, below, at int) *box {
	for i := below - 1; i >= 0; i-- {
		for k := range rows[i] {
			if b := &rows[i][k]; b.at == at {
				if b.Continued {
					break
				}
				if i+b.Rows != below {
					return nil
				}
				return b
			}
		}
	}
	return nil
}

// widths are the columns' shares: the grid's where it fits, otherwise equal.
func widths(grid []float64, rows [][]box, columns int) []float64 {
	list := make([]float64, columns)
	sum := 0.0
	for i := range list {
		if i < len(grid) {
			list[i] = grid[i]
		}
		sum += list[i]
	}
	for i := range list {
		if sum == 0 {
			list[i] = 1
		} else if list[i] == 0 {
			list[i] = sum / float64(columns)
		}
	}
	return list
}

// plainTable tells whether a table draws no rules: neither its style nor the
// table nor a cell says any (17.4.38, 17.4.66).
func (s *story) plainTable(t *node) bool {
	pr := t.kid("w:tblPr")
	own := pr.kid("w:tblBorders")
	visible := anyBorder(own)
	if own == nil {
		id := pr.val("w:tblStyle")
		if s.styles.byID[id] == nil {
			id = s.styles.standard["table"]
		}
		for _, st := range s.styles.chain(id) {
			st.def.find(func(k *node) bool {
				visible = visible || (k.name == "w:tblBorders" || k.name == "w:tcBorders") && anyBorder(k)
				return true
			})
		}
	}
	if visible {
		return false
	}
	t.find(func(k *node) bool {
		visible = visible || (k.name == "w:tcBorders" || k.name == "w:tblBorders") && anyBorder(k)
		return !visible && k.name != "w:p"
	})
	return !visible
}

func anyBorder(n *node) bool {
	for _, k := range n.all() {
		if v := k.attr("w:val"); v != "" && v != "none" && v != "nil" {
			return true
		}
	}
	return false
}
