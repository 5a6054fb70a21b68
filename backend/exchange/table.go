package exchange

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/transform"

	"keyue/backend/charset"
	"keyue/backend/fault"
)

// table is an open file as rows of text.
type table struct {
	format    string
	encoding  string // of a text file
	delimiter string // of a CSV file
	// each yields rows with their number in the file, from 1. The cells are reused. A fault of the file or of
	// yield ends it; io.EOF from yield ends it without a fault. It may be called again and reads from the start.
	each func(ctx context.Context, yield func(row int, cells []string) error) error
}

// textOf guesses or takes the encoding and gives the beginning of the text.
func textOf(f File, size int64, c Reading) (name string, mark int, sample string, whole bool, err error) {
	head := make([]byte, min(size, charset.SampleMax))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return "", 0, "", false, err
	}
	whole = int64(len(head)) == size
	name, mark = c.Encoding, charset.MarkLength(head, c.Encoding)
	if name == "" {
		name, mark = charset.Guess(head, whole)
	}
	r, err := decoded(f, size, name, mark)
	if err != nil {
		return "", 0, "", false, err
	}
	text := make([]byte, charset.SampleMax)
	n, err := io.ReadFull(r, text)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF && !errors.Is(err, transform.ErrShortSrc) {
		return "", 0, "", false, err
	}
	return name, mark, string(text[:n]), whole && n < charset.SampleMax, nil
}

// decoded reads a text file as UTF-8 from behind its byte order mark.
func decoded(f File, size int64, name string, mark int) (io.Reader, error) {
	r, ok := charset.Reader(f, size, name, mark)
	if !ok {
		return nil, fault.New(BadEncoding, fault.P{"encoding": name})
	}
	return r, nil
}

func openCSV(f File, size int64, name string, c Reading) (*table, error) {
	encoding, mark, sample, whole, err := textOf(f, size, c)
	if err != nil {
		return nil, fault.From(err)
	}
	if strings.Trim(sample, " \t\r\n\u3000") == "" && whole {
		return nil, fault.New(Empty, fault.P{"name": name})
	}
	delimiter, declared := separatorLine(sample)
	switch {
	case c.Delimiter != "":
		delimiter = []rune(c.Delimiter)[0]
	case !declared:
		delimiter = guessDelimiter(sample, whole)
	}
	t := &table{format: CSV, encoding: encoding, delimiter: string(delimiter)}
	t.each = func(ctx context.Context, yield func(int, []string) error) error {
		text, err := decoded(f, size, encoding, mark)
		if err != nil {
			return err
		}
		r := newCSVReader(text, delimiter)
		for {
			cells, err := r.next()
			if err == io.EOF {
				return nil
			} else if err != nil {
				return readFault(err, name)
			}
			if declared && r.row == 1 {
				continue
			}
			if err := step(ctx, r.row, cells, yield); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
		}
	}
	return t, nil
}

// readFault keeps faults and makes anything else "damaged".
func readFault(err error, name string) error {
	var e *fault.Error
	if errors.As(err, &e) {
		return err
	}
	return fault.Wrap(err, Damaged, fault.P{"name": name})
}

// step hands over a row of a spreadsheet, without the apostrophes that keep cells from being run.
func step(ctx context.Context, row int, cells []string, yield func(int, []string) error) error {
	for i, cell := range cells {
		cells[i] = restored(cell)
	}
	return counted(ctx, row, cells, yield)
}

// counted hands over a row unless there are too many or the work was cancelled.
func counted(ctx context.Context, row int, cells []string, yield func(int, []string) error) error {
	if row > rowsMax+1 { // the first names the columns
		return fault.New(TooManyRows, fault.P{"limit": rowsMax})
	}
	if row%256 == 0 && ctx.Err() != nil {
		return fault.Wrap(ctx.Err(), fault.Cancelled, nil)
	}
	return yield(row, cells)
}

// bytesFile is a File in memory.
func bytesFile(b []byte) File { return bytes.NewReader(b) }
