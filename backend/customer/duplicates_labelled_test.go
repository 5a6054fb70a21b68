package customer_test

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"keyue/backend/customer"
	"keyue/backend/search"
	"keyue/backend/store"
)

// entry is a row of the labelled set: customers with the same label are one.
type entry struct {
	label  int
	damage []string // what was done to a copy; nil for an original
	c      customer.Customer
	people []customer.Contact
}

// labelled makes the set. Its rows are those of the corpora; copies are damaged
// as typing, spreadsheets and telephones damage them, and beside them stand
// customers that look alike and are not.
type labelled struct {
	t     *testing.T
	r     *rand.Rand
	next  int
	seen  map[string]bool
	rows  []entry
	trad  map[rune]rune
	homo  map[string][]rune // characters by their sound
	lists map[string][]string
}

// folder finds a folder of ../shared/corpora from the package upwards, or skips.
func folder(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	ok(t, err)
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		path := filepath.Join(dir, "shared", "corpora", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Skip("no corpora on this machine")
	return ""
}

func (l *labelled) pick(list []string) string { return list[l.r.IntN(len(list))] }

// original adds a row that nobody else of the set is.
func (l *labelled) original(c customer.Customer, people ...customer.Contact) int {
	l.next++
	l.rows = append(l.rows, entry{label: l.next, c: c, people: people})
	return l.next
}

// person adds someone of a list unless the corpora have them already: many of
// their files hold the same cards.
func (l *labelled) person(name string, phones, emails []string) {
	c := customer.Customer{Name: strings.TrimSpace(name), Kind: "person", Emails: emails}
	for _, p := range phones {
		for _, n := range customer.ParsePhones(p) {
			if n.Type != customer.PhoneUnknown && n.Type != customer.PhoneLocal { // a test's, not a person's
				c.Phones = append(c.Phones, n)
			}
		}
	}
	c.Normalize()
	keys := []string{customer.NormalName(c.Name)}
	for _, p := range c.Phones {
		keys = append(keys, p.Number)
	}
	keys = append(keys, c.Emails...)
	if len([]rune(c.Name)) < 2 || len(keys) < 2 || len(c.Validate()) > 0 {
		return
	}
	for _, k := range keys {
		if l.seen[k] {
			return
		}
	}
	for _, k := range keys {
		l.seen[k] = true
	}
	l.original(c)
}

// cards reads names, numbers and addresses of the vCards, as far as a line each says them.
func (l *labelled) cards() {
	files, _ := filepath.Glob(filepath.Join(folder(l.t, "1-vcard"), "*.vcf"))
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			l.t.Fatal(err)
		}
		var name string
		var phones, emails []string
		for line := range strings.Lines(string(text)) {
			head, value, _ := strings.Cut(strings.TrimSpace(line), ":")
			if i := strings.IndexByte(head, '.'); i >= 0 && i < 8 {
				head = head[i+1:]
			}
			field, options, _ := strings.Cut(strings.ToUpper(head), ";")
			if strings.Contains(options, "QUOTED") || strings.Contains(options, "BASE64") {
				continue
			}
			switch field {
			case "BEGIN":
				name, phones, emails = "", nil, nil
			case "FN":
				name = strings.ReplaceAll(value, `\,`, ",")
			case "TEL":
				phones = append(phones, strings.TrimPrefix(value, "tel:"))
			case "EMAIL":
				emails = append(emails, value)
			case "END":
				l.person(name, phones, emails)
			}
		}
	}
}

// sheets reads the people of every table with a name and a way to reach them.
func (l *labelled) sheets() {
	files, _ := filepath.Glob(filepath.Join(folder(l.t, "2-csv"), "*.csv"))
	for _, f := range files {
		if in, err := os.Open(f); err == nil {
			r := csv.NewReader(bufio.NewReader(in))
			r.FieldsPerRecord, r.LazyQuotes = -1, true
			table, err := r.ReadAll()
			if _ = in.Close(); err == nil {
				l.table(table)
			}
		}
	}
	files, _ = filepath.Glob(filepath.Join(folder(l.t, "3-xlsx"), "*.xlsx"))
	for _, f := range files {
		if strings.Contains(f, "xmlbomb") {
			continue
		}
		x, err := excelize.OpenFile(f, excelize.Options{UnzipSizeLimit: 32 << 20, UnzipXMLSizeLimit: 16 << 20})
		if err != nil {
			continue
		}
		for _, sheet := range x.GetSheetList() {
			if table, err := x.GetRows(sheet); err == nil {
				l.table(table)
			}
		}
		_ = x.Close()
	}
}

