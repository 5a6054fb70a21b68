package interaction

import (
	"slices"
	"strconv"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// TierLimit says how often customers of one tier may be reached out to, and how
// long they may go without contact. 0 means no limit.
type TierLimit struct {
	// Tier is A, B, C, or "" for customers without one.
	Tier string `json:"tier"`
	// Week, Month and Year bound the outbound touches of the last 7, 30 and 365 days.
	Week  int `json:"week"`
	Month int `json:"month"`
	Year  int `json:"year"`
	// Neglect is after how many days without contact a customer counts as neglected.
	Neglect int `json:"neglect"`
}

// MediumLimit says how often a customer may be reached by one medium in 30 days.
type MediumLimit struct {
	Medium Medium `json:"medium"`
	Month  int    `json:"month"`
}

// Limits are how much contact is too much, and how little is too little.
type Limits struct {
	// On: limits are counted and warned of. Do-not-contact holds either way.
	On bool `json:"on"`
	// Tiers has each of A, B, C and "" once.
	Tiers []TierLimit `json:"tiers"`
	// Media bound the outbound touches by one medium in 30 days, whatever the tier.
	Media []MediumLimit `json:"media"`
	// Running is after how many days without contact a customer with a running
	// contract counts as neglected, whatever its tier; 0 for never.
	Running int `json:"running"`
}

// DefaultLimits are those of a workspace in which nobody chose others.
func DefaultLimits() Limits {
	return Limits{On: true, Running: 45, Tiers: []TierLimit{
		{Tier: "A", Week: 4, Month: 10, Year: 80, Neglect: 30},
		{Tier: "B", Week: 3, Month: 6, Year: 48, Neglect: 60},
		{Tier: "C", Week: 2, Month: 4, Year: 24, Neglect: 180},
		{Tier: "", Week: 2, Month: 4, Year: 24},
	}, Media: []MediumLimit{{Medium: SMS, Month: 2}, {Medium: Email, Month: 4}}}
}

// limitsKey is where the limits are kept among the settings.
const limitsKey = "interaction.limits"

// LoadLimits gives the limits in force.
func LoadLimits(db *gorm.DB) (Limits, error) {
	var l Limits
	if err := settings.Value(db, limitsKey, &l); err != nil {
		return l, err
	}
	if l.Tiers == nil { // never chosen
		l = DefaultLimits()
	}
	if l.Media == nil {
		l.Media = []MediumLimit{}
	}
	return l, nil
}

// Of gives the limit of a tier.
func (l Limits) Of(tier string) TierLimit {
	for _, t := range l.Tiers {
		if t.Tier == tier {
			return t
		}
	}
	return TierLimit{Tier: tier}
}

// By gives the limit of a medium in 30 days; 0 for none.
func (l Limits) By(m Medium) int {
	for _, b := range l.Media {
		if b.Medium == m {
			return b.Month
		}
	}
	return 0
}

func (l *Limits) validate() []fault.Field {
	var bad []fault.Field
	number := func(field string, n, most int) {
		if n < 0 || n > most {
			bad = append(bad, fault.Field{Field: field, Code: "interaction.limit.range", Params: fault.P{"max": most}})
		}
	}
	seen := []string{}
	for i, t := range l.Tiers {
		at := "tiers." + strconv.Itoa(i) + "."
		if !slices.Contains([]string{"A", "B", "C", ""}, t.Tier) || slices.Contains(seen, t.Tier) {
			bad = append(bad, fault.Field{Field: at + "tier", Code: "interaction.choice"})
			continue
		}
		seen = append(seen, t.Tier)
		number(at+"week", t.Week, 999)
		number(at+"month", t.Month, 999)
		number(at+"year", t.Year, 9999)
		number(at+"neglect", t.Neglect, 3650)
	}
	for i, m := range l.Media {
		if !slices.Contains(media, m.Medium) || slices.ContainsFunc(l.Media[:i], func(o MediumLimit) bool { return o.Medium == m.Medium }) {
			bad = append(bad, fault.Field{Field: "media." + strconv.Itoa(i) + ".medium", Code: "interaction.choice"})
		}
		number("media."+strconv.Itoa(i)+".month", m.Month, 999)
	}
	number("running", l.Running, 3650)
	return bad
}

// Limits gives the limits in force.
func (s *Service) Limits() (l Limits, err error) {
	defer fault.Recover(&err)
	return LoadLimits(s.db())
}

// DefaultLimits gives the limits of a workspace in which nobody chose others.
func (s *Service) DefaultLimits() (l Limits, err error) {
	defer fault.Recover(&err)
	return DefaultLimits(), nil
}

// SetLimits keeps other limits. Tiers that are left out have no limit. Fault fault.invalid.
func (s *Service) SetLimits(l Limits) (kept Limits, err error) {
	defer fault.Recover(&err)
	if err := fault.Invalid(l.validate()); err != nil {
		return Limits{}, err
	}
	for _, tier := range []string{"A", "B", "C", ""} {
		if !slices.ContainsFunc(l.Tiers, func(t TierLimit) bool { return t.Tier == tier }) {
			l.Tiers = append(l.Tiers, TierLimit{Tier: tier})
		}
	}
	l.Media = slices.DeleteFunc(slices.Clone(l.Media), func(m MediumLimit) bool { return m.Month == 0 })
	err = s.st.InTx(s.st.Context(), store.Step{Label: "interaction.limits_saved"}, func(tx *store.Tx) error {
		return settings.SetValue(tx, limitsKey, l)
	})
	if err != nil {
		return Limits{}, err
	}
	return LoadLimits(s.db())
}
