package store

import (
	"database/sql"
	"errors"
	"time"

	"zvonok/model"
)

// LessonFilter chooses lessons; zero fields do not narrow.
type LessonFilter struct {
	Only     model.LessonID
	Teaching model.TeachingID
	// Teacher and Learner narrow to the subjects that the person leads, or learned on the lesson's day; with
	// both it is either.
	Teacher, Learner model.PersonID
	// From and Until are calendar days, the latter excluded.
	From, Until time.Time
	RemoteOnly  bool
}

// lessonColumns are what scanLesson reads of lessons l, topics c and remote_lessons r.
const lessonColumns = `l.id, l.teaching_id, l.day, l.begins, l.ends, l.hours, l.kind, coalesce(l.topic_id, 0),
	coalesce(c.title, l.title), l.scheduled, l.room, r.begins, r.ends, coalesce(r.link, ''),
	coalesce(r.call_id, ''), coalesce(r.source, 0), coalesce(r.owner, 0), r.finished, r.post_at,
	(SELECT a.at FROM announcements a WHERE a.lesson_id = r.lesson_id), coalesce(r.problem, ''), coalesce(r.stream, 0),
	` + joinedColumn

// joinedColumn is how many joined a remote lesson l of those who learn its subject now, as they are counted beside it.
const joinedColumn = `(SELECT count(*) FROM joins j JOIN teachings jt ON jt.id = l.teaching_id WHERE j.lesson_id = l.id
		AND (jt.whole_group = 1 OR EXISTS (SELECT 1 FROM learners w WHERE w.teaching_id = jt.id AND w.person_id = j.person_id))
		AND (jt.group_id IS NULL OR EXISTS (SELECT 1 FROM enrolments e WHERE e.group_id = jt.group_id AND e.person_id = j.person_id
			AND (e.until_date IS NULL OR e.until_date > (SELECT value FROM settings WHERE name = 'orders.day')))))`

// scanLesson reads lessonColumns and what else the row holds.
func scanLesson(rows *sql.Rows, more ...any) (l model.Lesson, remote *model.RemoteLesson, err error) {
	var r model.RemoteLesson
	err = rows.Scan(append([]any{
		&l.ID, &l.Teaching, toDay{&l.Date}, toMoment{&l.Begins}, toMoment{&l.Ends}, &l.Hours, &l.Kind, &l.Topic, &l.Title, &l.Scheduled, &l.Room,
		toMoment{&r.Begins}, toMoment{&r.Ends}, &r.Link, &r.CallID, &r.Source, &r.Owner, toMoment{&r.Finished}, toMoment{&r.PostAt},
		toMoment{&r.Posted}, &r.Problem, &r.Stream, &r.Joined,
	}, more...)...)
	if !r.Begins.IsZero() {
		r.Lesson, remote = l.ID, &r
	}
	return l, remote, err
}

// Lessons loads lessons with what is remote of them, by day and time. Tasks are not loaded.
func (tx *Tx) Lessons(f LessonFilter) ([]model.JournalLesson, error) {
	var lessons []model.JournalLesson
	err := tx.eachLesson(f, func(rows *sql.Rows) error {
		var subject, index, subgroup, group string
		l, remote, err := scanLesson(rows, &subject, &index, &subgroup, &group)
		lessons = append(lessons, model.JournalLesson{Lesson: l, Remote: remote})
		return err
	})
	return lessons, err
}

// LessonLines loads a Teacher's or a Learner's lessons as lists show them, by day and time. Mine is set for those of the
// Teacher.
func (tx *Tx) LessonLines(f LessonFilter) ([]model.LessonLine, error) {
	var lines []model.LessonLine
	at := map[model.TeachingID][]int{}
	err := tx.eachLesson(f, func(rows *sql.Rows) error {
		var t model.TeachingRow
		l, remote, err := scanLesson(rows, &t.Subject, &t.Index, &t.Subgroup, &t.GroupName)
		at[l.Teaching] = append(at[l.Teaching], len(lines))
		lines = append(lines, model.LessonLine{Lesson: l, Subject: t.Title(), GroupName: t.GroupName, Remote: remote})
		return err
	})
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	return lines, tx.each(func(rows *sql.Rows) error {
		var teaching model.TeachingID
		var id model.PersonID
		var n model.Name
		err := rows.Scan(&teaching, &id, &n.LastName, &n.FirstName, &n.MiddleName)
		for _, i := range at[teaching] {
			lines[i].Teachers = append(lines[i].Teachers, n)
			lines[i].Mine = lines[i].Mine || id == f.Teacher && f.Teacher != 0
		}
		return err
	}, `SELECT w.teaching_id, p.id, p.last_name, p.first_name, p.middle_name FROM teaching_teachers w
		JOIN persons p ON p.id = w.person_id WHERE w.teaching_id IN (`+ownTeachings("$1", "$2")+`) AND p.active = 1
		ORDER BY w.teaching_id, p.id`, f.Teacher, f.Learner)
}

