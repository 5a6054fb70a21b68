package manuscript

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	gtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// blank stands for an underscore of a line to write on while Markdown is
// parsed, which would take it for emphasis or a rule. It is no character, so
// no text has it.
const blank = '\uFDD0'

// gap stands in the same way for a space of a blank behind the number of an
// item, which would be taken for program code.
const gap = '\uFDD1'

var (
	blanks      = regexp.MustCompile(`_{3,}`)
	frontMatter = regexp.MustCompile(`\A---[ \t]*\n((?:[^\n]*\n)*?)---[ \t]*\n`)
	wideItem    = regexp.MustCompile(`(?m)^([ \t]*\d{1,9}[.)]) ( {4,})`)
	delimiters  = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
)

// markdown is a Markdown text being turned into blocks. What CommonMark would
// swallow is kept: lines of underscores, indented lines (which are no program
// code in a contract), [x]: y (no link), cells beyond the last column.
type markdown struct {
	m     *Manuscript
	drops *drops
	src   []byte
	wrap  bool // lines are broken at a fixed width
	lists int
	deep  int // in indented text

	bold, underline, super int // how deep inside
	runs                   []Run
	split                  [][]Run // lines that were ended by a soft break
}

func readMarkdown(m *Manuscript, ds *drops, text string) error {
	if f := frontMatter.FindStringSubmatch(text); f != nil {
		ds.add(DroppedMarkup, f[1])
		text = text[len(f[0]):]
	}
	if knotted(text) {
		m.Blocks = append(m.Blocks, textBlocks(text)...)
		return nil
	}
	text = blanks.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat(string(blank), len(s)) })
	text = wideItem.ReplaceAllStringFunc(text, func(s string) string {
		marker := strings.TrimRight(s, " ")
		return marker + " " + strings.Repeat(string(gap), len(s)-len(marker)-1)
	})
	text = widened(text)
	md := &markdown{m: m, drops: ds, src: []byte(text), wrap: wrapped(text)}
	md.blocks(markdownParser().Parse(gtext.NewReader(md.src)), 0)
	md.title()
	return nil
}

// knotMax is how often a sign of Markdown may stand in one line. Nothing people
// write comes near; the work of a parser grows with the square of it.
const knotMax = 1000

// knotted tells a text that is written to keep a parser busy.
func knotted(text string) bool {
	for line := range strings.Lines(text) {
		if len(line) < knotMax {
			continue
		}
		for _, sign := range []string{"[", "*", ">", "`", "- ", "+ ", "<", "|"} {
			if strings.Count(line, sign) > knotMax {
				return true
			}
		}
		if len(line)-len(strings.TrimLeft(line, " \t")) > knotMax {
			return true
		}
	}
	return false
}

func markdownParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100), util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300), util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500), util.Prioritized(parser.NewATXHeadingParser(), 600), util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800), util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(parser.NewParagraphParser(), 1000)),
		parser.WithInlineParsers(
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
			util.Prioritized(parser.NewCodeSpanParser(), 100), util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300), util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(parser.NewEmphasisParser(), 500)),
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
}

// title marks the one heading of the first level that opens the text.
func (md *markdown) title() {
	first := true
	var top *Paragraph
	for _, b := range md.m.Blocks {
		if p := b.Paragraph; p != nil && p.Heading == 1 {
			if !first {
				return
			}
			top = p
		}
		first = first && b.Paragraph == nil
	}
	if top != nil {
		top.Title = true
	}
}

// widened gives the head of a table as many cells as its longest row has.
func widened(text string) string {
	lines := strings.Split(text, "\n")
	for i := 1; i < len(lines); i++ {
		if !strings.Contains(lines[i], "-") || !strings.Contains(lines[i-1], "|") || !delimiters.MatchString(lines[i]) {
			continue
		}
		head := cellsOf(lines[i-1])
		if head != cellsOf(lines[i]) {
			continue
		}
		most, end := head, i+1
		for ; end < len(lines) && strings.Contains(lines[end], "|"); end++ {
			most = max(most, cellsOf(lines[end]))
		}
		if most = min(most, columnsMax); most > head {
			lines[i-1] = strings.TrimRight(lines[i-1], " \t|") + strings.Repeat("| ", most-head) + "|"
			lines[i] = strings.TrimRight(lines[i], " \t|") + strings.Repeat("|---", most-head) + "|"
		}
		i = end
	}
	return strings.Join(lines, "\n")
}

func cellsOf(line string) int {
	line = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "|"), "|")
	return strings.Count(line, "|") - strings.Count(line, `\|`) + 1
}

// blocks turns the children of a node into blocks.
func (md *markdown) blocks(n ast.Node, level int) {
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		switch b := k.(type) {
		case *ast.Heading:
			md.paragraph(b, b.Level, nil)
		case *ast.Paragraph, *ast.TextBlock:
			md.paragraph(b, 0, nil)
		case *ast.List:
			md.list(b, level)
		case *ast.FencedCodeBlock:
			if b.Info != nil {
				md.drops.add(DroppedMarkup, string(b.Info.Value(md.src)))
			}
			md.code(b)
		case *ast.CodeBlock:
			md.indented(b, level)
		case *ast.HTMLBlock:
			md.html(b)
		case *east.Table:
			md.table(b)
		case *ast.ThematicBreak:
		default:
			md.blocks(b, level)
		}
	}
}

func (md *markdown) add(p Paragraph) {
	md.m.Blocks = append(md.m.Blocks, Block{Paragraph: &p})
}

