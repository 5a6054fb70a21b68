package host

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"

	"keyue/backend/fault"
)

// Dispatcher calls the exported methods of bound services by name,
// "package.Method", with JSON arguments. It is made from the same list the
// window binds, so every door reaches exactly the same methods.
type Dispatcher struct {
	methods map[string]method
	names   []string
}

type method struct {
	fn     reflect.Value
	in     []reflect.Type
	result reflect.Type // nil when the method only fails or succeeds
}

var errorType = reflect.TypeFor[error]()

// NewDispatcher reads the methods of services, which are pointers to structs
// named Service. It refuses what the page could not call: a result that is not
// (T, error) or error, or two services of one package.
func NewDispatcher(services ...any) (*Dispatcher, error) {
	d := &Dispatcher{methods: map[string]method{}}
	for _, s := range services {
		v := reflect.ValueOf(s)
		t := v.Type()
		if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct || v.IsNil() {
			return nil, fmt.Errorf("host: %s is not a pointer to a struct", t)
		}
		pkg, _, _ := strings.Cut(t.Elem().String(), ".")
		for i := range t.NumMethod() {
			name := pkg + "." + t.Method(i).Name
			if _, twice := d.methods[name]; twice {
				return nil, fmt.Errorf("host: %s is bound twice", name)
			}
			m, err := describe(v.Method(i))
			if err != nil {
				return nil, fmt.Errorf("host: %s: %w", name, err)
			}
			d.methods[name] = m
			d.names = append(d.names, name)
		}
	}
	sort.Strings(d.names)
	return d, nil
}

func describe(fn reflect.Value) (method, error) {
	t := fn.Type()
	m := method{fn: fn}
	if t.IsVariadic() {
		return m, errors.New("variadic parameters cannot be sent by the page")
	}
	for i := range t.NumIn() {
		m.in = append(m.in, t.In(i))
	}
	switch {
	case t.NumOut() == 1 && t.Out(0) == errorType:
	case t.NumOut() == 2 && t.Out(1) == errorType:
		m.result = t.Out(0)
	default:
		return m, errors.New("results must be error or (T, error)")
	}
	return m, nil
}

// Call runs a method and returns its result as JSON ("null" when it has none).
// Faults of its own: "host.unknown_method" {method}, "host.argument_count"
// {method, want, got}, "host.argument" {method, position, type}.
func (d *Dispatcher) Call(name string, args []json.RawMessage) (result json.RawMessage, err error) {
	defer fault.Recover(&err)
	m, ok := d.methods[name]
	if !ok {
		return nil, fault.New("host.unknown_method", fault.P{"method": name})
	}
	if len(args) != len(m.in) {
		return nil, fault.New("host.argument_count", fault.P{"method": name, "want": len(m.in), "got": len(args)})
	}
	in := make([]reflect.Value, len(args))
	for i, raw := range args {
		v := reflect.New(m.in[i])
		if err := json.Unmarshal(raw, v.Interface()); err != nil {
			return nil, fault.Wrap(err, "host.argument", fault.P{"method": name, "position": i + 1, "type": typeName(m.in[i])})
		}
		in[i] = v.Elem()
	}
	out := m.fn.Call(in)
	if err, _ := out[len(out)-1].Interface().(error); err != nil {
		return nil, err
	}
	if m.result == nil {
		return json.RawMessage("null"), nil
	}
	return encode(out[0].Interface())
}

// encode leaves <, > and & as they are: this is JSON for a program, not a page.
func encode(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// ParseArgs reads a JSON array of arguments; an empty text means none. Fault
// "host.arguments" when it is anything else.
func ParseArgs(text []byte) ([]json.RawMessage, error) {
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return nil, nil
	}
	var args []json.RawMessage
	if text[0] != '[' {
		return nil, fault.New("host.arguments", nil)
	}
	if err := json.Unmarshal(text, &args); err != nil {
		return nil, fault.Wrap(err, "host.arguments", nil)
	}
	return args, nil
}

// Param is one argument of a method.
type Param struct {
	Name string `json:"name"`
	Type string `json:"type"` // its JSON form
}

// MethodInfo describes one callable method.
type MethodInfo struct {
	Name   string  `json:"name"` // "customer.List"
	Params []Param `json:"params"`
	Result string  `json:"result,omitempty"` // the JSON form of the result, "" when none
}

// Methods lists everything that can be called, by name. names has the names of
// parameters by method, which the program itself does not know; without them
// arguments are numbered.
func (d *Dispatcher) Methods(names map[string][]string) []MethodInfo {
	list := make([]MethodInfo, 0, len(d.names))
	for _, name := range d.names {
		m := d.methods[name]
		info := MethodInfo{Name: name, Params: []Param{}}
		for i, t := range m.in {
			p := Param{Name: fmt.Sprintf("arg%d", i+1), Type: typeName(t)}
			if known := names[name]; len(known) == len(m.in) {
				p.Name = known[i]
			}
			info.Params = append(info.Params, p)
		}
		if m.result != nil {
			info.Result = typeName(m.result)
		}
		list = append(list, info)
	}
	return list
}
