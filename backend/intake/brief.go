package intake

import (
	"slices"
	"strings"
)

// A label stands in a chip in the middle of a line and above an input: these are
// the most characters that a guessed one has, of Chinese and of other text.
const (
	briefHan   = 12
	briefLatin = 32
)

// briefEnd shortens the label of a blank, which stands at the end of what is said
// before it.
func briefEnd(label string) string {
	if hanCount(label) == 0 {
		return briefWords(label)
	}
	if len([]rune(label)) > briefHan {
		return shorten(label)
	}
	return label
}

// briefStart shortens the label of a box, which the text behind it begins with.
func briefStart(label string) string {
	if hanCount(label) == 0 {
		return briefWords(label)
	}
	if i := strings.IndexAny(label, "，。；：、（,;:("); i > 0 && len([]rune(label[:i])) > 1 {
		label = label[:i]
	}
	r := []rune(label)
	return string(r[:min(len(r), briefHan)])
}

// loose words say nothing at the end of a label that was cut.
var loose = strings.Fields("the a an of as is are at in to by and or for its with on be this that between any each will shall may from such if not which who according subject")

// briefWords keeps the first words of a label, up to a stop or as many as are brief.
func briefWords(label string) string {
	if len(label) <= briefLatin {
		return label
	}
	if i := strings.IndexAny(label, ",;:.("); i >= 8 {
		label = label[:i]
	}
	words := strings.Fields(label)
	n, length := 0, -1
	for n < len(words) && length+1+len(words[n]) <= briefLatin {
		length += 1 + len(words[n])
		n++
	}
	if n == 0 {
		return string([]rune(label)[:min(len([]rune(label)), briefLatin)])
	}
	for n < len(words) && n > 1 && slices.Contains(loose, strings.ToLower(words[n-1])) {
		n--
	}
	return strings.Join(words[:n], " ")
}
