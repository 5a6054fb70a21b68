// Package customer holds the companies and persons we know and sell to, and the
// people there: what is kept of them, who is a duplicate of whom, and how two
// records become one.
package customer

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// ID names a customer.
type ID int64

// Kinds of a customer.
const (
	Company = "company"
	Person  = "person"
)

// Stages of a customer's life with us.
const (
	Potential = "potential"
	Active    = "active"
	Won       = "won"
	Dormant   = "dormant"
	Lost      = "lost"
)

// Enums as they are stored; their words stand in the catalogue under
// "customer.<field>.<code>". The empty string is "not said" where listed.
var (
	kinds      = []string{Company, Person}
	roles      = []string{"end", "agent", "partner", "supplier"}
	tiers      = []string{"", "A", "B", "C"}
	lifecycles = []string{Potential, Active, Won, Dormant, Lost}
	sizes      = []string{"", "micro", "small", "medium", "large"} // GB: <10, <50, <300, more
	marketing  = []string{"", "granted", "refused"}
	calendars  = []string{"solar", "lunar"}
	handles    = []string{"wechat", "qq", "weibo", "douyin", "xiaohongshu", "linkedin", "x", "other"}
)

// Social is a handle on a social network.
type Social struct {
	// Kind is wechat, qq, weibo, douyin, xiaohongshu, linkedin, x or other.
	Kind   string `json:"kind"`
	Handle string `json:"handle"`
}

// Billing is what stands on an invoice.
type Billing struct {
	Title   string `json:"title"`
	TaxID   string `json:"taxId"` // 税号, 统一社会信用代码; letters upper case
	Bank    string `json:"bank"`
	Account string `json:"account"`
	Address string `json:"address"`
	Phone   string `json:"phone"`
}

// Consent says what we may send and why we think so.
type Consent struct {
	// Marketing is "" (never asked), "granted" or "refused".
	Marketing string `json:"marketing"`
	// DoNotContact is respected by every action on many customers.
	DoNotContact bool      `json:"doNotContact"`
	Source       string    `json:"source"`
	Date         date.Date `json:"date"`
}

// Refused reports whether marketing is not wanted.
func (c Consent) Refused() bool { return c.Marketing == "refused" }

// Day is a day of the year, as birthdays are known: the year often is not, and
// the elder generation keeps the lunar one. All zero means unknown.
type Day struct {
	Year  int `json:"year,omitempty"`
	Month int `json:"month,omitempty"`
	Day   int `json:"day,omitempty"`
	// Calendar is solar or lunar; a leap month is not told apart.
	Calendar string `json:"calendar,omitempty"`
}

// Anniversary is a day to remember: "birthday", "founded" or own words.
type Anniversary struct {
	Label string `json:"label"`
	Day   Day    `json:"day"`
}

// Customer is a company or a person: row, value and JSON.
type Customer struct {
	ID ID `json:"id"`
	store.Meta
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Alias     string `json:"alias"`
	Role      string `json:"role"`
	Tier      string `json:"tier"`
	Lifecycle string `json:"lifecycle"`
	// LifecycleFixed: a person chose the stage; the rules leave it alone until it
	// is handed back to them.
	LifecycleFixed bool `json:"lifecycleFixed"`
	// CheckedOn is when a person last said that all of this is still right.
	CheckedOn date.Date `json:"checkedOn"`
	// Channel is where the customer came from, in the owner's words.
	Channel  string   `json:"channel"`
	Industry string   `json:"industry"`
	Size     string   `json:"size"`
	Phones   []Phone  `gorm:"serializer:json" json:"phones"`
	Emails   []string `gorm:"serializer:json" json:"emails"`
	Social   []Social `gorm:"serializer:json" json:"social"`
	Website  string   `json:"website"`
	Province string   `json:"province"`
	City     string   `json:"city"`
	District string   `json:"district"`
	Address  string   `json:"address"`
	// Latitude and Longitude are in degrees, as a map gives them; see Located.
	Latitude            float64       `json:"latitude"`
	Longitude           float64       `json:"longitude"`
	Postcode            string        `json:"postcode"`
	ShippingAddress     string        `json:"shippingAddress"`
	Billing             Billing       `gorm:"embedded;embeddedPrefix:billing_" json:"billing"`
	LegalRepresentative string        `json:"legalRepresentative"`
	CreditLimit         money.Amount  `json:"creditLimit"`
	CreditCurrency      string        `json:"creditCurrency"`
	TermsDays           int           `json:"termsDays"`
	OwnerID             staff.ID      `json:"ownerId"`
	PrimaryContactID    ContactID     `json:"primaryContactId"`
	Anniversaries       []Anniversary `gorm:"serializer:json" json:"anniversaries"`
	Consent             Consent       `gorm:"embedded;embeddedPrefix:consent_" json:"consent"`
	Tags                []string      `gorm:"serializer:json" json:"tags"`
	Remark              string        `json:"remark"`
	// Custom holds the values of custom fields by key: text, date and choice as
	// string, number as number.
	Custom map[string]any `gorm:"serializer:json" json:"custom"`
}

