package model

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// TaskID identifies a task of a lesson. Zero means none.
type TaskID int64

// TaskKind is the kind of a task (задание).
type TaskKind uint8

// The kinds of tasks, as the journal abbreviates them.
const (
	TaskAnswer     TaskKind = iota + 1 // Ответ на занятии
	TaskTest                           // КР
	TaskOwnWork                        // СР
	TaskLaboratory                     // ЛЗ
	TaskSeminar                        // СЗ
	TaskHomework                       // ДЗ
	TaskEssay                          // РФ
	TaskQuiz                           // ТТ
	TaskReport                         // ДК
	TaskColloquium                     // КЛ
)

var taskKinds = worded[TaskKind]{
	TaskAnswer: {"Ответ на занятии", "ОТ"}, TaskTest: {"Контрольная работа", "КР"}, TaskOwnWork: {"Самостоятельная работа", "СР"},
	TaskLaboratory: {"Лабораторное занятие", "ЛЗ"}, TaskSeminar: {"Семинарское занятие", "СЗ"}, TaskHomework: {"Домашнее задание", "ДЗ"},
	TaskEssay: {"Реферат", "РФ"}, TaskQuiz: {"Тест", "ТТ"}, TaskReport: {"Доклад", "ДК"}, TaskColloquium: {"Коллоквиум", "КЛ"},
}

// TaskKinds lists every kind in the order in which they are offered.
func TaskKinds() []TaskKind { return taskKinds.values() }

// Known reports whether k is one of the kinds.
func (k TaskKind) Known() bool { return taskKinds.of(k).label != "" }

// String is the kind's label in the window.
func (k TaskKind) String() string { return taskKinds.of(k).label }

// Short is the kind's abbreviation: «ДЗ».
func (k TaskKind) Short() string { return taskKinds.of(k).short }

// Task is a task of a lesson.
type Task struct {
	ID     TaskID
	Lesson LessonID
	Kind   TaskKind
	Title  string // may be empty
}

// StudentMark is a student's mark; zero takes it back.
type StudentMark struct {
	Person PersonID
	Mark   Mark
}

// TaskEdit is what «Добавить задание» and «Задание с оценками» save. A zero ID adds a task to Lesson. Marks
// set those that they name and leave the others.
type TaskEdit struct {
	ID     TaskID
	Lesson LessonID
	Kind   TaskKind
	Title  string
	Marks  []StudentMark
	Seen   TaskSeen // of a task that is there already
}

// TaskSeen is a task as it was when it was opened.
type TaskSeen struct {
	Kind  TaskKind
	Title string
	Marks []StudentMark // all of them
}

// Clash says what somebody changed in the task itself since it was seen that would be taken back; see Clash.
func (s TaskSeen) Clash(now, mine TaskSeen) string {
	return Clash([]EditedField{{"вид", s.Kind.String(), now.Kind.String(), mine.Kind.String()}, {"задание", s.Title, now.Title, mine.Title}})
}

// MaxTaskTitle is the longest title of a task, in characters.
const MaxTaskTitle = 300

// Clean brings an edit into form or says what is wrong with it.
func (e TaskEdit) Clean() (TaskEdit, error) {
	e.Title = Squeeze(e.Title)
	switch {
	case !e.Kind.Known():
		return e, errors.New("выберите вид задания")
	case utf8.RuneCountInString(e.Title) > MaxTaskTitle:
		return e, fmt.Errorf("задание длиннее %d знаков: сократите его", MaxTaskTitle)
	}
	for _, m := range e.Marks {
		if m.Mark != 0 && !m.Mark.Known() {
			return e, errors.New("такой оценки нет: ставят 2, 3, 4, 5, зач, нез")
		}
	}
	return e, nil
}
