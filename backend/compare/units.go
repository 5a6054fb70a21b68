package compare

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"keyue/backend/manuscript"
	"keyue/backend/template"
	"keyue/backend/typeset"

	"golang.org/x/text/unicode/norm"
)

// This file turns two documents into units (a paragraph, a row of a table, a
// row of labels and values) made of tokens, which is what a comparison aligns.

// token is the smallest thing compared: a figure, a sum in capitals, a Latin
// word, a clause number, or any other single character.
type token struct {
	raw string
	// key is what must be equal: raw, or its folded form.
	key string
	// gap says that white space stood before it.
	gap   bool
	label bool
}

// unit is one block of text with its place.
type unit struct {
	tokens []token
	// label is the clause number it begins with, clause the heading it stands
	// under, annex the number of the attachment, block its index in the resolved
	// document.
	label, clause, annex string
	block                int
	heading              bool
	// tabular units come from several columns, whose reading order differs
	// between files.
	tabular bool
	// head marks the head of a table, which is printed again on every page.
	head bool
	// cells are where the cells of a row begin among the tokens; columns name
	// them, row counts the rows of a table from 1, 0 for others.
	cells   []int
	columns []string
	row     int
	// pairs tells a row of labels and values.
	pairs bool
}

// text is the unit as a reader sees it, on one line.
func (u *unit) text() string { return spell(u.tokens) }

// spell writes tokens with the spaces that stood between them.
func spell(tokens []token) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 && (t.gap || tokens[i-1].label) {
			b.WriteByte(' ')
		}
		b.WriteString(t.raw)
	}
	return b.String()
}

// where names the unit's place as a person would: 第四条 交货与运输 2.
func (u *unit) where() string {
	if u.heading || u.label == "" {
		return u.under()
	}
	return u.inAnnex(strings.TrimSpace(u.clause + " " + u.label))
}

// under names the clause it stands in, and the attachment that clause is in:
// 附件一 1. 数据.
func (u *unit) under() string { return u.inAnnex(u.clause) }

func (u *unit) inAnnex(place string) string {
	if strings.HasPrefix(place, u.annex) {
		return place
	}
	return template.InAnnex(u.annex, place)
}

// reader makes units in one way of folding.
type reader struct {
	fold bool
	// spaces tells that white space counts: never in a fold, nor in a PDF, where
	// it comes from line ends.
	spaces bool
	// boxes tells that check boxes are characters: on our pages they are drawn.
	boxes  bool
	units  []unit
	clause string
	annex  string
}

// add appends a unit of pieces; spaces between pieces never count.
func (r *reader) add(u unit, label string, pieces ...string) {
	if label != "" {
		u.tokens = append(u.tokens, token{raw: label, key: "\x00" + shape(label), label: true})
		u.label = label
	}
	r.fill(&u, pieces)
	r.keep(u)
}

// addRow appends a row of cells, each of one piece or more.
func (r *reader) addRow(u unit, cells [][]string) {
	u.cells = nil
	for _, pieces := range cells {
		u.cells = append(u.cells, len(u.tokens))
		r.fill(&u, pieces)
	}
	r.keep(u)
}

func (r *reader) fill(u *unit, pieces []string) {
	for _, p := range pieces {
		tokens := r.tokens(p)
		if n := len(u.tokens); n > 0 && len(tokens) > 0 && !u.tokens[n-1].label && !strings.ContainsAny(u.tokens[n-1].raw, "：:") {
			tokens[0].gap = true // columns are read apart
		}
		u.tokens = append(u.tokens, tokens...)
	}
}

func (r *reader) keep(u unit) {
	if len(u.tokens) == 0 || u.label == "" && strings.TrimSpace(u.text()) == "" {
		return
	}
	text := u.text()
	if u.heading {
		r.clause = text
		if number := manuscript.AnnexNumber(text); number != "" {
			r.annex = number
		}
	}
	u.clause, u.annex = r.clause, r.annex
	r.units = append(r.units, u)
}

// document reads what we issued.
func (r *reader) document(doc typeset.Document) []unit {
	for i, b := range doc.Blocks {
		u := unit{block: i}
		switch {
		case b.Paragraph != nil:
			p := b.Paragraph
			u.heading = p.Style == typeset.StyleHeading || p.Style == typeset.StyleTitle
			r.add(u, p.Label, r.runs(p.Runs))
			if p.Label != "" && p.Level <= 1 && !u.heading { // an article without a heading
				r.clause = p.Label
				r.units[len(r.units)-1].clause, r.units[len(r.units)-1].heading = p.Label, true
			}
		case b.Pairs != nil:
			columns := min(max(b.Pairs.Columns, 1), 2)
			u.tabular, u.pairs = columns > 1, true
			for k := 0; k < len(b.Pairs.Rows); k += columns {
				var cells [][]string
				u.columns = nil
				for _, p := range b.Pairs.Rows[k:min(k+columns, len(b.Pairs.Rows))] {
					name := strings.TrimRight(strings.TrimSpace(p.Label), "：:")
					cells, u.columns = append(cells, []string{p.Label}, []string{r.runs(p.Value)}), append(u.columns, "", name)
				}
				r.addRow(u, cells)
			}
		case b.Table != nil:
			u.tabular = true
			r.table(u, b.Table)
		case b.Signature != nil:
			r.signature(u, b.Signature)
		}
	}
	return r.units
}

