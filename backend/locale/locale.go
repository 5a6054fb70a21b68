// Package locale holds the text that is not the web page's own: sentences for
// errors, labels of undoable steps, names of fields and words of enums, in
// Chinese and English. Documents, exports, native dialogs and the command line
// read it here; the page reads the same files, so a sentence stands once.
package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// Tag is a screen or document language.
type Tag string

// The two languages. Chinese is the first.
const (
	ZhCN Tag = "zh-CN"
	En   Tag = "en"
)

// ParseTag reads a language as an owner or an operating system names it:
// zh, zh_CN.UTF-8, en-US, C. Anything that is not Chinese is English; the
// empty string is Chinese.
func ParseTag(s string) Tag {
	if s == "" || strings.HasPrefix(strings.ToLower(s), "zh") {
		return ZhCN
	}
	return En
}

// Valid reports whether t is one of the two languages.
func (t Tag) Valid() bool { return t == ZhCN || t == En }

//go:embed catalog/*.json
var files embed.FS

// Entry is one text in every language.
type Entry map[Tag]string

// Catalog gives all entries by code. It is read once; a broken catalogue is a
// build fault that the tests catch.
var Catalog = sync.OnceValue(func() map[string]Entry {
	all := make(map[string]Entry)
	names, err := fs.Glob(files, "catalog/*.json")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		var part map[string]Entry
		if err := json.Unmarshal(data, &part); err != nil {
			panic(fmt.Errorf("%s: %w", path.Base(name), err))
		}
		for code, e := range part {
			all[code] = e
		}
	}
	return all
})

// Has reports whether the catalogue knows the code.
func Has(code string) bool {
	_, ok := Catalog()[code]
	return ok
}

// Retold gives text in a language where it reads exactly as the code does in
// another one: nobody wrote it otherwise. Any other text comes back as it is.
func Retold(t Tag, code, text string) string {
	for tag, said := range Catalog()[code] {
		if tag != t && said == text {
			return Text(t, code, nil)
		}
	}
	return text
}

// Text gives the text of a code with {name} replaced from p; a parameter that
// is a code itself is shown as its text. An unknown code comes back as itself,
// so that a person can still report it.
func Text(t Tag, code string, p map[string]any) string {
	e, ok := Catalog()[code]
	if !ok {
		return code
	}
	s, ok := e[t]
	if !ok {
		s = e[ZhCN]
	}
	if !strings.Contains(s, "{") {
		return s
	}
	pairs := make([]string, 0, 2*len(p))
	for name, v := range p {
		shown := fmt.Sprint(v)
		// A parameter that is itself a code is a word of the language: a kind, a stage.
		if word, ok := Catalog()[shown]; ok {
			shown = word[t]
		}
		pairs = append(pairs, "{"+name+"}", shown)
	}
	// One pass: a brace inside a customer's name is text, not a parameter.
	return strings.NewReplacer(pairs...).Replace(s)
}
