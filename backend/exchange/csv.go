package exchange

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"

	"keyue/backend/fault"
)

// delimiters in the order of preference where nothing decides.
var delimiters = []rune{',', '\t', ';', '|'}

// csvReader reads rows of delimited text the way spreadsheets do: quotes hold delimiters and line ends, doubled
// quotes are quotes, a quote inside an unquoted cell is itself. (encoding/csv either refuses such quotes or, when
// lazy, has no limit to how much an unclosed one swallows.)
type csvReader struct {
	r         *bufio.Reader
	delimiter rune
	row       int // of the row read last, from 1; quoted line ends do not count
	cells     []string
	cell      strings.Builder
	size      int
}

func newCSVReader(r io.Reader, delimiter rune) *csvReader {
	return &csvReader{r: bufio.NewReaderSize(r, 64<<10), delimiter: delimiter}
}

func (c *csvReader) end() {
	c.cells = append(c.cells, c.cell.String())
	c.cell.Reset()
}

// next reads a row; the slice is reused by the next call. io.EOF at the end.
func (c *csvReader) next() ([]string, error) {
	c.cells, c.size = c.cells[:0], 0
	c.cell.Reset()
	c.row++
	first, err := c.rune()
	if err != nil {
		return nil, err
	}
	return c.line(first)
}

// rune reads a character and counts; line ends are \n, \r\n and \r.
func (c *csvReader) rune() (rune, error) {
	r, n, err := c.r.ReadRune()
	if err != nil {
		return 0, err
	}
	if c.size += n; c.size > lineMax {
		return 0, fault.New(LineTooLong, fault.P{"row": c.row, "limit": lineMax >> 10})
	}
	switch r {
	case 0:
		return 0, fault.New(NULByte, fault.P{"row": c.row})
	case '\r':
		if b, err := c.r.Peek(1); err == nil && b[0] == '\n' {
			_, _ = c.r.Discard(1)
		}
		return '\n', nil
	}
	return r, nil
}

func (c *csvReader) line(r rune) ([]string, error) {
	for {
		var err error
		switch {
		case r == '\n':
			c.end()
			return c.cells, nil
		case r == c.delimiter:
			c.end()
			if len(c.cells) >= columnsMax {
				return nil, fault.New(TooManyCols, fault.P{"row": c.row, "limit": columnsMax})
			}
		case r == '"' && c.cell.Len() == 0:
			if r, err = c.quoted(); err == io.EOF {
				c.end()
				return c.cells, nil
			} else if err != nil {
				return nil, err
			}
			continue
		default:
			c.cell.WriteRune(r)
		}
		if r, err = c.rune(); err == io.EOF {
			c.end()
			return c.cells, nil
		} else if err != nil {
			return nil, err
		}
	}
}

// quoted reads a quoted cell and gives the character after it. What stands between the closing quote and the
// delimiter belongs to the cell.
func (c *csvReader) quoted() (rune, error) {
	for {
		r, err := c.rune()
		if err == io.EOF {
			return 0, fault.New(OpenQuote, fault.P{"row": c.row})
		} else if err != nil {
			return 0, err
		}
		if r != '"' {
			c.cell.WriteRune(r)
			continue
		}
		after, err := c.rune()
		switch {
		case err != nil:
			return 0, err
		case after == '"':
			c.cell.WriteRune('"')
			continue
		case after == '\n' || after == c.delimiter:
			return after, nil
		}
		return c.rest(after)
	}
}

// rest takes what follows a closing quote before the cell ends.
func (c *csvReader) rest(r rune) (rune, error) {
	for r != '\n' && r != c.delimiter {
		c.cell.WriteRune(r)
		var err error
		if r, err = c.rune(); err != nil {
			return 0, err
		}
	}
	return r, nil
}

// separatorLine reads Excel's first line "sep=;".
func separatorLine(text string) (delimiter rune, ok bool) {
	line, _, _ := strings.Cut(text, "\n")
	line = strings.Trim(strings.TrimRight(line, "\r"), `"`)
	if len(line) < 5 || !strings.EqualFold(line[:4], "sep=") {
		return 0, false
	}
	r, n := utf8.DecodeRuneInString(line[4:])
	return r, n == len(line)-4
}

// guessDelimiter reads the beginning of a text with each delimiter and takes the one that gives most rows the same
// number of cells, and most cells.
func guessDelimiter(text string, whole bool) rune {
	best, score := ',', -1.0
	for _, d := range delimiters {
		r := newCSVReader(strings.NewReader(text), d)
		counts := map[int]int{}
		rows := 0
		for rows < 60 {
			cells, err := r.next()
			if err != nil {
				break
			}
			if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
				continue
			}
			counts[len(cells)]++
			rows++
		}
		if _, err := r.r.Peek(1); err == io.EOF && !whole && rows > 1 {
			rows-- // the last row is cut
		}
		columns, most := 1, 0
		for n, times := range counts {
			if times > most || times == most && n > columns {
				columns, most = n, times
			}
		}
		if rows == 0 || columns == 1 {
			continue
		}
		s := float64(most)/float64(rows) + min(float64(columns), 20)/200
		if s > score+1e-9 {
			best, score = d, s
		}
	}
	return best
}
