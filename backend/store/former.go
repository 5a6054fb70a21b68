package store

import (
	"database/sql"
	"errors"

	"gorm.io/gorm"

	"keyue/backend/fault"
)

// Former gives what a column of a record held before a change, as the engine
// stores it. Fault fault.not_found when the change did not touch it.
func (tx *Tx) Former(change int64, column string) (kind string, id int64, value any, err error) {
	var diff sql.NullString
	err = tx.conn.QueryRowContext(tx.ctx, "select kind, row_id, diff from change where id = ?", change).Scan(&kind, &id, &diff)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !diff.Valid {
		return "", 0, nil, fault.Missing("change")
	}
	if err != nil {
		return "", 0, nil, translate(err)
	}
	columns, err := decodeDiff(diff.String)
	if err != nil {
		return "", 0, nil, err
	}
	pair, ok := columns[column]
	if !ok {
		return "", 0, nil, fault.Missing("change")
	}
	return kind, id, pair[0], nil
}

// SetColumns sets columns of a live record to values as the engine stores them,
// as an update of it. What is the same already is left alone. Fault
// fault.not_found for a record in the trash.
func (tx *Tx) SetColumns(kind string, id int64, values map[string]any) error {
	k, err := tx.kind(kind)
	if err != nil {
		return err
	}
	names := append(sortedKeys(values), "deleted_at")
	now, err := tx.row(k.Table, names, id)
	if errors.Is(err, sql.ErrNoRows) || err == nil && now[len(now)-1] != nil {
		return fault.Missing(kind)
	}
	if err != nil {
		return translate(err)
	}
	diff := map[string][2]any{}
	for i, name := range names[:len(names)-1] {
		if !same(now[i], values[name]) {
			diff[name] = [2]any{now[i], values[name]}
		}
	}
	if len(diff) == 0 {
		return nil
	}
	return translate(tx.applyDiff(k, id, diff))
}

// Column reads one column of a record as the engine stores it.
func (tx *Tx) Column(kind string, id int64, column string) (any, error) {
	k, err := tx.kind(kind)
	if err != nil {
		return nil, err
	}
	now, err := tx.row(k.Table, []string{column}, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.Missing(kind)
	}
	if err != nil {
		return nil, translate(err)
	}
	return now[0], nil
}

// Author gives who last wrote a record; "" where nobody is named, as in solo mode,
// or where there is no such record.
func Author(db *gorm.DB, kind string, id int64) (string, error) {
	var by []string
	err := db.Table("change").Joins("join step on step.id = change.step_id").Where("change.kind = ? and change.row_id = ?", kind, id).
		Order("change.id desc").Limit(1).Pluck("step.actor", &by).Error
	if err != nil || len(by) == 0 {
		return "", err
	}
	return by[0], nil
}
