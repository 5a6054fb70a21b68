package customer

import (
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// FilterType says how the value of a field is written and what can be asked of it.
type FilterType string

// Types of what lists are filtered by.
const (
	FilterText   FilterType = "text"   // any words
	FilterChoice FilterType = "choice" // one of Choices
	FilterNumber FilterType = "number"
	FilterMoney  FilterType = "money"  // minor units
	FilterDay    FilterType = "day"    // a calendar day
	FilterTime   FilterType = "time"   // an instant
	FilterYes    FilterType = "yes"    // 0 or 1
	FilterYearly FilterType = "yearly" // a day of each year: birthdays
	FilterLink   FilterType = "link"   // there is one or there is none
	FilterRegion FilterType = "region" // the code of a division, for "starts": it is in that one
)

// Groups of fields, as the page lists them.
const (
	GroupCustomer = "customer"
	GroupContact  = "contact"
	GroupCustom   = "custom"
	GroupTalk     = "talk"     // what was said and what is next
	GroupContract = "contract" // what was signed
)

// FilterField is something that lists are filtered by.
type FilterField struct {
	// Field is what a Filter names.
	Field string     `json:"field"`
	Group string     `json:"group"`
	Type  FilterType `json:"type"`
	// Label is the catalogue code of its name, or the name itself of a custom field.
	Label string `json:"label"`
	Own   bool   `json:"own"`
	// Choices are stable codes, whose words stand in the catalogue under Words, or
	// the choices of a custom field as they are.
	Choices []string `json:"choices"`
	Words   string   `json:"words"`
	// Names say what choices are called that are ids of records; nil: Words do.
	Names map[string]string `json:"names"`
	// Used: Values gives the values in use.
	Used bool `json:"used"`
	// Optional: it may be empty.
	Optional bool `json:"optional"`
	// Periods: it can be bounded to the last so many days.
	Periods bool `json:"periods"`

	column string
	seek   bool  // an index over the live rows begins with it
	few    bool  // those who have a value are looked through, the others are known without
	rows   *rows // its values are in another table; nil: column of customer
	lent   *Computed
	// ids: the column holds ids of records, which Choices name as text.
	ids bool
	// normal brings what is asked to the form of what is kept.
	normal func(f Filter) Filter
}

// rows are values in another table, none, one or several for a customer.
type rows struct {
	from, key string
	// guard is what else a row must meet.
	guard string
	vars  []any
	// live: no row is of a customer in the trash.
	live bool
}

// Computed is a value of a customer that another domain works out, for filters:
// revenue, the next end of a contract.
type Computed struct {
	Type  FilterType
	Group string
	// Rows selects customer_id and value of the customers that have one; the others
	// have 0 or "". from bounds it to what happened on that day or later, "" for
	// all time.
	Rows func(from, today date.Date) clause.Expr
	// Periods: from is of any use.
	Periods bool
	// Choices and Words are those of FilterField.
	Choices []string
	Words   string
	// Order gives the live customers that have a value, the greatest first; lists
	// are sorted by it. nil: they are not.
	Order func(db *gorm.DB) ([]int64, error)
	// Records gives the choices where they are records: ids in order, and names.
	Records func(db *gorm.DB) (ids []string, names map[string]string, err error)
}

func own(field, column string, kind FilterType) FilterField {
	return FilterField{Field: field, Group: GroupCustomer, Type: kind, Label: "customer.field." + field, column: "customer." + column}
}

func (f FilterField) optional() FilterField { f.Optional = true; return f }

// of makes it a column of ids.
func (f FilterField) of() FilterField { f.ids = true; return f.normally(idsAsked) }

func (f FilterField) used() FilterField   { f.Used = true; return f }
func (f FilterField) sought() FilterField { f.seek = true; return f }

// seldom are texts that many customers do not have.
func (f FilterField) seldom() FilterField { f.few, f.Optional = true, true; return f }

// among are the fields with stable codes.
func (f FilterField) among(words string, codes []string) FilterField {
	f.Words, f.Choices = "customer."+words, slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return c == "" })
	f.Optional = slices.Contains(codes, "")
	return f
}

