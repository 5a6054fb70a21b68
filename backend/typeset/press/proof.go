package press

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"sync"
	"time"

	"keyue/backend/typeset"
	"keyue/backend/typeset/pdf"
)

// A Proof is a document printed to be looked at and thrown away, again and
// again while it is written. Somebody who has its pages on screen names them
// by their marks, and is then given only what changed: the page under the
// cursor must follow every key, and a whole file takes longer to read and draw
// than to make.
type Proof struct {
	Sheet
	// Marks name what stands on each page; two pages with the same mark look the
	// same.
	Marks []string
	// Patch, when set, stands for the file: Sheet.PDF is empty then.
	Patch *Patch
}

// Seen is a page on screen.
type Seen struct {
	// Page is its index.
	Page int `json:"page"`
	// Mark is that of the proof it was drawn from.
	Mark string `json:"mark"`
}

// A Patch is what changed on the pages that were named.
type Patch struct {
	// PDF is a file in base64 that has every page of the document, at its place.
	// Only the bands of the pages named have anything in them; without any band
	// there is no file.
	PDF string `json:"pdf"`
	// Bands are the parts of each page to be drawn anew, from top to bottom; none
	// for a page that looks as it did or was not named.
	Bands [][]Band `json:"bands"`
}

// A Band reaches over the whole width of a page.
type Band struct {
	Y typeset.Length `json:"y"`
	H typeset.Length `json:"h"`
}

// Proof prints a document to be looked at: the same pages in a file that is
// packed fast instead of small, or, when pages on screen are named, only what
// changed on these. A page it does not remember has changed all over. Faults:
// typeset.*, pdf.*.
func (p *Press) Proof(doc typeset.Document, images map[string][]byte, created time.Time, seen []Seen) (Proof, error) {
	l, err := p.set(doc, images)
	if err != nil {
		return Proof{}, err
	}
	proof := Proof{Sheet: l.sheet(), Marks: make([]string, len(l.Pages))}
	sketches := make([]*sketch, len(l.Pages))
	for i := range l.Pages {
		sketches[i] = sketchOf(&l.Pages[i], images)
		proof.Marks[i] = sketches[i].mark
	}
	before := p.shown.swap(seen, sketches)
	if len(seen) == 0 {
		err = l.print(&proof.Sheet, l.Pages, pdf.Options{Created: created, Quick: true})
		return proof, err
	}
	patch := &Patch{Bands: make([][]Band, len(l.Pages))}
	pages, any := make([]typeset.Frame, len(l.Pages)), false
	for i, f := range l.Pages {
		pages[i] = typeset.Frame{Width: f.Width, Height: f.Height}
	}
	for i, s := range seen {
		if s.Page < 0 || s.Page >= len(pages) {
			continue
		}
		bands := sketches[s.Page].since(before[i])
		if len(bands) == 0 {
			continue
		}
		patch.Bands[s.Page], any = bands, true
		pages[s.Page].Items = sketches[s.Page].within(l.Pages[s.Page].Items, bands)
	}
	if any {
		var sheet Sheet
		if err := l.print(&sheet, pages, pdf.Options{Created: created, Quick: true}); err != nil {
			return Proof{}, err
		}
		patch.PDF = base64.StdEncoding.EncodeToString(sheet.PDF)
	}
	proof.Patch = patch
	return proof, nil
}

// A sketch says of everything on a page where it is and what it is, without
// keeping it.
type sketch struct {
	mark          string
	width, height typeset.Length
	traces        []trace
}

// A trace is one item.
type trace struct {
	sum         [16]byte
	top, bottom typeset.Length
}

func sketchOf(f *typeset.Frame, images map[string][]byte) *sketch {
	s := &sketch{width: f.Width, height: f.Height, traces: make([]trace, len(f.Items))}
	whole := sha256.New()
	buf := binary.AppendVarint(nil, int64(f.Width))
	buf = binary.AppendVarint(buf, int64(f.Height))
	whole.Write(buf)
	for i := range f.Items {
		it := &f.Items[i]
		buf = appendItem(buf[:0], it, images)
		sum := sha256.Sum256(buf)
		t := trace{sum: [16]byte(sum[:16])}
		t.top, t.bottom = extent(it)
		s.traces[i] = t
		whole.Write(t.sum[:])
	}
	s.mark = hex.EncodeToString(whole.Sum(nil)[:12])
	return s
}

