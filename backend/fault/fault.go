// Package fault is the one error type of the application: a stable code and
// parameters that the page and the command line turn into a sentence, and a
// private cause that is logged and never shown.
//
// A code is a catalogue key such as "customer.name.required"; its sentence in
// both languages stands in backend/locale/catalog.
package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sort"
	"strings"
)

// Codes that belong to no domain.
const (
	// Internal is what an unknown error becomes: a bug of ours or of the machine.
	Internal = "fault.internal"
	// InvalidInput carries Fields; each says what is wrong with one of them.
	InvalidInput = "fault.invalid"
	// NotFound says that the record is gone or never was; parameter kind.
	NotFound = "fault.not_found"
	// Cancelled says that the person stopped the work.
	Cancelled = "fault.cancelled"
)

// P holds the parameters of a sentence: strings and numbers under the names
// the catalogue uses in braces.
type P = map[string]any

// Error is an error with a sentence for people.
type Error struct {
	Code   string  `json:"code"`
	Params P       `json:"params,omitempty"`
	Fields []Field `json:"fields,omitempty"`
	cause  error
}

// Field says what is wrong with one field. Field is its JSON name, with an
// index for lists: "phones.1.number".
type Field struct {
	Field  string `json:"field"`
	Code   string `json:"code"`
	Params P      `json:"params,omitempty"`
}

// New makes an error of the given code.
func New(code string, p P) *Error { return &Error{Code: code, Params: p} }

// Wrap makes an error of the given code that keeps its cause for the log.
func Wrap(cause error, code string, p P) *Error {
	return &Error{Code: code, Params: p, cause: cause}
}

// Missing is the NotFound error for a kind of record ("customer"); its word
// stands in the catalogue as "fault.kind.customer".
func Missing(kind string) *Error { return New(NotFound, P{"kind": "fault.kind." + kind}) }

// Invalid joins the faults of fields into one error; nil when there are none.
func Invalid(fields []Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Code: InvalidInput, Fields: fields}
}

// Error is for logs: the code, sorted parameters, fields and the cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	keys := make([]string, 0, len(e.Params))
	for k := range e.Params {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, " %s=%v", k, e.Params[k])
	}
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " [%s %s]", f.Field, f.Code)
	}
	if e.cause != nil {
		b.WriteString(": ")
		b.WriteString(e.cause.Error())
	}
	return b.String()
}

// Unwrap gives the private cause.
func (e *Error) Unwrap() error { return e.cause }

// JSON is the form the page receives: code, params and fields, never the cause.
func (e *Error) JSON() string {
	b, err := json.Marshal(e)
	if err != nil {
		// A parameter that cannot be encoded must not hide the code.
		b, _ = json.Marshal(&Error{Code: e.Code})
	}
	return string(b)
}

// From gives the Error inside err, or wraps an unknown error as Internal; nil stays nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return Wrap(err, Internal, nil)
}

// Is reports whether err carries the code.
func Is(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

// Recover turns a panic into an Internal error. It is deferred first in every
// method the page may call: a panic there would leave the page waiting for ever.
func Recover(errp *error) {
	if r := recover(); r != nil {
		*errp = Wrap(fmt.Errorf("panic: %v\n%s", r, debug.Stack()), Internal, nil)
	}
}
