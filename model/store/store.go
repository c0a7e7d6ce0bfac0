// Package store keeps the college in SQLite or PostgreSQL. It is the only place with SQL.
//
// Reads go through View, writes through Update. A method of Tx is one statement, or loads one thing. Exceptions are what
// one statement cannot say: the undo, the enrolments that follow from orders, a whole roster. What changed is published
// after the commit.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"zvonok/model"
)

// FileName is the database's name in the data folder.
const FileName = "college.db"

// ErrNotFound is the cause of errors about a record that does not exist, or no longer.
var ErrNotFound = errors.New("запись не найдена: возможно, её уже удалили")

// Store is an open college. It is safe for concurrent use.
type Store struct {
	dir string

	pools  pools
	engine engine

	now func() time.Time // gives the times by which old rows are forgotten

	order sync.Mutex // only its holder moves at
	at    atomic.Pointer[model.Position]

	mu          sync.Mutex
	subscribers map[int]func(model.Change)
	next        int
	waiting     []model.Change // to be told
	telling     bool
}

// pools are the connections to one database.
type pools struct{ write, read *sql.DB }

func (p pools) close() error { return errors.Join(p.read.Close(), p.write.Close()) }

// Open opens the college in dir, making the folder and the database when they are not there and
// bringing the schema up to date. A folder in which others may write is closed to them, or refused.
func Open(ctx context.Context, dir string) (*Store, error) {
	if err := prepareFolder(dir); err != nil {
		return nil, err
	}
	opened, err := open(ctx, filepath.Join(dir, FileName))
	if err != nil {
		return nil, err
	}
	return opened.store(ctx, dir, sqlite{dir, opened})
}

// store is the college behind these connections.
func (p pools) store(ctx context.Context, dir string, e engine) (*Store, error) {
	s := &Store{dir: dir, pools: p, engine: e, now: time.Now, subscribers: map[int]func(model.Change){}}
	err := s.View(ctx, func(tx *Tx) error {
		at, err := tx.position()
		s.at.Store(&at)
		if err == nil {
			err = tx.checkMoved()
		}
		return err
	})
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close closes the college.
func (s *Store) Close() error { return s.pools.close() }

// Engine is what keeps the college: sqlite or postgres.
func (s *Store) Engine() string { return s.engine.name() }

// Place says where the college is: the path of its file, or its database.
func (s *Store) Place() string { return s.engine.place() }

// Claim takes the claim of that name for this process; ErrClaimed says that another process on the same database has it. Processes on
// one folder keep each other away by its locks, so a file can always be claimed.
func (s *Store) Claim(ctx context.Context, name string) (*Claim, error) {
	c, err := s.engine.claim(ctx, name)
	return c, s.engine.explain(err)
}

// Backup writes a complete copy of the college, a database of SQLite, into a new file, while others go on working.
func (s *Store) Backup(ctx context.Context, path string) error { return s.engine.backup(ctx, path) }

// Check asks the database whether it is whole; the error says in Russian that it is not, and what to do.
func (s *Store) Check(ctx context.Context) error { return s.engine.check(ctx) }

// Tx is a transaction.
type Tx struct {
	ctx      context.Context
	tx       *sql.Tx
	engine   engine
	changed  model.Change
	written  []model.LessonID // whose columns in their journals have changed
	endsCall bool             // the agent has a call to end
	// change is the change that lines of «Журнал изменений» belong to; recording says that its rows are being noted.
	change    model.ChangeID
	recording bool
	told      bool // a line of «Журнал изменений» was written
}

// LookAgain makes the agent read the state of the chats soon: somebody may have joined one.
func (tx *Tx) LookAgain() { tx.changed.Look = true }

// Context is that of the transaction.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Update runs fn in one writing transaction and commits it or, when fn fails, changes nothing. What has changed is written
// down in the same transaction and told to the subscribers after it.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) (err error) {
	request, done := toNote(ctx)
	defer func() { done(err == nil) }()
	var changed model.Change
	err = s.run(ctx, s.pools.write, func(tx *Tx) (err error) {
		if err := tx.checkMoved(); err != nil { // by another process, or by this one: the college is still open
			return err
		}
		if err := tx.note(request, s.now(), fn); err != nil {
			return err
		}
		if tx.recording {
			if err := tx.endRecord(); err != nil {
				return err
			}
		}
		changed, err = tx.event(s.now())
		return err
	})
	if err != nil {
		return err
	}
	if !changed.IsZero() {
		s.committed(ctx, changed)
	}
	return nil
}

