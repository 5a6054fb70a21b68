package template

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"keyue/backend/fault"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// maxName is the longest name of a template, in characters.
const maxName = 2 * maxLabel

// cleanName trims a name and refuses one that is empty or too long.
func cleanName(name string) (string, error) {
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	if name == "" || utf8.RuneCountInString(name) > maxName || !cleanText(name) {
		return "", fault.Invalid([]fault.Field{{Field: "name", Code: "template.name_required"}})
	}
	return name, nil
}

var countedName = regexp.MustCompile(`^(.+) \d+$`)

// FreeName gives a name that no template outside the trash has: the wished one,
// or that with the first free number behind it, 买卖合同 2. Templates are chosen
// by name everywhere, so two of one name cannot be told apart.
func FreeName(db *gorm.DB, wish string) (string, error) {
	var names []string
	if err := db.Model(&Template{}).Scopes(store.Live).Pluck("name", &names).Error; err != nil {
		return "", err
	}
	taken := make(map[string]bool, len(names))
	for _, name := range names {
		taken[name] = true
	}
	if !taken[wish] {
		return wish, nil
	}
	base := wish
	if m := countedName.FindStringSubmatch(wish); m != nil {
		base = m[1]
	}
	for n := 2; ; n++ {
		number := " " + strconv.Itoa(n)
		r := []rune(base)
		name := string(r[:min(len(r), maxName-len(number))]) + number
		if !taken[name] {
			return name, nil
		}
	}
}

// Titled is the name of what is made with the template: its own, without the
// number that FreeName put behind where the title in the text has none.
func (d *Definition) Titled() string {
	m := countedName.FindStringSubmatch(d.Name)
	if m == nil {
		return d.Name
	}
	for i := range d.Body.Content {
		n := &d.Body.Content[i]
		if n.Type != nodeTitle {
			continue
		}
		title := ""
		for k := range n.Content {
			title += n.Content[k].Text
		}
		if strings.Join(strings.Fields(title), " ") == m[1] {
			return m[1]
		}
	}
	return d.Name
}

// NewStep is the step that adds a template with the wished name. When the name is
// taken it says so, and which one the template has instead.
func NewStep(db *gorm.DB, label, wish string) (store.Step, error) {
	if clean, err := cleanName(wish); err == nil {
		wish = clean
	}
	name, err := FreeName(db, wish)
	step := store.Step{Label: label, Params: fault.P{"name": name}}
	if name != wish {
		step.Label, step.Params["taken"] = "template.created_beside", wish
	}
	return step, err
}

// FreeName gives the name that a new template gets when the wished one is asked
// for: see the function of the package. Fault fault.invalid with name.
func (s *Service) FreeName(wish string) (name string, err error) {
	defer fault.Recover(&err)
	if wish, err = cleanName(wish); err != nil {
		return "", err
	}
	return FreeName(s.db(), wish)
}

// add adds a template as one step.
func (s *Service) add(label, wish string, fn func(tx *store.Tx) error) error {
	step, err := NewStep(s.db(), label, wish)
	if err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), step, fn)
}

// Rename changes the name in the library; the title in the text stays. Faults
// fault.invalid with name, also when another template has it.
func (s *Service) Rename(id ID, name string) (t *Template, err error) {
	defer fault.Recover(&err)
	if name, err = cleanName(name); err != nil {
		return nil, err
	}
	old, err := Find(s.db(), id)
	if err != nil || old.Name == name {
		return old, err
	}
	free, err := FreeName(s.db(), name)
	if err != nil {
		return nil, err
	}
	if free != name {
		return nil, fault.Invalid([]fault.Field{{Field: "name", Code: "template.name_taken", Params: fault.P{"name": name, "free": free}}})
	}
	return s.change(id, "template.renamed", fault.P{"name": name}, func(t *Template) { t.Name = name })
}
