package settings

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

var (
	errNoPassword    = errors.New("введите пароль")
	errWrongPassword = errors.New(model.WrongOwnPassword)
)

// confirmed goes on once the person at work has typed their password again, where the college is on another computer.
// Otherwise anybody at an unattended desk could change what the whole college depends on.
func (s *screen) confirmed(then func()) {
	if !s.form.card.Elsewhere {
		then()
		return
	}
	password := widgets.NewEntry("")
	password.Password = true
	dialog.ShowForm(s.deps.Frame.Window(), s.deps.Exec, dialog.Form{
		Title: "Введите свой пароль", Hint: "Колледж на другом компьютере: прежде чем менять там важное, подтвердите, что это вы.",
		Primary: "Продолжить", Fields: []fyne.CanvasObject{widgets.Field("Пароль", password)},
		Work: func() (func(context.Context) error, error) {
			typed := password.Text
			if typed == "" {
				return nil, errNoPassword
			}
			return func(ctx context.Context) error {
				err := s.service.Unlock(ctx, typed)
				if errors.Is(err, model.ErrWrongPassword) {
					return errWrongPassword
				}
				return err
			}, nil
		},
		Done: then,
	})
}
