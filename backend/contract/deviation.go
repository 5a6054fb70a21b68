package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/store"
	"keyue/backend/template"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// settleDeviations checks the deviations of a contract that were set by a patch
// and completes those that are new or changed: who made them, when, and against
// which text. before are those the contract had.
func (c *Contract) settleDeviations(tx *store.Tx, before []template.Deviation) ([]fault.Field, error) {
	if len(c.Deviations) == 0 {
		c.Deviations = []template.Deviation{}
		return nil, nil
	}
	version, err := template.Version(tx.DB, c.TemplateVersionID)
	if err != nil {
		return nil, err
	}
	def := &version.Definition
	had := map[string]template.Deviation{}
	for _, v := range before {
		had[v.ID] = v
	}
	ids, fresh := map[string]bool{}, map[string]bool{}
	for i := range c.Deviations {
		v := &c.Deviations[i]
		v.Normalize(def)
		if v.ID == "" || ids[v.ID] {
			if v.ID, err = newDeviationID(); err != nil {
				return nil, err
			}
		}
		ids[v.ID] = true
		old, known := had[v.ID]
		switch {
		case known && v.Conflict: // waits to be decided
			at := v.Clause
			*v = old
			v.Clause, v.Conflict = at, true
		case known && sameDeviation(old, *v):
			at := v.Clause
			*v = old
			v.Clause, v.Conflict = at, false
		default:
			v.Stamp(def, tx.Now, tx.Actor())
			fresh[fmt.Sprintf("deviations.%d", i)] = true
		}
	}
	// What was accepted before is not refused now: a newer version of the template
	// may have made it wrong, and it must be possible to mend one after the other.
	bad := slices.DeleteFunc(template.CheckDeviations(def, c.Deviations), func(f fault.Field) bool {
		return !fresh[f.Field] && f.Field != "deviations" && f.Code != "template.deviation.twice" && f.Code != "template.deviation.inside"
	})
	return bad, nil
}

func newDeviationID() (string, error) {
	id, err := uuid.NewRandom()
	return strings.ReplaceAll(id.String(), "-", "")[:12], err
}

// sameDeviation reports whether a deviation says what it said before.
func sameDeviation(a, b template.Deviation) bool {
	return !a.Conflict && !b.Conflict && a.Clause == b.Clause && a.Kind == b.Kind && a.Reason == b.Reason && sameJSON(a.Body, b.Body)
}

func sameJSON(a, b any) bool {
	x, errA := json.Marshal(a)
	y, errB := json.Marshal(b)
	return errA == nil && errB == nil && string(x) == string(y)
}

// dropUnsound takes out of unsaved changes the deviations that could not be set
// on paper. One that only lacks its reason is shown: Save asks for it.
func (c *Contract) dropUnsound(db *gorm.DB) error {
	if len(c.Deviations) == 0 {
		return nil
	}
	version, err := template.Version(db, c.TemplateVersionID)
	if err != nil {
		return err
	}
	for i := range c.Deviations {
		c.Deviations[i].Normalize(&version.Definition)
	}
	drop := map[string]bool{}
	for _, bad := range template.CheckDeviations(&version.Definition, c.Deviations) {
		if bad.Code != "template.deviation.reason" {
			drop[bad.Field] = true
		}
	}
	if drop["deviations"] {
		c.Deviations = nil
		return nil
	}
	kept := c.Deviations[:0]
	for i := range c.Deviations {
		if !drop[fmt.Sprintf("deviations.%d", i)] {
			kept = append(kept, c.Deviations[i])
		}
	}
	c.Deviations = kept
	return nil
}

// followOthers lets parties that were chosen from the customers, and frozen at
// the issue, follow their records again.
func followOthers(values map[string]any) map[string]any {
	out := maps.Clone(values)
	for key, v := range values {
		if party, ok := v.(map[string]any); ok && party["customerId"] != nil {
			out[key] = map[string]any{"customerId": party["customerId"]}
		}
	}
	return out
}

