package customer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gorm.io/gorm"

	"keyue/backend/search"
	"keyue/backend/store"
)

// facts are what tells two customers apart besides the values they share.
type facts struct {
	ID   ID
	Kind string
	// Title is the name as it is written.
	Title string
	// Names are the normal forms of the name, the alias and the invoice's title.
	Names []string
	// Core and Sound are those of the name.
	Core, Sound    string
	Province, City string
	TaxID          string
	// Mobiles of the customer itself.
	Mobiles []string
}

// factsOf reads a customer, as it stands or as it is typed.
func factsOf(c *Customer) facts {
	f := facts{ID: c.ID, Kind: c.Kind, Title: c.Name, TaxID: c.Billing.TaxID}
	f.Province, f.City = placeOf(c)
	for _, name := range []string{c.Name, c.Alias, c.Billing.Title} {
		if n := NormalName(name); n != "" {
			f.Names = append(f.Names, n)
		}
	}
	if c.Kind == Company && len(f.Names) > 0 {
		f.Core = coreName(f.Names[0], c.Province, c.City, c.District)
		f.Sound = soundOf(f.Core, f.City)
	}
	for _, p := range c.Phones {
		if p.Type == PhoneMobile {
			f.Mobiles = append(f.Mobiles, p.Number)
		}
	}
	return f
}

// readFacts reads the facts of customers that are there.
func readFacts(db *gorm.DB, ids []int64, into map[ID]facts) error {
	rows, err := store.IDs(db.Table("customer").Select("id, kind, name, alias, billing_title, billing_tax_id, province, city, district, phones"), "id", ids).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c Customer
		var phones string
		if err := rows.Scan(&c.ID, &c.Kind, &c.Name, &c.Alias, &c.Billing.Title, &c.Billing.TaxID, &c.Province, &c.City, &c.District, &phones); err != nil {
			return err
		}
		f := factsOf(&c)
		f.Mobiles = mobilesIn(phones)
		into[c.ID] = f
	}
	return rows.Err()
}

// mobilesIn finds the mobiles in the JSON of a list of phones without building
// it: tens of thousands are read to find the groups.
func mobilesIn(phones string) []string {
	const key = `"number":"`
	var out []string
	for {
		at := strings.Index(phones, key)
		if at < 0 {
			return out
		}
		phones = phones[at+len(key):]
		number, rest, _ := strings.Cut(phones, `"`)
		if phones = rest; len(number) == 14 && strings.HasPrefix(number, "+861") && number[4] >= '3' {
			out = append(out, number)
		}
	}
}

// likeness is what two names say of each other.
type likeness int

const (
	unlike likeness = iota
	// branches of one house, or a branch and its head office: they share numbers,
	// mailboxes and even the tax id, and are customers of their own.
	branches
	// alike: one is in the other, they sound the same, or there is one character between them.
	alike
	// unsaid: one has no name yet, so that a shared value stands for itself.
	unsaid
)

func (f facts) likeTo(o facts) likeness {
	if len(f.Names) == 0 || len(o.Names) == 0 {
		return unsaid
	}
	for _, a := range f.Names {
		for _, b := range o.Names {
			if a == b {
				return alike
			}
		}
	}
	if a, b := f.Names[0], o.Names[0]; branchEnd(a)+branchEnd(b) != "" && sharedRun(a, b) >= houseRun {
		if slipInHouse(a, b) {
			return alike
		}
		return branches
	}
	if f.Core != "" && f.Core == o.Core || f.Sound != "" && f.Sound == o.Sound {
		return alike
	}
	for _, a := range f.Names {
		for _, b := range o.Names {
			if within(a, b) || within(b, a) || utf8.RuneCountInString(a) > 3 && oneOff(a, b) || soundsLike(a, b) {
				return alike
			}
		}
	}
	return unlike
}

// within reports whether a long enough name stands whole in another one.
func within(short, long string) bool {
	least := 4
	if r, _ := utf8.DecodeRuneInString(short); unicode.Is(unicode.Han, r) {
		least = 2
	}
	return utf8.RuneCountInString(short) >= least && strings.Contains(long, short)
}

