package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"zvonok/model"
)

// undoTable is a table whose changes can be taken back.
type undoTable struct {
	name string
	// keys are the columns that tell rows apart, columns the others that matter.
	keys, columns []string
	// gone is the column that marks a row as gone where other rows may refer to it: such a row is never deleted. Empty
	// for rows that are. live is its value before, in SQL, goneValue then, nil for the calendar day.
	gone, live string
	goneValue  any
	// blank is what else a row loses that is taken back as if it had never been, in SQL.
	blank string
	// moves: others change the row meanwhile as a matter of course, so that it need not be as the change left it.
	moves bool
	// unless is a column: rows that have it belong to what is noted elsewhere.
	unless string
	// only is a condition in SQL over a row, which %s stands for: others are not noted. Empty for all.
	only string
	// work is what people do with a row without it being noted. A row that the change added stays when there is any.
	work *undoWork
}

// undoTables are in the order in which rows can be made: those that others refer to come first.
var undoTables = []undoTable{
	{name: "persons", keys: []string{"id"}, gone: "active", live: "1", goneValue: 0, blank: ", kinds = 0, roles = 0",
		columns: []string{"last_name", "first_name", "middle_name", "folded", "kinds", "roles", "messenger", "active"}},
	{name: "groups", keys: []string{"id"}, gone: "active", live: "1", goneValue: 0, columns: []string{"name", "year", "specialty", "curator", "active"}},
	{name: "teachings", keys: []string{"id"}, gone: "active", live: "1", goneValue: 0,
		columns: []string{"group_id", "subject_id", "course_index", "subgroup", "hours", "whole_group", "active"}},
	{name: "teaching_teachers", keys: []string{"teaching_id", "person_id"}},
	{name: "learners", keys: []string{"teaching_id", "person_id"}},
	// Enrolments are derived from these two. An order that is taken back stays with its movements, cancelled.
	{name: "orders", keys: []string{"id"}, gone: "cancelled_at", live: "''",
		columns: []string{"number", "date", "kind", "effective", "cancelled_at", "note", "basis", "edition"}},
	{name: "movements", keys: []string{"id"}, unless: "order_id",
		columns: []string{"person_id", "day", "out_group", "in_group", "out_all", "order_id"}},
	{name: "disbandings", keys: []string{"order_id"}, columns: []string{"carried"}, moves: true},
	{name: "standings", keys: []string{"person_id"}, columns: []string{"student"}, moves: true},
	{name: "guardianships", keys: []string{"parent_id", "student_id"}, columns: []string{"relation"}},
	{name: "chats", keys: []string{"id"}, gone: "deleted", live: "0", goneValue: 1, moves: true,
		columns: []string{"type", "group_id", "teaching_id", "title", "auto", "title_by_hand", "creator", "deleted"}},
	{name: "members", keys: []string{"chat_id", "person_id"}, columns: []string{"origin", "admin", "admin_by_hand"}, moves: true},
	{name: "topics", keys: []string{"id"}, work: topicWork, columns: []string{"teaching_id", "number", "title", "hours", "kind", "active"}},
	{name: "lessons", keys: []string{"id"}, work: lessonWork,
		columns: []string{"teaching_id", "day", "begins", "ends", "hours", "kind", "topic_id", "title", "scheduled", "room"}},
	{name: "settings", keys: []string{"name"}, columns: []string{"value"}, only: `%s.name = '` + string(SettingSchoolYear) + `'`},
}

func (t undoTable) all() []string { return slices.Concat(t.keys, t.columns) }

// defaults are what the columns that do not matter get in a row that is made again.
var undoDefaults = map[string]string{"members": `, presence, admin_there, there, code`}

// Record begins to note what the transaction changes, so that it can be taken back as a whole. Lines of
// «Журнал изменений» that the transaction writes from now on belong to the change.
func (tx *Tx) Record(at time.Time) error {
	if err := tx.one(`INSERT INTO changes (at) VALUES ($1) RETURNING id`, []any{at.Unix()}, &tx.change); err != nil {
		return err
	}
	for _, t := range undoTables {
		if err := tx.watch(t); err != nil {
			return err
		}
	}
	tx.recording = true
	return nil
}

