package outreach

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/store"
	"keyue/backend/typeset"
)

// SheetMax is how many customers one visit sheet takes.
const SheetMax = 200

// SheetOptions choose how a visit sheet looks.
type SheetOptions struct {
	// Language is "zh-CN" or "en"; "" means that of the screen.
	Language locale.Tag `json:"language"`
	// Day of the visits; "" means today.
	Day date.Date `json:"day"`
	// Lines is the number of blank lines for notes: 0 to 10.
	Lines int `json:"lines"`
}

// Sheet is a printed visit sheet.
type Sheet struct {
	URL   string `json:"url"`
	Pages int    `json:"pages"`
}

// Sheet prints the sheet that is taken along on visits, with the customers in the
// order of ids. Faults outreach.sheet.empty, outreach.sheet.many {max}, fault.invalid.
func (s *Service) Sheet(ids []int64, o SheetOptions) (sheet *Sheet, err error) {
	defer fault.Recover(&err)
	if o.Language == "" {
		o.Language = s.Lang()
	}
	if o.Day == "" {
		o.Day = date.FromTime(s.st.Now())
	}
	var bad []fault.Field
	if !o.Language.Valid() {
		bad = append(bad, fault.Field{Field: "language", Code: "outreach.choice"})
	}
	if !o.Day.Valid() {
		bad = append(bad, fault.Field{Field: "day", Code: "outreach.sheet.day"})
	}
	if o.Lines < 0 || o.Lines > 10 {
		bad = append(bad, fault.Field{Field: "lines", Code: "outreach.sheet.lines"})
	}
	if err := fault.Invalid(bad); err != nil {
		return nil, err
	}
	list, err := s.Stops(ids)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.New("outreach.sheet.empty", nil)
	}
	talk, err := lastTalk(s.db(), list)
	if err != nil {
		return nil, err
	}
	doc := document(list, talk, o)
	printed, err := s.Press.Run(doc, nil, s.st.Now())
	if err != nil {
		return nil, err
	}
	url, err := s.Files.Offer(doc.Title+" "+string(o.Day)+".pdf", "application/pdf", printed.PDF)
	return &Sheet{URL: url, Pages: printed.Pages}, err
}

// talked is the last exchange with a customer.
type talked struct {
	CustomerID customer.ID
	At         date.Instant
	Medium     interaction.Medium
	Summary    string
}

func lastTalk(db *gorm.DB, list []Stop) (map[customer.ID]talked, error) {
	ids := make([]int64, len(list))
	for i, s := range list {
		ids[i] = int64(s.ID)
	}
	var rows []talked
	err := store.IDs(db.Table("customer_touch"), "customer_touch.customer_id", ids).Joins("join interaction i on i.id = customer_touch.last_id").
		Select("customer_touch.customer_id, i.at, i.medium, i.summary").Scan(&rows).Error
	out := make(map[customer.ID]talked, len(rows))
	for _, r := range rows {
		out[r.CustomerID] = r
	}
	return out, err
}

// summaryMax is how much of the last exchange stands on the sheet, in characters.
const summaryMax = 90

// document is the sheet before it is set: a table for each customer.
func document(list []Stop, talk map[customer.ID]talked, o SheetOptions) typeset.Document {
	w := func(code string, p fault.P) string { return locale.Text(o.Language, "outreach.sheet."+code, p) }
	doc := typeset.Document{Language: string(o.Language), Title: w("title", nil), Page: typeset.Page{Top: 50, Bottom: 50, Left: 48, Right: 48, Size: 9.5}}
	doc.Blocks = append(doc.Blocks,
		typeset.Block{Paragraph: &typeset.Paragraph{Style: typeset.StyleTitle, Runs: text(doc.Title)}},
		typeset.Block{Paragraph: &typeset.Paragraph{Style: typeset.StyleSubtitle, Runs: text(w("head", fault.P{"day": written(o.Day, o.Language), "count": len(list)}))}})
	for i := range list {
		s := &list[i]
		doc.Blocks = append(doc.Blocks, typeset.Block{Table: s.table(i+1, talk[s.ID], o, w)},
			typeset.Block{Paragraph: &typeset.Paragraph{Style: typeset.StyleNote, Runs: text(" ")}})
	}
	return doc
}

