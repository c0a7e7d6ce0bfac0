package lessons

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/widgets"
)

// watcher is a bench that is told of notices.
type watcher struct {
	*bench
	told []string // by the operating system
	home int
	stop func()
}

func (b *bench) notices() *watcher {
	w := &watcher{bench: b}
	w.stop = WatchNotices(NoticeDeps{Exec: widgets.Inline{}, Frame: b.shell, Service: b.service,
		Notify: func(title, text string) { w.told = append(w.told, title+"|"+text) },
		Home:   func() { w.home++; b.shell.Go(0) }})
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
	want := "Через 5 мин дистанционное занятие|Английский язык (ОГСЭ)\nСегодня, 10:15–11:00 · ДО-19-3 · Каган Н. В."
	if !slices.Equal(w.told, []string{want}) {
		t.Errorf("the system tells %q", w.told)
	}
	w.Press("Открыть")
	w.openedOnly(2)
	if w.home != 0 {
		t.Error("a reminder leads nowhere by itself")
	}
}

// TestSoonTooLate: a computer that slept through the reminder, and a database that is busy, do not silence it.
func TestSoonTooLate(t *testing.T) {
	f := student()
	f.now = at(0, 10, 20).In(zone)
	w := newBench(t, f).notices()
	w.soon(f.lines[2])
	w.Sees("Через 1 мин дистанционное занятие")
	f.dayErr = errStore
	w.soon(f.lines[2])
	w.Sees("Через 5 мин дистанционное занятие")
}

// TestEnded: nobody misses the end, and all are brought back to the main screen.
func TestEnded(t *testing.T) {
	for name, close := range map[string]func(*watcher){
		"by the button": func(w *watcher) { w.Press("На главный экран") },
		"by Esc": func(w *watcher) {
			w.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := student()
			f.now = at(0, 11, 0).In(zone)
			w := newBench(t, f).notices()
			w.shell.Go(1)
			w.ended(f.lines[2])
			w.Sees("Звонок завершен", "Английский язык (ОГСЭ)", "Сегодня, 10:15–11:00 · ДО-19-3 · Каган Н. В.", "Чаты здесь")
			if len(w.told) != 1 || w.home != 0 {
				t.Errorf("told %q, home %d times before it was read", w.told, w.home)
			}
			close(w)
			if w.DialogOpen() || w.home != 1 {
				t.Errorf("home %d times; a dialog stands: %v", w.home, w.DialogOpen())
			}
			w.Sees("Пятница, 20 октября 2023 г.")
			w.SeesNot("Чаты здесь")
		})
	}
}

func TestNoticesStop(t *testing.T) {
	w := newBench(t, student()).notices()
	w.stop()
	if len(w.service.watched) > 0 {
		t.Error("still watched")
	}
}
