package search

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	gopinyin "github.com/mozillazg/go-pinyin"
)

// The general dictionary (go-pinyin) knows every character but takes its most frequent reading. What matters in
// a customer list is exactly where that is wrong: family names, place names and the words companies are named with.
// These three tables are ours; the dictionary fills in the rest.
var (
	//go:embed pinyin/phrases.txt
	phraseText string
	//go:embed pinyin/surnames.txt
	surnameText string
	//go:embed pinyin/polyphones.txt
	polyphoneText string
)

// pinyinTables holds readings with a tone digit at the end ("zhang1"), ü written v.
type pinyinTables struct {
	phrases  map[string][]string
	starts   map[rune]int // longest phrase (in characters) starting with the rune
	surnames map[string][]string
	singles  [lastCommon - firstCommon + 1][]string // the readings of a character on its own
	syllable map[string][]string                    // one list for each syllable, shared
}

// The block of common Chinese characters; the rarer ones are looked up in the dictionary each time.
const (
	firstCommon = 0x4E00
	lastCommon  = 0x9FFF
)

var tables = sync.OnceValue(func() *pinyinTables {
	t := &pinyinTables{
		phrases: map[string][]string{}, starts: map[rune]int{},
		surnames: map[string][]string{}, syllable: map[string][]string{},
	}
	for r := range t.singles {
		t.singles[r] = t.dictionary(rune(firstCommon + r))
	}
	eachEntry(phraseText, func(word string, readings []string) {
		t.phrases[word] = readings
		first, _ := utf8.DecodeRuneInString(word)
		t.starts[first] = max(t.starts[first], utf8.RuneCountInString(word))
	})
	eachEntry(surnameText, func(word string, readings []string) { t.surnames[word] = readings })
	eachEntry(polyphoneText, func(word string, readings []string) {
		first, _ := utf8.DecodeRuneInString(word)
		t.singles[first-firstCommon] = readings
	})
	return t
})

func eachEntry(text string, fn func(word string, readings []string)) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		parts := strings.Fields(line)
		fn(parts[0], parts[1:])
	}
}

// Reading is what one character of a text sounds like.
type Reading struct {
	Rune rune
	// Syllables are empty for anything but a Chinese character. The first is the most likely reading; the others
	// are possible in this place and searchable as well. Each ends with its tone, 1 to 5; ü is written v.
	Syllables []string
}

// Readings gives the reading of every character of s: words decide first (重庆, 银行), then family names at the
// beginning of a person's name (单 shàn, 尉迟 yù chí), then the single character.
func Readings(s string) []Reading {
	runes := []rune(s)
	out := make([]Reading, len(runes))
	t := tables()
	for i, r := range runes {
		out[i].Rune = r
		runes[i] = simplify(r) // the tables know the simplified form: 單 is read as 单
	}
	for i := 0; i < len(runes); {
		if !han(runes[i]) {
			i++
			continue
		}
		if i == 0 || !han(runes[i-1]) {
			if n := t.surname(runes[i:], out[i:]); n > 0 {
				i += n
				continue
			}
		}
		if n := t.phrase(runes[i:], out[i:]); n > 0 {
			i += n
			continue
		}
		out[i].Syllables = t.single(runes[i])
		i++
	}
	return out
}

func han(r rune) bool {
	return firstCommon <= r && r <= lastCommon || r >= 0x2E80 && unicode.Is(unicode.Han, r)
}

// phrase reads the longest known word at the start of runes and tells how many characters it took.
func (t *pinyinTables) phrase(runes []rune, out []Reading) int {
	for n := min(t.starts[runes[0]], len(runes)); n >= 2; n-- {
		if readings, ok := t.phrases[string(runes[:n])]; ok && len(readings) == n {
			for k, reading := range readings {
				out[k].Syllables = []string{reading}
			}
			return n
		}
	}
	return 0
}

// titles follow a family name in the way people are written down: 单总, 曾老师, 仇先生.
var titles = []string{"总", "工", "老师", "先生", "女士", "小姐", "经理", "老板", "主任", "医生", "师傅", "律师", "记", "氏", "家"}

