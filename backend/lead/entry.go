package lead

import (
	"cmp"
	"slices"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// Verdict is what a new name turns out to be.
type Verdict string

// The verdicts: a new lead, news of a lead that is known, or of a customer.
const (
	NewLead       Verdict = "new"
	KnownLead     Verdict = "lead"
	KnownCustomer Verdict = "customer"
)

// Known is somebody whom a new lead may be.
type Known struct {
	// LeadID or CustomerID; the other is 0.
	LeadID     ID          `json:"leadId"`
	CustomerID customer.ID `json:"customerId"`
	Name       string      `json:"name"`
	State      State       `json:"state"`
	// Code and Params say what they share, a key of the catalogue.
	Code   string  `json:"code"`
	Params fault.P `json:"params"`
}

// Look is what is known of a lead before it is saved.
type Look struct {
	Lead Lead `json:"lead"`
	// Text is the line it was read from; "" when it was typed into fields.
	Text string `json:"text"`
	// NewChannel is a channel that the line names and the workspace does not have.
	NewChannel string    `json:"newChannel"`
	Findings   []Finding `json:"findings"`
	Graded     Graded    `json:"graded"`
	// Verdict is what it is taken for; Known are all it may be, the surest first.
	Verdict Verdict `json:"verdict"`
	Known   []Known `json:"known"`
	// Problems are the bad fields.
	Problems []fault.Field `json:"problems"`
	// Double is the place, from 1, of an earlier line of the same list with the
	// same number; 0 for none.
	Double int `json:"double"`
}

// LinesMax is how many leads are entered at once by hand; more are imported.
const LinesMax = 500

// lexiconOf reads what lines are understood with.
func lexiconOf(db *gorm.DB) (*lexicon, error) {
	home, err := settings.OurCurrency(db)
	if err != nil {
		return nil, err
	}
	lex := &lexicon{own: ownAmount(home)}
	list, err := Channels(db)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		for _, w := range append([]string{c.Name}, c.Aliases...) {
			if w = search.Fold(strings.TrimSpace(w)); w != "" {
				lex.channels = append(lex.channels, channelWord{w, c.ID})
			}
		}
	}
	var named []struct {
		ID         int64
		Name, Code string
	}
	if err := store.Live(db.Table("product")).Where("status = 'on'").Order("id").Limit(5000).Scan(&named).Error; err != nil {
		return nil, err
	}
	for _, p := range named {
		for _, w := range []string{p.Name, p.Code} {
			if w = search.Fold(strings.TrimSpace(w)); len([]rune(w)) >= 2 {
				lex.products = append(lex.products, productWord{w, productID(p.ID)})
			}
		}
	}
	slices.SortStableFunc(lex.channels, func(a, b channelWord) int { return cmp.Compare(len(b.word), len(a.word)) })
	slices.SortStableFunc(lex.products, func(a, b productWord) int { return cmp.Compare(len(b.word), len(a.word)) })
	return lex, nil
}

// readLines makes drafts of lines; a first line that names columns is their head.
// Fault lead.lines_many.
func readLines(text string, lex *lexicon) ([]Look, error) {
	out := []Look{}
	var head []string
	for line := range strings.Lines(text) {
		line = strings.Trim(line, "\r\n")
		if strings.TrimSpace(line) == "" {
			continue
		}
		if len(out) == LinesMax {
			return nil, fault.New("lead.lines_many", fault.P{"max": LinesMax})
		}
		if len(out) == 0 && head == nil {
			if head = headOf(line); head != nil {
				continue
			}
		}
		look := Look{Text: strings.TrimSpace(line)}
		look.Lead, look.NewChannel = parseLine(labelCells(line, head), lex)
		out = append(out, look)
	}
	return out, nil
}

