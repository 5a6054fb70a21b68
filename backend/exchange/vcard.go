package exchange

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"unicode"

	"keyue/backend/charset"
	"keyue/backend/fault"
)

// ownProperty carries a field of ours that vCard has no property for, or would not give back the same; its parameter
// FIELD names the field. A program that does not know it leaves it alone.
const ownProperty = "X-KEYUE"

// openVCard reads a file of cards as a table whose columns are the fields that the cards have.
func openVCard(f File, size int64, c Reading) (*table, error) {
	head := make([]byte, min(size, charset.SampleMax))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, fault.From(err)
	}
	encoding, mark := c.Encoding, charset.MarkLength(head, c.Encoding)
	if encoding == "" {
		encoding, mark = charset.Guess(head, int64(len(head)) == size)
		if name := declared(head); name != "" && encoding != "UTF-8" && !strings.HasPrefix(encoding, "UTF-") {
			encoding = name
		}
	}
	each := func(ctx context.Context, fn func(map[string]string) error) error {
		var text io.Reader = io.NewSectionReader(f, int64(mark), size-int64(mark))
		if strings.HasPrefix(encoding, "UTF-") && encoding != "UTF-8" {
			r, ok := charset.Reader(f, size, encoding, mark)
			if !ok {
				return fault.New(BadEncoding, fault.P{"encoding": encoding})
			}
			text = r
		}
		if !slices.Contains(charset.Names, encoding) {
			return fault.New(BadEncoding, fault.P{"encoding": encoding})
		}
		t := cardText{encoding}
		return eachCard(ctx, text, func(card []property) error { return fn(t.read(card).cells()) })
	}
	used := map[string]bool{"contact.name": true, "name": true, "contact.phone": true, "contact.email": true}
	if err := each(context.Background(), func(cells map[string]string) error {
		for key := range cells {
			used[key] = true
		}
		return nil
	}); err != nil {
		return nil, err
	}
	heads := headsOf(used)
	t := &table{format: VCard, encoding: encoding}
	t.each = func(ctx context.Context, yield func(int, []string) error) error {
		titles := make([]string, len(heads))
		for i, key := range heads {
			titles[i] = strings.TrimPrefix(titleOfOur+key, titleOfOur+customHead)
		}
		if err := yield(1, titles); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		n := 1
		row := make([]string, len(heads))
		err := each(ctx, func(cells map[string]string) error {
			n++
			for i, key := range heads {
				row[i] = cells[key]
			}
			return counted(ctx, n, row, yield)
		})
		if err == io.EOF {
			return nil
		}
		return err
	}
	return t, nil
}

// customHead begins the key of a column that is named by the label of a field of the owner's.
const customHead = "label:"

// headsOf puts the columns into the order of exports; those with labels of their own stand last.
func headsOf(used map[string]bool) []string {
	var out []string
	for _, f := range fixedFields() {
		if used[f.key] {
			out = append(out, f.key)
			delete(used, f.key)
		}
	}
	if used[ownerKey] {
		out = append(out, ownerKey)
	}
	var own []string
	for key := range used {
		if strings.HasPrefix(key, customHead) {
			own = append(own, key)
		}
	}
	slices.Sort(own)
	return append(out, own...)
}

// cardValues is what a card says.
type cardValues struct {
	name         string
	family       []string // the components of N
	organisation []string
	title, role  string
	phones       []tagged
	emails       []string
	social       []tagged
	address      []string // the components of ADR
	website      string
	birthday     string
	note         []string
	tags         []string
	company      bool
	// own are the fields of ours.
	own map[string]string
}

// tagged is a value with what it is for.
type tagged struct{ label, value string }

// read takes what is known out of the lines of a card. Where a property stands twice, the first with a value counts,
// of an address the preferred one.
func (t cardText) read(card []property) *cardValues {
	v := &cardValues{own: map[string]string{}}
	first := func(s *string, value string) {
		if *s == "" {
			*s = strings.TrimSpace(value)
		}
	}
	for i := range card {
		p := &card[i]
		switch p.name {
		case "FN":
			first(&v.name, unescaped(t.text(p)))
		case "N":
			if parts := components(t.text(p), ';'); v.family == nil && strings.Join(parts, "") != "" {
				v.family = parts
			}
		case "ORG":
			if parts := components(t.text(p), ';'); v.organisation == nil && strings.Join(parts, "") != "" {
				v.organisation = parts
			}
		case "TITLE":
			first(&v.title, unescaped(t.text(p)))
		case "ROLE":
			first(&v.role, unescaped(t.text(p)))
		case "TEL":
			v.phone(p, unescaped(t.text(p)))
		case "EMAIL":
			value := strings.TrimSpace(unescaped(t.text(p)))
			if at := strings.IndexByte(value, ';'); at > 0 {
				value = value[:at] // some phones put a label behind it; no address has a semicolon
			}
			if value != "" {
				v.emails = append(v.emails, value)
			}
		case "ADR":
			if parts := components(t.text(p), ';'); strings.Join(parts, "") != "" && (v.address == nil || p.is("pref") || p.param("PREF") == "1") {
				v.address = parts
			}
		case "URL":
			first(&v.website, unescaped(t.text(p)))
		case "BDAY":
			first(&v.birthday, unescaped(t.text(p)))
		case "NOTE":
			if s := strings.TrimSpace(unescaped(t.text(p))); s != "" {
				v.note = append(v.note, s)
			}
		case "CATEGORIES":
			v.tags = append(v.tags, components(t.text(p), ',')...)
		case "X-ABSHOWAS":
			v.company = strings.EqualFold(strings.TrimSpace(t.text(p)), "COMPANY")
		case "KIND":
			v.company = v.company || strings.EqualFold(strings.TrimSpace(t.text(p)), "org")
		case ownProperty:
			if key := p.param("FIELD"); key != "" {
				v.own[key] = unescaped(t.text(p))
			}
		default:
			v.handle(p, t)
		}
	}
	if v.name == "" {
		v.name = joinedName(v.family)
	}
	return v
}

