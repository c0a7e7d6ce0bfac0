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

var taskKinds = []struct{ short, label string }{
	TaskAnswer: {"ОТ", "Ответ на занятии"}, TaskTest: {"КР", "Контрольная работа"}, TaskOwnWork: {"СР", "Самостоятельная работа"},
	TaskLaboratory: {"ЛЗ", "Лабораторное занятие"}, TaskSeminar: {"СЗ", "Семинарское занятие"}, TaskHomework: {"ДЗ", "Домашнее задание"},
	TaskEssay: {"РФ", "Реферат"}, TaskQuiz: {"ТТ", "Тест"}, TaskReport: {"ДК", "Доклад"}, TaskColloquium: {"КЛ", "Коллоквиум"},
}

// TaskKinds lists every kind in the order in which they are offered.
func TaskKinds() []TaskKind {
	kinds := make([]TaskKind, 0, len(taskKinds)-1)
	for k := TaskAnswer; int(k) < len(taskKinds); k++ {
		kinds = append(kinds, k)
	}
	return kinds
}

// Known reports whether k is one of the kinds.
func (k TaskKind) Known() bool { return k >= TaskAnswer && int(k) < len(taskKinds) }

// String is the kind's label in the window.
func (k TaskKind) String() string {
	if !k.Known() {
		return ""
	}
	return taskKinds[k].label
}

// Short is the kind's abbreviation: «ДЗ».
func (k TaskKind) Short() string {
	if !k.Known() {
		return ""
	}
	return taskKinds[k].short
}

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
	Seen   []StudentMark // all marks of the task as they were when it was opened
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
