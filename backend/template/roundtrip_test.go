package template

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func starterFiles(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("starter/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no starter files", err)
	}
	out := map[string]string{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.ToSlash(f)] = string(data)
	}
	return out
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestEveryStarterParsesAndPrintsBackToTheSameTree(t *testing.T) {
	for name, text := range starterFiles(t) {
		t.Run(name, func(t *testing.T) {
			d, problems := Parse(text)
			for _, p := range problems {
				t.Errorf("line %d: %s %v", p.Line, p.Code, p.Params)
			}
			sameAfterPrint(t, d)
		})
	}
}

// sameAfterPrint prints, parses and compares.
func sameAfterPrint(t testing.TB, d *Definition) {
	t.Helper()
	if err := CheckTree(d); err != nil {
		t.Fatal(err)
	}
	d.Normalize()
	text := Print(d)
	back, problems := Parse(text)
	if len(problems) > 0 {
		t.Fatalf("printed text has problems: %v\n%s", problems, text)
	}
	if a, b := asJSON(t, d), asJSON(t, back); a != b {
		i := 0
		for i < len(a) && i < len(b) && a[i] == b[i] {
			i++
		}
		part := func(s string) string { return s[max(0, i-200):min(len(s), i+300)] }
		t.Fatalf("the tree changed\n%s\n--- was\n%s\n--- is\n%s", text, part(a), part(b))
	}
}
