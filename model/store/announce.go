package store

import (
	"database/sql"
	"errors"
	"time"

	"zvonok/model"
)

// toldColumns are announcements a; without one Lesson is 0.
const toldColumns = `coalesce(a.lesson_id, 0), a.at, coalesce(a.peer, 0), coalesce(a.message, 0), coalesce(a.subject, ''),
	coalesce(a.topic, ''), a.begins, a.ends, coalesce(a.link, '')`

func toldFields(t *model.Told) []any {
	return []any{&t.Lesson, toMoment{&t.At}, &t.Peer, &t.Message, &t.Subject, &t.Topic, toMoment{&t.Begins}, toMoment{&t.Ends}, &t.Link}
}

// SetTold notes what a chat was told of a remote lesson.
func (tx *Tx) SetTold(t model.Told) error {
	return errors.Join(tx.lessonChanges(t.Lesson),
		tx.exec(`INSERT INTO announcements (lesson_id, at, peer, message, subject, topic, begins, ends, link)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (lesson_id) DO UPDATE SET at = excluded.at, peer = excluded.peer,
		message = excluded.message, subject = excluded.subject, topic = excluded.topic, begins = excluded.begins,
		ends = excluded.ends, link = excluded.link`,
			t.Lesson, seconds(t.At), t.Peer, t.Message, t.Subject, t.Topic, seconds(t.Begins), seconds(t.Ends), t.Link))
}

// ForgetTold forgets what a chat was told of a lesson: nothing more is to be said of it.
func (tx *Tx) ForgetTold(id model.LessonID) error {
	return errors.Join(tx.lessonChanges(id), tx.exec(`DELETE FROM announcements WHERE lesson_id = $1`, id))
}

// PruneTold forgets what chats were told of lessons that are no longer remote and are over: nothing more is to be said
// of them.
func (tx *Tx) PruneTold(now time.Time) error {
	return tx.exec(`DELETE FROM announcements WHERE ends < $1
		AND NOT EXISTS (SELECT 1 FROM remote_lessons r WHERE r.lesson_id = announcements.lesson_id)`, now.Unix())
}

// SubjectChatTitle loads the title of a subject's chat as it is called now, empty where it has none.
func (tx *Tx) SubjectChatTitle(t model.Teaching) (title string, err error) {
	err = tx.each(func(rows *sql.Rows) error { return rows.Scan(&title) },
		`SELECT title FROM chats WHERE type = $1 AND group_id = $2 AND teaching_id = $3 AND auto = 1 AND deleted = 0`,
		model.ChatSubject, t.Group, t.ID)
	return title, err
}

// CalledOff loads what the chats were told of lessons that are no longer remote, the next first.
func (tx *Tx) CalledOff() ([]model.Told, error) {
	return load(tx, toldFields, `SELECT `+toldColumns+` FROM announcements a
		WHERE NOT EXISTS (SELECT 1 FROM remote_lessons r WHERE r.lesson_id = a.lesson_id) ORDER BY a.begins, a.lesson_id`)
}
