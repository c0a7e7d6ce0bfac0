package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"zvonok/model"
)

// undoing is the taking back of a change.
type undoing struct {
	*Tx
	id   model.ChangeID
	day  time.Time // the college's calendar day
	rows []undoRow
	// going are the rows that the change added and that are now deleted; ended are those of people, groups and teachings
	// that it had brought back. Both are by table.
	going, ended map[string][]int64
	later        map[string][]laterNote
	profiles     map[int64]int64 // by person, to be given back; 0 for none
	conflict     UndoConflictError
}

// sort finds the rows that go.
func (u *undoing) sort() {
	u.going, u.ended, u.profiles = map[string][]int64{}, map[string][]int64{}, map[int64]int64{}
	for _, r := range u.rows {
		switch {
		case !r.late:
		case r.added():
			u.going[r.name] = append(u.going[r.name], r.id())
		case r.turned("active", 0, 1):
			u.ended[r.name] = append(u.ended[r.name], r.id())
		}
	}
}

// Undo brings the rows of a change back to what they were before it, as of the calendar day today: what it added goes,
// with what the program has made of it since, what it deleted comes back, and of what it altered each column that
// nobody has altered since. Nothing is done, and the error is an *UndoConflictError, when others have altered or used
// some of it. It is to be called in a transaction that records a change of its own.
func (tx *Tx) Undo(id model.ChangeID, today time.Time) (err error) {
	u := &undoing{Tx: tx, id: id, day: today}
	if u.rows, err = tx.undoRows(id); err != nil {
		return err
	}
	if u.later, err = tx.laterNotes(id); err != nil {
		return err
	}
	u.sort()
	for _, steps := range [][]func() error{
		{u.findEdited, u.moveBack, u.findUses},
		{u.oweRemovals, u.dropChats, u.drop, u.giveBack, u.findTwins},
	} {
		for _, step := range steps {
			if err := step(); err != nil {
				return fmt.Errorf("отмена изменения: %w", err)
			}
		}
		if u.conflict.Rows > 0 {
			return u.nameConflict()
		}
	}
	if err := tx.exec(`UPDATE changes SET undone = $1 WHERE id = $2`, tx.change, id); err != nil {
		return err
	}
	tx.changed.All, tx.changed.Sync = true, true
	tx.lessonsOf()
	return tx.RosterEdited()
}

// moveBack takes everything back except added rows that others may refer to, and derives the enrolments again.
func (u *undoing) moveBack() error {
	moved, err := u.moved()
	if err != nil {
		return err
	}
	for _, step := range []func() error{u.takeAway, u.bringBack, u.merge} {
		if err := step(); err != nil {
			return err
		}
	}
	again, err := u.moved() // by movements that came back
	if err != nil {
		return err
	}
	moved = append(moved, again...)
	slices.Sort(moved)
	moved = slices.Compact(moved)
	return errors.Join(u.derive(moved), u.disbandToday())
}

// moved are the people whose enrolments depend on the change's movements and orders as they are now.
func (u *undoing) moved() (people []model.PersonID, err error) {
	for _, r := range u.rows {
		switch r.name {
		case "orders":
			concerned, err := u.OrderConcerns(model.OrderID(r.id()))
			if err != nil {
				return nil, err
			}
			people = append(people, concerned...)
		case "movements":
			of, err := loadColumn[model.PersonID](u.Tx, `SELECT person_id FROM movements WHERE id = $1 AND person_id IS NOT NULL`, r.id())
			if err != nil {
				return nil, err
			}
			people = append(people, of...)
		}
	}
	return people, nil
}

