package template

import (
	"strconv"
	"strings"
)

func (p *printer) image(a Attrs, col int) {
	s := "@" + blockWords.word(nodeImage, p.tag()) + " " + a.Asset
	if a.Width > 0 || a.Height > 0 {
		s += " " + decimal(a.Width)
		if a.Height > 0 {
			s += "x" + decimal(a.Height)
		}
	}
	if a.Align != "" {
		s += " " + alignWords.word(a.Align, p.tag())
	}
	if a.Alt != "" {
		s += ` "` + a.Alt + `"`
	}
	p.put(col, s)
}

func (p *printer) linesTable(a Attrs, col int) {
	s := "@" + blockWords.word(nodeLines, p.tag())
	for _, c := range a.Columns {
		s += " " + columnWords.word(c.Name, p.tag())
		if c.Label != "" {
			if strings.ContainsAny(c.Label, " ;；") {
				s += `="` + c.Label + `"`
			} else {
				s += "=" + c.Label
			}
		}
	}
	for i, t := range a.Totals {
		if i == 0 {
			s += ";"
		}
		s += " " + totalWords.word(t, p.tag())
	}
	p.put(col, s)
}

// rowFrame prints a condition or repetition around rows.
func (p *printer) rowFrame(n *Node, col int, row func(*Node)) {
	if n.Type == nodeWhen {
		p.put(col, "? "+n.attrs().Condition.print(p.names))
	} else {
		p.put(col, "@"+blockWords.word(nodeEach, p.tag())+" "+p.names.listName(n.attrs().List))
	}
	for i := range n.Content {
		row(&n.Content[i])
	}
	p.put(col, closer(map[string]openKind{nodeWhen: openWhen, nodeEach: openEach}[n.Type]))
}

func (p *printer) pairs(n *Node, col int) {
	s := "@" + blockWords.word(nodePairs, p.tag())
	if a := n.attrs(); a.Across > 1 {
		s += " " + strconv.Itoa(a.Across)
	}
	p.put(col, s)
	for i := range n.Content {
		p.pair(&n.Content[i], col)
	}
	p.stuck = true
}

func (p *printer) pair(n *Node, col int) {
	if n.Type != nodePair {
		p.rowFrame(n, col, func(c *Node) { p.pair(c, col) })
		return
	}
	text := guardStart(guardEnds(escapePlain(n.attrs().Label, "{}:：")), rowStarts)
	if value := printInline(n.Content, p.names, false); value == "{}" {
		text += ":"
	} else {
		text += ": " + guardEnds(value)
	}
	p.put(col, text)
}

func (p *printer) table(n *Node, col int) {
	a := n.attrs()
	s := "@" + blockWords.word(nodeTable, p.tag())
	if a.Plain {
		s += " " + plainWords.word("plain", p.tag())
	}
	p.put(col, s)
	part := "head"
	p.tableRows(n.Content, col, &part, a.Grid)
	p.ruler(col, &part, a.Grid, "")
	p.stuck = true
}

// ruler prints the lines between head, body and foot.
func (p *printer) ruler(col int, part *string, grid []GridColumn, to string) {
	if *part == "head" && to != "head" {
		s := "|"
		for _, g := range grid {
			left, right := "", ""
			switch g.Align {
			case "left":
				left = ":"
			case "center":
				left, right = ":", ":"
			case "right":
				right = ":"
			}
			weight := ""
			if g.Weight > 0 {
				weight = strconv.Itoa(g.Weight)
			}
			s += left + "--" + weight + right + "|"
		}
		p.put(col, s)
		*part = ""
	}
	if *part == "" && to == "foot" {
		p.put(col, "|===|")
		*part = "foot"
	}
}

func (p *printer) tableRows(rows []Node, col int, part *string, grid []GridColumn) {
	for i := range rows {
		r := &rows[i]
		p.ruler(col, part, grid, partOf(r))
		if r.Type != nodeRow {
			p.rowFrame(r, col, func(c *Node) { p.tableRows([]Node{*c}, col, part, grid) })
			continue
		}
		s := "|"
		for j := range r.Content {
			c := &r.Content[j]
			text := guardEnds(printInline(c.Content, p.names, true))
			if text == "{}" {
				text = ""
			}
			text = guardStart(text, "-:=") // else a ruler
			s += " " + text + " |" + strings.Repeat("|", max(0, c.attrs().Span-1))
		}
		p.put(col, s)
	}
}

// partOf gives the part of the first row inside conditions.
func partOf(n *Node) string {
	if f := firstBlock(n); f != nil {
		return f.attrs().Part
	}
	return ""
}

func (p *printer) signature(n *Node) {
	s := "@" + blockWords.word(nodeSignature, p.tag())
	if c := n.attrs().Closing; c != "" {
		s += " " + guardEnds(escapePlain(c, ""))
	}
	p.gap()
	p.put(0, s)
	for i := range n.Content {
		p.signatory(&n.Content[i])
	}
	p.stuck = true
}

func (p *printer) signatory(n *Node) {
	if n.Type != nodeSignatory {
		p.rowFrame(n, 0, p.signatory)
		return
	}
	a := n.attrs()
	s := guardStart(guardEnds(escapePlain(a.Label, "{}:：")), rowStarts) + ":"
	if a.Key != "" {
		s += " {" + p.names.name(a.Key) + "}"
	}
	p.put(0, s)
	for i := range n.Content {
		p.pair(&n.Content[i], 1)
	}
}

// rowStarts are the characters that would end rows or open a condition.
const rowStarts = "?？@#-="
