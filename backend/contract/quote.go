package contract

import (
	"fmt"
	"maps"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/store"
	"keyue/backend/template"

	"gorm.io/gorm"
)

// A quote 报价单 is a contract on a template of kind quote: filled, numbered,
// issued, kept and reprinted by the same rules. What it has of its own stands
// here: an answer of the customer, editions, and the contract that comes of it.
// Its validity is its end date.

// The stages of a quote beside draft, printed, sent and void.
const (
	Accepted Stage = "accepted"
	Declined Stage = "declined"
	// Replaced is a quote of which a later edition was issued, or another accepted.
	Replaced Stage = "replaced"
)

// open are the stages of a quote that waits for an answer.
var open = []Stage{Printed, Sent}

// nextOfQuote lists the stages a person may move a quote to.
var nextOfQuote = map[Stage][]Stage{
	Draft:    {},
	Printed:  {Sent, Accepted, Declined, Void},
	Sent:     {Printed, Accepted, Declined, Void},
	Accepted: {Sent, Declined, Void},
	Declined: {Sent, Accepted, Void},
	Replaced: {Sent, Void},
	Void:     {},
}

// lapsingDays is how far ahead a quote counts as about to lapse.
const lapsingDays = 7

// IsQuote reports whether it is a quote and not a contract.
func (c *Contract) IsQuote() bool { return c.Kind == template.KindQuote }

// nextStages are the stages a person may move it to.
func (c *Contract) nextStages() []Stage {
	if c.IsQuote() {
		return nextOfQuote[c.Stage]
	}
	return next[c.Stage]
}

// purpose is what the numbering rules for it are for.
func (c *Contract) purpose() Purpose {
	if c.IsQuote() {
		return ForQuotes
	}
	return ForContracts
}

// contractsOnly and quotesOnly keep one of the two in a list.
func contractsOnly(db *gorm.DB) *gorm.DB {
	return db.Where("contract.kind <> ?", template.KindQuote)
}
func quotesOnly(db *gorm.DB) *gorm.DB { return db.Where("contract.kind = ?", template.KindQuote) }

// lapsing keeps quotes without an answer that are no longer valid or soon not.
func lapsing(db *gorm.DB, today date.Date) *gorm.DB {
	return quotesOnly(db).Where("contract.end_date <> '' and contract.end_date <= ? and contract.stage in ?", today.AddDays(lapsingDays), open)
}

// Start says what a new contract or quote begins with. Zero ids mean: choose as
// the owner would.
type Start struct {
	CreateInput
	// Quote makes a quote; else it is a contract.
	Quote         bool
	OpportunityID int64
	Lines         []Line
	WholeDiscount money.BasisPoints
	// NetPrices says that the prices of Lines do not include tax.
	NetPrices bool
	Currency  money.Currency
	Origin    string
}

// Begin makes a draft from what is known already, inside tx. Faults:
// fault.not_found, contract.no_template, contract.not_a_quote, fault.invalid.
func Begin(st *store.Store, tx *store.Tx, in Start) (Contract, error) {
	if in.Quote && in.TemplateID == 0 {
		tpl, err := quoteTemplate(tx.DB, in.CustomerID)
		if err != nil {
			return Contract{}, err
		}
		in.TemplateID = tpl.ID
	}
	c, err := Create(st, tx, in.CreateInput, in.Origin)
	if err != nil {
		return c, err
	}
	if c.IsQuote() != in.Quote {
		return c, fault.New("contract.not_a_quote", nil)
	}
	c.OpportunityID, c.Lines, c.WholeDiscount = in.OpportunityID, in.Lines, in.WholeDiscount
	if in.Currency != "" {
		c.Currency = in.Currency
	}
	version, err := template.Version(tx.DB, c.TemplateVersionID)
	if err != nil {
		return c, err
	}
	values := maps.Clone(c.Values)
	for _, f := range version.Definition.Fields {
		if f.Key == version.Definition.Prices && len(in.Lines) > 0 {
			values[f.Key] = !in.NetPrices
		}
	}
	c.Values = values
	return c, apply(st, tx, &c, nil)
}

// quoteTemplate is the quote's template last used for the customer, else last
// used at all, else the owner's own, else the starter in the language of the
// customer's name, else the first. Fault contract.no_quote_template.
func quoteTemplate(db *gorm.DB, id customer.ID) (*template.Template, error) {
	last, err := lastTemplate(quotesOnly(db), id)
	if err != nil || last != nil {
		return last, err
	}
	code := "en-quote"
	if isHan(customerTitle(db, id)) {
		code = "zh-quote"
	}
	return likeliest(db.Where("kind = ?", template.KindQuote), code, "contract.no_quote_template")
}

