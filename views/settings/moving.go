package settings

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

const (
	moveTitle = "Перенести колледж на сервер"
	moveWords = "Колледж переедет в пустую базу PostgreSQL. Все таблицы копируются разом и сверяются; если что-то не сошлось, ничего не меняется.\n\n" +
		"Колледж на этом компьютере сохранится таким, какой он сейчас, но закроется, и записать в него больше ничего нельзя. Дальше его открывает " +
		"сервер «Звонка»: после переноса здесь будет команда «zvonok serve --db», которая его запускает. Другим компьютерам заново подключаться не нужно."
	moveWaits = "Переносим. Не закрывайте окно: таблицы копируются и сверяются."
)

var errNoDatabase = errors.New("введите адрес базы данных: его скажет тот, кто её создал")

// showMove asks for the database and moves the college into it.
func showMove(deps Deps) {
	address, password := widgets.NewEntry("postgres://ПОЛЬЗОВАТЕЛЬ@СЕРВЕР/БАЗА"), widgets.NewEntry("")
	password.Password = true
	waits := widgets.Flow(moveWaits)
	waits.Hide()
	var form *dialog.FormHandle
	show := func(waiting bool) {
		waits.Hidden = !waiting
		form.LayOut()
	}
	var moved model.Moved
	form = dialog.ShowForm(deps.Frame.Window(), deps.Exec, dialog.Form{
		Title: moveTitle, Primary: "Перенести", Focus: address,
		Fields: []fyne.CanvasObject{
			widgets.Flow(moveWords).In(widgets.ToneMuted),
			widgets.Field("Адрес пустой базы данных, без пароля", address),
			widgets.Field("Пароль базы данных; пусто, если он не нужен", password),
			waits,
		},
		Work: func() (func(context.Context) error, error) {
			at := strings.TrimSpace(address.Text)
			if at == "" {
				return nil, errNoDatabase
			}
			secret := password.Text
			show(true)
			return func(ctx context.Context) (err error) {
				moved, err = deps.Serving.MoveCollege(ctx, at, secret)
				return err
			}, nil
		},
		Refused: func(error) bool {
			show(false)
			return false
		},
		Done: func() { showMoved(deps, moved) },
	})
}

// showMoved says what to do now, and then lets go of the college, which is closed.
func showMoved(deps Deps, moved model.Moved) {
	said := []fyne.CanvasObject{
		widgets.Flow("Все таблицы скопированы и сверены. Теперь запустите сервер, на этом компьютере — командой ниже. Затем откройте «Звонок» снова: " +
			"он подключится к серверу. Как сделать сервер службой и перенести на другой компьютер, сказано в справке «Сервер колледжа»."),
		widgets.NewCopyable(widgets.Flow(moved.Command).In(widgets.ToneStrong)),
	}
	if moved.Notice != "" {
		said = append(said, widgets.NewCopyable(widgets.Flow(widgets.Sentence(moved.Notice)).In(widgets.ToneWaiting)))
	}
	copied := widgets.NewSecondary("Скопировать команду", func() {
		fyne.CurrentApp().Clipboard().SetContent(moved.Command)
		deps.Tell("Команда скопирована")
	})
	dialog.Show(deps.Frame.Window(), dialog.Modal{Title: "Колледж перенесён", Primary: "Понятно", Content: widgets.Column(append(said, widgets.InRow(copied))...),
		Size: fyne.NewSize(dialog.FormWidth, 0), OnPrimary: func() bool {
			deps.Moved()
			return true
		}, OnCancel: deps.Moved})
}
