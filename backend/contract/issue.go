package contract

import (
	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/typeset"

	"gorm.io/gorm"
)

// IssueID identifies an issue.
type IssueID int64

// Issue is one printed document of a contract 出件: number n, the exact bytes and
// what they were made from. It is written once.
type Issue struct {
	ID IssueID `json:"id"`
	store.Meta
	ContractID        ID                 `json:"contractId"`
	N                 int                `json:"n"`
	Actor             string             `json:"actor"`
	TemplateVersionID template.VersionID `json:"templateVersionId"`
	// PriceFree marks a copy without prices (for the warehouse, for delivery).
	PriceFree bool `json:"priceFree"`
	Pages     int  `json:"pages"`
	Bytes     int  `json:"bytes"`
	// SHA256 is the hash of the PDF, in hex.
	SHA256 string       `json:"sha256"`
	Amount money.Amount `json:"amount"`
	// Engine and Fonts name what set it, to explain a difference years later.
	Engine string `json:"engine"`
	Fonts  string `json:"fonts"`
}

// TableName names the table for GORM.
func (Issue) TableName() string { return "contract_issue" }

// RowID is the primary key.
func (i Issue) RowID() int64 { return int64(i.ID) }

// issueFile is the heavy part of an issue, read only when it is shown: the exact
// bytes, the document they were set from, and the data the template was filled
// with.
type issueFile struct {
	IssueID  IssueID `gorm:"primaryKey"`
	PDF      []byte
	Document typeset.Document `gorm:"serializer:json"`
	Data     template.Data    `gorm:"serializer:json"`
}

// TableName names the table for GORM.
func (issueFile) TableName() string { return "contract_issue_file" }

// PrintAction is how an issue left the program.
type PrintAction string

// The ways out.
const (
	ActionPrint PrintAction = "print"
	ActionSave  PrintAction = "save"
	ActionView  PrintAction = "view"
)

// Print is one line of the print log. It is a log, not a record: it is neither
// edited nor undone.
type Print struct {
	ID      int64        `json:"id"`
	IssueID IssueID      `json:"issueId"`
	At      date.Instant `json:"at"`
	Actor   string       `json:"actor"`
	Action  PrintAction  `json:"action"`
	// Target is the printer's queue or the file's name.
	Target string `json:"target"`
	Copies int    `json:"copies"`
}

// TableName names the table for GORM.
func (Print) TableName() string { return "contract_print" }

// text is what the issue says, merged anew from the data it was filled with: a
// newer program may word or set a template otherwise, and that alone must not
// make every contract look changed. What was printed is in Document and PDF.
func (i Issue) text(db *gorm.DB) (typeset.Document, error) {
	var file issueFile
	if err := db.Select("issue_id", "data").Where("issue_id = ?", i.ID).Limit(1).Find(&file).Error; err != nil {
		return typeset.Document{}, err
	}
	version, err := template.Version(db, i.TemplateVersionID)
	if err != nil {
		return typeset.Document{}, err
	}
	merged := template.Merge(&version.Definition, file.Data, template.Options{PriceFree: i.PriceFree})
	return ruled(merged.Document), nil
}

// issuesOf gives the issues of a contract, newest first.
func issuesOf(db *gorm.DB, id ID) ([]Issue, error) {
	issues := []Issue{}
	err := db.Where("contract_id = ?", id).Order("n desc").Find(&issues).Error
	return issues, err
}