func (f FilterField) in(from, key, guard string, vars ...any) FilterField {
	f.rows = &rows{from: from, key: key, guard: guard, vars: vars}
	return f
}

func (f FilterField) normally(fn func(Filter) Filter) FilterField { f.normal = fn; return f }

// about are the fields of contacts.
func about(field, column string, kind FilterType) FilterField {
	return FilterField{Field: "contact." + field, Group: GroupContact, Type: kind, Label: "customer.contact_field." + field,
		column: "contact." + column}.in("contact", "contact.customer_id", "contact.deleted_at is null")
}

// each are the elements of a JSON list of contacts.
func (f FilterField) each(column, part string) FilterField {
	f.column = "e.value"
	if part != "" {
		f.column = store.Part("e.value", part)
	}
	return f.in("contact, "+store.Elements("contact."+column, "e"), "contact.customer_id", "contact.deleted_at is null and contact."+column+" <> '[]'")
}

// kept are the elements of a JSON list of customers.
func (f FilterField) kept(column, part string) FilterField {
	f.column = "e.value"
	if part != "" {
		f.column = store.Part("e.value", part)
	}
	return f.in("customer c, "+store.Elements("c."+column, "e"), "c.id", "c.deleted_at is null and c."+column+" <> '[]'").ofLive()
}

// ofLive are rows that only customers have who are not in the trash.
func (f FilterField) ofLive() FilterField { f.rows.live = true; return f }

// days are those of customer_day: the customers' own, or their contacts'.
func (f FilterField) days(of string) FilterField {
	f.column = "customer_day.day"
	return f.in("customer_day", "customer_day.customer_id", "customer_day.of = '"+of+"'").ofLive()
}

// known are the values of identities, which phones and addresses are searched in.
func (f FilterField) known(kind, more string) FilterField {
	f.column = "identity.value"
	return f.in("identity", "identity.customer_id", "identity.kind = '"+kind+"'"+more).ofLive()
}

// fields are all that customers can be filtered by apart from custom fields and
// what other domains lend, in the order in which they are offered.
func fields() []FilterField {
	return []FilterField{
		own("name", "name", FilterText),
		own("tier", "tier", FilterChoice).among("tier", tiers).sought(),
		own("lifecycle", "lifecycle", FilterChoice).among("lifecycle", lifecycles).sought(),
		own("lifecycleFixed", "lifecycle_fixed", FilterYes),
		own(ownerField, "owner_id", FilterChoice).optional().sought().of(),
		own("tags", "", FilterText).optional().used().tagged(),
		own("kind", "kind", FilterChoice).among("kind", kinds).sought(),
		own("role", "role", FilterChoice).among("role", roles).sought(),
		own("industry", "industry", FilterText).optional().used().sought(),
		own("channel", "channel", FilterText).optional().used().sought(),
		own("size", "size", FilterChoice).among("size", sizes),
		own("regionCode", "region", FilterRegion).optional().sought(),
		own("province", "province", FilterText).optional().used().sought(),
		own("city", "city", FilterText).optional().used().sought(),
		own("district", "district", FilterText).optional().used(),
		own("address", "address", FilterText).seldom(),
		own("latitude", "latitude", FilterNumber).optional(),
		own("longitude", "longitude", FilterNumber).optional(),
		own("postcode", "postcode", FilterText).optional(),
		own("shippingAddress", "shipping_address", FilterText).seldom(),
		own("phone", "", FilterText).optional().known(byPhone, "").normally(normalPhone),
		own("email", "", FilterText).optional().known(byEmail, "").normally(normalEmail),
		own("social", "", FilterText).optional().kept("social", "handle"),
		own("socialKind", "", FilterChoice).among("social", handles).kept("social", "kind"),
		own("website", "website", FilterText).seldom(),
		own("alias", "alias", FilterText).seldom(),
		own("legalRepresentative", "legal_representative", FilterText).seldom(),
		own("billing.title", "billing_title", FilterText).seldom(),
		own("billing.taxId", "billing_tax_id", FilterText).seldom(),
		own("billing.bank", "billing_bank", FilterText).seldom(),
		own("billing.account", "billing_account", FilterText).seldom(),
		own("billing.address", "billing_address", FilterText).seldom(),
		own("billing.phone", "billing_phone", FilterText).seldom(),
		own("creditLimit", "credit_limit", FilterMoney).optional().sought(),
		own("creditCurrency", "credit_currency", FilterText),
		own("termsDays", "terms_days", FilterNumber).optional(),
		own("anniversaries", "", FilterYearly).optional().days(ofCustomer),
		own("consent.marketing", "consent_marketing", FilterChoice).among("marketing", marketing),
		own("consent.doNotContact", "consent_do_not_contact", FilterYes),
		own("consent.source", "consent_source", FilterText).seldom(),
		own("consent.date", "consent_date", FilterDay).optional(),
		own("remark", "remark", FilterText).seldom(),
		own("checkedOn", "checked_on", FilterDay).optional(),
		own("createdAt", "created_at", FilterTime).sought(),
		own("updatedAt", "updated_at", FilterTime).sought(),

		about("name", "name", FilterText).optional(),
		about("title", "title", FilterText).optional().used(),
		about("department", "department", FilterText).optional().used(),
		about("dealRole", "deal_role", FilterChoice).among("deal_role", dealRoles),
		about("phones", "", FilterText).optional().known(byPhone, " and identity.contact_id <> 0").normally(normalPhone),
		about("emails", "", FilterText).optional().known(byEmail, " and identity.contact_id <> 0").normally(normalEmail),
		about("social", "", FilterText).optional().each("social", "handle"),
		about("birthday", "", FilterYearly).optional().days(ofContact),
		about("reportsTo", "reports_to", FilterLink).optional(),
		about("leftCompany", "left_company", FilterYes),
		about("tags", "", FilterText).optional().each("tags", ""),
		about("remark", "remark", FilterText).optional(),
	}
}