func (r *reader) table(u unit, t *typeset.Table) {
	names := make([]string, len(t.Columns))
	for k, rows := range [][]typeset.Row{t.Head, t.Rows, t.Foot} {
		for i, row := range rows {
			u.head, u.row, u.columns = k == 0, 0, nil
			if k == 1 && len(t.Head) > 0 {
				u.row = i + 1
			}
			var cells [][]string
			column := 0
			for _, c := range row.Cells {
				text := r.runs(c.Runs)
				span := max(c.Span, 1)
				name := ""
				if column < len(names) && span == 1 {
					name = names[column]
				}
				if k == 0 {
					for at := column; at < min(column+span, len(names)); at++ {
						names[at] = strings.Join(strings.Fields(text), " ")
					}
				}
				cells, u.columns = append(cells, []string{text}), append(u.columns, name)
				column += span
			}
			r.addRow(u, cells)
		}
	}
}

// signature is read row by row, as it stands on paper.
func (r *reader) signature(u unit, s *typeset.Signature) {
	if s.Note != "" {
		r.add(u, "", s.Note)
	}
	u.tabular = true
	columns := 2
	if n := len(s.Parties); n == 3 || n >= 5 {
		columns = 3
	}
	for at := 0; at < len(s.Parties); at += columns {
		parties := s.Parties[at:min(at+columns, len(s.Parties))]
		var titles, names []string
		most := 0
		for _, p := range parties {
			titles, names, most = append(titles, p.Title), append(names, p.Name), max(most, len(p.Lines))
		}
		r.add(u, "", titles...)
		r.add(u, "", names...)
		for k := range most {
			var pieces []string
			for _, p := range parties {
				if k < len(p.Lines) {
					pieces = append(pieces, p.Lines[k].Label, r.runs(p.Lines[k].Value))
				}
			}
			r.add(u, "", pieces...)
		}
	}
}

// runs is the text of runs; a blank to be filled by hand says nothing.
func (r *reader) runs(runs []typeset.Run) string {
	var b strings.Builder
	for _, run := range runs {
		switch {
		case run.Break:
			b.WriteByte('\n')
		case run.Blank > 0 || run.PageOf != "":
		case run.Check != "":
			if r.boxes {
				b.WriteString(map[bool]string{true: "☑", false: "☐"}[run.Check == "on"])
			}
		default:
			b.WriteString(run.Text)
		}
	}
	return b.String()
}

// manuscript reads the other side's file.
func (r *reader) manuscript(m *manuscript.Manuscript) []unit {
	heads := headsOf(m)
	for i, b := range m.Blocks {
		u := unit{block: i}
		switch {
		case b.Paragraph != nil:
			u.heading = heads[i] == headWhole
			r.paragraph(u, b.Paragraph)
			if n := len(r.units); heads[i] == headLabel && n > 0 && r.units[n-1].block == i {
				r.clause = r.units[n-1].label
				r.units[n-1].clause, r.units[n-1].heading = r.clause, true
			}
		case b.Table != nil:
			u.tabular = len(b.Table.Columns) > 1
			var head []string
			for n, row := range b.Table.Rows {
				var cells [][]string
				var names []string
				for _, c := range row.Cells {
					var pieces []string
					for k := range c.Paragraphs {
						p := &c.Paragraphs[k]
						if p.Number != nil && !p.Number.Bullet {
							pieces = append(pieces, p.Number.Text)
						}
						pieces = append(pieces, manuscript.Plain(p.Runs))
					}
					cells, names = append(cells, pieces), append(names, strings.Join(strings.Fields(strings.Join(pieces, "")), " "))
				}
				// The first row names the columns, unless a figure or a label in it tells
				// otherwise. Our own documents say which row it is.
				if u.row, u.columns = n, head; n == 0 && !slices.ContainsFunc(names, func(s string) bool { return s == "" || strings.ContainsAny(s, "0123456789：:") }) {
					head = names
				}
				r.addRow(u, cells)
			}
		}
	}
	return r.units
}

