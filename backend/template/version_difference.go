package template

import (
	"slices"
	"strings"

	"keyue/backend/fault"
)

// FieldChange is a field that two versions have otherwise.
type FieldChange struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	// Kind is added, removed or changed. Old and New describe the field in words.
	Kind   string  `json:"kind"`
	Old    string  `json:"old"`
	New    string  `json:"new"`
	Pieces []Piece `json:"pieces"`
}

// SettingChange is a setting of the document that two versions have otherwise.
type SettingChange struct {
	// Setting is name, kind, language, numbering, page, margins, size, prices,
	// header, footer or logo; template.setting.* names it.
	Setting string `json:"setting"`
	Old     string `json:"old"`
	New     string `json:"new"`
}

// LockChange is a clause whose lock two versions have otherwise.
type LockChange struct {
	// Heading is the clause as the newer version numbers and names it.
	Heading string `json:"heading"`
	Old     string `json:"old"`
	New     string `json:"new"`
}

// VersionDifference is how one version of a template differs from another:
//
//	{"from":{…},"to":{…},"changes":[{"where":"第三条 付款","pieces":[{"kind":"same|old|new","text":"…"}]}],
//	 "fields":[{"key","label","kind":"added|removed|changed","old","new","pieces"}],
//	 "settings":[{"setting","old","new"}],"locks":[{"heading","old","new"}],"same":false}
type VersionDifference struct {
	From VersionInfo `json:"from"`
	To   VersionInfo `json:"to"`
	// Changes are those of the text, clause by clause.
	Changes  []Change        `json:"changes"`
	Fields   []FieldChange   `json:"fields"`
	Settings []SettingChange `json:"settings"`
	Locks    []LockChange    `json:"locks"`
	// Same says that both say exactly the same. When it is false and all lists are
	// empty, only the look of the text differs: bold, alignment, widths.
	Same bool `json:"same"`
}

// Difference compares two versions of a template, older first. Faults
// fault.not_found, template.versions_apart for versions of two templates.
func (s *Service) Difference(from, to VersionID) (d *VersionDifference, err error) {
	defer fault.Recover(&err)
	a, err := Version(s.db(), from)
	if err != nil {
		return nil, err
	}
	b, err := Version(s.db(), to)
	if err != nil {
		return nil, err
	}
	if a.TemplateID != b.TemplateID {
		return nil, fault.New("template.versions_apart", nil)
	}
	t, err := Find(s.db(), a.TemplateID)
	if err != nil {
		return nil, err
	}
	d = compareDefinitions(&a.Definition, &b.Definition)
	d.From, d.To = a.info(t), b.info(t)
	return d, nil
}

// DifferenceOfEdit compares a version with what the editor holds, before it is
// saved or published; the answer's To is empty.
func (s *Service) DifferenceOfEdit(from VersionID, e Edit) (d *VersionDifference, err error) {
	defer fault.Recover(&err)
	a, err := Version(s.db(), from)
	if err != nil {
		return nil, err
	}
	def, err := e.definition()
	if err != nil {
		return nil, err
	}
	t, err := Find(s.db(), a.TemplateID)
	if err != nil {
		return nil, err
	}
	d = compareDefinitions(&a.Definition, def)
	d.From = a.info(t)
	return d, nil
}

func (e *Edition) info(t *Template) VersionInfo {
	return VersionInfo{ID: e.ID, Meta: e.Meta, N: e.N, State: e.State, PublishedAt: int64(e.PublishedAt), Current: e.ID == t.CurrentID}
}

func compareDefinitions(a, b *Definition) *VersionDifference {
	d := &VersionDifference{Changes: BodyDifferences(a, b), Fields: fieldChanges(a, b), Settings: settingChanges(a, b), Locks: lockChanges(a, b)}
	ha, errA := a.hash()
	hb, errB := b.hash()
	d.Same = errA == nil && errB == nil && ha == hb
	return d
}

