// Package store is the one place that opens the workspace's database, knows
// SQLite and reads the clock.
//
// A Store is a handle to at most one open workspace. Reads go to a pool of
// reader connections (Read); every write of a record goes through InTx and the
// methods of Tx, which stamp it, check its version and record its history, so
// that each step can be undone as one. Nothing else in the program writes rows
// that a person owns.
//
// The rules that keep data (WAL with synchronous FULL, one writer, immediate
// transactions, verified copies before migrations, a lock file, guards at open)
// were measured; the figures stand in the design document and the reasons at
// the code that follows them.
package store
