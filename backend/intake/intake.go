// Package intake makes a template of a contract that somebody else wrote: it
// finds title, clauses, parties, blanks and signatures in a
// [manuscript.Manuscript] and proposes a [template.Definition], saying how sure
// it is of each guess and what it could not carry.
//
// Nothing is lost in silence: every visible character of the manuscript is in
// the definition, is a number that is computed again, is a recognised blank, or
// is listed in [Proposal.Dropped].
//
// # What the page gets
//
// [Service.Read] answers a file token with a [Proposal]:
//
//	{
//	  "file": "TOKEN", "name": "买卖合同", "format": "markdown", "rough": false,
//	  "kind": "sale", "language": "zh-CN", "we": "partyB",
//	  "parties": [{"key": "partyA", "label": "甲方", "aliases": ["买方"], "role": "customer"}, …],
//	  "definition": {…template.Definition…},
//	  "original": [{"index": 0, "kind": "paragraph", "number": "", "text": "买卖合同"}, …],
//	  "origins": [{"path": [0], "from": [0]}, …],       body block at path ← original blocks
//	  "fields": [{"key": "partyA.name", "label": "甲方名称", "type": "text", "source": "customer.name",
//	              "party": "partyA", "fact": "name", "confidence": 0.95, "as": "field", "blanks": ["b1", "b7"]}, …],
//	  "blanks": [{"id": "b1", "block": 2, "ordinal": 1, "text": "____", "before": "名称：", "after": "", "key": "partyA.name", "as": "field", "confidence": 0.95}, …],
//	  "lines": [{"block": 12, "columns": [{"name": "name", "label": "品名"}], "totals": ["total"], "accepted": true}],
//	                                                    with "insert": true where a line announces a table that is not there
//	  "charsIn": 3410, "charsOut": 3410, "clauses": 23, "blocks": 61,
//	  "dropped": [{"code": "manuscript.dropped.comment", "count": 2, "text": "…"}],
//	  "notes": [{"code": "intake.note.number_kept", "block": 40, "text": "3）"}],
//	  "problems": […template.Check…]
//	}
//
// The page keeps only the file token and the person's [Decisions]; every call
// reads the file again, and the same file gives the same proposal, so a reload
// loses nothing. [Service.Review] answers token and decisions with the proposal
// they lead to, [Service.Preview] with its PDF, [Service.Accept] makes the
// template.
package intake

import (
	"keyue/backend/locale"
	"keyue/backend/manuscript"
	"keyue/backend/settings"
	"keyue/backend/template"

	"gorm.io/gorm"
)

// How a blank is carried into the template.
const (
	AsField = "field" // a chip that data fills
	AsBlank = "blank" // a rule to be filled by hand
	AsText  = "text"  // the characters that stood there
)

// Proposal is a template found in a document, with everything that was guessed.
type Proposal struct {
	// File is the token the document was read from; empty from the command line.
	File string `json:"file,omitempty"`
	// Name proposed for the template. Taken is the name that would be there if no
	// other template had it; the page's proposals only.
	Name     string        `json:"name"`
	Taken    string        `json:"taken,omitempty"`
	Format   string        `json:"format"`
	Rough    bool          `json:"rough,omitempty"`
	Kind     template.Kind `json:"kind"`
	Language locale.Tag    `json:"language"`
	// We is the key of the party that is our own company; Parties are all that
	// the document names. Choosing another We swaps every source.
	We         string              `json:"we"`
	Parties    []Party             `json:"parties"`
	Definition template.Definition `json:"definition"`
	// Original lists the blocks of the document, Origins which of them each
	// block of the definition came from.
	Original []Original `json:"original"`
	Origins  []Origin   `json:"origins"`
	Fields   []Field    `json:"fields"`
	Blanks   []Blank    `json:"blanks"`
	// Lines are the tables that look like lists of goods.
	Lines []LinesOffer `json:"lines"`
	// CharsIn counts the visible characters of the document, CharsOut those that
	// are in the definition as text, computed number or blank.
	CharsIn  int `json:"charsIn"`
	CharsOut int `json:"charsOut"`
	// Clauses and Blocks count what the definition has.
	Clauses int               `json:"clauses"`
	Blocks  int               `json:"blocks"`
	Dropped []manuscript.Drop `json:"dropped"`
	Notes   []Note            `json:"notes"`
	// Problems are those of [template.Check].
	Problems []template.Problem `json:"problems"`

	images map[string][]byte // pictures that the definition shows, by key
}

// Party is one side as the document names it.
type Party struct {
	Key   string `json:"key"`   // partyA
	Label string `json:"label"` // 甲方
	// Aliases are other words for it in the document: 买方.
	Aliases []string `json:"aliases"`
	// Role is customer, company, or empty for a third party.
	Role string `json:"role"`
	// Name is set when the document already names the party.
	Name string `json:"name,omitempty"`
}

