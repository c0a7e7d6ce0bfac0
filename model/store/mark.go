package store

import (
	"database/sql"
	"errors"
	"time"

	"zvonok/model"
)

// Cells loads the cells of a subject's journal within a range of calendar days, the latter excluded. The
// marks of tasks are in the order of the tasks.
func (tx *Tx) Cells(teaching model.TeachingID, from, until time.Time) (map[model.CellKey]model.Cell, error) {
	cells := map[model.CellKey]model.Cell{}
	err := tx.each(func(rows *sql.Rows) error {
		var key model.CellKey
		var task model.TaskID
		var mark model.Mark
		err := rows.Scan(&key.Lesson, &key.Person, &task, &mark)
		cell := cells[key]
		if task == 0 {
			cell.Mark = mark
		} else {
			cell.Tasks = append(cell.Tasks, mark)
		}
		cells[key] = cell
		return err
	}, `SELECT m.lesson_id, m.person_id, m.task_id, m.mark FROM marks m JOIN lessons l ON l.id = m.lesson_id
		WHERE l.teaching_id = $1 AND l.day >= $2 AND l.day < $3 ORDER BY m.lesson_id, m.person_id, m.task_id`,
		teaching, formatDate(from), formatDate(until))
	if err != nil {
		return nil, err
	}
	return cells, tx.each(func(rows *sql.Rows) error {
		var key model.CellKey
		var absence model.Absence
		err := rows.Scan(&key.Lesson, &key.Person, &absence)
		cell := cells[key]
		cell.Absence = absence
		cells[key] = cell
		return err
	}, `SELECT a.lesson_id, a.person_id, a.absence FROM absences a JOIN lessons l ON l.id = a.lesson_id
		WHERE l.teaching_id = $1 AND l.day >= $2 AND l.day < $3`, teaching, formatDate(from), formatDate(until))
}

// Cell loads a cell, without the marks of tasks.
func (tx *Tx) Cell(key model.CellKey) (c model.Cell, err error) {
	err = tx.one(`SELECT coalesce((SELECT absence FROM absences WHERE lesson_id = $1 AND person_id = $2), 0),
		coalesce((SELECT mark FROM marks WHERE lesson_id = $1 AND person_id = $2 AND task_id = 0), 0)`,
		[]any{key.Lesson, key.Person}, &c.Absence, &c.Mark)
	return c, err
}

// writesIn notes that something else is written in the journal that has the lesson.
func (tx *Tx) writesIn(lesson model.LessonID) {
	if n := len(tx.written); n == 0 || tx.written[n-1] != lesson {
		tx.written = append(tx.written, lesson)
	}
}

// SetMark sets a student's mark of a lesson or of one of its tasks; zero takes it back.
func (tx *Tx) SetMark(lesson model.LessonID, task model.TaskID, m model.StudentMark) error {
	tx.writesIn(lesson)
	if m.Mark == 0 {
		return tx.exec(`DELETE FROM marks WHERE lesson_id = $1 AND person_id = $2 AND task_id = $3`, lesson, m.Person, task)
	}
	return tx.exec(`INSERT INTO marks (lesson_id, person_id, task_id, mark) VALUES ($1, $2, $3, $4)
		ON CONFLICT (lesson_id, person_id, task_id) DO UPDATE SET mark = excluded.mark`, lesson, m.Person, task, m.Mark)
}

// SetAbsence sets a student's absence from a lesson; zero takes it back.
func (tx *Tx) SetAbsence(key model.CellKey, a model.Absence) error {
	tx.writesIn(key.Lesson)
	if a == 0 {
		return tx.exec(`DELETE FROM absences WHERE lesson_id = $1 AND person_id = $2`, key.Lesson, key.Person)
	}
	return tx.exec(`INSERT INTO absences (lesson_id, person_id, absence) VALUES ($1, $2, $3)
		ON CONFLICT (lesson_id, person_id) DO UPDATE SET absence = excluded.absence`, key.Lesson, key.Person, a)
}

const taskColumns = `k.id, k.lesson_id, k.kind, k.title`

func taskFields(t *model.Task) []any { return []any{&t.ID, &t.Lesson, &t.Kind, &t.Title} }

func (tx *Tx) lessonTasks(id model.LessonID) ([]model.Task, error) {
	return load(tx, taskFields, `SELECT `+taskColumns+` FROM tasks k WHERE k.lesson_id = $1 ORDER BY k.id`, id)
}

// Tasks loads the tasks of a subject's lessons, by lesson, in the order in which they were given.
func (tx *Tx) Tasks(teaching model.TeachingID) (map[model.LessonID][]model.Task, error) {
	list, err := load(tx, taskFields,
		`SELECT `+taskColumns+` FROM tasks k JOIN lessons l ON l.id = k.lesson_id WHERE l.teaching_id = $1 ORDER BY k.id`, teaching)
	tasks := map[model.LessonID][]model.Task{}
	for _, t := range list {
		tasks[t.Lesson] = append(tasks[t.Lesson], t)
	}
	return tasks, err
}

// Task loads a task.
func (tx *Tx) Task(id model.TaskID) (t model.Task, err error) {
	err = tx.one(`SELECT `+taskColumns+` FROM tasks k WHERE k.id = $1`, []any{id}, taskFields(&t)...)
	return t, err
}

// AddTask adds a task to a lesson; its ID is given.
func (tx *Tx) AddTask(t model.Task) (id model.TaskID, err error) {
	tx.writesIn(t.Lesson)
	err = tx.one(`INSERT INTO tasks (lesson_id, kind, title) VALUES ($1, $2, $3) RETURNING id`, []any{t.Lesson, t.Kind, t.Title}, &id)
	return id, err
}

// SetTask writes a task's kind and title over.
func (tx *Tx) SetTask(t model.Task) error {
	tx.writesIn(t.Lesson)
	return tx.exec(`UPDATE tasks SET kind = $1, title = $2 WHERE id = $3`, t.Kind, t.Title, t.ID)
}

// DeleteTask removes a task with its marks.
func (tx *Tx) DeleteTask(t model.Task) error {
	tx.writesIn(t.Lesson)
	return errors.Join(tx.exec(`DELETE FROM marks WHERE lesson_id = $1 AND task_id = $2`, t.Lesson, t.ID),
		tx.exec(`DELETE FROM tasks WHERE id = $1`, t.ID))
}

// TaskMarks loads the marks of a task.
func (tx *Tx) TaskMarks(id model.TaskID) ([]model.StudentMark, error) {
	return load(tx, func(m *model.StudentMark) []any { return []any{&m.Person, &m.Mark} },
		`SELECT person_id, mark FROM marks WHERE task_id = $1 AND lesson_id = (SELECT lesson_id FROM tasks WHERE id = $1) ORDER BY person_id`, id)
}
