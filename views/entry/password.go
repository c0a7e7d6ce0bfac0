package entry

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// PasswordService is what the change of a password asks of the program.
type PasswordService interface {
	ChangePassword(ctx context.Context, old, password string) (model.SignedIn, error)
}

const passwordHint = "Не меньше 8 знаков. Хороший пароль — три-четыре слова, которые никто не поставит рядом."

// newPassword is a new password, typed twice.
type newPassword struct {
	first, again *widgets.Entry
}

func newNewPassword() *newPassword {
	return &newPassword{first: newSecret(), again: newSecret()}
}

// check says under the fields what is wrong with them.
func (p *newPassword) check() bool {
	p.first.SetError("")
	p.again.SetError("")
	defer relayout(p.first)
	switch {
	case p.first.Text == "":
		p.first.SetError("Придумайте пароль")
	case p.again.Text != p.first.Text:
		p.again.SetError("Пароли не совпадают")
	default:
		return true
	}
	return false
}

// wrong is the field that check complains about.
func (p *newPassword) wrong() fyne.Focusable {
	if p.first.Text == "" {
		return p.first
	}
	return p.again
}

// firstPassword asks for a password instead of the one-time one that the person has just used.
func (e *Entry) firstPassword(oneTime string) {
	p := newNewPassword()
	failure := newMessage(widgets.ToneRefused)
	var button *widgets.Button
	submit := func() {
		failure.set("")
		if button.Disabled() {
			return
		}
		if !p.check() {
			e.focus(p.wrong())
			return
		}
		button.SetDisabled(true)
		password := p.first.Text
		background.Fetch(e.deps.Exec, func() (model.SignedIn, error) {
			return e.deps.Service.ChangePassword(e.deps.Exec.Context(), oneTime, password)
		}, func(in model.SignedIn, err error) {
			button.SetDisabled(false)
			if err != nil {
				failure.set(err.Error())
				e.focus(p.first)
				return
			}
			e.enter(in.Notice)
		})
	}
	button = widgets.NewPrimary("Сохранить и войти", submit)
	p.first.OnSubmitted = func(string) { e.focus(p.again) }
	p.again.OnSubmitted = func(string) { submit() }
	back := widgets.NewSecondary("Назад", e.SignOut)
	e.show("Новый пароль — Звонок", narrow("Придумайте свой пароль", "Одноразовый пароль больше не понадобится, листок с ним можно уничтожить. "+passwordHint,
		widgets.Field("Новый пароль", p.first), widgets.Field("Новый пароль ещё раз", p.again), failure.Copyable, widgets.InRow(button, back)))
	e.focus(p.first)
}

// errMarked tells a form that a field already says what is wrong.
var errMarked = errors.New("marked at the field")

// changePassword is the dialog behind «Сменить пароль…».
func (e *Entry) changePassword() {
	old, p := newSecret(), newNewPassword()
	dialog.ShowForm(e.deps.Window, e.scope, dialog.Form{
		Title: "Смена пароля", Hint: passwordHint, Primary: "Сменить пароль", Focus: old,
		Fields: []fyne.CanvasObject{widgets.Field("Прежний пароль", old), widgets.Field("Новый пароль", p.first), widgets.Field("Новый пароль ещё раз", p.again)},
		Work: func() (func(context.Context) error, error) {
			old.SetError("")
			if old.Text == "" {
				old.SetError("Введите прежний пароль")
				relayout(old)
				e.focus(old)
				return nil, errMarked
			}
			if !p.check() {
				e.focus(p.wrong())
				return nil, errMarked
			}
			was, password := old.Text, p.first.Text
			return func(ctx context.Context) error {
				_, err := e.deps.Service.ChangePassword(ctx, was, password)
				return err
			}, nil
		},
		Refused: func(err error) bool { return errors.Is(err, errMarked) },
		Done: func() {
			dialog.ShowError(e.deps.Window, "Пароль изменён", "«Запомнить меня» больше не действует: в следующий раз войдите с новым паролем.")
		},
	})
}
