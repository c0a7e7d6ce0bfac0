package store

import (
	"database/sql"
	"slices"

	"zvonok/model"
)

// laterNote is what a change after the one that is taken back made of a row.
type laterNote struct {
	undoRow
	change  model.ChangeID
	inForce bool // it was not taken back, and took nothing back
}

func (tx *Tx) laterNotes(id model.ChangeID) (map[string][]laterNote, error) {
	later := map[string][]laterNote{}
	return later, tx.each(func(rows *sql.Rows) (err error) {
		var n laterNote
		if n.undoRow, err = scanNote(rows, &n.change, &n.inForce); err == nil {
			later[n.key()] = append(later[n.key()], n)
		}
		return err
	}, `SELECT u.place, u.before, u.after, c.id, NOT `+undone+` AND NOT EXISTS (SELECT 1 FROM changes o WHERE o.undone = c.id)
		FROM undo_rows u JOIN changes c ON c.id = u.change_id WHERE c.id > $1 AND c.id <> $2 ORDER BY u.seq`, id, tx.change)
}

// altered reports whether the changes leave the i-th column other than they found it; of numbers the bits of the mask.
func altered(later []laterNote, i int, mask int64) bool {
	masked := func(v any) any {
		if n, ok := v.(int64); ok {
			return n & mask
		}
		return v
	}
	var first, last any
	touched := false
	for _, n := range later {
		if i >= min(len(n.before), len(n.after)) || n.before[i] == n.after[i] {
			continue
		}
		if !touched {
			first, touched = n.before[i], true
		}
		last = n.after[i]
	}
	return touched && masked(first) != masked(last)
}

// blamed are the changes to be taken back first: those in force.
func (u *undoing) blamed(later []laterNote) (changes []model.ChangeID) {
	for _, n := range later {
		if n.inForce {
			changes = append(changes, n.change)
		}
	}
	return changes
}

// findEdited looks for added rows that later changes have altered.
func (u *undoing) findEdited() error {
	for _, r := range u.rows {
		if !r.added() || r.yields || len(r.columns) == 0 {
			continue
		}
		later := u.later[r.key()]
		edited := false
		for i := range r.all() {
			edited = edited || altered(later, i, -1)
		}
		who := ""
		if r.whole {
			now, err := u.rowNow(r.undoTable, r.after)
			if err != nil {
				return err
			}
			if now == nil { // a row that a later change dropped is that change's fault, one that somebody deleted by hand is no loss
				edited = len(u.blamed(later)) > 0
			} else if edited = !slices.Equal(now, r.after); edited {
				who = u.called(r.undoTable, r.id())
			}
		}
		if edited {
			u.conflict.add(r.key(), u.blamed(later), r.edited, who)
		}
	}
	return nil
}

// findUses looks, after rows were taken back, for what refers to those that are to go.
func (u *undoing) findUses() error {
	for _, ref := range undoRefs {
		ids := slices.Concat(u.going[ref.of], u.ended[ref.of])
		if ref.used == "" || len(ids) == 0 {
			continue
		}
		query := `SELECT DISTINCT r.` + ref.column
		t := undoTable{name: ref.table}
		if i := slices.IndexFunc(undoTables, func(t undoTable) bool { return t.name == ref.table }); i >= 0 {
			t = undoTables[i]
		}
		if ref.noted != "" {
			t = undoTable{name: "orders", keys: []string{ref.noted}}
		}
		for _, key := range t.keys {
			query += `, r.` + key
		}
		query += ` FROM ` + ref.table + ` r WHERE r.` + ref.column + ` IN (` + u.engine.listed(1) + `)`
		if ref.where != "" {
			query += ` AND ` + ref.where
		}
		query += ` ORDER BY 1`
		var uses [][]any // the row's own keys after the id that it refers to
		err := u.each(func(rows *sql.Rows) error {
			use := make([]any, 1+len(t.keys))
			into := make([]any, len(use))
			for i := range use {
				into[i] = &use[i]
			}
			uses = append(uses, use)
			return rows.Scan(into...)
		}, query, list(ids))
		if err != nil {
			return err
		}
		for _, use := range uses {
			if err := u.use(ref, t, use[0].(int64), use[1:]); err != nil { //nolint:forcetypeassert // all ids are numbers
				return err
			}
		}
	}
	return nil
}

// use adds a row that refers to another to the conflict, unless it goes too or was there before the change.
func (u *undoing) use(ref undoRef, t undoTable, id int64, keys []any) error {
	var later []laterNote
	if len(keys) > 0 {
		if row, ok := keys[0].(int64); t.late && ok && slices.Contains(u.going[t.name], row) {
			return nil
		}
		later = u.later[keyOf(t.name, keys)]
	}
	by := u.blamed(later)
	if len(by) == 0 && !slices.Contains(u.going[ref.of], id) {
		return nil
	}
	of := undoTables[slices.IndexFunc(undoTables, func(t undoTable) bool { return t.name == ref.of })]
	u.conflict.add(keyOf(ref.of, []any{id}), by, ref.used, u.called(of, id))
	return nil
}

