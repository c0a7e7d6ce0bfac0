package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A college goes from one engine to the other table by table. SQLite says which tables there are: the migrations make the schema of
// this version in an empty file. A test compares PostgreSQL's schema with it.

// collegeTable is a table with its rows' columns.
type collegeTable struct {
	name    string
	columns []string
	keys    []string // its primary key, or all columns
	// counts says that no id is given twice; the numbers of the others go on after the last.
	counts bool
}

// tablesOf are the tables of a college in a file: those that others refer to come first.
func tablesOf(ctx context.Context, db querier) (tables []collegeTable, err error) {
	names, err := texts(ctx, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name <> 'goose_db_version' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	counting, err := texts(ctx, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'`)
	if err != nil {
		return nil, err
	}
	done := map[string]bool{}
	var add func(name string) error
	add = func(name string) error {
		if done[name] {
			return nil
		}
		done[name] = true
		parents, err := texts(ctx, db, `SELECT "table" FROM pragma_foreign_key_list($1) ORDER BY 1`, name)
		if err != nil {
			return err
		}
		for _, parent := range parents {
			if err := add(parent); err != nil {
				return err
			}
		}
		t := collegeTable{name: name, counts: slices.Contains(counting, name)}
		if t.columns, err = texts(ctx, db, `SELECT name FROM pragma_table_info($1) ORDER BY cid`, name); err != nil {
			return err
		}
		if t.keys, err = texts(ctx, db, `SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk`, name); len(t.keys) == 0 {
			t.keys = t.columns
		}
		tables = append(tables, t)
		return err
	}
	for _, name := range names {
		if err := add(name); err != nil {
			return nil, err
		}
	}
	return tables, nil
}

// texts are the only column of a query's rows.
func texts(ctx context.Context, db querier, query string, args ...any) (list []string, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}

// rows calls fn for rows of the table, some at a time, in the order of its keys.
func (t collegeTable) rows(ctx context.Context, from querier, fn func(batch) error) error {
	rows, err := from.QueryContext(ctx, `SELECT `+strings.Join(t.columns, `, `)+` FROM `+t.name+` ORDER BY `+strings.Join(t.keys, `, `))
	if err != nil {
		return err
	}
	defer rows.Close()
	some := make(batch, 0, batchRows)
	for rows.Next() {
		row := make([]any, len(t.columns))
		into := make([]any, len(row))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, v := range row {
			if yes, ok := v.(bool); ok { // SQLite reads columns of this type so
				row[i] = int64(flag(yes))
			}
		}
		if some = append(some, row); len(some) == cap(some) {
			if err := fn(some); err != nil {
				return err
			}
			some = some[:0]
		}
	}
	if err := rows.Err(); err != nil || len(some) == 0 {
		return err
	}
	return fn(some)
}

// sum is how many rows a table has, and a digest of what is in them.
type sum struct {
	rows   int
	digest [sha256.Size]byte
}

func (t collegeTable) sum(ctx context.Context, from querier) (s sum, err error) {
	digest := sha256.New()
	err = t.rows(ctx, from, func(some batch) error {
		s.rows += len(some)
		for _, row := range some {
			_, _ = fmt.Fprintf(digest, "%#v\n", row)
		}
		return nil
	})
	copy(s.digest[:], digest.Sum(nil))
	return s, err
}

var errCopyDiffers = errors.New("копия не сошлась с колледжем, поэтому ничего не изменено: повторите")

// copyTables gives the transaction to the tables that from has, in place of its own rows, and compares them. many says that rows are
// best written as a batch.
func copyTables(ctx context.Context, tables []collegeTable, from querier, to *sql.Tx, many bool) error {
	for _, t := range slices.Backward(tables) {
		if _, err := to.ExecContext(ctx, `DELETE FROM `+t.name); err != nil { //nolint:gosec // the names of tables and columns come from the schema
			return err
		}
	}
	for _, t := range tables {
		insert := `INSERT INTO ` + t.name + ` (` + strings.Join(t.columns, `, `) + `) VALUES (` + marks(1, len(t.columns)) + `)` //nolint:gosec // likewise
		err := t.rows(ctx, from, func(some batch) error {
			if many {
				_, err := to.ExecContext(ctx, insert, some)
				return err
			}
			for _, row := range some {
				if _, err := to.ExecContext(ctx, insert, row...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("таблица %s: %w", t.name, err)
		}
		have, err := t.sum(ctx, to)
		if err != nil {
			return err
		}
		switch want, err := t.sum(ctx, from); {
		case err != nil:
			return err
		case have != want:
			return fmt.Errorf("%w (таблица %s: записей %d и %d)", errCopyDiffers, t.name, want.rows, have.rows)
		}
	}
	return nil
}
