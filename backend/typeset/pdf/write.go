package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"github.com/jung-kurt/gofpdf"

	"keyue/backend/fault"
	"keyue/backend/typeset"
	"keyue/backend/typeset/font"
)

// Options is what a file holds besides its pages. The zero value of each but
// Fonts leaves it out.
type Options struct {
	// Fonts is the set the pages were laid out with.
	Fonts *font.Set
	// Images are the assets the frames name.
	Images map[string]*Image
	// Title, Author, Subject and Keywords are the document information.
	Title, Author, Subject, Keywords string
	// Language is the natural language of the text: "zh-CN", "en".
	Language string
	// Created is written as it is, with its zone; the clock is never read, so
	// that a reprint gives the same bytes.
	Created time.Time
	// Quick packs the file fast instead of small: for a preview, which is looked
	// at once and not kept.
	Quick bool
}

// Info describes a file written.
type Info struct {
	Pages  int    `json:"pages"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"` // lower-case hex of the whole file
}

// Write draws the pages of one document into a PDF file. Faults: pdf.no_pages,
// pdf.no_image (asset), pdf.too_many_characters, and those of NewImage for
// images that turn out broken. Errors of w are returned as they are.
func Write(w io.Writer, pages []typeset.Frame, o Options) (Info, error) {
	b := NewBook(o)
	if err := b.Add(Part{Pages: pages}); err != nil {
		return Info{}, err
	}
	return b.Write(w)
}

// A Part is one document of a Book.
type Part struct {
	// Title names the part in the bookmarks and page labels; empty for none.
	Title string
	Pages []typeset.Frame
	// Fonts and Images stand in for those of the book's options when set.
	Fonts  *font.Set
	Images map[string]*Image
}

// A Book puts many documents into one file, sharing fonts and images: the
// merged file of a batch. It belongs to one goroutine. Frames are drawn by Add
// and not kept.
type Book struct {
	o      Options
	doc    *gofpdf.Fpdf
	fonts  []*font.Subset
	byFace map[*font.Face]int
	images []*pixels
	byKey  map[imageKey]int
	parts  []bookmark
	pages  int
	size   gofpdf.SizeType
	buf    bytes.Buffer // of the page being drawn
}

// A bookmark is where a part begins.
type bookmark struct {
	title string
	page  int // index of its first page
}

// NewBook starts an empty book.
func NewBook(o Options) *Book {
	return &Book{o: o, byFace: map[*font.Face]int{}, byKey: map[imageKey]int{}}
}

// Add draws the pages of one document. Faults as Write; after one the book is
// unusable.
func (b *Book) Add(p Part) error {
	if len(p.Pages) == 0 {
		return fault.New("pdf.no_pages", nil)
	}
	if p.Fonts == nil {
		p.Fonts = b.o.Fonts
	}
	if p.Images == nil {
		p.Images = b.o.Images
	}
	if p.Fonts == nil {
		set, err := font.For(b.o.Language)
		if err != nil {
			return err
		}
		p.Fonts = set
	}
	b.parts = append(b.parts, bookmark{title: p.Title, page: b.pages})
	for i := range p.Pages {
		if err := b.page(&p.Pages[i], p); err != nil {
			return err
		}
	}
	return nil
}

// page draws one frame as the next page.
func (b *Book) page(f *typeset.Frame, p Part) error {
	size := gofpdf.SizeType{Wd: f.Width.Points(), Ht: f.Height.Points()}
	if b.doc == nil {
		b.size = size
		b.doc = gofpdf.NewCustom(&gofpdf.InitType{OrientationStr: "P", UnitStr: "pt", Size: size})
		b.doc.SetCompression(false) // the finishing pass deflates, once
		b.doc.SetCatalogSort(true)
		b.doc.SetAutoPageBreak(false, 0)
		b.doc.SetMargins(0, 0, 0)
		b.doc.SetCreationDate(fixed(b.o.Created))
		b.doc.SetModificationDate(fixed(b.o.Created))
	}
	b.doc.AddPageFormat("P", size)
	b.pages++
	b.buf.Reset()
	d := drawer{book: b, out: b.buf.AvailableBuffer(), fonts: p.Fonts, images: p.Images, height: f.Height, font: -1}
	for i := range f.Items {
		if err := d.item(&f.Items[i]); err != nil {
			return err
		}
	}
	b.buf.Write(d.out)
	b.doc.RawWriteBuf(&b.buf)
	return b.doc.Error()
}

// fixed keeps gofpdf from reading the clock for a zero time; the finishing pass
// writes the dates itself.
func fixed(t time.Time) time.Time {
	if t.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return t
}

// Write finishes the file; the book is used up. Faults: pdf.no_pages for an
// empty book.
func (b *Book) Write(w io.Writer) (Info, error) {
	if b.doc == nil {
		return Info{}, fault.New("pdf.no_pages", nil)
	}
	f := finisher{book: b}
	if err := b.doc.Output(&f); err != nil {
		return Info{}, err
	}
	b.doc = nil
	out := f.out
	sum := sha256.Sum256(out)
	if _, err := w.Write(out); err != nil {
		return Info{}, err
	}
	return Info{Pages: b.pages, Bytes: int64(len(out)), SHA256: hex.EncodeToString(sum[:])}, nil
}

// A finisher runs the finishing pass on what gofpdf hands over, which is the
// whole file at once; keeping a second copy would double the memory of a batch.
type finisher struct {
	book *Book
	out  []byte
}

func (f *finisher) Write(raw []byte) (int, error) {
	if f.out != nil {
		return 0, errShape
	}
	out, err := f.book.finish(raw)
	if err != nil {
		return 0, err
	}
	f.out = out
	return len(raw), nil
}
