package store

import (
	"database/sql"
	"errors"
	"time"

	"zvonok/model"
)

// PutRemote makes a lesson remote, or overwrites what is remote of it. Its call becomes that of every lesson of its stream
// that is not finished. When the chat was told is in announcements.
func (tx *Tx) PutRemote(r model.RemoteLesson) error {
	if err := tx.lessonChanges(r.Lesson); err != nil {
		return err
	}
	err := tx.exec(`INSERT INTO remote_lessons (lesson_id, begins, ends, stream, link, call_id, source, owner, finished, post_at, problem)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (lesson_id) DO UPDATE SET begins = excluded.begins,
		ends = excluded.ends, stream = excluded.stream, link = excluded.link, call_id = excluded.call_id, source = excluded.source,
		owner = excluded.owner, finished = excluded.finished, post_at = excluded.post_at, problem = excluded.problem`,
		r.Lesson, seconds(r.Begins), seconds(r.Ends), r.Stream, r.Link, r.CallID, r.Source, r.Owner, seconds(r.Finished), seconds(r.PostAt), r.Problem)
	if err == nil {
		err = tx.lessonChanges(r.Lesson) // its stream may be another one
	}
	if err != nil || r.Stream == 0 || !r.Finished.IsZero() {
		return err
	}
	return tx.exec(`UPDATE remote_lessons SET problem = '', link = $1, call_id = $2, source = $3
		WHERE stream = $4 AND stream <> 0 AND finished = 0 AND (link <> $1 OR call_id <> $2 OR source <> $3)`, r.Link, r.CallID, r.Source, r.Stream)
}

// NewStream is a number for lessons that are to share a call.
func (tx *Tx) NewStream() (stream model.StreamID, err error) {
	err = tx.one(`SELECT coalesce(max(stream), 0) + 1 FROM remote_lessons`, nil, &stream)
	return stream, err
}

// StreamIDs loads the other lessons of a remote lesson's stream that are not finished.
func (tx *Tx) StreamIDs(r model.RemoteLesson) ([]model.LessonID, error) {
	return loadColumn[model.LessonID](tx,
		`SELECT lesson_id FROM remote_lessons WHERE stream = $1 AND stream <> 0 AND finished = 0 AND lesson_id <> $2 ORDER BY lesson_id`, r.Stream, r.Lesson)
}

// Streams loads, for the lessons of a subject between two calendar days, the latter excluded, the other unfinished lessons of
// their streams by group, without the numbers of learners.
func (tx *Tx) Streams(teaching model.TeachingID, from, until time.Time) (map[model.LessonID][]model.StreamLesson, error) {
	of := map[model.LessonID][]model.StreamLesson{}
	return of, tx.each(func(rows *sql.Rows) error {
		var id model.LessonID
		var s model.StreamLesson
		var t model.TeachingRow
		err := rows.Scan(&id, &s.Lesson, &s.Teaching, &s.Group, &t.Subject, &t.Index, &t.Subgroup, &s.Joined)
		s.Subject = t.Title()
		of[id] = append(of[id], s)
		return err
	}, `SELECT o.lesson_id, l.id, t.id, coalesce(g.name, ''), s.name, t.course_index, t.subgroup, `+joinedColumn+`
		FROM lessons ol JOIN remote_lessons o ON o.lesson_id = ol.id JOIN remote_lessons r ON r.stream = o.stream AND r.lesson_id <> o.lesson_id
		JOIN lessons l ON l.id = r.lesson_id JOIN teachings t ON t.id = l.teaching_id JOIN subjects s ON s.id = t.subject_id
		LEFT JOIN groups g ON g.id = t.group_id
		WHERE ol.teaching_id = $1 AND ol.day >= $2 AND ol.day < $3 AND o.stream <> 0 AND o.finished = 0 AND r.finished = 0
		ORDER BY o.lesson_id, coalesce(g.name, '') COLLATE russian, l.id`, teaching, formatDate(from), formatDate(until))
}

// NextEdge is the next moment after now at which a remote lesson opens (early before it begins), begins or ends; zero where
// no lesson is ahead.
func (tx *Tx) NextEdge(now time.Time, early time.Duration) (edge time.Time, err error) {
	// No lesson lasts longer than a day, so the index on their beginnings serves all three.
	err = tx.one(`SELECT min(edge) FROM (
		SELECT min(begins) - $1 AS edge FROM remote_lessons WHERE begins > $2 + $1
		UNION ALL SELECT min(begins) FROM remote_lessons WHERE begins > $2
		UNION ALL SELECT min(ends) FROM remote_lessons WHERE begins > $2 - 86400 AND ends > $2) AS edges`,
		[]any{int64(early / time.Second), now.Unix()}, toMoment{&edge})
	return edge, err
}

