package store

import (
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
