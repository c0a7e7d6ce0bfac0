package desk_test

import (
	"strings"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// lessonDay is a Monday in the autumn term of the small college, which lives by Moscow's time.
var lessonDay = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// lecture is «Занятие» filled in for a subject.
func lecture(teaching model.TeachingID) model.LessonEdit {
	return model.LessonEdit{Teaching: teaching, Date: lessonDay, Hours: 2, Kind: model.LessonLecture, Title: "Проверка уровня знаний"}
}

// editing is an edit of a lesson by a person who sees it as it is.
func (w *world) editing(t *testing.T, id model.LessonID) (edit model.LessonEdit) {
	t.Helper()
	w.view(t, func(tx *store.Tx) error {
		l, err := tx.Lesson(id)
		edit = model.LessonEdit{ID: id, Teaching: l.Teaching, Date: l.Date, Hours: l.Hours, Kind: l.Kind, Topic: l.Topic, Title: l.Title, Seen: l.Seen()}
		return err
	})
	return edit
}

// newLesson is a lesson of history in А-1, made by its teacher.
func (w *world) newLesson(t *testing.T) model.LessonID {
	t.Helper()
	id, err := w.as(t, "Учителева").SaveLesson(w.ctx(t, "Учителева"), lecture(w.subject(t, "А-1", "История").ID))
	must(t, err)
	return id
}

// journalPage is the journal of history in А-1 as somebody sees it.
func (w *world) journalPage(t *testing.T, who string) model.JournalPage {
	t.Helper()
	page, err := w.as(t, who).Journal(w.ctx(t, who), model.JournalQuery{Group: w.group(t, "А-1"), Teaching: w.subject(t, "А-1", "История").ID})
	must(t, err)
	return page
}

// TestJournalByRole: only the subject's own teacher works in its journal; the administrator and the curator
// read it, nobody else sees it.
func TestJournalByRole(t *testing.T) {
	const reads, works = 1, 2
	for who, level := range map[string]int{
		"": reads, "Админова": reads, "Менеджерова": 0, "Кураторова": reads, "Учителева": works, "Наставникова": 0, "Завхозова": 0,
		"Алексеева": 0, "Мамина": 0,
	} {
		t.Run(who, func(t *testing.T) {
			w := newWorld(t)
			lesson, history := w.newLesson(t), w.subject(t, "А-1", "История").ID
			task, err := w.as(t, "Учителева").SaveTask(w.ctx(t, "Учителева"), model.TaskEdit{Lesson: lesson, Kind: model.TaskHomework})
			must(t, err)
			s, ctx, student := w.as(t, who), t.Context(), w.person(t, "Алексеева")
			key := model.CellKey{Lesson: lesson, Person: student}
			edit := w.editing(t, lesson)
			for name, c := range map[string]struct {
				needs int
				call  func() error
			}{
				"Journal": {reads, func() error {
					_, err := s.Journal(s.As(ctx), model.JournalQuery{Group: w.group(t, "А-1"), Teaching: history})
					return err
				}},
				"TaskMarks":  {reads, func() error { _, err := s.TaskMarks(s.As(ctx), task); return err }},
				"SaveLesson": {works, func() error { _, err := s.SaveLesson(s.As(ctx), lecture(history)); return err }},
				"EditLesson": {works, func() error { _, err := s.SaveLesson(s.As(ctx), edit); return err }},
				"SetCells":   {works, func() error { return s.SetCells(s.As(ctx), []model.CellEdit{{CellKey: key, Mark: 5}}) }},
				"SaveTask": {works, func() error {
					_, err := s.SaveTask(s.As(ctx), model.TaskEdit{Lesson: lesson, Kind: model.TaskTest})
					return err
				}},
				"EditTask": {works, func() error {
					_, err := s.SaveTask(s.As(ctx), model.TaskEdit{ID: task, Kind: model.TaskTest, Seen: model.TaskSeen{Kind: model.TaskHomework}})
					return err
				}},
			} {
				if err := c.call(); (err == nil) != (level >= c.needs) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if err := s.DeleteTask(s.As(ctx), task); (err == nil) != (level == works) {
				t.Errorf("DeleteTask: %v", err)
			}
			if err := s.DeleteLesson(s.As(ctx), lesson, false); (err == nil) != (level == works) {
				t.Errorf("DeleteLesson: %v", err)
			}
		})
	}
}

// TestJournalGroupsByRole: «Журнал успеваемости» shows the groups of one's own, and all to the administrator.
func TestJournalGroupsByRole(t *testing.T) {
	w := newWorld(t)
	for who, want := range map[string]string{
		"Админова": "1: А-1 Б-1 0: Без группы*", "Кураторова": "1: А-1*", "Учителева": "1: А-1* Б-1* 0: Без группы*",
		"Наставникова": "1: Б-1* 0: Без группы*", "Менеджерова": "refused", "Завхозова": "refused", "Алексеева": "refused", "Мамина": "refused",
	} {
		courses, err := w.as(t, who).JournalGroups(w.ctx(t, who))
		var words []string
		if err != nil {
			words = []string{"refused"}
		}
		for _, c := range courses {
			words = append(words, string('0'+rune(c.Year))+":")
			for _, g := range c.Groups {
				own := map[bool]string{true: "*"}[g.Own]
				words = append(words, g.Name+own)
			}
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("%s sees %q, want %q", who, got, want)
		}
	}
}

// TestCells: a mark and an absence stand where they were put, give way to each other, and the marks of tasks
// stand beside them.
func TestCells(t *testing.T) {
	w := newWorld(t)
	lesson, s, ctx := w.newLesson(t), w.as(t, "Учителева"), t.Context()
	key := model.CellKey{Lesson: lesson, Person: w.person(t, "Алексеева")}
	other := model.CellKey{Lesson: lesson, Person: w.person(t, "Борисова")}
	cell := func() string { t.Helper(); return w.journalPage(t, "Учителева").Cells[key].String() }
	must(t, s.SetCells(s.As(ctx), []model.CellEdit{{CellKey: key, Mark: 5}}))
	if got := cell(); got != "5" {
		t.Errorf("%q", got)
	}
	_, err := s.SaveTask(s.As(ctx), model.TaskEdit{Lesson: lesson, Kind: model.TaskTest, Title: "Тест", Marks: []model.StudentMark{{Person: key.Person, Mark: 3}}})
	must(t, err)
	must(t, s.SetCells(s.As(ctx), []model.CellEdit{{CellKey: key, Mark: 4, Absence: model.AbsenceLate, Seen: model.CellEntry{Mark: 5}}}))
	if got := cell(); got != "О 4 3" {
		t.Errorf("%q", got)
	}
	must(t, s.SetCells(s.As(ctx), []model.CellEdit{{CellKey: key, Absence: model.AbsenceIll, Seen: model.CellEntry{Absence: model.AbsenceLate, Mark: 4}},
		{CellKey: other, Absence: model.AbsenceUnknown}}))
	if got := cell(); got != "Б 3" {
		t.Errorf("who was ill keeps a mark: %q", got)
	}
	must(t, s.SetCells(s.As(ctx), []model.CellEdit{{CellKey: key, Seen: model.CellEntry{Absence: model.AbsenceIll}}}))
	page := w.journalPage(t, "Учителева")
	if got := page.Cells[key].String() + "|" + page.Cells[other].String(); got != "3|Н" {
		t.Errorf("%q", got)
	}
	if page.FactHours != 2 || len(page.Lessons) != 1 || len(page.Lessons[0].Tasks) != 1 || len(page.Students) != 3 {
		t.Errorf("%+v", page)
	}
	for want, edit := range map[string]model.CellEdit{
		"вместе не ставят":   {CellKey: key, Mark: 5, Absence: model.AbsenceIll},
		"в журнал не ставят": {CellKey: key, Mark: 7},
		"предмет не изучает": {CellKey: model.CellKey{Lesson: lesson, Person: w.person(t, "Григорьева")}, Mark: 5},
		"запись не найдена":  {CellKey: model.CellKey{Lesson: 999, Person: key.Person}, Mark: 5},
	} {
		if err := s.SetCells(s.As(ctx), []model.CellEdit{edit}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}

// TestWhoLeftKeepsMarks: a student who has left stays in the journal for the marks that stand there.
func TestWhoLeftKeepsMarks(t *testing.T) {
	w := newWorld(t)
	lesson, s, ctx := w.newLesson(t), w.as(t, "Учителева"), t.Context()
	gone := w.person(t, "Борисова")
	must(t, s.SetCells(s.As(ctx), []model.CellEdit{{CellKey: model.CellKey{Lesson: lesson, Person: gone}, Mark: 4}}))
	must(t, w.as(t, "Админова").LeaveStudents(w.ctx(t, "Админова"), []model.PersonID{gone, w.person(t, "Безликова")}))
	page := w.journalPage(t, "Учителева")
	var names []string
	for _, p := range page.Students {
		names = append(names, p.Name.LastName+map[bool]string{true: " (выбыла)"}[p.Left])
	}
	if got := strings.Join(names, ", "); got != "Алексеева, Борисова (выбыла)" {
		t.Error(got)
	}
}

// TestLessonMoves: a lesson of the timetable that moves to another day keeps its time by the clock.
func TestLessonMoves(t *testing.T) {
	w := newWorld(t)
	s, ctx, history := w.as(t, "Учителева"), t.Context(), w.subject(t, "А-1", "История").ID
	moscow := time.FixedZone("MSK", 3*60*60)
	var id model.LessonID
	w.update(t, func(tx *store.Tx) (err error) {
		id, err = tx.AddLesson(model.Lesson{Teaching: history, Date: lessonDay, Hours: 2, Kind: model.LessonPlain, Title: "Тема", Scheduled: true,
			Begins: model.At(lessonDay, 8*60+30, moscow), Ends: model.At(lessonDay, 10*60, moscow)})
		return err
	})
	edit := w.editing(t, id)
	edit.Date = lessonDay.AddDate(0, 0, 3)
	_, err := s.SaveLesson(s.As(ctx), edit)
	must(t, err)
	l := w.journalPage(t, "Учителева").Lessons[0]
	if got := l.Begins.In(moscow).Format("02.01 15:04") + "–" + l.Ends.In(moscow).Format("15:04"); got != "26.11 08:30–10:00" || !l.Scheduled {
		t.Errorf("%s, %+v", got, l)
	}
}

// TestMyLessons: a student sees the lessons of the subjects learned, a teacher those led; a call's link is
// nobody's but the teacher's to see.
func TestMyLessons(t *testing.T) {
	w := newWorld(t)
	id := w.newLesson(t)
	w.update(t, func(tx *store.Tx) error {
		return tx.PutRemote(model.RemoteLesson{Lesson: id, Begins: lessonDay.Add(8 * time.Hour), Ends: lessonDay.Add(9 * time.Hour), Link: "https://vk.ru/call/join/x", Source: model.SourcePasted})
	})
	for who, want := range map[string]string{
		"Учителева": "https://vk.ru/call/join/x", "Алексеева": "", "Наставникова": "none", "Григорьева": "none", "Мамина": "none", "Админова": "none", "": "none",
	} {
		lines, err := w.as(t, who).MyLessons(w.ctx(t, who), lessonDay, lessonDay.AddDate(0, 0, 1))
		must(t, err)
		got := "none"
		if len(lines) == 1 {
			got = lines[0].Remote.Link
			if lines[0].Mine != (who == "Учителева") || lines[0].Subject != "История (ОГСЭ)" || len(lines[0].Teachers) != 1 {
				t.Errorf("%s: %+v", who, lines[0])
			}
		}
		if got != want {
			t.Errorf("%s sees %q, want %q", who, got, want)
		}
	}
}