// surname reads a family name at the start of a run of Chinese characters. In a short run (a person's name) the
// family reading leads, in a longer one (a company) the common reading does; both stay searchable.
func (t *pinyinTables) surname(runes []rune, out []Reading) int {
	run := 0
	for run < len(runes) && han(runes[run]) {
		run++
	}
	if run >= 2 {
		if readings, ok := t.surnames[string(runes[:2])]; ok && t.phrases[string(runes[:2])] == nil {
			for k, reading := range readings {
				out[k].Syllables = []string{reading}
			}
			return 2
		}
	}
	readings, ok := t.surnames[string(runes[:1])]
	if !ok || run < 2 {
		return 0
	}
	if word := string(runes[:2]); t.phrases[word] != nil && run != 3 {
		return 0 // 重庆, 解放路: a word, not a name. Three characters may be either: 单元华.
	}
	common := t.single(runes[0])
	if n := t.starts[runes[0]]; n >= 2 {
		for k := min(n, run); k >= 2; k-- {
			if p := t.phrases[string(runes[:k])]; p != nil {
				if k == run {
					return 0 // the whole text is one known word
				}
				common = p[:1]
				break
			}
		}
	}
	person := run <= 3
	for _, title := range titles {
		if strings.HasPrefix(string(runes[1:run]), title) {
			person = true
		}
	}
	if person {
		out[0].Syllables = distinct(append([]string{readings[0]}, common...))
	} else {
		out[0].Syllables = distinct(append(append([]string{}, common...), readings[0]))
	}
	return 1
}

// single is the reading of a character on its own: ours where the character is polyphonic in names, else the
// dictionary's first.
func (t *pinyinTables) single(r rune) []string {
	if firstCommon <= r && r <= lastCommon {
		return t.singles[r-firstCommon]
	}
	return t.dictionary(r)
}

func (t *pinyinTables) dictionary(r rune) []string {
	marked, ok := gopinyin.PinyinDict[int(r)]
	if !ok {
		return nil
	}
	first, _, _ := strings.Cut(marked, ",")
	if known := t.syllable[first]; known != nil {
		return known
	}
	list := []string{toneDigit(first)}
	if firstCommon <= r && r <= lastCommon { // while the tables are made; later they are only read
		t.syllable[first] = list
	}
	return list
}

// toneMarks maps a marked vowel to the plain one and its tone.
var toneMarks = map[rune]string{
	'ā': "a1", 'á': "a2", 'ǎ': "a3", 'à': "a4", 'ō': "o1", 'ó': "o2", 'ǒ': "o3", 'ò': "o4",
	'ē': "e1", 'é': "e2", 'ě': "e3", 'è': "e4", 'ī': "i1", 'í': "i2", 'ǐ': "i3", 'ì': "i4",
	'ū': "u1", 'ú': "u2", 'ǔ': "u3", 'ù': "u4", 'ǖ': "v1", 'ǘ': "v2", 'ǚ': "v3", 'ǜ': "v4",
	'ń': "n2", 'ň': "n3", 'ǹ': "n4", 'ḿ': "m2", 'ü': "v5", 'ê': "e5",
}

// toneDigit turns "zhāng" into "zhang1".
func toneDigit(marked string) string {
	var b strings.Builder
	tone := byte('5')
	for _, r := range marked {
		if plain, ok := toneMarks[r]; ok {
			b.WriteByte(plain[0])
			if plain[1] != '5' {
				tone = plain[1]
			}
		} else if r < 0x80 {
			b.WriteRune(r)
		} // a combining mark (ê̄, m̀) carries no letter
	}
	b.WriteByte(tone)
	return b.String()
}

// plain takes the tone off a syllable.
func plain(syllable string) string { return syllable[:len(syllable)-1] }

func distinct(list []string) []string {
	out := list[:0:0]
	for _, s := range list {
		seen := false
		for _, have := range out {
			seen = seen || have == s
		}
		if !seen {
			out = append(out, s)
		}
	}
	return out
}

// Pinyin gives the most likely reading of s in lower case without tones, once in full ("zhangsan") and once as
// initials ("zs"). Letters and digits are kept in both, folded; everything else is left out.
func Pinyin(s string) (full, initials string) {
	var f, i strings.Builder
	for _, r := range Readings(s) {
		if len(r.Syllables) > 0 {
			f.WriteString(plain(r.Syllables[0]))
			i.WriteByte(r.Syllables[0][0])
			continue
		}
		if c := foldRune(r.Rune); unicode.IsLetter(c) || unicode.IsDigit(c) {
			f.WriteRune(c)
			i.WriteRune(c)
		}
	}
	return f.String(), i.String()
}

// SortKey gives a key that, compared byte by byte, puts names in the order of a Chinese register: digits, then
// letters and Chinese characters together by sound (syllable, then tone, then character), upper and lower case alike.
func SortKey(s string) string {
	var key, tail strings.Builder
	for _, r := range Readings(s) {
		switch c := foldRune(r.Rune); {
		case len(r.Syllables) > 0:
			key.WriteString(r.Syllables[0])
			tail.WriteRune(c)
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			key.WriteRune(c)
		case unicode.IsSpace(c):
			key.WriteByte(' ')
		}
	}
	return key.String() + "\x01" + tail.String()
}