// appendItem writes what an item looks like; which field or paragraph it comes
// from does not show.
func appendItem(b []byte, it *typeset.Item, images map[string][]byte) []byte {
	num := func(values ...typeset.Length) {
		for _, v := range values {
			b = binary.AppendVarint(b, int64(v))
		}
	}
	switch {
	case it.Line != nil:
		l := it.Line
		b = append(b, 'l')
		num(l.X, l.Y, typeset.Pt(l.Angle))
		for i := range l.Spans {
			s := &l.Spans[i]
			num(typeset.Length(s.Face), s.Size, s.Rise, typeset.Length(s.Gray), typeset.Length(len(s.Text)))
			b = append(b, s.Text...)
			num(s.Advances...)
		}
	case it.Rule != nil:
		r := it.Rule
		b = append(b, 'r', r.Gray)
		num(r.X1, r.Y1, r.X2, r.Y2, r.Width)
	case it.Fill != nil:
		b = append(b, 'f', it.Fill.Gray)
		num(it.Fill.X, it.Fill.Y, it.Fill.W, it.Fill.H)
	case it.Check != nil:
		b = append(b, 'c')
		if it.Check.On {
			b = append(b, '+')
		}
		num(it.Check.X, it.Check.Y, it.Check.W, it.Check.H)
	case it.Image != nil:
		b = append(b, 'i')
		num(it.Image.X, it.Image.Y, it.Image.W, it.Image.H)
		sum := sha256.Sum256(images[it.Image.Asset])
		b = append(b, sum[:]...)
	}
	return b
}

// margin is added around everything for strokes and for the soft edges of what
// is drawn.
const margin = 2 * typeset.Point

// extent is how far up and down an item may reach, rather too much than too
// little: no glyph of any face rises 1.25 em or hangs 0.6 em.
func extent(it *typeset.Item) (top, bottom typeset.Length) {
	switch {
	case it.Line != nil:
		l := it.Line
		top, bottom = l.Y, l.Y
		var long typeset.Length
		for i := range l.Spans {
			s := &l.Spans[i]
			top = min(top, l.Y-s.Rise-s.Size*5/4)
			bottom = max(bottom, l.Y-s.Rise+s.Size*3/5)
			long += s.Width() + s.Size
		}
		if l.Angle != 0 {
			top, bottom = l.Y-long, l.Y+long
		}
	case it.Rule != nil:
		r := it.Rule
		top, bottom = min(r.Y1, r.Y2)-r.Width, max(r.Y1, r.Y2)+r.Width
	case it.Fill != nil:
		top, bottom = it.Fill.Y, it.Fill.Y+it.Fill.H
	case it.Check != nil:
		top, bottom = it.Check.Y, it.Check.Y+it.Check.H
	case it.Image != nil:
		top, bottom = it.Image.Y, it.Image.Y+it.Image.H
	}
	return top - margin, bottom + margin
}

// apart is how far bands must lie from each other to be drawn separately.
const apart = 20 * typeset.Point

// since gives the bands in which a page differs from what it was; nil means
// that this is not known.
func (s *sketch) since(was *sketch) []Band {
	switch {
	case was == nil || was.width != s.width || was.height != s.height:
		return []Band{{Y: 0, H: s.height}}
	case was.mark == s.mark:
		return nil
	}
	count := make(map[[16]byte]int, len(s.traces))
	for _, t := range was.traces {
		count[t.sum]++
	}
	var changed []trace
	for _, t := range s.traces {
		if count[t.sum]--; count[t.sum] < 0 {
			changed = append(changed, t)
		}
	}
	for _, t := range was.traces {
		if count[t.sum] > 0 {
			count[t.sum]--
			changed = append(changed, t)
		}
	}
	if len(changed) == 0 { // the same things in another order, which may lie over each other
		return []Band{{Y: 0, H: s.height}}
	}
	slices.SortFunc(changed, func(a, b trace) int { return int(a.top - b.top) })
	var bands []Band
	for _, t := range changed {
		top, bottom := max(t.top, 0), min(t.bottom, s.height)
		if last := len(bands) - 1; last >= 0 && top <= bands[last].Y+bands[last].H+apart {
			bands[last].H = max(bands[last].H, bottom-bands[last].Y)
		} else if bottom > top {
			bands = append(bands, Band{Y: top, H: bottom - top})
		}
	}
	return bands
}

// within gives the items of the sketch's page that reach into the bands.
func (s *sketch) within(items []typeset.Item, bands []Band) []typeset.Item {
	var out []typeset.Item
	for i, t := range s.traces {
		if slices.ContainsFunc(bands, func(b Band) bool { return t.bottom > b.Y && t.top < b.Y+b.H }) {
			out = append(out, items[i])
		}
	}
	return out
}

// A memory holds the pages that were last given out for looking at.
type memory struct {
	mu    sync.Mutex
	pages []*sketch // the newest last
}

// remembered is how many pages are kept, some 10 KB each: those of several
// windows, and of a contract of some length.
const remembered = 256

// swap gives the sketches of pages seen, nil for those forgotten, and remembers
// the new ones.
func (m *memory) swap(seen []Seen, now []*sketch) []*sketch {
	m.mu.Lock()
	defer m.mu.Unlock()
	find := func(mark string) int {
		return slices.IndexFunc(m.pages, func(s *sketch) bool { return s.mark == mark })
	}
	before := make([]*sketch, len(seen))
	for i, s := range seen {
		if at := find(s.Mark); at >= 0 {
			before[i] = m.pages[at]
		}
	}
	for _, s := range now {
		if at := find(s.mark); at >= 0 {
			m.pages = slices.Delete(m.pages, at, at+1)
		}
		m.pages = append(m.pages, s)
	}
	if over := len(m.pages) - remembered; over > 0 {
		m.pages = slices.Delete(m.pages, 0, over)
	}
	return before
}
