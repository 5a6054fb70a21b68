// Package press turns a resolved document into the bytes of a PDF: it lays the
// document out, draws it and says what a person should know about the result.
// Contracts, template previews and batches all print through it, so that there
// is one way from a document to paper.
package press

import (
	"bytes"
	"time"

	"keyue/backend/typeset"
	"keyue/backend/typeset/font"
	"keyue/backend/typeset/pdf"
)

// Engine names the rules of layout. It is kept with every issue and changes
// when the same document would be set differently.
const Engine = "keyue-1"

// Sheet is a printed document.
type Sheet struct {
	PDF []byte
	// Pages, SHA256 (hex) and Fonts (hash of the font pack) describe the file.
	Pages  int
	SHA256 string
	Fonts  string
	// Missing lists characters no font has; a contract with any is not issued.
	Missing  []typeset.Missing
	Warnings []typeset.Warning
	// Frames are the pages as laid out, for hit testing in the preview and for
	// putting several documents into one file.
	Frames []typeset.Frame
}

// Press holds what all documents share. It may be used by many goroutines.
type Press struct {
	extra []*font.Face
	shown memory
}

// New gives a press that falls back to extra faces, which a person added, for
// characters the bundled fonts lack.
func New(extra ...*font.Face) *Press { return &Press{extra: extra} }

// Run prints a document. images are the assets it names, as files; created is
// written into the file and is all of the clock that gets in. Faults: typeset.*,
// pdf.*.
func (p *Press) Run(doc typeset.Document, images map[string][]byte, created time.Time) (Sheet, error) {
	l, err := p.set(doc, images)
	if err != nil {
		return Sheet{}, err
	}
	sheet := l.sheet()
	err = l.print(&sheet, l.Pages, pdf.Options{Created: created})
	return sheet, err
}

// A layout is a document set, with what is needed to draw it.
type layout struct {
	typeset.Result
	doc      *typeset.Document
	fonts    *font.Set
	pictures map[string]*pdf.Image
}

// set lays a document out.
func (p *Press) set(doc typeset.Document, images map[string][]byte) (*layout, error) {
	fonts, err := font.For(doc.Language, p.extra...)
	if err != nil {
		return nil, err
	}
	sizes := make(map[string]typeset.ImageSize, len(images))
	pictures := make(map[string]*pdf.Image, len(images))
	for key, data := range images {
		img, err := pdf.NewImage(data)
		if err != nil {
			return nil, err
		}
		pictures[key], sizes[key] = img, img.Size()
	}
	result, err := typeset.Layout(doc, fonts, sizes)
	return &layout{Result: result, doc: &doc, fonts: fonts, pictures: pictures}, err
}

// sheet tells of the document without its file.
func (l *layout) sheet() Sheet {
	return Sheet{Pages: len(l.Pages), Fonts: l.fonts.Hash(), Missing: l.Missing, Warnings: l.Warnings, Frames: l.Pages}
}

// print writes pages to the sheet's file.
func (l *layout) print(sheet *Sheet, pages []typeset.Frame, o pdf.Options) error {
	o.Fonts, o.Images, o.Language = l.fonts, l.pictures, l.doc.Language
	o.Title, o.Author, o.Subject = l.doc.Title, l.doc.Author, l.doc.Number
	var out bytes.Buffer
	info, err := pdf.Write(&out, pages, o)
	sheet.PDF, sheet.SHA256 = out.Bytes(), info.SHA256
	return err
}

// Book prints many documents into one file. It belongs to one goroutine.
type Book struct {
	press *Press
	book  *pdf.Book
}

// Book begins a merged file in the language of its first document.
func (p *Press) Book(title, language string, created time.Time) (*Book, error) {
	fonts, err := font.For(language, p.extra...)
	if err != nil {
		return nil, err
	}
	return &Book{press: p, book: pdf.NewBook(pdf.Options{Fonts: fonts, Title: title, Language: language, Created: created})}, nil
}

// Add lays a document out and appends its pages.
func (b *Book) Add(doc typeset.Document, images map[string][]byte) (typeset.Result, error) {
	l, err := b.press.set(doc, images)
	if err != nil {
		return typeset.Result{}, err
	}
	return l.Result, b.book.Add(pdf.Part{Title: doc.Title, Pages: l.Pages, Fonts: l.fonts, Images: l.pictures})
}

// Bytes ends the file.
func (b *Book) Bytes() ([]byte, error) {
	var out bytes.Buffer
	_, err := b.book.Write(&out)
	return out.Bytes(), err
}
