package store

import (
	"time"

	"zvonok/model"
)

// StoredTopics loads every topic that a subject has or had, by number, as an import of plans needs it.
func (tx *Tx) StoredTopics(teaching model.TeachingID) ([]model.StoredTopic, error) {
	return load(tx, func(t *model.StoredTopic) []any {
		t.Teaching = teaching
		return []any{&t.ID, &t.Number, &t.Title, &t.Hours, &t.Kind, &t.Active, &t.InUse}
	}, `SELECT c.id, c.number, c.title, c.hours, c.kind, c.active, EXISTS (SELECT 1 FROM lessons l WHERE l.topic_id = c.id)
		FROM topics c WHERE c.teaching_id = $1 ORDER BY c.number, c.id`, teaching)
}

// ApplyTopics writes what plans change among the topics of their subjects.
func (tx *Tx) ApplyTopics(d model.TopicDiff) error {
	tx.lessonsOf()
	if err := manyOf(tx, `DELETE FROM topics WHERE id = $1`, d.Drop, func(id model.TopicID) []any { return []any{id} }); err != nil {
		return err
	}
	if err := manyOf(tx, `UPDATE topics SET active = 0 WHERE id = $1`, d.Retire, func(id model.TopicID) []any { return []any{id} }); err != nil {
		return err
	}
	err := manyOf(tx, `UPDATE topics SET number = $1, title = $2, hours = $3, kind = $4, active = 1 WHERE id = $5`, d.Set,
		func(t model.StoredTopic) []any { return []any{t.Number, t.Title, t.Hours, t.Kind, t.ID} })
	if err != nil {
		return err
	}
	return manyOf(tx, `INSERT INTO topics (teaching_id, number, title, hours, kind) VALUES ($1, $2, $3, $4, $5)`, d.Add,
		func(t model.TopicLine) []any { return []any{t.Teaching, t.Number, t.Title, t.Hours, t.Kind} })
}

// ScheduledLessons loads the timetable's lessons of a group between two calendar days, both included, by day
// and time, and says with which of them somebody worked. Subjects that are no longer taught are among them.
func (tx *Tx) ScheduledLessons(group model.GroupID, from, to time.Time) ([]model.ScheduledLesson, error) {
	return load(tx, func(l *model.ScheduledLesson) []any {
		l.Scheduled = true
		return []any{&l.ID, &l.Teaching, toDay{&l.Date}, toMoment{&l.Begins}, toMoment{&l.Ends}, &l.Hours, &l.Kind, &l.Topic, &l.Title, &l.Room, &l.Touched}
	}, `SELECT l.id, l.teaching_id, l.day, l.begins, l.ends, l.hours, l.kind, coalesce(l.topic_id, 0), l.title, l.room,
			EXISTS (SELECT 1 FROM marks w WHERE w.lesson_id = l.id) OR EXISTS (SELECT 1 FROM absences w WHERE w.lesson_id = l.id)
			OR EXISTS (SELECT 1 FROM tasks w WHERE w.lesson_id = l.id) OR EXISTS (SELECT 1 FROM remote_lessons w WHERE w.lesson_id = l.id)
		FROM lessons l JOIN teachings t ON t.id = l.teaching_id
		WHERE t.group_id = $1 AND l.scheduled = 1 AND l.day >= $2 AND l.day <= $3 ORDER BY l.day, l.begins, l.id`,
		group, formatDate(from), formatDate(to))
}

// ApplyTimetable writes what a timetable changes among the lessons.
func (tx *Tx) ApplyTimetable(d model.TimetableDiff) error {
	tx.lessonsOf()
	if err := manyOf(tx, `DELETE FROM lessons WHERE id = $1`, d.Drop, func(id model.LessonID) []any { return []any{id} }); err != nil {
		return err
	}
	err := manyOf(tx, `UPDATE lessons SET ends = $1, hours = $2, kind = $3, title = $4, room = $5 WHERE id = $6`, d.Set,
		func(l model.Lesson) []any {
			return []any{seconds(l.Ends), l.Hours, l.Kind, typedTitle(l), l.Room, l.ID}
		})
	if err != nil {
		return err
	}
	return manyOf(tx, `INSERT INTO lessons (teaching_id, day, begins, ends, hours, kind, title, scheduled, room)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)`, d.Add, func(l model.Lesson) []any {
		return []any{l.Teaching, formatDate(l.Date), seconds(l.Begins), seconds(l.Ends), l.Hours, l.Kind, l.Title, l.Room}
	})
}
