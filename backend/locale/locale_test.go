package locale

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var hole = regexp.MustCompile(`\{\w+\}`)

func TestEveryEntryHasBothLanguagesWithTheSameParameters(t *testing.T) {
	for code, e := range Catalog() {
		if strings.TrimSpace(e[ZhCN]) == "" || strings.TrimSpace(e[En]) == "" {
			t.Errorf("%s: a language is missing", code)
		}
		if len(e) != 2 {
			t.Errorf("%s: has %d languages, want 2", code, len(e))
		}
		zh, en := hole.FindAllString(e[ZhCN], -1), hole.FindAllString(e[En], -1)
		slices.Sort(zh)
		slices.Sort(en)
		if !slices.Equal(slices.Compact(zh), slices.Compact(en)) {
			t.Errorf("%s: parameters differ: %v %v", code, zh, en)
		}
	}
}

func TestACodeStandsInTheFileOfItsPackageAndOnlyThere(t *testing.T) {
	seen := map[string]string{}
	names, err := files.ReadDir("catalog")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range names {
		data, err := files.ReadFile(path.Join("catalog", f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		var part map[string]Entry
		if err := json.Unmarshal(data, &part); err != nil {
			t.Fatal(f.Name(), err)
		}
		pkg := strings.TrimSuffix(f.Name(), ".json")
		for code := range part {
			if !strings.HasPrefix(code, pkg+".") {
				t.Errorf("%s: %s belongs in another file", f.Name(), code)
			}
			if was, ok := seen[code]; ok {
				t.Errorf("%s stands in %s and %s", code, was, f.Name())
			}
			seen[code] = f.Name()
		}
	}
}

func TestTextFillsParametersAndAnUnknownCodeComesBackAsItself(t *testing.T) {
	if got := Text(En, "no.such.code", nil); got != "no.such.code" {
		t.Fatalf("got %q", got)
	}
	if got := Text(ZhCN, "fault.not_found", map[string]any{"kind": "客户"}); !strings.Contains(got, "客户") {
		t.Fatalf("got %q", got)
	}
}

func TestAParameterThatIsACodeIsShownAsItsWord(t *testing.T) {
	if got := Text(En, "fault.not_found", map[string]any{"kind": "fault.kind.contract"}); !strings.Contains(got, "This contract was not found") {
		t.Fatalf("got %q", got)
	}
}

func TestParseTag(t *testing.T) {
	for in, want := range map[string]Tag{"": ZhCN, "zh_CN.UTF-8": ZhCN, "ZH": ZhCN, "en-US": En, "C": En, "de": En} {
		if got := ParseTag(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}
