package exchange

import (
	"context"
	"io"
	"slices"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/charset"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/settings"
)

// Sizes of a plan.
const (
	firstRows   = 20     // shown as a preview
	sampleRows  = 200    // looked through for samples
	sampleCount = 5      // samples of a column
	countMax    = 20_000 // rows counted before the import; more is "at least"
)

// Column is a column of a file with what it seems to hold.
type Column struct {
	Header  string   `json:"header"`
	Samples []string `json:"samples"`
	// Field is the key of the field the column is mapped to; "" means not imported.
	Field string `json:"field"`
}

// Choice is a field that a column may be mapped to.
type Choice struct {
	Field string `json:"field"`
	Title string `json:"title"`
	// Contact: the field is the person's, not the customer's.
	Contact bool `json:"contact"`
}

// Plan is what was understood of a file, for a person to correct.
type Plan struct {
	Name      string   `json:"name"`
	Format    string   `json:"format"` // csv, xlsx or vcf
	Encoding  string   `json:"encoding"`
	Delimiter string   `json:"delimiter"`
	Sheets    []string `json:"sheets"`
	Sheet     string   `json:"sheet"`
	// HeaderRow is the row of the column names, from 1; 0 when there is none.
	HeaderRow int      `json:"headerRow"`
	Columns   []Column `json:"columns"`
	// First are the first rows behind the header, FirstRow the number of the first of them in the file.
	First    [][]string `json:"first"`
	FirstRow int        `json:"firstRow"`
	// Rows is the number of rows with content; MoreRows says that there are more than were counted.
	Rows      int      `json:"rows"`
	MoreRows  bool     `json:"moreRows"`
	Fields    []Choice `json:"fields"`
	Encodings []string `json:"encodings"`
	// Signature is the same for files with the same columns: for remembering a mapping.
	Signature string `json:"signature"`
}

// Options are how a file is imported. The zero value takes every guess.
type Options struct {
	// Encoding and Delimiter of a text file, Sheet of a spreadsheet; empty means guessed.
	Encoding  string `json:"encoding"`
	Delimiter string `json:"delimiter"`
	Sheet     string `json:"sheet"`
	// HeaderRow is the row of the column names from 1, 0 for none; nil means found.
	HeaderRow *int `json:"headerRow"`
	// Mapping gives the field of each column, "" for none; nil means guessed.
	Mapping []string `json:"mapping"`
	// OnDuplicate is skip, merge or create; "" is skip.
	OnDuplicate string `json:"onDuplicate"`
	// Lang is the language of messages.
	Lang locale.Tag `json:"lang"`
}

// fieldsOf gives all fields of a workspace.
func fieldsOf(db *gorm.DB) ([]field, error) {
	list := fixedFields()
	for _, of := range []struct {
		entity string
		person bool
	}{{"customer", false}, {"contact", true}} {
		custom, err := settings.CustomFields(db, of.entity)
		if err != nil {
			return nil, err
		}
		list = append(list, customFields(custom, of.person)...)
	}
	return list, nil
}

// layout is a table whose header is known.
type layout struct {
	*table
	dict    *dictionary
	header  int // row of the column names; 0 for none
	heads   []string
	mapping []string
}

// lay opens a file, finds its header and maps its columns.
func lay(db *gorm.DB, f File, name string, o Options) (*layout, error) {
	fields, err := fieldsOf(db)
	if err != nil {
		return nil, err
	}
	t, err := open(f, name, Choices{o.Encoding, o.Delimiter, o.Sheet})
	if err != nil {
		return nil, err
	}
	l := &layout{table: t, dict: newDictionary(fields)}
	var rows [][]string
	var numbers []int
	err = t.each(context.Background(), func(n int, cells []string) error {
		rows, numbers = append(rows, slices.Clone(cells)), append(numbers, n)
		if len(rows) == headSearch+firstRows {
			return io.EOF
		}
		return nil
	})
	if err == nil && !slices.ContainsFunc(rows, func(r []string) bool { return !blank(r) }) {
		err = fault.New(NoRows, fault.P{"name": name})
	}
	if err == nil {
		l.find(rows, numbers, o)
		err = l.check(o)
	}
	if err != nil {
		_ = t.close()
		return nil, err
	}
	return l, nil
}

func (l *layout) find(rows [][]string, numbers []int, o Options) {
	at := l.dict.header(rows)
	if o.HeaderRow != nil {
		at = slices.Index(numbers, *o.HeaderRow)
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

// check takes the mapping of the options over the guess.
func (l *layout) check(o Options) error {
	if o.Mapping == nil {
		return nil
	}
	for i, key := range o.Mapping {
		if key != "" && l.dict.byKey[key] == nil {
			return fault.New(UnknownField, fault.P{"field": key})
		}
		if i < len(l.mapping) {
			l.mapping[i] = key
		}
	}
	for i := len(o.Mapping); i < len(l.mapping); i++ {
		l.mapping[i] = ""
	}
	return nil
}

// named tells whether some column can name a customer.
func (l *layout) named() bool {
	return slices.ContainsFunc(l.mapping, func(key string) bool {
		return key == "name" || key == "contact.name" || key == "contact.lastName" || key == "contact.firstName"
	})
}

// MakePlan reads the beginning of a file and proposes how to import it.
func MakePlan(ctx context.Context, db *gorm.DB, f File, name string, o Options) (*Plan, error) {
	l, err := lay(db, f, name, o)
	if err != nil {
		return nil, err
	}
	defer l.close()
	p := &Plan{Name: name, Format: l.format, Encoding: l.encoding, Delimiter: l.delimiter, Sheets: l.sheets, Sheet: l.sheet, HeaderRow: l.header,
		First: [][]string{}, Encodings: charset.Names, Signature: strings.ToLower(strings.Join(l.heads, "\x1f")), Columns: make([]Column, len(l.heads)), Fields: []Choice{}}
	for i, h := range l.heads {
		p.Columns[i] = Column{Header: strings.TrimSpace(h), Field: l.mapping[i], Samples: []string{}}
	}
	for i := range l.dict.fields {
		f := &l.dict.fields[i]
		p.Fields = append(p.Fields, Choice{f.key, f.name(o.Lang), f.contact})
	}
	err = l.each(ctx, func(n int, cells []string) error {
		if n <= l.header || blank(cells) {
			return nil
		}
		if p.Rows++; p.Rows > countMax {
			p.Rows, p.MoreRows = countMax, true
			return io.EOF
		}
		if len(p.First) < firstRows {
			if len(p.First) == 0 {
				p.FirstRow = n
			}
			row := make([]string, len(cells))
			for i, c := range cells {
				row[i] = short(c)
			}
			p.First = append(p.First, row)
		}
		if p.Rows <= sampleRows {
			p.sample(cells)
		}
		return nil
	})
	if err == nil && p.Rows == 0 {
		err = fault.New(NoRows, fault.P{"name": name})
	}
	return p, err
}

func (p *Plan) sample(cells []string) {
	for i, c := range cells {
		if c = strings.TrimSpace(c); i < len(p.Columns) && c != "" && len(p.Columns[i].Samples) < sampleCount && !slices.Contains(p.Columns[i].Samples, short(c)) {
			p.Columns[i].Samples = append(p.Columns[i].Samples, short(c))
		}
	}
}
