package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/model"
)

// conflict is an error as a conflict, from which what was seen is taken again.
func conflict(t *testing.T, err error, seen any) *model.Conflict {
	t.Helper()
	var found *model.Conflict
	if !errors.As(err, &found) {
		t.Fatalf("%v is no conflict", err)
	}
	must(t, found.See(seen))
	return found
}

// TestTwoTeachersMarkOneCell: a person who enters a mark where another teacher did meanwhile is told of it, with both marks; nothing
// of the step is saved, and then it is saved over what was seen.
func TestTwoTeachersMarkOneCell(t *testing.T) {
	w, lesson := colleagues(t)
	key := model.CellKey{Lesson: lesson, Person: w.person(t, "Алексеева")}
	other := model.CellKey{Lesson: lesson, Person: w.person(t, "Борисова")}
	set := func(who string, edits ...model.CellEdit) error {
		t.Helper()
		return w.as(t, who).SetCells(w.ctx(t, who), edits)
	}
	cells := func() string {
		page := w.journalPage(t, "Учителева")
		return page.Cells[key].String() + "|" + page.Cells[other].String()
	}
	must(t, set("Учителева", model.CellEdit{CellKey: other, Mark: 3}))
	w.pass(t, 5*time.Minute)
	must(t, set("Наставникова", model.CellEdit{CellKey: key, Mark: 4}))
	w.pass(t, 5*time.Minute)
	mine := []model.CellEdit{{CellKey: key, Mark: 5}, {CellKey: other, Absence: model.AbsenceIll, Seen: model.CellEntry{Mark: 3}}}
	var now model.Cells
	c := conflict(t, set("Учителева", mine...), &now)
	if c.Who != "Наставникова Анна" || c.At.Format("15:04") != "12:05" || c.Theirs != "4" || c.Yours != "5" || c.What != "Алексеева А., 23.11: — → 4" {
		t.Errorf("%+v", c)
	}
	if len(now) != 1 || now[key].Mark != 4 || cells() != "4|3" {
		t.Errorf("%v, then %s", now, cells())
	}
	mine[0].Seen = now[key].Entry()
	must(t, set("Учителева", mine...))
	if got := cells(); got != "5|Б" {
		t.Errorf("saved over it: %s", got)
	}
	must(t, set("Наставникова", model.CellEdit{CellKey: key, Mark: 5})) // the same by both is no conflict
	now = nil
	c = conflict(t, set("Наставникова", model.CellEdit{CellKey: key, Mark: 2}, model.CellEdit{CellKey: other, Mark: 2}), &now)
	if len(now) != 2 || c.Theirs != "" || c.What != "Алексеева А., 23.11: — → 5; Борисова А., 23.11: — → Б" {
		t.Errorf("%+v", c)
	}
	parent := model.CellKey{Lesson: lesson, Person: w.person(t, "Отцова")}
	if err := set("Учителева", model.CellEdit{CellKey: parent, Mark: 5, Seen: model.CellEntry{Mark: 4}}); err == nil || strings.Contains(err.Error(), "Отцова") ||
		errors.As(err, new(*model.Conflict)) {
		t.Errorf("who is not in the journal is named in %v", err)
	}
}

// TestTwoTeachersMarkOneTask: the marks of a task are another's as well, if they were given while it was open.
func TestTwoTeachersMarkOneTask(t *testing.T) {
	w := newWorld(t)
	lesson, s, ctx := w.newLesson(t), w.as(t, "Учителева"), w.ctx(t, "Учителева")
	anna, boris := w.person(t, "Алексеева"), w.person(t, "Борисова")
	edit := model.TaskEdit{Lesson: lesson, Kind: model.TaskTest, Marks: []model.StudentMark{{Person: anna, Mark: 3}}}
	id, err := s.SaveTask(ctx, edit)
	must(t, err)
	edit.ID, edit.Marks = id, []model.StudentMark{{Person: anna, Mark: 5}, {Person: boris, Mark: 4}}
	edit.Seen.Kind = model.TaskTest
	_, err = s.SaveTask(ctx, edit) // opened before the first mark
	if c := conflict(t, err, &edit.Seen); c.Theirs != "3" || c.Yours != "5" || c.What != "Алексеева А., 23.11: — → 3" {
		t.Errorf("%+v", c)
	}
	_, err = s.SaveTask(ctx, edit)
	must(t, err)
	marks, err := s.TaskMarks(ctx, id)
	must(t, err)
	if !slices.Equal(marks, edit.Marks) {
		t.Errorf("%v", marks)
	}
}