// Clause is one clause of a contract, as its template has it and as the deal has
// it:
//
//	{"address":"6.2","parent":"6","level":2,"number":"2.","heading":"…","text":"…","printed":"…","shown":true,
//	 "lock":"standard","needsReason":true,"state":"changed","pieces":[{"kind":"same|old|new","text":"…"}],
//	 "node":{…},"base":{…},"deviation":{…}}
type Clause struct {
	// Address is where the template has the clause; an added one has that of the
	// clause it stands after, and state added.
	Address string `json:"address"`
	Parent  string `json:"parent"`
	Level   int    `json:"level"`
	// Number is the printed number; empty while a condition leaves the clause out.
	Number string `json:"number"`
	// Annex is the number of the attachment the clause stands in: 附件一.
	Annex string `json:"annex"`
	// Ordinals count the clause among its neighbours, and those around it,
	// outermost first; as if no condition left it out when one does. Empty when it
	// is removed.
	Ordinals []int  `json:"ordinals"`
	Heading  string `json:"heading"`
	// Text is what the contract says, with fields by their labels and references
	// as they are printed; of a clause with clauses in it, all of it. Printed is what the clause itself prints,
	// filled, without the clauses in it.
	Text    string `json:"text"`
	Printed string `json:"printed"`
	// Shown says that the filled contract has it: not removed, and no condition
	// leaves it out.
	Shown bool   `json:"shown"`
	Lock  string `json:"lock"`
	// NeedsReason says that a change must come with a reason.
	NeedsReason bool `json:"needsReason"`
	// State is changed, removed or added, or empty. Clauses inside a changed or
	// removed one are not listed.
	State  template.DeviationKind `json:"state"`
	Pieces []Piece                `json:"pieces"`
	// Node is the clause to edit, Base the one of the template; null where there
	// is none.
	Node      *template.Node      `json:"node"`
	Base      *template.Node      `json:"base"`
	Deviation *template.Deviation `json:"deviation"`
}

// Clauses is the text of a contract clause by clause.
type Clauses struct {
	Clauses []Clause `json:"clauses"`
	// Conflicts are deviations that did not fit the version the contract has moved
	// to; each with the text it had, and its difference from what the template
	// said then.
	Conflicts []Conflict `json:"conflicts"`
	// Targets are what references can point at.
	Targets []Target `json:"targets"`
	// Editable says that the contract can still be changed.
	Editable bool `json:"editable"`
}

// Target is a clause or attachment that has an id, as this deal prints it.
type Target struct {
	ID string `json:"id"`
	// Number is printed before it, Reference is how text points at it; as if no
	// condition left it out when one does.
	Number    string `json:"number"`
	Reference string `json:"reference"`
	Headline  string `json:"headline"`
}

// Conflict is a deviation whose clause is another one now.
type Conflict struct {
	Deviation template.Deviation `json:"deviation"`
	Pieces    []Piece            `json:"pieces"`
	// Now is the text of the clause in the present version; empty when it is gone.
	Now string `json:"now"`
}

// Clauses lists the clauses of a contract in reading order, with what deviates
// from the template and how. Faults fault.not_found, contract.outside.
func (s *Service) Clauses(id ID) (list *Clauses, err error) {
	defer fault.Recover(&err)
	db := s.st.Read(s.st.Context())
	c, err := find(db, id)
	if err != nil {
		return nil, err
	}
	f, err := fill(s.st, db, c, c.Number, s.today(), template.Options{})
	if err != nil {
		return nil, err
	}
	return f.clauses(), nil
}

func (f *filling) clauses() *Clauses {
	out := &Clauses{Clauses: []Clause{}, Conflicts: []Conflict{}, Targets: []Target{}, Editable: f.contract.editable() == nil}
	deviated, states, lost := template.Deviate(f.def, f.contract.Deviations)
	r := &clauseReader{def: f.def, deviated: deviated, Printing: template.Printed(f.def, f.data), ordinals: map[string][]int{}, annexes: map[string]string{}}
	for _, n := range template.Outline(f.def) {
		r.annexes[template.Address(n.Path)] = n.Annex
	}
	for _, n := range template.Outline(deviated) {
		at := template.Address(n.Path)
		r.ordinals[at] = n.Ordinals
		if n.ID == "" {
			continue
		}
		t := Target{ID: n.ID, Number: n.Number, Reference: n.Reference, Headline: n.Headline}
		if ref, ok := r.References[n.ID]; ok {
			t.Reference = ref
		}
		if c, ok := r.Clauses[at]; ok {
			t.Number = c.Number
		}
		out.Targets = append(out.Targets, t)
	}
	for _, s := range states {
		out.Clauses = append(out.Clauses, r.clause(s))
	}
	texts := map[string]string{}
	for _, c := range out.Clauses {
		texts[c.Address] = c.Text
	}
	for _, v := range lost {
		out.Conflicts = append(out.Conflicts, Conflict{Deviation: v, Pieces: template.Pieces(r.named(v.Was), r.named(bodyText(f.def, v.Body))), Now: texts[v.Clause]})
	}
	return out
}

