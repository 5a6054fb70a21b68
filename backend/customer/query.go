package customer

import (
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// PageMax is the most rows that one call gives.
const PageMax = 500

// textMax is how many hits of a text search a list goes through.
const textMax = 10000

// Query describes a list: what is searched, filtered and how it is sorted.
type Query struct {
	// Text is searched as in the search box: name, pinyin, phone tail, e-mail.
	Text    string   `json:"text"`
	Filters []Filter `json:"filters"`
	// Sort is by name when empty; with Text by rank.
	Sort   []Sort `json:"sort"`
	Offset int    `json:"offset"`
	// Limit is at most PageMax; 0 means PageMax.
	Limit int `json:"limit"`
}

// Filter keeps rows by one field, or by a group of filters of which one must
// hold. Of a list of filters all must hold.
type Filter struct {
	// Field is a JSON name ("tier", "billing.taxId", "custom.c1", "tag", "phone"),
	// or a value another domain computes ("signed").
	Field string `json:"field"`
	// Op is eq, ne, in, nin, contains, starts, gt, gte, lt, lte, empty or filled;
	// for times and days also older and newer (than Value days ago; never counts
	// as older), within (the next Value days) and past (before today).
	Op    string `json:"op"`
	Value any    `json:"value"`
	// Days bounds what is computed to the last so many days; 0 is all time.
	Days int `json:"days,omitempty"`
	// Any makes it a group: one of the lists must hold, as a whole.
	Any [][]Filter `json:"any,omitempty"`
}

// Sort orders by one field; rows without a value come last either way.
type Sort struct {
	Field string `json:"field"`
	Desc  bool   `json:"desc"`
}

// Page is a window of a list.
type Page struct {
	Rows []Row `json:"rows"`
	// Total is the number of rows of the whole list.
	Total int64 `json:"total"`
}

// Finder answers a text search with customer ids, best first.
type Finder func(query string, limit int) ([]int64, error)

// field says how a list field is read in SQL.
type field struct {
	column string
	// terms sort; empty means the column itself.
	terms []string
	// blank: an empty string means "no value" and comes last.
	blank bool
	// number: compared as a number; text is compared as text.
	number bool
	opened bool // needs the join of customer_opened
	people bool // needs the join of the primary contact
	touch  bool // needs the join of customer_touch: last contact, next step
	time   bool // an instant: older and newer compare it with today
	day    bool // a calendar day "2026-11-22"
}

var listFields = map[string]field{
	"name":                 {column: "customer.name", terms: []string{"customer.sort_key", "customer.name"}},
	"alias":                {column: "customer.alias", blank: true},
	"kind":                 {column: "customer.kind"},
	"role":                 {column: "customer.role"},
	"tier":                 {column: "customer.tier", blank: true},
	"lifecycle":            {column: "customer.lifecycle"},
	"channel":              {column: "customer.channel", blank: true},
	"industry":             {column: "customer.industry", blank: true},
	"size":                 {column: "customer.size", blank: true},
	"province":             {column: "customer.province", blank: true},
	"city":                 {column: "customer.city", blank: true},
	"district":             {column: "customer.district", blank: true},
	"region":               {column: "customer.province", terms: []string{"customer.province", "customer.city", "customer.district"}, blank: true},
	"address":              {column: "customer.address", blank: true},
	"shippingAddress":      {column: "customer.shipping_address", blank: true},
	"website":              {column: "customer.website", blank: true},
	"phone":                {column: "customer.main_phone", blank: true},
	"email":                {column: "customer.emails"},
	"contactName":          {column: "coalesce(pc.name, '')", terms: []string{"customer.contact_key"}, blank: true, people: true},
	"billing.title":        {column: "customer.billing_title", blank: true},
	"billing.taxId":        {column: "customer.billing_tax_id", blank: true},
	"legalRepresentative":  {column: "customer.legal_representative", blank: true},
	"creditLimit":          {column: "customer.credit_limit", number: true},
	"termsDays":            {column: "customer.terms_days", number: true},
	"ownerId":              {column: "customer.owner_id", number: true},
	"consent.marketing":    {column: "customer.consent_marketing", blank: true},
	"consent.doNotContact": {column: "customer.consent_do_not_contact", number: true},
	"doNotContact":         {column: "customer.consent_do_not_contact", number: true},
	"remark":               {column: "customer.remark", blank: true},
	"createdAt":            {column: "customer.created_at", number: true, time: true},
	"updatedAt":            {column: "customer.updated_at", number: true, time: true},
	"openedAt":             {column: "coalesce(co.at, 0)", number: true, time: true, opened: true},
	"lastContact":          {column: "coalesce(ct.last_at, 0)", number: true, time: true, touch: true},
	"nextDue":              {column: "coalesce(ct.next_due, '')", blank: true, day: true, touch: true},
}

// term is one key of an order.
type term struct {
	expr string
	desc bool
	// blank: it only puts the rows without a value of the next term last.
	blank bool
}

// plan is a query made ready.
type plan struct {
	text   string
	ranked bool // order is the finder's
	hits   []int64
	order  []term
	opened bool
	people bool
	touch  bool
	where  []clause.Expr
	now    time.Time
	lent   map[string]Computed
	live   bool // the total depends on what is no step of customers: not to be kept
}

// prepare checks a query. Faults: customer.query.field {field}, customer.query.op.
func (s *Service) prepare(q Query) (*plan, error) {
	p := &plan{text: strings.TrimSpace(q.Text)}
	p.now, p.lent = s.st.Now(), s.o.Computed
	if err := p.filters(q.Filters); err != nil {
		return nil, err
	}
	for _, o := range q.Sort {
		f, ok := listFields[o.Field]
		if !ok {
			return nil, fault.New("customer.query.field", fault.P{"field": o.Field})
		}
		terms := f.terms
		if terms == nil {
			p.use(f) // the column of another table
			terms = []string{f.column}
		}
		for i, t := range terms {
			if f.blank && i == 0 {
				p.order = append(p.order, term{expr: "(" + t + " = '')", blank: true})
			}
			p.order = append(p.order, term{expr: t, desc: o.Desc})
		}
	}
	if p.text != "" {
		if s.o.Find == nil {
			return nil, fault.New(fault.Internal, fault.P{"detail": "no finder"})
		}
		hits, err := s.o.Find(p.text, textMax)
		if err != nil {
			return nil, err
		}
		p.hits, p.ranked = hits, len(p.order) == 0
	}
	if len(p.order) == 0 {
		p.order = []term{{expr: "customer.sort_key"}, {expr: "customer.name"}}
	}
	// The id last makes every order total, in the direction of the first key so
	// that one index serves both ways.
	p.order = append(p.order, term{expr: "customer.id", desc: p.order[len(p.order)-1].desc})
	return p, nil
}

func (p *plan) use(f field) {
	p.opened, p.people, p.touch = p.opened || f.opened, p.people || f.people, p.touch || f.touch
}

// base is the list without order and window.
func (p *plan) base(db *gorm.DB) *gorm.DB {
	db = db.Table("customer").Where("customer.deleted_at is null")
	if p.opened {
		db = db.Joins("left join customer_opened co on co.customer_id = customer.id")
	}
	if p.people {
		db = db.Joins("left join contact pc on pc.id = customer.main_contact_id")
	}
	if p.touch {
		db = db.Joins("left join customer_touch ct on ct.customer_id = customer.id")
	}
	if p.text != "" {
		db = store.IDs(db, "customer.id", p.hits)
	}
	for _, e := range p.where {
		db = db.Where(e)
	}
	return db
}

func (p *plan) orderSQL() string {
	parts := make([]string, len(p.order))
	for i, t := range p.order {
		parts[i] = t.expr
		if t.desc {
			parts[i] += " desc"
		}
	}
	return strings.Join(parts, ", ")
}

// window gives the ids of a part of the list, in order, and the total.
func (s *Service) window(db *gorm.DB, p *plan, offset, limit int) (ids []int64, total int64, err error) {
	offset = max(offset, 0)
	if p.ranked {
		kept, err := p.rankedIDs(db)
		if err != nil {
			return nil, 0, err
		}
		from := min(offset, len(kept))
		return kept[from:min(from+limit, len(kept))], int64(len(kept)), nil
	}
	if total, err = s.total(db, p); err != nil {
		return nil, 0, err
	}
	if !p.order[0].blank || !p.order[1].desc {
		ids, err = p.part(db, offset, limit)
		return ids, total, err
	}
	// Values downwards and blanks last is no direction an index can be read in.
	// Either part is: first the rows with a value, then those without.
	filled := p.narrow(clause.Expr{SQL: p.order[0].expr + " = false"})
	n, err := s.total(db, filled)
	if err != nil {
		return nil, 0, err
	}
	if ids, err = filled.part(db, offset, limit); err != nil || len(ids) == limit {
		return ids, total, err
	}
	blanks := p.narrow(clause.Expr{SQL: p.order[0].expr + " = true"})
	more, err := blanks.part(db, max(offset-int(n), 0), limit-len(ids))
	return append(ids, more...), total, err
}

// part reads a window by the order as it stands.
func (p *plan) part(db *gorm.DB, offset, limit int) ([]int64, error) {
	ids := []int64{}
	err := p.base(db).Order(p.orderSQL()).Offset(offset).Limit(limit).Pluck("customer.id", &ids).Error
	return ids, err
}

// narrow is the list of the rows that pass one more condition, which decides the
// first key of the order.
func (p *plan) narrow(e clause.Expr) *plan {
	q := *p
	q.where = append(slices.Clone(p.where), e)
	q.order = p.order[1:]
	return &q
}

// rankedIDs gives the finder's hits that pass the filters, best first.
func (p *plan) rankedIDs(db *gorm.DB) ([]int64, error) {
	var pass []int64
	if err := p.base(db).Pluck("customer.id", &pass).Error; err != nil {
		return nil, err
	}
	ok := make(map[int64]bool, len(pass))
	for _, id := range pass {
		ok[id] = true
	}
	kept := []int64{}
	for _, id := range p.hits {
		if ok[id] {
			kept = append(kept, id)
			delete(ok, id)
		}
	}
	return kept, nil
}

// position is how many rows of the list stand before a row; -1 when the row is
// not in the list.
func (p *plan) position(db *gorm.DB, id ID) (int64, error) {
	if p.ranked {
		kept, err := p.rankedIDs(db)
		return int64(slices.Index(kept, int64(id))), err
	}
	exprs := make([]string, len(p.order))
	values := make([]any, len(p.order))
	for i, t := range p.order {
		exprs[i] = t.expr
	}
	rows, err := p.base(db).Where("customer.id = ?", id).Select(strings.Join(exprs, ", ")).Rows()
	if err != nil {
		return -1, err
	}
	defer rows.Close()
	if !rows.Next() {
		return -1, rows.Err()
	}
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	if err := rows.Scan(into...); err != nil {
		return -1, err
	}
	if err := rows.Close(); err != nil {
		return -1, err
	}
	// Rows before it, key by key: equal so far and then smaller. One count per
	// key, so that each can read its index.
	var before int64
	for i, t := range p.order {
		q := p.base(db)
		for j := range i {
			q = q.Where(p.order[j].expr+" = ?", values[j])
		}
		op := " < ?"
		if t.desc {
			op = " > ?"
		}
		var n int64
		if err := q.Where(t.expr+op, values[i]).Count(&n).Error; err != nil {
			return -1, err
		}
		before += n
	}
	return before, nil
}