// TableName is the table.
func (Customer) TableName() string { return "customer" }

// RowID is the primary key.
func (c Customer) RowID() int64 { return int64(c.ID) }

// hold fixes a stage that a new customer comes with: somebody chose it.
func (c *Customer) hold() {
	if c.Lifecycle != Potential {
		c.LifecycleFixed = true
	}
}

// Limits that keep a row a row.
const (
	nameMax   = 200
	lineMax   = 500
	remarkMax = 20000
	tagMax    = 40
	listMax   = 50
)

// Normalize brings every field to its normal form and fills computed parts; it
// never refuses. What was typed as a phone number stays beside its normal form.
func (c *Customer) Normalize() {
	for _, s := range []*string{&c.Name, &c.Alias, &c.Channel, &c.Industry, &c.Website, &c.Province, &c.City, &c.District,
		&c.Address, &c.Postcode, &c.ShippingAddress, &c.Billing.Title, &c.Billing.Bank, &c.Billing.Account, &c.Billing.Address,
		&c.Billing.Phone, &c.LegalRepresentative, &c.Consent.Source} {
		*s = oneLine(*s)
	}
	c.Remark = clean(c.Remark)
	c.Billing.TaxID = NormalTaxID(c.Billing.TaxID)
	orElse(&c.Kind, Company)
	orElse(&c.Role, "end")
	orElse(&c.Lifecycle, Potential)
	orElse(&c.CreditCurrency, "CNY") // what is written names ours before, see creditIn
	c.Tier = strings.ToUpper(strings.TrimSpace(c.Tier))
	c.Phones = normalPhones(c.Phones)
	c.Emails = normalEmails(c.Emails)
	c.Social = normalSocial(c.Social)
	c.Tags = normalTags(c.Tags)
	days := []Anniversary{}
	for _, a := range c.Anniversaries {
		a.Label = oneLine(a.Label)
		a.Day.normalize()
		if a.Day != (Day{}) {
			days = append(days, a)
		}
	}
	c.Anniversaries = days
	c.Custom = normalCustom(c.Custom)
}

// Validate gives every fault of the fields; Normalize first.
func (c *Customer) Validate() []fault.Field {
	var v checks
	if c.Name == "" {
		v.add("name", "customer.name.required", nil)
	}
	v.length("name", c.Name, nameMax)
	v.lines(map[string]string{"alias": c.Alias, "channel": c.Channel, "industry": c.Industry, "website": c.Website,
		"province": c.Province, "city": c.City, "district": c.District, "address": c.Address, "postcode": c.Postcode,
		"shippingAddress": c.ShippingAddress, "billing.title": c.Billing.Title, "billing.taxId": c.Billing.TaxID,
		"billing.bank": c.Billing.Bank, "billing.account": c.Billing.Account, "billing.address": c.Billing.Address,
		"billing.phone": c.Billing.Phone, "legalRepresentative": c.LegalRepresentative, "consent.source": c.Consent.Source})
	v.length("remark", c.Remark, remarkMax)
	v.enum("kind", c.Kind, kinds)
	v.enum("role", c.Role, roles)
	v.enum("tier", c.Tier, tiers)
	v.enum("lifecycle", c.Lifecycle, lifecycles)
	v.enum("size", c.Size, sizes)
	v.enum("consent.marketing", c.Consent.Marketing, marketing)
	v.reach(c.Phones, c.Emails, c.Social)
	v.tags(c.Tags)
	if c.Latitude < -90 || c.Latitude > 90 {
		v.add("latitude", "customer.latitude.range", nil)
	}
	if c.Longitude < -180 || c.Longitude > 180 {
		v.add("longitude", "customer.longitude.range", nil)
	}
	if c.CreditLimit < 0 || c.CreditLimit.Check() != nil {
		v.add("creditLimit", "customer.credit.range", nil)
	}
	if len(c.CreditCurrency) != 3 {
		v.add("creditCurrency", "customer.value.choice", nil)
	}
	if c.TermsDays < 0 || c.TermsDays > 3650 {
		v.add("termsDays", "customer.terms.range", nil)
	}
	if c.CheckedOn != "" && !c.CheckedOn.Valid() {
		v.add("checkedOn", "customer.date.invalid", nil)
	}
	if c.Consent.Date != "" && !c.Consent.Date.Valid() {
		v.add("consent.date", "customer.date.invalid", nil)
	}
	v.count("anniversaries", len(c.Anniversaries))
	for i, a := range c.Anniversaries {
		v.length(at("anniversaries", i, "label"), a.Label, tagMax)
		v.day(at("anniversaries", i, "day"), a.Day)
	}
	return v.fields
}

