package template

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Limits of the notation and the tree; far beyond any contract.
const (
	maxNotation = 2 << 20 // bytes
	maxNodes    = 20_000
	maxDepth    = 24
	maxClauses  = 5 // levels
	maxKey      = 120
	maxLabel    = 60 // runes
	maxFields   = 300
)

// Parse reads a whole template in the notation. It always gives a definition
// with everything that could be read; problems say what could not, with line
// numbers. A line that is wrong stays in the text as a paragraph.
func Parse(text string) (*Definition, []Problem) {
	d := &Definition{Language: "zh-CN", Kind: KindOther, Fields: []Field{}, Body: Node{Type: nodeDoc}}
	if len(text) > maxNotation {
		return d, []Problem{{Line: 1, Code: "template.text.large"}}
	}
	lines := splitLines(text)
	start, problems := parseHead(d, lines)
	problems = append(problems, parseBody(d, lines, start)...)
	return d, problems
}

// ParseBody reads the text after the front matter into d.Body, with d's fields.
func ParseBody(d *Definition, text string) []Problem {
	if len(text) > maxNotation {
		return []Problem{{Line: 1, Code: "template.text.large"}}
	}
	return parseBody(d, splitLines(text), 0)
}

func splitLines(text string) []string {
	text = strings.ToValidUTF8(strings.TrimPrefix(text, "\ufeff"), "")
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text), "\n")
}

func parseBody(d *Definition, lines []string, start int) []Problem {
	d.Body = Node{Type: nodeDoc}
	p := &parser{lines: lines, at: start, names: newNames(d)}
	p.stack = []*open{{node: &d.Body, kind: openDoc}}
	for p.at < len(p.lines) {
		p.line()
	}
	for len(p.stack) > 1 {
		if o := p.top(); o.kind == openWhen || o.kind == openEach {
			p.problemAt(o.line, "template.text.unclosed", map[string]any{"mark": closer(o.kind)})
		}
		p.pop()
	}
	d.Normalize()
	return p.problems
}

type openKind int

const (
	openDoc        openKind = iota
	openSection             // a clause whose text stands at the margin
	openItem                // a clause whose text is indented
	openWhen                // up to ?/
	openEach                // up to @/
	openAttachment          // up to the next one
)

func closer(k openKind) string {
	if k == openWhen {
		return "?/"
	}
	return "@/"
}

// open is a container that later lines still go into. Its node is copied into
// its parent when it is closed.
type open struct {
	node *Node
	kind openKind
	col  int // of an item's dash, in steps of two spaces
	line int
}

type parser struct {
	lines    []string
	at       int
	names    *names
	stack    []*open
	problems []Problem
}

func (p *parser) top() *open { return p.stack[len(p.stack)-1] }

func (p *parser) push(n Node, kind openKind, col int) {
	p.stack = append(p.stack, &open{node: &n, kind: kind, col: col, line: p.at + 1})
}

// pushFrame opens a condition or repetition unless they are nested too deeply.
func (p *parser) pushFrame(n Node, kind openKind) {
	if len(p.stack) > 2*maxDepth {
		p.problem("template.tree.deep", nil)
		return
	}
	p.push(n, kind, 0)
}

func (p *parser) pop() {
	o := p.top()
	p.stack = p.stack[:len(p.stack)-1]
	parent := p.top().node
	if (o.kind == openWhen || o.kind == openEach) && len(o.node.Content) == 0 {
		p.problemAt(o.line, "template.text.empty_block", nil)
		return
	}
	parent.Content = append(parent.Content, *o.node)
}

func (p *parser) add(n Node) {
	t := p.top().node
	t.Content = append(t.Content, n)
}

func (p *parser) problem(code string, params map[string]any) { p.problemAt(p.at+1, code, params) }

func (p *parser) problemAt(line int, code string, params map[string]any) {
	if len(p.problems) < 200 {
		p.problems = append(p.problems, Problem{Line: line, Code: code, Params: params})
	}
}

// column splits a line into its indent, in steps of two spaces, and its text.
func column(s string) (int, string) {
	col := 0
	for i, r := range s {
		switch {
		case r == ' ':
			col++
		case r == '\t':
			col += 2
		case unicode.IsSpace(r): // 　 before a paragraph is the indent of a typist
		default:
			return col / 2, trimLine(s[i:])
		}
	}
	return 0, ""
}

// barrier reports containers that only their own mark closes.
func (o *open) barrier() bool {
	return o.kind == openWhen || o.kind == openEach || o.kind == openDoc || o.kind == openAttachment
}

// closeItems ends numbered paragraphs whose text is deeper than col.
func (p *parser) closeItems(col int) {
	for p.top().kind == openItem && p.top().col >= col {
		p.pop()
	}
}

