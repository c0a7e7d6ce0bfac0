package widgets

import (
	"cmp"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zvonok/views/draw"
	"zvonok/views/theme"
)

// Field is a control under its caption.
func Field(caption string, control fyne.CanvasObject) *fyne.Container {
	if spoken, ok := control.(interface{ SetCaption(caption string) }); ok {
		spoken.SetCaption(caption)
	}
	strut := canvas.NewRectangle(color.Transparent)
	strut.SetMinSize(fyne.NewSize(1, theme.RowHeight))
	return container.New(Stacked{Gap: 4}, Caption(caption).Shrink(), container.NewStack(strut, control))
}

// Sized is a layout that gives its objects its own size; a side of 0 is as long as they ask for.
type Sized struct{ Width, Height float32 }

// MinSize is the size.
func (s Sized) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, o := range objects {
		least = least.Max(o.MinSize())
	}
	return fyne.NewSize(cmp.Or(s.Width, least.Width), cmp.Or(s.Height, least.Height))
}

// Layout gives every object all of it.
func (Sized) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		draw.Place(o, 0, 0, size.Width, size.Height)
	}
}
