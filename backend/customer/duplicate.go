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
	// Kind is phone, email, tax, name or core (the name without its place).
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
	rows, err := s.rows(db, ids)
	if err != nil {
		return nil, err
	}
	matches := []Match{}
	for _, r := range rows {
		m := Match{Customer: r, Reasons: reasons(&draft, &r, hits[r.ID])}
		if m.Confidence = together(m.Reasons); m.Confidence >= matchMin {
			matches = append(matches, m)
		}
	}
	sort.SliceStable(matches, func(i, j int) bool { return matches[i].Confidence > matches[j].Confidence })
	return matches[:min(len(matches), matchMax)], nil
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
			Order("identity.customer_id, identity.contact_id").Limit(50).Scan(&found).Error
		if err != nil {
			return nil, err
		}
		owners := map[ID]bool{}
		for _, h := range found {
			owners[h.CustomerID] = true
		}
		for _, h := range found {
			if h.Shared = len(owners); owners[h.CustomerID] {
				out[h.CustomerID] = append(out[h.CustomerID], h)
				owners[h.CustomerID] = false // one reason per value and customer
			}
		}
	}
	return out, nil
}

// reasons weighs what is shared.
func reasons(draft *Customer, other *Row, hits []hit) []Reason {
	out := []Reason{}
	named := false
	for _, h := range hits {
		named = named || h.Kind == byName
	}
	for _, h := range hits {
		if h.Kind == byCore && named {
			continue // the whole name says it already
		}
		r := Reason{Kind: h.Kind, Value: h.Value, Code: "customer.duplicate." + h.Kind, Params: fault.P{"value": shorten(h.Value)}}
		switch h.Kind {
		case byPhone:
			p := ParsePhone(h.Value)
			r.Params["value"] = p.show()
		case byName, byCore:
			r.Params["value"] = other.Name
		}
		r.Confidence = weigh(h.Kind, h.Value, h.Shared, place{Kind: draft.Kind, Province: draft.Province, City: draft.City},
			place{Kind: other.Kind, Province: other.Province, City: other.City})
		if h.ContactName != "" {
			r.Code += "_contact"
			r.Params["contact"] = h.ContactName
		}
		out = append(out, r)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Confidence > out[j].Confidence })
	return out
}

// weigh gives the confidence, in percent, that two customers who share a value
// are one; owners is how many customers have it.
func weigh(kind, value string, owners int, a, b place) (percent int) {
	switch kind {
	case byPhone:
		percent = map[PhoneType]int{PhoneMobile: 95, PhoneFixed: 80, PhoneHotline: 55, PhoneLocal: 40, PhoneUnknown: 60}[ParsePhone(value).Type]
	case byEmail:
		percent = 90
	case byTax:
		percent = 99
	case byName:
		percent = nameConfidence(a, b, 75, 92, 50)
		if a.Kind == Person || b.Kind == Person {
			percent = nameConfidence(a, b, 45, 60, 25)
		}
	case byCore:
		percent = nameConfidence(a, b, 45, 70, 20)
	}
	if owners > crowd {
		percent /= 2
	}
	if owners > throng {
		percent /= 2
	}
	return percent
}

// nameConfidence depends on where both are: unknown, the same or elsewhere.
func nameConfidence(a, b place, unknown, same, elsewhere int) int {
	switch {
	case a.City != "" && b.City != "":
		if placeShort(a.City) == placeShort(b.City) {
			return same
		}
		return elsewhere
	case a.Province != "" && b.Province != "":
		if placeShort(a.Province) == placeShort(b.Province) {
			return (unknown + same) / 2
		}
		return elsewhere
	}
	return unknown
}

// together is the confidence of independent reasons: 1 − Π(1 − cᵢ), at most 99.
func together(list []Reason) int {
	doubt := 1.0
	for _, r := range list {
		doubt *= 1 - float64(r.Confidence)/100
	}
	return sure(doubt)
}

// sure is the confidence in percent, 99 at most, that is left beside a doubt of 0 to 1.
func sure(doubt float64) int { return min(99, int((1-doubt)*100+0.5)) }

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
