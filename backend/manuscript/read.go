package manuscript

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"
	"unicode"

	"keyue/backend/fault"
)

// Formats of a manuscript.
const (
	Docx     = "docx"
	Markdown = "markdown"
	Text     = "text"
	PDF      = "pdf"
)

// Faults of files; each carries the file's name as parameter name.
const (
	Empty      = "manuscript.empty"      // no bytes
	TooLarge   = "manuscript.too_large"  // parameter limit in MB
	TooBig     = "manuscript.too_big"    // more paragraphs, cells or pages than a document has
	Bomb       = "manuscript.bomb"       // unpacks beyond all measure, or declares entities
	Damaged    = "manuscript.damaged"    // truncated or not what it says it is
	Encrypted  = "manuscript.encrypted"  // needs a password
	OldWord    = "manuscript.old_word"   // .doc, .wps, RTF, a web page or Word 2003 XML
	Other      = "manuscript.other"      // another office program's document (.odt, .pages)
	WrongType  = "manuscript.wrong_type" // parameter what: "PNG", "Excel", …
	Binary     = "manuscript.binary"     // bytes that are no text
	Unreadable = "manuscript.unreadable" // a PDF that does not say which characters its glyphs are
	Scanned    = "manuscript.scanned"    // a PDF of pictures: no text in it
	TooSlow    = "manuscript.too_slow"   // the work did not end in time
)

// fileMax is the largest file read, in bytes: pictures make contracts large,
// and nobody's contract has more than this.
const fileMax = 64 << 20

// patience is how long Read works on a file at most. The limits on sizes and
// counts end hostile files long before on any machine.
const patience = 20 * time.Second

// Read reads a document of any known format; what it is says its content, the
// name only tells Markdown from plain text. Every failure is a fault with one
// of this package's codes.
func Read(name string, r io.ReaderAt, size int64) (*Manuscript, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return ReadContext(ctx, name, r, size)
}

// ReadContext is Read that ends when ctx does.
func ReadContext(ctx context.Context, name string, r io.ReaderAt, size int64) (m *Manuscript, err error) {
	defer func() {
		// What strangers' files do to a reader is a fault of the file as far as
		// the person is concerned; the log keeps the place.
		if p := recover(); p != nil {
			m, err = nil, fault.Wrap(fmt.Errorf("panic: %v\n%s", p, debug.Stack()), Damaged, fault.P{"name": name})
		}
	}()
	m = &Manuscript{Name: strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), Blocks: []Block{}, Images: map[string]Image{}, Dropped: []Drop{}}
	if m.Format, err = sniff(r, size, name); err != nil {
		return nil, err
	}
	var drops drops
	switch m.Format {
	case Docx:
		err = readDocx(ctx, m, &drops, r, size)
	case PDF:
		err = readPDF(ctx, m, &drops, r, size)
	default:
		err = readText(m, &drops, r, size)
	}
	if ctx.Err() != nil {
		return nil, fault.Wrap(ctx.Err(), TooSlow, fault.P{"name": name})
	}
	if err != nil {
		return nil, named(err, name)
	}
	m.Dropped = drops.list()
	m.Chars = m.count()
	return m, nil
}

// named puts the file's name into a fault from further down.
func named(err error, name string) error {
	e := fault.From(err)
	if !strings.HasPrefix(e.Code, "manuscript.") {
		return fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	p := fault.P{"name": name}
	for k, v := range e.Params {
		p[k] = v
	}
	return fault.Wrap(err, e.Code, p)
}

// magic are the first bytes of what people pick by mistake.
var magic = []struct{ start, what string }{
	{"\x89PNG", "PNG"}, {"\xFF\xD8\xFF", "JPEG"}, {"GIF8", "GIF"}, {"Rar!", "RAR"}, {"7z\xBC\xAF", "7z"}, {"\x1F\x8B", "gzip"},
	{"SQLite format 3\x00", "SQLite"}, {"\x7FELF", "ELF"}, {"II*\x00", "TIFF"}, {"MM\x00*", "TIFF"}, {"%!PS", "PostScript"}, {"RIFF", "RIFF"},
}

// sniff tells the format by content; the name only chooses between texts.
func sniff(r io.ReaderAt, size int64, name string) (string, error) {
	if size == 0 {
		return "", fault.New(Empty, fault.P{"name": name})
	}
	if size > fileMax {
		return "", fault.New(TooLarge, fault.P{"name": name, "limit": fileMax >> 20})
	}
	head := make([]byte, min(size, 8192))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return "", fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return Docx, nil
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return "", sniffOLE(r, size, name)
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")):
		return PDF, nil
	}
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.start)) {
			return "", fault.New(WrongType, fault.P{"name": name, "what": m.what})
		}
	}
	plain := bytes.ToLower(bytes.TrimLeft(unwide(head), " \r\n\t"))
	for _, start := range []string{"{\\rtf", "<html", "<!doctype html", "<?mso-application", "mime-version:"} {
		if bytes.HasPrefix(plain, []byte(start)) {
			return "", fault.New(OldWord, fault.P{"name": name})
		}
	}
	if bytes.HasPrefix(plain, []byte("<?xml")) {
		if bytes.Contains(plain, []byte("wordml")) || bytes.Contains(plain, []byte("pkg:package")) || bytes.Contains(plain, []byte("<html")) {
			return "", fault.New(OldWord, fault.P{"name": name})
		}
		return "", fault.New(WrongType, fault.P{"name": name, "what": "XML"})
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown", ".mdown", ".mkd":
		return Markdown, nil
	case ".docx", ".docm", ".dotx", ".dotm", ".pdf":
		return "", fault.New(Damaged, fault.P{"name": name})
	}
	return Text, nil
}

