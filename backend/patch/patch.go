// Package patch applies what an edit in place sends: a map from JSON names of
// fields to their new values, onto the struct that is row, value and JSON at
// once.
package patch

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"keyue/backend/fault"
)

// Codes of the faults of a field.
const (
	// Unknown: there is no such field, or it is not for editing.
	Unknown = "patch.unknown"
	// Type: the value is of the wrong type.
	Type = "patch.type"
)

// fixed are the names that only the store writes.
var fixed = map[string]bool{"id": true, "uid": true, "createdAt": true, "updatedAt": true, "version": true, "deletedAt": true}

// Apply sets the fields of dst, a pointer to a struct, that changes names. A
// nested struct takes the members given and keeps the others; a list is
// replaced; a map takes the keys given and drops those given as null. The
// fields come back that could not be set, Unknown or Type; the others are set.
func Apply(dst any, changes map[string]any) []fault.Field {
	v := reflect.ValueOf(dst).Elem()
	fields := map[string]reflect.Value{}
	collect(v, fields)
	var bad []fault.Field
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		f, ok := fields[name]
		if !ok || fixed[name] {
			bad = append(bad, fault.Field{Field: name, Code: Unknown})
			continue
		}
		if err := set(f, changes[name]); err != nil {
			bad = append(bad, fault.Field{Field: name, Code: Type})
		}
	}
	return bad
}

func set(f reflect.Value, x any) error {
	text, err := json.Marshal(x)
	if err != nil {
		return err
	}
	fresh := reflect.New(f.Type())
	switch f.Kind() {
	case reflect.Struct:
		fresh.Elem().Set(f)
	case reflect.Map:
		return setMap(f, text)
	}
	if string(text) != "null" {
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(fresh.Interface()); err != nil {
			return err
		}
	} else {
		fresh.Elem().SetZero()
	}
	f.Set(fresh.Elem())
	return nil
}

func setMap(f reflect.Value, text []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return err
	}
	out := reflect.MakeMap(f.Type())
	for _, k := range f.MapKeys() {
		out.SetMapIndex(k, f.MapIndex(k))
	}
	for k, part := range raw {
		key := reflect.ValueOf(k).Convert(f.Type().Key())
		if string(part) == "null" {
			out.SetMapIndex(key, reflect.Value{})
			continue
		}
		e := reflect.New(f.Type().Elem())
		if err := json.Unmarshal(part, e.Interface()); err != nil {
			return err
		}
		out.SetMapIndex(key, e.Elem())
	}
	f.Set(out)
	return nil
}

// collect gives the settable fields by JSON name, those of embedded structs
// included; a field that is no column (gorm:"-") is not for editing.
func collect(v reflect.Value, into map[string]reflect.Value) {
	for i := 0; i < v.NumField(); i++ {
		f := v.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			collect(v.Field(i), into)
		case !f.IsExported() || name == "" || name == "-" || f.Tag.Get("gorm") == "-":
		default:
			into[name] = v.Field(i)
		}
	}
}
