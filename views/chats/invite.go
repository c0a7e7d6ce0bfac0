package chats

import (
	"context"

	"zvonok/model"
	"zvonok/views/widgets"
)

// inviteService is what the dialog of the invite link asks of the program.
type inviteService interface {
	InviteLink(ctx context.Context, chat model.ChatID) (string, error)
	OpenChat(ctx context.Context, chat model.ChatID) error
}

// showInvite is the dialog «Пригласительная ссылка».
func showInvite(deps Deps, service inviteService, chat model.ChatID, title string) {
	win := deps.Frame.Window()
	open := widgets.NewSecondary("Открыть", func() {
		widgets.Perform(deps.Exec, func() error { return service.OpenChat(deps.Exec.Context(), chat) }, func(err error) {
			if err != nil {
				widgets.ShowError(win, "Чат не открылся", err.Error())
			}
		})
	})
	open.SetTooltip("Открыть чат в браузере")
	widgets.Fetch(deps.Exec, func() (string, error) { return service.InviteLink(deps.Exec.Context(), chat) },
		func(link string, err error) {
			if err != nil {
				widgets.ShowError(win, "Ссылка не получена", err.Error())
				return
			}
			err = widgets.ShowLink(win, widgets.LinkDialog{
				Title: "Пригласительная ссылка", Name: title, Link: link, Open: open,
				Hint: "По ссылке в чат войдут те, кого VK не дал добавить. Покажите QR-код или отправьте ссылку.",
			})
			if err != nil {
				widgets.ShowError(win, "QR-код не получился", "Ссылка слишком длинная для QR-кода. Откройте чат в VK Мессенджере и возьмите ссылку там.")
			}
		})
}