func (f FilterField) tagged() FilterField {
	f.column = "customer_tag.tag"
	return f.in("customer_tag", "customer_tag.customer_id", "").ofLive()
}

// lent are the values that are worked out: those of this package and those of
// other domains.
func (s *Service) lent() map[string]Computed {
	all := map[string]Computed{
		"lastContact": {Type: FilterTime, Group: GroupTalk, Rows: func(_, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "select customer_id, last_at as value from customer_touch where last_at <> 0"}
		}},
		"nextDue": {Type: FilterDay, Group: GroupTalk, Rows: func(_, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "select customer_id, next_due as value from customer_touch where next_due <> ''"}
		}},
		opened: {Type: FilterTime, Group: GroupTalk, Rows: func(_, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "select customer_id, at as value from customer_opened"}
		}},
		"files": {Type: FilterNumber, Group: GroupCustomer, Rows: func(_, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "select record_id as customer_id, count(*) as value from attachment where kind = ? and deleted_at is null group by record_id", Vars: []any{KindCustomer}}
		}},
		"contacts": {Type: FilterNumber, Group: GroupContact, Rows: func(_, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "select customer_id, count(*) as value from contact where deleted_at is null group by customer_id"}
		}},
	}
	for name, c := range s.o.Computed {
		all[name] = c
	}
	return all
}

// opened is when a customer was last looked at, which is no step.
const opened = "openedAt"

// fieldsOf gives everything customers can be filtered by, by name, and the names in order.
func (s *Service) fieldsOf(db *gorm.DB) (map[string]FilterField, []string, error) {
	list := fields()
	if err := namePeople(db, list); err != nil {
		return nil, nil, err
	}
	for name, c := range s.lent() {
		var names map[string]string
		if c.Records != nil {
			var err error
			if c.Choices, names, err = c.Records(db); err != nil {
				return nil, nil, err
			}
		}
		list = append(list, FilterField{Field: name, Names: names, Group: c.Group, Type: c.Type, Label: "customer.field." + name, Choices: c.Choices,
			Words: c.Words, Optional: c.Type == FilterDay || c.Type == FilterTime || c.Type == FilterChoice, Periods: c.Periods, lent: &c})
	}
	slices.SortStableFunc(list, func(a, b FilterField) int { // a map has no order
		if a.lent != nil && b.lent != nil {
			return strings.Compare(a.Field, b.Field)
		}
		return 0
	})
	for _, entity := range []string{KindCustomer, KindContact} {
		custom, err := settings.CustomFields(db, entity)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range custom {
			list = append(list, customField(entity, c))
		}
	}
	all, names := make(map[string]FilterField, len(list)), make([]string, len(list))
	for i, f := range list {
		if f.Choices == nil {
			f.Choices = []string{}
		}
		all[f.Field], names[i] = f, f.Field
	}
	return all, names, nil
}

