package contract

import (
	"keyue/backend/fault"
	"keyue/backend/manuscript"
	"keyue/backend/template"
	"keyue/backend/typeset"

	"gorm.io/gorm"
)

// CompareOptions choose what counts as a difference.
type CompareOptions struct {
	// ShowForm shows differences of form too: full and half width, straight and
	// curly quotes, 1,000 and 1000, spaces (not in a PDF, where they come from
	// line ends). Otherwise they are only counted.
	ShowForm bool `json:"showForm"`
}

// Comparison is how a file that came back differs from what was issued.
//
//	{"contractId": 12, "number": "HT-2026-0018", "issue": 1, "name": "回传.docx", "format": "docx", "rough": false,
//	 "identical": false,
//	 "summary": {"changed": 2, "removed": 1, "added": 0, "moved": 0, "grave": 1, "renumbered": 3, "form": 4},
//	 "differences": [
//	   {"kind": "changed", "where": "第六条 付款 1.", "clause": "第六条 付款", "block": 31, "grave": true, "reasons": ["number"],
//	    "pieces": [{"kind": "same", "text": "…之日起"}, {"kind": "old", "text": "30"}, {"kind": "new", "text": "60"}, {"kind": "same", "text": "日内付清。"}]}],
//	 "dropped": [{"code": "manuscript.dropped.comment", "count": 2, "text": "…"}]}
type Comparison struct {
	ContractID ID     `json:"contractId"`
	Number     string `json:"number"`
	// Issue is the number of the issue compared with; 0 for what the contract
	// says now, when nothing was issued.
	Issue int `json:"issue"`
	// Name and Format are the file's: docx, pdf, markdown or text. Rough says that
	// its paragraphs had to be guessed, as in a PDF.
	Name   string `json:"name"`
	Format string `json:"format"`
	Rough  bool   `json:"rough"`
	// Identical says that a reader finds the same words: no differences.
	Identical   bool              `json:"identical"`
	Summary     CompareSummary    `json:"summary"`
	Differences []Difference      `json:"differences"`
	Dropped     []manuscript.Drop `json:"dropped"`
}

// CompareSummary counts.
type CompareSummary struct {
	Changed int `json:"changed"`
	Removed int `json:"removed"`
	Added   int `json:"added"`
	Moved   int `json:"moved"`
	// Grave counts the differences in which a figure, a sum or a 不 changed.
	Grave int `json:"grave"`
	// Renumbered counts clauses that only have another number, because one before
	// them went or came.
	Renumbered int `json:"renumbered"`
	// Form counts places that differ in form only; they are listed with ShowForm.
	Form int `json:"form"`
}

// DifferenceKind is what happened to a place.
type DifferenceKind string

// The kinds.
const (
	DifferenceChanged DifferenceKind = "changed"
	DifferenceRemoved DifferenceKind = "removed"
	DifferenceAdded   DifferenceKind = "added"
	DifferenceMoved   DifferenceKind = "moved"
)

// Difference is one place: a clause, a row, or clauses that were removed,
// added or moved together.
type Difference struct {
	Kind DifferenceKind `json:"kind"`
	// Where names the place in our document; Clause is the clause it belongs to.
	// To is where a moved clause stands now.
	Where  string `json:"where"`
	Clause string `json:"clause"`
	To     string `json:"to,omitempty"`
	// Block is the index of the block in the issued document, for the page to
	// point at; of what was added, the one before it.
	Block int `json:"block"`
	// Grave says that a figure, a sum or a negation changed.
	Grave bool `json:"grave"`
	// Reasons are words of the catalogue, contract.compare.<reason>: number,
	// amount, negation, sentence_removed, sentence_added, form.
	Reasons []string `json:"reasons"`
	// Pieces spell the place out: same, old, new.
	Pieces []Piece `json:"pieces"`
	// Cells are those of a row that differ; empty elsewhere, and where a file does
	// not keep the cells apart. Row counts the rows below the head of the table
	// from 1, 0 for others, RowName is what the row is about.
	Cells   []CellDifference `json:"cells"`
	Row     int              `json:"row"`
	RowName string           `json:"rowName"`
}