// headOf gives the cells of a line that names columns; nil when it does not.
func headOf(line string) []string {
	cells := strings.Split(line, "\t")
	if len(cells) < 2 {
		if cells = strings.Split(line, ","); len(cells) < 2 {
			return nil
		}
	}
	named := 0
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
		if fieldLabelled(cells[i]) != "" {
			named++
		}
	}
	if named < 2 || named*2 < len(cells) {
		return nil
	}
	return cells
}

// labelCells writes each cell of a line with the name of its column, so that it
// is read as what it is.
func labelCells(line string, head []string) string {
	if head == nil {
		return line
	}
	mark := "\t"
	if !strings.Contains(line, mark) {
		mark = ","
	}
	var b strings.Builder
	for i, cell := range strings.Split(line, mark) {
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		b.WriteString(brk)
		if i < len(head) && fieldLabelled(head[i]) != "" && fieldLabelled(head[i]) != "received" {
			b.WriteString(head[i] + "：")
		}
		b.WriteString(strings.ReplaceAll(cell, "：", ":"))
	}
	return b.String()
}

// examine fills in what is known of a draft.
func (look *Look) examine(db *gorm.DB, g Grading, known map[ChannelID]*Channel) error {
	l := &look.Lead
	l.Normalize()
	look.NewChannel = oneLine(look.NewChannel)
	look.Problems = append([]fault.Field{}, l.Validate()...)
	c := known[l.ChannelID]
	look.Findings = []Finding{}
	if c != nil {
		look.Findings = c.Cleaning.judge(l)
	}
	look.Graded = g.grade(l, c, 0, failed(look.Findings))
	var err error
	if look.Known, err = whoIs(db, l); err != nil {
		return err
	}
	look.Verdict = NewLead
	if len(look.Known) > 0 {
		look.Verdict = look.Known[0].verdict()
	}
	return nil
}

func (k Known) verdict() Verdict {
	if k.CustomerID != 0 {
		return KnownCustomer
	}
	return KnownLead
}

// whoIs finds whom a lead may be: customers first, for news of them belong
// there; then leads, those that are open before those put away.
func whoIs(db *gorm.DB, l *Lead) ([]Known, error) {
	out := []Known{}
	for _, p := range customer.ParsePhones(l.Phone) {
		if !p.Valid() || p.Type == customer.PhoneHotline {
			continue
		}
		found, _, err := customer.ByNumber(db, p.Number)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			out = append(out, Known{CustomerID: f.CustomerID, Code: "lead.known.phone", Params: fault.P{"value": f.Number}})
		}
	}
	if l.Email != "" {
		var ids []customer.ID
		if err := db.Table("identity").Joins("join customer on customer.id = identity.customer_id and customer.deleted_at is null").
			Where("identity.kind = 'email' and identity.value = ?", l.Email).Limit(5).Pluck("identity.customer_id", &ids).Error; err != nil {
			return nil, err
		}
		for _, id := range ids {
			out = append(out, Known{CustomerID: id, Code: "lead.known.email", Params: fault.P{"value": l.Email}})
		}
	}
	if len(out) == 0 && l.Company != "" {
		found, err := customer.Recognise(db, l.Company, "")
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if f.Reason == "name" {
				out = append(out, Known{CustomerID: f.ID, Code: "lead.known.company", Params: fault.P{"value": l.Company}})
			}
		}
	}
	if err := nameCustomers(db, out); err != nil {
		return nil, err
	}
	key, mail := l.phoneKey(), l.Email
	rows, err := reached(db, l)
	for i := range rows {
		r := &rows[i]
		k := Known{LeadID: r.ID, Name: r.Name, State: r.State, Code: "lead.known.wechat", Params: fault.P{"value": r.WeChat}}
		switch {
		case key != "" && r.phoneKey() == key:
			k.Code, k.Params = "lead.known.phone", fault.P{"value": r.number().Display}
		case mail != "" && r.Email == mail:
			k.Code, k.Params = "lead.known.email", fault.P{"value": mail}
		}
		out = append(out, k)
	}
	return slices.CompactFunc(out, func(a, b Known) bool { return a.CustomerID == b.CustomerID && a.LeadID == b.LeadID }), err
}

