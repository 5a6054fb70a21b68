package intake

import (
	"regexp"
	"strings"
)

var (
	signWords   = regexp.MustCompile(`(盖\s*章|签\s*字|签\s*章|签\s*名|公\s*章|签署)`)
	signHead    = regexp.MustCompile(`^(?:` + partyWords + `|[甲乙丙丁]$|收款人|委托单位|[^，。；：:]{0,8}确认$)`)
	signLatin   = regexp.MustCompile(`(?i)^(by|signature|signed|sign here|authori[sz]ed signat(ory|ure)|for and on behalf of|in witness)\b`)
	signFollow  = regexp.MustCompile(`(?i)^(法定代表人|法人代表|授权代表|委托代理人|代表人|签约代表|代表|经办人|联系人|电话|地址|日期|签订日期|签订时间|签署日期|时间|签字|签名|盖章|开户|账号|税号|职务|姓名|身份证|公章|或委托代理人|或授权|名称|单位名称|电子邮箱|邮编|传真|地点|签订地点|承办|调解|name|title|date|company|print name|printed name|address|its|by|signature|email|notice address)`)
	annexHead   = regexp.MustCompile(`^附件([一二三四五六七八九十]{1,3}|\d{1,2})?\s*([：:]?)\s*(.*)$`)
	partyLatin  = regexp.MustCompile(`^(?:` + partyWordsEn + `)(?:\s*[(（][^)）]*[)）])?\s*[:：]?$`)
	dateOnly    = regexp.MustCompile(`^[\s年月日　_XＸ0-9]*年[\s_XＸ　0-9]*月[\s_XＸ　0-9]*日[\s　年月日_]*$`)
	bracketOnly = regexp.MustCompile(`^[（(](签字|签名|盖章|签章|公章|签字或盖章|签名或盖章|签字盖章)[）)]$`)
)

// signLine reports whether a line is where a party signs or seals.
func signLine(spoken string) bool {
	if len([]rune(spoken)) > 60 || strings.ContainsAny(spoken, "。；") {
		return false
	}
	bare := strings.TrimPrefix(strings.TrimPrefix(spoken, "[sign]"), "【签】")
	if signHead.MatchString(bare) && signWords.MatchString(bare) && !strings.ContainsAny(bare, "，") {
		return true
	}
	return signHead.MatchString(bare) && strings.HasSuffix(strings.TrimRight(bare, "：:"), "确认")
}

// signStart reports whether a unit begins a signature.
func (a *analysis) signStart(i int) bool {
	u := a.units[i]
	if u.table != nil {
		return i*3 > len(a.units) && signTable(u)
	}
	if !u.paragraph() || u.heading > 0 && u.spoken != "甲" && u.spoken != "乙" || len(u.numbers) > 0 || i < 2 {
		return false
	}
	if signLine(u.spoken) {
		return true
	}
	if (u.spoken == "甲" || u.spoken == "乙") && i+1 < len(a.units) {
		return signWords.MatchString(a.units[i+1].spoken) && len([]rune(a.units[i+1].spoken)) < 50
	}
	line := strings.TrimSpace(plain(u.text))
	if a.zh() || len([]rune(line)) > 80 {
		return false
	}
	if signLatin.MatchString(line) && labelEnd(line) > 0 {
		return true
	}
	if partyLatin.MatchString(line) && i*2 > len(a.units) {
		for k := i + 1; k < len(a.units) && k < i+4; k++ {
			if a.units[k].paragraph() && signLatin.MatchString(strings.TrimSpace(plain(a.units[k].text))) {
				return true
			}
		}
	}
	return false
}

// signMore reports whether a unit goes on with the signature above it.
func (a *analysis) signMore(i int) bool {
	u := a.units[i]
	if !u.paragraph() || u.heading > 0 || len(u.numbers) > 0 || u.role != roleBody || len([]rune(u.spoken)) > 60 || strings.ContainsAny(u.spoken, "。；") {
		return false
	}
	line := strings.TrimSpace(plain(u.text))
	return signFollow.MatchString(u.spoken) || dateOnly.MatchString(line) || bracketOnly.MatchString(u.spoken) || partyLine.MatchString(line) && i*3 > len(a.units)*2
}

func signTable(u *unit) bool {
	t := u.table
	if len(t.Columns) > 4 || len(t.Rows) > 14 {
		return false
	}
	n := 0
	for _, s := range tableTexts(t) {
		for _, l := range strings.Split(s, "\n") {
			l = strings.TrimSpace(l)
			if len([]rune(l)) > 80 {
				return false
			}
			if signLine(compact(l)) || signLatin.MatchString(l) && labelEnd(l) > 0 {
				n++
			}
		}
	}
	return n > 0
}

