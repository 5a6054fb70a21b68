package opportunity

import (
	"context"
	"strconv"

	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/store"
)

// start are the stages of the first pipeline, with what a salesperson should be
// able to answer before going on: the four classic questions.
var start = []struct {
	colour      string
	probability money.BasisPoints
	days        int
	criterion   Criterion
}{
	{"grey", 1000, 7, Criterion{Kind: HasContact, Role: "decision_maker"}},
	{"blue", 2500, 14, Criterion{Kind: FieldFilled, Field: "need"}},
	{"teal", 5000, 14, Criterion{Kind: Talked, Media: []interaction.Medium{interaction.Visit, interaction.Meeting, interaction.Email, interaction.Letter}}},
	{"amber", 7000, 10, Criterion{Kind: Quoted}},
	{"bamboo", 9000, 10, Criterion{Kind: HasAmount}},
}

// InstallPipeline makes the first pipeline of a workspace, in the language.
func InstallPipeline(tx *store.Tx, tag locale.Tag) error {
	p := Pipeline{Name: locale.Text(tag, "opportunity.start.pipeline", nil), Position: 1}
	if err := tx.Insert(&p); err != nil {
		return err
	}
	return startStages(tx, p.ID, tag)
}

// startStages gives a pipeline the stages of the first one.
func startStages(tx *store.Tx, id PipelineID, tag locale.Tag) error {
	for i, s := range start {
		text := func(what string) string {
			return locale.Text(tag, "opportunity.start."+strconv.Itoa(i+1)+"."+what, nil)
		}
		c := s.criterion
		c.Name, c.Action = text("question"), text("action")
		stage := Stage{PipelineID: id, Name: text("stage"), Colour: s.colour, Position: i + 1, Probability: s.probability, TargetDays: s.days, Criteria: []Criterion{c}}
		stage.normalize()
		if err := tx.Insert(&stage); err != nil {
			return err
		}
	}
	return nil
}

// Retell says the pipeline that a workspace began with in another language, as far
// as nobody has written it otherwise.
func Retell(tx *store.Tx, tag locale.Tag) error {
	var pipelines []Pipeline
	if err := store.Live(tx.DB).Find(&pipelines).Error; err != nil {
		return err
	}
	for i := range pipelines {
		p := &pipelines[i]
		if name := locale.Retold(tag, "opportunity.start.pipeline", p.Name); name != p.Name {
			p.Name = name
			if err := tx.Update(p); err != nil {
				return err
			}
		}
	}
	var stages []Stage
	if err := store.Live(tx.DB).Find(&stages).Error; err != nil {
		return err
	}
	for i := range stages {
		s := &stages[i]
		changed := retold(tag, "stage", &s.Name)
		for k := range s.Criteria {
			c := &s.Criteria[k]
			question := retold(tag, "question", &c.Name)
			changed = retold(tag, "action", &c.Action) || question || changed
		}
		if !changed {
			continue
		}
		if err := tx.Update(s); err != nil {
			return err
		}
	}
	return nil
}

// retold says a text of the first stages in the language, and whether it was another.
func retold(tag locale.Tag, what string, text *string) bool {
	for i := range start {
		if said := locale.Retold(tag, "opportunity.start."+strconv.Itoa(i+1)+"."+what, *text); said != *text {
			*text = said
			return true
		}
	}
	return false
}

// OnOpen gives a workspace without a pipeline its first one; lang is asked then.
func OnOpen(st *store.Store, lang func() locale.Tag) func(context.Context) error {
	return func(ctx context.Context) error {
		var n int64
		if err := st.Read(ctx).Model(&Pipeline{}).Count(&n).Error; err != nil || n > 0 {
			return err
		}
		name := locale.Text(lang(), "opportunity.start.pipeline", nil)
		return st.InTx(ctx, store.Step{Label: "opportunity.pipeline_saved", Quiet: true, NoUndo: true, Params: fault.P{"name": name}}, func(tx *store.Tx) error {
			return InstallPipeline(tx, lang())
		})
	}
}
