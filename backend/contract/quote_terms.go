package contract

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/template"

	"gorm.io/gorm"
)

// said is what a quote says in words, the warranty for example.
type said struct {
	field *template.Field
	said  string
}

// termsOf gives what a quote says in words beside its lines; what it is about is
// not among it.
func termsOf(q *Contract, def *template.Definition) []said {
	var out []said
	for i := range def.Fields {
		f := &def.Fields[i]
		text, ok := q.Values[f.Key].(string)
		text = strings.TrimSpace(text)
		if ok && text != "" && f.Source == "" && f.Key != "project" && f.Key != "subject" && isText(f) {
			out = append(out, said{f, text})
		}
	}
	return out
}

func isText(f *template.Field) bool {
	return f.Type == template.TypeText || f.Type == template.TypeLongText
}

// carryTerms takes what the quote says in words into the fields of the contract
// that mean the same, also where the templates were made by different hands.
func (c *Contract) carryTerms(db *gorm.DB, q *Contract) error {
	from, err := template.Version(db, q.TemplateVersionID)
	if err != nil {
		return err
	}
	to, err := template.Version(db, c.TemplateVersionID)
	if err != nil {
		return err
	}
	for _, term := range termsOf(q, &from.Definition) {
		if f, value := term.in(&to.Definition); f != nil {
			c.Values[f.Key] = value
			if f.Type == template.TypeChoice {
				if err := c.carryPlace(db, &to.Definition, term.said); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// carryPlace fills in where a term of delivery holds, FOB Shanghai: what stands
// behind it; ours, for goods that are handed over at our works.
func (c *Contract) carryPlace(db *gorm.DB, def *template.Definition, said string) error {
	i := slices.IndexFunc(def.Fields, func(f template.Field) bool { return f.Key == "place" && isText(&f) })
	if i < 0 {
		return nil
	}
	rule, place, _ := strings.Cut(said, " ")
	if place = strings.Trim(place, " ,()"); place == "" && (strings.EqualFold(rule, "EXW") || strings.EqualFold(rule, "FCA")) {
		ours, err := settings.FindCompany(db, c.CompanyID)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		place = ours.Address
	}
	if place != "" {
		c.Values["place"] = place
	}
	return nil
}

// ruleIn gives the choice that what is said begins with; "" for none.
func ruleIn(f *template.Field, said string) string {
	first, _, _ := strings.Cut(said, " ")
	for _, c := range f.Choices {
		if strings.EqualFold(c.Value, strings.Trim(first, ",.;:")) {
			return c.Value
		}
	}
	return ""
}

// in gives the field of a contract that means the same, and the value it gets:
// that of the same key, or else the only text of the same name, 质保 and 质保期
// for example. nil for none.
func (s said) in(def *template.Definition) (*template.Field, any) {
	var named []*template.Field
	for i := range def.Fields {
		f := &def.Fields[i]
		switch {
		case f.Key == s.field.Key && isText(f):
			return f, s.said
		case f.Key == s.field.Key && f.Type == template.TypeInteger:
			if n, ok := months(s.said); ok {
				return f, n
			}
		case f.Type == template.TypeChoice && termName(f.Label) == termName(s.field.Label):
			if value := ruleIn(f, s.said); value != "" {
				return f, value
			}
		case isText(f) && f.Source == "" && termName(f.Label) == termName(s.field.Label):
			named = append(named, f)
		}
	}
	if len(named) == 1 {
		return named[0], s.said
	}
	return nil, nil
}

// termName is a label without the words that do not tell two terms apart.
func termName(label string) string {
	name := strings.ToLower(strings.TrimSpace(label))
	for _, tail := range []string{"期限", "期", " period", " terms", " term"} {
		if rest, ok := strings.CutSuffix(name, tail); ok && rest != "" {
			return strings.TrimSpace(rest)
		}
	}
	return name
}

var span = regexp.MustCompile(`(?i)^(\d{1,3})\s*(?:(个月|months?)|(年|years?))$`)

// months reads 12 个月, 2 years: fields of the starters count in months.
func months(text string) (int64, bool) {
	m := span.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return 0, false
	}
	if m[3] != "" {
		n *= 12
	}
	return n, true
}
