package intake

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"keyue/backend/locale"
	"keyue/backend/template"
)

// A role is what a unit is in the document as a whole.
type role int

const (
	roleBody role = iota
	roleTitle
	roleSubtitle
	roleSign
	roleClosing
	roleAnnex
	roleAnnexName
)

// levels of clauses that a template has.
const mostLevels = 5

// assigned is the place of a unit among the clauses: level from 0, -1 for none.
type assigned struct {
	level  int
	number *numeral
	root   bool // ends all clauses: a heading that is not one of them
}

// setRoles finds title, signatures and attachments.
func (a *analysis) setRoles() {
	a.titleRole()
	n := len(a.units)
	for i := 0; i < n; i++ {
		u := a.units[i]
		if u.role != roleBody {
			continue
		}
		if a.annexLine(i) {
			u.role = roleAnnex
			if m := annexHead.FindStringSubmatch(u.spoken); m[3] == "" && a.annexName(i) {
				a.units[i+1].role = roleAnnexName
				i++
			}
			continue
		}
		if u.table != nil && i*3 > n && signGrid(u) {
			a.signBlanks(u)
		}
		if closingLine(u) {
			u.role = roleClosing
			continue
		}
		if !a.signStart(i) {
			continue
		}
		end := i
		for end < n && (a.signStart(end) || end > i && a.signMore(end)) {
			end++
		}
		if end-i < 2 && !a.signStart(i) {
			continue
		}
		for k := i; k < end; k++ {
			a.units[k].role = roleSign
			a.signBlanks(a.units[k])
		}
		i = end - 1
	}
}

// signBlanks marks the blanks of a signature as lines to write on.
func (a *analysis) signBlanks(u *unit) {
	mark := func(list []piece) {
		for _, p := range list {
			if p.occ >= 0 {
				a.occs[p.occ].sign = true
			}
		}
	}
	mark(u.pieces)
	for _, r := range u.cells {
		for _, c := range r {
			mark(c.pieces)
		}
	}
}

// titleRole takes the first line that is a name of a document as the title and
// the short lines around it in the middle as subtitles.
func (a *analysis) titleRole() {
	best := -1
	for i, u := range a.units {
		if i > 14 || u.table != nil {
			break
		}
		if !u.paragraph() || u.spoken == "" {
			continue
		}
		s := u.spoken
		long := len([]rune(s)) > 60
		if low := strings.ToLower(s); strings.HasSuffix(low, ".docx") || strings.HasSuffix(low, ".doc") || strings.HasSuffix(low, ".pdf") {
			continue // a converter's note of the file it read
		}
		if u.title {
			best = i
			break
		}
		named := titleLike(s) && !long && labelEnd(s) == 0 && !strings.HasSuffix(s, "：") && len(u.numbers) == 0
		if named && best < 0 && (len([]rune(s)) <= 30 || u.heading == 1 || u.align == "center" || !a.zh()) && !strings.HasSuffix(s, ".") {
			best = i
			break
		}
		if u.heading == 1 && !long {
			best = i
			break
		}
	}
	if best < 0 {
		return
	}
	a.units[best].role = roleTitle
	for i := best + 1; i < len(a.units) && i <= best+6; i++ {
		u := a.units[i]
		r := []rune(u.spoken)
		if u.paragraph() && a.zh() && len(r) > 0 && len(r) <= 12 && len(u.pieces) == 1 && u.pieces[0].occ < 0 && titleLike(u.spoken) && strings.ContainsRune(plain(u.text), ' ') {
			u.role = roleSubtitle // 劳 动 合 同 below the name of the file
			continue
		}
		if i > best+3 && a.units[i-1].role != roleSubtitle {
			return
		}
		if !u.paragraph() || len(r) == 0 || len(u.pieces) > 1 || len(u.numbers) > 0 {
			return
		}
		if len(r) > 40 {
			continue
		}
		bracketed := r[0] == '（' && r[len(r)-1] == '）' || r[0] == '(' && r[len(r)-1] == ')'
		if bracketed && len(r) <= 20 && !partyAny.MatchString(u.spoken) || u.align == "center" && u.heading == 0 && labelEnd(u.spoken) == 0 {
			u.role = roleSubtitle
			continue
		}
	}
}

