package chats

import (
	"context"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
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
		deps.Do("Чат не открылся", func(ctx context.Context) error { return service.OpenChat(ctx, chat) }, nil)
	})
	open.SetTooltip("Открыть чат в браузере")
	shell.Ask(deps.Desk, "Ссылка не получена", func(ctx context.Context) (string, error) { return service.InviteLink(ctx, chat) }, func(link string) {
		err := dialog.ShowLink(win, dialog.Link{
			Title: "Пригласительная ссылка", Name: title, Link: link, Open: open,
			Hint: "По ссылке в чат войдут те, кого VK не дал добавить. Покажите QR-код или отправьте ссылку.",
		})
		if err != nil {
			dialog.ShowError(win, "QR-код не получился", "Ссылка слишком длинная для QR-кода. Откройте чат в VK Мессенджере и возьмите ссылку там.")
		}
	})
}
