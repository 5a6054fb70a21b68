package store

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Record is a row that a person owns: it has an ID, embeds Meta, and its table
// is that of one registered Kind.
type Record interface {
	TableName() string
	// RowID is the primary key; 0 before Insert.
	RowID() int64
}

// Meta is embedded in every record after its typed ID. Store fills it; callers
// only hand Version back unchanged so that a lost update is noticed.
type Meta struct {
	// UID names the record across workspaces (UUID version 7).
	UID       string       `json:"uid"`
	CreatedAt date.Instant `gorm:"autoCreateTime:false" json:"createdAt"`
	UpdatedAt date.Instant `gorm:"autoUpdateTime:false" json:"updatedAt"`
	// Version counts the changes of the row from 1.
	Version int64 `json:"version"`
	// DeletedAt is when the record went to the trash; nil while it is live.
	DeletedAt *date.Instant `json:"deletedAt,omitempty"`
}

// Kind registers one type of record; app.go lists them all.
type Kind struct {
	// Name is the word used in history, events and the page: "customer".
	Name string
	// Table is the record's table.
	Table string
	// Title is what a person calls the record (for trash and history); it must
	// answer for trashed rows too. Optional.
	Title func(db *gorm.DB, id int64) string
	// Derive rebuilds what is computed from rows (identities, search text). It
	// runs once per step before commit, and when Tx.Flush is called, with the
	// ids of rows inserted, updated, trashed, restored, purged or brought back by
	// undo; a row may be in the trash or gone. At most 2,000 ids a call. Optional.
	Derive func(tx *Tx, ids []int64) error
	// Points names the kinds that columns point at without a foreign key of the
	// schema: {"customer_id": "customer"}. Like foreign keys they keep a record
	// that is pointed at from being purged or its making from being undone, and
	// bring companions back from the trash. Optional.
	Points map[string]string
	// About begins the names of two columns that say what a row is about, whatever
	// kind that is: "about" for about_kind and about_id. Such rows come back from
	// the trash with it, or are purged with it, but keep it from nothing. Optional.
	About string
}

// Step describes one undoable step.
type Step struct {
	// Label is a catalogue code in the past tense, such as "customer.updated".
	Label  string
	Params fault.P
	// Quiet steps show no toast: autosave, expiry.
	Quiet bool
	// NoUndo steps are in the history but cannot be undone.
	NoUndo bool
	// By is who does it where that is not the person at work: ByRule.
	By string
	// Typing steps are what is saved while a person writes: one that follows
	// another of the same label, parameters and person within ten minutes, with
	// nothing done between them, is the same step. The history has what stood
	// there before and what stands there now, not every word in between. The
	// parameters tell the record from others.
	Typing bool

	undoes int64
}

// Change is told after every commit that touched a record.
type Change struct {
	// Step is the id to undo with; 0 when only Tx.Touch was called.
	Step     int64   `json:"step"`
	Label    string  `json:"label"`
	Params   fault.P `json:"params"`
	Quiet    bool    `json:"quiet"`
	Undoable bool    `json:"undoable"`
	// Undoes is the step that this one undid; 0 otherwise. Label and Params are
	// then those of the undone step.
	Undoes int64 `json:"undoes"`
	// Touched maps kinds to row ids. More than 500 ids of a kind become an empty
	// list, which means many.
	Touched map[string][]int64 `json:"touched"`
	At      date.Instant       `json:"at"`
	Actor   string             `json:"actor"`
}

// Options are fixed for the life of the handle. Every field may be zero.
type Options struct {
	Kinds []Kind
	// Now is the clock; time.Now when nil.
	Now func() time.Time
	// Actor names who is working; "" in solo mode.
	Actor func() string
	// OnChange hears of every commit that touched a record, in commit order.
	OnChange func(Change)
	// OnOpen runs after a workspace was opened for writing, in order.
	OnOpen []func(ctx context.Context) error
	// Lang is the language for words that the store itself has to write.
	Lang func() locale.Tag
	Log  *slog.Logger
	// Large is from how many bytes on a file that was closed properly is looked
	// through after it was opened, by Verify: a gigabyte takes seconds. 0: 512 MB.
	Large int64
}

// large is the default of Options.Large.
const large = 512 << 20

// typingMax is how long one step of typing lasts, in milliseconds.
const typingMax = 10 * 60 * 1000

// ByRule is the actor of steps that a rule of the program takes by itself.
const ByRule = "rule"

// Operations of a change row.
const (
	OpInsert  = 1
	OpUpdate  = 2
	OpTrash   = 3
	OpRestore = 4
	OpPurge   = 5
)

// touchedMax is how many ids of a kind a Change lists.
const touchedMax = 500

// Live keeps the rows that are not in the trash.
func Live(db *gorm.DB) *gorm.DB { return db.Where(live{}) }

// live is the condition of Live. It is written when the whole statement is known,
// so that its place beside IDs does not matter.
type live struct{}

// byID marks a statement whose rows are asked for by id.
const byID = "store:by_id"

// Build implements clause.Expression.
func (live) Build(b clause.Builder) {
	if s, ok := b.(*gorm.Statement); ok {
		// For rows asked for by id SQLite would else walk through all live ones, by an
		// index that begins with the time of deletion (60 ms for 100,000).
		if _, ok := s.Settings.Load(byID); ok {
			_ = b.WriteByte('+')
		}
	}
	_, _ = b.WriteString("deleted_at is null")
}

// Get reads one record by id, in the trash or not. Fault fault.not_found.
func Get[T any](db *gorm.DB, kind string, id int64) (T, error) {
	var rec T
	err := db.Take(&rec, id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return rec, fault.Missing(kind)
	}
	return rec, translate(err)
}
