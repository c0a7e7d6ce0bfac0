package desk_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// sittings are the lines of «Журнал изменений» about journals, the latest first: who, of what, and the details.
func (w *world) sittings(t *testing.T) (lines []string) {
	t.Helper()
	w.view(t, func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{Action: "Ведение журнала"}, func(l model.AuditLine) error {
			surname, _, _ := strings.Cut(l.Who, " ")
			lines = append(lines, surname+" | "+l.Subject+" | "+l.Details)
			return nil
		})
	})
	return lines
}

// TestASittingIsOneLine: what a teacher edits in one journal in a row is one line of «Журнал изменений», which grows;
// after a rest it is another, and so is another teacher's, another subject's and the next day's.
func TestASittingIsOneLine(t *testing.T) {
	w := newWorld(t)
	lesson, s, ctx := w.newLesson(t), w.as(t, "Учителева"), t.Context()
	first, second := w.person(t, "Алексеева"), w.person(t, "Борисова")
	mark := func(p model.PersonID, m model.Mark, a model.Absence) {
		t.Helper()
		key := model.CellKey{Lesson: lesson, Person: p}
		seen := w.journalPage(t, "Учителева").Cells[key].Entry()
		must(t, s.SetCells(s.As(ctx), []model.CellEdit{{CellKey: key, Mark: m, Absence: a, Seen: seen}}))
	}
	is := func(want ...string) {
		t.Helper()
		if got := w.sittings(t); !slices.Equal(got, want) {
			t.Fatalf("the lines are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	is("Учителева | А-1/История (ОГСЭ) | занятие 23.11.2026: 1 новое занятие")
	w.pass(t, 5*time.Minute)
	mark(first, 5, 0)
	mark(first, 5, 0) // nothing changes
	mark(second, 0, model.AbsenceIll)
	_, err := s.SaveTask(s.As(ctx), model.TaskEdit{Lesson: lesson, Kind: model.TaskTest, Marks: []model.StudentMark{{Person: first, Mark: 3}, {Person: second, Mark: 4}}})
	must(t, err)
	edit := w.editing(t, lesson)
	edit.Date = lessonDay.AddDate(0, 0, 2)
	_, err = s.SaveLesson(s.As(ctx), edit)
	must(t, err)
	one := "Учителева | А-1/История (ОГСЭ) | с 12:00, занятия 23.11 – 25.11.2026: 3 правки оценок, 1 правка отсутствий, 1 новое занятие, 1 правка занятий, 1 правка заданий"
	is(one)

	w.pass(t, model.SittingPause)
	mark(second, 4, 0)
	two := "Учителева | А-1/История (ОГСЭ) | занятие 25.11.2026: 1 правка оценок, 1 правка отсутствий"
	is(two, one)

	w.pass(t, time.Minute)
	_, err = s.SaveLesson(s.As(ctx), lecture(w.subject(t, "Б-1", "Физика").ID))
	must(t, err)
	three := "Учителева | Б-1/Физика | занятие 23.11.2026: 1 новое занятие"
	is(three, two, one)
	if err := s.SetCells(s.As(ctx), []model.CellEdit{{CellKey: model.CellKey{Lesson: lesson, Person: first}, Mark: 4, Seen: model.CellEntry{Mark: 5}},
		{CellKey: model.CellKey{Lesson: lesson, Person: w.person(t, "Григорьева")}, Mark: 4}}); err == nil {
		t.Error("a student of another group got a mark")
	}
	is(three, two, one) // what was refused as a whole is in no line
	if got := w.journalPage(t, "Учителева").Cells[model.CellKey{Lesson: lesson, Person: first}].Mark; got != 5 {
		t.Errorf("of a refused block the first mark was set: %v", got)
	}
}

// TestALineThatGrewIsDoneSinceACopy: marks of a sitting that began before a copy was made count as lost by its return.
func TestALineThatGrewIsDoneSinceACopy(t *testing.T) {
	w := newWorld(t)
	lesson := w.newLesson(t)
	copied := filepath.Join(t.TempDir(), "copy.db")
	must(t, w.college.Store.Backup(t.Context(), copied))
	at, err := store.MarkOf(t.Context(), copied)
	must(t, err)
	done := func() (done []model.DoneSince) {
		w.view(t, func(tx *store.Tx) (err error) { done, err = tx.DoneSince(at); return err })
		return done
	}
	if got := done(); len(got) != 0 {
		t.Errorf("before anything is done: %v", got)
	}
	w.pass(t, time.Minute)
	must(t, w.as(t, "Учителева").SetCells(w.ctx(t, "Учителева"), []model.CellEdit{{CellKey: model.CellKey{Lesson: lesson, Person: w.person(t, "Алексеева")}, Mark: 5}}))
	if got := done(); !slices.Equal(got, []model.DoneSince{{Action: "Ведение журнала", Count: 1}}) {
		t.Errorf("after a mark: %v", got)
	}
}

// TestATaskDeletedMeanwhileGetsNoMarks: a person who still has its dialog open is told, no mark is left without its task, and
// the next task has none of them.
func TestATaskDeletedMeanwhileGetsNoMarks(t *testing.T) {
	w := newWorld(t)
	lesson, s, ctx := w.newLesson(t), w.as(t, "Учителева"), t.Context()
	student := w.person(t, "Алексеева")
	task, err := s.SaveTask(s.As(ctx), model.TaskEdit{Lesson: lesson, Kind: model.TaskTest})
	must(t, err)
	must(t, s.DeleteTask(s.As(ctx), task))
	next, err := s.SaveTask(s.As(ctx), model.TaskEdit{Lesson: lesson, Kind: model.TaskHomework, Title: "Другое"})
	must(t, err)
	_, saved := s.SaveTask(s.As(ctx), model.TaskEdit{ID: task, Lesson: lesson, Kind: model.TaskTest, Marks: []model.StudentMark{{Person: student, Mark: 2}}})
	_, read := s.TaskMarks(s.As(ctx), task)
	for what, err := range map[string]error{"save": saved, "delete": s.DeleteTask(s.As(ctx), task), "read": read} {
		if err == nil || !strings.Contains(err.Error(), "этого задания больше нет") {
			t.Errorf("%s: %v", what, err)
		}
	}
	marks, err := s.TaskMarks(s.As(ctx), next)
	must(t, err)
	page := w.journalPage(t, "Учителева")
	if len(marks) != 0 || len(page.Cells) != 0 || page.Lessons[0].Tasks[0].Title != "Другое" {
		t.Errorf("marks %v, cells %v, task %+v", marks, page.Cells, page.Lessons[0].Tasks[0])
	}
}
