package manuscript

import (
	"strconv"
	"strings"
)

// levelsMax is how many levels a list has (ECMA-376 part 1, 17.9.6).
const levelsMax = 9

// listLevel is one level of a list (17.9.6).
type listLevel struct {
	start   int
	format  string // numFmt (17.9.17, 17.18.59)
	custom  string // the pattern of a custom format: "001, 002, …"
	text    string // lvlText (17.9.11)
	restart int    // lvlRestart (17.9.10): 0 never, n after level n; -1 not said
	legal   bool   // isLgl (17.9.4)
	style   string // pStyle (17.9.23)
	font    string
	hidden  bool
	picture bool
	none    bool // no label at all
}

// abstractList is a list definition and where its counting stands.
type abstractList struct {
	levels [levelsMax]listLevel
	link   string // numStyleLink
	counts
}

// counts is how far a list has counted.
type counts struct {
	value [levelsMax]int
	set   [levelsMax]bool
	epoch int // goes up when counting begins anew
}

// list is a w:num: a use of a definition with its overrides (17.9.15).
type list struct {
	abstract string
	start    map[int]int // startOverride (17.9.26)
	level    map[int]listLevel
	used     bool
}

// numbering is numbering.xml (17.9) with the state of counting.
type numbering struct {
	abstracts map[string]*abstractList
	lists     map[string]*list
	styles    *styles
}

func newNumbering(root *node, s *styles) *numbering {
	n := &numbering{abstracts: map[string]*abstractList{}, lists: map[string]*list{}, styles: s}
	if root == nil {
		return n
	}
	for _, k := range root.kids {
		switch k.name {
		case "w:abstractNum":
			a := &abstractList{link: k.val("w:numStyleLink")}
			for i := range a.levels {
				a.levels[i] = listLevel{start: 1, format: "decimal", restart: -1, none: true}
			}
			for _, l := range k.kids {
				if i := atoi(l.attr("w:ilvl"), -1); l.name == "w:lvl" && i >= 0 && i < levelsMax {
					a.levels[i] = newLevel(l)
				}
			}
			n.abstracts[k.attr("w:abstractNumId")] = a
		case "w:num":
			l := &list{abstract: k.val("w:abstractNumId"), start: map[int]int{}, level: map[int]listLevel{}}
			for _, o := range k.kids {
				i := atoi(o.attr("w:ilvl"), -1)
				if o.name != "w:lvlOverride" || i < 0 || i >= levelsMax {
					continue
				}
				if lvl := o.kid("w:lvl"); lvl != nil {
					l.level[i] = newLevel(lvl)
				}
				if s := o.kid("w:startOverride"); s != nil {
					l.start[i] = atoi(s.attr("w:val"), 0)
				}
			}
			n.lists[k.attr("w:numId")] = l
		}
	}
	return n
}

func newLevel(n *node) listLevel {
	l := listLevel{start: 0, format: "decimal", restart: -1}
	for _, k := range n.kids {
		switch k.name {
		case "w:start":
			l.start = atoi(k.attr("w:val"), 0)
		case "w:numFmt":
			l.format, l.custom = k.attr("w:val"), k.attr("w:format")
		case "mc:AlternateContent":
			if f := choice(k).kid("w:numFmt"); f != nil {
				l.format, l.custom = f.attr("w:val"), f.attr("w:format")
			}
		case "w:lvlText":
			if l.text = k.attr("w:val"); truth(k.attr("w:null")) {
				l.text = ""
			}
		case "w:lvlRestart":
			l.restart = atoi(k.attr("w:val"), -1)
		case "w:isLgl":
			l.legal = on(k)
		case "w:pStyle":
			l.style = k.attr("w:val")
		case "w:lvlPicBulletId":
			l.picture = true
		case "w:rPr":
			l.hidden = on(k.kid("w:vanish"))
			if f := k.kid("w:rFonts"); f != nil {
				l.font = fontOf(f)
			}
		}
	}
	return l
}

