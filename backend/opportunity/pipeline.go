package opportunity

import (
	"fmt"
	"regexp"
	"slices"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/money"
	"keyue/backend/store"
)

// PipelineID names a pipeline, StageID a stage.
type (
	PipelineID int64
	StageID    int64
)

// Colours a stage may have; "" is none.
var Colours = []string{"", "blue", "bamboo", "amber", "plum", "teal", "grey"}

// Limits of a pipeline: characters, stages, criteria of a stage, days.
const (
	stageNameMax  = 30
	stagesMax     = 20
	criteriaMax   = 12
	questionMax   = 60
	noteMax       = 2000
	targetDaysMax = 3650
	certain       = money.BasisPoints(10000)
)

// Pipeline is a way to sell, with stages in order.
type Pipeline struct {
	ID PipelineID `json:"id"`
	store.Meta
	Name     string `json:"name"`
	Position int    `json:"position"`
}

// TableName is the table.
func (Pipeline) TableName() string { return "pipeline" }

// RowID is the primary key.
func (p Pipeline) RowID() int64 { return int64(p.ID) }

// Validate gives every bad field.
func (p *Pipeline) Validate() []fault.Field {
	var v checks
	if p.Name == "" {
		v.add("name", "opportunity.pipeline_name", nil)
	}
	v.long("name", p.Name, stageNameMax)
	return v
}

// Stage is a step of a pipeline.
type Stage struct {
	ID StageID `json:"id"`
	store.Meta
	PipelineID PipelineID `json:"pipelineId"`
	Name       string     `json:"name"`
	// Colour is one of Colours.
	Colour   string `json:"colour"`
	Position int    `json:"position"`
	// Probability is how many of those that stand here are won, as a start.
	Probability money.BasisPoints `json:"probability"`
	// TargetDays is how long an opportunity should stand here at most; 0 for any time.
	TargetDays int `json:"targetDays"`
	// Criteria are what should be so before it goes on.
	Criteria []Criterion `gorm:"serializer:json" json:"criteria"`
}

// TableName is the table.
func (Stage) TableName() string { return "stage" }

// RowID is the primary key.
func (s Stage) RowID() int64 { return int64(s.ID) }

// CriterionKind is how a criterion is judged.
type CriterionKind string

// The kinds: a field is filled; a contact has a role; an exchange of some kind
// was logged; a quote was issued; there is an amount; the person ticked it.
const (
	FieldFilled CriterionKind = "field"
	HasContact  CriterionKind = "contact"
	Talked      CriterionKind = "interaction"
	Quoted      CriterionKind = "quote"
	HasAmount   CriterionKind = "amount"
	Ticked      CriterionKind = "tick"
)

var criterionKinds = []CriterionKind{FieldFilled, HasContact, Talked, Quoted, HasAmount, Ticked}

// Criterion is a condition for leaving a stage.
type Criterion struct {
	// Key names it for ticks; the backend gives one where there is none.
	Key  string        `json:"key"`
	Kind CriterionKind `json:"kind"`
	// Name is the question as the person asks it.
	Name string `json:"name"`
	// Field is one of Fields, for FieldFilled.
	Field string `json:"field"`
	// Role is a role of contacts, for HasContact.
	Role string `json:"role"`
	// Media and Purposes narrow Talked: an exchange by one of the media, with one
	// of the purposes; empty lists narrow nothing.
	Media    []interaction.Medium `json:"media"`
	Purposes []string             `json:"purposes"`
	// Action is what to do about it; Example what worked before.
	Action  string `json:"action"`
	Example string `json:"example"`
}

// Fields are what FieldFilled can ask for: of the opportunity, and of its customer.
var Fields = []string{"need", "expectedClose", "competitor", "remark", "customer.phone", "customer.email", "customer.address", "customer.taxId", "customer.industry"}

// Roles are the roles of contacts in an opportunity.
var Roles = []string{"decision_maker", "evaluator", "influencer", "signer"}

