package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zvonok/model"
)

// timetable is a file of lessons of history in А-1 in 301, at half past eight, on the days.
func timetable(days ...string) string {
	text := timeHead
	for _, day := range days {
		text += fmt.Sprintf("%s.2026;08:30;10:00;А-1;История;;301\n", day)
	}
	return text
}

// TestUndoLessonFiles: a wrong timetable and a wrong plan are taken back exactly, what the file dropped with them.
func TestUndoLessonFiles(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	loadLessons(t, s, model.FilePlan, planHead+"А-1;История;1;Россия;2\nА-1;История;2;Европа;2\nА-1;История;3;Азия;2\n")
	loadLessons(t, s, model.FileTimetable, timetable("30.11", "01.12", "02.12"))
	page := w.journalPage(t, "Учителева")
	lesson := lecture(w.subject(t, "А-1", "История").ID)
	lesson.Topic = page.Plan[0].ID
	_, err := w.as(t, "Учителева").SaveLesson(w.ctx(t, "Учителева"), lesson)
	must(t, err)
	before := w.journalPage(t, "Учителева")

	loadLessons(t, s, model.FilePlan, planHead+"А-1;История;1;Азия;4\nА-1;История;2;Африка;1\n")
	loadLessons(t, s, model.FileTimetable, strings.ReplaceAll(timetable("30.11", "02.12", "03.12"), "30.11.2026;08:30;10:00", "30.11.2026;08:30;11:00"))
	if during := w.days(t); len(during) != 4 {
		t.Fatalf("the wrong timetable gives %q", during)
	}
	preview, err := s.PreviewUndo(s.As(ctx), w.lastChange(t, "Загрузка расписания"))
	must(t, err)
	if !slices.Equal(preview.Counts, []string{"3 занятия"}) || preview.Chats || len(preview.Losses) != 1 || !strings.Contains(preview.Losses[0], "1 занятие из этой загрузки") {
		t.Errorf("%+v", preview)
	}
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Загрузка расписания")))
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Загрузка КТП")))
	after := w.journalPage(t, "Учителева")
	if got, want := fmt.Sprintf("%+v", after), fmt.Sprintf("%+v", before); got != want {
		t.Errorf("after the undo:\n%s\nbefore:\n%s", got, want)
	}
	// What was taken back can be loaded again, and the taking back itself be taken back.
	loadLessons(t, s, model.FileTimetable, timetable("30.11", "01.12", "02.12", "04.12"))
	again := w.days(t)
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Загрузка расписания")))
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Отмена изменения")))
	wantList(t, "lessons", w.days(t), again...)
}

// TestUndoLessonFilesRefuses: nothing that was done since with the lessons of a file is thrown away, and the words say
// what it is.
func TestUndoLessonFilesRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		action string
		since  func(t *testing.T, w *world)
		words  string // none: it is taken back all the same
	}{
		{"marks", "Загрузка расписания", func(t *testing.T, w *world) {
			must(t, w.as(t, "Учителева").SetCells(w.ctx(t, "Учителева"), []model.CellEdit{{Mark: 5,
				CellKey: model.CellKey{Lesson: w.journalPage(t, "Учителева").Lessons[0].ID, Person: w.person(t, "Алексеева")}}}))
		}, "1 запись изменилась. Сначала уберите то, что появилось позже: оценки, отметки об отсутствии"},
		{"a lesson was edited", "Загрузка расписания", func(t *testing.T, w *world) {
			lesson := w.editing(t, w.journalPage(t, "Учителева").Lessons[0].ID)
			lesson.Title = "Россия"
			_, err := w.as(t, "Учителева").SaveLesson(w.ctx(t, "Учителева"), lesson)
			must(t, err)
		}, "позже: изменения занятий в журнале"},
		{"a lesson was deleted", "Загрузка расписания", func(t *testing.T, w *world) {
			must(t, w.as(t, "Учителева").DeleteLesson(w.ctx(t, "Учителева"), w.journalPage(t, "Учителева").Lessons[0].ID, false))
		}, ""},
		{"a later timetable", "Загрузка расписания", func(t *testing.T, w *world) {
			loadLessons(t, w.as(t, "Админова"), model.FileTimetable, timetable("30.11", "02.12"))
		}, "Сначала отмените то, что сделано позже: Загрузка расписания"},
		{"a topic is in use", "Загрузка КТП", func(t *testing.T, w *world) {
			lesson := lecture(w.subject(t, "А-1", "История").ID)
			lesson.Topic = w.journalPage(t, "Учителева").Plan[0].ID
			_, err := w.as(t, "Учителева").SaveLesson(w.ctx(t, "Учителева"), lesson)
			must(t, err)
		}, "позже: занятия с темами из этой загрузки"},
		{"a later plan", "Загрузка КТП", func(t *testing.T, w *world) {
			loadLessons(t, w.as(t, "Учителева"), model.FilePlan, planHead+"А-1;История;1;Азия;2\n")
		}, "Сначала отмените то, что сделано позже: Загрузка КТП"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			s := w.as(t, "Админова")
			loadLessons(t, s, model.FilePlan, planHead+"А-1;История;1;Россия;2\n")
			loadLessons(t, s, model.FileTimetable, timetable("30.11", "01.12", "02.12"))
			change := w.lastChange(t, c.action)
			c.since(t, w)
			before := w.journalPage(t, "Учителева")
			err := s.UndoChange(s.As(t.Context()), change)
			after := w.journalPage(t, "Учителева")
			if c.words == "" {
				if err != nil || len(after.Lessons) != 0 {
					t.Errorf("%v, left: %+v", err, after.Lessons)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("taking it back gives %v", err)
			}
			if got, want := fmt.Sprintf("%+v", after), fmt.Sprintf("%+v", before); got != want {
				t.Error("a refused undo changed something")
			}
		})
	}
}

// TestUndoDroppedLesson: a lesson that a file left out does not come back beside one that took its place.
func TestUndoDroppedLesson(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	loadLessons(t, s, model.FileTimetable, timetable("30.11", "01.12", "02.12"))
	loadLessons(t, s, model.FileTimetable, timetable("30.11", "02.12"))
	wrong := w.lastChange(t, "Загрузка расписания")
	loadLessons(t, s, model.FileTimetable, timetable("30.11", "01.12", "02.12"))
	if err := s.UndoChange(s.As(ctx), wrong); err == nil || !strings.Contains(err.Error(), "другие занятия в то же время") {
		t.Errorf("a twin comes back: %v", err)
	}
	must(t, s.UndoChange(s.As(ctx), w.lastChange(t, "Загрузка расписания")))
	must(t, s.UndoChange(s.As(ctx), wrong))
	if days := w.days(t); len(days) != 3 {
		t.Errorf("lessons: %q", days)
	}
}
