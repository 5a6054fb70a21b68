package intake

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/template"
)

// A branch is a block of the template on its way: its text still in pieces, and
// it knows the document's blocks it came from.
type branch struct {
	typ    string
	attrs  template.Attrs
	kids   []*branch
	inline []piece
	// prefix is a number or bullet that stays text.
	prefix string
	from   []int
	number *numeral // that is computed again
	// label and colon of a pair or signatory; key is 1 + the party named there.
	label   string
	colon   string
	key     int
	rule    bool  // a line to write on that the document did not draw
	swallow []int // blanks that this block stands for
	text    string
}

// composer makes the definition of an analysis and decisions.
type composer struct {
	a       *analysis
	d       Decisions
	styles  []string
	places  []assigned
	root    *branch
	notes   []Note
	lines   []LinesOffer
	fields  map[string]*Field
	order   []string
	defs    map[string]*template.Field
	occKey  []string
	occAs   []string
	out     int
	annexes int
	used    map[int]bool
	lost    []lostText
	weIs    int
	images  map[string][]byte
	boxKeys map[*boxGroup][]string
}

type lostText struct {
	code, text string
}

func (c *composer) note(code string, block int, text string) {
	if len(c.notes) < 200 {
		c.notes = append(c.notes, Note{Code: code, Block: block, Text: text})
	}
}

func (c *composer) named(k int) bool { return k >= 0 && k < len(c.a.parties) && k < 26 }

// plain is the text of pieces without their blanks.
func (c *composer) plain(list []piece) string {
	var b strings.Builder
	for _, p := range list {
		if p.occ < 0 {
			b.WriteString(plain(p.g))
		}
	}
	return b.String()
}

// build puts the units into a tree.
func (c *composer) build() {
	a := c.a
	c.root = &branch{typ: "doc"}
	at := c.root       // document or attachment
	var open []*branch // clauses that are open, outermost first
	add := func(b *branch) {
		if len(open) > 0 {
			top := open[c.holder(open, b)]
			top.kids = append(top.kids, b)
			return
		}
		at.kids = append(at.kids, b)
	}
	closeAll := func() { open = nil }
	for i := 0; i < len(a.units); i++ {
		u := a.units[i]
		p := c.places[i]
		switch u.role {
		case roleTitle, roleSubtitle:
			closeAll()
			typ := "title"
			if u.role == roleSubtitle {
				typ = "subtitle"
			}
			at.kids = append(at.kids, c.line(typ, u))
			continue
		case roleAnnex:
			closeAll()
			at = c.annex(u)
			c.root.kids = append(c.root.kids, at)
			if i+1 < len(a.units) && a.units[i+1].role == roleAnnexName {
				i++
				at.attrs.Title = spaced(clean(plain(a.units[i].text)))
				at.text += plain(a.units[i].text)
				at.from = append(at.from, a.units[i].block)
			}
			continue
		case roleClosing, roleSign:
			closeAll()
			i = c.signature(at, i)
			continue
		}
		if p.level >= 0 {
			open = open[:min(p.level, len(open))]
			b := c.clause(i, u, p)
			if len(open) > 0 {
				top := open[len(open)-1]
				top.kids = append(top.kids, b)
			} else {
				at.kids = append(at.kids, b)
			}
			open = append(open, b)
			continue
		}
		if p.root {
			closeAll()
		}
		switch {
		case u.table != nil:
			for _, b := range c.table(u) {
				add(b)
			}
		case u.pageEnd:
			add(&branch{typ: "pageBreak", from: []int{u.block}})
		case u.image != "":
			if b := c.picture(u); b != nil {
				add(b)
			}
		default:
			if n, b := c.pairs(i); n > 1 {
				add(b)
				i += n - 1
				continue
			}
			if b := c.line("paragraph", u); b != nil {
				if p.root && len([]rune(u.spoken)) <= 80 || c.partyTitle(u) {
					b.attrs.Align = firstOf(u.align, "left")
					b.text = "bold"
				}
				add(b)
				c.missingLines(i, add)
			}
		}
	}
}

// widestImage is the text width of the usual page, in points.
const widestImage = 436

// picture makes an image of one that templates can keep.
func (c *composer) picture(u *unit) *branch {
	found, ok := c.a.m.Images[u.image]
	if !ok || len(c.images) >= 40 {
		c.lost = append(c.lost, lostText{code: "intake.dropped.image"})
		return nil
	}
	img, err := template.ReadImage(found.Bytes)
	if err != nil {
		c.lost = append(c.lost, lostText{code: "intake.dropped.image"})
		return nil
	}
	if c.images == nil {
		c.images = map[string][]byte{}
	}
	c.images[img.Key] = found.Bytes
	b := &branch{typ: "image", from: []int{u.block}}
	b.attrs.Asset = img.Key
	if w, h := found.Width, found.Height; w > 0 && h > 0 {
		if w > widestImage {
			w, h = widestImage, h*widestImage/w
		}
		b.attrs.Width, b.attrs.Height = math.Round(w*10)/10, math.Round(min(h, 640)*10)/10
	}
	switch u.align {
	case "center", "right", "left":
		b.attrs.Align = u.align
	}
	return b
}

// acceptsLines decides whether the table of a block is the list of goods: as the
// person said, else as is usual, and only where no other is.
func (c *composer) acceptsLines(block int, usual bool) bool {
	for _, d := range c.d.Lines {
		if d.Block == block {
			usual = d.Accepted
		}
	}
	return usual && !slices.ContainsFunc(c.lines, func(o LinesOffer) bool { return o.Accepted })
}

// missingLines offers a list of goods behind a line that announces one that is
// not there: converters lose tables.
func (c *composer) missingLines(i int, add func(*branch)) {
	u := c.a.units[i]
	if !goodsFollow.MatchString(u.spoken) || i+1 >= len(c.a.units) || c.a.units[i+1].table != nil || len(c.a.units[i+1].numbers) > 0 || c.a.units[i+1].bullet != "" || labelEnd(strings.TrimSpace(plain(c.a.units[i+1].text))) > 0 {
		return
	}
	offer := LinesOffer{Block: u.block, Insert: true, Totals: []string{"total", "words"}}
	for _, name := range []string{"no", "name", "spec", "unit", "qty", "price", "subtotal", "note"} {
		offer.Columns = append(offer.Columns, template.LinesColumn{Name: name})
	}
	// A sale without its goods is no contract; elsewhere the line may mean a list
	// that is written by hand.
	offer.Accepted = c.acceptsLines(u.block, c.d.Kind == "sale")
	c.lines = append(c.lines, offer)
	if !offer.Accepted {
		c.note("intake.note.table_missing", u.block, u.spoken)
		return
	}
	b := &branch{typ: "lines", from: []int{u.block}}
	b.attrs.Columns, b.attrs.Totals = offer.Columns, offer.Totals
	add(b)
}