// soundsLike compares two Chinese names character by character: 张玮 is typed for 张伟.
func soundsLike(a, b string) bool {
	if a[0] < 0x80 || b[0] < 0x80 || utf8.RuneCountInString(a) != utf8.RuneCountInString(b) || utf8.RuneCountInString(a) < 2 {
		return false
	}
	x, y := search.Readings(a), search.Readings(b)
	for i := range x {
		if x[i].Rune == y[i].Rune {
			continue
		}
		if len(x[i].Syllables) == 0 || len(y[i].Syllables) == 0 || blurSyllable(x[i].Syllables[0]) != blurSyllable(y[i].Syllables[0]) {
			return false
		}
	}
	return true
}

// branchPart is how many characters at the end of a branch's name say which one
// it is, besides the word that ends it.
const branchPart = 3

// slipInHouse reports whether two names of branches differ by a slip in the part
// that names the house; 北京分公司 and 南京分公司 are not one.
func slipInHouse(a, b string) bool {
	end := branchEnd(a)
	if end == "" || end != branchEnd(b) {
		return false
	}
	x, y := []rune(a), []rune(b)
	n := utf8.RuneCountInString(end) + branchPart
	if len(x) <= n || len(y) <= n || string(x[len(x)-n:]) != string(y[len(y)-n:]) {
		return false
	}
	return oneOff(a, b)
}

// houseRun is how many characters in a row two names have in common when one is
// a branch of the other's house.
const houseRun = 4

// sharedRun is the length of the longest run of characters that two texts share.
func sharedRun(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, longest := make([]int, len(y)+1), 0
	for i := range x {
		now := make([]int, len(y)+1)
		for j := range y {
			if x[i] == y[j] {
				now[j+1] = before[j] + 1
				longest = max(longest, now[j+1])
			}
		}
		before = now
	}
	return longest
}

// oneOff reports whether one character is wrong, missing, too many or swapped
// with its neighbour between two texts.
func oneOff(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) < len(y) {
		x, y = y, x
	}
	if len(x)-len(y) > 1 {
		return false
	}
	i := 0
	for i < len(y) && x[i] == y[i] {
		i++
	}
	if len(x) > len(y) {
		return string(x[i+1:]) == string(y[i:])
	}
	if i == len(x) || string(x[i+1:]) == string(y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && string(x[i+2:]) == string(y[i+2:])
}

// weigh gives the confidence, in percent, that two customers who share a value
// are one; owners is how many customers have it.
func weigh(kind, value string, owners int, a, b facts) (percent int) {
	person := a.Kind == Person || b.Kind == Person
	l := a.likeTo(b)
	switch kind {
	case byPhone:
		percent = weighPhone(ParsePhone(value).Type, l, person)
	case byEmail:
		percent = []int{unlike: 85, branches: 15, alike: 90, unsaid: 90}[l]
		if l == unlike && roleMailbox(value) {
			percent = 30
		}
	case byTax:
		percent = []int{unlike: 97, branches: 35, alike: 99, unsaid: 99}[l]
	case byName:
		percent = a.nameConfidence(b, 75, 92, 50)
		if person {
			percent = a.nameConfidence(b, 45, 60, 25)
			if a.otherMobile(b) {
				percent /= 2 // two people called 张伟
			}
		} else if a.elsewhere(b) && a.Core == value && b.Core == value {
			percent = 35 // without a place in the name there may be one in every town
		}
	case byCore:
		percent = a.nameConfidence(b, 45, 70, 20)
	case byNear:
		percent = a.nearConfidence(b)
	}
	if l == branches && kind != byTax && percent > 15 {
		percent = 15
	}
	if owners > throng {
		return 0
	}
	if owners > crowd {
		percent /= 2
	}
	return percent
}