var signLabels = regexp.MustCompile(`(?im)^\s*(by|name|title|date|signature|its|print name|printed name|签字|盖章|日期|法定代表人|授权代表)[^\n]{0,12}?\s*[:：]?\s*(_|$|\n|\[|\{)`)

// signGrid reports whether a table is where parties sign, though not in a form
// that a signature can have.
func signGrid(u *unit) bool {
	n := 0
	for _, s := range tableTexts(u.table) {
		n += len(signLabels.FindAllString(s, -1))
	}
	return n >= 3
}

// A signRow is a line of a signature with its columns.
type signRow struct {
	cols [][]piece
	from int
}

// signatureOf makes a signature of lines; nil when they do not fit one.
func (c *composer) signatureOf(list []*unit) *branch {
	var rows []signRow
	for _, u := range list {
		if u.table != nil {
			rows = append(rows, tableRows(u)...)
			continue
		}
		if u.bullet != "" {
			c.lost = append(c.lost, lostText{"intake.dropped.bullet", u.bullet})
		}
		rows = append(rows, signRow{cols: c.columns(u.pieces), from: u.block})
	}
	s := &branch{typ: "signature"}
	var now []*branch // the signatories of the columns we are in
	for _, r := range rows {
		s.from = appendOnce(s.from, r.from)
		for k, col := range r.cols {
			text := strings.TrimSpace(c.plain(col))
			if text == "" && !hasOcc(col) {
				continue
			}
			if k < len(now) && len(now[k].kids) == 0 && (now[k].label == "甲" || now[k].label == "乙") && !strings.HasPrefix(text, now[k].label) {
				if q := c.a.partyAt(now[k].label + "方"); q >= 0 {
					now[k].key = q + 1
				}
				now[k].kids = append(now[k].kids, c.signPair(col))
				continue
			}
			if c.signTitle(text) {
				b := c.signatory(col, text)
				s.kids = append(s.kids, b)
				if k == 0 {
					now = now[:0]
				}
				for len(now) <= k {
					now = append(now, b)
				}
				now[k] = b
				continue
			}
			if len(now) == 0 {
				b := &branch{typ: "signatory"}
				s.kids = append(s.kids, b)
				now = append(now, b)
			}
			to := now[min(k, len(now)-1)]
			if len(r.cols) == 1 && len(s.kids) > 0 {
				to = now[0]
				if len(now) == 1 {
					to = now[0]
				}
			}
			to.kids = append(to.kids, c.signPair(col))
		}
	}
	if len(s.kids) == 0 || len(s.kids) > 12 {
		return nil
	}
	for _, k := range s.kids {
		// A table that does not fall into one column a party stays a table.
		if len(list) == 1 && list[0].table != nil && (k.label == "" || len(s.kids) < 2 || len(s.kids) > 4) {
			return nil
		}
	}
	return s
}

// signTitle reports whether a column begins a party.
func (c *composer) signTitle(text string) bool {
	squeezed := compact(text)
	if signHead.MatchString(squeezed) || signLine(squeezed) {
		return true
	}
	if m := partyLine.FindString(text); m != "" {
		return true
	}
	return !c.a.zh() && (partyLatin.MatchString(text) || strings.HasPrefix(strings.ToLower(text), "for and on behalf"))
}

// signatory makes the head of a party's column.
func (c *composer) signatory(col []piece, text string) *branch {
	b := &branch{typ: "signatory"}
	label, rest := splitColon(col)
	words := strings.TrimSpace(c.plain(label))
	if k := c.a.partyAt(strings.TrimSpace(text)); k >= 0 && c.named(k) {
		b.key = k + 1
	}
	rest = trimPieces(rest)
	if hasOcc(label) || len([]rune(words)) > 58 || words == "" {
		b.inline = nil
		b.kids = append(b.kids, &branch{typ: "pair", inline: col})
		return b
	}
	b.label, b.colon = words, colonOf(col)
	switch {
	case len(rest) == 0:
	case !hasOcc(rest) && len([]rune(words+c.plain(rest))) <= 56:
		b.label, b.colon, b.key = words+b.colon+clean(c.plain(rest)), "", 0 // the name stands there already
	case len(rest) == 1 && rest[0].occ >= 0 && c.a.occs[rest[0].occ].kind != markBracket:
		// The rule behind 甲方（盖章）： is where the seal goes; the name is printed there.
		b.swallow = append(b.swallow, rest[0].occ)
	default:
		b.kids = append(b.kids, &branch{typ: "pair", inline: rest})
	}
	return b
}