func (s *Stop) table(n int, last talked, o SheetOptions, w func(string, fault.P) string) *typeset.Table {
	name := fmt.Sprintf("%d  %s", n, s.Name)
	if s.Tier != "" {
		name += "  " + w("tier", fault.P{"tier": s.Tier})
	}
	head := []typeset.Row{{Bold: true, Cells: []typeset.Cell{{Span: 4, Align: typeset.AlignLeft, Runs: text(name)}}}}
	label := func(code string) typeset.Cell {
		return typeset.Cell{Align: typeset.AlignLeft, Runs: text(w(code, nil))}
	}
	value := func(v string, span int) typeset.Cell {
		if v == "" {
			v = "—"
		}
		return typeset.Cell{Span: span, Align: typeset.AlignLeft, Runs: text(v)}
	}
	said := w("never", nil)
	if last.CustomerID != 0 {
		said = string(last.At.Date(time.Local)) + " " + locale.Text(o.Language, "interaction.medium."+string(last.Medium), nil) + w("colon", nil) + cut(last.Summary)
	}
	next := s.NextStep
	if s.NextDue != "" {
		next = string(s.NextDue) + " " + next
	}
	rows := []typeset.Row{
		{Cells: []typeset.Cell{label("contact"), value(s.ContactName, 1), label("phone"), value(s.Phone, 1)}},
		{Cells: []typeset.Cell{label("address"), value(s.place(), 3)}},
		{Cells: []typeset.Cell{label("last"), value(said, 3)}},
		{Cells: []typeset.Cell{label("next"), value(strings.TrimSpace(next), 3)}},
	}
	if s.DoNotContact {
		rows = append(rows, typeset.Row{Cells: []typeset.Cell{label("mind"), value(w("do_not_contact", nil), 3)}})
	}
	notes := []typeset.Run{{Check: "off"}, {Text: " " + w("met", nil) + "　"}, {Check: "off"}, {Text: " " + w("missed", nil)}}
	for range o.Lines {
		notes = append(notes, typeset.Run{Break: true}, typeset.Run{Break: true}, typeset.Run{Blank: 43}) // room for a hand
	}
	rows = append(rows, typeset.Row{Cells: []typeset.Cell{label("notes"), {Span: 3, Align: typeset.AlignLeft, Runs: notes}}})
	return &typeset.Table{Columns: []typeset.Column{{Align: typeset.AlignLeft}, {Align: typeset.AlignLeft, Weight: 1}, {Align: typeset.AlignLeft}, {Align: typeset.AlignLeft, Weight: 1}},
		Head: head, Rows: rows}
}

// place is the address with the region before it, unless the address says it.
func (s *Stop) place() string {
	switch {
	case s.Address == "":
		return strings.Join(compact(s.Province, s.City, s.District), " ")
	case s.City != "" && strings.Contains(s.Address, strings.TrimSuffix(s.City, "市")):
		return s.Address
	case hasHan(s.Address) && s.City != "":
		return s.City + s.District + s.Address
	}
	return strings.Join(compact(s.Address, s.District, s.City), ", ")
}

func compact(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" && (len(out) == 0 || out[len(out)-1] != s) {
			out = append(out, s)
		}
	}
	return out
}

func text(s string) []typeset.Run { return []typeset.Run{{Text: s}} }

// cut keeps the beginning of what was said on one or two lines.
func cut(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > summaryMax {
		return string(r[:summaryMax]) + "…"
	}
	return s
}

func written(d date.Date, tag locale.Tag) string {
	if tag == locale.ZhCN {
		return d.Zh()
	}
	return d.En()
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
