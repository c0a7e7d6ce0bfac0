package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"

	"zvonok/model"
)

// sqlite is a college in a file of the data folder.
type sqlite struct {
	dir string
	pools
}

//go:embed migrations
var migrations embed.FS

const driver = "sqlite3-zvonok"

var errNewer = errors.New("эту базу данных сделала более новая версия «Звонка»: обновите программу")

func init() {
	sql.Register(driver, &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		// A Collator keeps buffers and is not safe for concurrent use; a connection is used by one
		// goroutine at a time, so each has its own.
		if err := c.RegisterCollation("russian", NewCollator().CompareString); err != nil {
			return err
		}
		// A database's schema may call nothing that reaches beyond the database.
		_, err := c.Exec(`PRAGMA trusted_schema = OFF`, nil)
		return err
	}})
}

func dsn(path string, params url.Values) string {
	// The path is escaped so that «?», «%» and «#» in a folder's name stay part of it.
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + params.Encode()
}

// idleConnection is how long a connection that nothing asks for is kept: each holds its own reading of the schema and up
// to 2 MB of the database.
const idleConnection = 5 * time.Second

// open opens the pools: one writer, whose transactions take the write lock at once so that two
// processes wait for each other instead of failing half-way, and readers that cannot write.
func open(ctx context.Context, path string) (p pools, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return p, fmt.Errorf("не удалось открыть файл базы данных: %w", err)
	}
	if err := errors.Join(f.Chmod(0o600), f.Close()); err != nil {
		return pools{}, err
	}
	// Most statements come again, many of them for each row of an import: a connection keeps the last ones prepared.
	common := url.Values{"_busy_timeout": {"15000"}, "_foreign_keys": {"on"}, "_journal_mode": {"WAL"}, "_synchronous": {"NORMAL"},
		"_stmt_cache_size": {"32"}}
	writing := maps.Clone(common)
	writing.Set("_txlock", "immediate")
	if p.write, err = sql.Open(driver, dsn(path, writing)); err != nil {
		return pools{}, err
	}
	p.write.SetMaxOpenConns(1)
	p.write.SetConnMaxIdleTime(idleConnection)
	if err := p.write.PingContext(ctx); err != nil {
		return pools{}, errors.Join(foreign(path, err), p.write.Close())
	}
	if err := migrate(ctx, p.write, path); err != nil {
		return pools{}, errors.Join(err, p.write.Close())
	}
	reading := maps.Clone(common)
	reading.Set("_query_only", "true")
	// KiB. What SQLite does not keep is in the system's cache: the usual 2,000 for each connection took memory and saved
	// no time.
	reading.Set("_cache_size", "-500")
	if p.read, err = sql.Open(driver, dsn(path, reading)); err != nil {
		return pools{}, errors.Join(err, p.write.Close())
	}
	p.read.SetMaxOpenConns(4)
	p.read.SetConnMaxIdleTime(idleConnection)
	return p, nil
}

func (sqlite) name() string { return "sqlite" }

func (s sqlite) place() string { return filepath.Join(s.dir, FileName) }

func (sqlite) claim(context.Context, string) (*Claim, error) { return &Claim{}, nil }

func (sqlite) shared() bool { return false }

func (sqlite) waking(insert string) string { return insert }

func (sqlite) listen(ctx context.Context, _ func()) error {
	<-ctx.Done()
	return ctx.Err()
}

func (sqlite) claimedElsewhere(*Tx, string) (bool, error) { return false, nil }

func (sqlite) listed(n int) string { return fmt.Sprintf(`SELECT value FROM json_each($%d)`, n) }

func (sqlite) batches() bool { return false }

func (sqlite) explain(err error) error {
	of := sqlite3.Error{}
	switch {
	case noRoom(err):
		return model.ErrNoRoom
	case errors.As(err, &of) && of.Code == sqlite3.ErrBusy: // longer than _busy_timeout
		return &databaseError{busyTooLong, errors.Join(errShared, model.ErrAgain, err)}
	}
	return err
}

// noRoom reports whether SQLite found the disk full. Where it makes the files beside the database, it says only that it could not, and the
// system's error says why.
func noRoom(err error) bool {
	of, ok := errors.AsType[sqlite3.Error](err)
	return ok && (of.Code == sqlite3.ErrFull || slices.Contains(fullDisk, of.SystemErrno))
}

// migrate brings the schema up to date, keeping a copy next to the college at path that an older version made; none is
// kept where path is empty. A schema that is not the program's own is an error, and nothing of it is run.
func migrate(ctx context.Context, db *sql.DB, path string) error {
	version, err := checkSchema(ctx, db)
	var tampered *schemaError
	switch {
	case errors.As(err, &tampered):
		return fmt.Errorf("%w — её изменила другая программа или повредил сбой: %s", err, restoreAdvice)
	case errors.Is(err, errNoCollege):
		return fmt.Errorf("файл %s — не база данных «Звонка»: %s", filepath.Base(path), restoreAdvice)
	case errors.Is(err, errNewer):
		return err
	case err != nil:
		return foreign(path, err)
	}
	latest, err := latestVersion()
	if err != nil {
		return err
	}
	if version < latest {
		if path != "" && version > 0 {
			if err := vacuumInto(ctx, db, beforeName(path, latest)); err != nil {
				return err
			}
		}
		if err := upgrade(ctx, db); err != nil {
			return fmt.Errorf("не удалось обновить базу данных: %w", err)
		}
	}
	return makeTriggers(ctx, db)
}

// beforeName is what a copy is called that is made before a college at path gets a later schema.
func beforeName(path string, latest int64) string {
	return fmt.Sprintf("%s.before-%d-%s", path, latest, time.Now().UTC().Format("20060102-150405"))
}

func upgrade(ctx context.Context, db *sql.DB) error {
	schema, err := schemaOf(ctx, db)
	if err != nil {
		return err
	}
	if err := dropTriggers(ctx, db, schema); err != nil {
		return err
	}
	provider, err := migrator(db)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

func (s sqlite) check(ctx context.Context) error {
	var answer string
	if err := s.read.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&answer); err != nil {
		return foreign(filepath.Join(s.dir, FileName), err)
	}
	if answer != "ok" {
		return errors.New("файл " + FileName + " повреждён: " + restoreAdvice)
	}
	return nil
}

const restoreAdvice = "восстановите резервную копию в окне программы или командой «zvonok restore»"

var errNoRoomToOpen = errors.New("колледж цел, но не открывается, потому что на диске кончилось место: освободите его и запустите программу снова")

// foreign says what is wrong with a file that is no college, or a damaged one, or that there is no room to open it. SQLite's own words are
// English.
func foreign(path string, err error) error {
	if noRoom(err) {
		return errNoRoomToOpen
	}
	file := filepath.Base(path)
	if wrong, ok := errors.AsType[sqlite3.Error](err); ok {
		switch wrong.Code {
		case sqlite3.ErrCorrupt:
			return fmt.Errorf("файл %s повреждён: %s", file, restoreAdvice)
		case sqlite3.ErrNotADB:
			return fmt.Errorf("файл %s не похож на базу данных «Звонка» или повреждён: %s", file, restoreAdvice)
		}
	}
	return fmt.Errorf("файл %s не похож на базу данных «Звонка»: %w", file, err)
}

// Restore puts the copy from path in the place of the college in dir, which other processes may have open, as Replace
// does; the former college is kept next to it and its new name returned. A college too damaged for that is put
// aside as it is. Nothing changes when the copy is damaged or not ours. No Store of this process may be open on dir.
func Restore(ctx context.Context, dir, path string) (kept string, err error) {
	target := filepath.Join(dir, FileName)
	own, err := ownSettings(ctx, target)
	if err != nil {
		return "", err
	}
	fresh, err := prepare(ctx, dir, path, own)
	if err != nil {
		return "", sqlite{}.explain(err)
	}
	defer os.Remove(fresh) // unless it took the college's place
	if _, err := os.Stat(target); err == nil {
		db, err := sql.Open(driver, dsn(target, url.Values{"_busy_timeout": {"15000"}}))
		if err != nil {
			return "", err
		}
		kept, err = overwrite(ctx, db, target, fresh, true)
		if err = errors.Join(err, db.Close()); !isDamaged(err) {
			return kept, sqlite{}.explain(err)
		}
		kept = keptName(target)
		if err := putAside(target, kept); err != nil {
			return "", &takenError{err}
		}
	}
	if err := os.Rename(fresh, target); err != nil {
		if kept != "" {
			err = errors.Join(err, putAside(kept, target))
		}
		return "", &takenError{err}
	}
	return kept, nil
}

// takenError says that a damaged database cannot make room for a copy: on Windows a file that another program has open cannot be
// renamed. The system's own words stay inside.
type takenError struct{ cause error }

func (*takenError) Error() string {
	return "повреждённую базу данных держит открытой другая программа: закройте окна «Звонка», остановите «zvonok agent» и «zvonok serve» и повторите"
}

func (e *takenError) Unwrap() error { return e.cause }

func keptName(target string) string {
	return fmt.Sprintf("%s.before-restore-%s", target, time.Now().UTC().Format("20060102-150405.000"))
}

// prepare makes a file next to the college in dir that can take its place: the copy from path, brought up to date, with this
// computer's own settings. A file that is damaged or not ours is an error in words.
func prepare(ctx context.Context, dir, path string, own map[Setting]string) (fresh string, err error) {
	if err := probe(ctx, path); err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("не удалось создать папку данных: %w", err)
	}
	fresh = filepath.Join(dir, FileName) + ".restoring"
	source, err := sql.Open(driver, dsn(path, url.Values{"mode": {"ro"}}))
	if err != nil {
		return "", err
	}
	_ = os.Remove(fresh) // left by a restore that was cut off
	err = errors.Join(vacuumInto(ctx, source, fresh), source.Close())
	if err != nil {
		return "", err
	}
	db, err := sql.Open(driver, dsn(fresh, url.Values{"_foreign_keys": {"on"}}))
	if err != nil {
		return "", errors.Join(err, os.Remove(fresh))
	}
	db.SetMaxOpenConns(1)
	if err = migrate(ctx, db, ""); err == nil {
		err = errors.Join(keepOwn(ctx, db, own), endSessions(ctx, db))
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return "", errors.Join(err, os.Remove(fresh))
	}
	return fresh, nil
}

// endSessions gives the college another generation, in which nobody is signed in.
func endSessions(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, `DELETE FROM sessions`); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
		SettingGeneration, rand.Text())
	return err
}

// putAside renames a database with SQLite's other files for it: all of them or, when another program has one of them
// open, none. They are renamed and not copied, so that even a damaged college is kept as it was.
func putAside(from, to string) error {
	tails := []string{"-wal", "-shm", ""}
	for i, tail := range tails {
		err := os.Rename(from+tail, to+tail)
		if err == nil || tail != "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		for _, moved := range tails[:i] {
			if back := os.Rename(to+moved, from+moved); !errors.Is(back, fs.ErrNotExist) {
				err = errors.Join(err, back)
			}
		}
		return err
	}
	return nil
}

// probeTime is how long a copy may take to be looked at.
const probeTime = 2 * time.Minute

// probe reports whether the file is a whole database of ours, without changing it or running anything that is in it.
func probe(ctx context.Context, path string) error {
	name := filepath.Base(path)
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("нет файла %s: проверьте путь", name)
	}
	db, err := sql.Open(driver, dsn(path, url.Values{"mode": {"ro"}}))
	if err != nil {
		return err
	}
	defer db.Close()
	within, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	version, err := checkSchema(within, db)
	if err == nil && version == 0 {
		err = errNoCollege
	}
	answer := "ok"
	if err == nil {
		err = db.QueryRowContext(within, `PRAGMA quick_check(1)`).Scan(&answer)
	}
	var tampered *schemaError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case within.Err() != nil:
		return fmt.Errorf("файл %s проверяется слишком долго: выберите другую копию", name)
	case errors.As(err, &tampered):
		return fmt.Errorf("файл %s изменён другой программой: %w. Выберите другую копию", name, err)
	case errors.Is(err, errNewer):
		return err
	case errors.Is(err, errNoCollege):
		return fmt.Errorf("файл %s — не копия «Звонка»: выберите другой", name)
	case err != nil || answer != "ok":
		return fmt.Errorf("файл %s повреждён или это не копия «Звонка»: выберите другой", name)
	}
	return nil
}

// latestVersion is the number of the last migration that this program knows.
func latestVersion() (int64, error) {
	files, err := fs.Glob(migrations, "migrations/sqlite/*.sql")
	if err != nil || len(files) == 0 {
		return 0, errors.Join(errors.New("no migrations"), err)
	}
	return goose.NumericComponent(files[len(files)-1])
}