// weighPhone weighs a shared number: a mobile rings one person, a landline a
// house or a family, a hotline a chain of shops.
func weighPhone(t PhoneType, l likeness, person bool) int {
	switch t {
	case PhoneMobile:
		percent := []int{unlike: 95, branches: 20, alike: 95, unsaid: 95}[l]
		if person && l == unlike {
			percent = 70
		}
		return percent
	case PhoneFixed:
		return []int{unlike: 30, branches: 15, alike: 80, unsaid: 80}[l]
	case PhoneHotline:
		return []int{unlike: 15, branches: 10, alike: 55, unsaid: 55}[l]
	case PhoneLocal:
		return []int{unlike: 10, branches: 5, alike: 45, unsaid: 40}[l]
	}
	return []int{unlike: 30, branches: 10, alike: 65, unsaid: 60}[l]
}

// roleMailbox reports whether an address is a desk's, not a person's: branches
// and houses under one roof share it.
func roleMailbox(address string) bool {
	box, _, _ := strings.Cut(address, "@")
	switch strings.Trim(box, "0123456789._-") {
	case "info", "sales", "sale", "service", "services", "support", "admin", "office", "contact", "hr", "mail", "market", "marketing",
		"kefu", "kf", "caiwu", "cw", "xiaoshou", "bangong", "finance", "accounting", "enquiry", "inquiry", "hello", "webmaster", "postmaster", "noreply":
		return true
	}
	return false
}

// nearConfidence weighs two names that sound the same in one town by how many
// characters are written another way: one is a slip, several are another house.
func (f facts) nearConfidence(o facts) int {
	x, y := []rune(f.Core), []rune(o.Core)
	if len(x) != len(y) || len(x) == 0 {
		return 0
	}
	differ := 0
	for i := range x {
		if x[i] != y[i] {
			differ++
		}
	}
	switch {
	case differ == 0:
		return 0 // the core says it
	case differ == 1 && len(x) > 3:
		return 62
	case differ == 1:
		return 50
	case differ == 2 && len(x) > 5:
		return 45
	}
	return 20
}

// elsewhere reports whether both places are known and differ.
func (f facts) elsewhere(o facts) bool {
	return f.nameConfidence(o, 0, 0, 1) == 1
}

// nameConfidence depends on where both are: unknown, the same or elsewhere.
func (f facts) nameConfidence(o facts, unknown, same, elsewhere int) int {
	switch {
	case f.City != "" && o.City != "":
		if f.City == o.City {
			return same
		}
		return elsewhere
	case f.Province != "" && o.Province != "":
		if f.Province == o.Province {
			return (unknown + same) / 2
		}
		return elsewhere
	}
	return unknown
}

// otherMobile reports whether both have a mobile and none of them is the same
// but for a slip.
func (f facts) otherMobile(o facts) bool {
	for _, a := range f.Mobiles {
		for _, b := range o.Mobiles {
			if oneOff(a, b) {
				return false
			}
		}
	}
	return len(f.Mobiles) > 0 && len(o.Mobiles) > 0
}

// otherTax reports whether both have a tax id of the same kind and they differ
// by more than a slip: then they are two houses in law.
func (f facts) otherTax(o facts) bool {
	if f.TaxID == "" || len(f.TaxID) != len(o.TaxID) {
		return false
	}
	differ := 0
	for i := range len(f.TaxID) {
		if f.TaxID[i] != o.TaxID[i] {
			differ++
		}
	}
	return differ > 2
}

// together is the confidence of independent reasons, 1 − Π(1 − cᵢ), in percent,
// at most 99; two houses in law are hardly one whatever they share.
func together(confidences []int, a, b facts) int {
	doubt := 1.0
	for _, c := range confidences {
		doubt *= 1 - float64(c)/100
	}
	sure := 1 - doubt
	if a.otherTax(b) {
		sure *= 0.4
	}
	if len(confidences) > 1 && a.likeTo(b) == branches {
		sure = min(sure, 0.35)
	}
	return min(99, int(sure*100+0.5))
}
