// Package manuscript reads documents other people wrote (Word, Markdown, plain
// text, the text of a PDF) into one plain form, without judging what they mean.
// Making a template of one is the intake package's work; comparing one with
// what we issued is the contract package's.
//
// Nothing is lost in silence: every visible character of the file is in the
// blocks, in a header or footer, or is named in [Manuscript.Dropped].
package manuscript

// A Manuscript is a document as it was found.
type Manuscript struct {
	// Name is the file's name without folder and extension.
	Name string `json:"name"`
	// Format is "docx", "markdown", "text" or "pdf".
	Format string `json:"format"`
	// Encoding is how the bytes of a text file were read; empty for others.
	Encoding string `json:"encoding,omitempty"`
	// Rough says that structure had to be guessed from the look (PDF text).
	Rough  bool    `json:"rough,omitempty"`
	Blocks []Block `json:"blocks"`
	// Header and Footer are those of the first section that has any; page
	// numbers in them are runs with PageOf.
	Header []Run `json:"header,omitempty"`
	Footer []Run `json:"footer,omitempty"`
	// Images are the pictures the blocks name, by key.
	Images map[string]Image `json:"-"`
	// Dropped lists what could not be carried, one entry per kind.
	Dropped []Drop `json:"dropped"`
	// Chars counts the visible characters (no white space) that a reader of the
	// file sees in its body: text, and the numbers its lists print.
	Chars int `json:"chars"`
}

// A Block is a piece of the body. Exactly one member is set.
type Block struct {
	Paragraph *Paragraph `json:"paragraph,omitempty"`
	Table     *Table     `json:"table,omitempty"`
	// Image is a key of [Manuscript.Images].
	Image     string `json:"image,omitempty"`
	PageBreak bool   `json:"pageBreak,omitempty"`
}

// A Paragraph is a run of text between two ends of paragraph.
type Paragraph struct {
	Runs []Run `json:"runs"`
	// Align is "", "left", "center", "right" or "justify".
	Align string `json:"align,omitempty"`
	// Heading is the outline level of its style, 1 outermost; 0 for running
	// text. Title marks the style of a document's name.
	Heading int  `json:"heading,omitempty"`
	Title   bool `json:"title,omitempty"`
	// Number is what automatic numbering prints before the text.
	Number *Number `json:"number,omitempty"`
}

// A Number is one printed number of an automatic list.
type Number struct {
	// Text is the label exactly as printed: "第一条", "1.1", "（a）", "•".
	Text string `json:"text"`
	// Level is the list level, 0 outermost.
	Level int `json:"level"`
	// Bullet says that it does not count.
	Bullet bool `json:"bullet,omitempty"`
	// List tells lists apart: the same value continues the same list.
	List string `json:"list"`
}

// A Run is a piece of a line in one dress. Exactly one of Text, Break, Image
// and PageOf carries the content. Underlined spaces keep their spaces: they
// are blanks to whoever reads for meaning.
type Run struct {
	Text      string `json:"text,omitempty"`
	Bold      bool   `json:"bold,omitempty"`
	Underline bool   `json:"underline,omitempty"`
	Super     bool   `json:"super,omitempty"`
	Break     bool   `json:"break,omitempty"`
	// Image is a key of [Manuscript.Images] set in the line.
	Image string `json:"image,omitempty"`
	// PageOf is "page" or "pages": a field that prints the page number or count.
	PageOf string `json:"pageOf,omitempty"`
	// Control is the title of the content control that the run is in: whoever
	// made the form named what belongs there.
	Control string `json:"control,omitempty"`
}

// A Table is rows of cells; spans are resolved so that every row covers
// Columns columns.
type Table struct {
	// Columns holds the share of each column's width, in any unit.
	Columns []float64 `json:"columns"`
	Rows    []Row     `json:"rows"`
	// Plain has no visible rules.
	Plain bool `json:"plain,omitempty"`
}

// A Row is one line of a table.
type Row struct {
	// Head is repeated on every page.
	Head  bool   `json:"head,omitempty"`
	Cells []Cell `json:"cells"`
}

// A Cell is one box; a box that reaches over rows is in its first row, and the
// rows below have an empty cell with Continued in its place.
type Cell struct {
	Span       int         `json:"span"`
	Rows       int         `json:"rows"`
	Continued  bool        `json:"continued,omitempty"`
	Paragraphs []Paragraph `json:"paragraphs"`
}

// An Image is a picture's bytes with the size it is shown at, in points (0 = unknown).
type Image struct {
	Name          string
	Bytes         []byte
	Width, Height float64
}

// A Drop is one kind of thing that could not be carried.
type Drop struct {
	// Code is a fault code of the catalogue (manuscript.dropped.comment, …).
	Code string `json:"code"`
	// Count is how many there were; Text what they said, as far as it was text.
	Count int    `json:"count"`
	Text  string `json:"text,omitempty"`
}