func (r *reader) paragraph(u unit, p *manuscript.Paragraph) {
	label, text := parted(p)
	r.add(u, label, text)
}

// parted is the clause number of a paragraph, printed or typed, and its text.
func parted(p *manuscript.Paragraph) (label, text string) {
	text = manuscript.Plain(p.Runs)
	if p.Number != nil {
		if label = strings.TrimSpace(p.Number.Text); p.Number.Bullet {
			label = ""
		}
		return label, text
	}
	text = strings.TrimSpace(text)
	label = typedLabel(text)
	return strings.TrimSpace(label), text[len(label):]
}

// head says what a paragraph names the place of what follows by.
type head int

const (
	headNone  head = iota
	headWhole      // a heading
	headLabel      // an article without a heading: its number
)

// headsOf finds the headings of a manuscript. Few files say which they are: a
// text and a PDF cannot, and most people write a contract in Word without the
// styles for it. Then the headings are the paragraphs numbered as the first one
// is, and the titles of attachments.
func headsOf(m *manuscript.Manuscript) []head {
	heads := make([]head, len(m.Blocks))
	styled := false
	for i, b := range m.Blocks {
		if p := b.Paragraph; p != nil && (p.Heading > 0 || p.Title) {
			heads[i], styled = headWhole, styled || p.Heading > 0
		}
	}
	outer := ""
	var annexes []int
	for i, b := range m.Blocks {
		p := b.Paragraph
		if p == nil || heads[i] != headNone {
			continue
		}
		label, text := parted(p)
		text = strings.TrimSpace(text)
		switch {
		case label != "" && !styled:
			if outer == "" && !strings.HasPrefix(shape(label), "(") {
				outer = shape(label)
			}
			switch {
			case shape(label) != outer:
			case titled(text, stops+"，,：:"):
				heads[i] = headWhole
			default:
				heads[i] = headLabel
			}
		case label == "":
			if number := manuscript.AnnexNumber(text); number != "" && titled(strings.TrimLeft(text[len(number):], ".．"), stops) {
				annexes = append(annexes, i)
			}
		}
	}
	// A list of the attachments names them before they come.
	last := map[string]int{}
	number := func(i int) string {
		return manuscript.AnnexNumber(strings.TrimSpace(manuscript.Plain(m.Blocks[i].Paragraph.Runs)))
	}
	for _, i := range annexes {
		last[number(i)] = i
	}
	for k, i := range annexes {
		if listed := k+1 < len(annexes) && annexes[k+1] == i+1; last[number(i)] == i && !listed {
			heads[i] = headWhole
		}
	}
	return heads
}

// titled tells whether a text may be a heading: short, and no sentence.
func titled(text, sentence string) bool {
	return utf8.RuneCountInString(text) <= 40 && !strings.ContainsAny(strings.TrimSuffix(text, "."), sentence)
}

// typedLabel is the clause number at the start of a text, with the space behind
// it. Figures with a point are an amount where nothing stands behind them, or a
// sign of percent, and where a part begins with a zero: 850.00, 13.5%, 1.05 吨.
func typedLabel(text string) string {
	label := labelled.FindString(text)
	if parts := strings.Split(strings.TrimSpace(label), "."); len(parts) > 1 && parts[len(parts)-1] != "" && text[0] >= '0' && text[0] <= '9' {
		next, _ := utf8.DecodeRuneInString(text[len(label):])
		if len(text) == len(label) || strings.ContainsRune("%％‰℃", next) || slices.ContainsFunc(parts, func(part string) bool { return strings.HasPrefix(part, "0") }) {
			return ""
		}
	}
	return label
}

const (
	hanNumber   = `[一二三四五六七八九十百千零〇○]+`
	labelForms  = `第(?:` + hanNumber + `|[0-9]+)[条章节款]|[（(](?:` + hanNumber + `|[0-9]+|[a-z]{1,3}|[A-Z])[)）]|(?:` + hanNumber + `)、|[0-9]+(?:\.[0-9]+)+\.?|[0-9]+[.、．)）]|[①-⑳]|[a-z][.)]|(?:Article|Section|Clause) [0-9]+(?:\.[0-9]+)*\.?`
	spaceOrText = `[\s\x{3000}]*`
)

var (
	// labelled finds what may be a clause number that was typed at the start of a
	// paragraph: typedLabel decides.
	labelled = regexp.MustCompile(`^(?:` + labelForms + `)` + spaceOrText)
	// onlyLabel is a text that is a clause number and nothing else.
	onlyLabel = regexp.MustCompile(`^(?:` + labelForms + `)$`)
	// numerals are what differs between two numbers of one form.
	numerals = regexp.MustCompile(hanNumber + `|[0-9]+|[①-⑳]`)
)

