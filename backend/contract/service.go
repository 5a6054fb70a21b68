package contract

import (
	"os"

	"keyue/backend/approval"
	"keyue/backend/attachment"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/job"
	"keyue/backend/money"
	"keyue/backend/patch"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/typeset/press"

	"gorm.io/gorm"
)

// Files takes what the service makes to where the page or viewer can fetch it.
type Files interface {
	attachment.Files
	// Offer gives an address for content.
	Offer(name, mime string, content []byte) (url string, err error)
	// OfferWritten gives an address for what write puts into a file.
	OfferWritten(name, mime string, write func(f *os.File) error) (url string, err error)
}

// Service is what the page may ask about contracts.
type Service struct {
	st    *store.Store
	index *search.Index
	press *press.Press
	files Files
	jobs  *job.Runner
	// recognise is nil where nothing reads pictures.
	recognise Recogniser
}

// NewService makes the service. index may be nil: lists are then not searched; so may
// recognise: scans are then kept unread.
func NewService(st *store.Store, index *search.Index, p *press.Press, files Files, jobs *job.Runner, recognise Recogniser) *Service {
	return &Service{st: st, index: index, press: p, files: files, jobs: jobs, recognise: recognise}
}

func (s *Service) today() date.Date { return date.FromTime(s.st.Now()) }

// Field is one entry of the form: a field of the template and the value in use.
type Field struct {
	template.Field
	template.Answer
	// Missing says that it is required, asked for and empty.
	Missing bool `json:"missing"`
	// Blank says that it is empty and need not be filled: paper has a rule there, to
	// be written on by hand.
	Blank bool `json:"blank,omitempty"`
}

// View is a contract as its screen shows it.
type View struct {
	Contract Contract `json:"contract"`
	// Number is the contract's own or the one it is expected to get.
	Number         string             `json:"number"`
	CustomerName   string             `json:"customerName"`
	CompanyName    string             `json:"companyName"`
	TemplateName   string             `json:"templateName"`
	HasLines       bool               `json:"hasLines"`
	Columns        []string           `json:"columns"`
	Fields         []Field            `json:"fields"`
	Problems       []template.Problem `json:"problems"`
	Totals         template.Totals    `json:"totals"`
	AmountInWords  string             `json:"amountInWords"`
	NewerVersionID template.VersionID `json:"newerVersionId"`
	// DeviationCount is the number of places where the contract says otherwise
	// than its template, conflicts counted too; see Service.Clauses.
	DeviationCount int     `json:"deviationCount"`
	Issues         []Issue `json:"issues"`
	// Differs says that the text is no longer that of the newest issue.
	Differs bool `json:"differs"`
	// Next lists the stages a person may move the contract to.
	Next []Stage `json:"next"`
	// Offer is what there is of quotes; nil for a contract that came of none.
	Offer *Offer `json:"offer"`
	// Approval is how its prices stand with an owner's approval.
	Approval approval.Standing `json:"approval"`
	// Outside is the kept file of a contract made outside; nil for our own.
	Outside *OutsideFile `json:"outside"`
}

// Get gives a contract. Faults: fault.not_found.
func (s *Service) Get(id ID) (v *View, err error) {
	defer fault.Recover(&err)
	return s.view(s.st.Read(s.st.Context()), id)
}

func (s *Service) view(db *gorm.DB, id ID) (*View, error) {
	c, err := find(db, id)
	if err != nil {
		return nil, err
	}
	if c.Source == Outside {
		return s.outsideView(db, c)
	}
	number, err := c.numberShown(db, s.today())
	if err != nil {
		return nil, err
	}
	f, err := fill(s.st, db, c, number, s.today(), template.Options{})
	if err != nil {
		return nil, err
	}
	v := &View{Contract: f.contract, Number: number, CustomerName: f.data.Customer.Name, CompanyName: f.data.Company.Name, Columns: f.columns(),
		HasLines: f.hasLines(), Fields: f.form(), Problems: f.merged.Problems, Totals: f.merged.Totals, Next: c.nextStages(),
		AmountInWords: money.InWords(f.merged.Amount, c.Currency, f.def.Language)}
	tpl, err := template.Find(db, c.TemplateID)
	if err != nil {
		return nil, err
	}
	v.TemplateName = tpl.Name
	v.DeviationCount = len(c.Deviations)
	if tpl.CurrentID != c.TemplateVersionID {
		v.NewerVersionID = tpl.CurrentID
	}
	if v.Issues, err = issuesOf(db, id); err != nil {
		return nil, err
	}
	if v.Approval, err = c.standing(db); err != nil {
		return nil, err
	}
	if v.Offer, err = offerOf(db, &c, f.def); err != nil {
		return nil, err
	}
	if len(v.Issues) > 0 {
		changes, err := s.changesSince(db, f, v.Issues[0])
		if err != nil {
			return nil, err
		}
		v.Differs = len(changes) > 0
	}
	return v, nil
}

