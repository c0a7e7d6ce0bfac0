package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/theme"
)

// stroke is a small mark drawn by lines within a square of 10, so that no font needs to hold it.
type stroke struct {
	widget.BaseWidget
	points []fyne.Position
	width  float32
	colour color.Color
}

// newArrow is the ▾ of what opens downwards.
func newArrow() *stroke { return newStroke(1.5, 1, 3, 5, 7, 9, 3) }

// newTick is the ✓ of a checkbox.
func newTick() *stroke { return newStroke(1.8, 1.2, 5.2, 3.9, 7.8, 8.8, 2.4) }

// newDash is the mark of a checkbox that stands for some, not all.
func newDash() *stroke { return newStroke(1.8, 1.8, 5, 8.2, 5) }

// newCross is the ✕ that clears a field.
func newCross() *stroke { return newStroke(1.4, 2, 2, 8, 8, 5, 5, 8, 2, 2, 8) }

func newStroke(width float32, xy ...float32) *stroke {
	s := &stroke{width: width, colour: theme.Color(theme.ColorNameText)}
	for i := 0; i < len(xy); i += 2 {
		s.points = append(s.points, fyne.NewPos(xy[i], xy[i+1]))
	}
	s.ExtendBaseWidget(s)
	return s
}

func (s *stroke) setColour(c color.Color) {
	if s.colour != c {
		s.colour = c
		s.Refresh()
	}
}

func (s *stroke) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{}
	for i := 1; i < len(s.points); i++ {
		d.objects = append(d.objects, canvas.NewLine(s.colour))
	}
	d.min = func() fyne.Size { return fyne.NewSize(10, 10) }
	d.layout = func(size fyne.Size) {
		scale := min(size.Width, size.Height) / 10
		for i, o := range d.objects {
			l := o.(*canvas.Line)
			l.Position1 = fyne.NewPos(s.points[i].X*scale, s.points[i].Y*scale)
			l.Position2 = fyne.NewPos(s.points[i+1].X*scale, s.points[i+1].Y*scale)
		}
	}
	d.refresh = func() {
		for _, o := range d.objects {
			l := o.(*canvas.Line)
			l.StrokeColor, l.StrokeWidth = s.colour, s.width
		}
	}
	d.refresh()
	return d
}
