package contract

import (
	"fmt"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// NumberRules lists the live numbering rules, the default one first, each with
// the number it would give next.
func (s *Service) NumberRules() (rules []NumberRuleView, err error) {
	defer fault.Recover(&err)
	db := s.st.Read(s.st.Context())
	var live []NumberRule
	if err := db.Scopes(store.Live).Order("purpose, is_default desc, id").Find(&live).Error; err != nil {
		return nil, err
	}
	rules = make([]NumberRuleView, len(live))
	for i, r := range live {
		next, err := r.expected(db, date.FromTime(s.st.Now()))
		if err != nil {
			return nil, err
		}
		rules[i] = NumberRuleView{NumberRule: r, Next: next}
	}
	return rules, nil
}

// NumberRuleView is a rule with the number it would give next.
type NumberRuleView struct {
	NumberRule
	Next string `json:"next"`
}

// PreviewNumber writes the first numbers of a pattern before it is saved: the
// next one of today and the first of the next period. Faults as SaveNumberRule.
func (s *Service) PreviewNumber(rule NumberRule) (numbers []string, err error) {
	defer fault.Recover(&err)
	if rule.Name == "" {
		rule.Name = "preview"
	}
	if err := rule.Validate(); err != nil {
		return nil, err
	}
	today := date.FromTime(s.st.Now())
	first, err := rule.expected(s.st.Read(s.st.Context()), today)
	if err != nil {
		return nil, err
	}
	numbers = []string{first}
	switch rule.Reset {
	case ResetYearly:
		numbers = append(numbers, rule.format(date.Of(today.Year()+1, 1, 1), 1))
	case ResetMonthly:
		numbers = append(numbers, rule.format(date.Of(today.Year(), today.Month()+1, 1), 1))
	case ResetDaily:
		numbers = append(numbers, rule.format(today.AddDays(1), 1))
	}
	return numbers, nil
}

// SaveNumberRule creates (id 0) or changes a rule. The first rule, and one saved
// as default, becomes the default. Faults: fault.invalid with pattern, reset, name.
func (s *Service) SaveNumberRule(rule NumberRule) (saved NumberRule, err error) {
	defer fault.Recover(&err)
	if err := rule.Validate(); err != nil {
		return rule, err
	}
	step := store.Step{Label: "contract.number_rule.saved", Params: fault.P{"name": rule.Name}}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		saved = rule
		return saveRule(tx, &saved)
	})
	return saved, err
}

func saveRule(tx *store.Tx, rule *NumberRule) error {
	var others []NumberRule
	if err := tx.Scopes(store.Live).Where("id <> ? and purpose = ?", rule.ID, rule.Purpose).Find(&others).Error; err != nil {
		return err
	}
	hasDefault := false
	for i := range others {
		if others[i].Default && rule.Default {
			others[i].Default = false
			if err := tx.Update(&others[i]); err != nil {
				return err
			}
		}
		hasDefault = hasDefault || others[i].Default
	}
	rule.Default = rule.Default || !hasDefault
	if rule.ID == 0 {
		return tx.Insert(rule)
	}
	return tx.Update(rule)
}

// TrashNumberRule deletes a rule; one must stay. The next one becomes the
// default when it was the default. Numbers already given stay.
func (s *Service) TrashNumberRule(id NumberRuleID) (err error) {
	defer fault.Recover(&err)
	return s.st.InTx(s.st.Context(), store.Step{Label: "contract.number_rule.trashed", Params: fault.P{"name": s.ruleName(id)}}, func(tx *store.Tx) error {
		rule, err := findRule(tx.DB, id)
		if err != nil {
			return err
		}
		var others []NumberRule
		if err := tx.Scopes(store.Live).Where("id <> ? and purpose = ?", rule.ID, rule.Purpose).Order("id").Find(&others).Error; err != nil {
			return err
		}
		if len(others) == 0 {
			return fault.New("contract.number_rule.last", nil)
		}
		if rule.Default {
			others[0].Default = true
			if err := tx.Update(&others[0]); err != nil {
				return err
			}
		}
		return tx.Trash(KindNumberRule, int64(id))
	})
}

func (s *Service) ruleName(id NumberRuleID) string {
	r, err := findRule(s.st.Read(s.st.Context()), id)
	if err != nil {
		return ""
	}
	return r.Name
}

// firstRules are the numbering rules of a new workspace.
var firstRules = []struct {
	purpose       Purpose
	name          string
	zh, inEnglish string
}{
	{ForContracts, "contract.number_rule.default_name", "HT-{yyyy}-{seq:4}", "C-{yyyy}-{seq:4}"},
	{ForQuotes, "contract.number_rule.quote_name", "BJ-{yyyy}-{seq:4}", "Q-{yyyy}-{seq:4}"},
	{ForPayments, "contract.number_rule.payment_name", "HK-{yyyy}-{seq:4}", "P-{yyyy}-{seq:4}"},
}

// Retell says the first numbering rules in another language, as far as nobody has
// written them otherwise: their names, and the form of numbers of which none was given.
func Retell(tx *store.Tx, tag locale.Tag) error {
	var rules []NumberRule
	if err := store.Live(tx.DB).Find(&rules).Error; err != nil {
		return err
	}
	for i := range rules {
		r := &rules[i]
		var given int64
		if err := tx.Raw("select count(*) from counter where key like ?", fmt.Sprintf("contract/%d/%%", r.ID)).Scan(&given).Error; err != nil {
			return err
		}
		before := *r
		for _, first := range firstRules {
			if r.Purpose != first.purpose {
				continue
			}
			r.Name = locale.Retold(tag, first.name, r.Name)
			switch {
			case given > 0:
			case tag == locale.En && r.Pattern == first.zh:
				r.Pattern = first.inEnglish
			case tag != locale.En && r.Pattern == first.inEnglish:
				r.Pattern = first.zh
			}
		}
		if *r == before {
			continue
		}
		if err := tx.Update(r); err != nil {
			return err
		}
	}
	return nil
}

// RulesMissing reports whether InstallRule has something to do.
func RulesMissing(db *gorm.DB) (bool, error) {
	var n int64
	err := db.Model(&NumberRule{}).Distinct("purpose").Count(&n).Error
	return n < int64(len(firstRules)), err
}

// InstallRule makes the first numbering rule for each purpose, where there never
// was one.
func InstallRule(tx *store.Tx, tag locale.Tag) error {
	for _, r := range firstRules {
		var n int64
		if err := tx.Model(&NumberRule{}).Where("purpose = ?", r.purpose).Count(&n).Error; err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		var given int64 // payments were counted as payment/2026 before they had a rule
		if r.purpose == ForPayments {
			if err := tx.Raw("select count(*) from counter where key like 'payment/%'").Scan(&given).Error; err != nil {
				return err
			}
		}
		pattern := r.zh
		if tag == locale.En && given == 0 {
			pattern = r.inEnglish
		}
		rule := NumberRule{Name: locale.Text(tag, r.name, nil), Pattern: pattern, Reset: ResetYearly, Default: true, Purpose: r.purpose}
		if err := tx.Insert(&rule); err != nil {
			return err
		}
		if given > 0 {
			if err := tx.Exec("update counter set key = ? || substr(key, 9) where key like 'payment/%'", fmt.Sprintf("contract/%d/", rule.ID)).Error; err != nil {
				return err
			}
		}
	}
	return nil
}
