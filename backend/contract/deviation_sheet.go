package contract

import (
	"fmt"
	"strings"
	"time"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/locale"
	"keyue/backend/template"
	"keyue/backend/typeset"
)

// DeviationSheet is the paper that lists how a contract deviates from its
// template. It is for the file and the boss, never part of the contract.
type DeviationSheet struct {
	URL   string `json:"url"`
	Pages int    `json:"pages"`
	// Count is the number of deviations on it.
	Count int `json:"count"`
}

// DeviationSheet sets the list of deviations of a contract as a document of its
// own, in the language of the contract: {url, pages, count}. Fault
// contract.no_deviations when there are none.
func (s *Service) DeviationSheet(id ID) (sheet *DeviationSheet, err error) {
	defer fault.Recover(&err)
	db := s.st.Read(s.st.Context())
	c, err := find(db, id)
	if err != nil {
		return nil, err
	}
	if len(c.Deviations) == 0 {
		return nil, fault.New("contract.no_deviations", nil)
	}
	number, err := c.numberShown(db, s.today())
	if err != nil {
		return nil, err
	}
	f, err := fill(s.st, db, c, number, s.today(), template.Options{})
	if err != nil {
		return nil, err
	}
	version, err := template.Version(db, c.TemplateVersionID)
	if err != nil {
		return nil, err
	}
	tpl, err := template.Find(db, c.TemplateID)
	if err != nil {
		return nil, err
	}
	doc := f.deviationSheet(fmt.Sprintf("%s v%d", tpl.Name, version.N), s.st.Now().Location())
	p, err := s.press.Run(doc, nil, s.st.Now())
	if err != nil {
		return nil, err
	}
	sheet = &DeviationSheet{Pages: p.Pages, Count: len(c.Deviations)}
	sheet.URL, err = s.files.Offer(files.BaseName(strings.TrimSpace(number+" "+doc.Title)+".pdf"), mimePDF, p.PDF)
	return sheet, err
}

// deviationSheet sets the sheet; from names the template and its version.
func (f *filling) deviationSheet(from string, zone *time.Location) typeset.Document {
	word := func(key string) string { return locale.Text(f.def.Language, "contract.sheet."+key, nil) }
	title := word("title")
	doc := typeset.Document{Language: string(f.def.Language), Title: title, Author: f.data.Company.Name}
	paragraph := func(style typeset.Style, text string) {
		doc.Blocks = append(doc.Blocks, typeset.Block{Paragraph: &typeset.Paragraph{Style: style, Runs: []typeset.Run{{Text: text}}, NoIndent: true}})
	}
	paragraph(typeset.StyleTitle, title)
	colon := "："
	if f.def.Language == locale.En {
		colon = ":"
	}
	head := &typeset.Pairs{Columns: 1}
	for _, p := range [][2]string{{"contract", strings.TrimSpace(f.data.Contract.Number + " " + f.contract.Name)}, {"customer", f.data.Customer.Name}, {"template", from}} {
		head.Rows = append(head.Rows, typeset.Pair{Label: word(p[0]) + colon, Value: []typeset.Run{{Text: p[1]}}})
	}
	doc.Blocks = append(doc.Blocks, typeset.Block{Pairs: head})
	paragraph(typeset.StyleNote, word("note"))
	table := &typeset.Table{Columns: []typeset.Column{{Weight: 3}, {Weight: 5}, {Weight: 5}, {Weight: 3}}, Head: []typeset.Row{{Bold: true}}}
	for _, key := range []string{"clause", "was", "now", "reason"} {
		table.Head[0].Cells = append(table.Head[0].Cells, typeset.Cell{Align: typeset.AlignCenter, Runs: []typeset.Run{{Text: word(key)}}})
	}
	list := f.clauses()
	numbers := map[string]string{} // of the clauses by their addresses, with those around them
	for _, c := range list.Clauses {
		number := strings.TrimSpace(numbers[c.Parent] + " " + c.Number)
		if c.State != template.Added {
			numbers[c.Address] = number
		}
		if c.Deviation != nil {
			table.Rows = append(table.Rows, f.sheetRow(sheetClause(c, template.InAnnex(c.Annex, number), word), c.Pieces, c.Deviation, zone))
		}
	}
	for _, c := range list.Conflicts {
		table.Rows = append(table.Rows, f.sheetRow(c.Deviation.Heading+"\n"+word("conflict"), c.Pieces, &c.Deviation, zone))
	}
	doc.Blocks = append(doc.Blocks, typeset.Block{Table: table})
	return doc
}

// sheetClause names a clause: its number with those of the clauses around it, its
// heading, and what was done to it.
func sheetClause(c Clause, number string, word func(string) string) string {
	heading := c.Heading
	if r := []rune(heading); len(r) > 24 {
		heading = string(r[:24]) + "…"
	}
	return strings.TrimSpace(number+" "+heading) + "\n" + word("lock."+c.Lock) + " · " + word("kind."+string(c.State))
}

// sheetRow sets one deviation: what only the template has is underlined on the
// left, what only the deal has is bold on the right.
func (f *filling) sheetRow(clause string, pieces []Piece, d *template.Deviation, zone *time.Location) typeset.Row {
	was, now := []typeset.Run{}, []typeset.Run{}
	for _, p := range pieces {
		if p.Kind != "new" {
			was = append(was, sheetRuns(p.Text, typeset.Run{Underline: p.Kind == "old"})...)
		}
		if p.Kind != "old" {
			now = append(now, sheetRuns(p.Text, typeset.Run{Bold: p.Kind == "new"})...)
		}
	}
	day := d.At.Date(zone)
	when := day.Zh()
	if f.def.Language == locale.En {
		when = day.En()
	}
	reason := strings.TrimSpace(d.Reason + "\n" + strings.TrimSpace(d.By+" "+shown(day, when)))
	row := typeset.Row{}
	for _, runs := range [][]typeset.Run{sheetRuns(clause, typeset.Run{}), was, now, sheetRuns(reason, typeset.Run{})} {
		if runs == nil {
			runs = []typeset.Run{}
		}
		row.Cells = append(row.Cells, typeset.Cell{Align: typeset.AlignLeft, Runs: runs})
	}
	return row
}

func shown(d date.Date, text string) string {
	if d == "" {
		return ""
	}
	return text
}

// sheetRuns sets a text of several lines in one dress.
func sheetRuns(text string, dress typeset.Run) []typeset.Run {
	var out []typeset.Run
	for i, part := range strings.Split(text, "\n") {
		if i > 0 {
			out = append(out, typeset.Run{Break: true})
		}
		if part != "" {
			dress.Text = part
			out = append(out, dress)
		}
	}
	return out
}