// clauseReader reads clauses of a contract as a person does: with the numbers
// that are printed.
type clauseReader struct {
	def, deviated *template.Definition
	template.Printing
	ordinals map[string][]int  // of all clauses of the deviated body, by address
	annexes  map[string]string // of all clauses of the template, by address
}

// named is a text with its references as they are printed.
func (r *clauseReader) named(text string) string {
	return template.NameReferences(text, r.References, r.deviated, r.def)
}

func (r *clauseReader) clause(s template.ClauseState) Clause {
	c := Clause{Address: s.Address, Parent: s.Parent, Level: s.Level, Lock: s.Lock, NeedsReason: s.Lock == template.LockStandard,
		Node: s.Now, Base: s.Node, Deviation: s.Deviation, Pieces: []Piece{}, Ordinals: []int{}, Annex: r.annexes[s.Address]}
	was := ""
	if s.Node != nil {
		was = r.named(template.ClauseText(r.def, s.Node))
	}
	if s.Now != nil {
		c.Text = r.named(template.ClauseText(r.deviated, s.Now))
		at := template.Address(s.At)
		c.Ordinals = append(c.Ordinals, r.ordinals[at]...)
		if p, ok := r.Clauses[at]; ok {
			c.Number, c.Annex, c.Printed, c.Shown, c.Ordinals = p.Number, p.Annex, p.Text, true, p.Ordinals
		}
	}
	c.Heading, _, _ = strings.Cut(c.Text+was, "\n")
	if c.Text != "" {
		c.Heading, _, _ = strings.Cut(c.Text, "\n")
	}
	if s.Deviation != nil {
		c.State = s.Deviation.Kind
		c.Pieces = template.Pieces(was, c.Text)
	}
	return c
}

func bodyText(def *template.Definition, body []template.Node) string {
	texts := make([]string, len(body))
	for i := range body {
		texts[i] = template.ClauseText(def, &body[i])
	}
	return strings.Join(texts, "\n")
}

// DeviationInput is what the page sends to change a clause for one deal.
type DeviationInput struct {
	// ID is that of a deviation to be made anew (also of a conflict), else empty.
	ID     string                 `json:"id"`
	Clause string                 `json:"clause"`
	Kind   template.DeviationKind `json:"kind"`
	Body   []template.Node        `json:"body"`
	// Reason may be empty unless standard text is touched.
	Reason string `json:"reason"`
}

// Deviate changes, removes or adds a clause for this deal alone:
// {"clause":"6.2","kind":"changed","body":[{"type":"clause","content":[…]}],"reason":"…"}.
// It takes the place of the deviation the clause had, and of those inside it.
// Setting a clause to what the template says drops the deviation. A change may
// bring more clauses than one: those after the first are added after it. Faults:
// fault.invalid with template.deviation.* on deviations.N, store.conflict,
// contract.closed.
func (s *Service) Deviate(id ID, version int64, in DeviationInput) (v *View, err error) {
	defer fault.Recover(&err)
	return s.deviate(id, version, "contract.deviated", func(c *Contract, def *template.Definition) error {
		d := template.Deviation{ID: in.ID, Clause: in.Clause, Kind: in.Kind, Body: in.Body, Reason: in.Reason}
		if d.Kind == template.Changed && len(d.Body) > 1 {
			c.Deviations = withAdded(c.Deviations, template.Deviation{Clause: d.Clause, Kind: template.Added, Body: d.Body[1:], Reason: d.Reason})
			d.Body = d.Body[:1]
		}
		d.Normalize(def)
		c.Deviations = slices.DeleteFunc(slices.Clone(c.Deviations), func(o template.Deviation) bool { return replaces(d, o) })
		if !unchanged(def, d) {
			c.Deviations = append(c.Deviations, d)
		}
		return nil
	})
}

// withAdded puts clauses before those that are added after the same clause.
func withAdded(list []template.Deviation, add template.Deviation) []template.Deviation {
	list = slices.Clone(list)
	for i := range list {
		if old := &list[i]; old.Clause == add.Clause && old.Kind == template.Added && !old.Conflict {
			old.Body = slices.Concat(add.Body, old.Body)
			if old.Reason == "" {
				old.Reason = add.Reason
			}
			return list
		}
	}
	return append(list, add)
}