// colleagues are two teachers of history in А-1, with a lesson of theirs.
func colleagues(t *testing.T) (w *world, lesson model.LessonID) {
	t.Helper()
	w = newWorld(t)
	row := w.subject(t, "А-1", "История")
	must(t, w.as(t, "Админова").EditTeaching(w.ctx(t, "Админова"), row, model.TeachingEdit{Subject: row.Subject, Index: row.Index, WholeGroup: true,
		Teachers: []model.PersonID{w.person(t, "Учителева"), w.person(t, "Наставникова")}}))
	return w, w.newLesson(t)
}

// TestTwoTeachersEditOneLesson: a person who saves a lesson that another teacher moved meanwhile is told of it and saves nothing, and then
// saves over what was seen. What both changed alike, and what is changed beside, is no conflict.
func TestTwoTeachersEditOneLesson(t *testing.T) {
	w, lesson := colleagues(t)
	save := func(who string, edit model.LessonEdit) error {
		_, err := w.as(t, who).SaveLesson(w.ctx(t, who), edit)
		return err
	}
	mine, theirs := w.editing(t, lesson), w.editing(t, lesson)
	theirs.Date, theirs.Title = lessonDay.AddDate(0, 0, 1), "Итоги"
	w.pass(t, 5*time.Minute)
	must(t, save("Наставникова", theirs))
	mine.Hours, mine.Title = 4, "Итоги"
	c := conflict(t, save("Учителева", mine), &mine.Seen)
	if c.Who != "Наставникова Анна" || c.At.Format("15:04") != "12:05" || c.Thing != "занятие 23.11.2026" || c.What != "дата 23.11.2026 → 24.11.2026, у вас 23.11.2026" {
		t.Errorf("%+v", c)
	}
	if l := w.editing(t, lesson); l.Hours != 2 || !l.Date.Equal(theirs.Date) {
		t.Errorf("saved all the same: %+v", l)
	}
	must(t, save("Учителева", mine))
	if l := w.editing(t, lesson); l.Hours != 4 || !l.Date.Equal(lessonDay) || l.Title != "Итоги" {
		t.Errorf("%+v", l)
	}
	must(t, save("Наставникова", w.editing(t, lesson))) // as it is
}

// TestTwoTeachersEditOneTask: the kind and the words of a task are another's as well, if they were changed while it was open.
func TestTwoTeachersEditOneTask(t *testing.T) {
	w, lesson := colleagues(t)
	save := func(who string, edit model.TaskEdit) (model.TaskID, error) {
		return w.as(t, who).SaveTask(w.ctx(t, who), edit)
	}
	id, err := save("Учителева", model.TaskEdit{Lesson: lesson, Kind: model.TaskTest, Title: "Тест"})
	must(t, err)
	mine := model.TaskEdit{ID: id, Lesson: lesson, Kind: model.TaskTest, Title: "Тест 2", Seen: model.TaskSeen{Kind: model.TaskTest, Title: "Тест"}}
	theirs := mine
	theirs.Kind, theirs.Title = model.TaskHomework, "Параграф 5"
	_, err = save("Наставникова", theirs)
	must(t, err)
	_, err = save("Учителева", mine)
	if c := conflict(t, err, &mine.Seen); c.Who != "Наставникова Анна" || c.What != "вид "+model.TaskTest.String()+" → "+model.TaskHomework.String()+
		", у вас "+model.TaskTest.String()+"; задание Тест → Параграф 5, у вас Тест 2" {
		t.Errorf("%+v", c)
	}
	_, err = save("Учителева", mine)
	must(t, err)
	if got := w.journalPage(t, "Учителева").Lessons[0].Tasks[0]; got.Kind != model.TaskTest || got.Title != "Тест 2" {
		t.Errorf("%+v", got)
	}
}
