package lessons

import (
	"time"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/overlay"
	"zvonok/views/remotelessons"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// NoticeService is what the notices ask of the program.
type NoticeService interface {
	remotelessons.Service
	// Watch calls fn on any goroutine at the times of the person's remote lessons.
	Watch(fn func(model.Notice)) (cancel func())
}

// NoticeDeps is what the notices are made of.
type NoticeDeps struct {
	shell.Desk
	Service NoticeService
	// Notify shows a notification of the operating system.
	Notify func(title, text string)
	// Locked reports whether the window is locked: then others may read what the system shows.
	Locked func() bool
	// OnLessons reports whether the person is where lessons are.
	OnLessons func() bool
	// Home leads the person back to the main screen, once the present one may be left.
	Home func()
}

// WatchNotices tells the person of remote lessons that begin soon or have ended, in the window and by the operating
// system, until stop is called. Both are for the UI goroutine.
func WatchNotices(deps NoticeDeps) (stop func()) {
	stopped := false
	cancel := deps.Service.Watch(func(n model.Notice) {
		// The time is asked on another goroutine than the one that calls: that one may hold the database.
		background.Fetch(deps.Exec, func() (time.Time, error) {
			_, now, err := deps.Service.LessonDay(deps.Exec.Context())
			return now, err
		}, func(now time.Time, err error) {
			if err != nil {
				now = n.Lesson.From().Add(-model.NoticeAhead) // when it was due
			}
			if !stopped {
				deps.tell(n, now)
			}
		})
	})
	return func() {
		stopped = true
		cancel()
	}
}

func (d NoticeDeps) tell(n model.Notice, now time.Time) {
	switch n.Kind {
	case model.NoticeSoon:
		d.tellSoon(n.Lesson, now)
	case model.NoticeEnded:
		d.tellEnded(n.Lesson, now)
	}
}

// tellSoon reminds of a lesson that is about to begin, or has just begun while the computer slept.
func (d NoticeDeps) tellSoon(line model.LessonLine, now time.Time) {
	title := "Дистанционное занятие началось"
	if left := line.From().Sub(now); left > 0 {
		title = "Через " + remotelessons.Wait(left) + " дистанционное занятие"
	}
	d.notify(title, line, now)
	d.Frame.ToastAction(title+": "+line.Subject, widgets.ToneWaiting, "Открыть", func() {
		remotelessons.Open(d.Desk, d.Service, line)
	})
}

// notify shows a notification of the operating system. While the window is locked it does not say which lesson.
func (d NoticeDeps) notify(title string, line model.LessonLine, now time.Time) {
	text := line.Subject + "\n" + remotelessons.Details(line, now)
	if d.Locked() {
		text = "Окно заблокировано: введите пароль, чтобы увидеть занятие."
	}
	d.Notify(title, text)
}

// tellEnded is the notification of 29.3: a person at the lessons is led to the main screen. While something is edited, or
// the person is elsewhere, a button leads there.
func (d NoticeDeps) tellEnded(line model.LessonLine, now time.Time) {
	d.notify(model.CallEnded, line, now)
	text := model.CallEnded + ": " + line.Subject
	if d.OnLessons() && !overlay.Editing(d.Frame.Window().Canvas()) {
		d.Home()
		d.Frame.Toast(text, widgets.ToneGood)
		return
	}
	d.Frame.ToastAction(text, widgets.ToneWaiting, homeLabel, d.Home)
}

// homeLabel leads to the main screen.
const homeLabel = "На главный экран"
