package store

import (
	"context"
	"database/sql"
	"strings"
)

// undoTriggers are the triggers that note what a transaction changes while the row of recording is there, by name. They
// are SQLite's alone, as is all in this file.
func undoTriggers() map[string]string {
	triggers := map[string]string{}
	for _, t := range undoTables {
		array := func(side string, columns []string) string {
			return `json_array(` + side + `.` + strings.Join(columns, `, `+side+`.`) + `)`
		}
		make := func(kind, event, when, side, before, after string, conditions ...string) {
			if t.only != "" {
				conditions = append(conditions, strings.ReplaceAll(t.only, "%s", side))
			}
			where := ``
			if len(conditions) > 0 {
				where = ` WHERE ` + strings.Join(conditions, ` AND `)
			}
			name := undoTrigger + t.name + `_` + kind
			triggers[name] = `CREATE TRIGGER ` + name + ` AFTER ` + event + ` ON ` + t.name + when +
				` BEGIN INSERT INTO undo_rows (change_id, place, before, after) SELECT recording.change_id, '` + t.name + `', ` + before + `, ` + after +
				` FROM recording` + where + `; END`
		}
		added := t.keys
		if t.whole {
			added = t.all()
		}
		var fresh []string
		if t.fresh != "" {
			fresh = append(fresh, t.fresh)
		}
		make(`i`, `INSERT`, ``, `new`, `NULL`, array(`new`, added), fresh...)
		make(`d`, `DELETE`, ``, `old`, array(`old`, t.all()), `NULL`)
		if len(t.columns) > 0 {
			differs := []string{}
			for _, c := range t.columns {
				differs = append(differs, `old.`+c+` IS NOT new.`+c)
			}
			make(`u`, `UPDATE OF `+strings.Join(t.columns, `, `), ` WHEN `+strings.Join(differs, ` OR `), `new`,
				array(`old`, t.all()), array(`new`, t.all()))
		}
	}
	return triggers
}

// undoTrigger begins the names of the triggers of the undo.
const undoTrigger = "undo_"

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
	for _, sql := range want {
		if _, err := tx.ExecContext(ctx, sql); err != nil {
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
