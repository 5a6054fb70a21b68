package contract

import (
	"maps"
	"strings"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/typeset"

	"gorm.io/gorm"
)

// Parties is both sides of a contract as they stand on paper.
type Parties struct {
	Customer template.Party  `json:"customer"`
	Contact  template.Person `json:"contact"`
	Company  template.Party  `json:"company"`
}

// filling is a contract put together with all it refers to: what a merge needs.
type filling struct {
	contract Contract
	def      *template.Definition
	data     template.Data
	merged   template.Merged
	// pictures are what the document shows, by asset; "logo" is our company's.
	pictures map[string][]byte
}

// fill merges a contract with its template. number stands in the document: the
// contract's own, or the one it is expected to get.
func fill(st *store.Store, db *gorm.DB, c Contract, number string, today date.Date, o template.Options) (*filling, error) {
	return newShelf(st, db).fill(c, number, today, o)
}

func (h *shelf) fill(c Contract, number string, today date.Date, o template.Options) (*filling, error) {
	if err := c.noTemplate(); err != nil {
		return nil, err
	}
	version, err := h.version(c.TemplateVersionID)
	if err != nil {
		return nil, err
	}
	if c.CompanyID == 0 {
		// A draft begun before there was an own company takes the default one.
		if c.CompanyID, err = defaultCompany(h.db); err != nil {
			return nil, err
		}
	}
	f := &filling{contract: c, def: &version.Definition}
	parties, err := h.parties(&c)
	if err != nil {
		return nil, err
	}
	if c.IssueCount > 0 {
		// Once issued, "today" is the day it was issued: defaults must not drift.
		today = c.IssuedAt.Date(h.st.Now().Location())
	}
	values, err := h.withOthers(f.def, c.Values)
	if err != nil {
		return nil, err
	}
	f.data = template.Data{
		Values: values, Deviations: c.Deviations, Customer: parties.Customer, Contact: parties.Contact, Company: parties.Company, Lines: c.Lines, WholeDiscount: c.WholeDiscount, Today: today,
		Contract: template.Facts{Number: number, Name: c.Name, SignDate: c.SignDate, StartDate: c.StartDate, EndDate: c.EndDate, Amount: c.Amount,
			Currency: c.Currency, OurSigner: c.OurSigner, TheirSigner: c.TheirSigner},
	}
	clearDerived(f.def, &f.data.Contract)
	f.merged = template.Merge(f.def, f.data, o)
	return f, h.picture(f, c.CompanyID)
}

// assetLogo names our company's logo among the pictures of a document.
const assetLogo = "logo"

// picture fetches what the document shows; a company without a logo prints none.
func (h *shelf) picture(f *filling, id settings.CompanyID) (err error) {
	doc := &f.merged.Document
	f.pictures, err = h.picturesOf(doc, id)
	if err == nil && f.pictures[assetLogo] == nil {
		doc.Logo = ""
	}
	return err
}

// picturesOf gives the bytes of what a document shows, with the logo of the
// company; what is not there is left out.
func (h *shelf) picturesOf(doc *typeset.Document, id settings.CompanyID) (map[string][]byte, error) {
	logo := doc.Logo != ""
	var keys []string
	for _, b := range doc.Blocks {
		if b.Image != nil && b.Image.Asset == assetLogo {
			logo = true
		} else if b.Image != nil {
			keys = append(keys, b.Image.Asset)
		}
	}
	if !logo && len(keys) == 0 {
		return nil, nil
	}
	out, err := h.images(keys)
	if err != nil || !logo {
		return out, err
	}
	data, err := h.logo(id)
	if data != nil {
		out[assetLogo] = data
	}
	return out, err
}

// withOthers puts into the values the parties that were chosen from the
// customers besides the two sides; those that were frozen at the issue stay.
func (h *shelf) withOthers(def *template.Definition, values map[string]any) (map[string]any, error) {
	out, cloned := values, false
	for _, field := range def.Fields {
		id, chosen := chosenParty(&field, values[field.Key])
		if !chosen {
			continue
		}
		who, err := h.customer(id)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		party, _ := theirSide(who.Customer, who.Contact)
		party.CustomerID = int64(id)
		if !cloned {
			out, cloned = maps.Clone(values), true
		}
		out[field.Key] = party
	}
	return out, nil
}

// chosenParty reports a party that is to be taken from a customer's record:
// {"customerId": 12} and nothing else.
func chosenParty(field *template.Field, value any) (customer.ID, bool) {
	v, ok := value.(map[string]any)
	if !ok || field.Type != template.TypeParty || v["name"] != nil {
		return 0, false
	}
	switch id := v["customerId"].(type) {
	case float64:
		return customer.ID(id), id > 0
	case int64:
		return customer.ID(id), id > 0
	}
	return 0, false
}

// clearDerived drops facts of the contract that a field of the template decides:
// they were copied from that field and must not feed it.
func clearDerived(def *template.Definition, facts *template.Facts) {
	for _, f := range def.Fields {
		switch f.Source {
		case "contract.signDate":
			facts.SignDate = ""
		case "contract.startDate":
			facts.StartDate = ""
		case "contract.endDate":
			facts.EndDate = ""
		case "contract.amount":
			if !f.IsDerived() {
				facts.Amount = 0
			}
		}
	}
}

// images gives the assets of the document.
func (f *filling) images() map[string][]byte { return f.pictures }

// adopt takes into the contract's record what its fields say.
func (f *filling) adopt(c *Contract) {
	c.Amount = f.merged.Amount
	c.SignDate, c.StartDate, c.EndDate = f.merged.SignDate, f.merged.StartDate, f.merged.EndDate
	if c.IsQuote() {
		c.EndDate = f.validUntil()
	}
}

