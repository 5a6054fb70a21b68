package exchange

import (
	"regexp"
	"strconv"
	"strings"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/search"
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

// field is something a column may hold.
type field struct {
	key string
	// title is the catalogue code of the column's name in exports.
	title string
	// label is used instead of title for custom fields.
	label string
	// core columns are exported even when no customer has a value.
	core bool
	// contact fields belong to the person in the row.
	contact bool
	// heard fields are of what was said last and what is next.
	heard bool
	// words is the catalogue prefix of an enum's words; they are exported instead of the codes.
	words string
	// number columns are typed as numbers in a spreadsheet.
	number bool
	set    func(d *draft, cell string) *fault.Error
	get    func(d *draft) string
}

// text makes a field that is a plain string.
func text(key, title string, at func(d *draft) *string) field {
	return field{key: key, title: title, set: func(d *draft, cell string) *fault.Error {
		s := at(d)
		switch {
		case *s == "":
			*s = cell
		case key == "address" || key == "remark" || key == "contact.remark": // several columns make one
			*s += map[bool]string{true: "\n", false: " "}[strings.HasSuffix(key, "remark")] + cell
		}
		return nil
	}, get: func(d *draft) string { return *at(d) }}
}

// enum makes a field with a fixed set of codes; their words in both languages stand in the catalogue under prefix.
func enum(key, title, prefix string, codes []string, at func(d *draft) *string) field {
	f := text(key, title, at)
	f.words = prefix
	words := map[string]string{}
	for _, code := range codes {
		words[search.Fold(code)] = code
		for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
			words[search.Fold(locale.Text(tag, prefix+code, nil))] = code
		}
	}
	f.set = func(d *draft, cell string) *fault.Error {
		code, ok := words[search.Fold(strings.TrimSpace(cell))]
		if !ok {
			return fault.New("exchange.value.choice", fault.P{"value": short(cell)})
		}
		*at(d) = code
		return nil
	}
	return f
}

func short(s string) string { return shortened(s, 60) }

func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

var (
	kindCodes      = []string{"company", "person"}
	roleCodes      = []string{"end", "agent", "partner", "supplier"}
	tierCodes      = []string{"A", "B", "C"}
	lifecycleCodes = []string{"potential", "active", "won", "dormant", "lost"}
	sizeCodes      = []string{"micro", "small", "medium", "large"}
	marketingCodes = []string{"granted", "refused"}
	dealRoleCodes  = []string{"decision_maker", "evaluator", "influencer", "signer"}
	yesWords       = map[string]bool{"1": true, "是": true, "yes": true, "true": true, "y": true, "√": true, "勿联系": true}
	noWords        = map[string]bool{"0": true, "否": true, "no": true, "false": true, "n": true, "": true}
)

func yesNo(key, title string, at func(d *draft) *bool) field {
	return field{key: key, title: title, set: func(d *draft, cell string) *fault.Error {
		word := search.Fold(strings.TrimSpace(cell))
		if !yesWords[word] && !noWords[word] {
			return fault.New("exchange.value.yes_no", fault.P{"value": short(cell)})
		}
		*at(d) = yesWords[word]
		return nil
	}, get: func(d *draft) string {
		if *at(d) {
			return "1"
		}
		return ""
	}}
}

func phones(key, title, label string, at func(d *draft) *[]customer.Phone) field {
	return field{key: key, title: title, set: func(d *draft, cell string) *fault.Error {
		*at(d) = append(*at(d), parsePhones(cell, label)...)
		return nil
	}, get: func(d *draft) string { return showPhones(*at(d)) }}
}

func emails(key, title string, at func(d *draft) *[]string) field {
	return field{key: key, title: title, set: func(d *draft, cell string) *fault.Error {
		*at(d) = append(*at(d), splitList(cell, separators)...)
		return nil
	}, get: func(d *draft) string { return joinList(*at(d)) }}
}

func social(key, title, kind string, at func(d *draft) *[]customer.Social) field {
	return field{key: key, title: title, set: func(d *draft, cell string) *fault.Error {
		for _, s := range parseSocial(cell, kind) {
			*at(d) = append(*at(d), s)
		}
		return nil
	}, get: func(d *draft) string {
		return showSocial(*at(d), kind)
	}}
}

