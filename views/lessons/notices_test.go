package lessons

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// watcher is a bench that is told of notices.
type watcher struct {
	*bench
	told   []string // by the operating system
	home   int
	locked bool
	stop   func()
}

func (b *bench) notices() *watcher {
	w := &watcher{bench: b}
	w.stop = WatchNotices(NoticeDeps{Desk: shell.Desk{Exec: &viewtest.Executor{}, Timer: b.timer.Timer, Frame: b.shell}, Service: b.service,
		Notify:    func(title, text string) { w.told = append(w.told, title+"|"+text) },
		Locked:    func() bool { return w.locked },
		OnLessons: func() bool { return b.shell.In("lessons") },
		Home:      func() { w.home++; b.shell.Go(0) }})
	return w
}

func (w *watcher) tell(kind model.NoticeKind, line model.LessonLine) {
	for _, do := range w.service.watched {
		do(model.Notice{Kind: kind, Lesson: line})
	}
}

func (w *watcher) soon(line model.LessonLine)  { w.tell(model.NoticeSoon, line) }
func (w *watcher) ended(line model.LessonLine) { w.tell(model.NoticeEnded, line) }

// TestSoon: the reminder stands in the window and in the system, and opens the lesson.
func TestSoon(t *testing.T) {
	f := student()
	f.now = at(0, 10, 10).In(zone)
	w := newBench(t, f).notices()
	w.soon(f.lines[2])
	w.Sees("Через 5 мин дистанционное занятие: Английский язык (ОГСЭ)")
	want := "Через 5 мин дистанционное занятие|Английский язык (ОГСЭ)\nСегодня, 10:15–11:00 · ДО-19-3 · Каган Н.В."
	if !slices.Equal(w.told, []string{want}) {
		t.Errorf("the system tells %q", w.told)
	}
	w.Press("Открыть")
	w.openedOnly(2)
	if w.home != 0 {
		t.Error("a reminder leads nowhere by itself")
	}
}

// TestSoonWhileLocked: a locked window does not say whose lesson it is.
func TestSoonWhileLocked(t *testing.T) {
	f := student()
	f.now = at(0, 10, 10).In(zone)
	w := newBench(t, f).notices()
	w.locked = true
	w.soon(f.lines[2])
	if want := "Через 5 мин дистанционное занятие|Окно заблокировано: введите пароль, чтобы увидеть занятие."; !slices.Equal(w.told, []string{want}) {
		t.Errorf("the system tells %q", w.told)
	}
}

// TestSoonTooLate: a computer that slept through the reminder, and a database that is busy, do not silence it.
func TestSoonTooLate(t *testing.T) {
	f := student()
	f.now = at(0, 10, 20).In(zone)
	w := newBench(t, f).notices()
	w.soon(f.lines[2])
	w.Sees("Дистанционное занятие началось: Английский язык (ОГСЭ)")
	w.SeesNot("Через")
	f.dayErr = errStore
	w.soon(f.lines[2])
	w.Sees("Через 5 мин дистанционное занятие")
}

// TestEnded: a person at the lessons is brought to the main screen. Elsewhere, or while something is edited, a toast tells
// of the end and takes neither the focus nor a key.
func TestEnded(t *testing.T) {
	const told, text = "Звонок завершен|Английский язык (ОГСЭ)\nСегодня, 10:15–11:00 · ДО-19-3 · Каган Н.В.", "Звонок завершен: Английский язык (ОГСЭ)"
	begin := func(t *testing.T) *watcher {
		t.Helper()
		f := student()
		f.now = at(0, 11, 0).In(zone)
		return newBench(t, f).notices()
	}
	heard := func(t *testing.T, w *watcher) {
		t.Helper()
		w.Sees(text)
		if !slices.Equal(w.told, []string{told}) || w.DialogOpen() {
			t.Errorf("the system tells %q; a dialog stands: %v", w.told, w.DialogOpen())
		}
	}
	t.Run("at the lessons", func(t *testing.T) {
		w := begin(t)
		w.shell.Push(form{widgets.Title("Журнал группы")})
		w.ended(w.service.lines[2])
		heard(t, w)
		w.SeesNot(homeLabel, "Журнал группы")
		if w.home != 1 {
			t.Errorf("home %d times", w.home)
		}
	})
	for name, edit := range map[string]func(*watcher) fyne.Focusable{
		"in a field": func(w *watcher) fyne.Focusable {
			field := widgets.NewEntry("")
			w.shell.Push(form{field})
			w.Window.Canvas().Focus(field)
			return field
		},
		"in a dialog": func(w *watcher) fyne.Focusable {
			dialog.Show(w.Window, dialog.Modal{Title: "Правка", Primary: "Сохранить", OnPrimary: func() bool { return true }})
			return w.Window.Canvas().Focused()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t)
			focused := edit(w)
			open := w.DialogOpen()
			w.ended(w.service.lines[2])
			w.Sees(text, homeLabel)
			if w.home != 0 || w.DialogOpen() != open || w.Window.Canvas().Focused() != focused {
				t.Errorf("home %d times, the focus is on %T", w.home, w.Window.Canvas().Focused())
			}
			if !slices.Equal(w.told, []string{told}) {
				t.Errorf("the system tells %q", w.told)
			}
		})
	}
	t.Run("elsewhere", func(t *testing.T) {
		w := begin(t)
		w.shell.Go(1)
		w.ended(w.service.lines[2])
		heard(t, w)
		w.Sees("Чаты здесь")
		if w.home != 0 {
			t.Errorf("home %d times before it was asked for", w.home)
		}
		w.Press(homeLabel)
		w.Sees("Пятница 20 октября 2023 г.")
		w.SeesNot("Чаты здесь")
	})
}

// form is a screen with one thing on it.
type form struct{ content fyne.CanvasObject }

func (p form) Title() string              { return "Страница" }
func (p form) Topic() shell.Topic         { return "" }
func (p form) Content() fyne.CanvasObject { return p.content }
func (p form) Shown()                     {}
func (p form) Hidden()                    {}
func (p form) MayLeave(then func(bool))   { then(true) }
func (p form) Do(shell.Command)           {}

func TestNoticesStop(t *testing.T) {
	w := newBench(t, student()).notices()
	w.stop()
	if len(w.service.watched) > 0 {
		t.Error("still watched")
	}
}