// signPair makes a line of a party's column.
func (c *composer) signPair(col []piece) *branch {
	label, rest := splitColon(col)
	words := strings.TrimSpace(c.plain(label))
	if hasOcc(label) || words == "" || len([]rune(words)) > 58 || colonOf(col) == "" {
		return &branch{typ: "pair", inline: trimPieces(col)}
	}
	b := &branch{typ: "pair", label: words, colon: colonOf(col), inline: trimPieces(rest)}
	if len(b.inline) == 0 {
		b.rule = true
	}
	return b
}

// columns parts a line of a signature where another party or label begins.
func (c *composer) columns(list []piece) [][]piece {
	var out [][]piece
	var now []piece
	flush := func() {
		if len(trimPieces(now)) > 0 {
			out = append(out, trimPieces(now))
		}
		now = nil
	}
	begins := func(s string) bool {
		s = strings.TrimSpace(s)
		return s != "" && (partyHead.MatchString(s) || labelEnd(s) > 0 || signFollow.MatchString(compact(s)))
	}
	for _, p := range list {
		if p.occ >= 0 {
			if o := c.a.occs[p.occ]; o.kind == markDate && len(trimPieces(now)) > 0 && dateOnlyPieces(c, now) {
				flush()
			}
			now = append(now, p)
			continue
		}
		g := p.g
		if n := len(now); n > 0 && now[n-1].occ >= 0 && begins(plain(g)) {
			flush()
		}
		from := 0
		for i := 0; i < len(g); i++ {
			j, w := i, 0
			for j < len(g) && space(g[j].r) {
				w += spaceWidth(g[j].r)
				j++
			}
			if w >= 3 && i > from && begins(plain(g[j:])) {
				now = append(now, piece{g: g[from:i], occ: -1})
				flush()
				from = j
			}
			i = max(i, j-1)
		}
		if from < len(g) {
			now = append(now, piece{g: g[from:], occ: -1})
		}
	}
	flush()
	return out
}

func dateOnlyPieces(c *composer, list []piece) bool {
	for _, p := range list {
		if p.occ >= 0 && c.a.occs[p.occ].kind == markDate {
			return true
		}
	}
	return false
}

func tableRows(u *unit) []signRow {
	var out []signRow
	for _, r := range u.cells {
		lines := 0
		var cols [][][]piece
		for _, cell := range r {
			l := splitPieces(cell.pieces)
			cols = append(cols, l)
			lines = max(lines, len(l))
		}
		for i := range lines {
			row := signRow{from: u.block}
			for _, col := range cols {
				if i < len(col) {
					row.cols = append(row.cols, trimPieces(col[i]))
				} else {
					row.cols = append(row.cols, nil)
				}
			}
			out = append(out, row)
		}
	}
	return out
}

// splitPieces parts pieces at line breaks.
func splitPieces(list []piece) [][]piece {
	var out [][]piece
	var now []piece
	for _, p := range list {
		if p.occ >= 0 {
			now = append(now, p)
			continue
		}
		for i, l := range splitLines(p.g) {
			if i > 0 {
				out = append(out, now)
				now = nil
			}
			if len(l) > 0 {
				now = append(now, piece{g: l, occ: -1})
			}
		}
	}
	return append(out, now)
}

func hasOcc(list []piece) bool {
	for _, p := range list {
		if p.occ >= 0 {
			return true
		}
	}
	return false
}

// splitColon parts pieces at the first colon of their text.
func splitColon(list []piece) (label, rest []piece) {
	for i, p := range list {
		if p.occ >= 0 {
			continue
		}
		for k, c := range p.g {
			if c.r == '：' || c.r == ':' {
				label = append(append(label, list[:i]...), piece{g: p.g[:k], occ: -1})
				if k+1 < len(p.g) {
					rest = append(rest, piece{g: p.g[k+1:], occ: -1})
				}
				return label, append(rest, list[i+1:]...)
			}
		}
	}
	return list, nil
}

func colonOf(list []piece) string {
	for _, p := range list {
		for _, c := range p.g {
			if p.occ < 0 && (c.r == '：' || c.r == ':') {
				return string(c.r)
			}
		}
	}
	return ""
}

// trimPieces drops white space at both ends.
func trimPieces(list []piece) []piece {
	out := append([]piece{}, list...)
	for len(out) > 0 && out[0].occ < 0 {
		if g := trim(out[0].g); len(g) == 0 {
			out = out[1:]
			continue
		}
		g := out[0].g
		for len(g) > 0 && (space(g[0].r) || g[0].r == '\n') {
			g = g[1:]
		}
		out[0].g = g
		break
	}
	for n := len(out); n > 0 && out[n-1].occ < 0; n = len(out) {
		if g := trimEnd(out[n-1].g); len(g) == 0 {
			out = out[:n-1]
			continue
		} else {
			out[n-1].g = g
		}
		break
	}
	return out
}

func appendOnce(list []int, n int) []int {
	for _, x := range list {
		if x == n {
			return list
		}
	}
	return append(list, n)
}
