package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"keyue/backend/fault"

	"github.com/google/uuid"
)

// quote is a column or table name in SQL; names come from Go types, never from
// people.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Insert adds a record and sets its ID and Meta. rec is a pointer. A UID that is
// already set is kept (restores and imports of our own data).
func (tx *Tx) Insert(rec Record) error {
	v, err := address(rec)
	if err != nil {
		return err
	}
	t, err := tx.store.tables.of(tx.store, v.Type())
	if err != nil {
		return err
	}
	id, err := tx.insertRow(t, v, t.insert, nil)
	if err != nil {
		return translate(err)
	}
	return translate(tx.record(t.kind.Name, id, OpInsert, nil))
}

// insertRow writes the row of v and fills its ID and Meta. query is t.insert or what insertWith makes of it for the
// columns of more.
func (tx *Tx) insertRow(t *table, v reflect.Value, query string, more []any) (int64, error) {
	st, err := tx.prepare(query)
	if err != nil {
		return 0, err
	}
	m := t.metaOf(v)
	uid := m.UID
	if uid == "" {
		u, err := uuid.NewV7()
		if err != nil {
			return 0, err
		}
		uid = u.String()
	}
	t.settle(tx.ctx, v)
	idField := t.id.ReflectValueOf(tx.ctx, v)
	args := make([]any, 0, 5+len(t.data)+len(more))
	first, err := tx.firstID(t)
	if err != nil {
		return 0, err
	}
	args = append(args, first, uid, int64(tx.Now), int64(tx.Now), int64(1))
	if n := idField.Int(); n != 0 {
		args[0] = n
	}
	for _, f := range t.data {
		x, err := value(tx.ctx, f, v)
		if err != nil {
			return 0, err
		}
		args = append(args, x)
	}
	args = append(args, more...)
	// The driver starts a goroutine for every statement whose context can end; a
	// row takes less time than that, and the transaction has the context.
	res, err := st.ExecContext(context.WithoutCancel(tx.ctx), args...)
	if err != nil {
		return 0, err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return 0, err
	}
	idField.SetInt(id)
	*m = Meta{UID: uid, CreatedAt: tx.Now, UpdatedAt: tx.Now, Version: 1}
	return id, nil
}

// InsertAll adds many records at once. recs is a []T or []*T of one record type
// whose IDs are zero; IDs and Meta are set in place.
func (tx *Tx) InsertAll(recs any) error { return tx.InsertAllWith(recs, nil, nil) }

// InsertAllWith is InsertAll with derived columns, which are no part of the record: more gives their values for each
// record. Writing them with the row spares every index on them a second entry.
func (tx *Tx) InsertAllWith(recs any, columns []string, more func(i int) []any) error {
	list := reflect.ValueOf(recs)
	if list.Kind() == reflect.Pointer {
		list = list.Elem()
	}
	if list.Kind() != reflect.Slice {
		return fmt.Errorf("store: want a slice of records, got %T", recs)
	}
	if list.Len() == 0 {
		return nil
	}
	t, err := tx.store.tables.of(tx.store, list.Type().Elem())
	if err != nil {
		return err
	}
	step, err := tx.StepID()
	if err != nil {
		return translate(err)
	}
	query := t.insertWith(columns)
	ids := make([]int64, list.Len())
	for i := range ids {
		var values []any
		if more != nil {
			values = more(i)
		}
		v := list.Index(i)
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if t.id.ReflectValueOf(tx.ctx, v).Int() != 0 {
			return fmt.Errorf("store: record %d of InsertAll has an ID already", i)
		}
		if i%512 == 0 && tx.ctx.Err() != nil {
			return tx.ctx.Err()
		}
		if ids[i], err = tx.insertRow(t, v, query, values); err != nil {
			return translate(err)
		}
	}
	// One statement for all change rows: the engine gave ascending ids, and no
	// other writer can have taken one in between.
	_, err = tx.conn.ExecContext(tx.ctx, fmt.Sprintf(
		"insert into change (step_id, kind, row_id, op) select ?, ?, id, ? from %s where id between ? and ? order by id", quote(t.name)),
		step, t.kind.Name, OpInsert, ids[0], ids[len(ids)-1])
	if err != nil {
		return translate(err)
	}
	tx.Touch(t.kind.Name, ids...)
	return nil
}

// Update writes the whole record by ID if nobody changed it since it was read:
// its Version must be the row's, else fault store.conflict. Version and
// UpdatedAt are set. A record equal to its row is left alone and not recorded.
// rec is a pointer.
func (tx *Tx) Update(rec Record) error {
	v, err := address(rec)
	if err != nil {
		return err
	}
	t, err := tx.store.tables.of(tx.store, v.Type())
	if err != nil {
		return err
	}
	return translate(tx.update(t, v, rec.RowID()))
}

