package customer

import (
	"math/bits"

	"gorm.io/gorm"

	"keyue/backend/store"
)

// members are the customers that pass a filter, a bit for each id. nil is
// everybody.
type members struct {
	bits []uint64
	n    int64
}

// gather reads the ids that a query selects.
func gather(q *gorm.DB) (*members, error) {
	m := &members{}
	return m, store.EachID(q, func(id int64) bool { m.add(id); return true })
}

func (m *members) add(id int64) {
	at := int(id / 64)
	if at >= len(m.bits) {
		m.bits = append(m.bits, make([]uint64, at-len(m.bits)+1+len(m.bits)/2)...)
	}
	if bit := uint64(1) << (id % 64); m.bits[at]&bit == 0 {
		m.bits[at] |= bit
		m.n++
	}
}

// has tells whether a customer is among them.
func (m *members) has(id int64) bool {
	if m == nil {
		return true
	}
	at := int(id / 64)
	return at < len(m.bits) && m.bits[at]&(1<<(id%64)) != 0
}

// and are those who are in both.
func (m *members) and(o *members) *members {
	switch {
	case m == nil:
		return o
	case o == nil:
		return m
	}
	out := &members{bits: make([]uint64, min(len(m.bits), len(o.bits)))}
	for i := range out.bits {
		out.bits[i] = m.bits[i] & o.bits[i]
		out.n += int64(bits.OnesCount64(out.bits[i]))
	}
	return out
}

// or are those who are in one of two; nobody has been found before the first.
func (m *members) or(o *members) *members {
	if m == nil || o == nil {
		return o
	}
	out := &members{bits: make([]uint64, max(len(m.bits), len(o.bits)))}
	copy(out.bits, m.bits)
	for i, b := range o.bits {
		out.bits[i] |= b
	}
	for _, b := range out.bits {
		out.n += int64(bits.OnesCount64(b))
	}
	return out
}

// without are those who are not in the other.
func (m *members) without(o *members) *members {
	if m == nil || o == nil {
		return &members{}
	}
	out := &members{bits: make([]uint64, len(m.bits))}
	for i, b := range m.bits {
		if i < len(o.bits) {
			b &^= o.bits[i]
		}
		out.bits[i] = b
		out.n += int64(bits.OnesCount64(b))
	}
	return out
}

// ids lists them.
func (m *members) ids() []int64 {
	out := make([]int64, 0, m.n)
	for i, b := range m.bits {
		for ; b != 0; b &= b - 1 {
			out = append(out, int64(i)*64+int64(bits.TrailingZeros64(b)))
		}
	}
	return out
}
