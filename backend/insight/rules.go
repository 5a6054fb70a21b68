package insight

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// rulesKey is where the rules stand among the settings.
const rulesKey = "insight.rules"

// Rules are what a person can see and change of how customers are judged.
type Rules struct {
	// Lifecycle: the stages of customers are kept by the rules below.
	Lifecycle bool `json:"lifecycle"`
	// ActiveDays is how long after the last sign of life somebody who bought
	// nothing yet stays active, and is potential again after; DormantDays how long
	// a buyer stays won. After LostDays a buyer is lost; 0 is never.
	ActiveDays  int `json:"activeDays"`
	DormantDays int `json:"dormantDays"`
	LostDays    int `json:"lostDays"`
	// What counts as a sign of life besides what was said and what was bought: a
	// contract in the making, an open task. Running: while a contract runs its
	// customer is won, however silent.
	Drafts  bool `json:"drafts"`
	Tasks   bool `json:"tasks"`
	Running bool `json:"running"`
	// TierA and TierB are the scores from which A and B are suggested.
	TierA int `json:"tierA"`
	TierB int `json:"tierB"`
	// Needs are the facets a customer needs to count as complete.
	Needs []string `json:"needs"`
	// StaleDays is after how long without change or contact data is to be checked.
	StaleDays int `json:"staleDays"`
}

// DefaultRules are those of a new workspace.
func DefaultRules() Rules {
	return Rules{Lifecycle: true, ActiveDays: 90, DormantDays: 180, LostDays: 365, Drafts: true, Tasks: true, Running: true, TierA: 70, TierB: 45,
		Needs: slices.Clone(facetNames), StaleDays: 365}
}

// daysMax bounds the days of a rule: ten years.
const daysMax = 3650

// Validate gives every bad field.
func (r *Rules) Validate() []fault.Field {
	var bad []fault.Field
	between := func(field string, n, from, to int) {
		if n < from || n > to {
			bad = append(bad, fault.Field{Field: field, Code: "insight.rule.range", Params: fault.P{"from": from, "to": to}})
		}
	}
	between("activeDays", r.ActiveDays, 1, daysMax)
	between("dormantDays", r.DormantDays, 1, daysMax)
	between("staleDays", r.StaleDays, 30, daysMax)
	between("tierA", r.TierA, 2, 100)
	if r.LostDays != 0 {
		between("lostDays", r.LostDays, 1, daysMax)
		if r.LostDays <= r.DormantDays {
			bad = append(bad, fault.Field{Field: "lostDays", Code: "insight.rule.lost", Params: fault.P{"days": r.DormantDays}})
		}
	}
	if r.TierB < 1 || r.TierB >= r.TierA {
		bad = append(bad, fault.Field{Field: "tierB", Code: "insight.rule.tier", Params: fault.P{"a": r.TierA}})
	}
	for _, n := range r.Needs {
		if !slices.Contains(facetNames, n) {
			bad = append(bad, fault.Field{Field: "needs", Code: "settings.value.choice"})
		}
	}
	if len(r.Needs) == 0 {
		bad = append(bad, fault.Field{Field: "needs", Code: "insight.rule.needs"})
	}
	return bad
}

// LoadRules reads the rules, with the defaults for what was never chosen.
func LoadRules(db *gorm.DB) (Rules, error) {
	r := DefaultRules()
	err := settings.Value(db, rulesKey, &r)
	if r.Needs == nil {
		r.Needs = []string{}
	}
	return r, err
}

// Rules gives the rules.
func (s *Service) Rules() (r Rules, err error) {
	defer fault.Recover(&err)
	return LoadRules(s.db())
}

// SaveRules keeps the rules; the stages follow them. One undoable step. Fault
// fault.invalid with every bad field.
func (s *Service) SaveRules(r Rules) (saved Rules, err error) {
	defer fault.Recover(&err)
	needs := []string{} // each once, in the order they are shown
	for _, n := range facetNames {
		if slices.Contains(r.Needs, n) {
			needs = append(needs, n)
		}
	}
	bad := r.Validate()
	if err := fault.Invalid(bad); err != nil {
		return r, err
	}
	r.Needs = needs
	err = s.st.InTx(s.st.Context(), store.Step{Label: "insight.rules.saved"}, func(tx *store.Tx) error {
		return settings.SetValue(tx, rulesKey, r)
	})
	return r, err
}