// takeAway deletes the added rows that nothing refers to, the latest kinds first.
func (u *undoing) takeAway() error {
	of := u.by(undoRow.added)
	for _, t := range slices.Backward(undoTables) {
		var err error
		keys := func(r undoRow) []any { return r.after[:len(t.keys)] }
		switch rows := of[t.name]; {
		case t.late:
		case t.name == "members":
			err = u.leave(rows)
		case t.ends != "":
			err = manyOf(u.Tx, `UPDATE `+t.name+` SET `+t.ends+` = $1 WHERE `+where(t.keys, 2), rows, func(r undoRow) []any {
				return append([]any{t.end(u.day)}, keys(r)...)
			})
		default:
			err = manyOf(u.Tx, `DELETE FROM `+t.name+` WHERE `+where(t.keys, 1), rows, keys)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// leave takes people from the lists of chats that stay: people who are in the chat, or have its link, leave as after an
// edit.
func (u *undoing) leave(rows []undoRow) error {
	made := map[any]bool{}
	for _, r := range u.rows {
		if r.name == "chats" && r.added() {
			made[r.after[0]] = true
		}
	}
	rows = slices.DeleteFunc(rows, func(r undoRow) bool { return made[r.after[0]] })
	keys := func(r undoRow) []any { return r.after[:2] }
	for _, query := range []string{
		`UPDATE members SET there = (SELECT p.messenger FROM persons p WHERE p.id = members.person_id)
			WHERE chat_id = $1 AND person_id = $2 AND there = 0 AND origin <> 3
			AND EXISTS (SELECT 1 FROM chats c WHERE c.id = members.chat_id AND c.deleted = 0 AND (c.peer <> 0 OR c.title_there <> ''))
			AND EXISTS (SELECT 1 FROM persons p WHERE p.id = members.person_id AND p.messenger IS NOT NULL)`,
		`UPDATE members SET origin = 4, admin = 0, admin_by_hand = 0 WHERE chat_id = $1 AND person_id = $2 AND there <> 0`,
		`DELETE FROM members WHERE chat_id = $1 AND person_id = $2 AND there = 0`,
	} {
		if err := manyOf(u.Tx, query, rows, keys); err != nil {
			return err
		}
	}
	return nil
}

// by gives the rows that meet a condition, by table.
func (u *undoing) by(holds func(undoRow) bool) map[string][]undoRow {
	of := map[string][]undoRow{}
	for _, r := range u.rows {
		if holds(r) {
			of[r.name] = append(of[r.name], r)
		}
	}
	return of
}

// bringBack makes the deleted rows again, unless they exist or what they refer to does not.
func (u *undoing) bringBack() error {
	of := u.by(func(r undoRow) bool { return r.after == nil })
	for _, t := range undoTables {
		for _, r := range of[t.name] {
			if err := u.insert(r); err != nil {
				return err
			}
		}
	}
	return nil
}

func (u *undoing) insert(r undoRow) error {
	if there, err := u.rowNow(r.undoTable, r.before); err != nil || there != nil {
		return err
	}
	for _, ref := range undoRefs {
		i := slices.Index(r.all(), ref.column)
		if ref.table != r.name || i < 0 || i >= len(r.before) || r.before[i] == nil || ref.unlinked {
			continue
		}
		var parent bool
		if err := u.one(`SELECT EXISTS (SELECT 1 FROM `+ref.of+` WHERE id = $1)`, []any{r.before[i]}, &parent); err != nil || !parent {
			return err
		}
	}
	values := slices.Clone(r.before)
	columns := r.all()[:len(values)]
	if i := slices.Index(columns, "messenger"); i >= 0 && values[i] != nil {
		u.profiles[r.id()], _ = values[i].(int64) // somebody else may have it
		values[i] = nil
	}
	columns = slices.Concat(columns, r.zeros)
	for range r.zeros {
		values = append(values, 0)
	}
	return u.exec(`INSERT INTO `+r.name+` (`+strings.Join(columns, ", ")+`) VALUES (`+marks(1, len(values))+`)`, values...)
}

// merge restores those columns of the altered rows that nobody has altered since.
func (u *undoing) merge() error {
	for _, r := range u.rows {
		if r.before == nil || r.after == nil {
			continue
		}
		now, err := u.rowNow(r.undoTable, r.before)
		if err != nil {
			return err
		}
		if now == nil {
			// The agent deletes chats and their lists as part of its work; what people have deleted stays deleted.
			if r.yields && len(u.blamed(u.later[r.key()])) == 0 {
				err = u.insert(r)
			}
		} else if set, values := u.merged(r, now); len(set) > 0 {
			err = u.exec(`UPDATE `+r.name+` SET `+assignments(set)+` WHERE `+where(r.keys, len(set)+1), append(values, r.before[:len(r.keys)]...)...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// merged are the columns of a row to be written, and their values. A column that later changes have altered is a
// conflict, unless the table yields; what the program has made of one since stays.
func (u *undoing) merged(r undoRow, now []any) (set []string, values []any) {
	later := u.later[r.key()]
	renamed := false
	for i, column := range r.all() {
		if i >= len(r.before) || i < len(r.after) && r.before[i] == r.after[i] {
			continue
		}
		value := r.before[i]
		var after any // not known for a row that the change deleted and made again
		if i < len(r.after) {
			after = r.after[i]
		}
		bits := slices.Contains(undoBits, column)
		mask := int64(-1)
		if bits {
			mask = value.(int64) ^ after.(int64)
		}
		altered := column != "folded" && altered(later, i, mask)
		switch {
		case altered && !r.yields:
			u.conflict.add(r.key(), u.blamed(later), r.edited, "")
			return nil, nil
		case altered || now[i] == value:
			continue
		case after == nil || now[i] == after:
		case bits:
			value = now[i].(int64)&^mask | value.(int64)&mask
		case column == "folded":
		case r.whole:
			u.conflict.add(r.key(), nil, r.edited, u.called(r.undoTable, r.id()))
			return nil, nil
		default:
			continue
		}
		now[i] = value
		switch column {
		case "messenger":
			u.profiles[r.id()], _ = value.(int64)
		case "folded":
			renamed = true
		default:
			set, values = append(set, column), append(values, value)
		}
	}
	if renamed { // some part of the name may come from another change by now
		name := model.Name{}
		for i, part := range []*string{&name.LastName, &name.FirstName, &name.MiddleName} {
			*part, _ = now[1+i].(string)
		}
		set, values = append(set, "folded"), append(values, model.Fold(name.String()))
	}
	return set, values
}

// rowNow are the columns of a row, nil where the row is gone.
func (tx *Tx) rowNow(t undoTable, key []any) (now []any, err error) {
	err = tx.each(func(rows *sql.Rows) error {
		now = make([]any, len(t.all()))
		into := make([]any, len(now))
		for i := range now {
			into[i] = &now[i]
		}
		return rows.Scan(into...)
	}, `SELECT `+strings.Join(t.all(), ", ")+` FROM `+t.name+` WHERE `+where(t.keys, 1), key[:len(t.keys)]...)
	return now, err
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

// marks are the placeholders of n values, which begin with $first.
func marks(first, n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf("$%d", first+i)
	}
	return strings.Join(parts, ", ")
}
