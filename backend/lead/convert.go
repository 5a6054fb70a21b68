package lead

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/product"
	"keyue/backend/store"
)

// Conversion says what is made of a lead.
type Conversion struct {
	// CustomerID is the customer it turned out to be; 0 makes a new one of Kind
	// and CustomerName.
	CustomerID   customer.ID `json:"customerId"`
	Kind         string      `json:"kind"`
	CustomerName string      `json:"customerName"`
	// ContactName is the person there; "" makes none. A person needs none.
	ContactName string `json:"contactName"`
	// Opportunity makes one, of this name and amount, with the products as Lines.
	Opportunity     bool         `json:"opportunity"`
	OpportunityName string       `json:"opportunityName"`
	Amount          money.Amount `json:"amount"`
	Lines           bool         `json:"lines"`
}

// Proposal is a conversion as it is usually wanted.
type Proposal struct {
	Conversion
	// Known are the customers it may be.
	Known []Known `json:"known"`
	// Products names what would become lines.
	Products []string `json:"products"`
	// Talks and Tasks count what goes over to the customer.
	Talks int64 `json:"talks"`
	Tasks int64 `json:"tasks"`
}

// Made is what became of a lead.
type Made struct {
	CustomerID    customer.ID        `json:"customerId"`
	ContactID     customer.ContactID `json:"contactId"`
	OpportunityID int64              `json:"opportunityId"`
	// NewCustomer: it was not known before.
	NewCustomer bool `json:"newCustomer"`
}

// Propose says what would be made of a lead. Fault fault.not_found.
func (s *Service) Propose(id ID) (p *Proposal, err error) {
	defer fault.Recover(&err)
	db := s.db()
	l, err := Find(db, id)
	if err != nil {
		return nil, err
	}
	p = &Proposal{Known: []Known{}, Products: []string{}}
	p.Kind, p.CustomerName = customer.Person, l.Name
	if l.Company != "" {
		p.Kind, p.CustomerName = customer.Company, l.Company
		if l.Name != l.Company {
			p.ContactName = l.Name
		}
	}
	known, err := whoIs(db, l)
	if err != nil {
		return nil, err
	}
	p.Known = append(p.Known, slices.DeleteFunc(known, func(k Known) bool { return k.CustomerID == 0 })...)
	if len(p.Known) > 0 {
		p.CustomerID = p.Known[0].CustomerID
	}
	lines, err := l.lines(db, "")
	if err != nil {
		return nil, err
	}
	for _, line := range lines {
		p.Products = append(p.Products, line.Name+" × "+line.Qty.String())
	}
	p.Lines = len(lines) > 0
	p.Opportunity, p.Amount = l.Amount > 0 || l.filled("need"), l.Amount
	p.OpportunityName = l.subject(s.Lang(), lines)
	if err := store.Live(db.Table("interaction")).Where("lead_id = ?", id).Count(&p.Talks).Error; err != nil {
		return nil, err
	}
	err = store.Live(db.Table("task")).Where("about_kind = ? and about_id = ? and state = ?", KindLead, id, interaction.Open).Count(&p.Tasks).Error
	return p, err
}

// subject is what an opportunity of a lead is called.
func (l *Lead) subject(tag locale.Tag, lines []opportunity.Line) string {
	who := l.Company
	if who == "" {
		who = l.Name
	}
	what := gist(l.Need)
	if len(lines) > 0 {
		what = lines[0].Name
	}
	if what == "" {
		return who
	}
	return locale.Text(tag, "lead.opportunity_name", fault.P{"who": who, "what": what})
}

// gistMax is how many characters of a need go into a name.
const gistMax = 30

// gist is the beginning of a need as a name: its first phrase, and of a long one
// whole words.
func gist(need string) string {
	if i := strings.IndexAny(need, "，。；！？;!?\n"); i > 0 {
		need = need[:i]
	}
	runes := []rune(strings.TrimSpace(need))
	if len(runes) <= gistMax {
		return string(runes)
	}
	head := string(runes[:gistMax])
	if i := strings.LastIndexByte(head, ' '); i > 0 && runes[gistMax] != ' ' && runes[gistMax] < unicode.MaxLatin1 {
		head = head[:i]
	}
	return strings.TrimRight(head, " ,、:：")
}

var firstNumber = regexp.MustCompile(`\d+`)

// lines are the products that a lead names, at the price for a tier. A single
// one takes the quantity that the need says.
func (l *Lead) lines(db *gorm.DB, tier string) ([]opportunity.Line, error) {
	out := []opportunity.Line{}
	for _, id := range l.Products {
		p, err := product.Find(db, id)
		if fault.Is(err, fault.NotFound) || err == nil && (p.DeletedAt != nil || p.Status != product.On) {
			continue
		}
		if err != nil {
			return nil, err
		}
		o, err := product.OfferOf(db, p, tier)
		if err != nil {
			return nil, err
		}
		out = append(out, opportunity.Line{Code: o.Code, Name: o.Name, Spec: o.Spec, Unit: o.Unit, Qty: 1000, ListPrice: o.ListPrice, Price: o.Price, Tax: o.Tax, Floor: o.Floor, Note: o.Package})
	}
	if len(out) == 1 {
		if q, err := money.ParseQuantity(firstNumber.FindString(quantity.FindString(l.Need))); err == nil && q > 0 {
			out[0].Qty = q
		}
	}
	return out, nil
}

