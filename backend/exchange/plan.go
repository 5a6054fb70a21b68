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
	// Several: the field takes more than one column.
	Several bool `json:"several"`
}

// Plan is what was understood of the files, for a person to correct.
type Plan struct {
	Name  string     `json:"name"`
	Parts []PartPlan `json:"parts"`
	// Ignored are the files of an archive that are no tables.
	Ignored   []string `json:"ignored"`
	Fields    []Choice `json:"fields"`
	Encodings []string `json:"encodings"`
}

// PartPlan is what was understood of one table: a file, a sheet of a workbook, a file in an archive.
type PartPlan struct {
	// Part is its name, by which Options speak of it; "" when there is only one.
	Part string `json:"part"`
	// Take says that it is imported; Refused is the sentence why it cannot be.
	Take    bool   `json:"take"`
	Refused string `json:"refused"`
	// Linked says that its rows belong to customers of other tables of the import, named by a column.
	Linked    bool   `json:"linked"`
	Format    string `json:"format"` // csv, xlsx or vcf
	Encoding  string `json:"encoding"`
	Delimiter string `json:"delimiter"`
	// HeaderRow is the row of the column names, from 1; 0 when there is none.
	HeaderRow int      `json:"headerRow"`
	Columns   []Column `json:"columns"`
	// First are the first rows behind the header, FirstRow the number of the first of them in the file.
	First    [][]string `json:"first"`
	FirstRow int        `json:"firstRow"`
	// Rows is the number of rows with content; MoreRows says that there are more than were counted.
	Rows     int  `json:"rows"`
	MoreRows bool `json:"moreRows"`
	// Remembered says that the columns are mapped as they were the last time.
	Remembered bool `json:"remembered"`
}

// Reading is how one table is read. The zero value takes every guess.
type Reading struct {
	// Skip leaves the table out, or takes one that is not taken by itself; nil leaves that to what it looks like.
	Skip *bool `json:"skip"`
	// Encoding and Delimiter of a text file; empty means guessed.
	Encoding  string `json:"encoding"`
	Delimiter string `json:"delimiter"`
	// HeaderRow is the row of the column names from 1, 0 for none; nil means found.
	HeaderRow *int `json:"headerRow"`
	// Mapping gives the field of each column, "" for none; nil means remembered or guessed.
	Mapping []string `json:"mapping"`
	// Fresh takes the guess over what is remembered.
	Fresh bool `json:"fresh"`
}

// Fix is a cell that a person corrected before the import, or a row left out.
type Fix struct {
	Part string `json:"part"`
	Row  int    `json:"row"` // in the file, from 1
	// Column is the place of the cell from 0.
	Column int    `json:"column"`
	Value  string `json:"value"`
	// Drop leaves the whole row out.
	Drop bool `json:"drop"`
	// Keep takes a row that looks like a sum.
	Keep bool `json:"keep"`
}

// Options are how files are imported. The zero value takes every guess.
type Options struct {
	// As is what the rows become: Customers, Products or Leads; "" is Customers.
	As string `json:"as"`
	// Parts are the readings by the name of the part.
	Parts map[string]Reading `json:"parts"`
	Fixes []Fix              `json:"fixes"`
	// OnDuplicate is skip, merge or create; "" is skip, for leads merge. A product that is known takes over what a merged
	// row says; a customer takes only what it lacks; of a lead or a customer whom a row of leads is of, it is news.
	OnDuplicate string `json:"onDuplicate"`
	// Lang is the language of messages.
	Lang locale.Tag `json:"lang"`
}

// MakePlan reads the beginning of files and proposes how to import them.
func MakePlan(ctx context.Context, db *gorm.DB, inputs []Input, o Options) (*Plan, error) {
	all, err := layAll(db, inputs, o)
	if err != nil {
		return nil, err
	}
	defer all.close()
	p := &Plan{Name: inputs[0].Name, Parts: []PartPlan{}, Ignored: append([]string{}, all.ignored...), Encodings: charset.Names, Fields: []Choice{}}
	for i := range all.dict.fields {
		f := &all.dict.fields[i]
		p.Fields = append(p.Fields, Choice{f.key, f.name(o.Lang), f.contact, f.several})
	}
	for _, l := range all.layouts {
		part, err := l.plan(ctx, o)
		if err != nil && len(all.layouts) == 1 {
			return nil, err
		}
		if err != nil {
			l.err = err
			part, _ = l.plan(ctx, o)
		}
		p.Parts = append(p.Parts, *part)
	}
	return p, nil
}

func (l *layout) plan(ctx context.Context, o Options) (*PartPlan, error) {
	p := &PartPlan{Part: l.part.name, First: [][]string{}, Columns: []Column{}}
	if l.err != nil {
		e := fault.From(l.err)
		p.Refused = locale.Text(o.Lang, e.Code, e.Params)
		return p, nil
	}
	p.Take, p.Linked, p.Remembered = l.take, l.linked, l.remembered
	p.Format, p.Encoding, p.Delimiter, p.HeaderRow = l.format, l.encoding, l.delimiter, l.header
	for i, h := range l.heads {
		p.Columns = append(p.Columns, Column{Header: strings.TrimSpace(h), Field: l.mapping[i], Samples: []string{}})
	}
	err := l.rows(ctx, func(n int, cells []string) error {
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
		err = fault.New(NoRows, fault.P{"name": l.part.file})
	}
	return p, err
}

func (p *PartPlan) sample(cells []string) {
	for i, c := range cells {
		if c = strings.TrimSpace(c); i < len(p.Columns) && c != "" && len(p.Columns[i].Samples) < sampleCount && !slices.Contains(p.Columns[i].Samples, short(c)) {
			p.Columns[i].Samples = append(p.Columns[i].Samples, short(c))
		}
	}
}