// annexLine reports whether a unit is the title of an attachment.
func (a *analysis) annexLine(i int) bool {
	u := a.units[i]
	if !u.paragraph() || len(u.pieces) > 1 || i < 3 || len([]rune(u.spoken)) > 40 || len(u.text) == 0 || u.auto != nil {
		return false
	}
	m := annexHead.FindStringSubmatch(u.spoken)
	if m == nil || strings.ContainsAny(u.spoken, "。；，") || strings.HasSuffix(u.spoken, "：") && m[3] == "" {
		return false
	}
	if m[1] == "" && m[3] == "" && !a.annexName(i) || m[3] != "" && !unicode.IsLetter([]rune(m[3])[0]) && !strings.ContainsRune("《“（(", []rune(m[3])[0]) {
		return false
	}
	// A list of attachments names several in a row; their pages come later.
	next := ""
	if i+1 < len(a.units) {
		next = a.units[i+1].spoken
	}
	if annexHead.MatchString(next) && len([]rune(next)) <= 40 || i > 0 && annexHead.MatchString(a.units[i-1].spoken) && a.units[i-1].role != roleAnnex {
		return false
	}
	return i+1 < len(a.units) && i*2 > len(a.units)/2
}

// annexName reports whether the line below 附件 is its name.
func (a *analysis) annexName(i int) bool {
	if i+1 >= len(a.units) {
		return false
	}
	u := a.units[i+1]
	return u.paragraph() && len(u.numbers) == 0 && u.auto == nil && len(u.pieces) == 1 && u.pieces[0].occ < 0 && len([]rune(u.spoken)) <= 20 && titleLike(u.spoken) && labelEnd(u.spoken) == 0
}

func closingLine(u *unit) bool {
	s := strings.Trim(u.spoken, "（）()[]【】-—*")
	return u.paragraph() && len([]rune(s)) <= 16 && (strings.Contains(s, "以下无") || strings.Contains(s, "以下空白") || strings.Contains(s, "此页无正文"))
}

// headingLike reports whether a unit without a number looks like a heading.
func (a *analysis) headingLike(i int) bool {
	u := a.units[i]
	if !u.paragraph() || u.role != roleBody || len(u.pieces) != 1 || u.pieces[0].occ >= 0 || len(u.numbers) > 0 || u.bullet != "" || len(u.text) == 0 {
		return false
	}
	if u.heading > 0 {
		return len([]rune(u.spoken)) <= 120
	}
	r := []rune(u.spoken)
	if slices.Contains([]string{"center", "right"}, u.align) && !allBold(u.text) {
		return false
	}
	if strings.ContainsRune("。；：，！？、.;:,!?）)》”\"", r[len(r)-1]) || i+1 >= len(a.units) {
		return false
	}
	next := a.units[i+1]
	if next.role == roleSign || next.role == roleClosing || !next.paragraph() && next.table == nil {
		return false
	}
	if allBold(u.text) && len(r) <= 80 {
		return !partyHead.MatchString(u.spoken) || len(r) > 10
	}
	if !a.zh() {
		words := strings.Fields(plain(u.text))
		return u.spoken == strings.ToUpper(u.spoken) && len(words) <= 8 && len(r) > 3 && hanCount(u.spoken) == 0 && strings.ContainsAny(u.spoken, "AEIOU")
	}
	limit := 16
	if hanCount(u.spoken) < len(r)/2 {
		limit = 44 // 定义 Definition
	}
	if len(r) > limit || hanCount(u.spoken) < 2 || strings.ContainsAny(u.spoken, "，。；：:") {
		return false
	}
	if partyLine.MatchString(strings.TrimSpace(plain(u.text))) || strings.HasPrefix(u.spoken, "（") {
		return false
	}
	if a.listed(i) {
		return false
	}
	// 数量 above a sentence is a heading, above another label it is a label.
	return !known(u.spoken) && !known(stripNotes(u.spoken)) || len([]rune(next.spoken)) > 20 && labelEnd(strings.TrimSpace(plain(next.body()))) == 0
}

// listed reports whether a short line is an item of a list that a colon above
// announces.
func (a *analysis) listed(i int) bool {
	for k := i - 1; k >= 0 && k > i-30; k-- {
		u := a.units[k]
		if !u.paragraph() || u.role != roleBody || len(u.spoken) == 0 {
			return false
		}
		r := []rune(u.spoken)
		if hasOcc(u.pieces) {
			return false // a label that asks, not one that announces
		}
		if last := r[len(r)-1]; last == '：' || last == ':' {
			return leadsOn.MatchString(strings.TrimRight(u.spoken, "：:")) || strings.ContainsAny(u.spoken, "，") || len(r) > 12
		}
		if len(r) > 24 || strings.ContainsAny(u.spoken, "。；：") {
			return false
		}
	}
	return false
}

