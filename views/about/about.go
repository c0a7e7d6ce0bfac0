// Package about is the dialog «О программе».
package about

import (
	"context"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Deps is what the dialog is made of.
type Deps struct {
	shell.Desk
	Version string
	// Support is what somebody who helps needs to know; it may block.
	Support func() model.Support
	// Asks says whether the program may ask for later versions of itself, and SetAsks changes that; nil where nobody is asked.
	Asks    bool
	SetAsks func(bool) error
	// Licences opens them.
	Licences func()
}

const width float32 = 520

// Show opens the dialog.
func Show(deps Deps) {
	var box *dialog.Handle
	said := widgets.Paragraph("Если что-то не работает, отправьте сведения тому, кто вам помогает. В них нет имён, паролей и ключей.", width-2*theme.PageMargin)
	said.SetTone(widgets.ToneMuted)
	content := []fyne.CanvasObject{
		widgets.Heading("«Звонок» " + deps.Version),
		widgets.Paragraph("Чаты колледжа в VK Мессенджере — всегда по спискам групп. Программа свободная, лицензия MIT.", width-2*theme.PageMargin),
		widgets.InRow(widgets.NewLink("Лицензии всего, из чего она собрана", deps.Licences)),
	}
	if deps.SetAsks != nil {
		asks := widgets.NewCheck("Узнавать о новых версиях", func(may bool) {
			deps.Do("Выбор не запомнен", func(context.Context) error { return deps.SetAsks(may) }, nil)
		})
		asks.SetChecked(deps.Asks)
		content = append(content, asks)
	}
	box = dialog.Show(deps.Frame.Window(), dialog.Modal{
		Title: "О программе", Content: widgets.Column(append(content, said)...),
		Size: fyne.NewSize(width, 0), Primary: "Скопировать сведения для поддержки", Cancel: "Закрыть",
		OnPrimary: func() bool {
			shell.Ask(deps.Desk, "Сведения не собраны", func(context.Context) (model.Support, error) { return deps.Support(), nil }, func(found model.Support) {
				fyne.CurrentApp().Clipboard().SetContent(found.String())
				box.SetPrimary("Скопировано", true)
			})
			return false
		},
	})
}
