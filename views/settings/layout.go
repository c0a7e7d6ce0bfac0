package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// measure is the width of explanations: it fits the narrowest window and reads well in a wide one.
const measure float32 = 552

// note is an explanation below a control.
func note(text string) *widgets.Label {
	return widgets.Paragraph(text, measure).In(widgets.ToneMuted)
}

// row puts objects side by side, as high as a control.
func row(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(widgets.Row{Gap: theme.GapSmall, Least: theme.RowHeight}, objects...)
}
