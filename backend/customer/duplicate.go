package customer

import (
	"slices"
	"sort"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// Reason is one thing that two customers share.
type Reason struct {
	// Kind is phone, email, tax, name, core (the name without its place) or near
	// (a name that sounds the same in the same town).
	Kind  string `json:"kind"`
	Value string `json:"value"`
	// Code is the sentence: "customer.duplicate.phone" with value and, when the
	// value is a contact's, contact.
	Code   string  `json:"code"`
	Params fault.P `json:"params"`
	// Confidence in percent that this alone makes them one.
	Confidence int `json:"confidence"`
}

// Match is a customer that may be the same.
type Match struct {
	Customer Row      `json:"customer"`
	Reasons  []Reason `json:"reasons"`
	// Confidence in percent: that of all reasons together.
	Confidence int `json:"confidence"`
}

const (
	// matchMin is the least confidence worth a person's attention.
	matchMin = 40
	// matchMax is how many matches are given.
	matchMax = 10
	// crowd is how many customers may share a value before it says little: the
	// switchboard of a market hall, an agent's mobile.
	crowd = 4
)

// Duplicates gives the customers that a draft, with what is typed so far, may
// be a second record of; the draft itself (by id) is left out. Best first.
func (s *Service) Duplicates(draft Customer, contacts []Contact) (matches []Match, err error) {
	defer fault.Recover(&err)
	return s.duplicates(s.db(), draft, contacts)
}

func (s *Service) duplicates(db *gorm.DB, draft Customer, contacts []Contact) ([]Match, error) {
	draft.Normalize()
	for i := range contacts {
		contacts[i].Normalize()
	}
	hits, err := known(db, &draft, contacts)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(hits))
	for id := range hits {
		ids = append(ids, int64(id))
	}
	slices.Sort(ids)
	others, err := s.others(db, &draft, ids)
	if err != nil {
		return nil, err
	}
	own := factsOf(&draft)
	var best []Match
	for _, id := range ids {
		f, ok := others[ID(id)]
		if !ok {
			continue
		}
		m := Match{Customer: Row{ID: f.ID}, Reasons: reasons(own, f, hits[f.ID])}
		confidences := make([]int, len(m.Reasons))
		for i := range m.Reasons {
			confidences[i] = m.Reasons[i].Confidence
		}
		if m.Confidence = together(confidences, own, f); m.Confidence >= matchMin {
			best = append(best, m)
		}
	}
	sort.SliceStable(best, func(i, j int) bool { return best[i].Confidence > best[j].Confidence })
	best = best[:min(len(best), matchMax)]
	ids = ids[:0]
	for _, m := range best {
		ids = append(ids, int64(m.Customer.ID))
	}
	rows, err := s.rows(db, ids)
	if err != nil {
		return nil, err
	}
	matches := []Match{}
	for _, m := range best { // one that was purged in between has no row
		if at := slices.IndexFunc(rows, func(r Row) bool { return r.ID == m.Customer.ID }); at >= 0 {
			m.Customer = rows[at]
			matches = append(matches, m)
		}
	}
	return matches, nil
}

// others are the facts of customers, without those of whom a person said that
// the draft is not one.
func (s *Service) others(db *gorm.DB, draft *Customer, ids []int64) (map[ID]facts, error) {
	out := map[ID]facts{}
	if err := readFacts(db, ids, out); err != nil || draft.ID == 0 {
		return out, err
	}
	different, err := apart(db, []ID{draft.ID})
	if err != nil {
		return nil, err
	}
	for p := range different {
		delete(out, p[0])
		delete(out, p[1])
	}
	return out, nil
}

// hit is an identity of another customer that a draft shares.
type hit struct {
	Kind       string
	Value      string
	CustomerID ID
	// ContactName is whose value it is; "" for the customer's own.
	ContactName string
	// Shared is how many customers have the value.
	Shared int
}

