package entry

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/table"
)

// SessionService is what «Мои сеансы» asks of the program.
type SessionService interface {
	Sessions(ctx context.Context) ([]model.SessionRow, error)
	EndSession(ctx context.Context, id model.SessionID) error
}

// mySessions is the dialog with the person's own sessions; all but the present one can be ended there.
func (e *Entry) mySessions() {
	list := table.NewList(lists.SessionColumns(), lists.SessionID)
	list.Grid.Say(table.Empty{Title: "Читаем список…"})
	var box *dialog.Handle
	var read func()
	read = func() {
		background.Fetch(e.scope, func() ([]model.SessionRow, error) { return e.deps.Service.Sessions(e.scope.Context()) },
			func(rows []model.SessionRow, err error) {
				if err != nil {
					list.Grid.Fail("Список не прочитан", err, read)
					return
				}
				me := e.deps.Service.Person().ID
				list.SetRows(slices.DeleteFunc(rows, func(s model.SessionRow) bool { return s.Person != me }))
			})
	}
	end := func() {
		box.Busy(true)
		session := list.Selected()[0].ID
		background.Perform(e.scope, func() error { return e.deps.Service.EndSession(e.scope.Context(), session) }, func(err error) {
			box.Busy(false)
			if err != nil {
				dialog.ShowError(e.deps.Window, "Сеанс не завершён", err.Error())
			}
			read()
		})
	}
	box = dialog.Show(e.deps.Window, dialog.Modal{
		Title: "Мои сеансы", Hint: "Компьютеры, на которых вы вошли. Если какого-то не узнаёте, завершите его сеанс и смените пароль.",
		Content: list.Grid, Size: fyne.NewSize(680, 420), Focus: list.Grid, Primary: endSession, Cancel: "Закрыть", Forgets: true,
		OnPrimary: func() bool {
			end()
			return false
		},
	})
	list.Grid.OnSelectionChanged = func() { box.SetPrimary(endSession, len(lists.OthersOf(list.Selected())) == 1) }
	list.Grid.OnSelectionChanged()
	read()
}

const endSession = "Завершить сеанс"