// CallGoesOn reports whether a lesson that is not finished has a call of the messenger.
func (tx *Tx) CallGoesOn(id string) (on bool, err error) {
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM remote_lessons WHERE call_id = $1 AND finished = 0)`, []any{id}, &on)
	return on, err
}

// DropRemote makes a lesson an ordinary one again.
func (tx *Tx) DropRemote(id model.LessonID) error {
	return errors.Join(tx.lessonChanges(id), tx.exec(`DELETE FROM remote_lessons WHERE lesson_id = $1`, id))
}

// Booked loads the remote lessons that take time of the teachers of a subject or of its group between two
// instants, those that were ended early and the lesson itself left out. Two subgroups of one group may learn
// at once. actor is whose own lessons are marked as such.
func (tx *Tx) Booked(t model.Teaching, except model.LessonID, actor model.PersonID, from, until time.Time) (booked []model.BookedRemote, err error) {
	return tx.booked(`EXISTS (SELECT 1 FROM teaching_teachers w WHERE w.teaching_id = t.id AND w.person_id = $1)`,
		`r.begins < $2 AND r.ends > $3 AND r.finished = 0 AND l.id <> $4
		AND (EXISTS (SELECT 1 FROM teaching_teachers a JOIN teaching_teachers b ON b.person_id = a.person_id
				WHERE a.teaching_id = t.id AND b.teaching_id = $5)
			OR t.group_id = $6 AND (t.subgroup = '' OR $7 = '' OR t.subgroup = $7))
		ORDER BY r.begins, l.id`,
		actor, seconds(until), seconds(from), except, t.ID, t.Group, t.Subgroup)
}

// booked loads remote lessons r that meet a condition in SQL; same says in SQL whether they are the actor's own.
func (tx *Tx) booked(same, condition string, args ...any) (booked []model.BookedRemote, err error) {
	err = tx.each(func(rows *sql.Rows) error {
		var b model.BookedRemote
		var row model.TeachingRow
		err := rows.Scan(&b.Lesson, &b.Group, &row.Subject, &row.Index, &row.Subgroup, toMoment{&b.Begins}, toMoment{&b.Ends}, &b.SameTeacher)
		b.Subject = row.Title()
		booked = append(booked, b)
		return err
	}, `SELECT l.id, coalesce(g.name, ''), s.name, t.course_index, t.subgroup, r.begins, r.ends, `+same+`
		FROM remote_lessons r JOIN lessons l ON l.id = r.lesson_id JOIN teachings t ON t.id = l.teaching_id
		JOIN subjects s ON s.id = t.subject_id LEFT JOIN groups g ON g.id = t.group_id WHERE `+condition, args...)
	return booked, err
}

// Join notes that a person joined a remote lesson; the first time stays. The journals of its whole stream show how many have.
func (tx *Tx) Join(id model.LessonID, person model.PersonID, at time.Time, way model.CallWay) error {
	stream, err := loadColumn[model.LessonID](tx,
		`SELECT lesson_id FROM remote_lessons WHERE lesson_id = $1 OR stream <> 0 AND stream = (SELECT stream FROM remote_lessons WHERE lesson_id = $1)`, id)
	if err != nil {
		return err
	}
	tx.written, tx.changed.Joins = append(tx.written, stream...), append(tx.changed.Joins, person)
	return tx.exec(`INSERT INTO joins (lesson_id, person_id, at, way) VALUES ($1, $2, $3, $4) ON CONFLICT (lesson_id, person_id) DO NOTHING`,
		id, person, seconds(at), way)
}

// Joins loads who joined a remote lesson, in the order in which they came; times are UTC.
func (tx *Tx) Joins(id model.LessonID) ([]model.JoinRow, error) {
	return load(tx, func(j *model.JoinRow) []any {
		return []any{&j.Person, &j.Name.LastName, &j.Name.FirstName, &j.Name.MiddleName, toMoment{&j.At}, &j.Way}
	}, `SELECT p.id, p.last_name, p.first_name, p.middle_name, j.at, j.way FROM joins j JOIN persons p ON p.id = j.person_id
		WHERE j.lesson_id = $1 ORDER BY j.at, p.id`, id)
}
