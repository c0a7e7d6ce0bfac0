package store

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Database is a database of PostgreSQL that has a college, or is to have one.
type Database struct {
	// URL is postgres://USER@HOST/NAME, without a password.
	URL string
	// Password is asked for at each new connection; nil where none is needed.
	Password func(context.Context) (string, error)
}

// postgres is a college in a database of PostgreSQL. Its data folder has the keys, the copies and the locks of this computer.
type postgres struct {
	dir   string
	at    string // as people are told of it
	plain sqldriver.Connector
	begun bool          // the college is open: its errors are read by anybody at work
	own   *sync.Map     // the claims of this process: the numbers of their connections, by name
	said  *atomic.Value // what the log has of the database since it answered last
	pools
}

const (
	// leastPostgres is the first version that has all that the statements need.
	leastPostgres = 150000
	// writersLock is the lock for which all writers of a database wait in turn.
	writersLock = 0x5A564F4E4F4B
	// readers is how many connections read at once.
	readers = 8
)

// The statements that begin a transaction. A writer waits for the other writers before it reads anything, as long as a writer of
// SQLite does. A reader sees one state.
var (
	beginWriting = fmt.Sprintf(`BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '15s'; SELECT pg_advisory_xact_lock(%d)`, writersLock)
	beginReading = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`
)

// speaks lets the server roll back a writer that says nothing for so long: its process was stopped or hangs, and all others wait for it.
// Nothing of ours does as much between two statements.
const speaks = `SET idle_in_transaction_session_timeout = '60s'`

var (
	errURL        = errors.New("адрес базы данных пишется так: postgres://ПОЛЬЗОВАТЕЛЬ@СЕРВЕР/БАЗА")
	errURLSecret  = errors.New("пароль базы данных в адресе увидят другие: уберите его. Программа спросит его сама, или его задают переменная ZVONOK_DB_PASSWORD или файл, названный в ZVONOK_DB_PASSWORD_FILE")
	errOldServer  = errors.New("нужен PostgreSQL 15 или новее: обновите сервер базы данных")
	errEncoding   = errors.New("база данных не в кодировке UTF-8: создайте её командой «createdb --encoding=UTF8 --template=template0 ИМЯ»")
	errOtherTable = errors.New("в этой базе данных таблицы другой программы: назовите пустую базу")
)

// Holds reports whether the database has a college.
func (at Database) Holds(ctx context.Context) (holds bool, err error) {
	config, err := at.config()
	if err != nil {
		return false, err
	}
	p := at.connect(config)
	version, err := p.version(ctx)
	return version > 0, errors.Join(p.explain(err), p.close())
}

// OpenDatabase opens the college in a database, making its tables where it is empty and bringing the schema up to date. dir is the
// data folder on this computer.
func OpenDatabase(ctx context.Context, dir string, at Database) (*Store, error) {
	if err := prepareFolder(dir); err != nil {
		return nil, err
	}
	config, err := at.config()
	if err != nil {
		return nil, err
	}
	p := at.connect(config)
	p.dir = dir
	if err := p.prepare(ctx); err != nil {
		return nil, errors.Join(p.explain(err), p.close())
	}
	p.begun = true
	return p.store(ctx, dir, p)
}

// connect makes the pools, which connect when they are first used.
func (at Database) connect(config *pgx.ConnConfig) postgres {
	p := postgres{at: fmt.Sprintf("%s на %s", config.Database, config.Host), own: &sync.Map{}, said: &atomic.Value{},
		plain: stdlib.GetConnector(*config, stdlib.OptionBeforeConnect(at.unlock), stdlib.OptionAfterConnect(settle))}
	connections := func(first, begin string, most int) *sql.DB {
		db := sql.OpenDB(connector{p.plain, first, begin})
		db.SetMaxOpenConns(most)
		db.SetMaxIdleConns(most)
		return db
	}
	p.write, p.read = connections(alive+`; `+speaks, beginWriting, 1), connections("", beginReading, readers)
	return p
}

// config is how the database is connected to: encrypted, unless it is this computer's or the URL says otherwise.
func (at Database) config() (*pgx.ConnConfig, error) {
	u, err := url.Parse(at.URL)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return nil, errURL
	}
	if _, secret := u.User.Password(); secret || u.Query().Has("password") {
		return nil, errURLSecret
	}
	query := u.Query()
	host := u.Hostname()
	if named := query.Get("host"); named != "" {
		host = named
	}
	if ip := net.ParseIP(host); host != "" && host != "localhost" && !strings.HasPrefix(host, "/") && (ip == nil || !ip.IsLoopback()) && !query.Has("sslmode") {
		query.Set("sslmode", "verify-full")
	}
	if !query.Has("connect_timeout") {
		query.Set("connect_timeout", "10")
	}
	if !query.Has("application_name") {
		query.Set("application_name", "zvonok")
	}
	u.RawQuery = query.Encode()
	config, err := pgx.ParseConfig(u.String())
	if err != nil {
		return nil, errors.Join(errURL, err)
	}
	return config, nil
}

// unlock gives a connection the password.
func (at Database) unlock(ctx context.Context, config *pgx.ConnConfig) error {
	if at.Password == nil {
		return nil
	}
	password, err := at.Password(ctx)
	if password != "" {
		config.Password = password
	}
	return err
}

// settle makes a connection plan each statement once, as SQLite does. Planning a statement again for its arguments takes longer than
// running most of them, and so does compiling it.
func settle(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SET plan_cache_mode = force_generic_plan; SET jit = off`)
	return err
}

