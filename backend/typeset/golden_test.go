package typeset_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"keyue/backend/typeset"
)

var update = flag.Bool("update", false, "write the golden frames anew")

// load reads a document of testdata.
func load(t testing.TB, name string) typeset.Document {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var d typeset.Document
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestTheFramesOfTheSampleContractsAreAsLookedAt compares with frames whose
// pages a person has looked at. Fixed metrics keep them apart from the fonts.
func TestTheFramesOfTheSampleContractsAreAsLookedAt(t *testing.T) {
	for _, name := range []string{"purchase-zh", "services-en"} {
		res, err := typeset.Layout(load(t, name), fixed{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		for _, p := range res.Pages { // one item a line, so that a difference reads well
			for _, it := range p.Items {
				b, err := json.Marshal(it)
				if err != nil {
					t.Fatal(err)
				}
				got.Write(append(b, '\n'))
			}
			b, _ := json.Marshal(p.Hits)
			got.Write(append(b, '\n'))
		}
		golden := filepath.Join("testdata", name+".frames")
		if *update {
			if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		a, b := bytes.Split(got.Bytes(), []byte("\n")), bytes.Split(want, []byte("\n"))
		for i := range a {
			if i >= len(b) || !bytes.Equal(a[i], b[i]) {
				t.Errorf("%s: line %d is\n%s\nRun with -update after looking at the pages.", name, i+1, a[i])
				break
			}
		}
		if len(a) != len(b) {
			t.Errorf("%s: %d lines, want %d", name, len(a), len(b))
		}
	}
}

// TestTheSampleContractsKeepEveryLineRule scans them in the real faces.
func TestTheSampleContractsKeepEveryLineRule(t *testing.T) {
	for _, name := range []string{"purchase-zh", "services-en"} {
		d := load(t, name)
		set := fonts(t, d.Language)
		res, err := typeset.Layout(d, set, nil)
		if err != nil {
			t.Fatal(err)
		}
		lines := renderedLines(res, set)
		markSpaces(lines, words(d))
		for _, f := range faults(res, lines, nil) {
			t.Error(name, f)
		}
	}
}