// CellDifference is one cell of a row, spelled out; Column is the head of its
// column or the label before it.
type CellDifference struct {
	Column string  `json:"column"`
	Pieces []Piece `json:"pieces"`
}

// maxCompared is the most tokens of either side.
const maxCompared = 400_000

// Compare compares a file the other side sent back (docx, pdf, md or txt) with
// issue n of a contract; n 0 means the newest issue, or what the contract says
// now when there is none. A contract made outside is compared with the file it
// was kept as. file is an upload's token. Faults: fault.not_found,
// contract.no_issue, contract.compare_too_long, files.*, manuscript.*.
func (s *Service) Compare(id ID, n int, file string, o CompareOptions) (c *Comparison, err error) {
	defer fault.Recover(&err)
	f, info, err := s.files.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := manuscript.ReadContext(s.st.Context(), info.Name, f, info.Size)
	if err != nil {
		return nil, err
	}
	db := s.st.Read(s.st.Context())
	record, err := find(db, id)
	if err != nil {
		return nil, err
	}
	issue := 0
	if record.Source == Outside {
		kept, err := s.outsideManuscript(db, record)
		if err != nil {
			return nil, err
		}
		if c, err = contrastFiles(kept, m, o); err != nil {
			return nil, err
		}
	} else {
		var doc typeset.Document
		if doc, issue, err = s.issuedText(db, record, n); err != nil {
			return nil, err
		}
		if c, err = contrast(doc, m, o); err != nil {
			return nil, err
		}
	}
	c.ContractID, c.Number, c.Issue, c.Name = id, record.Number, issue, info.Name
	return c, nil
}

// issuedText is the document of an issue and its number, else what the contract
// says now.
func (s *Service) issuedText(db *gorm.DB, c Contract, n int) (typeset.Document, int, error) {
	is, err := issueOf(db, c.ID, n)
	if err == nil {
		doc, err := is.document(db)
		return doc, is.N, err
	}
	if n != 0 || !fault.Is(err, "contract.no_issue") {
		return typeset.Document{}, 0, err
	}
	number, err := c.numberShown(db, s.today())
	if err != nil {
		return typeset.Document{}, 0, err
	}
	f, err := fill(s.st, db, c, number, s.today(), template.Options{})
	if err != nil {
		return typeset.Document{}, 0, err
	}
	return f.merged.Document, 0, nil
}

// contrast compares a document of ours with a manuscript.
func contrast(doc typeset.Document, m *manuscript.Manuscript, o CompareOptions) (*Comparison, error) {
	pdf := m.Format == manuscript.PDF
	read := func() *reader { return &reader{fold: !o.ShowForm, spaces: o.ShowForm && !pdf, boxes: !pdf} }
	return tell(read().document(doc), withoutFurniture(read().manuscript(m), doc, pdf), m, o, pdf)
}

// contrastFiles compares two manuscripts: a contract made outside with one that
// came later.
func contrastFiles(kept, m *manuscript.Manuscript, o CompareOptions) (*Comparison, error) {
	pdf := m.Format == manuscript.PDF || kept.Format == manuscript.PDF
	read := func() *reader { return &reader{fold: !o.ShowForm, spaces: o.ShowForm && !pdf, boxes: !pdf} }
	none := typeset.Document{}
	return tell(withoutFurniture(read().manuscript(kept), none, pdf), withoutFurniture(read().manuscript(m), none, pdf), m, o, pdf)
}

func tell(before, after []unit, m *manuscript.Manuscript, o CompareOptions, pdf bool) (*Comparison, error) {
	a, b := newStream(before), newStream(after)
	if len(a.tokens) > maxCompared || len(b.tokens) > maxCompared {
		return nil, fault.New("contract.compare_too_long", nil)
	}
	t := &teller{alignment: align(a, b), pdf: pdf, form: o.ShowForm}
	c := &Comparison{Format: m.Format, Rough: m.Rough, Dropped: m.Dropped}
	c.Differences, c.Summary = t.tell()
	if !o.ShowForm {
		c.Summary.Form = t.forms()
	}
	c.Identical = len(c.Differences) == 0
	if c.Dropped == nil {
		c.Dropped = []manuscript.Drop{}
	}
	return c, nil
}