// numberShown is the contract's number, or the one it is expected to get.
func (c *Contract) numberShown(db *gorm.DB, today date.Date) (string, error) {
	if c.Number != "" {
		return c.Number, nil
	}
	if c.FirstID != 0 {
		return c.editionNumber(db)
	}
	rule, err := c.rule(db)
	if err != nil {
		return "", err
	}
	return rule.expected(db, today)
}

func (f *filling) hasLines() bool {
	for _, field := range f.def.Fields {
		if field.Type == template.TypeLines {
			return true
		}
	}
	return false
}

// columns names the columns that the template's lines table shows.
func (f *filling) columns() []string {
	names := []string{}
	var walk func(n *template.Node)
	walk = func(n *template.Node) {
		if n.Attrs != nil {
			for _, c := range n.Attrs.Columns {
				names = append(names, c.Name)
			}
		}
		for i := range n.Content {
			walk(&n.Content[i])
		}
	}
	walk(&f.def.Body)
	return names
}

// form lists the fields in the template's order with their values in use.
func (f *filling) form() []Field {
	missing := map[string]bool{}
	for _, p := range f.merged.Problems {
		if p.Code == "template.missing" {
			missing[p.Field] = true
		}
	}
	blank := f.blanks()
	fields := make([]Field, len(f.def.Fields))
	for i, field := range f.def.Fields {
		fields[i] = Field{Field: field, Answer: f.merged.Answers[field.Key], Missing: missing[field.Key], Blank: blank[field.Key]}
	}
	return fields
}

// CreateInput says whose contract it is. Zero ids mean: choose as the owner
// would.
type CreateInput struct {
	CustomerID customer.ID        `json:"customerId"`
	TemplateID template.ID        `json:"templateId"`
	CompanyID  settings.CompanyID `json:"companyId"`
}

// Create makes a draft: with the template last used for the customer, else last
// used at all, else the owner's own changed last, else a starter; with the
// default own company.
// Faults: fault.not_found, contract.no_template.
func (s *Service) Create(in CreateInput) (v *View, err error) {
	defer fault.Recover(&err)
	var id ID
	name := customerTitle(s.st.Read(s.st.Context()), in.CustomerID)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "contract.created", Params: fault.P{"name": name}, Quiet: true}, func(tx *store.Tx) error {
		c, err := Create(s.st, tx, in, "")
		id = c.ID
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.view(s.st.Read(s.st.Context()), id)
}

// Create makes a draft inside tx; see Service.Create. origin is "sample" or "".
func Create(st *store.Store, tx *store.Tx, in CreateInput, origin string) (Contract, error) {
	if _, err := customer.Find(tx.DB, in.CustomerID); err != nil {
		return Contract{}, err
	}
	tpl, err := chooseTemplate(tx.DB, in)
	if err != nil {
		return Contract{}, err
	}
	if in.CompanyID == 0 {
		if in.CompanyID, err = defaultCompany(tx.DB); err != nil {
			return Contract{}, err
		}
	}
	version, err := template.Version(tx.DB, tpl.CurrentID)
	if err != nil {
		return Contract{}, err
	}
	ours, err := settings.OurCurrency(tx.DB)
	if err != nil {
		return Contract{}, err
	}
	c := Contract{Name: version.Definition.Titled(), CustomerID: in.CustomerID, CompanyID: in.CompanyID, TemplateID: tpl.ID, TemplateVersionID: version.ID,
		Language: version.Definition.Language, Kind: version.Definition.Kind, Values: map[string]any{}, Currency: ours, Stage: Draft, Origin: origin}
	if err := c.numbered(tx.DB); err != nil {
		return c, err
	}
	if c.Values, err = recall(tx.DB, tpl.ID, &version.Definition, c.Values, 0); err != nil {
		return c, err
	}
	f, err := fill(st, tx.DB, c, "", tx.Today, template.Options{})
	if err != nil {
		return Contract{}, err
	}
	f.adopt(&c)
	return c, tx.Insert(&c)
}