// unwide takes the marks and zero bytes of Unicode encodings out, to compare.
func unwide(b []byte) []byte {
	for _, mark := range []string{"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"} {
		b = bytes.TrimPrefix(b, []byte(mark))
	}
	return bytes.ReplaceAll(b, []byte{0}, nil)
}

// sniffOLE tells an encrypted .docx from an old .doc: the names of the streams
// stand in the directory of the compound file, in UTF-16.
func sniffOLE(r io.ReaderAt, size int64, name string) error {
	part := make([]byte, min(size, fileMax))
	if _, err := r.ReadAt(part, 0); err != nil && err != io.EOF {
		return fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	has := func(stream string) bool {
		var wide []byte
		for _, c := range []byte(stream) {
			wide = append(wide, c, 0)
		}
		return bytes.Contains(part, wide)
	}
	switch {
	case has("EncryptedPackage"):
		return fault.New(Encrypted, fault.P{"name": name})
	case has("Workbook"):
		return fault.New(WrongType, fault.P{"name": name, "what": "Excel"})
	case has("PowerPoint Document"):
		return fault.New(WrongType, fault.P{"name": name, "what": "PowerPoint"})
	}
	return fault.New(OldWord, fault.P{"name": name})
}

// drops gathers what could not be carried, one entry per kind, in the order of
// first sight.
type drops struct {
	order []string
	count map[string]int
	text  map[string]*strings.Builder
}

func (d *drops) add(code, text string) {
	if d.count == nil {
		d.count, d.text = map[string]int{}, map[string]*strings.Builder{}
	}
	if d.count[code] == 0 {
		d.order = append(d.order, code)
		d.text[code] = &strings.Builder{}
	}
	d.count[code]++
	if text = strings.TrimSpace(text); text != "" {
		if b := d.text[code]; b.Len() > 0 {
			b.WriteByte('\n')
		}
		d.text[code].WriteString(text)
	}
}

func (d *drops) list() []Drop {
	list := []Drop{}
	for _, code := range d.order {
		list = append(list, Drop{Code: code, Count: d.count[code], Text: d.text[code].String()})
	}
	return list
}

// Visible tells whether a character shows on paper: white space, controls and
// marks without width (joiners, soft hyphens, direction marks) do not.
func Visible(c rune) bool {
	return !unicode.IsSpace(c) && !unicode.IsControl(c) && !unicode.Is(unicode.Cf, c)
}

// count is the number of visible characters of the body.
func (m *Manuscript) count() int {
	n := 0
	m.Walk(func(p *Paragraph) {
		if p.Number != nil {
			n += visible(p.Number.Text)
		}
		for _, r := range p.Runs {
			n += visible(r.Text)
		}
	})
	return n
}

func visible(s string) int {
	n := 0
	for _, c := range s {
		if Visible(c) {
			n++
		}
	}
	return n
}

// Walk visits every paragraph of the body, those in tables too, in reading order.
func (m *Manuscript) Walk(visit func(p *Paragraph)) {
	for i := range m.Blocks {
		switch b := &m.Blocks[i]; {
		case b.Paragraph != nil:
			visit(b.Paragraph)
		case b.Table != nil:
			for _, row := range b.Table.Rows {
				for _, cell := range row.Cells {
					for k := range cell.Paragraphs {
						visit(&cell.Paragraphs[k])
					}
				}
			}
		}
	}
}

// Text is the paragraph as a reader sees it: number, text, line breaks.
func (p *Paragraph) Text() string {
	var b strings.Builder
	if p.Number != nil && p.Number.Text != "" {
		b.WriteString(p.Number.Text)
		b.WriteByte(' ')
	}
	b.WriteString(Plain(p.Runs))
	return b.String()
}

// Plain is the text of runs with its line breaks; page numbers and pictures are
// left out.
func Plain(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Break {
			b.WriteByte('\n')
		}
		b.WriteString(r.Text)
	}
	return b.String()
}

// Text is the body as plain text, one line for each paragraph.
func (m *Manuscript) Text() string {
	var b strings.Builder
	m.Walk(func(p *Paragraph) {
		b.WriteString(p.Text())
		b.WriteByte('\n')
	})
	return b.String()
}
