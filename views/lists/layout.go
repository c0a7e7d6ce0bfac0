package lists

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// sideBySide shares the width among its visible objects by their weights.
type sideBySide struct{ weights []float32 }

func (s sideBySide) weight(i int) float32 {
	if i < len(s.weights) {
		return s.weights[i]
	}
	return 1
}

func (s sideBySide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range widgets.Visible(objects) {
		if i > 0 {
			size.Width += theme.Gap
		}
		size = fyne.NewSize(size.Width+o.MinSize().Width, max(size.Height, o.MinSize().Height))
	}
	return size
}

func (s sideBySide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	shown := widgets.Visible(objects)
	sum := float32(0)
	for i := range shown {
		sum += s.weight(i)
	}
	room := size.Width - theme.Gap*float32(len(shown)-1)
	x := float32(0)
	for i, o := range shown {
		width := room * s.weight(i) / sum
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
		x += width + theme.Gap
	}
}

// Column stacks objects with the page's gap.
func Column(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(widgets.Stacked{Gap: theme.Gap}, objects...)
}

// ColumnAround is column with one object that takes the height that is left.
func ColumnAround(grow fyne.CanvasObject, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(widgets.Stacked{Gap: theme.Gap, Grow: grow}, objects...)
}

// Shares puts objects side by side by weights.
func Shares(weights []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(sideBySide{weights}, objects...)
}

// headLayout is the head of a card: a title that gives way, the buttons beside it, and the rest at the right end.
// The first object is the title, those from right on stand at the right.
type headLayout struct {
	title *widgets.Label
	right int
}

func (headLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
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

func (h headLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
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
func Head(title *widgets.Label, left, right []fyne.CanvasObject) *fyne.Container {
	objects := append(append([]fyne.CanvasObject{title.Shrink()}, left...), right...)
	return container.New(headLayout{title, 1 + len(left)}, objects...)
}