// Warnings says what looks wrong but is kept: numbers no plan knows, a tax id
// whose check character does not fit.
func (c *Customer) Warnings() []fault.Field {
	var v checks
	v.phoneDoubts("phones", c.Phones)
	if code := taxIDDoubt(c.Billing.TaxID); code != "" {
		v.add("billing.taxId", code, nil)
	}
	if v.fields == nil {
		return []fault.Field{}
	}
	return v.fields
}

// checks gathers faults of fields.
type checks struct{ fields []fault.Field }

func (v *checks) add(field, code string, p fault.P) {
	v.fields = append(v.fields, fault.Field{Field: field, Code: code, Params: p})
}

func (v *checks) length(field, s string, limit int) {
	if len(s) > limit && utf8.RuneCountInString(s) > limit {
		v.add(field, "customer.value.too_long", fault.P{"max": limit})
	}
}

func (v *checks) lines(values map[string]string) {
	for _, s := range values {
		if len(s) > lineMax { // seldom: only then the order of the faults counts
			for _, field := range sortedNames(values) {
				v.length(field, values[field], lineMax)
			}
			return
		}
	}
}

func (v *checks) enum(field, s string, allowed []string) {
	for _, a := range allowed {
		if s == a {
			return
		}
	}
	v.add(field, "customer.value.choice", nil)
}

func (v *checks) count(field string, n int) {
	if n > listMax {
		v.add(field, "customer.list.too_long", fault.P{"max": listMax})
	}
}

func (v *checks) reach(phones []Phone, emails []string, social []Social) {
	v.count("phones", len(phones))
	for i, p := range phones {
		if p.Number == "" {
			v.add(at("phones", i, "raw"), "customer.phone.no_digits", nil)
		}
		v.length(at("phones", i, "raw"), p.Raw, lineMax)
		v.length(at("phones", i, "label"), p.Label, tagMax)
	}
	v.count("emails", len(emails))
	for i, e := range emails {
		if !ValidEmail(e) {
			v.add(at("emails", i, ""), "customer.email.invalid", fault.P{"value": shorten(e)})
		}
	}
	v.count("social", len(social))
	for i, s := range social {
		v.enum(at("social", i, "kind"), s.Kind, handles)
		v.length(at("social", i, "handle"), s.Handle, lineMax)
	}
}

func (v *checks) phoneDoubts(field string, phones []Phone) {
	for i, p := range phones {
		switch p.Type {
		case PhoneUnknown:
			v.add(at(field, i, "raw"), "customer.phone.doubtful", fault.P{"value": shorten(p.Raw)})
		case PhoneLocal:
			v.add(at(field, i, "raw"), "customer.phone.no_area", fault.P{"value": shorten(p.Raw)})
		}
	}
}

func (v *checks) tags(tags []string) {
	v.count("tags", len(tags))
	for i, t := range tags {
		v.length(at("tags", i, ""), t, tagMax)
	}
}

func (v *checks) day(field string, d Day) {
	if d == (Day{}) {
		return
	}
	days := []int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	ok := d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && (d.Year == 0 || d.Year >= 1800 && d.Year <= 2200)
	switch {
	case !ok:
	case d.Calendar == "lunar":
		ok = d.Day <= 30
	case d.Year != 0:
		ok = date.Of(d.Year, d.Month, d.Day).Day() == d.Day
	default:
		ok = d.Day <= days[d.Month-1]
	}
	if !ok {
		v.add(field, "customer.date.invalid", nil)
	}
	v.enum(field, d.Calendar, calendars)
}

func (d *Day) normalize() {
	if d.Month == 0 && d.Day == 0 {
		*d = Day{}
		return
	}
	orElse(&d.Calendar, "solar")
}

// at is the name of a member of a list: "phones.1.raw".
func at(list string, i int, member string) string {
	s := list + "." + strconv.Itoa(i)
	if member != "" {
		s += "." + member
	}
	return s
}

func orElse(s *string, otherwise string) {
	if *s = strings.TrimSpace(*s); *s == "" {
		*s = otherwise
	}
}

// shorten keeps a bad value short enough for a sentence.
func shorten(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
