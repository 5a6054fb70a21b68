package manuscript

import (
	"bytes"
	"context"

	"keyue/backend/fault"
)

const (
	// pagesMax is how many pages of a PDF are read.
	pagesMax = 2000
	// pdfUnpacked is how many bytes all streams of a PDF may unpack to together.
	pdfUnpacked = 192 << 20
	// pdfStreamMax is how many bytes one stream may unpack to.
	pdfStreamMax = 48 << 20
)

// pdfFile is a PDF by its objects (ISO 32000-1, 7.5). The objects are found by
// looking for them from the first byte to the last, not by the table at the
// end: that reads damaged files too, and takes one pass whatever the tables
// say — a table that points at itself once hung a library for ever.
type pdfFile struct {
	ctx     context.Context
	data    []byte
	left    int // budget of values
	bytes   int // budget of unpacked bytes
	objects map[int]any
	places  map[int]int // where in the file an object is defined
	trailer pdfDict
	cipher  *pdfCipher
}

// nextObject finds "12 0 obj" from a place on: where it begins, what follows
// it, and its two numbers. body is -1 when there is none.
func nextObject(data []byte, from int) (start, body, num, gen int) {
	for at := from; ; {
		i := bytes.Index(data[at:], []byte("obj"))
		if i < 0 {
			return len(data), -1, 0, 0
		}
		at += i + len("obj")
		end := at - len("obj")
		back := func(most int) (v, n int) {
			for n < 64 && end > from && isSpace(data[end-1]) {
				end--
				n++
			}
			last := end
			for end > from && last-end < most && data[end-1] >= '0' && data[end-1] <= '9' {
				end--
			}
			return atoi(string(data[end:last]), -1), n
		}
		g, space := back(5)
		if g < 0 || space == 0 {
			continue
		}
		n, space := back(9)
		if n >= 0 && space > 0 {
			return end, at, n, g
		}
	}
}

// openPDF indexes all objects.
func openPDF(ctx context.Context, data []byte) (*pdfFile, error) {
	f := &pdfFile{ctx: ctx, data: data, left: pdfValues, bytes: pdfUnpacked, objects: map[int]any{}, places: map[int]int{}, trailer: pdfDict{}}
	var packed []*pdfStream
	at := 0
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		start, body, num, gen := nextObject(data, at)
		f.trailersIn(data[at:start])
		if body < 0 || f.left <= 0 {
			break
		}
		l := &pdfLexer{data: data, at: body, left: &f.left}
		v := l.next()
		if _, word := v.(pdfWord); word {
			v = nil
		}
		if d, ok := v.(pdfDict); ok {
			if s := f.streamAfter(l, d, num, gen); s != nil {
				v = s
				switch d["Type"] {
				case pdfName("XRef"):
					f.trailerFrom(d)
				case pdfName("ObjStm"):
					s.place = start
					packed = append(packed, s)
				}
			}
		}
		f.objects[num], f.places[num] = v, start
		at = max(l.at, body)
	}
	if f.left <= 0 {
		return nil, fault.New(TooBig, nil)
	}
	if err := f.unlock(); err != nil {
		return nil, err
	}
	for _, s := range packed {
		f.unpackObjects(s)
	}
	if len(f.objects) == 0 {
		return nil, fault.New(Damaged, nil)
	}
	return f, nil
}

// trailersIn reads the trailers in a stretch of the file.
func (f *pdfFile) trailersIn(part []byte) {
	for {
		i := bytes.Index(part, []byte("trailer"))
		if i < 0 {
			return
		}
		part = part[i+7:]
		l := &pdfLexer{data: part, left: &f.left}
		if d, ok := l.next().(pdfDict); ok {
			f.trailerFrom(d)
		}
	}
}

// trailerFrom takes over what a later trailer says.
func (f *pdfFile) trailerFrom(d pdfDict) {
	for _, key := range []string{"Root", "Encrypt", "ID"} {
		if v, ok := d[key]; ok {
			f.trailer[key] = v
		}
	}
}