// endRecord stops noting. A change that changed nothing is none.
func (tx *Tx) endRecord() error {
	if err := tx.unwatch(); err != nil {
		return err
	}
	var some bool
	if err := tx.one(`SELECT coalesce((SELECT change_id FROM undo_rows ORDER BY seq DESC LIMIT 1), 0) = $1`, []any{tx.change}, &some); err != nil || some {
		return err
	}
	if err := tx.exec(`UPDATE audit SET change_id = 0 WHERE change_id = $1`, tx.change); err != nil {
		return err
	}
	return tx.exec(`DELETE FROM changes WHERE id = $1`, tx.change)
}

// Change is the change that the transaction records, 0 for none.
func (tx *Tx) Change() model.ChangeID { return tx.change }

// undoRow is a row of a table before and after a change; a missing row is invalid.
type undoRow struct {
	place         string
	before, after sql.NullString
}

func (tx *Tx) undoRows(id model.ChangeID) (rows []undoRow, err error) {
	err = tx.each(func(r *sql.Rows) error {
		var row undoRow
		err := r.Scan(&row.place, &row.before, &row.after)
		rows = append(rows, row)
		return err
	}, `SELECT place, before, after FROM undo_rows WHERE change_id = $1 ORDER BY seq DESC`, id)
	return rows, err
}

// CountChange counts the rows of a change that can be taken back, by table.
func (tx *Tx) CountChange(id model.ChangeID) (counts map[string]model.RowCounts, undone bool, err error) {
	if err := tx.one(`SELECT undone <> 0 FROM changes WHERE id = $1`, []any{id}, &undone); err != nil {
		return nil, false, err
	}
	counts = map[string]model.RowCounts{}
	return counts, undone, tx.each(func(rows *sql.Rows) error {
		var place string
		var n model.RowCounts
		err := rows.Scan(&place, &n.Added, &n.Removed, &n.Changed)
		counts[place] = n
		return err
	}, `SELECT place, sum(CASE WHEN before IS NULL THEN 1 ELSE 0 END), sum(CASE WHEN after IS NULL THEN 1 ELSE 0 END),
			sum(CASE WHEN before IS NOT NULL AND after IS NOT NULL THEN 1 ELSE 0 END)
		FROM undo_rows WHERE change_id = $1 GROUP BY place`, id)
}

// DeletedChats counts the chats that a change deleted.
func (tx *Tx) DeletedChats(id model.ChangeID) (n int, err error) {
	rows, err := tx.undoRows(id)
	for _, r := range rows {
		if r.place != "chats" || !r.before.Valid {
			continue
		}
		after, before, err := r.values()
		if err != nil {
			return 0, err
		}
		const no, yes = int64(0), int64(1)
		last := len(before) - 1 // the column that says whether the chat is deleted
		if before[last] == no && (after == nil || after[last] == yes) {
			n++
		}
	}
	return n, err
}