// chooseTemplate gives the template asked for, or the likeliest one.
func chooseTemplate(db *gorm.DB, in CreateInput) (*template.Template, error) {
	if in.TemplateID != 0 {
		return template.Find(db, in.TemplateID)
	}
	last, err := lastTemplate(contractsOnly(db), in.CustomerID)
	if err != nil || last != nil {
		return last, err
	}
	return firstTemplate(db, in.CustomerID)
}

// firstTemplate gives the owner's own template that was changed last, else the
// sale of goods in the language of the customer's name, else the first template
// that can be used.
func firstTemplate(db *gorm.DB, id customer.ID) (*template.Template, error) {
	code := "en-sale"
	if isHan(customerTitle(db, id)) {
		code = "zh-sale"
	}
	return likeliest(db.Where("kind <> ?", template.KindQuote), code, "contract.no_template")
}

// likeliest is the template of the scope to begin with where none was used yet:
// the owner's own that was changed last, else the starter, else the first; none
// is the fault given.
func likeliest(scope *gorm.DB, starter, none string) (*template.Template, error) {
	usable := scope.Model(&template.Template{}).Scopes(store.Live).Where("archived = 0 and current_id <> 0").Session(&gorm.Session{})
	db := scope.Session(&gorm.Session{NewDB: true})
	var ids []template.ID
	if err := usable.Where("origin = ?", template.OriginOwn).Order("updated_at desc, id desc").Limit(1).Pluck("id", &ids).Error; err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		if tpl, err := template.Named(db, starter); err == nil {
			return tpl, nil
		}
		if err := usable.Order("id").Limit(1).Pluck("id", &ids).Error; err != nil {
			return nil, err
		}
	}
	if len(ids) == 0 {
		return nil, fault.New(none, nil)
	}
	return template.Find(db, ids[0])
}

func defaultCompany(db *gorm.DB) (settings.CompanyID, error) {
	rows, err := settings.Companies(db)
	if err != nil {
		return 0, err
	}
	for _, c := range rows {
		if c.Default {
			return c.ID, nil
		}
	}
	return 0, nil
}

// fixedFields are names that Save does not take: they are changed by what they
// belong to.
var fixedFields = []string{"number", "stage", "stageReason", "issueCount", "issuedAt", "origin", "parties", "customerId", "templateVersionId", "language", "kind", "source", "fileId",
	"opportunityId", "quoteId", "firstId", "edition", "repliedOn", "declineReason", "declineNote"}

// Save changes a contract by the JSON names of its fields and gives it back.
// "values" takes the keys given; null brings a field back to its source or
// default. "templateId" changes the template and keeps the values whose keys the
// new one has. version is the one the page read. Faults: store.conflict,
// contract.closed, fault.invalid.
func (s *Service) Save(id ID, version int64, changes map[string]any) (v *View, err error) {
	defer fault.Recover(&err)
	title := s.title(id)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "contract.saved", Params: fault.P{"name": title, "id": id}, Quiet: true, Typing: true}, func(tx *store.Tx) error {
		c, err := find(tx.DB, id)
		if err != nil {
			return err
		}
		if err := c.editable(); err != nil {
			return err
		}
		c.Version = version
		return apply(s.st, tx, &c, changes)
	})
	if err != nil {
		return nil, err
	}
	return s.view(s.st.Read(s.st.Context()), id)
}

// apply changes c by a patch, checks it and writes it.
func apply(st *store.Store, tx *store.Tx, c *Contract, changes map[string]any) error {
	before := c.Deviations
	bad, err := c.amend(tx.DB, changes)
	if err != nil {
		return err
	}
	if c.Source == Outside {
		return c.amendOutside(tx, bad)
	}
	if _, given := changes["deviations"]; given {
		wrong, err := c.settleDeviations(tx, before)
		if err != nil {
			return err
		}
		bad = append(bad, wrong...)
	}
	bad = append(bad, template.CheckLines(c.Lines)...)
	if err := c.Validate(); err != nil {
		bad = append(bad, fault.From(err).Fields...)
	}
	if len(bad) > 0 {
		return fault.Invalid(bad)
	}
	f, err := fill(st, tx.DB, *c, c.Number, tx.Today, template.Options{})
	if err != nil {
		return err
	}
	f.adopt(c)
	return tx.Update(c)
}