// shape is a clause number without its figures, so that the same clause with
// another number is the same clause.
func shape(label string) string {
	s := numerals.ReplaceAllString(norm.NFKC.String(label), "N")
	if len(s) >= 3 && s[0] == '(' && s[len(s)-1] == ')' && s != "(N)" {
		s = "(N)"
	}
	return s
}

// capitals are the characters of sums in words.
const capitals = "零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正"

// tokens cuts a text.
func (r *reader) tokens(text string) []token {
	var out []token
	last, gap := 0, false
	runes := []rune(text)
	for i, c := range runes {
		if unicode.IsSpace(c) || c == '_' || c == '＿' || c == 0xAD || c == 0x200B || c == 0xFEFF {
			gap, last = true, 0
			continue
		}
		if isBox(c) && !r.boxes {
			continue
		}
		folded := foldRune(c)
		kind := kindOf(runes, i, folded)
		if kind != 0 && kind == last && !gap {
			t := &out[len(out)-1]
			t.raw += string(c)
			t.key += r.keyOf(c, folded)
		} else {
			t := token{raw: string(c), gap: gap && len(out) > 0}
			t.key = r.keyOf(c, folded)
			if t.gap && r.spaces {
				t.key = " " + t.key
			}
			out = append(out, t)
		}
		last, gap = kind, false
	}
	if r.fold {
		for i := range out {
			out[i].key = plainFigure(out[i].key)
		}
	}
	return out
}

func (r *reader) keyOf(c rune, folded string) string {
	if r.fold {
		return folded
	}
	return string(c)
}

// Kinds of characters that make one token together.
const (
	figure = iota + 1
	latin
	capital
)

// kindOf tells which token a character belongs to; 0 for one of its own.
func kindOf(runes []rune, i int, folded string) int {
	digit := func(k int) bool {
		if k < 0 || k >= len(runes) {
			return false
		}
		f := foldRune(runes[k])
		return len(f) == 1 && f[0] >= '0' && f[0] <= '9'
	}
	c := runes[i]
	switch {
	case digit(i):
		return figure
	case (folded == "." || folded == ",") && c != '。' && digit(i-1) && digit(i+1):
		return figure
	case strings.ContainsRune(capitals, c) && inCapitals(runes, i):
		return capital
	case c < 0x250 && unicode.IsLetter(c), c >= 'Ａ' && c <= 'ｚ' && unicode.IsLetter(c):
		return latin
	}
	return 0
}

// inCapitals tells whether a character that sums are written with stands in
// one: next to a figure in capitals, not in 一万元 or 部分.
func inCapitals(runes []rune, i int) bool {
	const figures = "壹贰叁肆伍陆柒捌玖拾佰仟"
	for k := i; k >= 0 && strings.ContainsRune(capitals, runes[k]); k-- {
		if strings.ContainsRune(figures, runes[k]) {
			return true
		}
	}
	for k := i; k < len(runes) && strings.ContainsRune(capitals, runes[k]); k++ {
		if strings.ContainsRune(figures, runes[k]) {
			return true
		}
	}
	return false
}

func isBox(c rune) bool { return strings.ContainsRune("☐☑☒□■✓√✔", c) }

// folds are characters that readers take for the same although Unicode does not.
var folds = map[rune]string{
	'“': `"`, '”': `"`, '„': `"`, '‘': "'", '’': "'", '「': `"`, '」': `"`, '『': `"`, '』': `"`, '＂': `"`, '＇': "'",
	'。': ".", '【': "[", '】': "]", '〔': "[", '〕': "]", '—': "-", '–': "-", '‐': "-", '‑': "-", '−': "-", '－': "-", '─': "-", '～': "~", '〜': "~",
	'•': "·", '・': "·", '●': "·", '〇': "零", '○': "零", '圆': "元", '□': "☐", '■': "☑", '☒': "☑", '√': "☑", '✓': "☑", '✔': "☑", '×': "x",
}

// foldRune gives a character in its folded form: half width, straight quotes.
func foldRune(c rune) string {
	if s, ok := folds[c]; ok {
		return s
	}
	if c < 0x80 {
		return string(c)
	}
	return norm.NFKC.String(string(c))
}

var thousands = regexp.MustCompile(`^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$`)

// plainFigure drops the separators of thousands, and 正 for 整 at the end of a
// sum in words.
func plainFigure(key string) string {
	if thousands.MatchString(key) {
		return strings.ReplaceAll(key, ",", "")
	}
	if s, ok := strings.CutSuffix(key, "正"); ok && strings.HasSuffix(s, "元") {
		return s + "整"
	}
	return key
}
