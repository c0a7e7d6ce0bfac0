package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// measure is the width of explanations: it fits the narrowest window and is pleasant to read in a wide one.
const measure float32 = 640

// note is an explanation below a control.
func note(text string) *widgets.Label {
	l := widgets.Paragraph(text, measure)
	l.SetTone(widgets.ToneMuted)
	return l
}

// row puts objects side by side, as high as a control.
func row(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(widgets.Row{Gap: theme.GapSmall, Least: theme.RowHeight}, objects...)
}

// withButton puts a button at the end of a field's first line.
type withButton struct{}

func (withButton) MinSize(objects []fyne.CanvasObject) fyne.Size {
	field, button := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(field.Width+theme.GapSmall+button.Width, max(theme.RowHeight, field.Height))
}

func (withButton) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := objects[1].MinSize().Width
	objects[0].Resize(fyne.NewSize(size.Width-width-theme.GapSmall, size.Height))
	objects[0].Move(fyne.NewPos(0, 0))
	objects[1].Resize(fyne.NewSize(width, theme.RowHeight))
	objects[1].Move(fyne.NewPos(size.Width-width, 0))
}

// tall gives a table inside a card a height of its own.
type tall struct{ height float32 }

func (t tall) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, t.height)
}

func (t tall) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }
