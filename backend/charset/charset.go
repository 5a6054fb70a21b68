// Package charset reads text files in whatever encoding they have: it guesses
// the encoding by the first bytes and turns the text into UTF-8. Tables and
// documents that people bring share it.
package charset

import (
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/saintfish/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	eunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// encodings by the name shown; GBK is read as GB18030, which contains it.
var encodings = map[string]encoding.Encoding{
	"UTF-8":        eunicode.UTF8,
	"UTF-16LE":     eunicode.UTF16(eunicode.LittleEndian, eunicode.IgnoreBOM),
	"UTF-16BE":     eunicode.UTF16(eunicode.BigEndian, eunicode.IgnoreBOM),
	"UTF-32LE":     utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM),
	"UTF-32BE":     utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM),
	"GBK":          simplifiedchinese.GB18030,
	"GB18030":      simplifiedchinese.GB18030,
	"Big5":         traditionalchinese.Big5,
	"Shift_JIS":    japanese.ShiftJIS,
	"EUC-JP":       japanese.EUCJP,
	"EUC-KR":       korean.EUCKR,
	"windows-1252": charmap.Windows1252,
	"windows-1250": charmap.Windows1250,
	"windows-1251": charmap.Windows1251,
	"windows-1253": charmap.Windows1253,
	"windows-1254": charmap.Windows1254,
	"windows-1255": charmap.Windows1255,
	"windows-1256": charmap.Windows1256,
}

// Names are the encodings that may be chosen where the guess is wrong.
var Names = []string{"UTF-8", "GBK", "GB18030", "Big5", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "Shift_JIS", "EUC-JP", "EUC-KR", "windows-1252",
	"windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1255", "windows-1256"}

var marks = []struct{ mark, name string }{ // the longer first: UTF-32LE begins like UTF-16LE
	{"\xFF\xFE\x00\x00", "UTF-32LE"}, {"\x00\x00\xFE\xFF", "UTF-32BE"},
	{"\xEF\xBB\xBF", "UTF-8"}, {"\xFF\xFE", "UTF-16LE"}, {"\xFE\xFF", "UTF-16BE"},
}

// SampleMax is how many bytes of a file are worth looking at to guess its encoding.
const SampleMax = 256 << 10

// Guess names the encoding of a text by its beginning, and the length of its byte order mark. whole says that head is
// all of the text.
func Guess(head []byte, whole bool) (name string, mark int) {
	for _, m := range marks {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return m.name, len(m.mark)
		}
	}
	if name := guessWide(head); name != "" {
		return name, 0
	}
	text := head
	if !whole { // the cut may go through a character
		for i := 0; i < utf8.UTFMax && len(text) > 0 && !utf8.Valid(text); i++ {
			text = text[:len(text)-1]
		}
	}
	if utf8.Valid(text) {
		return "UTF-8", 0
	}
	if lonely(head) > 0.8 {
		return "windows-1252", 0
	}
	if name := script(head); name != "" {
		return name, 0
	}
	best, name := -1.0, "windows-1252"
	hint := ""
	if r, err := chardet.NewTextDetector().DetectBest(head); err == nil && r.Confidence >= 30 {
		hint = r.Charset
	}
	for _, candidate := range []struct{ name, hint string }{
		{"GBK", "GB-18030"}, {"Big5", "Big5"}, {"Shift_JIS", "Shift_JIS"}, {"EUC-JP", "EUC-JP"}, {"EUC-KR", "EUC-KR"}, {"windows-1252", "ISO-8859-1"},
	} {
		score := plausible(head, candidate.name)
		if hint == candidate.hint || hint == candidate.name {
			score += 0.1
		}
		if score > best {
			best, name = score, candidate.name
		}
	}
	if broken := brokenShare(text); broken < 0.01 {
		return "UTF-8", 0 // UTF-8 with a damaged byte here and there
	}
	if name == "GBK" && fourByte(head) {
		name = "GB18030"
	}
	return name, 0
}

