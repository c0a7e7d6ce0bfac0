package lessons

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/remotelessons"
	"zvonok/views/shell"
)

// TrayActions are what the entries of the tray do.
type TrayActions struct {
	Open func(model.LessonLine)
	Show func() // shows the window
	Quit func()
}

// trayWidth is how many characters of a lesson are in the tray's menu: no tray shortens its entries.
const trayWidth = 60

// trayMenu is the menu of the system tray with the next remote lesson, nil for none. now is in the college's time
// zone.
func trayMenu(line *model.LessonLine, now time.Time, do TrayActions) *fyne.Menu {
	next := fyne.NewMenuItem("Дистанционных занятий нет", nil)
	open := fyne.NewMenuItem("Открыть", nil)
	open.Disabled = line == nil
	if line != nil {
		next.Label = trayLabel(*line, now)
		open.Action = func() { do.Open(*line) }
	}
	next.Disabled = true
	return fyne.NewMenu("Звонок", append([]*fyne.MenuItem{next, open, fyne.NewMenuItemSeparator()}, EmptyTrayMenu(do).Items...)...)
}

// EmptyTrayMenu is the menu while nobody is signed in or the window is locked: it names no lesson and opens none.
func EmptyTrayMenu(do TrayActions) *fyne.Menu {
	quit := fyne.NewMenuItem("Выйти", do.Quit)
	quit.IsQuit = true // or Fyne would add its own
	return fyne.NewMenu("Звонок", fyne.NewMenuItem("Показать окно", do.Show), quit)
}

// trayLabel is a lesson in a line: «10:15 Английский язык (ОГСЭ), ДО-19-3: начнётся через 12 мин».
func trayLabel(line model.LessonLine, now time.Time) string {
	what := line.Subject
	if line.GroupName != "" {
		what += ", " + line.GroupName
	}
	if runes := []rune(what); len(runes) > trayWidth {
		what = string(runes[:trayWidth-1]) + "…"
	}
	from := line.From().In(now.Location())
	status, _ := remotelessons.Status(line, now)
	if status == "" {
		return model.DayShort(from) + ", " + from.Format("15:04") + " " + what
	}
	return from.Format("15:04") + " " + what + ": " + status
}

// TrayService is what the tray asks of the program.
type TrayService interface {
	LessonDay(ctx context.Context) (today, now time.Time, err error)
	// NextRemote is the next remote lesson of the person's own that is not over; ok is false when there is none.
	NextRemote(ctx context.Context) (line model.LessonLine, ok bool, err error)
	// Subscribe calls f on any goroutine whenever something of the college changed.
	Subscribe(f func(model.Change)) (cancel func())
}

// TrayDeps is what the tray's entry is made of.
type TrayDeps struct {
	Exec    background.Executor
	Timer   background.Timer
	Service TrayService
	// Set shows a menu in the system tray; it is called when the menu has changed only.
	Set func(*fyne.Menu)
	Do  TrayActions
	// Locked reports whether the window waits for a password; the tray then names no lesson.
	Locked func() bool
	// After is the menu that stays when the person has gone.
	After *fyne.Menu
}

// Tray is the entry in the system tray. Its methods are for the UI goroutine.
type Tray struct {
	deps    TrayDeps
	reload  *shell.Coalescer
	cancel  func()
	wait    func() // ends the wait for the next minute
	stopped bool
	shown   string // the lesson's line, or empty while the window is locked
	lesson  model.LessonID
}

// KeepTray keeps the next remote lesson in the system tray up to the minute until Stop is called.
func KeepTray(deps TrayDeps) *Tray {
	t := &Tray{deps: deps, wait: func() {}}
	t.reload = shell.NewCoalescer(deps.Exec, deps.Timer, t.Read)
	t.cancel = deps.Service.Subscribe(func(c model.Change) {
		if c.Lessons || c.Roster || c.All {
			t.reload.Changed()
		}
	})
	t.Read()
	return t
}

// Stop leaves the menu for nobody in the tray.
func (t *Tray) Stop() {
	t.stopped = true
	t.cancel()
	t.reload.Stop()
	t.wait()
	t.deps.Set(t.deps.After)
}

// trayReading is the next remote lesson, nil for none, and the time.
type trayReading struct {
	line *model.LessonLine
	now  time.Time
}

// Read shows the tray as it should be now: the window may have been locked or opened.
func (t *Tray) Read() {
	background.Fetch(t.deps.Exec, func() (r trayReading, err error) {
		ctx := t.deps.Exec.Context()
		if _, r.now, err = t.deps.Service.LessonDay(ctx); err != nil {
			return r, err
		}
		line, ok, err := t.deps.Service.NextRemote(ctx)
		if ok {
			r.line = &line
		}
		return r, err
	}, func(r trayReading, err error) {
		if t.stopped {
			return
		}
		t.wait()
		t.wait = t.deps.Timer(remotelessons.UntilMinute(r.now), t.Read)
		if err == nil { // it is tried again in a minute; the window says so where it matters
			t.show(r)
		}
	})
}

func (t *Tray) show(r trayReading) {
	if t.deps.Locked() {
		if t.shown != "" {
			t.shown, t.lesson = "", 0
			t.deps.Set(EmptyTrayMenu(t.deps.Do))
		}
		return
	}
	menu := trayMenu(r.line, r.now, t.deps.Do)
	lesson := model.LessonID(0)
	if r.line != nil {
		lesson = r.line.ID
	}
	if label := menu.Items[0].Label; label != t.shown || lesson != t.lesson {
		t.shown, t.lesson = label, lesson
		t.deps.Set(menu)
	}
}
