package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"keyue/backend/date"
	"keyue/backend/fault"

	"gorm.io/gorm"
)

const (
	// turnWait bounds the wait for the one writer. Longer than any step of ours;
	// it ends a wait that a body causes itself by calling InTx without its own
	// context.
	turnWait = time.Minute
	// attempts is how often a step is run when another program holds the file.
	attempts = 5
	// deriveMax is how many ids one call of Kind.Derive gets.
	deriveMax = 2000
)

// Tx is one write transaction: all of a step, committed or not as a whole.
// The embedded DB reads and writes inside it; rows of registered kinds must be
// written through the methods, anything derived from them may be written
// directly.
type Tx struct {
	*gorm.DB
	// Now and Today are frozen for the transaction; Today is the local day.
	Now   date.Instant
	Today date.Date

	store    *Store
	ctx      context.Context
	conn     *sql.Tx
	step     Step
	stepID   int64
	actor    string
	depth    int
	touched  map[string][]int64 // by kind, in order of writing
	derived  map[string]int     // how many of touched have been derived
	after    []func()
	prepared map[string]*sql.Stmt
	numbered map[*table]bool // tables whose first new id was checked
	unbuilt  []string        // statements of the indexes that Unindexed took away
}

type txKey struct{}

// txFrom gives the transaction that ctx belongs to.
func txFrom(ctx context.Context) *Tx {
	tx, _ := ctx.Value(txKey{}).(*Tx)
	return tx
}

// InTx runs fn in a write transaction that is one undoable step. With a context
// that belongs to a Tx (tx.Context()) it joins that transaction and its step; a
// failing inner fn then takes back only what it wrote itself. fn may be run
// again when another program held the file, so it must have no other effect;
// those belong into Tx.AfterCommit.
//
// Faults: store.not_open, store.read_only, store.replaced, store.busy,
// store.disk_full, store.io, and whatever fn returns.
func (s *Store) InTx(ctx context.Context, step Step, fn func(tx *Tx) error) error {
	if outer := txFrom(ctx); outer != nil && outer.store == s {
		return translate(outer.nested(fn))
	}
	ws, err := s.writable()
	if err != nil {
		return err
	}
	for i := 1; ; i++ {
		err = s.run(ctx, ws, step, fn)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if i == attempts || !retryable(err) {
			return translate(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(i*i) * 20 * time.Millisecond):
		}
	}
}