func (l *labelled) table(table [][]string) {
	if len(table) < 2 {
		return
	}
	column := map[string][]int{}
	for i, h := range table[0] {
		h = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))
		switch {
		case h == "name" || h == "姓名" || h == "full name" || h == "display name" || h == "contact name":
			column["name"] = append(column["name"], i)
		case h == "first_name" || h == "first name" || h == "last_name" || h == "last name":
			column["part"] = append(column["part"], i)
		case strings.Contains(h, "type"):
		case strings.HasPrefix(h, "phone") || strings.HasPrefix(h, "mobile") || strings.Contains(h, "电话") || strings.Contains(h, "手机"):
			column["phone"] = append(column["phone"], i)
		case strings.HasPrefix(h, "email") || strings.HasPrefix(h, "e-mail"):
			column["email"] = append(column["email"], i)
		}
	}
	for _, row := range table[1:] {
		get := func(name string) (out []string) {
			for _, i := range column[name] {
				if i < len(row) && strings.TrimSpace(row[i]) != "" {
					out = append(out, row[i])
				}
			}
			return out
		}
		name := strings.Join(get("part"), " ")
		if whole := get("name"); len(whole) > 0 {
			name = whole[0]
		}
		var emails []string
		for _, e := range get("email") {
			if strings.Contains(e, "@") {
				emails = append(emails, e)
			}
		}
		l.person(name, get("phone"), emails)
	}
}

var trades = []string{"建材", "科技", "贸易", "机械设备", "电子", "建筑工程", "食品", "服饰", "物流", "餐饮管理", "医疗器械", "化工", "汽车配件", "包装材料", "五金制品"}

func (l *labelled) city() string {
	return strings.TrimSuffix(strings.TrimSuffix(l.pick(l.lists["address.cities"]), "市"), "县")
}

func (l *labelled) mobile() string { return fmt.Sprintf("13%d%08d", l.r.IntN(10), l.r.IntN(1e8)) }

func (l *labelled) chinese() string {
	return l.pick(l.lists["person.last_names"]) + l.pick(l.lists["person.first_names_male"])
}

// firm is a company with a name that no other has.
func (l *labelled) firm() customer.Customer {
	for {
		city := l.city()
		core := l.pick(l.lists["company.company_prefixes"])
		if l.r.IntN(3) > 0 {
			core = l.pick(l.lists["person.first_names_female"])[:3] + l.pick(l.lists["person.first_names_male"])[:3]
		}
		core += l.pick(trades)
		// In one town no two names may sound the same: such pairs are made on purpose below.
		if sound, _ := search.Pinyin(core); l.seen[sound] {
			continue
		} else {
			l.seen[sound] = true
		}
		full, _ := search.Pinyin(core)
		return customer.Customer{Name: city + core + l.pick([]string{"有限公司", "有限责任公司", "股份有限公司"}), Kind: "company", City: city + "市",
			Phones: []customer.Phone{{Raw: fmt.Sprintf("0571-%08d", 82000000+l.r.IntN(6000000))}}, Emails: []string{full + "@" + l.pick([]string{"163.com", "qq.com", "126.com"})},
			Billing: customer.Billing{TaxID: fmt.Sprintf("91330106MA%08d", l.r.IntN(1e8))}}
	}
}

func (l *labelled) contact() customer.Contact {
	return customer.Contact{Name: l.chinese(), Phones: []customer.Phone{{Raw: l.mobile()}}}
}

