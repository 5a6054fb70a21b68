package typeset

// A Document is what is set: every field filled, every condition decided, every
// clause numbered. Only its place on the page is still open. It is JSON, is
// frozen with each contract, and is the one source of the PDF (and later of
// the .docx) so that no two renderings can differ in text.
type Document struct {
	// Language chooses faces and line rules: "zh-CN" or "en".
	Language string `json:"language"`
	// Title, Number and Author go into the PDF's document information;
	// Number also into the footer.
	Title  string `json:"title"`
	Number string `json:"number,omitempty"`
	Author string `json:"author,omitempty"`
	Page   Page   `json:"page"`
	// Header and Footer are set on every page. Empty means the standard ones:
	// no header; number left and 第 X 页 共 Y 页 / Page X of Y right in the footer.
	// A run with Break parts them: one part is centred, two stand left and right,
	// three left, centre and right.
	Header []Run `json:"header,omitempty"`
	Footer []Run `json:"footer,omitempty"`
	// Logo is an image asset key set at the top left of the first page.
	Logo string `json:"logo,omitempty"`
	// Watermark is set in light grey across every page (drafts).
	Watermark string  `json:"watermark,omitempty"`
	Blocks    []Block `json:"blocks"`
}

// Page is the paper and its margins in PostScript points (1/72 inch). The zero
// value means A4 with 28 mm left and right and 25 mm top and bottom; both outer
// edges keep at least 20 mm clear for the cross-page seal 骑缝章.
type Page struct {
	Width  float64 `json:"width,omitempty"`
	Height float64 `json:"height,omitempty"`
	Top    float64 `json:"top,omitempty"`
	Bottom float64 `json:"bottom,omitempty"`
	Left   float64 `json:"left,omitempty"`
	Right  float64 `json:"right,omitempty"`
	// Size is the body size in points; 0 means 10.5 (五号) in Chinese and 10.5 in English.
	Size float64 `json:"size,omitempty"`
}

// A Block is one vertical piece of the document. Exactly one member is set.
type Block struct {
	Paragraph *Paragraph `json:"paragraph,omitempty"`
	Pairs     *Pairs     `json:"pairs,omitempty"`
	Table     *Table     `json:"table,omitempty"`
	Signature *Signature `json:"signature,omitempty"`
	Image     *Image     `json:"image,omitempty"`
	// PageBreak starts a new page.
	PageBreak bool `json:"pageBreak,omitempty"`
}

// A Style is the role of a paragraph; the engine owns its face, size and space.
type Style string

// The styles of a paragraph.
const (
	StyleBody     Style = "body"     // running text; Chinese is indented by 2 em on its first line
	StyleTitle    Style = "title"    // name of the document, centred
	StyleSubtitle Style = "subtitle" // line under the title, centred
	StyleHeading  Style = "heading"  // heading of a clause; keeps with the next two lines
	StyleNote     Style = "note"     // small text: notes under tables, 「（以下无正文）」
)

// Align is the horizontal alignment of a paragraph or cell.
type Align string

// Alignments; empty is the style's own (justified for body).
const (
	AlignDefault Align = ""
	AlignLeft    Align = "left"
	AlignCenter  Align = "center"
	AlignRight   Align = "right"
	AlignJustify Align = "justify"
)

// A Paragraph is running text, broken into lines by the rules of its language.
type Paragraph struct {
	Style Style `json:"style"`
	Align Align `json:"align,omitempty"`
	// Label is the computed number before the text: 第一条, 1.1, （一）.
	Label string `json:"label,omitempty"`
	// Level is the clause depth, 1 outermost, 0 outside any clause; the engine derives the indents.
	Level int `json:"level,omitempty"`
	// NoIndent drops the Chinese first-line indent.
	NoIndent bool  `json:"noIndent,omitempty"`
	KeepNext bool  `json:"keepNext,omitempty"`
	Runs     []Run `json:"runs"`
}

