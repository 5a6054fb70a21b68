package lead

import (
	"cmp"
	"slices"
	"strings"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/search"
	"keyue/backend/store"
)

// newChannelsMax is how many channels one table may bring: a column with more
// names than that holds something else.
const newChannelsMax = 30

// Incoming is a lead of somebody's table, with what it names by word.
type Incoming struct {
	Lead Lead
	// Channel names where it came from; one that is not there is made.
	Channel string
	// Products are names or codes; what is not in the catalogue is a need.
	Products []string
}

// Importer enters the leads of a table inside a step, each by the rule of all
// entries: a new lead, news of a lead that is known, or of a customer.
type Importer struct {
	tx   *store.Tx
	lex  *lexicon
	to   *assigner
	made int // channels
	// mine are the leads of this import by how they are reached: the workspace
	// does not know them before they are flushed.
	mine map[string]ID
}

// NewImporter begins an import inside a step.
func NewImporter(tx *store.Tx) (*Importer, error) {
	lex, err := lexiconOf(tx.DB)
	if err != nil {
		return nil, err
	}
	to, err := newAssigner(tx)
	return &Importer{tx: tx, lex: lex, to: to, mine: map[string]ID{}}, err
}

// Row takes one lead in and says as what. Of somebody who is known it takes the
// news, or with customer.OnDuplicateSkip nothing; customer.OnDuplicateCreate makes
// a lead of every row. A row that was put away, recycled or invalid, stays so; of
// one that became a customer there is nothing to take. Faults fault.invalid,
// lead.channel.many.
func (in *Importer) Row(r Incoming, policy string) (v Verdict, taken bool, err error) {
	l := &r.Lead
	if l.State == Converted {
		return NewLead, false, nil
	}
	if l.Name = cmp.Or(l.Name, l.Company, l.Phone, l.WeChat, l.Email); l.ReceivedAt == 0 {
		l.ReceivedAt = in.tx.Now
	}
	in.products(l, r.Products)
	l.Normalize()
	if err := l.check(in.tx.DB, in.tx.Now); err != nil { // before a channel is made for it
		return "", false, err
	}
	e := Entry{Lead: *l, Verdict: NewLead}
	if policy != customer.OnDuplicateCreate {
		if err := in.recognise(&e); err != nil {
			return "", false, err
		}
		if e.Verdict != NewLead && policy == customer.OnDuplicateSkip {
			return e.Verdict, false, nil
		}
	}
	if e.Lead.ChannelID, err = in.channel(r.Channel); err != nil {
		return "", false, err
	}
	if e.Verdict != NewLead {
		return e.Verdict, true, enter(in.tx, in.to, e, &Taken{})
	}
	if err := in.insert(&e.Lead); err != nil {
		return "", false, err
	}
	for _, key := range e.Lead.keys() {
		in.mine[key] = e.Lead.ID
	}
	return NewLead, true, nil
}

// insert adds a lead, put away as it was where it comes from.
func (in *Importer) insert(l *Lead) error {
	state, reason, note := l.State, l.Reason, l.ReasonNote
	if state == Open {
		return add(in.tx, in.to, l, func() {})
	}
	if !slices.Contains(reasons[state], reason) {
		reason = "other"
	}
	return add(in.tx, in.to, l, func() {
		l.State, l.Reason, l.ReasonNote, l.ClosedAt = state, reason, note, in.tx.Now
	})
}

// recognise says whom an entry is of.
func (in *Importer) recognise(e *Entry) error {
	known, err := whoIs(in.tx.DB, &e.Lead)
	if err != nil {
		return err
	}
	if len(known) > 0 {
		e.Verdict, e.LeadID, e.CustomerID = known[0].verdict(), known[0].LeadID, known[0].CustomerID
	}
	if e.CustomerID != 0 {
		return nil
	}
	for _, key := range e.Lead.keys() {
		if id := in.mine[key]; id != 0 {
			e.Verdict, e.LeadID = KnownLead, id
			break
		}
	}
	return nil
}

// keys are what a lead is reached by, each of its kind, the surest first.
func (l *Lead) keys() []string {
	out := []string{}
	for _, key := range [...]struct{ kind, value string }{{"phone:", l.phoneKey()}, {"wechat:", l.WeChat}, {"email:", l.Email}} {
		if key.value != "" {
			out = append(out, key.kind+key.value)
		}
	}
	return out
}

// channel gives the channel of a name or of one of its words, making it when
// there is none. Fault lead.channel.many.
func (in *Importer) channel(name string) (ChannelID, error) {
	if name = oneLine(name); name == "" {
		return 0, nil
	}
	word := search.Fold(name)
	for _, c := range in.lex.channels {
		if c.word == word {
			return c.id, nil
		}
	}
	if in.made == newChannelsMax {
		return 0, fault.New("lead.channel.many", fault.P{"name": name, "max": newChannelsMax})
	}
	id, err := channelNamed(in.tx, name, Own)
	if err != nil {
		return 0, renamed(err, map[string]string{"name": "channelId"})
	}
	in.made++
	in.lex.channels = append(in.lex.channels, channelWord{word, id})
	return id, nil
}

// products finds what a lead is interested in; what is not in the catalogue is
// what it needs.
func (in *Importer) products(l *Lead, names []string) {
	need := []string{l.Need}
	for _, name := range names {
		word := search.Fold(strings.TrimSpace(name))
		at := slices.IndexFunc(in.lex.products, func(p productWord) bool { return p.word == word })
		switch {
		case at < 0:
			need = append(need, name)
		case !slices.Contains(l.Products, in.lex.products[at].id):
			l.Products = append(l.Products, in.lex.products[at].id)
		}
	}
	l.Need = strings.Join(wordList(need), "; ")
}
