package customer

import (
	"slices"
	"strings"

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
	// Field is one of FilterFields: a JSON name ("tier", "billing.taxId"), one of a
	// contact ("contact.title"), a custom one ("custom.c1"), or a value that is
	// worked out ("lastContact", "revenue").
	Field string `json:"field"`
	// Op is eq, ne, in, nin, contains, starts, gt, gte, lt, lte, empty or filled;
	// for times and days also older and newer (than Value days ago; never counts
	// as older), within (the next Value days) and past (before today). A field that
	// a customer has several times passes when one of them does, and is denied when
	// none does.
	Op    string `json:"op"`
	Value any    `json:"value"`
	// Days bounds what is worked out to the last so many days; 0 is all time.
	Days int `json:"days,omitempty"`
	// Not turns the filter or the group round.
	Not bool `json:"not,omitempty"`
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

// field says how lists are sorted by it.
type field struct {
	terms []string
	// blank: an empty string means "no value" and comes last.
	blank  bool
	opened bool // needs the join of customer_opened
	touch  bool // needs the join of customer_touch: last contact, next step
	// few reads those who have a value, the least first, out of an index; the others
	// are put after them, or before the least where first. "" where the whole order
	// is read from the customers.
	few   string
	first bool
}

func ordered(terms ...string) field    { return field{terms: terms} }
func blanksLast(terms ...string) field { return field{terms: terms, blank: true} }

// seldom orders by a text that many do not have: see FilterField.few.
func seldom(column string) field {
	return field{terms: []string{"customer." + column}, blank: true,
		few: "select id from customer where deleted_at is null and " + column + " <> '' order by " + column + ", id"}
}

// along reads those who have a value by another query, which an index answers.
func (f field) along(few string) field { f.few = few; return f }

// beside orders by a column of a table that has a row for some customers.
func (f field) beside(table, column, none string) field {
	f.few = "select customer_id from " + table + " where " + column + " <> " + none + " order by " + column + ", customer_id"
	return f
}

var listFields = map[string]field{
	"name":                 ordered("customer.sort_key", "customer.name"),
	"alias":                seldom("alias"),
	"kind":                 ordered("customer.kind"),
	"role":                 ordered("customer.role"),
	"tier":                 blanksLast("customer.tier"),
	"lifecycle":            ordered("customer.lifecycle"),
	"channel":              blanksLast("customer.channel"),
	"industry":             blanksLast("customer.industry"),
	"size":                 blanksLast("customer.size"),
	"province":             blanksLast("customer.province"),
	"city":                 blanksLast("customer.city"),
	"district":             blanksLast("customer.district"),
	"region":               blanksLast("customer.province", "customer.city", "customer.district"),
	"address":              seldom("address"),
	"shippingAddress":      seldom("shipping_address"),
	"website":              seldom("website"),
	"phone":                blanksLast("customer.main_phone"),
	"contactName":          blanksLast("customer.contact_key"),
	"billing.title":        seldom("billing_title"),
	"billing.taxId":        seldom("billing_tax_id"),
	"legalRepresentative":  seldom("legal_representative").along("select id from customer where legal_representative <> '' order by legal_representative, id"),
	"creditLimit":          ordered("customer.credit_limit"),
	"termsDays":            ordered("customer.terms_days"),
	"ownerId":              ordered("customer.owner_id"),
	"consent.marketing":    blanksLast("customer.consent_marketing"),
	"consent.doNotContact": ordered("customer.consent_do_not_contact"),
	"remark":               seldom("remark"),
	"createdAt":            ordered("customer.created_at"),
	"updatedAt":            ordered("customer.updated_at"),
	opened:                 field{terms: []string{"coalesce(co.at, 0)"}, opened: true, first: true}.beside("customer_opened", "at", "0"),
	"lastContact":          field{terms: []string{"coalesce(ct.last_at, 0)"}, touch: true, first: true}.beside("customer_touch", "last_at", "0"),
	"nextDue":              field{terms: []string{"coalesce(ct.next_due, '')"}, blank: true, touch: true}.beside("customer_touch", "next_due", "''"),
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
	touch  bool
	// valued stand before all others, in this order: lists sorted by a value that
	// is worked out. nil where the order is that of columns only.
	valued  []int64
	filters []Filter
	fields  map[string]FilterField
	// where narrows the list to a part of its order.
	where []clause.Expr
}

// prepare checks a query. Faults: customer.query.field {field}, customer.query.op.
func (s *Service) prepare(q Query) (*plan, error) {
	p := &plan{text: strings.TrimSpace(q.Text)}
	if len(q.Filters) > 0 {
		fields, _, err := s.fieldsOf(s.db())
		if err != nil {
			return nil, err
		}
		p.filters, p.fields = q.Filters, fields
		if _, err := (&asked{fields: fields, now: s.st.Now()}).answer(q.Filters); err != nil {
			return nil, err
		}
	}
	sort, err := s.computedSort(p, q.Sort)
	if err != nil {
		return nil, err
	}
	if err := p.sort(sort); err != nil {
		return nil, err
	}
	if p.text != "" {
		if s.o.Find == nil {
			return nil, fault.New(fault.Internal, fault.P{"detail": "no finder"})
		}
		hits, err := s.o.Find(p.text, textMax)
		if err != nil {
			return nil, err
		}
		p.hits, p.ranked = hits, len(q.Sort) == 0
	}
	return p, nil
}

// computedSort takes the order by a value that is worked out, or that few have,
// off the front of a list of orders.
func (s *Service) computedSort(p *plan, list []Sort) (rest []Sort, err error) {
	if len(list) == 0 {
		return list, nil
	}
	if f := listFields[list[0].Field]; f.few != "" && len(list) == 1 {
		p.valued, err = s.fewSorted(f, list[0])
		return nil, err
	}
	if s.o.Computed[list[0].Field].Order == nil {
		return list, nil
	}
	ids, err := s.o.Computed[list[0].Field].Order(s.db())
	if err != nil {
		return nil, err
	}
	p.valued = append([]int64{}, ids...)
	if !list[0].Desc {
		slices.Reverse(p.valued)
	}
	return list[1:], nil
}

// fewSorted gives those who have the value of a field in its order; those who
// have none before them, where they come first.
func (s *Service) fewSorted(f field, o Sort) ([]int64, error) {
	db := s.db()
	live, err := s.live(db)
	if err != nil {
		return nil, err
	}
	ids, have := make([]int64, 0, live.n), &members{}
	err = store.EachID(db.Raw(f.few), func(id int64) bool {
		if live.has(id) { // a table beside may know customers in the trash
			ids = append(ids, id)
			have.add(id)
		}
		return true
	})
	if o.Desc {
		slices.Reverse(ids)
	} else if f.first {
		ids = append(live.without(have).ids(), ids...)
	}
	return ids, err
}

// sort makes the order.
func (p *plan) sort(list []Sort) error {
	for _, o := range list {
		f, ok := listFields[o.Field]
		if !ok {
			return fault.New("customer.query.field", fault.P{"field": o.Field})
		}
		p.opened, p.touch = p.opened || f.opened, p.touch || f.touch
		for i, t := range f.terms {
			if f.blank && i == 0 {
				p.order = append(p.order, term{expr: "(" + t + " = '')", blank: true})
			}
			p.order = append(p.order, term{expr: t, desc: o.Desc})
		}
	}
	if len(p.order) == 0 {
		p.order = []term{{expr: "customer.sort_key"}, {expr: "customer.name"}}
	}
	// The id last makes every order total, in the direction of the first key so
	// that one index serves both ways.
	p.order = append(p.order, term{expr: "customer.id", desc: p.order[len(p.order)-1].desc})
	return nil
}

// base is the list without filters, order and window.
func (p *plan) base(db *gorm.DB) *gorm.DB {
	deleted := "customer.deleted_at"
	if p.text != "" {
		deleted = store.Unindexed(deleted)
	}
	db = p.joined(db.Table("customer")).Where(deleted + " is null")
	if p.text != "" {
		db = store.IDs(db, "customer.id", p.hits)
	}
	for _, e := range p.where {
		db = db.Where(e)
	}
	return db
}

// joined adds the tables that the order needs.
func (p *plan) joined(db *gorm.DB) *gorm.DB {
	if p.opened {
		db = db.Joins("left join customer_opened co on co.customer_id = customer.id")
	}
	if p.touch {
		db = db.Joins("left join customer_touch ct on ct.customer_id = customer.id")
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
	found, err := s.found(db, p)
	switch {
	case err != nil:
		return nil, 0, err
	case p.ranked:
		kept, err := p.rankedIDs(db, found)
		from := min(offset, len(kept))
		return kept[from:min(from+limit, len(kept))], int64(len(kept)), err
	case p.text != "":
		hits, err := gather(p.base(db).Select("customer.id"))
		if err != nil {
			return nil, 0, err
		}
		found = found.and(hits)
	case found == nil && p.valued == nil:
		if total, err = s.count(db, p); err != nil {
			return nil, 0, err
		}
		ids, err = s.part(db, p, offset, limit)
		return ids, total, err
	}
	if found == nil {
		if total, err = s.count(db, p); err != nil {
			return nil, 0, err
		}
	} else if total = found.n; total <= fewMax && p.valued == nil {
		ids, err = p.arranged(db, found.ids(), offset, limit)
		return ids, total, err
	}
	ids = []int64{}
	err = p.each(db, s.enough(db, total, offset+limit), func(id int64) bool {
		if found.has(id) {
			if offset--; offset < 0 {
				ids = append(ids, id)
			}
		}
		return len(ids) < limit
	})
	return ids, total, err
}

// enough is how many rows of the whole list will do for so many of those who
// pass, who stand anywhere in it.
func (s *Service) enough(db *gorm.DB, pass int64, rows int) int {
	all, err := s.count(db, &plan{})
	if err != nil || pass == 0 {
		return eachFirst
	}
	return max(eachFirst, int(min(all, int64(rows)*all/pass*3/2)))
}

// fewMax is how many rows are put in order by themselves; more are picked out of
// the whole list in its order.
const fewMax = 400

// arranged reads a window of the rows with the ids.
func (p *plan) arranged(db *gorm.DB, few []int64, offset, limit int) ([]int64, error) {
	ids := []int64{}
	err := store.IDs(p.joined(db.Table("customer")), "customer.id", few).Where(store.Unindexed("customer.deleted_at")+" is null").
		Order(p.orderSQL()).Offset(offset).Limit(limit).Pluck("customer.id", &ids).Error
	return ids, err
}

// part reads a window of the list without filters.
func (s *Service) part(db *gorm.DB, p *plan, offset, limit int) (ids []int64, err error) {
	ids = []int64{}
	for _, q := range p.parts() {
		if len(ids) == limit {
			return ids, nil
		}
		var more []int64
		if err := q.base(db).Order(q.orderSQL()).Offset(offset).Limit(limit-len(ids)).Pluck("customer.id", &more).Error; err != nil {
			return nil, err
		}
		if ids = append(ids, more...); len(more) == 0 && offset > 0 {
			n, err := s.count(db, q)
			if err != nil {
				return nil, err
			}
			offset = max(offset-int(n), 0)
		} else {
			offset = 0
		}
	}
	return ids, nil
}

// parts are the pieces of the list that can be read along an index. Values
// downwards and blanks last is no direction of one: either is by itself.
func (p *plan) parts() []*plan {
	if !p.order[0].blank || !p.order[1].desc {
		return []*plan{p}
	}
	return []*plan{p.narrow(clause.Expr{SQL: p.order[0].expr + " = false"}), p.narrow(clause.Expr{SQL: p.order[0].expr + " = true"})}
}

// each goes through the list in its order until yield has enough, which so many
// rows will do for first.
func (p *plan) each(db *gorm.DB, first int, yield func(id int64) bool) error {
	seen := &members{}
	for _, id := range p.valued {
		if seen.add(id); !yield(id) {
			return nil
		}
	}
	for _, q := range p.parts() {
		enough, read := false, 0
		take := func(id int64) bool {
			read++
			enough = !seen.has(id) && !yield(id)
			return !enough
		}
		// Most lists have enough at once; who is far down costs the whole order.
		err := store.EachID(q.base(db).Order(q.orderSQL()).Select("customer.id").Limit(first), take)
		if err != nil || enough {
			return err
		}
		if read < first {
			continue
		}
		err = store.EachID(q.base(db).Order(q.orderSQL()).Select("customer.id").Offset(first), take)
		if err != nil || enough {
			return err
		}
	}
	return nil
}

// eachFirst is how many rows each reads at least before it reads all of them.
const eachFirst = 2000

// narrow is the list of the rows that pass a condition, which decides the first
// key of the order.
func (p *plan) narrow(e clause.Expr) *plan {
	q := *p
	q.where = append(slices.Clone(p.where), e)
	q.order = p.order[1:]
	return &q
}

// rankedIDs gives the finder's hits that pass the filters, best first.
func (p *plan) rankedIDs(db *gorm.DB, found *members) ([]int64, error) {
	live, err := gather(p.base(db).Select("customer.id"))
	if err != nil {
		return nil, err
	}
	kept := []int64{}
	seen := &members{}
	for _, id := range p.hits {
		if live.has(id) && found.has(id) && !seen.has(id) {
			kept = append(kept, id)
			seen.add(id)
		}
	}
	return kept, nil
}

// position is how many rows of the list stand before a row; -1 when the row is
// not in the list.
func (s *Service) position(db *gorm.DB, p *plan, id ID) (int64, error) {
	found, err := s.found(db, p)
	if err != nil {
		return -1, err
	}
	if p.ranked {
		kept, err := p.rankedIDs(db, found)
		return int64(slices.Index(kept, int64(id))), err
	}
	if p.text != "" {
		hits, err := gather(p.base(db).Select("customer.id"))
		if err != nil {
			return -1, err
		}
		found = found.and(hits)
	}
	if found != nil && !found.has(int64(id)) {
		return -1, nil
	}
	if found != nil && found.n <= fewMax && p.valued == nil {
		ids, err := p.arranged(db, found.ids(), 0, fewMax)
		return int64(slices.Index(ids, int64(id))), err
	}
	if found != nil || p.valued != nil {
		at, there := int64(0), false
		err := p.each(db, eachFirst, func(other int64) bool {
			if there = other == int64(id); !there && found.has(other) {
				at++
			}
			return !there
		})
		if !there {
			at = -1
		}
		return at, err
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
