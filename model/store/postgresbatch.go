package store

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// CheckNamedValue makes arguments plain: true and false become numbers.
func (c *connection) CheckNamedValue(v *sqldriver.NamedValue) (err error) {
	if _, many := v.Value.(batch); many {
		return nil
	}
	v.Value, err = sqldriver.DefaultParameterConverter.ConvertValue(v.Value)
	if yes, ok := v.Value.(bool); ok {
		v.Value = int64(flag(yes))
	}
	return err
}

// batchRows is how many rows are sent before their answers are waited for.
const batchRows = 2000

// manyIn are the rows of a batch, where that is what a statement was given.
func manyIn(args []sqldriver.NamedValue) (rows batch) {
	if len(args) == 1 {
		rows, _ = args[0].Value.(batch)
	}
	return rows
}

// ExecContext runs a statement, once for each row of a batch.
func (c *connection) ExecContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Result, error) {
	rows := manyIn(args)
	if rows == nil {
		return c.Conn.ExecContext(ctx, query, args)
	}
	return sqldriver.ResultNoRows, c.send(ctx, query, rows, func(results pgx.BatchResults) error {
		_, err := results.Exec()
		return err
	})
}

// QueryContext runs a query; of one with a batch each row gives an ID.
func (c *connection) QueryContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Rows, error) {
	rows := manyIn(args)
	if rows == nil {
		return c.Conn.QueryContext(ctx, query, args)
	}
	made := &ids{}
	return made, c.send(ctx, query, rows, func(results pgx.BatchResults) error {
		given, err := results.Query()
		if err != nil {
			return err
		}
		some, err := pgx.CollectRows(given, pgx.RowTo[int64])
		made.left = append(made.left, some...)
		return err
	})
}

// send sends rows, some at a time, and lets read read the answer to each statement.
func (c *connection) send(ctx context.Context, query string, rows batch, read func(pgx.BatchResults) error) error {
	wide, keys := widened(query, wideRows)
	for some := range slices.Chunk(rows, batchRows) {
		var sent pgx.Batch
		for len(some) > 0 {
			statement, n := query, 1
			if wide != "" && len(some) >= wideRows && apart(some[:wideRows], keys) {
				statement, n = wide, wideRows
			}
			args := slices.Concat(some[:n]...)
			for i := range args {
				v := sqldriver.NamedValue{Value: args[i]}
				if err := c.CheckNamedValue(&v); err != nil {
					return err
				}
				args[i] = v.Value
			}
			sent.Queue(statement, args...)
			some = some[n:]
		}
		results := c.Conn.Conn().SendBatch(ctx, &sent)
		for range sent.Len() {
			if err := read(results); err != nil {
				return errors.Join(err, results.Close())
			}
		}
		if err := results.Close(); err != nil {
			return err
		}
	}
	return nil
}

// wideRows is how many rows one statement inserts where it can.
const wideRows = 50

var insertion = regexp.MustCompile(`^(?s)(INSERT INTO [a-z_]+ \(([a-z_, ]+)\)\s+VALUES) \((\$1(?:, \$\d+)*)\)((?:\s+ON CONFLICT \(([a-z_, ]+)\) DO UPDATE)?[^$]*)$`)

// widened is a statement that inserts n rows where query inserts one. It is empty where that is not possible. A statement that updates
// existing rows must not meet the same row twice: keys are then the places of the columns that tell rows apart.
func widened(query string, n int) (wide string, keys []int) {
	parts := insertion.FindStringSubmatch(query)
	columns := strings.Count(query, "$")
	if parts == nil || parts[3] != marks(1, columns) {
		return "", nil
	}
	if parts[5] != "" {
		names := strings.Split(parts[2], ", ")
		for _, key := range strings.Split(parts[5], ", ") {
			keys = append(keys, slices.Index(names, key))
		}
	}
	values := make([]string, n)
	for row := range values {
		values[row] = "(" + marks(row*columns+1, columns) + ")"
	}
	return parts[1] + " " + strings.Join(values, ", ") + parts[4], keys
}

// apart reports whether no two rows have the same keys.
func apart(rows batch, keys []int) bool {
	seen := make(map[string]bool, len(rows))
	for _, row := range rows {
		var at strings.Builder
		for _, key := range keys {
			fmt.Fprintf(&at, "%v\x00", row[key])
		}
		if len(keys) > 0 && seen[at.String()] {
			return false
		}
		seen[at.String()] = true
	}
	return true
}

// ids are the rows of a query with one column.
type ids struct{ left []int64 }

// Columns is the name of the column.
func (*ids) Columns() []string { return []string{"id"} }

// Close does nothing: all was read.
func (*ids) Close() error { return nil }

// Next gives the next ID.
func (r *ids) Next(into []sqldriver.Value) error {
	if len(r.left) == 0 {
		return io.EOF
	}
	into[0], r.left = r.left[0], r.left[1:]
	return nil
}
