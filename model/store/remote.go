package store

import (
	"database/sql"
	"time"

	"zvonok/model"
)

// PutRemote makes a lesson remote, or writes what is remote of it over. When the chat was told stands in announcements.
func (tx *Tx) PutRemote(r model.RemoteLesson) error {
	tx.changed.Lessons = true
	return tx.exec(`INSERT INTO remote_lessons (lesson_id, begins, ends, link, call_id, source, owner, finished, post_at, problem)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (lesson_id) DO UPDATE SET begins = excluded.begins,
		ends = excluded.ends, link = excluded.link, call_id = excluded.call_id, source = excluded.source, owner = excluded.owner,
		finished = excluded.finished, post_at = excluded.post_at, problem = excluded.problem`,
		r.Lesson, seconds(r.Begins), seconds(r.Ends), r.Link, r.CallID, r.Source, r.Owner, seconds(r.Finished), seconds(r.PostAt), r.Problem)
}

// DropRemote makes a lesson an ordinary one again.
func (tx *Tx) DropRemote(id model.LessonID) error {
	tx.changed.Lessons = true
	return tx.exec(`DELETE FROM remote_lessons WHERE lesson_id = $1`, id)
}

// Booked loads the remote lessons that take time of the teachers of a subject or of its group between two
// instants, those that were ended early and the lesson itself left out. Two subgroups of one group may learn
// at once. actor is whose own lessons are marked as such.
func (tx *Tx) Booked(t model.Teaching, except model.LessonID, actor model.PersonID, from, until time.Time) (booked []model.BookedRemote, err error) {
	err = tx.each(func(rows *sql.Rows) error {
		var b model.BookedRemote
		var row model.TeachingRow
		var begins, ends int64
		err := rows.Scan(&b.Lesson, &b.Group, &row.Subject, &row.Index, &row.Subgroup, &begins, &ends, &b.SameTeacher)
		b.Subject, b.Begins, b.Ends = row.Title(), fromUnix(begins), fromUnix(ends)
		booked = append(booked, b)
		return err
	}, `SELECT l.id, coalesce(g.name, ''), s.name, t.course_index, t.subgroup, r.begins, r.ends,
			EXISTS (SELECT 1 FROM teaching_teachers w WHERE w.teaching_id = t.id AND w.person_id = $1)
		FROM remote_lessons r JOIN lessons l ON l.id = r.lesson_id JOIN teachings t ON t.id = l.teaching_id
		JOIN subjects s ON s.id = t.subject_id LEFT JOIN groups g ON g.id = t.group_id
		WHERE r.begins < $2 AND r.ends > $3 AND r.finished = 0 AND l.id <> $4
		AND (EXISTS (SELECT 1 FROM teaching_teachers a JOIN teaching_teachers b ON b.person_id = a.person_id
				WHERE a.teaching_id = t.id AND b.teaching_id = $5)
			OR t.group_id = $6 AND (t.subgroup = '' OR $7 = '' OR t.subgroup = $7))
		ORDER BY r.begins, l.id`,
		actor, seconds(until), seconds(from), except, t.ID, t.Group, t.Subgroup)
	return booked, err
}

// Join notes that a person joined a remote lesson; the first time stays.
func (tx *Tx) Join(id model.LessonID, person model.PersonID, at time.Time, way model.CallWay) error {
	tx.changed.Lessons = true
	return tx.exec(`INSERT INTO joins (lesson_id, person_id, at, way) VALUES ($1, $2, $3, $4) ON CONFLICT (lesson_id, person_id) DO NOTHING`,
		id, person, seconds(at), way)
}

// Joins loads who joined a remote lesson, in the order in which they came; times are UTC.
func (tx *Tx) Joins(id model.LessonID) (joins []model.JoinRow, err error) {
	err = tx.each(func(rows *sql.Rows) error {
		var j model.JoinRow
		var at int64
		err := rows.Scan(&j.Person, &j.Name.LastName, &j.Name.FirstName, &j.Name.MiddleName, &at, &j.Way)
		j.At = fromUnix(at)
		joins = append(joins, j)
		return err
	}, `SELECT p.id, p.last_name, p.first_name, p.middle_name, j.at, j.way FROM joins j JOIN persons p ON p.id = j.person_id
		WHERE j.lesson_id = $1 ORDER BY j.at, p.id`, id)
	return joins, err
}
