package history

import (
	"encoding/json"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// Codes of this package.
const (
	// NothingToUndo: there is no step left to undo.
	NothingToUndo = "history.nothing_to_undo"
	// NothingToRedo: nothing was undone, or something was done since.
	NothingToRedo = "history.nothing_to_redo"
	// NotRestorable: this field cannot be set back by itself.
	NotRestorable = "history.not_restorable"
)

// pageMax is the most rows one call gives.
const pageMax = 500

// Service is what the page may call.
type Service struct {
	st         *store.Store
	restorable map[string]Restorable
}

// Restorable says whether a column of a record may be set back by itself, and
// what has to change with it. A fault says why not.
type Restorable func(tx *store.Tx, id int64, column string) (also map[string]any, err error)

// NewService makes the service on a store handle; restorable are the kinds whose
// fields can be set back one by one.
func NewService(st *store.Store, restorable map[string]Restorable) *Service {
	return &Service{st: st, restorable: restorable}
}

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

// Of gives the changes of one record that a filter lets through, newest first.
func (s *Service) Of(kind string, id int64, f Filter) (list []Entry, err error) {
	defer fault.Recover(&err)
	f.Limit = clamp(f.Limit)
	return Of(s.st.Read(s.st.Context()), kind, id, f)
}

// Steps gives what was done in the workspace and a filter lets through, newest
// first. Quiet steps are left out.
func (s *Service) Steps(f Filter) (list []StepInfo, err error) {
	defer fault.Recover(&err)
	f.Limit = clamp(f.Limit)
	return Steps(s.st.Read(s.st.Context()), f)
}

// Actors gives who did anything here, for filters; "" stands for a workspace
// without staff.
func (s *Service) Actors() (names []string, err error) {
	defer fault.Recover(&err)
	names = []string{}
	err = s.st.Read(s.st.Context()).Table("step").Distinct("actor").Order("actor").Pluck("actor", &names).Error
	return names, err
}

// RestoreField sets one field of a record back to what it was before a change,
// as a new step. Faults history.not_restorable, fault.not_found.
func (s *Service) RestoreField(change int64, field string) (err error) {
	defer fault.Recover(&err)
	column, member, _ := strings.Cut(snake(field), ".")
	if member != "" {
		_, member, _ = strings.Cut(field, ".") // keys of objects stay as they are
	}
	title, err := s.titleOf(change)
	if err != nil {
		return err
	}
	step := store.Step{Label: "history.field_restored", Params: fault.P{"title": title}}
	return s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		kind, id, value, err := tx.Former(change, column)
		if err != nil {
			return err
		}
		check := s.restorable[kind]
		if check == nil {
			return fault.New(NotRestorable, nil)
		}
		also, err := check(tx, id, column)
		if err != nil {
			return err
		}
		if member != "" {
			if value, err = withMember(tx, kind, id, column, member, value); err != nil {
				return err
			}
		}
		values := map[string]any{column: value}
		for k, v := range also {
			values[k] = v
		}
		return tx.SetColumns(kind, id, values)
	})
}

// withMember is the object that a column holds now with one value as it was.
func withMember(tx *store.Tx, kind string, id int64, column, member string, former any) (any, error) {
	now, err := tx.Column(kind, id, column)
	if err != nil {
		return nil, err
	}
	object, old := map[string]any{}, map[string]any{}
	for text, into := range map[any]*map[string]any{now: &object, former: &old} {
		if t, ok := text.(string); ok {
			if err := json.Unmarshal([]byte(t), into); err != nil {
				return nil, err
			}
		}
	}
	delete(object, member)
	if v, ok := old[member]; ok {
		object[member] = v
	}
	out, err := json.Marshal(object)
	return string(out), err
}

// titleOf is what a person calls the record that a change is of.
func (s *Service) titleOf(change int64) (string, error) {
	var row struct {
		Kind  string
		RowID int64
	}
	db := s.st.Read(s.st.Context())
	if err := db.Table("change").Select("kind, row_id").Where("id = ?", change).Limit(1).Scan(&row).Error; err != nil {
		return "", err
	}
	for _, k := range s.st.Kinds() {
		if k.Name == row.Kind && k.Title != nil {
			return k.Title(db, row.RowID), nil
		}
	}
	return "", nil
}

// Trash lists what is in the trash, newest first: of one kind or of all (""),
// and those whose name holds a text, in characters or pinyin.
func (s *Service) Trash(kind, text string, limit, offset int) (page TrashPage, err error) {
	defer fault.Recover(&err)
	return Trash(s.st.Read(s.st.Context()), s.st.Kinds(), kind, text, clamp(limit), max(offset, 0))
}

// Expired says what would be deleted for good now by the choice to empty the
// trash after 30 days: how many of each kind. The choice is the workspace's.
func (s *Service) Expired() (counts map[string]int64, err error) {
	defer fault.Recover(&err)
	counts = map[string]int64{}
	for _, k := range s.st.Kinds() {
		var n int64
		if err := s.st.Read(s.st.Context()).Table(k.Table).Where("deleted_at < ?", s.st.Expired()).Count(&n).Error; err != nil {
			return nil, err
		}
		if n > 0 {
			counts[k.Name] = n
		}
	}
	return counts, nil
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
