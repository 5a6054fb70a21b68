// Package compare tells how a file that the other side sent back differs from
// what it was sent: clause by clause, with what is grave, what only moved and what
// is only written differently kept apart.
//
// Both sides are read as units (paragraphs, rows, signatures) of tokens;
// units are laid side by side, tokens within them, and what does not meet is told.
package compare

import (
	"keyue/backend/fault"
	"keyue/backend/manuscript"
	"keyue/backend/template"
	"keyue/backend/typeset"
)

// Options choose what counts as a difference.
type Options struct {
	// ShowForm shows differences of form too: full and half width, straight and
	// curly quotes, 1,000 and 1000, spaces (not in a PDF, where they come from
	// line ends). Otherwise they are only counted.
	ShowForm bool `json:"showForm"`
}

// Result is how a file that came back differs from what was sent.
type Result struct {
	// Format is the file's: docx, pdf, markdown or text. Rough says that its
	// paragraphs had to be guessed, as in a PDF.
	Format string `json:"format"`
	Rough  bool   `json:"rough"`
	// Identical says that a reader finds the same words: no differences.
	Identical   bool              `json:"identical"`
	Summary     Summary           `json:"summary"`
	Differences []Difference      `json:"differences"`
	Dropped     []manuscript.Drop `json:"dropped"`
}

// Summary counts.
type Summary struct {
	Changed int `json:"changed"`
	Removed int `json:"removed"`
	Added   int `json:"added"`
	Moved   int `json:"moved"`
	// Grave counts the differences in which a figure, a sum or a 不 changed, or a
	// sentence is gone.
	Grave int `json:"grave"`
	// Renumbered counts clauses that only have another number, because one before
	// them went or came.
	Renumbered int `json:"renumbered"`
	// Form counts places that differ in form only; they are listed with ShowForm.
	Form int `json:"form"`
}

// Kind is what happened to a place.
type Kind string

// The kinds.
const (
	Changed Kind = "changed"
	Removed Kind = "removed"
	Added   Kind = "added"
	Moved   Kind = "moved"
)

// Difference is one place: a clause, a row, or clauses that were removed,
// added or moved together.
type Difference struct {
	Kind Kind `json:"kind"`
	// Where names the place in our document; Clause is the clause it belongs to.
	// To is where a moved clause stands now.
	Where  string `json:"where"`
	Clause string `json:"clause"`
	To     string `json:"to,omitempty"`
	// Block is the index of the block in the issued document, for the page to
	// point at; of what was added, the one before it.
	Block int `json:"block"`
	// Grave says that a figure, a sum or a negation changed, or a sentence is gone.
	Grave bool `json:"grave"`
	// Reasons are words of the catalogue, compare.<reason>: number,
	// amount, negation, sentence_removed, sentence_added, form.
	Reasons []string `json:"reasons"`
	// Pieces spell the place out: same, old, new.
	Pieces []template.Piece `json:"pieces"`
	// Cells are those of a row that differ; empty elsewhere, and where a file does
	// not keep the cells apart. Row counts the rows below the head of the table
	// from 1, 0 for others, RowName is what the row is about.
	Cells   []Cell `json:"cells"`
	Row     int    `json:"row"`
	RowName string `json:"rowName"`
}

// Cell is one cell of a row, spelled out; Column is the head of its
// column or the label before it.
type Cell struct {
	Column string           `json:"column"`
	Pieces []template.Piece `json:"pieces"`
}

// tokensMax is the most tokens of either side.
const tokensMax = 400_000

// Document compares a document of ours with a file that came back. Fault
// compare.too_long.
func Document(doc typeset.Document, back *manuscript.Manuscript, o Options) (*Result, error) {
	pdf := back.Format == manuscript.PDF
	return tell(o.reader(pdf).document(doc), withoutFurniture(o.reader(pdf).manuscript(back), doc, pdf), back, o, pdf)
}

// Files compares a file that was kept with one that came later, where nothing of
// ours was printed. Fault compare.too_long.
func Files(kept, back *manuscript.Manuscript, o Options) (*Result, error) {
	pdf := back.Format == manuscript.PDF || kept.Format == manuscript.PDF
	none := typeset.Document{}
	return tell(withoutFurniture(o.reader(pdf).manuscript(kept), none, pdf), withoutFurniture(o.reader(pdf).manuscript(back), none, pdf), back, o, pdf)
}

func (o Options) reader(pdf bool) *reader {
	return &reader{fold: !o.ShowForm, spaces: o.ShowForm && !pdf, boxes: !pdf}
}

func tell(before, after []unit, back *manuscript.Manuscript, o Options, pdf bool) (*Result, error) {
	a, b := newStream(before), newStream(after)
	if len(a.tokens) > tokensMax || len(b.tokens) > tokensMax {
		return nil, fault.New("compare.too_long", nil)
	}
	t := &teller{alignment: align(a, b), pdf: pdf, form: o.ShowForm}
	r := &Result{Format: back.Format, Rough: back.Rough, Dropped: back.Dropped}
	r.Differences, r.Summary = t.tell()
	if !o.ShowForm {
		r.Summary.Form = t.forms()
	}
	r.Identical = len(r.Differences) == 0
	if r.Dropped == nil {
		r.Dropped = []manuscript.Drop{}
	}
	return r, nil
}
