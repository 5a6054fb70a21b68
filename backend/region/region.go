// Package region knows the divisions of China (provinces, cities, districts and
// counties), with the codes of GB/T 2260, and finds them in addresses as people
// write them. The table and where it comes from are in files/README.md.
package region

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"keyue/backend/search"
)

// Source is the official publication that the table follows, and Year the state
// of the divisions it gives.
const (
	Source = "民政部《中华人民共和国县以上行政区划代码》"
	Year   = 2024
)

//go:embed files/divisions.tsv.gz
var packed []byte

// Division is a province, a city, or a district or county.
type Division struct {
	// Code is that of GB/T 2260 without the noughts that fill it up: 33 is a
	// province, 3301 a city in it, 330106 a district of that city.
	Code string `json:"code"`
	Name string `json:"name"`
	// English is the name without its last word in Latin letters: Hangzhou.
	English string `json:"english"`
}

// Place is where something is, as precisely as it is known.
type Place struct {
	// Code is that of the smallest division known; "" when none is.
	Code     string `json:"code"`
	Province string `json:"province"`
	City     string `json:"city"`
	District string `json:"district"`
}

// entry says which division a name may mean.
type entry struct {
	code string
	kind nameKind
}

type nameKind int8

const (
	fullName nameKind = iota
	formerName
	shortName
)

// atlas is the table made ready.
type atlas struct {
	byCode map[string]*Division
	// children of a code in the order of codes; "" has the provinces.
	children map[string][]*Division
	// names are folded Chinese names; longest is the length of the longest.
	names   map[string][]entry
	longest int
	// exact are the names of places as At gives them, one after the other.
	exact map[[3]string]string
	// latin are names in Latin letters, folded, without blanks.
	latin map[string][]string
}

var table = sync.OnceValue(read)

func read() *atlas {
	a := &atlas{byCode: map[string]*Division{}, children: map[string][]*Division{}, names: map[string][]entry{}, exact: map[[3]string]string{}, latin: map[string][]string{}}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err) // it is part of the program
	}
	var former [][2]string
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if code, ok := strings.CutPrefix(cells[0], "-"); ok {
			former = append(former, [2]string{code, cells[1]})
			continue
		}
		d := &Division{Code: cells[0], Name: cells[1], English: cells[2]}
		a.byCode[d.Code] = d
		a.children[above(d.Code)] = append(a.children[above(d.Code)], d)
	}
	if err := lines.Err(); err != nil {
		panic(err)
	}
	for code, d := range a.byCode {
		if bracket(code) {
			continue
		}
		p := a.at(code)
		if key := [3]string{p.Province, p.City, p.District}; len(a.exact[key]) == 0 || len(code) < len(a.exact[key]) { // 北京市 and the city in it
			a.exact[key] = code
		}
		a.name(d.Name, code, fullName)
		for _, s := range shorts(d.Name, code) {
			kind := shortName
			if strings.HasSuffix(d.Name, "自治州") && s != Stem(d.Name) || strings.HasSuffix(d.Name, "自治县") && s != Stem(d.Name) { // 恩施州, 彭水县 have their word
				kind = fullName
			}
			a.name(s, code, kind)
		}
		a.spell(d)
	}
	for _, f := range former {
		a.name(f[1], f[0], formerName)
		if s := Stem(f[1]); len(f[0]) == 4 && utf8.RuneCountInString(s) > 1 && strings.HasSuffix(f[1], "市") {
			a.name(s, f[0], shortName)
		}
	}
	return a
}

// name notes what a name means.
func (a *atlas) name(name, code string, kind nameKind) {
	name = search.Fold(name)
	if slices.ContainsFunc(a.names[name], func(e entry) bool { return e.code == code }) {
		return
	}
	a.names[name] = append(a.names[name], entry{code, kind})
	a.longest = max(a.longest, utf8.RuneCountInString(name))
}

// spell notes the names in Latin letters.
func (a *atlas) spell(d *Division) {
	names := []string{d.English}
	full, _ := search.Pinyin(d.Name)
	stem, _ := search.Pinyin(Stem(d.Name))
	names = append(names, full, stem)
	names = append(names, otherLatin[d.Code]...)
	for _, n := range names {
		if n = letters(n); len(n) > 1 && !slices.Contains(a.latin[n], d.Code) {
			a.latin[n] = append(a.latin[n], d.Code)
		}
	}
}

