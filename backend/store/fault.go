package store

import (
	"errors"
	"strings"

	"keyue/backend/fault"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// Codes of the faults that the store gives.
const (
	// NotOpen: no workspace is open.
	NotOpen = "store.not_open"
	// None: the folder holds no workspace. Parameter dir.
	None = "store.none"
	// Exists: the folder already holds a workspace. Parameter dir.
	Exists = "store.exists"
	// Newer: the workspace was written by a newer version of the application.
	// Parameters version, known.
	Newer = "store.newer"
	// Skipped: a program under development wrote the workspace; migrations below its
	// version were never applied to it. Parameter versions.
	Skipped = "store.skipped"
	// Locked: another process has the workspace open. Parameter dir.
	Locked = "store.locked"
	// ReadOnly: the workspace was opened to view only.
	ReadOnly = "store.read_only"
	// OlderReadOnly: an older program left the workspace, and it cannot be brought
	// up to date because it cannot be written. Parameter dir.
	OlderReadOnly = "store.older_read_only"
	// Damaged: the file is there but cannot be trusted. Parameters file, reason
	// (a key "store.damaged.<reason>"), detail.
	Damaged = "store.damaged"
	// Replaced: the file under the open workspace is no longer the one opened.
	Replaced = "store.replaced"
	// DiskFull: the write did not fit; nothing of it was kept.
	DiskFull = "store.disk_full"
	// Busy: another program held the database for too long.
	Busy = "store.busy"
	// IOError: the disk refused to read or write.
	IOError = "store.io"
	// Conflict: the record changed since it was read. Parameters kind, id.
	Conflict = "store.conflict"
	// Duplicate: a unique value is taken. Parameter columns.
	Duplicate = "store.duplicate"
	// InUse: other records still point at this one. Parameter kind.
	InUse = "store.in_use"
	// UndoConflict: a later change stands in the way. Parameters kind, id, title.
	UndoConflict = "store.undo_conflict"
	// UndoReferenced: a later record points at one the step made. Parameters kind,
	// id, title.
	UndoReferenced = "store.undo_referenced"
	// UndoDone: the step has been undone already.
	UndoDone = "store.undo_done"
	// UndoGone: the step cannot be undone, or what it touched is gone for good.
	UndoGone = "store.undo_gone"
	// NoFolder: the folder cannot be made or written. Parameter dir.
	NoFolder = "store.no_folder"
)

// translate gives engine errors their fault; other errors pass unchanged.
func translate(err error) error {
	var f *fault.Error
	var e *sqlite.Error
	if err == nil || errors.As(err, &f) || !errors.As(err, &e) {
		return err
	}
	switch code := e.Code(); code & 0xff {
	case lib.SQLITE_FULL:
		return fault.Wrap(err, DiskFull, nil)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return fault.Wrap(err, Busy, nil)
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return fault.Wrap(err, ReadOnly, nil)
	case lib.SQLITE_IOERR, lib.SQLITE_CANTOPEN:
		return fault.Wrap(err, IOError, nil)
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return fault.Wrap(err, Damaged, fault.P{"file": FileName, "reason": "content", "detail": e.Error()})
	case lib.SQLITE_CONSTRAINT:
		switch code {
		case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY:
			return fault.Wrap(err, Duplicate, fault.P{"columns": uniqueColumns(e.Error())})
		case lib.SQLITE_CONSTRAINT_FOREIGNKEY:
			return fault.Wrap(err, InUse, nil)
		}
	}
	return err
}

// uniqueColumns takes "customer.number" out of the engine's sentence
// "… UNIQUE constraint failed: customer.number (2067)".
func uniqueColumns(msg string) string {
	_, rest, ok := strings.Cut(msg, "failed: ")
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, " (")
	return rest
}

// retryable reports whether the same transaction may succeed when run again.
func retryable(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	c := e.Code() & 0xff
	return c == lib.SQLITE_BUSY || c == lib.SQLITE_LOCKED
}