// lonely is the share of bytes beyond ASCII that stand between letters of ASCII, as accented letters do; the
// characters of Asian sets take two bytes and come in runs.
func lonely(head []byte) float64 {
	alone, total := 0, 0
	for i, b := range head {
		if b < 0x80 {
			continue
		}
		total++
		if (i == 0 || head[i-1] < 0x80) && (i+1 == len(head) || head[i+1] < 0x80) {
			alone++
		}
	}
	return float64(alone) / float64(max(total, 1))
}

// script finds the one-byte sets of Hebrew and Cyrillic: their words are runs of letters of one small range, where
// the characters of Asian sets begin with bytes of many.
func script(head []byte) string {
	var high, hebrew, cyrillic, runs int
	for i, b := range head {
		if b < 0x80 {
			continue
		}
		high++
		if i == 0 || head[i-1] < 0x80 {
			runs++
		}
		if b >= 0xE0 && b <= 0xFA {
			hebrew++
		}
		if b >= 0xC0 || b == 0xA8 || b == 0xB8 || b == 0xB3 || b == 0xBF || b == 0xBA || b == 0xB2 {
			cyrillic++
		}
	}
	if high < 6 || high > 40*runs || high < 3*runs {
		return ""
	}
	switch {
	case hebrew == high && odd(head):
		return "windows-1255"
	case cyrillic == high && odd(head):
		return "windows-1251"
	}
	return ""
}

// odd tells whether some word beyond ASCII has an odd number of bytes: no text of a two-byte set has.
func odd(head []byte) bool {
	n := 0
	for i, b := range head {
		if b >= 0x80 {
			n++
		}
		if (b < 0x80 || i == len(head)-1) && n > 0 {
			if n%2 == 1 {
				return true
			}
			n = 0
		}
	}
	return false
}

// guessWide finds UTF-16 and UTF-32 without a mark by where their zero bytes are.
func guessWide(head []byte) string {
	var zero [4]int
	n := len(head) / 4 * 4
	if n < 4 {
		return ""
	}
	for i, b := range head[:n] {
		if b == 0 {
			zero[i%4]++
		}
	}
	q := n / 4
	most := func(i int) bool { return zero[i]*10 >= q*7 }
	few := func(i int) bool { return zero[i]*10 <= q*2 }
	all := func(i int) bool { return zero[i]*100 >= q*97 }
	some := func(i, k int) bool { return zero[i]+zero[k] >= 4 && (zero[i]+zero[k])*10 >= 2*q }
	switch {
	case all(2) && all(3) && few(0):
		return "UTF-32LE"
	case all(0) && all(1) && few(3):
		return "UTF-32BE"
	case most(1) && most(3) && few(0) && few(2):
		return "UTF-16LE"
	case most(0) && most(2) && few(1) && few(3):
		return "UTF-16BE"
	// In Chinese only delimiters, digits and the like have a zero byte there, and 一 and few others
	// on the other side; no text in bytes has any.
	case some(0, 2) && zero[0]+zero[2] >= 4*(zero[1]+zero[3]):
		return "UTF-16BE"
	case some(1, 3) && zero[1]+zero[3] >= 4*(zero[0]+zero[2]):
		return "UTF-16LE"
	}
	return ""
}

// brokenShare is how many of the characters beyond ASCII are no UTF-8.
func brokenShare(text []byte) float64 {
	broken, good := 0, 0
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		if r == utf8.RuneError && n == 1 {
			broken++
		} else if r >= 0x80 {
			good++
		}
		text = text[n:]
	}
	return float64(broken) / float64(max(good+broken, 1))
}

// plausible tells from 0 to 1 how much a text looks like the language of an encoding: characters of the everyday
// part of the set count in full, rare ones a little, impossible bytes against it.
func plausible(head []byte, name string) float64 {
	if len(head) > 64<<10 {
		head = head[:64<<10]
	}
	text, err := encodings[name].NewDecoder().Bytes(head)
	if err != nil {
		return 0
	}
	var score float64
	total := 0
	for _, r := range string(text) {
		if r < 0x80 {
			continue
		}
		total++
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Co, r), unicode.IsControl(r):
			score -= 2
		case everyday(r, name):
			score++
		case name == "windows-1252":
			score += 0.2
		case unicode.Is(unicode.Han, r) && (name == "Shift_JIS" || name == "EUC-JP"):
			score += 0.6
		case r >= 0xFF61 && r <= 0xFF9F: // half-width katakana: Chinese read as Shift_JIS
			score -= 0.5
		case unicode.IsLetter(r):
			score += 0.3
		}
	}
	if total == 0 {
		return 0
	}
	return score / float64(total)
}

// everyday tells whether a character is of the frequent part of its set: the first level of GB 2312 and Big5,
// kana, hangul, the letters of Western Europe.
func everyday(r rune, name string) bool {
	if r >= 0x3000 && r <= 0x3011 || r >= 0xFF01 && r <= 0xFF1F {
		return true // the punctuation that all of them share
	}
	switch name {
	case "GBK":
		b, err := simplifiedchinese.GBK.NewEncoder().String(string(r))
		return err == nil && len(b) == 2 && b[0] >= 0xB0 && b[0] <= 0xD7 && b[1] >= 0xA1
	case "Big5":
		b, err := traditionalchinese.Big5.NewEncoder().String(string(r))
		return err == nil && len(b) == 2 && b[0] >= 0xA4 && b[0] <= 0xC6
	case "Shift_JIS", "EUC-JP":
		return r >= 0x3041 && r <= 0x30FF
	case "EUC-KR":
		return r >= 0xAC00 && r <= 0xD7A3
	case "windows-1252":
		return unicode.Is(unicode.Latin, r)
	}
	return false
}

// fourByte tells whether the text has characters that GBK lacks and GB18030 writes with four bytes.
func fourByte(head []byte) bool {
	for i := 0; i+3 < len(head); i++ {
		if head[i] < 0x81 {
			continue
		}
		if b := head[i+1]; b >= 0x30 && b <= 0x39 && head[i+2] >= 0x81 && head[i+3] >= 0x30 && head[i+3] <= 0x39 {
			return true
		}
		i++
	}
	return false
}

// aliases are other names that files give encodings, in lower case.
var aliases = map[string]string{"utf8": "UTF-8", "gb2312": "GBK", "gb_2312-80": "GBK", "cp936": "GBK", "ms936": "GBK", "big5-hkscs": "Big5", "cp950": "Big5",
	"shift-jis": "Shift_JIS", "sjis": "Shift_JIS", "x-sjis": "Shift_JIS", "cp932": "Shift_JIS", "iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252",
	"iso-8859-8": "windows-1255", "iso-8859-7": "windows-1253", "iso-8859-9": "windows-1254", "ks_c_5601-1987": "EUC-KR"}

// Named gives the name used here for an encoding that a file declares; "" for one that is not known.
func Named(declared string) string {
	s := strings.ToLower(strings.Trim(strings.TrimSpace(declared), `"'`))
	if name := aliases[s]; name != "" {
		return name
	}
	for name := range encodings {
		if strings.ToLower(name) == s {
			return name
		}
	}
	return ""
}

// Decode reads a piece of text in a declared encoding; false when the encoding is not known or the bytes are none of
// its characters.
func Decode(raw []byte, declared string) (string, bool) {
	name := Named(declared)
	if name == "" || name == "UTF-8" {
		return string(raw), name != "" && utf8.Valid(raw)
	}
	s, err := encodings[name].NewDecoder().Bytes(raw)
	return string(s), err == nil && !bytes.ContainsRune(s, utf8.RuneError)
}

// Reader reads a text of size bytes as UTF-8 from behind its byte order mark; false when the encoding is not known.
func Reader(f io.ReaderAt, size int64, name string, mark int) (io.Reader, bool) {
	e, ok := encodings[name]
	if !ok {
		return nil, false
	}
	section := io.NewSectionReader(f, int64(mark), size-int64(mark))
	return e.NewDecoder().Reader(section), true
}

// MarkLength is the length of the byte order mark of an encoding that was chosen.
func MarkLength(head []byte, name string) int {
	for _, m := range marks {
		if m.name == name && bytes.HasPrefix(head, []byte(m.mark)) {
			return len(m.mark)
		}
	}
	return 0
}
