package widgets

import (
	"fyne.io/fyne/v2"

	"zvonok/views/draw"
)

// Stacked is a layout that puts the visible objects one below the other, as wide as there is room. Grow, if any, takes
// the height that is left.
type Stacked struct {
	Gap  float32
	Grow fyne.CanvasObject
}

// MinSize is as wide as the widest object and as high as all of them with the gaps.
func (s Stacked) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range Visible(objects) {
		if i > 0 {
			size.Height += s.Gap
		}
		size = fyne.NewSize(max(size.Width, o.MinSize().Width), size.Height+o.MinSize().Height)
	}
	return size
}

// Layout places the objects.
func (s Stacked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range Visible(objects) {
		if o != s.Grow {
			o.Resize(fyne.NewSize(size.Width, o.Size().Height)) // how high a Flow is depends on its width
		}
	}
	left := max(0, size.Height-s.MinSize(objects).Height)
	y := float32(0)
	for _, o := range Visible(objects) {
		height := o.MinSize().Height
		if o == s.Grow {
			height += left
		}
		draw.Place(o, 0, y, size.Width, height)
		y += height + s.Gap
	}
}

// Visible are the objects that are shown, for layouts that leave no gap where one is hidden.
func Visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	shown := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if o != nil && o.Visible() {
			shown = append(shown, o)
		}
	}
	return shown
}