var keyForm = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// normalize brings the fields of a stage to their normal form; criteria without
// a key get one.
func (s *Stage) normalize() {
	s.Name = oneLine(s.Name)
	used := map[string]bool{}
	for _, c := range s.Criteria {
		used[c.Key] = true
	}
	list := make([]Criterion, len(s.Criteria))
	for i, c := range s.Criteria {
		c.Name, c.Action, c.Example = oneLine(c.Name), oneLine(c.Action), text(c.Example)
		for n := 1; c.Key == ""; n++ {
			if key := fmt.Sprintf("c%d", n); !used[key] {
				c.Key, used[key] = key, true
			}
		}
		if c.Kind != FieldFilled {
			c.Field = ""
		}
		if c.Kind != HasContact {
			c.Role = ""
		}
		if c.Kind != Talked {
			c.Media, c.Purposes = nil, nil
		}
		c.Media, c.Purposes = append([]interaction.Medium{}, c.Media...), words(c.Purposes)
		list[i] = c
	}
	s.Criteria = list
}

// Validate gives every bad field, criteria as "criteria.2.name"; normalize first.
func (s *Stage) Validate() []fault.Field {
	var v checks
	if s.Name == "" {
		v.add("name", "opportunity.stage_name", nil)
	}
	v.long("name", s.Name, stageNameMax)
	if !slices.Contains(Colours, s.Colour) {
		v.add("colour", "opportunity.choice", nil)
	}
	if s.Probability < 0 || s.Probability > certain {
		v.add("probability", "opportunity.probability", nil)
	}
	if s.TargetDays < 0 || s.TargetDays > targetDaysMax {
		v.add("targetDays", "opportunity.days", fault.P{"max": targetDaysMax})
	}
	if len(s.Criteria) > criteriaMax {
		v.add("criteria", "opportunity.many", fault.P{"max": criteriaMax})
	}
	seen := map[string]bool{}
	for i, c := range s.Criteria {
		at := func(field string) string { return fmt.Sprintf("criteria.%d.%s", i, field) }
		if c.Name == "" {
			v.add(at("name"), "opportunity.question", nil)
		}
		v.long(at("name"), c.Name, questionMax)
		v.long(at("action"), c.Action, noteMax)
		v.long(at("example"), c.Example, noteMax)
		if !slices.Contains(criterionKinds, c.Kind) ||
			c.Kind == FieldFilled && !slices.Contains(Fields, c.Field) || c.Kind == HasContact && !slices.Contains(Roles, c.Role) {
			v.add(at("kind"), "opportunity.choice", nil)
		}
		if seen[c.Key] || !keyForm.MatchString(c.Key) {
			v.add(at("key"), "opportunity.choice", nil)
		}
		seen[c.Key] = true
	}
	return v
}

// Pipelines gives the live pipelines in their order.
func Pipelines(db *gorm.DB) ([]Pipeline, error) {
	list := []Pipeline{}
	return list, store.Live(db).Order("position, id").Find(&list).Error
}

// Stages gives the live stages of a pipeline in their order; of all when id is 0.
func Stages(db *gorm.DB, id PipelineID) ([]Stage, error) {
	list := []Stage{}
	q := store.Live(db)
	if id != 0 {
		q = q.Where("pipeline_id = ?", id)
	}
	return list, q.Order("pipeline_id, position, id").Find(&list).Error
}

// FindPipeline gives a live pipeline. Fault fault.not_found.
func FindPipeline(db *gorm.DB, id PipelineID) (Pipeline, error) {
	p, err := store.Get[Pipeline](db, KindPipeline, int64(id))
	if err == nil && p.DeletedAt != nil {
		err = fault.Missing(KindPipeline)
	}
	return p, err
}

// FindStage gives a live stage. Fault fault.not_found.
func FindStage(db *gorm.DB, id StageID) (Stage, error) {
	s, err := store.Get[Stage](db, KindStage, int64(id))
	if err == nil && s.DeletedAt != nil {
		err = fault.Missing(KindStage)
	}
	return s, err
}
