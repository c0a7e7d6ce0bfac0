package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
)

// undoTriggers are the triggers that note what a transaction changes while the row of recording is there, by name. Like
// everything in this file they are for SQLite alone.
func undoTriggers() map[string]string {
	triggers := map[string]string{}
	eachUndoNote(func(n undoNote) {
		array := func(columns []string, side string) string {
			if columns == nil {
				return `NULL`
			}
			return `json_array(` + side + `.` + strings.Join(columns, `, `+side+`.`) + `)`
		}
		event, when := n.event, ``
		if len(n.of) > 0 {
			event += ` OF ` + strings.Join(n.of, `, `)
			for i, c := range n.of {
				n.of[i] = `old.` + c + ` IS NOT new.` + c
			}
			when = ` WHEN ` + strings.Join(n.of, ` OR `)
		}
		where := ``
		if len(n.conditions) > 0 {
			where = ` WHERE ` + strings.Join(n.conditions, ` AND `)
		}
		triggers[n.name] = `CREATE TRIGGER ` + n.name + ` AFTER ` + event + ` ON ` + n.table + when +
			` BEGIN INSERT INTO undo_rows (change_id, place, before, after) SELECT recording.change_id, '` + n.table + `', ` + array(n.before, `old`) + `, ` +
			array(n.after, `new`) + ` FROM recording` + where + `; END`
	})
	return triggers
}

// makeTriggers makes the triggers of the undo what this version of the program wants them to be.
func makeTriggers(ctx context.Context, db *sql.DB) error {
	want := undoTriggers()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	have, err := schemaOf(ctx, tx)
	if err != nil {
		return err
	}
	same := 0
	for name, sql := range want {
		if have[name].sql == plainSQL(sql) {
			same++
		}
	}
	if same == len(want) {
		return nil
	}
	if err := dropTriggers(ctx, tx, have); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, err := tx.ExecContext(ctx, want[name]); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// dropTriggers drops the triggers of the undo, so that nothing of a migration is noted.
func dropTriggers(ctx context.Context, tx querier, schema map[string]schemaObject) error {
	for name, o := range schema {
		if o.isUndo(name) {
			if _, err := tx.ExecContext(ctx, `DROP TRIGGER `+name); err != nil {
				return err
			}
		}
	}
	return nil
}
