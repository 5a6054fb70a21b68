package search

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Doc is what the type-ahead knows of one record.
type Doc struct {
	// Kind is the record type's name ("customer"); a workspace has at most 250 kinds.
	Kind string
	ID   int64
	// Title is the record's name and the first thing matched. Subtitle is only shown.
	Title, Subtitle string
	// Names are further names that find the record: alias, contact persons, invoice title.
	Names []string
	// Phones in any notation; numbers of China are best given as E.164 or as people write them.
	Phones []string
	Emails []string
	// Numbers are codes that identify the record: contract number, tax id, product code.
	Numbers []string
}

type docKey struct {
	kind uint8
	id   int64
}

// Index is the type-ahead index. All methods may be called from several goroutines.
//
// Records stand in parallel arrays in the order of their rank, newest first: the base as it was loaded, then what
// was put since, which is newer the later it came. A query walks the arrays in that order, so that the first hits of a
// tier are its best and nothing needs to be sorted.
type Index struct {
	mu    sync.RWMutex
	ready chan struct{} // closed when no load is under way
	// pending is what was put or removed while a load runs: it is newer than what the load reads.
	pending []change
	loading int

	// split is the number of records from which a query looks through two halves beside each other.
	split int

	kinds []string // by number; 0 is "gone"
	sets  readingSets
	rows
}

// rows are the parallel arrays; a record's place in them is its ordinal.
type rows struct {
	at   map[docKey]uint32
	base int // ordinals below are in rank order, those from here on in reverse
	gone int

	kind  []uint8
	id    []int64
	mask  []uint64       // of everything in the names
	heads []uint64       // of the first characters of the names
	pairs []uint64       // of the pairs of neighbours in the names
	sound []uint64       // of the pairs of first letters of neighbours
	names column[uint32] // units of the title and the other names, a 0 after each
	phone column[byte]   // '\n' and digits, for each number
	text  column[byte]   // '\n' and folded text, for each e-mail address and number
	show  column[byte]   // title, subtitle and other names, a NUL between them
	// phoneGrams and textGrams are the bits of the neighbours in phone and text, '\n' included.
	phoneGrams, textGrams []uint64
}

// change is a Put (doc) or a Remove (doc nil).
type change struct {
	kind string
	id   int64
	doc  *Doc
}

// column holds a slice for every record, one after the other.
type column[T any] struct {
	data []T
	end  []uint32
}

func (c *column[T]) of(i int) []T {
	from := uint32(0)
	if i > 0 {
		from = c.end[i-1]
	}
	return c.data[from:c.end[i]]
}

func (c *column[T]) close() { c.end = append(c.end, uint32(len(c.data))) }

// splitFrom keeps what is quick anyway on one processor.
const splitFrom = 200_000

// NewIndex gives an empty index.
func NewIndex() *Index {
	x := &Index{split: splitFrom}
	x.reset()
	x.ready = make(chan struct{})
	close(x.ready)
	return x
}

func (x *Index) reset() {
	x.kinds = []string{""}
	x.sets = newReadingSets()
	x.rows = rows{at: map[docKey]uint32{}}
}

// Load replaces everything by what each yields, newest first. Queries go on meanwhile; what is put or removed while
// the load runs stays in force afterwards. When each fails or ctx ends, the index is left as it was.
func (x *Index) Load(ctx context.Context, each func(yield func(Doc) bool) error) error {
	return x.load(ctx, make(chan struct{}), each)
}

// load is Load; started is closed when changes begin to be kept.
func (x *Index) load(ctx context.Context, started chan<- struct{}, each func(yield func(Doc) bool) error) error {
	x.mu.Lock()
	if x.loading == 0 {
		x.ready = make(chan struct{})
	}
	x.loading++
	x.mu.Unlock()
	close(started)
	fresh := &Index{}
	fresh.reset()
	err := each(func(d Doc) bool {
		fresh.put(&d)
		return ctx.Err() == nil
	})
	if err == nil {
		err = ctx.Err()
	}
	fresh.base = len(fresh.kind)
	fresh.trim()
	x.mu.Lock()
	defer x.mu.Unlock()
	if err == nil {
		x.kinds, x.sets, x.rows = fresh.kinds, fresh.sets, fresh.rows
		for _, c := range x.pending {
			if c.doc != nil {
				x.put(c.doc)
			} else {
				x.drop(docKey{x.kindNumber(c.kind), c.id})
			}
		}
	}
	if x.loading--; x.loading == 0 {
		x.pending = nil
		close(x.ready)
	}
	return err
}

