package exchange

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/money"
	"keyue/backend/settings"
)

// draft is a row on its way to a customer and a contact.
type draft struct {
	c           customer.Customer
	p           customer.Contact
	last, first string // family and given name in columns of their own
	// code is the customer's number in the list it comes from: it joins tables, and is not kept.
	code string
	// said and next are what the list says of the last exchange and of what is to be done; clock tells whether the
	// time of day of said is known.
	said interaction.Interaction
	next interaction.Task
}

// codeKey is the field of the number that joins the tables of one import.
const codeKey = "code"

var (
	kindCodes      = []string{"company", "person"}
	roleCodes      = []string{"end", "agent", "partner", "supplier"}
	tierCodes      = []string{"A", "B", "C"}
	lifecycleCodes = []string{"potential", "active", "won", "dormant", "lost"}
	sizeCodes      = []string{"micro", "small", "medium", "large"}
	marketingCodes = []string{"granted", "refused"}
	dealRoleCodes  = []string{"decision_maker", "evaluator", "influencer", "signer"}
)

// fixedFields are the fields every workspace has, in the order of exported columns.
func fixedFields() []field[draft] {
	const c, x = "customer.field.", "exchange.field."
	list := []field[draft]{
		text("name", c+"name", func(d *draft) *string { return &d.c.Name }),
		enum("kind", c+"kind", "customer.kind.", kindCodes, func(d *draft) *string { return &d.c.Kind }),
		text("alias", c+"alias", func(d *draft) *string { return &d.c.Alias }),
		enum("role", c+"role", "customer.role.", roleCodes, func(d *draft) *string { return &d.c.Role }),
		enum("tier", c+"tier", "customer.tier.", tierCodes, func(d *draft) *string { return &d.c.Tier }),
		enum("lifecycle", c+"lifecycle", "customer.lifecycle.", lifecycleCodes, func(d *draft) *string { return &d.c.Lifecycle }),
		text("channel", c+"channel", func(d *draft) *string { return &d.c.Channel }),
		text("industry", c+"industry", func(d *draft) *string { return &d.c.Industry }),
		enum("size", c+"size", "customer.size.", sizeCodes, func(d *draft) *string { return &d.c.Size }),
		phones("phone", c+"phone", "", func(d *draft) *[]customer.Phone { return &d.c.Phones }),
		texts("email", c+"email", func(d *draft) *[]string { return &d.c.Emails }),
		social("wechat", x+"wechat", "wechat", func(d *draft) *[]customer.Social { return &d.c.Social }),
		social("qq", x+"qq", "qq", func(d *draft) *[]customer.Social { return &d.c.Social }),
		social("social", c+"social", "", func(d *draft) *[]customer.Social { return &d.c.Social }),
		text("website", c+"website", func(d *draft) *string { return &d.c.Website }),
		text("province", c+"province", func(d *draft) *string { return &d.c.Province }),
		text("city", c+"city", func(d *draft) *string { return &d.c.City }),
		text("district", c+"district", func(d *draft) *string { return &d.c.District }),
		text("address", c+"address", func(d *draft) *string { return &d.c.Address }),
		degrees("latitude", c+"latitude", "customer.latitude.range", 90, func(d *draft) *float64 { return &d.c.Latitude }),
		degrees("longitude", c+"longitude", "customer.longitude.range", 180, func(d *draft) *float64 { return &d.c.Longitude }),
		text("postcode", c+"postcode", func(d *draft) *string { return &d.c.Postcode }),
		text("shippingAddress", c+"shippingAddress", func(d *draft) *string { return &d.c.ShippingAddress }),
		text("billing.title", c+"billing.title", func(d *draft) *string { return &d.c.Billing.Title }),
		text("billing.taxId", c+"billing.taxId", func(d *draft) *string { return &d.c.Billing.TaxID }),
		text("billing.bank", c+"billing.bank", func(d *draft) *string { return &d.c.Billing.Bank }),
		text("billing.account", c+"billing.account", func(d *draft) *string { return &d.c.Billing.Account }),
		text("billing.address", c+"billing.address", func(d *draft) *string { return &d.c.Billing.Address }),
		text("billing.phone", c+"billing.phone", func(d *draft) *string { return &d.c.Billing.Phone }),
		text("legalRepresentative", c+"legalRepresentative", func(d *draft) *string { return &d.c.LegalRepresentative }),
		amount("creditLimit", c+"creditLimit", func(d *draft) *money.Amount { return &d.c.CreditLimit }),
		text("creditCurrency", c+"creditCurrency", func(d *draft) *string { return &d.c.CreditCurrency }),
		{column{key: "termsDays", title: c + "termsDays", cell: Number}, setTerms, func(d *draft) string { return showCount(d.c.TermsDays) }},
		{column{key: "anniversaries", title: c + "anniversaries"}, setAnniversaries, func(d *draft) string {
			return showAnniversaries(d.c.Anniversaries)
		}},
		enum("consent.marketing", c+"consent.marketing", "customer.marketing.", marketingCodes, func(d *draft) *string { return &d.c.Consent.Marketing }),
		yesNo("consent.doNotContact", c+"consent.doNotContact", func(d *draft) *bool { return &d.c.Consent.DoNotContact }),
		text("consent.source", c+"consent.source", func(d *draft) *string { return &d.c.Consent.Source }),
		day("consent.date", c+"consent.date", func(d *draft) *date.Date { return &d.c.Consent.Date }),
		texts("tags", c+"tags", func(d *draft) *[]string { return &d.c.Tags }),
		text("remark", c+"remark", func(d *draft) *string { return &d.c.Remark }),
	}
	people := []field[draft]{
		text("contact.name", x+"contact.name", func(d *draft) *string { return &d.p.Name }),
		text("contact.title", x+"contact.title", func(d *draft) *string { return &d.p.Title }),
		text("contact.department", x+"contact.department", func(d *draft) *string { return &d.p.Department }),
		enum("contact.dealRole", x+"contact.dealRole", "customer.deal_role.", dealRoleCodes, func(d *draft) *string { return &d.p.DealRole }),
		phones("contact.phone", x+"contact.phone", "", func(d *draft) *[]customer.Phone { return &d.p.Phones }),
		texts("contact.email", x+"contact.email", func(d *draft) *[]string { return &d.p.Emails }),
		social("contact.wechat", x+"contact.wechat", "wechat", func(d *draft) *[]customer.Social { return &d.p.Social }),
		social("contact.qq", x+"contact.qq", "qq", func(d *draft) *[]customer.Social { return &d.p.Social }),
		social("contact.social", x+"contact.social", "", func(d *draft) *[]customer.Social { return &d.p.Social }),
		{column{key: "contact.birthday", title: x + "contact.birthday", cell: Day}, setBirthday, func(d *draft) string {
			return showDay(d.p.Birthday)
		}},
		yesNo("contact.left", x+"contact.left", func(d *draft) *bool { return &d.p.LeftCompany }),
		texts("contact.tags", x+"contact.tags", func(d *draft) *[]string { return &d.p.Tags }),
		text("contact.remark", x+"contact.remark", func(d *draft) *string { return &d.p.Remark }),
		text("contact.lastName", x+"contact.lastName", func(d *draft) *string { return &d.last }),
		text("contact.firstName", x+"contact.firstName", func(d *draft) *string { return &d.first }),
	}
	for i := range people {
		people[i].contact = true
	}
	list = append(list, people...)
	list = append(list, heardFields()...)
	list = append(list, field[draft]{column{key: codeKey, title: x + "code"}, func(d *draft, cell string) *fault.Error {
		d.code = cell
		return nil
	}, func(*draft) string { return "" }})
	for i := range list {
		list[i].core = slices.Contains(coreCustomer, list[i].key)
		list[i].several = slices.Contains(severalCustomer, list[i].key)
	}
	return list
}

// coreCustomer are always given out; severalCustomer take more than one column of a table.
var (
	coreCustomer    = []string{"name", "kind", "phone", "email", "province", "city", "address", "tags", "remark", "contact.name", "contact.phone"}
	severalCustomer = []string{"phone", "email", "wechat", "qq", "social", "tags", "remark", "address",
		"contact.phone", "contact.email", "contact.wechat", "contact.qq", "contact.social", "contact.tags", "contact.remark", "last.summary"}
)

// degrees makes a field of a coordinate. A point 0, 0 is none; what no map has is refused with the code of the rule.
func degrees(key, title, wrong string, most float64, at func(d *draft) *float64) field[draft] {
	return field[draft]{column{key: key, title: title, cell: Number}, func(d *draft, cell string) *fault.Error {
		x, err := strconv.ParseFloat(strings.TrimRight(strings.TrimSpace(cell), "°NEne "), 64)
		if err != nil || math.IsNaN(x) || math.Abs(x) > most {
			return fault.New(wrong, nil)
		}
		*at(d) = x
		return nil
	}, func(d *draft) string {
		if !d.c.Located() {
			return ""
		}
		return strconv.FormatFloat(*at(d), 'f', -1, 64)
	}}
}

func showCount(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

var leadingNumber = regexp.MustCompile(`^\s*(\d{1,5})(?:\.0+)?\s*(?:天|日|days?)?\s*$`)

func setTerms(d *draft, cell string) *fault.Error {
	m := leadingNumber.FindStringSubmatch(strings.ToLower(cell))
	if m == nil {
		return fault.New("exchange.value.days", fault.P{"value": short(cell)})
	}
	d.c.TermsDays, _ = strconv.Atoi(m[1])
	return nil
}

func setAnniversaries(d *draft, cell string) *fault.Error {
	list, ok := parseAnniversaries(cell)
	if !ok {
		return fault.New("exchange.value.date", fault.P{"value": short(cell)})
	}
	d.c.Anniversaries = append(d.c.Anniversaries, list...)
	return nil
}

func setBirthday(d *draft, cell string) *fault.Error {
	x, ok := parseDay(cell)
	if !ok {
		return fault.New("exchange.value.date", fault.P{"value": short(cell)})
	}
	d.p.Birthday = x
	return nil
}

// customFields makes fields of what the owner added; key custom.<key> and contact.custom.<key>.
func customFields(of []settings.CustomField, person bool) []field[draft] {
	var out []field[draft]
	cells := map[settings.FieldType]Cell{settings.FieldNumber: Number, settings.FieldDate: Day}
	for _, f := range of {
		key := "custom." + f.Key
		at := func(d *draft) *map[string]any { return &d.c.Custom }
		if person {
			key = "contact." + key
			at = func(d *draft) *map[string]any { return &d.p.Custom }
		}
		out = append(out, field[draft]{column{key: key, label: f.Label, contact: person, cell: cells[f.Type]},
			func(d *draft, cell string) *fault.Error {
				if f.Type == settings.FieldDate {
					if x, ok := parseDate(cell); ok {
						cell = string(x)
					}
				}
				v, err := f.ParseCustom(cell)
				if err != nil {
					return fault.From(err)
				}
				if *at(d) == nil {
					*at(d) = map[string]any{}
				}
				(*at(d))[f.Key] = v
				return nil
			},
			func(d *draft) string {
				switch v := (*at(d))[f.Key].(type) {
				case string:
					return v
				case float64:
					return strconv.FormatFloat(v, 'f', -1, 64)
				}
				return ""
			}})
	}
	return out
}
