package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"keyue/backend/fault"
)

// Undo takes back a step as one new step and gives that step's id; undoing the
// new step is redo. It is all or nothing:
//
//   - an update is reversed if the columns it set still hold what it set, else
//     fault store.undo_conflict with kind, id, title and count;
//   - an insert is reversed by moving the record to the trash, if nobody changed
//     it since (quiet steps aside) and no live record of a later step points at
//     it (store.undo_referenced);
//   - trash and restore reverse each other.
//
// Other faults: fault.not_found, store.undo_done, store.undo_gone,
// store.duplicate when a unique value was taken meanwhile.
func (s *Store) Undo(ctx context.Context, step int64) (int64, error) {
	target, err := s.undoTarget(ctx, step)
	if err != nil {
		return 0, err
	}
	var made int64
	how := Step{Label: target.Label, Params: target.params(), undoes: target.ID}
	err = s.InTx(ctx, how, func(tx *Tx) (err error) {
		made, err = tx.undo(target.ID)
		return err
	})
	return made, err
}

// stepRow is a row of the step table.
type stepRow struct {
	ID       int64
	Label    string
	Params   string
	Undoable bool
	Undoes   int64
	UndoneBy int64
}

func (r stepRow) params() fault.P {
	p := fault.P{}
	if json.Unmarshal([]byte(r.Params), &p) != nil {
		return fault.P{}
	}
	return p
}

// undoTarget finds the step to reverse. A redo has the effect of the step it
// brought back, so undoing the redo is undoing that step again.
func (s *Store) undoTarget(ctx context.Context, id int64) (stepRow, error) {
	for {
		var r stepRow
		res := s.Read(ctx).Raw("select id, label, params, undoable, undoes, undone_by from step where id = ?", id).Scan(&r)
		if res.Error != nil {
			return r, translate(res.Error)
		}
		if res.RowsAffected == 0 {
			return r, fault.Missing("step")
		}
		if r.Undoes == 0 {
			return r, nil
		}
		var first int64
		if err := s.Read(ctx).Raw("select undoes from step where id = ?", r.Undoes).Scan(&first).Error; err != nil {
			return r, translate(err)
		}
		if first == 0 {
			return r, nil // an undo: reversing it is redo
		}
		id = first
	}
}

// changeRow is a row of the change table.
type changeRow struct {
	id   int64
	kind string
	row  int64
	op   int
	diff sql.NullString
}

func (tx *Tx) undo(step int64) (int64, error) {
	var target stepRow
	err := tx.conn.QueryRowContext(tx.ctx, "select undoable, undoes, undone_by from step where id = ?", step).
		Scan(&target.Undoable, &target.Undoes, &target.UndoneBy)
	switch {
	case err != nil:
		return 0, err
	case target.UndoneBy != 0:
		return 0, fault.New(UndoDone, nil)
	case !target.Undoable:
		return 0, fault.New(UndoGone, nil)
	}
	made, err := tx.StepID()
	if err != nil {
		return 0, err
	}
	changes, err := tx.changesOf(step)
	if err != nil {
		return 0, err
	}
	for len(changes) > 0 {
		// Runs of one kind and operation are reversed together.
		n := 1
		for n < len(changes) && changes[n].kind == changes[0].kind && changes[n].op == changes[0].op {
			n++
		}
		if err := tx.reverse(step, changes[:n]); err != nil {
			return 0, err
		}
		changes = changes[n:]
	}
	if _, err := tx.conn.ExecContext(tx.ctx, "update step set undone_by = ? where id = ?", made, step); err != nil {
		return 0, err
	}
	if target.Undoes != 0 { // a redo: the step it brings back can be undone again
		if _, err := tx.conn.ExecContext(tx.ctx, "update step set undone_by = 0 where id = ?", target.Undoes); err != nil {
			return 0, err
		}
	}
	return made, nil
}

