package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/draw"
	"zvonok/views/theme"
)

// Field is a control under its caption.
func Field(caption string, control fyne.CanvasObject) *fyne.Container {
	return container.New(captioned{}, Caption(caption).Shrink(), control)
}

const captionGap float32 = 4

type captioned struct{}

func (captioned) MinSize(objects []fyne.CanvasObject) fyne.Size {
	caption, control := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(caption.Width, control.Width), caption.Height+captionGap+max(theme.RowHeight, control.Height))
}

func (captioned) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head := objects[0].MinSize().Height
	draw.Place(objects[0], 0, 0, size.Width, head)
	draw.Place(objects[1], 0, head+captionGap, size.Width, max(theme.RowHeight, objects[1].MinSize().Height))
}

// NarrowField is a layout that gives a control a width of its own: a field for a number.
func NarrowField(width float32) fyne.Layout {
	return FixedSize{fyne.NewSize(width, theme.RowHeight)}
}

// FixedSize is a layout that gives its objects one size.
type FixedSize struct{ Size fyne.Size }

// MinSize is the size.
func (f FixedSize) MinSize([]fyne.CanvasObject) fyne.Size { return f.Size }

// Layout gives every object all of it.
func (f FixedSize) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		draw.Place(o, 0, 0, size.Width, size.Height)
	}
}
