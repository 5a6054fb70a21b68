package intake

import (
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// A labelled blank, see testdata/blanks.txt.
type labelled1 struct {
	line, ordinal      int
	typ, source, label string
}

func readLabels(t *testing.T, file string) map[string][]labelled1 {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]labelled1{}
	file = ""
	for _, l := range strings.Split(string(data), "\n") {
		if l == "" || l[0] == '#' {
			continue
		}
		if l[0] == '@' {
			file = l[1:]
			continue
		}
		f := strings.SplitN(l, " ", 4)
		line, ord, _ := strings.Cut(f[0], ".")
		a, err1 := strconv.Atoi(line)
		b, err2 := strconv.Atoi(ord)
		if err1 != nil || err2 != nil || len(f) != 4 {
			t.Fatalf("bad label %q", l)
		}
		out[file] = append(out[file], labelled1{a, b, f[1], f[2], f[3]})
	}
	return out
}

var markup = regexp.MustCompile(`</?u>|[*#>\-\s_　|]|^\d+[.、]|\[(?:sign|meta|date|court)\]`)

func bare(s string) string { return compact(markup.ReplaceAllString(s, "")) }

// linesOf finds the line of the file for every block of a proposal.
func linesOf(p *Proposal, text string) []int {
	lines := strings.Split(text, "\n")
	out := make([]int, len(p.Original))
	at := 0
	for i, o := range p.Original {
		want := bare(strings.Split(o.Text, "\n")[0])
		if o.Kind != "paragraph" || want == "" {
			continue
		}
		found := -1
		for k := at; k < len(lines) && k < at+12 && found < 0; k++ {
			if bare(lines[k]) == want {
				found = k
			}
		}
		for k := at; k < len(lines) && found < 0; k++ {
			if have := bare(lines[k]); have != "" && (strings.Contains(have, want) || strings.HasPrefix(want, have)) {
				found = k
			}
		}
		if found >= 0 {
			out[i], at = found+1, found+1
		}
	}
	return out
}

// source of a blank in the words of the labels: A.name, contract.amount, -.
func sourceLabel(p *Proposal, b *Blank) string {
	key := strings.Split(b.Key, "+")[0]
	if strings.HasPrefix(key, "party") && strings.Contains(key, ".") {
		return strings.TrimPrefix(key, "party")
	}
	for _, f := range p.Fields {
		if f.Key == b.Key {
			if f.Source != "" {
				return f.Source
			}
			for k, q := range p.Parties { // a third party's facts are fields of their own
				if q.Role == "" && strings.HasPrefix(f.Label, q.Label) {
					return string(rune('A'+k)) + ".?" + strings.TrimPrefix(f.Label, q.Label)
				}
			}
		}
	}
	return "-"
}

func TestBlanksOfChineseContractsAreFound(t *testing.T) { measure(t, "blanks.txt") }

func TestBlanksOfUnknownContractsAreFound(t *testing.T) { measure(t, "heldout.txt") }

// measure compares what is found with what a person found, and prints how much
// of it is right.
func measure(t *testing.T, file string) {
	labels := readLabels(t, file)
	var names []string
	for f := range labels {
		names = append(names, f)
	}
	sort.Strings(names)
	verbose := os.Getenv("BLANKS") != ""
	all, found, right, typed, sourced := 0, 0, 0, 0, 0
	for _, name := range names {
		files := corpus(t, "5-contracts-zh-text", "*"+strings.NewReplacer("[", "?", "（", "?", "）", "?").Replace(name))
		if len(files) != 1 {
			t.Fatalf("%s names %d files", name, len(files))
		}
		data, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		p := Propose(readFile(t, files[0]))
		lines := linesOf(&p, string(data))
		got := map[int][]*Blank{}
		for i := range p.Blanks {
			b := &p.Blanks[i]
			if b.Sign || b.Block < 0 {
				continue
			}
			got[lines[b.Block]] = append(got[lines[b.Block]], b)
		}
		want := map[int][]labelled1{}
		for _, l := range labels[name] {
			want[l.line] = append(want[l.line], l)
		}
		a, f, r := 0, 0, 0
		for _, list := range got {
			f += len(list)
		}
		var keys []int
		for l := range want {
			keys = append(keys, l)
		}
		for l := range got {
			if len(want[l]) == 0 {
				keys = append(keys, l)
			}
		}
		sort.Ints(keys)
		for _, l := range keys {
			a += len(want[l])
			hits := min(len(want[l]), len(got[l]))
			r += hits
			for i := range hits {
				b, w := got[l][i], want[l][i]
				src := sourceLabel(&p, b)
				okSource := src == w.source || strings.HasPrefix(src, "C.?") && (strings.HasPrefix(w.source, "C.") || w.source == "-")
				if string(b.Type) == w.typ {
					typed++
				} else if verbose {
					t.Logf("%s:%d.%d type %s, labelled %s (%s)", name, l, i+1, b.Type, w.typ, w.label)
				}
				if okSource {
					sourced++
				} else if verbose {
					t.Logf("%s:%d.%d source %s, labelled %s (%s)", name, l, i+1, src, w.source, w.label)
				}
			}
			if verbose && len(want[l]) != len(got[l]) {
				var g []string
				for _, b := range got[l] {
					g = append(g, b.Before+"["+b.Text+"]"+b.After)
				}
				t.Logf("%s:%d found %d of %d: %q", name, l, len(got[l]), len(want[l]), g)
			}
		}
		all, found, right = all+a, found+f, right+r
		t.Logf("%-60s labelled %3d found %3d right %3d", filepath.Base(name), a, f, r)
	}
	recall, precision := float64(right)/float64(all), float64(right)/float64(found)
	t.Logf("recall %.1f %% of %d, precision %.1f %% of %d, type right %.1f %%, source right %.1f %%", 100*recall, all, 100*precision, found, 100*float64(typed)/float64(right), 100*float64(sourced)/float64(right))
	if recall < 0.9 || precision < 0.85 {
		t.Errorf("recall %.3f, precision %.3f", recall, precision)
	}
}
