package opportunity

import (
	"slices"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// Pipelines gives the pipelines with their stages, in their order.
func (s *Service) Pipelines() (list []PipelineView, err error) {
	defer fault.Recover(&err)
	return pipelineViews(s.db())
}

// pipeline gives one of Pipelines. Fault fault.not_found.
func (s *Service) pipeline(id PipelineID) (*PipelineView, error) {
	list, err := pipelineViews(s.db())
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].ID == id {
			return &list[i], nil
		}
	}
	return nil, fault.Missing(KindPipeline)
}

// SavePipeline makes (id 0) or renames a pipeline. A new one has the stages of
// another one, or of the first one of all (from 0). Faults fault.invalid,
// fault.not_found, store.conflict.
func (s *Service) SavePipeline(p Pipeline, from PipelineID) (v *PipelineView, err error) {
	defer fault.Recover(&err)
	var id PipelineID
	p.Name = oneLine(p.Name)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "opportunity.pipeline_saved", Params: fault.P{"name": p.Name}}, func(tx *store.Tx) error {
		p := p // the body may run again
		all, err := Pipelines(tx.DB)
		if err != nil {
			return err
		}
		bad := p.Validate()
		if slices.ContainsFunc(all, func(o Pipeline) bool { return o.ID != p.ID && o.Name == p.Name }) {
			bad = append(bad, fault.Field{Field: "name", Code: "opportunity.name_taken"})
		}
		if err := fault.Invalid(bad); err != nil {
			return err
		}
		if p.ID != 0 {
			old, err := FindPipeline(tx.DB, p.ID)
			if err != nil {
				return err
			}
			old.Name, old.Version = p.Name, p.Version
			id = old.ID
			return tx.Update(&old)
		}
		p.Meta, p.Position = store.Meta{UID: p.UID}, len(all)+1
		if err := tx.Insert(&p); err != nil {
			return err
		}
		id = p.ID
		if from == 0 {
			return startStages(tx, p.ID, s.lent.Lang())
		}
		stages, err := Stages(tx.DB, from)
		if err != nil {
			return err
		}
		for _, stage := range stages {
			stage.ID, stage.Meta, stage.PipelineID = 0, store.Meta{}, p.ID
			if err := tx.Insert(&stage); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.pipeline(id)
}

// TrashPipeline deletes a pipeline without opportunities; one must stay. Faults
// opportunity.pipeline_used, opportunity.last_pipeline, fault.not_found.
func (s *Service) TrashPipeline(id PipelineID) (err error) {
	defer fault.Recover(&err)
	p, err := FindPipeline(s.db(), id)
	if err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "opportunity.pipeline_trashed", Params: fault.P{"name": p.Name}}, func(tx *store.Tx) error {
		all, err := Pipelines(tx.DB)
		if err != nil {
			return err
		}
		if len(all) == 1 {
			return fault.New("opportunity.last_pipeline", nil)
		}
		var n int64
		if err := store.Live(tx.Model(&Opportunity{})).Where("pipeline_id = ?", id).Count(&n).Error; err != nil {
			return err
		}
		if n > 0 {
			return fault.New("opportunity.pipeline_used", fault.P{"name": p.Name, "count": n})
		}
		stages, err := Stages(tx.DB, id)
		if err != nil {
			return err
		}
		for _, stage := range stages {
			if err := tx.Trash(KindStage, int64(stage.ID)); err != nil {
				return err
			}
		}
		return tx.Trash(KindPipeline, int64(id))
	})
}

