package font_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/typeset"
	"keyue/backend/typeset/font"
)

func pack(t testing.TB) *font.Pack {
	t.Helper()
	p, err := font.Bundled()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheSumsNameTheBundledFiles(t *testing.T) {
	sums, err := os.ReadFile("files/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	for line := range strings.Lines(string(sums)) {
		want, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		data, err := os.ReadFile("files/" + name)
		if err != nil {
			t.Fatal(err)
		}
		got := sha256.Sum256(data)
		if hex.EncodeToString(got[:]) != want {
			t.Errorf("%s differs from its sum", name)
		}
		listed++
	}
	have, _ := filepath.Glob("files/*.ttf")
	if len(have) != listed {
		t.Errorf("%d font files, %d sums", len(have), listed)
	}
	texts, err := font.Licences()
	if err != nil || len(texts) != 4 {
		t.Fatalf("licences: %d %v", len(texts), err)
	}
	for family, text := range texts {
		if !strings.Contains(text, "SIL OPEN FONT LICENSE") && !strings.Contains(text, "SIL Open Font License") {
			t.Errorf("%s has no licence text", family)
		}
	}
}

func TestChineseFacesMeasureAnEm(t *testing.T) {
	p := pack(t)
	for _, f := range []*font.Face{p.HanRegular, p.HanBold} {
		for _, r := range "中国合同，。「」（）〓壹贰叁" {
			g := f.Glyph(r)
			if g == 0 || f.Advance(g) != 1000 {
				t.Errorf("%s %c: glyph %d advance %d", f.Name(), r, g, f.Advance(g))
			}
		}
		if asc, desc := f.Extent(); asc < 800 || desc < 100 {
			t.Errorf("%s extent %d %d", f.Name(), asc, desc)
		}
	}
	if p.HanRegular.Weight() != 400 || p.HanBold.Weight() != 700 || p.LatinSansBold.Weight() != 700 {
		t.Error("weights")
	}
	if w := p.LatinRegular.Advance(p.LatinRegular.Glyph('m')); w < 700 || w > 1000 {
		t.Errorf("m is %d wide", w)
	}
}

// standardCharacters are the 8,105 of 通用规范汉字表, of which 196 lie above U+FFFF.
func standardCharacters(t testing.TB) []rune {
	t.Helper()
	data, err := os.ReadFile("testdata/8105.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(data), "\n")
	list := []rune(strings.ReplaceAll(table, "\n", ""))
	if len(list) != 8105 {
		t.Fatalf("%d characters in the table", len(list))
	}
	return list
}

func TestEveryStandardCharacterIsCovered(t *testing.T) {
	list := standardCharacters(t)
	s, err := font.For("zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []typeset.Weight{typeset.Regular, typeset.Bold} {
		for _, r := range list {
			if g := s.Glyph(r, w, typeset.Han); !g.Covered || g.Advance != 1000 {
				t.Fatalf("%c U+%04X: %+v", r, r, g)
			}
		}
	}
}

func TestTheFallbackChain(t *testing.T) {
	zh, _ := font.For("zh-CN")
	en, _ := font.For("en")
	name := func(s *font.Set, r rune, w typeset.Weight, sc typeset.Script) string {
		return s.Face(s.Glyph(r, w, sc).Face).Name()
	}
	for _, c := range []struct {
		set    *font.Set
		r      rune
		weight typeset.Weight
		script typeset.Script
		want   string
	}{
		{zh, '合', typeset.Regular, typeset.Han, "NotoSerifSC-Regular"},
		{zh, '合', typeset.Bold, typeset.Han, "NotoSansSC-Bold"},
		{zh, '合', typeset.Regular, typeset.Latin, "NotoSerifSC-Regular"},
		{zh, '“', typeset.Regular, typeset.Han, "NotoSerifSC-Regular"},
		{zh, '“', typeset.Regular, typeset.Latin, "NotoSerif-Regular"},
		{zh, 'A', typeset.Regular, typeset.Latin, "NotoSerifSC-Regular"},
		{zh, '7', typeset.Bold, typeset.Han, "NotoSansSC-Bold"},
		{zh, 'Ђ', typeset.Bold, typeset.Latin, "NotoSans-Bold"},
		{zh, '’', typeset.Bold, typeset.Latin, "NotoSans-Bold"},
		{en, 'A', typeset.Bold, typeset.Latin, "NotoSerif-Bold"},
		{en, 'é', typeset.Regular, typeset.Han, "NotoSerif-Regular"},
	} {
		if got := name(c.set, c.r, c.weight, c.script); got != c.want {
			t.Errorf("%c: %s, want %s", c.r, got, c.want)
		}
	}
	for _, r := range "𠮷\U0001F600" {
		g := zh.Glyph(r, typeset.Regular, typeset.Han)
		if g.Covered || g.Advance != 1000 || zh.Face(g.Face) == nil || zh.Covers(r) {
			t.Errorf("U+%X should be missing and as wide as 〓: %+v", r, g)
		}
	}
	if g := zh.Glyph('\u200B', typeset.Regular, typeset.Han); !g.Covered || g.Advance != 0 {
		t.Errorf("a zero-width space lacks nothing: %+v", g)
	}
	if g := zh.Glyph('☑', typeset.Regular, typeset.Han); !g.Covered || g.Advance != 1000 {
		t.Errorf("check boxes are drawn: %+v", g)
	}
	if zh.Hash() == "" || zh.Hash() != en.Hash() {
		t.Error("both languages use the same pack")
	}
}

func TestTheChineseDashFillsItsEm(t *testing.T) {
	p := pack(t)
	for _, f := range []*font.Face{p.HanRegular, p.HanBold} {
		if w := f.Advance(f.Glyph('—')); w != 1000 {
			t.Errorf("%s: a dash of %d", f.Name(), w)
		}
	}
}

func TestAnAddedFaceFillsTheGap(t *testing.T) {
	// The Greek of Noto Serif stands in for a person's font of rare names: the
	// faces are asked in order and the added one is last.
	extra, err := font.ExtraFile("files/NotoSerif-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	with, _ := font.For("zh-CN", extra)
	without, _ := font.For("zh-CN")
	if with.Len() != without.Len()+1 || with.Hash() == without.Hash() {
		t.Error("an added face is part of the set and of its hash")
	}
}

func TestBadFontFilesAreAnsweredWithASentence(t *testing.T) {
	good, err := os.ReadFile("files/NotoSerif-Bold.ttf")
	if err != nil {
		t.Fatal(err)
	}
	change := func(edit func([]byte)) []byte {
		b := bytes.Clone(good)
		edit(b)
		return b
	}
	at := func(b []byte, tag string) int {
		for i := 12; ; i += 16 {
			if string(b[i:i+4]) == tag {
				return int(binary.BigEndian.Uint32(b[i+8:]))
			}
		}
	}
	for _, c := range []struct {
		name, code string
		data       []byte
	}{
		{"an empty file", "font.not_font", nil},
		{"a PDF", "font.not_font", []byte("%PDF-1.4 and so on")},
		{"CFF outlines", "font.cff", change(func(b []byte) { copy(b, "OTTO") })},
		{"cut in half", "font.broken", good[:len(good)/2]},
		{"a collection of nothing", "font.broken", []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")},
		{"no embedding allowed", "font.restricted", change(func(b []byte) { b[at(b, "OS/2")+9] = 2 })},
		{"no em", "font.broken", change(func(b []byte) { b[at(b, "head")+18], b[at(b, "head")+19] = 0, 0 })},
		{"more glyphs than outlines", "font.broken", change(func(b []byte) { b[at(b, "maxp")+4] = 0xFF })},
		{"too big", "font.too_big", make([]byte, font.MaxExtra+1)},
	} {
		if _, err := font.Extra(c.data); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
	if _, err := font.ExtraFile("files/none.ttf"); !fault.Is(err, "font.unreadable") {
		t.Errorf("no file: %v", err)
	}
}

func TestACollectionGivesItsFirstFace(t *testing.T) {
	good, err := os.ReadFile("files/NotoSerif-Bold.ttf")
	if err != nil {
		t.Fatal(err)
	}
	head := []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10")
	ttc := append(head, good...)
	n := int(binary.BigEndian.Uint16(good[4:]))
	for i := range n {
		e := ttc[16+12+16*i+8:]
		binary.BigEndian.PutUint32(e, binary.BigEndian.Uint32(e)+16)
	}
	f, err := font.Extra(ttc)
	if err != nil || !f.Covers('A') {
		t.Fatal(err)
	}
}

func TestASubsetKeepsOutlinesAndWidths(t *testing.T) {
	p := pack(t)
	for _, f := range []*font.Face{p.HanRegular, p.HanBold, p.LatinRegular, p.LatinBold, p.LatinSansBold} {
		s := font.NewSubset(f)
		text := "Ångström éèü 合同编号：0123，𬬭𬬱⼀一⼆二☐☑☒✓ \u200B𠮷"
		var codes []uint16
		for _, r := range text {
			c, ok := s.Code(r)
			if !ok {
				t.Fatal("no code")
			}
			codes = append(codes, c)
		}
		i := 0
		for _, r := range text {
			if s.Rune(codes[i]) != r {
				t.Errorf("code %d stands for %q, want %q", codes[i], s.Rune(codes[i]), r)
			}
			i++
		}
		file := s.Bytes()
		if !bytes.Equal(file, s.Bytes()) {
			t.Error("the same codes gave different bytes")
		}
		checkSums(t, file)
	}
}

func checkSums(t *testing.T, file []byte) {
	t.Helper()
	add := func(b []byte) (s uint32) {
		for len(b)%4 != 0 {
			b = append(bytes.Clone(b), 0)
		}
		for ; len(b) > 0; b = b[4:] {
			s += binary.BigEndian.Uint32(b)
		}
		return s
	}
	if got := add(file); got != 0xB1B0AFBA {
		t.Errorf("file adds up to %08X", got)
	}
	for i := range int(binary.BigEndian.Uint16(file[4:])) {
		e := file[12+16*i:]
		off, size := binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		data := bytes.Clone(file[off : off+size])
		if string(e[:4]) == "head" {
			copy(data[8:12], []byte{0, 0, 0, 0})
		}
		if add(data) != binary.BigEndian.Uint32(e[4:]) {
			t.Errorf("table %s has a wrong sum", e[:4])
		}
	}
}

func FuzzParse(f *testing.F) {
	good, err := os.ReadFile("files/NotoSerif-Bold.ttf")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good[:4096], uint32(0), byte(0))
	for at := uint32(0); at < 200; at += 7 {
		f.Add(good, at, byte(0xFF))
	}
	f.Fuzz(func(t *testing.T, data []byte, at uint32, value byte) {
		data = bytes.Clone(data)
		if len(data) > 0 {
			data[int(at)%len(data)] = value
		}
		face, err := font.Extra(data)
		if err != nil {
			return
		}
		s := font.NewSubset(face)
		n := 0
		for r := range face.Runes {
			s.Code(r)
			if n++; n > 300 {
				break
			}
		}
		s.Bytes()
	})
}

func BenchmarkParse(b *testing.B) {
	data, err := os.ReadFile("files/NotoSerifSC-Regular.ttf")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := font.Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSubsetOfAContract(b *testing.B) {
	p := pack(b)
	list := standardCharacters(b)[:600]
	b.ReportAllocs()
	for b.Loop() {
		s := font.NewSubset(p.HanRegular)
		for range 5 {
			for _, r := range list {
				s.Code(r)
			}
		}
		s.Bytes()
	}
}
