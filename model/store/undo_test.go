package store

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"testing"
)

// TestUndoKnowsTheSchema: every way in which a row can refer to one that an undo deletes is known to it, and its tables
// have the columns that it notes.
func TestUndoKnowsTheSchema(t *testing.T) {
	onlySQLite(t)
	s := openAt(t, t.TempDir())
	known := map[string]bool{}
	for _, ref := range undoRefs {
		known[ref.of+" "+ref.table+" "+ref.column] = true
	}
	var tables []string
	view(t, s, func(tx *Tx) error {
		return tx.each(func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			tables = append(tables, name)
			return err
		}, `SELECT name FROM sqlite_master WHERE type = 'table'`)
	})
	late := map[string]bool{}
	for _, table := range undoTables {
		late[table.name] = table.late
		view(t, s, func(tx *Tx) error {
			_, err := tx.rowNow(table, slices.Repeat([]any{0}, len(table.keys)))
			return err
		})
	}
	for _, table := range tables {
		view(t, s, func(tx *Tx) error {
			return tx.each(func(rows *sql.Rows) error {
				var of, column string
				err := rows.Scan(&of, &column)
				if late[of] && !known[of+" "+table+" "+column] {
					t.Errorf("an undo that deletes rows of %s does not know of %s.%s", of, table, column)
				}
				return err
			}, `SELECT "table", "from" FROM pragma_foreign_key_list($1)`, table)
		})
	}
}

// TestTriggers: the triggers of an older version are made again at opening, and note nothing but what is recorded.
func TestTriggers(t *testing.T) {
	onlySQLite(t)
	dir := t.TempDir()
	s := openAt(t, dir)
	update(t, s, func(tx *Tx) error {
		for _, query := range []string{
			`DROP TRIGGER undo_persons_i`,
			`CREATE TRIGGER undo_persons_i AFTER INSERT ON persons BEGIN UPDATE persons SET roles = 1; END`,
			`CREATE TRIGGER undo_gone_i AFTER INSERT ON groups BEGIN DELETE FROM groups; END`,
		} {
			if err := tx.exec(query); err != nil {
				return err
			}
		}
		return nil
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, dir)
	apply(t, s, snapshot())
	schema, err := schemaOf(t.Context(), s.pools.read)
	if err != nil {
		t.Fatal(err)
	}
	want := undoTriggers()
	maps.DeleteFunc(schema, func(name string, o schemaObject) bool { return o.kind != "trigger" || plainSQL(want[name]) == o.sql })
	if len(schema) > 0 {
		t.Errorf("left: %v", slices.Sorted(maps.Keys(schema)))
	}
	view(t, s, func(tx *Tx) error {
		var noted, admins int
		err := tx.one(`SELECT (SELECT count(*) FROM undo_rows), (SELECT count(*) FROM persons WHERE roles = 1)`, nil, &noted, &admins)
		if noted > 0 || admins > 1 {
			t.Errorf("noted %d, administrators %d", noted, admins)
		}
		return err
	})
}

// TestNoIDTwice: the number of a deleted row never leads to another one.
func TestNoIDTwice(t *testing.T) {
	onlySQLite(t)
	s := openAt(t, t.TempDir())
	apply(t, s, snapshot())
	for _, table := range []string{"persons", "groups", "teachings", "topics", "orders", "movements", "tasks", "changes", "lessons", "chats", "audit"} {
		err := s.Update(t.Context(), func(tx *Tx) error {
			var schema string
			if err := tx.one(`SELECT sql FROM sqlite_master WHERE name = $1`, []any{table}, &schema); err != nil {
				return err
			}
			var last, most int64
			err := tx.one(fmt.Sprintf(`SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = '%s'), 0), coalesce(max(id), 0) FROM %s`, table, table), nil, &last, &most)
			if last < most {
				t.Errorf("%s: %d was given, the next may be %d (%s)", table, most, last+1, schema)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", table, err)
		}
	}
	update(t, s, func(tx *Tx) error {
		var first, second int64
		const insert = `INSERT INTO persons (last_name, first_name, middle_name, folded, kinds, roles) VALUES ('', '', '', '', 1, 0) RETURNING id`
		if err := tx.one(insert, nil, &first); err != nil {
			return err
		}
		if err := tx.exec(`DELETE FROM persons WHERE id = $1`, first); err != nil {
			return err
		}
		err := tx.one(insert, nil, &second)
		if second <= first {
			t.Errorf("%d after %d", second, first)
		}
		return err
	})
}
