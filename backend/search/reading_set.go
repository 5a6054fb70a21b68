package search

import (
	"math/bits"
	"strings"
)

// A unit is a character of a name in four bytes: the folded rune and, above it, the number of its set of readings.
const (
	runeBits = 21
	runeOnly = 1<<runeBits - 1
	mostSets = 1 << (32 - runeBits)
)

// readingSets numbers the different lists of readings: some 400 syllables and a few hundred lists of polyphones.
// Set 0 has none.
type readingSets struct {
	syllables [][]string
	letters   []uint32 // first letters, bit 0 is a
	numbers   map[string]uint16
}

func newReadingSets() readingSets {
	return readingSets{syllables: [][]string{nil}, letters: []uint32{0}, numbers: map[string]uint16{}}
}

// of is the set of a character of a name. A letter stands for itself: it is read like a syllable of one letter.
func (s *readingSets) of(c rune, toned []string) uint16 {
	if isLetter(c) {
		toned = []string{string(c) + "5"} // a tone as number takes it off
	}
	return s.number(toned)
}

// number finds or makes the set of the syllables; tones do not matter here.
func (s *readingSets) number(toned []string) uint16 {
	if len(toned) == 0 {
		return 0
	}
	if len(toned) == 1 {
		if n, ok := s.numbers[plain(toned[0])]; ok {
			return n
		}
	}
	list := make([]string, len(toned))
	for i, t := range toned {
		list[i] = plain(t)
	}
	list = distinct(list)
	key := strings.Join(list, " ")
	if n, ok := s.numbers[key]; ok {
		return n
	}
	if len(s.syllables) == mostSets {
		if len(list) > 1 {
			return s.number(toned[:1])
		}
		return 0 // cannot happen: there are fewer syllables than numbers
	}
	letters := uint32(0)
	for _, syllable := range list {
		if c := syllable[0] - 'a'; c < 26 {
			letters |= 1 << c
		}
	}
	n := uint16(len(s.syllables))
	s.syllables, s.letters = append(s.syllables, list), append(s.letters, letters)
	s.numbers[key] = n
	return n
}

// runeMask is a character's bit in the mask of a record: a letter or digit has its own, everything else shares 28.
func runeMask(r rune) uint64 {
	switch {
	case 'a' <= r && r <= 'z':
		return 1 << (r - 'a')
	case '0' <= r && r <= '9':
		return 1 << (26 + r - '0')
	}
	return 1 << (36 + uint32(r)*2654435761>>16%28)
}

// pairMask is the bit of two neighbours: two characters, or the first letters of two syllables.
func pairMask(a, b rune) uint64 {
	return 1 << ((uint32(a)*2654435761 ^ uint32(b)*2246822519) >> 20 & 63)
}

// gramsOf has the bit of every pair of neighbours in a list of phones, addresses or numbers.
func gramsOf(list []byte) (m uint64) {
	for i := 1; i < len(list); i++ {
		m |= pairMask(rune(list[i-1]), rune(list[i]))
	}
	return m
}

func lowestLetter(set uint32) rune { return 'a' + rune(bits.TrailingZeros32(set)) }
