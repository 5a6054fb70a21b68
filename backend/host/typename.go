package host

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
)

var (
	marshalerType = reflect.TypeFor[json.Marshaler]()
	textType      = reflect.TypeFor[encoding.TextMarshaler]()
)

// depth is how many levels of records are written out; below it a record is
// only named.
const depth = 2

// typeName writes a type as a person who sends JSON thinks of it:
// "string", "number", "[]number", "{id: number, name?: string}".
func typeName(t reflect.Type) string { return jsonForm(t, depth) }

func jsonForm(t reflect.Type, levels int) string {
	if t.Implements(textType) {
		return "string"
	}
	if t.Implements(marshalerType) {
		return "any"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return jsonForm(t.Elem(), levels) + "|null"
	case reflect.Bool:
		return "boolean"
	case reflect.String:
		return "string"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "integer"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Slice, reflect.Array:
		return "[]" + jsonForm(t.Elem(), levels)
	case reflect.Map:
		return "{[key]: " + jsonForm(t.Elem(), levels) + "}"
	case reflect.Struct:
		if levels == 0 {
			return t.String()
		}
		return "{" + strings.Join(fieldForms(t, levels-1), ", ") + "}"
	}
	return "any"
}

func fieldForms(t reflect.Type, levels int) []string {
	var list []string
	for i := range t.NumField() {
		f := t.Field(i)
		tag, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if tag == "-" {
			continue
		}
		if f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct {
			list = append(list, fieldForms(f.Type, levels)...)
			continue
		}
		if !f.IsExported() {
			continue
		}
		if tag == "" {
			tag = f.Name
		}
		if strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero") {
			tag += "?"
		}
		list = append(list, tag+": "+jsonForm(f.Type, levels))
	}
	return list
}
