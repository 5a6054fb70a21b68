package history

import (
	"keyue/backend/fault"
	"keyue/backend/store"
)

// Codes of this package.
const (
	// NothingToUndo: there is no step left to undo.
	NothingToUndo = "history.nothing_to_undo"
	// NothingToRedo: nothing was undone, or something was done since.
	NothingToRedo = "history.nothing_to_redo"
)

// pageMax is the most rows one call gives.
const pageMax = 500

// Service is what the page may call.
type Service struct{ st *store.Store }

// NewService makes the service on a store handle.
func NewService(st *store.Store) *Service { return &Service{st: st} }

// Done names a step that was made by undo or redo; Undo(Step) reverses it.
type Done struct {
	Step int64 `json:"step"`
}

// Undo takes back a step as a whole. Undoing an undo is redo. Faults:
// store.undo_conflict, store.undo_referenced, store.undo_done, store.undo_gone,
// store.duplicate, fault.not_found.
func (s *Service) Undo(step int64) (d Done, err error) {
	defer fault.Recover(&err)
	d.Step, err = s.st.Undo(s.st.Context(), step)
	return d, err
}

// UndoLast takes back the newest step that a person did and that still stands.
// Faults: history.nothing_to_undo and those of Undo.
func (s *Service) UndoLast() (d Done, err error) {
	defer fault.Recover(&err)
	step, err := lastUndoable(s.st.Read(s.st.Context()))
	if err != nil {
		return d, err
	}
	d.Step, err = s.st.Undo(s.st.Context(), step)
	return d, err
}

// RedoLast brings back what was undone last, if nothing was done since. Faults:
// history.nothing_to_redo and those of Undo.
func (s *Service) RedoLast() (d Done, err error) {
	defer fault.Recover(&err)
	step, err := lastRedoable(s.st.Read(s.st.Context()))
	if err != nil {
		return d, err
	}
	d.Step, err = s.st.Undo(s.st.Context(), step)
	return d, err
}

// Of gives the changes of one record, newest first: at most limit (500) rows
// older than the change before; 0 starts at the newest.
func (s *Service) Of(kind string, id int64, limit int, before int64) (list []Entry, err error) {
	defer fault.Recover(&err)
	return Of(s.st.Read(s.st.Context()), kind, id, clamp(limit), before)
}

// Steps gives what was done in the workspace, newest first: at most limit (500)
// steps older than before; 0 starts at the newest. Quiet steps are left out.
func (s *Service) Steps(limit int, before int64) (list []StepInfo, err error) {
	defer fault.Recover(&err)
	return Steps(s.st.Read(s.st.Context()), clamp(limit), before)
}

// Trash lists what is in the trash, newest first; kind "" means every kind.
func (s *Service) Trash(kind string, limit, offset int) (page TrashPage, err error) {
	defer fault.Recover(&err)
	return Trash(s.st.Read(s.st.Context()), s.st.Kinds(), kind, clamp(limit), max(offset, 0))
}

// Restore brings records of a kind back from the trash, with what was deleted
// together with them. Fault store.duplicate when a unique value was taken since.
func (s *Service) Restore(kind string, ids []int64) (err error) {
	defer fault.Recover(&err)
	return s.st.InTx(s.st.Context(), s.step("history.restored", kind, ids), func(tx *store.Tx) error {
		return tx.RestoreWith(kind, ids...)
	})
}

// Purge deletes records of a kind in the trash for good. Fault store.in_use.
func (s *Service) Purge(kind string, ids []int64) (err error) {
	defer fault.Recover(&err)
	step := s.step("history.purged", kind, ids)
	step.NoUndo = true
	return s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		return tx.PurgeWith(kind, ids...)
	})
}

// Emptied says what EmptyTrash did. Kept are records that others still use.
type Emptied struct {
	Purged int `json:"purged"`
	Kept   int `json:"kept"`
}

// EmptyTrash deletes everything in the trash for good, except records that
// others still use.
func (s *Service) EmptyTrash() (e Emptied, err error) {
	defer fault.Recover(&err)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "history.emptied", NoUndo: true}, func(tx *store.Tx) (err error) {
		e.Purged, e.Kept, err = tx.EmptyTrash(0)
		return err
	})
	return e, err
}

// step names what is done to records: one by its title, several by their number
// under the label's plural.
func (s *Service) step(label, kind string, ids []int64) store.Step {
	for _, k := range s.st.Kinds() {
		if k.Name == kind && k.Title != nil && len(ids) == 1 {
			return store.Step{Label: label, Params: fault.P{"title": k.Title(s.st.Read(s.st.Context()), ids[0])}}
		}
	}
	return store.Step{Label: label + "_many", Params: fault.P{"count": len(ids)}}
}

func clamp(limit int) int {
	if limit <= 0 || limit > pageMax {
		return pageMax
	}
	return limit
}
