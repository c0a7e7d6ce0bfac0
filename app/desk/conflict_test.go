package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"zvonok/model"
)

// conflict is an error as a conflict, from which what was seen is taken anew.
func conflict(t *testing.T, err error, seen any) *model.Conflict {
	t.Helper()
	var found *model.Conflict
	if !errors.As(err, &found) {
		t.Fatalf("%v is no conflict", err)
	}
	must(t, found.See(seen))
	return found
}

// TestTwoTeachersMarkOneCell: who enters a mark where another teacher did meanwhile is told of it, with both marks; nothing
// of the step is saved, and then it is saved over what was seen.
func TestTwoTeachersMarkOneCell(t *testing.T) {
	w := newWorld(t)
	row := w.subject(t, "А-1", "История")
	admin := w.as(t, "Админова")
	must(t, admin.EditTeaching(w.ctx(t, "Админова"), row, model.TeachingEdit{Subject: row.Subject, Index: row.Index, WholeGroup: true,
		Teachers: []model.PersonID{w.person(t, "Учителева"), w.person(t, "Наставникова")}}))
	lesson := w.newLesson(t)
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