// ownTeachings are the subjects that one person leads and another has ever learned, by the numbers of the parameters.
func ownTeachings(teacher, learner string) string {
	return `SELECT o.teaching_id FROM teaching_teachers o WHERE o.person_id = ` + teacher + `
		UNION SELECT o.id FROM enrolments e JOIN teachings o ON o.group_id = e.group_id AND o.whole_group = 1 WHERE e.person_id = ` + learner + `
		UNION SELECT o.teaching_id FROM learners o WHERE o.person_id = ` + learner
}

// afterAll is after every day as the store writes days.
const afterAll = "9999"

func (tx *Tx) eachLesson(f LessonFilter, scan func(*sql.Rows) error) error {
	// No index helps with «$1 = 0 OR …», so a condition that chooses few of all lessons is written on its own.
	chosen := `$1 = 0 AND $2 = 0`
	switch {
	case f.Only != 0:
		chosen = `l.id = $1 AND ($2 = 0 OR l.teaching_id = $2)`
	case f.Teaching != 0:
		chosen = `$1 = 0 AND l.teaching_id = $2`
	}
	// A person with few subjects does not wait for the lessons of all.
	own := `$6 = 0 AND $7 = 0`
	if f.Teacher != 0 || f.Learner != 0 {
		own = `l.teaching_id IN (` + ownTeachings("$6", "$7") + `)`
	}
	until := afterAll
	if !f.Until.IsZero() {
		until = formatDate(f.Until)
	}
	return tx.each(scan, `SELECT `+lessonColumns+`, s.name, t.course_index, t.subgroup, coalesce(g.name, '')
		FROM lessons l JOIN teachings t ON t.id = l.teaching_id JOIN subjects s ON s.id = t.subject_id
		LEFT JOIN groups g ON g.id = t.group_id LEFT JOIN topics c ON c.id = l.topic_id
		LEFT JOIN remote_lessons r ON r.lesson_id = l.id
		WHERE `+chosen+` AND l.day >= $3 AND l.day < $4 AND ($5 = 0 OR r.lesson_id IS NOT NULL)
		AND `+own+` AND ($6 = 0 AND $7 = 0 OR t.active = 1
			AND EXISTS (SELECT 1 FROM teaching_teachers w WHERE w.teaching_id = t.id AND w.person_id = $6)
			OR t.active = 1 AND t.whole_group = 1 AND EXISTS (SELECT 1 FROM enrolments e
				WHERE e.group_id = t.group_id AND e.person_id = $7 AND e.from_date <= l.day AND (e.until_date IS NULL OR e.until_date > l.day))
			OR t.active = 1 AND t.whole_group = 0 AND EXISTS (SELECT 1 FROM learners w WHERE w.teaching_id = t.id AND w.person_id = $7)
				AND (t.group_id IS NULL OR EXISTS (SELECT 1 FROM enrolments e WHERE e.group_id = t.group_id AND e.person_id = $7
					AND e.from_date <= l.day AND (e.until_date IS NULL OR e.until_date > l.day))))
		ORDER BY l.day, CASE WHEN r.begins IS NULL THEN l.begins ELSE r.begins END, l.id`,
		f.Only, f.Teaching, formatDate(f.From), until, flag(f.RemoteOnly), f.Teacher, f.Learner)
}

// Lesson loads a lesson with what is remote of it.
func (tx *Tx) Lesson(id model.LessonID) (model.JournalLesson, error) {
	lessons, err := tx.Lessons(LessonFilter{Only: id})
	if err == nil && len(lessons) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return model.JournalLesson{}, err
	}
	lessons[0].Tasks, err = tx.lessonTasks(id)
	return lessons[0], err
}

// teachingsOf are the subjects of lessons, in order.
func (tx *Tx) teachingsOf(lessons []model.LessonID) ([]model.TeachingID, error) {
	return loadColumn[model.TeachingID](tx,
		`SELECT DISTINCT teaching_id FROM lessons WHERE id IN (`+tx.engine.listed(1)+`) ORDER BY teaching_id`, list(lessons))
}

// GroupsOf are the groups of subjects that have one.
func (tx *Tx) GroupsOf(teachings []model.TeachingID) (map[model.TeachingID]model.GroupID, error) {
	if len(teachings) == 0 {
		return nil, nil
	}
	return loadMap[model.TeachingID, model.GroupID](tx,
		`SELECT id, group_id FROM teachings WHERE group_id IS NOT NULL AND id IN (`+tx.engine.listed(1)+`)`, list(teachings))
}

