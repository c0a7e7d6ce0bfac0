package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
)

// recordingOn is a setting of the transaction that its triggers ask for: where it is off, as for almost every write, they cost nothing.
const recordingOn = `current_setting('zvonok.recording', TRUE) = 'on'`

// undoStatements make the triggers that note what a transaction changes while the row of recording is there.
func (postgres) undoStatements() []string {
	statements := []string{`CREATE OR REPLACE FUNCTION undo_recording() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		PERFORM set_config('zvonok.recording', CASE TG_OP WHEN 'INSERT' THEN 'on' ELSE 'off' END, TRUE); RETURN NULL; END $$`,
		`CREATE OR REPLACE TRIGGER undo_recording AFTER INSERT OR DELETE ON recording FOR EACH ROW EXECUTE FUNCTION undo_recording()`}
	eachUndoNote(func(n undoNote) {
		array := func(columns []string, side string) string {
			if columns == nil {
				return `NULL`
			}
			return `CAST(json_build_array(` + side + `.` + strings.Join(columns, `, `+side+`.`) + `) AS TEXT)`
		}
		event, when := n.event, recordingOn
		if len(n.of) > 0 {
			event += ` OF ` + strings.Join(n.of, `, `)
			for i, c := range n.of {
				n.of[i] = `old.` + c + ` IS DISTINCT FROM new.` + c
			}
			when += ` AND (` + strings.Join(n.of, ` OR `) + `)`
		}
		where := ``
		if len(n.conditions) > 0 {
			where = ` WHERE ` + strings.Join(n.conditions, ` AND `)
		}
		statements = append(statements,
			fmt.Sprintf(`CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		INSERT INTO undo_rows (change_id, place, before, after) SELECT recording.change_id, '%s', %s, %s FROM recording%s; RETURN NULL; END $$`,
				n.name, n.table, array(n.before, `old`), array(n.after, `new`), where),
			fmt.Sprintf(`CREATE OR REPLACE TRIGGER %s AFTER %s ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION %s()`, n.name, event, n.table, when, n.name))
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

// undoFunctions are the statements that drop the triggers of the undo which another version has made, with their functions.
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