// fieldChanges lists fields by key: first those of the newer version in its
// order, then those it has no more.
func fieldChanges(a, b *Definition) []FieldChange {
	out := []FieldChange{}
	na, nb := newNames(a), newNames(b)
	for i := range b.Fields {
		f := &b.Fields[i]
		text := nb.fieldSentence(f)
		old := a.field(f.Key)
		if old == nil {
			out = append(out, FieldChange{Key: f.Key, Label: f.Label, Kind: "added", New: text, Pieces: Pieces("", text)})
			continue
		}
		was := na.fieldSentence(old)
		if was == text {
			was, text = na.codedSentence(old), nb.codedSentence(f)
		}
		if was != text {
			out = append(out, FieldChange{Key: f.Key, Label: f.Label, Kind: "changed", Old: was, New: text, Pieces: Pieces(was, text)})
		}
	}
	for i := range a.Fields {
		if f := &a.Fields[i]; b.field(f.Key) == nil {
			text := na.fieldSentence(f)
			out = append(out, FieldChange{Key: f.Key, Label: f.Label, Kind: "removed", Old: text, Pieces: Pieces(text, "")})
		}
	}
	return out
}

// settingChanges compares the front matter line by line.
func settingChanges(a, b *Definition) []SettingChange {
	out := []SettingChange{}
	sa, sb := settingTexts(a), settingTexts(b)
	for _, w := range headWords {
		if w.code != "fields" && w.code != "code" && w.code != "name" && sa[w.code] != sb[w.code] {
			out = append(out, SettingChange{Setting: w.code, Old: sa[w.code], New: sb[w.code]})
		}
	}
	return out
}

// settingTexts reads the settings off the printed front matter, which has one a line.
func settingTexts(d *Definition) map[string]string {
	bare := *d
	bare.Fields = nil
	var b strings.Builder
	printHead(&b, &bare)
	out := map[string]string{}
	for _, line := range strings.Split(b.String(), "\n") {
		word, value, ok := strings.Cut(line, ": ")
		if code, known := headWords.code(word); ok && known {
			out[code] = value
		}
	}
	// Chips in header and footer read by the labels of the fields that bare lost.
	r := reader{names: newNames(d)}
	out["header"], out["footer"] = r.line(d.Header), r.line(d.Footer)
	if d.field(d.Prices) != nil {
		out["prices"] = r.names.nice(d.Prices)
	}
	return out
}

// lockChanges compares the locks of clauses that both versions have. Of clauses
// inside one that is told nothing is said that goes the same way.
func lockChanges(a, b *Definition) []LockChange {
	r := &reader{names: newNames(b), numbers: numbersOf(b)}
	out := []LockChange{}
	var told []string
	now := LockedClauses(b)
	for i, was := range locksBefore(LockedClauses(a), now) {
		c := now[i]
		inside := slices.ContainsFunc(told, func(at string) bool { return strings.HasPrefix(c.Address, at+".") })
		if was != "" && was != c.Lock && !inside {
			out = append(out, LockChange{Heading: r.placeOf(c.Node, c.Path), Old: was, New: c.Lock})
			told = append(told, c.Address)
		}
	}
	return out
}

// locksBefore gives the lock that each clause had, "" for one that is new. A
// clause is known again by its id, else by its text, else by its headline: who
// opens a clause often writes in it as well.
func locksBefore(before, now []LockedClause) []string {
	locks := make([]string, len(now))
	taken := make([]bool, len(before))
	for _, key := range []func(c LockedClause) string{
		func(c LockedClause) string { return c.Node.attrs().ID },
		func(c LockedClause) string { return clauseHash(c.Node) },
		func(c LockedClause) string { return c.Node.headline() },
	} {
		at := map[string][]int{}
		for i, c := range before {
			if k := key(c); k != "" && !taken[i] {
				at[k] = append(at[k], i)
			}
		}
		for i, c := range now {
			if same := at[key(c)]; locks[i] == "" && len(same) > 0 {
				locks[i], taken[same[0]] = before[same[0]].Lock, true
				at[key(c)] = same[1:]
			}
		}
	}
	return locks
}