// lastTemplate is the template that contracts of the scope were last made with,
// for the customer, else for anybody; nil for none.
func lastTemplate(scope *gorm.DB, id customer.ID) (*template.Template, error) {
	usable := scope.Table("contract").Where("contract.deleted_at is null").
		Joins("join template on template.id = contract.template_id and template.deleted_at is null and template.archived = 0 and template.current_id <> 0").
		Session(&gorm.Session{})
	for _, q := range []*gorm.DB{usable.Where("contract.customer_id = ?", id), usable.Where("contract.origin = ''")} {
		var last template.ID
		if err := q.Select("contract.template_id").Order("contract.created_at desc, contract.id desc").Limit(1).Scan(&last).Error; err != nil {
			return nil, err
		}
		if last != 0 {
			return template.Find(scope.Session(&gorm.Session{NewDB: true}), last)
		}
	}
	return nil, nil
}

// CreateQuote makes a draft of a quote for a customer: with the template last
// used for one, the default own company. Faults: fault.not_found,
// contract.no_quote_template, contract.not_a_quote.
func (s *Service) CreateQuote(in CreateInput) (v *View, err error) {
	defer fault.Recover(&err)
	name := customerTitle(s.st.Read(s.st.Context()), in.CustomerID)
	return s.made(store.Step{Label: "contract.quote_created", Params: fault.P{"name": name}, Quiet: true}, func(tx *store.Tx) (ID, error) {
		c, err := Begin(s.st, tx, Start{CreateInput: in, Quote: true})
		return c.ID, err
	})
}