// SaveStage makes (id 0, at the end of its pipeline) or changes a stage. Faults
// fault.invalid, fault.not_found, store.conflict.
func (s *Service) SaveStage(stage Stage) (v *PipelineView, err error) {
	defer fault.Recover(&err)
	stage.normalize()
	err = s.st.InTx(s.st.Context(), store.Step{Label: "opportunity.stage_saved", Params: fault.P{"name": stage.Name}}, func(tx *store.Tx) error {
		stage := stage // the body may run again
		if _, err := FindPipeline(tx.DB, stage.PipelineID); err != nil {
			return err
		}
		others, err := Stages(tx.DB, stage.PipelineID)
		if err != nil {
			return err
		}
		bad := stage.Validate()
		if slices.ContainsFunc(others, func(o Stage) bool { return o.ID != stage.ID && o.Name == stage.Name }) {
			bad = append(bad, fault.Field{Field: "name", Code: "opportunity.name_taken"})
		}
		if stage.ID == 0 && len(others) >= stagesMax {
			bad = append(bad, fault.Field{Field: "name", Code: "opportunity.many", Params: fault.P{"max": stagesMax}})
		}
		if err := fault.Invalid(bad); err != nil {
			return err
		}
		if stage.ID == 0 {
			stage.Meta = store.Meta{UID: stage.UID}
			stage.Position = 1
			if len(others) > 0 {
				stage.Position = others[len(others)-1].Position + 1
			}
			return tx.Insert(&stage)
		}
		old, err := FindStage(tx.DB, stage.ID)
		if err != nil {
			return err
		}
		stage.PipelineID, stage.Position = old.PipelineID, old.Position
		version := stage.Version
		stage.Meta = old.Meta
		stage.Version = version
		return tx.Update(&stage)
	})
	if err != nil {
		return nil, err
	}
	return s.pipeline(stage.PipelineID)
}

// OrderStages puts the stages of a pipeline into the order of ids.
func (s *Service) OrderStages(id PipelineID, ids []StageID) (v *PipelineView, err error) {
	defer fault.Recover(&err)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "opportunity.stages_ordered"}, func(tx *store.Tx) error {
		stages, err := Stages(tx.DB, id)
		if err != nil {
			return err
		}
		for _, stage := range stages {
			at := slices.Index(ids, stage.ID) + 1
			if at == 0 || at == stage.Position {
				continue
			}
			stage.Position = at
			if err := tx.Update(&stage); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.pipeline(id)
}

// TrashStage deletes a stage; its open opportunities go to another one (to),
// without being asked for anything. One must stay. Faults opportunity.stage_used
// where there are some and to is 0, opportunity.last_stage, fault.not_found.
func (s *Service) TrashStage(id, to StageID) (v *PipelineView, err error) {
	defer fault.Recover(&err)
	stage, err := FindStage(s.db(), id)
	if err != nil {
		return nil, err
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: "opportunity.stage_trashed", Params: fault.P{"name": stage.Name}}, func(tx *store.Tx) error {
		stages, err := Stages(tx.DB, stage.PipelineID)
		if err != nil {
			return err
		}
		if len(stages) == 1 {
			return fault.New("opportunity.last_stage", nil)
		}
		if err := clearStage(tx, stage, to); err != nil {
			return err
		}
		return tx.Trash(KindStage, int64(id))
	})
	if err != nil {
		return nil, err
	}
	return s.pipeline(stage.PipelineID)
}

// clearStage moves the open opportunities of a stage to another one of its pipeline.
func clearStage(tx *store.Tx, stage Stage, to StageID) error {
	var here []Opportunity
	if err := store.Live(tx.DB).Where("stage_id = ? and outcome = ?", stage.ID, Open).Order("id").Find(&here).Error; err != nil {
		return err
	}
	if len(here) == 0 {
		return nil
	}
	if to == 0 || to == stage.ID {
		return fault.New("opportunity.stage_used", fault.P{"name": stage.Name, "count": len(here)})
	}
	target, err := FindStage(tx.DB, to)
	if err != nil {
		return err
	}
	for i := range here {
		o := &here[i]
		o.StageID, o.PipelineID, o.StageSince = target.ID, target.PipelineID, tx.Now
		m := StageMove{OpportunityID: o.ID, At: tx.Now, FromID: stage.ID, ToID: target.ID, Outcome: Open, Unmet: []string{}}
		if err := o.step(tx, m); err != nil {
			return err
		}
	}
	return nil
}