// Wait returns when no load is under way, or ctx ends.
func (x *Index) Wait(ctx context.Context) error {
	x.mu.RLock()
	ready := x.ready
	x.mu.RUnlock()
	select {
	case <-ready:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Clear forgets everything: the workspace was closed.
func (x *Index) Clear() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.reset()
	x.pending = nil
}

// trim gives back what the growing arrays have to spare.
func (x *rows) trim() {
	x.kind, x.id = slices.Clone(x.kind), slices.Clone(x.id)
	x.mask, x.heads, x.pairs = slices.Clone(x.mask), slices.Clone(x.heads), slices.Clone(x.pairs)
	x.sound, x.phoneGrams, x.textGrams = slices.Clone(x.sound), slices.Clone(x.phoneGrams), slices.Clone(x.textGrams)
	for _, c := range []*column[byte]{&x.phone, &x.text, &x.show} {
		c.data, c.end = slices.Clone(c.data), slices.Clone(c.end)
	}
	x.names.data, x.names.end = slices.Clone(x.names.data), slices.Clone(x.names.end)
}

// Len is the number of records in the index.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.at)
}

// Bytes is about how much memory the index holds.
func (x *Index) Bytes() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	perDoc := 1 + 8 + 6*8 + 4*4
	return cap(x.kind)*perDoc + 4*cap(x.names.data) + cap(x.phone.data) + cap(x.text.data) + cap(x.show.data) + len(x.at)*40
}

// Put adds a record or replaces what was known of it. It is the newest afterwards.
func (x *Index) Put(docs ...Doc) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range docs {
		if x.loading > 0 {
			d := docs[i]
			x.pending = append(x.pending, change{d.Kind, d.ID, &d})
		}
		x.put(&docs[i])
	}
	x.compactWhenWasteful()
}

// Remove takes records out: trashed or purged.
func (x *Index) Remove(kind string, ids ...int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	n := x.kindNumber(kind)
	for _, id := range ids {
		if x.loading > 0 {
			x.pending = append(x.pending, change{kind, id, nil})
		}
		x.drop(docKey{n, id})
	}
	x.compactWhenWasteful()
}

func (x *Index) put(d *Doc) {
	k := docKey{x.kindNumber(d.Kind), d.ID}
	x.drop(k)
	x.add(k, d)
}

func (x *Index) kindNumber(kind string) uint8 {
	for i, k := range x.kinds {
		if k == kind && i > 0 {
			return uint8(i)
		}
	}
	x.kinds = append(x.kinds, kind)
	return uint8(len(x.kinds) - 1)
}

func (x *Index) drop(k docKey) {
	if i, ok := x.at[k]; ok {
		x.kind[i] = 0
		delete(x.at, k)
		x.gone++
	}
}

func (x *Index) add(k docKey, d *Doc) {
	x.at[k] = uint32(len(x.kind))
	x.kind = append(x.kind, k.kind)
	x.id = append(x.id, k.id)
	m := x.addName(d.Title)
	x.show.data = append(x.show.data, noNUL(d.Title)...)
	x.show.data = append(x.show.data, 0)
	x.show.data = append(x.show.data, noNUL(d.Subtitle)...)
	for _, name := range d.Names {
		if name == "" {
			continue
		}
		m.add(x.addName(name))
		x.show.data = append(x.show.data, 0)
		x.show.data = append(x.show.data, noNUL(name)...)
	}
	x.mask, x.heads = append(x.mask, m.all), append(x.heads, m.heads)
	x.pairs, x.sound = append(x.pairs, m.pairs), append(x.sound, m.sound)
	for _, p := range d.Phones {
		if digits := phoneDigits(p); digits != "" {
			x.phone.data = append(append(x.phone.data, '\n'), digits...)
		}
	}
	for _, e := range d.Emails {
		if e = foldAddress(e); e != "" {
			x.text.data = append(append(x.text.data, '\n'), e...)
		}
	}
	for _, n := range d.Numbers {
		if n = foldNumber(n); n != "" {
			x.text.data = append(append(x.text.data, '\n'), n...)
		}
	}
	x.names.close()
	x.phone.close()
	x.text.close()
	x.show.close()
	last := len(x.id) - 1
	x.phoneGrams = append(x.phoneGrams, gramsOf(x.phone.of(last)))
	x.textGrams = append(x.textGrams, gramsOf(x.text.of(last)))
}

// masks are the bit sets by which most records are ruled out without looking at their names.
type masks struct{ all, heads, pairs, sound uint64 }

func (m *masks) add(o masks) {
	m.all, m.heads, m.pairs, m.sound = m.all|o.all, m.heads|o.heads, m.pairs|o.pairs, m.sound|o.sound
}

