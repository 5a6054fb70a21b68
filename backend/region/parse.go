package region

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"keyue/backend/search"
)

// Match is what an address says about where it is.
type Match struct {
	Place
	// Sure is false when it rests on a single short name without its word
	// (「中山」), or on a name in Latin letters that several cities have.
	Sure bool `json:"sure"`
	// Former is the old name that was found and stands for today's; "" for none.
	Former string `json:"former"`
	// Rest is the address after the names of divisions.
	Rest string `json:"rest"`
}

// Parse finds province, city and district in an address as people write it: parts
// may be missing or shortened, in traditional characters, under an old name, or
// in pinyin. What several divisions could mean is left out; the zero Match means
// that nothing is known.
func Parse(address string) Match { return parse(address, "") }

// Resolve gives the place that three fields name, however they are spelled.
func Resolve(province, city, district string) Place {
	if province == "" && city == "" && district == "" {
		return Place{}
	}
	if code, ok := table().exact[[3]string{province, city, district}]; ok {
		return At(code)
	}
	if hasHan(province + city + district) {
		m := parse(province+city+district, "")
		if m.Code == "" { // a city that is none, in a province that is one
			m = parse(province, "")
		}
		return m.Place
	}
	m := parseLatin(district + ", " + city + ", " + province)
	return m.Place
}