// lookalikes are customers that share what people mistake for identity.
func (l *labelled) lookalikes() {
	street := []string{"文三路", "解放路", "人民路", "中山北路", "体育场路"}
	for i := range 60 {
		head := l.firm()
		head.Phones = append(head.Phones, customer.Phone{Raw: fmt.Sprintf("400-%03d-%04d", 100+i, l.r.IntN(1e4))})
		head.Emails = []string{"info@" + fmt.Sprintf("house%d.cn", i)}
		l.original(head, l.contact())
		for _, place := range []string{"上海", "北京", "余杭"}[:1+i%3] { // 分公司: the hotline, the mailbox and the tax id of the house
			b := customer.Customer{Name: head.Name + place + l.pick([]string{"分公司", "分公司", "办事处", "营业部"}), Kind: "company", City: place + "市", Phones: head.Phones[1:], Emails: head.Emails}
			if i%4 == 0 {
				b.Billing = head.Billing
				b.City = head.City
			}
			l.original(b, l.contact())
		}
		at := l.pick(street)
		for _, shop := range []string{"面馆", "理发店", "便利店"} { // one street in the name and in the address
			l.original(customer.Customer{Name: fmt.Sprintf("%s%d号%s", at, 100+i, shop), Kind: "company", City: "杭州市", Address: fmt.Sprintf("%s%d号", at, 100+i), Phones: []customer.Phone{{Raw: l.mobile()}}})
		}
		line, family := fmt.Sprintf("0571-%08d", 86000000+i*31), l.pick(l.lists["person.last_names"])
		for _, given := range []string{"建国", "建军", "小明"}[:2+i%2] { // a family behind one telephone
			l.original(customer.Customer{Name: family + given, Kind: "person", City: "杭州市", Address: fmt.Sprintf("%s%d号%d室", at, 10+i, 301),
				Phones: []customer.Phone{{Raw: line}, {Raw: l.mobile()}}})
		}
		board := fmt.Sprintf("0571-%08d", 87000000+i*17)
		for range 2 + i%4 { // one switchboard for a house of many firms
			c := l.firm()
			c.City, c.Phones, c.Address = "杭州市", []customer.Phone{{Raw: board}}, at+"1号大厦"
			l.original(c, l.contact())
		}
		for range 2 { // people of one name
			l.original(customer.Customer{Name: []string{"张伟", "王芳", "李娜", "刘洋"}[i%4], Kind: "person", City: []string{"", "杭州市"}[i%2], Phones: []customer.Phone{{Raw: l.mobile()}}})
		}
		for _, city := range []string{"杭州", "宁波"} { // one name in two towns
			l.original(customer.Customer{Name: fmt.Sprintf("%s%s%s有限公司", city, l.lists["company.company_prefixes"][i], trades[i%len(trades)]), Kind: "company", City: city + "市", Phones: []customer.Phone{{Raw: l.mobile()}}})
		}
		a, b := l.firm(), l.firm() // neighbours on the telephone and in the register
		a.Phones, b.Phones = []customer.Phone{{Raw: fmt.Sprintf("0571-8800%04d", 2*i)}}, []customer.Phone{{Raw: fmt.Sprintf("0571-8800%04d", 2*i+1)}}
		l.original(a)
		l.original(b)
	}
}

// damages are what happens to a copy; each reports whether it could be done.
func (l *labelled) damages() map[string]func(e *entry) bool {
	eachPhone := func(e *entry, f func(raw string) string) bool {
		done := false
		for _, list := range append([][]customer.Phone{e.c.Phones}, phonesOf(e.people)...) {
			for i := range list {
				list[i] = customer.Phone{Raw: f(list[i].Raw)}
				done = true
			}
		}
		return done
	}
	return map[string]func(e *entry) bool{
		"spaces": func(e *entry) bool {
			r := []rune(e.c.Name)
			e.c.Name = string(r[:2]) + "　" + string(r[2:]) + " "
			return eachPhone(e, func(raw string) string {
				r := []rune(raw)
				return " " + string(r[:len(r)/2]) + " " + string(r[len(r)/2:])
			})
		},
		"+86": func(e *entry) bool {
			return eachPhone(e, func(raw string) string {
				if p := customer.ParsePhone(raw); strings.HasPrefix(p.Number, "+86") && p.Ext == "" {
					return l.pick([]string{"+86 ", "0086-", "(+86)"}) + strings.TrimPrefix(p.Number, "+86")
				}
				return raw
			})
		},
		"full width": func(e *entry) bool {
			wide := func(s string) string {
				return strings.Map(func(r rune) rune {
					if r > ' ' && r < 0x7f {
						return r + 0xFEE0
					}
					return r
				}, s)
			}
			e.c.Name = wide(e.c.Name)
			return eachPhone(e, wide)
		},
		"suffix": func(e *entry) bool {
			for _, form := range []string{"股份有限公司", "有限责任公司", "有限公司"} {
				if base, ok := strings.CutSuffix(e.c.Name, form); ok {
					e.c.Name = base + l.pick([]string{"", "", "公司", "有限责任公司", "（集团）有限公司"})
					return true
				}
			}
			return false
		},
		"swapped": func(e *entry) bool {
			switch {
			case len(e.people) > 0 && l.r.IntN(2) == 0: // the numbers stand at the other
				e.c.Phones, e.people[0].Phones = e.people[0].Phones, e.c.Phones
			case e.c.City != "":
				e.c.Province, e.c.City = e.c.City, e.c.Province
			case strings.Contains(e.c.Name, " "): // family name first
				a, b, _ := strings.Cut(e.c.Name, " ")
				e.c.Name = b + " " + a
			default:
				return false
			}
			return true
		},
		"typo": func(e *entry) bool {
			switch l.r.IntN(3) {
			case 0:
				return eachPhone(e, func(raw string) string {
					if at := len(raw) - 1 - l.r.IntN(4); raw[at] >= '0' && raw[at] <= '8' {
						return raw[:at] + string(raw[at]+1) + raw[at+1:]
					}
					return raw
				})
			case 1:
				if len(e.c.Emails) == 0 {
					return false
				}
				e.c.Emails = []string{"x" + e.c.Emails[0]}
				return true
			}
			return l.misspell(&e.c.Name)
		},
		"traditional": func(e *entry) bool {
			name := strings.Map(func(r rune) rune {
				if x, ok := l.trad[r]; ok {
					return x
				}
				return r
			}, e.c.Name)
			changed := name != e.c.Name
			e.c.Name = name
			return changed
		},
		"less": func(e *entry) bool { // only some of it was noted down the second time
			switch {
			case len(e.people) > 0 && l.r.IntN(2) == 0:
				e.people = nil
			case len(e.c.Emails) > 0 && len(e.c.Phones) > 0 && l.r.IntN(2) == 0:
				e.c.Emails = nil
			case len(e.c.Phones) > 0 && (e.c.Kind == "company" || len(e.c.Emails) > 0):
				e.c.Phones = nil
			default:
				return false
			}
			e.c.Billing = customer.Billing{}
			return true
		},
	}
}

