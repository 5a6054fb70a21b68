package exchange

import (
	"context"
	"io"
	"slices"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/fault"
)

// layout is a table whose header is known.
type layout struct {
	*table
	part    *part
	as      string // what its rows become
	dict    *dictionary
	header  int // row of the column names; 0 for none
	heads   []string
	mapping []string
	// take says that it is imported, linked that its rows belong to customers of another table.
	take, linked bool
	remembered   bool
	fixes        map[int]map[int]string
	dropped      map[int]bool
	kept         map[int]bool // rows that look like sums and are none
	// err refuses the table.
	err error
}

// layouts are the tables of an import.
type layouts struct {
	*source
	subject subject
	dict    *dictionary
	layouts []*layout
}

// layAll opens files, finds their headers, maps their columns, and decides which tables are taken and how they belong
// together.
func layAll(db *gorm.DB, inputs []Input, o Options) (*layouts, error) {
	sub, err := subjectOf(db, o.As)
	if err != nil {
		return nil, err
	}
	src, err := openSource(inputs)
	if err != nil {
		return nil, err
	}
	all := &layouts{source: src, subject: sub, dict: newDictionary(sub.columns(), sub.words())}
	for _, p := range src.parts {
		l := &layout{part: p, as: o.As, dict: all.dict, err: p.err}
		if l.err == nil {
			l.err = l.lay(db, o)
		}
		if l.err != nil && len(src.parts) == 1 {
			_ = src.close()
			return nil, l.err
		}
		all.layouts = append(all.layouts, l)
	}
	all.choose(o)
	return all, nil
}