// truth reads an on/off attribute.
func truth(v string) bool { return v == "1" || v == "true" || v == "on" }

// find gives the list of a numId and the definition behind it, through the
// list style where the definition only names one (17.9.21).
func (n *numbering) find(numID string) (*list, *abstractList, string) {
	l := n.lists[numID]
	if l == nil {
		return nil, nil, ""
	}
	key := l.abstract
	a := n.abstracts[key]
	for range 8 {
		if a == nil || a.link == "" {
			break
		}
		st := n.styles.byID[a.link]
		if st == nil {
			break
		}
		next := n.lists[st.def.kid("w:pPr", "w:numPr").val("w:numId")]
		if next == nil || next.abstract == key {
			break
		}
		key = next.abstract
		a = n.abstracts[key]
	}
	if a == nil {
		return nil, nil, ""
	}
	return l, a, key
}

// levelOf is the level that a list ties to a paragraph style, 0 when to none.
func (n *numbering) levelOf(numID, style string) int {
	l, a, _ := n.find(numID)
	if a == nil {
		return 0
	}
	for i := range a.levels {
		if n.level(l, a, i).style == style {
			return i
		}
	}
	return 0
}

func (n *numbering) level(l *list, a *abstractList, i int) listLevel {
	lvl, ok := l.level[i]
	if !ok {
		lvl = a.levels[i]
	}
	if s, ok := l.start[i]; ok {
		lvl.start = s
	}
	return lvl
}

// next counts a paragraph of a list and gives the number it prints; nil when
// the list does not exist or prints nothing at that level.
func (n *numbering) next(numID string, level int) *Number {
	l, a, key := n.find(numID)
	if a == nil || level < 0 || level >= levelsMax {
		return nil
	}
	if !l.used { // the first use of a list with overrides begins anew
		l.used = true
		for i := range l.start {
			a.set[i] = false
			if i == 0 {
				a.epoch++
			}
		}
	}
	lvl := n.level(l, a, level)
	for i := range level {
		if !a.set[i] { // a level that was left out counts as begun
			a.value[i], a.set[i] = n.level(l, a, i).start, true
		}
	}
	if a.set[level] {
		a.value[level]++
	} else {
		a.value[level], a.set[level] = lvl.start, true
	}
	for i := level + 1; i < levelsMax; i++ {
		if r := n.level(l, a, i).restart; r < 0 || level < r {
			a.set[i] = false
		}
	}
	if lvl.none || lvl.hidden {
		return nil
	}
	num := &Number{Level: level, List: key + "." + strconv.Itoa(a.epoch)}
	switch {
	case lvl.picture:
		num.Text, num.Bullet = "•", true
	case lvl.format == "bullet":
		num.Text, num.Bullet = symbols(lvl.text, lvl.font), true
		if num.Text == "o" { // in Courier New, where it looks like this
			num.Text = "◦"
		}
	default:
		num.Text = n.label(l, a, lvl)
	}
	if strings.TrimSpace(num.Text) == "" {
		return nil
	}
	return num
}

// label fills the level text: %1 to %9 stand for the numbers of levels (17.9.11).
func (n *numbering) label(l *list, a *abstractList, lvl listLevel) string {
	var b strings.Builder
	for i := 0; i < len(lvl.text); i++ {
		c := lvl.text[i]
		if c != '%' || i+1 == len(lvl.text) || lvl.text[i+1] < '1' || lvl.text[i+1] > '9' {
			b.WriteByte(c)
			continue
		}
		i++
		at := int(lvl.text[i] - '1')
		of := n.level(l, a, at)
		format := of.format
		if lvl.legal && format != "none" && format != "bullet" && format != "decimalZero" {
			format = "decimal"
		}
		if format == "bullet" {
			continue
		}
		b.WriteString(formatNumber(a.value[at], format, of.custom))
	}
	return symbols(b.String(), lvl.font)
}
