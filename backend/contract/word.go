package contract

import (
	"bytes"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/locale"
	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/docx"

	"gorm.io/gorm"
)

// SaveDocx gives the address of a contract as a Word file, for the other side
// to work on. n is the number of an issue, which is written from the document
// it was set from; with 0 it is what the contract says now: the newest issue
// when nothing has changed since, else a draft with its watermark. Faults:
// fault.not_found, contract.no_issue, typeset.*.
func (s *Service) SaveDocx(id ID, n int) (url string, err error) {
	defer fault.Recover(&err)
	db := s.st.Read(s.st.Context())
	c, err := find(db, id)
	if err != nil {
		return "", err
	}
	doc, number, err := s.resolved(db, c, n)
	if err != nil {
		return "", err
	}
	images, err := newShelf(s.st, db).picturesOf(&doc, c.CompanyID)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := docx.Write(&b, doc, images); err != nil {
		return "", err
	}
	return s.files.Offer(files.BaseName(strings.TrimSpace(number+" "+c.Name)+".docx"), docx.Mime, b.Bytes())
}

// resolved gives the document of issue n, or with 0 of what the contract says
// now, with the number that stands in it.
func (s *Service) resolved(db *gorm.DB, c Contract, n int) (doc typeset.Document, number string, err error) {
	if n > 0 {
		is, err := issueOf(db, c.ID, n)
		if err != nil {
			return doc, "", err
		}
		doc, err = is.document(db)
		return s.voided(c, doc), c.Number, err
	}
	if number, err = c.numberShown(db, s.today()); err != nil {
		return doc, "", err
	}
	f, err := fill(s.st, db, c, number, s.today(), template.Options{})
	if err != nil {
		return doc, "", err
	}
	last, same, err := s.sameAsIssued(db, f, false)
	switch {
	case err != nil:
		return doc, "", err
	case same:
		doc, err = last.document(db)
		return s.voided(c, doc), number, err
	}
	doc = f.merged.Document
	doc.Watermark = locale.Text(f.def.Language, "contract.watermark.draft", nil)
	return s.voided(c, doc), number, nil
}

// voided marks the document of a contract that is void.
func (s *Service) voided(c Contract, doc typeset.Document) typeset.Document {
	if c.Stage == Void {
		doc.Watermark = locale.Text(c.Language, "contract.watermark.void", nil)
	}
	return doc
}

// issueOf gives issue n of a contract; 0 means the newest. Fault contract.no_issue.
func issueOf(db *gorm.DB, id ID, n int) (Issue, error) {
	issues, err := issuesOf(db, id)
	if err != nil {
		return Issue{}, err
	}
	for _, is := range issues {
		if n == 0 || is.N == n {
			return is, nil
		}
	}
	return Issue{}, fault.New("contract.no_issue", nil)
}

// document is what an issue was set from.
func (i Issue) document(db *gorm.DB) (typeset.Document, error) {
	var file issueFile
	err := db.Select("issue_id", "document").Where("issue_id = ?", i.ID).Limit(1).Find(&file).Error
	return file.Document, err
}