// lay opens the table of a part, finds its header and maps its columns.
func (l *layout) lay(db *gorm.DB, o Options) error {
	reading := o.Parts[l.part.name]
	t, err := l.part.open(reading)
	if err != nil {
		return err
	}
	l.table = t
	for _, f := range o.Fixes {
		switch {
		case f.Part != l.part.name:
		case f.Drop:
			if l.dropped == nil {
				l.dropped = map[int]bool{}
			}
			l.dropped[f.Row] = true
		case f.Keep:
			if l.kept == nil {
				l.kept = map[int]bool{}
			}
			l.kept[f.Row] = true
		default:
			if l.fixes == nil {
				l.fixes = map[int]map[int]string{}
			}
			if l.fixes[f.Row] == nil {
				l.fixes[f.Row] = map[int]string{}
			}
			l.fixes[f.Row][f.Column] = f.Value
		}
	}
	var rows [][]string
	var numbers []int
	err = t.each(context.Background(), func(n int, cells []string) error {
		rows, numbers = append(rows, slices.Clone(cells)), append(numbers, n)
		if len(rows) == headSearch+firstRows {
			return io.EOF
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(rows, func(r []string) bool { return !blank(r) }) {
		return fault.New(NoRows, fault.P{"name": l.part.file})
	}
	l.find(rows, numbers, reading, o)
	if reading.Mapping == nil && !reading.Fresh {
		if err := l.remember(db); err != nil {
			return err
		}
	}
	return l.check(reading.Mapping)
}

func (l *layout) find(rows [][]string, numbers []int, c Reading, o Options) {
	at := l.dict.header(rows)
	if c.HeaderRow != nil {
		at = slices.Index(numbers, *c.HeaderRow)
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	if at >= 0 {
		l.header = numbers[at]
		l.heads = rows[at]
	}
	for i := len(l.heads); i < width; i++ {
		l.heads = append(l.heads, "")
	}
	l.mapping = l.dict.guess(l.heads)
	for i, h := range l.heads {
		if key, ok := strings.CutPrefix(h, titleOfOur); ok && l.dict.byKey[key] != nil {
			l.heads[i] = l.dict.byKey[key].name(o.Lang)
		}
	}
}

// check takes a mapping that was chosen over the guess.
func (l *layout) check(mapping []string) error {
	if mapping == nil {
		return nil
	}
	for i, key := range mapping {
		if key != "" && l.dict.byKey[key] == nil {
			return fault.New(UnknownField, fault.P{"field": key})
		}
		if i < len(l.mapping) {
			l.mapping[i] = key
		}
	}
	for i := len(mapping); i < len(l.mapping); i++ {
		l.mapping[i] = ""
	}
	return nil
}

// named tells whether some column can name a customer. A lead may have nothing but a number.
func (l *layout) named() bool {
	return slices.ContainsFunc(l.mapping, func(key string) bool {
		if l.as == Leads && (key == "phone" || key == "wechat" || key == "email") {
			return true
		}
		return key == "name" || key == "contact.name" || key == "contact.lastName" || key == "contact.firstName" || key == codeKey
	})
}

// rows yields the rows with content behind the header, corrected.
func (l *layout) rows(ctx context.Context, yield func(int, []string) error) error {
	return l.each(ctx, func(n int, cells []string) error {
		if n <= l.header || l.dropped[n] {
			return nil
		}
		for column, value := range l.fixes[n] {
			for column >= len(cells) && column < columnsMax {
				cells = append(cells, "")
			}
			if column >= 0 && column < len(cells) {
				cells[column] = value
			}
		}
		if blank(cells) {
			return nil
		}
		return yield(n, cells)
	})
}

// kinds tells what the columns of a table are of: customers, more than their name and code; people and what was said.
func (l *layout) kinds() (rich, people, keyed bool) {
	for _, key := range l.mapping {
		switch f := l.dict.byKey[key]; {
		case f == nil:
		case key == "name" || key == codeKey:
			keyed = true
		case f.contact || f.heard:
			people = true
		default:
			rich = true
		}
	}
	return rich, people, keyed
}

// ofPeople tells whether each row stands for a person, as in an address book, and not for a customer with its contact:
// it is a card, gives names in two parts, calls them 「姓名」, or has nothing of the customer's own.
func (l *layout) ofPeople() bool {
	rich, people, _ := l.kinds()
	if l.format == VCard || l.linked || people && !rich {
		return true
	}
	for i, key := range l.mapping {
		if key == "contact.lastName" || key == "contact.firstName" || key == "contact.name" && plainNames[headerKey(l.heads[i])] {
			return true
		}
	}
	return false
}

// choose decides which tables are taken. Of the sheets of a workbook it is the first that names customers, those with
// the same columns, and those whose rows belong to its customers; of other files it is all.
func (all *layouts) choose(o Options) {
	first := map[string]*layout{} // of each workbook
	for _, l := range all.layouts {
		if l.err == nil && l.part.sheet && first[l.part.group] == nil && l.named() {
			first[l.part.group] = l
		}
	}
	for _, l := range all.layouts {
		if l.err != nil {
			continue
		}
		main := first[l.part.group]
		switch {
		case main == nil && l.part.sheet:
			l.take = all.layouts[0] == l
		case main == nil:
			l.take = l.named() || len(all.layouts) == 1
		default:
			l.take = l == main || slices.Equal(l.heads, main.heads)
		}
	}
	for _, l := range all.layouts {
		if l.err != nil || len(all.layouts) == 1 {
			continue
		}
		rich, people, keyed := l.kinds()
		l.linked = !rich && people && keyed && slices.ContainsFunc(all.layouts, func(m *layout) bool { return m != l && m.leads(l) })
		l.take = l.take || l.linked
	}
	for _, l := range all.layouts {
		if skip := o.Parts[l.part.name].Skip; skip != nil && l.err == nil {
			l.take = !*skip
		}
	}
}

// leads tells whether a table has the customers that the rows of another belong to.
func (l *layout) leads(other *layout) bool {
	if l.err != nil || l.part.group != other.part.group {
		return false
	}
	rich, _, keyed := l.kinds()
	return rich && keyed && (slices.Contains(l.mapping, "name") && slices.Contains(other.mapping, "name") || slices.Contains(l.mapping, codeKey) && slices.Contains(other.mapping, codeKey))
}

// taken are the tables to import, those first whose customers others belong to.
func (all *layouts) taken() []*layout {
	var lead, follow []*layout
	for _, l := range all.layouts {
		switch {
		case l.err != nil || !l.take:
		case l.linked:
			follow = append(follow, l)
		default:
			lead = append(lead, l)
		}
	}
	return append(lead, follow...)
}