func phonesOf(people []customer.Contact) (out [][]customer.Phone) {
	for i := range people {
		out = append(out, people[i].Phones)
	}
	return out
}

// misspell puts a character of the same sound, as an input method offers it, or
// a neighbouring letter.
func (l *labelled) misspell(name *string) bool {
	r := []rune(*name)
	at := 1 + l.r.IntN(max(1, min(4, len(r)-1)))
	if at >= len(r) {
		return false
	}
	if r[at] < 0x80 {
		r[at] = rune('a' + l.r.IntN(26))
		*name = string(r)
		return true
	}
	sound, _ := search.Pinyin(string(r[at]))
	if others := l.homo[sound]; len(others) > 1 {
		if x := others[l.r.IntN(len(others))]; x != r[at] {
			r[at] = x
			*name = string(r)
			return true
		}
	}
	return false
}

// copies adds a second, sometimes a third record of half the customers.
func (l *labelled) copies() {
	damages := l.damages()
	kinds := slices.Sorted(maps.Keys(damages))
	for _, e := range slices.Clone(l.rows) {
		if l.r.IntN(2) == 0 {
			continue
		}
		for range 1 + l.r.IntN(3)/2 {
			n := entry{label: e.label, c: e.c, damage: []string{}}
			n.c.Phones, n.c.Emails = slices.Clone(e.c.Phones), slices.Clone(e.c.Emails)
			for _, p := range e.people {
				p.Phones = slices.Clone(p.Phones)
				n.people = append(n.people, p)
			}
			for len(n.damage) == 0 || len(n.damage) < 3 && l.r.IntN(2) == 0 {
				if kind := l.pick(kinds); !slices.Contains(n.damage, kind) && damages[kind](&n) {
					n.damage = append(n.damage, kind)
				}
			}
			l.rows = append(l.rows, n)
		}
	}
}

func (l *labelled) load() {
	text, err := os.ReadFile(filepath.Join("..", "search", "traditional.txt"))
	if err != nil {
		l.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if r := []rune(strings.TrimSpace(line)); len(r) > 1 && r[0] != '#' {
			for i := 0; i+1 < len(r); i += 2 {
				l.trad[r[i+1]] = r[i]
			}
		}
	}
	for r := rune(0x4e00); r < 0x6c00; r++ {
		if sound, _ := search.Pinyin(string(r)); search.Fold(string(r)) == string(r) {
			l.homo[sound] = append(l.homo[sound], r)
		}
	}
	f, err := os.Open(filepath.Join(folder(l.t, "6-unicode-zh"), "joke2k.faker__faker_zh_CN_lists.tsv"))
	if err != nil {
		l.t.Fatal(err)
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if p := strings.Split(sc.Text(), "\t"); len(p) >= 2 {
			l.lists[p[0]] = append(l.lists[p[0]], p[1])
		}
	}
}