// replaces reports whether a new deviation leaves no room for an old one.
func replaces(d, old template.Deviation) bool {
	switch {
	case d.ID != "" && old.ID == d.ID:
		return true
	case old.Conflict:
		return false
	case old.Clause == d.Clause:
		return (old.Kind == template.Added) == (d.Kind == template.Added)
	}
	return d.Kind != template.Added && strings.HasPrefix(old.Clause, d.Clause+".")
}

// unchanged reports a change that says what the template says.
func unchanged(def *template.Definition, d template.Deviation) bool {
	if d.Kind != template.Changed || len(d.Body) != 1 {
		return false
	}
	for _, c := range template.LockedClauses(def) {
		if c.Address == d.Clause {
			now := d.Body[0]
			now.Attrs = c.Node.Attrs
			return now.Hash(template.LockFree) == c.Node.Hash(template.LockFree)
		}
	}
	return false
}

// RemoveDeviation gives a clause back the text of the template, takes added
// clauses out again, or gives up a conflict. Fault contract.no_deviation.
func (s *Service) RemoveDeviation(id ID, version int64, deviation string) (v *View, err error) {
	defer fault.Recover(&err)
	return s.deviate(id, version, "contract.deviation_removed", func(c *Contract, _ *template.Definition) error {
		kept := slices.DeleteFunc(slices.Clone(c.Deviations), func(d template.Deviation) bool { return d.ID == deviation })
		if len(kept) == len(c.Deviations) {
			return fault.New("contract.no_deviation", nil)
		}
		c.Deviations = kept
		return nil
	})
}

// deviate saves a changed list of deviations as one step.
func (s *Service) deviate(id ID, version int64, label string, do func(*Contract, *template.Definition) error) (*View, error) {
	err := s.st.InTx(s.st.Context(), store.Step{Label: label, Params: fault.P{"name": s.title(id)}}, func(tx *store.Tx) error {
		c, err := find(tx.DB, id)
		if err != nil {
			return err
		}
		if err := c.editable(); err != nil {
			return err
		}
		if err := c.noTemplate(); err != nil {
			return err
		}
		v, err := template.Version(tx.DB, c.TemplateVersionID)
		if err != nil {
			return err
		}
		c.Version = version
		list := Contract{Deviations: c.Deviations}
		if err := do(&list, &v.Definition); err != nil {
			return err
		}
		return apply(s.st, tx, &c, map[string]any{"deviations": list.Deviations})
	})
	if err != nil {
		return nil, err
	}
	return s.view(s.st.Read(s.st.Context()), id)
}

// VersionMove tells what moving a contract to the newest version of its template
// would do to its deviations.
type VersionMove struct {
	// Differences are how the newest version reads otherwise than the contract's.
	Differences []Change `json:"differences"`
	// Carried go along; Conflicts would wait to be decided.
	Carried   []template.Deviation `json:"carried"`
	Conflicts []Conflict           `json:"conflicts"`
}

// NewestVersion shows what UseNewestVersion would change, without changing it.
func (s *Service) NewestVersion(id ID) (m *VersionMove, err error) {
	defer fault.Recover(&err)
	db := s.st.Read(s.st.Context())
	c, err := find(db, id)
	if err != nil {
		return nil, err
	}
	if err := c.noTemplate(); err != nil {
		return nil, err
	}
	tpl, err := template.Find(db, c.TemplateID)
	if err != nil {
		return nil, err
	}
	from, err := template.Version(db, c.TemplateVersionID)
	if err != nil {
		return nil, err
	}
	to, err := template.Version(db, tpl.CurrentID)
	if err != nil {
		return nil, err
	}
	m = &VersionMove{Differences: template.BodyDifferences(&from.Definition, &to.Definition), Carried: []template.Deviation{}, Conflicts: []Conflict{}}
	texts := map[string]string{"": ""}
	named := func(text string) string { return template.NameReferences(text, nil, &to.Definition, &from.Definition) }
	for _, k := range template.LockedClauses(&to.Definition) {
		texts[k.Address] = named(template.ClauseText(&to.Definition, k.Node))
	}
	for _, v := range template.Carry(c.Deviations, &to.Definition) {
		if v.Conflict {
			m.Conflicts = append(m.Conflicts, Conflict{Deviation: v, Pieces: template.Pieces(named(v.Was), named(bodyText(&from.Definition, v.Body))), Now: texts[v.Clause]})
		} else {
			m.Carried = append(m.Carried, v)
		}
	}
	return m, nil
}