func allBold(g []glyph) bool {
	n := 0
	for _, c := range g {
		if seen(c.r) {
			if !c.bold {
				return false
			}
			n++
		}
	}
	return n > 0
}

// plainHeadings reports whether headings may be guessed from the look of lines:
// only where a document has neither numbers nor styles for them.
func (a *analysis) plainHeadings() bool {
	numbered := 0
	for _, u := range a.units {
		if u.heading > 1 {
			return false
		}
		for k := range u.numbers {
			if n := &u.numbers[k]; n.alone() || strings.HasPrefix(n.style, "一") || !a.zh() {
				numbered++
				break
			}
		}
	}
	return numbered < 5
}

// A mark is what the search over ladders knows of one unit.
type mark struct {
	unit     int
	readings []reading
	root     bool // may end all clauses when it has no place
	annex    bool
}

type reading struct {
	style  int // index in the list of pseudo styles; headings too
	number *numeral
	aside  bool // of a list beside the clauses: it cannot be their outermost level
}

// ladder chooses which style of number is which level, so that as many numbers
// as possible come out as they were, and gives every unit its place.
func (a *analysis) ladder() ([]string, []assigned) {
	names, marks := a.marks()
	counts := make([]int, len(names))
	for _, m := range marks {
		for _, r := range m.readings {
			counts[r.style]++
		}
	}
	order := make([]int, len(names))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(x, y int) bool { return counts[order[x]] > counts[order[y]] })
	order = order[:min(len(order), 7)]
	var best []int
	bestScore := -1.0
	weights := make([]float64, len(names))
	for i, n := range names {
		weights[i] = 10
		if strings.HasPrefix(n, "H") {
			weights[i] = 4
		}
	}
	var try func(chosen []int)
	try = func(chosen []int) {
		if len(chosen) > 0 {
			score := run(marks, chosen, len(names), weights, nil) - 0.5*float64(len(chosen))
			if score > bestScore {
				best, bestScore = slices.Clone(chosen), score
			}
		}
		if len(chosen) == mostLevels {
			return
		}
		for _, s := range order {
			if slices.Contains(chosen, s) {
				continue
			}
			if _, depth, ok := strings.Cut(names[s], "#"); ok && depth != strconv.Itoa(len(chosen)+1) {
				continue
			}
			if strings.HasPrefix(names[s], "H") && !headingOrder(names, chosen, s) {
				continue
			}
			try(append(chosen, s))
		}
	}
	try(nil)
	out := make([]assigned, len(a.units))
	for i := range out {
		out[i].level = -1
	}
	var styles []string
	if bestScore > 0 {
		run(marks, best, len(names), weights, out)
		for _, s := range best {
			name, _, _ := strings.Cut(names[s], "#")
			name, _, _ = strings.Cut(name, "@")
			if strings.HasPrefix(names[s], "H") {
				name = "none"
			}
			styles = append(styles, name)
		}
	} else {
		for _, m := range marks {
			out[m.unit].root = m.root
		}
	}
	return styles, out
}

// headingOrder reports whether a kind of heading may come next in a ladder:
// guessed ones only outermost, styled ones in the order of their levels.
func headingOrder(names []string, chosen []int, s int) bool {
	if names[s] == "H0" {
		return len(chosen) == 0
	}
	for _, c := range chosen {
		if strings.HasPrefix(names[c], "H") && names[c] >= names[s] {
			return false
		}
	}
	return true
}

// marks lists the units that have a number or look like a heading.
func (a *analysis) marks() ([]string, []mark) {
	var names []string
	id := func(name string) int {
		if k := slices.Index(names, name); k >= 0 {
			return k
		}
		names = append(names, name)
		return len(names) - 1
	}
	look := a.plainHeadings()
	levels := a.sharedStyles()
	asides := a.asides()
	var marks []mark
	for i, u := range a.units {
		m := mark{unit: i}
		switch {
		case u.role == roleAnnex:
			m.annex = true
		case u.role != roleBody:
			m.root = true
		case !u.paragraph():
			continue
		case len(u.numbers) > 0:
			for k := range u.numbers {
				n := &u.numbers[k]
				if compact(template.NumberText(n.style, n.values)) == compact(n.text) {
					name := n.pseudo()
					if u.auto != nil && levels[n.style] && n.parts() == 0 {
						name = n.style + "@" + strconv.Itoa(u.auto.Level)
					}
					m.readings = append(m.readings, reading{id(name), n, u.auto != nil && asides[u.auto.List]})
				}
			}
			m.root = u.heading > 0 || u.numbers[0].alone() || len([]rune(u.spoken)) <= 24 && !strings.ContainsAny(u.spoken, "。；，：,;.") && strings.HasPrefix(u.numbers[0].style, "一")
		case a.headingLike(i) && (u.heading > 0 || look || allBold(u.text)):
			if u.heading == 0 && !look && !allBold(u.text) {
				continue
			}
			m.readings = []reading{{id("H" + strconv.Itoa(u.heading)), nil, false}}
			m.root = u.heading > 0
		default:
			continue
		}
		if len(m.readings) > 0 || m.root || m.annex {
			marks = append(marks, m)
		}
	}
	return names, marks
}

