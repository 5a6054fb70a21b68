package exchange

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/store"
	"keyue/backend/template"
)

// Lists that are given out; Customers, Products and Leads are also taken in. Everything is a workbook with a sheet of each.
const (
	Customers     = "customers"
	Contacts      = "contacts"
	Leads         = "leads"
	Opportunities = "opportunities"
	Products      = "products"
	Contracts     = "contracts"
	Plans         = "plans"
	Payments      = "payments"
	Interactions  = "interactions"
	Tasks         = "tasks"
	Everything    = "everything"
)

// lister is a list of any kind of record.
type lister interface {
	name() string
	write(ctx context.Context, db *gorm.DB, out writer, ids []int64, tag locale.Tag, progress func(done, total int64)) (int, error)
}

// list is a kind of records with what its table holds.
type list[R any] struct {
	key, title string
	// table and order are where the ids of a register come from.
	table, order string
	fields       func(db *gorm.DB) ([]field[R], error)
	// each yields the rows of each record, in the order of ids; what is in the trash is left out.
	each func(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []R) error) error
}

// lists are those that are given out, in the order of the sheets of Everything.
var lists = []lister{customerList, contactList, leadList, opportunityList, productList, contractList, planList, paymentList, interactionList, taskList}

func (l list[R]) name() string { return l.key }

// Lists names what can be given out, in the order of the sheets of Everything, and Everything.
func Lists() []string {
	out := make([]string, 0, len(lists)+1)
	for _, l := range lists {
		out = append(out, l.name())
	}
	return append(out, Everything)
}

// which are the ids of the whole register where none are named.
func (l list[R]) which(db *gorm.DB, ids []int64) ([]int64, error) {
	if ids != nil {
		return ids, nil
	}
	return ids, store.Live(db.Table(l.table)).Order(l.order).Pluck("id", &ids).Error
}

func (l list[R]) write(ctx context.Context, db *gorm.DB, out writer, ids []int64, tag locale.Tag, progress func(done, total int64)) (written int, err error) {
	if ids, err = l.which(db, ids); err != nil {
		return 0, err
	}
	fields, err := l.fields(db)
	if err != nil {
		return 0, err
	}
	walk := func(fn func(rows []R) error) error { return l.each(ctx, db, ids, fn) }
	if fields, err = used(fields, walk); err != nil {
		return 0, err
	}
	heads := make([]Head, len(fields))
	for i := range fields {
		heads[i] = Head{Title: fields[i].name(tag), Cell: fields[i].cell}
	}
	if err := out.table(locale.Text(tag, l.title, nil), heads); err != nil {
		return 0, err
	}
	cells := make([]string, len(fields))
	err = walk(func(rows []R) error {
		if written++; written%batch == 0 {
			progress(int64(written), int64(len(ids)))
		}
		for i := range rows {
			for k := range fields {
				cells[k] = fields[k].show(&rows[i], tag)
			}
			if err := out.row(cells); err != nil {
				return err
			}
		}
		return nil
	})
	return written, err
}

// used are the core columns and those in which some record has a value.
func used[R any](fields []field[R], walk func(func(rows []R) error) error) ([]field[R], error) {
	var open []*field[R]
	keep := map[string]bool{}
	for i := range fields {
		if fields[i].core {
			keep[fields[i].key] = true
		} else {
			open = append(open, &fields[i])
		}
	}
	err := walk(func(rows []R) error {
		for i := range rows {
			open = slices.DeleteFunc(open, func(f *field[R]) bool {
				if f.get(&rows[i]) == "" {
					return false
				}
				keep[f.key] = true
				return true
			})
		}
		return nil
	})
	return slices.DeleteFunc(slices.Clone(fields), func(f field[R]) bool { return !keep[f.key] }), err
}

// inOrder reads the live records with the ids in portions and yields them in the order of ids.
func inOrder[M store.Record](ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []M) error) error {
	for part := range slices.Chunk(ids, batch) {
		if ctx.Err() != nil {
			return fault.Wrap(ctx.Err(), fault.Cancelled, nil)
		}
		var rows []M
		if err := store.Live(store.IDs(db, "id", part)).Find(&rows).Error; err != nil {
			return err
		}
		place := make(map[int64]int, len(part))
		for i, id := range part {
			place[id] = i
		}
		slices.SortFunc(rows, func(a, b M) int { return place[a.RowID()] - place[b.RowID()] })
		if err := fn(rows); err != nil {
			return err
		}
	}
	return nil
}