func customField(entity string, c settings.CustomField) FilterField {
	types := map[settings.FieldType]FilterType{settings.FieldNumber: FilterNumber, settings.FieldDate: FilterDay, settings.FieldChoice: FilterChoice}
	f := FilterField{Field: "custom." + c.Key, Group: GroupCustom, Type: FilterText, Label: c.Label, Own: true, Optional: true, Choices: c.Choices}
	if t, ok := types[c.Type]; ok {
		f.Type = t
	}
	f.Used = f.Type == FilterText && entity == KindCustomer
	key := c.Key
	if entity == KindContact {
		f.Field, f.Group, f.Used = "contact.custom."+c.Key, GroupContact, false
		key = contactCustom + c.Key
	}
	f.column = "customer_custom.value"
	if f.Type == FilterNumber {
		f.column = "customer_custom.number"
	}
	return f.in("customer_custom", "customer_custom.customer_id", "customer_custom.key = ?", key).ofLive()
}

// FilterFields gives everything that customers can be filtered by; who answers for
// them only where there is staff.
func (s *Service) FilterFields() (list []FilterField, err error) {
	defer fault.Recover(&err)
	all, names, err := s.fieldsOf(s.db())
	if err != nil {
		return nil, err
	}
	solo, err := staff.Solo(s.db())
	list = make([]FilterField, 0, len(names))
	for _, name := range names {
		if name != ownerField || !solo {
			list = append(list, all[name])
		}
	}
	return list, err
}

// ownerField is who answers for a customer.
const ownerField = "ownerId"

// namePeople fills in who may be asked for as an owner: those who are here; those
// who left have their names.
func namePeople(db *gorm.DB, list []FilterField) error {
	at := slices.IndexFunc(list, func(f FilterField) bool { return f.Field == ownerField })
	people, err := staff.People(db)
	if err != nil {
		return err
	}
	names, err := staff.Names(db)
	if err != nil {
		return err
	}
	f := &list[at]
	f.Names = map[string]string{}
	for _, p := range people {
		f.Choices = append(f.Choices, strconv.FormatInt(int64(p.ID), 10))
	}
	for id, name := range names {
		f.Names[strconv.FormatInt(int64(id), 10)] = name
	}
	return nil
}

// idsAsked turns choices, which are text, into the ids that the column holds.
func idsAsked(f Filter) Filter {
	number := func(x any) any {
		if s, ok := x.(string); ok {
			if n, err := strconv.ParseInt(s, 10, 64); err == nil {
				return n
			}
		}
		return x
	}
	if list, ok := f.Value.([]any); ok {
		out := make([]any, len(list))
		for i, x := range list {
			out[i] = number(x)
		}
		f.Value = out
		return f
	}
	f.Value = number(f.Value)
	return f
}

func normalPhone(f Filter) Filter {
	if f.Op == "starts" {
		f.Op = "contains" // the normal form begins with the country
	}
	whole := f.Op != "contains"
	return normalFilter(f, func(s string) string {
		if n := ParsePhone(s); whole && n.known() {
			return n.Number
		}
		return digitsOf(fold(s))
	})
}

func normalEmail(f Filter) Filter { return normalFilter(f, NormalEmail) }

func normalFilter(f Filter, normal func(string) string) Filter {
	switch v := f.Value.(type) {
	case string:
		f.Value = normal(v)
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			if s, ok := x.(string); ok {
				x = normal(s)
			}
			out[i] = x
		}
		f.Value = out
	}
	return f
}
