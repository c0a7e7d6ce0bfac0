package journal

import (
	"fyne.io/fyne/v2"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// headBar is the first row of a journal: a title that gives way, controls, and a text at the right end.
type headBar struct{ title *widgets.Label }

// headTitleMin is how narrow the title may become.
const headTitleMin float32 = 160

func (headBar) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := headTitleMin
	for _, o := range objects[1:] {
		width += theme.GapSmall + o.MinSize().Width
	}
	return fyne.NewSize(width+theme.GapSmall, theme.RowHeight)
}

func (h headBar) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	last := len(objects) - 1
	room := size.Width - h.MinSize(objects).Width + headTitleMin
	x := min(room, fyne.MeasureText(h.title.Text(), theme.TitleSize, fyne.TextStyle{Bold: true}).Width+1)
	put(objects[0], 0, 0, x, size.Height)
	x += 2 * theme.GapSmall
	for _, o := range objects[1:last] {
		put(o, x, 0, o.MinSize().Width, size.Height)
		x += o.MinSize().Width + theme.GapSmall
	}
	width := objects[last].MinSize().Width
	put(objects[last], size.Width-width, 0, width, size.Height)
}

// columns puts fields side by side by their widths; what is left goes to the one of width 0.
type columns []float32

func (c columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(theme.Gap*float32(len(objects)-1), 0)
	for i, o := range objects {
		min := o.MinSize()
		size = fyne.NewSize(size.Width+max(c[i], min.Width), max(size.Height, min.Height))
	}
	return size
}

func (c columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := size.Width - theme.Gap*float32(len(objects)-1)
	for _, width := range c {
		left -= width
	}
	x := float32(0)
	for i, o := range objects {
		width := c[i]
		if width == 0 {
			width = left
		}
		put(o, x, 0, width, size.Height)
		x += width + theme.Gap
	}
}