// changesOf reads the changes of a step, newest first.
func (tx *Tx) changesOf(step int64) ([]changeRow, error) {
	rows, err := tx.conn.QueryContext(tx.ctx, "select id, kind, row_id, op, diff from change where step_id = ? order by id desc", step)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []changeRow
	for rows.Next() {
		var c changeRow
		if err := rows.Scan(&c.id, &c.kind, &c.row, &c.op, &c.diff); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// reverse takes back changes of one kind and operation.
func (tx *Tx) reverse(step int64, run []changeRow) error {
	k, err := tx.kind(run[0].kind)
	if err != nil {
		return err
	}
	ids := make([]int64, len(run))
	for i, c := range run {
		ids[i] = c.row
	}
	list, err := idList(ids)
	if err != nil {
		return err
	}
	switch run[0].op {
	case OpUpdate:
		for _, c := range run {
			if err := tx.reverseUpdate(k, c); err != nil {
				return err
			}
		}
		return nil
	case OpPurge:
		return fault.New(UndoGone, nil)
	}
	var missing int64
	err = tx.conn.QueryRowContext(tx.ctx, fmt.Sprintf(
		"select count(*) from json_each(?) j where not exists (select 1 from %s t where t.id = j.value)", quote(k.Table)), list).Scan(&missing)
	if err != nil {
		return err
	}
	if missing > 0 {
		return fault.New(UndoGone, nil)
	}
	switch run[0].op {
	case OpInsert:
		if err := tx.changedSince(k, step, list); err != nil {
			return err
		}
		if err := tx.mark(k.Name, ids, OpTrash); err != nil {
			return err
		}
		return tx.referenced(k, list)
	case OpTrash:
		return tx.mark(k.Name, ids, OpRestore)
	default:
		return tx.mark(k.Name, ids, OpTrash)
	}
}

// reverseUpdate sets the old values of one change if the new ones still stand.
func (tx *Tx) reverseUpdate(k *Kind, c changeRow) error {
	if !c.diff.Valid {
		return fault.New(UndoGone, nil)
	}
	diff, err := decodeDiff(c.diff.String)
	if err != nil {
		return err
	}
	names := sortedKeys(diff)
	now, err := tx.row(k.Table, names, c.row)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(UndoGone, nil)
	}
	if err != nil {
		return err
	}
	back := make(map[string][2]any, len(diff))
	for i, name := range names {
		if !same(now[i], diff[name][1]) {
			return tx.undoConflict(UndoConflict, k, c.row, 1)
		}
		back[name] = [2]any{diff[name][1], diff[name][0]}
	}
	return tx.applyDiff(k, c.row, back)
}

func (tx *Tx) undoConflict(code string, k *Kind, id int64, count int) error {
	title := ""
	if k.Title != nil {
		title = k.Title(tx.DB, id)
	}
	return fault.New(code, fault.P{"kind": k.Name, "id": id, "title": title, "count": count})
}

// changedSince refuses when rows that a step inserted differ from what it
// inserted, by steps that a person would remember. Changes that were taken back
// cancel out.
func (tx *Tx) changedSince(k *Kind, step int64, list string) error {
	rows, err := tx.conn.QueryContext(tx.ctx, `select c.row_id, c.diff from change c join step s on s.id = c.step_id
		where c.kind = ? and c.op = ? and s.quiet = 0 and c.step_id not in (?, ?) and c.diff is not null
		and c.id > (select min(id) from change where step_id = ?)
		and c.row_id in (select value from json_each(?)) order by c.id`,
		k.Name, OpUpdate, step, tx.stepID, step, list)
	if err != nil {
		return err
	}
	defer rows.Close()
	net := map[int64]map[string][2]any{}
	for rows.Next() {
		var id int64
		var text string
		if err := rows.Scan(&id, &text); err != nil {
			return err
		}
		diff, err := decodeDiff(text)
		if err != nil {
			return err
		}
		if net[id] == nil {
			net[id] = diff
			continue
		}
		for name, p := range diff {
			if first, ok := net[id][name]; ok {
				p[0] = first[0]
			}
			net[id][name] = p
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	var first int64
	count := 0
	for id, diff := range net {
		for _, p := range diff {
			if !same(p[0], p[1]) {
				count++
				if first == 0 || id < first {
					first = id
				}
				break
			}
		}
	}
	if count == 0 {
		return nil
	}
	_ = rows.Close()
	return tx.undoConflict(UndoConflict, k, first, count)
}

// referenced refuses when a live record points at one that is now in the trash.
// Records of the same step are in the trash already, because a step is reversed
// from its end.
func (tx *Tx) referenced(k *Kind, list string) error {
	for i := range tx.store.o.Kinds {
		child := &tx.store.o.Kinds[i]
		columns, err := tx.references(child, k)
		if err != nil {
			return err
		}
		for _, column := range columns {
			var parent int64
			err := tx.conn.QueryRowContext(tx.ctx, fmt.Sprintf(
				"select %[1]s from %[2]s where deleted_at is null and %[1]s in (select value from json_each(?)) limit 1", quote(column), quote(child.Table)), list).Scan(&parent)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			return tx.undoConflict(UndoReferenced, k, parent, 1)
		}
	}
	return nil
}

// references gives the columns of child that point at parent, by foreign key or
// by Kind.Points.
func (tx *Tx) references(child, parent *Kind) ([]string, error) {
	var out []string
	for column, kind := range child.Points {
		if kind == parent.Name {
			out = append(out, column)
		}
	}
	rows, err := tx.conn.QueryContext(tx.ctx, "select \"from\" from pragma_foreign_key_list(?) where \"table\" = ? collate nocase", child.Table, parent.Table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c string
		if err := rows.Scan(&c); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	slices.Sort(out)
	return slices.Compact(out), rows.Err()
}