// known gives what live customers share with a draft. A value that hundreds
// share (a wrong number typed for everyone) costs no more than any other.
func known(db *gorm.DB, draft *Customer, contacts []Contact) (map[ID][]hit, error) {
	out := map[ID][]hit{}
	done := map[[2]string]bool{}
	for _, own := range identitiesOf(draft, contacts) {
		key := [2]string{own.Kind, own.Value}
		if done[key] {
			continue
		}
		done[key] = true
		var found []hit
		err := db.Table("identity").Joins("left join contact on contact.id = identity.contact_id").
			Select("identity.kind, identity.value, identity.customer_id, coalesce(contact.name, '') as contact_name").
			Where("identity.kind = ? and identity.value = ? and identity.customer_id <> ?", own.Kind, own.Value, draft.ID).
			Order("identity.customer_id, identity.contact_id").Limit(4 * throng).Scan(&found).Error
		if err != nil {
			return nil, err
		}
		owners := map[ID]bool{}
		for _, h := range found {
			owners[h.CustomerID] = true
		}
		for _, h := range found {
			if h.Shared = len(owners) + 1; owners[h.CustomerID] { // the draft has it, too
				out[h.CustomerID] = append(out[h.CustomerID], h)
				owners[h.CustomerID] = false // one reason per value and customer
			}
		}
	}
	return out, nil
}

// reasons weighs what is shared.
func reasons(own, other facts, hits []hit) []Reason {
	out := []Reason{}
	for _, h := range hits {
		if implied(h.Kind, func(kind string) bool { return slices.ContainsFunc(hits, func(o hit) bool { return o.Kind == kind }) }) {
			continue
		}
		r := Reason{Kind: h.Kind, Value: h.Value, Code: "customer.duplicate." + h.Kind, Params: fault.P{"value": shorten(h.Value)}}
		switch h.Kind {
		case byPhone:
			p := ParsePhone(h.Value)
			r.Params["value"] = p.show()
		case byName, byCore, byNear:
			r.Params["value"] = other.Title
		}
		if r.Confidence = weigh(h.Kind, h.Value, h.Shared, own, other); r.Confidence == 0 {
			continue
		}
		if h.ContactName != "" {
			r.Code += "_contact"
			r.Params["contact"] = h.ContactName
		}
		out = append(out, r)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Confidence > out[j].Confidence })
	return out
}

// implied reports whether another shared value says all that this one does: the
// whole name holds the core, the core its sound.
func implied(kind string, has func(kind string) bool) bool {
	switch kind {
	case byCore:
		return has(byName)
	case byNear:
		return has(byName) || has(byCore)
	}
	return false
}

// Checked is what can be said of a draft before it is saved.
type Checked struct {
	// Errors would stop it, Warnings would not.
	Errors     []fault.Field `json:"errors"`
	Warnings   []fault.Field `json:"warnings"`
	Duplicates []Match       `json:"duplicates"`
	// Phones are the numbers as they will be kept.
	Phones []Phone `json:"phones"`
}

// Check looks at a form while it is typed: faults, doubts and duplicates.
func (s *Service) Check(draft Customer, contacts []Contact) (out *Checked, err error) {
	defer fault.Recover(&err)
	db := s.db()
	out = &Checked{Errors: []fault.Field{}}
	if out.Duplicates, err = s.duplicates(db, draft, contacts); err != nil {
		return nil, err
	}
	draft.Normalize()
	out.Errors = append(out.Errors, draft.Validate()...)
	out.Warnings = draft.Warnings()
	for i := range contacts {
		c := &contacts[i]
		if c.empty() {
			continue
		}
		for _, f := range c.Validate() {
			f.Field = at("contacts", i, f.Field)
			out.Errors = append(out.Errors, f)
		}
		var v checks
		v.phoneDoubts(at("contacts", i, "phones"), c.Phones)
		out.Warnings = append(out.Warnings, v.fields...)
	}
	out.Phones = draft.Phones
	return out, nil
}

// liveIDs keeps the customers that are not in the trash.
func liveIDs(db *gorm.DB, ids []ID) ([]ID, error) {
	list := make([]int64, len(ids))
	for i, id := range ids {
		list[i] = int64(id)
	}
	var out []ID
	err := store.Live(store.IDs(db.Table("customer"), "id", list)).Order("id").Pluck("id", &out).Error
	return out, err
}
