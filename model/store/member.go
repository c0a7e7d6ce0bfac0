package store

import (
	"database/sql"

	"zvonok/model"
)

const memberColumns = `m.person_id, m.origin, m.admin, m.admin_by_hand, m.presence, m.admin_there, m.there, m.code`

func memberFields(m *model.Member) []any {
	return []any{&m.Person, &m.Origin, &m.Admin, &m.AdminByHand, &m.Presence, &m.AdminInChat, &m.InChatAs, &m.Code}
}

// MemberRows loads the people who should be in a chat, with their names and their groups on the day today, ГГГГ-ММ-ДД,
// by name.
func (tx *Tx) MemberRows(id model.ChatID, today string) ([]model.MemberRow, error) {
	return load(tx, func(m *model.MemberRow) []any {
		return append(memberFields(&m.Member), &m.Name.LastName, &m.Name.FirstName, &m.Name.MiddleName, &m.Kind, &m.Group)
	}, `SELECT `+memberColumns+`, p.last_name, p.first_name, p.middle_name, p.kinds, `+groupOf+`
		FROM members m JOIN people p ON p.id = m.person_id
		WHERE m.chat_id = $2 AND m.origin IN (1, 2)
		ORDER BY p.last_name COLLATE russian, p.first_name COLLATE russian, p.middle_name COLLATE russian, p.id`, today, id)
}

// groupOf is SQL for the group of the person p, or of their child, on the day $1. For somebody in no group then it is the
// last one before, or else the next one.
const groupOf = `coalesce((SELECT g.name FROM enrolments e JOIN groups g ON g.id = e.group_id WHERE e.person_id = p.id` + nearestFirst + `,
	(SELECT g.name FROM guardianships w JOIN enrolments e ON e.person_id = w.student_id JOIN groups g ON g.id = e.group_id
		WHERE w.parent_id = p.id` + nearestFirst + `, '')`

const nearestFirst = ` ORDER BY CASE WHEN e.from_date > $1 THEN 2 WHEN e.until_date IS NULL OR e.until_date > $1 THEN 0 ELSE 1 END, e.from_date DESC LIMIT 1)`

// ChatRow is one member's row of a chat to be written or dropped.
type ChatRow struct {
	Chat model.ChatID
	model.RowChange
}

// PutMembers writes rows of lists: what should be and what is. The rows were read in this transaction.
func (tx *Tx) PutMembers(rows []ChatRow) error {
	kept, dropped := rows, model.Only(rows, func(r ChatRow) bool { return r.Drop })
	if len(dropped) > 0 {
		kept = model.Only(rows, func(r ChatRow) bool { return !r.Drop })
	}
	err := manyOf(tx, `INSERT INTO members (chat_id, person_id, origin, admin, admin_by_hand, presence, admin_there, there, code)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (chat_id, person_id) DO UPDATE SET origin = excluded.origin, admin = excluded.admin,
		admin_by_hand = excluded.admin_by_hand, presence = excluded.presence, admin_there = excluded.admin_there,
		there = excluded.there, code = excluded.code`, kept, func(r ChatRow) []any {
		return []any{r.Chat, r.Person, r.Origin, r.Admin, r.AdminByHand, r.Presence, r.AdminInChat, r.InChatAs, r.Code}
	})
	if err != nil {
		return err
	}
	err = manyOf(tx, `DELETE FROM members WHERE chat_id = $1 AND person_id = $2`, dropped,
		func(r ChatRow) []any { return []any{r.Chat, r.Person} })
	if err != nil {
		return err
	}
	tx.touched(rows)
	return nil
}

// SetMemberAnswers writes what the messenger answered about people: Presence, AdminInChat, InChatAs and
// Code. The desired state is left alone, since it may have been edited while the answer was on its way;
// so a row to be dropped goes only when its person is still leaving.
func (tx *Tx) SetMemberAnswers(rows []ChatRow) error {
	dropped := model.Only(rows, func(r ChatRow) bool { return r.Drop })
	err := manyOf(tx, `UPDATE members SET presence = $1, admin_there = $2, there = $3, code = $4 WHERE chat_id = $5 AND person_id = $6`,
		rows, func(r ChatRow) []any {
			return []any{r.Presence, r.AdminInChat, r.InChatAs, r.Code, r.Chat, r.Person}
		})
	if err != nil {
		return err
	}
	err = manyOf(tx, `DELETE FROM members WHERE chat_id = $1 AND person_id = $2 AND origin = $3`, dropped,
		func(r ChatRow) []any { return []any{r.Chat, r.Person, model.OriginLeaving} })
	if err != nil {
		return err
	}
	tx.touched(rows)
	return nil
}

// touched notes for the subscribers whose lists have changed.
func (tx *Tx) touched(rows []ChatRow) {
	last := model.ChatID(0)
	for _, r := range rows {
		if r.Chat != last {
			last = r.Chat
			tx.changed.Chats = append(tx.changed.Chats, last)
		}
	}
}

// Memberships loads the chats in which the person is a member or an administrator.
func (tx *Tx) Memberships(id model.PersonID) (map[model.ChatID]model.Membership, error) {
	memberships := map[model.ChatID]model.Membership{}
	err := tx.each(func(rows *sql.Rows) error {
		var chat model.ChatID
		s := model.Membership{Member: true}
		err := rows.Scan(&chat, &s.Admin)
		memberships[chat] = s
		return err
	}, `SELECT chat_id, admin FROM members WHERE person_id = $1 AND origin IN (1, 2)`, id)
	return memberships, err
}

// VisibleChats are the chats that somebody may see here: as a member, or as staff in «Управление чатами».
func (tx *Tx) VisibleChats(actor model.Actor) (map[model.ChatID]bool, error) {
	memberships, err := tx.Memberships(actor.Person)
	if err != nil {
		return nil, err
	}
	visible := make(map[model.ChatID]bool, len(memberships))
	for id := range memberships {
		visible[id] = true
	}
	if !actor.SeesManagement() {
		return visible, nil
	}
	return visible, tx.each(func(rows *sql.Rows) error {
		var c model.Chat
		err := rows.Scan(chatFields(&c)...)
		visible[c.ID] = visible[c.ID] || actor.AccessTo(c, memberships[c.ID]).See
		return err
	}, `SELECT `+chatColumns+` FROM chats c`)
}