// partyTitle reports whether a line only says whose lines follow.
func (c *composer) partyTitle(u *unit) bool {
	return !hasOcc(u.pieces) && len(u.numbers) == 0 && c.a.partyNamed(compact(stripNotes(strings.TrimSpace(plain(u.text))))) >= 0
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// holder is the clause that an unnumbered paragraph belongs to: the innermost
// with a heading, else the outermost.
func (c *composer) holder(open []*branch, b *branch) int {
	for i := len(open) - 1; i >= 0; i-- {
		if len(open[i].kids) == 0 || open[i].kids[0].typ != "heading" {
			continue
		}
		// A sentence after nothing but labels speaks of them all.
		if k := open[i].kids; i > 0 && len(k) == 2 && k[1].typ == "pairs" && b.typ == "paragraph" {
			continue
		}
		return i
	}
	return 0
}

// line makes a block of one line of text.
func (c *composer) line(typ string, u *unit) *branch {
	b := &branch{typ: typ, inline: u.pieces, from: []int{u.block}}
	if typ == "paragraph" {
		switch u.align {
		case "center", "right", "left":
			if u.align != "left" || !c.a.zh() {
				b.attrs.Align = u.align
			}
		}
		if c.a.zh() && b.attrs.Align == "" && labelEnd(strings.TrimSpace(plain(u.body()))) > 0 && len([]rune(u.spoken)) < 20 {
			b.attrs.Align = ""
		}
	}
	if len(u.numbers) > 0 || u.bullet != "" {
		b.prefix = u.bullet
		if len(u.numbers) > 0 {
			n := &u.numbers[0]
			b.prefix = n.text
			c.note("intake.note.number_kept", u.block, n.text)
		}
		if b.prefix != "" && len(u.body()) > 0 {
			b.prefix += gapAfter(b.prefix, u)
		}
	}
	if typ == "title" || typ == "subtitle" {
		b.inline = trimPieces(b.inline)
	}
	if len(b.inline) == 0 && b.prefix == "" {
		return nil
	}
	return b
}

// gapAfter is what stands between a kept number and its text.
func gapAfter(prefix string, u *unit) string {
	r, _ := utf8.DecodeLastRuneInString(prefix)
	if strings.ContainsRune("、）．，", r) {
		return ""
	}
	if u.auto == nil && len(u.numbers) > 0 {
		n := u.numbers[0].length
		if n < len(u.text) && !space(u.text[n].r) {
			return ""
		}
	}
	return " "
}

// clause makes a clause of a unit with its place.
func (c *composer) clause(i int, u *unit, p assigned) *branch {
	b := &branch{typ: "clause", from: []int{u.block}, number: p.number}
	inner := &branch{typ: "paragraph", inline: u.pieces, from: []int{u.block}}
	if p.number != nil && u.auto == nil && p.number.length != u.numbers[0].length {
		inner.prefix = ""
	}
	if p.number == nil || c.headed(i, u) {
		inner.typ = "heading"
		inner.text = "plain"
	} else if u.align == "center" || u.align == "right" {
		inner.attrs.Align = u.align
	}
	b.kids = append(b.kids, inner)
	return b
}

// headed reports whether the text behind a number is a heading.
func (c *composer) headed(i int, u *unit) bool {
	if len(u.pieces) != 1 || u.pieces[0].occ >= 0 || len(u.pieces[0].g) == 0 {
		return false
	}
	s := compact(plain(u.body()))
	r := []rune(s)
	if u.heading > 0 || allBold(u.body()) {
		ends := len(r) > 0 && strings.ContainsRune("。；.;", r[len(r)-1])
		return len(r) <= 100 && (!ends || len(r) <= 40)
	}
	if len(r) == 0 || strings.ContainsRune("。；：，！？.;:,", r[len(r)-1]) {
		return false
	}
	next := (*unit)(nil)
	if i+1 < len(c.a.units) {
		next = c.a.units[i+1]
	}
	if next == nil {
		return false
	}
	if hanCount(s) > 0 {
		return len(r) <= 18 && !strings.ContainsAny(s, "，。；：")
	}
	return len(strings.Fields(plain(u.body()))) <= 8 && c.places[i].level < 2
}

var goodsFollow = regexp.MustCompile(`(货物|产品|商品|设备|标的|采购|价款|明细|清单).{0,14}(如下|见下表|下表)[^。；]{0,6}[：:]?$`)

// spaced takes out the spaces of a word whose letters were set apart.
func spaced(s string) string {
	if n := len([]rune(compact(s))); n > 0 && hanCount(s) == n && n <= 16 {
		return compact(s)
	}
	return s
}

// annex opens an attachment.
func (c *composer) annex(u *unit) *branch {
	c.annexes++
	m := annexHead.FindStringSubmatch(clean(plain(u.text)))
	if m == nil || m[3] != "" && compact(m[3]) != annexHead.FindStringSubmatch(u.spoken)[3] {
		m = annexHead.FindStringSubmatch(u.spoken)
	}
	b := &branch{typ: "attachment", from: []int{u.block}}
	b.text = strings.TrimSpace(plain(u.text))
	title := strings.TrimSpace(m[3])
	if r := []rune(title); len(r) > 110 {
		title = string(r[:110])
	}
	b.attrs.Title = title
	want := "附件" + m[1]
	if m[2] == ":" {
		want += m[2]
	}
	if got := "附件" + []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}[min(c.annexes, 10)]; c.annexes > 10 || got != want {
		c.note("intake.note.annex_number", u.block, want)
	}
	return b
}

