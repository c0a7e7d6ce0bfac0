package store

import (
	"cmp"
	"database/sql"
	"time"

	"zvonok/model"
)

// Listed loads people who should be in chats of the college, by group, chat and name: those who are not there yet, or,
// with everyone, all. Their groups are those of the day today, ГГГГ-ММ-ДД.
func (tx *Tx) Listed(everyone bool, today string) ([]model.MissingRow, error) {
	listed, err := load(tx, func(r *model.MissingRow) []any {
		return []any{&r.Chat, &r.Title, &r.Type, &r.Group, &r.Link, &r.Person, &r.Name.LastName, &r.Name.FirstName, &r.Name.MiddleName,
			&r.Kind, &r.Linked, &r.GroupName, &r.Presence, &r.Code, &r.Reminder, toMoment{&r.Reminded}}
	}, `SELECT c.id, c.title, c.type, c.group_id, c.link, p.id, p.last_name, p.first_name, p.middle_name,
			p.kinds, p.messenger IS NOT NULL, coalesce(g.name, `+groupOf+`) AS group_name, m.presence, m.code,
			coalesce(r.state, 0), r.sent_at
		FROM members m JOIN chats c ON c.id = m.chat_id JOIN people p ON p.id = m.person_id
		LEFT JOIN groups g ON g.id = c.group_id LEFT JOIN reminders r ON r.person_id = p.id
		WHERE m.origin IN (1, 2) AND c.deleted = 0 AND ($2 = 1 OR m.presence <> $3)
		ORDER BY c.id, p.id`, today, everyone, model.PresenceInChat)
	keys := newSortKeys()
	sortByName(keys, listed, func(r *model.MissingRow) model.Name { return r.Name })
	model.Sort(listed, func(a, b model.MissingRow) int {
		return cmp.Or(cmp.Compare(keys.key(a.GroupName), keys.key(b.GroupName)), cmp.Compare(keys.key(a.Title), keys.key(b.Title)), cmp.Compare(a.Chat, b.Chat))
	})
	return listed, err
}

// CountMissing counts the people who are not yet in all of the chats in which they should be, by what keeps them out:
// somebody who waits in one chat and is refused in another counts under both.
func (tx *Tx) CountMissing() (n model.MissingCount, err error) {
	of := map[model.Presence]*int{model.PresenceUnknown: &n.Unsent, model.PresenceWaiting: &n.Waiting, model.PresenceNoProfile: &n.NoProfile, model.PresenceRefused: &n.Refused}
	return n, tx.each(func(rows *sql.Rows) error {
		var presence model.Presence
		var people int
		err := rows.Scan(&presence, &people)
		*of[presence] = people
		return err
	}, `SELECT m.presence, count(DISTINCT m.person_id) FROM members m JOIN chats c ON c.id = m.chat_id
		WHERE m.origin IN (1, 2) AND c.deleted = 0 AND m.presence <> $1 GROUP BY m.presence`, model.PresenceInChat)
}

// Reminder is what is known of a person's last reminder.
type Reminder struct {
	Person      model.PersonID
	Asked, Sent time.Time // UTC; Sent is zero before it was sent
	State       model.ReminderState
	Code        int
}

// AskReminders notes that people are to be reminded.
func (tx *Tx) AskReminders(at time.Time, people []model.PersonID) error {
	tx.changed.Sync = true
	return manyOf(tx, `INSERT INTO reminders (person_id, asked_at, state) VALUES ($1, $2, $3)
		ON CONFLICT (person_id) DO UPDATE SET asked_at = excluded.asked_at, state = excluded.state, code = 0`, people,
		func(id model.PersonID) []any { return []any{id, at.Unix(), model.ReminderWaiting} })
}

// Reminders loads the last reminder of everybody who was ever reminded.
func (tx *Tx) Reminders() (map[model.PersonID]Reminder, error) {
	reminders := map[model.PersonID]Reminder{}
	err := tx.each(func(rows *sql.Rows) error {
		var r Reminder
		err := rows.Scan(&r.Person, toMoment{&r.Asked}, toMoment{&r.Sent}, &r.State, &r.Code)
		reminders[r.Person] = r
		return err
	}, `SELECT person_id, asked_at, sent_at, state, code FROM reminders`)
	return reminders, err
}

// AnswerReminders writes what became of reminders: Sent, State and Code.
func (tx *Tx) AnswerReminders(reminders []Reminder) error {
	tx.changed.Sync = true
	return manyOf(tx, `UPDATE reminders SET sent_at = $1, state = $2, code = $3 WHERE person_id = $4`, reminders,
		func(r Reminder) []any { return []any{seconds(r.Sent), r.State, r.Code, r.Person} })
}
