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

// Record begins to note what the transaction changes, so that it can be taken back as a whole. Lines of
// «Журнал изменений» that the transaction writes from now on belong to the change.
func (tx *Tx) Record(at time.Time) error {
	if err := tx.one(`INSERT INTO changes (at) VALUES ($1) RETURNING id`, []any{at.Unix()}, &tx.change); err != nil {
		return err
	}
	tx.recording = true
	return tx.exec(`INSERT INTO recording (change_id, known) SELECT $1, coalesce(max(id), 0) FROM persons`, tx.change)
}

// endRecord stops noting. A change of nothing is deleted.
func (tx *Tx) endRecord() error {
	if err := tx.exec(`DELETE FROM recording`); err != nil {
		return err
	}
	var some bool
	if err := tx.one(`SELECT coalesce((SELECT change_id FROM undo_rows ORDER BY seq DESC LIMIT 1), 0) = $1`, []any{tx.change}, &some); err != nil || some {
		return err
	}
	return errors.Join(tx.exec(`UPDATE audit SET change_id = 0 WHERE change_id = $1`, tx.change),
		tx.exec(`DELETE FROM changes WHERE id = $1`, tx.change))
}

// Change is the change that the transaction records, 0 for none.
func (tx *Tx) Change() model.ChangeID { return tx.change }

// undoRow is what a change made of a row: its columns before and after, nil where there was no row. For an added row
// after may hold only the keys.
type undoRow struct {
	undoTable
	before, after []any
}

func (r undoRow) added() bool { return r.before == nil && r.after != nil }

// row are the columns of the row that are known; the keys always are.
func (r undoRow) row() []any {
	if r.after != nil {
		return r.after
	}
	return r.before
}

// id is the row's ID, where the table has one key that is a number.
func (r undoRow) id() int64 {
	id, _ := r.row()[0].(int64)
	return id
}

// key tells rows of all tables apart.
func (r undoRow) key() string { return keyOf(r.name, r.row()[:len(r.keys)]) }

func keyOf(table string, keys []any) string { return table + fmt.Sprint(keys) }

// scanNote reads a line of undo_rows, whose first columns are place, before and after.
func scanNote(rows *sql.Rows, more ...any) (r undoRow, err error) {
	var place string
	var before, after sql.NullString
	if err := rows.Scan(append([]any{&place, &before, &after}, more...)...); err != nil {
		return r, err
	}
	r.undoTable = undoTables[slices.IndexFunc(undoTables, func(t undoTable) bool { return t.name == place })]
	if r.before, err = columnsOf(before); err != nil {
		return r, err
	}
	r.after, err = columnsOf(after)
	return r, err
}

func columnsOf(text sql.NullString) (columns []any, err error) {
	if !text.Valid {
		return nil, nil
	}
	d := json.NewDecoder(strings.NewReader(text.String))
	d.UseNumber()
	if err := d.Decode(&columns); err != nil {
		return nil, err
	}
	for i, v := range columns {
		if n, ok := v.(json.Number); ok {
			if columns[i], err = n.Int64(); err != nil {
				return nil, err
			}
		}
	}
	return columns, nil
}

// undoRows loads what a change made of its rows, each row once, in the order in which it came to them.
func (tx *Tx) undoRows(id model.ChangeID) (rows []undoRow, err error) {
	at := map[string]int{}
	err = tx.each(func(line *sql.Rows) error {
		r, err := scanNote(line)
		if err != nil {
			return err
		}
		if i, known := at[r.key()]; known {
			rows[i].after = r.after
			return nil
		}
		at[r.key()] = len(rows)
		rows = append(rows, r)
		return nil
	}, `SELECT place, before, after FROM undo_rows WHERE change_id = $1 ORDER BY seq`, id)
	return slices.DeleteFunc(rows, func(r undoRow) bool { return r.before == nil && r.after == nil }), err
}

// undone is a condition on changes c: it was taken back, and that was not itself taken back, and so on.
const undone = `(coalesce(c.undone, 0) <> 0 AND (WITH RECURSIVE taken(back) AS (SELECT c.undone UNION ALL SELECT b.undone FROM taken JOIN changes b ON b.id = taken.back)
	SELECT count(*) FROM taken WHERE back <> 0) % 2 = 1)`

