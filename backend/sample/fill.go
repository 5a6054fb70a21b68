package sample

import (
	"context"
	"maps"
	"time"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/typeset/press"
)

// Sizes of the business.
const (
	firms     = 64
	homes     = 28
	issued    = 46
	drafts    = 7
	months    = 18
	daysShown = months * 30
	// yearAgo is the contract made so long ago that a year's service ends soon.
	yearAgo = 16
)

// CodeNotEmpty refuses a workspace that holds customers already.
const CodeNotEmpty = "sample.not_empty"

// Made counts what Fill made.
type Made struct {
	Customers int `json:"customers"`
	Contacts  int `json:"contacts"`
	Contracts int `json:"contracts"`
	Issued    int `json:"issued"`
	// Payments are what arrived for the contracts.
	Payments int `json:"payments"`
	// Interactions are what was said; Tasks what is still to be done.
	Interactions int `json:"interactions"`
	Tasks        int `json:"tasks"`
	// Opportunities are those won, lost and open.
	Opportunities int `json:"opportunities"`
}

// Fill puts the sample business into an empty workspace, as one step and marked
// as sample, and ends the opening questions, whichever door asked for it. progress may be nil. Faults: sample.not_empty.
func Fill(ctx context.Context, st *store.Store, p *press.Press, tag locale.Tag, progress func(done, total int64)) (Made, error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	var made Made
	err := st.InTx(ctx, store.Step{Label: "sample.filled", NoUndo: true}, func(tx *store.Tx) error {
		n, err := customer.Count(tx.DB)
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.New(CodeNotEmpty, nil)
		}
		b := &builder{maker: newMaker(tag), st: st, tx: tx, press: p, now: tx.Now, today: tx.Today, progress: progress}
		err = b.build()
		made = b.made
		if err != nil {
			return err
		}
		return settings.EndFirstRun(tx)
	})
	return made, err
}

// builder is one run of Fill.
type builder struct {
	*maker
	st       *store.Store
	tx       *store.Tx
	press    *press.Press
	now      date.Instant
	today    date.Date
	progress func(done, total int64)
	made     Made
	company  settings.CompanyID
	// firms and homes are the customers made, companies and persons.
	firms, homes []customer.ID
}

func (b *builder) build() error {
	if err := b.ourCompany(); err != nil {
		return err
	}
	for i, k := range b.rand.Perm(firms + homes) {
		if err := b.customer(i, k < firms); err != nil {
			return err
		}
	}
	total := int64(issued + drafts)
	for i := range issued + drafts {
		if err := b.tx.Context().Err(); err != nil {
			return err
		}
		if err := b.contract(i); err != nil {
			return err
		}
		b.progress(int64(i+1), total)
	}
	if err := b.payments(); err != nil {
		return err
	}
	if err := b.talk(); err != nil {
		return err
	}
	if err := b.circles(); err != nil {
		return err
	}
	if err := b.leads(); err != nil {
		return err
	}
	if err := b.opportunities(); err != nil {
		return err
	}
	b.at(0)
	return nil
}

// at sets the clock of the transaction to so many days ago, at a working hour.
func (b *builder) at(daysAgo int) {
	day := b.today.AddDays(-daysAgo)
	if daysAgo == 0 {
		b.tx.Now, b.tx.Today = b.now, b.today
		return
	}
	t := time.Date(day.Year(), time.Month(day.Month()), day.Day(), 9+b.rand.IntN(8), b.rand.IntN(60), 0, 0, b.st.Now().Location())
	b.tx.Now, b.tx.Today = date.At(t), day
}

func (b *builder) ourCompany() error {
	rows, err := settings.Companies(b.tx.DB)
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		b.company = rows[0].ID
		return nil
	}
	w := b.words.company
	c := settings.Company{Name: w.name, Address: w.address, LegalRepresentative: w.person, ContactName: w.person, Phone: w.phone, Email: w.email,
		TaxID: w.taxID, Bank: w.bank, Account: w.account}
	if err := settings.AddCompany(b.tx, &c); err != nil {
		return err
	}
	b.company = c.ID
	return settings.MarkSample(b.tx, settings.KindCompany, int64(c.ID))
}

// customer adds the i-th customer, spread over the months.
func (b *builder) customer(i int, firm bool) error {
	b.at(1 + (daysShown-30)*(firms+homes-i)/(firms+homes))
	var c customer.Customer
	var contacts []customer.Contact
	if firm {
		c = b.firm()
		for range 1 + b.rand.IntN(2) {
			contacts = append(contacts, customer.Contact{Name: b.person(), Title: pick(b.maker, b.titles), Phones: []customer.Phone{{Raw: b.mobile()}}})
		}
	} else {
		c = b.home()
	}
	b.spoil(i, &c)
	if err := customer.Create(b.tx, &c, contacts); err != nil {
		return err
	}
	if firm {
		b.firms = append(b.firms, c.ID)
	} else {
		b.homes = append(b.homes, c.ID)
	}
	b.made.Customers++
	b.made.Contacts += len(contacts)
	return settings.MarkSample(b.tx, customer.KindCustomer, int64(c.ID))
}