// oweRemovals writes down, by profile, who the agent has to take out of chats that stay: their rows in the lists go with them.
func (u *undoing) oweRemovals() error {
	for _, profile := range []string{`m.there`, `coalesce(p.messenger, 0)`} {
		err := u.exec(`INSERT INTO strangers (chat_id, profile, first_name, last_name, admin, leaving)
			SELECT m.chat_id, `+profile+`, p.first_name, p.last_name, m.admin_there, 1
			FROM members m JOIN persons p ON p.id = m.person_id JOIN chats c ON c.id = m.chat_id
			WHERE m.person_id IN (`+u.engine.listed(1)+`) AND c.deleted = 0 AND (c.peer <> 0 OR c.title_there <> '') AND `+profile+` <> 0
			AND (m.there <> 0 OR m.origin <> 3)
			ON CONFLICT (chat_id, profile) DO UPDATE SET leaving = 1, code = 0`, list(u.going["persons"]))
		if err != nil {
			return err
		}
	}
	return nil
}

// goneChat is an automatic chat of a group or a teaching that goes.
type goneChat struct {
	id     model.ChatID
	title  string
	byHand bool // somebody was added by hand
}

func (u *undoing) chatsOfGone() ([]goneChat, error) {
	return load(u.Tx, func(c *goneChat) []any { return []any{&c.id, &c.title, &c.byHand} }, `SELECT c.id, c.title, EXISTS (SELECT 1 FROM members m WHERE m.chat_id = c.id AND m.origin = 2)
		FROM chats c WHERE c.auto = 1 AND c.deleted = 0 AND (c.group_id IN (`+u.engine.listed(1)+`) OR c.teaching_id IN (`+u.engine.listed(2)+`))
		ORDER BY c.title COLLATE russian, c.id`,
		list(slices.Concat(u.going["groups"], u.ended["groups"])), list(slices.Concat(u.going["teachings"], u.ended["teachings"])))
}

// dropChats lets the agent delete the chats of the groups and teachings that go, as an initialisation does: those with
// people added by hand stay.
func (u *undoing) dropChats() error {
	chats, err := u.chatsOfGone()
	if err != nil {
		return err
	}
	chats = slices.DeleteFunc(chats, func(c goneChat) bool { return c.byHand })
	return manyOf(u.Tx, `UPDATE chats SET deleted = 1, auto = 0, version = version + 1 WHERE id = $1`, chats,
		func(c goneChat) []any { return []any{c.id} })
}

// drop deletes the rows that others may refer to, with what the program has made of them.
func (u *undoing) drop() error {
	for _, t := range slices.Backward(undoTables) {
		ids := u.going[t.name]
		if len(ids) == 0 {
			continue
		}
		for _, ref := range undoRefs {
			if ref.of != t.name || ref.used != "" && ref.where == "" || ref.table == "chats" {
				continue
			}
			query := `DELETE FROM ` + ref.table + ` AS r WHERE r.` + ref.column + ` IN (` + u.engine.listed(1) + `)`
			if ref.used == "" && ref.where != "" {
				query += ` AND ` + ref.where
			}
			if err := u.exec(query, list(ids)); err != nil {
				return err
			}
		}
		if t.name == "persons" { // «Журнал изменений» goes on to name them
			err := u.exec(`UPDATE audit SET who = (SELECT p.last_name || ' ' || p.first_name || ' ' || p.middle_name FROM persons p WHERE p.id = audit.actor)
				WHERE actor IN (`+u.engine.listed(1)+`)`, list(ids))
			if err != nil {
				return err
			}
		}
		if err := u.exec(`DELETE FROM `+t.name+` WHERE id IN (`+u.engine.listed(1)+`)`, list(ids)); err != nil {
			return err
		}
	}
	return nil
}

// giveBack gives people the profiles that they had, unless others have them by now.
func (u *undoing) giveBack() error {
	for person := range u.profiles {
		if err := u.SetProfile(model.PersonID(person), 0); err != nil {
			return err
		}
	}
	for person, profile := range u.profiles {
		var taken bool
		if err := u.one(`SELECT EXISTS (SELECT 1 FROM persons WHERE messenger = $1)`, []any{profile}, &taken); err != nil {
			return err
		}
		if profile == 0 || taken {
			continue
		}
		if err := u.SetProfile(model.PersonID(person), model.MessengerID(profile)); err != nil {
			return err
		}
	}
	return nil
}

// findTwins looks, after rows were taken back, for those whose place others have by now.
func (u *undoing) findTwins() error {
	for _, r := range u.rows {
		if r.twin == "" || r.after != nil {
			continue
		}
		var twin bool
		err := u.one(`SELECT EXISTS (SELECT 1 FROM `+r.name+` t JOIN `+r.name+` o ON o.id <> t.id AND `+r.twin+` WHERE t.id = $1)`, r.before[:1], &twin)
		if err != nil {
			return err
		}
		if twin {
			u.conflict.add(r.key(), nil, r.twins, u.called(r.undoTable, r.id()))
		}
	}
	return nil
}

// called is what people call a row; empty where there is no name.
func (u *undoing) called(t undoTable, id int64) (name string) {
	if t.label != "" {
		_ = u.one(`SELECT `+t.label+` FROM `+t.name+` t WHERE t.id = $1`, []any{id}, &name) // the error says enough without the name
	}
	return name
}