// prepare looks whether the database is one for a college, and brings its schema up to date.
func (p postgres) prepare(ctx context.Context) error {
	var version, encoding string
	if err := p.read.QueryRowContext(ctx, `SELECT current_setting('server_version_num'), current_setting('server_encoding')`).Scan(&version, &encoding); err != nil {
		return err
	}
	if n, err := strconv.Atoi(version); err != nil || n < leastPostgres {
		return errOldServer
	}
	if encoding != "UTF8" {
		return errEncoding
	}
	have, err := p.version(ctx)
	if err != nil {
		return err
	}
	latest, err := latestVersion()
	switch {
	case err != nil:
		return err
	case have > latest:
		return errNewer
	case have < latest:
		if have > 0 {
			if err := p.backup(ctx, beforeName(filepath.Join(p.dir, FileName), latest)); err != nil {
				return err
			}
		}
		if err := p.upgrade(ctx); err != nil {
			return fmt.Errorf("не удалось обновить базу данных: %w", err)
		}
	}
	return p.makeTriggers(ctx)
}

// version is the number of the last migration of the database, 0 where it is empty.
func (p postgres) version(ctx context.Context) (version int64, err error) {
	var ours, any bool
	err = p.read.QueryRowContext(ctx, `SELECT to_regclass('goose_db_version') IS NOT NULL,
		EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema())`).Scan(&ours, &any)
	switch {
	case err != nil:
		return 0, err
	case any && !ours:
		return 0, errOtherTable
	case !ours:
		return 0, nil
	}
	err = p.read.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	return version, err
}

// upgrade runs the migrations that are to come, one server at a time.
func (p postgres) upgrade(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations/postgres")
	if err != nil {
		return err
	}
	alone, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	db := sql.OpenDB(p.plain) // goose says yes and no in its own way
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(alone))
	if err == nil {
		_, err = provider.Up(ctx)
	}
	return errors.Join(err, db.Close())
}

func (postgres) name() string { return "postgres" }

func (p postgres) place() string { return p.at }

func (postgres) listed(n int) string { return fmt.Sprintf(`SELECT listed($%d)`, n) }

func (postgres) shared() bool { return true }

func (postgres) batches() bool { return true }

// connector makes connections that begin with a statement of their own, which may be empty, and whose transactions begin in their own way.
type connector struct {
	sqldriver.Connector
	first, begin string
}

// Connect makes a connection.
func (c connector) Connect(ctx context.Context) (sqldriver.Conn, error) {
	made, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	own := made.(*stdlib.Conn) //nolint:forcetypeassert // pgx's connector makes no other kind
	if _, err := own.Conn().Exec(ctx, c.first); err != nil {
		return nil, errors.Join(err, own.Close())
	}
	return &connection{own, c.begin}, nil
}

// connection is one to PostgreSQL.
type connection struct {
	*stdlib.Conn
	begin string
}

// BeginTx begins a transaction in one message.
func (c *connection) BeginTx(ctx context.Context, _ sqldriver.TxOptions) (sqldriver.Tx, error) {
	if c.Conn.Conn().IsClosed() {
		return nil, sqldriver.ErrBadConn
	}
	tx, err := c.Conn.Conn().BeginTx(ctx, pgx.TxOptions{BeginQuery: c.begin})
	switch {
	case err != nil && c.Conn.Conn().IsClosed() && ctx.Err() == nil:
		return nil, sqldriver.ErrBadConn // the connection was lost before anything began, for instance by a restart of the server: database/sql tries another
	case err != nil:
		return nil, err
	}
	return transaction{ctx, tx}, nil
}

// transaction is one of PostgreSQL.
type transaction struct {
	ctx context.Context
	tx  pgx.Tx
}

// Commit commits it.
func (t transaction) Commit() error { return t.tx.Commit(t.ctx) }

// rollbackWithin is how long it may take to roll back a transaction whose context has ended.
const rollbackWithin = 5 * time.Second

// Rollback undoes it; a connection that does not answer is given up.
func (t transaction) Rollback() error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), rollbackWithin)
	defer cancel()
	return t.tx.Rollback(ctx)
}