func (v *cardValues) phone(p *property, value string) {
	value = strings.TrimSpace(value)
	if len(value) > 4 && strings.EqualFold(value[:4], "tel:") {
		value = value[4:]
	}
	number, extension, _ := strings.Cut(value, ";ext=")
	if extension != "" {
		number += " ext. " + extension
	}
	label := ""
	for _, kind := range []struct{ word, label string }{{"fax", "fax"}, {"cell", "mobile"}, {"work", "work"}, {"home", "home"}} {
		if label == "" && p.is(kind.word) {
			label = kind.label
		}
	}
	if number != "" {
		v.phones = append(v.phones, tagged{label, number})
	}
}

// handles are the properties of accounts in networks.
var handles = map[string]string{"X-QQ": "qq", "X-WECHAT": "wechat", "X-WEIXIN": "wechat", "X-WEIBO": "weibo"}

func (v *cardValues) handle(p *property, t cardText) {
	kind := handles[p.name]
	if p.name == "X-SOCIALPROFILE" {
		kind = strings.ToLower(p.param("TYPE"))
	}
	if kind == "" {
		return
	}
	if s := strings.TrimSpace(unescaped(t.text(p))); s != "" {
		v.social = append(v.social, tagged{kind, s})
	}
}

// joinedName is the name of a card without FN: Chinese, Japanese and Korean put the family first, without a blank.
func joinedName(n []string) string {
	part := func(i int) string {
		if i < len(n) {
			return n[i]
		}
		return ""
	}
	family, given, middle := part(0), part(1), part(2)
	if strings.IndexFunc(family+given+middle, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	}) >= 0 {
		return family + middle + given
	}
	return strings.Join(strings.Fields(given+" "+middle+" "+family), " ")
}

// cells are the values by field. The card is a person's at a company, or where kind says so or only a company is
// named, the customer's own.
func (v *cardValues) cells() map[string]string {
	out := map[string]string{}
	put := func(key, value string) {
		if value = strings.TrimSpace(value); value != "" {
			out[key] = value
		}
	}
	organisation, department := "", ""
	if len(v.organisation) > 0 {
		organisation, department = v.organisation[0], strings.Join(slices.DeleteFunc(slices.Clone(v.organisation[1:]), func(s string) bool { return s == "" }), " ")
	}
	name, who := v.name, "contact."
	switch {
	case v.own["kind"] == "person" && organisation == "":
		who, organisation = "", name
	case name == "" && organisation != "" || name == organisation && name != "" || v.company && organisation == "" && name != "":
		who = ""
		if organisation == "" {
			organisation = name
		}
	default:
		put("contact.name", name)
	}
	put("name", organisation)
	put("contact.department", department)
	title := v.title
	if title == "" {
		title = v.role
	}
	put("contact.title", title)
	var phones, social []string
	for _, p := range v.phones {
		if p.label != "" {
			p.value = p.label + ": " + p.value
		}
		phones = append(phones, p.value)
	}
	for _, s := range v.social {
		if s.label == "wechat" || s.label == "qq" {
			put(who+s.label, strings.TrimPrefix(out[who+s.label]+"; "+joinList([]string{s.value}), "; "))
			continue
		}
		social = append(social, s.label+":"+s.value)
	}
	put(who+"phone", joinList(phones))
	put(who+"email", joinList(v.emails))
	put(who+"social", joinList(social))
	if a := append(slices.Clone(v.address), make([]string, 7)...); v.address != nil {
		put("address", strings.Join(strings.Fields(strings.Join([]string{a[2], a[1], foreign(a[6])}, " ")), " "))
		put("city", a[3])
		put("province", a[4])
		put("postcode", a[5])
	}
	put("website", v.website)
	if who == "" {
		if v.birthday != "" {
			put("anniversaries", "birthday:"+v.birthday)
		}
	} else {
		put("contact.birthday", v.birthday)
	}
	put(who+"remark", strings.Join(v.note, "\n"))
	put("tags", joinList(slices.DeleteFunc(slices.Clone(v.tags), func(s string) bool { return s == "" })))
	for key, value := range v.own {
		if value == "" {
			delete(out, key)
		} else {
			out[key] = value
		}
	}
	return out
}

// foreign is a country that is worth to be written into the address.
func foreign(country string) string {
	switch strings.ToLower(country) {
	case "中国", "china", "cn", "中华人民共和国", "people's republic of china":
		return ""
	}
	return country
}

// cellsOf reads back a card that was just written.
func cellsOf(card []byte) (map[string]string, error) {
	var out map[string]string
	err := eachCard(context.Background(), bytes.NewReader(card), func(p []property) error {
		out = cardText{"UTF-8"}.read(p).cells()
		return nil
	})
	return out, err
}
