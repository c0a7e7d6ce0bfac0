package store

import (
	"database/sql"
	"time"

	"zvonok/model"
)

// WaitingRemote is a remote lesson that the agent has something to do for.
type WaitingRemote struct {
	model.RemoteLesson
	Subject string // with the index and the subgroup
	Topic   string // of the lesson; empty when it has none
	// HasChat says that the college has a chat of the subject; Peer is its conversation in the messenger, zero
	// until it was created there.
	HasChat bool
	Peer    model.MessengerID
	Told    *model.Told // what the chat knows of the lesson; nil: nothing
}

// WaitingRemotes loads the lessons that are not over and need, before soon, a call of the agent's or a message to their
// chats, in the order in which that is due. A call is started early before its lesson.
func (tx *Tx) WaitingRemotes(now, soon time.Time, early time.Duration) (waiting []WaitingRemote, err error) {
	err = tx.each(func(rows *sql.Rows) error {
		var w WaitingRemote
		var t model.TeachingRow
		var told model.Told
		l, remote, err := scanLesson(rows, append([]any{&t.Subject, &t.Index, &t.Subgroup, &w.HasChat, &w.Peer}, toldFields(&told)...)...)
		if err != nil {
			return err
		}
		w.RemoteLesson, w.Subject, w.Topic = *remote, t.Title(), l.Title
		if told.Lesson != 0 {
			w.Told = &told
		}
		waiting = append(waiting, w)
		return nil
	}, `SELECT `+lessonColumns+`, s.name, t.course_index, t.subgroup, h.id IS NOT NULL, coalesce(h.peer, 0), `+toldColumns+`
		FROM remote_lessons r JOIN lessons l ON l.id = r.lesson_id JOIN teachings t ON t.id = l.teaching_id
		JOIN subjects s ON s.id = t.subject_id LEFT JOIN topics c ON c.id = l.topic_id LEFT JOIN announcements a ON a.lesson_id = l.id
		LEFT JOIN chats h ON h.type = $1 AND h.group_id = coalesce(t.group_id, 0) AND h.teaching_id = t.id AND h.auto = 1 AND h.deleted = 0
		WHERE r.finished = 0 AND r.ends > $2 AND (r.source = $3 AND r.link = '' AND r.begins < $4
			OR a.lesson_id IS NULL AND r.post_at <> 0 AND r.post_at < $5
			OR a.begins <> r.begins OR a.ends <> r.ends OR a.link <> r.link AND r.link <> '' AND r.post_at <> 0)
		ORDER BY r.post_at, r.begins, l.id`, model.ChatSubject, seconds(now), model.SourceAgent, seconds(soon.Add(early)), seconds(soon))
	return waiting, err
}

// EndCall lets the agent end a call that it started.
func (tx *Tx) EndCall(id string) error {
	tx.endsCall = true
	return tx.exec(`INSERT INTO calls_to_end (call_id) VALUES ($1) ON CONFLICT (call_id) DO NOTHING`, id)
}

// CallsToEnd loads the calls that the agent has still to end.
func (tx *Tx) CallsToEnd() ([]string, error) {
	return loadColumn[string](tx, `SELECT call_id FROM calls_to_end ORDER BY call_id`)
}

// CallEnded forgets a call that was ended.
func (tx *Tx) CallEnded(id string) error {
	return tx.exec(`DELETE FROM calls_to_end WHERE call_id = $1`, id)
}

// LinkHolders finds the lessons of other subjects that have the call's link, the latest first.
func (tx *Tx) LinkHolders(link string, except model.TeachingID) (holders []model.BookedRemote, err error) {
	return tx.booked(`0`, `r.link = $1 AND t.id <> $2 ORDER BY r.begins DESC, l.id`, link, except)
}

// JoinedBy loads which remote lessons a person has joined since that instant.
func (tx *Tx) JoinedBy(person model.PersonID, since time.Time) (map[model.LessonID]bool, error) {
	return loadMap[model.LessonID, bool](tx, `SELECT lesson_id, 1 FROM joins WHERE person_id = $1 AND at >= $2`, person, seconds(since))
}
