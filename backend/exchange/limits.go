package exchange

// Limits that keep a hostile or broken file from taking the machine. Each has a fault that names it.
const (
	// fileMax is the largest file read, in bytes.
	fileMax = 256 << 20
	// unzippedMax is how large a spreadsheet may be unpacked, in bytes.
	unzippedMax = 1 << 30
	// ratioMax is how much smaller than its content a part of a spreadsheet may be packed; real ones reach 30.
	ratioMax = 400
	// lineMax is the longest row of a CSV file, in bytes.
	lineMax = 1 << 20
	// columnsMax is how many columns a table may have.
	columnsMax = 512
	// archiveMax is how many files an archive may hold.
	archiveMax = 2000
	// rowsMax is how many rows are imported from one file.
	rowsMax = 1_000_000
)

// Faults of files. Parameters: name (of the file), row, limit.
const (
	Empty         = "exchange.empty"            // no bytes, or nothing but white space
	NoRows        = "exchange.no_rows"          // a header and nothing else, or an empty sheet
	TooLarge      = "exchange.too_large"        // limit in MB
	Bomb          = "exchange.bomb"             // unpacks beyond all measure, or declares entities
	Damaged       = "exchange.damaged"          // a spreadsheet that cannot be read
	Encrypted     = "exchange.encrypted"        // needs a password
	OldExcel      = "exchange.old_excel"        // .xls or .et
	OtherSheet    = "exchange.other_sheet"      // .ods, .numbers
	NotATable     = "exchange.not_a_table"      // PDF, picture, Word, archive; parameter what
	NULByte       = "exchange.nul_byte"         // parameter row
	LineTooLong   = "exchange.line_too_long"    // parameters row, limit in KB
	OpenQuote     = "exchange.open_quote"       // a quoted cell that never ends; parameter row
	TooManyCols   = "exchange.too_many_columns" // parameters row, limit
	TooManyRows   = "exchange.too_many_rows"    // parameter limit
	NoTables      = "exchange.no_tables"        // an archive or folder without a table
	TooManyFiles  = "exchange.too_many_files"   // parameters name, limit
	UnsafeArchive = "exchange.unsafe_archive"   // names in the archive lead out of its folder; parameters name, inner
	NoPart        = "exchange.no_part"          // nothing of the file was chosen to be imported
	BadEncoding   = "exchange.bad_encoding"     // an encoding asked for that is not known
	NoName        = "exchange.no_name"          // no column is mapped to a name
	UnknownField  = "exchange.unknown_field"    // a mapping to a field that is not there; parameter field
	UnknownPolicy = "exchange.unknown_policy"   // duplicates: skip, merge or create
	NoProductName = "exchange.no_product_name"  // no column is mapped to a product's name or code
	NoLeadName    = "exchange.no_lead_name"     // no column is mapped to a lead's name, company or number
	UnknownFormat = "exchange.unknown_format"   // csv, xlsx or vcf
	OneWorkbook   = "exchange.one_workbook"     // everything is one workbook: xlsx
	OnlyCustomers = "exchange.only_customers"   // vCard holds people
	UnknownKind   = "exchange.unknown_kind"     // a list that is not given out or taken in; parameter kind
)