// made runs a step that makes a contract and gives its view.
func (s *Service) made(step store.Step, do func(tx *store.Tx) (ID, error)) (*View, error) {
	var id ID
	err := s.st.InTx(s.st.Context(), step, func(tx *store.Tx) (err error) {
		id, err = do(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.view(s.st.Read(s.st.Context()), id)
}

// quote gives a quote; fault contract.not_a_quote for a contract.
func quote(db *gorm.DB, id ID) (Contract, error) {
	c, err := find(db, id)
	if err == nil && (!c.IsQuote() || c.Source == Outside) {
		err = fault.New("contract.not_a_quote", nil)
	}
	return c, err
}

// NewEdition makes a draft of the next edition of a quote, with its lines and
// values; dates are set anew. What was issued stays as it is. A draft that is
// already there is given. Faults: fault.not_found, contract.not_a_quote,
// contract.not_issued.
func (s *Service) NewEdition(id ID) (v *View, err error) {
	defer fault.Recover(&err)
	return s.made(store.Step{Label: "contract.quote_edition", Params: fault.P{"name": s.title(id)}}, func(tx *store.Tx) (ID, error) {
		old, err := quote(tx.DB, id)
		if err != nil {
			return 0, err
		}
		if old.IssueCount == 0 {
			return 0, fault.New("contract.not_issued", fault.P{"name": old.Name})
		}
		all, err := editions(tx.DB, &old)
		if err != nil {
			return 0, err
		}
		last := all[len(all)-1]
		if last.IssueCount == 0 && last.Stage == Draft {
			return last.ID, nil
		}
		c := Contract{CustomerID: old.CustomerID, CompanyID: old.CompanyID, NumberRuleID: old.NumberRuleID, Lines: old.Lines, WholeDiscount: old.WholeDiscount,
			Deviations: old.Deviations, Currency: old.Currency, OurSigner: old.OurSigner, TheirSigner: old.TheirSigner, OpportunityID: old.OpportunityID,
			Kind: old.Kind, FirstID: old.first(), Edition: last.Edition + 1, Stage: Draft}
		if err := c.carry(tx.DB, &old, old.TemplateID); err != nil {
			return 0, err
		}
		c.Name = old.Name
		if err := tx.Insert(&c); err != nil {
			return 0, err
		}
		return c.ID, apply(s.st, tx, &c, nil)
	})
}

// first is the id of the first edition.
func (c *Contract) first() ID {
	if c.FirstID != 0 {
		return c.FirstID
	}
	return c.ID
}

// editions gives all live editions of a quote, the first one first.
func editions(db *gorm.DB, c *Contract) ([]Contract, error) {
	var all []Contract
	err := db.Where("id = ? or first_id = ?", c.first(), c.first()).Scopes(store.Live).Order("edition, id").Find(&all).Error
	if err == nil && len(all) == 0 {
		err = fault.Missing(KindContract)
	}
	return all, err
}

// carry puts a new draft on a template with the values of another that the
// template has a field of the same key for. Dates of the contract itself are
// left out: they are of the day.
func (c *Contract) carry(db *gorm.DB, from *Contract, id template.ID) error {
	c.Values = maps.Clone(from.Values)
	if err := c.useTemplate(db, id, 0); err != nil {
		return err
	}
	old, err := template.Version(db, from.TemplateVersionID)
	if err != nil {
		return err
	}
	for _, f := range old.Definition.Fields {
		if f.Source == "contract.signDate" || f.Source == "contract.endDate" || f.Key == validity {
			delete(c.Values, f.Key)
		}
	}
	return nil
}

// validity is the key of the field that says until when a quote is valid, in
// templates whose field does not name the end date as its source.
const validity = "validUntil"

// validUntil is until when a quote is valid, as its template says; "" where it
// says nothing.
func (f *filling) validUntil() date.Date {
	if f.merged.EndDate != "" {
		return f.merged.EndDate
	}
	if s, ok := f.merged.Answers[validity].Value.(string); ok && date.Date(s).Valid() {
		return date.Date(s)
	}
	return ""
}

// editionNumber is the number of a later edition: that of the first with a tail.
func (c *Contract) editionNumber(db *gorm.DB) (string, error) {
	var number string
	if err := db.Model(&Contract{}).Where("id = ?", c.FirstID).Limit(1).Pluck("number", &number).Error; err != nil {
		return "", err
	}
	return fmt.Sprintf("%s-%d", number, c.Edition), nil
}

// replaceOthers marks the other editions that wait for an answer as replaced.
func replaceOthers(tx *store.Tx, c *Contract) error {
	all, err := editions(tx.DB, c)
	if err != nil {
		return err
	}
	for i := range all {
		o := &all[i]
		if o.ID == c.ID || o.Stage != Printed && o.Stage != Sent {
			continue
		}
		o.Stage = Replaced
		if err := tx.Update(o); err != nil {
			return err
		}
	}
	return nil
}

// answered notes the day of the customer's answer when a quote goes to a stage.
func (c *Contract) answered(to Stage, today date.Date) {
	if !c.IsQuote() {
		return
	}
	c.RepliedOn = ""
	if to == Accepted || to == Declined {
		c.RepliedOn = today
	}
	if to != Declined {
		c.DeclineReason, c.DeclineNote = "", ""
	}
}

// Accept notes that the customer accepted a quote and makes the contract of it:
// on the template given, else on the one last used for the customer; parties,
// lines, discount, own company, opportunity and all values that both templates
// have are carried. A contract made of it before is given again. Faults:
// contract.not_a_quote, contract.not_issued, contract.stage, store.conflict,
// contract.amount_differs where the template's rules for tax or the want of lines
// would make another amount than the one accepted.
func (s *Service) Accept(id ID, version int64, templateID template.ID) (v *View, err error) {
	defer fault.Recover(&err)
	return s.made(store.Step{Label: "contract.quote_accepted", Params: fault.P{"name": s.title(id)}}, func(tx *store.Tx) (ID, error) {
		q, err := quote(tx.DB, id)
		if err != nil {
			return 0, err
		}
		if q.IssueCount == 0 {
			return 0, fault.New("contract.not_issued", fault.P{"name": q.Name})
		}
		if q.Stage != Accepted {
			q.Version = version
			if err := Advance(tx, &q, Accepted, ""); err != nil {
				return 0, err
			}
		}
		made, err := madeOf(tx.DB, q.ID)
		if err != nil || len(made) > 0 {
			return firstID(made), err
		}
		c, err := contractOf(s.st, tx, &q, templateID)
		return c.ID, err
	})
}

func firstID(rows []Reference) ID {
	if len(rows) == 0 {
		return 0
	}
	return rows[0].ID
}

// contractOf makes the draft of a contract from an accepted quote.
func contractOf(st *store.Store, tx *store.Tx, q *Contract, templateID template.ID) (Contract, error) {
	tpl, err := chooseTemplate(tx.DB, CreateInput{CustomerID: q.CustomerID, TemplateID: templateID})
	if err != nil {
		return Contract{}, err
	}
	if tpl.Kind == template.KindQuote {
		return Contract{}, fault.New("contract.is_a_quote", nil)
	}
	rule, err := ruleFor(tx.DB, ForContracts)
	if err != nil {
		return Contract{}, err
	}
	c := Contract{CustomerID: q.CustomerID, CompanyID: q.CompanyID, NumberRuleID: rule.ID, Lines: q.Lines, WholeDiscount: q.WholeDiscount, Currency: q.Currency,
		OurSigner: q.OurSigner, TheirSigner: q.TheirSigner, OpportunityID: q.OpportunityID, QuoteID: q.ID, Origin: q.Origin, Stage: Draft}
	if err := c.carry(tx.DB, q, tpl.ID); err != nil {
		return c, err
	}
	if err := c.carryPrices(tx.DB, q); err != nil {
		return c, err
	}
	if err := c.carryTerms(tx.DB, q); err != nil {
		return c, err
	}
	if err := tx.Insert(&c); err != nil {
		return c, err
	}
	if err := apply(st, tx, &c, nil); err != nil {
		return c, err
	}
	if c.Amount != q.Amount && q.Amount != 0 {
		return c, fault.New("contract.amount_differs", fault.P{"template": tpl.Name})
	}
	return c, nil
}

// carryPrices makes the contract's prices include tax or not as the quote's do,
// where its template leaves that open; where the template has no lines its amount
// is that of the quote.
func (c *Contract) carryPrices(db *gorm.DB, q *Contract) error {
	from, err := template.Version(db, q.TemplateVersionID)
	if err != nil {
		return err
	}
	to, err := template.Version(db, c.TemplateVersionID)
	if err != nil {
		return err
	}
	key, amount, lines := "", "", false
	for _, f := range to.Definition.Fields {
		switch {
		case f.Key == to.Definition.Prices && f.Type == template.TypeYesNo:
			key = f.Key
		case f.Type == template.TypeLines:
			lines = true
		case f.Source == "contract.amount":
			amount = f.Key
		}
	}
	if amount != "" && !lines {
		c.Values[amount] = int64(q.Amount)
	}
	switch prices := from.Definition.Prices; {
	case key == "":
	case prices == "" || prices == "gross":
		c.Values[key] = true
	case prices == "net":
		c.Values[key] = false
	default:
		if v, ok := q.Values[prices]; ok {
			c.Values[key] = v
		}
	}
	return nil
}

// Reference names a contract or quote to go to.
type Reference struct {
	ID      ID     `json:"id"`
	Number  string `json:"number"`
	Name    string `json:"name"`
	Stage   Stage  `json:"stage"`
	Edition int    `json:"edition"`
}

// madeOf gives the live contracts that came of a quote.
func madeOf(db *gorm.DB, id ID) ([]Reference, error) {
	rows := []Reference{}
	err := store.Live(db.Table("contract")).Where("quote_id = ? and stage <> ?", id, Void).Select("id, number, name, stage, edition").Order("id").Scan(&rows).Error
	return rows, err
}

// Term is what a quote promised in words of its own.
type Term struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// Offer is what a view shows of a quote beside what contracts have: its
// editions and the contracts made of it; or, for a contract that came of a
// quote, that quote and what it promised that the contract's template has no
// field for.
type Offer struct {
	Editions []Reference `json:"editions"`
	Made     []Reference `json:"made"`
	From     *Reference  `json:"from"`
	Terms    []Term      `json:"terms"`
}

// offerOf gives what the view of a contract shows of quotes; nil for none.
func offerOf(db *gorm.DB, c *Contract, def *template.Definition) (*Offer, error) {
	o := &Offer{Editions: []Reference{}, Made: []Reference{}, Terms: []Term{}}
	if c.IsQuote() {
		all, err := editions(db, c)
		if fault.Is(err, fault.NotFound) { // in the trash
			return o, nil
		}
		if err != nil {
			return nil, err
		}
		for _, e := range all {
			o.Editions = append(o.Editions, Reference{e.ID, e.Number, e.Name, e.Stage, e.Edition})
		}
		o.Made, err = madeOf(db, c.ID)
		return o, err
	}
	if c.QuoteID == 0 {
		return nil, nil
	}
	q, err := find(db, c.QuoteID)
	if err != nil {
		return nil, err
	}
	o.From = &Reference{q.ID, q.Number, q.Name, q.Stage, q.Edition}
	version, err := template.Version(db, q.TemplateVersionID)
	if err != nil {
		return nil, err
	}
	for _, term := range termsOf(&q, &version.Definition) {
		if to, _ := term.in(def); to == nil {
			o.Terms = append(o.Terms, Term{term.field.Label, term.said})
		}
	}
	return o, nil
}

// LapsingQuotes gives the quotes that need a word before they lapse, or that
// have, the soonest first; at most ten.
func (s *Service) LapsingQuotes() (page Page, err error) {
	defer fault.Recover(&err)
	page.Rows = []Row{}
	q := lapsing(rowsOf(s.st.Read(s.st.Context())), s.today())
	if err := q.Session(&gorm.Session{}).Count(&page.Total).Error; err != nil {
		return page, err
	}
	err = q.Select(rowColumns).Order("contract.end_date, contract.id").Limit(overviewRows).Scan(&page.Rows).Error
	return page, err
}
