package contract

import (
	"keyue/backend/compare"
	"keyue/backend/fault"
	"keyue/backend/manuscript"
	"keyue/backend/template"
	"keyue/backend/typeset"

	"gorm.io/gorm"
)

// Comparison is how a file that came back differs from what was issued.
//
//	{"contractId": 12, "number": "HT-2026-0018", "issue": 1, "name": "回传.docx", "found": {"format": "docx", "rough": false,
//	 "identical": false,
//	 "summary": {"changed": 2, "removed": 1, "added": 0, "moved": 0, "grave": 1, "renumbered": 3, "form": 4},
//	 "differences": [
//	   {"kind": "changed", "where": "第六条 付款 1.", "clause": "第六条 付款", "block": 31, "grave": true, "reasons": ["number"],
//	    "pieces": [{"kind": "same", "text": "…之日起"}, {"kind": "old", "text": "30"}, {"kind": "new", "text": "60"}, {"kind": "same", "text": "日内付清。"}]}],
//	 "dropped": [{"code": "manuscript.dropped.comment", "count": 2, "text": "…"}]}}
type Comparison struct {
	ContractID ID     `json:"contractId"`
	Number     string `json:"number"`
	// Issue is the number of the issue compared with; 0 for what the contract
	// says now, when nothing was issued.
	Issue int `json:"issue"`
	// Name is the file's.
	Name  string         `json:"name"`
	Found compare.Result `json:"found"`
}

// Compare compares a file the other side sent back (docx, pdf, md or txt) with
// issue n of a contract; n 0 means the newest issue, or what the contract says
// now when there is none. A contract made outside is compared with the file it
// was kept as. file is an upload's token. Faults: fault.not_found,
// contract.no_issue, compare.too_long, files.*, manuscript.*.
func (s *Service) Compare(id ID, n int, file string, o compare.Options) (c *Comparison, err error) {
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
	c = &Comparison{ContractID: id, Number: record.Number, Name: info.Name}
	if record.Source == Outside {
		kept, err := s.outsideManuscript(db, record)
		if err != nil {
			return nil, err
		}
		return c.with(compare.Files(kept, m, o))
	}
	doc, issue, err := s.issuedText(db, record, n)
	if err != nil {
		return nil, err
	}
	c.Issue = issue
	return c.with(compare.Document(doc, m, o))
}

// with adds what was found.
func (c *Comparison) with(r *compare.Result, err error) (*Comparison, error) {
	if err != nil {
		return nil, err
	}
	c.Found = *r
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
