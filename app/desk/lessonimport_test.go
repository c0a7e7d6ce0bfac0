package desk_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

const (
	planHead = "Группа;Предмет;№;Тема;Часов\n"
	timeHead = "Дата;Начало;Окончание;Группа;Предмет;Тема;Кабинет\n"
)

// lessonFile writes a file of lessons.
func lessonFile(t *testing.T, text string) model.Files {
	t.Helper()
	path := filepath.Join(t.TempDir(), "файл.csv")
	must(t, os.WriteFile(path, []byte(text), 0o600))
	return files(t, path)
}

// loadLessons previews and applies a file.
func loadLessons(t *testing.T, s *desk.Session, kind model.LessonFileKind, text string) model.LessonsPreview {
	t.Helper()
	p, err := s.PreviewLessons(s.As(t.Context()), kind, lessonFile(t, text))
	must(t, err)
	if len(p.Problems) > 0 {
		t.Fatalf("%+v", p.Problems)
	}
	must(t, s.ApplyLessons(s.As(t.Context()), kind, lessonFile(t, text), p.Fingerprint))
	return p
}

// plan is the plan of history in А-1.
func (w *world) plan(t *testing.T) (titles []string) {
	t.Helper()
	for _, topic := range w.journalPage(t, "Учителева").Plan {
		titles = append(titles, fmt.Sprintf("%d %s", topic.Number, topic.Title))
	}
	return titles
}

// days are the lessons of history in А-1.
func (w *world) days(t *testing.T) (lessons []string) {
	t.Helper()
	for _, l := range w.journalPage(t, "Учителева").Lessons {
		lessons = append(lessons, fmt.Sprintf("%s %s %s", l.Date.Format("02.01"), l.Begins.Format("15:04"), l.Title))
	}
	return lessons
}

