package draw

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/theme"
)

// Stroke is a small mark drawn by lines within a square of 10, so that no font needs to hold it.
type Stroke struct {
	widget.BaseWidget
	points []fyne.Position
	width  float32
	colour color.Color
}

// NewArrow is the ▾ of what opens downwards.
func NewArrow() *Stroke { return NewStroke(1.5, 1, 3, 5, 7, 9, 3) }

// NewTick is the ✓ of a checkbox.
func NewTick() *Stroke { return NewStroke(1.8, 1.2, 5.2, 3.9, 7.8, 8.8, 2.4) }

// NewDash is the mark of a checkbox for some, not all.
func NewDash() *Stroke { return NewStroke(1.8, 1.8, 5, 8.2, 5) }

// NewCross is the ✕ that clears a field.
func NewCross() *Stroke { return NewStroke(1.4, 2, 2, 8, 8, 5, 5, 8, 2, 2, 8) }

// NewStroke makes a mark of lines through points, given as x, y, x, y and so on.
func NewStroke(width float32, xy ...float32) *Stroke {
	s := &Stroke{width: width, colour: theme.Color(theme.ColorNameText)}
	for i := 0; i < len(xy); i += 2 {
		s.points = append(s.points, fyne.NewPos(xy[i], xy[i+1])) //nolint:gosec // they come in pairs
	}
	s.ExtendBaseWidget(s)
	return s
}

// SetColour changes the colour; setting the same colour costs nothing.
func (s *Stroke) SetColour(c color.Color) {
	if s.colour != c {
		s.colour = c
		s.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Stroke) CreateRenderer() fyne.WidgetRenderer {
	d := &Drawing{}
	for i := 1; i < len(s.points); i++ {
		d.All = append(d.All, canvas.NewLine(s.colour))
	}
	d.Least = func() fyne.Size { return fyne.NewSize(10, 10) }
	d.Arrange = func(size fyne.Size) {
		scale := min(size.Width, size.Height) / 10
		for i, o := range d.All {
			l := o.(*canvas.Line)
			l.Position1 = fyne.NewPos(s.points[i].X*scale, s.points[i].Y*scale)
			l.Position2 = fyne.NewPos(s.points[i+1].X*scale, s.points[i+1].Y*scale)
		}
	}
	d.Paint = func() {
		for _, o := range d.All {
			l := o.(*canvas.Line)
			l.StrokeColor, l.StrokeWidth = s.colour, s.width
		}
	}
	return d.Of(s)
}
