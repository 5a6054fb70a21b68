package interaction

import (
	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/store"
)

const dayLength date.Instant = 24 * 3600 * 1000

// Touches counts how often we reached out in the last 7, 30 and 365 days.
type Touches struct {
	Week  int `json:"week"`
	Month int `json:"month"`
	Year  int `json:"year"`
}

func (t *Touches) add(age date.Instant) {
	if age < 7*dayLength {
		t.Week++
	}
	if age < 30*dayLength {
		t.Month++
	}
	t.Year++
}

// MediumTouches are the touches by one medium.
type MediumTouches struct {
	Medium Medium `json:"medium"`
	Touches
}

// Reason says why a customer should not be contacted: a code of the catalogue
// with its parameters.
type Reason struct {
	Code   string  `json:"code"`
	Params fault.P `json:"params"`
}

// Reasons not to contact somebody.
const (
	DoNotContact   = "interaction.care.do_not_contact" // the customer asked for it
	AboveWeek      = "interaction.care.week"           // {count, limit} with the touch in question
	AboveMonth     = "interaction.care.month"
	AboveYear      = "interaction.care.year"
	AboveMedium    = "interaction.care.medium"  // {medium, count, limit} in 30 days
	NoMarketing    = "interaction.care.refused" // refused to be sent marketing
	MarketingUnset = "interaction.care.unasked" // never asked whether marketing is welcome
)

// Contact is a touch in question.
type Contact struct {
	// Medium it would take; "" when that is open.
	Medium Medium `json:"medium"`
	// At is when; 0 means now.
	At date.Instant `json:"at"`
	// Marketing: it is sent to many, not about something of the customer's own.
	// Then consent counts, too.
	Marketing bool `json:"marketing"`
}

// Standing says how a customer stands with our reaching out.
type Standing struct {
	CustomerID customer.ID      `json:"customerId"`
	Name       string           `json:"name"`
	Tier       string           `json:"tier"`
	Consent    customer.Consent `json:"consent"`
	Touches    Touches          `json:"touches"`
	// ByMedium has the media that were used, the most used first.
	ByMedium []MediumTouches `json:"byMedium"`
	Limit    TierLimit       `json:"limit"`
	// LimitsOn: the limit is in force.
	LimitsOn bool `json:"limitsOn"`
	// Reasons not to reach out once more; empty when nothing speaks against it.
	Reasons []Reason `json:"reasons"`
}

// May reports whether nothing speaks against reaching out.
func (s *Standing) May() bool { return len(s.Reasons) == 0 }

// MayContact says of live customers, in the order of ids, what speaks against
// reaching out to them once more. It is the one judge of that: forms warn of what
// it finds and go on when told to, actions on many leave out whom Reachable does.
func MayContact(db *gorm.DB, now date.Instant, ids []customer.ID, ask Contact) ([]Standing, error) {
	limits, err := LoadLimits(db)
	if err != nil {
		return nil, err
	}
	if ask.At == 0 {
		ask.At = now
	}
	plain := make([]int64, len(ids))
	for i, id := range ids {
		plain[i] = int64(id)
	}
	var rows []customer.Customer
	if err := store.Live(store.IDs(db, "id", plain)).Select("id", "name", "tier", "consent_marketing", "consent_do_not_contact", "consent_source", "consent_date").
		Find(&rows).Error; err != nil {
		return nil, err
	}
	touched, err := touches(db, plain, ask.At)
	if err != nil {
		return nil, err
	}
	known := make(map[customer.ID]*customer.Customer, len(rows))
	for i := range rows {
		known[rows[i].ID] = &rows[i]
	}
	out := make([]Standing, 0, len(ids))
	for _, id := range ids {
		c := known[id]
		if c == nil {
			continue
		}
		s := Standing{CustomerID: id, Name: c.Name, Tier: c.Tier, Consent: c.Consent, Limit: limits.Of(c.Tier), LimitsOn: limits.On, ByMedium: []MediumTouches{}}
		if t := touched[id]; t != nil {
			s.Touches, s.ByMedium = t.all, t.byMedium()
		}
		s.judge(ask, limits.By(ask.Medium))
		out = append(out, s)
	}
	return out, nil
}

// judge finds the reasons against one more touch; by is the limit of its medium.
func (s *Standing) judge(ask Contact, by int) {
	s.Reasons = []Reason{}
	add := func(code string, p fault.P) { s.Reasons = append(s.Reasons, Reason{code, p}) }
	if s.Consent.DoNotContact {
		add(DoNotContact, fault.P{"name": s.Name})
	}
	if ask.Marketing && s.Consent.Refused() {
		add(NoMarketing, fault.P{"name": s.Name})
	}
	if ask.Marketing && s.Consent.Marketing == "" {
		add(MarketingUnset, fault.P{"name": s.Name})
	}
	if !s.LimitsOn {
		return
	}
	for _, b := range []struct {
		code         string
		count, limit int
	}{{AboveWeek, s.Touches.Week, s.Limit.Week}, {AboveMonth, s.Touches.Month, s.Limit.Month}, {AboveYear, s.Touches.Year, s.Limit.Year}} {
		if b.limit > 0 && b.count+1 > b.limit {
			add(b.code, fault.P{"name": s.Name, "count": b.count, "limit": b.limit})
		}
	}
	for _, m := range s.ByMedium {
		if m.Medium == ask.Medium && by > 0 && m.Month+1 > by {
			add(AboveMedium, fault.P{"name": s.Name, "medium": string(m.Medium), "count": m.Month, "limit": by})
		}
	}
}

// tally is how often one customer was reached out to.
type tally struct {
	all   Touches
	media map[Medium]*Touches
}

func (t *tally) byMedium() []MediumTouches {
	out := []MediumTouches{}
	for _, m := range media {
		if n := t.media[m]; n != nil {
			out = append(out, MediumTouches{m, *n})
		}
	}
	for i := range out { // few: the most used first
		for k := i; k > 0 && out[k].Year > out[k-1].Year; k-- {
			out[k], out[k-1] = out[k-1], out[k]
		}
	}
	return out
}

// touches counts what was sent out in the year before a moment.
func touches(db *gorm.DB, ids []int64, at date.Instant) (map[customer.ID]*tally, error) {
	rows, err := store.IDs(db.Table("interaction"), "customer_id", ids).Where("direction = 'out' and deleted_at is null").
		Where("at > ? and at <= ?", at-365*dayLength, at).Select("customer_id, at, medium").Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[customer.ID]*tally{}
	for rows.Next() {
		var id customer.ID
		var when date.Instant
		var m Medium
		if err := rows.Scan(&id, &when, &m); err != nil {
			return nil, err
		}
		t := out[id]
		if t == nil {
			t = &tally{media: map[Medium]*Touches{}}
			out[id] = t
		}
		if t.media[m] == nil {
			t.media[m] = &Touches{}
		}
		t.all.add(at - when)
		t.media[m].add(at - when)
	}
	return out, rows.Err()
}

// MayContact says what speaks against reaching out to customers once more. See [MayContact].
func (s *Service) MayContact(ids []customer.ID, ask Contact) (list []Standing, err error) {
	defer fault.Recover(&err)
	return MayContact(s.db(), date.At(s.st.Now()), ids, ask)
}
