package manuscript

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"keyue/backend/charset"
	"keyue/backend/fault"
)

const (
	// textMax is the largest text file read, in bytes: the longest contracts have 1 MB.
	textMax = 8 << 20
	// brokenMax is the share of characters that are none above which a file is no text.
	brokenMax = 0.05
)

// readText reads plain text and Markdown in whatever encoding it has.
func readText(m *Manuscript, ds *drops, r io.ReaderAt, size int64) error {
	if size > textMax {
		return fault.New(TooLarge, fault.P{"limit": textMax >> 20})
	}
	head := make([]byte, min(size, charset.SampleMax))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return fault.Wrap(err, Damaged, nil)
	}
	name, mark := charset.Guess(head, int64(len(head)) == size)
	in, ok := charset.Reader(r, size, name, mark)
	if !ok {
		return fault.New(Binary, nil)
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return fault.Wrap(err, Damaged, nil)
	}
	m.Encoding = name
	text, broken, taken := cleaned(string(data))
	if float64(broken) > brokenMax*float64(utf8.RuneCount(data)) {
		return fault.New(Binary, nil)
	}
	for range taken {
		ds.add(DroppedControl, "")
	}
	if strings.TrimSpace(text) == "" {
		return fault.New(Empty, nil)
	}
	if m.Format == Markdown {
		return readMarkdown(m, ds, text)
	}
	m.Blocks = append(m.Blocks, textBlocks(text)...)
	return nil
}

// cleaned takes out what is no text and brings line ends to one form. It tells
// how many characters are none, and how many of them it took.
func cleaned(s string) (text string, broken, taken int) {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(c rune) rune {
		switch {
		case c == '\r', c == '\u2028', c == '\u2029', c == '\u0085', c == '\v':
			return '\n'
		case c == '\n', c == '\t', c == '\f':
			return c
		case c == '\u00AD', c == '\uFEFF', c == '\u200B':
			return -1
		case c == utf8.RuneError: // it may stand in the file itself; a reader sees it
			broken++
		case unicode.IsControl(c), c >= 0xFDD0 && c <= 0xFDEF:
			broken++
			taken++
			return -1
		}
		return c
	}, s)
	return s, broken, taken
}

// textBlocks makes a paragraph of every line; where lines were broken at a
// fixed width, of every group of lines between blank ones.
func textBlocks(text string) []Block {
	var blocks []Block
	wrap := wrapped(text)
	var group []string
	flush := func() {
		if len(group) > 0 {
			blocks = append(blocks, Block{Paragraph: &Paragraph{Runs: []Run{{Text: joinLines(group)}}}})
			group = nil
		}
	}
	for page, part := range strings.Split(text, "\f") {
		if page > 0 {
			flush()
			blocks = append(blocks, Block{PageBreak: true})
		}
		for _, line := range strings.Split(part, "\n") {
			line = strings.TrimRight(line, " \t")
			if strings.TrimSpace(line) == "" {
				flush()
				continue
			}
			if !wrap {
				flush()
			}
			group = append(group, line)
		}
		flush()
	}
	return trimBreaks(blocks)
}

// wrapped tells whether the lines of a text are broken at a fixed width: most
// of those followed by another are nearly as long as the longest may be.
func wrapped(text string) bool {
	const shortest, longest = 50, 100
	long, short := 0, 0
	lines := strings.Split(text, "\n")
	for i, line := range lines[:len(lines)-1] {
		w, next := width(line), strings.TrimSpace(lines[i+1])
		if w == 0 || next == "" {
			continue
		}
		switch {
		case w > longest:
			return false
		case w >= shortest:
			long++
		default:
			short++
		}
	}
	return long >= 4 && long >= 3*short
}

// width counts columns; East Asian characters take two.
func width(s string) int {
	n := 0
	for _, c := range strings.TrimRight(s, " \t") {
		n++
		if eastAsian(c) {
			n++
		}
	}
	return n
}

// eastAsian tells whether a character is of a script that writes without
// spaces, or its punctuation.
func eastAsian(c rune) bool {
	return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana) || c >= 0x3000 && c <= 0x303F || c >= 0xFF01 && c <= 0xFF60 || c >= 0xFFE0 && c <= 0xFFE6
}

// joinLines puts the lines of a paragraph together: with a space, except
// between characters of scripts that have none.
func joinLines(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		if b.Len() == 0 {
			b.WriteString(line)
			continue
		}
		line = strings.TrimSpace(line)
		before, _ := utf8.DecodeLastRuneInString(b.String())
		after, _ := utf8.DecodeRuneInString(line)
		if !eastAsian(before) && !eastAsian(after) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}