// OwnTeachings are those of the subjects that the person leads, or has ever learned.
func (tx *Tx) OwnTeachings(of model.PersonID, among []model.TeachingID) (map[model.TeachingID]bool, error) {
	if len(among) == 0 {
		return nil, nil
	}
	return loadMap[model.TeachingID, bool](tx,
		`SELECT id, 1 FROM teachings WHERE id IN (`+ownTeachings("$1", "$1")+`) AND id IN (`+tx.engine.listed(2)+`)`, of, list(among))
}

// lessonsOf notes that lessons of the subjects change; of any, where there are none.
func (tx *Tx) lessonsOf(subjects ...model.TeachingID) {
	tx.changed = tx.changed.And(model.Change{Lessons: true, LessonsOf: subjects})
}

// lessonChanges notes that a lesson changes, or what is remote of it: everybody who sees it, or another one of its stream, sees something else.
func (tx *Tx) lessonChanges(id model.LessonID) error {
	subjects, err := loadColumn[model.TeachingID](tx, `SELECT teaching_id FROM lessons WHERE id = $1
		UNION SELECT l.teaching_id FROM remote_lessons r JOIN remote_lessons o ON o.stream = r.stream JOIN lessons l ON l.id = o.lesson_id
			WHERE r.lesson_id = $1 AND r.stream <> 0`, id)
	tx.lessonsOf(subjects...)
	return err
}

// AddLesson adds a lesson; its ID is given.
func (tx *Tx) AddLesson(l model.Lesson) (id model.LessonID, err error) {
	tx.lessonsOf(l.Teaching)
	err = tx.one(`INSERT INTO lessons (teaching_id, day, begins, ends, hours, kind, topic_id, title, scheduled, room)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		[]any{l.Teaching, formatDate(l.Date), seconds(l.Begins), seconds(l.Ends), l.Hours, l.Kind, orNull(l.Topic), typedTitle(l), flag(l.Scheduled), l.Room}, &id)
	return id, err
}

// SetLesson writes a lesson over; its teaching stays.
func (tx *Tx) SetLesson(l model.Lesson) error {
	return errors.Join(tx.lessonChanges(l.ID),
		tx.exec(`UPDATE lessons SET day = $1, begins = $2, ends = $3, hours = $4, kind = $5, topic_id = $6, title = $7, scheduled = $8, room = $9
		WHERE id = $10`,
			formatDate(l.Date), seconds(l.Begins), seconds(l.Ends), l.Hours, l.Kind, orNull(l.Topic), typedTitle(l), flag(l.Scheduled), l.Room, l.ID))
}

// typedTitle is the title that a lesson has besides its topic's.
func typedTitle(l model.Lesson) string {
	if l.Topic != 0 {
		return ""
	}
	return l.Title
}

// DeleteLesson removes a lesson with its marks, absences, tasks and what is remote of it.
func (tx *Tx) DeleteLesson(id model.LessonID) error {
	return errors.Join(tx.lessonChanges(id), tx.exec(`DELETE FROM lessons WHERE id = $1`, id))
}

// Topics loads a subject's plan in force, by number, with the academic hours that its topics have had.
func (tx *Tx) Topics(teaching model.TeachingID) ([]model.Topic, error) {
	return load(tx, func(t *model.Topic) []any { return []any{&t.ID, &t.Number, &t.Title, &t.Hours, &t.Kind, &t.Used} },
		`SELECT c.id, c.number, c.title, c.hours, c.kind, coalesce((SELECT sum(l.hours) FROM lessons l WHERE l.topic_id = c.id), 0)
		FROM topics c WHERE c.teaching_id = $1 AND c.active = 1 ORDER BY c.number, c.id`, teaching)
}

// JournalStudents loads, by name, who learns a subject on the day today, and who does not but has a mark or
// an absence within a range of calendar days, the latter excluded.
func (tx *Tx) JournalStudents(teaching model.TeachingID, today string, from, until time.Time) ([]model.JournalStudent, error) {
	return load(tx, func(s *model.JournalStudent) []any {
		return []any{&s.Person, &s.Name.LastName, &s.Name.FirstName, &s.Name.MiddleName, &s.Left}
	}, `WITH enrolled AS (SELECT DISTINCT e.person_id, e.group_id FROM enrolments e
			WHERE `+inForce+` AND e.group_id = (SELECT group_id FROM teachings WHERE id = $2)),
		learning AS (
			SELECT e.person_id FROM teachings t JOIN enrolled e ON e.group_id = t.group_id WHERE t.id = $2 AND t.whole_group = 1
			UNION
			SELECT l.person_id FROM learners l JOIN teachings t ON t.id = l.teaching_id
			WHERE l.teaching_id = $2 AND t.whole_group = 0 AND (t.group_id IS NULL OR EXISTS (SELECT 1 FROM enrolled e
				WHERE e.group_id = t.group_id AND e.person_id = l.person_id))),
		marked AS (
			SELECT m.person_id FROM marks m JOIN lessons l ON l.id = m.lesson_id WHERE l.teaching_id = $2 AND l.day >= $3 AND l.day < $4
			UNION
			SELECT a.person_id FROM absences a JOIN lessons l ON l.id = a.lesson_id WHERE l.teaching_id = $2 AND l.day >= $3 AND l.day < $4)
		SELECT p.id, p.last_name, p.first_name, p.middle_name,
			CASE WHEN p.active = 1 AND p.id IN (SELECT person_id FROM learning) THEN 0 ELSE 1 END
		FROM people p WHERE p.active = 1 AND p.id IN (SELECT person_id FROM learning) OR p.id IN (SELECT person_id FROM marked)
		ORDER BY `+byName, today, teaching, formatDate(from), formatDate(until))
}

// InJournal reports whether JournalStudents has the person among them, without loading everybody's marks.
func (tx *Tx) InJournal(person model.PersonID, teaching model.TeachingID, today string, from, until time.Time) (bool, error) {
	var n int
	err := tx.one(`WITH enrolled AS (SELECT e.group_id FROM enrolments e WHERE `+inForce+` AND e.person_id = $2)
		SELECT count(*) FROM teachings t JOIN people p ON p.id = $2 WHERE t.id = $3 AND (
			p.active = 1 AND t.whole_group = 1 AND t.group_id IN (SELECT group_id FROM enrolled)
			OR p.active = 1 AND t.whole_group = 0 AND EXISTS (SELECT 1 FROM learners l WHERE l.teaching_id = t.id AND l.person_id = p.id)
				AND (t.group_id IS NULL OR t.group_id IN (SELECT group_id FROM enrolled))
			OR EXISTS (SELECT 1 FROM lessons l WHERE l.teaching_id = t.id AND l.day >= $4 AND l.day < $5
				AND (EXISTS (SELECT 1 FROM marks m WHERE m.lesson_id = l.id AND m.person_id = p.id)
					OR EXISTS (SELECT 1 FROM absences a WHERE a.lesson_id = l.id AND a.person_id = p.id))))`,
		[]any{today, person, teaching, formatDate(from), formatDate(until)}, &n)
	return n > 0, err
}

// AddTopic adds a topic to a subject's plan; its ID is given.
func (tx *Tx) AddTopic(teaching model.TeachingID, t model.Topic) (id model.TopicID, err error) {
	tx.lessonsOf(teaching)
	err = tx.one(`INSERT INTO topics (teaching_id, number, title, hours, kind) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
		[]any{teaching, t.Number, t.Title, t.Hours, t.Kind}, &id)
	return id, err
}

