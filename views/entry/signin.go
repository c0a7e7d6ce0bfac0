package entry

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/widgets"
)

// SignInService is what the sign-in asks of the program.
type SignInService interface {
	SignIn(ctx context.Context, login, password string, remember bool) (model.SignedIn, error)
	// SignInRemembered gives a zero Person when nobody is remembered on this computer.
	SignInRemembered(ctx context.Context) (model.SignedIn, error)
}

// signInSilently tries the keyring first. It may be locked or hang, so the form is one click away.
func (e *Entry) signInSilently(college string) {
	ctx, cancel := context.WithCancel(e.deps.Exec.Context())
	form := func(why string) {
		cancel()
		e.signIn(college, why)
	}
	byPassword := widgets.NewSecondary("Войти с паролем", func() { form("") })
	e.show("Вход — Звонок", narrow("Звонок", "Проверяем, запомнен ли вход на этом компьютере. Если система спросит пароль от хранилища ключей, введите его.",
		widgets.InRow(byPassword)))
	background.Fetch(e.deps.Exec, func() (model.SignedIn, error) { return e.deps.Service.SignInRemembered(ctx) },
		func(in model.SignedIn, err error) {
			switch {
			case ctx.Err() != nil: // the person chose the form
			case err != nil:
				form(err.Error())
			case in.Person.ID == 0:
				form("")
			default:
				cancel()
				e.enter(in.Notice)
			}
		})
}

// signInForm is the page that asks for login and password.
type signInForm struct {
	entry           *Entry
	login, password *widgets.Entry
	remember        *widgets.Check
	failure         message
	button          *widgets.Button
	countdown       *countdown
	busy            bool
}

// loginPreference holds who signed in last on this computer: most people use their own computer and only have to type the
// password.
const loginPreference = "login"

// signIn asks for login and password; why says why the keyring could not do it.
func (e *Entry) signIn(college, why string) {
	f := &signInForm{entry: e, login: widgets.NewEntry(""), password: newSecret(), failure: newMessage(widgets.ToneRefused)}
	f.remember = widgets.NewCheck("Запомнить меня", nil)
	f.button = widgets.NewPrimary("Войти", f.submit)
	f.countdown = &countdown{deps: e.deps, button: f.button, tell: f.failure.set, wrong: model.ErrWrongPassword.Error()}
	f.login.OnSubmitted = func(string) { e.focus(f.password) }
	f.password.OnSubmitted = func(string) { f.submit() }
	notice := newMessage(widgets.ToneWaiting)
	notice.set(why)
	help := widgets.Caption("Забыли пароль? Новый выдаст администратор ПОО.")
	e.showFor("Вход — Звонок", narrow("Вход в «Звонок»", college, append([]fyne.CanvasObject{notice.Copyable,
		widgets.Field("Логин", f.login), widgets.Field("Пароль", f.password),
		container.NewHBox(f.remember), f.failure.Copyable, container.NewStack(f.button), help}, e.connectionLinks(func() { e.signIn(college, "") })...)...), enterKeys(f.submit))
	e.focus(f.login)
	if last := fyne.CurrentApp().Preferences().String(loginPreference); last != "" {
		f.login.SetText(last)
		e.focus(f.password)
	}
}

func (f *signInForm) submit() {
	if f.busy || f.button.Disabled() {
		return
	}
	login, password, remember := f.login.Text, f.password.Text, f.remember.Checked()
	switch {
	case login == "":
		f.fail("введите логин", f.login)
		return
	case password == "":
		f.fail("введите пароль", f.password)
		return
	}
	f.setBusy(true)
	background.Fetch(f.entry.deps.Exec, func() (model.SignedIn, error) {
		return f.entry.deps.Service.SignIn(f.entry.deps.Exec.Context(), login, password, remember)
	}, func(in model.SignedIn, err error) {
		f.setBusy(false)
		if err == nil {
			fyne.CurrentApp().Preferences().SetString(loginPreference, login)
		}
		switch {
		case err != nil:
			f.password.SetText("")
			f.fail(err.Error(), f.password)
			f.countdown.begin(err)
		case in.MustChange:
			f.entry.firstPassword(password)
		default:
			f.entry.enter(in.Notice)
		}
	})
}

func (f *signInForm) fail(text string, focus fyne.Focusable) {
	f.failure.set(text)
	f.entry.focus(focus)
}

func (f *signInForm) setBusy(busy bool) {
	f.busy = busy
	f.failure.set("")
	if busy {
		f.button.SetText("Входим…")
		f.button.SetDisabled(true)
		return
	}
	f.button.SetText("Войти")
	f.button.SetDisabled(false)
}

// countdown keeps a button waiting for as long as the next password has to, and tells how long that is.
type countdown struct {
	deps   Deps
	button *widgets.Button
	tell   func(string)
	wrong  string // said of a wrong password
	until  time.Time
}

// begin starts the wait if the error asks for one; otherwise it does nothing.
func (c *countdown) begin(err error) {
	if later, ok := errors.AsType[model.TryLaterError](err); ok {
		c.until = c.deps.Now().Add(later.Wait)
		c.button.SetDisabled(true)
		c.tick(later.Wrong)
	}
}

func (c *countdown) tick(wrong bool) {
	left := c.until.Sub(c.deps.Now())
	if left <= 0 {
		c.tell("Можно попробовать снова.")
		c.button.SetDisabled(false)
		return
	}
	c.tell(model.TryLaterError{Wait: left, Wrong: wrong}.Words(c.wrong))
	c.deps.Timer(min(left, time.Second), func() { c.tick(wrong) })
}