// fixedFields are the fields every workspace has, in the order of exported columns.
func fixedFields() []field {
	const c, x = "customer.field.", "exchange.field."
	list := []field{
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
		emails("email", c+"email", func(d *draft) *[]string { return &d.c.Emails }),
		social("wechat", x+"wechat", "wechat", func(d *draft) *[]customer.Social { return &d.c.Social }),
		social("qq", x+"qq", "qq", func(d *draft) *[]customer.Social { return &d.c.Social }),
		social("social", c+"social", "", func(d *draft) *[]customer.Social { return &d.c.Social }),
		text("website", c+"website", func(d *draft) *string { return &d.c.Website }),
		text("province", c+"province", func(d *draft) *string { return &d.c.Province }),
		text("city", c+"city", func(d *draft) *string { return &d.c.City }),
		text("district", c+"district", func(d *draft) *string { return &d.c.District }),
		text("address", c+"address", func(d *draft) *string { return &d.c.Address }),
		text("postcode", c+"postcode", func(d *draft) *string { return &d.c.Postcode }),
		text("shippingAddress", c+"shippingAddress", func(d *draft) *string { return &d.c.ShippingAddress }),
		text("billing.title", c+"billing.title", func(d *draft) *string { return &d.c.Billing.Title }),
		text("billing.taxId", c+"billing.taxId", func(d *draft) *string { return &d.c.Billing.TaxID }),
		text("billing.bank", c+"billing.bank", func(d *draft) *string { return &d.c.Billing.Bank }),
		text("billing.account", c+"billing.account", func(d *draft) *string { return &d.c.Billing.Account }),
		text("billing.address", c+"billing.address", func(d *draft) *string { return &d.c.Billing.Address }),
		text("billing.phone", c+"billing.phone", func(d *draft) *string { return &d.c.Billing.Phone }),
		text("legalRepresentative", c+"legalRepresentative", func(d *draft) *string { return &d.c.LegalRepresentative }),
		{key: "creditLimit", title: c + "creditLimit", number: true, set: setCredit, get: showCredit},
		text("creditCurrency", c+"creditCurrency", func(d *draft) *string { return &d.c.CreditCurrency }),
		{key: "termsDays", title: c + "termsDays", number: true, set: setTerms, get: func(d *draft) string {
			if d.c.TermsDays == 0 {
				return ""
			}
			return strconv.Itoa(d.c.TermsDays)
		}},
		{key: "anniversaries", title: c + "anniversaries", set: setAnniversaries, get: func(d *draft) string {
			return showAnniversaries(d.c.Anniversaries)
		}},
		enum("consent.marketing", c+"consent.marketing", "customer.marketing.", marketingCodes, func(d *draft) *string { return &d.c.Consent.Marketing }),
		yesNo("consent.doNotContact", c+"consent.doNotContact", func(d *draft) *bool { return &d.c.Consent.DoNotContact }),
		text("consent.source", c+"consent.source", func(d *draft) *string { return &d.c.Consent.Source }),
		{key: "consent.date", title: c + "consent.date", set: setConsentDate, get: func(d *draft) string {
			return string(d.c.Consent.Date)
		}},
		emails("tags", c+"tags", func(d *draft) *[]string { return &d.c.Tags }),
		text("remark", c+"remark", func(d *draft) *string { return &d.c.Remark }),
	}
	people := []field{
		text("contact.name", x+"contact.name", func(d *draft) *string { return &d.p.Name }),
		text("contact.title", x+"contact.title", func(d *draft) *string { return &d.p.Title }),
		text("contact.department", x+"contact.department", func(d *draft) *string { return &d.p.Department }),
		enum("contact.dealRole", x+"contact.dealRole", "customer.deal_role.", dealRoleCodes, func(d *draft) *string { return &d.p.DealRole }),
		phones("contact.phone", x+"contact.phone", "", func(d *draft) *[]customer.Phone { return &d.p.Phones }),
		emails("contact.email", x+"contact.email", func(d *draft) *[]string { return &d.p.Emails }),
		social("contact.wechat", x+"contact.wechat", "wechat", func(d *draft) *[]customer.Social { return &d.p.Social }),
		social("contact.qq", x+"contact.qq", "qq", func(d *draft) *[]customer.Social { return &d.p.Social }),
		social("contact.social", x+"contact.social", "", func(d *draft) *[]customer.Social { return &d.p.Social }),
		{key: "contact.birthday", title: x + "contact.birthday", set: setBirthday, get: func(d *draft) string {
			return showDay(d.p.Birthday)
		}},
		yesNo("contact.left", x+"contact.left", func(d *draft) *bool { return &d.p.LeftCompany }),
		emails("contact.tags", x+"contact.tags", func(d *draft) *[]string { return &d.p.Tags }),
		text("contact.remark", x+"contact.remark", func(d *draft) *string { return &d.p.Remark }),
		text("contact.lastName", x+"contact.lastName", func(d *draft) *string { return &d.last }),
		text("contact.firstName", x+"contact.firstName", func(d *draft) *string { return &d.first }),
	}
	for i := range people {
		people[i].contact = true
	}
	list = append(list, people...)
	list = append(list, heardFields()...)
	list = append(list, field{key: codeKey, title: x + "code", set: func(d *draft, cell string) *fault.Error {
		d.code = cell
		return nil
	}, get: func(*draft) string { return "" }})
	for i := range list {
		switch list[i].key {
		case "name", "kind", "phone", "email", "province", "city", "address", "tags", "remark", "contact.name", "contact.phone":
			list[i].core = true
		}
	}
	return list
}

func setCredit(d *draft, cell string) *fault.Error {
	a, err := money.Parse(cell)
	if err != nil {
		return fault.From(err)
	}
	d.c.CreditLimit = a
	return nil
}

func showCredit(d *draft) string {
	if d.c.CreditLimit == 0 {
		return ""
	}
	return d.c.CreditLimit.String()
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

func setConsentDate(d *draft, cell string) *fault.Error {
	x, ok := parseDate(cell)
	if !ok {
		return fault.New("exchange.value.date", fault.P{"value": short(cell)})
	}
	d.c.Consent.Date = x
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
func customFields(of []settings.CustomField, person bool) []field {
	var out []field
	for _, f := range of {
		key := "custom." + f.Key
		at := func(d *draft) *map[string]any { return &d.c.Custom }
		if person {
			key = "contact." + key
			at = func(d *draft) *map[string]any { return &d.p.Custom }
		}
		out = append(out, field{key: key, label: f.Label, contact: person, number: f.Type == settings.FieldNumber,
			set: func(d *draft, cell string) *fault.Error {
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
			get: func(d *draft) string {
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

// name is the column's title in a language.
func (f *field) name(tag locale.Tag) string {
	if f.label != "" {
		return f.label
	}
	return locale.Text(tag, f.title, nil)
}

// show is the field's value as it is exported in a language.
func (f *field) show(d *draft, tag locale.Tag) string {
	s := f.get(d)
	if f.words != "" && s != "" {
		return locale.Text(tag, f.words+s, nil)
	}
	return s
}