// named gives a text of records by their id; missing ones have none.
func named[ID ~int64](db *gorm.DB, table, column string, ids []ID) (map[ID]string, error) {
	plain := make([]int64, 0, len(ids))
	for _, id := range ids {
		plain = append(plain, int64(id))
	}
	slices.Sort(plain)
	var rows []struct {
		ID   ID
		Name string
	}
	if err := store.IDs(db.Table(table), "id", slices.Compact(plain)).Select("id, " + column + " as name").Scan(&rows).Error; err != nil {
		return nil, err
	}
	out := make(map[ID]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, nil
}

// pluck gives one member of each.
func pluck[M, V any](rows []M, get func(*M) V) []V {
	out := make([]V, len(rows))
	for i := range rows {
		out[i] = get(&rows[i])
	}
	return out
}

// always makes the columns with the keys those that are given out even where no record has a value.
func always[R any](fields []field[R], keys ...string) []field[R] {
	for i := range fields {
		fields[i].core = slices.Contains(keys, fields[i].key)
	}
	return fields
}

// customerList are the customers with their contacts, what was said last and what is next.
var customerList = list[draft]{key: Customers, title: "exchange.list.customers", table: "customer", order: "sort_key, name, id", each: eachCustomer,
	fields: func(db *gorm.DB) ([]field[draft], error) {
		fields, err := fieldsOf(db)
		for i := range fields {
			if f := &fields[i]; f.key == "creditCurrency" { // the currency of no amount says nothing
				f.get = func(d *draft) string {
					if d.c.CreditLimit == 0 {
						return ""
					}
					return d.c.CreditCurrency
				}
			}
		}
		return fields, err
	}}

// eachCustomer reads customers in portions, in the order of ids, each with a draft for every contact, or one without;
// those in the trash are left out.
func eachCustomer(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []draft) error) error {
	for part := range slices.Chunk(ids, batch) {
		if ctx.Err() != nil {
			return fault.Wrap(ctx.Err(), fault.Cancelled, nil)
		}
		var rows []customer.Customer
		if err := store.Live(store.IDs(db, "id", part)).Find(&rows).Error; err != nil {
			return err
		}
		var contacts []customer.Contact
		if err := store.Live(store.IDs(db, "customer_id", part)).Order("id").Find(&contacts).Error; err != nil {
			return err
		}
		heard, err := interaction.LastOf(db, part)
		if err != nil {
			return err
		}
		at := make(map[customer.ID]*customer.Customer, len(rows))
		for i := range rows {
			at[rows[i].ID] = &rows[i]
		}
		people := map[customer.ID][]customer.Contact{}
		for _, p := range contacts {
			people[p.CustomerID] = append(people[p.CustomerID], p)
		}
		for _, id := range part {
			if c := at[customer.ID(id)]; c != nil {
				if err := fn(drafts(c, people[c.ID], heard[c.ID])); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func drafts(c *customer.Customer, people []customer.Contact, h interaction.Heard) []draft {
	one := draft{c: *c}
	if h.Said != nil {
		one.said = *h.Said
	}
	if h.Next != nil {
		one.next = *h.Next
	}
	if len(people) == 0 {
		return []draft{one}
	}
	out := make([]draft, len(people))
	for i := range people {
		out[i] = one
		out[i].p = people[i]
	}
	return out
}

// contactList are the contacts, each with its customer.
var contactList = list[draft]{key: Contacts, title: "exchange.list.contacts", table: "contact", order: "customer_id, id",
	fields: func(db *gorm.DB) ([]field[draft], error) {
		fields, err := fieldsOf(db)
		fields = slices.DeleteFunc(fields, func(f field[draft]) bool { return !f.contact && f.key != "name" })
		return always(fields, "name", "contact.name", "contact.phone", "contact.email"), err
	},
	each: func(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []draft) error) error {
		return inOrder(ctx, db, ids, func(rows []customer.Contact) error {
			of, err := named(db, "customer", "name", pluck(rows, func(p *customer.Contact) customer.ID { return p.CustomerID }))
			if err != nil {
				return err
			}
			for _, p := range rows {
				if err := fn([]draft{{c: customer.Customer{Name: of[p.CustomerID]}, p: p}}); err != nil {
					return err
				}
			}
			return nil
		})
	}}

// contractRow is a contract in a list.
type contractRow struct {
	contract.Contract
	customer, template string
}

var contractList = list[contractRow]{key: Contracts, title: "exchange.list.contracts", table: "contract", order: "number = '', number, id",
	fields: func(*gorm.DB) ([]field[contractRow], error) {
		const c, x = "contract.field.", "exchange.field.contract."
		type r = contractRow
		return always([]field[r]{
			shown("number", c+"number", Text, func(r *r) string { return r.Number }),
			shown("name", c+"name", Text, func(r *r) string { return r.Name }),
			shown("customer", c+"customer", Text, func(r *r) string { return r.customer }),
			worded("kind", x+"kind", "template.kind.", func(r *r) string { return string(r.Kind) }),
			worded("stage", c+"stage", "contract.stage.", func(r *r) string { return string(r.Stage) }),
			shown("stageReason", x+"stageReason", Text, func(r *r) string { return r.StageReason }),
			shown("amount", c+"amount", Amount, func(r *r) string { return showAmount(r.Amount) }),
			shown("currency", x+"currency", Text, func(r *r) string {
				if r.Amount == 0 {
					return ""
				}
				return string(r.Currency)
			}),
			shown("signDate", c+"signDate", Day, func(r *r) string { return string(r.SignDate) }),
			shown("startDate", c+"startDate", Day, func(r *r) string { return string(r.StartDate) }),
			shown("endDate", c+"endDate", Day, func(r *r) string { return string(r.EndDate) }),
			shown("ourSigner", c+"ourSigner", Text, func(r *r) string { return r.OurSigner }),
			shown("theirSigner", c+"theirSigner", Text, func(r *r) string { return r.TheirSigner }),
			shown("template", x+"template", Text, func(r *r) string { return r.template }),
			shown("issues", x+"issues", Number, func(r *r) string { return showCount(r.IssueCount) }),
			shown("issuedAt", x+"issuedAt", Moment, func(r *r) string { return showInstant(r.IssuedAt) }),
			shown("tags", c+"tags", Text, func(r *r) string { return joinList(r.Tags) }),
			shown("remark", c+"remark", Text, func(r *r) string { return r.Remark }),
		}, "number", "name", "customer", "stage", "amount", "signDate", "endDate"), nil
	},
	each: func(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []contractRow) error) error {
		// The texts and lines of contracts are large, and no column shows them.
		light := db.Session(&gorm.Session{}).Omit("field_values", "lines", "deviations", "parties")
		return inOrder(ctx, light, ids, func(rows []contract.Contract) error {
			customers, err := named(db, "customer", "name", pluck(rows, func(c *contract.Contract) customer.ID { return c.CustomerID }))
			if err != nil {
				return err
			}
			templates, err := named(db, "template", "name", pluck(rows, func(c *contract.Contract) template.ID { return c.TemplateID }))
			if err != nil {
				return err
			}
			for _, c := range rows {
				if err := fn([]contractRow{{Contract: c, customer: customers[c.CustomerID], template: templates[c.TemplateID]}}); err != nil {
					return err
				}
			}
			return nil
		})
	}}

// saidRow is an interaction in a list.
type saidRow struct {
	interaction.Interaction
	customer, contact, contract string
}

// interactionList names its columns as lists of customers do, so that they come back with their customers.
var interactionList = list[saidRow]{key: Interactions, title: "exchange.list.interactions", table: "interaction", order: "at, id",
	fields: func(*gorm.DB) ([]field[saidRow], error) {
		const i, x = "interaction.field.", "exchange.field.interaction."
		type r = saidRow
		price := func(a money.Amount) string { return showAmount(a) }
		return always([]field[r]{
			shown("customer", i+"customerId", Text, func(r *r) string { return r.customer }),
			shown("contact", i+"contactId", Text, func(r *r) string { return r.contact }),
			shown("at", x+"at", Moment, func(r *r) string { return showInstant(r.At) }),
			worded("medium", x+"medium", "interaction.medium.", func(r *r) string { return string(r.Medium) }),
			worded("direction", i+"direction", "interaction.direction.", func(r *r) string { return string(r.Direction) }),
			shown("minutes", i+"minutes", Number, func(r *r) string { return showCount(r.Minutes) }),
			shown("summary", x+"summary", Text, func(r *r) string { return r.Summary }),
			worded("outcome", i+"outcome", "interaction.outcome.", func(r *r) string { return string(r.Outcome) }),
			shown("purposes", i+"purposes", Text, func(r *r) string { return joinList(r.Purposes) }),
			shown("needs", i+"needs", Text, func(r *r) string { return joinList(r.Needs) }),
			shown("priceLow", i+"priceLow", Amount, func(r *r) string { return price(r.PriceLow) }),
			shown("priceHigh", i+"priceHigh", Amount, func(r *r) string { return price(r.PriceHigh) }),
			shown("competitor", i+"competitor", Text, func(r *r) string { return r.Competitor }),
			shown("satisfaction", i+"satisfaction", Number, func(r *r) string { return showCount(r.Satisfaction) }),
			shown("contract", i+"contractId", Text, func(r *r) string { return r.contract }),
		}, "customer", "at", "medium", "direction", "summary"), nil
	},
	each: func(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []saidRow) error) error {
		return inOrder(ctx, db, ids, func(rows []interaction.Interaction) error {
			type m = interaction.Interaction
			customers, err := named(db, "customer", "name", pluck(rows, func(i *m) customer.ID { return i.CustomerID }))
			if err != nil {
				return err
			}
			contacts, err := named(db, "contact", "name", pluck(rows, func(i *m) customer.ContactID { return i.ContactID }))
			if err != nil {
				return err
			}
			contracts, err := named(db, "contract", "trim(number || ' ' || name)", pluck(rows, func(i *m) contract.ID { return contract.ID(i.ContractID) }))
			if err != nil {
				return err
			}
			for _, i := range rows {
				if err := fn([]saidRow{{i, customers[i.CustomerID], contacts[i.ContactID], contracts[contract.ID(i.ContractID)]}}); err != nil {
					return err
				}
			}
			return nil
		})
	}}

// taskRow is a task in a list.
type taskRow struct {
	interaction.Task
	customer string
}

var taskList = list[taskRow]{key: Tasks, title: "exchange.list.tasks", table: "task", order: "due, due_time, id",
	fields: func(*gorm.DB) ([]field[taskRow], error) {
		const i, x = "interaction.field.", "exchange.field.task."
		type r = taskRow
		return always([]field[r]{
			shown("title", i+"title", Text, func(r *r) string { return r.Title }),
			shown("due", x+"due", Moment, func(r *r) string { return strings.TrimSpace(string(r.Due) + " " + r.DueTime) }),
			shown("customer", i+"customerId", Text, func(r *r) string { return r.customer }),
			worded("state", i+"state", "interaction.state.", func(r *r) string { return string(r.State) }),
			shown("doneAt", x+"doneAt", Moment, func(r *r) string { return showInstant(r.DoneAt) }),
			shown("snoozed", x+"snoozed", Number, func(r *r) string { return strings.TrimPrefix(strconv.Itoa(r.Snoozed), "0") }),
			shown("remark", i+"remark", Text, func(r *r) string { return r.Remark }),
		}, "title", "due", "customer", "state"), nil
	},
	each: func(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []taskRow) error) error {
		return inOrder(ctx, db, ids, func(rows []interaction.Task) error {
			of, err := named(db, "customer", "name", pluck(rows, func(t *interaction.Task) customer.ID { return t.CustomerID }))
			if err != nil {
				return err
			}
			for _, t := range rows {
				if err := fn([]taskRow{{t, of[t.CustomerID]}}); err != nil {
					return err
				}
			}
			return nil
		})
	}}
