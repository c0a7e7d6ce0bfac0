package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
)

// What a trigger asks its transaction: which change is being recorded, and the last person before it. When no change is, as with almost
// every write, a trigger costs nothing.
const (
	recordingChange = `NULLIF(current_setting('zvonok.change', TRUE), '')`
	recordingKnown  = `CAST(NULLIF(current_setting('zvonok.known', TRUE), '') AS BIGINT)`
)

// undoStatements make the triggers that note what a transaction changes while the row of recording is there: a trigger of that table tells
// the others by settings of the transaction.
func (postgres) undoStatements() []string {
	statements := []string{`CREATE OR REPLACE FUNCTION undo_recording() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		PERFORM set_config('zvonok.change', coalesce(CAST(new.change_id AS TEXT), ''), TRUE), set_config('zvonok.known', coalesce(CAST(new.known AS TEXT), ''), TRUE);
		RETURN NULL; END $$`,
		`CREATE OR REPLACE TRIGGER undo_recording AFTER INSERT OR DELETE ON recording FOR EACH ROW EXECUTE FUNCTION undo_recording()`}
	eachUndoNote(func(n undoNote) {
		array := func(columns []string, side string) string {
			if columns == nil {
				return `NULL`
			}
			return `CAST(json_build_array(` + side + `.` + strings.Join(columns, `, `+side+`.`) + `) AS TEXT)`
		}
		event, when := n.event, append([]string{recordingChange + ` IS NOT NULL`}, n.conditions...)
		if len(n.of) > 0 {
			event += ` OF ` + strings.Join(n.of, `, `)
			for i, c := range n.of {
				n.of[i] = `old.` + c + ` IS DISTINCT FROM new.` + c
			}
			when = append(when, `(`+strings.Join(n.of, ` OR `)+`)`)
		}
		statements = append(statements,
			fmt.Sprintf(`CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		INSERT INTO undo_rows (change_id, place, before, after) VALUES (CAST(%s AS BIGINT), '%s', %s, %s); RETURN NULL; END $$`,
				n.name, recordingChange, n.table, array(n.before, `old`), array(n.after, `new`)),
			fmt.Sprintf(`CREATE OR REPLACE TRIGGER %s AFTER %s ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION %s()`, n.name, event, n.table,
				strings.ReplaceAll(strings.Join(when, ` AND `), `recording.known`, recordingKnown), n.name))
	})
	return statements
}

// makeTriggers makes the triggers of the undo what this version of the program wants them to be. Which ones there are is written beside
// the table of their notes.
func (p postgres) makeTriggers(ctx context.Context) error {
	statements := p.undoStatements()
	sum := sha256.Sum256([]byte(strings.Join(statements, ";")))
	mark := hex.EncodeToString(sum[:])
	var have sql.NullString
	const made = `SELECT obj_description('undo_rows'::regclass)`
	if err := p.read.QueryRowContext(ctx, made).Scan(&have); err != nil || have.String == mark {
		return err
	}
	tx, err := p.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	old, err := undoFunctions(ctx, tx)
	if err != nil {
		return err
	}
	for _, statement := range append(old, append(statements, `COMMENT ON TABLE undo_rows IS '`+mark+`'`)...) {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// undoFunctions are the statements that drop the undo's triggers of another version, with their functions.
func undoFunctions(ctx context.Context, tx *sql.Tx) (drops []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname LIKE 'undo\_%'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		drops = append(drops, `DROP FUNCTION `+name+`() CASCADE`)
	}
	return drops, rows.Err()
}