// JournalGroups loads the groups in force by course, each with whether a person curates it or teaches in it; only those,
// unless all of them are asked for.
func (tx *Tx) JournalGroups(of model.PersonID, all bool) (map[int][]model.JournalGroup, error) {
	byYear := map[int][]model.JournalGroup{}
	return byYear, tx.each(func(rows *sql.Rows) error {
		var year int
		var g model.JournalGroup
		err := rows.Scan(&g.ID, &g.Name, &year, &g.Own)
		byYear[year] = append(byYear[year], g)
		return err
	}, `WITH own AS (SELECT id FROM groups WHERE curator = $1
			UNION SELECT t.group_id FROM teaching_teachers w JOIN teachings t ON t.id = w.teaching_id WHERE w.person_id = $1 AND t.active = 1)
		SELECT g.id, g.name, g.year, CASE WHEN own.id IS NULL THEN 0 ELSE 1 END FROM groups g LEFT JOIN own ON own.id = g.id
		WHERE g.active = 1 AND ($2 = 1 OR own.id IS NOT NULL) ORDER BY g.id`, of, flag(all))
}

// HasLooseTeachings reports whether there are subjects in force that belong to no group and, unless all are asked for,
// that a person leads.
func (tx *Tx) HasLooseTeachings(of model.PersonID, all bool) (has bool, err error) {
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM teachings t WHERE t.group_id IS NULL AND t.active = 1
		AND ($1 = 1 OR EXISTS (SELECT 1 FROM teaching_teachers w WHERE w.teaching_id = t.id AND w.person_id = $2)))`,
		[]any{flag(all), of}, &has)
	return has, err
}