// run is one attempt of InTx.
func (s *Store) run(ctx context.Context, ws *workspace, step Step, fn func(tx *Tx) error) error {
	if err := ws.take(ctx); err != nil {
		return err
	}
	held := true
	release := func() {
		if held {
			held = false
			<-ws.turn
		}
	}
	defer release()
	if err := ws.sameFile(); err != nil {
		return err
	}
	tx, err := s.begin(ctx, ws, step)
	if err != nil {
		return err
	}
	committed := false
	defer func() {
		tx.closeStatements()
		if !committed {
			_ = tx.conn.Rollback() // also on panic; the error that led here matters
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.finish(); err != nil {
		return err
	}
	tx.closeStatements()
	if err := tx.conn.Commit(); err != nil {
		// A commit that found the disk full leaves the transaction open in the
		// engine although database/sql takes it for done. This is the same, only
		// connection; an engine that has rolled back by itself says so.
		_, _ = ws.writerSQL.ExecContext(context.WithoutCancel(ctx), "rollback")
		return err
	}
	committed = true
	if len(tx.touched) > 0 && s.o.OnChange != nil {
		s.notices.add(tx.change())
	}
	release()
	s.notices.deliver(s.o.OnChange)
	for _, f := range tx.after {
		f()
	}
	return nil
}

func (s *Store) begin(ctx context.Context, ws *workspace, step Step) (*Tx, error) {
	now := s.Now()
	tx := &Tx{Now: date.At(now), Today: date.FromTime(now), store: s, step: step,
		touched: map[string][]int64{}, derived: map[string]int{}, prepared: map[string]*sql.Stmt{}, numbered: map[*table]bool{}}
	if s.o.Actor != nil {
		tx.actor = s.o.Actor()
	}
	if step.By != "" {
		tx.actor = step.By
	}
	tx.ctx = context.WithValue(ctx, txKey{}, tx)
	conn, err := ws.writerSQL.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	tx.conn = conn
	tx.DB = ws.writer.Session(&gorm.Session{NewDB: true, Context: tx.ctx})
	tx.DB.Statement.ConnPool = conn
	return tx, nil
}

// Context is the context of the transaction; give it to InTx or Read to stay
// inside.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Undoing is the label of the step that this transaction takes back or brings
// back; "" in any other.
func (tx *Tx) Undoing() string {
	if tx.step.undoes == 0 {
		return ""
	}
	return tx.step.Label
}

// Actor names who is working; "" in solo mode.
func (tx *Tx) Actor() string { return tx.actor }

// AfterCommit runs f once the whole transaction is committed, never otherwise.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// nested runs fn between a savepoint and its release.
func (tx *Tx) nested(fn func(tx *Tx) error) (err error) {
	tx.depth++
	name := "sp" + string(rune('a'+tx.depth%26))
	if _, err := tx.conn.ExecContext(tx.ctx, "savepoint "+name); err != nil {
		return err
	}
	stepID, after, unbuilt := tx.stepID, len(tx.after), len(tx.unbuilt)
	touched, derived := map[string][]int64{}, map[string]int{}
	for k, ids := range tx.touched {
		touched[k] = ids[:len(ids):len(ids)]
	}
	for k, n := range tx.derived {
		derived[k] = n
	}
	defer func() {
		tx.depth--
		if p := recover(); p != nil {
			panic(p) // the outer transaction rolls back
		}
		if err == nil {
			_, err = tx.conn.ExecContext(tx.ctx, "release "+name)
			return
		}
		clear(tx.numbered)
		tx.stepID, tx.after, tx.touched, tx.derived, tx.unbuilt = stepID, tx.after[:after], touched, derived, tx.unbuilt[:unbuilt]
		if _, e := tx.conn.ExecContext(tx.ctx, "rollback to "+name+"; release "+name); e != nil {
			err = e
		}
	}()
	return fn(tx)
}

// Touch says that what is derived from rows of a kind is out of date and that
// the page should reload them, without a change of the rows themselves.
func (tx *Tx) Touch(kind string, ids ...int64) {
	tx.touched[kind] = append(tx.touched[kind], ids...)
}

// Derived says that the caller has written what is derived from the last n rows
// of a kind that were touched, as its Derive would: an import that has them at
// hand. Rows of the kind that wait from before stay waiting, with these.
func (tx *Tx) Derived(kind string, n int) {
	if all := len(tx.touched[kind]); tx.derived[kind] == all-n {
		tx.derived[kind] = all
	}
}

// Flush runs the pending Derive hooks now, for bodies that read what they
// derive (an import that looks for duplicates among its own rows).
func (tx *Tx) Flush() error {
	for round := 0; ; round++ {
		again := false
		for i := range tx.store.o.Kinds {
			k := &tx.store.o.Kinds[i]
			ids := tx.touched[k.Name]
			from := tx.derived[k.Name]
			if from >= len(ids) {
				continue
			}
			tx.derived[k.Name] = len(ids)
			if k.Derive == nil {
				continue
			}
			if round > 8 {
				return fault.New(fault.Internal, fault.P{"detail": "derive hooks touch each other without end"})
			}
			again = true
			todo := slices.Clone(ids[from:])
			slices.Sort(todo)
			for part := range slices.Chunk(slices.Compact(todo), deriveMax) {
				if err := k.Derive(tx, part); err != nil {
					return err
				}
			}
		}
		if !again {
			return nil
		}
	}
}

func (tx *Tx) finish() error {
	if err := tx.reindex(); err != nil {
		return err
	}
	if err := tx.Flush(); err != nil {
		return err
	}
	return tx.ctx.Err()
}

// insertRowsAtOnce is how many rows one statement of InsertRows takes: enough
// to spread the cost of a call, few enough that the rest goes one by one.
const insertRowsAtOnce = 50

// preparedMax bounds the statements kept for one transaction.
const preparedMax = 64

// prepare compiles a statement once per transaction: the rows of an import or an
// undo share a few.
func (tx *Tx) prepare(query string) (*sql.Stmt, error) {
	if st := tx.prepared[query]; st != nil {
		return st, nil
	}
	if len(tx.prepared) >= preparedMax {
		tx.closeStatements()
	}
	st, err := tx.conn.PrepareContext(tx.ctx, query)
	if err != nil {
		return nil, err
	}
	tx.prepared[query] = st
	return st, nil
}

// InsertRows writes rows of a table that is no record's: what is derived. head
// is "insert into t (…) values " and tail what follows the values, both the same
// at every call, for the statements are kept until the transaction ends.
func (tx *Tx) InsertRows(head, tail string, rows [][]any) error {
	if len(rows) == 0 || tx.ctx.Err() != nil {
		return tx.ctx.Err()
	}
	tuple := "(?" + strings.Repeat(",?", len(rows[0])-1) + ")"
	for len(rows) > 0 {
		n := 1
		if len(rows) >= insertRowsAtOnce {
			n = insertRowsAtOnce
		}
		st, err := tx.prepare(head + tuple + strings.Repeat(","+tuple, n-1) + tail)
		if err != nil {
			return translate(err)
		}
		args := make([]any, 0, n*len(rows[0]))
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		if _, err := st.ExecContext(context.WithoutCancel(tx.ctx), args...); err != nil {
			return translate(err)
		}
		rows = rows[n:]
	}
	return nil
}

// Run writes to a row that is no record's, or to its derived columns, with a
// statement that is kept until the transaction ends.
func (tx *Tx) Run(query string, args ...any) error {
	st, err := tx.prepare(query)
	if err != nil {
		return translate(err)
	}
	_, err = st.ExecContext(context.WithoutCancel(tx.ctx), args...)
	return translate(err)
}

// Query reads with a statement that is kept until the transaction ends, for
// questions asked again and again.
func (tx *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	st, err := tx.prepare(query)
	if err != nil {
		return nil, translate(err)
	}
	rows, err := st.QueryContext(tx.ctx, args...)
	return rows, translate(err)
}

func (tx *Tx) closeStatements() {
	for _, st := range tx.prepared {
		_ = st.Close()
	}
	clear(tx.prepared)
}

// StepID is the id of the step under which this transaction's changes are
// recorded, for an import that tells the person how to take it back.
func (tx *Tx) StepID() (int64, error) {
	if tx.stepID != 0 {
		return tx.stepID, nil
	}
	params, err := json.Marshal(tx.step.Params)
	if err != nil {
		return 0, err
	}
	if tx.step.Params == nil {
		params = []byte("{}")
	}
	if tx.step.Typing {
		if tx.stepID, err = tx.typed(string(params)); err != nil || tx.stepID != 0 {
			return tx.stepID, err
		}
	}
	err = tx.conn.QueryRowContext(tx.ctx,
		"insert into step (at, actor, label, params, quiet, undoable, undoes) values (?,?,?,?,?,?,?) returning id",
		int64(tx.Now), tx.actor, tx.step.Label, string(params), tx.step.Quiet, !tx.step.NoUndo, tx.step.undoes).Scan(&tx.stepID)
	return tx.stepID, err
}

// typed is the last step if this one goes on with it; 0 if not.
func (tx *Tx) typed(params string) (int64, error) {
	var last struct {
		id, at, undoes, undone int64
		actor, label, params   string
	}
	err := tx.conn.QueryRowContext(tx.ctx, "select id, at, actor, label, params, undoes, undone_by from step order by id desc limit 1").
		Scan(&last.id, &last.at, &last.actor, &last.label, &last.params, &last.undoes, &last.undone)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	age := int64(tx.Now) - last.at
	if age < 0 || age > typingMax || last.actor != tx.actor || last.label != tx.step.Label || last.params != params || last.undoes != 0 || last.undone != 0 {
		return 0, nil
	}
	return last.id, nil
}

// merged joins an update to the one of the same record that its step of typing
// already holds: what stood there at first, and what stands there now.
func (tx *Tx) merged(step int64, kind string, id int64, diff string) (bool, error) {
	var change int64
	var op int
	var before sql.NullString
	err := tx.conn.QueryRowContext(tx.ctx, "select id, op, diff from change where step_id = ? and kind = ? and row_id = ? order by id desc limit 1", step, kind, id).
		Scan(&change, &op, &before)
	if errors.Is(err, sql.ErrNoRows) || err == nil && op != OpUpdate {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	// The values are kept as they are written: they are only put in other pairs.
	var was, is map[string][2]json.RawMessage
	if err := json.Unmarshal([]byte(before.String), &was); err != nil {
		return false, err
	}
	if err := json.Unmarshal([]byte(diff), &is); err != nil {
		return false, err
	}
	for column, pair := range is {
		if first, ok := was[column]; ok {
			pair[0] = first[0]
		}
		was[column] = pair
	}
	text, err := json.Marshal(was)
	if err != nil {
		return false, err
	}
	// In its place a new one, for those who follow the history by its last number;
	// the old one goes after it, or its number would be given again.
	if _, err := tx.conn.ExecContext(tx.ctx, "insert into change (step_id, kind, row_id, op, diff) values (?,?,?,?,?)", step, kind, id, OpUpdate, string(text)); err != nil {
		return false, err
	}
	_, err = tx.conn.ExecContext(tx.ctx, "delete from change where id = ?", change)
	return true, err
}

// record writes one change row.
func (tx *Tx) record(kind string, id int64, op int, diff any) error {
	step, err := tx.StepID()
	if err != nil {
		return err
	}
	if text, ok := diff.(string); ok && tx.step.Typing && op == OpUpdate {
		if done, err := tx.merged(step, kind, id, text); err != nil || done {
			tx.Touch(kind, id)
			return err
		}
	}
	st, err := tx.prepare("insert into change (step_id, kind, row_id, op, diff) values (?,?,?,?,?)")
	if err != nil {
		return err
	}
	if _, err := st.ExecContext(tx.ctx, step, kind, id, op, diff); err != nil {
		return err
	}
	tx.Touch(kind, id)
	return nil
}

// change is what the world is told after commit.
func (tx *Tx) change() Change {
	c := Change{Step: tx.stepID, Label: tx.step.Label, Params: tx.step.Params, Quiet: tx.step.Quiet || tx.stepID == 0,
		Undoable: !tx.step.NoUndo && tx.stepID != 0, Undoes: tx.step.undoes,
		Touched: make(map[string][]int64, len(tx.touched)), At: tx.Now, Actor: tx.actor}
	if c.Params == nil {
		c.Params = fault.P{}
	}
	for k, ids := range tx.touched {
		ids = slices.Clone(ids)
		slices.Sort(ids)
		ids = slices.Compact(ids)
		if len(ids) > touchedMax {
			ids = []int64{}
		}
		c.Touched[k] = ids
	}
	return c
}

// NextNumber bumps the counter of key and gives its new value, from 1. Numbers
// are without gaps because a transaction that fails takes its number back.
func (tx *Tx) NextNumber(key string) (int64, error) {
	var n int64
	err := tx.conn.QueryRowContext(tx.ctx,
		"insert into counter (key, value) values (?, 1) on conflict (key) do update set value = counter.value + 1 returning value", key).Scan(&n)
	return n, translate(err)
}