// closeSections ends clauses of level and deeper.
func (p *parser) closeSections(level int) {
	for !p.top().barrier() && (p.top().kind == openItem || p.level() >= level) {
		p.pop()
	}
}

// level is the number of clauses around the next block.
func (p *parser) level() int {
	n := 0
	for i := len(p.stack) - 1; i >= 0; i-- {
		switch p.stack[i].kind {
		case openSection, openItem:
			n++
		case openAttachment, openDoc:
			return n
		}
	}
	return n
}

// A shape is what the first characters of a line make it.
type shape struct {
	kind  string // "", when, endWhen, end, section, endSection, item, block
	level int    // of a section
	head  bool   // a section with a heading
	word  string // of a block
	rest  string
}

func shapeOf(text string) shape {
	switch {
	case text == "?/":
		return shape{kind: "endWhen"}
	case text == "@/":
		return shape{kind: "end"}
	case text == "#/":
		return shape{kind: "endSection"}
	case strings.HasPrefix(text, "? ") || strings.HasPrefix(text, "？ ") || strings.HasPrefix(text, "？") && len(text) > len("？"):
		return shape{kind: "when", rest: trimLine(strings.TrimPrefix(strings.TrimPrefix(text, "?"), "？"))}
	case strings.HasPrefix(text, "- "):
		return shape{kind: "item", rest: trimLine(text[2:])}
	case strings.HasPrefix(text, "= "):
		return shape{kind: nodeTitle, rest: trimLine(text[2:])}
	case strings.HasPrefix(text, "== "):
		return shape{kind: nodeSubtitle, rest: trimLine(text[3:])}
	case strings.HasPrefix(text, "#"):
		n := len(text) - len(strings.TrimLeft(text, "#"))
		rest := text[n:]
		head := !strings.HasPrefix(rest, ". ")
		rest = strings.TrimPrefix(rest, ".")
		if strings.HasPrefix(rest, " ") {
			return shape{kind: "section", level: n, head: head, rest: trimLine(rest)}
		}
	case strings.HasPrefix(text, "@"):
		word, rest, _ := strings.Cut(text[1:], " ")
		if code, ok := blockWords.code(word); ok {
			return shape{kind: "block", word: code, rest: trimLine(rest)}
		}
	}
	return shape{}
}

// line reads the block at p.at.
func (p *parser) line() {
	col, text := column(p.lines[p.at])
	if text == "" {
		p.at++
		return
	}
	s := shapeOf(text)
	switch s.kind {
	case "when", "end", "endWhen", "endSection":
		p.frame(s, col)
	case "section":
		p.section(s)
	case "item":
		p.item(s, col)
	case nodeTitle, nodeSubtitle:
		p.closeSections(0)
		p.add(Node{Type: s.kind, Content: parseInline(s.rest, p.names)})
	case "block":
		p.block(s, col)
		return
	default:
		if strings.HasPrefix(text, "@") {
			p.problem("template.text.unknown_block", map[string]any{"text": short(text)})
		}
		p.closeItems(col)
		p.add(parseParagraph(text, p.names))
	}
	p.at++
}

// short cuts text for a sentence.
func short(s string) string {
	r := []rune(s)
	if len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}

// frame opens and closes conditions and ends.
func (p *parser) frame(s shape, col int) {
	switch s.kind {
	case "when":
		c, ok := parseCondition(s.rest, p.names)
		if !ok {
			p.problem("template.text.condition", map[string]any{"text": short(s.rest)})
			c = &Condition{Op: opEmpty, Field: short(s.rest)}
		}
		p.place(col)
		p.pushFrame(Node{Type: nodeWhen, Attrs: &Attrs{Condition: c}}, openWhen)
	case "endWhen":
		p.end(openWhen)
	case "end":
		p.end(openEach, openAttachment)
	case "endSection":
		p.closeItems(0)
		if p.top().kind != openSection {
			p.problem("template.text.nothing_open", map[string]any{"mark": "#/"})
			return
		}
		p.pop()
	}
}

// end closes the innermost container of one of the kinds, if nothing else is in the way.
func (p *parser) end(kinds ...openKind) {
	for i := len(p.stack) - 1; i > 0; i-- {
		if !p.stack[i].barrier() {
			continue
		}
		if !slices.Contains(kinds, p.stack[i].kind) {
			break
		}
		for len(p.stack) > i {
			p.pop()
		}
		return
	}
	p.problem("template.text.nothing_open", map[string]any{"mark": closer(kinds[0])})
}

// place closes what the content of a condition or repetition does not belong
// to: the first line of the content says where it stands.
func (p *parser) place(col int) {
	frames := 0
	for i := p.at + 1; i < len(p.lines) && frames < maxDepth; i++ {
		c, text := column(p.lines[i])
		if text == "" {
			continue
		}
		s := shapeOf(text)
		switch {
		case s.kind == "when" || s.kind == "block" && s.word == nodeEach:
			frames++
			continue
		case s.kind == "section":
			p.closeItems(0)
			p.closeSections(s.level)
		case topLevel(s):
			p.closeSections(0)
		default:
			p.closeItems(max(col, c))
		}
		return
	}
}