// View runs fn over one consistent state of the college.
func (s *Store) View(ctx context.Context, fn func(*Tx) error) error {
	return s.run(ctx, s.pools.read, fn)
}

// Read reads a value of one consistent state of the college.
func Read[T any](ctx context.Context, s *Store, read func(*Tx) (T, error)) (value T, err error) {
	err = s.View(ctx, func(tx *Tx) error {
		value, err = read(tx)
		return err
	})
	return value, err
}

func (s *Store) run(ctx context.Context, db *sql.DB, fn func(*Tx) error) error {
	sqlTx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return s.engine.explain(fmt.Errorf("база данных занята или недоступна: %w", err))
	}
	defer sqlTx.Rollback() // even after a panic: the writer's connection is the only one
	tx := &Tx{ctx: ctx, tx: sqlTx, engine: s.engine}
	err = fn(tx)
	if err == nil {
		if err = sqlTx.Commit(); err != nil {
			err = fmt.Errorf("не удалось записать в базу данных: %w", err)
		}
	}
	return s.engine.explain(err)
}

func (tx *Tx) exec(query string, args ...any) error {
	_, err := tx.tx.ExecContext(tx.ctx, query, args...)
	return err
}

// each calls scan for every row of a query.
func (tx *Tx) each(scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := tx.tx.QueryContext(tx.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// load loads the rows of a query into values of T, whose fields are where the columns go.
func load[T any](tx *Tx, fields func(*T) []any, query string, args ...any) (list []T, err error) {
	var row T
	into := fields(&row)
	err = tx.each(func(rows *sql.Rows) error {
		err := rows.Scan(into...)
		list = append(list, row)
		return err
	}, query, args...)
	return list, err
}

// loadColumn loads the only column of a query.
func loadColumn[T any](tx *Tx, query string, args ...any) ([]T, error) {
	return load(tx, func(value *T) []any { return []any{value} }, query, args...)
}

// loadMap loads the two columns of a query as keys and values.
func loadMap[K comparable, V any](tx *Tx, query string, args ...any) (map[K]V, error) {
	loaded := map[K]V{}
	var key K
	var value V
	return loaded, tx.each(func(rows *sql.Rows) error {
		err := rows.Scan(&key, &value)
		loaded[key] = value
		return err
	}, query, args...)
}

// one scans the single row of a query; ErrNotFound when there is none.
func (tx *Tx) one(query string, args []any, into ...any) error {
	err := tx.tx.QueryRowContext(tx.ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// insertMany runs one statement that gives an ID for every row.
func insertMany[R any](tx *Tx, query string, rows []R, args func(R) []any) (ids []int64, err error) {
	if len(rows) == 0 {
		return nil, nil
	}
	if tx.engine.batches() {
		return loadColumn[int64](tx, query, batch(model.Each(rows, args)))
	}
	stmt, err := tx.prepare(query)
	if err != nil {
		return nil, err
	}
	defer stmt.Close()
	ctx := context.WithoutCancel(tx.ctx) // as in manyOf
	ids = make([]int64, len(rows))
	for i, r := range rows {
		if i%1024 == 0 && tx.ctx.Err() != nil {
			return nil, tx.ctx.Err()
		}
		if err := stmt.QueryRowContext(ctx, args(r)...).Scan(&ids[i]); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func (tx *Tx) prepare(query string) (*sql.Stmt, error) {
	return tx.tx.PrepareContext(tx.ctx, query)
}

// manyOf runs one prepared statement for every row. The driver starts a goroutine for each statement that
// can be cancelled, which costs more than writing a row; so the context is asked now and then instead.
func manyOf[R any](tx *Tx, query string, rows []R, args func(R) []any) error {
	if len(rows) == 0 {
		return nil
	}
	if tx.engine.batches() {
		return tx.exec(query, batch(model.Each(rows, args)))
	}
	stmt, err := tx.prepare(query)
	if err != nil {
		return err
	}
	defer stmt.Close()
	ctx := context.WithoutCancel(tx.ctx)
	for i, r := range rows {
		if i%1024 == 0 && tx.ctx.Err() != nil {
			return tx.ctx.Err()
		}
		if _, err := stmt.ExecContext(ctx, args(r)...); err != nil {
			return err
		}
	}
	return nil
}
