package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/klauspost/compress/zlib"
)

// An object of a PDF file, without its number.
type object struct {
	dict   []byte
	stream []byte // nil for none
	packed bool   // the stream is encoded already and dict says how
}

// finish rebuilds gofpdf's file: its pages and page streams as they are, fonts,
// images, information and catalogue of our own.
func (b *Book) finish(raw []byte) ([]byte, error) {
	objects, root, info, err := split(raw)
	if err != nil {
		return nil, err
	}
	f := &file{objects: objects}
	if err := f.check(b.pages); err != nil {
		return nil, err
	}
	var resources bytes.Buffer
	resources.WriteString("<</Font<<")
	for i, s := range b.fonts {
		fmt.Fprintf(&resources, "/F%d %d 0 R", i, f.addFont(s))
	}
	resources.WriteString(">>")
	if len(b.images) > 0 {
		resources.WriteString("/XObject<<")
		for i, px := range b.images {
			fmt.Fprintf(&resources, "/I%d %d 0 R", i, f.addImage(px))
		}
		resources.WriteString(">>")
	}
	resources.WriteString(">>")
	f.objects[resourcesObject].dict = resources.Bytes()
	f.objects[info].dict = b.information()
	f.objects[root].dict = b.catalogue(f)
	return f.bytes(root, info, b.o.Quick)
}

// gofpdf numbers the page tree 1 and the shared resources 2; pages follow as
// pairs of page and content from 3 on.
const (
	pagesObject     = 1
	resourcesObject = 2
	firstPage       = 3
)

// pageObject is the number of the page with the given index.
func pageObject(index int) int { return firstPage + 2*index }

var errShape = errors.New("pdf: gofpdf wrote a file of unexpected shape")

// split takes a file of gofpdf apart by its cross-reference table; element n is
// object n.
func split(raw []byte) (objects []object, root, info int, err error) {
	at := bytes.LastIndex(raw, []byte("startxref\n"))
	if at < 0 {
		return nil, 0, 0, errShape
	}
	var xref, size int
	if _, err := fmt.Sscanf(string(raw[at+10:]), "%d", &xref); err != nil || xref < 0 || xref > at {
		return nil, 0, 0, errShape
	}
	if _, err := fmt.Sscanf(string(raw[xref:min(xref+40, at)]), "xref\n0 %d", &size); err != nil || size < firstPage {
		return nil, 0, 0, errShape
	}
	table := raw[xref:]
	for range 2 {
		table = table[bytes.IndexByte(table, '\n')+1:]
	}
	if len(table) < 20*size {
		return nil, 0, 0, errShape
	}
	root, info = reference(table[20*size:], "/Root "), reference(table[20*size:], "/Info ")
	if root <= 0 || root >= size || info <= 0 || info >= size {
		return nil, 0, 0, errShape
	}
	objects = make([]object, size)
	for n := 1; n < size; n++ {
		off, err := strconv.Atoi(string(table[20*n : 20*n+10]))
		if err != nil || off >= xref {
			return nil, 0, 0, errShape
		}
		if objects[n], err = readObject(raw[off:xref], n); err != nil {
			return nil, 0, 0, err
		}
	}
	return objects, root, info, nil
}

// reference reads the object number after a key of the trailer.
func reference(trailer []byte, key string) int {
	at := bytes.Index(trailer, []byte(key))
	if at < 0 {
		return 0
	}
	rest := trailer[at+len(key):]
	end := bytes.IndexByte(rest, ' ')
	if end < 0 {
		return 0
	}
	n, err := strconv.Atoi(string(rest[:end]))
	if err != nil {
		return 0
	}
	return n
}

