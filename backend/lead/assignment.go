package lead

import (
	"slices"
	"strconv"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/product"
	"keyue/backend/region"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// AssignBy says what an assignment rule looks at.
type AssignBy string

// What rules look at.
const (
	ByRegion  AssignBy = "region"
	ByProduct AssignBy = "product"
)

// Rest says whose the leads are that no rule fits.
type Rest string

// Whose the rest is: of who enters them, of people in turn, or the pool's.
const (
	RestOwn   Rest = "own"
	RestRound Rest = "round"
	RestPool  Rest = "pool"
)

// AssignRule gives leads of some regions, or with interest in some products, to
// people in turn.
type AssignRule struct {
	By       AssignBy     `json:"by"`
	Regions  []string     `json:"regions"`
	Products []product.ID `json:"products"`
	People   []staff.ID   `json:"people"`
}

// Assignment is who gets new leads, what the pool allows, and when leads return
// to it. Nothing of it holds in solo mode.
type Assignment struct {
	// Rules are tried in their order; the first that fits counts. One whose people
	// have all left is passed over.
	Rules []AssignRule `json:"rules"`
	// Rest is for leads that no rule fits; People take turns where it is RestRound.
	Rest   Rest       `json:"rest"`
	People []staff.ID `json:"people"`
	// Quota is how many leads a person may take from the pool on a day; 0: no limit.
	Quota int `json:"quota"`
	// ReturnDays is after how many days without contact a lead returns to the pool;
	// 0: never. NoticeDays is how many days before that 今日 says so.
	ReturnDays int `json:"returnDays"`
	NoticeDays int `json:"noticeDays"`
}

// Limits of an assignment.
const (
	assignRulesMax = 20
	quotaMax       = 1000
	returnDaysMax  = 365
)

const (
	// assignmentKey is where the assignment is kept among the settings, dayKey the
	// last day on which leads were looked through for those to return.
	assignmentKey = "lead.assignment"
	dayKey        = "lead.day"
)

// FirstAssignment holds where nobody chose another.
func FirstAssignment() Assignment {
	return Assignment{Rules: []AssignRule{}, Rest: RestOwn, People: []staff.ID{}, Quota: 10, NoticeDays: 2}
}

// LoadAssignment gives the assignment in force.
func LoadAssignment(db *gorm.DB) (Assignment, error) {
	a := FirstAssignment()
	err := settings.Value(db, assignmentKey, &a)
	a.normalize()
	return a, err
}

func (a *Assignment) normalize() {
	if a.Rules == nil {
		a.Rules = []AssignRule{}
	}
	for i := range a.Rules {
		r := &a.Rules[i]
		r.Regions, r.Products, r.People = wordList(r.Regions), unique(r.Products), unique(r.People)
		if r.By == ByProduct {
			r.Regions = []string{}
		} else {
			r.Products = []product.ID{}
		}
	}
	a.People = unique(a.People)
}

// validate gives every bad field. here are the people who are here.
func (a *Assignment) validate(here map[staff.ID]bool) []fault.Field {
	var bad []fault.Field
	add := func(field, code string, p fault.P) {
		bad = append(bad, fault.Field{Field: field, Code: code, Params: p})
	}
	nobody := func(people []staff.ID) bool {
		return !slices.ContainsFunc(people, func(id staff.ID) bool { return here[id] })
	}
	if len(a.Rules) > assignRulesMax {
		add("rules", "lead.many", fault.P{"max": assignRulesMax})
	}
	for i, r := range a.Rules {
		at := "rules." + strconv.Itoa(i) + "."
		switch r.By {
		case ByRegion:
			if len(r.Regions) == 0 {
				add(at+"regions", "lead.assign.regions", nil)
			}
			for _, name := range r.Regions {
				if !region.Parse(name).Sure {
					add(at+"regions", "lead.clean.no_region", fault.P{"name": name})
					break
				}
			}
		case ByProduct:
			if len(r.Products) == 0 {
				add(at+"products", "lead.assign.products", nil)
			}
		default:
			add(at+"by", "lead.choice", nil)
		}
		if nobody(r.People) {
			add(at+"people", "lead.assign.people", nil)
		}
	}
	if !slices.Contains([]Rest{RestOwn, RestRound, RestPool}, a.Rest) {
		add("rest", "lead.choice", nil)
	}
	if a.Rest == RestRound && nobody(a.People) {
		add("people", "lead.assign.people", nil)
	}
	if a.Quota < 0 || a.Quota > quotaMax {
		add("quota", "lead.assign.quota", fault.P{"max": quotaMax})
	}
	if a.ReturnDays < 0 || a.ReturnDays > returnDaysMax {
		add("returnDays", "lead.assign.days", fault.P{"max": returnDaysMax})
	}
	if a.ReturnDays > 0 && (a.NoticeDays < 1 || a.NoticeDays >= a.ReturnDays) {
		add("noticeDays", "lead.assign.notice", nil)
	}
	return bad
}

// fits tells whether a rule is for a lead. One whose region nobody knows is in none.
func (r *AssignRule) fits(l *Lead) bool {
	if r.By == ByRegion {
		return within(r.Regions, l) != ""
	}
	return slices.ContainsFunc(l.Products, func(id product.ID) bool { return slices.Contains(r.Products, id) })
}

// assigner says whose new leads are, for one step.
type assigner struct {
	solo    bool
	rules   Assignment
	working staff.ID
	here    map[staff.ID]bool
	// last is the handing by which a rule gave somebody a lead last: who waits
	// longest is next, whatever the rule. A step that is undone takes its turn back.
	last map[staff.ID]int64
}

func newAssigner(tx *store.Tx) (*assigner, error) {
	people, err := staff.People(tx.DB)
	if err != nil {
		return nil, err
	}
	a := &assigner{solo: len(people) < 2, here: map[staff.ID]bool{}, last: map[staff.ID]int64{}}
	if a.solo {
		return a, nil
	}
	for _, p := range people {
		a.here[p.ID] = true
	}
	if a.rules, err = LoadAssignment(tx.DB); err != nil {
		return nil, err
	}
	working, err := staff.Working(tx.DB)
	if err != nil {
		return nil, err
	}
	a.working = working.ID
	for id := range a.here {
		var last int64
		err := store.Live(tx.Table("lead_handing")).Where("to_id = ? and how = ?", id, HowRule).Order("id desc").Limit(1).Pluck("id", &last).Error
		if err != nil {
			return nil, err
		}
		a.last[id] = last
	}
	return a, nil
}

// owner says whose a new lead is and why; 0 is the pool's.
func (a *assigner) owner(l *Lead) (who staff.ID, how How, rule string) {
	if a.solo {
		return 0, "", ""
	}
	for i := range a.rules.Rules {
		if r := &a.rules.Rules[i]; r.fits(l) {
			if who := a.next(r.People); who != 0 {
				return who, HowRule, string(r.By)
			}
		}
	}
	switch a.rules.Rest {
	case RestRound:
		return a.next(a.rules.People), HowRule, string(RestRound)
	case RestPool:
		return 0, "", ""
	}
	return a.working, HowOwn, ""
}

// next gives whose turn it is among those who are here; 0 when nobody is.
func (a *assigner) next(people []staff.ID) staff.ID {
	var who staff.ID
	for _, id := range people {
		if a.here[id] && (who == 0 || a.last[id] < a.last[who]) {
			who = id
		}
	}
	return who
}

// note writes down that a new lead was given to its owner.
func (a *assigner) note(tx *store.Tx, l *Lead, how How, rule string) error {
	if l.OwnerID == 0 {
		return nil
	}
	h := Handing{LeadID: l.ID, ToID: l.OwnerID, ByID: a.working, How: how, Rule: rule, Day: tx.Today}
	if err := tx.Insert(&h); err != nil {
		return err
	}
	if how == HowRule {
		a.last[l.OwnerID] = int64(h.ID)
	}
	return nil
}