// pairs gathers lines of label and value that follow each other.
func (c *composer) pairs(i int) (int, *branch) {
	a := c.a
	n := 0
	b := &branch{typ: "pairs"}
	for k := i; k < len(a.units); k++ {
		u := a.units[k]
		if u.role != roleBody || c.places[k].level >= 0 || c.places[k].root || !c.pairLine(u) {
			break
		}
		label, rest := splitColon(u.pieces)
		words := strings.TrimSpace(c.plain(label))
		// A new party begins its own list.
		if n > 1 && a.partyAt(words) >= 0 && partyLine.MatchString(words+"：") && a.partyNamed(compact(stripNotes(words))) >= 0 {
			break
		}
		b.kids = append(b.kids, &branch{typ: "pair", label: words, colon: colonOf(u.pieces), inline: trimPieces(rest), from: []int{u.block}})
		b.from = appendOnce(b.from, u.block)
		n++
	}
	return n, b
}

// pairLine reports whether a line is a label with a short value.
func (c *composer) pairLine(u *unit) bool {
	if !u.paragraph() || u.align == "center" || u.align == "right" || len(u.numbers) > 0 || u.bullet != "" || strings.ContainsRune(plain(u.text), '\n') {
		return false
	}
	line := strings.TrimSpace(plain(u.text))
	n := labelEnd(line)
	if n == 0 || n > 20 {
		return false
	}
	label, rest := splitColon(u.pieces)
	if hasOcc(label) || len([]rune(strings.TrimSpace(c.plain(label)))) > 40 {
		return false
	}
	value := c.plain(rest)
	if visible(value) == 0 && !hasOcc(rest) {
		return false
	}
	if colons := strings.Count(value, "：") + strings.Count(value, ":"); colons > 0 && hasOcc(rest) {
		return false
	}
	return visible(value) <= 50 && !strings.ContainsAny(value, "。；") && (hasOcc(rest) || known(c.plain(label)) || c.a.partyNamed(compact(stripNotes(strings.TrimSpace(c.plain(label))))) >= 0)
}

// signature makes a signature of the units from i on and gives the last used.
func (c *composer) signature(at *branch, i int) int {
	a := c.a
	closing := ""
	first := i
	if a.units[i].role == roleClosing {
		if i+1 >= len(a.units) || a.units[i+1].role != roleSign {
			b := c.line("paragraph", a.units[i])
			if b != nil {
				at.kids = append(at.kids, b)
			}
			return i
		}
		closing = strings.TrimSpace(plain(a.units[i].text))
		first = i + 1
	}
	end := first
	for end < len(a.units) && a.units[end].role == roleSign {
		end++
	}
	s := c.signatureOf(a.units[first:end])
	if s == nil {
		for k := i; k < end; k++ {
			if a.units[k].table != nil {
				at.kids = append(at.kids, c.table(a.units[k])...)
			} else if b := c.line("paragraph", a.units[k]); b != nil {
				at.kids = append(at.kids, b)
			}
		}
		return end - 1
	}
	s.attrs.Closing = closing
	if first > i {
		s.from = append([]int{a.units[i].block}, s.from...)
	}
	at.kids = append(at.kids, s)
	return end - 1
}

// table makes blocks of a table: lines of goods where it is one.
func (c *composer) table(u *unit) []*branch {
	offer, ok := linesOffer(u, c.a.filledIn())
	if ok {
		offer.Accepted = c.acceptsLines(u.block, true)
		c.lines = append(c.lines, offer)
	}
	if !ok || !offer.Accepted {
		return c.tableBranch(u)
	}
	b := &branch{typ: "lines", from: []int{u.block}}
	b.attrs.Columns, b.attrs.Totals = offer.Columns, offer.Totals
	for r := 1; r < len(u.cells); r++ {
		for _, k := range u.cells[r] {
			for _, p := range k.pieces {
				if p.occ >= 0 {
					b.swallow = append(b.swallow, p.occ)
				} else if s := compact(plain(p.g)); s != "" {
					c.lost = append(c.lost, lostText{"intake.dropped.lines", s})
				}
			}
		}
	}
	for _, col := range offer.Columns {
		c.out += visible(col.Label)
	}
	return []*branch{b}
}
