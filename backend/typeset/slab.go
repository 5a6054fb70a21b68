package typeset

// A slab hands out small slices of one large one. A table of a thousand rows
// has ten thousand texts; asking the runtime for each part of each would cost
// more than setting them.
type slab[T any] struct{ free []T }

const slabSize = 2048

// take is an empty slice with room for n.
func (s *slab[T]) take(n int) []T {
	if n > len(s.free) {
		if n > slabSize/4 {
			return make([]T, 0, n)
		}
		s.free = make([]T, slabSize)
	}
	out := s.free[:0:n]
	s.free = s.free[n:]
	return out
}

// slabs are those of one layout.
type slabs struct {
	runes    slab[rune]
	atoms    slab[atom]
	dresses  slab[dress]
	sums     slab[sum]
	advances slab[Length] // kept by the frames
	scratch  []Length     // of the line being set
}

// lengths is n zeroed lengths of the scratch space, from the k-th n on.
func (s *slabs) lengths(n, k int) []Length {
	if need := n * 3; cap(s.scratch) < need {
		s.scratch = make([]Length, need*2)
	}
	out := s.scratch[:cap(s.scratch)][n*k : n*(k+1)]
	clear(out)
	return out
}
