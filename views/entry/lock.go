package entry

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/overlay"
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

// lockScreen lies over the window, dialogs included, until the password is given.
type lockScreen struct {
	entry     *Entry
	cover     *overlay.Cover
	password  *widgets.Entry
	failure   message
	button    *widgets.Button
	leave     *widgets.Button
	countdown *countdown
	warned    bool // that signing out loses unsaved edits
	open      bool
}

// Lock covers the window until the person's password is given; what lies behind stays as it is.
func (e *Entry) Lock() {
	e.stopWatching()
	if e.lock != nil && !e.lock.open || !e.deps.Service.Lock() {
		return
	}
	l := &lockScreen{entry: e, password: newSecret(), failure: newMessage(widgets.ToneRefused)}
	l.button = widgets.NewPrimary("Разблокировать", l.unlock)
	l.leave = widgets.NewSecondary("Выйти", l.signOut)
	l.countdown = &countdown{deps: e.deps, button: l.button, tell: l.failure.set, wrong: model.WrongOwnPassword}
	l.password.OnSubmitted = func(string) { l.unlock() }
	e.lock = l
	e.deps.Covered(true)
	l.cover = overlay.NewCover(e.deps.Window.Canvas(), container.NewStack(newBackdrop(), narrow("Окно заблокировано",
		e.deps.Service.Person().Name.String()+". Всё, что вы делали, осталось на месте.",
		widgets.Field("Пароль", l.password), l.failure.Copyable, widgets.InRow(l.button, l.leave))))
	e.focus(l.password)
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
	l.button.SetDisabled(true)
	background.Perform(l.entry.deps.Exec, func() error { return l.entry.deps.Service.Unlock(l.entry.deps.Exec.Context(), password) }, func(err error) {
		if l.open { // the person has signed out
			return
		}
		l.button.SetDisabled(false)
		l.password.SetText("")
		if err != nil {
			if errors.Is(err, model.ErrWrongPassword) {
				l.failure.set(model.WrongOwnPassword)
			} else {
				l.failure.set(err.Error())
			}
			l.countdown.begin(err)
			l.entry.focus(l.password)
			return
		}
		l.open = true
		l.cover.Lift()
		l.entry.deps.Covered(false)
		l.entry.watchIdleness()
	})
}

// signOut ends the session. Where unsaved edits would be lost, the first press says so, and the second does it.
func (l *lockScreen) signOut() {
	if l.warned || !l.entry.deps.Unsaved() {
		l.open = true
		l.entry.SignOut()
		return
	}
	l.warned = true
	l.leave.SetText("Выйти без сохранения")
	l.failure.set("Несохранённые изменения пропадут. Чтобы их сохранить, введите пароль.")
}
