package font

import (
	"crypto/sha256"
	"encoding/hex"
	"unicode"

	"keyue/backend/typeset"
)

// Geta is 〓, shown in place of a character that no face covers.
const Geta = '\u3013'

// A Set is the faces of one document in their fallback order. It implements
// typeset.Measurer and is what the PDF writer takes outlines from. It is
// immutable and cheap; make one per document or share it.
type Set struct {
	faces []*Face // by typeset.FaceID
	hash  string
	// english tells whose letters Latin text is set in.
	english bool
	// chains by weight and script: the order in which faces are asked.
	chains [2][2][]typeset.FaceID
}

// The faces of every set, in the order of their numbers; the person's own follow.
const (
	hanRegular typeset.FaceID = iota
	hanBold
	latinRegular
	latinBold
	extraFirst
)

// For makes the set of a language ("zh-CN", "en"): body → bold → the faces a
// person added.
//
// In Chinese, Latin letters and figures are those of the Chinese faces, which
// were drawn to their weight (Noto Serif beside Noto Serif SC looks half bold);
// only the marks that are full width there come from the Latin faces when the
// text around them is Latin. In English all Latin text is Noto Serif.
func For(language string, extra ...*Face) (*Set, error) {
	pack, err := Bundled()
	if err != nil {
		return nil, err
	}
	s := &Set{faces: []*Face{pack.HanRegular, pack.HanBold, pack.LatinRegular, pack.LatinSansBold}}
	s.english = language == "en" || len(language) > 2 && language[:3] == "en-"
	if s.english {
		s.faces[latinBold] = pack.LatinBold
	}
	s.faces = append(s.faces, extra...)
	var more []typeset.FaceID
	for i := range extra {
		more = append(more, extraFirst+typeset.FaceID(i))
	}
	chain := func(ids ...typeset.FaceID) []typeset.FaceID { return append(ids, more...) }
	s.chains[typeset.Regular][typeset.Han] = chain(hanRegular, latinRegular, hanBold, latinBold)
	s.chains[typeset.Regular][typeset.Latin] = chain(latinRegular, hanRegular, latinBold, hanBold)
	s.chains[typeset.Bold][typeset.Han] = chain(hanBold, latinBold, hanRegular, latinRegular)
	s.chains[typeset.Bold][typeset.Latin] = chain(latinBold, hanBold, latinRegular, hanRegular)
	s.hash = pack.hash
	if len(extra) > 0 {
		h := sha256.New()
		h.Write([]byte(pack.hash))
		for _, f := range extra {
			d := sha256.Sum256(f.data)
			h.Write(d[:])
		}
		s.hash = hex.EncodeToString(h.Sum(nil))
	}
	return s, nil
}

// Hash names the exact font files of the set (SHA-256, hex); a contract keeps
// it to prove that a later run used the same outlines.
func (s *Set) Hash() string { return s.hash }

// Face gives a face by its number; nil when the set has no such face.
func (s *Set) Face(id typeset.FaceID) *Face {
	if int(id) >= len(s.faces) {
		return nil
	}
	return s.faces[id]
}

// Len is the number of faces.
func (s *Set) Len() int { return len(s.faces) }

// Glyph chooses the face for r by the fallback chain and measures it there.
func (s *Set) Glyph(r rune, w typeset.Weight, script typeset.Script) typeset.Glyph {
	if westernOnly(r) {
		// Such a character needs no context.
		script = typeset.Han
		if s.english {
			script = typeset.Latin
		}
	}
	chain := s.chains[w&1][script&1]
	for _, id := range chain {
		if g := s.faces[id].Glyph(r); g != 0 {
			return typeset.Glyph{Face: id, Advance: s.faces[id].Advance(g), Covered: true}
		}
	}
	if Ignorable(r) {
		return typeset.Glyph{Face: chain[0], Covered: true}
	}
	if drawn(r) != nil {
		return typeset.Glyph{Face: s.chains[w&1][typeset.Han][0], Advance: drawnAdvance, Covered: true}
	}
	for _, id := range s.chains[w&1][typeset.Han] {
		if g := s.faces[id].Glyph(Geta); g != 0 {
			return typeset.Glyph{Face: id, Advance: s.faces[id].Advance(g)}
		}
	}
	return typeset.Glyph{Advance: 1000}
}

// Extent is how far the face reaches above and below the baseline, both
// positive, in thousandths of an em.
func (s *Set) Extent(id typeset.FaceID) (ascent, descent int) {
	f := s.Face(id)
	if f == nil {
		return 880, 120
	}
	return f.Extent()
}

// Covers tells whether any face of the set has an outline for r, or r needs none of theirs.
func (s *Set) Covers(r rune) bool {
	for _, f := range s.faces {
		if f.Covers(r) {
			return true
		}
	}
	return Ignorable(r) || drawn(r) != nil
}

// westernOnly tells the characters that are never set full width: ASCII, and
// the letters of the alphabets before the Asian scripts.
func westernOnly(r rune) bool {
	return r < 0x80 || r < 0x2000 && (unicode.IsLetter(r) || unicode.IsMark(r))
}

// Ignorable tells the characters that show nothing by their nature: controls,
// joiners, direction marks, variation selectors (Unicode,
// Default_Ignorable_Code_Point). A face without them is not lacking.
func Ignorable(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r < 0xA0, r == 0xAD, r == 0x34F, r == 0x61C:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return r >= 0x180B && r <= 0x180F || r == 0x2028 || r == 0x2029
}