func wantList(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// TestLessonFilesByRole: the administrator loads everything, a teacher plans of own subjects, nobody else anything.
func TestLessonFilesByRole(t *testing.T) {
	const nothing, plans, all = 0, 1, 2
	for who, may := range map[string]int{
		"": all, "Админова": all, "Учителева": plans, "Менеджерова": nothing, "Кураторова": nothing, "Завхозова": nothing, "Алексеева": nothing, "Мамина": nothing,
	} {
		t.Run(who, func(t *testing.T) {
			w := newWorld(t)
			s := w.as(t, who)
			for _, c := range []struct {
				kind  model.LessonFileKind
				text  string
				needs int
			}{
				{model.FilePlan, planHead + "А-1;История;1;Россия;2\n", plans},
				{model.FileTimetable, timeHead + "01.12.2026;08:30;10:00;А-1;История;;\n", all},
			} {
				p, err := s.PreviewLessons(s.As(t.Context()), c.kind, lessonFile(t, c.text))
				if (err == nil) != (may >= c.needs) || err != nil && !errors.Is(err, app.ErrNoRight) {
					t.Errorf("kind %d: %v", c.kind, err)
				}
				if err == nil {
					must(t, s.ApplyLessons(s.As(t.Context()), c.kind, lessonFile(t, c.text), p.Fingerprint))
				}
			}
		})
	}
	w := newWorld(t)
	p, err := w.as(t, "Наставникова").PreviewLessons(w.ctx(t, "Наставникова"), model.FilePlan, lessonFile(t, planHead+"А-1;История;1;Россия;2\n"))
	must(t, err)
	if len(p.Problems) != 1 || !strings.Contains(p.Problems[0].Message, "ведёте не вы") || p.Problems[0].File != "файл.csv" || p.Problems[0].Row != 2 || p.Problems[0].Column != "Предмет" || p.Fingerprint != "" {
		t.Errorf("another's subject: %+v", p)
	}
}

// TestLessonFilesCountInvisibleCharacters: what was dropped from a plan or a timetable is said in the preview.
func TestLessonFilesCountInvisibleCharacters(t *testing.T) {
	w := newWorld(t)
	s := w.as(t, "Админова")
	for kind, text := range map[model.LessonFileKind]string{
		model.FilePlan:      planHead + "А\u200b-1;История;1;Рос\u00adсия;2\n",
		model.FileTimetable: timeHead + "01.12.2026;08:30;10:00;\u200fА-1;История;Смута\u3164;\n",
	} {
		if p := loadLessons(t, s, kind, text); !slices.Equal(p.Warnings, []string{"Убрано невидимых знаков: 2"}) {
			t.Errorf("kind %d: warnings %q", kind, p.Warnings)
		}
		same := strings.NewReplacer("\u200b", "", "\u00ad", "", "\u200f", "", "\u3164", "").Replace(text)
		p, err := s.PreviewLessons(s.As(t.Context()), kind, lessonFile(t, same))
		if must(t, err); p.Fingerprint != "" || len(p.Warnings) > 0 {
			t.Errorf("kind %d: without them there is a change or a warning: %+v", kind, p)
		}
	}
	if titles := w.plan(t); !slices.Equal(titles, []string{"1 Россия"}) {
		t.Errorf("the plan is %q", titles)
	}
}

// TestLoadPlans: a plan comes, changes, and gives up no topic that a lesson has.
func TestLoadPlans(t *testing.T) {
	w := newWorld(t)
	s := w.as(t, "Учителева")
	p := loadLessons(t, s, model.FilePlan, planHead+"А-1;История;1;Россия;2\nА-1;История;2;Европа;2\nА-1;История;3;Азия;2\n")
	if p.Added != 3 || len(p.Subjects) != 1 || p.Subjects[0] != (model.LessonsChange{Group: "А-1", Subject: "История (ОГСЭ)", Added: 3}) {
		t.Errorf("%+v", p)
	}
	wantList(t, "plan", w.plan(t), "1 Россия", "2 Европа", "3 Азия")
	lesson := lecture(w.subject(t, "А-1", "История").ID)
	lesson.Topic = w.journalPage(t, "Учителева").Plan[0].ID
	_, err := s.SaveLesson(s.As(t.Context()), lesson)
	must(t, err)

	p = loadLessons(t, s, model.FilePlan, planHead+"А-1;История;1;Азия;2\nА-1;История;2;Африка;1\n")
	if p.Added != 1 || p.Changed != 1 || p.Removed != 1 || p.Kept != 1 {
		t.Errorf("%+v", p)
	}
	wantList(t, "plan", w.plan(t), "1 Азия", "2 Африка")
	if title := w.journalPage(t, "Учителева").Lessons[0].Title; title != "Россия" {
		t.Errorf("the lesson's topic is now %q", title)
	}
	loadLessons(t, s, model.FilePlan, planHead+"А-1;История;1;Россия;2\n")
	if topic := w.journalPage(t, "Учителева").Plan[0]; topic.ID != lesson.Topic || topic.Used != 2 {
		t.Errorf("the topic did not return: %+v", topic)
	}
	again, err := s.PreviewLessons(s.As(t.Context()), model.FilePlan, lessonFile(t, planHead+"А-1;История;1;Россия;2\n"))
	must(t, err)
	if again.Fingerprint != "" {
		t.Errorf("the same plan again: %+v", again)
	}
	const subject = "А-1/История (ОГСЭ): "
	wantList(t, "journal", w.journal(t, "Загрузка КТП"), subject+"добавлено: 3, изменено: 0, удалено: 0, оставлено: 0",
		subject+"добавлено: 1, изменено: 1, удалено: 1, оставлено: 1", subject+"добавлено: 1, изменено: 0, удалено: 2, оставлено: 0")
}

// TestLoadTimetables: lessons come, change and go; those with which somebody worked and those of the past stay.
func TestLoadTimetables(t *testing.T) {
	w := newWorld(t)
	s := w.as(t, "Админова")
	row := func(day, begins, ends, title string) string {
		return fmt.Sprintf("%s.2026;%s;%s;А-1;История;%s;301\n", day, begins, ends, title)
	}
	loadLessons(t, s, model.FileTimetable, timeHead+row("16.11", "08:30", "10:00", "")+row("30.11", "08:30", "10:00", "")+
		row("01.12", "08:30", "10:00", "")+row("02.12", "08:30", "10:00", "")+row("07.12", "08:30", "10:00", ""))
	page := w.journalPage(t, "Учителева")
	if l := page.Lessons[1]; !l.Scheduled || l.Hours != 2 || l.Room != "301" || !l.Begins.Equal(time.Date(2026, 11, 30, 5, 30, 0, 0, time.UTC)) {
		t.Errorf("%+v", l)
	}
	must(t, w.as(t, "Учителева").SetCells(w.ctx(t, "Учителева"), []model.CellEdit{{
		CellKey: model.CellKey{Lesson: page.Lessons[2].ID, Person: w.person(t, "Алексеева")}, Mark: 5,
	}}))
	p := loadLessons(t, s, model.FileTimetable, timeHead+row("15.11", "12:00", "13:30", "")+row("02.12", "08:30", "10:45", "Россия")+
		row("03.12", "08:30", "10:00", ""))
	if p.Added != 2 || p.Changed != 1 || p.Removed != 1 || p.Kept != 2 {
		t.Errorf("%+v", p)
	}
	wantList(t, "lessons", w.days(t), "15.11 09:00 ", "16.11 05:30 ", "01.12 05:30 ", "02.12 05:30 Россия", "03.12 05:30 ", "07.12 05:30 ")
	if lines := w.journal(t, "Загрузка расписания"); len(lines) != 2 {
		t.Errorf("journal: %q", lines)
	}
}

// TestNothingHalfLoaded: a file with a problem, a preview that is no longer true and one that was applied change nothing.
func TestNothingHalfLoaded(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	const good = planHead + "А-1;История;1;Россия;2\n"
	wrong, right := lessonFile(t, good+"А-1;История;1;Ещё раз;2\n"), lessonFile(t, good)
	p, err := s.PreviewLessons(s.As(ctx), model.FilePlan, wrong)
	must(t, err)
	if len(p.Problems) != 1 || p.Added != 0 || p.Fingerprint != "" {
		t.Errorf("%+v", p)
	}
	if err := s.ApplyLessons(s.As(ctx), model.FilePlan, wrong, p.Fingerprint); !errors.Is(err, app.ErrProblems) {
		t.Errorf("with problems: %v", err)
	}
	p, err = s.PreviewLessons(s.As(ctx), model.FilePlan, right)
	must(t, err)
	if err := s.ApplyLessons(s.As(ctx), model.FileTimetable, right, p.Fingerprint); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("as another kind: %v", err)
	}
	w.update(t, func(tx *store.Tx) error {
		_, err := tx.AddTopic(w.subject(t, "А-1", "История").ID, model.Topic{Number: 1, Title: "Чужая", Hours: 1})
		return err
	})
	if err := s.ApplyLessons(s.As(ctx), model.FilePlan, right, p.Fingerprint); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("changed meanwhile: %v", err)
	}
	wantList(t, "plan", w.plan(t), "1 Чужая")
	p = loadLessons(t, s, model.FilePlan, good)
	if err := s.ApplyLessons(s.As(ctx), model.FilePlan, right, p.Fingerprint); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("twice: %v", err)
	}
	path := filepath.Join(t.TempDir(), "образец.xlsx")
	must(t, s.WriteLessonTemplate(ctx, model.FilePlan, path))
	if err := s.WriteLessonTemplate(ctx, model.FilePlan, path); err == nil {
		t.Error("the template was written over")
	}
}

