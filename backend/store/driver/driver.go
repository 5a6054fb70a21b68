// Package sqlite stands in for github.com/glebarez/go-sqlite under the GORM
// dialector github.com/glebarez/sqlite and puts modernc.org/sqlite itself in
// its place. The module it replaces carries SQLite 3.41.2 and a driver layer
// that can report a write as done that never was; see ARCHITECTURE.md, "Store".
//
// Importing it registers the database/sql driver "sqlite".
package sqlite

import "modernc.org/sqlite"

// Error is the engine's error, under the name the dialector looks for when it
// translates constraint failures.
type Error = sqlite.Error
