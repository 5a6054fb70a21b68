package history

import (
	"encoding/json"
	"reflect"
	"sort"
	"strings"
	"unicode"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// StepInfo is one thing that was done.
type StepInfo struct {
	ID       int64        `json:"id"`
	At       date.Instant `json:"at"`
	Actor    string       `json:"actor"`
	Label    string       `json:"label"`
	Params   fault.P      `json:"params"`
	Quiet    bool         `json:"quiet"`
	Undoable bool         `json:"undoable"`
	// Undoes is the step this one undid; 0 otherwise.
	Undoes int64 `json:"undoes"`
	// UndoneBy is the step that undid this one; 0 while it stands.
	UndoneBy int64 `json:"undoneBy"`
}

// Entry is one change of one record.
type Entry struct {
	// ID is the change; pass the last one as before to read on.
	ID   int64    `json:"id"`
	Step StepInfo `json:"step"`
	// Op is created, updated, trashed, restored or purged.
	Op string `json:"op"`
	// Fields is what an update changed, by field name; empty for other ops.
	Fields []FieldChange `json:"fields"`
}

// FieldChange is old → new of one field. Field is the JSON name; its words are
// under "<kind>.field.<name>" in the catalogue. Values are as in the record's
// JSON, except that booleans are 0 and 1.
type FieldChange struct {
	Field string `json:"field"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
}

var ops = map[int]string{store.OpInsert: "created", store.OpUpdate: "updated", store.OpTrash: "trashed", store.OpRestore: "restored", store.OpPurge: "purged"}

// stepRow is a step as stored; params is JSON text.
type stepRow struct {
	StepID   int64
	At       date.Instant
	Actor    string
	Label    string
	Params   string
	Quiet    bool
	Undoable bool
	Undoes   int64
	UndoneBy int64
}

const stepColumns = "s.id as step_id, s.at, s.actor, s.label, s.params, s.quiet, s.undoable, s.undoes, s.undone_by"

func (r stepRow) info() StepInfo {
	p := fault.P{}
	if json.Unmarshal([]byte(r.Params), &p) != nil || p == nil {
		p = fault.P{}
	}
	return StepInfo{ID: r.StepID, At: r.At, Actor: r.Actor, Label: r.Label, Params: p, Quiet: r.Quiet, Undoable: r.Undoable, Undoes: r.Undoes, UndoneBy: r.UndoneBy}
}

// Filter says which changes or steps are wanted. Every field may be zero.
type Filter struct {
	// Field is a JSON name as in FieldChange.
	Field string `json:"field"`
	// Actor is who did it; Mine those of a workspace without staff.
	Actor string `json:"actor"`
	// Op is created, updated, trashed, restored or purged.
	Op string `json:"op"`
	// Kind is the kind of record that a step touched.
	Kind string `json:"kind"`
	// From and To bound the time, To not included; 0 is open.
	From date.Instant `json:"from"`
	To   date.Instant `json:"to"`
	// Before is the change, or the step, to read on from; 0 starts at the newest.
	Before int64 `json:"before"`
	// Limit is at most 500.
	Limit int `json:"limit"`
}

// Mine stands for steps without a person: those of a workspace without staff.
const Mine = "-"

// bound narrows a query by who and when.
func (f Filter) bound(q *gorm.DB) *gorm.DB {
	switch f.Actor {
	case "":
	case Mine:
		q = q.Where("s.actor = ''")
	default:
		q = q.Where("s.actor = ?", f.Actor)
	}
	if f.From > 0 {
		q = q.Where("s.at >= ?", f.From)
	}
	if f.To > 0 {
		q = q.Where("s.at < ?", f.To)
	}
	return q
}

// op is the stored operation of a word; 0 for none.
func op(word string) int {
	for n, w := range ops {
		if w == word {
			return n
		}
	}
	return 0
}

// Of reads the changes of one record, newest first.
func Of(db *gorm.DB, kind string, id int64, f Filter) ([]Entry, error) {
	var rows []struct {
		S    stepRow `gorm:"embedded"`
		ID   int64
		Op   int
		Diff *string
	}
	q := f.bound(db.Table("change c").Select("c.id, c.op, c.diff, "+stepColumns).Joins("join step s on s.id = c.step_id").
		Where("c.kind = ? and c.row_id = ?", kind, id))
	if f.Before > 0 {
		q = q.Where("c.id < ?", f.Before)
	}
	if f.Op != "" {
		q = q.Where("c.op = ?", op(f.Op))
	}
	if f.Field != "" {
		column, _, _ := strings.Cut(snake(f.Field), ".")
		q = q.Where("instr(c.diff, ?) > 0", `"`+column+`":[`)
	}
	if err := q.Order("c.id desc").Limit(f.Limit).Scan(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]Entry, 0, len(rows))
	for _, r := range rows {
		e := Entry{ID: r.ID, Step: r.S.info(), Op: ops[r.Op], Fields: []FieldChange{}}
		if r.Diff != nil {
			fs, err := fields(*r.Diff)
			if err != nil {
				return nil, err
			}
			e.Fields = fs
		}
		out = append(out, e)
	}
	return out, nil
}

// fields turns a stored diff into field changes in the order of their names.
func fields(diff string) ([]FieldChange, error) {
	var raw map[string][2]json.RawMessage
	if err := json.Unmarshal([]byte(diff), &raw); err != nil {
		return nil, err
	}
	out := make([]FieldChange, 0, len(raw))
	for column, p := range raw {
		c := FieldChange{Field: camel(column), Old: shown(p[0]), New: shown(p[1])}
		if column == customColumn {
			out = append(out, members(c)...)
			continue
		}
		out = append(out, c)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Field < out[j].Field })
	return out, nil
}

// customColumn holds the values of an owner's own fields; each is a field of its own.
const customColumn = "custom"

// members are the changes of the single values of an object.
func members(c FieldChange) []FieldChange {
	old, _ := c.Old.(map[string]any)
	now, _ := c.New.(map[string]any)
	keys := map[string]bool{}
	for k := range old {
		keys[k] = true
	}
	for k := range now {
		keys[k] = true
	}
	var out []FieldChange
	for k := range keys {
		if !reflect.DeepEqual(old[k], now[k]) {
			out = append(out, FieldChange{Field: c.Field + "." + k, Old: old[k], New: now[k]})
		}
	}
	return out
}

// snake is the column of a JSON name: taxId → tax_id.
func snake(field string) string {
	var b strings.Builder
	for _, r := range field {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// shown is a stored value as the page sees it: a list or object column is text
// in the row and JSON here; bytes are not shown.
func shown(raw json.RawMessage) any {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	switch x := v.(type) {
	case map[string]any:
		return nil
	case float64:
		return raw // the digits as stored
	case string:
		if t := strings.TrimSpace(x); strings.HasPrefix(t, "[") || strings.HasPrefix(t, "{") {
			var inner any
			if json.Unmarshal([]byte(t), &inner) == nil {
				return inner
			}
		}
	}
	return v
}

// camel is the JSON name of a column: tax_id → taxId.
func camel(column string) string {
	parts := strings.Split(column, "_")
	for i, p := range parts {
		if i > 0 && p != "" {
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}

// Steps reads what was done, newest first, without quiet steps.
func Steps(db *gorm.DB, f Filter) ([]StepInfo, error) {
	var rows []stepRow
	q := f.bound(db.Table("step s").Select(stepColumns).Where("s.quiet = ?", false))
	if f.Before > 0 {
		q = q.Where("s.id < ?", f.Before)
	}
	if f.Kind != "" || f.Op != "" || f.Field != "" {
		where, args := "c.step_id = s.id", []any{}
		if f.Kind != "" {
			where, args = where+" and c.kind = ?", append(args, f.Kind)
		}
		if f.Op != "" {
			where, args = where+" and c.op = ?", append(args, op(f.Op))
		}
		if f.Field != "" {
			column, _, _ := strings.Cut(snake(f.Field), ".")
			where, args = where+" and instr(c.diff, ?) > 0", append(args, `"`+column+`":[`)
		}
		q = q.Where("exists (select 1 from change c where "+where+")", args...)
	}
	if err := q.Order("s.id desc").Limit(f.Limit).Scan(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]StepInfo, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.info())
	}
	return out, nil
}

// lastUndoable is the newest step of a person that stands and can be undone.
func lastUndoable(db *gorm.DB) (int64, error) {
	var id int64
	err := db.Raw("select coalesce(max(id), 0) from step where quiet = ? and undoable = ? and undoes = 0 and undone_by = 0", false, true).Scan(&id).Error
	if err == nil && id == 0 {
		err = fault.New(NothingToUndo, nil)
	}
	return id, err
}

// lastRedoable is the newest undo that stands, if no step was done after it. An
// undo is a step whose target is not itself an undo.
func lastRedoable(db *gorm.DB) (int64, error) {
	var row struct{ Undo, Done int64 }
	err := db.Raw(`select
		(select coalesce(max(u.id), 0) from step u join step t on t.id = u.undoes where t.undoes = 0 and u.undone_by = 0 and t.undone_by = u.id) as undo,
		(select coalesce(max(id), 0) from step where quiet = ? and undoes = 0) as done`, false).Scan(&row).Error
	if err == nil && (row.Undo == 0 || row.Done > row.Undo) {
		err = fault.New(NothingToRedo, nil)
	}
	return row.Undo, err
}