// Convert makes a customer of a lead, with its contact, what was said and what
// is to be done, and an opportunity when that is wanted, as one step: one undo
// brings back what was before. Faults fault.invalid, fault.not_found,
// lead.converted, lead.not_open.
func (s *Service) Convert(id ID, version int64, c Conversion) (out *Made, err error) {
	defer fault.Recover(&err)
	l, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	err = s.step("lead.converted_step", fault.P{"name": l.Name}, func(tx *store.Tx) error {
		l, err := live(tx.DB, id)
		if err != nil {
			return err
		}
		if version != 0 {
			l.Version = version
		}
		out, err = Convert(tx, l, c, s.Lang())
		return err
	})
	return out, err
}

// Convert makes a customer of a lead inside a step. Faults as [Service.Convert].
func Convert(tx *store.Tx, l *Lead, c Conversion, tag locale.Tag) (*Made, error) {
	switch l.State {
	case Converted:
		return nil, fault.New("lead.converted", fault.P{"name": l.Name})
	case Invalid:
		return nil, fault.New("lead.not_open", fault.P{"name": l.Name})
	}
	out := &Made{NewCustomer: c.CustomerID == 0}
	return out, l.convert(tx, c, tag, out)
}

func (l *Lead) convert(tx *store.Tx, c Conversion, tag locale.Tag, out *Made) error {
	var err error
	if c.CustomerID == 0 {
		err = l.newCustomer(tx, c, tag, out)
	} else {
		err = l.joinCustomer(tx, c, tag, out)
	}
	if err != nil {
		return err
	}
	if c.Opportunity {
		if err := l.newOpportunity(tx, c, out); err != nil {
			return err
		}
	}
	l.State, l.Reason, l.ReasonNote, l.ClosedAt = Converted, "", "", tx.Now
	l.CustomerID, l.ContactID, l.OpportunityID = out.CustomerID, out.ContactID, out.OpportunityID
	if err := tx.Update(l); err != nil {
		return err
	}
	return l.handOver(tx)
}

// reach puts the ways to reach a lead where they belong.
func (l *Lead) reach(phones *[]customer.Phone, emails *[]string, social *[]customer.Social) {
	*phones = append(*phones, customer.ParsePhones(l.Phone)...)
	if len(*phones) == 0 && l.Phone != "" {
		*phones = append(*phones, customer.Phone{Raw: l.Phone})
	}
	if l.Email != "" {
		*emails = append(*emails, l.Email)
	}
	if l.WeChat != "" {
		*social = append(*social, customer.Social{Kind: "wechat", Handle: l.WeChat})
	}
}

// story is what a customer is to remember of the lead; an opportunity carries
// need and amount itself.
func (l *Lead) story(tag locale.Tag, withNeed bool) string {
	lines := []string{}
	if withNeed && l.Need != "" {
		lines = append(lines, locale.Text(tag, "lead.story.need", fault.P{"need": l.Need}))
	}
	if withNeed && l.Amount > 0 {
		lines = append(lines, locale.Text(tag, "lead.story.amount", fault.P{"amount": l.Amount.Grouped(money.CNY)}))
	}
	if l.Remark != "" {
		lines = append(lines, l.Remark)
	}
	return strings.Join(lines, "\n")
}

func (l *Lead) newCustomer(tx *store.Tx, c Conversion, tag locale.Tag, out *Made) error {
	made := customer.Customer{Name: c.CustomerName, Kind: c.Kind, Province: l.Province, City: l.City, Tags: slices.Clone(l.Tags), Remark: l.story(tag, !c.Opportunity), OwnerID: l.OwnerID}
	if l.ChannelID != 0 {
		from, err := FindChannel(tx.DB, l.ChannelID)
		if err != nil {
			return err
		}
		made.Channel = from.Name
	}
	people := []customer.Contact{}
	if oneLine(c.ContactName) != "" && c.Kind != customer.Person {
		people = append(people, l.person(c.ContactName))
	} else {
		l.reach(&made.Phones, &made.Emails, &made.Social)
	}
	if err := customer.Create(tx, &made, people); err != nil {
		return renamed(err, map[string]string{"name": "customerName", "contacts.0.name": "contactName"})
	}
	out.CustomerID = made.ID
	if len(people) > 0 {
		out.ContactID = people[0].ID
	}
	return nil
}

func (l *Lead) person(name string) customer.Contact {
	p := customer.Contact{Name: name}
	if l.DecisionMaker {
		p.DealRole = "decision_maker"
	}
	l.reach(&p.Phones, &p.Emails, &p.Social)
	return p
}

