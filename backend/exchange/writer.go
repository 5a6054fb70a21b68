package exchange

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"keyue/backend/date"
	"keyue/backend/fault"
)

// Head is a column of a table that is written.
type Head struct {
	Title string
	// Cell is what a spreadsheet keeps in the column.
	Cell Cell
	// Wide is for columns of sentences.
	Wide bool
}

// writer writes tables one after the other: sheets of a workbook, in CSV one below the other.
type writer interface {
	table(name string, heads []Head) error
	// row writes cells as they are shown; the writer makes what they are of them.
	row(cells []string) error
	finish() error
}

// newWriter writes csv (UTF-8 with a mark, for Excel) or xlsx. Fault UnknownFormat.
func newWriter(w io.Writer, format string) (writer, error) {
	switch format {
	case CSV:
		return &csvWriter{w: w, out: csv.NewWriter(w)}, nil
	case XLSX:
		return newSheets(w)
	}
	return nil, fault.New(UnknownFormat, nil)
}

// WriteTable writes one table as csv or xlsx. Cells that a spreadsheet would take for a formula are neutralised. Fault
// UnknownFormat.
func WriteTable(w io.Writer, format, name string, heads []Head, rows [][]string) error {
	out, err := newWriter(w, format)
	if err != nil {
		return err
	}
	if err := out.table(name, heads); err != nil {
		return err
	}
	for _, cells := range rows {
		if err := out.row(cells); err != nil {
			return err
		}
	}
	return out.finish()
}

type csvWriter struct {
	w     io.Writer
	out   *csv.Writer
	begun bool
	cells []string
}

func (c *csvWriter) table(_ string, heads []Head) error {
	if !c.begun {
		c.begun = true
		if _, err := io.WriteString(c.w, "\xEF\xBB\xBF"); err != nil {
			return err
		}
	}
	titles := make([]string, len(heads))
	for i, h := range heads {
		titles[i] = h.Title
	}
	return c.row(titles)
}

func (c *csvWriter) row(cells []string) error {
	c.cells = c.cells[:0]
	for _, cell := range cells {
		c.cells = append(c.cells, neutral(cell))
	}
	return c.out.Write(c.cells)
}

func (c *csvWriter) finish() error { c.out.Flush(); return c.out.Error() }

// sheets writes a workbook: each table is a sheet with a filter, a frozen head and typed cells.
type sheets struct {
	w      io.Writer
	x      *excelize.File
	head   int
	styles map[Cell]int
	exact  map[int]int // styles of numbers with many decimals
	s      *excelize.StreamWriter
	names  []string
	heads  []Head
	n      int
	cells  []any
}

// formats are how cells are shown. Text is text whatever it begins with: no telephone number loses its zero.
func formats() map[Cell]excelize.Style {
	day, moment := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	return map[Cell]excelize.Style{Text: {NumFmt: 49}, Number: {}, Amount: {NumFmt: 4}, Percent: {NumFmt: 10},
		Day: {CustomNumFmt: &day}, Moment: {CustomNumFmt: &moment}}
}

// widths of columns, in characters.
var widths = map[Cell]float64{Text: 18, Number: 12, Amount: 15, Percent: 9, Day: 12, Moment: 17}

const wideColumn = 60

func newSheets(w io.Writer) (*sheets, error) {
	o := &sheets{w: w, x: excelize.NewFile(), styles: map[Cell]int{}, exact: map[int]int{}}
	head, err := o.x.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}}})
	if err != nil {
		return nil, err
	}
	o.head = head
	for cell, style := range formats() {
		style.Alignment = &excelize.Alignment{Vertical: "top"}
		if o.styles[cell], err = o.x.NewStyle(&style); err != nil {
			return nil, err
		}
	}
	return o, nil
}