func TestDuplicatesOfALabelledSetAreFoundAndNothingElse(t *testing.T) {
	st, s := open(t, customer.Options{})
	l := &labelled{t: t, r: rand.New(rand.NewPCG(20, 26)), seen: map[string]bool{}, trad: map[rune]rune{}, homo: map[string][]rune{}, lists: map[string][]string{}}
	l.load()
	l.cards()
	cards := len(l.rows)
	l.sheets()
	people := len(l.rows)
	for range 500 {
		l.original(l.firm(), l.contact())
	}
	l.lookalikes()
	originals := len(l.rows)
	l.copies()
	l.r.Shuffle(len(l.rows), func(i, j int) { l.rows[i], l.rows[j] = l.rows[j], l.rows[i] })

	label := map[customer.ID]int{}
	at := map[customer.ID]*entry{}
	ok(t, st.InTx(st.Context(), store.Step{}, func(tx *store.Tx) error {
		im := customer.NewImporter(tx, customer.OnDuplicateCreate)
		for part := range slices.Chunk(l.rows, 500) {
			in := make([]customer.Incoming, len(part))
			for i, e := range part {
				in[i] = customer.Incoming{Customer: e.c, Contacts: slices.Clone(e.people)}
			}
			done, err := im.Rows(in)
			if err != nil {
				return err
			}
			for i, d := range done {
				if d.Err != nil {
					return fmt.Errorf("%+v: %w", part[i], d.Err)
				}
				label[d.ID], at[d.ID] = part[i].label, &part[i]
			}
		}
		return nil
	}))
	sizes := map[int]int{}
	for _, n := range label {
		sizes[n]++
	}
	pairs := 0
	for _, n := range sizes {
		pairs += n * (n - 1) / 2
	}

	right, wrong := 0, 0
	together := map[int]map[customer.ID]bool{}
	for offset := 0; ; offset += 50 {
		page := must[*customer.DuplicatePage](t)(s.DuplicateGroups(50, offset))
		for _, g := range page.Groups {
			for i, a := range g.Customers {
				for _, b := range g.Customers[i+1:] {
					if label[a.ID] == label[b.ID] {
						right++
						if together[label[a.ID]] == nil {
							together[label[a.ID]] = map[customer.ID]bool{}
						}
						together[label[a.ID]][a.ID], together[label[a.ID]][b.ID] = true, true
						continue
					}
					if wrong++; wrong <= 10 {
						t.Logf("not one, %d%%: %s %s | %s %s: %s", g.Confidence, a.Name, at[a.ID].damage, b.Name, at[b.ID].damage, g.Reasons[0].Code)
					}
				}
			}
		}
		if offset+50 >= page.Total {
			break
		}
	}
	missed, copies := map[string]int{}, map[string]int{}
	shown := 0
	for id, e := range at {
		for _, d := range e.damage {
			if copies[d]++; !together[e.label][id] {
				missed[d]++
			}
		}
		if e.damage != nil && !together[e.label][id] && shown < 10 {
			shown++
			t.Logf("missed: %s %v %v %v %s", e.c.Name, e.damage, e.c.Phones, e.c.Emails, e.c.City)
		}
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(pairs)
	t.Logf("%d rows: %d of cards, %d of tables, %d made, %d copies; %d pairs that are one", len(l.rows), cards, people-cards, originals-people, len(l.rows)-originals, pairs)
	t.Logf("list: precision %.4f, recall %.4f (%d right, %d wrong)", precision, recall, right, wrong)
	for _, d := range slices.Sorted(maps.Keys(copies)) {
		t.Logf("%-12s %4d copies, %d missed", d, copies[d], missed[d])
	}
	if precision < 0.98 || recall < 0.90 {
		t.Errorf("precision %.4f (at least 0.98), recall %.4f (at least 0.90)", precision, recall)
	}

	// On entry: a copy is typed while all others are there.
	right, wrong, pairs = 0, 0, 0
	for id, e := range at {
		if e.damage == nil {
			continue
		}
		pairs++
		draft := e.c
		draft.ID = id
		matches := must[[]customer.Match](t)(s.Duplicates(draft, slices.Clone(e.people)))
		found := false
		for _, m := range matches {
			if label[m.Customer.ID] == e.label {
				found = true
			} else {
				wrong++
			}
		}
		if found {
			right++
		}
	}
	precision, recall = float64(right)/float64(right+wrong), float64(right)/float64(pairs)
	t.Logf("entry: precision %.4f, recall %.4f (%d of %d copies warned about, %d wrong warnings)", precision, recall, right, pairs, wrong)
	if precision < 0.98 || recall < 0.90 {
		t.Errorf("on entry: precision %.4f (at least 0.98), recall %.4f (at least 0.90)", precision, recall)
	}
}
