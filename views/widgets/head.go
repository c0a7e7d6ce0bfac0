package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/theme"
)

// cardHead is the head of a card: a title that gives way, the buttons beside it, and the rest at the right end.
// The first object is the title, those from right on stand at the right.
type cardHead struct {
	title *Label
	right int
}

func (cardHead) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(headTitleMin+theme.GapSmall, theme.RowHeight)
	for _, o := range objects[1:] {
		if o.Visible() {
			size.Width += theme.GapSmall + o.MinSize().Width
		}
	}
	return size
}

// headTitleMin is how narrow the title may become.
const headTitleMin float32 = 160

func (h cardHead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place := func(o fyne.CanvasObject, x, width float32) {
		height := min(o.MinSize().Height, size.Height)
		o.Move(fyne.NewPos(x, (size.Height-height)/2))
		o.Resize(fyne.NewSize(width, height))
	}
	room := size.Width - h.MinSize(objects).Width + headTitleMin
	text := fyne.MeasureText(h.title.Text(), theme.TitleSize, fyne.TextStyle{Bold: true}).Width + 1
	width := min(text, room)
	place(objects[0], 0, width)
	x := width + 2*theme.GapSmall // the title stands a little apart
	for i, o := range objects {
		switch {
		case i == 0 || i >= h.right || !o.Visible():
		default:
			place(o, x, o.MinSize().Width)
			x += o.MinSize().Width + theme.GapSmall
		}
	}
	x = size.Width
	for i := len(objects) - 1; i >= h.right; i-- {
		if o := objects[i]; o.Visible() {
			x -= o.MinSize().Width
			place(o, x, o.MinSize().Width)
			x -= theme.GapSmall
		}
	}
}

// Head is the toolbar of a card.
func Head(title *Label, left, right []fyne.CanvasObject) *fyne.Container {
	objects := append(append([]fyne.CanvasObject{title.Shrink()}, left...), right...)
	return container.New(cardHead{title, 1 + len(left)}, objects...)
}