// amend changes c by a patch in memory and gives the fields it could not set.
func (c *Contract) amend(db *gorm.DB, changes map[string]any) ([]fault.Field, error) {
	var bad []fault.Field
	fixed := fixedFields
	if c.Source == Outside {
		fixed = outsideFixed
	}
	for _, name := range fixed {
		if _, ok := changes[name]; ok {
			bad = append(bad, fault.Field{Field: name, Code: patch.Unknown})
		}
	}
	before := c.TemplateID
	bad = append(bad, patch.Apply(c, changes)...)
	c.normalize()
	if c.TemplateID != before {
		if err := c.useTemplate(db, c.TemplateID, 0); err != nil {
			return nil, err
		}
	}
	return bad, nil
}

// useTemplate puts the contract on a version of a template (0: the published one).
func (c *Contract) useTemplate(db *gorm.DB, id template.ID, versionID template.VersionID) error {
	tpl, err := template.Find(db, id)
	if err != nil {
		return err
	}
	if versionID == 0 {
		versionID = tpl.CurrentID
	}
	version, err := template.Version(db, versionID)
	if err != nil {
		return err
	}
	keep := map[string]any{}
	for _, f := range version.Definition.Fields {
		if v, ok := c.Values[f.Key]; ok {
			if _, err := f.Decode(v); err == nil {
				keep[f.Key] = v
			}
		}
	}
	if keep, err = recall(db, tpl.ID, &version.Definition, keep, c.ID); err != nil {
		return err
	}
	c.TemplateID, c.TemplateVersionID, c.Values = tpl.ID, version.ID, keep
	c.Deviations = template.Carry(c.Deviations, &version.Definition)
	quote := c.IsQuote()
	c.Language, c.Kind = version.Definition.Language, version.Definition.Kind
	c.Name = version.Definition.Titled()
	if c.NumberRuleID != 0 && quote == c.IsQuote() {
		return nil
	}
	if c.Number != "" || c.FirstID != 0 || c.QuoteID != 0 {
		return fault.New("contract.stays_what_it_is", nil)
	}
	return c.numbered(db)
}

// UseNewestVersion puts the contract on the published version of its template.
// Deviations go along where their clause still reads the same; the others become
// conflicts, which Clauses lists and which keep the contract from being issued.
func (s *Service) UseNewestVersion(id ID, version int64) (v *View, err error) {
	defer fault.Recover(&err)
	return s.change(id, version, func(tx *store.Tx, c *Contract) error {
		name := c.Name
		if err := c.useTemplate(tx.DB, c.TemplateID, 0); err != nil {
			return err
		}
		c.Name = name
		return nil
	})
}

// RefreshParties takes both sides from the records again, after a customer's
// address or bank has changed.
func (s *Service) RefreshParties(id ID, version int64) (v *View, err error) {
	defer fault.Recover(&err)
	return s.change(id, version, func(_ *store.Tx, c *Contract) error {
		c.Parties = nil
		c.Values = followOthers(c.Values)
		return nil
	})
}

func (s *Service) change(id ID, version int64, do func(tx *store.Tx, c *Contract) error) (*View, error) {
	err := s.st.InTx(s.st.Context(), store.Step{Label: "contract.saved", Params: fault.P{"name": s.title(id)}}, func(tx *store.Tx) error {
		c, err := find(tx.DB, id)
		if err != nil {
			return err
		}
		if err := c.editable(); err != nil {
			return err
		}
		c.Version = version
		if err := do(tx, &c); err != nil {
			return err
		}
		return apply(s.st, tx, &c, nil)
	})
	if err != nil {
		return nil, err
	}
	return s.view(s.st.Read(s.st.Context()), id)
}

func (s *Service) title(id ID) string {
	c, err := find(s.st.Read(s.st.Context()), id)
	if err != nil {
		return ""
	}
	return c.title()
}

func customerTitle(db *gorm.DB, id customer.ID) string {
	c, err := customer.Find(db, id)
	if err != nil {
		return ""
	}
	return c.Name
}
