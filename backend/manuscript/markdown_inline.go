package manuscript

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// lines reads a block's text: one line, or several where breaks of the source
// are ends of lines rather than of a fixed width.
func (md *markdown) lines(n ast.Node) [][]Run {
	md.runs, md.split = nil, nil
	md.bold, md.underline, md.super = 0, 0, 0
	md.inline(n)
	lines := append(md.split, md.runs)
	var out [][]Run
	for _, l := range lines {
		if l = starred(joined(l)); !empty(l) {
			out = append(out, l)
		}
	}
	return out
}

// starred makes bold what stands between ** that CommonMark leaves alone:
// its rules count on spaces that Chinese does not have.
func starred(runs []Run) []Run {
	n := 0
	for _, r := range runs {
		n += strings.Count(r.Text, "**")
	}
	if n == 0 || n%2 != 0 {
		return runs
	}
	var out []Run
	bold := false
	for _, r := range runs {
		if r.Text == "" {
			out = append(out, r)
			continue
		}
		for i, part := range strings.Split(r.Text, "**") {
			if i > 0 {
				bold = !bold
			}
			if part != "" {
				q := r
				q.Text, q.Bold = part, r.Bold || bold
				out = append(out, q)
			}
		}
	}
	return joined(out)
}

// inline reads the text below a node into runs.
func (md *markdown) inline(n ast.Node) {
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		switch t := k.(type) {
		case *ast.Text:
			s := t.Segment.Value(md.src)
			if !t.IsRaw() {
				s = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(s)))
			}
			md.write(string(s))
			switch {
			case t.HardLineBreak():
				md.runs = append(md.runs, Run{Break: true})
			case t.SoftLineBreak() && md.wrap:
				md.write(" ")
			case t.SoftLineBreak():
				md.split = append(md.split, md.runs)
				md.runs = nil
			}
		case *ast.String:
			md.write(string(t.Value))
		case *ast.Emphasis:
			if t.Level == 2 {
				md.bold++
			}
			md.inline(t)
			if t.Level == 2 {
				md.bold--
			}
		case *ast.Link:
			md.drops.add(DroppedLink, md.restore(string(t.Destination)))
			md.inline(t)
		case *ast.AutoLink:
			md.write(string(t.Label(md.src)))
		case *ast.Image:
			md.drops.add(DroppedPicture, md.restore(string(t.Destination)))
			md.inline(t)
		case *ast.RawHTML:
			md.tag(t)
		case *east.TaskCheckBox:
			md.write(tick(t.IsChecked) + " ")
		default:
			md.inline(t)
		}
	}
}

func (md *markdown) write(s string) {
	if s != "" {
		md.runs = append(md.runs, Run{Text: md.restore(s), Bold: md.bold > 0, Underline: md.underline > 0, Super: md.super > 0})
	}
}

// tag follows the few HTML tags that mean something here. What is no tag of
// HTML is text: <Company Name>.
func (md *markdown) tag(n *ast.RawHTML) {
	raw := ""
	for i := range n.Segments.Len() {
		at := n.Segments.At(i)
		raw += string(at.Value(md.src))
	}
	if !isTag(raw) {
		md.write(raw)
		return
	}
	step := 1
	if strings.HasPrefix(raw, "</") {
		step = -1
	}
	switch tagName(raw) {
	case "br":
		md.runs = append(md.runs, Run{Break: true})
		return
	case "u", "ins":
		md.underline += step
	case "b", "strong":
		md.bold += step
	case "sup":
		md.super += step
	default:
		md.drops.add(DroppedMarkup, commentsOf(raw))
	}
}
