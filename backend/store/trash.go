package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"keyue/backend/fault"
)

// kind finds a registered kind by name.
func (tx *Tx) kind(name string) (*Kind, error) {
	k := tx.store.byName[name]
	if k == nil {
		return nil, fmt.Errorf("store: %q is no registered kind", name)
	}
	return k, nil
}

// Trash moves live records to the trash. Records that are there already are
// left alone. What belongs to a record does not follow: the domain names it.
func (tx *Tx) Trash(kind string, ids ...int64) error {
	return tx.mark(kind, ids, OpTrash)
}

// Restore brings records back from the trash. Fault store.duplicate when a
// unique value was taken meanwhile.
func (tx *Tx) Restore(kind string, ids ...int64) error {
	return tx.mark(kind, ids, OpRestore)
}

// mark moves rows into or out of the trash with two statements whatever their
// number.
func (tx *Tx) mark(kind string, ids []int64, op int) error {
	k, err := tx.kind(kind)
	if err != nil || len(ids) == 0 {
		return err
	}
	list, err := idList(ids)
	if err != nil {
		return err
	}
	return translate(tx.markWhere(k, "id in (select value from json_each(?))", list, op))
}

func (tx *Tx) markWhere(k *Kind, where string, arg any, op int) error {
	step, err := tx.StepID()
	if err != nil {
		return err
	}
	// The sign keeps the engine from walking the index that begins with the time
	// of deletion, through every live row, instead of reading the rows by id.
	cond, set := "+deleted_at is null", any(int64(tx.Now))
	if op == OpRestore {
		cond, set = "+deleted_at is not null", nil
	}
	rows, err := tx.conn.QueryContext(tx.ctx, fmt.Sprintf(
		"insert into change (step_id, kind, row_id, op) select ?, ?, id, ? from %s where %s and %s order by id returning row_id", quote(k.Table), where, cond),
		step, k.Name, op, arg)
	if err != nil {
		return err
	}
	moved, err := allIDs(rows)
	if err != nil || len(moved) == 0 {
		return err
	}
	_, err = tx.conn.ExecContext(tx.ctx, fmt.Sprintf(
		"update %s set deleted_at = ?, updated_at = ?, version = version + 1 where %s and %s", quote(k.Table), where, cond),
		set, int64(tx.Now), arg)
	if err != nil {
		return err
	}
	tx.Touch(k.Name, moved...)
	return nil
}

// Purge deletes trashed records for good, and with them what their history
// said. Live records among ids are left alone. It cannot be undone. Fault
// store.in_use when other records point at one of them.
func (tx *Tx) Purge(kind string, ids ...int64) error {
	k, err := tx.kind(kind)
	if err != nil || len(ids) == 0 {
		return err
	}
	list, err := idList(ids)
	if err != nil {
		return err
	}
	if err := tx.pointedAt(k, list); err != nil {
		return err
	}
	if err := tx.keepIDs(); err != nil {
		return translate(err)
	}
	gone, err := tx.deleteRows(k, list)
	if err != nil || len(gone) == 0 {
		if fault.Is(translate(err), InUse) {
			return fault.Wrap(err, InUse, fault.P{"kind": kind})
		}
		return translate(err)
	}
	if list, err = idList(gone); err != nil {
		return err
	}
	step, err := tx.StepID()
	if err != nil {
		return err
	}
	if _, err := tx.conn.ExecContext(tx.ctx,
		"update change set diff = null where kind = ? and row_id in (select value from json_each(?))", kind, list); err != nil {
		return translate(err)
	}
	if _, err := tx.conn.ExecContext(tx.ctx,
		"insert into change (step_id, kind, row_id, op) select ?, ?, value, ? from json_each(?)", step, kind, OpPurge, list); err != nil {
		return translate(err)
	}
	if _, err := tx.conn.ExecContext(tx.ctx, "update step set undoable = 0 where id = ?", step); err != nil {
		return translate(err)
	}
	tx.step.NoUndo = true
	tx.Touch(kind, gone...)
	return nil
}

// pointedAt refuses to purge what a column of Kind.Points still names; foreign
// keys of the schema are the engine's to keep.
func (tx *Tx) pointedAt(k *Kind, list string) error {
	for i := range tx.store.o.Kinds {
		child := &tx.store.o.Kinds[i]
		for column, kind := range child.Points {
			if kind != k.Name {
				continue
			}
			var n int64
			err := tx.conn.QueryRowContext(tx.ctx, fmt.Sprintf(
				"select exists (select 1 from %[1]s c join %[2]s p on p.id = c.%[3]s where p.deleted_at is not null and p.id in (select value from json_each(?)))",
				quote(child.Table), quote(k.Table), quote(column)), list).Scan(&n)
			if err != nil {
				return translate(err)
			}
			if n != 0 {
				return fault.New(InUse, fault.P{"kind": k.Name})
			}
		}
	}
	return nil
}

// keepIDs notes the highest id of every kind before rows are deleted, so that
// no id is given twice: the history of a purged record must not become that of
// another.
func (tx *Tx) keepIDs() error {
	for i := range tx.store.o.Kinds {
		k := &tx.store.o.Kinds[i]
		_, err := tx.conn.ExecContext(tx.ctx, fmt.Sprintf(
			`insert into counter (key, value) select ?, max(id) from %s where true having max(id) is not null
			on conflict (key) do update set value = max(counter.value, excluded.value)`, quote(k.Table)), idKey(k.Table))
		if err != nil {
			return err
		}
	}
	return nil
}

// idKey is the counter that holds the highest id known to have been given.
func idKey(table string) string { return "id:" + table }

// firstID is the id for the first row that this transaction inserts into a
// table: nil lets the engine go on from the highest one there.
func (tx *Tx) firstID(t *table) (any, error) {
	if tx.numbered[t] {
		return nil, nil
	}
	tx.numbered[t] = true
	var high int64
	err := tx.conn.QueryRowContext(tx.ctx, fmt.Sprintf(
		"select value from counter where key = ? and value > coalesce((select max(id) from %s), 0)", quote(t.name)), idKey(t.name)).Scan(&high)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return high + 1, err
}

// deleteRows deletes trashed rows and gives the ids that were there.
func (tx *Tx) deleteRows(k *Kind, list string) ([]int64, error) {
	rows, err := tx.conn.QueryContext(tx.ctx, fmt.Sprintf(
		"delete from %s where id in (select value from json_each(?)) and deleted_at is not null returning id", quote(k.Table)), list)
	if err != nil {
		return nil, err
	}
	return allIDs(rows)
}

// idList is ids as a JSON array, which one parameter can carry at any length.
func idList(ids []int64) (string, error) {
	out, err := json.Marshal(ids)
	return string(out), err
}

// IDs keeps the rows whose column is one of ids, however many there are.
func IDs(db *gorm.DB, column string, ids []int64) *gorm.DB {
	list, err := idList(ids)
	if err != nil {
		_ = db.AddError(err)
		return db
	}
	if ids == nil {
		list = "[]"
	}
	return db.Set(byID, true).Where(column+" in (select value from json_each(?))", list)
}
