package lead

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/region"
	"keyue/backend/search"
)

// Cleaning says what a lead of a channel must be like to be worth a call.
type Cleaning struct {
	// Required are fields that must be filled: company, phone, wechat, email,
	// region, need, amount, or reach for any of phone, wechat and email.
	Required []string `json:"required"`
	// ValidNumber: the number must be one that the numbering plan knows.
	ValidNumber bool `json:"validNumber"`
	// Inside keeps leads of these regions only, none means everywhere; Outside
	// refuses those of these. A lead whose region nobody knows passes both.
	Inside  []string `json:"inside"`
	Outside []string `json:"outside"`
	// Rubbish are words that no real lead has in its name, need or remark.
	Rubbish []string `json:"rubbish"`
}

// fields that can be required.
var requirable = []string{"reach", "company", "phone", "wechat", "email", "region", "need", "amount"}

// wordsMax bounds the lists of a cleaning.
const wordsMax = 100

// FirstCleaning is what a new channel begins with.
func FirstCleaning(tag locale.Tag) Cleaning {
	return Cleaning{Required: []string{"reach"}, ValidNumber: true, Rubbish: strings.Split(locale.Text(tag, "lead.clean.rubbish_words", nil), "|")}
}

func (c *Cleaning) normalize() {
	c.Required, c.Inside, c.Outside, c.Rubbish = wordList(c.Required), wordList(c.Inside), wordList(c.Outside), wordList(c.Rubbish)
}

func (c *Cleaning) validate() []fault.Field {
	var bad []fault.Field
	for _, f := range c.Required {
		if !slices.Contains(requirable, f) {
			bad = append(bad, fault.Field{Field: "cleaning.required", Code: "lead.choice"})
			break
		}
	}
	for _, list := range []struct {
		field string
		words []string
	}{{"cleaning.inside", c.Inside}, {"cleaning.outside", c.Outside}} {
		for _, name := range list.words {
			if !region.Parse(name).Sure {
				bad = append(bad, fault.Field{Field: list.field, Code: "lead.clean.no_region", Params: fault.P{"name": name}})
				break
			}
		}
	}
	for _, list := range []struct {
		field string
		words []string
	}{{"cleaning.inside", c.Inside}, {"cleaning.outside", c.Outside}, {"cleaning.rubbish", c.Rubbish}} {
		if len(list.words) > wordsMax {
			bad = append(bad, fault.Field{Field: list.field, Code: "lead.many", Params: fault.P{"max": wordsMax}})
		}
		if slices.ContainsFunc(list.words, func(w string) bool { return utf8.RuneCountInString(w) > channelMax }) {
			bad = append(bad, fault.Field{Field: list.field, Code: "lead.long", Params: fault.P{"max": channelMax}})
		}
	}
	return bad
}

// Finding is what one cleaning rule says of a lead.
type Finding struct {
	OK bool `json:"ok"`
	// Field is the field it is about.
	Field string `json:"field"`
	// Code and Params are the sentence, a key of the catalogue.
	Code   string  `json:"code"`
	Params fault.P `json:"params"`
}

// mistyped is a mobile number of China gone wrong: eleven bare digits from 10 to 12
// would be a number of North America, which nobody there writes like that.
var mistyped = regexp.MustCompile(`^1[0-2]\d{9}$`)

// judge says what every rule of the cleaning makes of a lead, in a fixed order.
func (c Cleaning) judge(l *Lead) []Finding {
	out := []Finding{}
	say := func(ok bool, field, code string, p fault.P) {
		if ok {
			code += "_ok"
		}
		out = append(out, Finding{ok, field, code, p})
	}
	for _, field := range c.Required {
		say(l.filled(field), fieldOf(field), "lead.clean."+field, nil)
	}
	if p := l.number(); c.ValidNumber && l.Phone != "" {
		shown := p.Display
		if shown == "" {
			shown = l.Phone
		}
		say(p.Valid() && p.Type != customer.PhoneLocal && !mistyped.MatchString(l.Phone), "phone", "lead.clean.number", fault.P{"number": shown})
	}
	if known := l.Province + l.City; known != "" {
		if len(c.Inside) > 0 {
			say(within(c.Inside, l) != "", "region", "lead.clean.inside", fault.P{"region": known})
		}
		if len(c.Outside) > 0 {
			say(within(c.Outside, l) == "", "region", "lead.clean.outside", fault.P{"region": known})
		}
	}
	if len(c.Rubbish) > 0 {
		word := l.rubbish(c.Rubbish)
		say(word == "", "remark", "lead.clean.rubbish", fault.P{"word": word})
	}
	return out
}

// failed counts the rules that a lead does not meet.
func failed(list []Finding) (n int) {
	for _, f := range list {
		if !f.OK {
			n++
		}
	}
	return n
}

func fieldOf(required string) string {
	if required == "reach" {
		return "phone"
	}
	return required
}

func (l *Lead) filled(field string) bool {
	switch field {
	case "reach":
		return l.Phone != "" || l.WeChat != "" || l.Email != ""
	case "company":
		return l.Company != ""
	case "phone":
		return l.Phone != ""
	case "wechat":
		return l.WeChat != ""
	case "email":
		return l.Email != ""
	case "region":
		return l.Province != "" || l.City != ""
	case "need":
		return l.Need != "" || len(l.Products) > 0
	case "amount":
		return l.Amount > 0
	}
	return true
}

// within gives the region of a list that a lead is in; "" for none.
func within(list []string, l *Lead) string {
	at := region.Resolve(l.Province, l.City, "")
	for _, name := range list {
		if m := region.Parse(name); m.Code != "" && at.Code != "" && strings.HasPrefix(at.Code, m.Code) {
			return name
		}
	}
	return ""
}

// rubbish gives the first word of a list that the lead's own words have. A word
// in Latin letters counts as a whole only: "test" is not in "latest".
func (l *Lead) rubbish(words []string) string {
	text := search.Fold(strings.Join([]string{l.Name, l.Company, l.Need, l.Remark}, "\n"))
	for _, w := range words {
		if has(text, search.Fold(w)) {
			return w
		}
	}
	return ""
}

// has tells whether a folded text has a folded word.
func has(text, word string) bool {
	if word == "" {
		return false
	}
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return false
		}
		at += from
		end := at + len(word)
		if (at == 0 || !latin(text[at-1]) || !latin(word[0])) && (end == len(text) || !latin(text[end]) || !latin(word[len(word)-1])) {
			return true
		}
		from = end
	}
}

func latin(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }
