package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	"keyue/backend/fault"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/logger"
)

// dsn names the file with pragmas that hold on every connection of a pool.
// FULL keeps every acknowledged commit through a power cut; immediate takes the
// write lock at BEGIN, so that a transaction which reads first cannot fail with
// BUSY half-way.
func dsn(path string, extra ...string) string {
	q := []string{
		"_txlock=immediate", "_time_format=sqlite", "_texttotime=1",
		"_pragma=busy_timeout(5000)", "_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)", "_pragma=foreign_keys(1)",
	}
	return fileURI(path) + "?" + strings.Join(append(q, extra...), "&")
}

// fileURI escapes what has a meaning in an SQLite URI ('?', '#', '%').
func fileURI(path string) string {
	p := filepath.ToSlash(path)
	if runtime.GOOS == "windows" && !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	return "file:" + (&url.URL{Path: p}).EscapedPath()
}

// openSQL opens a pool of n connections that stay open.
func openSQL(name string, n int) (*sql.DB, error) {
	db, err := sql.Open(sqlite.DriverName, name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

// dialector is the GORM dialector on a pool of ours, without its version query:
// the engine is compiled in and knows RETURNING.
type dialector struct{ sqlite.Dialector }

// Initialize registers GORM's callbacks on the given pool.
func (d dialector) Initialize(db *gorm.DB) error {
	db.ConnPool = d.Conn
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		CreateClauses:        []string{"INSERT", "VALUES", "ON CONFLICT", "RETURNING"},
		UpdateClauses:        []string{"UPDATE", "SET", "FROM", "WHERE", "RETURNING"},
		DeleteClauses:        []string{"DELETE", "FROM", "WHERE", "RETURNING"},
		LastInsertIDReversed: true,
	})
	for k, v := range d.ClauseBuilders() {
		db.ClauseBuilders[k] = v
	}
	return nil
}

// openGORM puts GORM on a pool. Statements are not cached: a writer that keeps
// prepared statements grows without bound in one long transaction.
func openGORM(conn *sql.DB) (*gorm.DB, error) {
	return gorm.Open(dialector{sqlite.Dialector{Conn: conn}}, &gorm.Config{
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard,
	})
}

// refused is a pool of which every connection fails with one error. It stands
// where no workspace is open, so that statements give a fault and not a nil
// pointer.
type refused struct{ err error }

func (r refused) Connect(context.Context) (driver.Conn, error) { return nil, r.err }
func (r refused) Driver() driver.Driver                        { return r }
func (r refused) Open(string) (driver.Conn, error)             { return nil, r.err }

// closedDB is what Read gives while no workspace is open.
func closedDB() *gorm.DB {
	db, err := openGORM(sql.OpenDB(refused{fault.New(NotOpen, nil)}))
	if err != nil {
		panic(err) // the configuration is constant
	}
	return db
}
