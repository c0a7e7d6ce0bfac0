package draw

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"zvonok/views/theme"
)

// Drawing is a renderer made of functions: each of our widgets is a few shapes laid out by hand.
type Drawing struct {
	All     []fyne.CanvasObject
	Least   func() fyne.Size // nil = needs no room
	Paint   func()           // takes the colours of the look and the texts of the state; nil = there are none
	Arrange func(fyne.Size)
	of      fyne.CanvasObject
}

var _ fyne.WidgetRenderer = (*Drawing)(nil)

// Of is the drawing as the renderer of a widget.
func (d *Drawing) Of(widget fyne.CanvasObject) fyne.WidgetRenderer {
	d.of = widget
	d.Layout(widget.Size())
	return d
}

// Around is the drawing of a widget that shows content; paint gives it the colours and texts of the state.
func Around(content fyne.CanvasObject, paint func()) *Drawing {
	return &Drawing{All: []fyne.CanvasObject{content}, Least: content.MinSize, Paint: paint, Arrange: content.Resize}
}

// Destroy implements fyne.WidgetRenderer.
func (d *Drawing) Destroy() {}

// Layout paints and arranges.
func (d *Drawing) Layout(size fyne.Size) {
	if d.Paint != nil {
		d.Paint()
	}
	if !size.IsZero() {
		d.Arrange(size)
	}
}

// MinSize is the least size.
func (d *Drawing) MinSize() fyne.Size {
	if d.Least == nil {
		return fyne.Size{}
	}
	return d.Least()
}

// Objects are all that is drawn, the lowest first.
func (d *Drawing) Objects() []fyne.CanvasObject { return d.All }

// Refresh paints and arranges again.
func (d *Drawing) Refresh() {
	d.Layout(d.of.Size())
	for _, o := range d.All {
		o.Refresh()
	}
	Repaint(d.of)
}

// Place puts an object at a position with a size.
func Place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// Box makes a rectangle with rounded corners; its colours are set at refresh.
func Box(radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(theme.Color(theme.ColorNameSurface))
	r.CornerRadius = radius
	return r
}

// Paper is a surface with a line around it. It is two filled rectangles, since Fyne centres a stroke on the edge, which
// blurs a line of one pixel over two.
type Paper struct {
	Line, Fill    *canvas.Rectangle
	radius, width float32
	at            fyne.Position
	size          fyne.Size
}

// NewPaper makes a surface without size and colours.
func NewPaper(radius float32) *Paper {
	return &Paper{Line: Box(radius), Fill: Box(radius), radius: radius}
}

// Objects are what the paper is drawn of, with more above it.
func (p *Paper) Objects(more ...fyne.CanvasObject) []fyne.CanvasObject {
	return append([]fyne.CanvasObject{p.Line, p.Fill}, more...)
}

// Place puts the paper at a position with a size.
func (p *Paper) Place(x, y, width, height float32) {
	p.at, p.size = fyne.NewPos(x, y), fyne.NewSize(width, height)
	Place(p.Line, x, y, width, height)
	// Before its first layout a paper has no size; a negative one makes Fyne's painter fail now and then.
	Place(p.Fill, x+p.width, y+p.width, max(0, width-2*p.width), max(0, height-2*p.width))
}

// Paint sets the colours and the width of the line; 0 leaves the fill alone.
func (p *Paper) Paint(line, fill color.Color, width float32) {
	p.Line.Hidden = width == 0
	p.Line.FillColor, p.Fill.FillColor = line, fill
	p.Line.CornerRadius, p.Fill.CornerRadius = p.radius, max(0, p.radius-width)
	p.width = width
	p.Place(p.at.X, p.at.Y, p.size.Width, p.size.Height)
}

// Plain paints a surface with its ordinary line.
func (p *Paper) Plain() {
	p.Paint(theme.Color(theme.ColorNameLine), theme.Color(theme.ColorNameSurface), 1)
}

// Ink makes a one-line text.
func Ink(text string, size float32, bold bool, ink fyne.ThemeColorName) *canvas.Text {
	t := canvas.NewText(text, theme.Color(ink))
	t.TextSize = size
	t.TextStyle.Bold = bold
	return t
}

// Middle places a text at x with a width, in the middle of a height.
func Middle(t *canvas.Text, x, width, height float32) {
	h := t.MinSize().Height
	Place(t, x, (height-h)/2, width, h)
}

// CanvasOf is the canvas on which a person has just done something with o; nil where o is in no window.
//
// Fyne 2.8.0 remembers for a minute which canvas a widget is on and updates that only for widgets that it is asked about.
// After a minute of steady repainting, by a countdown for instance, all widgets of a window may be forgotten; their keys,
// lists and repaints would be lost. So they are noted again and painted. A hidden widget is on no canvas for Fyne, but
// may have the focus.
func CanvasOf(o fyne.CanvasObject) fyne.Canvas {
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

// Repaint makes the window that shows o draw itself. Fyne does so by itself for objects that were on the screen before,
// but does not know the window of one that is shown for the first time, such as a ring or a tooltip.
func Repaint(o fyne.CanvasObject) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(o).(interface{ SetDirty() }); ok {
		c.SetDirty()
	}
}

// Absolute is the position of an object in its window.
func Absolute(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
}

// InWindow reports whether an object can be seen in a window. Whatever fills a window is not asked about.
func InWindow(o fyne.CanvasObject) bool { return CanvasOf(o) != nil && !Absolute(o).IsZero() }

// SetText changes a text on the canvas; setting the same text costs nothing.
func SetText(t *canvas.Text, text string, ink color.Color, bold bool) {
	if t.Text != text || t.Color != ink || t.TextStyle.Bold != bold {
		t.Text, t.Color, t.TextStyle.Bold = text, ink, bold
		t.Refresh()
	}
}

// Fill colours a rectangle; setting the same colour costs nothing.
func Fill(r *canvas.Rectangle, c color.Color) {
	if r.FillColor != c {
		r.FillColor = c
		r.Refresh()
	}
}