// topLevel reports blocks that never stand in a clause.
func topLevel(s shape) bool {
	return s.kind == nodeTitle || s.kind == nodeSubtitle || s.kind == "block" && (s.word == nodeSignature || s.word == nodeAttachment)
}

func (p *parser) section(s shape) {
	p.closeItems(0)
	p.closeSections(s.level)
	n, first := p.clause(s.rest, s.head)
	if p.level() != s.level-1 {
		p.problem("template.text.level", map[string]any{"text": short(s.rest)})
	}
	if p.level() >= maxClauses {
		p.problem("template.tree.levels", nil)
		p.add(first)
		return
	}
	p.push(n, openSection, 0)
}

func (p *parser) item(s shape, col int) {
	p.closeItems(col)
	items := 0
	for i := len(p.stack) - 1; i > 0 && p.stack[i].kind != openSection && p.stack[i].kind != openAttachment; i-- {
		if p.stack[i].kind == openItem {
			items++
		}
	}
	if items != col {
		p.problem("template.text.indent", map[string]any{"text": short(s.rest)})
	}
	n, first := p.clause(s.rest, false)
	if p.level() >= maxClauses {
		p.problem("template.tree.levels", nil)
		p.add(first)
		return
	}
	p.push(n, openItem, items)
}

// clause makes a clause with its first line.
func (p *parser) clause(text string, head bool) (clause, first Node) {
	clause = Node{Type: nodeClause}
	text, name, ok := cutName(text)
	if !ok {
		p.problem("template.text.clause_name", map[string]any{"text": short(text)})
	}
	if !name.empty() {
		clause.Attrs = &name
	}
	if head {
		first = Node{Type: nodeHeading, Content: parseInline(text, p.names)}
	} else {
		first = parseParagraph(text, p.names)
	}
	clause.Content = []Node{first}
	return clause, first
}

// linkMark is where a clause of the library comes from: 库=zh-secrecy@2.
var linkMark = regexp.MustCompile(`^([\pL]+)=([\pL\p{Nd}._-]+)@([1-9]\d{0,5})$`)

// cutName splits {#id lock library=key@version} from the end of a line; each
// part may be absent.
func cutName(s string) (text string, a Attrs, ok bool) {
	i := strings.LastIndex(s, "{#")
	if i < 0 || !strings.HasSuffix(s, "}") {
		return s, a, true
	}
	before := s[:i]
	if slashes := len(before) - len(strings.TrimRight(before, `\`)); slashes%2 == 1 {
		return s, a, true
	}
	inner := s[i+2 : len(s)-1]
	words := strings.Fields(inner)
	if len(words) == 0 {
		return s, a, false
	}
	if !strings.HasPrefix(inner, " ") {
		a.ID, words = words[0], words[1:]
		if !plainID(a.ID) {
			return s, Attrs{}, false
		}
	}
	for _, w := range words {
		if !a.nameWord(w) {
			return s, Attrs{}, false
		}
	}
	return trimLine(before), a, true
}

// nameWord takes a lock or a link, each once.
func (a *Attrs) nameWord(w string) bool {
	if lock, ok := lockWords.code(w); ok && a.Lock == "" {
		a.Lock = lock
		return true
	}
	m := linkMark.FindStringSubmatch(w)
	if m == nil || a.Library != "" {
		return false
	}
	_, ok := linkWords.code(m[1])
	a.Library = m[2]
	a.LibraryVersion, _ = strconv.Atoi(m[3])
	return ok && a.LibraryVersion > 0
}

// paragraphMarks are the prefixes of paragraphs.
var paragraphMarks = []struct{ mark, align string }{{"<<", "left"}, {"><", "center"}, {">>", "right"}, {"<>", "justify"}}

func parseParagraph(text string, names *names) Node {
	n := Node{Type: nodeParagraph}
	a := Attrs{}
	if strings.HasPrefix(text, "~") {
		rest := text[1:]
		if strings.HasPrefix(rest, " ") {
			a.Note, text = true, trimLine(rest)
		} else if _, ok := cutAlign(rest); ok {
			a.Note, text = true, rest
		}
	}
	if align, ok := cutAlign(text); ok && (!a.Note || !strings.HasPrefix(text, " ")) {
		a.Align, text = align, trimLine(text[2:])
	}
	if !a.empty() {
		n.Attrs = &a
	}
	n.Content = parseInline(text, names)
	return n
}

func cutAlign(s string) (string, bool) {
	for _, m := range paragraphMarks {
		if strings.HasPrefix(s, m.mark+" ") {
			return m.align, true
		}
	}
	return "", false
}