// otherLatin are further names in use.
var otherLatin = map[string][]string{
	"11": {"Peking"}, "12": {"Tientsin"}, "50": {"Chungking"}, "44": {"Kwangtung", "Canton Province"}, "4401": {"Canton"}, "3502": {"Amoy"}, "82": {"Macau"}, "54": {"Xizang"}, "15": {"Neimenggu", "Nei Mongol"},
	"61": {"Shaanxi"}, "71": {"Taiwan"}, "3702": {"Tsingtao"}, "3201": {"Nanking"}, "3205": {"Soochow"}, "2102": {"Dalian"}, "6501": {"Wulumuqi"}, "1501": {"Huhehaote"}, "2301": {"Haerbin"}, "5401": {"Lasa"},
}

// above is the code of the division around a division.
func above(code string) string { return code[:max(len(code)-2, 0)] }

// bracket reports whether a code is no division of its own but stands where a
// city would: counties directly under a province, 市辖县.
func bracket(code string) bool {
	return len(code) == 4 && (code[2:] == "90" || code == "5002")
}

// Stem is a name without the word for its kind and without the names of peoples:
// 杭州市 → 杭州, 恩施土家族苗族自治州 → 恩施.
func Stem(name string) string {
	for _, w := range []string{"特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "自治旗"} {
		if s, ok := strings.CutSuffix(name, w); ok {
			return withoutPeoples(s)
		}
	}
	for _, w := range []string{"地区", "林区", "新区", "特区", "矿区", "省", "市", "区", "县", "盟", "旗"} {
		if s, ok := strings.CutSuffix(name, w); ok && s != "" {
			return s
		}
	}
	return name
}

// peoples are those that autonomous divisions are named after.
var peoples = strings.Fields("蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 普米 塔吉克 怒 鄂温克 裕固 保安 独龙 鄂伦春 各")

func withoutPeoples(s string) string {
	for again := true; again; {
		again = false
		for _, p := range peoples {
			for _, w := range []string{p + "族", p} {
				rest, ok := strings.CutSuffix(s, w)
				// A name is longer than one character: 蒙古 alone is part of 前郭尔罗斯蒙古族, not of 内蒙古.
				if ok && utf8.RuneCountInString(rest) >= 2 && (strings.HasSuffix(w, "族") || utf8.RuneCountInString(w) > 1) {
					s, again = rest, true
				}
			}
		}
	}
	return s
}

// shorts are the ways a name is shortened in addresses.
func shorts(name, code string) []string {
	stem := Stem(name)
	if stem == name || utf8.RuneCountInString(stem) < 2 {
		return nil
	}
	out := []string{stem}
	switch {
	case strings.HasSuffix(name, "自治州"):
		out = append(out, stem+"州")
	case strings.HasSuffix(name, "自治县"):
		out = append(out, stem+"县")
	case strings.HasSuffix(name, "自治区"):
		out = append(out, stem+"自治区", stem+"省", stem+"区")
	case strings.HasSuffix(name, "特别行政区"):
		out = append(out, stem+"特区")
	}
	if code == "15" {
		out = append(out, "内蒙")
	}
	return out
}

// At gives the place of a code, with today's names; the zero Place when there is
// no such code.
func At(code string) Place { return table().at(code) }

func (a *atlas) at(code string) Place {
	d := a.byCode[code]
	if d == nil {
		return Place{}
	}
	p := Place{Code: code, Province: a.byCode[code[:2]].Name}
	if len(code) == 2 {
		if municipality(code) {
			p.City = p.Province
		}
		return p
	}
	city := a.byCode[code[:4]]
	switch {
	case !bracket(city.Code):
		p.City = city.Name
		if len(code) == 6 {
			p.District = d.Name
		}
	case code == "5002": // 重庆 has counties of its own
		p.City = p.Province
	case len(code) == 6 && city.Code == "5002":
		p.City, p.District = p.Province, d.Name
	case len(code) == 6: // 济源 stands where a city would
		p.City = d.Name
	}
	return p
}

// CityOf is the part of a code that all of a city have in common: 3301 for 330106;
// 重庆 with its counties is one city. "" while no city is known.
func CityOf(code string) string {
	switch {
	case len(code) >= 2 && municipality(code[:2]):
		return code[:2]
	case len(code) == 6 && bracket(code[:4]):
		return code
	case len(code) >= 4:
		return code[:4]
	}
	return ""
}

// Children gives the divisions in a division, "" for the provinces, in the order
// a person chooses from: counties directly under a province stand among its cities.
func Children(code string) []Division {
	out := []Division{}
	for _, d := range table().children[code] {
		switch {
		case d.Code == "5002":
			continue // its counties follow the districts
		case bracket(d.Code):
			for _, c := range table().children[d.Code] {
				out = append(out, *c)
			}
		default:
			out = append(out, *d)
		}
	}
	if code == "5001" {
		out = append(out, Children("5002")...)
	}
	return out
}

// Find gives the division of a code.
func Find(code string) (Division, bool) {
	if d := table().byCode[code]; d != nil {
		return *d, true
	}
	return Division{}, false
}
