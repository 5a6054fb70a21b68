package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"keyue/backend/locale"
	"keyue/backend/search"
)

// headerKey is how column names are compared: letters and digits, without accents.
func headerKey(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, search.Plain(s))
}

// dictionary finds fields by column name.
type dictionary struct {
	fields []column
	byKey  map[string]*column
	words  map[string]string // header key → field key, with "~" for personal ones
}

func newDictionary(fields []column, synonyms map[string][]string) *dictionary {
	d := &dictionary{fields: fields, byKey: map[string]*column{}, words: map[string]string{}}
	for key, words := range synonyms {
		for _, w := range words {
			d.words[headerKey(w)] = key
		}
	}
	for i := range fields {
		f := &fields[i]
		d.byKey[f.key] = f
		for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
			if w := headerKey(f.name(tag)); d.words[w] == "" {
				d.words[w] = f.key
			}
		}
	}
	return d
}

// Columns of address books that hold no value of their own, and what Outlook and Google number: "Phone 2 - Value".
var (
	ignoredHead = regexp.MustCompile(`(?i)(label|type|类型|typ|yomi.*|phonetic.*|显示名称?|angezeigtername|displayname)$|^(photo|fax|.*传真|.*fax.*|助理.*|assistant.*|telefonassistent|车载电话|回电话|寻呼机|pager|.*pobox|event.*|customfield.*|record *id|recordid|telex|isdn)$`)
	headNumber  = regexp.MustCompile(`[ _]*\d+([^\d]*)$`)
)

// titleOfOur begins a header that is a field's key and needs no guessing.
const titleOfOur = "#"

// find gives the field key of a column name; "" for none.
func (d *dictionary) find(head string) string {
	if key, ok := strings.CutPrefix(head, titleOfOur); ok && d.byKey[key] != nil {
		return key
	}
	w := headerKey(strings.TrimRight(strings.TrimLeft(head, "*＊ "), "*＊ ：:"))
	if w == "" {
		return ""
	}
	if key := d.words[w]; d.byKey[key] != nil {
		return key
	}
	// A field may be there in some workspaces only: who answers for a customer, where there is staff.
	known := func(key string) string {
		if d.byKey[strings.TrimPrefix(key, "~")] == nil {
			return ""
		}
		return key
	}
	if ignoredHead.MatchString(w) {
		return ""
	}
	if key := known(d.words[headerKey(headNumber.ReplaceAllString(strings.TrimSpace(head), "$1"))]); key != "" {
		return key
	}
	// 「客户名称（必填）」, "Phone (main)": what stands in brackets explains.
	if at := strings.IndexAny(head, "(（[【"); at > 0 {
		return known(d.words[headerKey(head[:at])])
	}
	return ""
}

// own maps the columns of our own exports, whose titles are exact; nil when some column is not ours. Where a custom
// field is called like another, they stand in the order of the fields.
func (d *dictionary) own(heads []string) []string {
	for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
		keys := map[string][]string{}
		core := 0
		for i := range d.fields {
			title := d.fields[i].name(tag)
			keys[title] = append(keys[title], d.fields[i].key)
			if d.fields[i].core {
				core++
			}
		}
		out := make([]string, len(heads))
		for i, head := range heads {
			if head = strings.TrimSpace(head); len(keys[head]) > 0 {
				out[i], keys[head] = keys[head][0], keys[head][1:]
			}
		}
		if len(heads) >= core && !slices.Contains(out, "") {
			return out
		}
	}
	return nil
}

// guess proposes a field for every column. A field that holds one value is given to the first column that fits.
func (d *dictionary) guess(heads []string) []string {
	if own := d.own(heads); own != nil {
		return own
	}
	out := make([]string, len(heads))
	used := map[string]bool{}
	people, company := false, false
	for i, head := range heads {
		out[i] = d.find(head)
	}
	nameBesideContact(heads, out)
	d.ownerBesideContact(heads, out)
	for i := range heads {
		people = people || out[i] == "contact.name" || out[i] == "contact.lastName" || out[i] == "contact.firstName"
		company = company || out[i] == "name"
	}
	for i := range out {
		if rest, ok := strings.CutPrefix(out[i], "~"); ok {
			out[i] = rest
			if people {
				out[i] = "contact." + rest
			}
		}
		if out[i] != "" && used[out[i]] && !d.byKey[out[i]].several {
			out[i] = ""
		}
		used[out[i]] = true
	}
	if !company && people && !used["contact.name"] {
		return out
	}
	// "Name" beside "Given Name" and "Family Name" is the whole of both.
	if used["contact.name"] {
		for i := range out {
			if out[i] == "contact.lastName" || out[i] == "contact.firstName" {
				out[i] = ""
			}
		}
	}
	return out
}

// plainNames are column names that mean the contact in a list of people, and the
// customer where another column names the contact.
var plainNames = map[string]bool{"name": true, "姓名": true, "名字": true, "fullname": true}

// nameBesideContact reads "Name, Contact, Phone" as customer and contact when no
// column says customer or company.
func nameBesideContact(heads, keys []string) {
	plain := -1
	contacts := 0
	for i, key := range keys {
		switch key {
		case "name":
			return
		case "contact.name":
			if plainNames[headerKey(heads[i])] {
				plain = i
			} else {
				contacts++
			}
		}
	}
	if plain >= 0 && contacts > 0 {
		keys[plain] = "name"
	}
}

// ownerBesideContact reads 「负责人」 as who of us looks after the customer where another column names the contact;
// where there is no staff, it is left out.
func (d *dictionary) ownerBesideContact(heads, keys []string) {
	for i, key := range keys {
		if key == "contact.name" && headerKey(heads[i]) == "负责人" && (slices.Index(keys, key) != i || slices.Contains(keys[i+1:], key)) {
			keys[i] = ""
			if d.byKey[ownerKey] != nil {
				keys[i] = ownerKey
			}
		}
	}
}

// headSearch is how many rows are looked at for the header: titles and notes may stand above it.
const headSearch = 15

// header finds the row with the column names among the first rows; -1 when there is none. It is the row most of
// whose cells are known names; else the first row when it is all words and the next row is not.
func (d *dictionary) header(rows [][]string) int {
	best, most := -1, 0
	for i, row := range rows[:min(len(rows), headSearch)] {
		known := 0
		for _, cell := range row {
			if d.find(cell) != "" || ignoredHead.MatchString(headerKey(cell)) && cell != "" {
				known++
			}
		}
		if known > most {
			best, most = i, known
		}
	}
	if best >= 0 && (most >= 2 || len(rows[best]) <= 2) {
		return best
	}
	for i, row := range rows[:min(len(rows), headSearch)] {
		if blank(row) {
			continue
		}
		for _, cell := range row {
			if strings.IndexFunc(cell, unicode.IsDigit) >= 0 && len([]rune(cell)) > 4 || len([]rune(cell)) > 40 || strings.Contains(cell, "@") {
				return -1
			}
		}
		if len(rows) > i+1 {
			return i
		}
		break
	}
	return -1
}
