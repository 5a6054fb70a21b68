package template

import (
	"regexp"
	"strings"
	"testing"

	"keyue/backend/locale"
)

// An English contract is made anywhere: no starter and no clause of the library
// writes a country, its courts or its institutions into it that nobody chose.
func TestEnglishStartersTakeNoCountryForGranted(t *testing.T) {
	list, err := starters()
	if err != nil {
		t.Fatal(err)
	}
	clauses, err := starterClauses()
	if err != nil {
		t.Fatal(err)
	}
	place := regexp.MustCompile(`China|Chinese|Shanghai|Beijing|CIETAC|PRC|England|London|New York`)
	check := func(d *Definition) {
		t.Helper()
		bare := *d
		bare.Fields = append([]Field{}, d.Fields...)
		for i := range bare.Fields {
			f := &bare.Fields[i]
			f.Help = "" // an example is no answer
			if f.Key == "law" && (f.Default != "" || !f.Required || !f.AsLast) {
				t.Errorf("%s: the governing law is not asked for once: %+v", d.Code, *f)
			}
		}
		for _, line := range strings.Split(Print(&bare), "\n") {
			if m := place.FindString(line); m != "" {
				t.Errorf("%s says %s: %s", d.Code, m, line)
			}
		}
	}
	for _, s := range list {
		if s.def.Language == locale.En {
			check(s.def)
		}
	}
	for _, c := range clauses {
		if c.Language == locale.En {
			check(&Definition{Name: c.Name, Code: c.Code, Language: c.Language, Kind: KindOther, Fields: c.Fields, Body: Node{Type: list[0].def.Body.Type, Content: []Node{c.Body}}})
		}
	}
}