// readObject reads one object as gofpdf writes it: its head, a dictionary of
// one or more lines, and perhaps a stream whose length the dictionary gives.
func readObject(b []byte, n int) (object, error) {
	b, ok := bytes.CutPrefix(b, []byte(strconv.Itoa(n)+" 0 obj\n"))
	if !ok {
		return object{}, errShape
	}
	end := bytes.Index(b, []byte("\nendobj"))
	mark := bytes.Index(b, []byte(">>\nstream\n"))
	if mark < 0 || end >= 0 && end < mark {
		if end < 0 {
			return object{}, errShape
		}
		return object{dict: b[:end]}, nil
	}
	dict := b[:mark+2]
	_, rest, _ := bytes.Cut(dict, []byte("/Length "))
	digits := 0
	for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
		digits++
	}
	length, err := strconv.Atoi(string(rest[:digits]))
	if err != nil {
		return object{}, errShape
	}
	start := mark + 10
	if start+length > len(b) || !bytes.HasPrefix(b[start+length:], []byte("\nendstream")) {
		return object{}, errShape
	}
	return object{dict: dict, stream: b[start : start+length]}, nil
}

// A file is the objects to be written, by number; element 0 is unused.
type file struct {
	objects []object
}

// check proves that the pages lie where pageObject says and that no stream is
// encoded yet: a stream deflated twice passes every structural test and shows
// wrong glyphs.
func (f *file) check(pages int) error {
	for i := range pages {
		n := pageObject(i)
		if n+1 >= len(f.objects) || !bytes.HasPrefix(f.objects[n].dict, []byte("<</Type /Page\n")) || f.objects[n+1].stream == nil {
			return errShape
		}
	}
	for _, o := range f.objects {
		if o.stream != nil && bytes.Contains(o.dict, []byte("/Filter")) {
			return errShape
		}
	}
	return nil
}

// add gives the object the next number.
func (f *file) add(o object) int {
	f.objects = append(f.objects, o)
	return len(f.objects) - 1
}

// next is the number the next object will get.
func (f *file) next() int { return len(f.objects) }

// bytes writes the file: header, objects with their streams deflated,
// cross-reference table, trailer. The file identifier is a digest of all before it.
func (f *file) bytes(root, info int, quick bool) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n")
	pack := packer{quick: quick}
	offsets := make([]int, len(f.objects))
	for n := 1; n < len(f.objects); n++ {
		o := f.objects[n]
		offsets[n] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n", n)
		switch {
		case o.stream == nil:
			out.Write(o.dict)
		case o.packed:
			putStream(&out, o.dict, o.stream)
		default:
			packed, err := pack.deflate(o.stream)
			if err != nil {
				return nil, err
			}
			dict := fmt.Appendf(nil, "<</Filter/FlateDecode%s", streamKeys(o.dict))
			putStream(&out, append(dict, ">>"...), packed)
		}
		out.WriteString("\nendobj\n")
	}
	sum := sha256.Sum256(out.Bytes())
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects))
	for _, off := range offsets[1:] {
		fmt.Fprintf(&out, "%010d 00000 n \n", off)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.objects), root, info, sum[:16], sum[:16], xref)
	return out.Bytes(), nil
}

// level is how hard streams are deflated. Nine tenths of a file are outlines,
// in which little repeats: level 6 takes half as long again as 4 (7.7 against
// 5.0 ms for 530 characters) to save one per cent.
const level = 4

// quickLevel is for pages that are looked at once and not kept.
const quickLevel = 1

// A packer deflates stream after stream with one compressor. Its deflate is
// klauspost's: half the time of the standard library's for the same size.
type packer struct {
	quick  bool
	writer *zlib.Writer
	buf    bytes.Buffer
}

// deflate gives the packed bytes, valid until the next call.
func (p *packer) deflate(data []byte) ([]byte, error) {
	p.buf.Reset()
	if p.writer == nil {
		hard := level
		if p.quick {
			hard = quickLevel
		}
		w, err := zlib.NewWriterLevel(&p.buf, hard)
		if err != nil {
			return nil, err
		}
		p.writer = w
	} else {
		p.writer.Reset(&p.buf)
	}
	if _, err := p.writer.Write(data); err != nil {
		return nil, err
	}
	if err := p.writer.Close(); err != nil {
		return nil, err
	}
	return p.buf.Bytes(), nil
}

// streamKeys are the entries of a stream's dictionary but its length, which
// gofpdf writes and bytes replaces.
func streamKeys(dict []byte) []byte {
	if bytes.HasPrefix(dict, []byte("<</Length ")) && !bytes.Contains(dict[2:], []byte("<<")) {
		rest := dict[len("<</Length "):]
		for len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9' {
			rest = rest[1:]
		}
		return bytes.TrimSuffix(rest, []byte(">>"))
	}
	return bytes.TrimSuffix(bytes.TrimPrefix(dict, []byte("<<")), []byte(">>"))
}

