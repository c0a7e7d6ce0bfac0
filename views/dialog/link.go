package dialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zvonok/model/qrcode"
	"zvonok/views/widgets"
)

// qrSide is the side of the QR code's picture, large enough to be read by a telephone from the screen.
const qrSide = 260

// Link is what ShowLink shows.
type Link struct {
	Title, Hint string
	Name        string // of what the link leads to
	Link        string
	Open        *widgets.Button // left of the dialog's buttons; may be nil
}

// ShowLink is the dialog with a link to copy and its QR code for people in front of the screen. It fails, and shows
// nothing, if the link is too long for a QR code.
func ShowLink(win fyne.Window, d Link) error {
	// One pixel a module, enlarged by the screen: sharp at every scale. The code stays dark on white in the dark look
	// too, or telephones would not read it.
	drawn, err := qrcode.Draw(d.Link, 0)
	if err != nil {
		return err
	}
	picture := canvas.NewImageFromImage(drawn)
	picture.ScaleMode = canvas.ImageScalePixels
	picture.FillMode = canvas.ImageFillContain
	picture.SetMinSize(fyne.NewSquareSize(qrSide))

	address := widgets.NewEntry("")
	address.SetText(d.Link)
	address.OnChanged = func(string) { address.SetText(d.Link) } // to be selected and copied, not edited
	var footer fyne.CanvasObject
	if d.Open != nil {
		footer = d.Open
	}
	var dialog *Handle
	dialog = Show(win, Modal{
		Title: d.Title, Hint: d.Hint,
		Content: widgets.Column(widgets.Heading(d.Name).Shrink(), address, container.NewCenter(picture)),
		Primary: "Скопировать", Cancel: "Закрыть", Footer: footer, Size: fyne.NewSize(520, 0),
		OnPrimary: func() bool {
			fyne.CurrentApp().Clipboard().SetContent(d.Link)
			dialog.SetPrimary("Скопировано", true)
			return false
		},
	})
	return nil
}