// Original is one block of the document for the review's left side.
type Original struct {
	Index  int    `json:"index"`
	Kind   string `json:"kind"` // paragraph, table, image, pageBreak
	Number string `json:"number,omitempty"`
	Text   string `json:"text"`
	// Align and Heading are the paragraph's.
	Align   string `json:"align,omitempty"`
	Heading int    `json:"heading,omitempty"`
	// Rows are the texts of a table's cells.
	Rows [][]string `json:"rows,omitempty"`
}

// Origin ties a block of the definition to blocks of the document.
type Origin struct {
	// Path is the index in the content of each node from the body down.
	Path []int `json:"path"`
	From []int `json:"from"`
}

// Field is one thing that the document leaves open.
type Field struct {
	// Key of the definition's field, or party and fact: partyA.address.
	Key    string             `json:"key"`
	Label  string             `json:"label"`
	Type   template.FieldType `json:"type"`
	Source string             `json:"source"`
	// Party and Fact are set for what is known of a party.
	Party string `json:"party,omitempty"`
	Fact  string `json:"fact,omitempty"`
	// Confidence from 0 to 1 that key, type and source are right.
	Confidence float64 `json:"confidence"`
	As         string  `json:"as"`
	// Blanks are the ids of the places that ask for it.
	Blanks []string `json:"blanks"`
}

// Blank is one place to fill in.
type Blank struct {
	ID string `json:"id"`
	// Block is the index of the document's block, Ordinal counts the blanks in it from 1.
	Block   int `json:"block"`
	Ordinal int `json:"ordinal"`
	// Text is what stood there, Before and After what stands around it.
	Text       string             `json:"text"`
	Before     string             `json:"before"`
	After      string             `json:"after"`
	Key        string             `json:"key"`
	Type       template.FieldType `json:"type"`
	As         string             `json:"as"`
	Confidence float64            `json:"confidence"`
	// Sign says that it is a line of a signature.
	Sign bool `json:"sign,omitempty"`
}

// LinesOffer is a table that can become the lines of the contract. One is
// accepted at most: a contract has one list of goods.
type LinesOffer struct {
	Block    int                    `json:"block"`
	Columns  []template.LinesColumn `json:"columns"`
	Totals   []string               `json:"totals"`
	Accepted bool                   `json:"accepted"`
	// Insert says that there is no table: the line announces a list that the
	// document does not have, and one can be put behind it.
	Insert bool `json:"insert,omitempty"`
}

// Note tells what was carried differently from what might be expected.
type Note struct {
	// Code is a catalogue code: intake.note.number_kept, …
	Code  string `json:"code"`
	Block int    `json:"block"`
	Text  string `json:"text,omitempty"`
}

// Decisions are what the person says of a proposal. The zero value accepts
// every guess.
type Decisions struct {
	Name string        `json:"name,omitempty"`
	Kind template.Kind `json:"kind,omitempty"`
	// We is the key of the party that is our own company; empty keeps the guess.
	We string `json:"we,omitempty"`
	// Numbering replaces the styles of clause numbers; empty keeps those found.
	Numbering []string `json:"numbering,omitempty"`
	// Lock is what all clauses become: standard for text that is not to be changed
	// in a contract without a reason, negotiable or empty for text that may be.
	Lock   string          `json:"lock,omitempty"`
	Lines  []LinesDecision `json:"lines,omitempty"`
	Fields []FieldDecision `json:"fields,omitempty"`
	Blanks []BlankDecision `json:"blanks,omitempty"`
}

// LinesDecision says of one of the proposal's tables of goods whether it is the
// list of goods of the contract.
type LinesDecision struct {
	Block    int  `json:"block"`
	Accepted bool `json:"accepted"`
}

// FieldDecision changes one field of the proposal; empty members keep the guess.
type FieldDecision struct {
	Key   string             `json:"key"`
	As    string             `json:"as,omitempty"`
	Label string             `json:"label,omitempty"`
	Type  template.FieldType `json:"type,omitempty"`
	// Source is a path of [template.Sources]; "-" takes the guessed one away.
	Source   string `json:"source,omitempty"`
	Required bool   `json:"required,omitempty"`
}

// BlankDecision changes one place: it can be carried otherwise than its field,
// or ask for another field (one of the proposal's, or a new one with Label and Type).
type BlankDecision struct {
	ID    string             `json:"id"`
	As    string             `json:"as,omitempty"`
	Key   string             `json:"key,omitempty"`
	Label string             `json:"label,omitempty"`
	Type  template.FieldType `json:"type,omitempty"`
}

// Propose finds a template in a document; ours are the names of our own companies,
// which tell the other side of a contract that was filled in.
func Propose(m *manuscript.Manuscript, ours ...string) Proposal {
	return Compose(m, ours, Decisions{})
}

// Compose is Propose with a person's decisions applied.
func Compose(m *manuscript.Manuscript, ours []string, d Decisions) Proposal {
	return analyse(m, ours).compose(d)
}

// Ours gives the names of our own companies.
func Ours(db *gorm.DB) ([]string, error) {
	rows, err := settings.Companies(db)
	var names []string
	for _, c := range rows {
		names = append(names, c.Name)
	}
	return names, err
}