// addName adds the units of a name, and of the name spelled out where its letters are.
func (x *Index) addName(name string) masks {
	m := x.addUnits(characters(name, false))
	if spellsOut(name) {
		m.add(x.addUnits(characters(name, true)))
	}
	return m
}

func (x *Index) addUnits(name []character) (m masks) {
	var lastRune rune
	lastLetters := uint32(0)
	for i := range name {
		c := name[i].rune
		set := x.sets.of(c, name[i].syllables)
		x.names.data = append(x.names.data, uint32(c)|uint32(set)<<runeBits)
		letters := x.sets.letters[set]
		bit := runeMask(c) | uint64(letters)
		if isLetter(c) {
			letters |= 1 << (c - 'a')
		}
		m.all |= bit
		if lastRune == 0 {
			m.heads |= bit
		} else {
			if !isLetter(lastRune) && !isLetter(c) {
				m.pairs |= pairMask(lastRune, c)
			}
			for a := lastLetters; a != 0; a &= a - 1 {
				for b := letters; b != 0; b &= b - 1 {
					m.sound |= pairMask(lowestLetter(a), lowestLetter(b))
				}
			}
		}
		lastRune, lastLetters = c, letters
	}
	x.names.data = append(x.names.data, 0)
	return m
}

// compactWhenWasteful copies the living records together in rank order once a third of the arrays is dead or
// was put after the load. No name is read again, so that 100,000 records take some milliseconds.
func (x *Index) compactWhenWasteful() {
	if waste := max(x.gone, len(x.kind)-x.base); waste < 4096 || waste*3 < len(x.kind) {
		return
	}
	old := x.rows
	n := len(old.at)
	x.rows = rows{
		at:   make(map[docKey]uint32, n),
		kind: make([]uint8, 0, n), id: make([]int64, 0, n),
		mask: make([]uint64, 0, n), heads: make([]uint64, 0, n), pairs: make([]uint64, 0, n),
		sound: make([]uint64, 0, n), phoneGrams: make([]uint64, 0, n), textGrams: make([]uint64, 0, n),
	}
	old.inOrder(func(i int) {
		if old.kind[i] == 0 {
			return
		}
		x.at[docKey{old.kind[i], old.id[i]}] = uint32(len(x.kind))
		x.kind, x.id = append(x.kind, old.kind[i]), append(x.id, old.id[i])
		x.mask, x.heads, x.pairs = append(x.mask, old.mask[i]), append(x.heads, old.heads[i]), append(x.pairs, old.pairs[i])
		x.sound = append(x.sound, old.sound[i])
		x.phoneGrams, x.textGrams = append(x.phoneGrams, old.phoneGrams[i]), append(x.textGrams, old.textGrams[i])
		x.names.data = append(x.names.data, old.names.of(i)...)
		x.phone.data = append(x.phone.data, old.phone.of(i)...)
		x.text.data = append(x.text.data, old.text.of(i)...)
		x.show.data = append(x.show.data, old.show.of(i)...)
		x.names.close()
		x.phone.close()
		x.text.close()
		x.show.close()
	})
	x.base = len(x.kind)
}

// inOrder visits ordinals from the newest to the oldest.
func (x *rows) inOrder(fn func(i int)) {
	for i := len(x.kind) - 1; i >= x.base; i-- {
		fn(i)
	}
	for i := range x.base {
		fn(i)
	}
}

func noNUL(s string) string { return strings.ReplaceAll(s, "\x00", "") }

// phoneDigits is a phone number as people type it: numbers of China without +86, with the 0 of the area code;
// others with their country code.
func phoneDigits(s string) string {
	var b []byte
	plus := false
	for _, r := range s {
		switch r = foldRune(r); {
		case r >= '0' && r <= '9':
			b = append(b, byte(r))
		case r == '+' && len(b) == 0:
			plus = true
		}
	}
	d := string(b)
	if !plus && strings.HasPrefix(d, "00") && len(d) > 10 {
		d, plus = d[2:], true
	}
	if strings.HasPrefix(d, "86") && (plus || len(d) == 13 && d[2] == '1') {
		d = d[2:]
		if len(d) >= 9 && d[0] >= '2' && !strings.HasPrefix(d, "400") && !strings.HasPrefix(d, "800") {
			d = "0" + d
		}
	}
	return d
}

func foldAddress(s string) string {
	return strings.Map(func(r rune) rune {
		if r = foldRune(r); r <= ' ' || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

func foldNumber(s string) string {
	return strings.Map(func(r rune) rune {
		if r = foldRune(r); kept(r) {
			return r
		}
		return -1
	}, s)
}
