package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"zvonok/views/theme"
)

// drawing is a renderer out of three functions; every widget of this package is a few shapes laid out by hand.
type drawing struct {
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
	min     func() fyne.Size
	refresh func() // takes the colours of the look and the texts of the state
}

var _ fyne.WidgetRenderer = (*drawing)(nil)

func (d *drawing) Destroy()                     {}
func (d *drawing) Layout(size fyne.Size)        { d.layout(size) }
func (d *drawing) MinSize() fyne.Size           { return d.min() }
func (d *drawing) Objects() []fyne.CanvasObject { return d.objects }

func (d *drawing) Refresh() {
	d.refresh()
	for _, o := range d.objects {
		o.Refresh()
	}
}

// place puts an object at a position with a size.
func place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// box makes a rectangle with rounded corners; its colours are set at refresh.
func box(radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(theme.Color(theme.ColorNameSurface))
	r.CornerRadius = radius
	return r
}

// paper is a surface with a line around it: two filled rectangles, for Fyne centres a stroke on the edge, which blurs a
// line of one pixel over two.
type paper struct {
	line, fill *canvas.Rectangle
	radius     float32
	at         fyne.Position
	size       fyne.Size
}

func newPaper(radius float32) *paper {
	return &paper{line: box(radius), fill: box(radius), radius: radius}
}

func (p *paper) objects(more ...fyne.CanvasObject) []fyne.CanvasObject {
	return append([]fyne.CanvasObject{p.line, p.fill}, more...)
}

func (p *paper) place(x, y, width, height float32) {
	p.at, p.size = fyne.NewPos(x, y), fyne.NewSize(width, height)
}

// paint sets the colours and the width of the line; 0 leaves the fill alone.
func (p *paper) paint(line, fill color.Color, width float32) {
	p.line.Hidden = width == 0
	p.line.FillColor, p.fill.FillColor = line, fill
	p.line.CornerRadius, p.fill.CornerRadius = p.radius, max(0, p.radius-width)
	place(p.line, p.at.X, p.at.Y, p.size.Width, p.size.Height)
	// Before its first layout a paper has no size; a negative one makes Fyne's painter fail now and then.
	place(p.fill, p.at.X+width, p.at.Y+width, max(0, p.size.Width-2*width), max(0, p.size.Height-2*width))
}

// plain paints a surface with its ordinary line.
func (p *paper) plain() {
	p.paint(theme.Color(theme.ColorNameLine), theme.Color(theme.ColorNameSurface), 1)
}

// inkText makes a one-line text.
func inkText(text string, size float32, bold bool, ink fyne.ThemeColorName) *canvas.Text {
	t := canvas.NewText(text, theme.Color(ink))
	t.TextSize = size
	t.TextStyle.Bold = bold
	return t
}

// middle places a text at x with a width, in the middle of a height.
func middle(t *canvas.Text, x, width, height float32) {
	h := t.MinSize().Height
	place(t, x, (height-h)/2, width, h)
}

// canvasOf is the canvas on which a person has just done something with o; nil where o is in no window.
//
// Fyne 2.8.0 keeps for a minute which canvas a widget is on, renews that only for what is asked about, and forgets it
// without painting: after a minute of steady repainting, a countdown for instance, a window that has come to rest may
// hold nothing but widgets without a canvas, whose keys, lists and repaints would be lost. They are then noted again and
// painted. What is hidden is on no canvas for Fyne, but may have the focus.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	driver := fyne.CurrentApp().Driver()
	if c := driver.CanvasForObject(o); c != nil {
		return c
	}
	for _, w := range driver.AllWindows() {
		c := w.Canvas()
		if noting, ok := c.(interface{ EnsureMinSize() bool }); ok {
			noting.EnsureMinSize()
			c.Refresh(c.Content())
		}
	}
	if c := driver.CanvasForObject(o); c != nil {
		return c
	}
	for _, w := range driver.AllWindows() {
		if focused, ok := w.Canvas().Focused().(fyne.CanvasObject); ok && focused == o {
			return w.Canvas()
		}
	}
	return nil
}

func absolute(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
}