// streamAfter takes the bytes of a stream whose dictionary was read, nil when
// it is none.
func (f *pdfFile) streamAfter(l *pdfLexer, d pdfDict, num, gen int) *pdfStream {
	l.skip()
	if !bytes.HasPrefix(l.data[l.at:], []byte("stream")) {
		return nil
	}
	at := l.at + len("stream")
	if at < len(l.data) && l.data[at] == '\r' {
		at++
	}
	if at < len(l.data) && l.data[at] == '\n' {
		at++
	}
	end := -1
	if n, ok := d["Length"].(float64); ok && n >= 0 && at+int(n) <= len(l.data) {
		tail := l.data[at+int(n) : min(len(l.data), at+int(n)+20)]
		if bytes.Contains(tail, []byte("endstream")) {
			end = at + int(n)
		}
	}
	if end < 0 {
		i := bytes.Index(l.data[at:], []byte("endstream"))
		if i < 0 {
			i = len(l.data) - at
		}
		end = at + i
		for k := 0; k < 2 && end > at && (l.data[end-1] == '\n' || l.data[end-1] == '\r'); k++ {
			end--
		}
	}
	l.at = end
	return &pdfStream{pdfDict: d, raw: l.data[at:end], num: num, gen: gen}
}

// unpackObjects reads the objects inside an object stream (7.5.7). Of two
// objects with one number the later in the file counts: it is the newer save.
func (f *pdfFile) unpackObjects(s *pdfStream) {
	data := f.content(s)
	n, first := int(f.num(s.pdfDict["N"])), int(f.num(s.pdfDict["First"]))
	if first < 0 || first > len(data) {
		return
	}
	head := &pdfLexer{data: data[:first], left: &f.left, plain: true}
	for range min(max(n, 0), len(data)) {
		num, ok1 := head.next().(float64)
		off, ok2 := head.next().(float64)
		if !ok1 || !ok2 {
			return
		}
		if off < 0 || first+int(off) > len(data) {
			continue
		}
		l := &pdfLexer{data: data, at: first + int(off), left: &f.left}
		v := l.next()
		if _, word := v.(pdfWord); word {
			v = nil
		}
		if place, ok := f.places[int(num)]; ok && place > s.place {
			continue
		}
		f.objects[int(num)], f.places[int(num)] = v, s.place
	}
}

// get follows references.
func (f *pdfFile) get(v any) any {
	for range 16 {
		r, ok := v.(pdfRef)
		if !ok {
			return v
		}
		v = f.objects[r.num]
	}
	return nil
}

func (f *pdfFile) dict(v any) pdfDict {
	switch d := f.get(v).(type) {
	case pdfDict:
		return d
	case *pdfStream:
		return d.pdfDict
	}
	return nil
}

func (f *pdfFile) array(v any) pdfArray {
	a, _ := f.get(v).(pdfArray)
	return a
}

func (f *pdfFile) stream(v any) *pdfStream {
	s, _ := f.get(v).(*pdfStream)
	return s
}

func (f *pdfFile) num(v any) float64 {
	n, _ := f.get(v).(float64)
	return n
}

func (f *pdfFile) name(v any) string {
	n, _ := f.get(v).(pdfName)
	return string(n)
}

// floats reads an array of n numbers; nil when it is none.
func (f *pdfFile) floats(v any, n int) []float64 {
	a := f.array(v)
	if len(a) < n {
		return nil
	}
	list := make([]float64, n)
	for i := range list {
		list[i] = f.num(a[i])
	}
	return list
}

// pdfPage is a leaf of the page tree with what it inherits (7.7.3).
type pdfPage struct {
	dict      pdfDict
	resources pdfDict
	box       []float64
	rotate    int
}

// pages lists the pages in order. Without a page tree, every page object does.
func (f *pdfFile) pages() []pdfPage {
	var list []pdfPage
	seen := map[int]bool{}
	var walk func(v any, up pdfPage, depth int)
	walk = func(v any, up pdfPage, depth int) {
		if r, ok := v.(pdfRef); ok {
			if seen[r.num] {
				return
			}
			seen[r.num] = true
		}
		d := f.dict(v)
		if d == nil || depth > pdfDepth || len(list) >= pagesMax {
			return
		}
		p := up
		p.dict = d
		if r := f.dict(d["Resources"]); r != nil {
			p.resources = r
		}
		for _, key := range []string{"MediaBox", "CropBox"} {
			if b := f.floats(d[key], 4); b != nil {
				p.box = []float64{min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])}
			}
		}
		if r, ok := f.get(d["Rotate"]).(float64); ok {
			p.rotate = int(r)
		}
		kids := f.array(d["Kids"])
		if kids == nil {
			list = append(list, p)
			return
		}
		for _, k := range kids {
			walk(k, p, depth+1)
		}
	}
	start := pdfPage{box: []float64{0, 0, 595, 842}}
	if root := f.dict(f.trailer["Root"]); root != nil {
		walk(root["Pages"], start, 0)
	}
	if len(list) == 0 {
		for _, num := range f.numbers() {
			if d := f.dict(pdfRef{num, 0}); d != nil && f.name(d["Type"]) == "Page" {
				walk(pdfRef{num, 0}, start, 0)
			}
		}
	}
	return list
}
