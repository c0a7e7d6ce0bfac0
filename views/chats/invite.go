package chats

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	qrcode "github.com/skip2/go-qrcode"

	"zvonok/model"
	"zvonok/views/widgets"
)

// inviteService is what the dialog of the invite link asks of the program.
type inviteService interface {
	InviteLink(ctx context.Context, chat model.ChatID) (string, error)
	OpenChat(ctx context.Context, chat model.ChatID) error
}

// qrSide is the side of the QR code's picture, large enough to be read by a telephone from the screen.
const qrSide = 260

// showInvite is the dialog «Пригласительная ссылка»: the link to copy, and its QR code for those who sit before the
// screen.
func showInvite(deps Deps, service inviteService, chat model.ChatID, title string) {
	win := deps.Frame.Window()
	fetch(deps.Exec, func() (string, error) { return service.InviteLink(context.Background(), chat) },
		func(link string, err error) {
			if err != nil {
				widgets.ShowError(win, "Ссылка не получена", err.Error())
				return
			}
			code, err := qrcode.New(link, qrcode.Medium)
			if err != nil {
				widgets.ShowError(win, "QR-код не получился", "Ссылка слишком длинная для QR-кода. Откройте чат в VK Мессенджере и возьмите ссылку там.")
				return
			}
			showLink(deps, service, chat, title, link, code)
		})
}

func showLink(deps Deps, service inviteService, chat model.ChatID, title, link string, code *qrcode.QRCode) {
	win := deps.Frame.Window()
	// One pixel a module, enlarged by the screen: sharp at every scale. The code stays dark on white in the dark look
	// too, or telephones would not read it.
	picture := canvas.NewImageFromImage(code.Image(-1))
	picture.ScaleMode = canvas.ImageScalePixels
	picture.FillMode = canvas.ImageFillContain
	picture.SetMinSize(fyne.NewSquareSize(qrSide))

	address := widgets.NewEntry("")
	address.SetText(link)
	address.OnChanged = func(string) { address.SetText(link) } // to be selected and copied, not edited
	open := widgets.NewSecondary("Открыть", func() {
		perform(deps.Exec, func() error { return service.OpenChat(context.Background(), chat) }, func(err error) {
			if err != nil {
				widgets.ShowError(win, "Чат не открылся", err.Error())
			}
		})
	})
	open.SetTooltip("Открыть чат в браузере")
	var dialog *widgets.ModalHandle
	dialog = widgets.ShowModal(win, widgets.Modal{
		Title:   "Пригласительная ссылка",
		Hint:    "По ссылке в чат войдут те, кого VK не дал добавить. Покажите QR-код или отправьте ссылку.",
		Content: column(widgets.Heading(title).Shrink(), address, container.NewCenter(picture)),
		Primary: "Скопировать", Cancel: "Закрыть", Footer: open, Size: fyne.NewSize(520, 0),
		OnPrimary: func() bool {
			fyne.CurrentApp().Clipboard().SetContent(link)
			dialog.SetPrimary("Скопировано", true)
			return false
		},
	})
}
