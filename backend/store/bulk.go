package store

import (
	"database/sql"
	"errors"
	"fmt"
)

// Unindexed takes the indexes of a table away until the step ends, when they are built at once from sorted rows: for
// a step that adds more rows than the table has. Keys and unique indexes stay. What the body reads in the meantime it
// must find without them.
func (tx *Tx) Unindexed(table string) error {
	rows, err := tx.conn.QueryContext(tx.ctx,
		"select m.name, m.sql from sqlite_schema m join pragma_index_list(m.tbl_name) l on l.name = m.name"+
			" where m.type = 'index' and m.tbl_name = ? and m.sql is not null and not l.\"unique\" order by m.rowid", table)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	var names, build []string
	for rows.Next() {
		var name, sql string
		if err := rows.Scan(&name, &sql); err != nil {
			return translate(err)
		}
		names, build = append(names, name), append(build, sql)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return translate(err)
	}
	for i, name := range names {
		if _, err := tx.conn.ExecContext(tx.ctx, "drop index "+quote(name)); err != nil {
			return translate(fmt.Errorf("store: index %s: %w", name, err))
		}
		tx.unbuilt = append(tx.unbuilt, build[i])
	}
	return nil
}

// reindex builds the indexes that Unindexed took away.
func (tx *Tx) reindex() error {
	for _, sql := range tx.unbuilt {
		if _, err := tx.conn.ExecContext(tx.ctx, sql); err != nil {
			return err
		}
	}
	tx.unbuilt = nil
	return nil
}

// Replace sets a column that names a record from one id to another, in every row
// of a kind that has it, in the trash or not, with two statements whatever their
// number. where narrows the rows, in SQL of the caller's own; "" is all. The
// Derive hooks do not run for them: nothing may be derived from the column.
func (tx *Tx) Replace(kind, column string, from, to int64, where string) error {
	k, err := tx.kind(kind)
	if err != nil || from == to {
		return err
	}
	step, err := tx.StepID()
	if err != nil {
		return translate(err)
	}
	diff, err := encodeDiff(map[string][2]any{column: {from, to}})
	if err != nil {
		return err
	}
	cond := quote(column) + " = ?"
	if where != "" {
		cond += " and (" + where + ")"
	}
	rows, err := tx.conn.QueryContext(tx.ctx, fmt.Sprintf(
		"insert into change (step_id, kind, row_id, op, diff) select ?, ?, id, ?, ? from %s where %s order by id returning row_id", quote(k.Table), cond),
		step, k.Name, OpUpdate, diff, from)
	if err != nil {
		return translate(err)
	}
	ids, err := allIDs(rows)
	if err != nil || len(ids) == 0 {
		return translate(err)
	}
	_, err = tx.conn.ExecContext(tx.ctx, fmt.Sprintf(
		"update %s set %s = ?, updated_at = ?, version = version + 1 where %s", quote(k.Table), quote(column), cond),
		to, int64(tx.Now), from)
	if err != nil {
		return translate(err)
	}
	tx.Touch(kind, ids...)
	tx.Derived(kind, len(ids))
	return nil
}

// allIDs reads rows of one id each and closes them.
func allIDs(rows *sql.Rows) ([]int64, error) {
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