// putStream writes a dictionary with the stream's length, and the stream.
func putStream(out *bytes.Buffer, dict, stream []byte) {
	out.Write(bytes.TrimSuffix(dict, []byte(">>")))
	fmt.Fprintf(out, "/Length %d>>\nstream\n", len(stream))
	out.Write(stream)
	out.WriteString("\nendstream")
}

// information is the document information dictionary.
func (b *Book) information() []byte {
	out := []byte("<</Producer(Keyue)")
	for _, e := range []struct{ key, value string }{
		{"Title", b.o.Title}, {"Author", b.o.Author}, {"Subject", b.o.Subject}, {"Keywords", b.o.Keywords},
	} {
		if e.value != "" {
			out = append(out, '/')
			out = append(out, e.key...)
			out = append(out, textString(e.value)...)
		}
	}
	if !b.o.Created.IsZero() {
		d := dateString(b.o.Created)
		out = fmt.Appendf(out, "/CreationDate(%s)/ModDate(%s)", d, d)
	}
	return append(out, ">>"...)
}

// catalogue is the root of the file. Printing is asked for at full size: the
// margins of a contract are made for seals.
func (b *Book) catalogue(f *file) []byte {
	out := fmt.Appendf(nil, "<</Type/Catalog/Pages %d 0 R/ViewerPreferences<<", pagesObject)
	if b.o.Title != "" {
		out = append(out, "/DisplayDocTitle true"...)
	}
	out = append(out, "/PrintScaling/None>>"...)
	if b.o.Language != "" {
		out = append(out, "/Lang"...)
		out = append(out, textString(b.o.Language)...)
	}
	var titled []bookmark
	for _, p := range b.parts {
		if p.title != "" {
			titled = append(titled, p)
		}
	}
	if len(titled) > 0 {
		out = fmt.Appendf(out, "/PageMode/UseOutlines/Outlines %d 0 R", f.addOutlines(titled))
	}
	if len(b.parts) > 1 {
		out = append(out, "/PageLabels<</Nums["...)
		for _, p := range b.parts {
			out = fmt.Appendf(out, "%d<</S/D", p.page)
			if p.title != "" {
				out = append(out, "/P"...)
				out = append(out, textString(p.title+" ")...)
			}
			out = append(out, ">>"...)
		}
		out = append(out, "]>>"...)
	}
	return append(out, ">>"...)
}

// addOutlines writes one bookmark per part and gives the number of their root.
func (f *file) addOutlines(parts []bookmark) int {
	root := f.next()
	first := root + 1
	f.add(object{dict: fmt.Appendf(nil, "<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>", len(parts), first, first+len(parts)-1)})
	for i, p := range parts {
		d := fmt.Appendf(nil, "<</Title%s/Parent %d 0 R/Dest[%d 0 R/Fit]", textString(p.title), root, pageObject(p.page))
		if i > 0 {
			d = fmt.Appendf(d, "/Prev %d 0 R", first+i-1)
		}
		if i < len(parts)-1 {
			d = fmt.Appendf(d, "/Next %d 0 R", first+i+1)
		}
		f.add(object{dict: append(d, ">>"...)})
	}
	return root
}

// textString writes a PDF text string: plain for ASCII, else UTF-16.
func textString(s string) []byte {
	plain := true
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7E {
			plain = false
		}
	}
	if !plain {
		return fmt.Appendf(nil, "<feff%x>", utf16be(s))
	}
	out := []byte{'('}
	for i := range len(s) {
		if s[i] == '(' || s[i] == ')' || s[i] == '\\' {
			out = append(out, '\\')
		}
		out = append(out, s[i])
	}
	return append(out, ')')
}

// dateString writes a date as PDF wants it: D:20260331093000+08'00'.
func dateString(t time.Time) string {
	_, offset := t.Zone()
	if offset == 0 {
		return t.Format("D:20060102150405") + "Z"
	}
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	return fmt.Sprintf("%s%c%02d'%02d'", t.Format("D:20060102150405"), sign, offset/3600, offset/60%60)
}