func (tx *Tx) update(t *table, v reflect.Value, id int64) error {
	names := make([]string, 0, len(t.data)+1)
	names = append(names, "version")
	for _, f := range t.data {
		names = append(names, f.DBName)
	}
	old, err := tx.row(t.name, names, id)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Missing(t.kind.Name)
	}
	if err != nil {
		return err
	}
	m := t.metaOf(v)
	if old[0] != m.Version {
		return fault.New(Conflict, fault.P{"kind": t.kind.Name, "id": id})
	}
	t.settle(tx.ctx, v)
	diff := map[string][2]any{}
	for i, f := range t.data {
		x, err := value(tx.ctx, f, v)
		if err != nil {
			return err
		}
		if !same(old[i+1], x) {
			diff[f.DBName] = [2]any{old[i+1], x}
		}
	}
	if len(diff) == 0 {
		return nil
	}
	if err := tx.applyDiff(t.kind, id, diff); err != nil {
		return err
	}
	m.Version, m.UpdatedAt = m.Version+1, tx.Now
	return nil
}

// applyDiff sets the new values of columns and records the change.
func (tx *Tx) applyDiff(k *Kind, id int64, diff map[string][2]any) error {
	var set strings.Builder
	args := make([]any, 0, len(diff)+2)
	for _, name := range sortedKeys(diff) {
		set.WriteString(quote(name) + " = ?, ")
		args = append(args, diff[name][1])
	}
	args = append(args, int64(tx.Now), id)
	st, err := tx.prepare("update " + quote(k.Table) + " set " + set.String() + "version = version + 1, updated_at = ? where id = ?")
	if err != nil {
		return err
	}
	if _, err := st.ExecContext(tx.ctx, args...); err != nil {
		return err
	}
	text, err := encodeDiff(diff)
	if err != nil {
		return err
	}
	return tx.record(k.Name, id, OpUpdate, text)
}

// row reads columns of one row as the engine stores them.
func (tx *Tx) row(table string, names []string, id int64) ([]any, error) {
	var list strings.Builder
	for i, n := range names {
		if i > 0 {
			list.WriteByte(',')
		}
		list.WriteString(quote(n))
	}
	vals := make([]any, len(names))
	into := make([]any, len(names))
	for i := range vals {
		into[i] = &vals[i]
	}
	st, err := tx.prepare("select " + list.String() + " from " + quote(table) + " where id = ?")
	if err != nil {
		return nil, err
	}
	err = st.QueryRowContext(tx.ctx, id).Scan(into...)
	for i, x := range vals {
		if b, ok := x.(bool); ok {
			vals[i] = int64(0)
			if b {
				vals[i] = int64(1)
			}
		}
	}
	return vals, err
}

// same compares two stored values. No bytes and no value are the same, and a
// whole number may come back from the history as either type.
func same(a, b any) bool {
	switch x := a.(type) {
	case []byte:
		return sameBytes(x, b)
	case float64:
		if y, ok := b.(int64); ok {
			return x == float64(y)
		}
	case int64:
		if y, ok := b.(float64); ok {
			return float64(x) == y
		}
	}
	if y, ok := b.([]byte); ok {
		return sameBytes(y, a)
	}
	return a == b
}

func sameBytes(a []byte, b any) bool {
	if b == nil {
		return len(a) == 0
	}
	y, ok := b.([]byte)
	return ok && bytes.Equal(a, y)
}

// encodeDiff writes {"column": [old, new]}; bytes become {"b": base64}.
func encodeDiff(diff map[string][2]any) (string, error) {
	for k, p := range diff {
		for i := range p {
			if b, ok := p[i].([]byte); ok {
				p[i] = map[string]string{"b": base64.StdEncoding.EncodeToString(b)}
			}
		}
		diff[k] = p
	}
	out, err := json.Marshal(diff)
	return string(out), err
}

// decodeDiff is the inverse of encodeDiff: values as the engine stores them.
func decodeDiff(text string) (map[string][2]any, error) {
	var raw map[string][2]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&raw); err != nil {
		return nil, err
	}
	for k, p := range raw {
		for i, x := range p {
			y, err := storedValue(x)
			if err != nil {
				return nil, err
			}
			p[i] = y
		}
		raw[k] = p
	}
	return raw, nil
}

func storedValue(x any) (any, error) {
	switch x := x.(type) {
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return n, nil
		}
		return x.Float64()
	case map[string]any:
		s, _ := x["b"].(string)
		return base64.StdEncoding.DecodeString(s)
	}
	return x, nil
}

// sortedKeys gives the keys in a fixed order.
func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