// freeze makes a contract independent of the records it was filled from: both
// parties, and every answer that came from a source or default, stay as they
// were printed.
func (f *filling) freeze(c *Contract) {
	c.Parties = &Parties{Customer: f.data.Customer, Contact: f.data.Contact, Company: f.data.Company}
	values := maps.Clone(c.Values)
	if values == nil {
		values = map[string]any{}
	}
	for _, field := range f.def.Fields {
		a := f.merged.Answers[field.Key]
		if (a.Origin == "default" || a.Origin == "source") && field.Type != template.TypeParty && field.Type != template.TypeLines && !strings.HasPrefix(field.Source, "contract.") {
			values[field.Key] = a.Value
		}
		if _, chosen := chosenParty(&field, c.Values[field.Key]); chosen && a.Value != nil {
			values[field.Key] = a.Value
		}
		if a.Origin == "default" && field.Type == template.TypeDate {
			values[field.Key] = a.Value
		}
	}
	c.Values = values
}

// theirSide is a customer as a party; contact may be nil.
func theirSide(c *customer.Customer, contact *customer.Contact) (template.Party, template.Person) {
	p := template.Party{Kind: c.Kind, Name: c.Name, TaxID: c.Billing.TaxID, LegalRepresentative: c.LegalRepresentative, Address: fullAddress(c),
		ShippingAddress: c.ShippingAddress, Website: c.Website, InvoiceTitle: c.Billing.Title, Bank: c.Billing.Bank, Account: c.Billing.Account,
		Phone: phone(c.Phones)}
	if len(c.Emails) > 0 {
		p.Email = c.Emails[0]
	}
	person := template.Person{Phone: p.Phone, Email: p.Email}
	if c.Kind == customer.Person {
		person.Name = c.Name
	}
	if contact != nil {
		person.Name, person.Title, person.Department = contact.Name, contact.Title, contact.Department
		if s := phone(contact.Phones); s != "" {
			person.Phone = s
		}
		if len(contact.Emails) > 0 {
			person.Email = contact.Emails[0]
		}
	}
	if c.Kind == customer.Company {
		p.Contact = person.Name
	}
	if p.Phone == "" {
		p.Phone = person.Phone
	}
	return p, person
}

// ourSide is one of our companies as a party.
func ourSide(c *settings.Company) template.Party {
	return template.Party{Kind: customer.Company, Name: c.Name, TaxID: c.TaxID, LegalRepresentative: c.LegalRepresentative, Address: c.Address,
		Phone: c.Phone, Email: c.Email, Website: c.Website, Contact: c.ContactName, InvoiceTitle: c.Name, Bank: c.Bank, Account: c.Account}
}

// phone is the first number as it was typed: paper shows what the owner wrote.
func phone(phones []customer.Phone) string {
	if len(phones) == 0 {
		return ""
	}
	return phones[0].Raw
}

// fullAddress puts the region before the address unless it is there already.
func fullAddress(c *customer.Customer) string {
	if c.Address == "" {
		return c.Province + c.City + c.District
	}
	if c.City == "" || strings.Contains(c.Address, strings.TrimSuffix(c.City, "市")) {
		return c.Address
	}
	if isHan(c.Address) {
		return c.City + c.District + c.Address
	}
	return c.Address + ", " + c.City
}

// isHan reports whether an address is written in Chinese, larger places first.
func isHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF })
}

// ruled gives the document with its gaps as rules to be filled by hand: paper
// shows no grey bars.
func ruled(doc typeset.Document) typeset.Document {
	blocks := make([]typeset.Block, len(doc.Blocks))
	for i, b := range doc.Blocks {
		switch {
		case b.Paragraph != nil:
			p := *b.Paragraph
			p.Runs = ruledRuns(p.Runs)
			b.Paragraph = &p
		case b.Pairs != nil:
			p := *b.Pairs
			p.Rows = ruledPairs(p.Rows)
			b.Pairs = &p
		case b.Table != nil:
			t := *b.Table
			t.Head, t.Rows, t.Foot = ruledRows(t.Head), ruledRows(t.Rows), ruledRows(t.Foot)
			b.Table = &t
		case b.Signature != nil:
			s := *b.Signature
			s.Parties = append([]typeset.SignatureParty{}, s.Parties...)
			for k := range s.Parties {
				s.Parties[k].Lines = ruledPairs(s.Parties[k].Lines)
			}
			b.Signature = &s
		}
		blocks[i] = b
	}
	doc.Blocks = blocks
	return doc
}

// gapEm is the length of the rule that stands for a gap.
const gapEm = 8

func ruledRuns(runs []typeset.Run) []typeset.Run {
	out := make([]typeset.Run, len(runs))
	for i, r := range runs {
		if r.Missing {
			r = typeset.Run{Blank: gapEm, Field: r.Field}
		}
		out[i] = r
	}
	return out
}

func ruledPairs(pairs []typeset.Pair) []typeset.Pair {
	out := make([]typeset.Pair, len(pairs))
	for i, p := range pairs {
		p.Value = ruledRuns(p.Value)
		out[i] = p
	}
	return out
}

func ruledRows(rows []typeset.Row) []typeset.Row {
	out := make([]typeset.Row, len(rows))
	for i, r := range rows {
		r.Cells = append([]typeset.Cell{}, r.Cells...)
		for k := range r.Cells {
			r.Cells[k].Runs = ruledRuns(r.Cells[k].Runs)
		}
		out[i] = r
	}
	return out
}