// Undo brings the rows of a change back to what they were before it, as of the calendar day today. Nothing is done, and the error is an
// *UndoConflictError, when some of them were changed since. It is to be called in a transaction that records
// a change of its own.
func (tx *Tx) Undo(id model.ChangeID, today time.Time) error {
	rows, err := tx.undoRows(id)
	if err != nil {
		return err
	}
	conflict := &UndoConflictError{}
	moved, err := tx.movedBy(rows)
	if err != nil {
		return err
	}
	gone, err := goneOf(rows)
	if err != nil {
		return err
	}
	since, err := tx.rowsSince(id)
	if err != nil {
		return err
	}
	if err := tx.findChanged(rows, since, conflict); err != nil {
		return err
	}
	for _, r := range rows {
		t := r.table()
		why, err := tx.stands(t, r)
		if err != nil {
			return err
		}
		if why != "" {
			conflict.add(why)
			continue
		}
		ok, err := tx.undoRow(id, t, r, today)
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		if !ok {
			conflict.add("")
		}
	}
	if err := tx.findTwins(rows, conflict); err != nil {
		return err
	}
	if conflict.Rows > 0 {
		return errors.Join(conflict, tx.nameLater(id, conflict))
	}
	again, err := tx.movedBy(rows) // rows that were made anew
	if err != nil {
		return err
	}
	moved = append(moved, again...)
	slices.Sort(moved)
	moved = slices.Compact(moved)
	if err := tx.derive(moved); err != nil {
		return err
	}
	if _, err := tx.CarryOrders(moved, today); err != nil {
		return err
	}
	if err := tx.findReferences(gone, since, formatDate(today), conflict); err != nil {
		return err
	}
	if conflict.Rows > 0 {
		return errors.Join(conflict, tx.nameLater(id, conflict))
	}
	if err := tx.dropChats(gone); err != nil {
		return err
	}
	if err := tx.exec(`UPDATE changes SET undone = $1 WHERE id = $2`, tx.change, id); err != nil {
		return err
	}
	tx.changed.All, tx.changed.Sync, tx.changed.Lessons = true, true, true
	return tx.RosterEdited()
}

// movedBy are the people whose enrolments rows of movements and orders may change, as far as these are there.
func (tx *Tx) movedBy(rows []undoRow) (people []model.PersonID, err error) {
	for _, r := range rows {
		if r.place != "movements" && r.place != "orders" {
			continue
		}
		after, before, err := r.values()
		if err != nil {
			return nil, err
		}
		key := after
		if key == nil {
			key = before
		}
		id, _ := key[0].(int64)
		if r.place == "orders" {
			concerned, err := tx.OrderConcerns(model.OrderID(id))
			if err != nil {
				return nil, err
			}
			people = append(people, concerned...)
			continue
		}
		err = tx.each(func(rows *sql.Rows) error {
			var person model.PersonID
			err := rows.Scan(&person)
			people = append(people, person)
			return err
		}, `SELECT person_id FROM movements WHERE id = $1 AND person_id IS NOT NULL`, id)
		if err != nil {
			return nil, err
		}
	}
	return people, nil
}

// undoRow takes one row back; ok is false when it is no longer as the change left it.
func (tx *Tx) undoRow(id model.ChangeID, t undoTable, r undoRow, today time.Time) (ok bool, err error) {
	after, before, err := r.values()
	if err != nil {
		return false, err
	}
	key := after
	if key == nil {
		key = before
	}
	now, err := tx.rowNow(t, key)
	if err != nil {
		return false, err
	}
	switch {
	case before != nil && !t.moves && now != r.after:
		return false, nil
	case before == nil && t.work != nil && !now.Valid:
		dropped, err := tx.droppedLater(id, r)
		return !dropped, err
	case before == nil && t.gone != "":
		value := t.goneValue
		if value == nil {
			value = formatDate(today)
		}
		return true, tx.exec(`UPDATE `+t.name+` SET `+t.gone+` = $1`+t.blank+` WHERE `+where(t.keys, 2), slices.Concat([]any{value}, key[:len(t.keys)])...)
	case before == nil:
		return true, tx.exec(`DELETE FROM `+t.name+` WHERE `+where(t.keys, 1), key[:len(t.keys)]...)
	case now.Valid && len(t.columns) > 0:
		return true, tx.exec(`UPDATE `+t.name+` SET `+assignments(t.columns)+` WHERE `+where(t.keys, len(t.columns)+1),
			slices.Concat(before[len(t.keys):], before[:len(t.keys)])...)
	case now.Valid:
		return true, nil
	}
	extra := undoDefaults[t.name]
	return true, tx.exec(`INSERT INTO `+t.name+` (`+strings.Join(t.all(), ", ")+extra+`) VALUES (`+marks(len(before))+
		strings.Repeat(", 0", strings.Count(extra, ","))+`)`, before...)
}

