package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"zvonok/model"
)

// undoReference is a way in which a row refers to another that taking a change back would leave gone: nobody would see
// what was done with it since.
type undoReference struct {
	of    string // the table of the row that goes, which is t in the query
	words string // what refers to it, for the error
	// query gives t's id, the table of the row that refers to it and that row's keys, the second 0 where there is one.
	query string
	byDay bool // $1 of the query is the college's day
}

// opened are the movements and orders behind an enrolment e that has not ended.
const opened = `JOIN movements m ON m.person_id = e.person_id AND m.in_group = e.group_id LEFT JOIN orders o ON o.id = m.order_id
	WHERE (e.until_date IS NULL OR e.until_date > $1) AND (o.id IS NULL OR o.cancelled_at = '' AND o.edition = m.edition)`

const openedBy = `CASE WHEN m.order_id IS NULL THEN 'movements' ELSE 'orders' END, coalesce(m.order_id, m.id), 0`

var undoReferences = []undoReference{
	{of: "persons", words: "зачисления этих людей в группы", byDay: true,
		query: `SELECT t.id, ` + openedBy + ` FROM persons t JOIN enrolments e ON e.person_id = t.id ` + opened + ` AND t.active = 0`},
	{of: "persons", words: "приказы об этих людях",
		query: `SELECT t.id, 'orders', o.id, 0 FROM persons t JOIN movements m ON m.person_id = t.id
			JOIN orders o ON o.id = m.order_id AND o.edition = m.edition WHERE t.active = 0 AND o.cancelled_at = ''`},
	{of: "persons", words: "группы, где они кураторы",
		query: `SELECT t.id, 'groups', g.id, 0 FROM persons t JOIN groups g ON g.curator = t.id WHERE t.active = 0 AND g.active = 1`},
	{of: "persons", words: "дисциплины, которые они ведут",
		query: `SELECT t.id, 'teaching_teachers', w.teaching_id, w.person_id FROM persons t JOIN teaching_teachers w ON w.person_id = t.id
			JOIN teachings l ON l.id = w.teaching_id WHERE t.active = 0 AND l.active = 1`},
	{of: "persons", words: "дисциплины, по которым они учатся",
		query: `SELECT t.id, 'learners', w.teaching_id, w.person_id FROM persons t JOIN learners w ON w.person_id = t.id
			JOIN teachings l ON l.id = w.teaching_id WHERE t.active = 0 AND l.active = 1`},
	{of: "persons", words: "их родители и дети",
		query: `SELECT t.id, 'guardianships', w.parent_id, w.student_id FROM persons t JOIN guardianships w ON t.id IN (w.parent_id, w.student_id)
			JOIN persons o ON o.id IN (w.parent_id, w.student_id) AND o.id <> t.id WHERE t.active = 0 AND o.active = 1`},
	{of: "persons", words: "чаты, куда они добавлены вручную",
		query: `SELECT t.id, 'members', m.chat_id, m.person_id FROM persons t JOIN members m ON m.person_id = t.id
			JOIN chats c ON c.id = m.chat_id WHERE t.active = 0 AND m.origin = 2 AND c.deleted = 0`},
	{of: "groups", words: "студенты в новых группах", byDay: true,
		query: `SELECT t.id, ` + openedBy + ` FROM groups t JOIN enrolments e ON e.group_id = t.id
			JOIN persons p ON p.id = e.person_id AND p.active = 1 ` + opened + ` AND t.active = 0`},
	{of: "groups", words: "дисциплины новых групп",
		query: `SELECT t.id, 'teachings', l.id, 0 FROM groups t JOIN teachings l ON l.group_id = t.id WHERE t.active = 0 AND l.active = 1`},
	{of: "teachings", words: "занятия по новым дисциплинам",
		query: `SELECT t.id, 'lessons', l.id, 0 FROM teachings t JOIN lessons l ON l.teaching_id = t.id WHERE t.active = 0`},
	{of: "teachings", words: "темы КТП новых дисциплин",
		query: `SELECT t.id, 'topics', l.id, 0 FROM teachings t JOIN topics l ON l.teaching_id = t.id WHERE t.active = 0 AND l.active = 1`},
}

// goneBy are the people, groups and teachings that are gone once rows of a change are taken back, by table and id. It is
// true for those that the change made, false for those that it brought back.
type goneBy map[string]map[int64]bool

func goneOf(rows []undoRow) (goneBy, error) {
	gone := goneBy{"persons": {}, "groups": {}, "teachings": {}}
	for _, r := range rows {
		if gone[r.place] == nil || !r.after.Valid {
			continue
		}
		after, before, err := r.values()
		if err != nil {
			return nil, err
		}
		id, _ := after[0].(int64)
		last := len(before) - 1 // the column that says whether it is in force
		if before == nil {
			gone[r.place][id] = true
		} else if before[last] == int64(0) && after[last] == int64(1) {
			gone[r.place][id] = gone[r.place][id] // a row may be made and changed by one change
		}
	}
	return gone, nil
}

// rowsSince are the rows of the changes after one, by table and keys.
type rowsSince struct {
	found   map[string]string           // how the first of the changes found the row
	changes map[string][]model.ChangeID // those of them that stand
}

// rowKey tells rows of all tables apart; text is a row as undo_rows writes it.
func rowKey(place, text string, keys int) string {
	end := 0
	for range keys {
		end += strings.IndexAny(text[end:], ",]") + 1
	}
	return place + text[:end-1]
}

