package patch

import (
	"reflect"
	"testing"
)

type meta struct {
	Version int64 `json:"version"`
}

type nested struct {
	A string `json:"a"`
	B string `json:"b"`
}

type record struct {
	ID int64 `json:"id"`
	meta
	Name  string         `json:"name"`
	Tags  []nested       `json:"tags"`
	Part  nested         `json:"part"`
	More  map[string]any `json:"more"`
	Shown string         `gorm:"-" json:"shown"`
}

func TestOnlyTheFieldsNamedAreChanged(t *testing.T) {
	r := record{ID: 1, Name: "a", Tags: []nested{{"1", "2"}, {"3", "4"}}, Part: nested{"x", "y"}, More: map[string]any{"k": "v", "old": 1.0}}
	before := r.More
	bad := Apply(&r, map[string]any{
		"name": "b", "tags": []any{map[string]any{"a": "9"}},
		"part": map[string]any{"b": "z"},
		"more": map[string]any{"k": nil, "n": 2.0},
	})
	want := record{ID: 1, Name: "b", Tags: []nested{{"9", ""}}, Part: nested{"x", "z"}, More: map[string]any{"old": 1.0, "n": 2.0}}
	if len(bad) > 0 || !reflect.DeepEqual(r, want) {
		t.Errorf("got %+v, faults %v", r, bad)
	}
	if len(before) != 2 {
		t.Error("the map that was read was changed in place")
	}
}

func TestWhatCannotBeSetIsNamedAndTheRestIsSet(t *testing.T) {
	r := record{ID: 1, Name: "a"}
	bad := Apply(&r, map[string]any{"id": 2, "version": 9, "Name": "x", "nope": 1, "shown": "s", "part": map[string]any{"c": 1}, "tags": "text", "name": "ok"})
	codes := map[string]string{}
	for _, f := range bad {
		codes[f.Field] = f.Code
	}
	want := map[string]string{"id": Unknown, "version": Unknown, "Name": Unknown, "nope": Unknown, "shown": Unknown, "part": Type, "tags": Type}
	if !reflect.DeepEqual(codes, want) || r.Name != "ok" || r.ID != 1 {
		t.Errorf("got %v, record %+v", codes, r)
	}
}
