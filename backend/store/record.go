package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"gorm.io/gorm/schema"
)

// table is what the store knows of a record type: its kind, columns and where
// its Meta and ID are.
type table struct {
	kind   *Kind
	name   string
	schema *schema.Schema
	// data are the columns a caller may change: all but the ID and Meta.
	data []*schema.Field
	id   *schema.Field
	// lists are JSON fields of slice or map type that must not become null.
	lists []*schema.Field
	meta  []int
	// insert is the statement for a new row.
	insert string
}

// tables caches the parsed record types of one Store.
type tables struct {
	mu     sync.Mutex
	parsed sync.Map // of gorm
	byType map[reflect.Type]*table
}

var metaType = reflect.TypeFor[Meta]()

var metaColumns = map[string]bool{"uid": true, "created_at": true, "updated_at": true, "version": true, "deleted_at": true}

// of gives the table of a record type, which must be a struct with an ID of
// integer kind and an embedded Meta, in a table of a registered kind.
func (ts *tables) of(s *Store, typ reflect.Type) (*table, error) {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if t := ts.byType[typ]; t != nil {
		return t, nil
	}
	sch, err := schema.Parse(reflect.New(typ).Interface(), &ts.parsed, schema.NamingStrategy{})
	if err != nil {
		return nil, fmt.Errorf("store: %v: %w", typ, err)
	}
	t := &table{name: sch.Table, schema: sch, id: sch.PrioritizedPrimaryField, kind: s.byTable[sch.Table]}
	if t.kind == nil {
		return nil, fmt.Errorf("store: table %q of %v is no registered kind", sch.Table, typ)
	}
	m, ok := typ.FieldByName("Meta")
	if !ok || m.Type != metaType || t.id == nil || t.id.DBName != "id" {
		return nil, fmt.Errorf("store: %v needs an ID and an embedded store.Meta", typ)
	}
	t.meta = m.Index
	for _, f := range sch.Fields {
		if f.DBName == "" || f.DBName == "id" || metaColumns[f.DBName] {
			continue
		}
		t.data = append(t.data, f)
		if k := f.FieldType.Kind(); f.Serializer != nil && (k == reflect.Slice || k == reflect.Map) {
			t.lists = append(t.lists, f)
		}
	}
	names := []string{"id", "uid", "created_at", "updated_at", "version"}
	for _, f := range t.data {
		names = append(names, quote(f.DBName))
	}
	t.insert = fmt.Sprintf("insert into %s (%s) values (?%s)", quote(t.name), strings.Join(names, ","), strings.Repeat(",?", len(names)-1))
	if ts.byType == nil {
		ts.byType = map[reflect.Type]*table{}
	}
	ts.byType[typ] = t
	return t, nil
}

// settle makes nil lists empty, so that neither the row nor the JSON of the
// record holds a null where the page expects a list.
func (t *table) settle(ctx context.Context, v reflect.Value) {
	for _, f := range t.lists {
		fv := f.ReflectValueOf(ctx, v)
		if !fv.IsNil() {
			continue
		}
		if fv.Kind() == reflect.Slice {
			fv.Set(reflect.MakeSlice(fv.Type(), 0, 0))
		} else {
			fv.Set(reflect.MakeMap(fv.Type()))
		}
	}
}

// insertWith is the statement for a new row with derived columns.
func (t *table) insertWith(columns []string) string {
	if len(columns) == 0 {
		return t.insert
	}
	more := ""
	for _, c := range columns {
		more += "," + quote(c)
	}
	head, tail, _ := strings.Cut(t.insert, ") values (")
	return head + more + ") values (" + strings.TrimSuffix(tail, ")") + strings.Repeat(",?", len(columns)) + ")"
}

// value gives a field as the engine stores it: int64, float64, string, []byte
// or nil.
func value(ctx context.Context, f *schema.Field, v reflect.Value) (any, error) {
	// Most lists are empty, and gorm would marshal every one of them. A named type may have its own JSON.
	if f.Serializer != nil && f.FieldType.Name() == "" && f.TagSettings["SERIALIZER"] == "json" {
		switch r := f.ReflectValueOf(ctx, v); {
		case r.Kind() == reflect.Slice && !r.IsNil() && r.Len() == 0:
			return "[]", nil
		case r.Kind() == reflect.Map && !r.IsNil() && r.Len() == 0:
			return "{}", nil
		}
	}
	x, _ := f.ValueOf(ctx, v)
	y, err := driver.DefaultParameterConverter.ConvertValue(x)
	if err != nil {
		return nil, fmt.Errorf("store: column %s: %w", f.DBName, err)
	}
	switch x := y.(type) {
	case bool:
		if x {
			return int64(1), nil
		}
		return int64(0), nil
	case []byte:
		if x == nil {
			return nil, nil
		}
	}
	return y, nil
}

// metaOf is the embedded Meta of an addressable record.
func (t *table) metaOf(v reflect.Value) *Meta {
	return v.FieldByIndex(t.meta).Addr().Interface().(*Meta)
}

// address gives the struct behind a record handed over by pointer.
func address(rec any) (reflect.Value, error) {
	v := reflect.ValueOf(rec)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return v, fmt.Errorf("store: want a pointer to a record, got %T", rec)
	}
	return v.Elem(), nil
}