func (tx *Tx) rowsSince(id model.ChangeID) (since rowsSince, err error) {
	since = rowsSince{found: map[string]string{}, changes: map[string][]model.ChangeID{}}
	return since, tx.each(func(rows *sql.Rows) error {
		var r undoRow
		var change model.ChangeID
		var stands bool
		if err := rows.Scan(&r.place, &r.before, &r.after, &change, &stands); err != nil {
			return err
		}
		text := r.after
		if !text.Valid {
			text = r.before
		}
		key := rowKey(r.place, text.String, len(r.table().keys))
		if _, known := since.found[key]; !known {
			since.found[key] = r.before.String
		}
		if stands && !slices.Contains(since.changes[key], change) {
			since.changes[key] = append(since.changes[key], change)
		}
		return nil
	}, `SELECT u.place, u.before, u.after, c.id, c.undone = 0 AND NOT EXISTS (SELECT 1 FROM changes o WHERE o.undone = c.id)
		FROM undo_rows u JOIN changes c ON c.id = u.change_id WHERE c.id > $1 AND c.id <> $2 ORDER BY u.seq`, id, tx.change)
}

// findChanged looks for rows that a change made and that others have changed since.
func (tx *Tx) findChanged(rows []undoRow, since rowsSince, conflict *UndoConflictError) error {
	for _, r := range rows {
		t := r.table()
		if r.before.Valid || t.gone == "" || t.moves {
			continue
		}
		key := rowKey(t.name, r.after.String, len(t.keys))
		found, touched := since.found[key]
		if !touched {
			continue
		}
		after, _, err := r.values()
		if err != nil {
			return err
		}
		now, err := tx.rowNow(t, after)
		if err != nil {
			return err
		}
		var live bool
		err = tx.one(`SELECT EXISTS (SELECT 1 FROM `+t.name+` WHERE `+where(t.keys, 1)+` AND `+t.gone+` = `+t.live+`)`, after[:len(t.keys)], &live)
		if err != nil {
			return err
		}
		if live && now.String != found {
			conflict.add("")
			conflict.by = append(conflict.by, since.changes[key]...)
		}
	}
	return nil
}

// findReferences looks, once rows were taken back, for what refers to those that are gone by it.
func (tx *Tx) findReferences(gone goneBy, since rowsSince, day string, conflict *UndoConflictError) error {
	found := map[string]bool{}
	for _, ref := range undoReferences {
		var args []any
		if ref.byDay {
			args = []any{day}
		}
		err := tx.each(func(rows *sql.Rows) error {
			var id, first, second int64
			var place string
			if err := rows.Scan(&id, &place, &first, &second); err != nil {
				return err
			}
			fresh, goes := gone[ref.of][id]
			key := fmt.Sprintf("%s[%d", place, first)
			if second != 0 {
				key += fmt.Sprintf(",%d", second)
			}
			changes := since.changes[key]
			// What came back by the change may have been referred to before it.
			if !goes || !fresh && len(changes) == 0 {
				return nil
			}
			conflict.by = append(conflict.by, changes...)
			why := ref.words
			if len(changes) > 0 {
				why = ""
			}
			if one := fmt.Sprint(ref.of, id); !found[one] {
				found[one] = true
				conflict.add(why)
			}
			return nil
		}, ref.query, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// goneChat is an automatic chat of a group or a teaching that is gone.
type goneChat struct {
	id     model.ChatID
	title  string
	byHand bool // somebody was added by hand
}

func (tx *Tx) goneChats(gone goneBy) (chats []goneChat, err error) {
	return chats, tx.each(func(rows *sql.Rows) error {
		var c goneChat
		var group, teaching int64
		err := rows.Scan(&c.id, &c.title, &group, &teaching, &c.byHand)
		_, ofGroup := gone["groups"][group]
		if _, ofTeaching := gone["teachings"][teaching]; ofGroup || ofTeaching {
			chats = append(chats, c)
		}
		return err
	}, `SELECT c.id, c.title, c.group_id, c.teaching_id, EXISTS (SELECT 1 FROM members m WHERE m.chat_id = c.id AND m.origin = 2)
		FROM chats c WHERE c.auto = 1 AND c.deleted = 0 AND (c.group_id <> 0 OR c.teaching_id <> 0) ORDER BY c.title COLLATE russian, c.id`)
}

// dropChats lets the agent delete the chats of the groups and teachings that are gone, as an initialisation does: those
// with people added by hand stay.
func (tx *Tx) dropChats(gone goneBy) error {
	chats, err := tx.goneChats(gone)
	if err != nil {
		return err
	}
	for _, c := range chats {
		if c.byHand {
			continue
		}
		if err := tx.exec(`UPDATE chats SET deleted = 1, auto = 0, version = version + 1 WHERE id = $1`, c.id); err != nil {
			return err
		}
	}
	return nil
}

// ChatsOfUndone are the titles of the automatic chats of the groups and subjects that go when a change is taken back:
// those that are deleted with them and, because somebody was added by hand, those that stay.
func (tx *Tx) ChatsOfUndone(id model.ChangeID) (deleted, kept []string, err error) {
	rows, err := tx.undoRows(id)
	if err != nil {
		return nil, nil, err
	}
	gone, err := goneOf(rows)
	if err != nil {
		return nil, nil, err
	}
	chats, err := tx.goneChats(gone)
	for _, c := range chats {
		if c.byHand {
			kept = append(kept, c.title)
		} else {
			deleted = append(deleted, c.title)
		}
	}
	return deleted, kept, err
}