// joinCustomer adds a lead to a customer that is known: the person when they are
// not, what is new to what stands there.
func (l *Lead) joinCustomer(tx *store.Tx, c Conversion, tag locale.Tag, out *Made) error {
	of, err := customer.Find(tx.DB, c.CustomerID)
	if fault.Is(err, fault.NotFound) || err == nil && of.DeletedAt != nil {
		return fault.Invalid([]fault.Field{{Field: "customerId", Code: "lead.customer_gone"}})
	}
	if err != nil {
		return err
	}
	out.CustomerID = of.ID
	changes := map[string]any{}
	if name := oneLine(c.ContactName); name != "" && of.Kind != customer.Person {
		if out.ContactID, err = l.contactOf(tx, of, name); err != nil {
			return err
		}
	} else {
		phones, emails, social := slices.Clone(of.Phones), slices.Clone(of.Emails), slices.Clone(of.Social)
		l.reach(&phones, &emails, &social)
		changes["phones"], changes["emails"], changes["social"] = phones, unique(emails), unique(social)
	}
	if of.Channel == "" && l.ChannelID != 0 {
		from, err := FindChannel(tx.DB, l.ChannelID)
		if err != nil {
			return err
		}
		changes["channel"] = from.Name
	}
	if of.Province == "" && l.Province != "" {
		changes["province"], changes["city"] = l.Province, l.City
	}
	if story := l.story(tag, !c.Opportunity); story != "" && !strings.Contains(of.Remark, story) {
		changes["remark"] = strings.TrimSpace(of.Remark + "\n" + story)
	}
	if len(l.Tags) > 0 {
		changes["tags"] = unique(append(slices.Clone(of.Tags), l.Tags...))
	}
	if len(changes) == 0 {
		return nil
	}
	return customer.Change(tx, of.ID, changes)
}

// contactOf finds the person at a customer, by number or by name, or adds them.
func (l *Lead) contactOf(tx *store.Tx, of *customer.Customer, name string) (customer.ContactID, error) {
	people, err := customer.Contacts(tx.DB, of.ID)
	if err != nil {
		return 0, err
	}
	key := l.phoneKey()
	for _, p := range people {
		if p.Name == name || key != "" && slices.ContainsFunc(p.Phones, func(n customer.Phone) bool { return n.Number == key }) {
			return p.ID, nil
		}
	}
	p := l.person(name)
	p.CustomerID = of.ID
	if err := customer.AddContact(tx, &p); err != nil {
		return 0, renamed(err, map[string]string{"name": "contactName"})
	}
	return p.ID, nil
}

func unique[T comparable](in []T) []T {
	out := []T{}
	for _, x := range in {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func (l *Lead) newOpportunity(tx *store.Tx, c Conversion, out *Made) error {
	o := opportunity.Opportunity{Name: c.OpportunityName, CustomerID: out.CustomerID, Amount: c.Amount, Need: l.Need, Tags: slices.Clone(l.Tags), Remark: l.Remark, OwnerID: l.OwnerID}
	if c.Lines {
		of, err := customer.Find(tx.DB, out.CustomerID)
		if err != nil {
			return err
		}
		if o.Lines, err = l.lines(tx.DB, of.Tier); err != nil {
			return err
		}
	}
	if out.ContactID != 0 {
		p, err := customer.FindContact(tx.DB, out.ContactID)
		if err != nil {
			return err
		}
		o.Contacts = []opportunity.Person{{ContactID: p.ID, Role: p.DealRole}}
	}
	if err := opportunity.Create(tx, &o); err != nil {
		return renamed(err, map[string]string{"name": "opportunityName"})
	}
	out.OpportunityID = int64(o.ID)
	return nil
}

// handOver gives what was said with a lead and what is to be done about it to its
// customer; both stay about the lead, too.
func (l *Lead) handOver(tx *store.Tx) error {
	var said []interaction.Interaction
	if err := tx.Where("lead_id = ?", l.ID).Find(&said).Error; err != nil {
		return err
	}
	for i := range said {
		said[i].CustomerID, said[i].ContactID, said[i].OpportunityID = l.CustomerID, l.ContactID, l.OpportunityID
		if err := tx.Update(&said[i]); err != nil {
			return err
		}
	}
	var todo []interaction.Task
	if err := tx.Where("about_kind = ? and about_id = ?", KindLead, l.ID).Find(&todo).Error; err != nil {
		return err
	}
	for i := range todo {
		todo[i].CustomerID = l.CustomerID
		if err := tx.Update(&todo[i]); err != nil {
			return err
		}
	}
	return nil
}

// renamed gives the fields of a fault the names that the form has for them.
func renamed(err error, names map[string]string) error {
	f := fault.From(err)
	if len(f.Fields) == 0 {
		return err
	}
	bad := slices.Clone(f.Fields)
	for i := range bad {
		if to := names[bad[i].Field]; to != "" {
			bad[i].Field = to
		}
	}
	return fault.Invalid(bad)
}