// paragraph adds the lines of a block; the number stands before the first.
func (md *markdown) paragraph(n ast.Node, heading int, num *Number) {
	for i, runs := range md.lines(n) {
		p := Paragraph{Runs: runs, Heading: heading}
		if i == 0 {
			p.Number = num
		}
		md.add(p)
	}
}

// list adds the items of a list with the numbers its source has; a list of
// ones, which is how Markdown is written by the lazy, counts up.
func (md *markdown) list(n *ast.List, level int) {
	md.lists++
	id := "m" + strconv.Itoa(md.lists)
	var items []ast.Node
	var numbers []int
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		items = append(items, k)
		numbers = append(numbers, md.written(k))
	}
	same := len(items) > 1
	for i, v := range numbers {
		same = same && v == numbers[0]
		if v < 0 {
			numbers[i] = n.Start + i
		}
	}
	for i, item := range items {
		num := &Number{Level: level, List: id, Text: "•", Bullet: true}
		if n.IsOrdered() {
			v := numbers[i]
			if same {
				v = n.Start + i
			}
			num.Text, num.Bullet = strconv.Itoa(v)+string(n.Marker), false
		}
		first := item.FirstChild()
		switch b := first.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			before := len(md.m.Blocks)
			md.paragraph(b, 0, num)
			if len(md.m.Blocks) == before {
				md.add(Paragraph{Runs: []Run{}, Number: num})
			}
		case *ast.Heading:
			md.paragraph(b, b.Level, num)
		default:
			md.add(Paragraph{Runs: []Run{}, Number: num})
			first = nil
		}
		rest := &ast.Document{}
		for k := item.FirstChild(); k != nil; {
			next := k.NextSibling()
			if k != first {
				rest.AppendChild(rest, k)
			}
			k = next
		}
		md.blocks(rest, level+1)
	}
}

// written is the number before an item in the source, -1 when it cannot be told.
func (md *markdown) written(item ast.Node) int {
	k := item.FirstChild()
	if k == nil || k.Lines() == nil || k.Lines().Len() == 0 {
		return -1
	}
	end := k.Lines().At(0).Start
	for end > 0 && (md.src[end-1] == ' ' || md.src[end-1] == '\t' || md.src[end-1] == '#') {
		end--
	}
	if end == 0 || md.src[end-1] != '.' && md.src[end-1] != ')' {
		return -1
	}
	start := end - 1
	for start > 0 && md.src[start-1] >= '0' && md.src[start-1] <= '9' {
		start--
	}
	return atoi(string(md.src[start:end-1]), -1)
}

// code adds the lines of a fenced block as they are.
func (md *markdown) code(n ast.Node) {
	for i := range n.Lines().Len() {
		at := n.Lines().At(i)
		if s := strings.TrimRight(md.restore(string(at.Value(md.src))), "\n"); strings.TrimSpace(s) != "" {
			md.add(Paragraph{Runs: []Run{{Text: s}}})
		}
	}
}

// indented reads lines far to the right, which Markdown takes for program code,
// as the text they are in a contract.
func (md *markdown) indented(n ast.Node, level int) {
	if md.deep >= 4 {
		md.code(n)
		return
	}
	var b strings.Builder
	for i := range n.Lines().Len() {
		at := n.Lines().At(i)
		b.WriteString(strings.TrimLeft(string(at.Value(md.src)), " \t"))
	}
	sub := *md
	sub.src, sub.deep = []byte(b.String()), md.deep+1
	sub.blocks(markdownParser().Parse(gtext.NewReader(sub.src)), level)
	md.lists = sub.lists
}

func (md *markdown) html(n *ast.HTMLBlock) {
	var b strings.Builder
	for i := range n.Lines().Len() {
		at := n.Lines().At(i)
		b.Write(at.Value(md.src))
	}
	if n.HasClosure() {
		b.Write(n.ClosureLine.Value(md.src))
	}
	md.drops.add(DroppedMarkup, commentsOf(b.String()))
	for _, line := range strings.Split(wordsOfHTML([]byte(keptTags(b.String()))), "\n") {
		if line != "" {
			md.add(Paragraph{Runs: starred([]Run{{Text: md.restore(line)}})})
		}
	}
}

func (md *markdown) restore(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, string(blank), "_"), string(gap), " ")
}

// table adds a table; its head is repeated on every page.
func (md *markdown) table(n *east.Table) {
	t := &Table{Columns: make([]float64, max(1, len(n.Alignments)))}
	for i := range t.Columns {
		t.Columns[i] = 1
	}
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		row := Row{Head: k.Kind() == east.KindTableHeader}
		for c := k.FirstChild(); c != nil && len(row.Cells) < len(t.Columns); c = c.NextSibling() {
			cell := Cell{Span: 1, Rows: 1, Paragraphs: []Paragraph{}}
			align := ""
			if tc, ok := c.(*east.TableCell); ok && tc.Alignment != east.AlignNone {
				align = tc.Alignment.String()
			}
			for _, runs := range md.lines(c) {
				cell.Paragraphs = append(cell.Paragraphs, Paragraph{Runs: runs, Align: align})
			}
			row.Cells = append(row.Cells, cell)
		}
		for len(row.Cells) < len(t.Columns) {
			row.Cells = append(row.Cells, Cell{Span: 1, Rows: 1, Paragraphs: []Paragraph{}})
		}
		t.Rows = append(t.Rows, row)
	}
	md.m.Blocks = append(md.m.Blocks, Block{Table: t})
}
