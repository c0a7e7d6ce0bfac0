package journal

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// complaint says below the fields of a dialog what is wrong; it keeps its room, so that nothing moves.
type complaint struct {
	label   *widgets.Label
	content fyne.CanvasObject
}

func newComplaint(width float32) *complaint {
	c := &complaint{label: widgets.Paragraph("", width)}
	c.label.SetTone(widgets.ToneRefused)
	c.content = container.New(widgets.NarrowField(width), c.label)
	return c
}

// say shows an error; nil takes it back.
func (c *complaint) say(err error) {
	text := ""
	if err != nil {
		text = widgets.Sentence(err.Error())
	}
	c.label.SetText(text)
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
