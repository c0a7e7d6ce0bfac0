package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"zvonok/model"

	"github.com/pressly/goose/v3"
)

// A database can hold code: a foreign trigger or view would run with the program's statements. So a college
// is opened, and a copy taken, only when its schema is the one that the program's migrations make. Reading
// sqlite_master runs nothing.

// schemaObject is a table, an index, a view or a trigger.
type schemaObject struct{ kind, table, sql string }

// querier is a database or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// schemaOf loads the schema by name.
func schemaOf(ctx context.Context, db querier) (map[string]schemaObject, error) {
	rows, err := db.QueryContext(ctx, `SELECT name, type, tbl_name, coalesce(sql, '') FROM sqlite_master`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	schema := map[string]schemaObject{}
	for rows.Next() {
		var name string
		var o schemaObject
		if err := rows.Scan(&name, &o.kind, &o.table, &o.sql); err != nil {
			return nil, err
		}
		o.sql = plainSQL(o.sql)
		schema[name] = o
	}
	return schema, rows.Err()
}

var sqlComment = regexp.MustCompile(`--[^\n]*`)

// plainSQL is a statement without comments and line breaks, both of which may be edited.
func plainSQL(text string) string {
	return strings.Join(strings.Fields(sqlComment.ReplaceAllString(text, " ")), " ")
}

var undoName = regexp.MustCompile(`^` + undoTrigger + `[a-z_]+$`)

// isUndo reports whether the object's name is that of a trigger of the undo. Each version makes its own.
func (o schemaObject) isUndo(name string) bool {
	return o.kind == "trigger" && undoName.MatchString(name)
}

// isSQLite reports whether the object is a table that SQLite makes for itself, which runs nothing.
func (o schemaObject) isSQLite(name string) bool {
	return o.kind == "table" && slices.Contains([]string{"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}, name)
}

var schemaKinds = map[string]string{"table": "таблица", "index": "индекс", "view": "представление", "trigger": "триггер"}

// differences says in words what a schema has more than another, lacks or has in another form; empty where both are the
// same.
func differences(have, want map[string]schemaObject) string {
	var extra, lacking, other []string
	for name, o := range have {
		word := schemaKinds[o.kind] + " " + name
		switch w, known := want[name]; {
		case o.isUndo(name) || o.isSQLite(name):
		case !known:
			extra = append(extra, word)
		case w != o:
			other = append(other, word)
		}
	}
	for name, o := range want {
		if _, there := have[name]; !there && !o.isSQLite(name) {
			lacking = append(lacking, schemaKinds[o.kind]+" "+name)
		}
	}
	var parts []string
	for _, p := range []struct {
		words string
		names []string
	}{{"лишнее", extra}, {"изменено", other}, {"нет", lacking}} {
		if len(p.names) > 0 {
			slices.Sort(p.names)
			parts = append(parts, p.words+": "+model.FewOf(p.names, conflictNamed, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

// madeSchemas are the schemas of versions, as migrations make them in an empty database.
var madeSchemas sync.Map

func madeSchema(ctx context.Context, version int64) (map[string]schemaObject, error) {
	if made, ok := madeSchemas.Load(version); ok {
		return made.(map[string]schemaObject), nil
	}
	db, err := sql.Open(driver, ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	provider, err := migrator(db)
	if err != nil {
		return nil, err
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return nil, err
	}
	made, err := schemaOf(ctx, db)
	if err == nil {
		madeSchemas.Store(version, made)
	}
	return made, err
}

func migrator(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, db, files)
}

// errNoCollege: the file is a database, but not a college.
var errNoCollege = errors.New("это не база данных «Звонка»")

// schemaError says what in a database is not as the program makes it.
type schemaError struct{ differences string }

func (e *schemaError) Error() string {
	return "в базе данных не то, что записывает «Звонок» (" + e.differences + ")"
}

// checkSchema gives the version of the schema, 0 for an empty database. One that is newer than the program is errNewer,
// one of other programs errNoCollege, and one that is not what the migrations make a *schemaError.
func checkSchema(ctx context.Context, db *sql.DB) (version int64, err error) {
	have, err := schemaOf(ctx, db)
	if err != nil || len(have) == 0 {
		return 0, err
	}
	const versions = "goose_db_version"
	if have[versions].kind != "table" {
		return 0, errNoCollege
	}
	if err := db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM `+versions+` WHERE is_applied`).Scan(&version); err != nil {
		return 0, errNoCollege
	}
	latest, err := latestVersion()
	if err != nil {
		return 0, err
	}
	if version > latest {
		return version, errNewer
	}
	want, err := madeSchema(ctx, version)
	if err != nil {
		return 0, err
	}
	if words := differences(have, want); words != "" {
		return version, &schemaError{words}
	}
	return version, nil
}