// contract makes contract i; the last ones stay drafts.
func (b *builder) contract(i int) error {
	ago := daysShown * (issued - i) / issued
	if i >= issued {
		ago = b.rand.IntN(4)
	}
	b.at(max(ago, 0))
	in, changes := b.deal(i)
	c, err := contract.Create(b.st, b.tx, in, "sample")
	if err != nil {
		return err
	}
	b.made.Contracts++
	if err := settings.MarkSample(b.tx, contract.KindContract, int64(c.ID)); err != nil {
		return err
	}
	if err := contract.Amend(b.st, b.tx, &c, changes); err != nil || i >= issued {
		return err
	}
	if err := contract.IssueDraft(b.st, b.tx, b.press, &c, contract.IssueOptions{AllowGaps: true}); err != nil {
		return err
	}
	b.made.Issued++
	return b.live(&c, ago)
}

// live takes an issued contract on to where it would be by today.
func (b *builder) live(c *contract.Contract, ago int) error {
	steps := []contract.Stage{contract.Sent, contract.Signed}
	switch {
	case ago < 10:
		steps = steps[:b.rand.IntN(2)]
	case b.rand.IntN(15) == 0:
		reason := "客户改了计划，双方同意不再履行"
		if b.tag == locale.En {
			reason = "The customer changed plans; both agreed not to go on"
		}
		b.at(max(ago-5, 1))
		return contract.Advance(b.tx, c, contract.Void, reason)
	case ago > 90:
		steps = append(steps, contract.Active, contract.Done)
	case ago > 20:
		steps = append(steps, contract.Active)
	}
	if c.EndDate > b.today && ago > 90 {
		steps = steps[:3] // a lease or service that still runs
	}
	if c.IsQuote() && len(steps) > 1 {
		steps = []contract.Stage{contract.Sent, pick(b.maker, []contract.Stage{contract.Accepted, contract.Declined})}
	}
	for k, s := range steps {
		b.at(max(ago-2*(k+1), 1))
		var err error
		if s == contract.Declined {
			err = contract.Decline(b.tx, c, contract.Refusal{Reason: pick(b.maker, []string{"price", "competitor", "need_changed"})})
		} else {
			err = contract.Advance(b.tx, c, s, "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// deal decides what contract i is about.
func (b *builder) deal(i int) (contract.CreateInput, map[string]any) {
	in := contract.CreateInput{CompanyID: b.company, CustomerID: pick(b.maker, b.firms)}
	code, values := "sale", map[string]any{"signPlace": b.signPlace}
	lines := b.goodsLines(b.goods, 2+b.rand.IntN(4))
	switch {
	case i%9 == 4, i == yearAgo:
		code = "service" + map[bool]string{true: "s"}[b.tag == locale.En]
		k := b.rand.IntN(len(b.serviceNames))
		lines = b.goodsLines(b.services[k:k+1], 1)
		values = map[string]any{"subject": b.serviceNames[k], "scope": b.serviceScope, "startDate": b.tx.Today, "endDate": b.tx.Today.AddMonths(12)}
	case i%9 == 7:
		in.CustomerID = pick(b.maker, b.homes)
		lines = b.goodsLines(b.goods, 1+b.rand.IntN(3))
	case i%23 == 11:
		code, lines = "lease", nil
		if b.tag == locale.ZhCN {
			code = "lease-house"
		}
		rent := money.Amount(600000 + 50000*b.rand.IntN(20))
		values = map[string]any{"premises": b.premises, "location": b.premises, "area": 280_000, "rent": rent, "deposit": 2 * rent,
			"startDate": b.tx.Today, "endDate": b.tx.Today.AddMonths(12)}
	case i%9 == 1:
		code = "quote"
		values = map[string]any{"project": pick(b.maker, b.projectNames), "subject": pick(b.maker, b.projectNames)}
	}
	maps.Copy(values, b.answers)
	if code == "sale" {
		lines = append(lines, b.goodsLines(b.extras, 1)...)
	}
	if tpl, err := template.Named(b.tx.DB, b.prefix()+code); err == nil {
		in.TemplateID = tpl.ID
	}
	return in, map[string]any{"values": b.known(in.TemplateID, values), "lines": lines, "wholeDiscount": pick(b.maker, []money.BasisPoints{0, 0, 0, 200, 500})}
}

func (b *builder) prefix() string {
	if b.tag == locale.En {
		return "en-"
	}
	return "zh-"
}

// known keeps the values that the template asks for.
func (b *builder) known(id template.ID, values map[string]any) map[string]any {
	kept := map[string]any{}
	tpl, err := template.Find(b.tx.DB, id)
	if err != nil {
		return kept
	}
	version, err := template.Version(b.tx.DB, tpl.CurrentID)
	if err != nil {
		return kept
	}
	for _, f := range version.Definition.Fields {
		if v, ok := values[f.Key]; ok {
			kept[f.Key] = v
		}
	}
	return kept
}

// goodsLines picks n different goods in usual quantities.
func (b *builder) goodsLines(from []good, n int) []contract.Line {
	order := b.rand.Perm(len(from))
	lines := make([]contract.Line, 0, n)
	for _, k := range order[:min(n, len(order))] {
		g := from[k]
		qty := g.from + b.rand.Int64N(g.to-g.from+1)
		lines = append(lines, contract.Line{Name: g.name, Spec: g.spec, Unit: g.unit, Qty: money.Quantity(qty * 1000), ListPrice: money.Amount(g.price),
			Price: money.Amount(g.price * (95 + b.rand.Int64N(6)) / 100), Tax: 1300})
	}
	return lines
}
