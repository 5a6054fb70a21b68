package exchange

import (
	"strings"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/search"
)

// Cell is what a spreadsheet keeps in the cells of a column.
type Cell int

// The cells. A value that is not of its column's kind, such as a lunar birthday among dates, stays text.
const (
	Text    Cell = iota // as it stands: telephone numbers, accounts and codes too
	Number              // a number as it is
	Amount              // an amount in the main unit, with two places
	Percent             // "13%"
	Day                 // a calendar date, 2026-11-22
	Moment              // a date with a clock time, local, 2026-11-22 09:30
)

// column describes what a column of a kind's tables holds: one description for what is given out, what is taken in and
// how headers are recognised.
type column struct {
	key string
	// title is the catalogue code of the column's name in exports.
	title string
	// label is used instead of title for custom fields.
	label string
	// cell is what a spreadsheet keeps.
	cell Cell
	// core columns are exported even when no record has a value.
	core bool
	// several columns of a table may go into it.
	several bool
	// contact fields belong to the person in the row.
	contact bool
	// heard fields are of what was said last and what is next.
	heard bool
	// words is the catalogue prefix of an enum's words; they are exported instead of the codes.
	words string
	// codes are the values of an enum.
	codes []string
}

// choices are the words of an enum's values in a language.
func (c *column) choices(tag locale.Tag) []string {
	out := make([]string, len(c.codes))
	for i, code := range c.codes {
		out[i] = locale.Text(tag, c.words+code, nil)
	}
	return out
}

// badChoice is the fault of a cell that is none of an enum's words.
const badChoice = "exchange.value.choice"

// name is the column's title in a language.
func (c *column) name(tag locale.Tag) string {
	if c.label != "" {
		return c.label
	}
	return locale.Text(tag, c.title, nil)
}

// field is a column with the way into a row and out of it.
type field[R any] struct {
	column
	// set is nil in lists that are only given out.
	set func(r *R, cell string) *fault.Error
	get func(r *R) string
}

// show is the field's value as it is exported in a language.
func (f *field[R]) show(r *R, tag locale.Tag) string {
	s := f.get(r)
	if f.words != "" && s != "" {
		return locale.Text(tag, f.words+s, nil)
	}
	return s
}

// columnsOf are the descriptions of fields.
func columnsOf[R any](fields []field[R]) []column {
	out := make([]column, len(fields))
	for i := range fields {
		out[i] = fields[i].column
	}
	return out
}

// byKeyOf finds fields by their key.
func byKeyOf[R any](fields []field[R]) map[string]*field[R] {
	out := make(map[string]*field[R], len(fields))
	for i := range fields {
		out[fields[i].key] = &fields[i]
	}
	return out
}

// shown makes a field that is only given out.
func shown[R any](key, title string, cell Cell, get func(r *R) string) field[R] {
	return field[R]{column: column{key: key, title: title, cell: cell}, get: get}
}

// worded makes a field that is only given out, an enum in its words.
func worded[R any](key, title, prefix string, get func(r *R) string) field[R] {
	return field[R]{column: column{key: key, title: title, words: prefix}, get: get}
}

// text makes a field that is a plain string.
func text[R any](key, title string, at func(r *R) *string) field[R] {
	return field[R]{column: column{key: key, title: title}, set: func(r *R, cell string) *fault.Error {
		s := at(r)
		switch {
		case *s == "":
			*s = cell
		case key == "address" || key == "remark" || key == "contact.remark": // several columns make one
			*s += map[bool]string{true: "\n", false: " "}[strings.HasSuffix(key, "remark")] + cell
		}
		return nil
	}, get: func(r *R) string { return *at(r) }}
}

// enum makes a field with a fixed set of codes; their words in both languages stand in the catalogue under prefix.
func enum[R any](key, title, prefix string, codes []string, at func(r *R) *string) field[R] {
	f := text(key, title, at)
	f.words, f.codes = prefix, codes
	words := map[string]string{}
	for _, code := range codes {
		words[search.Fold(code)] = code
		for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
			words[search.Fold(locale.Text(tag, prefix+code, nil))] = code
		}
	}
	f.set = func(r *R, cell string) *fault.Error {
		code, ok := words[search.Fold(strings.TrimSpace(cell))]
		if !ok {
			return fault.New(badChoice, fault.P{"value": short(cell)})
		}
		*at(r) = code
		return nil
	}
	return f
}

func short(s string) string { return shortened(s, 60) }

func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

var (
	yesWords = map[string]bool{"1": true, "是": true, "yes": true, "true": true, "y": true, "√": true, "勿联系": true}
	noWords  = map[string]bool{"0": true, "否": true, "no": true, "false": true, "n": true, "": true}
)

func yesNo[R any](key, title string, at func(r *R) *bool) field[R] {
	return field[R]{column: column{key: key, title: title}, set: func(r *R, cell string) *fault.Error {
		word := search.Fold(strings.TrimSpace(cell))
		if !yesWords[word] && !noWords[word] {
			return fault.New("exchange.value.yes_no", fault.P{"value": short(cell)})
		}
		*at(r) = yesWords[word]
		return nil
	}, get: func(r *R) string {
		if *at(r) {
			return "1"
		}
		return ""
	}}
}

// amount makes a field of an amount; 0 is none.
func amount[R any](key, title string, at func(r *R) *money.Amount) field[R] {
	return field[R]{column: column{key: key, title: title, cell: Amount}, set: func(r *R, cell string) *fault.Error {
		a, err := money.Parse(cell)
		if err != nil {
			return fault.From(err)
		}
		*at(r) = a
		return nil
	}, get: func(r *R) string { return showAmount(*at(r)) }}
}

func showAmount(a money.Amount) string {
	if a == 0 {
		return ""
	}
	return a.String()
}

// day makes a field of a calendar date.
func day[R any](key, title string, at func(r *R) *date.Date) field[R] {
	return field[R]{column: column{key: key, title: title, cell: Day}, set: func(r *R, cell string) *fault.Error {
		x, ok := parseDate(cell)
		if !ok {
			return fault.New("exchange.value.date", fault.P{"value": short(cell)})
		}
		*at(r) = x
		return nil
	}, get: func(r *R) string { return string(*at(r)) }}
}

func phones[R any](key, title, label string, at func(r *R) *[]customer.Phone) field[R] {
	return field[R]{column: column{key: key, title: title}, set: func(r *R, cell string) *fault.Error {
		*at(r) = append(*at(r), parsePhones(cell, label)...)
		return nil
	}, get: func(r *R) string { return showPhones(*at(r)) }}
}

// texts makes a field that is a list of plain texts.
func texts[R any](key, title string, at func(r *R) *[]string) field[R] {
	return field[R]{column: column{key: key, title: title}, set: func(r *R, cell string) *fault.Error {
		*at(r) = append(*at(r), splitList(cell, separators)...)
		return nil
	}, get: func(r *R) string { return joinList(*at(r)) }}
}

func social[R any](key, title, kind string, at func(r *R) *[]customer.Social) field[R] {
	return field[R]{column: column{key: key, title: title}, set: func(r *R, cell string) *fault.Error {
		*at(r) = append(*at(r), parseSocial(cell, kind)...)
		return nil
	}, get: func(r *R) string { return showSocial(*at(r), kind) }}
}