// reached gives the leads that are reached as l is, those that are open first.
// Each way has an index of its own, which one question for all would not use.
func reached(db *gorm.DB, l *Lead) ([]Lead, error) {
	out := []Lead{}
	for _, way := range []struct{ column, value string }{{"phone_key", l.phoneKey()}, {"wechat", l.WeChat}, {"email", l.Email}} {
		if way.value == "" {
			continue
		}
		var rows []Lead
		err := store.Live(db).Where(way.column+" <> '' and "+way.column+" = ? and state <> ? and id <> ?", way.value, Converted, l.ID).
			Order("state <> 'open', received_at desc, id desc").Limit(5).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	slices.SortStableFunc(out, func(a, b Lead) int {
		closed := func(l Lead) int {
			if l.State == Open {
				return 0
			}
			return 1
		}
		return cmp.Or(closed(a)-closed(b), cmp.Compare(b.ReceivedAt, a.ReceivedAt), cmp.Compare(b.ID, a.ID))
	})
	out = slices.CompactFunc(out, func(a, b Lead) bool { return a.ID == b.ID })
	return out[:min(len(out), 5)], nil
}

func nameCustomers(db *gorm.DB, list []Known) error {
	for i := range list {
		c, err := customer.Find(db, list[i].CustomerID)
		if err != nil {
			return err
		}
		list[i].Name = c.Name
	}
	return nil
}

// Entry is a lead that is to be saved, with what a person decided it is.
type Entry struct {
	Lead Lead `json:"lead"`
	// Text is the line as it was typed: what news of somebody known say.
	Text string `json:"text"`
	// NewChannel makes a channel of this name, when there is none, of kind NewKind.
	NewChannel string      `json:"newChannel"`
	NewKind    ChannelKind `json:"newKind"`
	// Verdict, with LeadID or CustomerID, is what it is saved as.
	Verdict    Verdict     `json:"verdict"`
	LeadID     ID          `json:"leadId"`
	CustomerID customer.ID `json:"customerId"`
}

// Taken says what became of entries.
type Taken struct {
	// Leads are the new ones, in the order of the entries.
	Leads []ID `json:"leads"`
	// Known and News count what was added to leads and customers that are known.
	Known int `json:"known"`
	News  int `json:"news"`
}

// enter saves one entry inside a step.
func enter(tx *store.Tx, a *assigner, e Entry, out *Taken) error {
	if name := oneLine(e.NewChannel); name != "" && e.Lead.ChannelID == 0 {
		id, err := channelNamed(tx, name, e.NewKind)
		if err != nil {
			return err
		}
		e.Lead.ChannelID = id
	}
	switch e.Verdict {
	case KnownCustomer:
		out.News++
		return hear(tx, &interaction.Interaction{CustomerID: e.CustomerID}, &e)
	case KnownLead:
		out.Known++
		return again(tx, &e)
	}
	if err := add(tx, a, &e.Lead, func() {}); err != nil {
		return err
	}
	out.Leads = append(out.Leads, e.Lead.ID)
	return nil
}

// Add checks and inserts a lead inside a step. It is received now when that is
// not said. Faults fault.invalid.
func Add(tx *store.Tx, l *Lead) error {
	a, err := newAssigner(tx)
	if err != nil {
		return err
	}
	return add(tx, a, l, func() {})
}

// add is Add of a lead that ended up as become leaves it. Without an owner it
// gets the one that the rules say.
func add(tx *store.Tx, a *assigner, l *Lead, become func()) error {
	l.ID, l.Meta = 0, store.Meta{UID: l.UID}
	l.State, l.Reason, l.ReasonNote, l.ClosedAt = Open, "", "", 0
	l.CustomerID, l.ContactID, l.OpportunityID = 0, 0, 0
	become()
	if l.ReceivedAt == 0 {
		l.ReceivedAt = tx.Now
	}
	l.Normalize()
	if err := l.check(tx.DB, tx.Now); err != nil {
		return err
	}
	how, rule := HowHand, ""
	if a.solo || !a.here[l.OwnerID] {
		l.OwnerID = 0
	}
	if l.OwnerID == 0 && l.State == Open {
		l.OwnerID, how, rule = a.owner(l)
	}
	if err := tx.Insert(l); err != nil {
		return err
	}
	return a.note(tx, l, how, rule)
}

// check is Validate and what only the workspace knows.
func (l *Lead) check(db *gorm.DB, now date.Instant) error {
	bad := l.Validate()
	if l.ReceivedAt > now+15*60*1000 { // clocks of two machines differ
		bad = append(bad, fault.Field{Field: "receivedAt", Code: "lead.received"})
	}
	if l.ChannelID != 0 {
		var n int64
		if err := store.Live(db.Model(&Channel{})).Where("id = ?", l.ChannelID).Count(&n).Error; err != nil {
			return err
		}
		if n == 0 {
			bad = append(bad, fault.Field{Field: "channelId", Code: "lead.channel.gone"})
		}
	}
	return fault.Invalid(bad)
}

// channelNamed gives the channel of a name, making it when there is none.
func channelNamed(tx *store.Tx, name string, kind ChannelKind) (ChannelID, error) {
	var c Channel
	if err := store.Live(tx.DB).Where("name = ?", name).Limit(1).Find(&c).Error; err != nil || c.ID != 0 {
		return c.ID, err
	}
	c = Channel{Name: name, Kind: kind}
	if err := addChannel(tx, &c); err != nil {
		return 0, err
	}
	return c.ID, nil
}

// again is news of a lead that is known: what it did not say before is filled
// in, what was said is kept as an exchange, and one put away is open again.
func again(tx *store.Tx, e *Entry) error {
	l, err := Find(tx.DB, e.LeadID)
	if err != nil {
		return err
	}
	if l.DeletedAt != nil {
		return fault.Missing(KindLead)
	}
	e.Lead.Normalize()
	for _, f := range []struct{ to, from *string }{{&l.Company, &e.Lead.Company}, {&l.Phone, &e.Lead.Phone}, {&l.WeChat, &e.Lead.WeChat}, {&l.Email, &e.Lead.Email},
		{&l.Need, &e.Lead.Need}, {&l.Province, &e.Lead.Province}} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	if l.City == "" && l.Province == e.Lead.Province {
		l.City = e.Lead.City
	}
	if l.Amount == 0 {
		l.Amount = e.Lead.Amount
	}
	for _, id := range e.Lead.Products {
		if !slices.Contains(l.Products, id) {
			l.Products = append(l.Products, id)
		}
	}
	if l.State == Recycled || l.State == Invalid {
		l.reopen()
	}
	l.Normalize()
	if err := l.check(tx.DB, tx.Now); err != nil {
		return err
	}
	if err := tx.Update(l); err != nil {
		return err
	}
	return hear(tx, &interaction.Interaction{LeadID: int64(l.ID), CustomerID: l.CustomerID}, e)
}

// hear logs that somebody who is known came to us again.
func hear(tx *store.Tx, i *interaction.Interaction, e *Entry) error {
	i.Medium, i.Direction, i.At = interaction.OtherMedia, interaction.In, tx.Now
	i.Summary = e.Text
	if i.Summary == "" {
		i.Summary = strings.Join(wordList([]string{e.Lead.Name, e.Lead.Company, e.Lead.Phone, e.Lead.Need, e.Lead.Remark}), " ")
	}
	return interaction.Add(tx, i, nil)
}

func (l *Lead) reopen() { l.State, l.Reason, l.ReasonNote, l.ClosedAt = Open, "", "", 0 }