// sharedStyles are the styles that automatic lists use on several levels: 1.
// below 1., as Markdown does.
func (a *analysis) sharedStyles() map[string]bool {
	level := map[string]int{}
	out := map[string]bool{}
	for _, u := range a.units {
		if u.auto == nil || len(u.numbers) == 0 {
			continue
		}
		s := u.numbers[0].style
		if l, ok := level[s]; ok && l != u.auto.Level {
			out[s] = true
		}
		level[s] = u.auto.Level
	}
	return out
}

// asides are the automatic lists that begin anew with the style in which a
// longer one counts: instructions before a contract, a schedule after it.
func (a *analysis) asides() map[string]bool {
	type list struct {
		style  string
		first  int
		length int
	}
	lists := map[string]*list{}
	var order []string
	for _, u := range a.units {
		if u.auto == nil || len(u.numbers) == 0 || u.role != roleBody {
			continue
		}
		l := lists[u.auto.List]
		if l == nil {
			l = &list{}
			lists[u.auto.List] = l
			order = append(order, u.auto.List)
		}
		l.length++
		if n := &u.numbers[0]; l.style == "" && n.parts() == 0 && u.auto.Level == 0 {
			l.style, l.first = n.style, n.values[0]
		}
	}
	longest := map[string]string{}
	for _, id := range order {
		l := lists[id]
		if best := lists[longest[l.style]]; l.style != "" && l.first == 1 && (best == nil || l.length > best.length) {
			longest[l.style] = id
		}
	}
	out := map[string]bool{}
	for _, id := range order {
		if l := lists[id]; l.style != "" && l.first == 1 && longest[l.style] != id {
			out[id] = true
		}
	}
	return out
}

// run walks the marks with a ladder and gives the score; with out it also notes
// the places.
func run(marks []mark, ladder []int, names int, weights []float64, out []assigned) float64 {
	var level [64]int
	for i := range level {
		level[i] = -1
	}
	for l, s := range ladder {
		if s < len(level) {
			level[s] = l
		}
	}
	var counts [mostLevels + 1]int
	depth, score := 0, 0.0
	annexed := false // an attachment counts its clauses anew
	for i := range marks {
		m := &marks[i]
		if m.annex {
			counts, depth, annexed = [mostLevels + 1]int{}, 0, true
			continue
		}
		pick, at, better := -1, -1, 0
		for k := range m.readings {
			r := &m.readings[k]
			if r.style >= len(level) {
				continue
			}
			l := level[r.style]
			if l < 0 || l > depth || l == 0 && r.aside && !annexed {
				continue
			}
			rank := 1
			if r.number != nil {
				v := r.number.values
				if v[len(v)-1] != counts[l]+1 || len(v) > 1 && !slices.Equal(v[:len(v)-1], counts[:l]) {
					continue
				}
				if counts[l] > 0 {
					rank = 2
				}
			}
			if rank > better {
				pick, at, better = k, l, rank
			}
		}
		if pick < 0 {
			if m.root {
				depth = 0
				clear(counts[1:])
				if out != nil {
					out[m.unit].root = true
				}
			}
			continue
		}
		counts[at]++
		clear(counts[at+1:])
		depth = at + 1
		score += weights[m.readings[pick].style]
		if out != nil {
			out[m.unit] = assigned{level: at, number: m.readings[pick].number}
		}
	}
	return score
}

// numberingOf completes the styles so that no level shows what the document
// does not have; empty when they are the language's own.
func numberingOf(styles []string, lang locale.Tag) []string {
	if len(styles) == 0 {
		return nil
	}
	usual := []string{"第一条", "一、", "（一）", "1.", "（1）"}
	if lang == locale.En {
		usual = []string{"1.", "1.1", "(a)", "(i)", "(A)"}
	}
	if slices.Equal(styles, usual) {
		return nil
	}
	return styles
}