// TestRightLostBeforeLoading: a person who lost the subject meanwhile loads nothing.
func TestRightLostBeforeLoading(t *testing.T) {
	w := newWorld(t)
	s := w.as(t, "Учителева")
	read := lessonFile(t, planHead+"А-1;История;1;Россия;2\n")
	p, err := s.PreviewLessons(s.As(t.Context()), model.FilePlan, read)
	must(t, err)
	snapshot := small()
	snapshot.Teachings[0].Teachers = snapshot.Teachings[0].Teachers[:0]
	snapshot.Teachings[0].Teachers = append(snapshot.Teachings[0].Teachers, "s:5")
	w.apply(t, snapshot)
	if err := s.ApplyLessons(s.As(t.Context()), model.FilePlan, read, p.Fingerprint); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("%v", err)
	}
}

// TestTenThousandLessons: a timetable of 10,000 lessons is loaded, and loaded again without a change.
func TestTenThousandLessons(t *testing.T) {
	w := newWorld(t)
	s := w.as(t, "Админова")
	var text strings.Builder
	text.WriteString(timeHead)
	const lessons, ofDay = 10_000, 28
	for i := range lessons {
		day, begins := lessonDay.AddDate(0, 0, i/ofDay-ofDay), 8*60+i%ofDay*25
		fmt.Fprintf(&text, "%s;%s;%s;А-1;История;Тема %d;301\n", day.Format("02.01.2006"), model.ClockText(begins), model.ClockText(begins+20), i)
	}
	if p := loadLessons(t, s, model.FileTimetable, text.String()); p.Added != lessons {
		t.Errorf("%+v", p)
	}
	p, err := s.PreviewLessons(s.As(t.Context()), model.FileTimetable, lessonFile(t, text.String()))
	must(t, err)
	if p.Fingerprint != "" || p.Changed+p.Added+p.Removed+p.Kept != 0 {
		t.Errorf("again: %+v", p)
	}
}
