package dates

import (
	"fmt"
	"image/color"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"zvonok/model"
	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

var months = [...]string{"Январь", "Февраль", "Март", "Апрель", "Май", "Июнь",
	"Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"}

// calendar is a month to choose a day from. The arrows move by days and weeks, PgUp and PgDn by months, Enter chooses.
type calendar struct {
	widgets.Control
	day, today time.Time
	choose     func(time.Time)
}

var _ fyne.Focusable = (*calendar)(nil)

const (
	calendarCell float32 = 34
	calendarHead float32 = 32
	calendarWeek float32 = 24
	calendarRows         = 6
)

func newCalendar(day, today time.Time, choose func(time.Time)) *calendar {
	c := &calendar{day: day, today: today, choose: choose}
	c.Begin(c, c.at, nil)
	return c
}

// title is the month in sight: «Октябрь 2023».
func (c *calendar) title() string { return fmt.Sprintf("%s %d", months[c.day.Month()-1], c.day.Year()) }

// first is the Monday at the grid's corner.
func (c *calendar) first() time.Time { return model.Monday(c.day.AddDate(0, 0, 1-c.day.Day())) }

func (c *calendar) move(to time.Time) {
	c.day = to
	c.Refresh()
}

// turn goes to another month, to its last day where it has no such day.
func (c *calendar) turn(by int) {
	first := time.Date(c.day.Year(), c.day.Month()+time.Month(by), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	c.move(first.AddDate(0, 0, min(c.day.Day(), last)-1))
}

// at is the week and the weekday at a position.
func (c *calendar) at(p fyne.Position) widgets.Place {
	x, y := int(p.X/calendarCell), int((p.Y-calendarHead-calendarWeek)/calendarCell)
	if p.Y < calendarHead+calendarWeek || x < 0 || x > 6 || y >= calendarRows {
		return widgets.Nowhere
	}
	return widgets.Place{Row: y, Column: x}
}

// Tapped chooses a day, or turns the month by the arrows in its head.
func (c *calendar) Tapped(e *fyne.PointEvent) {
	switch p := c.at(e.Position); {
	case p != widgets.Nowhere:
		c.choose(c.first().AddDate(0, 0, 7*p.Row+p.Column))
	case e.Position.Y < calendarHead && e.Position.X < calendarCell:
		c.turn(-1)
	case e.Position.Y < calendarHead && e.Position.X > 6*calendarCell:
		c.turn(+1)
	}
}

// Scrolled turns the month by the wheel.
func (c *calendar) Scrolled(e *fyne.ScrollEvent) {
	switch {
	case e.Scrolled.DY > 0:
		c.turn(-1)
	case e.Scrolled.DY < 0:
		c.turn(+1)
	}
}

// AccessibilityLabel is the current day.
func (c *calendar) AccessibilityLabel() string { return fmt.Sprintf("%d, %s", c.day.Day(), c.title()) }

// TypedKey moves and chooses; Esc closes the popover.
func (c *calendar) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		c.move(c.day.AddDate(0, 0, -1))
	case fyne.KeyRight:
		c.move(c.day.AddDate(0, 0, 1))
	case fyne.KeyUp:
		c.move(c.day.AddDate(0, 0, -7))
	case fyne.KeyDown:
		c.move(c.day.AddDate(0, 0, 7))
	case fyne.KeyPageUp:
		c.turn(-1)
	case fyne.KeyPageDown:
		c.turn(+1)
	case fyne.KeyHome:
		c.move(c.today)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.choose(c.day)
	default:
		keys.Pass(c, e)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *calendar) CreateRenderer() fyne.WidgetRenderer {
	title := draw.Ink("", theme.TextSize, true, theme.ColorNameText)
	back, on := draw.NewStroke(1.6, 6.5, 1.5, 3, 5, 6.5, 8.5), draw.NewStroke(1.6, 3.5, 1.5, 7, 5, 3.5, 8.5)
	d := &draw.Drawing{All: []fyne.CanvasObject{title, back, on}}
	var names []*canvas.Text
	for i := range 7 {
		names = append(names, draw.Ink(model.WeekdayShort(time.Weekday((i+1)%7)), theme.PillSize, false, theme.ColorNameMuted))
		d.All = append(d.All, names[i])
	}
	var cells []*canvas.Rectangle
	var days []*canvas.Text
	for i := range calendarRows * 7 {
		cells = append(cells, draw.Box(theme.ControlRadius))
		days = append(days, draw.Ink("", theme.TextSize, false, theme.ColorNameText))
		d.All = append(d.All, cells[i], days[i])
	}
	d.Least = func() fyne.Size {
		return fyne.NewSize(7*calendarCell, calendarHead+calendarWeek+calendarRows*calendarCell)
	}
	d.Arrange = func(size fyne.Size) {
		centred(title, 0, 0, size.Width, calendarHead)
		draw.Place(back, 11, 10, 12, 12)
		draw.Place(on, size.Width-23, 10, 12, 12)
		for i, name := range names {
			centred(name, float32(i)*calendarCell, calendarHead, calendarCell, calendarWeek)
		}
		for i := range days {
			x, y := float32(i%7)*calendarCell, calendarHead+calendarWeek+float32(i/7)*calendarCell
			draw.Place(cells[i], x+2, y+2, calendarCell-4, calendarCell-4)
			centred(days[i], x, y, calendarCell, calendarCell)
		}
	}
	d.Paint = func() {
		title.Text, title.Color = c.title(), theme.Color(theme.ColorNameText)
		back.SetColour(theme.Color(theme.ColorNameMuted))
		on.SetColour(theme.Color(theme.ColorNameMuted))
		for i := range days {
			c.paint(c.first().AddDate(0, 0, i), i, days[i], cells[i])
		}
	}
	return d.Of(c)
}

// paint shows one day: the chosen one filled, today ringed, those of other months faint.
func (c *calendar) paint(day time.Time, i int, word *canvas.Text, cell *canvas.Rectangle) {
	word.Text = strconv.Itoa(day.Day())
	ink, back := theme.ColorNameText, color.Color(color.Transparent)
	switch {
	case day.Equal(c.day):
		ink, back = theme.ColorNameOnAccent, theme.Color(theme.ColorNameAccent)
	case c.Hover == (widgets.Place{Row: i / 7, Column: i % 7}):
		back = theme.Color(theme.ColorNameRowHover)
	case day.Month() != c.day.Month():
		ink = theme.ColorNameMuted
	}
	word.Color, cell.FillColor, cell.StrokeWidth = theme.Color(ink), back, 0
	if day.Equal(c.today) {
		cell.StrokeWidth, cell.StrokeColor = 1, theme.Color(theme.ColorNameAccent)
	}
}

// centred places a text in the middle of a rectangle.
func centred(t *canvas.Text, x, y, width, height float32) {
	min := t.MinSize()
	draw.Place(t, x+(width-min.Width)/2, y+(height-min.Height)/2, min.Width, min.Height)
}