// ParseWith is Parse for an address of which some is known already; what contradicts
// the address is not used.
func ParseWith(address string, known Place) Match {
	if known.Code == "" {
		return parse(address, "")
	}
	m := parse(address, known.Code[:min(4, len(known.Code))])
	if m.Code == "" && len(known.Code) > 2 {
		m = parse(address, known.Code[:2])
	}
	if m.Code == "" {
		m = parse(address, "")
	}
	return m
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func parse(address, within string) Match {
	text := []rune(search.Fold(address))
	original := []rune(address)
	if len(text) != len(original) || len(text) > 500 {
		text = text[:min(len(text), 500)]
		if len(text) > len(original) {
			return Match{}
		}
	}
	if !hasHan(address) {
		m := parseLatin(address)
		if m.Code != "" && !strings.HasPrefix(m.Code, within) {
			return Match{}
		}
		return m
	}
	f := finder{a: table(), text: text, folded: string(text)}
	for i := range f.folded {
		f.offset = append(f.offset, i)
	}
	f.offset = append(f.offset, len(f.folded))
	for at := range text {
		if at > 0 && !boundary(text[at-1]) && !country(text[:at]) {
			continue
		}
		f.begin = at
		f.walk(at, within, path{})
		if f.best.runes > 0 {
			break
		}
	}
	return f.result(original, within)
}

// boundary reports whether an address may begin after a character.
func boundary(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsDigit(r) || unicode.IsSymbol(r)
}

// country reports whether only the country's name stands so far.
func country(text []rune) bool {
	s := strings.TrimLeftFunc(string(text), boundary)
	return s == "中国" || s == "中华人民共和国"
}

// path is one way to read the beginning of an address.
type path struct {
	code   string
	end    int
	runes  int // matched
	full   int // names with their word
	names  int
	short  bool // the first name is a short one
	first  int  // length of the first code: a province before a city
	former string
}

// better decides between two ways to read the same address.
func (p path) better(q path) int {
	switch {
	case p.runes != q.runes:
		return p.runes - q.runes
	case p.full != q.full:
		return p.full - q.full
	case (p.former == "") != (q.former == ""):
		if p.former == "" {
			return 1
		}
		return -1
	}
	return q.first - p.first
}

// finder walks through an address.
type finder struct {
	a    *atlas
	text []rune
	// folded is text as a string, offset where each rune begins in it.
	folded string
	offset []int
	begin  int
	best   path
	ties   []string // codes of ways as good as the best
}

// cut gives n characters from at, or what there is.
func (f *finder) cut(at, n int) string {
	return f.folded[f.offset[at]:f.offset[min(at+n, len(f.text))]]
}

func (f *finder) walk(at int, within string, p path) {
	f.offer(p)
	at = f.skip(at, within, p)
	for n := min(f.a.longest, len(f.text)-at); n > 1; n-- {
		for _, e := range f.a.names[f.cut(at, n)] {
			q, ok := f.step(p, e, at, n, within)
			if ok {
				f.walk(at+n, q.code, q)
			}
		}
	}
}

func (f *finder) offer(p path) {
	if p.names == 0 {
		return
	}
	switch c := p.better(f.best); {
	case f.best.names == 0 || c > 0:
		f.best, f.ties = p, []string{p.code}
	case c == 0:
		f.ties = append(f.ties, p.code)
	}
}

// step takes a name, unless it does not fit into what was read before.
func (f *finder) step(p path, e entry, at, n int, within string) (path, bool) {
	same := p.names > 0 && e.code == p.code // 上海市上海, 苏州市吴县市
	if !same && (!strings.HasPrefix(e.code, within) || len(e.code) <= len(within)) {
		return p, false
	}
	if same && p.names > 2 || p.names > 4 {
		return p, false
	}
	name := f.cut(at, n)
	if n == 2 && e.kind != shortName && len(e.code) == 6 && p.names == 0 && within == "" { // 东区, 城区: of some city or other
		return p, false
	}
	if e.kind == shortName && !f.shortFits(p, e, at+n, within) {
		return p, false
	}
	if p.names == 0 {
		p.first, p.short = len(e.code), e.kind == shortName
	}
	p.code, p.end, p.names = e.code, at+n, p.names+1
	p.runes += n
	if e.kind != shortName {
		p.full++
	}
	if e.kind == formerName {
		p.former = name
	}
	return p, true
}

// shortFits decides whether a name without its word is a division here and not
// the name of a street (北京东路), a park or a firm.
func (f *finder) shortFits(p path, e entry, end int, within string) bool {
	known := len(within) >= 4 || p.names > 0 && (len(p.code) >= 4 || municipality(p.code))
	if len(e.code) == 6 && !known {
		// Only towns that are known far and wide go without their city.
		if d := f.a.byCode[e.code]; !strings.HasSuffix(d.Name, "市") {
			return false
		}
	}
	rest := f.cut(end, 6)
	for _, w := range places {
		if strings.HasPrefix(rest, w) {
			return false
		}
	}
	if len(e.code) == 6 { // 西湖文化广场 is no district, 西湖文三路 is one
		return !strings.HasPrefix(rest, "文化") && !strings.HasPrefix(rest, "镇") && !strings.HasPrefix(rest, "乡")
	}
	return true
}

// municipality reports whether a province is one city.
func municipality(code string) bool { return slices.Contains([]string{"11", "12", "31", "50"}, code) }

// places are words after which a name belongs to something else than a division.
var places = func() []string {
	words := strings.Fields("路 街 大道 大街 巷 弄 胡同 里弄 公园 广场 大厦 大楼 花园 小区 新村 国际 酒店 大酒店 饭店 宾馆 银行 公司 中学 小学 大学 医院 山路 商城 集团 有限 站")
	out := append([]string{}, words...)
	for _, before := range strings.Split("东南西北中一二三四五六七八九十内外", "") {
		for _, w := range []string{"路", "街", "大街", "大道", "环路", "里"} {
			out = append(out, before+w)
		}
	}
	return out
}()

// fillers stand between names and say nothing.
var fillers = []string{"市辖区", "市辖县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖", "县级市"}

// skip passes blanks, punctuation and fillers between two names.
func (f *finder) skip(at int, within string, p path) int {
	if p.names == 0 {
		return at
	}
	for at < len(f.text) {
		rest := f.cut(at, 12)
		n := 0
		for _, w := range fillers {
			if strings.HasPrefix(rest, w) {
				n = utf8.RuneCountInString(w)
				break
			}
		}
		if n == 0 && strings.ContainsRune(" ,.-/、，·|_>", f.text[at]) {
			n = 1
		}
		if n == 0 && strings.HasPrefix(within, "50") && f.text[at] == '县' {
			n = 1
		}
		if n == 0 {
			break
		}
		at += n
	}
	return at
}

// result is the best way to read it, as far as all ways agree.
func (f *finder) result(original []rune, within string) Match {
	if f.best.names == 0 {
		return Match{}
	}
	code := f.ties[0]
	for _, c := range f.ties[1:] {
		code = common(code, c)
	}
	if len(code) < len(within) {
		return Match{}
	}
	m := Match{Place: At(code)}
	if m.Code == "" {
		return Match{}
	}
	m.Sure = f.best.full > 0 || f.best.names > 1 || within != "" || strings.TrimSpace(string(f.text[f.best.end:])) == "" ||
		f.best.first == 2
	if f.best.former != "" && len(f.ties) == 1 {
		m.Former = f.best.former
	}
	m.Rest = strings.TrimLeftFunc(string(original[min(f.best.end, len(original)):]), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",，、.-·", r) })
	return m
}

// common is the smallest division around two.
func common(a, b string) string {
	n := 0
	for n+2 <= len(a) && n+2 <= len(b) && a[:n+2] == b[:n+2] {
		n += 2
	}
	if bracket(a[:n]) {
		n = 2
	}
	return a[:n]
}
