package entry

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// LockService is what the lock asks of the program. HasPassword, Lock and Person do not block.
type LockService interface {
	Person() model.Person
	// HasPassword reports whether the person came in by a password; others are never locked out.
	HasPassword() bool
	Lock() bool
	Unlock(ctx context.Context, password string) error
	// IdleLimit is after how long without a touch the window is locked; 0 means never.
	IdleLimit(ctx context.Context) (time.Duration, error)
}

// raiseEvery is how often a locked window looks whether a dialog has come over its lock: work that was
// under way may end with one.
const raiseEvery = 500 * time.Millisecond

const leaveAnyway = "Выйти без сохранения"

// lockScreen lies over the window, dialogs included, until the password is given.
type lockScreen struct {
	entry     *Entry
	cover     fyne.CanvasObject
	back      *canvas.Rectangle
	password  *widgets.Entry
	failure   *message
	button    *widgets.Button
	leave     *widgets.Button
	countdown *countdown
	open      bool
}

// Lock covers the window until the person's password is given; what lies behind stays as it is.
func (e *Entry) Lock() {
	e.stopWatching()
	if e.lock != nil && !e.lock.open || !e.deps.Service.Lock() {
		return
	}
	l := &lockScreen{entry: e, password: newSecret(), failure: newMessage(narrowWidth-2*cardPad, widgets.ToneRefused)}
	l.button = widgets.NewPrimary("Разблокировать", l.unlock)
	l.leave = widgets.NewSecondary("Выйти", l.signOut)
	l.countdown = &countdown{deps: e.deps, button: l.button, tell: l.failure.set}
	l.password.OnSubmitted = func(string) { l.unlock() }
	l.back = canvas.NewRectangle(theme.Color(fynetheme.ColorNameBackground))
	l.cover = container.NewStack(l.back, narrow("Окно заблокировано", e.deps.Service.Person().Name.String()+". Всё, что вы делали, осталось на месте.",
		widgets.Field("Пароль", l.password), l.failure.holder, row(l.button, l.leave)))
	e.lock = l
	l.raise()
}

// raise keeps the cover above everything else.
func (l *lockScreen) raise() {
	if l.open {
		return
	}
	c := l.entry.deps.Window.Canvas()
	if c.Overlays().Top() != l.cover {
		l.drop()
		c.Overlays().Add(l.cover)
		l.cover.Resize(c.Size())
		c.Focus(l.password)
	}
	l.back.FillColor = theme.Color(fynetheme.ColorNameBackground) // the look may have changed meanwhile
	l.back.Refresh()
	l.entry.deps.Timer(raiseEvery, l.raise)
}

// drop takes the cover away and leaves the dialogs that lie over it where they are.
func (l *lockScreen) drop() {
	overlays := l.entry.deps.Window.Canvas().Overlays()
	list := slices.Clone(overlays.List())
	at := slices.Index(list, l.cover)
	if at < 0 {
		return
	}
	overlays.Remove(l.cover) // with all that lies above it
	for _, o := range list[at+1:] {
		overlays.Add(o)
	}
}

func (l *lockScreen) unlock() {
	if l.button.Disabled() {
		return
	}
	password := l.password.Text
	if password == "" {
		l.failure.set("введите пароль")
		return
	}
	l.button.Disable()
	widgets.Perform(l.entry.deps.Exec, func() error { return l.entry.deps.Service.Unlock(context.Background(), password) }, func(err error) {
		l.button.Enable()
		l.password.SetText("")
		if err != nil {
			l.failure.set(err.Error())
			l.countdown.begin(err)
			l.entry.focus(l.password)
			return
		}
		l.open = true
		l.drop()
		l.entry.watchIdleness()
	})
}

// signOut gives the window to somebody else. What the person behind did not save is lost: the first press
// says so, the second does it.
func (l *lockScreen) signOut() {
	if l.leave.Text() == leaveAnyway {
		l.open = true
		overlays := l.entry.deps.Window.Canvas().Overlays()
		if list := overlays.List(); len(list) > 0 {
			overlays.Remove(list[0]) // with all that lies above it
		}
		l.entry.SignOut()
		return
	}
	l.leave.SetText(leaveAnyway)
	l.failure.set("Несохранённые изменения пропадут. Чтобы их сохранить, введите пароль.")
}