// UndoSummary is what a change did, and what taking it back would take with it.
type UndoSummary struct {
	At     time.Time // UTC
	Undone bool
	Counts map[string]model.RowCounts // by table
	// DeletedChats are how many chats it deleted; ChatsGone are the titles of the automatic chats of the groups and
	// subjects that go with it, ChatsKept of those that stay because somebody was added by hand.
	DeletedChats         int
	ChatsGone, ChatsKept []string
	// Left is how many movements of orders may have taken somebody out of a chat by today: those out of a group of the orders that it
	// added, and all of those that it edited or cancelled.
	Left     int
	Accounts int                     // of the people who go
	People   map[model.PersonID]bool // who go
}

// UndoSummary says what a change did by today, a calendar day. One that can no longer be taken back is ErrNotFound.
func (tx *Tx) UndoSummary(id model.ChangeID, today time.Time) (s UndoSummary, err error) {
	if err := tx.one(`SELECT c.at, `+undone+` FROM changes c WHERE c.id = $1`, []any{id}, toMoment{&s.At}, &s.Undone); err != nil {
		return s, err
	}
	s.Counts, s.People = map[string]model.RowCounts{}, map[model.PersonID]bool{}
	rows, err := tx.undoRows(id)
	if err != nil {
		return s, err
	}
	var added, altered []int64 // orders
	for _, r := range rows {
		n := s.Counts[r.name]
		switch {
		case r.before == nil:
			n.Added++
		case r.after == nil:
			n.Removed++
		default:
			n.Changed++
		}
		s.Counts[r.name] = n
		switch {
		case r.name != "orders":
		case r.before == nil:
			added = append(added, r.id())
		default:
			altered = append(altered, r.id())
		}
		if r.name == "chats" && r.turned("deleted", 0, 1) {
			s.DeletedChats++
		}
	}
	u := undoing{Tx: tx, rows: rows}
	u.sort()
	for _, person := range u.going["persons"] {
		s.People[model.PersonID(person)] = true
	}
	if err := tx.one(`SELECT count(*) FROM accounts WHERE person_id IN (`+tx.engine.listed(1)+`)`, []any{list(u.going["persons"])}, &s.Accounts); err != nil {
		return s, err
	}
	err = tx.one(`SELECT count(*) FROM movements WHERE day <= $1 AND ((out_all <> 0 OR out_group <> 0) AND order_id IN (`+tx.engine.listed(2)+`)
		OR order_id IN (`+tx.engine.listed(3)+`))`, []any{formatDate(today), list(added), list(altered)}, &s.Left)
	if err != nil {
		return s, err
	}
	chats, err := u.chatsOfGone()
	for _, c := range chats {
		if c.byHand {
			s.ChatsKept = append(s.ChatsKept, c.title)
		} else {
			s.ChatsGone = append(s.ChatsGone, c.title)
		}
	}
	return s, err
}

// turned reports whether the change turned a column that is 0 or 1 from one to the other; a row that is gone
// counts as turned.
func (r undoRow) turned(column string, from, to int64) bool {
	i := slices.Index(r.all(), column)
	return i >= 0 && i < len(r.before) && r.before[i] == from && (r.after == nil || i < len(r.after) && r.after[i] == to)
}

// PruneUndo forgets how to take back changes made before a moment.
func (tx *Tx) PruneUndo(before time.Time) error {
	var last model.ChangeID // a wrong clock must not end newer changes
	err := tx.one(`SELECT coalesce(max(id), 0) FROM changes WHERE at < $1 AND id < coalesce((SELECT min(id) FROM changes WHERE at >= $1), id + 1)`,
		[]any{before.Unix()}, &last)
	if err != nil || last == 0 {
		return err
	}
	for _, query := range []string{
		`DELETE FROM undo_rows WHERE change_id <= $1`,
		`UPDATE audit SET change_id = 0 WHERE change_id <= $1 AND change_id <> 0`,
		`DELETE FROM changes WHERE id <= $1`,
	} {
		if err := tx.exec(query, last); err != nil {
			return err
		}
	}
	return nil
}
