package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

func (p postgres) backup(ctx context.Context, path string) error {
	from, err := p.read.BeginTx(ctx, nil)
	if err != nil {
		return p.explain(err)
	}
	defer from.Rollback()
	return p.export(ctx, path, from)
}

// export makes a new database of SQLite of the same version, and gives it all rows that the transaction sees.
func (p postgres) export(ctx context.Context, path string, from *sql.Tx) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // nobody else may read it at any moment
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("файл %s уже есть: выберите другое имя", filepath.Base(path))
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return fmt.Errorf("не удалось записать копию базы данных, проверьте папку и права: %w", err)
	}
	if err := p.explain(p.copyInto(ctx, path, from)); err != nil {
		return errors.Join(uncopied(err), os.Remove(path))
	}
	return nil
}

// copyInto fills an empty file.
func (p postgres) copyInto(ctx context.Context, path string, from *sql.Tx) (err error) {
	file, err := sql.Open(driver, dsn(path, url.Values{"_foreign_keys": {"off"}, "_txlock": {"immediate"}}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	file.SetMaxOpenConns(1)
	version, err := p.version(ctx)
	if err != nil {
		return err
	}
	provider, err := migrator(file)
	if err == nil {
		_, err = provider.UpTo(ctx, version)
	}
	if err == nil {
		err = makeTriggers(ctx, file)
	}
	if err != nil {
		return err
	}
	tables, err := tablesOf(ctx, file)
	if err != nil {
		return err
	}
	to, err := file.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer to.Rollback()
	if err := copyTables(ctx, tables, from, to, false); err != nil {
		return err
	}
	for _, t := range tables {
		if !t.counts || t.name == eventsTable {
			continue
		}
		var last int64
		if err := from.QueryRowContext(ctx, `SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence($1, 'id')), 0)`, t.name).Scan(&last); err != nil {
			return err
		}
		for _, statement := range []string{
			`INSERT INTO sqlite_sequence (name, seq) SELECT $1, 0 WHERE $2 > 0 AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = $1)`,
			`UPDATE sqlite_sequence SET seq = CASE WHEN name = $1 THEN max(seq, $2) ELSE seq END`,
		} {
			if _, err := to.ExecContext(ctx, statement, t.name, last); err != nil {
				return err
			}
		}
	}
	return to.Commit()
}

// eventsTable numbers its rows without a gap: its next one follows from the last.
const eventsTable = "events"

func (p postgres) replace(ctx context.Context, fresh string, keep bool) (kept string, err error) {
	if keep {
		kept = keptName(filepath.Join(p.dir, FileName))
		if err := p.backup(ctx, kept); err != nil {
			return "", err
		}
	}
	file, err := sql.Open(driver, dsn(fresh, url.Values{"mode": {"ro"}}))
	if err != nil {
		return kept, err
	}
	defer file.Close()
	from, err := file.BeginTx(ctx, nil)
	if err != nil {
		return kept, err
	}
	defer from.Rollback()
	return kept, p.fill(ctx, from, false)
}

// fill gives the database the college of a file; with empty only where it has none yet.
func (p postgres) fill(ctx context.Context, from *sql.Tx, empty bool) error {
	tables, err := tablesOf(ctx, from)
	if err != nil {
		return err
	}
	to, err := p.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer to.Rollback()
	if empty {
		some, err := (&Tx{ctx: ctx, tx: to, engine: p}).HasPeople()
		if err == nil && some {
			err = errOccupied
		}
		if err != nil {
			return err
		}
	}
	if err := copyTables(ctx, tables, from, to, true); err != nil {
		return err
	}
	for _, t := range tables {
		if err := count(ctx, t, from, to); err != nil {
			return err
		}
	}
	if err := to.Commit(); err != nil {
		return err
	}
	_, err = p.write.ExecContext(ctx, `ANALYZE`) // otherwise the first searches are planned by what the tables held before
	return err
}

// count makes the next ids of a table larger than any that was ever given, here or in the file.
func count(ctx context.Context, t collegeTable, from, to *sql.Tx) error {
	var counted sql.NullString
	if err := to.QueryRowContext(ctx, `SELECT pg_get_serial_sequence($1, $2)`, t.name, t.keys[0]).Scan(&counted); err != nil || !counted.Valid {
		return err
	}
	var last int64
	err := from.QueryRowContext(ctx, `SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = $1), 0), coalesce((SELECT max(`+t.keys[0]+`) FROM `+t.name+`), 0))`,
		t.name).Scan(&last)
	if err != nil || last == 0 {
		return err
	}
	_, err = to.ExecContext(ctx, `SELECT setval(CAST($1 AS regclass), greatest($2, coalesce(pg_sequence_last_value(CAST($1 AS regclass)), 0)))`, counted.String, last)
	return err
}

func (p postgres) check(ctx context.Context) error {
	version, err := p.version(ctx)
	if err != nil {
		return p.explain(err)
	}
	latest, err := latestVersion()
	if err == nil && version > latest {
		err = errNewer
	}
	return err
}
