package mychats

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/theme"
)

// tall gives its first object the height that the others leave, and at least its own.
type tall struct{ least float32 }

func newTall(least float32, grows fyne.CanvasObject, below ...fyne.CanvasObject) *fyne.Container {
	return container.New(tall{least}, append([]fyne.CanvasObject{grows}, below...)...)
}

func (t tall) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(objects[0].MinSize().Width, max(t.least, objects[0].MinSize().Height))
	for _, o := range objects[1:] {
		size = fyne.NewSize(max(size.Width, o.MinSize().Width), size.Height+theme.Gap+o.MinSize().Height)
	}
	return size
}

func (t tall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	below := float32(0)
	for _, o := range objects[1:] {
		below += theme.Gap + o.MinSize().Height
	}
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(size.Width, size.Height-below))
	y := size.Height - below + theme.Gap
	for _, o := range objects[1:] {
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		y += theme.Gap + o.MinSize().Height
	}
}
