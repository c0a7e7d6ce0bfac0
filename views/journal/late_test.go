package journal

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// TestAJournalThatCouldNotBeReadDoesNotComeLater: the next change elsewhere must not put it under the hands of somebody who writes in the
// one that stayed.
func TestAJournalThatCouldNotBeReadDoesNotComeLater(t *testing.T) {
	f := atp()
	b := newBench(t, f, open)
	s := b.screen()
	f.pageErr = errStore
	s.ask(model.JournalQuery{Group: 7, Teaching: 31, Term: s.query.Term})
	f.pageErr = nil
	f.Publish(model.Change{Lessons: true})
	b.timer.Pass(time.Second)
	if s.page.Teaching.ID != 30 {
		t.Errorf("subject %d is shown", s.page.Teaching.ID)
	}
	if s.lesson != 5 || len(s.actions()) == 0 {
		t.Errorf("lesson %d is chosen, want the one that was", s.lesson)
	}
	s.sheet.SelectCell(1, 5)
	if b.write("5"); len(f.cells) != 1 || f.cells[0].Lesson != 5 {
		t.Errorf("saved %+v", f.cells)
	}
}

// TestALateReadingHidesNothingNewer: of two readings under way at once, the older one may come last.
func TestALateReadingHidesNothingNewer(t *testing.T) {
	f := atp()
	b := newBench(t, f, open)
	s := b.screen()
	b.exec.Late = true
	old := f.page.Lessons
	s.load()
	s.load()
	both := b.exec.Take()
	f.page.Lessons = append(slices.Clone(old), model.JournalLesson{Lesson: model.Lesson{ID: 9, Teaching: 30, Date: day(23), Title: "Новая"}})
	both[1]()
	f.page.Lessons = old
	both[0]()
	if _, there := s.lessons[9]; !there {
		t.Error("the older reading has taken a lesson away")
	}
}

// TestASavedLessonIsChosenThoughAReadingIsUnderWay that began before it was saved.
func TestASavedLessonIsChosenThoughAReadingIsUnderWay(t *testing.T) {
	f := atp()
	b := newBench(t, f, open)
	s := b.screen()
	b.exec.Late = true
	before := f.page
	before.Lessons = slices.Clone(before.Lessons)
	s.load()
	early := b.exec.Take()
	b.exec.Late = false
	s.addLesson(1)
	b.exec.Late = true
	b.Press("Сохранить")
	b.exec.Run()
	now := f.page
	f.page = before
	early[0]()
	f.page = now
	b.exec.Run()
	if b.Sees("Занятие 20.10.2023, № 2 сохранено"); s.lesson != 100 {
		t.Errorf("lesson %d is chosen, want the new one", s.lesson)
	}
}

// TestLeavingTwiceAsksOnce: the window's cross is pressed again while marks are still on their way.
func TestLeavingTwiceAsksOnce(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	b.exec.Late = true
	s.sheet.SelectCell(1, 5)
	b.write("5")
	left := 0
	for range 2 {
		s.MayLeave(func(bool) { left++ })
		b.timer.Pass(leaveWait)
	}
	if n := len(b.Window.Canvas().Overlays().List()); n != 1 {
		t.Fatalf("%d questions are open", n)
	}
	if b.Press("Уйти без них"); left != 1 {
		t.Errorf("answered %d times", left)
	}
}

// TestAFormOfAnotherJournalDoesNotOpen: what a form needs may be read only once the journal is left, or shows another subject. Two presses
// open one.
func TestAFormOfAnotherJournalDoesNotOpen(t *testing.T) {
	for name, begin := range map[string]func(*bench){
		"marks of a task": func(b *bench) { b.screen().editTask(b.service.page.Lessons[2].Tasks[0]) },
		"who is absent":   func(b *bench) { b.act("Отметить, кого нет") },
	} {
		t.Run(name, func(t *testing.T) {
			f := atp()
			f.now = friday.Add(time.Hour)
			online(f)
			b := newBench(t, f, open)
			s := b.screen()
			b.exec.Late = true
			begin(b)
			begin(b)
			b.exec.Run()
			if n := len(b.Window.Canvas().Overlays().List()); n != 1 {
				t.Fatalf("%d forms are open", n)
			}
			b.Press("Отмена")
			begin(b)
			reading := b.exec.Take()
			b.exec.Late = false
			lessons := f.page.Lessons
			f.page.Lessons = []model.JournalLesson{{Lesson: model.Lesson{ID: 50, Teaching: 31, Date: day(20)}}}
			s.ask(model.JournalQuery{Group: 7, Teaching: 31, Term: s.query.Term})
			reading[0]()
			if b.DialogOpen() {
				t.Error("it opens over another subject")
			}
			f.page.Lessons = lessons
			s.ask(model.JournalQuery{Group: 7, Teaching: 30, Term: s.query.Term})
			b.exec.Late = true
			begin(b)
			reading = b.exec.Take()
			s.Hidden()
			if reading[0](); b.DialogOpen() {
				t.Error("it opens after the journal was left")
			}
			s.Shown()
		})
	}
}

// TestMarksOfATaskAreSavedThoughAnotherJournalIsShown by then: it was asked for before the form was opened.
func TestMarksOfATaskAreSavedThoughAnotherJournalIsShown(t *testing.T) {
	f := atp()
	b := newBench(t, f, open)
	s := b.screen()
	b.exec.Late = true
	s.ask(model.JournalQuery{Group: 7, Teaching: 31, Term: s.query.Term})
	b.act("Задание с оценками")
	viewtest.InFront[*choices[model.Mark]](&b.Person)[0].table.Grid.TypedRune('5')
	f.page.Students = []model.JournalStudent{{Person: 70, Name: model.ParseName("Яшина Вера")}}
	b.exec.Release()
	b.Press("Сохранить")
	if len(f.tasks) != 1 || !slices.Equal(f.tasks[0].Marks, []model.StudentMark{{Person: 1, Mark: 5}}) {
		t.Errorf("saved %+v", f.tasks)
	}
}

// TestATaskThatIsNotDeletedKeepsItsForm with what was entered in it.
func TestATaskThatIsNotDeletedKeepsItsForm(t *testing.T) {
	f := atp()
	b := newBench(t, f, open)
	b.screen().editTask(f.page.Lessons[2].Tasks[0])
	title := viewtest.InFront[*widgets.Entry](&b.Person)[0]
	title.SetText("Выучить все слова")
	b.Press("Удалить задание")
	b.Press("Отмена")
	if b.Press("Сохранить"); len(f.tasks) != 1 || f.tasks[0].Title != "Выучить все слова" || len(f.dropped) != 0 {
		t.Errorf("saved %+v, dropped %v", f.tasks, f.dropped)
	}
}

// TestMarksOfALessonThatIsGoneFallIntoNoOther: somebody else deletes the lesson while marks are typed into it.
func TestMarksOfALessonThatIsGoneFallIntoNoOther(t *testing.T) {
	f := atp()
	b := newBench(t, f, open)
	s := b.screen()
	s.sheet.SelectCell(1, 3)
	s.lesson = 3
	b.write("5")
	f.page.Lessons = slices.DeleteFunc(f.page.Lessons, func(l model.JournalLesson) bool { return l.ID == 3 })
	f.Publish(model.Change{Lessons: true})
	b.timer.Pass(time.Second)
	b.write("43")
	if len(f.cells) != 1 {
		t.Errorf("saved %+v, want the mark before alone", f.cells)
	}
	b.Key(fyne.KeyDown)
	if b.write("4"); len(f.cells) != 2 || f.cells[1].Lesson != s.lesson {
		t.Errorf("then saved %+v of lesson %d", f.cells, s.lesson)
	}
}