func (r undoRow) table() undoTable {
	return undoTables[slices.IndexFunc(undoTables, func(t undoTable) bool { return t.name == r.place })]
}

// values are the columns of the row after and before the change; nil where there was no row.
func (r undoRow) values() (after, before []any, err error) {
	for _, part := range []struct {
		text sql.NullString
		to   *[]any
	}{{r.after, &after}, {r.before, &before}} {
		if !part.text.Valid {
			continue
		}
		d := json.NewDecoder(strings.NewReader(part.text.String))
		d.UseNumber()
		if err := d.Decode(part.to); err != nil {
			return nil, nil, err
		}
		for i, v := range *part.to {
			if n, ok := v.(json.Number); ok {
				if (*part.to)[i], err = n.Int64(); err != nil {
					return nil, nil, err
				}
			}
		}
	}
	return after, before, nil
}

// where is a condition over the keys, whose placeholders begin with $first.
func where(keys []string, first int) string {
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = fmt.Sprintf("%s = $%d", k, first+i)
	}
	return strings.Join(parts, " AND ")
}

func assignments(columns []string) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = fmt.Sprintf("%s = $%d", c, i+1)
	}
	return strings.Join(parts, ", ")
}

func marks(n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf("$%d", i+1)
	}
	return strings.Join(parts, ", ")
}

// laterNamed is how many later changes a conflict names.
const laterNamed = 3

// nameLater names what was done after a change to the same rows or with them, the latest first.
func (tx *Tx) nameLater(id model.ChangeID, conflict *UndoConflictError) error {
	name := func(query string, of model.ChangeID) error {
		return tx.each(func(rows *sql.Rows) error {
			var action string
			err := rows.Scan(&action)
			if len(conflict.Later) < laterNamed && !slices.Contains(conflict.Later, action) {
				conflict.Later = append(conflict.Later, action)
			}
			return err
		}, query, of)
	}
	slices.Sort(conflict.by)
	conflict.by = slices.Compact(conflict.by)
	for _, change := range slices.Backward(conflict.by) {
		if err := name(`SELECT action FROM audit WHERE change_id = $1 ORDER BY id DESC LIMIT 1`, change); err != nil {
			return err
		}
	}
	return name(`SELECT DISTINCT a.action FROM undo_rows mine
		JOIN undo_rows theirs ON theirs.place = mine.place AND theirs.change_id > mine.change_id AND theirs.before = mine.after
		JOIN audit a ON a.change_id = theirs.change_id WHERE mine.change_id = $1 ORDER BY a.id DESC LIMIT 3`, id)
}

// PruneUndo forgets how to take back changes made before a moment.
func (tx *Tx) PruneUndo(before time.Time) error {
	if err := tx.exec(`DELETE FROM undo_rows WHERE change_id IN (SELECT id FROM changes WHERE at < $1)`, before.Unix()); err != nil {
		return err
	}
	if err := tx.exec(`UPDATE audit SET change_id = 0 WHERE change_id IN (SELECT id FROM changes WHERE at < $1)`, before.Unix()); err != nil {
		return err
	}
	return tx.exec(`DELETE FROM changes WHERE at < $1`, before.Unix())
}

// UndoConflictError says that a change cannot be taken back because its rows were changed since.
type UndoConflictError struct {
	Rows  int
	Later []string // what was done since, as «Журнал изменений» calls it; may be empty
	Work  []string // what was done since that is no change of its own, in words

	by []model.ChangeID // that stand in the way
}

// Error is Russian and says what to do.
func (e *UndoConflictError) Error() string {
	text := fmt.Sprintf("отменить нельзя: с тех пор %s", model.Plural(e.Rows, "запись изменилась", "записи изменились", "записей изменились"))
	if len(e.Later) > 0 {
		return text + ". Сначала отмените то, что сделано позже: " + strings.Join(e.Later, ", ")
	}
	if len(e.Work) > 0 {
		return text + ". Сначала уберите то, что появилось позже: " + strings.Join(e.Work, "; ")
	}
	return text + " — исправьте их вручную или восстановите резервную копию"
}