// A Run is a piece of a line in one dress. Exactly one of Text, Blank, Check or
// Break carries the content; Text with Underline is a filled blank.
type Run struct {
	Text      string `json:"text,omitempty"`
	Bold      bool   `json:"bold,omitempty"`
	Underline bool   `json:"underline,omitempty"`
	Super     bool   `json:"super,omitempty"`
	// Blank is an empty drawn rule, this many em long, to be filled by hand.
	Blank float64 `json:"blank,omitempty"`
	// Check is a drawn box: "on" ticked, "off" empty.
	Check string `json:"check,omitempty"`
	// Break forces a new line inside the paragraph.
	Break bool `json:"break,omitempty"`
	// PageOf is replaced by the page number ("page") or page count ("pages"); for headers and footers.
	PageOf string `json:"pageOf,omitempty"`
	// Field is the key of the field this text came from; frames carry it, so a
	// click on the preview finds the input.
	Field string `json:"field,omitempty"`
	// Missing marks a gap that a draft still has: drawn as a grey bar with Text as its label.
	Missing bool `json:"missing,omitempty"`
}

// Pairs is a list of labels and values set in aligned columns: the parties at
// the head of a contract, bank details.
type Pairs struct {
	// Columns is the number of label/value pairs side by side: 1 or 2. Rows fill
	// them line by line: left, right, left, right.
	Columns int    `json:"columns"`
	Rows    []Pair `json:"rows"`
	// Level is the clause depth, as of a paragraph: deep in a clause the list
	// stands under the clause's text.
	Level int `json:"level,omitempty"`
}

// A Pair is one label with its value; Value may wrap.
type Pair struct {
	Label string `json:"label"`
	Value []Run  `json:"value"`
}

// A Table is ruled rows and columns. Head is repeated on every page the table
// reaches; Foot (totals) never stands on a page without a row above it.
type Table struct {
	Columns []Column `json:"columns"`
	Head    []Row    `json:"head,omitempty"`
	Rows    []Row    `json:"rows"`
	Foot    []Row    `json:"foot,omitempty"`
	// Plain drops the rules.
	Plain bool `json:"plain,omitempty"`
}

// A Column has a natural width from its content, grown by Weight.
type Column struct {
	Align Align `json:"align,omitempty"`
	// Weight shares the free width; 0 keeps the column as narrow as its content allows.
	Weight float64 `json:"weight,omitempty"`
}

// A Row is unsplit unless taller than a page. Cells beyond the last column join
// the last one, so that no text is lost.
type Row struct {
	Cells []Cell `json:"cells"`
	Bold  bool   `json:"bold,omitempty"`
}

// A Cell holds text over Span columns (0 means 1).
type Cell struct {
	Span  int   `json:"span,omitempty"`
	Align Align `json:"align,omitempty"`
	Runs  []Run `json:"runs"`
}

// Signature is the block of the parties' seals and signatures: one unsplit box
// that pulls at least the last clause with it and never stands alone on a page.
type Signature struct {
	Parties []SignatureParty `json:"parties"`
	// Note is set before the block: 「（以下无正文）」. Empty for none.
	Note string `json:"note,omitempty"`
}

// A SignatureParty is one column of the block.
type SignatureParty struct {
	// Title is the heading with room for a seal: 甲方（盖章）.
	Title string `json:"title"`
	Name  string `json:"name,omitempty"`
	// Lines are label and value; one without a value, or with a single blank, is
	// a rule to sign on.
	Lines []Pair `json:"lines"`
}

// Image is a picture from the assets given with the document.
type Image struct {
	Asset  string  `json:"asset"`
	Width  float64 `json:"width"`  // points; 0 means natural size at 150 dpi, at most the text width
	Height float64 `json:"height"` // points; 0 keeps the proportion
	Align  Align   `json:"align,omitempty"`
	// Alt says what the picture shows, for those who cannot see it.
	Alt string `json:"alt,omitempty"`
}