func (o *sheets) table(name string, heads []Head) error {
	if err := o.end(); err != nil {
		return err
	}
	name = sheetName(name, o.names)
	o.names = append(o.names, name)
	var err error
	if len(o.names) == 1 {
		err = o.x.SetSheetName("Sheet1", name)
	} else {
		_, err = o.x.NewSheet(name)
	}
	if err != nil {
		return err
	}
	if o.s, err = o.x.NewStreamWriter(name); err != nil {
		return err
	}
	for i, h := range heads {
		width := widths[h.Cell]
		if h.Wide {
			width = wideColumn
		}
		if err := o.s.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := o.s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	o.heads, o.n = heads, 1
	titles := make([]any, len(heads))
	for i, h := range heads {
		titles[i] = excelize.Cell{StyleID: o.head, Value: neutral(h.Title)}
	}
	return o.s.SetRow("A1", titles)
}

func (o *sheets) row(cells []string) error {
	o.n++
	o.cells = o.cells[:0]
	for i, c := range cells {
		kind := Text
		if i < len(o.heads) {
			kind = o.heads[i].Cell
		}
		o.cells = append(o.cells, o.typed(kind, c))
	}
	at, err := excelize.CoordinatesToCellName(1, o.n)
	if err != nil {
		return err
	}
	return o.s.SetRow(at, o.cells)
}

// end puts a filter over the columns of a sheet and closes it. In this order: a sheet that is written takes no more.
func (o *sheets) end() error {
	if o.s == nil {
		return nil
	}
	last, err := excelize.CoordinatesToCellName(len(o.heads), o.n)
	if err != nil {
		return err
	}
	if err := o.x.AutoFilter(o.names[len(o.names)-1], "A1:"+last, nil); err != nil {
		return err
	}
	return o.s.Flush()
}

func (o *sheets) finish() error {
	defer o.x.Close()
	if err := o.end(); err != nil {
		return err
	}
	return o.x.Write(o.w)
}

// typed makes of a text what a spreadsheet keeps, where that shows the same text again; anything else stays text. The
// apostrophe of what looks like a formula is put on as well, so that saving the sheet as CSV stays harmless.
func (o *sheets) typed(kind Cell, s string) any {
	if s == "" {
		return nil
	}
	if v, ok := value(kind, s); ok {
		return excelize.Cell{StyleID: o.style(kind, s), Value: v}
	}
	if kind == Moment { // a day without a clock time
		if v, ok := value(Day, s); ok {
			return excelize.Cell{StyleID: o.styles[Day], Value: v}
		}
	}
	return excelize.Cell{StyleID: o.styles[Text], Value: neutral(s)}
}

// generalMax is how many digits of a number are shown where nothing says how.
const generalMax = 10

// style shows a number that has more digits than are shown by themselves, such as a coordinate, with all of them.
func (o *sheets) style(kind Cell, s string) int {
	_, decimals, _ := strings.Cut(s, ".")
	if kind != Number || len(s) <= generalMax || decimals == "" {
		return o.styles[kind]
	}
	if o.exact[len(decimals)] == 0 {
		format := "0." + strings.Repeat("0", len(decimals))
		id, err := o.x.NewStyle(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}})
		if err != nil {
			return o.styles[kind]
		}
		o.exact[len(decimals)] = id
	}
	return o.exact[len(decimals)]
}

// digitsMax is how many digits of a number a spreadsheet keeps.
const digitsMax = 15

func value(kind Cell, s string) (v any, ok bool) {
	number := func(s string) (float64, bool) {
		n, err := strconv.ParseFloat(s, 64)
		digits := strings.TrimLeft(strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, s), "0")
		return n, err == nil && len(digits) <= digitsMax
	}
	switch kind {
	case Number:
		n, ok := number(s)
		return n, ok && strconv.FormatFloat(n, 'f', -1, 64) == s
	case Amount:
		n, ok := number(s)
		return n, ok && strconv.FormatFloat(n, 'f', 2, 64) == s
	case Percent:
		n, ok := number(strings.TrimSuffix(s, "%"))
		return n / 100, ok && strings.HasSuffix(s, "%")
	case Day:
		d, ok := date.Parse(s)
		return day1900(time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, time.UTC), ok && string(d) == s)
	case Moment:
		t, err := time.Parse(dayClock, s)
		return day1900(t, err == nil)
	}
	return nil, false
}

// day1900 takes times that all spreadsheets count alike: some believe in a 29 February 1900.
func day1900(t time.Time, ok bool) (any, bool) {
	return t, ok && t.Year() > 1900 && t.Year() < 10000
}

// sheetName is a name that a sheet may have: at most 31 characters without those that are not allowed, unlike others.
func sheetName(name string, taken []string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, name), "' ")
	cut := func(s string, most int) string {
		for utf8.RuneCountInString(s) > most {
			_, n := utf8.DecodeLastRuneInString(s)
			s = s[:len(s)-n]
		}
		return s
	}
	out := cut(name, 31)
	for n := 2; out == "" || slices.ContainsFunc(taken, func(t string) bool { return strings.EqualFold(t, out) }); n++ {
		out = cut(name, 26) + " " + columnName(n-1)
	}
	return out
}
